//! Unsolicited METADATA responses (RFC 5464 §4.4): after ENABLE METADATA a client is told which
//! entries others have changed, by name alone. What NOTIFY asks for is not told here.

use super::metadata::READERS;
use super::output::astring;
use super::{ImapSession, names};
use crate::store::{Annotations, MailboxId, Rights, Watch};
use std::collections::BTreeMap;

/// Annotations as this client knows them: the server's, and those of mailboxes that it may read.
#[derive(Debug)]
pub(super) struct Known {
    server: Annotations,
    mailboxes: BTreeMap<MailboxId, Annotations>,
    _watch: Option<Watch>,
}

impl Known {
    /// What the client has changed itself it knows.
    pub(super) fn know(&mut self, id: Option<MailboxId>, new: &Annotations) {
        match id {
            Some(id) => {
                self.mailboxes.insert(id, new.clone());
            }
            None => self.server = new.clone(),
        }
    }
}

impl ImapSession {
    /// From here on changes are told.
    pub(super) fn follow_annotations(&mut self) {
        if self.annotations_known.is_none() {
            let watch = self.store.watch(MailboxId::ANY, self.waker.clone());
            let mut now = self.annotations_now();
            now._watch = Some(watch);
            self.annotations_known = Some(now);
        }
    }

    fn annotations_now(&self) -> Known {
        let state = self.store.lock();
        let account = self.account.as_deref().unwrap_or_default();
        let readable = |id: &MailboxId| {
            let rights = self.rights(&state, *id);
            rights.has(Rights::LOOKUP) && rights.any(READERS)
        };
        let ids = state.visible(account).into_values().flatten();
        let mailboxes = ids.filter(readable).filter_map(|id| {
            let mailbox = state.mailbox(id)?;
            Some((id, mailbox.annotations.clone()))
        });
        Known {
            mailboxes: mailboxes.collect(),
            server: state.server_annotations.clone(),
            _watch: None,
        }
    }

    /// Tells what others have changed since.
    pub(super) fn tell_annotations(&mut self) {
        let Some(mut before) = self.annotations_known.take() else {
            return;
        };
        let mut now = self.annotations_now();
        now._watch = before._watch.take();
        // Who has used NOTIFY has said there what is to be told (RFC 5465 §3.1).
        if self.notified.is_none() && !self.fault("imap-metadata-change-silent") {
            for line in self.annotation_changes(&before, &now) {
                self.out.line(line);
            }
        }
        self.annotations_known = Some(now);
    }

    fn annotation_changes(&self, before: &Known, now: &Known) -> Vec<Vec<u8>> {
        let account = self.account.as_deref().unwrap_or_default();
        let visible = self.store.lock().visible(account);
        let mut lines = Vec::new();
        lines.extend(self.change("", &before.server, &now.server));
        for (name, id) in visible {
            let both = id.and_then(|id| before.mailboxes.get(&id).zip(now.mailboxes.get(&id)));
            if let Some((old, new)) = both {
                lines.extend(self.change(&name, old, new));
            }
        }
        lines
    }

    /// The names of entries whose values differ.
    fn change(&self, name: &str, old: &Annotations, new: &Annotations) -> Option<Vec<u8>> {
        let account = self.account.as_deref().unwrap_or_default();
        let changed = old.changed(new, account);
        if changed.is_empty() {
            return None;
        }
        let mut line = b"* METADATA ".to_vec();
        astring(&mut line, &names::encode(name, self.utf8()), self.utf8());
        let values = self.fault("imap-metadata-change-with-values");
        for (index, entry) in changed.iter().enumerate() {
            line.extend_from_slice(if values && index == 0 { b" (" } else { b" " });
            astring(&mut line, entry.as_bytes(), false);
            if values {
                line.push(b' ');
                match new.get(account, entry) {
                    Some(octets) => super::output::string(&mut line, octets, false),
                    None => line.extend_from_slice(b"NIL"),
                }
            }
        }
        if values {
            line.push(b')');
        }
        Some(line)
    }
}
