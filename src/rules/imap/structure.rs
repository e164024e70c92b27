//! What must agree in the structure of a message and of the hierarchy: ENVELOPE and BODYSTRUCTURE over
//! time, sizes of parts with their octets, one hierarchy delimiter. Remembers little; judges no grammar.

use super::shared::{Key, Mailboxes};
use super::{Fetched, invariants as i};
use crate::rules::RuleInfo;
use std::collections::BTreeMap;

/// Longer structures are not remembered, so that time and memory stay small.
const LONGEST: usize = 64 * 1024;
/// Of one session so many top-level names are remembered.
const NAMES: usize = 1_000;

/// Holds the structures of a FETCH response, and the octets of its parts, against what is known of the
/// message. In another dialect (UTF8=ACCEPT) a server may show both otherwise.
pub(super) fn held(
    fetched: &Fetched<'_>,
    uid: u32,
    key: &Key,
    dialect: u8,
    shared: &mut Mailboxes,
    tell: &mut dyn FnMut(&'static RuleInfo, String),
) {
    for (name, value) in &fetched.structures {
        if value.len() <= LONGEST
            && !stands_for_nothing(name, value, fetched)
            && !shared.same_section(key, uid, name, dialect, &canonical(value))
        {
            let name = String::from_utf8_lossy(name).into_owned();
            tell(&i::IMMUTABLE, format!("{name} of UID {uid} was another"));
        }
    }
    let sizes = fetched
        .parts
        .iter()
        .map(|(path, size)| (section(path), *size));
    let texts = fetched.sections.iter().filter_map(|(name, octets)| {
        let (item, part) = name.split_at_checked(5)?;
        if !item.eq_ignore_ascii_case(b"BODY[") {
            return None;
        }
        let part = part.strip_suffix(b"]")?;
        let numbers = part.iter().all(|o| o.is_ascii_digit() || *o == b'.');
        (numbers && !part.is_empty()).then(|| (part.to_vec(), octets.len() as u64))
    });
    for (part, size) in sizes.chain(texts) {
        // 0 and no octets may stand for a message that is expunged (RFC 2180 §4.1.3).
        if size > 0
            && let Some(known) = shared.other_part_size(key, uid, &part, dialect, size)
        {
            let part = String::from_utf8_lossy(&part).into_owned();
            tell(
                &i::PART_SIZE,
                format!("part {part} of UID {uid} has {known} octets elsewhere, and {size} here"),
            );
        }
    }
}

fn section(path: &[u32]) -> Vec<u8> {
    let numbers: Vec<String> = path.iter().map(u32::to_string).collect();
    numbers.join(".").into_bytes()
}

/// The "NIL FETCH response" of an expunged message (RFC 2180 §4.1.3).
fn stands_for_nothing(name: &[u8], value: &[u8], fetched: &Fetched<'_>) -> bool {
    if name == b"ENVELOPE" {
        !value.iter().any(|octet| matches!(octet, b'"' | b'{'))
    } else {
        fetched.parts.iter().all(|(_, size)| *size == 0)
    }
}

/// A value without the choices that the grammar leaves: quoted or literal, and the case of NIL.
fn canonical(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len() * 2);
    let string = |content: &[u8], out: &mut Vec<u8>| {
        out.push(0);
        out.extend_from_slice(&(content.len() as u64).to_le_bytes());
        out.extend_from_slice(content);
    };
    let mut rest = value;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'"' => {
                let special = rest.iter().position(|o| matches!(o, b'"' | b'\\'));
                if let Some(end) = special.filter(|end| rest.get(*end) == Some(&b'"')) {
                    string(rest.get(..end).unwrap_or_default(), &mut out);
                    rest = rest.get(end + 1..).unwrap_or_default();
                    continue;
                }
                let mut content = Vec::new();
                while let Some((octet, after)) = rest.split_first() {
                    rest = after;
                    match octet {
                        b'"' => break,
                        b'\\' => {
                            content.extend(rest.first());
                            rest = rest.get(1..).unwrap_or_default();
                        }
                        other => content.push(*other),
                    }
                }
                string(&content, &mut out);
            }
            b'{' => {
                let close = rest.iter().position(|octet| *octet == b'}').unwrap_or(0);
                let digits = std::str::from_utf8(rest.get(..close).unwrap_or_default());
                let size: usize = digits.ok().and_then(|text| text.parse().ok()).unwrap_or(0);
                let from = (close + 3).min(rest.len());
                let to = from.saturating_add(size).min(rest.len());
                string(rest.get(from..to).unwrap_or_default(), &mut out);
                rest = rest.get(to..).unwrap_or_default();
            }
            other => out.push(other.to_ascii_uppercase()),
        }
    }
    out
}

/// The delimiter below each top-level name, as far as a session has seen names below it.
#[derive(Debug, Default)]
pub(super) struct Delimiters(BTreeMap<Vec<u8>, u8>);

impl Delimiters {
    /// The delimiter that is known below the same top-level name, if it is another.
    pub(super) fn other(&mut self, name: &[u8], delimiter: u8) -> Option<u8> {
        let end = name.iter().position(|octet| *octet == delimiter)?;
        let (top, below) = name.split_at(end);
        // A root (`/usr`, `#news.`) is no top-level name with a child.
        if top.is_empty() || below.len() < 2 {
            return None;
        }
        let top = super::client::normal(top);
        if self.0.len() >= NAMES && !self.0.contains_key(&top) {
            return None;
        }
        let known = *self.0.entry(top).or_insert(delimiter);
        (known != delimiter).then_some(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_a_string_is_written_makes_no_difference() {
        assert_eq!(
            canonical(b"(\"a\\\"b\" nil)"),
            canonical(b"({3}\r\na\"b NIL)")
        );
        assert_ne!(canonical(b"(\"a\" NIL)"), canonical(b"(\"A\" NIL)"));
    }

    #[test]
    fn delimiters_are_compared_below_one_top_level_name() {
        let mut known = Delimiters::default();
        assert_eq!(known.other(b"a/b", b'/'), None);
        assert_eq!(known.other(b"b.c", b'.'), None);
        assert_eq!(known.other(b"a.c", b'/'), None);
        assert_eq!(known.other(b"a.c", b'.'), Some(b'/'));
    }
}
