//! Quotes are selectors into the untouched official text.
//!
//! Words are compared after whitespace is folded and curly quotes are straightened; `...` stands for
//! words left out. What is found is remembered as bytes of the text as it is.

use servanda_syntax::ast::{ClauseLine, ClauseLineKind, Item, Pact, Quoteline, Readable, ScopeLineKind};
use servanda_syntax::words::Text;
use servanda_syntax::{Diagnostic, Places};

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
    if let Some(header) = &pact.header {
        for (file, line, words) in &coverage.uncovered {
            said.push(
                Diagnostic::warning(
                    codes::UNCOVERED_SENTENCE,
                    header.title.span,
                    format!("no clause and no `skip` quotes this sentence of {file}, line {line}"),
                )
                .remark(format!("\"{words}\""))
                .help("write a clause that quotes it, or `skip \"…\"` with a `because`"),
            );
        }
    }
    coverage
}

fn quotes_of(pact: &Pact) -> Vec<&Text> {
    let quote_of = |kind: &'_ Quoteline| matches!(kind, Quoteline::Quote(_));
    let mut all = Vec::new();
    for item in &pact.items {
        match item {
            Item::Clause(clause) => {
                for line in &clause.lines {
                    if let Readable::Base(ClauseLine { kind: ClauseLineKind::Quoted(quoted), .. }) = line {
                        if quote_of(quoted) {
                            all.push(text_of(quoted));
                        }
                    }
                }
            }
            Item::Scope(scope) => {
                for line in &scope.lines {
                    if let Readable::Base(line) = line {
                        if let ScopeLineKind::Quoted(quoted) = &line.kind {
                            if quote_of(quoted) {
                                all.push(text_of(quoted));
                            }
                        }
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
            let twice = hits.iter().filter(|(t, _)| t.original.name == text.original.name).count() > 1;
            if twice {
                said.push(
                    Diagnostic::warning(
                        codes::QUOTE_TWICE,
                        quote.span,
                        format!("these words stand more than once in {}", text.original.name),
                    )
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
    let missing = parts.iter().find(|part| !texts.iter().any(|t| t.text.contains(**part))).or(parts.first());
    let Some(missing) = missing else {
        return said.help("quote at least one word");
    };
    let wanted: Vec<&str> = missing.split(' ').collect();
    let mut best: Option<(usize, usize, &Folded<'_>, usize)> = None;
    for text in texts {
        let words: Vec<(usize, &str)> = word_starts(&text.text);
        for (i, (at, _)) in words.iter().enumerate() {
            let same = wanted.iter().zip(&words[i..]).take_while(|(a, (_, b))| *a == b).count();
            let alike = wanted.iter().zip(&words[i..]).filter(|(a, (_, b))| *a == b).count();
            if best.as_ref().is_none_or(|(most, ..)| alike > *most) && alike > 0 {
                best = Some((alike, same, text, *at));
            }
        }
    }
    let Some((_, same, text, at)) = best else {
        return said.help("copy the words from the official text");
    };
    let line = Places::of(&text.original.text).at(text.from[at]).line;
    let theirs = word_starts(&text.text[at..]).get(same).map_or("", |(_, w)| w).to_owned();
    let passage: String = text.text[at..].chars().take(missing.chars().count() + 20).collect();
    let mine = wanted.get(same).copied().unwrap_or("");
    said.label(format!("the text has `{theirs}` where this has `{mine}`"))
        .remark(format!("nearest: {}, line {line}: \"{passage}\"", text.original.name))
        .help("copy the words from the official text; `...` stands for words left out")
}

fn word_starts(text: &str) -> Vec<(usize, &str)> {
    let mut all = Vec::new();
    let mut start = 0;
    for part in text.split(' ') {
        all.push((start, part));
        start += part.len() + 1;
    }
    all
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
        if promises && !touched {
            let lead = sentence.len() - sentence.trim_start().len();
            let line = Places::of(original).at(start + lead).line;
            let words: String = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            coverage.uncovered.push((text.original.name.clone(), line, words));
        }
        start = end;
    }
}

/// A sentence ends at a full stop before a blank (not after a single capital letter, as in `U.S.`), or at an empty line.
fn ends_sentence(text: &str, at: usize, c: char) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    let abbreviation = before.is_some_and(char::is_uppercase);
    let number = before.is_some_and(|b| b.is_ascii_digit())
        && text[..at].rsplit('\n').next().is_some_and(|line| line.trim().len() <= 2);
    match c {
        '.' | ';' | '?' | '!' => after.is_none_or(char::is_whitespace) && !abbreviation && !number,
        '\n' => after == Some('\n'),
        _ => false,
    }
}
