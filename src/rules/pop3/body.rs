//! Multi-line responses of POP3: byte-stuffing, scan listings, unique-id listings. Reads and judges
//! each line alone; remembers nothing.

use super::list as l;
use crate::rules::RuleInfo;
use crate::rules::info::Bad;
use crate::rules::language::is_tag;

/// Lines of a multi-line part with their offsets, the final dot left out.
pub(super) fn lines(rest: &[u8], at: usize) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = at;
    rest.split_inclusive(|octet| *octet == b'\n')
        .map(move |line| {
            let from = at;
            at += line.len();
            (from, line)
        })
        .filter(|(_, line)| *line != b".\r\n" && *line != b".\n")
}

/// Whether a line stands in a listing that can only be the next response: then the listing has no end, and
/// what follows is not read as part of it. A message may hold such a line.
pub(super) fn unended(at: usize, line: &[u8], found: &mut Vec<Bad>) -> bool {
    let next = line.starts_with(b"+OK") || line.starts_with(b"-ERR");
    if next {
        found.push(Bad::new(
            &l::MULTI_END,
            at,
            "a line of a dot alone is wanted before the next response",
        ));
    }
    next
}

/// A line of a listing, without its end.
pub(super) fn content<'a>(at: usize, line: &'a [u8], found: &mut Vec<Bad>) -> &'a [u8] {
    let text = line.strip_suffix(b"\r\n").unwrap_or_else(|| {
        found.push(Bad::new(
            &l::LINE_END,
            at + line.len() - 1,
            "CR LF is wanted at the end of the line",
        ));
        line.strip_suffix(b"\n").unwrap_or(line)
    });
    if let Some(cr) = text.iter().position(|octet| *octet == b'\r') {
        found.push(Bad::new(&l::LINE_END, at + cr, "CR stands before LF only"));
    }
    text
}

/// Judges the stuffing of a message; gives its octets without stuffing and final dot.
pub(super) fn stuffing(rest: &[u8], at: usize, found: &mut Vec<Bad>) -> u64 {
    let mut octets = 0;
    let mut whole = true;
    for (at, line) in lines(rest, at) {
        octets += line.len() as u64;
        // A line goes from CR LF to CR LF: behind a bare LF a dot is nothing special.
        if whole && line.first() == Some(&b'.') {
            octets -= 1;
            if line.get(1) != Some(&b'.') {
                found.push(Bad::new(
                    &l::STUFFING,
                    at,
                    "one more dot is wanted at the beginning of the line",
                ));
            }
        }
        whole = line.ends_with(b"\r\n");
    }
    octets
}

/// ` n m` behind a status indicator or at the beginning of a listing (then without the first space).
pub(super) fn numbers(
    text: &[u8],
    at: usize,
    rule: &'static RuleInfo,
    extra: &'static RuleInfo,
    found: &mut Vec<Bad>,
) -> Option<(u64, u64)> {
    let mut rest = text;
    let mut values = [0_u64; 2];
    for value in &mut values {
        let here = at + text.len() - rest.len();
        let Some(after) = rest.strip_prefix(b" ") else {
            found.push(Bad::new(
                rule,
                here,
                "one space and a number are wanted here",
            ));
            return None;
        };
        let digits = after
            .iter()
            .take_while(|octet| octet.is_ascii_digit())
            .count();
        let number = std::str::from_utf8(after.get(..digits)?)
            .ok()
            .and_then(|digits| digits.parse().ok());
        let Some(number) = number else {
            found.push(Bad::new(rule, here + 1, "a number is wanted here"));
            return None;
        };
        *value = number;
        rest = after.get(digits..)?;
    }
    let here = at + text.len() - rest.len();
    match rest.first() {
        None => {}
        Some(b' ') => found.push(Bad::new(extra, here, "the end of the line is wanted here")),
        Some(_) => {
            found.push(Bad::new(
                rule,
                here,
                "the end of the line is wanted behind the number",
            ));
            return None;
        }
    }
    Some((values[0], values[1]))
}

