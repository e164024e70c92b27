//! The TRANSACTION state (RFC 1939 §5, §7, RFC 1225) on an open maildrop, and the UPDATE state's
//! removal (§6). Message numbers are those of the session's beginning, whatever happens.

use jiff::Timestamp;

use super::command::Command;
use super::reply::{Writer, line_end, size};
use crate::faults::Faults;
use crate::store::{Maildrop, MaildropMessage};

/// An open maildrop and the session's marks on it.
#[derive(Debug)]
pub(super) struct Transaction {
    maildrop: Maildrop,
    /// One per message: marked as deleted.
    deleted: Vec<bool>,
    /// RFC 1225: the highest message accessed, at the session's beginning and now.
    last_before: u32,
    last: u32,
    serial: u64,
}

impl Transaction {
    pub(super) fn new(maildrop: Maildrop, serial: u64) -> Self {
        let seen = maildrop.messages.iter().rposition(|message| message.seen);
        let last = seen.map_or(0, number_of);
        Self {
            deleted: vec![false; maildrop.messages.len()],
            maildrop,
            last_before: last,
            last,
            serial,
        }
    }

    /// Removes what is marked, and as a fault, the message behind each of these.
    pub(super) fn update(&self, now: Timestamp, neighbours: bool) {
        let marked = self.maildrop.messages.iter().zip(&self.deleted);
        let mut uids: Vec<u32> = marked
            .filter(|(_, deleted)| **deleted)
            .map(|(message, _)| message.uid)
            .collect();
        if neighbours {
            let behind = self.maildrop.messages.iter().skip(1).zip(&self.deleted);
            uids.extend(behind.filter(|(_, d)| **d).map(|(message, _)| message.uid));
        }
        if !uids.is_empty() {
            self.maildrop.remove(&uids, now);
        }
    }

    pub(super) fn command(
        &mut self,
        command: Command,
        utf8: bool,
        faults: &Faults,
        writer: &mut Writer,
    ) {
        match command {
            Command::Stat => {
                let (count, octets) = self.stat(faults);
                match faults.on("pop3-stat-says-more") {
                    true => writer.ok(&format!("{count} {octets} octets")),
                    false => writer.ok(&format!("{count} {octets}")),
                }
            }
            Command::List(None) => self.list(faults, writer),
            Command::List(Some(number)) => match self.message(number, faults, false) {
                Some(message) => {
                    writer.ok(&format!("{number} {}", listed_size(message, faults)));
                    if faults.on("pop3-list-one-multiline") {
                        writer.end();
                    }
                }
                None => no_such(writer),
            },
            Command::Uidl(None) => self.uidl(faults, writer),
            Command::Uidl(Some(number)) => match self.message(number, faults, false) {
                Some(_) => {
                    let other = match faults.on("pop3-uidl-one-differs") {
                        true => "x",
                        false => "",
                    };
                    let id = self.unique_id(number, faults);
                    writer.ok(&format!("{number} {id}{other}"));
                }
                None => no_such(writer),
            },
            Command::Retr(number) => self.retr(number, utf8, faults, writer),
            Command::Top(number, lines) => self.top(number, lines, utf8, faults, writer),
            Command::Dele(number) => self.dele(number, faults, writer),
            Command::Noop if faults.on("pop3-noop-err") => writer.err("nothing doing"),
            Command::Noop => {
                writer.ok("");
                if faults.on("pop3-noop-answered-twice") {
                    writer.ok("");
                }
            }
            Command::Last => writer.ok(&self.last.to_string()),
            Command::Rset
                if !self.deleted.contains(&true) && faults.on("pop3-rset-err-when-unmarked") =>
            {
                writer.err("nothing is marked");
            }
            Command::Rset => {
                if !faults.on("pop3-rset-does-nothing") {
                    self.deleted.fill(false);
                }
                if !faults.on("pop3-rset-keeps-last") {
                    self.last = self.last_before;
                }
                let (count, octets) = self.stat(faults);
                writer.ok(&format!("maildrop has {count} messages ({octets} octets)"));
            }
            Command::Auth(..)
                if faults.on("pop3-auth-twice") || faults.on("pop3-auth-in-transaction") =>
            {
                writer.ok("still you")
            }
            Command::User(_) | Command::Pass(_) | Command::Apop(..) | Command::Auth(..) => {
                writer.err("logged in already");
            }
            _ => writer.err("not in this state"),
        }
    }

