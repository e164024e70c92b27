//! What becomes of messages: mailboxes, outbox, reports, trace fields.

use crate::lab::{Lab, NOW, compare};
use jiff::Timestamp;
use mailspec_reference_server::session::Session;
use mailspec_reference_server::smtp::{Mode, SmtpSession};

const PLAIN: &str = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=";

/// A submission session as alice.
fn submission(lab: &Lab) -> SmtpSession {
    let mut session = lab.open(true);
    lab.hello(&mut session);
    lab.check(&mut session, &[PLAIN], &["235 2.7.0"]);
    session
}

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

/// The reports in alice's mailbox after a message from her.
fn reports(mail: &str, recipients: &[&str]) -> Vec<String> {
    let lab = Lab::mx();
    let mut session = lab.after_ehlo(&[&format!("MAIL FROM:<alice@example.org>{mail}")], &["250"]);
    for recipient in recipients {
        lab.check(&mut session, &[&format!("RCPT TO:{recipient}")], &["250"]);
    }
    lab.check(
        &mut session,
        &["DATA", "Subject: s", "", "body text", "."],
        &["354", "250"],
    );
    lab.inbox("alice")
}

#[test]
fn a_bounce() {
    let inbox = reports(
        " ENVID=abc+2B RET=FULL",
        &[
            "<mailspec-bounce@example.org> ORCPT=rfc822;Bob+2Bx@example.org",
            "<bob@example.org>",
        ],
    );
    assert_eq!(inbox.len(), 1);
    let report = &inbox[0];
    for part in [
        "Return-Path: <>\r\n",
        "To: <alice@example.org>\r\n",
        "Content-Type: multipart/report; report-type=delivery-status;\r\n",
        "Original-Envelope-Id: abc+\r\nReporting-MTA: dns; mx.example.org\r\n",
        "\r\n\r\nOriginal-Recipient: rfc822;Bob+x@example.org\r\n\
         Final-Recipient: rfc822; mailspec-bounce@example.org\r\n\
         Action: failed\r\nStatus: 5.2.0\r\nDiagnostic-Code: smtp; 550 5.2.0 Delivery failed\r\n",
        "Content-Type: message/rfc822\r\n\r\nReceived: ",
        "body text\r\n",
    ] {
        assert!(report.contains(part), "{part} is not in {report}");
    }
    assert!(!report.contains("bob@example.org>: "), "{report}");
}

#[test]
fn which_reports_are_sent() {
    let bounce = "<mailspec-bounce@example.org>";
    let actions = |recipients: &[&str], mail: &str| -> Vec<String> {
        let action = |report: &String| {
            let line = report.lines().find(|line| line.starts_with("Action: "));
            line.unwrap_or_default().to_owned()
        };
        reports(mail, recipients).iter().map(action).collect()
    };
    assert_eq!(actions(&[bounce], ""), ["Action: failed"]);
    assert_eq!(actions(&[&format!("{bounce} NOTIFY=NEVER")], ""), [""; 0]);
    assert_eq!(actions(&[&format!("{bounce} NOTIFY=success")], ""), [""; 0]);
    assert_eq!(
        actions(&[&format!("{bounce} NOTIFY=FAILURE,DELAY")], ""),
        ["Action: failed"]
    );
    assert_eq!(actions(&["<bob@example.org>"], ""), [""; 0]);
    assert_eq!(
        actions(&["<bob@example.org> NOTIFY=SUCCESS"], ""),
        ["Action: delivered"]
    );
    assert_eq!(
        actions(&["<mailspec-delay@example.org>"], ""),
        ["Action: delayed"]
    );
    assert_eq!(
        actions(&["<mailspec-delay@example.org> NOTIFY=FAILURE"], ""),
        [""; 0]
    );
    assert_eq!(
        actions(&["<bob@example.org>"], " BY=-5;N"),
        ["Action: delayed"]
    );
    // Only the header comes back unless RET=FULL.
    assert!(!reports("", &[bounce])[0].contains("body text"));
}

#[test]
fn no_report_about_reports() {
    let lab = Lab::mx();
    lab.after_ehlo(
        &[
            "MAIL FROM:<>",
            "RCPT TO:<mailspec-bounce@example.org>",
            "DATA",
            "",
            ".",
        ],
        &["250", "250", "354", "250"],
    );
    assert!(lab.inbox("alice").is_empty() && lab.outbox.messages().is_empty());
    // And one for a sender elsewhere goes out with a null reverse-path.
    lab.after_ehlo(
        &[
            "MAIL FROM:<a@b.example>",
            "RCPT TO:<mailspec-bounce@example.org>",
            "DATA",
            "",
            ".",
        ],
        &["250", "250", "354", "250"],
    );
    let outgoing = lab.outbox.take();
    assert_eq!(outgoing[0].reverse_path, "");
    assert_eq!(outgoing[0].recipients[0].address, "a@b.example");
}

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

