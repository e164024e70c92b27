//! What the reference server takes: messages and commands per second against Postfix's smtp-sink and
//! Dovecot, a large mailbox, many idle connections, a large message. What is compared runs in turns, each
//! server in a process of its own, driven by the same client. What is not installed is skipped by name.

#[path = "server/foreign.rs"]
mod foreign;
#[path = "server/lines.rs"]
mod lines;
mod support;

use criterion::Criterion;
use foreign::{Dovecot, Ours, Sink};
use lines::{Client, Kind};
use mailspec_reference_server::session::Session;
use mailspec_reference_server::store::{Flags, InternalDate, system};
use mailspec_reference_server::{ReferenceServer, Service};
use std::hint::black_box;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use support::{Rounds, Table, asked_for, forget_peak, memory, processor};

const ROUNDS: usize = 5;
/// Connections that speak at a time, each to an account of its own.
const CONNECTIONS: usize = 8;
/// How often each says its dialogue in a round.
const TIMES: usize = 60;
/// Sessions of an account in a round, where whole sessions are counted.
const SESSIONS: usize = 20;
const LARGE_MAILBOX: usize = 100_000;
const IDLE: usize = 10_000;
const LARGE_MESSAGE: usize = 50_000_000;

fn main() {
    // A child of ours: the server by itself.
    if std::env::args().any(|argument| argument == "--serve") {
        return foreign::serve();
    }
    if !asked_for() {
        return;
    }
    let mut table = Table::default();
    large_mailbox(&mut table);
    smtp(&mut table);
    commands(&mut table);
    idle(&mut table);
    large_message(&mut table);
    table.print("The reference server (a ratio is that of the fastest rounds)");
}

// --- A mailbox of 100,000 messages, by a session without a socket ---------------------------------------

struct Speaker {
    session: Box<dyn Session>,
    output: Vec<u8>,
}

impl Speaker {
    fn say(&mut self, line: &str) -> &[u8] {
        self.output.clear();
        let now = jiff::Timestamp::UNIX_EPOCH;
        self.session.receive(line.as_bytes(), now);
        self.session.take_output(&mut self.output);
        &self.output
    }
}

fn large_mailbox(table: &mut Table) {
    let server = ReferenceServer::builder()
        .account("alice", "wonderland")
        .build()
        .expect("a server");
    let now = jiff::Timestamp::UNIX_EPOCH;
    let octets = bytes::Bytes::from_static(b"Subject: one of many\r\n\r\nText.\r\n");
    for number in 0..LARGE_MAILBOX {
        let mut flags = Flags::default();
        if number % 10 == 0 {
            flags.set(system::FLAGGED);
        }
        if number % 2 == 0 {
            flags.set(system::SEEN);
        }
        let date = InternalDate::utc(now);
        let stored = (server.store()).append("alice", "INBOX", octets.clone(), flags, date, now);
        stored.expect("stored");
    }
    let mut speaker = Speaker {
        session: server.session(Service::Imap, Arc::new(|| ())),
        output: Vec::new(),
    };
    speaker.session.start(None, now);
    speaker.say("a LOGIN alice wonderland\r\n");
    let mut criterion = Criterion::default().sample_size(10);
    for (what, line, aim) in [
        ("SELECT of 100,000 messages", "b SELECT INBOX\r\n", 10.0),
        ("SEARCH FLAGGED in 100,000", "c SEARCH FLAGGED\r\n", 50.0),
    ] {
        assert!(
            speaker
                .say(line)
                .windows(5)
                .any(|five| five[1..] == *b" OK ")
        );
        criterion.bench_function(what, |bencher| {
            bencher.iter(|| black_box(speaker.say(line).len()));
        });
        let took = (0..21).map(|_| {
            let began = Instant::now();
            black_box(speaker.say(line).len());
            began.elapsed().as_secs_f64() * 1e3
        });
        let took = support::median(took);
        table.add(
            what,
            format!("{took:.2} ms"),
            &format!("< {aim} ms"),
            Some(took < aim),
        );
    }
}

// --- SMTP: messages per second -------------------------------------------------------------------------

