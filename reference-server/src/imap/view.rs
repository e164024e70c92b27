//! A session's view of its selected mailbox: which message has which sequence number, and what has
//! not been told yet. Other sessions change the mailbox; the view changes only when told.

use super::command::SequenceSet;
use crate::store::{Mailbox, MailboxId, Message, Rights, State};
use std::collections::HashMap;
use std::ops::Range;

#[derive(Debug)]
pub(crate) struct View {
    pub id: MailboxId,
    pub read_only: bool,
    /// The user's rights as they were last told.
    pub rights: Rights,
    /// UIDs by sequence number, from 1.
    pub uids: Vec<u32>,
    /// Flag changes up to here have been told.
    pub modseq: u64,
    /// How many of the mailbox's removals have been told.
    pub vanished: usize,
    /// Messages from this UID on have not been told.
    pub uid_next: u32,
    /// UIDs that are `\Recent` in this session.
    pub recent: Vec<Range<u32>>,
    /// What this session itself has changed and knows.
    pub own: HashMap<u32, u64>,
    /// How many keywords have been told.
    pub keywords: usize,
    /// How often the mailbox's access key had been reset (RFC 4467).
    pub url_keys: u64,
}

/// Why a set does not name messages here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutOfRange;

impl View {
    /// Opens a mailbox. With `read_only`, `\Recent` is left to the next session.
    pub(crate) fn open(state: &mut State, id: MailboxId, read_only: bool) -> Option<Self> {
        state.open(id);
        let mailbox = state.mailboxes.get_mut(&id)?;
        let recent = mailbox.first_recent..mailbox.uid_next;
        if !read_only {
            mailbox.first_recent = mailbox.uid_next;
        }
        Some(Self {
            id,
            read_only,
            rights: Rights::ALL,
            uids: mailbox.messages.iter().map(|message| message.uid).collect(),
            modseq: mailbox.highest_modseq,
            vanished: mailbox.vanished.count(),
            uid_next: mailbox.uid_next,
            recent: if recent.is_empty() {
                Vec::new()
            } else {
                vec![recent]
            },
            own: HashMap::new(),
            keywords: mailbox.keywords.len(),
            url_keys: 0,
        })
    }

    pub(crate) fn is_recent(&self, uid: u32) -> bool {
        self.recent.iter().any(|range| range.contains(&uid))
    }

    pub(crate) fn recent_count(&self) -> usize {
        let below = |uid: u32| self.uids.partition_point(|&known| known < uid);
        self.recent
            .iter()
            .map(|range| below(range.end) - below(range.start))
            .sum()
    }

    /// The sequence number of a UID.
    pub(crate) fn number(&self, uid: u32) -> Option<u32> {
        self.uids
            .binary_search(&uid)
            .ok()
            .and_then(|index| u32::try_from(index + 1).ok())
    }

    /// UIDs of the messages that a set names, ascending. A set of sequence numbers that names one
    /// that is not there is refused; a set of UIDs may (RFC 9051 §9, seq-number).
    pub(crate) fn resolve(
        &self,
        set: &SequenceSet,
        uid: bool,
        saved: &[u32],
    ) -> Result<Vec<u32>, OutOfRange> {
        let SequenceSet::Ranges(ranges) = set else {
            return Ok(saved
                .iter()
                .copied()
                .filter(|&uid| self.number(uid).is_some())
                .collect());
        };
        let mut found: Vec<u32> = Vec::new();
        for &(first, last) in ranges {
            let span = if uid {
                self.uid_span(first, last)
            } else {
                self.number_span(first, last)?
            };
            found.extend_from_slice(self.uids.get(span).unwrap_or_default());
        }
        if ranges.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        Ok(found)
    }

