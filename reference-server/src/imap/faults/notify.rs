//! The deviations of NOTIFY. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const NOTIFY: &[FaultInfo] = &[
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
        "imap-notify-own-changes-told",
        "rfc5465/own-changes-not-told",
        "The client is told of what it has done itself.",
    ),
    fault(
        "imap-notify-own-append-fetched",
        "rfc5465/own-append-not-fetched",
        "A message that the client has appended is told by FETCH.",
    ),
    fault(
        "imap-notify-flags-silent",
        "rfc5465/flag-status-modseq",
        "Changed flags in other mailboxes are not told.",
    ),
    fault(
        "imap-notify-flags-without-uid",
        "rfc5465/selected-flags-with-uid",
        "Changed flags in the selected mailbox are told without the UID.",
    ),
    fault(
        "imap-notify-delayed-at-once",
        "rfc5465/selected-delayed-waits",
        "SELECTED-DELAYED tells expunges at once.",
    ),
    fault(
        "imap-notify-set-adds",
        "rfc5465/set-replaces",
        "NOTIFY SET adds to what was asked for.",
    ),
    fault(
        "imap-notify-subscribed-fixed",
        "rfc5465/subscribed-reevaluated",
        "SUBSCRIBED is what was subscribed to at the time of the command.",
    ),
    fault(
        "imap-notify-wildcards-expanded",
        "rfc5465/no-wildcards",
        "A name that ends in a wildcard stands for all that begins like it.",
    ),
    fault(
        "imap-notify-children-told",
        "rfc5465/renamed-children-not-told",
        "Mailboxes below a renamed one are told, too.",
    ),
    fault(
        "imap-notify-removed-annotation-silent",
        "rfc5465/metadata-deleted-told",
        "A removed annotation is not told.",
    ),
    fault(
        "imap-notify-no-access-silent",
        "rfc5465/noaccess-told",
        "A mailbox that may not be read is passed over.",
    ),
    fault(
        "imap-notify-subtree-without-below",
        "rfc5465/subtree-includes-below",
        "SUBTREE is the named mailbox only.",
    ),
    fault(
        "imap-notify-mailboxes-with-below",
        "rfc5465/mailboxes-named-only",
        "MAILBOXES is what is below, too.",
    ),
    fault(
        "imap-notify-selected-unasked",
        "rfc5465/without-selected-silent",
        "Messages of the selected mailbox are told without SELECTED.",
    ),
    fault(
        "imap-notify-selected-by-status",
        "rfc5465/selected-overrides-names",
        "A selected mailbox that is named is told by STATUS as well.",
    ),
    fault(
        "imap-notify-parent-silent",
        "rfc5465/parent-affected",
        "The mailbox above a created one is not told.",
    ),
    fault(
        "imap-notify-after-lost-access",
        "rfc5465/acl-stops",
        "A mailbox that may no longer be read is still watched.",
    ),
    fault(
        "imap-notify-rights-silent",
        "rfc5465/acl-is-creation",
        "A revoked l right is not told.",
    ),
    fault(
        "imap-notify-selected-twice-ok",
        "rfc5465/selected-once",
        "SELECTED and SELECTED-DELAYED are both taken.",
    ),
    fault(
        "imap-notify-flags-alone-ok",
        "rfc5465/flag-needs-new-and-expunge",
        "FlagChange alone is taken.",
    ),
    fault(
        "imap-notify-new-alone-ok",
        "rfc5465/new-and-expunge-together",
        "MessageNew alone is taken.",
    ),
    fault(
        "imap-notify-selected-names-ok",
        "rfc5465/selected-messages-only",
        "Events of names are taken for the selected mailbox.",
    ),
    fault(
        "imap-notify-bare-ok",
        "rfc5465/syntax-bad",
        "NOTIFY without an argument is taken.",
    ),
    fault(
        "imap-notify-metadata-unsupported",
        "rfc5465/mailbox-metadata-supported",
        "MailboxMetadataChange is refused.",
    ),
    fault(
        "imap-notify-server-metadata-unsupported",
        "rfc5465/server-metadata-supported",
        "ServerMetadataChange is refused.",
    ),
    fault(
        "imap-notify-unknown-event-bad",
        "rfc5465/unsupported-event-no",
        "An unknown event is answered with BAD.",
    ),
    fault(
        "imap-notify-without-badevent",
        "rfc5465/badevent-code",
        "An unknown event is refused without BADEVENT.",
    ),
    fault(
        "imap-notify-badevent-some",
        "rfc5465/badevent-lists-all",
        "BADEVENT names some events only.",
    ),
    fault(
        "imap-notify-none-ignored",
        "rfc5465/none-silences",
        "NOTIFY NONE changes nothing.",
    ),
    fault(
        "imap-notify-set-without-noop",
        "rfc5465/set-implies-noop",
        "NOTIFY SET does not return what has happened to the selected mailbox.",
    ),
    fault(
        "imap-notify-status-silent",
        "rfc5465/status-indicator",
        "NOTIFY SET STATUS returns no STATUS.",
    ),
    fault(
        "imap-notify-status-without-uidnext",
        "rfc5465/status-items-new",
        "The STATUS of NOTIFY SET STATUS has no UIDNEXT.",
    ),
    fault(
        "imap-notify-status-without-modseq",
        "rfc5465/status-items-flags",
        "The STATUS of NOTIFY SET STATUS has no HIGHESTMODSEQ.",
    ),
    fault(
        "imap-notify-expunge-silent",
        "rfc5465/other-expunge-status",
        "Of expunged messages in other mailboxes nothing is told.",
    ),
    fault(
        "imap-notify-change-without-modseq",
        "rfc5465/other-mailbox-modseq",
        "The STATUS of a change has no HIGHESTMODSEQ.",
    ),
    fault(
        "imap-notify-created-silent",
        "rfc5465/name-created",
        "Created mailboxes are not told.",
    ),
    fault(
        "imap-notify-deleted-silent",
        "rfc5465/name-deleted",
        "Deleted mailboxes are not told.",
    ),
    fault(
        "imap-notify-renamed-without-oldname",
        "rfc5465/name-renamed",
        "A renamed mailbox is told without OLDNAME.",
    ),
    fault(
        "imap-notify-subscribed-unmarked",
        "rfc5465/subscription-told",
        "A new subscription is told without \\Subscribed.",
    ),
    fault(
        "imap-notify-anybody",
        "rfc5465/authenticated-only",
        "NOTIFY is taken before login.",
    ),
    fault(
        "imap-notify-expunge-without-modseq",
        "rfc5465/other-expunge-modseq",
        "Expunges in another mailbox are told without HIGHESTMODSEQ.",
    ),
    fault(
        "imap-notify-missing-refused",
        "rfc5465/missing-ignored",
        "NOTIFY with a name that no mailbox has is refused.",
    ),
];
