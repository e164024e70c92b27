//! What happens to an accepted message: trace fields, the copies into mailboxes and outbox, the
//! replies (one, or in LMTP one per recipient), and the reports that DSN asks for. Parses no
//! commands.

use super::config::Mode;
use super::dsn::{self, Action, Entry, Report};
use super::held::{Held, Planned};
use super::outbox::{Outgoing, OutgoingRecipient};
use super::ownership;
use super::params::{MailParameters, Notify, RcptParameters, later};
use super::reply::Reply;
use super::session::SmtpSession;
use super::special::{self, Special, Stage};
use super::syntax::{self, ReversePath};
use super::trace::{self, Stamp};
use super::transaction::{Recipient, Target, Transaction};
use crate::store::StoreError;
use bytes::Bytes;

/// What became of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Delivered,
    /// Into the outbox, or held: nothing to report yet.
    Queued,
    /// The reply says why.
    Failed(Reply),
    Delayed(Reply),
}

impl SmtpSession {
    /// Processes a complete transaction. `message` is the content, or why it is refused.
    pub(super) fn accept(
        &mut self,
        transaction: Transaction,
        message: Result<Vec<u8>, Reply>,
    ) -> Vec<Reply> {
        let lmtp = self.config.mode == Mode::Lmtp && !self.faults.on("lmtp-single-reply");
        let message = message.and_then(|message| {
            if trace::count(&message, "Received") > self.config.limits.hops {
                return Err(Reply::new(554, "5.4.6", "Too many hops: a mail loop"));
            }
            if transaction
                .parameters
                .release
                .is_some_and(|at| at > self.now)
            {
                self.room_to_hold(message.len() as u64)?;
            }
            Ok(message)
        });
        let message = match message {
            Ok(message) => message,
            Err(reply) if lmtp => return vec![reply; transaction.recipients.len().max(1)],
            Err(reply) => return vec![reply],
        };
        if !lmtp && let Some(code) = refused_data(&transaction.recipients) {
            if code == 421 {
                self.close();
            }
            return vec![Reply::new(code, special::status(code), "As you asked")];
        }
        let id = self.ids.next_id();
        self.accepted += 1;
        let message = self.with_received(&transaction, &id, self.completed(&id, message));
        let outcomes = self.deliver_all(&transaction, &id, &message);
        let accepted = Reply::new(250, "2.0.0", format!("OK, queued as {id}"));
        if !lmtp {
            // §4.2.5 and §4.4: nothing delivered is a failure; delivered in part is a success,
            // and reports tell the rest.
            let all_failed = !outcomes.is_empty()
                && (transaction.recipients.iter().zip(&outcomes)).all(|(recipient, outcome)| {
                    matches!(outcome, Outcome::Failed(_))
                        && !matches!(
                            recipient.target,
                            Target::Special(special) if special != Special::Reassigned
                        )
                });
            if all_failed && let Some(Outcome::Failed(reply)) = outcomes.first() {
                return vec![reply.clone()];
            }
        }
        self.send_reports(&transaction, &outcomes, &id, &message, lmtp);
        if !lmtp {
            return vec![accepted];
        }
        let extra = if self.faults.on("lmtp-reply-for-rejected-recipients") {
            transaction.rejected
        } else {
            0
        };
        let replies = outcomes.into_iter().map(|outcome| match outcome {
            Outcome::Failed(reply) | Outcome::Delayed(reply) => reply,
            Outcome::Delivered | Outcome::Queued => accepted.clone(),
        });
        replies
            .chain(std::iter::repeat_n(accepted.clone(), extra))
            .collect()
    }

