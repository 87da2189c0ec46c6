//! What nobody would write: words in the wrong place, dates at the ends of the calendar, values beyond all measure.

use servanda_datasets::EvidenceFile;
use servanda_model::agreement::Terms;
use servanda_model::record::Record;
use servanda_model::time::Zone;
use servanda_monitor::Question;

use crate::dice::{Dice, Strip};
use crate::records::{COLUMNS, Row};

/// Returns a pact with some of its clauses' words exchanged for others.
pub fn pact(text: &str, dice: &mut Dice<'_>) -> String {
    const WORDS: [&str; 24] = [
        "clause 1",
        "clause 2",
        "1",
        "0",
        "2",
        "9999",
        "-1",
        "truce",
        "thaw",
        "notice",
        "A",
        "B",
        "Army",
        "each Side",
        "January",
        "December",
        "9999-12-31",
        "0001-01-01",
        "days",
        "months",
        "hours",
        "not",
        "signature",
        "?",
    ];
    let begin = text.find("clause 1\n").unwrap_or(0);
    let (declared, clauses) = text.split_at(begin);
    let mut words: Vec<String> = clauses.split(' ').map(str::to_owned).collect();
    for _ in 0..dice.below(3) {
        let at = dice.below(256) % words.len();
        let line_end = if words[at].contains('\n') {
            words[at][words[at].find('\n').unwrap_or(0)..].to_owned()
        } else {
            String::new()
        };
        words[at] = format!("{}{line_end}", dice.pick(&WORDS));
    }
    format!("{declared}{}", words.join(" "))
}

/// Returns a policy with spans and shares as long and as wide as can be written.
pub fn policy(text: &str, dice: &mut Dice<'_>) -> String {
    let span = dice.pick(&["90 days", "0 days", "9999 years", "1 month", "3 hours"]);
    text.replace("90 days", span).replace("20 %", dice.pick(&["20 %", "100000 %", "0.0001 %"]))
}

/// Returns the records that fit, of these rows and of some with cells that nobody would write.
pub fn records(rows: &[Row], strips: &[Strip], terms: &Terms) -> Vec<Record> {
    let mut lines: Vec<String> = std::iter::once(COLUMNS.to_owned()).chain(rows.iter().map(Row::line)).collect();
    lines.extend(strips.iter().enumerate().map(|(i, strip)| line(i, &mut Dice::new(strip))));
    let file = EvidenceFile { name: "evidence.csv".to_owned(), bytes: lines.join("\n").into_bytes() };
    servanda_datasets::read(&[file], terms, None).records
}

fn line(number: usize, dice: &mut Dice<'_>) -> String {
    const WHENS: [&str; 12] = [
        "2020-01-05",
        "../2020-01-05",
        "2020-01-05/..",
        "[..2020-01-09]",
        "[2020-01-05..]",
        "9999-12-31",
        "0001-01-01",
        "2020-01-05T24:00",
        "2020-01-05T10:00+14:00",
        "2020",
        "../..",
        "2020-01-05T23:59-11:30",
    ];
    const VALUES: [&str; 8] = ["1", "", "-5", "99999999999999999999999999", "0.000000000001", "<0", ">5", "about -3"];
    let claims =
        ["leave", "truce", "troops", "peace", "attack", "waiver of clause 1", "exercise of clause 1", "R1", "W0", "W1"];
    let kinds =
        ["happened", "total", "level", "finding", "did not happen", "same as", "corrects", "retracts", "denies"];
    let cells = [
        format!("W{number}"),
        dice.pick(&kinds).to_owned(),
        dice.pick(&claims).to_owned(),
        dice.pick(&WHENS).to_owned(),
        "Observer".to_owned(),
        dice.pick(&["2020-01-20", "0001-01-01", "9999-12-31", "2020", "[2020-01-01..2020-02-01]"]).to_owned(),
        dice.pick(&VALUES).to_owned(),
        dice.pick(&["A", "", "Army"]).to_owned(),
        String::new(),
        String::new(),
        String::new(),
        dice.pick(&["", "W0", "R1", "W1"]).to_owned(),
        dice.pick(&["", "2020-01-30", "9999-12-31", "0001-01-01", "2020-01-01"]).to_owned(),
        dice.pick(&["", "", "2019-01-01"]).to_owned(),
        String::new(),
    ];
    cells.join(",")
}

/// Returns a question about any day, in any zone.
pub fn question(dice: &mut Dice<'_>) -> Question {
    // Not yet asked how things stood in 9999: a clause in each week has half a million instances by then.
    let at = ["2020-01-20", "2020-02-20", "2020-01-03", "2019-12-01", "0001-01-01"];
    let known = ["2020-06-01", "2020-02-20", "2020-01-03", "2021-01-01", "9999-12-31"];
    let zones = ["", "", "UTC", "Pacific/Apia", "Asia/Kathmandu", "+14:00", "-11:30"];
    let day = |text: &str| text.parse().expect("the days are written as ISO does");
    Question {
        at: day(dice.pick(&at)),
        known: day(dice.pick(&known)),
        zone: Zone::named(dice.pick(&zones)),
        clause: None,
        reading: None,
    }
}
