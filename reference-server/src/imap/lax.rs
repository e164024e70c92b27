//! Commands that cannot be parsed and are taken all the same where a fault says so (`contrary` has those that are
//! refused for how they are written). Knows the parser's complaints by their texts; answers nothing itself.

use crate::faults::Faults;

/// The fault, the command's first word (none: any), and what the parser says.
const TAKEN: &[(&str, &str, &str)] = &[
    ("imap-id-without-argument-ok", "ID", "a space is expected"),
    (
        "imap-unauthenticate-argument-ok",
        "UNAUTHENTICATE",
        "the command should end here",
    ),
    ("imap-compress-bare-ok", "COMPRESS", "a space is expected"),
    ("imap-replace-misread-ok", "REPLACE", "a space is expected"),
    ("imap-getquota-bare-ok", "GETQUOTA", "a space is expected"),
    (
        "imap-sort-unknown-key-ok",
        "SORT",
        "there is no such sort key",
    ),
    ("imap-sort-without-key-ok", "SORT", "an atom is expected"),
    (
        "imap-sort-without-charset-ok",
        "SORT",
        "a space is expected",
    ),
    (
        "imap-thread-without-charset-ok",
        "THREAD",
        "a space is expected",
    ),
    (
        "imap-thread-unknown-ok",
        "THREAD",
        "there is no such threading algorithm",
    ),
    (
        "imap-partial-and-all-ok",
        "SEARCH",
        "PARTIAL and ALL exclude each other",
    ),
    (
        "imap-partial-twice-ok",
        "SEARCH",
        "there is no such return option",
    ),
    (
        "imap-partial-from-both-ends-ok",
        "SEARCH",
        "a range counts from one end",
    ),
    ("imap-partial-star-ok", "SEARCH", "a number is expected"),
    ("imap-within-word-ok", "SEARCH", "a number is expected"),
    (
        "imap-within-zero-ok",
        "SEARCH",
        "a number that does not begin with zero is expected",
    ),
    ("imap-fuzzy-alone-ok", "SEARCH", "a space is expected"),
    (
        "imap-cancelupdate-bare-ok",
        "CANCELUPDATE",
        "a space is expected",
    ),
    (
        "imap-list-recursivematch-alone-ok",
        "LIST",
        "RECURSIVEMATCH needs SUBSCRIBED",
    ),
    (
        "imap-list-recursivematch-remote-ok",
        "LIST",
        "RECURSIVEMATCH needs SUBSCRIBED",
    ),
    (
        "imap-list-unknown-option-ok",
        "LIST",
        "there is no such selection option",
    ),
    (
        "imap-list-status-unknown-ok",
        "LIST",
        "there is no such STATUS item",
    ),
    (
        "imap-macro-in-list-ok",
        "FETCH",
        "there is no such FETCH item",
    ),
    (
        "imap-multisearch-delayed-ok",
        "ESEARCH",
        "there is no such source option",
    ),
    (
        "imap-notify-selected-twice-ok",
        "NOTIFY",
        "the selected mailbox is there twice",
    ),
    (
        "imap-notify-flags-alone-ok",
        "NOTIFY",
        "FlagChange needs MessageNew and MessageExpunge",
    ),
    (
        "imap-notify-new-alone-ok",
        "NOTIFY",
        "MessageNew and MessageExpunge go together",
    ),
    (
        "imap-notify-selected-names-ok",
        "NOTIFY",
        "only events of messages are for the selected mailbox",
    ),
    ("imap-notify-bare-ok", "NOTIFY", "a space is expected"),
];

/// Whether a command is taken though the parser complains.
pub(super) fn is_taken(faults: &Faults, word: Option<&str>, complaint: &str) -> bool {
    TAKEN
        .iter()
        .any(|&(fault, first, text)| word == Some(first) && complaint == text && faults.on(fault))
}
