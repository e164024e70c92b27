//! Accounts, mailboxes, messages, flags, change events: all state that outlives a connection.
//! Knows no protocol's syntax.

use bytes::Bytes;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A cheap handle; all clones see the same state. (The IMAP/store author completes this; the
/// signatures below are what SMTP, POP3 and SASL use.)
#[derive(Debug, Clone, Default)]
pub struct Store(Arc<Mutex<BTreeMap<String, Account>>>);

#[derive(Debug, Default)]
struct Account {
    password: String,
    next_uid: u32,
    inbox: Vec<MaildropMessage>,
}

/// An account's name.
pub type AccountName = String;

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
}

impl Store {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Account>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Adds an account with an INBOX. Replaces the password when it exists.
    pub fn add_account(&self, name: &str, password: &str) {
        self.lock().entry(name.to_owned()).or_default().password = password.to_owned();
    }
    /// All accounts, sorted.
    pub fn accounts(&self) -> Vec<AccountName> {
        self.lock().keys().cloned().collect()
    }
    /// The plaintext password (APOP, CRAM-MD5 and SCRAM need it).
    pub fn password(&self, account: &str) -> Option<String> {
        self.lock().get(account).map(|a| a.password.clone())
    }
    /// Puts a message into an account's INBOX as it is and tells whoever watches it.
    pub fn deliver(
        &self,
        account: &str,
        octets: Bytes,
        _now: Timestamp,
    ) -> Result<u32, StoreError> {
        let mut accounts = self.lock();
        let account = accounts
            .get_mut(account)
            .ok_or_else(|| StoreError::NoSuchAccount(account.to_owned()))?;
        account.next_uid += 1;
        let uid = account.next_uid;
        account.inbox.push(MaildropMessage {
            uid,
            octets,
            unique_id: uid.to_string(),
            seen: false,
        });
        Ok(uid)
    }
    /// Opens and locks the maildrop.
    pub fn open_maildrop(&self, account: &str) -> Result<Maildrop, StoreError> {
        self.lock()
            .get(account)
            .map(|a| Maildrop {
                messages: a.inbox.clone(),
            })
            .ok_or_else(|| StoreError::NoSuchAccount(account.to_owned()))
    }
}
