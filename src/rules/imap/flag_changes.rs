//! Flag changes that one session makes, and whether the others on the mailbox are told of them
//! (RFC 3501 §5.2, RFC 9051 §5.2). Remembers and compares; reports nothing, and where somebody else
//! may have changed the flags meanwhile, forgets.

use super::client::Command;
use super::flags::{Flags, Permanent};
use super::flags_told::{Silent, Told};
use super::shared::Key;
use std::collections::BTreeMap;

/// Of one mailbox so many changes wait to be told.
pub(super) const CHANGES: usize = 1_000;
const MAILBOXES: usize = 10_000;

/// A change that a STORE, or a FETCH that sets \\Seen, has brought: what these flags are now.
#[derive(Debug, Clone, Copy)]
struct Change {
    when: u64,
    uid: u32,
    flags: Flags,
    permanent: Permanent,
}

#[derive(Debug, Default)]
struct Mailbox {
    /// Commands in progress that may change flags.
    writers: usize,
    /// How many such commands have begun.
    begun: u64,
    changes: Vec<Change>,
    /// When a command that may take messages away last began or ended.
    removed: u64,
}

/// What all sessions of an account do to flags.
#[derive(Debug, Default)]
pub(super) struct Changes {
    clock: u64,
    mailboxes: BTreeMap<Key, Mailbox>,
    /// Commands in progress that may change flags nobody knows where.
    anywhere: usize,
    /// When the last of them ended.
    removed_anywhere: u64,
}

impl Changes {
    /// Grows with each command that may change flags.
    pub(super) fn clock(&self) -> u64 {
        self.clock
    }

    fn mailbox(&mut self, key: &Key) -> Option<&mut Mailbox> {
        if self.mailboxes.len() >= MAILBOXES && !self.mailboxes.contains_key(key) {
            return None;
        }
        Some(self.mailboxes.entry(key.clone()).or_default())
    }

    /// How many commands that may change flags in the mailbox have begun, if none is in progress and none has
    /// ended since the time.
    pub(super) fn quiet_since(&mut self, key: &Key, when: u64) -> Option<u64> {
        let quiet = self.anywhere == 0 && self.clock == when;
        let mailbox = self.mailbox(key)?;
        (quiet && mailbox.writers == 0).then_some(mailbox.begun)
    }

    /// How many commands that may change flags in the mailbox have begun, if it is known.
    pub(super) fn begun(&self, key: &Key) -> Option<u64> {
        let mailbox = self.mailboxes.get(key)?;
        (self.anywhere == 0).then_some(mailbox.begun)
    }

    pub(super) fn forget(&mut self, name: &[u8]) {
        self.mailboxes
            .retain(|(known, _), mailbox| !known.starts_with(name) || mailbox.writers > 0);
        for ((known, _), mailbox) in &mut self.mailboxes {
            if known.starts_with(name) {
                mailbox.changes.clear();
            }
        }
    }
}

/// What a command in progress may change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Writes {
    #[default]
    Nothing,
    /// Flags in this mailbox; so many such commands had begun with it.
    In(Key, u64),
    /// Flags somewhere.
    Anywhere,
}

/// Whether the command leaves the flags of messages as they are.
fn is_harmless(command: &Command) -> bool {
    let reads = |command: &Command| {
        let upper = command.arguments.to_ascii_uppercase();
        let has = |word: &[u8]| upper.windows(word.len()).any(|part| part == word);
        // These set \Seen. RFC822.SIZE and RFC822.HEADER do not, but who cares.
        !(has(b"BODY[") || has(b"BINARY[") || has(b"RFC822"))
    };
    match &command.name[..] {
        b"NOOP" | b"CHECK" | b"IDLE" | b"SEARCH" | b"UID SEARCH" | b"STATUS" | b"LIST"
        | b"LSUB" | b"CAPABILITY" | b"ID" | b"NAMESPACE" | b"ENABLE" | b"LOGOUT" | b"SELECT"
        | b"EXAMINE" | b"UNSELECT" | b"LOGIN" | b"AUTHENTICATE" | b"SORT" | b"UID SORT"
        | b"THREAD" | b"UID THREAD" | b"CREATE" | b"SUBSCRIBE" | b"UNSUBSCRIBE" | b"STARTTLS"
        // These make new messages, and change none that is there.
        | b"COPY" | b"UID COPY" | b"APPEND" => true,
        b"FETCH" | b"UID FETCH" => reads(command),
        _ => false,
    }
}

