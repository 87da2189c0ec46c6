//! Quotes are selectors into the untouched official text.
//!
//! Words are compared after whitespace is folded and curly quotes are straightened; `...` stands for
//! words left out. What is found is remembered as bytes of the text as it is.

use std::collections::BTreeMap;

use servanda_syntax::ast::{ClauseLine, ClauseLineKind, HeadlineKind, Item, Pact, Quoteline, Readable, ScopeLineKind};
use servanda_syntax::words::Text;
use servanda_syntax::{Diagnostic, Places, Span};

use crate::check::codes;

/// An official text, with the name of its file.
#[derive(Clone, Debug)]
pub struct OfficialText {
    /// The file, as the pact names it.
    pub name: String,
    /// Its words, untouched.
    pub text: String,
}

/// A quote that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The quote as written in the pact.
    pub quote: String,
    /// The file of the text.
    pub file: String,
    /// The bytes of the text, from the first quoted word to the last.
    pub bytes: (usize, usize),
}

/// What the quotes cover of the official texts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Coverage {
    /// The quotes found, in the order of the pact.
    pub found: Vec<Found>,
    /// How many quotes there are.
    pub quotes: usize,
    /// Sentences that promise something and that nothing quotes: file, line from 1, words.
    pub uncovered: Vec<(String, usize, String)>,
}

/// The text with whitespace folded and quotes straightened; each byte knows where it came from.
struct Folded<'a> {
    original: &'a OfficialText,
    text: String,
    from: Vec<usize>,
}

fn fold(text: &str) -> (String, Vec<usize>) {
    let (mut folded, mut from) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    for (at, c) in text.char_indices() {
        let c = match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '‚' | '′' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == ' ' && (folded.is_empty() || folded.ends_with(' ')) {
            continue;
        }
        folded.push(c);
        from.resize(folded.len(), at);
    }
    (folded, from)
}

/// Looks every quote and skip up, says what is wrong with it, and lists what nothing quotes.
pub fn cover(pact: &Pact, texts: &[OfficialText], said: &mut Vec<Diagnostic>) -> Coverage {
    let quotes = quotes_of(pact);
    let mut coverage = Coverage { quotes: quotes.len(), ..Coverage::default() };
    if texts.is_empty() {
        return coverage;
    }
    let folded: Vec<Folded<'_>> = texts
        .iter()
        .map(|original| {
            let (text, from) = fold(&original.text);
            Folded { original, text, from }
        })
        .collect();
    for quote in quotes {
        look_up(quote, &folded, &mut coverage, said);
    }
    for text in &folded {
        uncovered(text, &mut coverage);
    }
    for (file, line, words) in &coverage.uncovered {
        said.push(
            Diagnostic::warning(
                codes::UNCOVERED_SENTENCE,
                named_in(pact, file),
                format!("no clause and no `skip` quotes the sentence in line {line} of {file}"),
            )
            .remark(format!("\"{words}\""))
            .help("write a clause that quotes it, or `skip \"…\"` with a `because`"),
        );
    }
    coverage
}

/// Returns where the header names a text.
fn named_in(pact: &Pact, file: &str) -> Span {
    let lines = pact.header.iter().flat_map(|header| &header.lines);
    let named = lines.filter_map(|line| match line {
        Readable::Base(line) => Some(line),
        Readable::Reading(_) => None,
    });
    let texts = named.filter_map(|line| match &line.kind {
        HeadlineKind::Text { file, .. } => Some(file),
        _ => None,
    });
    let found = texts.into_iter().find(|text| text.value == file).map(|text| text.span);
    found.unwrap_or_else(|| super::start_of(pact))
}

fn quotes_of(pact: &Pact) -> Vec<&Text> {
    let quote_of = |kind: &'_ Quoteline| matches!(kind, Quoteline::Quote(_));
    let mut all = Vec::new();
    for item in &pact.items {
        match item {
            Item::Clause(clause) => {
                for line in &clause.lines {
                    if let Readable::Base(ClauseLine { kind: ClauseLineKind::Quoted(quoted), .. }) = line
                        && quote_of(quoted)
                    {
                        all.push(text_of(quoted));
                    }
                }
            }
            Item::Scope(scope) => {
                for line in &scope.lines {
                    if let Readable::Base(line) = line
                        && let ScopeLineKind::Quoted(quoted) = &line.kind
                        && quote_of(quoted)
                    {
                        all.push(text_of(quoted));
                    }
                }
            }
            Item::Skip(skip) => all.push(&skip.quote),
            Item::Decl(_) => {}
        }
    }
    all
}

