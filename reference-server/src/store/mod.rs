//! Accounts, mailboxes, messages, flags, change events: all state that outlives a connection.
//! Knows no protocol's syntax, no socket and no clock: whoever changes something says when.

mod acl;
mod annotations;
mod condition;
mod flags;
mod inspect;
mod mailbox;
mod maildrop;
mod names;
mod quota;
mod shared;
mod state;
mod threads;
mod url_keys;
mod vanished;
mod watch;

pub use acl::{Acl, Rights};
pub(crate) use annotations::Annotations;
pub use condition::{Condition, ConditionError};
pub use flags::{Flags, system};
pub use inspect::{MailboxInfo, MessageInfo};
pub use mailbox::{InternalDate, Mailbox, MailboxId, Message, NewMessage};
pub use maildrop::{Maildrop, MaildropMessage};
pub(crate) use names::MOST as MOST_NAMES;
pub use names::NameError;
pub(crate) use names::canonical;
pub(crate) use quota::Quota;
pub use quota::Resource;
pub(crate) use shared::{OTHER, Place, SHARED, SHARED_ACCOUNT};
pub use state::SpecialUse;
pub(crate) use state::{Guard, State};
pub use watch::Watch;

use bytes::Bytes;
use jiff::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};

/// An account's name.
pub type AccountName = String;

/// The hierarchy delimiter of every mailbox name.
pub const DELIMITER: char = '/';

/// A cheap handle; all clones see the same state.
#[derive(Clone, Default)]
pub struct Store {
    shared: Arc<Mutex<State>>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

/// Why a maildrop could not be opened or a message not stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No such account.
    #[error("no account {0:?}")]
    NoSuchAccount(String),
    /// No such mailbox, or a name that holds no messages.
    #[error("no mailbox {0:?}")]
    NoSuchMailbox(String),
    /// Another POP3 session holds the exclusive-access lock.
    #[error("the maildrop is locked by another session")]
    Locked,
    /// The quota would be exceeded.
    #[error("the quota would be exceeded")]
    OverQuota,
    /// No flag has this name: neither one of the system's nor an atom.
    #[error("no flag can be called {0:?}")]
    NoFlag(String),
}

impl Store {
    /// The whole state, locked. When the guard is dropped, whoever watches what was changed is
    /// told, outside the lock.
    pub(crate) fn lock(&self) -> Guard<'_> {
        Guard::new(self.shared.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds an account with an INBOX. Replaces the password when it exists.
    pub fn add_account(&self, name: &str, password: &str) {
        self.lock().add_account(name, password);
    }

    /// Takes an account away with all its mailboxes. Sessions that have one of them open go on
    /// seeing what they saw.
    pub fn remove_account(&self, name: &str) {
        if name != SHARED_ACCOUNT {
            self.lock().remove_account(name);
        }
    }

    /// All accounts, sorted.
    pub fn accounts(&self) -> Vec<AccountName> {
        let state = self.lock();
        let names = state.accounts.keys();
        names
            .filter(|name| *name != SHARED_ACCOUNT)
            .cloned()
            .collect()
    }

    /// The plaintext password (APOP, CRAM-MD5 and SCRAM need it); `None` when there is no such account.
    pub fn password(&self, account: &str) -> Option<String> {
        self.lock()
            .accounts
            .get(account)
            .filter(|_| account != SHARED_ACCOUNT)
            .map(|found| found.password.clone())
    }

    /// Puts a message into an account's INBOX as it is and tells whoever watches it. Returns the
    /// UID that it got.
    ///
    /// # Errors
    /// When there is no such account, or its quota would be exceeded.
    pub fn deliver(&self, account: &str, octets: Bytes, now: Timestamp) -> Result<u32, StoreError> {
        self.append(
            account,
            "INBOX",
            octets,
            Flags::default(),
            InternalDate::utc(now),
            now,
        )
    }

    /// Puts a message into any existing mailbox, with these flags and this internal date; `now` is
    /// its save date (RFC 8514). Returns the UID that it got.
    ///
    /// # Errors
    /// When there is no such account or mailbox, or the quota would be exceeded.
    pub fn append(
        &self,
        account: &str,
        mailbox: &str,
        octets: Bytes,
        flags: Flags,
        date: InternalDate,
        now: Timestamp,
    ) -> Result<u32, StoreError> {
        let mut state = self.lock();
        if !state.accounts.contains_key(account) {
            return Err(StoreError::NoSuchAccount(account.to_owned()));
        }
        let id = state
            .find(account, &canonical(mailbox))
            .ok_or_else(|| StoreError::NoSuchMailbox(mailbox.to_owned()))?;
        if !state.has_room(account, octets.len() as u64, 1) {
            return Err(StoreError::OverQuota);
        }
        let message = NewMessage {
            octets,
            flags,
            date,
            save_date: now,
            email_id: None,
            thread_id: None,
        };
        state
            .append(id, message)
            .ok_or_else(|| StoreError::NoSuchMailbox(mailbox.to_owned()))
    }

    /// Empties an account, if there is one: only an empty INBOX stays, with a new UIDVALIDITY. Sessions that have
    /// one of its mailboxes open go on seeing what they saw.
    pub fn reset(&self, account: &str) {
        self.lock().reset(account);
    }
}

#[cfg(test)]
mod tests;
