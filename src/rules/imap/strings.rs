//! Reading strings: quoted ones and literals, and what may stand in their place (NIL, an atom). Decodes nothing: the
//! octets are given as they stand.

use super::atoms::is_astring_char;
use super::cursor::{Cursor, Read, bad};
use super::grammar as g;

/// What stands for itself in a quoted string, as a table, since most of what is long is quoted.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut octet = 0_u8;
    while octet < 128 {
        plain[octet as usize] = matches!(octet, 1..=9 | 11..=12 | 14..=33 | 35..=91 | 93..=127);
        octet += 1;
    }
    plain
};

fn is_plain(octet: u8) -> bool {
    PLAIN.get(usize::from(octet)).copied().unwrap_or_default()
}

impl<'a> Cursor<'a> {
    /// A string, a literal8 not among them. Gives its octets as they stand (quoted: with backslashes).
    pub(super) fn string(&mut self, what: &'static str) -> Read<&'a [u8]> {
        match self.peek() {
            Some(b'"') => self.quoted(),
            Some(b'{') => self.literal(),
            Some(b'~') if self.ahead(1) == Some(b'{') => bad(
                &g::LITERAL8,
                self.at,
                format!("a string is wanted here, and no literal8: {what}"),
            ),
            _ => {
                let at = self.at;
                if self.nil() {
                    bad(
                        &g::NIL,
                        at,
                        format!("a string is wanted here, and NIL is none: {what}"),
                    )
                } else {
                    bad(
                        &g::STRING,
                        at,
                        format!("a quoted string or a literal is wanted here: {what}"),
                    )
                }
            }
        }
    }

    pub(super) fn nstring(&mut self, what: &'static str) -> Read<Option<&'a [u8]>> {
        if self.nil() {
            return Ok(None);
        }
        self.string(what).map(Some)
    }

    /// nstring or literal8.
    pub(super) fn nstring8(&mut self, what: &'static str) -> Read<Option<&'a [u8]>> {
        if self.peek() == Some(b'~') && self.ahead(1) == Some(b'{') {
            self.at += 1;
            return self.counted(true).map(Some);
        }
        self.nstring(what)
    }

    pub(super) fn astring(&mut self, what: &'static str) -> Read<&'a [u8]> {
        if matches!(self.peek(), Some(b'"' | b'{')) {
            return self.string(what);
        }
        let from = self.at;
        while self.peek().is_some_and(is_astring_char) {
            self.at += 1;
        }
        if self.at == from {
            return bad(
                &g::ATOM,
                from,
                format!("an atom or a string is wanted here: {what}"),
            );
        }
        Ok(self.slice(from, self.at))
    }

    /// A quoted string; gives what is between the quotes, backslashes included.
    pub(super) fn quoted(&mut self) -> Read<&'a [u8]> {
        let open = self.at;
        self.at += 1;
        let from = self.at;
        let mut high = None;
        loop {
            // Most of what is quoted is plain: passed over in one go.
            let rest = self.rest().iter();
            self.at += rest.take_while(|octet| is_plain(**octet)).count();
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    if !matches!(self.ahead(1), Some(b'"' | b'\\')) {
                        return bad(
                            &g::QUOTED,
                            self.at,
                            "a backslash stands before a quote or a backslash only",
                        );
                    }
                    self.at += 2;
                }
                Some(b'\r' | b'\n') | None => {
                    return bad(
                        &g::QUOTED,
                        self.at,
                        format!("the quote at octet {open} is closed on the same line"),
                    );
                }
                Some(0) => return bad(&g::NUL, self.at, "NUL is never sent in a string"),
                Some(octet) => {
                    if octet > 127 && high.is_none() {
                        high = Some(self.at);
                    }
                    self.at += 1;
                }
            }
        }
        let inside = self.slice(from, self.at);
        self.at += 1;
        if let Some(at) = high {
            if !self.dialect.utf8 {
                self.note(
                    &g::QUOTED_8BIT,
                    at,
                    "a quoted string is 7-bit here; other octets go into a literal",
                );
            } else if let Err(error) = std::str::from_utf8(inside) {
                self.note(
                    &g::QUOTED_UTF8,
                    from + error.valid_up_to(),
                    "octets above 127 are well-formed UTF-8",
                );
            }
        }
        Ok(inside)
    }

    fn literal(&mut self) -> Read<&'a [u8]> {
        self.counted(false)
    }

    /// `{n}` CR LF and n octets; the cursor is at the brace.
    fn counted(&mut self, binary: bool) -> Read<&'a [u8]> {
        let open = self.at;
        self.at += 1;
        if !self.peek().is_some_and(|octet| octet.is_ascii_digit()) {
            return bad(
                &g::LITERAL,
                self.at,
                "the number of octets is wanted behind the brace",
            );
        }
        let octets = self.number_up_to(i64::MAX as u64, "octets of the literal")?;
        if self.eat(b'+') {
            self.note(
                &g::LITERAL_PLUS,
                self.at - 1,
                "a literal from the server has no plus in its count",
            );
        }
        if !self.eat(b'}') {
            return bad(
                &g::LITERAL,
                self.at,
                "a closing brace is wanted behind the number of octets",
            );
        }
        if self.peek() == Some(b'\r') && self.ahead(1) == Some(b'\n') {
            self.at += 2;
        } else if self.peek() == Some(b'\n') {
            self.note(
                &g::LINE_END,
                self.at,
                "CR LF is wanted behind the literal's count",
            );
            self.at += 1;
        } else {
            return bad(
                &g::LITERAL,
                self.at,
                "CR LF is wanted behind the literal's count",
            );
        }
        let from = self.at;
        let to = usize::try_from(octets)
            .ok()
            .and_then(|n| from.checked_add(n))
            .filter(|to| *to <= self.end);
        let Some(to) = to else {
            return bad(
                &g::LITERAL,
                open,
                format!("{octets} octets are announced, and fewer come"),
            );
        };
        self.at = to;
        let inside = self.slice(from, to);
        // `contains` looks at many octets at a time.
        if !binary
            && inside.contains(&0)
            && let Some(nul) = inside.iter().position(|octet| *octet == 0)
        {
            self.note(&g::NUL, from + nul, "NUL stands in a literal8 only");
        }
        Ok(inside)
    }
}
