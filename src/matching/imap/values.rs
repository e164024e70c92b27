//! One value against one value of a pattern: atoms, strings, lists, holes. Knows no response names.

use super::reader::{Kind, Node};
use super::sets::{instant, ranges};
use crate::matching::compare::{Style, compare, is_of, take, unquoted};
use crate::matching::pattern::{Capture, Part};
use crate::matching::scope::Scope;
use crate::matching::shown::{differs, quote};
use crate::matching::{RenderError, delivered};
use crate::transcript::tree::{CaptureKind, Type};

/// `Ok(None)`: it fits. `Ok(Some(why))`: it doesn't.
pub(super) type Judged = Result<Option<String>, RenderError>;

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Atoms without case, strings exactly; an atom is no string.
    Plain,
    /// Strings without case too.
    Fold,
    /// An astring that names a mailbox: atom, quoted and literal are one; INBOX without case.
    Mailbox,
    /// A date-time: the same instant.
    Date,
}

/// A pattern (symbols, and the parts that its holes stand for) beside the octets that came.
pub(super) struct Pair<'a, 'v> {
    pub symbols: &'a [u32],
    pub holes: &'a [Part],
    pub octets: &'a [u8],
    pub scope: &'a mut Scope<'v>,
}

fn is_string(node: &Node) -> bool {
    matches!(node.kind, Kind::Quoted | Kind::Literal(..))
}

impl Pair<'_, '_> {
    /// What stands there, as it came.
    pub(super) fn raw(&self, node: &Node) -> &[u8] {
        self.octets.get(node.start..node.end).unwrap_or_default()
    }

    /// A string's content; anything else as it came.
    pub(super) fn content(&self, node: &Node) -> Vec<u8> {
        match node.kind {
            Kind::Quoted => unquoted(self.raw(node)),
            Kind::Literal(from, to) => self.octets.get(from..to).unwrap_or_default().to_vec(),
            _ => self.raw(node).to_vec(),
        }
    }

    pub(super) fn is_nil(&self, node: &Node) -> bool {
        matches!(node.kind, Kind::Atom) && self.raw(node).eq_ignore_ascii_case(b"NIL")
    }

