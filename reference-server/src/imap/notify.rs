//! NOTIFY (RFC 5465): what a client wants to be told without asking. What it was last told is
//! kept beside what it wants; what is told is `notify_news`' business.

use super::ImapSession;
use super::command::StatusItem as Item;
use super::command::{Events, Filter, Notify};
use super::list_names::Names;
use super::reply::{Answer, Reply};
use crate::store::{Annotations, MailboxId, Rights, Watch};
use std::collections::{BTreeMap, BTreeSet};

const BADEVENT: &str = "BADEVENT (MessageNew MessageExpunge FlagChange MailboxName \
     SubscriptionChange MailboxMetadataChange ServerMetadataChange)";

/// What a session has been told of a mailbox that is not selected.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub uid_validity: u32,
    pub uid_next: u32,
    pub expunged: usize,
    pub modseq: u64,
    pub unseen: usize,
    pub annotations: Annotations,
}

/// Everything that was told.
#[derive(Debug, Clone, Default)]
pub(super) struct Snapshot {
    pub names: Names,
    pub subscriptions: BTreeSet<String>,
    pub mailboxes: BTreeMap<MailboxId, Told>,
    pub server: Annotations,
    /// Names of mailboxes with the rights that every event needs (§5).
    pub access: BTreeSet<String>,
}

/// A successful NOTIFY.
#[derive(Debug)]
pub(super) struct Wanted {
    pub notify: Notify,
    pub told: Snapshot,
    /// Names that were told to be without access.
    pub no_access: BTreeSet<String>,
    _watch: Option<Watch>,
}

impl Wanted {
    /// Events of the selected mailbox; whether expunges wait for a command.
    pub(super) fn selected(&self) -> Option<(&Events, bool)> {
        self.notify
            .groups
            .iter()
            .find_map(|group| match group.filter {
                Filter::Selected { delayed } => Some((&group.events, delayed)),
                _ => None,
            })
    }
}

/// Whether any event of a mailbox is asked for.
pub(super) fn asks_anything(events: &Events) -> bool {
    events.messages || events.names || events.subscriptions || events.metadata
}

impl ImapSession {
    pub(super) fn notify(&mut self, notify: Notify) -> Answer {
        if notify.groups.iter().any(|group| group.events.unknown) {
            let refusal = Reply::no("That event is not supported");
            return Err(match () {
                () if self.fault("imap-notify-unknown-event-bad") => {
                    Reply::bad("That event is not known")
                }
                () if self.fault("imap-notify-without-badevent") => refusal,
                () if self.fault("imap-notify-badevent-some") => {
                    refusal.code("BADEVENT (MessageNew MessageExpunge)")
                }
                () => refusal.code(BADEVENT),
            });
        }
        if !notify.set && self.fault("imap-notify-none-ignored") {
            return Ok(Reply::ok("Nothing will be told"));
        }
        if self.fault("imap-notify-missing-refused") && self.names_nothing(&notify) {
            return Err(Reply::nonexistent());
        }
        if !notify.set {
            self.notified = Some(Wanted {
                notify,
                told: Snapshot::default(),
                no_access: BTreeSet::new(),
                _watch: None,
            });
            return Ok(Reply::ok("Nothing will be told"));
        }
        // The implied NOOP comes before the new list counts (§3.1).
        let before = self.notified.take();
        let mut notify = notify;
        if let Some(before) = before
            && self.fault("imap-notify-set-adds")
        {
            notify.groups.extend(before.notify.groups);
        }
        if !self.fault("imap-notify-set-without-noop") {
            self.sync(true);
        }
        let watch = self.store.watch(MailboxId::ANY, self.waker.clone());
        let told = self.snapshot();
        let mut wanted = Wanted {
            notify,
            told,
            no_access: BTreeSet::new(),
            _watch: Some(watch),
        };
        let mut lines = Vec::new();
        let mut no_access = BTreeSet::new();
        {
            let state = self.store.lock();
            for (name, id) in &wanted.told.names {
                let (Some(id), Some(events)) = (*id, self.events_of(&wanted, name)) else {
                    continue;
                };
                if asks_anything(&events)
                    && !wanted.told.access.contains(name)
                    && !self.fault("imap-notify-no-access-silent")
                {
                    lines.push(self.no_access_line(name, false));
                    no_access.insert(name.clone());
                } else if wanted.notify.status
                    && !self.fault("imap-notify-status-silent")
                    && events.messages
                    && self.selected_id() != Some(id)
                {
                    let mut items = vec![Item::Messages, Item::UidNext, Item::UidValidity];
                    items.retain(|item| {
                        *item != Item::UidNext || !self.fault("imap-notify-status-without-uidnext")
                    });
                    if events.flags && !self.fault("imap-notify-status-without-modseq") {
                        items.push(Item::HighestModSeq);
                    }
                    lines.extend(self.told_status(&state, id, name, &items));
                }
            }
        }
        for line in lines {
            self.out.line(line);
        }
        wanted.notify.status = false;
        wanted.no_access = no_access;
        self.notified = Some(wanted);
        Ok(Reply::ok("You will be told"))
    }

