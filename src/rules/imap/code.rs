//! Human-readable text and the response codes before it (RFC 3501 §7.1, RFC 9051 §7.1, RFC 5530
//! and the extensions). A code that no standard defines is taken as it is.

use super::cursor::{Cursor, Read, Stop, bad};
use super::{Fact, grammar as g};
use crate::rules::info::Bad;

/// resp-text.
pub(super) fn resp_text(c: &mut Cursor<'_>) -> Read<()> {
    if c.peek() == Some(b'[') {
        let open = c.at;
        match c.ahead(1) {
            Some(octet) if super::cursor::is_atom_char(octet) => {
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

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// No argument.
    Nothing,
    /// Anything.
    Free,
    Nz,
    Number,
    BadCharset,
    Capability,
    PermanentFlags,
    AppendUid,
    CopyUid,
    Modseq,
    Set,
    ObjectId,
    Metadata,
    Annotations,
    Quoted,
    /// TOOBIG or TOOMANY.
    Annotate,
    Progress,
    /// An atom without a slash (RFC 5466 §4).
    Filter,
    /// Text of at least one character.
    Something,
    /// Names in parentheses (RFC 5465 §8).
    Events,
    /// INTERNAL and more (RFC 4467 §9).
    Mechanisms,
}

fn known(name: &[u8]) -> Option<Kind> {
    Some(match name {
        b"ALERT"
        | b"PARSE"
        | b"READ-ONLY"
        | b"READ-WRITE"
        | b"TRYCREATE"
        | b"UIDNOTSTICKY"
        | b"UNAVAILABLE"
        | b"AUTHENTICATIONFAILED"
        | b"AUTHORIZATIONFAILED"
        | b"EXPIRED"
        | b"PRIVACYREQUIRED"
        | b"CONTACTADMIN"
        | b"NOPERM"
        | b"INUSE"
        | b"EXPUNGEISSUED"
        | b"CORRUPTION"
        | b"SERVERBUG"
        | b"CLIENTBUG"
        | b"CANNOT"
        | b"LIMIT"
        | b"OVERQUOTA"
        | b"ALREADYEXISTS"
        | b"NONEXISTENT"
        | b"NOTSAVED"
        | b"HASCHILDREN"
        | b"CLOSED"
        | b"UNKNOWN-CTE"
        | b"NOMODSEQ"
        | b"COMPRESSIONACTIVE"
        | b"USEATTR"
        | b"BADCOMPARATOR"
        | b"NOTIFICATIONOVERFLOW"
        | b"TOOBIG"
        | b"TEMPFAIL" => Kind::Nothing,
        b"UIDNEXT" | b"UIDVALIDITY" | b"UNSEEN" | b"MAXCONVERTMESSAGES" | b"MAXCONVERTPARTS" => {
            Kind::Nz
        }
        b"HIGHESTMODSEQ" => Kind::Modseq,
        b"MODIFIED" => Kind::Set,
        b"BADCHARSET" => Kind::BadCharset,
        b"CAPABILITY" => Kind::Capability,
        b"PERMANENTFLAGS" => Kind::PermanentFlags,
        b"APPENDUID" => Kind::AppendUid,
        b"COPYUID" => Kind::CopyUid,
        b"MAILBOXID" => Kind::ObjectId,
        b"METADATA" => Kind::Metadata,
        b"ANNOTATIONS" => Kind::Annotations,
        b"ANNOTATE" => Kind::Annotate,
        b"NOUPDATE" => Kind::Quoted,
        b"MESSAGELIMIT" => Kind::Number,
        // Defined outside the catalogue: any value that the grammar of values has.
        b"INPROGRESS" => Kind::Progress,
        b"BADURL" | b"REFERRAL" => Kind::Something,
        b"UNDEFINED-FILTER" => Kind::Filter,
        b"BADEVENT" => Kind::Events,
        b"URLMECH" => Kind::Mechanisms,
        // RFC 2060; later texts only keep the name.
        b"NEWNAME" => Kind::Free,
        _ => return None,
    })
}

fn argument(c: &mut Cursor<'_>, kind: Kind, name: &[u8]) -> Read<()> {
    match kind {
        Kind::Nothing | Kind::Free => Ok(()),
        Kind::Nz => {
            c.space("the argument of the code")?;
            let at = c.at;
            let number = c.number_up_to(u64::from(u32::MAX), "the argument of the code")?;
            if c.all.get(at) == Some(&b'0') {
                return bad(
                    &g::CODE,
                    at,
                    "the argument is not zero and does not begin with 0",
                );
            }
            too_large(c)?;
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            match name {
                b"UIDNEXT" => c.facts.push(Fact::UidNext(number)),
                b"UIDVALIDITY" => c.facts.push(Fact::UidValidity(number)),
                _ => {}
            }
            Ok(())
        }
        Kind::Number => {
            c.space("the argument of the code")?;
            c.number("the argument of the code")?;
            // RFC 9738: a UID may follow.
            if c.eat(b' ') {
                c.number("the lowest UID that was not processed")?;
            }
            too_large(c)
        }
        Kind::Modseq => {
            c.space("the mod-sequence")?;
            let at = c.at;
            let value = c.number_up_to(u64::MAX, "the highest mod-sequence")?;
            if !(1..=super::results::MODSEQ_MOST).contains(&value) {
                let wants = "a mod-sequence is not zero and has at most 63 bits";
                return bad(&g::CODE, at, wants);
            }
            too_large(c)?;
            c.facts.push(Fact::HighestModseq(value));
            Ok(())
        }
        Kind::Set => {
            c.space("the set")?;
            super::results::sequence_set(c)
        }
        Kind::BadCharset => {
            if c.peek() == Some(b']') {
                return Ok(());
            }
            c.space("the list of charsets")?;
            c.open(&g::CODE, "the charsets")?;
            loop {
                c.astring("a charset")?;
                if !c.more() {
                    break;
                }
            }
            c.close(&g::CODE, "the charsets")
        }
        Kind::Capability => super::admin::capability(c, true),
        Kind::PermanentFlags => {
            c.space("the list of flags")?;
            let at = c.at;
            let flags = super::mailbox::flag_list(c, super::mailbox::Flags::Permanent)?;
            c.facts.push(Fact::PermanentFlags(flags, at));
            Ok(())
        }
        Kind::AppendUid => {
            c.space("the UIDVALIDITY")?;
            let validity = nz(c)?;
            c.space("the UIDs")?;
            let set = super::results::set(c, true)?;
            c.facts.push(Fact::AppendUid(validity, set));
            Ok(())
        }
        Kind::CopyUid => {
            c.space("the UIDVALIDITY")?;
            let validity = nz(c)?;
            c.space("the source UIDs")?;
            let at = c.at;
            let source = super::results::set(c, true)?;
            c.space("the destination UIDs")?;
            let copies = super::results::set(c, true)?;
            if super::results::count(&source) != super::results::count(&copies) {
                c.note(&g::CODE, at, "both sets have the same number of UIDs");
            }
            c.facts.push(Fact::CopyUid(validity, copies));
            Ok(())
        }
        Kind::ObjectId => {
            c.space("the mailbox's identifier")?;
            super::fetch::object_id(c)
        }
        Kind::Metadata => {
            c.space("LONGENTRIES, MAXSIZE, TOOMANY or NOPRIVATE")?;
            let at = c.at;
            let word = c.word().to_ascii_uppercase();
            match &word[..] {
                b"LONGENTRIES" | b"MAXSIZE" => {
                    c.space("a number of octets")?;
                    c.number("octets")?;
                    too_large(c)
                }
                b"TOOMANY" | b"NOPRIVATE" => Ok(()),
                _ => bad(
                    &g::CODE,
                    at,
                    "LONGENTRIES, MAXSIZE, TOOMANY or NOPRIVATE is wanted here",
                ),
            }
        }
        Kind::Annotations => {
            c.space("the level of support")?;
            if !c.keyword(b"NONE") {
                if !c.keyword(b"READ-ONLY") {
                    nz(c)?;
                }
                if c.eat(b' ') && !c.keyword(b"NOPRIVATE") {
                    return bad(&g::CODE, c.at, "NOPRIVATE or nothing is wanted here");
                }
            }
            Ok(())
        }
        Kind::Annotate => {
            c.space("TOOBIG or TOOMANY")?;
            let at = c.at;
            if !c.keyword(b"TOOBIG") && !c.keyword(b"TOOMANY") {
                return bad(&g::CODE, at, "TOOBIG or TOOMANY is wanted here");
            }
            Ok(())
        }
        Kind::Filter => {
            c.space("the name of the filter")?;
            let at = c.at;
            if c.atom("the name of the filter")?.contains(&b'/') {
                return bad(&g::CODE, at, "the name of a filter has no slash");
            }
            Ok(())
        }
        Kind::Quoted => {
            c.space("the tag, quoted")?;
            if c.peek() == Some(b'"') {
                c.quoted().map(|_| ())
            } else {
                bad(&g::CODE, c.at, "a quoted string is wanted")
            }
        }
        Kind::Something => {
            c.space("the argument of the code")?;
            let from = c.at;
            while c
                .peek()
                .is_some_and(|octet| !matches!(octet, b']' | b'\r' | b'\n'))
            {
                c.at += 1;
            }
            if c.at == from {
                return bad(&g::CODE, from, "an argument is wanted here");
            }
            Ok(())
        }
        Kind::Events => {
            c.space("the events")?;
            c.open(&g::CODE, "the events")?;
            loop {
                c.atom("the name of an event")?;
                if !c.more() {
                    break;
                }
            }
            c.close(&g::CODE, "the events")
        }
        Kind::Mechanisms => {
            c.space("INTERNAL")?;
            if !c.word().eq_ignore_ascii_case(b"INTERNAL") {
                return bad(&g::CODE, c.at, "INTERNAL is wanted first");
            }
            while c.more() {
                // The mechanism's own data is base64 behind a sign, and so atom characters too.
                c.atom("a mechanism")?;
            }
            Ok(())
        }
        Kind::Progress => {
            if c.peek() == Some(b']') {
                return Ok(());
            }
            c.space("the progress")?;
            c.value()
        }
    }
}

fn nz(c: &mut Cursor<'_>) -> Read<u32> {
    let at = c.at;
    let number = c.number("a UID or UIDVALIDITY")?;
    if c.all.get(at) == Some(&b'0') {
        return bad(
            &g::CODE,
            at,
            "the number is not zero and does not begin with 0",
        );
    }
    too_large(c)?;
    Ok(number)
}

/// A number that was too large is a wrong argument.
fn too_large(c: &mut Cursor<'_>) -> Read<()> {
    match c.found.last() {
        Some(last) if last.rule.id == g::NUMBER.id => {
            let last = c.found.pop();
            last.map_or(Ok(()), |last| bad(&g::CODE, last.at, last.wants))
        }
        _ => Ok(()),
    }
}
