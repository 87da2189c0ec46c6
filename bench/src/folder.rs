//! A trace as a folder that servanda reads: a pact, evidence, a policy, and the plain trace beside them.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use crate::trace::{self, Event, Kind};

/// How the clauses are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Seven clauses (f is two), each over the set of posts.
    Set,
    /// Seven clauses for every post, each with acts and a measure of its own.
    Written,
}

/// Writes `bench.pact`, `evidence.csv`, `bench.policy` and `trace.csv`.
pub fn write(trace: &[Event], posts: usize, form: Form, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("bench.pact"), pact(posts, form))?;
    fs::write(folder.join("bench.policy"), POLICY)?;
    evidence(trace, form, &folder.join("evidence.csv"))?;
    trace::write(trace, BufWriter::new(File::create(folder.join("trace.csv"))?))?;
    Ok(())
}

const POLICY: &str = r#"policy "one careful mission"
  admit B2 or better
  unrated claims count as 2
  levels hold for 10 years

source "Mission" grade A
"#;

fn pact(posts: usize, form: Form) -> String {
    let mut text =
        String::from("agreement \"The work to measure on\"\n  announced 29 February 2020\n  zone UTC\nparty North\n");
    match form {
        Form::Set => {
            let names: Vec<String> = (0..posts).map(|post| format!("p{post}")).collect();
            let _ = writeln!(text, "set Post = {}", names.join(", "));
            clauses(&mut text, "", "", "for each Post");
        }
        Form::Written => {
            for post in 0..posts {
                clauses(&mut text, &format!(" {post}"), &format!(".{post}"), "");
            }
        }
    }
    text
}

/// Writes the seven clauses once, with what they need; `of` ends each name, `dot` each reference.
fn clauses(text: &mut String, of: &str, dot: &str, over: &str) {
    for kind in Kind::ALL {
        let (word, unit) = match kind {
            Kind::Troops => ("measure", " (persons)"),
            Kind::Release => ("act", " (persons)"),
            Kind::Announce | Kind::Vacate | Kind::Attack | Kind::Talks | Kind::Review => ("act", ""),
        };
        let _ = writeln!(text, "{word} {}{of}{unit} {over}", claim(kind));
    }
    let [announcement, release, vacate, troops, attack, talks, review] =
        Kind::ALL.map(|kind| format!("{}{of}", claim(kind)));
    let seven = [
        ("a", format!("{vacate} within 135 days of {announcement}"), format!("each {announcement}")),
        (
            "b",
            format!("{release}: at least 5,000 persons within 10 days of {announcement}"),
            format!("each {announcement}"),
        ),
        ("c", format!("ensure no {attack} from 1 day after {announcement}"), format!("the first {announcement}")),
        (
            "d",
            format!("bring {troops} to at most 8,600 persons within 135 days of {announcement}"),
            format!("each {announcement}"),
        ),
        (
            "e",
            format!("keep {troops} at most 8,600 persons from 136 days after {announcement}"),
            format!("the first {announcement}"),
        ),
        ("f1", format!("{talks} within 14 days of {announcement}"), format!("the first {announcement}")),
        (
            "f2",
            format!("{review} within 30 days of fulfilment of clause f1{dot}"),
            format!("fulfilment of clause f1{dot}"),
        ),
    ];
    for (reference, must, upon) in seven {
        let _ = writeln!(text, "clause {reference}{dot}\n  North must {must}\n  upon {upon}");
        if !over.is_empty() {
            let _ = writeln!(text, "  {over}");
        }
        text.push_str("  burden on obligor\n");
    }
}

/// Returns the name that the pact declares for a kind.
fn claim(kind: Kind) -> &'static str {
    match kind {
        Kind::Announce => "announce a withdrawal",
        Kind::Release => "release a prisoner",
        Kind::Vacate => "vacate the post",
        Kind::Troops => "troops",
        Kind::Attack => "attack",
        Kind::Talks => "hold talks",
        Kind::Review => "review the talks",
    }
}

fn evidence(trace: &[Event], form: Form, file: &Path) -> csv::Result<()> {
    let mut out = csv::Writer::from_path(file)?;
    let mut head = vec!["id", "kind", "claim", "when", "source", "published", "value", "actor"];
    if form == Form::Set {
        head.push("Post");
    }
    out.write_record(&head)?;
    for (id, event) in trace.iter().enumerate() {
        let date = trace::date_of(event.day).to_string();
        let name = claim(event.kind);
        let (kind, value, actor) = match event.kind {
            Kind::Troops => ("level", event.value.to_string(), ""),
            Kind::Release => ("happened", event.value.to_string(), "North"),
            Kind::Announce | Kind::Vacate | Kind::Attack | Kind::Talks | Kind::Review => {
                ("happened", String::new(), "North")
            }
        };
        let mut row = vec![
            format!("r{id}"),
            kind.to_owned(),
            name.to_owned(),
            date.clone(),
            "Mission".to_owned(),
            date,
            value,
            actor.to_owned(),
        ];
        match form {
            Form::Set => row.push(format!("p{}", event.post)),
            Form::Written => row[2] = format!("{name} {}", event.post),
        }
        out.write_record(&row)?;
    }
    out.flush()?;
    Ok(())
}
