//! What stands between `{{` and `}}`. Never asks whether a name is bound: `names` does.

use super::super::diagnostic::Diagnostic;
use super::super::functions::{self, FunctionInfo, Shape, Times};
use super::super::tree::{Argument, CaptureKind, Expr, ExprBase, Hole, Relation, Span, Spanned};
use super::super::types;
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

struct Cursor<'a> {
    text: &'a str,
    base: usize,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn remaining(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.remaining().chars().next()
    }

    fn blanks(&mut self) {
        self.take(|c| c == ' ' || c == '\t');
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.remaining();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or("")
    }

    fn accept(&mut self, what: &str) -> bool {
        let found = self.remaining().starts_with(what);
        if found {
            self.at += what.len();
        }
        found
    }

    fn from(&self, start: usize) -> Span {
        Span {
            start: self.base + start,
            end: self.base + self.at,
        }
    }

    fn rest(&self) -> Span {
        Span {
            start: self.base + self.at,
            end: self.base + self.text.len(),
        }
    }

    fn here(&self) -> Span {
        let start = self.base + self.at;
        Span {
            start,
            end: start + self.peek().map_or(0, char::len_utf8),
        }
    }

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
        let open = self.at;
        self.accept("/");
        let start = self.at;
        let mut escaped = false;
        for (offset, c) in self.remaining().char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '/' => {
                    let end = start + offset;
                    self.at = end;
                    let span = self.from(start);
                    let pattern = self.text.get(start..end).unwrap_or("");
                    self.accept("/");
                    return match regex::bytes::Regex::new(pattern) {
                        Ok(_) => Ok(CaptureKind::Regex(pattern.to_owned())),
                        Err(error) => Err(Diagnostic::error(
                            span,
                            "the regular expression does not compile",
                        )
                        .help(regex_fault(&error))),
                    };
                }
                _ => {}
            }
        }
        self.at = open;
        Err(
            Diagnostic::error(self.rest(), "the regular expression is not closed")
                .help("it stands between slashes: `{{name:/[a-z]+/}}`; a slash in it is `\\/`"),
        )
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

    fn call(&mut self, info: &FunctionInfo, span: Span) -> Result<Hole, Diagnostic> {
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

    fn quoted(&mut self) -> Result<Vec<u8>, Diagnostic> {
        let open = self.at;
        self.accept("\"");
        let start = self.at;
        let mut escaped = false;
        for (offset, c) in self.remaining().char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    let raw = self.text.get(start..start + offset).unwrap_or("");
                    self.at = start + offset + 1;
                    return unescape(raw, self.base + start, true);
                }
                _ => {}
            }
        }
        self.at = open;
        Err(
            Diagnostic::error(self.rest(), "the quoted string is not closed")
                .help("a quote in it is written `\\\"`"),
        )
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

fn number(digits: &str, span: Span) -> Result<u64, Diagnostic> {
    digits.parse().map_err(|_| {
        Diagnostic::error(span, "the number is too large").help(format!("at most {}", u64::MAX))
    })
}

fn regex_fault(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("").trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

/// Undoes `\r \n \t \0 \\ \xNN`, and `\"` where `quotes` says so.
pub(crate) fn unescape(raw: &str, base: usize, quotes: bool) -> Result<Vec<u8>, Diagnostic> {
    let mut out = Vec::with_capacity(raw.len());
    let mut characters = raw.char_indices();
    while let Some((at, c)) = characters.next() {
        if c != '\\' {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        let escaped = characters.next().map(|(_, c)| c);
        let octet = match escaped {
            Some('r') => Some(b'\r'),
            Some('n') => Some(b'\n'),
            Some('t') => Some(b'\t'),
            Some('0') => Some(0),
            Some('\\') => Some(b'\\'),
            Some('"') if quotes => Some(b'"'),
            Some('x') => {
                let hex = raw
                    .get(at + 2..at + 4)
                    .filter(|hex| hex.bytes().all(|c| c.is_ascii_hexdigit()));
                characters.next();
                characters.next();
                hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())
            }
            _ => None,
        };
        let Some(octet) = octet else {
            let length = 1 + escaped.map_or(0, char::len_utf8);
            let span = Span {
                start: base + at,
                end: base + at + length,
            };
            return Err(Diagnostic::error(span, "there is no such escape").help(
                "the escapes are \\r \\n \\t \\0 \\\\ and \\xNN with two hexadecimal digits",
            ));
        };
        out.push(octet);
    }
    Ok(out)
}
