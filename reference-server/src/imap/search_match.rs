//! A message held against the keys of a search. Finds none by itself.

use super::fetch_items::{email_id, thread_id};
use super::misread::misreadings;
use super::search_keys::{Context, DateTest, SearchKeyRef, Test};
use super::search_text::{
    address_holds, body_holds, encoded_text, header_holds, header_text, value_text,
};
use crate::mime::{date_header, fields, header_length};
use crate::store::{InternalDate, Message, system};

impl Context<'_> {
    pub(super) fn holds(&self, test: &Test, message: &Message) -> bool {
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
    pub(super) fn score(&self, test: &Test, message: &Message) -> Option<u8> {
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
