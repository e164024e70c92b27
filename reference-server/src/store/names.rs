//! The hierarchy of mailbox names of an account: create, delete, rename, subscribe. Every superior
//! of a name is a name too. Names here are Unicode; how they are written on the wire is not known.

use super::acl::Rights;
use super::mailbox::MailboxId;
use super::quota::Resource;
use super::state::{SpecialUse, State};
use std::collections::BTreeSet;

/// Why a name could not be created, deleted or renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// The name is taken.
    #[error("the mailbox exists already")]
    Exists,
    /// There is no such name.
    #[error("the mailbox does not exist")]
    Missing,
    /// No mailbox can have this name, or this one cannot be deleted or moved there.
    #[error("the name is not possible here")]
    Impossible,
    /// It has inferior names and holds no messages itself (RFC 9051 §6.3.5).
    #[error("the mailbox has inferior names")]
    HasChildren,
    /// There would be more mailboxes than the quota allows (RFC 9208).
    #[error("the quota would be exceeded")]
    OverQuota,
    /// The account has as many names, or subscriptions, as an account can have.
    #[error("there are too many")]
    TooMany,
}

/// INBOX in any case is INBOX, above other names too, so that none of them brings a second one
/// into being; every other name is as it is.
pub(crate) fn canonical(name: &str) -> String {
    match name.split_at_checked(5) {
        Some((first, rest))
            if first.eq_ignore_ascii_case("INBOX")
                && (rest.is_empty() || rest.starts_with('/')) =>
        {
            format!("INBOX{rest}")
        }
        _ => name.to_owned(),
    }
}

/// Longest name, in octets.
const LONGEST: usize = 1000;
/// Most levels of a name.
const DEEPEST: usize = 50;
/// Most names of an account, quota or none; and most subscriptions, which outlive their mailboxes.
pub(crate) const MOST: usize = 10_000;

fn possible(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST
        && name.split('/').count() <= DEEPEST
        && name.split('/').all(|level| !level.is_empty())
        && !name
            .chars()
            .any(|c| c.is_control() || matches!(c, '%' | '*' | '\u{2028}' | '\u{2029}'))
}

fn superiors(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').filter_map(|(at, _)| name.get(..at))
}

impl State {
    /// Whether other names lie below this one.
    pub(crate) fn has_children(&self, account: &str, name: &str) -> bool {
        let below = format!("{name}/");
        self.accounts.get(account).is_some_and(|account| {
            account
                .names
                .range(below.clone()..)
                .next()
                .is_some_and(|(next, _)| next.starts_with(&below))
        })
    }

    /// Creates a mailbox and the superior names that it needs.
    pub(crate) fn create(
        &mut self,
        account: &str,
        name: &str,
        special_use: Option<SpecialUse>,
    ) -> Result<MailboxId, NameError> {
        let name = name.strip_suffix('/').unwrap_or(name);
        if !possible(name) {
            return Err(NameError::Impossible);
        }
        let taken = self
            .accounts
            .get(account)
            .ok_or(NameError::Missing)?
            .names
            .get(name);
        if matches!(taken, Some(Some(_))) {
            return Err(NameError::Exists);
        }
        self.room_for(account, self.missing_superiors(account, name) + 1)?;
        self.stir();
        self.create_superiors(account, name);
        let id = self.new_mailbox(account, name, special_use);
        if let Some(account) = self.accounts.get_mut(account) {
            account.names.insert(name.to_owned(), Some(id));
        }
        Ok(id)
    }

    /// How many superior names would be made with this one.
    fn missing_superiors(&self, account: &str, name: &str) -> usize {
        let names = self.accounts.get(account).map(|account| &account.names);
        let missing = |superior: &&str| names.is_some_and(|names| !names.contains_key(*superior));
        superiors(name).filter(missing).count()
    }

    fn room_for(&self, account: &str, new: usize) -> Result<(), NameError> {
        if new > 0 && !self.allows(account, Resource::Mailbox, new as u64) {
            return Err(NameError::OverQuota);
        }
        let names = self.accounts.get(account).map_or(0, |a| a.names.len());
        if names + new > MOST {
            return Err(NameError::TooMany);
        }
        Ok(())
    }

