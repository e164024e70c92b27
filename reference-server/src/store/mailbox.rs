//! One mailbox: its messages in UID order, its counters, and what changed when (RFC 7162's
//! mod-sequences), so that any number of sessions can each catch up from where they were.

use super::acl::Acl;
use super::annotations::Annotations;
use super::flags::{Flags, system};
use super::state::SpecialUse;
use super::vanished::Vanished;
use bytes::Bytes;
use jiff::{Timestamp, tz::Offset};
use std::collections::VecDeque;
use std::sync::Arc;

/// Names a mailbox for as long as anyone has it open, whatever becomes of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MailboxId(pub(crate) u64);

impl MailboxId {
    /// No mailbox: watched, it stands for any change.
    pub(crate) const ANY: Self = Self(0);
}

/// An internal date (RFC 9051 §2.3.3) with the zone in which it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InternalDate {
    /// The instant.
    pub at: Timestamp,
    /// The zone.
    pub zone: Offset,
}

impl InternalDate {
    /// An instant, shown in UTC.
    pub fn utc(at: Timestamp) -> Self {
        Self {
            at,
            zone: Offset::UTC,
        }
    }
    /// Date and time of day in its own zone.
    pub fn civil(&self) -> jiff::civil::DateTime {
        self.zone.to_datetime(self.at)
    }
}

/// One message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Unique identifier.
    pub uid: u32,
    /// Exact octets.
    pub octets: Bytes,
    /// Internal date.
    pub date: InternalDate,
    /// Flags but `\Recent`.
    pub flags: Flags,
    /// Mod-sequence of the last change.
    pub modseq: u64,
    /// When it came into this mailbox (RFC 8514).
    pub save_date: Timestamp,
    /// The same for all copies of a message (RFC 8474).
    pub email_id: u64,
    /// The same for all messages that belong together (RFC 8474 §5.2).
    pub thread_id: u64,
    /// Whether a POP3 session has retrieved it (RFC 1225 LAST).
    pub retrieved: bool,
}

/// A message on its way into a mailbox.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Exact octets.
    pub octets: Bytes,
    /// Flags to begin with.
    pub flags: Flags,
    /// Internal date.
    pub date: InternalDate,
    /// Now.
    pub save_date: Timestamp,
    /// Set for a copy.
    pub email_id: Option<u64>,
    /// Set for a copy.
    pub thread_id: Option<u64>,
}

/// Keywords that a mailbox may come to know, by STORE, APPEND or COPY.
const MOST_KEYWORDS: usize = 2000;

/// How many changes are remembered before a session that is further behind must look at all.
const CHANGES_KEPT: usize = 4096;

/// One mailbox.
#[derive(Debug)]
pub struct Mailbox {
    /// The account in whose hierarchy it is.
    pub(crate) owner: String,
    pub(crate) acl: Acl,
    pub(crate) annotations: Annotations,
    pub(crate) uid_validity: u32,
    pub(crate) uid_next: u32,
    pub(crate) messages: Vec<Message>,
    pub(crate) highest_modseq: u64,
    pub(crate) special_use: Option<SpecialUse>,
    /// Messages from this UID on have been told to no session as `\Recent`.
    pub(crate) first_recent: u32,
    pub(crate) keywords: Vec<Arc<str>>,
    pub(crate) unseen: usize,
    pub(crate) deleted: usize,
    pub(crate) size: u64,
    pub(crate) vanished: Vanished,
    /// How many sessions have it open.
    pub(crate) open: usize,
    /// Whether its name is gone: it lives on until the last session closes it.
    pub(crate) detached: bool,
    /// What is the matter with it.
    pub(crate) condition: Option<super::Condition>,
    changes: VecDeque<(u64, u32)>,
    changes_from: u64,
}

impl Mailbox {
    pub(crate) fn new(
        owner: &str,
        acl: Acl,
        uid_validity: u32,
        special_use: Option<SpecialUse>,
    ) -> Self {
        Self {
            owner: owner.to_owned(),
            acl,
            annotations: Annotations::default(),
            uid_validity,
            uid_next: 1,
            messages: Vec::new(),
            highest_modseq: 1,
            special_use,
            first_recent: 1,
            keywords: Vec::new(),
            unseen: 0,
            deleted: 0,
            size: 0,
            vanished: Vanished::default(),
            open: 0,
            detached: false,
            condition: None,
            changes: VecDeque::new(),
            changes_from: 1,
        }
    }

    /// Where the message with this UID stands.
    pub(crate) fn index(&self, uid: u32) -> Option<usize> {
        self.messages
            .binary_search_by_key(&uid, |message| message.uid)
            .ok()
    }

    pub(crate) fn message(&self, uid: u32) -> Option<&Message> {
        self.index(uid).and_then(|index| self.messages.get(index))
    }

    /// How many messages no session has been told of as `\Recent`.
    pub(crate) fn recent(&self) -> usize {
        self.messages.len()
            - self
                .messages
                .partition_point(|message| message.uid < self.first_recent)
    }

