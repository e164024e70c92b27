//! Sessions without sockets.

use super::faults::FAULTS;
use super::{Pop2Config, Pop2Session};
use crate::faults::Faults;
use crate::session::{Effect, Session};
use crate::store::Store;
use bytes::Bytes;
use jiff::Timestamp;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn store() -> Store {
    let store = Store::default();
    store.add_account("Fred", "Se cret");
    for message in ["a\r\nb\r\n", "second\r\n"] {
        let octets = Bytes::from_static(message.as_bytes());
        store.deliver("Fred", octets, NOW).expect("delivers");
    }
    store
}

/// What comes back; `CLOSE` at the end when the server closes.
fn run(store: &Store, fault: Option<&'static str>, input: &[u8], piece: usize) -> String {
    let faults = Faults::default();
    faults.set(fault.into_iter().collect());
    let config = Pop2Config {
        hostname: "mail.example.test".to_owned(),
    };
    let mut session = Pop2Session::new(store.clone(), config, faults);
    session.start(None, NOW);
    for piece in input.chunks(piece) {
        session.receive(piece, NOW);
    }
    let mut output = Vec::new();
    session.take_output(&mut output);
    let closed = session.take_effect() == Some(Effect::Close);
    session.closed(NOW);
    let output = String::from_utf8_lossy(&output).into_owned();
    format!("{output}{}", if closed { "CLOSE" } else { "" })
}

fn left(store: &Store) -> usize {
    store
        .open_maildrop("Fred")
        .expect("no lock is left")
        .messages
        .len()
}

const TOUR: &str = "HELO Fred Se\\ cret\r\nREAD\r\nRETR\r\nACKD\r\nRETR\r\nNACK\r\nRETR\r\nACKS\r\n\
                    READ 1\r\nREAD 2\r\n";

#[test]
fn a_whole_session() {
    let store = store();
    let said = run(&store, None, format!("{TOUR}QUIT\r\n").as_bytes(), 1000);
    let expected = "+ POP2 mail.example.test server ready\r\n#2 messages\r\n\
        =6 characters in message 1\r\na\r\nb\r\n=8 characters in message 2\r\nsecond\r\n\
        =8 characters in message 2\r\nsecond\r\n=0 characters in message 3\r\n\
        =0 characters in message 1\r\n=8 characters in message 2\r\n+ Bye\r\nCLOSE";
    assert_eq!(said, expected);
    assert_eq!(left(&store), 1);
}

#[test]
fn folders() {
    let store = store();
    let said = run(
        &store,
        None,
        b"HELO Fred Se\\ cret\r\nREAD\r\nRETR\r\nACKD\r\nFOLD x\r\nREAD\r\nFOLD inbox\r\n",
        1000,
    );
    assert!(said.ends_with("#0 messages\r\n=0 characters in message 1\r\n#1 messages\r\n"));
}

#[test]
fn what_is_out_of_place_ends_it() {
    for wrong in [
        "READ",
        "HELO Fred no",
        "RETR",
        "XYZZY",
        "ACKS",
        "HELO Fred Se\\ cret\r\nRETR",
        "\n",
    ] {
        let said = run(
            &store(),
            None,
            format!("{wrong}\r\nQUIT\r\n").as_bytes(),
            1000,
        );
        assert!(
            said.contains("\r\n- ") && said.ends_with("CLOSE"),
            "{wrong}: {said}"
        );
    }
    let said = run(
        &store(),
        None,
        b"HELO Fred Se\\ cret\r\nREAD 9\r\nRETR\r\n",
        1000,
    );
    assert!(
        said.ends_with("=0 characters in message 9\r\nCLOSE"),
        "{said}"
    );
    let long = format!("HELO {} x\r\n", "y".repeat(510));
    assert!(run(&store(), None, long.as_bytes(), 1000).ends_with("- not a command\r\nCLOSE"));
}

#[test]
fn without_quit_nothing_is_removed() {
    let store = store();
    run(
        &store,
        None,
        b"HELO Fred Se\\ cret\r\nREAD\r\nRETR\r\nACKD\r\n",
        1000,
    );
    assert_eq!(left(&store), 2);
}

#[test]
fn every_fault_shows() {
    let tour = |fault| {
        let store = store();
        let first = run(
            &store,
            fault,
            format!("{TOUR}RETR\r\nACKS\r\nREAD 7\r\nRETR\r\n").as_bytes(),
            9,
        );
        let second = run(&store, fault, b"ACKS\r\nQUIT\r\n", 9);
        format!("{first}{second}{}", left(&store))
    };
    for fault in FAULTS {
        assert_ne!(tour(Some(fault.name)), tour(None), "{}", fault.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn cuts_make_no_difference(
        tail in prop::collection::vec(any::<u8>(), 0..600),
        piece in 1usize..40,
    ) {
        let input = [TOUR.as_bytes(), &tail].concat();
        prop_assert_eq!(run(&store(), None, &input, 10_000), run(&store(), None, &input, piece));
        prop_assert_eq!(run(&store(), None, &tail, 10_000), run(&store(), None, &tail, piece));
    }
}
