//! An IMAP session from outside: octets and time in, octets, effects and deadlines out. Reads no command.

use super::framing::{Event, Limits};
use super::reply::Reply;
use super::{ImapSession, Mode, notify, parse};
use crate::session::{Effect, Session, TlsInfo};
use jiff::Timestamp;

impl ImapSession {
    /// Only what stores messages has large literals, and only for those who have said who they are.
    fn limits(&self) -> Limits {
        Limits {
            text: self.config.line_limit,
            literal: self.config.literal_limit,
            literals: self.command_octets(),
            small: self.config.literal_limit.min(self.config.line_limit as u64),
            large: match self.account {
                Some(_) => parse::Cursor::stores,
                None => |_| false,
            },
        }
    }

    /// Octets that an answer may have of its own, beside those that it shares with the store.
    pub(super) fn answer_octets(&self) -> u64 {
        self.config.literal_limit.saturating_mul(16)
    }

    /// Octets of all messages that one command brings.
    pub(super) fn command_octets(&self) -> u64 {
        self.config.literal_limit.saturating_mul(4)
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Line(line) => self.raw_line(&line),
            Event::Command { text, literals } if self.postpones(&text) => {
                self.postponed = Some((text, literals));
            }
            Event::Command { text, literals } => {
                self.command(&text, &literals);
                self.catch_up();
            }
            Event::Wants { text, literal } => {
                let limits = self.limits();
                if let Err(reply) = self.early(&text) {
                    self.input.abandon();
                    self.refuse(&text, &reply);
                } else if !self.input.fits(literal, limits) {
                    self.input.abandon();
                    self.too_large(&text);
                } else {
                    self.input.accept(literal);
                    self.out.line("+ Ready for the literal");
                }
            }
            Event::TooLong { text } => {
                self.leave_mode();
                self.refuse(
                    &text,
                    &Reply::bad("The command line is too long").code("LIMIT"),
                );
            }
            Event::TooLarge { text } => self.too_large(&text),
            Event::BareLf { text } => {
                self.leave_mode();
                self.refuse(&text, &Reply::bad("A line ends with CRLF"));
            }
        }
    }

    /// A line that is no line ends IDLE and AUTHENTICATE, too.
    fn leave_mode(&mut self) {
        match std::mem::take(&mut self.mode) {
            Mode::Authenticate { tag, .. } | Mode::Idle { tag, .. } => {
                self.tagged(&tag, &Reply::bad("The line is malformed"));
            }
            mode @ (Mode::Handshake | Mode::Ended) => self.mode = mode,
            Mode::Command => {}
        }
    }

    /// Whether a fault carries the command out behind the one that was sent with it.
    fn postpones(&self, text: &[u8]) -> bool {
        if self.postponed.is_some() {
            return false;
        }
        let name = match parse::Cursor::first_word(text).as_deref() {
            Some("SELECT" | "EXAMINE") => "imap-pipeline-select-last",
            Some("STORE") => "imap-pipeline-store-last",
            Some("FETCH") => "imap-pipeline-fetch-last",
            Some("SEARCH") => "imap-pipeline-search-last",
            Some("EXPUNGE") => "imap-pipeline-expunge-last",
            Some("CREATE" | "DELETE") => "imap-pipeline-create-last",
            Some("APPEND") => "imap-pipeline-append-last",
            Some("LOGIN") => "imap-pipeline-login-last",
            Some("NOOP") => "imap-pipeline-noop-forgotten",
            _ => return false,
        };
        self.fault(name)
    }

    /// Carries out what a fault has put off.
    fn catch_up(&mut self) {
        if let Some((text, literals)) = self.postponed.take()
            && !matches!(self.mode, Mode::Ended)
        {
            self.command(&text, &literals);
        }
    }

    fn raw_line(&mut self, line: &[u8]) {
        match std::mem::take(&mut self.mode) {
            Mode::Authenticate { tag, dialogue } => self.authenticate_line(&tag, dialogue, line),
            Mode::Idle { tag, .. } => {
                if self.wants_selected() {
                    self.sync(true);
                }
                let reply = if line.eq_ignore_ascii_case(b"DONE") {
                    Reply::ok("IDLE is over")
                } else {
                    Reply::bad("DONE is expected")
                };
                self.tagged(&tag, &reply);
            }
            mode => self.mode = mode,
        }
    }

    /// What NOTIFY has asked for, while no command is in progress or IDLE is (RFC 5465 §4).
    fn tell_now(&mut self) {
        if !matches!(self.mode, Mode::Command | Mode::Idle { .. }) {
            return;
        }
        self.tell();
        let idle = matches!(self.mode, Mode::Idle { .. });
        let wanted = self.notified.as_ref().and_then(notify::Wanted::selected);
        if let Some((events, delayed)) = wanted
            && events.messages
        {
            let expunge = idle || !delayed || self.fault("imap-notify-delayed-at-once");
            self.tell_uids = true;
            self.sync(expunge);
        }
    }

    pub(super) fn bye(&mut self, text: &str) {
        self.untagged(format!("BYE {text}"));
        self.end();
    }
}

