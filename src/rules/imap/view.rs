//! A session's view of the selected mailbox: how many messages there are and what is known of each.
//! Bounded in memory: of a mailbox with very many messages only the first ones are remembered. Nothing is
//! made for a message before it is spoken of, so that EXISTS costs the same whatever it says.

use super::client::Command;
use super::flags::Flags;
use super::flags_told::{Silent, Told};
use super::shared::Key;
use super::{Fetched, invariants as i};
use crate::rules::RuleInfo;
use std::collections::VecDeque;

/// So many messages are remembered.
const MESSAGES: usize = 20_000;
/// So far the neighbours of a message are looked at.
const NEIGHBOURS: usize = 32;
/// So many times the growth of the mailbox is remembered.
const FLOORS: usize = 64;

/// What is known of a message, by its sequence number.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// The life of the view in which it was filled; of an older one nothing is known.
    life: u32,
    /// 0: not known.
    uid: u32,
    /// The UID is above this one.
    floor: u32,
    size: Option<u64>,
    whole: Option<u64>,
    modseq: u64,
    /// Flags, and the mod-sequence that came with them.
    dated: Option<(u64, Flags)>,
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
    /// What was told of the flags of messages.
    pub told: Told,
    count: Option<u32>,
    highest: u32,
    life: u32,
    slots: VecDeque<Slot>,
    /// From which place on messages came after which UID was seen.
    floors: Vec<(usize, u32)>,
    /// How many of the messages were there when the mailbox was selected, and its HIGHESTMODSEQ then.
    first: Option<(u32, u64)>,
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
        self.first = self.count.zip(self.modseq);
    }

    /// A mailbox is being selected, and has so many messages.
    pub(super) fn restart(&mut self, count: u32) {
        self.name = None;
        self.highest = 0;
        self.empty();
        self.count = Some(count);
    }

    /// The old mailbox is closed.
    pub(super) fn restart_unknown(&mut self) {
        *self = View::default();
    }

    /// Messages went without our knowing which.
    pub(super) fn unsure(&mut self) {
        self.count = None;
        self.empty();
    }

    /// What a STORE that says nothing has changed, its messages by UID. Numbers are those of now, which are the
    /// command's own where nobody has taken a message away; whoever uses this asks that.
    pub(super) fn silent(&self, command: &Command) -> Option<Silent> {
        let mut silent = self.told.silent(command)?;
        if std::mem::take(&mut silent.numbers) {
            let ranges = std::mem::take(&mut silent.messages);
            let last = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
            let numbers = ranges.iter().flat_map(|(low, high)| *low..=last.min(*high));
            let uids = numbers.take(MESSAGES).filter_map(|number| {
                let at = usize::try_from(number.checked_sub(1)?).ok()?;
                let slot = self.slots.get(at).filter(|slot| slot.life == self.life)?;
                (slot.uid > 0).then_some((slot.uid, slot.uid))
            });
            silent.messages = uids.collect();
        }
        Some(silent)
    }

    /// Forgets every message.
    fn empty(&mut self) {
        self.life = self.life.wrapping_add(1);
        self.floors.clear();
        self.first = None;
        self.told.clear();
    }

    /// EXISTS: the old number, if it was greater.
    pub(super) fn exists(&mut self, number: u32) -> Option<u32> {
        let old = self.count.replace(number);
        if old.is_some_and(|old| old > number) {
            self.empty();
            return old;
        }
        let floor = self.floors.last().map_or(0, |(_, floor)| *floor);
        if let Some(old) = old.filter(|old| *old < number)
            && self.highest > floor
            && self.floors.len() < FLOORS
        {
            let from = usize::try_from(old).unwrap_or(usize::MAX);
            self.floors.push((from, self.highest));
        }
        None
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
        if let Some((there, _)) = &mut self.first
            && number <= *there
        {
            *there -= 1;
        }
        let at = usize::try_from(number - 1).unwrap_or(usize::MAX);
        if let Some(slot) = self.slots.remove(at)
            && slot.life == self.life
        {
            self.told.expunged(slot.uid);
        }
        for (from, _) in &mut self.floors {
            if *from > at {
                *from -= 1;
            }
        }
        None
    }

    /// What is known of a message.
    fn slot(&self, at: usize) -> Slot {
        if let Some(slot) = self.slots.get(at).filter(|slot| slot.life == self.life) {
            return *slot;
        }
        let after = self.floors.iter().take_while(|(from, _)| *from <= at);
        Slot {
            life: self.life,
            floor: after.last().map_or(0, |(_, floor)| *floor),
            ..Slot::default()
        }
    }

    fn keep(&mut self, at: usize, slot: Slot) {
        // What is made here in between is of no life, which is the same as not being there.
        if at >= self.slots.len() {
            let none = Slot {
                life: self.life.wrapping_sub(1),
                ..Slot::default()
            };
            self.slots.resize(at + 1, none);
        }
        if let Some(known) = self.slots.get_mut(at) {
            *known = slot;
        }
    }

    /// The UID that the message was last known by, of those that are filled in this life.
    fn uid(&self, slot: &Slot) -> Option<u32> {
        (slot.life == self.life && slot.uid > 0).then_some(slot.uid)
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
        let flags = fetched.flags.as_deref().and_then(Flags::of);
        let at = usize::try_from(fetched.number - 1).ok()?;
        if at >= MESSAGES {
            return None;
        }
        let mut slot = self.slot(at);
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
            // Zero is told of as such.
            if let Some((there, highest)) = self.first
                && fetched.number > there
                && (1..=highest).contains(&modseq)
            {
                let wants = format!("the message came after HIGHESTMODSEQ was {highest}");
                tell(&i::MODSEQ_NEW, wants);
            }
            if modseq < slot.modseq {
                tell(
                    &i::MODSEQ_FALLS,
                    format!("the mod-sequence was {} and is now {modseq}", slot.modseq),
                );
            }
            slot.modseq = slot.modseq.max(modseq);
            if let Some(flags) = flags {
                let changed = slot.dated.is_some_and(|(known, before)| {
                    known == modseq && before.differ(flags, self.told.permanent)
                });
                if changed {
                    tell(
                        &i::MODSEQ_SAME,
                        format!("the flags were others, and the mod-sequence was {modseq} too"),
                    );
                }
                slot.dated = Some((modseq, flags));
            }
        }
        self.keep(at, slot);
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
        let first = at.saturating_sub(NEIGHBOURS).min(self.slots.len());
        let before = self.slots.range(first..at.min(self.slots.len()));
        let before = before.rev().find_map(|slot| self.uid(slot));
        let after = self.slots.iter().skip(at + 1).take(NEIGHBOURS);
        let after = after.into_iter().find_map(|slot| self.uid(slot));
        if let Some(before) = before.filter(|before| *before >= uid) {
            tell(
                &i::UID_ORDER,
                format!("a message before it has UID {before}"),
            );
        } else if let Some(after) = after.filter(|after| *after <= uid) {
            tell(
                &i::UID_ORDER,
                format!("a message behind it has UID {after}"),
            );
        }
    }

    fn check_flags(&self, fetched: &Fetched<'_>, tell: &mut dyn FnMut(&'static RuleInfo, String)) {
        if let Some(flags) = &fetched.flags
            && let Some(flag) = self.not_applicable(flags)
        {
            tell(
                &i::FLAG_UNKNOWN,
                format!("{flag} is not in the last FLAGS response"),
            );
        }
    }

    /// The first of these flags that the last FLAGS response lacks.
    pub(super) fn not_applicable(&self, flags: &[&[u8]]) -> Option<String> {
        // Very long lists are not compared, so that time stays linear.
        let known = self.flags.as_ref().filter(|known| known.len() <= 1_000)?;
        if flags.len() > 100 {
            return None;
        }
        let unknown = flags.iter().find(|flag| {
            let lower = flag.to_ascii_lowercase();
            lower != b"\\recent" && lower != b"\\*" && !known.contains(&lower)
        })?;
        Some(String::from_utf8_lossy(unknown).into_owned())
    }
}
