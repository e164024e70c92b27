//! One POP2 connection, after RFC 937's server decision table. Touches no socket and no clock.

use jiff::{SignedDuration, Timestamp};

use super::command::{Command, parse};
use crate::faults::Faults;
use crate::session::{Effect, Session, TlsInfo};
use crate::store::{Maildrop, MaildropMessage, Store};

/// RFC 937, Sizes: the longest command line, its CRLF included.
const LONGEST_COMMAND: usize = 512;
/// RFC 937, Timeouts: T2, in seconds; the RFC leaves its length open.
const T2: i64 = 600;

/// What a session is made with.
#[derive(Debug, Clone)]
pub struct Pop2Config {
    /// What the server calls itself in the greeting.
    pub hostname: String,
}

/// The states of the server decision table that see commands; LSTN is the network's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Auth,
    Mbox,
    Item,
    Next,
    Done,
}

/// The session.
#[derive(Debug)]
pub struct Pop2Session {
    store: Store,
    config: Pop2Config,
    faults: Faults,
    state: State,
    account: String,
    /// `None` for a folder that is empty or does not exist.
    maildrop: Option<Maildrop>,
    deleted: Vec<bool>,
    /// From 1.
    current: u32,
    line: Vec<u8>,
    output: Vec<u8>,
    effect: Option<Effect>,
    deadline: Option<Timestamp>,
}

impl Pop2Session {
    /// A session that waits for [`Session::start`].
    pub fn new(store: Store, config: Pop2Config, faults: Faults) -> Self {
        Self {
            store,
            config,
            faults,
            state: State::Auth,
            account: String::new(),
            maildrop: None,
            deleted: Vec::new(),
            current: 1,
            line: Vec::new(),
            output: Vec::new(),
            effect: None,
            deadline: None,
        }
    }

    fn reply(&mut self, text: &str) {
        self.output.extend_from_slice(text.as_bytes());
        self.output.extend_from_slice(b"\r\n");
    }

    fn close(&mut self) {
        self.state = State::Done;
        self.maildrop = None;
        self.deadline = None;
        self.effect = Some(Effect::Close);
    }

    /// Action 1 of the decision table.
    fn garbage(&mut self, why: &str) {
        self.reply(&format!("- {why}"));
        if !self.faults.on("pop2-garbage-stays") {
            self.close();
        }
    }

    fn restart_timer(&mut self, now: Timestamp) {
        self.deadline = now.checked_add(SignedDuration::from_secs(T2)).ok();
    }

    /// A line, its LF taken off.
    fn complete(&mut self, line: &[u8], now: Timestamp) {
        self.restart_timer(now);
        let quoting = !self.faults.on("pop2-quoting-ignored");
        let command = line
            .strip_suffix(b"\r")
            .filter(|_| line.len() < LONGEST_COMMAND)
            .and_then(|line| parse(line, quoting));
        match (command, self.state) {
            (Some(Command::Helo(user, password)), State::Auth) => self.helo(user, &password),
            (Some(Command::Fold(folder)), State::Mbox | State::Item) => self.fold(&folder, now),
            (Some(Command::Read(number)), State::Mbox | State::Item) => {
                self.current = number.unwrap_or(self.current);
                self.length();
            }
            (Some(Command::Retr), State::Item) => self.retr(),
            (Some(Command::Acks), State::Next) => {
                if self.faults.on("pop2-acks-deletes") {
                    self.delete(now);
                }
                self.advance();
            }
            (Some(Command::Ackd), State::Next) => {
                self.delete(now);
                self.advance();
            }
            (Some(Command::Nack), State::Next) => match self.faults.on("pop2-nack-advances") {
                true => self.advance(),
                false => self.length(),
            },
            (Some(Command::Quit), State::Auth | State::Mbox | State::Item) => {
                self.release(now);
                self.reply("+ Bye");
                self.close();
            }
            (Some(_), _) => self.garbage("not now"),
            (None, _) => self.garbage("not a command"),
        }
    }

    fn helo(&mut self, user: String, password: &str) {
        let known = self.store.password(&user);
        if known.as_deref() != Some(password) || self.store.account_condition(&user).is_some() {
            self.reply("- not you");
            return self.close();
        }
        self.account = user;
        match self.open() {
            Ok(()) => self.count(),
            Err(why) => {
                self.reply(&format!("- {why}"));
                self.close();
            }
        }
    }

    fn open(&mut self) -> Result<(), crate::store::StoreError> {
        let maildrop = self.store.open_maildrop(&self.account)?;
        self.deleted = vec![false; maildrop.messages.len()];
        self.maildrop = Some(maildrop);
        Ok(())
    }

