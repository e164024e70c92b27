//! APPEND, MULTIAPPEND (RFC 3502): all messages or none. REPLACE (RFC 8508): one for another.

use super::ImapSession;
use super::command::{AppendMessage, SequenceSet};
use super::output::number_set;
use super::reply::{Answer, Reply};
use crate::store::{Flags, InternalDate, NewMessage, Rights, system};
use bytes::Bytes;

impl ImapSession {
    fn faulty_octets(&self, octets: Bytes) -> Bytes {
        if self.faults.on("imap-append-strips-8bit") {
            return octets.iter().map(|octet| octet & 0x7f).collect();
        }
        if self.faults.on("imap-append-adds-crlf") {
            return [octets.as_ref(), b"\r\n"].concat().into();
        }
        octets
    }

    fn new_message(&self, message: AppendMessage) -> Result<NewMessage, Reply> {
        let dropped = self.faults.on("imap-append-drops-flags")
            || (message.catenates() && self.faults.on("imap-catenate-drops-flags"));
        let flags = if dropped {
            Flags::default()
        } else if message.flags.is_empty() && self.faults.on("imap-append-sets-seen") {
            Flags::from_names(["\\Seen"])
        } else {
            Self::flags(&message.flags)
        };
        let date = message
            .date
            .filter(|_| !self.faults.on("imap-internaldate-now"));
        Ok(NewMessage {
            octets: self.faulty_octets(self.compose(message.data)?),
            flags,
            date: date.unwrap_or(InternalDate::utc(self.now)),
            save_date: self.now,
            email_id: None,
            thread_id: None,
        })
    }

    pub(super) fn append(&mut self, argument: &[u8], messages: Vec<AppendMessage>) -> Answer {
        let mut found = self.target(argument);
        if found.is_err() && self.fault("imap-append-creates") {
            let (name, account) = (self.name(argument), self.account()?.to_owned());
            let made = name.and_then(|name| self.store.lock().create(&account, &name, None).ok());
            found = made.ok_or_else(Reply::nonexistent);
        }
        let id = found.map_err(|reply| {
            if self.fault("imap-append-without-trycreate") {
                Reply::nonexistent()
            } else {
                reply
            }
        })?;
        let catenates = messages.iter().any(AppendMessage::catenates);
        let mut messages = messages;
        if catenates && self.fault("imap-catenate-once") {
            messages.truncate(1);
        }
        let (flags_stay, date_stays) = (
            self.fault("imap-multiappend-flags-stay"),
            self.fault("imap-multiappend-date-stays"),
        );
        for at in 1..messages.len() {
            let (before, after) = messages.split_at_mut(at);
            let (Some(last), Some(this)) = (before.last(), after.first_mut()) else {
                continue;
            };
            if flags_stay && this.flags.is_empty() {
                this.flags.clone_from(&last.flags);
            }
            if date_stays && this.date.is_none() {
                this.date = last.date;
            }
        }
        let mut octets = 0_u64;
        let mut composed = Vec::with_capacity(messages.len());
        for message in messages {
            let message = self.new_message(message)?;
            // A URL of a few octets brings a whole message, and a line has room for thousands.
            octets = octets.saturating_add(message.octets.len() as u64);
            if octets > self.command_octets() {
                return Err(Reply::no("The messages are too large together").code("TOOBIG"));
            }
            composed.push(message);
        }
        let messages = composed;
        let count = messages.len();
        let mut state = self.store.lock();
        let owner = state.mailbox(id).map(|mailbox| mailbox.owner.clone());
        let owner = owner.ok_or_else(Reply::nonexistent)?;
        if !state.has_room(&owner, octets, count) {
            return Err(self.over_quota());
        }
        let all_flags = messages.iter().map(|message| &message.flags);
        if !(state.mailbox(id)).is_none_or(|mailbox| mailbox.has_room_for_keywords(all_flags)) {
            return Err(Reply::too_many_keywords());
        }
        let rights = self.rights(&state, id);
        let mut uids = Vec::with_capacity(messages.len());
        for message in messages {
            let flags = rights.permitted(&message.flags);
            uids.extend(state.append(id, NewMessage { flags, ..message }));
        }
        if self.faults.on("imap-uid-reused")
            && let Some(mailbox) = state.mailbox_mut(id)
        {
            mailbox.uid_next = mailbox.uid_next.saturating_sub(1).max(1);
        }
        if self.faults.on("imap-append-low-modseq")
            && let Some(mailbox) = state.mailbox_mut(id)
        {
            for message in &mut mailbox.messages {
                message.modseq = match uids.contains(&message.uid) {
                    true => 1,
                    false => message.modseq,
                };
            }
        }
        let validity = state.mailbox(id).map_or(0, |mailbox| mailbox.uid_validity)
            + u32::from(self.faults.on("imap-appenduid-wrong"));
        if self.faults.on("imap-appenduid-first-only") {
            uids.truncate(1);
        }
        let untold = catenates && self.faults.on("imap-catenate-without-appenduid");
        let unselects = catenates && self.faults.on("imap-catenate-unselects");
        drop(state);
        if unselects {
            self.close_view();
        }
        let reply = Reply::ok("Appended");
        // Who may not select the mailbox learns no UID of it (RFC 9051 §6.3.12).
        let may_know = rights.has(Rights::READ) || self.faults.on("imap-appenduid-unreadable");
        Ok(if self.has("UIDPLUS") && may_know && !untold {
            reply.code(format!("APPENDUID {validity} {}", number_set(uids)))
        } else {
            reply
        })
    }

