//! Writes a folder: `generate EVENTS POSTS FOLDER [--seed N] [--written] [--from TRACE.csv]`.

use std::path::Path;

use servanda_bench::folder::{self, Form};
use servanda_bench::{generate, trace};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| arguments.iter().position(|a| a == name).and_then(|i| arguments.get(i + 1));
    let [events, posts, folder, ..] = &arguments[..] else {
        return Err("generate EVENTS POSTS FOLDER [--seed N] [--written] [--from TRACE.csv]".into());
    };
    let posts = posts.parse()?;
    let form = if arguments.iter().any(|a| a == "--written") { Form::Written } else { Form::Set };
    let trace = match after("--from") {
        Some(file) => {
            let mut found = Vec::new();
            trace::read(std::fs::File::open(file)?, |event| found.push(event))?;
            found
        }
        None => generate::trace(events.parse()?, posts, after("--seed").map_or(Ok(7), |seed| seed.parse())?),
    };
    folder::write(&trace, posts, form, Path::new(folder))
}
