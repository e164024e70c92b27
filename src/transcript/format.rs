//! Canonical layout of a source: the order and spacing of the header, one blank line after it, one
//! space after `C:`, holes without blanks inside. Comments and the text of lines stay as they are.
//! Never changes the meaning.

use super::context::Permissive;
use super::diagnostic::Diagnostic;
use super::parser::holes::{self, HoleSyntax};
use super::parser::parse;
use super::tokens::{Lexed, Line, LineKind, Token, TokenKind, lex};
use super::tree::{Action, Step};
use super::write;
use std::collections::{BTreeMap, VecDeque};

/// Lays a source out canonically. Doing it twice changes nothing more, and what it says stays the
/// same. Line ends become LF.
///
/// # Errors
/// What is wrong with a source that cannot be read (looking at the language alone, not at whether
/// fixtures and requirements exist).
pub fn format(source: &str) -> Result<String, Vec<Diagnostic>> {
    let transcript = parse("", source, &Permissive)?;
    let lexed = lex(source);
    let comments = HeaderComments::of(source, &lexed);
    let mut out: Vec<String> = Vec::new();
    let mut before = comments.before_fields;
    if !comments.preamble.is_empty() {
        out.extend(comments.preamble);
        out.push(String::new());
    }
    for (name, value) in write::header_fields(&transcript.header) {
        out.extend(
            before
                .get_mut(name)
                .and_then(VecDeque::pop_front)
                .unwrap_or_default(),
        );
        out.push(format!("{name}: {value}"));
    }
    out.extend(comments.after);
    out.push(String::new());
    let mut steps = transcript.steps.iter().peekable();
    for line in lexed.lines.iter().skip_while(|line| line.in_header) {
        match line.kind {
            LineKind::Blank => {
                if out.last().is_some_and(|last| !last.is_empty()) {
                    out.push(String::new());
                }
            }
            LineKind::Comment => out.push(comment(source, &lexed, line)),
            _ => {
                if let Some(step) = steps.next_if(|step| step.line == line.number) {
                    out.push(dialogue_line(source, lexed.of(line), step));
                }
            }
        }
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out.push(String::new());
    Ok(out.join("\n"))
}

/// The comments of a header: each goes with the field after it.
#[derive(Default)]
struct HeaderComments {
    /// Those that a blank line separates from the first field.
    preamble: Vec<String>,
    /// By field name, in the order of the source.
    before_fields: BTreeMap<String, VecDeque<Vec<String>>>,
    /// Those after the last field.
    after: Vec<String>,
}

impl HeaderComments {
    fn of(source: &str, lexed: &Lexed) -> Self {
        let mut comments = HeaderComments::default();
        for line in lexed.lines.iter().take_while(|line| line.in_header) {
            match line.kind {
                LineKind::Comment => comments.after.push(comment(source, lexed, line)),
                // Within the header a blank line can only stand before the first field.
                LineKind::Blank => comments.preamble.append(&mut comments.after),
                _ => {
                    let name = lexed
                        .of(line)
                        .iter()
                        .find(|token| token.kind == TokenKind::FieldName);
                    let name = name.map_or("", |token| token.text(source)).to_owned();
                    let own = std::mem::take(&mut comments.after);
                    comments
                        .before_fields
                        .entry(name)
                        .or_default()
                        .push_back(own);
                }
            }
        }
        comments
    }
}

fn comment(source: &str, lexed: &Lexed, line: &Line) -> String {
    let token = lexed
        .of(line)
        .iter()
        .find(|token| token.kind == TokenKind::Comment);
    token.map_or("", |token| token.text(source)).to_owned()
}

fn dialogue_line(source: &str, tokens: &[Token], step: &Step) -> String {
    let session = step
        .session
        .as_ref()
        .map_or(String::new(), |one| format!("[{}]", one.value));
    match &step.action {
        Action::Send(send) if !send.hex => {
            let head = format!("C{session}{}:", write::options(send, false));
            write::said(&head, &text(source, tokens))
        }
        Action::Expect(expect) => write::said(
            &format!("S{session}{}", write::mark(expect.kind)),
            &text(source, tokens),
        ),
        Action::Send(_) | Action::Directive(_) => write::step_line(step),
    }
}

/// Literal text as it was written, holes as they should be.
fn text(source: &str, tokens: &[Token]) -> String {
    let after = tokens
        .iter()
        .position(|token| token.kind == TokenKind::Mark);
    let mut out = String::new();
    for token in tokens.iter().skip(after.map_or(0, |mark| mark + 1)) {
        let text = token.text(source);
        match token.kind {
            TokenKind::Text => out.push_str(text),
            TokenKind::HoleBody => match holes::parse(text, token.span.start) {
                Ok(HoleSyntax::Literal(octets)) => {
                    out.push_str("{{");
                    out.push_str(&write::quoted(&octets));
                    out.push_str("}}");
                }
                Ok(HoleSyntax::Hole(hole)) => out.push_str(&write::hole(&hole)),
                // The whole source has been read without an error: this does not happen.
                Err(_) => out.push_str(text),
            },
            _ => {}
        }
    }
    out
}
