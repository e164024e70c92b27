//! What FETCH gives of a message's octets: sections, partials, decoded parts (RFC 9051 §6.4.5, §7.5.2; RFC 3516).
//! Sets no flag.

use super::ImapSession;
use super::command::Partial;
use super::section::{Body, path_name};
use crate::mime::{self, Entity, decode_body};
use bytes::Bytes;

impl ImapSession {
    /// `NAME<first> literal`.
    pub(super) fn body(
        &mut self,
        line: &mut Vec<u8>,
        name: &str,
        octets: &Bytes,
        body: Body,
        partial: Partial,
    ) {
        line.extend_from_slice(name.as_bytes());
        if let Some((first, _)) = partial
            && !self.fault("imap-partial-unmarked")
        {
            line.extend_from_slice(format!("<{first}>").as_bytes());
        } else if name.starts_with("BODY[")
            && partial.is_none()
            && self.fault("imap-origin-unasked")
        {
            line.extend_from_slice(b"<0>");
        }
        line.push(b' ');
        let shared = match body {
            Body::Missing => {
                line.extend_from_slice(b"NIL");
                return;
            }
            Body::Range(range) if range.start <= range.end && range.end <= octets.len() => {
                octets.slice(range)
            }
            Body::Range(_) => Bytes::new(),
            Body::Made(made) => Bytes::from(made),
        };
        let shared = self.part(shared, partial);
        if partial.is_some() && shared.is_empty() && self.fault("imap-partial-beyond-nil") {
            line.extend_from_slice(b"NIL");
            return;
        }
        let length = shared.len() + usize::from(self.fault("imap-wrong-literal-count"));
        line.extend_from_slice(format!("{{{length}}}\r\n").as_bytes());
        self.out.put(std::mem::take(line));
        self.out.shared(shared);
    }

    fn part(&self, octets: Bytes, partial: Partial) -> Bytes {
        let Some((first, count)) = partial else {
            return octets;
        };
        let first = if self.fault("imap-partial-off-by-one") {
            first + 1
        } else {
            first
        };
        let start = usize::try_from(first)
            .unwrap_or(usize::MAX)
            .min(octets.len());
        let end = start
            .saturating_add(usize::try_from(count).unwrap_or(usize::MAX))
            .min(octets.len());
        octets.slice(start..end)
    }

    pub(super) fn binary(
        &mut self,
        line: &mut Vec<u8>,
        octets: &Bytes,
        entity: Option<&Entity>,
        path: &[u32],
        partial: Partial,
    ) -> bool {
        line.extend_from_slice(format!("BINARY[{}]", path_name(path)).as_bytes());
        if let Some((first, _)) = partial {
            line.extend_from_slice(format!("<{first}>").as_bytes());
        }
        line.push(b' ');
        let mut decoded = binary(octets, entity, path);
        let raw = self.fault("imap-binary-not-decoded")
            || (decoded.is_none() && self.fault("imap-binary-unknown-encoding-taken"));
        if raw && !path.is_empty() {
            let found = entity.and_then(|entity| entity.locate(path));
            let body = found.and_then(|found| octets.get(found.entity.body.clone()));
            decoded = Some(body.map(<[u8]>::to_vec));
        }
        if self.fault("imap-binary-breaks-encoded-words") {
            decoded = decoded.map(|part| part.map(|part| without_marks(&part)));
        }
        let partial = partial.filter(|_| !self.fault("imap-binary-partial-ignored"));
        let unknown = decoded.is_none();
        match decoded.flatten() {
            None => line.extend_from_slice(b"NIL"),
            Some(decoded) => {
                let part = self.part(Bytes::from(decoded), partial);
                let always = self.fault("imap-binary-always-literal8");
                let mark = if part.contains(&0) || always { "~" } else { "" };
                line.extend_from_slice(format!("{mark}{{{}}}\r\n", part.len()).as_bytes());
                self.out.put(std::mem::take(line));
                self.out.shared(part);
            }
        }
        unknown
    }

    /// Writes how many octets a part has when it is decoded; whether its transfer encoding is not known.
    pub(super) fn fetch_binary_size(
        &self,
        line: &mut Vec<u8>,
        octets: &Bytes,
        entity: Option<&Entity>,
        path: &[u32],
    ) -> bool {
        let mut decoded = binary(octets, entity, path);
        if self.fault("imap-binary-size-encoded") {
            let located = entity.and_then(|entity| entity.locate(path));
            let body = located.and_then(|found| octets.get(found.entity.body.clone()));
            decoded = Some(body.map(<[u8]>::to_vec));
        }
        let size = decoded
            .as_ref()
            .map_or(0, |decoded| decoded.as_ref().map_or(0, Vec::len));
        line.extend_from_slice(format!("BINARY.SIZE[{}] {size}", path_name(path)).as_bytes());
        decoded.is_none()
    }
}

/// What a fault makes of encoded words.
fn without_marks(text: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(text.len());
    for (at, &octet) in text.iter().enumerate() {
        let next = text.get(at + 1);
        let before = at.checked_sub(1).and_then(|at| text.get(at));
        let mark =
            (octet == b'=' && next == Some(&b'?')) || (octet == b'?' && before == Some(&b'='));
        if !mark {
            kept.push(octet);
        }
    }
    kept
}

/// A part without its transfer encoding: outer `None` when that is not known, inner when there is
/// no such part.
pub(super) fn binary(
    octets: &Bytes,
    entity: Option<&Entity>,
    path: &[u32],
) -> Option<Option<Vec<u8>>> {
    if path.is_empty() {
        return Some(Some(octets.to_vec()));
    }
    match entity.and_then(|entity| entity.locate(path)) {
        Some(found) => decode_body(octets, found.entity).map(Some),
        None => Some(None),
    }
}

/// Whether `binary` can decode what lies at the path.
pub(super) fn decodable(octets: &Bytes, entity: Option<&Entity>, path: &[u32]) -> bool {
    let located = entity.and_then(|entity| entity.locate(path));
    path.is_empty() || located.is_none_or(|found| mime::decodable(octets, found.entity))
}

/// The same of a message that has been read; `None` where it cannot be had.
pub(super) fn part_without_encoding(
    octets: &Bytes,
    root: &Entity,
    path: &[u32],
) -> Option<Vec<u8>> {
    binary(octets, Some(root), path).flatten()
}
