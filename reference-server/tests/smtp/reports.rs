//! Reports on what was or was not delivered: which are sent, to whom, and when.

use crate::lab::{Lab, submission};
use mailspec_reference_server::session::Session;
use mailspec_reference_server::smtp::Mode;

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