fn text_of(quoted: &Quoteline) -> &Text {
    match quoted {
        Quoteline::Quote(text) | Quoteline::Because(text) | Quoteline::Note(text) => text,
    }
}

fn look_up(quote: &Text, texts: &[Folded<'_>], coverage: &mut Coverage, said: &mut Vec<Diagnostic>) {
    let (words, _) = fold(&quote.value);
    let parts: Vec<&str> =
        words.split("...").flat_map(|part| part.split('…')).map(str::trim).filter(|p| !p.is_empty()).collect();
    let mut hits = Vec::new();
    for text in texts {
        hits.extend(find(&text.text, &parts, 2).into_iter().map(|span| (text, span)));
    }
    match hits.first() {
        Some((text, span)) => {
            let end = span.1.checked_sub(1).and_then(|last| text.from.get(last)).map_or(0, |at| at + 1);
            let bytes = (text.from.get(span.0).copied().unwrap_or(0), end);
            coverage.found.push(Found { quote: quote.value.clone(), file: text.original.name.clone(), bytes });
            let same = hits.iter().filter(|(t, _)| t.original.name == text.original.name);
            let places = Places::of(&text.original.text);
            let lines: Vec<String> =
                same.map(|(t, span)| t.from.get(span.0).map_or(1, |at| places.at(*at).line).to_string()).collect();
            if lines.len() > 1 {
                said.push(
                    Diagnostic::warning(
                        codes::QUOTE_TWICE,
                        quote.span,
                        format!("these words stand more than once in {}", text.original.name),
                    )
                    .label(format!("in lines {}", lines.join(" and ")))
                    .help("quote more of the sentence, so that only one place is meant"),
                );
            }
        }
        None => said.push(not_found(quote, &parts, texts)),
    }
}

/// Returns where all parts stand in order, up to `most` times, as bytes of the folded text.
fn find(text: &str, parts: &[&str], most: usize) -> Vec<(usize, usize)> {
    let Some(first) = parts.first() else {
        return Vec::new();
    };
    let mut hits = Vec::new();
    for (start, _) in text.match_indices(first) {
        let mut end = start + first.len();
        let complete = parts[1..].iter().all(|part| match text[end..].find(part) {
            Some(at) => {
                end += at + part.len();
                true
            }
            None => false,
        });
        if complete {
            hits.push((start, end));
        }
        if hits.len() == most {
            break;
        }
    }
    hits
}

fn not_found(quote: &Text, parts: &[&str], texts: &[Folded<'_>]) -> Diagnostic {
    let names: Vec<&str> = texts.iter().map(|t| t.original.name.as_str()).collect();
    let said =
        Diagnostic::error(codes::QUOTE_NOT_FOUND, quote.span, format!("these words are not in {}", names.join(", ")));
    let Some(missing) = parts.iter().find(|part| !texts.iter().any(|t| t.text.contains(**part))) else {
        return match parts {
            [] => said.help("quote at least one word"),
            _ => said
                .label("each part is there, but not in this order")
                .help("quote the parts in the order of the text, or give each a `quote` line of its own"),
        };
    };
    let wanted = words(missing);
    let best = texts
        .iter()
        .map(|text| (text, words(&text.text)))
        .map(|(text, theirs)| (alike(&wanted, &theirs), text, theirs))
        .max_by_key(|((score, _), ..)| *score);
    let Some(((_, start), text, theirs)) = best.filter(|((score, _), ..)| *score * 3 > wanted.len()) else {
        return said.help("copy the words from the official text; nothing in it is similar");
    };
    let margin = 3;
    let near = &theirs[start.saturating_sub(margin)..(start + wanted.len() + margin).min(theirs.len())];
    let (differences, matched) = compare(&wanted, near);
    let mut said = said;
    if let Some((mine, words)) = differences.first() {
        said.span = place_of(quote, missing, wanted.get(*mine).or(wanted.last())).unwrap_or(quote.span);
        said.label.clone_from(words);
    }
    let more = match differences.len() {
        0 | 1 => String::new(),
        n => format!(" ({n} differences)"),
    };
    let passage: Vec<&str> = near[matched.0..matched.1].iter().map(|(_, word)| *word).collect();
    let at = near[matched.0].0;
    let line = Places::of(&text.original.text).at(text.from[at]).line;
    let under = heading(&text.original.text, line).map(|words| format!(", under \"{words}\"")).unwrap_or_default();
    said.remark(format!("nearest: {}, line {line}{under}: \"{}\"{more}", text.original.name, passage.join(" ")))
        .help("copy the words from the official text; `...` stands for words left out")
}

/// Returns the words of a folded text, each with its first byte.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    let word = |part| {
        let at = start;
        start += str::len(part) + 1;
        (at, part)
    };
    text.split(' ').map(word).filter(|(_, part)| !part.is_empty()).collect()
}

