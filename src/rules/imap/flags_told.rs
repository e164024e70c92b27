//! What one session was told of flags, and what it changes: by a STORE, with an answer or silently, or by a FETCH that
//! sets \Seen. Knows no other session.

use super::Ranges;
use super::client::Command;
use super::flag_changes::{CHANGES, Changes};
use super::flags::{Flags, Permanent};
use super::order::sets_seen;
use std::collections::BTreeMap;

/// Of so many messages a session's flags are known.
const MESSAGES: usize = 5_000;

/// What a STORE that says nothing makes of the flags of messages.
#[derive(Debug, Clone)]
pub(super) struct Silent {
    /// `messages` are sequence numbers, not UIDs.
    pub numbers: bool,
    pub messages: Ranges,
    pub flags: Flags,
    pub permanent: Permanent,
}

/// What one session was told of the flags in its mailbox.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub flags: BTreeMap<u32, (Flags, u64)>,
    /// What the STORE or FETCH in progress has brought so far: flags of a message, and which of them count.
    pub stored: Vec<(u32, Flags, Permanent)>,
    /// Changes up to this time were looked at.
    pub looked: u64,
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
            self.flags.insert(uid, (flags, changes.clock()));
        }
        if changing == Changing::Storing && self.stored.len() < CHANGES {
            self.stored.push((uid, flags, self.permanent));
        }
    }

    /// A body was fetched, which sets \Seen.
    pub(super) fn read(&mut self, uid: u32, changing: Changing) {
        let flags = Flags::SEEN;
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
