//! What messages are sorted by: their values for the keys of SORT (RFC 5256 §3, RFC 5957, RFC 6203). Finds no message.

use super::base_subject::base_subject;
use super::collation::Collation;
use super::command::SortKey;
use super::sent_date::{sent_date, without_zone};
use crate::faults::Faults;
use crate::mime::{Address, addresses, decode_words, first_field, unfold};
use crate::store::Message;
use jiff::Timestamp;

/// The address in a field that counts: the first one (RFC 5256 §3, RFC 5957 §4).
fn counting(octets: &[u8], name: &str, last: bool) -> Option<Address> {
    let mut list = first_field(octets, name)
        .map(|field| addresses(field.value))
        .unwrap_or_default();
    if last {
        list.reverse();
    }
    list.into_iter().next()
}

/// The local part of the first address.
fn first_address(octets: &[u8], name: &str, faults: &Faults) -> String {
    let absent = match faults.on("imap-sort-absent-last") {
        true => "\u{10ffff}",
        false => "",
    };
    match counting(octets, name, faults.on("imap-sort-last-address")) {
        Some(Address::Mailbox { local, .. }) => String::from_utf8_lossy(&local).into_owned(),
        Some(Address::Group(name)) => String::from_utf8_lossy(&name).into_owned(),
        _ => absent.to_owned(),
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Text(String),
    /// Not decoded, and so behind all that is (RFC 5255 §4.6).
    Undecoded(String),
    Number(usize),
    Time(Timestamp),
}

/// RFC 5957 §3, of the first address in the field.
fn display(octets: &[u8], name: &str, faults: &Faults) -> String {
    let absent = match faults.on("imap-display-absent-last") {
        true => "\u{10ffff}",
        false => "",
    };
    match counting(octets, name, faults.on("imap-display-last-address")) {
        Some(Address::Mailbox {
            name: shown,
            local,
            domain,
            ..
        }) => {
            let unnamed = shown.as_deref().is_none_or(<[u8]>::is_empty);
            if unnamed && faults.on("imap-display-empty-kept") {
                return String::new();
            }
            let shown = match shown.as_deref() {
                Some(_) if faults.on("imap-display-ignores-name") => String::new(),
                Some(name) if faults.on("imap-display-encoded") => {
                    String::from_utf8_lossy(name).into_owned()
                }
                Some(name) => decode_words(name),
                None => String::new(),
            };
            let (local, domain) = (
                String::from_utf8_lossy(&local),
                String::from_utf8_lossy(&domain),
            );
            if !shown.is_empty() {
                shown
            } else if domain.is_empty() || faults.on("imap-display-local-part") {
                local.into_owned()
            } else {
                format!("{local}@{domain}")
            }
        }
        // ENVELOPE begins a group with its name as the mailbox and no host.
        Some(Address::Group(_)) if faults.on("imap-display-group-empty") => String::new(),
        Some(Address::Group(name)) => String::from_utf8_lossy(&name).into_owned(),
        _ => absent.to_owned(),
    }
}

/// Whether an encoded word is left that could not be decoded.
fn is_undecoded(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        word.starts_with("=?") && word.ends_with("?=") && word.matches('?').count() >= 4
    })
}

/// What sorts messages, beside the keys.
pub(super) struct Sorting<'a> {
    pub collation: Collation,
    pub faults: &'a Faults,
}

impl Sorting<'_> {
    fn text(&self, text: String) -> Value {
        if is_undecoded(&text) && !self.faults.on("imap-sort-undecoded-among-others") {
            Value::Undecoded(text)
        } else {
            Value::Text(self.collation.fold(&text))
        }
    }

    fn address(&self, octets: &[u8], name: &str, by_name: &'static str) -> Value {
        self.text(if self.faults.on(by_name) {
            display(octets, name, self.faults)
        } else {
            first_address(octets, name, self.faults)
        })
    }

    pub(super) fn value(&self, message: &Message, key: SortKey, score: u8) -> Value {
        let (octets, faults) = (&message.octets, self.faults);
        let number = |uid: u32| Value::Number(usize::try_from(uid).unwrap_or_default());
        match key {
            SortKey::Arrival if faults.on("imap-sort-arrival-by-number") => number(message.uid),
            SortKey::Arrival => Value::Time(message.date.at),
            SortKey::Date if faults.on("imap-sort-date-by-number") => number(message.uid),
            SortKey::Date if faults.on("imap-sort-ties-by-zone") => {
                let hours = without_zone(octets).unwrap_or_default().as_second() % 86_400;
                let sent = sent_date(message, faults);
                let later = sent.checked_add(jiff::SignedDuration::from_nanos(hours));
                Value::Time(later.unwrap_or(sent))
            }
            SortKey::Date => Value::Time(sent_date(message, faults)),
            SortKey::Size if faults.on("imap-sort-size-as-text") => {
                Value::Text(octets.len().to_string())
            }
            SortKey::Size => Value::Number(octets.len()),
            SortKey::Subject
                if faults.on("imap-sort-subject-whole")
                    || (faults.on("imap-sort-leaders-in-octets")
                        && self.collation == Collation::Octet) =>
            {
                self.text(
                    first_field(octets, "Subject")
                        .map_or_else(String::new, |field| decode_words(&unfold(field.value))),
                )
            }
            SortKey::Subject => self.text(base_subject(octets, faults).0),
            SortKey::Cc => self.address(octets, "Cc", "imap-sort-cc-by-name"),
            SortKey::From => self.address(octets, "From", "imap-sort-from-by-name"),
            SortKey::To => self.address(octets, "To", "imap-sort-to-by-name"),
            SortKey::DisplayTo if faults.on("imap-displayto-is-from") => {
                self.text(display(octets, "From", faults))
            }
            SortKey::DisplayFrom | SortKey::DisplayTo if faults.on("imap-display-octets") => {
                let field = if key == SortKey::DisplayTo {
                    "To"
                } else {
                    "From"
                };
                Value::Text(display(octets, field, faults))
            }
            SortKey::DisplayFrom => self.text(display(octets, "From", faults)),
            SortKey::DisplayTo => self.text(display(octets, "To", faults)),
            SortKey::Relevancy if faults.on("imap-relevancy-lowest-first") => {
                Value::Number(usize::from(score))
            }
            // The highest score comes first.
            SortKey::Relevancy => Value::Number(100 - usize::from(score.min(100))),
        }
    }
}
