//! The columns of a file: which are used, and what was probably meant by the others.

use std::collections::BTreeSet;

use servanda_model::policy::same_name;
use servanda_syntax::Severity;

use crate::row::Reader;
use crate::table::Cells;
use crate::{Remark, codes};

/// The columns whose names are the same for every agreement.
pub(crate) const KNOWN: [&str; 17] = [
    "id",
    "kind",
    "claim",
    "when",
    "source",
    "published",
    "value",
    "unit",
    "actor",
    "new last day",
    "instance",
    "place",
    "report ends",
    "credibility",
    "quote",
    "url",
    "note",
];

impl Reader<'_> {
    /// Returns the columns that nothing uses, with their file.
    pub fn unused(&self, all: &[Cells]) -> Vec<(String, String)> {
        let mut unused = BTreeSet::new();
        for row in all {
            for (name, cell) in &row.cells {
                let declared = self.set(name).is_some() || self.attribute(name).is_some();
                if !KNOWN.contains(&name.as_str()) && !declared {
                    unused.insert((row.file.clone(), cell.name.clone()));
                }
            }
        }
        unused.into_iter().collect()
    }

    /// Returns what to say of a column that nothing uses: most of all if its name is nearly one that something uses.
    /// Of one that takes the place of a column that the file lacks, the rows that need that column speak.
    pub fn unused_column(&self, file: &str, column: &str, all: &[Cells]) -> Option<Remark> {
        let row = all.iter().find(|row| row.file == file)?;
        let has = |name: &str| row.columns.iter().any(|column| same_name(column, name));
        let sets = self.terms.sets.iter().map(|set| set.name.clone()).filter(|name| !name.is_empty());
        let attributes = self.terms.attributes.iter().map(|attribute| attribute.name.clone());
        let used = KNOWN.iter().map(|name| (*name).to_owned()).chain(sets).chain(attributes);
        let distance = |name: &str| strsim::damerau_levenshtein(&name.to_lowercase(), &column.to_lowercase());
        let near = used
            .map(|name| (distance(&name), name))
            .filter(|(distance, name)| *distance <= 1.max(name.chars().count() / 4))
            .min()
            .map(|(_, name)| name);
        let needed = |name: &str| ["id", "kind", "claim", "when", "source", "published"].contains(&name);
        if near.as_deref().or(called(column)).is_some_and(|name| needed(name) && !has(name)) {
            return None;
        }
        Some(Remark {
            severity: if near.is_some() { Severity::Warning } else { Severity::Note },
            code: codes::UNUSED_COLUMN,
            file: file.to_owned(),
            line: 1,
            column: 1,
            message: format!("the column `{column}` is not used"),
            help: match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "its cells are shown with their rows; for clauses to ask for them, declare an attribute of that name"
                    .to_owned(),
            },
        })
    }
}

/// Returns the column that is meant by one of another name.
pub(crate) fn called(column: &str) -> Option<&'static str> {
    const CALLED: [(&str, &[&str]); 6] = [
        ("id", &["no", "no.", "number", "ref", "reference"]),
        ("kind", &["type"]),
        ("claim", &["what", "event", "act"]),
        ("when", &["date", "day", "event date"]),
        ("source", &["sources", "publisher", "reported by"]),
        ("published", &["date published", "publication date", "published on", "report date"]),
    ];
    let column = column.to_lowercase();
    CALLED.iter().find(|(_, names)| names.contains(&column.as_str())).map(|(name, _)| *name)
}
