//! One helper for all tests: a session with accounts, octets in, replies out. No sockets.

use jiff::{SignedDuration, Timestamp};
use mailspec_reference_server::faults::Faults;
use mailspec_reference_server::session::{Effect, Session, TlsInfo};
use mailspec_reference_server::smtp::{Ids, Mode, Outbox, SmtpConfig, SmtpSession};
use mailspec_reference_server::store::Store;

/// A server without sockets: alice and bob at example.org.
pub struct Lab {
    pub store: Store,
    pub outbox: Outbox,
    pub ids: Ids,
    pub faults: Faults,
    pub config: SmtpConfig,
    pub now: Timestamp,
}

/// 1996-07-17T02:44:25Z.
pub const NOW: i64 = 837_571_465;

impl Lab {
    pub fn new(mode: Mode) -> Self {
        let store = Store::default();
        store.add_account("alice", "wonderland");
        store.add_account("bob", "builder");
        let mut config = SmtpConfig::new(mode, "mx.example.org", "example.org");
        config.local_domains.push("[192.0.2.25]".to_owned());
        config.null_mx_domains.push("null.example".to_owned());
        config.tls_available = true;
        config.lists.insert(
            "team".to_owned(),
            vec!["alice@example.org".to_owned(), "bob@example.org".to_owned()],
        );
        Self {
            store,
            outbox: Outbox::default(),
            ids: Ids::starting_at(1),
            faults: Faults::default(),
            config,
            now: Timestamp::from_second(NOW).unwrap(),
        }
    }

    pub fn mx() -> Self {
        Self::new(Mode::Mx)
    }

    pub fn with_faults(mut self, names: &[&'static str]) -> Self {
        self.faults = Faults::default();
        self.faults.set(names.to_vec());
        self
    }

    pub fn session(&self) -> SmtpSession {
        SmtpSession::new(
            self.store.clone(),
            self.config.clone(),
            self.faults.clone(),
            self.ids.clone(),
            "192.0.2.1:4025",
            self.outbox.clone(),
        )
    }

    /// A started session whose greeting has been read.
    pub fn open(&self, tls: bool) -> SmtpSession {
        let mut session = self.session();
        session.start(tls.then(TlsInfo::default), self.now);
        session.take_output(&mut Vec::new());
        session
    }

    /// The octets that come back for octets sent in one piece, after the greeting.
    pub fn raw(&self, input: &[u8]) -> Vec<u8> {
        self.say(&mut self.open(false), input)
    }

    pub fn say(&self, session: &mut SmtpSession, input: &[u8]) -> Vec<u8> {
        session.receive(input, self.now);
        let mut output = Vec::new();
        session.take_output(&mut output);
        output
    }

    /// What lies in a mailbox.
    pub fn inbox(&self, account: &str) -> Vec<String> {
        let maildrop = self.store.open_maildrop(account).unwrap();
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        maildrop.messages.iter().map(|m| text(&m.octets)).collect()
    }

    /// Sends lines (CRLF is added to each) and compares the replies: one prefix for each reply,
    /// no more and no fewer; of a multi-line reply the last line.
    #[track_caller]
    pub fn check(&self, session: &mut SmtpSession, lines: &[&str], expected: &[&str]) {
        let input: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let output = self.say(session, input.as_bytes());
        compare(&output, expected);
    }

    /// `check` on a fresh session behind EHLO.
    #[track_caller]
    pub fn after_ehlo(&self, lines: &[&str], expected: &[&str]) -> SmtpSession {
        let mut session = self.open(false);
        self.hello(&mut session);
        self.check(&mut session, lines, expected);
        session
    }

    pub fn hello(&self, session: &mut SmtpSession) -> String {
        let verb = match self.config.mode {
            Mode::Lmtp => "LHLO",
            _ => "EHLO",
        };
        let output = self.say(session, format!("{verb} client.example\r\n").as_bytes());
        String::from_utf8(output).unwrap()
    }

    pub fn later(&self, seconds: i64) -> Timestamp {
        self.now + SignedDuration::from_secs(seconds)
    }
}

/// The last lines of the replies in `output`.
pub fn replies(output: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(output);
    assert!(text.is_empty() || text.ends_with("\r\n"), "{text:?}");
    text.split_terminator("\r\n")
        .filter(|line| line.as_bytes().get(3) != Some(&b'-'))
        .map(str::to_owned)
        .collect()
}

#[track_caller]
pub fn compare(output: &[u8], expected: &[&str]) {
    let replies = replies(output);
    let same = replies.len() == expected.len()
        && replies.iter().zip(expected).all(|(r, e)| r.starts_with(e));
    assert!(same, "expected {expected:#?}, got {replies:#?}");
}

/// Does the handshake that STARTTLS asked for.
#[track_caller]
pub fn handshake(lab: &Lab, session: &mut SmtpSession) -> Vec<u8> {
    assert_eq!(session.take_effect(), Some(Effect::StartTls));
    session.tls_started(TlsInfo::default(), lab.now);
    let mut output = Vec::new();
    session.take_output(&mut output);
    output
}

/// Alice's credentials.
pub const PLAIN: &str = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=";

/// A submission session as alice.
pub fn submission(lab: &Lab) -> SmtpSession {
    let mut session = lab.open(true);
    lab.hello(&mut session);
    lab.check(&mut session, &[PLAIN], &["235 2.7.0"]);
    session
}
