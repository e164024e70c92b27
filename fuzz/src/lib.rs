//! What the fuzz targets have in common: the beginning of their input, the server's sessions, and how fuzzed octets
//! are carried to one, as the network layer would: cut in pieces, effects obeyed. Never touches a socket or a clock.

use jiff::Timestamp;
use mailspec_reference_server::faults::Faults;
use mailspec_reference_server::imap::{ImapConfig, ImapSession};
use mailspec_reference_server::pop3::{Pop3Config, Pop3Session};
use mailspec_reference_server::sasl::SaslConfig;
use mailspec_reference_server::session::{Effect, Session, TlsInfo};
use mailspec_reference_server::store::Store;
use std::sync::Arc;

/// The first octet chooses one of these; the rest is the input itself. `None` for empty data or no choices.
pub fn chosen<'d, T: Copy>(data: &'d [u8], choices: &[T]) -> Option<(T, &'d [u8])> {
    let (&choice, rest) = data.split_first()?;
    let place = usize::from(choice).checked_rem(choices.len())?;
    Some((*choices.get(place)?, rest))
}

/// A message with parts, small, so that output stays small.
const MESSAGE: &[u8] = b"From: a@b.test\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n.one\r\n--b\r\n\
    Content-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\ntwo\r\n--b--\r\n";

/// A store with `alice` (password `secret`), who has three messages.
pub fn store() -> Store {
    let store = Store::default();
    store.add_account("alice", "secret");
    for _ in 0..3 {
        let _ = store.deliver("alice", MESSAGE.to_vec().into(), now());
    }
    store
}

/// An IMAP session that offers STARTTLS.
pub fn imap(store: &Store) -> ImapSession {
    let config = ImapConfig {
        tls_available: true,
        ..ImapConfig::default()
    };
    ImapSession::new(store.clone(), config, Faults::default(), Arc::new(|| {}))
}

/// A POP3 session.
pub fn pop3(store: &Store) -> Pop3Session {
    let config = Pop3Config {
        hostname: "mail.example.org".to_owned(),
        seed: 1,
        serial: 1,
        sasl: Arc::new(SaslConfig::default()),
        login_delay: 0,
        logins: Arc::default(),
    };
    Pop3Session::new(store.clone(), config, Faults::default())
}

/// 1996-07-17T02:44:25Z.
pub fn now() -> Timestamp {
    Timestamp::from_second(837_571_465).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Everything that a session says to the octets; whether it is still open.
///
/// # Panics
/// When the output grows beyond what such input can call for.
pub fn carry(session: &mut dyn Session, before: &[u8], data: &[u8]) -> (Vec<u8>, bool) {
    let mut output = Vec::new();
    session.start(None, now());
    let Some((&cut, octets)) = data.split_first() else {
        return (output, true);
    };
    let pieces = octets.chunks(usize::from(cut).max(1));
    for piece in std::iter::once(before).chain(pieces) {
        session.receive(piece, now());
        if !settle(session, &mut output) {
            return (output, false);
        }
    }
    let bound = 8192 * (octets.len() + before.len() + 8);
    assert!(
        output.len() <= bound,
        "{} octets answer {}",
        output.len(),
        octets.len()
    );
    (output, true)
}

/// All output: of much, a session gives a part at a time.
fn take(session: &mut dyn Session, output: &mut Vec<u8>) {
    let mut before = None;
    while before != Some(output.len()) {
        before = Some(output.len());
        session.take_output(output);
    }
}

/// Takes the output and does what the session asks for; false when it wants the connection closed.
pub fn settle(session: &mut dyn Session, output: &mut Vec<u8>) -> bool {
    take(session, output);
    while let Some(effect) = session.take_effect() {
        match effect {
            Effect::StartTls => session.tls_started(TlsInfo::default(), now()),
            Effect::Compress | Effect::Decompress => {}
            Effect::Close => return false,
        }
        take(session, output);
    }
    true
}

/// Whatever state the octets left: once `ends` have been said, `probe` is answered.
///
/// # Panics
/// When it isn't.
pub fn answers(session: &mut dyn Session, ends: &[&[u8]], probe: &[u8], answer: &[u8]) {
    let mut output = Vec::new();
    for end in ends {
        session.receive(end, now());
        if !settle(session, &mut output) {
            return;
        }
    }
    output.clear();
    session.receive(probe, now());
    let open = settle(session, &mut output);
    let answered = output.windows(answer.len()).any(|window| window == answer);
    assert!(answered || !open, "{:?}", String::from_utf8_lossy(&output));
    session.closed(now());
}
