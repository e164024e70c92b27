//! A capture judged by the rules: steps in, findings out. Does no I/O.

use super::capture::{Step, What};
use super::findings::Judged;
use super::session::Session;
use crate::rules::Shared;
use crate::transcript::tree::Protocol;
use crate::wire::{Shape, Unit};

/// Judges the steps in their order. Sessions of one dialogue look at the same account.
/// With `all` every finding is kept, which may be many.
pub(super) fn judge(protocol: Protocol, steps: &[Step], enabled: &[String], all: bool) -> Judged {
    let mut shared = Shared::default();
    let client = |step: &Step| matches!(step.what, What::Client(_));
    let server = |step: &Step| step.session == 0 && matches!(step.what, What::Server(_));
    let mut judged = Judged {
        raw: steps.iter().all(server),
        units: 0,
        cut: 0,
        client: steps.iter().any(client),
        broken: Vec::new(),
        all,
    };
    let count = steps.iter().map(|step| step.session + 1).max().unwrap_or(0);
    let mut sessions: Vec<Session> = (0..count)
        .map(|number| {
            let greeting = begins_with_greeting(protocol, number, steps);
            let spoken = |step: &Step| step.session == number && client(step);
            Session::new(protocol, greeting, steps.iter().any(spoken), enabled)
        })
        .collect();
    if protocol == Protocol::Pop3 && !judged.client {
        for (number, session) in sessions.iter_mut().enumerate() {
            let lines = steps.iter().filter(|step| step.session == number);
            let lines = lines.filter_map(|step| match &step.what {
                What::Server(octets) => Some((octets.as_slice(), step.line)),
                _ => None,
            });
            for (octets, line) in lines.clone() {
                session.came(octets, line);
            }
            for unit in pop3_units(lines.map(|(octets, _)| octets)) {
                session.judge(&unit, &mut shared, &mut judged);
            }
        }
        return judged;
    }
    for step in steps {
        let Some(session) = sessions.get_mut(step.session) else {
            continue;
        };
        match &step.what {
            What::Client(octets) => {
                session.said(octets);
                session.framer.sent(octets);
                session.rules.sent(octets, &mut shared);
                let shown = session.login.line(octets);
                session.remember(step.line, true, &shown);
            }
            What::Server(octets) => {
                session.came(octets, step.line);
                session.framer.received(octets);
                while let Some(unit) = session.framer.next() {
                    session.judge(&unit, &mut shared, &mut judged);
                }
            }
            What::Tls => session.tls_started(),
            // Where it stands, the server was the first to close.
            What::Closed => {
                session.finish(&mut shared, &mut judged);
                for finding in session.rules.closed() {
                    judged.add(step.line, finding, &session.recent);
                }
            }
        }
    }
    for session in &mut sessions {
        session.finish(&mut shared, &mut judged);
    }
    judged
}

/// Without the commands nobody knows what is multi-line: what follows +OK and is no status line is.
fn pop3_units<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut open = false;
    for line in lines {
        let status =
            line.starts_with(b"+OK") || line.starts_with(b"-ERR") || line.starts_with(b"+ ");
        let body = open && (!status || is_multiline(units.last()));
        if let (Some(unit), true) = (units.last_mut(), body) {
            unit.octets.extend_from_slice(line);
            unit.shape = Shape::Status {
                ok: Some(true),
                multiline: true,
            };
            open = line != b".\r\n" && line != b".\n";
            continue;
        }
        let ok = line.starts_with(b"+OK");
        let shape = if line.starts_with(b"+ ") {
            Shape::Challenge
        } else {
            Shape::Status {
                ok: Some(ok),
                multiline: false,
            }
        };
        units.push(Unit {
            octets: line.to_vec(),
            shape,
            flaws: Vec::new(),
        });
        open = ok;
    }
    units
}

fn is_multiline(unit: Option<&Unit>) -> bool {
    matches!(
        unit,
        Some(Unit {
            shape: Shape::Status {
                multiline: true,
                ..
            },
            ..
        })
    )
}

/// Whether the first thing in a session can be a greeting.
fn begins_with_greeting(protocol: Protocol, number: usize, steps: &[Step]) -> bool {
    let mut own = steps.iter().filter(|step| step.session == number);
    let Some(What::Server(line)) = own.next().map(|step| &step.what) else {
        return false;
    };
    let starts = |words: &[&[u8]]| words.iter().any(|word| line.starts_with(word));
    match protocol {
        Protocol::Imap => starts(&[b"* OK", b"* PREAUTH", b"* BYE", b"* NO", b"* BAD"]),
        Protocol::Pop3 | Protocol::Pop2 => true,
        Protocol::Smtp | Protocol::Submission | Protocol::Lmtp => {
            let said = own.find_map(|step| match &step.what {
                What::Client(octets) => Some(octets.get(..5)?.to_ascii_uppercase()),
                _ => None,
            });
            let hello: [&[u8]; 3] = [b"EHLO ", b"HELO ", b"LHLO "];
            starts(&[b"220", b"554", b"421"])
                || said.is_some_and(|said| hello.contains(&said.as_slice()))
        }
    }
}