    fn create_superiors(&mut self, account: &str, name: &str) {
        for superior in superiors(name) {
            if self
                .accounts
                .get(account)
                .is_some_and(|account| !account.names.contains_key(superior))
            {
                let id = self.new_mailbox(account, superior, None);
                if let Some(account) = self.accounts.get_mut(account) {
                    account.names.insert(superior.to_owned(), Some(id));
                }
            }
        }
    }

    /// Deletes a mailbox. With inferior names below it, only its messages go and the name stays.
    pub(crate) fn delete(&mut self, account: &str, name: &str) -> Result<(), NameError> {
        if name == "INBOX" {
            return Err(NameError::Impossible);
        }
        self.stir();
        let children = self.has_children(account, name);
        let names = &mut self
            .accounts
            .get_mut(account)
            .ok_or(NameError::Missing)?
            .names;
        let held = *names.get(name).ok_or(NameError::Missing)?;
        match (held, children) {
            (None, true) => return Err(NameError::HasChildren),
            (Some(_), true) => {
                names.insert(name.to_owned(), None);
            }
            (_, false) => {
                names.remove(name);
            }
        }
        if let Some(id) = held {
            self.detach(id);
        }
        Ok(())
    }

    /// Renames a mailbox and everything below it. INBOX is emptied into the new name instead, and
    /// what is below it stays (RFC 9051 §6.3.6).
    pub(crate) fn rename(
        &mut self,
        account: &str,
        from: &str,
        to: &str,
        now: jiff::Timestamp,
    ) -> Result<(), NameError> {
        let to = to.strip_suffix('/').unwrap_or(to);
        let names = &self.accounts.get(account).ok_or(NameError::Missing)?.names;
        if !names.contains_key(from) {
            return Err(NameError::Missing);
        }
        if names.contains_key(to) {
            return Err(NameError::Exists);
        }
        if !possible(to) {
            return Err(NameError::Impossible);
        }
        if from == "INBOX" {
            let target = self.create(account, to, None)?;
            let inbox = self.find(account, "INBOX").ok_or(NameError::Missing)?;
            let uids: Vec<u32> = self
                .mailbox(inbox)
                .map(|m| m.messages.iter().map(|m| m.uid).collect())
                .unwrap_or_default();
            // INBOX keeps its annotations (RFC 5464 §4.1).
            let annotations = self.mailbox(inbox).map(|inbox| inbox.annotations.clone());
            if let (Some(new), Some(annotations)) = (self.mailbox_mut(target), annotations) {
                new.annotations = annotations;
            }
            self.copy(inbox, &uids, target, Rights::ALL, now);
            if let Some(inbox) = self.mailbox_mut(inbox) {
                inbox.expunge(&uids);
            }
            return Ok(());
        }
        let below = format!("{from}/");
        if to.starts_with(&below) {
            return Err(NameError::Impossible);
        }
        let moved: Vec<String> = names
            .range(from.to_owned()..)
            .map(|(name, _)| name)
            .filter(|name| *name == from || name.starts_with(&below))
            .cloned()
            .collect();
        // What is below moves too, and could grow past every limit by being moved again and again.
        let moved: Vec<(String, String)> = moved
            .into_iter()
            .map(|old| {
                let new = format!("{to}{}", old.get(from.len()..).unwrap_or_default());
                (old, new)
            })
            .collect();
        if !moved.iter().all(|(_, new)| possible(new)) {
            return Err(NameError::Impossible);
        }
        self.room_for(account, self.missing_superiors(account, to))?;
        self.stir();
        self.create_superiors(account, to);
        let Some(found) = self.accounts.get_mut(account) else {
            return Err(NameError::Missing);
        };
        for (old, new) in moved {
            if let Some(id) = found.names.remove(&old) {
                found.names.insert(new, id);
            }
        }
        Ok(())
    }

    /// Subscribed names, sorted.
    pub(crate) fn subscriptions(&self, account: &str) -> BTreeSet<String> {
        self.accounts
            .get(account)
            .map(|account| account.subscriptions.clone())
            .unwrap_or_default()
    }
}
