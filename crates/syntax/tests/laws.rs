//! Laws of this room, tried on mangled samples: nothing panics, nothing is lost, one wrong line costs one message.

use servanda_syntax::{
    Diagnostic, Severity, Span, format_case, format_pact, format_policy, outline, parse_case, parse_pact, parse_policy,
};

const PACTS: [&str; 5] = [
    include_str!("../../../examples/doha-2020/doha.pact"),
    include_str!("samples/minsk.pact"),
    include_str!("samples/newstart.pact"),
    include_str!("samples/jcpoa.pact"),
    include_str!("samples/whole-grammar.pact"),
];
const POLICIES: [&str; 2] =
    [include_str!("../../../examples/doha-2020/ordinary.policy"), include_str!("samples/all.policy")];
const CASES: [&str; 2] = [include_str!("../../../examples/doha-2020/golden.case"), include_str!("samples/all.case")];

#[derive(Clone, Copy)]
enum Kind {
    Pact,
    Policy,
    Case,
}

fn read(kind: Kind, text: &str) -> (String, Vec<Diagnostic>) {
    match kind {
        Kind::Pact => {
            let (tree, told) = parse_pact(text);
            (outline(&tree), told)
        }
        Kind::Policy => {
            let (tree, told) = parse_policy(text);
            (outline(&tree), told)
        }
        Kind::Case => {
            let (tree, told) = parse_case(text);
            (outline(&tree), told)
        }
    }
}

fn told(kind: Kind, text: &str) -> Vec<Diagnostic> {
    match kind {
        Kind::Pact => parse_pact(text).1,
        Kind::Policy => parse_policy(text).1,
        Kind::Case => parse_case(text).1,
    }
}

fn tidy(kind: Kind, text: &str) -> String {
    match kind {
        Kind::Pact => format_pact(text),
        Kind::Policy => format_policy(text),
        Kind::Case => format_case(text),
    }
}

fn samples() -> Vec<(Kind, &'static str)> {
    let pacts = PACTS.into_iter().map(|text| (Kind::Pact, text));
    let policies = POLICIES.into_iter().map(|text| (Kind::Policy, text));
    pacts.chain(policies).chain(CASES.into_iter().map(|text| (Kind::Case, text))).collect()
}

/// A small generator of numbers, so that every run tries the same things.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// Changes one line: a word or a character is left out, doubled, swapped or replaced.
fn mangle_line(line: &str, dice: &mut Dice) -> String {
    let indent = line.len() - line.trim_start().len();
    let (indentation, words) = line.split_at(indent);
    let mut parts: Vec<String> = words.split(' ').map(str::to_owned).collect();
    let at = dice.below(parts.len());
    match dice.below(7) {
        0 => drop(parts.remove(at)),
        1 => parts.insert(at, parts[at].clone()),
        2 => {
            let other = dice.below(parts.len());
            parts.swap(at, other);
        }
        3 => {
            const WORDS: [&str; 18] = [
                "?", "to", "or", "by", "each", "of", ",", "\"", "(", ")", "=", "within", "5", "clause", "#", ":", "é“",
                "-",
            ];
            parts.insert(at, WORDS[dice.below(WORDS.len())].to_owned());
        }
        n => {
            let mut chars: Vec<char> = parts[at].chars().collect();
            let place = dice.below(chars.len().max(1));
            match n {
                4 if !chars.is_empty() => drop(chars.remove(place)),
                5 if !chars.is_empty() => chars.insert(place, chars[place]),
                _ => {
                    chars.insert(place.min(chars.len()), ['x', '9', '"', '/', '\u{a0}', ';', '%', '\\'][dice.below(8)])
                }
            }
            parts[at] = chars.into_iter().collect();
        }
    }
    format!("{indentation}{}", parts.join(" "))
}

fn in_bounds(text: &str, told: &[Diagnostic]) {
    let good =
        |span: Span| span.start <= span.end && text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
    for diagnostic in told {
        assert!(good(diagnostic.span), "{diagnostic:?}");
        assert!(diagnostic.related.iter().all(|(span, _)| good(*span)), "{diagnostic:?}");
        assert!(!diagnostic.message.is_empty() && !diagnostic.message.ends_with('.'), "{diagnostic:?}");
        let known = servanda_syntax::codes::TOPICS.iter().any(|topic| topic.codes.contains(&diagnostic.code));
        assert!(known, "{diagnostic:?}");
    }
}

