//! `check`: what the files themselves get wrong.

use std::path::Path;

use serde_json::Value;
use servanda_model::check::{Askable, OfficialText};
use servanda_syntax::Severity;

use super::Dates;
use crate::folder::{PactFile, Source, Unusable, files, read_text, shown};
use crate::messages;

/// Prints every message in its place, every rejected row, and how much of the text is quoted.
pub fn check(path: &Path, as_json: bool, dates: Option<Dates>) -> Result<u8, Unusable> {
    let pact = PactFile::read(path)?;
    let mut sources: Vec<Source> = Vec::new();
    let mut rejected = Vec::new();
    let mut evidence = None;
    if pact.checked.agreement.is_some() && path.is_dir() {
        let policies = pact.policies()?;
        let read = pact.evidence(dates.map(Dates::slash))?;
        let (names, records) = (policies.names(), read.records.iter().map(|record| record.id.clone()).collect());
        sources.extend(policies.sources);
        for file in files(path, &["case"])? {
            let text = read_text(&file)?;
            let (cases, mut diagnostics) = servanda_syntax::parse_case(&text);
            let askable = Askable { agreement: pact.agreement()?, policies: &names, records: &records };
            diagnostics.extend(servanda_model::check::check_cases(&cases, askable));
            sources.push(Source { name: shown(&file), text, diagnostics });
        }
        rejected.clone_from(&read.rejected);
        evidence = Some(read);
    }
    let all: Vec<(&Source, &servanda_syntax::Diagnostic)> =
        std::iter::once(&pact.source).chain(&sources).flat_map(|s| s.diagnostics.iter().map(move |d| (s, d))).collect();
    let remarks = || evidence.iter().flat_map(|evidence| &evidence.remarks);
    let worst = all.iter().map(|(_, d)| d.severity).chain(remarks().map(|remark| remark.severity)).min();
    if as_json {
        let mut values: Vec<Value> = all.iter().map(|(source, d)| messages::diagnostic_json(source, d)).collect();
        values.extend(remarks().map(messages::remark_json));
        values.extend(rejected.iter().map(messages::rejection_json));
        super::print_json(&Value::Array(values));
    } else {
        for (source, diagnostic) in &all {
            anstream::println!("{}\n", messages::rendered(source, diagnostic, true));
        }
        for remark in remarks() {
            anstream::println!("{}\n", messages::remark(remark, true));
        }
        for words in messages::rejections(&rejected, true) {
            anstream::println!("{words}\n");
        }
        for text in &pact.texts {
            anstream::println!("{}: SHA-256 {}", text.name, digest(text));
        }
        let coverage = &pact.checked.coverage;
        anstream::println!(
            "{} of {} quotes found; {} sentences that promise something are quoted by nothing",
            coverage.found.len(),
            coverage.quotes,
            coverage.uncovered.len()
        );
        if let Some(evidence) = &evidence {
            anstream::println!(
                "{} rows of evidence read, {} rejected",
                evidence.rows_read,
                evidence.rows_read - evidence.records.len()
            );
        }
    }
    Ok(match worst {
        Some(Severity::Error) => 2,
        Some(Severity::Warning) => 1,
        Some(Severity::Note) | None => u8::from(!rejected.is_empty()),
    })
}

fn digest(text: &OfficialText) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
