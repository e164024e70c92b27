//! Faults of the data that IMAP sends, and of what one response has to do with another. Data only.

use super::Garbled;
use super::How::{Behind, Instead, Later};
use super::imap::row;

/// All of them.
pub(super) const ROWS: &[Garbled] = &[
    row(
        "imap-flags-star",
        "rfc3501/response-grammar",
        "Lists \\* among FLAGS.",
        &[Instead(b"* FLAGS (", b"* FLAGS (\\* ")],
    ),
    row(
        "imap-flag-of-its-own",
        "rfc3501/flag-extension-not-generated",
        "Lists a flag with a backslash that no standard has.",
        &[Instead(b"* FLAGS (", b"* FLAGS (\\Spam ")],
    ),
    row(
        "imap-flags-recent",
        "rfc3501/response-grammar",
        "Lists \\Recent among FLAGS.",
        &[Instead(b"* FLAGS (", b"* FLAGS (\\Recent ")],
    ),
    row(
        "imap-lsub-without-attributes",
        "rfc3501/response-grammar",
        "Leaves out the list of attributes in LSUB.",
        &[Instead(b"* LSUB ()", b"* LSUB")],
    ),
    row(
        "imap-list-attribute-bare",
        "rfc3501/response-grammar",
        "Writes an attribute without its backslash.",
        &[Instead(b"(\\HasNoChildren", b"(HasNoChildren")],
    ),
    row(
        "imap-list-marked-and-unmarked",
        "rfc9051/list-one-mark",
        "Lists a name as \\Marked and \\Unmarked.",
        &[Instead(
            b"(\\HasNoChildren",
            b"(\\Marked \\Unmarked \\HasNoChildren",
        )],
    ),
    row(
        "imap-list-noselect-marked",
        "rfc3501/list-no-marks-when-unknown",
        "Lists a name as \\Noselect and \\Marked.",
        &[Instead(
            b"(\\HasNoChildren",
            b"(\\Noselect \\Marked \\HasNoChildren",
        )],
    ),
    row(
        "imap-list-children-and-none",
        "rfc5258/children-one-answer",
        "Lists a name as \\HasChildren and \\HasNoChildren.",
        &[Instead(
            b"(\\HasNoChildren",
            b"(\\HasChildren \\HasNoChildren",
        )],
    ),
    row(
        "imap-lsub-delimiter-bare",
        "rfc3501/response-grammar",
        "Writes the delimiter in LSUB without quotes.",
        &[Instead(b"* LSUB () \"/\"", b"* LSUB () /")],
    ),
    row(
        "imap-lsub-other-delimiter",
        "rfc3501/list-one-delimiter",
        "Lists two names below a third too, with two delimiters.",
        &[Behind(
            "LSUB",
            b"* LSUB () \"/\" a/b\r\n* LSUB () \".\" a.c\r\n",
        )],
    ),
    row(
        "imap-list-name-8bit",
        "rfc3501/no-8bit-mailbox-listed",
        "Lists a name with octets above 127 too though nothing has enabled them.",
        &[Behind("LIST", b"* LIST () \"/\" {5}\r\ncaf\xc3\xa9\r\n")],
    ),
    row(
        "imap-list-name-bare-ampersand",
        "rfc3501/utf7-export",
        "Lists a name with a bare ampersand too.",
        &[Behind("LIST", b"* LIST () \"/\" \"a&b\"\r\n")],
    ),
    row(
        "imap-childinfo-bare",
        "rfc9051/response-grammar",
        "Lists a name too whose CHILDINFO has no parentheses.",
        &[Behind(
            "LIST",
            b"* LIST () \"/\" x (CHILDINFO \"SUBSCRIBED\")\r\n",
        )],
    ),
    row(
        "imap-status-without-value",
        "rfc3501/response-grammar",
        "Sends a STATUS too that ends in an item without its value.",
        &[Behind("STATUS", b"* STATUS INBOX (MESSAGES)\r\n")],
    ),
    row(
        "imap-search-commas",
        "rfc3501/response-grammar",
        "Writes a comma between the first numbers of SEARCH.",
        &[Instead(b"* SEARCH 1 2", b"* SEARCH 1,2")],
    ),
    row(
        "imap-esearch-count-in-one-word",
        "rfc9051/response-grammar",
        "Writes COUNT and its number in one word.",
        &[Instead(b" COUNT ", b" COUNT")],
    ),
    row(
        "imap-thread-reply-in-parentheses",
        "rfc5256/thread-grammar",
        "Writes a single reply in parentheses of its own.",
        &[Behind("THREAD", b"* THREAD (1 (2))\r\n")],
    ),
    row(
        "imap-namespace-two",
        "rfc2342/namespace-response",
        "Leaves out the last of the three namespaces.",
        &[Instead(b" ((\"Shared/\" \"/\"))\r\n", b"\r\n")],
    ),
    row(
        "imap-id-value-missing",
        "rfc2971/response-grammar",
        "Gives a field of ID without its value.",
        &[Instead(b" \"mailspec reference server\")", b")")],
    ),
    row(
        "imap-id-field-twice",
        "rfc2971/limits",
        "Gives a field of ID twice.",
        &[Instead(b"* ID (", b"* ID (\"name\" \"x\" ")],
    ),
    row(
        "imap-acl-without-rights",
        "rfc4314/response-grammar",
        "Leaves out the rights in ACL and MYRIGHTS.",
        &[Instead(b" lrswipkxteacd\r\n", b"\r\n")],
    ),
    row(
        "imap-preview-octets",
        "rfc8970/utf-8",
        "Sends a preview that is no UTF-8.",
        &[Behind("NOOP", b"* 1 FETCH (PREVIEW {1}\r\n\xe9)\r\n")],
    ),
    row(
        "imap-acl-without-old-rights",
        "rfc4314/virtual-rights-shown",
        "Leaves out the virtual rights in ACL and MYRIGHTS.",
        &[Instead(b" lrswipkxteacd\r\n", b" lrswipkxtea\r\n")],
    ),
    row(
        "imap-quota-without-limit",
        "rfc9208/response-grammar",
        "Leaves out the limit in QUOTA.",
        &[Behind("GETQUOTAROOT", b"* QUOTA \"\" (STORAGE 10)\r\n")],
    ),
    row(
        "imap-metadata-without-values",
        "rfc5464/response-grammar",
        "Lists an entry in parentheses too, without its value.",
        &[Behind(
            "GETMETADATA",
            b"* METADATA \"\" (/shared/comment)\r\n",
        )],
    ),
    row(
        "imap-metadata-empty-component",
        "rfc5464/entry-name-form",
        "Has an empty component in the name of an entry.",
        &[Instead(b"(/private/comment", b"(/private//comment")],
    ),
    row(
        "imap-vanished-star",
        "rfc7162/vanished-grammar",
        "Has a star among the UIDs of VANISHED.",
        &[Instead(b"* VANISHED ", b"* VANISHED *,")],
    ),
    row(
        "imap-converted-untagged",
        "rfc5259/response-grammar",
        "Sends CONVERTED without the tag of a command behind the answer to NOOP.",
        &[Behind("NOOP", b"* 1 CONVERTED (BINARY[1] \"x\")\r\n")],
    ),
    row(
        "imap-language-bare",
        "rfc5255/response-grammar",
        "Writes a tag of LANGUAGE without parentheses.",
        &[Instead(
            b"* LANGUAGE (i-default en de)",
            b"* LANGUAGE i-default",
        )],
    ),
    row(
        "imap-genurlauth-empty",
        "rfc4467/response-grammar",
        "Sends a GENURLAUTH without a URL.",
        &[Behind("GENURLAUTH", b"* GENURLAUTH\r\n")],
    ),
    row(
        "imap-esearch-all-zero",
        "rfc3501/response-grammar",
        "Begins the set of ALL with a zero.",
        &[Instead(b" ALL 1", b" ALL 0,1")],
    ),
    row(
        "imap-copyuid-range-of-one",
        "rfc4315/no-range-for-one",
        "Writes the UID 2 as a range in COPYUID.",
        &[Instead(b" 2 8]", b" 2:2 8]")],
    ),
    row(
        "imap-fetch-empty",
        "rfc3501/response-grammar",
        "Sends a FETCH without items behind the answer to NOOP.",
        &[Behind("NOOP", b"* 1 FETCH ()\r\n")],
    ),
    row(
        "imap-fetch-peek-echoed",
        "rfc3501/response-grammar",
        "Says BODY.PEEK in FETCH.",
        &[Instead(b"BODY[TEXT]", b"BODY.PEEK[TEXT]")],
    ),
    row(
        "imap-section-misspelt",
        "rfc3501/response-grammar",
        "Writes HEADER.FIELD for HEADER.FIELDS.",
        &[Instead(b"[HEADER.FIELDS ", b"[HEADER.FIELD ")],
    ),
    row(
        "imap-internaldate-long-day",
        "rfc3501/date-time-grammar",
        "Writes the day of INTERNALDATE with three digits.",
        &[Instead(b"INTERNALDATE \"", b"INTERNALDATE \"0")],
    ),
    row(
        "imap-internaldate-minute-61",
        "rfc3501/date-time-grammar",
        "Tells of the minute 61 in INTERNALDATE behind the answer to NOOP.",
        &[Behind(
            "NOOP",
            b"* 1 FETCH (INTERNALDATE \"01-Feb-2026 10:61:00 +0000\")\r\n",
        )],
    ),
    row(
        "imap-envelope-nine-fields",
        "rfc3501/envelope-order",
        "Sends an envelope of nine fields too.",
        &[Behind(
            "FETCH",
            b"* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL))\r\n",
        )],
    ),
    row(
        "imap-addresses-with-spaces",
        "rfc3501/envelope-address",
        "Writes a space between two addresses.",
        &[Instead(b"\")(\"", b"\") (\"")],
    ),
    row(
        "imap-address-host-alone",
        "rfc3501/envelope-group",
        "Leaves out the mailbox of some addresses and keeps their hosts.",
        &[
            Instead(b" NIL \"ada\" ", b" NIL NIL "),
            Instead(b" NIL \"gray\" ", b" NIL NIL "),
        ],
    ),
    row(
        "imap-body-octets-missing",
        "rfc3501/response-grammar",
        "Leaves out the size of a part.",
        &[Instead(b" \"base64\" 64)", b" \"base64\")")],
    ),
    row(
        "imap-body-parameters-empty",
        "rfc3501/response-grammar",
        "Writes an empty list of parameters.",
        &[Instead(b"(\"charset\" \"us-ascii\")", b"()")],
    ),
    row(
        "imap-body-lines-missing",
        "rfc3501/bodystructure-text",
        "Sends the body of a text too, without its lines.",
        &[Behind(
            "FETCH",
            b"* 1 FETCH (BODY (\"text\" \"plain\" NIL NIL NIL \"7bit\" 12))\r\n",
        )],
    ),
    row(
        "imap-body-message-bare",
        "rfc3501/bodystructure-message",
        "Sends the body of a message too, and nothing of what is inside.",
        &[Behind(
            "FETCH",
            b"* 1 FETCH (BODY (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 12))\r\n",
        )],
    ),
    row(
        "imap-body-behind-location",
        "rfc3501/bodystructure-extension-order",
        "Says more behind the location of a part.",
        &[Instead(
            b" 68 3 NIL NIL NIL NIL)",
            b" 68 3 NIL NIL NIL NIL 5)",
        )],
    ),
    row(
        "imap-emailid-with-dot",
        "rfc8474/objectid-grammar",
        "Has a dot in EMAILID.",
        &[Instead(b"EMAILID (", b"EMAILID (.")],
    ),
    row(
        "imap-expunge-unasked",
        "rfc3501/expunge-not-without-command",
        "Sends EXPUNGE behind the answer to NOOP.",
        &[Behind("NOOP", b"* 1 EXPUNGE\r\n")],
    ),
    row(
        "imap-vanished-unasked",
        "rfc7162/vanished-only-when-enabled",
        "Sends VANISHED behind the answer to NOOP, whatever is enabled.",
        &[Behind("NOOP", b"* VANISHED 4000\r\n")],
    ),
    row(
        "imap-uids-not-ascending",
        "rfc3501/uids-strictly-ascending",
        "Gives the second message the UID of the first.",
        &[Instead(b"* 2 FETCH (UID 2", b"* 2 FETCH (UID 1")],
    ),
    row(
        "imap-envelope-changes",
        "rfc3501/message-immutable",
        "Gives another date in every envelope but the first.",
        &[Later(b"ENVELOPE (\"", b"ENVELOPE (\"x")],
    ),
    row(
        "imap-highestmodseq-falls",
        "rfc7162/modseq-ascends",
        "Loses the first digit of a HIGHESTMODSEQ that begins with 2.",
        &[Instead(b"[HIGHESTMODSEQ 2", b"[HIGHESTMODSEQ ")],
    ),
    row(
        "imap-copyuid-below-uidnext",
        "rfc3501/uidnext-is-lower-bound",
        "Says in COPYUID that the copy of UID 2 has UID 1.",
        &[Instead(b" 2 8]", b" 2 1]")],
    ),
    row(
        "imap-status-highestmodseq-one",
        "rfc7162/modseq-ascends",
        "Loses the last digits of HIGHESTMODSEQ in STATUS.",
        &[Instead(b"HIGHESTMODSEQ 19)", b"HIGHESTMODSEQ 1)")],
    ),
    row(
        "imap-esearch-other-tag",
        "rfc4731/tag-correlator",
        "Gives a tag in ESEARCH that no command had.",
        &[Instead(b"* ESEARCH (TAG \"", b"* ESEARCH (TAG \"x")],
    ),
    row(
        "imap-keyword-not-in-flags",
        "rfc3501/flags-response-minimum",
        "Gives a message a keyword that FLAGS lacks.",
        &[Instead(b"FLAGS (\\Flagged", b"FLAGS (xunheard \\Flagged")],
    ),
];
