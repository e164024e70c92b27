//! The RFCs' own dialogues, replayed from `examples/dialogues`. A file holds the lines as they are printed
//! (a line that the document folds is one line), and before them what the document's text or the dialogue
//! itself presupposes:
//!
//! * `! service imap`, `! domain foo.com`, `! account name password`, `! login name password`: the server, and
//!   who is logged in before the first line (`␠` is a space of an account); `! tls` and `! certificate name`: that TLS stands from the
//!   beginning, and whose certificate it has; `! size 1000`: the largest message;
//!   `! no-plaintext`: no password is taken outside of TLS;
//! * `! condition name expired`: that of an account; `! may-act name other`: who acts for whom;
//! * `! date 13-Feb-2006 00:00:00 +0000`: the internal date of the messages, `! message name 120` one of 120 octets;
//! * `! nonce text`, `! salt base64`: what SASL draws at random elsewhere;
//! * `P:` a command that is carried out first; `X:` one of another session of the same person (`¶` ends a line
//!   inside of it), of which a session in IDLE tells at once;
//! * `M: (flags) header` a message for the INBOX; `M: 10x (flags) header` ten;
//!   `U: INBOX 300` the UID that the next message of a mailbox gets;
//! * `N: 67890007 UIDVALIDITY` (or `HIGHESTMODSEQ`): the printed number stands for what the INBOX has now.
//!
//! `examples/index.txt` lists the examples of all documents: which file replays them, or why none does.
//!
//! * `=:` under a line: what is said instead here, or `-` for nothing, and after ` | ` the reason; `octets 98` for a
//!   command are as many, and the end of the line.
//!
//! What may differ otherwise, and nothing else: the text after a status and its code; a code where none is printed; quotes around what can be an atom;
//! the order of responses in one exchange, and responses beyond those printed; numbers that are the server's
//! own (UIDVALIDITY, mod-sequences), which have to be the same wherever the document has the same, and mod-sequences
//! greater than those of earlier exchanges where it has a greater; capabilities beyond those printed; the order of flags, of rights, of FETCH, STATUS and METADATA items; whether
//! there is a space where a line was folded.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use jiff::Timestamp;
use mailspec_reference_server::sasl::SaslConfig;
use mailspec_reference_server::session::{Effect, Session, TlsInfo};
use mailspec_reference_server::{Builder, ReferenceServer, Service};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

struct Talk {
    session: Box<dyn Session>,
    /// Whose certificate comes with TLS.
    tls: TlsInfo,
}

impl Talk {
    fn begin(replay: &Replay) -> (Self, String) {
        let mut talk = Self {
            session: replay.server.session(replay.service, Arc::new(|| {})),
            tls: replay.tls.clone(),
        };
        let from_the_beginning = replay.in_tls.then(|| talk.tls.clone());
        talk.session
            .start(from_the_beginning, Timestamp::UNIX_EPOCH);
        let greeting = talk.heard();
        (talk, greeting)
    }

    fn heard(&mut self) -> String {
        let mut output = Vec::new();
        self.session.take_output(&mut output);
        if self.session.take_effect() == Some(Effect::StartTls) {
            let tls = self.tls.clone();
            self.session.tls_started(tls, Timestamp::UNIX_EPOCH);
            self.session.take_output(&mut output);
        }
        String::from_utf8_lossy(&output).into_owned()
    }

    fn say(&mut self, octets: &str) -> String {
        self.session
            .receive(octets.as_bytes(), Timestamp::UNIX_EPOCH);
        self.heard()
    }

    /// A command of the preparation, which succeeds.
    fn prepare(&mut self, command: &str) -> String {
        let octets = command.replace('¶', "\r\n");
        let answer = self.say(&format!("p {octets}\r\n"));
        assert!(answer.contains("p OK"), "{command}: {answer}");
        answer
    }
}

/// A response, to be compared: what is told, in an order of ours, with the server's own numbers apart.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    words: String,
    /// Of what, and which.
    own: Vec<(&'static str, u64)>,
    /// What must be among the other's.
    among: BTreeSet<String>,
}

