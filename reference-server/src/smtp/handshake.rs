//! Opening and securing a session: greeting, EHLO/HELO/LHLO, STARTTLS (RFC 3207), AUTH (RFC
//! 4954), NOOP, QUIT. Carries no mail.

use super::command::Request;
use super::config::{Mode, Service};
use super::extensions::{Circumstances, Offered};
use super::reply::Reply;
use super::sasl::{SaslExchange, SaslStep};
use super::session::{Greeted, Phase, SmtpSession};
use super::syntax;
use crate::session::TlsInfo;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

impl SmtpSession {
    pub(super) fn greeting(&mut self) {
        let host = self.config.hostname.clone();
        let reply = match (self.config.service, self.config.mode) {
            (Service::NoService, _) => Reply::new(554, "", format!("{host} No SMTP service here")),
            (Service::NeverAcceptsMail, _) => {
                Reply::new(521, "", format!("{host} does not accept mail"))
            }
            (Service::Open, Mode::Lmtp) => Reply::new(220, "", format!("{host} LMTP ready")),
            (Service::Open, _) => Reply::new(220, "", format!("{host} ESMTP ready")),
        };
        if self.faults.on("smtp-greeting-250") {
            self.reply(&Reply::new(250, "", host.clone()));
        } else if self.faults.on("smtp-greeting-without-domain") {
            self.reply(&Reply::new(reply.code, "", "(ready)"));
        } else {
            self.reply(&reply);
        }
        if self.faults.on("smtp-greeting-twice") {
            self.reply(&reply);
        }
    }

    /// Mechanism names that may be used on the connection as it is.
    fn mechanism_names(&self) -> Vec<String> {
        let plaintext = self.tls.is_some()
            || self.config.allow_plaintext_auth
            || self.faults.on("smtp-auth-in-clear");
        let mut names = self.mechanisms.names(self.tls.as_ref(), plaintext);
        if self.tls.is_some() && self.faults.on("smtp-plain-not-over-tls") {
            names.retain(|name| name != "PLAIN");
        }
        names
    }

    pub(super) fn hello(&mut self, request: &Request<'_>, extended: bool) -> Result<(), Reply> {
        if !extended && self.faults.on("smtp-helo-refused") {
            return Err(Reply::new(502, "5.5.1", "Use EHLO"));
        }
        let name = request
            .text()
            .and_then(|text| {
                syntax::host(text, &self.config.limits.path)
                    .map_err(|error| Reply::new(501, "5.5.4", error.to_string()))
            })
            .inspect_err(|_| {
                if self.faults.on("smtp-failed-ehlo-clears-transaction") {
                    self.transaction = None;
                }
            })?;
        let offered = if extended || self.faults.on("smtp-helo-lists-extensions") {
            Offered::new(
                &self.config,
                &self.faults,
                Circumstances {
                    tls: self.tls.is_some(),
                    mechanisms: &self.mechanism_names(),
                    now: self.now,
                },
            )
        } else {
            Offered::none(&self.faults)
        };
        let keeps = !extended && self.faults.on("smtp-helo-keeps-transaction");
        if !keeps && !self.faults.on("smtp-ehlo-keeps-transaction") {
            self.transaction = None;
        }
        let hostname = if extended && self.faults.on("smtp-ehlo-domain-8bit") {
            "bücher.example"
        } else {
            &self.config.hostname
        };
        let mut lines = vec![format!("{hostname} greets {name}")];
        lines.extend(offered.lines.iter().cloned());
        self.greeted = Some(Greeted {
            name,
            extended,
            offered,
        });
        Err(Reply::multi(250, "", lines))
    }

    /// 503 until EHLO or LHLO: for the commands that are extensions.
    fn extended_session(&self) -> Result<(), Reply> {
        match &self.greeted {
            Some(greeted) if greeted.extended => Ok(()),
            _ => Err(Reply::new(503, "5.5.1", "Say EHLO first")),
        }
    }

    pub(super) fn starttls(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        request.no_argument()?;
        if !self.config.tls_available {
            return Err(Reply::new(502, "5.5.1", "STARTTLS not available"));
        }
        if self.tls.is_some() {
            return Err(Reply::new(503, "5.5.1", "TLS already active"));
        }
        self.extended_session()?;
        self.reply(&Reply::new(220, "2.0.0", "Ready to start TLS"));
        self.start_tls();
        Ok(())
    }

    /// RFC 3207 §4.2: back to the initial state; nothing that the client said survives.
    pub(super) fn after_handshake(&mut self, tls: TlsInfo) {
        self.tls = Some(tls);
        self.phase = Phase::Command;
        self.transaction = None;
        self.account = None;
        if !self.faults.on("smtp-starttls-keeps-ehlo") {
            self.greeted = None;
        }
    }

