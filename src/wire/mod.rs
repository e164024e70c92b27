//! Octets from a server, cut into protocol units. Never changes an octet, never fails: a malformed
//! unit is a unit with flaws. Knows nothing of sockets, patterns or verdicts.

mod buffer;
mod imap;
mod pop2;
mod pop3;
mod smtp;
#[cfg(test)]
mod tests;
mod visible;

use crate::transcript::tree::Protocol;
use buffer::Buffered;
pub use visible::visible;

/// One SMTP reply, one POP3 response (status line and, where it has one, its multi-line part),
/// or one IMAP response (with its literals).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Exactly what came, line endings included.
    pub octets: Vec<u8>,
    /// What it is, as far as framing has to know.
    pub shape: Shape,
    /// What is wrong with its framing (bare LF, NUL, over-long line, codes that differ, …).
    pub flaws: Vec<Flaw>,
}

/// What a unit is, as far as framing has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// An SMTP or LMTP reply; `code` is None when the line does not begin with three digits.
    Reply {
        /// The reply code of the last line.
        code: Option<u16>,
    },
    /// A POP3 response.
    Status {
        /// `+OK` true, `-ERR` false, anything else None.
        ok: Option<bool>,
        /// The multi-line part was read, up to and including the line `.`.
        multiline: bool,
    },
    /// IMAP `* …`
    Untagged,
    /// IMAP `+ …`
    Continuation,
    /// IMAP `tag …`
    Tagged {
        /// The tag.
        tag: Vec<u8>,
    },
    /// None of these (a POP3 SASL challenge is `Challenge`).
    Unknown,
    /// POP3 `+ base64` during AUTH.
    Challenge,
}

/// Something wrong with a unit's framing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Offset in the unit's octets.
    pub at: usize,
    /// A sentence for a person.
    pub what: String,
    /// True: this is no unit of the protocol, and no pattern matches it. False: a remark for the
    /// rules (a limit that no MUST sets, an octet that the message itself may have brought).
    pub fatal: bool,
}

impl Flaw {
    pub(crate) fn fatal(at: usize, what: impl Into<String>) -> Self {
        Self {
            at,
            what: what.into(),
            fatal: true,
        }
    }

    pub(crate) fn remark(at: usize, what: impl Into<String>) -> Self {
        Self {
            at,
            what: what.into(),
            fatal: false,
        }
    }
}

impl Unit {
    /// The first flaw that makes this no unit of its protocol.
    pub fn fatal_flaw(&self) -> Option<&Flaw> {
        self.flaws.iter().find(|flaw| flaw.fatal)
    }
}

/// Cuts a stream into units. `sent` keeps it informed of the client's octets, because only the
/// command tells whether a POP3 response is multi-line.
pub trait Framer: std::fmt::Debug + std::marker::Send {
    /// Octets that the client has sent.
    fn sent(&mut self, octets: &[u8]);
    /// Octets that have arrived.
    fn received(&mut self, octets: &[u8]);
    /// The next whole unit, if there is one.
    fn next(&mut self) -> Option<Unit>;
    /// What has arrived and makes no whole unit yet.
    fn pending(&self) -> &[u8];
    /// The stream has ended: what is pending becomes a last, flawed unit.
    fn finish(&mut self) -> Option<Unit>;
    /// The dialogue begins anew after a TLS handshake: pending octets are returned (there should be none).
    fn reset(&mut self) -> Vec<u8>;
}

/// The most octets that a unit may have before it is given up as a flawed one: 64 MiB.
pub const UNIT_CAP: usize = 64 * 1024 * 1024;

/// The framer for a protocol, with [`UNIT_CAP`].
pub fn framer(protocol: Protocol) -> Box<dyn Framer> {
    framer_with_cap(protocol, UNIT_CAP)
}

/// The framer for a protocol; a unit that reaches `cap` octets without an end is given out flawed.
pub fn framer_with_cap(protocol: Protocol, cap: usize) -> Box<dyn Framer> {
    match protocol {
        Protocol::Smtp | Protocol::Submission | Protocol::Lmtp => {
            Box::new(Buffered::new(smtp::Cutter::default(), cap))
        }
        Protocol::Pop3 => Box::new(Buffered::new(pop3::Cutter::default(), cap)),
        Protocol::Pop2 => Box::new(Buffered::new(pop2::Cutter::default(), cap)),
        Protocol::Imap => Box::new(Buffered::new(imap::Cutter::new(cap), cap)),
    }
}
