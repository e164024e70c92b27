//! Reading the octets of one response: characters, numbers, strings, atoms. Never looks back over
//! more than a token and never allocates but for what it finds, so time is linear.

use super::grammar as g;
use super::{Dialect, Fact};
use crate::rules::RuleInfo;
use crate::rules::info::Bad;
use std::borrow::Cow;

/// What reading gives, or the violation that ends the reading of this response.
pub(super) type Read<T> = Result<T, Stop>;

/// Why the reading of a response ends early.
#[derive(Debug)]
pub(super) enum Stop {
    /// It breaks a rule.
    Bad(Bad),
    /// It is nested deeper than we read; nothing is said about the rest.
    TooDeep,
}

/// Deepest nesting that is read.
const DEPTH: usize = 100;

/// A place in one response.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    pub all: &'a [u8],
    /// Where the response ends, its own CR LF not counted.
    pub end: usize,
    pub at: usize,
    pub dialect: &'a Dialect,
    /// Violations that did not end the reading.
    pub found: Vec<Bad>,
    /// What the response says, for the model of the session.
    pub facts: Vec<Fact<'a>>,
    /// The part numbers that lead to where a body structure is read.
    pub path: Vec<u32>,
    /// Parts of the body structure that is read, with their sizes in octets.
    pub parts: Vec<(Vec<u32>, u64)>,
    depth: usize,
}

/// ATOM-CHAR.
pub(super) fn is_atom_char(octet: u8) -> bool {
    octet.is_ascii_graphic()
        && !matches!(
            octet,
            b'(' | b')' | b'{' | b'%' | b'*' | b'"' | b'\\' | b']'
        )
}

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

/// ASTRING-CHAR.
pub(super) fn is_astring_char(octet: u8) -> bool {
    octet == b']' || is_atom_char(octet)
}

pub(super) fn bad<T>(
    rule: &'static RuleInfo,
    at: usize,
    wants: impl Into<Cow<'static, str>>,
) -> Read<T> {
    Err(Stop::Bad(Bad::new(rule, at, wants)))
}

impl<'a> Cursor<'a> {
    pub(super) fn new(all: &'a [u8], end: usize, dialect: &'a Dialect) -> Self {
        Cursor {
            all,
            end,
            at: 0,
            dialect,
            found: Vec::new(),
            facts: Vec::new(),
            path: Vec::new(),
            parts: Vec::new(),
            depth: 0,
        }
    }

    pub(super) fn note(
        &mut self,
        rule: &'static RuleInfo,
        at: usize,
        wants: impl Into<Cow<'static, str>>,
    ) {
        self.found.push(Bad::new(rule, at, wants));
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.ahead(0)
    }

    pub(super) fn ahead(&self, by: usize) -> Option<u8> {
        let at = self.at + by;
        if at < self.end {
            self.all.get(at).copied()
        } else {
            None
        }
    }

    pub(super) fn is_end(&self) -> bool {
        self.at >= self.end
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.slice(self.at, self.end)
    }

