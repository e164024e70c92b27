//! One LIST response: attributes, delimiter, name. Selects none.

use super::ImapSession;
use super::command::List;
use super::list_names::{Entry, Names, has_children};
use super::names::{self, SPECIAL_USES};
use super::output::astring;
use crate::store::State;

impl ImapSession {
    /// One mailbox as plain LIST shows it.
    pub(super) fn list_name(&self, state: &State, name: &str) -> Vec<u8> {
        let account = self.account.as_deref().unwrap_or_default();
        let names = state.visible(account);
        let entry = Entry {
            name: name.to_owned(),
            held: names.get(name).copied(),
            matches: true,
            subscribed: false,
            child_info: false,
        };
        self.list_line(state, &names, &List::default(), &entry)
    }

    pub(super) fn list_line(
        &self,
        state: &State,
        names: &Names,
        list: &List,
        entry: &Entry,
    ) -> Vec<u8> {
        let mut attributes = Vec::new();
        match entry.held {
            None if self.fault("imap-list-nonexistent-unmarked") => {}
            None if entry.child_info && self.fault("imap-list-superior-noselect") => {
                attributes.push("\\Noselect");
            }
            None => attributes.push("\\NonExistent"),
            Some(_) if self.fault("imap-list-all-nonexistent") => attributes.push("\\NonExistent"),
            Some(None) => attributes.push("\\Noselect"),
            Some(Some(_)) => {}
        }
        if entry.subscribed && (list.subscribed || list.return_subscribed) {
            attributes.push("\\Subscribed");
        }
        let children =
            has_children(names, &entry.name) || self.fault("imap-list-children-everywhere");
        if !self.fault("imap-list-children-unsaid") {
            attributes.push(if children {
                "\\HasChildren"
            } else {
                "\\HasNoChildren"
            });
        }
        let special = entry
            .held
            .flatten()
            .and_then(|id| state.mailbox(id))
            .and_then(|mailbox| mailbox.special_use)
            .filter(|_| {
                !self.fault(if list.special_use {
                    "imap-list-special-use-selected-unshown"
                } else {
                    "imap-list-special-use-unshown"
                })
            });
        if let Some((name, _)) = SPECIAL_USES
            .iter()
            .find(|(_, known)| Some(*known) == special)
        {
            attributes.push(name);
        }
        let mut line = format!("* LIST ({}) \"/\" ", attributes.join(" ")).into_bytes();
        let utf8 = match self.utf8() {
            true => !self.fault("imap-list-utf7-when-enabled"),
            false => self.fault("imap-list-utf8-unasked"),
        };
        astring(&mut line, &names::encode(&entry.name, utf8), utf8);
        if entry.child_info {
            line.extend_from_slice(b" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
        }
        line
    }
}
