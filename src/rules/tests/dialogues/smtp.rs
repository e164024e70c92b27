//! SMTP and LMTP: a reply each, the end of a session, EHLO, what is not announced.

use super::check;
use crate::transcript::tree::Protocol;

#[test]
fn sessions_that_the_server_ends_behind_an_error() {
    let begin = "S: 220 mx.example.org\n";
    for (rest, wanted) in [
        (
            "C: X\nS: 500 what\nC: NOOP\n!closed",
            vec!["smtp/closed-without-421"],
        ),
        (
            "C: NOOP\nS: 250 x\nC: NOOP\n!closed",
            vec!["smtp/reply-missing"],
        ),
        ("C: X\nS: 500 what\n!closed", vec![]),
        ("C: X\nS: 500 what\nC: QUIT\n!closed", vec![]),
        (
            "C: NOOP\nS: 421 mx.example.org no\nC: NOOP\n!closed",
            vec![],
        ),
        (
            "C: NOOP\nS: 521 mx.example.org no\nC: NOOP\n!closed",
            vec![],
        ),
    ] {
        check(Protocol::Smtp, &format!("{begin}{rest}"), &wanted);
    }
}

#[test]
fn keywords_of_ehlo_that_stand_twice() {
    let reply = |lines: &str, wanted: &[&str]| {
        let dialogue = format!("S: 220 mx.example.org\nC: EHLO c\nS: 250-mx.example.org\n{lines}");
        check(Protocol::Smtp, &dialogue, wanted);
    };
    let twice = ["smtp/ehlo-keyword-twice"];
    reply("S: 250-DSN\nS: 250 dsn", &twice);
    reply("S: 250 AUTH PLAIN PLAIN", &twice);
    reply("S: 250-AUTH A B\nS: 250 B", &[]);
}

#[test]
fn a_reply_to_each_command() {
    let check = |protocol, rest: &str, wanted: &[&str]| {
        let begin = "S: 220 mx.example.org\nC: LHLO c\nS: 250-mx.example.org\nS: 250-PIPELINING\nS: 250-ENHANCEDSTATUSCODES\nS: 250-8BITMIME\nS: 250-CHUNKING\nS: 250 AUTH LOGIN\n";
        check(protocol, &format!("{begin}{rest}"), wanted);
    };
    let more = ["smtp/one-reply-each"];
    let data = "C: MAIL FROM:<>\nC: RCPT TO:<a@b>\nC: RCPT TO:<c@b>\nC: DATA\nS: 250 2.0.0 x\nS: 250 2.0.0 x\nS: 250 2.0.0 x\nS: 354 go\nC: Subject: x\nC: \nC: RSET\nC: .\nS: 250 2.0.0 x\n";
    let quit = "C: QUIT\nS: 221 2.0.0 bye";
    check(Protocol::Smtp, &format!("{data}{quit}"), &[]);
    check(Protocol::Smtp, &format!("{data}S: 250 2.0.0 x"), &more);
    check(
        Protocol::Lmtp,
        &format!("{data}S: 250 2.0.0 x\n{quit}"),
        &[],
    );
    check(
        Protocol::Lmtp,
        &format!("{data}S: 250 2.0.0 x\nS: 250 2.0.0 x"),
        &more,
    );
    for (rest, wanted) in [
        (
            "C: BDAT 4 LAST\nC: ab\nS: 250 2.0.0 x\nC: NOOP\nS: 250 2.0.0 x",
            vec![],
        ),
        (
            "C: AUTH LOGIN\nS: 334 eA==\nC: eA==\nS: 334 eQ==\nC: eQ==\nS: 235 2.7.0 in",
            vec![],
        ),
        ("C: NOOP\nS: 250 2.0.0 x\nS: 250 2.0.0 x", more.to_vec()),
        ("S: 421 mx.example.org shutting down", vec![]),
        ("C: NOOP\nC: NOOP\nS: 250 2.0.0 x\nS: 250 2.0.0 x", vec![]),
    ] {
        check(Protocol::Smtp, rest, &wanted);
    }
}

#[test]
fn commands_that_the_server_leaves_unanswered() {
    let greeting = "S: 220 mx.example.org\n";
    for (rest, wanted) in [
        ("C: NOOP\n!closed", vec!["smtp/reply-missing"]),
        (
            "C: NOOP\nC: QUIT\nS: 221 bye\n!closed",
            vec!["smtp/positive-code"],
        ),
        ("C: NOOP\nS: 421 mx.example.org bye\n!closed", vec![]),
        (
            "C: FOO\nC: NOOP\nS: 500 what\n!closed",
            vec!["smtp/closed-without-421"],
        ),
        ("C: STARTTLS\n!closed", vec![]),
    ] {
        check(Protocol::Smtp, &format!("{greeting}{rest}"), &wanted);
    }
    check(Protocol::Smtp, "!closed", &[]);
}

#[test]
fn what_is_taken_without_being_announced() {
    let begin =
        "S: 220 mx.example.org\nC: EHLO c\nS: 250-mx.example.org\nS: 250-SIZE\nS: 250 AUTH PLAIN\n";
    for (rest, wanted) in [
        (
            "C: ETRN example.org\nS: 250 x",
            vec!["smtp/unannounced-command"],
        ),
        ("C: ETRN example.org\nS: 502 x", vec![]),
        ("C: STARTTLS\nS: 220 x", vec!["smtp/unannounced-command"]),
        (
            "C: AUTH LOGIN\nS: 334 eA==",
            vec!["smtp/unannounced-mechanism"],
        ),
        ("C: AUTH plain AGEAYg==\nS: 235 x", vec![]),
        (
            "C: AUTH PLAIN AGEAYg==\nS: 235 x\nC: ETRN example.org\nS: 250 x",
            vec![],
        ),
        ("C: MAIL FROM:<a@b> size=10\nS: 250 x", vec![]),
        (
            "C: MAIL FROM:<a@b> BODY=8BITMIME\nS: 250 x",
            vec!["smtp/unannounced-parameter"],
        ),
        ("C: MAIL FROM:<a@b> BODY=8BITMIME\nS: 555 x", vec![]),
        ("C: HELP\nS: 214 x", vec![]),
    ] {
        check(Protocol::Smtp, &format!("{begin}{rest}"), &wanted);
    }
}
