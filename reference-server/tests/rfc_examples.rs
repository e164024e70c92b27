//! Example sessions of the RFCs, replayed as they stand: what the client says there is said here, and what
//! the server says corresponds in status and structure; text, and numbers that a document does not keep to
//! itself, are not compared. The SMTP and LMTP examples are in `smtp/rfc_examples.rs`.

use jiff::Timestamp;
use mailspec_reference_server::sasl::SaslConfig;
use mailspec_reference_server::session::{Effect, Session, TlsInfo};
use mailspec_reference_server::{Builder, ReferenceServer, Service};
use md5::{Digest, Md5};
use std::sync::Arc;

/// A session without a socket, and what it has said.
struct Talk {
    session: Box<dyn Session>,
    now: Timestamp,
}

impl Talk {
    /// The session, and its greeting.
    fn begin(server: &ReferenceServer, service: Service) -> (Self, String) {
        let mut talk = Self {
            session: server.session(service, Arc::new(|| {})),
            now: Timestamp::UNIX_EPOCH,
        };
        talk.session.start(None, talk.now);
        let greeting = talk.heard();
        (talk, greeting)
    }

    fn heard(&mut self) -> String {
        let mut output = Vec::new();
        self.session.take_output(&mut output);
        if self.session.take_effect() == Some(Effect::StartTls) {
            self.session.tls_started(TlsInfo::default(), self.now);
            self.session.take_output(&mut output);
        }
        String::from_utf8_lossy(&output).into_owned()
    }

    fn say(&mut self, octets: &str) -> String {
        self.session.receive(octets.as_bytes(), self.now);
        self.heard()
    }
}

/// What the client says, and what the document has the server say to it. The first is the greeting.
fn dialogue(text: &str) -> Vec<(Option<&str>, Vec<&str>)> {
    let mut found = vec![(None, Vec::new())];
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("C:") {
            found.push((Some(said.strip_prefix(' ').unwrap_or(said)), Vec::new()));
        } else if let (Some(said), Some(last)) = (line.strip_prefix("S:"), found.last_mut()) {
            last.1.push(said.strip_prefix(' ').unwrap_or(said));
        }
    }
    found
}

fn builder() -> Builder {
    ReferenceServer::builder().seed(1)
}

#[test]
fn rfc1939_section_10() {
    let server = builder()
        .account("mrose", "tanstaaf")
        .message(
            "mrose",
            include_bytes!("../../fixtures/messages/octets-120.eml"),
        )
        .message(
            "mrose",
            include_bytes!("../../fixtures/messages/octets-200.eml"),
        )
        .build()
        .unwrap();
    let (mut talk, greeting) = Talk::begin(&server, Service::Pop3);
    for (command, expected) in dialogue(include_str!("examples/rfc1939-10.txt")) {
        let came = match command {
            None => greeting.clone(),
            // The digest is that of another server's timestamp.
            Some(apop) if apop.starts_with("APOP") => {
                let from = greeting.find('<').unwrap();
                let digest = Md5::digest(format!("{}tanstaaf", greeting[from..].trim_end()));
                let hex: String = digest.iter().map(|octet| format!("{octet:02x}")).collect();
                talk.say(&format!("APOP mrose {hex}\r\n"))
            }
            Some(command) => talk.say(&format!("{command}\r\n")),
        };
        let came: Vec<&str> = came.split_terminator("\r\n").collect();
        let status = expected[0].split(' ').next();
        assert_eq!(came[0].split(' ').next(), status, "{command:?}");
        match command {
            Some("STAT") => assert_eq!(came, expected),
            Some("LIST") => assert_eq!(came[1..], expected[1..]),
            _ => assert_eq!(came.len() > 1, expected.len() > 1, "{command:?}"),
        }
        assert_eq!(came.last() == Some(&"."), expected.last() == Some(&"."));
    }
    assert!(server.store().messages("mrose", "INBOX").is_empty());
}