/// LIST; None when a listing could not be read.
pub(super) fn scan_listings(
    rest: &[u8],
    at: usize,
    found: &mut Vec<Bad>,
) -> Option<Vec<(u64, u64)>> {
    let mut listings = Vec::new();
    let mut whole = true;
    for (at, line) in lines(rest, at) {
        if unended(at, line, found) {
            return None;
        }
        let text = content(at, line, found);
        let mut spaced = Vec::with_capacity(text.len() + 1);
        spaced.push(b' ');
        spaced.extend_from_slice(text);
        match numbers(
            &spaced,
            at.saturating_sub(1),
            &l::SCAN,
            &l::SCAN_EXTRA,
            found,
        ) {
            Some(listing) => listings.push(listing),
            None => whole = false,
        }
    }
    whole.then_some(listings)
}

/// `n id`
pub(super) fn unique_id<'a>(
    text: &'a [u8],
    at: usize,
    found: &mut Vec<Bad>,
) -> Option<(u64, &'a [u8])> {
    let mut words = text.splitn(2, |octet| *octet == b' ');
    let number = words.next().unwrap_or_default();
    let value = std::str::from_utf8(number)
        .ok()
        .and_then(|text| text.parse().ok());
    let (Some(value), true) = (value, number.first().is_some_and(u8::is_ascii_digit)) else {
        found.push(Bad::new(&l::UIDL, at, "a message number is wanted here"));
        return None;
    };
    let behind = at + number.len() + 1;
    let Some(id) = words.next() else {
        found.push(Bad::new(
            &l::UIDL,
            behind - 1,
            "one space and a unique-id are wanted here",
        ));
        return None;
    };
    if let Some(space) = id.iter().position(|octet| *octet == b' ') {
        found.push(Bad::new(
            &l::UIDL,
            behind + space,
            "the end of the line is wanted behind the unique-id",
        ));
        return None;
    }
    if !(1..=70).contains(&id.len()) || !id.iter().all(u8::is_ascii_graphic) {
        found.push(Bad::new(
            &l::UIDL_CHARACTERS,
            behind,
            "1 to 70 printable ASCII characters are wanted here",
        ));
        return None;
    }
    Some((value, id))
}

/// UIDL
pub(super) fn unique_ids<'a>(
    rest: &'a [u8],
    at: usize,
    found: &mut Vec<Bad>,
) -> Vec<(u64, &'a [u8], usize)> {
    let mut ids: Vec<(u64, &[u8], usize)> = Vec::new();
    for (at, line) in lines(rest, at) {
        if unended(at, line, found) {
            break;
        }
        // The content is read from the same octets, so that it lives as long as they do.
        let text = content(at, line, found);
        if let Some((number, id)) = unique_id(text, at, found) {
            ids.push((number, id, at));
        }
    }
    ids
}

/// LANG without a language (RFC 6856 §3.2): a tag in each line, and what follows it behind one space.
pub(super) fn languages(rest: &[u8], at: usize, found: &mut Vec<Bad>) {
    for (at, line) in lines(rest, at) {
        if unended(at, line, found) {
            break;
        }
        let text = content(at, line, found);
        let tag = text.split(|octet| *octet == b' ').next();
        if !tag.is_some_and(is_tag) {
            let wants = "the tag of a language is wanted here, and behind it a space or the end";
            found.push(Bad::new(&l::LANG_LISTING, at, wants));
        }
    }
}

/// LANG with a language: the tag that was chosen.
pub(super) fn language(status: &[u8], found: &mut Vec<Bad>) {
    let behind = status.strip_prefix(b" ").unwrap_or_default();
    let tag = behind.split(|octet| *octet == b' ').next();
    if !tag.is_some_and(is_tag) {
        let wants = "one space and the tag of the language are wanted here";
        found.push(Bad::new(&l::LANG, 3, wants));
    }
}
