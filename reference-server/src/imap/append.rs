//! APPEND and MULTIAPPEND (RFC 3502): all messages or none.

use super::ImapSession;
use super::command::AppendMessage;
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
        if messages.iter().any(|message| message.octets.is_empty()) {
            return Err(Reply::no("A message without octets is not stored"));
        }
        let account = self.account()?.to_owned();
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
            let flags = if self.faults.on("imap-append-drops-flags") {
                Flags::default()
            } else if message.flags.is_empty() && self.faults.on("imap-append-sets-seen") {
                Flags::from_names(["\\Seen"])
            } else {
                Self::flags(&message.flags)
            };
            let octets = self.faulty_octets(message.octets);
            let date = message
                .date
                .filter(|_| !self.faults.on("imap-internaldate-now"));
            let new = NewMessage {
                octets,
                flags,
                date: date.unwrap_or(InternalDate::utc(self.now)),
                save_date: self.now,
                email_id: None,
            };
            uids.extend(state.append(id, new));
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
}
