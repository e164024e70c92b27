//! Tables of patterns and what came, through one `check`; the sentences of mismatches as snapshots.

mod tables;

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::transcript::tree::*;
use crate::wire::{framer, visible};
use tables::{BROKEN, MET};

const PLAIN: &[u8] = b"From: a@example.org\r\nSubject: one\r\n\r\n.dot\r\nlast\r\n";
const ZOO: &[u8] = b"Subject: zoo\r\nContent-Type: multipart/mixed; boundary=\"b 1\"\r\n\r\npreamble\r\n--b 1\r\nContent-Type: text/plain\r\n\r\nfirst\r\n--b 1\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: multipart/alternative;\r\n boundary=in\r\n\r\n--in\r\n\r\nA\r\n--in\r\n\r\nB\r\n--in--\r\n\r\n--b 1--\r\nepilogue\r\n";

struct Names {
    bound: HashMap<String, Vec<u8>>,
}

impl Names {
    fn new() -> Self {
        let pairs = [
            ("user", "tim"),
            ("password", "tanstaaf"),
            ("mailbox", "Box 1"),
            ("domain", "lab.example"),
            ("uid", "41"),
            ("timestamp", "<1896.697170952@dbc.mtview.ca.us>"),
        ];
        Self {
            bound: pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
                .collect(),
        }
    }
}

impl Values for Names {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.bound.get(name).cloned()
    }
    fn bind(&mut self, name: &str, value: Vec<u8>) {
        self.bound.insert(name.to_owned(), value);
    }
    fn message(&self, name: &str) -> Option<&[u8]> {
        match name {
            "plain" => Some(PLAIN),
            "zoo" => Some(ZOO),
            _ => None,
        }
    }
}

fn spanned<T>(value: T) -> Spanned<T> {
    Spanned {
        value,
        span: Span::default(),
    }
}

fn expr(text: &str) -> Expr {
    let at = text.find(['+', '-']).unwrap_or(text.len());
    let offset = text[at..].parse().unwrap_or(0);
    let base = match text[..at].parse() {
        Ok(number) => ExprBase::Number(number),
        Err(_) => ExprBase::Name(text[..at].to_owned()),
    };
    Expr { base, offset }
}

fn kind(name: &str) -> CaptureKind {
    if let Some(regex) = name.strip_prefix('/') {
        return CaptureKind::Regex(regex.trim_end_matches('/').to_owned());
    }
    CaptureKind::Type(match name {
        "number" => Type::Number,
        "nz-number" => Type::NzNumber,
        "text" => Type::Text,
        "word" => Type::Word,
        "atom" => Type::Atom,
        "string" => Type::String,
        "nstring" => Type::Nstring,
        "list" => Type::List,
        "flag-list" => Type::FlagList,
        "value" => Type::Value,
        "date-time" => Type::DateTime,
        "base64" => Type::Base64,
        "scram-challenge" => Type::ScramChallenge,
        "domain" => Type::Domain,
        "unique-id" => Type::UniqueId,
        "timestamp" => Type::Timestamp,
        "mailbox" => Type::Mailbox,
        "lines" => Type::Lines,
        other => panic!("{other}"),
    })
}

fn argument(word: &str) -> Argument {
    if let Some(quoted) = word.strip_prefix('"') {
        let quoted = quoted.trim_end_matches('"').replace("\\0", "\0");
        return Argument::Quoted(quoted.into_bytes());
    }
    if let Some((from, to)) = word.split_once("..") {
        return Argument::Range(from.parse().unwrap(), to.parse().unwrap());
    }
    word.parse()
        .map_or_else(|_| Argument::Word(word.to_owned()), Argument::Number)
}

fn hole(text: &str) -> Hole {
    if let Some((name, rest)) = text.split_once(':').filter(|(n, _)| !n.contains('"')) {
        let (what, relation) = match rest.split_once(' ') {
            Some((what, rest)) if !what.starts_with('/') => {
                let (sign, other) = rest.split_once(' ').unwrap();
                let relation = match sign {
                    ">" => Relation::Greater,
                    "<" => Relation::Less,
                    "!=" => Relation::NotEqual,
                    _ => Relation::Equal,
                };
                (what, Some((relation, expr(other))))
            }
            _ => (rest, None),
        };
        return Hole::Capture {
            name: (!name.is_empty()).then(|| name.to_owned()),
            kind: kind(what),
            relation,
        };
    }
    let mut words = text.split(' ');
    let function = words.next().unwrap();
    let arguments: Vec<_> = words.map(|word| spanned(argument(word))).collect();
    if arguments.is_empty() && !matches!(function, "apop" | "cram-md5") {
        return Hole::Insert(expr(text));
    }
    Hole::Call {
        function: function.to_owned(),
        arguments,
    }
}

