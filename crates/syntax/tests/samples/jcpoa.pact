agreement "Joint Comprehensive Plan of Action"
  text   "jcpoa.txt"
  signed 14 July 2015
  zone   UTC

party Iran     "Iran"
party E3       "France, Germany and the United Kingdom"
outsider Council "the UN Security Council"
party Commission "the Joint Commission"
set   Participant = Iran, E3

act refer an issue to the Commission as referral     for each Participant
act settle the issue
act extend by consensus as extension by consensus
act notify the Council as notification to the Council   for each Participant
act vote on continuing the lifting
act adopt the continuing resolution as adoption of the continuing resolution
act decide otherwise as contrary decision
event adoption day on 18 October 2015
event snapback = 30 days after notification to the Council unless adoption of the continuing resolution has happened or contrary decision has happened
event resolution termination day on 18 October 2025

clause 36 "Paragraph 36"
  quote "15 days to resolve the issue, unless the time period was extended by consensus"
  Commission must settle the issue within 15 days of referral
  upon each referral
  extended by extension by consensus

clause 36.ground "Paragraph 36"
  quote "treat the unresolved issue as grounds to cease performing its commitments"
  each Participant can suspend own commitments, clock runs
  upon violation of clause 36

clause 37.vote "Paragraph 37"
  quote "shall vote on a resolution to continue the sanctions lifting"
  Council must vote on continuing the lifting within 30 days of notification to the Council
  upon each notification to the Council

clause 37.snapback "Paragraph 37"
  quote "then the provisions of the old UN Security Council resolutions would be re-imposed, unless the UN Security Council decides otherwise"
  on snapback resume resolutions 1696 to 1929
  ends upon resolution termination day

outside own commitments "each participant's commitments under this plan"
outside resolutions 1696 to 1929 "provisions terminated by resolution 2231, paragraph 7(a)"
