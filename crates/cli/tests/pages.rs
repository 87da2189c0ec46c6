//! The pages are tests: the console blocks of README.md and docs/ are run and compared with what they print, and every
//! pact, policy, case and piece of evidence on them is read.
//!
//! `SNAPSHOTS=overwrite cargo test -p servanda --test pages` writes what the commands print now into the pages.
//! The words after the language of a block say what it is; CONTRIBUTING.md lists them.
#![allow(clippy::disallowed_methods, reason = "the pages are files, and their commands need a folder to run in")]

use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Arguments, Failed, Trial};
use servanda_datasets::EvidenceFile;
use servanda_model::agreement::Agreement;
use servanda_model::check::{check, check_policy};
use servanda_syntax::{Diagnostic, Severity};

fn main() {
    let arguments = Arguments::from_args();
    let mut pages = vec![root().join("README.md")];
    let docs = std::fs::read_dir(root().join("docs")).expect("the docs are there");
    pages.extend(
        docs.filter_map(|entry| entry.ok().map(|e| e.path())).filter(|p| p.extension().is_some_and(|e| e == "md")),
    );
    pages.sort();
    let mut trials = Vec::new();
    for page in pages {
        let name = page.strip_prefix(root()).unwrap_or(&page).display().to_string();
        let (read, run) = (page.clone(), page);
        trials.push(Trial::test(format!("{name}: what stands in it can be read"), move || files_of(&read)));
        #[cfg(unix)]
        trials.push(Trial::test(format!("{name}: its commands print what it shows"), move || commands_of(&run)));
    }
    for name in
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "suite", "examples/doha-2020"]
    {
        trials.push(Trial::test(format!("{name}: links lead somewhere"), move || links_of(&root().join(name))));
    }
    trials.push(Trial::test("docs/semantics.md: the suite has an example of every row", rows));
    libtest_mimic::run(&arguments, trials).exit();
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A fenced block: the words after its three ticks, its lines, and the line of the page it begins on.
struct Block {
    words: Vec<String>,
    text: String,
    line: usize,
}

impl Block {
    fn is(&self, language: &str) -> bool {
        self.words.first().is_some_and(|word| word == language)
    }

    fn says(&self, word: &str) -> bool {
        self.words.iter().skip(1).any(|w| w == word)
    }

    fn after(&self, word: &str) -> Option<&str> {
        let at = self.words.iter().position(|w| w == word)?;
        self.words.get(at + 1).map(String::as_str)
    }
}

fn blocks(page: &str) -> Vec<Block> {
    let mut all = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(words)) => {
                let words = words.split_whitespace().map(str::to_owned).collect();
                open = Some(Block { words, text: String::new(), line: number + 1 });
            }
            (Some(_), Some("")) => all.extend(open.take()),
            (Some(block), _) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    all
}

// ---- files ----

