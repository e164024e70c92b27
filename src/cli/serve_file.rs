//! The file of `mailspec serve --config`: its shape, and what it makes of a server to be. Relative
//! paths in it are taken from the folder that it lies in.

use super::Failed;
use mailspec_reference_server::net::{Limits, ManualClock, TlsConfig};
use mailspec_reference_server::sasl::SaslConfig;
use mailspec_reference_server::store::Condition;
use mailspec_reference_server::{Builder, Service};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What `mailspec serve --config` reads.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[schemars(title = "mailspec serve --config")]
pub struct ServeFile {
    /// The domain that is delivered locally. Default example.test.
    pub domain: Option<String>,
    /// What the server calls itself. Default mail. and the domain.
    pub hostname: Option<String>,
    /// What greetings, nonces, identifiers and probabilities derive from.
    pub seed: Option<u64>,
    /// A time at which the server's clock stands still: 2026-01-31T12:00:00Z.
    pub clock: Option<String>,
    /// Whether passwords are taken outside TLS. Default true.
    pub plaintext_login: Option<bool>,
    /// Addresses by service (smtp, submission, lmtp, smtps, submissions, pop2, pop3, pop3s, imap, imaps). When
    /// there is none, here or among the arguments, every service gets a free port of 127.0.0.1.
    pub listen: BTreeMap<ServiceName, Addresses>,
    /// The accounts.
    pub account: Vec<AccountEntry>,
    /// Bounds.
    pub limits: LimitsEntry,
    /// The certificate, instead of a self-signed one.
    pub tls: Option<TlsEntry>,
    /// Names of faults that are on: mailspec serve --list-faults.
    pub faults: Vec<String>,
    /// Troubles that are on: delay:500ms, reply:RCPT:2=451 4.3.0 try again.
    pub troubles: Vec<String>,
    /// The address of the HTTP control API; none when absent.
    pub control: Option<String>,
    /// Whether who says what is recorded, for the control API.
    pub wire_log: bool,
}

/// What a listener speaks.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ServiceName {
    Smtp,
    Submission,
    Lmtp,
    Smtps,
    Submissions,
    Pop2,
    Pop3,
    Pop3s,
    Imap,
    Imaps,
}

impl From<ServiceName> for Service {
    fn from(name: ServiceName) -> Self {
        match name {
            ServiceName::Smtp => Self::Smtp,
            ServiceName::Submission => Self::Submission,
            ServiceName::Lmtp => Self::Lmtp,
            ServiceName::Smtps => Self::Smtps,
            ServiceName::Submissions => Self::Submissions,
            ServiceName::Pop2 => Self::Pop2,
            ServiceName::Pop3 => Self::Pop3,
            ServiceName::Pop3s => Self::Pop3s,
            ServiceName::Imap => Self::Imap,
            ServiceName::Imaps => Self::Imaps,
        }
    }
}

/// One address or several: 127.0.0.1:2525.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Addresses {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

/// An account.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AccountEntry {
    /// Its name; its address is name@domain.
    pub name: String,
    /// Its password.
    pub password: String,
    /// Octets of all its messages together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<u64>,
    /// What is the matter with it: expired, contact-admin, unavailable or server-bug (RFC 5530).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Files with a message each, for its INBOX, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<PathBuf>,
}

/// Bounds of what clients can make the server hold.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct LimitsEntry {
    /// Connections at a time per listener. Default 12000.
    pub connections: Option<usize>,
    /// Octets of a message in SMTP, submission and LMTP. Default 50 MiB.
    pub message_size: Option<u64>,
    /// Seconds that a client may take to read anything of what is written to it. Default 300.
    pub write_stall: Option<u32>,
    /// Seconds that a TLS handshake may take. Default 60.
    pub handshake: Option<u32>,
    /// POP3: the least seconds between two logins to an account (RFC 2449 §6.5). Default 0.
    pub login_delay: Option<u32>,
}

