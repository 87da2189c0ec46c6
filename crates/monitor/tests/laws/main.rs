//! The laws of the verdict, tried on random agreements, records and policies.
//!
//! Every law is one test of [`CASES`] cases. A case that ever failed is kept in `proptest-regressions` and tried first.
//! The laws P1 to P5 are those of the semantics (row "Laws"). In reading order: this file, [`scenario`] (what is drawn),
//! [`agreements`], [`records`], [`policies`], [`dice`] (how), [`sharpen`] (what "more exactly" means), [`wild`].

mod agreements;
mod dice;
mod policies;
mod records;
mod scenario;
mod sharpen;
mod wild;

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use servanda_model::check::check;
use servanda_model::verdict::{Standing, Status, Truth, Verdict};
use servanda_monitor::{Question, answer, history};

use agreements::{READINGS, compile};
use dice::{Dice, strip};
use records::{Dates, Much, Row, read};
use scenario::{Scenario, day, in_words, same, scenario};
use sharpen::{contradictions, meaning, sharper, sharpest, spelled_out};

/// How often each law is tried.
const CASES: u32 = 6_700;

/// Returns how the laws are tried: every run draws the same cases, unless `PROPTEST_RNG_SEED` names another beginning.
fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let rng_seed = match asked.rng_seed {
        RngSeed::Random => RngSeed::Fixed(20_200_229),
        fixed @ RngSeed::Fixed(_) => fixed,
    };
    ProptestConfig { cases: CASES, max_global_rejects: 4 * CASES, rng_seed, ..asked }
}

