//! Captures and dialogues, and the findings that they come to; and every rule's own example.

use super::capture::{said, steps, undo};
use super::judge::judge;
use crate::transcript::tree::Protocol;

fn found(protocol: Protocol, text: &str) -> Vec<(usize, &'static str)> {
    let steps = steps(text.as_bytes()).expect("readable");
    let judged = judge(protocol, &steps, &[], true);
    let all = judged.broken.iter().flat_map(|one| &one.found);
    all.map(|(line, finding)| (*line, finding.rule.id))
        .collect()
}

#[test]
fn a_raw_capture_and_a_dialogue_are_told_apart() {
    assert_eq!(
        found(Protocol::Imap, "* OK hello\r\n* 0 EXPUNGE\r\n"),
        [(2, "imap/nz-number")]
    );
    let several = "S[one]: * OK x\nC[one]: a NOOP\nS[two]: * OK x\nS[two](esc): * OK a\\x00b\nS[one]: a OK x\n";
    assert_eq!(found(Protocol::Imap, several), [(4, "imap/nul")]);
    let dialogue =
        "# from a bug report\nS: * OK hello\nC: a NOOP\nS: * 1 FETCH ()\nS: a OK x\nS: a OK x\n";
    assert_eq!(
        found(Protocol::Imap, dialogue),
        [(4, "imap/fetch"), (6, "imap/tag-answered-once")]
    );
    assert!(steps(b"C: a\nwhat\n").is_err());
    let marked = "\u{feff}S: * OK hello\nC: a NOOP\nS: * 0 EXPUNGE\n";
    assert_eq!(found(Protocol::Imap, marked), [(3, "imap/nz-number")]);
}

#[test]
fn what_follows_an_accepted_starttls_is_said_under_tls() {
    let smtp = |answer: &str| {
        let ehlo = "C: EHLO c\nS: 250-mx.example.org\nS: 250 STARTTLS\n";
        format!("S: 220 mx.example.org\n{ehlo}C: STARTTLS\nS: {answer}\n{ehlo}")
    };
    assert_eq!(
        found(Protocol::Smtp, &smtp("220 go ahead")),
        [(9, "smtp/starttls-under-tls")]
    );
    assert_eq!(found(Protocol::Smtp, &smtp("454 not now")), []);
    let imap = |answer: &str| {
        format!(
            "S: * OK x\nC: a STARTTLS\nS: * OK soon\nS: a {answer}\nC: b CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS\nS: b OK x\n"
        )
    };
    assert_eq!(
        found(Protocol::Imap, &imap("OK begin")),
        [(6, "imap/starttls-under-tls")]
    );
    assert_eq!(found(Protocol::Imap, &imap("NO not now")), []);
}

#[test]
fn a_literal_is_told_by_its_own_line() {
    let text = "S: * OK x\nC: a NOOP\nS: * 1 FETCH (BODY[] {5}\nS: abc\nS:  UID 0)\nS: a OK x\n";
    assert_eq!(found(Protocol::Imap, text), [(5, "imap/nz-number")]);
}

#[test]
fn a_fragment_needs_no_greeting() {
    assert_eq!(found(Protocol::Imap, "* 1 FETCH (UID 3)\r\n"), []);
    assert_eq!(
        found(
            Protocol::Smtp,
            "C: EHLO x\nS: 250-mx.example.org\nS: 250 SIZE x\n"
        ),
        [(3, "smtp/ehlo-size")]
    );
}

#[test]
fn what_was_asked_for_before_the_capture_began_may_come() {
    let update = "C: b NOOP\nS: * ESEARCH (TAG \"a2\") UID ADDTO (0 21)\nS: b OK x\n";
    assert_eq!(found(Protocol::Imap, update), []);
    let idle = "S: * 2 EXPUNGE\nC: b NOOP\nS: b OK x\n";
    assert_eq!(found(Protocol::Imap, idle), []);
    let whole = format!("S: * OK hello\nC: a LOGIN x y\nS: a OK in\n{update}");
    assert_eq!(found(Protocol::Imap, &whole), [(5, "imap/esearch-tag")]);
}

#[test]
fn pop3_without_its_commands() {
    let capture = "+OK hello\r\n+OK\r\n1 120\r\n+OK no status\r\n.\r\n+ok\r\n";
    assert_eq!(found(Protocol::Pop3, capture), [(6, "pop3/status")]);
}

/// An example of a rule, as a file that `mailspec check` reads: a dialogue as it stands, but for
/// `«600 x»`, which is 600 of them; or the octets of a server, with escapes.
fn example(text: &str) -> Vec<u8> {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('«') {
        let (inside, after) = after.split_once('»').expect("closed");
        let (count, what) = inside.split_once(' ').expect("a number and what");
        whole += before;
        whole += &what.repeat(count.parse().expect("a number"));
        rest = after;
    }
    whole += rest;
    if said(
        whole.lines().next().unwrap_or_default().as_bytes(),
        &mut Vec::new(),
    )
    .is_some()
    {
        return whole.into_bytes();
    }
    // A backslash before anything else is itself, as in \Seen.
    let mut out = Vec::new();
    let mut rest = whole.as_bytes();
    while let Some(first) = rest.first() {
        let length = match rest {
            [b'\\', b'r' | b'n' | b't' | b'0', ..] => 2,
            [b'\\', b'x', ..] => 4,
            _ => 1,
        };
        match undo(&rest[..length]) {
            Some(octets) if length > 1 => out.extend(octets),
            _ => out.push(*first),
        }
        rest = &rest[length..];
    }
    out
}

#[test]
fn every_example_of_a_rule_is_what_it_says() {
    let mut wrong = Vec::new();
    for rule in crate::rules::all() {
        let found = |text: &str| {
            let text = example(text);
            let steps = steps(&text).unwrap_or_else(|error| panic!("{}: {error}", rule.id));
            let judged = judge(rule.protocol, &steps, &[], false);
            let ids = judged.broken.iter().map(|one| one.rule.id);
            (judged.units, ids.collect::<Vec<_>>())
        };
        let (bad, good) = (found(rule.bad), found(rule.good));
        if bad.0 == 0 || bad.1.is_empty() || bad.1.iter().any(|id| *id != rule.id) {
            wrong.push(format!("{}: {} breaks {:?}", rule.id, rule.bad, bad.1));
        }
        if good.0 == 0 || !good.1.is_empty() {
            wrong.push(format!("{}: {} breaks {:?}", rule.id, rule.good, good.1));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
