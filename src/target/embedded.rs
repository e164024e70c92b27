//! The reference server as the target: started for the run, on ports that the system chooses.

use super::profile::{Account, Delivery, Emptying, Target};
use crate::session::{Endpoint, Security};
use crate::transcript::tree::Protocol;
use mailspec_reference_server::{ReferenceServer, Service, StartError};
use std::sync::Arc;
use std::time::Duration;

/// So many accounts, so that so many cases run side by side.
const ACCOUNTS: usize = 16;
/// The domain that it delivers locally.
const DOMAIN: &str = "example.test";

/// The largest message that it takes, in octets: small, so that a case can exceed it.
const MESSAGE_SIZE: u64 = 1024 * 1024;

/// Starts it with these faults on.
///
/// # Errors
/// When a fault is unknown or no port is free.
pub async fn start(faults: &[String]) -> Result<(Target, ReferenceServer), StartError> {
    let names: Vec<String> = (1..=ACCOUNTS)
        .map(|number| format!("user{number}"))
        .collect();
    let mut builder = ReferenceServer::builder()
        .domain(DOMAIN)
        .message_size(MESSAGE_SIZE);
    for name in &names {
        builder = builder.account(name.as_str(), password(name));
    }
    for fault in faults {
        builder = builder.fault(fault.as_str());
    }
    let server = builder.start().await?;
    let mut target = describe(&server);
    for name in &names {
        target.accounts.push(Arc::new(Account {
            user: name.clone(),
            password: password(name),
            address: format!("{name}@{DOMAIN}"),
        }));
    }
    Ok((target, server))
}

/// Where a running reference server listens, as a target.
pub fn describe(server: &ReferenceServer) -> Target {
    let mut target = Target::empty("embedded");
    target.domain = server.domain().to_owned();
    // A name, not a number: some cases write it in another case.
    target.url_host = Some("localhost".to_owned());
    target.delivery = Delivery::Embedded;
    target.emptying = Emptying::Embedded;
    // Nothing here is far away, so nothing needs long to stay silent.
    target.silence = Some(Duration::from_millis(60));
    for (service, address) in server.addresses() {
        let (protocol, security) = match service {
            Service::Smtp => (Protocol::Smtp, Security::None),
            Service::Smtps => (Protocol::Smtp, Security::Implicit),
            Service::Submission => (Protocol::Submission, Security::None),
            Service::Submissions => (Protocol::Submission, Security::Implicit),
            Service::Lmtp => (Protocol::Lmtp, Security::None),
            Service::Pop2 => (Protocol::Pop2, Security::None),
            Service::Pop3 => (Protocol::Pop3, Security::None),
            Service::Pop3s => (Protocol::Pop3, Security::Implicit),
            Service::Imap => (Protocol::Imap, Security::None),
            Service::Imaps => (Protocol::Imap, Security::Implicit),
        };
        let endpoint = Endpoint {
            host: address.ip().to_string(),
            port: address.port(),
            security,
        };
        if security == Security::Implicit {
            target.tls_services.insert(protocol, endpoint);
        } else {
            target.services.insert(protocol, endpoint);
        }
    }
    target
}

fn password(name: &str) -> String {
    format!("secret-of-{name}")
}
