//! Mailbox access keys (RFC 4467 §2.2): one for each person and mailbox. Knows no URL.

use super::mailbox::MailboxId;
use super::state::State;
use crate::random::token;
use std::collections::BTreeMap;

/// Every person's table.
#[derive(Debug, Default)]
pub(crate) struct UrlKeys {
    /// What keys derive from, beside whose they are.
    seed: u64,
    last: u64,
    keys: BTreeMap<(String, MailboxId), String>,
    /// How often one mailbox's key, or with `None` all of a person's, were reset.
    resets: BTreeMap<(String, Option<MailboxId>), u64>,
}

impl UrlKeys {
    /// How many keys and how many counts of resets there are.
    #[cfg(test)]
    pub(super) fn sizes(&self) -> (usize, usize) {
        (self.keys.len(), self.resets.len())
    }

    /// A mailbox is gone for good: ids are never used again.
    pub(super) fn forget(&mut self, id: MailboxId) {
        self.keys.retain(|(_, mailbox), _| *mailbox != id);
        self.resets.retain(|(_, mailbox), _| *mailbox != Some(id));
    }
}

impl State {
    /// Keys that are made from now on derive from this.
    pub(crate) fn seed_url_keys(&mut self, seed: u64) {
        self.url_keys.seed = seed;
    }

    fn new_url_key(&mut self, account: &str, id: MailboxId) -> String {
        self.url_keys.last += 1;
        let secret = self
            .accounts
            .get(account)
            .map(|account| account.password.as_str())
            .unwrap_or_default();
        let purpose = format!("mailbox access key {account} {} {secret}", id.0);
        let key = token(self.url_keys.seed, self.url_keys.last, &purpose);
        self.url_keys
            .keys
            .insert((account.to_owned(), id), key.clone());
        key
    }

    /// The key, made when there is none.
    pub(crate) fn url_key(&mut self, account: &str, id: MailboxId) -> String {
        let known = self.url_keys.keys.get(&(account.to_owned(), id)).cloned();
        known.unwrap_or_else(|| self.new_url_key(account, id))
    }

    /// The key, if there is one.
    pub(crate) fn known_url_key(&self, account: &str, id: MailboxId) -> Option<&str> {
        self.url_keys
            .keys
            .get(&(account.to_owned(), id))
            .map(String::as_str)
    }

    /// A new key for one mailbox; without one, all keys are forgotten.
    pub(crate) fn reset_url_keys(&mut self, account: &str, id: Option<MailboxId>) {
        match id {
            Some(id) => {
                self.new_url_key(account, id);
                // Whoever has it open is to hear of it.
                self.mailbox_mut(id);
            }
            None => self.url_keys.keys.retain(|(owner, _), _| owner != account),
        }
        *self
            .url_keys
            .resets
            .entry((account.to_owned(), id))
            .or_default() += 1;
    }

    /// How often what a person's mailbox has for a key was taken away.
    pub(crate) fn url_key_resets(&self, account: &str, id: MailboxId) -> u64 {
        let count = |id| {
            self.url_keys
                .resets
                .get(&(account.to_owned(), id))
                .copied()
                .unwrap_or_default()
        };
        count(None) + count(Some(id))
    }
}
