//! One POP3 connection: cuts octets into lines, keeps the state (RFC 1939 §3), and hands each
//! command to the state that it belongs to.

use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::command::{Command, Refused, parse};
use super::language::Language;
use super::reply::Writer;
use super::transaction::Transaction;
use crate::faults::Faults;
use crate::random;
use crate::sasl::{Dialogue, SaslConfig};
use crate::session::{Effect, Session, TlsInfo};
use crate::store::Store;

/// RFC 2449 §4: the longest command, its CRLF included.
const LONGEST_COMMAND: usize = 255;
/// The longest response in an AUTH exchange: RFC 5034 sets no limit, RFC 4954 §4 suggests this.
const LONGEST_RESPONSE: usize = 12_288;
/// RFC 1939 §3: the autologout timer, in seconds; at least ten minutes.
const AUTOLOGOUT: i64 = 600;

/// What a session is made with.
#[derive(Debug, Clone)]
pub struct Pop3Config {
    /// What the server calls itself in the greeting's timestamp.
    pub hostname: String,
    /// What the timestamp and nonces derive from.
    pub seed: u64,
    /// The connection's number: no two sessions of a server have the same.
    pub serial: u64,
    /// Mechanisms for AUTH.
    pub sasl: Arc<SaslConfig>,
    /// The least seconds between two logins to an account, as LOGIN-DELAY announces (RFC 2449 §6.5).
    pub login_delay: u32,
    /// When each account was last logged in to; shared by all sessions.
    pub logins: Arc<Mutex<HashMap<String, Timestamp>>>,
}

/// RFC 1939 §3.
#[derive(Debug)]
pub(super) enum State {
    /// Nobody is known; the name when USER has just given one.
    Authorization { user: Option<String> },
    /// Inside an AUTH exchange.
    Exchange(Dialogue),
    /// The maildrop is open.
    Transaction(Transaction),
    /// Nothing more is said.
    Closed,
}

/// The session.
#[derive(Debug)]
pub struct Pop3Session {
    pub(super) store: Store,
    pub(super) config: Pop3Config,
    pub(super) faults: Faults,
    pub(super) state: State,
    pub(super) writer: Writer,
    pub(super) tls: Option<TlsInfo>,
    pub(super) utf8: bool,
    /// How many exchanges there were, so that no nonce comes twice.
    pub(super) exchanges: u32,
    line: Vec<u8>,
    too_long: bool,
    effect: Option<Effect>,
    /// STLS was answered; until the handshake is done, nothing that comes counts.
    awaiting_tls: bool,
    /// A fault's: no further AUTH is taken.
    pub(super) locked_out: bool,
    deadline: Option<Timestamp>,
}

impl Pop3Session {
    /// A session that waits for [`Session::start`].
    pub fn new(store: Store, config: Pop3Config, faults: Faults) -> Self {
        Self {
            store,
            writer: Writer::new(faults.clone()),
            config,
            faults,
            state: State::Authorization { user: None },
            tls: None,
            utf8: false,
            exchanges: 0,
            line: Vec::new(),
            too_long: false,
            effect: None,
            awaiting_tls: false,
            locked_out: false,
            deadline: None,
        }
    }

    /// The greeting's timestamp (RFC 1939 §7, APOP).
    pub(super) fn timestamp(&self) -> String {
        let Pop3Config {
            hostname,
            seed,
            serial,
            ..
        } = &self.config;
        let serial = match self.faults.on("pop3-greeting-repeats-timestamp") {
            true => 0,
            false => *serial,
        };
        let token = random::token(*seed, serial, "apop");
        format!("<{serial}.{token}@{hostname}>")
    }

    fn octet(&mut self, octet: u8, now: Timestamp) {
        if octet == b'\n' {
            let line = std::mem::take(&mut self.line);
            let too_long = std::mem::take(&mut self.too_long);
            self.complete(&line, too_long, now);
            // The buffer is kept, not its contents.
            if self.line.is_empty() && line.capacity() <= LONGEST_COMMAND + 1 {
                self.line = line;
                self.line.clear();
            }
            return;
        }
        let longest = match self.state {
            State::Exchange(_) => LONGEST_RESPONSE,
            _ => LONGEST_COMMAND,
        };
        // One octet of the limit is the LF's.
        if self.line.len() + 1 < longest {
            self.line.push(octet);
        } else {
            self.too_long = true;
        }
    }

