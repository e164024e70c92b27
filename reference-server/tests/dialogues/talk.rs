//! One session of a replay, driven by octets: what is said, what is heard. Compares nothing.

use super::replay::Replay;
use jiff::Timestamp;
use mailspec_reference_server::session::{Effect, Session, TlsInfo};
use std::sync::Arc;

pub(super) struct Talk {
    pub session: Box<dyn Session>,
    /// Whose certificate comes with TLS.
    tls: TlsInfo,
}

impl Talk {
    pub(super) fn begin(replay: &Replay) -> (Self, String) {
        let mut talk = Self {
            session: replay.server.session(replay.service, Arc::new(|| {})),
            tls: replay.tls.clone(),
        };
        let from_the_beginning = replay.in_tls.then(|| talk.tls.clone());
        talk.session
            .start(from_the_beginning, Timestamp::UNIX_EPOCH);
        let greeting = talk.heard();
        (talk, greeting)
    }

    pub(super) fn heard(&mut self) -> String {
        let mut output = Vec::new();
        self.session.take_output(&mut output);
        if self.session.take_effect() == Some(Effect::StartTls) {
            let tls = self.tls.clone();
            self.session.tls_started(tls, Timestamp::UNIX_EPOCH);
            self.session.take_output(&mut output);
        }
        String::from_utf8_lossy(&output).into_owned()
    }

    pub(super) fn say(&mut self, octets: &str) -> String {
        self.session
            .receive(octets.as_bytes(), Timestamp::UNIX_EPOCH);
        self.heard()
    }

    /// A command of the preparation, which succeeds.
    pub(super) fn prepare(&mut self, command: &str) -> String {
        let octets = command.replace('¶', "\r\n");
        let answer = self.say(&format!("p {octets}\r\n"));
        assert!(answer.contains("p OK"), "{command}: {answer}");
        answer
    }
}
