//! What servanda says is broken, out of the JSON of `status`.

use serde_json::Value;

use crate::Broken;

/// Returns what is broken, in order: the commitments `violated` or `fulfilled late`.
///
/// Every verdict on a generated trace must be certain; one with several candidates is an error, and so is an answer
/// with a row that did not count.
pub fn broken(status: &Value) -> Result<Vec<Broken>, String> {
    let rows = &status["rows"];
    if rows["read"] != rows["admitted"] {
        return Err(format!("not every row counted: {rows}"));
    }
    let mut found = Vec::new();
    for verdict in status["verdicts"].as_array().ok_or("no verdicts")? {
        if verdict["candidates"].as_array().is_none_or(|all| all.len() != 1) {
            return Err(format!("not certain: {verdict}"));
        }
        if ["violated", "fulfilled late"].iter().any(|status| verdict["status"] == **status) {
            found.push(named(verdict).ok_or_else(|| format!("no post: {verdict}"))?);
        }
    }
    found.sort();
    Ok(found)
}

/// Reads `a` and `p17, r123`, or `a.17` and `r123`.
fn named(verdict: &Value) -> Option<Broken> {
    let clause = verdict["clause"].as_str()?;
    let instance = verdict["instance"].as_str().unwrap_or_default();
    let (mut post, mut announced) = (None, None);
    for part in instance.split(", ") {
        if let Some(number) = part.strip_prefix('p') {
            post = number.parse().ok();
        } else if let Some(number) = part.strip_prefix('r') {
            announced = number.parse().ok();
        }
    }
    let question = match clause.split_once('.') {
        Some((question, number)) => {
            post = number.parse().ok();
            question
        }
        None => clause,
    };
    Some(Broken { question: question.to_owned(), post: post?, announced })
}