fn smtp(table: &mut Table) {
    const MESSAGES: usize = 4_000;
    for (name, extra) in [
        (
            "SMTP messages per second, one connection for many",
            Some("-d"),
        ),
        ("SMTP messages per second, a connection for each", None),
    ] {
        let name = format!("{name} / smtp-sink");
        let Some(sink) = Sink::start() else {
            return table.skip(&name, "there is no smtp-sink (Debian's package postfix)");
        };
        let ours = Ours::start();
        let source = |address: SocketAddr| {
            let mut command = Command::new("/usr/sbin/smtp-source");
            let count = MESSAGES.to_string();
            command
                .args(["-s", "4", "-l", "4096", "-m", &count])
                .args(extra);
            command.args(["-f", "sender@elsewhere.example", "-t", "user1@example.test"]);
            let began = Instant::now();
            let status = command.arg(address.to_string()).status();
            status
                .is_ok_and(|status| status.success())
                .then(|| began.elapsed())
        };
        let mut rounds = Rounds::default();
        let mut sent = 0;
        for _ in 0..ROUNDS {
            let (Some(subject), Some(baseline)) = (source(ours.smtp), source(sink.address)) else {
                return table.skip(&name, "smtp-source failed");
            };
            sent += MESSAGES;
            rounds.add(subject, baseline);
        }
        // Stored, every one.
        let mut client = Client::open(ours.imap, Kind::Imap);
        client.say("LOGIN user1 secret-of-user1");
        let status = client.say("STATUS INBOX (MESSAGES)");
        let stored = format!("(MESSAGES {sent})");
        assert!(String::from_utf8_lossy(&status).contains(&stored));
        let rate = |seconds: f64| MESSAGES as f64 / seconds;
        let ratio = 1.0 / rounds.ratio();
        let figure = format!(
            "{ratio:.2} ({:.0} against {:.0}; median {:.2})",
            rate(rounds.subject()),
            rate(rounds.baseline()),
            1.0 / rounds.median(),
        );
        table.add(&name, figure, ">= 1", Some(ratio >= 1.0));
    }
}

// --- IMAP and POP3: commands per second ----------------------------------------------------------------

const IMAP: &[&str] = &[
    "NOOP",
    "FETCH 1:10 (UID FLAGS RFC822.SIZE)",
    "STORE 2 +FLAGS (\\Flagged)",
    "SEARCH FLAGGED",
    "FETCH 3 BODY.PEEK[]",
    "STORE 2 -FLAGS (\\Flagged)",
    "FETCH 4 (ENVELOPE BODYSTRUCTURE)",
    "STATUS INBOX (MESSAGES UNSEEN)",
];
const POP3: &[&str] = &["STAT", "LIST", "UIDL 2", "RETR 3", "TOP 4 5", "NOOP"];

