//! STORE, COPY, MOVE, EXPUNGE.

use super::ImapSession;
use super::command::{SequenceSet, StoreAction};
use super::output::number_set;
use super::reply::{Answer, Reply};
use super::rights::may_store;
use super::sync::flags_item;
use super::sync::shown_modseq;
use crate::store::{Flags, MailboxId, Rights};

impl ImapSession {
    /// UIDs that a set names in the view.
    fn resolve(&self, set: &SequenceSet, uid: bool) -> Result<Vec<u32>, Reply> {
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        view.resolve(set, uid, &self.saved)
            .map_err(|_| Reply::out_of_range())
    }

    fn faulty_action(&self, action: StoreAction) -> StoreAction {
        match action {
            StoreAction::Replace if self.fault("imap-store-replace-adds") => StoreAction::Add,
            StoreAction::Add if self.fault("imap-store-add-replaces") => StoreAction::Replace,
            action => action,
        }
    }

    pub(super) fn store_flags(
        &mut self,
        uid: bool,
        set: &SequenceSet,
        unchanged_since: Option<u64>,
        (action, silent): (StoreAction, bool),
        names: &[String],
    ) -> Answer {
        if unchanged_since.is_some() {
            self.use_condstore();
        }
        let mut uids = self.resolve(set, uid)?;
        if unchanged_since.is_some() && self.fault("imap-store-named-twice-fails") {
            uids.extend(uids.clone());
        }
        let silent = silent && !self.fault("imap-store-silent-ignored")
            || self.fault("imap-store-without-response");
        let action = self.faulty_action(action);
        let clears = self.fault("imap-store-remove-clears");
        let view = self
            .view
            .as_mut()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        if view.read_only {
            return Err(Reply::read_only());
        }
        let given = Self::flags(names);
        let mut state = self.store.lock();
        let rights = state.rights(self.account.as_deref().unwrap_or_default(), view.id);
        if !may_store(rights, &given, action == StoreAction::Replace) {
            return Err(Reply::no_permission());
        }
        let mailbox = state.mailbox_mut(view.id).ok_or(Reply::nonexistent())?;
        if action != StoreAction::Remove && !mailbox.has_room_for_keywords([&given]) {
            return Err(Reply::too_many_keywords());
        }
        let (mut missing, mut modified) = (false, Vec::new());
        for message_uid in uids {
            let Some(message) = mailbox.message(message_uid) else {
                missing = true;
                continue;
            };
            let Some(number) = view.number(message_uid) else {
                continue;
            };
            if unchanged_since.is_some_and(|since| message.modseq > since)
                && !self.faults.on("imap-unchangedsince-ignored")
                && !(unchanged_since == Some(0)
                    && self.faults.on("imap-unchangedsince-zero-stores"))
            {
                let uids = uid && !self.faults.on("imap-modified-numbers");
                modified.push(if uids { message_uid } else { number });
                if self.faults.on("imap-conditional-store-stops") {
                    break;
                }
                continue;
            }
            let wanted: Flags = match action {
                StoreAction::Replace => given.clone(),
                StoreAction::Add => message.flags.with(&given),
                StoreAction::Remove if clears => Flags::default(),
                StoreAction::Remove => message.flags.without(&given),
            };
            // What the rights do not go to stays as it is (RFC 4314 §4).
            let kept = message.flags.without(&rights.permitted(&message.flags));
            let flags = rights.permitted(&wanted).with(&kept);
            // What others have changed and this session was not told is told in spite of .SILENT
            // (RFC 9051 §6.4.6).
            let untold = message.modseq > view.modseq
                && view
                    .own
                    .get(&message_uid)
                    .is_none_or(|&own| own < message.modseq);
            let news = mailbox.set_flags(message_uid, &flags);
            if news.is_none() && self.faults.on("imap-modseq-without-change") {
                let modseq = mailbox.next_modseq();
                for message in &mut mailbox.messages {
                    if message.uid == message_uid {
                        message.modseq = modseq;
                    }
                }
            }
            if let (Some(modseq), false) = (news, untold) {
                view.own.insert(message_uid, modseq);
            }
            let Some(message) = mailbox.message(message_uid) else {
                continue;
            };
            let mut items = Vec::new();
            // RFC 7162 §3.2.4: with mod-sequences, always.
            if uid || self.enabled.condstore {
                items.push(format!("UID {message_uid}"));
            }
            if !silent {
                items.push(flags_item(view, message, self.enabled.rev2));
                // What is told now need not be told again.
                view.own.insert(message_uid, message.modseq);
            }
            // A conditional STORE tells it in spite of .SILENT (RFC 7162 §3.1.3).
            let told = !silent
                || (unchanged_since.is_some() && !self.faults.on("imap-conditional-store-silent"))
                || (unchanged_since.is_none() && self.enabled.condstore && news.is_some());
            if self.enabled.condstore && !self.faults.on("imap-store-without-modseq") {
                let modseq = shown_modseq(&self.faults, message.modseq);
                items.push(format!("MODSEQ ({modseq})"));
            }
            if told {
                self.out
                    .line(format!("* {number} FETCH ({})", items.join(" ")));
            }
        }
        drop(state);
        if missing && !uid {
            return Err(Reply::expunge_issued());
        }
        if modified.is_empty() || self.faults.on("imap-modified-not-told") {
            return Ok(Reply::ok("Stored"));
        }
        Ok(Reply::ok("Some had been modified").code(format!("MODIFIED {}", number_set(modified))))
    }

