agreement "Treaty on Measures for the Further Reduction and Limitation of Strategic Offensive Arms"
  text   "new-start.txt"
  signed 8 April 2010
  in force 5 February 2011
  zone   UTC

party US      "the United States of America"
party Russia  "the Russian Federation"
set   Party = US, Russia
period treaty year = 1 year from entry into force

measure deployed delivery vehicles (items)     for each Party
measure deployed warheads (warheads)  for each Party
measure all launchers (items)     for each Party
act carry out a Type One inspection (inspections)  for each Party
act carry out a Type Two inspection (inspections)  for each Party

clause II.1.a "Article II, 1(a)"
  quote "(a) 700, for deployed ICBMs, deployed SLBMs, and deployed heavy bombers"
  each Party must bring deployed delivery vehicles to at most 700 items within 7 years of entry into force and keep it there

clause II.1.b "Article II, 1(b)"
  quote "(b) 1550, for warheads on deployed ICBMs, warheads on deployed SLBMs, and nuclear warheads counted for deployed heavy bombers"
  each Party must bring deployed warheads to at most 1,550 warheads within 7 years of entry into force and keep it there

clause II.1.c "Article II, 1(c)"
  quote "(c) 800, for deployed and non-deployed ICBM launchers, deployed and non-deployed SLBM launchers, and deployed and non-deployed heavy bombers"
  each Party must bring all launchers to at most 800 items within 7 years of entry into force and keep it there

clause XI.2 "Article XI, 2"
  each Party may carry out a Type One inspection: at most 10 inspections in each treaty year

clause XI.3 "Article XI, 3"
  each Party may carry out a Type Two inspection: at most 8 inspections in each treaty year
