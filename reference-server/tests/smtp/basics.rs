//! Commands, their order, their grammar, their limits.

use crate::lab::{Lab, compare};
use mailspec_reference_server::session::{Effect, Session};
use mailspec_reference_server::smtp::{Mode, Service};
use rstest::rstest;

#[test]
fn a_whole_session() {
    let lab = Lab::mx();
    let mut session = lab.session();
    session.start(None, lab.now);
    let mut output = Vec::new();
    session.take_output(&mut output);
    compare(&output, &["220 mx.example.org "]);
    lab.check(
        &mut session,
        &[
            "HELO client.example",
            "MAIL FROM:<carol@elsewhere.example>",
            "RCPT TO:<alice@example.org>",
            "RCPT TO:<nobody@example.org>",
            "DATA",
            "Subject: one",
            "",
            "..dot",
            ".",
            "QUIT",
        ],
        &[
            "250",
            "250 2.1.0",
            "250 2.1.5",
            "550 5.1.1",
            "354",
            "250 2.0.0",
            "221 2.0.0 mx.example.org",
        ],
    );
    assert_eq!(session.take_effect(), Some(Effect::Close));
    assert_eq!(
        lab.inbox("alice"),
        ["Return-Path: <carol@elsewhere.example>\r\n\
          Received: from client.example ([192.0.2.1])\r\n \
          by mx.example.org with SMTP id 00000001\r\n \
          for <alice@example.org>;\r\n \
          Wed, 17 Jul 1996 02:44:25 +0000\r\n\
          Subject: one\r\n\r\n.dot\r\n"]
    );
}

#[rstest]
#[case("", "500 5.5.1")]
#[case("XYZZY", "500 5.5.1")]
#[case(" NOOP", "500 5.5.1")]
#[case("NOOP\tx", "500 5.5.1")]
#[case("LHLO client.example", "500 5.5.1")]
#[case("SEND FROM:<a@b.example>", "502 5.5.1")]
#[case("NOOP", "250 2.0.0")]
#[case("noop Anything at all", "250 2.0.0")]
#[case("RSET ", "250 2.0.0")]
#[case("RSET x", "501 5.5.4")]
#[case("DATA x", "501 5.5.4")]
#[case("QUIT x", "501 5.5.4")]
#[case("HELP", "214 2.0.0")]
#[case("HELP MAIL", "214 2.0.0")]
#[case("VRFY alice", "250 2.1.5 <alice@example.org>")]
#[case("VRFY Alice@Example.ORG", "250 2.1.5 <alice@example.org>")]
#[case("VRFY postmaster", "250 2.1.5 <postmaster@example.org>")]
#[case("VRFY nobody", "550 5.1.1")]
#[case("VRFY x@elsewhere.example", "550 5.7.1")]
#[case("VRFY", "501 5.5.4")]
#[case("EXPN team", "250 2.1.5 <bob@example.org>")]
#[case("EXPN alice", "550 5.1.1")]
#[case("MAIL FROM:<a@b.example>", "503 5.5.1")]
#[case("RCPT TO:<alice@example.org>", "503 5.5.1")]
#[case("DATA", "503 5.5.1")]
#[case("EHLO", "501 5.5.4")]
#[case("EHLO under_score.example", "501 5.5.4")]
#[case("EHLO a..b", "501 5.5.4")]
#[case("EHLO -a.example", "501 5.5.4")]
#[case("EHLO b\u{fc}cher.example", "501 5.5.4")]
#[case("EHLO [192.0.2.1]", "250 ")]
#[case("EHLO [192.0.2.256]", "501 5.5.4")]
#[case("EHLO [IPv6:2001:db8::1]", "250 ")]
#[case("EHLO [IPv6:1:2:3:4:5:6:7::]", "501 5.5.4")]
#[case("EHLO [IPv6:::192.0.2.1]", "250 ")]
#[case("EHLO [2001:db8::1]", "501 5.5.4")]
#[case("eHlO x", "250 ")]
#[case("HELO x", "250 ")]
#[case("STARTTLS", "503 5.5.1")]
#[case("AUTH PLAIN", "503 5.5.1")]
#[case("ETRN example.net", "503 5.5.1")]
fn first_command(#[case] line: &str, #[case] reply: &str) {
    let lab = Lab::mx();
    lab.check(&mut lab.open(false), &[line], &[reply]);
}

