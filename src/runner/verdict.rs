//! What one case led to. A case that could not run is neither a pass nor a failure.

use crate::catalogue::Level;

/// What one case led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All that was expected came.
    Pass,
    /// A MUST is broken.
    Fail(Failure),
    /// A SHOULD is broken, or the letter was followed and not the SHOULD (`S~`).
    NonStrict(Failure),
    /// The server chose otherwise where it MAY.
    Noted(Failure),
    /// The target does not offer what the case is about, or took another branch that the RFC leaves open.
    Skipped(String),
    /// The case could not begin or go on: no account, no delivery, the target is gone.
    Unmet(String),
}

/// The first thing that was not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// 1-based line of the expectation in the transcript.
    pub line: usize,
    /// What was expected, bound names filled in, control octets visible.
    pub expected: String,
    /// What came, control octets visible; None when nothing did.
    pub came: Option<String>,
    /// Index of the entry of the dialogue that is to blame.
    pub entry: Option<usize>,
    /// A sentence for a person.
    pub why: String,
}

impl Failure {
    /// Whether this text stands in what came, or in what is said of it.
    pub fn shows(&self, text: &str) -> bool {
        self.why.contains(text) || self.came.as_ref().is_some_and(|came| came.contains(text))
    }
}

impl Verdict {
    /// The verdict that a failure of a requirement of this level is.
    pub fn of_level(level: Level, failure: Failure) -> Self {
        match level {
            Level::Must => Verdict::Fail(failure),
            Level::Should => Verdict::NonStrict(failure),
            Level::May => Verdict::Noted(failure),
        }
    }

    /// The failure, whatever its weight.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Verdict::Fail(failure) | Verdict::NonStrict(failure) | Verdict::Noted(failure) => {
                Some(failure)
            }
            Verdict::Pass | Verdict::Skipped(_) | Verdict::Unmet(_) => None,
        }
    }
}
