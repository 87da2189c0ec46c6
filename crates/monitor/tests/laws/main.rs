//! The laws of the verdict, tried on random agreements, records and policies.
//!
//! Every law is one test of [`CASES`] cases. A case that ever failed is kept in `proptest-regressions` and tried first.
//! The laws P1 to P5 are those of `docs/semantics.md`. In reading order: this file, [`scenario`] (what is drawn),
//! [`agreements`], [`records`], [`policies`], [`dice`] (how).

mod agreements;
mod dice;
mod policies;
mod records;
mod scenario;

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use servanda_model::verdict::{Standing, Status, Truth};
use servanda_monitor::{Question, answer, history};

use agreements::{READINGS, compile};
use dice::Dice;
use records::{Row, Much, read};
use scenario::{Scenario, day, in_words, same, scenario};

/// How often each law is tried.
const CASES: u32 = 10_000;

fn strip() -> impl Strategy<Value = dice::Strip> {
    vec(any::<u8>(), 24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, max_global_rejects: 4 * CASES, ..ProptestConfig::default() })]

    /// P1: the verdict depends on the set of records, not on the order of their arrival.
    #[test]
    fn no_order_of_arrival_enters(case in scenario(), order in strip()) {
        let before = case.verdicts();
        let mut shuffled: Vec<(u8, Row)> = order.iter().copied().cycle().zip(case.rows.clone()).collect();
        shuffled.sort_by_key(|(key, row)| (*key, std::cmp::Reverse(row.id.clone())));
        let rows: Vec<Row> = shuffled.into_iter().map(|(_, row)| row).collect();
        same(&before, &read_verdicts(&case, &rows))?;
    }

    /// P1: what becomes known after `known` changes nothing.
    #[test]
    fn nobody_knows_the_future(case in scenario()) {
        let records = case.records();
        let zone = &case.agreement.base.zone;
        let mut known = records.clone();
        known.retain(|record| {
            let first = record.when.as_ref().map_or(0, |when| when.start(zone));
            record.published.end(zone).max(first + 1) <= zone.end_of(day(case.known))
        });
        same(&case.verdicts_on(&known), &case.verdicts_on(&records))?;
    }

    /// P1: as knowledge comes in, date by date, the last word on every clause is the answer to the last question.
    #[test]
    fn history_ends_with_the_answer(case in scenario()) {
        let records = case.records();
        let asked = case.question();
        let steps = history(&case.agreement, &records, &case.policy, &asked).expect("`at` is not later than `known`");
        let mut told = std::collections::BTreeMap::new();
        for verdict in steps.iter().flat_map(|step| &step.changed) {
            let key = (&verdict.reference, &verdict.instance, &verdict.reading);
            told.insert(key, (&verdict.candidates, verdict.standing));
        }
        let zone = &case.agreement.base.zone;
        let known = records.iter().map(|r| {
            let first = r.when.as_ref().map_or(0, |when| when.start(zone));
            zone.day_of((r.published.end(zone) - 1).max(first))
        });
        if let Some(last) = known.filter(|known| *known <= asked.known).max() {
            let question = Question { at: asked.at.min(last), known: last, ..asked };
            let answer = answer(&case.agreement, &records, &case.policy, &question).expect("`at` is not later than `known`");
            for verdict in &answer.verdicts {
                let key = (&verdict.reference, &verdict.instance, &verdict.reading);
                prop_assert_eq!(told.get(&key), Some(&(&verdict.candidates, verdict.standing)), "{}", in_words(verdict));
            }
        }
    }

    /// P2: a record together with its retraction gives the verdict of neither.
    #[test]
    fn a_retraction_undoes_its_record(case in scenario(), strips in vec(strip(), 1)) {
        let mut rows = case.rows.clone();
        let mut fresh = records::rows(&strips, case.draft.blocks.len()).remove(0);
        fresh.id = "X".to_owned();
        fresh.published = fresh.published.min(case.known);
        let retraction = Row { published: case.known, ..names(&fresh, "Y", "retracts") };
        rows.extend([fresh, retraction]);
        same(&case.verdicts(), &read_verdicts(&case, &rows))?;
    }

    /// P2: withdrawing a withdrawal restores the row.
    #[test]
    fn a_retracted_retraction_is_none(case in scenario(), which in any::<usize>()) {
        prop_assume!(!case.rows.is_empty());
        let named = &case.rows[which % case.rows.len()];
        let mut rows = case.rows.clone();
        let first = Row { published: case.known, ..names(named, "Y", "retracts") };
        let second = Row { published: case.known, ..names(&first, "Z", "retracts") };
        rows.extend([first, second]);
        same(&case.verdicts(), &read_verdicts(&case, &rows))?;
    }

    /// The verdict on one clause is its row in the answer to the whole.
    #[test]
    fn one_clause_is_a_row_of_the_whole(case in scenario()) {
        let records = case.records();
        let whole = case.verdicts_on(&records);
        for clause in whole.iter().map(|v| v.reference.clone()).collect::<BTreeSet<_>>() {
            let asked = Question { clause: Some(clause.clone()), ..case.question() };
            let one = answer(&case.agreement, &records, &case.policy, &asked).expect("the clause is there");
            let all: Vec<_> = whole.iter().filter(|v| v.reference == clause || v.reference.strip_prefix(&clause).is_some_and(|s| s.starts_with('/'))).cloned().collect();
            same(&all, &one.verdicts)?;
        }
    }

    /// What `fmt` writes means the same.
    #[test]
    fn formatting_changes_no_verdict(case in scenario()) {
        let (agreement, errors) = compile(&servanda_syntax::format_pact(&case.draft.text()));
        prop_assert!(errors.is_empty(), "{:?}", errors);
        let formatted = Scenario { agreement: agreement.expect("it has no errors"), ..case.clone() };
        let bare = |verdicts: Vec<_>| verdicts;
        same(&bare(case.verdicts()), &bare(formatted.verdicts()))?;
    }

    /// Readings that no line speaks of are one reading, and it has no name.
    #[test]
    fn readings_without_lines_are_one(case in scenario()) {
        let mut draft = case.draft.clone();
        let reading = |line: &String| line.starts_with("reading ");
        draft.header.retain(|line| !reading(line));
        draft.blocks.iter_mut().for_each(|block| block.retain(|line| !reading(line)));
        let verdicts = |declared| {
            let mut draft = draft.clone();
            draft.readings = declared;
            draft.mended().map(|agreement| Scenario { agreement, draft, ..case.clone() }.verdicts())
        };
        let (with, without) = (verdicts(true), verdicts(false));
        prop_assume!(without.is_some());
        let unplaced = |all: Option<Vec<_>>| all.unwrap_or_default();
        same(&unplaced(without), &unplaced(with))?;
    }

    /// Every verdict is well-formed: a first candidate, a standing that fits their number, reasons that are rows.
    #[test]
    fn every_verdict_is_well_formed(case in scenario()) {
        let answer = case.answer_on(&case.records());
        for v in &answer.verdicts {
            prop_assert!(!v.candidates.is_empty(), "{}", in_words(v));
            prop_assert_eq!(v.status(), v.candidates[0]);
            let distinct: BTreeSet<String> = v.candidates.iter().map(|s| format!("{s:?}")).collect();
            prop_assert_eq!(distinct.len(), v.candidates.len(), "{}", in_words(v));
            let open = matches!(v.standing, Standing::Unknown | Standing::Disputed);
            prop_assert_eq!(open, v.candidates.len() > 1, "{}", in_words(v));
            prop_assert!(v.closes.is_none_or(|(a, b)| a <= b), "{}", in_words(v));
            prop_assert_eq!(v.late_days.is_some(), v.candidates.contains(&Status::FulfilledLate), "{}", in_words(v));
            prop_assert!(v.late_days.is_none_or(|(a, b)| 1 <= a && a <= b), "{}", in_words(v));
            prop_assert!(v.shortfall.is_none() || v.candidates.contains(&Status::Violated), "{}", in_words(v));
            let days = v.breaches.iter().flatten();
            prop_assert!(days.clone().all(|b| b.to.is_none_or(|to| b.from <= to)), "{}", in_words(v));
            prop_assert!(days.clone().all(|b| b.from <= day(case.at)), "{}", in_words(v));
            for id in &v.because {
                let fate = answer.fates.get(id).map_or("", String::as_str);
                prop_assert!(fate.starts_with("admitted"), "{id} is {fate}: {}", in_words(v));
            }
            let known = |row: &&servanda_model::verdict::Row| row.answer != Truth::Unknown;
            prop_assert!(v.path.rows.iter().rev().take(1).all(|row| known(&row)), "{}", in_words(v));
        }
    }
}

