//! Patterns and octets as the text of a report. Compares nothing.

use super::functions::{Called, call};
use super::scope::Scope;
use super::types::type_name;
use crate::transcript::tree::{CaptureKind, ExprBase, Hole, Piece, Template};
use crate::wire::visible;
use std::fmt::Write as _;

/// A template for reports: bound names filled in, the rest as it is written.
pub(super) fn shown(template: &Template, scope: &Scope<'_>) -> String {
    let mut out = String::new();
    for piece in &template.pieces {
        match piece {
            Piece::Text(text) => out.push_str(&visible(text)),
            Piece::Hole(hole) => match &hole.value {
                Hole::Insert(expr) => match (scope.expr(expr), &expr.base) {
                    (Ok(value), _) => out.push_str(&visible(&value)),
                    (Err(_), ExprBase::Name(name)) => {
                        let _ = write!(out, "{{{{{name}}}}}");
                    }
                    (Err(_), ExprBase::Number(number)) => {
                        let _ = write!(out, "{number}");
                    }
                },
                Hole::Capture {
                    name,
                    kind,
                    relation,
                } => {
                    let name = name.as_deref().unwrap_or_default();
                    let bound = relation.as_ref().map(|(relation, expr)| {
                        let value = scope
                            .expr(expr)
                            .map_or_else(|_| "?".to_owned(), |value| visible(&value));
                        format!(" {} {value}", relation.sign())
                    });
                    let bound = bound.unwrap_or_default();
                    match kind {
                        CaptureKind::Type(kind) => {
                            let _ = write!(out, "{{{{{name}:{}{bound}}}}}", type_name(*kind));
                        }
                        CaptureKind::Regex(regex) => {
                            let _ = write!(out, "{{{{{name}:/{regex}/{bound}}}}}");
                        }
                    }
                }
                Hole::Call {
                    function,
                    arguments,
                } => {
                    use crate::transcript::tree::Argument;
                    let _ = match call(function, arguments, scope) {
                        Ok(Called::Octets(octets)) if octets.len() < 200 => {
                            write!(out, "{}", visible(&octets))
                        }
                        _ => {
                            let mut text = function.clone();
                            for argument in arguments {
                                let _ = match &argument.value {
                                    Argument::Word(word) => write!(text, " {word}"),
                                    Argument::Number(number) => write!(text, " {number}"),
                                    Argument::Range(a, b) => write!(text, " {a}..{b}"),
                                    Argument::Quoted(q) => write!(text, " \"{}\"", visible(q)),
                                };
                            }
                            write!(out, "{{{{{text}}}}}")
                        }
                    };
                }
            },
        }
    }
    out
}

/// Octets for a sentence: visible, and cut when long.
pub(super) fn quote(octets: &[u8]) -> String {
    if octets.is_empty() {
        return "empty".into();
    }
    let shown = visible(octets.get(..60).unwrap_or(octets));
    if octets.len() > 60 {
        format!("{shown}… ({} octets)", octets.len())
    } else {
        shown
    }
}

/// Says how two runs of octets differ.
pub(super) fn differs(came: &[u8], required: &[u8]) -> String {
    if came.len() <= 60 && required.len() <= 60 {
        return format!("{} came, {} was required", quote(came), quote(required));
    }
    let at = came
        .iter()
        .zip(required)
        .take_while(|(a, b)| a == b)
        .count();
    let near = |octets: &[u8]| {
        let rest = octets.get(at..).unwrap_or_default();
        match rest.get(..24).unwrap_or(rest) {
            b"" => "the end".to_owned(),
            rest => visible(rest),
        }
    };
    let sizes = if came.len() == required.len() {
        format!("both have {} octets", came.len())
    } else {
        format!(
            "{} octets came, {} were required",
            came.len(),
            required.len()
        )
    };
    format!(
        "{sizes}; they part at octet {at}, where {} came and {} was required",
        near(came),
        near(required)
    )
}
