//! Random evidence, as rows of a table, and what it means to know a row more exactly.

use std::fmt;

use servanda_datasets::EvidenceFile;
use servanda_model::agreement::Terms;
use servanda_model::record::Record;

use crate::agreements::{ACTS, CONDITIONS, EVENTS, Focus, MEASURES};
use crate::dice::{Dice, Strip};

/// The columns of the table.
pub const COLUMNS: &str =
    "id,kind,claim,when,source,published,value,actor,Side,Class,control,instance,new last day,report ends,credibility";

/// One row of evidence. Days are counted in January 2020, and beyond it.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// The cell `kind`.
    pub kind: &'static str,
    /// The cell `claim`.
    pub claim: String,
    /// The cell `when`; none for `retracts` and `denies`.
    pub when: Option<Dates>,
    /// The cell `source`.
    pub source: &'static str,
    /// The day of publication.
    pub published: usize,
    /// The cell `value`.
    pub value: Much,
    /// The cell `actor`; empty is nobody named.
    pub actor: &'static str,
    /// The column of the set of parties.
    pub side: &'static str,
    /// The column of the set of classes.
    pub class: &'static str,
    /// The column of the attribute.
    pub control: &'static str,
    /// The cell `instance`.
    pub instance: String,
    /// The cell `new last day`.
    pub new_last_day: Option<usize>,
    /// The cell `report ends`.
    pub report_ends: Option<usize>,
    /// The cell `credibility`.
    pub credibility: &'static str,
}

/// When, with days of January 2020.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Dates {
    /// One day.
    Day(usize),
    /// One minute: the day, and minutes after midnight.
    Minute(usize, usize),
    /// Some moment of `[a..b]`.
    Sometime(usize, usize),
    /// `a/b`.
    Throughout(usize, usize),
    /// `a/..`, "from then on".
    FromThenOn(usize),
}

/// How much.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Much {
    /// The cell is empty.
    NotStated,
    /// A number.
    Exactly(usize),
    /// `a..b`.
    Between(usize, usize),
    /// `>=a`.
    AtLeast(usize),
    /// `<a`.
    Below(usize),
    /// `about a`.
    About(usize),
    /// `yes` or `no`.
    Holds(bool),
}

/// Returns a day counted in January 2020 as the table writes it.
pub fn date(day: usize) -> String {
    match day {
        0 => "2019-11-01".to_owned(),
        1..=31 => format!("2020-01-{day:02}"),
        32..=60 => format!("2020-02-{:02}", day - 31),
        _ => format!("2020-03-{:02}", (day - 60).min(31)),
    }
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Dates::Day(day) => f.write_str(&date(day)),
            Dates::Minute(day, minute) => write!(f, "{}T{:02}:{:02}", date(day), minute / 60, minute % 60),
            Dates::Sometime(a, b) => write!(f, "[{}..{}]", date(a), date(b)),
            Dates::Throughout(a, b) => write!(f, "{}/{}", date(a), date(b)),
            Dates::FromThenOn(a) => write!(f, "{}/..", date(a)),
        }
    }
}

impl fmt::Display for Much {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Much::NotStated => Ok(()),
            Much::Exactly(n) => write!(f, "{n}"),
            Much::Between(a, b) => write!(f, "{a}..{b}"),
            Much::AtLeast(n) => write!(f, ">={n}"),
            Much::Below(n) => write!(f, "<{n}"),
            Much::About(n) => write!(f, "about {n}"),
            Much::Holds(yes) => f.write_str(if yes { "yes" } else { "no" }),
        }
    }
}

impl Dates {
    /// Returns the first and the last day it may mean.
    pub fn days(&self) -> (usize, usize) {
        match *self {
            Dates::Day(a) | Dates::Minute(a, _) => (a, a),
            Dates::Sometime(a, b) | Dates::Throughout(a, b) => (a, b),
            Dates::FromThenOn(a) => (a, 90),
        }
    }
}

