//! Data about mailboxes: FLAGS, LIST, LSUB, STATUS, NAMESPACE (RFC 3501 §7.2, RFC 9051 §7.3,
//! RFC 5258, RFC 2342 and the extensions of STATUS).

use super::atoms::is_atom_char;
use super::cursor::{Cursor, Read, bad};
use super::{Fact, grammar as g};

/// Where a list of flags stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flags {
    /// The FLAGS response.
    Applicable,
    /// The PERMANENTFLAGS code.
    Permanent,
    /// FETCH.
    Message,
}

/// A list of flags in parentheses, possibly empty.
pub(super) fn flag_list<'a>(c: &mut Cursor<'a>, place: Flags) -> Read<Vec<&'a [u8]>> {
    c.open(&g::FLAG, "the flags")?;
    let mut flags = Vec::new();
    if c.peek() != Some(b')') {
        loop {
            flags.push(flag(c, place)?);
            if !c.more() {
                break;
            }
        }
    }
    c.close(&g::FLAG, "the flags")?;
    Ok(flags)
}

fn flag<'a>(c: &mut Cursor<'a>, place: Flags) -> Read<&'a [u8]> {
    let from = c.at;
    if !c.eat(b'\\') {
        if c.word().is_empty() {
            return bad(
                &g::FLAG,
                from,
                "a flag is wanted here: an atom, with or without a backslash in front",
            );
        }
        return Ok(c.slice(from, c.at));
    }
    if c.eat(b'*') {
        if place != Flags::Permanent {
            c.note(&g::FLAG, from, "\\* stands among PERMANENTFLAGS only");
        }
        return Ok(c.slice(from, c.at));
    }
    let name = c.word().to_ascii_lowercase();
    match &name[..] {
        b"" => {
            return bad(
                &g::FLAG,
                c.at,
                "the name of a flag is wanted behind the backslash",
            );
        }
        b"answered" | b"flagged" | b"deleted" | b"seen" | b"draft" => {}
        b"recent" => {
            if place != Flags::Message {
                c.note(
                    &g::FLAG_RECENT,
                    from,
                    "\\Recent stands among the flags of a message only",
                );
            }
        }
        _ => c.note(
            &g::FLAG_EXTENSION,
            from,
            "a flag with a backslash is one that a standard defines",
        ),
    }
    Ok(c.slice(from, c.at))
}

/// `FLAGS (…)`
pub(super) fn flags(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the list of flags")?;
    let flags = flag_list(c, Flags::Applicable)?;
    c.facts.push(Fact::Flags(flags));
    Ok(())
}

/// A mailbox name. Gives its octets as they stand.
pub(super) fn mailbox<'a>(c: &mut Cursor<'a>) -> Read<&'a [u8]> {
    let at = c.at;
    let quoted = c.peek() == Some(b'"');
    let name = c.astring("a mailbox")?;
    if c.dialect.utf8 {
        return Ok(name);
    }
    let start = c.at - name.len() - usize::from(quoted);
    if let Some(high) = name.iter().position(|octet| *octet > 127) {
        // A quoted string has its own rule for this.
        if !quoted {
            c.note(
                &g::MAILBOX_8BIT,
                start + high,
                "a mailbox name is 7-bit here",
            );
        }
    } else if !is_modified_utf7(name) {
        c.note(
            &g::MAILBOX_UTF7,
            at,
            "an ampersand is followed by modified base64 and a hyphen, or by a hyphen",
        );
    }
    Ok(name)
}

fn is_modified_utf7(name: &[u8]) -> bool {
    let mut rest = name;
    while let Some(at) = rest.iter().position(|octet| *octet == b'&') {
        rest = rest.get(at + 1..).unwrap_or_default();
        let Some(end) = rest
            .iter()
            .position(|octet| !(octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b',')))
        else {
            return false;
        };
        let shifted = rest.get(..end).unwrap_or_default();
        if rest.get(end) != Some(&b'-') || !is_utf16(shifted) {
            return false;
        }
        rest = rest.get(end + 1..).unwrap_or_default();
        // A second shift right behind the first is superfluous.
        if !shifted.is_empty() && rest.first() == Some(&b'&') && rest.get(1) != Some(&b'-') {
            return false;
        }
    }
    true
}

