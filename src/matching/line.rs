//! What SMTP and POP3 lines have in common: alternatives, announced keywords, lines of a unit.

use super::RenderError;
use super::compare::{Style, compare};
use super::pattern::Part;
use super::scope::Scope;

/// The unit's lines without their endings.
pub(super) fn lines(octets: &[u8]) -> Vec<&[u8]> {
    octets
        .split_inclusive(|&octet| octet == b'\n')
        .map(|line| {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            line.strip_suffix(b"\r").unwrap_or(line)
        })
        .collect()
}

/// Splits at ` | ` where a status word follows.
pub(super) fn alternatives(parts: &[Part], is_status: fn(&[u8]) -> bool) -> Vec<Vec<Part>> {
    let mut out = vec![Vec::new()];
    for part in parts {
        let Part::Text(text) = part else {
            push(&mut out, part.clone());
            continue;
        };
        let mut rest = text.as_slice();
        let mut from = 0;
        while let Some(at) = find(rest.get(from..).unwrap_or_default(), b" | ") {
            let (before, after) = (from + at, from + at + 3);
            if is_status(rest.get(after..).unwrap_or_default()) {
                push(
                    &mut out,
                    Part::Text(rest.get(..before).unwrap_or_default().to_vec()),
                );
                out.push(Vec::new());
                rest = rest.get(after..).unwrap_or_default();
                from = 0;
            } else {
                from = after;
            }
        }
        push(&mut out, Part::Text(rest.to_vec()));
    }
    out
}

fn push(out: &mut [Vec<Part>], part: Part) {
    if let Some(last) = out.last_mut() {
        last.push(part);
    }
}

pub(super) fn find(octets: &[u8], what: &[u8]) -> Option<usize> {
    octets.windows(what.len()).position(|window| window == what)
}

/// The parts behind the first `length` octets of text, less one separator.
pub(super) fn behind(parts: &[Part], length: usize) -> Vec<Part> {
    let mut rest = parts.to_vec();
    if let Some(Part::Text(text)) = rest.first_mut() {
        text.drain(..length.min(text.len()));
        if text.is_empty() {
            rest.remove(0);
        }
    }
    rest
}

/// A hole other than `{{:text}}` stands in it.
pub(super) fn has_meaning(parts: &[Part]) -> bool {
    parts.iter().any(|part| match part {
        Part::Text(_) => false,
        Part::Capture(capture) => !capture.is_any_text(),
        _ => true,
    })
}

/// The text of parts that are text only (or end with `{{:text}}`).
pub(super) fn plain(parts: &[Part]) -> Vec<u8> {
    parts
        .iter()
        .filter_map(|part| match part {
            Part::Text(text) => Some(text.as_slice()),
            _ => None,
        })
        .flatten()
        .copied()
        .collect()
}

/// An announced line (`AUTH PLAIN LOGIN`) against a written one: the keyword, and at least the
/// written parameters; with a hole the whole line.
pub(super) fn keyword(
    parts: &[Part],
    line: &[u8],
    scope: &mut Scope<'_>,
) -> Result<bool, RenderError> {
    if has_meaning(parts) {
        let style = Style {
            fold: true,
            more: false,
        };
        return Ok(compare(parts, line, style, scope)?.is_none());
    }
    let text = plain(parts);
    let mut wanted = words(&text);
    let mut came = words(line);
    let (Some(name), Some(first)) = (wanted.next(), came.next()) else {
        return Ok(words(&text).next().is_none());
    };
    let came: Vec<&[u8]> = came.collect();
    Ok(name.eq_ignore_ascii_case(first)
        && wanted.all(|word| came.iter().any(|other| other.eq_ignore_ascii_case(word))))
}

pub(super) fn words(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|&octet| octet == b' ')
        .filter(|word| !word.is_empty())
}
