//! A blocking client that says a line and reads the whole answer. The same for every server; it looks at
//! no more of an answer than it needs to know its end.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Smtp,
    Imap,
    Pop3,
}

pub struct Client {
    stream: TcpStream,
    kind: Kind,
    /// A read goes here before it is known how long the answer is.
    space: Vec<u8>,
    count: u32,
}

impl Client {
    /// Connects and reads the greeting.
    pub fn open(address: SocketAddr, kind: Kind) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        let patience = Some(Duration::from_secs(60));
        stream.set_read_timeout(patience).expect("a time limit");
        let mut client = Self {
            stream,
            kind,
            space: vec![0; 8 * 1024],
            count: 0,
        };
        client.read(|answer| answer.ends_with(b"\r\n"));
        client
    }

    /// As the account of this number, and for IMAP into INBOX.
    pub fn log_in(&mut self, number: usize) {
        let lines = match self.kind {
            Kind::Imap => vec![
                format!("LOGIN user{number} secret-of-user{number}"),
                "SELECT INBOX".to_owned(),
            ],
            _ => vec![
                format!("USER user{number}"),
                format!("PASS secret-of-user{number}"),
            ],
        };
        for line in lines {
            self.say(&line);
        }
    }

    /// A command and its whole answer, which must be a good one.
    pub fn say(&mut self, line: &str) -> Vec<u8> {
        self.ask(line);
        self.hear(line)
    }

    /// A command, whose answer [`Client::hear`] reads.
    pub fn ask(&mut self, line: &str) {
        let tag = self.tag();
        self.send(format!("{tag}{line}\r\n").as_bytes());
    }

    /// The whole answer to the command that was asked last, which must be a good one.
    pub fn hear(&mut self, line: &str) -> Vec<u8> {
        let tag = self.last_tag();
        let answer = match self.kind {
            Kind::Imap => self.read(|answer| ends_tagged(answer, &tag)),
            Kind::Smtp => {
                self.read(|answer| last_line(answer).is_some_and(|line| line.get(3) == Some(&b' ')))
            }
            Kind::Pop3 if is_multi_line(line) => {
                self.read(|answer| answer.ends_with(b"\r\n.\r\n") || answer.starts_with(b"-"))
            }
            Kind::Pop3 => self.read(|answer| answer.ends_with(b"\r\n")),
        };
        let good = match self.kind {
            Kind::Imap => {
                last_line(&answer).is_some_and(|line| line[tag.len()..].starts_with(b"OK"))
            }
            Kind::Pop3 => answer.starts_with(b"+OK"),
            Kind::Smtp => answer.starts_with(b"2") || answer.starts_with(b"354"),
        };
        assert!(
            good || line.starts_with("STORE 1:*"),
            "{line}: {}",
            answer.escape_ascii()
        );
        answer
    }

    /// All commands in one write, and all their answers.
    pub fn say_all(&mut self, lines: &[&str]) {
        let mut text = Vec::new();
        let mut tags = Vec::new();
        for line in lines {
            let tag = self.tag();
            text.extend_from_slice(format!("{tag}{line}\r\n").as_bytes());
            tags.push(format!("\r\n{tag}OK"));
        }
        self.send(&text);
        let answer = match self.kind {
            // They may be completed in another order (RFC 3501 §5.5): the end is a line of this kind and all tags.
            Kind::Imap => self.read(|answer| {
                let all = |answer: &[u8]| {
                    let mut finds = tags
                        .iter()
                        .skip(1)
                        .map(|tag| memchr::memmem::find(answer, tag.as_bytes()));
                    finds.all(|found| found.is_some())
                };
                ends_tagged(answer, "t") && all(answer)
            }),
            _ => {
                // Where the answer that is being read begins, and which it is.
                let at = std::cell::Cell::new((0, 0));
                self.read(|answer| {
                    let (mut begin, mut which) = at.get();
                    while let Some(line) = lines.get(which) {
                        let end: &[u8] = if is_multi_line(line) {
                            b"\r\n.\r\n"
                        } else {
                            b"\r\n"
                        };
                        let rest = &answer[begin..];
                        let Some(found) = memchr::memmem::find(rest, end) else {
                            break;
                        };
                        begin += found + end.len();
                        which += 1;
                    }
                    at.set((begin, which));
                    which == lines.len()
                })
            }
        };
        let good = self.kind == Kind::Imap
            || last_line(&answer).is_some_and(|line| line.starts_with(b"+OK"));
        assert!(good, "{}", answer.escape_ascii());
    }

    /// APPEND to INBOX, with a synchronising literal.
    pub fn append(&mut self, message: &[u8]) {
        let tag = self.tag();
        self.send(format!("{tag}APPEND INBOX {{{}}}\r\n", message.len()).as_bytes());
        self.read(|answer| answer.starts_with(b"+") && answer.ends_with(b"\r\n"));
        self.send(message);
        self.send(b"\r\n");
        let answer = self.read(|answer| ends_tagged(answer, &tag));
        let line = last_line(&answer).unwrap_or_default();
        assert!(
            line[tag.len()..].starts_with(b"OK"),
            "{}",
            line.escape_ascii()
        );
    }

    /// IDLE, up to the continuation request.
    pub fn idle(&mut self) {
        let tag = self.tag();
        self.send(format!("{tag}IDLE\r\n").as_bytes());
        self.read(|answer| answer.starts_with(b"+") && answer.ends_with(b"\r\n"));
    }

    /// Says goodbye, and reads until the server has closed.
    pub fn leave(mut self) {
        let (line, good): (_, &[u8]) = match self.kind {
            Kind::Imap => ("t LOGOUT\r\n", b"\r\nt OK"),
            Kind::Pop3 => ("QUIT\r\n", b"+OK"),
            Kind::Smtp => ("QUIT\r\n", b"221"),
        };
        self.send(line.as_bytes());
        let mut answer = Vec::new();
        self.stream.read_to_end(&mut answer).expect("the end");
        assert!(
            memchr::memmem::find(&answer, good).is_some(),
            "{}",
            answer.escape_ascii()
        );
    }

    pub fn send(&mut self, octets: &[u8]) {
        self.stream.write_all(octets).expect("written");
    }

    /// The connection without what else a client holds.
    pub fn into_stream(self) -> TcpStream {
        self.stream
    }

    fn tag(&mut self) -> String {
        if self.kind != Kind::Imap {
            return String::new();
        }
        self.count += 1;
        self.last_tag()
    }

    fn last_tag(&self) -> String {
        match self.kind {
            Kind::Imap => format!("t{} ", self.count),
            _ => String::new(),
        }
    }

    fn read(&mut self, done: impl Fn(&[u8]) -> bool) -> Vec<u8> {
        let mut answer = Vec::new();
        while !done(&answer) {
            let count = self.stream.read(&mut self.space).expect("an answer");
            assert!(
                count > 0,
                "closed after {:?}",
                answer.escape_ascii().to_string()
            );
            answer.extend_from_slice(&self.space[..count]);
            // What comes in masses is read in masses.
            if count == self.space.len() && count < 1024 * 1024 {
                self.space.resize(count * 4, 0);
            }
        }
        answer
    }
}

/// The last line, when it has its end.
fn last_line(answer: &[u8]) -> Option<&[u8]> {
    let text = answer.strip_suffix(b"\r\n")?;
    let begin = text.iter().rposition(|&octet| octet == b'\n');
    text.get(begin.map_or(0, |at| at + 1)..)
}

fn ends_tagged(answer: &[u8], tag: &str) -> bool {
    last_line(answer).is_some_and(|line| line.starts_with(tag.as_bytes()))
}

fn is_multi_line(line: &str) -> bool {
    matches!(line, "LIST" | "UIDL" | "CAPA") || line.starts_with("RETR") || line.starts_with("TOP")
}
