//! Reading the octets of one response: characters, spaces, parentheses; `atoms`, `strings` and `extension` read the
//! tokens. Never looks back over more than a token and never allocates but for what it finds, so time is linear.

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
}