fn template(text: &str) -> Template {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        if !before.is_empty() {
            pieces.push(Piece::Text(before.as_bytes().to_vec()));
        }
        let (inside, behind) = after.split_once("}}").unwrap();
        pieces.push(Piece::Hole(spanned(hole(inside))));
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.as_bytes().to_vec()));
    }
    Template {
        pieces,
        span: Span::default(),
    }
}

fn client(text: &str) -> Send {
    Send {
        ending: Ending::CrLf,
        hex: false,
        escapes: false,
        split: None,
        text: template(text),
    }
}

/// Lines of `C:` and `S…`; what the server sends; the outcome.
fn play(protocol: Protocol, script: &str, server: &[u8], mode: Mode, names: &mut Names) -> Outcome {
    let mut commands = Vec::new();
    let mut steps = Vec::new();
    for (index, line) in script.lines().enumerate() {
        let line = line.trim_start();
        let text = line.get(3..).unwrap_or_default();
        let kind = match line.get(..2).unwrap_or_default() {
            "C:" => {
                commands.push(format!("{text}\r\n").into_bytes());
                continue;
            }
            "S:" => ExpectKind::Must,
            "S?" => ExpectKind::May,
            "S!" => ExpectKind::MustNot,
            "S~" => ExpectKind::Lesser,
            "S=" => ExpectKind::Assume,
            _ => continue,
        };
        let expect = Expect {
            kind,
            pattern: template(text),
        };
        let step = Step {
            session: None,
            action: Action::Expect(expect.clone()),
            line: index + 1,
            span: Span::default(),
        };
        steps.push((step, expect));
    }
    let steps: Vec<(&Step, &Expect)> = steps.iter().map(|(a, b)| (a, b)).collect();
    let mut exchange = Exchange::new(protocol, &steps, &commands, mode);
    let mut framer = framer(protocol);
    if protocol == Protocol::Pop3 {
        framer.received(b"+OK hello\r\n");
        framer.next();
    }
    for command in &commands {
        framer.sent(command);
    }
    framer.received(server);
    while let Some(unit) = framer.next() {
        if let Progress::Done(outcome) = exchange.offer(&unit, names).unwrap() {
            return outcome;
        }
    }
    exchange.end(End::Deadline, names).unwrap()
}

fn check(protocol: Protocol, script: &str, server: &str) -> String {
    let server = server.replace('\n', "\r\n");
    let outcome = play(
        protocol,
        script,
        server.as_bytes(),
        Mode::default(),
        &mut Names::new(),
    );
    match outcome {
        Outcome::Met { lesser } if lesser.is_empty() => "met".into(),
        Outcome::Met { lesser } => format!("met, lesser {lesser:?}"),
        Outcome::Broken(m) => format!("line {}: {} | {}", m.line, m.expected, m.why),
        Outcome::Assumption(m) => {
            format!("assumption, line {}: {} | {}", m.line, m.expected, m.why)
        }
    }
}

#[test]
fn conforming_answers_are_met() {
    for (protocol, script, server) in MET {
        let came = check(*protocol, script, server);
        assert_eq!(came, "met", "{script}\n<- {server}");
    }
}

