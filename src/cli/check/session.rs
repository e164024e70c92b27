//! One session of a capture while it is judged: the units and what they break, by line of the file. Reads no file.

use super::findings::{Judged, Said};
use crate::rules::{SessionRules, Shared};
use crate::transcript::tree::Protocol;
use crate::watch::Login;
use crate::wire::{Framer, Unit, framer};
use std::collections::VecDeque;

/// So many lines are remembered, and so many octets of each.
const RECENT: usize = 16;
const WIDTH: usize = 200;

/// One session while it is judged.
pub(super) struct Session {
    pub rules: SessionRules,
    pub framer: Box<dyn Framer>,
    /// Where each line of the file begins among the server's octets, and where the next unit does.
    places: Vec<(usize, usize)>,
    came: usize,
    begun: usize,
    pub login: Login,
    pub recent: VecDeque<Said>,
    handshake: Handshake,
}

/// Whether TLS begins here: STARTTLS was the last that the client said, and was then accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Handshake {
    No,
    Asked,
    Accepted,
}

impl Session {
    /// It begins with the greeting, or somewhere behind it; what the client says is there, or is not.
    pub(super) fn new(
        protocol: Protocol,
        greeting: bool,
        client: bool,
        enabled: &[String],
    ) -> Self {
        let mut rules = match greeting {
            true => SessionRules::new(protocol),
            false => SessionRules::midway(protocol),
        };
        // Before a capture that begins midway the client may have asked for anything.
        if client && greeting {
            rules.follow_client();
        }
        rules.enable(enabled.iter().map(String::as_str));
        let mut framer = framer(protocol);
        if protocol == Protocol::Pop3 && !greeting {
            // The framer takes the first response for the greeting.
            framer.received(b"+OK\r\n");
            let _ = framer.next();
        }
        Session {
            rules,
            framer,
            places: Vec::new(),
            came: 0,
            begun: 0,
            login: Login::new(protocol),
            recent: VecDeque::new(),
            handshake: Handshake::No,
        }
    }

    pub(super) fn tls_started(&mut self) {
        self.handshake = Handshake::No;
        self.framer.reset();
        self.rules.tls_started();
    }

    /// A line of the client. What it says behind an accepted STARTTLS it says under TLS, with `@starttls` or without.
    pub(super) fn said(&mut self, octets: &[u8]) {
        if self.handshake == Handshake::Accepted {
            self.tls_started();
        }
        let mut word = octets.split(u8::is_ascii_whitespace);
        let word = word.rfind(|word| !word.is_empty()).unwrap_or_default();
        let asked = [b"STARTTLS".as_slice(), b"STLS"];
        self.handshake = match asked.iter().any(|name| word.eq_ignore_ascii_case(name)) {
            true => Handshake::Asked,
            false => Handshake::No,
        };
    }

    /// A response to what the client said last; untagged ones of IMAP are none.
    fn heard(&mut self, unit: &Unit) {
        if self.handshake != Handshake::Asked || unit.octets.starts_with(b"* ") {
            return;
        }
        let words = unit.octets.split(u8::is_ascii_whitespace);
        let yes = |word: &[u8]| matches!(word, b"220" | b"+OK") || word.eq_ignore_ascii_case(b"OK");
        self.handshake = match words.take(2).any(yes) {
            true => Handshake::Accepted,
            false => Handshake::No,
        };
    }

    pub(super) fn came(&mut self, octets: &[u8], line: usize) {
        self.places.push((self.came, line));
        self.came += octets.len();
        self.remember(line, false, octets);
    }

    pub(super) fn remember(&mut self, line: usize, client: bool, octets: &[u8]) {
        if self.recent.len() >= RECENT {
            self.recent.pop_front();
        }
        let octets = octets.get(..WIDTH).unwrap_or(octets).to_vec();
        self.recent.push_back(Said {
            line,
            client,
            octets,
        });
    }

    /// What has no end is judged as far as that goes.
    pub(super) fn finish(&mut self, shared: &mut Shared, judged: &mut Judged) {
        if let Some(unit) = self.framer.finish() {
            let before = judged.count();
            self.judge(&unit, shared, judged);
            if judged.count() == before {
                judged.units -= 1;
                judged.cut += 1;
            }
        }
    }

    pub(super) fn judge(&mut self, unit: &Unit, shared: &mut Shared, judged: &mut Judged) {
        judged.units += 1;
        self.login.heard(unit);
        self.heard(unit);
        for finding in self.rules.unit(unit, shared) {
            let at = self.begun + finding.at.min(unit.octets.len().saturating_sub(1));
            let place = self
                .places
                .partition_point(|(from, _)| *from <= at)
                .checked_sub(1);
            let line = place
                .and_then(|place| self.places.get(place))
                .map_or(0, |(_, line)| *line);
            judged.add(line, finding, &self.recent);
        }
        self.begun += unit.octets.len();
    }
}
