//! One session of the proxy, seen from outside: what goes by in both directions is cut into units and
//! held to the rules. Does no I/O, knows no time, and never changes what it is shown.
//!
//! It is shown the client's octets before the server gets them, and the server's before the client
//! does, so that an answer never comes before its command.

use super::account::{Account, Login};
use crate::dialogue::record::{KEPT, hide};
use crate::dialogue::{Line, Side};
use crate::rules::{Finding, SessionRules, Shared};
use crate::transcript::tree::Protocol;
use crate::wire::{Framer, Shape, Unit, framer};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// Of the dialogue so many entries are kept for a finding.
const ENTRIES: usize = 12;
/// So many accounts are remembered; sessions of others are judged by themselves.
const ACCOUNTS: usize = 10_000;

/// Why nothing of a session can be read any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unread {
    /// TLS from the first octet.
    ImplicitTls,
    /// TLS after STARTTLS or STLS.
    StartTls,
    /// COMPRESS (RFC 4978).
    Compressed,
}

impl Unread {
    /// What hides the octets, as a word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Unread::ImplicitTls => "tls",
            Unread::StartTls => "starttls",
            Unread::Compressed => "compress",
        }
    }

    /// As people read it, of several connections.
    pub fn summary(self) -> &'static str {
        match self {
            Unread::ImplicitTls => "under TLS from the first octet",
            Unread::StartTls => "under TLS from STARTTLS on",
            Unread::Compressed => "compressed from COMPRESS on",
        }
    }

    /// As people read it.
    pub fn text(self) -> &'static str {
        match self {
            Unread::ImplicitTls => "TLS from the first octet: passed on, not judged",
            Unread::StartTls => "TLS begins: passed on from here, not judged any more",
            Unread::Compressed => "compression begins: passed on from here, not judged any more",
        }
    }
}

/// What the sessions of one account share, by the account's name.
pub(super) type Accounts = Arc<Mutex<BTreeMap<Vec<u8>, Arc<Mutex<Shared>>>>>;

/// Watches one session.
#[derive(Debug)]
pub struct Tap {
    protocol: Protocol,
    rules: SessionRules,
    framer: Box<dyn Framer>,
    shared: Arc<Mutex<Shared>>,
    accounts: Accounts,
    account: Account,
    login: Login,
    /// A line of the client that has no end yet, at most [`KEPT`] octets of it.
    line: Vec<u8>,
    line_len: usize,
    /// The client's last whole line asks for TLS; true at the beginning too.
    tls_may_begin: bool,
    tls_asked: bool,
    compress: Option<Vec<u8>>,
    unread: Option<Unread>,
    left: bool,
    dialogue: VecDeque<Line>,
    /// How many units were judged.
    pub units: u64,
    /// How many octets of the server were passed on and not judged.
    pub unjudged: u64,
}

impl Tap {
    /// A connection that begins, and shares what is known of its account with nobody.
    pub fn new(protocol: Protocol) -> Self {
        Self::among(protocol, Accounts::default())
    }

    pub(super) fn among(protocol: Protocol, accounts: Accounts) -> Self {
        let mut rules = SessionRules::new(protocol);
        rules.follow_client();
        Tap {
            protocol,
            rules,
            framer: framer(protocol),
            shared: Arc::default(),
            accounts,
            account: Account::Unknown,
            login: Login::new(protocol),
            line: Vec::new(),
            line_len: 0,
            tls_may_begin: true,
            tls_asked: false,
            compress: None,
            unread: None,
            left: false,
            dialogue: VecDeque::new(),
            units: 0,
            unjudged: 0,
        }
    }

    /// The server is spoken to under TLS, and the octets are seen in clear.
    pub(super) fn under_tls(mut self) -> Self {
        self.rules.tls_started();
        self
    }

    /// Why nothing can be read any more, if that is so.
    pub fn unread(&self) -> Option<Unread> {
        self.unread
    }

    /// What was said last, secrets hidden.
    pub fn dialogue(&self) -> Vec<Line> {
        self.dialogue.iter().cloned().collect()
    }

