//! The rules: any octets from both sides, in any order, in every protocol. No panic, every finding
//! inside its response, and the same findings wherever the server's stream is cut.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailspec::rules::{SessionRules, Shared};
use mailspec::transcript::tree::Protocol;
use mailspec::wire::framer;
use mailspec_fuzz::chosen;

const PROTOCOLS: [Protocol; 5] = [
    Protocol::Imap,
    Protocol::Pop3,
    Protocol::Pop2,
    Protocol::Smtp,
    Protocol::Lmtp,
];

/// Plays pieces, the client's and the server's in turn, in two sessions that share an account.
fn play(protocol: Protocol, pieces: &[&[u8]], cut: usize) -> Vec<(usize, &'static str, usize)> {
    let mut shared = Shared::default();
    let mut sessions = [(); 2].map(|()| (SessionRules::new(protocol), framer(protocol)));
    let mut found = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        let which = number / 4 % 2;
        let Some((rules, framer)) = sessions.get_mut(which) else {
            return found;
        };
        if number % 2 == 1 {
            framer.sent(piece);
            rules.sent(piece, &mut shared);
            continue;
        }
        for octets in piece.chunks(cut.max(1)) {
            framer.received(octets);
            while let Some(unit) = framer.next() {
                for finding in rules.unit(&unit, &mut shared) {
                    assert!(
                        finding.at <= unit.octets.len(),
                        "a finding outside its response"
                    );
                    assert!(!finding.wants.is_empty(), "a finding without a reason");
                    found.push((which, finding.rule.id, finding.at));
                }
            }
        }
    }
    for (which, (rules, framer)) in sessions.iter_mut().enumerate() {
        if let Some(unit) = framer.finish() {
            let last = rules.unit(&unit, &mut shared);
            found.extend(
                last.iter()
                    .map(|finding| (which, finding.rule.id, finding.at)),
            );
        }
        rules.tls_started();
        rules.enable(["IMAP4rev2", "UTF8=ACCEPT", "SMTPUTF8", "RESP-CODES"]);
    }
    found
}

fuzz_target!(|data: &[u8]| {
    let Some((protocol, [cut, octets @ ..])) = chosen(data, &PROTOCOLS) else {
        return;
    };
    // 0xFF is in no protocol, and changes the side here.
    let pieces: Vec<&[u8]> = octets.split(|octet| *octet == 0xFF).collect();
    let whole = play(protocol, &pieces, octets.len());
    assert_eq!(
        whole,
        play(protocol, &pieces, usize::from(*cut)),
        "a cut made a difference"
    );
});
