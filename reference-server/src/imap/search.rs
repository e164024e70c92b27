//! SEARCH (RFC 9051 §6.4.4) with ESEARCH, SEARCHRES, WITHIN and CONDSTORE.

use super::ImapSession;
use super::collation::Collation;
use super::command::{Search, SearchKey, SequenceSet};
use super::fetch::{email_id, thread_id};
use super::fuzzy::{is_fuzzy, loosened};
use super::misread::misreadings;
use super::reply::{Answer, Reply};
use super::results::Found;
use super::search_text::{
    address_holds, body_holds, encoded_text, header_holds, header_text, value_text,
};
use super::view::View;
use crate::faults::Faults;
use crate::mime::{date_header, fields, header_length, to_unicode};
use crate::store::{InternalDate, Message, State, system};
use jiff::Timestamp;

const BADCHARSET: &str = "BADCHARSET (US-ASCII UTF-8)";

/// What the keys are held against.
struct Context<'a> {
    view: &'a View,
    saved: &'a [u32],
    charset: Option<&'a str>,
    now: Timestamp,
    /// OLDER for YOUNGER, when a fault says so.
    swapped: bool,
    collation: Collation,
    faults: &'a Faults,
}

/// A key, made ready.
enum Test {
    Never,
    Key(SearchKeyRef),
    Uids(Vec<u32>),
    Header(Vec<u8>, String),
    /// What its field holds, or else what the envelope holds.
    Address(Box<Test>, Vec<u8>, String),
    Body(String),
    Text(String),
    Not(Box<Test>),
    Or(Box<Test>, Box<Test>),
    And(Vec<Test>),
    /// What was asked for, and what is near it.
    Fuzzy(Box<Test>, Box<Test>),
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
    ThreadId(String),
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
        text.map(|text| self.collation.fold(&text))
            .ok_or(Reply::bad("A string is not in the charset"))
    }

    fn tests(&self, keys: &[SearchKey]) -> Result<Test, Reply> {
        let spread = self.faults.on("imap-fuzzy-spreads") && keys.iter().any(is_fuzzy);
        keys.iter()
            .map(|key| self.test(&if spread { loosened(key) } else { key.clone() }))
            .collect::<Result<Vec<_>, _>>()
            .map(Test::And)
    }

    fn test(&self, key: &SearchKey) -> Result<Test, Reply> {
        use SearchKeyRef as Key;
        let before = |seconds: u32| {
            let seconds = match self.faults.on("imap-within-whole-minutes") {
                true => seconds.next_multiple_of(60),
                false => seconds,
            };
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
            SearchKey::Address(name, value) => {
                let value = self.text(value)?;
                let field = Test::Header(name.clone(), value.clone());
                Test::Address(Box::new(field), name.clone(), value)
            }
            SearchKey::Body(value) => Test::Body(self.text(value)?),
            SearchKey::Text(value) => Test::Text(self.text(value)?),
            SearchKey::Before(date) => Test::Key(Key::Date(DateTest::Before, *date)),
            SearchKey::On(date) => Test::Key(Key::Date(DateTest::On, *date)),
            SearchKey::Since(date) => Test::Key(Key::Date(DateTest::Since, *date)),
            SearchKey::SavedBefore(date) => Test::Key(Key::Saved(DateTest::Before, *date)),
            SearchKey::SavedOn(date) => Test::Key(Key::Saved(DateTest::On, *date)),
            SearchKey::SavedSince(date) => Test::Key(Key::Saved(DateTest::Since, *date)),
            SearchKey::EmailId(id) => Test::Key(Key::EmailId(id.clone())),
            SearchKey::ThreadId(_) if self.faults.on("imap-search-threadid-all") => {
                Test::Key(Key::All)
            }
            SearchKey::ThreadId(id) => Test::Key(Key::ThreadId(id.clone())),
            SearchKey::SentBefore(date) => Test::Key(Key::Sent(DateTest::Before, *date)),
            SearchKey::SentOn(date) => Test::Key(Key::Sent(DateTest::On, *date)),
            SearchKey::SentSince(date) => Test::Key(Key::Sent(DateTest::Since, *date)),
            SearchKey::Larger(size) => Test::Key(Key::Larger(*size)),
            SearchKey::Smaller(size) => Test::Key(Key::Smaller(*size)),
            SearchKey::Older(seconds) if self.swapped => Test::Key(Key::After(before(*seconds))),
            SearchKey::Younger(seconds) if self.swapped => Test::Key(Key::Before(before(*seconds))),
            SearchKey::Older(seconds) => Test::Key(Key::Before(before(*seconds))),
            SearchKey::Younger(_) if self.faults.on("imap-younger-finds-all") => {
                Test::Key(Key::All)
            }
            SearchKey::Younger(seconds) => Test::Key(Key::After(before(*seconds))),
            SearchKey::ModSeq(modseq) => Test::Key(Key::ModSeq(*modseq)),
            // A number that is not there matches nothing (RFC 7377 §2).
            SearchKey::Set(SequenceSet::Saved)
                if self.faults.on("imap-save-refused-after-expunge")
                    && self
                        .saved
                        .iter()
                        .any(|&uid| self.view.number(uid).is_none()) =>
            {
                return Err(Reply::bad("A saved message is gone"));
            }
            SearchKey::Set(SequenceSet::Saved) if self.faults.on("imap-save-no-search-key") => {
                Test::Never
            }
            SearchKey::Set(set)
                if self.faults.on("imap-search-range-refused")
                    && self.view.resolve(set, false, self.saved).is_err() =>
            {
                return Err(Reply::bad("There is no such message"));
            }
            SearchKey::Set(set) => Test::Uids(self.view.within(set, self.saved)),
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
            // Put in before; one that is still there is none.
            SearchKey::Filter(_) => Test::Never,
            SearchKey::Fuzzy(key) => Test::Fuzzy(
                Box::new(self.test(key)?),
                Box::new(self.test(&loosened(key))?),
            ),
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
                    .any(|field| value_text(field.value, self.collation).trim() == value)
            }
            Test::Header(_, value) if self.faults.on("imap-search-header-any-field") => {
                fields(&message.octets)
                    .any(|field| value_text(field.value, self.collation).contains(value.as_str()))
            }
            Test::Header(name, value)
                if self.faults.on("imap-search-words-encoded")
                    || self.faults.on("imap-search-charset-kept") =>
            {
                fields(&message.octets)
                    .filter(|field| field.name.eq_ignore_ascii_case(name))
                    .any(|field| encoded_text(field.value, self.collation).contains(value.as_str()))
            }
            Test::Header(name, value) => header_holds(&message.octets, name, value, self.collation),
            Test::Body(_)
                if self.faults.on("imap-words-malformed-hide")
                    && header_text(&message.octets, self.collation).contains("=?") =>
            {
                false
            }
            Test::Body(value) if self.faults.on("imap-search-body-encoded") => self
                .collation
                .fold(&String::from_utf8_lossy(
                    message
                        .octets
                        .get(header_length(&message.octets)..)
                        .unwrap_or_default(),
                ))
                .contains(value.as_str()),
            Test::Address(field, name, value) => {
                self.holds(field, message)
                    || address_holds(&message.octets, name, value, self.collation)
            }
            Test::Body(value) if self.faults.on("imap-search-body-in-header") => self
                .collation
                .fold(&String::from_utf8_lossy(&message.octets))
                .contains(value.as_str()),
            Test::Body(value) => body_holds(&message.octets, value, self.collation),
            Test::Text(value) if self.faults.on("imap-search-text-body-only") => {
                body_holds(&message.octets, value, self.collation)
            }
            Test::Text(value) => {
                let header = header_text(
                    message
                        .octets
                        .get(..header_length(&message.octets))
                        .unwrap_or_default(),
                    self.collation,
                );
                header.contains(value.as_str())
                    || body_holds(&message.octets, value, self.collation)
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
            Test::Fuzzy(exact, near) => self.holds(exact, message) || self.holds(near, message),
        }
    }

    /// RFC 6203 §4, of a message that matches; `None` where nothing is fuzzy.
    fn score(&self, test: &Test, message: &Message) -> Option<u8> {
        match test {
            Test::Fuzzy(exact, _) if self.holds(exact, message) => Some(100),
            Test::Fuzzy(..) => Some(50),
            Test::And(tests) => tests
                .iter()
                .filter_map(|test| self.score(test, message))
                .min(),
            Test::Or(a, b) => [a, b]
                .into_iter()
                .filter(|test| self.holds(test, message))
                .filter_map(|test| self.score(test, message))
                .max(),
            _ => None,
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
            Key::Saved(test, date)
                if self.faults.on(match test {
                    DateTest::Before => "imap-search-savedbefore-internal",
                    DateTest::On => "imap-search-savedon-internal",
                    DateTest::Since => "imap-search-savedsince-internal",
                }) =>
            {
                test.holds(message.date.civil().date(), *date)
            }
            Key::Saved(test, date) => {
                test.holds(InternalDate::utc(message.save_date).civil().date(), *date)
            }
            Key::EmailId(_) if self.faults.on("imap-search-emailid-none") => false,
            Key::EmailId(id) if self.faults.on("imap-search-emailid-any-case") => {
                email_id(message).eq_ignore_ascii_case(id)
            }
            Key::EmailId(id) => email_id(message) == *id,
            Key::ThreadId(_) if self.faults.on("imap-search-threadid-nothing") => false,
            Key::ThreadId(id) => thread_id(message) == *id,
            Key::Sent(test, date) if self.faults.on("imap-search-sent-is-internal") => {
                test.holds(message.date.civil().date(), *date)
            }
            Key::Sent(test, date) => date_header(&message.octets, misreadings(self.faults))
                .is_some_and(|sent| test.holds(sent, *date)),
            Key::Larger(than) if self.faults.on("imap-search-larger-inclusive") => size >= *than,
            Key::Larger(than) => size > *than,
            Key::Smaller(than) => size < *than,
            Key::Before(at) => message.date.at <= *at,
            Key::After(at) => message.date.at >= *at,
            Key::ModSeq(_) if self.faults.on("imap-search-modseq-finds-all") => true,
            Key::ModSeq(modseq) => message.modseq >= *modseq,
        }
    }
}

