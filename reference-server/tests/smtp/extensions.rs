//! EHLO's announcements, STARTTLS, AUTH, and the parameters of the extensions.

use crate::lab::{Lab, compare, handshake};
use mailspec_reference_server::session::{Effect, Session};
use mailspec_reference_server::smtp::Mode;
use rstest::rstest;

const PLAIN: &str = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=";

#[rstest]
#[case(Mode::Mx, false, "ETRN STARTTLS")]
#[case(Mode::Mx, true, "ETRN REQUIRETLS AUTH PLAIN LOGIN")]
#[case(
    Mode::Submission,
    true,
    "FUTURERELEASE 2592000 1996-08-16T02:44:25Z REQUIRETLS AUTH PLAIN LOGIN"
)]
#[case(Mode::Lmtp, false, "STARTTLS")]
fn announced(#[case] mode: Mode, #[case] tls: bool, #[case] own: &str) {
    let lab = Lab::new(mode);
    let reply = lab.hello(&mut lab.open(tls));
    let lines: Vec<&str> = reply.lines().map(|line| &line[4..]).collect();
    assert_eq!(lines[0], "mx.example.org greets client.example");
    assert_eq!(
        lines[1..].join(" "),
        format!(
            "PIPELINING 8BITMIME ENHANCEDSTATUSCODES SMTPUTF8 DSN CHUNKING BINARYMIME \
             SIZE 52428800 DELIVERBY 60 MT-PRIORITY RRVS {own} VRFY EXPN HELP"
        )
    );
}

#[rstest]
#[case("BODY=7bit", "250")]
#[case("BODY=8BITMIME", "250")]
#[case("BODY=BINARYMIME", "250")]
#[case("BODY=9BIT", "501")]
#[case("BODY", "501")]
#[case("body=7BIT BODY=7BIT", "501")]
#[case("SMTPUTF8", "250")]
#[case("SMTPUTF8=1", "501")]
#[case("SIZE=0", "250")]
#[case("SIZE=-1", "501")]
#[case("RET=hdrs", "250")]
#[case("RET=SOME", "501")]
#[case("RET=FULL RET=FULL", "501")]
#[case("ENVID=QQ314159", "250")]
#[case("ENVID=a+2", "501")]
#[case("ENVID=a+2b", "501")]
#[case("ENVID=a+00", "501")]
#[case("NOTIFY=NEVER", "555")]
#[case("BY=60;R", "250")]
#[case("BY=+120;nt", "250")]
#[case("BY=0;N", "250")]
#[case("BY=-3;N", "250")]
#[case("BY=0;R", "501 5.5.4")]
#[case("BY=59;R", "555")]
#[case("BY=60", "501")]
#[case("BY=1234567890;N", "501")]
#[case("MT-PRIORITY=0", "250")]
#[case("MT-PRIORITY=-9", "250")]
#[case("MT-PRIORITY=10", "501 5.5.2")]
#[case("MT-PRIORITY=-0", "501 5.5.2")]
#[case("MT-PRIORITY=+1", "501 5.5.2")]
#[case("REQUIRETLS", "555")]
#[case("HOLDFOR=1", "555")]
#[case("AUTH=<>", "555")]
fn mail_parameters(#[case] parameters: &str, #[case] reply: &str) {
    Lab::mx().after_ehlo(&[&format!("MAIL FROM:<> {parameters}")], &[reply]);
}

#[rstest]
#[case("REQUIRETLS", "250")]
#[case("REQUIRETLS=1", "501")]
#[case("AUTH=<>", "250")]
#[case("AUTH=e+3Dmc2@example.com", "250")]
#[case("AUTH=x", "501")]
#[case("HOLDFOR=1", "250")]
#[case("HOLDFOR=2592000", "250")]
#[case("HOLDFOR=2592001", "501 5.5.4")]
#[case("HOLDFOR=0", "501 5.5.4")]
#[case("HOLDFOR=1 HOLDUNTIL=1996-07-18T00:00:00Z", "501 5.5.4")]
#[case("HOLDUNTIL=1996-07-18T00:00:00Z", "250")]
#[case("HOLDUNTIL=1996-07-18T00:00:00+00:00", "501 5.5.4")]
#[case("HOLDUNTIL=1996-08-16T02:44:26Z", "501 5.5.4")]
#[case("HOLDFOR=61 BY=60;R", "501 5.5.4")]
#[case("HOLDFOR=60 BY=60;R", "250")]
fn submission_parameters(#[case] parameters: &str, #[case] reply: &str) {
    let lab = Lab::new(Mode::Submission);
    let mut session = lab.open(true);
    lab.hello(&mut session);
    let mail = format!("MAIL FROM:<> {parameters}");
    lab.check(&mut session, &[PLAIN, &mail], &["235", reply]);
}

