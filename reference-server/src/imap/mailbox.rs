//! CREATE, DELETE, RENAME and SUBSCRIBE: the names of mailboxes. Opens none.

use super::ImapSession;
use super::names;
use super::reply::{Answer, Reply};
use super::status::mailbox_id;
use crate::store::{Acl, MOST_NAMES, NameError, Rights, SpecialUse, canonical};

impl From<NameError> for Reply {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Exists => Self::no("The mailbox exists already").code("ALREADYEXISTS"),
            NameError::Missing => Self::nonexistent(),
            NameError::Impossible => Self::no("That is not possible with this name").code("CANNOT"),
            NameError::OverQuota => Self::over_quota(),
            NameError::TooMany => Self::no("There are too many").code("LIMIT"),
            NameError::HasChildren => {
                Self::no("The mailbox has inferior names").code("HASCHILDREN")
            }
        }
    }
}

impl ImapSession {
    /// The account that is logged in.
    pub(super) fn account(&self) -> Result<&str, Reply> {
        self.account
            .as_deref()
            .ok_or_else(|| Reply::bad("Log in first"))
    }

    /// A mailbox argument as the store names it.
    pub(super) fn name(&self, argument: &[u8]) -> Option<String> {
        let name = names::decode(argument, self.utf8())?;
        Some(if self.fault("imap-case-sensitive-inbox") {
            name
        } else {
            canonical(&name)
        })
    }

    pub(super) fn create(&mut self, argument: &[u8], special_use: &[Option<SpecialUse>]) -> Answer {
        let special_use = match special_use {
            [] => None,
            // What would show other mailboxes' messages cannot be had here.
            [Some(one)] if !matches!(one, SpecialUse::All | SpecialUse::Flagged) => Some(*one),
            _ if self.fault("imap-create-unknown-use-bad") => {
                return Err(Reply::bad("That special use is not known"));
            }
            _ => {
                if self.fault("imap-create-refused-creates")
                    && let Some(name) = self.name(argument)
                {
                    let account = self.account()?.to_owned();
                    let _ = self.store.lock().create(&account, &name, None);
                }
                let reply = Reply::no("That special use cannot be given");
                return Err(if self.fault("imap-create-without-useattr") {
                    reply
                } else {
                    reply.code("USEATTR")
                });
            }
        };
        let special_use = special_use.filter(|_| !self.fault("imap-create-use-ignored"));
        let mut state = self.store.lock();
        let place = self.place(&state, argument).ok_or(NameError::Impossible)?;
        self.may_create(&state, &place)?;
        let created = state.create(&place.owner, &place.name, special_use);
        if created == Err(NameError::Exists) && self.faults.on("imap-create-existing-ok") {
            return Ok(Reply::ok("Created"));
        }
        if let Ok(id) = created
            && self.faults.on("imap-uidvalidity-always-one")
            && let Some(mailbox) = state.mailbox_mut(id)
        {
            mailbox.uid_validity = 1;
        }
        if let Ok(id) = created
            && self.faults.on("imap-acl-not-inherited")
            && let Some(mailbox) = state.mailbox_mut(id)
        {
            mailbox.acl = Acl::of_owner(&place.owner);
        }
        created
            .map(|id| {
                let id = if self.faults.on("imap-mailboxid-reused") {
                    "F0".to_owned()
                } else if self.faults.on("imap-mailboxid-of-create-other") {
                    format!("C{}", id.0)
                } else {
                    mailbox_id(id)
                };
                let reply = Reply::ok("Created");
                match self.fault("imap-create-without-mailboxid") {
                    true => reply,
                    false => reply.code(format!("MAILBOXID ({id})")),
                }
            })
            .map_err(Reply::from)
    }

