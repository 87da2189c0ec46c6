agreement "Package of Measures for the Implementation of the Minsk Agreements"
  text   "unscr-2202-annex-1.txt"
  signed 12 February 2015
  zone   Europe/Kyiv

party Ukraine "the Ukrainian troops"
party ORDLO   "the armed formations from certain areas of the Donetsk and Luhansk regions"
outsider OSCE "OSCE"
set   Side  = Ukraine, ORDLO
set   Class = artillery of 100 mm and more, MLRS, Tornado-S Uragan Smerch and Tochka

event ceasefire on 15 February 2015
act   begin the pull-out                              for each Side, Class
measure nearest weapon to its line (km)          for each Side, Class
table zone width (km) for each Class: artillery of 100 mm and more = 50; MLRS = 70; Tornado-S Uragan Smerch and Tochka = 140

reading text       "the words as endorsed by the Security Council"
reading press      "the words as printed by the press"

clause 2.start "Point 2"
  quote "The withdrawal of the heavy weapons as specified above is to start on day 2 of the ceasefire at the latest"
  each Side must begin the pull-out by 16 February 2015
  for each Class
  reading press: each Side must begin the pull-out by 17 February 2015
    because "Kyiv Post: no later than the second day after the cease-fire"

clause 2.zone "Point 2"
  quote "by equal distances in order to create a security zone of at least 50 km wide from each other for the artillery systems of calibre of 100 and more, a security zone of 70 km wide for MLRS and 140 km wide"
  quote "be completed within 14 days"
  each Side must bring nearest weapon to its line to at least zone width / 2 within 14 days of ceasefire and keep it there
  for each Class
  note "Ukraine measures from the de facto line, ORDLO from the line of 19 September 2014: the evidence says which line was used."
  burden open
