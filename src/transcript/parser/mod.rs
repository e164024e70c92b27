//! Tokens to tree. Finds every error of a file, not only the first; never panics, whatever the text.

mod arguments;
mod dialogue;
mod directive;
mod header;
mod hole_cursor;
pub(crate) mod holes;
mod names;
mod preload;
mod requires;
mod send;
mod sessions;
mod template;

use super::context::Context;
use super::diagnostic::{Diagnostic, nearest};
use super::tokens::{self, Lexed, slice};
use super::tree::{Span, Transcript};
use std::sync::Arc;

/// Reads a transcript. `name` is what diagnostics call the file.
///
/// # Errors
/// All that is wrong with it, in the order of the source.
pub fn parse(
    name: &str,
    source: &str,
    context: &dyn Context,
) -> Result<Transcript, Vec<Diagnostic>> {
    let lexed = tokens::lex(source);
    let mut parser = Parser {
        source,
        context,
        diagnostics: Vec::new(),
    };
    parser.refuse_controls(&lexed);
    let header = parser.header(&lexed);
    let steps = parser.dialogue(&lexed, &header);
    let mut diagnostics = parser.diagnostics;
    match header.finish() {
        Some(header) if diagnostics.is_empty() => Ok(Transcript { header, steps }),
        _ => {
            let file: Arc<str> = Arc::from(name);
            diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span.start);
            for diagnostic in &mut diagnostics {
                diagnostic.file = Arc::clone(&file);
            }
            Err(diagnostics)
        }
    }
}

/// What all parts of the parser share.
pub(crate) struct Parser<'a> {
    source: &'a str,
    context: &'a dyn Context,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Parser<'a> {
    fn text(&self, span: Span) -> &'a str {
        slice(self.source, span)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Control octets in the source would be invisible, and a bare CR would not survive an editor.
    fn refuse_controls(&mut self, lexed: &Lexed) {
        for line in &lexed.lines {
            let found = self
                .text(line.span)
                .char_indices()
                .find(|(_, c)| is_hidden(*c));
            if let Some((at, control)) = found {
                let start = line.span.start + at;
                let span = Span {
                    start,
                    end: start + control.len_utf8(),
                };
                self.report(
                    Diagnostic::error(span, format!("the control character U+{:04X} in a line", u32::from(control)))
                        .help("write it as an escape: `C(esc): …\\xNN` in what is sent, `{{\"\\xNN\"}}` in a pattern"),
                );
            }
        }
    }
}

/// A character that may not stand in a source as it is.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control() && c != '\t'
}

/// `did you mean …`, or else all that there is.
fn suggest<'b>(word: &str, candidates: impl Iterator<Item = &'b str> + Clone) -> String {
    match nearest(word, candidates.clone()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are: {}", candidates.collect::<Vec<_>>().join(", ")),
    }
}

/// The parts of a list, at commas outside of quotes and parentheses, with the blanks around them
/// left out. Spans are those of the source.
fn split_list(text: &str, base: usize) -> Vec<(Span, &str)> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quoted, mut escaped) = (0, 0u32, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => depth = depth.saturating_add(1),
            ')' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                parts.push((start, at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push((start, text.len()));
    parts
        .into_iter()
        .map(|(start, end)| trimmed(text, base, start, end))
        .collect()
}

/// `text[start..end]` without the blanks around it, and its span.
fn trimmed(text: &str, base: usize, start: usize, end: usize) -> (Span, &str) {
    let part = text.get(start..end).unwrap_or("");
    let inner = part.trim_matches([' ', '\t']);
    let lead = part.len() - part.trim_start_matches([' ', '\t']).len();
    let start = base + start + if inner.is_empty() { 0 } else { lead };
    (
        Span {
            start,
            end: start + inner.len(),
        },
        inner,
    )
}

/// The blank-separated words of a text, with their spans.
fn words(text: &str, base: usize) -> Vec<(Span, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c == ' ' || c == '\t') {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                found.push(trimmed(text, base, from, at));
                start = None;
            }
            _ => {}
        }
    }
    found
}
