//! The JSON of the commands is what `schemas/` says.
#![allow(clippy::disallowed_methods, reason = "the schemas are files, and a broken pact has to be put somewhere")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns the JSON that a command prints, run in the project's folder.
fn json(arguments: &[&str]) -> Value {
    let output =
        Command::new(env!("CARGO_BIN_EXE_servanda")).args(arguments).current_dir(root()).output().expect("it runs");
    let words = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {words}"))
}

#[track_caller]
fn holds(schema: &str, output: &Value) {
    let text = std::fs::read_to_string(root().join("schemas").join(schema)).expect("the schema is there");
    let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
    assert!(jsonschema::draft202012::meta::is_valid(&schema), "the schema is no schema of JSON Schema 2020-12");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema can be used");
    let wrong: Vec<String> = validator.iter_errors(output).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn status_of_the_doha_example() {
    for (at, known) in [
        ("2020-02-29", "2020-02-29"),
        ("2020-07-12", "2020-07-30"),
        ("2021-08-30", "2021-08-31"),
        ("2022-08-02", "2026-05-01"),
    ] {
        let output = json(&["status", "examples/doha-2020", "--at", at, "--known", known, "--json"]);
        holds("status.schema.json", &output);
        assert!(output["verdicts"].as_array().is_some_and(|all| all.len() > 30));
    }
}

#[test]
fn rows_of_the_doha_example_add_up() {
    let output = json(&["status", "examples/doha-2020", "--known", "2021-09-01", "--json"]);
    let rows = output["rows"].as_object().expect("rows are an object");
    let of = |name: &str| rows[name].as_u64().expect("a count");
    let parts = ["rejected", "not_yet_known", "withdrawn", "leads", "below_bar", "admitted"];
    assert_eq!(parts.iter().map(|name| of(name)).sum::<u64>(), of("read"));
}

#[test]
fn check_of_the_doha_example() {
    holds("diagnostics.schema.json", &json(&["check", "examples/doha-2020", "--json"]));
}

#[test]
fn check_of_a_broken_pact() {
    let folder = std::env::temp_dir().join(format!("servanda-schemas-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let pact = folder.join("broken.pact");
    std::fs::write(
        &pact,
        "agreement \"Broken\"\n  signed 31 February 2020\nparty A\nclause 1\n  A must leave\n\tB must stay\n",
    )
    .expect("a file can be written");
    let output = json(&["check", &pact.display().to_string(), "--json"]);
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    holds("diagnostics.schema.json", &output);
    let codes: Vec<&str> = output.as_array().into_iter().flatten().filter_map(|m| m["code"].as_str()).collect();
    assert!(codes.contains(&"no-such-date") && codes.contains(&"tab-indent"), "{codes:?}");
}

#[test]
fn check_of_rejected_rows() {
    let folder = std::env::temp_dir().join(format!("servanda-rejected-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    std::fs::write(folder.join("a.pact"), "agreement \"A\"\n  signed 1 May 2020\n  zone UTC\nparty A\nact leave\nclause 1\n  A must leave by 1 June 2020\n")
        .expect("a file can be written");
    std::fs::write(folder.join("evidence.csv"), "id,kind,claim,when,source,published\nR1,happened,leave,03/04/2020,X,2020-06-01\nR2,happened,stay,2020-05-01,X,2020-06-01\n")
        .expect("a file can be written");
    let output = json(&["check", &folder.display().to_string(), "--json"]);
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    holds("diagnostics.schema.json", &output);
    let codes: Vec<&str> = output.as_array().into_iter().flatten().filter_map(|m| m["code"].as_str()).collect();
    assert_eq!(codes, ["two-meanings-date", "unknown-claim"]);
}
