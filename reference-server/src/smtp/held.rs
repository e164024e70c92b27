//! Mail that waits for its release (RFC 4865): what is done with it then, and the reports that are
//! due then and not before (RFC 3461, RFC 2852). Knows no session and no clock: whoever releases
//! says when it is.

use super::delivery::status_of;
use super::dsn::{self, Action, Entry, Report};
use super::outbox::{Outgoing, OutgoingRecipient};
use super::params::{MailParameters, Notify, RcptParameters, later};
use crate::store::Store;
use bytes::Bytes;
use jiff::Timestamp;

/// What is due to one recipient of a held message.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub release: Timestamp,
    /// Who has submitted it, and how large it is: their quota counts it.
    pub user: Option<String>,
    pub size: u64,
    /// The message's id.
    pub id: String,
    /// Whose mailbox it goes into; `None` where there is only to report.
    pub account: Option<String>,
    pub octets: Bytes,
    pub reports: Vec<Planned>,
}

/// A report that may become due.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    /// The report's own id.
    pub id: String,
    pub hostname: String,
    pub client: Option<String>,
    pub sender: String,
    /// The sender's account, when it has one here.
    pub account: Option<String>,
    pub parameters: MailParameters,
    pub address: String,
    pub orcpt: Option<String>,
    pub notify: Option<Notify>,
    pub remote: bool,
    pub message: Bytes,
    pub arrival: Timestamp,
    /// The fault `smtp-dsn-no-arrival-date`: the report does not tell when the message came.
    pub silent: bool,
}

/// What became of it when it was released.
enum Released {
    Delivered,
    Relayed,
    /// By-mode R, and too late (RFC 2852 §4.1.3).
    Expired,
    Failed(&'static str, String),
}

impl Planned {
    fn deliver_by(&self) -> Option<Timestamp> {
        let by = self.parameters.deliver_by?;
        Some(later(self.arrival, by.seconds))
    }

    fn late(&self, now: Timestamp) -> bool {
        self.deliver_by().is_some_and(|by| by < now)
    }

    /// What is to be said of it; nothing when nobody has asked.
    fn entries(&self, released: &Released, now: Timestamp) -> Vec<Entry> {
        let wants = |asked: fn(Notify) -> bool| self.notify.is_none_or(asked);
        let entry = |action, status: &str, diagnostic: Option<String>| Entry {
            address: self.address.clone(),
            orcpt: self.orcpt.clone(),
            action,
            status: status.to_owned(),
            diagnostic,
        };
        let mut entries = Vec::new();
        match released {
            Released::Failed(status, diagnostic) if wants(|notify| notify.failure) => {
                entries.push(entry(Action::Failed, status, Some(diagnostic.clone())));
            }
            Released::Expired if wants(|notify| notify.failure) => {
                entries.push(entry(Action::Failed, "5.4.7", None));
            }
            Released::Delivered if self.notify.is_some_and(|notify| notify.success) => {
                entries.push(entry(Action::Delivered, "2.0.0", None));
            }
            Released::Relayed
                if self.parameters.deliver_by.is_some_and(|by| by.trace)
                    && self.notify != Some(Notify::default()) =>
            {
                entries.push(entry(Action::Relayed, "2.0.0", None));
            }
            _ => {}
        }
        let arrived = matches!(released, Released::Delivered | Released::Relayed);
        if arrived && self.late(now) && wants(|notify| notify.delay) {
            entries.push(entry(Action::Delayed, "4.4.7", None));
        }
        entries
    }

    fn send(&self, entry: Entry, store: &Store, now: Timestamp) -> Option<Outgoing> {
        let octets = dsn::compose(&Report {
            id: &self.id,
            hostname: &self.hostname,
            client: self.client.as_deref(),
            sender: &self.sender,
            parameters: &self.parameters,
            deliver_by: self.deliver_by(),
            entries: &[entry],
            message: &self.message,
            arrival: (!self.silent).then_some(self.arrival),
            now,
        });
        if let Some(account) = &self.account {
            let octets = [b"Return-Path: <>\r\n".to_vec(), octets].concat();
            // A report that cannot be delivered is not reported on.
            let _ = store.deliver(account, Bytes::from(octets), now);
            return None;
        }
        Some(Outgoing {
            id: self.id.clone(),
            reverse_path: String::new(),
            recipients: vec![OutgoingRecipient {
                address: self.sender.clone(),
                parameters: RcptParameters::default(),
            }],
            octets: Bytes::from(octets),
            received: now,
            release: None,
            tls_optional: false,
            parameters: dsn::carried(&self.parameters),
        })
    }
}

impl Held {
    /// Delivers and reports; reports for elsewhere come back.
    pub(super) fn release(self, store: &Store, now: Timestamp) -> Vec<Outgoing> {
        let too_late = |planned: &Planned| {
            let returned = planned
                .parameters
                .deliver_by
                .is_some_and(|by| by.return_mode);
            returned && planned.late(now)
        };
        let released = if self.reports.iter().any(too_late) {
            Released::Expired
        } else if let Some(account) = &self.account {
            match store.deliver(account, self.octets, now) {
                Ok(_) => Released::Delivered,
                Err(why) => {
                    let reply = status_of(&why);
                    // There is no queue to try again from: what would be tried again has failed.
                    let status = match reply.status.as_str() {
                        "4.2.2" => "5.2.2",
                        "5.1.1" => "5.1.1",
                        _ => "5.3.0",
                    };
                    Released::Failed(status, reply.one_line())
                }
            }
        } else if self.reports.iter().any(|planned| planned.remote) {
            Released::Relayed
        } else {
            Released::Delivered
        };
        let mut outgoing = Vec::new();
        for planned in &self.reports {
            for entry in planned.entries(&released, now) {
                outgoing.extend(planned.send(entry, store, now));
            }
        }
        outgoing
    }
}
