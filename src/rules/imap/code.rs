//! Human-readable text and the response codes before it (RFC 3501 §7.1, RFC 9051 §7.1, RFC 5530
//! and the extensions): brackets and text. Which codes there are is `codes`' business, their arguments are
//! `code_argument`'s. A code that no standard defines is taken as it is.

use super::code_argument::argument;
use super::codes::{Kind, known};
use super::cursor::{Cursor, Read, Stop, bad};
use super::{Fact, grammar as g};
use crate::rules::info::Bad;

/// resp-text.
pub(super) fn resp_text(c: &mut Cursor<'_>) -> Read<()> {
    if c.peek() == Some(b'[') {
        let open = c.at;
        match c.ahead(1) {
            Some(octet) if super::atoms::is_atom_char(octet) => {
                c.at += 1;
                if !code(c)? {
                    c.note(
                        &g::CODE_FORM,
                        open,
                        "the bracket is closed behind the code and its argument",
                    );
                    return text(c, open);
                }
                if !c.eat(b' ') {
                    return bad(
                        &g::CODE_SPACE,
                        c.at,
                        "a space is wanted behind the closing bracket",
                    );
                }
                // RFC 3501 wants text behind the code; RFC 9051 does not.
            }
            _ => c.note(
                &g::CODE_FORM,
                open,
                "an atom is wanted behind the opening bracket",
            ),
        }
    }
    let from = c.at;
    text(c, from)
}

/// The text until the end of the line.
fn text(c: &mut Cursor<'_>, from: usize) -> Read<()> {
    let text = c.slice(from, c.end);
    c.at = c.end;
    if text.is_empty() {
        if !c.dialect.empty_text {
            c.note(
                &g::TEXT_EMPTY,
                from,
                "text of at least one character is wanted here",
            );
        }
        return Ok(());
    }
    if text.is_ascii() {
        for (at, octet) in text.iter().enumerate() {
            match octet {
                0 => c.note(&g::NUL, from + at, "NUL is never sent"),
                b'\r' | b'\n' => c.note(
                    &g::LINE_END,
                    from + at,
                    "neither CR nor LF stands inside a line",
                ),
                _ => continue,
            }
            break;
        }
        return Ok(());
    }
    if let Some(at) = text.iter().position(|octet| matches!(octet, b'\r' | b'\n')) {
        c.note(
            &g::LINE_END,
            from + at,
            "neither CR nor LF stands inside a line",
        );
    }
    if !(c.dialect.utf8 || c.dialect.language) {
        let at = text.iter().position(|octet| *octet > 127).unwrap_or(0);
        c.note(&g::TEXT_8BIT, from + at, "text is 7-bit here");
    } else if let Err(error) = std::str::from_utf8(text) {
        c.note(
            &g::TEXT_UTF8,
            from + error.valid_up_to(),
            "octets above 127 are well-formed UTF-8",
        );
    }
    Ok(())
}

/// Reads a code and its closing bracket; false when there is no closing bracket.
fn code(c: &mut Cursor<'_>) -> Read<bool> {
    let name_at = c.at;
    let name = c.word().to_ascii_uppercase();
    let kind = known(&name);
    let Some(kind) = kind else { return free(c) };
    if matches!(kind, Kind::Free) {
        return free(c);
    }
    if matches!(kind, Kind::Nothing) {
        match &name[..] {
            b"CLOSED" => c.facts.push(Fact::Closed),
            b"NOMODSEQ" => c.facts.push(Fact::NoModseq),
            _ => {}
        }
        if c.eat(b']') {
            return Ok(true);
        }
        let at = c.at;
        let closed = free(c)?;
        if closed {
            c.note(
                &g::CODE_EXTRA,
                at,
                "the code has no argument: a closing bracket is wanted here",
            );
        }
        return Ok(closed);
    }
    // Only a line that has a bracket to close it holds a code.
    let start = c.at;
    let found = c.found.len();
    let read = argument(c, kind, &name);
    let read = read.and_then(|()| {
        if c.eat(b']') {
            Ok(())
        } else {
            bad(
                &g::CODE,
                c.at,
                "a closing bracket is wanted behind the argument",
            )
        }
    });
    match read {
        Ok(()) => Ok(true),
        Err(Stop::TooDeep) => Err(Stop::TooDeep),
        Err(Stop::Bad(wrong)) => {
            c.found.truncate(found);
            // Strings have rules of their own; everything else is the wrong argument.
            let own = [&g::QUOTED, &g::LITERAL, &g::NUL, &g::SET];
            let rule = if own.iter().any(|rule| rule.id == wrong.rule.id) {
                wrong.rule
            } else {
                &g::CODE
            };
            c.at = start;
            if !free(c)? {
                c.at = name_at;
                return Ok(false);
            }
            c.found.push(Bad { rule, ..wrong });
            Ok(true)
        }
    }
}

/// `[SP 1*<any TEXT-CHAR except "]">]` and the bracket.
fn free(c: &mut Cursor<'_>) -> Read<bool> {
    match c
        .rest()
        .iter()
        .position(|octet| matches!(octet, b']' | b'\r' | b'\n'))
    {
        Some(length) if c.ahead(length) == Some(b']') => {
            let argument = c.slice(c.at, c.at + length);
            if !argument.is_empty() && (argument.first() != Some(&b' ') || argument.len() < 2) {
                c.note(
                    &g::CODE_FORM,
                    c.at,
                    "a space and an argument, or the closing bracket, is wanted here",
                );
            }
            c.at += length + 1;
            Ok(true)
        }
        _ => Ok(false),
    }
}
