//! The deviations of LIST with its extensions, and of LANGUAGE. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const LISTS: &[FaultInfo] = &[
    fault(
        "imap-list-empty-pattern-root",
        "rfc5258/empty-among-several",
        "An empty pattern among others returns the root.",
    ),
    fault(
        "imap-list-return-adds",
        "rfc5258/return-adds-no-names",
        "RETURN (SUBSCRIBED) lists names without a mailbox.",
    ),
    fault(
        "imap-list-lists-subscriptions",
        "rfc5258/nonexistent-not-listed",
        "An extended LIST lists names without a mailbox.",
    ),
    fault(
        "imap-list-subscribed-lists-all",
        "rfc5258/subscribed-exact",
        "LIST (SUBSCRIBED) lists all mailboxes.",
    ),
    fault(
        "imap-list-recursivematch-ignored",
        "rfc5258/recursivematch-childinfo",
        "RECURSIVEMATCH adds no superiors.",
    ),
    fault(
        "imap-list-superiors-unasked",
        "rfc5258/childinfo-only-recursive",
        "LIST (SUBSCRIBED) lists superiors as RECURSIVEMATCH does.",
    ),
    fault(
        "imap-list-childinfo-not-beside",
        "rfc5258/childinfo-beside-subscribed",
        "A subscribed superior has no CHILDINFO.",
    ),
    fault(
        "imap-list-childinfo-always",
        "rfc5258/childinfo-accurate",
        "With RECURSIVEMATCH each name has CHILDINFO.",
    ),
    fault(
        "imap-list-plain-childinfo",
        "rfc5258/no-extended-data-unasked",
        "A plain LIST has CHILDINFO.",
    ),
    fault(
        "imap-list-subscribed-everywhere",
        "rfc5258/unsubscribed-unmarked",
        "Every name is marked as subscribed.",
    ),
    fault(
        "imap-list-names-twice",
        "rfc5258/one-response",
        "Every name is listed twice.",
    ),
    fault(
        "imap-list-pattern-by-pattern",
        "rfc5258/several-patterns-once",
        "A name is listed for each pattern that it matches.",
    ),
    fault(
        "imap-list-nonexistent-unmarked",
        "rfc5258/subscribed-nonexistent",
        "Names without a mailbox are not marked.",
    ),
    fault(
        "imap-list-all-nonexistent",
        "rfc5258/nonexistent-accurate",
        "Every name is marked as having no mailbox.",
    ),
    fault(
        "imap-list-children-unsaid",
        "rfc5258/return-children",
        "Nothing is said about inferiors.",
    ),
    fault(
        "imap-list-status-of-superiors",
        "rfc5819/not-for-childinfo",
        "STATUS comes for names that are listed for their inferiors.",
    ),
    fault(
        "imap-list-status-of-nothing",
        "rfc5819/not-selectable",
        "STATUS comes for names that cannot be selected.",
    ),
    fault(
        "imap-list-noselect-missing",
        "rfc5819/noselect-shown",
        "A mailbox that may not be read is listed as if it could be selected.",
    ),
    fault(
        "imap-list-status-first-item",
        "rfc5819/items",
        "STATUS in LIST has its first item only.",
    ),
    fault(
        "imap-list-status-before-list",
        "rfc5819/status-after-list",
        "STATUS comes before LIST.",
    ),
    fault(
        "imap-language-needs-login",
        "rfc5255/language-all-states",
        "LANGUAGE is refused before login.",
    ),
    fault(
        "imap-language-list-missing",
        "rfc5255/language-listed",
        "LANGUAGE without arguments lists nothing.",
    ),
    fault(
        "imap-language-only-default",
        "rfc5255/language-only-default-no",
        "LANGUAGE lists i-default and nothing else.",
    ),
    fault(
        "imap-language-without-i-default",
        "rfc5255/i-default",
        "i-default is not spoken.",
    ),
    fault(
        "imap-language-default-unknown",
        "rfc5255/language-default",
        "LANGUAGE does not know \"default\".",
    ),
    fault(
        "imap-language-last-range",
        "rfc5255/language-first-supported",
        "The last range that is supported is chosen.",
    ),
    fault(
        "imap-language-range-silent",
        "rfc5255/language-range-told",
        "A language that was found by lookup is not told.",
    ),
    fault(
        "imap-language-two-tags",
        "rfc5255/language-one-tag",
        "The response to a choice names two languages.",
    ),
    fault(
        "imap-list-recursivematch-alone-ok",
        "rfc5258/recursivematch-alone-bad",
        "RECURSIVEMATCH alone is answered with OK.",
    ),
    fault(
        "imap-list-recursivematch-remote-ok",
        "rfc5258/recursivematch-remote-bad",
        "RECURSIVEMATCH with REMOTE alone is answered with OK.",
    ),
    fault(
        "imap-list-unknown-option-ok",
        "rfc5258/unknown-option-bad",
        "An unknown selection option is answered with OK.",
    ),
    fault(
        "imap-list-bad-pattern-refused",
        "rfc5258/pattern-ignored",
        "A pattern that names nothing is answered with BAD.",
    ),
    fault(
        "imap-list-first-pattern-only",
        "rfc5258/several-patterns",
        "Patterns after the first are not looked at.",
    ),
    fault(
        "imap-list-extended-root",
        "rfc5258/empty-pattern-ignored",
        "An extended LIST with an empty pattern returns the root.",
    ),
    fault(
        "imap-list-first-option-only",
        "rfc5258/every-option-holds",
        "SPECIAL-USE beside SUBSCRIBED is not looked at.",
    ),
    fault(
        "imap-list-subscribed-unmarked",
        "rfc5258/subscribed-accurate",
        "Subscribed names are not marked.",
    ),
    fault(
        "imap-list-noselect-superiors",
        "rfc5258/noselect-keeps-meaning",
        "LIST (SUBSCRIBED) returns superiors as \\Noselect.",
    ),
    fault(
        "imap-list-superiors-of-all",
        "rfc5258/recursivematch-needs-pattern",
        "RECURSIVEMATCH returns superiors that do not match.",
    ),
    fault(
        "imap-list-children-everywhere",
        "rfc5258/children-accurate",
        "Every name has \\HasChildren.",
    ),
    fault(
        "imap-list-status-unknown-ok",
        "rfc5819/unknown-item-bad",
        "A status item that does not exist is answered with OK.",
    ),
    fault(
        "imap-list-status-missing",
        "rfc5819/status-returned",
        "LIST returns no STATUS.",
    ),
    fault(
        "imap-language-any",
        "rfc5255/language-unknown-no",
        "A language that is not spoken is answered with OK.",
    ),
    fault(
        "imap-language-literal-refused",
        "rfc5255/language-astring",
        "A language in a literal is refused.",
    ),
    fault(
        "imap-list-remote-unknown",
        "rfc5258/remote-taken",
        "REMOTE is refused.",
    ),
    fault(
        "imap-list-remote-alone",
        "rfc5258/remote-adds-nothing-else",
        "LIST with REMOTE and SUBSCRIBED lists what is remote alone.",
    ),
    fault(
        "imap-list-options-in-one-order",
        "rfc5258/option-order",
        "RECURSIVEMATCH is refused before SUBSCRIBED.",
    ),
    fault(
        "imap-list-option-twice-refused",
        "rfc5258/option-once",
        "SUBSCRIBED twice is refused.",
    ),
    fault(
        "imap-list-superior-noselect",
        "rfc5258/childinfo-nonexistent",
        "A superior that is not there is said to be \\Noselect.",
    ),
    fault(
        "imap-list-status-not-of-subscribed",
        "rfc5819/selection-holds",
        "LIST (SUBSCRIBED) returns no STATUS.",
    ),
];
