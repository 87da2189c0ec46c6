//! Measures, and prints the tables as Markdown: `measure [--runs 10] [--seconds 60] [--only WORD]`.
//!
//! Programs that are compared run by turns, so that a noisy minute falls on all of them. A program that has used up
//! its seconds runs no more, though never fewer than three times. This program reads nothing large itself: the
//! system counts what a parent held when it started a child as memory of the child.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

type Failed = Box<dyn std::error::Error>;

const KNOWN: &str = "2030-12-31";

/// One row of the first table: a folder, and the day asked about.
struct Work {
    title: &'static str,
    /// How many records and posts, and whether every clause is written out; none: the folder is there already.
    made: Option<(usize, usize, bool)>,
    folder: PathBuf,
    known: &'static str,
}

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| arguments.iter().position(|a| a == name).and_then(|i| arguments.get(i + 1));
    let runs: usize = after("--runs").map_or(Ok(10), |n| n.parse())?;
    let budget = Duration::from_secs(after("--seconds").map_or(Ok(60), |n| n.parse())?);
    let programs = std::env::current_exe()?.parent().ok_or("no folder")?.to_owned();
    let bench = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = programs.join("bench-work");
    let made = |title, events, posts, written| Work {
        title,
        made: Some((events, posts, written)),
        folder: scratch.join(format!("{posts}x{events}{}", if written { "-written" } else { "" })),
        known: KNOWN,
    };
    let doha = bench.join("../examples/doha-2020").canonicalize()?;
    let mut works = vec![
        Work { title: "Doha: 32 clauses, 131 records", made: None, folder: doha, known: "2021-09-01" },
        made("602 clauses written out, 10,000 records", 10_000, 86, true),
        made("600 posts, 10,000 records", 10_000, 600, false),
        made("60 posts, 10,000 records", 10_000, 60, false),
        made("60 posts, 100,000 records", 100_000, 60, false),
        made("1,000 posts, 20,000 records", 20_000, 1_000, false),
    ];
    if let Some(word) = after("--only") {
        works.retain(|work| work.title.contains(word.as_str()));
    }
    println!("# {}\n\n{}", said("date", &["-u", "+%Y-%m-%d %H:%M UTC"]), machine(&arguments));
    let mut whole = String::new();
    let mut parts = String::new();
    for work in &works {
        eprintln!("{}", work.title);
        work.prepare(&programs)?;
        whole += &work.whole(&programs, &scratch, runs, budget)?;
        parts += &work.inside(&programs, runs, budget)?;
    }
    println!("## Whole processes\n\nCPU and wall in milliseconds, least / median; ratios of least CPU.\n");
    println!(
        "| work | program | runs | CPU | wall | peak MB | × floor | × reading |\n|---|---|--:|--:|--:|--:|--:|--:|\n{whole}"
    );
    println!("## Inside `servanda status --json`\n\nCPU milliseconds, least / median.\n");
    println!(
        "| work | runs | pact: read, check | evidence: read | policy | answer alone | JSON | answer, µs a record |\n|---|--:|--:|--:|--:|--:|--:|--:|\n{parts}"
    );
    println!("Load average when done: {}", load());
    Ok(())
}

impl Work {
    fn prepare(&self, programs: &Path) -> Result<(), Failed> {
        let Some((events, posts, written)) = self.made else { return Ok(()) };
        let mut generate = Command::new(programs.join("generate"));
        generate.args([events.to_string(), posts.to_string()]).arg(&self.folder);
        if written {
            generate.arg("--written");
        }
        generate.status()?.success().then_some(()).ok_or_else(|| "generate failed".into())
    }

    fn status(&self, programs: &Path) -> Command {
        let mut command = Command::new(programs.join("servanda"));
        command.arg("status").arg(&self.folder).args(["--known", self.known, "--json"]);
        command
    }

    fn on_file(&self, programs: &Path, program: &str, file: &str) -> Command {
        let mut command = Command::new(programs.join(program));
        command.arg(self.folder.join(file));
        command
    }

    /// Returns the rows of the first table.
    fn whole(&self, programs: &Path, scratch: &Path, runs: usize, budget: Duration) -> Result<String, Failed> {
        fs::create_dir_all(scratch)?;
        let mut all = vec![("`servanda status --json`", self.status(programs), Vec::new())];
        if self.made.is_some() {
            all.push(("floor", self.on_file(programs, "floor", "trace.csv"), Vec::new()));
            self.compare(programs, scratch)?;
        }
        all.push(("reading `evidence.csv`", self.on_file(programs, "read-csv", "evidence.csv"), Vec::new()));
        for round in 0..runs {
            for (_, command, taken) in &mut all {
                let spent: Duration = taken.iter().map(|run: &Run| run.wall).sum();
                if round < 3 || spent < budget {
                    taken.push(Run::of(command)?);
                }
            }
        }
        let cpu_least: Vec<f64> =
            all.iter().map(|(_, _, taken)| least_median(taken.iter().map(|run| run.cpu)).0).collect();
        let reading = *cpu_least.last().ok_or("no program")?;
        let mut rows = String::new();
        for (i, (program, _, taken)) in all.iter().enumerate() {
            let floor = if self.made.is_some() { ratio(cpu_least[i] / cpu_least[1]) } else { String::new() };
            rows += &format!(
                "| {} | {program} | {} | {} | {} | {:.1} | {floor} | {} |\n",
                if i == 0 { self.title } else { "" },
                taken.len(),
                both(least_median(taken.iter().map(|run| run.cpu))),
                both(least_median(taken.iter().map(|run| run.wall))),
                taken.iter().map(|run| run.peak_bytes).max().unwrap_or(0) as f64 / 1e6,
                ratio(cpu_least[i] / reading),
            );
        }
        Ok(rows)
    }

