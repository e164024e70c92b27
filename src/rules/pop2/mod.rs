//! POP2 (RFC 937): the reply to each command, and messages passed over by their announced length.
//! Judges octets; knows no socket.

pub(super) mod list;

use super::info::Bad;
use super::lines::Lines;
use list as l;

/// Of one unit at most so many violations are told.
const MOST: usize = 16;

/// What the client waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waiting {
    Count,
    Length,
    /// Of the message that was just sent.
    SameLength,
    Success,
    /// A message, which is no reply.
    Message,
    /// A command that RFC 937 does not have.
    Unknown,
}

/// One session.
#[derive(Debug, Default)]
pub(super) struct Session {
    greeted: bool,
    /// What the client sends; more than one command at once cannot be read for certain.
    client: Lines,
    waiting: Option<Waiting>,
    /// The length that was announced last, and how much of a message is still to come.
    length: Option<u64>,
    left: u64,
}

impl Session {
    pub(super) fn greeting_missed(&mut self) {
        self.greeted = true;
    }

    pub(super) fn follow_client(&mut self) {
        self.client.follow();
    }

    pub(super) fn sent(&mut self, octets: &[u8]) {
        for line in self.client.sent(octets) {
            if self.client.lost {
                return;
            }
            self.command(&line);
        }
    }

    fn command(&mut self, line: &[u8]) {
        // A command that is too long is read in more than one way.
        let text = Lines::text(line).filter(|_| line.len() <= 512);
        let Some(text) = text.filter(|_| self.waiting.is_none()) else {
            self.client.lost = true;
            return;
        };
        let word = text.split(|octet| *octet == b' ').next();
        let waiting = match &word.unwrap_or_default().to_ascii_uppercase()[..] {
            b"HELO" | b"FOLD" => Waiting::Count,
            b"READ" | b"ACKS" | b"ACKD" => Waiting::Length,
            b"NACK" => Waiting::SameLength,
            b"QUIT" => Waiting::Success,
            b"RETR" => Waiting::Message,
            _ => Waiting::Unknown,
        };
        self.waiting = Some(waiting);
        if waiting == Waiting::Message {
            match self.length {
                // Of nothing the connection is closed; a server that stays says so with an error.
                Some(0) => {}
                Some(length) => {
                    self.left = length;
                    self.waiting = None;
                }
                None => self.client.lost = true,
            }
        }
    }

    pub(super) fn unit(&mut self, octets: &[u8]) -> Vec<Bad> {
        let mut found = Vec::new();
        let greeting = !std::mem::replace(&mut self.greeted, true);
        let passed = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(octets.len());
        self.left -= passed as u64;
        let reply = octets.get(passed..).unwrap_or_default();
        // Without the commands a line may be one of a message.
        let is_reply = greeting || self.client.is_sure();
        if !reply.ends_with(b"\n") || !is_reply {
            return found;
        }
        self.reply(reply, passed, greeting, &mut found);
        found.truncate(MOST);
        found
    }

    fn reply(&mut self, reply: &[u8], at: usize, greeting: bool, found: &mut Vec<Bad>) {
        let text = reply.strip_suffix(b"\n").unwrap_or(reply);
        let text = text.strip_suffix(b"\r").unwrap_or_else(|| {
            found.push(Bad::new(
                &l::LINE_END,
                at + text.len(),
                "CR LF is wanted at the end of the reply",
            ));
            text
        });
        if let Some(cr) = text.iter().position(|octet| *octet == b'\r') {
            let wants = "CR stands before LF only";
            found.push(Bad::new(&l::LINE_END, at + cr, wants));
        }
        if reply.len() > 512 {
            let wants = "the reply ends within 512 octets";
            found.push(Bad::new(&l::LINE_512, at + 510, wants));
        }
        let waiting = self.waiting.take();
        let sign = text.first().copied().unwrap_or(0);
        if !matches!(sign, b'+' | b'-' | b'=' | b'#') {
            found.push(Bad::new(&l::FIRST, at, "+, -, = or # is wanted here"));
            return;
        }
        if greeting {
            if sign != b'-' && !is_greeting(text) {
                let wants = "+, POP2 and the name of the host are wanted here";
                found.push(Bad::new(&l::GREETING, at, wants));
            }
            return;
        }
        let number = match sign {
            b'=' | b'#' => self.number(text, at, found),
            _ => None,
        };
        if sign == b'-' {
            return;
        }
        let wanted = match waiting {
            None => {
                found.push(Bad::new(&l::UNASKED, at, "no command waits for a reply"));
                return;
            }
            Some(Waiting::Unknown) => return,
            Some(Waiting::Message) => b'-',
            Some(Waiting::Count) => b'#',
            Some(Waiting::Length | Waiting::SameLength) => b'=',
            Some(Waiting::Success) => b'+',
        };
        if sign != wanted {
            let wants = match wanted {
                b'-' => "no reply is wanted, since there is no message: the connection is closed",
                b'#' => "# and the number of messages are wanted here, or an error",
                b'=' => "= and a length are wanted here, or an error",
                _ => "+ is wanted here",
            };
            found.push(Bad::new(&l::SIGN, at, wants));
        } else if wanted == b'=' {
            if let (Some(Waiting::SameLength), Some(before), Some(now)) =
                (waiting, self.length, number)
                && before != now
            {
                let wants = format!("the message that was sent has {before} characters");
                found.push(Bad::new(&l::NACK, at, wants));
            }
            self.length = number;
        }
    }

    /// The number behind the sign.
    fn number(&self, text: &[u8], at: usize, found: &mut Vec<Bad>) -> Option<u64> {
        let behind = text.get(1..).unwrap_or_default();
        let digits = behind.iter().take_while(|octet| octet.is_ascii_digit());
        let digits = digits.count();
        let parted = behind
            .get(digits)
            .is_none_or(|octet| !octet.is_ascii_alphanumeric());
        if digits == 0 || !parted {
            let wants = "a decimal number is wanted right behind the sign";
            found.push(Bad::new(&l::NUMBER, at + 1 + digits, wants));
            return None;
        }
        let digits = behind.get(..digits).unwrap_or_default();
        std::str::from_utf8(digits).ok()?.parse().ok()
    }
}

/// `+ POP2 host`, with text behind it or not.
fn is_greeting(text: &[u8]) -> bool {
    let mut words = text.split(|octet| *octet == b' ');
    words.next() == Some(b"+")
        && words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case(b"POP2"))
        && words.next().is_some_and(|host| !host.is_empty())
}
