//! The framers and the matchers behind them: units are the stream's own octets in order, wherever it
//! is cut, and patterns read whatever came without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailspec::matching::{Exchange, Mode, RenderError, Values};
use mailspec::transcript::tree::{Action, Protocol};
use mailspec::transcript::{Permissive, parse};
use mailspec::wire::{Unit, framer_with_cap};
use mailspec_fuzz::chosen;

/// Nothing is bound, nothing is kept.
struct Nothing;

impl Values for Nothing {
    fn get(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
    fn bind(&mut self, _: &str, _: Vec<u8>) {}
    fn message(&self, _: &str) -> Option<&[u8]> {
        None
    }
}

/// Units of a stream that arrives in pieces.
fn units(protocol: Protocol, sent: &[u8], octets: &[u8], piece: usize) -> Vec<Unit> {
    let mut framer = framer_with_cap(protocol, 4096);
    framer.sent(sent);
    let mut found = Vec::new();
    for piece in octets.chunks(piece.max(1)) {
        framer.received(piece);
        while let Some(unit) = framer.next() {
            found.push(unit);
        }
    }
    found.extend(framer.finish());
    found
}

/// A body of patterns that make every matcher look closely at what came.
const IMAP: &str = "Title: t\nProtocol: imap\nCovers: rfc3501/x\nState: selected\n\n\
    C: a1 FETCH 1 (ENVELOPE BODYSTRUCTURE)\n\
    S: * 1 FETCH (ENVELOPE {{e:value}} BODYSTRUCTURE {{b:value}} FLAGS (\\Seen) BODY[] {{m:nstring}})\n\
    S: * LIST (\\Noselect) {{d:nstring}} {{n:mailbox}}\nS: * SEARCH 1 2 3\n\
    S: * STATUS INBOX (MESSAGES 3)\nS: a1 OK [READ-WRITE]\n";

fn matched(units: &[Unit]) -> Result<(), RenderError> {
    let Ok(case) = parse("patterns", IMAP, &Permissive) else {
        panic!("the patterns do not parse");
    };
    for single in case.steps.iter() {
        let Action::Expect(expect) = &single.action else {
            continue;
        };
        let commands = [b"a1 FETCH 1 (ENVELOPE BODYSTRUCTURE)".to_vec()];
        let steps = [(single, expect)];
        let mut exchange = Exchange::new(Protocol::Imap, &steps, &commands, Mode::default());
        for unit in units {
            exchange.offer(unit, &mut Nothing)?;
        }
    }
    Ok(())
}

/// What the client has sent.
const STARTS: [(Protocol, &[u8]); 4] = [
    (Protocol::Smtp, b"EHLO c\r\n"),
    (Protocol::Pop3, b"CAPA\r\nRETR 1\r\nAUTH PLAIN\r\n"),
    (Protocol::Pop2, b"READ 1\r\nRETR\r\n"),
    (Protocol::Imap, b"a1 NOOP\r\n"),
];

fuzz_target!(|data: &[u8]| {
    let Some(((protocol, sent), [piece, octets @ ..])) = chosen(data, &STARTS) else {
        return;
    };
    let whole = units(protocol, sent, octets, octets.len());
    let joined: Vec<u8> = whole.iter().flat_map(|unit| unit.octets.clone()).collect();
    assert_eq!(joined, octets, "a framer changed octets");
    // Beyond the cap, where a unit ends depends on what had arrived.
    if octets.len() < 4096 {
        assert_eq!(
            whole,
            units(protocol, sent, octets, usize::from(*piece)),
            "a cut made a difference"
        );
    }
    if protocol == Protocol::Imap {
        let _ = matched(&whole);
    }
});