pub(super) fn uses_modseq(key: &SearchKey) -> bool {
    match key {
        SearchKey::ModSeq(_) => true,
        SearchKey::Not(key) | SearchKey::Fuzzy(key) => uses_modseq(key),
        SearchKey::Or(a, b) => uses_modseq(a) || uses_modseq(b),
        SearchKey::And(keys) => keys.iter().any(uses_modseq),
        _ => false,
    }
}

/// A message that a search finds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub uid: u32,
    pub modseq: u64,
    /// RFC 6203 §4; 100 where nothing is fuzzy.
    pub score: u8,
}

/// The mod-sequences of what was found, where a key asks for one.
pub(super) fn modseqs(hits: &[Hit], keys: &[SearchKey]) -> Vec<u64> {
    if keys.iter().any(uses_modseq) {
        hits.iter().map(|hit| hit.modseq).collect()
    } else {
        Vec::new()
    }
}

impl ImapSession {
    /// What can be said against a search before it is made.
    pub(super) fn search_refusal(&self, search: &Search) -> Option<Reply> {
        let utf8 = self.fault("imap-search-without-utf-8");
        let known = |charset: &str| {
            if utf8 && charset.eq_ignore_ascii_case("UTF-8") {
                return false;
            }
            charset.eq_ignore_ascii_case("US-ASCII")
                || to_unicode(charset.as_bytes(), b"").is_some()
        };
        if search
            .charset
            .as_deref()
            .is_some_and(|charset| !known(charset))
        {
            if self.fault("imap-search-charset-bad") {
                return Some(Reply::bad("The charset is not known"));
            }
            return Some(Reply::no("The charset is not known").code(BADCHARSET));
        }
        let needed = [
            (
                search.partial.is_some_and(|range| range.from_end),
                "PARTIAL",
            ),
            (search.relevancy, "SEARCH=FUZZY"),
            (search.update || search.context, "CONTEXT=SEARCH"),
            (!search.update_items.is_empty(), "NOTIFY"),
        ];
        let fuzzy = search.keys.iter().any(is_fuzzy);
        let refused = (fuzzy && self.fault("imap-fuzzy-refused"))
            || (search.context && self.fault("imap-context-refused"));
        if refused {
            return Some(Reply::bad("This is not there"));
        }
        if needed.iter().any(|&(asked, name)| asked && !self.has(name))
            || (fuzzy && !self.has("SEARCH=FUZZY"))
            || (search.partial.is_some() && !self.has("PARTIAL") && !self.has("CONTEXT=SEARCH"))
        {
            return Some(Reply::bad("The extension is not there"));
        }
        // RFC 6203 §4.
        (search.relevancy && !fuzzy).then(|| Reply::bad("RELEVANCY needs FUZZY"))
    }

