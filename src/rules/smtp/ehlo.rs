//! The reply to EHLO and LHLO (RFC 5321 §4.1.1.1) and the parameters of its keywords.

use super::list as l;
use super::reply::Line;
use crate::rules::info::Bad;
use std::collections::BTreeSet;

/// Judges the lines; gives the keywords, in upper case.
pub(super) fn judge(lines: &[Line<'_>], tls: bool, found: &mut Vec<Bad>) -> Vec<Vec<u8>> {
    let mut keywords: Vec<Vec<u8>> = Vec::new();
    // RFC 6531 §3.7.1 binds those that announce it.
    let smtputf8 = lines.iter().skip(1).any(|line| {
        let word = line.text.split(|octet| *octet == b' ').next();
        word.is_some_and(|word| word.eq_ignore_ascii_case(b"SMTPUTF8"))
    });
    for (index, line) in lines.iter().enumerate() {
        if index == 0 {
            let word = line
                .text
                .split(|octet| *octet == b' ')
                .next()
                .unwrap_or_default();
            if let Some(at) = word.iter().position(|octet| smtputf8 && *octet > 127) {
                found.push(Bad::new(
                    &l::EHLO_ASCII,
                    line.at + at,
                    "a domain in ASCII is wanted here",
                ));
            } else if !is_domain_or_literal(word) {
                found.push(Bad::new(
                    &l::EHLO_DOMAIN,
                    line.at,
                    "the server's domain or address literal is wanted here",
                ));
            } else if let Some(at) = line.text.iter().position(|octet| *octet > 127) {
                found.push(Bad::new(
                    &l::TEXT_8BIT,
                    line.at + at,
                    "an ASCII character is wanted here",
                ));
            }
            continue;
        }
        keyword_line(line, tls, found);
        let keyword = line
            .text
            .split(|octet| *octet == b' ')
            .next()
            .unwrap_or_default();
        keywords.push(keyword.to_ascii_uppercase());
    }
    twice(lines, found);
    let has = |name: &[u8]| keywords.iter().any(|keyword| keyword == name);
    if has(b"BINARYMIME") && !has(b"CHUNKING") {
        found.push(Bad::new(
            &l::EHLO_BINARY,
            0,
            "CHUNKING is wanted in the list, since BINARYMIME is there",
        ));
    }
    if has(b"SMTPUTF8") && !has(b"8BITMIME") {
        found.push(Bad::new(
            &l::EHLO_SMTPUTF8,
            0,
            "8BITMIME is wanted in the list, since SMTPUTF8 is there",
        ));
    }
    if has(b"REQUIRETLS") && !tls {
        found.push(Bad::new(
            &l::EHLO_REQUIRETLS,
            0,
            "REQUIRETLS is not announced without TLS",
        ));
    }
    keywords
}

/// A keyword that stands twice, and a mechanism.
fn twice(lines: &[Line<'_>], found: &mut Vec<Bad>) {
    let mut known = BTreeSet::new();
    for line in lines.iter().skip(1) {
        let upper = line.text.to_ascii_uppercase();
        let mut words = upper.split(|octet| *octet == b' ');
        let keyword = words.next().unwrap_or_default().to_vec();
        let auth = keyword == b"AUTH";
        if !known.insert(keyword) {
            let wants = "a keyword that does not stand above is wanted here";
            found.push(Bad::new(&l::EHLO_TWICE, line.at, wants));
            return;
        }
        let mut mechanisms = BTreeSet::new();
        if auth && words.any(|name| !mechanisms.insert(name)) {
            let wants = "every mechanism once is wanted here";
            found.push(Bad::new(&l::EHLO_TWICE, line.at, wants));
            return;
        }
    }
}

/// The mechanisms behind AUTH, in upper case.
pub(super) fn mechanisms(lines: &[Line<'_>]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for line in lines.iter().skip(1) {
        let upper = line.text.to_ascii_uppercase();
        // The old form too: it is told, and no reason to miss what it names.
        if let Some(rest) = upper
            .strip_prefix(b"AUTH ")
            .or_else(|| upper.strip_prefix(b"AUTH="))
        {
            found.extend(rest.split(|octet| *octet == b' ').map(<[u8]>::to_vec));
        }
    }
    found
}

/// Keywords that have no parameter.
const ALONE: [&[u8]; 11] = [
    b"PIPELINING",
    b"8BITMIME",
    b"SMTPUTF8",
    b"CHUNKING",
    b"STARTTLS",
    b"ENHANCEDSTATUSCODES",
    b"DSN",
    b"ETRN",
    b"BINARYMIME",
    b"REQUIRETLS",
    b"MTRK",
];

/// What the parameters of a keyword have to be, where they are not.
fn wanted(keyword: &[u8], parameters: &[(usize, &[u8])]) -> Option<&'static str> {
    let words: Vec<&[u8]> = parameters.iter().map(|(_, word)| *word).collect();
    let (right, wants) = match keyword {
        // RFC 2852 §2: a number, and tokens of documents to come, between commas.
        b"DELIVERBY" => {
            let minimum = |list: &[u8]| {
                let first = list
                    .split(|octet| *octet == b',')
                    .next()
                    .unwrap_or_default();
                first.len() <= 9 && first.iter().all(u8::is_ascii_digit)
            };
            let right = words.len() <= 1 && words.iter().all(|list| minimum(list));
            (
                right,
                "a number of up to nine digits, or nothing, is wanted here",
            )
        }
        // RFC 4865 §4.2: an interval, and a moment.
        b"FUTURERELEASE" => {
            let interval = |word: &[u8]| {
                (1..=9).contains(&word.len())
                    && word.iter().all(u8::is_ascii_digit)
                    && !word.starts_with(b"0")
            };
            let right =
                matches!(words[..], [seconds, moment] if interval(seconds) && is_moment(moment));
            (
                right,
                "the longest interval, of 1 to 999999999 seconds, and the latest time are wanted here",
            )
        }
        // RFC 6710 §7
        b"MT-PRIORITY" => {
            let profile = |word: &[u8]| {
                word.len() <= 20
                    && word
                        .iter()
                        .all(|o| o.is_ascii_alphanumeric() || b"-_.".contains(o))
            };
            let right = words.len() <= 1 && words.iter().all(|word| profile(word));
            (
                right,
                "the name of a policy, of up to 20 letters, digits, hyphens, underscores and dots, or nothing, is wanted here",
            )
        }
        _ => return None,
    };
    (!right).then_some(wants)
}

/// `date-time` of RFC 3339 §5.6, by its form.
fn is_moment(word: &[u8]) -> bool {
    const FORM: &[u8] = b"dddd-dd-ddTdd:dd:dd";
    let matches = |form: &[u8], text: &[u8]| {
        form.len() == text.len()
            && form.iter().zip(text).all(|(form, octet)| match form {
                b'd' => octet.is_ascii_digit(),
                other => octet.eq_ignore_ascii_case(other),
            })
    };
    let Some((moment, mut rest)) = word.split_at_checked(FORM.len()) else {
        return false;
    };
    if let Some(fraction) = rest.strip_prefix(b".") {
        let digits = fraction
            .iter()
            .take_while(|octet| octet.is_ascii_digit())
            .count();
        if digits == 0 {
            return false;
        }
        rest = fraction.get(digits..).unwrap_or_default();
    }
    matches(FORM, moment)
        && (matches(b"Z", rest) || matches(b"+dd:dd", rest) || matches(b"-dd:dd", rest))
}

fn keyword_line(line: &Line<'_>, tls: bool, found: &mut Vec<Bad>) {
    let mut at = line.at;
    let mut words = Vec::new();
    for word in line.text.split(|octet| *octet == b' ') {
        words.push((at, word));
        at += word.len() + 1;
    }
    let Some((_, keyword)) = words.first().copied() else {
        return;
    };
    let upper = keyword.to_ascii_uppercase();
    if upper.starts_with(b"AUTH=") {
        found.push(Bad::new(
            &l::EHLO_AUTH,
            line.at + 4,
            "a space is wanted here, behind AUTH",
        ));
        return;
    }
    let legal = keyword.first().is_some_and(u8::is_ascii_alphanumeric)
        && keyword
            .iter()
            .all(|octet| octet.is_ascii_alphanumeric() || *octet == b'-');
    if !legal {
        found.push(Bad::new(
            &l::EHLO_LINE,
            line.at,
            "a keyword of letters, digits and hyphens is wanted here",
        ));
        return;
    }
    let parameters = words.get(1..).unwrap_or_default();
    if let Some((at, _)) = parameters.iter().find(|(_, word)| !is_parameter(word)) {
        found.push(Bad::new(
            &l::EHLO_LINE,
            *at,
            "one space, and a parameter of printable ASCII characters, is wanted here",
        ));
        return;
    }
    match &upper[..] {
        name if ALONE.contains(&name) => {
            if let Some((at, _)) = parameters.first() {
                found.push(Bad::new(
                    &l::EHLO_NO_PARAMETER,
                    *at,
                    "the keyword has no parameter",
                ));
            }
            if upper == b"STARTTLS" && tls {
                found.push(Bad::new(
                    &l::EHLO_STARTTLS,
                    line.at,
                    "STARTTLS is not announced under TLS",
                ));
            }
        }
        b"SIZE" => {
            let number = |word: &[u8]| word.iter().all(u8::is_ascii_digit);
            if parameters.len() > 1 || parameters.iter().any(|(_, word)| !number(word)) {
                found.push(Bad::new(
                    &l::EHLO_SIZE,
                    line.at + 5,
                    "a number, or nothing, is wanted here",
                ));
            }
        }
        b"AUTH" => {
            let mechanism = |word: &[u8]| {
                word.len() <= 20
                    && word.iter().all(|o| {
                        o.is_ascii_uppercase() || o.is_ascii_digit() || matches!(o, b'-' | b'_')
                    })
            };
            if let Some((at, _)) = parameters.iter().find(|(_, word)| !mechanism(word)) {
                found.push(Bad::new(
                    &l::EHLO_MECHANISMS,
                    *at,
                    "the name of a mechanism is wanted here",
                ));
            }
        }
        name => {
            if let Some(wants) = wanted(name, parameters) {
                let rule = match name {
                    b"DELIVERBY" => &l::EHLO_DELIVERBY,
                    b"FUTURERELEASE" => &l::EHLO_FUTURERELEASE,
                    _ => &l::EHLO_PRIORITY,
                };
                found.push(Bad::new(rule, line.at + keyword.len(), wants));
            }
        }
    }
}

fn is_parameter(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(u8::is_ascii_graphic)
}

/// What stands in the brackets of an address literal: an IPv4 address, or the tag of a kind of address, a colon and
/// the address (RFC 5321 §4.1.3). What follows a tag is not looked at closely.
fn is_address(inside: &[u8]) -> bool {
    let Some(colon) = inside.iter().position(|octet| *octet == b':') else {
        let snum = |part: &[u8]| {
            let digits = (1..=3).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
            digits
                && part
                    .iter()
                    .fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
                    < 256
        };
        let parts: Vec<&[u8]> = inside.split(|octet| *octet == b'.').collect();
        return parts.len() == 4 && parts.iter().all(|part| snum(part));
    };
    let tag = inside.get(..colon).unwrap_or_default();
    let ends = tag.last().is_some_and(u8::is_ascii_alphanumeric);
    let known = |octet: &u8| octet.is_ascii_alphanumeric() || *octet == b'-';
    ends && tag.iter().all(known)
        && colon + 1 < inside.len()
        && inside
            .iter()
            .all(|octet| octet.is_ascii_graphic() && !b"[]\\".contains(octet))
}

/// `Domain / address-literal`.
pub(super) fn is_domain_or_literal(word: &[u8]) -> bool {
    if let Some(inside) = word
        .strip_prefix(b"[")
        .and_then(|rest| rest.strip_suffix(b"]"))
    {
        return is_address(inside);
    }
    word.len() <= 255
        && word.split(|octet| *octet == b'.').all(|label| {
            let edge = |octet: Option<&u8>| octet.is_some_and(u8::is_ascii_alphanumeric);
            edge(label.first())
                && edge(label.last())
                && label
                    .iter()
                    .all(|octet| octet.is_ascii_alphanumeric() || *octet == b'-')
        })
}
