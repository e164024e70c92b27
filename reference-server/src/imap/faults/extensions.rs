//! The deviations in the extensions of content, URLs, searches and languages. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const EXTENSIONS: &[FaultInfo] = &[
    fault(
        "imap-unauthenticate-stays-logged-in",
        "rfc8437/not-authenticated-after",
        "After UNAUTHENTICATE the session is still logged in.",
    ),
    fault(
        "imap-unauthenticate-stays-enabled",
        "rfc8437/enabled-extensions-reset",
        "UNAUTHENTICATE leaves switched on what ENABLE switched on.",
    ),
    fault(
        "imap-compress-any-algorithm",
        "rfc4978/unknown-algorithm-bad",
        "COMPRESS with an algorithm that is not there is answered with OK.",
    ),
    fault(
        "imap-preview-too-long",
        "rfc8970/longest-256",
        "Previews may have 300 characters.",
    ),
    fault(
        "imap-preview-nil",
        "rfc8970/nil-only-lazy",
        "A message without a preview gives NIL, LAZY or not.",
    ),
    fault(
        "imap-preview-encoded",
        "rfc8970/not-transfer-encoded",
        "Previews of encoded parts are as the parts are encoded.",
    ),
    fault(
        "imap-replace-keeps-old",
        "rfc8508/removes-old",
        "REPLACE leaves the message that was to be replaced.",
    ),
    fault(
        "imap-catenate-skips-bad-url",
        "rfc4469/bad-url-fails",
        "CATENATE leaves out URLs that name nothing.",
    ),
    fault(
        "imap-urlauth-unverified",
        "rfc4467/token-verified",
        "URLFETCH takes any token of the right length.",
    ),
    fault(
        "imap-urlauth-never-expires",
        "rfc4467/expired-rejected",
        "URLFETCH does not look at EXPIRE.",
    ),
    fault(
        "imap-resetkey-keeps-key",
        "rfc4467/resetkey-revokes",
        "RESETKEY leaves the key as it is.",
    ),
    fault(
        "imap-search-partial-from-zero",
        "rfc9394/first-result-is-one",
        "The first result has the place 0 in PARTIAL.",
    ),
    fault(
        "imap-fetch-partial-ignored",
        "rfc9394/fetch-modifier",
        "UID FETCH with PARTIAL returns all messages of the set.",
    ),
    fault(
        "imap-sort-reverse-ignored",
        "rfc5256/reverse",
        "REVERSE makes no difference to SORT.",
    ),
    fault(
        "imap-update-not-sent",
        "rfc5267/update-notifies",
        "A search with UPDATE is never updated.",
    ),
    fault(
        "imap-cancelupdate-ignored",
        "rfc5267/cancelupdate-stops",
        "CANCELUPDATE changes nothing.",
    ),
    fault(
        "imap-multisearch-answers-empty",
        "rfc7377/no-response-without-match",
        "ESEARCH answers for mailboxes in which nothing matches.",
    ),
    fault(
        "imap-append-utf8-unasked",
        "rfc6855/append-8bit-header-refused",
        "APPEND takes 8-bit header fields from clients that have not enabled UTF-8.",
    ),
    fault(
        "imap-language-response-missing",
        "rfc5255/language-response",
        "LANGUAGE changes the language without saying which it is.",
    ),
    fault(
        "imap-comparator-ignored",
        "rfc5255/comparator-changes",
        "COMPARATOR leaves the comparator as it is.",
    ),
    fault(
        "imap-savedate-is-internaldate",
        "rfc8514/append-saves-now",
        "SAVEDATE returns the internal date.",
    ),
    fault(
        "imap-threadid-of-mailbox",
        "rfc8474/threadid-same-for-emailid",
        "Copies of a message in two mailboxes have different THREADIDs.",
    ),
    fault(
        "imap-threadid-of-message",
        "rfc8474/related-threadid",
        "A message and the reply to it have different THREADIDs.",
    ),
    fault(
        "imap-search-threadid-nothing",
        "rfc8474/search-threadid",
        "SEARCH THREADID finds nothing.",
    ),
    fault(
        "imap-emailid-changes-on-copy",
        "rfc8474/emailid-kept-by-copy",
        "A copy has another EMAILID than its source.",
    ),
    fault(
        "imap-binary-size-encoded",
        "rfc3516/size-matches-binary",
        "BINARY.SIZE returns the size of the part with its encoding.",
    ),
    fault(
        "imap-list-special-use-lists-all",
        "rfc6154/selection-only-special-use",
        "LIST with the selection option SPECIAL-USE lists all mailboxes.",
    ),
    fault(
        "imap-list-childinfo-unasked",
        "rfc5258/childinfo-only-recursive",
        "LIST (SUBSCRIBED) returns CHILDINFO without RECURSIVEMATCH.",
    ),
    fault(
        "imap-within-swapped",
        "rfc5032/older",
        "OLDER finds the younger messages and YOUNGER the older ones.",
    ),
];
