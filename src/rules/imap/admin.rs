//! Data about the server and its administration: CAPABILITY, ENABLED, ID, ACL, QUOTA, METADATA,
//! URLAUTH, LANGUAGE (RFC 3501 §7.2.1, RFC 5161, RFC 2971, RFC 4314, RFC 9208, RFC 5464, RFC 4467,
//! RFC 5255).

use super::cursor::{Cursor, Read, bad};
use super::mailbox::mailbox;
use super::{Fact, grammar as g};
use crate::rules::RuleInfo;

/// The atoms of a capability list, up to the end of the line or the closing bracket.
pub(super) fn capability(c: &mut Cursor<'_>, in_code: bool) -> Read<()> {
    let from = c.at;
    let mut names = Vec::new();
    while !(c.is_end() || in_code && c.peek() == Some(b']')) {
        if !c.space_or_end("a capability")? {
            break;
        }
        let at = c.at;
        let name = c.atom("a capability")?;
        if !(c.is_end() || matches!(c.peek(), Some(b' ')) || in_code && c.peek() == Some(b']')) {
            return bad(
                &g::ATOM,
                c.at,
                "a capability is an atom; this character cannot stand in one",
            );
        }
        if let Some(wants) = wrong_value(name) {
            c.note(&g::CAPABILITY_VALUE, at, wants);
        } else if let Some((rule, wants)) = wrong_rights(name) {
            c.note(rule, at, wants);
        }
        names.push(name);
    }
    let has = |name: &[u8]| {
        names
            .iter()
            .any(|capability| capability.eq_ignore_ascii_case(name))
    };
    if !has(b"IMAP4rev1") && !has(b"IMAP4rev2") {
        c.note(
            &g::CAPABILITY_VERSION,
            from,
            "IMAP4rev1 or IMAP4rev2 is in the list",
        );
    }
    if has(b"LITERAL+") && has(b"LITERAL-") {
        c.note(
            &g::CAPABILITY_LITERALS,
            from,
            "either LITERAL+ or LITERAL- is announced, not both",
        );
    }
    c.facts.push(Fact::Capability(names));
    Ok(())
}

fn wrong_value(name: &[u8]) -> Option<&'static str> {
    let at = name.iter().position(|octet| *octet == b'=')?;
    let (key, value) = (name.get(..at)?.to_ascii_uppercase(), name.get(at + 1..)?);
    // Digits that may be many zeros, and a value of 32 bits.
    let number = || {
        value.iter().all(u8::is_ascii_digit)
            && std::str::from_utf8(value).is_ok_and(|digits| digits.parse::<u32>().is_ok())
    };
    match &key[..] {
        b"AUTH" if value.is_empty() => Some("the name of a mechanism is wanted behind AUTH="),
        b"APPENDLIMIT" if !number() => Some("a number of 32 bits is wanted behind APPENDLIMIT="),
        b"RIGHTS" if value.is_empty() || !value.iter().all(u8::is_ascii_alphanumeric) => {
            Some("letters are wanted behind RIGHTS=")
        }
        b"RIGHTS" if value.iter().any(u8::is_ascii_uppercase) => {
            Some("lower-case letters are wanted behind RIGHTS=")
        }
        b"QUOTA" if value.eq_ignore_ascii_case(b"RES-") => {
            Some("the name of a resource is wanted behind QUOTA=RES-")
        }
        b"THREAD" | b"SORT" | b"COMPRESS" | b"CONTEXT" if value.is_empty() => {
            Some("a value is wanted behind the sign")
        }
        _ => None,
    }
}

/// What is wrong with the rights of `RIGHTS=`, in lower case (RFC 4314 §2.2, §7).
fn wrong_rights(name: &[u8]) -> Option<(&'static RuleInfo, &'static str)> {
    let at = name.iter().position(|octet| *octet == b'=')?;
    let (key, rights) = (name.get(..at)?, name.get(at + 1..)?);
    if !key.eq_ignore_ascii_case(b"RIGHTS") {
        return None;
    }
    let old = |right: &u8| right.is_ascii_digit() || b"lrswipacd".contains(right);
    if rights.iter().any(old) {
        let wants = "no right of l r s w i p a c d, and no digit, is wanted behind RIGHTS=";
        return Some((&g::CAPABILITY_RIGHTS, wants));
    }
    if !b"texk".iter().all(|right| rights.contains(right)) {
        return Some((
            &g::CAPABILITY_TEXK,
            "t, e, x and k are wanted behind RIGHTS=",
        ));
    }
    None
}

/// `ENABLED`
pub(super) fn enabled(c: &mut Cursor<'_>) -> Read<()> {
    let mut names = Vec::new();
    while c.space_or_end("a capability")? {
        names.push(c.atom("a capability")?);
        if !matches!(c.peek(), None | Some(b' ')) {
            return bad(
                &g::ATOM,
                c.at,
                "a capability is an atom; this character cannot stand in one",
            );
        }
    }
    c.facts.push(Fact::Enabled(names));
    Ok(())
}

