//! FETCH (RFC 9051 §6.4.5): which messages, and what reading them changes. What is told of one is not known here.

use super::ImapSession;
use super::command::{FetchItem, SequenceSet};
use super::output::number_set;
use super::reply::{Answer, Reply};
use super::results::PartialRange;
use crate::store::{Message, Rights, system};

fn sets_seen(item: &FetchItem) -> bool {
    matches!(
        item,
        FetchItem::Rfc822
            | FetchItem::Rfc822Text
            | FetchItem::BodySection { peek: false, .. }
            | FetchItem::Binary { peek: false, .. }
    )
}

/// Whether what is told of a message is made anew, and not shared with the store.
fn copies(item: &FetchItem) -> bool {
    match item {
        FetchItem::Envelope
        | FetchItem::Body
        | FetchItem::BodyStructure
        | FetchItem::Preview { .. }
        | FetchItem::Binary { .. } => true,
        FetchItem::BodySection { section, .. } => section.text.is_some(),
        _ => false,
    }
}

/// Whether a range of the set ends below its beginning.
fn backwards(set: &SequenceSet) -> bool {
    matches!(set, SequenceSet::Ranges(ranges) if ranges
        .iter()
        .any(|range| matches!(range, (Some(first), Some(last)) if first > last)))
}

/// Whether the set is a range from above all UIDs to `*`.
fn above_all(set: &SequenceSet, uids: &[u32]) -> bool {
    let most = uids.last().copied().unwrap_or_default();
    matches!(set, SequenceSet::Ranges(ranges) if ranges
        .iter()
        .all(|range| matches!(range, (Some(first), None) if *first > most)))
}

impl ImapSession {
    pub(super) fn fetch(
        &mut self,
        uid: bool,
        set: &SequenceSet,
        items: &[FetchItem],
        changed_since: Option<u64>,
        vanished: bool,
        partial: Option<PartialRange>,
    ) -> Answer {
        let hidden = (partial.is_some() && !self.has("PARTIAL"))
            || items
                .iter()
                .any(|item| matches!(item, FetchItem::Preview { .. }) && !self.has("PREVIEW"));
        if hidden {
            return Err(Reply::bad("The extension is not there"));
        }
        if vanished && !self.enabled.qresync && !self.fault("imap-qresync-before-enable") {
            return Err(Reply::bad("QRESYNC has not been enabled"));
        }
        if changed_since.is_some() || items.contains(&FetchItem::ModSeq) {
            self.use_condstore();
        }
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        if self.fault("imap-range-backwards-refused") && backwards(set) {
            return Err(Reply::bad("The range goes backwards"));
        }
        if *set == SequenceSet::Saved
            && self.saved.is_empty()
            && self.fault("imap-save-nothing-refused")
        {
            return Err(Reply::bad("Nothing has been saved"));
        }
        let mut uids = view
            .resolve(set, uid, &self.saved)
            .map_err(|_| Reply::out_of_range())?;
        if uid && self.fault("imap-uid-star-range-empty") && above_all(set, &view.uids) {
            uids.clear();
        }
        if let Some(range) = partial.filter(|_| !self.fault("imap-fetch-partial-ignored")) {
            uids = if self.fault("imap-fetch-partial-of-mailbox") {
                let part = range.of(&view.uids);
                uids.retain(|uid| part.contains(uid));
                uids
            } else {
                range.of(&uids).to_vec()
            };
        }
        if uid && uids.is_empty() && self.fault("imap-uid-nonexistent-no") {
            return Err(Reply::no("There is no such message"));
        }
        let (messages, missing, vanished) =
            self.messages_to_fetch(uids, items, changed_since, vanished.then_some(set))?;
        let last = self.fault("imap-fetch-vanished-last");
        let vanished = (!vanished.is_empty() && !self.fault("imap-fetch-vanished-silent"))
            .then(|| format!("VANISHED (EARLIER) {}", number_set(vanished)));
        if let Some(vanished) = vanished.clone().filter(|_| !last) {
            self.untagged(vanished);
        }
        let mut items = items.to_vec();
        if self.macro_cut_short(&items) {
            items.pop();
        }
        if uid && !items.contains(&FetchItem::Uid) && !self.fault("imap-uid-fetch-without-uid") {
            items.insert(0, FetchItem::Uid);
        }
        if changed_since.is_some()
            && !items.contains(&FetchItem::ModSeq)
            && !self.fault("imap-changedsince-without-modseq")
        {
            items.push(FetchItem::ModSeq);
        }
        let mut unknown_encoding = false;
        for (message, seen_now) in messages {
            let copies = items.iter().filter(|item| copies(item)).count() as u64;
            let most = copies.saturating_mul(message.octets.len() as u64);
            if self.out.own().max(most) > self.answer_octets() {
                return Err(Reply::no("That is too much for one answer").code("LIMIT"));
            }
            unknown_encoding |= self.fetch_message(&message, &items, seen_now);
        }
        if let Some(vanished) = vanished.filter(|_| last) {
            self.untagged(vanished);
        }
        if unknown_encoding {
            return Err(Reply::no("A transfer encoding is not known").code("UNKNOWN-CTE"));
        }
        if missing && !uid {
            return Err(Reply::expunge_issued());
        }
        Ok(Reply::ok("That is all"))
    }

