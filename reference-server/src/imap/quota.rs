//! GETQUOTA, GETQUOTAROOT, SETQUOTA (RFC 9208). Each account is one quota root.

use super::ImapSession;
use super::command::Quota;
use super::names;
use super::output::astring;
use super::reply::{Answer, Reply};
use crate::store::{Resource, Rights, SHARED_ACCOUNT, State};

const RESOURCES: [(&str, Resource); 3] = [
    ("STORAGE", Resource::Storage),
    ("MESSAGE", Resource::Message),
    ("MAILBOX", Resource::Mailbox),
];

/// The unit in which STORAGE is told.
const UNIT: u64 = 1024;

fn root_of(account: &str) -> String {
    if account == SHARED_ACCOUNT {
        "#shared".to_owned()
    } else {
        format!("#user/{account}")
    }
}

fn no_root() -> Reply {
    Reply::no("There is no such quota root").code("NONEXISTENT")
}

impl ImapSession {
    /// What a message that does not fit is answered with.
    pub(super) fn over_quota(&self) -> Reply {
        let reply = Reply::over_quota();
        if self.fault("imap-overquota-without-code") {
            return Reply {
                code: None,
                ..reply
            };
        }
        reply
    }

    pub(super) fn quota(&mut self, command: Quota) -> Answer {
        match command {
            Quota::Get(root) => {
                let owner = match self.owner_of_root(&root) {
                    Err(_) if self.fault("imap-quota-any-root") => {
                        return Ok(Reply::ok("There is nothing to tell"));
                    }
                    owner => owner?,
                };
                let line = self.quota_line(&self.store.lock(), &owner);
                self.out.line(line);
                Ok(Reply::ok("That is all"))
            }
            Quota::Roots(mailbox) => self.quota_roots(&mailbox),
            Quota::Set { root, limits } => self.set_quota(&root, &limits),
        }
    }

    /// The account whose root is named, if this user may know of it: one may read where one may
    /// read a mailbox (RFC 9208 §6, §8).
    fn owner_of_root(&self, root: &[u8]) -> Result<String, Reply> {
        let state = self.store.lock();
        let viewer = self.account()?;
        let found = state
            .accounts
            .keys()
            .find(|account| root_of(account).as_bytes() == root)
            .ok_or_else(no_root)?;
        let readable = |id: &crate::store::MailboxId| state.rights(viewer, *id).has(Rights::READ);
        let may = found == viewer
            || state
                .accounts
                .get(found)
                .is_some_and(|account| account.names.values().flatten().any(readable));
        if may {
            Ok(found.clone())
        } else {
            Err(no_root())
        }
    }

    fn quota_line(&self, state: &State, owner: &str) -> Vec<u8> {
        let limits = state.accounts.get(owner).map(|account| account.quota);
        let mut items = Vec::new();
        for (name, resource) in RESOURCES {
            let Some(limit) = limits.and_then(|limits| limits.limit(resource)) else {
                continue;
            };
            let mut used = state.usage(owner, resource);
            let mut limit = limit;
            if resource == Resource::Storage {
                limit = limit.div_ceil(UNIT);
                used = used.div_ceil(UNIT);
            }
            if resource == Resource::Message && self.fault("imap-quota-counts-inbox-only") {
                used = state
                    .find(owner, "INBOX")
                    .and_then(|id| state.mailbox(id))
                    .map_or(0, |inbox| inbox.messages.len() as u64);
            }
            if resource == Resource::Mailbox && self.fault("imap-quota-mailbox-fixed") {
                used = 1;
            }
            if self.fault("imap-quota-limit-word") {
                items.push(format!("{name} {used} much"));
                continue;
            }
            items.push(format!("{name} {used} {limit}"));
        }
        let mut line = b"* QUOTA ".to_vec();
        astring(&mut line, root_of(owner).as_bytes(), self.utf8());
        line.extend_from_slice(format!(" ({})", items.join(" ")).as_bytes());
        line
    }

    fn quota_roots(&mut self, argument: &[u8]) -> Answer {
        let name = self.name(argument).ok_or_else(Reply::nonexistent)?;
        let viewer = self.account()?;
        let state = self.store.lock();
        let place = state.place(viewer, &name).ok_or_else(Reply::nonexistent)?;
        match state.find(&place.owner, &place.name) {
            Some(_) if self.fault("imap-quota-without-r") => {}
            Some(id) => self.allowed(&state, id, Rights::READ)?,
            None if self.fault("imap-quota-new-name-refused") => return Err(Reply::nonexistent()),
            // The name need not exist yet (§4.1.2).
            None => self.may_create(&state, &place)?,
        }
        let mut roots = b"* QUOTAROOT ".to_vec();
        astring(&mut roots, &names::encode(&name, self.utf8()), self.utf8());
        roots.push(b' ');
        astring(&mut roots, root_of(&place.owner).as_bytes(), self.utf8());
        let line = self.quota_line(&state, &place.owner);
        drop(state);
        self.out.line(roots);
        self.out.line(line);
        Ok(Reply::ok("That is all"))
    }

    /// Needs `a` (RFC 9208 §6): on the INBOX of the root's owner.
    fn set_quota(&mut self, root: &[u8], limits: &[(String, u64)]) -> Answer {
        let owner = self.owner_of_root(root)?;
        let mut state = self.store.lock();
        let inbox = state
            .find(&owner, "INBOX")
            .ok_or_else(Reply::no_permission)?;
        if !self.faults.on("imap-setquota-without-a") {
            self.allowed(&state, inbox, Rights::ADMINISTER)?;
        }
        let mut new = crate::store::Quota::default();
        for (name, limit) in limits {
            let (_, resource) = RESOURCES
                .iter()
                .find(|(known, _)| known == name)
                .ok_or_else(|| Reply::no("That resource is not limited here").code("CANNOT"))?;
            if new.limit(*resource).is_some() {
                return Err(Reply::no("A resource was named twice").code("CANNOT"));
            }
            let limit = if *resource == Resource::Storage {
                limit.saturating_mul(UNIT)
            } else {
                *limit
            };
            new.set(*resource, Some(limit));
        }
        if self.faults.on("imap-setquota-keeps-others")
            && let Some(account) = state.accounts.get(&owner)
        {
            for (_, resource) in RESOURCES {
                let limit = new.limit(resource).or(account.quota.limit(resource));
                new.set(resource, limit);
            }
        }
        if let Some(account) = state.accounts.get_mut(&owner) {
            account.quota = new;
        }
        let line = self.quota_line(&state, &owner);
        drop(state);
        self.out.line(line);
        Ok(Reply::ok("Set"))
    }
}
