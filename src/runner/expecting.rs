//! One exchange: the `S:` lines of a case held against what comes, until they are met, broken, or time is up. Writes
//! nothing to the server.

use super::execute::{Play, Stop};
use super::verdict::Failure;
use crate::dialogue::Next;
use crate::matching::{End, Exchange, Mismatch, Outcome, Progress};
use crate::transcript::tree::{Expect, ExpectKind, Protocol, Step};
use crate::wire::{Shape, Unit, visible};

/// An exchange that brings more than this is broken off, so that an endless server ends in a verdict.
const EXCHANGE_OCTETS: usize = 256 * 1024 * 1024;
/// The same for very many very short units.
const EXCHANGE_UNITS: usize = 1_000_000;

impl Play<'_> {
    /// One exchange.
    pub(super) async fn expect(&mut self, lines: &[(&Step, &Expect)]) -> Result<(), Stop> {
        let Some((first, _)) = lines.first() else {
            return Ok(());
        };
        let at = self.slot(first)?;
        let until = self.until();
        let slot = &mut self.slots[at];
        let Some(client) = slot.client.as_mut() else {
            return Err(Stop::Unmet(format!(
                "line {}: the connection is closed; `@connect` opens it again",
                first.line
            )));
        };
        let commands = std::mem::take(&mut slot.commands);
        let wanted = slot.wanted.clone();
        let mut exchange = Exchange::new(wanted.protocol, lines, &commands, self.mode);
        let waits = lines
            .iter()
            .any(|(_, expect)| matches!(expect.kind, ExpectKind::Must | ExpectKind::Assume));
        let mut entries = Vec::new();
        let mut octets = 0;
        let broken = |error: crate::matching::RenderError| {
            Stop::Unmet(format!("the case itself is wrong: {error}"))
        };
        let outcome = loop {
            // Where nothing has to come, one answer a command is all that there is to wait for.
            if !waits && wanted.protocol != Protocol::Imap && entries.len() >= commands.len().max(1)
            {
                break exchange
                    .end(End::Deadline, &mut self.values)
                    .map_err(broken)?;
            }
            let end = match client.next(until).await {
                Next::Unit(unit) => {
                    octets += unit.octets.len();
                    // Which line of the transcript a unit belongs to is the first that is not yet behind us.
                    let line = line_of(&unit, lines, entries.len());
                    entries.push(self.record.came(client.name.as_deref(), &unit.octets, line));
                    match exchange.offer(&unit, &mut self.values).map_err(broken)? {
                        Progress::Done(outcome) => break outcome,
                        Progress::More
                            if octets > EXCHANGE_OCTETS || entries.len() > EXCHANGE_UNITS =>
                        {
                            self.record.happened(
                                client.name.as_deref(),
                                "there is no end of it",
                                None,
                            );
                            End::Deadline
                        }
                        Progress::More => continue,
                    }
                }
                Next::Closed => {
                    self.record.happened(
                        client.name.as_deref(),
                        "the server closed the connection",
                        None,
                    );
                    End::Closed
                }
                Next::Broken(reason) => {
                    self.record.happened(client.name.as_deref(), &reason, None);
                    End::Closed
                }
                Next::Deadline => {
                    if !client.pending().is_empty() {
                        let begun = client.pending().to_vec();
                        self.record.came(client.name.as_deref(), &begun, None);
                        self.record.happened(
                            client.name.as_deref(),
                            "what came last has no line end",
                            None,
                        );
                    }
                    End::Deadline
                }
            };
            break exchange.end(end, &mut self.values).map_err(broken)?;
        };
        match outcome {
            Outcome::Met { lesser } => {
                if let Some(line) = lesser.first() {
                    let failure = self.lesser_way(*line, lines, &entries);
                    self.lesser.get_or_insert(failure);
                }
                Ok(())
            }
            Outcome::Broken(mismatch) => Err(Stop::Failed(failure_of(mismatch, &entries))),
            Outcome::Assumption(mismatch) => {
                let came = if mismatch.came.is_empty() {
                    "nothing".to_owned()
                } else {
                    mismatch.came
                };
                Err(Stop::Assumed(format!(
                    "the server took a way that the RFC leaves open, and the case is about another\n    expected: {}\n    came: {came}",
                    mismatch.expected
                )))
            }
        }
    }

    /// An `S~` was taken in place of the `S:` before it.
    fn lesser_way(&self, line: usize, lines: &[(&Step, &Expect)], entries: &[usize]) -> Failure {
        let better = lines
            .iter()
            .rev()
            .find(|(step, expect)| step.line < line && expect.kind != ExpectKind::Lesser)
            .map_or(line, |(step, _)| step.line);
        let entry = entries.last().copied();
        let came = entry
            .and_then(|entry| entry.checked_sub(self.record.dropped))
            .and_then(|entry| self.record.lines().nth(entry))
            .map(|came| visible(&came.octets));
        let written = self.case.line(better).trim_end();
        Failure {
            line: better,
            expected: written
                .split_once(' ')
                .map_or(written, |(_, text)| text)
                .to_owned(),
            came,
            entry,
            why: "this is accepted, and the RFC says that a server should do better".into(),
        }
    }
}

fn failure_of(mismatch: Mismatch, entries: &[usize]) -> Failure {
    Failure {
        line: mismatch.line,
        expected: mismatch.expected,
        came: mismatch.unit.is_some().then_some(mismatch.came),
        entry: mismatch.unit.and_then(|unit| entries.get(unit)).copied(),
        why: mismatch.why,
    }
}

/// A guess at which line a unit answers, for the margin of reports only: the nth `S:` for ordered
/// protocols, the tagged line for a tagged response.
fn line_of(unit: &Unit, lines: &[(&Step, &Expect)], nth: usize) -> Option<usize> {
    match &unit.shape {
        Shape::Untagged | Shape::Continuation => None,
        Shape::Tagged { .. } => lines
            .iter()
            .rev()
            .find(|(_, e)| e.kind != ExpectKind::MustNot)
            .map(|(s, _)| s.line),
        _ => lines
            .iter()
            .filter(|(_, expect)| matches!(expect.kind, ExpectKind::Must | ExpectKind::Assume))
            .nth(nth)
            .or(lines.first())
            .map(|(step, _)| step.line),
    }
}
