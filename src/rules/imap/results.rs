//! Results: SEARCH, SORT, ESEARCH, THREAD, VANISHED, and the sets in them (RFC 3501 §7.2.5,
//! RFC 9051 §7.3.4, RFC 4731, RFC 5256, RFC 5267, RFC 6203, RFC 7162, RFC 7377, RFC 9394).

use super::cursor::{Cursor, Read, bad};
use super::{Fact, Ranges, grammar as g};

/// A set of UIDs, or of numbers where `*` may not stand. With `uids`, a range of
/// one is a finding (RFC 4315 §3).
pub(super) fn set(c: &mut Cursor<'_>, uids: bool) -> Read<Ranges> {
    ranges(c, uids, false)
}

/// The grammar's sequence-set, in which `*` stands for the highest number.
pub(super) fn sequence_set(c: &mut Cursor<'_>) -> Read<()> {
    ranges(c, false, true).map(|_| ())
}

fn ranges(c: &mut Cursor<'_>, uids: bool, star: bool) -> Read<Ranges> {
    let mut ranges = Ranges::new();
    loop {
        let at = c.at;
        let first = member(c, star)?;
        let mut last = first;
        if c.eat(b':') {
            last = member(c, star)?;
            if uids && first == last {
                c.note(&g::SET_RANGE, at, "a single UID is written without a colon");
            }
        }
        ranges.push((first.min(last), first.max(last)));
        if !c.eat(b',') {
            return Ok(ranges);
        }
    }
}

fn member(c: &mut Cursor<'_>, star: bool) -> Read<u32> {
    let at = c.at;
    if star && c.eat(b'*') {
        return Ok(u32::MAX);
    }
    match c.peek() {
        Some(b'1'..=b'9') => c.number("a member of the set"),
        Some(b'0') => bad(
            &g::SET,
            at,
            "a member of a set is not zero and does not begin with 0",
        ),
        _ => bad(
            &g::SET,
            at,
            "a number is wanted here, as a member of the set",
        ),
    }
}

/// How many numbers the ranges hold.
pub(super) fn count(ranges: &Ranges) -> u64 {
    ranges
        .iter()
        .map(|(first, last)| u64::from(last - first) + 1)
        .sum()
}

/// `SEARCH`, `SORT`
pub(super) fn search(c: &mut Cursor<'_>, name: &[u8]) -> Read<()> {
    let mut numbers = Vec::new();
    while c.space_or_end("a number")? {
        if c.peek() == Some(b'(') {
            if numbers.is_empty() {
                c.note(
                    &g::SEARCH,
                    c.at,
                    "no mod-sequence is wanted where there are no numbers",
                );
            }
            c.open(&g::SEARCH, "the mod-sequence")?;
            if !c.keyword(b"MODSEQ") {
                return bad(&g::SEARCH, c.at, "MODSEQ is wanted here");
            }
            c.space("the mod-sequence")?;
            modseq(c)?;
            c.close(&g::SEARCH, "the mod-sequence")?;
            if !c.is_end() {
                return bad(
                    &g::SEARCH,
                    c.at,
                    "the end of the response is wanted behind the mod-sequence",
                );
            }
            break;
        }
        if !c.peek().is_some_and(|octet| octet.is_ascii_digit()) {
            return bad(&g::SEARCH, c.at, "a number is wanted here");
        }
        numbers.push(c.nz_number("a message number or UID")?);
        if !matches!(c.peek(), None | Some(b' ')) {
            return bad(
                &g::SEARCH,
                c.at,
                "a space or the end of the response is wanted behind the number",
            );
        }
    }
    if name == b"SEARCH" {
        c.facts.push(Fact::Search(numbers));
    }
    Ok(())
}

/// RFC 4551 had 64 bits; RFC 7162 §1 has made them 63.
pub(super) const MODSEQ_MOST: u64 = i64::MAX as u64;

/// A positive mod-sequence.
pub(super) fn modseq(c: &mut Cursor<'_>) -> Read<u64> {
    let at = c.at;
    if !c.peek().is_some_and(|octet| octet.is_ascii_digit()) {
        return bad(&g::MODSEQ, at, "a mod-sequence is wanted here: a number");
    }
    let value = c.number_up_to(u64::MAX, "the mod-sequence")?;
    if value == 0 {
        c.note(&g::MODSEQ, at, "a mod-sequence is not zero");
    } else if value > MODSEQ_MOST {
        c.note(&g::MODSEQ, at, "a mod-sequence has at most 63 bits");
    }
    Ok(value)
}

/// `ESEARCH`
pub(super) fn esearch(c: &mut Cursor<'_>) -> Read<()> {
    let mut first = true;
    let mut uid = false;
    while c.space_or_end("the correlator, UID or the name of a result")? {
        if first && c.peek() == Some(b'(') {
            first = false;
            correlator(c)?;
            continue;
        }
        first = false;
        if !uid && c.keyword(b"UID") {
            uid = true;
            continue;
        }
        uid = true;
        let at = c.at;
        let name = c.word().to_ascii_uppercase();
        let label = name
            .first()
            .is_some_and(|o| o.is_ascii_alphabetic() || matches!(o, b'-' | b'_' | b'.'));
        if !label {
            return bad(&g::ESEARCH, at, "the name of a result is wanted here");
        }
        if c.peek() != Some(b' ') {
            return bad(
                &g::ESEARCH,
                c.at,
                "a space and the value of the result are wanted here",
            );
        }
        c.space("the value of the result")?;
        result(c, &name)?;
    }
    Ok(())
}

