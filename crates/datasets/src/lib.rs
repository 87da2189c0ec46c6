//! From the bytes of evidence files to records, and a list of what was rejected and why.
//!
//! Nothing vanishes: a row is a record, or it is rejected with its file, line, column, the user's words and
//! the reason. What has two meanings is asked about, never guessed. In reading order: [`text`] (encodings),
//! [`table`] (rows and cells), `row` (a row as a claim), `cell` (what its cells say), `columns`, [`when`], [`value`], `advice` (what
//! was meant by a cell that cannot be read), [`codes`](mod@codes) (every reason to reject a row).

mod advice;
mod cell;
pub mod codes;
mod columns;
mod row;
pub mod table;
pub mod text;
pub mod value;
pub mod when;

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::agreement::Terms;
use servanda_model::record::Record;
use servanda_syntax::Severity;
use servanda_syntax::codes::Code;

use cell::{empty, reject};
use row::Reader;
use table::Cells;
pub use when::SlashDates;

/// A file of evidence.
#[derive(Clone, Debug)]
pub struct EvidenceFile {
    /// Its name; the ending says whether it is JSON Lines.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The rows that fit, in the order read.
    pub records: Vec<Record>,
    /// The rows that do not, and why.
    pub rejected: Vec<Rejection>,
    /// How many rows there were.
    pub rows_read: usize,
    /// Columns that nothing uses, with their file.
    pub unused_columns: Vec<(String, String)>,
    /// What is strange in what was read, or was not read at all.
    pub remarks: Vec<Remark>,
    /// The encoding of each file that is not UTF-8.
    pub encodings: Vec<(String, &'static str)>,
}

/// A row that does not fit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Rejection {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The kind of mistake; each has a page.
    pub code: Code,
    /// The row's id, if it has one.
    pub id: Option<String>,
    /// The user's words.
    pub words: String,
    /// What is wrong.
    pub reason: String,
    /// What to write.
    pub help: String,
}

/// Something to say of a file that was read nevertheless, or of one that was not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// How bad it is; nothing here is an error.
    pub severity: Severity,
    /// The kind of mistake; each has a page.
    pub code: Code,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to write, or to do.
    pub help: String,
}

/// Returns the records of the files, for an agreement; `slash` says how `03/04/2020` is meant.
pub fn read(files: &[EvidenceFile], terms: &Terms, slash: Option<SlashDates>) -> Evidence {
    let mut evidence = Evidence::default();
    let mut all: Vec<Cells> = Vec::new();
    for file in files {
        let (text, encoding) = text::decode(&file.bytes);
        if encoding != "UTF-8" {
            evidence.encodings.push((file.name.clone(), encoding));
        }
        let (rows, broken) = table::rows(&file.name, &text);
        evidence.rows_read += rows.len() + broken.len();
        all.extend(rows);
        for b in broken {
            evidence.rejected.push(Rejection {
                code: b.code,
                file: file.name.clone(),
                line: b.line,
                column: b.column,
                id: None,
                words: b.words,
                reason: b.reason.to_owned(),
                help: b.help.to_owned(),
            });
        }
    }
    let reader = Reader { terms, slash };
    for (file, column) in reader.unused(&all) {
        evidence.remarks.extend(reader.unused_column(&file, &column, &all));
        evidence.unused_columns.push((file, column));
    }
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    let mut usable: Vec<usize> = Vec::new();
    for (i, row) in all.iter().enumerate() {
        match row.cells.get("id") {
            Some(id) if by_id.contains_key(&id.text) => {
                let first = &all[by_id[&id.text]];
                let reason = format!("the row in line {} of {} has this id already", first.line, first.file);
                let help = "give every row an id of its own; to correct a row, write the kind `corrects`";
                evidence.rejected.push(reject(codes::ID_TWICE, row, Some(id), &reason, help));
            }
            Some(id) => {
                by_id.insert(id.text.clone(), i);
                usable.push(i);
            }
            None => evidence.rejected.push(empty(row, "id", "give every row an id such as `L027`")),
        }
    }
    let mut fitting = BTreeSet::new();
    for i in usable {
        let filled = match reader.filled(i, &all, &by_id) {
            Ok(filled) => filled,
            Err(rejection) => {
                evidence.rejected.push(*rejection);
                continue;
            }
        };
        match reader.record(&filled, &all[i], &by_id) {
            Ok(record) => {
                fitting.insert(record.id.clone());
                evidence.records.push(record);
            }
            Err(rejection) => evidence.rejected.push(*rejection),
        }
    }
    evidence.rejected.sort();
    evidence
}