    /// A line has ended, in LF as `line` lacks it.
    fn complete(&mut self, line: &[u8], too_long: bool, now: Timestamp) {
        let seconds = SignedDuration::from_secs(AUTOLOGOUT);
        self.deadline = now.checked_add(seconds).ok();
        self.writer.refused = false;
        let line = match line.strip_suffix(b"\r") {
            Some(line) if !too_long => Ok(line),
            None if !too_long => Err("a line ends in CRLF"),
            _ => Err("line too long"),
        };
        match (line, &mut self.state) {
            (Err(why), State::Exchange(_)) => {
                self.state = State::Authorization { user: None };
                self.writer.err(why);
            }
            (Err(why), _) => self.writer.err(why),
            (Ok(line), State::Exchange(_)) => self.response(line, now),
            (Ok(line), _) => self.command(line, now),
        }
        if self.writer.refused && self.faults.on("pop3-error-closes") {
            self.close();
        }
    }

    fn command(&mut self, line: &[u8], now: Timestamp) {
        let lower = line.iter().take_while(|&&o| o != b' ');
        let parsed = if lower.clone().any(u8::is_ascii_lowercase)
            && self.faults.on("pop3-lowercase-refused")
        {
            Err(Refused::Unknown)
        } else {
            parse(line)
        };
        let command = match parsed {
            Ok(command) => command,
            Err(Refused::Unknown) if self.faults.on("pop3-unknown-command-ok") => {
                return self.writer.ok("");
            }
            Err(why) => {
                self.forget_user();
                return self.writer.err(&why.to_string());
            }
        };
        match command {
            Command::Capa => {
                self.forget_user();
                self.capa();
            }
            Command::Lang(range) => {
                self.forget_user();
                self.lang(range.as_deref());
            }
            Command::Quit => self.quit(now),
            command => match &mut self.state {
                State::Authorization { .. } => self.authorization(command, now),
                State::Transaction(_) => self.transaction(command),
                State::Exchange(_) | State::Closed => {}
            },
        }
    }

    fn forget_user(&mut self) {
        if let State::Authorization { user } = &mut self.state
            && !self.faults.on("pop3-pass-without-user")
        {
            *user = None;
        }
    }

    fn transaction(&mut self, command: Command) {
        if command == Command::Stls && self.faults.on("pop3-stls-in-transaction") {
            return self.start_tls();
        }
        if let State::Transaction(open) = &mut self.state {
            open.command(command, self.utf8, &self.faults, &mut self.writer);
        }
    }

    /// RFC 2449 §5. What is announced in both states is the same in both but STLS.
    fn capa(&mut self) {
        let before = !matches!(self.state, State::Transaction(_));
        if !before && self.faults.on("pop3-capa-err") {
            return self.writer.err("not now");
        }
        self.writer.ok("capability list follows");
        if before || !self.faults.on("pop3-capa-before-after-differs") {
            if !before || !self.faults.on("pop3-top-after-login-only") {
                self.writer.line("TOP");
            }
            self.writer.line("UIDL");
        }
        if self.plaintext_allowed() {
            self.writer.line("USER");
        }
        let mut offered = crate::sasl::mechanisms(&self.config.sasl, self.tls.as_ref());
        if self.tls.is_some() && self.faults.on("pop3-plain-not-over-tls") {
            offered.retain(|mechanism| *mechanism != crate::sasl::Mechanism::Plain);
        }
        let hidden = !before && self.faults.on("pop3-sasl-before-login-only");
        if !offered.is_empty() && !hidden {
            let names: Vec<_> = offered
                .iter()
                .map(|mechanism| mechanism.announced(&self.faults))
                .collect();
            self.writer.line(&format!("SASL {}", names.join(" ")));
        }
        let late = !before && self.faults.on("pop3-stls-after-login-announced");
        if late || before && (self.tls.is_none() || self.faults.on("pop3-stls-twice")) {
            self.writer.line("STLS");
        }
        for line in [
            "RESP-CODES",
            "AUTH-RESP-CODE",
            "PIPELINING",
            "EXPIRE NEVER",
            "UTF8 USER",
            "LANG",
        ] {
            if line == "RESP-CODES" && self.faults.on("pop3-resp-codes-hidden") {
                continue;
            }
            self.writer.line(line);
        }
        let delay = format!("LOGIN-DELAY {}", self.config.login_delay);
        self.writer.line(&delay);
        self.writer.line("IMPLEMENTATION mailspec-reference-server");
        if !self.faults.on("pop3-capa-unterminated") {
            self.writer.end();
        }
    }

