//! Who wants to be woken when a mailbox changes.

use super::Store;
use super::mailbox::MailboxId;
use crate::session::Waker;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Default)]
pub(crate) struct Watchers {
    last: u64,
    by_key: BTreeMap<(MailboxId, u64), Waker>,
}

impl Watchers {
    pub(crate) fn of(&self, id: MailboxId) -> impl Iterator<Item = Waker> {
        self.by_key
            .range((id, 0)..=(id, u64::MAX))
            .map(|(_, waker)| Arc::clone(waker))
    }
}

/// A registration; ends on drop.
#[derive(Debug)]
pub struct Watch {
    store: Store,
    key: (MailboxId, u64),
}

impl Drop for Watch {
    fn drop(&mut self) {
        let waker = self.store.lock().watchers.by_key.remove(&self.key);
        // Outside the lock: dropping a waker may run anything.
        drop(waker);
    }
}

impl Store {
    /// Has `waker` called, outside the lock, after each change to the mailbox.
    pub(crate) fn watch(&self, id: MailboxId, waker: Waker) -> Watch {
        let mut state = self.lock();
        state.watchers.last += 1;
        let key = (id, state.watchers.last);
        state.watchers.by_key.insert(key, waker);
        drop(state);
        Watch {
            store: self.clone(),
            key,
        }
    }

    /// Has `waker` called after each change to an account's INBOX, until the [`Watch`] is dropped.
    /// `None` when there is no such account.
    pub fn watch_inbox(&self, account: &str, waker: Waker) -> Option<Watch> {
        let id = self.lock().find(account, "INBOX")?;
        Some(self.watch(id, waker))
    }
}
