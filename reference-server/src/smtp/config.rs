//! What a session is told about its place: service, names, limits, policies. Plain data.

use super::outbox::HoldQuota;
use super::syntax::PathLimits;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Which of the three services a session speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// RFC 5321 on port 25: takes mail for the local domains.
    #[default]
    Mx,
    /// RFC 6409: takes mail for anywhere from whoever has authenticated.
    Submission,
    /// RFC 2033: LHLO, and one reply per recipient after the data.
    Lmtp,
}

/// Whether the host takes mail at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Service {
    /// Greets with 220.
    #[default]
    Open,
    /// Greets with 554, then answers everything but QUIT with 503 (RFC 5321 §3.1).
    NoService,
    /// Greets with 521, then answers everything but QUIT with 521 (RFC 7504 §3).
    NeverAcceptsMail,
}

/// RFC 5321 §4.5.3: sizes in octets, and the server's timeout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Local-part, domain and path (64, 255, 256).
    pub path: PathLimits,
    /// Command line with CRLF, before what extensions add (512, the default).
    pub command_line: usize,
    /// An AUTH command or a SASL response, with CRLF (12,290 by default: RFC 4954 §4 thinks 12,288 enough).
    pub auth_line: usize,
    /// Text line with CRLF, without the stuffed dot (1000, the default).
    pub text_line: usize,
    /// Message content; announced by SIZE (50 MiB by default).
    pub message: u64,
    /// Recipients of one transaction (at least 100, by default 1000); one more is answered 452.
    pub recipients: usize,
    /// Received fields that a message may have; one more is a loop (RFC 5321 §6.3: at least 100, the default).
    pub hops: usize,
    /// How long the server waits for more octets (§4.5.3.2.7: at least 5 minutes, the default).
    pub idle: SignedDuration,
    /// RFC 2852: the smallest by-time for by-mode R, in seconds (60 by default).
    pub deliver_by: i64,
    /// RFC 4865: how long a message is held at most, in seconds (1 to 999,999,999; 30 days by default).
    pub future_release: i64,
    /// RFC 4865 §6: how much is held for one user.
    pub held: HoldQuota,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            path: PathLimits::default(),
            command_line: 512,
            auth_line: 12_290,
            text_line: 1000,
            message: 50 * 1024 * 1024,
            recipients: 1000,
            hops: 100,
            idle: SignedDuration::from_mins(5),
            deliver_by: 60,
            future_release: 30 * 24 * 3600,
            held: HoldQuota::default(),
        }
    }
}

/// The configuration of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpConfig {
    /// The service.
    pub mode: Mode,
    /// Whether mail is taken at all.
    pub service: Service,
    /// Our name in greetings, replies and trace fields.
    pub hostname: String,
    /// Domains (or address literals in brackets) whose mailboxes are the store's accounts.
    pub local_domains: Vec<String>,
    /// Domains known to publish a null MX (RFC 7505): 556 as recipients, 550 as senders.
    pub null_mx_domains: Vec<String>,
    /// Mailing lists of the local domains: local-part to members' addresses (EXPN).
    pub lists: BTreeMap<String, Vec<String>>,
    /// The account that gets postmaster's mail; without it an account `postmaster`, or else the
    /// first account.
    pub postmaster: Option<String>,
    /// Whether STARTTLS is offered.
    pub tls_available: bool,
    /// Whether plaintext mechanisms are offered without TLS.
    pub allow_plaintext_auth: bool,
    /// Whether a message with bare CR or LF is kept as it is (default: refused, §2.3.8).
    pub accept_bare_cr_lf: bool,
    /// Whether 8-bit content is taken although BODY did not declare it (default: refused).
    pub accept_undeclared_8bit: bool,
    /// Whether the addresses of [`super::special`] exist.
    pub special_addresses: bool,
    /// RFC 7293: since when mailboxes have had their owner; [`Timestamp::MIN`], the default, when
    /// nobody had them before (§9).
    pub owned_since: Timestamp,
    /// RFC 7293: accounts whose owner came later than `owned_since`.
    pub account_owned_since: BTreeMap<String, Timestamp>,
    /// The limits.
    pub limits: Limits,
}

impl SmtpConfig {
    /// A configuration with the defaults for a service, a host name and one local domain.
    pub fn new(mode: Mode, hostname: &str, local_domain: &str) -> Self {
        Self {
            mode,
            service: Service::Open,
            hostname: hostname.to_owned(),
            local_domains: vec![local_domain.to_owned()],
            null_mx_domains: Vec::new(),
            lists: BTreeMap::new(),
            postmaster: None,
            tls_available: false,
            allow_plaintext_auth: false,
            accept_bare_cr_lf: false,
            accept_undeclared_8bit: false,
            special_addresses: true,
            owned_since: Timestamp::MIN,
            account_owned_since: BTreeMap::new(),
            limits: Limits::default(),
        }
    }

    /// Whether a domain's mailboxes are here. Domains are compared without regard to case.
    pub fn is_local(&self, domain: &str) -> bool {
        self.local_domains
            .iter()
            .any(|local| local.eq_ignore_ascii_case(domain))
    }

    /// Whether a domain is known not to take mail (RFC 7505).
    pub fn has_null_mx(&self, domain: &str) -> bool {
        self.null_mx_domains
            .iter()
            .any(|null| null.eq_ignore_ascii_case(domain))
    }

    /// The domain that addresses without one belong to.
    pub fn main_domain(&self) -> &str {
        self.local_domains.first().unwrap_or(&self.hostname)
    }
}
