//! Prints what the JSON of `servanda status` says is broken, as `floor` prints it: `broken STATUS.json`.

use std::io::Write;

use servanda_bench::verdicts;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("broken STATUS.json")?;
    let status = serde_json::from_reader(std::io::BufReader::new(std::fs::File::open(file)?))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for broken in verdicts::broken(&status)? {
        writeln!(out, "{broken}")?;
    }
    Ok(out.flush()?)
}
