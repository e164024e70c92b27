//! Looking into the store from outside any protocol: for tests, the control API, and the runner.

use super::mailbox::{InternalDate, MailboxId, NewMessage};
use super::names::{NameError, canonical};
use super::{SpecialUse, State, Store, StoreError};
use bytes::Bytes;
use jiff::Timestamp;

/// One mailbox, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxInfo {
    /// Unicode, levels parted by `/`.
    pub name: String,
    /// Whether it holds messages (not `\Noselect`).
    pub selectable: bool,
    /// UIDVALIDITY; 0 when it is not selectable.
    pub uid_validity: u32,
    /// UIDNEXT; 0 when it is not selectable.
    pub uid_next: u32,
    /// How many messages.
    pub messages: usize,
    /// How many without `\Seen`.
    pub unseen: usize,
    /// Octets of all messages.
    pub size: u64,
    /// Its special use.
    pub special_use: Option<SpecialUse>,
    /// Whether the account is subscribed to it.
    pub subscribed: bool,
}

/// One message, as it stands.
#[derive(Debug, Clone)]
pub struct MessageInfo {
    /// UID.
    pub uid: u32,
    /// As IMAP writes them.
    pub flags: Vec<String>,
    /// Internal date.
    pub date: InternalDate,
    /// Mod-sequence.
    pub modseq: u64,
    /// Exact octets.
    pub octets: Bytes,
}

fn info(state: &State, name: &str, id: Option<MailboxId>, subscribed: bool) -> MailboxInfo {
    let mailbox = id.and_then(|id| state.mailbox(id));
    MailboxInfo {
        name: name.to_owned(),
        selectable: mailbox.is_some(),
        uid_validity: mailbox.map_or(0, |mailbox| mailbox.uid_validity),
        uid_next: mailbox.map_or(0, |mailbox| mailbox.uid_next),
        messages: mailbox.map_or(0, |mailbox| mailbox.messages.len()),
        unseen: mailbox.map_or(0, |mailbox| mailbox.unseen),
        size: mailbox.map_or(0, |mailbox| mailbox.size),
        special_use: mailbox.and_then(|mailbox| mailbox.special_use),
        subscribed,
    }
}

impl Store {
    /// All mailboxes of an account, by name; empty when there is no such account.
    pub fn mailboxes(&self, account: &str) -> Vec<MailboxInfo> {
        let state = self.lock();
        let Some(found) = state.accounts.get(account) else {
            return Vec::new();
        };
        found
            .names
            .iter()
            .map(|(name, id)| info(&state, name, *id, found.subscriptions.contains(name)))
            .collect()
    }

    /// All messages of a mailbox, by UID; empty when there is no such account or mailbox.
    pub fn messages(&self, account: &str, mailbox: &str) -> Vec<MessageInfo> {
        let state = self.lock();
        let found = state
            .find(account, &canonical(mailbox))
            .and_then(|id| state.mailbox(id));
        found.map_or_else(Vec::new, |mailbox| {
            mailbox
                .messages
                .iter()
                .map(|message| MessageInfo {
                    uid: message.uid,
                    flags: message.flags.names().map(str::to_owned).collect(),
                    date: message.date,
                    modseq: message.modseq,
                    octets: message.octets.clone(),
                })
                .collect()
        })
    }

    /// Creates a mailbox with its superiors.
    ///
    /// # Errors
    /// When there is no such account ([`NameError::Missing`]), the name is taken or cannot be one, or
    /// the account has as many as it may have.
    pub fn create_mailbox(
        &self,
        account: &str,
        name: &str,
        special_use: Option<SpecialUse>,
    ) -> Result<(), NameError> {
        self.lock()
            .create(account, &canonical(name), special_use)
            .map(drop)
    }

    /// Many messages at once, without a quota check: for large fixtures. Their internal date is `now`.
    ///
    /// # Errors
    /// [`StoreError::NoSuchMailbox`] when there is no such account or mailbox.
    pub fn fill(
        &self,
        account: &str,
        mailbox: &str,
        messages: impl IntoIterator<Item = (Bytes, super::Flags)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut state = self.lock();
        let id = state
            .find(account, &canonical(mailbox))
            .ok_or_else(|| StoreError::NoSuchMailbox(mailbox.to_owned()))?;
        for (octets, flags) in messages {
            let date = InternalDate::utc(now);
            state.append(
                id,
                NewMessage {
                    octets,
                    flags,
                    date,
                    save_date: now,
                    email_id: None,
                    thread_id: None,
                },
            );
        }
        Ok(())
    }
}
