//! Whether the server may close the connection without BYE (RFC 3501 §3.4, RFC 9051 §3.4). Judges no grammar;
//! a connection that breaks, or that the client ends, is never shown to it.

use super::client::Command;
use super::invariants as i;
use crate::rules::info::Bad;

/// What decides it.
#[derive(Debug, Default)]
pub(super) struct Ending {
    pub bye: bool,
    /// IMAP4rev1 and not IMAP4rev2 stood in the last list of capabilities.
    rev1_alone: bool,
    /// LOGOUT was sent, or what comes now is a TLS handshake, which may fail without a word.
    leaving: bool,
}

impl Ending {
    /// A command has begun.
    pub(super) fn begun(&mut self, command: &Command) {
        self.leaving |= command.is(&[b"LOGOUT", b"STARTTLS"]);
    }

    /// A command was answered.
    pub(super) fn completed(&mut self, command: &Command, ok: bool) {
        if !ok && command.name == b"STARTTLS" {
            self.leaving = false;
        }
    }

    /// The handshake is done.
    pub(super) fn tls_started(&mut self) {
        self.leaving = false;
    }

    /// A list of capabilities has come.
    pub(super) fn listed(&mut self, names: &[&[u8]]) {
        let has = |name: &[u8]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        self.rev1_alone = has(b"IMAP4rev1") && !has(b"IMAP4rev2");
    }

    /// The server has closed the connection in order.
    pub(super) fn closed(&self) -> Option<Bad> {
        if self.bye || self.leaving {
            return None;
        }
        let rule = if self.rev1_alone {
            &i::CLOSED
        } else {
            &i::CLOSED_REV2
        };
        let wants = "a BYE is wanted before the server closes the connection";
        Some(Bad::new(rule, 0, wants))
    }
}
