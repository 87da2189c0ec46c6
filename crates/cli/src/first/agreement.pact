# A first agreement. Lines that begin with # are comments.
# Try: servanda check, servanda status, servanda explain … 1, servanda test
agreement "Ceasefire of the River"
  text "agreement.txt"
  signed 1 February 2024
  zone UTC

party North "the Northern side" also "the North"
party South "the Southern side" also "the South"

act release a prisoner (persons)
act cross the river
measure northern troops at the river (persons)

# One clause, one card: the reference, the words of the text, one sentence that says who must do what by when.
clause 1 "Article 1"
  quote "shall release ten prisoners within thirty days of signature"
  North must release a prisoner: at least 10 persons within 30 days of signature
  owed to South

clause 2 "Article 2"
  quote "shall not cross the river"
  South must not cross the river throughout
  owed to North

clause 3 "Article 3"
  quote "shall reduce its troops at the river to one hundred by 1 March 2024"
  North must bring northern troops at the river to at most 100 persons by 1 March 2024
  owed to South
