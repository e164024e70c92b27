//! Address lists (RFC 5322 §3.4, with routes and groups), for ENVELOPE.

use super::misreading::{Misreading, Misreadings};

/// One member of an address structure (RFC 9051 §7.5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A mailbox.
    Mailbox {
        /// Display name, or the comment that stands for one; not decoded.
        name: Option<Vec<u8>>,
        /// Source route: `@a,@b`.
        route: Option<Vec<u8>>,
        /// Local part, without its quotes.
        local: Vec<u8>,
        /// Domain.
        domain: Vec<u8>,
    },
    /// A group begins.
    Group(Vec<u8>),
    /// The group ends.
    GroupEnd,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// Text, and whether a blank stood before it.
    Word(Vec<u8>, bool),
    Comment(Vec<u8>),
    Mark(u8),
}

fn tokens(value: &[u8], wrong: Misreadings) -> Vec<Token> {
    let comments = !wrong.has(Misreading::AddressCommentsKept);
    let quotes = !wrong.has(Misreading::AddressQuotesKept);
    let mut tokens = Vec::new();
    let mut octets = value.iter().copied().peekable();
    let mut blank = false;
    while let Some(octet) = octets.next() {
        match octet {
            b' ' | b'\t' | b'\r' | b'\n' | 0 => {
                blank = true;
                continue;
            }
            b'(' if comments => {
                let (mut depth, mut text) = (1_usize, Vec::new());
                while let Some(octet) = octets.next() {
                    match octet {
                        b'\\' => {
                            text.extend(octets.next());
                            continue;
                        }
                        b'(' => depth += 1,
                        b')' => depth -= 1,
                        b'\r' | b'\n' | 0 => continue,
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                    text.push(octet);
                }
                tokens.push(Token::Comment(text));
                continue;
            }
            b'"' => {
                let mut text = Vec::new();
                loop {
                    match octets.next() {
                        None | Some(b'"') => break,
                        Some(b'\\') => text.extend(octets.next()),
                        Some(b'\r' | b'\n' | 0) => {}
                        Some(octet) => text.push(octet),
                    }
                }
                if !quotes {
                    text = [b"\"", &*text, b"\""].concat();
                }
                tokens.push(Token::Word(text, blank));
            }
            b'[' => {
                let mut text = vec![octet];
                for octet in octets.by_ref() {
                    text.push(octet);
                    if octet == b']' {
                        break;
                    }
                }
                text.retain(|octet| !matches!(octet, b'\r' | b'\n' | 0));
                tokens.push(Token::Word(text, blank));
            }
            b'<' | b'>' | b'@' | b',' | b';' | b':' | b'.' => tokens.push(Token::Mark(octet)),
            _ => {
                let mut text = vec![octet];
                while let Some(&next) = octets.peek() {
                    if next <= b' '
                        || (next == b'(' && comments)
                        || matches!(
                            next,
                            b'"' | b'[' | b'<' | b'>' | b'@' | b',' | b';' | b':' | b'.'
                        )
                    {
                        break;
                    }
                    text.push(next);
                    octets.next();
                }
                tokens.push(Token::Word(text, blank));
            }
        }
        blank = false;
    }
    tokens
}

/// Reads an address list; what cannot be read as an address becomes one without a domain.
pub fn addresses(value: &[u8]) -> Vec<Address> {
    misread_addresses(value, Misreadings::default())
}

/// The same, wrong in these ways.
pub fn misread_addresses(value: &[u8], wrong: Misreadings) -> Vec<Address> {
    let tokens = tokens(value, wrong);
    let mut found = Vec::new();
    let mut current: Vec<Token> = Vec::new();
    let (mut in_group, mut in_angle) = (false, false);
    for token in tokens {
        match token {
            Token::Mark(b'<') => in_angle = true,
            Token::Mark(b'>') => in_angle = false,
            Token::Mark(b':') if !in_angle && !in_group => {
                in_group = true;
                found.push(Address::Group(phrase(&current).unwrap_or_default()));
                current.clear();
                continue;
            }
            Token::Mark(b',') if !in_angle => {
                found.extend(mailbox(&current));
                current.clear();
                continue;
            }
            Token::Mark(b';') if !in_angle => {
                found.extend(mailbox(&current));
                current.clear();
                if in_group {
                    found.push(Address::GroupEnd);
                }
                in_group = false;
                continue;
            }
            _ => {}
        }
        current.push(token);
    }
    found.extend(mailbox(&current));
    if in_group {
        found.push(Address::GroupEnd);
    }
    found
}

fn mailbox(tokens: &[Token]) -> Option<Address> {
    if tokens.is_empty() {
        return None;
    }
    let open = tokens.iter().position(|token| *token == Token::Mark(b'<'));
    let Some(open) = open else {
        let comment = tokens.iter().rev().find_map(|token| match token {
            Token::Comment(text) => Some(text.clone()),
            _ => None,
        });
        return spec(tokens).map(|(local, domain)| Address::Mailbox {
            name: comment,
            route: None,
            local,
            domain,
        });
    };
    let (before, rest) = tokens.split_at(open);
    let inner = rest.get(1..).unwrap_or_default();
    let inner = inner
        .split(|token| *token == Token::Mark(b'>'))
        .next()
        .unwrap_or_default();
    let (route, inner) = match inner.iter().rposition(|token| *token == Token::Mark(b':')) {
        Some(colon) => (
            Some(joined(inner.get(..colon).unwrap_or_default())),
            inner.get(colon + 1..).unwrap_or_default(),
        ),
        None => (None, inner),
    };
    let (local, domain) = spec(inner).unwrap_or_default();
    Some(Address::Mailbox {
        name: phrase(before),
        route,
        local,
        domain,
    })
}

/// Local part and domain.
fn spec(tokens: &[Token]) -> Option<(Vec<u8>, Vec<u8>)> {
    if tokens
        .iter()
        .all(|token| matches!(token, Token::Comment(_)))
    {
        return None;
    }
    Some(
        match tokens.iter().rposition(|token| *token == Token::Mark(b'@')) {
            Some(at) => (
                joined(tokens.get(..at).unwrap_or_default()),
                joined(tokens.get(at + 1..).unwrap_or_default()),
            ),
            None => (phrase(tokens).unwrap_or_default(), Vec::new()),
        },
    )
}

fn joined(tokens: &[Token]) -> Vec<u8> {
    let mut text = Vec::new();
    for token in tokens {
        match token {
            Token::Word(word, _) => text.extend_from_slice(word),
            Token::Mark(mark) => text.push(*mark),
            Token::Comment(_) => {}
        }
    }
    text
}

/// Words with a blank where there was one.
fn phrase(tokens: &[Token]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    for token in tokens {
        match token {
            Token::Word(word, blank) => {
                if *blank && !text.is_empty() {
                    text.push(b' ');
                }
                text.extend_from_slice(word);
            }
            Token::Mark(mark) => text.push(*mark),
            Token::Comment(_) => {}
        }
    }
    (!text.is_empty()).then_some(text)
}
