//! The deviations in sessions, states and mailboxes. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const MAILBOXES: &[FaultInfo] = &[
    fault(
        "imap-uidvalidity-changes",
        "rfc3501/uid-kept-between-sessions",
        "Every SELECT and EXAMINE gives the mailbox a new UIDVALIDITY.",
    ),
    fault(
        "imap-failed-select-stays-selected",
        "rfc3501/select-deselects-first",
        "After a SELECT that fails, the mailbox before it is still selected.",
    ),
    fault(
        "imap-response-code-without-brackets",
        "rfc3501/examine-read-only-code",
        "Response codes of tagged replies are written without brackets.",
    ),
    fault(
        "imap-response-code-without-space",
        "rfc3501/response-code-grammar",
        "The text follows the response codes of tagged replies without a space.",
    ),
    fault(
        "imap-examine-writes",
        "rfc3501/examine-changes-nothing",
        "A mailbox opened by EXAMINE can be changed.",
    ),
    fault(
        "imap-close-does-not-expunge",
        "rfc3501/close-expunges",
        "CLOSE leaves messages marked \\Deleted where they are.",
    ),
    fault(
        "imap-exists-not-sent",
        "rfc3501/exists-on-change",
        "New messages are not told by EXISTS.",
    ),
    fault(
        "imap-select-nonexistent-ok",
        "rfc3501/select-nonexistent-no",
        "SELECT of a mailbox that does not exist selects INBOX.",
    ),
    fault(
        "imap-case-sensitive-inbox",
        "rfc3501/inbox-any-case",
        "INBOX is found in upper case only.",
    ),
    fault(
        "imap-uidnext-ahead",
        "rfc3501/uidnext-is-lower-bound",
        "UIDNEXT is one too large.",
    ),
    fault(
        "imap-noop-not-reporting-other-session",
        "rfc3501/noop-reports-changes",
        "NOOP does not tell what other sessions have done.",
    ),
    fault(
        "imap-login-accepts-any-password",
        "rfc3501/login-wrong-no",
        "LOGIN takes any password of an account that exists.",
    ),
    fault(
        "imap-recent-not-sent",
        "rfc3501/recent-on-change",
        "EXISTS for new messages comes without RECENT.",
    ),
    fault(
        "imap-select-expunges",
        "rfc3501/select-no-implicit-expunge",
        "SELECT expunges the mailbox that was selected before.",
    ),
    fault(
        "imap-failed-select-logs-out",
        "rfc3501/failed-select-authenticated",
        "After a SELECT that fails nobody is logged in.",
    ),
    fault(
        "imap-examine-clears-recent",
        "rfc3501/examine-keeps-recent",
        "EXAMINE takes \\Recent from the messages.",
    ),
    fault(
        "imap-select-without-flags",
        "rfc3501/select-flags",
        "SELECT sends no FLAGS.",
    ),
    fault(
        "imap-select-without-exists",
        "rfc3501/select-exists",
        "SELECT sends no EXISTS.",
    ),
    fault(
        "imap-select-without-recent",
        "rfc3501/select-recent",
        "SELECT sends no RECENT.",
    ),
    fault(
        "imap-select-without-uidvalidity",
        "rfc3501/select-uidvalidity",
        "SELECT does not tell the UIDVALIDITY.",
    ),
    fault(
        "imap-examine-says-read-write",
        "rfc3501/examine-read-only-code",
        "EXAMINE says READ-WRITE.",
    ),
    fault(
        "imap-create-existing-ok",
        "rfc3501/create-existing-no",
        "CREATE of a mailbox that exists is answered with OK.",
    ),
    fault(
        "imap-uidvalidity-always-one",
        "rfc3501/create-again-new-uids",
        "Every mailbox that is created has the UIDVALIDITY 1.",
    ),
    fault(
        "imap-delete-nonexistent-ok",
        "rfc3501/delete-nonexistent-no",
        "DELETE of a mailbox that does not exist is answered with OK.",
    ),
    fault(
        "imap-delete-unsubscribes",
        "rfc3501/subscription-outlives-mailbox",
        "DELETE takes the name off the subscriptions.",
    ),
    fault(
        "imap-delete-takes-inferiors",
        "rfc3501/delete-keeps-inferiors",
        "DELETE removes the names below, too.",
    ),
    fault(
        "imap-rename-over-existing",
        "rfc3501/rename-to-existing-no",
        "RENAME to a name that exists replaces that mailbox.",
    ),
    fault(
        "imap-rename-leaves-inferiors",
        "rfc3501/rename-inferiors",
        "RENAME does not rename what is below.",
    ),
    fault(
        "imap-rename-keeps-old-name",
        "rfc3501/rename-renames",
        "After RENAME there is a mailbox under the old name, too.",
    ),
    fault(
        "imap-subscribe-forgets",
        "rfc3501/subscribe-shows-in-lsub",
        "SUBSCRIBE is answered with OK and does nothing.",
    ),
    fault(
        "imap-unsubscribe-forgets",
        "rfc3501/unsubscribe-removes",
        "UNSUBSCRIBE is answered with OK and does nothing.",
    ),
    fault(
        "imap-status-nonexistent-ok",
        "rfc3501/status-nonexistent-no",
        "STATUS of a mailbox that does not exist is answered with OK.",
    ),
    fault(
        "imap-status-closes",
        "rfc3501/status-keeps-selection",
        "STATUS closes the selected mailbox.",
    ),
    fault(
        "imap-status-clears-recent",
        "rfc3501/status-keeps-recent",
        "STATUS takes \\Recent from the messages.",
    ),
    fault(
        "imap-status-counts-one-more",
        "rfc3501/status-values",
        "STATUS counts one message more than there is.",
    ),
    fault(
        "imap-unselect-expunges",
        "rfc3691/no-expunge",
        "UNSELECT expunges like CLOSE.",
    ),
    fault(
        "imap-unselect-stays-selected",
        "rfc3691/back-to-authenticated",
        "UNSELECT leaves the mailbox selected.",
    ),
    fault(
        "imap-close-expunges-examined",
        "rfc3501/close-read-only-keeps",
        "CLOSE expunges a mailbox that was opened by EXAMINE.",
    ),
    fault(
        "imap-close-tells",
        "rfc3501/close-silent",
        "CLOSE sends EXPUNGE responses.",
    ),
    fault(
        "imap-list-reference-ignored",
        "rfc3501/list-reference-prefix",
        "LIST takes no notice of the reference.",
    ),
    fault(
        "imap-list-percent-like-star",
        "rfc3501/list-percent-stops-at-delimiter",
        "% in a pattern matches what * matches.",
    ),
    fault(
        "imap-list-star-like-percent",
        "rfc3501/list-star-crosses-levels",
        "* in a pattern matches what % matches.",
    ),
    fault(
        "imap-list-everything",
        "rfc3501/list-returns-matching-only",
        "LIST returns all names, whatever the pattern.",
    ),
    fault(
        "imap-list-root-silent",
        "rfc3501/list-delimiter-request",
        "LIST with an empty name returns nothing.",
    ),
    fault(
        "imap-lsub-without-superiors",
        "rfc3501/lsub-percent-noselect",
        "LSUB with % returns no parents of subscribed names.",
    ),
    fault(
        "imap-bad-closes-mailbox",
        "rfc3501/rejected-keeps-state",
        "A command that is answered with BAD closes the mailbox.",
    ),
    fault(
        "imap-unknown-command-ok",
        "rfc3501/unknown-command-is-bad",
        "A command that is not known is answered with OK.",
    ),
    fault(
        "imap-second-login-ok",
        "rfc3501/no-way-back-to-not-authenticated",
        "LOGIN is accepted again after login.",
    ),
    fault(
        "imap-nothing-selected-ok",
        "rfc3501/wrong-state-refused",
        "Commands that need a mailbox are answered with OK when there is none.",
    ),
    fault(
        "imap-noop-no",
        "rfc3501/noop-always-succeeds",
        "NOOP without a selected mailbox is answered with NO.",
    ),
    fault(
        "imap-bad-ends-connection",
        "rfc9051/close-without-bye",
        "A command that is answered with BAD ends the connection without BYE.",
    ),
    fault(
        "imap-experimental-unasked",
        "rfc3501/x-responses-only-on-request",
        "SELECT brings a response whose name begins with X.",
    ),
    fault(
        "imap-namespace-extension-without-x",
        "rfc2342/extensions-with-x",
        "NAMESPACE has an extension that no standard defines and that has no X- in front.",
    ),
    fault(
        "imap-logout-without-bye",
        "rfc3501/logout-bye-then-ok",
        "LOGOUT is answered without BYE.",
    ),
    fault(
        "imap-logout-stays-open",
        "rfc3501/logout-closes",
        "The connection stays open after LOGOUT.",
    ),
    fault(
        "imap-tag-cut-at-bracket",
        "rfc3501/one-result-per-command-tags",
        "A tag comes back without what stands from a bracket on.",
    ),
    fault(
        "imap-idle-silent",
        "rfc2177/pushes-changes",
        "Nothing is told during IDLE.",
    ),
    fault(
        "imap-capability-without-rev1",
        "rfc3501/capability-lists-imap4rev1",
        "CAPABILITY does not name IMAP4rev1.",
    ),
    fault(
        "imap-starttls-twice",
        "rfc9051/starttls-not-listed-after",
        "STARTTLS is announced under TLS still.",
    ),
    fault(
        "imap-bad-base64-accepted",
        "rfc3501/authenticate-bad-base64",
        "A response that is not base64 is answered with OK.",
    ),
    fault(
        "imap-authenticate-cancel-ok",
        "rfc3501/authenticate-cancel-bad",
        "A cancelled AUTHENTICATE is answered with OK.",
    ),
    fault(
        "imap-enable-silent",
        "rfc5161/enabled-response",
        "ENABLE sends no ENABLED.",
    ),
    fault(
        "imap-permanentflags-beyond-flags",
        "rfc3501/permanentflags-are-known-flags",
        "PERMANENTFLAGS names a keyword that FLAGS does not have.",
    ),
    fault(
        "imap-uidvalidity-falls",
        "rfc3501/uid-change-shows-in-uidvalidity",
        "SELECT shows a UIDVALIDITY that is smaller each time.",
    ),
    fault(
        "imap-enabled-says-more",
        "rfc5161/only-newly-enabled",
        "ENABLED names an extension that nobody asked for.",
    ),
    fault(
        "imap-enable-changes-capability",
        "rfc5161/capability-unchanged",
        "Once something is enabled, CAPABILITY leaves out ENABLE.",
    ),
    fault(
        "imap-capability-code-differs",
        "rfc3501/capability-code-is-the-list",
        "The CAPABILITY code of the greeting lacks the last capability.",
    ),
    fault("imap-uidnext-zero", "rfc3501/nz-uid", "UIDNEXT is 0."),
    fault(
        "imap-haschildren-without-code",
        "rfc9051/delete-haschildren-code",
        "DELETE that fails for the names below has no HASCHILDREN.",
    ),
    fault(
        "imap-result-twice",
        "rfc3501/one-result-per-command",
        "NOOP has two tagged results.",
    ),
    fault(
        "imap-utf8-unasked",
        "rfc9051/utf8-quoted-only-when-enabled",
        "Strings go out as UTF-8 to everybody.",
    ),
    fault(
        "imap-imap4-last",
        "rfc9051/ehlo-imap4-first",
        "IMAP4 is announced as the last capability.",
    ),
    fault(
        "imap-login-unavailable",
        "rfc5530/unavailable-only-when-down",
        "A wrong password is answered with UNAVAILABLE.",
    ),
    fault(
        "imap-login-ok-authenticationfailed",
        "rfc5530/authenticationfailed-only-on-failure",
        "A login that succeeds has AUTHENTICATIONFAILED.",
    ),
    fault(
        "imap-login-authorizationfailed",
        "rfc5530/authorizationfailed-needs-two-identities",
        "A wrong password is answered with AUTHORIZATIONFAILED.",
    ),
    fault(
        "imap-login-expired",
        "rfc5530/expired-only-when-expired",
        "A wrong password is answered with EXPIRED.",
    ),
    fault(
        "imap-login-privacyrequired",
        "rfc5530/privacyrequired-not-under-tls",
        "A wrong password is answered with PRIVACYREQUIRED.",
    ),
    fault(
        "imap-login-tells-users",
        "rfc5530/login-codes-tell-no-user",
        "LOGIN of an unknown user is answered with NONEXISTENT.",
    ),
    fault(
        "imap-delete-inuse",
        "rfc5530/inuse-only-when-in-use",
        "DELETE that fails is answered with INUSE.",
    ),
    fault(
        "imap-fetch-expungeissued",
        "rfc5530/expungeissued-only-after-expunge",
        "FETCH that succeeds has EXPUNGEISSUED.",
    ),
    fault(
        "imap-status-clientbug",
        "rfc5530/clientbug-not-without-bug",
        "STATUS that succeeds has CLIENTBUG.",
    ),
    fault(
        "imap-create-cannot",
        "rfc5530/cannot-only-when-never",
        "CREATE that fails is answered with CANNOT.",
    ),
    fault(
        "imap-create-limit",
        "rfc5530/limit-only-at-a-limit",
        "CREATE that fails is answered with LIMIT.",
    ),
    fault(
        "imap-append-overquota",
        "rfc5530/overquota-only-over-quota",
        "APPEND that fails is answered with OVERQUOTA.",
    ),
    fault(
        "imap-rename-alreadyexists",
        "rfc5530/alreadyexists-only-when-it-exists",
        "RENAME that fails is answered with ALREADYEXISTS.",
    ),
    fault(
        "imap-create-nonexistent",
        "rfc5530/nonexistent-only-when-missing",
        "CREATE that fails is answered with NONEXISTENT.",
    ),
    fault(
        "imap-list-children-brings-names",
        "rfc9051/list-return-adds-no-names",
        "With RETURN (CHILDREN) the names below are listed, too.",
    ),
    fault(
        "imap-list-status-for-noselect",
        "rfc9051/list-status-not-without-access",
        "LIST-STATUS has a STATUS response for names that cannot be selected.",
    ),
    fault(
        "imap-list-odd-pattern-no",
        "rfc9051/list-odd-pattern-ok",
        "LIST with a pattern that no name can match is answered with NO.",
    ),
];
