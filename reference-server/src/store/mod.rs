//! Accounts, mailboxes, messages, flags, change events: all state that outlives a connection.
//! Knows no protocol's syntax.

use bytes::Bytes;
use jiff::Timestamp;

/// A cheap handle; all clones see the same state. (The IMAP/store author completes this; the
/// signatures below are what SMTP, POP3 and SASL use.)
#[derive(Debug, Clone, Default)]
pub struct Store {}

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

impl Maildrop {
    /// The UPDATE state: removes these UIDs from INBOX. The lock is given back by drop.
    pub fn remove(&self, _uids: &[u32], _now: Timestamp) {
        unimplemented!()
    }
    /// Records that a message was retrieved (RFC 1225 LAST; not IMAP's \Seen).
    pub fn mark_retrieved(&self, _uid: u32) {
        unimplemented!()
    }
}

impl Store {
    /// Adds an account with an INBOX. Replaces the password when it exists.
    pub fn add_account(&self, _name: &str, _password: &str) {
        unimplemented!()
    }
    /// All accounts, sorted.
    pub fn accounts(&self) -> Vec<AccountName> {
        unimplemented!()
    }
    /// The plaintext password (APOP, CRAM-MD5 and SCRAM need it).
    pub fn password(&self, _account: &str) -> Option<String> {
        unimplemented!()
    }
    /// Puts a message into an account's INBOX as it is and tells whoever watches it.
    pub fn deliver(&self, _account: &str, _octets: Bytes, _now: Timestamp) -> Result<u32, StoreError> {
        unimplemented!()
    }
    /// Opens and locks the maildrop.
    pub fn open_maildrop(&self, _account: &str) -> Result<Maildrop, StoreError> {
        unimplemented!()
    }
    /// Empties an account: only an empty INBOX stays, with a new UIDVALIDITY.
    pub fn reset(&self, _account: &str) {
        unimplemented!()
    }
}
