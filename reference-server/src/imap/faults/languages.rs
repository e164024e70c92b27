//! The deviations of comparators, languages and charsets in SEARCH, SORT and THREAD. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const LANGUAGES: &[FaultInfo] = &[
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
];
