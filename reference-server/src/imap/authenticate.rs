//! AUTHENTICATE (RFC 9051 §6.2.2, RFC 4959): carries the exchanges of [`crate::sasl`]. Knows no
//! mechanism.

use super::reply::{Answer, Reply};
use super::{ImapSession, Mode};
use crate::random;
use crate::sasl::{self, Context, Dialogue, Failure, Mechanism};
use std::sync::Arc;

impl ImapSession {
    /// The mechanisms that are offered as things stand.
    pub(super) fn mechanisms(&self) -> Vec<Mechanism> {
        let mut mechanisms = sasl::mechanisms(&self.config.sasl, self.tls.as_ref());
        mechanisms.retain(|mechanism| self.takes_passwords() || !mechanism.plaintext());
        mechanisms
    }

    /// `None` when the client's response is awaited.
    pub(super) fn authenticate(
        &mut self,
        tag: &str,
        name: &str,
        initial: Option<&[u8]>,
    ) -> Option<Answer> {
        if initial.is_some() && !self.has("SASL-IR") {
            return Some(Err(Reply::bad("No initial response is expected")));
        }
        if initial.is_some_and(|initial| initial.len() > 512)
            && self.fault("imap-initial-response-short")
        {
            return Some(Err(Reply::bad("The initial response is too long")));
        }
        let Some(mechanism) = Mechanism::from_name(name) else {
            return Some(Err(Reply::no("There is no such mechanism")));
        };
        if !self.mechanisms().contains(&mechanism) {
            return Some(Err(if mechanism.plaintext() && !self.takes_passwords() {
                Self::privacy_required()
            } else {
                Reply::no("The mechanism is not there now")
            }));
        }
        self.exchanges = self.exchanges.wrapping_add(1);
        let purpose = format!("imap sasl {}", self.exchanges);
        let mut dialogue = Dialogue::new(
            mechanism,
            Context {
                store: self.store.clone(),
                config: Arc::clone(&self.config.sasl),
                tls: self.tls.clone(),
                hostname: self.config.hostname.clone(),
                nonce: random::token(self.config.seed, self.config.serial, &purpose),
                faults: self.faults.clone(),
            },
        );
        let mut unpadded = None;
        if let Some(initial) = initial.filter(|_| self.fault("imap-initial-response-pad-ignored")) {
            let mut kept: Vec<u8> = initial
                .iter()
                .copied()
                .filter(|&octet| octet != b'=')
                .collect();
            kept.resize(kept.len().next_multiple_of(4), b'=');
            unpadded = Some(kept);
        }
        let unread = self.fault("imap-initial-response-ignored")
            || (initial == Some(b"=") && self.fault("imap-equals-sign-is-absent"));
        let initial = unpadded.as_deref().or(initial).filter(|_| !unread);
        if initial.is_none() && self.fault("imap-authenticate-needs-initial-response") {
            return Some(Err(Reply::bad("The response belongs on this line")));
        }
        let reply = dialogue.start(initial);
        if reply == sasl::Reply::NotBase64 && self.fault("imap-initial-response-not-base64-no") {
            return Some(Err(Reply::no("The response is not base64")));
        }
        self.exchange_reply(tag, dialogue, reply).map(Ok)
    }

    /// A line in answer to a challenge.
    pub(super) fn authenticate_line(&mut self, tag: &str, mut dialogue: Dialogue, line: &[u8]) {
        let mut reply = dialogue.line(line);
        if reply == sasl::Reply::Cancelled && self.fault("imap-authenticate-cancel-ignored") {
            reply = sasl::Reply::Challenge(String::new());
        }
        let Some(reply) = self.exchange_reply(tag, dialogue, reply) else {
            return;
        };
        self.tagged(tag, &reply);
        if self.failed_logins > self.config.failed_logins {
            self.bye("Too many failed logins");
        }
    }

    fn exchange_reply(
        &mut self,
        tag: &str,
        dialogue: Dialogue,
        reply: sasl::Reply,
    ) -> Option<Reply> {
        Some(match reply {
            sasl::Reply::Challenge(challenge) => {
                self.out.line(format!("+ {challenge}"));
                self.mode = Mode::Authenticate {
                    tag: tag.to_owned(),
                    dialogue,
                };
                return None;
            }
            sasl::Reply::Done(identity) => self.proved(Some(identity.account)),
            // RFC 5530 §3: the credentials were right.
            sasl::Reply::Failed(Failure::NotAuthorized) => {
                Reply::no("You may not act for this user").code("AUTHORIZATIONFAILED")
            }
            sasl::Reply::Failed(Failure::Condition(condition)) => Reply::condition(condition),
            sasl::Reply::Failed(_) => self.proved(None),
            sasl::Reply::Cancelled if self.fault("imap-authenticate-cancel-ok") => {
                Reply::ok("As you like")
            }
            sasl::Reply::Cancelled => Reply::bad("Cancelled"),
            sasl::Reply::NotBase64 if self.fault("imap-bad-base64-accepted") => {
                Reply::ok("Whatever it means")
            }
            sasl::Reply::NotBase64 => Reply::bad("The response is not base64"),
            sasl::Reply::NoInitialResponse => Reply::bad("The mechanism takes no initial response"),
        })
    }
}
