//! Telling a session what has happened to its selected mailbox (RFC 9051 §5.2, §7.3–7.5).

use super::ImapSession;
use super::command::FetchItem;
use super::context::Updates;
use super::output::number_set;
use super::view::View;
use crate::store::{Flags, Mailbox, Message, system};

/// `FLAGS (…)` of a message as this session sees it.
pub(super) fn flags_item(view: &View, message: &Message, rev2: bool) -> String {
    let mut names: Vec<&str> = message.flags.names().collect();
    if !rev2 && view.is_recent(message.uid) {
        names.push("\\Recent");
    }
    format!("FLAGS ({})", names.join(" "))
}

/// The flags that a mailbox knows.
pub(super) fn known_flags(mailbox: &Mailbox) -> String {
    let mut names: Vec<&str> = system::NAMES.iter().map(|&(name, _)| name).collect();
    names.extend(mailbox.keywords.iter().map(|keyword| &**keyword));
    names.join(" ")
}

/// The mod-sequence of a message, as FETCH shows it.
pub(super) fn shown_modseq(faults: &crate::faults::Faults, modseq: u64) -> u64 {
    if faults.on("imap-store-keeps-modseq") {
        1
    } else {
        modseq
    }
}

impl ImapSession {
    /// Tells what is new. Removals wait unless `expunge` says that they may be told now.
    pub(super) fn sync(&mut self, expunge: bool) {
        if self.fault("imap-removefrom-after-expunge") {
            self.tell_selected(expunge, &Updates::default());
        }
        let updates = self.updates_before(expunge);
        self.sync_rights();
        if self.fault("imap-addto-before-exists") {
            self.updates_after(updates);
            self.tell_selected(expunge, &Updates::default());
            return;
        }
        self.tell_selected(expunge, &updates);
        self.updates_after(updates);
    }

    fn tell_selected(&mut self, expunge: bool, updates: &Updates) {
        let no_exists = self.fault("imap-exists-not-sent");
        let selected = self.notified.as_ref().and_then(|wanted| wanted.selected());
        // Once NOTIFY was used, flag changes are told only where they are asked for.
        let no_flags = selected.is_some_and(|(events, _)| !events.flags);
        // Where they are, the UID is with them (RFC 5465 §5.1).
        let uids_too = selected.is_some_and(|(events, _)| events.flags)
            && !self.fault("imap-notify-flags-without-uid");
        let tell_uids = self.tell_uids && !self.fault("imap-notify-flags-without-uid");
        let rev2_uids = self.enabled.rev2 && !self.fault("imap-rev2-flags-without-uid");
        let own_too = self.fault("imap-notify-own-append-fetched");
        let items = selected.map_or_else(Vec::new, |(events, _)| events.items.clone());
        let unnumbered = self.fault("imap-expunge-not-renumbered");
        let unsaid = self.fault("imap-expunge-not-told");
        let recent = !self.enabled.rev2 && !self.fault("imap-recent-not-sent");
        let flags_told = !self.fault("imap-flag-changes-not-told");
        let Some(view) = &mut self.view else { return };
        let key = self.account.as_deref().map_or(0, |account| {
            self.store.lock().url_key_resets(account, view.id)
        });
        let untold = self.faults.on("imap-resetkey-not-told");
        if std::mem::replace(&mut view.url_keys, key) != key && !untold {
            self.out
                .line("* OK [URLMECH INTERNAL] The access key is another");
        }
        let mut state = self.store.lock();
        let Some(mailbox) = state.mailboxes.get_mut(&view.id) else {
            return;
        };
        if expunge {
            let (numbers, uids) = view.take_vanished(mailbox);
            let numbered = self.faults.on("imap-expunge-in-spite-of-qresync");
            if self.enabled.qresync && !uids.is_empty() && !numbered {
                let earlier = match self.faults.on("imap-vanished-always-earlier") {
                    true => " (EARLIER)",
                    false => "",
                };
                self.out
                    .line(format!("* VANISHED{earlier} {}", number_set(uids)));
            } else {
                for (index, mut number) in numbers.into_iter().zip(0..).map(|(n, i)| (i, n)) {
                    if unsaid {
                        continue;
                    }
                    number += if unnumbered { index } else { 0 };
                    self.out.line(format!("* {number} EXPUNGE"));
                }
            }
        }
        let changed = view.take_changed(mailbox);
        let known = view.uids.len();
        let new = view.take_new(mailbox);
        if new && !no_exists {
            self.out.line(format!("* {} EXISTS", view.uids.len()));
            if recent {
                self.out.line(format!("* {} RECENT", view.recent_count()));
            }
        }
        if mailbox.keywords.len() > view.keywords {
            view.keywords = mailbox.keywords.len();
            self.out.line(format!("* FLAGS ({})", known_flags(mailbox)));
        }
        // Of its own messages a client is told nothing more (RFC 5465 §5.2).
        let fetched: Vec<Message> = if new && (own_too || !self.own_change) {
            let uids = view.uids.get(known..).unwrap_or_default();
            uids.iter()
                .filter_map(|uid| mailbox.message(*uid).cloned())
                .collect()
        } else {
            Vec::new()
        };
        for uid in changed.into_iter().filter(|_| flags_told && !no_flags) {
            let (Some(number), Some(message)) = (view.number(uid), mailbox.message(uid)) else {
                continue;
            };
            let mut items = flags_item(view, message, self.enabled.rev2);
            if tell_uids || uids_too || rev2_uids || self.enabled.condstore {
                items = format!("UID {uid} {items}");
            }
            if self.enabled.condstore {
                let modseq = shown_modseq(&self.faults, message.modseq);
                items.push_str(&format!(" MODSEQ ({modseq})"));
            }
            self.out.line(format!("* {number} FETCH ({items})"));
        }
        drop(state);
        for message in fetched {
            let found = self.items_of_new(updates, message.uid);
            self.fetch_new(&message, &items, found);
        }
    }

    /// What NOTIFY has asked for of each new message, and what searches that find it have: once.
    fn fetch_new(&mut self, message: &Message, wanted: &[FetchItem], found: Vec<FetchItem>) {
        let mut items = wanted.to_vec();
        items.extend(found.into_iter().filter(|item| !wanted.contains(item)));
        if !items.is_empty() {
            self.fetch_message(message, &items, false);
        }
    }

    /// `CONDSTORE` is switched on by the first command that needs it (RFC 7162 §3.1).
    pub(super) fn use_condstore(&mut self) {
        if std::mem::replace(&mut self.enabled.condstore, true) {
            return;
        }
        if let Some(view) = &self.view
            && !self.faults.on("imap-condstore-silently")
        {
            let modseq = self
                .store
                .lock()
                .mailbox(view.id)
                .map_or(1, |mailbox| mailbox.highest_modseq);
            self.untagged(format!(
                "OK [HIGHESTMODSEQ {modseq}] Mod-sequences from here on"
            ));
        }
    }

    /// Flags from their names, as a command gives them.
    pub(super) fn flags(names: &[String]) -> Flags {
        Flags::from_names(names.iter().map(String::as_str))
    }
}
