//! The multi-line part of a POP3 response: byte-stuffing checked, then compared on un-stuffed octets.

use super::RenderError;
use super::compare::{self, Style, take};
use super::delivered::trace_field;
use super::line::lines;
use super::pattern::{Part, resolve};
use super::pop3::announced;
use super::scope::Scope;
use super::sequential::Line;
use super::shown::{differs, quote, shown};
use crate::transcript::tree::{CaptureKind, ExpectKind, Type};
use crate::wire::Unit;

/// How the lines are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// These lines, in any order.
    ExactSet,
    /// These announcements, in any order, and others.
    AtLeast,
    /// These octets.
    Octets,
}

type Found<'l> = Option<(Option<&'l Line>, String)>;

/// Compares; the line that is to blame and why.
pub(super) fn compare<'l>(
    pattern: &[&'l Line],
    unit: &Unit,
    kind: Body,
    scope: &mut Scope<'_>,
) -> Result<Found<'l>, RenderError> {
    let status = unit.octets.iter().position(|&octet| octet == b'\n');
    let rest = unit
        .octets
        .get(status.map_or(0, |at| at + 1)..)
        .unwrap_or_default();
    let rest = rest.strip_suffix(b".\r\n").unwrap_or(rest);
    let octets = match unstuffed(rest) {
        Ok(octets) => octets,
        Err(why) => return Ok(Some((None, why))),
    };
    let mut resolved = Vec::new();
    for line in pattern {
        resolved.push((*line, resolve(&line.pattern, scope)?));
    }
    match kind {
        Body::Octets => {
            let elements: Vec<(&Line, Vec<Part>)> = resolved
                .into_iter()
                .map(|(line, parts)| (line, stuffing_undone(parts)))
                .collect();
            let mut deepest = None;
            let met = sequence(&elements, &octets, 0, scope, &mut deepest)?;
            Ok(if met {
                None
            } else {
                deepest.map(|(_, line, why)| (line, why))
            })
        }
        _ => set(&resolved, &octets, kind, scope),
    }
}

/// Written lines are what stands on the wire, stuffed.
fn stuffing_undone(mut parts: Vec<Part>) -> Vec<Part> {
    if let Some(Part::Text(text)) = parts.first_mut()
        && text.starts_with(b"..")
    {
        text.remove(0);
    }
    parts
}

/// RFC 1939 §3: a line that begins with the termination octet has another before it.
fn unstuffed(body: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(body.len());
    let mut line_start = true;
    let mut octets = body.iter().peekable();
    while let Some(&octet) = octets.next() {
        if line_start && octet == b'.' {
            match octets.next() {
                Some(b'.') => {}
                _ => {
                    return Err("a line begins with a single dot: it is not byte-stuffed".into());
                }
            }
        }
        out.push(octet);
        line_start = out.ends_with(b"\r\n");
    }
    Ok(out)
}

fn is_lines(parts: &[Part]) -> bool {
    matches!(parts, [Part::Capture(c)] if matches!(c.kind, CaptureKind::Type(Type::Lines)))
}

fn set<'l>(
    pattern: &[(&'l Line, Vec<Part>)],
    octets: &[u8],
    kind: Body,
    scope: &mut Scope<'_>,
) -> Result<Found<'l>, RenderError> {
    let mut came: Vec<&[u8]> = lines(octets);
    let mut extras = kind == Body::AtLeast;
    // Those without captures choose first, so that an open one does not take their line.
    let mut order: Vec<&(&Line, Vec<Part>)> = pattern.iter().collect();
    order.sort_by_key(|(_, parts)| parts.iter().any(|part| matches!(part, Part::Capture(_))));
    for (line, parts) in order {
        if is_lines(parts) {
            extras = true;
            continue;
        }
        let mut found = None;
        for (index, other) in came.iter().enumerate() {
            let taken = scope.taken.len();
            let fits = match kind {
                Body::AtLeast => announced(parts, other, scope)?,
                _ => compare::compare(parts, other, Style::default(), scope)?.is_none(),
            };
            if fits {
                found = Some(index);
                break;
            }
            scope.taken.truncate(taken);
        }
        match found {
            Some(index) => {
                came.remove(index);
            }
            None if line.kind == ExpectKind::May => {}
            None => {
                let text = shown(&line.pattern, scope);
                let word = text.split(' ').next().unwrap_or_default();
                let near = came
                    .iter()
                    .find(|other| super::line::words(other).next() == Some(word.as_bytes()));
                let why = match near {
                    Some(near) => format!("the line {} came, {text} was required", quote(near)),
                    None => format!("no line {text} came"),
                };
                return Ok(Some((Some(line), why)));
            }
        }
    }
    Ok(match came.first() {
        Some(extra) if !extras => Some((
            None,
            format!(
                "the line {} came, and the answer must not have it",
                quote(extra)
            ),
        )),
        _ => None,
    })
}