/// Modified base64 of whole UTF-16 units, none of which is a printable ASCII character, and surrogates in pairs
/// (RFC 3501 §5.1.3). Nothing at all stands for the ampersand.
fn is_utf16(base64: &[u8]) -> bool {
    let (mut bits, mut count, mut high) = (0_u32, 0, false);
    for octet in base64 {
        let value = match octet {
            b'A'..=b'Z' => octet - b'A',
            b'a'..=b'z' => octet - b'a' + 26,
            b'0'..=b'9' => octet - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count < 16 {
            continue;
        }
        count -= 16;
        let unit = bits >> count;
        bits &= (1 << count) - 1;
        let low = (0xdc00..=0xdfff).contains(&unit);
        if low != high || (0x20..=0x7e).contains(&unit) {
            return false;
        }
        high = (0xd800..=0xdbff).contains(&unit);
    }
    // What is left of the last character is filled up with zeros.
    !high && count < 6 && bits == 0
}

/// `LIST`, `LSUB`
pub(super) fn list(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the attributes")?;
    attributes(c)?;
    c.space("the hierarchy delimiter")?;
    let delimiter = delimiter(c)?;
    c.space("the mailbox")?;
    let at = c.at;
    let name = mailbox(c)?;
    // A name with escapes is left alone.
    if let Some(delimiter) = delimiter.filter(|_| !name.contains(&b'\\')) {
        c.facts.push(Fact::Listed {
            name,
            delimiter,
            at,
        });
    }
    if c.is_end() || c.peek() != Some(b' ') {
        return Ok(());
    }
    if c.ahead(1).is_none() {
        return c.finish();
    }
    c.space("the extended data")?;
    c.open(&g::LIST, "the extended data")?;
    if c.peek() != Some(b')') {
        loop {
            extended_item(c)?;
            if !c.more() {
                break;
            }
        }
    }
    c.close(&g::LIST, "the extended data")
}

fn attributes(c: &mut Cursor<'_>) -> Read<()> {
    c.open(&g::LIST, "the attributes")?;
    let mut seen: Vec<Vec<u8>> = Vec::new();
    let from = c.at;
    if c.peek() != Some(b')') {
        loop {
            if !c.eat(b'\\') || !c.peek().is_some_and(is_atom_char) {
                return bad(
                    &g::LIST_ATTRIBUTE,
                    c.at,
                    "an attribute is wanted here: a backslash and an atom",
                );
            }
            seen.push(c.word().to_ascii_lowercase());
            if !c.more() {
                break;
            }
        }
    }
    c.close(&g::LIST, "the attributes")?;
    let has = |name: &[u8]| seen.iter().any(|attribute| attribute == name);
    let marked = has(b"marked") || has(b"unmarked");
    if has(b"marked") && has(b"unmarked") {
        c.note(
            &g::LIST_MARKS,
            from,
            "a name is either \\Marked or \\Unmarked",
        );
    } else if marked && (has(b"noselect") || has(b"nonexistent")) {
        c.note(
            &g::LIST_NOSELECT,
            from,
            "a name that cannot be selected has no mark",
        );
    }
    let children = |name: &&Vec<u8>| matches!(&name[..], b"haschildren" | b"hasnochildren");
    if seen.iter().filter(children).count() > 1 {
        c.note(
            &g::LIST_CHILDREN,
            from,
            "one of \\HasChildren and \\HasNoChildren is wanted here, once",
        );
    }
    Ok(())
}

/// `DQUOTE QUOTED-CHAR DQUOTE / nil`; gives the character if it is an ASCII one without an escape.
fn delimiter(c: &mut Cursor<'_>) -> Read<Option<u8>> {
    let at = c.at;
    if c.nil() {
        return Ok(None);
    }
    if c.peek() != Some(b'"') {
        return bad(
            &g::LIST_DELIMITER,
            at,
            "one character in quotes, or NIL, is wanted here",
        );
    }
    let inside = c.quoted()?;
    let one = match inside {
        [b'\\', _] | [_] => true,
        _ => std::str::from_utf8(inside).is_ok_and(|text| text.chars().count() == 1),
    };
    if !one {
        return bad(
            &g::LIST_DELIMITER,
            at,
            "exactly one character in quotes, or NIL, is wanted here",
        );
    }
    Ok(match inside {
        [one] if one.is_ascii() => Some(*one),
        _ => None,
    })
}

fn extended_item(c: &mut Cursor<'_>) -> Read<()> {
    let at = c.at;
    let name = c.astring("the name of extended data")?.to_ascii_uppercase();
    // In quotes or without, it is an atom (RFC 5258 §6); a vendor's token may be UTF-8.
    if name.is_empty()
        || name
            .iter()
            .any(|octet| *octet < 128 && !is_atom_char(*octet))
    {
        c.note(&g::EXTENDED, at, "the name of extended data is an atom");
    }
    c.space("the value of extended data")?;
    match &name[..] {
        b"CHILDINFO" => {
            c.open(&g::EXTENDED, "the selection options")?;
            loop {
                if c.peek() == Some(b'{') {
                    let wants = "a selection option in quotes is wanted here, and no literal";
                    return bad(&g::EXTENDED, c.at, wants);
                }
                c.string("a selection option in quotes")?;
                if !c.more() {
                    break;
                }
            }
            c.close(&g::EXTENDED, "the selection options")
        }
        b"OLDNAME" => {
            c.open(&g::EXTENDED, "the old name")?;
            mailbox(c)?;
            c.close(&g::EXTENDED, "the old name")
        }
        _ => super::tagged::value(c),
    }
}

/// `STATUS`
pub(super) fn status(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the mailbox")?;
    let mailbox = mailbox(c)?;
    c.space("the items")?;
    c.open(&g::STATUS, "the items")?;
    let (mut uidnext, mut uidvalidity, mut modseq) = (None, None, None);
    if c.peek() != Some(b')') {
        loop {
            let at = c.at;
            let name = c.word().to_ascii_uppercase();
            if name.is_empty() {
                return bad(&g::STATUS, at, "the name of an item is wanted here");
            }
            if c.peek() != Some(b' ') {
                return bad(
                    &g::STATUS,
                    c.at,
                    "a space and the value of the item are wanted here",
                );
            }
            c.space("the value of the item")?;
            let (name_at, at) = (at, c.at);
            match &name[..] {
                b"MESSAGES" | b"RECENT" | b"UNSEEN" | b"DELETED" => {
                    c.number("the value of the item")?;
                }
                b"UIDNEXT" | b"UIDVALIDITY" => {
                    let number = c.number("the value of the item")?;
                    if number == 0 {
                        c.note(&g::NZ_NUMBER, at, "UIDNEXT and UIDVALIDITY are not zero");
                    } else if name == b"UIDNEXT" {
                        uidnext = Some(number);
                    } else {
                        uidvalidity = Some(number);
                    }
                }
                b"SIZE" | b"DELETED-STORAGE" => {
                    c.number64("the value of the item")?;
                }
                b"HIGHESTMODSEQ" => {
                    modseq = Some(c.number64("the highest mod-sequence, or 0")?);
                }
                b"APPENDLIMIT" => {
                    if !c.nil() {
                        c.number64("the limit, or NIL")?;
                    }
                }
                b"MAILBOXID" => super::fetch::object_id(c)?,
                _ => {
                    c.unknown_item(&name, name_at);
                    c.value()?;
                }
            }
            if !c.more() {
                break;
            }
        }
    }
    c.close(&g::STATUS, "the items")?;
    c.facts.push(Fact::Status {
        mailbox,
        uidnext,
        uidvalidity,
        modseq,
    });
    Ok(())
}

/// `NAMESPACE`
pub(super) fn namespace(c: &mut Cursor<'_>) -> Read<()> {
    for which in [
        "the personal namespace",
        "other users' namespaces",
        "the shared namespaces",
    ] {
        if c.is_end() {
            return bad(
                &g::NAMESPACE,
                c.at,
                format!("{which} are wanted here, or NIL"),
            );
        }
        c.space(which)?;
        if c.nil() {
            continue;
        }
        c.open(&g::NAMESPACE, "the namespaces")?;
        loop {
            c.open(&g::NAMESPACE, "a namespace")?;
            c.string("the prefix")?;
            c.space("the hierarchy delimiter")?;
            delimiter(c)?;
            while c.more() {
                let at = c.at;
                let name = c.string("the name of an extension")?;
                if !is_extension(name) {
                    let wants = "TRANSLATION, or a name that begins with X-, is wanted here";
                    c.note(&g::NAMESPACE_EXTENSION, at, wants);
                }
                c.space("the values of the extension")?;
                // A translation is one string (RFC 5255 §3.5).
                let one = name.eq_ignore_ascii_case(b"TRANSLATION");
                c.open(&g::NAMESPACE, "the values of the extension")?;
                loop {
                    c.string("a value of the extension")?;
                    if one {
                        break;
                    }
                    if !c.more() {
                        break;
                    }
                }
                c.close(&g::NAMESPACE, "the values of the extension")?;
            }
            c.close(&g::NAMESPACE, "a namespace")?;
            if c.peek() != Some(b'(') {
                break;
            }
        }
        c.close(&g::NAMESPACE, "the namespaces")?;
    }
    Ok(())
}

/// RFC 2342 §5; TRANSLATION is from RFC 5255 §3.4.
fn is_extension(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"TRANSLATION")
        || name
            .get(..2)
            .is_some_and(|start| start.eq_ignore_ascii_case(b"X-"))
}
