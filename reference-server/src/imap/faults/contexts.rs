//! The deviations of CONTEXT, ESORT and PARTIAL: parts of a result, and results that are kept up to date. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const CONTEXTS: &[FaultInfo] = &[
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
        "imap-esort-min-is-lowest",
        "rfc5267/esort-min",
        "MIN of a sort is the lowest number.",
    ),
    fault(
        "imap-esort-max-is-highest",
        "rfc5267/esort-max",
        "MAX of a sort is the highest number.",
    ),
    fault(
        "imap-esort-count-one-more",
        "rfc5267/esort-count",
        "COUNT of a sort is one too high.",
    ),
    fault(
        "imap-esort-min-of-nothing",
        "rfc5267/esort-none",
        "MIN of a sort that finds nothing is 0.",
    ),
    fault(
        "imap-esort-descending-range",
        "rfc5267/esort-ranges-ascend",
        "A descending run is a range.",
    ),
    fault(
        "imap-search-results-reversed",
        "rfc5267/mailbox-order",
        "The results of SEARCH are in the reverse of the mailbox order.",
    ),
    fault(
        "imap-sort-not-announced",
        "rfc5267/context-sort-has-sort",
        "SORT is not announced.",
    ),
    fault(
        "imap-context-refused",
        "rfc5267/context-taken",
        "CONTEXT is refused.",
    ),
    fault(
        "imap-update-tag-twice",
        "rfc5267/update-tag-in-use",
        "A second search with UPDATE may have the same tag.",
    ),
    fault(
        "imap-update-never",
        "rfc5267/update-one-at-least",
        "UPDATE is always refused.",
    ),
    fault(
        "imap-update-uids-for-numbers",
        "rfc5267/update-numbers",
        "Updates of SEARCH name UIDs.",
    ),
    fault(
        "imap-cancelupdate-bare-ok",
        "rfc5267/cancelupdate-quoted",
        "CANCELUPDATE without a tag is answered with OK.",
    ),
    fault(
        "imap-partial-sort-by-number",
        "rfc5267/partial-of-sort",
        "PARTIAL of a sort is in mailbox order.",
    ),
    fault(
        "imap-partial-and-all-ok",
        "rfc9394/not-with-all",
        "PARTIAL together with ALL is answered with OK.",
    ),
    fault(
        "imap-partial-twice-ok",
        "rfc9394/partial-twice",
        "Two PARTIAL options are answered with OK.",
    ),
    fault(
        "imap-partial-from-both-ends-ok",
        "rfc9394/mixed-ends-bad",
        "A range with one place from each end is answered with OK.",
    ),
    fault(
        "imap-partial-star-ok",
        "rfc9394/star-bad",
        "A range with an asterisk is answered with OK.",
    ),
    fault(
        "imap-fetch-partial-of-mailbox",
        "rfc9394/fetch-set-first",
        "PARTIAL of UID FETCH counts in the whole mailbox.",
    ),
    fault(
        "imap-save-hides-partial",
        "rfc9394/save-changes-nothing",
        "PARTIAL is not returned beside SAVE.",
    ),
    fault(
        "imap-save-min-max-without-partial",
        "rfc9394/save-partial-min-max",
        "SAVE with PARTIAL, MIN and MAX leaves out PARTIAL.",
    ),
    fault(
        "imap-esort-all-is-count",
        "rfc5267/esort-empty-is-all",
        "SORT RETURN with ALL alone, said or implied, returns COUNT.",
    ),
    fault(
        "imap-update-ends-only",
        "rfc5267/update-whole-set",
        "A search with UPDATE and MIN tells of no messages but the first.",
    ),
];
