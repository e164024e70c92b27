//! What happens to an accepted message: the copies into mailboxes and outbox, and the replies (one, or in LMTP one per
//! recipient). Parses no commands; what is put on top is `stamping`'s business, what is reported `reports`'.

use super::config::Mode;
use super::held::Held;
use super::outbox::{Outgoing, OutgoingRecipient};
use super::ownership;
use super::params::{MailParameters, RcptParameters};
use super::reply::Reply;
use super::session::SmtpSession;
use super::special::{self, Special, Stage};
use super::syntax;
use super::trace;
use super::transaction::{Recipient, Target, Transaction};
use crate::store::StoreError;
use bytes::Bytes;

/// What became of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
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
    pub(super) fn put_in_mailbox(
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

    pub(super) fn relay(
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
