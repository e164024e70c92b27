//! The deviations in ID, METADATA, QUOTA, COMPRESS, REPLACE, OBJECTID and UNAUTHENTICATE that break one
//! small clause each. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const SMALL: &[FaultInfo] = &[
    fault(
        "imap-id-list-refused",
        "rfc2971/list-or-nil",
        "ID with a list is answered with BAD.",
    ),
    fault(
        "imap-utf8-enable-refused",
        "rfc6855/enable",
        "ENABLE UTF8=ACCEPT is answered with NO.",
    ),
    fault(
        "imap-utf8-enable-before-login",
        "rfc6855/authenticated-state",
        "ENABLE UTF8=ACCEPT before login is answered with OK.",
    ),
    fault(
        "imap-compress-lower-case-refused",
        "rfc4978/case-insensitive",
        "COMPRESS in lower case is answered with BAD.",
    ),
    fault(
        "imap-appendlimit-lower-case-dropped",
        "rfc7889/case-insensitive",
        "STATUS with appendlimit in lower case is OK without a response.",
    ),
    fault(
        "imap-appendlimit-dropped",
        "rfc7889/status-item",
        "STATUS with APPENDLIMIT is OK without a response.",
    ),
    fault(
        "imap-getquota-without-quota",
        "rfc9208/getquota-response",
        "GETQUOTA is OK without a QUOTA response.",
    ),
    fault(
        "imap-getquotaroot-silent",
        "rfc9208/getquotaroot-responses",
        "GETQUOTAROOT is OK without responses.",
    ),
    fault(
        "imap-status-deleted-storage-dropped",
        "rfc9208/status-deleted-storage",
        "STATUS with DELETED-STORAGE is OK without a response.",
    ),
    fault(
        "imap-setquota-sets-nothing",
        "rfc9208/setquota-sets",
        "SETQUOTA is OK and sets nothing.",
    ),
    fault(
        "imap-getmetadata-silent",
        "rfc5464/getmetadata-response",
        "GETMETADATA is OK without a response.",
    ),
    fault(
        "imap-setmetadata-sets-nothing",
        "rfc5464/setmetadata-sets",
        "SETMETADATA is OK and sets nothing.",
    ),
    fault(
        "imap-metadata-before-login-ok",
        "rfc5464/authenticated-only",
        "GETMETADATA before login is answered with OK.",
    ),
    fault(
        "imap-metadata-shared-refused",
        "rfc5464/shared-supported",
        "SETMETADATA refuses /shared/comment.",
    ),
    fault(
        "imap-metadata-server-refused",
        "rfc5464/server-annotations-readable",
        "GETMETADATA of the server is answered with NO.",
    ),
    fault(
        "imap-list-myrights-dropped",
        "rfc8440/list-returns-rights",
        "LIST with RETURN (MYRIGHTS) is OK without responses.",
    ),
    fault(
        "imap-quota-any-root",
        "rfc9208/getquota-unknown-root-no",
        "GETQUOTA of a root that does not exist is answered with OK.",
    ),
    fault(
        "imap-quota-new-name-refused",
        "rfc9208/getquotaroot-mailbox-need-not-exist",
        "GETQUOTAROOT refuses names that no mailbox has.",
    ),
    fault(
        "imap-quota-without-r",
        "rfc9208/getquotaroot-needs-r",
        "GETQUOTAROOT tells usage to those without the r right.",
    ),
    fault(
        "imap-quota-mailbox-fixed",
        "rfc9208/mailbox-exact",
        "The usage of MAILBOX is always 1.",
    ),
    fault(
        "imap-metadata-any-entry-name",
        "rfc5464/invalid-entry-bad",
        "An entry name that cannot be is answered with OK.",
    ),
    fault(
        "imap-metadata-names-cased",
        "rfc5464/names-any-case",
        "Entry names differ by the case of their letters.",
    ),
    fault(
        "imap-metadata-without-rights",
        "rfc5464/access-needs-rights",
        "Annotations are told and set whatever the rights.",
    ),
    fault(
        "imap-metadata-admin-set",
        "rfc5464/admin-read-only",
        "SETMETADATA of the server is OK for everybody.",
    ),
    fault(
        "imap-metadata-admin-is-text",
        "rfc5464/admin-is-uri",
        "/shared/admin is no URI.",
    ),
    fault(
        "imap-metadata-1000-at-most",
        "rfc5464/takes-1024-octets",
        "A value has 1000 octets at most.",
    ),
    fault(
        "imap-metadata-longentries-unsaid",
        "rfc5464/longentries",
        "What is larger than MAXSIZE is left out without METADATA LONGENTRIES.",
    ),
    fault(
        "imap-metadata-depth-at-least-one",
        "rfc5464/depth-zero",
        "GETMETADATA without DEPTH gives what is below, too.",
    ),
    fault(
        "imap-metadata-set-told",
        "rfc5464/no-response-to-set",
        "SETMETADATA is answered with a METADATA response.",
    ),
    fault(
        "imap-metadata-nonexistent-ok",
        "rfc5464/nonexistent-no",
        "SETMETADATA of a mailbox that does not exist is answered with OK.",
    ),
    fault(
        "imap-unauthenticate-expunges",
        "rfc8437/no-expunge",
        "UNAUTHENTICATE removes what is marked.",
    ),
    fault(
        "imap-unauthenticate-keeps-saved",
        "rfc8437/saved-result-empty",
        "UNAUTHENTICATE leaves the saved search result.",
    ),
    fault(
        "imap-unauthenticate-keeps-contexts",
        "rfc8437/contexts-cancelled",
        "UNAUTHENTICATE leaves searches being updated.",
    ),
    fault(
        "imap-unauthenticate-keeps-comparator",
        "rfc8437/comparator-reset",
        "UNAUTHENTICATE leaves the comparator.",
    ),
    fault(
        "imap-create-without-mailboxid",
        "rfc8474/create-mailboxid",
        "CREATE does not tell the MAILBOXID.",
    ),
    fault(
        "imap-replace-appends-nothing",
        "rfc8508/appends-new",
        "REPLACE stores no new message.",
    ),
    fault(
        "imap-replace-expunges-all",
        "rfc8508/only-that-message",
        "REPLACE removes all that is marked.",
    ),
    fault(
        "imap-replace-inherits-flags",
        "rfc8508/no-inheritance",
        "The new message has the flags of the one that it replaces.",
    ),
    fault(
        "imap-replace-removes-first",
        "rfc8508/failure-keeps-old",
        "REPLACE removes the old message even when it fails.",
    ),
    fault(
        "imap-replace-without-trycreate",
        "rfc8508/trycreate",
        "REPLACE into a mailbox that does not exist is refused without TRYCREATE.",
    ),
    fault(
        "imap-replace-uid-is-number",
        "rfc8508/uid-form",
        "UID REPLACE takes its number as a sequence number.",
    ),
    fault(
        "imap-replace-misread-ok",
        "rfc8508/one-number",
        "REPLACE that cannot be read is answered with OK.",
    ),
    fault(
        "imap-id-without-argument-ok",
        "rfc2971/argument-bad",
        "ID without an argument is answered with OK.",
    ),
    fault(
        "imap-unauthenticate-argument-ok",
        "rfc8437/arguments-bad",
        "UNAUTHENTICATE with an argument is answered with OK.",
    ),
    fault(
        "imap-compress-bare-ok",
        "rfc4978/without-argument-bad",
        "COMPRESS without an algorithm is answered with OK.",
    ),
    fault(
        "imap-getquota-bare-ok",
        "rfc9208/argument-errors-bad",
        "GETQUOTA without a root is answered with OK.",
    ),
    fault(
        "imap-list-myrights-first",
        "rfc8440/rights-after-list",
        "LIST with RETURN (MYRIGHTS) sends a mailbox's rights before its LIST response.",
    ),
    fault(
        "imap-metadata-lost-by-rename",
        "rfc5464/rename-moves",
        "A mailbox that is renamed loses its annotations.",
    ),
    fault(
        "imap-status-deleted-is-messages",
        "rfc9208/status-deleted",
        "STATUS DELETED counts all messages.",
    ),
    fault(
        "imap-mailboxid-of-name",
        "rfc8474/rename-keeps-mailboxid",
        "The MAILBOXID changes with the name.",
    ),
    fault(
        "imap-status-size-word",
        "rfc8438/size-number",
        "STATUS SIZE is no number.",
    ),
    fault(
        "imap-utf8-charset-taken",
        "rfc6855/charset-refused",
        "SEARCH takes a charset after ENABLE UTF8=ACCEPT.",
    ),
    fault(
        "imap-quota-limit-word",
        "rfc9208/limit-integer",
        "The limits in QUOTA are no numbers.",
    ),
    fault(
        "imap-compress-refused-compresses",
        "rfc4978/refused-stays-plain",
        "After a COMPRESS that was refused the server compresses.",
    ),
    fault(
        "imap-id-denies-service",
        "rfc2971/service-not-denied",
        "Who has said ID is logged in no more.",
    ),
    fault(
        "imap-replace-quota-gross",
        "rfc8508/quota-net",
        "REPLACE needs room for the whole new message.",
    ),
    fault(
        "imap-objectid-lower-case-refused",
        "rfc8474/case-insensitive",
        "FETCH refuses emailid in lower case.",
    ),
    fault(
        "imap-unauthenticate-next-refused",
        "rfc8437/pipelined-authenticate",
        "The command after UNAUTHENTICATE is answered with BAD.",
    ),
];
