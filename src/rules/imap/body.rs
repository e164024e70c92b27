//! BODY and BODYSTRUCTURE (RFC 3501 §7.4.2, RFC 9051 §7.5.2), to the depth that `cursor` allows.

use super::cursor::{Cursor, Read, bad};
use super::grammar as g;

/// Of so many parts the sizes are held against what is fetched.
const PARTS: usize = 32;

/// A body in parentheses; `extensible` for BODYSTRUCTURE.
pub(super) fn body(c: &mut Cursor<'_>, extensible: bool) -> Read<()> {
    c.open(&g::BODY, "a body")?;
    if c.peek() == Some(b'(') {
        multipart(c, extensible)?
    } else {
        // What is not in a multipart is part 1 of the message around it (RFC 3501 §6.4.5).
        c.path.push(1);
        single(c, extensible)?;
        c.path.pop();
    }
    c.close(&g::BODY, "a body")
}

/// A body inside a multipart, whose number is at the end of the path.
fn child(c: &mut Cursor<'_>, extensible: bool) -> Read<()> {
    c.open(&g::BODY, "a body")?;
    if c.peek() == Some(b'(') {
        multipart(c, extensible)?
    } else {
        single(c, extensible)?;
    }
    c.close(&g::BODY, "a body")
}

fn multipart(c: &mut Cursor<'_>, extensible: bool) -> Read<()> {
    let mut number = 0;
    while c.peek() == Some(b'(') {
        number += 1;
        c.path.push(number);
        child(c, extensible)?;
        c.path.pop();
    }
    if c.peek() == Some(b' ') && c.ahead(1) == Some(b'(') {
        return bad(&g::BODY, c.at, "bodies follow each other without a space");
    }
    if c.peek() == Some(b')') {
        return bad(
            &g::BODY,
            c.at,
            "a space and the subtype of the multipart are wanted here",
        );
    }
    c.space("the subtype of the multipart")?;
    c.string("the subtype of the multipart")?;
    extensions(c, extensible, true)
}

/// The octets of a string that stands here as a quoted one, if it does.
fn single(c: &mut Cursor<'_>, extensible: bool) -> Read<()> {
    let quoted = c.peek() == Some(b'"');
    let media = c.string("the media type")?;
    field(c, "the media subtype")?;
    let sub_quoted = c.peek() == Some(b'"');
    let subtype = c.string("the media subtype")?;
    field(c, "the parameters")?;
    parameters(c)?;
    field(c, "the Content-ID")?;
    c.nstring("the Content-ID")?;
    field(c, "the description")?;
    c.nstring("the description")?;
    field(c, "the transfer encoding")?;
    c.string("the transfer encoding")?;
    field(c, "the size in octets")?;
    let octets = c.number64("the size in octets")?;
    if c.parts.len() < PARTS {
        c.parts.push((c.path.clone(), octets));
    }
    if media.eq_ignore_ascii_case(b"TEXT") {
        // As a literal it is not the grammar's media-text, and may do without lines.
        if quoted && !is_number_next(c) {
            return bad(
                &g::BODY_TEXT,
                c.at,
                "a space and the number of lines of the text are wanted here",
            );
        }
        if is_number_next(c) {
            c.space("the number of lines")?;
            c.number64("the number of lines")?;
        }
    } else if media.eq_ignore_ascii_case(b"MESSAGE") {
        let rfc822 = subtype.eq_ignore_ascii_case(b"RFC822");
        let has = c.peek() == Some(b' ') && c.ahead(1) == Some(b'(');
        if rfc822 && quoted && sub_quoted && !has {
            return bad(
                &g::BODY_MESSAGE,
                c.at,
                "a space and the envelope of the message inside are wanted here",
            );
        }
        if has && (rfc822 || subtype.eq_ignore_ascii_case(b"GLOBAL")) {
            c.space("the envelope of the message inside")?;
            super::envelope::envelope(c)?;
            if c.peek() != Some(b' ') || c.ahead(1) != Some(b'(') {
                return bad(
                    &g::BODY_MESSAGE,
                    c.at,
                    "a space and the body of the message inside are wanted here",
                );
            }
            c.space("the body of the message inside")?;
            body(c, extensible)?;
            if !is_number_next(c) {
                return bad(
                    &g::BODY_MESSAGE,
                    c.at,
                    "a space and the number of lines of the message are wanted here",
                );
            }
            c.space("the number of lines")?;
            c.number64("the number of lines")?;
        }
    }
    extensions(c, extensible, false)
}

