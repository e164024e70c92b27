//! Which session a service gets: one line a protocol. The rest of the crate's public face knows
//! no protocol by name.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use crate::Service;
use crate::faults::Faults;
use crate::net::{SessionContext, SessionFactory, Shared};
use crate::pop2::{Pop2Config, Pop2Session};
use crate::pop3::{Pop3Config, Pop3Session};
use crate::sasl::SaslConfig;
use crate::store::Store;

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
    /// POP3: when each account was last logged in to (RFC 2449 §6.5).
    pub(crate) logins: Arc<Mutex<HashMap<String, Timestamp>>>,
}

/// The services that are listened for when none is named.
pub(crate) const SPOKEN: &[Service] = &[Service::Pop3, Service::Pop3s, Service::Pop2];

/// Makes the sessions of a service.
pub(crate) fn factory(core: &Arc<Core>, service: Service) -> SessionFactory {
    let core = Arc::clone(core);
    Arc::new(move |context: SessionContext| match service {
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
        _ => Box::new(Refusal { service, said: 0 }),
    })
}

impl Core {
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

/// For a service that this build doesn't speak: says so and closes.
struct Refusal {
    service: Service,
    said: u8,
}

impl crate::session::Session for Refusal {
    fn start(&mut self, _: Option<crate::session::TlsInfo>, _: Timestamp) {
        self.said = 1;
    }
    fn receive(&mut self, _: &[u8], _: Timestamp) {}
    fn take_output(&mut self, output: &mut Vec<u8>) {
        if self.said == 1 {
            output.extend_from_slice(self.service.no_room());
            self.said = 2;
        }
    }
    fn take_effect(&mut self) -> Option<crate::session::Effect> {
        (self.said == 2).then_some(crate::session::Effect::Close)
    }
    fn tls_started(&mut self, _: crate::session::TlsInfo, _: Timestamp) {}
    fn deadline(&self) -> Option<Timestamp> {
        None
    }
    fn tick(&mut self, _: Timestamp) {}
    fn closed(&mut self, _: Timestamp) {}
}
