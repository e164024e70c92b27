//! The layer by itself, and that each row changes what a session says.

use super::*;
use crate::ReferenceServer;
use std::sync::Arc;

fn session(service: Service, fault: Option<&str>) -> Box<dyn Session> {
    let mut builder = ReferenceServer::builder().account("alice", "secret");
    if let Some(fault) = fault {
        builder = builder.fault(fault);
    }
    let server = builder.build().expect("a server");
    let mut session = server.session(service, Arc::new(|| ()));
    session.start(None, Timestamp::UNIX_EPOCH);
    session
}

fn said(session: &mut Box<dyn Session>, text: &str) -> String {
    session.receive(text.as_bytes(), Timestamp::UNIX_EPOCH);
    let mut output = Vec::new();
    session.take_output(&mut output);
    String::from_utf8_lossy(&output).into_owned()
}

#[test]
fn a_text_goes_out_for_another() {
    let mut talk = session(Service::Imap, Some("imap-exists-bare-lf"));
    let answers = said(&mut talk, "1 LOGIN alice secret\r\n2 SELECT INBOX\r\n");
    assert!(answers.contains("* 0 EXISTS\n* 0 RECENT\r\n"), "{answers}");
}

#[test]
fn a_text_goes_out_before_or_behind_an_answer() {
    let mut talk = session(Service::Imap, Some("imap-vanished-unasked"));
    said(&mut talk, "1 LOGIN alice secret\r\n2 SELECT INBOX\r\n");
    assert_eq!(said(&mut talk, "3 no"), "");
    assert_eq!(
        said(&mut talk, "op\r\n"),
        "3 OK Nothing done\r\n* VANISHED 4000\r\n"
    );
    let mut talk = session(Service::Imap, Some("imap-challenge-in-words"));
    said(&mut talk, "");
    assert_eq!(
        said(&mut talk, "1 AUTHENTICATE PLAIN\r\n"),
        "+ go ahead\r\n+ \r\n"
    );
}

#[test]
fn the_first_time_may_be_right() {
    let mut talk = session(Service::Imap, None);
    talk = Box::new(Layer {
        inner: talk,
        imap: true,
        on: vec![(How::Later(b"Nothing", b"Something"), 0)],
        line: Vec::new(),
        before: Vec::new(),
        behind: Vec::new(),
        closing: false,
    });
    said(&mut talk, "");
    assert_eq!(
        said(&mut talk, "1 NOOP\r\n2 NOOP\r\n"),
        "1 OK Nothing done\r\n2 OK Something done\r\n"
    );
}

#[test]
fn a_connection_is_closed_behind_an_answer() {
    let mut talk = session(Service::Imap, Some("imap-rev1-closes-without-bye"));
    assert!(!said(&mut talk, "").contains("IMAP4rev2"));
    said(&mut talk, "1 LOGIN alice secret\r\n");
    assert_eq!(talk.take_effect(), None);
    assert!(said(&mut talk, "2 NAMESPACE\r\n").ends_with("2 OK That is all\r\n"));
    assert_eq!(talk.take_effect(), Some(Effect::Close));
}

#[test]
fn other_services_are_left_alone() {
    let mut plain = session(Service::Smtp, None);
    let mut other = session(Service::Smtp, Some("imap-exists-bare-lf"));
    let script = "EHLO client.example\r\nNOOP\r\n";
    assert_eq!(said(&mut plain, script), said(&mut other, script));
}
