//! Greeting, login, states, framing.

use super::*;
use crate::session::{Effect, TlsInfo};

#[test]
fn greeting_login_and_logout() {
    let mut session = ImapSession::new(store(&[]), config(), Faults::default(), Arc::new(|| {}));
    session.start(None, now());
    let greeting = take(&mut session);
    assert_eq!(
        greeting,
        "* OK [CAPABILITY IMAP4rev1 IMAP4rev2 SASL-IR LITERAL+ ENABLE ID LANGUAGE STARTTLS AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=CRAM-MD5 AUTH=PLAIN AUTH=LOGIN AUTH=OAUTHBEARER AUTH=XOAUTH2] localhost is ready\r\n"
    );
    session.receive(b"1 LOGIN alice wrong\r\n2 LOGIN {5}\r\n", now());
    assert_eq!(
        take(&mut session),
        "1 NO [AUTHENTICATIONFAILED] The name or the password is wrong\r\n+ Ready for the literal\r\n"
    );
    session.receive(b"alice {6+}\r\nsecret\r\n3 LOGOUT\r\n4 NOOP\r\n", now());
    let output = take(&mut session);
    assert!(
        output.starts_with("2 OK [CAPABILITY IMAP4rev1 "),
        "{output}"
    );
    assert!(
        output.ends_with("* BYE Goodbye\r\n3 OK Logged out\r\n"),
        "{output}"
    );
    assert_eq!(session.take_effect(), Some(Effect::Close));
    assert_eq!(session.deadline(), None);
}

#[test]
fn authenticate_plain() {
    Bench::new(store(&[])).play(
        "C: 1 AUTHENTICATE PLAIN
         S: +
         C: *
         S: 1 BAD Cancelled
         C: 2 AUTHENTICATE PLAIN
         S: +
         C: !!
         S: 2 BAD The response is not base64
         C: 3 AUTHENTICATE X-NONE
         S: 3 NO There is no such mechanism
         C: 4 AUTHENTICATE PLAIN AGJvYgBzZWNyZXQ=
         S: 4 NO [AUTHENTICATIONFAILED] The name or the password is wrong
         C: 5 SELECT INBOX
         S: 5 BAD Log in first",
    );
    let mut bench = Bench::new(store(&[]));
    let session = bench.session("");
    session.receive(
        b"1 AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==\r\n2 LOGIN a b\r\n",
        now(),
    );
    let output = take(session);
    assert!(output.starts_with("1 OK [CAPABILITY "), "{output}");
    assert!(
        output.ends_with("2 BAD You have logged in already\r\n"),
        "{output}"
    );
}

#[test]
fn nothing_from_before_the_handshake_survives() {
    let mut bench = Bench::new(store(&[]));
    bench.config.allow_plaintext_login = false;
    bench.play(
        "C: 0 LOGIN alice secret\nS: 0 NO [PRIVACYREQUIRED] Passwords are taken under TLS only",
    );
    let session = bench.session("");
    session.receive(b"1 STARTTLS\r\n2 LOGOUT\r\n3 LOG", now());
    assert_eq!(take(session), "1 OK Begin the handshake\r\n");
    assert_eq!(session.take_effect(), Some(Effect::StartTls));
    session.receive(b"4 NOOP\r\n", now());
    session.tls_started(TlsInfo::default(), now());
    session.receive(
        b"5 CAPABILITY\r\n6 STARTTLS\r\n7 LOGIN alice secret\r\n",
        now(),
    );
    let output = take(session);
    assert!(
        output.starts_with(
            "* CAPABILITY IMAP4rev1 IMAP4rev2 SASL-IR LITERAL+ ENABLE ID LANGUAGE AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-1-PLUS AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=CRAM-MD5 AUTH=PLAIN AUTH=LOGIN AUTH=OAUTHBEARER AUTH=XOAUTH2\r\n5 OK"
        ),
        "{output}"
    );
    assert!(
        output.contains("6 BAD TLS is there already\r\n7 OK ["),
        "{output}"
    );
}