#[rstest]
#[case("MAIL FROM:<>", "250 2.1.0")]
#[case("MAIL FROM:<a@b.example>", "250 2.1.0")]
#[case("mail from:<a@b.example>", "250 2.1.0")]
#[case("MAIL FROM:<a@b.example> ", "250 2.1.0")]
#[case("MAIL FROM:<@x.example,@y.example:a@b.example>", "250 2.1.0")]
#[case("MAIL FROM:<@x.example:>", "501 5.1.7")]
#[case("MAIL FROM:<\"a b\\\"c\"@b.example>", "250 2.1.0")]
#[case("MAIL FROM:<\"\"@b.example>", "250 2.1.0")]
#[case("MAIL FROM:<\"a\"b@b.example>", "501 5.1.7")]
#[case("MAIL FROM:<a.@b.example>", "501 5.1.7")]
#[case("MAIL FROM:<a..a@b.example>", "501 5.1.7")]
#[case("MAIL FROM:<a b@b.example>", "501 5.1.7")]
#[case("MAIL FROM:<a@b.example.>", "501 5.1.7")]
#[case("MAIL FROM:<a@[192.0.2.1]>", "250 2.1.0")]
#[case("MAIL FROM:<a@[192.0.2]>", "501 5.1.7")]
#[case("MAIL FROM:<Postmaster>", "501 5.1.7")]
#[case("MAIL FROM:a@b.example", "501 5.1.7")]
#[case("MAIL FROM:<a@b.example", "501 5.1.7")]
#[case("MAIL FROM: <a@b.example>", "501 5.1.7")]
#[case("MAIL FROM:<a@b.example>x", "501 5.1.7")]
#[case("MAIL  FROM:<a@b.example>", "501 5.5.4")]
#[case("MAIL TO:<a@b.example>", "501 5.5.4")]
#[case("MAIL", "501 5.5.4")]
#[case("MAIL FROM:<a@b.example> XYZ", "555 5.5.4")]
#[case("MAIL FROM:<a@b.example> XYZ=1", "555 5.5.4")]
#[case("MAIL FROM:<a@b.example> SIZE=", "501 5.5.4")]
#[case("MAIL FROM:<a@b.example>  SIZE=1", "501 5.5.4")]
#[case("MAIL FROM:<a@b.example> -X=1", "501 5.5.4")]
#[case("MAIL FROM:<a@null.example>", "550 5.7.27")]
#[case("MAIL FROM:<mailspec-451-mail@example.org>", "451 4.3.0")]
#[case("MAIL FROM:<\u{fc}@b.example>", "550 5.6.7")]
fn mail(#[case] line: &str, #[case] reply: &str) {
    Lab::mx().after_ehlo(&[line], &[reply]);
}

#[rstest]
#[case("RCPT TO:<alice@example.org>", "250 2.1.5")]
#[case("RCPT TO:<ALICE@EXAMPLE.ORG>", "250 2.1.5")]
#[case("RCPT TO:<\"alice\"@example.org>", "250 2.1.5")]
#[case("RCPT TO:<\"al\\ice\"@example.org>", "250 2.1.5")]
#[case("RCPT TO:<alice@[192.0.2.25]>", "250 2.1.5")]
#[case("RCPT TO:<@relay.example:alice@example.org>", "250 2.1.5")]
#[case("RCPT TO:<Postmaster>", "250 2.1.5")]
#[case("RCPT TO:<pOSTmaster@example.org>", "250 2.1.5")]
#[case("RCPT TO:<team@example.org>", "250 2.1.5")]
#[case("RCPT TO:<>", "501 5.1.3")]
#[case("RCPT TO:<alice>", "501 5.1.3")]
#[case("RCPT TO:alice@example.org", "501 5.1.3")]
#[case("RCPT TO:<nobody@example.org>", "550 5.1.1")]
#[case("RCPT TO:<x@elsewhere.example>", "550 5.7.1")]
#[case("RCPT TO:<alice@[192.0.2.26]>", "550 5.7.1")]
#[case("RCPT TO:<mailspec-450@example.org>", "450 4.2.1")]
#[case("RCPT TO:<mailspec-452@example.org>", "452 4.2.2")]
#[case("RCPT TO:<mailspec-553@example.org>", "553 5.1.3")]
#[case("RCPT TO:<mailspec-251@example.org>", "251 2.1.5")]
#[case("RCPT TO:<mailspec-299@example.org>", "550 5.1.1")]
#[case("RCPT TO:<alice@example.org> SIZE=1", "555 5.5.4")]
#[case("MAIL FROM:<c@d.example>", "503 5.5.1")]
#[case("DATA", "503 5.5.1")]
#[case("AUTH PLAIN", "503 5.5.1")]
#[case("ETRN example.net", "503 5.5.1")]
fn in_a_transaction(#[case] line: &str, #[case] reply: &str) {
    Lab::mx().after_ehlo(&["MAIL FROM:<a@b.example>", line], &["250", reply]);
}

#[rstest]
#[case(64, 4, "250")]
#[case(65, 4, "501 5.1.7 Local-part too long")]
fn local_part_limit(#[case] local: usize, #[case] domain: usize, #[case] reply: &str) {
    let line = format!("MAIL FROM:<{}@{}>", "l".repeat(local), "d".repeat(domain));
    Lab::mx().after_ehlo(&[&line], &[reply]);
}

