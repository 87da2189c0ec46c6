//! From the tree of a policy to the [`Policy`], with the names of one agreement.

use servanda_syntax::Diagnostic;
use servanda_syntax::policy_ast::{self, Duration, Holding, RuleKind};
use servanda_syntax::words::{Text, TimeUnit, Words};

use crate::agreement::{ActId, ActorId, ConditionId, EventId, MeasureId, Terms};
use crate::amount::amount;
use crate::check::codes;
use crate::policy::{Admit, Covers, Policy, Prevails, Source, same_name};
use crate::record::Claim;
use crate::time::{CivilDay, Span};

/// Returns the policy that a tree means for an agreement, and everything there is to say about it.
///
/// It starts from the built-in `ordinary`; its lines replace the same lines there.
pub fn check_policy(tree: &policy_ast::Policy, terms: &Terms) -> (Policy, Vec<Diagnostic>) {
    let mut said = Vec::new();
    let mut policy = Policy::ordinary();
    if let Some(name) = &tree.name {
        policy.name = name.value.clone();
    }
    if tree.rules.iter().any(|rule| matches!(rule.kind, RuleKind::Admit { .. })) {
        policy.admit.clear();
    }
    for rule in &tree.rules {
        match &rule.kind {
            RuleKind::Admit { grade, sources } => policy.admit.push(Admit {
                letter: grade.letter,
                digit: grade.digit.0,
                sources: sources.map_or(1, |n| n as usize).max(1),
            }),
            RuleKind::Unlisted(letter) => policy.unlisted = *letter,
            RuleKind::Unrated(credibility) => policy.unrated = credibility.0,
            RuleKind::About(number) => policy.about_percent = amount(&number.digits).unwrap_or_default(),
            RuleKind::Hold { what, duration } => {
                let span = span(duration);
                match what {
                    Holding::Levels => policy.levels_hold = span,
                    Holding::Findings => policy.findings_hold = span,
                    Holding::Named(words) => match claim(&words.text, terms) {
                        Some(Claim::Measure(measure)) => {
                            policy.measure_holds.insert(measure, span);
                        }
                        Some(Claim::Condition(condition)) => {
                            policy.condition_holds.insert(condition, span);
                        }
                        Some(_) | None => said.push(unknown(words, "measure or condition", terms)),
                    },
                }
            }
            RuleKind::ObligorDenialDisputes(disputes) => policy.obligor_denial_disputes = *disputes,
        }
    }
    unlisted(tree, &mut said);
    for source in &tree.sources {
        let speaks_for = source
            .speaks_for
            .iter()
            .flat_map(|s| &s.names)
            .flat_map(|words| speakers(words, terms, &mut said))
            .collect();
        policy.sources.push(Source {
            name: source.name.value.clone(),
            grade: source.grade,
            speaks_for,
            repeats: source.repeats.iter().map(|t| t.value.clone()).collect(),
            covers: source.covers.iter().filter_map(|c| covers(c, terms, &mut said)).collect(),
        });
    }
    for prevails in &tree.prevails {
        let on = match &prevails.on {
            None => None,
            Some(words) => match claim(&words.text, terms) {
                Some(claim) => Some(claim),
                None => {
                    // On something that nobody knows, nobody prevails: never on everything.
                    said.push(unknown(words, "act, event, measure or condition", terms));
                    continue;
                }
            },
        };
        let (winner, loser) = (prevails.winner.value.clone(), prevails.loser.value.clone());
        policy.prevails.push(Prevails { winner, loser, on });
    }
    said.sort_by_key(|d: &Diagnostic| (d.span.start, d.span.end));
    (policy, said)
}

/// Sources that a policy names and does not list. Two sources that repeat the same unlisted one still say something:
/// that they are not independent.
fn unlisted(tree: &policy_ast::Policy, said: &mut Vec<Diagnostic>) {
    let listed = |name: &Text| tree.sources.iter().any(|source| same_name(&source.name.value, &name.value));
    let repeated = || tree.sources.iter().flat_map(|source| &source.repeats);
    let shared = |name: &Text| repeated().filter(|other| same_name(&other.value, &name.value)).count() > 1;
    let lone = repeated().filter(|name| !listed(name) && !shared(name));
    let prevailing = tree.prevails.iter().flat_map(|p| [&p.winner, &p.loser]).filter(|name| !listed(name));
    for name in lone.chain(prevailing) {
        let message = format!("this policy lists no source `{}`", name.value);
        let warning = Diagnostic::warning(codes::UNKNOWN_IN_POLICY, name.span, message);
        said.push(match nearest(&name.value, tree.sources.iter().map(|source| source.name.value.as_str())) {
            Some(near) => warning.help(format!("did you mean `\"{near}\"`?")),
            None => warning.help(format!("list it: `source \"{}\" grade …`", name.value)),
        });
    }
}

