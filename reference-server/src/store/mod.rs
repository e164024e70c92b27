//! Accounts, mailboxes, messages, flags, change events: all state that outlives a connection.
//! Knows no protocol's syntax.

use bytes::Bytes;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A cheap handle; all clones see the same state.
#[derive(Debug, Clone, Default)]
pub struct Store(Arc<Mutex<State>>);

/// An account's name.
pub type AccountName = String;

#[derive(Debug, Default)]
struct State {
    accounts: BTreeMap<AccountName, Account>,
}

#[derive(Debug, Default)]
struct Account {
    password: String,
    messages: Vec<MaildropMessage>,
    uid_validity: u32,
    last_uid: u32,
    locked: bool,
}

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

/// Why a maildrop could not be opened or a message not stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No such account.
    #[error("no account {0:?}")]
    NoSuchAccount(String),
    /// Another POP3 session holds the exclusive-access lock.
    #[error("the maildrop is locked by another session")]
    Locked,
    /// The quota would be exceeded.
    #[error("the quota would be exceeded")]
    OverQuota,
}

/// An open maildrop: a snapshot of INBOX and the exclusive lock on it, given back on drop.
#[derive(Debug)]
pub struct Maildrop {
    /// In message-number order, from 1.
    pub messages: Vec<MaildropMessage>,
    store: Store,
    account: AccountName,
    holds_lock: bool,
}

impl Maildrop {
    /// The UPDATE state: removes these UIDs from INBOX. The lock is given back by drop.
    pub fn remove(&self, uids: &[u32], _now: Timestamp) {
        if let Some(account) = self.store.state().accounts.get_mut(&self.account) {
            account.messages.retain(|m| !uids.contains(&m.uid));
        }
    }
    /// Records that a message was retrieved (RFC 1225 LAST; not IMAP's \Seen).
    pub fn mark_retrieved(&self, uid: u32) {
        if let Some(account) = self.store.state().accounts.get_mut(&self.account) {
            for message in account.messages.iter_mut().filter(|m| m.uid == uid) {
                message.seen = true;
            }
        }
    }
}

impl Drop for Maildrop {
    fn drop(&mut self) {
        if self.holds_lock
            && let Some(account) = self.store.state().accounts.get_mut(&self.account)
        {
            account.locked = false;
        }
    }
}

impl Store {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Adds an account with an INBOX. Replaces the password when it exists.
    pub fn add_account(&self, name: &str, password: &str) {
        let mut state = self.state();
        let account = state.accounts.entry(name.to_owned()).or_default();
        password.clone_into(&mut account.password);
        account.uid_validity = account.uid_validity.max(1);
    }
    /// All accounts, sorted.
    pub fn accounts(&self) -> Vec<AccountName> {
        self.state().accounts.keys().cloned().collect()
    }
    /// The plaintext password (APOP, CRAM-MD5 and SCRAM need it).
    pub fn password(&self, account: &str) -> Option<String> {
        let state = self.state();
        state.accounts.get(account).map(|a| a.password.clone())
    }
    /// Puts a message into an account's INBOX as it is and tells whoever watches it.
    pub fn deliver(
        &self,
        account: &str,
        octets: Bytes,
        _now: Timestamp,
    ) -> Result<u32, StoreError> {
        let mut state = self.state();
        let found = state
            .accounts
            .get_mut(account)
            .ok_or_else(|| StoreError::NoSuchAccount(account.to_owned()))?;
        found.last_uid += 1;
        let uid = found.last_uid;
        found.messages.push(MaildropMessage {
            uid,
            octets,
            unique_id: format!("{}.{}", found.uid_validity, uid),
            seen: false,
        });
        Ok(uid)
    }
    /// Opens and locks the maildrop.
    pub fn open_maildrop(&self, account: &str) -> Result<Maildrop, StoreError> {
        self.open(account, true)
    }
    /// Opens the maildrop whether or not somebody holds the lock, and takes none: for the fault
    /// `pop3-lock-ignored`.
    pub fn open_maildrop_without_lock(&self, account: &str) -> Result<Maildrop, StoreError> {
        self.open(account, false)
    }
    fn open(&self, name: &str, lock: bool) -> Result<Maildrop, StoreError> {
        let mut state = self.state();
        let account = state
            .accounts
            .get_mut(name)
            .ok_or_else(|| StoreError::NoSuchAccount(name.to_owned()))?;
        if lock && account.locked {
            return Err(StoreError::Locked);
        }
        account.locked |= lock;
        Ok(Maildrop {
            messages: account.messages.clone(),
            store: self.clone(),
            account: name.to_owned(),
            holds_lock: lock,
        })
    }
    /// Empties an account: only an empty INBOX stays, with a new UIDVALIDITY.
    pub fn reset(&self, account: &str) {
        if let Some(account) = self.state().accounts.get_mut(account) {
            account.messages.clear();
            account.uid_validity += 1;
            account.last_uid = 0;
        }
    }
}
