//! The arguments of response codes, kind by kind. Reads neither the name nor the brackets.

use super::codes::Kind;
use super::cursor::{Cursor, Read, bad};
use super::{Fact, grammar as g};

/// Reads the argument of the code `name`, from the space before it.
pub(super) fn argument(c: &mut Cursor<'_>, kind: Kind, name: &[u8]) -> Read<()> {
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
