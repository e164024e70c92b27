//! The deviations in SASL, METADATA, QRESYNC, NOTIFY, ACL and QUOTA. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const ACCESS: &[FaultInfo] = &[
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
        "imap-notify-silent",
        "rfc5465/other-mailbox-status",
        "NOTIFY tells nothing of mailboxes that are not selected.",
    ),
    fault(
        "imap-update-without-items",
        "rfc5465/update-items",
        "UPDATE takes data items and fetches nothing.",
    ),
    fault(
        "imap-notify-lost-access-silent",
        "rfc5465/lost-access-told",
        "NOTIFY tells nothing when the rights to a mailbox are lost.",
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
];
