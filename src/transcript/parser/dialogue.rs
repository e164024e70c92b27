//! The dialogue: lines to steps, and what must hold between lines of one session. Never knows what a
//! pattern means to its protocol.

use super::super::diagnostic::{Diagnostic, nearest};
use super::super::directives::OfSession;
use super::super::fields;
use super::super::tokens::{Lexed, Line, LineKind, Token, TokenKind};
use super::super::tree::{Action, Directive, Expect, ExpectKind, Protocol, Span, Spanned, Step};
use super::header::Draft;
use super::names::Names;
use super::send::Options;
use super::template::TextMode;
use super::{Parser, requires};

impl Parser<'_> {
    pub(super) fn dialogue(&mut self, lexed: &Lexed, header: &Draft) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut names = Names::default();
        let body = lexed.lines.iter().skip_while(|line| line.in_header);
        if let Some(first) = body.clone().next()
            && first.kind != LineKind::Blank
            && first.number > 1
        {
            self.report(
                Diagnostic::error(
                    first.span,
                    "the dialogue begins without a blank line before it",
                )
                .help("put a blank line between the header and the dialogue"),
            );
        }
        for line in body {
            let action = match line.kind {
                LineKind::Blank | LineKind::Comment => continue,
                LineKind::Client => self.client(lexed, line, header),
                LineKind::Server => self.server(lexed, line, header),
                LineKind::Directive => self.at(lexed, line, header),
                LineKind::Field | LineKind::Unknown => {
                    self.unknown_line(line);
                    None
                }
            };
            if let Some((session, action)) = action {
                self.check_names(&action, &mut names);
                steps.push(Step {
                    session,
                    action,
                    line: line.number,
                    span: line.span,
                });
            }
        }
        self.check_order(&steps, lexed);
        self.check_starttls(&steps, header);
        steps
    }

    fn unknown_line(&mut self, line: &Line) {
        let text = self.text(line.span);
        let name = text.split(':').next().unwrap_or("");
        let help = if fields::find(name).is_some() {
            "header fields stand before the first blank line"
        } else if text.starts_with([' ', '\t']) {
            "lines begin in the first column"
        } else {
            "a line of the dialogue begins with `C:`, `S:`, `S?`, `S!`, `S~`, `S=`, `@` or `#`"
        };
        self.report(Diagnostic::error(line.span, "this is no line of a dialogue").help(help));
    }

    fn client(
        &mut self,
        lexed: &Lexed,
        line: &Line,
        header: &Draft,
    ) -> Option<(Option<Spanned<String>>, Action)> {
        let said = self.said(lexed.of(line), line, ':')?;
        if said.mark != ":" {
            self.report(
                Diagnostic::error(said.mark_span, "after `C` there must be a `:`")
                    .help("`?`, `!`, `~` and `=` are for what the server sends"),
            );
        }
        let session = self.session_of(said.session, said.head, OfSession::Required, header);
        let options = said
            .options
            .map_or_else(Options::default, |span| self.options(span));
        let text = self.template(said.rest, line.span.end, options.mode());
        Some((session, Action::Send(options.send(text))))
    }

    fn server(
        &mut self,
        lexed: &Lexed,
        line: &Line,
        header: &Draft,
    ) -> Option<(Option<Spanned<String>>, Action)> {
        let said = self.said(lexed.of(line), line, ':')?;
        if let Some(span) = said.options {
            self.report(
                Diagnostic::error(span, "an `S` line has no options")
                    .help("they say how `C` lines are sent; `@exact` and `@ordered` say how answers are compared"),
            );
        }
        let kind = match said.mark {
            "?" => ExpectKind::May,
            "!" => ExpectKind::MustNot,
            "~" => ExpectKind::Lesser,
            "=" => ExpectKind::Assume,
            _ => ExpectKind::Must,
        };
        let session = self.session_of(said.session, said.head, OfSession::Required, header);
        let pattern = self.template(said.rest, line.span.end, TextMode::Plain);
        Some((session, Action::Expect(Expect { kind, pattern })))
    }

    fn at(
        &mut self,
        lexed: &Lexed,
        line: &Line,
        header: &Draft,
    ) -> Option<(Option<Spanned<String>>, Action)> {
        let tokens = lexed.of(line);
        let span_of = |kind| {
            tokens
                .iter()
                .find(|token| token.kind == kind)
                .map(|token| token.span)
        };
        let name = span_of(TokenKind::DirectiveName).unwrap_or(line.span);
        let info = self.directive_info(name)?;
        let session = self.session_of(span_of(TokenKind::Session), name, info.session, header);
        let protocol = match (&session, header.has_sessions) {
            (Some(session), _) => protocol_of(header, &session.value),
            (None, true) => None,
            (None, false) => header.protocols.first().map(|protocol| protocol.value),
        };
        let end = Span {
            start: line.span.end,
            end: line.span.end,
        };
        let argument = span_of(TokenKind::DirectiveArgument).unwrap_or(end);
        let directive = self.directive(info, name, argument, protocol)?;
        Some((session, Action::Directive(directive)))
    }

    /// The parts of a `C` or `S` line.
    fn said<'t>(&mut self, tokens: &'t [Token], line: &Line, mark: char) -> Option<Said<'t>>
    where
        Self: 't,
    {
        let mut said = Said::new(line.span);
        for (index, token) in tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Session if said.session.is_none() => said.session = Some(token.span),
                TokenKind::Options if said.options.is_none() => said.options = Some(token.span),
                TokenKind::Session | TokenKind::Options => {
                    self.report(
                        Diagnostic::error(token.span, "this is there twice").help("leave one out"),
                    );
                }
                TokenKind::Mark => {
                    said.mark = match self.text(token.span) {
                        "?" => "?",
                        "!" => "!",
                        "~" => "~",
                        "=" => "=",
                        _ => ":",
                    };
                    said.mark_span = token.span;
                    said.head.end = token.span.end;
                    let rest = tokens.get(index + 1..).unwrap_or(&[]);
                    let spaced = rest
                        .first()
                        .is_some_and(|token| token.kind == TokenKind::Space);
                    said.rest = rest.get(usize::from(spaced)..).unwrap_or(&[]);
                    return Some(said);
                }
                TokenKind::Unknown => {
                    self.report(
                        Diagnostic::error(token.span, format!("a `{mark}` is missing here"))
                            .help("such as `C: NOOP`, `S[reader]: +OK`, `C(none): …`"),
                    );
                    return None;
                }
                _ => {}
            }
        }
        self.report(
            Diagnostic::error(line.span, format!("there is no `{mark}` in this line"))
                .help("such as `C: NOOP`, `S[reader]: +OK`, `C(none): …`"),
        );
        None
    }

    /// The session of a line, checked against what the header declares.
    fn session_of(
        &mut self,
        brackets: Option<Span>,
        head: Span,
        need: OfSession,
        header: &Draft,
    ) -> Option<Spanned<String>> {
        let Some(brackets) = brackets else {
            if header.has_sessions && need == OfSession::Required {
                let example = header
                    .sessions
                    .first()
                    .map_or("name", |session| session.name.value.as_str());
                let text = self.text(head);
                let at = text
                    .find(['(', ':', '?', '!', '~', '='])
                    .unwrap_or(text.len());
                let (before, after) = (text.get(..at).unwrap_or(""), text.get(at..).unwrap_or(""));
                self.report(
                    Diagnostic::error(head, "this line does not say whose it is").help(format!(
                        "write `{before}[{example}]{after}`: the case has `Sessions:`"
                    )),
                );
            }
            return None;
        };
        let span = Span {
            start: brackets.start + 1,
            end: brackets.end.saturating_sub(1),
        };
        let name = self.text(span);
        if need == OfSession::Never {
            self.report(
                Diagnostic::error(brackets, "this directive is about no session")
                    .help(format!("leave `[{name}]` out")),
            );
            return None;
        }
        let declared = header
            .sessions
            .iter()
            .map(|session| session.name.value.as_str());
        if !header.sessions_broken && !declared.clone().any(|one| one == name) {
            let help = match nearest(name, declared.clone()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if header.has_sessions => {
                    format!(
                        "`Sessions:` declares {}",
                        declared.collect::<Vec<_>>().join(", ")
                    )
                }
                None => format!(
                    "declare it: `Sessions: {name} = imap selected`; or leave `[{name}]` out"
                ),
            };
            let at = if name.is_empty() { brackets } else { span };
            self.report(
                Diagnostic::error(at, format!("no session `{name}` is declared")).help(help),
            );
        }
        Some(Spanned {
            value: name.to_owned(),
            span,
        })
    }

    /// What needs another line before or after it.
    fn check_order(&mut self, steps: &[Step], lexed: &Lexed) {
        let same = |a: &Step, b: &Step| name_of(a) == name_of(b);
        let mut expectations = 0;
        for (index, step) in steps.iter().enumerate() {
            match &step.action {
                Action::Expect(expect) => {
                    expectations += 1;
                    let before = steps.iter().take(index).rev().find(|one| same(one, step));
                    let fine = before.is_some_and(|before| {
                        matches!(&before.action, Action::Expect(expect)
                            if matches!(expect.kind, ExpectKind::Must | ExpectKind::Lesser))
                    });
                    if expect.kind == ExpectKind::Lesser && !fine {
                        self.report(
                            Diagnostic::error(step.span, "`S~` without an `S:` before it")
                                .help("first what the RFC would have (`S:`), then what is let pass in its place (`S~`)"),
                        );
                    }
                }
                Action::Directive(Directive::Within(_) | Directive::Ordered | Directive::Exact) => {
                    let mut after = steps.iter().skip(index + 1);
                    let used = after.any(|one| {
                        let whose = step.session.is_none() || same(one, step);
                        whose
                            && matches!(
                                one.action,
                                Action::Expect(_) | Action::Directive(Directive::Closed)
                            )
                    });
                    if !used {
                        self.report(
                            Diagnostic::error(
                                step.span,
                                "this is about the `S` lines after it, and there are none",
                            )
                            .help("put it before the `S` lines that it is about, or leave it out"),
                        );
                    }
                }
                _ => {}
            }
        }
        let has_server_line = lexed.lines.iter().any(|line| line.kind == LineKind::Server);
        if expectations == 0 && !has_server_line {
            let last = lexed
                .lines
                .iter()
                .rev()
                .find(|line| line.kind != LineKind::Blank);
            let span = last.map_or(Span::default(), |line| line.span);
            self.report(
                Diagnostic::error(span, "the dialogue has no `S` line: nothing is judged")
                    .help("say what must arrive, such as `S: +OK`"),
            );
        }
    }

    /// Such a case runs on the unprotected port, and only where TLS can begin there.
    fn check_starttls(&mut self, steps: &[Step], header: &Draft) {
        for step in steps {
            if step.action != Action::Directive(Directive::StartTls) {
                continue;
            }
            let protocol = match &step.session {
                Some(session) => protocol_of(header, &session.value),
                None => header.protocols.first().map(|protocol| protocol.value),
            };
            let capability = match protocol {
                Some(Protocol::Pop3) => "STLS",
                _ => "STARTTLS",
            };
            let required = header
                .requires
                .as_ref()
                .is_some_and(|tree| requires::mentions(&tree.value, capability));
            if !required && protocol.is_some() {
                self.report(
                    Diagnostic::error(
                        step.span,
                        format!("`@starttls` in a case that does not require {capability}"),
                    )
                    .help(format!("add `Requires: {capability}` to the header")),
                );
            }
        }
    }
}

/// The parts of a `C` or `S` line.
struct Said<'t> {
    session: Option<Span>,
    options: Option<Span>,
    mark: &'static str,
    mark_span: Span,
    /// From the line's beginning up to the mark.
    head: Span,
    /// What follows the mark and its space.
    rest: &'t [Token],
}

impl Said<'_> {
    fn new(line: Span) -> Self {
        let empty = Span {
            start: line.start,
            end: line.start,
        };
        Said {
            session: None,
            options: None,
            mark: ":",
            mark_span: empty,
            head: empty,
            rest: &[],
        }
    }
}

fn name_of(step: &Step) -> Option<&str> {
    step.session.as_ref().map(|session| session.value.as_str())
}

fn protocol_of(header: &Draft, name: &str) -> Option<Protocol> {
    let session = header
        .sessions
        .iter()
        .find(|session| session.name.value == name)?;
    Some(session.protocol.value)
}
