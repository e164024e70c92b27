//! A capture or a dialogue, read and judged: octets and text in, findings out. Opens no file.

use crate::rules::{Finding, RuleInfo, SessionRules, Shared};
use crate::transcript::tree::Protocol;
use crate::watch::Login;
use crate::wire::{Framer, Shape, Unit, framer};
use std::collections::VecDeque;

/// One thing that happens in a session, and the line of the file where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The session's place in the order of their first lines.
    session: usize,
    line: usize,
    what: What,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    Client(Vec<u8>),
    Server(Vec<u8>),
    Tls,
    Closed,
}

/// So many sessions one dialogue may have.
const SESSIONS: usize = 100;

const FORM: &str = "a line of a dialogue begins with `C: `, `S: `, `C[name]: ` or `S[name]: `, or is `@starttls` or `@closed`; \
    `(lf)`, `(cr)`, `(none)` and `(esc)` before the colon say how it ends";

/// A dialogue if the first line that says anything is one; a raw capture otherwise.
pub(super) fn steps(octets: &[u8]) -> Result<Vec<Step>, String> {
    // What an editor may put before a text.
    let octets = octets.strip_prefix("\u{feff}".as_bytes()).unwrap_or(octets);
    let lines = || octets.split_inclusive(|octet| *octet == b'\n').enumerate();
    let text = |line: &[u8]| {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line).to_vec()
    };
    let first = lines()
        .map(|(_, line)| text(line))
        .find(|line| !line.is_empty() && !line.starts_with(b"#"));
    let mut names = Vec::new();
    if first.is_none_or(|line| said(&line, &mut names).is_none()) {
        return Ok(lines()
            .map(|(number, line)| Step {
                session: 0,
                line: number + 1,
                what: What::Server(line.to_vec()),
            })
            .collect());
    }
    let mut steps = Vec::new();
    names.clear();
    for (number, line) in lines() {
        let line = text(line);
        if line.is_empty() || line.starts_with(b"#") {
            continue;
        }
        let (session, what) = said(&line, &mut names)
            .filter(|_| names.len() <= SESSIONS)
            .ok_or_else(|| format!("{}: {FORM}", number + 1))?;
        steps.push(Step {
            session,
            line: number + 1,
            what,
        });
    }
    Ok(steps)
}

/// What a line of a dialogue says, and whose it is.
fn said(line: &[u8], names: &mut Vec<Vec<u8>>) -> Option<(usize, What)> {
    let whose = |name: &[u8], names: &mut Vec<Vec<u8>>| {
        names
            .iter()
            .position(|known| known == name)
            .unwrap_or_else(|| {
                names.push(name.to_vec());
                names.len() - 1
            })
    };
    for (directive, what) in [
        (b"@starttls".as_slice(), What::Tls),
        (b"@closed", What::Closed),
    ] {
        if let Some(rest) = line.strip_prefix(directive) {
            let name = match rest {
                b"" => rest,
                _ => rest.strip_prefix(b"[")?.strip_suffix(b"]")?,
            };
            return Some((whose(name, names), what));
        }
    }
    let (side, mut rest) = line.split_at_checked(1)?;
    let mut name: &[u8] = b"";
    let mut ending: &[u8] = b"";
    if let Some(after) = rest.strip_prefix(b"[") {
        let close = after.iter().position(|octet| *octet == b']')?;
        name = after.get(..close)?;
        rest = after.get(close + 1..)?;
    }
    if let Some(after) = rest.strip_prefix(b"(") {
        let close = after.iter().position(|octet| *octet == b')')?;
        ending = after.get(..close)?;
        rest = after.get(close + 1..)?;
    }
    let text = rest.strip_prefix(b":")?;
    let text = text.strip_prefix(b" ").unwrap_or(text);
    let octets = match ending {
        b"" => [text, b"\r\n"].concat(),
        b"esc" => [&undo(text)?, b"\r\n".as_slice()].concat(),
        b"lf" => [&undo(text)?, b"\n".as_slice()].concat(),
        b"cr" => [&undo(text)?, b"\r".as_slice()].concat(),
        b"none" => undo(text)?,
        _ => return None,
    };
    let what = match side {
        b"C" => What::Client(octets),
        b"S" => What::Server(octets),
        _ => return None,
    };
    Some((whose(name, names), what))
}

/// The octets behind the escapes of the transcript language.
fn undo(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.iter().copied();
    while let Some(octet) = rest.next() {
        if octet != b'\\' {
            out.push(octet);
            continue;
        }
        out.push(match rest.next()? {
            b'r' => b'\r',
            b'n' => b'\n',
            b't' => b'\t',
            b'0' => 0,
            b'\\' => b'\\',
            b'x' => {
                let digit = |octet: u8| char::from(octet).to_digit(16);
                let value = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
                u8::try_from(value).ok()?
            }
            _ => return None,
        });
    }
    Some(out)
}

