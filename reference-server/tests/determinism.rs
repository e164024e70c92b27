//! With a seed and a clock given, two runs give the same octets, whatever the protocol; another seed
//! gives other nonces.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use jiff::Timestamp;
use mailspec_reference_server::net::ManualClock;
use mailspec_reference_server::{ReferenceServer, Service, StartError};
use std::sync::Arc;

const MESSAGE: &str = "From: bob@remote.test\r\nSubject: parts\r\nMessage-ID: <1@remote.test>\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"cut\"\r\n\r\n\
    --cut\r\nContent-Type: text/plain\r\n\r\none\r\n\
    --cut\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntwo\r\n--cut--\r\n";

/// One conversation: what each step sends. A step begins when the last one has been answered.
type Conversation = (Service, Vec<String>);

fn sasl(octets: &str) -> String {
    BASE64_STANDARD.encode(octets)
}

fn conversations() -> Vec<Conversation> {
    let steps = |steps: &[&str]| steps.iter().map(|step| format!("{step}\r\n")).collect();
    let scram = sasl("n,,n=alice,r=fyko+d2lbbFgONRv9qkxdawL");
    let plain = sasl("\0alice\0secret");
    let append = format!("h APPEND Work (\\Seen) {{{}}}", MESSAGE.len());
    let message = MESSAGE.trim_end();
    let bounce = "From: alice@example.test\r\nSubject: lost\r\n\r\nx\r\n.";
    vec![
        // Bounces, reports and queue ids; who is local, and who is not.
        (
            Service::Submission,
            steps(&[
                "EHLO c.test",
                &format!("AUTH SCRAM-SHA-256 {scram}"),
                "*",
                "AUTH CRAM-MD5",
                "*",
                &format!("AUTH PLAIN {plain}"),
                "MAIL FROM:<alice@example.test> RET=FULL ENVID=one",
                "RCPT TO:<bob@example.test> NOTIFY=SUCCESS,FAILURE",
                "RCPT TO:<carol@remote.test> NOTIFY=SUCCESS",
                "DATA",
                bounce,
                "VRFY bob",
                "QUIT",
            ]),
        ),
        (
            Service::Smtp,
            steps(&[
                "EHLO c.test",
                "MAIL FROM:<bob@remote.test> BODY=8BITMIME",
                "RCPT TO:<alice@example.test>",
                "RCPT TO:<nobody@example.test>",
                "DATA",
                &format!("{message}\r\n."),
                "QUIT",
            ]),
        ),
        (
            Service::Lmtp,
            steps(&[
                "LHLO c.test",
                "MAIL FROM:<alice@example.test>",
                "RCPT TO:<alice@example.test>",
                "RCPT TO:<full@example.test> NOTIFY=FAILURE",
                "DATA",
                &format!("{message}\r\n."),
                "QUIT",
            ]),
        ),
        // The timestamp of APOP, and unique ids.
        (
            Service::Pop3,
            steps(&[
                "CAPA",
                &format!("AUTH SCRAM-SHA-1 {scram}"),
                "*",
                "APOP alice 00000000000000000000000000000000",
                "USER alice",
                "PASS secret",
                "UIDL",
                "RETR 1",
                "TOP 2 1",
                "QUIT",
            ]),
        ),
        (
            Service::Pop2,
            steps(&["HELO alice secret", "READ 1", "RETR", "ACKS", "QUIT"]),
        ),
        // Identifiers, keys, boundaries, mod-sequences.
        (
            Service::Imap,
            steps(&[
                &format!("a AUTHENTICATE SCRAM-SHA-256 {scram}"),
                "*",
                "b LOGIN alice secret",
                "c CREATE Work",
                "d STATUS Work (UIDVALIDITY UIDNEXT MAILBOXID)",
                "e ENABLE QRESYNC IMAP4rev2",
                &append,
                message,
                "",
                "i SELECT Work",
                "j FETCH 1:* (FLAGS ENVELOPE BODYSTRUCTURE EMAILID THREADID MODSEQ INTERNALDATE SAVEDATE)",
                "k FETCH 1 (BODY.PEEK[2.HEADER] BINARY.PEEK[1] PREVIEW)",
                "l GENURLAUTH \"imap://alice@example.test/Work/;uid=1;urlauth=anonymous\" INTERNAL",
                "m RESETKEY Work INTERNAL",
                "n GENURLAUTH \"imap://alice@example.test/Work/;uid=1;urlauth=anonymous\" INTERNAL",
                "o UID STORE 1 +FLAGS (\\Deleted)",
                "p EXPUNGE",
                "q SELECT INBOX",
                "r FETCH 1:* (EMAILID THREADID BODY.PEEK[])",
                "s SORT RETURN (ALL MODSEQ) (SUBJECT) UTF-8 ALL",
                "t THREAD REFERENCES UTF-8 ALL",
                "u LOGOUT",
            ]),
        ),
    ]
}

