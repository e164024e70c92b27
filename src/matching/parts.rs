//! Slices of a message, octet for octet, as IMAP's section specifiers name them (RFC 3501 §6.4.5,
//! RFC 2045, RFC 2046 §5.1). Never changes, decodes or tidies anything.

use std::ops::Range;

/// The octets that `part` names: `header`, `text`, `1`, `1.2`, `1.2.mime`, `1.2.header`, `1.2.text`
/// (letters in any case); empty for the whole. None when the message has no such part.
pub fn slice<'a>(message: &'a [u8], part: &str) -> Option<&'a [u8]> {
    let mut entity = Entity::message(message, 0..message.len());
    let mut seen_number = false;
    let mut words = part.split('.').filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        if let Ok(number) = word.parse::<usize>() {
            entity = entity.child(message, number, seen_number)?;
            seen_number = true;
            continue;
        }
        if words.peek().is_some() {
            return None;
        }
        let range = match word.to_ascii_lowercase().as_str() {
            "mime" if seen_number => entity.header,
            "header" if !seen_number => entity.header,
            "text" if !seen_number => entity.body,
            "header" => entity.enclosed(message)?.header,
            "text" => entity.enclosed(message)?.body,
            _ => return None,
        };
        return message.get(range);
    }
    if seen_number {
        message.get(entity.body)
    } else {
        Some(message)
    }
}

/// A header and a body.
#[derive(Debug, Clone)]
struct Entity {
    header: Range<usize>,
    body: Range<usize>,
    media: Media,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Media {
    Multipart { boundary: Vec<u8>, digest: bool },
    Message,
    Other,
}

impl Entity {
    fn message(octets: &[u8], range: Range<usize>) -> Self {
        Self::new(octets, range, false)
    }

    fn new(octets: &[u8], range: Range<usize>, in_digest: bool) -> Self {
        let data = octets.get(range.clone()).unwrap_or_default();
        let split = range.start + header_length(data);
        let header = range.start..split;
        let media = media(octets.get(header.clone()).unwrap_or_default(), in_digest);
        Self {
            header,
            body: split..range.end,
            media,
        }
    }

    /// The message inside a part of type message/rfc822.
    fn enclosed(&self, octets: &[u8]) -> Option<Entity> {
        (self.media == Media::Message).then(|| Self::message(octets, self.body.clone()))
    }

    /// Part `number` of this one. `nested` is false for the message itself, whose only part, when
    /// it is no multipart, is 1.
    fn child(&self, octets: &[u8], number: usize, nested: bool) -> Option<Entity> {
        if nested && self.media == Media::Message {
            return self.enclosed(octets)?.child(octets, number, false);
        }
        match &self.media {
            Media::Multipart { boundary, digest } => {
                let parts = body_parts(octets, self.body.clone(), boundary);
                let range = parts.get(number.checked_sub(1)?)?;
                Some(Self::new(octets, range.clone(), *digest))
            }
            _ if !nested && number == 1 => Some(self.clone()),
            _ => None,
        }
    }
}

/// The header's length, the empty line included; all of it when there is no empty line.
fn header_length(data: &[u8]) -> usize {
    let mut at = 0;
    for line in data.split_inclusive(|&octet| octet == b'\n') {
        at += line.len();
        if line == b"\r\n" || line == b"\n" {
            return at;
        }
    }
    at
}

/// The value of the first field of that name, unfolded.
fn field(header: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut value: Option<Vec<u8>> = None;
    for line in header.split_inclusive(|&octet| octet == b'\n') {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        let folded = text.first().is_some_and(|&o| o == b' ' || o == b'\t');
        match &mut value {
            Some(value) if folded => value.extend_from_slice(text),
            Some(_) => break,
            None => {
                let colon = text.iter().position(|&octet| octet == b':');
                if let Some(at) = colon
                    && !folded
                    && text
                        .get(..at)?
                        .trim_ascii()
                        .eq_ignore_ascii_case(name.as_bytes())
                {
                    value = Some(text.get(at + 1..)?.to_vec());
                }
            }
        }
    }
    value
}

fn media(header: &[u8], in_digest: bool) -> Media {
    let default = if in_digest {
        Media::Message
    } else {
        Media::Other
    };
    let Some(value) = field(header, "Content-Type") else {
        return default;
    };
    let semicolon = value.iter().position(|&octet| octet == b';');
    let (kind, parameters) = value.split_at(semicolon.unwrap_or(value.len()));
    let kind = String::from_utf8_lossy(kind.trim_ascii()).to_ascii_lowercase();
    // RFC 2046 §5.2.1: the encoding of message/rfc822 is an identity, so its octets are the message.
    let encoding = field(header, "Content-Transfer-Encoding").unwrap_or_default();
    let encoded = [&b"base64"[..], b"quoted-printable"]
        .iter()
        .any(|name| encoding.trim_ascii().eq_ignore_ascii_case(name));
    if kind.starts_with("multipart/") {
        match parameter(parameters, "boundary") {
            Some(boundary) if !boundary.is_empty() => Media::Multipart {
                boundary,
                digest: kind == "multipart/digest",
            },
            _ => Media::Other,
        }
    } else if (kind == "message/rfc822" || kind == "message/global") && !encoded {
        Media::Message
    } else {
        Media::Other
    }
}

/// The value of `; name=value` or `; name="value"`.
fn parameter(text: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut octets = text.iter().copied().peekable();
    while octets.peek().is_some() {
        while octets
            .next_if(|&o| o == b';' || o.is_ascii_whitespace())
            .is_some()
        {}
        let mut key = Vec::new();
        while let Some(octet) = octets.next_if(|&o| o != b'=' && o != b';') {
            key.push(octet);
        }
        let mut value = Vec::new();
        if octets.next_if_eq(&b'=').is_some() {
            while octets.next_if(u8::is_ascii_whitespace).is_some() {}
            if octets.next_if_eq(&b'"').is_some() {
                while let Some(octet) = octets.next_if(|&o| o != b'"') {
                    match octet {
                        b'\\' => value.extend(octets.next()),
                        _ => value.push(octet),
                    }
                }
                octets.next();
            } else {
                while let Some(octet) = octets.next_if(|&o| o != b';' && !o.is_ascii_whitespace()) {
                    value.push(octet);
                }
            }
        }
        if key.trim_ascii().eq_ignore_ascii_case(name.as_bytes()) {
            return Some(value);
        }
        while octets.next_if(|&o| o != b';').is_some() {}
    }
    None
}

/// The parts between the delimiter lines; the CR LF before a delimiter belongs to it (RFC 2046 §5.1.1).
fn body_parts(octets: &[u8], body: Range<usize>, boundary: &[u8]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = body.start;
    let data = octets.get(body.clone()).unwrap_or_default();
    for line in data.split_inclusive(|&octet| octet == b'\n') {
        let rest = line
            .strip_prefix(b"--")
            .and_then(|rest| rest.strip_prefix(boundary))
            .map(<[u8]>::trim_ascii_end);
        let closing = rest == Some(b"--");
        if rest == Some(b"") || closing {
            if let Some(from) = open.take() {
                parts.push(from..before_line_end(octets, from, at));
            }
            if closing {
                return parts;
            }
            open = Some(at + line.len());
        }
        at += line.len();
    }
    if let Some(from) = open {
        parts.push(from..body.end);
    }
    parts
}

fn before_line_end(octets: &[u8], from: usize, to: usize) -> usize {
    let data = octets.get(from..to).unwrap_or_default();
    let cut = if data.ends_with(b"\r\n") {
        2
    } else {
        usize::from(data.ends_with(b"\n"))
    };
    to - cut
}
