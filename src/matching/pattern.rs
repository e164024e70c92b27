//! A pattern with its names looked up. Compares nothing and knows no protocol.

use super::RenderError;
use super::functions::{Called, call};
use super::scope::Scope;
use crate::transcript::tree::{CaptureKind, Expr, ExprBase, Hole, Piece, Relation, Template, Type};

/// A capture.
#[derive(Debug, Clone)]
pub(super) struct Capture {
    pub name: Option<String>,
    pub kind: CaptureKind,
    pub relation: Option<(Relation, Expr)>,
}

impl Capture {
    /// `{{:text}}`: takes anything and means nothing.
    pub(super) fn is_any_text(&self) -> bool {
        self.name.is_none() && self.relation.is_none() && self.is_text()
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.kind, CaptureKind::Type(Type::Text))
    }
}

/// A piece of a pattern.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// As it is written; compared without case where the protocol says so.
    Text(Vec<u8>),
    /// A name's value.
    Known(Vec<u8>),
    /// A function's value: compared exactly.
    Exact(Vec<u8>),
    /// A name that the same pattern takes further left.
    Same(Expr),
    /// A capture.
    Capture(Capture),
    /// An nstring with these octets.
    Nstring(Vec<u8>),
    /// A message as whole lines.
    Message(Vec<u8>),
    /// A message under trace fields.
    Delivered(Vec<u8>),
}

/// Names that a template binds.
pub(super) fn names(template: &Template) -> impl Iterator<Item = &str> {
    template.pieces.iter().filter_map(|piece| match piece {
        Piece::Hole(hole) => match &hole.value {
            Hole::Capture { name, .. } => name.as_deref(),
            _ => None,
        },
        Piece::Text(_) => None,
    })
}

/// Looks the names of a template up.
pub(super) fn resolve(template: &Template, scope: &Scope<'_>) -> Result<Vec<Part>, RenderError> {
    let mut own: Vec<&str> = Vec::new();
    let mut parts = Vec::new();
    for piece in &template.pieces {
        let hole = match piece {
            Piece::Text(text) => {
                parts.push(Part::Text(text.clone()));
                continue;
            }
            Piece::Hole(hole) => &hole.value,
        };
        parts.push(match hole {
            Hole::Capture {
                name,
                kind,
                relation,
            } => {
                own.extend(name.as_deref());
                Part::Capture(Capture {
                    name: name.clone(),
                    kind: kind.clone(),
                    relation: relation.clone(),
                })
            }
            Hole::Insert(expr) => match &expr.base {
                ExprBase::Name(name) if own.contains(&name.as_str()) => Part::Same(expr.clone()),
                _ => Part::Known(scope.expr(expr)?),
            },
            Hole::Call {
                function,
                arguments,
            } => match call(function, arguments, scope)? {
                Called::Octets(octets) => Part::Exact(octets),
                Called::Literal { content, .. } => Part::Nstring(content),
                Called::Message(octets) => Part::Message(octets),
                Called::Delivered(octets) => Part::Delivered(octets),
            },
        });
    }
    Ok(parts)
}
