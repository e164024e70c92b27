//! The dialogue of one case as it happened, bounded in size. Never interprets what it holds.

use super::secrets::Secrets;
pub use super::secrets::hide;
use crate::rules::Finding;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Who spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// We did.
    Client,
    /// The server did.
    Server,
    /// Something that is not text happened: a connection, TLS, a close.
    Event,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Who spoke.
    pub side: Side,
    /// The session's name, where the case has several.
    pub session: Option<String>,
    /// The octets, at most [`KEPT`] of them.
    pub octets: Vec<u8>,
    /// How many there were in all, when not all are kept.
    pub cut: Option<usize>,
    /// 1-based line in the transcript; None for what the runner did to reach the case's state.
    pub line: Option<usize>,
    /// How long the server took (entries of the server only).
    pub took: Option<Duration>,
    /// Said by the runner to reach the case's state, or an answer to that.
    pub setup: bool,
}

/// Of one entry at most so many octets are kept.
pub const KEPT: usize = 8 * 1024;
/// Of one case at most so many entries are kept; the first ones go.
const ENTRIES: usize = 2_000;

/// The last entry that begins with the octets, of which there are some.
pub fn said_last(lines: &[Line], octets: &[u8]) -> Option<usize> {
    let says = |line: &Line| !octets.is_empty() && line.octets.starts_with(octets);
    lines.iter().rposition(says)
}

/// The dialogue of one case.
#[derive(Debug, Default)]
pub struct Record {
    lines: VecDeque<Line>,
    /// How many entries went because there were too many.
    pub dropped: usize,
    /// What is recorded now is done to reach a state, and no line of the transcript.
    pub setup: bool,
    /// What broke a rule on the way.
    pub findings: Vec<Finding>,
    asked: Option<Instant>,
    secrets: Secrets,
}

impl Record {
    /// A record that shows `«password»` in place of these octets.
    pub fn hiding(secrets: Vec<Vec<u8>>) -> Self {
        Record {
            secrets: Secrets::new(secrets),
            ..Record::default()
        }
    }

    /// We sent this.
    pub fn sent(&mut self, session: Option<&str>, octets: &[u8], line: Option<usize>) {
        self.asked = Some(Instant::now());
        self.push(Side::Client, session, octets, line, None);
    }

    /// The server sent this. Entry's index is given back.
    pub fn came(&mut self, session: Option<&str>, octets: &[u8], line: Option<usize>) -> usize {
        let took = self.asked.map(|asked| asked.elapsed());
        self.push(Side::Server, session, octets, line, took);
        self.dropped + self.lines.len() - 1
    }

    /// Something happened.
    pub fn happened(&mut self, session: Option<&str>, what: &str, line: Option<usize>) {
        self.push(Side::Event, session, what.as_bytes(), line, None);
    }

    /// Keeps what broke a rule, secrets hidden.
    pub fn found(&mut self, findings: Vec<Finding>) {
        for mut finding in findings {
            finding.octets = self.secrets.hide(&finding.octets);
            finding.entries = Some(self.dropped + self.lines.len());
            self.findings.push(finding);
        }
    }

    /// All entries, the oldest first.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }

    /// Hands the entries over.
    pub fn into_lines(self) -> Vec<Line> {
        self.lines.into()
    }

    fn push(
        &mut self,
        side: Side,
        session: Option<&str>,
        octets: &[u8],
        line: Option<usize>,
        took: Option<Duration>,
    ) {
        if self.lines.len() >= ENTRIES {
            self.lines.pop_front();
            self.dropped += 1;
        }
        // Hide before cutting: a secret that straddles the cut must not show its first half.
        let mut hidden = self.secrets.hide(octets);
        let whole = hidden.len();
        hidden.truncate(KEPT);
        self.lines.push_back(Line {
            side,
            session: session.map(str::to_owned),
            octets: hidden,
            cut: (whole > KEPT).then_some(octets.len()),
            line,
            took,
            setup: self.setup,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_stays_in_the_record() {
        let mut record = Record::hiding(vec![b"secret".to_vec()]);
        record.sent(None, b"a1 LOGIN alice secret\r\n", Some(3));
        assert_eq!(
            record.into_lines()[0].octets,
            "a1 LOGIN alice «password»\r\n".as_bytes()
        );
    }

    #[test]
    fn a_long_entry_is_cut_and_its_length_kept() {
        let mut record = Record::default();
        record.came(None, &vec![b'x'; KEPT * 2], None);
        let line = &record.into_lines()[0];
        assert_eq!((line.octets.len(), line.cut), (KEPT, Some(KEPT * 2)));
    }
}
