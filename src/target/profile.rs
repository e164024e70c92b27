//! Profiles: `mailspec.toml` as data, and the resolved target that the runner works with.
//! Never reads a file and never reads the environment; both are handed in.

use super::TargetError;
use crate::session::{Endpoint, Security};
use crate::transcript::tree::Protocol;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// The file `mailspec.toml`.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "mailspec.toml")]
pub struct File {
    /// Targets by name: `mailspec run --target NAME`.
    #[serde(default)]
    pub target: BTreeMap<String, Profile>,
}

/// One target.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Profile {
    /// The host of every service that names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The domain that the target delivers locally.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// How long an answer may take, in seconds. Default 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<f64>,
    /// How long `@silence` listens at most, in seconds; as long as the case says when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence: Option<f64>,
    /// SMTP, port 25.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smtp: Option<Service>,
    /// Submission, port 587 (RFC 6409).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<Service>,
    /// LMTP (RFC 2033).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lmtp: Option<Service>,
    /// POP3, port 110.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pop3: Option<Service>,
    /// POP2, port 109 (RFC 937).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pop2: Option<Service>,
    /// IMAP, port 143.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imap: Option<Service>,
    /// The accounts. Cases that run side by side never share one; two are needed for cases with a second person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub account: Vec<AccountEntry>,
    /// How the messages of a case get into a mailbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryEntry>,
    /// How a mailbox is emptied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emptying: Option<EmptyingEntry>,
    /// What the names of new mailboxes begin with (`INBOX.` where the namespace demands it).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox_prefix: Option<String>,
    /// A PEM file of certificates to trust; the system's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<String>,
    /// What happens when a certificate is not to be trusted. Default: it is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificatePolicy>,
    /// An address outside the target that it may not relay to. Default `someone@elsewhere.example`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<String>,
    /// The reverse-path of messages that come from outside. Default `sender@client.example`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// What we say in EHLO. Default `client.example`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// The host in IMAP URLs that name the target itself (RFC 4467). Default: the host of its IMAP service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url_host: Option<String>,
}

/// One service.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Service {
    /// Its host, when it is not the target's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Its port, with or without TLS as `tls` says; the protocol's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// How sessions are protected. Default `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsMode>,
    /// A second port with TLS from the first octet, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_port: Option<u16>,
}

/// How sessions are protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TlsMode {
    /// In clear.
    None,
    /// STARTTLS or STLS before anything else.
    Starttls,
    /// TLS from the first octet.
    Implicit,
}

/// What happens when a certificate is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CertificatePolicy {
    /// The run goes on, and the report says what is wrong.
    #[default]
    Report,
    /// The target counts as unreachable.
    Require,
    /// Nothing.
    Ignore,
}

/// One account.
#[derive(Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AccountEntry {
    /// What to log in with.
    pub user: String,
    /// The password. Better: `password-env`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The environment variable that holds the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_env: Option<String>,
    /// The mail address, when it is not `user@domain`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl std::fmt::Debug for AccountEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AccountEntry({})", self.user)
    }
}

/// `delivery = { via = "imap-append" }`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "via")]
pub enum DeliveryEntry {
    /// By MAIL, RCPT and DATA to the SMTP service.
    Smtp,
    /// The same to the LMTP service.
    Lmtp,
    /// By APPEND.
    ImapAppend,
    /// By a command that gets the message on standard input; `{user}` and `{address}` are filled in.
    Command {
        /// Program and arguments.
        command: Vec<String>,
    },
}

/// `emptying = { via = "pop3" }`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "via")]
pub enum EmptyingEntry {
    /// By EXPUNGE, and DELETE of the mailboxes that cases have made.
    Imap,
    /// By DELE and QUIT.
    Pop3,
    /// By a command; `{user}` and `{address}` are filled in.
    Command {
        /// Program and arguments.
        command: Vec<String>,
    },
}

/// An account, resolved.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// What to log in with.
    pub user: String,
    /// The password; never shown.
    pub password: String,
    /// The mail address.
    pub address: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({})", self.user)
    }
}

/// How messages get in.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// MAIL, RCPT, DATA.
    Smtp,
    /// The same over LMTP.
    Lmtp,
    /// APPEND: the only way by protocol that keeps every octet.
    ImapAppend,
    /// A command.
    Command(Vec<String>),
    /// Straight into the embedded server's store.
    Embedded,
    /// There is none.
    None,
}

