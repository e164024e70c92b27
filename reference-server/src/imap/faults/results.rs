//! The deviations in what searches return, save and keep up to date, in one mailbox and in several. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const RESULTS: &[FaultInfo] = &[
    fault(
        "imap-esort-by-number",
        "rfc5267/esort-order",
        "SORT RETURN returns numbers in mailbox order.",
    ),
    fault(
        "imap-esort-answers-sort",
        "rfc5267/esort-esearch",
        "SORT RETURN is answered with SORT.",
    ),
    fault(
        "imap-esort-uid-missing",
        "rfc5267/esort-uid",
        "UID SORT RETURN has no UID indicator.",
    ),
    fault(
        "imap-update-numbers-thaw",
        "rfc5267/numbers-frozen",
        "Sequence numbers of a search with UPDATE are read each time.",
    ),
    fault(
        "imap-noupdate-refuses-all",
        "rfc5267/noupdate-honours-others",
        "A search whose UPDATE is refused fails.",
    ),
    fault(
        "imap-removefrom-not-sent",
        "rfc5267/removefrom-notifies",
        "REMOVEFROM is never sent.",
    ),
    fault(
        "imap-update-at-the-end",
        "rfc5267/update-order-kept",
        "Updates of a sort add at the end.",
    ),
    fault(
        "imap-update-without-place",
        "rfc5267/sort-position",
        "Updates of a sort have the place 0.",
    ),
    fault(
        "imap-update-numbers-for-uids",
        "rfc5267/uids-with-uid",
        "Updates of a UID command name sequence numbers.",
    ),
    fault(
        "imap-update-new-not-told",
        "rfc5267/update-new-message",
        "New messages are never in ADDTO.",
    ),
    fault(
        "imap-cancelupdate-first-only",
        "rfc5267/cancelupdate-many",
        "CANCELUPDATE looks at its first tag only.",
    ),
    fault(
        "imap-removefrom-after-expunge",
        "rfc5267/removefrom-before-expunge",
        "REMOVEFROM comes after EXPUNGE.",
    ),
    fault(
        "imap-addto-before-exists",
        "rfc5267/addto-after-exists",
        "ADDTO comes before EXISTS.",
    ),
    fault(
        "imap-update-outlives-mailbox",
        "rfc5267/cease-when-closed",
        "Updates go on in the next mailbox.",
    ),
    fault(
        "imap-partial-reversed-empty",
        "rfc9394/backwards-same",
        "A range that is written backwards is empty.",
    ),
    fault(
        "imap-partial-short-empty",
        "rfc9394/short-range",
        "A range that ends beyond the results is empty.",
    ),
    fault(
        "imap-partial-range-clipped",
        "rfc9394/echoes-range",
        "PARTIAL names the range that there was.",
    ),
    fault(
        "imap-partial-zero-for-nil",
        "rfc9394/nil-beyond",
        "A range beyond the results returns 0.",
    ),
    fault(
        "imap-partial-from-the-start",
        "rfc9394/from-the-end",
        "Negative places count from the first result.",
    ),
    fault(
        "imap-save-partial-saves-all",
        "rfc9394/save-partial",
        "SAVE with PARTIAL saves all messages found.",
    ),
    fault(
        "imap-save-partial-count-saves-part",
        "rfc9394/save-partial-count",
        "SAVE with PARTIAL and COUNT saves what PARTIAL returns.",
    ),
    fault(
        "imap-save-partial-without-min",
        "rfc9394/save-partial-min",
        "SAVE with PARTIAL and MIN leaves out MIN.",
    ),
    fault(
        "imap-save-partial-without-max",
        "rfc9394/save-partial-max",
        "SAVE with PARTIAL and MAX leaves out MAX.",
    ),
    fault(
        "imap-save-hides-options",
        "rfc5182/options-still-returned",
        "With SAVE nothing is returned.",
    ),
    fault(
        "imap-save-returns-all",
        "rfc5182/no-response",
        "SAVE alone returns what was found.",
    ),
    fault(
        "imap-save-min-saves-all",
        "rfc5182/save-min",
        "SAVE with MIN saves all messages found.",
    ),
    fault(
        "imap-save-count-saves-min",
        "rfc5182/save-all",
        "SAVE with COUNT and MIN saves the lowest message.",
    ),
    fault(
        "imap-save-min-without-max",
        "rfc5182/save-min-max",
        "SAVE with MIN and MAX saves MIN only.",
    ),
    fault(
        "imap-save-nothing-keeps",
        "rfc5182/found-nothing",
        "SAVE of a search that finds nothing changes nothing.",
    ),
    fault(
        "imap-save-numbers-for-uids",
        "rfc5182/numbers-and-uids",
        "$ holds sequence numbers that are taken for UIDs.",
    ),
    fault(
        "imap-save-refused-keeps",
        "rfc5182/emptied-by-no",
        "A search with SAVE that fails leaves $ as it is.",
    ),
    fault(
        "imap-search-refused-empties",
        "rfc5182/kept-by-no",
        "A search without SAVE that fails empties $.",
    ),
    fault(
        "imap-search-saves-unasked",
        "rfc5182/kept-without-save",
        "Every search sets $.",
    ),
    fault(
        "imap-save-outlives-mailbox",
        "rfc5182/reset-by-examine",
        "$ is kept when another mailbox is opened.",
    ),
    fault(
        "imap-esearch-modseq-missing",
        "rfc4731/modseq",
        "ESEARCH has no MODSEQ.",
    ),
    fault(
        "imap-esearch-modseq-of-all",
        "rfc4731/modseq-min",
        "MODSEQ is the highest of all messages found, whatever is returned.",
    ),
    fault(
        "imap-esearch-modseq-of-min",
        "rfc4731/modseq-min-max",
        "MODSEQ with MIN and MAX is that of MIN.",
    ),
    fault(
        "imap-esearch-modseq-of-first",
        "rfc4731/modseq-all",
        "MODSEQ is that of the first message found.",
    ),
    fault(
        "imap-within-whole-minutes",
        "rfc5032/exact",
        "OLDER and YOUNGER count in whole minutes.",
    ),
    fault(
        "imap-relevancy-one-score",
        "rfc6203/score-for-each",
        "RELEVANCY returns one score.",
    ),
    fault(
        "imap-relevancy-zero",
        "rfc6203/score-range",
        "Scores are 0.",
    ),
    fault(
        "imap-relevancy-lowest-first",
        "rfc6203/relevancy-order",
        "SORT (RELEVANCY) puts the lowest score first.",
    ),
    fault(
        "imap-fuzzy-spreads",
        "rfc6203/exact-keys-stay",
        "All keys are loosened where one is fuzzy.",
    ),
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
];