    /// Whether a name is given that no mailbox has.
    fn names_nothing(&self, notify: &Notify) -> bool {
        let there = self.snapshot().names;
        notify.groups.iter().any(|group| match &group.filter {
            Filter::Mailboxes(arguments) => arguments
                .iter()
                .filter_map(|argument| self.name(argument))
                .any(|name| !there.contains_key(&name)),
            _ => false,
        })
    }

    pub(super) fn selected_id(&self) -> Option<MailboxId> {
        self.view.as_ref().map(|view| view.id)
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        let account = self.account.as_deref().unwrap_or_default();
        let state = self.store.lock();
        let names = state.visible(account);
        let mailboxes = names.values().flatten().filter_map(|id| {
            let mailbox = state.mailbox(*id)?;
            let told = Told {
                uid_validity: mailbox.uid_validity,
                uid_next: mailbox.uid_next,
                expunged: mailbox.vanished.count(),
                modseq: mailbox.highest_modseq,
                unseen: mailbox.unseen,
                annotations: mailbox.annotations.clone(),
            };
            Some((*id, told))
        });
        let access = names.iter().filter(|(_, id)| {
            id.is_some_and(|id| {
                let rights = self.rights(&state, id);
                rights.has(Rights::LOOKUP) && rights.has(Rights::READ)
            })
        });
        Snapshot {
            access: access.map(|(name, _)| name.clone()).collect(),
            mailboxes: mailboxes.collect(),
            subscriptions: state.subscriptions(account),
            server: state.server_annotations.clone(),
            names,
        }
    }

    /// What is wanted for a name, whether something is there or not, from all groups together.
    pub(super) fn events_of(&self, wanted: &Wanted, name: &str) -> Option<Events> {
        let mut all: Option<Events> = None;
        let named = |arguments: &[Vec<u8>], below: bool| {
            arguments
                .iter()
                .filter_map(|argument| self.name(argument))
                .any(|given| {
                    let stem = given.trim_end_matches(['*', '%']);
                    given == name
                        || (self.fault("imap-notify-wildcards-expanded")
                            && stem != given
                            && name.starts_with(stem))
                        || (below
                            && name
                                .strip_prefix(&given)
                                .is_some_and(|rest| rest.starts_with('/')))
                })
        };
        let personal =
            !name.starts_with(crate::store::OTHER) && !name.starts_with(crate::store::SHARED);
        for group in &wanted.notify.groups {
            let applies = match &group.filter {
                Filter::Selected { .. } => false,
                Filter::Inboxes => name == "INBOX",
                Filter::Personal => personal,
                Filter::Subscribed => wanted.told.subscriptions.contains(name),
                Filter::Subtree(arguments) => {
                    named(arguments, !self.fault("imap-notify-subtree-without-below"))
                }
                Filter::Mailboxes(arguments) => {
                    named(arguments, self.fault("imap-notify-mailboxes-with-below"))
                }
            };
            if applies {
                all.get_or_insert_with(Events::default).add(&group.events);
            }
        }
        all
    }

    /// Own changes are not told (§5).
    pub(super) fn forget_own_changes(&mut self) {
        if self
            .notified
            .as_ref()
            .is_some_and(|wanted| wanted.notify.set)
        {
            let told = self.snapshot();
            if let Some(wanted) = &mut self.notified {
                wanted.told = told;
            }
        }
    }
}