type Deepest<'l> = Option<(usize, Option<&'l Line>, String)>;

fn blame<'l>(deepest: &mut Deepest<'l>, at: usize, line: Option<&'l Line>, why: String) {
    if deepest.as_ref().is_none_or(|(depth, ..)| at > *depth) {
        *deepest = Some((at, line, why));
    }
}

fn sequence<'l>(
    elements: &[(&'l Line, Vec<Part>)],
    body: &[u8],
    at: usize,
    scope: &mut Scope<'_>,
    deepest: &mut Deepest<'l>,
) -> Result<bool, RenderError> {
    let rest = body.get(at..).unwrap_or_default();
    let Some(((line, parts), others)) = elements.split_first() else {
        if rest.is_empty() {
            return Ok(true);
        }
        let why = format!(
            "{} octets came behind what was required: {}",
            rest.len(),
            quote(rest)
        );
        blame(deepest, at, None, why);
        return Ok(false);
    };
    let taken = scope.taken.len();
    match parts.as_slice() {
        [Part::Message(message) | Part::Nstring(message)] => {
            let mut whole = message.clone();
            whole.extend_from_slice(b"\r\n");
            if rest.starts_with(&whole) {
                return sequence(others, body, at + whole.len(), scope, deepest);
            }
            blame(deepest, at, Some(line), differs(rest, &whole));
        }
        [Part::Delivered(message)] => {
            let mut whole = message.clone();
            if !whole.ends_with(b"\r\n") {
                whole.extend_from_slice(b"\r\n");
            }
            let mut from = at;
            loop {
                let rest = body.get(from..).unwrap_or_default();
                if rest.starts_with(&whole)
                    && sequence(others, body, from + whole.len(), scope, deepest)?
                {
                    return Ok(true);
                }
                match trace_field(rest, &whole) {
                    Some(len) if len > 0 => from += len,
                    _ => {
                        blame(deepest, from, Some(line), differs(rest, &whole));
                        break;
                    }
                }
            }
        }
        [Part::Capture(capture)] if is_lines(parts) => {
            let mut end = at;
            loop {
                let value = body.get(at..end).unwrap_or_default().to_vec();
                if take(capture, value, scope)?.is_none()
                    && sequence(others, body, end, scope, deepest)?
                {
                    return Ok(true);
                }
                scope.taken.truncate(taken);
                let rest = body.get(end..).unwrap_or_default();
                match super::line::find(rest, b"\r\n") {
                    Some(length) => end += length + 2,
                    None => break,
                }
            }
        }
        parts => {
            let Some(length) = super::line::find(rest, b"\r\n") else {
                blame(
                    deepest,
                    at,
                    Some(line),
                    "the multi-line part ends here".into(),
                );
                return optional(line, others, body, at, scope, deepest);
            };
            let came = rest.get(..length).unwrap_or_default();
            match compare::compare(parts, came, Style::default(), scope)? {
                None => {
                    if sequence(others, body, at + length + 2, scope, deepest)? {
                        return Ok(true);
                    }
                }
                Some(why) => blame(deepest, at, Some(line), why),
            }
        }
    }
    scope.taken.truncate(taken);
    optional(line, others, body, at, scope, deepest)
}

/// An `S?` line may be left out.
fn optional<'l>(
    line: &'l Line,
    others: &[(&'l Line, Vec<Part>)],
    body: &[u8],
    at: usize,
    scope: &mut Scope<'_>,
    deepest: &mut Deepest<'l>,
) -> Result<bool, RenderError> {
    if line.kind == ExpectKind::May {
        return sequence(others, body, at, scope, deepest);
    }
    Ok(false)
}
