//! The deviations in what the extensions tell of mailboxes and messages: identifiers, special uses,
//! save dates, previews, mod-sequences, and the states that commands need. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const OBJECTS: &[FaultInfo] = &[
    fault(
        "imap-esort-without-modseq",
        "rfc7162/esort-modseq",
        "The ESEARCH response to SORT with MODSEQ has no MODSEQ.",
    ),
    fault(
        "imap-esearch-without-modseq",
        "rfc7162/esearch-modseq",
        "The ESEARCH response with ALL has no MODSEQ.",
    ),
    fault(
        "imap-move-old-highestmodseq",
        "rfc6851/highestmodseq-told",
        "MOVE returns the HIGHESTMODSEQ from before.",
    ),
    fault(
        "imap-move-without-rights",
        "rfc6851/rights-of-all-steps",
        "MOVE does not look at the rights to the source.",
    ),
    fault(
        "imap-savedate-moved",
        "rfc8514/move-saves-now",
        "The save date of a moved message is its internal date.",
    ),
    fault(
        "imap-savedate-copied",
        "rfc8514/copy-saves-now",
        "The save date of a copy is its internal date.",
    ),
    fault(
        "imap-emailid-changes-on-move",
        "rfc8474/emailid-kept-by-move",
        "A message that is moved gets another EMAILID.",
    ),
    fault(
        "imap-move-low-modseq",
        "rfc6851/target-modseq",
        "Moved messages have the mod-sequence 1.",
    ),
    fault(
        "imap-move-keeps-modseq",
        "rfc6851/modseq",
        "MOVE leaves the mod-sequence of the source as it was.",
    ),
    fault(
        "imap-modified-numbers",
        "rfc7162/modified-uids",
        "MODIFIED of UID STORE has sequence numbers.",
    ),
    fault(
        "imap-modseq-without-change",
        "rfc7162/unchanged-keeps-modseq",
        "STORE that changes nothing changes the mod-sequence.",
    ),
    fault(
        "imap-store-without-modseq",
        "rfc7162/aware-fetch-modseq",
        "FETCH responses to STORE have no MODSEQ.",
    ),
    fault(
        "imap-uid-expunge-without-highestmodseq",
        "rfc7162/uid-expunge-highestmodseq",
        "UID EXPUNGE does not return HIGHESTMODSEQ.",
    ),
    fault(
        "imap-replace-without-catenate",
        "rfc8508/catenate",
        "REPLACE does not take CATENATE.",
    ),
    fault(
        "imap-replace-into-the-selected",
        "rfc8508/other-mailbox",
        "REPLACE always puts the new message into the selected mailbox.",
    ),
    fault(
        "imap-replace-drops-flags",
        "rfc8508/flags-and-date",
        "REPLACE leaves out the flags of the new message.",
    ),
    fault(
        "imap-replace-without-rights",
        "rfc8508/rights-of-all-steps",
        "REPLACE does not look at the rights to the selected mailbox.",
    ),
    fault(
        "imap-replace-keeps-emailid",
        "rfc8508/emailid-differs",
        "The new message has the EMAILID of the one it replaces.",
    ),
    fault(
        "imap-replace-tells-deleted",
        "rfc8508/no-store-response",
        "REPLACE tells of a \\Deleted flag.",
    ),
    fault(
        "imap-replace-appenduid-last",
        "rfc8508/appenduid-untagged-first",
        "REPLACE tells APPENDUID after EXPUNGE.",
    ),
    fault(
        "imap-replace-without-highestmodseq",
        "rfc8508/as-uid-expunge",
        "REPLACE does not return HIGHESTMODSEQ.",
    ),
    fault(
        "imap-unauthenticate-before-login-ok",
        "rfc8437/invalid-state-bad",
        "UNAUTHENTICATE before login is answered with OK.",
    ),
    fault(
        "imap-replace-nothing-selected-ok",
        "rfc8508/selected-only",
        "REPLACE without a selected mailbox is answered with OK.",
    ),
    fault(
        "imap-namespace-selected-bad",
        "rfc2342/authenticated-and-selected",
        "NAMESPACE is answered with BAD when a mailbox is selected.",
    ),
    fault(
        "imap-idle-needs-selected",
        "rfc2177/authenticated-state",
        "IDLE is answered with BAD when no mailbox is selected.",
    ),
    fault(
        "imap-id-needs-login",
        "rfc2971/any-state",
        "ID is answered with BAD before login.",
    ),
    fault(
        "imap-quoted-utf8-refused",
        "rfc6855/quoted-utf8",
        "Quoted strings in UTF-8 are answered with BAD, enabled or not.",
    ),
    fault(
        "imap-vanished-in-fetch",
        "rfc7162/vanished-not-in-fetch",
        "VANISHED is sent while FETCH, STORE or SEARCH is answered.",
    ),
    fault(
        "imap-select-condstore-bad",
        "rfc7162/select-condstore",
        "SELECT with CONDSTORE is answered with BAD.",
    ),
    fault(
        "imap-qresync-select-bare",
        "rfc7162/select-usual-responses",
        "SELECT with QRESYNC sends no EXISTS.",
    ),
    fault(
        "imap-select-without-mailboxid",
        "rfc8474/select-mailboxid",
        "SELECT does not tell the MAILBOXID.",
    ),
    fault(
        "imap-create-unknown-use-bad",
        "rfc8457/important-is-a-use",
        "CREATE with a special use that is not known is answered with BAD.",
    ),
    fault(
        "imap-create-refused-creates",
        "rfc6154/create-refused-creates-nothing",
        "CREATE that is refused for its special use creates the mailbox.",
    ),
    fault(
        "imap-create-without-useattr",
        "rfc6154/useattr",
        "CREATE is refused for its special use without USEATTR.",
    ),
    fault(
        "imap-create-use-ignored",
        "rfc6154/create-use",
        "CREATE takes a special use and does not give it.",
    ),
    fault(
        "imap-mailboxid-reused",
        "rfc8474/recreated-differs",
        "CREATE always tells the same MAILBOXID.",
    ),
    fault(
        "imap-mailboxid-of-create-other",
        "rfc8474/mailboxid-immutable",
        "The MAILBOXID that CREATE tells is another than later.",
    ),
    fault(
        "imap-status-size-half",
        "rfc8438/no-less-than-the-sum",
        "STATUS SIZE is half of the sum.",
    ),
    fault(
        "imap-mailboxid-same",
        "rfc8474/mailboxids-differ",
        "STATUS tells the same MAILBOXID for all mailboxes.",
    ),
    fault(
        "imap-status-mailboxid-other",
        "rfc8474/status-mailboxid",
        "STATUS tells another MAILBOXID than SELECT.",
    ),
    fault(
        "imap-close-keeps-modseq",
        "rfc7162/close-raises",
        "CLOSE leaves the mod-sequence of the mailbox as it was.",
    ),
    fault(
        "imap-list-myrights-alone",
        "rfc8440/list-still-lists",
        "LIST with RETURN (MYRIGHTS) sends no LIST responses.",
    ),
    fault(
        "imap-list-myrights-for-missing",
        "rfc8440/nonexistent-no-rights",
        "Names that no mailbox has get a MYRIGHTS response.",
    ),
    fault(
        "imap-list-myrights-for-all",
        "rfc8440/only-what-matches",
        "Names that are listed for what is below them have a MYRIGHTS response.",
    ),
    fault(
        "imap-list-status-without-size",
        "rfc8438/list-status",
        "LIST with RETURN (STATUS) leaves out SIZE.",
    ),
    fault(
        "imap-list-status-without-mailboxid",
        "rfc8474/list-status-mailboxid",
        "LIST with RETURN (STATUS) leaves out MAILBOXID.",
    ),
    fault(
        "imap-list-status-without-appendlimit",
        "rfc7889/list-status",
        "LIST with RETURN (STATUS) leaves out APPENDLIMIT.",
    ),
    fault(
        "imap-list-special-use-selected-unshown",
        "rfc6154/selection-implies-return",
        "LIST (SPECIAL-USE) does not show the special uses.",
    ),
    fault(
        "imap-list-special-use-unshown",
        "rfc6154/return-shows-attributes",
        "LIST with RETURN (SPECIAL-USE) does not show the special uses.",
    ),
    fault(
        "imap-list-utf7-when-enabled",
        "rfc6855/list-utf8",
        "LIST has modified UTF-7 for clients that have enabled UTF-8.",
    ),
    fault(
        "imap-list-utf8-unasked",
        "rfc6855/no-utf8-before-enable",
        "LIST has UTF-8 for clients that have not enabled it.",
    ),
    fault(
        "imap-savedate-malformed",
        "rfc8514/fetch-savedate",
        "SAVEDATE is a string that is no date.",
    ),
    fault(
        "imap-savedate-changes",
        "rfc8514/never-changes",
        "SAVEDATE is always now.",
    ),
    fault(
        "imap-emailid-same",
        "rfc8474/emailids-differ",
        "All messages have the same EMAILID.",
    ),
    fault(
        "imap-emailid-follows-flags",
        "rfc8474/emailid-immutable",
        "The EMAILID changes with the flags.",
    ),
    fault(
        "imap-threadid-malformed",
        "rfc8474/threadid",
        "A THREADID has a dot.",
    ),
    fault(
        "imap-threadid-is-emailid",
        "rfc8474/ids-not-shared",
        "The THREADID of a message is its EMAILID.",
    ),
    fault(
        "imap-threadid-of-uid",
        "rfc8474/threadid-same-for-emailid",
        "A copy has another THREADID than its source.",
    ),
    fault(
        "imap-threadid-changes",
        "rfc8474/threadid-immutable",
        "The THREADID changes with the flags.",
    ),
    fault(
        "imap-preview-longish",
        "rfc8970/about-200",
        "Previews may have 250 characters.",
    ),
    fault(
        "imap-preview-changes",
        "rfc8970/same-string",
        "The preview of a message is another each time.",
    ),
    fault(
        "imap-preview-markup",
        "rfc8970/without-markup",
        "Previews have tags.",
    ),
    fault(
        "imap-preview-latin-1",
        "rfc8970/utf-8",
        "Previews are in ISO 8859-1.",
    ),
    fault(
        "imap-search-threadid-all",
        "rfc8474/search-threadid",
        "SEARCH THREADID finds all messages.",
    ),
    fault(
        "imap-search-savedbefore-internal",
        "rfc8514/savedbefore",
        "SAVEDBEFORE goes by the internal date.",
    ),
    fault(
        "imap-search-savedon-internal",
        "rfc8514/savedon",
        "SAVEDON goes by the internal date.",
    ),
    fault(
        "imap-search-savedsince-internal",
        "rfc8514/savedsince",
        "SAVEDSINCE goes by the internal date.",
    ),
    fault(
        "imap-search-emailid-none",
        "rfc8474/search-emailid",
        "SEARCH EMAILID finds nothing.",
    ),
    fault(
        "imap-search-emailid-any-case",
        "rfc8474/search-emailid-case",
        "SEARCH EMAILID does not look at the case of letters.",
    ),
    fault(
        "imap-condstore-silently",
        "rfc7162/enabling-sends-highestmodseq",
        "The command that enables CONDSTORE does not return HIGHESTMODSEQ.",
    ),
    fault(
        "imap-append-utf8-refused",
        "rfc6855/append-utf8",
        "APPEND refuses UTF8 data.",
    ),
    fault(
        "imap-catenate-utf8-refused",
        "rfc6855/catenate-utf8",
        "CATENATE refuses UTF8 data.",
    ),
    fault(
        "imap-unauthenticate-no",
        "rfc8437/never-no",
        "UNAUTHENTICATE is answered with NO when a mailbox is selected.",
    ),
    fault(
        "imap-unauthenticate-keeps-condstore",
        "rfc8437/condstore-reset",
        "UNAUTHENTICATE leaves CONDSTORE switched on.",
    ),
    fault(
        "imap-unauthenticate-keeps-notify",
        "rfc8437/notify-cancelled",
        "UNAUTHENTICATE leaves what NOTIFY has asked for.",
    ),
    fault(
        "imap-unauthenticate-closes",
        "rfc8437/login-again",
        "UNAUTHENTICATE closes the connection.",
    ),
    fault(
        "imap-namespace-other-delimiter",
        "rfc2342/delimiter",
        "NAMESPACE tells another delimiter than LIST.",
    ),
    fault(
        "imap-enable-undoes",
        "rfc5161/additive",
        "ENABLE undoes what the one before it has enabled.",
    ),
    fault(
        "imap-metadata-special-use-untied",
        "rfc6154/metadata-tied",
        "/private/specialuse has nothing to do with the special use.",
    ),
    fault(
        "imap-metadata-any-special-use",
        "rfc6154/metadata-checked",
        "SETMETADATA takes any value of /private/specialuse.",
    ),
];
