//! Sections of a message: how FETCH names them, and the octets that they are.

use super::command::{Section, SectionText};
use super::output::{astring, string};
use crate::mime::{Entity, fields, header_length};
use bytes::Bytes;

/// A body's answer: shared with the store, made for it, or not there.
pub(super) enum Body {
    Range(std::ops::Range<usize>),
    Made(Vec<u8>),
    Missing,
}

/// What `BODY[section]` returns; `None` where it would be NIL.
pub(super) fn section_octets(octets: &Bytes, section: &Section) -> Option<Bytes> {
    let entity = Entity::parse(octets);
    match section_body(octets, Some(&entity), section) {
        Body::Range(range) if range.start <= range.end && range.end <= octets.len() => {
            Some(octets.slice(range))
        }
        Body::Range(_) => Some(Bytes::new()),
        Body::Made(made) => Some(Bytes::from(made)),
        Body::Missing => None,
    }
}

pub(super) fn path_name(path: &[u32]) -> String {
    path.iter()
        .map(u32::to_string)
        .collect::<Vec<_>>()
        .join(".")
}

pub(super) fn section_name(section: &Section) -> String {
    let mut name = format!("BODY[{}", path_name(&section.path));
    if !section.path.is_empty() && section.text.is_some() {
        name.push('.');
    }
    match &section.text {
        None => {}
        Some(SectionText::Header) => name.push_str("HEADER"),
        Some(SectionText::Text) => name.push_str("TEXT"),
        Some(SectionText::Mime) => name.push_str("MIME"),
        Some(SectionText::Fields { not, names }) => {
            name.push_str(if *not {
                "HEADER.FIELDS.NOT ("
            } else {
                "HEADER.FIELDS ("
            });
            let mut written = Vec::new();
            for (index, field) in names.iter().enumerate() {
                if index > 0 {
                    written.push(b' ');
                }
                if field.is_ascii() {
                    astring(&mut written, field, false);
                } else {
                    string(&mut written, b"", false);
                }
            }
            name.push_str(&String::from_utf8_lossy(&written));
            name.push(')');
        }
    }
    name.push(']');
    name
}

pub(super) fn section_body(octets: &Bytes, entity: Option<&Entity>, section: &Section) -> Body {
    let split = header_length(octets);
    let (header, body) = if section.path.is_empty() {
        (0..split, split..octets.len())
    } else {
        let Some(found) = entity.and_then(|entity| entity.locate(&section.path)) else {
            return Body::Missing;
        };
        match &section.text {
            None => return Body::Range(found.entity.body.clone()),
            Some(SectionText::Mime) => return Body::Range(found.entity.header.clone()),
            Some(_) => match &found.entity.message {
                Some(message) => (message.header.clone(), message.body.clone()),
                // Only a message has a header and a text of its own.
                None => return Body::Missing,
            },
        }
    };
    match &section.text {
        None => Body::Range(0..octets.len()),
        Some(SectionText::Header) => Body::Range(header),
        Some(SectionText::Text) => Body::Range(body),
        Some(SectionText::Mime) => Body::Missing,
        Some(SectionText::Fields { not, names }) => {
            let mut made = Vec::new();
            for field in fields(octets.get(header).unwrap_or_default()) {
                let named = names
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(field.name));
                if named != *not {
                    made.extend_from_slice(field.raw);
                }
            }
            // The empty line is always there (RFC 9051 §6.4.5.1).
            made.extend_from_slice(b"\r\n");
            Body::Made(made)
        }
    }
}
