//! The deviations of ESEARCH, the search in several mailboxes. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const MULTISEARCH: &[FaultInfo] = &[
    fault(
        "imap-multisearch-update-anywhere",
        "rfc7377/update-needs-selected",
        "UPDATE is taken without a selected mailbox.",
    ),
    fault(
        "imap-multisearch-counts-by-default",
        "rfc7377/source-without-result-is-all",
        "ESEARCH without result options returns COUNT.",
    ),
    fault(
        "imap-multisearch-numbers",
        "rfc7377/esearch-responses",
        "ESEARCH returns sequence numbers.",
    ),
    fault(
        "imap-multisearch-without-validity",
        "rfc7377/correlators",
        "ESEARCH responses lack UIDVALIDITY.",
    ),
    fault(
        "imap-multisearch-twice",
        "rfc7377/one-response",
        "Each mailbox is answered for twice.",
    ),
    fault(
        "imap-multisearch-subtree-shallow",
        "rfc7377/subtree",
        "subtree searches one level below.",
    ),
    fault(
        "imap-multisearch-subtree-one-deep",
        "rfc7377/subtree-one",
        "subtree-one searches all that is below.",
    ),
    fault(
        "imap-multisearch-without-inbox",
        "rfc7377/inboxes",
        "inboxes searches nothing.",
    ),
    fault(
        "imap-multisearch-subscribed-is-personal",
        "rfc7377/subscribed",
        "subscribed searches all mailboxes.",
    ),
    fault(
        "imap-multisearch-wildcards",
        "rfc7377/no-wildcards",
        "mailboxes takes wildcards.",
    ),
    fault(
        "imap-multisearch-reads-all",
        "rfc7377/unreadable-ignored",
        "Mailboxes that may not be read are searched.",
    ),
    fault(
        "imap-search-range-refused",
        "rfc7377/range-beyond-end-ok",
        "A range beyond the mailbox is answered with BAD.",
    ),
    fault(
        "imap-multisearch-default-is-inbox",
        "rfc7377/default-selected",
        "ESEARCH without sources searches the INBOX.",
    ),
    fault(
        "imap-multisearch-save-refused",
        "rfc7377/save-selected",
        "SAVE is always refused.",
    ),
    fault(
        "imap-multisearch-context-refused",
        "rfc7377/context-taken",
        "CONTEXT is refused in ESEARCH.",
    ),
    fault(
        "imap-multisearch-charset-refused",
        "rfc7377/charset",
        "ESEARCH takes no charset.",
    ),
    fault(
        "imap-multisearch-needs-selected",
        "rfc7377/other-without-selected",
        "ESEARCH needs a selected mailbox.",
    ),
    fault(
        "imap-multisearch-duplicates-refused",
        "rfc7377/duplicates",
        "A mailbox that is named twice is refused.",
    ),
    fault(
        "imap-multisearch-saves-anywhere",
        "rfc7377/save-only-selected",
        "SAVE is taken for any mailbox.",
    ),
    fault(
        "imap-multisearch-partial-counts-on",
        "rfc7377/partial-per-mailbox",
        "PARTIAL counts on from mailbox to mailbox.",
    ),
    fault(
        "imap-multisearch-personal-is-inbox",
        "rfc7377/personal",
        "personal searches the INBOX alone.",
    ),
    fault(
        "imap-multisearch-delayed-ok",
        "rfc7377/selected-delayed-bad",
        "selected-delayed is answered with OK.",
    ),
    fault(
        "imap-multisearch-before-login",
        "rfc7377/not-before-login",
        "ESEARCH is answered with OK before login.",
    ),
    fault(
        "imap-multisearch-nothing-selected",
        "rfc7377/selected-needs-state",
        "ESEARCH of the selected mailbox is answered with OK where there is none.",
    ),
    fault(
        "imap-multisearch-selects",
        "rfc7377/selection-unchanged",
        "ESEARCH in other mailboxes closes the one that is selected.",
    ),
    fault(
        "imap-multisearch-counts-messages",
        "rfc7377/count-per-mailbox",
        "COUNT of ESEARCH is the number of messages in the mailbox.",
    ),
];
