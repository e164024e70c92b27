//! One SMTP, submission or LMTP connection as a state machine: phases and time. What the client sends is cut in
//! `input`; the commands themselves are in `handshake`, `transaction`, `inquiry` and `delivery`. Touches no socket and
//! no clock.

use super::config::SmtpConfig;
use super::data::DataReader;
use super::extensions::{Offered, deadline};
use super::outbox::{Ids, Outbox};
use super::reply::Reply;
use super::sasl::{PasswordMechanisms, SaslExchange, SaslMechanisms};
use super::transaction::{Recipient, Transaction};
use crate::faults::Faults;
use crate::session::{Effect, Session, TlsInfo};
use crate::store::Store;
use jiff::Timestamp;

/// What the connection is doing.
pub(super) enum Phase {
    /// `start` has not been called.
    Fresh,
    /// Reading command lines.
    Command,
    /// Reading DATA's lines.
    Data(Box<DataReader>),
    /// Reading a BDAT chunk; `refusal` goes out behind it instead of its own replies.
    Chunk {
        left: u64,
        last: bool,
        refusal: Option<Vec<Reply>>,
    },
    /// Reading SASL responses.
    Sasl(Box<dyn SaslExchange>),
    /// STARTTLS was answered; what comes in clear is discarded.
    Handshake,
    /// Nothing more happens.
    Closed,
}

/// What EHLO, LHLO or HELO told.
#[derive(Debug, Clone)]
pub(super) struct Greeted {
    /// The client's name as presented.
    pub name: String,
    /// Whether it was EHLO or LHLO.
    pub extended: bool,
    /// The extensions in force.
    pub offered: Offered,
}

/// One connection. Create it, call `start`, and drive it by the [`Session`] trait.
///
/// ```
/// use mailspec_reference_server::faults::Faults;
/// use mailspec_reference_server::session::Session;
/// use mailspec_reference_server::smtp::{Ids, Mode, Outbox, SmtpConfig, SmtpSession};
/// use mailspec_reference_server::store::Store;
///
/// let store = Store::default();
/// store.add_account("alice", "wonderland");
/// let config = SmtpConfig::new(Mode::Mx, "mx.example.org", "example.org");
/// let mut session = SmtpSession::new(
///     store,
///     config,
///     Faults::default(),
///     Ids::default(),
///     "192.0.2.1:4025",
///     Outbox::default(),
/// );
/// let now = jiff::Timestamp::UNIX_EPOCH;
/// session.start(None, now);
/// session.receive(b"HELO client.example\r\n", now);
/// let mut output = Vec::new();
/// session.take_output(&mut output);
/// assert!(output.ends_with(b"\r\n250 mx.example.org greets client.example\r\n"));
/// ```
pub struct SmtpSession {
    pub(super) store: Store,
    pub(super) config: SmtpConfig,
    pub(super) faults: Faults,
    pub(super) ids: Ids,
    pub(super) peer: String,
    pub(super) outbox: Outbox,
    pub(super) mechanisms: Box<dyn SaslMechanisms>,
    pub(super) phase: Phase,
    pub(super) greeted: Option<Greeted>,
    pub(super) tls: Option<TlsInfo>,
    pub(super) account: Option<String>,
    pub(super) transaction: Option<Transaction>,
    /// Recipients that the fault `smtp-rset-keeps-recipients` keeps.
    pub(super) leftover: Vec<Recipient>,
    /// Messages accepted in this session.
    pub(super) accepted: u64,
    pub(super) now: Timestamp,
    pub(super) input: Vec<u8>,
    pub(super) taken: usize,
    pub(super) scanned: usize,
    pub(super) overlong: bool,
    output: Vec<u8>,
    effect: Option<Effect>,
}

