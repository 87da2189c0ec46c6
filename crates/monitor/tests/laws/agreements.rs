//! Random agreements, written from building blocks as a person would write them.
//!
//! Everything a clause can name is declared once, in [`DECLARATIONS`]; every name stands for one thing only, so that
//! the text itself shows what depends on what. All dates lie within a few weeks, so that things collide.

use std::collections::BTreeSet;

use servanda_model::agreement::Agreement;
use servanda_model::check::check;
use servanda_syntax::{Diagnostic, Severity};

use crate::dice::{Dice, Strip};

/// Who and what there is, in every agreement.
pub const DECLARATIONS: &str = "\
party A also \"the A\"
party B
outsider Militia
group Army = A, Militia; A answers for it
set Side = A, B
set Class = tanks, guns
attribute control: A, B
table quota (items) for each Class: tanks = 2; guns = 5
event truce
event summit for each Side
event dawn on 6 January 2020 09:00
event midterm on 15 January 2020
event thaw = 3 days after truce
event relapse = 5 days after notice unless peace holds
act leave (bases) as departure
act attack as raid
act release (persons) as handover for each Class
act visit as inspection for each Side
act notify as notice
act terminate as termination
act object as objection
act prolong as extension
measure troops (persons)
measure stock (items) for each Class
measure surplus = troops - 10
measure ratio = troops / troops on 2 January 2020
condition peace
condition access for each Side
period round = 5 days from signature
";

/// The acts: name, noun, unit, the set it is declared over.
pub const ACTS: [(&str, &str, &str, &str); 8] = [
    ("leave", "departure", "bases", ""),
    ("attack", "raid", "", ""),
    ("notify", "notice", "", ""),
    ("release", "handover", "persons", "Class"),
    ("visit", "inspection", "", "Side"),
    ("terminate", "termination", "", ""),
    ("object", "objection", "", ""),
    ("prolong", "extension", "", ""),
];
/// The events that are reported, with their set.
pub const EVENTS: [(&str, &str); 2] = [("truce", ""), ("summit", "Side")];
/// The measures that are observed, with their set.
pub const MEASURES: [(&str, &str); 2] = [("troops", ""), ("stock", "Class")];
/// The conditions, with their set.
pub const CONDITIONS: [(&str, &str); 2] = [("peace", ""), ("access", "Side")];
/// The declared readings.
pub const READINGS: [&str; 2] = ["strict", "mild"];

/// The lines of an agreement, block by block, so that blocks can be left out.
#[derive(Clone)]
pub struct Draft {
    /// The header.
    pub header: Vec<String>,
    /// The clauses, and after them perhaps a scope; each with its lines.
    pub blocks: Vec<Vec<String>>,
    /// Whether the two readings are declared.
    pub readings: bool,
    /// What most of its clauses, and most reports, are about.
    pub focus: Focus,
}

/// The places in the declarations of what most of an agreement is about, so that clauses and reports meet.
#[derive(Clone, Copy)]
pub struct Focus {
    /// Of [`ACTS`].
    pub act: usize,
    /// Of [`EVENTS`].
    pub event: usize,
    /// Of [`MEASURES`].
    pub measure: usize,
    /// Of [`CONDITIONS`].
    pub condition: usize,
}

impl Draft {
    /// Reads an agreement off its strips: one for the header, one for each clause.
    pub fn new(header: &Strip, clauses: &[Strip]) -> Draft {
        let dice = &mut Dice::new(header);
        let readings = dice.once_in(3);
        let focus = Focus {
            act: dice.pick(&[0, 0, 1, 1, 2, 3, 4]),
            event: dice.pick(&[0, 0, 1]),
            measure: dice.pick(&[0, 0, 1]),
            condition: dice.pick(&[0, 0, 1]),
        };
        let mut blocks: Vec<Vec<String>> = clauses
            .iter()
            .enumerate()
            .map(|(i, strip)| {
                clause(&mut Writer { dice: Dice::new(strip), own: i + 1, count: clauses.len(), readings, focus })
            })
            .collect();
        let header = headlines(dice, readings);
        if dice.once_in(4) {
            blocks.push(scope(dice, clauses.len()));
        }
        Draft { header, blocks, readings, focus }
    }