fn formatting_keeps_everything(kind: Kind, text: &str) {
    let once = tidy(kind, text);
    let (before, told_before) = read(kind, text);
    let (after, told_after) = read(kind, &once);
    assert_eq!(before, after, "formatting changed the tree of\n{text}\ninto\n{once}");
    let codes = |told: &[Diagnostic]| told.iter().map(|d| d.code).collect::<Vec<_>>();
    assert_eq!(codes(&told_before), codes(&told_after), "formatting changed the messages of\n{text}");
    assert_eq!(tidy(kind, &once), once, "formatting twice is not formatting once");
}

#[test]
fn formatting_keeps_the_samples() {
    for (kind, text) in samples() {
        formatting_keeps_everything(kind, text);
        formatting_keeps_everything(kind, &text.replace('\n', "\r\n"));
        formatting_keeps_everything(kind, &format!("\u{feff}{text}"));
    }
}

#[test]
fn anything_can_be_read_and_formatted() {
    let mut dice = Dice(0x5EED);
    for (kind, text) in samples() {
        for _ in 0..60 {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            for _ in 0..1 + dice.below(12) {
                let at = dice.below(lines.len());
                match dice.below(8) {
                    0 => drop(lines.remove(at)),
                    1 => lines.insert(at, lines[at].clone()),
                    2 => {
                        let other = dice.below(lines.len());
                        lines.swap(at, other);
                    }
                    3 => {
                        lines[at] =
                            format!("{}{}", ["", " ", "  ", "\t", "      "][dice.below(5)], lines[at].trim_start())
                    }
                    _ => lines[at] = mangle_line(&lines[at], &mut dice),
                }
                if lines.is_empty() {
                    lines.push(String::new());
                }
            }
            let mangled = lines.join("\n");
            let told = told(kind, &mangled);
            in_bounds(&mangled, &told);
            formatting_keeps_everything(kind, &mangled);
        }
    }
}

#[test]
fn every_beginning_of_a_file_can_be_read() {
    for (kind, text) in samples() {
        for (end, _) in text.char_indices().step_by(97) {
            let told = told(kind, &text[..end]);
            in_bounds(text, &told);
        }
    }
}

/// Lines below a head say something of their own only, so a wrong one costs one message at most.
#[test]
fn one_wrong_line_costs_one_message() {
    let mut dice = Dice(0xACE);
    let (mut tried, mut wrong, mut costly) = (0, 0, Vec::new());
    for (kind, text) in samples() {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            for _ in 0..6 {
                let mangled_line = mangle_line(line, &mut dice);
                let mut mangled = lines.clone();
                mangled[at] = &mangled_line;
                let mangled = mangled.join("\n");
                let told = told(kind, &mangled);
                let errors: Vec<_> = told.iter().filter(|d| d.severity == Severity::Error).collect();
                tried += 1;
                wrong += usize::from(!errors.is_empty());
                if errors.len() > 1 {
                    let errors: Vec<_> = errors.iter().map(|d| format!("    {}: {}\n", d.code, d.message)).collect();
                    costly.push(format!("line {}: {mangled_line}\n{}", at + 1, errors.concat()));
                }
            }
        }
    }
    // A changed declaration that can still be read may be missed in different words; everything else costs one.
    assert!(costly.len() * 50 < wrong, "{} of {wrong}:\n{}", costly.len(), costly.concat());
    assert!(wrong * 3 > tried, "the mangling is too gentle: {wrong} of {tried}");
}

/// However deep a line is nested, it is a message and no end of the stack.
#[test]
fn nesting_has_an_end() {
    let deep = 20_000;
    let lines = [
        format!("measure m = {}1", "(".repeat(deep)),
        format!("measure m = 1{}", " + 1".repeat(deep)),
        format!("event e = {}signature", "1 day after ".repeat(deep)),
        format!("event e = {}signature", "the earlier of ".repeat(deep)),
        format!("event e = signature{}", " failing which signature".repeat(deep)),
        format!("event e = signature unless {}clause 1 is due", "not ".repeat(deep)),
        format!("event e = signature unless {}clause 1 is due", "(".repeat(deep)),
    ];
    for line in lines {
        let text = format!("agreement \"A\"\n{line}\n");
        let codes: Vec<_> = parse_pact(&text).1.iter().map(|d| d.code).collect();
        assert_eq!(codes, ["too-deep"], "{}", &line[..40]);
    }
}
