//! FETCH responses (RFC 3501 §7.4.2, RFC 9051 §7.5.2, RFC 3516, RFC 7162, RFC 8474, RFC 8514,
//! RFC 8970). Items that we do not know are taken as extension data.

use super::cursor::{Cursor, Read, bad};
use super::{Fact, Fetched, grammar as g};
use crate::rules::RuleInfo;

/// `FETCH SP msg-att`, the cursor behind the word.
pub(super) fn fetch(c: &mut Cursor<'_>, number: u32) -> Read<()> {
    let at = c.at;
    if c.peek() != Some(b' ') {
        return bad(
            &g::FETCH,
            at,
            "a space and the list of items are wanted here",
        );
    }
    c.space("the list of items")?;
    let mut fetched = Fetched {
        number,
        at: c.at,
        ..Fetched::default()
    };
    c.open(&g::FETCH, "the items")?;
    if c.peek() == Some(b')') {
        return bad(&g::FETCH, c.at, "at least one item is wanted in the list");
    }
    loop {
        item(c, &mut fetched)?;
        if !c.more() {
            break;
        }
    }
    if !matches!(c.peek(), Some(b')' | b' ') | None) {
        return bad(
            &g::SPACE,
            c.at,
            "a space is wanted here, before the next item, or the end of the list",
        );
    }
    c.close(&g::FETCH, "the items")?;
    c.facts.push(Fact::Fetch(Box::new(fetched)));
    Ok(())
}

/// The name of an item, in upper case, up to its section if it has one.
pub(super) fn item_name(c: &mut Cursor<'_>) -> Vec<u8> {
    let from = c.at;
    while c
        .peek()
        .is_some_and(|octet| octet != b'[' && super::atoms::is_atom_char(octet))
    {
        c.at += 1;
    }
    c.slice(from, c.at).to_ascii_uppercase()
}

/// The space between the name of an item and its value.
pub(super) fn value_follows(c: &mut Cursor<'_>, rule: &'static RuleInfo) -> Read<()> {
    if c.peek() != Some(b' ') {
        let wants = "a space and the value of the item are wanted here";
        return bad(rule, c.at, wants);
    }
    c.space("the value of the item")
}

/// `"<" number ">"` if it stands here.
pub(super) fn origin(c: &mut Cursor<'_>) -> Read<bool> {
    if !c.eat(b'<') {
        return Ok(false);
    }
    if !c.peek().is_some_and(|octet| octet.is_ascii_digit()) {
        return bad(&g::SECTION, c.at, "the origin is wanted here: a number");
    }
    c.number64("the origin")?;
    if !c.eat(b'>') {
        let wants = "> is wanted here, behind the origin alone";
        return bad(&g::SECTION, c.at, wants);
    }
    Ok(true)
}

fn item<'a>(c: &mut Cursor<'a>, fetched: &mut Fetched<'a>) -> Read<()> {
    let from = c.at;
    let name = item_name(c);
    if name.is_empty() {
        return bad(&g::FETCH, from, "the name of an item is wanted here");
    }
    if c.peek() == Some(b'[') {
        return section_item(c, fetched, &name, from);
    }
    value_follows(c, &g::FETCH)?;
    let at = c.at;
    match &name[..] {
        b"FLAGS" => {
            fetched.flags = Some(super::mailbox::flag_list(
                c,
                super::mailbox::Flags::Message,
            )?)
        }
        b"UID" => {
            let uid = c.nz_number("the UID")?;
            fetched.uid = Some(uid);
        }
        b"RFC822.SIZE" => fetched.size = Some(c.number64("the size of the message")?),
        b"INTERNALDATE" => {
            date_time(c)?;
            fetched.date = Some(c.slice(at, c.at));
        }
        b"ENVELOPE" => {
            super::envelope::envelope(c)?;
            fetched.structures.push((b"ENVELOPE", c.slice(at, c.at)));
        }
        b"BODYSTRUCTURE" | b"BODY" => {
            c.path.clear();
            c.parts.clear();
            let extensible = name.len() > 4;
            super::body::body(c, extensible)?;
            let name: &[u8] = if extensible {
                b"BODYSTRUCTURE"
            } else {
                b"BODY"
            };
            fetched.structures.push((name, c.slice(at, c.at)));
            fetched.parts.append(&mut c.parts);
        }
        b"RFC822" | b"RFC822.HEADER" | b"RFC822.TEXT" => {
            let text = c.nstring("the text")?;
            if let Some(text) = text {
                fetched.sections.push((c.slice(from, at - 1), text));
            }
        }
        b"MODSEQ" => {
            c.open(&g::MODSEQ, "the mod-sequence")?;
            fetched.modseq = Some(super::results::modseq(c)?);
            c.close(&g::MODSEQ, "the mod-sequence")?;
        }
        b"EMAILID" => object_id(c)?,
        b"THREADID" => {
            if !c.nil() {
                object_id(c)?;
            }
        }
        b"SAVEDATE" => {
            if !c.nil() {
                date_time(c)?;
            }
        }
        b"PREVIEW" => {
            if let Some(text) = c.nstring("the preview")? {
                preview(c, text, at);
            }
        }
        _ if name.starts_with(b"BODY")
            || name.starts_with(b"BINARY")
            || name.starts_with(b"RFC822") =>
        {
            return bad(
                &g::FETCH_ITEM,
                from,
                "an item that the standards define is wanted here",
            );
        }
        _ => {
            // RFC 5257; SNIPPET was PREVIEW before RFC 8970.
            if !matches!(&name[..], b"ANNOTATION" | b"SNIPPET") {
                c.unknown_item(&name, from);
            }
            c.value()?;
        }
    }
    if !matches!(c.peek(), Some(b')' | b' ') | None) {
        return bad(
            &g::SPACE,
            c.at,
            "a space before the next item, or the end of the list, is wanted here",
        );
    }
    Ok(())
}

