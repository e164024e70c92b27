//! Faults of how IMAP writes: lines, tokens, texts and codes. Data only.

use super::How::{Before, Behind, Close, Instead};
use super::{Garbled, How, garbled};
use crate::Service;

pub(super) const fn row(
    name: &'static str,
    requirement: &'static str,
    does: &'static str,
    how: &'static [How],
) -> Garbled {
    garbled(Service::Imap, name, requirement, does, how)
}

/// All of them.
pub(super) const ROWS: &[Garbled] = &[
    row(
        "imap-exists-bare-lf",
        "rfc3501/lines-end-with-crlf",
        "Ends EXISTS in a bare LF.",
        &[Instead(b" EXISTS\r\n", b" EXISTS\n")],
    ),
    row(
        "imap-nul-in-text",
        "rfc3501/no-nul-in-strings",
        "Has a NUL in the text behind UIDVALIDITY.",
        &[Instead(b"UIDs are valid", b"UIDs\0are valid")],
    ),
    row(
        "imap-fetch-two-spaces",
        "rfc3501/response-grammar",
        "Writes two spaces between FETCH and its list.",
        &[Instead(b" FETCH (", b" FETCH  (")],
    ),
    row(
        "imap-size-not-a-number",
        "rfc3501/response-grammar",
        "Writes a letter in front of the number of RFC822.SIZE.",
        &[Instead(b"RFC822.SIZE ", b"RFC822.SIZE k")],
    ),
    row(
        "imap-expunge-leading-zero",
        "rfc3501/response-grammar",
        "Writes a zero in front of the number of EXPUNGE.",
        &[Instead(b"* 1 EXPUNGE", b"* 01 EXPUNGE")],
    ),
    row(
        "imap-quoted-backslash",
        "rfc3501/quoted-string-grammar",
        "Writes a backslash before a letter in a quoted string of ID.",
        &[Instead(b"\"mailspec r", b"\"\\mailspec r")],
    ),
    row(
        "imap-quoted-8bit-unasked",
        "rfc3501/quoted-string-grammar",
        "Has octets above 127 in a quoted string of ID though nothing has enabled them.",
        &[Instead(b"\"mailspec r", b"\"m\xc3\xa4ilspec r")],
    ),
    row(
        "imap-quoted-latin-1",
        "rfc9051/quoted-string-grammar",
        "Lists a name in Latin-1 too, in a quoted string.",
        &[Behind("LIST", b"* LIST () \"/\" \"caf\xe9\"\r\n")],
    ),
    row(
        "imap-literal-count-with-letter",
        "rfc3501/literal-count-in-octets",
        "Lists a name too whose literal has a letter behind its count.",
        &[Behind("LIST", b"* LIST () \"/\" {5x}\r\nabcde\r\n")],
    ),
    row(
        "imap-literal-with-plus",
        "rfc7888/never-sent-by-server",
        "Lists a name too as a literal with a plus in its count.",
        &[Behind("LIST", b"* LIST () \"/\" {5+}\r\nabcde\r\n")],
    ),
    row(
        "imap-body-as-literal8",
        "rfc3501/response-grammar",
        "Sends BODY[1] as a literal8.",
        &[Instead(b"BODY[1] {", b"BODY[1] ~{")],
    ),
    row(
        "imap-subtype-nil",
        "rfc3501/response-grammar",
        "Gives NIL for the subtype of a text part.",
        &[Instead(b"(\"text\" \"plain\"", b"(\"text\" NIL")],
    ),
    row(
        "imap-id-unquoted",
        "rfc3501/response-grammar",
        "Writes the name of ID's field without quotes.",
        &[Instead(b"ID (\"name\"", b"ID (name")],
    ),
    row(
        "imap-capability-no-atom",
        "rfc3501/response-grammar",
        "Announces a capability that is no atom.",
        &[Instead(b"* CAPABILITY ", b"* CAPABILITY X* ")],
    ),
    row(
        "imap-capability-old-rights",
        "rfc4314/rights-without-old",
        "Has rights in RIGHTS= that are older than it.",
        &[Instead(b" RIGHTS=texk", b" RIGHTS=texkcd")],
    ),
    row(
        "imap-capability-rights-missing",
        "rfc4314/rights-has-texk",
        "Leaves two rights out of RIGHTS=.",
        &[Instead(b" RIGHTS=texk", b" RIGHTS=te")],
    ),
    row(
        "imap-text-8bit-unasked",
        "rfc3501/response-grammar",
        "Has octets above 127 in a text though nothing has enabled them.",
        &[Instead(b"UIDs are valid", b"UIDs are v\xc3\xa4lid")],
    ),
    row(
        "imap-text-latin-1",
        "rfc9051/response-grammar",
        "Says something in Latin-1 behind the answer to NOOP.",
        &[Behind("NOOP", b"* OK gr\xfc\xdfe\r\n")],
    ),
    row(
        "imap-text-missing",
        "rfc3501/response-grammar",
        "Speaks IMAP4rev1 alone and says nothing behind the OK of NOOP.",
        &[
            Instead(b"IMAP4rev2 ", b""),
            Instead(b" OK Nothing done", b" OK "),
        ],
    ),
    row(
        "imap-flags-without-space",
        "rfc3501/untagged-data-begins-with-star",
        "Leaves out the space behind the star of FLAGS.",
        &[Instead(b"* FLAGS (", b"*FLAGS (")],
    ),
    row(
        "imap-greeting-no",
        "rfc3501/greeting-is-status",
        "Greets with NO.",
        &[Instead(b"* OK [CAPABILITY", b"* NO [CAPABILITY")],
    ),
    row(
        "imap-tagged-bye",
        "rfc3501/response-grammar",
        "Answers SUBSCRIBE with a tagged BYE.",
        &[Instead(b" OK Subscribed", b" BYE Subscribed")],
    ),
    row(
        "imap-preauth-after-login",
        "rfc3501/response-grammar",
        "Sends PREAUTH behind the answer to NAMESPACE.",
        &[Behind("NAMESPACE", b"* PREAUTH You are in\r\n")],
    ),
    row(
        "imap-search-misspelt",
        "rfc3501/response-grammar",
        "Misspells SEARCH.",
        &[Instead(b"* SEARCH", b"* SERCH")],
    ),
    row(
        "imap-status-item-misspelt",
        "rfc3501/response-grammar",
        "Misspells MESSAGES in STATUS.",
        &[Instead(b"(MESSAGES ", b"(MESAGES ")],
    ),
    row(
        "imap-expunged",
        "rfc3501/response-grammar",
        "Says EXPUNGED for EXPUNGE.",
        &[Instead(b" EXPUNGE\r\n", b" EXPUNGED\r\n")],
    ),
    row(
        "imap-rev2-alone-sends-recent",
        "rfc9051/obsolete-responses",
        "Announces IMAP4rev2 and not IMAP4rev1, and sends RECENT.",
        &[Instead(b"IMAP4rev1 ", b"")],
    ),
    row(
        "imap-continuation-bare-plus",
        "rfc3501/continuation-form",
        "Asks for a literal with a plus and nothing behind it.",
        &[Instead(b"+ Ready for the literal\r\n", b"+\r\n")],
    ),
    row(
        "imap-challenge-in-words",
        "rfc3501/authenticate-challenge-base64",
        "Asks for the response to AUTHENTICATE in words first.",
        &[Before("AUTHENTICATE", b"+ go ahead\r\n")],
    ),
    row(
        "imap-uidvalidity-in-hex",
        "rfc3501/response-code-grammar",
        "Gives UIDVALIDITY in hexadecimal.",
        &[Instead(b"[UIDVALIDITY ", b"[UIDVALIDITY 0x")],
    ),
    row(
        "imap-alert-not-closed",
        "rfc3501/response-code-grammar",
        "Sends an ALERT without its closing bracket.",
        &[Behind("NOOP", b"* OK [ALERT going down\r\n")],
    ),
    row(
        "imap-read-write-argument",
        "rfc3501/response-code-grammar",
        "Says more in READ-WRITE.",
        &[Instead(b"[READ-WRITE]", b"[READ-WRITE yes]")],
    ),
    row(
        "imap-status-says-more",
        "rfc3501/response-grammar",
        "Has a parenthesis at the end of STATUS that nothing opened.",
        &[Behind("STATUS", b"* STATUS INBOX (MESSAGES 0))\r\n")],
    ),
    row(
        "imap-capability-without-version",
        "rfc3501/capability-conforms",
        "Names neither IMAP4rev1 nor IMAP4rev2 in CAPABILITY.",
        &[Instead(
            b"* CAPABILITY IMAP4rev1 IMAP4rev2 ",
            b"* CAPABILITY ",
        )],
    ),
    row(
        "imap-auth-without-mechanism",
        "rfc3501/response-grammar",
        "Announces AUTH= without a mechanism.",
        &[Instead(b"AUTH=PLAIN", b"AUTH=")],
    ),
    row(
        "imap-both-literals",
        "rfc7888/not-both-announced",
        "Announces LITERAL- beside LITERAL+.",
        &[Instead(b"LITERAL+", b"LITERAL+ LITERAL-")],
    ),
    row(
        "imap-starttls-under-tls-announced",
        "rfc3501/starttls-not-twice",
        "Announces STARTTLS when TLS is in place, too.",
        &[Instead(b" LANGUAGE AUTH=", b" LANGUAGE STARTTLS AUTH=")],
    ),
    row(
        "imap-logindisabled-and-login",
        "rfc3501/logindisabled-refuses",
        "Announces LOGINDISABLED and takes LOGIN.",
        &[Instead(
            b" SASL-IR LITERAL+",
            b" SASL-IR LOGINDISABLED LITERAL+",
        )],
    ),
    row(
        "imap-exists-after-bye",
        "rfc3501/bye-then-close",
        "Tells of messages when it has said BYE.",
        &[Before("NAMESPACE", b"* BYE Enough\r\n* 3 EXISTS\r\n")],
    ),
    row(
        "imap-rev1-closes-without-bye",
        "rfc3501/no-close-without-bye",
        "Speaks IMAP4rev1 alone and closes the connection behind the answer to NAMESPACE.",
        &[Instead(b"IMAP4rev2 ", b""), Close("NAMESPACE")],
    ),
];
