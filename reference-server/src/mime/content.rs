//! Structured MIME fields: `type/subtype; name=value`, and dispositions.

use super::misreading::{Misreading, Misreadings};
use std::collections::HashMap;

/// A Content-Type or, with an empty subtype, a Content-Disposition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentType {
    /// As written.
    pub kind: Vec<u8>,
    /// As written.
    pub subtype: Vec<u8>,
    /// Names and values in order, continuations joined, RFC 2231's mark of an encoded value left
    /// in the name.
    pub params: Vec<(Vec<u8>, Vec<u8>)>,
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(Vec<u8>),
    Mark(u8),
}

fn tokens(value: &[u8], wrong: Misreadings) -> Vec<Token> {
    let comments = !wrong.has(Misreading::FieldCommentsKept);
    let quotes = !wrong.has(Misreading::FieldQuotesKept);
    let mut tokens = Vec::new();
    let mut octets = value.iter().copied().peekable();
    while let Some(octet) = octets.next() {
        match octet {
            b' ' | b'\t' | b'\r' | b'\n' | 0 => {}
            b'(' if comments => {
                let mut depth = 1_usize;
                while depth > 0 {
                    match octets.next() {
                        None => break,
                        Some(b'\\') => {
                            octets.next();
                        }
                        Some(b'(') => depth += 1,
                        Some(b')') => depth -= 1,
                        Some(_) => {}
                    }
                }
            }
            b'"' if quotes => {
                let mut word = Vec::new();
                loop {
                    match octets.next() {
                        None | Some(b'"') => break,
                        Some(b'\\') => word.extend(octets.next()),
                        Some(b'\r' | b'\n' | 0) => {}
                        Some(octet) => word.push(octet),
                    }
                }
                tokens.push(Token::Word(word));
            }
            b';' | b'=' | b'/' => tokens.push(Token::Mark(octet)),
            _ => {
                let mut word = vec![octet];
                while let Some(&next) = octets.peek() {
                    if matches!(
                        next,
                        b' ' | b'\t' | b'\r' | b'\n' | 0 | b'(' | b'"' | b';' | b'=' | b'/'
                    ) {
                        break;
                    }
                    word.push(next);
                    octets.next();
                }
                tokens.push(Token::Word(word));
            }
        }
    }
    tokens
}

impl ContentType {
    /// RFC 2045 §5.2: what a message without a usable Content-Type is.
    pub fn plain() -> Self {
        Self {
            kind: b"text".to_vec(),
            subtype: b"plain".to_vec(),
            params: vec![(b"charset".to_vec(), b"us-ascii".to_vec())],
        }
    }

    /// What nothing is known of.
    pub fn octets() -> Self {
        Self {
            kind: b"application".to_vec(),
            subtype: b"octet-stream".to_vec(),
            params: Vec::new(),
        }
    }

    /// `None` when it is not `type/subtype`.
    pub fn parse(value: &[u8]) -> Option<Self> {
        Self::misread(value, Misreadings::default())
    }

    /// The same, wrong in these ways.
    pub fn misread(value: &[u8], wrong: Misreadings) -> Option<Self> {
        let tokens = tokens(value, wrong);
        match tokens.as_slice() {
            [
                Token::Word(kind),
                Token::Mark(b'/'),
                Token::Word(subtype),
                rest @ ..,
            ] if !kind.is_empty() && !subtype.is_empty() => Some(Self {
                kind: kind.clone(),
                subtype: subtype.clone(),
                params: params(rest, wrong),
            }),
            _ => None,
        }
    }

    /// A Content-Disposition; `None` when there is no word in it.
    pub fn parse_disposition(value: &[u8]) -> Option<Self> {
        let tokens = tokens(value, Misreadings::default());
        match tokens.as_slice() {
            [Token::Word(kind), rest @ ..] if !kind.is_empty() => Some(Self {
                kind: kind.clone(),
                subtype: Vec::new(),
                params: params(rest, Misreadings::default()),
            }),
            _ => None,
        }
    }

    /// Whether it is this type and subtype, in any case; an empty subtype matches every one.
    pub fn is(&self, kind: &str, subtype: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind.as_bytes())
            && (subtype.is_empty() || self.subtype.eq_ignore_ascii_case(subtype.as_bytes()))
    }

    /// A parameter's value.
    pub fn param(&self, name: &str) -> Option<&[u8]> {
        self.params
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name.as_bytes()))
            .map(|(_, value)| &**value)
    }
}

fn params(tokens: &[Token], wrong: Misreadings) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut params = Vec::new();
    for group in tokens.split(|token| *token == Token::Mark(b';')) {
        let [Token::Word(name), Token::Mark(b'='), value @ ..] = group else {
            continue;
        };
        let mut joined = Vec::new();
        for token in value {
            match token {
                Token::Word(word) => joined.extend_from_slice(word),
                Token::Mark(mark) => joined.push(*mark),
            }
        }
        params.push((name.clone(), joined));
    }
    match wrong.has(Misreading::ContinuationsApart) {
        true => params,
        false => join_continuations(params),
    }
}

/// `name*2` or `name*2*` taken apart: base, number, whether it is encoded.
fn section(name: &[u8]) -> Option<(&[u8], u32, bool)> {
    let (name, encoded) = match name.strip_suffix(b"*") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let star = name.iter().rposition(|&octet| octet == b'*')?;
    let digits = name.get(star + 1..)?;
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((name.get(..star)?, number, encoded))
}

/// Puts a value in continuations together where its section 0 stands (RFC 2231 §3, §6). Where one
/// section is encoded, the whole keeps the mark of it.
fn join_continuations(params: Vec<(Vec<u8>, Vec<u8>)>) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut sections: HashMap<(Vec<u8>, u32), (Vec<u8>, bool)> = HashMap::new();
    for (name, value) in &params {
        if let Some((base, number, encoded)) = section(name) {
            sections
                .entry((base.to_ascii_lowercase(), number))
                .or_insert((value.clone(), encoded));
        }
    }
    let mut joined = Vec::with_capacity(params.len());
    for (name, value) in params {
        let Some((base, number, _)) = section(&name) else {
            joined.push((name, value));
            continue;
        };
        if number != 0 {
            // Without a section 0 there is nothing to join it to.
            if !sections.contains_key(&(base.to_ascii_lowercase(), 0)) {
                joined.push((name, value));
            }
            continue;
        }
        let (mut whole, mut marked) = (Vec::new(), false);
        for next in 0.. {
            let Some((part, encoded)) = sections.get(&(base.to_ascii_lowercase(), next)) else {
                break;
            };
            whole.extend_from_slice(part);
            marked |= encoded;
        }
        let mut name = base.to_vec();
        if marked {
            name.push(b'*');
        }
        joined.push((name, whole));
    }
    joined
}
