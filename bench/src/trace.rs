//! A trace: what happened at which post on which day, in order of days.

use std::io::{Read, Write};

use jiff::civil::{Date, date};

/// The day on which every trace begins: day 0.
pub const FIRST_DAY: Date = date(2020, 2, 29);

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A withdrawal was announced.
    Announce,
    /// So many were released.
    Release,
    /// The post was vacated.
    Vacate,
    /// So many troops are there.
    Troops,
    /// An attack.
    Attack,
    /// Talks were held.
    Talks,
    /// They were reviewed.
    Review,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 7] =
        [Kind::Announce, Kind::Release, Kind::Vacate, Kind::Troops, Kind::Attack, Kind::Talks, Kind::Review];

    /// Returns the word for it in a trace.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Announce => "announce",
            Kind::Release => "release",
            Kind::Vacate => "vacate",
            Kind::Troops => "troops",
            Kind::Attack => "attack",
            Kind::Talks => "talks",
            Kind::Review => "review",
        }
    }
}

/// One line of a trace. Its number is its place in the trace.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// The day, counted from [`FIRST_DAY`].
    pub day: i32,
    /// What happened.
    pub kind: Kind,
    /// Where.
    pub post: usize,
    /// How many, of releases and troops; else 0.
    pub value: u64,
}

/// Returns the date of a day.
pub fn date_of(day: i32) -> Date {
    FIRST_DAY + jiff::Span::new().days(day)
}

/// Writes a trace as `date,kind,clause,value,id`.
pub fn write(trace: &[Event], to: impl Write) -> csv::Result<()> {
    let mut out = csv::Writer::from_writer(to);
    out.write_record(["date", "kind", "clause", "value", "id"])?;
    for (id, event) in trace.iter().enumerate() {
        out.write_record([
            &date_of(event.day).to_string(),
            event.kind.word(),
            &event.post.to_string(),
            &event.value.to_string(),
            &id.to_string(),
        ])?;
    }
    out.flush()?;
    Ok(())
}

/// Calls `each` with every line of a trace.
///
/// It trusts what it reads: that days come in order, that kinds are known, that numbers are numbers.
pub fn read(from: impl Read, mut each: impl FnMut(Event)) -> csv::Result<()> {
    let mut reader = csv::Reader::from_reader(from);
    let mut row = csv::ByteRecord::new();
    let (mut shown, mut day) = (Vec::new(), 0);
    while reader.read_byte_record(&mut row)? {
        // Days come in order, so most lines have the date of the line before.
        if row[0] != shown[..] {
            shown = row[0].to_vec();
            let date: Date = std::str::from_utf8(&shown).ok().and_then(|s| s.parse().ok()).expect("a trace has dates");
            day = (date - FIRST_DAY).get_days();
        }
        let kind = match &row[1] {
            b"announce" => Kind::Announce,
            b"release" => Kind::Release,
            b"vacate" => Kind::Vacate,
            b"troops" => Kind::Troops,
            b"attack" => Kind::Attack,
            b"talks" => Kind::Talks,
            _ => Kind::Review,
        };
        each(Event { day, kind, post: number(&row[2]) as usize, value: number(&row[3]) });
    }
    Ok(())
}

fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |so_far, digit| so_far * 10 + u64::from(digit - b'0'))
}
