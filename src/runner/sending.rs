//! The `C:` lines of a case: rendered, recorded and written, with waits for continuation requests between.
//! Judges nothing but that a continuation request never came.

use super::execute::{Play, Stop};
use super::verdict::Failure;
use crate::dialogue::Next;
use crate::matching::{Chunk, Mode, render};
use crate::transcript::tree::{Send, Step};
use crate::wire::Shape;
use tokio::time::Instant;

impl Play<'_> {
    /// Consecutive `C:` lines: one write, but for literals that wait and lines that are split.
    pub(super) async fn send(&mut self, lines: &[(&Step, &Send)]) -> Result<(), Stop> {
        self.mode = Mode::default();
        self.within = None;
        let Some(((first, _), until)) = lines.first().zip(Some(self.until())) else {
            return Ok(());
        };
        let at = self.slot(first)?;
        let mut batch = Vec::new();
        for (step, send) in lines {
            let chunks = render(send, &self.values).map_err(|error| {
                Stop::Unmet(format!("line {} cannot be sent: {error}", step.line))
            })?;
            let mut whole = Vec::new();
            let mut refused = false;
            for chunk in chunks {
                match chunk {
                    Chunk::Octets(octets) => {
                        self.record.sent(
                            first.session.as_ref().map(|name| name.value.as_str()),
                            &octets,
                            Some(step.line),
                        );
                        whole.extend_from_slice(&octets);
                        match send.split {
                            None => batch.extend_from_slice(&octets),
                            Some(size) => {
                                self.flush(at, &mut batch, step, until).await?;
                                for piece in octets.chunks(size.max(1)) {
                                    self.write(at, piece, step, until).await?;
                                }
                            }
                        }
                    }
                    Chunk::AwaitContinuation => {
                        self.flush(at, &mut batch, step, until).await?;
                        if !self.continuation(at, step, until).await? {
                            refused = true;
                            break;
                        }
                    }
                }
            }
            self.slots[at].commands.push(whole);
            if refused {
                break;
            }
        }
        let last = lines.last().map_or(*first, |(step, _)| *step);
        self.flush(at, &mut batch, last, until).await
    }

    async fn flush(
        &mut self,
        at: usize,
        batch: &mut Vec<u8>,
        step: &Step,
        until: Instant,
    ) -> Result<(), Stop> {
        if batch.is_empty() {
            return Ok(());
        }
        let octets = std::mem::take(batch);
        self.slots[at].lines_written = octets.iter().filter(|octet| **octet == b'\n').count();
        self.write(at, &octets, step, until).await
    }

    async fn write(
        &mut self,
        at: usize,
        octets: &[u8],
        step: &Step,
        until: Instant,
    ) -> Result<(), Stop> {
        let Some(client) = self.slots[at].client.as_mut() else {
            return Err(Stop::Unmet(format!(
                "line {}: the connection is closed; `@connect` opens it again",
                step.line
            )));
        };
        // A server that has closed its side may have said why: let the expectation see that first.
        let name = client.name.clone();
        if let Err(error) = client.send(octets, until).await {
            self.record
                .happened(name.as_deref(), &error.to_string(), Some(step.line));
        }
        Ok(())
    }

    /// Waits for IMAP's `+`. False when something else decided the command.
    async fn continuation(&mut self, at: usize, step: &Step, until: Instant) -> Result<bool, Stop> {
        let mut aside = Vec::new();
        let mut go_on = false;
        if let Some(client) = self.slots[at].client.as_mut() {
            loop {
                match client.next_new(until).await {
                    Next::Unit(unit) if unit.shape == Shape::Continuation => {
                        self.record.came(client.name.as_deref(), &unit.octets, None);
                        go_on = true;
                        break;
                    }
                    Next::Unit(unit) => {
                        let decided = !matches!(unit.shape, Shape::Untagged);
                        aside.push(unit);
                        if decided {
                            break;
                        }
                    }
                    Next::Closed | Next::Broken(_) => break,
                    Next::Deadline => {
                        return Err(Stop::Failed(Failure {
                            line: step.line,
                            expected: "+".into(),
                            came: None,
                            entry: None,
                            why: "the literal was announced and no continuation request came"
                                .into(),
                        }));
                    }
                }
            }
            for unit in aside {
                client.put_back(unit);
            }
        }
        Ok(go_on)
    }
}
