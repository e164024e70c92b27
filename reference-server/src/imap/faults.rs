//! The deviations that the IMAP sessions know. Data only; where each is looked at, its name stands.

use crate::faults::FaultInfo;

const fn fault(name: &'static str, requirement: &'static str, does: &'static str) -> FaultInfo {
    FaultInfo {
        name,
        requirement,
        does,
    }
}

/// All of them.
pub const FAULTS: &[FaultInfo] = &[
    fault(
        "imap-uidvalidity-changes",
        "rfc3501/uid-kept-between-sessions",
        "Every SELECT and EXAMINE gives the mailbox a new UIDVALIDITY.",
    ),
    fault(
        "imap-size-off-by-crs",
        "rfc3501/size-is-octet-count",
        "RFC822.SIZE does not count the CRs.",
    ),
    fault(
        "imap-expunge-in-fetch",
        "rfc3501/expunge-not-in-fetch-store-search",
        "EXPUNGE responses are sent while FETCH, STORE or SEARCH is answered.",
    ),
    fault(
        "imap-failed-select-stays-selected",
        "rfc3501/failed-select-authenticated",
        "After a SELECT that fails, the mailbox before it is still selected.",
    ),
    fault(
        "imap-response-code-without-brackets",
        "rfc3501/response-code-grammar",
        "Response codes of tagged replies are written without brackets.",
    ),
    fault(
        "imap-wrong-literal-count",
        "rfc3501/literal-count-in-octets",
        "The octet count of a message literal is one too large.",
    ),
    fault(
        "imap-store-silent-ignored",
        "rfc3501/store-silent",
        "STORE with .SILENT answers like STORE without.",
    ),
    fault(
        "imap-search-uid-returns-seq",
        "rfc3501/uid-search-returns-uids",
        "UID SEARCH returns sequence numbers.",
    ),
    fault(
        "imap-uid-reused",
        "rfc3501/uid-never-reused",
        "The next message after an APPEND gets the same UID again.",
    ),
    fault(
        "imap-examine-writes",
        "rfc3501/examine-changes-nothing",
        "A mailbox opened by EXAMINE can be changed.",
    ),
    fault(
        "imap-body-peek-sets-seen",
        "rfc3501/fetch-peek-keeps-seen",
        "BODY.PEEK sets \\Seen.",
    ),
    fault(
        "imap-copy-loses-flags",
        "rfc3501/copy-keeps-flags-and-date",
        "COPY does not copy the flags.",
    ),
    fault(
        "imap-close-does-not-expunge",
        "rfc3501/close-expunges",
        "CLOSE leaves messages marked \\Deleted where they are.",
    ),
    fault(
        "imap-append-drops-flags",
        "rfc3501/append-flags",
        "APPEND stores the message without the flags that were given.",
    ),
    fault(
        "imap-internaldate-now",
        "rfc3501/append-date",
        "APPEND takes the time of its arrival for the internal date, whatever was given.",
    ),
    fault(
        "imap-partial-off-by-one",
        "rfc3501/fetch-partial",
        "A partial FETCH begins one octet too late.",
    ),
    fault(
        "imap-exists-not-sent",
        "rfc3501/exists-on-change",
        "New messages are not told by EXISTS.",
    ),
    fault(
        "imap-select-nonexistent-ok",
        "rfc3501/select-nonexistent-no",
        "SELECT of a mailbox that does not exist selects INBOX.",
    ),
    fault(
        "imap-case-sensitive-inbox",
        "rfc3501/inbox-any-case",
        "INBOX is found in upper case only.",
    ),
    fault(
        "imap-uidnext-behind",
        "rfc3501/uidnext-is-lower-bound",
        "UIDNEXT in SELECT is one too small.",
    ),
    fault(
        "imap-noop-not-reporting-other-session",
        "rfc3501/noop-reports-changes",
        "NOOP does not tell what other sessions have done.",
    ),
    fault(
        "imap-login-accepts-any-password",
        "rfc3501/login-wrong-no",
        "LOGIN takes any password of an account that exists.",
    ),
];

#[cfg(test)]
mod tests {
    use super::FAULTS;

    #[test]
    fn every_fault_is_looked_at_and_every_name_is_known() {
        let sources = [
            include_str!("mod.rs"),
            include_str!("append.rs"),
            include_str!("auth.rs"),
            include_str!("dispatch.rs"),
            include_str!("fetch.rs"),
            include_str!("mailbox.rs"),
            include_str!("messages.rs"),
            include_str!("search.rs"),
            include_str!("sync.rs"),
        ]
        .concat();
        for fault in FAULTS {
            assert!(
                sources.contains(&format!("(\"{}\")", fault.name)),
                "{} is looked at nowhere",
                fault.name
            );
        }
        for (at, _) in sources.match_indices("(\"imap-") {
            let name = sources[at + 2..].split('"').next().unwrap();
            assert!(
                FAULTS
                    .iter()
                    .chain(crate::imap::EXTENSION_FAULTS)
                    .any(|fault| fault.name == name),
                "{name} is not in the table"
            );
        }
    }
}
