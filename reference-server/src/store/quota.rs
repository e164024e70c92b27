//! How much an account may hold (RFC 9208): one quota root an account, with limits on octets,
//! messages and mailboxes. Counts exactly; knows nothing of how a root is named.

use super::Store;
use super::state::State;

/// What can be limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// Octets of all messages; IMAP speaks of units of 1024.
    Storage,
    /// Messages.
    Message,
    /// Mailboxes, INBOX included.
    Mailbox,
}

/// An account's limits; `None` is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Quota {
    pub storage: Option<u64>,
    pub message: Option<u64>,
    pub mailbox: Option<u64>,
}

impl Quota {
    pub(crate) fn limit(&self, resource: Resource) -> Option<u64> {
        match resource {
            Resource::Storage => self.storage,
            Resource::Message => self.message,
            Resource::Mailbox => self.mailbox,
        }
    }

    pub(crate) fn set(&mut self, resource: Resource, limit: Option<u64>) {
        *match resource {
            Resource::Storage => &mut self.storage,
            Resource::Message => &mut self.message,
            Resource::Mailbox => &mut self.mailbox,
        } = limit;
    }
}

impl State {
    /// How much of a resource an account uses.
    pub(crate) fn usage(&self, account: &str, resource: Resource) -> u64 {
        let Some(account) = self.accounts.get(account) else {
            return 0;
        };
        let mailboxes = account.names.values().flatten();
        let mailboxes = mailboxes.filter_map(|id| self.mailbox(*id));
        match resource {
            Resource::Storage => mailboxes.map(|mailbox| mailbox.size).sum(),
            Resource::Message => mailboxes.map(|mailbox| mailbox.messages.len() as u64).sum(),
            Resource::Mailbox => mailboxes.count() as u64,
        }
    }

    /// Whether this much more of a resource stays within an account's limit.
    pub(crate) fn allows(&self, account: &str, resource: Resource, more: u64) -> bool {
        let limit = self
            .accounts
            .get(account)
            .and_then(|a| a.quota.limit(resource));
        limit.is_none_or(|limit| self.usage(account, resource).saturating_add(more) <= limit)
    }

    /// Whether messages of so many octets together fit.
    pub(crate) fn has_room(&self, account: &str, octets: u64, messages: usize) -> bool {
        self.allows(account, Resource::Storage, octets)
            && self.allows(account, Resource::Message, messages as u64)
    }
}

impl Store {
    /// Limits the octets of all of an account's messages together; `None` takes the limit away.
    pub fn set_quota(&self, account: &str, octets: Option<u64>) {
        self.set_limit(account, Resource::Storage, octets);
    }

    /// Limits a resource of an account (octets, messages, mailboxes); `None` takes the limit
    /// away. `reset` comes back to these limits, whatever SETQUOTA has made of them.
    pub fn set_limit(&self, account: &str, resource: Resource, limit: Option<u64>) {
        if let Some(found) = self.lock().accounts.get_mut(account) {
            found.configured.set(resource, limit);
            found.quota.set(resource, limit);
        }
    }
}
