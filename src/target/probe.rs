//! Finds out what a host offers: which ports greet, what they announce, whether there is TLS.
//! Logs in nowhere and changes nothing.

use super::announced::{self, Names};
use super::profile::{AccountEntry, Profile, Service, Target, TlsMode};
use super::reach::{Hand, Way, hello, open};
use crate::dialogue::Record;
use crate::session::tls::Tls;
use crate::session::{Endpoint, Security};
use crate::transcript::tree::Protocol;
use crate::wire::visible;
use std::time::Duration;

/// What one port showed.
#[derive(Debug, Clone)]
pub struct Found {
    /// The port.
    pub port: u16,
    /// What it is expected to speak.
    pub protocol: Protocol,
    /// TLS from the first octet.
    pub implicit: bool,
    /// What it said first, or why it said nothing.
    pub greeting: Result<String, String>,
    /// What it announces, before TLS where there is a choice.
    pub names: Names,
    /// `TLSv1.3`, and what a careful client would object to.
    pub tls: Option<(String, Option<String>)>,
}

impl Found {
    /// Whether something that speaks answered there.
    pub fn answers(&self) -> bool {
        self.greeting.is_ok()
    }
}

/// The ports that are tried: port, protocol, TLS from the first octet.
pub const PORTS: [(u16, Protocol, bool); 8] = [
    (25, Protocol::Smtp, false),
    (2525, Protocol::Smtp, false),
    (465, Protocol::Submission, true),
    (587, Protocol::Submission, false),
    (110, Protocol::Pop3, false),
    (995, Protocol::Pop3, true),
    (143, Protocol::Imap, false),
    (993, Protocol::Imap, true),
];

/// Tries one port.
pub async fn look(
    host: &str,
    port: u16,
    protocol: Protocol,
    implicit: bool,
    tls: &Tls,
    within: Duration,
) -> Found {
    let mut found = Found {
        port,
        protocol,
        implicit,
        greeting: Err(String::new()),
        names: Names::new(),
        tls: None,
    };
    let mut target = Target::empty(host);
    target.timeout = within;
    let security = if implicit {
        Security::Implicit
    } else {
        Security::None
    };
    target.services.insert(
        protocol,
        Endpoint {
            host: host.to_owned(),
            port,
            security,
        },
    );
    let mut record = Record::default();
    let mut client = match open(&target, tls, protocol, None, Way::Profile, &mut record).await {
        Ok(client) => client,
        Err(error) => {
            found.greeting = Err(error.to_string());
            return found;
        }
    };
    let mut hand = Hand {
        client: &mut client,
        record: &mut record,
        within,
    };
    let greeting = match hand.unit("the greeting").await {
        Ok(unit) => unit,
        Err(error) => {
            found.greeting = Err(error.to_string());
            return found;
        }
    };
    found.greeting = Ok(visible(
        greeting.octets.get(..200).unwrap_or(&greeting.octets),
    ));
    found.names = match protocol {
        Protocol::Pop3 => match hand.ask("CAPA", "CAPA").await {
            Ok(unit) if unit.octets.starts_with(b"+OK") => announced::from_capa(&unit),
            _ => Names::new(),
        },
        Protocol::Imap => match hand.command("CAPABILITY", "capa", b"CAPABILITY").await {
            Ok(units) => announced::from_capability(&units),
            Err(_) => Names::new(),
        },
        Protocol::Pop2 => Names::new(),
        _ => match hand.ask("EHLO", &hello(protocol, &target)).await {
            Ok(unit) => announced::from_ehlo(&unit),
            Err(_) => Names::new(),
        },
    };
    found.tls = client.tls_version().map(|version| {
        (
            version.to_owned(),
            client.certificate_problem().map(str::to_owned),
        )
    });
    client.close().await;
    found
}

/// A profile to start from: one service a protocol, protected where the host offers it.
pub fn profile(host: &str, found: &[Found]) -> Profile {
    let mut profile = Profile {
        host: Some(host.to_owned()),
        domain: Some("example.org".into()),
        ..Profile::default()
    };
    for one in found.iter().filter(|one| one.answers()) {
        let slot = match one.protocol {
            Protocol::Smtp => &mut profile.smtp,
            Protocol::Submission => &mut profile.submission,
            Protocol::Lmtp => &mut profile.lmtp,
            Protocol::Pop3 => &mut profile.pop3,
            Protocol::Pop2 => &mut profile.pop2,
            Protocol::Imap => &mut profile.imap,
        };
        let starttls = one.names.contains("STARTTLS") || one.names.contains("STLS");
        match (slot, one.implicit) {
            (Some(service), true) => service.tls_port = Some(one.port),
            (slot @ None, true) => {
                *slot = Some(Service {
                    port: Some(one.port),
                    tls: Some(TlsMode::Implicit),
                    ..Service::default()
                });
            }
            // A port in clear is where the most can be tested, STARTTLS too.
            (slot, false) => {
                let earlier = slot.take();
                let tls_port = earlier.as_ref().and_then(|service| {
                    if service.tls == Some(TlsMode::Implicit) {
                        service.port
                    } else {
                        service.tls_port
                    }
                });
                let mode = if starttls {
                    TlsMode::Starttls
                } else {
                    TlsMode::None
                };
                *slot = Some(Service {
                    host: None,
                    port: Some(one.port),
                    tls: Some(mode),
                    tls_port,
                });
            }
        }
    }
    profile.account = ["first", "second"]
        .map(|name| AccountEntry {
            user: format!("{name}@example.org"),
            password: None,
            password_env: Some(format!("MAILSPEC_{}", name.to_uppercase())),
            address: None,
        })
        .to_vec();
    profile
}
