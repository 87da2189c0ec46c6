//! Two ways agree: what servanda says is broken is what the loop with hand-written registers says.

use std::path::Path;

use servanda::folder::PactFile;
use servanda_bench::floor::Floor;
use servanda_bench::folder::{self, Form};
use servanda_bench::{Broken, generate, verdicts};
use servanda_monitor::{Question, answer};

/// Long after the last window of a trace has closed, while the levels still hold.
const KNOWN: &str = "2030-12-31";

fn by_servanda(folder: &Path) -> Vec<Broken> {
    let pact = PactFile::read(folder).unwrap();
    let agreement = pact.agreement().unwrap();
    let evidence = pact.evidence(None).unwrap();
    let (policy, _) = pact.policies().unwrap().choose(None).unwrap();
    let known = KNOWN.parse().unwrap();
    let question = Question { at: known, known, zone: None, clause: None, reading: None };
    let answer = answer(agreement, &evidence.records, &policy, &question).unwrap();
    let status = servanda::json::status("", KNOWN, KNOWN, &policy.name, "UTC", &evidence, &answer);
    verdicts::broken(&status).unwrap()
}

fn check(events: usize, posts: usize, seed: u64, form: Form) {
    let trace = generate::trace(events, posts, seed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{events}-{posts}-{seed}-{form:?}"));
    folder::write(&trace, posts, form, &folder).unwrap();
    let mut floor = Floor::default();
    trace.iter().for_each(|event| floor.take(*event));
    let (by_hand, by_servanda) = (floor.finish(), by_servanda(&folder));
    let only = |these: &[Broken], those: &[Broken]| -> Vec<String> {
        these.iter().filter(|one| !those.contains(one)).map(ToString::to_string).collect()
    };
    let (hand, servanda) = (only(&by_hand, &by_servanda), only(&by_servanda, &by_hand));
    assert!(hand.is_empty() && servanda.is_empty(), "{folder:?}: only by hand {hand:?}, only by servanda {servanda:?}");
    assert!(!by_hand.is_empty());
}

#[test]
fn few_posts_few_records() {
    (1..=40).for_each(|seed| check(300, 3, seed, Form::Set));
}

#[test]
fn one_post_many_records() {
    (1..=10).for_each(|seed| check(1_500, 1, seed, Form::Set));
}

#[test]
fn many_posts_few_records_each() {
    (1..=4).for_each(|seed| check(3_000, 150, seed, Form::Set));
}

#[test]
fn sixty_posts() {
    (1..=2).for_each(|seed| check(6_000, 60, seed, Form::Set));
}

#[test]
fn every_clause_written_out() {
    (1..=6).for_each(|seed| check(1_000, 10, seed, Form::Written));
}
