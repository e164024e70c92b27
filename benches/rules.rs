//! How fast one core cuts and judges: octets per second of FETCH responses with literals, and short
//! responses per second; and whether the time is linear where input is made to look at it twice. The aims are 200 MB/s and 500,000/s, so that judging costs less than the
//! network. Each stream is judged as a capture, and as a session whose client is seen, where every
//! response is also held against what is known of the mailbox. Prints numbers; fails nothing, since
//! machines differ.

use mailspec::rules::{SessionRules, Shared};
use mailspec::transcript::tree::Protocol;
use mailspec::wire::{Framer, framer};
use std::time::{Duration, Instant};

/// Each measure is the best of so many rounds: other work on the machine only makes them slower.
const ROUNDS: usize = 7;

fn main() {
    let long = text(64 * 1024);
    let fetches = |size: usize, count: usize| -> Vec<u8> {
        let body = &long[..size];
        (1..=count)
            .flat_map(|n| {
                let head = format!(
                    "* {n} FETCH (UID {n} FLAGS (\\Seen) RFC822.SIZE {size} BODY[] {{{size}}}\r\n"
                );
                [head.as_bytes(), body, b")\r\n"].concat()
            })
            .collect()
    };
    println!("FETCH with literals:");
    for (size, count) in [(4 * 1024, 4_000), (16 * 1024, 1_500), (64 * 1024, 500)] {
        let stream = fetches(size, count);
        report(&format!("literals of {} KiB", size / 1024), &stream, count);
    }
    println!("Short responses:");
    let short = 50_000;
    let lines = |line: &dyn Fn(usize) -> String| -> Vec<u8> {
        (1..=short).flat_map(|n| line(n).into_bytes()).collect()
    };
    let imap: [(&str, &dyn Fn(usize) -> String); 9] = [
        ("EXISTS", &|n| format!("* {} EXISTS\r\n", MESSAGES + n)),
        ("FETCH FLAGS UID", &|n| {
            format!("* {n} FETCH (FLAGS (\\Seen) UID {n})\r\n")
        }),
        ("FETCH UID MODSEQ", &|n| {
            format!("* {n} FETCH (UID {n} MODSEQ ({n}))\r\n")
        }),
        ("FETCH ENVELOPE", &|n| {
            format!("* {n} FETCH (UID {n} {ENVELOPE})\r\n")
        }),
        ("FETCH BODYSTRUCTURE", &|n| {
            format!("* {n} FETCH (UID {n} {STRUCTURE})\r\n")
        }),
        ("EXPUNGE", &|n| {
            format!("* {} EXPUNGE\r\n", (n * 7919) % (MESSAGES / 2) + 1)
        }),
        ("LIST", &|n| {
            format!("* LIST (\\HasNoChildren) \"/\" lists/box{n}\r\n")
        }),
        ("STATUS", &|n| {
            format!("* STATUS box{n} (MESSAGES {n} UIDNEXT {n} UIDVALIDITY 7)\r\n")
        }),
        ("OK with text", &|_| "* OK still here\r\n".to_owned()),
    ];
    for (name, line) in imap {
        report(name, &lines(line), short);
    }
    // The client's part is made first: a command for each answer.
    let tagged = lines(&|n| format!("a{n} OK done\r\n"));
    lone(
        Protocol::Imap,
        "tagged OK",
        &lines(&|n| format!("a{n} NOOP\r\n")),
        &tagged,
    );
    lone(
        Protocol::Pop3,
        "+OK",
        &lines(&|_| "NOOP\r\n".to_owned()),
        &lines(&|_| "+OK done\r\n".to_owned()),
    );
    lone(
        Protocol::Smtp,
        "250",
        &lines(&|_| "NOOP\r\n".to_owned()),
        &lines(&|_| "250 2.0.0 OK\r\n".to_owned()),
    );
    ratios();
}

/// Makes input of about so many octets.
type Made<'a> = &'a dyn Fn(usize) -> Vec<u8>;

