//! IMAP4rev1 (RFC 3501) and IMAP4rev2 (RFC 9051) as a state machine: octets and time in, octets,
//! effects and deadlines out. No socket, no clock; message and mailbox state is the store's.

mod annotation_news;
mod append;
mod auth;
mod authenticate;
mod codes;
mod collation;
mod command;
mod compose;
mod context;
mod contrary;
mod dispatch;
mod envelope;
mod extension;
mod faults;
mod fetch;
mod filters;
mod framing;
mod fuzzy;
mod language;
mod lax;
mod list;
mod mailbox;
mod messages;
mod metadata;
mod misread;
mod multisearch;
mod names;
mod notify;
mod options;
mod output;
mod parse;
mod parts;
mod preview;
mod quota;
mod reply;
mod results;
mod rights;
mod search;
mod search_text;
mod section;
mod sort;
mod structure;
mod sync;
mod thread;
mod url;
mod urlauth;
mod view;
mod words;

pub use faults::TABLES as FAULTS;

use crate::faults::Faults;
use crate::sasl::{Dialogue, SaslConfig};
use crate::session::{Effect, Session, TlsInfo, Waker};
use crate::store::{Store, Watch};
use framing::{Event, Framer, Limits};
use jiff::{SignedDuration, Timestamp};
use output::Output;
use reply::Reply;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use view::View;

/// How an IMAP session behaves.
#[derive(Debug, Clone)]
pub struct ImapConfig {
    /// Named in the greeting.
    pub hostname: String,
    /// Whether passwords are taken without TLS; if not, LOGINDISABLED is announced.
    pub allow_plaintext_login: bool,
    /// Whether STARTTLS is offered.
    pub tls_available: bool,
    /// Octets of a command without its literals.
    pub line_limit: usize,
    /// Octets of a literal in APPEND; every other is held to `line_limit`.
    pub literal_limit: u64,
    /// Inactivity after which an authenticated session is ended (30 minutes or more, RFC 9051 §5.4).
    pub autologout: SignedDuration,
    /// Inactivity after which a session that has not authenticated is ended.
    pub login_timeout: SignedDuration,
    /// Failed logins that a connection may have; one more ends it.
    pub failed_logins: u32,
    /// Which SASL mechanisms there are.
    pub sasl: Arc<SaslConfig>,
    /// What nonces derive from.
    pub seed: u64,
    /// Tells this connection from others.
    pub serial: u64,
    /// Capabilities, upper-case, that are neither announced nor there.
    pub hidden: BTreeSet<String>,
    /// Accounts that are message submission entities: they may use `submit+` URLs (RFC 4467 §3).
    pub submission_entities: BTreeSet<String>,
}

impl Default for ImapConfig {
    fn default() -> Self {
        Self {
            hostname: "localhost".to_owned(),
            allow_plaintext_login: true,
            tls_available: false,
            line_limit: 64 * 1024,
            literal_limit: 64 * 1024 * 1024,
            autologout: SignedDuration::from_mins(30),
            login_timeout: SignedDuration::from_mins(3),
            failed_logins: 10,
            sasl: Arc::default(),
            seed: 0,
            serial: 0,
            hidden: BTreeSet::new(),
            submission_entities: BTreeSet::new(),
        }
    }
}

/// What ENABLE, or a command that implies it, has switched on.
#[derive(Debug, Clone, Copy, Default)]
struct Enabled {
    rev2: bool,
    condstore: bool,
    qresync: bool,
    /// UTF8=ACCEPT (RFC 6855)
    utf8: bool,
    /// METADATA (RFC 5464 §4.1)
    metadata: bool,
}

/// What the next line is.
#[derive(Debug, Default)]
enum Mode {
    #[default]
    Command,
    /// The client's response in AUTHENTICATE.
    Authenticate { tag: String, dialogue: Dialogue },
    /// `DONE` is awaited.
    Idle { tag: String, _watch: Option<Watch> },
    /// Nothing is read before the handshake.
    Handshake,
    /// Nothing is read any more.
    Ended,
}

