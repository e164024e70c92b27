//! What is known of an account's mailboxes, over all sessions that look at them. Remembers; the
//! comparing is done here, the reporting in `model`.

use super::arrivals::Arrivals;
use super::client::Command;
use super::flag_changes::Changes;
use super::flags::{Flags, Permanent};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Of one run at most so many mailboxes and messages are remembered.
const MAILBOXES: usize = 10_000;
const MESSAGES: usize = 200_000;
const SECTIONS: usize = 32;
const HISTORY: usize = 10_000;

/// A mailbox's name and UIDVALIDITY.
pub(super) type Key = (Vec<u8>, u32);

/// The highest values seen of one mailbox.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Highest {
    pub uid: u32,
    pub uidnext: u32,
    pub modseq: u64,
}

#[derive(Debug, Default)]
struct Mailbox {
    /// When (in ticks) the highest values rose, and to what.
    history: Vec<(u64, Highest)>,
    messages: BTreeMap<u32, Message>,
}

#[derive(Debug, Default)]
struct Message {
    size: Option<u64>,
    date: Option<Vec<u8>>,
    /// Of each section (by its name and dialect) the octets' hash.
    sections: Vec<(u64, u64)>,
    /// Of parts the size, as a body structure or the octets themselves said.
    parts: Vec<(u64, u64)>,
}

/// All mailboxes of an account.
#[derive(Debug, Default)]
pub(crate) struct Mailboxes {
    mailboxes: BTreeMap<Key, Mailbox>,
    messages: usize,
    ticks: u64,
    pub(super) flags: Changes,
    arrivals: Arrivals,
    /// Of each name the UIDVALIDITY that was seen last.
    validities: BTreeMap<Vec<u8>, u32>,
    /// Others, who are not seen, may have taken a mailbox away and made it anew.
    others: bool,
}

