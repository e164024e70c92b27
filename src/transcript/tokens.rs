//! The lossless layer: a source cut into tokens whose spans, put together, are the source again.
//! Never refuses anything and never judges: what it cannot read is an `Unknown` token.

use super::tree::Span;
use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// LF or CR LF.
    LineEnd,
    /// Spaces and tabs that separate tokens.
    Space,
    /// `# …`, up to the line's end.
    Comment,
    /// A header field's name.
    FieldName,
    /// The `:` after a field's name.
    FieldColon,
    /// A header field's value, without the blanks around it.
    FieldValue,
    /// The `C` of a client line or the `S` of a server line.
    Party,
    /// `[name]`
    Session,
    /// `(none,split=1)`
    Options,
    /// `:`, `?`, `!`, `~` or `=` after `C` or `S`.
    Mark,
    /// Literal text of a `C` or `S` line.
    Text,
    /// `{{`
    HoleOpen,
    /// What stands between `{{` and `}}`.
    HoleBody,
    /// `}}`
    HoleClose,
    /// `@close`
    DirectiveName,
    /// What follows a directive's name.
    DirectiveArgument,
    /// What is none of these.
    Unknown,
}

/// A piece of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands. Never empty.
    pub span: Span,
}

impl Token {
    /// Its text in the source that it was cut from; empty for another source.
    pub fn text<'a>(&self, source: &'a str) -> &'a str {
        slice(source, self.span)
    }
}

/// The part of a source that a span covers; empty when the span is not of this source.
pub(crate) fn slice(source: &str, span: Span) -> &str {
    source.get(span.start..span.end).unwrap_or("")
}

/// What a line is, judged by how it begins and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    Blank,
    Comment,
    Field,
    Client,
    Server,
    Directive,
    Unknown,
}

/// A line: its tokens (by index, the line end left out) and its place.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub kind: LineKind,
    /// From 1.
    pub number: usize,
    /// Without the line end.
    pub span: Span,
    pub tokens: Range<usize>,
    /// It stands before the blank line that ends the header.
    pub in_header: bool,
}

/// A source, cut.
#[derive(Debug)]
pub(crate) struct Lexed {
    pub tokens: Vec<Token>,
    pub lines: Vec<Line>,
}

impl Lexed {
    /// The tokens of one line.
    pub fn of(&self, line: &Line) -> &[Token] {
        self.tokens.get(line.tokens.clone()).unwrap_or(&[])
    }
}

/// Cuts a source into tokens. Every octet of the source is in exactly one of them, in order.
pub fn tokens(source: &str) -> Vec<Token> {
    lex(source).tokens
}

/// Cuts a source into tokens and lines.
pub(crate) fn lex(source: &str) -> Lexed {
    let mut lexer = Lexer {
        source,
        tokens: Vec::new(),
    };
    let mut lines = Vec::new();
    let mut start = 0;
    let mut in_header = true;
    let mut field_seen = false;
    for (index, raw) in source.split_inclusive('\n').enumerate() {
        let content = raw.strip_suffix('\n').unwrap_or(raw);
        let content = match content.strip_suffix('\r') {
            Some(shorter) if content.len() < raw.len() => shorter,
            _ => content,
        };
        let end = start + content.len();
        let kind = classify(content, in_header);
        match kind {
            LineKind::Blank if field_seen => in_header = false,
            LineKind::Field => field_seen = true,
            LineKind::Client | LineKind::Server | LineKind::Directive => in_header = false,
            _ => {}
        }
        let first = lexer.tokens.len();
        lexer.line(kind, start, end);
        lines.push(Line {
            kind,
            number: index + 1,
            span: Span { start, end },
            tokens: first..lexer.tokens.len(),
            in_header,
        });
        lexer.push(TokenKind::LineEnd, end, start + raw.len());
        start += raw.len();
    }
    Lexed {
        tokens: lexer.tokens,
        lines,
    }
}

fn classify(content: &str, in_header: bool) -> LineKind {
    let trimmed = content.trim_matches([' ', '\t']);
    let mut octets = content.bytes();
    match (octets.next(), octets.next()) {
        _ if trimmed.is_empty() => LineKind::Blank,
        _ if trimmed.starts_with('#') => LineKind::Comment,
        (Some(b'C'), Some(b':' | b'[' | b'(')) => LineKind::Client,
        (Some(b'S'), Some(b':' | b'?' | b'!' | b'~' | b'=' | b'[' | b'(')) => LineKind::Server,
        (Some(b'@'), _) => LineKind::Directive,
        _ if in_header && content.contains(':') => LineKind::Field,
        _ => LineKind::Unknown,
    }
}

