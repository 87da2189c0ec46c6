//! One function for each command. Exit codes: 0 answered; 1 answered, and something is certainly broken (or a case
//! fails, a file differs, there are warnings); 2 could not answer.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde_json::{Value, json};
use servanda_datasets::{Evidence, SlashDates};
use servanda_model::agreement::{Agreement, Subject, Terms};
use servanda_model::check::{Askable, OfficialText};
use servanda_model::policy::Policy;
use servanda_model::time::{CivilDay, Zone};
use servanda_model::verdict::{Status, Verdict};
use servanda_monitor::{Answer, Question, Refusal};
use servanda_syntax::Severity;

use crate::cases::{Bench, differences, in_words};
use crate::folder::{PactFile, Source, Unusable, files, read_text, shown};
use crate::{json, messages, pages, show};

#[derive(Parser)]
#[command(
    name = "servanda",
    version,
    about = "A verdict on every commitment of an agreement, with its reasons",
    after_help = "Exit codes: 0 answered; 1 answered, and something is certainly violated or missed (for check, fmt --check, test: warnings, a difference, a failing case); 2 could not answer."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// A table of every commitment: status, standing, and why in a line
    Status {
        /// The agreement's folder
        dir: PathBuf,
        #[command(flatten)]
        asked: Asked,
        /// Only this clause
        #[arg(long)]
        clause: Option<String>,
    },
    /// The tree of reasons behind one clause
    Explain {
        /// The agreement's folder
        dir: PathBuf,
        /// The clause, for instance 1.A.2
        clause: String,
        #[command(flatten)]
        asked: Asked,
    },
    /// How verdicts changed as knowledge came in
    History {
        /// The agreement's folder
        dir: PathBuf,
        /// Only this clause
        clause: Option<String>,
        #[command(flatten)]
        asked: Asked,
    },
    /// What the files themselves get wrong: names, dates, quotes, holes
    Check {
        /// The agreement's folder, or a .pact file
        path: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// How 03/04/2020 is meant in the evidence
        #[arg(long)]
        dates: Option<Dates>,
    },
    /// Formats .pact, .policy and .case files
    Fmt {
        /// Files, or folders of them
        paths: Vec<PathBuf>,
        /// Only say which files differ
        #[arg(long)]
        check: bool,
    },
    /// Runs the .case files of a folder
    Test {
        /// The agreement's folder
        dir: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// How 03/04/2020 is meant
        #[arg(long)]
        dates: Option<Dates>,
    },
    /// Makes a first agreement with comments, that already runs
    Init {
        /// The new folder
        name: PathBuf,
    },
    /// Says what a code of a message means, and what to write instead
    ExplainCode {
        /// The code, for instance quote-not-found; all codes are listed without it
        code: Option<String>,
    },
}

#[derive(Args)]
struct Asked {
    /// How things stood at the end of this day (YYYY-MM-DD); the date of knowledge unless given
    #[arg(long)]
    at: Option<String>,
    /// As known by the end of this day (YYYY-MM-DD); today unless given
    #[arg(long)]
    known: Option<String>,
    /// Only this reading
    #[arg(long)]
    reading: Option<String>,
    /// The standard of evidence, by its name or its file's
    #[arg(long)]
    policy: Option<String>,
    /// The calendar of this zone, instead of the header's
    #[arg(long)]
    zone: Option<String>,
    /// How 03/04/2020 is meant in the evidence
    #[arg(long)]
    dates: Option<Dates>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Dates {
    /// 3 April
    DayFirst,
    /// 4 March
    MonthFirst,
}

impl Dates {
    fn slash(self) -> SlashDates {
        match self {
            Dates::DayFirst => SlashDates::DayFirst,
            Dates::MonthFirst => SlashDates::MonthFirst,
        }
    }
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Status { dir, asked, clause } => status(&dir, &asked, clause),
        Command::Explain { dir, clause, asked } => explain(&dir, &asked, clause),
        Command::History { dir, clause, asked } => history(&dir, &asked, clause),
        Command::Check { path, json, dates } => check(&path, json, dates),
        Command::Fmt { paths, check } => fmt(&paths, check),
        Command::Test { dir, json, dates } => test(&dir, json, dates),
        Command::Init { name } => init(&name),
        Command::ExplainCode { code } => explain_code(code.as_deref()),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(Unusable(words)) => {
            anstream::eprintln!("servanda: {words}");
            ExitCode::from(2)
        }
    }
}