impl Much {
    /// Returns whether two amounts have something in common, with `about` taken as wide as any policy takes it.
    pub fn meets(self, other: Much) -> bool {
        let ends = |much: Much| match much {
            Much::NotStated => (0, usize::MAX),
            Much::Exactly(n) => (n, n),
            Much::Between(a, b) => (a, b),
            Much::AtLeast(n) => (n, usize::MAX),
            Much::Below(n) => (0, n.saturating_sub(1)),
            Much::About(n) => (n / 2, n + n / 2),
            Much::Holds(yes) => (usize::from(yes), usize::from(yes)),
        };
        let ((a, b), (c, d)) = (ends(self), ends(other));
        a <= d && c <= b
    }
}

impl Row {
    /// Returns the row as a line of the table.
    pub fn line(&self) -> String {
        let day = |day: Option<usize>| day.map(date).unwrap_or_default();
        let when = self.when.map(|w| w.to_string()).unwrap_or_default();
        let cells: [&str; 15] = [
            &self.id,
            self.kind,
            &self.claim,
            &when,
            self.source,
            &date(self.published),
            &self.value.to_string(),
            self.actor,
            self.side,
            self.class,
            self.control,
            &self.instance,
            &day(self.new_last_day),
            &day(self.report_ends),
            self.credibility,
        ];
        cells.join(",")
    }
}

/// Returns the table of these rows.
pub fn table(rows: &[Row]) -> String {
    let lines: Vec<String> = std::iter::once(COLUMNS.to_owned()).chain(rows.iter().map(Row::line)).collect();
    lines.join("\n")
}

/// Returns the records that these rows are, as read for an agreement.
pub fn read(rows: &[Row], terms: &Terms) -> Vec<Record> {
    let file = EvidenceFile { name: "evidence.csv".to_owned(), bytes: table(rows).into_bytes() };
    servanda_datasets::read(&[file], terms, None).records
}

/// The sources that rows name; the policies know all but the last.
pub const SOURCES: [&str; 14] = [
    "Observer",
    "Second",
    "Observer",
    "Second",
    "Observer",
    "Second",
    "Observer",
    "A's ministry",
    "B's ministry",
    "Press",
    "Paper",
    "Observer; Press",
    "Machine",
    "Nobody",
];

/// The declared single actors.
pub const ACTORS: [&str; 3] = ["A", "B", "Militia"];

/// Returns whether two claims name one act, measure, event or condition.
pub fn same_claim(a: &str, b: &str) -> bool {
    a == b || ACTS.iter().any(|(name, noun, ..)| [a, b].iter().all(|claim| claim == name || claim == noun))
}

/// Reads rows off their strips; their ids begin with a letter.
pub fn rows(letter: &str, strips: &[Strip], focus: &Focus, clauses: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (i, strip) in strips.iter().enumerate() {
        let row = row(&mut Dice::new(strip), format!("{letter}{}", i + 1), &rows, focus, clauses.max(1));
        rows.push(row);
    }
    rows
}

fn row(dice: &mut Dice<'_>, id: String, before: &[Row], focus: &Focus, clauses: usize) -> Row {
    let mut row = Row {
        id,
        kind: "happened",
        claim: String::new(),
        when: None,
        source: dice.pick(&SOURCES),
        published: 0,
        value: Much::NotStated,
        actor: "",
        side: "",
        class: "",
        control: "",
        instance: String::new(),
        new_last_day: None,
        report_ends: None,
        credibility: dice.pick(&["", "", "", "", "", "", "", "", "", "1", "1", "3", "6"]),
    };
    let late = dice.below(8);
    if !before.is_empty() && dice.once_in(4) {
        let named = dice.pick(before);
        row.kind = dice.pick(&["same as", "denies", "retracts", "corrects"]);
        row.claim = named.id.clone();
        row.published = named.published + late;
        if matches!(row.kind, "retracts" | "corrects") && dice.below(4) < 3 {
            row.source = named.source;
        }
        if matches!(row.kind, "same as" | "corrects") {
            if dice.once_in(2) {
                row.when = named.when.map(|_| dates(dice));
            }
            if dice.once_in(2) && named.value != Much::NotStated && !matches!(named.value, Much::Holds(_)) {
                row.value = much(dice, 12);
            }
        }
        return row;
    }
    row.when = Some(dates(dice));
    claim(dice, &mut row, focus, clauses);
    row.published = row.when.map_or(0, |w| w.days().1.min(30)) + late;
    if dice.once_in(10) {
        row.report_ends = Some(row.published.saturating_sub(dice.below(3)));
    }
    row
}

