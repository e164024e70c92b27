//! Sessions driven without a socket: scripts of `C:` and `S:` lines, any octets, any cuts.

mod access;
mod any_octets;
mod authenticate;
mod concurrent;
mod conditions;
mod extensions;
mod faulty;
mod filters;
mod mailboxes;
mod messages;
mod metadata;
mod notify;
mod searching;
mod session;
mod storing;

use super::{ImapConfig, ImapSession};
use crate::faults::Faults;
use crate::session::Session;
use crate::store::Store;
use bytes::Bytes;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const PLAIN: &str = "Date: Mon, 7 Feb 1994 21:52:25 -0800\r\nFrom: Fred Foobar <foobar@blurdybloop.example>\r\nSubject: afternoon meeting\r\nTo: mooch@owatagu.example\r\nMessage-Id: <B27397@blurdybloop.example>\r\n\r\nHello Joe, do you think we can meet at 3:30 tomorrow?\r\n";

pub(super) fn now() -> Timestamp {
    "1996-07-17T09:44:25Z".parse().unwrap()
}

/// A store with `alice`, password `secret`, and these messages in INBOX.
pub(super) fn store(messages: &[&str]) -> Store {
    let store = Store::default();
    store.add_account("alice", "secret");
    for message in messages {
        store
            .deliver("alice", Bytes::copy_from_slice(message.as_bytes()), now())
            .unwrap();
    }
    store
}

pub(super) fn config() -> ImapConfig {
    ImapConfig {
        tls_available: true,
        ..ImapConfig::default()
    }
}

/// Several sessions on one store.
pub(super) struct Bench {
    pub store: Store,
    pub faults: Faults,
    pub config: ImapConfig,
    sessions: BTreeMap<String, ImapSession>,
}

impl Bench {
    pub fn new(store: Store) -> Self {
        Self {
            store,
            faults: Faults::default(),
            config: config(),
            sessions: BTreeMap::new(),
        }
    }

    pub fn session(&mut self, name: &str) -> &mut ImapSession {
        let new = || {
            let waker = Arc::new(|| {});
            let mut session = ImapSession::new(
                self.store.clone(),
                self.config.clone(),
                self.faults.clone(),
                waker,
            );
            session.start(None, now());
            take(&mut session);
            session
        };
        self.sessions.entry(name.to_owned()).or_insert_with(new)
    }

    /// Logs a session in and selects INBOX.
    pub fn selected(&mut self, name: &str) {
        let session = self.session(name);
        session.receive(b"l LOGIN alice secret\r\ns SELECT INBOX\r\n", now());
        let output = take(session);
        assert!(output.contains("s OK [READ-WRITE]"), "{output}");
    }

    /// Plays a script: `C:` (or `C[name]:`) lines go in, what comes out must be the `S:` lines.
    /// `T[name]` lets a session look at what has changed.
    pub fn play(&mut self, script: &str) {
        let script: Vec<&str> = script
            .lines()
            .map(str::trim_start)
            .filter(|line| !line.is_empty())
            .collect();
        let mut actual = Vec::new();
        for line in &script {
            let (head, text) = line.split_once(':').unwrap_or((line, ""));
            let name = head
                .split_once('[')
                .map_or("", |(_, name)| name.trim_end_matches(']'))
                .to_owned();
            let session = match head.as_bytes().first() {
                Some(b'C') => {
                    let session = self.session(&name);
                    let text = text.strip_prefix(' ').unwrap_or(text);
                    session.receive(format!("{text}\r\n").as_bytes(), now());
                    session
                }
                Some(b'T') => {
                    let session = self.session(&name);
                    session.tick(now());
                    session
                }
                _ => continue,
            };
            actual.push((*line).to_owned());
            let output = take(session);
            let marker = if name.is_empty() {
                "S".to_owned()
            } else {
                format!("S[{name}]")
            };
            for line in output.split_terminator("\r\n") {
                actual.push(format!("{marker}: {line}").trim_end().to_owned());
            }
        }
        let expected: Vec<String> = script
            .iter()
            .map(|line| line.trim_end().to_owned())
            .collect();
        assert!(
            expected == actual,
            "expected:\n{}\n\ncame:\n{}\n",
            expected.join("\n"),
            actual.join("\n")
        );
    }
}

pub(super) fn take(session: &mut ImapSession) -> String {
    let mut output = Vec::new();
    session.take_output(&mut output);
    String::from_utf8_lossy(&output).into_owned()
}

/// Plays a script with one session, INBOX selected.
pub(super) fn check(messages: &[&str], script: &str) {
    let mut bench = Bench::new(store(messages));
    bench.selected("");
    bench.play(script);
}
