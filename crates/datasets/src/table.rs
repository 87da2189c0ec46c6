//! A file's rows as named cells, each with its place: CSV (`,`, `;` or tab) and JSON Lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use servanda_syntax::codes::Code;

use crate::codes;

/// One row: cells by lower-case column name.
#[derive(Clone, Debug)]
pub struct Cells {
    /// The file.
    pub file: String,
    /// The line it begins on, from 1.
    pub line: usize,
    /// The columns of the file, as its header spells them; none where each row names its own.
    pub columns: Arc<[String]>,
    /// The cells that are not empty, by column name in lower case.
    pub cells: BTreeMap<String, Cell>,
    /// What is wrong with the row as a whole, if anything is: its cells may stand in wrong columns.
    pub wrong: Option<Wrong>,
}

/// Why a row cannot be used although it has cells.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The kind of mistake.
    pub code: Code,
    /// The cell at which it shows.
    pub cell: Cell,
    /// What is wrong.
    pub reason: String,
    /// What to do.
    pub help: &'static str,
}

/// One cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// The words.
    pub text: String,
    /// The line it begins on, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The column's name as the file spells it.
    pub name: String,
}

/// A row that is no row.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The user's words.
    pub words: String,
    /// The kind of mistake.
    pub code: Code,
    /// What is wrong.
    pub reason: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// Returns the rows of a file, and what is no row.
pub fn rows(file: &str, text: &str) -> (Vec<Cells>, Vec<Broken>) {
    let lower = file.to_lowercase();
    let json = lower.ends_with(".jsonl") || lower.ends_with(".ndjson") || lower.ends_with(".json");
    if json { json_lines(file, text) } else { csv_rows(file, text) }
}

fn csv_rows(file: &str, text: &str) -> (Vec<Cells>, Vec<Broken>) {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let delimiter =
        [b',', b';', b'\t'].into_iter().max_by_key(|d| header.bytes().filter(|b| b == d).count()).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::None)
        .from_reader(text.as_bytes());
    let (mut rows, mut broken) = (Vec::new(), Vec::new());
    let mut names: Option<Arc<[String]>> = None;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, |p| p.line() as usize);
                broken.push(Broken {
                    line,
                    column: 1,
                    words: String::new(),
                    code: codes::BROKEN_ROW,
                    reason: "this line is no row of a table",
                    help: "mend the line; the other rows are read",
                });
                continue;
            }
        };
        let position = record.position().cloned().unwrap_or_else(csv::Position::new);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(names) = &names else {
            names = Some(record.iter().map(|name| name.trim().to_owned()).collect());
            continue;
        };
        let line = position.line() as usize;
        // The reader may stand before blank lines: the row begins where its first character does.
        let raw = &text[(position.byte() as usize).min(text.len())..];
        let blank = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
        let skipped = raw[..blank].matches('\n').count();
        let places = places(&raw[blank..], delimiter, record.len());
        let mut cells = BTreeMap::new();
        let mut wrong = unclosed(&raw[blank..], delimiter).map(|(down, column, below)| Wrong {
            code: codes::BROKEN_ROW,
            cell: Cell { text: "\"".to_owned(), line: line + skipped + down, column, name: String::new() },
            reason: match below {
                0 => "this double quote is never closed".to_owned(),
                1 => "this double quote is never closed: the line below it is read as one cell with it".to_owned(),
                n => format!("this double quote is never closed: the {n} lines below it are read as one cell with it"),
            },
            help: "close it, or take it out",
        });
        for (i, cell) in record.iter().enumerate() {
            let (down, column) = places.get(i).copied().unwrap_or((0, 1));
            let place = (line + skipped + down, column);
            match names.get(i) {
                Some(name) if !cell.trim().is_empty() => {
                    cells.insert(
                        name.to_lowercase(),
                        Cell { text: cell.trim().to_owned(), line: place.0, column: place.1, name: name.clone() },
                    );
                }
                None if !cell.trim().is_empty() && wrong.is_none() => {
                    let text = cell.trim().to_owned();
                    wrong = Some(Wrong {
                        code: codes::TOO_MANY_CELLS,
                        cell: Cell { text, line: place.0, column: place.1, name: String::new() },
                        reason: "this row has more cells than the header".to_owned(),
                        help: "put a cell that holds the separator between double quotes",
                    });
                }
                Some(_) | None => {}
            }
        }
        rows.push(Cells { file: file.to_owned(), line: line + skipped, columns: Arc::clone(names), cells, wrong });
    }
    (rows, broken)
}

