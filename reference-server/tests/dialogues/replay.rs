//! A dialogue, line by line: what is prepared, said, and wanted.

use super::numbers::Numbers;
use super::talk::Talk;
use super::told::{Told, imap, other};
use jiff::Timestamp;
use mailspec_reference_server::session::TlsInfo;
use mailspec_reference_server::{ReferenceServer, Service};

/// A dialogue while it is replayed.
pub(super) struct Replay {
    pub server: ReferenceServer,
    pub service: Service,
    pub login: Option<(String, String)>,
    /// Whether TLS stands from the beginning.
    pub in_tls: bool,
    pub tls: TlsInfo,
    /// The internal date of its messages.
    pub date: String,
    pub talk: Option<Talk>,
    pub other: Option<Talk>,
    pub came: Vec<Told>,
    pub numbers: Numbers,
}

impl Replay {
    fn told(&self, line: &str) -> Told {
        match self.service {
            Service::Imap => imap(line),
            service => other(line, service),
        }
    }

    fn heard(&mut self, answer: &str) {
        let told: Vec<Told> = answer
            .split_terminator("\r\n")
            .map(|line| self.told(line))
            .collect();
        self.came.extend(told);
    }

    fn talk(&mut self) -> &mut Talk {
        if self.talk.is_none() {
            let (mut talk, greeting) = Talk::begin(self);
            if let Some((name, password)) = &self.login {
                talk.prepare(&format!("LOGIN {name} {password}"));
            }
            self.heard(&greeting);
            self.talk = Some(talk);
        }
        self.talk.as_mut().unwrap()
    }

    fn other(&mut self) -> &mut Talk {
        if self.other.is_none() {
            let (mut talk, _) = Talk::begin(self);
            if let Some((name, password)) = &self.login {
                talk.prepare(&format!("LOGIN {name} {password}"));
            }
            talk.prepare("SELECT INBOX");
            self.other = Some(talk);
        }
        self.other.as_mut().unwrap()
    }

    fn append(&mut self, flags: &str, header: &str) {
        let size = header.len() + 4;
        let date = self.date.clone();
        self.talk().prepare(&format!(
            "APPEND INBOX ({flags}) \"{date}\" {{{size}+}}\r\n{header}\r\n\r\n"
        ));
    }

    fn next_uid(&mut self, mailbox: &str, wanted: u32) {
        self.talk();
        let (name, password) = self.login.clone().expect("somebody to log in");
        let (mut talk, _) = Talk::begin(self);
        talk.prepare(&format!("LOGIN {name} {password}"));
        let mailboxes = self.server.store().mailboxes(&name);
        let found = mailboxes.iter().find(|one| one.name == mailbox);
        let next = found.map_or(wanted, |found| found.uid_next);
        for _ in next..wanted {
            talk.prepare(&format!("APPEND {mailbox} (\\Deleted) {{4+}}\r\n\r\n\r\n"));
        }
        talk.prepare(&format!("SELECT {mailbox}"));
        talk.prepare(&format!(
            "UID EXPUNGE {next}:{}",
            wanted.saturating_sub(1).max(next)
        ));
    }

    fn bind(&mut self, line: &str) {
        let (printed, item) = line.split_once(' ').unwrap();
        let kind = if item == "UIDVALIDITY" {
            "UIDVALIDITY"
        } else {
            "MODSEQ"
        };
        let answer = self.other().prepare(&format!("STATUS INBOX ({item})"));
        let (_, after) = answer.split_once(&format!("{item} ")).unwrap();
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        let printed = printed.parse().unwrap();
        self.numbers
            .known
            .insert((kind, printed), digits.parse().unwrap());
    }

    fn line(&mut self, kind: &str, rest: &str, answered: bool) -> Result<(), String> {
        match kind {
            "P:" => {
                self.talk().prepare(rest);
            }
            "X:" => {
                if answered {
                    self.came.clear();
                }
                self.other().prepare(rest);
                // A session that is in IDLE tells of it now.
                if let Some(talk) = &mut self.talk {
                    talk.session.tick(Timestamp::UNIX_EPOCH);
                    let told = talk.heard();
                    self.heard(&told);
                }
            }
            "M:" => {
                let (flags, header) = rest.split_once(") ").unwrap();
                let (times, flags) = flags.split_once('(').unwrap();
                let times = times.trim_end_matches("x ").parse().unwrap_or(1);
                for _ in 0..times {
                    self.append(flags, header);
                }
            }
            "U:" => {
                let (mailbox, uid) = rest.rsplit_once(' ').unwrap();
                self.next_uid(mailbox, uid.parse().unwrap());
            }
            "N:" => self.bind(rest),
            "C:" => {
                self.talk();
                // What an exchange has left over is no answer to the next.
                if answered {
                    self.came.clear();
                }
                let said = match rest.strip_prefix("octets ") {
                    Some(count) => "x".repeat(count.parse().unwrap()),
                    None => self.numbers.in_command(rest),
                };
                let octets = format!("{said}\r\n");
                let answer = self.talk().say(&octets);
                self.heard(&answer);
            }
            "S:" => {
                self.talk();
                let wanted = self.told(rest);
                let numbers = &mut self.numbers;
                let found = self.came.iter().position(|told| {
                    let beyond = wanted.own.is_empty()
                        && wanted.words.split(' ').count() <= 2
                        && told.words.starts_with(&format!("{} ", wanted.words));
                    if beyond {
                        return true;
                    }
                    told.words == wanted.words
                        && wanted.among.is_subset(&told.among)
                        && numbers.agree(&wanted.own, &told.own)
                });
                let Some(found) = found else {
                    return Err(format!("no {rest:?}\n  {wanted:?}\nin {:#?}", self.came));
                };
                self.came.remove(found);
            }
            _ => {}
        }
        Ok(())
    }
}

/// Replays a file; the first line that does not come is an error.
pub(super) fn replay(text: &str) -> Result<(), String> {
    let mut replay = Replay::new(text);
    let mut before = "";
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let (kind, rest) = line.split_at(line.len().min(2));
        let mut rest = rest.strip_prefix(' ').unwrap_or(rest);
        if let Some(instead) = lines.peek().and_then(|next| next.strip_prefix("=: ")) {
            let (said, reason) = instead
                .split_once(" | ")
                .ok_or("a difference without a reason")?;
            assert!(!reason.is_empty());
            rest = said;
        }
        if rest != "-" {
            replay.line(kind, rest, before == "S:")?;
        }
        if ["C:", "S:", "X:"].contains(&kind) {
            before = kind;
        }
    }
    Ok(())
}
