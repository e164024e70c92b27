//! Two IMAP sessions and one of POP3 on one mailbox, in any order, compressed and behind STARTTLS too: each still
//! answers, whatever the others have done to it. An octet below 3 hands over to that session.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailspec_fuzz::{answers, imap, now, pop3, settle, store};
use mailspec_reference_server::session::Session;

fuzz_target!(|data: &[u8]| {
    let store = store();
    let mut sessions: [Box<dyn Session>; 3] = [
        Box::new(imap(&store)),
        Box::new(imap(&store)),
        Box::new(pop3(&store)),
    ];
    let mut open = [true; 3];
    let mut output = Vec::new();
    // What the second has enabled changes what it is told of the first one's doings.
    let starts: [&[u8]; 3] = [
        b"s STARTTLS\r\n",
        b"a LOGIN alice secret\r\nb ENABLE QRESYNC IMAP4rev2\r\nc SELECT INBOX\r\n",
        b"",
    ];
    for (session, start) in sessions.iter_mut().zip(starts) {
        session.start(None, now());
        session.receive(start, now());
        settle(&mut **session, &mut output);
    }
    let [first, ..] = &mut sessions;
    first.receive(b"a LOGIN alice secret\r\nb SELECT INBOX\r\n", now());
    settle(&mut **first, &mut output);

    let mut at = 0;
    for piece in data.split_inclusive(|&octet| octet < 3) {
        let (next, text) = match piece.split_last() {
            Some((&next, text)) if next < 3 => (usize::from(next), text),
            _ => (at, piece),
        };
        if let (Some(session), Some(open)) = (sessions.get_mut(at), open.get_mut(at))
            && *open
        {
            session.receive(text, now());
            *open = settle(&mut **session, &mut output);
        }
        for (session, open) in sessions.iter_mut().zip(&mut open) {
            if *open {
                session.tick(now());
                *open = settle(&mut **session, &mut output);
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
            (Some(true), 2) => answers(&mut **session, &pop3_ends, b"NOOP\r\n", b"\r\n"),
            (Some(true), _) => answers(&mut **session, &imap_ends, b"zz NOOP\r\n", b"zz OK"),
            _ => {}
        }
    }
});