/// RFC 4865 §5.1.2, RFC 3461: what is held is reported on when it is released, not before.
#[test]
fn held_mail_is_reported_on_when_it_is_released() {
    let lab = Lab::new(Mode::Submission);
    let mut session = submission(&lab);
    lab.check(
        &mut session,
        &[
            "MAIL FROM:<alice@example.org> HOLDFOR=60 BY=120;NT",
            "RCPT TO:<bob@example.org> NOTIFY=SUCCESS",
            "RCPT TO:<x@elsewhere.example>",
            "RCPT TO:<y@elsewhere.example> NOTIFY=NEVER",
            "DATA",
            "Subject: later",
            "",
            ".",
        ],
        &["250", "250", "250", "250", "354", "250"],
    );
    session.tick(lab.later(59));
    assert!(lab.inbox("alice").is_empty());
    session.tick(lab.later(60));
    let reports = lab.inbox("alice");
    assert_eq!(reports.len(), 2);
    for (report, action) in reports.iter().zip(["delivered", "relayed"]) {
        assert!(report.starts_with("Return-Path: <>\r\n"), "{report}");
        assert!(
            report.contains(&format!("Action: {action}\r\n")),
            "{report}"
        );
        assert!(report.contains("\r\nFuture-Release-Request: for;60\r\n"));
        assert!(
            report.contains("\r\nArrival-Date: Wed, 17 Jul 1996 02:44:25"),
            "{report}"
        );
        assert!(report.contains("\r\nDeliver-By-Date: Wed, 17 Jul 1996 02:46:25"));
        assert!(report.contains("\r\nDate: Wed, 17 Jul 1996 02:45:25"));
    }
    session.tick(lab.later(61));
    assert_eq!(lab.inbox("alice").len(), 2);
}

/// RFC 2852 §4.1.3: held mail whose time runs out before anybody releases it.
#[test]
fn held_mail_runs_out_of_time() {
    for (mode, inbox, action, status) in [("R", 0, "failed", "5.4.7"), ("N", 1, "delayed", "4.4.7")]
    {
        let lab = Lab::new(Mode::Submission);
        let mut session = submission(&lab);
        lab.check(
            &mut session,
            &[
                &format!("MAIL FROM:<alice@example.org> HOLDFOR=60 BY=60;{mode}"),
                "RCPT TO:<bob@example.org>",
                "DATA",
                "",
                ".",
            ],
            &["250", "250", "354", "250"],
        );
        lab.outbox.release_due(&lab.store, lab.later(61));
        assert_eq!(lab.inbox("bob").len(), inbox);
        let reports = lab.inbox("alice");
        assert_eq!(reports.len(), 1);
        assert!(reports[0].contains(&format!("Action: {action}\r\nStatus: {status}\r\n")));
    }
}

/// An account that is gone when its mail is released.
#[test]
fn held_mail_that_cannot_be_delivered_is_returned() {
    let lab = Lab::new(Mode::Submission);
    let mut session = submission(&lab);
    lab.check(
        &mut session,
        &[
            "MAIL FROM:<alice@example.org> HOLDUNTIL=1996-07-18T00:00:00Z",
            "RCPT TO:<bob@example.org>",
            "DATA",
            "",
            ".",
        ],
        &["250", "250", "354", "250"],
    );
    lab.store.remove_account("bob");
    lab.outbox.release_due(&lab.store, lab.later(86400));
    let report = &lab.inbox("alice")[0];
    assert!(
        report.contains("\r\nAction: failed\r\nStatus: 5.1.1\r\n"),
        "{report}"
    );
    assert!(report.contains("\r\nFuture-Release-Request: until;1996-07-18T00:00:00Z\r\n"));
}

/// RFC 8689 §5, RFC 6710 §4.6: a report goes out as its message came.
#[test]
fn reports_carry_what_protects_the_message() {
    let lab = Lab::mx();
    let mut session = lab.open(true);
    lab.hello(&mut session);
    lab.check(
        &mut session,
        &[
            "MAIL FROM:<a@b.example> REQUIRETLS MT-PRIORITY=-2 RET=FULL",
            "RCPT TO:<mailspec-bounce@example.org>",
            "RCPT TO:<bob@example.org>",
            "DATA",
            "Subject: secret",
            "",
            "body",
            ".",
        ],
        &["250", "250", "250", "354", "250"],
    );
    let outgoing = lab.outbox.messages();
    assert_eq!(outgoing.len(), 1);
    assert_eq!(outgoing[0].reverse_path, "");
    assert!(outgoing[0].parameters.require_tls);
    assert_eq!(outgoing[0].parameters.priority, Some(-2));
    let report = String::from_utf8_lossy(&outgoing[0].octets).into_owned();
    assert!(!report.contains("\r\nbody\r\n"), "{report}");
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
