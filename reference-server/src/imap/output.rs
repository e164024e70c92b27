//! What goes out: text, and message octets that are shared with the store until they are written.

use super::parse::is_astring_char;
use bytes::Bytes;
use std::collections::VecDeque;

/// Octets of a message below this are copied at once.
const SHARE_FROM: usize = 4096;
/// The most that is handed over at once, so that an answer made of shared octets is never there as a whole.
const AT_ONCE: usize = 1024 * 1024;
/// What a shared piece costs beside its octets.
const PIECE: u64 = 64;

#[derive(Debug, Default)]
pub(crate) struct Output {
    chunks: VecDeque<Bytes>,
    text: Vec<u8>,
    own: u64,
}

impl Output {
    pub(crate) fn put(&mut self, octets: impl AsRef<[u8]>) {
        self.own += octets.as_ref().len() as u64;
        self.text.extend_from_slice(octets.as_ref());
    }

    /// Octets that wait here and are nobody else's.
    pub(crate) fn own(&self) -> u64 {
        self.own
    }

    /// One line, CRLF added.
    pub(crate) fn line(&mut self, line: impl AsRef<[u8]>) {
        self.put(line);
        self.put(b"\r\n");
    }

    pub(crate) fn shared(&mut self, octets: Bytes) {
        if octets.len() < SHARE_FROM {
            self.put(&octets);
            return;
        }
        if !self.text.is_empty() {
            self.chunks
                .push_back(Bytes::from(std::mem::take(&mut self.text)));
        }
        self.own += PIECE;
        self.chunks.push_back(octets);
    }

    /// Moves what there is onto `output`; of much, the first part.
    pub(crate) fn take(&mut self, output: &mut Vec<u8>) {
        let mut room = AT_ONCE;
        while let Some(chunk) = self.chunks.front_mut() {
            let part = chunk.split_to(chunk.len().min(room));
            output.extend_from_slice(&part);
            room -= part.len();
            if !chunk.is_empty() {
                return;
            }
            self.chunks.pop_front();
        }
        self.own = 0;
        output.append(&mut self.text);
    }
}

/// A string: quoted where that is allowed, else a literal.
pub(crate) fn string(out: &mut Vec<u8>, value: &[u8], utf8: bool) {
    let quotable = value.len() <= 1000
        && !value
            .iter()
            .any(|&octet| octet < 0x20 || octet == 0x7f || (octet >= 0x80 && !utf8))
        && (!utf8 || std::str::from_utf8(value).is_ok());
    if !quotable {
        out.extend_from_slice(format!("{{{}}}\r\n", value.len()).as_bytes());
        out.extend_from_slice(value);
        return;
    }
    out.push(b'"');
    for &octet in value {
        if matches!(octet, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(octet);
    }
    out.push(b'"');
}

/// A string or `NIL`.
pub(crate) fn nstring(out: &mut Vec<u8>, value: Option<&[u8]>, utf8: bool) {
    match value {
        Some(value) => string(out, value, utf8),
        None => out.extend_from_slice(b"NIL"),
    }
}

/// An atom where possible, else a string.
pub(crate) fn astring(out: &mut Vec<u8>, value: &[u8], utf8: bool) {
    if !value.is_empty()
        && value.iter().all(|&octet| is_astring_char(octet))
        && !value.eq_ignore_ascii_case(b"NIL")
    {
        out.extend_from_slice(value);
    } else {
        string(out, value, utf8);
    }
}

/// A set of ascending numbers, runs drawn together: `1:3,5`.
pub(crate) fn number_set(numbers: impl IntoIterator<Item = u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let texts: Vec<String> = runs
        .into_iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}:{last}")
            }
        })
        .collect();
    texts.join(",")
}
