//! SORT (RFC 5256 §3), and the sent date and base subject that THREAD uses, too.

use super::ImapSession;
use super::command::{Search, SortKey};
use super::reply::{Answer, Reply};
use crate::mime::{Address, addresses, decode_words, first_field, instant, unfold};
use crate::store::Message;
use jiff::Timestamp;
use std::cmp::Ordering;

/// The instant of the Date field, or the internal date where there is none (RFC 5256 §2.2).
pub(super) fn sent_date(message: &Message) -> Timestamp {
    instant(&message.octets).unwrap_or(message.date.at)
}

/// Characters of a subject that count; the bound keeps stripping what is around it cheap.
const LONGEST_SUBJECT: usize = 1000;

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// Takes `[…]` and the blanks after it off the front.
fn without_blob(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let end = inner.find(['[', ']'])?;
    inner
        .get(end..)?
        .strip_prefix(']')
        .map(|rest| rest.trim_start_matches(is_blank))
}

/// Takes `re:`, `fw:`, `fwd:` off the front, with the blobs that may stand before and in it.
fn without_leader(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(after) = without_blob(rest) {
        rest = after;
    }
    let after = ["fwd", "fw", "re"]
        .iter()
        .find_map(|prefix| rest.strip_prefix(prefix))?;
    let after = after.trim_start_matches(is_blank);
    without_blob(after).unwrap_or(after).strip_prefix(':')
}

/// RFC 5256 §2.1, lower-cased; and whether it was a reply or a forward.
pub(super) fn base_subject(octets: &[u8]) -> (String, bool) {
    let raw = first_field(octets, "Subject")
        .map(|field| decode_words(&unfold(field.value)))
        .unwrap_or_default();
    let text: String = raw
        .chars()
        .take(LONGEST_SUBJECT)
        .collect::<String>()
        .to_lowercase();
    let text = text
        .split([' ', '\t'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let (mut text, mut reply) = (text.as_str(), false);
    loop {
        loop {
            let trimmed = text.trim_end_matches(is_blank);
            match trimmed.strip_suffix("(fwd)") {
                Some(rest) => (text, reply) = (rest, true),
                None => {
                    text = trimmed;
                    break;
                }
            }
        }
        loop {
            text = text.trim_start_matches(is_blank);
            if let Some(rest) = without_leader(text) {
                (text, reply) = (rest, true);
            } else if let Some(rest) = without_blob(text).filter(|rest| !rest.is_empty()) {
                text = rest;
            } else {
                break;
            }
        }
        match text
            .strip_prefix("[fwd:")
            .and_then(|rest| rest.strip_suffix(']'))
        {
            Some(rest) => (text, reply) = (rest, true),
            None => return (text.to_owned(), reply),
        }
    }
}

/// The local part of the first address.
fn first_address(octets: &[u8], name: &str) -> String {
    let list = first_field(octets, name)
        .map(|field| addresses(field.value))
        .unwrap_or_default();
    match list.first() {
        Some(Address::Mailbox { local, .. }) => String::from_utf8_lossy(local).to_lowercase(),
        Some(Address::Group(name)) => String::from_utf8_lossy(name).to_lowercase(),
        _ => String::new(),
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Text(String),
    Number(usize),
    Time(Timestamp),
}

fn value(message: &Message, key: SortKey) -> Value {
    let octets = &message.octets;
    match key {
        SortKey::Arrival => Value::Time(message.date.at),
        SortKey::Date => Value::Time(sent_date(message)),
        SortKey::Size => Value::Number(octets.len()),
        SortKey::Subject => Value::Text(base_subject(octets).0),
        SortKey::Cc => Value::Text(first_address(octets, "Cc")),
        SortKey::From => Value::Text(first_address(octets, "From")),
        SortKey::To => Value::Text(first_address(octets, "To")),
    }
}

impl ImapSession {
    /// Copies of the messages that the keys find, in order of UID.
    pub(super) fn found(&self, search: &Search) -> Result<Vec<Message>, Reply> {
        let (uids, _) = self.find_messages(search)?;
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        let state = self.store.lock();
        let mailbox = state.mailbox(view.id).ok_or_else(Reply::nonexistent)?;
        Ok(uids
            .into_iter()
            .filter_map(|uid| mailbox.message(uid).cloned())
            .collect())
    }

    /// A message as the command names it.
    pub(super) fn named(&self, uid: bool, message: u32) -> u32 {
        if uid {
            message
        } else {
            self.view
                .as_ref()
                .and_then(|view| view.number(message))
                .unwrap_or(0)
        }
    }

    pub(super) fn sort(&mut self, uid: bool, keys: &[(bool, SortKey)], search: &Search) -> Answer {
        let found = self.found(search)?;
        let mut rows: Vec<(Vec<Value>, u32)> = found
            .iter()
            .map(|message| {
                (
                    keys.iter().map(|&(_, key)| value(message, key)).collect(),
                    message.uid,
                )
            })
            .collect();
        rows.sort_by(|(a, a_uid), (b, b_uid)| {
            for ((a, b), (reverse, _)) in a.iter().zip(b).zip(keys) {
                let order = if *reverse { b.cmp(a) } else { a.cmp(b) };
                if order != Ordering::Equal {
                    return order;
                }
            }
            a_uid.cmp(b_uid)
        });
        let mut line = String::from("SORT");
        for (_, message) in rows {
            line.push_str(&format!(" {}", self.named(uid, message)));
        }
        self.untagged(line);
        Ok(Reply::ok("That is all"))
    }
}

#[cfg(test)]
mod tests {
    use super::base_subject;

    #[test]
    fn base_subjects() {
        for (subject, base, reply) in [
            (
                "Re: [list] Fwd[2]:  Hello   World (fwd)",
                "hello world",
                true,
            ),
            ("[blob]", "[blob]", false),
            ("[a] x", "x", false),
            ("[Fwd: re: y]", "y", true),
            ("reply", "reply", false),
            ("re:", "", true),
        ] {
            let octets = format!("Subject: {subject}\r\n\r\n");
            assert_eq!(
                base_subject(octets.as_bytes()),
                (base.to_owned(), reply),
                "{subject}"
            );
        }
    }
}
