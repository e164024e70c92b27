//! The header: fields to values, each checked for itself and against the others. Never reads the
//! dialogue.

use super::super::context::Context;
use super::super::diagnostic::{Diagnostic, nearest};
use super::super::fields::{self, FIELDS};
use super::super::states;
use super::super::tokens::{Lexed, Line, LineKind, TokenKind};
use super::super::tree::{Header, Preload, Protocol, Requires, SessionDecl, Span, Spanned, State};
use super::{Parser, split_list, suggest};

/// A header that may lack what it needs.
#[derive(Debug, Default)]
pub(super) struct Draft {
    title: Option<Spanned<String>>,
    pub protocols: Vec<Spanned<Protocol>>,
    covers: Vec<Spanned<String>>,
    pub requires: Option<Spanned<Requires>>,
    state: Option<Spanned<State>>,
    maildrop: Vec<Preload>,
    mailbox: Vec<Preload>,
    pub sessions: Vec<SessionDecl>,
    /// There is a `Sessions:` field, even if nothing in it could be read.
    pub has_sessions: bool,
    /// Something in it could not be read, so a session that is not there may have been meant.
    pub sessions_broken: bool,
    tags: Vec<Spanned<String>>,
    notes: Vec<Spanned<String>>,
    only: Option<Spanned<String>>,
}

impl Draft {
    /// The header, if it has what it must have.
    pub fn finish(self) -> Option<Header> {
        Some(Header {
            title: self.title?,
            protocols: self.protocols,
            covers: self.covers,
            requires: self.requires,
            state: self.state.unwrap_or(Spanned {
                value: State::Connected,
                span: Span::default(),
            }),
            maildrop: self.maildrop,
            mailbox: self.mailbox,
            sessions: self.sessions,
            tags: self.tags,
            notes: self.notes,
            only: self.only,
        })
    }
}

/// A field as it was written.
struct Field {
    name: &'static str,
    name_span: Span,
    value: Span,
}

