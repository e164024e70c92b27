//! What POP3's documents say, dialogue by dialogue.

use super::{House, NOW, check, tls};
use crate::sasl::SaslConfig;
use crate::session::Session;
use jiff::SignedDuration;
use std::sync::Arc;

/// 120 and 200 octets, as in RFC 1939's examples.
fn two() -> House {
    let first = [
        b"Subject: a\r\n\r\n".to_vec(),
        vec![b'x'; 104],
        b"\r\n".to_vec(),
    ]
    .concat();
    let second = [
        b"Subject: b\r\n\r\n".to_vec(),
        vec![b'y'; 184],
        b"\r\n".to_vec(),
    ]
    .concat();
    House::new(&[&first, &second])
}

#[test]
fn the_textbooks_session() {
    let mut house = two();
    let mut peer = house.connect();
    check(
        &mut peer,
        "S: +OK POP3 server ready <
         C: USER mrose
         S: +OK
         C: PASS tanstaaf
         S: +OK
         C: STAT
         S: +OK 2 320
         C: LIST
         S: +OK 2 messages (320 octets)
         S: 1 120
         S: 2 200
         S: .
         C: LIST 2
         S: +OK 2 200
         C: LIST 3
         S: -ERR
         C: LAST
         S: +OK 0
         C: DELE 2
         S: +OK
         C: DELE 2
         S: -ERR
         C: RETR 2
         S: -ERR
         C: LIST 2
         S: -ERR
         C: STAT
         S: +OK 1 120
         C: RSET
         S: +OK
         C: STAT
         S: +OK 2 320
         C: NOOP
         S: +OK
         C: DELE 1
         S: +OK
         C: LIST
         S: +OK
         S: 2 200
         S: .
         C: QUIT
         S: +OK",
    );
    assert!(peer.closed);
    assert_eq!(house.left(), [200]);
}

#[test]
fn without_quit_nothing_is_removed() {
    let mut house = two();
    let mut peer = house.login();
    peer.say("DELE 1\r\n");
    peer.session.closed(NOW);
    drop(peer);
    assert_eq!(house.left(), [120, 200]);
}

#[test]
fn the_autologout_removes_nothing() {
    let mut house = two();
    let mut peer = house.login();
    peer.say("DELE 1\r\n");
    let deadline = peer.session.deadline().expect("a timer runs");
    assert_eq!(deadline.duration_since(NOW), SignedDuration::from_mins(10));
    peer.session.tick(deadline);
    assert_eq!(peer.settle(), "");
    assert!(peer.closed);
    assert_eq!(house.left(), [120, 200]);
}

#[test]
fn apop_with_the_greetings_timestamp() {
    use md5::{Digest, Md5};
    let mut house = two();
    let mut peer = house.connect();
    let greeting = peer.settle();
    let stamp = &greeting[greeting.find('<').expect("a timestamp")..greeting.len() - 2];
    let hash = Md5::digest(format!("{stamp}tanstaaf"));
    let digest: String = hash.iter().map(|octet| format!("{octet:02x}")).collect();
    check(
        &mut peer,
        "C: APOP mrose c4c9334bac560ecc979e58001b3e22fb\nS: -ERR [AUTH]",
    );
    check(
        &mut peer,
        &format!("C: APOP mrose {digest}\nS: +OK\nC: STAT\nS: +OK 2 320"),
    );
    assert_ne!(house.connect().settle(), greeting);
}

#[test]
fn only_one_session_at_a_time() {
    let mut house = two();
    let mut first = house.login();
    first.settle();
    let mut second = house.connect();
    second.settle();
    check(
        &mut second,
        "C: USER mrose\nS: +OK\nC: PASS tanstaaf\nS: -ERR [IN-USE]",
    );
    first.say("QUIT\r\n");
    check(
        &mut second,
        "C: USER mrose\nS: +OK\nC: PASS tanstaaf\nS: +OK",
    );
}