    /// The parts of a run of symbols.
    pub(super) fn parts(&self, from: usize, to: usize) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for &symbol in self.symbols.get(from..to).unwrap_or_default() {
            match u8::try_from(symbol) {
                Ok(octet) => match parts.last_mut() {
                    Some(Part::Text(text)) => text.push(octet),
                    _ => parts.push(Part::Text(vec![octet])),
                },
                Err(_) => {
                    let index = usize::try_from(symbol).unwrap_or(0).saturating_sub(256);
                    parts.extend(self.holes.get(index).cloned());
                }
            }
        }
        parts
    }

    /// The parts of a pattern's node; of a string those of its content.
    pub(super) fn node_parts(&self, node: &Node) -> Vec<Part> {
        match node.kind {
            Kind::Literal(from, to) => self.parts(from, to),
            Kind::Quoted => {
                let mut parts = self.parts(node.start + 1, node.end.saturating_sub(1));
                for part in &mut parts {
                    if let Part::Text(text) = part {
                        let mut quoted = vec![b'"'];
                        quoted.append(text);
                        quoted.push(b'"');
                        *text = unquoted(&quoted);
                    }
                }
                parts
            }
            _ => self.parts(node.start, node.end),
        }
    }

    /// The text of a pattern's node that has no holes.
    pub(super) fn literal_text(&self, node: &Node) -> Option<Vec<u8>> {
        match self.node_parts(node).as_slice() {
            [] => Some(Vec::new()),
            [Part::Text(text)] => Some(text.clone()),
            [Part::Known(octets) | Part::Exact(octets)] => Some(octets.clone()),
            _ => None,
        }
    }

    /// The capture that a pattern's node is.
    pub(super) fn capture(&self, node: &Node) -> Option<Capture> {
        match self.parts(node.start, node.end).as_slice() {
            [Part::Capture(capture)] => Some(capture.clone()),
            _ => None,
        }
    }

    /// Values in their order; a last `{{:text}}` takes the rest.
    pub(super) fn values(&mut self, wanted: &[Node], came: &[Node], rule: Rule) -> Judged {
        for (index, pattern) in wanted.iter().enumerate() {
            if index + 1 == wanted.len()
                && let Some(capture) = self.capture(pattern)
                && capture.is_text()
            {
                let rest = came.get(index..).unwrap_or_default();
                let raw = match (rest.first(), rest.last()) {
                    (Some(first), Some(last)) => self
                        .octets
                        .get(first.start..last.end)
                        .unwrap_or_default()
                        .to_vec(),
                    _ => Vec::new(),
                };
                return take(&capture, raw, self.scope);
            }
            let Some(node) = came.get(index) else {
                return Ok(Some(format!(
                    "{} values came, {} were required",
                    came.len(),
                    wanted.len()
                )));
            };
            if let Some(why) = self.value(pattern, node, rule)? {
                return Ok(Some(why));
            }
        }
        if came.len() > wanted.len() {
            let extra = came.get(wanted.len()).map(|node| quote(self.raw(node)));
            return Ok(Some(format!(
                "{} came, and nothing more was required",
                extra.unwrap_or_default()
            )));
        }
        Ok(None)
    }

    /// One value.
    pub(super) fn value(&mut self, wanted: &Node, came: &Node, rule: Rule) -> Judged {
        if let Kind::List(patterns) = &wanted.kind {
            return match &came.kind {
                Kind::List(nodes) => self.values(patterns, nodes, rule),
                _ => Ok(Some(format!(
                    "{} came where a parenthesised list was required",
                    quote(self.raw(came))
                ))),
            };
        }
        let parts = self.node_parts(wanted);
        let hole = matches!(wanted.kind, Kind::Atom)
            && matches!(parts.as_slice(), [part] if !matches!(part, Part::Text(_)));
        if hole && let Some(part) = parts.first() {
            return self.hole(part, came, rule);
        }
        let string_wanted = is_string(wanted);
        let same_kind = match came.kind {
            Kind::List(_) => false,
            Kind::Atom => !string_wanted || rule == Rule::Mailbox,
            _ => string_wanted || rule == Rule::Mailbox,
        };
        if !same_kind {
            let shown = String::from_utf8_lossy(&super::super::line::plain(&parts)).into_owned();
            let what = if string_wanted { "the string " } else { "" };
            return Ok(Some(format!(
                "{} came where {what}{shown} was required",
                quote(self.raw(came))
            )));
        }
        let content = self.content(came);
        let text = match parts.as_slice() {
            [] => Vec::new(),
            [Part::Text(text)] => text.clone(),
            parts => {
                let fold = !string_wanted && rule != Rule::Mailbox;
                return compare(parts, &content, Style { fold, more: false }, self.scope);
            }
        };
        let equal = self.equal(&text, &content, string_wanted, rule);
        Ok((!equal).then(|| differs(&content, &text)))
    }

    fn equal(&self, wanted: &[u8], came: &[u8], string: bool, rule: Rule) -> bool {
        wanted == came
            || match rule {
                Rule::Mailbox => {
                    wanted.eq_ignore_ascii_case(b"INBOX") && came.eq_ignore_ascii_case(b"INBOX")
                }
                Rule::Date if instant(wanted).is_some() => instant(wanted) == instant(came),
                Rule::Fold => wanted.eq_ignore_ascii_case(came),
                _ if string => false,
                _ => {
                    wanted.eq_ignore_ascii_case(came)
                        || (wanted.iter().any(|octet| b":,".contains(octet))
                            || came.iter().any(|octet| b":,".contains(octet)))
                            && ranges(wanted).is_some_and(|set| Some(set) == ranges(came))
                }
            }
    }

    fn hole(&mut self, part: &Part, came: &Node, rule: Rule) -> Judged {
        let content = self.content(came);
        match part {
            Part::Known(_) | Part::Exact(_) | Part::Same(_) => {
                let octets = match part {
                    Part::Same(expr) => self.scope.expr(expr)?,
                    Part::Known(octets) | Part::Exact(octets) => octets.clone(),
                    _ => Vec::new(),
                };
                let equal = self.raw(came) == octets
                    || self.equal(&octets, &content, is_string(came), rule);
                Ok((!equal).then(|| differs(&content, &octets)))
            }
            Part::Nstring(octets) | Part::Delivered(octets) | Part::Message(octets) => {
                if !is_string(came) && rule != Rule::Mailbox {
                    return Ok(Some(format!(
                        "{} came where a string of {} octets was required",
                        quote(&content),
                        octets.len()
                    )));
                }
                if matches!(part, Part::Delivered(_)) {
                    return Ok(delivered::compare(&content, octets));
                }
                let equal = content == *octets
                    || matches!(part, Part::Message(_))
                        && content.strip_suffix(b"\r\n") == Some(octets.as_slice());
                Ok((!equal).then(|| differs(&content, octets)))
            }
            Part::Capture(capture) => {
                if !self.has_type(&capture.kind, came, &content)? {
                    let kind = match &capture.kind {
                        CaptureKind::Type(kind) => super::super::types::type_name(*kind).to_owned(),
                        CaptureKind::Regex(regex) => format!("/{regex}/"),
                    };
                    return Ok(Some(format!("{} is no {kind}", quote(self.raw(came)))));
                }
                take(capture, content, self.scope)
            }
            Part::Text(_) => Ok(None),
        }
    }

    fn has_type(
        &self,
        kind: &CaptureKind,
        came: &Node,
        content: &[u8],
    ) -> Result<bool, RenderError> {
        let CaptureKind::Type(named) = kind else {
            return is_of(kind, content);
        };
        let atom = matches!(came.kind, Kind::Atom);
        // A literal8 is no `string` (RFC 9051 §9); `literal` takes both.
        let string = is_string(came) && !self.raw(came).starts_with(b"~");
        Ok(match named {
            Type::Text | Type::Value | Type::Line | Type::Lines => true,
            Type::Atom => atom,
            Type::Astring | Type::Mailbox => atom || string,
            Type::String => string,
            Type::Nstring => string || self.is_nil(came),
            Type::Quoted => matches!(came.kind, Kind::Quoted),
            Type::Literal => matches!(came.kind, Kind::Literal(..)),
            Type::DateTime => matches!(came.kind, Kind::Quoted) && is_of(kind, self.raw(came))?,
            Type::List => matches!(came.kind, Kind::List(_)),
            Type::FlagList => match &came.kind {
                Kind::List(flags) => flags.iter().all(|flag| matches!(flag.kind, Kind::Atom)),
                _ => false,
            },
            _ => is_of(kind, content)?,
        })
    }
}