    /// Returns the text of the pact.
    pub fn text(&self) -> String {
        let mut text = String::from("agreement \"Random\"\n");
        for line in &self.header {
            text.push_str(&format!("  {line}\n"));
        }
        text.push_str(DECLARATIONS);
        text.push_str("outside old terms\n");
        if self.readings {
            READINGS
                .iter()
                .for_each(|reading| text.push_str(&format!("reading {reading} \"as {reading} people read it\"\n")));
        }
        for block in &self.blocks {
            text.push_str(&block.join("\n  "));
            text.push('\n');
        }
        text
    }

    /// Returns the agreement, after leaving out every block that does not compile; none if the header does not.
    pub fn mended(&mut self) -> Option<Agreement> {
        loop {
            let text = self.text();
            let (agreement, errors) = compile(&text);
            if agreement.is_some() {
                return agreement;
            }
            let line_of = |error: &Diagnostic| text[..error.span.start.min(text.len())].matches('\n').count();
            let wrong: BTreeSet<usize> = errors.iter().map(line_of).collect();
            let mut line = text.lines().count() - self.blocks.iter().map(Vec::len).sum::<usize>();
            let before = self.blocks.len();
            self.blocks.retain(|block| {
                let first = line;
                line += block.len();
                wrong.range(first..line).next().is_none()
            });
            if self.blocks.len() == before {
                return None;
            }
        }
    }
}

/// What depends on what, as the text shows it.
impl Draft {
    /// Returns the names of the clauses.
    pub fn clauses(&self) -> Vec<&str> {
        self.blocks.iter().filter_map(|block| block[0].strip_prefix("clause ")).collect()
    }

    /// Returns the clauses that decide a clause: those it names, those that act on it, and those that decide them.
    ///
    /// A clause is among its own only if it depends on itself (row M3).
    pub fn decide(&self, clause: &str) -> BTreeSet<&str> {
        let mut found: BTreeSet<&str> =
            self.clauses().into_iter().filter(|other| self.decides(other, clause)).collect();
        loop {
            let more: BTreeSet<&str> = self
                .clauses()
                .into_iter()
                .filter(|other| found.iter().any(|one| self.decides(other, one)))
                .chain(found.iter().copied())
                .collect();
            if more == found {
                return found;
            }
            found = more;
        }
    }

    /// Returns everything that is written in the header, in a clause, in its scopes, and in the clauses that decide it.
    pub fn words(&self, clause: &str) -> String {
        let all = self.decide(clause).into_iter().chain([clause]).map(|one| self.own_words(one));
        let words: Vec<String> = all.chain([self.header.join("\n")]).collect();
        let words = words.join("\n");
        let computed = [("thaw", "truce"), ("relapse", "notice peace"), ("surplus", "troops"), ("ratio", "troops")];
        let more: Vec<&str> = computed.iter().filter(|(name, _)| words.contains(name)).map(|(_, of)| *of).collect();
        format!("{words}\n{}", more.join("\n"))
    }

    fn decides(&self, other: &str, clause: &str) -> bool {
        self.own_words(clause).contains(&format!("clause {other}")) || self.acts_on(other, clause)
    }

    fn block(&self, clause: &str) -> &[String] {
        self.blocks.iter().find(|block| block[0].strip_prefix("clause ") == Some(clause)).map_or(&[], |b| &b[1..])
    }

    /// Returns the lines of a clause and of its scopes; a power or an effect is not decided by the clause it acts on.
    pub fn own_words(&self, clause: &str) -> String {
        let own =
            self.block(clause).iter().map(|l| if is_change(l) { l.replace("clause", "target") } else { l.clone() });
        let scopes = self.blocks.iter().filter(|block| match block[0].rsplit_once(" of ") {
            Some((scope, of)) => scope.starts_with("scope") && of.split(", ").any(|name| name == clause),
            None => false,
        });
        own.chain(scopes.flat_map(|block| block[1..].iter().cloned())).collect::<Vec<_>>().join("\n")
    }

