//! SORT (RFC 5256 §3), and the sent date and base subject that THREAD uses, too.

use super::ImapSession;
use super::collation::Collation;
use super::command::{Search, SortKey};
use super::fuzzy::is_fuzzy;
use super::reply::{Answer, Reply};
use super::results::Found;
use super::search::{Hit, uses_modseq};
use super::view::View;
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

/// Takes a prefix off the front, whatever its case.
fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    text.get(..prefix.len())
        .filter(|head| head.eq_ignore_ascii_case(prefix))?;
    text.get(prefix.len()..)
}

/// Takes `(fwd)` off the end, whatever its case.
fn without_trailer(text: &str) -> Option<&str> {
    let at = text.len().checked_sub("(fwd)".len())?;
    text.get(at..)
        .filter(|tail| tail.eq_ignore_ascii_case("(fwd)"))?;
    text.get(..at)
}

/// Takes `re:`, `fw:`, `fwd:` off the front, with the blobs that may stand before and in it.
fn without_leader(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(after) = without_blob(rest) {
        rest = after;
    }
    let after = ["fwd", "fw", "re"]
        .iter()
        .find_map(|prefix| without_prefix(rest, prefix))?;
    let after = after.trim_start_matches(is_blank);
    without_blob(after).unwrap_or(after).strip_prefix(':')
}

