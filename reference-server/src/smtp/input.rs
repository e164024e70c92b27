//! What an SMTP client sends, cut into lines, message data and chunks, and given to whom it is for. Carries no command
//! out.

use super::command::{self, Request, Verb};
use super::config::{Mode, Service};
use super::reply::Reply;
use super::session::{Phase, SmtpSession};

impl SmtpSession {
    /// Works on the input until it is used up or nothing can be done with it yet.
    pub(super) fn run(&mut self) {
        loop {
            match std::mem::replace(&mut self.phase, Phase::Command) {
                phase @ (Phase::Fresh | Phase::Closed) => {
                    self.phase = phase;
                    self.take_all_input();
                    break;
                }
                Phase::Handshake => {
                    self.phase = Phase::Handshake;
                    // RFC 3207 §4: only the client's handshake may follow; anything that was
                    // pipelined behind STARTTLS came in clear and must not survive.
                    if !self.faults.on("smtp-starttls-keeps-pipelined") {
                        self.take_all_input();
                    }
                    break;
                }
                Phase::Data(mut reader) => {
                    let (used, done) = reader.feed(self.rest());
                    self.taken += used;
                    if !done {
                        self.phase = Phase::Data(reader);
                        break;
                    }
                    let lenient = reader.lenient();
                    self.end_of_data(reader.content, lenient);
                }
                Phase::Chunk {
                    left,
                    last,
                    refusal,
                } => {
                    let available = self.rest().len();
                    let used = usize::try_from(left).map_or(available, |left| left.min(available));
                    if refusal.is_none() {
                        let from = self.taken;
                        let octets = self.input.get(from..from + used).unwrap_or_default();
                        if let Some(transaction) = &mut self.transaction {
                            transaction.push_chunk(octets);
                        }
                    }
                    self.taken += used;
                    let left = left - used as u64;
                    if left > 0 {
                        self.phase = Phase::Chunk {
                            left,
                            last,
                            refusal,
                        };
                        break;
                    }
                    self.end_of_chunk(last, refusal);
                }
                phase @ (Phase::Command | Phase::Sasl(_)) => {
                    self.phase = phase;
                    match self.take_line() {
                        Line::None => break,
                        Line::TooLong => self.line_too_long(),
                        Line::Octets(line) => self.line(&line),
                    }
                }
            }
        }
        self.input.drain(..self.taken);
        self.scanned = self.scanned.saturating_sub(self.taken);
        self.taken = 0;
    }

    /// The next line without its CRLF. Nothing but CRLF ends a line (§2.3.8).
    fn take_line(&mut self) -> Line {
        let most = self
            .config
            .limits
            .auth_line
            .max(self.config.limits.command_line)
            + 4096;
        let bare_lf = self.faults.on("smtp-bare-lf-command-accepted");
        let mut at = self.scanned.max(self.taken);
        let mut end = None;
        while let Some(octet) = self.input.get(at) {
            if *octet == b'\n' {
                let crlf = at > self.taken && self.input.get(at - 1) == Some(&b'\r');
                if crlf || bare_lf {
                    end = Some((at - usize::from(crlf), at + 1));
                    break;
                }
            }
            at += 1;
        }
        self.scanned = at;
        let Some((text_end, line_end)) = end else {
            if self.rest().len() > most + 1 {
                self.overlong = true;
                // Only a CR at the end still matters: it may be half of the CRLF.
                let cr = self.input.last() == Some(&b'\r');
                self.taken = self.input.len() - usize::from(cr);
            }
            return Line::None;
        };
        let line = self.input.get(self.taken..text_end).unwrap_or_default();
        let too_long = std::mem::take(&mut self.overlong) || line.len() > most;
        let line = if too_long { Vec::new() } else { line.to_vec() };
        self.taken = line_end;
        self.scanned = line_end;
        if too_long {
            Line::TooLong
        } else {
            Line::Octets(line)
        }
    }

