//! The stream of events that every reporter consumes, and the counts that follow from it.

use super::verdict::Verdict;
use crate::catalogue::known::Known;
use crate::catalogue::{Case, Level};
use crate::dialogue::Line;
use crate::rules::Finding;
use std::collections::BTreeMap;
use std::time::Duration;

/// Something that happened in a run.
#[derive(Debug, Clone)]
pub enum Event {
    /// The run begins.
    Started(Started),
    /// A case is over.
    Finished(Box<Finished>),
    /// The run is over. Always the last event, also when the target could not be reached.
    Ended(Box<Summary>),
}

/// What is known when a run begins.
#[derive(Debug, Clone)]
pub struct Started {
    /// The target's name.
    pub target: String,
    /// The services, as `imap 127.0.0.1:143`.
    pub services: Vec<String>,
    /// How many cases are selected.
    pub cases: usize,
    /// What is not as it should be and does not stop the run.
    pub notes: Vec<String>,
    /// What is announced, by protocol.
    pub announced: BTreeMap<String, Vec<String>>,
}

/// A case that is over.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The case.
    pub case: Case,
    /// What it led to.
    pub verdict: Verdict,
    /// What that means for the run.
    pub status: Status,
    /// The entry of the known-failures file.
    pub known: Option<Known>,
    /// The account it ran with.
    pub account: Option<String>,
    /// The dialogue; empty for a case that passed.
    pub dialogue: Vec<Line>,
    /// How many entries of the dialogue were left out at its beginning.
    pub dropped: usize,
    /// How long it took.
    pub took: Duration,
    /// How many times it was run (1 without retries).
    pub runs: u32,
    /// The last lines that a spawned server printed.
    pub server_output: Vec<String>,
    /// What broke a rule, whatever the case is about.
    pub findings: Vec<Finding>,
    /// The dialogue of a case with findings, until the scheduler has taken from it what it needs.
    pub(super) all_lines: Vec<Line>,
}

/// A rule that was broken, once a target.
#[derive(Debug, Clone)]
pub struct FindingSummary {
    /// The first time.
    pub finding: Finding,
    /// `RFC 3501 §7.4.2`, of the rule's requirement.
    pub clause: Option<String>,
    /// What it means for the run.
    pub status: Status,
    /// The entry of the known-failures file.
    pub known: Option<Known>,
    /// How many times.
    pub count: usize,
    /// The case in which it was first seen.
    pub case: String,
    /// What was said before it, and itself.
    pub dialogue: Vec<Line>,
}

/// What a verdict means for the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// As required.
    Passed,
    /// A MUST is broken.
    Failed,
    /// A SHOULD is broken.
    NonStrict,
    /// A MAY was decided otherwise.
    Noted,
    /// Not applicable here.
    Skipped,
    /// Could not run.
    Unmet,
    /// Fails, as the known-failures file says.
    KnownFailure,
    /// Listed as a known failure, and passes.
    NoLongerFails,
    /// Listed as a known failure, and fails in another way.
    FailsOtherwise,
}

impl Status {
    /// All, in the order of reports.
    pub const ALL: [Status; 9] = [
        Status::Passed,
        Status::Failed,
        Status::NonStrict,
        Status::Noted,
        Status::KnownFailure,
        Status::NoLongerFails,
        Status::FailsOtherwise,
        Status::Skipped,
        Status::Unmet,
    ];

    /// As people read it.
    pub fn name(self) -> &'static str {
        match self {
            Status::Passed => "passed",
            Status::Failed => "failed",
            Status::NonStrict => "non-strict",
            Status::Noted => "noted",
            Status::Skipped => "skipped",
            Status::Unmet => "unmet",
            Status::KnownFailure => "known",
            Status::NoLongerFails => "fixed",
            Status::FailsOtherwise => "changed",
        }
    }

    /// The status of a verdict.
    pub fn of(verdict: &Verdict, known: Option<&Known>) -> Self {
        match (verdict, known) {
            (Verdict::Skipped(_), _) => Status::Skipped,
            (Verdict::Unmet(_), _) => Status::Unmet,
            (Verdict::Pass, None) => Status::Passed,
            (Verdict::Pass, Some(known)) if known.sometimes => Status::Passed,
            (Verdict::Pass, Some(_)) => Status::NoLongerFails,
            (
                Verdict::Fail(failure) | Verdict::NonStrict(failure) | Verdict::Noted(failure),
                Some(known),
            ) => match &known.shows {
                Some(shows) if !failure.shows(shows) => Status::FailsOtherwise,
                _ => Status::KnownFailure,
            },
            (Verdict::Fail(_), None) => Status::Failed,
            (Verdict::NonStrict(_), None) => Status::NonStrict,
            (Verdict::Noted(_), None) => Status::Noted,
        }
    }
}

/// Counts by status.
pub type Counts = BTreeMap<Status, usize>;

/// What a run came to.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// By status.
    pub counts: Counts,
    /// By protocol folder, then status.
    pub by_group: BTreeMap<String, Counts>,
    /// By level, then status.
    pub by_level: BTreeMap<Level, Counts>,
    /// Why cases were skipped, with how many.
    pub skipped: BTreeMap<String, usize>,
    /// Why cases could not run, with how many.
    pub unmet: BTreeMap<String, usize>,
    /// The rules that were broken, whatever the cases are about.
    pub findings: Vec<FindingSummary>,
    /// Why the run could not begin or was broken off.
    pub stopped: Option<String>,
    /// How long it took.
    pub took: Duration,
}

impl Summary {
    /// How many findings have this status.
    pub fn found(&self, status: Status) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.status == status)
            .count()
    }

    /// Counts one case.
    pub fn add(&mut self, finished: &Finished) {
        let status = finished.status;
        *self.counts.entry(status).or_default() += 1;
        let group = finished.case.group().to_owned();
        *self
            .by_group
            .entry(group)
            .or_default()
            .entry(status)
            .or_default() += 1;
        *self
            .by_level
            .entry(finished.case.level())
            .or_default()
            .entry(status)
            .or_default() += 1;
        match &finished.verdict {
            Verdict::Skipped(reason) => *self.skipped.entry(first_line(reason)).or_default() += 1,
            Verdict::Unmet(reason) => *self.unmet.entry(first_line(reason)).or_default() += 1,
            _ => {}
        }
    }

    /// How many cases have this status.
    pub fn count(&self, status: Status) -> usize {
        self.counts.get(&status).copied().unwrap_or(0)
    }

    /// How many cases really ran.
    pub fn ran(&self) -> usize {
        self.counts
            .iter()
            .filter(|(status, _)| !matches!(status, Status::Skipped | Status::Unmet))
            .map(|(_, n)| n)
            .sum()
    }

    /// The exit code of `mailspec run`. `strict`: a broken SHOULD fails the run too.
    pub fn exit_code(&self, strict: bool) -> u8 {
        let bad = |status| self.count(status) + self.found(status);
        let lenient =
            bad(Status::Failed) + bad(Status::NoLongerFails) + bad(Status::FailsOtherwise);
        let broken = lenient + if strict { bad(Status::NonStrict) } else { 0 };
        if broken > 0 {
            1
        } else if self.stopped.is_some() || self.count(Status::Unmet) > 0 {
            3
        } else if self.ran() == 0 {
            4
        } else {
            0
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
