//! Which messages a message refers to, by its References and In-Reply-To (RFC 5256 §3). Threads nothing.

use crate::faults::Faults;
use crate::mime::{fields, first_field, message_ids, plain_message_id};

/// How many references of a message are looked at, from its own end.
const MOST_REFERENCES: usize = 200;

/// The Message IDs in a field's value, as they are compared.
pub(super) fn ids_in(value: &[u8], faults: &Faults) -> Vec<Vec<u8>> {
    let compared = |id: &[u8]| {
        let mut id = match faults.on("imap-thread-ids-as-written") {
            true => id.to_vec(),
            false => plain_message_id(id),
        };
        if faults.on("imap-thread-ids-without-case") {
            id.make_ascii_lowercase();
        }
        id
    };
    message_ids(value)
        .map(compared)
        .filter(|id| !id.is_empty())
        .collect()
}

pub(super) fn references(octets: &[u8], faults: &Faults) -> Vec<Vec<u8>> {
    if faults.on("imap-thread-without-id-together") && first_field(octets, "Message-ID").is_none() {
        return vec![b"none".to_vec()];
    }
    let field = first_field(octets, "References");
    let there = field.is_some();
    let ids = field
        .map(|field| ids_in(field.value, faults))
        .unwrap_or_default();
    let replies =
        faults.on("imap-thread-in-reply-to-first") && first_field(octets, "In-Reply-To").is_some();
    if (!ids.is_empty() && !replies)
        || (there && faults.on("imap-thread-invalid-references"))
        || faults.on("imap-thread-in-reply-to-ignored")
    {
        let skip = ids.len().saturating_sub(MOST_REFERENCES);
        return ids.into_iter().skip(skip).collect();
    }
    let reply_to = fields(octets).find(|field| field.name.eq_ignore_ascii_case(b"In-Reply-To"));
    let mut ids = reply_to
        .map(|field| ids_in(field.value, faults))
        .unwrap_or_default();
    ids.truncate(1);
    ids
}

#[cfg(test)]
mod tests {
    use super::ids_in;
    use crate::faults::Faults;

    #[test]
    fn quoting_is_no_part_of_a_message_id() {
        let ids = ids_in(b"<\"a \\\"b\"@x> garbage <c@x> <", &Faults::default());
        assert_eq!(ids, [b"a \"b@x".to_vec(), b"c@x".to_vec()]);
    }
}
