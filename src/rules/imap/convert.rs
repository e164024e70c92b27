//! Responses of CONVERT: CONVERTED and CONVERSION (RFC 5259 §8 and §10). Judges grammar only; which message is
//! meant, and what it was converted to, is not followed.

use super::cursor::{Cursor, Read, bad};
use super::fetch::value_follows;
use super::grammar as g;

/// `CONVERTED SP correlator SP items`, the cursor behind the word.
pub(super) fn converted(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the correlator")?;
    c.open(&g::CONVERTED, "the correlator")?;
    if !c.keyword(b"TAG") {
        return bad(&g::CONVERTED, c.at, "TAG is wanted here");
    }
    c.space("the tag of the command")?;
    c.string("the tag of the command")?;
    c.close(&g::CONVERTED, "the correlator")?;
    if c.is_end() {
        let wants = "a space and the list of items are wanted here";
        return bad(&g::CONVERTED, c.at, wants);
    }
    c.space("the list of items")?;
    let mut first = true;
    c.list(&g::CONVERTED, "the items", |c| {
        item(c, std::mem::take(&mut first))
    })
}

fn item(c: &mut Cursor<'_>, first: bool) -> Read<()> {
    let from = c.at;
    let name = super::fetch::item_name(c);
    if name == b"UID" {
        if !first {
            c.note(&g::CONVERTED, from, "UID is the first of the items");
        }
        value_follows(c, &g::CONVERTED)?;
        return c.nz_number("the UID").map(|_| ());
    }
    let known: [&[u8]; 5] = [
        b"BINARY",
        b"BINARY.SIZE",
        b"BODYPARTSTRUCTURE",
        b"AVAILABLECONVERSIONS",
        b"BODY",
    ];
    if !known.contains(&name.as_slice()) || c.peek() != Some(b'[') {
        let wants = "UID, or an item that CONVERT defines with its section, is wanted here";
        return bad(&g::CONVERTED, from, wants);
    }
    super::fetch::bracketed(c, name == b"BODY")?;
    if name == b"BINARY" {
        super::fetch::origin(c)?;
    }
    value_follows(c, &g::CONVERTED)?;
    if c.peek() == Some(b'(') && is_error(c) {
        return error(c);
    }
    match &name[..] {
        b"BINARY" => c.nstring8("the converted part").map(|_| ()),
        b"BINARY.SIZE" => c.number64("the size of the part").map(|_| ()),
        b"BODY" => c.nstring("the converted header").map(|_| ()),
        b"BODYPARTSTRUCTURE" => super::body::body(c, true),
        _ => {
            c.open(&g::CONVERTED, "the media types")?;
            c.open(&g::CONVERTED, "the media types")?;
            if c.peek() != Some(b')') {
                loop {
                    media_type(c)?;
                    if !c.more() {
                        break;
                    }
                }
            }
            c.close(&g::CONVERTED, "the media types")?;
            c.close(&g::CONVERTED, "the media types")
        }
    }
}

/// Whether the list that opens here is an error and no body.
fn is_error(c: &Cursor<'_>) -> bool {
    c.slice(c.at + 1, (c.at + 7).min(c.end))
        .eq_ignore_ascii_case(b"ERROR ")
}

/// `"(" "ERROR" SP description SP code ")"`
fn error(c: &mut Cursor<'_>) -> Read<()> {
    c.open(&g::CONVERTED, "the error")?;
    c.atom("ERROR")?;
    c.space("the description of the error")?;
    c.string("the description of the error")?;
    c.space("the kind of the error")?;
    let at = c.at;
    match &c.word().to_ascii_uppercase()[..] {
        b"TEMPFAIL" => {
            if c.more() {
                c.nz_number("the seconds to wait")?;
            }
        }
        b"BADPARAMETERS" | b"MISSINGPARAMETERS" => {
            let (mut some, mut types) = (false, 0_usize);
            while c.more() {
                some = true;
                // Types and lists of parameters. The examples leave the types out, and differ from the grammar in
                // their spaces.
                types += usize::from(c.peek() != Some(b'('));
                c.value()?;
                if c.peek() == Some(b'(') {
                    c.value()?;
                }
            }
            // What is converted, or NIL, and what it is converted to.
            if !some || types % 2 == 1 {
                let wants = "a space and a media type are wanted here";
                return bad(&g::CONVERTED, c.at, wants);
            }
        }
        _ => {
            let wants = "TEMPFAIL, BADPARAMETERS or MISSINGPARAMETERS is wanted here";
            return bad(&g::CONVERTED, at, wants);
        }
    }
    c.close(&g::CONVERTED, "the error")
}

/// `"type/subtype"`
fn media_type(c: &mut Cursor<'_>) -> Read<()> {
    let at = c.at;
    let quoted = c.peek() == Some(b'"');
    let name = if quoted { c.quoted()? } else { b"" };
    let parts: Vec<&[u8]> = name.split(|octet| *octet == b'/').collect();
    // An asterisk is for requests.
    if parts.len() != 2 || parts.iter().any(|part| part.is_empty() || *part == b"*") {
        let wants = "a media type in quotes, with its subtype behind a slash, is wanted here";
        return bad(&g::CONVERTED, at, wants);
    }
    Ok(())
}

/// `CONVERSION`, the cursor behind the word.
pub(super) fn conversion(c: &mut Cursor<'_>) -> Read<()> {
    for what in ["the media type to convert", "the media type that comes out"] {
        if c.is_end() {
            return bad(&g::CONVERTED, c.at, format!("{what} is wanted here"));
        }
        c.space(what)?;
        media_type(c)?;
    }
    if !c.space_or_end("the parameters")? {
        return Ok(());
    }
    c.list(&g::CONVERTED, "the parameters", |c| {
        c.astring("the name of a parameter").map(|_| ())
    })
}