/// Returns the line (from 0) and column (from 1, in characters) at which each cell of a raw row begins.
fn places(raw: &str, delimiter: u8, count: usize) -> Vec<(usize, usize)> {
    let mut places = vec![(0, 1)];
    let (mut line, mut column, mut quoted) = (0, 1, false);
    for c in raw.chars() {
        column += 1;
        match c {
            '"' => quoted = !quoted,
            '\n' => {
                if !quoted {
                    break;
                }
                (line, column) = (line + 1, 1);
            }
            c if !quoted && c == char::from(delimiter) => {
                places.push((line, column));
                if places.len() == count {
                    break;
                }
            }
            _ => {}
        }
    }
    places
}

/// Returns where the row that a raw text begins with opens a quoted cell that nothing closes (line from 0, column from
/// 1), and how many lines stand below that place.
fn unclosed(raw: &str, delimiter: u8) -> Option<(usize, usize, usize)> {
    let mut chars = raw.char_indices().peekable();
    let (mut line, mut column, mut at_start) = (0, 0, true);
    while let Some((at, c)) = chars.next() {
        column += 1;
        if c == '"' && at_start {
            let opened = (line, column, at);
            loop {
                let Some((_, c)) = chars.next() else {
                    let below = raw[opened.2..].trim_end().matches('\n').count();
                    return Some((opened.0, opened.1, below));
                };
                column += 1;
                match c {
                    '"' if chars.next_if(|(_, next)| *next == '"').is_some() => column += 1,
                    '"' => break,
                    '\n' => (line, column) = (line + 1, 0),
                    _ => {}
                }
            }
        }
        at_start = c == char::from(delimiter);
        if c == '\n' {
            return None;
        }
    }
    None
}

fn json_lines(file: &str, text: &str) -> (Vec<Cells>, Vec<Broken>) {
    let (mut rows, mut broken) = (Vec::new(), Vec::new());
    for (i, raw) in text.lines().enumerate().filter(|(_, raw)| !raw.trim().is_empty()) {
        let line = i + 1;
        match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(raw) {
            Ok(object) => {
                let mut cells = BTreeMap::new();
                for (name, value) in &object {
                    put(&mut cells, name, value, raw, line);
                }
                rows.push(Cells { file: file.to_owned(), line, columns: Arc::from([]), cells, wrong: None });
            }
            Err(error) => broken.push(Broken {
                line,
                column: error.column().max(1),
                words: raw.chars().take(60).collect(),
                code: codes::BROKEN_ROW,
                reason: if error.is_eof() {
                    "this line ends before its last bracket is closed"
                } else {
                    "this line is no JSON object"
                },
                help: "write each row as one line `{\"id\": \"L027\", …}`; the other rows are read",
            }),
        }
    }
    (rows, broken)
}

fn put(cells: &mut BTreeMap<String, Cell>, name: &str, value: &serde_json::Value, raw: &str, line: usize) {
    use serde_json::Value as Json;
    let text = match value {
        Json::Null => return,
        Json::Bool(yes) => yes.to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.trim().to_owned(),
        Json::Array(all) => all
            .iter()
            .map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join("; "),
        Json::Object(inner) => {
            for (name, value) in inner {
                put(cells, name, value, raw, line);
            }
            return;
        }
    };
    if !text.is_empty() {
        let column = raw.find(&format!("\"{name}\"")).map_or(1, |at| raw[..at].chars().count() + 1);
        cells.insert(name.trim().to_lowercase(), Cell { text, line, column, name: name.to_owned() });
    }
}
