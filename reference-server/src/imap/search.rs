//! SEARCH (RFC 9051 §6.4.4) with ESEARCH, SEARCHRES, WITHIN and CONDSTORE.

use super::ImapSession;
use super::command::{Search, SearchKey};
use super::fetch::email_id;
use super::output::{number_set, string};
use super::reply::{Answer, Reply};
use super::view::View;
use crate::faults::Faults;
use crate::mime::{
    Entity, date_header, decode_body, decode_words, fields, header_length, to_unicode, unfold,
};
use crate::store::{InternalDate, Message, system};
use jiff::Timestamp;

const BADCHARSET: &str = "BADCHARSET (US-ASCII UTF-8)";

/// What the keys are held against.
struct Context<'a> {
    view: &'a View,
    saved: &'a [u32],
    charset: Option<&'a str>,
    now: Timestamp,
    faults: &'a Faults,
}

/// A key, made ready.
enum Test {
    Never,
    Key(SearchKeyRef),
    Uids(Vec<u32>),
    Header(Vec<u8>, String),
    Body(String),
    Text(String),
    Not(Box<Test>),
    Or(Box<Test>, Box<Test>),
    And(Vec<Test>),
}

/// A key that needs nothing but the message's own data.
enum SearchKeyRef {
    All,
    Flag(u8, bool),
    Keyword(String, bool),
    Recent(bool),
    New,
    Date(DateTest, jiff::civil::Date),
    Saved(DateTest, jiff::civil::Date),
    EmailId(String),
    Sent(DateTest, jiff::civil::Date),
    Larger(u64),
    Smaller(u64),
    Before(Timestamp),
    After(Timestamp),
    ModSeq(u64),
}

#[derive(Clone, Copy)]
enum DateTest {
    Before,
    On,
    Since,
}

impl DateTest {
    fn holds(self, date: jiff::civil::Date, given: jiff::civil::Date) -> bool {
        match self {
            Self::Before => date < given,
            Self::On => date == given,
            Self::Since => date >= given,
        }
    }
}