    fn line_too_long(&mut self) {
        if matches!(self.phase, Phase::Sasl(_)) {
            if self.faults.on("smtp-auth-overlong-asked-again") {
                self.reply(&Reply::new(334, "", ""));
                return;
            }
            self.phase = Phase::Command;
            self.reply(&Reply::new(500, "5.5.6", "Authentication line too long"));
        } else {
            self.reply(&Reply::new(500, "5.5.2", "Line too long"));
        }
    }

    fn line(&mut self, line: &[u8]) {
        if let Phase::Sasl(exchange) = std::mem::replace(&mut self.phase, Phase::Command) {
            let most = match self.faults.on("smtp-auth-response-1000-refused") {
                true => 1000,
                false => self.config.limits.auth_line,
            };
            if line.len() + 2 > most {
                self.phase = Phase::Sasl(exchange);
                self.line_too_long();
            } else {
                self.sasl_response(exchange, line);
            }
            return;
        }
        if line.iter().any(|octet| matches!(octet, b'\r' | b'\n')) {
            self.reply(&Reply::new(500, "5.5.2", "Bare CR or LF in a command line"));
            return;
        }
        let request = command::split(line, self.faults.on("smtp-lowercase-commands-refused"));
        let offered = self.offered();
        let limit = match request.verb {
            Verb::Auth => self.config.limits.auth_line,
            _ if self.faults.on("smtp-command-line-512-refused") => 256,
            _ => self.config.limits.command_line + offered.longer(request.name),
        };
        if line.len() + 2 > limit {
            let status = if request.verb == Verb::Auth {
                "5.5.6"
            } else {
                "5.5.2"
            };
            self.reply(&Reply::new(500, status, "Line too long"));
            return;
        }
        if self.faults.on("smtp-trailing-space-refused") && line.ends_with(b" ") {
            self.reply(&Reply::new(501, "5.5.2", "Trailing space"));
            return;
        }
        if request.verb != Verb::Quit && self.config.service != Service::Open {
            let reply = match self.config.service {
                Service::NeverAcceptsMail => Reply::new(521, "5.3.2", "Host does not accept mail"),
                _ => Reply::new(503, "5.5.1", "No SMTP service here"),
            };
            self.reply(&reply);
            return;
        }
        if let Err(reply) = self.dispatch(&request) {
            self.reply(&reply);
        }
    }

    /// Carries a command out. What comes back as `Err` is the one reply; otherwise the command
    /// has replied, or will when its data is complete.
    fn dispatch(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        let lmtp = self.config.mode == Mode::Lmtp;
        match request.verb {
            Verb::Ehlo | Verb::Helo if lmtp && !self.faults.on("lmtp-ehlo-accepted") => {
                Err(Reply::new(500, "5.5.1", "This is LMTP: use LHLO"))
            }
            Verb::Lhlo if !lmtp => Err(Reply::new(500, "5.5.1", "This is not LMTP: use EHLO")),
            Verb::Ehlo | Verb::Lhlo => self.hello(request, true),
            Verb::Helo => self.hello(request, false),
            Verb::Mail => self.mail(request),
            Verb::Rcpt => self.rcpt(request),
            Verb::Data => self.data(request),
            Verb::Bdat => self.bdat(request),
            Verb::Rset => self.rset(request),
            Verb::Vrfy => self.vrfy(request),
            Verb::Expn => self.expn(request),
            Verb::Help => self.help(request),
            Verb::Noop => self.noop(request),
            Verb::Quit => self.quit(request),
            Verb::Starttls => self.starttls(request),
            Verb::Auth => self.auth(request),
            Verb::Etrn => self.etrn(request),
            Verb::Obsolete => Err(Reply::new(502, "5.5.1", "Command not implemented")),
            Verb::Unknown if self.faults.on("smtp-unknown-command-250") => {
                Err(Reply::new(250, "2.0.0", "OK"))
            }
            Verb::Unknown if self.faults.on("smtp-unknown-command-closes") => {
                self.reply(&Reply::new(500, "5.5.1", "Command unrecognized"));
                self.close();
                Ok(())
            }
            Verb::Unknown => Err(Reply::new(500, "5.5.1", "Command unrecognized")),
        }
    }
}

enum Line {
    None,
    TooLong,
    Octets(Vec<u8>),
}