    pub(super) fn auth(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        let bad_order = |text: &str| Err(Reply::new(503, "5.5.1", text));
        if self.account.is_some() && !self.faults.on("smtp-auth-twice") {
            return bad_order("Already authenticated");
        }
        if self.transaction.is_some() && !self.faults.on("smtp-auth-in-transaction") {
            return bad_order("Not during a mail transaction");
        }
        self.extended_session()?;
        if request.argument.is_none() && self.faults.on("smtp-auth-without-mechanism-taken") {
            return Err(Reply::new(235, "2.7.0", "Whoever you are"));
        }
        let text = request.text()?;
        let (name, initial) = match text.split_once(' ') {
            Some((name, initial)) => (name, Some(initial)),
            None => (text, None),
        };
        let name = match self.faults.on("smtp-auth-mechanism-case-sensitive") {
            true => name.to_owned(),
            false => name.to_ascii_uppercase(),
        };
        let usable = self.mechanism_names().contains(&name);
        let exchange = self.mechanisms.start(&name, self.tls.as_ref());
        let Some(mut exchange) = exchange.filter(|_| usable) else {
            if self.faults.on("smtp-auth-unknown-mechanism-535") {
                return Err(Reply::new(535, "5.7.8", "No such mechanism"));
            }
            return Err(Reply::new(504, "5.5.4", "Mechanism not available"));
        };
        if initial.is_some() && exchange.takes_initial_response() {
            // LOGIN: the answer is here before the question.
            exchange.first();
        }
        match initial {
            Some(_) if !exchange.takes_initial_response() => Err(Reply::new(
                501,
                "5.7.0",
                "The mechanism takes no initial response",
            )),
            Some("=") if self.faults.on("smtp-auth-equals-is-absent") => {
                self.challenge(exchange, b"");
                Ok(())
            }
            Some("=") => {
                self.sasl_step(exchange, b"");
                Ok(())
            }
            Some(initial) => {
                self.sasl_response(exchange, initial.as_bytes());
                Ok(())
            }
            None if self.faults.on("smtp-auth-initial-response-needed") => Err(Reply::new(
                501,
                "5.5.4",
                "Send the response with the command",
            )),
            None => {
                let challenge = exchange.first().unwrap_or_default();
                self.challenge(exchange, &challenge);
                Ok(())
            }
        }
    }

    fn challenge(&mut self, exchange: Box<dyn SaslExchange>, challenge: &[u8]) {
        let text = match self.faults.on("smtp-auth-challenge-in-clear") {
            true => String::from_utf8_lossy(challenge).into_owned(),
            false => STANDARD.encode(challenge),
        };
        self.reply(&Reply::new(334, "", text));
        self.phase = Phase::Sasl(exchange);
    }

    /// A line from the client during the exchange, still in base64.
    pub(super) fn sasl_response(&mut self, exchange: Box<dyn SaslExchange>, line: &[u8]) {
        if line == b"*" {
            if self.faults.on("smtp-auth-cancel-ignored") {
                self.challenge(exchange, b"");
                return;
            }
            self.reply(&Reply::new(501, "5.7.0", "Authentication cancelled"));
            return;
        }
        let decoded = if self.faults.on("smtp-auth-lenient-base64") {
            let kept: Vec<u8> = line
                .iter()
                .copied()
                .filter(|o| o.is_ascii_alphanumeric() || b"+/=".contains(o))
                .collect();
            STANDARD.decode(kept)
        } else {
            STANDARD.decode(line)
        };
        let decoded = match decoded {
            Err(why) if self.faults.on("smtp-auth-pad-ends-response") => {
                let end = line.iter().position(|&octet| octet == b'=');
                let kept = line.get(..end.unwrap_or_default().next_multiple_of(4));
                kept.map_or(Err(why), |kept| STANDARD.decode(kept))
            }
            decoded => decoded,
        };
        match decoded {
            Ok(response) => self.sasl_step(exchange, &response),
            Err(_) => self.reply(&Reply::new(501, "5.5.2", "Not base64")),
        }
    }

    fn sasl_step(&mut self, mut exchange: Box<dyn SaslExchange>, response: &[u8]) {
        match exchange.step(response) {
            SaslStep::Challenge(challenge) => self.challenge(exchange, &challenge),
            SaslStep::Success(account) => {
                self.account = Some(account);
                let code = match self.faults.on("smtp-auth-success-250") {
                    true => 250,
                    false => 235,
                };
                self.reply(&Reply::new(code, "2.7.0", "Authentication successful"));
            }
            SaslStep::Failure => {
                let code = match self.faults.on("smtp-auth-failure-554") {
                    true => 554,
                    false => 535,
                };
                let status = match self.faults.on("smtp-auth-failure-status-general") {
                    true => "5.0.0",
                    false => "5.7.8",
                };
                self.reply(&Reply::new(
                    code,
                    status,
                    "Authentication credentials invalid",
                ));
                if self.faults.on("smtp-auth-failure-closes") {
                    self.close();
                }
            }
        }
    }

    pub(super) fn noop(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        if request.argument.is_some() {
            if self.faults.on("smtp-noop-with-argument-refused") {
                return request.no_argument();
            }
            request.text()?;
        }
        if self.faults.on("smtp-noop-clears-transaction") {
            self.transaction = None;
        }
        if self.faults.on("smtp-noop-answered-twice") {
            self.reply(&Reply::new(250, "2.0.0", "OK"));
        }
        Err(Reply::new(250, "2.0.0", "OK"))
    }

    pub(super) fn quit(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        request.no_argument()?;
        if !self.faults.on("smtp-quit-no-reply") {
            let text = format!("{} closing transmission channel", self.config.hostname);
            let code = if self.faults.on("smtp-quit-250") {
                250
            } else {
                221
            };
            self.reply(&Reply::new(code, "2.0.0", text));
        }
        if !self.faults.on("smtp-quit-stays-open") {
            self.close();
        }
        Ok(())
    }
}