impl Context<'_> {
    fn text(&self, octets: &[u8]) -> Result<String, Reply> {
        let text = match self.charset {
            Some(charset) if !charset.eq_ignore_ascii_case("US-ASCII") => {
                to_unicode(charset.as_bytes(), octets)
            }
            _ => octets
                .is_ascii()
                .then(|| String::from_utf8_lossy(octets).into_owned()),
        };
        let exactly = self.faults.on("imap-search-case-sensitive");
        text.map(|text| if exactly { text } else { text.to_lowercase() })
            .ok_or(Reply::bad("A string is not in the charset"))
    }

    fn tests(&self, keys: &[SearchKey]) -> Result<Test, Reply> {
        keys.iter()
            .map(|key| self.test(key))
            .collect::<Result<Vec<_>, _>>()
            .map(Test::And)
    }

    fn test(&self, key: &SearchKey) -> Result<Test, Reply> {
        use SearchKeyRef as Key;
        let before = |seconds: u32| {
            self.now
                .checked_sub(jiff::SignedDuration::from_secs(i64::from(seconds)))
                .unwrap_or(Timestamp::MIN)
        };
        Ok(match key {
            SearchKey::All => Test::Key(Key::All),
            SearchKey::Flag(bit, set) => Test::Key(Key::Flag(*bit, *set)),
            SearchKey::Keyword(name, set) => Test::Key(Key::Keyword(name.clone(), *set)),
            SearchKey::New => Test::Key(Key::New),
            SearchKey::Old => Test::Key(Key::Recent(false)),
            SearchKey::Recent => Test::Key(Key::Recent(true)),
            SearchKey::Header(name, value) => Test::Header(name.clone(), self.text(value)?),
            SearchKey::Body(value) => Test::Body(self.text(value)?),
            SearchKey::Text(value) => Test::Text(self.text(value)?),
            SearchKey::Before(date) => Test::Key(Key::Date(DateTest::Before, *date)),
            SearchKey::On(date) => Test::Key(Key::Date(DateTest::On, *date)),
            SearchKey::Since(date) => Test::Key(Key::Date(DateTest::Since, *date)),
            SearchKey::SavedBefore(date) => Test::Key(Key::Saved(DateTest::Before, *date)),
            SearchKey::SavedOn(date) => Test::Key(Key::Saved(DateTest::On, *date)),
            SearchKey::SavedSince(date) => Test::Key(Key::Saved(DateTest::Since, *date)),
            SearchKey::EmailId(id) => Test::Key(Key::EmailId(id.clone())),
            // No message has a THREADID here.
            SearchKey::ThreadId => Test::Never,
            SearchKey::SentBefore(date) => Test::Key(Key::Sent(DateTest::Before, *date)),
            SearchKey::SentOn(date) => Test::Key(Key::Sent(DateTest::On, *date)),
            SearchKey::SentSince(date) => Test::Key(Key::Sent(DateTest::Since, *date)),
            SearchKey::Larger(size) => Test::Key(Key::Larger(*size)),
            SearchKey::Smaller(size) => Test::Key(Key::Smaller(*size)),
            SearchKey::Older(seconds) => Test::Key(Key::Before(before(*seconds))),
            SearchKey::Younger(seconds) => Test::Key(Key::After(before(*seconds))),
            SearchKey::ModSeq(modseq) => Test::Key(Key::ModSeq(*modseq)),
            // A number that is not there matches nothing.
            SearchKey::Set(set) => match self.view.resolve(set, false, self.saved) {
                Ok(uids) => Test::Uids(uids),
                Err(_) if self.view.uids.is_empty() => Test::Never,
                Err(_) => return Err(Reply::out_of_range()),
            },
            SearchKey::Uid(set) => self
                .view
                .resolve(
                    set,
                    !self.faults.on("imap-search-uid-is-number"),
                    self.saved,
                )
                .map_or(Test::Never, Test::Uids),
            SearchKey::Not(key) => Test::Not(Box::new(self.test(key)?)),
            SearchKey::Or(a, b) => Test::Or(Box::new(self.test(a)?), Box::new(self.test(b)?)),
            SearchKey::And(keys) => self.tests(keys)?,
        })
    }

    fn holds(&self, test: &Test, message: &Message) -> bool {
        match test {
            Test::Never => false,
            Test::Key(key) => self.key_holds(key, message),
            Test::Uids(uids) => uids.binary_search(&message.uid).is_ok(),
            Test::Header(_, value)
                if value.is_empty() && self.faults.on("imap-search-header-empty-none") =>
            {
                false
            }
            Test::Header(name, value) if self.faults.on("imap-search-whole-field") => {
                fields(&message.octets)
                    .filter(|field| field.name.eq_ignore_ascii_case(name))
                    .any(|field| value_text(field.value).trim() == value)
            }
            Test::Header(_, value) if self.faults.on("imap-search-header-any-field") => {
                fields(&message.octets)
                    .any(|field| value_text(field.value).contains(value.as_str()))
            }
            Test::Header(name, value) => header_holds(&message.octets, name, value),
            Test::Body(value) if self.faults.on("imap-search-body-in-header") => {
                String::from_utf8_lossy(&message.octets)
                    .to_lowercase()
                    .contains(value.as_str())
            }
            Test::Body(value) => body_holds(&message.octets, value),
            Test::Text(value) if self.faults.on("imap-search-text-body-only") => {
                body_holds(&message.octets, value)
            }
            Test::Text(value) => {
                let header = header_text(
                    message
                        .octets
                        .get(..header_length(&message.octets))
                        .unwrap_or_default(),
                );
                header.contains(value.as_str()) || body_holds(&message.octets, value)
            }
            Test::Not(test) => {
                self.faults.on("imap-search-not-ignored") == self.holds(test, message)
            }
            Test::And(tests) if tests.len() > 1 && self.faults.on("imap-search-and-is-or") => {
                tests.iter().any(|test| self.holds(test, message))
            }
            Test::Or(a, b) if self.faults.on("imap-search-or-is-and") => {
                self.holds(a, message) && self.holds(b, message)
            }
            Test::Or(a, b) => self.holds(a, message) || self.holds(b, message),
            Test::And(tests) => tests.iter().all(|test| self.holds(test, message)),
        }
    }

    fn key_holds(&self, key: &SearchKeyRef, message: &Message) -> bool {
        use SearchKeyRef as Key;
        let size = message.octets.len() as u64;
        match key {
            Key::All => true,
            Key::Flag(system::SEEN, false) if self.faults.on("imap-search-unseen-all") => true,
            Key::Flag(system::DELETED, _) if self.faults.on("imap-search-deleted-all") => true,
            Key::Flag(bit, set) => message.flags.has(*bit) == *set,
            Key::Keyword(..) if self.faults.on("imap-search-keyword-ignored") => true,
            Key::Keyword(name, set) => message.flags.has_keyword(name) == *set,
            Key::Recent(recent) => self.view.is_recent(message.uid) == *recent,
            Key::New => self.view.is_recent(message.uid) && !message.flags.has(system::SEEN),
            Key::Date(DateTest::Before, date) if self.faults.on("imap-search-before-has-day") => {
                message.date.civil().date() <= *date
            }
            Key::Date(test, date) if self.faults.on("imap-search-date-in-utc") => {
                test.holds(InternalDate::utc(message.date.at).civil().date(), *date)
            }
            Key::Date(test, date) => test.holds(message.date.civil().date(), *date),
            Key::Saved(test, date) => {
                test.holds(InternalDate::utc(message.save_date).civil().date(), *date)
            }
            Key::EmailId(id) => email_id(message) == *id,
            Key::Sent(test, date) if self.faults.on("imap-search-sent-is-internal") => {
                test.holds(message.date.civil().date(), *date)
            }
            Key::Sent(test, date) => {
                date_header(&message.octets).is_some_and(|sent| test.holds(sent, *date))
            }
            Key::Larger(than) if self.faults.on("imap-search-larger-inclusive") => size >= *than,
            Key::Larger(than) => size > *than,
            Key::Smaller(than) => size < *than,
            Key::Before(at) => message.date.at <= *at,
            Key::After(at) => message.date.at >= *at,
            Key::ModSeq(modseq) => message.modseq >= *modseq,
        }
    }
}