    /// The messages as they are now, `\Seen` set where it is due; whether one was missing; and
    /// UIDs of the set that have gone since `changed_since`.
    #[expect(clippy::type_complexity, reason = "three answers under one lock")]
    fn messages_to_fetch(
        &mut self,
        uids: Vec<u32>,
        items: &[FetchItem],
        changed_since: Option<u64>,
        vanished: Option<&SequenceSet>,
    ) -> Result<(Vec<(Message, bool)>, bool, Vec<u32>), Reply> {
        let faulty = self.faults.on("imap-body-peek-sets-seen");
        let header = self.faults.on("imap-rfc822-header-sets-seen");
        let binary_peek = self.faults.on("imap-binary-peek-sets-seen");
        let binary_keeps = self.faults.on("imap-binary-keeps-unseen");
        let reads = |item: &FetchItem| {
            let binary = matches!(item, FetchItem::Binary { .. });
            (sets_seen(item) && !(binary && binary_keeps))
                || (binary && binary_peek)
                || (faulty && matches!(item, FetchItem::BodySection { .. }))
                || (header && *item == FetchItem::Rfc822Header)
        };
        let peeks = !items.iter().any(reads) || self.faults.on("imap-body-keeps-unseen");
        let view = self
            .view
            .as_mut()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        let mut state = self.store.lock();
        let may_see = state
            .rights(self.account.as_deref().unwrap_or_default(), view.id)
            .has(Rights::SEEN);
        let mut gone = Vec::new();
        if let (Some(SequenceSet::Ranges(ranges)), Some(since), Some(mailbox)) =
            (vanished, changed_since, state.mailbox(view.id))
        {
            let within = |uid: u32| {
                ranges.iter().any(|&(a, b)| {
                    let (a, b) = (a.unwrap_or(u32::MAX), b.unwrap_or(u32::MAX));
                    (a.min(b)..=a.max(b)).contains(&uid)
                })
            };
            gone = mailbox.vanished_since(since);
            gone.retain(|&uid| within(uid) || self.faults.on("imap-fetch-vanished-beyond-set"));
        }
        let mut found = Vec::with_capacity(uids.len());
        let mut missing = false;
        for uid in uids {
            let Some(message) = state
                .mailbox(view.id)
                .and_then(|mailbox| mailbox.message(uid))
            else {
                missing = true;
                continue;
            };
            if changed_since.is_some_and(|since| message.modseq <= since)
                && !self.faults.on("imap-changedsince-ignored")
            {
                continue;
            }
            if peeks || !may_see || view.read_only || message.flags.has(system::SEEN) {
                found.push((message.clone(), false));
                continue;
            }
            let mut flags = message.flags.clone();
            flags.set(system::SEEN);
            if let Some(mailbox) = state.mailbox_mut(view.id) {
                if let Some(modseq) = mailbox.set_flags(uid, &flags) {
                    view.own.insert(uid, modseq);
                }
                found.extend(mailbox.message(uid).map(|message| (message.clone(), true)));
            }
        }
        Ok((found, missing, gone))
    }

    /// Whether the items are those of a macro, and a fault leaves the last one out.
    fn macro_cut_short(&self, items: &[FetchItem]) -> bool {
        use FetchItem::{Body, Envelope, Flags, InternalDate, Rfc822Size};
        match items {
            [Flags, InternalDate, Rfc822Size] => self.fault("imap-fast-without-size"),
            [Flags, InternalDate, Rfc822Size, Envelope] => self.fault("imap-all-without-envelope"),
            [Flags, InternalDate, Rfc822Size, Envelope, Body] => {
                self.fault("imap-full-without-body")
            }
            _ => false,
        }
    }
}
