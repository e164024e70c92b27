//! Whether the names in holes are bound when they are used, and what may stand on which side of the
//! dialogue. Never knows a value.

use super::super::diagnostic::{Diagnostic, nearest};
use super::super::functions::{self, Place, Shape};
use super::super::provided::{PROVIDED, is_provided};
use super::super::tree::{
    Action, Argument, ExpectKind, Expr, ExprBase, Hole, Piece, Span, Spanned, Template,
};
use super::{Parser, arguments};
use std::collections::BTreeSet;

/// The names that the lines so far have bound.
#[derive(Debug, Default)]
pub(super) struct Names {
    bound: BTreeSet<String>,
}

impl Names {
    fn has(&self, name: &str) -> bool {
        is_provided(name) || self.bound.contains(name)
    }
}

impl Parser<'_> {
    pub(super) fn check_names(&mut self, action: &Action, names: &mut Names) {
        match action {
            Action::Send(send) => self.check_template(&send.text, Place::Send, false, names),
            Action::Expect(expect) => {
                // What must not arrive binds nothing.
                let binds = expect.kind != ExpectKind::MustNot;
                self.check_template(&expect.pattern, Place::Pattern, binds, names);
            }
            Action::Directive(_) => {}
        }
    }

    fn check_template(&mut self, text: &Template, place: Place, binds: bool, names: &mut Names) {
        for piece in &text.pieces {
            let Piece::Hole(hole) = piece else {
                continue;
            };
            match &hole.value {
                Hole::Capture { name, relation, .. } => {
                    if place == Place::Send {
                        self.report(
                            Diagnostic::error(
                                hole.span,
                                "a `C` line cannot take a value from the server",
                            )
                            .help(
                                "take it in an earlier `S:` line, and insert it here as `{{name}}`",
                            ),
                        );
                    }
                    if let Some((_, expr)) = relation {
                        self.check_expr(expr, hole.span, names);
                    }
                    if let Some(name) = name {
                        self.check_new(name, hole.span);
                        if binds {
                            names.bound.insert(name.clone());
                        }
                    }
                }
                Hole::Insert(expr) => self.check_expr(expr, hole.span, names),
                Hole::Call {
                    function,
                    arguments,
                } => {
                    self.check_call(function, arguments, hole.span, place, names);
                }
            }
        }
    }

    fn check_new(&mut self, name: &str, span: Span) {
        if is_provided(name) {
            self.report(
                Diagnostic::error(span, format!("`{name}` is a value of the target's profile"))
                    .help(format!(
                        "choose another name, or write `{{{{{name}}}}}` for that value"
                    )),
            );
        }
    }

    fn check_expr(&mut self, expr: &Expr, span: Span, names: &Names) {
        if let ExprBase::Name(name) = &expr.base {
            self.check_bound(name, span, names);
        }
    }

    fn check_bound(&mut self, name: &str, span: Span, names: &Names) {
        if names.has(name) {
            return;
        }
        if let Some(info) = functions::find(name)
            && let Some(parameter) = info.parameters.first()
        {
            return self.report(arguments::missing_argument(info, parameter.shape, span));
        }
        let known = names
            .bound
            .iter()
            .map(String::as_str)
            .chain(PROVIDED.iter().map(|info| info.name));
        let help = match nearest(name, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!(
                "bind it in an earlier `S:` line: `{{{{{name}:text}}}}`, `{{{{{name}:number}}}}`, …"
            ),
        };
        self.report(
            Diagnostic::error(span, format!("nothing is bound to `{name}` here")).help(help),
        );
    }

    fn check_call(
        &mut self,
        function: &str,
        arguments: &[Spanned<Argument>],
        span: Span,
        place: Place,
        names: &Names,
    ) {
        let Some(info) = functions::find(function) else {
            return;
        };
        if info.place != Place::Both && info.place != place {
            let (what, help) = match info.place {
                Place::Send => (
                    "only what is sent can have",
                    "in a pattern, capture or insert a value instead",
                ),
                _ => (
                    "only a pattern can have",
                    "what is sent is exact: `{{message …}}` or `{{literal …}}`",
                ),
            };
            self.report(Diagnostic::error(span, format!("{what} `{function}`")).help(help));
        }
        for need in info.needs {
            if !names.has(need) {
                let kind = if *need == "timestamp" {
                    "timestamp"
                } else {
                    "base64"
                };
                self.report(
                    Diagnostic::error(
                        span,
                        format!("`{function}` needs `{need}`, and no line before has bound it"),
                    )
                    .help(format!(
                        "bind it in an earlier `S:` line: `{{{{{need}:{kind}}}}}`"
                    )),
                );
            }
        }
        let last = info.parameters.last().map(|parameter| parameter.shape);
        for (index, argument) in arguments.iter().enumerate() {
            let shape = info
                .parameters
                .get(index)
                .map(|parameter| parameter.shape)
                .or(last);
            match (shape, &argument.value) {
                (Some(Shape::Fixture | Shape::FixtureOrQuoted), Argument::Word(word)) => {
                    self.fixture(word, argument.span);
                }
                (Some(Shape::QuotedOrName), Argument::Word(word)) => {
                    self.check_bound(word, argument.span, names);
                }
                _ => {}
            }
        }
    }
}
