//! The mechanisms of [`crate::sasl`] as SMTP wants them. SMTP does its own base64 and replies.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::random;
use crate::sasl::{Context, Exchange, Mechanism, Step, exchange, mechanisms};
use crate::session::TlsInfo;
use crate::smtp::{SaslExchange, SaslMechanisms, SaslStep};

/// What one connection may use.
#[derive(Debug)]
pub(super) struct Mechanisms {
    /// Its TLS layer and nonce are replaced in each exchange.
    pub(super) context: Context,
    pub(super) seed: u64,
    pub(super) serial: u64,
    /// How many exchanges there were, so that no nonce comes twice.
    pub(super) exchanges: AtomicU64,
}

impl SaslMechanisms for Mechanisms {
    fn names(&self, tls: Option<&TlsInfo>, plaintext_allowed: bool) -> Vec<String> {
        mechanisms(&self.context.config, tls)
            .into_iter()
            .filter(|mechanism| plaintext_allowed || !mechanism.plaintext())
            .map(|mechanism| mechanism.announced(&self.context.faults))
            .collect()
    }

    fn start(&self, name: &str, tls: Option<&TlsInfo>) -> Option<Box<dyn SaslExchange>> {
        let mechanism = Mechanism::from_name(name)?;
        if !mechanisms(&self.context.config, tls).contains(&mechanism) {
            return None;
        }
        let purpose = format!("sasl {}", self.exchanges.fetch_add(1, Ordering::Relaxed));
        let context = Context {
            tls: tls.cloned(),
            nonce: random::token(self.seed, self.serial, &purpose),
            ..self.context.clone()
        };
        Some(Box::new(Running {
            mechanism,
            exchange: exchange(mechanism, context),
        }))
    }
}

/// One exchange.
struct Running {
    mechanism: Mechanism,
    exchange: Box<dyn Exchange>,
}

impl SaslExchange for Running {
    fn step(&mut self, response: &[u8]) -> SaslStep {
        match self.exchange.step(response) {
            Step::Challenge(challenge) => SaslStep::Challenge(challenge),
            Step::Done(identity) => SaslStep::Success(identity.account),
            Step::Failed(_) => SaslStep::Failure,
        }
    }

    fn first(&mut self) -> Option<Vec<u8>> {
        if self.mechanism.client_first() {
            return None;
        }
        match self.exchange.step(b"") {
            Step::Challenge(challenge) => Some(challenge),
            Step::Done(_) | Step::Failed(_) => None,
        }
    }

    fn takes_initial_response(&self) -> bool {
        self.mechanism.takes_initial_response()
    }
}
