//! Cutting the input anywhere makes no difference; nothing makes a session panic or stop
//! answering; two runs give the same octets.

use crate::lab::Lab;
use mailspec_reference_server::session::{Effect, Session, TlsInfo};
use mailspec_reference_server::smtp::{FAULTS, Mode};
use proptest::prelude::*;

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let lines = prop::sample::select(vec![
        &b"EHLO client.example\r\n"[..],
        b"LHLO client.example\r\n",
        b"HELO x\r\n",
        b"MAIL FROM:<>\r\n",
        b"MAIL FROM:<bob@example.org> BODY=8BITMIME RET=FULL\r\n",
        b"RCPT TO:<alice@example.org>\r\n",
        b"RCPT TO:<mailspec-bounce@example.org> NOTIFY=SUCCESS,FAILURE\r\n",
        b"DATA\r\n",
        b"Subject: x\r\n\r\n..\r\n",
        b".\r\n",
        b"\n.\n",
        b"\r.\r",
        b"\r\n.\r\n",
        b"BDAT 5\r\nabc\r\n",
        b"BDAT 3 LAST\r\nabc",
        b"RSET\r\n",
        b"STARTTLS\r\n",
        b"AUTH LOGIN\r\n",
        b"AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\n",
        b"*\r\n",
        b"VRFY alice\r\n",
        b"QUIT\r\n",
        b"NOOP \xc3\xbc\r\n",
        b"\xff\x00\r\n",
    ]);
    let piece = prop_oneof![
        8 => lines.prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..40),
        1 => (1usize..20_000).prop_map(|n| vec![b'x'; n]),
    ];
    prop::collection::vec(piece, 0..25).prop_map(|pieces| pieces.concat())
}

fn mode() -> impl Strategy<Value = Mode> {
    prop::sample::select(vec![Mode::Mx, Mode::Submission, Mode::Lmtp])
}

/// Everything that can be seen of a session fed with the octets cut at these places.
fn observe(mode: Mode, octets: &[u8], cuts: &[usize]) -> (Vec<u8>, Vec<Effect>, Vec<String>) {
    let mut lab = Lab::new(mode);
    lab.config.allow_plaintext_auth = true;
    let mut session = lab.open(false);
    let mut output = Vec::new();
    let mut effects = Vec::new();
    let mut from = 0;
    let ends = cuts.iter().copied().chain([octets.len()]);
    for end in ends {
        session.receive(&octets[from..end], lab.now);
        session.take_output(&mut output);
        from = end;
    }
    effects.extend(session.take_effect());
    if effects == [Effect::StartTls] {
        session.tls_started(TlsInfo::default(), lab.now);
        session.receive(b"\r\nNOOP\r\n", lab.now);
        session.take_output(&mut output);
    }
    let mut stored = lab.inbox("alice");
    stored.extend(lab.inbox("bob"));
    (output, effects, stored)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn cuts_make_no_difference(
        mode in mode(),
        octets in pieces(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..30),
    ) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(octets.len() + 1)).collect();
        cuts.sort_unstable();
        let whole = observe(mode, &octets, &[]);
        prop_assert_eq!(&whole, &observe(mode, &octets, &cuts));
        // And a second run gives the same octets.
        prop_assert_eq!(&whole, &observe(mode, &octets, &[]));
    }

    #[test]
    fn faults_never_panic(
        mode in mode(),
        octets in pieces(),
        chosen in prop::collection::vec(prop::sample::select(FAULTS.concat()), 0..6),
    ) {
        let names: Vec<&'static str> = chosen.iter().map(|fault| fault.name).collect();
        let lab = Lab::new(mode).with_faults(&names);
        let mut session = lab.open(false);
        lab.say(&mut session, &octets);
        session.tick(lab.later(600));
        session.closed(lab.later(600));
    }

    #[test]
    fn never_wedged(mode in mode(), octets in pieces()) {
        let mut lab = Lab::new(mode);
        lab.config.allow_plaintext_auth = true;
        let mut session = lab.open(false);
        lab.say(&mut session, &octets);
        // Whatever state that left: once data, chunk, SASL and line are over, NOOP is answered.
        if session.take_effect().is_none() {
            lab.say(&mut session, b"xxxxxxxxxx\r\n.\r\n*\r\n");
            if session.take_effect().is_none() {
                let answer = lab.say(&mut session, b"NOOP\r\n");
                prop_assert!(!answer.is_empty());
            }
        }
        session.closed(lab.now);
        prop_assert_eq!(session.deadline(), None);
    }
}

#[test]
fn single_octets_make_no_difference() {
    let octets = b"EHLO client.example\r\nMAIL FROM:<bob@example.org>\r\nRCPT TO:<alice@example.org>\r\n\
        RCPT TO:<mailspec-bounce@example.org>\r\nDATA\r\nSubject: x\r\n\r\n..\r\n.\r\nMAIL FROM:<>\r\n\
        RCPT TO:<alice@example.org>\r\nBDAT 5\r\nab\r\nxBDAT 2 LAST\r\n\r\nQUIT\r\n";
    let all: Vec<usize> = (0..octets.len()).collect();
    for mode in [Mode::Mx, Mode::Lmtp] {
        assert_eq!(observe(mode, octets, &[]), observe(mode, octets, &all));
    }
}
