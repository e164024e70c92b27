//! From what APPEND and REPLACE bring to the octets that are stored: CATENATE (RFC 4469), the
//! UTF8 form (RFC 6855), binary content (RFC 3516 §6).

use super::ImapSession;
use super::command::{AppendData, CatPart};
use super::reply::Reply;
use crate::mime::{Entity, fields, header_length};
use base64::Engine as _;
use bytes::Bytes;

impl ImapSession {
    pub(super) fn compose(&self, data: AppendData) -> Result<Bytes, Reply> {
        let (octets, utf8) = match data {
            AppendData::Octets(octets) => (octets, false),
            AppendData::Utf8(_) if self.fault("imap-append-utf8-refused") => {
                return Err(Reply::no("UTF8 data is not taken"));
            }
            AppendData::Utf8(octets) => (octets, true),
            AppendData::Catenate(parts) => {
                let utf8 = parts.iter().any(|part| matches!(part, CatPart::Utf8(_)));
                (self.catenate(parts)?, utf8)
            }
        };
        if octets.is_empty() {
            return Err(Reply::no("A message without octets is not stored"));
        }
        if octets.len() as u64 > self.config.literal_limit {
            return Err(Reply::no("The message is too large").code("TOOBIG"));
        }
        let header = octets.get(..header_length(&octets)).unwrap_or_default();
        // RFC 6855 §4; RFC 9051 §6.3.12 takes such messages from those who have enabled it.
        if self.has("UTF8=ACCEPT")
            && !self.utf8()
            && !header.is_ascii()
            && !self.fault("imap-append-utf8-unasked")
        {
            return Err(Reply::no("UTF-8 in header fields needs ENABLE UTF8=ACCEPT"));
        }
        if utf8 && std::str::from_utf8(header).is_err() {
            return Err(Reply::no("The header fields are not UTF-8"));
        }
        if octets.contains(&0) && self.fault("imap-append-nul-dropped") {
            return Ok(octets.iter().copied().filter(|&octet| octet != 0).collect());
        }
        if octets.contains(&0) {
            let shown = if self.fault("imap-append-nul-said-binary") {
                Shown::Binary
            } else if self.fault("imap-append-nul-said-base64") {
                Shown::Raw
            } else {
                Shown::Base64
            };
            return without_nul(&octets, shown)
                .ok_or_else(|| Reply::no("NUL cannot be stored there").code("UNKNOWN-CTE"));
        }
        Ok(octets)
    }

    fn catenate(&self, parts: Vec<CatPart>) -> Result<Bytes, Reply> {
        let mut message: Vec<u8> = Vec::new();
        let last = parts.iter().rev().find_map(|part| match part {
            CatPart::Url(url) => Some(url.clone()),
            _ => None,
        });
        let last = last.filter(|_| self.fault("imap-badurl-names-last"));
        for part in parts {
            match part {
                CatPart::Utf8(_) if self.fault("imap-catenate-utf8-refused") => {
                    return Err(Reply::no("UTF8 data is not taken"));
                }
                CatPart::Text(octets) | CatPart::Utf8(octets) => message.extend_from_slice(&octets),
                CatPart::Url(url) => match self.url_octets(&url) {
                    Some(octets) => message.extend_from_slice(&octets),
                    None if self.fault("imap-catenate-skips-bad-url") => {}
                    None if self.fault("imap-catenate-without-badurl") => {
                        return Err(Reply::no("The URL names nothing here"));
                    }
                    None => {
                        let url = bad_url(last.as_deref().unwrap_or(&url));
                        return Err(
                            Reply::no("The URL names nothing here").code(format!("BADURL {url}"))
                        );
                    }
                },
            }
            if message.len() as u64 > self.config.literal_limit {
                return Err(Reply::no("The message is too large").code("TOOBIG"));
            }
        }
        Ok(Bytes::from(message))
    }
}

/// A URL as a response code can hold it (`url-resp-text`): what may not stand there is encoded.
fn bad_url(url: &[u8]) -> String {
    let mut text = String::new();
    for &octet in url {
        match octet {
            0x21..=0x5c | 0x5e..=0x7e => text.push(char::from(octet)),
            _ => text.push_str(&format!("%{octet:02X}")),
        }
    }
    if text.is_empty() {
        text.push_str("%20");
    }
    text
}