impl Session for ImapSession {
    fn start(&mut self, tls: Option<TlsInfo>, now: Timestamp) {
        self.tls = tls;
        self.now = now;
        self.last_activity = now;
        let mut capabilities = self.capabilities();
        if self.fault("imap-capability-code-differs")
            && let Some(last) = capabilities.rfind(' ')
        {
            capabilities.truncate(last);
        }
        let greeting = format!(
            "OK [CAPABILITY {capabilities}] {} is ready",
            self.config.hostname
        );
        self.untagged(greeting);
    }

    fn receive(&mut self, octets: &[u8], now: Timestamp) {
        self.now = now;
        self.last_activity = now;
        let mut rest = octets;
        while !rest.is_empty() {
            // What the client has sent too early would be read as what it is not (RFC 4978 §3).
            if self.effects.contains(&Effect::Compress) {
                return;
            }
            let raw = match self.mode {
                Mode::Command => false,
                Mode::Authenticate { .. } | Mode::Idle { .. } => true,
                // What was sent before the handshake must not survive it (RFC 9051 §11.1).
                Mode::Handshake | Mode::Ended => return,
            };
            let limits = self.limits();
            match self.input.next(&mut rest, limits, raw) {
                Some(event) => self.event(event),
                None => return,
            }
        }
    }

    fn keeps(&self) -> usize {
        self.input.in_literal()
    }

    fn take_output(&mut self, output: &mut Vec<u8>) {
        self.out.take(output);
    }

    fn take_effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    fn tls_started(&mut self, tls: TlsInfo, now: Timestamp) {
        self.now = now;
        self.last_activity = now;
        self.tls = Some(tls);
        self.mode = Mode::Command;
        self.input.abandon();
    }

    fn deadline(&self) -> Option<Timestamp> {
        let patience = if self.account.is_some() {
            self.config.autologout
        } else {
            self.config.login_timeout
        };
        match self.mode {
            Mode::Ended => None,
            // As soon as everything that came with it is read.
            _ if self.postponed.is_some() => Some(self.last_activity),
            _ => self.last_activity.checked_add(patience).ok(),
        }
    }

    fn tick(&mut self, now: Timestamp) {
        self.now = now;
        if matches!(self.mode, Mode::Ended) {
            return;
        }
        if self.postponed.is_some() {
            self.catch_up();
            return;
        }
        if self.deadline().is_some_and(|deadline| deadline <= now) {
            self.bye("Autologout: nothing was heard for too long");
            return;
        }
        if matches!(self.mode, Mode::Command | Mode::Idle { .. }) {
            self.tell_annotations();
        }
        if self.notified.is_some() {
            self.tell_now();
        } else if matches!(self.mode, Mode::Idle { .. }) && !self.fault("imap-idle-silent") {
            self.sync(true);
        }
    }

    fn closed(&mut self, now: Timestamp) {
        self.now = now;
        self.close_view();
        self.mode = Mode::Ended;
    }
}

impl Drop for ImapSession {
    fn drop(&mut self) {
        self.close_view();
    }
}
