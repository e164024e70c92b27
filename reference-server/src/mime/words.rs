//! Encoded words (RFC 2047).

use super::decode::{base64_lenient, hex, to_unicode};

/// A header value as Unicode: encoded words decoded, everything else as it is.
pub fn decode_words(value: &[u8]) -> String {
    let mut decoded = String::new();
    let mut rest = value;
    // Blanks between two encoded words are not shown (RFC 2047 §6.2).
    let mut blanks = String::new();
    let mut after_word = false;
    while !rest.is_empty() {
        let before = value.get(..value.len() - rest.len()).and_then(<[u8]>::last);
        if let Some((text, length)) = word_behind(before, rest) {
            if !after_word {
                decoded.push_str(&blanks);
            }
            blanks.clear();
            decoded.push_str(&text);
            after_word = true;
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        let length = rest
            .iter()
            .skip(1)
            .position(|&octet| octet == b'=' || octet.is_ascii_whitespace())
            .map_or(rest.len(), |at| at + 1);
        let (plain, after) = rest.split_at(length);
        rest = after;
        if plain.iter().all(u8::is_ascii_whitespace) {
            blanks.push_str(&String::from_utf8_lossy(plain));
        } else {
            let text = String::from_utf8_lossy(plain);
            decoded.push_str(&blanks);
            blanks.clear();
            decoded.push_str(&text);
            after_word = false;
        }
    }
    decoded.push_str(&blanks);
    decoded
}

/// The encoded word at the beginning, where one may stand: a word of its own, or in a comment (§6.1).
fn word_behind(before: Option<&u8>, text: &[u8]) -> Option<(String, usize)> {
    let apart = |octet: Option<&u8>, bracket: u8| {
        octet.is_none_or(|&octet| octet.is_ascii_whitespace() || octet == bracket)
    };
    if !text.starts_with(b"=?") || !apart(before, b'(') {
        return None;
    }
    word(text).filter(|&(_, length)| apart(text.get(length), b')'))
}

/// Longest encoded word that is looked for; RFC 2047 §2 allows 75 octets. The bound keeps reading
/// linear in the length of the field.
const LONGEST: usize = 1000;

/// The encoded word at the beginning, and its length.
fn word(text: &[u8]) -> Option<(String, usize)> {
    let text = text.get(..LONGEST).unwrap_or(text);
    let mut parts = text.get(2..)?.splitn(3, |&octet| octet == b'?');
    let (charset, encoding, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let end = rest.windows(2).position(|two| two == b"?=")?;
    let payload = rest.get(..end)?;
    if charset.is_empty()
        || payload
            .iter()
            .chain(charset)
            .any(|octet| octet.is_ascii_whitespace())
    {
        return None;
    }
    let octets = match encoding {
        b"B" | b"b" => base64_lenient(payload),
        b"Q" | b"q" => q(payload),
        _ => return None,
    };
    // RFC 2231 §5: a language may follow the charset.
    let charset = charset
        .split(|&octet| octet == b'*')
        .next()
        .unwrap_or_default();
    let length = 2 + charset_length(text)? + 1 + encoding.len() + 1 + end + 2;
    to_unicode(charset, &octets).map(|text| (text, length))
}

fn charset_length(text: &[u8]) -> Option<usize> {
    text.get(2..)?.iter().position(|&octet| octet == b'?')
}

fn q(payload: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(payload.len());
    let mut rest = payload;
    while let [octet, after @ ..] = rest {
        rest = after;
        match (octet, after) {
            (b'_', _) => decoded.push(b' '),
            (b'=', [high, low, after @ ..]) if hex(*high, *low).is_some() => {
                decoded.extend(hex(*high, *low));
                rest = after;
            }
            _ => decoded.push(*octet),
        }
    }
    decoded
}