/// Takes a server's own numbers out of a line.
fn apart(line: &str, own: &mut Vec<(&'static str, u64)>) -> String {
    let mut line = line.to_owned();
    for (name, kind) in [
        ("UIDVALIDITY ", "UIDVALIDITY"),
        ("APPENDUID ", "UIDVALIDITY"),
        ("COPYUID ", "UIDVALIDITY"),
        ("HIGHESTMODSEQ ", "MODSEQ"),
        ("(MODSEQ (", "MODSEQ"),
        ("(MODSEQ ", "MODSEQ"),
        (" MODSEQ (", "MODSEQ"),
        (" MODSEQ ", "MODSEQ"),
    ] {
        let Some(at) = line.find(name).map(|at| at + name.len()) else {
            continue;
        };
        let digits: String = line[at..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        if let Ok(number) = digits.parse() {
            own.push((kind, number));
            line.replace_range(at..at + digits.len(), "n");
        }
    }
    line
}

/// Quotes around what could be an atom go, and spaces beside brackets, where lines are folded.
fn plain(line: &str) -> String {
    let mut said = String::new();
    for (at, part) in line.split('"').enumerate() {
        let atom = !part.is_empty()
            && part
                .bytes()
                .all(|o| o.is_ascii_graphic() && !b"(){}%*\\".contains(&o));
        match (at % 2 == 1, atom) {
            (true, false) => said.push_str(&format!("\"{part}\"")),
            _ => said.push_str(part),
        }
    }
    said.replace(") (", ")(")
}

/// The items of a list without its brackets, in an order of ours.
fn sorted(list: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0usize;
    let mut quoted = false;
    for c in list.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (c, items.last_mut()) {
            (' ', _) if depth == 0 && !quoted => items.push(String::new()),
            (_, Some(last)) => last.push(c),
            _ => {}
        }
    }
    // A name and its value are a pair.
    let paired = items.first().is_some_and(|first| {
        ["UID", "FLAGS", "MODSEQ", "INTERNALDATE"].contains(&first.as_str())
            || first.starts_with('/')
            || first.starts_with("BODY")
            || first.starts_with("RFC822")
            || first.starts_with("PREVIEW")
            || [
                "MESSAGES",
                "UIDNEXT",
                "UIDVALIDITY",
                "UNSEEN",
                "RECENT",
                "HIGHESTMODSEQ",
                "SIZE",
            ]
            .contains(&first.as_str())
    });
    let mut items: Vec<String> = match paired {
        true => items.chunks(2).map(|pair| pair.join(" ")).collect(),
        false => items,
    };
    for item in &mut items {
        if let Some(flags) = item
            .strip_prefix("FLAGS (")
            .and_then(|rest| rest.strip_suffix(')'))
        {
            // RFC 3501 §2.3.2: whether a message is recent, the documents' servers tell or don't.
            let flags = sorted(flags).into_iter().filter(|flag| flag != "\\Recent");
            *item = format!("FLAGS ({})", flags.collect::<Vec<_>>().join(" "));
        }
    }
    items.sort();
    items
}

/// Rights, which a server tells in any order (RFC 4314 §2).
fn in_order(rights: &str) -> String {
    let rights: BTreeSet<char> = rights.chars().collect();
    rights.into_iter().collect()
}

fn imap(line: &str) -> Told {
    let mut own = Vec::new();
    let line = apart(line, &mut own);
    let mut among = BTreeSet::new();
    let parts: Vec<&str> = line.splitn(4, ' ').collect();
    let words = match parts.as_slice() {
        ["+", ..] => "+".to_owned(),
        ["*", "CAPABILITY", ..] => {
            among = line.split(' ').skip(2).map(str::to_owned).collect();
            "* CAPABILITY".to_owned()
        }
        ["*", "FLAGS", ..] => {
            let flags = line.trim_end_matches(')').split(['(', ' ']).skip(3);
            among = flags.map(str::to_owned).collect();
            "* FLAGS".to_owned()
        }
        [
            tag,
            status @ ("OK" | "NO" | "BAD" | "BYE" | "PREAUTH"),
            code,
            ..,
        ] => {
            let rest = line.split_once(code).map_or("", |(_, rest)| rest);
            match (code.strip_prefix('['), rest.split_once(']')) {
                // What lasts, and what is announced, is the server's own.
                (Some("PERMANENTFLAGS" | "CAPABILITY"), _) => format!("{tag} {status} {code}"),
                (Some(_), Some((arguments, _))) if !code.ends_with(']') => {
                    format!("{tag} {status} {code}{arguments}]")
                }
                (Some(_), _) => format!("{tag} {status} {code}"),
                (None, _) => format!("{tag} {status}"),
            }
        }
        ["*", "LIST", ..] => match line["* LIST (".len()..].split_once(')') {
            Some((attributes, rest)) => {
                // Whether there is something new, or may be something below, is the server's own.
                among = attributes
                    .split(' ')
                    .filter(|one| {
                        ![
                            "",
                            "\\Marked",
                            "\\Unmarked",
                            "\\NoInferiors",
                            "\\HasNoChildren",
                        ]
                        .contains(one)
                    })
                    .map(str::to_owned)
                    .collect();
                format!(
                    "* LIST{}",
                    plain(rest)
                        .replace("/ inbox", "/ INBOX")
                        .replace("/ Inbox", "/ INBOX")
                )
            }
            None => line.clone(),
        },
        ["*", number, "FETCH", rest] if !rest.ends_with('}') => {
            let rest = rest
                .trim_start_matches('(')
                .strip_suffix(')')
                .unwrap_or(rest);
            among = sorted(rest).into_iter().collect();
            format!("* {number} FETCH")
        }
        ["*", word @ ("STATUS" | "METADATA"), mailbox, rest] if rest.starts_with('(') => {
            let rest = rest.trim_start_matches('(').trim_end_matches(')');
            among = sorted(rest).into_iter().collect();
            format!("* {word} {}", plain(mailbox))
        }
        ["*", "ACL", mailbox, rest] => {
            let pairs: Vec<&str> = rest.split(' ').collect();
            let pairs = pairs.chunks(2).map(|pair| match pair {
                [who, rights] => format!("{who} {}", in_order(rights)),
                _ => pair.concat(),
            });
            among = pairs.collect();
            format!("* ACL {} of {}", plain(mailbox), among.len())
        }
        ["*", "MYRIGHTS", mailbox, rights] => {
            format!("* MYRIGHTS {} {}", plain(mailbox), in_order(rights))
        }
        _ => plain(&line),
    };
    Told { words, own, among }
}

/// Code and enhanced code of an SMTP reply, or the keyword that it announces; status and code of POP3.
fn other(line: &str, service: Service) -> Told {
    let words: Vec<&str> = line.split(' ').collect();
    let pop = matches!(service, Service::Pop3 | Service::Pop2);
    let words = match words.as_slice() {
        [status @ ("+OK" | "-ERR"), code, ..] if code.starts_with('[') => {
            format!("{status} {code}")
        }
        [status @ ("+OK" | "-ERR" | "+"), ..] => (*status).to_owned(),
        // POP2 (RFC 937): a number, and text.
        [count, ..] if pop && count.starts_with(['#', '=']) => (*count).to_owned(),
        _ if pop => line.to_owned(),
        [code, text, ..]
            if text.contains('.') && text.chars().all(|c| c.is_ascii_digit() || c == '.') =>
        {
            format!("{code} {text}")
        }
        [code, ..] => code.chars().take(3).collect(),
        [] => String::new(),
    };
    Told {
        words,
        own: Vec::new(),
        among: BTreeSet::new(),
    }
}

/// The printed numbers, and what they stand for.
#[derive(Default)]
struct Numbers {
    known: BTreeMap<(&'static str, u64), u64>,
    /// Those of earlier exchanges.
    settled: BTreeMap<(&'static str, u64), u64>,
}

impl Numbers {
    /// Whether ours may stand for what is printed; from then on it does.
    fn agree(&mut self, printed: &[(&'static str, u64)], ours: &[(&'static str, u64)]) -> bool {
        let fits = printed.len() == ours.len()
            && printed.iter().zip(ours).all(|(key, (kind, ours))| {
                let ordered = |((of, before), stands): (&(&'static str, u64), &u64)| {
                    *of != "MODSEQ" || of != kind || before.cmp(&key.1) == stands.cmp(ours)
                };
                key.0 == *kind
                    && match self.known.get(key) {
                        Some(known) => known == ours,
                        None => self.settled.iter().all(ordered),
                    }
            });
        if fits {
            let pairs = printed.iter().zip(ours);
            self.known
                .extend(pairs.map(|(key, (_, ours))| (*key, *ours)));
        }
        fits
    }

    /// The numbers that stand for something, wherever a command has them; small ones are no one's.
    fn in_command(&mut self, command: &str) -> String {
        self.settled.clone_from(&self.known);
        let mut said = String::new();
        for token in command.split_inclusive(|c: char| !c.is_ascii_digit()) {
            let digits = token.trim_end_matches(|c: char| !c.is_ascii_digit());
            let number = digits.parse::<u64>().ok().filter(|number| *number >= 1000);
            let mut stands = number.into_iter().flat_map(|number| {
                ["MODSEQ", "UIDVALIDITY"].map(|kind| self.known.get(&(kind, number)))
            });
            match stands.find_map(|found| found) {
                Some(ours) => said.push_str(&token.replace(digits, &ours.to_string())),
                None => said.push_str(token),
            }
        }
        said
    }
}

fn service(name: &str) -> Service {
    match name {
        "smtp" => Service::Smtp,
        "submission" => Service::Submission,
        "lmtp" => Service::Lmtp,
        "pop3" => Service::Pop3,
        "pop2" => Service::Pop2,
        _ => Service::Imap,
    }
}

struct Replay {
    server: ReferenceServer,
    service: Service,
    login: Option<(String, String)>,
    /// Whether TLS stands from the beginning.
    in_tls: bool,
    tls: TlsInfo,
    /// The internal date of its messages.
    date: String,
    talk: Option<Talk>,
    other: Option<Talk>,
    came: Vec<Told>,
    numbers: Numbers,
}

impl Replay {
    fn new(text: &str) -> Self {
        let mut builder: Builder = ReferenceServer::builder().seed(1);
        let mut sasl = SaslConfig::default();
        let (mut kind, mut login) = (Service::Imap, None);
        let (mut in_tls, mut tls) = (false, TlsInfo::default());
        let mut accounts = 0;
        let mut date = "17-Jul-1996 02:44:25 -0700".to_owned();
        for line in text.lines().filter_map(|line| line.strip_prefix("! ")) {
            let words: Vec<&str> = line.split(' ').collect();
            builder = match words.as_slice() {
                ["service", name] => {
                    kind = service(name);
                    builder
                }
                ["domain", name] => builder.domain(*name).hostname(*name),
                ["account", name, password] => {
                    accounts += 1;
                    builder.account(name.replace('␠', " "), password.replace('␠', " "))
                }
                ["quota", name, octets] => builder.quota(*name, octets.parse().unwrap()),
                ["login", name, password] => {
                    login = Some(((*name).to_owned(), (*password).to_owned()));
                    builder
                }
                ["nonce", nonce] => {
                    sasl.nonce = Some((*nonce).to_owned());
                    builder
                }
                ["salt", salt] => {
                    sasl.salt = Some(BASE64_STANDARD.decode(salt).unwrap());
                    builder
                }
                ["message", name, octets] => {
                    let body = "x".repeat(octets.parse::<usize>().unwrap() - 4);
                    builder.message(*name, format!("\r\n{body}\r\n"))
                }
                ["tls"] => {
                    in_tls = true;
                    builder
                }
                ["certificate", name] => {
                    tls.client_identity = Some((*name).to_owned());
                    builder
                }
                ["may-act", name, other] => {
                    sasl.may_act_as
                        .push(((*name).to_owned(), (*other).to_owned()));
                    builder
                }
                ["condition", name, condition] => {
                    builder.condition(*name, condition.parse().unwrap())
                }
                ["no-plaintext"] => {
                    sasl.plaintext_without_tls = false;
                    builder
                }
                ["size", octets] => builder.message_size(octets.parse().unwrap()),
                ["date", ..] => {
                    date = line["date ".len()..].to_owned();
                    builder
                }
                odd => panic!("not a setting: {odd:?}"),
            };
        }
        if accounts == 0 {
            builder = builder.account("alice", "secret");
            login = Some(("alice".to_owned(), "secret".to_owned()));
        }
        Self {
            server: builder.sasl(sasl).build().unwrap(),
            service: kind,
            login,
            in_tls,
            tls,
            date,
            talk: None,
            other: None,
            came: Vec::new(),
            numbers: Numbers::default(),
        }
    }

    fn told(&self, line: &str) -> Told {
        match self.service {
            Service::Imap => imap(line),
            service => other(line, service),
        }
    }

    fn heard(&mut self, answer: &str) {
        let told: Vec<Told> = answer
            .split_terminator("\r\n")
            .map(|line| self.told(line))
            .collect();
        self.came.extend(told);
    }

    fn talk(&mut self) -> &mut Talk {
        if self.talk.is_none() {
            let (mut talk, greeting) = Talk::begin(self);
            if let Some((name, password)) = &self.login {
                talk.prepare(&format!("LOGIN {name} {password}"));
            }
            self.heard(&greeting);
            self.talk = Some(talk);
        }
        self.talk.as_mut().unwrap()
    }

    fn other(&mut self) -> &mut Talk {
        if self.other.is_none() {
            let (mut talk, _) = Talk::begin(self);
            if let Some((name, password)) = &self.login {
                talk.prepare(&format!("LOGIN {name} {password}"));
            }
            talk.prepare("SELECT INBOX");
            self.other = Some(talk);
        }
        self.other.as_mut().unwrap()
    }

    fn append(&mut self, flags: &str, header: &str) {
        let size = header.len() + 4;
        let date = self.date.clone();
        self.talk().prepare(&format!(
            "APPEND INBOX ({flags}) \"{date}\" {{{size}+}}\r\n{header}\r\n\r\n"
        ));
    }

    fn next_uid(&mut self, mailbox: &str, wanted: u32) {
        self.talk();
        let (name, password) = self.login.clone().expect("somebody to log in");
        let (mut talk, _) = Talk::begin(self);
        talk.prepare(&format!("LOGIN {name} {password}"));
        let mailboxes = self.server.store().mailboxes(&name);
        let found = mailboxes.iter().find(|one| one.name == mailbox);
        let next = found.map_or(wanted, |found| found.uid_next);
        for _ in next..wanted {
            talk.prepare(&format!("APPEND {mailbox} (\\Deleted) {{4+}}\r\n\r\n\r\n"));
        }
        talk.prepare(&format!("SELECT {mailbox}"));
        talk.prepare(&format!(
            "UID EXPUNGE {next}:{}",
            wanted.saturating_sub(1).max(next)
        ));
    }

    fn bind(&mut self, line: &str) {
        let (printed, item) = line.split_once(' ').unwrap();
        let kind = if item == "UIDVALIDITY" {
            "UIDVALIDITY"
        } else {
            "MODSEQ"
        };
        let answer = self.other().prepare(&format!("STATUS INBOX ({item})"));
        let (_, after) = answer.split_once(&format!("{item} ")).unwrap();
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        let printed = printed.parse().unwrap();
        self.numbers
            .known
            .insert((kind, printed), digits.parse().unwrap());
    }

    fn line(&mut self, kind: &str, rest: &str, answered: bool) -> Result<(), String> {
        match kind {
            "P:" => {
                self.talk().prepare(rest);
            }
            "X:" => {
                if answered {
                    self.came.clear();
                }
                self.other().prepare(rest);
                // A session that is in IDLE tells of it now.
                if let Some(talk) = &mut self.talk {
                    talk.session.tick(Timestamp::UNIX_EPOCH);
                    let told = talk.heard();
                    self.heard(&told);
                }
            }
            "M:" => {
                let (flags, header) = rest.split_once(") ").unwrap();
                let (times, flags) = flags.split_once('(').unwrap();
                let times = times.trim_end_matches("x ").parse().unwrap_or(1);
                for _ in 0..times {
                    self.append(flags, header);
                }
            }
            "U:" => {
                let (mailbox, uid) = rest.rsplit_once(' ').unwrap();
                self.next_uid(mailbox, uid.parse().unwrap());
            }
            "N:" => self.bind(rest),
            "C:" => {
                self.talk();
                // What an exchange has left over is no answer to the next.
                if answered {
                    self.came.clear();
                }
                let said = match rest.strip_prefix("octets ") {
                    Some(count) => "x".repeat(count.parse().unwrap()),
                    None => self.numbers.in_command(rest),
                };
                let octets = format!("{said}\r\n");
                let answer = self.talk().say(&octets);
                self.heard(&answer);
            }
            "S:" => {
                self.talk();
                let wanted = self.told(rest);
                let numbers = &mut self.numbers;
                let found = self.came.iter().position(|told| {
                    let beyond = wanted.own.is_empty()
                        && wanted.words.split(' ').count() <= 2
                        && told.words.starts_with(&format!("{} ", wanted.words));
                    if beyond {
                        return true;
                    }
                    told.words == wanted.words
                        && wanted.among.is_subset(&told.among)
                        && numbers.agree(&wanted.own, &told.own)
                });
                let Some(found) = found else {
                    return Err(format!("no {rest:?}\n  {wanted:?}\nin {:#?}", self.came));
                };
                self.came.remove(found);
            }
            _ => {}
        }
        Ok(())
    }
}

fn replay(text: &str) -> Result<(), String> {
    let mut replay = Replay::new(text);
    let mut before = "";
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let (kind, rest) = line.split_at(line.len().min(2));
        let mut rest = rest.strip_prefix(' ').unwrap_or(rest);
        if let Some(instead) = lines.peek().and_then(|next| next.strip_prefix("=: ")) {
            let (said, reason) = instead
                .split_once(" | ")
                .ok_or("a difference without a reason")?;
            assert!(!reason.is_empty());
            rest = said;
        }
        if rest != "-" {
            replay.line(kind, rest, before == "S:")?;
        }
        if ["C:", "S:", "X:"].contains(&kind) {
            before = kind;
        }
    }
    Ok(())
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples")
}

fn files() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(examples().join("dialogues")).unwrap();
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_dialogue_comes_as_printed() {
    let mut wrong = String::new();
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.lines().any(|line| line.starts_with("S:")), "{path:?}");
        if let Err(why) = replay(&text) {
            wrong.push_str(&format!("{}: {why}\n", path.file_name().unwrap().display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A row of `index.txt`: a document's section, the files that replay its examples, what isn't and why.
struct Listed {
    document: String,
    section: String,
    files: Vec<String>,
    why: String,
}

fn index() -> Vec<Listed> {
    let text = std::fs::read_to_string(examples().join("index.txt")).unwrap();
    let rows = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let mut parts = line.split(" | ").map(str::trim);
        let (place, files) = (parts.next().unwrap(), parts.next());
        let (document, section) = place.split_once(' ').unwrap();
        let files = files.unwrap_or_else(|| panic!("no files: {line}"));
        Listed {
            document: document.to_owned(),
            section: section.to_owned(),
            files: files
                .split(' ')
                .filter(|file| *file != "-")
                .map(str::to_owned)
                .collect(),
            why: parts.next().unwrap_or_default().to_owned(),
        }
    })
    .collect()
}

#[test]
fn the_index_has_every_file_and_no_other() {
    let mut listed = BTreeSet::new();
    let mut places = BTreeSet::new();
    for row in index() {
        let place = format!("{} {}", row.document, row.section);
        assert!(
            !row.files.is_empty() || !row.why.is_empty(),
            "{place}: neither a file nor a reason"
        );
        for file in &row.files {
            assert!(examples().join(file).is_file(), "{place}: no {file}");
            let name = file.rsplit('/').next().unwrap();
            let of_it = name.starts_with(&format!("rfc{}-", row.document));
            assert!(of_it || name.ends_with(".rs"), "{place}: {file}");
        }
        listed.extend(row.files);
        assert!(places.insert(place.clone()), "{place} twice");
    }
    let older = std::fs::read_dir(examples()).unwrap();
    let older = older
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && !path.ends_with("index.txt"));
    for path in files().into_iter().chain(older) {
        let name = path.strip_prefix(examples()).unwrap().to_str().unwrap();
        assert!(listed.contains(name), "{name} is not listed");
    }
}

#[test]
fn what_differs_is_noticed() {
    for (printed, ours) in [
        ("a OK done", "a NO done"),
        ("a OK [MODIFIED 7,9] x", "a OK [MODIFIED 7] x"),
        (
            "* 2 FETCH (UID 6 FLAGS (\\Seen))",
            "* 2 FETCH (UID 7 FLAGS (\\Seen))",
        ),
        ("* LIST (\\Subscribed) \"/\" foo", "* LIST () \"/\" foo"),
        (
            "* ESEARCH (TAG \"a\") COUNT 3",
            "* ESEARCH (TAG \"a\") COUNT 4",
        ),
    ] {
        let (printed, ours) = (imap(printed), imap(ours));
        assert!(printed.words != ours.words || !printed.among.is_subset(&ours.among));
    }
    let mut numbers = Numbers::default();
    assert!(numbers.agree(&[("MODSEQ", 900)], &[("MODSEQ", 3)]));
    assert!(!numbers.agree(&[("MODSEQ", 900)], &[("MODSEQ", 4)]));
    assert_eq!(numbers.in_command("a NOOP"), "a NOOP");
    assert!(!numbers.agree(&[("MODSEQ", 901)], &[("MODSEQ", 2)]));
}
