//! Numbers: digits, commas before groups of three, a point before a fraction.

use super::{Read, Reader};
use crate::codes;
use crate::lex::TokenKind;
use crate::words::{Number, Slot};

/// So long may a number be, with its signs.
const NUMBER_LENGTH_MAX: usize = 100;

impl Reader<'_> {
    pub fn sees_number(&self) -> bool {
        self.peek_word().is_some_and(|word| word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()))
    }

    pub fn sees_number_or_hole(&self) -> bool {
        self.sees_number() || self.peek() == Some(TokenKind::Hole)
    }

    pub fn number(&mut self) -> Read<Slot<Number>> {
        if let Some(hole) = self.hole() {
            return Ok(Slot::Hole(hole));
        }
        self.known_number().map(Slot::Known)
    }

    pub fn known_number(&mut self) -> Read<Number> {
        let Some(word) = self.peek_word().filter(|_| self.sees_number()) else {
            let mut error = self.lacking(codes::MISSING_NUMBER, "a number");
            if let Some(digits) = self.peek_word().and_then(number_word) {
                error.help.push(format!("write numbers in digits: `{digits}`"));
            }
            return Err(error);
        };
        let span = self.here();
        let comma = matches!(self.rest(), [_, comma, next, ..]
            if comma.kind == TokenKind::Comma && comma.glued && next.glued
                && self.slice(next.span).starts_with(|c: char| c.is_ascii_digit()));
        let rest = self.rest();
        let (word, span) =
            if comma { (self.slice(span.to(rest[2].span)), span.to(rest[2].span)) } else { (word, span) };
        if let Some((whole, fraction)) = two_meanings(word) {
            let message = format!("`{word}` can be read in two ways");
            let mut error = self.error(codes::TWO_MEANINGS_NUMBER, span, message);
            error.label = "thousands, or a fraction?".to_owned();
            error.help.push(format!("write `{whole},{fraction}` for thousands, `{whole}.{fraction}0` for a fraction"));
            return Err(error);
        }
        if word.len() > NUMBER_LENGTH_MAX {
            let message = "a number of so many digits cannot be meant";
            let mut error = self.error(codes::BAD_NUMBER, span, message);
            error.help.push(format!("write at most {NUMBER_LENGTH_MAX} digits and signs"));
            return Err(error);
        }
        let Some(digits) = plain_decimal(word) else {
            let message = format!("`{word}` is not a number");
            let mut error = self.error(codes::BAD_NUMBER, span, message);
            error.help.push(
                "write digits, with a comma before each three (`8,600`) and a point before a fraction (`9.5`)"
                    .to_owned(),
            );
            return Err(error);
        };
        self.at += 1;
        self.tidy.push((span, tidy_number(&digits)));
        Ok(Number { digits, span })
    }

    /// Reads a whole number that fits in 32 bits.
    pub fn count(&mut self, wanted: &str) -> Read<u32> {
        let span = self.here();
        let number = self.known_number()?;
        number
            .digits
            .parse()
            .map_err(|_| self.error(codes::BAD_NUMBER, span, format!("`{}` is not {wanted}", self.slice(span))))
    }
}

/// Returns the number without its commas and needless zeros in front, if it is one.
fn plain_decimal(word: &str) -> Option<String> {
    let (minus, unsigned) = match word.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", word),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let digits = whole.replace(',', "");
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(&digits) || !fraction.is_none_or(all_digits) {
        return None;
    }
    let digits = match digits.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    Some(match fraction {
        Some(fraction) => format!("{minus}{digits}.{fraction}"),
        None => format!("{minus}{digits}"),
    })
}

/// Returns the number with a comma before each three digits.
fn tidy_number(digits: &str) -> String {
    let unsigned = digits.trim_start_matches('-');
    let whole = unsigned.split('.').next().unwrap_or(unsigned);
    let mut tidy = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            tidy.push(',');
        }
        tidy.push(digit);
    }
    let minus = if digits.starts_with('-') { "-" } else { "" };
    format!("{minus}{tidy}{}", &unsigned[whole.len()..])
}

/// Returns the two halves of `1.550`: a point before exactly three digits is thousands in half of the world.
fn two_meanings(word: &str) -> Option<(&str, &str)> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = word.split_once('.')?;
    let good = (1..=3).contains(&whole.len()) && fraction.len() == 3 && whole != "0";
    (good && digits(whole) && digits(fraction)).then_some((whole, fraction))
}

/// Returns the number that a word says.
pub(super) fn number_word(word: &str) -> Option<usize> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Some(tens) = TENS.iter().position(|candidate| *candidate == word) {
        return Some(10 * (tens + 2));
    }
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.iter().position(|candidate| *candidate == word)
}
