//! The text of a `C` or `S` line: literal octets and holes. Never knows what a hole means.

use super::super::diagnostic::Diagnostic;
use super::super::tokens::{Token, TokenKind};
use super::super::tree::{CaptureKind, Hole, Piece, Span, Spanned, Template, Type};
use super::Parser;
use super::hole_cursor;
use super::holes::{self, HoleSyntax};

/// How literal text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextMode {
    /// As it stands.
    Plain,
    /// With escapes.
    Escapes,
    /// Pairs of hexadecimal digits.
    Hex,
}

impl Parser<'_> {
    /// Reads the tokens after the mark (and its space). Errors leave pieces out.
    pub(super) fn template(&mut self, tokens: &[Token], end: usize, mode: TextMode) -> Template {
        let start = tokens.first().map_or(end, |token| token.span.start);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut tokens = tokens.iter().peekable();
        while let Some(token) = tokens.next() {
            match token.kind {
                TokenKind::Text => {
                    let octets = self.literal(token, mode);
                    push_text(&mut pieces, octets);
                }
                TokenKind::HoleOpen => {
                    let body = tokens.next_if(|token| token.kind == TokenKind::HoleBody);
                    let after = token.span.end;
                    let (text, end) =
                        body.map_or(("", after), |body| (self.text(body.span), body.span.end));
                    let Some(close) = tokens.next_if(|token| token.kind == TokenKind::HoleClose)
                    else {
                        self.report(
                            Diagnostic::error(
                                Span {
                                    start: token.span.start,
                                    end,
                                },
                                "the hole is not closed",
                            )
                            .help("end it with `}}`; two braces as text are written `{{\"{{\"}}`"),
                        );
                        continue;
                    };
                    let span = Span {
                        start: token.span.start,
                        end: close.span.end,
                    };
                    if mode == TextMode::Hex {
                        self.report(
                            Diagnostic::error(span, "a hole in hexadecimal text")
                                .help("use `C(none):`, which has holes and `\\xNN`"),
                        );
                        continue;
                    }
                    match holes::parse(text, after) {
                        Ok(HoleSyntax::Literal(octets)) => push_text(&mut pieces, octets),
                        Ok(HoleSyntax::Hole(value)) => {
                            pieces.push(Piece::Hole(Spanned { value, span }))
                        }
                        Err(diagnostic) => {
                            self.report(diagnostic);
                            pieces.extend(
                                meant(text).map(|value| Piece::Hole(Spanned { value, span })),
                            );
                        }
                    }
                }
                _ => {}
            }
        }
        Template {
            pieces,
            span: Span { start, end },
        }
    }

    fn literal(&mut self, token: &Token, mode: TextMode) -> Vec<u8> {
        let text = self.text(token.span);
        match mode {
            TextMode::Plain => text.as_bytes().to_vec(),
            TextMode::Escapes => match hole_cursor::unescape(text, token.span.start, false) {
                Ok(octets) => octets,
                Err(diagnostic) => {
                    self.report(diagnostic);
                    Vec::new()
                }
            },
            TextMode::Hex => self.hex(text, token.span),
        }
    }

    /// The digits without the blanks between them.
    fn hex(&mut self, text: &str, span: Span) -> Vec<u8> {
        let mut digits = Vec::new();
        for (at, c) in text.char_indices() {
            match u8::try_from(c) {
                Ok(b' ' | b'\t') => {}
                Ok(digit) if digit.is_ascii_hexdigit() => digits.push(digit),
                _ => {
                    let start = span.start + at;
                    self.report(
                        Diagnostic::error(Span { start, end: start + c.len_utf8() }, "not a hexadecimal digit")
                            .help("write pairs of the digits 0-9 and a-f, with blanks between them if you like"),
                    );
                    return Vec::new();
                }
            }
        }
        if digits.len() % 2 != 0 {
            self.report(
                Diagnostic::error(span, "an odd number of hexadecimal digits")
                    .help("every octet is two digits"),
            );
        }
        digits
    }
}

/// A capture that could not be read still binds its name, so that its uses are no errors as well.
fn meant(body: &str) -> Option<Hole> {
    let (name, _) = body.split_once(':')?;
    let name = name.trim_matches([' ', '\t']);
    holes::is_name(name).then(|| Hole::Capture {
        name: Some(name.to_owned()),
        kind: CaptureKind::Type(Type::Text),
        relation: None,
    })
}

/// Two pieces of text never follow each other.
fn push_text(pieces: &mut Vec<Piece>, octets: Vec<u8>) {
    if octets.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.extend(octets),
        _ => pieces.push(Piece::Text(octets)),
    }
}