/// Status, and the lines of a listing that are there: mechanisms are counted by the one that both know.
fn replay_pop3(server: &ReferenceServer, text: &str) {
    let (mut talk, greeting) = Talk::begin(server, Service::Pop3);
    for (command, expected) in dialogue(text) {
        let came = match command {
            None => greeting.clone(),
            Some(command) => talk.say(&format!("{command}\r\n")),
        };
        let came: Vec<&str> = came.split_terminator("\r\n").collect();
        for (at, line) in expected.iter().enumerate() {
            let mut words = line.split(' ');
            let first = words.next();
            let found = came.iter().any(|one| {
                let mut said = one.split(' ');
                said.next() == first
                    && (first != Some("SASL")
                        || !words.clone().any(|word| word == "PLAIN")
                        || said.any(|word| word == "PLAIN"))
            });
            assert!(
                found && (at > 0 || came[0].split(' ').next() == first),
                "{command:?}: no {line:?} in {came:?}"
            );
        }
        assert_eq!(came.last() == Some(&"."), expected.last() == Some(&"."));
    }
}

#[test]
fn rfc5034_section_6() {
    let server = builder().account("test", "test").build().unwrap();
    replay_pop3(&server, include_str!("examples/rfc5034-6.txt"));
    replay_pop3(&server, include_str!("examples/rfc5034-6-without.txt"));
}

/// The languages that are spoken here among those of the example.
#[test]
fn rfc6856_section_3() {
    let server = builder().account("karen", "password").build().unwrap();
    replay_pop3(&server, include_str!("examples/rfc6856-3.txt"));
}

/// RFC 2449 §8.1.2's refusal: another session has the maildrop.
#[test]
fn rfc2449_in_use() {
    let server = builder().account("mrose", "tanstaaf").build().unwrap();
    let (mut first, _) = Talk::begin(&server, Service::Pop3);
    assert!(
        first
            .say("USER mrose\r\nPASS tanstaaf\r\n")
            .contains("+OK maildrop")
    );
    let (mut second, greeting) = Talk::begin(&server, Service::Pop3);
    let from = greeting.find('<').unwrap();
    let digest = Md5::digest(format!("{}tanstaaf", greeting[from..].trim_end()));
    let hex: String = digest.iter().map(|octet| format!("{octet:02x}")).collect();
    let said = second.say(&format!("APOP mrose {hex}\r\n"));
    assert!(said.starts_with("-ERR [IN-USE] "), "{said}");
}

/// The message of the two IMAP examples: a header of 342 octets, a text of 3028 octets in 92 lines.
fn minutes(revision: &str) -> String {
    let header = format!(
        "Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\r\nFrom: Terry Gray <gray@cac.washington.edu>\r\n\
         Subject: IMAP4{revision} WG mtg summary and minutes\r\nTo: imap@cac.washington.edu\r\n\
         cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>\r\n\
         Message-Id: <B27397-0100000@cac.washington.edu>\r\nMIME-Version: 1.0\r\n\
         Content-Type: TEXT/PLAIN; CHARSET=US-ASCII\r\n\r\n"
    );
    assert_eq!(header.len(), 342);
    let lines = format!("{}\r\n", "x".repeat(30)).repeat(91);
    let last = format!("{}\r\n", "y".repeat(3028 - lines.len() - 2));
    header + &lines + &last
}

/// Eighteen messages, the first sixteen seen, and the last two recent.
fn fill(server: &ReferenceServer, name: &str, password: &str, revision: &str) {
    let (mut talk, _) = Talk::begin(server, Service::Imap);
    talk.say(&format!("a LOGIN {name} {password}\r\n"));
    for number in 1..=18 {
        if number == 17 {
            talk.say("b SELECT INBOX\r\nc UNSELECT\r\n");
        }
        let message = match number {
            12 => minutes(revision),
            _ => format!("Subject: {number}\r\n\r\n"),
        };
        let flags = if number < 17 { r"(\Seen)" } else { "()" };
        let length = message.len();
        let said = talk.say(&format!(
            "d APPEND INBOX {flags} \"17-Jul-1996 02:44:25 -0700\" {{{length}+}}\r\n{message}\r\n"
        ));
        assert!(said.contains("d OK"), "{said}");
    }
    talk.say("e LOGOUT\r\n");
}

