//! `Sessions:`, names for several connections. Never opens one.

use super::super::diagnostic::Diagnostic;
use super::super::tree::{Protocol, SessionDecl, Span, Spanned, State};
use super::{Parser, split_list, trimmed, words};

impl Parser<'_> {
    pub(super) fn sessions(
        &mut self,
        value: Span,
        protocols: &[Spanned<Protocol>],
    ) -> Vec<SessionDecl> {
        let mut sessions: Vec<SessionDecl> = Vec::new();
        for (span, text) in split_list(self.text(value), value.start) {
            let Some(session) = self.session(span, text, protocols) else {
                continue;
            };
            match sessions
                .iter()
                .find(|before| before.name.value == session.name.value)
            {
                Some(before) => {
                    let what = format!("the session `{}` is declared twice", before.name.value);
                    let related = before.name.span;
                    self.report(
                        Diagnostic::error(session.name.span, what)
                            .related(related, "the first one")
                            .help("give each connection a name of its own"),
                    );
                }
                None => sessions.push(session),
            }
        }
        sessions
    }

    /// `guest = imap authenticated as other`
    fn session(
        &mut self,
        span: Span,
        text: &str,
        protocols: &[Spanned<Protocol>],
    ) -> Option<SessionDecl> {
        const FORM: &str =
            "a session is `name = protocol state`, with `as other` for the second account";
        let Some(equals) = text.find('=') else {
            self.report(Diagnostic::error(span, "this is no session").help(FORM));
            return None;
        };
        let (name_span, name) = trimmed(text, span.start, 0, equals);
        if !is_session_name(name) {
            let at = if name.is_empty() { span } else { name_span };
            self.report(
                Diagnostic::error(at, "a session needs a name")
                    .help("a name is letters, digits, `-` and `_`, and begins with a letter"),
            );
            return None;
        }
        let after = words(
            text.get(equals + 1..).unwrap_or(""),
            span.start + equals + 1,
        );
        let mut words = after.into_iter().peekable();
        let Some((protocol_span, word)) = words.next() else {
            self.report(Diagnostic::error(span, format!("`{name}` has no protocol")).help(FORM));
            return None;
        };
        let protocol = self.protocol(word, protocol_span)?;
        if !protocols.is_empty() && !protocols.iter().any(|one| one.value == protocol) {
            self.report(
                Diagnostic::error(
                    protocol_span,
                    format!("`Protocol:` does not have {protocol}"),
                )
                .help(format!(
                    "add it there: `Protocol: {}, {protocol}`",
                    list(protocols)
                )),
            );
        }
        let mut state = Spanned {
            value: State::Connected,
            span: Span {
                start: protocol_span.end,
                end: protocol_span.end,
            },
        };
        if let Some((at, word)) = words.next_if(|(_, word)| *word != "as") {
            state = self.state(word, at, Some(protocol))?;
        }
        let mut other = false;
        if let Some((at, preposition)) = words.next() {
            let (span, known) = match words.next() {
                Some((span, word)) if preposition == "as" => (span, word == "other"),
                _ => (at, false),
            };
            let left_over = words.next().map(|(span, _)| span);
            if !known || left_over.is_some() {
                let span = left_over.filter(|_| known).unwrap_or(span);
                self.report(Diagnostic::error(span, "this cannot stand in a session").help(FORM));
            }
            other = true;
        }
        Some(SessionDecl {
            name: Spanned {
                value: name.to_owned(),
                span: name_span,
            },
            protocol: Spanned {
                value: protocol,
                span: protocol_span,
            },
            state,
            other,
        })
    }
}

fn list(protocols: &[Spanned<Protocol>]) -> String {
    let names: Vec<String> = protocols.iter().map(|one| one.value.to_string()).collect();
    names.join(", ")
}

fn is_session_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}
