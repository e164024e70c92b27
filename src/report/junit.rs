//! JUnit XML: a test suite a protocol folder, a test case a case. Control characters were made visible
//! before they get here, because the format drops them in silence.

use super::Reporter;
use super::failure::{Paint, finding_story, story};
use crate::runner::{Event, FindingSummary, Finished, Status, Verdict};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Collects the cases and writes them when the run is over: the format wants the counts first.
pub struct Junit<W: Write + Send> {
    out: W,
    suites: BTreeMap<String, TestSuite>,
    target: String,
}

impl<W: Write + Send> Junit<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Self {
        Junit {
            out,
            suites: BTreeMap::new(),
            target: String::new(),
        }
    }
}

impl<W: Write + Send> Reporter for Junit<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Started(started) => {
                self.target.clone_from(&started.target);
                Ok(())
            }
            Event::Finished(finished) => {
                let group = finished.case.group().to_owned();
                let suite = self
                    .suites
                    .entry(group.clone())
                    .or_insert_with(|| TestSuite::new(group));
                suite.add_test_case(test_case(finished));
                Ok(())
            }
            Event::Ended(summary) => {
                let mut report = Report::new(format!("mailspec {}", self.target));
                report.set_time(summary.took);
                report.add_test_suites(std::mem::take(&mut self.suites).into_values());
                if !summary.findings.is_empty() {
                    let mut suite = TestSuite::new("rules");
                    for found in &summary.findings {
                        suite.add_test_case(rule_case(found));
                    }
                    report.add_test_suite(suite);
                }
                if let Some(stopped) = &summary.stopped {
                    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
                    status.set_message(stopped.clone());
                    let mut suite = TestSuite::new("mailspec");
                    suite.add_test_case(TestCase::new("the run", status));
                    report.add_test_suite(suite);
                }
                report.serialize(&mut self.out).map_err(io::Error::other)?;
                self.out.flush()
            }
        }
    }
}

fn test_case(finished: &Finished) -> TestCase {
    let status = match (&finished.status, &finished.verdict) {
        (Status::Failed | Status::NoLongerFails | Status::FailsOtherwise, verdict) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let message = verdict
                .failure()
                .map_or("a known failure that passes now", |failure| &failure.why);
            status.set_message(message.to_owned());
            status.set_description(story(finished, Paint::PLAIN));
            status
        }
        (_, Verdict::Skipped(why) | Verdict::Unmet(why)) => skipped(why.clone()),
        (Status::KnownFailure, _) => skipped(
            finished
                .known
                .as_ref()
                .map(|known| format!("known: {}", known.reason))
                .unwrap_or_default(),
        ),
        _ => TestCaseStatus::success(),
    };
    let mut case = TestCase::new(finished.case.id.clone(), status);
    case.set_classname(
        finished
            .case
            .requirement
            .as_ref()
            .map_or_else(String::new, |r| r.id.clone()),
    );
    case.set_time(finished.took);
    if matches!(finished.status, Status::NonStrict | Status::Noted) {
        case.set_system_out(story(finished, Paint::PLAIN));
    }
    case
}

fn rule_case(found: &FindingSummary) -> TestCase {
    let rule = found.finding.rule;
    let status = match found.status {
        Status::Failed => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(found.finding.wants.clone());
            status.set_description(finding_story(found, Paint::PLAIN));
            status
        }
        Status::KnownFailure => skipped(
            found
                .known
                .as_ref()
                .map(|known| format!("known: {}", known.reason))
                .unwrap_or_default(),
        ),
        _ => TestCaseStatus::success(),
    };
    let mut case = TestCase::new(rule.id, status);
    case.set_classname(rule.requirement);
    case
}

fn skipped(why: String) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(why);
    status
}
