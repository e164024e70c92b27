//! Examples of the IMAP extensions, replayed from `examples/imap`: `C:` is said as the RFC has it, `S:` must
//! come. `P:` and `M:` are what the text tells of the mailboxes beforehand: a command, and a message (its
//! flags and its header). A line that the RFC folds is one line there. Text, and numbers that are a server's
//! own, are not compared.

use jiff::Timestamp;
use mailspec_reference_server::session::Session;
use mailspec_reference_server::{ReferenceServer, Service};
use std::sync::Arc;

struct Talk(Box<dyn Session>);

impl Talk {
    fn say(&mut self, line: &str) -> String {
        let octets = format!("{line}\r\n");
        self.0.receive(octets.as_bytes(), Timestamp::UNIX_EPOCH);
        let mut output = Vec::new();
        self.0.take_output(&mut output);
        String::from_utf8_lossy(&output).into_owned()
    }
}

/// Quotes around what could be an atom go; digits of mod-sequences become one.
fn plain(line: &str) -> String {
    let mut said = String::new();
    let mut parts = line.split('"');
    if let Some(first) = parts.next() {
        said.push_str(first);
    }
    let mut inside = true;
    for part in parts {
        let atom = !part.is_empty()
            && part
                .bytes()
                .all(|octet| octet.is_ascii_graphic() && !b"(){}%*\\".contains(&octet));
        match (inside, atom) {
            (true, true) => said.push_str(part),
            (true, false) => said.push_str(&format!("\"{part}\"")),
            (false, _) => said.push_str(part),
        }
        inside = !inside;
    }
    let Some((before, after)) = said.split_once("MODSEQ ") else {
        return said;
    };
    let rest = after.trim_start_matches(|c: char| c == '(' || c.is_ascii_digit());
    format!("{before}MODSEQ n{rest}")
}

/// What two responses of one meaning have in common: the words, and what must be among them.
fn essence(line: &str) -> (String, Vec<String>) {
    if let Some((attributes, rest)) = line
        .strip_prefix("* LIST (")
        .and_then(|rest| rest.split_once(')'))
    {
        // Whether there is something new, or may be something below, is the server's own.
        let attributes = attributes
            .split(' ')
            .filter(|attribute| !["", "\\Marked", "\\NoInferiors"].contains(attribute));
        let rest = plain(rest).replace("/ INBOX", "/ inbox");
        return (
            format!("* LIST {rest}"),
            attributes.map(str::to_owned).collect(),
        );
    }
    let words: Vec<&str> = line.split(' ').collect();
    let text = match words.as_slice() {
        ["+", ..] => "+".to_owned(),
        [tag, status @ ("OK" | "NO" | "BAD"), code, set, ..] if *code == "[MODIFIED" => {
            format!("{tag} {status} {code} {set}")
        }
        [tag, status @ ("OK" | "NO" | "BAD"), code, ..] if code.starts_with('[') => {
            format!("{tag} {status} {code}")
        }
        [tag, status @ ("OK" | "NO" | "BAD"), ..] => format!("{tag} {status}"),
        _ => plain(line),
    };
    (text, Vec::new())
}

/// Replays one file.
fn check(text: &str) {
    let server = ReferenceServer::builder()
        .account("alice", "secret")
        .seed(1)
        .build()
        .unwrap();
    let mut talk = Talk(server.session(Service::Imap, Arc::new(|| {})));
    talk.0.start(None, Timestamp::UNIX_EPOCH);
    let answer = talk.say("p LOGIN alice secret");
    assert!(answer.contains("p OK"), "{answer}");
    let mut came: Vec<(String, Vec<String>)> = Vec::new();
    let mut before = "";
    for line in text.lines() {
        let (kind, rest) = line.split_at(line.len().min(2));
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let answer = match kind {
            "P:" => {
                let answer = talk.say(&format!("p {rest}"));
                assert!(answer.contains("p OK"), "{rest}: {answer}");
                answer
            }
            "M:" => {
                let (flags, header) = rest.split_once(") ").unwrap();
                let size = header.len() + 4;
                let append = format!(
                    "p APPEND INBOX {flags}) \"17-Jul-1996 02:44:25 -0700\" {{{size}+}}\r\n{header}\r\n\r\n"
                );
                let answer = talk.say(&append);
                assert!(answer.contains("p OK"), "{answer}");
                answer
            }
            "C:" => {
                // What an exchange has left over is no answer to the next.
                if before == "S:" {
                    came.clear();
                }
                talk.say(rest)
            }
            "S:" => {
                let (wanted, among) = essence(rest);
                let found = came.iter().position(|(text, attributes)| {
                    *text == wanted && among.iter().all(|one| attributes.contains(one))
                });
                let found =
                    found.unwrap_or_else(|| panic!("no {rest:?} ({wanted:?}) in {came:#?}"));
                came.remove(found);
                String::new()
            }
            _ => continue,
        };
        before = kind;
        if kind == "C:" {
            came.extend(answer.split_terminator("\r\n").map(essence));
        }
    }
}

#[test]
fn rfc4315_uidplus() {
    check(include_str!("examples/imap/rfc4315-3.txt"));
}

#[test]
fn rfc4731_esearch() {
    check(include_str!("examples/imap/rfc4731-3.txt"));
}

#[test]
fn rfc5258_list_extended() {
    check(include_str!("examples/imap/rfc5258-5.txt"));
    check(include_str!("examples/imap/rfc5258-5-8.txt"));
    check(include_str!("examples/imap/rfc5258-5-9.txt"));
}

#[test]
fn rfc5464_metadata() {
    check(include_str!("examples/imap/rfc5464-4.txt"));
}

#[test]
fn rfc6851_move() {
    check(include_str!("examples/imap/rfc6851-4.txt"));
}

#[test]
fn rfc7162_condstore() {
    check(include_str!("examples/imap/rfc7162-3-1.txt"));
}
