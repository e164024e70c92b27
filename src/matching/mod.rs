//! Units held against patterns: verdict and diff. Never does I/O, never knows the time.

mod compare;
mod delivered;
mod functions;
mod imap;
mod line;
mod parts;
mod pattern;
mod pop3;
mod pop3_body;
mod render;
mod scope;
mod scram;
mod sequential;
mod shown;
mod smtp;
#[cfg(test)]
mod tests;
mod types;

use crate::transcript::tree::{Expect, Protocol, Step};
use crate::wire::Unit;
pub use parts::slice;
pub use render::render;

/// Where names and fixture messages come from. The runner implements it.
pub trait Values {
    /// A bound name or one of the profile's (`user`, `other.password`, `uid`, …).
    fn get(&self, name: &str) -> Option<Vec<u8>>;
    /// Binds a name.
    fn bind(&mut self, name: &str, value: Vec<u8>);
    /// A fixture message, exact octets, lines ended by CRLF.
    fn message(&self, name: &str) -> Option<&[u8]>;
}

/// A piece of what the client sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chunk {
    /// Octets to write.
    Octets(Vec<u8>),
    /// Wait for a continuation request before going on (a synchronising literal). If anything
    /// but a continuation comes, the rest of this `C:` is not sent.
    AwaitContinuation,
}

/// What went wrong while a template was being filled in.
#[derive(Debug, thiserror::Error, Clone, PartialEq, Eq)]
pub enum RenderError {
    /// No such name is bound and the profile has none.
    #[error("nothing is bound to {name:?} here")]
    Unbound {
        /// The name.
        name: String,
    },
    /// Anything else.
    #[error("{what}")]
    Other {
        /// A sentence for a person.
        what: String,
    },
}

/// How the expectations of one exchange are held against the units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mode {
    /// `@ordered`
    pub ordered: bool,
    /// `@exact`
    pub exact: bool,
}

/// The expectations between one `C:` (or directive) and the next on one session, and how far they are met.
#[derive(Debug)]
pub struct Exchange {
    inner: Inner,
}

#[derive(Debug)]
enum Inner {
    Sequential(sequential::Sequential),
    Imap(imap::Unordered),
}

/// What an offered unit led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// More units are needed.
    More,
    /// It is decided.
    Done(Outcome),
}

/// What an exchange led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All that must arrive did.
    Met {
        /// Lines (`S~`) that were taken in place of the one before.
        lesser: Vec<usize>,
    },
    /// Something did not, or what must not did.
    Broken(Mismatch),
    /// An `S=` line was not met.
    Assumption(Mismatch),
}

/// One expectation and what came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// 1-based line of the expectation in the transcript.
    pub line: usize,
    /// The expectation with its bound names filled in, control octets visible.
    pub expected: String,
    /// Index (of those offered, from 0) of the unit that is to blame; None when nothing came.
    pub unit: Option<usize>,
    /// What came, control octets visible; empty when nothing came.
    pub came: String,
    /// A sentence that says what differs, for a person: "the second argument is 320, not 321".
    pub why: String,
}

/// Why no more units come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The deadline has passed.
    Deadline,
    /// The server has closed the connection.
    Closed,
}

impl Exchange {
    /// `steps` are consecutive `S` lines of one session; `commands` what was sent just before
    /// (needed to know that a reply answers EHLO, STAT, …), oldest first, one rendered `C:` line each.
    ///
    /// An exchange is decided as soon as all that is required has come. One that ends with `S?` lines,
    /// or has nothing else, is decided by [`Exchange::end`] or by the units that answer them. One that
    /// has only `S!` lines is decided by the first unit (IMAP: by the tagged response to the last command).
    pub fn new(
        protocol: Protocol,
        steps: &[(&Step, &Expect)],
        commands: &[Vec<u8>],
        mode: Mode,
    ) -> Self {
        let lines = steps
            .iter()
            .map(|(step, expect)| sequential::Line {
                number: step.line,
                kind: expect.kind,
                pattern: expect.pattern.clone(),
            })
            .collect();
        let inner = match protocol {
            Protocol::Imap => Inner::Imap(imap::Unordered::new(lines, commands, mode)),
            _ => Inner::Sequential(sequential::Sequential::new(
                protocol, lines, commands, mode.exact,
            )),
        };
        Self { inner }
    }

    /// Offers the next unit. Names that matched patterns take are bound in `values`.
    ///
    /// # Errors
    /// When a pattern itself cannot be used: a name that nothing binds, a fixture that is not there, a regular
    /// expression that is too large. What came is never to blame.
    pub fn offer(&mut self, unit: &Unit, values: &mut dyn Values) -> Result<Progress, RenderError> {
        match &mut self.inner {
            Inner::Sequential(exchange) => exchange.offer(unit, values),
            Inner::Imap(exchange) => exchange.offer(unit, values),
        }
    }

    /// No more units come.
    ///
    /// # Errors
    /// As [`Exchange::offer`].
    pub fn end(self, why: End, values: &mut dyn Values) -> Result<Outcome, RenderError> {
        match self.inner {
            Inner::Sequential(exchange) => Ok(exchange.end(why, values)),
            Inner::Imap(exchange) => exchange.end(why, values),
        }
    }
}

/// Binds what a matched pattern took.
fn bind(taken: Vec<(String, Vec<u8>)>, values: &mut dyn Values) {
    for (name, value) in taken {
        values.bind(&name, value);
    }
}

/// What came, for a report: at most 16 Ki characters.
fn cut_short(text: String) -> String {
    const LIMIT: usize = 16 * 1024;
    match text.char_indices().nth(LIMIT) {
        Some((at, _)) => {
            let rest = text.len() - at;
            format!(
                "{}… ({rest} more octets)",
                text.get(..at).unwrap_or_default()
            )
        }
        None => text,
    }
}
