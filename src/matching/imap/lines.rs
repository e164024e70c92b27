//! Lines of a pattern before they are compared: literals that go on in the next line, and status words with
//! `|` between. Compares nothing.

use super::super::pattern::Part;
use super::super::sequential::Line;
use crate::transcript::tree::Piece;

/// A line that ends with `{n}` goes on with the lines behind it, as RFCs print a literal.
pub(super) fn with_literals(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut due: Option<usize> = None;
    for line in lines {
        let announced = announced_literal(&line);
        match (due, out.last_mut()) {
            (Some(size), Some(last)) => {
                let length: usize = line
                    .pattern
                    .pieces
                    .iter()
                    .map(|piece| match piece {
                        Piece::Text(text) => text.len(),
                        Piece::Hole(_) => size,
                    })
                    .sum();
                push_text(last, b"\r\n");
                for piece in line.pattern.pieces {
                    match piece {
                        Piece::Text(text) => push_text(last, &text),
                        hole => last.pattern.pieces.push(hole),
                    }
                }
                due = if length >= size && (length > size || size == 0) {
                    announced
                } else if length == size {
                    // What is behind the literal may stand in the next line only if nothing is here.
                    None
                } else {
                    Some(size.saturating_sub(length + 2))
                };
            }
            _ => {
                due = announced;
                out.push(line);
            }
        }
    }
    out
}

fn push_text(line: &mut Line, text: &[u8]) {
    match line.pattern.pieces.last_mut() {
        Some(Piece::Text(last)) => last.extend_from_slice(text),
        _ => line.pattern.pieces.push(Piece::Text(text.to_vec())),
    }
}

fn announced_literal(line: &Line) -> Option<usize> {
    let Some(Piece::Text(text)) = line.pattern.pieces.last() else {
        return None;
    };
    let inside = text.strip_suffix(b"}")?;
    let open = inside.iter().rposition(|&octet| octet == b'{')?;
    std::str::from_utf8(inside.get(open + 1..)?)
        .ok()?
        .parse()
        .ok()
}

/// The pattern's symbols; several when it has status words with `|` between.
pub(super) fn alternatives(parts: &[Part]) -> Vec<Vec<u32>> {
    let mut symbols: Vec<u32> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Text(text) => symbols.extend(text.iter().map(|&octet| u32::from(octet))),
            _ => symbols.push(256 + u32::try_from(index).unwrap_or(0)),
        }
    }
    let lead = symbols.iter().position(|&symbol| symbol == u32::from(b' '));
    let lead: Vec<u32> = symbols
        .get(..lead.map_or(0, |at| at + 1))
        .unwrap_or_default()
        .to_vec();
    let bar: Vec<u32> = b" | ".iter().map(|&octet| u32::from(octet)).collect();
    let mut out = vec![Vec::new()];
    let mut at = 0;
    while let Some(&symbol) = symbols.get(at) {
        let rest = symbols.get(at..).unwrap_or_default();
        let behind = rest.get(3..).unwrap_or_default();
        if rest.starts_with(&bar) && is_condition(behind) {
            out.push(lead.clone());
            at += 3;
            continue;
        }
        if let Some(last) = out.last_mut() {
            last.push(symbol);
        }
        at += 1;
    }
    out
}

fn is_condition(symbols: &[u32]) -> bool {
    let word: Vec<u8> = symbols
        .iter()
        .map_while(|&symbol| u8::try_from(symbol).ok())
        .take_while(u8::is_ascii_alphabetic)
        .collect();
    [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"]
        .iter()
        .any(|name| word.eq_ignore_ascii_case(name))
}
