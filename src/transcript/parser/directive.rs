//! `@…` lines: name and arguments. Never looks at the lines around them.

use super::super::diagnostic::Diagnostic;
use super::super::directives::{DIRECTIVES, DirectiveInfo, find};
use super::super::tree::{Directive, Millis, Protocol, Span, State};
use super::{Parser, suggest, words};

impl Parser<'_> {
    /// The directive of this name (with its `@`); reports it if there is none.
    pub(super) fn directive_info(&mut self, span: Span) -> Option<&'static DirectiveInfo> {
        let name = self.text(span).trim_start_matches('@');
        let info = find(name);
        if info.is_none() {
            let names: Vec<String> = DIRECTIVES
                .iter()
                .map(|info| format!("@{}", info.name))
                .collect();
            self.report(
                Diagnostic::error(span, format!("there is no directive `@{name}`"))
                    .help(suggest(self.text(span), names.iter().map(String::as_str))),
            );
        }
        info
    }

    /// `name` and `argument` are places; `protocol` is the session's, when it is known.
    pub(super) fn directive(
        &mut self,
        info: &DirectiveInfo,
        name: Span,
        argument: Span,
        protocol: Option<Protocol>,
    ) -> Option<Directive> {
        let words = words(self.text(argument), argument.start);
        let taken = match info.name {
            "connect" => {
                let state = match words.first() {
                    Some((span, word)) => self.state(word, *span, protocol)?.value,
                    None => State::Connected,
                };
                return self.nothing_after(info, &words, 1, Directive::Connect(state));
            }
            "arrived" => return self.arrived(info, name, &words),
            "starttls" => Directive::StartTls,
            "close" => Directive::Close,
            "reset" => Directive::Reset,
            "closed" => Directive::Closed,
            "ordered" => Directive::Ordered,
            "exact" => Directive::Exact,
            timed => {
                let time = self.duration(info, words.first().copied(), name)?;
                let directive = match timed {
                    "wait" => Directive::Wait(time),
                    "silence" => Directive::Silence(time),
                    _ => Directive::Within(time),
                };
                return self.nothing_after(info, &words, 1, directive);
            }
        };
        self.nothing_after(info, &words, 0, taken)
    }

    fn nothing_after(
        &mut self,
        info: &DirectiveInfo,
        words: &[(Span, &str)],
        taken: usize,
        directive: Directive,
    ) -> Option<Directive> {
        let Some((span, word)) = words.get(taken) else {
            return Some(directive);
        };
        self.report(
            Diagnostic::error(*span, format!("`{word}` cannot follow here"))
                .help(format!("as in `{}`", info.example)),
        );
        None
    }

    fn arrived(
        &mut self,
        info: &DirectiveInfo,
        name: Span,
        words: &[(Span, &str)],
    ) -> Option<Directive> {
        let mut rest = words.iter().copied().peekable();
        let form = "write `@arrived 1 within 10s` or `@arrived 1 for other within 10s`";
        let count = match rest.next() {
            Some((span, word)) => match word.parse::<u64>() {
                Ok(count) => count,
                Err(_) => {
                    self.report(
                        Diagnostic::error(span, "this is no number of messages").help(form),
                    );
                    return None;
                }
            },
            None => {
                self.report(Diagnostic::error(name, "how many messages?").help(form));
                return None;
            }
        };
        let mut expect = |parser: &mut Self, wanted: &str| match rest.next() {
            Some((_, word)) if word == wanted => Some(()),
            Some((span, _)) => {
                parser.report(
                    Diagnostic::error(span, format!("`{wanted}` is missing here")).help(form),
                );
                None
            }
            None => {
                parser.report(Diagnostic::error(name, format!("`{wanted}` is missing")).help(form));
                None
            }
        };
        let other = words.get(1).is_some_and(|(_, word)| *word == "for");
        if other {
            expect(self, "for")?;
            expect(self, "other")?;
        }
        expect(self, "within")?;
        let taken = if other { 5 } else { 3 };
        let within = self.duration(info, words.get(taken - 1).copied(), name)?;
        self.nothing_after(
            info,
            words,
            taken,
            Directive::Arrived {
                count,
                other,
                within,
            },
        )
    }

    fn duration(
        &mut self,
        info: &DirectiveInfo,
        word: Option<(Span, &str)>,
        name: Span,
    ) -> Option<Millis> {
        let Some((span, word)) = word else {
            self.report(
                Diagnostic::error(name, format!("`@{}` needs a time", info.name))
                    .help(format!("as in `{}`", info.example)),
            );
            return None;
        };
        let (digits, factor) = match (word.strip_suffix("ms"), word.strip_suffix('s')) {
            (Some(digits), _) => (digits, 1),
            (None, Some(digits)) => (digits, 1000),
            (None, None) => ("", 0),
        };
        let plain = digits.bytes().all(|c| c.is_ascii_digit());
        let time = digits
            .parse::<u64>()
            .ok()
            .filter(|_| plain)
            .and_then(|n| n.checked_mul(factor));
        if time.is_none() {
            self.report(
                Diagnostic::error(span, format!("`{word}` is no time"))
                    .help("a time is a whole number of `ms` or `s`: `300ms`, `5s`"),
            );
        }
        time.map(Millis)
    }
}