#[rstest]
#[case("NOTIFY=NEVER", "250")]
#[case("NOTIFY=success,FAILURE,Delay", "250")]
#[case("NOTIFY=NEVER,SUCCESS", "501")]
#[case("NOTIFY=", "501")]
#[case("NOTIFY=SUCCESS NOTIFY=SUCCESS", "501")]
#[case("ORCPT=rfc822;a+2Bb@example.org", "250")]
#[case("ORCPT=rfc822", "501")]
#[case("ORCPT=rfc822;a+GG", "501")]
#[case("RET=FULL", "555")]
fn rcpt_parameters(#[case] parameters: &str, #[case] reply: &str) {
    let rcpt = format!("RCPT TO:<alice@example.org> {parameters}");
    Lab::mx().after_ehlo(&["MAIL FROM:<>", &rcpt], &["250", reply]);
}

#[test]
fn no_parameters_after_helo() {
    let lab = Lab::mx();
    lab.check(
        &mut lab.open(false),
        &[
            "HELO x",
            "MAIL FROM:<> SIZE=1",
            "STARTTLS",
            "MAIL FROM:<>",
            "RCPT TO:<bob@example.org> NOTIFY=NEVER",
        ],
        &["250", "555", "503", "250", "555"],
    );
}

#[test]
fn smtputf8_addresses() {
    let lab = Lab::mx();
    lab.store.add_account("j\u{fc}rgen", "x");
    lab.after_ehlo(
        &[
            "MAIL FROM:<\u{3b1}@\u{3b2}.example> SMTPUTF8",
            "RCPT TO:<j\u{fc}rgen@example.org>",
            "DATA",
            "Subject: \u{fc}",
            "",
            ".",
            "MAIL FROM:<>",
            "RCPT TO:<j\u{fc}rgen@example.org>",
            "VRFY j\u{fc}rgen",
            "VRFY j\u{fc}rgen SMTPUTF8",
        ],
        &[
            "250",
            "250",
            "354",
            "250",
            "250",
            "553 5.6.7",
            "553",
            "250 2.1.5 <j\u{fc}rgen@example.org>",
        ],
    );
    let inbox = lab.inbox("j\u{fc}rgen");
    assert!(inbox[0].starts_with("Return-Path: <\u{3b1}@\u{3b2}.example>\r\n"));
    assert!(inbox[0].contains("with UTF8SMTP id"));
}

#[test]
fn starttls_forgets_everything() {
    let lab = Lab::mx();
    let mut session = lab.open(false);
    let output = lab.say(
        &mut session,
        b"EHLO x\r\nSTARTTLS x\r\nMAIL FROM:<>\r\nSTARTTLS\r\nRSET\r\nNOOP\r\nNOO",
    );
    compare(&output, &["250", "501", "250", "220 2.0.0"]);
    assert_eq!(lab.say(&mut session, b"P\r\n"), b"");
    assert_eq!(handshake(&lab, &mut session), b"");
    lab.check(
        &mut session,
        &[
            "MAIL FROM:<>",
            "EHLO x",
            "STARTTLS",
            "DATA",
            PLAIN,
            PLAIN,
            "MAIL FROM:<>",
        ],
        &["503", "250", "503", "503", "235", "503", "250"],
    );
    let mut lab = Lab::mx();
    lab.config.tls_available = false;
    lab.after_ehlo(&["STARTTLS"], &["502"]);
}

#[test]
fn authentication() {
    let mut lab = Lab::mx();
    lab.after_ehlo(&[PLAIN, "AUTH CRAM-MD5"], &["504 5.5.4", "504"]);
    lab.config.allow_plaintext_auth = true;
    let mut session = lab.after_ehlo(
        &[
            "AUTH",
            "AUTH XYZ",
            "AUTH PLAIN =",
            "AUTH PLAIN AGFsaWNlAHdyb25n",
            "AUTH PLAIN AGFsaWNl!HdvbmRlcmxhbmQ=",
            "AUTH PLAIN AAA=BBB",
            "AUTH PLAIN",
            "*",
            "AUTH PLAIN",
            "",
            "AUTH LOGIN",
            "YWxpY2U=",
            "d3Jvbmc=",
        ],
        &[
            "501",
            "504",
            "535 5.7.8",
            "535",
            "501 5.5.2",
            "501",
            "334",
            "501",
            "334",
            "535",
            "334 VXNlcm5hbWU6",
            "334 UGFzc3dvcmQ6",
            "535",
        ],
    );
    let output = lab.say(&mut session, b"AUTH PLAIN\r\n");
    assert_eq!(output, b"334 \r\n");
    let long = "x".repeat(20_000);
    lab.check(&mut session, &[&long, "NOOP"], &["500 5.5.6", "250"]);
    lab.check(
        &mut session,
        &[
            "auth login YWxpY2U=",
            "d29uZGVybGFuZA==",
            "AUTH LOGIN",
            "RSET",
            "MAIL FROM:<>",
            "RCPT TO:<x@elsewhere.example>",
        ],
        &["334", "235 2.7.0", "503 5.5.1", "250", "250", "250"],
    );
}

#[test]
fn nothing_after_quit() {
    let lab = Lab::mx();
    let mut session = lab.after_ehlo(&["QUIT", "NOOP", "EHLO x"], &["221"]);
    assert_eq!(session.take_effect(), Some(Effect::Close));
    lab.check(&mut session, &["NOOP"], &[]);
}
