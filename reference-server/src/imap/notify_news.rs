//! What NOTIFY tells of other mailboxes (RFC 5465): what the session was last told against how things are now. Knows
//! no command.

use super::command::StatusItem as Item;
use super::command::{Events, List};
use super::list_names::Entry;
use super::notify::{Snapshot, Told, Wanted, asks_anything};
use super::output::astring;
use super::{ImapSession, names};
use crate::store::{Annotations, MailboxId, State};
use std::collections::BTreeSet;

impl ImapSession {
    /// Tells what has happened elsewhere than in the selected mailbox.
    pub(super) fn tell(&mut self) {
        let Some(mut wanted) = self.notified.take() else {
            return;
        };
        if wanted.notify.set && !self.fault("imap-notify-silent") {
            let now = self.snapshot();
            let before = std::mem::take(&mut wanted.told);
            // A list that has changed is looked at as it is now (§6.4).
            wanted.told = now.clone();
            if self.fault("imap-notify-subscribed-fixed") {
                wanted.told.subscriptions.clone_from(&before.subscriptions);
            }
            let (mut lines, silent) = self.access_changes(&mut wanted, &before, &now);
            lines.extend(self.differences(&wanted, &before, &now, &silent));
            for line in lines {
                self.out.line(line);
            }
        }
        self.notified = Some(wanted);
    }

    /// Names of which the user has lost the rights that events need, or has them back (§5.9); and
    /// which names are not told of otherwise.
    fn access_changes(
        &self,
        wanted: &mut Wanted,
        before: &Snapshot,
        now: &Snapshot,
    ) -> (Vec<Vec<u8>>, BTreeSet<String>) {
        let state = self.store.lock();
        let mut lines = Vec::new();
        let gone = |name: &str| before.names.contains_key(name) && !now.names.contains_key(name);
        // What was told to be without access is told of again only when it is gone from sight, too (§5.4).
        let known = wanted.no_access.iter().filter(|name| !gone(name));
        let mut silent: BTreeSet<String> = known.cloned().collect();
        for name in before.access.symmetric_difference(&now.access) {
            let events = self.events_of(wanted, name);
            let asked = events.as_ref().is_some_and(asks_anything);
            let asks_names = events.as_ref().is_some_and(|events| events.names)
                && !self.fault("imap-notify-rights-silent");
            if now.access.contains(name) {
                if wanted.no_access.remove(name) && asked {
                    lines.push(self.now_line(&state, now, name));
                    silent.insert(name.clone());
                }
                continue;
            }
            // A mailbox that is gone or renamed has not lost a right.
            let id = before.names.get(name).copied().flatten();
            let there = id.is_some_and(|id| {
                let renamed = now
                    .names
                    .iter()
                    .any(|(new, held)| new != name && *held == Some(id));
                let named = state.mailbox(id).is_some_and(|mailbox| !mailbox.detached);
                named && !renamed
            });
            if there && asked {
                if !self.fault("imap-notify-lost-access-silent") {
                    lines.push(self.no_access_line(name, gone(name) && asks_names));
                }
                wanted.no_access.insert(name.clone());
                silent.insert(name.clone());
            }
        }
        (lines, silent)
    }

    /// `gone`: the loss counts as a deletion, too (§5.4).
    pub(super) fn no_access_line(&self, name: &str, gone: bool) -> Vec<u8> {
        let mut line = match gone {
            true => b"* LIST (\\NonExistent \\NoAccess) \"/\" ".to_vec(),
            false => b"* LIST (\\NoAccess) \"/\" ".to_vec(),
        };
        astring(&mut line, &names::encode(name, self.utf8()), self.utf8());
        line
    }

    fn differences(
        &self,
        wanted: &Wanted,
        before: &Snapshot,
        now: &Snapshot,
        silent: &BTreeSet<String>,
    ) -> Vec<Vec<u8>> {
        let state = self.store.lock();
        let mut lines = Vec::new();
        let server = wanted
            .notify
            .groups
            .iter()
            .any(|group| group.events.server_metadata);
        if server {
            lines.extend(self.metadata_line("", &before.server, &now.server));
        }
        self.name_changes(&state, wanted, (before, now), silent, &mut lines);
        for name in before
            .subscriptions
            .symmetric_difference(&now.subscriptions)
        {
            if self
                .events_of(wanted, name)
                .is_some_and(|events| events.subscriptions)
            {
                lines.push(self.now_line(&state, now, name));
            }
        }
        for (name, id) in &now.names {
            let (Some(id), Some(events)) = (*id, self.events_of(wanted, name)) else {
                continue;
            };
            let (Some(old), Some(new)) = (before.mailboxes.get(&id), now.mailboxes.get(&id)) else {
                continue;
            };
            if !now.access.contains(name) && !self.fault("imap-notify-after-lost-access") {
                continue;
            }
            if events.metadata {
                lines.extend(self.metadata_line(name, &old.annotations, &new.annotations));
            }
            let elsewhere =
                self.selected_id() != Some(id) || self.fault("imap-notify-selected-by-status");
            if events.messages && elsewhere {
                let items = self.changed_items(&events, old, new);
                if !items.is_empty() {
                    lines.extend(self.told_status(&state, id, name, &items));
                }
            }
        }
        lines
    }

