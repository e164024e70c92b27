//! SELECT, EXAMINE, CLOSE and UNSELECT: a session's view of one mailbox, and what has happened there since the client
//! was last here. Changes no name.

use super::ImapSession;
use super::command::{Qresync, SequenceSet};
use super::output::number_set;
use super::reply::{Answer, Reply};
use super::status::mailbox_id;
use super::sync::{flags_item, known_flags};
use super::view::View;
use crate::store::{Rights, State, system};

/// The numbers of a set, in its order; no more than a mailbox could have messages for.
fn each(set: &SequenceSet) -> impl Iterator<Item = u32> {
    let ranges = match set {
        SequenceSet::Ranges(ranges) => ranges.as_slice(),
        SequenceSet::Saved => &[],
    };
    let numbers = ranges.iter().flat_map(|&(first, last)| {
        let (first, last) = (first.unwrap_or(0), last.unwrap_or(0));
        first.min(last)..=first.max(last)
    });
    numbers.take(100_000)
}

impl ImapSession {
    pub(super) fn select(
        &mut self,
        argument: &[u8],
        examine: bool,
        condstore: bool,
        qresync: Option<&Qresync>,
    ) -> Answer {
        if qresync.is_some() && !self.enabled.qresync && !self.fault("imap-qresync-before-enable") {
            return Err(Reply::bad("QRESYNC has not been enabled"));
        }
        if condstore && self.fault("imap-select-condstore-bad") {
            return Err(Reply::bad("There is no such parameter"));
        }
        if self.view.is_some() && self.fault("imap-select-expunges") {
            self.close(true)?;
        }
        let stays = self.fault("imap-failed-select-stays-selected");
        let mut found = self.access(argument, Rights::READ);
        if found.is_err() && self.fault("imap-select-nonexistent-ok") {
            found = self.access(b"INBOX", Rights::READ);
        }
        if found.is_ok() || !stays {
            let closes = self.view.is_some();
            self.close_view();
            // Enabled or not (RFC 7162 §3.2.11).
            let enabled = self.enabled.rev2 || self.enabled.qresync;
            let untold = self.fault("imap-closed-not-told")
                || (!enabled && self.fault("imap-closed-when-enabled-only"));
            if closes && !untold {
                self.untagged("OK [CLOSED] The mailbox before it is closed");
            }
        }
        if found.is_err() && self.fault("imap-failed-select-logs-out") {
            self.account = None;
        }
        let id = found?;
        if condstore {
            self.enabled.condstore = true;
        }
        let mut state = self.store.lock();
        if self.faults.on("imap-uidvalidity-changes") {
            state.renew_uid_validity(id);
        }
        if self.faults.on("imap-uidvalidity-falls")
            && let Some(mailbox) = state.mailboxes.get_mut(&id)
        {
            mailbox.uid_validity = mailbox.uid_validity.saturating_sub(1).max(1);
        }
        let rights = self.rights(&state, id);
        // RFC 4314 §5.2: without one of these nothing can be changed.
        let change = if self.faults.on("imap-acl-read-only-without-write") {
            Rights::WRITE
        } else {
            Rights::CHANGE
        };
        let read_only = examine || !rights.any(change);
        let mut view = View::open(
            &mut state,
            id,
            read_only && !self.faults.on("imap-examine-writes"),
        )
        .ok_or_else(Reply::nonexistent)?;
        view.rights = rights;
        if self.faults.on("imap-examine-clears-recent")
            && let Some(mailbox) = state.mailbox_mut(id)
        {
            mailbox.first_recent = mailbox.uid_next;
        }
        let mailbox = state.mailbox(id).ok_or_else(Reply::nonexistent)?;
        let known = known_flags(mailbox);
        if !self.faults.on("imap-select-without-flags") {
            self.out.line(format!("* FLAGS ({known})"));
        }
        let bare = qresync.is_some() && self.faults.on("imap-qresync-select-bare");
        if !self.faults.on("imap-select-without-exists") && !bare {
            self.out.line(format!("* {} EXISTS", view.uids.len()));
        }
        if !self.enabled.rev2 && !self.faults.on("imap-select-without-recent") {
            self.out.line(format!("* {} RECENT", view.recent_count()));
            if mailbox.unseen > 0
                && let Some(first) = mailbox
                    .messages
                    .iter()
                    .position(|message| !message.flags.has(system::SEEN))
            {
                self.out.line(format!(
                    "* OK [UNSEEN {}] The first unseen message",
                    first + 1
                ));
            }
        }
        let permanent = if read_only {
            String::new()
        } else {
            Self::permanent_flags(&known, rights)
        };
        let uid_next = self.shown_uid_next(mailbox.uid_next);
        if self.faults.on("imap-experimental-unasked") {
            self.out.line("* XNEWS 1");
        }
        let more = match self.faults.on("imap-permanentflags-beyond-flags") {
            true if permanent.is_empty() => "unknown",
            true => " unknown",
            false => "",
        };
        self.out.line(format!(
            "* OK [PERMANENTFLAGS ({permanent}{more})] Flags that last"
        ));
        self.out
            .line(format!("* OK [UIDNEXT {uid_next}] The next UID"));
        if !self.faults.on("imap-select-without-uidvalidity") {
            self.out.line(format!(
                "* OK [UIDVALIDITY {}] UIDs are valid",
                mailbox.uid_validity
            ));
        }
        if !self.faults.on("imap-select-without-highestmodseq") {
            self.out.line(format!(
                "* OK [HIGHESTMODSEQ {}] The highest mod-sequence",
                mailbox.highest_modseq
            ));
        }
        if !self.faults.on("imap-select-without-mailboxid") {
            self.out.line(format!(
                "* OK [MAILBOXID ({})] What it is known by",
                mailbox_id(id)
            ));
        }
        if self.fault("imap-select-uidnotsticky") {
            self.out.line("* NO [UIDNOTSTICKY] UIDs do not last");
        }
        if self.has("URLAUTH") && !self.fault("imap-select-without-urlmech") {
            self.out
                .line("* OK [URLMECH INTERNAL] How URLs are authorized");
        }
        if self.enabled.rev2 {
            let name = self.name(argument).unwrap_or_default();
            let line = self.list_name(&state, &name);
            self.out.line(line);
        }
        view.url_keys = state.url_key_resets(self.account.as_deref().unwrap_or_default(), id);
        drop(state);
        self.options.selected = self.name(argument).unwrap_or_default();
        self.view = Some(view);
        if let Some(since) = qresync {
            self.resynchronise(since);
        }
        let code = if read_only && !self.fault("imap-examine-says-read-write") {
            "READ-ONLY"
        } else {
            "READ-WRITE"
        };
        Ok(Reply::ok("The mailbox is selected").code(code))
    }

