//! The limits of the table in the crate's documentation: what is just beyond each gets its reply, and the session
//! goes on. A session at a time, without sockets.

use jiff::{SignedDuration, Timestamp};
use mailspec_reference_server::faults::Faults;
use mailspec_reference_server::imap::{ImapConfig, ImapSession};
use mailspec_reference_server::pop2::{Pop2Config, Pop2Session};
use mailspec_reference_server::pop3::{Pop3Config, Pop3Session};
use mailspec_reference_server::sasl::SaslConfig;
use mailspec_reference_server::session::{Effect, Session};
use mailspec_reference_server::store::Store;
use std::sync::Arc;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
/// As long as the literal limit of these tests.
const LARGEST: usize = 100;

/// Alice with one message of `octets` octets.
fn store(octets: usize) -> Store {
    let store = Store::default();
    store.add_account("alice", "secret");
    let message = format!("Subject: {}\r\n\r\n", "x".repeat(octets - 13));
    store.deliver("alice", message.into(), NOW).unwrap();
    store
}

fn imap(line_limit: usize) -> ImapSession {
    let config = ImapConfig {
        line_limit,
        literal_limit: LARGEST as u64,
        ..ImapConfig::default()
    };
    let mut session = ImapSession::new(store(LARGEST), config, Faults::default(), Arc::new(|| {}));
    session.start(None, NOW);
    heard(&mut session);
    session
}

/// An IMAP session with INBOX selected.
fn selected() -> ImapSession {
    let mut session = imap(64 * 1024);
    say(&mut session, "a LOGIN alice secret\r\nb SELECT INBOX\r\n");
    session
}

fn heard(session: &mut dyn Session) -> String {
    let mut output = Vec::new();
    session.take_output(&mut output);
    String::from_utf8(output).unwrap()
}

fn say(session: &mut dyn Session, input: &str) -> String {
    session.receive(input.as_bytes(), NOW);
    heard(session)
}

/// What is said gets an answer whose last line begins so.
#[track_caller]
fn check(session: &mut dyn Session, input: &str, last: &str) {
    let output = say(session, input);
    let line = output.trim_end().rsplit("\r\n").next().unwrap_or_default();
    let shown = input.get(..60.min(input.len())).unwrap_or(input);
    assert!(line.starts_with(last), "{shown:?} gives {line:?}");
}

fn literal(octets: usize) -> String {
    format!("{{{octets}+}}\r\n{}", "x".repeat(octets))
}

#[test]
fn imap_before_login() {
    let mut session = imap(1000);
    let small = literal(60);
    let cases = [
        (format!("a LOGIN {} x\r\n", literal(101)), "a BAD [LIMIT]"),
        (format!("a LOGIN {small} {small}\r\n"), "a BAD [LIMIT]"),
        // Who has not logged in stores nothing yet.
        (
            format!("a APPEND INBOX {small}{small}\r\n"),
            "a NO [TOOBIG]",
        ),
        (format!("a NOOP {}\r\n", "x".repeat(1000)), "a BAD [LIMIT]"),
        ("a NOOP\r\n".to_owned(), "a OK"),
    ];
    for (input, last) in cases {
        check(&mut session, &input, last);
    }
}

#[test]
fn imap_messages_of_a_command() {
    let mut session = selected();
    let stored = literal(LARGEST);
    let url = " CATENATE (URL \"/INBOX/;UID=1\")";
    let cases = [
        (format!("a SELECT {}\r\n", literal(101)), "a BAD [LIMIT]"),
        (
            format!("a APPEND INBOX {}\r\n", literal(101)),
            "a NO [TOOBIG]",
        ),
        (
            format!("a APPEND INBOX {}\r\n", [&*stored; 4].join(" ")),
            "a OK",
        ),
        (
            format!("a APPEND INBOX {}\r\n", [&*stored; 5].join(" ")),
            "a NO [TOOBIG]",
        ),
        (format!("a APPEND INBOX{}\r\n", url.repeat(4)), "a OK"),
        (
            format!("a APPEND INBOX{}\r\n", url.repeat(5)),
            "a NO [TOOBIG]",
        ),
        (
            "a APPEND INBOX CATENATE (URL \"/INBOX/;UID=1\" TEXT {1+}\r\nx)\r\n".to_owned(),
            "a NO [TOOBIG]",
        ),
    ];
    for (input, last) in cases {
        check(&mut session, &input, last);
    }
}

