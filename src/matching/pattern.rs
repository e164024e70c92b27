//! A pattern with its names looked up, and its comparison as one line. Knows no protocol.

use std::fmt::Write as _;

use regex::bytes::{Regex, RegexBuilder};

use super::RenderError;
use super::functions::{Called, call};
use super::scope::{Scope, decimal};
use super::scram;
use crate::transcript::tree::{CaptureKind, Expr, ExprBase, Hole, Piece, Relation, Template, Type};
use crate::wire::visible;

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
                        format!(" {} {value}", relation_sign(*relation))
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

/// The name that a transcript gives the type.
pub(super) fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Number => "number",
        Type::NzNumber => "nz-number",
        Type::Text => "text",
        Type::Word => "word",
        Type::Atom => "atom",
        Type::Astring => "astring",
        Type::String => "string",
        Type::Nstring => "nstring",
        Type::Quoted => "quoted",
        Type::Literal => "literal",
        Type::DateTime => "date-time",
        Type::FlagList => "flag-list",
        Type::List => "list",
        Type::Value => "value",
        Type::SequenceSet => "sequence-set",
        Type::Mailbox => "mailbox",
        Type::Base64 => "base64",
        Type::ScramChallenge => "scram-challenge",
        Type::Domain => "domain",
        Type::UniqueId => "unique-id",
        Type::Timestamp => "timestamp",
        Type::Line => "line",
        Type::Lines => "lines",
    }
}

fn type_regex(kind: Type) -> &'static str {
    const ATOM: &str = r#"[^\x00-\x20\x7f-\xff(){%*"\\\]]+"#;
    match kind {
        Type::Number => "[0-9]+",
        Type::NzNumber => "[1-9][0-9]*",
        Type::Text | Type::Line | Type::Value | Type::List => r"[^\r\n]*",
        Type::Word => r"[\x21-\x7e]+",
        Type::Atom => ATOM,
        Type::Astring | Type::Mailbox => {
            r#"(?:[^\x00-\x20\x7f-\xff(){%*"\\]+|"(?:[^"\\\r\n]|\\["\\])*")"#
        }
        Type::String | Type::Quoted | Type::Literal => r#""(?:[^"\\\r\n]|\\["\\])*""#,
        Type::Nstring => r#"(?:"(?:[^"\\\r\n]|\\["\\])*"|(?i:NIL))"#,
        Type::DateTime => {
            r#""[ 0-3][0-9]-[A-Za-z]{3}-[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}""#
        }
        Type::FlagList => r"\([^()\r\n]*\)",
        Type::SequenceSet => r"(?:[0-9]+|\*)(?:[:,](?:[0-9]+|\*))*",
        Type::Base64 | Type::ScramChallenge => "(?:[A-Za-z0-9+/]*={0,2})",
        Type::Domain => r"(?:\[[^\]\r\n]*\]|[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?)",
        Type::UniqueId => r"[\x21-\x7e]{1,70}",
        Type::Timestamp => r"<[^<>\r\n]+@[^<>\r\n]+>",
        Type::Lines => r"(?:[^\n]*\n)*",
    }
}

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

fn relation_sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Greater => ">",
        Relation::Less => "<",
        Relation::GreaterOrEqual => ">=",
        Relation::LessOrEqual => "<=",
        Relation::Equal => "=",
        Relation::NotEqual => "!=",
    }
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
