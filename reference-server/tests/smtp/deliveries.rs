//! What becomes of messages: mailboxes, outbox, trace fields. What is reported and held is in `reports` and `held`.

use crate::lab::{Lab, NOW, PLAIN, compare, submission};
use jiff::Timestamp;
use mailspec_reference_server::smtp::Mode;

#[test]
fn submission_into_the_outbox() {
    let lab = Lab::new(Mode::Submission);
    let mut session = submission(&lab);
    lab.check(
        &mut session,
        &[
            "MAIL FROM:<alice@example.org> ENVID=e+2B1",
            "RCPT TO:<x@elsewhere.example> NOTIFY=SUCCESS ORCPT=rfc822;x@elsewhere.example",
            "RCPT TO:<bob@example.org>",
            "RCPT TO:<nobody@example.org>",
            "RCPT TO:<x@null.example>",
            "DATA",
            "Return-Path: <old@example.net>",
            " (folded)",
            "A: b",
            "",
            ".",
        ],
        &["250", "250", "250", "550 5.1.1", "556 5.1.10", "354", "250"],
    );
    let outgoing = lab.outbox.messages();
    assert_eq!(outgoing.len(), 1);
    assert_eq!(outgoing[0].reverse_path, "alice@example.org");
    assert_eq!(outgoing[0].recipients[0].address, "x@elsewhere.example");
    assert!(outgoing[0].recipients[0].parameters.notify.unwrap().success);
    assert_eq!(outgoing[0].parameters.envid.as_deref(), Some("e+2B1"));
    let relayed = String::from_utf8_lossy(&outgoing[0].octets).into_owned();
    assert!(
        relayed.starts_with("Received: from client.example"),
        "{relayed}"
    );
    assert!(relayed.contains("with ESMTPSA id"), "{relayed}");
    // Final delivery: exactly one Return-Path.
    let bob = &lab.inbox("bob")[0];
    assert!(bob.starts_with("Return-Path: <alice@example.org>\r\nReceived:"));
    // What a submitted message lacks is added (RFC 6409 §8).
    assert!(
        bob.contains("\r\nDate: ") && bob.contains("\r\nMessage-ID: <"),
        "{bob}"
    );
    assert!(bob.ends_with("\r\nA: b\r\n\r\n"), "{bob}");
}

#[test]
fn submission_needs_authentication() {
    let lab = Lab::new(Mode::Submission);
    lab.after_ehlo(
        &[
            "MAIL FROM:<>",
            "RCPT TO:<alice@example.org>",
            "VRFY bob",
            "NOOP",
        ],
        &["530 5.7.0", "530", "530", "250"],
    );
}

#[test]
fn lists_change_the_reverse_path() {
    let lab = Lab::mx();
    lab.after_ehlo(
        &[
            "MAIL FROM:<a@b.example>",
            "RCPT TO:<team@example.org>",
            "DATA",
            "",
            ".",
        ],
        &["250", "250", "354", "250"],
    );
    for account in ["alice", "bob"] {
        let inbox = lab.inbox(account);
        assert!(inbox[0].starts_with("Return-Path: <postmaster@example.org>\r\n"));
    }
}

#[test]
fn etrn_counts_what_waits() {
    let mut lab = Lab::mx();
    lab.config.allow_plaintext_auth = true;
    lab.after_ehlo(
        &[
            PLAIN,
            "ETRN elsewhere.example",
            "MAIL FROM:<alice@example.org>",
            "RCPT TO:<x@sub.elsewhere.example>",
            "DATA",
            "",
            ".",
            "ETRN elsewhere.example",
            "ETRN @elsewhere.example",
            "ETRN sub.elsewhere.example",
            "ETRN #queue",
            "ETRN example.org",
            "ETRN",
            "ETRN a_b",
        ],
        &[
            "235", "251", "250", "250", "354", "250", "251", "253", "253", "458", "459", "501",
            "501",
        ],
    );
}

#[test]
fn one_mailbox_one_copy() {
    let lab = Lab::mx();
    let output = lab.raw(
        b"EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nRCPT TO:<ALICE@example.org>\r\n\
          DATA\r\n.\r\n",
    );
    compare(&output, &["250", "250", "250", "250", "354", "250"]);
    assert_eq!(lab.inbox("alice").len(), 1);
}

#[test]
fn priority_of_the_untrusted_is_lowered() {
    let lab = Lab::mx();
    lab.after_ehlo(
        &[
            "MAIL FROM:<> MT-PRIORITY=3",
            "RCPT TO:<alice@example.org>",
            "DATA",
            "",
            ".",
            "MAIL FROM:<> MT-PRIORITY=-4",
        ],
        &["250 2.3.6 0 ", "250", "354", "250", "250 2.1.0"],
    );
    assert!(lab.inbox("alice")[0].contains("for <alice@example.org> priority 0;"));
}

#[test]
fn owner_since() {
    let mut lab = Lab::mx();
    lab.config.owned_since = Timestamp::from_second(NOW).unwrap();
    lab.after_ehlo(
        &[
            "MAIL FROM:<>",
            "RCPT TO:<alice@example.org> RRVS=1996-07-17T02:44:24Z",
            "RCPT TO:<alice@example.org> RRVS=1996-07-17T02:44:25Z;C",
            "RCPT TO:<alice@example.org> RRVS=1996-07-17T03:44:24+01:00",
            "RCPT TO:<alice@example.org> RRVS=1996-07-17T02:44:24.5Z",
            "RCPT TO:<alice@example.org> RRVS=1996-07-17T02:44:25Z;X",
        ],
        &["250", "550 5.7.17", "250", "550 5.7.17", "501", "501"],
    );
}

#[test]
fn owner_since_by_field() {
    let mut lab = Lab::mx();
    lab.config.owned_since = Timestamp::from_second(NOW).unwrap();
    let send = |field: &str, reply: &str| {
        lab.after_ehlo(
            &[
                "MAIL FROM:<>",
                "RCPT TO:<alice@example.org>",
                "DATA",
                field,
                "",
                ".",
            ],
            &["250", "250", "354", reply],
        );
    };
    let name = "Require-Recipient-Valid-Since";
    send(
        &format!("{name}: alice@example.org; Wed, 17 Jul 1996 02:44:24 +0000"),
        "550 5.7.17",
    );
    send(
        &format!("{name}: bob@example.org; Wed, 17 Jul 1996 02:44:24 +0000"),
        "250",
    );
    send(&format!("{name}: alice@example.org; yesterday"), "250");
    send(
        &format!("{name}: alice@example.org;\r\n Wed, 17 Jul 1996 02:44:25 +0000"),
        "250",
    );
    let inbox = lab.inbox("alice");
    assert_eq!(inbox.len(), 3);
    assert!(inbox.iter().all(|message| !message.contains(name)));
    // Role accounts have no owner.
    lab.after_ehlo(
        &[
            "MAIL FROM:<>",
            "RCPT TO:<postmaster@example.org> RRVS=1990-01-01T00:00:00Z",
        ],
        &["250", "250"],
    );
}
