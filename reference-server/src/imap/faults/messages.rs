//! The deviations in what is done with messages: FETCH, STORE, SEARCH, COPY, APPEND, EXPUNGE. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const MESSAGES: &[FaultInfo] = &[
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
        "imap-search-case-sensitive",
        "rfc3501/search-case-insensitive",
        "String keys match only what is in lower case in the key.",
    ),
    fault(
        "imap-search-uid-is-number",
        "rfc3501/search-uid",
        "The UID key takes sequence numbers.",
    ),
    fault(
        "imap-search-header-empty-none",
        "rfc3501/search-header-empty",
        "HEADER with an empty string matches nothing.",
    ),
    fault(
        "imap-search-whole-field",
        "rfc3501/search-substring",
        "Keys on header fields match whole values only.",
    ),
    fault(
        "imap-search-header-any-field",
        "rfc3501/search-header",
        "HEADER looks into all fields.",
    ),
    fault(
        "imap-search-body-in-header",
        "rfc3501/search-body",
        "BODY looks into the header, too.",
    ),
    fault(
        "imap-search-text-body-only",
        "rfc3501/search-text",
        "TEXT does not look into the header.",
    ),
    fault(
        "imap-search-not-ignored",
        "rfc3501/search-not",
        "NOT is skipped over.",
    ),
    fault(
        "imap-search-and-is-or",
        "rfc3501/search-and",
        "Of several keys, one that matches is enough.",
    ),
    fault(
        "imap-search-or-is-and",
        "rfc3501/search-or",
        "OR wants both of its keys to match.",
    ),
    fault(
        "imap-search-keyword-ignored",
        "rfc3501/search-keyword",
        "KEYWORD and UNKEYWORD match every message.",
    ),
    fault(
        "imap-search-unseen-all",
        "rfc3501/search-seen",
        "UNSEEN matches every message.",
    ),
    fault(
        "imap-search-deleted-all",
        "rfc3501/search-deleted",
        "DELETED and UNDELETED match every message.",
    ),
    fault(
        "imap-search-before-has-day",
        "rfc3501/search-before-on-since",
        "BEFORE matches the day itself, too.",
    ),
    fault(
        "imap-search-date-in-utc",
        "rfc3501/search-dates-disregard-zone",
        "Date keys compare the date in UTC.",
    ),
    fault(
        "imap-search-sent-is-internal",
        "rfc3501/search-sent-dates",
        "SENTBEFORE, SENTON and SENTSINCE look at the internal date.",
    ),
    fault(
        "imap-search-larger-inclusive",
        "rfc3501/search-larger-smaller",
        "LARGER matches a message of just that size.",
    ),
    fault(
        "imap-search-charset-bad",
        "rfc3501/search-unknown-charset-no",
        "An unknown CHARSET is answered with BAD.",
    ),
    fault(
        "imap-search-silent-when-empty",
        "rfc3501/search-response-required",
        "A SEARCH that finds nothing has no SEARCH response.",
    ),
    fault(
        "imap-esearch-min-is-max",
        "rfc4731/min",
        "MIN gives the highest number.",
    ),
    fault(
        "imap-thread-link-kept",
        "rfc5256/references-broken-link",
        "A message whose last reference would make a loop keeps the parent that others gave it.",
    ),
    fault(
        "imap-thread-dummy-replaced",
        "rfc5256/references-subject-dummy",
        "A message with the subject of a missing parent takes its place as the thread of the subject.",
    ),
    fault(
        "imap-sort-without-modseq",
        "rfc7162/sort-returns-highest",
        "SORT by mod-sequence does not tell the highest.",
    ),
    fault(
        "imap-rfc822-header-sets-seen",
        "rfc3501/fetch-rfc822-header",
        "RFC822.HEADER sets \\Seen.",
    ),
    fault(
        "imap-body-keeps-unseen",
        "rfc3501/fetch-body-sets-seen",
        "Fetching a body does not set \\Seen.",
    ),
    fault(
        "imap-range-backwards-refused",
        "rfc3501/sequence-range-either-order",
        "A range whose first number is the larger one is refused.",
    ),
    fault(
        "imap-uid-star-range-empty",
        "rfc3501/uid-star-range",
        "A UID range from above the last message to * has no message.",
    ),
    fault(
        "imap-uid-nonexistent-no",
        "rfc3501/uid-nonexistent-ignored",
        "UID FETCH of a UID that does not exist is answered with NO.",
    ),
    fault(
        "imap-uid-fetch-without-uid",
        "rfc3501/uid-response-has-uid",
        "UID FETCH answers without the UID item unless it is asked for.",
    ),
    fault(
        "imap-uid-fetch-numbered-by-uid",
        "rfc3501/uid-response-number-is-sequence",
        "The responses to UID FETCH begin with the UID.",
    ),
    fault(
        "imap-seen-not-reported",
        "rfc3501/fetch-body-seen-reported",
        "A FETCH that sets \\Seen does not tell the flags.",
    ),
    fault(
        "imap-envelope-empty",
        "rfc3501/fetch-envelope",
        "ENVELOPE has NIL for everything.",
    ),
    fault(
        "imap-body-has-extension-data",
        "rfc3501/body-no-extension-data",
        "BODY has extension data as BODYSTRUCTURE has.",
    ),
    fault(
        "imap-header-without-blank-line",
        "rfc3501/fetch-body-header",
        "BODY[HEADER] ends without the blank line.",
    ),
    fault(
        "imap-text-has-header",
        "rfc3501/fetch-body-text",
        "BODY[TEXT] begins with the header.",
    ),
    fault(
        "imap-body-truncated",
        "rfc3501/fetch-body-never-truncated",
        "BODY[] ends after 2000 octets.",
    ),
    fault(
        "imap-parts-off-by-one",
        "rfc3501/fetch-body-part-numbers",
        "The parts of a multipart are numbered from 0.",
    ),
    fault(
        "imap-part-one-missing",
        "rfc3501/fetch-body-part-one",
        "A message that is not multipart has no part 1.",
    ),
    fault(
        "imap-fields-not-inverted",
        "rfc3501/fetch-body-header-fields-not",
        "HEADER.FIELDS.NOT gives the fields that are named.",
    ),
    fault(
        "imap-fields-case-sensitive",
        "rfc3501/fetch-body-header-fields",
        "HEADER.FIELDS does not find fields that are named in upper case.",
    ),
    fault(
        "imap-mime-is-body",
        "rfc3501/fetch-body-mime",
        "BODY[n.MIME] gives the part's body.",
    ),
    fault(
        "imap-partial-unmarked",
        "rfc3501/fetch-partial-truncated",
        "A partial FETCH is answered as if it were whole.",
    ),
    fault(
        "imap-partial-beyond-nil",
        "rfc3501/fetch-partial-beyond",
        "A partial FETCH from beyond the end gives NIL.",
    ),
    fault(
        "imap-store-without-response",
        "rfc3501/store-returns-flags",
        "STORE never tells the new flags.",
    ),
    fault(
        "imap-store-remove-clears",
        "rfc3501/store-remove",
        "STORE -FLAGS removes all flags.",
    ),
    fault(
        "imap-store-replace-adds",
        "rfc3501/store-replace",
        "STORE FLAGS leaves the flags that were there.",
    ),
    fault(
        "imap-store-add-replaces",
        "rfc3501/store-add",
        "STORE +FLAGS removes the flags that were there.",
    ),
    fault(
        "imap-copy-without-trycreate",
        "rfc3501/copy-trycreate",
        "COPY to a mailbox that could be created does not say TRYCREATE.",
    ),
    fault(
        "imap-move-marks-deleted",
        "rfc6851/no-deleted-flag",
        "MOVE marks the messages \\Deleted at their new place.",
    ),
    fault(
        "imap-move-keeps-source",
        "rfc6851/not-in-both",
        "MOVE leaves the messages in the source.",
    ),
    fault(
        "imap-copy-takes-source",
        "rfc3501/copy-appends",
        "COPY removes the messages from the source.",
    ),
    fault(
        "imap-move-expunges-others",
        "rfc6851/others-stay",
        "MOVE expunges all that is marked \\Deleted.",
    ),
    fault(
        "imap-uid-expunge-takes-all",
        "rfc4315/uid-expunge-only-named",
        "UID EXPUNGE removes all that is marked, named or not.",
    ),
    fault(
        "imap-expunge-leaves-one",
        "rfc3501/expunge-removes-deleted",
        "EXPUNGE leaves the last of the marked messages.",
    ),
    fault(
        "imap-expunge-not-renumbered",
        "rfc3501/expunge-decrements",
        "EXPUNGE responses in a row have the numbers from before the first.",
    ),
    fault(
        "imap-expunge-not-told",
        "rfc3501/expunge-reports-each",
        "Removed messages are not told by EXPUNGE.",
    ),
    fault(
        "imap-flag-changes-not-told",
        "rfc3501/flag-updates-sent",
        "Flag changes of other sessions are not told.",
    ),
    fault(
        "imap-append-creates",
        "rfc3501/append-nonexistent-no",
        "APPEND creates the mailbox when there is none.",
    ),
    fault(
        "imap-append-without-trycreate",
        "rfc3501/append-trycreate",
        "APPEND to a mailbox that could be created does not say TRYCREATE.",
    ),
    fault(
        "imap-append-sets-seen",
        "rfc3501/append-no-flags",
        "APPEND without flags sets \\Seen.",
    ),
    fault(
        "imap-append-strips-8bit",
        "rfc3501/append-8bit",
        "APPEND clears the high bit of every octet.",
    ),
    fault(
        "imap-append-adds-crlf",
        "rfc3501/append-adds-at-end",
        "APPEND adds a CRLF to the message.",
    ),
    fault(
        "imap-appenduid-wrong",
        "rfc4315/appenduid",
        "APPENDUID has another UIDVALIDITY than the mailbox.",
    ),
    fault(
        "imap-store-keeps-modseq",
        "rfc7162/modseq-updated",
        "A change of flags leaves the mod-sequence that FETCH shows as it was.",
    ),
    fault(
        "imap-rev2-flags-without-uid",
        "rfc9051/fetch-unsolicited-has-uid",
        "In a rev2 session changed flags are told without the UID.",
    ),
    fault(
        "imap-search-save-lost-on-bad",
        "rfc9051/search-save-kept",
        "A command that is BAD empties the saved result.",
    ),
    fault(
        "imap-esearch-zero-when-empty",
        "rfc9051/search-return-nothing-found",
        "MIN and MAX are 0 when nothing is found.",
    ),
    fault(
        "imap-esearch-without-count",
        "rfc9051/search-return-one-response",
        "COUNT is left out beside ALL.",
    ),
    fault(
        "imap-origin-unasked",
        "rfc3501/fetch-response-origin",
        "A section that was asked for whole has the origin 0.",
    ),
];
