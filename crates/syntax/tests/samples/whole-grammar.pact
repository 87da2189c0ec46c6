# Every production of the grammar once, and its corners.
agreement "An agreement that says everything once"
  text "a.txt"
  text "b.txt" in force 1 January 2021
  signed 29 February 2020
  signed in "Doha, Qatar"
  signed for Army by "A. General"
  witnessed by "somebody"
  brokered by "a \"friend\""
  in force 30 days after signature
  zone Asia/Kabul
  burden open
  unseen "two annexes"
  ends upon the first termination
  term 120 days from signature renewed each time for 120 days unless the first objection by Army at least 30 days before the end
  reading press: signed 28 February 2020
    because "the papers"
  reading press: term 1 year from signature renewed once for 1 year

party Army "the army" also "Army" also "The army"
party Rebels
outsider Observers "the observers"
outsider Ministry of Trade, Industry and War
group Coalition = Army, Observers; Army answers for it
group everybody = Army, Rebels and Observers
set Side = Army, Rebels
set Class = artillery of 100 mm and more, MLRS, Tornado-S Uragan Smerch and Tochka
set Holder = Ministry of Trade, Industry and War, Army
attribute control: Army, Rebels, no one or both
table zone width (km) for each Class: artillery of 100 mm and more = 50; MLRS = 70; Tornado-S Uragan Smerch and Tochka = 1,400.5
table weight for each Side: Army = 1; Rebels = ?

event ceasefire on 15 February 2015 00:00 Europe/Kyiv
event midnight on 2015-02-15 24:00 +04:30
event summit "a summit" for each Side
event plain
event raid on Kabul
event snapback = 30 days after notification to the Council unless adoption has happened or contrary decision has happened
event late = the later of ceasefire and 3 months after summit failing which 1 May 2021
  reading press: on 2 May 2021
    because "the papers"
  reading text: = 1 day before ceasefire unless truce does not hold
event unknown day on ?

act vacate a base (bases)
act release prisoners (persons) as release of a prisoner for each Side
act recruiting, training or fundraising by a threatening group
act bring a convoy through (convoys) as convoy
act refer an issue as referral for each Side, Class
act notify as notification to the Council
act terminate as termination
act object to the renewal as objection
act adopt as adoption
act decide otherwise as contrary decision
act extend by consensus as extension by consensus
act keep

measure troops (persons)
measure old troops (persons) for each Side, Class
measure share left = troops / troops on 29 February 2020
  reading press: = (troops - 1,000) * 2 / 3 + weight
condition truce "a truce" for each Side
condition not at war
period treaty year = 1 year and 2 days from entry into force
reading text "as written"
reading press "as printed"

clause 1.A.1a "Part One, A(1)"
  quote "some \"quoted\" words ... here"
  because "I think so"
  note "a note"
  Army must vacate a base: at least 5 bases within 135 days and 2 hours rounded up of ceasefire
  owed to Rebels, Observers and Ministry of Trade, Industry and War
  acts of Observers count too
  upon summit
  if truce holds or (not troops is below 8,600 persons and clause 2 is not fulfilled late) at 1 May 2021
  while raid on Kabul has happened since signature
  after clause 2
  excused if not at war does not hold at any time
  suspended while clause 1/kept is violated and convoy has happened within 30 days before late, clock stops
  extended by extension by consensus
  only where control is Army or no one or both
  time is of the essence
  burden on obligor
  survives
  ends on 1 May 2030
  reading press: Rebels must vacate a base: exactly 1 base by 1 May 2021
    because "the press says so"
  reading text: burden on obligee
  allow ceiling-owed because "it is so"

clause 2
  each Side must bring old troops to at most zone width / 2 within 14 days of ceasefire and keep it there
  for each Class
  only where control is not Side
clause 3
  each of Army and Rebels must not release prisoners throughout
clause 4
  Army, Rebels jointly must ensure no recruiting, training or fundraising by a threatening group from 1 day after ceasefire until 2 May 2022
  only acts of Rebels count
clause 5
  someone unnamed must release prisoners: up to 5,000 persons before 10 March 2020
clause 6
  Army aims to bring about summit on 10 March 2020 09:00
clause 7
  Army must keep troops at zero throughout
clause 8
  Army must bring troops to at most 20 % of old troops on 29 February 2020 by the earlier of 1 May 2021 and entry into force
clause 9
  Army must see to it that truce with no deadline
  upon each referral by the other Side
clause 10
  Army must bring a convoy through: at least 2 convoys in each calendar month within 10 days
clause 11
  Army may vacate a base: at most 10 in each treaty year
clause 12
  Army may vacate a base until fulfilment of clause 1.A.1a
clause 13
  Army can suspend clause 2, 3, clock runs
  upon violation of clause 1.A.1a
clause 14
  Army can end the agreement 6 months after notification to the Council
clause 15
  Army can waive clause 2
clause 16
  Rebels can extend clause 2
clause 17
  Army guarantees clause 2
  owed to the other Side
clause 18
  Rebels seeks "peace"
clause 19
  on snapback resume old resolutions 1696 to 1929
clause 20
  on signature start clause 7
clause 21
  on ceasefire suspend the agreement, clock stops
clause 22
  Army must release prisoners: as many persons within 30 days of release of a prisoner
  upon each release of a prisoner by Rebels
clause 23
  ? must vacate a base: at least ? bases within ? days of ?
  if ? holds
  while troops is above troops on ? + ? and clause ? is not judged
clause 24
  Army must keep at once
clause 25
  Army must notify in each week
clause 26
  Army must notify in each day within 2 hours of ceasefire
clause 27
  Army must vacate a base within 30 days of 6 months after ceasefire failing which 1 May 2021

scope "Preamble, scope" of 1.A.1a, 2, 3
  quote "apply in areas under their control"
  only where control is Rebels
  while not at war holds
  ends upon violation of clause 2
  reading press: only where control is not Rebels
    because "the papers"

skip "a title"
  because "the title"

outside own commitments "each one's"
outside old resolutions 1696 to 1929