fn value_text(value: &[u8]) -> String {
    decode_words(&unfold(value)).to_lowercase()
}

/// A header section as it is searched: unfolded, decoded.
fn header_text(header: &[u8]) -> String {
    let mut text = String::new();
    for field in fields(header) {
        text.push_str(&String::from_utf8_lossy(field.name).to_lowercase());
        text.push_str(": ");
        text.push_str(&value_text(field.value));
        text.push('\n');
    }
    text
}

fn header_holds(octets: &[u8], name: &[u8], value: &str) -> bool {
    fields(octets)
        .filter(|field| !field.name.is_empty() && field.name.eq_ignore_ascii_case(name))
        .any(|field| value.is_empty() || value_text(field.value).contains(value))
}

fn body_holds(octets: &[u8], value: &str) -> bool {
    if value.is_empty() {
        return true;
    }
    let root = Entity::parse(octets);
    let mut all = Vec::new();
    root.all(&mut all);
    all.into_iter().any(|entity| {
        // The headers of parts belong to the body of the whole.
        let own = entity.header.start > 0 && {
            header_text(octets.get(entity.header.clone()).unwrap_or_default()).contains(value)
        };
        own || (entity.children.is_empty()
            && entity.message.is_none()
            && leaf_holds(octets, entity, value))
    })
}