    /// What the keys find in a mailbox as a view shows it, in order of UID.
    pub(super) fn hits(
        &self,
        state: &State,
        view: &View,
        search: &Search,
    ) -> Result<Vec<Hit>, Reply> {
        let context = Context {
            view,
            saved: &self.saved,
            charset: search.charset.as_deref().or(self.utf8().then_some("UTF-8")),
            now: self.now,
            swapped: self.fault("imap-within-swapped"),
            collation: match () {
                () if self.fault("imap-search-case-sensitive") => Collation::Octet,
                () if self.fault("imap-search-ascii-casemap") => Collation::AsciiCasemap,
                () if self.fault("imap-comparator-not-in-search") => Collation::default(),
                () => self.options.collation,
            },
            faults: &self.faults,
        };
        let test = context.tests(&search.keys)?;
        let mailbox = state.mailbox(view.id).ok_or_else(Reply::nonexistent)?;
        let whole = view.uids.len() == mailbox.messages.len();
        let mut found = Vec::new();
        for message in &mailbox.messages {
            if (whole || view.number(message.uid).is_some()) && context.holds(&test, message) {
                found.push(Hit {
                    uid: message.uid,
                    modseq: message.modseq,
                    score: context.score(&test, message).unwrap_or(100),
                });
            }
        }
        if whole {
            // As many here as there, and yet not the same: some were removed and some are new.
            found.retain(|hit| view.number(hit.uid).is_some());
        }
        Ok(found)
    }