/// PEM files.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TlsEntry {
    /// The certificate chain.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// Authorities whose client certificates are accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_authorities: Option<PathBuf>,
}

/// The file, and the folder that its paths start from.
pub(super) fn read(path: &Path) -> Result<(ServeFile, PathBuf), Failed> {
    let text = std::fs::read_to_string(path).map_err(|why| cannot_read(path, &why))?;
    let file =
        toml::from_str(&text).map_err(|why| Failed::usage(format!("{}: {why}", path.display())))?;
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    Ok((file, folder))
}

fn cannot_read(path: &Path, why: &std::io::Error) -> Failed {
    Failed::usage(format!("cannot read {}: {why}", path.display()))
}

impl ServeFile {
    /// Adds everything but `control` to a server to be.
    pub(super) fn apply(&self, mut builder: Builder, folder: &Path) -> Result<Builder, Failed> {
        let text = |path: &Path| {
            let path = folder.join(path);
            std::fs::read_to_string(&path).map_err(|why| cannot_read(&path, &why))
        };
        if let Some(domain) = &self.domain {
            builder = builder.domain(domain);
        }
        if let Some(hostname) = &self.hostname {
            builder = builder.hostname(hostname);
        }
        if let Some(seed) = self.seed {
            builder = builder.seed(seed);
        }
        if let Some(clock) = &self.clock {
            let time = clock
                .parse()
                .map_err(|why| Failed::usage(format!("clock {clock:?} is no time: {why}")))?;
            builder = builder.clock(ManualClock::at(time));
        }
        if let Some(plaintext_without_tls) = self.plaintext_login {
            builder = builder.sasl(SaslConfig {
                plaintext_without_tls,
                ..SaslConfig::default()
            });
        }
        for (service, addresses) in &self.listen {
            let addresses = match addresses {
                Addresses::One(address) => std::slice::from_ref(address),
                Addresses::Several(addresses) => addresses,
            };
            for address in addresses {
                builder = builder.listen((*service).into(), address);
            }
        }
        for account in &self.account {
            builder = builder.account(&account.name, &account.password);
            if let Some(octets) = account.quota {
                builder = builder.quota(&account.name, octets);
            }
            if let Some(condition) = &account.condition {
                let condition: Condition = condition
                    .parse()
                    .map_err(|why| Failed::usage(format!("the account {}: {why}", account.name)))?;
                builder = builder.condition(&account.name, condition);
            }
            for path in &account.messages {
                let path = folder.join(path);
                let octets = std::fs::read(&path).map_err(|why| cannot_read(&path, &why))?;
                builder = builder.message(&account.name, octets);
            }
        }
        if let Some(tls) = &self.tls {
            let authorities = tls.client_authorities.as_deref();
            builder = builder.tls(TlsConfig {
                identity: Some((text(&tls.certificate)?, text(&tls.key)?)),
                client_authorities: authorities.map(text).transpose()?,
            });
        }
        for fault in &self.faults {
            builder = builder.fault(fault);
        }
        for trouble in &self.troubles {
            builder = builder.trouble(trouble);
        }
        Ok(self.limits.apply(builder).wire_log(self.wire_log))
    }
}

impl LimitsEntry {
    fn apply(&self, mut builder: Builder) -> Builder {
        let usual = Limits::default();
        let seconds = |given: Option<u32>, usual| {
            given.map_or(usual, |seconds| Duration::from_secs(seconds.into()))
        };
        builder = builder.limits(Limits {
            connections: self.connections.unwrap_or(usual.connections),
            write_stall: seconds(self.write_stall, usual.write_stall),
            handshake: seconds(self.handshake, usual.handshake),
        });
        if let Some(octets) = self.message_size {
            builder = builder.message_size(octets);
        }
        if let Some(seconds) = self.login_delay {
            builder = builder.login_delay(seconds);
        }
        builder
    }
}