fn covers(covers: &policy_ast::Covers, terms: &Terms, said: &mut Vec<Diagnostic>) -> Option<Covers> {
    let day = |date: &policy_ast::Date| CivilDay::new(date.year, date.month as i8, date.day as i8).ok();
    let whole = claim(&covers.what.text, terms).map(|claim| (claim, None));
    let cut =
        || covers.what.splits("in").find_map(|(name, place)| claim(name, terms).map(|c| (c, Some(place.to_owned()))));
    let Some((what, place)) = whole.or_else(cut) else {
        said.push(unknown(&covers.what, "act, event, measure or condition", terms));
        return None;
    };
    Some(Covers {
        what,
        place,
        from: covers.from.as_ref().and_then(day),
        until: covers.until.as_ref().and_then(day),
        silence_after: covers.silence_after.as_ref().map(span),
    })
}

fn speakers(words: &Words, terms: &Terms, said: &mut Vec<Diagnostic>) -> Vec<ActorId> {
    let actor = |text: &str| {
        let named =
            |a: &crate::agreement::Actor| same_name(&a.name, text) || a.also.iter().any(|also| same_name(also, text));
        terms.actors.iter().position(named).map(ActorId)
    };
    if let Some(one) = actor(&words.text) {
        return vec![one];
    }
    let two = words.splits("and").find_map(|(a, b)| Some(vec![actor(a)?, actor(b)?]));
    two.unwrap_or_else(|| {
        let mut warning = unknown(words, "party, outsider or group", terms);
        warning.label = "these words are not used; the source is listed".to_owned();
        said.push(warning);
        Vec::new()
    })
}

/// Returns what a declared name stands for: an act (or its noun), an event, a measure or a condition.
pub fn claim(text: &str, terms: &Terms) -> Option<Claim> {
    let act = |a: &crate::agreement::Act| a.name == text || a.noun.as_deref() == Some(text);
    let acts = terms.acts.iter().position(act).map(|i| Claim::Act(ActId(i)));
    let events = || terms.events.iter().position(|e| e.name == text).map(|i| Claim::Event(EventId(i)));
    let measures = || terms.measures.iter().position(|m| m.name == text).map(|i| Claim::Measure(MeasureId(i)));
    let conditions = || terms.conditions.iter().position(|c| c.name == text).map(|i| Claim::Condition(ConditionId(i)));
    acts.or_else(events).or_else(measures).or_else(conditions)
}

fn unknown(words: &Words, what: &str, terms: &Terms) -> Diagnostic {
    let message = format!("the agreement declares no {what} `{}`", words.text);
    let said = Diagnostic::warning(codes::UNKNOWN_IN_POLICY, words.span, message).label("this line is not used");
    match nearest(&words.text, names(terms)) {
        Some(name) => said.help(format!("did you mean `{name}`?")),
        None => said.help("write the name as the pact declares it"),
    }
}

fn names(terms: &Terms) -> impl Iterator<Item = &str> {
    let actors = terms.actors.iter().map(|a| a.name.as_str());
    let acts = terms.acts.iter().flat_map(|a| std::iter::once(a.name.as_str()).chain(a.noun.as_deref()));
    let events = terms.events.iter().map(|e| e.name.as_str());
    let measures = terms.measures.iter().map(|m| m.name.as_str());
    actors.chain(acts).chain(events).chain(measures).chain(terms.conditions.iter().map(|c| c.name.as_str()))
}

/// Returns the name that was probably meant.
pub(crate) fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |name: &str| strsim::damerau_levenshtein(&name.to_lowercase(), &text.to_lowercase());
    let near = names.map(|name| (distance(name), name));
    near.filter(|(distance, name)| *distance <= 1.max(name.len() / 4)).min().map(|(_, name)| name)
}

fn span(duration: &Duration) -> Span {
    let mut span = Span { months: 0, days: 0, seconds: 0, rounded: duration.rounded };
    for part in &duration.parts {
        let count = part.count.known().and_then(|n| n.digits.parse::<i32>().ok()).unwrap_or(0).clamp(0, 100_000);
        match part.unit {
            TimeUnit::Years => span.months += 12 * count.min(9_000),
            TimeUnit::Months => span.months += count,
            TimeUnit::Weeks => span.days += 7 * count,
            TimeUnit::Days => span.days += count,
            TimeUnit::Hours => span.seconds += 3_600 * i64::from(count),
            TimeUnit::Minutes => span.seconds += 60 * i64::from(count),
        }
    }
    span
}
