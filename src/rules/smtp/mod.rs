//! SMTP, submission and LMTP: replies, the greeting, the reply to EHLO, and one reply for each
//! command (RFC 5321 §4.2, RFC 2033, RFC 2034). Judges octets; knows no socket.

mod announced;
mod client;
mod codes;
mod ehlo;
pub(super) mod list;

use super::base64::is_base64;
use super::info::Bad;
use announced::Announced;
use client::{Client, Waiting};
use list as l;

/// Of one reply at most so many violations are told.
const MOST: usize = 16;

/// One session.
#[derive(Debug)]
pub(super) struct Session {
    client: Client,
    replies: u64,
    tls: bool,
    /// ENHANCEDSTATUSCODES is announced.
    enhanced: bool,
    utf8: bool,
    announced: Announced,
    /// LHLO was taken, or LMTP is spoken anyhow.
    lmtp: bool,
    /// The code of the last reply.
    last: u16,
    /// A chunk of the message was accepted, and not the last one.
    chunks: bool,
    /// Whether a mail transaction goes on; None where nobody knows.
    transaction: Option<bool>,
    authenticated: bool,
    /// A reply came that nobody had asked for.
    astray: bool,
}

/// One line of a reply.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Where its text begins in the unit.
    pub at: usize,
    pub text: &'a [u8],
}

impl Session {
    pub(super) fn new(lmtp: bool) -> Self {
        Session {
            client: Client::new(lmtp),
            replies: 0,
            tls: false,
            enhanced: false,
            utf8: false,
            announced: Announced::default(),
            lmtp,
            last: 0,
            chunks: false,
            transaction: Some(false),
            authenticated: false,
            astray: false,
        }
    }

    pub(super) fn sent(&mut self, octets: &[u8]) {
        self.client.sent(octets);
    }

    pub(super) fn enable(&mut self, name: &str) {
        self.utf8 |= name.eq_ignore_ascii_case("SMTPUTF8");
        self.enhanced |= name.eq_ignore_ascii_case("ENHANCEDSTATUSCODES");
    }

    pub(super) fn tls_started(&mut self) {
        self.tls = true;
        self.enhanced = false;
        self.announced.forget();
        self.chunks = false;
        self.transaction = Some(false);
        self.authenticated = false;
        // With TLS from the first octet the greeting is still to come.
        if self.replies > 0 {
            self.client.restart();
        }
    }

    pub(super) fn greeting_missed(&mut self) {
        self.client.greeting_missed();
        self.replies = 1;
        self.transaction = None;
    }

