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
    fault(
        "imap-esearch-max-is-min",
        "rfc4731/max",
        "MAX is the lowest number found.",
    ),
    fault(
        "imap-esearch-all-first-only",
        "rfc4731/all",
        "ALL is the first message found.",
    ),
    fault(
        "imap-esearch-count-one-more",
        "rfc4731/count",
        "COUNT is one too high.",
    ),
    fault(
        "imap-esearch-min-of-nothing",
        "rfc4731/none-no-min-max-all",
        "MIN of nothing is 0.",
    ),
    fault(
        "imap-esearch-and-search",
        "rfc4731/one-esearch-no-search",
        "SEARCH comes beside ESEARCH.",
    ),
    fault(
        "imap-esearch-empty-options",
        "rfc4731/empty-options-is-all",
        "RETURN () returns nothing.",
    ),
    fault(
        "imap-esearch-uid-missing",
        "rfc4731/uid-indicator",
        "UID SEARCH RETURN has no UID indicator.",
    ),
    fault(
        "imap-esearch-tag-empty",
        "rfc4731/tag-correlator",
        "The tag in ESEARCH is empty.",
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
    fault("imap-save-ignored", "rfc5182/saved", "SAVE saves nothing."),
    fault(
        "imap-save-first-wins",
        "rfc5182/last-wins",
        "A second SAVE changes nothing.",
    ),
    fault(
        "imap-save-nothing-refused",
        "rfc5182/empty-is-valid",
        "FETCH with an empty $ is answered with BAD.",
    ),
    fault(
        "imap-save-no-search-key",
        "rfc5182/as-search-key",
        "$ among search keys finds nothing.",
    ),
    fault(
        "imap-search-bad-empties",
        "rfc5182/kept-by-bad",
        "A command that is BAD empties $.",
    ),
    fault(
        "imap-esearch-not-announced",
        "rfc5182/esearch-too",
        "ESEARCH is not announced.",
    ),
    fault(
        "imap-younger-finds-all",
        "rfc5032/younger",
        "YOUNGER finds all messages.",
    ),
    fault(
        "imap-within-word-ok",
        "rfc5032/number-required",
        "An interval that is no number is answered with OK.",
    ),
    fault(
        "imap-within-zero-ok",
        "rfc5032/zero-bad",
        "An interval of 0 is answered with OK.",
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
        "imap-pipeline-select-last",
        "rfc3501/pipelined-in-order",
        "SELECT and EXAMINE are carried out behind the command that was sent with them.",
    ),
    fault(
        "imap-pipeline-store-last",
        "rfc3501/pipelined-in-order",
        "STORE is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-fetch-last",
        "rfc3501/pipelined-in-order",
        "FETCH is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-search-last",
        "rfc3501/pipelined-in-order",
        "SEARCH is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-expunge-last",
        "rfc3501/pipelined-behind-expunge",
        "EXPUNGE is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-create-last",
        "rfc3501/pipelined-in-order",
        "CREATE and DELETE are carried out behind the command that was sent with them.",
    ),
    fault(
        "imap-pipeline-append-last",
        "rfc3501/pipelined-in-order",
        "APPEND is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-login-last",
        "rfc3501/pipelined-in-order",
        "LOGIN is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-noop-forgotten",
        "rfc3501/one-result-per-command",
        "NOOP is put off until the next command is answered, and forgotten if that ends the session.",
    ),
    fault(
        "imap-esearch-options-in-capitals",
        "rfc4731/options-no-case",
        "RETURN in small letters is not known.",
    ),
    fault(
        "imap-save-in-capitals",
        "rfc5182/case-insensitive",
        "SAVE in small letters is not known.",
    ),
    fault(
        "imap-save-refused-after-expunge",
        "rfc5182/adjusted-by-expunge",
        "$ is refused once a message in it is expunged.",
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