/// The text of PREVIEW, which begins at `at` with its quote or count (RFC 8970 §3.3).
fn preview(c: &mut Cursor<'_>, text: &[u8], at: usize) {
    const LONGEST: usize = 256;
    let quoted = c.all.get(at) == Some(&b'"');
    match std::str::from_utf8(text) {
        // In a quoted string that is told by the rules for those.
        Err(error) if !quoted => {
            let wrong = c.at - text.len() + error.valid_up_to();
            c.note(&g::PREVIEW_UTF8, wrong, "UTF-8 is wanted in a preview");
        }
        Ok(text) => {
            // A backslash that quotes is no character of the preview.
            let mut characters = text.chars();
            let mut count = 0_usize;
            while let Some(character) = characters.next() {
                if quoted && character == '\\' {
                    characters.next();
                }
                count += 1;
            }
            if count > LONGEST {
                let wants = "a preview has at most 256 characters";
                c.note(&g::PREVIEW_LENGTH, at, wants);
            }
        }
        Err(_) => {}
    }
}

/// `BODY[…]`, `BINARY[…]`, `BINARY.SIZE[…]`
fn section_item<'a>(
    c: &mut Cursor<'a>,
    fetched: &mut Fetched<'a>,
    name: &[u8],
    from: usize,
) -> Read<()> {
    if !matches!(name, b"BODY" | b"BINARY" | b"BINARY.SIZE") {
        return bad(
            &g::FETCH_ITEM,
            from,
            "BODY, BINARY or BINARY.SIZE is wanted before a section",
        );
    }
    bracketed(c, name == b"BODY")?;
    let to = c.at;
    if c.peek() == Some(b'<') && name == b"BINARY.SIZE" {
        return bad(&g::SECTION, c.at, "the size of a part has no origin");
    }
    let partial = origin(c)?;
    value_follows(c, &g::FETCH)?;
    match name {
        b"BINARY.SIZE" => {
            c.number64("the size of the part")?;
        }
        b"BINARY" => {
            c.nstring8("the decoded part")?;
        }
        _ => {
            let text = c.nstring("the text of the section")?;
            if let (Some(text), false) = (text, partial) {
                fetched.sections.push((c.slice(from, to), text));
            }
        }
    }
    if !matches!(c.peek(), Some(b')' | b' ') | None) {
        return bad(
            &g::SPACE,
            c.at,
            "a space before the next item, or the end of the list, is wanted here",
        );
    }
    Ok(())
}

/// A section in brackets, the cursor at the opening one; with `text`, more than part numbers.
pub(super) fn bracketed(c: &mut Cursor<'_>, text: bool) -> Read<()> {
    c.at += 1;
    section(c, text)?;
    if !c.eat(b']') {
        return bad(
            &g::SECTION,
            c.at,
            "the closing bracket of the section is wanted here",
        );
    }
    Ok(())
}

