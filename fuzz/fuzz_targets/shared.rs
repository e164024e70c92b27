//! Two IMAP sessions and one of POP3 on one mailbox, in any order, compressed and behind STARTTLS too: each still
//! answers, whatever the others have done to it. An octet below 3 hands over to that session.
#![no_main]

mod carrier;

use libfuzzer_sys::fuzz_target;
use mailspec_reference_server::faults::Faults;
use mailspec_reference_server::imap::{ImapConfig, ImapSession};
use mailspec_reference_server::pop3::{Pop3Config, Pop3Session};
use mailspec_reference_server::sasl::SaslConfig;
use mailspec_reference_server::session::Session;
use std::sync::Arc;

fuzz_target!(|data: &[u8]| {
    let store = carrier::store();
    let imap = || -> Box<dyn Session> {
        let config = ImapConfig {
            tls_available: true,
            ..ImapConfig::default()
        };
        let waker = Arc::new(|| {});
        Box::new(ImapSession::new(
            store.clone(),
            config,
            Faults::default(),
            waker,
        ))
    };
    let pop3 = Pop3Config {
        hostname: "mail.example.org".to_owned(),
        seed: 1,
        serial: 1,
        sasl: Arc::new(SaslConfig::default()),
        login_delay: 0,
        logins: Arc::default(),
    };
    let pop3 = Pop3Session::new(store.clone(), pop3, Faults::default());
    let mut sessions = [imap(), imap(), Box::new(pop3) as Box<dyn Session>];
    let mut open = [true; 3];
    let mut output = Vec::new();
    // What the second has enabled changes what it is told of the first one's doings.
    let starts: [&[u8]; 3] = [
        b"s STARTTLS\r\n",
        b"a LOGIN alice secret\r\nb ENABLE QRESYNC IMAP4rev2\r\nc SELECT INBOX\r\n",
        b"",
    ];
    for (session, start) in sessions.iter_mut().zip(starts) {
        session.start(None, carrier::now());
        session.receive(start, carrier::now());
        carrier::settle(&mut **session, &mut output);
    }
    let [first, ..] = &mut sessions;
    first.receive(
        b"a LOGIN alice secret\r\nb SELECT INBOX\r\n",
        carrier::now(),
    );
    carrier::settle(&mut **first, &mut output);

    let mut at = 0;
    for piece in data.split_inclusive(|&octet| octet < 3) {
        let (next, text) = match piece.split_last() {
            Some((&next, text)) if next < 3 => (usize::from(next), text),
            _ => (at, piece),
        };
        if let (Some(session), Some(open)) = (sessions.get_mut(at), open.get_mut(at))
            && *open
        {
            session.receive(text, carrier::now());
            *open = carrier::settle(&mut **session, &mut output);
        }
        for (session, open) in sessions.iter_mut().zip(&mut open) {
            if *open {
                session.tick(carrier::now());
                *open = carrier::settle(&mut **session, &mut output);
            }
        }
        at = next;
    }
    let bound = 64 * 1024 * (data.len() + 64);
    assert!(
        output.len() <= bound,
        "{} octets answer {}",
        output.len(),
        data.len()
    );
    // A literal may want any number of octets: what is inside one is not held to answer.
    if data.contains(&b'{') {
        return;
    }
    let imap_ends: [&[u8]; 3] = [b"\r\n", b"*\r\n", b"DONE\r\n"];
    let pop3_ends: [&[u8]; 2] = [b"\r\n", b"*\r\n"];
    for (at, session) in sessions.iter_mut().enumerate() {
        match (open.get(at), at) {
            (Some(true), 2) => carrier::answers(&mut **session, &pop3_ends, b"NOOP\r\n", b"\r\n"),
            (Some(true), _) => {
                carrier::answers(&mut **session, &imap_ends, b"zz NOOP\r\n", b"zz OK")
            }
            _ => {}
        }
    }
});
