//! Troubles as text, and with the commands of real sessions, without a socket.

use super::*;
use crate::ReferenceServer;
use crate::session::{Effect, Session};
use jiff::Timestamp;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

struct Talk(Box<dyn Session>);

impl Talk {
    fn with(service: Service, trouble: &str) -> Self {
        let server = ReferenceServer::builder()
            .account("alice", "secret")
            .trouble(trouble)
            .seed(1)
            .build()
            .expect("a server");
        let mut session = server.session(service, Arc::new(|| ()));
        session.start(None, NOW);
        let mut talk = Self(session);
        talk.said();
        talk
    }

    fn said(&mut self) -> String {
        let mut output = Vec::new();
        self.0.take_output(&mut output);
        String::from_utf8_lossy(&output).into_owned()
    }

    fn say(&mut self, text: &str) -> String {
        self.0.receive(text.as_bytes(), NOW);
        self.said()
    }
}

#[test]
fn texts_are_read_back() {
    for text in [
        "delay:500ms",
        "imap/delay:2000ms%20",
        "dribble:1",
        "dribble:3:10ms%1",
        "close-after:100",
        "reply:RCPT:2=451 4.3.0 try again",
        "reply:RCPT TO:<bob@example.test>%50=550 5.1.1 100% = no",
        "smtp/reply:EHLO=250-mail\\n250 HELP",
        "silence:NOOP",
        "close:UID FETCH:3",
    ] {
        let trouble: Trouble = text.parse().expect(text);
        assert_eq!(trouble.to_string(), text);
    }
    let dribble: Trouble = "dribble".parse().expect("dribble");
    assert_eq!(dribble.to_string(), "dribble:1");
}

#[test]
fn errors_say_what_was_expected() {
    for (text, wanted) in [
        ("", "is none of"),
        ("delya:1s", "delay:DURATION"),
        ("delay", "wants a duration"),
        ("delay:5", "500ms or 2s"),
        ("delay:99999999999999999s", "at most a day"),
        ("dribble:0", "at least one octet"),
        ("close-after:-1", "is no number"),
        ("close-after:1%0", "from 1 to 100"),
        ("reply:RCPT", "after ="),
        ("reply:RCPT=", "is empty"),
        ("reply::2=250 ok", "command is missing"),
        ("silence:NOOP:0", "counted from 1"),
        ("delay:1s=x", "only reply"),
        ("nntp/delay:1s", "is no service"),
    ] {
        let why = text.parse::<Trouble>().expect_err(text).to_string();
        assert!(why.contains(wanted), "{text}: {why}");
    }
}

#[test]
fn the_second_recipient_is_refused_and_not_taken() {
    let mut talk = Talk::with(Service::Smtp, "reply:RCPT:2=451 4.3.0 try again");
    talk.say("EHLO a.test\r\n");
    talk.say("MAIL FROM:<>\r\n");
    assert!(
        talk.say("RCPT TO:<alice@example.test>\r\n")
            .starts_with("250")
    );
    assert_eq!(
        talk.say("rcpt TO:<alice@example.test>\r\n"),
        "451 4.3.0 try again\r\n"
    );
    assert!(
        talk.say("RCPT TO:<alice@example.test>\r\n")
            .starts_with("250")
    );
    assert!(talk.say("DATA\r\n").starts_with("354"));
    assert_eq!(talk.say("RCPT TO:<x>\r\nRCPT TO:<y>\r\n"), "");
    assert!(talk.say(".\r\n").starts_with("250"));
}

#[test]
fn only_some_addresses() {
    let mut talk = Talk::with(Service::Smtp, "reply:RCPT TO:<bob@=550 5.1.1 no");
    talk.say("EHLO a.test\r\nMAIL FROM:<>\r\n");
    assert!(
        talk.say("RCPT TO:<alice@example.test>\r\n")
            .starts_with("250")
    );
    assert_eq!(
        talk.say("RCPT TO:<bob@example.test>\r\n"),
        "550 5.1.1 no\r\n"
    );
}

#[test]
fn a_chunk_that_is_not_taken_is_not_read_as_commands() {
    let mut talk = Talk::with(Service::Smtp, "reply:BDAT:1=452 4.3.1 full");
    talk.say("EHLO a.test\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.test>\r\n");
    assert_eq!(talk.say("BDAT 6 LAST\r\nNOOP\r\n"), "452 4.3.1 full\r\n");
    assert!(talk.say("NOOP\r\n").starts_with("250"));
}

#[test]
fn imap_answers_carry_the_tag_and_literals_are_no_commands() {
    let mut talk = Talk::with(Service::Imap, "reply:NOOP:2=NO [UNAVAILABLE] later");
    assert!(talk.say("a NOOP\r\n").contains("a OK"));
    assert_eq!(talk.say("b LOGIN alice {6}\r\n").get(..1), Some("+"));
    assert!(talk.say("secret\r\n").contains("b OK"));
    assert!(
        talk.say("c APPEND INBOX {8+}\r\nx NOOP\r\n\r\n")
            .contains("c OK")
    );
    assert_eq!(talk.say("d NOOP\r\n"), "d NO [UNAVAILABLE] later\r\n");
    assert!(talk.say("e NOOP\r\n").contains("e OK"));
}

#[test]
fn a_command_that_is_swallowed_takes_its_literal_with_it() {
    let mut talk = Talk::with(Service::Imap, "silence:APPEND");
    talk.say("a LOGIN alice secret\r\n");
    assert_eq!(talk.say("b APPEND INBOX {8+}\r\nx NOOP\r\n\r\n"), "");
    assert!(talk.say("c NOOP\r\n").starts_with("c OK"));
}

#[test]
fn an_end_is_asked_for_once_all_is_said() {
    let mut talk = Talk::with(Service::Smtp, "reply:NOOP=421 4.3.2 bye");
    talk.0.receive(b"NOOP\r\nEHLO a.test\r\n", NOW);
    assert_eq!(talk.0.take_effect(), None);
    assert_eq!(talk.said(), "421 4.3.2 bye\r\n");
    assert_eq!(talk.0.take_effect(), Some(Effect::Close));
}

#[test]
fn a_trouble_of_one_service_leaves_the_others() {
    let mut talk = Talk::with(Service::Smtps, "smtp/silence:NOOP");
    assert_eq!(talk.say("NOOP\r\n"), "");
    let mut talk = Talk::with(Service::Lmtp, "smtp/silence:NOOP");
    assert!(talk.say("NOOP\r\n").starts_with("250"));
}
