//! Faults that are troubles with a name: what they break, and the trouble that they consist in.
//! Data; a session's own deviations are in its protocol's table.

use crate::faults::{FaultInfo, Faults, fault};
use crate::trouble::Trouble;

/// The table. [`TROUBLES`] says, in the same order, what each consists in.
pub const FAULTS: &[FaultInfo] = &[
    fault(
        "smtp-noop-unanswered",
        "rfc5321/one-reply-each",
        "Never answers NOOP.",
    ),
    fault(
        "smtp-noop-closes",
        "rfc5321/no-close-without-reason",
        "Closes the connection when NOOP comes.",
    ),
    fault(
        "smtp-vrfy-closes",
        "rfc5321/no-close-before-quit",
        "Closes the connection when VRFY comes.",
    ),
    fault(
        "smtp-quit-closes-unanswered",
        "rfc5321/one-reply-each",
        "Closes the connection at QUIT without the 221.",
    ),
    fault(
        "pop3-stat-unanswered",
        "rfc1939/one-response-per-command",
        "Never answers STAT.",
    ),
    fault(
        "pop3-noop-closes",
        "rfc1939/one-response-per-command",
        "Closes the connection when NOOP comes.",
    ),
    fault(
        "imap-noop-unanswered",
        "rfc3501/noop-always-succeeds",
        "Never answers NOOP.",
    ),
];

const TROUBLES: &[&str] = &[
    "smtp/silence:NOOP",
    "smtp/close:NOOP",
    "smtp/close:VRFY",
    "smtp/close:QUIT",
    "pop3/silence:STAT",
    "pop3/close:NOOP",
    "imap/silence:NOOP",
];

/// The troubles that the faults that are on consist in.
pub(crate) fn troubles(faults: &Faults) -> Vec<Trouble> {
    FAULTS
        .iter()
        .zip(TROUBLES)
        .filter(|(fault, _)| faults.on(fault.name))
        .filter_map(|(_, text)| text.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_a_trouble() {
        assert_eq!(FAULTS.len(), TROUBLES.len());
        for (fault, text) in FAULTS.iter().zip(TROUBLES) {
            let parsed: Result<Trouble, _> = text.parse();
            assert!(parsed.is_ok(), "{}: {text}", fault.name);
        }
    }
}