#[test]
fn imap_keywords_of_a_mailbox() {
    let mut session = selected();
    let many: Vec<String> = (0..2000).map(|number| format!("k{number}")).collect();
    let store = format!("a STORE 1 +FLAGS.SILENT ({})\r\n", many.join(" "));
    check(&mut session, &store, "a OK");
    check(&mut session, "a CREATE other\r\n", "a OK");
    check(
        &mut session,
        "a APPEND other (new) {5+}\r\nA: b\n\r\n",
        "a OK",
    );
    let cases = [
        ("a STORE 1 +FLAGS (new)\r\n", "a NO [LIMIT]"),
        ("a STORE 1 +FLAGS (k0)\r\n", "a OK"),
        ("a STORE 1 -FLAGS (new)\r\n", "a OK"),
        ("a APPEND INBOX (new) {5+}\r\nA: b\n\r\n", "a NO [LIMIT]"),
        ("a APPEND INBOX (K1) {5+}\r\nA: b\n\r\n", "a OK"),
        ("a REPLACE 1 INBOX (new) {5+}\r\nA: b\n\r\n", "a NO [LIMIT]"),
        ("a SELECT other\r\n", "a OK"),
        ("a COPY 1 INBOX\r\n", "a NO [LIMIT]"),
        ("a MOVE 1 INBOX\r\n", "a NO [LIMIT]"),
    ];
    for (input, last) in cases {
        check(&mut session, input, last);
    }
}

#[test]
fn imap_answers() {
    let mut session = selected();
    let many =
        |item: &str, count: usize| format!("a FETCH 1 ({})\r\n", vec![item; count].join(" "));
    check(&mut session, &many("ENVELOPE", 16), "a OK");
    check(&mut session, &many("ENVELOPE", 17), "a NO [LIMIT]");
    check(&mut session, &many("BINARY[]", 17), "a NO [LIMIT]");
    // What is shared costs nothing until it is written.
    check(&mut session, &many("UID", 500), "a OK");
    let url = "imap://alice@localhost/INBOX/;UID=1;URLAUTH=user+alice";
    let given = say(
        &mut session,
        &format!("a GENURLAUTH \"{url}\" INTERNAL\r\n"),
    );
    let url = given.split('"').nth(1).unwrap_or_default();
    let output = say(
        &mut session,
        &format!("a URLFETCH{}\r\n", format!(" \"{url}\"").repeat(50)),
    );
    assert!(
        output.contains("{100}\r\n") && output.contains(" NIL "),
        "{output}"
    );
}

#[test]
fn what_is_shared_is_handed_over_in_parts() {
    let octets = 3 * 1024 * 1024;
    let mut session = ImapSession::new(
        store(octets),
        ImapConfig::default(),
        Faults::default(),
        Arc::new(|| {}),
    );
    session.start(None, NOW);
    session.receive(b"a LOGIN alice secret\r\nb SELECT INBOX\r\n", NOW);
    heard(&mut session);
    session.receive(b"c FETCH 1 (BODY.PEEK[] BODY.PEEK[])\r\n", NOW);
    let (mut all, mut parts) = (0, 0);
    loop {
        let part = heard(&mut session);
        assert!(part.len() <= 1024 * 1024 + 1024, "{}", part.len());
        if part.is_empty() {
            break;
        }
        (all, parts) = (all + part.len(), parts + 1);
    }
    assert!(all > 2 * octets && parts >= 6, "{all} in {parts}");
}

#[test]
fn imap_small_things() {
    let pairs = |count: usize| {
        let pairs: Vec<String> = (0..count).map(|at| format!("\"k{at}\" \"v\"")).collect();
        format!("a ID ({})\r\n", pairs.join(" "))
    };
    let id = |field: usize, value: usize| {
        format!(
            "a ID (\"{}\" \"{}\")\r\n",
            "k".repeat(field),
            "v".repeat(value)
        )
    };
    let cases = [
        (pairs(30), "a OK"),
        (pairs(31), "a BAD"),
        (id(30, 1024), "a OK"),
        (id(31, 1), "a BAD"),
        (id(1, 1025), "a BAD"),
        // Naming the same over and over adds nothing.
        (
            format!("a ENABLE{}\r\n", " CONDSTORE X-NO".repeat(2000)),
            "a OK",
        ),
        (format!("a SEARCH {}ALL\r\n", "NOT ".repeat(50)), "a OK"),
        (format!("a SEARCH {}ALL\r\n", "NOT ".repeat(60)), "a BAD"),
        (
            format!("a SEARCH {}ALL{}\r\n", "(".repeat(60), ")".repeat(60)),
            "a BAD",
        ),
        (
            format!("a CREATE {}\r\n", "x".repeat(1001)),
            "a NO [CANNOT]",
        ),
        (
            format!("a CREATE {}x\r\n", "x/".repeat(50)),
            "a NO [CANNOT]",
        ),
    ];
    for (input, last) in cases {
        check(&mut selected(), &input, last);
    }
}