/// Everything that a server of this seed says, conversation by conversation.
fn run(seed: u64) -> Result<Vec<String>, StartError> {
    let now = Timestamp::UNIX_EPOCH;
    let server = ReferenceServer::builder()
        .seed(seed)
        .clock(ManualClock::at(now))
        .account("alice", "secret")
        .account("bob", "secret")
        .account("full", "secret")
        .quota("full", 10)
        .message("alice", MESSAGE)
        .build()?;
    let mut said = Vec::new();
    for (service, steps) in conversations() {
        let mut session = server.session(service, Arc::new(|| {}));
        session.start(None, now);
        let mut output = Vec::new();
        session.take_output(&mut output);
        for step in steps {
            session.receive(step.as_bytes(), now);
            session.take_output(&mut output);
        }
        session.closed(now);
        said.push(String::from_utf8_lossy(&output).into_owned());
    }
    // The bounces and reports that came of it.
    for account in ["alice", "bob"] {
        let messages = server.messages(account, "INBOX");
        let texts = messages
            .iter()
            .map(|message| String::from_utf8_lossy(&message.octets).into_owned());
        said.push(texts.collect::<Vec<_>>().join("\r\n=====\r\n"));
    }
    said.push(format!("{:?}", server.outbox().messages()));
    Ok(said)
}

#[test]
fn two_runs_give_the_same_octets() -> Result<(), StartError> {
    for (first, second) in run(7)?.iter().zip(run(7)?) {
        assert_eq!(*first, second);
    }
    Ok(())
}

/// A conversation in which nothing but errors came would be the same twice as well.
#[test]
fn the_conversations_go_as_far_as_they_should() -> Result<(), StartError> {
    let said = run(7)?;
    for (at, wanted) in [
        (0, "\r\n250 2.0.0 "),
        (0, "\r\n221 "),
        (1, "\r\n550 "),
        (1, "\r\n354 "),
        (2, "\r\n452 "),
        (3, "\r\n+OK maildrop has 4 messages"),
        (4, "\r\n="),
        (5, "MAILBOXID ("),
        (5, "BODYSTRUCTURE ("),
        (5, "THREADID ("),
        (5, "\r\n* GENURLAUTH "),
        (5, "\r\nn OK"),
        (5, "\r\nt OK"),
        (6, "multipart/report"),
        (7, "Return-Path: <alice@example.test>"),
        (8, "carol@remote.test"),
    ] {
        assert!(
            said[at].contains(wanted),
            "{wanted:?} in {at}:\n{}",
            said[at]
        );
    }
    Ok(())
}

#[test]
fn another_seed_gives_other_nonces() -> Result<(), StartError> {
    let (first, second) = (run(7)?, run(8)?);
    let pick = |said: &str, what: &str| -> Vec<String> {
        let lines = said.lines().filter(|line| line.contains(what));
        lines.map(str::to_owned).collect()
    };
    // The challenges of SMTP's and IMAP's SCRAM, POP3's timestamp, and IMAP's keys.
    for (at, what) in [
        (0, "334 "),
        (3, "+OK POP3 server ready <"),
        (3, "+ "),
        (5, "+ "),
        (5, "GENURLAUTH "),
    ] {
        let (first, second) = (pick(&first[at], what), pick(&second[at], what));
        assert!(!first.is_empty(), "no {what:?} in {at}");
        assert_ne!(first, second, "{what:?} in {at}");
    }
    Ok(())
}
