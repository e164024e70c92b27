//! What the server writes: status indicators, multi-line responses with byte-stuffing (RFC 1939
//! §3). The faults of syntax live here. Knows nothing of what is said.

use super::language::Language;
use crate::faults::Faults;

/// Output that waits to be taken.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) output: Vec<u8>,
    faults: Faults,
    /// Whether the last status was `-ERR`.
    pub(super) refused: bool,
    pub(super) language: Language,
}

impl Writer {
    pub(super) fn new(faults: Faults) -> Self {
        Self {
            output: Vec::new(),
            faults,
            refused: false,
            language: Language::default(),
        }
    }

    fn status(&mut self, indicator: &str, text: &str) {
        if self.faults.on("pop3-lowercase-status") {
            let lower = indicator.to_ascii_lowercase();
            self.output.extend_from_slice(lower.as_bytes());
        } else {
            self.output.extend_from_slice(indicator.as_bytes());
        }
        if !text.is_empty() {
            self.output.push(b' ');
            let text = self.language.say(text);
            self.output.extend_from_slice(text.as_bytes());
        }
        match self.faults.on("pop3-bare-lf") {
            true => self.output.push(b'\n'),
            false => self.output.extend_from_slice(b"\r\n"),
        }
    }

    /// `+OK text`
    pub(super) fn ok(&mut self, text: &str) {
        self.refused = false;
        self.status("+OK", text);
    }

    /// `-ERR text`; a response code is part of the text.
    pub(super) fn err(&mut self, text: &str) {
        self.refused = true;
        let indicator = match self.faults.on("pop3-plus-err") {
            true => "+ERR",
            false => "-ERR",
        };
        self.status(indicator, text);
    }

    /// A challenge (RFC 5034 §4): `+`, a space, and base64, which may be empty.
    pub(super) fn challenge(&mut self, base64: &str) {
        if base64.is_empty() && self.faults.on("pop3-auth-no-space") {
            self.output.extend_from_slice(b"+\r\n");
            return;
        }
        self.output.extend_from_slice(b"+ ");
        self.output.extend_from_slice(base64.as_bytes());
        self.output.extend_from_slice(b"\r\n");
    }

    /// A line of a listing, which never begins with a dot.
    pub(super) fn line(&mut self, line: &str) {
        self.output.extend_from_slice(line.as_bytes());
        self.output.extend_from_slice(b"\r\n");
    }

    /// The end of a listing.
    pub(super) fn end(&mut self) {
        self.output.extend_from_slice(b".\r\n");
    }

    /// A message and the end: every line that begins with a dot gets another, and the last line
    /// its CRLF when it has none.
    pub(super) fn message(&mut self, octets: &[u8]) {
        let stuffing = !self.faults.on("pop3-no-byte-stuffing");
        self.output.reserve(octets.len() + octets.len() / 64 + 8);
        let mut rest = octets;
        while !rest.is_empty() {
            let (line, behind) = rest.split_at(line_end(rest));
            rest = behind;
            if stuffing && line.first() == Some(&b'.') {
                self.output.push(b'.');
            }
            self.output.extend_from_slice(line);
        }
        if !octets.is_empty() && !octets.ends_with(b"\r\n") {
            self.output.extend_from_slice(b"\r\n");
        }
        self.end();
    }
}

/// Where the first line ends, its CRLF included. A bare CR or LF is no line's end.
pub(super) fn line_end(octets: &[u8]) -> usize {
    let mut from = 0;
    while let Some(found) = octets
        .get(from..)
        .and_then(|rest| memchr::memchr(b'\n', rest))
    {
        let end = from + found;
        if end > 0 && octets.get(end - 1) == Some(&b'\r') {
            return end + 1;
        }
        from = end + 1;
    }
    octets.len()
}

/// The octets that a message takes on the wire, without what byte-stuffing adds and without the
/// terminating line: what LIST must tell (RFC 1939 §11).
pub(super) fn size(octets: &[u8]) -> usize {
    match octets.is_empty() || octets.ends_with(b"\r\n") {
        true => octets.len(),
        false => octets.len() + 2,
    }
}