/// Everything that a question needs.
struct Asking {
    pact: PactFile,
    evidence: Evidence,
    policy: Policy,
    notice: Option<String>,
    question: Question,
}

impl Asking {
    fn new(dir: &Path, asked: &Asked, clause: Option<String>) -> Result<Asking, Unusable> {
        let pact = PactFile::read(dir)?;
        if pact.checked.agreement.is_none() {
            for diagnostic in pact.source.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
                anstream::eprintln!("{}", messages::rendered(&pact.source, diagnostic, false));
            }
        }
        let agreement = pact.agreement()?;
        let zone = match &asked.zone {
            None => None,
            Some(name) => Some(Zone::named(name).ok_or_else(|| Unusable(format!("there is no time zone `{name}`")))?),
        };
        let reading = match &asked.reading {
            None => None,
            Some(name) => {
                let place = agreement.readings.iter().position(|r| r == name);
                let listed = agreement.readings.join(", ");
                Some(place.ok_or_else(|| Unusable(format!("there is no reading `{name}`; there is {listed}")))?)
            }
        };
        let known = match &asked.known {
            Some(text) => day(text)?,
            None => today(zone.as_ref().unwrap_or(&agreement.base.zone)),
        };
        let at = asked.at.as_deref().map_or(Ok(known), day)?;
        let evidence = pact.evidence(asked.dates.map(Dates::slash))?;
        let (policy, notice) = pact.policies()?.choose(asked.policy.as_deref())?;
        let question = Question { at, known, zone, clause, reading };
        Ok(Asking { pact, evidence, policy, notice, question })
    }

    fn agreement(&self) -> &Agreement {
        self.pact.checked.agreement.as_ref().expect("a question is only made of a usable agreement")
    }

    fn answer(&self) -> Result<Answer, Unusable> {
        servanda_monitor::answer(self.agreement(), &self.evidence.records, &self.policy, &self.question)
            .map_err(refused)
    }

    fn zone(&self) -> &Zone {
        self.question.zone.as_ref().unwrap_or(&self.agreement().base.zone)
    }

    /// Prints what every output begins with.
    fn head(&self, answer: &Answer) {
        let bold = anstyle::Style::new().bold();
        anstream::println!("{bold}{}{bold:#}", self.agreement().title);
        anstream::println!(
            "status on {}, as known on {}, calendar of {}, policy \"{}\"",
            self.question.at,
            self.question.known,
            self.zone().name,
            self.policy.name
        );
        if let Some(notice) = &self.notice {
            anstream::println!("{notice}");
        }
        show::rows(&self.evidence, answer);
        if !answer.holes.is_empty() {
            anstream::println!("not judged, because a `?` stands in them: {}", answer.holes.join(", "));
        }
        anstream::println!();
    }
}

fn refused(refusal: Refusal) -> Unusable {
    Unusable(match refusal {
        Refusal::AtAfterKnown => "`--at` is later than `--known`: nobody can know tomorrow's silence".to_owned(),
        Refusal::NoSuchClause(clause) => format!("there is no clause `{clause}` in this agreement"),
    })
}

