//! Answers the six questions by hand: `floor TRACE.csv` prints what is broken, a line each.

use std::io::Write;

use servanda_bench::floor::Floor;
use servanda_bench::trace;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("floor TRACE.csv")?;
    let mut floor = Floor::default();
    trace::read(std::fs::File::open(file)?, |event| floor.take(event))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for broken in floor.finish() {
        writeln!(out, "{broken}")?;
    }
    Ok(out.flush()?)
}
