//! Where accepted mail for elsewhere ends up, where held mail waits for its release, and the
//! counter that names sessions and messages. Nothing here is ever sent anywhere.

use super::held::{Held, Planned};
use super::params::{MailParameters, RcptParameters};
use super::reply::Reply;
use crate::session::Waker;
use crate::store::Store;
use bytes::Bytes;
use jiff::Timestamp;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Of the messages for elsewhere the latest so many are kept, and of these the latest octets.
const OUTGOING: usize = 10_000;
const OUTGOING_OCTETS: usize = 256 * 1024 * 1024;
/// So much is held at a time for all users together: copies and reports, and octets of messages.
const HELD: usize = 10_000;
const HELD_OCTETS: u64 = 1 << 30;

/// RFC 4865 §6: what one user may have held at a time. More is refused with 552 5.7.16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldQuota {
    /// Messages, whatever the number of their recipients (100 by default).
    pub messages: usize,
    /// Octets of these messages, each counted once (20 MiB by default).
    pub octets: u64,
}

impl Default for HoldQuota {
    fn default() -> Self {
        Self {
            messages: 100,
            octets: 20 * 1024 * 1024,
        }
    }
}

/// Whose quota is exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HoldRefusal {
    User,
    System,
}

impl HoldRefusal {
    /// RFC 4865 §6 items 4 and 5.
    pub fn reply(self) -> Reply {
        match self {
            Self::User => Reply::new(552, "5.7.16", "Your quota of held messages is used up"),
            Self::System => Reply::new(452, "4.7.17", "Too many messages are held"),
        }
    }
}

/// Gives out queue ids, in order; all clones share the counter, so that two runs with the same
/// input give the same ids.
#[derive(Debug, Clone, Default)]
pub struct Ids(Arc<AtomicU64>);

impl Ids {
    /// A counter whose first id is `first`.
    pub fn starting_at(first: u64) -> Self {
        Self(Arc::new(AtomicU64::new(first)))
    }
    /// The next id: an Atom, eight hexadecimal digits or more.
    pub fn next_id(&self) -> String {
        format!("{:08X}", self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// One recipient of an outgoing message, with what is handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingRecipient {
    /// The address without brackets.
    pub address: String,
    /// What RCPT said (NOTIFY, ORCPT, RRVS).
    pub parameters: RcptParameters,
}

/// A message that would be relayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The id in its Received field.
    pub id: String,
    /// The reverse-path without brackets; empty when null.
    pub reverse_path: String,
    /// The remote recipients.
    pub recipients: Vec<OutgoingRecipient>,
    /// The message with our Received field on top and no Return-Path.
    pub octets: Bytes,
    /// When it was accepted.
    pub received: Timestamp,
    /// RFC 4865: not before this.
    pub release: Option<Timestamp>,
    /// RFC 8689 §3: the header says `TLS-Required: No`, and MAIL did not say REQUIRETLS.
    pub tls_optional: bool,
    /// What MAIL said (BODY, SMTPUTF8, ENVID, RET, BY, MT-PRIORITY, REQUIRETLS, AUTH).
    pub parameters: MailParameters,
}

#[derive(Debug, Default)]
struct Queues {
    outgoing: VecDeque<Outgoing>,
    held: Vec<Held>,
    on_hold: OnHold,
}

/// Called when more is held.
#[derive(Clone, Default)]
struct OnHold(Option<Waker>);

impl std::fmt::Debug for OnHold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OnHold").finish_non_exhaustive()
    }
}

/// A handle on what would have been relayed; all clones see the same messages.
#[derive(Debug, Clone, Default)]
pub struct Outbox(Arc<Mutex<Queues>>);

