//! The deviations of SORT, THREAD and comparators. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const SORTING: &[FaultInfo] = &[
    fault(
        "imap-subject-words-encoded",
        "rfc5256/base-subject-words",
        "The base subject has its encoded words as they are.",
    ),
    fault(
        "imap-subject-blanks-kept",
        "rfc5256/base-subject-blanks",
        "Tabs and several spaces stay in the base subject.",
    ),
    fault(
        "imap-subject-trailer-kept",
        "rfc5256/base-subject-trailer",
        "(fwd) stays in the base subject.",
    ),
    fault(
        "imap-subject-leader-kept",
        "rfc5256/base-subject-leader",
        "Re: and its like stay in the base subject.",
    ),
    fault(
        "imap-subject-blob-kept",
        "rfc5256/base-subject-blob",
        "A blob at the front stays in the base subject.",
    ),
    fault(
        "imap-subject-blob-alone-removed",
        "rfc5256/base-subject-blob-alone",
        "A subject that is a blob is empty.",
    ),
    fault(
        "imap-subject-stripped-once",
        "rfc5256/base-subject-repeated",
        "One leader or blob is taken off a subject.",
    ),
    fault(
        "imap-subject-wrapper-kept",
        "rfc5256/base-subject-wrapper",
        "[fwd: ] stays in the base subject.",
    ),
    fault(
        "imap-sort-subject-whole",
        "rfc5256/subject",
        "SUBJECT sorts by the whole subject.",
    ),
    fault(
        "imap-sort-date-without-zone",
        "rfc5256/sent-date-utc",
        "Time zones of sent dates are not looked at.",
    ),
    fault(
        "imap-sort-undated-first",
        "rfc5256/sent-date-missing",
        "A message without a Date field has the earliest date.",
    ),
    fault(
        "imap-sort-date-by-number",
        "rfc5256/date",
        "DATE sorts by UID.",
    ),
    fault(
        "imap-sort-arrival-by-number",
        "rfc5256/arrival",
        "ARRIVAL sorts by UID.",
    ),
    fault(
        "imap-sort-size-as-text",
        "rfc5256/size",
        "SIZE compares digits.",
    ),
    fault(
        "imap-sort-ties-backwards",
        "rfc5256/tie-by-sequence",
        "Equal messages come in the reverse of the mailbox order.",
    ),
    fault(
        "imap-sort-reverse-turns-ties",
        "rfc5256/reverse-one-key",
        "With REVERSE equal messages come in the reverse of the mailbox order.",
    ),
    fault(
        "imap-sort-first-key-only",
        "rfc5256/several-keys",
        "Keys after the first make no difference.",
    ),
    fault(
        "imap-sort-everything",
        "rfc5256/sort-searches",
        "SORT sorts all messages, whatever is searched for.",
    ),
    fault(
        "imap-sort-silent-when-empty",
        "rfc5256/sort-empty",
        "SORT that finds nothing sends no SORT response.",
    ),
    fault(
        "imap-sort-absent-last",
        "rfc5256/absent-is-empty",
        "Messages without the field come last.",
    ),
    fault(
        "imap-sort-cc-by-name",
        "rfc5256/cc",
        "CC sorts by display name.",
    ),
    fault(
        "imap-sort-from-by-name",
        "rfc5256/from",
        "FROM sorts by display name.",
    ),
    fault(
        "imap-sort-to-by-name",
        "rfc5256/to",
        "TO sorts by display name.",
    ),
    fault(
        "imap-sort-last-address",
        "rfc5256/first-address",
        "The last address of a field counts.",
    ),
    fault(
        "imap-sort-octets",
        "rfc5256/casemap",
        "Strings are sorted by their octets.",
    ),
    fault(
        "imap-uid-sort-numbers",
        "rfc5256/uid-sort",
        "UID SORT returns sequence numbers.",
    ),
    fault(
        "imap-expunge-in-sort",
        "rfc5256/sort-no-expunge",
        "EXPUNGE is sent while SORT is answered.",
    ),
    fault(
        "imap-expunge-in-thread",
        "rfc5256/thread-no-expunge",
        "EXPUNGE is sent while THREAD is answered.",
    ),
    fault(
        "imap-thread-everything",
        "rfc5256/thread-searches",
        "THREAD threads all messages, whatever is searched for.",
    ),
    fault(
        "imap-thread-silent-when-empty",
        "rfc5256/thread-empty",
        "THREAD that finds nothing sends no THREAD response.",
    ),
    fault(
        "imap-uid-thread-numbers",
        "rfc5256/uid-thread",
        "UID THREAD returns sequence numbers.",
    ),
    fault(
        "imap-thread-subject-apart",
        "rfc5256/subject-threads",
        "ORDEREDSUBJECT makes a thread of each message.",
    ),
    fault(
        "imap-thread-subject-nested",
        "rfc5256/subject-no-grandchildren",
        "ORDEREDSUBJECT puts each message below the one before.",
    ),
    fault(
        "imap-thread-subject-by-number",
        "rfc5256/subject-dates",
        "ORDEREDSUBJECT leaves messages in mailbox order.",
    ),
    fault(
        "imap-thread-subject-by-subject",
        "rfc5256/subject-order",
        "Threads of ORDEREDSUBJECT are in order of their subjects.",
    ),
    fault(
        "imap-thread-references-ignored",
        "rfc5256/references-parent",
        "REFERENCES does not look at references.",
    ),
    fault(
        "imap-thread-ancestors-ignored",
        "rfc5256/references-chain",
        "REFERENCES looks at the last reference only.",
    ),
    fault(
        "imap-thread-ids-as-written",
        "rfc5256/message-id-quoting",
        "Message IDs are compared with their quoting.",
    ),
    fault(
        "imap-thread-ids-without-case",
        "rfc5256/message-id-case",
        "Message IDs are compared without regard to case.",
    ),
    fault(
        "imap-thread-in-reply-to-ignored",
        "rfc5256/in-reply-to",
        "In-Reply-To is never looked at.",
    ),
    fault(
        "imap-thread-in-reply-to-first",
        "rfc5256/references-before-in-reply-to",
        "In-Reply-To counts where References is there, too.",
    ),
    fault(
        "imap-thread-invalid-references",
        "rfc5256/references-invalid",
        "References without a Message ID hides In-Reply-To.",
    ),
    fault(
        "imap-thread-last-id-counts",
        "rfc5256/message-id-twice",
        "The last message with a Message ID has it.",
    ),
    fault(
        "imap-thread-relinks",
        "rfc5256/link-kept",
        "References of others change a parent.",
    ),
    fault(
        "imap-thread-first-parent-stays",
        "rfc5256/link-own-wins",
        "A parent that others gave a message stays.",
    ),
    fault(
        "imap-thread-loses-loops",
        "rfc5256/no-loop",
        "A message that closes a loop is left out.",
    ),
    fault(
        "imap-thread-missing-cuts",
        "rfc5256/dummy-pruned",
        "The children of a missing message begin threads.",
    ),
    fault(
        "imap-thread-missing-head-splits",
        "rfc5256/dummy-at-root",
        "The children of a missing head are threads of their own.",
    ),
    fault(
        "imap-thread-roots-by-number",
        "rfc5256/threads-by-date",
        "Threads are in mailbox order.",
    ),
    fault(
        "imap-thread-subjects-not-gathered",
        "rfc5256/gather-reply",
        "REFERENCES does not look at subjects.",
    ),
    fault(
        "imap-thread-equals-below",
        "rfc5256/gather-equals",
        "Of two equal subjects the second message is below the first.",
    ),
    fault(
        "imap-thread-missing-not-joined",
        "rfc5256/gather-into-dummy",
        "A message does not join the thread of a missing one.",
    ),
    fault(
        "imap-thread-missing-apart",
        "rfc5256/gather-dummies",
        "Threads of missing messages stay apart.",
    ),
    fault(
        "imap-thread-empty-gathered",
        "rfc5256/gather-not-empty",
        "Messages with an empty subject are brought together.",
    ),
    fault(
        "imap-thread-siblings-by-number",
        "rfc5256/siblings-by-date",
        "Siblings are in mailbox order.",
    ),
    fault(
        "imap-display-ignores-name",
        "rfc5957/display-name",
        "DISPLAYFROM sorts by address.",
    ),
    fault(
        "imap-display-encoded",
        "rfc5957/decoded",
        "Display names are sorted with their encoded words.",
    ),
    fault(
        "imap-display-local-part",
        "rfc5957/address-without-name",
        "Without a display name the local part alone is the value.",
    ),
    fault(
        "imap-displayto-is-from",
        "rfc5957/displayto",
        "DISPLAYTO looks at From.",
    ),
    fault(
        "imap-display-absent-last",
        "rfc5957/empty-first",
        "A message without the field comes last.",
    ),
    fault(
        "imap-display-last-address",
        "rfc5957/first-address",
        "The last address of the field counts.",
    ),
    fault(
        "imap-display-group-empty",
        "rfc5957/mailbox-without-host",
        "A group has an empty value.",
    ),
    fault(
        "imap-display-octets",
        "rfc5957/collation",
        "Display names are sorted by their octets.",
    ),
    fault(
        "imap-comparator-not-in-search",
        "rfc5255/comparator-for-search",
        "SEARCH uses the default comparator always.",
    ),
    fault(
        "imap-comparator-not-in-sort",
        "rfc5255/comparator-for-sort",
        "SORT uses the default comparator always.",
    ),
    fault(
        "imap-comparator-not-in-thread",
        "rfc5255/comparator-for-thread",
        "THREAD uses the default comparator always.",
    ),
    fault(
        "imap-sort-undecoded-among-others",
        "rfc5255/undecodable-last",
        "Encoded words that cannot be decoded are sorted among other strings.",
    ),
    fault(
        "imap-search-words-encoded",
        "rfc5255/mime-decoded",
        "SEARCH looks at encoded words as they are.",
    ),
    fault(
        "imap-search-body-encoded",
        "rfc5255/body-mime-decoded",
        "SEARCH looks at bodies as they are encoded.",
    ),
    fault(
        "imap-comparator-silent",
        "rfc5255/comparator-shows",
        "COMPARATOR without arguments says nothing.",
    ),
    fault(
        "imap-badcomparator-missing",
        "rfc5255/badcomparator",
        "The refusal of a comparator has no code.",
    ),
    fault(
        "imap-comparator-last-wins",
        "rfc5255/comparator-first-wins",
        "The last comparator that matches wins.",
    ),
    fault(
        "imap-comparator-lists-one",
        "rfc5255/comparator-lists-matches",
        "The list of matches comes with one match, too.",
    ),
    fault(
        "imap-comparator-default-unknown",
        "rfc5255/comparator-default",
        "COMPARATOR does not know \"default\".",
    ),
    fault(
        "imap-comparator-default-moves",
        "rfc5255/default-is-static",
        "The default comparator is the active one.",
    ),
    fault(
        "imap-comparator-failed-resets",
        "rfc5255/comparator-failed-keeps",
        "A COMPARATOR that fails brings back the default.",
    ),
    fault(
        "imap-sort-unknown-key-ok",
        "rfc5256/unknown-key-refused",
        "A sort key that does not exist is answered with OK.",
    ),
    fault(
        "imap-sort-without-key-ok",
        "rfc5256/no-key-bad",
        "SORT without a sort key is answered with OK.",
    ),
    fault(
        "imap-sort-without-charset-ok",
        "rfc5256/charset-required",
        "SORT without a charset is answered with OK.",
    ),
    fault(
        "imap-thread-without-charset-ok",
        "rfc5256/thread-charset-required",
        "THREAD without a charset is answered with OK.",
    ),
    fault(
        "imap-thread-unknown-ok",
        "rfc5256/thread-unknown-refused",
        "A threading algorithm that does not exist is answered with OK.",
    ),
    fault(
        "imap-sort-without-us-ascii",
        "rfc5256/charset-known",
        "SORT does not know US-ASCII.",
    ),
    fault(
        "imap-sort-charset-bad",
        "rfc5256/charset-unknown-no",
        "SORT with an unknown charset is answered with BAD.",
    ),
    fault(
        "imap-thread-charset-bad",
        "rfc5256/thread-charset-unknown-no",
        "THREAD with an unknown charset is answered with BAD.",
    ),
    fault(
        "imap-sort-charset-ignored",
        "rfc5256/charset-applies",
        "SORT takes all strings for US-ASCII.",
    ),
    fault(
        "imap-uid-sort-criteria-are-uids",
        "rfc5256/sort-uid-criteria",
        "UID SORT takes numbers among its criteria for UIDs.",
    ),
    fault(
        "imap-i18nlevel-not-announced",
        "rfc5256/advertises-i18nlevel",
        "No level of internationalization is announced.",
    ),
    fault(
        "imap-namespace-not-announced",
        "rfc5255/namespace-required",
        "NAMESPACE is not announced.",
    ),
    fault(
        "imap-comparator-before-login",
        "rfc5255/comparator-needs-login",
        "COMPARATOR is answered with OK before login.",
    ),
    fault(
        "imap-comparator-not-selected",
        "rfc5255/comparator-when-selected",
        "COMPARATOR is refused while a mailbox is selected.",
    ),
    fault(
        "imap-comparator-without-casemap",
        "rfc5255/unicode-casemap",
        "i;unicode-casemap cannot be chosen.",
    ),
    fault(
        "imap-comparator-any",
        "rfc5255/comparator-unknown-no",
        "A comparator that does not exist is answered with OK.",
    ),
    fault(
        "imap-search-without-utf-8",
        "rfc5255/utf8-charset",
        "SEARCH does not know UTF-8.",
    ),
    fault(
        "imap-search-ascii-casemap",
        "rfc5255/casemap-search",
        "SEARCH compares ASCII letters only without regard to case.",
    ),
    fault(
        "imap-fuzzy-refused",
        "rfc6203/fuzzy-taken",
        "FUZZY is refused.",
    ),
    fault(
        "imap-fuzzy-alone-ok",
        "rfc6203/fuzzy-without-key-bad",
        "FUZZY without a key is answered with OK.",
    ),
    fault(
        "imap-sort-relevancy-refused",
        "rfc6203/relevancy-sort",
        "SORT (RELEVANCY) is refused.",
    ),
    fault(
        "imap-relevancy-missing",
        "rfc6203/relevancy-returned",
        "RELEVANCY returns no scores.",
    ),
    fault(
        "imap-esort-without-relevancy",
        "rfc6203/relevancy-with-esort",
        "SORT RETURN (RELEVANCY) returns no scores.",
    ),
    fault(
        "imap-sort-leaders-in-octets",
        "rfc5255/base-subject-before-comparator",
        "With i;octet, SORT leaves Re: and its like in the subject.",
    ),
    fault(
        "imap-comparator-default-ascii",
        "rfc5255/default-is-unicode-casemap",
        "The comparator that is said to be active is i;ascii-casemap.",
    ),
    fault(
        "imap-search-charset-kept",
        "rfc5255/charset-converted",
        "A field is searched in the charset that it has.",
    ),
    fault(
        "imap-sort-bad-zone-undated",
        "rfc5256/sent-date-bad-zone",
        "A Date with an unknown zone is as good as none.",
    ),
    fault(
        "imap-sort-bad-time-undated",
        "rfc5256/sent-date-bad-time",
        "A Date with an hour that is not there is as good as none.",
    ),
    fault(
        "imap-sort-ties-by-zone",
        "rfc5256/sent-date-tie",
        "Equal dates come in the order of their hours in their own zones.",
    ),
    fault(
        "imap-thread-without-id-together",
        "rfc5256/message-id-missing",
        "All messages without a Message ID refer to one message.",
    ),
    fault(
        "imap-display-empty-kept",
        "rfc5957/empty-name",
        "An empty display name is the value.",
    ),
    fault(
        "imap-fuzzy-one-key",
        "rfc6203/fuzzy-program",
        "FUZZY takes no keys in parentheses.",
    ),
    fault(
        "imap-relevancy-partial-refused",
        "rfc6203/relevancy-with-partial",
        "PARTIAL is refused in a sort by relevancy.",
    ),
];