/// `(TAG "a1")`, with MAILBOX and UIDVALIDITY of RFC 7377.
fn correlator(c: &mut Cursor<'_>) -> Read<()> {
    c.open(&g::ESEARCH, "the correlator")?;
    let mut known: Vec<Vec<u8>> = Vec::new();
    loop {
        let at = c.at;
        let name = c.word().to_ascii_uppercase();
        if !matches!(&name[..], b"TAG" | b"MAILBOX" | b"UIDVALIDITY") {
            return bad(&g::ESEARCH, at, "TAG is wanted here");
        }
        if known.contains(&name) {
            let wants = "a part of the correlator that does not stand before is wanted here";
            return bad(&g::ESEARCH, at, wants);
        }
        c.space("the value of the correlator")?;
        match &name[..] {
            b"TAG" => {
                let at = c.at;
                let tag = c.astring("the tag of the command")?;
                c.facts.push(Fact::Searched(tag, at));
            }
            b"MAILBOX" => {
                super::mailbox::mailbox(c)?;
            }
            _ => {
                c.nz_number("the UIDVALIDITY")?;
            }
        }
        known.push(name);
        if !c.more() {
            break;
        }
    }
    if !known.iter().any(|name| name == b"TAG") {
        return bad(
            &g::ESEARCH,
            c.at,
            "the correlator has the tag of the command",
        );
    }
    c.close(&g::ESEARCH, "the correlator")
}

fn result(c: &mut Cursor<'_>, name: &[u8]) -> Read<()> {
    match name {
        b"MIN" | b"MAX" => c.nz_number("the lowest or highest number").map(|_| ()),
        b"COUNT" => c.number("the count").map(|_| ()),
        b"ALL" => sequence_set(c),
        b"MODSEQ" => modseq(c).map(|_| ()),
        b"RELEVANCY" => {
            c.open(&g::ESEARCH, "the scores")?;
            if c.peek() != Some(b')') {
                loop {
                    let at = c.at;
                    let score = c.number("a score")?;
                    if !(1..=100).contains(&score) {
                        c.note(&g::ESEARCH, at, "a score is from 1 to 100");
                    }
                    if !c.more() {
                        break;
                    }
                }
            }
            c.close(&g::ESEARCH, "the scores")
        }
        b"PARTIAL" => {
            c.open(&g::ESEARCH, "the partial result")?;
            let range = c.word();
            let parts: Vec<&[u8]> = range.split(|octet| *octet == b':').collect();
            // Both from the end, or neither (RFC 9394 §4).
            let last = parts.iter().all(|part| part.starts_with(b"-"));
            let ok = parts.len() == 2
                && parts.iter().all(|part| {
                    let digits = part.get(usize::from(last)..).unwrap_or_default();
                    matches!(digits.first(), Some(b'1'..=b'9'))
                        && digits.iter().all(u8::is_ascii_digit)
                });
            if !ok {
                return bad(&g::ESEARCH, c.at, "the requested range is wanted here");
            }
            c.space("the set or NIL")?;
            if !c.nil() {
                set(c, false)?;
            }
            c.close(&g::ESEARCH, "the partial result")
        }
        b"ADDTO" | b"REMOVEFROM" => {
            c.open(&g::ESEARCH, "the change of the result")?;
            loop {
                c.number("the position")?;
                c.space("the set")?;
                set(c, false)?;
                if !c.more() {
                    break;
                }
            }
            c.close(&g::ESEARCH, "the change of the result")
        }
        _ => super::tagged::value(c),
    }
}

/// `THREAD`
pub(super) fn thread(c: &mut Cursor<'_>) -> Read<()> {
    if !c.space_or_end("the threads")? {
        return Ok(());
    }
    while !c.is_end() {
        thread_list(c)?;
    }
    Ok(())
}

fn thread_list(c: &mut Cursor<'_>) -> Read<()> {
    c.open(&g::THREAD, "a thread")?;
    let mut members = 0_usize;
    if c.peek() != Some(b'(') {
        loop {
            if !c.peek().is_some_and(|octet| octet.is_ascii_digit()) {
                return bad(&g::THREAD, c.at, "a message number is wanted here");
            }
            c.nz_number("a message number or UID")?;
            members += 1;
            if c.peek() == Some(b' ') && c.ahead(1) == Some(b'(') {
                c.at += 1;
                break;
            }
            if !c.more() {
                break;
            }
        }
    }
    if c.peek() == Some(b'(') {
        let at = c.at;
        if members > 0 && c.slice(at - 1, at) != b" " {
            return bad(
                &g::SPACE,
                at,
                "a space is wanted between a message number and the threads below it",
            );
        }
        let mut branches = 0_usize;
        while c.peek() == Some(b'(') {
            thread_list(c)?;
            branches += 1;
        }
        if branches < 2 {
            return bad(
                &g::THREAD,
                at,
                "a thread splits into two or more; a single one is written without parentheses",
            );
        }
    }
    c.close(&g::THREAD, "a thread")
}

/// `VANISHED`
pub(super) fn vanished(c: &mut Cursor<'_>) -> Read<()> {
    if !c.space_or_end("the UIDs")? {
        return bad(&g::VANISHED, c.at, "a set of UIDs is wanted here");
    }
    let mut earlier = false;
    if c.peek() == Some(b'(') {
        c.open(&g::VANISHED, "EARLIER")?;
        if !c.keyword(b"EARLIER") {
            return bad(&g::VANISHED, c.at, "EARLIER is wanted here");
        }
        c.close(&g::VANISHED, "EARLIER")?;
        c.space("the UIDs")?;
        earlier = true;
    }
    if !c.peek().is_some_and(|octet| octet.is_ascii_digit()) {
        return bad(&g::VANISHED, c.at, "a set of UIDs is wanted here");
    }
    set(c, false)?;
    c.facts.push(Fact::Vanished { earlier });
    Ok(())
}