    /// What the keys find in the selected mailbox.
    pub(super) fn find_messages(&self, search: &Search) -> Result<Vec<Hit>, Reply> {
        if let Some(refusal) = self.search_refusal(search) {
            return Err(refusal);
        }
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        self.hits(&self.store.lock(), view, search)
    }

    pub(super) fn search(&mut self, tag: &str, uid: bool, search: &Search) -> Answer {
        let charset_taken = self.fault("imap-utf8-charset-taken");
        if search.charset.is_some() && self.enabled.utf8 && !charset_taken {
            // RFC 6855 §3.
            return Err(Reply::bad("All strings are UTF-8, no charset can be named"));
        }
        if search.keys.iter().any(uses_modseq) {
            self.use_condstore();
        }
        let hits = match self.find_messages(search) {
            Ok(hits) => hits,
            Err(refusal) => {
                // NO empties `$`, BAD leaves it as it is (RFC 5182 §2.1).
                let lost = match search.save {
                    true => refusal.status == "NO" && !self.fault("imap-save-refused-keeps"),
                    false => refusal.status == "NO" && self.fault("imap-search-refused-empties"),
                };
                if lost {
                    self.saved.clear();
                }
                return Err(refusal);
            }
        };
        let sequence = self.fault("imap-search-uid-returns-seq");
        let number = |hit: &Hit| match &self.view {
            Some(view) if !uid || sequence => view.number(hit.uid).unwrap_or(0),
            _ => hit.uid,
        };
        let found = Found {
            uids: hits.iter().map(|hit| hit.uid).collect(),
            numbers: hits.iter().map(number).collect(),
            scores: hits.iter().map(|hit| hit.score).collect(),
            modseqs: modseqs(&hits, &search.keys),
        };
        if found.numbers.is_empty() && self.fault("imap-search-silent-when-empty") {
            return Ok(Reply::ok("Nothing found"));
        }
        if search.extended || self.enabled.rev2 {
            if search.update {
                self.follow(tag, uid, search, None, &found.uids)?;
            }
            let correlator = self.correlator(tag);
            if self.fault("imap-esearch-and-search") {
                self.out.line("* SEARCH");
            }
            if let Some(line) = self.esearch_line(&correlator, uid, search, &found) {
                self.out.line(line);
            }
            if self.fault("imap-esearch-and-search") {
                let numbers: Vec<String> = found.numbers.iter().map(u32::to_string).collect();
                self.untagged(format!("SEARCH {}", numbers.join(" ")));
            }
        } else {
            let mut line = String::from("SEARCH");
            for number in &found.numbers {
                line.push(' ');
                line.push_str(&number.to_string());
            }
            let empty = found.numbers.is_empty() && search.keys.iter().any(uses_modseq);
            let zero = empty && self.fault("imap-search-modseq-when-empty");
            let highest = found.highest().or(zero.then_some(1));
            if let Some(highest) = highest.filter(|_| !self.fault("imap-search-without-modseq")) {
                line.push_str(&format!(" (MODSEQ {highest})"));
            }
            self.untagged(line);
        }
        if search.save || self.fault("imap-search-saves-unasked") {
            self.save(search, &found.uids);
        }
        Ok(Reply::ok("That is all"))
    }
}