    /// UIDs of the messages that a set of sequence numbers names, ascending; numbers that name
    /// none are passed over.
    pub(crate) fn within(&self, set: &SequenceSet, saved: &[u32]) -> Vec<u32> {
        let SequenceSet::Ranges(ranges) = set else {
            return self.resolve(set, false, saved).unwrap_or_default();
        };
        let count = u32::try_from(self.uids.len()).unwrap_or(u32::MAX);
        let mut found: Vec<u32> = Vec::new();
        for &(first, last) in ranges {
            let (first, last) = (first.unwrap_or(count), last.unwrap_or(count));
            let (low, high) = (first.min(last).max(1), first.max(last).min(count));
            let span = (low as usize - 1)..high as usize;
            found.extend_from_slice(self.uids.get(span).unwrap_or_default());
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A look into a mailbox that no session has open: nothing is claimed.
    pub(crate) fn glance(id: MailboxId, mailbox: &Mailbox) -> Self {
        Self {
            id,
            read_only: true,
            rights: Rights::default(),
            uids: mailbox.messages.iter().map(|message| message.uid).collect(),
            modseq: mailbox.highest_modseq,
            vanished: mailbox.vanished.count(),
            uid_next: mailbox.uid_next,
            recent: Vec::new(),
            own: HashMap::new(),
            keywords: mailbox.keywords.len(),
            url_keys: 0,
        }
    }

    fn uid_span(&self, first: Option<u32>, last: Option<u32>) -> Range<usize> {
        let Some(&largest) = self.uids.last() else {
            return 0..0;
        };
        let (first, last) = (first.unwrap_or(largest), last.unwrap_or(largest));
        let (low, high) = (first.min(last), first.max(last));
        self.uids.partition_point(|&uid| uid < low)..self.uids.partition_point(|&uid| uid <= high)
    }

    fn number_span(
        &self,
        first: Option<u32>,
        last: Option<u32>,
    ) -> Result<Range<usize>, OutOfRange> {
        let count = u32::try_from(self.uids.len()).map_err(|_| OutOfRange)?;
        let (first, last) = (first.unwrap_or(count), last.unwrap_or(count));
        let (low, high) = (first.min(last), first.max(last));
        if low == 0 || high > count {
            return Err(OutOfRange);
        }
        Ok(low as usize - 1..high as usize)
    }

    /// Takes removals that have not been told out of the view: their sequence numbers as each
    /// stands when the one before it is gone, and their UIDs.
    pub(crate) fn take_vanished(&mut self, mailbox: &Mailbox) -> (Vec<u32>, Vec<u32>) {
        let news = mailbox.vanished.behind(self.vanished);
        self.vanished = mailbox.vanished.count();
        let mut gone: Vec<u32> = match news {
            Some(news) => news
                .into_iter()
                .filter(|&uid| self.number(uid).is_some())
                .collect(),
            // So much is new that not all of it is remembered.
            None => {
                let known = self.uids.iter().copied();
                known.filter(|&uid| mailbox.index(uid).is_none()).collect()
            }
        };
        gone.sort_unstable();
        gone.dedup();
        if gone.is_empty() {
            return (Vec::new(), gone);
        }
        let numbers = gone
            .iter()
            .zip(0..)
            .filter_map(|(&uid, before)| self.number(uid).map(|n| n - before))
            .collect();
        self.uids.retain(|uid| gone.binary_search(uid).is_err());
        (numbers, gone)
    }

    /// Takes new messages into the view; whether there were any.
    pub(crate) fn take_new(&mut self, mailbox: &mut Mailbox) -> bool {
        let from = mailbox
            .messages
            .partition_point(|message| message.uid < self.uid_next);
        let new: &[Message] = mailbox.messages.get(from..).unwrap_or_default();
        let any = !new.is_empty();
        self.uids.extend(new.iter().map(|message| message.uid));
        let recent = self.uid_next.max(mailbox.first_recent)..mailbox.uid_next;
        if any && !recent.is_empty() {
            match self.recent.last_mut() {
                Some(last) if last.end == recent.start => last.end = recent.end,
                _ => self.recent.push(recent),
            }
            if !self.read_only {
                mailbox.first_recent = mailbox.uid_next;
            }
        }
        self.uid_next = self.uid_next.max(mailbox.uid_next);
        any
    }

    /// UIDs of messages in the view whose flags others have changed since they were last told.
    pub(crate) fn take_changed(&mut self, mailbox: &Mailbox) -> Vec<u32> {
        let mut changed = mailbox.changed_since(self.modseq);
        let since = self.modseq;
        changed.retain(|&uid| {
            let modseq = mailbox.message(uid).map_or(0, |message| message.modseq);
            self.number(uid).is_some()
                && modseq > since
                && self.own.get(&uid).is_none_or(|&own| own < modseq)
        });
        self.modseq = mailbox.highest_modseq;
        self.own.clear();
        changed
    }
}
