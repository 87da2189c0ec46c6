//! What no file may do, however wrong it is: reading and checking ends, and nothing panics.
//!
//! Samples are mangled at random, always in the same way: a word is replaced, lines are swapped, doubled or lost.

use servanda_datasets::{EvidenceFile, SlashDates, read};
use servanda_model::check::{Askable, OfficialText, check, check_cases, check_policy};
use servanda_syntax::{parse_case, parse_pact, parse_policy};

const PACTS: [&str; 3] = [
    include_str!("../../../examples/doha-2020/doha.pact"),
    include_str!("../../syntax/tests/samples/minsk.pact"),
    include_str!("../../syntax/tests/samples/whole-grammar.pact"),
];
const POLICY: &str = include_str!("../../../examples/doha-2020/ordinary.policy");
const CASES: &str = include_str!("../../../examples/doha-2020/golden.case");
const EVIDENCE: &str = "id,kind,claim,when,source,published,value,unit,actor,instance,new last day,credibility,Side
R1,happened,report,2020-04-02,S,2020-04-03,3,,A,,,2,A
R2,did not happen,report,2020-04-02/2020-04-09,S; T,2020-04-13T10:00+02:00,4..9,,,R1,,,B
R3,level,troops,2020-05,S,13/05/2020,\"8,300..8,700\",persons,,,,,
R4,finding,calm,2020-06-10/..,S,July 13 2020,yes,,,,,,
R5,total,report,[2020-05-01..2020-06-01],S,2020-06-12,>=4,,,,2020-07-01,,
R6,corrects,R1,,S,2020-06-12,about 5,,,,,,
R7,same as,R6,202X,S,2020-06-12,,,,,,,
R8,retracts,R7,,S,2020-06-12,,,,,,,
R9,denies,R2,,S,2020-06-12,,,,,,,
R10,happened,waiver of clause 1,2020-05-01,S,2020-06-12,,,,,,,
";
const JSON: &str = r#"{"id": "J1", "kind": "happened", "claim": "report", "when": "2020-04-02", "source": ["S", "T"], "published": "2020-04-03", "value": 3, "attributes": {"Side": "A"}}"#;
const PACT: &str = "agreement \"T\"
  signed 1 January 2020
  zone UTC
party A
party B
set Side = A, B
act report
measure troops (persons)
condition calm
clause 1
  A must report by 1 May 2020
";

/// Words that are hard to read.
const WORDS: &str = "?|10.000|-5|0|1.5|99999|31 December 9999|1 January 0001|30 February 2020|(|((((|\"|,|;|:|/|%|#|not|and|or|\
    each|the other|upon|within|100,000 years|100,000 days|1 month rounded up|24:00|+14:00|é|١٢|\u{a0}|\u{feff}|\t|zero|\
    entry into force|signature|as many|in each day|9999-12-31|0001-01-01|../2020-01-01|[..2020]|20XX|XXXX|<0|>=-1|1e9|\
    2020-01-01T24:00|2020-04-03T10:00+1é2|99/99/9999|13/04/20|same as|corrects|U.S.|clause 1|guarantees clause 1|\
    after clause 1|suspended while clause 1 is violated, clock runs";

/// A small generator of numbers: the same ones every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    fn mangle(&mut self, text: &str) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for _ in 0..1 + self.below(3) {
            let (at, other) = (self.below(lines.len()), self.below(lines.len()));
            match self.below(6) {
                0 => lines.swap(at, other),
                1 if lines.len() > 1 => drop(lines.remove(at)),
                2 => lines.insert(other, lines[at].clone()),
                _ => lines[at] = self.another_word(&lines[at]),
            }
        }
        lines.join("\n")
    }

    fn another_word(&mut self, line: &str) -> String {
        let odd: Vec<&str> = WORDS.split('|').collect();
        let odd = odd[self.below(odd.len())];
        let mut words: Vec<String> = line.split_inclusive([' ', ',', '/', '.']).map(str::to_owned).collect();
        let at = self.below(words.len());
        match words.get_mut(at) {
            Some(word) if self.below(2) == 0 => *word = format!("{odd} "),
            Some(word) => word.insert_str(0, odd),
            None => words.push(odd.to_owned()),
        }
        words.concat()
    }
}

/// Reads and checks everything, as `servanda check` does; what is said of it does not matter here.
fn read_all(pact: &str, policy: &str, cases: &str, evidence: &[(&str, &str)]) {
    let texts = [OfficialText { name: "a.txt".to_owned(), text: evidence.iter().map(|(_, text)| *text).collect() }];
    let (tree, said) = parse_pact(pact);
    let checked = check(&tree, &said, &texts);
    let (policy, cases) = (parse_policy(policy).0, parse_case(cases).0);
    let Some(agreement) = &checked.agreement else { return };
    check_policy(&policy, &agreement.base);
    let file = |(name, text): &(&str, &str)| EvidenceFile { name: (*name).to_owned(), bytes: text.as_bytes().to_vec() };
    let files: Vec<EvidenceFile> = evidence.iter().map(file).collect();
    let found = read(&files, &agreement.base, Some(SlashDates::DayFirst));
    assert_eq!(found.rows_read, found.records.len() + found.rejected.len(), "every row is a record or is rejected");
    let records = found.records.iter().map(|record| record.id.clone()).collect();
    check_cases(&cases, Askable { agreement, policies: &[], records: &records });
}

#[test]
fn mangled_pacts_are_checked_to_the_end() {
    let mut dice = Dice(1);
    for turn in 0..1_500 {
        let pact = dice.mangle(PACTS[turn % PACTS.len()]);
        read_all(&pact, POLICY, CASES, &[]);
    }
}

#[test]
fn mangled_evidence_policies_and_cases_are_read_to_the_end() {
    let mut dice = Dice(2);
    for _ in 0..3_000 {
        let (csv, json) = (dice.mangle(EVIDENCE), dice.mangle(JSON));
        let (policy, cases) = (dice.mangle(POLICY), dice.mangle(CASES));
        read_all(PACT, &policy, &cases, &[("evidence.csv", &csv), ("evidence.jsonl", &json)]);
    }
}

#[test]
fn very_long_lines_end_too() {
    let long = |piece: &str| piece.repeat(300_000 / piece.len());
    let pieces = [
        "9",
        "1,234",
        ",000",
        "(",
        "not ",
        "1 day after ",
        "troops + ",
        "and calm holds ",
        "\"",
        "\\\"",
        "é",
        "1.",
        "A, ",
        "? ",
    ];
    for piece in pieces.map(long) {
        for line in [
            format!("party {piece}\n"),
            format!("set More = {piece}\n"),
            format!("measure more = {piece}\n"),
            format!("clause 2\n  A must report: at least {piece} by 1 May 2020\n"),
            format!("clause 2\n  A must report by {piece}\n"),
            format!("clause 2\n  A must report by 1 May 2020\n  if {piece}\n"),
            format!("clause 2\n  quote \"{piece}\"\n  {piece}\n"),
        ] {
            read_all(&format!("{PACT}{line}"), POLICY, CASES, &[("a.csv", &piece)]);
        }
        let head = EVIDENCE.lines().next().unwrap_or_default();
        let row = format!(
            "R1,happened,report,2020-04-02,S,2020-04-03,{piece},,A\nR2,happened,report,{piece},{piece},{piece}\n"
        );
        read_all(PACT, &piece, &piece, &[("a.csv", &format!("{head}\n{row}")), ("b.jsonl", &piece)]);
    }
}
