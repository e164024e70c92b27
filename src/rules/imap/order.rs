//! Which command's results depend on which other's, so that a server that is sent both at once may not complete
//! the later one first (RFC 3501 §5.5, RFC 9051 §5.5). Judges nothing where the text leaves the order free, or where
//! only the server can know whether the one affects the other.

use super::client::Command;

/// What the earlier command has to have done for the later one's results to be others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// It ended with OK.
    Done,
    /// A message with this number, or a lower one, went away while it was in progress.
    Expunged(u32),
    /// Flags were told while it was in progress, so it changed some.
    Flagged,
}

/// What was seen while a command was in progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Seen {
    /// The lowest number of a message that went away.
    pub expunged: Option<u32>,
    pub flagged: bool,
    /// A command that was sent behind it and depends on it was completed before it.
    pub passed: Option<Proof>,
}

impl Seen {
    /// Whether the order was wrong, now that the command has ended with OK.
    pub(super) fn is_wrong(self) -> bool {
        self.passed.is_some_and(|proof| match proof {
            Proof::Done => true,
            Proof::Expunged(highest) => self.expunged.is_some_and(|number| number <= highest),
            Proof::Flagged => self.flagged,
        })
    }
}

/// After these another mailbox, or none, is selected.
const SELECTING: [&[u8]; 4] = [b"SELECT", b"EXAMINE", b"CLOSE", b"UNSELECT"];
/// Their results are about the selected mailbox; the UID forms too.
const SELECTED: [&[u8]; 9] = [
    b"FETCH", b"STORE", b"SEARCH", b"COPY", b"MOVE", b"EXPUNGE", b"SORT", b"THREAD", b"CHECK",
];
/// Whoever somebody is may be another after these.
const ENTERING: [&[u8]; 3] = [b"LOGIN", b"AUTHENTICATE", b"UNAUTHENTICATE"];
/// Nobody has to be logged in for these.
const ANYBODY: [&[u8]; 4] = [b"CAPABILITY", b"NOOP", b"ID", b"LOGOUT"];
/// A mailbox is there after these, or is not.
const MAKING: [&[u8]; 3] = [b"CREATE", b"DELETE", b"RENAME"];
/// These find the mailbox that they name, or do not.
const NAMING: [&[u8]; 7] = [
    b"SELECT", b"EXAMINE", b"STATUS", b"APPEND", b"CREATE", b"DELETE", b"RENAME",
];
const RIGHTS: [&[u8]; 2] = [b"SETACL", b"DELETEACL"];
const ASKING_RIGHTS: [&[u8]; 3] = [b"MYRIGHTS", b"GETACL", b"LISTRIGHTS"];
/// What STATUS says that another message changes.
const COUNTED: [&[u8]; 5] = [b"MESSAGES", b"UIDNEXT", b"UNSEEN", b"RECENT", b"SIZE"];
/// Flags, as the arguments of STORE and of SEARCH have them.
const KEYS: [(&[u8], &[u8]); 5] = [
    (b"\\SEEN", b"SEEN"),
    (b"\\DELETED", b"DELETED"),
    (b"\\FLAGGED", b"FLAGGED"),
    (b"\\ANSWERED", b"ANSWERED"),
    (b"\\DRAFT", b"DRAFT"),
];

fn has(command: &Command, word: &[u8]) -> bool {
    let mut parts = command.arguments.windows(word.len());
    parts.any(|part| part.eq_ignore_ascii_case(word))
}

/// The name without UID, and whether that was there.
fn bare(command: &Command) -> (&[u8], bool) {
    match command.name.strip_prefix(b"UID ") {
        Some(name) => (name, true),
        None => (&command.name, false),
    }
}

/// The set of messages, as it was written.
fn set(command: &Command) -> Option<&[u8]> {
    command.arguments.split(|octet| *octet == b' ').next()
}

/// Whether it sets \Seen where it is not set yet.
pub(super) fn sets_seen(command: &Command) -> bool {
    bare(command).0 == b"FETCH"
        && (has(command, b"BODY[") || has(command, b"BINARY[") || has(command, b"RFC822.TEXT"))
}

/// Whether the later command's results are others if it is carried out before the earlier one, and what shows it.
pub(super) fn depends(later: &Command, earlier: &Command) -> Option<Proof> {
    let (name, by_uid) = bare(later);
    let (first, first_by_uid) = bare(earlier);
    let in_mailbox = SELECTED.contains(&name);
    let same_name = || {
        later
            .mailbox()
            .is_some_and(|name| Some(name) == earlier.mailbox())
    };
    if earlier.is(&SELECTING) && (in_mailbox || later.is(&SELECTING))
        || earlier.is(&ENTERING) && !later.is(&ANYBODY)
        || earlier.is(&MAKING) && later.is(&NAMING) && same_name()
        || earlier.is(&RIGHTS) && later.is(&ASKING_RIGHTS) && same_name()
    {
        return Some(Proof::Done);
    }
    let counts = later.is(&[b"SELECT", b"EXAMINE"])
        || later.name == b"STATUS" && COUNTED.iter().any(|word| has(later, word));
    if earlier.name == b"APPEND" && counts && same_name() {
        return Some(Proof::Done);
    }
    // The saved result (RFC 5182 §2.1).
    if matches!(first, b"SEARCH" | b"SORT") && has(earlier, b"SAVE") && in_mailbox {
        let mut words = later
            .arguments
            .split(|octet| matches!(octet, b' ' | b',' | b'('));
        if words.any(|word| word == b"$") {
            return Some(Proof::Done);
        }
    }
    if name == b"FETCH"
        && has(later, b"FLAGS")
        && first == b"STORE"
        && by_uid == first_by_uid
        && set(later) == set(earlier)
    {
        return Some(Proof::Done);
    }
    let searched = |flag: &[u8], key: &[u8]| {
        (first == b"STORE" && has(earlier, flag) || key == b"SEEN" && sets_seen(earlier))
            && has(later, key)
    };
    if name == b"SEARCH" && KEYS.iter().any(|(flag, key)| searched(flag, key)) {
        return Some(Proof::Flagged);
    }
    // The numbers of the messages are others when some before them are gone.
    let numbered = matches!(name, b"FETCH" | b"STORE" | b"COPY" | b"MOVE") && !by_uid;
    if numbered && matches!(first, b"EXPUNGE" | b"MOVE") {
        return highest(set(later)?).map(Proof::Expunged);
    }
    None
}

/// The highest number of a set; None where only the server knows it.
fn highest(set: &[u8]) -> Option<u32> {
    let parts = set.split(|octet| matches!(octet, b',' | b':'));
    let numbers = parts.map(|part| std::str::from_utf8(part).ok()?.parse().ok());
    numbers.collect::<Option<Vec<u32>>>()?.into_iter().max()
}