/// What came of it.
pub(super) struct Judged {
    pub units: usize,
    /// How many sessions end in the middle of a response.
    pub cut: usize,
    /// Something of what a client sent is there.
    pub client: bool,
    /// It was read as what the server sent and nothing else.
    pub raw: bool,
    /// The rules that are broken, in the order of their first places.
    pub broken: Vec<Broken>,
    /// Every finding is kept, and not the first of each rule only.
    all: bool,
}

/// A rule that is broken, once or often.
pub(super) struct Broken {
    pub rule: &'static RuleInfo,
    /// Each with its line in the file; the first alone, unless all are wanted.
    pub found: Vec<(usize, Finding)>,
    /// How many times.
    pub count: usize,
    /// The lines behind the first, at most [`LINES`].
    pub lines: Vec<usize>,
    /// What was said before the first in its session.
    pub before: Vec<Said>,
}

/// A line of the dialogue, secrets hidden, at most [`WIDTH`] octets of it.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub line: usize,
    pub client: bool,
    pub octets: Vec<u8>,
}

/// So many lines of the dialogue are shown before the first finding, found among so many.
const BEFORE: usize = 4;
const RECENT: usize = 16;
const WIDTH: usize = 200;

/// So many lines of one rule are remembered.
pub(super) const LINES: usize = 10;

impl Judged {
    fn add(&mut self, line: usize, finding: Finding, recent: &VecDeque<Said>) {
        let rule = finding.rule;
        let Some(known) = self.broken.iter_mut().find(|one| one.rule.id == rule.id) else {
            let mut before: Vec<Said> = recent
                .iter()
                .rev()
                .filter(|said| said.line < line)
                .take(BEFORE)
                .cloned()
                .collect();
            before.reverse();
            self.broken.push(Broken {
                rule,
                before,
                found: vec![(line, finding)],
                count: 1,
                lines: Vec::new(),
            });
            return;
        };
        known.count += 1;
        if self.all {
            known.found.push((line, finding));
        }
        if known.lines.len() < LINES {
            known.lines.push(line);
        }
    }

    /// How many findings there are.
    pub(super) fn count(&self) -> usize {
        self.broken.iter().map(|one| one.count).sum()
    }
}

/// One session while it is judged.
struct Session {
    rules: SessionRules,
    framer: Box<dyn Framer>,
    /// Where each line of the file begins among the server's octets, and where the next unit does.
    places: Vec<(usize, usize)>,
    came: usize,
    begun: usize,
    login: Login,
    recent: VecDeque<Said>,
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
    fn tls_started(&mut self) {
        self.handshake = Handshake::No;
        self.framer.reset();
        self.rules.tls_started();
    }

