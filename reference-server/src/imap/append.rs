//! APPEND, MULTIAPPEND (RFC 3502): all messages or none. REPLACE (RFC 8508): one for another.

use super::ImapSession;
use super::command::{AppendMessage, SequenceSet};
use super::output::number_set;
use super::reply::{Answer, Reply};
use crate::store::{Flags, InternalDate, NewMessage};
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
        let flags = if self.faults.on("imap-append-drops-flags") {
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
        })
    }

    pub(super) fn append(&mut self, argument: &[u8], messages: Vec<AppendMessage>) -> Answer {
        let mut id = self.find(argument);
        if id.is_none() && self.fault("imap-append-creates") {
            let (name, account) = (self.name(argument), self.account()?.to_owned());
            id = name.and_then(|name| self.store.lock().create(&account, &name, None).ok());
        }
        let id = id.ok_or_else(|| {
            if self.fault("imap-append-without-trycreate") {
                Reply::nonexistent()
            } else {
                Reply::try_create()
            }
        })?;
        let account = self.account()?.to_owned();
        let messages = messages
            .into_iter()
            .map(|message| self.new_message(message))
            .collect::<Result<Vec<_>, _>>()?;
        let octets = messages
            .iter()
            .map(|message| message.octets.len() as u64)
            .sum();
        let mut state = self.store.lock();
        if !state.has_room(&account, octets) {
            return Err(Reply::no("The quota would be exceeded").code("OVERQUOTA"));
        }
        let mut uids = Vec::with_capacity(messages.len());
        for message in messages {
            uids.extend(state.append(id, message));
        }
        if self.faults.on("imap-uid-reused")
            && let Some(mailbox) = state.mailbox_mut(id)
        {
            mailbox.uid_next = mailbox.uid_next.saturating_sub(1).max(1);
        }
        let validity = state.mailbox(id).map_or(0, |mailbox| mailbox.uid_validity)
            + u32::from(self.faults.on("imap-appenduid-wrong"));
        let reply = Reply::ok("Appended");
        Ok(if self.has("UIDPLUS") {
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
        let id = self.find(argument).ok_or_else(Reply::try_create)?;
        let account = self.account()?.to_owned();
        let new = self.new_message(message)?;
        let mut state = self.store.lock();
        let freed = state
            .mailbox(source)
            .and_then(|mailbox| mailbox.message(old))
            .map(|message| message.octets.len() as u64)
            .ok_or_else(Reply::expunge_issued)?;
        // Only what is added on balance counts (RFC 8508 §3.4).
        let added = (new.octets.len() as u64).saturating_sub(freed);
        if added > 0 && !state.has_room(&account, added) {
            return Err(Reply::no("The quota would be exceeded").code("OVERQUOTA"));
        }
        let appended = state.append(id, new).ok_or_else(Reply::try_create)?;
        let validity = state.mailbox(id).map_or(0, |mailbox| mailbox.uid_validity);
        if !self.faults.on("imap-replace-keeps-old")
            && let Some(mailbox) = state.mailbox_mut(source)
        {
            mailbox.expunge(&[old]);
        }
        drop(state);
        if self.has("UIDPLUS") {
            // Before EXPUNGE, so that the client knows what takes the place (RFC 8508 §4.3).
            self.untagged(format!(
                "OK [APPENDUID {validity} {appended}] The message that replaces the other"
            ));
        }
        Ok(Reply::ok("Replaced"))
    }
}