/// Input that invites looking twice: how much longer twice as much of it takes. 2 is linear, 4 quadratic.
fn ratios() {
    println!("Twice the input takes so many times as long:");
    let line = |text: String| format!("{text}\r\n").into_bytes();
    let inputs: [(&str, Made<'_>); 9] = [
        ("one megabyte of (", &|n| {
            line(format!("* 1 FETCH (BODY {}", "(".repeat(n)))
        }),
        ("threads inside threads", &|n| {
            line(format!("* THREAD {}", "(1 ".repeat(n / 3)))
        }),
        ("unbalanced quotes", &|n| {
            line(format!("* LIST () \"/\" {}", "\"a".repeat(n / 2)))
        }),
        ("a quote that is never closed", &|n| {
            line(format!("* LIST () \"/\" \"{}", "a".repeat(n)))
        }),
        ("backslashes", &|n| {
            line(format!("* LIST () \"/\" \"{}", "\\\\".repeat(n / 2)))
        }),
        ("many parts", &|n| {
            let part = r#"("text" "plain" NIL NIL NIL "7bit" 1 1)"#;
            line(format!(
                "* 1 FETCH (BODY ({} \"mixed\"))",
                part.repeat(n / part.len())
            ))
        }),
        ("a long set", &|n| {
            line(format!("* VANISHED 1{}", ",2".repeat(n / 2)))
        }),
        ("brackets in text", &|n| {
            line(format!("* OK {}", "[A ".repeat(n / 3)))
        }),
        ("a literal in pieces", &|n| {
            line(format!(
                "* 1 FETCH (BODY[] {{{n}}}\r\n{})",
                "x\r\n".repeat(n / 3)
            ))
        }),
    ];
    for (name, input) in inputs {
        let took = |size: usize| {
            let stream = input(size);
            best(|| {
                let mut rules = SessionRules::midway(Protocol::Imap);
                let mut framer = framer(Protocol::Imap);
                let begun = Instant::now();
                for piece in stream.chunks(4096) {
                    framer.received(piece);
                    while let Some(unit) = framer.next() {
                        rules.unit(&unit, &mut Shared::default());
                    }
                }
                begun.elapsed()
            })
        };
        let ratio = took(2 << 20) / took(1 << 20);
        println!("  {name:<40} {ratio:>8.1}");
    }
}

/// So many messages the mailbox has.
const MESSAGES: usize = 100_000;

const ENVELOPE: &str = r#"ENVELOPE ("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev1 WG mtg summary and minutes" (("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) ((NIL NIL "imap" "cac.washington.edu")) ((NIL NIL "minutes" "CNRI.Reston.VA.US")("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL NIL "<B27397-0100000@cac.washington.edu>")"#;

const STRUCTURE: &str = r#"BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 1152 23 NIL NIL NIL NIL)("TEXT" "PLAIN" ("CHARSET" "US-ASCII" "NAME" "cc.diff") "<960723163407.20117h@cac.washington.edu>" "Compiler diff" "BASE64" 4554 73 NIL ("attachment" ("filename" "cc.diff")) NIL NIL) "MIXED" ("BOUNDARY" "xxx") NIL NIL NIL)"#;

/// A message of this size, in lines.
fn text(size: usize) -> Vec<u8> {
    let mut text = b"Subject: measure\r\n\r\n".to_vec();
    while text.len() < size {
        text.extend_from_slice(
            b"The quick brown fox jumps over the lazy dog, seventy times a day.\r\n",
        );
    }
    text.truncate(size);
    text
}

/// The stream as a proxy sees it, in pieces of 64 KiB; cutting included. With a client a mailbox is
/// selected first, and a NOOP is in progress.
fn judge(stream: &[u8], units: usize, client: bool) -> Duration {
    let mut rules = SessionRules::new(Protocol::Imap);
    let mut shared = Shared::default();
    let mut framer = framer(Protocol::Imap);
    let exists = format!("* {MESSAGES} EXISTS\r\n");
    let open = [
        (b"".as_slice(), b"* OK hello\r\n".as_slice()),
        (b"a1 SELECT INBOX\r\n", exists.as_bytes()),
        (b"", b"* OK [UIDVALIDITY 7] valid\r\na1 OK selected\r\n"),
        (b"a2 NOOP\r\n", b""),
    ];
    for (sent, received) in open {
        if client {
            rules.sent(sent, &mut shared);
        }
        framer.received(received);
        while let Some(unit) = framer.next() {
            rules.unit(&unit, &mut shared);
        }
    }
    run(&mut rules, framer.as_mut(), &mut shared, stream, units)
}

fn run(
    rules: &mut SessionRules,
    framer: &mut dyn Framer,
    shared: &mut Shared,
    stream: &[u8],
    units: usize,
) -> Duration {
    let (mut seen, mut found) = (0, 0);
    let begun = Instant::now();
    for piece in stream.chunks(64 * 1024) {
        framer.received(piece);
        while let Some(unit) = framer.next() {
            seen += 1;
            found += rules.unit(&unit, shared).len();
        }
    }
    let took = begun.elapsed();
    assert_eq!((seen, found), (units, 0), "the stream breaks no rule");
    took
}

fn best(mut judge: impl FnMut() -> Duration) -> f64 {
    (0..ROUNDS)
        .map(|_| judge())
        .min()
        .unwrap_or_default()
        .as_secs_f64()
}

fn report(name: &str, stream: &[u8], units: usize) {
    for (with, client) in [("", false), (", with its client", true)] {
        let took = best(|| judge(stream, units, client));
        tell(&format!("{name}{with}"), stream, units, took);
    }
}

/// Answers to commands, in pieces of 50, as a client that pipelines sends them.
fn lone(protocol: Protocol, name: &str, commands: &[u8], answers: &[u8]) {
    let parts = |all: &[u8]| -> Vec<Vec<u8>> {
        let lines: Vec<&[u8]> = all.split_inclusive(|octet| *octet == b'\n').collect();
        lines.chunks(50).map(<[&[u8]]>::concat).collect()
    };
    let (commands, parts) = (parts(commands), parts(answers));
    let units = answers.iter().filter(|octet| **octet == b'\n').count();
    let took = best(|| {
        let mut rules = SessionRules::midway(protocol);
        let mut shared = Shared::default();
        let mut framer = framer(protocol);
        if protocol == Protocol::Pop3 {
            framer.received(b"+OK\r\n");
            let _ = framer.next();
        }
        let mut took = Duration::ZERO;
        for (sent, received) in commands.iter().zip(&parts) {
            let begun = Instant::now();
            framer.sent(sent);
            rules.sent(sent, &mut shared);
            took += begun.elapsed();
            let units = received.iter().filter(|octet| **octet == b'\n').count();
            took += run(&mut rules, framer.as_mut(), &mut shared, received, units);
        }
        took
    });
    tell(name, answers, units, took);
}

fn tell(name: &str, stream: &[u8], units: usize, took: f64) {
    println!(
        "  {name:<40} {:>8.0} MB/s {:>12.0} responses/s",
        stream.len() as f64 / took / 1e6,
        units as f64 / took
    );
}
