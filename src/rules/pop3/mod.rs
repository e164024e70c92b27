//! POP3: status lines, multi-line responses, and what must agree between STAT, LIST, UIDL and RETR
//! (RFC 1939, RFC 2449, RFC 3206, RFC 6856). Judges octets; knows no socket.

mod answer;
mod body;
mod capabilities;
pub(super) mod list;
mod maildrop;
mod messages;
mod status;

use super::info::Bad;
use super::lines::Lines;
use crate::wire::{Shape, Unit};
use capabilities::Announced;
use list as l;
pub(super) use maildrop::Maildrop;
use messages::Messages;
use status::{challenge, status_line_end};
use std::collections::VecDeque;

/// Of one response at most so many violations are told.
const MOST: usize = 16;

/// One session.
#[derive(Debug, Default)]
pub(super) struct Session {
    greeted: bool,
    client: Lines,
    tls: bool,
    utf8: bool,
    resp_codes: bool,
    /// The last CAPA before the login, since TLS began or did not; and that there was a login.
    before: Option<Vec<Vec<u8>>>,
    logged_in: bool,
    /// Some CAPA was answered, and the last one had no RESP-CODES.
    no_resp_codes: bool,
    /// What the last CAPA listed, since TLS began or did not; with SASL's mechanisms.
    announced: Option<Announced>,
    commands: VecDeque<Vec<u8>>,
    /// QUIT was sent, and what came last was an error: the connection may be closed.
    quit: bool,
    refused: bool,
    /// The next line of the client answers a challenge.
    answer: bool,
    /// The last response was cut off behind +OK, where more lines had to follow.
    unended: bool,
    /// Some response had no end, so that nobody knows which came after it.
    swallowed: bool,
    drop: Messages,
}

impl Session {
    pub(super) fn greeting_missed(&mut self) {
        self.greeted = true;
    }

    pub(super) fn follow_client(&mut self) {
        self.client.follow();
    }

    pub(super) fn enable(&mut self, name: &str) {
        self.utf8 |= name.eq_ignore_ascii_case("UTF8") || name.eq_ignore_ascii_case("LANG");
        self.resp_codes |= name.eq_ignore_ascii_case("RESP-CODES");
    }

    pub(super) fn tls_started(&mut self) {
        self.tls = true;
        self.before = None;
        self.no_resp_codes = false;
        self.announced = None;
        self.commands.clear();
        self.client.restart();
    }

    pub(super) fn sent(&mut self, octets: &[u8], maildrop: &mut Maildrop) {
        for line in self.client.sent(octets) {
            self.line(&line, maildrop);
        }
        if self.client.lost {
            maildrop.unsure();
        }
    }

    fn line(&mut self, line: &[u8], maildrop: &mut Maildrop) {
        if self.client.lost {
            return;
        }
        let Some(text) = Lines::text(line) else {
            self.client.lost = true;
            return;
        };
        if std::mem::take(&mut self.answer) {
            return;
        }
        // What follows AUTH before its answer may be read in two ways.
        let auth = self.commands.back().is_some_and(|last| {
            last.get(..5)
                .is_some_and(|w| w.eq_ignore_ascii_case(b"AUTH "))
        });
        self.client.lost |= auth || self.commands.len() > 100_000;
        self.quit |= text.eq_ignore_ascii_case(b"QUIT");
        let mut words = text.split(|octet| *octet == b' ');
        if words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case(b"DELE"))
        {
            let number = words.next().and_then(number);
            let id = number.and_then(|number| self.drop.ids.get(&number));
            self.drop
                .known
                .delete(number, id.map(Vec::as_slice), maildrop);
        }
        self.commands.push_back(text.to_vec());
    }

    /// The server has closed the connection in order, and the client has not.
    pub(super) fn closed(&self) -> Option<Bad> {
        if self.unended {
            let wants = "a line of a dot alone is wanted before the server closes the connection";
            return Some(Bad::new(&l::MULTI_END, 0, wants));
        }
        let command = self.commands.front()?;
        let word = command
            .split(|octet| *octet == b' ')
            .next()
            .unwrap_or_default();
        // A handshake that failed is not seen here.
        let may = self.quit
            || self.refused
            || !self.greeted
            || self.swallowed
            || self.answer
            || word.eq_ignore_ascii_case(b"STLS");
        (self.client.is_sure() && !may).then(|| {
            let name = String::from_utf8_lossy(word).into_owned();
            let wants = format!("a response to {name} is wanted before the connection is closed");
            Bad::new(&l::UNANSWERED, 0, wants)
        })
    }

    pub(super) fn unit(&mut self, unit: &Unit, maildrop: &mut Maildrop) -> Vec<Bad> {
        self.unended = self.client.seen && !self.client.lost && is_cut(unit);
        if !unit.octets.ends_with(b"\n") {
            return Vec::new();
        }
        let mut found = Vec::new();
        if unit.shape == Shape::Challenge {
            self.answer = true;
            status_line_end(&unit.octets, &mut found);
            challenge(&unit.octets, &mut found);
            if let Some(command) = self.commands.front()
                && self.client.is_sure()
            {
                self.unannounced(command, &mut found);
            }
            return found;
        }
        let greeting = !std::mem::replace(&mut self.greeted, true);
        let end = unit
            .octets
            .iter()
            .position(|octet| *octet == b'\n')
            .map_or(unit.octets.len(), |at| at + 1);
        let (line, rest) = unit.octets.split_at(end);
        let ok = self.status_line(line, greeting, &mut found);
        let sure = self.client.is_sure();
        let command = if greeting {
            None
        } else {
            self.commands.pop_front()
        };
        if !greeting && command.is_none() && sure && ok != Some(false) {
            found.push(Bad::new(&l::UNASKED, 0, "no command waits for a response"));
        }
        self.answer = false;
        self.refused = ok == Some(false);
        if let (Some(command), Some(true), true) = (&command, ok, sure) {
            self.answered(command, line, rest, end, maildrop, &mut found);
        } else if !rest.is_empty() {
            // Without the command, only stuffing can be judged.
            body::stuffing(rest, end, &mut found);
        }
        // Told once; what was asked for next may have been answered inside of it.
        if found.iter().any(|bad| bad.rule.id == l::MULTI_END.id) {
            self.unended = false;
            self.swallowed = true;
        }
        found.truncate(MOST);
        found
    }
}

fn number(word: &[u8]) -> Option<u64> {
    std::str::from_utf8(word).ok()?.parse().ok()
}

/// Whether lines had to follow a status line, and the connection ended before the last of them.
fn is_cut(unit: &Unit) -> bool {
    let ok = matches!(
        unit.shape,
        Shape::Status {
            ok: Some(true),
            multiline: false
        }
    );
    let whole_line = unit.octets.iter().position(|octet| *octet == b'\n');
    let length = unit.octets.len();
    ok && whole_line.is_some_and(|at| at + 1 < length || unit.flaws.iter().any(|f| f.at == length))
}
