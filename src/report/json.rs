//! The JSON report, described by `docs/schema/report.schema.json` and docs/reports.md. Cases are written
//! as they end, so that memory does not grow with their number.

use super::Reporter;
use crate::dialogue::{Line, Side};
use crate::runner::{Event, FindingSummary, Finished, Status, Summary, Verdict};
use crate::wire::visible;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The whole document.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "mailspec report")]
pub struct Report {
    /// The version of this format: 1.
    pub format: u32,
    /// The version of mailspec.
    pub mailspec: String,
    /// The target's name.
    pub target: String,
    /// Its services, `imap 127.0.0.1:143`.
    pub services: Vec<String>,
    /// What it announces, by protocol.
    pub announced: BTreeMap<String, Vec<String>>,
    /// What is not as it should be and did not stop the run.
    pub notes: Vec<String>,
    /// Every selected case, in the order in which they ended.
    pub cases: Vec<CaseReport>,
    /// The rules that were broken, once each, whatever the cases are about.
    pub findings: Vec<FindingReport>,
    /// The counts.
    pub summary: SummaryReport,
}

/// A rule that was broken.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingReport {
    /// Its id.
    pub rule: String,
    /// The requirement that it checks.
    pub requirement: String,
    /// `MUST`, `SHOULD`, `MAY`
    pub level: String,
    /// `RFC 3501 §7.4.2`
    pub clause: Option<String>,
    /// `failed`, `non-strict`, `noted`, `known`
    pub status: String,
    /// What must hold.
    pub what: String,
    /// What is wanted at the octet.
    pub wants: String,
    /// The response, control octets visible.
    pub came: String,
    /// The octet in it, from 0.
    pub at: usize,
    /// How many times.
    pub count: usize,
    /// The case in which it was first seen.
    pub case: String,
    /// What was said before it.
    pub dialogue: Vec<LineReport>,
}

/// One case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseReport {
    /// Its id.
    pub id: String,
    /// What is broken when it fails.
    pub title: String,
    /// The file.
    pub path: String,
    /// The requirements that it covers; the first is broken when it fails.
    pub covers: Vec<String>,
    /// `MUST`, `SHOULD`, `MAY`
    pub level: String,
    /// `RFC 1939 §5`, of the first requirement.
    pub clause: Option<String>,
    /// `passed`, `failed`, `non-strict`, `noted`, `skipped`, `unmet`, `known`, `fixed`, `changed`
    pub status: String,
    /// Why it was skipped or could not run; what differs where it failed.
    pub reason: Option<String>,
    /// The reason in the known-failures file.
    pub known: Option<String>,
    /// Where it broke.
    pub failure: Option<FailureReport>,
    /// The dialogue up to the break; empty for cases that passed.
    pub dialogue: Vec<LineReport>,
    /// Milliseconds.
    pub took_ms: f64,
    /// How many times it was run.
    pub runs: u32,
    /// The last lines of a spawned server.
    pub server_output: Vec<String>,
}

/// Where a case broke.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FailureReport {
    /// Line in the transcript, from 1.
    pub line: usize,
    /// What was expected, control octets visible.
    pub expected: String,
    /// What came; null when nothing did.
    pub came: Option<String>,
}

/// One entry of a dialogue.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LineReport {
    /// `client`, `server` or `event`.
    pub side: String,
    /// The session's name, where the case has several.
    pub session: Option<String>,
    /// The text, control octets visible.
    pub text: String,
    /// Line in the transcript; null for what was done to reach the case's state.
    pub line: Option<usize>,
    /// Milliseconds that the server took.
    pub took_ms: Option<f64>,
}

/// The counts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SummaryReport {
    /// By status.
    pub counts: BTreeMap<String, usize>,
    /// By folder and status.
    pub by_protocol: BTreeMap<String, BTreeMap<String, usize>>,
    /// By level and status.
    pub by_level: BTreeMap<String, BTreeMap<String, usize>>,
    /// Why the run could not begin or was broken off.
    pub stopped: Option<String>,
    /// Seconds.
    pub took_s: f64,
}

/// Writes the report to a stream, a case at a time.
pub struct Json<W: Write + Send> {
    out: W,
    begun: bool,
    cases: usize,
}

impl<W: Write + Send> Json<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Self {
        Json {
            out,
            begun: false,
            cases: 0,
        }
    }

    fn field(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        write!(self.out, "  {}: ", serde_json::to_string(name)?)?;
        serde_json::to_writer(&mut self.out, value)?;
        self.out.write_all(b",\n")
    }

    fn begin(
        &mut self,
        target: &str,
        services: &[String],
        announced: &BTreeMap<String, Vec<String>>,
        notes: &[String],
    ) -> io::Result<()> {
        self.begun = true;
        self.out.write_all(b"{\n")?;
        self.field("format", &1)?;
        self.field("mailspec", &env!("CARGO_PKG_VERSION"))?;
        self.field("target", &target)?;
        self.field("services", &services)?;
        self.field("announced", announced)?;
        self.field("notes", &notes)?;
        self.out.write_all(b"  \"cases\": [")
    }
}