#[test]
fn what_the_grammar_does_not_allow_is_bad() {
    for line in [
        "",
        " ",
        "a",
        "a ",
        " a NOOP",
        "a NOOP ",
        "a  NOOP",
        "a XNOOP",
        "+ NOOP",
        "a UID NOOP",
        "a FETCH 0 FLAGS",
        "a FETCH 01 FLAGS",
        "a FETCH 1 (FLAGS",
        "a FETCH 1 ()",
        "a FETCH 1 BODY[",
        "a FETCH 1 BODY[0]",
        "a FETCH 1 BODY[MIME]",
        "a FETCH 1 BODY[]<0.0>",
        "a FETCH 1 BODY[]<0>",
        "a FETCH 1 BODY.PEEK",
        "a FETCH 1 (FAST)",
        "a FETCH 1 FASTER",
        "a FETCH 1, FLAGS",
        "a FETCH 1:2:3 FLAGS",
        "a FETCH 4294967296 FLAGS",
        "a FETCH 9 FLAGS",
        "a FETCH * FLAGS EXTRA",
        "a STORE 1 FLAGS",
        "a STORE 1 FLAGS (\\Recent)",
        "a STORE 1 +FLAGS (\\*)",
        "a STORE 1 FLAGS \\",
        "a SEARCH",
        "a SEARCH FROM",
        "a SEARCH ON 32-Jan-2000",
        "a SEARCH ON 1-Foo-2000",
        "a SEARCH OR ALL",
        "a SEARCH ()",
        "a SEARCH RETURN (FOO) ALL",
        "a LIST \"\"",
        "a LIST \"\" a(",
        "a STATUS INBOX ()",
        "a STATUS INBOX",
        "a SELECT \"INBOX",
        "a SELECT \"\\a\"",
        "a SELECT IN\"BOX",
        "a CREATE \u{fc}",
        "a CREATE \"\u{fc}\"",
        "a APPEND INBOX",
        "a APPEND INBOX \"x\"",
        "a RENAME a",
        "a ENABLE",
        "a EXPUNGE 1",
        "a LOGIN a b",
        "a COPY 1",
        "a\tNOOP",
        "a NOOP\u{0}",
        "a NOOP\r",
        "a FETCH 1 BODY[HEADER.FIELDS ()]",
        "a FETCH 1 (FLAGS  UID)",
        "a APPEND INBOX (\\Seen) {",
        "a CHECK{",
        "a STORE 1 (UNCHANGEDSINCE x) FLAGS a",
        "a SEARCH $ $x",
        "a IDLE x",
        "a ID",
        "a ID (\"a\")",
        "a CLOSE x",
    ] {
        let mut bench = Bench::new(store(&[PLAIN]));
        bench.selected("");
        let session = bench.session("");
        session.receive(format!("{line}\r\nz NOOP\r\n").as_bytes(), now());
        let output = take(session);
        let (first, rest) = output.split_once("\r\n").unwrap();
        assert!(
            first.starts_with("a BAD ") || first.starts_with("* BAD "),
            "{line:?} {output}"
        );
        assert_eq!(rest, "z OK Nothing done\r\n", "{line:?}");
    }
}

#[test]
fn limits_and_line_ends() {
    let mut bench = Bench::new(store(&[]));
    bench.config.literal_limit = 100_000;
    bench.selected("");
    let session = bench.session("");
    let mut check = |input: &[u8], expected: &str| {
        session.receive(input, now());
        assert_eq!(take(session), expected);
    };
    check(
        b"a NOOP\nb NOOP\r\n",
        "a BAD A line ends with CRLF\r\nb OK Nothing done\r\n",
    );
    let long = [
        b"a NOOP ".as_slice(),
        &vec![b'x'; 70_000],
        b"\r\nb NOOP\r\n",
    ]
    .concat();
    check(
        &long,
        "a BAD [LIMIT] The command line is too long\r\nb OK Nothing done\r\n",
    );
    check(
        b"a APPEND INBOX {100001}\r\n",
        "a NO [TOOBIG] The message is too large\r\n",
    );
    let large = [
        b"a APPEND INBOX {100001+}\r\n".as_slice(),
        &vec![b'x'; 100_001],
        b"\r\nb NOOP\r\n",
    ]
    .concat();
    check(
        &large,
        "a NO [TOOBIG] The message is too large\r\nb OK Nothing done\r\n",
    );
    check(
        b"a SELECT {70000}\r\n",
        "a BAD [LIMIT] The literal is too large\r\n",
    );
    check(
        b"a NOOP {5}\r\n",
        "a BAD No literal is expected in this command now\r\n",
    );
    check(
        b"a FETCH 99999999999999999999 {99999999999999999999}\r\n",
        "a BAD [LIMIT] The literal is too large\r\n",
    );
    check(
        b"a IDLE\r\nx\n",
        "+ Idling\r\na BAD The line is malformed\r\nx BAD A line ends with CRLF\r\n",
    );
    check(b"b NOOP\r\n", "b OK Nothing done\r\n");
}

#[test]
fn autologout_after_thirty_minutes() {
    let mut bench = Bench::new(store(&[]));
    bench.selected("");
    let session = bench.session("");
    let deadline = session.deadline().unwrap();
    assert_eq!(
        deadline.duration_since(now()),
        jiff::SignedDuration::from_mins(30)
    );
    session.tick(now());
    assert_eq!(take(session), "");
    session.tick(deadline);
    assert!(take(session).starts_with("* BYE "));
    assert_eq!(session.take_effect(), Some(Effect::Close));
}
