//! Sessions without sockets, through one helper.

mod dialogues;
mod faults;
mod properties;

use bytes::Bytes;
use jiff::Timestamp;
use std::sync::Arc;

use super::{Pop3Config, Pop3Session};
use crate::faults::Faults;
use crate::sasl::SaslConfig;
use crate::session::{Effect, Session, TlsInfo};
use crate::store::Store;

pub(super) const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// A store, and sessions on it.
pub(super) struct House {
    pub(super) store: Store,
    pub(super) faults: Faults,
    pub(super) config: Pop3Config,
}

impl House {
    /// mrose, whose shared secret RFC 1939 tells, with these messages; and guest, without any.
    pub(super) fn new(messages: &[&[u8]]) -> Self {
        let store = Store::default();
        store.add_account("mrose", "tanstaaf");
        store.add_account("guest", "guest");
        for message in messages {
            let octets = Bytes::copy_from_slice(message);
            store.deliver("mrose", octets, NOW).expect("delivers");
        }
        Self {
            store,
            faults: Faults::default(),
            config: Pop3Config {
                hostname: "mail.example.test".to_owned(),
                seed: 1,
                serial: 0,
                sasl: Arc::new(SaslConfig::default()),
                login_delay: 0,
                logins: Arc::default(),
            },
        }
    }

    /// A connection whose greeting was not read yet.
    pub(super) fn connect(&mut self) -> Peer {
        self.config.serial += 1;
        let config = self.config.clone();
        let mut session = Pop3Session::new(self.store.clone(), config, self.faults.clone());
        session.start(None, NOW);
        Peer {
            session,
            closed: false,
        }
    }

    /// A connection that has logged in.
    pub(super) fn login(&mut self) -> Peer {
        let mut peer = self.connect();
        peer.say("USER mrose\r\nPASS tanstaaf\r\n");
        peer
    }

    /// The sizes of what lies in the maildrop.
    pub(super) fn left(&self) -> Vec<usize> {
        let maildrop = self.store.open_maildrop("mrose").expect("no lock is left");
        let messages = maildrop.messages.iter();
        messages.map(|message| message.octets.len()).collect()
    }
}

/// One connection, and a network layer that has no network.
pub(super) struct Peer {
    pub(super) session: Pop3Session,
    pub(super) closed: bool,
}

impl Peer {
    /// Sends octets, cut where they are cut, and gives all that comes back.
    pub(super) fn say(&mut self, octets: impl AsRef<[u8]>) -> String {
        self.session.receive(octets.as_ref(), NOW);
        self.settle()
    }

    pub(super) fn settle(&mut self) -> String {
        let mut output = Vec::new();
        loop {
            self.session.take_output(&mut output);
            match self.session.take_effect() {
                None => break,
                Some(Effect::StartTls) => self.session.tls_started(tls(), NOW),
                Some(Effect::Close) => self.closed = true,
                Some(Effect::Compress | Effect::Decompress) => {
                    unreachable!("POP3 has no compression")
                }
            }
        }
        String::from_utf8_lossy(&output).into_owned()
    }
}

pub(super) fn tls() -> TlsInfo {
    TlsInfo {
        client_identity: None,
        exporter: vec![7; 32],
        server_end_point: vec![8; 32],
    }
}

/// A dialogue as RFCs print it: `C:` lines are sent, `S:` lines must come back, from the line's
/// beginning on; each exchange must answer with exactly as many lines.
#[track_caller]
pub(super) fn check(peer: &mut Peer, dialogue: &str) {
    let mut answers: Vec<String> = peer.settle().lines().map(str::to_owned).collect();
    answers.reverse();
    for line in dialogue
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        if let Some(command) = line.strip_prefix("C:") {
            assert!(answers.is_empty(), "before {line}: more came: {answers:?}");
            let command = command.strip_prefix(' ').unwrap_or(command);
            let said = peer.say(format!("{command}\r\n"));
            answers = said.split_inclusive("\r\n").map(str::to_owned).collect();
            answers.reverse();
        } else if let Some(expected) = line.strip_prefix("S:") {
            let expected = expected.strip_prefix(' ').unwrap_or(expected);
            let came = answers.pop().unwrap_or_default();
            assert!(came.starts_with(expected), "{line}\ncame: {came:?}");
        } else {
            panic!("neither C: nor S:: {line}");
        }
    }
    assert!(answers.is_empty(), "at the end, more came: {answers:?}");
}
