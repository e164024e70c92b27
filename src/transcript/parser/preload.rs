//! `Maildrop:` and `Mailbox:`: messages that are there before the dialogue begins. Never reads one.

use super::super::diagnostic::Diagnostic;
use super::super::tree::{Preload, Span, Spanned};
use super::{Parser, arguments, split_list, trimmed, words};
use crate::transcript::diagnostic::nearest;

impl Parser<'_> {
    pub(super) fn preloads(&mut self, value: Span) -> Vec<Preload> {
        let parts = split_list(self.text(value), value.start);
        parts
            .into_iter()
            .filter_map(|(span, text)| self.preload(span, text))
            .collect()
    }

    /// `plain (\Seen) "17-Jul-1996 02:44:25 -0700"`
    fn preload(&mut self, span: Span, text: &str) -> Option<Preload> {
        let end = text.find([' ', '\t', '(', '"']).unwrap_or(text.len());
        let name = text.get(..end).unwrap_or("");
        let name_span = Span {
            start: span.start,
            end: span.start + end,
        };
        self.fixture(name, name_span)?;
        let mut preload = Preload {
            fixture: Spanned {
                value: name.to_owned(),
                span: name_span,
            },
            flags: Vec::new(),
            internal_date: None,
        };
        let (mut rest_span, mut rest) = trimmed(text, span.start, end, text.len());
        let (mut flags_seen, mut date_seen) = (false, false);
        while !rest.is_empty() {
            let close = match rest.as_bytes().first() {
                Some(b'(') if !flags_seen => rest.find(')'),
                Some(b'"') if !date_seen => rest
                    .get(1..)
                    .and_then(|rest| rest.find('"'))
                    .map(|at| at + 1),
                _ => None,
            };
            let Some(close) = close else {
                self.report(
                    Diagnostic::error(rest_span, "this cannot follow a message's name")
                        .help("after the name there may be flags `(\\Seen \\Flagged)` and a date `\"17-Jul-1996 02:44:25 -0700\"`, then `,` and the next name"),
                );
                return None;
            };
            let inner = rest.get(1..close).unwrap_or("");
            let inner_start = rest_span.start + 1;
            if rest.starts_with('(') {
                flags_seen = true;
                preload.flags = self.flags(inner, inner_start);
            } else {
                date_seen = true;
                if !is_date_time(inner) {
                    let span = Span {
                        start: inner_start,
                        end: inner_start + inner.len(),
                    };
                    self.report(Diagnostic::error(span, "this is no IMAP date-time").help(
                        "such as \"17-Jul-1996 02:44:25 -0700\", with two characters for the day",
                    ));
                }
                preload.internal_date = Some(inner.to_owned());
            }
            (rest_span, rest) = trimmed(rest, rest_span.start, close + 1, rest.len());
        }
        Some(preload)
    }

    /// Whether there is such a fixture; reports it if not.
    pub(super) fn fixture(&mut self, name: &str, span: Span) -> Option<()> {
        if !arguments::is_fixture_name(name) {
            self.report(
                Diagnostic::error(span, "the name of a message is missing")
                    .help("a name is letters, digits, `-` and `_`: the file's in `fixtures/messages/`, without `.eml`"),
            );
            return None;
        }
        if !self.context.has_fixture(name) {
            let all = self.context.fixtures();
            let help = match nearest(name, all.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("add `fixtures/messages/{name}.eml`"),
            };
            self.report(
                Diagnostic::error(span, format!("there is no fixture message `{name}`")).help(help),
            );
            return None;
        }
        Some(())
    }

    fn flags(&mut self, inner: &str, base: usize) -> Vec<String> {
        let mut flags = Vec::new();
        for (span, flag) in words(inner, base) {
            let atom = flag.strip_prefix('\\').unwrap_or(flag);
            let is_atom = !atom.is_empty()
                && atom
                    .chars()
                    .all(|c| c.is_ascii_graphic() && !r#"(){%*"\]"#.contains(c));
            if !is_atom {
                self.report(
                    Diagnostic::error(span, "this is no flag")
                        .help("a flag is an atom, with a `\\` before it for a system flag"),
                );
            }
            flags.push(flag.to_owned());
        }
        flags
    }
}

/// RFC 3501 §9 `date-time`, without the quotes: the shape and the month, not the calendar.
fn is_date_time(text: &str) -> bool {
    const SHAPE: &[u8] = b"_9-Aaa-9999 99:99:99 +9999";
    const MONTHS: &str = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    text.len() == SHAPE.len()
        && text.bytes().zip(SHAPE).all(|(octet, shape)| match shape {
            b'_' => octet == b' ' || octet.is_ascii_digit(),
            b'9' => octet.is_ascii_digit(),
            b'A' | b'a' => octet.is_ascii_alphabetic(),
            b'+' => octet == b'+' || octet == b'-',
            other => octet == *other,
        })
        && text
            .get(3..6)
            .is_some_and(|month| MONTHS.split(' ').any(|one| one == month))
}
