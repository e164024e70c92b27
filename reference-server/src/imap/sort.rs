//! SORT (RFC 5256 §3), and the sent date and base subject that THREAD uses, too.

use super::ImapSession;
use super::collation::Collation;
use super::command::{Search, SearchKey, SortKey};
use super::fuzzy::is_fuzzy;
use super::misread::misreadings;
use super::reply::{Answer, Reply};
use super::results::Found;
use super::search::{Hit, modseqs};
use super::view::View;
use super::words::subject_text;
use crate::faults::Faults;
use crate::mime::{Address, Misreadings, addresses, decode_words, first_field, instant, unfold};
use crate::store::Message;
use jiff::Timestamp;
use std::cmp::Ordering;

/// The instant of the Date field, or the internal date where there is none (RFC 5256 §2.2).
pub(super) fn sent_date(message: &Message, faults: &Faults) -> Timestamp {
    if faults.on("imap-sort-date-without-zone") {
        return without_zone(&message.octets).unwrap_or(message.date.at);
    }
    let odd = (faults.on("imap-sort-bad-zone-undated") && has_odd_zone(&message.octets))
        || (faults.on("imap-sort-bad-time-undated") && has_odd_time(&message.octets));
    if odd {
        return message.date.at;
    }
    let internal = match faults.on("imap-sort-undated-first") {
        true => Timestamp::MIN,
        false => message.date.at,
    };
    instant(&message.octets, misreadings(faults)).unwrap_or(internal)
}

/// Whether a Date field ends with letters that are no zone of RFC 5322.
fn has_odd_zone(octets: &[u8]) -> bool {
    let value = first_field(octets, "Date").map(|field| unfold(field.value));
    let value = value.unwrap_or_default();
    let zone = value
        .rsplit(|&octet| octet == b' ')
        .next()
        .unwrap_or_default();
    let known: [&[u8]; 10] = [
        b"UT", b"GMT", b"EST", b"EDT", b"CST", b"CDT", b"MST", b"MDT", b"PST", b"PDT",
    ];
    zone.len() > 1 && zone.iter().all(u8::is_ascii_uppercase) && !known.contains(&zone)
}

/// Whether a Date field has an hour after the 23rd.
fn has_odd_time(octets: &[u8]) -> bool {
    let Some(field) = first_field(octets, "Date") else {
        return false;
    };
    let value = String::from_utf8_lossy(&unfold(field.value)).into_owned();
    let hour = value
        .split(':')
        .next()
        .and_then(|head| head.rsplit(' ').next());
    hour.and_then(|hour| hour.parse::<u32>().ok())
        .is_some_and(|hour| value.contains(':') && hour > 23)
}

