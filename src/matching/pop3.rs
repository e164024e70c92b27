//! POP3 responses against patterns (RFC 1939). Never compares free text. POP2's single lines too.

use super::RenderError;
use super::compare::{Style, compare};
use super::line::{alternatives, behind, has_meaning, keyword, lines, plain, words};
use super::pattern::{Part, resolve};
use super::pop3_body::{self as body, Body};
use super::scope::Scope;
use super::sequential::{Blame, Context, Item, Line};
use super::shown::{quote, shown};
use crate::transcript::tree::ExpectKind;
use crate::wire::{Shape, Unit};

fn is_status_text(text: &[u8]) -> bool {
    let starts = |word: &[u8]| {
        text.get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word))
            && matches!(text.get(word.len()), None | Some(b' '))
    };
    starts(b"+OK") || starts(b"-ERR") || starts(b"+")
}

/// Whether the line is a status line's pattern.
pub(super) fn is_status(line: &Line) -> bool {
    is_status_text(line.head())
}

/// Lines made into responses: what follows a status line, up to `.`, is its multi-line part.
pub(super) fn items(lines: Vec<Line>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut in_body = false;
    for line in lines {
        let ends = line.pattern.pieces.len() == 1 && line.head() == b".";
        let status = !in_body && (is_status(&line) || items.is_empty());
        let lesser = line.kind == ExpectKind::Lesser;
        match items.last_mut() {
            Some(item) if status && lesser => item.alternatives.push(vec![line]),
            Some(item) if !status => {
                in_body = !ends;
                if let Some(last) = item.alternatives.last_mut() {
                    last.push(line);
                }
            }
            _ => items.push(Item {
                alternatives: vec![vec![line]],
            }),
        }
    }
    items
}

fn command_word(command: Option<&[u8]>) -> Vec<u8> {
    let command = command.unwrap_or_default().trim_ascii();
    words(command)
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase()
}

/// Holds one response against the lines of a pattern.
pub(super) fn judge(
    pattern: &[Line],
    unit: &Unit,
    context: Context<'_>,
    scope: &mut Scope<'_>,
) -> Result<Option<Blame>, RenderError> {
    let Some((first, rest)) = pattern.split_first() else {
        return Ok(None);
    };
    let blame = |line: &Line, why: String, scope: &Scope<'_>| {
        Some(Blame {
            line: line.number,
            kind: line.kind,
            expected: shown(&line.pattern, scope),
            why,
        })
    };
    if let Some(flaw) = unit.fatal_flaw() {
        return Ok(blame(first, flaw.what.clone(), scope));
    }
    let came = lines(&unit.octets);
    let status = came.first().copied().unwrap_or_default();
    let parts = resolve(&first.pattern, scope)?;
    let why = if context.exact {
        compare(&parts, status, Style::default(), scope)?
    } else {
        status_line(&parts, status, context.command, unit, scope)?
    };
    if let Some(why) = why {
        return Ok(blame(first, why, scope));
    }
    let lines: Vec<&Line> = rest
        .iter()
        .filter(|line| !(line.pattern.pieces.len() == 1 && line.head() == b"."))
        .collect();
    if rest.is_empty() {
        return Ok(None);
    }
    if !matches!(
        unit.shape,
        Shape::Status {
            multiline: true,
            ..
        }
    ) {
        let line = rest.first().unwrap_or(first);
        return Ok(blame(
            line,
            "the response has no multi-line part".into(),
            scope,
        ));
    }
    let kind = match command_word(context.command).as_slice() {
        b"LIST" | b"UIDL" => Body::ExactSet,
        b"CAPA" | b"AUTH" | b"LANG" => Body::AtLeast,
        _ => Body::Octets,
    };
    let found = body::compare(&lines, unit, kind, scope)?;
    Ok(found.and_then(|(line, why)| blame(line.or(rest.first()).unwrap_or(first), why, scope)))
}

/// Whether a line of the multi-line part fits the pattern.
pub(super) fn body_has(
    line: &Line,
    unit: &Unit,
    scope: &mut Scope<'_>,
) -> Result<bool, RenderError> {
    if !matches!(
        unit.shape,
        Shape::Status {
            multiline: true,
            ..
        }
    ) {
        return Ok(false);
    }
    let parts = resolve(&line.pattern, scope)?;
    for came in lines(&unit.octets).iter().skip(1) {
        let taken = scope.taken.len();
        if compare(&parts, came, Style::default(), scope)?.is_none() {
            return Ok(true);
        }
        scope.taken.truncate(taken);
    }
    Ok(false)
}