    /// A line of the client. What it says behind an accepted STARTTLS it says under TLS, with `@starttls` or without.
    fn said(&mut self, octets: &[u8]) {
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

    fn came(&mut self, octets: &[u8], line: usize) {
        self.places.push((self.came, line));
        self.came += octets.len();
        self.remember(line, false, octets);
    }

    fn remember(&mut self, line: usize, client: bool, octets: &[u8]) {
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
    fn finish(&mut self, shared: &mut Shared, judged: &mut Judged) {
        if let Some(unit) = self.framer.finish() {
            let before = judged.count();
            self.judge(&unit, shared, judged);
            if judged.count() == before {
                judged.units -= 1;
                judged.cut += 1;
            }
        }
    }

    fn judge(&mut self, unit: &Unit, shared: &mut Shared, judged: &mut Judged) {
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
            let mut rules = match greeting {
                true => SessionRules::new(protocol),
                false => SessionRules::midway(protocol),
            };
            let spoken = |step: &Step| step.session == number && client(step);
            if steps.iter().any(spoken) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(protocol: Protocol, text: &str) -> Vec<(usize, &'static str)> {
        let steps = steps(text.as_bytes()).expect("readable");
        let judged = judge(protocol, &steps, &[], true);
        let all = judged.broken.iter().flat_map(|one| &one.found);
        all.map(|(line, finding)| (*line, finding.rule.id))
            .collect()
    }

    #[test]
    fn a_raw_capture_and_a_dialogue_are_told_apart() {
        assert_eq!(
            found(Protocol::Imap, "* OK hello\r\n* 0 EXPUNGE\r\n"),
            [(2, "imap/nz-number")]
        );
        let several = "S[one]: * OK x\nC[one]: a NOOP\nS[two]: * OK x\nS[two](esc): * OK a\\x00b\nS[one]: a OK x\n";
        assert_eq!(found(Protocol::Imap, several), [(4, "imap/nul")]);
        let dialogue = "# from a bug report\nS: * OK hello\nC: a NOOP\nS: * 1 FETCH ()\nS: a OK x\nS: a OK x\n";
        assert_eq!(
            found(Protocol::Imap, dialogue),
            [(4, "imap/fetch"), (6, "imap/tag-answered-once")]
        );
        assert!(steps(b"C: a\nwhat\n").is_err());
        let marked = "\u{feff}S: * OK hello\nC: a NOOP\nS: * 0 EXPUNGE\n";
        assert_eq!(found(Protocol::Imap, marked), [(3, "imap/nz-number")]);
    }

    #[test]
    fn what_follows_an_accepted_starttls_is_said_under_tls() {
        let smtp = |answer: &str| {
            let ehlo = "C: EHLO c\nS: 250-mx.example.org\nS: 250 STARTTLS\n";
            format!("S: 220 mx.example.org\n{ehlo}C: STARTTLS\nS: {answer}\n{ehlo}")
        };
        assert_eq!(
            found(Protocol::Smtp, &smtp("220 go ahead")),
            [(9, "smtp/starttls-under-tls")]
        );
        assert_eq!(found(Protocol::Smtp, &smtp("454 not now")), []);
        let imap = |answer: &str| {
            format!(
                "S: * OK x\nC: a STARTTLS\nS: * OK soon\nS: a {answer}\nC: b CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS\nS: b OK x\n"
            )
        };
        assert_eq!(
            found(Protocol::Imap, &imap("OK begin")),
            [(6, "imap/starttls-under-tls")]
        );
        assert_eq!(found(Protocol::Imap, &imap("NO not now")), []);
    }

    #[test]
    fn a_literal_is_told_by_its_own_line() {
        let text =
            "S: * OK x\nC: a NOOP\nS: * 1 FETCH (BODY[] {5}\nS: abc\nS:  UID 0)\nS: a OK x\n";
        assert_eq!(found(Protocol::Imap, text), [(5, "imap/nz-number")]);
    }

    #[test]
    fn a_fragment_needs_no_greeting() {
        assert_eq!(found(Protocol::Imap, "* 1 FETCH (UID 3)\r\n"), []);
        assert_eq!(
            found(
                Protocol::Smtp,
                "C: EHLO x\nS: 250-mx.example.org\nS: 250 SIZE x\n"
            ),
            [(3, "smtp/ehlo-size")]
        );
    }

    #[test]
    fn pop3_without_its_commands() {
        let capture = "+OK hello\r\n+OK\r\n1 120\r\n+OK no status\r\n.\r\n+ok\r\n";
        assert_eq!(found(Protocol::Pop3, capture), [(6, "pop3/status")]);
    }

    /// An example of a rule, as a file that `mailspec check` reads: a dialogue as it stands, but for
    /// `«600 x»`, which is 600 of them; or the octets of a server, with escapes.
    fn example(text: &str) -> Vec<u8> {
        let mut whole = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('«') {
            let (inside, after) = after.split_once('»').expect("closed");
            let (count, what) = inside.split_once(' ').expect("a number and what");
            whole += before;
            whole += &what.repeat(count.parse().expect("a number"));
            rest = after;
        }
        whole += rest;
        if said(
            whole.lines().next().unwrap_or_default().as_bytes(),
            &mut Vec::new(),
        )
        .is_some()
        {
            return whole.into_bytes();
        }
        // A backslash before anything else is itself, as in \Seen.
        let mut out = Vec::new();
        let mut rest = whole.as_bytes();
        while let Some(first) = rest.first() {
            let length = match rest {
                [b'\\', b'r' | b'n' | b't' | b'0', ..] => 2,
                [b'\\', b'x', ..] => 4,
                _ => 1,
            };
            match undo(&rest[..length]) {
                Some(octets) if length > 1 => out.extend(octets),
                _ => out.push(*first),
            }
            rest = &rest[length..];
        }
        out
    }

    #[test]
    fn every_example_of_a_rule_is_what_it_says() {
        let mut wrong = Vec::new();
        for rule in crate::rules::all() {
            let found = |text: &str| {
                let text = example(text);
                let steps = steps(&text).unwrap_or_else(|error| panic!("{}: {error}", rule.id));
                let judged = judge(rule.protocol, &steps, &[], false);
                let ids = judged.broken.iter().map(|one| one.rule.id);
                (judged.units, ids.collect::<Vec<_>>())
            };
            let (bad, good) = (found(rule.bad), found(rule.good));
            if bad.0 == 0 || bad.1.is_empty() || bad.1.iter().any(|id| *id != rule.id) {
                wrong.push(format!("{}: {} breaks {:?}", rule.id, rule.bad, bad.1));
            }
            if good.0 == 0 || !good.1.is_empty() {
                wrong.push(format!("{}: {} breaks {:?}", rule.id, rule.good, good.1));
            }
        }
        assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    }
}
