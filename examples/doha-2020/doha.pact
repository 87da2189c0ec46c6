# The agreement of Doha, 29 February 2020: the whole public text.
# What each sentence asks of whom. What happened is in evidence.csv, who is believed in *.policy.

agreement "Agreement for Bringing Peace to Afghanistan"
  text "agreement.txt"
  signed 29 February 2020
  signed in "Doha, Qatar"
  signed for US by "Zalmay Khalilzad"
  signed for Taliban by "Mullah Abdul Ghani Baradar"
  witnessed by "Mike Pompeo"
  zone Asia/Kabul
  unseen "two classified annexes (New York Times, 8 March 2020)"
  unseen "the Pashto and Dari texts, equally authentic with the English one"

party US "the United States" also "United States" also "United States of America" also "USA" also "U.S."
party Taliban "the Islamic Emirate of Afghanistan which is not recognized by the United States as a state and is known as the Taliban" also "Islamic Emirate" also "Islamic Emirate of Afghanistan" also "Taleban"
outsider allies "its allies" also "NATO" also "France" also "Australia"
outsider partners "Coalition partners"
outsider Kabul "the Government of the Islamic Republic" also "Islamic Republic of Afghanistan" also "Afghan government"
outsider negotiators "participants of intra-Afghan negotiations"
outsider ISIS-K "Islamic State, Khorasan Province" also "ISKP" also "Islamic State Khorasan"
outsider al-Qaida "al-Qa'ida" also "al-Qaeda"
outsider Loya Jirga "the consultative assembly of August 2020"
group Coalition = US, allies, partners; US answers for it
group relevant sides = US, Taliban, Kabul
attribute control: Taliban, Kabul, contested

event announcement on 29 February 2020
event announcement of both guarantees "the two announcements in the presence of international witnesses"
event start of talks "start of intra-Afghan negotiations"
event new government "formation of the new post-settlement Afghan Islamic government"

act put a ceasefire on the agenda
act vacate a base (bases)
act work on the prisoner plan
act release Taliban prisoners (persons) as release of a Taliban prisoner
act release government prisoners (persons)
act open the sanctions review
act begin delisting diplomacy
act threaten or use force against Afghanistan
act intervene in Afghan domestic affairs
act threat by a released prisoner  # acts that read as nouns serve `must ensure no`
act use of Afghan soil to threaten the US or its allies
act send the clear message
act instruct members not to cooperate
act recruiting, training or fundraising by a threatening group
act host a threatening group
act give entry papers to a threatening person
act request Security Council endorsement

# Reported, and asked or forbidden by no clause of the public text. Declared so that such reports have an honest place.
event signing of the agreement
event joint declaration with Kabul
event start of the US withdrawal
event procedural rules agreed
event fall of Kabul

act attack Afghan forces (attacks)
act attack Coalition forces (attacks)
act carry out an attack (attacks)  # the report does not say against whom
act carry out a major attack (attacks)
act order fighters to refrain from attacks
act strike Taliban fighters (strikes)
act kill US troops in combat (persons)
act announce a withdrawal of troops (persons)
act announce withdrawal after the deadline
act announce troops that stay (persons)
act promise to keep Afghan soil from attackers
act pledge to release Taliban prisoners (persons)
act approve the release of Taliban prisoners (persons)
act object to a release
act transfer Taliban prisoners under supervision (persons)
act declare its commitments fulfilled
act withhold attack data
act accuse the other side of a violation
act threaten countermeasures
act consult al-Qaida on the negotiations
act broker the agreement
act visit Kabul to reassure
act make a public statement
act send al-Qaida leaders into Pakistan

measure fall in security incidents (percent)
measure change in daily attacks over the quarter before (percent)
measure change in civilian casualties over the quarter before (percent)
measure share of Afghanistan under Taliban influence (percent)
measure part of the withdrawal process done (percent)
measure classified annexes (annexes)

condition close relations with al-Qaida "relations that remain close are not yet a breach of Part Two"

# Asked about by the clauses below.
measure foreign forces (persons)
measure US troops (persons)
measure allied troops (persons)
measure US share left = US troops / US troops on 29 February 2020
measure allied share left = allied troops / allied troops on 29 February 2020
measure bases still held (bases)
measure prisoners still held (persons)
measure US sanctions on Taliban members (listings)
measure Taliban members on the UN list (listings)

condition Taliban acting on Part Two "commitment and action on the obligations ... in Part Two"
condition asylum seekers are dealt with under migration law

reading text "the words as written"
reading practice "how monitors, and some statements of the parties, read it"
reading linked "withdrawal conditional on Part Two"

clause P.3 "Preamble, part 3"
  quote "will start intra-Afghan negotiations with Afghan sides on March 10, 2020"
  Taliban must bring about start of talks on 10 March 2020
  upon announcement of both guarantees
  owed to US
  note "It takes two to negotiate: the cause of the delay, prisoners held by a government that did not sign, is disputed."
  allow duty-before-trigger because "the text says so: both guarantees were to be announced first"