fn commands(table: &mut Table) {
    let dovecot = Dovecot::start();
    let ours = Ours::start();
    for (kind, dialogue) in [(Kind::Imap, IMAP), (Kind::Pop3, POP3)] {
        let name = format!("{kind:?} commands per second / Dovecot");
        let dovecot = match &dovecot {
            Ok(dovecot) => dovecot,
            Err(why) => {
                table.skip(&name, why);
                continue;
            }
        };
        if kind == Kind::Imap {
            fill(dovecot.imap);
            fill(ours.imap);
        }
        let mut subject = clients(ours.port(kind), kind);
        let mut baseline = clients(dovecot.port(kind), kind);
        // Once before it counts: caches and indexes are made.
        talk(&mut subject, dialogue, 2);
        talk(&mut baseline, dialogue, 2);
        let mut rounds = Rounds::default();
        let (mut used, mut dovecot_used) = (0.0, 0.0);
        for _ in 0..ROUNDS {
            let spent = |pid: &str| processor(pid).unwrap_or(f64::NAN);
            let before = (spent(&ours.pid), spent(&dovecot.pid));
            rounds.add(
                talk(&mut subject, dialogue, TIMES),
                talk(&mut baseline, dialogue, TIMES),
            );
            used += spent(&ours.pid) - before.0;
            dovecot_used += spent(&dovecot.pid) - before.1;
        }
        let count = (CONNECTIONS * TIMES * dialogue.len()) as f64;
        let ratio = 1.0 / rounds.ratio();
        let figure = format!(
            "{ratio:.2} ({:.0} against {:.0}; median {:.2})",
            count / rounds.subject(),
            count / rounds.baseline(),
            1.0 / rounds.median(),
        );
        table.add(&name, figure, ">= 3", Some(ratio >= 3.0));
        // What the client and the rest of the machine take is not in this one.
        let each = |seconds: f64| seconds * 1e6 / count / ROUNDS as f64;
        let figure = format!(
            "{:.2} ({:.0} against {:.0} µs each)",
            dovecot_used / used,
            each(used),
            each(dovecot_used),
        );
        let name = format!("{kind:?} commands per second of the server's processor / Dovecot");
        table.add(&name, figure, "", None);

        let mut rounds = Rounds::default();
        for _ in 0..ROUNDS {
            rounds.add(
                pipelined(&mut subject, dialogue, TIMES),
                pipelined(&mut baseline, dialogue, TIMES),
            );
        }
        let ratio = 1.0 / rounds.ratio();
        let figure = format!(
            "{ratio:.2} ({:.0} against {:.0}; median {:.2})",
            count / rounds.subject(),
            count / rounds.baseline(),
            1.0 / rounds.median(),
        );
        let name = format!("{kind:?} commands per second, the dialogue in one write / Dovecot");
        table.add(&name, figure, ">= 3", Some(ratio >= 3.0));

        // A maildrop has one session at a time (RFC 1939 §4).
        (subject.into_iter().chain(baseline)).for_each(Client::leave);
        let mut rounds = Rounds::default();
        for _ in 0..ROUNDS {
            rounds.add(
                sessions(ours.port(kind), kind, dialogue),
                sessions(dovecot.port(kind), kind, dialogue),
            );
        }
        let ratio = 1.0 / rounds.ratio();
        let count = (CONNECTIONS * SESSIONS) as f64;
        let figure = format!(
            "{ratio:.2} ({:.0} against {:.0}; median {:.2})",
            count / rounds.subject(),
            count / rounds.baseline(),
            1.0 / rounds.median(),
        );
        let name = format!("{kind:?} sessions per second, from the greeting to the end / Dovecot");
        table.add(&name, figure, ">= 3", Some(ratio >= 3.0));
    }
}

fn clients(address: SocketAddr, kind: Kind) -> Vec<Client> {
    (1..=CONNECTIONS)
        .map(|number| {
            let mut client = Client::open(address, kind);
            client.log_in(number);
            client
        })
        .collect()
}

/// A dialogue so many times, a command at a time: all connections ask, then all are heard. One thread does that, so
/// that the client takes as little of the processors as can be and the servers' part is what is seen.
fn talk(clients: &mut [Client], dialogue: &[&str], times: usize) -> Duration {
    let began = Instant::now();
    for line in std::iter::repeat_n(dialogue, times).flatten() {
        clients.iter_mut().for_each(|client| client.ask(line));
        for client in clients.iter_mut() {
            client.hear(line);
        }
    }
    began.elapsed()
}

/// All accounts at once, each so many sessions one behind the other: connected, logged in, the dialogue a
/// command at a time, left. This is how POP3 is used, and what a person's client does all day.
fn sessions(address: SocketAddr, kind: Kind, dialogue: &[&str]) -> Duration {
    let began = Instant::now();
    thread::scope(|scope| {
        for number in 1..=CONNECTIONS {
            scope.spawn(move || {
                for _ in 0..SESSIONS {
                    let mut client = Client::open(address, kind);
                    client.log_in(number);
                    for line in dialogue {
                        client.say(line);
                    }
                    client.leave();
                }
            });
        }
    });
    began.elapsed()
}

/// All clients at once, each its whole dialogue in one write, so many times.
fn pipelined(clients: &mut [Client], dialogue: &[&str], times: usize) -> Duration {
    let began = Instant::now();
    thread::scope(|scope| {
        for client in clients.iter_mut() {
            scope.spawn(move || {
                for _ in 0..times {
                    client.say_all(dialogue);
                }
            });
        }
    });
    began.elapsed()
}

