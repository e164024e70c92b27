//! The value of extended data that no document here defines: a number, a set, or strings and lists of them in
//! parentheses (RFC 9051 §9 and RFC 4466 §3, tagged-ext-val). Judges the form; never what the value means.

use super::cursor::{Cursor, Read, bad};
use super::grammar as g;

/// A number or set bare, all else in parentheses.
pub(super) fn value(c: &mut Cursor<'_>) -> Read<()> {
    if c.peek() == Some(b'(') {
        c.open(&g::EXTENDED, "the extension data")?;
        if c.peek() != Some(b')') {
            elements(c)?;
        }
        return c.close(&g::EXTENDED, "the extension data");
    }
    let from = c.at;
    c.tagged_value()?;
    if is_simple(c.slice(from, c.at)) {
        return Ok(());
    }
    let wants = "a number, a set or a list in parentheses is wanted here, and no atom";
    bad(&g::EXTENDED, from, wants)
}

/// Strings and lists, with a space between; a list inside another has an element at least.
fn elements(c: &mut Cursor<'_>) -> Read<()> {
    loop {
        if c.peek() == Some(b'(') {
            c.open(&g::EXTENDED, "a list")?;
            elements(c)?;
            c.close(&g::EXTENDED, "a list")?;
        } else if matches!(c.peek(), Some(b')' | b' ')) {
            let wants = "an atom, a string or a list is wanted here";
            return bad(&g::EXTENDED, c.at, wants);
        } else if c.peek() == Some(b'~') && c.ahead(1) == Some(b'{') {
            let wants = "an atom, a string or a list is wanted here, and no literal8";
            return bad(&g::LITERAL8, c.at, wants);
        } else {
            c.astring("extension data")?;
        }
        if !c.more() {
            return Ok(());
        }
    }
}

/// A number, a set, or the range counted from the end that RFC 9394 §4 adds.
fn is_simple(value: &[u8]) -> bool {
    let number = |word: &[u8]| {
        let digits = word.strip_prefix(b"-").unwrap_or(word);
        !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
    };
    let member = |word: &[u8]| number(word) || matches!(word, b"*" | b"$");
    value.split(|octet| *octet == b',').all(|range| {
        let ends: Vec<&[u8]> = range.split(|octet| *octet == b':').collect();
        ends.len() <= 2 && ends.iter().all(|end| member(end))
    })
}