impl SmtpSession {
    /// A session for one connection. `peer` is the client's address (`192.0.2.1:4025`), for the
    /// Received field. PLAIN and LOGIN are the mechanisms of AUTH.
    pub fn new(
        store: Store,
        config: SmtpConfig,
        faults: Faults,
        ids: Ids,
        peer: &str,
        outbox: Outbox,
    ) -> Self {
        Self {
            mechanisms: Box::new(PasswordMechanisms::new(store.clone())),
            store,
            config,
            faults,
            ids,
            peer: peer.to_owned(),
            outbox,
            phase: Phase::Fresh,
            greeted: None,
            tls: None,
            account: None,
            transaction: None,
            leftover: Vec::new(),
            accepted: 0,
            now: Timestamp::UNIX_EPOCH,
            input: Vec::new(),
            taken: 0,
            scanned: 0,
            overlong: false,
            output: Vec::new(),
            effect: None,
        }
    }

    /// Replaces the mechanisms of AUTH.
    pub fn with_mechanisms(mut self, mechanisms: Box<dyn SaslMechanisms>) -> Self {
        self.mechanisms = mechanisms;
        self
    }

    pub(super) fn reply(&mut self, reply: &Reply) {
        reply.render(&self.faults, &mut self.output);
    }

    /// The extensions in force.
    pub(super) fn offered(&self) -> Offered {
        match &self.greeted {
            Some(greeted) => greeted.offered.clone(),
            None => Offered::none(&self.faults),
        }
    }

    pub(super) fn close(&mut self) {
        self.phase = Phase::Closed;
        self.transaction = None;
        self.effect = Some(Effect::Close);
    }

    pub(super) fn start_tls(&mut self) {
        self.phase = Phase::Handshake;
        self.effect = Some(Effect::StartTls);
    }

    pub(super) fn rest(&self) -> &[u8] {
        self.input.get(self.taken..).unwrap_or_default()
    }

    pub(super) fn take_all_input(&mut self) {
        self.taken = self.input.len();
    }
}

impl Session for SmtpSession {
    fn start(&mut self, tls: Option<TlsInfo>, now: Timestamp) {
        self.now = now;
        self.tls = tls;
        self.phase = Phase::Command;
        self.greeting();
    }

    fn receive(&mut self, octets: &[u8], now: Timestamp) {
        self.now = now;
        self.outbox.release_due(&self.store, now);
        self.input.extend_from_slice(octets);
        self.run();
    }

    fn keeps(&self) -> usize {
        match &self.phase {
            // Where DATA ends is not known; what is pipelined behind it gives a reply or two.
            Phase::Data(_) => usize::MAX,
            Phase::Chunk { left, .. } => usize::try_from(*left).unwrap_or(usize::MAX),
            _ => 0,
        }
    }

    fn take_output(&mut self, output: &mut Vec<u8>) {
        output.append(&mut self.output);
    }

    fn take_effect(&mut self) -> Option<Effect> {
        self.effect.take()
    }

    fn tls_started(&mut self, tls: TlsInfo, now: Timestamp) {
        self.now = now;
        self.after_handshake(tls);
        self.run();
    }

    fn deadline(&self) -> Option<Timestamp> {
        if matches!(self.phase, Phase::Fresh | Phase::Closed) {
            return None;
        }
        let idle = deadline(self.now, self.config.limits.idle);
        Some(self.outbox.next_release().map_or(idle, |due| due.min(idle)))
    }

    fn tick(&mut self, now: Timestamp) {
        self.outbox.release_due(&self.store, now);
        if now < deadline(self.now, self.config.limits.idle) {
            return;
        }
        if matches!(self.phase, Phase::Handshake) {
            self.close();
        } else if !matches!(self.phase, Phase::Fresh | Phase::Closed) {
            let text = format!("{} Timeout, closing channel", self.config.hostname);
            self.reply(&Reply::new(421, "4.4.2", text));
            self.close();
        }
    }

    fn closed(&mut self, _now: Timestamp) {
        // RFC 5321 §4.1.1.10: a pending transaction is cancelled.
        self.phase = Phase::Closed;
        self.transaction = None;
        self.input = Vec::new();
        self.taken = 0;
        self.scanned = 0;
    }
}

impl std::fmt::Debug for SmtpSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpSession")
            .field("mode", &self.config.mode)
            .field("peer", &self.peer)
            .finish_non_exhaustive()
    }
}