/// How a mailbox is emptied.
#[derive(Debug, Clone)]
pub enum Emptying {
    /// Over IMAP.
    Imap,
    /// Over POP3.
    Pop3,
    /// A command.
    Command(Vec<String>),
    /// Straight in the embedded server's store.
    Embedded,
    /// There is none.
    None,
}

/// A target, resolved: what the runner works with.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its name in reports.
    pub name: String,
    /// The endpoint that sessions use by default, by protocol.
    pub services: BTreeMap<Protocol, Endpoint>,
    /// The endpoint with TLS from the first octet, where there is a second one.
    pub tls_services: BTreeMap<Protocol, Endpoint>,
    /// The accounts.
    pub accounts: Vec<Arc<Account>>,
    /// The local domain.
    pub domain: String,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How long `@silence` listens at most.
    pub silence: Option<Duration>,
    /// How messages get in.
    pub delivery: Delivery,
    /// How a mailbox is emptied.
    pub emptying: Emptying,
    /// What the names of new mailboxes begin with.
    pub mailbox_prefix: String,
    /// PEM file of certificates to trust.
    pub trust: Option<String>,
    /// What happens when a certificate is not to be trusted.
    pub certificate: CertificatePolicy,
    /// Not local, not relayed to.
    pub remote: String,
    /// A reverse-path from outside.
    pub sender: String,
    /// Our EHLO name.
    pub client: String,
    /// The host in IMAP URLs that name the target, where it is not the one that we connect to.
    pub url_host: Option<String>,
}

impl Target {
    /// A target without services or accounts.
    pub fn empty(name: &str) -> Self {
        Target {
            name: name.to_owned(),
            services: BTreeMap::new(),
            tls_services: BTreeMap::new(),
            accounts: Vec::new(),
            domain: "localhost".into(),
            timeout: Duration::from_secs(5),
            silence: None,
            delivery: Delivery::None,
            emptying: Emptying::None,
            mailbox_prefix: String::new(),
            trust: None,
            certificate: CertificatePolicy::default(),
            remote: "someone@elsewhere.example".into(),
            sender: "sender@client.example".into(),
            client: "client.example".into(),
            url_host: None,
        }
    }

    /// Chooses how messages get in and out from the services that there are, where nobody has said.
    pub fn settle(&mut self) {
        if matches!(self.delivery, Delivery::None) {
            self.delivery = if self.services.contains_key(&Protocol::Imap) {
                Delivery::ImapAppend
            } else if self.services.contains_key(&Protocol::Lmtp) {
                Delivery::Lmtp
            } else if self.services.contains_key(&Protocol::Smtp) {
                Delivery::Smtp
            } else {
                Delivery::None
            };
        }
        if matches!(self.emptying, Emptying::None) {
            self.emptying = if self.services.contains_key(&Protocol::Imap) {
                Emptying::Imap
            } else if self.services.contains_key(&Protocol::Pop3) {
                Emptying::Pop3
            } else {
                Emptying::None
            };
        }
    }

    /// Octets that must never show in output: the passwords and what they become in base64.
    pub fn secrets(&self) -> Vec<Vec<u8>> {
        use base64::Engine as _;
        let engine = base64::engine::general_purpose::STANDARD;
        let mut all = Vec::new();
        for account in &self.accounts {
            all.push(account.password.clone().into_bytes());
            // As a quoted string has it.
            let escaped = account.password.replace('\\', "\\\\").replace('"', "\\\"");
            all.push(escaped.into_bytes());
            all.push(engine.encode(&account.password).into_bytes());
            for authorization in ["", account.user.as_str()] {
                let plain = format!("{authorization}\0{}\0{}", account.user, account.password);
                all.push(engine.encode(plain).into_bytes());
            }
        }
        // The longest first, so that a password inside a longer secret does not hide only half of it.
        all.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        all.dedup();
        all
    }
}

/// The registered port of a protocol.
pub fn default_port(protocol: Protocol, tls: TlsMode) -> u16 {
    match (protocol, tls) {
        (Protocol::Smtp, TlsMode::Implicit) | (Protocol::Submission, TlsMode::Implicit) => 465,
        (Protocol::Smtp, _) => 25,
        (Protocol::Submission, _) => 587,
        (Protocol::Lmtp, _) => 24,
        (Protocol::Pop3, TlsMode::Implicit) => 995,
        (Protocol::Pop3, _) => 110,
        (Protocol::Pop2, _) => 109,
        (Protocol::Imap, TlsMode::Implicit) => 993,
        (Protocol::Imap, _) => 143,
    }
}