/// One IMAP connection.
pub struct ImapSession {
    store: Store,
    config: ImapConfig,
    faults: Faults,
    waker: Waker,
    input: Framer,
    out: Output,
    mode: Mode,
    effects: VecDeque<Effect>,
    tls: Option<TlsInfo>,
    now: Timestamp,
    last_activity: Timestamp,
    account: Option<String>,
    view: Option<View>,
    enabled: Enabled,
    options: options::Options,
    /// `$`: UIDs of the saved search result (RFC 5182).
    saved: Vec<u32>,
    failed_logins: u32,
    /// How many SASL exchanges have begun.
    exchanges: u64,
    /// What NOTIFY has asked for.
    notified: Option<notify::Wanted>,
    /// After ENABLE METADATA: the annotations that the client knows of.
    annotations_known: Option<annotation_news::Known>,
    /// Whether the command that is being answered changes something itself.
    own_change: bool,
    /// Whether unasked-for FETCH responses have the UID now.
    tell_uids: bool,
    /// A command that a fault carries out later.
    postponed: Option<(Vec<u8>, Vec<framing::Literal>)>,
}

impl std::fmt::Debug for ImapSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ImapSession")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

impl ImapSession {
    /// A session that has not started. `waker` is called, while IDLE, when `tick` has news to tell.
    pub fn new(store: Store, config: ImapConfig, faults: Faults, waker: Waker) -> Self {
        Self {
            store,
            config,
            faults,
            waker,
            input: Framer::default(),
            out: Output::default(),
            mode: Mode::default(),
            effects: VecDeque::new(),
            tls: None,
            exchanges: 0,
            now: Timestamp::UNIX_EPOCH,
            last_activity: Timestamp::UNIX_EPOCH,
            account: None,
            view: None,
            enabled: Enabled::default(),
            options: options::Options::default(),
            saved: Vec::new(),
            failed_logins: 0,
            notified: None,
            annotations_known: None,
            own_change: false,
            tell_uids: false,
            postponed: None,
        }
    }

    fn fault(&self, name: &'static str) -> bool {
        self.faults.on(name)
    }

    /// Whether strings and mailbox names go out as UTF-8.
    fn utf8(&self) -> bool {
        self.enabled.rev2 || self.enabled.utf8 || self.fault("imap-utf8-unasked")
    }

    fn untagged(&mut self, line: impl AsRef<[u8]>) {
        self.out.put(b"* ");
        self.out.line(line);
    }

    fn tagged(&mut self, tag: &str, reply: &Reply) {
        let code = match &reply.code {
            Some(code) if self.fault("imap-response-code-without-brackets") => format!("{code} "),
            Some(code) if self.fault("imap-response-code-without-space") => format!("[{code}]"),
            Some(code) => format!("[{code}] "),
            None => String::new(),
        };
        let cut = self.fault("imap-tag-cut-at-bracket");
        let tag = tag.split(|c| cut && c == ']').next().unwrap_or(tag);
        self.out.line(format!(
            "{tag} {} {code}{}",
            reply.status,
            self.options.language.say(reply.text)
        ));
        if reply.status == "BAD" && self.fault("imap-bad-ends-connection") {
            self.end();
        }
    }

    fn end(&mut self) {
        self.close_view();
        self.mode = Mode::Ended;
        self.input.abandon();
        self.effects.push_back(Effect::Close);
    }

    fn close_view(&mut self) {
        let open = self.view.is_some();
        if open && !self.fault("imap-save-outlives-mailbox") {
            self.saved.clear();
        }
        if open && !self.fault("imap-update-outlives-mailbox") {
            self.options.followed.clear();
        }
        self.options.selected.clear();
        if let Some(view) = self.view.take() {
            self.store.lock().close(view.id);
        }
    }

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
    fn answer_octets(&self) -> u64 {
        self.config.literal_limit.saturating_mul(16)
    }

    /// Octets of all messages that one command brings.
    fn command_octets(&self) -> u64 {
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

    fn bye(&mut self, text: &str) {
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

#[cfg(test)]
mod tests;
