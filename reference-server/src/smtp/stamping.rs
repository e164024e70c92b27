//! The fields that a message gets as it is accepted: Date and Message-ID on the submission port, and Received. Delivers
//! nothing.

use super::config::Mode;
use super::session::SmtpSession;
use super::trace::{self, Stamp};
use super::transaction::Transaction;

impl SmtpSession {
    /// RFC 6409 §8.1 and §8.2: on the submission port a message without Date or Message-ID gets one.
    /// What does not begin as a header section is left as it is.
    pub(super) fn completed(&self, id: &str, message: Vec<u8>) -> Vec<u8> {
        let first = message.split(|&octet| octet == b'\r').next();
        let header = first.is_some_and(|line| line.is_empty() || line.contains(&b':'));
        if self.config.mode != Mode::Submission || !header {
            return message;
        }
        let mut fields = String::new();
        if trace::count(&message, "Date") == 0 {
            fields.push_str(&format!("Date: {}\r\n", trace::date(self.now)));
        }
        if trace::count(&message, "Message-ID") == 0 {
            let host = &self.config.hostname;
            fields.push_str(&format!("Message-ID: <{id}@{host}>\r\n"));
        }
        [fields.into_bytes(), message].concat()
    }

    pub(super) fn with_received(
        &self,
        transaction: &Transaction,
        id: &str,
        mut message: Vec<u8>,
    ) -> Vec<u8> {
        if self.faults.on("smtp-no-received") {
            return message;
        }
        let greeted = self.greeted.as_ref();
        if self.faults.on("smtp-received-replaced") {
            let mut kept = Vec::with_capacity(message.len());
            trace::append_without(&message, &["Received"], &mut kept);
            message = kept;
        }
        let only_recipient = match transaction.recipients.as_slice() {
            [only] if only.address.contains('@') => Some(only.address.as_str()),
            _ => None,
        };
        let mut received = Stamp {
            client: greeted.map_or("unknown", |greeted| &greeted.name),
            peer: &self.peer,
            hostname: &self.config.hostname,
            mode: self.config.mode,
            extended: greeted.is_some_and(|greeted| greeted.extended),
            tls: self.tls.is_some(),
            authenticated: self.account.is_some()
                && !self.faults.on("smtp-received-never-authenticated"),
            smtputf8: transaction.parameters.smtputf8,
            id,
            only_recipient,
            priority: (transaction.parameters.priority)
                .filter(|_| !self.faults.on("smtp-received-no-priority")),
            now: self.now,
        }
        .received();
        if self.faults.on("smtp-received-date-iso") {
            received = received.replace(&trace::date(self.now), &self.now.to_string());
        }
        if self.faults.on("smtp-received-in-one-line") {
            let comment = format!(" ({}) ", "x".repeat(1000));
            received = received.replacen("\r\n ", &comment, 1);
        }
        let at = if self.faults.on("smtp-received-below-header") {
            trace::header_end(&message)
        } else {
            0
        };
        message.splice(at..at, received.into_bytes());
        message
    }
}