    pub(crate) fn append(&mut self, new: NewMessage, email_id: u64, thread_id: u64) -> u32 {
        let uid = self.uid_next;
        self.uid_next = self.uid_next.saturating_add(1);
        let modseq = self.next_modseq();
        let flags = self.known(&new.flags);
        self.count(&flags, true);
        self.size += new.octets.len() as u64;
        self.messages.push(Message {
            uid,
            octets: new.octets,
            date: new.date,
            flags,
            modseq,
            save_date: new.save_date,
            email_id,
            thread_id,
            retrieved: false,
        });
        uid
    }

    /// Replaces a message's flags; the new mod-sequence, or `None` when nothing changed.
    pub(crate) fn set_flags(&mut self, uid: u32, flags: &Flags) -> Option<u64> {
        let index = self.index(uid)?;
        let flags = self.known(flags);
        if self.messages.get(index)?.flags == flags {
            return None;
        }
        let modseq = self.next_modseq();
        let before = {
            let message = self.messages.get_mut(index)?;
            message.modseq = modseq;
            std::mem::replace(&mut message.flags, flags.clone())
        };
        self.count(&before, false);
        self.count(&flags, true);
        if self.changes.len() == CHANGES_KEPT
            && let Some((dropped, _)) = self.changes.pop_front()
        {
            self.changes_from = dropped;
        }
        self.changes.push_back((modseq, uid));
        Some(modseq)
    }

    /// Removes the messages with these UIDs (ascending); those that were there.
    pub(crate) fn expunge(&mut self, uids: &[u32]) -> Vec<u32> {
        let gone: Vec<u32> = uids
            .iter()
            .copied()
            .filter(|&uid| self.index(uid).is_some())
            .collect();
        if gone.is_empty() {
            return gone;
        }
        let modseq = self.next_modseq();
        let messages = std::mem::take(&mut self.messages);
        for message in messages {
            if gone.binary_search(&message.uid).is_ok() {
                self.count(&message.flags, false);
                self.size -= message.octets.len() as u64;
                self.vanished.push(modseq, message.uid);
            } else {
                self.messages.push(message);
            }
        }
        gone
    }

    /// UIDs that were removed after `modseq`, ascending, each once. Where that is longer ago than is remembered,
    /// all that are not there (RFC 7162 §3.2.6).
    pub(crate) fn vanished_since(&self, modseq: u64) -> Vec<u32> {
        let mut uids = self.vanished.after(modseq).unwrap_or_else(|| {
            let all = 1..self.uid_next;
            all.filter(|&uid| self.index(uid).is_none()).collect()
        });
        uids.sort_unstable();
        uids.dedup();
        uids
    }

    /// UIDs whose flags have changed after `modseq`, ascending, each once.
    pub(crate) fn changed_since(&self, modseq: u64) -> Vec<u32> {
        if self.highest_modseq <= modseq {
            return Vec::new();
        }
        let mut uids: Vec<u32> = if modseq >= self.changes_from {
            let from = self.changes.partition_point(|&(at, _)| at <= modseq);
            self.changes.range(from..).map(|&(_, uid)| uid).collect()
        } else {
            self.messages
                .iter()
                .filter(|message| message.modseq > modseq)
                .map(|message| message.uid)
                .collect()
        };
        uids.sort_unstable();
        uids.dedup();
        uids
    }

    /// Whether the mailbox may come to know the keywords of these flags.
    pub(crate) fn has_room_for_keywords<'a>(
        &self,
        flags: impl IntoIterator<Item = &'a Flags>,
    ) -> bool {
        let mut new = Flags::default();
        for flags in flags {
            for keyword in flags.keywords() {
                let known = |old: &Arc<str>| old.eq_ignore_ascii_case(keyword);
                if !self.keywords.iter().any(known) {
                    new.add_keyword(keyword);
                    if self.keywords.len() + new.keywords().len() > MOST_KEYWORDS {
                        return false;
                    }
                }
            }
        }
        true
    }

    pub(crate) fn next_modseq(&mut self) -> u64 {
        self.highest_modseq += 1;
        self.highest_modseq
    }

    fn count(&mut self, flags: &Flags, add: bool) {
        let step = |n: &mut usize| *n = if add { *n + 1 } else { n.saturating_sub(1) };
        if !flags.has(system::SEEN) {
            step(&mut self.unseen);
        }
        if flags.has(system::DELETED) {
            step(&mut self.deleted);
        }
    }

    /// The same flags, with each keyword spelled as it was first used here.
    fn known(&mut self, flags: &Flags) -> Flags {
        if flags.keywords().is_empty() {
            return flags.clone();
        }
        let mut known = flags.without(flags);
        for (_, bit) in system::NAMES {
            if flags.has(bit) {
                known.set(bit);
            }
        }
        for keyword in flags.keywords() {
            let spelled = match self
                .keywords
                .iter()
                .find(|old| old.eq_ignore_ascii_case(keyword))
            {
                Some(old) => Arc::clone(old),
                None => {
                    self.keywords.push(Arc::clone(keyword));
                    Arc::clone(keyword)
                }
            };
            known.add_keyword(&spelled);
        }
        known
    }
}
