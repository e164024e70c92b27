//! Flag changes that one session makes, and whether the others on the mailbox are told of them
//! (RFC 3501 §5.2, RFC 9051 §5.2). Remembers and compares; reports nothing, and where somebody else
//! may have changed the flags meanwhile, forgets.

use super::Ranges;
use super::client::Command;
use super::order::sets_seen;
use super::shared::{Key, hash};
use std::collections::BTreeMap;

/// Of one mailbox so many changes wait to be told, and of so many messages a session's flags are known.
const CHANGES: usize = 1_000;
const MESSAGES: usize = 5_000;
const MAILBOXES: usize = 10_000;
/// Of longer lists nothing is remembered.
const FLAGS: usize = 64;

const SYSTEM: [&[u8]; 5] = [
    b"\\answered",
    b"\\flagged",
    b"\\deleted",
    b"\\seen",
    b"\\draft",
];

/// \Seen, as a bit.
const SEEN: u8 = 1 << 3;

/// The flags of a message, without \Recent, which is a session's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flags {
    system: u8,
    keywords: u64,
}

impl Flags {
    /// Every system flag.
    pub(super) const SYSTEM: Flags = Flags {
        system: u8::MAX,
        keywords: 0,
    };

    pub(super) fn of(list: &[&[u8]]) -> Option<Self> {
        if list.len() > FLAGS {
            return None;
        }
        let mut flags = Flags::default();
        for flag in list {
            let flag = flag.to_ascii_lowercase();
            if let Some(at) = SYSTEM.iter().position(|system| *system == flag) {
                flags.system |= 1 << at;
            } else if flag != b"\\recent" {
                flags.keywords ^= hash([&flag, b""]);
            }
        }
        Some(flags)
    }

    /// Whether they are others, as far as what is permanent goes.
    pub(super) fn differ(self, other: Flags, permanent: Permanent) -> bool {
        (self.system ^ other.system) & permanent.system != 0
            || permanent.keywords && self.keywords != other.keywords
    }

    /// Whether a system flag of the others is not among them, of those that are permanent.
    pub(super) fn lacks(self, others: Flags, permanent: Permanent) -> bool {
        others.system & !self.system & permanent.system != 0
    }
}

/// Which flags last longer than a session; all of them where no PERMANENTFLAGS says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Permanent {
    system: u8,
    keywords: bool,
}

impl Default for Permanent {
    fn default() -> Self {
        Permanent {
            system: u8::MAX,
            keywords: true,
        }
    }
}

impl Permanent {
    /// Those of the flags that a PERMANENTFLAGS named; no keywords.
    pub(super) fn named(self, told: bool, flags: Flags) -> Self {
        Permanent {
            system: if told { self.system & flags.system } else { 0 },
            keywords: false,
        }
    }

    pub(super) fn of(list: &[&[u8]]) -> Self {
        let flags = Flags::of(list);
        Permanent {
            system: flags.map_or(0, |flags| flags.system),
            keywords: flags.is_some() && list.contains(&b"\\*".as_slice()),
        }
    }
}

/// What a STORE that says nothing makes of the flags of messages.
#[derive(Debug, Clone)]
pub(super) struct Silent {
    /// `messages` are sequence numbers, not UIDs.
    pub numbers: bool,
    pub messages: Ranges,
    flags: Flags,
    permanent: Permanent,
}

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

/// What one session was told of the flags in its mailbox.
#[derive(Debug, Default)]
pub(super) struct Told {
    flags: BTreeMap<u32, (Flags, u64)>,
    /// What the STORE or FETCH in progress has brought so far: flags of a message, and which of them count.
    stored: Vec<(u32, Flags, Permanent)>,
    /// Changes up to this time were looked at.
    looked: u64,
    pub permanent: Permanent,
    /// A PERMANENTFLAGS has come for this mailbox.
    pub named: bool,
    /// It was opened with EXAMINE, which changes nothing.
    pub read_only: bool,
    /// When it was opened.
    pub opened: u64,
}

/// The command that alone is answered, if it changes flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Changing {
    Nothing,
    /// STORE: what it tells is what it has brought.
    Storing,
    /// FETCH of a body: \Seen is set.
    Reading,
}

impl Changing {
    pub(super) fn of(commands: &[Command]) -> Self {
        match commands {
            [one] if one.is(&[b"STORE", b"UID STORE"]) => Changing::Storing,
            [one]
                if sets_seen(one)
                    && !one
                        .arguments
                        .windows(4)
                        .any(|w| w.eq_ignore_ascii_case(b"PEEK")) =>
            {
                Changing::Reading
            }
            _ => Changing::Nothing,
        }
    }
}

impl Told {
    /// The message is gone from the session's view.
    pub(super) fn expunged(&mut self, uid: u32) {
        self.flags.remove(&uid);
    }

    pub(super) fn clear(&mut self) {
        self.flags.clear();
        self.stored.clear();
    }

    /// FETCH has told the flags of a message.
    pub(super) fn fetched(
        &mut self,
        uid: u32,
        flags: Flags,
        changing: Changing,
        changes: &Changes,
    ) {
        if self.flags.len() < MESSAGES || self.flags.contains_key(&uid) {
            self.flags.insert(uid, (flags, changes.clock));
        }
        if changing == Changing::Storing && self.stored.len() < CHANGES {
            self.stored.push((uid, flags, self.permanent));
        }
    }

    /// A body was fetched, which sets \Seen.
    pub(super) fn read(&mut self, uid: u32, changing: Changing) {
        let flags = Flags {
            system: SEEN,
            keywords: 0,
        };
        let permanent = self.permanent.named(self.named, flags);
        if changing == Changing::Reading && !self.read_only && self.stored.len() < CHANGES {
            self.stored.push((uid, flags, permanent));
        }
    }

    /// What a STORE that says nothing (.SILENT) has changed, by its arguments: system flags that a PERMANENTFLAGS
    /// named, of the messages that it lists.
    pub(super) fn silent(&self, command: &Command) -> Option<Silent> {
        let arguments = std::str::from_utf8(&command.arguments).ok()?;
        let (set, rest) = arguments.split_once(' ')?;
        let (item, list) = rest.split_once(' ')?;
        let item = item.to_ascii_uppercase();
        let sign = item.strip_suffix("FLAGS.SILENT")?;
        if !command.is(&[b"STORE", b"UID STORE"]) || self.read_only {
            return None;
        }
        let mut ranges = Vec::new();
        for range in set.split(',').take(CHANGES) {
            let (low, high) = range.split_once(':').unwrap_or((range, range));
            let (low, high): (u32, u32) = (low.parse().ok()?, high.parse().ok()?);
            ranges.push((low.min(high), low.max(high)));
        }
        let list = list.trim_start_matches('(').trim_end_matches(')');
        let names: Vec<&[u8]> = list.split(' ').map(str::as_bytes).collect();
        let asked = Flags::of(&names)?;
        let (flags, mask) = match sign {
            "+" => (asked, asked),
            "-" => (Flags::default(), asked),
            "" => (asked, Flags::SYSTEM),
            _ => return None,
        };
        Some(Silent {
            numbers: command.name == b"STORE",
            messages: ranges,
            flags,
            permanent: self.permanent.named(self.named, mask),
        })
    }
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
