//! One SMTP, submission or LMTP connection as a state machine: framing, phases, dispatch, time.
//! The commands themselves are in `handshake`, `transaction`, `inquiry` and `delivery`. Touches
//! no socket and no clock.

use super::command::{self, Request, Verb};
use super::config::{Mode, Service, SmtpConfig};
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
    input: Vec<u8>,
    taken: usize,
    scanned: usize,
    overlong: bool,
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

    fn rest(&self) -> &[u8] {
        self.input.get(self.taken..).unwrap_or_default()
    }

    fn take_all_input(&mut self) {
        self.taken = self.input.len();
    }

    /// Works on the input until it is used up or nothing can be done with it yet.
    fn run(&mut self) {
        loop {
            match std::mem::replace(&mut self.phase, Phase::Command) {
                phase @ (Phase::Fresh | Phase::Closed) => {
                    self.phase = phase;
                    self.take_all_input();
                    break;
                }
                Phase::Handshake => {
                    self.phase = Phase::Handshake;
                    // RFC 3207 §4: only the client's handshake may follow; anything that was
                    // pipelined behind STARTTLS came in clear and must not survive.
                    if !self.faults.on("smtp-starttls-keeps-pipelined") {
                        self.take_all_input();
                    }
                    break;
                }
                Phase::Data(mut reader) => {
                    let (used, done) = reader.feed(self.rest());
                    self.taken += used;
                    if !done {
                        self.phase = Phase::Data(reader);
                        break;
                    }
                    let lenient = reader.lenient();
                    self.end_of_data(reader.content, lenient);
                }
                Phase::Chunk {
                    left,
                    last,
                    refusal,
                } => {
                    let available = self.rest().len();
                    let used = usize::try_from(left).map_or(available, |left| left.min(available));
                    if refusal.is_none() {
                        let from = self.taken;
                        let octets = self.input.get(from..from + used).unwrap_or_default();
                        if let Some(transaction) = &mut self.transaction {
                            transaction.push_chunk(octets);
                        }
                    }
                    self.taken += used;
                    let left = left - used as u64;
                    if left > 0 {
                        self.phase = Phase::Chunk {
                            left,
                            last,
                            refusal,
                        };
                        break;
                    }
                    self.end_of_chunk(last, refusal);
                }
                phase @ (Phase::Command | Phase::Sasl(_)) => {
                    self.phase = phase;
                    match self.take_line() {
                        Line::None => break,
                        Line::TooLong => self.line_too_long(),
                        Line::Octets(line) => self.line(&line),
                    }
                }
            }
        }
        self.input.drain(..self.taken);
        self.scanned = self.scanned.saturating_sub(self.taken);
        self.taken = 0;
    }

    /// The next line without its CRLF. Nothing but CRLF ends a line (§2.3.8).
    fn take_line(&mut self) -> Line {
        let most = self
            .config
            .limits
            .auth_line
            .max(self.config.limits.command_line)
            + 4096;
        let bare_lf = self.faults.on("smtp-bare-lf-command-accepted");
        let mut at = self.scanned.max(self.taken);
        let mut end = None;
        while let Some(octet) = self.input.get(at) {
            if *octet == b'\n' {
                let crlf = at > self.taken && self.input.get(at - 1) == Some(&b'\r');
                if crlf || bare_lf {
                    end = Some((at - usize::from(crlf), at + 1));
                    break;
                }
            }
            at += 1;
        }
        self.scanned = at;
        let Some((text_end, line_end)) = end else {
            if self.rest().len() > most + 1 {
                self.overlong = true;
                // Only a CR at the end still matters: it may be half of the CRLF.
                let cr = self.input.last() == Some(&b'\r');
                self.taken = self.input.len() - usize::from(cr);
            }
            return Line::None;
        };
        let line = self.input.get(self.taken..text_end).unwrap_or_default();
        let too_long = std::mem::take(&mut self.overlong) || line.len() > most;
        let line = if too_long { Vec::new() } else { line.to_vec() };
        self.taken = line_end;
        self.scanned = line_end;
        if too_long {
            Line::TooLong
        } else {
            Line::Octets(line)
        }
    }

    fn line_too_long(&mut self) {
        if matches!(self.phase, Phase::Sasl(_)) {
            if self.faults.on("smtp-auth-overlong-asked-again") {
                self.reply(&Reply::new(334, "", ""));
                return;
            }
            self.phase = Phase::Command;
            self.reply(&Reply::new(500, "5.5.6", "Authentication line too long"));
        } else {
            self.reply(&Reply::new(500, "5.5.2", "Line too long"));
        }
    }

    fn line(&mut self, line: &[u8]) {
        if let Phase::Sasl(exchange) = std::mem::replace(&mut self.phase, Phase::Command) {
            let most = match self.faults.on("smtp-auth-response-1000-refused") {
                true => 1000,
                false => self.config.limits.auth_line,
            };
            if line.len() + 2 > most {
                self.phase = Phase::Sasl(exchange);
                self.line_too_long();
            } else {
                self.sasl_response(exchange, line);
            }
            return;
        }
        if line.iter().any(|octet| matches!(octet, b'\r' | b'\n')) {
            self.reply(&Reply::new(500, "5.5.2", "Bare CR or LF in a command line"));
            return;
        }
        let request = command::split(line, self.faults.on("smtp-lowercase-commands-refused"));
        let offered = self.offered();
        let limit = match request.verb {
            Verb::Auth => self.config.limits.auth_line,
            _ if self.faults.on("smtp-command-line-512-refused") => 256,
            _ => self.config.limits.command_line + offered.longer(request.name),
        };
        if line.len() + 2 > limit {
            let status = if request.verb == Verb::Auth {
                "5.5.6"
            } else {
                "5.5.2"
            };
            self.reply(&Reply::new(500, status, "Line too long"));
            return;
        }
        if self.faults.on("smtp-trailing-space-refused") && line.ends_with(b" ") {
            self.reply(&Reply::new(501, "5.5.2", "Trailing space"));
            return;
        }
        if request.verb != Verb::Quit && self.config.service != Service::Open {
            let reply = match self.config.service {
                Service::NeverAcceptsMail => Reply::new(521, "5.3.2", "Host does not accept mail"),
                _ => Reply::new(503, "5.5.1", "No SMTP service here"),
            };
            self.reply(&reply);
            return;
        }
        if let Err(reply) = self.dispatch(&request) {
            self.reply(&reply);
        }
    }

    /// Carries a command out. What comes back as `Err` is the one reply; otherwise the command
    /// has replied, or will when its data is complete.
    fn dispatch(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        let lmtp = self.config.mode == Mode::Lmtp;
        match request.verb {
            Verb::Ehlo | Verb::Helo if lmtp && !self.faults.on("lmtp-ehlo-accepted") => {
                Err(Reply::new(500, "5.5.1", "This is LMTP: use LHLO"))
            }
            Verb::Lhlo if !lmtp => Err(Reply::new(500, "5.5.1", "This is not LMTP: use EHLO")),
            Verb::Ehlo | Verb::Lhlo => self.hello(request, true),
            Verb::Helo => self.hello(request, false),
            Verb::Mail => self.mail(request),
            Verb::Rcpt => self.rcpt(request),
            Verb::Data => self.data(request),
            Verb::Bdat => self.bdat(request),
            Verb::Rset => self.rset(request),
            Verb::Vrfy => self.vrfy(request),
            Verb::Expn => self.expn(request),
            Verb::Help => self.help(request),
            Verb::Noop => self.noop(request),
            Verb::Quit => self.quit(request),
            Verb::Starttls => self.starttls(request),
            Verb::Auth => self.auth(request),
            Verb::Etrn => self.etrn(request),
            Verb::Obsolete => Err(Reply::new(502, "5.5.1", "Command not implemented")),
            Verb::Unknown if self.faults.on("smtp-unknown-command-250") => {
                Err(Reply::new(250, "2.0.0", "OK"))
            }
            Verb::Unknown if self.faults.on("smtp-unknown-command-closes") => {
                self.reply(&Reply::new(500, "5.5.1", "Command unrecognized"));
                self.close();
                Ok(())
            }
            Verb::Unknown => Err(Reply::new(500, "5.5.1", "Command unrecognized")),
        }
    }
}

enum Line {
    None,
    TooLong,
    Octets(Vec<u8>),
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