impl Parser<'_> {
    pub(super) fn header(&mut self, lexed: &Lexed) -> Draft {
        let mut found: Vec<Field> = Vec::new();
        for line in lexed.lines.iter().take_while(|line| line.in_header) {
            match line.kind {
                LineKind::Field => self.field(lexed, line, &mut found),
                LineKind::Unknown => self.report(
                    Diagnostic::error(line.span, "this is no header field")
                        .help("a header line is `Name: value`; a comment begins with `#`"),
                ),
                _ => {}
            }
        }
        let start = lexed
            .lines
            .iter()
            .find(|line| !matches!(line.kind, LineKind::Blank | LineKind::Comment));
        let start = start.map_or(Span::default(), |line| line.span);
        for field in FIELDS.iter().filter(|field| field.required) {
            if !found.iter().any(|one| one.name == field.name) {
                self.report(
                    Diagnostic::error(start, format!("there is no `{}:`", field.name)).help(
                        format!("add `{}: {}` ({})", field.name, field.example, field.doc),
                    ),
                );
            }
        }
        let mut draft = Draft::default();
        // Protocol and Sessions first: other fields are read in their light.
        let order = |field: &Field| match field.name {
            "Protocol" => 0,
            "Sessions" => 1,
            _ => 2,
        };
        found.sort_by_key(order);
        for field in &found {
            self.value(field, &mut draft);
        }
        self.check_together(&found, &draft);
        draft
    }

    fn field(&mut self, lexed: &Lexed, line: &Line, found: &mut Vec<Field>) {
        let tokens = lexed.of(line);
        let span_of = |kind| {
            tokens
                .iter()
                .find(|token| token.kind == kind)
                .map(|token| token.span)
        };
        let name_span = span_of(TokenKind::FieldName).unwrap_or(line.span);
        let name = self.text(name_span);
        let colon = span_of(TokenKind::FieldColon).map_or(line.span.end, |span| span.end);
        let value = span_of(TokenKind::FieldValue).unwrap_or(Span {
            start: colon,
            end: colon,
        });
        let Some(info) = fields::find(name) else {
            return self.report(
                Diagnostic::error(name_span, format!("there is no header field `{name}`"))
                    .help(suggest(name, FIELDS.iter().map(|field| field.name))),
            );
        };
        if name_span.start > line.span.start || name_span.end + 1 != colon {
            self.report(
                Diagnostic::error(name_span, "blanks around the name of a header field")
                    .help(format!("write `{name}: …` from the first column on")),
            );
        }
        let before = found
            .iter()
            .find(|field| field.name == info.name && !info.repeats);
        if let Some(before) = before {
            let related = before.name_span;
            return self.report(
                Diagnostic::error(name_span, format!("`{name}:` is there twice"))
                    .related(related, "the first one")
                    .help("put all in one field"),
            );
        }
        if value.start == value.end {
            let span = Span {
                start: name_span.start,
                end: colon,
            };
            self.report(
                Diagnostic::error(span, format!("`{name}:` is empty")).help(format!(
                    "such as `{name}: {}`, or leave the field out",
                    info.example
                )),
            );
        }
        found.push(Field {
            name: info.name,
            name_span,
            value,
        });
    }

    fn value(&mut self, field: &Field, draft: &mut Draft) {
        let text = self.text(field.value);
        if text.is_empty() {
            return;
        }
        let prose = || Spanned {
            value: text.to_owned(),
            span: field.value,
        };
        match field.name {
            "Title" => draft.title = Some(prose()),
            "Only" => draft.only = Some(prose()),
            "Note" => draft.notes.push(prose()),
            "Protocol" => draft.protocols = self.protocols(field.value),
            "Covers" => draft.covers = self.covers(field.value),
            "Requires" => {
                let first = draft.protocols.first().map(|protocol| protocol.value);
                draft.requires = self.requires(field.value, first);
            }
            "State" => {
                let protocol = draft.protocols.first().map(|protocol| protocol.value);
                draft.state = self.state(text, field.value, protocol);
            }
            "Maildrop" => draft.maildrop = self.preloads(field.value),
            "Mailbox" => draft.mailbox = self.preloads(field.value),
            "Sessions" => {
                draft.has_sessions = true;
                let before = self.diagnostics.len();
                draft.sessions = self.sessions(field.value, &draft.protocols);
                draft.sessions_broken = self.diagnostics.len() > before;
            }
            "Tags" => draft.tags = self.tags(field.value),
            _ => {}
        }
    }

    fn check_together(&mut self, found: &[Field], draft: &Draft) {
        let place = |name: &str| {
            found
                .iter()
                .find(|field| field.name == name)
                .map(|field| field.name_span)
        };
        match (place("Sessions"), place("State")) {
            (Some(sessions), Some(state)) => self.report(
                Diagnostic::error(state, "`State:` in a case that has `Sessions:`")
                    .related(sessions, "each session has its own state")
                    .help("write the state after the protocol: `Sessions: reader = imap selected`"),
            ),
            (None, _) => {
                if let Some(second) = draft.protocols.get(1) {
                    self.report(
                        Diagnostic::error(second.span, "several protocols in a case without `Sessions:`")
                            .help("name a session for each: `Sessions: mta = smtp rcpt, reader = imap selected`"),
                    );
                }
            }
            _ => {}
        }
    }

    fn protocols(&mut self, value: Span) -> Vec<Spanned<Protocol>> {
        let mut protocols: Vec<Spanned<Protocol>> = Vec::new();
        for (span, word) in split_list(self.text(value), value.start) {
            let Some(protocol) = self.protocol(word, span) else {
                continue;
            };
            if protocols.iter().any(|before| before.value == protocol) {
                self.report(
                    Diagnostic::error(span, format!("`{word}` is there twice"))
                        .help("leave one out"),
                );
            } else {
                protocols.push(Spanned {
                    value: protocol,
                    span,
                });
            }
        }
        protocols
    }

    /// One protocol's name.
    pub(super) fn protocol(&mut self, word: &str, span: Span) -> Option<Protocol> {
        let protocol = states::protocol(word);
        if protocol.is_none() {
            let names: Vec<String> = states::PROTOCOLS.iter().map(ToString::to_string).collect();
            self.report(
                Diagnostic::error(span, format!("there is no protocol `{word}`"))
                    .help(suggest(word, names.iter().map(String::as_str))),
            );
        }
        protocol
    }

    /// A state's name, checked against the protocol when that is known.
    pub(super) fn state(
        &mut self,
        word: &str,
        span: Span,
        protocol: Option<Protocol>,
    ) -> Option<Spanned<State>> {
        let all = states::PROTOCOLS
            .iter()
            .flat_map(|protocol| states::states(*protocol));
        let found = all.copied().find(|state| state.name() == word);
        let Some(protocol) = protocol else {
            return found.map(|value| Spanned { value, span });
        };
        let possible = states::states(protocol);
        match found {
            Some(value) if possible.contains(&value) => Some(Spanned { value, span }),
            _ => {
                let names: Vec<&str> = possible.iter().map(|state| state.name()).collect();
                let what = match found {
                    Some(_) => format!("{protocol} has no state `{word}`"),
                    None => format!("there is no state `{word}`"),
                };
                self.report(Diagnostic::error(span, what).help(match nearest(word, names.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!(
                        "{protocol} has: {}; none at all is a connection whose greeting has not been read",
                        names.join(", ")
                    ),
                }));
                None
            }
        }
    }

    fn covers(&mut self, value: Span) -> Vec<Spanned<String>> {
        let mut covers: Vec<Spanned<String>> = Vec::new();
        for (span, id) in split_list(self.text(value), value.start) {
            if !is_requirement_id(id) {
                self.report(
                    Diagnostic::error(span, "this is no requirement id")
                        .help("an id is the document and a slug: `rfc1939/rset-unmarks`"),
                );
            } else if !self.context.has_requirement(id) {
                let all = Context::requirements(self.context);
                let help = match nearest(id, all.iter().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!(
                        "add it to `transcripts/requirements/{}.toml`",
                        id.split('/').next().unwrap_or("")
                    ),
                };
                self.report(
                    Diagnostic::error(span, format!("the catalogue has no requirement `{id}`"))
                        .help(help),
                );
            } else if covers.iter().any(|before| before.value == id) {
                self.report(
                    Diagnostic::error(span, format!("`{id}` is there twice")).help("leave one out"),
                );
            }
            covers.push(Spanned {
                value: id.to_owned(),
                span,
            });
        }
        covers
    }

    fn tags(&mut self, value: Span) -> Vec<Spanned<String>> {
        let mut tags: Vec<Spanned<String>> = Vec::new();
        for (span, tag) in split_list(self.text(value), value.start) {
            if !is_slug(tag) {
                self.report(
                    Diagnostic::error(span, "this is no tag")
                        .help("a tag is lower-case letters, digits and hyphens"),
                );
            } else if tags.iter().any(|before| before.value == tag) {
                self.report(
                    Diagnostic::error(span, format!("`{tag}` is there twice"))
                        .help("leave one out"),
                );
            }
            tags.push(Spanned {
                value: tag.to_owned(),
                span,
            });
        }
        tags
    }
}

/// `rfc1939/rset-unmarks`
fn is_requirement_id(id: &str) -> bool {
    id.split_once('/')
        .is_some_and(|(document, slug)| is_slug(document) && is_slug(slug))
}

/// Lower-case letters, digits and hyphens.
fn is_slug(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}
