//! Runs the Markdown files in `suite/`: every `##` section is one test, under several treatments.
#![expect(clippy::disallowed_methods, reason = "the suite is a folder of pages")]

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use servanda::cases::{Bench, differences, in_words, verdict_of};
use servanda::folder::Policies;
use servanda_datasets::EvidenceFile;
use servanda_model::check::{Checked, check};
use servanda_model::record::Record;
use servanda_model::verdict::Verdict;
use servanda_syntax::{Diagnostic, Places, Severity};

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../suite");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("the suite is there").filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md"));
    files.sort();
    let readme = std::fs::read_to_string(folder.join("README.md")).expect("the suite has a README");
    let default_policy = blocks(&readme)
        .into_iter()
        .find(|b| b.kind == "policy")
        .expect("the README holds the policy of the suite")
        .text;
    let mut trials = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a suite file is text");
        let name = file.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        for section in text.split("\n## ").skip(1) {
            let title = section.lines().next().unwrap_or("").to_owned();
            let (section, policy) = (section.to_owned(), default_policy.clone());
            trials.push(Trial::test(format!("{name}: {title}"), move || run(&section, &policy)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

struct Block {
    kind: String,
    text: String,
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut all = Vec::new();
    let mut open: Option<Block> = None;
    for line in markdown.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) if !kind.is_empty() => {
                open = Some(Block { kind: kind.trim().to_owned(), text: String::new() })
            }
            (Some(_), Some("")) => all.extend(open.take()),
            (Some(block), _) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, _) => {}
        }
    }
    all
}

