//! The AUTHORIZATION state (RFC 1939 §4, §7; RFC 5034): who is there, and the opening of the
//! maildrop.

use jiff::{SignedDuration, Timestamp};
use md5::{Digest, Md5};
use std::sync::PoisonError;

use super::command::Command;
use super::session::{Pop3Session, State};
use super::transaction::Transaction;
use crate::random;
use crate::sasl::{Context, Dialogue, Failure, Mechanism, Reply, mechanisms, prepare};
use crate::store::{Condition, StoreError};

impl Pop3Session {
    pub(super) fn plaintext_allowed(&self) -> bool {
        self.tls.is_some() || self.config.sasl.plaintext_without_tls
    }

    pub(super) fn authorization(&mut self, command: Command, now: Timestamp) {
        let remembers = self.faults.on("pop3-pass-without-user");
        let user = match &mut self.state {
            State::Authorization { user } if remembers => user.clone(),
            // PASS counts only at once after USER (RFC 1939 §7).
            State::Authorization { user } => user.take(),
            _ => None,
        };
        match command {
            Command::User(_) | Command::Pass(_) if !self.plaintext_allowed() => {
                self.writer.err("STLS first");
            }
            // Whether there is such a name is not told before the password is right.
            Command::User(name) => match prepare(&name) {
                Some(name) if !name.is_empty() => {
                    self.state = State::Authorization { user: Some(name) };
                    self.writer.ok("password, please");
                }
                _ => self.writer.err("no name can be like this"),
            },
            Command::Pass(password) => match user {
                Some(name) => self.pass(&name, &password, now),
                None => self.writer.err("USER first"),
            },
            Command::Apop(name, digest) => self.apop(&name, &digest, now),
            Command::Auth(mechanism, initial) => self.auth(&mechanism, initial.as_deref(), now),
            Command::Stls => self.start_tls(),
            Command::Utf8 => {
                self.utf8 = true;
                self.writer.ok("UTF-8 it is");
            }
            Command::Stat if self.faults.on("pop3-commands-before-login") => {
                self.writer.ok("0 0");
            }
            Command::List(None) if self.faults.on("pop3-commands-before-login") => {
                self.writer.ok("0 messages");
                self.writer.end();
            }
            _ => self.writer.err("log in first"),
        }
    }

    fn pass(&mut self, name: &str, password: &str, now: Timestamp) {
        if self.faults.on("pop3-in-use-before-password")
            && self.store.open_maildrop(name).err() == Some(StoreError::Locked)
        {
            return self.writer.err("[IN-USE] the maildrop is locked");
        }
        let known = self.store.password(name);
        let right = known.is_some_and(|known| {
            self.faults.on("pop3-pass-accepts-anything")
                || (prepare(&known).is_some() && prepare(&known) == prepare(password))
        });
        self.decide(right.then_some(name), now);
    }

    /// RFC 1939 §7: the MD5 of the greeting's timestamp followed by the shared secret.
    fn apop(&mut self, name: &str, digest: &str, now: Timestamp) {
        let name = prepare(name).unwrap_or_default();
        let known = self.store.password(&name);
        let right = known
            .and_then(|known| prepare(&known))
            .is_some_and(|known| {
                let mut hash = Md5::new();
                hash.update(self.timestamp());
                hash.update(known);
                let octets = hash.finalize();
                let right: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
                right == digest || self.faults.on("pop3-apop-accepts-anything")
            });
        self.decide(right.then_some(name.as_str()), now);
    }

    fn decide(&mut self, account: Option<&str>, now: Timestamp) {
        match account {
            Some(account) => match self.store.account_condition(account) {
                Some(condition) => self.refuse(condition),
                None => self.open(account, now),
            },
            None if self.faults.on("pop3-empty-response-code") => {
                self.writer.err("[] authentication failed");
            }
            None => self.writer.err("[AUTH] authentication failed"),
        }
    }

    /// What is the matter with an account whose credentials are right (RFC 3206 §4): what will
    /// pass, and what somebody has to mend.
    fn refuse(&mut self, condition: Condition) {
        self.writer.err(match condition {
            Condition::Expired => "[AUTH] the password is past its time",
            Condition::ServerBug => "[SYS/PERM] that should not have happened here",
            _ => "[SYS/TEMP] the account cannot be used for now",
        });
    }

    fn auth(&mut self, mechanism: &str, initial: Option<&[u8]>, now: Timestamp) {
        if self.locked_out {
            return self.writer.err("there was one attempt");
        }
        let offered = mechanisms(&self.config.sasl, self.tls.as_ref());
        let small = mechanism.bytes().any(|octet| octet.is_ascii_lowercase())
            && self.faults.on("pop3-auth-mechanism-case-sensitive");
        let named =
            Mechanism::from_name(mechanism).filter(|named| offered.contains(named) && !small);
        let Some(mechanism) = named else {
            if self.faults.on("pop3-auth-unknown-mechanism-ok") {
                return self.writer.ok("whatever that is");
            }
            return self.writer.err("no such mechanism");
        };
        self.exchanges = self.exchanges.wrapping_add(1);
        let purpose = format!("sasl {}", self.exchanges);
        let mut dialogue = Dialogue::new(
            mechanism,
            Context {
                store: self.store.clone(),
                config: std::sync::Arc::clone(&self.config.sasl),
                tls: self.tls.clone(),
                hostname: self.config.hostname.clone(),
                nonce: random::token(self.config.seed, self.config.serial, &purpose),
                faults: self.faults.clone(),
            },
        );
        let unread = self.faults.on("pop3-auth-initial-response-ignored")
            || (initial == Some(b"=") && self.faults.on("pop3-auth-equals-is-absent"));
        let reply = dialogue.start(initial.filter(|_| !unread));
        self.state = State::Exchange(dialogue);
        self.answer(reply, now);
    }