/// `ID`
pub(super) fn id(c: &mut Cursor<'_>) -> Read<()> {
    c.space("NIL or a list")?;
    if c.nil() {
        return Ok(());
    }
    let from = c.at;
    c.open(&g::ID, "the fields")?;
    let mut names: Vec<Vec<u8>> = Vec::new();
    if c.peek() != Some(b')') {
        loop {
            let at = c.at;
            let name = c.string("the name of a field")?;
            if c.peek() != Some(b' ') {
                return bad(
                    &g::ID,
                    c.at,
                    "a space and the value of the field are wanted here",
                );
            }
            c.space("the value of the field")?;
            let value = c.nstring("the value of the field")?;
            let name = name.to_ascii_lowercase();
            if name.len() > 30 || value.is_some_and(|value| value.len() > 1024) {
                c.note(
                    &g::ID_LIMITS,
                    at,
                    "a name has at most 30 octets and a value at most 1024",
                );
            }
            if names.contains(&name) {
                c.note(&g::ID_LIMITS, at, "a field stands there only once");
            }
            if names.len() == 30 {
                c.note(&g::ID_LIMITS, from, "there are at most 30 fields");
                // Nothing more is compared, so that time stays linear.
                c.at = c.end;
                return Ok(());
            }
            names.push(name);
            if !c.more() {
                break;
            }
        }
    }
    c.close(&g::ID, "the fields")
}

/// `ACL`
pub(super) fn acl(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the mailbox")?;
    mailbox(c)?;
    while c.space_or_end("an identifier")? {
        c.astring("an identifier")?;
        if c.peek() != Some(b' ') {
            return bad(
                &g::ACL,
                c.at,
                "a space and the rights of the identifier are wanted here",
            );
        }
        c.space("the rights")?;
        granted(c)?;
    }
    Ok(())
}

/// `LISTRIGHTS`
pub(super) fn listrights(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the mailbox")?;
    mailbox(c)?;
    c.space("the identifier")?;
    c.astring("the identifier")?;
    if c.is_end() {
        return bad(
            &g::ACL,
            c.at,
            "a space and the rights that are always granted are wanted here",
        );
    }
    while c.space_or_end("rights")? {
        rights(c)?;
    }
    Ok(())
}

/// `MYRIGHTS`
pub(super) fn myrights(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the mailbox")?;
    mailbox(c)?;
    if c.is_end() {
        return bad(&g::ACL, c.at, "a space and the rights are wanted here");
    }
    c.space("the rights")?;
    granted(c)
}

/// The rights of ACL and MYRIGHTS, which show d and c to clients that know no more than RFC 2086 (RFC 4314 §2.1.1).
/// x belongs to d on some servers, to c on others.
fn granted(c: &mut Cursor<'_>) -> Read<()> {
    let at = c.at;
    let rights = rights(c)?;
    let has = |right: u8| rights.contains(&right);
    if (has(b'e') || has(b't')) && !has(b'd') {
        c.note(&g::ACL_VIRTUAL, at, "d is wanted beside e and t");
    } else if has(b'k') && !has(b'c') {
        c.note(&g::ACL_VIRTUAL, at, "c is wanted beside k");
    }
    Ok(())
}

/// Rights, possibly none.
fn rights<'a>(c: &mut Cursor<'a>) -> Read<&'a [u8]> {
    let at = c.at;
    let rights = c.astring("the rights")?;
    if !rights
        .iter()
        .all(|right| right.is_ascii_lowercase() || right.is_ascii_digit())
    {
        c.note(&g::ACL, at, "rights are lower-case letters and digits");
    }
    Ok(rights)
}

/// `QUOTA`
pub(super) fn quota(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the quota root")?;
    c.astring("the quota root")?;
    c.space("the resources")?;
    c.open(&g::QUOTA, "the resources")?;
    // RFC 2087 lets the list be empty.
    if c.peek() != Some(b')') {
        loop {
            c.atom("the name of a resource")?;
            for what in ["the usage", "the limit"] {
                if c.peek() != Some(b' ') {
                    return bad(
                        &g::QUOTA,
                        c.at,
                        format!("a space and {what} are wanted here"),
                    );
                }
                c.space(what)?;
                c.number64(what)?;
            }
            if !c.more() {
                break;
            }
        }
    }
    c.close(&g::QUOTA, "the resources")
}

/// `QUOTAROOT`
pub(super) fn quotaroot(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the mailbox")?;
    mailbox(c)?;
    while c.space_or_end("a quota root")? {
        c.astring("a quota root")?;
    }
    Ok(())
}

/// `METADATA`
pub(super) fn metadata(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the mailbox")?;
    mailbox(c)?;
    if c.is_end() {
        return bad(&g::METADATA, c.at, "a space and entries are wanted here");
    }
    c.space("the entries")?;
    if c.peek() != Some(b'(') {
        loop {
            entry(c)?;
            if !c.space_or_end("an entry")? {
                return Ok(());
            }
        }
    }
    c.open(&g::METADATA, "the entries")?;
    loop {
        entry(c)?;
        if c.peek() != Some(b' ') {
            return bad(
                &g::METADATA,
                c.at,
                "a space and the value of the entry are wanted here",
            );
        }
        c.space("the value of the entry")?;
        c.nstring8("the value of the entry")?;
        if !c.more() {
            break;
        }
    }
    c.close(&g::METADATA, "the entries")
}

