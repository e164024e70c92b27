//! SELECT, EXAMINE, CREATE, DELETE, RENAME, SUBSCRIBE, STATUS, CLOSE, UNSELECT.

use super::ImapSession;
use super::command::{Qresync, SequenceSet, StatusItem};
use super::names;
use super::output::{astring, number_set};
use super::reply::{Answer, Reply};
use super::sync::{flags_item, known_flags};
use super::view::View;
use crate::store::{
    Acl, MOST_NAMES, MailboxId, NameError, Rights, SpecialUse, State, canonical, system,
};

/// RFC 8474 §4.
fn mailbox_id(id: MailboxId) -> String {
    format!("F{}", id.0)
}

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

    pub(super) fn status(&mut self, argument: &[u8], items: &[StatusItem]) -> Answer {
        if items.contains(&StatusItem::HighestModSeq) {
            self.use_condstore();
        }
        let id = match self.access(argument, Rights::READ) {
            Err(_) if self.fault("imap-status-nonexistent-ok") => {
                return Ok(Reply::ok("That is all"));
            }
            found => found?,
        };
        if self.fault("imap-status-closes") {
            self.close_view();
        }
        let name = self.name(argument).unwrap_or_default();
        let line = self.status_line(&self.store.lock(), id, &name, items, self.utf8());
        if self.fault("imap-status-clears-recent")
            && let Some(mailbox) = self.store.lock().mailbox_mut(id)
        {
            mailbox.first_recent = mailbox.uid_next;
        }
        self.out.line(line.ok_or_else(Reply::nonexistent)?);
        let reply = Reply::ok("That is all");
        // RFC 5530 §3's own example: what a client has been told of the mailbox that it has selected.
        let told = |item: &StatusItem| {
            use StatusItem::{Messages, Recent, UidNext, UidValidity};
            matches!(item, Messages | Recent | UidNext | UidValidity)
        };
        Ok(match &self.view {
            Some(view) if view.id == id && items.iter().all(told) => reply.code("CLIENTBUG"),
            _ => reply,
        })
    }

    fn shown_uid_next(&self, uid_next: u32) -> u32 {
        if self.faults.on("imap-uidnext-zero") {
            return 0;
        }
        uid_next.saturating_add(u32::from(self.faults.on("imap-uidnext-ahead")))
    }

    pub(super) fn status_line(
        &self,
        state: &State,
        id: MailboxId,
        name: &str,
        items: &[StatusItem],
        utf8: bool,
    ) -> Option<Vec<u8>> {
        let mailbox = state.mailbox(id)?;
        let item = |item: &StatusItem| match item {
            StatusItem::Messages => {
                let more = usize::from(self.faults.on("imap-status-counts-one-more"));
                format!("MESSAGES {}", mailbox.messages.len() + more)
            }
            StatusItem::Recent => format!("RECENT {}", mailbox.recent()),
            StatusItem::UidNext => format!("UIDNEXT {}", self.shown_uid_next(mailbox.uid_next)),
            StatusItem::UidValidity => format!("UIDVALIDITY {}", mailbox.uid_validity),
            StatusItem::Unseen => format!("UNSEEN {}", mailbox.unseen),
            StatusItem::Deleted if self.faults.on("imap-status-deleted-is-messages") => {
                format!("DELETED {}", mailbox.messages.len())
            }
            StatusItem::Deleted => format!("DELETED {}", mailbox.deleted),
            StatusItem::DeletedStorage => {
                let deleted = mailbox
                    .messages
                    .iter()
                    .filter(|m| m.flags.has(system::DELETED));
                let octets: usize = deleted.map(|message| message.octets.len()).sum();
                format!("DELETED-STORAGE {octets}")
            }
            StatusItem::Size if self.faults.on("imap-status-size-half") => {
                format!("SIZE {}", mailbox.size / 2)
            }
            StatusItem::Size if self.faults.on("imap-status-size-word") => "SIZE none".to_owned(),
            StatusItem::Size => format!("SIZE {}", mailbox.size),
            StatusItem::AppendLimit => format!("APPENDLIMIT {}", self.config.literal_limit),
            StatusItem::MailboxId if self.faults.on("imap-mailboxid-same") => {
                "MAILBOXID (F0)".to_owned()
            }
            StatusItem::MailboxId if self.faults.on("imap-status-mailboxid-other") => {
                format!("MAILBOXID (S{})", id.0)
            }
            StatusItem::MailboxId if self.faults.on("imap-mailboxid-of-name") => {
                format!("MAILBOXID (N{})", name.len())
            }
            StatusItem::MailboxId => format!("MAILBOXID ({})", mailbox_id(id)),
            StatusItem::HighestModSeq if self.faults.on("imap-status-without-highestmodseq") => {
                "MESSAGES 0".to_owned()
            }
            StatusItem::HighestModSeq => format!("HIGHESTMODSEQ {}", mailbox.highest_modseq),
        };
        let mut line = b"* STATUS ".to_vec();
        astring(&mut line, &names::encode(name, utf8), utf8);
        let items: Vec<String> = items.iter().map(item).collect();
        line.extend_from_slice(format!(" ({})", items.join(" ")).as_bytes());
        Some(line)
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
