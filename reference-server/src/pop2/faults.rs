//! What this POP2 server can be made to do wrong. Data; the hooks ask by name.

use crate::faults::{FaultInfo, fault};

/// The table.
pub const FAULTS: &[FaultInfo] = &[
    fault(
        "pop2-length-off",
        "rfc937/length-counts-all-characters",
        "Counts a line ending as one character in the length.",
    ),
    fault(
        "pop2-read-deleted",
        "rfc937/deleted-message-has-length-zero",
        "Gives the length of a message that ACKD has marked.",
    ),
    fault(
        "pop2-ackd-acts-at-once",
        "rfc937/deleted-when-mailbox-released",
        "Removes a message when ACKD comes.",
    ),
    fault(
        "pop2-acks-deletes",
        "rfc937/acks-keeps-message",
        "Treats ACKS like ACKD.",
    ),
    fault(
        "pop2-nack-advances",
        "rfc937/nack-keeps-current",
        "Goes on to the next message after NACK.",
    ),
    fault(
        "pop2-retr-empty-stays",
        "rfc937/retr-of-nothing-closes",
        "Answers RETR of a message that does not exist with an error and stays.",
    ),
    fault(
        "pop2-garbage-stays",
        "rfc937/garbage-closes",
        "Stays connected after a command that is out of place.",
    ),
    fault(
        "pop2-quoting-ignored",
        "rfc937/backslash-quotes",
        "Takes a backslash in an argument for itself.",
    ),
    fault(
        "pop2-space-before-number",
        "rfc937/number-behind-the-sign",
        "Puts a space between # and the number.",
    ),
    fault(
        "pop2-read-counts",
        "rfc937/reply-of-the-command",
        "Answers READ with # in place of =.",
    ),
];