/// By the end of these a session has been told: what reads the selected mailbox, or waits for its news.
fn tells(name: &[u8]) -> bool {
    matches!(
        name,
        b"NOOP"
            | b"CHECK"
            | b"IDLE"
            | b"FETCH"
            | b"UID FETCH"
            | b"SEARCH"
            | b"UID SEARCH"
            | b"SORT"
            | b"UID SORT"
            | b"THREAD"
            | b"UID THREAD"
            | b"COPY"
            | b"UID COPY"
    )
}

/// A command begins, with this mailbox selected (None: none, or nobody knows which). Gives what it may
/// change and when it began.
pub(super) fn begins(
    command: &Command,
    selected: Option<&Key>,
    clear: bool,
    changes: &mut Changes,
) -> (Writes, u64) {
    let now = changes.clock;
    if command.is(&[b"SELECT", b"EXAMINE"]) {
        return (Writes::Nothing, now);
    }
    if is_harmless(command) || (clear && selected.is_none()) {
        return (Writes::Nothing, now);
    }
    let in_one = selected
        .filter(|_| clear)
        .and_then(|key| Some((key, changes.mailbox(key)?)));
    if let Some((key, mailbox)) = in_one {
        mailbox.writers += 1;
        mailbox.begun += 1;
        mailbox.changes.clear();
        return (Writes::In(key.clone(), mailbox.begun), now);
    }
    changes.lose();
    (Writes::Anywhere, now)
}

impl Changes {
    /// Something may change flags anywhere.
    pub(super) fn lose(&mut self) {
        self.anywhere += 1;
        for mailbox in self.mailboxes.values_mut() {
            mailbox.begun += 1;
            mailbox.changes.clear();
        }
    }

    /// A command has ended. What a STORE or a FETCH brought is a change if nobody else could have changed anything;
    /// of one that says nothing `silent` has the UIDs.
    pub(super) fn ends(
        &mut self,
        command: &Command,
        ok: bool,
        silent: Option<Silent>,
        told: &mut Told,
    ) {
        let mut stored = std::mem::take(&mut told.stored);
        // Whoever stores and wants no answer is told nothing, and knows no longer what the flags are.
        let mut silenced = Vec::new();
        if let Some(silent) = &silent {
            let listed = |uid: u32| {
                let mut ranges = silent.messages.iter();
                ranges.any(|(low, high)| (*low..=*high).contains(&uid))
            };
            told.flags.retain(|uid, _| {
                let known = listed(*uid);
                if known {
                    silenced.push(*uid);
                }
                !known
            });
        }
        match &command.writes {
            Writes::Nothing => {}
            Writes::Anywhere => {
                self.anywhere = self.anywhere.saturating_sub(1);
                self.clock += 1;
                self.removed_anywhere = self.clock;
            }
            Writes::In(key, begun) => {
                let Some(mailbox) = self.mailboxes.get_mut(key) else {
                    return;
                };
                let alone = mailbox.writers == 1 && mailbox.begun == *begun && self.anywhere == 0;
                mailbox.writers = mailbox.writers.saturating_sub(1);
                self.clock += 1;
                let store = command.is(&[b"STORE", b"UID STORE"]);
                if !(store || command.is(&[b"FETCH", b"UID FETCH"])) {
                    mailbox.removed = self.clock;
                }
                if !(alone && ok) {
                    return;
                }
                if let Some(silent) = silent {
                    let change = |uid: u32| (uid, silent.flags, silent.permanent);
                    stored.extend(silenced.into_iter().take(CHANGES).map(change));
                }
                let told_all = |permanent: Permanent| permanent.keywords;
                let settled = mailbox.removed.max(self.removed_anywhere) <= told.opened;
                mailbox.changes.extend(
                    stored
                        .into_iter()
                        // What is only concluded is so only if the message is still there.
                        .filter(|(_, _, mask)| settled || told_all(*mask))
                        .map(|(uid, flags, permanent)| Change {
                            when: self.clock,
                            uid,
                            flags,
                            permanent,
                        }),
                );
            }
        }
    }

    /// A command of a session that has this mailbox selected has ended well: the UID of a message whose
    /// flags were changed before the command began, and of which the session was not told. Each change is
    /// looked at once.
    pub(super) fn untold(&self, command: &Command, key: &Key, told: &mut Told) -> Option<u32> {
        if !tells(&command.name) {
            return None;
        }
        let changes = self.mailboxes.get(key)?.changes.iter();
        let news = changes
            .skip_while(|change| change.when <= told.looked)
            .take_while(|change| change.when <= command.begun_at);
        let mut found = None;
        for change in news {
            let missed = told.flags.get(&change.uid).is_some_and(|(flags, when)| {
                *when < change.when && flags.differ(change.flags, change.permanent)
            });
            if missed {
                found = found.or(Some(change.uid));
            }
        }
        told.looked = told.looked.max(command.begun_at);
        found
    }
}