    fn changed_items(&self, events: &Events, old: &Told, new: &Told) -> Vec<Item> {
        let mut items = Vec::new();
        let flags = events.flags && !self.fault("imap-notify-flags-silent");
        let expunged = old.expunged != new.expunged && !self.fault("imap-notify-expunge-silent");
        if old.uid_next != new.uid_next || expunged {
            items.extend([Item::UidNext, Item::Messages]);
        }
        if events.flags && old.uid_validity != new.uid_validity {
            items.push(Item::UidValidity);
        } else if flags && items.is_empty() && old.modseq != new.modseq {
            if self.enabled.condstore {
                items.push(Item::UidValidity);
            }
            if old.unseen != new.unseen {
                items.push(Item::Unseen);
            }
        }
        let untold = self.fault("imap-notify-change-without-modseq")
            || (expunged && self.fault("imap-notify-expunge-without-modseq"));
        if self.enabled.condstore && !items.is_empty() && !untold {
            items.push(Item::HighestModSeq);
        }
        items
    }

    fn name_changes(
        &self,
        state: &State,
        wanted: &Wanted,
        (before, now): (&Snapshot, &Snapshot),
        silent: &BTreeSet<String>,
        lines: &mut Vec<Vec<u8>>,
    ) {
        let asks = |name: &str| {
            self.events_of(wanted, name)
                .is_some_and(|events| events.names)
        };
        let mut affected: BTreeSet<&str> = BTreeSet::new();
        let mut renamed: Vec<(&str, &str)> = Vec::new();
        for (name, id) in &now.names {
            if before.names.get(name) == Some(id) {
                continue;
            }
            let from = before
                .names
                .iter()
                .find(|(old, known)| id.is_some() && *known == id && !now.names.contains_key(*old));
            match from {
                Some((old, _)) => renamed.push((old, name)),
                None => {
                    affected.insert(name);
                }
            }
        }
        let moved = |name: &str| renamed.iter().any(|(old, _)| *old == name);
        for name in before.names.keys() {
            if !now.names.contains_key(name) && !moved(name) {
                affected.insert(name);
            }
        }
        let parents: Vec<&str> = affected
            .iter()
            .filter_map(|name| name.rsplit_once('/').map(|(parent, _)| parent))
            .filter(|parent| now.names.contains_key(*parent))
            .collect();
        if !self.fault("imap-notify-parent-silent") {
            affected.extend(parents);
        }
        let mute = self.fault("imap-notify-rights-silent");
        for name in affected {
            let untold = self.fault(match now.names.contains_key(name) {
                true => "imap-notify-created-silent",
                false => "imap-notify-deleted-silent",
            }) || (mute && name.starts_with(crate::store::OTHER));
            if asks(name) && !untold && !silent.contains(name) {
                lines.push(self.now_line(state, now, name));
            }
        }
        for (old, new) in &renamed {
            // What lies below a renamed mailbox is renamed with it and not told (§5.4).
            let under = |(above, to): &(&str, &str)| {
                old.strip_prefix(above)
                    .is_some_and(|rest| rest.starts_with('/') && new.strip_prefix(to) == Some(rest))
            };
            let told_too = self.fault("imap-notify-children-told");
            if renamed.iter().any(under) && !told_too || !(asks(old) || asks(new)) {
                continue;
            }
            let mut line = self.now_line(state, now, new);
            if !self.fault("imap-notify-renamed-without-oldname") {
                line.extend_from_slice(b" (\"OLDNAME\" (");
                astring(&mut line, &names::encode(old, self.utf8()), self.utf8());
                line.extend_from_slice(b"))");
            }
            lines.push(line);
        }
    }

    fn entry(&self, name: &str, held: Option<Option<MailboxId>>) -> Entry {
        Entry {
            name: name.to_owned(),
            held,
            subscribed: false,
            matches: true,
            child_info: false,
        }
    }

    /// A name as LIST shows it now, `\Subscribed` included.
    fn now_line(&self, state: &State, now: &Snapshot, name: &str) -> Vec<u8> {
        let list = List {
            return_subscribed: true,
            ..List::default()
        };
        let mut entry = self.entry(name, now.names.get(name).copied());
        entry.subscribed =
            now.subscriptions.contains(name) && !self.fault("imap-notify-subscribed-unmarked");
        self.list_line(state, &now.names, &list, &entry)
    }

    fn metadata_line(&self, name: &str, old: &Annotations, new: &Annotations) -> Option<Vec<u8>> {
        let account = self.account.as_deref().unwrap_or_default();
        let mut changed = old.changed(new, account);
        if self.fault("imap-notify-removed-annotation-silent") {
            changed.retain(|entry| new.get(account, entry).is_some());
        }
        if changed.is_empty() {
            return None;
        }
        let mut line = b"* METADATA ".to_vec();
        astring(&mut line, &names::encode(name, self.utf8()), self.utf8());
        for entry in changed {
            line.push(b' ');
            astring(&mut line, entry.as_bytes(), false);
        }
        Some(line)
    }

    pub(super) fn told_status(
        &self,
        state: &State,
        id: MailboxId,
        name: &str,
        items: &[Item],
    ) -> Option<Vec<u8>> {
        self.status_line(state, id, name, items, self.utf8())
    }
}
