//! Which reports an accepted message calls for (RFC 3461 §5.2, RFC 2852 §4.1), now or when it is released, and where they
//! go. What is in one is `dsn`'s business.

use super::delivery::Outcome;
use super::dsn::{self, Action, Entry, Report};
use super::held::Planned;
use super::outbox::OutgoingRecipient;
use super::params::{MailParameters, Notify, RcptParameters, later};
use super::session::SmtpSession;
use super::syntax::{self, ReversePath};
use super::transaction::{Recipient, Target, Transaction};
use bytes::Bytes;

impl SmtpSession {
    /// RFC 3461 §5.2 and RFC 2852 §4.1: which reports are due, each kind in one message.
    pub(super) fn send_reports(
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