fn run(section: &str, default_policy: &str) -> Result<(), Failed> {
    let blocks = blocks(section);
    let of = |kind: &'static str| blocks.iter().filter(move |b| b.kind == kind).map(|b| b.text.as_str());
    let pact = of("pact").next().ok_or("this section has no pact")?;
    let mut wrong: Vec<String> = Vec::new();
    let (checked, said) = checked(pact);
    wrong.extend(of("diagnostics").flat_map(|text| diagnostics(text, pact, &said)));
    let errors: Vec<&Diagnostic> = said.iter().filter(|d| d.severity == Severity::Error).collect();
    let judged = ["verdicts", "refused", "rows", "case"].iter().any(|kind| of(kind).next().is_some());
    if judged {
        let Some(agreement) = checked.agreement else {
            let words: Vec<String> = errors.iter().map(|d| format!("{}: {}", d.code, d.message)).collect();
            return Err(format!("the pact has errors: {}", words.join("; ")).into());
        };
        let mut policies = Policies { all: Vec::new(), sources: Vec::new() };
        let own: Vec<&str> = of("policy").collect();
        for (i, text) in if own.is_empty() { vec![default_policy] } else { own }.into_iter().enumerate() {
            policies.add(&format!("{i}.policy"), text.to_owned(), &agreement.base);
        }
        for source in &policies.sources {
            for d in source.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
                wrong.push(format!("policy: {}: {}", d.code, d.message));
            }
        }
        // A question without `policy` asks the first.
        if let Some((file, _)) = policies.all.first_mut() {
            *file = "ordinary".to_owned();
        }
        let evidence: Vec<EvidenceFile> = of("evidence")
            .map(|text| EvidenceFile { name: "evidence.csv".to_owned(), bytes: text.as_bytes().to_vec() })
            .collect();
        let read = servanda_datasets::read(&evidence, &agreement.base, None);
        let formatted = check(&servanda_syntax::parse_pact(&servanda_syntax::format_pact(pact)).0, &[], &[]).agreement;
        let reversed: Vec<Record> = read.records.iter().rev().cloned().collect();
        let mut interleaved: Vec<Record> = read.records.iter().step_by(2).cloned().collect();
        interleaved.extend(read.records.iter().skip(1).step_by(2).cloned());
        let alone = servanda_datasets::read(&a_file_for_each_row(&evidence), &agreement.base, None).records;
        let mut treatments = vec![
            ("as written", &agreement, &read.records),
            ("in reversed order of arrival", &agreement, &reversed),
            ("in another order of arrival", &agreement, &interleaved),
            ("one row at a time", &agreement, &alone),
        ];
        match &formatted {
            Some(formatted) => treatments.push(("after fmt", formatted, &read.records)),
            None => wrong.push("after fmt the pact has errors".to_owned()),
        }
        for (treatment, agreement, records) in treatments {
            let bench = Bench { agreement, records, policies: &policies };
            let mut found: Vec<String> =
                of("verdicts").flat_map(str::lines).flat_map(|line| verdict_line(bench, line)).collect();
            for text in of("refused").flat_map(str::lines) {
                found.extend(case_of(bench, &format!("{text}: refused")).1);
            }
            for text in of("case") {
                let (file, said) = servanda_syntax::parse_case(text);
                found.extend(
                    said.iter().filter(|d| d.severity == Severity::Error).map(|d| format!("case: {}", d.message)),
                );
                found.extend(file.cases.iter().flat_map(|case| {
                    differences(bench, case).into_iter().map(|d| format!("{}: {d}", case.title.value))
                }));
            }
            found.extend(of("rows").flat_map(|text| rows(bench, &read, text, &blocks)));
            wrong.extend(found.into_iter().map(|words| format!("{words} [{treatment}]")));
            if !wrong.is_empty() {
                break;
            }
        }
        if !wrong.is_empty() {
            wrong.extend(
                read.rejected.iter().map(|r| format!("(rejected: line {}: `{}` {})", r.line, r.words, r.reason)),
            );
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// Returns the same rows, the last first, each in a file of its own below the same names of columns.
fn a_file_for_each_row(evidence: &[EvidenceFile]) -> Vec<EvidenceFile> {
    let mut files = Vec::new();
    for file in evidence {
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        // A cell may hold a line break: a row goes on until its quotation marks are even.
        let mut rows: Vec<String> = Vec::new();
        for line in text.lines() {
            match rows.last_mut() {
                Some(row) if row.matches('"').count() % 2 == 1 => *row += &format!("\n{line}"),
                Some(_) | None => rows.push(line.to_owned()),
            }
        }
        let Some((names, rows)) = rows.split_first() else { continue };
        files.extend(rows.iter().rev().enumerate().map(|(i, row)| EvidenceFile {
            name: format!("{i}.csv"),
            bytes: format!("{names}\n{row}\n").into_bytes(),
        }));
    }
    files
}

fn checked(pact: &str) -> (Checked, Vec<Diagnostic>) {
    let (tree, parsed) = servanda_syntax::parse_pact(pact);
    let checked = check(&tree, &parsed, &[]);
    let said = parsed.into_iter().chain(checked.diagnostics.iter().cloned()).collect();
    (checked, said)
}

/// Every listed message must be said at its place, and every error must be listed.
fn diagnostics(expected: &str, pact: &str, said: &[Diagnostic]) -> Vec<String> {
    let places = Places::of(pact);
    let mut wrong = Vec::new();
    let mut listed: Vec<&Diagnostic> = Vec::new();
    let show = |d: &Diagnostic| {
        let place = places.at(d.span.start);
        format!("{} {}:{} ({})", d.code, place.line, place.column, d.message)
    };
    for line in expected.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line == "none" {
            wrong.extend(
                said.iter()
                    .filter(|d| d.severity != Severity::Note)
                    .map(|d| format!("said, and not expected: {}", show(d))),
            );
            continue;
        }
        let (code, place) = line.split_once(' ').unwrap_or((line, ""));
        let fits = |d: &&Diagnostic| {
            let at = places.at(d.span.start);
            let code_fits = d.code == code
                || (code == "error" && d.severity == Severity::Error)
                || (code == "warning" && d.severity == Severity::Warning);
            code_fits
                && (place.is_empty() || place == at.line.to_string() || place == format!("{}:{}", at.line, at.column))
        };
        let found: Vec<&Diagnostic> = said.iter().filter(fits).collect();
        if found.is_empty() {
            let all: Vec<String> = said.iter().map(show).collect();
            wrong.push(format!("expected `{line}`; said: {}", all.join("; ")));
        }
        listed.extend(found);
    }
    for d in said.iter().filter(|d| d.severity == Severity::Error && !listed.contains(d)) {
        if !expected.trim().is_empty() && !expected.contains("none") {
            wrong.push(format!("said, and not listed: {}", show(d)));
        }
    }
    wrong
}

/// Turns a line of `verdicts` into a case, and returns the verdict with what differs.
fn case_of(bench: Bench<'_>, line: &str) -> (Option<Verdict>, Vec<String>) {
    let Some((asked, expected)) = line.split_once(": ") else {
        return (None, vec![format!("no answer in `{line}`")]);
    };
    let words: Vec<&str> = asked.split_whitespace().collect();
    let at = words.iter().position(|w| *w == "at").unwrap_or(1);
    let clause = words[..at].join(" ");
    let dates = words[at..(at + 4).min(words.len())].join(" ");
    let qualifiers = words[(at + 4).min(words.len())..].join(" ");
    let text = format!("case \"suite\"\n  clause {clause} {qualifiers} {dates}\n  expect {expected}\n");
    let (file, said) = servanda_syntax::parse_case(&text);
    let mut wrong: Vec<String> = said
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| format!("`{line}` as a case: {}", d.message))
        .collect();
    let Some(case) = file.cases.first() else {
        return (None, wrong);
    };
    wrong.extend(differences(bench, case).into_iter().map(|d| format!("{asked}: {d}")));
    (verdict_of(bench, case).ok().flatten(), wrong)
}