    fn acts_on(&self, other: &str, clause: &str) -> bool {
        let on = |line: &String| line.contains(&format!("clause {clause}")) || line.contains("the agreement");
        other != clause && self.block(other).iter().any(|line| is_change(line) && on(line))
    }
}

fn is_change(line: &str) -> bool {
    line.contains(" can ") || line.starts_with("on ") || line.contains(": on ")
}

/// Returns the agreement a text means, and its errors.
pub fn compile(text: &str) -> (Option<Agreement>, Vec<Diagnostic>) {
    let (tree, parsed) = servanda_syntax::parse_pact(text);
    let checked = check(&tree, &parsed, &[]);
    let said = parsed.into_iter().chain(checked.diagnostics);
    (checked.agreement, said.filter(|d| d.severity == Severity::Error).collect())
}

fn headlines(dice: &mut Dice<'_>, readings: bool) -> Vec<String> {
    let mut lines = vec!["signed 2 January 2020".to_owned()];
    lines.push(format!("zone {}", dice.pick(&["UTC", "UTC", "Asia/Kabul", "America/New_York"])));
    if dice.once_in(4) {
        lines.push(format!("in force {}", dice.pick(&["4 January 2020", "2 days after signature", "truce"])));
    }
    if dice.once_in(3) {
        lines.push(format!("burden {}", dice.pick(&["on obligor", "on obligee"])));
    }
    if dice.once_in(4) {
        let ends = [
            "ends on 20 January 2020",
            "ends upon the first termination",
            "ends upon the first termination by B",
            "term 12 days from signature",
            "term 8 days from signature renewed once for 5 days",
            "term 8 days from signature renewed each time for 5 days unless the first objection by B at least 2 days before the end",
        ];
        lines.push(dice.pick(&ends).to_owned());
    }
    if readings && dice.once_in(6) {
        lines.push("reading strict: burden on obligor".to_owned());
    }
    lines
}

fn scope(dice: &mut Dice<'_>, clauses: usize) -> Vec<String> {
    let of = dice.between(1, clauses.max(1));
    let to = dice.between(of, clauses.max(1));
    let names: Vec<String> = (of..=to).map(|n| n.to_string()).collect();
    let lines = ["while peace holds", "only where control is A", "ends on 18 January 2020", "ends upon truce"];
    vec![format!("scope \"a part\" of {}", names.join(", ")), dice.pick(&lines).to_owned()]
}

/// Writes one clause.
struct Writer<'a> {
    dice: Dice<'a>,
    own: usize,
    count: usize,
    readings: bool,
    focus: Focus,
}

/// Which lines may stand in a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// `must`, `aims to` an act or a level.
    Duty,
    /// `must not`, `must ensure no`, `keep`, `see to it that`, `may`.
    Ban,
    /// `can`, `on EVENT`, `guarantees`, `seeks`.
    Other,
}

fn clause(w: &mut Writer<'_>) -> Vec<String> {
    let each_set = w.dice.once_in(6);
    let by_class = w.dice.once_in(6);
    let subject = match w.dice.below(8) {
        _ if each_set => w.dice.pick(&["each Side", "each of A and B"]),
        0..=3 => "A",
        4 => "B",
        5 => "Army",
        6 => "A, B jointly",
        _ => "someone unnamed",
    };
    let (operative, sort, act) = w.operative(subject, by_class);
    let mut lines = vec![format!("clause {}", w.own), operative];
    if by_class {
        lines.push("for each Class".to_owned());
    }
    w.trigger(&mut lines, each_set);
    if sort != Sort::Other {
        w.qualify(&mut lines, sort, act);
    }
    if w.readings && w.dice.once_in(3) {
        let other = match w.dice.below(4) {
            0 => "burden on obligor".to_owned(),
            1 => format!("excused if {}", w.condition(0)),
            2 => format!("while {}", w.condition(0)),
            _ => w.operative(subject, by_class).0,
        };
        lines.push(format!("reading {}: {other}", w.dice.pick(&READINGS)));
    }
    lines
}

