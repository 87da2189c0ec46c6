//! What became of the rows: every output begins with it.

use servanda_datasets::Evidence;
use servanda_datasets::codes::EVIDENCE_NOT_READ;
use servanda_model::agreement::Terms;
use servanda_model::policy::Policy;
use servanda_monitor::Answer;

use crate::messages::{did_you_mean, rejection_words};

/// Returns the lines about the rows, from the sum to each row that needs a word.
pub fn lines(evidence: &Evidence, answer: &Answer, policy: &Policy, terms: &Terms) -> Vec<String> {
    let mut lines = vec![sum(evidence, answer, policy)];
    if !answer.unknown_actors.is_empty() {
        let declared: Vec<&str> =
            terms.actors.iter().flat_map(|a| std::iter::once(&a.name).chain(&a.also)).map(String::as_str).collect();
        lines.push(format!(
            "actors the agreement does not declare, who may be anybody: {}",
            counted(&answer.unknown_actors, &declared)
        ));
    }
    lines.extend(asides(evidence, answer));
    lines
}

fn sum(evidence: &Evidence, answer: &Answer, policy: &Policy) -> String {
    let rejected = evidence.rows_read - evidence.records.len();
    let r = &answer.rows;
    let mut parts = vec![format!("{} admitted", r.admitted)];
    let mut add = |n: usize, words: &str| {
        if n > 0 {
            parts.push(format!("{n} {words}"));
        }
    };
    add(r.below_bar - answer.below_bar_unlisted, "below the bar");
    let listed: Vec<&str> = policy.sources.iter().map(|s| s.name.as_str()).collect();
    if answer.below_bar_unlisted > 0 {
        let names = counted(&answer.unlisted_sources, &listed);
        add(answer.below_bar_unlisted, &format!("from sources the policy does not list: {names}"));
    }
    let leads = if r.leads == 1 { "a lead only" } else { "leads only" };
    add(r.leads, leads);
    add(r.withdrawn, "withdrawn");
    add(r.not_yet_known, "not yet known");
    add(rejected, "rejected");
    let rows = if evidence.rows_read == 1 { "row" } else { "rows" };
    let mut line = format!("{} {rows}: {}", evidence.rows_read, parts.join(", "));
    if answer.below_bar_unlisted == 0 && !answer.unlisted_sources.is_empty() {
        line += &format!("; sources the policy does not list: {}", counted(&answer.unlisted_sources, &listed));
    }
    line
}

/// Returns what the JSON of `status` has no place for.
pub fn asides(evidence: &Evidence, answer: &Answer) -> Vec<String> {
    let mut lines = Vec::new();
    if !answer.early.is_empty() {
        lines.push(format!(
            "published before what it tells, and so known only from that day: {}",
            answer.early.join(", ")
        ));
    }
    lines.extend(
        evidence.encodings.iter().map(|(file, encoding)| format!("{file}: read as {encoding}, as it is not UTF-8")),
    );
    lines.extend(
        evidence.unused_columns.iter().map(|(file, column)| format!("{file}: the column `{column}` is not used")),
    );
    let unread = evidence.remarks.iter().filter(|remark| remark.code == EVIDENCE_NOT_READ);
    lines.extend(unread.map(|remark| format!("{}: {}; {}", remark.file, remark.message, remark.help)));
    lines.extend(evidence.rejected.iter().map(|rejection| {
        let place = format!("{}:{}:{}", rejection.file, rejection.line, rejection.column);
        format!("{place}: rejected: {}; {}", rejection_words(rejection), rejection.help)
    }));
    if !answer.holes.is_empty() {
        lines.push(format!("not judged, because a `?` stands in them: {}", answer.holes.join(", ")));
    }
    lines
}

/// Returns names with how many rows have them, and what may have been meant.
fn counted(names: &[(String, usize)], known: &[&str]) -> String {
    let one = |(name, count): &(String, usize)| match did_you_mean(name, known.iter().copied()) {
        Some(near) => format!("{name} ({count}; did you mean {near}?)"),
        None => format!("{name} ({count})"),
    };
    names.iter().map(one).collect::<Vec<_>>().join(", ")
}
