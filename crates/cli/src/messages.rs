//! Diagnostics and rejected rows, for people and as JSON.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};
use servanda_datasets::{Rejection, Remark, codes};
use servanda_model::agreement::Agreement;
use servanda_model::time::{CivilDay, spelled};
use servanda_syntax::codes::TWO_MEANINGS_NUMBER;
use servanda_syntax::{Diagnostic, Places, Severity};

use crate::folder::{Source, Unusable};

/// Returns a message shown in its source.
pub fn rendered(source: &Source, diagnostic: &Diagnostic, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let end = diagnostic.span.end.min(source.text.len());
    let start = diagnostic.span.start.min(end);
    let mut snippet = Snippet::source(source.text.as_str())
        .path(source.name.as_str())
        .line_start(1)
        .annotation(AnnotationKind::Primary.span(start..end).label(diagnostic.label.as_str()));
    for (span, words) in &diagnostic.related {
        let end = span.end.min(source.text.len());
        snippet = snippet.annotation(AnnotationKind::Context.span(span.start.min(end)..end).label(words.as_str()));
    }
    let mut group = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.word()).element(snippet);
    let passage = diagnostic.passage.as_ref().and_then(|passage| match (&passage.heading, &passage.quote) {
        (Some(heading), Some(quote)) => Some(format!("{heading}: \"{quote}\"")),
        (Some(heading), None) => Some(heading.clone()),
        (None, Some(quote)) => Some(format!("\"{quote}\"")),
        (None, None) => None,
    });
    for words in passage.iter().chain(&diagnostic.notes) {
        group = group.element(Level::NOTE.message(words.as_str()));
    }
    for words in &diagnostic.help {
        group = group.element(Level::HELP.message(words.as_str()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]).to_string()
}

/// Returns a message as JSON; line and column from 1, columns in characters.
pub fn diagnostic_json(source: &Source, diagnostic: &Diagnostic) -> Value {
    let place = Places::of(&source.text).at(diagnostic.span.start);
    json!({
        "code": diagnostic.code.word(),
        "severity": severity(diagnostic.severity),
        "file": source.name,
        "line": place.line,
        "column": place.column,
        "message": diagnostic.message,
        "help": diagnostic.help.iter().chain(&diagnostic.notes).cloned().collect::<Vec<_>>().join("; "),
    })
}

/// Returns the rejected rows, each as a message. What can be read in two ways is asked once for each file.
pub fn rejections(all: &[Rejection], colour: bool) -> Vec<String> {
    let same = |a: &Rejection, b: &Rejection| {
        let asked = a.code == codes::TWO_MEANINGS_DATE || a.code == TWO_MEANINGS_NUMBER;
        let lacks = a.code == codes::NO_COLUMN && a.reason == b.reason;
        a.code == b.code && a.file == b.file && (asked || lacks)
    };
    let mut words = Vec::new();
    for (i, rejection) in all.iter().enumerate() {
        if all[..i].iter().any(|earlier| same(earlier, rejection)) {
            continue;
        }
        let more: Vec<String> = all[i + 1..]
            .iter()
            .filter(|later| same(rejection, later))
            .map(|later| match later.words.as_str() {
                "" => format!("line {}", later.line),
                words => format!("line {} (`{words}`)", later.line),
            })
            .collect();
        words.push(rejected(rejection, &more, colour));
    }
    words
}

fn rejected(rejection: &Rejection, more: &[String], colour: bool) -> String {
    let title = rejection_words(rejection);
    let place = Origin::path(rejection.file.as_str()).line(rejection.line).char_column(rejection.column);
    let mut group =
        Level::WARNING.with_name("rejected").primary_title(title.as_str()).id(rejection.code.word()).element(place);
    let more = (!more.is_empty()).then(|| format!("the same in {}", more.join(", ")));
    for words in more.iter() {
        group = group.element(Level::NOTE.message(words.as_str()));
    }
    group = group.element(Level::HELP.message(rejection.help.as_str()));
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]).to_string()
}

/// Returns what is strange in a file of evidence, as a message.
pub fn remark(remark: &Remark, colour: bool) -> String {
    let level = match remark.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let place = Origin::path(remark.file.as_str()).line(remark.line).char_column(remark.column);
    let group = level
        .primary_title(remark.message.as_str())
        .id(remark.code.word())
        .element(place)
        .element(Level::HELP.message(remark.help.as_str()));
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]).to_string()
}

/// Returns the same as JSON, in the shape of a diagnostic.
pub fn remark_json(remark: &Remark) -> Value {
    json!({
        "code": remark.code.word(),
        "severity": severity(remark.severity),
        "file": remark.file,
        "line": remark.line,
        "column": remark.column,
        "message": remark.message,
        "help": remark.help,
    })
}

/// Returns a rejected row as JSON, in the shape of a diagnostic.
pub fn rejection_json(rejection: &Rejection) -> Value {
    json!({
        "code": rejection.code.word(),
        "severity": "warning",
        "file": rejection.file,
        "line": rejection.line,
        "column": rejection.column,
        "message": rejection_words(rejection),
        "help": rejection.help,
    })
}