    /// The drop listing's two numbers.
    pub(super) fn stat(&self, faults: &Faults) -> (usize, usize) {
        let all = faults.on("pop3-stat-counts-deleted");
        let shown = self.maildrop.messages.iter().zip(&self.deleted);
        let sizes = shown
            .filter(|(_, deleted)| all || !**deleted)
            .map(|(message, _)| listed_size(message, faults));
        let (count, octets) = sizes.fold((0, 0), |(n, sum), size| (n + 1, sum + size));
        (count, octets + usize::from(faults.on("pop3-stat-size-off")))
    }

    /// The numbers of the messages to be listed.
    fn listed(&self, all: bool) -> impl Iterator<Item = (u32, &MaildropMessage)> {
        let both = self.maildrop.messages.iter().zip(&self.deleted);
        both.enumerate()
            .filter(move |(_, (_, deleted))| all || !**deleted)
            .map(|(index, (message, _))| (number_of(index), message))
    }

    fn list(&self, faults: &Faults, writer: &mut Writer) {
        let (count, octets) = self.stat(faults);
        if count == 0 && faults.on("pop3-list-empty-err") {
            return writer.err("no messages");
        }
        writer.ok(&format!("{count} messages ({octets} octets)"));
        let renumber = faults.on("pop3-list-renumbers");
        let listed = self.listed(faults.on("pop3-list-includes-deleted"));
        for (index, (number, message)) in listed.enumerate() {
            let number = if renumber { number_of(index) } else { number };
            let number = number.saturating_sub(u32::from(faults.on("pop3-list-from-zero")));
            writer.line(&format!("{number} {}", listed_size(message, faults)));
        }
        if !faults.on("pop3-missing-terminator") {
            writer.end();
        }
    }

    fn uidl(&self, faults: &Faults, writer: &mut Writer) {
        writer.ok("unique-id listing follows");
        for (number, _) in self.listed(faults.on("pop3-uidl-includes-deleted")) {
            let more = match faults.on("pop3-uidl-says-more") {
                true => " unread",
                false => "",
            };
            let id = self.unique_id(number, faults);
            writer.line(&format!("{number} {id}{more}"));
        }
        writer.end();
    }

    fn unique_id(&self, number: u32, faults: &Faults) -> String {
        let number = match faults.on("pop3-uidl-duplicate") {
            true if number == 2 => 1,
            _ => number,
        };
        let id = match self.at(number) {
            Some(message) => message.unique_id.clone(),
            None => String::new(),
        };
        if faults.on("pop3-uidl-is-the-number") {
            return number.to_string();
        }
        if faults.on("pop3-uidl-changes") {
            return format!("{id}.{}", self.serial);
        }
        if faults.on("pop3-uidl-too-long") {
            return format!("{id}{}", "x".repeat(70));
        }
        id
    }

    fn at(&self, number: u32) -> Option<&MaildropMessage> {
        self.maildrop.messages.get(index_of(number)?)
    }

    fn is_deleted(&self, number: u32) -> bool {
        let mark = index_of(number).and_then(|index| self.deleted.get(index));
        mark.copied().unwrap_or(false)
    }

    /// The message, unless it is marked as deleted.
    fn message(&self, number: u32, faults: &Faults, retrieves: bool) -> Option<&MaildropMessage> {
        let lenient = retrieves && faults.on("pop3-retr-deleted-ok");
        self.at(number)
            .filter(|_| lenient || !self.is_deleted(number))
    }

    fn retr(&mut self, number: u32, utf8: bool, faults: &Faults, writer: &mut Writer) {
        let Some(message) = self.message(number, faults, true) else {
            return no_such(writer);
        };
        if needs_utf8(message, utf8, faults) {
            return writer.err("[UTF8] this message needs UTF8");
        }
        writer.ok(&format!("{} octets", size(&message.octets)));
        match faults.on("pop3-retr-drops-last-line") {
            true => writer.message(without_last_line(&message.octets)),
            false => writer.message(&message.octets),
        }
        let uid = message.uid;
        self.maildrop.mark_retrieved(uid);
        self.last = match faults.on("pop3-last-wrong") {
            true => number,
            false => self.last.max(number),
        };
        if faults.on("pop3-retr-deletes") {
            self.mark(number);
        }
    }

