//! Faults of what POP3 and POP2 send. Data only.

use super::How::{Behind, Instead};
use super::{Garbled, garbled};
use crate::Service;

/// More than a line may have.
const LONG: [u8; 600] = [b'x'; 600];

/// The same, behind a space.
const BEHIND: [u8; 600] = {
    let mut text = LONG;
    text[0] = b' ';
    text
};

/// All of them.
pub(super) const ROWS: &[Garbled] = &[
    garbled(
        Service::Pop3,
        "pop3-status-without-space",
        "rfc2449/single-line-grammar",
        "Leaves out the space behind the +OK of USER.",
        &[Instead(b"+OK password, please", b"+OKpassword, please")],
    ),
    garbled(
        Service::Pop3,
        "pop3-long-status-line",
        "rfc1939/response-512-octets",
        "Answers USER with more than 512 octets.",
        &[Instead(b"password, please", &LONG)],
    ),
    garbled(
        Service::Pop3,
        "pop3-text-8bit-unasked",
        "rfc2449/single-line-grammar",
        "Has octets above 127 in the answer to USER though nothing has asked for them.",
        &[Instead(b"password, please", b"p\xc3\xa4ssword, please")],
    ),
    garbled(
        Service::Pop3,
        "pop3-nul-in-text",
        "rfc2449/single-line-grammar",
        "Has a NUL in the answer to USER.",
        &[Instead(b"password, please", b"password\0please")],
    ),
    garbled(
        Service::Pop3,
        "pop3-challenge-in-words",
        "rfc5034/challenge-format",
        "Sends a challenge in words.",
        &[Instead(b"+ \r\n", b"+ who are you?\r\n")],
    ),
    garbled(
        Service::Pop3,
        "pop3-greeting-err",
        "rfc1939/greeting-positive",
        "Greets with -ERR.",
        &[Instead(b"+OK POP3 server ready", b"-ERR POP3 server ready")],
    ),
    garbled(
        Service::Pop3,
        "pop3-greeting-two-timestamps",
        "rfc2449/greeting-grammar",
        "Has two timestamps in the greeting.",
        &[Instead(b" ready <", b" ready <1.2@example.test> <")],
    ),
    garbled(
        Service::Pop3,
        "pop3-lang-bare",
        "rfc6856/lang-answers-with-tag",
        "Answers LANG with +OK and nothing behind it.",
        &[Instead(b"+OK de Die Sprache ist Deutsch", b"+OK")],
    ),
    garbled(
        Service::Pop3,
        "pop3-lang-listing-underscore",
        "rfc6856/lang-listing",
        "Writes a tag with an underscore in the list of languages.",
        &[Instead(b"\r\nde Deutsch\r\n", b"\r\nde_DE Deutsch\r\n")],
    ),
    garbled(
        Service::Pop3,
        "pop3-quit-answered-twice",
        "rfc1939/one-response-per-command",
        "Answers QUIT twice.",
        &[Behind("QUIT", b"+OK bye bye\r\n")],
    ),
    garbled(
        Service::Pop3,
        "pop3-response-code-empty-level",
        "rfc2449/resp-codes-bracket",
        "Gives a response code with an empty level.",
        &[Instead(b"[AUTH]", b"[AUTH/]")],
    ),
    garbled(
        Service::Pop3,
        "pop3-sys-soon",
        "rfc3206/sys-code-levels",
        "Gives the response code SYS/SOON.",
        &[Instead(b"[AUTH]", b"[SYS/SOON]")],
    ),
    garbled(
        Service::Pop3,
        "pop3-one-line-unstuffed",
        "rfc1939/byte-stuffing",
        "Leaves out the dot of byte-stuffing in front of one line.",
        &[Instead(b"\r\n..hidden\r\n", b"\r\n.hidden\r\n")],
    ),
    garbled(
        Service::Pop3,
        "pop3-list-two-spaces",
        "rfc1939/list-scan-listing",
        "Writes two spaces in the second line of a scan listing.",
        &[
            Instead(b"\r\n2 2", b"\r\n2  2"),
            Instead(b"\r\n2 3", b"\r\n2  3"),
        ],
    ),
    garbled(
        Service::Pop3,
        "pop3-list-says-more",
        "rfc1939/list-nothing-after-size",
        "Says more behind the size in a scan listing.",
        &[
            Instead(b"\r\n2 200\r\n", b"\r\n2 200 octets\r\n"),
            Instead(b"\r\n2 307\r\n", b"\r\n2 307 octets\r\n"),
        ],
    ),
    garbled(
        Service::Pop3,
        "pop3-stat-comma",
        "rfc1939/stat-format",
        "Writes a comma behind the number of messages in STAT.",
        &[
            Instead(b"+OK 2 3", b"+OK 2, 3"),
            Instead(b"+OK 3 1", b"+OK 3, 1"),
        ],
    ),
    garbled(
        Service::Pop3,
        "pop3-capability-two-spaces",
        "rfc2449/capability-grammar",
        "Writes two spaces in a capability.",
        &[Instead(b"UTF8 USER", b"UTF8  USER")],
    ),
    garbled(
        Service::Pop3,
        "pop3-capability-long",
        "rfc2449/capa-line-512-octets",
        "Announces an implementation of more than 512 octets.",
        &[Instead(b"mailspec-reference-server", &LONG)],
    ),
    garbled(
        Service::Pop3,
        "pop3-login-delay-soon",
        "rfc2449/login-delay-argument",
        "Announces a LOGIN-DELAY that is no number.",
        &[Instead(b"LOGIN-DELAY 0", b"LOGIN-DELAY soon")],
    ),
    garbled(
        Service::Pop3,
        "pop3-uidl-unannounced",
        "rfc2449/capa-lists-what-is-there",
        "Does not announce UIDL.",
        &[Instead(b"\r\nUIDL\r\n", b"\r\n")],
    ),
    garbled(
        Service::Pop3,
        "pop3-list-of-the-next",
        "rfc1939/list-one",
        "Answers LIST 1 with the number 2.",
        &[
            Instead(b"+OK 1 1", b"+OK 2 1"),
            Instead(b"+OK 1 2", b"+OK 2 2"),
        ],
    ),
    garbled(
        Service::Pop3,
        "pop3-uidl-of-the-next",
        "rfc1939/uidl-one",
        "Answers UIDL 1 with the number 2.",
        &[Instead(b"+OK 1 0", b"+OK 2 0")],
    ),
    garbled(
        Service::Pop2,
        "pop2-greeting-bare-lf",
        "rfc937/replies-end-in-crlf",
        "Ends the greeting in a bare LF.",
        &[Instead(b" server ready\r\n", b" server ready\n")],
    ),
    garbled(
        Service::Pop2,
        "pop2-count-without-sign",
        "rfc937/reply-first-character",
        "Leaves out the sign in front of counts and errors.",
        &[Instead(b"#", b""), Instead(b"- ", b"")],
    ),
    garbled(
        Service::Pop2,
        "pop2-greeting-without-name",
        "rfc937/greeting-format",
        "Leaves POP2 out of the greeting.",
        &[Instead(b"+ POP2 ", b"+ ")],
    ),
    garbled(
        Service::Pop2,
        "pop2-long-reply",
        "rfc937/reply-512",
        "Answers HELO with more than 512 octets.",
        &[Instead(b" messages", &BEHIND)],
    ),
    garbled(
        Service::Pop2,
        "pop2-quit-answered-twice",
        "rfc937/reply-of-the-command",
        "Answers QUIT twice.",
        &[Behind("QUIT", b"+ bye bye\r\n")],
    ),
];