impl From<TlsMode> for Security {
    fn from(mode: TlsMode) -> Self {
        match mode {
            TlsMode::None => Security::None,
            TlsMode::Starttls => Security::StartTls,
            TlsMode::Implicit => Security::Implicit,
        }
    }
}

impl Profile {
    /// The target that this profile describes. `environment` looks a variable up.
    ///
    /// # Errors
    /// When something is missing or cannot be; the sentence says which key, and what to write.
    pub fn resolve(
        &self,
        name: &str,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Target, TargetError> {
        let wrong = |what: String| TargetError::Profile(format!("target {name:?}: {what}"));
        let mut target = Target::empty(name);
        let services = [
            (Protocol::Smtp, &self.smtp),
            (Protocol::Submission, &self.submission),
            (Protocol::Lmtp, &self.lmtp),
            (Protocol::Pop3, &self.pop3),
            (Protocol::Pop2, &self.pop2),
            (Protocol::Imap, &self.imap),
        ];
        for (protocol, service) in services {
            let Some(service) = service else { continue };
            let host = service
                .host
                .clone()
                .or_else(|| self.host.clone())
                .ok_or_else(|| {
                    wrong(format!(
                        "no host; add `host = \"…\"` to it or to its `{protocol}`"
                    ))
                })?;
            let mode = service.tls.unwrap_or(TlsMode::None);
            let port = service.port.unwrap_or_else(|| default_port(protocol, mode));
            target.services.insert(
                protocol,
                Endpoint {
                    host: host.clone(),
                    port,
                    security: mode.into(),
                },
            );
            if let Some(port) = service.tls_port {
                target.tls_services.insert(
                    protocol,
                    Endpoint {
                        host,
                        port,
                        security: Security::Implicit,
                    },
                );
            }
        }
        if target.services.is_empty() {
            return Err(wrong(
                "it has no service; add `smtp`, `pop3` or `imap`".into(),
            ));
        }
        if let Some(domain) = &self.domain {
            target.domain.clone_from(domain);
        }
        for entry in &self.account {
            let password = match (&entry.password, &entry.password_env) {
                (Some(password), None) => password.clone(),
                (None, Some(variable)) => environment(variable).ok_or_else(|| {
                    wrong(format!(
                        "account {}: the variable {variable} is not set",
                        entry.user
                    ))
                })?,
                _ => {
                    return Err(wrong(format!(
                        "account {}: write either `password` or `password-env`",
                        entry.user
                    )));
                }
            };
            let address = entry
                .address
                .clone()
                .unwrap_or_else(|| address_of(&entry.user, &target.domain));
            target.accounts.push(Arc::new(Account {
                user: entry.user.clone(),
                password,
                address,
            }));
        }
        if let Some(seconds) = self.timeout {
            target.timeout = seconds_of(seconds)
                .ok_or_else(|| wrong(format!("timeout = {seconds} is no length of time")))?;
        }
        if let Some(seconds) = self.silence {
            target.silence = Some(
                seconds_of(seconds)
                    .ok_or_else(|| wrong(format!("silence = {seconds} is no length of time")))?,
            );
        }
        target.delivery = match &self.delivery {
            None => Delivery::None,
            Some(DeliveryEntry::Smtp) => Delivery::Smtp,
            Some(DeliveryEntry::Lmtp) => Delivery::Lmtp,
            Some(DeliveryEntry::ImapAppend) => Delivery::ImapAppend,
            Some(DeliveryEntry::Command { command }) => Delivery::Command(command.clone()),
        };
        target.emptying = match &self.emptying {
            None => Emptying::None,
            Some(EmptyingEntry::Imap) => Emptying::Imap,
            Some(EmptyingEntry::Pop3) => Emptying::Pop3,
            Some(EmptyingEntry::Command { command }) => Emptying::Command(command.clone()),
        };
        target.settle();
        target.mailbox_prefix = self.mailbox_prefix.clone().unwrap_or_default();
        target.trust.clone_from(&self.trust);
        target.certificate = self.certificate.unwrap_or_default();
        target.url_host.clone_from(&self.url_host);
        for (from, to) in [
            (&self.remote, &mut target.remote),
            (&self.sender, &mut target.sender),
            (&self.client, &mut target.client),
        ] {
            if let Some(text) = from {
                to.clone_from(text);
            }
        }
        Ok(target)
    }
}

/// `alice` at the domain, unless the user's name is an address already.
pub fn address_of(user: &str, domain: &str) -> String {
    if user.contains('@') {
        user.to_owned()
    } else {
        format!("{user}@{domain}")
    }
}

fn seconds_of(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|time| !time.is_zero() && *time < Duration::from_secs(3600))
}
