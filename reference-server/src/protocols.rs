//! Which session a service gets: one line a protocol. The rest of the crate's public face knows
//! no protocol by name.

mod smtp_sasl;

use std::collections::HashMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use crate::Service;
use crate::faults::Faults;
use crate::imap::{ImapConfig, ImapSession};
use crate::net::{SessionContext, SessionFactory, Shared};
use crate::pop2::{Pop2Config, Pop2Session};
use crate::pop3::{Pop3Config, Pop3Session};
use crate::sasl::{self, SaslConfig};
use crate::session::Session;
use crate::smtp::{Ids, Mode, Outbox, SmtpConfig, SmtpSession};
use crate::store::Store;
use crate::trouble::Commands;

/// What all sessions of a server share.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) store: Store,
    pub(crate) faults: Faults,
    pub(crate) shared: Arc<Shared>,
    pub(crate) domain: String,
    pub(crate) hostname: String,
    pub(crate) seed: u64,
    pub(crate) sasl: Arc<SaslConfig>,
    pub(crate) login_delay: u32,
    /// SMTP: the largest message, in octets.
    pub(crate) message_size: u64,
    /// POP3: when each account was last logged in to (RFC 2449 §6.5).
    pub(crate) logins: Arc<Mutex<HashMap<String, Timestamp>>>,
    /// SMTP: queue ids.
    pub(crate) ids: Ids,
    /// SMTP: what would have been relayed.
    pub(crate) outbox: Outbox,
}

/// The services that are listened for when none is named.
pub(crate) const SPOKEN: &[Service] = &Service::ALL;

/// Makes the sessions of a service.
pub(crate) fn factory(core: &Arc<Core>, service: Service) -> SessionFactory {
    let core = Arc::clone(core);
    Arc::new(move |mut context: SessionContext| {
        let troubles = std::mem::take(&mut context.troubles);
        let dice = core.shared.dice(context.serial);
        let session = crate::garbled::around(core.plain(service, context), service, &core.faults);
        match troubles.is_empty() {
            true => session,
            false => Commands::around(session, service, &troubles, dice),
        }
    })
}

impl Core {
    /// The session as its protocol has it.
    fn plain(&self, service: Service, context: SessionContext) -> Box<dyn Session> {
        let core = self;
        match service {
            Service::Pop3 | Service::Pop3s => Box::new(Pop3Session::new(
                core.store.clone(),
                core.pop3(&context),
                core.faults.clone(),
            )),
            Service::Pop2 => Box::new(Pop2Session::new(
                core.store.clone(),
                Pop2Config {
                    hostname: core.hostname.clone(),
                },
                core.faults.clone(),
            )),
            Service::Imap | Service::Imaps => Box::new(ImapSession::new(
                core.store.clone(),
                core.imap(&context),
                core.faults.clone(),
                context.waker,
            )),
            Service::Smtp | Service::Smtps => core.smtp(Mode::Mx, &context),
            Service::Submission | Service::Submissions => core.smtp(Mode::Submission, &context),
            Service::Lmtp => core.smtp(Mode::Lmtp, &context),
        }
    }

    fn imap(&self, context: &SessionContext) -> ImapConfig {
        ImapConfig {
            hostname: self.hostname.clone(),
            allow_plaintext_login: self.sasl.plaintext_without_tls,
            tls_available: true,
            sasl: Arc::clone(&self.sasl),
            seed: self.seed,
            serial: context.serial,
            ..ImapConfig::default()
        }
    }

    fn smtp(&self, mode: Mode, context: &SessionContext) -> Box<SmtpSession> {
        let serial = context.serial;
        let mut config = SmtpConfig {
            tls_available: true,
            allow_plaintext_auth: self.sasl.plaintext_without_tls,
            ..SmtpConfig::new(mode, &self.hostname, &self.domain)
        };
        config.limits.message = self.message_size;
        // Less than one message may have: so the refusal can be seen without filling a queue.
        config.limits.held.octets = self.message_size / 2;
        let session = SmtpSession::new(
            self.store.clone(),
            config,
            self.faults.clone(),
            self.ids.clone(),
            &context.peer.ip().to_string(),
            self.outbox.clone(),
        );
        let context = sasl::Context {
            store: self.store.clone(),
            config: Arc::clone(&self.sasl),
            tls: None,
            hostname: self.hostname.clone(),
            nonce: String::new(),
            faults: self.faults.clone(),
        };
        Box::new(session.with_mechanisms(Box::new(smtp_sasl::Mechanisms {
            context,
            seed: self.seed,
            serial,
            exchanges: AtomicU64::new(0),
        })))
    }

    fn pop3(&self, context: &SessionContext) -> Pop3Config {
        Pop3Config {
            hostname: self.hostname.clone(),
            seed: self.seed,
            serial: context.serial,
            sasl: Arc::clone(&self.sasl),
            login_delay: self.login_delay,
            logins: Arc::clone(&self.logins),
        }
    }
}
