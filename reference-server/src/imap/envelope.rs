//! ENVELOPE (RFC 9051 §7.5.2) from a header section, and what faults make of it.

use super::misread::misreadings;
use super::output::{nstring, string};
use crate::faults::Faults;
use crate::mime::{Address, fields, first_field, misread_addresses, unfold};

/// Its six lists of addresses, and whether an absent one is From's.
const LISTS: [(&str, bool); 6] = [
    ("From", false),
    ("Sender", true),
    ("Reply-To", true),
    ("To", false),
    ("Cc", false),
    ("Bcc", false),
];

/// Writes an ENVELOPE from a header section.
pub(crate) fn envelope(out: &mut Vec<u8>, header: &[u8], utf8: bool, faults: &Faults) {
    let value = |name: &str| {
        first_field(header, name)
            .map(|field| unfold(field.value))
            .filter(|value| !(value.is_empty() && faults.on("imap-envelope-empty-is-nil")))
    };
    let absent: Option<&[u8]> = faults
        .on("imap-envelope-absent-empty")
        .then_some(b"".as_slice());
    out.push(b'(');
    for name in ["Date", "Subject"] {
        nstring(out, value(name).as_deref().or(absent), utf8);
        out.push(b' ');
    }
    let from = address_list(header, "From", faults);
    let mut lists = LISTS;
    if faults.on("imap-envelope-cc-before-to") {
        lists.swap(3, 4);
    }
    for (name, default) in lists {
        let list = address_list(header, name, faults);
        let empty = list.is_empty() && first_field(header, name).is_some();
        let default = default
            && !faults.on("imap-envelope-sender-nil")
            && !(empty && faults.on("imap-envelope-empty-sender-kept"));
        let list = match list.is_empty() && default {
            true => &from,
            false => &list,
        };
        let nothing = match faults.on("imap-envelope-absent-list-empty") {
            true => "()",
            false => "NIL",
        };
        write_addresses(out, list, nothing, utf8);
        out.push(b' ');
    }
    nstring(out, value("In-Reply-To").as_deref().or(absent), utf8);
    out.push(b' ');
    nstring(out, value("Message-ID").as_deref().or(absent), utf8);
    out.push(b')');
}

/// All fields of this name together.
fn address_list(header: &[u8], name: &str, faults: &Faults) -> Vec<Address> {
    let wrong = misreadings(faults);
    let mut list: Vec<Address> = fields(header)
        .filter(|field| field.name.eq_ignore_ascii_case(name.as_bytes()))
        .flat_map(|field| misread_addresses(field.value, wrong))
        .collect();
    if faults.on("imap-envelope-group-flattened") {
        list.retain(|one| matches!(one, Address::Mailbox { .. }));
    }
    if faults.on("imap-envelope-group-without-end") {
        list.retain(|one| *one != Address::GroupEnd);
    }
    if faults.on("imap-envelope-first-address-only") {
        list.truncate(1);
    }
    for one in &mut list {
        if let Address::Mailbox { route, .. } = one
            && faults.on("imap-envelope-route-lost")
        {
            *route = None;
        }
    }
    list
}

fn write_addresses(out: &mut Vec<u8>, list: &[Address], nothing: &str, utf8: bool) {
    if list.is_empty() {
        out.extend_from_slice(nothing.as_bytes());
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