    pub(super) fn replace(
        &mut self,
        uid: bool,
        number: Option<u32>,
        argument: &[u8],
        message: AppendMessage,
    ) -> Answer {
        let set = SequenceSet::Ranges(vec![(number, number)]);
        let uid = uid && !self.fault("imap-replace-uid-is-number");
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        let found = view
            .resolve(&set, uid, &[])
            .map_err(|_| Reply::out_of_range())?;
        let old = *found
            .first()
            .ok_or(Reply::no("There is no message with that UID"))?;
        if view.read_only {
            return Err(Reply::read_only());
        }
        let source = view.id;
        if message.catenates() && self.fault("imap-replace-without-catenate") {
            return Err(Reply::bad("CATENATE is for APPEND"));
        }
        let target = self.target(argument);
        if target.is_err()
            && self.fault("imap-replace-removes-first")
            && let Some(mailbox) = self.store.lock().mailbox_mut(source)
        {
            mailbox.expunge(&[old]);
        }
        if target.is_err() && self.fault("imap-replace-without-trycreate") {
            return Err(Reply::no("There is no such mailbox"));
        }
        let mut id = target?;
        if self.fault("imap-replace-into-the-selected") {
            id = source;
        }
        let mut new = self.new_message(message)?;
        if self.fault("imap-replace-drops-flags") {
            new.flags = Flags::default();
        }
        let mut state = self.store.lock();
        // REPLACE is APPEND, STORE and EXPUNGE in one (RFC 8508 §4.1).
        let takes = Rights::TRASH.with(Rights::EXPUNGE);
        if !self.selected_rights(&state).has(takes)
            && !self.faults.on("imap-replace-without-rights")
        {
            return Err(Reply::no_permission());
        }
        let mailbox = state.mailbox(source).ok_or_else(Reply::expunge_issued)?;
        let freed = mailbox
            .message(old)
            .map(|message| message.octets.len() as u64)
            .ok_or_else(Reply::expunge_issued)?;
        if self.faults.on("imap-replace-keeps-emailid") {
            new.email_id = mailbox.message(old).map(|message| message.email_id);
        }
        if self.faults.on("imap-replace-inherits-flags")
            && let Some(message) = mailbox.message(old)
        {
            new.flags = message.flags.clone();
        }
        let mut gone = vec![old];
        if self.faults.on("imap-replace-expunges-all") {
            let marked = mailbox.messages.iter();
            let marked = marked.filter(|message| message.flags.has(system::DELETED));
            gone.extend(marked.map(|message| message.uid).filter(|uid| *uid != old));
            gone.sort_unstable();
        }
        let from = mailbox.owner.clone();
        let owner = state.mailbox(id).map(|mailbox| mailbox.owner.clone());
        let owner = owner.ok_or_else(Reply::try_create)?;
        // Only what is added on balance counts (RFC 8508 §3.4).
        let (added, count) = if owner == from {
            ((new.octets.len() as u64).saturating_sub(freed), 0)
        } else {
            (new.octets.len() as u64, 1)
        };
        let (added, count) = if self.faults.on("imap-replace-quota-gross") {
            (new.octets.len() as u64, 1)
        } else {
            (added, count)
        };
        if added > 0 && !state.has_room(&owner, added, count) {
            return Err(self.over_quota());
        }
        if !(state.mailbox(id)).is_none_or(|mailbox| mailbox.has_room_for_keywords([&new.flags])) {
            return Err(Reply::too_many_keywords());
        }
        let rights = self.rights(&state, id);
        new.flags = rights.permitted(&new.flags);
        let appended = state.append(id, new).ok_or_else(Reply::try_create)?;
        let validity = state.mailbox(id).map_or(0, |mailbox| mailbox.uid_validity);
        if !self.faults.on("imap-replace-keeps-old")
            && let Some(mailbox) = state.mailbox_mut(source)
        {
            mailbox.expunge(&gone);
        }
        if self.faults.on("imap-replace-appends-nothing")
            && let Some(mailbox) = state.mailbox_mut(id)
        {
            mailbox.expunge(&[appended]);
        }
        let modseq = state.mailbox(source).map(|mailbox| mailbox.highest_modseq);
        drop(state);
        if self.fault("imap-replace-tells-deleted") {
            self.untagged("1 FETCH (FLAGS (\\Deleted))");
        }
        let may_know = self.has("UIDPLUS") && rights.has(Rights::READ);
        if may_know && self.fault("imap-replace-appenduid-last") {
            return Ok(Reply::ok("Replaced").code(format!("APPENDUID {validity} {appended}")));
        }
        if may_know {
            // Before EXPUNGE, so that the client knows what takes the place (RFC 8508 §4.3).
            self.untagged(format!(
                "OK [APPENDUID {validity} {appended}] The message that replaces the other"
            ));
        }
        let reply = Reply::ok("Replaced");
        let told = self.enabled.condstore && !self.fault("imap-replace-without-highestmodseq");
        // As by UID EXPUNGE (RFC 8508 §4.5, RFC 7162 §3.2.9).
        Ok(match modseq.filter(|_| told) {
            Some(modseq) => reply.code(format!("HIGHESTMODSEQ {modseq}")),
            None => reply,
        })
    }
}
