//! A session's view of the selected mailbox: how many messages there are and what is known of each.
//! Bounded in memory: of a mailbox with very many messages only the first ones are remembered.

use super::shared::Key;
use super::{Fetched, invariants as i};
use crate::rules::RuleInfo;

/// So many messages are remembered.
const MESSAGES: usize = 20_000;
/// So far the neighbours of a message are looked at.
const NEIGHBOURS: usize = 32;

/// What is known of a message, by its sequence number.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// 0: not known.
    uid: u32,
    /// The UID is above this one.
    floor: u32,
    size: Option<u64>,
    whole: Option<u64>,
    modseq: u64,
}

/// The selected mailbox.
#[derive(Debug, Default)]
pub(super) struct View {
    name: Option<Vec<u8>>,
    pub validity: Option<u32>,
    pub uidnext: Option<u32>,
    pub modseq: Option<u64>,
    /// NOMODSEQ: QRESYNC is not for this mailbox.
    pub no_modseq: bool,
    /// The last FLAGS response, in lower case.
    pub flags: Option<Vec<Vec<u8>>>,
    count: Option<u32>,
    highest: u32,
    slots: Vec<Slot>,
}

impl View {
    pub(super) fn key(&self) -> Option<Key> {
        Some((self.name.clone()?, self.validity?))
    }

    pub(super) fn count(&self) -> Option<u32> {
        self.count
    }

    pub(super) fn opened(&mut self, name: Option<Vec<u8>>) {
        self.name = name;
    }

    /// A mailbox is being selected, and has so many messages.
    pub(super) fn restart(&mut self, count: u32) {
        self.name = None;
        self.highest = 0;
        self.slots.clear();
        self.count = Some(count);
        self.fill(0);
    }

    /// The old mailbox is closed.
    pub(super) fn restart_unknown(&mut self) {
        *self = View::default();
    }

    /// Messages went without our knowing which.
    pub(super) fn unsure(&mut self) {
        self.count = None;
        self.slots.clear();
    }

    fn fill(&mut self, floor: u32) {
        let count = self
            .count
            .map_or(0, |count| usize::try_from(count).unwrap_or(usize::MAX))
            .min(MESSAGES);
        self.slots.resize(
            count,
            Slot {
                floor,
                ..Slot::default()
            },
        );
    }

    /// EXISTS: the old number, if it was greater.
    pub(super) fn exists(&mut self, number: u32) -> Option<u32> {
        let old = self.count.replace(number);
        let highest = self.highest;
        self.fill(highest);
        old.filter(|old| *old > number)
    }

    /// EXPUNGE: the number of messages, if there was no such message.
    pub(super) fn expunge(&mut self, number: u32) -> Option<u32> {
        let count = self.count?;
        if number == 0 {
            return None;
        }
        if number > count {
            return Some(count);
        }
        self.count = Some(count - 1);
        let at = usize::try_from(number - 1).unwrap_or(usize::MAX);
        if at < self.slots.len() {
            self.slots.remove(at);
        }
        if usize::try_from(count).is_ok_and(|count| count > MESSAGES) {
            // The message that has moved up is one that we know nothing of.
            self.fill(0);
        }
        None
    }

    /// FETCH: holds it against what is known. Gives the UID if it is known.
    pub(super) fn fetched(
        &mut self,
        fetched: &Fetched<'_>,
        tell: &mut dyn FnMut(&'static RuleInfo, String),
    ) -> Option<u32> {
        let count = self.count?;
        if fetched.number == 0 {
            return None;
        }
        if fetched.number > count {
            tell(
                &i::RANGE,
                format!(
                    "there are {count} messages, and so no number {}",
                    fetched.number
                ),
            );
            return None;
        }
        self.check_flags(fetched, tell);
        let at = usize::try_from(fetched.number - 1).ok()?;
        let mut slot = *self.slots.get(at)?;
        if let Some(uid) = fetched.uid.filter(|uid| *uid > 0) {
            self.check_uid(at, slot, uid, tell);
            slot.uid = uid;
            self.highest = self.highest.max(uid);
        }
        if let Some(size) = fetched.size {
            slot.size = Some(size);
        }
        for (name, octets) in &fetched.sections {
            if !octets.is_empty()
                && (name.eq_ignore_ascii_case(b"BODY[]") || name.eq_ignore_ascii_case(b"RFC822"))
            {
                slot.whole = Some(octets.len() as u64);
            }
        }
        let news = fetched.size.is_some() || !fetched.sections.is_empty();
        if let (Some(size), Some(whole), true) = (slot.size, slot.whole, news)
            && size != whole
            && size > 0
        {
            tell(
                &i::SIZE,
                format!("RFC822.SIZE is {size}, and the message has {whole} octets"),
            );
        }
        if let Some(modseq) = fetched.modseq {
            if modseq < slot.modseq {
                tell(
                    &i::MODSEQ_FALLS,
                    format!("the mod-sequence was {} and is now {modseq}", slot.modseq),
                );
            }
            slot.modseq = slot.modseq.max(modseq);
        }
        if let Some(known) = self.slots.get_mut(at) {
            *known = slot;
        }
        (slot.uid > 0).then_some(slot.uid)
    }

    fn check_uid(
        &self,
        at: usize,
        slot: Slot,
        uid: u32,
        tell: &mut dyn FnMut(&'static RuleInfo, String),
    ) {
        if slot.uid > 0 {
            if slot.uid != uid {
                tell(
                    &i::UID_CONSTANT,
                    format!("the message had UID {} before", slot.uid),
                );
            }
            return;
        }
        if uid <= slot.floor {
            tell(
                &i::UID_REUSED,
                format!("the message came after UID {} was seen", slot.floor),
            );
            return;
        }
        let before = self
            .slots
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(NEIGHBOURS)
            .find(|slot| slot.uid > 0);
        let after = self
            .slots
            .get(at + 1..)
            .unwrap_or_default()
            .iter()
            .take(NEIGHBOURS)
            .find(|slot| slot.uid > 0);
        if let Some(before) = before.filter(|before| before.uid >= uid) {
            tell(
                &i::UID_ORDER,
                format!("a message before it has UID {}", before.uid),
            );
        } else if let Some(after) = after.filter(|after| after.uid <= uid) {
            tell(
                &i::UID_ORDER,
                format!("a message behind it has UID {}", after.uid),
            );
        }
    }

    fn check_flags(&self, fetched: &Fetched<'_>, tell: &mut dyn FnMut(&'static RuleInfo, String)) {
        let (Some(known), Some(flags)) = (&self.flags, &fetched.flags) else {
            return;
        };
        // Very long lists are not compared, so that time stays linear.
        if known.len() > 1_000 || flags.len() > 100 {
            return;
        }
        for flag in flags {
            let lower = flag.to_ascii_lowercase();
            if lower != b"\\recent" && !known.contains(&lower) {
                let flag = String::from_utf8_lossy(flag).into_owned();
                tell(
                    &i::FLAG_UNKNOWN,
                    format!("{flag} is not in the last FLAGS response"),
                );
                return;
            }
        }
    }
}
