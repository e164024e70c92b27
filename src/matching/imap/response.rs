//! Whole IMAP responses against patterns: their kind, status, tag and response code. Never compares human-readable text
//! that is not named.

use super::reader::{Kind, Node, Response};
use super::sets::pairs;
use super::values::{Judged, Pair, Rule};
use crate::matching::RenderError;
use crate::matching::compare::{Style, compare};
use crate::matching::line::has_meaning;
use crate::matching::shown::quote;

/// Why a response does not fit, and how near it came: 0 another kind of response, 1 the same kind
/// about something else, 2 the very one.
#[derive(Debug, Clone)]
pub(super) struct Miss {
    pub near: u8,
    pub why: String,
}

pub(super) type Held = Result<Option<Miss>, RenderError>;

pub(super) fn miss(near: u8, why: impl Into<String>) -> Held {
    Ok(Some(Miss {
        near,
        why: why.into(),
    }))
}

pub(super) fn at(near: u8, judged: Judged) -> Held {
    Ok(judged?.map(|why| Miss { near, why }))
}

pub(super) fn list(node: Option<&Node>) -> Option<&[Node]> {
    match node.map(|node| &node.kind) {
        Some(Kind::List(nodes)) => Some(nodes),
        _ => None,
    }
}

impl Pair<'_, '_> {
    pub(super) fn response(&mut self, wanted: &Response, came: &Response) -> Held {
        match (wanted, came) {
            (Response::Continuation(from, to), Response::Continuation(start, end)) => {
                let parts = self.parts(*from, *to);
                if !has_meaning(&parts) {
                    return Ok(None);
                }
                let text = self.octets.get(*start..*end).unwrap_or_default();
                at(2, compare(&parts, text, Style::default(), self.scope))
            }
            (
                Response::Condition {
                    tag,
                    word,
                    code,
                    text,
                },
                Response::Condition {
                    tag: came_tag,
                    word: came_word,
                    code: came_code,
                    text: came_text,
                },
            ) => {
                let near = match (tag, came_tag) {
                    (None, None) => 1,
                    (Some(tag), Some(other)) => {
                        let parts = self.parts(tag.0, tag.1);
                        let other = self.octets.get(other.0..other.1).unwrap_or_default();
                        if compare(&parts, other, Style::default(), self.scope)?.is_some() {
                            return miss(0, "another tag");
                        }
                        2
                    }
                    _ => return miss(0, "another kind of response"),
                };
                let parts = self.parts(word.0, word.1);
                let other = self
                    .octets
                    .get(came_word.0..came_word.1)
                    .unwrap_or_default();
                let style = Style {
                    fold: true,
                    more: false,
                };
                if compare(&parts, other, style, self.scope)?.is_some() {
                    let kind = if tag.is_some() { "tagged" } else { "untagged" };
                    let wanted = crate::matching::line::plain(&parts);
                    return miss(
                        near,
                        format!(
                            "{kind} {} came where {} was required",
                            quote(other),
                            quote(&wanted)
                        ),
                    );
                }
                if let Some(code) = code {
                    let Some(other) = came_code else {
                        let name = code.first().and_then(|node| self.literal_text(node));
                        return miss(
                            near,
                            format!(
                                "there is no response code, [{}] was required",
                                quote(&name.unwrap_or_default())
                            ),
                        );
                    };
                    if let Some(why) = self.code(code, other)? {
                        return miss(near, why);
                    }
                }
                let parts = self.parts(text.0, text.1);
                if has_meaning(&parts) {
                    let other = self
                        .octets
                        .get(came_text.0..came_text.1)
                        .unwrap_or_default();
                    return at(
                        near,
                        compare(
                            &parts,
                            other,
                            Style {
                                fold: true,
                                more: false,
                            },
                            self.scope,
                        ),
                    );
                }
                // A named `{{x:text}}` alone is taken above; anonymous text is never compared.
                Ok(None)
            }
            (Response::Data(wanted), Response::Data(came)) => self.data(wanted, came),
            (Response::Data(wanted), Response::Condition { tag: None, .. })
                if self.is_any(wanted) =>
            {
                Ok(None)
            }
            _ => miss(0, "another kind of response"),
        }
    }

    fn code(&mut self, wanted: &[Node], came: &[Node]) -> Judged {
        let (Some((name, arguments)), Some((other, given))) =
            (wanted.split_first(), came.split_first())
        else {
            return Ok(Some("the response code is empty".into()));
        };
        if self.value(name, other, Rule::Plain)?.is_some() {
            let wanted = self.literal_text(name).unwrap_or_default();
            return Ok(Some(format!(
                "the response code is [{}], [{}] was required",
                quote(self.raw(other)),
                quote(&wanted)
            )));
        }
        if arguments.is_empty() {
            return Ok(None);
        }
        let key = self.raw(other).to_ascii_uppercase();
        let why = match key.as_slice() {
            b"CAPABILITY" => self.at_least(arguments, given, "capability"),
            b"PERMANENTFLAGS" | b"BADCHARSET" => {
                match (list(arguments.first()), list(given.first())) {
                    (Some(wanted), Some(came)) => self.at_least(wanted, came, "flag"),
                    _ => self.values(arguments, given, Rule::Plain),
                }
            }
            b"COPYUID" => {
                let sets: Vec<Option<Vec<u8>>> = arguments
                    .iter()
                    .map(|node| self.literal_text(node))
                    .collect();
                if let ([_, Some(from), Some(to)], [validity, other_from, other_to]) =
                    (sets.as_slice(), given)
                    && let Some(pairs_wanted) = pairs(from, to)
                    && let Some(pairs_came) = pairs(self.raw(other_from), self.raw(other_to))
                {
                    if pairs_wanted != pairs_came {
                        return Ok(Some(format!(
                            "COPYUID says {} became {}; {} becoming {} was required",
                            quote(self.raw(other_from)),
                            quote(self.raw(other_to)),
                            quote(from),
                            quote(to)
                        )));
                    }
                    return match arguments.first() {
                        Some(first) => self.value(first, validity, Rule::Plain),
                        None => Ok(None),
                    };
                }
                self.values(arguments, given, Rule::Plain)
            }
            _ => self.values(arguments, given, Rule::Plain),
        }?;
        Ok(why.map(|why| format!("in [{}]: {why}", String::from_utf8_lossy(&key))))
    }
}
