//! Reading what the grammar leaves open: items and values that no standard defines. Concludes nothing from them.

use super::atoms::is_astring_char;
use super::cursor::{Cursor, Read, bad};
use super::grammar as g;

impl<'a> Cursor<'a> {
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