#[test]
fn imap_counts() {
    type Command = fn(usize) -> String;
    let counts: [(usize, Command, &str); 2] = [
        (
            1_000,
            |at| format!("a SETMETADATA INBOX (/private/vendor/x/{at} \"v\")\r\n"),
            "a NO [METADATA TOOMANY]",
        ),
        // The owner is in the list already.
        (
            999,
            |at| format!("a SETACL INBOX x{at} l\r\n"),
            "a NO [LIMIT]",
        ),
    ];
    for (most, command, refusal) in counts {
        let mut session = selected();
        for at in 0..most {
            check(&mut session, &command(at), "a OK");
        }
        check(&mut session, &command(most), refusal);
        check(&mut session, &command(0), "a OK");
    }
    // Subscriptions outlive their mailboxes; that of INBOX is there from the beginning.
    let mut session = selected();
    for at in 0..9_999 {
        let short = format!("a CREATE x{at}\r\na SUBSCRIBE x{at}\r\na DELETE x{at}\r\n");
        check(&mut session, &short, "a OK");
    }
    check(
        &mut session,
        "a CREATE y\r\na SUBSCRIBE y\r\n",
        "a NO [LIMIT]",
    );
    let mut session = selected();
    for at in 0..16 {
        check(
            &mut session,
            &format!("s{at} SEARCH RETURN (UPDATE) ALL\r\n"),
            &format!("s{at} OK"),
        );
    }
    let output = say(&mut session, "s16 SEARCH RETURN (UPDATE) ALL\r\n");
    assert!(
        output.contains("* NO [NOUPDATE \"s16\"]") && output.contains("s16 OK"),
        "{output}"
    );
}

#[test]
fn imap_failed_logins() {
    let mut session = imap(1000);
    for _ in 0..10 {
        check(&mut session, "a LOGIN alice wrong\r\n", "a NO");
    }
    assert_eq!(session.take_effect(), None);
    let output = say(&mut session, "a LOGIN alice wrong\r\n");
    assert!(output.contains("* BYE"), "{output}");
    assert_eq!(session.take_effect(), Some(Effect::Close));
}

fn pop3() -> Pop3Session {
    let config = Pop3Config {
        hostname: "mail.example.org".to_owned(),
        seed: 1,
        serial: 1,
        sasl: Arc::new(SaslConfig::default()),
        login_delay: 0,
        logins: Arc::default(),
    };
    Pop3Session::new(store(LARGEST), config, Faults::default())
}

fn pop2() -> Pop2Session {
    let hostname = "mail.example.org".to_owned();
    Pop2Session::new(store(LARGEST), Pop2Config { hostname }, Faults::default())
}

#[test]
fn pop_lines() {
    let mut session = pop3();
    session.start(None, NOW);
    let cases = [
        (format!("NOOP{}\r\n", " ".repeat(250)), "-ERR line too long"),
        ("AUTH PLAIN\r\n".to_owned(), "+"),
        (format!("{}\r\n", "A".repeat(12_287)), "-ERR line too long"),
        // The exchange is over.
        ("CAPA\r\n".to_owned(), "."),
    ];
    heard(&mut session);
    for (input, last) in cases {
        check(&mut session, &input, last);
    }
    // 510 octets and CRLF are the longest line.
    for (name, last) in [(498, "- not you"), (499, "- not a command")] {
        let mut session = pop2();
        session.start(None, NOW);
        heard(&mut session);
        let line = format!("HELO {} secret\r\n", "x".repeat(name));
        check(&mut session, &line, last);
    }
}

/// Nothing is heard for so long: the session says this and closes.
#[track_caller]
fn check_idle(session: &mut dyn Session, before: &str, patience: SignedDuration, says: &str) {
    session.start(None, NOW);
    session.receive(before.as_bytes(), NOW);
    heard(session);
    let deadline = session.deadline().unwrap();
    assert_eq!(deadline.duration_since(NOW), patience);
    session.tick(deadline);
    let output = heard(session);
    assert!(output.starts_with(says), "{output}");
    assert_eq!(session.take_effect(), Some(Effect::Close));
}

#[test]
fn idle_time() {
    let minutes = SignedDuration::from_mins;
    let login = "a LOGIN alice secret\r\n";
    check_idle(&mut imap(1000), "", minutes(3), "* BYE");
    check_idle(&mut imap(1000), login, minutes(30), "* BYE");
    check_idle(
        &mut imap(1000),
        &format!("{login}b IDLE\r\n"),
        minutes(30),
        "* BYE",
    );
    check_idle(
        &mut imap(1000),
        "a AUTHENTICATE PLAIN\r\n",
        minutes(3),
        "* BYE",
    );
    check_idle(&mut pop3(), "", minutes(10), "");
    check_idle(
        &mut pop3(),
        "USER alice\r\nPASS secret\r\n",
        minutes(10),
        "",
    );
    check_idle(&mut pop2(), "", minutes(10), "- ");
}
