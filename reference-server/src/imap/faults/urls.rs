//! The deviations in BINARY, URLs, CATENATE, URLAUTH and what belongs to them: APPENDUID and COPYUID,
//! literals, initial responses, and parameters that no extension defines. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const URLS: &[FaultInfo] = &[
    fault(
        "imap-binary-not-decoded",
        "rfc3516/decodes",
        "BINARY returns parts with their transfer encoding.",
    ),
    fault(
        "imap-binary-partial-ignored",
        "rfc3516/partial-of-decoded",
        "BINARY returns the whole part whatever range is asked for.",
    ),
    fault(
        "imap-binary-unknown-encoding-taken",
        "rfc3516/unknown-cte",
        "BINARY returns a part with an unknown encoding as it is.",
    ),
    fault(
        "imap-binary-size-beside-no",
        "rfc3516/no-size-when-unknown",
        "BINARY.SIZE of a part with an unknown encoding tells a size beside NO.",
    ),
    fault(
        "imap-binary-peek-sets-seen",
        "rfc3516/peek-keeps-seen",
        "BINARY.PEEK sets \\Seen.",
    ),
    fault(
        "imap-binary-keeps-unseen",
        "rfc3516/sets-seen",
        "BINARY does not set \\Seen.",
    ),
    fault(
        "imap-binary-breaks-encoded-words",
        "rfc3516/encoded-words-stay",
        "BINARY takes the marks of encoded words away.",
    ),
    fault(
        "imap-binary-always-literal8",
        "rfc3516/nul-free-as-string",
        "BINARY returns every part as a literal8.",
    ),
    fault(
        "imap-body-unknown-encoding-refused",
        "rfc3516/body-as-stored",
        "BODY of a part with an unknown encoding is refused.",
    ),
    fault(
        "imap-append-nul-dropped",
        "rfc3516/append-no-loss",
        "NUL is taken out of what APPEND brings.",
    ),
    fault(
        "imap-append-nul-said-binary",
        "rfc3516/structure-acceptable-encoding",
        "A part with NUL is shown as one without a transfer encoding.",
    ),
    fault(
        "imap-append-nul-said-base64",
        "rfc3516/body-as-structure",
        "A part with NUL is shown as base64, which it is not.",
    ),
    fault(
        "imap-badurl-names-last",
        "rfc4469/badurl-names-first",
        "BADURL holds the last of the URLs of a CATENATE.",
    ),
    fault(
        "imap-catenate-without-badurl",
        "rfc4469/badurl-code",
        "CATENATE with a URL of nothing is refused without BADURL.",
    ),
    fault(
        "imap-catenate-drops-flags",
        "rfc4469/flags-and-date",
        "A message of CATENATE has no flags.",
    ),
    fault(
        "imap-catenate-without-appenduid",
        "rfc4469/appenduid",
        "APPEND with CATENATE does not give APPENDUID.",
    ),
    fault(
        "imap-catenate-unselects",
        "rfc4469/selected-unchanged",
        "After CATENATE no mailbox is selected.",
    ),
    fault(
        "imap-catenate-once",
        "rfc4469/with-multiappend",
        "Of several CATENATEs only the first is appended.",
    ),
    fault(
        "imap-multiappend-flags-stay",
        "rfc3502/flags-empty-by-default",
        "A message without flags gets those of the one before it in the command.",
    ),
    fault(
        "imap-multiappend-date-stays",
        "rfc3502/date-now-by-default",
        "A message without a date gets that of the one before it in the command.",
    ),
    fault(
        "imap-appenduid-first-only",
        "rfc4315/appenduid-set",
        "APPENDUID has the first of several UIDs only.",
    ),
    fault(
        "imap-catenate-absolute-url",
        "rfc4469/absolute-url-no",
        "CATENATE takes absolute URLs.",
    ),
    fault(
        "imap-catenate-relative-to-inbox",
        "rfc4469/relative-to-selected",
        "A URL without a mailbox names a message of the INBOX.",
    ),
    fault(
        "imap-url-section-ignored",
        "rfc5092/section",
        "A URL names the whole message whatever its SECTION.",
    ),
    fault(
        "imap-url-uidvalidity-ignored",
        "rfc5092/uidvalidity",
        "URLs with any UIDVALIDITY are taken.",
    ),
    fault(
        "imap-url-uid-is-number",
        "rfc5092/uid",
        "The UID of a URL is taken as a sequence number.",
    ),
    fault(
        "imap-url-percent-refused",
        "rfc5092/percent-encoding",
        "URLs with percent-encoded octets name nothing.",
    ),
    fault(
        "imap-url-utf8-refused",
        "rfc5092/utf8-mailbox",
        "URLs of mailboxes with names outside of ASCII name nothing.",
    ),
    fault(
        "imap-url-upper-case-only",
        "rfc5092/case-insensitive",
        "The keywords of URLs are known in upper case only.",
    ),
    fault(
        "imap-url-partial-ignored",
        "rfc5550/url-partial",
        "A URL names all octets whatever its PARTIAL.",
    ),
    fault(
        "imap-urlauth-partial-ignored",
        "rfc5550/url-partial-urlauth",
        "URLFETCH returns all octets whatever the PARTIAL of its URL.",
    ),
    fault(
        "imap-resetkey-all-keeps-keys",
        "rfc4467/resetkey-all-revokes",
        "RESETKEY without a mailbox leaves the keys as they are.",
    ),
    fault(
        "imap-resetkey-resets-all",
        "rfc4467/key-per-mailbox",
        "RESETKEY of one mailbox makes all keys new.",
    ),
    fault(
        "imap-resetkey-any-mailbox",
        "rfc4467/resetkey-mailbox-exists",
        "RESETKEY of a mailbox that does not exist is answered with OK.",
    ),
    fault(
        "imap-resetkey-without-urlmech",
        "rfc4467/resetkey-tells",
        "RESETKEY is answered without URLMECH.",
    ),
    fault(
        "imap-resetkey-not-told",
        "rfc4467/resetkey-tells-selected",
        "Other sessions are not told of a new key.",
    ),
    fault(
        "imap-select-without-urlmech",
        "rfc4467/select-urlmech",
        "SELECT and EXAMINE do not send URLMECH.",
    ),
    fault(
        "imap-genurlauth-any-mechanism",
        "rfc4467/mechanism-known",
        "GENURLAUTH takes every mechanism.",
    ),
    fault(
        "imap-genurlauth-any-access",
        "rfc4467/access-valid",
        "GENURLAUTH takes access identifiers that are none.",
    ),
    fault(
        "imap-genurlauth-whole-mailbox",
        "rfc4467/messages-only",
        "GENURLAUTH takes URLs of whole mailboxes.",
    ),
    fault(
        "imap-genurlauth-without-owner",
        "rfc4467/owner-required",
        "GENURLAUTH takes URLs without a user.",
    ),
    fault(
        "imap-genurlauth-any-mailbox",
        "rfc4467/mailbox-must-exist",
        "GENURLAUTH takes URLs of mailboxes that do not exist.",
    ),
    fault(
        "imap-genurlauth-needs-key",
        "rfc4467/key-made-when-missing",
        "GENURLAUTH is refused before a first RESETKEY with the mailbox.",
    ),
    fault(
        "imap-genurlauth-short-token",
        "rfc4467/token-32-digits",
        "Tokens have 24 digits.",
    ),
    fault(
        "imap-genurlauth-token-varies",
        "rfc4467/token-deterministic",
        "The second token of a command is another than it would be in the first place.",
    ),
    fault(
        "imap-genurlauth-mechanism-missing",
        "rfc4467/genurlauth-appends-token",
        "GENURLAUTH appends the token without the mechanism.",
    ),
    fault(
        "imap-urlauth-folds-case",
        "rfc4467/rump-untouched",
        "Tokens are the same whatever the case of the URL.",
    ),
    fault(
        "imap-urlauth-any-user",
        "rfc4467/user-restricts",
        "URLs for one user are of use to all.",
    ),
    fault(
        "imap-urlauth-user-is-owner",
        "rfc4467/user-admits",
        "URLs for one user are of use to their owner only.",
    ),
    fault(
        "imap-urlauth-authuser-is-owner",
        "rfc4467/authuser",
        "URLs for authuser are of use to their owner only.",
    ),
    fault(
        "imap-urlauth-anonymous-is-owner",
        "rfc4467/anonymous",
        "URLs for anonymous are of use to their owner only.",
    ),
    fault(
        "imap-urlauth-submit-for-all",
        "rfc4467/submit-restricts",
        "URLs for submit are of use to all.",
    ),
    fault(
        "imap-urlauth-expires-at-once",
        "rfc4467/expire-to-come",
        "URLs with EXPIRE are never of use.",
    ),
    fault(
        "imap-urlfetch-needs-access",
        "rfc4467/regardless-of-access",
        "URLFETCH returns nothing of the mailboxes of other users.",
    ),
    fault(
        "imap-urlfetch-whole-mailbox-empty",
        "rfc4467/whole-mailbox-nil",
        "URLFETCH returns the empty string for URLs that name no message.",
    ),
    fault(
        "imap-urlfetch-no",
        "rfc4467/urlfetch-always-ok",
        "URLFETCH is answered with NO when a URL gives nothing.",
    ),
    fault(
        "imap-urlfetch-first-only",
        "rfc4467/urlfetch-answers-each",
        "URLFETCH answers the first URL only.",
    ),
    fault(
        "imap-urlfetch-unselects",
        "rfc4467/no-interference",
        "After URLFETCH no mailbox is selected.",
    ),
    fault(
        "imap-urlfetch-binary-encoded",
        "rfc5524/binary",
        "URLFETCH with BINARY returns the part with its encoding.",
    ),
    fault(
        "imap-urlfetch-body-decoded",
        "rfc5524/body",
        "URLFETCH with BODY returns the part without its encoding.",
    ),
    fault(
        "imap-urlfetch-structure-empty",
        "rfc5524/bodypartstructure",
        "BODYPARTSTRUCTURE is that of an empty text, whatever the part.",
    ),
    fault(
        "imap-urlfetch-structure-encoded",
        "rfc5524/structure-decoded",
        "With BINARY the structure shows the encoding of the part.",
    ),
    fault(
        "imap-urlfetch-invalid-list",
        "rfc5524/invalid-nil",
        "An invalid URL with parameters returns a list.",
    ),
    fault(
        "imap-urlfetch-always-list",
        "rfc5524/simple-stays-simple",
        "URLFETCH answers every URL with a list.",
    ),
    fault(
        "imap-urlfetch-parentheses-list",
        "rfc5524/without-parameters-simple",
        "A URL in parentheses without parameters is answered with a list.",
    ),
    fault(
        "imap-urlfetch-identity-unknown",
        "rfc5524/known-encodings",
        "BINARY gives NIL for parts that have no encoding.",
    ),
    fault(
        "imap-urlfetch-undecodable-raw",
        "rfc5524/undecodable-nil",
        "BINARY gives parts with an unknown encoding as they are.",
    ),
    fault(
        "imap-urlfetch-without-literal8",
        "rfc5524/literal8-for-nul",
        "URLFETCH sends data with NUL as an ordinary literal.",
    ),
    fault(
        "imap-copyuid-reversed",
        "rfc4315/copyuid-order",
        "The second set of COPYUID is in the reverse order.",
    ),
    fault(
        "imap-copyuid-extraneous",
        "rfc4315/copyuid-not-extraneous",
        "COPYUID names a UID behind the last that was copied.",
    ),
    fault(
        "imap-select-uidnotsticky",
        "rfc4315/uidnotsticky",
        "SELECT says that UIDs do not last.",
    ),
    fault(
        "imap-esearch-item-twice",
        "rfc4466/esearch-item-once",
        "ESEARCH has COUNT twice.",
    ),
    fault(
        "imap-select-unknown-is-no",
        "rfc4466/select-parameter",
        "SELECT with arguments that cannot be read is answered with NO.",
    ),
    fault(
        "imap-create-unknown-is-no",
        "rfc4466/create-parameter",
        "CREATE with arguments that cannot be read is answered with NO.",
    ),
    fault(
        "imap-rename-unknown-is-no",
        "rfc4466/rename-parameter",
        "RENAME with arguments that cannot be read is answered with NO.",
    ),
    fault(
        "imap-fetch-unknown-is-no",
        "rfc4466/fetch-modifier",
        "FETCH with arguments that cannot be read is answered with NO.",
    ),
    fault(
        "imap-store-unknown-is-no",
        "rfc4466/store-modifier",
        "STORE with arguments that cannot be read is answered with NO.",
    ),
    fault(
        "imap-search-unknown-is-no",
        "rfc4466/search-option",
        "SEARCH with arguments that cannot be read is answered with NO.",
    ),
    fault(
        "imap-compress-refused",
        "rfc4978/deflate-taken",
        "COMPRESS DEFLATE is answered with NO.",
    ),
    fault(
        "imap-initial-response-short",
        "rfc4959/longest-taken",
        "Initial responses of more than 512 octets are answered with BAD.",
    ),
    fault(
        "imap-initial-response-pad-ignored",
        "rfc4959/pad-only-at-the-end",
        "Pad characters within an initial response are passed over.",
    ),
    fault(
        "imap-literal-plus-continued",
        "rfc7888/no-continuation-sent",
        "A literal with a plus is answered with a continuation request, behind its command.",
    ),
];
