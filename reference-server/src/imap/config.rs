//! How an IMAP session behaves: names, limits, times. Decides nothing.

use crate::sasl::SaslConfig;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How an IMAP session behaves.
#[derive(Debug, Clone)]
pub struct ImapConfig {
    /// Named in the greeting.
    pub hostname: String,
    /// Whether passwords are taken without TLS; if not, LOGINDISABLED is announced.
    pub allow_plaintext_login: bool,
    /// Whether STARTTLS is offered.
    pub tls_available: bool,
    /// Octets of a command without its literals (64 KiB by default); as many of the literals of a command that
    /// stores nothing.
    pub line_limit: usize,
    /// Octets of a message by APPEND or REPLACE (64 MiB by default); four times as many in one command.
    pub literal_limit: u64,
    /// Inactivity after which an authenticated session is ended (RFC 9051 §5.4: 30 minutes or more; 30 by default).
    pub autologout: SignedDuration,
    /// Inactivity after which a session that has not authenticated is ended (3 minutes by default).
    pub login_timeout: SignedDuration,
    /// Failed logins that a connection may have (10 by default); one more ends it.
    pub failed_logins: u32,
    /// Which SASL mechanisms there are.
    pub sasl: Arc<SaslConfig>,
    /// What nonces derive from.
    pub seed: u64,
    /// The connection's number: no two sessions of a server have the same.
    pub serial: u64,
    /// Capabilities, upper-case, that are neither announced nor there.
    pub hidden: BTreeSet<String>,
    /// Accounts that are message submission entities: they may use `submit+` URLs (RFC 4467 §3).
    pub submission_entities: BTreeSet<String>,
}

impl Default for ImapConfig {
    fn default() -> Self {
        Self {
            hostname: "localhost".to_owned(),
            allow_plaintext_login: true,
            tls_available: false,
            line_limit: 64 * 1024,
            literal_limit: 64 * 1024 * 1024,
            autologout: SignedDuration::from_mins(30),
            login_timeout: SignedDuration::from_mins(3),
            failed_logins: 10,
            sasl: Arc::default(),
            seed: 0,
            serial: 0,
            hidden: BTreeSet::new(),
            submission_entities: BTreeSet::new(),
        }
    }
}
