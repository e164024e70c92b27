//! The keys of a search, made ready: strings in one charset, dates and sets as what they are held against. Looks at no
//! message.

use super::collation::Collation;
use super::command::{SearchKey, SequenceSet};
use super::fuzzy::{is_fuzzy, loosened};
use super::reply::Reply;
use super::view::View;
use crate::faults::Faults;
use crate::mime::to_unicode;
use jiff::Timestamp;

/// What the keys are held against.
pub(super) struct Context<'a> {
    pub view: &'a View,
    pub saved: &'a [u32],
    pub charset: Option<&'a str>,
    pub now: Timestamp,
    /// OLDER for YOUNGER, when a fault says so.
    pub swapped: bool,
    pub collation: Collation,
    pub faults: &'a Faults,
}

/// A key, made ready.
pub(super) enum Test {
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
pub(super) enum SearchKeyRef {
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
pub(super) enum DateTest {
    Before,
    On,
    Since,
}

impl DateTest {
    pub(super) fn holds(self, date: jiff::civil::Date, given: jiff::civil::Date) -> bool {
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

    pub(super) fn tests(&self, keys: &[SearchKey]) -> Result<Test, Reply> {
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
}