    /// What has happened since the client was last here (RFC 7162 §3.2.5).
    fn resynchronise(&mut self, since: &Qresync) {
        let Some(view) = &self.view else { return };
        let state = self.store.lock();
        let Some(mailbox) = state.mailbox(view.id) else {
            return;
        };
        if mailbox.uid_validity != since.uid_validity
            && !self.faults.on("imap-qresync-uidvalidity-ignored")
        {
            return;
        }
        let known = |uid: u32| match &since.known {
            Some(SequenceSet::Ranges(ranges)) => ranges.iter().any(|&(first, last)| {
                let (first, last) = (first.unwrap_or(u32::MAX), last.unwrap_or(u32::MAX));
                (first.min(last)..=first.max(last)).contains(&uid)
            }),
            _ => true,
        };
        let known = |uid: u32| known(uid) || self.faults.on("imap-qresync-known-uids-ignored");
        // Up to the last pair that is still right, the client knows of every removal (§3.2.5.2).
        let unchecked = self.faults.on("imap-sequence-match-unchecked");
        let matched = since.matched.as_ref();
        let matched = matched.filter(|_| !self.faults.on("imap-sequence-match-ignored"));
        let sure = matched.map_or(0, |(numbers, uids)| {
            let pairs = each(numbers).zip(each(uids));
            pairs
                .filter(|(number, uid)| view.number(*uid) == Some(*number) || unchecked)
                .map(|(_, uid)| uid)
                .max()
                .unwrap_or(0)
        });
        let mut gone = mailbox.vanished_since(since.modseq);
        gone.retain(|&uid| known(uid) && uid > sure);
        if !gone.is_empty() {
            let earlier = if self.faults.on("imap-vanished-without-earlier") {
                ""
            } else {
                " (EARLIER)"
            };
            self.out
                .line(format!("* VANISHED{earlier} {}", number_set(gone)));
        }
        for message in mailbox
            .messages
            .iter()
            .filter(|message| message.modseq > since.modseq && known(message.uid))
            .filter(|_| !self.faults.on("imap-qresync-without-fetch"))
        {
            let Some(number) = view.number(message.uid) else {
                continue;
            };
            let flags = flags_item(view, message, self.enabled.rev2);
            self.out.line(format!(
                "* {number} FETCH (UID {} {flags} MODSEQ ({}))",
                message.uid, message.modseq
            ));
        }
    }

    pub(super) fn close(&mut self, expunge: bool) -> Answer {
        let unselect = !expunge;
        let expunge = expunge || self.faults.on("imap-unselect-expunges");
        let examined = self.faults.on("imap-close-expunges-examined");
        let told = self.faults.on("imap-close-tells");
        if let Some(view) = &self.view
            && expunge
            && (!view.read_only || examined)
            && !self.faults.on("imap-close-does-not-expunge")
        {
            let mut state = self.store.lock();
            let gone = Self::deleted(view, &state);
            // Without the right, CLOSE only closes (RFC 4314 §4).
            if self.selected_rights(&state).has(Rights::EXPUNGE)
                && !gone.is_empty()
                && let Some(mailbox) = state.mailbox_mut(view.id)
            {
                let before = mailbox.highest_modseq;
                mailbox.expunge(&gone);
                if self.faults.on("imap-close-keeps-modseq") {
                    mailbox.highest_modseq = before;
                }
            }
            for (uid, before) in gone.iter().zip(0..).filter(|_| told) {
                let number = view.number(*uid).unwrap_or(1) - before;
                self.out.line(format!("* {number} EXPUNGE"));
            }
        }
        if unselect && self.faults.on("imap-unselect-stays-selected") {
            return Ok(Reply::ok("Closed"));
        }
        let highest = self.view.as_ref().and_then(|view| {
            let state = self.store.lock();
            state.mailbox(view.id).map(|mailbox| mailbox.highest_modseq)
        });
        self.close_view();
        if let Some(highest) = highest.filter(|_| self.fault("imap-close-tells-highestmodseq")) {
            return Ok(Reply::ok("Closed").code(format!("HIGHESTMODSEQ {highest}")));
        }
        Ok(Reply::ok("Closed"))
    }

    /// UIDs in the view that are marked `\Deleted`, ascending.
    pub(super) fn deleted(view: &View, state: &State) -> Vec<u32> {
        let Some(mailbox) = state.mailbox(view.id) else {
            return Vec::new();
        };
        if mailbox.deleted == 0 {
            return Vec::new();
        }
        mailbox
            .messages
            .iter()
            .filter(|message| {
                message.flags.has(system::DELETED) && view.number(message.uid).is_some()
            })
            .map(|message| message.uid)
            .collect()
    }
}