/// Twenty messages into each INBOX.
fn fill(address: SocketAddr) {
    for number in 1..=CONNECTIONS {
        let mut client = Client::open(address, Kind::Imap);
        client.log_in(number);
        client.say("STORE 1:* +FLAGS.SILENT (\\Deleted)");
        client.say("EXPUNGE");
        for message in 0..20 {
            let text = format!(
                "From: Alice <alice@example.test>\r\nTo: Bob <bob@example.test>\r\n\
                 Subject: Number {message}\r\nDate: Mon, 23 Nov 2026 01:02:03 +0000\r\n\
                 Message-ID: <{message}@example.test>\r\n\r\n{}",
                "A line of text, as long as lines of text are in most messages.\r\n".repeat(30),
            );
            client.append(text.as_bytes());
        }
    }
}

// --- Ten thousand idle connections ---------------------------------------------------------------------

fn idle(table: &mut Table) {
    let name = "memory of 10,000 idle IMAP connections";
    let wanted = IDLE as u64 + 500;
    if rlimit::increase_nofile_limit(wanted).is_ok_and(|limit| limit < wanted) {
        return table.skip(name, "the limit of open files is too low");
    }
    let ours = Ours::start();
    let Some(before) = memory(&ours.pid) else {
        return table.skip(name, "there is no /proc");
    };
    let mut clients = Vec::with_capacity(IDLE);
    for number in 0..IDLE {
        let mut client = Client::open(ours.imap, Kind::Imap);
        client.log_in(number % CONNECTIONS + 1);
        client.idle();
        clients.push(client.into_stream());
    }
    let Some(after) = memory(&ours.pid) else {
        return table.skip(name, "the server is gone");
    };
    let mb = |kib: u64| kib as f64 * 1024.0 / 1e6;
    let figure = format!(
        "{:.0} MB, {:.1} KiB each (logged in, INBOX selected, IDLE)",
        mb(after.now),
        (after.now - before.now) as f64 / IDLE as f64,
    );
    table.add(name, figure, "< 250 MB", Some(mb(after.now) < 250.0));
}

// --- A message of 50 MB --------------------------------------------------------------------------------

fn large_message(table: &mut Table) {
    let ours = Ours::start();
    let line = [b"x".repeat(78), b"\r\n".to_vec()].concat();
    let mut message = b"Subject: large\r\n\r\n".to_vec();
    while message.len() < LARGE_MESSAGE {
        message.extend_from_slice(&line);
    }
    let Some(before) = memory(&ours.pid) else {
        return table.skip("a message of 50 MB", "there is no /proc");
    };
    let copies = |peak: u64| (peak - before.now.min(peak)) as f64 * 1024.0 / LARGE_MESSAGE as f64;
    let mut by = |what: &str, work: &mut dyn FnMut()| {
        forget_peak(&ours.pid);
        work();
        let peak = memory(&ours.pid).map_or(0, |memory| memory.peak);
        let copies = copies(peak);
        let name = format!("copies in memory at the peak, 50 MB {what}");
        table.add(&name, format!("{copies:.2}"), "<= 2", Some(copies <= 2.1));
    };
    by("into SMTP (DATA)", &mut || {
        let mut client = Client::open(ours.smtp, Kind::Smtp);
        client.say("EHLO client.example");
        client.say("MAIL FROM:<sender@elsewhere.example>");
        client.say("RCPT TO:<user1@example.test>");
        client.say("DATA");
        client.send(&message);
        assert!(client.say(".").starts_with(b"250"));
    });
    let found = |answer: &[u8]| {
        let text = &message[..4096];
        assert!(
            answer.len() > message.len() && answer[..8192].windows(4096).any(|some| some == text)
        );
    };
    by("out of IMAP (FETCH)", &mut || {
        let mut client = Client::open(ours.imap, Kind::Imap);
        client.log_in(1);
        found(&client.say("FETCH 1 BODY.PEEK[]"));
    });
    by("out of POP3 (RETR)", &mut || {
        let mut client = Client::open(ours.pop3, Kind::Pop3);
        client.log_in(1);
        found(&client.say("RETR 1"));
        client.say("DELE 1");
        client.say("QUIT");
    });
    by("into IMAP (APPEND)", &mut || {
        let mut client = Client::open(ours.imap, Kind::Imap);
        client.log_in(1);
        client.append(&message);
    });
}