    /// RFC 6409 §8.1 and §8.2: on the submission port a message without Date or Message-ID gets one.
    /// What does not begin as a header section is left as it is.
    fn completed(&self, id: &str, message: Vec<u8>) -> Vec<u8> {
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

    fn with_received(&self, transaction: &Transaction, id: &str, mut message: Vec<u8>) -> Vec<u8> {
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

    fn deliver_all(&self, transaction: &Transaction, id: &str, message: &[u8]) -> Vec<Outcome> {
        let mut remote = Vec::new();
        let mut done: Vec<(&str, Outcome)> = Vec::new();
        let mut outcomes = Vec::with_capacity(transaction.recipients.len());
        for recipient in &transaction.recipients {
            let outcome = match &recipient.target {
                Target::Account(account) => {
                    // Two addresses of one mailbox make one copy.
                    let before = done.iter().find(|(name, _)| name == account);
                    match (self.check_owner_field(recipient, message), before) {
                        (Err(reply), _) => Outcome::Failed(reply),
                        (Ok(()), Some((_, outcome))) => outcome.clone(),
                        (Ok(()), None) => {
                            let sender = transaction.reverse_path.address();
                            let parameters = &transaction.parameters;
                            let outcome =
                                self.put_in_mailbox(account, sender, id, message, parameters);
                            done.push((account, outcome.clone()));
                            outcome
                        }
                    }
                }
                Target::List(members) => self.to_members(members, transaction, message, id),
                Target::Remote => {
                    remote.push(OutgoingRecipient {
                        address: recipient.address.clone(),
                        parameters: recipient.parameters.clone(),
                    });
                    Outcome::Queued
                }
                Target::Special(special) => match self.check_owner_field(recipient, message) {
                    Err(reply) => Outcome::Failed(reply),
                    Ok(()) => self.special_outcome(*special),
                },
            };
            outcomes.push(outcome);
        }
        if !remote.is_empty() {
            let sender = transaction.reverse_path.address();
            self.relay(id, sender, remote, message, &transaction.parameters);
        }
        outcomes
    }

    fn special_outcome(&self, special: Special) -> Outcome {
        match special {
            Special::Sink | Special::Reassigned => Outcome::Delivered,
            Special::Bounce => Outcome::Failed(Reply::new(550, "5.2.0", "Delivery failed")),
            Special::Delay => Outcome::Delayed(Reply::new(450, "4.2.0", "Delivery is delayed")),
            Special::Reply(code, _) => {
                Outcome::Failed(Reply::new(code, special::status(code), "As you asked"))
            }
        }
    }

    /// Final delivery: one Return-Path on top (§4.4), then the message.
    fn put_in_mailbox(
        &self,
        account: &str,
        sender: &str,
        id: &str,
        message: &[u8],
        parameters: &MailParameters,
    ) -> Outcome {
        if self.faults.on("smtp-message-dropped") {
            return Outcome::Delivered;
        }
        let null = self.faults.on("smtp-return-path-never-null") && sender.is_empty();
        let sender = if null { "MAILER-DAEMON" } else { sender };
        let octets = if self.faults.on("smtp-no-return-path") {
            message.to_vec()
        } else {
            let mut octets = Vec::with_capacity(message.len() + sender.len() + 20);
            let field = match self.faults.on("smtp-return-path-bare") {
                true => format!("Return-Path: {sender}\r\n"),
                false => format!("Return-Path: <{sender}>\r\n"),
            };
            let removed: &[&str] = match self.faults.on("smtp-rrvs-field-kept") {
                true => &["Return-Path"],
                false => &["Return-Path", ownership::FIELD],
            };
            trace::append_without(message, removed, &mut octets);
            let at = match self.faults.on("smtp-return-path-at-the-end") {
                true => trace::header_end(&octets),
                false => 0,
            };
            octets.splice(at..at, field.into_bytes());
            octets
        };
        let octets = Bytes::from(octets);
        if let Some(release) = parameters.release.filter(|release| *release > self.now) {
            self.outbox.hold(Held {
                release,
                user: self.account.clone(),
                size: message.len() as u64,
                id: id.to_owned(),
                account: Some(account.to_owned()),
                octets,
                reports: Vec::new(),
            });
            return Outcome::Queued;
        }
        match self.store.deliver(account, octets, self.now) {
            Ok(_) => Outcome::Delivered,
            Err(why) => Outcome::Failed(status_of(&why)),
        }
    }

    /// §3.9.2: a mailing list sends under the address of whoever looks after it.
    fn to_members(
        &self,
        members: &[String],
        transaction: &Transaction,
        message: &[u8],
        id: &str,
    ) -> Outcome {
        let owner = format!("postmaster@{}", self.config.main_domain());
        let mut remote = Vec::new();
        for member in members {
            let parsed = syntax::mailbox(member, &self.config.limits.path).ok();
            let account = parsed
                .as_ref()
                .filter(|mailbox| self.config.is_local(&mailbox.domain))
                .and_then(|mailbox| self.account_named(&mailbox.local_part, &mailbox.domain));
            match account {
                Some(account) => {
                    // A member's full mailbox is the list's affair, not the sender's.
                    let parameters = &transaction.parameters;
                    let _ = self.put_in_mailbox(&account, &owner, id, message, parameters);
                }
                None => remote.push(OutgoingRecipient {
                    address: member.clone(),
                    parameters: RcptParameters::default(),
                }),
            }
        }
        if !remote.is_empty() {
            self.relay(id, &owner, remote, message, &transaction.parameters);
        }
        match transaction.parameters.release {
            Some(release) if release > self.now => Outcome::Queued,
            _ => Outcome::Delivered,
        }
    }

    fn relay(
        &self,
        id: &str,
        sender: &str,
        recipients: Vec<OutgoingRecipient>,
        message: &[u8],
        parameters: &MailParameters,
    ) {
        let tls_optional = !parameters.require_tls
            && (trace::values(message, "TLS-Required").iter())
                .any(|value| value.eq_ignore_ascii_case("No"));
        self.outbox.push(Outgoing {
            tls_optional,
            id: id.to_owned(),
            reverse_path: sender.to_owned(),
            recipients,
            octets: Bytes::copy_from_slice(message),
            received: self.now,
            release: parameters.release,
            parameters: parameters.clone(),
        });
    }

    /// RFC 3461 §5.2 and RFC 2852 §4.1: which reports are due, each kind in one message.
    fn send_reports(
        &self,
        transaction: &Transaction,
        outcomes: &[Outcome],
        id: &str,
        message: &[u8],
        lmtp: bool,
    ) {
        let ReversePath::Path(sender) = &transaction.reverse_path else {
            // Never a report about a message with a null reverse-path.
            return;
        };
        if self.faults.on("smtp-dsn-never-sent") {
            return;
        }
        let by = transaction.parameters.deliver_by;
        let expired = by.is_some_and(|by| by.seconds <= 0);
        // RFC 2852 §4.1.3: for what is delivered and for what is relayed.
        let late = |notify: Option<Notify>| {
            expired
                && notify.is_none_or(|notify| notify.delay)
                && !self.faults.on("smtp-dsn-no-late-report")
        };
        let traced = by.is_some_and(|by| by.trace);
        let release = transaction
            .parameters
            .release
            .filter(|release| *release > self.now);
        // One copy for all the reports that may come of it.
        let kept = release.map_or_else(Bytes::new, |_| Bytes::copy_from_slice(message));
        let mut parameters = transaction.parameters.clone();
        if self.faults.on("smtp-dsn-no-envelope-id") {
            parameters.envid = None;
        }
        if self.faults.on("smtp-requiretls-full-report") {
            parameters.require_tls = false;
        }
        let mut entries: Vec<Entry> = Vec::new();
        for (recipient, outcome) in transaction.recipients.iter().zip(outcomes) {
            let notify = recipient.parameters.notify;
            let wants = |asked: fn(Notify) -> bool| notify.is_none_or(asked);
            let mut add = |action, status: &str, diagnostic: Option<String>| {
                entries.push(Entry {
                    address: recipient.address.clone(),
                    orcpt: recipient
                        .parameters
                        .orcpt
                        .clone()
                        .filter(|_| !self.faults.on("smtp-dsn-no-original-recipient")),
                    action,
                    status: status.to_owned(),
                    diagnostic,
                });
            };
            match outcome {
                Outcome::Delivered => {
                    let success = notify.is_some_and(|notify| notify.success)
                        && !self.faults.on("smtp-dsn-no-success-report");
                    if success || self.faults.on("smtp-dsn-unasked-success-report") {
                        add(Action::Delivered, "2.0.0", None);
                    }
                    if late(notify) {
                        add(Action::Delayed, "4.4.7", None);
                    }
                }
                Outcome::Queued if release.is_some() => {
                    self.plan(transaction, sender, recipient, id, &kept);
                }
                Outcome::Queued => {
                    if traced && notify != Some(Notify::default()) {
                        add(Action::Relayed, "2.0.0", None);
                    }
                    if late(notify) {
                        add(Action::Delayed, "4.4.7", None);
                    }
                }
                // In LMTP the client has the reply, and the duty to report.
                Outcome::Failed(_) | Outcome::Delayed(_) if lmtp => {}
                Outcome::Failed(reply) => {
                    if wants(|notify| notify.failure) || self.faults.on("smtp-dsn-notify-ignored") {
                        add(Action::Failed, &reply.status, Some(reply.one_line()));
                    }
                }
                Outcome::Delayed(reply) => {
                    if wants(|notify| notify.delay) {
                        add(Action::Delayed, &reply.status, Some(reply.one_line()));
                    }
                }
            }
        }
        for action in [
            Action::Failed,
            Action::Delayed,
            Action::Delivered,
            Action::Relayed,
        ] {
            let of_kind: Vec<Entry> = entries
                .iter()
                .filter(|entry| entry.action == action)
                .cloned()
                .collect();
            if of_kind.is_empty() {
                continue;
            }
            let id = self.ids.next_id();
            let report = dsn::compose(&Report {
                id: &id,
                hostname: &self.config.hostname,
                client: self.greeted.as_ref().map(|greeted| greeted.name.as_str()),
                sender: &sender.mailbox.text,
                parameters: &parameters,
                deliver_by: by
                    .filter(|_| !self.faults.on("smtp-dsn-no-deliver-by-date"))
                    .map(|by| later(self.now, by.seconds)),
                entries: &of_kind,
                message,
                arrival: (!self.faults.on("smtp-dsn-no-arrival-date")).then_some(self.now),
                now: self.now,
            });
            let carried = dsn::carried(&transaction.parameters);
            self.send_report(&id, sender, &report, &carried);
        }
    }

    /// What is to be reported when a held message is released, and not before.
    fn plan(
        &self,
        transaction: &Transaction,
        sender: &syntax::Path,
        recipient: &Recipient,
        id: &str,
        message: &Bytes,
    ) {
        let Some(release) = transaction.parameters.release else {
            return;
        };
        let account = match &recipient.target {
            Target::Account(account) => Some(account.as_str()),
            _ => None,
        };
        let mut notify = recipient.parameters.notify;
        if self.faults.on("smtp-dsn-no-success-report")
            && let Some(notify) = &mut notify
        {
            notify.success = false;
        }
        let mut planned = Planned {
            id: self.ids.next_id(),
            hostname: self.config.hostname.clone(),
            client: self.greeted.as_ref().map(|greeted| greeted.name.clone()),
            sender: sender.mailbox.text.clone(),
            account: self.account_of(sender).flatten(),
            parameters: transaction.parameters.clone(),
            address: recipient.address.clone(),
            orcpt: recipient.parameters.orcpt.clone(),
            notify,
            remote: recipient.target == Target::Remote,
            message: message.clone(),
            arrival: self.now,
            silent: self.faults.on("smtp-dsn-no-arrival-date"),
        };
        if self.faults.on("smtp-dsn-hold-not-told") {
            planned.parameters.hold = None;
        }
        let user = self.account.as_deref();
        self.outbox.plan(release, user, id, account, planned);
    }

    /// The account of a local sender, if there is one; `None` when the sender is elsewhere.
    fn account_of(&self, sender: &syntax::Path) -> Option<Option<String>> {
        let mailbox = &sender.mailbox;
        if !self.config.is_local(&mailbox.domain) {
            return None;
        }
        Some(if mailbox.local_part.eq_ignore_ascii_case("postmaster") {
            self.postmaster()
        } else {
            self.account_named(&mailbox.local_part, &mailbox.domain)
        })
    }

    /// Into the sender's mailbox, or the outbox; always with a null reverse-path (§4.5.5).
    fn send_report(
        &self,
        id: &str,
        sender: &syntax::Path,
        report: &[u8],
        parameters: &MailParameters,
    ) {
        let reverse_path = if self.faults.on("smtp-dsn-reverse-path-not-null") {
            format!("postmaster@{}", self.config.main_domain())
        } else {
            String::new()
        };
        if let Some(account) = self.account_of(sender) {
            if let Some(account) = account {
                // A report that cannot be delivered is not reported on.
                let _ = self.put_in_mailbox(&account, &reverse_path, id, report, parameters);
            }
            return;
        }
        let recipient = OutgoingRecipient {
            address: sender.mailbox.text.clone(),
            parameters: RcptParameters::default(),
        };
        self.relay(id, &reverse_path, vec![recipient], report, parameters);
    }
}

/// Why a message was not stored, as a reply.
pub(super) fn status_of(why: &StoreError) -> Reply {
    match why {
        StoreError::OverQuota => Reply::new(452, "4.2.2", "Mailbox is full"),
        StoreError::NoSuchAccount(_) => Reply::new(550, "5.1.1", "No such mailbox here"),
        _ => Reply::new(451, "4.3.0", "Cannot store the message"),
    }
}

/// The first recipient that asks for a refusal after the data.
fn refused_data(recipients: &[Recipient]) -> Option<u16> {
    recipients
        .iter()
        .find_map(|recipient| match recipient.target {
            Target::Special(Special::Reply(code, Stage::Data)) => Some(code),
            _ => None,
        })
}
