//! What became of the rows: known, withdrawn, admitted by the policy (see `docs/evidence.md`).

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::agreement::{ActorId, SetId};
use servanda_model::amount::{Amount, End, Interval};
use servanda_model::policy::{Letter, Policy, same_name};
use servanda_model::record::{ActorNamed, Claim, Extent, Kind, Record, Relation, Value};
use servanda_model::time::{CivilDay, Instant, Zone};

/// One row as one question sees it: its times are instants of the question's zone, cut at what it can speak of.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its place in the records handed in.
    pub index: usize,
    /// The day from which it is known.
    pub known: CivilDay,
    /// The first instant it may speak of.
    pub start: Instant,
    /// The instant after the last one.
    pub end: Instant,
    /// Whether it names a stretch (or a single day or minute), not some moment of one.
    pub throughout: bool,
    /// Whether its time is known to the minute.
    pub minute: bool,
    /// Whether it says "from then on".
    pub open_end: bool,
    /// How much, with `about` as wide as the policy says.
    pub value: Option<Interval>,
    /// Its fate.
    pub fate: Fate,
}

/// What became of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Published after the date of knowledge.
    NotYetKnown,
    /// Withdrawn or replaced by its own source, in this row.
    Withdrawn(usize),
    /// From sources that only give leads.
    Lead,
    /// Does not reach the bar; in words why.
    BelowBar(String),
    /// Admitted; by which line of the policy, in words.
    Admitted(String),
}

/// All rows, sorted by what became of them and by what they are about.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// The records handed in, in the order of their ids: no order of arrival enters a verdict.
    pub records: Vec<&'a Record>,
    /// One row for each record.
    pub rows: Vec<Row>,
    /// The policy that admitted them.
    pub policy: &'a Policy,
    /// The admitted rows by what they claim.
    pub by_claim: BTreeMap<Claim, Vec<usize>>,
    /// The admitted `denies` by the group of the row they deny.
    denials: BTreeMap<usize, Vec<usize>>,
    /// For each row, the first row of its group of `same as` (and of corrections).
    pub group: Vec<usize>,
    /// For each group, the row that `same as` rows name: the first that reports something of its own.
    named: BTreeMap<usize, usize>,
    /// Every row by its id.
    by_id: BTreeMap<&'a str, usize>,
}

impl<'a> Evidence<'a> {
    /// Sorts the records for one date of knowledge, one policy and one zone.
    pub fn sort(records: &'a [Record], policy: &'a Policy, zone: &Zone, known: CivilDay) -> Evidence<'a> {
        let mut sorted: Vec<&Record> = records.iter().collect();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        let by_id: BTreeMap<&'a str, usize> = sorted.iter().enumerate().map(|(i, r)| (r.id.as_str(), i)).collect();
        let mut rows: Vec<Row> = sorted.iter().enumerate().map(|(i, r)| row(i, r, policy, zone)).collect();
        for row in &mut rows {
            if row.known > known {
                row.fate = Fate::NotYetKnown;
            }
        }
        withdraw(&sorted, &mut rows, &by_id);
        let group = groups(&sorted, &rows, &by_id);
        admit(&sorted, &mut rows, &group, policy);
        let mut evidence = Evidence {
            records: sorted,
            rows,
            policy,
            by_claim: BTreeMap::new(),
            denials: BTreeMap::new(),
            group,
            named: BTreeMap::new(),
            by_id,
        };
        evidence.index();
        evidence
    }

    fn index(&mut self) {
        for (i, record) in self.records.iter().enumerate() {
            if record.relation == Relation::Own {
                self.named.entry(self.group[i]).or_insert(i);
            }
            if !matches!(self.rows[i].fate, Fate::Admitted(_)) {
                continue;
            }
            match denied(record, &self.records, &self.by_id) {
                Some(target) => self.denials.entry(self.group[target]).or_default().push(i),
                None => {
                    if let Some(claim) = &record.claim {
                        self.by_claim.entry(claim.clone()).or_default().push(i);
                    }
                }
            }
        }
    }

    /// Returns the admitted denials of a group of rows.
    pub fn denials_of(&self, group: usize) -> &[usize] {
        self.denials.get(&group).map_or(&[], Vec::as_slice)
    }

    /// Returns the row that names a group of rows.
    pub fn named(&self, group: usize) -> usize {
        self.named.get(&group).copied().unwrap_or(group)
    }

    /// Returns whether an id names a row of this group.
    pub fn is_in_group(&self, id: &str, group: usize) -> bool {
        self.by_id.get(id).is_some_and(|&row| self.group[row] == group)
    }

    /// Returns the admitted rows about a claim.
    pub fn about(&self, claim: &Claim) -> &[usize] {
        self.by_claim.get(claim).map_or(&[], Vec::as_slice)
    }

    /// Returns whether all sources of a row speak for one of these actors.
    pub fn speaks_only_for(&self, row: usize, actors: &[ActorId]) -> bool {
        let sources = &self.records[row].sources;
        !sources.is_empty()
            && sources.iter().all(|name| {
                self.policy.source(name).is_some_and(|s| s.speaks_for.iter().any(|actor| actors.contains(actor)))
            })
    }

    /// Returns the actors that a row's sources speak for.
    pub fn voices(&self, row: usize) -> BTreeSet<ActorId> {
        let sources = self.records[row].sources.iter().filter_map(|name| self.policy.source(name));
        sources.flat_map(|source| source.speaks_for.iter().copied()).collect()
    }

    /// Returns whether a source of row `a` prevails over all sources of row `b` on this claim.
    pub fn prevails(&self, a: usize, b: usize, claim: &Claim) -> bool {
        let over = |winner: &str, loser: &str| {
            self.policy.prevails.iter().any(|p| {
                same_name(&p.winner, winner) && same_name(&p.loser, loser) && p.on.as_ref().is_none_or(|on| on == claim)
            })
        };
        let losers = &self.records[b].sources;
        !losers.is_empty() && losers.iter().all(|l| self.records[a].sources.iter().any(|w| over(w, l)))
    }

    /// Returns whether a record's filled elements agree with these.
    pub fn at_elements(&self, row: usize, wanted: &[(SetId, usize)]) -> bool {
        self.records[row].elements.iter().all(|(set, element)| wanted.iter().all(|(s, e)| s != set || e == element))
    }
}

