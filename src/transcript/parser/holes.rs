//! What stands between `{{` and `}}`. Never asks whether a name is bound: `names` does.

use super::super::diagnostic::Diagnostic;
use super::super::functions;
use super::super::tree::{CaptureKind, Expr, ExprBase, Hole, Relation, Span};
use super::super::types;
use super::arguments::number;
use super::hole_cursor::Cursor;
use super::suggest;

/// A hole, or literal octets written as a hole (`{{"\xff"}}`).
#[derive(Debug, Clone)]
pub(crate) enum HoleSyntax {
    Literal(Vec<u8>),
    Hole(Hole),
}

/// Reads the body of a hole that begins at the octet `base` of the source.
pub(crate) fn parse(body: &str, base: usize) -> Result<HoleSyntax, Diagnostic> {
    let mut cursor = Cursor {
        text: body,
        base,
        at: 0,
    };
    cursor.blanks();
    let syntax = match cursor.peek() {
        None => {
            return Err(Diagnostic::error(
                Span {
                    start: base.saturating_sub(2),
                    end: base + body.len() + 2,
                },
                "an empty hole",
            )
            .help("write `{{name}}`, `{{name:type}}`, `{{:type}}` or a function"));
        }
        Some('"') => HoleSyntax::Literal(cursor.quoted()?),
        Some(':') => HoleSyntax::Hole(cursor.capture(None)?),
        Some(_) => HoleSyntax::Hole(cursor.named()?),
    };
    cursor.blanks();
    if cursor.peek().is_some() {
        return Err(
            Diagnostic::error(cursor.rest(), "something is left over in the hole")
                .help("a hole holds one name, one capture or one function"),
        );
    }
    Ok(syntax)
}

/// Whether this can be the name of a captured value.
pub(crate) fn is_name(word: &str) -> bool {
    word.split('.').all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

impl Cursor<'_> {
    /// A capture, an inserted name or a function.
    fn named(&mut self) -> Result<Hole, Diagnostic> {
        let start = self.at;
        let word = self.take(|c| !matches!(c, ' ' | '\t' | ':' | '"'));
        let span = self.from(start);
        let function = functions::find(word);
        self.blanks();
        if self.peek() == Some(':') {
            if !is_name(word) || word.contains('.') {
                return Err(Diagnostic::error(span, format!("`{word}` cannot be bound"))
                    .help("a name is letters, digits and `_`, and begins with a letter"));
            }
            if function.is_some_and(|info| info.parameters.is_empty()) {
                return Err(Diagnostic::error(span, format!("`{word}` is a function"))
                    .help("choose another name"));
            }
            return self.capture(Some(word.to_owned()));
        }
        match function {
            // A captured value may be called like a function that needs arguments.
            Some(info) if self.peek().is_some() || info.parameters.is_empty() => {
                self.call(info, span)
            }
            None if self.peek().is_some_and(|c| !matches!(c, '+' | '-')) => {
                Err(
                    Diagnostic::error(span, format!("there is no function `{word}`")).help(
                        suggest(word, functions::FUNCTIONS.iter().map(|info| info.name)),
                    ),
                )
            }
            _ => {
                self.at = start;
                Ok(Hole::Insert(self.expr()?))
            }
        }
    }

    fn capture(&mut self, name: Option<String>) -> Result<Hole, Diagnostic> {
        self.accept(":");
        self.blanks();
        let kind = if self.peek() == Some('/') {
            self.regex()?
        } else {
            self.kind()?
        };
        self.blanks();
        let relation = match self.peek() {
            None => None,
            Some(_) => Some((self.relation()?, self.expr()?)),
        };
        Ok(Hole::Capture {
            name,
            kind,
            relation,
        })
    }

    fn kind(&mut self) -> Result<CaptureKind, Diagnostic> {
        let start = self.at;
        let word = self.take(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let span = if word.is_empty() {
            self.here()
        } else {
            self.from(start)
        };
        match types::find(word) {
            Some(info) => Ok(CaptureKind::Type(info.kind)),
            None if word.is_empty() => Err(Diagnostic::error(span, "no type after the `:`")
                .help("write `{{name:number}}`, or `{{name:text}}` for anything")),
            None => Err(
                Diagnostic::error(span, format!("there is no type `{word}`"))
                    .help(suggest(word, types::TYPES.iter().map(|info| info.name))),
            ),
        }
    }

    fn regex(&mut self) -> Result<CaptureKind, Diagnostic> {
        let Some((start, pattern)) = self.delimited('/') else {
            return Err(
                Diagnostic::error(self.rest(), "the regular expression is not closed")
                    .help("it stands between slashes: `{{name:/[a-z]+/}}`; a slash in it is `\\/`"),
            );
        };
        let span = Span {
            start: self.base + start,
            end: self.base + start + pattern.len(),
        };
        match regex::bytes::Regex::new(pattern) {
            Ok(_) => Ok(CaptureKind::Regex(pattern.to_owned())),
            Err(error) => Err(
                Diagnostic::error(span, "the regular expression does not compile")
                    .help(regex_fault(&error)),
            ),
        }
    }

    fn relation(&mut self) -> Result<Relation, Diagnostic> {
        const RELATIONS: [(&str, Relation); 6] = [
            (">=", Relation::GreaterOrEqual),
            ("<=", Relation::LessOrEqual),
            ("!=", Relation::NotEqual),
            (">", Relation::Greater),
            ("<", Relation::Less),
            ("=", Relation::Equal),
        ];
        match RELATIONS.into_iter().find(|(sign, _)| self.accept(sign)) {
            Some((_, relation)) => {
                self.blanks();
                Ok(relation)
            }
            None => Err(Diagnostic::error(self.rest(), "this is no relation")
                .help("after the type there may be one of > < >= <= = != and a name or number")),
        }
    }

    fn expr(&mut self) -> Result<Expr, Diagnostic> {
        let start = self.at;
        let word = self.take(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
        let span = if word.is_empty() {
            self.here()
        } else {
            self.from(start)
        };
        let base = if !word.is_empty() && word.bytes().all(|c| c.is_ascii_digit()) {
            ExprBase::Number(number(word, span)?)
        } else if is_name(word) {
            ExprBase::Name(word.to_owned())
        } else {
            return Err(Diagnostic::error(span, "neither a name nor a number").help(
                "a name is letters, digits and `_`, begins with a letter, and may have dots",
            ));
        };
        self.blanks();
        let offset = self.offset()?;
        Ok(Expr { base, offset })
    }

    fn offset(&mut self) -> Result<i64, Diagnostic> {
        let negative = self.peek() == Some('-');
        if !self.accept("+") && !self.accept("-") {
            return Ok(0);
        }
        self.blanks();
        let start = self.at;
        let digits = self.take(|c| c.is_ascii_digit());
        let span = if digits.is_empty() {
            self.here()
        } else {
            self.from(start)
        };
        match digits.parse::<i64>() {
            Ok(value) if negative => Ok(-value),
            Ok(value) => Ok(value),
            Err(_) => Err(
                Diagnostic::error(span, "after `+` or `-` there must be a number")
                    .help("such as `{{uid+1}}`; a name has no hyphen"),
            ),
        }
    }
}

fn regex_fault(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("").trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
