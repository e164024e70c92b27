//! ENVELOPE, BODY and BODYSTRUCTURE (RFC 9051 §7.5.2) written from the MIME reader's slices.

use super::output::{nstring, string};
use crate::mime::{Address, ContentType, Entity, addresses, fields, first_field, unfold};

/// Writes an ENVELOPE from a header section.
pub(crate) fn envelope(out: &mut Vec<u8>, header: &[u8], utf8: bool) {
    let value = |name: &str| first_field(header, name).map(|field| unfold(field.value));
    out.push(b'(');
    for name in ["Date", "Subject"] {
        nstring(out, value(name).as_deref(), utf8);
        out.push(b' ');
    }
    let from = address_list(header, "From");
    for (name, default) in [
        ("From", false),
        ("Sender", true),
        ("Reply-To", true),
        ("To", false),
        ("Cc", false),
        ("Bcc", false),
    ] {
        let own = if name == "From" {
            None
        } else {
            Some(address_list(header, name))
        };
        let list = match &own {
            Some(own) if !(own.is_empty() && default) => own,
            _ => &from,
        };
        write_addresses(out, list, utf8);
        out.push(b' ');
    }
    nstring(out, value("In-Reply-To").as_deref(), utf8);
    out.push(b' ');
    nstring(out, value("Message-ID").as_deref(), utf8);
    out.push(b')');
}

/// All fields of this name together.
fn address_list(header: &[u8], name: &str) -> Vec<Address> {
    fields(header)
        .filter(|field| field.name.eq_ignore_ascii_case(name.as_bytes()))
        .flat_map(|field| addresses(field.value))
        .collect()
}

fn write_addresses(out: &mut Vec<u8>, list: &[Address], utf8: bool) {
    if list.is_empty() {
        out.extend_from_slice(b"NIL");
        return;
    }
    out.push(b'(');
    for address in list {
        match address {
            Address::Mailbox {
                name,
                route,
                local,
                domain,
            } => {
                out.push(b'(');
                nstring(out, name.as_deref(), utf8);
                out.push(b' ');
                nstring(out, route.as_deref(), utf8);
                out.push(b' ');
                string(out, local, utf8);
                out.push(b' ');
                // A NIL host would make it a group.
                string(out, domain, utf8);
                out.push(b')');
            }
            Address::Group(name) => {
                out.extend_from_slice(b"(NIL NIL ");
                string(out, name, utf8);
                out.extend_from_slice(b" NIL)");
            }
            Address::GroupEnd => out.extend_from_slice(b"(NIL NIL NIL NIL)"),
        }
    }
    out.push(b')');
}

/// Writes BODY, or with `extended` BODYSTRUCTURE.
pub(crate) fn body(out: &mut Vec<u8>, octets: &[u8], entity: &Entity, extended: bool, utf8: bool) {
    let header = octets.get(entity.header.clone()).unwrap_or_default();
    out.push(b'(');
    if entity.is_multipart() {
        for child in &entity.children {
            body(out, octets, child, extended, utf8);
        }
        out.push(b' ');
        string(out, &entity.content.subtype, utf8);
        if extended {
            out.push(b' ');
            params(out, &entity.content.params, utf8);
            trailing(out, header, utf8);
        }
        out.push(b')');
        return;
    }
    leaf(out, octets, entity, header, extended, utf8);
    out.push(b')');
}

fn leaf(
    out: &mut Vec<u8>,
    octets: &[u8],
    entity: &Entity,
    header: &[u8],
    extended: bool,
    utf8: bool,
) {
    let value = |name: &str| first_field(header, name).map(|field| unfold(field.value));
    let slice = octets.get(entity.body.clone()).unwrap_or_default();
    // A multipart that was too deep or too many to be read has no body-type-mpart form.
    let unread = entity.content.is("multipart", "")
        || (entity.content.is("message", "rfc822") && entity.message.is_none());
    let opaque = ContentType {
        kind: b"application".to_vec(),
        subtype: b"octet-stream".to_vec(),
        params: Vec::new(),
    };
    let content = if unread { &opaque } else { &entity.content };
    string(out, &content.kind, utf8);
    out.push(b' ');
    string(out, &content.subtype, utf8);
    out.push(b' ');
    params(out, &content.params, utf8);
    for name in ["Content-ID", "Content-Description"] {
        out.push(b' ');
        nstring(out, value(name).as_deref(), utf8);
    }
    out.push(b' ');
    let encoding = value("Content-Transfer-Encoding").filter(|value| !value.is_empty());
    string(out, encoding.as_deref().unwrap_or(b"7BIT"), utf8);
    out.extend_from_slice(format!(" {}", slice.len()).as_bytes());
    let lines = slice.iter().filter(|&&octet| octet == b'\n').count();
    if let (Some(message), true) = (&entity.message, content.is("message", "")) {
        out.push(b' ');
        envelope(
            out,
            octets.get(message.header.clone()).unwrap_or_default(),
            utf8,
        );
        out.push(b' ');
        body(out, octets, message, extended, utf8);
        out.extend_from_slice(format!(" {lines}").as_bytes());
    } else if content.is("text", "") {
        out.extend_from_slice(format!(" {lines}").as_bytes());
    }
    if extended {
        out.push(b' ');
        nstring(out, value("Content-MD5").as_deref(), utf8);
        trailing(out, header, utf8);
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
fn trailing(out: &mut Vec<u8>, header: &[u8], utf8: bool) {
    let value = |name: &str| first_field(header, name).map(|field| unfold(field.value));
    out.push(b' ');
    match value("Content-Disposition").and_then(|value| ContentType::parse_disposition(&value)) {
        Some(disposition) => {
            out.push(b'(');
            string(out, &disposition.kind, utf8);
            out.push(b' ');
            params(out, &disposition.params, utf8);
            out.push(b')');
        }
        None => out.extend_from_slice(b"NIL"),
    }
    out.push(b' ');
    let language = value("Content-Language").unwrap_or_default();
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
    nstring(out, value("Content-Location").as_deref(), utf8);
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