#[test]
fn broken_answers_say_why() {
    let mut out = String::new();
    for (protocol, script, server) in BROKEN {
        let why = check(*protocol, script, server);
        assert_ne!(why, "met", "{script}\n<- {server}");
        let script = script.replace('\n', " / ");
        out.push_str(&format!(
            "{script}\n  <- {}\n  {why}\n",
            visible(server.replace('\n', "\r\n").as_bytes())
        ));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn order_and_exactness_on_demand() {
    let ordered = Mode {
        ordered: true,
        exact: false,
    };
    let script = "S: * 1 EXPUNGE\nS: * 3 EXISTS";
    let mut names = Names::new();
    let good = play(
        Protocol::Imap,
        script,
        b"* 1 EXPUNGE\r\n* 3 EXISTS\r\n",
        ordered,
        &mut names,
    );
    assert_eq!(good, Outcome::Met { lesser: vec![] });
    let bad = play(
        Protocol::Imap,
        script,
        b"* 3 EXISTS\r\n* 1 EXPUNGE\r\n",
        ordered,
        &mut names,
    );
    assert!(matches!(bad, Outcome::Broken(m) if m.why.contains("order")));
    let exact = Mode {
        ordered: false,
        exact: true,
    };
    let bad = play(
        Protocol::Imap,
        "S: * 3 EXISTS",
        b"* 3 exists\r\n",
        exact,
        &mut names,
    );
    assert!(matches!(bad, Outcome::Broken(_)));
}

#[test]
fn names_are_bound() {
    let mut names = Names::new();
    let script = "S: * 1 FETCH (BODY[TEXT] {{t:nstring}} FLAGS {{f:flag-list}})";
    let server = b"* 1 FETCH (FLAGS (\\Seen) BODY[TEXT] {3}\r\na b)\r\n";
    play(Protocol::Imap, script, server, Mode::default(), &mut names);
    assert_eq!(names.get("t").as_deref(), Some(&b"a b"[..]));
    assert_eq!(names.get("f").as_deref(), Some(&b"(\\Seen)"[..]));
}

fn rendered(text: &str) -> String {
    let mut names = Names::new();
    names.bind(
        "challenge",
        b"PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+".to_vec(),
    );
    match render(&client(text), &names) {
        Ok(chunks) => chunks
            .iter()
            .map(|chunk| match chunk {
                Chunk::Octets(octets) => visible(octets),
                Chunk::AwaitContinuation => "<wait>".into(),
            })
            .collect(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn client_lines() {
    let table = [
        (
            "a APPEND x {{literal \"ab\"}} z",
            "a APPEND x {2}␍␊<wait>ab z␍␊",
        ),
        (
            "a APPEND x {{literal+ plain text}}",
            "a APPEND x {12}+".trim_end_matches("}+"),
        ),
        (
            "{{size plain}} {{size plain 0..5}} {{uid+1}} {{42}}",
            "49 5 42 42␍␊",
        ),
        ("{{repeat 3 \"x\"}}", "xxx␍␊"),
        (
            "AUTH PLAIN {{base64 \"\\0\" user \"\\0\" password}}",
            "AUTH PLAIN AHRpbQB0YW5zdGFhZg==␍␊",
        ),
        (
            "APOP mrose {{apop}}",
            "APOP mrose c4c9334bac560ecc979e58001b3e22fb␍␊",
        ),
        // RFC 2195 §2, with the password of RFC 1939's example.
        ("{{cram-md5}}", "dGltI"),
        // n,,n=tim,r=
        ("{{scram-first \"n,,\"}}", "biwsbj10aW0scj1y"),
        (
            "{{scram-sha-256-final \"n,,\"}}",
            "the server's first message has no r= in its place",
        ),
        ("{{utf7 \"Entwürfe&\"}}", "Entw&APw-rfe&-␍␊"),
        ("{{upper \"a-1.Ü\"}}", "A-1.Ü␍␊"),
        (
            "{{message plain}}",
            "From: a@example.org␍␊Subject: one␍␊␍␊..dot␍␊last␍␊",
        ),
        ("{{literal zoo 2.2}}", "{1}␍␊<wait>B␍␊"),
        ("{{nothing-here}}", "nothing is bound to \"nothing\" here"),
    ];
    for (text, wanted) in table {
        let came = rendered(text);
        assert!(came.starts_with(wanted), "{text}: {came}");
    }
}

#[test]
fn message_parts_are_slices() {
    let table: &[(&str, Option<&str>)] = &[
        ("1", Some("first")),
        ("1.mime", Some("Content-Type: text/plain\r\n\r\n")),
        (
            "2.header",
            Some("Subject: inner\r\nContent-Type: multipart/alternative;\r\n boundary=in\r\n\r\n"),
        ),
        (
            "2.text",
            Some("--in\r\n\r\nA\r\n--in\r\n\r\nB\r\n--in--\r\n"),
        ),
        ("2.1", Some("A")),
        ("2.2.mime", Some("\r\n")),
        ("2.3", None),
        ("3", None),
        ("1.1", None),
        ("1.header", None),
    ];
    for (part, wanted) in table {
        let came = slice(ZOO, part).map(|octets| String::from_utf8_lossy(octets).into_owned());
        assert_eq!(came.as_deref(), *wanted, "{part}");
    }
    assert_eq!(slice(PLAIN, "1"), slice(PLAIN, "text"));
    assert_eq!(slice(PLAIN, "header"), Some(&PLAIN[..37]));
    assert_eq!(slice(PLAIN, ""), Some(PLAIN));
}

proptest! {
    #[test]
    fn no_octets_make_matching_panic(server in "[ -~\r\n]{0,80}", raw in proptest::collection::vec(any::<u8>(), 0..60)) {
        let mut names = Names::new();
        let mut octets = b"* 1 FETCH (".to_vec();
        octets.extend(server.bytes());
        octets.extend(b"\r\n");
        octets.extend(raw);
        octets.extend(b"\r\n");
        imap::reads(&octets);
        let _ = slice(&octets, "1.2.mime");
        for (protocol, script, _) in MET.iter().step_by(3) {
            play(*protocol, script, &octets, Mode::default(), &mut names);
        }
    }
}
