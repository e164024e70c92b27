//! Reading atoms and numbers, and which characters they are of. Knows no string.

use super::cursor::{Cursor, Read, bad};
use super::grammar as g;

/// ATOM-CHAR.
pub(super) fn is_atom_char(octet: u8) -> bool {
    octet.is_ascii_graphic()
        && !matches!(
            octet,
            b'(' | b')' | b'{' | b'%' | b'*' | b'"' | b'\\' | b']'
        )
}

/// ASTRING-CHAR.
pub(super) fn is_astring_char(octet: u8) -> bool {
    octet == b']' || is_atom_char(octet)
}

impl<'a> Cursor<'a> {
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
}