impl Outbox {
    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// The outgoing messages in the order of acceptance: the latest 10,000 of them, and of these the
    /// latest 256 MiB.
    pub fn messages(&self) -> Vec<Outgoing> {
        self.lock().outgoing.iter().cloned().collect()
    }
    /// Takes all outgoing messages out.
    pub fn take(&self) -> Vec<Outgoing> {
        std::mem::take(&mut self.lock().outgoing).into()
    }
    /// Whether a message of so many octets can be held for a user.
    pub(super) fn room(
        &self,
        user: Option<&str>,
        octets: u64,
        quota: HoldQuota,
    ) -> Result<(), HoldRefusal> {
        let queues = self.lock();
        if queues.held.len() >= HELD {
            return Err(HoldRefusal::System);
        }
        let mut all = octets;
        let mut own: HashMap<&str, u64> = HashMap::new();
        for held in &queues.held {
            all = all.saturating_add(held.size);
            if held.user.as_deref() == user {
                own.insert(&held.id, held.size);
            }
        }
        let used: u64 = own.values().sum();
        if own.len() >= quota.messages || used.saturating_add(octets) > quota.octets {
            return Err(HoldRefusal::User);
        }
        if all > HELD_OCTETS {
            return Err(HoldRefusal::System);
        }
        Ok(())
    }
    /// Forgets everything, held deliveries too.
    pub fn clear(&self) {
        let mut queues = self.lock();
        queues.outgoing.clear();
        queues.held.clear();
    }
    /// How many messages wait for a domain, or with `subdomains` for any domain under it.
    pub fn pending(&self, domain: &str, subdomains: bool) -> usize {
        let domain = domain.to_ascii_lowercase();
        let matches = |address: &str| {
            let host = address.rsplit('@').next().unwrap_or_default();
            let host = host.to_ascii_lowercase();
            host == domain
                || (subdomains
                    && host
                        .strip_suffix(&domain)
                        .is_some_and(|prefix| prefix.ends_with('.')))
        };
        let wanted = |message: &&Outgoing| message.recipients.iter().any(|r| matches(&r.address));
        self.lock().outgoing.iter().filter(wanted).count()
    }
    /// When the next held delivery is due.
    pub fn next_release(&self) -> Option<Timestamp> {
        self.lock().held.iter().map(|held| held.release).min()
    }
    /// Delivers the held local messages whose time has come, and sends the reports on all held
    /// ones that are due with it. Sessions do this at every turn;
    /// whoever runs a server without sessions calls it at `next_release`.
    pub fn release_due(&self, store: &Store, now: Timestamp) {
        let due = {
            let mut queues = self.lock();
            if queues.held.iter().all(|held| held.release > now) {
                return;
            }
            let (due, later) = std::mem::take(&mut queues.held)
                .into_iter()
                .partition(|held| held.release <= now);
            queues.held = later;
            let due: Vec<Held> = due;
            due
        };
        for held in due {
            for report in held.release(store, now) {
                self.push(report);
            }
        }
    }
    /// A report that is due when the message of this id is released.
    pub(super) fn plan(
        &self,
        release: Timestamp,
        user: Option<&str>,
        id: &str,
        account: Option<&str>,
        report: Planned,
    ) {
        let waits = |held: &&mut Held| held.id == id && held.account.as_deref() == account;
        if account.is_some()
            && let Some(held) = self.lock().held.iter_mut().find(waits)
        {
            held.reports.push(report);
            return;
        }
        self.hold(Held {
            release,
            user: user.map(str::to_owned),
            size: report.message.len() as u64,
            id: id.to_owned(),
            account: None,
            octets: Bytes::new(),
            reports: vec![report],
        });
    }
    /// Calls `waker` whenever something more is held.
    pub(crate) fn on_hold(&self, waker: Waker) {
        self.lock().on_hold = OnHold(Some(waker));
    }
    pub(super) fn push(&self, message: Outgoing) {
        let outgoing = &mut self.lock().outgoing;
        outgoing.push_back(message);
        let mut octets: usize = outgoing.iter().map(|kept| kept.octets.len()).sum();
        // The latest stays, however large it is.
        while outgoing.len() > OUTGOING || (octets > OUTGOING_OCTETS && outgoing.len() > 1) {
            octets -= outgoing.pop_front().map_or(0, |gone| gone.octets.len());
        }
    }
    pub(super) fn hold(&self, held: Held) {
        let on_hold = {
            let mut queues = self.lock();
            queues.held.push(held);
            queues.on_hold.clone()
        };
        if let Some(wake) = on_hold.0 {
            wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_mail_for_elsewhere_the_latest_is_kept() {
        let outbox = Outbox::default();
        let of = |octets: &Bytes| Outgoing {
            id: String::new(),
            reverse_path: String::new(),
            recipients: Vec::new(),
            octets: octets.clone(),
            received: Timestamp::UNIX_EPOCH,
            release: None,
            tls_optional: false,
            parameters: MailParameters::default(),
        };
        let small = Bytes::from_static(b"x");
        for _ in 0..=OUTGOING {
            outbox.push(of(&small));
        }
        assert_eq!(outbox.messages().len(), OUTGOING);
        let half = Bytes::from(vec![b'x'; OUTGOING_OCTETS / 2]);
        outbox.push(of(&half));
        outbox.push(of(&half));
        assert_eq!(outbox.messages().len(), 2);
        outbox.push(of(&small));
        assert_eq!(outbox.messages().len(), 2);
        // One that is too large for it alone is there all the same.
        outbox.push(of(&vec![b'x'; OUTGOING_OCTETS + 1].into()));
        assert_eq!(outbox.messages().len(), 1);
    }
}
