//! The pages of `docs/diagnostics/`: for each code what it means, why it matters, what to write.

use std::fmt::Write;

use include_dir::{Dir, include_dir};
use servanda_syntax::codes::{Code, Topic};

static SEMANTICS: &str = include_str!("../../../docs/semantics.md");

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../docs/diagnostics");

/// Returns every code by topic: of the words, of what they mean, of the evidence.
pub fn topics() -> impl Iterator<Item = &'static Topic> {
    let rooms =
        [servanda_syntax::codes::TOPICS, servanda_model::check::codes::TOPICS, servanda_datasets::codes::TOPICS];
    rooms.into_iter().flatten()
}

/// Returns every code.
pub fn codes() -> impl Iterator<Item = Code> {
    topics().flat_map(|topic| topic.codes.iter().copied())
}

/// Returns the page of a code, or the codes that may have been meant.
pub fn page(word: &str) -> Result<&'static str, Vec<Code>> {
    let page = || PAGES.get_file(format!("{word}.md"))?.contents_utf8();
    if let (true, Some(page)) = (codes().any(|code| code == word), page()) {
        return Ok(page);
    }
    let mut near: Vec<(usize, Code)> =
        codes().map(|code| (strsim::damerau_levenshtein(code.word(), word), code)).collect();
    near.sort();
    near.retain(|(distance, code)| *distance <= 1.max(code.word().len() / 3));
    let shared = || codes().filter(|code| code.word().split('-').any(|part| part.len() > 3 && word.contains(part)));
    Err(if near.is_empty() { shared().take(3).collect() } else { near.into_iter().take(3).map(|(_, c)| c).collect() })
}

/// Returns the row of the semantics with this number, in words: every output cites such rows.
pub fn row(number: &str) -> Option<String> {
    let wanted = number.trim().to_uppercase();
    let mut titles: Vec<&str> = Vec::new();
    for line in SEMANTICS.lines() {
        if let Some(title) = line.strip_prefix('#') {
            titles = vec![title.trim_start_matches('#').trim()];
        }
        let Some(inside) = line.strip_prefix('|') else { continue };
        let cells: Vec<&str> = inside.trim_end_matches('|').split(" | ").map(str::trim).collect();
        let Some(at) = cells.iter().position(|cell| cell.to_uppercase() == wanted) else { continue };
        let words: Vec<&str> = cells[at + 1..].iter().take_while(|cell| !is_number(cell)).copied().collect();
        let words: Vec<&str> = words.into_iter().filter(|cell| !cell.is_empty()).collect();
        let title = titles.first().copied().unwrap_or_default();
        let letters = [("*d*", "d: done in the window"), ("*x*", "x: broken")];
        let meant = letters.iter().filter(|(letter, _)| words.iter().any(|w| w.contains(letter)));
        let meant: String = meant.map(|(_, words)| format!("\n  ({words})")).collect();
        return Some(format!("{} ({title})\n{}{meant}", cells[at], words.join("\n  → ")));
    }
    None
}

/// Returns whether a cell holds the number of a row: `D3`, `C2a`.
fn is_number(cell: &str) -> bool {
    let mut letters = cell.chars();
    letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters.next().is_some_and(|c| c.is_ascii_digit())
        && cell.len() <= 4
}

/// Returns all codes with their meanings, by topic, for the terminal.
pub fn list() -> String {
    let width = codes().map(|code| code.word().len()).max().unwrap_or(0);
    let mut list = String::new();
    for topic in topics() {
        list += &format!("{}\n", topic.title);
        for code in topic.codes {
            writeln!(list, "  {code:width$}  {}", code.meaning()).expect("a string takes all");
        }
        list.push('\n');
    }
    list + "`servanda explain-code CODE` shows an example and what to write instead"
}
