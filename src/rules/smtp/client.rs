//! What an SMTP client sends, as far as the order of replies needs it. Judges nothing; when the
//! client can't be read for certain it says so, and nothing is concluded.

use std::collections::VecDeque;

/// What waits for a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    Greeting,
    Ehlo,
    Helo,
    Rcpt,
    Mail,
    Data,
    Auth,
    /// A line that answers a challenge.
    Exchange,
    /// Ends the transaction where it succeeds.
    Rset,
    /// STARTTLS, ETRN, BDAT, EXPN, HELP, VRFY and TURN, which change nothing that is followed here.
    Starttls,
    Etrn,
    Bdat,
    Expn,
    Help,
    Vrfy,
    Turn,
    Noop,
    Quit,
    /// Nobody knows what it changes.
    Other,
    /// The reply after the data.
    Done,
}

impl Waiting {
    /// The keyword by which the reply to EHLO announces the command.
    pub(super) fn keyword(self) -> Option<&'static [u8]> {
        Some(match self {
            Waiting::Auth => b"AUTH",
            Waiting::Starttls => b"STARTTLS",
            Waiting::Etrn => b"ETRN",
            Waiting::Bdat => b"CHUNKING",
            Waiting::Expn => b"EXPN",
            Waiting::Help => b"HELP",
            Waiting::Vrfy => b"VRFY",
            Waiting::Turn => b"TURN",
            _ => return None,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Mode {
    #[default]
    Commands,
    Message,
    Answer,
}

/// Of a command so many octets are kept.
const KEPT: usize = 1_024;

#[derive(Debug)]
pub(super) struct Client {
    waiting: VecDeque<Waiting>,
    /// The lines of the commands that wait, in the same order, each cut to [`KEPT`] octets.
    lines: VecDeque<Vec<u8>>,
    /// The one that was answered last.
    pub answered: Vec<u8>,
    /// QUIT was sent; nothing behind it has to be answered.
    quit: bool,
    line: Vec<u8>,
    chunk: usize,
    mode: Mode,
    /// What it sends is seen from its first octet.
    followed: bool,
    /// It has sent something.
    spoken: bool,
    lost: bool,
    lmtp: bool,
    recipients: usize,
    pub smtputf8: bool,
    /// A command came that is no line of printable ASCII of up to 512 octets.
    pub odd: bool,
}

impl Client {
    pub(super) fn new(lmtp: bool) -> Self {
        Client {
            waiting: VecDeque::from([Waiting::Greeting]),
            lines: VecDeque::from([Vec::new()]),
            answered: Vec::new(),
            quit: false,
            line: Vec::new(),
            chunk: 0,
            mode: Mode::Commands,
            followed: false,
            spoken: false,
            lost: false,
            lmtp,
            recipients: 0,
            smtputf8: false,
            odd: false,
        }
    }

    pub(super) fn is_sure(&self) -> bool {
        self.was_seen() && !self.lost
    }

    pub(super) fn was_seen(&self) -> bool {
        self.followed || self.spoken
    }

    pub(super) fn has_spoken(&self) -> bool {
        self.spoken
    }

    /// What it sends will be seen from its first octet.
    pub(super) fn follow(&mut self) {
        self.followed = true;
    }

    pub(super) fn greeting_missed(&mut self) {
        self.waiting.clear();
        self.lines.clear();
    }

    pub(super) fn sent(&mut self, mut octets: &[u8]) {
        self.spoken |= !octets.is_empty();
        while !octets.is_empty() && !self.lost {
            if self.chunk > 0 {
                let taken = self.chunk.min(octets.len());
                self.chunk -= taken;
                octets = octets.get(taken..).unwrap_or_default();
                continue;
            }
            // Nothing may follow these before their reply; what does is read in more than one way.
            if self.line.is_empty()
                && self.mode == Mode::Commands
                && matches!(
                    self.waiting.back(),
                    Some(Waiting::Data | Waiting::Auth | Waiting::Exchange)
                )
            {
                self.lost = true;
                return;
            }
            let to = octets
                .iter()
                .position(|octet| *octet == b'\n')
                .map_or(octets.len(), |at| at + 1);
            let (part, rest) = octets.split_at(to);
            octets = rest;
            self.line.extend_from_slice(part);
            self.lost |= self.line.len() > 1 << 20 && self.mode == Mode::Commands;
            if part.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                self.whole_line(&line);
            }
        }
    }

    fn whole_line(&mut self, line: &[u8]) {
        let text = line.strip_suffix(b"\r\n");
        let Some(text) = text.filter(|text| !text.iter().any(|octet| matches!(octet, b'\r' | 0)))
        else {
            self.lost = true;
            return;
        };
        match self.mode {
            Mode::Message => {
                if text == b"." {
                    self.mode = Mode::Commands;
                    self.data_done();
                }
            }
            Mode::Answer => {
                self.mode = Mode::Commands;
                self.wait(Waiting::Exchange, b"");
            }
            Mode::Commands => self.command(text),
        }
    }

    fn data_done(&mut self) {
        let replies = if self.lmtp { self.recipients } else { 1 };
        self.lost |= replies == 0;
        for _ in 0..replies {
            self.wait(Waiting::Done, b"");
        }
        self.recipients = 0;
    }

    fn command(&mut self, text: &[u8]) {
        self.odd |= text.len() > 510 || !text.iter().all(|o| matches!(o, b' '..=b'~'));
        self.smtputf8 |= text
            .windows(8)
            .any(|word| word.eq_ignore_ascii_case(b"SMTPUTF8"));
        let mut words = text.split(|octet| *octet == b' ');
        let verb = words.next().unwrap_or_default().to_ascii_uppercase();
        let waiting = match &verb[..] {
            b"EHLO" | b"LHLO" => Waiting::Ehlo,
            b"HELO" => Waiting::Helo,
            b"RCPT" => Waiting::Rcpt,
            b"MAIL" => Waiting::Mail,
            b"DATA" => Waiting::Data,
            b"AUTH" => Waiting::Auth,
            b"BDAT" => {
                let size = words
                    .next()
                    .and_then(|word| std::str::from_utf8(word).ok()?.parse().ok());
                let Some(size) = size else {
                    // Whether the server skips the octets of a chunk without a size, nobody knows.
                    self.lost = true;
                    return;
                };
                self.chunk = size;
                if words
                    .next()
                    .is_some_and(|word| word.eq_ignore_ascii_case(b"LAST"))
                {
                    if self.lmtp {
                        // Pipelined RCPTs may still be unanswered.
                        self.lost |= self.waiting.iter().any(|waiting| *waiting == Waiting::Rcpt);
                    }
                    self.data_done();
                    return;
                }
                Waiting::Bdat
            }
            b"RSET" => Waiting::Rset,
            b"STARTTLS" => Waiting::Starttls,
            b"ETRN" => Waiting::Etrn,
            b"EXPN" => Waiting::Expn,
            b"HELP" => Waiting::Help,
            b"VRFY" => Waiting::Vrfy,
            b"TURN" => Waiting::Turn,
            b"NOOP" => Waiting::Noop,
            b"QUIT" if text.len() == 4 => Waiting::Quit,
            _ => Waiting::Other,
        };
        // What follows QUIT is sent to nobody.
        self.quit |= verb == b"QUIT";
        self.wait(waiting, text);
    }

    fn wait(&mut self, waiting: Waiting, line: &[u8]) {
        self.waiting.push_back(waiting);
        let kept = line.get(..KEPT.min(line.len())).unwrap_or_default();
        self.lines.push_back(kept.to_vec());
        self.lost |= self.waiting.len() > 100_000;
    }

    /// The command that is unanswered now that the server has closed the connection, unless it may be.
    pub(super) fn unanswered(&self) -> Option<&[u8]> {
        let waits = self.waiting.front()?;
        // A handshake that failed is not seen here, and after 354 the message is not complete.
        let may = self.quit || *waits == Waiting::Greeting || *waits == Waiting::Starttls;
        let line = self.lines.front().filter(|_| self.is_sure() && !may)?;
        Some(
            line.split(|octet| *octet == b' ')
                .next()
                .unwrap_or_default(),
        )
    }

    /// Recipients that were accepted for the message that is being sent.
    pub(super) fn recipients(&self) -> usize {
        self.recipients
    }

    /// A reply has come: what it answers, if that is known.
    pub(super) fn answered(&mut self, code: u16) -> Option<Waiting> {
        let waiting = self.waiting.pop_front();
        self.answered = self.lines.pop_front().unwrap_or_default();
        match (waiting, code) {
            (Some(Waiting::Data), 354) => self.mode = Mode::Message,
            (Some(Waiting::Auth | Waiting::Exchange), 334) => self.mode = Mode::Answer,
            (Some(Waiting::Rcpt), 200..=299) => self.recipients += 1,
            (Some(Waiting::Mail | Waiting::Ehlo), 200..=299) => self.recipients = 0,
            _ => {}
        }
        waiting
    }

    /// TLS begins: what was sent before is void.
    pub(super) fn restart(&mut self) {
        self.waiting.clear();
        self.lines.clear();
        self.line.clear();
        self.mode = Mode::Commands;
        self.chunk = 0;
    }
}
