//! What the benchmarks of both crates need: ratios of interleaved rounds, memory figures of a process,
//! and the table at the end. Measures nothing itself.

#![allow(dead_code)]

use std::time::Duration;

/// Rounds of a subject and its baseline, one after the other, so that what else the machine does
/// strikes both.
#[derive(Debug, Default)]
pub struct Rounds(Vec<(f64, f64)>);

impl Rounds {
    /// One round of each: how long the same work took.
    pub fn add(&mut self, subject: Duration, baseline: Duration) {
        self.0.push((subject.as_secs_f64(), baseline.as_secs_f64()));
    }

    /// subject / baseline by the fastest round of each: what else the machine does only ever adds.
    pub fn ratio(&self) -> f64 {
        self.subject() / self.baseline()
    }

    /// The median over the rounds of subject / baseline.
    pub fn median(&self) -> f64 {
        median(self.0.iter().map(|(subject, baseline)| subject / baseline))
    }

    /// The subject's fastest round in seconds.
    pub fn subject(&self) -> f64 {
        self.0
            .iter()
            .map(|round| round.0)
            .fold(f64::INFINITY, f64::min)
    }

    /// The baseline's fastest round in seconds.
    pub fn baseline(&self) -> f64 {
        self.0
            .iter()
            .map(|round| round.1)
            .fold(f64::INFINITY, f64::min)
    }
}

/// The middle of the values; NaN when there are none.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What a process holds in memory.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// KiB now.
    pub now: u64,
    /// KiB at most, since the process began or [`forget_peak`].
    pub peak: u64,
}

/// The memory of the process `pid` (or `self`); None where there is no /proc.
pub fn memory(pid: &str) -> Option<Memory> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_ascii_whitespace().nth(1)?.parse().ok()
    };
    Some(Memory {
        now: field("VmRSS:")?,
        peak: field("VmHWM:")?,
    })
}

/// The processor's seconds that the process `pid` (or `self`) and all that descend from it and live have
/// used so far; None where there is no /proc. In hundredths, the unit of Linux.
pub fn processor(pid: &str) -> Option<f64> {
    let own = stat(pid)?;
    let mut seconds = own.seconds;
    let mut family = vec![own.pid];
    let mut others: Vec<Stat> = std::fs::read_dir("/proc")
        .ok()?
        .flatten()
        .filter_map(|entry| stat(entry.file_name().to_str()?))
        .collect();
    while let Some(parent) = family.pop() {
        let (children, rest): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|stat| stat.parent == parent);
        others = rest;
        seconds += children.iter().map(|child| child.seconds).sum::<f64>();
        family.extend(children.into_iter().map(|child| child.pid));
    }
    Some(seconds)
}

struct Stat {
    pid: u32,
    parent: u32,
    seconds: f64,
}

fn stat(pid: &str) -> Option<Stat> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold anything; behind it: state, parent, nine fields, utime, stime.
    let (front, behind) = stat.rsplit_once(')')?;
    let mut fields = behind.split_ascii_whitespace().skip(1);
    let parent = fields.next()?.parse().ok()?;
    let mut fields = fields.skip(9).map(str::parse::<f64>);
    Some(Stat {
        pid: front.split(' ').next()?.parse().ok()?,
        parent,
        seconds: (fields.next()?.ok()? + fields.next()?.ok()?) / 100.0,
    })
}

/// The peak of the process counts from here.
pub fn forget_peak(pid: &str) {
    let _ = std::fs::write(format!("/proc/{pid}/clear_refs"), "5");
}

/// Whether this is `cargo bench`. Under `cargo test --benches` there is nothing to do.
pub fn asked_for() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// What was measured, for the end.
#[derive(Debug, Default)]
pub struct Table(Vec<[String; 4]>);

impl Table {
    /// A line. `met` is None where there is no aim.
    pub fn add(&mut self, what: &str, figure: String, aim: &str, met: Option<bool>) {
        let met = match met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        eprintln!("  {what}: {figure} {met}");
        self.0
            .push([what.to_owned(), figure, aim.to_owned(), met.to_owned()]);
    }

    /// Something that could not be measured here, and why.
    pub fn skip(&mut self, what: &str, why: &str) {
        self.add(what, format!("SKIPPED: {why}"), "", None);
    }

    /// Prints it.
    pub fn print(&self, title: &str) {
        println!("\n{title}\n");
        let head = ["what", "measured", "aim", ""].map(str::to_owned);
        let width = |column: usize| {
            let cells = self.0.iter().chain([&head]);
            cells.map(|row| row[column].chars().count()).max()
        };
        let widths = [0, 1, 2].map(|column| width(column).unwrap_or_default());
        for row in [&head].into_iter().chain(&self.0) {
            let [what, figure, aim, met] = row;
            let [a, b, c] = widths;
            println!("{what:a$}  {figure:b$}  {aim:c$}  {met}");
        }
    }
}
