//! What the mutex protects: accounts with their names, and mailboxes by id. Names and mailboxes
//! are apart, so that a mailbox can lose or change its name while sessions have it open, and so
//! that several accounts may come to name one mailbox.

use super::acl::Rights;
use super::annotations::Annotations;
use super::condition::Condition;
use super::mailbox::{InternalDate, Mailbox, MailboxId, NewMessage};
use super::quota::Quota;
use super::shared::Place;
use super::threads::Threads;
use super::url_keys::UrlKeys;
use super::watch::Watchers;
use crate::session::Waker;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::{Deref, DerefMut};
use std::sync::MutexGuard;

/// RFC 6154's uses of a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpecialUse {
    /// `\All`
    All,
    /// `\Archive`
    Archive,
    /// `\Drafts`
    Drafts,
    /// `\Flagged`
    Flagged,
    /// `\Junk`
    Junk,
    /// `\Sent`
    Sent,
    /// `\Trash`
    Trash,
}

/// One person.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) password: String,
    /// What its limits are now.
    pub(crate) quota: Quota,
    /// What they are after a reset.
    pub(crate) configured: Quota,
    /// Every name in the hierarchy, superiors always included; `None` holds no messages
    /// (`\Noselect`).
    pub(crate) names: BTreeMap<String, Option<MailboxId>>,
    pub(crate) subscriptions: BTreeSet<String>,
    pub(crate) maildrop_locked: bool,
    /// What is the matter with it.
    pub(crate) condition: Option<Condition>,
}

/// Everything.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) mailboxes: HashMap<MailboxId, Mailbox>,
    pub(crate) watchers: Watchers,
    /// Whether anyone was ever given a right to what is not theirs.
    pub(crate) shares: bool,
    pub(crate) server_annotations: Annotations,
    /// Names every mailbox and, as nothing is ever given out twice, its UIDVALIDITY.
    last_mailbox: u32,
    last_email: u64,
    threads: Threads,
    pub(super) url_keys: UrlKeys,
    dirty: BTreeSet<MailboxId>,
}

impl State {
    pub(crate) fn add_account(&mut self, name: &str, password: &str) {
        if let Some(account) = self.accounts.get_mut(name) {
            password.clone_into(&mut account.password);
            return;
        }
        let account = Account {
            password: password.to_owned(),
            ..Account::default()
        };
        self.accounts.insert(name.to_owned(), account);
        self.add_inbox(name);
    }

    pub(crate) fn remove_account(&mut self, name: &str) {
        if let Some(found) = self.accounts.remove(name) {
            self.threads.forget(name);
            for id in found.names.into_values().flatten() {
                self.detach(id);
            }
        }
    }

    fn add_inbox(&mut self, account: &str) {
        let inbox = self.new_mailbox(account, "INBOX", None);
        if let Some(account) = self.accounts.get_mut(account) {
            account.names.insert("INBOX".to_owned(), Some(inbox));
            account.subscriptions.insert("INBOX".to_owned());
        }
    }

    pub(crate) fn reset(&mut self, account: &str) {
        let Some(found) = self.accounts.get_mut(account) else {
            return;
        };
        let names = std::mem::take(&mut found.names);
        found.subscriptions.clear();
        found.condition = None;
        self.threads.forget(account);
        found.quota = found.configured;
        for id in names.into_values().flatten() {
            self.detach(id);
        }
        self.add_inbox(account);
    }

    pub(crate) fn new_mailbox(
        &mut self,
        owner: &str,
        name: &str,
        special_use: Option<SpecialUse>,
    ) -> MailboxId {
        let acl = self.inherited(&Place {
            owner: owner.to_owned(),
            name: name.to_owned(),
        });
        self.last_mailbox += 1;
        let id = MailboxId(u64::from(self.last_mailbox));
        self.mailboxes
            .insert(id, Mailbox::new(owner, acl, self.last_mailbox, special_use));
        id
    }

    /// Gives a mailbox a UIDVALIDITY that it never had.
    pub(crate) fn renew_uid_validity(&mut self, id: MailboxId) {
        self.last_mailbox += 1;
        if let Some(mailbox) = self.mailboxes.get_mut(&id) {
            mailbox.uid_validity = self.last_mailbox;
        }
    }