/// Returns the row that a record denies: by `denies`, or by a withdrawal of another source's row.
fn denied(record: &Record, records: &[&Record], by_id: &BTreeMap<&str, usize>) -> Option<usize> {
    match &record.relation {
        Relation::Denies(id) => by_id.get(id.as_str()).copied(),
        Relation::Retracts(id) | Relation::Corrects(id) => {
            by_id.get(id.as_str()).copied().filter(|&target| !same_sources(record, records[target]))
        }
        Relation::Own | Relation::SameAs(_) => None,
    }
}

fn same_sources(a: &Record, b: &Record) -> bool {
    b.sources.iter().all(|x| a.sources.iter().any(|y| same_name(x, y)))
}

fn row(index: usize, record: &Record, policy: &Policy, zone: &Zone) -> Row {
    let published = zone.day_of(record.published.end(zone).saturating_sub(1));
    let (mut start, mut end) = match &record.when {
        Some(when) => (when.start(zone), when.end(zone)),
        None => (Instant::MIN / 4, Instant::MAX / 4),
    };
    let first_day = zone.day_of(start);
    let known = if record.when.is_some() && published < first_day { first_day } else { published };
    let last_day = record.report_ends.map_or(known, |ends| ends.min(known));
    end = end.min(zone.end_of(last_day));
    start = start.min(end);
    let when = record.when.as_ref();
    Row {
        index,
        known,
        start,
        end,
        throughout: when.is_some_and(|w| w.extent != Extent::Sometime),
        minute: when.is_some_and(servanda_model::record::When::to_the_minute),
        open_end: when.is_some_and(|w| w.last.is_none() && w.extent == Extent::Throughout),
        value: value(&record.value, policy),
        fate: Fate::BelowBar(String::new()),
    }
}

fn value(value: &Value, policy: &Policy) -> Option<Interval> {
    match value {
        Value::NotStated => None,
        Value::Between(interval) => Some(interval.clone()),
        Value::About(middle) => {
            let width = middle * &policy.about_percent / Amount::from_integer(100.into());
            let (low, high) = (middle - &width, middle + &width);
            Some(if low <= high { Interval::closed(low, high) } else { Interval::closed(high, low) })
        }
        Value::Holds(yes) => Some(Interval::exactly(Amount::from_integer(i32::from(*yes).into()))),
    }
}