    /// RFC 6856 §3. English is what the administrator prefers.
    fn lang(&mut self, range: Option<&str>) {
        match range {
            None => {
                self.writer.ok("language listing follows");
                for listing in Language::listings() {
                    self.writer.line(&listing);
                }
                self.writer.end();
            }
            Some(range) => match Language::find(range) {
                Some((language, tag, said)) => {
                    self.writer.language = language;
                    match self.faults.on("pop3-lang-without-tag") {
                        true => self.writer.ok(said),
                        false => self.writer.ok(&format!("{tag} {said}")),
                    }
                }
                None => self.writer.err("no such language"),
            },
        }
    }

    /// RFC 1939 §4 and §6: only after QUIT in the TRANSACTION state are messages removed.
    fn quit(&mut self, now: Timestamp) {
        let state = std::mem::replace(&mut self.state, State::Closed);
        if let State::Transaction(open) = state {
            if !self.faults.on("pop3-quit-without-delete") {
                open.update(now, self.faults.on("pop3-quit-removes-neighbour"));
            }
            // The lock is given back before the client hears that it may come again.
            drop(open);
        }
        self.writer.ok("bye");
        if self.faults.on("pop3-quit-stays-open") {
            self.state = State::Authorization { user: None };
        } else {
            self.close();
        }
    }

    /// RFC 2595 §4.
    pub(super) fn start_tls(&mut self) {
        if self.tls.is_some() {
            return self.writer.err("TLS is active already");
        }
        if self.utf8 {
            return self.writer.err("STLS comes before UTF8");
        }
        self.writer.ok("begin TLS negotiation");
        self.effect = Some(Effect::StartTls);
        self.awaiting_tls = true;
    }

    fn close(&mut self) {
        self.state = State::Closed;
        self.effect = Some(Effect::Close);
        self.deadline = None;
    }
}

impl Session for Pop3Session {
    fn start(&mut self, tls: Option<TlsInfo>, now: Timestamp) {
        self.tls = tls;
        self.deadline = now.checked_add(SignedDuration::from_secs(AUTOLOGOUT)).ok();
        let greeting = format!("POP3 server ready {}", self.timestamp());
        self.writer.ok(&greeting);
    }

    fn receive(&mut self, octets: &[u8], now: Timestamp) {
        let mut octets = octets.iter();
        while let Some(&octet) = octets.next() {
            if matches!(self.state, State::Closed) {
                return;
            }
            if self.awaiting_tls {
                // Nothing that came in clear may count once TLS stands.
                if self.faults.on("pop3-stls-keeps-pipelined") && self.line.len() < LONGEST_COMMAND
                {
                    self.line.push(octet);
                    self.line
                        .extend(octets.as_slice().iter().take(LONGEST_COMMAND));
                }
                return;
            }
            self.octet(octet, now);
        }
    }

    fn take_output(&mut self, output: &mut Vec<u8>) {
        match output.is_empty() {
            true => std::mem::swap(output, &mut self.writer.output),
            false => output.append(&mut self.writer.output),
        }
    }

    fn take_effect(&mut self) -> Option<Effect> {
        self.effect.take()
    }

    /// RFC 2595 §4: no second greeting, and nothing that the client said before is remembered.
    fn tls_started(&mut self, tls: TlsInfo, now: Timestamp) {
        self.awaiting_tls = false;
        self.tls = Some(tls);
        self.too_long = false;
        self.writer.language = Language::default();
        if let State::Authorization { user } = &mut self.state {
            *user = None;
        }
        let kept = std::mem::take(&mut self.line);
        if !kept.is_empty() {
            self.receive(&kept, now);
        }
    }

    fn deadline(&self) -> Option<Timestamp> {
        self.deadline
    }

    /// RFC 1939 §3: the autologout closes without UPDATE and without a word.
    fn tick(&mut self, now: Timestamp) {
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.end(now, self.faults.on("pop3-autologout-deletes"));
            self.close();
        }
    }

    fn closed(&mut self, now: Timestamp) {
        self.end(now, self.faults.on("pop3-close-deletes"));
        self.deadline = None;
    }
}

impl Pop3Session {
    /// The end without QUIT: the maildrop stays as it is, unless a fault says `update`.
    fn end(&mut self, now: Timestamp, update: bool) {
        if let State::Transaction(open) = std::mem::replace(&mut self.state, State::Closed)
            && update
        {
            open.update(now, false);
        }
    }
}