/// The space before a field, where the body could end too early.
fn field(c: &mut Cursor<'_>, name: &'static str) -> Read<()> {
    if c.peek() == Some(b')') {
        return bad(
            &g::BODY,
            c.at,
            format!("a space and {name} are wanted here"),
        );
    }
    c.space(name)
}

fn is_number_next(c: &Cursor<'_>) -> bool {
    c.peek() == Some(b' ') && c.ahead(1).is_some_and(|octet| octet.is_ascii_digit())
}

/// `"(" string SP string *(SP string SP string) ")" / nil`
fn parameters(c: &mut Cursor<'_>) -> Read<()> {
    if c.nil() {
        return Ok(());
    }
    if c.peek() != Some(b'(') {
        return bad(
            &g::BODY_PARAM,
            c.at,
            "NIL or a list of parameters is wanted here",
        );
    }
    c.open(&g::BODY_PARAM, "the parameters")?;
    loop {
        if c.peek() == Some(b')') {
            return bad(
                &g::BODY_PARAM,
                c.at,
                "at least one parameter is wanted in the list",
            );
        }
        c.string("the name of a parameter")?;
        if c.peek() == Some(b')') {
            return bad(
                &g::BODY_PARAM,
                c.at,
                "a space and the value of the parameter are wanted here",
            );
        }
        c.space("the value of the parameter")?;
        c.string("the value of the parameter")?;
        if !c.more() {
            break;
        }
    }
    c.close(&g::BODY_PARAM, "the parameters")
}

/// Extension data: MD5 or parameters, disposition, language, location, and what later standards add.
fn extensions(c: &mut Cursor<'_>, extensible: bool, multipart: bool) -> Read<()> {
    if c.peek() != Some(b' ') {
        return Ok(());
    }
    if !extensible {
        c.note(
            &g::BODY_EXTENSION,
            c.at,
            "the end of the body is wanted here, since BODY has no extension data",
        );
    }
    if multipart {
        c.space("the parameters")?;
        parameters(c)?;
    } else {
        c.space("the MD5")?;
        not_a_list(c, "the MD5")?;
        c.nstring("the MD5")?;
    }
    if !c.more() {
        return Ok(());
    }
    if !c.nil() {
        if c.peek() != Some(b'(') {
            return bad(
                &g::BODY,
                c.at,
                "NIL or the disposition in parentheses is wanted here",
            );
        }
        c.open(&g::BODY, "the disposition")?;
        c.string("the disposition")?;
        field(c, "the disposition's parameters")?;
        parameters(c)?;
        c.close(&g::BODY, "the disposition")?;
    }
    if !c.more() {
        return Ok(());
    }
    if c.peek() == Some(b'(') {
        c.open(&g::BODY, "the languages")?;
        loop {
            if c.peek() == Some(b')') {
                return bad(
                    &g::BODY,
                    c.at,
                    "at least one language is wanted in the list",
                );
            }
            c.string("a language")?;
            if !c.more() {
                break;
            }
        }
        c.close(&g::BODY, "the languages")?;
    } else {
        c.nstring("the language")?;
    }
    if !c.more() {
        return Ok(());
    }
    not_a_list(c, "the location")?;
    c.nstring("the location")?;
    let at = c.at;
    let mut future = false;
    while c.more() {
        future = true;
        c.value()?;
    }
    if future {
        c.note(
            &g::BODY_FUTURE,
            at,
            "nothing that a standard defines follows the location",
        );
    }
    Ok(())
}

fn not_a_list(c: &Cursor<'_>, name: &'static str) -> Read<()> {
    if c.peek() == Some(b'(') {
        return bad(
            &g::BODY,
            c.at,
            format!("a string or NIL is wanted here: {name}"),
        );
    }
    Ok(())
}