fn status_line(
    parts: &[Part],
    came: &[u8],
    command: Option<&[u8]>,
    unit: &Unit,
    scope: &mut Scope<'_>,
) -> Result<Option<String>, RenderError> {
    let mut why = None;
    let all = alternatives(parts, is_status_text);
    for parts in &all {
        let taken = scope.taken.len();
        match alternative(parts, came, command, unit, scope)? {
            None => return Ok(None),
            Some(other) => {
                scope.taken.truncate(taken);
                why.get_or_insert(other);
            }
        }
    }
    if all.len() > 1 {
        let wanted: Vec<String> = all.iter().map(|parts| quote(&plain(parts))).collect();
        return Ok(Some(format!(
            "{} came, {} was required",
            quote(came),
            wanted.join(" or ")
        )));
    }
    Ok(why)
}

fn alternative(
    parts: &[Part],
    came: &[u8],
    command: Option<&[u8]>,
    unit: &Unit,
    scope: &mut Scope<'_>,
) -> Result<Option<String>, RenderError> {
    let text = match parts.first() {
        Some(Part::Text(text)) => text.clone(),
        _ => Vec::new(),
    };
    let indicator = text
        .split(|&octet| octet == b' ')
        .next()
        .unwrap_or_default();
    let (head, after) = match came.iter().position(|&octet| octet == b' ') {
        Some(at) => came.split_at(at),
        None => (came, &b""[..]),
    };
    let after = after.strip_prefix(b" ").unwrap_or(after);
    if !is_status_text(&text) {
        // POP2's `=120` and `#3`, or a pattern that is all hole.
        let style = Style {
            fold: true,
            more: true,
        };
        return compare(parts, came, style, scope);
    }
    if !head.eq_ignore_ascii_case(indicator) {
        return Ok(Some(format!(
            "{} came where {} was required",
            quote(head),
            quote(indicator)
        )));
    }
    let rest = behind(parts, indicator.len() + 1);
    let words_written = plain(&rest);
    if indicator == b"+" && unit.shape == Shape::Challenge {
        if !has_meaning(&rest) && words_written.is_empty() {
            return Ok(None);
        }
        return compare(&rest, after, Style::default(), scope);
    }
    // RFC 2449 §8: a response code may follow either indicator.
    if words_written.starts_with(b"[") && words_written.contains(&b']') {
        let wanted = words_written
            .split_inclusive(|&o| o == b']')
            .next()
            .unwrap_or_default();
        let code = after
            .split_inclusive(|&o| o == b']')
            .next()
            .unwrap_or_default();
        if !code.eq_ignore_ascii_case(wanted) {
            let came = if code.starts_with(b"[") {
                quote(code)
            } else {
                "none".into()
            };
            return Ok(Some(format!(
                "the response code is {came}, {} was required",
                quote(wanted)
            )));
        }
        return Ok(None);
    }
    let command_text = command.unwrap_or_default().trim_ascii();
    let arguments = words(command_text).skip(1).count();
    let fixed = indicator.eq_ignore_ascii_case(b"+OK")
        && match command_word(command).as_slice() {
            b"STAT" | b"LAST" => true,
            b"LIST" | b"UIDL" => arguments > 0,
            _ => false,
        };
    if fixed {
        return arguments_of(&rest, after, scope);
    }
    if has_meaning(&rest) {
        return compare(
            &rest,
            after,
            Style {
                fold: true,
                more: false,
            },
            scope,
        );
    }
    Ok(None)
}

const ORDINALS: [&str; 3] = ["first", "second", "third"];

/// The arguments that the RFC fixes: those that are written, one by one; more may follow.
fn arguments_of(
    rest: &[Part],
    came: &[u8],
    scope: &mut Scope<'_>,
) -> Result<Option<String>, RenderError> {
    if !has_meaning(rest) && !rest.iter().any(|part| matches!(part, Part::Capture(_))) {
        let text = plain(rest);
        let mut others = words(came);
        for (index, wanted) in words(&text).enumerate() {
            let other = others.next().unwrap_or_default();
            if other != wanted {
                let ordinal = ORDINALS.get(index).copied().unwrap_or("next");
                return Ok(Some(format!(
                    "the {ordinal} argument is {}, {} was required",
                    quote(other),
                    quote(wanted)
                )));
            }
        }
        return Ok(None);
    }
    let style = Style {
        fold: false,
        more: true,
    };
    compare(rest, came, style, scope)
}

/// An announced capability against a written one.
pub(super) fn announced(
    parts: &[Part],
    line: &[u8],
    scope: &mut Scope<'_>,
) -> Result<bool, RenderError> {
    keyword(parts, line, scope)
}