proptest! {
    #![proptest_config(config())]

    /// P1: the verdict depends on the set of records, not on the order of their arrival.
    #[test]
    fn no_order_of_arrival_enters(case in scenario(), order in vec(any::<u8>(), 8)) {
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

    /// P1: as knowledge comes in and time passes, the last word on every clause is the answer to the question.
    #[test]
    fn history_ends_with_the_answer(case in scenario()) {
        let records = case.records();
        let asked = case.question();
        let steps = history(&case.agreement, &records, &case.policy, &asked).expect("`at` is not later than `known`");
        let mut told = std::collections::BTreeMap::new();
        for verdict in steps.iter().flat_map(|step| &step.changed).map(|changed| &changed.verdict) {
            let key = (&verdict.reference, &verdict.instance, &verdict.reading);
            told.insert(key, (&verdict.candidates, verdict.standing));
        }
        let answer = answer(&case.agreement, &records, &case.policy, &asked).expect("`at` is not later than `known`");
        for verdict in &answer.verdicts {
            let key = (&verdict.reference, &verdict.instance, &verdict.reading);
            prop_assert_eq!(told.get(&key), Some(&(&verdict.candidates, verdict.standing)), "{}", in_words(verdict));
        }
    }

    /// P2: a record together with its retraction gives the verdict of neither.
    #[test]
    fn a_retraction_undoes_its_record(case in scenario(), strips in vec(strip(24), 1)) {
        let mut rows = case.rows.clone();
        let mut fresh = records::rows("X", &strips, &case.draft.focus, case.draft.blocks.len()).remove(0);
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

    /// P3: however what is not known exactly turns out, the status is among the candidates.
    #[test]
    fn the_truth_is_among_the_candidates(case in scenario(), strips in vec(strip(24), 7)) {
        let rows = spelled_out(&case.rows);
        let exact: Vec<Row> =
            rows.iter().zip(&strips).map(|(row, strip)| sharpest(&rows, row, &mut Dice::new(strip))).collect();
        no_candidate_is_added(&case, &rows, &exact)?;
    }

    /// P4: knowing one date, value, actor or attribute more exactly never adds a candidate.
    #[test]
    fn knowing_better_adds_no_candidate(case in scenario(), how in vec(strip(24), 7)) {
        let rows = spelled_out(&case.rows);
        for (which, how) in (0..rows.len()).zip(&how) {
            if let Some(sharper) = sharper(&rows, &rows[which], &mut Dice::new(how)) {
                let mut better = rows.clone();
                better[which] = sharper;
                no_candidate_is_added(&case, &rows, &better)?;
            }
        }
    }

    /// P3: who knows everything has one candidate: every report to the minute, every level and finding at all times.
    #[test]
    fn complete_knowledge_leaves_one_candidate(case in scenario(), strips in vec(strip(24), 18)) {
        let Some(case) = case.with_burdens() else { return Ok(()) };
        let rows = everything(&case, &strips);
        for verdict in read_verdicts(&case, &rows) {
            let clause = verdict.reference.split('/').next().unwrap_or_default();
            let all: Vec<&str> = case.draft.decide(clause).into_iter().chain([clause]).collect();
            let circular = all.iter().any(|one| case.draft.decide(one).contains(one));
            let own = |one: &&str, of: &str, by: &str| {
                let words = case.draft.own_words(one);
                words.contains(of) && !words.contains(by)
            };
            let of_no_element = all.iter().any(|one| {
                own(one, "access", "each Side") || own(one, "stock", "each Class") || own(one, "quota", "each Class")
            });
            // Hours counted from a day begin at some instant of it: such a close stays an interval.
            let hours = case.draft.words(clause).contains("hours");
            // What the burden presumes to be done (S3) was done on no day in particular: what waits for it begins some day.
            let dateless = all.len() > 1 && case.draft.words(clause).contains("on obligee");
            if !circular && !of_no_element && !hours && !dateless {
                prop_assert_eq!(verdict.candidates.len(), 1, "{}\n{}", in_words(&verdict), records::table(&rows));
            }
        }
    }

    /// P5: records of what neither a clause nor a clause it depends on mentions change nothing.
    #[test]
    fn what_is_not_mentioned_changes_nothing(case in scenario(), strips in vec(strip(24), 1..4)) {
        let more = records::rows("X", &strips, &case.draft.focus, case.draft.clauses().len());
        let rows: Vec<Row> = case.rows.iter().cloned().chain(more.clone()).collect();
        let (before, after) = (case.verdicts(), read_verdicts(&case, &rows));
        for clause in case.draft.clauses() {
            let words = case.draft.words(clause);
            let mentioned = |row: &Row| {
                let (_, claim) = meaning(&rows, row);
                let names = |name: &str| words.contains(name);
                let decides = |of: &str| of == clause || case.draft.decide(clause).contains(of);
                match claim.rsplit_once(" of clause ") {
                    Some((_, of)) => decides(of),
                    None => agreements::ACTS.iter().any(|(name, noun, ..)| {
                        (names(name) || names(noun)) && records::same_claim(claim, name)
                    }) || names(claim),
                }
            };
            if !more.iter().any(mentioned) {
                let of = |all: &[Verdict]| -> Vec<Verdict> {
                    all.iter().filter(|v| v.reference.split('/').next() == Some(clause)).cloned().collect()
                };
                same(&of(&before), &of(&after))?;
            }
        }
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
        same(&case.verdicts(), &formatted.verdicts())?;
    }

    /// Readings that no line speaks of are one reading, and it has no name.
    #[test]
    fn readings_without_lines_are_one(case in scenario()) {
        let plain = case.without_reading_lines();
        let mut draft = plain.draft.clone();
        draft.readings = true;
        let agreement = draft.mended().expect("a declaration breaks no line");
        same(&plain.verdicts(), &Scenario { agreement, draft, ..plain.clone() }.verdicts())?;
    }

    /// A reading that repeats the words changes nothing but the name.
    #[test]
    fn a_reading_that_repeats_the_words_changes_nothing(case in scenario()) {
        let plain = case.without_reading_lines();
        let mut draft = plain.draft.clone();
        for block in draft.blocks.iter_mut().filter(|block| block[0].starts_with("clause ")) {
            let repeated = READINGS.map(|reading| format!("reading {reading}: {}", block[1]));
            block.extend(repeated);
        }
        draft.readings = true;
        let agreement = draft.mended().expect("the lines compile");
        let repeating = Scenario { agreement, draft, ..plain.clone() };
        for reading in READINGS {
            let under = repeating.verdicts().into_iter().filter(|v| v.reading.as_deref() == Some(reading));
            let unnamed: Vec<Verdict> = under.map(|v| Verdict { reading: None, ..v }).collect();
            same(&plain.verdicts(), &unnamed)?;
        }
    }

    /// Whatever is written in the three files, and whatever is asked, there is an answer.
    #[test]
    fn anything_has_an_answer(case in scenario(), how in strip(24), records in vec(strip(24), 0..5)) {
        let dice = &mut Dice::new(&how);
        let text = wild::pact(&case.draft.text(), dice);
        let (tree, parsed) = servanda_syntax::parse_pact(&text);
        // Nobody may ask an agreement with errors, but what was understood of it can be judged all the same.
        let agreement = check(&tree, &parsed, &[]).agreement.unwrap_or_else(|| case.agreement.clone());
        let policy = policies::read(&wild::policy(&case.policy_text, dice), &agreement.base);
        let records = wild::records(&case.rows, &records, &agreement.base);
        let question = wild::question(dice);
        let answer = answer(&agreement, &records, &policy, &question);
        prop_assert_eq!(answer.is_err(), question.at > question.known);
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
            prop_assert!(v.shortfall.is_none() || v.candidates.iter().any(|s| matches!(s, Status::Violated | Status::Missed)), "{}", in_words(v));
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

/// Fails if rows that say the same more exactly make a status possible that was not, unless an exception of P4 applies.
fn no_candidate_is_added(case: &Scenario, rows: &[Row], better: &[Row]) -> Result<(), TestCaseError> {
    let answers = [rows, better].map(|rows| case.answer_on(&read(rows, &case.agreement.base)));
    let admitted = answers
        .each_ref()
        .map(|a| a.fates.iter().map(|(id, f)| (id.clone(), f.starts_with("admitted"))).collect::<Vec<_>>());
    let [before, after] = answers;
    // "… or moves admission".
    if admitted[0] != admitted[1] {
        return Ok(());
    }
    for old in &before.verdicts {
        let key =
            |v: &&Verdict| (&v.reference, &v.instance, &v.reading) == (&old.reference, &old.instance, &old.reading);
        let Some(new) = after.verdicts.iter().find(key) else { continue };
        if new.candidates.iter().all(|status| old.candidates.contains(status)) || excepted(case, rows, better, old, new)
        {
            continue;
        }
        let changed = rows.iter().zip(better).filter(|(a, b)| a != b);
        let lines: Vec<String> = changed.map(|(a, b)| format!("{}\n  is {}", a.line(), b.line())).collect();
        return Err(TestCaseError::fail(format!(
            "{}\nbefore {}\nafter  {}",
            lines.join("\n"),
            in_words(old),
            in_words(new)
        )));
    }
    Ok(())
}

/// The exceptions of P4, as far as they touch one verdict.
fn excepted(case: &Scenario, rows: &[Row], better: &[Row], old: &Verdict, new: &Verdict) -> bool {
    let clause = old.reference.split('/').next().unwrap_or_default();
    let words = case.draft.words(clause);
    let changed: Vec<usize> = (0..rows.len()).filter(|&i| rows[i] != better[i]).collect();
    // "unless it thereby contradicts another record"
    let contradicts = changed.iter().any(|&i| {
        (0..rows.len()).any(|j| {
            i != j && contradictions(better, &better[i], &better[j]) > contradictions(rows, &rows[i], &rows[j])
        })
    });
    // … or a total (row C6)
    let claims = |i: usize, kind: &str| {
        let (of, claim) = meaning(rows, &rows[i]);
        (of == kind).then(|| claim.to_owned())
    };
    let counted = changed.iter().any(|&i| {
        (0..rows.len()).any(|j| {
            let pairs = [(claims(i, "total"), claims(j, "happened")), (claims(i, "happened"), claims(j, "total"))];
            pairs.iter().any(|pair| matches!(pair, (Some(a), Some(b)) if records::same_claim(a, b)))
        })
    });

    let conflict = counted && new.standing == Standing::Disputed;
    // "or moves … a hold time (L3)"
    let short = |what: &str| !case.policy_text.contains(&format!("{what} hold for 90 days"));
    let held = changed.iter().any(|&i| {
        let (kind, _) = meaning(rows, &rows[i]);
        rows[i].when != better[i].when
            && ((kind == "level" && short("levels")) || (kind == "finding" && short("findings")))
    });
    // Row C1: a level throughout a stretch, joined with one at some moment, is cut to what both have in common.
    let cut = changed.iter().any(|&i| {
        let stretch = |row: &Row| matches!(row.when, Some(Dates::Throughout(..) | Dates::FromThenOn(_)));
        let joined = |j: usize| i != j && sharpen::root(rows, &rows[i]) == sharpen::root(rows, &rows[j]);
        rows[i].when != better[i].when && (0..rows.len()).any(|j| joined(j) && stretch(&rows[j]))
    });
    // "or an assignment (I3)"
    let assigned = words.contains("upon each") || words.contains("in each");
    // "or ends what the burden (S3) presumed"
    let presumed = |row: &servanda_model::verdict::Row| {
        row.number == "D3" && row.cause == servanda_model::verdict::Cause::Presumed
    };
    let burdened = words.contains("burden on obligee")
        && (old.path.rows.iter().any(presumed) || !case.draft.decide(clause).is_empty());
    contradicts || conflict || held || cut || assigned || burdened
}

/// Returns rows that leave nothing open: the happenings of a scenario to the minute, and every level and finding at all times.
fn everything(case: &Scenario, strips: &[dice::Strip]) -> Vec<Row> {
    let rows = spelled_out(&case.rows);
    let mut all: Vec<Row> = Vec::new();
    for (row, strip) in rows.iter().zip(strips) {
        let dice = &mut Dice::new(strip);
        let mut row = sharpest(&rows, row, dice);
        if row.kind == "happened" {
            row.when = row.when.map(|when| Dates::Minute(when.days().0, dice.pick(&[600, 0, 1439])));
            row.source = "Observer";
            row.credibility = "";
            row.report_ends = None;
            row.published = row.published.max(row.when.map_or(0, |w| w.days().0));
            row.value =
                if row.value == Much::NotStated && !row.claim.contains(" of ") { Much::Exactly(1) } else { row.value };
            all.push(row);
        }
    }
    let series = [
        ("level", "troops", "", ""),
        ("level", "stock", "", "tanks"),
        ("level", "stock", "", "guns"),
        ("finding", "peace", "", ""),
        ("finding", "access", "A", ""),
        ("finding", "access", "B", ""),
    ];
    for (i, (kind, claim, side, class)) in series.into_iter().enumerate() {
        let dice = &mut Dice::new(&strips[i]);
        let first = dice.between(2, 12);
        let cuts = [0, first, first + dice.between(1, 9), 60];
        for (part, cut) in cuts.windows(2).enumerate() {
            let value = if kind == "level" { Much::Exactly(dice.between(1, 20)) } else { Much::Holds(dice.once_in(2)) };
            all.push(Row {
                id: format!("L{i}{part}"),
                kind,
                claim: claim.to_owned(),
                when: Some(Dates::Throughout(cut[0], cut[1] - 1)),
                source: "Observer",
                published: case.known,
                value,
                actor: "",
                side,
                class,
                control: "",
                instance: String::new(),
                new_last_day: None,
                report_ends: None,
                credibility: "",
            });
        }
    }
    all.retain(|row| row.kind == "happened" || row.when.is_some_and(|when| when.days().0 <= case.known));
    all
}

/// Returns the verdicts of a scenario on other rows.
fn read_verdicts(case: &Scenario, rows: &[Row]) -> Vec<Verdict> {
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
    // The generator may change; that it hardly writes anything that compiles, fits or matters must not happen unseen.
    let at_least = |what: &str, n: usize| assert!(count.get(what).is_some_and(|found| *found >= n), "{count:#?}");
    at_least("blocks", 1_200);
    at_least("records", 2_500);
    ["Due", "Fulfilled", "Violated", "Dormant", "Lapsed", "Excused", "Available"]
        .iter()
        .for_each(|status| at_least(&format!("status {status}"), 20));
}
