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
