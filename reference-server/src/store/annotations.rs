//! Annotations of mailboxes and of the server (RFC 5464): values by entry name, shared or one
//! person's. Entry names come lower-case; what a name may look like is not known here.

use super::Store;
use super::mailbox::MailboxId;
use super::state::State;
use bytes::Bytes;
use std::collections::BTreeMap;

/// Values by whose they are (nobody's: shared) and the entry's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Annotations(BTreeMap<(String, String), Bytes>);

impl Annotations {
    /// Whose an entry is when this account writes its name.
    fn whose(account: &str, entry: &str) -> String {
        if entry == "/private" || entry.starts_with("/private/") {
            account.to_owned()
        } else {
            String::new()
        }
    }

    pub(crate) fn get(&self, account: &str, entry: &str) -> Option<&Bytes> {
        let whose = Self::whose(account, entry);
        self.0.get(&(whose, entry.to_owned()))
    }

    /// Sets a value, or removes it.
    pub(crate) fn set(&mut self, account: &str, entry: &str, value: Option<Bytes>) {
        let key = (Self::whose(account, entry), entry.to_owned());
        match value {
            Some(value) => self.0.insert(key, value),
            None => self.0.remove(&key),
        };
    }

    /// Entries below this one, in order, each with how many levels it is below.
    pub(crate) fn below<'a>(
        &'a self,
        account: &str,
        entry: &str,
    ) -> impl Iterator<Item = (&'a str, usize, &'a Bytes)> {
        let (whose, start) = (Self::whose(account, entry), format!("{entry}/"));
        let (of, prefix) = (whose.clone(), start.clone());
        let above = entry.matches('/').count();
        self.0
            .range((whose, start)..)
            .take_while(move |((owner, name), _)| *owner == of && name.starts_with(&prefix))
            .map(move |((_, name), value)| {
                let levels = name.matches('/').count().saturating_sub(above);
                (name.as_str(), levels, value)
            })
    }

    /// Entries that this account sees and whose values differ.
    pub(crate) fn changed(&self, now: &Self, account: &str) -> Vec<String> {
        let seen = |(whose, _): &&(String, String)| whose.is_empty() || whose == account;
        let keys = self.0.keys().chain(now.0.keys()).filter(seen);
        let differ = keys.filter(|key| self.0.get(*key) != now.0.get(*key));
        let names: std::collections::BTreeSet<&String> = differ.map(|(_, name)| name).collect();
        names.into_iter().cloned().collect()
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl State {
    /// The annotations of a mailbox, or of the server.
    pub(crate) fn annotations(&self, id: Option<MailboxId>) -> Option<&Annotations> {
        match id {
            Some(id) => self.mailbox(id).map(|mailbox| &mailbox.annotations),
            None => Some(&self.server_annotations),
        }
    }

    pub(crate) fn annotations_mut(&mut self, id: Option<MailboxId>) -> Option<&mut Annotations> {
        self.stir();
        match id {
            Some(id) => self.mailboxes.get_mut(&id).map(|m| &mut m.annotations),
            None => Some(&mut self.server_annotations),
        }
    }
}

impl Store {
    /// Sets a shared annotation of the server, such as `/shared/comment`; `None` removes it.
    pub fn set_server_annotation(&self, entry: &str, value: Option<Bytes>) {
        let mut state = self.lock();
        state.stir();
        state
            .server_annotations
            .set("", &entry.to_ascii_lowercase(), value);
    }
}