/// A word without its case and its signs: `Forces,` is like `forces`.
fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns where the text has most of the wanted words close together, and how many.
fn alike(wanted: &[(usize, &str)], theirs: &[(usize, &str)]) -> (usize, usize) {
    let mut left: BTreeMap<String, i64> = BTreeMap::new();
    for (_, word) in wanted {
        *left.entry(bare(word)).or_default() += 1;
    }
    let bared: Vec<String> = theirs.iter().map(|(_, word)| bare(word)).collect();
    let (mut score, mut best) = (0, (0, 0));
    for (i, word) in bared.iter().enumerate() {
        if let Some(count) = left.get_mut(word) {
            *count -= 1;
            score += usize::from(*count >= 0);
        }
        if let Some(old) = i.checked_sub(wanted.len())
            && let Some(count) = left.get_mut(&bared[old])
        {
            score -= usize::from(*count >= 0);
            *count += 1;
        }
        if score > best.0 {
            best = (score, (i + 1).saturating_sub(wanted.len()));
        }
    }
    best
}

/// Returns what differs, each with the index of the wanted word and what to say of it, and which words of the
/// passage are meant: the cheapest alignment, where words of the passage before and after it cost nothing.
fn compare(wanted: &[(usize, &str)], near: &[(usize, &str)]) -> (Vec<(usize, String)>, (usize, usize)) {
    // A quote may begin after a sign and end before one.
    let change = |i: usize, j: usize| match (wanted[i].1, near[j].1) {
        (a, b) if a == b => 0,
        (a, b) if i == 0 && b.ends_with(a) || i + 1 == wanted.len() && b.starts_with(a) => 0,
        (a, b) if bare(a) == bare(b) => 1,
        _ => 3,
    };
    let (rows, columns) = (wanted.len() + 1, near.len() + 1);
    let mut cost = vec![vec![0_usize; columns]; rows];
    for i in 1..rows {
        cost[i][0] = 2 * i;
        for j in 1..columns {
            let swapped = cost[i - 1][j - 1] + change(i - 1, j - 1);
            cost[i][j] = swapped.min(cost[i - 1][j] + 2).min(cost[i][j - 1] + 2);
        }
    }
    let mut j = (0..columns).min_by_key(|&j| cost[rows - 1][j]).unwrap_or(0);
    let (mut i, mut differences, last) = (rows - 1, Vec::new(), j);
    while i > 0 {
        if j > 0 && cost[i][j] == cost[i - 1][j - 1] + change(i - 1, j - 1) {
            (i, j) = (i - 1, j - 1);
            if change(i, j) > 0 {
                differences.push((i, format!("the text has `{}`", near[j].1)));
            }
        } else if cost[i][j] == cost[i - 1][j] + 2 {
            i -= 1;
            differences.push((i, "the text does not have this word here".to_owned()));
        } else {
            j -= 1;
            differences.push((i, format!("the text has `{}` before this word", near[j].1)));
        }
    }
    differences.reverse();
    (differences, (j.min(near.len().saturating_sub(1)), last.max(j + 1).min(near.len())))
}

/// Returns the place of a word of a quote, if the quote holds no `\"` that shifts it.
fn place_of(quote: &Text, part: &str, word: Option<&(usize, &str)>) -> Option<Span> {
    let (at, word) = word?;
    let (folded, from) = fold(&quote.value);
    let start = folded.find(part)? + at;
    let (first, last) = (*from.get(start)?, *from.get(start + word.len() - 1)?);
    let plain = quote.span.end - quote.span.start == quote.value.len() + 2;
    let end = last + quote.value.get(last..)?.chars().next()?.len_utf8();
    plain.then(|| Span::new(quote.span.start + 1 + first, quote.span.start + 1 + end))
}

