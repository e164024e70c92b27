//! A pattern against octets as one line: by a regular expression, taking what it captures. Knows no protocol.

use super::RenderError;
use super::pattern::{Capture, Part};
use super::scope::{Scope, decimal};
use super::scram;
use super::shown::{differs, quote};
use super::types::type_regex;
use crate::transcript::tree::{CaptureKind, Relation, Type};
use regex::bytes::{Regex, RegexBuilder};
use std::fmt::Write as _;

fn escape(octets: &[u8], out: &mut String) {
    for &octet in octets {
        if octet.is_ascii_alphanumeric() {
            out.push(char::from(octet));
        } else {
            let _ = write!(out, "\\x{octet:02x}");
        }
    }
}

/// How parts are made into a regular expression.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    /// Written text and names' values are compared without case.
    pub fold: bool,
    /// More words may follow.
    pub more: bool,
}

/// Holds octets (a line without its ending, an atom, a string's content) against parts, and takes
/// what they capture into the scope. `Ok(None)`: they match; `Ok(Some(why))`: they don't.
pub(super) fn compare(
    parts: &[Part],
    octets: &[u8],
    style: Style,
    scope: &mut Scope<'_>,
) -> Result<Option<String>, RenderError> {
    let mut source = String::from("^");
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Text(text) => {
                let last_text = parts
                    .get(index + 1..)
                    .is_some_and(|rest| matches!(rest, [Part::Capture(c)] if c.is_any_text()));
                // A text may be left out with the space before it.
                match text.strip_suffix(b" ").filter(|_| last_text) {
                    Some(head) => push(head, style.fold, &mut source, "(?:\\x20|$)"),
                    None => push(text, style.fold, &mut source, ""),
                }
            }
            Part::Known(octets) => push(octets, style.fold, &mut source, ""),
            Part::Exact(octets)
            | Part::Nstring(octets)
            | Part::Message(octets)
            | Part::Delivered(octets) => push(octets, false, &mut source, ""),
            Part::Same(_) => {
                let _ = write!(source, "(?P<mailspec{index}>(?s:.*?))");
            }
            Part::Capture(capture) => {
                let inner = match &capture.kind {
                    CaptureKind::Type(kind) => type_regex(*kind),
                    CaptureKind::Regex(regex) => regex,
                };
                let _ = write!(source, "(?P<mailspec{index}>{inner})");
            }
        }
    }
    source.push_str(if style.more { "(?:\\x20.*)?$" } else { "$" });
    let regex = build(&source)?;
    let Some(found) = regex.captures(octets) else {
        return Ok(Some(format!("{} does not fit the pattern", quote(octets))));
    };
    for (index, part) in parts.iter().enumerate() {
        let value = found.name(&format!("mailspec{index}"));
        let value = value.map(|value| value.as_bytes()).unwrap_or_default();
        match part {
            Part::Same(expr) => {
                let required = scope.expr(expr)?;
                if required != value {
                    return Ok(Some(differs(value, &required)));
                }
            }
            Part::Capture(capture) => {
                let value = match capture.kind {
                    CaptureKind::Type(
                        Type::Quoted
                        | Type::String
                        | Type::DateTime
                        | Type::Astring
                        | Type::Mailbox,
                    ) => unquoted(value),
                    _ => value.to_vec(),
                };
                if let Some(why) = take(capture, value, scope)? {
                    return Ok(Some(why));
                }
            }
            _ => {}
        }
    }
    Ok(None)
}

fn push(octets: &[u8], fold: bool, source: &mut String, tail: &str) {
    source.push_str(if fold { "(?i:" } else { "(?:" });
    escape(octets, source);
    source.push(')');
    source.push_str(tail);
}

fn build(source: &str) -> Result<Regex, RenderError> {
    RegexBuilder::new(source)
        .unicode(false)
        .size_limit(64 << 20)
        .build()
        .map_err(|error| RenderError::Other {
            what: format!("the regular expression cannot be used: {error}"),
        })
}

/// Checks that a value is what a type or an expression allows, without case or place.
pub(super) fn is_of(kind: &CaptureKind, octets: &[u8]) -> Result<bool, RenderError> {
    let inner = match kind {
        CaptureKind::Type(kind) => type_regex(*kind),
        CaptureKind::Regex(regex) => regex,
    };
    Ok(build(&format!("^(?:{inner})$"))?.is_match(octets))
}

/// Checks the relation and takes the value.
pub(super) fn take(
    capture: &Capture,
    value: Vec<u8>,
    scope: &mut Scope<'_>,
) -> Result<Option<String>, RenderError> {
    // What the relation is about: of SCRAM's message it is the iteration count.
    let mut measured = std::borrow::Cow::Borrowed(value.as_slice());
    let mut what = "";
    if matches!(capture.kind, CaptureKind::Type(Type::ScramChallenge)) {
        match scram::iterations(&value) {
            Ok(count) => measured = count.to_string().into_bytes().into(),
            Err(why) => return Ok(Some(why)),
        }
        what = "the iteration count of ";
    }
    if let Some((relation, expr)) = &capture.relation {
        let bound = scope.expr(expr)?;
        if !holds(*relation, &measured, &bound) {
            let name = capture.name.as_deref().unwrap_or("the value");
            return Ok(Some(format!(
                "{what}{name} is {}, and must be {} {}",
                quote(&measured),
                relation_words(*relation),
                quote(&bound)
            )));
        }
    }
    if let Some(name) = &capture.name {
        scope.taken.push((name.clone(), value));
    }
    Ok(None)
}

fn relation_words(relation: Relation) -> &'static str {
    match relation {
        Relation::Greater => "greater than",
        Relation::Less => "less than",
        Relation::GreaterOrEqual => "at least",
        Relation::LessOrEqual => "at most",
        Relation::Equal => "equal to",
        Relation::NotEqual => "other than",
    }
}

fn holds(relation: Relation, left: &[u8], right: &[u8]) -> bool {
    let order = match (decimal(left), decimal(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ if relation == Relation::Equal => return left == right,
        _ if relation == Relation::NotEqual => return left != right,
        _ => return false,
    };
    match relation {
        Relation::Greater => order.is_gt(),
        Relation::Less => order.is_lt(),
        Relation::GreaterOrEqual => order.is_ge(),
        Relation::LessOrEqual => order.is_le(),
        Relation::Equal => order.is_eq(),
        Relation::NotEqual => order.is_ne(),
    }
}

/// The content of a quoted string; anything else as it is.
pub(super) fn unquoted(raw: &[u8]) -> Vec<u8> {
    let Some(inner) = raw.strip_prefix(b"\"").and_then(|r| r.strip_suffix(b"\"")) else {
        return raw.to_vec();
    };
    let mut out = Vec::new();
    let mut octets = inner.iter();
    while let Some(&octet) = octets.next() {
        match octet {
            b'\\' => out.extend(octets.next()),
            _ => out.push(octet),
        }
    }
    out
}