    pub(super) fn delete(&mut self, argument: &[u8]) -> Answer {
        let mut state = self.store.lock();
        let place = self.place(&state, argument).ok_or(NameError::Missing)?;
        self.may_delete(&state, &place, Rights::DELETE)?;
        let deleted = state.delete(&place.owner, &place.name);
        if deleted == Err(NameError::Missing) && self.faults.on("imap-delete-nonexistent-ok") {
            return Ok(Reply::ok("Deleted"));
        }
        if deleted == Err(NameError::HasChildren) && self.faults.on("imap-haschildren-without-code")
        {
            return Err(Reply::no("The mailbox has inferior names"));
        }
        deleted?;
        if let Some(found) = state.accounts.get_mut(&place.owner) {
            if self.faults.on("imap-delete-unsubscribes") {
                found.subscriptions.remove(&place.name);
            }
            if self.faults.on("imap-delete-takes-inferiors") {
                let below = format!("{}/", place.name);
                found.names.retain(|name, _| !name.starts_with(&below));
            }
        }
        Ok(Reply::ok("Deleted"))
    }

    pub(super) fn rename(&mut self, from: &[u8], to: &[u8]) -> Answer {
        let mut state = self.store.lock();
        let from = self.place(&state, from).ok_or(NameError::Missing)?;
        let to = self.place(&state, to).ok_or(NameError::Impossible)?;
        let needed = if from.name == "INBOX" {
            // Its messages are taken out.
            Rights::DELETE
                .with(Rights::READ)
                .with(Rights::TRASH)
                .with(Rights::EXPUNGE)
        } else {
            Rights::DELETE
        };
        self.may_delete(&state, &from, needed)?;
        self.may_create(&state, &to)?;
        if from.owner != to.owner {
            return Err(Reply::from(NameError::Impossible));
        }
        let (account, from, to) = (from.owner, from.name, to.name);
        if self.faults.on("imap-rename-over-existing") && state.find(&account, &to).is_some() {
            state.delete(&account, &to)?;
        }
        state.rename(&account, &from, &to, self.now)?;
        let new = state.find(&account, &to);
        if let Some(mailbox) = new.and_then(|id| state.mailbox_mut(id)) {
            if self.faults.on("imap-acl-lost-by-rename") {
                mailbox.acl = Acl::of_owner(&account);
            }
            let lost = from == "INBOX" && self.faults.on("imap-metadata-lost-with-inbox")
                || from != "INBOX" && self.faults.on("imap-metadata-lost-by-rename");
            if lost {
                mailbox.annotations = crate::store::Annotations::default();
            }
        }
        if self.faults.on("imap-rename-leaves-inferiors")
            && let Some(found) = state.accounts.get_mut(&account)
        {
            let below = format!("{to}/");
            found.names.retain(|name, _| !name.starts_with(&below));
        }
        if self.faults.on("imap-rename-keeps-old-name") {
            state.create(&account, &from, None)?;
        }
        Ok(Reply::ok("Renamed"))
    }

    pub(super) fn subscribe(&mut self, argument: &[u8], on: bool) -> Answer {
        let name = self.name(argument).ok_or_else(Reply::nonexistent)?;
        let account = self.account()?.to_owned();
        let mut state = self.store.lock();
        let place = state.place(&account, &name);
        let there = place.is_some_and(|place| {
            let names = state.accounts.get(&place.owner).map(|owner| &owner.names);
            match names.and_then(|names| names.get(&place.name)) {
                Some(Some(id)) => state.rights(&account, *id).has(Rights::LOOKUP),
                Some(None) => place.owner == account,
                None => false,
            }
        });
        state.stir();
        let found = state
            .accounts
            .get_mut(&account)
            .ok_or_else(Reply::nonexistent)?;
        if self.faults.on(if on {
            "imap-subscribe-forgets"
        } else {
            "imap-unsubscribe-forgets"
        }) {
            return Ok(Reply::ok("Done"));
        }
        if !on {
            // RFC 9051 §6.3.8: it is no error when there was no subscription.
            found.subscriptions.remove(&name);
            return Ok(Reply::ok("Unsubscribed"));
        }
        if !there {
            return Err(Reply::nonexistent());
        }
        if found.subscriptions.len() >= MOST_NAMES && !found.subscriptions.contains(&name) {
            return Err(NameError::TooMany.into());
        }
        found.subscriptions.insert(name);
        Ok(Reply::ok("Subscribed"))
    }
}