    fn count(&mut self) {
        self.current = 1;
        self.state = State::Mbox;
        let count = self.maildrop.as_ref().map_or(0, |m| m.messages.len());
        let space = match self.faults.on("pop2-space-before-number") {
            true => " ",
            false => "",
        };
        self.reply(&format!("#{space}{count} messages"));
    }

    /// INBOX is the only folder with messages; any other is empty, as one that doesn't exist.
    fn fold(&mut self, folder: &str, now: Timestamp) {
        self.release(now);
        if folder.eq_ignore_ascii_case("INBOX")
            && let Err(why) = self.open()
        {
            self.reply(&format!("- {why}"));
            return self.close();
        }
        self.count();
    }

    /// Gives the mailbox back: what is marked is removed now.
    fn release(&mut self, now: Timestamp) {
        if let Some(maildrop) = self.maildrop.take() {
            let marked = maildrop.messages.iter().zip(&self.deleted);
            let uids: Vec<u32> = marked
                .filter(|(_, deleted)| **deleted)
                .map(|(message, _)| message.uid)
                .collect();
            if !uids.is_empty() {
                maildrop.remove(&uids, now);
            }
        }
        self.deleted.clear();
    }

    fn index(&self) -> Option<usize> {
        usize::try_from(self.current.checked_sub(1)?).ok()
    }

    /// The current message, unless it is marked as deleted.
    fn message(&self) -> Option<&MaildropMessage> {
        let index = self.index()?;
        let marked = self.deleted.get(index).copied().unwrap_or(false);
        if marked && !self.faults.on("pop2-read-deleted") {
            return None;
        }
        self.maildrop.as_ref()?.messages.get(index)
    }

    fn length(&mut self) {
        let line_ends = self.faults.on("pop2-length-off");
        let length = self.message().map_or(0, |message| {
            let octets = &message.octets;
            let without = octets.iter().filter(|&&o| line_ends && o == b'\r').count();
            octets.len() - without
        });
        self.state = State::Item;
        let sign = match self.faults.on("pop2-read-counts") {
            true => '#',
            false => '=',
        };
        self.reply(&format!(
            "{sign}{length} characters in message {}",
            self.current
        ));
    }

    /// The data stands alone: its length was told before, and nothing marks its end.
    fn retr(&mut self) {
        let octets = self.message().map(|message| message.octets.clone());
        match octets.filter(|octets| !octets.is_empty()) {
            Some(octets) => {
                self.output.extend_from_slice(&octets);
                self.state = State::Next;
            }
            None if self.faults.on("pop2-retr-empty-stays") => self.reply("- no such message"),
            None => self.close(),
        }
    }

    fn delete(&mut self, now: Timestamp) {
        let uid = self.message().map(|message| message.uid);
        let index = self.index();
        if let Some(mark) = index.and_then(|index| self.deleted.get_mut(index)) {
            *mark = true;
        }
        if self.faults.on("pop2-ackd-acts-at-once")
            && let (Some(maildrop), Some(uid)) = (&self.maildrop, uid)
        {
            maildrop.remove(&[uid], now);
        }
    }

    fn advance(&mut self) {
        self.current = self.current.saturating_add(1);
        self.length();
    }
}

impl Session for Pop2Session {
    fn start(&mut self, _: Option<TlsInfo>, now: Timestamp) {
        self.restart_timer(now);
        self.reply(&format!("+ POP2 {} server ready", self.config.hostname));
    }

    fn receive(&mut self, octets: &[u8], now: Timestamp) {
        for &octet in octets {
            if self.state == State::Done {
                return;
            }
            if octet == b'\n' {
                let line = std::mem::take(&mut self.line);
                self.complete(&line, now);
            } else if self.line.len() < LONGEST_COMMAND {
                // One too many is enough to see that the line is too long.
                self.line.push(octet);
            }
        }
    }

    fn take_output(&mut self, output: &mut Vec<u8>) {
        output.append(&mut self.output);
    }

    fn take_effect(&mut self) -> Option<Effect> {
        self.effect.take()
    }

    fn tls_started(&mut self, _: TlsInfo, _: Timestamp) {}

    fn deadline(&self) -> Option<Timestamp> {
        self.deadline
    }

    fn tick(&mut self, now: Timestamp) {
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.reply("- timeout");
            self.close();
        }
    }

    /// Without QUIT nothing is removed: an acknowledgement that was lost costs no message.
    fn closed(&mut self, _: Timestamp) {
        self.state = State::Done;
        self.maildrop = None;
        self.deadline = None;
    }
}
