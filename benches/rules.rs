//! How fast one core cuts and judges: octets per second of FETCH responses with literals, and short
//! responses per second. The aims are 200 MB/s and 500,000/s, so that judging costs less than the
//! network. Prints numbers; fails nothing, since machines differ.

use mailspec::rules::{SessionRules, Shared};
use mailspec::transcript::tree::Protocol;
use mailspec::wire::framer;
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
    report("EXISTS", &lines(&|n| format!("* {n} EXISTS\r\n")), short);
    report(
        "FETCH FLAGS UID",
        &lines(&|n| format!("* {} FETCH (FLAGS (\\Seen) UID {n})\r\n", n)),
        short,
    );
    report(
        "LIST",
        &lines(&|n| format!("* LIST (\\HasNoChildren) \"/\" box{n}\r\n")),
        short,
    );
    report(
        "OK with text",
        &lines(&|_| "* OK still here\r\n".to_owned()),
        short,
    );
}

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

/// The stream as a proxy sees it, in pieces of 64 KiB; cutting included.
fn judge(stream: &[u8], units: usize) -> Duration {
    let mut rules = SessionRules::new(Protocol::Imap);
    let mut shared = Shared::default();
    let mut framer = framer(Protocol::Imap);
    let open = b"* OK hello\r\n* 100000 EXISTS\r\n";
    framer.received(open);
    while let Some(unit) = framer.next() {
        rules.unit(&unit, &mut shared);
    }
    let (mut seen, mut found) = (0, 0);
    let begun = Instant::now();
    for piece in stream.chunks(64 * 1024) {
        framer.received(piece);
        while let Some(unit) = framer.next() {
            seen += 1;
            found += rules.unit(&unit, &mut shared).len();
        }
    }
    let took = begun.elapsed();
    assert_eq!((seen, found), (units, 0), "the stream breaks no rule");
    took
}

fn report(name: &str, stream: &[u8], units: usize) {
    let best = (0..ROUNDS)
        .map(|_| judge(stream, units))
        .min()
        .unwrap_or_default()
        .as_secs_f64();
    println!(
        "  {name:<24} {:>8.0} MB/s {:>12.0} responses/s",
        stream.len() as f64 / best / 1e6,
        units as f64 / best
    );
}