impl<W: Write + Send> Reporter for Json<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Started(started) => self.begin(
                &started.target,
                &started.services,
                &started.announced,
                &started.notes,
            ),
            Event::Finished(finished) => {
                let comma = if self.cases == 0 { "\n    " } else { ",\n    " };
                self.cases += 1;
                self.out.write_all(comma.as_bytes())?;
                Ok(serde_json::to_writer(
                    &mut self.out,
                    &case_report(finished),
                )?)
            }
            Event::Ended(summary) => {
                if !self.begun {
                    self.begin("", &[], &BTreeMap::new(), &[])?;
                }
                let end = if self.cases == 0 { "],\n" } else { "\n  ],\n" };
                self.out.write_all(end.as_bytes())?;
                let findings: Vec<FindingReport> =
                    summary.findings.iter().map(finding_report).collect();
                self.field("findings", &findings)?;
                self.out.write_all(b"  ")?;
                write!(self.out, "\"summary\": ")?;
                serde_json::to_writer(&mut self.out, &summary_report(summary))?;
                self.out.write_all(b"\n}\n")?;
                self.out.flush()
            }
        }
    }
}

fn case_report(finished: &Finished) -> CaseReport {
    let case = &finished.case;
    let reason = match &finished.verdict {
        Verdict::Pass => None,
        Verdict::Skipped(why) | Verdict::Unmet(why) => Some(why.clone()),
        Verdict::Fail(failure) | Verdict::NonStrict(failure) | Verdict::Noted(failure) => {
            Some(failure.why.clone())
        }
    };
    CaseReport {
        id: case.id.clone(),
        title: case.title().to_owned(),
        path: case.path.clone(),
        covers: case
            .transcript
            .header
            .covers
            .iter()
            .map(|id| id.value.clone())
            .collect(),
        level: case.level().to_string(),
        clause: case
            .requirement
            .as_ref()
            .map(|requirement| requirement.clause()),
        status: finished.status.name().to_owned(),
        reason,
        known: finished.known.as_ref().map(|known| known.reason.clone()),
        failure: finished.verdict.failure().map(|failure| FailureReport {
            line: failure.line,
            expected: failure.expected.clone(),
            came: failure.came.clone(),
        }),
        dialogue: finished.dialogue.iter().map(line_report).collect(),
        took_ms: millis(finished.took),
        runs: finished.runs,
        server_output: finished.server_output.clone(),
    }
}

/// A finding as reports show it.
pub(super) fn finding_report(found: &FindingSummary) -> FindingReport {
    let finding = &found.finding;
    FindingReport {
        rule: finding.rule.id.to_owned(),
        requirement: finding.rule.requirement.to_owned(),
        level: finding.rule.level.to_string(),
        clause: found.clause.clone(),
        status: found.status.name().to_owned(),
        what: finding.rule.what.to_owned(),
        wants: finding.wants.clone(),
        came: visible(&finding.octets),
        at: finding.at,
        count: found.count,
        case: found.case.clone(),
        dialogue: found.dialogue.iter().map(line_report).collect(),
    }
}

fn line_report(line: &Line) -> LineReport {
    LineReport {
        side: match line.side {
            Side::Client => "client",
            Side::Server => "server",
            Side::Event => "event",
        }
        .to_owned(),
        session: line.session.clone(),
        text: visible(&line.octets),
        line: line.line,
        took_ms: line.took.map(millis),
    }
}

fn summary_report(summary: &Summary) -> SummaryReport {
    let named = |counts: &BTreeMap<Status, usize>| {
        counts
            .iter()
            .map(|(status, count)| (status.name().to_owned(), *count))
            .collect::<BTreeMap<_, _>>()
    };
    SummaryReport {
        counts: named(&summary.counts),
        by_protocol: summary
            .by_group
            .iter()
            .map(|(name, counts)| (name.clone(), named(counts)))
            .collect(),
        by_level: summary
            .by_level
            .iter()
            .map(|(level, counts)| (level.to_string(), named(counts)))
            .collect(),
        stopped: summary.stopped.clone(),
        took_s: summary.took.as_secs_f64(),
    }
}

fn millis(time: std::time::Duration) -> f64 {
    (time.as_secs_f64() * 1_000_000.0).round() / 1_000.0
}