/// What a Date field says when its last word is left out.
fn without_zone(octets: &[u8]) -> Option<Timestamp> {
    let value = unfold(first_field(octets, "Date")?.value);
    let end = value.iter().rposition(|&octet| octet == b' ')?;
    instant(
        &[b"Date: ", value.get(..end)?, b"\r\n\r\n"].concat(),
        Misreadings::default(),
    )
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
pub(super) fn base_subject(octets: &[u8], faults: &Faults) -> (String, bool) {
    let raw = first_field(octets, "Subject")
        .map(|field| subject_text(&unfold(field.value), faults))
        .unwrap_or_default();
    let mut text: String = raw.chars().take(LONGEST_SUBJECT).collect();
    if !faults.on("imap-subject-blanks-kept") {
        text = text
            .split([' ', '\t'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
    }
    let (mut text, mut reply) = (text.as_str(), false);
    loop {
        loop {
            let trimmed = text.trim_end_matches(is_blank);
            match without_trailer(trimmed) {
                Some(rest) if !faults.on("imap-subject-trailer-kept") => {
                    (text, reply) = (rest, true);
                }
                _ => {
                    text = trimmed;
                    break;
                }
            }
        }
        loop {
            text = text.trim_start_matches(is_blank);
            let leader = without_leader(text);
            if let Some(rest) = leader.filter(|_| !faults.on("imap-subject-leader-kept")) {
                (text, reply) = (rest, true);
            } else if let Some(rest) = subject_behind_blob(text, faults) {
                text = rest;
            } else {
                break;
            }
            if faults.on("imap-subject-stripped-once") {
                break;
            }
        }
        match without_prefix(text, "[fwd:").and_then(|rest| rest.strip_suffix(']')) {
            Some(rest) if !faults.on("imap-subject-wrapper-kept") => (text, reply) = (rest, true),
            _ => return (text.to_owned(), reply),
        }
    }
}

/// What is behind a blob at the front, where that is anything.
fn subject_behind_blob<'a>(text: &'a str, faults: &Faults) -> Option<&'a str> {
    without_blob(text)
        .filter(|rest| !rest.is_empty() || faults.on("imap-subject-blob-alone-removed"))
        .filter(|_| !faults.on("imap-subject-blob-kept"))
}

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
enum Value {
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
struct Sorting<'a> {
    collation: Collation,
    faults: &'a Faults,
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

    fn value(&self, message: &Message, key: SortKey, score: u8) -> Value {
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
        let ascii = search.charset.as_deref() == Some("US-ASCII");
        if ascii && self.fault("imap-sort-without-us-ascii") {
            return Err(Reply::no("The charset is not known"));
        }
        let faulty = self.other_search(uid, search);
        let hits = self.sorted(keys, faulty.as_ref().unwrap_or(search));
        let hits = hits.map_err(|reply| match self.fault("imap-sort-charset-bad") {
            true => Reply::bad("The charset is not known"),
            false => reply,
        })?;
        let mut found = Found {
            numbers: hits
                .iter()
                .map(|hit| self.named(uid && !self.fault("imap-uid-sort-numbers"), hit.uid))
                .collect(),
            uids: hits.iter().map(|hit| hit.uid).collect(),
            scores: hits.iter().map(|hit| hit.score).collect(),
            modseqs: modseqs(&hits, &search.keys),
        };
        let by_number = self.fault("imap-esort-by-number")
            || (search.partial.is_some() && self.fault("imap-partial-sort-by-number"));
        if search.extended && self.fault("imap-esort-without-modseq") {
            found.modseqs.clear();
        }
        if search.extended && by_number {
            found.numbers.sort_unstable();
        }
        if search.extended && !self.fault("imap-esort-answers-sort") {
            if search.update {
                self.follow(tag, uid, search, Some(keys), &found.uids)?;
            }
            let correlator = self.correlator(tag);
            let alone = !(search.min || search.max || search.count);
            let counted = Search {
                all: false,
                count: true,
                ..search.clone()
            };
            let swapped = search.all && alone && self.fault("imap-esort-all-is-count");
            let search = if swapped { &counted } else { search };
            if let Some(line) = self.esearch_line(
                &correlator,
                uid && !self.fault("imap-esort-uid-missing"),
                search,
                &found,
            ) {
                self.out.line(line);
            }
            if search.save {
                self.save(search, &found.uids);
            }
        } else if !found.numbers.is_empty() || !self.fault("imap-sort-silent-when-empty") {
            let mut line = String::from("SORT");
            for number in &found.numbers {
                line.push_str(&format!(" {number}"));
            }
            // RFC 7162 §3.1.9.
            let highest = found.highest();
            if let Some(highest) = highest.filter(|_| !self.fault("imap-sort-without-modseq")) {
                line.push_str(&format!(" (MODSEQ {highest})"));
            }
            self.untagged(line);
        }
        Ok(Reply::ok("That is all"))
    }

    /// What is searched for instead, where a fault says so.
    fn other_search(&self, uid: bool, search: &Search) -> Option<Search> {
        let mut other = search.clone();
        if self.fault("imap-sort-everything") {
            other.keys = vec![SearchKey::All];
        } else if self.fault("imap-sort-charset-ignored") {
            other.charset = None;
        } else if uid && self.fault("imap-uid-sort-criteria-are-uids") {
            for key in &mut other.keys {
                if let SearchKey::Set(set) = key {
                    *key = SearchKey::Uid(set.clone());
                }
            }
        } else {
            return None;
        }
        Some(other)
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
        let partial = search.partial.is_some() && self.fault("imap-relevancy-partial-refused");
        if has_key(&[SortKey::Relevancy]) && (partial || self.fault("imap-sort-relevancy-refused"))
        {
            return Some(Reply::bad("This is not there"));
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
        let sorting = Sorting {
            collation: match () {
                () if self.fault("imap-sort-octets") => Collation::Octet,
                () if self.fault("imap-comparator-not-in-sort") => Collation::default(),
                () => self.options.collation,
            },
            faults: &self.faults,
        };
        let mut rows: Vec<(Vec<Value>, Hit)> = hits
            .into_iter()
            .filter_map(|hit| mailbox.message(hit.uid).map(|message| (message, hit)))
            .map(|(message, hit)| {
                let values = keys
                    .iter()
                    .map(|&(_, key)| sorting.value(message, key, hit.score))
                    .collect();
                (values, hit)
            })
            .collect();
        let descending = self.fault("imap-sort-reverse-ignored");
        let count = match self.fault("imap-sort-first-key-only") {
            true => 1,
            false => keys.len(),
        };
        let ties_turn = self.fault("imap-sort-ties-backwards")
            || (self.fault("imap-sort-reverse-turns-ties") && keys.iter().any(|key| key.0));
        rows.sort_by(|(a, a_hit), (b, b_hit)| {
            for ((a, b), (reverse, _)) in a.iter().zip(b).zip(keys).take(count) {
                let order = if *reverse && !descending {
                    b.cmp(a)
                } else {
                    a.cmp(b)
                };
                if order != Ordering::Equal {
                    return order;
                }
            }
            let order = a_hit.uid.cmp(&b_hit.uid);
            if ties_turn { order.reverse() } else { order }
        });
        Ok(rows.into_iter().map(|(_, hit)| hit).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::base_subject;
    use crate::faults::Faults;

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
                base_subject(octets.as_bytes(), &Faults::default()),
                (base.to_owned(), reply),
                "{subject}"
            );
        }
    }
}