clause P.4 "Preamble, part 4"
  quote "A permanent and comprehensive ceasefire will be an item on the agenda of the intra-Afghan dialogue and negotiations"
  quote "The participants of intra-Afghan negotiations will discuss the date and modalities of a permanent and comprehensive ceasefire"
  negotiators must put a ceasefire on the agenda with no deadline
  upon start of talks
  note "An agenda item, not a ceasefire: no public clause forbids attacks on Afghan forces."

scope "Preamble, scope" of 1.C.5, 2.1, 2.2a, 2.2b, 2.3a, 2.3b, 2.3c, 2.4, 2.5
  quote "apply in areas under their control until the formation of the new post-settlement Afghan Islamic government"
  only where control is Taliban
  ends upon new government

clause 1 "Part One"
  quote "withdraw from Afghanistan all military forces of the United States, its allies, and Coalition partners ... within fourteen (14) months following announcement of this agreement"
  US must bring foreign forces to zero within 14 months of announcement
  owed to Taliban
  note "The text also counts contractors, trainers and other personnel; the reports count troops."
  reading practice: US must bring foreign forces to zero by 1 May 2021
    because "both parties' statements; TOLOnews, 15 April 2021"
  note "Fourteen calendar months end on 29 April 2021; 135 days and nine and a half months on 28 April; both parties and most of the press said 1 May."

clause 1.A.1a "Part One, A(1)"
  quote "will take the following measures in the first one hundred thirty-five (135) days"
  quote "reduce the number of U.S. forces in Afghanistan to eight thousand six hundred (8,600)"
  US must bring US troops to at most 8,600 persons within 135 days of announcement
  owed to Taliban

clause 1.A.1b "Part One, A(1)"
  quote "proportionally bring reduction in the number of its allies and Coalition forces"
  US must bring allied share left to at most US share left within 135 days of announcement
  owed to Taliban
  note "Proportional to what, the text does not say. Read as: the share left of the day of signing, for which 12,000 and 13,000 Americans are reported and no number of allies."

clause 1.A.2 "Part One, A(2)"
  quote "will withdraw all their forces from five (5) military bases"
  US must vacate a base: at least 5 bases within 135 days of announcement
  owed to Taliban
  note "The bases are not named."

clause 1.B.1 "Part One, B(1)"
  quote "With the commitment and action on the obligations of ... the Taliban in Part Two"
  quote "will complete withdrawal of all remaining forces from Afghanistan within the remaining nine and a half (9.5) months"
  US must bring foreign forces to zero within 14 months of announcement
  owed to Taliban
  reading linked: excused if Taliban acting on Part Two does not hold
    because "General McKenzie, an officer of the obligor, 10 June 2020: conditions have not been fully met"
  note "The text has nine and a half months after the 135 days. Half a month has no calendar length, so the fourteen months of the chapeau are used, of which they are the remainder."

clause 1.B.2 "Part One, B(2)"
  quote "will withdraw all their forces from remaining bases"
  US must bring bases still held to zero within 14 months of announcement
  owed to Taliban
  reading linked: excused if Taliban acting on Part Two does not hold

clause 1.C.1 "Part One, C"
  quote "committed to start immediately to work with all relevant sides on a plan to expeditiously release combat and political prisoners"
  US must work on the prisoner plan at once
  upon announcement
  note "'with the coordination and approval of all relevant sides': whose approval, and by when, the text does not say."

clause 1.C.2a "Part One, C"
  quote "Up to five thousand (5,000) prisoners of the Islamic Emirate ... will be released by March 10, 2020"
  someone unnamed must release Taliban prisoners: up to 5,000 persons by 10 March 2020
  acts of Kabul count too
  owed to Taliban
  reading practice: US must release Taliban prisoners: at least 5,000 persons by 10 March 2020
    because "news agencies counted against 5,000 from the deadline day on"
  allow ceiling-owed because "the text says 'up to' and names nobody; the reading `practice` says how it was monitored"
  note "The prisoners were held by a government that did not sign. That the United States answers for it follows, if at all, from its guarantee in 1.C.4."

clause 1.C.2b "Part One, C"
  quote "up to one thousand (1,000) prisoners of the other side will be released by March 10, 2020"
  someone unnamed must release government prisoners: up to 1,000 persons by 10 March 2020
  acts of Taliban count too
  owed to Kabul
  reading practice: Taliban must release government prisoners: at least 1,000 persons by 10 March 2020
    because "the Taliban announced completion when 1,000 had been released (30 July 2020)"
  allow ceiling-owed because "the text says 'up to' and names nobody; the reading `practice` says how it was monitored"

clause 1.C.3 "Part One, C"
  quote "The relevant sides have the goal of releasing all the remaining prisoners over the course of the subsequent three months"
  relevant sides aims to bring prisoners still held to zero within 3 months of 10 March 2020

clause 1.C.4 "Part One, C"
  quote "The United States commits to completing this goal"
  US guarantees clause 1.C.3
  owed to Taliban

clause 1.C.5 "Part One, C"
  quote "its released prisoners will be committed to the responsibilities mentioned in this agreement so that they will not pose a threat"
  Taliban must ensure no threat by a released prisoner throughout
  upon the first release of a Taliban prisoner
  owed to US, allies