/// Marks the rows that their own source withdrew or replaced.
fn withdraw(records: &[&Record], rows: &mut [Row], by_id: &BTreeMap<&str, usize>) {
    let target_of = |i: usize| -> Option<usize> {
        let id = match &records[i].relation {
            Relation::Retracts(id) | Relation::Corrects(id) => id,
            Relation::Own | Relation::Denies(_) | Relation::SameAs(_) => return None,
        };
        let target = *by_id.get(id.as_str())?;
        (rows[i].fate != Fate::NotYetKnown && same_sources(records[i], records[target])).then_some(target)
    };
    let mut targets: Vec<Option<usize>> = (0..records.len()).map(target_of).collect();
    // Rows that withdraw each other in a circle are ignored as withdrawals.
    let circular: Vec<usize> = (0..targets.len())
        .filter(|&start| {
            let mut at = targets[start];
            for _ in 0..targets.len() {
                match at {
                    Some(next) if next == start => return true,
                    Some(next) => at = targets[next],
                    None => return false,
                }
            }
            false
        })
        .collect();
    for i in circular {
        targets[i] = None;
    }
    let mut withdrawers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, target) in targets.iter().enumerate() {
        if let Some(target) = target {
            withdrawers.entry(*target).or_default().push(i);
        }
    }
    let corrects = |i: usize| matches!(records[i].relation, Relation::Corrects(_));
    // A withdrawal counts until it is itself retracted; one that is corrected goes on in its correction. Such chains
    // have no circles, so this ends.
    fn counts(
        i: usize,
        withdrawers: &BTreeMap<usize, Vec<usize>>,
        corrects: &impl Fn(usize) -> bool,
        memo: &mut BTreeMap<usize, bool>,
    ) -> bool {
        if let Some(found) = memo.get(&i) {
            return *found;
        }
        let retracted =
            |&x: &usize, memo: &mut BTreeMap<usize, bool>| !corrects(x) && counts(x, withdrawers, corrects, memo);
        let found = !withdrawers.get(&i).into_iter().flatten().any(|x| retracted(x, memo));
        memo.insert(i, found);
        found
    }
    let mut memo = BTreeMap::new();
    for (i, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.fate != Fate::NotYetKnown) {
        let by = withdrawers.get(&i).into_iter().flatten().copied();
        if let Some(x) = by.into_iter().find(|&x| counts(x, &withdrawers, &corrects, &mut memo)) {
            row.fate = Fate::Withdrawn(x);
        }
    }
    // Of several corrections of one row the latest known stands.
    for all in withdrawers.values() {
        let mut standing: Vec<usize> =
            all.iter().copied().filter(|&i| corrects(i) && !matches!(rows[i].fate, Fate::Withdrawn(_))).collect();
        standing.sort_by_key(|&i| (rows[i].known, i));
        if let Some(latest) = standing.pop() {
            for i in standing {
                rows[i].fate = Fate::Withdrawn(latest);
            }
        }
    }
}

/// Groups the rows that report one thing: joined by `same as`; a correction stands where its target stood.
fn groups(records: &[&Record], rows: &[Row], by_id: &BTreeMap<&str, usize>) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..records.len()).collect();
    fn root(parent: &mut [usize], mut i: usize) -> usize {
        while parent[i] != i {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        i
    }
    for (i, record) in records.iter().enumerate() {
        let target = match &record.relation {
            Relation::SameAs(id) => by_id.get(id.as_str()).copied(),
            Relation::Corrects(id) => {
                by_id.get(id.as_str()).copied().filter(|&target| same_sources(record, records[target]))
            }
            Relation::Own | Relation::Retracts(_) | Relation::Denies(_) => None,
        };
        let joins = rows[i].fate != Fate::NotYetKnown
            && (!matches!(rows[i].fate, Fate::Withdrawn(_)) || matches!(record.relation, Relation::Corrects(_)));
        if let (Some(target), true) = (target, joins) {
            let (a, b) = (root(&mut parent, i), root(&mut parent, target));
            parent[a.max(b)] = a.min(b);
        }
    }
    (0..records.len()).map(|i| root(&mut parent, i)).collect()
}

/// Gives every known row that is not withdrawn its fate under the policy.
fn admit(records: &[&Record], rows: &mut [Row], group: &[usize], policy: &Policy) {
    let alive: Vec<usize> = (0..rows.len()).filter(|&i| matches!(rows[i].fate, Fate::BelowBar(_))).collect();
    let needs_company = policy.admit.iter().any(|line| line.sources > 1);
    let mut company: BTreeMap<(Option<Claim>, Option<String>), Vec<usize>> = BTreeMap::new();
    if needs_company {
        for &i in &alive {
            company.entry(topic(records[i])).or_default().push(i);
        }
    }
    let fates: Vec<(usize, Fate)> = alive
        .iter()
        .map(|&i| {
            let fellows: &[usize] = company.get(&topic(records[i])).map_or(&[], Vec::as_slice);
            (i, fate(i, records, rows, group, fellows, policy))
        })
        .collect();
    for (i, fate) in fates {
        rows[i].fate = fate;
    }
}

/// What two rows must share to be about one thing at all.
fn topic(record: &Record) -> (Option<Claim>, Option<String>) {
    match &record.relation {
        Relation::Denies(id) => (None, Some(id.clone())),
        Relation::Retracts(id) => (None, Some(id.clone())),
        Relation::Own | Relation::Corrects(_) | Relation::SameAs(_) => (record.claim.clone(), None),
    }
}