fn verdict_line(bench: Bench<'_>, line: &str) -> Vec<String> {
    if line.trim().is_empty() {
        return Vec::new();
    }
    let mut parts = line.split(';').map(str::trim);
    let question = parts.next().unwrap_or("");
    let (verdict, mut wrong) = case_of(bench, question);
    let Some(verdict) = verdict else { return wrong };
    for check in parts {
        let (name, wanted) = check.split_once(' ').unwrap_or((check, ""));
        let range = |low: String, high: String| {
            if low == high { low } else { format!("{low}..{high}") }
        };
        let got = match name {
            "closes" => verdict.closes.map_or("null".to_owned(), |(a, b)| range(a.to_string(), b.to_string())),
            "late" => verdict.late_days.map_or("null".to_owned(), |(a, b)| range(a.to_string(), b.to_string())),
            "shortfall" => verdict.shortfall.as_ref().map_or("null".to_owned(), |s| {
                let end = |e: &Option<servanda_model::amount::End>| {
                    e.as_ref().map_or(String::new(), |e| servanda_model::amount::digits(&e.at))
                };
                range(end(&s.low), end(&s.high))
            }),
            "breaches" => verdict.breaches.as_ref().map_or("null".to_owned(), |all| {
                let one = |b: &servanda_model::verdict::Breach| {
                    format!("{}..{}", b.from, b.to.map_or(String::new(), |d| d.to_string()))
                };
                if all.is_empty() { "none".to_owned() } else { all.iter().map(one).collect::<Vec<_>>().join(", ") }
            }),
            "because" | "not" => {
                let ids = wanted.strip_prefix("because ").unwrap_or(wanted);
                for id in ids.split(',').map(str::trim) {
                    if verdict.because.iter().any(|b| b == id) == (name == "not") {
                        wrong.push(format!("{question}: {check}; got because {}", verdict.because.join(", ")));
                    }
                }
                continue;
            }
            _ => {
                wrong.push(format!("{question}: no such check `{check}`"));
                continue;
            }
        };
        let single = |text: &str| {
            text.split(", ")
                .map(|b| if b.contains("..") { b.to_owned() } else { format!("{b}..{b}") })
                .collect::<Vec<_>>()
                .join(", ")
        };
        let same = got == wanted || (name == "breaches" && single(&got) == single(wanted));
        if !same {
            wrong.push(format!("{question}: expected {check}, got {got} ({})", in_words(&verdict)));
        }
    }
    wrong
}

/// What must have become of rows, on the latest `known` of the section.
fn rows(bench: Bench<'_>, read: &servanda_datasets::Evidence, text: &str, blocks: &[Block]) -> Vec<String> {
    let dates = blocks
        .iter()
        .filter(|b| b.kind == "verdicts" || b.kind == "refused")
        .flat_map(|b| b.text.split_whitespace().collect::<Vec<_>>());
    let words: Vec<String> = dates.map(|w| w.trim_end_matches(':').to_owned()).collect();
    let known = words
        .windows(2)
        .filter(|w| w[0] == "known")
        .filter_map(|w| w[1].parse::<servanda_model::time::CivilDay>().ok())
        .max();
    let Some(known) = known else {
        return vec!["no date of knowledge to ask the rows of".to_owned()];
    };
    let Ok((policy, _)) = bench.policies.choose(Some("ordinary")) else {
        return vec!["no policy".to_owned()];
    };
    let question = servanda_monitor::Question { at: known, known, zone: None, clause: None, reading: None };
    let Ok(answer) = servanda_monitor::answer(bench.agreement, bench.records, &policy, &question) else {
        return vec!["refused".to_owned()];
    };
    let mut wrong = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let Some((id, wanted)) = line.split_once(": ") else {
            continue;
        };
        let rejected = read.rejected.iter().any(|r| r.id.as_deref() == Some(id));
        let fate = if rejected {
            "rejected".to_owned()
        } else {
            answer.fates.get(id).cloned().unwrap_or_else(|| "not there".to_owned())
        };
        let fits = fate.starts_with(wanted.trim()) || (wanted.trim() == "lead" && fate.starts_with("a lead"));
        if !fits {
            wrong.push(format!("row {id}: expected {wanted}, got {fate}"));
        }
    }
    wrong
}