/// Returns the last line above that stands alone and is no sentence.
fn heading(text: &str, line: usize) -> Option<&str> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let alone = |i: usize| i.checked_sub(1).is_none_or(|before| lines[before].is_empty());
    (0..line.saturating_sub(1).min(lines.len())).rev().find_map(|i| {
        let words = lines[i];
        let short = !words.is_empty() && words.chars().count() <= 70;
        (short && alone(i) && !words.ends_with(['.', ';', ',', ':'])).then_some(words)
    })
}

/// Words that promise: a sentence with one of them should be quoted by a clause or a `skip`.
const PROMISES: [&str; 14] = [
    "will",
    "shall",
    "must",
    "commit",
    "commits",
    "committed",
    "commitment",
    "undertake",
    "undertakes",
    "agree",
    "agrees",
    "goal",
    "aim",
    "aims",
];

fn uncovered(text: &Folded<'_>, coverage: &mut Coverage) {
    let original = &text.original.text;
    let mut start = 0;
    for (at, _) in
        original.char_indices().filter(|(at, c)| ends_sentence(original, *at, *c)).chain([(original.len(), ' ')])
    {
        let end = (at + 1).min(original.len());
        let sentence = original.get(start..end).unwrap_or("");
        let promises =
            sentence.split(|c: char| !c.is_alphabetic()).any(|word| PROMISES.contains(&word.to_lowercase().as_str()));
        let touched = coverage
            .found
            .iter()
            .any(|found| found.file == text.original.name && found.bytes.0 < end && start < found.bytes.1);
        if promises && !touched && !is_heading(sentence) {
            let lead = sentence.len() - sentence.trim_start().len();
            let line = Places::of(original).at(start + lead).line;
            let words: String = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            coverage.uncovered.push((text.original.name.clone(), line, words));
        }
        start = end;
    }
}

/// `A. Aim.` and `Goals and commitments` promise nothing: two words are no sentence, and neither is a short line that
/// ends in no sign and says neither `will`, `shall` nor `must`.
fn is_heading(sentence: &str) -> bool {
    let sentence = sentence.trim();
    let words: Vec<String> = sentence.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
    let says =
        words.iter().any(|word| ["will", "shall", "must", "agree", "undertake", "commit"].contains(&word.as_str()));
    let alone = !sentence.contains('\n')
        && sentence.chars().count() <= 70
        && !sentence.ends_with(['.', ';', ',', ':', '?', '!']);
    words.iter().filter(|word| word.chars().count() > 1).count() < 2 || (alone && !says)
}

/// Words that end with a full stop and end no sentence, before a number or a name.
const ABBREVIATIONS: [&str; 16] =
    ["art", "arts", "no", "nos", "par", "para", "paras", "sec", "ch", "cf", "vol", "mr", "mrs", "ms", "dr", "st"];

/// A sentence ends at a full stop before a blank (not after a single capital letter, as in `U.S.`, nor in `Art. 5`), or
/// at an empty line.
fn ends_sentence(text: &str, at: usize, c: char) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    let abbreviation = before.is_some_and(char::is_uppercase);
    // `1.` alone at the beginning of a line is the number of a paragraph.
    let number = || {
        let line = text[..at].chars().rev().take_while(|c| *c != '\n');
        before.is_some_and(|b| b.is_ascii_digit()) && line.filter(|c| !c.is_whitespace()).take(3).count() <= 2
    };
    match c {
        '.' if shortened(&text[..at], &text[at + 1..]) => false,
        '.' | ';' | '?' | '!' => after.is_none_or(char::is_whitespace) && !abbreviation && !number(),
        '\n' => after == Some('\n'),
        _ => false,
    }
}

fn shortened(before: &str, after: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if word.is_empty() || word.len() > 5 || !ABBREVIATIONS.contains(&word.to_lowercase().as_str()) {
        return false;
    }
    // "They said no." ends a sentence, "No. 6" does not.
    !word.eq_ignore_ascii_case("no") || after.trim_start().starts_with(|c: char| c.is_ascii_digit())
}
