//! The deviations in SASL, METADATA, QRESYNC, ACL and QUOTA. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const ACCESS: &[FaultInfo] = &[
    fault(
        "imap-capability-after-failed-login",
        "rfc3501/capability-code-is-the-list",
        "Once a login has failed, CAPABILITY leaves out ENABLE.",
    ),
    fault(
        "imap-authenticate-cancel-ignored",
        "rfc3501/authenticate-cancel-bad",
        "A line of * in AUTHENTICATE is answered with another challenge.",
    ),
    fault(
        "imap-metadata-maxsize-ignored",
        "rfc5464/maxsize-limits",
        "GETMETADATA with MAXSIZE gives values that are larger.",
    ),
    fault(
        "imap-metadata-nil-keeps",
        "rfc5464/nil-removes",
        "SETMETADATA with NIL leaves the value as it was.",
    ),
    fault(
        "imap-metadata-depth-endless",
        "rfc5464/depth-one",
        "GETMETADATA with DEPTH 1 gives entries at any depth.",
    ),
    fault(
        "imap-vanished-without-earlier",
        "rfc7162/select-vanished-earlier",
        "VANISHED after SELECT with QRESYNC is without EARLIER.",
    ),
    fault(
        "imap-unchangedsince-ignored",
        "rfc7162/unchangedsince-checked",
        "STORE stores whatever UNCHANGEDSINCE says.",
    ),
    fault(
        "imap-acl-not-enforced",
        "rfc4314/rights-checked-before-command",
        "Commands are carried out whatever the access control list says.",
    ),
    fault(
        "imap-acl-unknown-right-ignored",
        "rfc4314/setacl-unknown-right-bad",
        "SETACL leaves out rights that it does not know.",
    ),
    fault(
        "imap-acl-minus-replaces",
        "rfc4314/setacl-minus-removes",
        "SETACL with - replaces the rights by those that were to be removed.",
    ),
    fault(
        "imap-acl-without-obsolete-rights",
        "rfc4314/virtual-rights-shown",
        "ACL and MYRIGHTS responses are without the virtual rights c and d.",
    ),
    fault(
        "imap-quota-counts-inbox-only",
        "rfc9208/message-exact",
        "The usage of MESSAGE counts INBOX only.",
    ),
    fault(
        "imap-setquota-keeps-others",
        "rfc9208/setquota-discards-others",
        "SETQUOTA leaves limits that it does not name as they were.",
    ),
    fault(
        "imap-overquota-without-code",
        "rfc9208/overquota-code",
        "APPEND and COPY over the quota are refused without OVERQUOTA.",
    ),
    fault(
        "imap-deleteacl-keeps",
        "rfc4314/deleteacl-removes",
        "DELETEACL is answered with OK and does nothing.",
    ),
    fault(
        "imap-listrights-without-virtual",
        "rfc4314/virtual-rights-in-listrights",
        "LISTRIGHTS is without the virtual rights c and d.",
    ),
    fault(
        "imap-listrights-twice",
        "rfc4314/listrights-no-right-twice",
        "LISTRIGHTS names the first optional right twice.",
    ),
    fault(
        "imap-acl-d-ignored",
        "rfc4314/virtual-d-in-list-means-members",
        "SETACL takes d and gives nothing for it.",
    ),
    fault(
        "imap-acl-c-ignored",
        "rfc4314/virtual-c-in-list-means-members",
        "SETACL takes c and gives nothing for it.",
    ),
    fault(
        "imap-acl-not-inherited",
        "rfc4314/create-inherits",
        "A new mailbox is its owner's alone, whatever the one above says.",
    ),
    fault(
        "imap-acl-lost-by-rename",
        "rfc4314/rename-keeps-acl",
        "RENAME makes the mailbox its owner's alone.",
    ),
    fault(
        "imap-acl-read-only-without-write",
        "rfc4314/read-write-with-change",
        "SELECT is READ-ONLY without the w right.",
    ),
    fault(
        "imap-metadata-lost-with-inbox",
        "rfc5464/rename-of-inbox-copies",
        "What INBOX is renamed to has none of its annotations.",
    ),
    fault(
        "imap-metadata-infinity-is-one",
        "rfc5464/depth-infinity",
        "DEPTH infinity gives what is immediately below only.",
    ),
    fault(
        "imap-metadata-first-entry-only",
        "rfc5464/getmetadata-list",
        "GETMETADATA looks at the first of several entries only.",
    ),
    fault(
        "imap-metadata-nine-at-most",
        "rfc5464/takes-ten",
        "A mailbox takes nine annotations.",
    ),
    fault(
        "imap-metadata-unasked",
        "rfc5464/unsolicited-only-enabled",
        "NOOP tells the name of an annotation of the selected mailbox.",
    ),
    fault(
        "imap-quota-mailbox-unannounced",
        "rfc9208/resources-announced",
        "MAILBOX is limited and QUOTA=RES-MAILBOX not announced.",
    ),
    fault(
        "imap-appenduid-unreadable",
        "rfc9051/append-no-appenduid-unreadable",
        "APPEND tells the UID in a mailbox that may not be read.",
    ),
    fault(
        "imap-copyuid-unreadable",
        "rfc9051/copy-no-copyuid-unreadable",
        "COPY tells the UIDs in a mailbox that may not be read.",
    ),
    fault(
        "imap-list-without-lookup",
        "rfc4314/list-needs-lookup",
        "LIST shows mailboxes of other users, whatever the rights.",
    ),
    fault(
        "imap-list-refuses-nothing-found",
        "rfc4314/list-never-no",
        "LIST that finds nothing is answered with NO.",
    ),
    fault(
        "imap-acl-tells-existence",
        "rfc4314/nonexistent-alike",
        "A mailbox that may not be looked up is refused with NOPERM.",
    ),
    fault(
        "imap-select-tells-existence",
        "rfc5530/select-codes-tell-no-mailbox",
        "SELECT of a mailbox that may not be looked up is refused with NOPERM.",
    ),
    fault(
        "imap-acl-commands-without-a",
        "rfc4314/acl-commands-need-a",
        "ACL commands need the l right only.",
    ),
    fault(
        "imap-metadata-private-shown",
        "rfc5464/private-is-per-user",
        "Private annotations of the mailbox's owner are told to everybody.",
    ),
    fault(
        "imap-metadata-set-partly",
        "rfc5464/all-or-none",
        "Of annotations of the server, those that may be set are set when the others are refused.",
    ),
    fault(
        "imap-setquota-without-a",
        "rfc9208/setquota-needs-a",
        "SETQUOTA is carried out for everybody who sees the root.",
    ),
    fault(
        "imap-metadata-change-silent",
        "rfc5464/unsolicited-sent",
        "After ENABLE METADATA nothing is told of annotations that others change.",
    ),
    fault(
        "imap-metadata-change-with-values",
        "rfc5464/unsolicited-names-only",
        "After ENABLE METADATA the values of changed annotations are told, too.",
    ),
    fault(
        "imap-unauthenticate-keeps-metadata",
        "rfc8437/enabled-extensions-reset",
        "UNAUTHENTICATE leaves METADATA enabled.",
    ),
    fault(
        "imap-initial-response-ignored",
        "rfc4959/initial-response",
        "AUTHENTICATE asks for a response that is there already.",
    ),
    fault(
        "imap-equals-sign-is-absent",
        "rfc4959/equals-sign-is-empty",
        "An initial response of = is taken as none.",
    ),
    fault(
        "imap-initial-response-not-base64-no",
        "rfc4959/bad-base64-bad",
        "An initial response that is not base64 is answered with NO.",
    ),
    fault(
        "imap-authenticate-needs-initial-response",
        "rfc4959/without-still-works",
        "AUTHENTICATE without an initial response is refused.",
    ),
];
