//! Whose a name is: personal names, other users' below `Other/`, shared ones below `Shared/`
//! (RFC 2342). Rights decide what is seen; they are looked at by whoever acts on a name.

use super::acl::{Acl, Rights};
use super::mailbox::MailboxId;
use super::names::{NameError, canonical};
use super::state::State;
use super::{Store, StoreError};
use std::collections::BTreeMap;

/// Prefix of other users' names.
pub(crate) const OTHER: &str = "Other/";
/// Prefix of shared names.
pub(crate) const SHARED: &str = "Shared/";
/// Holds the shared names. Nobody can log in to it: no account's name has a NUL.
pub(crate) const SHARED_ACCOUNT: &str = "\0shared";

/// A name and the account in whose hierarchy it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub owner: String,
    pub name: String,
}

impl State {
    /// Where a name leads that an account has written. `None` when nothing can be there.
    pub(crate) fn place(&self, viewer: &str, name: &str) -> Option<Place> {
        let place = |owner: &str, name: &str| {
            Some(Place {
                owner: owner.to_owned(),
                name: name.to_owned(),
            })
        };
        if let Some(local) = name.strip_prefix(SHARED) {
            return place(SHARED_ACCOUNT, local);
        }
        if let Some(rest) = name.strip_prefix(OTHER) {
            let (owner, local) = rest.split_once('/')?;
            let known = owner != viewer && self.accounts.contains_key(owner);
            return if known {
                place(owner, &canonical(local))
            } else {
                None
            };
        }
        let level = |prefix: &str| prefix.strip_suffix('/') == Some(name);
        if level(SHARED) || level(OTHER) {
            return None;
        }
        place(viewer, name)
    }

    /// The mailbox that a name leads to, for the account that has written it; rights are not
    /// looked at.
    pub(crate) fn reach(&self, viewer: &str, name: &str) -> Option<MailboxId> {
        let place = self.place(viewer, name)?;
        self.find(&place.owner, &place.name)
    }

    /// The nearest mailbox above a place, if there is one.
    pub(crate) fn above(&self, place: &Place) -> Option<MailboxId> {
        let name = place.name.strip_suffix('/').unwrap_or(&place.name);
        name.rmatch_indices('/')
            .filter_map(|(at, _)| name.get(..at))
            .find_map(|superior| self.find(&place.owner, superior))
    }

    /// Every name that an account sees, as it writes them.
    pub(crate) fn visible(&self, viewer: &str) -> BTreeMap<String, Option<MailboxId>> {
        let mut names = self
            .accounts
            .get(viewer)
            .map(|account| account.names.clone())
            .unwrap_or_default();
        if !self.shares {
            return names;
        }
        for (owner, account) in &self.accounts {
            if owner == viewer {
                continue;
            }
            for (name, id) in &account.names {
                if let Some(id) = *id
                    && self.rights(viewer, id).has(Rights::LOOKUP)
                {
                    let written = if owner == SHARED_ACCOUNT {
                        format!("{SHARED}{name}")
                    } else {
                        format!("{OTHER}{owner}/{name}")
                    };
                    names.insert(written, Some(id));
                }
            }
        }
        names
    }
}

impl Store {
    /// Creates a shared mailbox, `Shared/` before its name for everyone, with these rights
    /// (identifier and letters of RFC 4314, `anyone` for all).
    ///
    /// # Errors
    /// When the name is taken or impossible, or a right is not known (`NameError::Impossible`).
    pub fn create_shared_mailbox(
        &self,
        name: &str,
        rights: &[(&str, &str)],
    ) -> Result<(), NameError> {
        let mut state = self.lock();
        state.accounts.entry(SHARED_ACCOUNT.to_owned()).or_default();
        let id = state.create(SHARED_ACCOUNT, name, None)?;
        for (identifier, letters) in rights {
            let rights = Rights::parse(letters).ok_or(NameError::Impossible)?;
            state.set_acl(id, identifier, rights);
        }
        Ok(())
    }

    /// Replaces what `identifier` may do with an account's mailbox, as SETACL does.
    ///
    /// # Errors
    /// When there is no such mailbox.
    pub fn set_rights(
        &self,
        account: &str,
        mailbox: &str,
        identifier: &str,
        rights: Rights,
    ) -> Result<(), StoreError> {
        let mut state = self.lock();
        let id = state
            .find(account, &canonical(mailbox))
            .ok_or_else(|| StoreError::NoSuchMailbox(mailbox.to_owned()))?;
        state.set_acl(id, identifier, rights);
        Ok(())
    }
}

impl State {
    /// What a new mailbox's list is: its superior's (RFC 4314 §4), or all for its owner.
    pub(crate) fn inherited(&self, place: &Place) -> Acl {
        match self.above(place).and_then(|id| self.mailbox(id)) {
            Some(above) => above.acl.clone(),
            None if place.owner == SHARED_ACCOUNT => Acl::default(),
            None => Acl::of_owner(&place.owner),
        }
    }
}