/// `[section-spec]` between the brackets; with `text`, more than part numbers.
fn section(c: &mut Cursor<'_>, text: bool) -> Read<()> {
    if c.peek() == Some(b']') {
        return Ok(());
    }
    let mut parts = false;
    while c.peek().is_some_and(|octet| octet.is_ascii_digit()) {
        if c.peek() == Some(b'0') {
            return bad(
                &g::SECTION,
                c.at,
                "a part number is not zero and does not begin with 0",
            );
        }
        c.number("a part number")?;
        parts = true;
        if c.peek() == Some(b']') {
            return Ok(());
        }
        if !c.eat(b'.') {
            return bad(
                &g::SECTION,
                c.at,
                "a full stop or the closing bracket is wanted behind a part number",
            );
        }
    }
    let at = c.at;
    let word = c.word().to_ascii_uppercase();
    match &word[..] {
        b"HEADER" | b"TEXT" if text => Ok(()),
        b"MIME" if text && parts => Ok(()),
        b"HEADER.FIELDS" | b"HEADER.FIELDS.NOT" if text => {
            if c.peek() != Some(b' ') {
                return bad(
                    &g::SECTION,
                    c.at,
                    "a space and the list of field names are wanted here",
                );
            }
            c.space("the list of field names")?;
            c.list(&g::SECTION, "the field names", |c| {
                if c.peek() == Some(b')') {
                    let wants = "at least one field name is wanted in the list";
                    return bad(&g::SECTION, c.at, wants);
                }
                c.astring("a field name").map(|_| ())
            })
        }
        _ => bad(
            &g::SECTION,
            at,
            "HEADER, HEADER.FIELDS, TEXT, a part number, or MIME behind a part number is wanted here",
        ),
    }
}

/// `"(" objectid ")"`
pub(super) fn object_id(c: &mut Cursor<'_>) -> Read<()> {
    if c.peek() != Some(b'(') {
        return bad(
            &g::OBJECT_ID,
            c.at,
            "an identifier in parentheses is wanted here",
        );
    }
    c.open(&g::OBJECT_ID, "the identifier")?;
    let from = c.at;
    while c
        .peek()
        .is_some_and(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-'))
    {
        c.at += 1;
    }
    if !(1..=255).contains(&(c.at - from)) {
        return bad(
            &g::OBJECT_ID,
            from,
            "1 to 255 letters, digits, hyphens and underscores are wanted here",
        );
    }
    c.shallower();
    if c.eat(b')') {
        Ok(())
    } else {
        bad(
            &g::OBJECT_ID,
            c.at,
            "a closing parenthesis is wanted behind the identifier",
        )
    }
}

/// `DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE`
fn date_time(c: &mut Cursor<'_>) -> Read<()> {
    const FORM: &[u8] = b"\"dd-mmm-yyyy hh:hh:hh zzzzz\"";
    let from = c.at;
    let text = c.slice(from, (from + FORM.len()).min(c.end));
    for (at, form) in FORM.iter().enumerate() {
        let octet = text.get(at).copied().unwrap_or(0);
        let right = match form {
            b'd' => octet.is_ascii_digit() || at == 1 && octet == b' ',
            b'm' => octet.is_ascii_alphabetic(),
            b'y' | b'h' => octet.is_ascii_digit(),
            b'z' if at == 22 => matches!(octet, b'+' | b'-'),
            b'z' => octet.is_ascii_digit(),
            other => octet == *other,
        };
        if !right {
            return bad(
                &g::DATE,
                from + at,
                "\"dd-Mon-yyyy hh:mm:ss +zzzz\" is wanted, the day with two characters",
            );
        }
    }
    const MONTHS: &[u8] = b"janfebmaraprmayjunjulaugsepoctnovdec";
    let month = text.get(4..7).unwrap_or_default().to_ascii_lowercase();
    if !MONTHS.chunks(3).any(|known| known == month) {
        return bad(
            &g::DATE,
            from + 4,
            "the English abbreviation of a month is wanted here",
        );
    }
    let two = |at: usize| {
        text.get(at..at + 2)
            .unwrap_or_default()
            .iter()
            .filter(|octet| octet.is_ascii_digit())
            .fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'))
    };
    let (day, hour, minute, second, zone) = (two(1), two(13), two(16), two(19), two(25));
    let year = two(8) * 100 + two(10);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match &month[..] {
        b"apr" | b"jun" | b"sep" | b"nov" => 30,
        b"feb" => 28 + u32::from(leap),
        _ => 31,
    };
    if !(1..=last).contains(&day) || hour > 23 || minute > 59 || second > 60 || zone > 59 {
        c.note(
            &g::DATE_VALUE,
            from,
            "day, hour, minute, second and zone are ones that exist",
        );
    }
    c.at = from + FORM.len();
    Ok(())
}
