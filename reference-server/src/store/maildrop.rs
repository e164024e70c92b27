//! INBOX as POP3 sees it: a snapshot, and a lock that keeps other POP3 sessions out (RFC 1939 §4).

use super::mailbox::{MailboxId, Message};
use super::{Store, StoreError};
use bytes::Bytes;
use jiff::Timestamp;

/// One message of a maildrop, as POP3 sees INBOX when it opens it.
#[derive(Debug, Clone)]
pub struct MaildropMessage {
    /// IMAP UID; stable.
    pub uid: u32,
    /// Exact octets, CRLF line endings, no dot-stuffing.
    pub octets: Bytes,
    /// RFC 1939 unique-id.
    pub unique_id: String,
    /// Whether any POP3 session has RETRieved it (RFC 1225 LAST).
    pub seen: bool,
}

/// An open maildrop: a snapshot of INBOX and the exclusive lock on it, given back on drop.
#[derive(Debug)]
pub struct Maildrop {
    /// In message-number order, from 1.
    pub messages: Vec<MaildropMessage>,
    store: Store,
    account: String,
    inbox: MailboxId,
    holds_lock: bool,
}

impl Maildrop {
    /// The UPDATE state: removes these UIDs from INBOX. The lock is given back by drop.
    pub fn remove(&self, uids: &[u32], _now: Timestamp) {
        let mut uids = uids.to_vec();
        uids.sort_unstable();
        let mut state = self.store.lock();
        if let Some(mailbox) = state.mailbox_mut(self.inbox) {
            mailbox.expunge(&uids);
        }
    }

    /// Records that a message was retrieved (RFC 1225 LAST; not IMAP's \Seen).
    pub fn mark_retrieved(&self, uid: u32) {
        let mut state = self.store.lock();
        if let Some(mailbox) = state.mailboxes.get_mut(&self.inbox)
            && let Some(index) = mailbox.index(uid)
            && let Some(message) = mailbox.messages.get_mut(index)
        {
            message.retrieved = true;
        }
    }
}

impl Drop for Maildrop {
    fn drop(&mut self) {
        let mut state = self.store.lock();
        state.close(self.inbox);
        if self.holds_lock
            && let Some(account) = state.accounts.get_mut(&self.account)
        {
            account.maildrop_locked = false;
        }
    }
}

impl Store {
    /// Opens and locks the maildrop.
    ///
    /// # Errors
    /// When there is no such account, or another session holds the lock.
    pub fn open_maildrop(&self, account: &str) -> Result<Maildrop, StoreError> {
        self.open_inbox(account, true)
    }

    /// Opens the maildrop whether or not somebody holds the lock, and takes none: for the fault
    /// `pop3-lock-ignored`.
    ///
    /// # Errors
    /// When there is no such account.
    pub fn open_maildrop_without_lock(&self, account: &str) -> Result<Maildrop, StoreError> {
        self.open_inbox(account, false)
    }

    fn open_inbox(&self, account: &str, lock: bool) -> Result<Maildrop, StoreError> {
        let none = || StoreError::NoSuchAccount(account.to_owned());
        let mut state = self.lock();
        let inbox = state.find(account, "INBOX").ok_or_else(none)?;
        let found = state.accounts.get_mut(account).ok_or_else(none)?;
        if lock && found.maildrop_locked {
            return Err(StoreError::Locked);
        }
        found.maildrop_locked |= lock;
        state.open(inbox);
        let mailbox = state.mailbox(inbox).ok_or_else(none)?;
        let validity = mailbox.uid_validity;
        let entry = |message: &Message| MaildropMessage {
            uid: message.uid,
            octets: message.octets.clone(),
            unique_id: format!("{validity:08x}{:08x}", message.uid),
            seen: message.retrieved,
        };
        let messages = mailbox.messages.iter().map(entry).collect();
        Ok(Maildrop {
            messages,
            store: self.clone(),
            account: account.to_owned(),
            inbox,
            holds_lock: lock,
        })
    }
}