/// What two responses of one meaning have in common. 4286 octets is not what the message has whose header
/// and text the documents give as 342 and 3028.
fn essence(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    match words.as_slice() {
        ["*", "OK", code, ..] if code.starts_with("[U") => format!("* OK {code}"),
        ["*", status @ ("OK" | "BYE"), ..] => format!("* {status}"),
        ["*", "FLAGS", ..] => "* FLAGS".to_owned(),
        // Attributes are the server's, and OLDNAME may be told.
        ["*", "LIST", ..] if line.contains(r#" "/" INBOX"#) => "* LIST INBOX".to_owned(),
        [tag, "OK", code, ..] if *code == "[READ-WRITE]" => format!("{tag} OK {code}"),
        [tag, "OK", ..] => format!("{tag} OK"),
        _ => {
            let sized = line.replace("RFC822.SIZE 3370", "RFC822.SIZE 4286");
            sized
                .replace(r"(\Deleted \Seen)", r"(\Seen \Deleted)")
                // The documents break the line between two addresses, where the grammar has no space.
                .replace(") (", ")(")
        }
    }
}

/// Everything that the document has the server say, it says.
fn replay(server: &ReferenceServer, text: &str) {
    let (mut talk, greeting) = Talk::begin(server, Service::Imap);
    let scram = talk.say("x CAPABILITY\r\n").contains("AUTH=SCRAM-SHA-256");
    let mut without = false;
    for (command, expected) in dialogue(text) {
        // An IMAP session that knows no SCRAM is logged in to without.
        let begins = |word| command.is_some_and(|said: &str| said.starts_with(word));
        if begins("A001 AUTHENTICATE") && !scram {
            talk.say("A001 LOGIN user pencil\r\n");
            without = true;
        }
        without &= !begins("babc");
        if without {
            continue;
        }
        let came = match command {
            None => greeting.clone(),
            Some(command) => talk.say(&format!("{command}\r\n")),
        };
        let came: Vec<String> = came.split_terminator("\r\n").map(essence).collect();
        for line in expected {
            let wanted = essence(line);
            // Every server has a UIDVALIDITY of its own.
            let same = |line: &String| match wanted.strip_prefix("* OK [UIDVALIDITY") {
                Some(_) => line.starts_with("* OK [UIDVALIDITY"),
                None => *line == wanted,
            };
            assert!(
                came.iter().any(same),
                "{command:?}: no {wanted:?} in {came:#?}"
            );
        }
    }
}

#[test]
fn rfc3501_section_8() {
    let server = builder().account("mrc", "secret").build().unwrap();
    fill(&server, "mrc", "secret", "rev1");
    replay(&server, include_str!("examples/rfc3501-8.txt"));
}

#[test]
fn rfc9051_section_8() {
    let sasl = SaslConfig {
        nonce: Some("%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0".to_owned()),
        salt: Some(b"[m\x99h\x9d\x125\x8e\xec\xa0K\x14\x126\xfa\x81".to_vec()),
        iterations: 4096,
        ..SaslConfig::default()
    };
    let server = builder()
        .account("user", "pencil")
        .sasl(sasl)
        .build()
        .unwrap();
    fill(&server, "user", "pencil", "rev2");
    replay(&server, include_str!("examples/rfc9051-8.txt"));
}

#[test]
fn login_takes_the_name_with_the_command() {
    let server = builder().account("alice", "secret").build().unwrap();
    let cases = [
        (
            Service::Submission,
            "EHLO c.test\r\nAUTH LOGIN YWxpY2U=\r\n",
            "235",
        ),
        (Service::Pop3, "AUTH LOGIN YWxpY2U=\r\n", "+OK"),
    ];
    for (service, command, answer) in cases {
        let (mut talk, _) = Talk::begin(&server, service);
        talk.say(command);
        let said = talk.say("c2VjcmV0\r\n");
        assert!(said.starts_with(answer), "{service}: {said}");
    }
}

#[test]
fn rfc3206_says_whether_it_will_pass() {
    use mailspec_reference_server::store::Condition;
    for (condition, code) in [
        (Condition::Unavailable, "[SYS/TEMP]"),
        (Condition::ServerBug, "[SYS/PERM]"),
        (Condition::Expired, "[AUTH]"),
    ] {
        let server = builder()
            .account("alice", "secret")
            .condition("alice", condition)
            .build()
            .unwrap();
        for line in [
            "USER alice\r\nPASS secret\r\n",
            "AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n",
        ] {
            let (mut talk, _) = Talk::begin(&server, Service::Pop3);
            let said = talk.say(line);
            assert!(said.contains(&format!("-ERR {code} ")), "{said}");
        }
        let (mut talk, _) = Talk::begin(&server, Service::Pop2);
        assert!(talk.say("HELO alice secret\r\n").starts_with('-'));
    }
}
