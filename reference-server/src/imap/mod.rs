//! IMAP4rev1 (RFC 3501) and IMAP4rev2 (RFC 9051) as a state machine: octets and time in, octets,
//! effects and deadlines out. No socket, no clock; message and mailbox state is the store's.

mod admission;
mod annotation_news;
mod append;
mod auth;
mod authenticate;
mod base_subject;
mod codes;
mod collation;
mod command;
mod compose;
mod config;
mod context;
mod contrary;
mod dispatch;
mod envelope;
mod extension;
mod faults;
mod fetch;
mod fetch_items;
mod fetch_sections;
mod filters;
mod forest;
mod framing;
mod fuzzy;
mod language;
mod lax;
mod list;
mod list_line;
mod list_names;
mod mailbox;
mod messages;
mod metadata;
mod misread;
mod multisearch;
mod names;
mod notify;
mod notify_news;
mod options;
mod output;
mod parse;
mod parts;
mod preview;
mod quota;
mod references;
mod reply;
mod results;
mod rights;
mod search;
mod search_keys;
mod search_match;
mod search_text;
mod section;
mod select;
mod sent_date;
mod session;
mod sort;
mod sort_keys;
mod status;
mod structure;
mod sync;
#[cfg(test)]
mod tests;
mod thread;
mod url;
mod urlauth;
mod view;
mod words;

pub use config::ImapConfig;
pub use faults::TABLES as FAULTS;

use crate::faults::Faults;
use crate::sasl::Dialogue;
use crate::session::{Effect, TlsInfo, Waker};
use crate::store::{Store, Watch};
use framing::Framer;
use jiff::Timestamp;
use output::Output;
use reply::Reply;
use std::collections::VecDeque;
use view::View;

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
}