/// What becomes of a part with NUL: base64, or what a fault says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Base64,
    /// Base64 that is called binary.
    Binary,
    /// NUL taken out, and the rest called base64.
    Raw,
}

/// The same message with its binary parts in base64, as IMAP without BINARY can show it. `None`
/// when NUL stands where no encoding can take it away: in a header, or in an encoded body.
fn without_nul(octets: &[u8], shown: Shown) -> Option<Bytes> {
    let root = Entity::parse(octets);
    let mut all = Vec::new();
    root.all(&mut all);
    let mut edits: Vec<(std::ops::Range<usize>, Vec<u8>)> = Vec::new();
    for entity in all {
        let header = octets.get(entity.header.clone())?;
        if header.contains(&0) {
            return None;
        }
        let leaf = !entity.is_multipart() && entity.message.is_none();
        let body = octets.get(entity.body.clone())?;
        if !body.contains(&0) {
            continue;
        }
        let encoding = fields(header).find(|field| {
            field
                .name
                .eq_ignore_ascii_case(b"Content-Transfer-Encoding")
        });
        let identity = encoding.as_ref().is_none_or(|field| {
            let value = field.value.trim_ascii();
            [&b"binary"[..], b"8bit", b"7bit"]
                .iter()
                .any(|known| value.eq_ignore_ascii_case(known))
        });
        if !identity {
            return None;
        }
        let named: &[u8] = match (leaf, shown) {
            (true, Shown::Binary) => b"binary",
            (true, _) => b"base64",
            (false, _) => b"8bit",
        };
        let line = [b"Content-Transfer-Encoding: ", named, b"\r\n"].concat();
        let base = header.as_ptr() as usize;
        match encoding {
            Some(field) => {
                let at = (field.raw.as_ptr() as usize).checked_sub(base)?;
                let start = entity.header.start + at;
                edits.push((start..start + field.raw.len(), line));
            }
            // A header of its own begins where the entity does.
            None if leaf => edits.push((entity.header.start..entity.header.start, line)),
            None => {}
        }
        if leaf && shown == Shown::Raw {
            let kept = body.iter().copied().filter(|&octet| octet != 0);
            edits.push((entity.body.clone(), kept.collect()));
        } else if leaf {
            let encoded = base64::engine::general_purpose::STANDARD.encode(body);
            let mut lines = Vec::with_capacity(encoded.len() + encoded.len() / 38);
            for line in encoded.as_bytes().chunks(76) {
                lines.extend_from_slice(line);
                lines.extend_from_slice(b"\r\n");
            }
            edits.push((entity.body.clone(), lines));
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut written = Vec::with_capacity(octets.len());
    let mut at = 0;
    for (range, new) in edits {
        written.extend_from_slice(octets.get(at..range.start)?);
        written.extend_from_slice(&new);
        at = range.end;
    }
    written.extend_from_slice(octets.get(at..)?);
    (!written.contains(&0)).then(|| Bytes::from(written))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mime::decode_body;

    #[test]
    fn binary_parts_are_encoded_and_nothing_is_lost() {
        let message = b"Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: binary\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\na\0b\n\r\n--b--\r\n";
        let stored = without_nul(message, Shown::Base64).unwrap();
        let root = Entity::parse(&stored);
        let part = root.locate(&[2]).unwrap().entity;
        assert_eq!(decode_body(&stored, part).unwrap(), b"a\0b\n");
        let plain = without_nul(b"Subject: x\r\n\r\n\0", Shown::Base64).unwrap();
        assert_eq!(decode_body(&plain, &Entity::parse(&plain)).unwrap(), b"\0");
        assert!(without_nul(b"Subject: \0\r\n\r\nx", Shown::Base64).is_none());
    }

    #[test]
    fn urls_in_a_response_code() {
        assert_eq!(bad_url(b"/a]\r\nb"), "/a%5D%0D%0Ab");
    }
}
