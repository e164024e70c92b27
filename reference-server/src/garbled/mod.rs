//! Faults of what a session sends, whatever it means: a layer between the connection and the protocol's state
//! machine that sends other octets than the session's own. The tables name what each breaks; what a session itself
//! does wrong is in its protocol's table. Knows no protocol but for where IMAP has its tag.

mod imap;
mod imap_data;
mod pop;
mod smtp;
#[cfg(test)]
mod tests;

use crate::Service;
use crate::faults::{FaultInfo, Faults, fault};
use crate::session::{Effect, Session, TlsInfo};
use jiff::Timestamp;

/// A longer line of a client is not looked at.
const LONGEST: usize = 8 * 1024;

/// What is sent otherwise. Texts are octets as they go out, in ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// The second text wherever the session says the first.
    Instead(&'static [u8], &'static [u8]),
    /// The same, from the second time on that the first is said in the connection.
    Later(&'static [u8], &'static [u8]),
    /// The text before the answer to a line of the client that begins so, IMAP's tag left out.
    Before(&'static str, &'static [u8]),
    /// The text behind the answer to such a line.
    Behind(&'static str, &'static [u8]),
    /// The connection is closed behind the answer to such a line.
    Close(&'static str),
}

/// A fault and how it shows.
#[derive(Debug)]
struct Garbled {
    info: FaultInfo,
    /// `Smtp` stands for submission and LMTP too.
    service: Service,
    how: &'static [How],
}

const fn garbled(
    service: Service,
    name: &'static str,
    requirement: &'static str,
    does: &'static str,
    how: &'static [How],
) -> Garbled {
    Garbled {
        info: fault(name, requirement, does),
        service,
        how,
    }
}

fn rows() -> impl Iterator<Item = &'static Garbled> {
    [imap::ROWS, imap_data::ROWS, pop::ROWS, smtp::ROWS]
        .into_iter()
        .flatten()
}

/// The faults of the tables.
pub(crate) fn faults() -> impl Iterator<Item = &'static FaultInfo> {
    rows().map(|row| &row.info)
}

/// The service whose rows hold for this one.
fn family(service: Service) -> Service {
    match service {
        Service::Imap | Service::Imaps => Service::Imap,
        Service::Pop3 | Service::Pop3s => Service::Pop3,
        Service::Pop2 => Service::Pop2,
        _ => Service::Smtp,
    }
}

/// A session, and what is sent in place of its octets.
struct Layer {
    inner: Box<dyn Session>,
    imap: bool,
    /// What is on, and how often what it looks for was seen.
    on: Vec<(How, usize)>,
    line: Vec<u8>,
    before: Vec<u8>,
    behind: Vec<u8>,
    closing: bool,
}

/// Puts the layer around a session, when a fault of the tables is on. A change counts from the next connection.
pub(crate) fn around(
    inner: Box<dyn Session>,
    service: Service,
    faults: &Faults,
) -> Box<dyn Session> {
    if !faults.any() {
        return inner;
    }
    let family = family(service);
    let on: Vec<_> = rows()
        .filter(|row| row.service == family && faults.on(row.info.name))
        .flat_map(|row| row.how)
        .map(|how| (*how, 0))
        .collect();
    if on.is_empty() {
        return inner;
    }
    Box::new(Layer {
        inner,
        imap: family == Service::Imap,
        on,
        line: Vec::new(),
        before: Vec::new(),
        behind: Vec::new(),
        closing: false,
    })
}

impl Layer {
    /// The client has sent a whole line.
    fn heard(&mut self) {
        let line = std::mem::take(&mut self.line);
        let command = match line.iter().position(|&octet| octet == b' ') {
            Some(space) if self.imap => line.get(space + 1..).unwrap_or_default(),
            _ => &line,
        };
        let begins = |word: &str| {
            (command.get(..word.len()))
                .is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
        };
        for (how, _) in &self.on {
            match how {
                How::Before(word, text) if begins(word) => self.before.extend_from_slice(text),
                How::Behind(word, text) if begins(word) => self.behind.extend_from_slice(text),
                How::Close(word) if begins(word) => self.closing = true,
                _ => {}
            }
        }
    }

    fn garble(&mut self, mut said: Vec<u8>) -> Vec<u8> {
        for (how, seen) in &mut self.on {
            let (find, with, first) = match how {
                How::Instead(find, with) => (*find, *with, 0),
                How::Later(find, with) => (*find, *with, 1),
                _ => continue,
            };
            let mut garbled = Vec::with_capacity(said.len());
            let mut rest = said.as_slice();
            while let Some(at) = memchr::memmem::find(rest, find) {
                garbled.extend_from_slice(rest.get(..at).unwrap_or_default());
                garbled.extend_from_slice(if *seen < first { find } else { with });
                *seen += 1;
                rest = rest.get(at + find.len()..).unwrap_or_default();
            }
            garbled.extend_from_slice(rest);
            said = garbled;
        }
        said
    }
}

impl Session for Layer {
    fn start(&mut self, tls: Option<TlsInfo>, now: Timestamp) {
        self.inner.start(tls, now);
    }

    fn receive(&mut self, octets: &[u8], now: Timestamp) {
        for part in octets.split_inclusive(|&octet| octet == b'\n') {
            if self.line.len() + part.len() <= LONGEST {
                self.line.extend_from_slice(part);
            }
            if part.ends_with(b"\n") {
                self.heard();
            }
        }
        self.inner.receive(octets, now);
    }

    fn keeps(&self) -> usize {
        self.inner.keeps()
    }

    fn take_output(&mut self, output: &mut Vec<u8>) {
        output.append(&mut self.before);
        let mut said = Vec::new();
        self.inner.take_output(&mut said);
        output.extend(self.garble(said));
        output.append(&mut self.behind);
    }

    fn take_effect(&mut self) -> Option<Effect> {
        if self.closing {
            return Some(Effect::Close);
        }
        self.inner.take_effect()
    }

    fn tls_started(&mut self, tls: TlsInfo, now: Timestamp) {
        self.line.clear();
        self.inner.tls_started(tls, now);
    }

    fn deadline(&self) -> Option<Timestamp> {
        self.inner.deadline()
    }

    fn tick(&mut self, now: Timestamp) {
        self.inner.tick(now);
    }

    fn closed(&mut self, now: Timestamp) {
        self.inner.closed(now);
    }
}
