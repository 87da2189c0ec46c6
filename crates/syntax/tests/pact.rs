//! Pact files that must be understood to the last word, and what is said of wrong ones.

use servanda_syntax::{Diagnostic, Places, Severity, parse_pact};

/// Pacts of real agreements, and one that uses every production.
pub const SAMPLES: [(&str, &str); 5] = [
    ("doha", include_str!("../../../examples/doha-2020/doha.pact")),
    ("minsk", include_str!("samples/minsk.pact")),
    ("newstart", include_str!("samples/newstart.pact")),
    ("jcpoa", include_str!("samples/jcpoa.pact")),
    ("whole-grammar", include_str!("samples/whole-grammar.pact")),
];

fn told(text: &str, diagnostics: &[Diagnostic]) -> String {
    let places = Places::of(text);
    let mut told = String::new();
    for d in diagnostics {
        let place = places.at(d.span.start);
        told += &format!("{}:{} {:?}[{}] {}\n", place.line, place.column, d.severity, d.code, d.message);
        for help in &d.help {
            told += &format!("    help: {help}\n");
        }
    }
    told
}

#[test]
fn the_samples_are_understood_to_the_last_word() {
    for (name, text) in SAMPLES {
        let (_, diagnostics) = parse_pact(text);
        let errors: Vec<_> = diagnostics.iter().filter(|d| d.severity == Severity::Error).cloned().collect();
        assert!(errors.is_empty(), "{name}:\n{}", told(text, &errors));
    }
}
