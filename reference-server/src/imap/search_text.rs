//! The texts of a message that SEARCH looks into, decoded and folded: fields, addresses, bodies (RFC 9051 §6.4.4).
//! Knows no search keys.

use super::collation::Collation;
use crate::mime::{
    Address, Entity, addresses, decode_body, decode_words, fields, to_unicode, unfold,
};

pub(super) fn value_text(value: &[u8], collation: Collation) -> String {
    collation.fold(&decode_words(&unfold(value)))
}

/// The same with its encoded words as they are.
pub(super) fn encoded_text(value: &[u8], collation: Collation) -> String {
    collation.fold(&String::from_utf8_lossy(&unfold(value)))
}

/// A header section as it is searched: unfolded, decoded.
pub(super) fn header_text(header: &[u8], collation: Collation) -> String {
    let mut text = String::new();
    for field in fields(header) {
        text.push_str(&collation.fold(&String::from_utf8_lossy(field.name)));
        text.push_str(": ");
        text.push_str(&value_text(field.value, collation));
        text.push('\n');
    }
    text
}

pub(super) fn header_holds(octets: &[u8], name: &[u8], value: &str, collation: Collation) -> bool {
    fields(octets)
        .filter(|field| !field.name.is_empty() && field.name.eq_ignore_ascii_case(name))
        .any(|field| value.is_empty() || value_text(field.value, collation).contains(value))
}

/// RFC 9051 §6.4.4: FROM and its like search the structure of the envelope, where an address is
/// without the comments, quotes and folds that the field has.
pub(super) fn address_holds(octets: &[u8], name: &[u8], value: &str, collation: Collation) -> bool {
    let shown = |address: &Address| match address {
        Address::Mailbox {
            name,
            local,
            domain,
            ..
        } => {
            let name = decode_words(name.as_deref().unwrap_or_default());
            let (local, domain) = (
                String::from_utf8_lossy(local),
                String::from_utf8_lossy(domain),
            );
            format!("{name} <{local}@{domain}>")
        }
        Address::Group(name) => decode_words(name),
        Address::GroupEnd => String::new(),
    };
    fields(octets)
        .filter(|field| field.name.eq_ignore_ascii_case(name))
        .flat_map(|field| addresses(field.value))
        .any(|address| collation.fold(&shown(&address)).contains(value))
}

pub(super) fn body_holds(octets: &[u8], value: &str, collation: Collation) -> bool {
    if value.is_empty() {
        return true;
    }
    let root = Entity::parse(octets);
    let mut all = Vec::new();
    root.all(&mut all);
    all.into_iter().any(|entity| {
        // The headers of parts belong to the body of the whole.
        let own = entity.header.start > 0 && {
            header_text(
                octets.get(entity.header.clone()).unwrap_or_default(),
                collation,
            )
            .contains(value)
        };
        own || (entity.children.is_empty()
            && entity.message.is_none()
            && leaf_holds(octets, entity, value, collation))
    })
}

fn leaf_holds(octets: &[u8], entity: &Entity, value: &str, collation: Collation) -> bool {
    if !entity.content.is("text", "") {
        let raw = octets.get(entity.body.clone()).unwrap_or_default();
        return collation
            .fold(&String::from_utf8_lossy(raw))
            .contains(value);
    }
    let body = decode_body(octets, entity).unwrap_or_default();
    let charset = entity.content.param("charset").unwrap_or(b"utf-8");
    let charset = if charset.eq_ignore_ascii_case(b"us-ascii") {
        b"utf-8"
    } else {
        charset
    };
    let text =
        to_unicode(charset, &body).unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned());
    collation.fold(&text).contains(value)
}