    fn mark(&mut self, number: u32) {
        let index = index_of(number);
        if let Some(mark) = index.and_then(|index| self.deleted.get_mut(index)) {
            *mark = true;
        }
    }

    /// The header, the blank line and `lines` lines of the body.
    fn top(&mut self, number: u32, lines: u64, utf8: bool, faults: &Faults, writer: &mut Writer) {
        let Some(message) = self.message(number, faults, true) else {
            return no_such(writer);
        };
        if needs_utf8(message, utf8, faults) {
            return writer.err("[UTF8] this message needs UTF8");
        }
        let octets = message.octets.clone();
        if faults.on("pop3-top-deletes") {
            self.mark(number);
        }
        let octets = &octets;
        writer.ok("top of message follows");
        if faults.on("pop3-top-whole-message") {
            return writer.message(octets);
        }
        let header = header_length(octets);
        let extra = u64::from(faults.on("pop3-top-zero-has-body"));
        let counts_header = faults.on("pop3-top-counts-header");
        let mut end = if counts_header { 0 } else { header };
        for _ in 0..lines.saturating_add(extra) {
            let rest = octets.get(end..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            end += line_end(rest);
        }
        let top = octets.get(..end).unwrap_or(octets);
        if faults.on("pop3-top-without-separator") {
            let (head, body) = top.split_at_checked(header).unwrap_or((top, &[]));
            let head = head.strip_suffix(b"\r\n").unwrap_or(head);
            return writer.message(&[head, body].concat());
        }
        writer.message(top);
    }

    fn dele(&mut self, number: u32, faults: &Faults, writer: &mut Writer) {
        let Some(uid) = self.at(number).map(|message| message.uid) else {
            return no_such(writer);
        };
        if self.is_deleted(number) && !faults.on("pop3-dele-twice-ok") {
            return writer.err(&format!("message {number} is deleted already"));
        }
        if faults.on("pop3-utf8-code-on-dele") {
            return writer.err("[UTF8] not outside UTF-8 mode");
        }
        self.mark(number);
        if faults.on("pop3-dele-acts-at-once") {
            self.maildrop.remove(&[uid], Timestamp::UNIX_EPOCH);
        }
        writer.ok(&format!("message {number} deleted"));
    }
}

fn no_such(writer: &mut Writer) {
    writer.err("no such message");
}

fn number_of(index: usize) -> u32 {
    u32::try_from(index).map_or(u32::MAX, |index| index.saturating_add(1))
}

fn index_of(number: u32) -> Option<usize> {
    usize::try_from(number.checked_sub(1)?).ok()
}

fn listed_size(message: &MaildropMessage, faults: &Faults) -> usize {
    let octets = size(&message.octets);
    if faults.on("pop3-list-size-without-crs") {
        return octets - message.octets.iter().filter(|&&o| o == b'\r').count();
    }
    if faults.on("pop3-size-counts-stuffing") {
        let stuffed = message.octets.windows(3).filter(|three| three == b"\r\n.");
        return octets + stuffed.count() + usize::from(message.octets.starts_with(b"."));
    }
    octets
}

/// The header's length, its blank line included; the whole message when there is none.
fn header_length(octets: &[u8]) -> usize {
    let mut at = 0;
    while let Some(rest) = octets.get(at..).filter(|rest| !rest.is_empty()) {
        let line = line_end(rest);
        at += line;
        if rest.get(..line) == Some(b"\r\n") {
            break;
        }
    }
    at
}

/// RFC 6856 §2.1: a header that is not ASCII is not sent to a client that didn't say UTF8.
fn needs_utf8(message: &MaildropMessage, utf8: bool, faults: &Faults) -> bool {
    let header = message.octets.get(..header_length(&message.octets));
    !utf8 && !header.unwrap_or_default().is_ascii() && !faults.on("pop3-utf8-header-in-clear")
}

fn without_last_line(octets: &[u8]) -> &[u8] {
    let body = octets.strip_suffix(b"\r\n").unwrap_or(octets);
    let end = body.iter().rposition(|&octet| octet == b'\n');
    octets.get(..end.map_or(0, |end| end + 1)).unwrap_or(octets)
}