fn entry(c: &mut Cursor<'_>) -> Read<()> {
    let at = c.at;
    let name = c.astring("the name of an entry")?;
    if name.iter().any(|octet| matches!(octet, b'*' | b'%')) {
        c.note(&g::METADATA, at, "the name of an entry has neither * nor %");
    } else if !matches!(c.peek(), None | Some(b' ' | b')')) {
        // The name goes on with what cannot stand in it, which is told by who reads on.
    } else if name.iter().any(|octet| *octet <= 0x19 || *octet > 127) {
        let wants = "the name of an entry is ASCII without control characters";
        c.note(&g::METADATA_ENTRY, at, wants);
    } else if name.first() != Some(&b'/') {
        c.note(&g::METADATA_ENTRY, at, "the name of an entry begins with /");
    } else if name.ends_with(b"/") || name.windows(2).any(|two| two == b"//") {
        let wants =
            "no component of an entry's name is empty: / stands neither twice in a row nor last";
        c.note(&g::METADATA_ENTRY, at, wants);
    }
    Ok(())
}

/// `GENURLAUTH`
pub(super) fn genurlauth(c: &mut Cursor<'_>) -> Read<()> {
    if c.is_end() {
        return bad(&g::URL, c.at, "a space and a URL are wanted here");
    }
    while c.space_or_end("a URL")? {
        let at = c.at;
        let url = c.astring("a URL")?.to_ascii_lowercase();
        let token = url.windows(9).any(|part| part == b";urlauth=");
        if !url.starts_with(b"imap://") || !token {
            let wants = "a URL that begins with imap:// and has ;URLAUTH= is wanted here";
            c.note(&g::URL, at, wants);
        }
    }
    Ok(())
}

/// `URLFETCH`
pub(super) fn urlfetch(c: &mut Cursor<'_>) -> Read<()> {
    if c.is_end() {
        return bad(&g::URL, c.at, "a space and a URL are wanted here");
    }
    while c.space_or_end("a URL")? {
        c.astring("a URL")?;
        if c.is_end() {
            return bad(
                &g::URL,
                c.at,
                "a space and the text of the URL, or NIL, are wanted here",
            );
        }
        c.space("the text of the URL")?;
        // RFC 5524 adds lists of data in place of the string.
        if c.peek() == Some(b'(') {
            metadata_of_url(c)?;
            // What follows may also be the next URL.
            while c.peek() == Some(b' ') && c.ahead(1) == Some(b'(') {
                c.at += 1;
                metadata_of_url(c)?;
            }
            continue;
        }
        c.nstring("the text of the URL")?;
    }
    Ok(())
}

/// One element of what URLFETCH gives of a URL (RFC 5524 §5). The structure of a body is taken as it comes, because
/// the grammar and the examples differ in it.
fn metadata_of_url(c: &mut Cursor<'_>) -> Read<()> {
    c.open(&g::URL, "data of the URL")?;
    let at = c.at;
    let name = c.word().to_ascii_uppercase();
    if !matches!(&name[..], b"BODY" | b"BINARY" | b"BODYPARTSTRUCTURE") {
        let wants = "BODY, BINARY or BODYPARTSTRUCTURE is wanted here";
        return bad(&g::URL, at, wants);
    }
    super::fetch::value_follows(c, &g::URL)?;
    match &name[..] {
        b"BODY" => c.nstring("the text of the URL").map(|_| ())?,
        b"BINARY" => c.nstring8("the decoded text of the URL").map(|_| ())?,
        _ if c.peek() == Some(b'(') => c.value()?,
        _ => return bad(&g::URL, c.at, "the structure of a body is wanted here"),
    }
    c.close(&g::URL, "data of the URL")
}

/// `LANGUAGE` (RFC 5255 §3.5)
pub(super) fn language(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the languages")?;
    c.open(&g::LANGUAGE, "the languages")?;
    loop {
        if c.peek() == Some(b')') {
            return bad(&g::LANGUAGE, c.at, "the tag of a language is wanted here");
        }
        let at = c.at;
        let tag = c.astring("the tag of a language")?;
        if !crate::rules::language::is_tag(tag) {
            let wants = "letters, digits and single hyphens are wanted in the tag of a language";
            c.note(&g::LANGUAGE, at, wants);
        }
        if !c.more() {
            break;
        }
    }
    c.close(&g::LANGUAGE, "the languages")
}

/// `COMPARATOR` (RFC 5255 §4.8)
pub(super) fn comparator(c: &mut Cursor<'_>) -> Read<()> {
    c.space("the comparator")?;
    c.astring("the comparator")?;
    if c.is_end() {
        return Ok(());
    }
    c.space("the matching comparators")?;
    c.open(&g::LANGUAGE, "the matching comparators")?;
    loop {
        if c.peek() == Some(b')') {
            return bad(&g::LANGUAGE, c.at, "a comparator is wanted here");
        }
        c.astring("a comparator")?;
        if !c.more() {
            break;
        }
    }
    c.close(&g::LANGUAGE, "the matching comparators")
}
