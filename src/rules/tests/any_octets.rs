//! Any octets at all: nothing panics, and time is linear in them.

use crate::rules::{SessionRules, Shared};
use crate::transcript::tree::Protocol;
use crate::wire::framer;
use proptest::prelude::*;

proptest! {
    /// Whatever comes, in whatever pieces, nothing panics.
    #[test]
    fn any_octets(
        server in proptest::collection::vec(any::<u8>(), 0..400),
        words in proptest::collection::vec(0..WORDS.len(), 0..60),
        client in proptest::collection::vec(any::<u8>(), 0..100),
    ) {
        let mut text: Vec<u8> = words.iter().flat_map(|word| WORDS[*word].bytes()).collect();
        text.extend(&server);
        for protocol in [Protocol::Imap, Protocol::Pop3, Protocol::Pop2, Protocol::Smtp, Protocol::Lmtp] {
            let mut rules = SessionRules::new(protocol);
            let mut shared = Shared::default();
            let mut framer = framer(protocol);
            rules.sent(&client, &mut shared);
            framer.sent(&client);
            for piece in text.chunks(7) {
                framer.received(piece);
                while let Some(unit) = framer.next() {
                    for finding in rules.unit(&unit, &mut shared) {
                        prop_assert!(finding.at <= unit.octets.len());
                    }
                }
                rules.sent(b"a1 NOOP\r\n", &mut shared);
            }
            if let Some(unit) = framer.finish() {
                rules.unit(&unit, &mut shared);
            }
            rules.closed();
        }
    }
}

const WORDS: [&str; 40] = [
    "* ",
    "+ ",
    "a1 OK ",
    "OK ",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "\\",
    "{3}\r\n",
    "\r\n",
    "\n",
    " ",
    "1",
    "0",
    "NIL",
    "FETCH (",
    "BODYSTRUCTURE (",
    "ENVELOPE (",
    "BODY[",
    "HEADER.FIELDS (",
    "UID ",
    "FLAGS (\\Seen",
    "LIST () \"/\" ",
    "SEARCH ",
    "ESEARCH (TAG \"a\") ",
    "THREAD (",
    "UIDNEXT ",
    "CAPABILITY IMAP4rev1",
    "EXISTS",
    "EXPUNGE",
    "250-",
    "250 ",
    "+OK ",
    "-ERR ",
    ".",
    "AUTH PLAIN",
    "~{2}\r\n",
    "COPYUID 1 2:3 ",
];

#[test]
fn long_sessions_take_linear_time() {
    // Quadratic time would be many minutes here: whoever runs the tests would notice.
    let lines = |count: usize, line: &dyn Fn(usize) -> String| -> String {
        (0..count).map(|n| line(n) + "\r\n").collect()
    };
    let long = 50_000;
    let ehlo = lines(long, &|n| format!("250-X{n}")) + "250 HELP\r\n";
    let listing = |line: &dyn Fn(usize) -> String| format!("+OK\r\n{}.\r\n", lines(long, line));
    let sessions: [(Protocol, &str, String); 12] = [
        (
            Protocol::Imap,
            "a NOOP\r\n",
            lines(long, &|n| format!("* {} EXISTS", n % 2 * 4_000_000_000)),
        ),
        (
            Protocol::Imap,
            "a NOOP\r\n",
            format!(
                "* 4000000000 EXISTS\r\n{}",
                lines(long, &|n| format!("* {} EXPUNGE", n * 7919 % 30_000 + 1))
            ),
        ),
        (
            Protocol::Imap,
            "a NOOP\r\n",
            format!(
                "* 4000000000 EXISTS\r\n{}",
                lines(long, &|n| format!("* {} FETCH (UID {})", n + 1, n + 1))
            ),
        ),
        (
            Protocol::Imap,
            "a NOOP\r\n",
            format!("* CAPABILITY IMAP4rev1{}\r\n", " X".repeat(long)),
        ),
        (
            Protocol::Imap,
            "a NOOP\r\n",
            lines(long, &|n| format!("* LIST () \"/\" a{n}/b")),
        ),
        (
            Protocol::Imap,
            "a NOOP\r\n",
            lines(long, &|n| {
                format!("* STATUS a{n} (UIDNEXT 4 UIDVALIDITY {})", n + 1)
            }),
        ),
        (Protocol::Smtp, "EHLO x\r\n", ehlo),
        (
            Protocol::Smtp,
            "NOOP\r\n",
            lines(long, &|_| "250 2.0.0 x".to_owned()),
        ),
        (Protocol::Pop3, "CAPA\r\n", listing(&|n| format!("X{n}"))),
        (
            Protocol::Pop3,
            "UIDL\r\n",
            listing(&|n| format!("{} id{}", n + 1, n % 9)),
        ),
        (
            Protocol::Pop3,
            "LIST\r\n",
            listing(&|n| format!("{} 7", n + 1)),
        ),
        (
            Protocol::Pop2,
            "READ\r\n",
            lines(long, &|n| format!("={n}")),
        ),
    ];
    for (protocol, sent, received) in sessions {
        let greeting: &[u8] = match protocol {
            Protocol::Imap => b"* OK x\r\n",
            Protocol::Pop3 | Protocol::Pop2 => b"+OK x\r\n",
            _ => b"220 x\r\n",
        };
        let mut shared = Shared::default();
        let (mut rules, mut framer) = (SessionRules::new(protocol), framer(protocol));
        framer.received(greeting);
        while let Some(unit) = framer.next() {
            rules.unit(&unit, &mut shared);
        }
        framer.sent(sent.as_bytes());
        rules.sent(sent.as_bytes(), &mut shared);
        for piece in received.as_bytes().chunks(4_096) {
            framer.received(piece);
            while let Some(unit) = framer.next() {
                rules.unit(&unit, &mut shared);
            }
        }
        assert!(framer.pending().is_empty());
    }
}

#[test]
fn deep_and_long_responses_take_linear_time() {
    let judge = |octets: Vec<u8>| {
        let mut rules = SessionRules::midway(Protocol::Imap);
        let unit = crate::wire::Unit {
            octets,
            shape: crate::wire::Shape::Untagged,
            flaws: Vec::new(),
        };
        rules.unit(&unit, &mut Shared::default())
    };
    assert!(judge([b"* THREAD ".as_slice(), &b"(".repeat(1 << 20), b"\r\n"].concat()).is_empty());
    assert!(
        judge(
            [
                b"* 1 FETCH (BODY ".as_slice(),
                &b"(".repeat(1 << 20),
                b"\r\n"
            ]
            .concat()
        )
        .is_empty()
    );
    assert!(judge([b"* SEARCH".as_slice(), &b" 1".repeat(1 << 20), b"\r\n"].concat()).is_empty());
    let long = judge([b"* OK ".as_slice(), &b"\x80".repeat(1 << 20), b"\r\n"].concat());
    assert_eq!(long.len(), 1);
    assert!(long[0].octets.len() <= crate::rules::info::KEPT);
}