fn fate(i: usize, records: &[&Record], rows: &[Row], group: &[usize], fellows: &[usize], policy: &Policy) -> Fate {
    let record = records[i];
    if record.sources.iter().all(|s| policy.source(s).is_some_and(|s| s.grade.is_none())) {
        return Fate::Lead;
    }
    let digit = record.credibility.unwrap_or(policy.unrated);
    for line in &policy.admit {
        let reach = |j: usize| -> Vec<&str> { sources_reaching(records[j], line.letter, line.digit, policy) };
        let own = reach(i);
        if own.is_empty() {
            continue;
        }
        let mut sources: Vec<&str> = own;
        if line.sources > 1 {
            for &j in fellows {
                if j != i && corroborates(i, j, records, rows, group) {
                    sources.extend(reach(j));
                }
            }
        }
        if independent(&sources, line.sources, policy) {
            let bar = format!("admit {:?}{} or better", line.letter, line.digit);
            let company =
                if line.sources > 1 { format!(" from {} independent sources", line.sources) } else { String::new() };
            return Fate::Admitted(format!("{bar}{company}"));
        }
    }
    let grades: Vec<String> = record
        .sources
        .iter()
        .map(|s| match letter(s, policy) {
            Some(letter) => format!("{letter:?}{digit}"),
            None => "refused".to_owned(),
        })
        .collect();
    Fate::BelowBar(grades.join(", "))
}

/// Returns the reliability of a source; none if it gives only leads or is refused.
pub fn letter(source: &str, policy: &Policy) -> Option<Letter> {
    match policy.source(source) {
        Some(listed) => listed.grade,
        None => policy.unlisted,
    }
}

fn sources_reaching<'a>(record: &'a Record, bar: Letter, digit_bar: u8, policy: &Policy) -> Vec<&'a str> {
    let digit = record.credibility.unwrap_or(policy.unrated);
    let reaches = |s: &&String| letter(s, policy).is_some_and(|l| l <= bar && l != Letter::F);
    if digit > digit_bar || digit == 6 {
        return Vec::new();
    }
    record.sources.iter().filter(reaches).map(String::as_str).collect()
}

/// Returns whether two rows are about one thing and support each other.
fn corroborates(i: usize, j: usize, records: &[&Record], rows: &[Row], group: &[usize]) -> bool {
    let (a, b) = (records[i], records[j]);
    if group[i] == group[j] {
        return true;
    }
    if matches!(a.relation, Relation::Denies(_)) {
        return a.relation == b.relation;
    }
    if a.kind != b.kind || a.elements != b.elements || a.claim != b.claim {
        return false;
    }
    let overlap = rows[i].start < rows[j].end && rows[j].start < rows[i].end;
    let common = match (&rows[i].value, &rows[j].value) {
        (Some(x), Some(y)) => x.meet(y).is_some(),
        (None, _) | (_, None) => false,
    };
    match a.kind {
        Kind::Total | Kind::Level | Kind::Finding => overlap && common,
        Kind::DidNotHappen => overlap && a.actor == b.actor,
        Kind::Happened => false,
    }
}

/// Returns whether at least `wanted` of these sources are independent of each other.
fn independent(sources: &[&str], wanted: usize, policy: &Policy) -> bool {
    let mut distinct: Vec<&str> = Vec::new();
    for source in sources {
        if !distinct.iter().any(|d| same_name(d, source)) {
            distinct.push(source);
        }
    }
    let behind: Vec<BTreeSet<String>> = distinct.iter().map(|s| origins(s, policy)).collect();
    choose(&behind, 0, wanted, &mut Vec::new())
}

fn choose(behind: &[BTreeSet<String>], from: usize, wanted: usize, taken: &mut Vec<usize>) -> bool {
    if taken.len() >= wanted {
        return true;
    }
    for i in from..behind.len() {
        if taken.iter().all(|&j| behind[i].is_disjoint(&behind[j])) {
            taken.push(i);
            if choose(behind, i + 1, wanted, taken) {
                return true;
            }
            taken.pop();
        }
    }
    false
}

/// Returns a source and every source it repeats, directly or through others.
fn origins(source: &str, policy: &Policy) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![source.to_owned()];
    while let Some(name) = open.pop() {
        if seen.insert(name.trim().to_lowercase()) {
            open.extend(policy.source(&name).into_iter().flat_map(|s| s.repeats.iter().cloned()));
        }
    }
    seen
}

/// Returns whether a value's low end is above zero: it happened at least once, or a little.
pub fn certainly_some(value: &Interval) -> bool {
    let zero = Amount::from_integer(0.into());
    value.low.as_ref().is_some_and(|low: &End| low.at > zero || (low.at == zero && !low.reached))
}

/// Returns the actor that a record declares.
pub fn declared_actor(record: &Record) -> Option<ActorId> {
    match record.actor {
        ActorNamed::Declared(actor) => Some(actor),
        ActorNamed::NotStated | ActorNamed::Undeclared(_) => None,
    }
}