/// Returns a rejected row in a line.
pub fn rejection_words(rejection: &Rejection) -> String {
    let of_the_row = rejection.id.as_ref().filter(|_| rejection.code != codes::NO_COLUMN);
    let id = of_the_row.map(|id| format!("{id}: ")).unwrap_or_default();
    let said = rejection.id.as_ref() == Some(&rejection.words);
    let words = if said || rejection.words.is_empty() || rejection.reason.contains(&rejection.words) {
        String::new()
    } else {
        format!("`{}`: ", rejection.words)
    };
    format!("{id}{words}{}", rejection.reason)
}

/// Returns the word for a severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Returns the name that may have been meant: nearest in spelling, without regard to case and outer blanks.
pub fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = name.trim().to_lowercase();
    let near = known.map(|one| (strsim::damerau_levenshtein(&folded, &one.to_lowercase()), one));
    let best = near.min_by_key(|(distance, one)| (*distance, *one))?;
    (best.0 <= folded.chars().count() / 3).then_some(best.1)
}

/// Returns names in backticks, joined; `none` where there are none.
fn listed<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let all: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

/// Says that a name of a time zone is none.
pub fn no_zone(name: &str) -> Unusable {
    Unusable(format!(
        "there is no time zone `{name}`: write a name of the zone database, for instance `Asia/Kabul`, or an offset such as `+04:30`"
    ))
}

/// Says that a reading is not declared, and which are.
pub fn no_reading(name: &str, declared: &[String]) -> Unusable {
    if declared.is_empty() {
        return Unusable(format!("there is no reading `{name}`: this agreement declares no readings"));
    }
    let near = did_you_mean(name, declared.iter().map(String::as_str));
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Unusable(format!("there is no reading `{name}`; the readings are {}{near}", listed(declared.iter())))
}

/// Says that no clause has a reference, and which may have been meant.
pub fn no_clause(reference: &str, agreement: &Agreement) -> Unusable {
    let mut all: Vec<&str> = Vec::new();
    for norm in std::iter::once(&agreement.base).chain(&agreement.by_reading).flat_map(|terms| &terms.norms) {
        for name in [norm.clause.as_str(), norm.reference.as_str()] {
            if !all.contains(&name) {
                all.push(name);
            }
        }
    }
    let folded = reference.to_lowercase();
    let spelt = all.iter().copied().filter(|name| name.to_lowercase() == folded);
    let below = all.iter().copied().filter(|name| name.to_lowercase().starts_with(&format!("{folded}.")));
    let near: Vec<String> = spelt.chain(below).chain(did_you_mean(reference, all.iter().copied())).take(4).fold(
        Vec::new(),
        |mut found, name| {
            let name = format!("`{name}`");
            if !found.contains(&name) {
                found.push(name);
            }
            found
        },
    );
    let help = if near.is_empty() {
        "`servanda status` lists all clauses".to_owned()
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    Unusable(format!("there is no clause `{reference}` in this agreement; {help}"))
}

/// Says that no clause asked about has an instance, and which there are.
pub fn no_instance(name: &str, there: &[String]) -> Unusable {
    let mut parts: Vec<String> = there.iter().flat_map(|all| all.split(", ")).map(str::to_owned).collect();
    parts.sort();
    parts.dedup();
    if parts.is_empty() {
        return Unusable(format!("there is no instance `{name}`: what is asked about has only one each"));
    }
    let near = did_you_mean(name, parts.iter().map(String::as_str)).map(|near| format!("; did you mean `{near}`?"));
    let more = if parts.len() > 12 { format!(" and {} more", parts.len() - 12) } else { String::new() };
    let near = near.unwrap_or_default();
    Unusable(format!("there is no instance `{name}`; there are {}{more}{near}", listed(parts.iter().take(12))))
}

/// Says that no policy of the folder has a name, and which there are.
pub fn no_policy<'a>(name: &str, there: impl Iterator<Item = &'a String> + Clone) -> Unusable {
    if there.clone().next().is_none() {
        return Unusable(format!(
            "there is no policy `{name}`: the folder has no `.policy` file, only the built-in `ordinary` can be used"
        ));
    }
    let near = did_you_mean(name, there.clone().map(String::as_str));
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Unusable(format!("there is no policy `{name}` here; there is {}{near}", listed(there)))
}

/// Row W13, in words.
pub fn at_after_known(at: CivilDay, known: CivilDay) -> Unusable {
    Unusable(format!(
        "`--at` ({}) is later than `--known` ({}): nobody can know tomorrow's silence",
        spelled(at),
        spelled(known)
    ))
}

/// Returns the day that an argument names, or says what is wrong with it.
pub fn day(text: &str) -> Result<CivilDay, Unusable> {
    if let Ok(day) = text.parse() {
        return Ok(day);
    }
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, n: usize| part.len() == n && part.chars().all(|c| c.is_ascii_digit());
    let [year, month, number] = parts[..] else { return Err(no_day(text)) };
    if !(digits(year, 4) && digits(month, 2) && digits(number, 2)) {
        return Err(no_day(text));
    }
    let first: Option<CivilDay> = format!("{year}-{month}-01").parse().ok();
    Err(match first {
        Some(first) => {
            Unusable(format!("`{text}` does not exist: {} has {} days", first.strftime("%B %Y"), first.days_in_month()))
        }
        None => Unusable(format!("`{text}` does not exist: a year has twelve months")),
    })
}

fn no_day(text: &str) -> Unusable {
    Unusable(format!("`{text}` is no day: write YYYY-MM-DD, for instance 2020-07-13"))
}