clause 1.D.1 "Part One, D"
  quote "the United States will initiate an administrative review of current U.S. sanctions and the rewards list"
  US must open the sanctions review at once
  upon start of talks
  owed to Taliban

clause 1.D.2 "Part One, D"
  quote "with the goal of removing these sanctions by August 27, 2020"
  US aims to bring US sanctions on Taliban members to zero by 27 August 2020
  upon start of talks
  note "The date supposes that talks start on 10 March. They started 16 days after it: the aim lapsed."
  allow aim-before-trigger because "the text says so"

clause 1.E.1 "Part One, E"
  quote "the United States will start diplomatic engagement with other members of the United Nations Security Council and Afghanistan"
  US must begin delisting diplomacy at once
  upon start of talks
  owed to Taliban

clause 1.E.2 "Part One, E"
  quote "with the aim of achieving this objective by May 29, 2020"
  US aims to bring Taliban members on the UN list to zero by 29 May 2020
  upon start of talks
  note "The date passed 106 days before the talks started; and the list is the Security Council's to change."
  allow aim-before-trigger because "the text says so"

clause 1.F.a "Part One, F"
  quote "will refrain from the threat or the use of force against the territorial integrity or political independence of Afghanistan"
  US must not threaten or use force against Afghanistan throughout
  owed to Taliban

clause 1.F.b "Part One, F"
  quote "or intervening in its domestic affairs"
  US must not intervene in Afghan domestic affairs throughout
  owed to Taliban

clause 2.1 "Part Two, 1"
  quote "will take the following steps to prevent any group or individual, including al-Qa'ida, from using the soil of Afghanistan"
  quote "will not allow any of its members, other individuals or groups, including al-Qa'ida, to use the soil of Afghanistan to threaten the security of the United States and its allies"
  Taliban must ensure no use of Afghan soil to threaten the US or its allies throughout
  owed to US, allies

clause 2.2a "Part Two, 2"
  quote "will send a clear message that those who pose a threat to the security of the United States and its allies have no place in Afghanistan"
  Taliban must send the clear message with no deadline
  owed to US, allies

clause 2.2b "Part Two, 2"
  quote "will instruct members of the Islamic Emirate ... not to cooperate with groups or individuals threatening the security"
  Taliban must instruct members not to cooperate with no deadline
  owed to US, allies

clause 2.3a "Part Two, 3"
  quote "will prevent any group or individual in Afghanistan from threatening the security of the United States and its allies"
  Taliban must ensure no use of Afghan soil to threaten the US or its allies throughout
  owed to US, allies

clause 2.3b "Part Two, 3"
  quote "will prevent them from recruiting, training, and fundraising"
  Taliban must ensure no recruiting, training or fundraising by a threatening group throughout
  owed to US, allies

clause 2.3c "Part Two, 3"
  quote "and will not host them in accordance with the commitments in this agreement"
  Taliban must not host a threatening group throughout
  owed to US, allies

clause 2.4 "Part Two, 4"
  quote "is committed to deal with those seeking asylum or residence in Afghanistan according to international migration law"
  Taliban must see to it that asylum seekers are dealt with under migration law throughout
  owed to US, allies

clause 2.5 "Part Two, 5"
  quote "will not provide visas, passports, travel permits, or other legal documents to those who pose a threat"
  Taliban must not give entry papers to a threatening person throughout
  owed to US, allies

clause 3.1 "Part Three, 1"
  quote "The United States will request the recognition and endorsement of the United Nations Security Council for this agreement"
  US must request Security Council endorsement with no deadline
  owed to Taliban

clause 3.2 "Part Three, 2"
  quote "seek positive relations with each other"
  each of US and Taliban seeks "positive relations with each other and with the new government"

clause 3.3a "Part Three, 3"
  quote "will seek economic cooperation for reconstruction with the new post-settlement Afghan Islamic government"
  US seeks "economic cooperation for reconstruction"
  upon new government

clause 3.3b "Part Three, 3"
  quote "will not intervene in its internal affairs"
  US must not intervene in Afghan domestic affairs throughout
  upon new government

skip "Agreement for Bringing Peace to Afghanistan"
  because "the title"
skip "A comprehensive peace agreement is made of four parts"
  because "a table of contents; the parts are below"
skip "Guarantees and enforcement mechanisms that will prevent the use of the soil of Afghanistan by any group or individual against the security of the United States and its allies"
  because "contents of Part Two, which says what is asked"
skip "Guarantees, enforcement mechanisms, and announcement of a timeline for the withdrawal of all foreign forces from Afghanistan"
  because "contents of Part One, which says what is asked"
skip "The four parts above are interrelated and each will be implemented in accordance with its own agreed timeline and agreed terms"
  because "states a relation, not an act; its one operative use is the reading 'linked' of 1.B"
skip "Agreement on the first two parts paves the way for the last two parts"
  because "an expectation about how the parts follow each other"
skip "Following is the text of the agreement for the implementation of parts one and two of the above"
  because "an introduction"
skip "Both sides agree that these two parts are interconnected"
  because "states a relation, not an act, like the sentence before"