/// Reads every pact, policy, case and piece of evidence of a page.
fn files_of(page: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(page)?;
    let blocks = blocks(&text);
    let beginning = blocks.iter().find(|b| b.is("pact") && b.says("beginning")).map_or("", |b| b.text.as_str());
    let (_, agreement) = checked(beginning);
    let mut wrong = Vec::new();
    for block in blocks.iter().filter(|b| b.after("write").or(b.after("append")).is_none()) {
        let said = if block.is("pact") {
            pact(block, beginning)
        } else if block.is("policy") {
            policy(block, agreement.as_ref())
        } else if block.is("case") {
            errors(&servanda_syntax::parse_case(&block.text).1)
        } else if block.says("evidence") || block.says("evidence.jsonl") {
            evidence(block, agreement.as_ref())
        } else {
            Vec::new()
        };
        wrong.extend(said.into_iter().map(|words| format!("line {}: {words}", block.line)));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn checked(text: &str) -> (Vec<Diagnostic>, Option<Agreement>) {
    let (tree, mut said) = servanda_syntax::parse_pact(text);
    let checked = check(&tree, &said, &[]);
    said.extend(checked.diagnostics);
    (said, checked.agreement)
}

fn errors(said: &[Diagnostic]) -> Vec<String> {
    said.iter().filter(|d| d.severity == Severity::Error).map(|d| format!("{}: {}", d.code, d.message)).collect()
}

/// A whole file begins with `agreement`; `header` lines stand below that line of the beginning; all else below it.
fn pact(block: &Block, beginning: &str) -> Vec<String> {
    let first = block.text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or("");
    let whole = if first.starts_with("agreement") {
        block.text.clone()
    } else if block.says("header") {
        let (title, rest) = beginning.split_once('\n').unwrap_or((beginning, ""));
        format!("{title}\n{}{rest}", block.text)
    } else {
        format!("{beginning}\n{}", block.text)
    };
    let (said, _) = checked(&whole);
    let has = |code: &str, severity| said.iter().any(|d| d.code == code && d.severity == severity);
    if let Some(code) = block.after("wrong") {
        return if has(code, Severity::Error) {
            Vec::new()
        } else {
            vec![format!("expected error {code}, got {:?}", errors(&said))]
        };
    }
    let mut wrong = errors(&said);
    if let Some(code) = block.after("warns")
        && !has(code, Severity::Warning)
    {
        wrong.push(format!("expected warning {code}"));
    }
    wrong
}

fn policy(block: &Block, agreement: Option<&Agreement>) -> Vec<String> {
    let (tree, mut said) = servanda_syntax::parse_policy(&block.text);
    if let Some(agreement) = agreement {
        said.extend(check_policy(&tree, &agreement.base).1);
    }
    errors(&said)
}

/// Evidence is read for the beginning of the page; every row marked `wrong` must be rejected.
fn evidence(block: &Block, agreement: Option<&Agreement>) -> Vec<String> {
    let Some(agreement) = agreement else {
        return vec!["this page has evidence and no `pact beginning`".to_owned()];
    };
    let name = if block.is("json") { "evidence.jsonl" } else { "evidence.csv" };
    let file = EvidenceFile { name: name.to_owned(), bytes: block.text.clone().into_bytes() };
    let read = servanda_datasets::read(&[file], &agreement.base, None);
    if block.says("wrong") {
        return read.records.iter().map(|r| format!("`{}` should have been rejected", r.id)).collect();
    }
    let rejected = read.rejected.iter().map(|r| format!("{:?} {}: {}", r.id, r.words, r.reason));
    rejected.chain(read.unused_columns.iter().map(|(_, column)| format!("`{column}` is not used"))).collect()
}

// ---- links and rows ----

/// Follows every link of a page, or of the pages of a folder, to its file and heading.
fn links_of(place: &Path) -> Result<(), Failed> {
    let pages: Vec<PathBuf> = if place.is_dir() {
        let all = std::fs::read_dir(place)?.filter_map(|entry| entry.ok().map(|e| e.path()));
        all.filter(|path| path.extension().is_some_and(|e| e == "md")).collect()
    } else {
        vec![place.to_owned()]
    };
    let mut lost = Vec::new();
    for page in pages {
        let text = prose(&std::fs::read_to_string(&page)?);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page.clone() } else { page.with_file_name(file) };
            let far = file.contains("://");
            let there =
                far || target.exists() && (heading.is_empty() || headings(&target)?.iter().any(|h| h == heading));
            if !there {
                lost.push(format!("{}: {link}", page.display()));
            }
        }
    }
    if lost.is_empty() { Ok(()) } else { Err(lost.join("\n").into()) }
}

/// Returns a page without its blocks.
fn prose(page: &str) -> String {
    page.split("\n```").step_by(2).collect::<Vec<_>>().join("\n")
}

