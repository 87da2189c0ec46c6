//! Times what happens inside `servanda status --json`, a stage at a time: `inside FOLDER KNOWN RUNS`.
//!
//! A line for each run: the CPU microseconds for reading and checking the pact, reading the evidence, reading the
//! policies, the answer alone, and its JSON.

use std::hint::black_box;
use std::io::Write;
use std::path::Path;

use cpu_time::ProcessTime;
use servanda::folder::{PactFile, Unusable};
use servanda_monitor::{Question, answer};

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, known, runs] = &arguments[..] else { return Err("inside FOLDER KNOWN RUNS".to_owned()) };
    let runs = runs.parse().map_err(|_| "RUNS is no number")?;
    for _ in 0..runs {
        let stages = once(Path::new(folder), known).map_err(|Unusable(why)| why)?;
        let words = stages.map(|micros| micros.to_string()).join(" ");
        // One line at a time, so that a run that is stopped leaves the runs before it.
        writeln!(std::io::stdout(), "{words}").map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn once(folder: &Path, known: &str) -> Result<[u128; 5], Unusable> {
    let day = known.parse().map_err(|_| Unusable(format!("`{known}` is no day")))?;
    let mut stages = [0; 5];
    let (pact, micros) = timed(|| PactFile::read(folder));
    stages[0] = micros;
    let pact = pact?;
    let (evidence, micros) = timed(|| pact.evidence(None));
    stages[1] = micros;
    let evidence = evidence?;
    let (policy, micros) = timed(|| pact.policies().and_then(|all| all.choose(None)));
    stages[2] = micros;
    let (policy, _) = policy?;
    let question = Question { at: day, known: day, zone: None, clause: None, reading: None };
    let agreement = pact.agreement()?;
    let (answer, micros) = timed(|| answer(agreement, &evidence.records, &policy, &question));
    stages[3] = micros;
    let answer = answer.map_err(|refusal| Unusable(format!("{refusal:?}")))?;
    let (json, micros) = timed(|| {
        let status = servanda::json::status(&agreement.title, known, known, &policy.name, "", &evidence, &answer);
        serde_json::to_string_pretty(&status)
    });
    stages[4] = micros;
    drop(black_box(json));
    Ok(stages)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, u128) {
    let before = ProcessTime::now();
    let done = work();
    (done, before.elapsed().as_micros())
}