    /// Makes sure that both say the same is broken: times of different answers are not compared.
    fn compare(&self, programs: &Path, scratch: &Path) -> Result<(), Failed> {
        let (json, servanda, floor) = (scratch.join("status.json"), scratch.join("servanda"), scratch.join("floor"));
        self.status(programs).stdout(File::create(&json)?).status()?;
        let done = Command::new(programs.join("broken")).arg(&json).stdout(File::create(&servanda)?).status()?;
        self.on_file(programs, "floor", "trace.csv").stdout(File::create(&floor)?).status()?;
        let same = done.success() && Command::new("cmp").arg(&servanda).arg(&floor).status()?.success();
        same.then_some(()).ok_or_else(|| format!("{}: the answers differ", self.title).into())
    }

    /// Returns the row of the second table.
    fn inside(&self, programs: &Path, runs: usize, budget: Duration) -> Result<String, Failed> {
        let began = Instant::now();
        let mut lines = Vec::new();
        // A process for each run, as the first table has; what one leaves in memory helps no other.
        while lines.len() < runs && (lines.is_empty() || began.elapsed() < budget) {
            let mut one = Command::new(programs.join("inside"));
            let out = one.arg(&self.folder).args([self.known, "1"]).output()?;
            let line: Vec<u64> = String::from_utf8(out.stdout)?.split_whitespace().flat_map(str::parse).collect();
            if line.len() != 5 {
                return Err(String::from_utf8_lossy(&out.stderr).into());
            }
            lines.push(line);
        }
        let stage = |i: usize| least_median(lines.iter().map(|line| Duration::from_micros(line[i])));
        let cells: Vec<String> = (0..5).map(|i| both(stage(i))).collect();
        let records = self.made.map_or(131, |(events, _, _)| events) as f64;
        let each = stage(3).0 * 1e3 / records;
        Ok(format!("| {} | {} | {} | {each:.1} |\n", self.title, lines.len(), cells.join(" | ")))
    }
}

/// What one run of a process took.
struct Run {
    cpu: Duration,
    wall: Duration,
    peak_bytes: u64,
}

impl Run {
    fn of(command: &mut Command) -> Result<Run, Failed> {
        let began = Instant::now();
        let mut child = command.stdout(Stdio::null()).spawn()?;
        let used = child.wait4()?;
        // 0 and 1 are answers; 2 is none.
        if used.status.code().is_none_or(|code| code > 1) {
            return Err(format!("{command:?} failed").into());
        }
        let (wall, used) = (began.elapsed(), used.rusage);
        Ok(Run { cpu: used.utime + used.stime, wall, peak_bytes: used.maxrss })
    }
}

/// Returns the least and the median in milliseconds.
fn least_median(times: impl Iterator<Item = Duration>) -> (f64, f64) {
    let mut sorted: Vec<f64> = times.map(|time| time.as_secs_f64() * 1e3).collect();
    sorted.sort_by(f64::total_cmp);
    (sorted[0], sorted[sorted.len() / 2])
}

fn both((least, median): (f64, f64)) -> String {
    let places = if median < 100.0 { 1 } else { 0 };
    format!("{least:.places$} / {median:.places$}")
}

fn ratio(times: f64) -> String {
    if times < 20.0 { format!("{times:.1}") } else { format!("{times:.0}") }
}

/// Returns what the tables were made with.
fn machine(arguments: &[String]) -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("?").trim_matches(['\t', ':', ' ']);
    let cores = std::thread::available_parallelism().map_or(0, |n| n.get());
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes: f64 = memory.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0.0);
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    [
        format!("* machine: {model}, {cores} cores, {:.0} GB, Linux {}", kilobytes / 1e6, said("uname", &["-r"])),
        format!("* toolchain: {}", said("rustc", &["--version"])),
        format!("* commit: {}", said("git", &["-C", root, "describe", "--always", "--dirty"])),
        format!("* command: `bench/run {}`", arguments.join(" ")),
        format!("* load average at the beginning: {}\n", load()),
    ]
    .join("\n")
}

fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

fn said(program: &str, arguments: &[&str]) -> String {
    let out = Command::new(program).args(arguments).output();
    out.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned()).unwrap_or_default()
}