impl Writer<'_> {
    fn day(&mut self) -> String {
        format!("{} January 2020", self.dice.between(3, 18))
    }

    fn days(&mut self) -> String {
        let n = self.dice.between(1, 12);
        if n == 1 { "1 day".to_owned() } else { format!("{n} days") }
    }

    /// Another clause, or now and then the same one; one in six times with a suffix.
    fn reference(&mut self) -> String {
        let clause = self.dice.between(1, self.count);
        format!("{clause}{}", self.dice.pick(&["", "", "", "", "/kept", "/ceiling"]))
    }

    fn duration(&mut self) -> String {
        let days = self.days();
        self.dice.pick(&[days.as_str(), &days, &days, "36 hours", "1 week", "1 day and 6 hours"]).to_owned()
    }

    fn point(&mut self, depth: usize) -> String {
        match self.dice.below(if depth > 1 { 7 } else { 12 }) {
            0 | 1 => self.day(),
            2 => "signature".to_owned(),
            3 => self.dice.pick(&["truce", "notice", "thaw", "summit", "relapse"]).to_owned(),
            4 => self.dice.pick(&["midterm", "dawn", "entry into force"]).to_owned(),
            5 => format!("{} 18:00", self.day()),
            6 => format!("{} of clause {}", self.dice.pick(&["fulfilment", "violation"]), self.reference()),
            7 | 8 => format!("{} after {}", self.duration(), self.point(depth + 1)),
            9 => format!("{} before {}", self.days(), self.point(depth + 1)),
            10 => format!("{} failing which {}", self.point(depth + 1), self.point(depth + 1)),
            _ => {
                let which = self.dice.pick(&["the earlier of", "the later of"]);
                format!("{which} {} and {}", self.point(depth + 1), self.point(depth + 1))
            }
        }
    }

    fn window(&mut self) -> String {
        match self.dice.below(12) {
            0..=2 => format!("by {}", self.point(0)),
            3..=5 => format!("within {} of {}", self.duration(), self.point(0)),
            6 => format!("on {}", self.point(0)),
            7 => format!("before {}", self.point(0)),
            8 => format!("from {} until {}", self.point(0), self.point(0)),
            9 => format!("from {}", self.point(0)),
            10 => format!("until {}", self.point(0)),
            _ => self.dice.pick(&["with no deadline", "at once", "throughout"]).to_owned(),
        }
    }

    fn lasting(&mut self) -> String {
        match self.dice.below(6) {
            0 | 1 => "throughout".to_owned(),
            2 => format!("until {}", self.point(0)),
            3 => format!("from {} until {}", self.point(0), self.point(0)),
            4 => format!("within {} of {}", self.duration(), self.point(0)),
            _ => format!("on {}", self.point(0)),
        }
    }

    /// An act with how much of it, for instance `leave: at least 2 bases`.
    fn counted(&mut self, hows: &[&str]) -> (String, &'static str) {
        let of = self.focus.act;
        let (name, _, unit, _) = ACTS[self.dice.pick(&[of, of, of, 0, 1, 3])];
        let how = self.dice.pick(hows);
        let number = self.dice.between(1, 4);
        let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        let words = match how {
            "" => name.to_owned(),
            "as many" => format!("{name}: as many{unit}"),
            how => format!("{name}: {how} {number}{unit}"),
        };
        (words, name)
    }

    fn bound(&mut self) -> String {
        let how = self.dice.pick(&["at most", "at least", "below", "above", "exactly"]);
        match self.dice.below(8) {
            0..=4 => format!("{how} {}", self.dice.between(0, 12)),
            5 => "at zero".to_owned(),
            6 => format!("{how} 50 % of troops on 2 January 2020"),
            _ => format!("{how} quota * 2"),
        }
    }

    /// A measure and a bound, joined by the word that the sentence needs.
    fn level(&mut self, joint: &str) -> String {
        let measure = self.dice.pick(&["troops", "troops", "stock", "surplus", "ratio"]);
        let bound = self.bound();
        // `bring M to zero`, `keep M at zero`, `M is at zero`.
        let bound = if joint == " to" { bound.trim_start_matches("at zero").to_owned() } else { bound };
        let bound = if bound.is_empty() { "zero".to_owned() } else { bound };
        format!("{measure}{joint} {bound}")
    }

    fn operative(&mut self, subject: &str, by_class: bool) -> (String, Sort, &'static str) {
        let must = if self.dice.once_in(6) { "aims to" } else { "must" };
        let period = self.dice.pick(&["round", "week", "day"]);
        match self.dice.below(24) {
            0..=4 => {
                let (act, name) = self.counted(&["at least", "", "at least", "exactly", "as many", "up to"]);
                (format!("{subject} {must} {act} {}", self.window()), Sort::Duty, name)
            }
            5 | 6 => {
                let (act, name) = self.counted(&["", "at least"]);
                let within = if self.dice.once_in(2) { format!(" within {}", self.days()) } else { String::new() };
                (format!("{subject} {must} {act} in each {period}{within}"), Sort::Duty, name)
            }
            7..=9 => {
                let kept = if self.dice.once_in(3) { " and keep it there" } else { "" };
                let level = if by_class {
                    format!("stock to {}", self.bound().replace("at zero", "zero"))
                } else {
                    self.level(" to")
                };
                (format!("{subject} {must} bring {level} {}{kept}", self.window()), Sort::Duty, "")
            }
            10 => (
                format!("{subject} {must} bring about {} {}", self.dice.pick(&["truce", "summit"]), self.window()),
                Sort::Duty,
                "",
            ),
            11..=13 => {
                let (act, name) = self.counted(&[""]);
                let not = self.dice.pick(&["not", "not", "ensure no"]);
                (format!("{subject} {must} {not} {act} {}", self.lasting()), Sort::Ban, name)
            }
            14..=16 => {
                let level = if by_class { format!("stock {}", self.bound()) } else { self.level("") };
                (format!("{subject} {must} keep {level} {}", self.lasting()), Sort::Ban, "")
            }
            17 => (
                format!("{subject} {must} see to it that {} {}", self.dice.pick(&["peace", "access"]), self.lasting()),
                Sort::Ban,
                "",
            ),
            18 => {
                let (act, name) = self.counted(&["at most"]);
                (format!("{subject} may {act} {}", self.lasting()), Sort::Ban, name)
            }
            19 => {
                let (act, name) = self.counted(&["at most"]);
                (format!("{subject} may {act} in each {period}"), Sort::Ban, name)
            }
            20 | 21 => {
                let change = self.change();
                let notice = if self.dice.once_in(3) { " 2 days after notice" } else { "" };
                (format!("{subject} can {change}{notice}"), Sort::Other, "")
            }
            22 => {
                let event = self.dice.pick(&["truce", "midterm", "thaw", "dawn"]);
                let change = match self.dice.below(3) {
                    0 => format!("start clause {}", self.dice.between(1, self.count)),
                    _ => self.change(),
                };
                (format!("on {event} {change}"), Sort::Other, "")
            }
            _ => {
                let what = format!("guarantees clause {}", self.dice.between(1, self.count));
                let what = self.dice.pick(&[what.as_str(), &what, "seeks \"peace\""]).to_owned();
                (format!("{subject} {what}"), Sort::Other, "")
            }
        }
    }

    fn change(&mut self) -> String {
        let clause = format!("clause {}", self.dice.between(1, self.count));
        let target = self.dice.pick(&[clause.as_str(), &clause, &clause, "the agreement", "old terms"]).to_owned();
        let clock = self.dice.pick(&["clock stops", "clock runs"]);
        match self.dice.below(6) {
            0 | 1 => format!("suspend {target}, {clock}"),
            2 => format!("resume {target}"),
            3 => format!("end {target}"),
            4 => format!("waive {target}"),
            _ => format!("extend {target}"),
        }
    }

    fn trigger(&mut self, lines: &mut Vec<String>, each_set: bool) {
        let by = match self.dice.below(4) {
            0 | 1 => "",
            2 => " by B",
            _ if each_set => " by the other Side",
            _ => " by A",
        };
        let noun = ACTS[self.dice.pick(&[1, 2, self.focus.act, 0, 1])].1;
        match self.dice.below(16) {
            0..=10 => {}
            11 => lines.push(format!("upon {}", self.dice.pick(&["truce", "thaw", "summit", "midterm"]))),
            12 => lines.push(format!("upon the first {noun}{by}")),
            13 | 14 => lines.push(format!("upon each {noun}{by}")),
            _ => {
                let what = self.dice.pick(&["violation", "fulfilment"]);
                lines.push(format!("upon {what} of clause {}", self.reference()));
            }
        }
    }

    fn condition(&mut self, depth: usize) -> String {
        match self.dice.below(if depth > 1 { 8 } else { 12 }) {
            0 | 1 => "peace holds".to_owned(),
            2 => self.dice.pick(&["peace does not hold", "access holds", "access does not hold"]).to_owned(),
            3 | 4 => self.level(" is"),
            5 | 6 => {
                let what = self.dice.pick(&["truce", "raid", "departure", "summit", "handover", "thaw"]);
                let when = match self.dice.below(4) {
                    0 => String::new(),
                    1 => format!(" since {}", self.point(1)),
                    2 => format!(" by {}", self.point(1)),
                    _ => format!(" within {} before {}", self.days(), self.point(1)),
                };
                format!("{what} has happened{when}")
            }
            7 => {
                let not = self.dice.pick(&["", "", "not "]);
                let statuses = ["fulfilled", "violated", "due", "excused", "fulfilled late", "suspended", "dormant"];
                format!("clause {} is {not}{}", self.reference(), self.dice.pick(&statuses))
            }
            8 => format!("not ({})", self.condition(depth + 1)),
            9 | 10 => format!("({} and {})", self.condition(depth + 1), self.condition(depth + 1)),
            _ => format!("({} or {})", self.condition(depth + 1), self.condition(depth + 1)),
        }
    }

    fn qualify(&mut self, lines: &mut Vec<String>, sort: Sort, act: &str) {
        if self.dice.once_in(6) {
            lines.push(format!("owed to {}", self.dice.pick(&["B", "A", "A and B", "Militia"])));
        }
        if !act.is_empty() && self.dice.once_in(6) {
            lines.push(self.dice.pick(&["acts of Militia count too", "only acts of B count"]).to_owned());
        }
        for _ in 0..self.dice.pick(&[0, 0, 1, 1, 2]) {
            let line = match self.dice.below(12) {
                0 | 1 => format!("excused if {}", self.condition(0)),
                2 => format!("excused if {} at any time", self.condition(0)),
                3 => format!("if {}", self.condition(0)),
                4 => format!("if {} at {}", self.condition(0), self.point(1)),
                5 => format!("while {}", self.condition(0)),
                6 => format!("after clause {}", self.dice.between(1, self.count)),
                7 | 8 => {
                    format!("suspended while {}, {}", self.condition(0), self.dice.pick(&["clock stops", "clock runs"]))
                }
                9 => "extended by extension".to_owned(),
                10 => format!(
                    "only where control {} {}",
                    self.dice.pick(&["is", "is not"]),
                    self.dice.pick(&["A", "B", "Side"])
                ),
                _ => self
                    .dice
                    .pick(&["ends on 16 January 2020", "ends upon the first termination", "ends upon truce"])
                    .to_owned(),
            };
            let keyword = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
            if !lines.iter().any(|other| keyword(other) == keyword(&line)) {
                lines.push(line);
            }
        }
        if sort == Sort::Duty && self.dice.once_in(6) {
            lines.push("time is of the essence".to_owned());
        }
        if self.dice.once_in(4) {
            lines.push(format!("burden {}", self.dice.pick(&["on obligor", "on obligee", "open"])));
        }
        if self.dice.once_in(8) {
            lines.push("survives".to_owned());
        }
    }
}