#[test]
fn states_refuse_what_is_not_theirs() {
    let mut house = two();
    let mut peer = house.connect();
    peer.settle();
    for command in [
        "STAT", "LIST", "RETR 1", "DELE 1", "NOOP", "RSET", "TOP 1 0", "UIDL", "LAST",
    ] {
        check(&mut peer, &format!("C: {command}\nS: -ERR"));
    }
    check(
        &mut peer,
        "C: PASS tanstaaf
         S: -ERR
         C: USER mrose
         S: +OK
         C: CAPA
         S: +OK
         S: TOP
         S: UIDL
         S: USER
         S: SASL SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN LOGIN
         S: STLS
         S: RESP-CODES
         S: AUTH-RESP-CODE
         S: PIPELINING
         S: EXPIRE NEVER
         S: UTF8 USER
         S: LANG
         S: LOGIN-DELAY 0
         S: IMPLEMENTATION
         S: .
         C: PASS tanstaaf
         S: -ERR
         C: USER mrose
         S: +OK
         C: PASS wrong
         S: -ERR [AUTH]
         C: USER mrose
         S: +OK
         C: PASS tanstaaf
         S: +OK
         C: USER mrose
         S: -ERR
         C: AUTH PLAIN
         S: -ERR
         C: STLS
         S: -ERR
         C: UTF8
         S: -ERR",
    );
}

#[test]
fn last_is_the_highest_retrieved() {
    let mut house = two();
    let mut peer = house.login();
    peer.settle();
    let dialogue = "C: LAST\nS: +OK 0\nC: DELE 1\nS: +OK\nC: LAST\nS: +OK 0\nC: RSET\nS: +OK";
    check(&mut peer, dialogue);
    peer.say("RETR 2\r\nRETR 1\r\n");
    check(
        &mut peer,
        "C: LAST\nS: +OK 2\nC: RSET\nS: +OK\nC: LAST\nS: +OK 0",
    );
    peer.say("RETR 1\r\nQUIT\r\n");
    let mut again = house.login();
    again.settle();
    check(&mut again, "C: LAST\nS: +OK 2");
}

#[test]
fn stuffing_and_top() {
    let mut house = House::new(&[
        b"A: 1\r\nB: 2\r\n\r\n.\r\n..x\r\nlast\r\n",
        b"no header end",
        b"",
    ]);
    let mut peer = house.login();
    peer.settle();
    check(
        &mut peer,
        "C: RETR 1
         S: +OK
         S: A: 1
         S: B: 2
         S:
         S: ..
         S: ...x
         S: last
         S: .
         C: TOP 1 0
         S: +OK
         S: A: 1
         S: B: 2
         S:
         S: .
         C: TOP 1 1
         S: +OK
         S: A: 1
         S: B: 2
         S:
         S: ..
         S: .
         C: RETR 2
         S: +OK 15
         S: no header end
         S: .
         C: RETR 3
         S: +OK 0
         S: .
         C: LIST
         S: +OK
         S: 1 28
         S: 2 15
         S: 3 0
         S: .
         C: TOP 4 0
         S: -ERR",
    );
    assert!(
        peer.say("TOP 1 99999999999999999999\r\n")
            .ends_with("last\r\n.\r\n")
    );
}

#[test]
fn unique_ids_stay() {
    let mut house = two();
    let ids = house.login().say("UIDL\r\n");
    let mut peer = house.login();
    peer.settle();
    assert!(ids.ends_with(&peer.say("UIDL\r\n")));
    check(
        &mut peer,
        "C: DELE 1\nS: +OK\nC: UIDL 1\nS: -ERR\nC: UIDL\nS: +OK\nS: 2 \nS: .",
    );
}

#[test]
fn lines_that_are_no_commands() {
    let mut house = two();
    let mut peer = house.login();
    peer.settle();
    assert!(peer.say("NOOP\n").starts_with("-ERR"));
    assert!(peer.say("NOOP\r\r\n").starts_with("-ERR"));
    assert!(peer.say("NO\0OP\r\n").starts_with("-ERR"));
    // 255 octets with the CRLF are a command; one more isn't, and what follows is the next.
    let longest = format!("NOOP{}\r\n", " ".repeat(249));
    assert_eq!(longest.len(), 255);
    assert_eq!(peer.say(longest), "-ERR wrong number of arguments\r\n");
    let longer = format!("NOOP{}\r\nNOOP\r\n", " ".repeat(250));
    assert_eq!(peer.say(longer), "-ERR line too long\r\n+OK\r\n");
    assert_eq!(peer.say(vec![b'x'; 1_000_000]), "");
    assert_eq!(peer.say("\r\nNOOP\r\n"), "-ERR line too long\r\n+OK\r\n");
}

