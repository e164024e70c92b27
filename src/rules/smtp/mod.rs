//! SMTP, submission and LMTP: replies, the greeting, the reply to EHLO, and one reply for each
//! command (RFC 5321 §4.2, RFC 2033, RFC 2034). Judges octets; knows no socket.

mod announced;
mod client;
mod codes;
mod ehlo;
mod enhanced;
pub(super) mod list;
mod reply;

use super::info::Bad;
use announced::Announced;
use client::{Client, Waiting};
use list as l;
use reply::Line;

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

    pub(super) fn follow_client(&mut self) {
        self.client.follow();
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
        let code = reply::lines(octets, &mut lines, &mut found);
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
            // Whose reply the next one is, nobody knows, unless there was no command before.
            if self.client.has_spoken() {
                self.transaction = None;
                self.astray = true;
            }
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
            Some(Waiting::Greeting) => reply::greeting(code, &lines, &mut found),
            Some(Waiting::Ehlo) if code == 250 && sure => self.ehlo(&lines, &mut found),
            _ if code == 250 && first_of_capture => self.ehlo(&lines, &mut found),
            _ => {
                let utf8 = self.utf8 || self.client.smtputf8;
                reply::text(&lines, utf8, &mut found);
                reply::challenge(code, &lines, &mut found);
                let hello = matches!(
                    waiting,
                    None | Some(Waiting::Ehlo | Waiting::Helo | Waiting::Greeting)
                );
                if self.enhanced && sure && !hello && code / 100 != 3 {
                    enhanced::judge(code, &lines, &mut found);
                }
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
        if asked.is_some_and(|verb| verb.eq_ignore_ascii_case(b"LHLO")) {
            for (rule, keyword) in [
                (&l::LHLO_PIPELINING, "PIPELINING"),
                (&l::LHLO_ENHANCED, "ENHANCEDSTATUSCODES"),
                (&l::LHLO_8BITMIME, "8BITMIME"),
            ] {
                if !self.announced.has(keyword.as_bytes()) {
                    let wants = format!("{keyword} is wanted in the list");
                    found.push(Bad::new(rule, 0, wants));
                }
            }
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
}