    pub(super) fn copy(
        &mut self,
        uid: bool,
        set: &SequenceSet,
        argument: &[u8],
        moves: bool,
    ) -> Answer {
        let uids = self.resolve(set, uid)?;
        let target = self.target(argument).map_err(|reply| {
            if self.fault("imap-copy-without-trycreate") {
                Reply::nonexistent()
            } else {
                reply
            }
        })?;
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        if moves && view.read_only {
            return Err(Reply::read_only());
        }
        if uids.is_empty() {
            return Ok(Reply::ok("No messages were named"));
        }
        let source = view.id;
        let mut state = self.store.lock();
        // MOVE is STORE, COPY and EXPUNGE in one (RFC 6851 §4.2).
        let takes = Rights::TRASH.with(Rights::EXPUNGE);
        if moves
            && !self.selected_rights(&state).has(takes)
            && !self.faults.on("imap-move-without-rights")
        {
            return Err(Reply::no_permission());
        }
        let mailbox = state.mailbox(source).ok_or_else(Reply::nonexistent)?;
        let from = mailbox.owner.clone();
        let sizes: Vec<u64> = uids
            .iter()
            .filter_map(|&uid| mailbox.message(uid))
            .map(|message| message.octets.len() as u64)
            .collect();
        if sizes.len() != uids.len() && !uid {
            return Err(Reply::expunge_issued());
        }
        let owner = state.mailbox(target).map(|mailbox| mailbox.owner.clone());
        let owner = owner.ok_or_else(Reply::nonexistent)?;
        let more = !moves || owner != from;
        if more && !state.has_room(&owner, sizes.iter().sum(), sizes.len()) {
            return Err(self.over_quota());
        }
        if let (Some(source), Some(mailbox)) = (state.mailbox(source), state.mailbox(target)) {
            let copied = uids.iter().filter_map(|&uid| source.message(uid));
            if !mailbox.has_room_for_keywords(copied.map(|message| &message.flags)) {
                return Err(Reply::too_many_keywords());
            }
        }
        let rights = self.rights(&state, target);
        let pairs = state.copy(source, &uids, target, rights, self.now);
        if self.faults.on("imap-copy-loses-flags")
            && let Some(mailbox) = state.mailbox_mut(target)
        {
            for &(_, new) in &pairs {
                mailbox.set_flags(new, &Flags::default());
            }
        }
        if self.faults.on("imap-emailid-changes-on-copy")
            && let Some(mailbox) = state.mailbox_mut(target)
        {
            for message in &mut mailbox.messages {
                if pairs.iter().any(|&(_, new)| new == message.uid) {
                    message.email_id += 1_000_000;
                }
            }
        }
        if self.faults.on(if moves {
            "imap-savedate-moved"
        } else {
            "imap-savedate-copied"
        }) && let Some(mailbox) = state.mailbox_mut(target)
        {
            for message in &mut mailbox.messages {
                if pairs.iter().any(|&(_, new)| new == message.uid) {
                    message.save_date = message.date.at;
                }
            }
        }
        if self.faults.on("imap-copy-low-modseq")
            && let Some(mailbox) = state.mailbox_mut(target)
        {
            for message in &mut mailbox.messages {
                if pairs.iter().any(|&(_, new)| new == message.uid) {
                    message.modseq = 1;
                }
            }
        }
        if moves && let Some(mailbox) = state.mailbox_mut(target) {
            let other = self.faults.on("imap-emailid-changes-on-move");
            let low = self.faults.on("imap-move-low-modseq");
            for message in &mut mailbox.messages {
                if pairs.iter().any(|&(_, new)| new == message.uid) {
                    message.email_id += if other { 1_000_000 } else { 0 };
                    message.modseq = if low { 1 } else { message.modseq };
                }
            }
        }
        if moves
            && self.faults.on("imap-move-marks-deleted")
            && let Some(mailbox) = state.mailbox_mut(target)
        {
            for &(_, new) in &pairs {
                mailbox.set_flags(new, &Flags::from_names(["\\Deleted"]));
            }
        }
        let takes = if moves {
            !self.faults.on("imap-move-keeps-source")
        } else {
            self.faults.on("imap-copy-takes-source")
        };
        let others = match &self.view {
            Some(view) if self.faults.on("imap-move-expunges-others") => {
                Self::deleted(view, &state)
            }
            _ => Vec::new(),
        };
        if takes && let Some(mailbox) = state.mailbox_mut(source) {
            let mut moved: Vec<u32> = pairs.iter().map(|&(old, _)| old).collect();
            moved.extend(others);
            moved.sort_unstable();
            moved.dedup();
            let before = mailbox.highest_modseq;
            mailbox.expunge(&moved);
            if moves && self.faults.on("imap-move-keeps-modseq") {
                mailbox.highest_modseq = before;
            }
        }
        let code = self.copy_uid(&state, target, &pairs);
        let modseq = state.mailbox(source).map(|mailbox| mailbox.highest_modseq);
        drop(state);
        if moves {
            if let Some(code) = code {
                self.untagged(format!("OK [{code}] The new UIDs"));
            }
            let told = self.enabled.condstore && !pairs.is_empty();
            let late = u64::from(self.fault("imap-move-old-highestmodseq"));
            let reply = Reply::ok("Moved");
            // RFC 6851 §4.4.
            return Ok(match modseq.filter(|_| told) {
                Some(modseq) => reply.code(format!("HIGHESTMODSEQ {}", modseq - late)),
                None => reply,
            });
        }
        match code {
            Some(code) => Ok(Reply::ok("Copied").code(code)),
            None => Ok(Reply::ok("Done")),
        }
    }

