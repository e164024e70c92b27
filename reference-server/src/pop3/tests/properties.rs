//! Whatever comes, and however it is cut.

use super::{House, NOW};
use crate::session::Session;
use proptest::prelude::*;

const MESSAGES: [&[u8]; 2] = [b"A: 1\r\n\r\n.\r\n", b"\r\nx\ny\r"];

fn line() -> impl Strategy<Value = Vec<u8>> {
    let keyword = prop::sample::select(vec![
        "USER mrose",
        "PASS tanstaaf",
        "APOP mrose",
        "QUIT",
        "STAT",
        "LIST",
        "RETR",
        "DELE",
        "NOOP",
        "RSET",
        "TOP",
        "UIDL",
        "LAST",
        "CAPA",
        "STLS",
        "AUTH PLAIN",
        "AUTH SCRAM-SHA-1",
        "UTF8",
        "LANG",
        "*",
        "",
    ]);
    let argument = prop_oneof![
        Just(String::new()),
        "( [0-3]){1,2}",
        "[ -~]{0,20}",
        "\\PC{0,300}",
    ];
    let ending = prop::sample::select(vec!["\r\n", "\r\n", "\r\n", "\n", "\r", "\0\r\n"]);
    (keyword, argument, ending).prop_map(|(a, b, c)| format!("{a}{b}{c}").into_bytes())
}

fn input() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..600),
        prop::collection::vec(line(), 0..30).prop_map(|lines| lines.concat()),
        prop::collection::vec(line(), 0..30).prop_map(|lines| {
            [b"USER mrose\r\nPASS tanstaaf\r\n".to_vec(), lines.concat()].concat()
        }),
    ]
}

/// As the network layer does it, except for TLS: what comes behind STLS is fed in either case.
fn run(input: &[u8], cuts: &[usize]) -> (String, Vec<usize>) {
    let mut house = House::new(&MESSAGES);
    let mut peer = house.connect();
    let mut all = peer.settle();
    let mut rest = input;
    for cut in cuts {
        let (head, tail) = rest.split_at(*cut.min(&rest.len()));
        peer.session.receive(head, NOW);
        rest = tail;
    }
    peer.session.receive(rest, NOW);
    all += &peer.settle();
    peer.session.closed(NOW);
    drop(peer);
    (all, house.left())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn cuts_make_no_difference(
        input in input(),
        cuts in prop::collection::vec(0usize..20, 0..40),
    ) {
        let whole = run(&input, &[]);
        prop_assert_eq!(&whole, &run(&input, &cuts));
        prop_assert_eq!(&whole, &run(&input, &vec![1; input.len()]));
    }

    #[test]
    fn every_line_in_transaction_gets_an_answer(lines in prop::collection::vec(line(), 1..10)) {
        let mut house = House::new(&MESSAGES);
        let mut peer = house.login();
        peer.settle();
        for mut line in lines {
            line.retain(|octet| !matches!(octet, b'\r' | b'\n'));
            line.extend_from_slice(b"\r\n");
            let answer = peer.say(&line);
            prop_assert!(answer.starts_with("+OK") || answer.starts_with("-ERR"), "{answer:?}");
            if peer.closed {
                break;
            }
        }
    }
}
