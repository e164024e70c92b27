//! The deviations of SORT. Data only.

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
        "imap-display-empty-kept",
        "rfc5957/empty-name",
        "An empty display name is the value.",
    ),
];