/// Returns the verdicts of a scenario on other rows.
fn read_verdicts(case: &Scenario, rows: &[Row]) -> Vec<servanda_model::verdict::Verdict> {
    case.verdicts_on(&read(rows, &case.agreement.base))
}

/// Returns a row that names another one, from its source, saying nothing else.
fn names(row: &Row, id: &str, kind: &'static str) -> Row {
    Row {
        id: id.to_owned(),
        kind,
        claim: row.id.clone(),
        when: None,
        value: Much::NotStated,
        actor: "",
        side: "",
        class: "",
        control: "",
        instance: String::new(),
        new_last_day: None,
        report_ends: None,
        ..row.clone()
    }
}

/// The generator itself: how much of what it writes compiles, fits, and leaves something to decide.
#[test]
fn the_scenarios_are_worth_trying() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut count = std::collections::BTreeMap::<String, usize>::new();
    let mut add = |what: String, n: usize| *count.entry(what).or_default() += n;
    for _ in 0..1_000 {
        let case = scenario().new_tree(&mut runner).expect("scenarios can be drawn").current();
        let (_, wrong) = servanda_syntax::parse_policy(&case.policy_text);
        assert!(wrong.is_empty(), "{wrong:?}");
        let records = case.records();
        add("rows".to_owned(), case.rows.len());
        add("records".to_owned(), records.len());
        add("blocks".to_owned(), case.draft.blocks.len());
        for verdict in case.verdicts_on(&records) {
            add(format!("status {:?}", verdict.status()), 1);
            add(format!("standing {:?}", verdict.standing), 1);
        }
    }
    println!("{count:#?}");
}
