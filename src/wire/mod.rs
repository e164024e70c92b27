//! Octets from a server, cut into protocol units. Never changes an octet, never fails: a malformed
//! unit is a unit with flaws. Knows nothing of sockets, patterns or verdicts.

use crate::transcript::tree::Protocol;

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

/// The framer for a protocol.
pub fn framer(_protocol: Protocol) -> Box<dyn Framer> {
    unimplemented!("the helper's work")
}
