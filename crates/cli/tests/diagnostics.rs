//! Runs the pages in `docs/diagnostics/`: every page is one test, and `UPDATE=1` writes what is told anew.
//!
//! Before the heading "What to write" stand the files that are wrong and what `servanda check` tells of them;
//! after it the files that replace them, of which nothing is told. `suite/errors/to-improve.md` is run too.
#![expect(clippy::disallowed_methods, reason = "UPDATE=1 writes the pages anew")]

use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Arguments, Failed, Trial};
use servanda::pages::{codes, topics};
use servanda_syntax::codes::Code;

const CURE: &str = "\n## What to write\n";
const TOLD: &str = "```told\n";
const FILES: [(&str, &str); 7] = [
    ("pact", "agreement.pact"),
    ("official", "agreement.txt"),
    ("policy", "ordinary.policy"),
    ("case", "first.case"),
    ("evidence", "evidence.csv"),
    ("jsonl", "evidence.jsonl"),
    ("spreadsheet", "evidence.xlsx"),
];

fn main() {
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = codes().map(|code| Trial::test(format!("page: {code}"), move || run(code))).collect();
    trials.push(Trial::test("every page has a code, and every code stands once", pages_and_codes));
    trials.push(Trial::test("the index lists every code", index));
    trials.push(Trial::test("messages known to be poor", to_improve));
    libtest_mimic::run(&arguments, trials).exit();
}

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diagnostics")
}

fn path(page: &str) -> PathBuf {
    pages().join(format!("{page}.md"))
}

fn pages_and_codes() -> Result<(), Failed> {
    let mut all: Vec<String> = codes().map(|code| format!("{code}.md")).collect();
    all.push("README.md".to_owned());
    all.sort();
    if let Some(twice) = all.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(format!("two lists have `{}`", twice[0]).into());
    }
    for entry in std::fs::read_dir(pages())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if all.binary_search(&name).is_err() {
            return Err(format!("`{name}` is the page of no code").into());
        }
    }
    Ok(())
}

/// The index ends with the table of all codes.
fn index() -> Result<(), Failed> {
    let table: String = topics()
        .map(|topic| {
            let rows: String =
                topic.codes.iter().map(|code| format!("| [`{code}`]({code}.md) | {} |\n", code.meaning())).collect();
            format!("\n## {}\n\n| code | meaning |\n|---|---|\n{rows}", topic.title)
        })
        .collect();
    let readme = read("README")?;
    let start = readme.find("\n## ").unwrap_or(readme.len());
    settle(&path("README"), &readme, &format!("{}{table}", &readme[..start]))
}

fn run(code: Code) -> Result<(), Failed> {
    let page = read(code.word())?;
    let mut meaning = code.meaning().to_owned();
    if let Some(first) = meaning.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    if !page.starts_with(&format!("# {code}\n\n{meaning}.\n\n")) {
        return Err(format!("the page does not begin with `# {code}` and `{meaning}.`").into());
    }
    let (wrong, cure) = page.split_once(CURE).ok_or("the page has no heading `What to write`")?;
    let mut files = blocks(wrong);
    if !files.iter().any(|(file, _)| file.ends_with(".pact")) {
        files.extend(blocks(&read("README")?));
    }
    let told = told(code.word(), &files)?;
    if !told.contains(&format!("[{code}]")) {
        return Err(format!("`{code}` is not told:\n{told}").into());
    }
    let cures = blocks(cure);
    if cures.is_empty() {
        return Err("the page shows no file that is right".into());
    }
    files.retain(|(file, _)| !cures.iter().any(|(cure, _)| cure == file));
    files.extend(cures);
    let still = self::told(code.word(), &files)?;
    if !still.is_empty() {
        return Err(format!("of what to write it is told:\n{still}").into());
    }
    settle(&path(code.word()), &page, &with_told(&page, &told)?)
}

fn to_improve() -> Result<(), Failed> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../suite/errors/to-improve.md");
    let page = std::fs::read_to_string(&path)?;
    let mut sections = page.split("\n## ");
    let mut now = sections.next().unwrap_or("").to_owned();
    for section in sections {
        now += "\n## ";
        now += &with_told(section, &told("to-improve", &blocks(section))?)?;
    }
    settle(&path, &page, &now)
}

/// Returns a piece of a page with this in its block `told`.
fn with_told(page: &str, told: &str) -> Result<String, Failed> {
    let start = page.find(TOLD).ok_or("there is no block `told`")? + TOLD.len();
    let end = start + page[start..].find("```").ok_or("the block `told` has no end")?;
    Ok(format!("{}{told}{}", &page[..start], &page[end..]))
}

/// Returns the files that a piece of a page shows: name, text.
fn blocks(page: &str) -> Vec<(&'static str, String)> {
    let pieces = page.split("\n```").skip(1).step_by(2);
    pieces
        .filter_map(|piece| {
            let (kind, text) = piece.split_once('\n')?;
            let (_, file) = FILES.iter().find(|(name, _)| *name == kind)?;
            Some((*file, format!("{text}\n")))
        })
        .collect()
}

/// Returns the messages that `servanda check` prints, without the counts at its end.
fn told(name: &str, files: &[(&str, String)]) -> Result<String, Failed> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diagnostics").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    // An empty block is a file that is not there any more.
    for (file, text) in files.iter().filter(|(_, text)| !text.trim().is_empty()) {
        std::fs::write(folder.join(file), text)?;
    }
    let ran = Command::new(env!("CARGO_BIN_EXE_servanda")).args(["check", "."]).current_dir(&folder).output()?;
    if !ran.stderr.is_empty() {
        return Err(String::from_utf8_lossy(&ran.stderr).into_owned().into());
    }
    let told = String::from_utf8_lossy(&ran.stdout).into_owned();
    Ok(told.rsplit_once("\n\n").map(|(messages, _)| format!("{messages}\n")).unwrap_or_default())
}

fn read(page: &str) -> Result<String, Failed> {
    std::fs::read_to_string(path(page)).map_err(|_| format!("there is no page `docs/diagnostics/{page}.md`").into())
}

/// Asks that a page is as it should be, or makes it so.
fn settle(path: &Path, is: &str, should: &str) -> Result<(), Failed> {
    if is == should {
        return Ok(());
    }
    if std::env::var_os("UPDATE").is_some() {
        return Ok(std::fs::write(path, should)?);
    }
    let differs = is.lines().zip(should.lines()).find(|(a, b)| a != b).map_or("its end", |(_, b)| b);
    Err(format!("`{}` differs from what is told now, first in: {differs}", path.display()).into())
}