    /// The mailbox that holds a canonical name's messages.
    pub(crate) fn find(&self, account: &str, name: &str) -> Option<MailboxId> {
        self.accounts
            .get(account)?
            .names
            .get(name)
            .copied()
            .flatten()
    }

    pub(crate) fn mailbox(&self, id: MailboxId) -> Option<&Mailbox> {
        self.mailboxes.get(&id)
    }

    /// For changes: whoever watches the mailbox is told when the lock is given back.
    pub(crate) fn mailbox_mut(&mut self, id: MailboxId) -> Option<&mut Mailbox> {
        self.dirty.insert(id);
        self.mailboxes.get_mut(&id)
    }

    /// Names, subscriptions or annotations change: whoever watches anything is told.
    pub(crate) fn stir(&mut self) {
        self.dirty.insert(MailboxId::ANY);
    }

    pub(crate) fn append(&mut self, id: MailboxId, message: NewMessage) -> Option<u32> {
        let email = message.email_id.unwrap_or_else(|| {
            self.last_email += 1;
            self.last_email
        });
        let owner = &self.mailboxes.get(&id)?.owner;
        let thread = message
            .thread_id
            .unwrap_or_else(|| self.threads.of(owner, &message.octets));
        self.mailbox_mut(id)
            .map(|mailbox| mailbox.append(message, email, thread))
    }

    /// Copies messages between mailboxes; pairs of old and new UIDs. A message that has gone is
    /// left out; flags are copied as far as `rights` to the target go.
    pub(crate) fn copy(
        &mut self,
        from: MailboxId,
        uids: &[u32],
        to: MailboxId,
        rights: Rights,
        now: jiff::Timestamp,
    ) -> Vec<(u32, u32)> {
        let mut pairs = Vec::with_capacity(uids.len());
        for &uid in uids {
            let Some(message) = self.mailbox(from).and_then(|mailbox| mailbox.message(uid)) else {
                continue;
            };
            let copy = NewMessage {
                octets: message.octets.clone(),
                flags: rights.permitted(&message.flags),
                date: InternalDate { ..message.date },
                save_date: now,
                email_id: Some(message.email_id),
                thread_id: Some(message.thread_id),
            };
            if let Some(new) = self.append(to, copy) {
                pairs.push((uid, new));
            }
        }
        pairs
    }

    /// A session opens a mailbox: it stays until `close`, whatever becomes of its name.
    pub(crate) fn open(&mut self, id: MailboxId) {
        if let Some(mailbox) = self.mailboxes.get_mut(&id) {
            mailbox.open += 1;
        }
    }

    pub(crate) fn close(&mut self, id: MailboxId) {
        let Some(mailbox) = self.mailboxes.get_mut(&id) else {
            return;
        };
        mailbox.open = mailbox.open.saturating_sub(1);
        if mailbox.detached && mailbox.open == 0 {
            self.mailboxes.remove(&id);
            self.url_keys.forget(id);
        }
    }

    /// A mailbox loses its name.
    pub(crate) fn detach(&mut self, id: MailboxId) {
        let Some(mailbox) = self.mailbox_mut(id) else {
            return;
        };
        mailbox.detached = true;
        if mailbox.open == 0 {
            self.mailboxes.remove(&id);
            self.url_keys.forget(id);
        }
    }
}

/// The locked state. Its `Drop` leaves the wakers that are due in `due`, whose own drop, after
/// the lock is given back (fields drop in order), calls them.
pub(crate) struct Guard<'a> {
    state: MutexGuard<'a, State>,
    due: Due,
}

#[derive(Default)]
struct Due(Vec<Waker>);

impl Drop for Due {
    fn drop(&mut self) {
        for wake in self.0.drain(..) {
            wake();
        }
    }
}

impl<'a> Guard<'a> {
    pub(crate) fn new(state: MutexGuard<'a, State>) -> Self {
        Self {
            state,
            due: Due::default(),
        }
    }
}

impl Deref for Guard<'_> {
    type Target = State;
    fn deref(&self) -> &State {
        &self.state
    }
}

impl DerefMut for Guard<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.state
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        let mut dirty = std::mem::take(&mut self.state.dirty);
        if !dirty.is_empty() {
            dirty.insert(MailboxId::ANY);
        }
        for id in dirty {
            self.due.0.extend(self.state.watchers.of(id));
        }
    }
}