    pub(super) fn unit(&mut self, octets: &[u8]) -> Vec<Bad> {
        if !octets.ends_with(b"\n") {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut lines = Vec::new();
        let code = self.lines(octets, &mut lines, &mut found);
        self.replies += 1;
        let Some(code) = code else {
            let _ = self.client.answered(0);
            found.truncate(MOST);
            return found;
        };
        self.last = code;
        let sure = self.client.is_sure();
        let waiting = if self.replies == 1 {
            let _ = self.client.answered(code);
            Some(Waiting::Greeting)
        } else {
            self.client.answered(code)
        };
        if waiting.is_none() && sure && code != 421 {
            found.push(Bad::new(&l::UNASKED, 0, "no command waits for a reply"));
            // Whose reply the next one is, nobody knows.
            self.transaction = None;
            self.astray = true;
        }
        if let (Some(waiting), true) = (waiting, sure) {
            let text = lines.first().map_or(&b""[..], |line| line.text);
            self.state(code, text, waiting, &mut found);
            if !self.astray && (200..600).contains(&code) {
                codes::judge(code, waiting, &mut found);
            }
        }
        let first_of_capture = !self.client.was_seen() && self.replies == 2 && lines.len() > 1;
        match waiting {
            Some(Waiting::Greeting) => greeting(code, &lines, &mut found),
            Some(Waiting::Ehlo) if code == 250 && sure => self.ehlo(&lines, &mut found),
            _ if code == 250 && first_of_capture => self.ehlo(&lines, &mut found),
            _ => {
                self.text(&lines, &mut found);
                challenge(code, &lines, &mut found);
                self.enhanced(code, waiting, sure, &lines, &mut found);
            }
        }
        found.truncate(MOST);
        found
    }

    fn ehlo(&mut self, lines: &[Line<'_>], found: &mut Vec<Bad>) {
        let keywords = ehlo::judge(lines, self.tls, found);
        self.announced.listed(keywords, ehlo::mechanisms(lines));
        self.enhanced = self.announced.has(b"ENHANCEDSTATUSCODES");
        let asked = self.client.answered.get(..4);
        if asked.is_some_and(|verb| verb.eq_ignore_ascii_case(b"LHLO"))
            && !self.announced.has(b"PIPELINING")
        {
            let wants = "PIPELINING is wanted in the list";
            found.push(Bad::new(&l::LHLO_PIPELINING, 0, wants));
        }
    }

    /// What a reply says of the transaction, the login and the announced commands.
    fn state(&mut self, code: u16, text: &[u8], waiting: Waiting, found: &mut Vec<Bad>) {
        let good = code / 100 == 2;
        if (good || matches!(code, 334 | 354)) && !self.authenticated && !self.astray {
            self.announced.taken(&self.client.answered, waiting, found);
        }
        // X.5.4 and X.5.2 say that the command is known, and its argument wrong (RFC 3463 §3.6).
        let argument = text.starts_with(b"5.5.4") || text.starts_with(b"5.5.2");
        if let Some(keyword) = waiting.keyword()
            && matches!(code, 500 | 502)
            && !(code == 500 && argument)
            && !self.client.odd
            && self.announced.has(keyword)
        {
            let keyword = String::from_utf8_lossy(keyword).into_owned();
            let wants = format!("neither 500 nor 502 is wanted, since {keyword} is announced");
            found.push(Bad::new(&l::REFUSED, 0, wants));
        }
        self.data(code, waiting, found);
        match waiting {
            Waiting::Mail if good => {
                if self.transaction == Some(true) {
                    let wants = "503 is wanted, since a transaction goes on";
                    found.push(Bad::new(&l::MAIL_TWICE, 0, wants));
                }
                self.transaction = Some(true);
            }
            Waiting::Rcpt if good && self.transaction == Some(false) => {
                let wants = "503 is wanted, since no MAIL was accepted before";
                found.push(Bad::new(&l::RCPT_ALONE, 0, wants));
            }
            Waiting::Ehlo | Waiting::Helo | Waiting::Rset if good => {
                self.transaction = Some(false);
            }
            Waiting::Done => self.transaction = Some(false),
            // A server that refuses the data, or a chunk, may end the transaction or not.
            Waiting::Data | Waiting::Bdat if !good && code != 354 => self.transaction = None,
            Waiting::Auth | Waiting::Exchange if code == 235 => {
                if self.authenticated {
                    let wants = "503 is wanted, since the client has authenticated before";
                    found.push(Bad::new(&l::AUTH_TWICE, 0, wants));
                }
                self.authenticated = true;
            }
            Waiting::Other if good => {
                // XCLIENT and its like begin the session anew.
                self.transaction = None;
                self.authenticated = false;
            }
            _ => {}
        }
    }

    /// DATA where nothing may be sent: in LMTP without a recipient, and behind a chunk.
    fn data(&mut self, code: u16, waiting: Waiting, found: &mut Vec<Bad>) {
        let good = code / 100 == 2;
        match waiting {
            Waiting::Data if code == 354 && self.transaction.is_some() => {
                if self.chunks {
                    let wants = "503 is wanted, since BDAT was accepted in this transaction";
                    found.push(Bad::new(&l::DATA_AFTER_BDAT, 0, wants));
                } else if self.lmtp && self.client.recipients() == 0 {
                    let wants = "503 is wanted, since no recipient was accepted";
                    found.push(Bad::new(&l::LMTP_NOBODY, 0, wants));
                }
            }
            Waiting::Bdat => self.chunks = good && self.transaction == Some(true),
            Waiting::Mail | Waiting::Ehlo | Waiting::Helo | Waiting::Rset if good => {
                self.lmtp |= self
                    .client
                    .answered
                    .to_ascii_uppercase()
                    .starts_with(b"LHLO");
                self.chunks = false;
            }
            Waiting::Done | Waiting::Other => self.chunks = false,
            _ => {}
        }
    }

    /// The server has closed the connection in order, and the client has not.
    pub(super) fn closed(&self) -> Option<Bad> {
        // 421 and 521 say that the connection ends (RFC 5321 §3.8, RFC 7504 §3).
        if matches!(self.last, 421 | 521) || self.astray || self.replies == 0 {
            return None;
        }
        let command = String::from_utf8_lossy(self.client.unanswered()?).into_owned();
        if self.last / 100 == 5 {
            let wants = format!("421 is wanted before the connection is closed on {command}");
            return Some(Bad::new(&l::CLOSED, 0, wants));
        }
        let wants =
            format!("a reply to {command}, or 421, is wanted before the connection is closed");
        Some(Bad::new(&l::UNANSWERED, 0, wants))
    }

    /// Codes, separators, line ends and lengths. Gives the code, if the reply has one.
    fn lines<'a>(
        &self,
        octets: &'a [u8],
        lines: &mut Vec<Line<'a>>,
        found: &mut Vec<Bad>,
    ) -> Option<u16> {
        let mut code: Option<u16> = None;
        let mut at = 0;
        let mut long = false;
        for line in octets.split_inclusive(|octet| *octet == b'\n') {
            let from = at;
            at += line.len();
            let text = match line.strip_suffix(b"\r\n") {
                Some(text) => text,
                None => {
                    found.push(Bad::new(
                        &l::LINE_END,
                        at - 1,
                        "CR LF is wanted at the end of the line",
                    ));
                    line.strip_suffix(b"\n").unwrap_or(line)
                }
            };
            if let Some(cr) = text.iter().position(|octet| *octet == b'\r') {
                found.push(Bad::new(&l::BARE_CR, from + cr, "LF is wanted behind CR"));
            }
            if line.len() > 512 && !long {
                long = true;
                found.push(Bad::new(
                    &l::LINE_512,
                    from + 510,
                    "the line ends within 512 octets",
                ));
            }
            let digits = text
                .iter()
                .take_while(|octet| octet.is_ascii_digit())
                .count();
            if digits != 3 {
                found.push(Bad::new(
                    &l::DIGITS,
                    from + digits.min(3),
                    "a code of three digits is wanted here",
                ));
                return None;
            }
            let value = text
                .iter()
                .take(3)
                .fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
            match code {
                Some(first) if first != value => {
                    found.push(Bad::new(
                        &l::SAME_CODE,
                        from,
                        format!("the code {first} of the first line is wanted here"),
                    ));
                }
                Some(_) => {}
                None => {
                    code = Some(value);
                    if !(200..600).contains(&value) {
                        found.push(Bad::new(
                            &l::FIRST,
                            from,
                            "2, 3, 4 or 5 is wanted as the first digit",
                        ));
                    } else if value / 10 % 10 > 5 {
                        found.push(Bad::new(
                            &l::SECOND,
                            from + 1,
                            "0 to 5 is wanted as the second digit",
                        ));
                    }
                }
            }
            match text.get(3) {
                Some(b' ' | b'-') => {}
                None => {
                    if at == octets.len() {
                        let (rule, wants) = if lines.is_empty() {
                            (&l::NO_TEXT, "a space and text are wanted behind the code")
                        } else {
                            (&l::LAST_SPACE, "a space is wanted behind the last code")
                        };
                        found.push(Bad::new(rule, from + 3, wants));
                    }
                }
                Some(_) => {
                    found.push(Bad::new(
                        &l::SEPARATOR,
                        from + 3,
                        "a space or a hyphen is wanted behind the code",
                    ));
                    return None;
                }
            }
            lines.push(Line {
                at: from + 4,
                text: text.get(4..).unwrap_or_default(),
            });
        }
        code
    }

    fn text(&self, lines: &[Line<'_>], found: &mut Vec<Bad>) {
        for line in lines {
            if let Some(at) = line
                .text
                .iter()
                .position(|o| matches!(o, 0..=8 | 10..=12 | 14..=31 | 127))
            {
                found.push(Bad::new(
                    &l::CONTROL,
                    line.at + at,
                    "HT, a space or a printable character is wanted here",
                ));
                return;
            }
            if let Some(at) = line.text.iter().position(|octet| *octet > 127) {
                if !(self.utf8 || self.client.smtputf8) {
                    found.push(Bad::new(
                        &l::TEXT_8BIT,
                        line.at + at,
                        "an ASCII character is wanted here",
                    ));
                    return;
                }
                if let Err(error) = std::str::from_utf8(line.text) {
                    found.push(Bad::new(
                        &l::TEXT_UTF8,
                        line.at + error.valid_up_to(),
                        "well-formed UTF-8 is wanted here",
                    ));
                    return;
                }
            }
        }
    }

    /// Enhanced status codes (RFC 2034 §4): judged where they were announced.
    fn enhanced(
        &self,
        code: u16,
        waiting: Option<Waiting>,
        sure: bool,
        lines: &[Line<'_>],
        found: &mut Vec<Bad>,
    ) {
        let helo = !sure
            || matches!(
                waiting,
                None | Some(Waiting::Ehlo | Waiting::Helo | Waiting::Greeting)
            );
        if !self.enhanced || helo || code / 100 == 3 {
            return;
        }
        let mut first: Option<&[u8]> = None;
        for line in lines {
            let word = line
                .text
                .split(|octet| *octet == b' ')
                .next()
                .unwrap_or_default();
            let looks = word.iter().filter(|octet| **octet == b'.').count() == 2
                && word
                    .iter()
                    .all(|octet| octet.is_ascii_digit() || *octet == b'.');
            if !looks {
                // 220 may be a greeting that comes once more (after XCLIENT). 421 may come from what
                // closes the connection before any command is read.
                if !matches!(code, 220 | 421) {
                    found.push(Bad::new(
                        &l::ENHANCED_MISSING,
                        line.at,
                        "an enhanced status code is wanted here, as in 2.0.0",
                    ));
                    return;
                }
                continue;
            }
            let parts: Vec<&[u8]> = word.split(|octet| *octet == b'.').collect();
            let digits = |part: &[u8]| {
                (1..=3).contains(&part.len()) && (part.len() == 1 || part.first() != Some(&b'0'))
            };
            let [class, subject, detail] = parts[..] else {
                continue;
            };
            if !matches!(class, b"2" | b"4" | b"5") || !digits(subject) || !digits(detail) {
                found.push(Bad::new(
                    &l::ENHANCED,
                    line.at,
                    "class.subject.detail is wanted here, as in 5.1.1",
                ));
                return;
            }
            if class.first().map(|digit| u16::from(digit - b'0')) != Some(code / 100) {
                found.push(Bad::new(
                    &l::CLASS,
                    line.at,
                    format!("the class {} is wanted here, as in {code}", code / 100),
                ));
                return;
            }
            if let Some(first) = first.filter(|first| *first != word) {
                let wants = format!(
                    "{} is wanted here, as in the first line",
                    String::from_utf8_lossy(first)
                );
                found.push(Bad::new(&l::ENHANCED_SAME, line.at, wants));
                return;
            }
            first = Some(word);
        }
    }
}

/// `"334" SP [base64] CRLF` (RFC 4954 §8). 334 means nothing else.
fn challenge(code: u16, lines: &[Line<'_>], found: &mut Vec<Bad>) {
    if code != 334 {
        return;
    }
    let wrong = lines.iter().find(|line| !is_base64(line.text));
    if let Some(line) = wrong {
        let wants = "base64, or nothing, is wanted behind the space";
        found.push(Bad::new(&l::CHALLENGE, line.at, wants));
    }
}

fn greeting(code: u16, lines: &[Line<'_>], found: &mut Vec<Bad>) {
    if code / 100 == 2 && code != 220 || code / 100 == 3 {
        found.push(Bad::new(
            &l::GREETING_CODE,
            0,
            "220, or an error, is wanted as the greeting",
        ));
        return;
    }
    let Some(line) = lines.first().filter(|_| code == 220) else {
        return;
    };
    let word = line
        .text
        .split(|octet| *octet == b' ')
        .next()
        .unwrap_or_default();
    if !ehlo::is_domain_or_literal(word) {
        found.push(Bad::new(
            &l::GREETING,
            line.at,
            "a domain or an address literal is wanted here",
        ));
        return;
    }
    if let Some((line, at)) = lines.iter().find_map(|line| {
        Some((
            line,
            line.text
                .iter()
                .position(|o| matches!(o, 0..=8 | 10..=12 | 14..=31 | 127..))?,
        ))
    }) {
        let rule = if line.text.get(at).is_some_and(|octet| *octet > 127) {
            &l::TEXT_8BIT
        } else {
            &l::CONTROL
        };
        found.push(Bad::new(
            rule,
            line.at + at,
            "a printable ASCII character is wanted here",
        ));
    }
}
