//! BODY and BODYSTRUCTURE (RFC 9051 §7.5.2) written from the MIME reader's slices, and what faults make
//! of them.

use super::envelope::envelope;
use super::output::{nstring, string};
use crate::faults::Faults;
use crate::mime::{ContentType, Entity, decode_body, first_field, unfold};

/// How a structure is written.
#[derive(Clone, Copy)]
pub(crate) struct Form<'a> {
    /// BODYSTRUCTURE: with extension data.
    pub extended: bool,
    pub utf8: bool,
    pub faults: &'a Faults,
}

/// Writes BODY or BODYSTRUCTURE.
pub(crate) fn body(out: &mut Vec<u8>, octets: &[u8], entity: &Entity, form: Form<'_>) {
    let header = octets.get(entity.header.clone()).unwrap_or_default();
    out.push(b'(');
    if entity.is_multipart() {
        multipart(out, octets, entity, form);
    } else {
        leaf(out, octets, entity, header, form);
    }
    out.push(b')');
}

fn multipart(out: &mut Vec<u8>, octets: &[u8], entity: &Entity, form: Form<'_>) {
    let header = octets.get(entity.header.clone()).unwrap_or_default();
    let mut children: Vec<&Entity> = entity.children.iter().collect();
    if form.faults.on("imap-structure-parts-backwards") {
        children.reverse();
    }
    if form.faults.on("imap-structure-flat") {
        children.clear();
        entity.leaves(&mut children);
    }
    let hollow = children.iter().all(|child| child.header.is_empty());
    if !(hollow && form.faults.on("imap-structure-without-parts")) {
        for child in children {
            body(out, octets, child, form);
        }
        out.push(b' ');
    }
    string(out, &entity.content.subtype, form.utf8);
    if form.extended {
        out.push(b' ');
        params(out, &entity.content.params, form.utf8);
        trailing(out, header, form);
    }
}

fn leaf(out: &mut Vec<u8>, octets: &[u8], entity: &Entity, header: &[u8], form: Form<'_>) {
    let Form { utf8, faults, .. } = form;
    let value = |name: &str| first_field(header, name).map(|field| unfold(field.value));
    let slice = octets.get(entity.body.clone()).unwrap_or_default();
    // A multipart that was too deep or too many to be read has no body-type-mpart form.
    let unread = entity.content.is("multipart", "")
        || (entity.content.is("message", "rfc822") && entity.message.is_none());
    let opaque = ContentType::octets();
    let content = if unread { &opaque } else { &entity.content };
    string(out, &content.kind, utf8);
    out.push(b' ');
    string(out, &content.subtype, utf8);
    out.push(b' ');
    params(out, &content.params, utf8);
    let mut named = ["Content-ID", "Content-Description"];
    if faults.on("imap-structure-description-before-id") {
        named.reverse();
    }
    for name in named {
        out.push(b' ');
        nstring(out, value(name).as_deref(), utf8);
    }
    out.push(b' ');
    let encoding = value("Content-Transfer-Encoding").filter(|value| !value.is_empty());
    let default: &[u8] = match faults.on("imap-default-encoding-8bit") {
        true => b"8BIT",
        false => b"7BIT",
    };
    string(out, encoding.as_deref().unwrap_or(default), utf8);
    let decoded = match faults.on("imap-structure-size-decoded") {
        true => decode_body(octets, entity),
        false => None,
    };
    let counted = decoded.as_deref().unwrap_or(slice);
    let size = match faults.on("imap-structure-counts-characters") {
        true => String::from_utf8_lossy(counted).chars().count(),
        false => counted.len(),
    };
    out.extend_from_slice(format!(" {size}").as_bytes());
    let lines = counted.iter().filter(|&&octet| octet == b'\n').count();
    if let (Some(message), true) = (&entity.message, content.is("message", "")) {
        let inner = octets.get(message.body.clone()).unwrap_or_default();
        let lines = match faults.on("imap-structure-lines-of-body") {
            true => inner.iter().filter(|&&octet| octet == b'\n').count(),
            false => lines,
        };
        let of = match faults.on("imap-structure-envelope-of-outer") {
            true => 0..crate::mime::header_length(octets),
            false => message.header.clone(),
        };
        out.push(b' ');
        envelope(out, octets.get(of).unwrap_or_default(), utf8, faults);
        out.push(b' ');
        body(out, octets, message, form);
        out.extend_from_slice(format!(" {lines}").as_bytes());
    } else if content.is("text", "") {
        out.extend_from_slice(format!(" {lines}").as_bytes());
    }
    if form.extended {
        let md5 = value("Content-MD5").filter(|_| !faults.on("imap-structure-md5-lost"));
        out.push(b' ');
        nstring(out, md5.as_deref(), utf8);
        trailing(out, header, form);
    }
}

