//! Messages that are held until they are released, and how many may be.

use crate::lab::{Lab, submission};
use mailspec_reference_server::session::Session;
use mailspec_reference_server::smtp::Mode;

#[test]
fn held_until_released() {
    let lab = Lab::new(Mode::Submission);
    let mut session = submission(&lab);
    lab.check(
        &mut session,
        &[
            "MAIL FROM:<alice@example.org> HOLDFOR=60",
            "RCPT TO:<bob@example.org>",
            "RCPT TO:<x@elsewhere.example>",
            "DATA",
            "",
            ".",
        ],
        &["250", "250", "250", "354", "250"],
    );
    assert!(lab.inbox("bob").is_empty());
    assert_eq!(lab.outbox.messages()[0].release, Some(lab.later(60)));
    assert_eq!(session.deadline(), Some(lab.later(60)));
    session.tick(lab.later(59));
    assert!(lab.inbox("bob").is_empty());
    session.tick(lab.later(60));
    assert_eq!(lab.inbox("bob").len(), 1);
    assert_eq!(session.deadline(), Some(lab.later(300)));
}

/// A message for bob that is held for a minute; `data` is its text.
fn hold_for_bob<'a>(mail: &'a str, data: &'a str) -> Vec<&'a str> {
    vec![mail, "RCPT TO:<bob@example.org>", "DATA", data, "."]
}

#[test]
fn the_quota_of_held_messages_is_a_user_s_own() {
    let mut lab = Lab::new(Mode::Submission);
    lab.config.limits.held.messages = 2;
    let mut alice = submission(&lab);
    let mail = "MAIL FROM:<alice@example.org> HOLDFOR=60";
    for _ in 0..2 {
        let lines = hold_for_bob(mail, "");
        lab.check(&mut alice, &lines, &["250", "250", "354", "250"]);
    }
    lab.check(&mut alice, &[mail], &["552 5.7.16"]);
    // What is not held has no such limit, and another user has a quota of his own.
    lab.check(
        &mut alice,
        &["MAIL FROM:<alice@example.org>", "RSET"],
        &["250", "250"],
    );
    let mut bob = lab.open(true);
    lab.hello(&mut bob);
    let plain = "AUTH PLAIN AGJvYgBidWlsZGVy";
    let mail_of_bob = "MAIL FROM:<bob@example.org> HOLDFOR=60";
    lab.check(&mut bob, &[plain, mail_of_bob], &["235", "250"]);
    // The queue drains, and there is room again.
    alice.tick(lab.later(60));
    assert_eq!(lab.inbox("bob").len(), 2);
    lab.check(&mut alice, &[mail], &["250"]);
}

#[test]
fn a_message_of_several_recipients_counts_once() {
    let mut lab = Lab::new(Mode::Submission);
    lab.config.limits.held.messages = 2;
    let mut alice = submission(&lab);
    let mail = "MAIL FROM:<alice@example.org> HOLDFOR=60";
    let mut lines = hold_for_bob(mail, "");
    lines.insert(1, "RCPT TO:<alice@example.org> NOTIFY=SUCCESS");
    lines.insert(1, "RCPT TO:<x@elsewhere.example>");
    lab.check(
        &mut alice,
        &lines,
        &["250", "250", "250", "250", "354", "250"],
    );
    lab.check(&mut alice, &[mail], &["250"]);
}

#[test]
fn the_quota_counts_octets_declared_and_sent() {
    let mut lab = Lab::new(Mode::Submission);
    lab.config.limits.held.octets = 600;
    let mut alice = submission(&lab);
    let mail = "MAIL FROM:<alice@example.org> HOLDFOR=60";
    lab.check(&mut alice, &[&format!("{mail} SIZE=601")], &["552 5.7.16"]);
    lab.check(
        &mut alice,
        &[&format!("{mail} SIZE=600"), "RSET"],
        &["250", "250"],
    );
    let text = "x".repeat(601);
    let lines = hold_for_bob(mail, &text);
    lab.check(&mut alice, &lines, &["250", "250", "354", "552 5.7.16"]);
    let text = "x".repeat(100);
    let lines = hold_for_bob(mail, &text);
    lab.check(&mut alice, &lines, &["250", "250", "354", "250"]);
    lab.check(&mut alice, &[&format!("{mail} SIZE=500")], &["552 5.7.16"]);
    alice.tick(lab.later(60));
    assert_eq!(lab.inbox("bob").len(), 1);
}

#[test]
fn what_all_users_hold_together_has_a_limit() {
    let mut lab = Lab::new(Mode::Submission);
    lab.config.limits.held.messages = 100_000;
    lab.config.limits.held.octets = u64::MAX;
    lab.config.limits.message = 1 << 31;
    let mut alice = submission(&lab);
    let mail = "MAIL FROM:<alice@example.org> HOLDFOR=60";
    let full = "452 4.7.17";
    lab.check(
        &mut alice,
        &[&format!("{mail} SIZE={}", 1 << 30), "RSET"],
        &["250", "250"],
    );
    lab.check(
        &mut alice,
        &[&format!("{mail} SIZE={}", (1 << 30) + 1)],
        &[full],
    );
    // A copy for each recipient is held.
    let mut lines = hold_for_bob(mail, "");
    let names: Vec<String> = (0..1000).map(|at| format!("user{at}")).collect();
    let recipients: Vec<String> = (names.iter())
        .map(|name| format!("RCPT TO:<{name}@example.org>"))
        .collect();
    for name in &names {
        lab.store.add_account(name, "secret");
    }
    lines.splice(1..2, recipients.iter().map(String::as_str));
    let replies = [&["250"; 1001][..], &["354", "250"]].concat();
    for _ in 0..10 {
        lab.check(&mut alice, &lines, &replies);
    }
    lab.check(&mut alice, &[mail], &[full]);
}