fn leaf_holds(octets: &[u8], entity: &Entity, value: &str) -> bool {
    if !entity.content.is("text", "") {
        let raw = octets.get(entity.body.clone()).unwrap_or_default();
        return String::from_utf8_lossy(raw).to_lowercase().contains(value);
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
    text.to_lowercase().contains(value)
}

fn uses_modseq(key: &SearchKey) -> bool {
    match key {
        SearchKey::ModSeq(_) => true,
        SearchKey::Not(key) => uses_modseq(key),
        SearchKey::Or(a, b) => uses_modseq(a) || uses_modseq(b),
        SearchKey::And(keys) => keys.iter().any(uses_modseq),
        _ => false,
    }
}

impl ImapSession {
    /// UIDs in the view that satisfy the keys, ascending, with the highest of their mod-sequences.
    pub(super) fn find_messages(&self, search: &Search) -> Result<(Vec<u32>, u64), Reply> {
        let known = |charset: &str| {
            charset.eq_ignore_ascii_case("US-ASCII")
                || to_unicode(charset.as_bytes(), b"").is_some()
        };
        if search
            .charset
            .as_deref()
            .is_some_and(|charset| !known(charset))
        {
            if self.fault("imap-search-charset-bad") {
                return Err(Reply::bad("The charset is not known"));
            }
            return Err(Reply::no("The charset is not known").code(BADCHARSET));
        }
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        let default = if self.enabled.rev2 {
            Some("UTF-8")
        } else {
            None
        };
        let context = Context {
            view,
            saved: &self.saved,
            charset: search.charset.as_deref().or(default),
            now: self.now,
            faults: &self.faults,
        };
        let test = context.tests(&search.keys)?;
        let state = self.store.lock();
        let mailbox = state.mailbox(view.id).ok_or(Reply::nonexistent())?;
        let mut highest = 0;
        let whole = view.uids.len() == mailbox.messages.len();
        let mut found = Vec::new();
        for message in &mailbox.messages {
            if (whole || view.number(message.uid).is_some()) && context.holds(&test, message) {
                highest = highest.max(message.modseq);
                found.push(message.uid);
            }
        }
        if whole {
            // As many here as there, and yet not the same: some were removed and some are new.
            found.retain(|&uid| view.number(uid).is_some());
        }
        Ok((found, highest))
    }

    pub(super) fn search(&mut self, tag: &str, uid: bool, search: &Search) -> Answer {
        let modseq = search.keys.iter().any(uses_modseq);
        if modseq {
            self.use_condstore();
        }
        let result = self.find_messages(search);
        if search.save {
            self.saved.clear();
        }
        let (uids, highest) = result?;
        let sequence = self.fault("imap-search-uid-returns-seq");
        let number = |uid_: u32| match &self.view {
            Some(view) if !uid || sequence => view.number(uid_).unwrap_or(0),
            _ => uid_,
        };
        let numbers: Vec<u32> = uids.iter().map(|&uid| number(uid)).collect();
        let highest = (modseq && !numbers.is_empty()).then_some(highest);
        if numbers.is_empty() && self.fault("imap-search-silent-when-empty") {
            return Ok(Reply::ok("Nothing found"));
        }
        if search.extended || self.enabled.rev2 {
            self.esearch(tag, uid, search, &numbers, highest);
        } else {
            let mut line = String::from("SEARCH");
            for number in &numbers {
                line.push(' ');
                line.push_str(&number.to_string());
            }
            if let Some(highest) = highest {
                line.push_str(&format!(" (MODSEQ {highest})"));
            }
            self.untagged(line);
        }
        if search.save {
            self.saved = match (search.min, search.max, search.all || search.count) {
                (true, false, false) => uids.first().copied().into_iter().collect(),
                (false, true, false) => uids.last().copied().into_iter().collect(),
                (true, true, false) => {
                    let mut both: Vec<u32> = [uids.first(), uids.last()]
                        .into_iter()
                        .flatten()
                        .copied()
                        .collect();
                    both.dedup();
                    both
                }
                _ => uids,
            };
        }
        Ok(Reply::ok("That is all"))
    }

    fn esearch(
        &mut self,
        tag: &str,
        uid: bool,
        search: &Search,
        numbers: &[u32],
        highest: Option<u64>,
    ) {
        let all = search.all || !search.extended;
        if search.save && !(search.min || search.max || search.count || all) {
            return;
        }
        let mut line = b"* ESEARCH (TAG ".to_vec();
        string(&mut line, tag.as_bytes(), false);
        line.push(b')');
        if uid {
            line.extend_from_slice(b" UID");
        }
        if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
            let first = if self.faults.on("imap-esearch-min-is-max") {
                last
            } else {
                first
            };
            if search.min {
                line.extend_from_slice(format!(" MIN {first}").as_bytes());
            }
            if search.max {
                line.extend_from_slice(format!(" MAX {last}").as_bytes());
            }
            if all {
                line.extend_from_slice(
                    format!(" ALL {}", number_set(numbers.iter().copied())).as_bytes(),
                );
            }
        }
        if search.count {
            line.extend_from_slice(format!(" COUNT {}", numbers.len()).as_bytes());
        }
        if let Some(highest) = highest {
            line.extend_from_slice(format!(" MODSEQ {highest}").as_bytes());
        }
        self.out.line(line);
    }
}