/// The structure of a part as it is without its transfer encoding (RFC 5524 §3.2).
pub(crate) fn decoded_part(out: &mut Vec<u8>, octets: &[u8], entity: &Entity, decoded: &[u8]) {
    let header = octets.get(entity.header.clone()).unwrap_or_default();
    let value = |name: &str| first_field(header, name).map(|field| unfold(field.value));
    out.push(b'(');
    string(out, &entity.content.kind, false);
    out.push(b' ');
    string(out, &entity.content.subtype, false);
    out.push(b' ');
    params(out, &entity.content.params, false);
    for name in ["Content-ID", "Content-Description"] {
        out.push(b' ');
        nstring(out, value(name).as_deref(), false);
    }
    let encoding = if decoded.contains(&0) {
        "BINARY"
    } else if decoded.is_ascii() {
        "7BIT"
    } else {
        "8BIT"
    };
    out.extend_from_slice(format!(" \"{encoding}\" {}", decoded.len()).as_bytes());
    if entity.content.is("text", "") {
        let lines = decoded.iter().filter(|&&octet| octet == b'\n').count();
        out.extend_from_slice(format!(" {lines}").as_bytes());
    }
    out.push(b')');
}

/// Disposition, language, location.
fn trailing(out: &mut Vec<u8>, header: &[u8], form: Form<'_>) {
    let Form { utf8, faults, .. } = form;
    let value = |name: &str| first_field(header, name).map(|field| unfold(field.value));
    out.push(b' ');
    match value("Content-Disposition").and_then(|value| ContentType::parse_disposition(&value)) {
        Some(disposition) => {
            out.push(b'(');
            string(out, &disposition.kind, utf8);
            out.push(b' ');
            let lost = faults.on("imap-structure-disposition-bare");
            params(out, if lost { &[] } else { &disposition.params }, utf8);
            out.push(b')');
        }
        None => out.extend_from_slice(b"NIL"),
    }
    out.push(b' ');
    let mut language = value("Content-Language").unwrap_or_default();
    if faults.on("imap-structure-first-language-only") {
        language.truncate(
            language
                .iter()
                .position(|&o| o == b',')
                .unwrap_or(usize::MAX),
        );
    }
    let languages: Vec<&[u8]> = language
        .split(|&octet| octet == b',')
        .map(<[u8]>::trim_ascii)
        .filter(|tag| !tag.is_empty())
        .collect();
    match languages.as_slice() {
        [] => out.extend_from_slice(b"NIL"),
        [one] => string(out, one, utf8),
        several => {
            out.push(b'(');
            for (index, tag) in several.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                string(out, tag, utf8);
            }
            out.push(b')');
        }
    }
    out.push(b' ');
    let location = value("Content-Location").filter(|_| !faults.on("imap-structure-location-lost"));
    nstring(out, location.as_deref(), utf8);
}

fn params(out: &mut Vec<u8>, params: &[(Vec<u8>, Vec<u8>)], utf8: bool) {
    if params.is_empty() {
        out.extend_from_slice(b"NIL");
        return;
    }
    out.push(b'(');
    for (index, (name, value)) in params.iter().enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        string(out, name, utf8);
        out.push(b' ');
        string(out, value, utf8);
    }
    out.push(b')');
}
