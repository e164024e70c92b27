//! What came of judging a capture: each rule that is broken, where, and what was said before. Judges nothing and
//! shows nothing.

use crate::rules::{Finding, RuleInfo};
use std::collections::VecDeque;

/// What came of it.
pub(super) struct Judged {
    pub units: usize,
    /// How many sessions end in the middle of a response.
    pub cut: usize,
    /// Something of what a client sent is there.
    pub client: bool,
    /// It was read as what the server sent and nothing else.
    pub raw: bool,
    /// The rules that are broken, in the order of their first places.
    pub broken: Vec<Broken>,
    /// Every finding is kept, and not the first of each rule only.
    pub all: bool,
}

/// A rule that is broken, once or often.
pub(super) struct Broken {
    pub rule: &'static RuleInfo,
    /// Each with its line in the file; the first alone, unless all are wanted.
    pub found: Vec<(usize, Finding)>,
    /// How many times.
    pub count: usize,
    /// The lines behind the first, at most [`LINES`].
    pub lines: Vec<usize>,
    /// What was said before the first in its session.
    pub before: Vec<Said>,
}

/// A line of the dialogue, secrets hidden, and cut to some width.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub line: usize,
    pub client: bool,
    pub octets: Vec<u8>,
}

/// So many lines of the dialogue are shown before the first finding.
const BEFORE: usize = 4;

/// So many lines of one rule are remembered.
const LINES: usize = 10;

impl Judged {
    pub(super) fn add(&mut self, line: usize, finding: Finding, recent: &VecDeque<Said>) {
        let rule = finding.rule;
        let Some(known) = self.broken.iter_mut().find(|one| one.rule.id == rule.id) else {
            let mut before: Vec<Said> = recent
                .iter()
                .rev()
                .filter(|said| said.line < line)
                .take(BEFORE)
                .cloned()
                .collect();
            before.reverse();
            self.broken.push(Broken {
                rule,
                before,
                found: vec![(line, finding)],
                count: 1,
                lines: Vec::new(),
            });
            return;
        };
        known.count += 1;
        if self.all {
            known.found.push((line, finding));
        }
        if known.lines.len() < LINES {
            known.lines.push(line);
        }
    }

    /// How many findings there are.
    pub(super) fn count(&self) -> usize {
        self.broken.iter().map(|one| one.count).sum()
    }
}
