//! What was found in all sessions, by rule: counted, and told once. Does no I/O.

use super::tap::Unread;
use crate::catalogue::known::KnownFailures;
use crate::catalogue::{Catalogue, Level};
use crate::dialogue::Line;
use crate::dialogue::record::said_last;
use crate::rules::Finding;
use crate::runner::{FindingSummary, Status};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something to tell while it goes on.
#[derive(Debug, Clone)]
pub enum Event {
    /// A rule was broken for the first time.
    Found(Box<FindingSummary>),
    /// Something about a session, `imap session 3`, that is no finding.
    Note(String),
}

/// The findings so far.
#[derive(Debug)]
pub struct Tally {
    catalogue: Arc<Catalogue>,
    known: KnownFailures,
    found: BTreeMap<&'static str, FindingSummary>,
    /// How many connections have ended.
    pub sessions: usize,
    /// How many of them never reached the server.
    pub unreached: usize,
    /// What could be read in part only, or not at all: how many connections, and how many octets from
    /// the server were not judged.
    pub unread: BTreeMap<Unread, (usize, u64)>,
    /// How many units were judged.
    pub units: u64,
}

impl Tally {
    /// Nothing found yet. What `known` accepts is told and counted, and breaks nothing.
    pub fn new(catalogue: Arc<Catalogue>, known: KnownFailures) -> Self {
        Tally {
            catalogue,
            known,
            found: BTreeMap::new(),
            sessions: 0,
            unreached: 0,
            unread: BTreeMap::new(),
            units: 0,
        }
    }

    /// Counts a finding; gives its summary when the rule was not broken before. `dialogue` is asked for
    /// only then.
    pub fn add(
        &mut self,
        finding: Finding,
        session: &str,
        dialogue: impl FnOnce() -> Vec<Line>,
    ) -> Option<FindingSummary> {
        let rule = finding.rule;
        if let Some(known) = self.found.get_mut(rule.id) {
            known.count += 1;
            return None;
        }
        let mut dialogue = dialogue();
        // What came with the same packet behind the response is not told; the same may have been said before, where it
        // was right.
        if let Some(last) = said_last(&dialogue, &finding.octets) {
            dialogue.truncate(last + 1);
        }
        let accepted = self.known.rule(rule.id);
        let summary = FindingSummary {
            clause: self
                .catalogue
                .get(rule.requirement)
                .map(|requirement| requirement.clause()),
            status: match (accepted, rule.level) {
                (Some(_), _) => Status::KnownFailure,
                (None, Level::Must) => Status::Failed,
                (None, Level::Should) => Status::NonStrict,
                (None, Level::May) => Status::Noted,
            },
            known: accepted.cloned(),
            count: 1,
            case: session.to_owned(),
            dialogue,
            finding,
        };
        self.found.insert(rule.id, summary.clone());
        Some(summary)
    }

    /// By rule.
    pub fn findings(&self) -> impl Iterator<Item = &FindingSummary> {
        self.found.values()
    }

    /// Whether a MUST rule was broken that is not known to be.
    pub fn is_broken(&self) -> bool {
        self.findings().any(|found| found.status == Status::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::Side;

    #[test]
    fn the_answer_that_broke_the_rule_is_shown_and_not_its_like() {
        let line = |octets: &[u8]| Line {
            side: Side::Server,
            session: None,
            octets: octets.to_vec(),
            cut: None,
            line: None,
            took: None,
            setup: false,
        };
        let finding = Finding {
            rule: crate::rules::find("smtp/one-reply-each").unwrap(),
            at: 0,
            octets: b"220 mx.example.org\r\n".to_vec(),
            from: 0,
            wants: String::new(),
            entries: None,
        };
        let said = [
            &b"220 mx.example.org\r\n"[..],
            b"220 mx.example.org\r\n",
            b"421 x\r\n",
        ];
        let mut tally = Tally::new(Arc::default(), KnownFailures::default());
        let summary = tally.add(finding, "smtp session 1", || said.map(line).to_vec());
        assert_eq!(summary.unwrap().dialogue.len(), 2);
    }
}