#[test]
fn auth() {
    let mut house = two();
    let mut peer = house.connect();
    peer.settle();
    check(
        &mut peer,
        "C: AUTH
         S: -ERR
         C: AUTH XYZZY
         S: -ERR
         C: AUTH PLAIN
         S: + 
         C: *
         S: -ERR
         C: AUTH PLAIN =
         S: -ERR
         C: AUTH PLAIN !
         S: -ERR
         C: AUTH CRAM-MD5 AAAA
         S: -ERR
         C: AUTH LOGIN
         S: + VXNlciBOYW1lAA==
         C: bXJvc2U=
         S: + UGFzc3dvcmQA
         C: d3Jvbmc=
         S: -ERR [AUTH]
         C: AUTH plain AG1yb3NlAHRhbnN0YWFm
         S: +OK
         C: STAT
         S: +OK 2 320",
    );
}

#[test]
fn stls_forgets_what_was_said_before() {
    let mut house = two();
    let mut peer = house.connect();
    peer.settle();
    peer.say("USER mrose\r\n");
    assert!(peer.say("STLS\r\nUSER mrose\r\n").starts_with("+OK begin"));
    assert_eq!(peer.session.tls, Some(tls()));
    check(&mut peer, "C: STLS\nS: -ERR\nC: PASS tanstaaf\nS: -ERR");
    let announced = peer.say("CAPA\r\n");
    assert!(announced.contains("SASL SCRAM-SHA-256-PLUS ") && !announced.contains("STLS"));
}

#[test]
fn passwords_can_be_kept_for_tls() {
    let mut house = two();
    house.config.sasl = Arc::new(SaslConfig {
        plaintext_without_tls: false,
        ..SaslConfig::default()
    });
    let mut peer = house.connect();
    peer.settle();
    let announced = peer.say("CAPA\r\n");
    assert!(!announced.contains("USER\r\nSASL") && !announced.contains("PLAIN"));
    check(
        &mut peer,
        "C: USER mrose\nS: -ERR\nC: AUTH PLAIN\nS: -ERR\nC: STLS\nS: +OK",
    );
    check(&mut peer, "C: USER mrose\nS: +OK\nC: PASS tanstaaf\nS: +OK");
}

#[test]
fn utf8_and_lang() {
    let mut house = House::new(&[
        "Subject: é\r\n\r\n".as_bytes(),
        "A: b\r\n\r\né\r\n".as_bytes(),
    ]);
    let mut peer = house.login();
    peer.settle();
    check(
        &mut peer,
        "C: RETR 1\nS: -ERR [UTF8]\nC: TOP 1 0\nS: -ERR [UTF8]",
    );
    check(
        &mut peer,
        "C: RETR 2\nS: +OK\nS: A: b\nS:\nS: é\nS: .\nC: QUIT\nS: +OK",
    );
    let mut peer = house.connect();
    peer.settle();
    check(
        &mut peer,
        "C: UTF8 x\nS: -ERR\nC: UTF8\nS: +OK\nC: STLS\nS: -ERR",
    );
    check(&mut peer, "C: USER mrose\nS: +OK\nC: PASS tanstaaf\nS: +OK");
    check(&mut peer, "C: RETR 1\nS: +OK\nS: Subject: é\nS:\nS: .");
    check(
        &mut peer,
        "C: LANG\nS: +OK\nS: en English\nS: de Deutsch\nS: i-default English for everybody\nS: .\nC: LANG *\nS: +OK en ",
    );
    check(
        &mut peer,
        "C: LANG EN\nS: +OK en \nC: LANG tlh\nS: -ERR\nC: LANG a b\nS: -ERR",
    );
    check(
        &mut peer,
        "C: LANG de\nS: +OK de Die Sprache ist Deutsch\nC: DELE 1\nS: +OK Nachricht 1 ist gelöscht
C: DELE 1\nS: -ERR Nachricht 1 ist schon gelöscht\nC: LANG tlh\nS: -ERR diese Sprache wird nicht gesprochen
C: STAT\nS: +OK 1 \nC: XYZZY\nS: -ERR diesen Befehl gibt es nicht
C: LANG i-default\nS: +OK i-default The\nC: RSET\nS: +OK maildrop",
    );
}

#[test]
fn login_delay() {
    let mut house = two();
    house.config.login_delay = 60;
    house.login().say("QUIT\r\n");
    let mut peer = house.connect();
    peer.settle();
    check(
        &mut peer,
        "C: USER mrose\nS: +OK\nC: PASS tanstaaf\nS: -ERR [LOGIN-DELAY]",
    );
    let later = NOW + SignedDuration::from_secs(60);
    peer.session
        .receive(b"USER mrose\r\nPASS tanstaaf\r\n", later);
    assert!(peer.settle().contains("+OK maildrop"));
}