fn day(text: &str) -> Result<CivilDay, Unusable> {
    text.parse().map_err(|_| Unusable(format!("`{text}` is no day: write YYYY-MM-DD, for instance 2020-07-13")))
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock: `--known` is today unless given")]
fn today(zone: &Zone) -> CivilDay {
    zone.day_of(jiff::Timestamp::now().as_second())
}

fn print_json(value: &Value) {
    anstream::println!("{}", serde_json::to_string_pretty(value).unwrap_or_default());
}

fn broken(verdicts: &[Verdict]) -> u8 {
    u8::from(verdicts.iter().any(Verdict::certainly_broken))
}

fn status(dir: &Path, asked: &Asked, clause: Option<String>) -> Result<u8, Unusable> {
    let asking = Asking::new(dir, asked, clause)?;
    let answer = asking.answer()?;
    if asked.json {
        let q = &asking.question;
        print_json(&json::status(
            &asking.agreement().title,
            &q.at.to_string(),
            &q.known.to_string(),
            &asking.policy.name,
            &asking.zone().name,
            &asking.evidence,
            &answer,
        ));
        return Ok(broken(&answer.verdicts));
    }
    asking.head(&answer);
    let lines: Vec<show::Line<'_>> = answer
        .verdicts
        .iter()
        .map(|verdict| {
            let terms = servanda_monitor::answer::terms_of(asking.agreement(), verdict.reading.as_deref());
            let norm = terms.norms.iter().find(|n| n.reference == verdict.reference);
            let same = |other: &&Verdict| other.reference == verdict.reference && other.instance == verdict.instance;
            let differs = answer
                .verdicts
                .iter()
                .filter(same)
                .any(|o| o.candidates != verdict.candidates || o.standing != verdict.standing);
            let who = norm.map(|n| obligor(terms, &n.subject)).unwrap_or_default();
            let what = norm.and_then(|n| n.heading.clone()).unwrap_or_default();
            show::Line { who, what, verdict, differs }
        })
        .collect();
    show::table(&lines);
    summary(&lines);
    next_due(&answer.verdicts);
    Ok(broken(&answer.verdicts))
}

fn obligor(terms: &Terms, subject: &Subject) -> String {
    let name = |id: &servanda_model::agreement::ActorId| terms.actors[id.0].name.clone();
    match subject {
        Subject::One(actor) => name(actor),
        Subject::Jointly(actors) => actors.iter().map(name).collect::<Vec<_>>().join(" and "),
        Subject::Each(set) if terms.sets[set.0].name.is_empty() => "each".to_owned(),
        Subject::Each(set) => format!("each {}", terms.sets[set.0].name),
        Subject::Unnamed => "unnamed".to_owned(),
        Subject::None => String::new(),
    }
}

/// The counts by party: certain ones by status, the others as unknown or disputed.
fn summary(lines: &[show::Line<'_>]) {
    let mut parties: Vec<String> = Vec::new();
    for line in lines {
        if !parties.contains(&line.who) {
            parties.push(line.who.clone());
        }
    }
    anstream::println!("\nby party (each reading counted by itself)");
    for party in parties {
        let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        for line in lines.iter().filter(|line| line.who == party) {
            let word = if line.verdict.candidates.len() == 1 {
                line.verdict.status().words()
            } else {
                line.verdict.standing.word()
            };
            *counts.entry(word).or_default() += 1;
        }
        let words: Vec<String> = counts.iter().map(|(word, n)| format!("{n} {word}")).collect();
        anstream::println!("  {}: {}", if party.is_empty() { "nobody" } else { &party }, words.join(", "));
    }
}

fn next_due(verdicts: &[Verdict]) {
    let mut due: Vec<&Verdict> =
        verdicts.iter().filter(|v| v.candidates.contains(&Status::Due) && v.closes.is_some()).collect();
    due.sort_by_key(|v| v.closes);
    if due.is_empty() {
        return;
    }
    anstream::println!("\ndue next");
    for verdict in due.into_iter().take(5) {
        let closes = verdict.closes.map(|(first, _)| first.to_string()).unwrap_or_default();
        let reading = verdict.reading.as_ref().map(|r| format!(" [{r}]")).unwrap_or_default();
        anstream::println!("  {closes}  {}{reading}  {}", verdict.reference, in_words(verdict));
    }
}

fn explain(dir: &Path, asked: &Asked, clause: String) -> Result<u8, Unusable> {
    let asking = Asking::new(dir, asked, Some(clause))?;
    let answer = asking.answer()?;
    if asked.json {
        let all: Vec<Value> = answer.verdicts.iter().map(|v| explained(&asking, &answer, v)).collect();
        print_json(&Value::Array(all));
        return Ok(broken(&answer.verdicts));
    }
    asking.head(&answer);
    for verdict in &answer.verdicts {
        let terms = servanda_monitor::answer::terms_of(asking.agreement(), verdict.reading.as_deref());
        let norm = terms.norms.iter().find(|n| n.reference == verdict.reference);
        let instance = verdict.instance.as_ref().map(|i| format!(" ({i})")).unwrap_or_default();
        let reading = verdict.reading.as_ref().map(|r| format!(", reading {r}")).unwrap_or_default();
        anstream::println!("clause {}{instance}{reading}", verdict.reference);
        if let Some(norm) = norm {
            let sentence = asking.pact.source.text.get(norm.place.start..norm.place.end).unwrap_or("");
            let line = servanda_syntax::Places::of(&asking.pact.source.text).at(norm.place.start).line;
            anstream::println!("   {} line {line}: {}", asking.pact.source.name, sentence.trim());
            for quote in &norm.quotes {
                anstream::println!("   {}: \"{quote}\"", norm.heading.as_deref().unwrap_or("text"));
            }
        }
        show::path(verdict);
        records(&asking, &answer, verdict);
        anstream::println!();
    }
    Ok(broken(&answer.verdicts))
}

fn records(asking: &Asking, answer: &Answer, verdict: &Verdict) {
    let named: std::collections::BTreeSet<&String> =
        verdict.because.iter().chain(verdict.path.rows.iter().flat_map(|r| &r.because)).collect();
    if named.is_empty() {
        return;
    }
    anstream::println!("   records");
    for record in asking.evidence.records.iter().filter(|r| named.contains(&r.id)) {
        let fate = answer.fates.get(&record.id).map(String::as_str).unwrap_or("");
        let value =
            if record.written.value.is_empty() { String::new() } else { format!(", value {}", record.written.value) };
        anstream::println!(
            "     {} {} ({}){value}: {} — {}",
            record.id,
            record.written.when,
            record.sources.join("; "),
            record.quote.as_deref().or(record.note.as_deref()).unwrap_or(""),
            fate
        );
        let speaks = record.sources.iter().filter_map(|s| asking.policy.source(s)).any(|s| !s.speaks_for.is_empty());
        let own = if speaks { ", by a party itself" } else { "" };
        anstream::println!(
            "        published {}{own}{}",
            record.written.published,
            record.url.as_ref().map(|u| format!(", {u}")).unwrap_or_default()
        );
        for (name, text) in &record.other {
            anstream::println!("        {name}: {text}");
        }
    }
}

fn explained(asking: &Asking, answer: &Answer, verdict: &Verdict) -> Value {
    let mut value = json::verdict(verdict);
    let rows: Vec<Value> = verdict
        .path
        .rows
        .iter()
        .map(|r| json!({"row": r.number, "asks": r.asks, "answer": r.words, "gives": r.gives.map(|s| s.words()), "because": r.because}))
        .collect();
    let records: Vec<Value> = asking
        .evidence
        .records
        .iter()
        .filter(|r| verdict.because.contains(&r.id))
        .map(|r| json!({"id": r.id, "sources": r.sources, "when": r.written.when, "published": r.written.published, "value": r.written.value, "quote": r.quote, "url": r.url, "fate": answer.fates.get(&r.id)}))
        .collect();
    if let Value::Object(object) = &mut value {
        object.insert("window".to_owned(), json!(verdict.path.window));
        object.insert("path".to_owned(), Value::Array(rows));
        object.insert("records".to_owned(), Value::Array(records));
        object.insert("settles".to_owned(), json!(verdict.path.settles));
    }
    value
}

fn history(dir: &Path, asked: &Asked, clause: Option<String>) -> Result<u8, Unusable> {
    let asking = Asking::new(dir, asked, clause)?;
    let answer = asking.answer()?;
    let steps =
        servanda_monitor::history(asking.agreement(), &asking.evidence.records, &asking.policy, &asking.question)
            .map_err(refused)?;
    if asked.json {
        let all: Vec<Value> = steps
            .iter()
            .map(|s| json!({"known": s.known.to_string(), "records": s.records, "changed": s.changed.iter().map(json::verdict).collect::<Vec<_>>()}))
            .collect();
        print_json(&Value::Array(all));
        return Ok(broken(&answer.verdicts));
    }
    asking.head(&answer);
    for step in steps {
        for verdict in &step.changed {
            let reading = verdict.reading.as_ref().map(|r| format!(" [{r}]")).unwrap_or_default();
            let instance = verdict.instance.as_ref().map(|i| format!(" ({i})")).unwrap_or_default();
            let by: Vec<&String> = step.records.iter().filter(|id| verdict.because.contains(id)).collect();
            let by = if by.is_empty() {
                "by the passing of time".to_owned()
            } else {
                by.into_iter().cloned().collect::<Vec<_>>().join(", ")
            };
            anstream::println!(
                "{}  {}{instance}{reading}: {} {}  ({by})",
                step.known,
                verdict.reference,
                show::sign(verdict.status()),
                in_words(verdict)
            );
        }
    }
    Ok(broken(&answer.verdicts))
}

fn check(path: &Path, as_json: bool, dates: Option<Dates>) -> Result<u8, Unusable> {
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
        print_json(&Value::Array(values));
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

#[expect(clippy::disallowed_methods, reason = "the user asks for these files to be rewritten")]
fn fmt(paths: &[PathBuf], only_check: bool) -> Result<u8, Unusable> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() { all.extend(files(path, &["pact", "policy", "case"])?) } else { all.push(path.clone()) }
    }
    let mut differ = 0;
    for path in all {
        let text = read_text(&path)?;
        let tidy = match path.extension().and_then(|e| e.to_str()) {
            Some("pact") => servanda_syntax::format_pact(&text),
            Some("policy") => servanda_syntax::format_policy(&text),
            Some("case") => servanda_syntax::format_case(&text),
            _ => return Err(Unusable(format!("`{}` is no .pact, .policy or .case file", path.display()))),
        };
        if tidy == text {
            continue;
        }
        differ = 1;
        if only_check {
            anstream::println!("{} differs from its tidy form", path.display());
        } else {
            std::fs::write(&path, tidy)
                .map_err(|error| Unusable(format!("cannot write `{}`: {error}", path.display())))?;
            anstream::println!("{} formatted", path.display());
        }
    }
    Ok(if only_check { differ } else { 0 })
}

fn test(dir: &Path, as_json: bool, dates: Option<Dates>) -> Result<u8, Unusable> {
    let pact = PactFile::read(dir)?;
    let evidence = pact.evidence(dates.map(Dates::slash))?;
    let policies = pact.policies()?;
    let bench = Bench { agreement: pact.agreement()?, records: &evidence.records, policies: &policies };
    let (mut passed, mut failed) = (0, 0);
    let mut results = Vec::new();
    for path in files(dir, &["case"])? {
        let text = read_text(&path)?;
        let (file, diagnostics) = servanda_syntax::parse_case(&text);
        let source = Source { name: path.display().to_string(), text, diagnostics };
        if let Some(error) = source.diagnostics.iter().find(|d| d.severity == Severity::Error) {
            anstream::eprintln!("{}", messages::rendered(&source, error, false));
            return Err(Unusable(format!("`{}` has errors", source.name)));
        }
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
        print_json(&Value::Array(results))
    } else {
        anstream::println!("{passed} passed, {failed} failed")
    }
    Ok(u8::from(failed > 0))
}

#[expect(clippy::disallowed_methods, reason = "the user asks for a new folder")]
fn init(name: &Path) -> Result<u8, Unusable> {
    if name.exists() {
        return Err(Unusable(format!("`{}` is there already: nothing was written", name.display())));
    }
    let cannot = |error: std::io::Error| Unusable(format!("cannot write `{}`: {error}", name.display()));
    std::fs::create_dir_all(name).map_err(cannot)?;
    for (file, text) in FIRST {
        std::fs::write(name.join(file), text).map_err(cannot)?;
    }
    anstream::println!(
        "made {}; now try: servanda status {} --at 2024-03-02 --known 2024-03-02",
        name.display(),
        name.display()
    );
    Ok(0)
}

const FIRST: [(&str, &str); 5] = [
    ("agreement.pact", include_str!("first/agreement.pact")),
    ("agreement.txt", include_str!("first/agreement.txt")),
    ("evidence.csv", include_str!("first/evidence.csv")),
    ("ordinary.policy", include_str!("first/ordinary.policy")),
    ("first.case", include_str!("first/first.case")),
];

fn explain_code(code: Option<&str>) -> Result<u8, Unusable> {
    let Some(code) = code else {
        anstream::println!("{}", pages::list());
        return Ok(0);
    };
    let page = pages::page(code).map_err(|near| {
        let near: Vec<String> = near.iter().map(|code| format!("`{code}`")).collect();
        let help = if near.is_empty() {
            "`servanda explain-code` lists all".to_owned()
        } else {
            format!("did you mean {}?", near.join(" or "))
        };
        Unusable(format!("there is no code `{code}`; {help}"))
    })?;
    anstream::println!("{}", page.trim_end());
    Ok(0)
}
