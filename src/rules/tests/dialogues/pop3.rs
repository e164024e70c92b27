//! POP3: STAT against LIST, unique-ids over sessions, what is not answered, what is not announced.

use super::{check, of_session};
use crate::transcript::tree::Protocol;

/// The greeting and a login.
const ENTER: &str = "S: +OK ready\nC: USER a\nS: +OK\nC: PASS b\nS: +OK\n";

#[test]
fn listings_sizes_and_responses() {
    let check = |rest: &str, wanted: &[&str]| {
        check(Protocol::Pop3, &format!("{ENTER}{rest}"), wanted);
    };
    for rest in [
        "C: STAT\nS: +OK 2 3\nC: LIST\nS: +OK\nS: 1 1\nS: 2 2\nS: .",
        "C: STAT\nS: +OK 2 3\nC: DELE 1\nS: +OK\nC: LIST\nS: +OK\nS: 2 2\nS: .\nC: STAT\nS: +OK 1 2",
        "C: LIST 1\nS: +OK 1 7\nC: RETR 1\nS: +OK\nS: ..abc\nS: ",
        "C: LIST 1\nS: +OK 1 6\nC: RETR 1\nS: +OK\nS: ..abc\nS: .",
        "C: UIDL\nS: +OK\nS: 1 a\nS: 2 a\nS: .",
        "C: AUTH PLAIN\nS: + \nC: AGEAYg==\nS: -ERR no\nC: NOOP\nS: +OK",
        "C: NOOP\nC: NOOP\nS: +OK\nS: +OK",
        "C: a NOOP\nS: -ERR what",
        "S: -ERR idle for too long",
    ] {
        check(rest, &[]);
    }
    for (rule, rest) in [
        (
            "pop3/stat-agrees-with-list",
            "C: STAT\nS: +OK 2 4\nC: LIST\nS: +OK\nS: 1 1\nS: 2 2\nS: .",
        ),
        (
            "pop3/stat-agrees-with-list",
            "C: LIST\nS: +OK\nS: 1 1\nS: .\nC: STAT\nS: +OK 2 1",
        ),
        (
            "pop3/size-stable",
            "C: LIST 1\nS: +OK 1 1\nC: LIST 1\nS: +OK 1 2",
        ),
        (
            "pop3/size",
            "C: LIST 1\nS: +OK 1 7\nC: RETR 1\nS: +OK\nS: ..abc\nS: .",
        ),
        (
            "pop3/unique-id-stable",
            "C: UIDL 1\nS: +OK 1 a\nC: UIDL 1\nS: +OK 1 b",
        ),
        (
            "pop3/unique-id-twice",
            "C: LIST\nS: +OK\nS: 1 1\nS: 2 2\nS: 3 9\nS: .\nC: UIDL\nS: +OK\nS: 1 a\nS: 2 a\nS: 3 b\nS: .",
        ),
        ("pop3/one-response-each", "C: NOOP\nS: +OK\nS: +OK"),
    ] {
        check(rest, &[rule]);
    }
}

#[test]
fn unique_ids_over_sessions() {
    let fetched = "C: RETR 1\nS: +OK\nS: Subject: x\nS: .\n";
    let list = |ids: &str| format!("C: UIDL\nS: +OK\n{ids}S: .\n");
    let a = format!("{}{fetched}", list("S: 1 a\n"));
    let b = format!("{fetched}{}", list("S: 1 b\n"));
    let rule = "pop3/unique-id-persists";
    for (first, second, wanted) in [
        (a.clone(), a.clone(), vec![]),
        (a.clone(), b.clone(), vec![rule]),
        // A copy of it came, and the old one is still there.
        (
            a.clone(),
            format!("{fetched}{}", list("S: 1 b\nS: 2 a\n")),
            vec![],
        ),
        // The other copy was fetched before.
        (
            format!("{}{fetched}", list("S: 1 a\nS: 2 b\n")),
            b.clone(),
            vec![],
        ),
        // It may be gone, whatever became of DELE.
        (format!("{a}C: DELE 1\n"), b.clone(), vec![]),
        (format!("{fetched}C: DELE 1\nS: +OK\n"), b.clone(), vec![]),
        // Nobody listed all that was there.
        (
            format!("{fetched}C: UIDL 1\nS: +OK 1 a\n"),
            b.clone(),
            vec![],
        ),
        (
            a.clone(),
            format!("{fetched}C: UIDL 1\nS: +OK 1 b\n"),
            vec![],
        ),
        // Another message.
        (a, b.replace("Subject: x", "Subject: y"), vec![]),
    ] {
        let one = of_session(1, &format!("{ENTER}{first}"));
        let two = of_session(2, &format!("{ENTER}{second}"));
        check(Protocol::Pop3, &format!("{one}{two}"), &wanted);
    }
}

#[test]
fn commands_that_the_server_leaves_unanswered() {
    let greeting = "S: +OK hello\n";
    for (rest, wanted) in [
        ("C: CAPA\n!closed", vec!["pop3/response-missing"]),
        ("C: CAPA\nC: QUIT\nS: -ERR no\n!closed", vec![]),
        ("C: USER a\nC: NOOP\nS: -ERR no\n!closed", vec![]),
        ("C: STLS\n!closed", vec![]),
    ] {
        check(Protocol::Pop3, &format!("{greeting}{rest}"), &wanted);
    }
}

#[test]
fn what_is_taken_without_being_announced() {
    let begin = "S: +OK ready\nC: CAPA\nS: +OK\nS: USER\nS: SASL PLAIN\nS: .\n";
    for (rest, wanted) in [
        ("C: STLS\nS: +OK", vec!["pop3/unannounced-command"]),
        ("C: STLS\nS: -ERR", vec![]),
        ("C: AUTH PLAIN AGEAYg==\nS: +OK", vec![]),
        (
            "C: AUTH CRAM-MD5\nS: + eA==",
            vec!["pop3/unannounced-command"],
        ),
        ("C: AUTH CRAM-MD5\nS: -ERR", vec![]),
    ] {
        check(Protocol::Pop3, &format!("{begin}{rest}"), &wanted);
    }
}
