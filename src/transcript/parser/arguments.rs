//! The arguments of a function in a hole: how many, and of what shape. Calls nothing.

use super::hole_cursor::Cursor;
use super::holes::is_name;
use crate::transcript::diagnostic::Diagnostic;
use crate::transcript::functions::{FunctionInfo, Shape, Times};
use crate::transcript::tree::{Argument, Hole, Span, Spanned};

impl Cursor<'_> {
    /// A function whose name is read; it stands at `span`.
    pub(super) fn call(&mut self, info: &FunctionInfo, span: Span) -> Result<Hole, Diagnostic> {
        let mut arguments: Vec<Spanned<Argument>> = Vec::new();
        let mut shapes = info.parameters.iter().peekable();
        loop {
            self.blanks();
            if self.peek().is_none() {
                break;
            }
            let argument = self.argument()?;
            let Some(parameter) = shapes.peek() else {
                return Err(Diagnostic::error(
                    argument.span,
                    format!("`{}` takes no more arguments", info.name),
                )
                .help(format!("as in `{}`", info.example)));
            };
            check_shape(info, parameter.shape, &argument)?;
            arguments.push(argument);
            if parameter.times != Times::OneOrMore {
                shapes.next();
            }
        }
        let missing = shapes.next().filter(|parameter| match parameter.times {
            Times::Once => true,
            Times::Optional => false,
            Times::OneOrMore => arguments.is_empty(),
        });
        match missing {
            Some(parameter) => Err(missing_argument(info, parameter.shape, span)),
            None => Ok(Hole::Call {
                function: info.name.to_owned(),
                arguments,
            }),
        }
    }

    fn argument(&mut self) -> Result<Spanned<Argument>, Diagnostic> {
        let start = self.at;
        if self.peek() == Some('"') {
            let octets = self.quoted()?;
            return Ok(Spanned {
                value: Argument::Quoted(octets),
                span: self.from(start),
            });
        }
        let word = self.take(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'));
        let span = self.from(start);
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        let value = if digits(word) {
            Argument::Number(number(word, span)?)
        } else if let Some((from, to)) = word
            .split_once("..")
            .filter(|(from, to)| digits(from) && digits(to))
        {
            let (from, to) = (number(from, span)?, number(to, span)?);
            if from > to {
                return Err(Diagnostic::error(span, "the range ends before it begins")
                    .help("`0..100` is the first hundred octets"));
            }
            Argument::Range(from, to)
        } else if word.is_empty() {
            return Err(
                Diagnostic::error(self.here(), "this cannot stand in an argument").help(
                    "an argument is a word, a number, a range `0..100` or a \"quoted string\"",
                ),
            );
        } else {
            Argument::Word(word.to_owned())
        };
        Ok(Spanned { value, span })
    }
}

/// A function's argument that is missing.
pub(super) fn missing_argument(info: &FunctionInfo, shape: Shape, span: Span) -> Diagnostic {
    Diagnostic::error(span, format!("`{}` needs {}", info.name, shape.describe()))
        .help(format!("as in `{}`", info.example))
}

fn check_shape(
    info: &FunctionInfo,
    shape: Shape,
    argument: &Spanned<Argument>,
) -> Result<(), Diagnostic> {
    let fits = match (shape, &argument.value) {
        (Shape::Fixture | Shape::FixtureOrQuoted, Argument::Word(word)) => is_fixture_name(word),
        (Shape::FixtureOrQuoted | Shape::Quoted | Shape::QuotedOrName, Argument::Quoted(_)) => true,
        (Shape::PartOrRange, Argument::Word(word)) => is_part(word),
        (Shape::PartOrRange, Argument::Number(number)) => *number > 0,
        (Shape::PartOrRange, Argument::Range(..)) => true,
        (Shape::Number, Argument::Number(_)) => true,
        (Shape::QuotedOrName, Argument::Word(word)) => is_name(word),
        _ => false,
    };
    if fits {
        return Ok(());
    }
    Err(Diagnostic::error(
        argument.span,
        format!("`{}` expects {} here", info.name, shape.describe()),
    )
    .help(format!("as in `{}`", info.example)))
}

/// Whether this can be the name of a fixture message.
pub(super) fn is_fixture_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphanumeric())
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// `header`, `text`, or a section part with what may follow it (RFC 3501 §6.4.5).
fn is_part(word: &str) -> bool {
    let mut parts = word.split('.').peekable();
    let mut numbers = 0;
    while let Some(part) = parts.next() {
        let number = part.bytes().all(|c| c.is_ascii_digit()) && !part.starts_with('0');
        if number && !part.is_empty() {
            numbers += 1;
        } else {
            let last = parts.peek().is_none();
            return last
                && match part {
                    "header" | "text" => true,
                    "mime" => numbers > 0,
                    _ => false,
                };
        }
    }
    numbers > 0
}

pub(super) fn number(digits: &str, span: Span) -> Result<u64, Diagnostic> {
    digits.parse().map_err(|_| {
        Diagnostic::error(span, "the number is too large").help(format!("at most {}", u64::MAX))
    })
}
