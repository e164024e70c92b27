//! A place between `{{` and `}}`, and the quoted strings and escapes that stand there. Knows no kind of hole.

use crate::transcript::diagnostic::Diagnostic;
use crate::transcript::tree::Span;

/// Reads the body of a hole, which begins at the octet `base` of the source.
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    pub base: usize,
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn remaining(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.remaining().chars().next()
    }

    pub(super) fn blanks(&mut self) {
        self.take(|c| c == ' ' || c == '\t');
    }

    pub(super) fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.remaining();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or("")
    }

    pub(super) fn accept(&mut self, what: &str) -> bool {
        let found = self.remaining().starts_with(what);
        if found {
            self.at += what.len();
        }
        found
    }

    pub(super) fn from(&self, start: usize) -> Span {
        Span {
            start: self.base + start,
            end: self.base + self.at,
        }
    }

    pub(super) fn rest(&self) -> Span {
        Span {
            start: self.base + self.at,
            end: self.base + self.text.len(),
        }
    }

    pub(super) fn here(&self) -> Span {
        let start = self.base + self.at;
        Span {
            start,
            end: start + self.peek().map_or(0, char::len_utf8),
        }
    }

    /// What stands here between two of these marks, where one behind a backslash ends nothing, with its place in the
    /// text. Goes nowhere where the second is missing.
    pub(super) fn delimited(&mut self, mark: char) -> Option<(usize, &'a str)> {
        let start = self.at + mark.len_utf8();
        let mut escaped = false;
        for (offset, c) in self.text.get(start..)?.char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if c == mark => {
                    self.at = start + offset + mark.len_utf8();
                    return Some((start, self.text.get(start..start + offset)?));
                }
                _ => {}
            }
        }
        None
    }

    pub(super) fn quoted(&mut self) -> Result<Vec<u8>, Diagnostic> {
        match self.delimited('"') {
            Some((start, raw)) => unescape(raw, self.base + start, true),
            None => Err(
                Diagnostic::error(self.rest(), "the quoted string is not closed")
                    .help("a quote in it is written `\\\"`"),
            ),
        }
    }
}

/// Undoes `\r \n \t \0 \\ \xNN`, and `\"` where `quotes` says so.
pub(crate) fn unescape(raw: &str, base: usize, quotes: bool) -> Result<Vec<u8>, Diagnostic> {
    let mut out = Vec::with_capacity(raw.len());
    let mut characters = raw.char_indices();
    while let Some((at, c)) = characters.next() {
        if c != '\\' {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        let escaped = characters.next().map(|(_, c)| c);
        let octet = match escaped {
            Some('r') => Some(b'\r'),
            Some('n') => Some(b'\n'),
            Some('t') => Some(b'\t'),
            Some('0') => Some(0),
            Some('\\') => Some(b'\\'),
            Some('"') if quotes => Some(b'"'),
            Some('x') => {
                let hex = raw
                    .get(at + 2..at + 4)
                    .filter(|hex| hex.bytes().all(|c| c.is_ascii_hexdigit()));
                characters.next();
                characters.next();
                hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())
            }
            _ => None,
        };
        let Some(octet) = octet else {
            let length = 1 + escaped.map_or(0, char::len_utf8);
            let span = Span {
                start: base + at,
                end: base + at + length,
            };
            return Err(Diagnostic::error(span, "there is no such escape").help(
                "the escapes are \\r \\n \\t \\0 \\\\ and \\xNN with two hexadecimal digits",
            ));
        };
        out.push(octet);
    }
    Ok(out)
}