pub(super) fn hash(parts: [&[u8]; 2]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

impl Mailboxes {
    /// Others change flags here, and are not seen.
    pub(crate) fn others_too(&mut self) {
        self.flags.lose();
        self.others = true;
    }

    /// Whether a mailbox may have been made anew, unseen.
    pub(super) fn has_others(&self) -> bool {
        self.others
    }

    /// The time, as far as there is one: grows with what is learnt.
    pub(super) fn now(&self) -> u64 {
        self.ticks
    }

    /// What was known at a time.
    pub(super) fn known(&self, key: &Key, at: u64) -> Highest {
        let history = self
            .mailboxes
            .get(key)
            .map(|mailbox| mailbox.history.as_slice())
            .unwrap_or_default();
        let upto = history.partition_point(|(when, _)| *when <= at);
        upto.checked_sub(1)
            .and_then(|last| history.get(last))
            .map(|(_, highest)| *highest)
            .unwrap_or_default()
    }

    /// Learns values, each 0 where it is not known.
    pub(super) fn learn(&mut self, key: &Key, seen: Highest) {
        let Some(mailbox) = self.mailbox(key) else {
            return;
        };
        let old = mailbox
            .history
            .last()
            .map(|(_, highest)| *highest)
            .unwrap_or_default();
        let new = Highest {
            uid: old.uid.max(seen.uid),
            uidnext: old.uidnext.max(seen.uidnext),
            modseq: old.modseq.max(seen.modseq),
        };
        if new != old && mailbox.history.len() < HISTORY {
            self.ticks += 1;
            let now = self.ticks;
            if let Some(mailbox) = self.mailbox(key) {
                mailbox.history.push((now, new));
            }
        }
    }

    fn mailbox(&mut self, key: &Key) -> Option<&mut Mailbox> {
        if !self.mailboxes.contains_key(key) && self.mailboxes.len() >= MAILBOXES {
            return None;
        }
        Some(self.mailboxes.entry(key.clone()).or_default())
    }

    /// A mailbox was renamed or deleted: what is known of the name, and of names below it, is void.
    pub(super) fn forget(&mut self, name: &[u8]) {
        self.mailboxes
            .retain(|(known, _), _| !known.starts_with(name));
        self.flags.forget(name);
        self.arrivals.forget(name);
        self.forget_validity(name);
    }

    /// The mailbox may be deleted or renamed at any moment from now on.
    pub(super) fn forget_validity(&mut self, name: &[u8]) {
        self.validities.retain(|known, _| !known.starts_with(name));
    }

    /// The UIDVALIDITY that the mailbox had, if it was another than the one that it has now.
    pub(super) fn other_validity(&mut self, key: &Key) -> Option<u32> {
        let (name, validity) = key;
        if self.validities.len() >= MAILBOXES && !self.validities.contains_key(name) {
            return None;
        }
        let known = self.validities.insert(name.clone(), *validity)?;
        (known != *validity).then_some(known)
    }

    /// APPEND has brought one message, and this is its UID.
    pub(super) fn came(&mut self, append: &Command, key: &Key, uid: u32) {
        self.arrivals.came(append, key, uid, &mut self.flags);
    }

    /// Whether a message lacks flags that APPEND gave it, of those that last.
    pub(super) fn lacks(&mut self, key: &Key, uid: u32, flags: Flags, lasting: Permanent) -> bool {
        (self.arrivals).lacks(key, uid, flags, lasting, &self.flags)
    }

    fn message(&mut self, key: &Key, uid: u32) -> Option<&mut Message> {
        let room = self.messages < MESSAGES;
        let known = self
            .mailboxes
            .get(key)
            .is_some_and(|mailbox| mailbox.messages.contains_key(&uid));
        if !known && !room {
            return None;
        }
        if !known {
            self.messages += 1;
        }
        self.mailbox(key)
            .map(|mailbox| mailbox.messages.entry(uid).or_default())
    }

    /// Whether the size is the one known, if one is.
    pub(super) fn same_size(&mut self, key: &Key, uid: u32, size: u64) -> bool {
        self.message(key, uid)
            .is_none_or(|message| *message.size.get_or_insert(size) == size)
    }

    /// Whether the internal date is the one known. In another zone it may be the same moment.
    pub(super) fn same_date(&mut self, key: &Key, uid: u32, date: &[u8]) -> bool {
        let zone = |date: &[u8]| date.get(date.len().saturating_sub(6)..).map(<[u8]>::to_vec);
        self.message(key, uid).is_none_or(|message| {
            let known = message.date.get_or_insert_with(|| date.to_vec());
            known.eq_ignore_ascii_case(date) || zone(known) != zone(date)
        })
    }

    /// The size of a part that is known, if it is another than this one.
    pub(super) fn other_part_size(
        &mut self,
        key: &Key,
        uid: u32,
        part: &[u8],
        dialect: u8,
        size: u64,
    ) -> Option<u64> {
        let name = hash([part, &[dialect]]);
        let message = self.message(key, uid)?;
        if let Some((_, known)) = message.parts.iter().find(|(known, _)| *known == name) {
            return (*known != size).then_some(*known);
        }
        if message.parts.len() < SECTIONS {
            message.parts.push((name, size));
        }
        None
    }

    /// Whether the octets behind a section are those known. `dialect` keeps apart what may differ.
    pub(super) fn same_section(
        &mut self,
        key: &Key,
        uid: u32,
        name: &[u8],
        dialect: u8,
        octets: &[u8],
    ) -> bool {
        let name = hash([&name.to_ascii_uppercase(), &[dialect]]);
        let octets = hash([octets, &[]]);
        self.message(key, uid).is_none_or(|message| {
            if let Some((_, known)) = message
                .sections
                .iter()
                .find(|(section, _)| *section == name)
            {
                return *known == octets;
            }
            if message.sections.len() < SECTIONS {
                message.sections.push((name, octets));
            }
            true
        })
    }
}