/// Fills what the row claims.
fn claim(dice: &mut Dice<'_>, row: &mut Row, focus: &Focus, clauses: usize) {
    let mut over = "";
    match dice.below(16) {
        0..=8 => {
            let (name, noun, unit, set) =
                ACTS[dice.pick(&[focus.act, focus.act, focus.act, focus.act, focus.act, 0, 1, 2, 2, 3, 5, 6, 7])];
            over = set;
            row.claim = dice.pick(&[name, noun]).to_owned();
            row.kind = dice.pick(&["happened", "happened", "happened", "happened", "did not happen", "total"]);
            row.actor = dice.pick(&["A", "A", "B", "", "Militia", "Army", "someone else"]);
            row.control = dice.pick(&["", "", "A", "B"]);
            if row.kind == "total" || (row.kind == "happened" && (!unit.is_empty() || dice.once_in(8))) {
                row.value = much(dice, 5);
            }
            if row.kind == "happened" && name == "prolong" {
                row.new_last_day = Some(dice.between(5, 30));
            }
            if row.kind == "happened" && dice.once_in(8) {
                row.instance = dice.pick(&["R1", "R2", "2020-01-07", "2020-01-06"]).to_owned();
            }
        }
        9 | 10 => {
            let (name, set) = EVENTS[dice.pick(&[focus.event, focus.event, 0, 1])];
            (over, row.claim) = (set, name.to_owned());
            row.kind = dice.pick(&["happened", "happened", "happened", "did not happen"]);
        }
        11 | 12 => {
            let (name, set) = MEASURES[dice.pick(&[focus.measure, focus.measure, 0, 1])];
            (over, row.claim, row.kind) = (set, name.to_owned(), "level");
            row.value = much(dice, 20);
        }
        13 | 14 => {
            let (name, set) = CONDITIONS[dice.pick(&[focus.condition, focus.condition, 0, 1])];
            (over, row.claim, row.kind) = (set, name.to_owned(), "finding");
            row.value = Much::Holds(dice.once_in(2));
        }
        _ => {
            let what = dice.pick(&["waiver", "exercise"]);
            row.claim = format!("{what} of clause {}", dice.between(1, clauses));
            row.actor = dice.pick(&["B", "A", "", "Army"]);
            row.new_last_day = Some(dice.between(5, 30));
        }
    }
    match over {
        "Side" => {
            row.side = dice.pick(&["A", "B"]);
            row.actor = "";
        }
        "Class" => row.class = dice.pick(&["tanks", "guns"]),
        _ => {}
    }
}

fn dates(dice: &mut Dice<'_>) -> Dates {
    let first = dice.between(1, 18);
    let last = first + dice.pick(&[1, 2, 3, 5, 9]);
    match dice.below(10) {
        0..=3 => Dates::Day(first),
        4..=6 => Dates::Sometime(first, last),
        7 => Dates::Throughout(first, last),
        8 => Dates::Minute(first, dice.pick(&[600, 0, 1439])),
        _ => Dates::FromThenOn(first),
    }
}

fn much(dice: &mut Dice<'_>, most: usize) -> Much {
    let n = dice.between(0, most);
    match dice.below(8) {
        0..=3 => Much::Exactly(n),
        4 | 5 => Much::Between(n, n + dice.between(1, most)),
        6 => dice.pick(&[Much::AtLeast(n), Much::Below(n + 1)]),
        _ => Much::About(n),
    }
}