/// RFC 5256 §2.1, in its own case; and whether it was a reply or a forward.
pub(super) fn base_subject(octets: &[u8]) -> (String, bool) {
    let raw = first_field(octets, "Subject")
        .map(|field| decode_words(&unfold(field.value)))
        .unwrap_or_default();
    let text: String = raw.chars().take(LONGEST_SUBJECT).collect();
    let text = text
        .split([' ', '\t'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let (mut text, mut reply) = (text.as_str(), false);
    loop {
        loop {
            let trimmed = text.trim_end_matches(is_blank);
            match without_trailer(trimmed) {
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
        match without_prefix(text, "[fwd:").and_then(|rest| rest.strip_suffix(']')) {
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
        Some(Address::Mailbox { local, .. }) => String::from_utf8_lossy(local).into_owned(),
        Some(Address::Group(name)) => String::from_utf8_lossy(name).into_owned(),
        _ => String::new(),
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Text(String),
    Number(usize),
    Time(Timestamp),
}

/// RFC 5957 §3, of the first address in the field.
fn display(octets: &[u8], name: &str) -> String {
    let list = first_field(octets, name)
        .map(|field| addresses(field.value))
        .unwrap_or_default();
    match list.first() {
        Some(Address::Mailbox {
            name: shown,
            local,
            domain,
            ..
        }) => {
            let shown = shown.as_deref().map(decode_words).unwrap_or_default();
            let (local, domain) = (
                String::from_utf8_lossy(local),
                String::from_utf8_lossy(domain),
            );
            if !shown.is_empty() {
                shown
            } else if domain.is_empty() {
                local.into_owned()
            } else {
                format!("{local}@{domain}")
            }
        }
        // ENVELOPE begins a group with its name as the mailbox and no host.
        Some(Address::Group(name)) => String::from_utf8_lossy(name).into_owned(),
        _ => String::new(),
    }
}

fn value(message: &Message, key: SortKey, score: u8, collation: Collation) -> Value {
    let octets = &message.octets;
    let text = |text: String| Value::Text(collation.fold(&text));
    match key {
        SortKey::Arrival => Value::Time(message.date.at),
        SortKey::Date => Value::Time(sent_date(message)),
        SortKey::Size => Value::Number(octets.len()),
        SortKey::Subject => text(base_subject(octets).0),
        SortKey::Cc => text(first_address(octets, "Cc")),
        SortKey::From => text(first_address(octets, "From")),
        SortKey::To => text(first_address(octets, "To")),
        SortKey::DisplayFrom => text(display(octets, "From")),
        SortKey::DisplayTo => text(display(octets, "To")),
        // The highest score comes first.
        SortKey::Relevancy => Value::Number(100 - usize::from(score.min(100))),
    }
}

impl ImapSession {
    /// Copies of the messages that the keys find, in order of UID.
    pub(super) fn found(&self, search: &Search) -> Result<Vec<Message>, Reply> {
        let hits = self.find_messages(search)?;
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        let state = self.store.lock();
        let mailbox = state.mailbox(view.id).ok_or_else(Reply::nonexistent)?;
        Ok(hits
            .into_iter()
            .filter_map(|hit| mailbox.message(hit.uid).cloned())
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

    pub(super) fn sort(
        &mut self,
        tag: &str,
        uid: bool,
        keys: &[(bool, SortKey)],
        search: &Search,
    ) -> Answer {
        if let Some(refusal) = self.sort_refusal(keys, search) {
            return Err(refusal);
        }
        let modseq = search.keys.iter().any(uses_modseq);
        if modseq {
            self.use_condstore();
        }
        let hits = self.sorted(keys, search)?;
        // RFC 7162 §3.1.9, §3.1.10.
        let without = self.fault(if search.extended {
            "imap-esort-without-modseq"
        } else {
            "imap-sort-without-modseq"
        });
        let highest = hits.iter().map(|hit| hit.modseq).max();
        let found = Found {
            numbers: hits.iter().map(|hit| self.named(uid, hit.uid)).collect(),
            uids: hits.iter().map(|hit| hit.uid).collect(),
            scores: hits.iter().map(|hit| hit.score).collect(),
            modseq: highest.filter(|_| modseq && !without),
        };
        if search.extended {
            if search.update {
                self.follow(tag, uid, search, Some(keys), &found.uids)?;
            }
            let correlator = self.correlator(tag);
            if let Some(line) = self.esearch_line(&correlator, uid, search, &found) {
                self.out.line(line);
            }
            if search.save {
                self.save(search, &found.uids);
            }
        } else {
            let mut line = String::from("SORT");
            for number in &found.numbers {
                line.push_str(&format!(" {number}"));
            }
            if let Some(highest) = found.modseq {
                line.push_str(&format!(" (MODSEQ {highest})"));
            }
            self.untagged(line);
        }
        Ok(Reply::ok("That is all"))
    }

    fn sort_refusal(&self, keys: &[(bool, SortKey)], search: &Search) -> Option<Reply> {
        let has_key = |wanted: &[SortKey]| keys.iter().any(|(_, key)| wanted.contains(key));
        let plain = search.min || search.max || search.all || search.count || search.save;
        let needed = [
            (plain, "ESORT"),
            (
                has_key(&[SortKey::DisplayFrom, SortKey::DisplayTo]),
                "SORT=DISPLAY",
            ),
            (has_key(&[SortKey::Relevancy]), "SEARCH=FUZZY"),
            (search.update || search.context, "CONTEXT=SORT"),
        ];
        if needed.iter().any(|&(asked, name)| asked && !self.has(name)) {
            return Some(Reply::bad("The extension is not there"));
        }
        // RFC 6203 §6.
        (has_key(&[SortKey::Relevancy]) && !search.keys.iter().any(is_fuzzy))
            .then(|| Reply::bad("RELEVANCY needs FUZZY"))
    }

    /// What the search finds, in the order of the keys.
    pub(super) fn sorted(
        &self,
        keys: &[(bool, SortKey)],
        search: &Search,
    ) -> Result<Vec<Hit>, Reply> {
        if let Some(refusal) = self.search_refusal(search) {
            return Err(refusal);
        }
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        self.sorted_in(view, keys, search)
    }

    /// The same in any view.
    pub(super) fn sorted_in(
        &self,
        view: &View,
        keys: &[(bool, SortKey)],
        search: &Search,
    ) -> Result<Vec<Hit>, Reply> {
        let state = self.store.lock();
        let hits = self.hits(&state, view, search)?;
        let mailbox = state.mailbox(view.id).ok_or_else(Reply::nonexistent)?;
        let mut rows: Vec<(Vec<Value>, Hit)> = hits
            .into_iter()
            .filter_map(|hit| mailbox.message(hit.uid).map(|message| (message, hit)))
            .map(|(message, hit)| {
                let values = keys
                    .iter()
                    .map(|&(_, key)| value(message, key, hit.score, self.options.collation))
                    .collect();
                (values, hit)
            })
            .collect();
        let descending = self.fault("imap-sort-reverse-ignored");
        rows.sort_by(|(a, a_hit), (b, b_hit)| {
            for ((a, b), (reverse, _)) in a.iter().zip(b).zip(keys) {
                let order = if *reverse && !descending {
                    b.cmp(a)
                } else {
                    a.cmp(b)
                };
                if order != Ordering::Equal {
                    return order;
                }
            }
            a_hit.uid.cmp(&b_hit.uid)
        });
        Ok(rows.into_iter().map(|(_, hit)| hit).collect())
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
                "Hello World",
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