struct Lexer<'a> {
    source: &'a str,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        if start < end {
            self.tokens.push(Token {
                kind,
                span: Span { start, end },
            });
        }
    }

    fn rest(&self, start: usize, end: usize) -> &str {
        slice(self.source, Span { start, end })
    }

    fn line(&mut self, kind: LineKind, start: usize, end: usize) {
        match kind {
            LineKind::Blank => self.push(TokenKind::Space, start, end),
            LineKind::Comment => {
                self.padded(TokenKind::Comment, start, end);
            }
            LineKind::Field => self.field(start, end),
            LineKind::Client | LineKind::Server => self.said(start, end),
            LineKind::Directive => self.directive(start, end),
            LineKind::Unknown => self.push(TokenKind::Unknown, start, end),
        }
    }

    /// One token with the blanks around it as tokens of their own.
    fn padded(&mut self, kind: TokenKind, start: usize, end: usize) {
        const BLANKS: [char; 2] = [' ', '\t'];
        let text = self.rest(start, end);
        let left = start + (text.len() - text.trim_start_matches(BLANKS).len());
        let right = end - (text.len() - text.trim_end_matches(BLANKS).len());
        let right = right.max(left);
        self.push(TokenKind::Space, start, left);
        self.push(kind, left, right);
        self.push(TokenKind::Space, right, end);
    }

    fn field(&mut self, start: usize, end: usize) {
        let colon = start + self.rest(start, end).find(':').unwrap_or(0);
        self.padded(TokenKind::FieldName, start, colon);
        self.push(TokenKind::FieldColon, colon, colon + 1);
        self.padded(TokenKind::FieldValue, colon + 1, end);
    }

    fn directive(&mut self, start: usize, end: usize) {
        let text = self.rest(start, end);
        let name = text.find([' ', '\t', '[']).unwrap_or(text.len());
        let mut at = start + name;
        self.push(TokenKind::DirectiveName, start, at);
        if self.rest(at, end).starts_with('[')
            && let Some(close) = self.rest(at, end).find(']')
        {
            self.push(TokenKind::Session, at, at + close + 1);
            at += close + 1;
        }
        self.padded(TokenKind::DirectiveArgument, at, end);
    }

    fn said(&mut self, start: usize, end: usize) {
        let mut at = start + 1;
        self.push(TokenKind::Party, start, at);
        loop {
            let rest = self.rest(at, end);
            let (kind, close) = match rest.as_bytes().first() {
                Some(b'[') => (TokenKind::Session, ']'),
                Some(b'(') => (TokenKind::Options, ')'),
                Some(b':' | b'?' | b'!' | b'~' | b'=') => break,
                _ => return self.push(TokenKind::Unknown, at, end),
            };
            let Some(length) = rest.find(close) else {
                return self.push(TokenKind::Unknown, at, end);
            };
            self.push(kind, at, at + length + 1);
            at += length + 1;
        }
        self.push(TokenKind::Mark, at, at + 1);
        at += 1;
        // Exactly one space separates; whatever else there is belongs to the text.
        if self.rest(at, end).starts_with(' ') {
            self.push(TokenKind::Space, at, at + 1);
            at += 1;
        }
        self.text(at, end);
    }

    fn text(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let rest = self.rest(at, end);
            let Some(open) = hole_start(rest) else {
                return self.push(TokenKind::Text, at, end);
            };
            let body = at + open + 2;
            let close = hole_end(self.rest(body, end));
            self.push(TokenKind::Text, at, at + open);
            self.push(TokenKind::HoleOpen, at + open, body);
            let Some(close) = close else {
                return self.push(TokenKind::HoleBody, body, end);
            };
            self.push(TokenKind::HoleBody, body, body + close);
            self.push(TokenKind::HoleClose, body + close, body + close + 2);
            at = body + close + 2;
        }
    }
}

/// Where the next `{{` is. Of more than two braces the last two open the hole, so that
/// `{{{size plain}}}` is a literal's count in braces.
fn hole_start(text: &str) -> Option<usize> {
    let first = text.find("{{")?;
    let run = text
        .bytes()
        .skip(first)
        .take_while(|&octet| octet == b'{')
        .count();
    Some(first + run - 2)
}

/// Where the hole's `}}` is: outside of quoted strings and regular expressions, if it can be had.
fn hole_end(text: &str) -> Option<usize> {
    let octets = text.as_bytes();
    let mut at = 0;
    let mut inside: Option<u8> = None;
    let mut after_colon = false;
    while let Some(&octet) = octets.get(at) {
        match inside {
            Some(_) if octet == b'\\' => at += 1,
            Some(end) if octet == end => inside = None,
            Some(_) => {}
            None if octet == b'}' && octets.get(at + 1) == Some(&b'}') => return Some(at),
            None if octet == b'"' => inside = Some(b'"'),
            None if octet == b'/' && after_colon => inside = Some(b'/'),
            None => {}
        }
        after_colon = octet == b':' || (after_colon && octet == b' ');
        at += 1;
    }
    text.find("}}")
}