    fn copy_uid(
        &self,
        state: &crate::store::State,
        target: MailboxId,
        pairs: &[(u32, u32)],
    ) -> Option<String> {
        // Who may not select the mailbox learns no UIDs of it (RFC 9051 §6.4.7).
        let may_know =
            self.rights(state, target).has(Rights::READ) || self.fault("imap-copyuid-unreadable");
        if pairs.is_empty() || !self.has("UIDPLUS") || !may_know {
            return None;
        }
        let validity = state.mailbox(target)?.uid_validity;
        let old = number_set(pairs.iter().map(|&(old, _)| old));
        let new = number_set(pairs.iter().map(|&(_, new)| new));
        if self.fault("imap-copyuid-extraneous") {
            let beyond = pairs.last().map_or(1, |&(old, _)| old.saturating_add(1));
            return Some(format!("COPYUID {validity} {old},{beyond} {new}"));
        }
        if self.fault("imap-copyuid-reversed") {
            let mut new: Vec<String> = pairs.iter().map(|(_, new)| new.to_string()).collect();
            new.reverse();
            return Some(format!("COPYUID {validity} {old} {}", new.join(",")));
        }
        Some(format!("COPYUID {validity} {old} {new}"))
    }

    pub(super) fn expunge(&mut self, set: Option<&SequenceSet>) -> Answer {
        let only = set.map(|set| self.resolve(set, true)).transpose()?;
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        if view.read_only {
            return Err(Reply::read_only());
        }
        let mut state = self.store.lock();
        if !self.selected_rights(&state).has(Rights::EXPUNGE) {
            return Err(Reply::no_permission());
        }
        let mut gone = Self::deleted(view, &state);
        if let Some(only) = only {
            gone.retain(|uid| {
                only.binary_search(uid).is_ok() || self.faults.on("imap-uid-expunge-takes-all")
            });
        }
        if self.faults.on("imap-expunge-leaves-one") {
            gone.pop();
        }
        if !gone.is_empty()
            && let Some(mailbox) = state.mailbox_mut(view.id)
        {
            let before = mailbox.highest_modseq;
            mailbox.expunge(&gone);
            if self.faults.on("imap-expunge-keeps-modseq") {
                mailbox.highest_modseq = before;
            }
            if set.is_some() && self.faults.on("imap-uid-expunge-forgets") {
                mailbox.vanished = Default::default();
            }
        }
        let modseq = state
            .mailbox(view.id)
            .map_or(1, |mailbox| mailbox.highest_modseq);
        drop(state);
        let reply = Reply::ok("Expunged");
        let untold = match set {
            Some(_) => self.fault("imap-uid-expunge-without-highestmodseq"),
            None => self.fault("imap-expunge-without-highestmodseq"),
        };
        Ok(if self.enabled.condstore && !gone.is_empty() && !untold {
            reply.code(format!("HIGHESTMODSEQ {modseq}"))
        } else {
            reply
        })
    }
}
