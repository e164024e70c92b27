//! A session whose commands are not all carried out: a layer between the connection and the
//! protocol's state machine that looks for the commands among what a client sends. Knows of each
//! protocol only where a command begins; never judges one.

use super::{Answer, Dice, Kind, Trouble};
use crate::Service;
use crate::session::{Effect, Session, TlsInfo};
use jiff::Timestamp;

/// A line longer than this is handed on unseen.
const LONGEST: usize = 64 * 1024;

/// How a protocol's stream is cut into commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Smtp,
    Pop,
    Imap,
}

/// What the next octets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A line that begins a command.
    Command,
    /// A line that goes on with one: after a literal, or an answer to a continuation request.
    Line,
    /// Message text up to the line with a dot.
    Data,
    /// So many octets of a chunk (`false`) or of a literal (`true`), after which its line goes on.
    Octets(u64, bool),
    /// The same, of a command that is not carried out.
    Swallow(u64, bool),
    /// The rest of the line of such a command.
    SwallowLine,
}

struct Rule {
    begins: Vec<u8>,
    nth: Option<u64>,
    answer: Answer,
    percent: u8,
    uses: u64,
}

/// A session, and the troubles with its commands.
pub struct Commands {
    inner: Box<dyn Session>,
    family: Family,
    rules: Vec<Rule>,
    dice: Dice,
    next: Next,
    line: Vec<u8>,
    output: Vec<u8>,
    closing: bool,
    /// A handshake is asked for: what comes before it is the session's to discard.
    handshake: bool,
}

impl Commands {
    /// Puts the layer around a session, when one of the troubles is with a command.
    pub(crate) fn around(
        inner: Box<dyn Session>,
        service: Service,
        troubles: &[Trouble],
        dice: Dice,
    ) -> Box<dyn Session> {
        let rules: Vec<Rule> = troubles.iter().filter_map(Rule::of).collect();
        if rules.is_empty() {
            return inner;
        }
        let family = match service {
            Service::Imap | Service::Imaps => Family::Imap,
            Service::Pop2 | Service::Pop3 | Service::Pop3s => Family::Pop,
            _ => Family::Smtp,
        };
        Box::new(Self {
            inner,
            family,
            rules,
            dice,
            next: Next::Command,
            line: Vec::new(),
            output: Vec::new(),
            closing: false,
            handshake: false,
        })
    }

    /// Takes a whole line (or what is too long for one).
    fn line(&mut self, now: Timestamp) {
        let line = std::mem::take(&mut self.line);
        match self.next {
            Next::Command => match self.answer(&line) {
                Some(answer) => {
                    self.instead(&line, &answer);
                    self.after_swallowed(&line);
                }
                None => self.hand_on(&line, now),
            },
            Next::SwallowLine => self.after_swallowed(&line),
            Next::Data => {
                self.inner.receive(&line, now);
                if trimmed(&line) == b"." {
                    self.next = Next::Command;
                }
            }
            _ => self.hand_on(&line, now),
        }
    }

    /// Takes over all that the session says.
    fn hear(&mut self) {
        let mut before = None;
        while before != Some(self.output.len()) {
            before = Some(self.output.len());
            self.inner.take_output(&mut self.output);
        }
    }

    /// The session takes a line; what it says tells what comes next.
    fn hand_on(&mut self, line: &[u8], now: Timestamp) {
        self.inner.receive(line, now);
        let said = self.output.len();
        self.hear();
        let said = self.output.get(said..).unwrap_or_default();
        let asked = said.starts_with(b"+ ") || said.starts_with(b"+\r");
        self.next = match self.family {
            Family::Smtp => match chunk(line) {
                Some(size) => Next::Octets(size, false),
                None if said.starts_with(b"354") => Next::Data,
                None if said.starts_with(b"334") => Next::Line,
                None => Next::Command,
            },
            Family::Pop if asked => Next::Line,
            Family::Pop => Next::Command,
            Family::Imap => match literal(line) {
                Some((size, waits)) if asked || !waits => Next::Octets(size, true),
                None if asked => Next::Line,
                _ => Next::Command,
            },
        };
    }

    fn after_swallowed(&mut self, line: &[u8]) {
        let more = match self.family {
            Family::Smtp => chunk(line).map(|size| (size, false)),
            // A literal that waits never comes: its command was answered.
            Family::Imap => literal(line)
                .filter(|(_, waits)| !waits)
                .map(|(size, _)| (size, true)),
            Family::Pop => None,
        };
        self.next = more.map_or(Next::Command, |(size, line)| Next::Swallow(size, line));
    }

    /// What the first trouble with this command says.
    fn answer(&mut self, line: &[u8]) -> Option<Answer> {
        let line = trimmed(line);
        let command = match self.family {
            Family::Imap => {
                let space = line.iter().position(|&octet| octet == b' ')?;
                line.get(space + 1..)?
            }
            _ => line,
        };
        let mut found = None;
        for rule in &mut self.rules {
            if !rule.begins(command) {
                continue;
            }
            rule.uses += 1;
            if found.is_none()
                && rule.nth.is_none_or(|nth| nth == rule.uses)
                && self.dice.happens(rule.percent)
            {
                found = Some(rule.answer.clone());
            }
        }
        found
    }