    /// A line in answer to a challenge.
    pub(super) fn response(&mut self, line: &[u8], now: Timestamp) {
        let mut line = line.to_vec();
        if self.faults.on("pop3-base64-lenient") && line != b"*" {
            line.retain(|octet| octet.is_ascii_alphanumeric() || b"+/=".contains(octet));
        }
        if line.len() > 300 && self.faults.on("pop3-auth-response-300-refused") {
            return self.answer(Reply::NotBase64, now);
        }
        if self.faults.on("pop3-auth-pad-in-front-taken") {
            let text = line.iter().position(|&octet| octet != b'=');
            line.drain(..text.unwrap_or_default());
        }
        let reply = match &mut self.state {
            State::Exchange(dialogue) => dialogue.line(&line),
            _ => return,
        };
        if reply == Reply::Cancelled && self.faults.on("pop3-auth-cancel-ignored") {
            return self.writer.challenge("");
        }
        self.answer(reply, now);
    }

    fn answer(&mut self, reply: Reply, now: Timestamp) {
        if let Reply::Challenge(base64) = &reply {
            return self.writer.challenge(base64);
        }
        self.state = State::Authorization { user: None };
        self.locked_out |=
            !matches!(reply, Reply::Done(_)) && self.faults.on("pop3-auth-one-attempt");
        match reply {
            Reply::Challenge(_) => {}
            Reply::Done(_) if self.faults.on("pop3-auth-stays-in-authorization") => {
                self.writer.ok("it is you");
            }
            Reply::Failed(_) if self.faults.on("pop3-auth-wrong-password-ok") => {
                self.writer.ok("let us pretend");
            }
            Reply::NotBase64 if self.faults.on("pop3-auth-not-base64-ok") => {
                self.writer.ok("let us pretend");
            }
            Reply::Cancelled if self.faults.on("pop3-auth-cancel-locks-out") => {
                self.locked_out = true;
                self.writer.err("cancelled");
            }
            Reply::Done(identity) => self.open(&identity.account, now),
            Reply::Failed(Failure::Condition(condition)) => self.refuse(condition),
            Reply::Failed(why) => self.writer.err(&format!("[AUTH] {why}")),
            Reply::Cancelled => self.writer.err("cancelled"),
            Reply::NotBase64 => self.writer.err("not base64"),
            Reply::NoInitialResponse => {
                self.writer.err("this mechanism takes no initial response");
            }
        }
    }

    /// Locks the maildrop and enters the TRANSACTION state, or says why not.
    fn open(&mut self, account: &str, now: Timestamp) {
        if self.too_soon(account, now) {
            return self
                .writer
                .err("[LOGIN-DELAY] too soon after the last login");
        }
        let opened = match self.store.open_maildrop(account) {
            Err(StoreError::Locked) if self.faults.on("pop3-lock-ignored") => {
                self.store.open_maildrop_without_lock(account)
            }
            opened => opened,
        };
        match opened {
            Ok(maildrop) => {
                self.remember_login(account, now);
                let open = Transaction::new(maildrop, self.config.serial);
                let (count, octets) = open.stat(&self.faults);
                self.state = State::Transaction(open);
                let code = match self.faults.on("pop3-auth-code-on-success") {
                    true => "[AUTH] ",
                    false => "",
                };
                let text = format!("{code}maildrop has {count} messages ({octets} octets)");
                self.writer.ok(&text);
            }
            Err(StoreError::Locked) if self.faults.on("pop3-in-use-unbracketed") => {
                self.writer.err("IN-USE the maildrop is locked");
            }
            Err(StoreError::Locked) => self.writer.err("[IN-USE] the maildrop is locked"),
            Err(why) => self.writer.err(&format!("[SYS/PERM] {why}")),
        }
    }

    /// RFC 2449 §6.5.
    fn too_soon(&self, account: &str, now: Timestamp) -> bool {
        let delay = SignedDuration::from_secs(i64::from(self.config.login_delay));
        let logins = self.config.logins.lock();
        let logins = logins.unwrap_or_else(PoisonError::into_inner);
        let last = logins.get(account);
        last.is_some_and(|last| now.duration_since(*last) < delay)
    }

    fn remember_login(&self, account: &str, now: Timestamp) {
        if self.config.login_delay > 0 {
            let logins = self.config.logins.lock();
            let mut logins = logins.unwrap_or_else(PoisonError::into_inner);
            logins.insert(account.to_owned(), now);
        }
    }
}
