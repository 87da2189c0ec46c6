//! `test`: the questions of the `.case` files, asked.

use std::path::Path;

use serde_json::{Value, json};
use servanda_syntax::Severity;

use super::Dates;
use crate::cases::{Bench, differences};
use crate::folder::{PactFile, Source, Unusable, files, read_text};
use crate::messages;

/// Asks every case of a folder, and says of each whether it holds; what cannot be read is said, and the rest is asked.
pub fn test(dir: &Path, as_json: bool, dates: Option<Dates>) -> Result<u8, Unusable> {
    let pact = PactFile::read(dir)?;
    let evidence = pact.evidence(dates.map(Dates::slash))?;
    let policies = pact.policies()?;
    let bench = Bench { agreement: pact.agreement()?, records: &evidence.records, policies: &policies };
    let (mut passed, mut failed, mut unreadable) = (0, 0, false);
    let mut results = Vec::new();
    for path in files(dir, &["case"])? {
        let text = read_text(&path)?;
        let (file, diagnostics) = servanda_syntax::parse_case(&text);
        let source = Source { name: path.display().to_string(), text, diagnostics };
        let mut errors = source.diagnostics.iter().filter(|d| d.severity == Severity::Error).peekable();
        unreadable |= errors.peek().is_some();
        errors.for_each(|error| anstream::eprintln!("{}\n", messages::rendered(&source, error, true)));
        for case in &file.cases {
            let wrong = differences(bench, case);
            if wrong.is_empty() {
                passed += 1
            } else {
                failed += 1
            }
            if !as_json {
                anstream::println!("{} {}", if wrong.is_empty() { "✓" } else { "✗" }, case.title.value);
                wrong.iter().for_each(|words| anstream::println!("    {words}"));
            }
            results.push(json!({"file": source.name, "case": case.title.value, "passed": wrong.is_empty(), "differences": wrong}));
        }
    }
    if as_json {
        super::print_json(&Value::Array(results))
    } else {
        anstream::println!("{passed} passed, {failed} failed")
    }
    Ok(if unreadable { 2 } else { u8::from(failed > 0) })
}