/// Returns what the headings of a page are called in links.
fn headings(page: &Path) -> std::io::Result<Vec<String>> {
    let text = prose(&std::fs::read_to_string(page)?);
    let slug = |heading: &str| -> String {
        let kept = heading
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || [' ', '-'].contains(c))
            .collect::<String>();
        kept.replace(' ', "-")
    };
    Ok(text.lines().filter(|l| l.starts_with('#')).map(|l| slug(l.trim_start_matches('#').trim())).collect())
}

/// Every numbered row of the semantics has a section in the suite, and no section is about a row that is not there.
/// The laws (P1 to P5) speak of all agreements at once, so a section need not show them.
fn rows() -> Result<(), Failed> {
    let semantics = std::fs::read_to_string(root().join("docs/semantics.md"))?;
    let number = |word: &str| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let shape = word.len() > digits.len() && digits.starts_with(|c: char| c.is_ascii_digit());
        (shape && word.len() <= 3).then(|| word.to_owned())
    };
    let rows: Vec<String> =
        semantics.lines().filter_map(|line| number(line.strip_prefix("| ")?.split(" |").next()?)).collect();
    let mut shown = Vec::new();
    for entry in std::fs::read_dir(root().join("suite"))?.filter(|e| e.as_ref().is_ok_and(|e| e.path().is_file())) {
        let text = std::fs::read_to_string(entry?.path())?;
        shown.extend(text.lines().filter_map(|line| number(line.strip_prefix("## ")?.split([' ', ',', ':']).next()?)));
    }
    let missing: Vec<&String> = rows.iter().filter(|row| !row.starts_with('P') && !shown.contains(row)).collect();
    let unknown: Vec<&String> = shown.iter().filter(|row| !rows.contains(row)).collect();
    if missing.is_empty() && unknown.is_empty() {
        return Ok(());
    }
    Err(format!("no section: {missing:?}; no row: {unknown:?}").into())
}

// ---- commands ----

/// Runs the commands of a page in a folder of its own that holds `examples/`, and compares the page with one that shows
/// what they print. Blocks marked `write FILE` and `append FILE` are put there in passing.
fn commands_of(page: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(page)?;
    let stem = page.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = std::env::temp_dir().join(format!("servanda-pages-{}-{stem}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    copy(&root().join("examples"), &folder.join("examples"))?;
    let mut shown = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        shown.push_str(line);
        shown.push('\n');
        let Some(words) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let words: Vec<&str> = words.split_whitespace().collect();
        let file =
            |word: &str| words.iter().position(|w| *w == word).and_then(|at| words.get(at + 1)).map(|n| folder.join(n));
        if words.first() == Some(&"console") {
            for command in body.iter().filter_map(|line| line.strip_prefix("$ ")) {
                shown.push_str(&format!("$ {command}\n{}", printed(command, &folder)?));
            }
        } else {
            let block: String = body.iter().map(|line| format!("{line}\n")).collect();
            if let Some(path) = file("write") {
                std::fs::write(path, &block)?;
            } else if let Some(path) = file("append") {
                let before = std::fs::read_to_string(&path)?;
                std::fs::write(path, before + &block)?;
            }
            shown.push_str(&block);
        }
        shown.push_str("```\n");
    }
    std::fs::remove_dir_all(&folder)?;
    let expected = snapbox::Data::read_from(page, Some(snapbox::data::DataFormat::Text)).raw();
    let assert = snapbox::Assert::new().action_env("SNAPSHOTS");
    let name = page.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    assert.try_eq(Some(&name), shown.into(), expected).map_err(|error| Failed::from(error.to_string()))
}

/// Returns what a command prints, without blanks at the ends of lines and empty lines at the end.
fn printed(command: &str, folder: &Path) -> std::io::Result<String> {
    let here = Path::new(env!("CARGO_BIN_EXE_servanda")).parent().map(Path::to_owned).unwrap_or_default();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command} ; }} 2>&1")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", here.display()))
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS")
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    Ok(if lines.trim().is_empty() { String::new() } else { format!("{}\n", lines.trim_end()) })
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?
        } else {
            std::fs::copy(entry.path(), target).map(drop)?
        }
    }
    Ok(())
}