    fn instead(&mut self, line: &[u8], answer: &Answer) {
        match answer {
            Answer::Silence => {}
            Answer::Close => self.closing = true,
            Answer::Reply(text) => {
                self.hear();
                let said = text.as_bytes();
                let untagged = text.starts_with("* ") || text.starts_with("+ ");
                if self.family == Family::Imap && !untagged {
                    let tag = line.split(|&octet| octet == b' ').next();
                    self.output.extend_from_slice(tag.unwrap_or_default());
                    self.output.push(b' ');
                }
                self.output.extend_from_slice(said);
                self.output.extend_from_slice(b"\r\n");
                // These announce the end of the connection (RFC 5321 §3.8, RFC 9051 §7.1.5).
                let last = match self.family {
                    Family::Smtp => said.starts_with(b"421"),
                    Family::Imap => said.starts_with(b"* BYE"),
                    Family::Pop => false,
                };
                self.closing |= last;
            }
        }
    }
}

impl Session for Commands {
    fn start(&mut self, tls: Option<TlsInfo>, now: Timestamp) {
        self.inner.start(tls, now);
    }

    fn receive(&mut self, octets: &[u8], now: Timestamp) {
        if self.handshake {
            return self.inner.receive(octets, now);
        }
        let mut rest = octets;
        while !rest.is_empty() && !self.closing {
            if let Next::Octets(left, line) | Next::Swallow(left, line) = self.next {
                let size = usize::try_from(left).unwrap_or(usize::MAX).min(rest.len());
                let (here, behind) = rest.split_at(size);
                rest = behind;
                let left = left - size as u64;
                let swallow = matches!(self.next, Next::Swallow(..));
                if !swallow {
                    self.inner.receive(here, now);
                }
                self.next = match (left, line, swallow) {
                    (0, false, _) => Next::Command,
                    (0, true, false) => Next::Line,
                    (0, true, true) => Next::SwallowLine,
                    (_, _, false) => Next::Octets(left, line),
                    (_, _, true) => Next::Swallow(left, line),
                };
                continue;
            }
            let end = rest.iter().position(|&octet| octet == b'\n');
            let (here, behind) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
            rest = behind;
            self.line.extend_from_slice(here);
            if end.is_some() {
                self.line(now);
            } else if self.line.len() > LONGEST {
                let long = std::mem::take(&mut self.line);
                self.inner.receive(&long, now);
                self.next = if self.next == Next::Data {
                    Next::Data
                } else {
                    Next::Line
                };
            }
        }
    }

    fn take_output(&mut self, output: &mut Vec<u8>) {
        output.append(&mut self.output);
        self.inner.take_output(output);
    }

    fn take_effect(&mut self) -> Option<Effect> {
        if self.closing {
            return self.output.is_empty().then_some(Effect::Close);
        }
        let effect = self.inner.take_effect();
        self.handshake |= effect == Some(Effect::StartTls);
        effect
    }

    fn tls_started(&mut self, tls: TlsInfo, now: Timestamp) {
        self.handshake = false;
        self.line.clear();
        self.next = Next::Command;
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

impl Rule {
    fn of(trouble: &Trouble) -> Option<Self> {
        match &trouble.kind {
            Kind::Command {
                begins,
                nth,
                answer,
            } => Some(Self {
                begins: begins.clone().into_bytes(),
                nth: *nth,
                answer: answer.clone(),
                percent: trouble.percent,
                uses: 0,
            }),
            _ => None,
        }
    }

    /// `RCPT` begins `rcpt to:<…>`, and not `RCPTS`.
    fn begins(&self, command: &[u8]) -> bool {
        let Some((start, rest)) = command.split_at_checked(self.begins.len()) else {
            return false;
        };
        let word = |octet: Option<&u8>| octet.is_some_and(u8::is_ascii_alphanumeric);
        start.eq_ignore_ascii_case(&self.begins) && !(word(start.last()) && word(rest.first()))
    }
}

fn trimmed(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// RFC 3030: the octets that follow `BDAT n [LAST]`.
fn chunk(line: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(line).ok()?;
    let mut words = text.split_ascii_whitespace();
    let verb = words.next()?;
    verb.eq_ignore_ascii_case("BDAT")
        .then(|| words.next()?.parse().ok())?
}

/// The literal that an IMAP line ends in, and whether it waits for a continuation request.
fn literal(line: &[u8]) -> Option<(u64, bool)> {
    let inside = trimmed(line).strip_suffix(b"}")?;
    let brace = inside.iter().rposition(|&octet| octet == b'{')?;
    let digits = inside.get(brace + 1..)?;
    let (digits, waits) = match digits.strip_suffix(b"+").or(digits.strip_suffix(b"-")) {
        Some(digits) => (digits, false),
        None => (digits, true),
    };
    let size = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((size, waits))
}
