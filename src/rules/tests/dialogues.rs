//! Dialogues of several lines, and of several sessions: the invariants. How they are played and compared; the
//! dialogues themselves are below, by protocol.

mod imap;
mod imap_shared;
mod pop3;
mod smtp;

use crate::rules::{SessionRules, Shared};
use crate::transcript::tree::Protocol;
use crate::wire::framer;

/// Plays a dialogue; the rules that it breaks are these, in this order.
#[track_caller]
fn check(protocol: Protocol, dialogue: &str, wanted: &[&str]) {
    assert_eq!(play(protocol, dialogue), wanted, "{dialogue}");
}

/// The lines of a dialogue as those of one of two sessions.
fn of_session(number: u32, dialogue: &str) -> String {
    let lines = dialogue.lines();
    lines.map(|line| format!("{number}: {line}\n")).collect()
}

/// Plays `C: ` and `S: ` lines; `1: ` and `2: ` in front name sessions that share an account.
/// `!tls` starts TLS, `!closed` is the server's close. Gives the rules that are broken, in order.
fn play(protocol: Protocol, dialogue: &str) -> Vec<&'static str> {
    let mut shared = Shared::default();
    let mut sessions = [(); 2].map(|()| (SessionRules::new(protocol), framer(protocol)));
    for (rules, _) in &mut sessions {
        rules.follow_client();
    }
    let mut found = Vec::new();
    for line in dialogue
        .lines()
        .map(str::trim_start)
        .filter(|line| !line.is_empty())
    {
        let (index, line) = match line.split_at_checked(3) {
            Some(("1: ", rest)) => (0, rest),
            Some(("2: ", rest)) => (1, rest),
            _ => (0, line),
        };
        let (rules, framer) = &mut sessions[index];
        if line == "!tls" {
            framer.reset();
            rules.tls_started();
        } else if line == "!closed" {
            found.extend(rules.closed().into_iter().map(|finding| finding.rule.id));
        } else if let Some(text) = line.strip_prefix("C: ") {
            let octets = format!("{text}\r\n");
            framer.sent(octets.as_bytes());
            rules.sent(octets.as_bytes(), &mut shared);
        } else {
            let text = line.strip_prefix("S: ").expect("C: or S:");
            framer.received(format!("{text}\r\n").as_bytes());
            while let Some(unit) = framer.next() {
                found.extend(
                    rules
                        .unit(&unit, &mut shared)
                        .into_iter()
                        .map(|finding| finding.rule.id),
                );
            }
        }
    }
    found
}

#[test]
fn what_comes_before_the_first_command_was_asked_for_by_nobody() {
    use Protocol::{Imap, Lmtp, Pop3, Smtp};
    for (protocol, server, wanted) in [
        (Smtp, "S: 220 mx.example.org x", vec![]),
        (Smtp, "S: 220-mx.example.org x\nS: 220 y", vec![]),
        (
            Smtp,
            "S: 220 mx.example.org x\nS: 220 mx.example.org x",
            vec!["smtp/one-reply-each"],
        ),
        (
            Smtp,
            "S: 220 mx.example.org x\nS: 421 mx.example.org late",
            vec![],
        ),
        (
            Lmtp,
            "S: 220 mx.example.org x\nS: 250 x",
            vec!["smtp/one-reply-each"],
        ),
        (Pop3, "S: +OK x", vec![]),
        (Pop3, "S: +OK x\nS: +OK x", vec!["pop3/one-response-each"]),
        (Pop3, "S: +OK x\nS: -ERR late", vec![]),
        (Imap, "S: * OK x\nS: * OK y\nS: * BYE late", vec![]),
        (Imap, "S: * OK x\nS: a OK y", vec!["imap/tag-answered-once"]),
    ] {
        // As long as nobody has spoken, and when somebody has.
        check(protocol, server, &wanted);
        check(protocol, &format!("{server}\nC: "), &wanted);
    }
}

#[test]
fn what_follows_a_second_greeting_is_judged() {
    let twice = "S: 220 mx.example.org x\nS: 220 mx.example.org x\n";
    check(
        Protocol::Smtp,
        &format!("{twice}C: NOOP\nS: 250 x\nC: QUIT\nS: 250 x"),
        &["smtp/one-reply-each", "smtp/quit-reply"],
    );
}