    pub(super) fn slice(&self, from: usize, to: usize) -> &'a [u8] {
        self.all.get(from..to).unwrap_or_default()
    }

    pub(super) fn eat(&mut self, octet: u8) -> bool {
        let here = self.peek() == Some(octet);
        if here {
            self.at += 1;
        }
        here
    }

    /// Exactly one space, before what `then` names.
    pub(super) fn space(&mut self, then: &'static str) -> Read<()> {
        if !self.eat(b' ') {
            return bad(
                &g::SPACE,
                self.at,
                format!("a space is wanted here, before {then}"),
            );
        }
        if self.peek() == Some(b' ') {
            return bad(
                &g::SPACE,
                self.at,
                format!("exactly one space is wanted before {then}"),
            );
        }
        Ok(())
    }

    /// A space if the list goes on.
    pub(super) fn space_or_end(&mut self, then: &'static str) -> Read<bool> {
        if self.is_end() {
            return Ok(false);
        }
        self.space(then)?;
        if self.is_end() {
            return bad(
                &g::SPACE,
                self.at - 1,
                "no space is wanted before the end of the line",
            );
        }
        Ok(true)
    }

    /// `(` one level down.
    pub(super) fn open(&mut self, rule: &'static RuleInfo, what: &'static str) -> Read<()> {
        if !self.eat(b'(') {
            return bad(
                rule,
                self.at,
                format!("a parenthesis is wanted here, which opens {what}"),
            );
        }
        self.deeper()
    }

    pub(super) fn deeper(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth > DEPTH {
            Err(Stop::TooDeep)
        } else {
            Ok(())
        }
    }

    pub(super) fn shallower(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// `)` one level up.
    pub(super) fn close(&mut self, rule: &'static RuleInfo, what: &'static str) -> Read<()> {
        self.shallower();
        if self.eat(b')') {
            return Ok(());
        }
        if self.peek() == Some(b' ') && matches!(self.ahead(1), Some(b')' | b' ') | None) {
            return bad(
                &g::SPACE,
                self.at,
                "one space stands between elements, and none before the closing parenthesis",
            );
        }
        bad(
            rule,
            self.at,
            format!("a closing parenthesis is wanted here, which ends {what}"),
        )
    }

    /// Inside a list: true when another element follows (its space is read), false at the end.
    pub(super) fn more(&mut self) -> bool {
        if self.peek() == Some(b' ') && !matches!(self.ahead(1), Some(b')' | b' ') | None) {
            self.at += 1;
            return true;
        }
        false
    }

    /// A list in parentheses of one element or more, with a space between.
    pub(super) fn list(
        &mut self,
        rule: &'static RuleInfo,
        what: &'static str,
        mut element: impl FnMut(&mut Self) -> Read<()>,
    ) -> Read<()> {
        self.open(rule, what)?;
        loop {
            element(self)?;
            if !self.more() {
                break;
            }
        }
        self.close(rule, what)
    }

    /// The atom characters that stand here.
    pub(super) fn word(&mut self) -> &'a [u8] {
        let from = self.at;
        while self.peek().is_some_and(is_atom_char) {
            self.at += 1;
        }
        self.slice(from, self.at)
    }

    pub(super) fn atom(&mut self, what: &'static str) -> Read<&'a [u8]> {
        let word = self.word();
        if word.is_empty() {
            return bad(&g::ATOM, self.at, format!("an atom is wanted here: {what}"));
        }
        Ok(word)
    }

    /// Whether this word stands here, whatever its case, and ends here.
    pub(super) fn keyword(&mut self, word: &[u8]) -> bool {
        let to = self.at + word.len();
        let here = to <= self.end
            && self.slice(self.at, to).eq_ignore_ascii_case(word)
            && !self.ahead(word.len()).is_some_and(is_atom_char);
        if here {
            self.at = to;
        }
        here
    }

    /// NIL, and not the beginning of another atom.
    pub(super) fn nil(&mut self) -> bool {
        self.keyword(b"NIL")
    }

    /// Digits, as a number up to `max`.
    pub(super) fn number_up_to(&mut self, max: u64, what: &'static str) -> Read<u64> {
        let from = self.at;
        let mut value: u64 = 0;
        let mut fits = true;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            match value
                .checked_mul(10)
                .and_then(|v| v.checked_add(u64::from(digit - b'0')))
            {
                Some(v) => value = v,
                None => fits = false,
            }
            self.at += 1;
        }
        if self.at == from {
            return bad(&g::NUMBER, from, format!("a number is wanted here: {what}"));
        }
        if !fits || value > max {
            self.note(
                &g::NUMBER,
                from,
                format!("the number ({what}) is at most {max}"),
            );
            value = max;
        }
        Ok(value)
    }

    pub(super) fn number(&mut self, what: &'static str) -> Read<u32> {
        let value = self.number_up_to(u64::from(u32::MAX), what)?;
        Ok(u32::try_from(value).unwrap_or(u32::MAX))
    }

    pub(super) fn number64(&mut self, what: &'static str) -> Read<u64> {
        self.number_up_to(i64::MAX as u64, what)
    }

    /// A number that is not zero and has no leading zero; breaking that does not end the reading.
    pub(super) fn nz_number(&mut self, what: &'static str) -> Read<u32> {
        let from = self.at;
        let value = self.number(what)?;
        if self.all.get(from) == Some(&b'0') {
            let wants = if value == 0 {
                "is not zero"
            } else {
                "does not begin with 0"
            };
            self.note(&g::NZ_NUMBER, from, format!("the number ({what}) {wants}"));
        }
        Ok(value)
    }

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

    /// An item that no standard defines, in upper case.
    pub(super) fn unknown_item(&mut self, name: &[u8], at: usize) {
        if name.first() != Some(&b'X') {
            self.note(
                &g::UNKNOWN_ITEM,
                at,
                "the name of an item that a standard defines is wanted here",
            );
        }
    }

    /// The same as the line's end.
    pub(super) fn finish(&mut self) -> Read<()> {
        if self.is_end() {
            return Ok(());
        }
        match self.peek() {
            Some(b' ') if self.rest().iter().all(|octet| *octet == b' ') => bad(
                &g::SPACE,
                self.at,
                "no space is wanted before the end of the line",
            ),
            Some(b'\r' | b'\n') => bad(&g::LINE_END, self.at, "the response ends with CR LF, once"),
            _ => bad(
                &g::TRAILING,
                self.at,
                "the end of the response is wanted here",
            ),
        }
    }

    /// The value of a name that we do not know (RFC 9051 §9, tagged-ext-val): numbers and sets bare, all else in
    /// parentheses.
    pub(super) fn tagged_value(&mut self) -> Read<()> {
        if matches!(self.peek(), Some(b'"' | b'{' | b'~')) {
            return bad(
                &g::EXTENDED,
                self.at,
                "a number, a set or a list in parentheses is wanted here, and no string",
            );
        }
        self.value()
    }

    /// Extension data of unknown meaning: atoms, strings, lists, with single spaces. Lenient in what
    /// an atom is, strict in strings and parentheses.
    pub(super) fn value(&mut self) -> Read<()> {
        match self.peek() {
            Some(b'(') => {
                self.at += 1;
                self.deeper()?;
                if self.peek() != Some(b')') {
                    loop {
                        self.value()?;
                        if self.peek() == Some(b'(') {
                            continue;
                        }
                        if !self.more() {
                            break;
                        }
                    }
                }
                self.close(&g::EXTENDED, "the extension data")
            }
            Some(b'"' | b'{') => self.string("extension data").map(|_| ()),
            Some(b'~') if self.ahead(1) == Some(b'{') => {
                self.nstring8("extension data").map(|_| ())
            }
            _ => {
                let from = self.at;
                while self
                    .peek()
                    .is_some_and(|o| is_astring_char(o) || matches!(o, b'\\' | b'*' | b'%'))
                {
                    self.at += 1;
                }
                if self.at == from {
                    return bad(
                        &g::EXTENDED,
                        from,
                        "a value is wanted here: a number, a string or a list",
                    );
                }
                Ok(())
            }
        }
    }
}