#[test]
fn path_limits() {
    let lab = Lab::mx();
    let domain = |length: usize| "d.".repeat(length / 2) + &"d".repeat(length % 2);
    // "<l@" and ">" with a domain of 251 (odd, so that it ends in a letter) are 255 and less.
    for (line, reply) in [
        (format!("MAIL FROM:<l@{}>", domain(251)), "250"),
        (format!("MAIL FROM:<ll@{}>", domain(251)), "250"),
        (
            format!("MAIL FROM:<lll@{}>", domain(251)),
            "501 5.1.7 Path too long",
        ),
        (
            format!("MAIL FROM:<l@{}>", domain(257)),
            "501 5.1.7 Domain too long",
        ),
    ] {
        lab.after_ehlo(&[&line], &[reply]);
    }
}

#[test]
fn command_line_limits() {
    let lab = Lab::mx();
    let noop = |length: usize| format!("NOOP {}", "x".repeat(length - 7));
    lab.after_ehlo(&[&noop(512)], &["250"]);
    lab.after_ehlo(&[&noop(513)], &["500 5.5.2"]);
    lab.after_ehlo(&[&noop(100_000), "NOOP"], &["500 5.5.2", "250"]);
    // After HELO no extension lengthens MAIL.
    let mut session = lab.open(false);
    let long = format!("MAIL FROM:<a@b.example> X={}", "x".repeat(500));
    lab.check(&mut session, &["HELO x", &long], &["250", "500 5.5.2"]);
}

#[test]
fn recipient_limit() {
    let mut lab = Lab::mx();
    lab.config.limits.recipients = 100;
    let mut session = lab.after_ehlo(&["MAIL FROM:<>"], &["250"]);
    for _ in 0..100 {
        lab.check(&mut session, &["RCPT TO:<alice@example.org>"], &["250"]);
    }
    lab.check(
        &mut session,
        &["RCPT TO:<bob@example.org>", "DATA", "", "."],
        &["452 4.5.3", "354", "250"],
    );
    assert_eq!(lab.inbox("alice").len(), 1);
}

#[test]
fn only_crlf_ends_a_command() {
    let lab = Lab::mx();
    compare(&lab.raw(b"NOOP\nNOOP\r\nNOOP\r\n"), &["500 5.5.2", "250"]);
    compare(&lab.raw(b"NOOP\rNOOP\r\n"), &["500 5.5.2"]);
    compare(&lab.raw(b"NOOP\n"), &[]);
    compare(&lab.raw(b"NOOP \x00\r\n"), &["501"]);
}

#[test]
fn ehlo_and_rset_end_the_transaction() {
    let lab = Lab::mx();
    let begin = ["MAIL FROM:<>", "RCPT TO:<alice@example.org>"];
    for (between, reply) in [("RSET", "250"), ("EHLO x", "250"), ("HELO x", "250")] {
        let lines = [begin[0], begin[1], between, "DATA"];
        lab.after_ehlo(&lines, &["250", "250", reply, "503"]);
    }
    // What is refused, or only asks, leaves it alone.
    for (between, reply) in [
        ("EHLO _", "501"),
        ("NOOP", "250"),
        ("VRFY bob", "250"),
        ("HELP", "214"),
        ("MAIL FROM:<>", "503"),
        ("XYZZY", "500"),
    ] {
        let lines = [begin[0], begin[1], between, "DATA"];
        lab.after_ehlo(&lines, &["250", "250", reply, "354"]);
    }
}

#[test]
fn idle_sessions_end_with_421() {
    let lab = Lab::mx();
    let mut session = lab.open(false);
    assert_eq!(session.deadline(), Some(lab.later(300)));
    session.tick(lab.later(299));
    assert_eq!(session.take_effect(), None);
    session.tick(lab.later(300));
    let mut output = Vec::new();
    session.take_output(&mut output);
    compare(&output, &["421 4.4.2 mx.example.org"]);
    assert_eq!(session.take_effect(), Some(Effect::Close));
    assert_eq!(session.deadline(), None);
}

#[rstest]
#[case(Service::NoService, "554 ", "503 ")]
#[case(Service::NeverAcceptsMail, "521 ", "521 ")]
fn no_service(#[case] service: Service, #[case] greeting: &str, #[case] reply: &str) {
    let mut lab = Lab::mx();
    lab.config.service = service;
    let mut session = lab.session();
    session.start(None, lab.now);
    let mut output = Vec::new();
    session.take_output(&mut output);
    compare(&output, &[greeting]);
    lab.check(
        &mut session,
        &["EHLO x", "NOOP", "QUIT"],
        &[reply, reply, "221"],
    );
}

#[test]
fn rcpt_421_closes() {
    let lab = Lab::mx();
    let mut session = lab.after_ehlo(
        &["MAIL FROM:<>", "RCPT TO:<mailspec-421@example.org>", "NOOP"],
        &["250", "421 4.3.2 mx.example.org"],
    );
    assert_eq!(session.take_effect(), Some(Effect::Close));
}

#[test]
fn lmtp_has_lhlo_only() {
    let lab = Lab::new(Mode::Lmtp);
    lab.check(
        &mut lab.open(false),
        &[
            "EHLO x",
            "HELO x",
            "LHLO x",
            "MAIL FROM:<>",
            "DATA",
            "RCPT TO:<x@elsewhere.example>",
        ],
        &["500", "500", "250", "250", "503", "550 5.7.1"],
    );
}