    /// Octets from the client, on their way.
    pub fn client(&mut self, octets: &[u8]) {
        let mut rest = octets;
        while !rest.is_empty() && self.unread.is_none() {
            // No command begins with the first octet of a TLS record (RFC 8446 §5.1: handshake is 22).
            if self.line_len == 0 && self.tls_may_begin && rest.first() == Some(&22) {
                self.unread = Some(if self.tls_asked {
                    Unread::StartTls
                } else {
                    Unread::ImplicitTls
                });
                return;
            }
            let to = rest
                .iter()
                .position(|octet| *octet == b'\n')
                .map_or(rest.len(), |at| at + 1);
            let (part, after) = rest.split_at(to);
            rest = after;
            self.framer.sent(part);
            {
                let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
                self.rules.sent(part, &mut shared);
            }
            let room = KEPT.saturating_sub(self.line.len()).min(part.len());
            self.line
                .extend_from_slice(part.get(..room).unwrap_or_default());
            self.line_len += part.len();
            if part.ends_with(b"\n") {
                self.whole_line();
            }
        }
    }

    fn whole_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let len = std::mem::take(&mut self.line_len);
        let upper = line.trim_ascii_end().to_ascii_uppercase();
        self.tls_asked = match self.protocol {
            Protocol::Imap => upper.ends_with(b" STARTTLS"),
            Protocol::Pop3 => upper == b"STLS",
            _ => upper == b"STARTTLS",
        };
        self.tls_may_begin = self.tls_asked;
        if self.protocol == Protocol::Imap {
            let mut words = line.split(|octet| *octet == b' ');
            let tag = words.next().unwrap_or_default();
            if words
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case(b"COMPRESS"))
            {
                self.compress = Some(tag.to_vec());
            }
        }
        let shown = self.login.line(&line);
        if self.login.account != self.account {
            self.account = self.login.account.clone();
            self.shared = self.shared_of_account();
        }
        self.remember(Side::Client, &shown, len);
    }

    /// Sessions on one account are held against each other; where the account is not certain, a
    /// session stands for itself.
    fn shared_of_account(&self) -> Arc<Mutex<Shared>> {
        let Account::Named(name) = &self.account else {
            return Arc::default();
        };
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if accounts.len() >= ACCOUNTS && !accounts.contains_key(name) {
            return Arc::default();
        }
        accounts.entry(name.clone()).or_default().clone()
    }

    /// Octets from the server, on their way: what they break.
    pub fn server(&mut self, octets: &[u8]) -> Vec<Finding> {
        if self.unread.is_some() {
            self.unjudged += octets.len() as u64;
            return Vec::new();
        }
        self.framer.received(octets);
        let mut found = Vec::new();
        while let Some(unit) = self.framer.next() {
            self.judge(&unit, &mut found);
            if self.compression_begins(&unit) {
                self.unread = Some(Unread::Compressed);
                self.unjudged += self.framer.pending().len() as u64;
                break;
            }
        }
        found
    }

    /// The client has closed its side: how the server ends is its own affair from here.
    pub fn client_left(&mut self) {
        self.left = true;
    }

    /// The server has closed in order: what that breaks, and what is left of its last response.
    pub fn server_closed(&mut self) -> Vec<Finding> {
        let mut found = Vec::new();
        if self.unread.is_some() || self.left {
            return found;
        }
        if let Some(unit) = self.framer.finish() {
            self.judge(&unit, &mut found);
        }
        found.extend(self.rules.closed());
        found
    }

    fn judge(&mut self, unit: &Unit, found: &mut Vec<Finding>) {
        self.units += 1;
        self.remember(Side::Server, &unit.octets, unit.octets.len());
        self.login.heard(unit);
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        for mut finding in self.rules.unit(unit, &mut shared) {
            if !self.login.secrets.is_empty() {
                finding.octets = hide(&finding.octets, &self.login.secrets);
            }
            found.push(finding);
        }
    }

    fn compression_begins(&self, unit: &Unit) -> bool {
        let Shape::Tagged { tag } = &unit.shape else {
            return false;
        };
        self.compress.as_ref() == Some(tag)
            && unit
                .octets
                .get(tag.len() + 1..tag.len() + 3)
                .is_some_and(|word| word.eq_ignore_ascii_case(b"OK"))
    }

    fn remember(&mut self, side: Side, octets: &[u8], len: usize) {
        // What is behind the cut is never shown, so a secret that straddles it is looked for first.
        let near = octets.get(..KEPT * 2).unwrap_or(octets);
        let hidden = if self.login.secrets.is_empty() {
            near.to_vec()
        } else {
            hide(near, &self.login.secrets)
        };
        if self.dialogue.len() >= ENTRIES {
            self.dialogue.pop_front();
        }
        self.dialogue.push_back(Line {
            side,
            session: None,
            octets: hidden.get(..KEPT).unwrap_or(&hidden).to_vec(),
            cut: (len > KEPT).then_some(len),
            line: None,
            took: None,
            setup: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(found: &[Finding]) -> Vec<&'static str> {
        found.iter().map(|finding| finding.rule.id).collect()
    }

    #[test]
    fn a_response_is_judged_when_it_is_whole() {
        let mut tap = Tap::new(Protocol::Imap);
        assert_eq!(ids(&tap.server(b"* OK hello\r\n* 0 FET")), [] as [&str; 0]);
        assert_eq!(ids(&tap.server(b"CH (UID 1)\r\n")), ["imap/nz-number"]);
        assert_eq!(tap.units, 2);
    }

    #[test]
    fn a_server_that_closes_first_is_held_to_how_it_ends() {
        let begun = || {
            let mut tap = Tap::new(Protocol::Imap);
            tap.server(b"* OK [CAPABILITY IMAP4rev1] hello\r\n");
            tap.client(b"a1 NOOP\r\n");
            tap
        };
        assert_eq!(ids(&begun().server_closed()), ["imap/closed-without-bye"]);
        let mut said = begun();
        said.server(b"* BYE gone\r\n");
        assert_eq!(ids(&said.server_closed()), [] as [&str; 0]);
        let mut left = begun();
        left.client_left();
        assert_eq!(ids(&left.server_closed()), [] as [&str; 0]);

        let mut tap = Tap::new(Protocol::Pop3);
        tap.server(b"+OK hello\r\n");
        tap.client(b"RETR 1\r\n");
        tap.server(b"+OK\r\nhalf a message\r\n");
        assert_eq!(ids(&tap.server_closed()), ["pop3/multi-line-end"]);
    }

    #[test]
    fn tls_is_left_alone() {
        let mut tap = Tap::new(Protocol::Smtp);
        tap.server(b"220 mx.example.org\r\n");
        tap.client(b"STARTTLS\r\n");
        tap.server(b"220 go on\r\n");
        tap.client(&[22, 3, 1, 0, 10]);
        assert_eq!(tap.unread(), Some(Unread::StartTls));
        assert_eq!(ids(&tap.server(&[22, 3, 3, 13, 10])), [] as [&str; 0]);
        assert_eq!((tap.units, tap.unjudged), (2, 5));

        let mut tap = Tap::new(Protocol::Imap);
        tap.client(&[22, 3, 1]);
        assert_eq!(tap.unread(), Some(Unread::ImplicitTls));
    }

    #[test]
    fn a_handshake_octet_inside_a_message_is_no_tls() {
        let mut tap = Tap::new(Protocol::Smtp);
        tap.server(b"220 mx.example.org\r\n");
        tap.client(b"EHLO x\r\n");
        tap.client(&[22, 3, 1]);
        assert_eq!(tap.unread(), None);
    }

    #[test]
    fn after_compress_nothing_is_read() {
        let mut tap = Tap::new(Protocol::Imap);
        tap.server(b"* OK hello\r\n");
        tap.client(b"a1 COMPRESS DEFLATE\r\n");
        assert_eq!(
            ids(&tap.server(b"a1 OK on\r\n\x01\x02\r\n")),
            [] as [&str; 0]
        );
        assert_eq!(tap.unread(), Some(Unread::Compressed));
    }

    #[test]
    fn sessions_of_one_account_are_held_against_each_other() {
        let accounts = Accounts::default();
        let select = |user: &str, size: u32| {
            let mut tap = Tap::among(Protocol::Imap, accounts.clone());
            tap.server(b"* OK hello\r\n");
            tap.client(format!("a1 LOGIN {user} sesame\r\n").as_bytes());
            tap.server(b"a1 OK in\r\n");
            tap.client(b"a2 SELECT INBOX\r\n");
            tap.server(b"* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\na2 OK done\r\n");
            tap.client(b"a3 FETCH 1 (UID RFC822.SIZE)\r\n");
            let unit = format!("* 1 FETCH (UID 7 RFC822.SIZE {size})\r\n");
            (ids(&tap.server(unit.as_bytes())), tap.dialogue())
        };
        assert_eq!(select("alice", 5).0, [] as [&str; 0]);
        assert_eq!(select("bob", 6).0, [] as [&str; 0]);
        let (found, dialogue) = select("alice", 6);
        assert_eq!(found, ["imap/message-immutable"]);
        let shown: Vec<u8> = dialogue.into_iter().flat_map(|line| line.octets).collect();
        assert!(!String::from_utf8_lossy(&shown).contains("sesame"));
    }
}
