//! What CAPA lists: each line of it, the lists before and after the login, and what is taken without being listed
//! (RFC 2449). Never judges any other listing.

use super::Session;
use super::body::{content, lines, unended};
use super::list as l;
use crate::rules::info::Bad;

/// Longer lists of capabilities are not compared.
const CAPABILITIES: usize = 200;

/// What a CAPA listed.
#[derive(Debug, Default)]
pub(super) struct Announced {
    pub tags: Vec<Vec<u8>>,
    pub mechanisms: Vec<Vec<u8>>,
}

impl Session {
    /// A command was taken that CAPA does not list: it was asked since TLS began or did not, and is so in both states.
    pub(super) fn unannounced(&self, command: &[u8], found: &mut Vec<Bad>) {
        let Some(announced) = &self.announced else {
            return;
        };
        let upper = command.to_ascii_uppercase();
        let mut words = upper
            .split(|octet| *octet == b' ')
            .filter(|word| !word.is_empty());
        let (Some(keyword), argument) = (words.next(), words.next()) else {
            return;
        };
        let has = |tag: &[u8]| announced.tags.iter().any(|known| known == tag);
        let listed = match (keyword, argument) {
            (b"TOP" | b"UIDL", _) => has(keyword),
            // After the login it is not listed, and not taken.
            (b"STLS", _) => self.logged_in || has(keyword),
            (b"AUTH", Some(name)) => {
                self.logged_in || announced.mechanisms.iter().any(|known| known == name)
            }
            _ => true,
        };
        if !listed {
            let name =
                String::from_utf8_lossy(argument.filter(|_| keyword == b"AUTH").unwrap_or(keyword));
            let wants = format!("-ERR is wanted here, since CAPA does not list {name}");
            found.push(Bad::new(&l::UNANNOUNCED, 0, wants));
        }
    }

    /// The list after the login against the one before it.
    pub(super) fn compare_lists(&mut self, tags: Vec<Vec<u8>>, at: usize, found: &mut Vec<Bad>) {
        if !self.logged_in {
            self.before = Some(tags).filter(|tags| tags.len() <= CAPABILITIES);
            return;
        }
        let stls: &[u8] = b"STLS";
        if tags.iter().any(|tag| tag == stls) {
            let wants = "STLS is announced before the login only";
            found.push(Bad::new(&l::STLS_LATE, at, wants));
        }
        let Some(before) = self.before.as_ref().filter(|_| tags.len() <= CAPABILITIES) else {
            return;
        };
        let lost = before
            .iter()
            .find(|tag| *tag != stls && !tags.contains(tag));
        let both: [&[u8]; 5] = [b"TOP", b"USER", b"UIDL", b"RESP-CODES", b"PIPELINING"];
        let new = tags
            .iter()
            .find(|tag| both.contains(&tag.as_slice()) && !before.contains(tag));
        if let Some(tag) = lost {
            let tag = String::from_utf8_lossy(tag);
            let wants =
                format!("{tag} is wanted in the list, since it was announced before the login");
            found.push(Bad::new(&l::CAPA_KEPT, at, wants));
        }
        if let Some(tag) = new {
            let tag = String::from_utf8_lossy(tag);
            let wants = format!("{tag} is announced before the login too, or not at all");
            found.push(Bad::new(&l::CAPA_NEW, at, wants));
        }
    }
}

/// CAPA: the tags, in upper case.
pub(super) fn capabilities(
    rest: &[u8],
    at: usize,
    tls: bool,
    found: &mut Vec<Bad>,
) -> Vec<Vec<u8>> {
    let mut tags = Vec::new();
    for (at, line) in lines(rest, at) {
        if unended(at, line, found) {
            break;
        }
        if line.len() > 512 {
            found.push(Bad::new(
                &l::CAPA_512,
                at + 510,
                "the line ends within 512 octets",
            ));
        }
        let text = content(at, line, found);
        let mut words = text.split(|octet| *octet == b' ');
        let tag = words.next().unwrap_or_default();
        if tag.is_empty()
            || tag
                .iter()
                .any(|octet| !octet.is_ascii_graphic() || *octet == b'.')
        {
            found.push(Bad::new(
                &l::CAPA,
                at,
                "a tag of printable characters without a dot is wanted here",
            ));
            continue;
        }
        let arguments: Vec<&[u8]> = words.collect();
        let mut behind = at + tag.len() + 1;
        let mut broken = false;
        for argument in &arguments {
            if argument.is_empty() || !argument.iter().all(u8::is_ascii_graphic) {
                found.push(Bad::new(
                    &l::CAPA,
                    behind,
                    "a parameter of printable characters is wanted behind one space",
                ));
                broken = true;
                break;
            }
            behind += argument.len() + 1;
        }
        let tag = tag.to_ascii_uppercase();
        if !broken && !right_arguments(&tag, &arguments) {
            found.push(Bad::new(
                &l::CAPA_ARGUMENT,
                at + tag.len(),
                "the arguments that the capability's definition gives are wanted here",
            ));
        }
        if tag == b"STLS" && tls {
            found.push(Bad::new(&l::STLS, at, "STLS is not announced under TLS"));
        }
        tags.push(tag);
    }
    tags
}

/// The mechanisms behind SASL, in upper case.
pub(super) fn mechanisms(rest: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for (_, line) in lines(rest, 0) {
        let upper = line.trim_ascii_end().to_ascii_uppercase();
        if let Some(names) = upper.strip_prefix(b"SASL ") {
            found.extend(names.split(|octet| *octet == b' ').map(<[u8]>::to_vec));
        }
    }
    found
}

fn right_arguments(tag: &[u8], arguments: &[&[u8]]) -> bool {
    let number = |word: &[u8]| word.iter().all(u8::is_ascii_digit);
    let user = |rest: &[&[u8]]| match rest {
        [] => true,
        [word] => word.eq_ignore_ascii_case(b"USER"),
        _ => false,
    };
    // RFC 4422 §3.1, whatever the case: RFC 5034 §5 says nothing of it.
    let mechanism = |name: &[u8]| {
        let known = |octet: &u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_');
        name.len() <= 20 && name.iter().all(known)
    };
    match (tag, arguments) {
        (b"TOP" | b"USER" | b"UIDL" | b"RESP-CODES" | b"PIPELINING" | b"STLS", rest) => {
            rest.is_empty()
        }
        // RFC 3206 §6 and RFC 6856 §3.1
        (b"AUTH-RESP-CODE" | b"LANG", rest) => rest.is_empty(),
        // RFC 6856 §2.2
        (b"UTF8", rest) => user(rest),
        // A server may have none, and until TLS is in place it may let nobody use those that it has.
        (b"SASL", names) => names.iter().all(|name| mechanism(name)),
        (b"LOGIN-DELAY", [first, rest @ ..]) => number(first) && user(rest),
        (b"EXPIRE", [first, rest @ ..]) => {
            (number(first) || first.eq_ignore_ascii_case(b"NEVER")) && user(rest)
        }
        (b"LOGIN-DELAY" | b"EXPIRE" | b"IMPLEMENTATION", []) => false,
        _ => true,
    }
}
