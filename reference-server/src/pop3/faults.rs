//! What this POP3 server can be made to do wrong. Data; the hooks ask by name.

use crate::faults::{FaultInfo, fault};

/// The table.
pub const FAULTS: &[FaultInfo] = &[
    fault(
        "pop3-auth-code-on-success",
        "rfc3206/auth-on-errors-only",
        "Gives the response code AUTH with +OK after a login.",
    ),
    fault(
        "pop3-utf8-code-on-dele",
        "rfc6856/utf8-code-on-errors-only",
        "Refuses DELE and gives UTF8 as the reason.",
    ),
    fault(
        "pop3-empty-response-code",
        "rfc2449/resp-code-grammar",
        "Gives an empty response code with a wrong password.",
    ),
    fault(
        "pop3-plus-err",
        "rfc1939/status-indicators-upper-case",
        "Says `+ERR` where `-ERR` belongs.",
    ),
    fault(
        "pop3-lowercase-status",
        "rfc1939/status-indicators-upper-case",
        "Says `+ok` and `-err` in lower case.",
    ),
    fault(
        "pop3-bare-lf",
        "rfc1939/responses-end-in-crlf",
        "Ends status lines in a bare LF.",
    ),
    fault(
        "pop3-no-byte-stuffing",
        "rfc1939/byte-stuffing",
        "Sends lines that begin with a dot as they are.",
    ),
    fault(
        "pop3-missing-terminator",
        "rfc1939/multi-line-terminator",
        "Leaves out the final dot of a scan listing.",
    ),
    fault(
        "pop3-lowercase-refused",
        "rfc1939/keywords-case-insensitive",
        "Knows commands in upper case only.",
    ),
    fault(
        "pop3-unknown-command-ok",
        "rfc1939/unknown-command-refused",
        "Says `+OK` to commands that it doesn't know.",
    ),
    fault(
        "pop3-commands-before-login",
        "rfc1939/wrong-state-refused",
        "Answers STAT and LIST before anybody has logged in, as for an empty maildrop.",
    ),
    fault(
        "pop3-greeting-repeats-timestamp",
        "rfc1939/apop-timestamp-differs",
        "Gives the same APOP timestamp in every greeting.",
    ),
    fault(
        "pop3-apop-accepts-anything",
        "rfc1939/apop-wrong-digest-refused",
        "Takes any APOP digest for an account that exists.",
    ),
    fault(
        "pop3-pass-accepts-anything",
        "rfc1939/pass-wrong-refused",
        "Takes any password for an account that exists.",
    ),
    fault(
        "pop3-pass-without-user",
        "rfc1939/pass-immediately-after-user",
        "Remembers the name that USER gave over other commands, failed PASS included.",
    ),
    fault(
        "pop3-lock-ignored",
        "rfc1939/second-session-refused",
        "Opens a maildrop that another session has locked.",
    ),
    fault(
        "pop3-in-use-unbracketed",
        "rfc2449/in-use-code",
        "Says IN-USE without its brackets.",
    ),
    fault(
        "pop3-stat-counts-deleted",
        "rfc1939/stat-excludes-deleted",
        "Counts messages marked as deleted in STAT.",
    ),
    fault(
        "pop3-stat-size-off",
        "rfc1939/stat-format",
        "Adds one octet to the size in STAT.",
    ),
    fault(
        "pop3-list-size-without-crs",
        "rfc1939/size-counts-crlf",
        "Counts a line ending as one octet in LIST and STAT.",
    ),
    fault(
        "pop3-list-includes-deleted",
        "rfc1939/list-excludes-deleted",
        "Lists messages marked as deleted.",
    ),
    fault(
        "pop3-list-renumbers",
        "rfc1939/numbers-fixed-in-session",
        "Numbers the scan listing afresh when messages are marked as deleted.",
    ),
    fault(
        "pop3-retr-deleted-ok",
        "rfc1939/deleted-number-refused",
        "Sends messages marked as deleted.",
    ),
    fault(
        "pop3-retr-deletes",
        "rfc1939/retr-leaves-message",
        "Marks a message as deleted when it is retrieved.",
    ),
    fault(
        "pop3-retr-drops-last-line",
        "rfc1939/retr-whole-message",
        "Leaves out the last line of a message.",
    ),
    fault(
        "pop3-dele-twice-ok",
        "rfc1939/deleted-number-refused",
        "Says `+OK` to a second DELE of the same message.",
    ),
    fault(
        "pop3-dele-acts-at-once",
        "rfc1939/dele-removes-only-at-update",
        "Removes a message when DELE comes, not after QUIT.",
    ),
    fault(
        "pop3-close-deletes",
        "rfc1939/update-only-after-quit",
        "Removes the marked messages when the connection closes without QUIT.",
    ),
    fault(
        "pop3-quit-without-delete",
        "rfc1939/quit-removes-marked",
        "Says `+OK` to QUIT and removes nothing.",
    ),
    fault(
        "pop3-quit-stays-open",
        "rfc1939/quit-closes",
        "Leaves the connection open after QUIT.",
    ),
    fault(
        "pop3-rset-does-nothing",
        "rfc1939/rset-unmarks",
        "Says `+OK` to RSET and keeps the marks.",
    ),
    fault(
        "pop3-rset-keeps-last",
        "rfc1225/last-reset-by-rset",
        "Keeps LAST's number over RSET.",
    ),
    fault(
        "pop3-last-wrong",
        "rfc1225/last-highest-retrieved",
        "Answers LAST with the message retrieved last, not the highest.",
    ),
    fault(
        "pop3-noop-err",
        "rfc1939/noop-does-nothing",
        "Refuses NOOP.",
    ),
    fault(
        "pop3-error-closes",
        "rfc1939/session-survives-error",
        "Closes the connection after any `-ERR`.",
    ),
    fault(
        "pop3-top-whole-message",
        "rfc1939/top-headers-and-lines",
        "Sends the whole message whatever TOP's number of lines.",
    ),
    fault(
        "pop3-top-zero-has-body",
        "rfc1939/top-zero-lines",
        "Sends one line of the body more than TOP asked for.",
    ),
    fault(
        "pop3-top-without-separator",
        "rfc1939/top-headers-and-lines",
        "Leaves out the blank line between header and body in TOP.",
    ),
    fault(
        "pop3-uidl-changes",
        "rfc1939/uidl-persists",
        "Gives other unique-ids in every session.",
    ),
    fault(
        "pop3-uidl-is-the-number",
        "rfc1939/uidl-not-reused",
        "Gives the number of a message as its unique-id.",
    ),
    fault(
        "pop3-uidl-duplicate",
        "rfc1939/uidl-unique",
        "Gives the first two messages the same unique-id.",
    ),
    fault(
        "pop3-uidl-too-long",
        "rfc1939/uidl-characters",
        "Gives unique-ids of more than 70 characters.",
    ),
    fault(
        "pop3-uidl-includes-deleted",
        "rfc1939/uidl-excludes-deleted",
        "Lists unique-ids of messages marked as deleted.",
    ),
    fault(
        "pop3-capa-before-after-differs",
        "rfc2449/capa-same-in-both-states",
        "Announces TOP and UIDL only before login.",
    ),
    fault(
        "pop3-capa-err",
        "rfc2449/capa-in-transaction",
        "Refuses CAPA after login.",
    ),
    fault(
        "pop3-stls-keeps-pipelined",
        "rfc2595/stls-discards-pipelined",
        "Acts on what was sent in clear behind STLS once TLS stands.",
    ),
    fault(
        "pop3-stls-in-transaction",
        "rfc2595/stls-only-in-authorization",
        "Takes STLS after login.",
    ),
    fault(
        "pop3-stls-twice",
        "rfc2595/stls-not-under-tls",
        "Announces STLS under TLS still.",
    ),
    fault(
        "pop3-auth-cancel-ignored",
        "rfc5034/cancel-refused",
        "Answers `*` with another challenge.",
    ),
    fault(
        "pop3-auth-no-space",
        "rfc5034/challenge-format",
        "Leaves out the space of an empty challenge.",
    ),
    fault(
        "pop3-utf8-header-in-clear",
        "rfc6856/no-utf8-headers-outside-mode",
        "Sends messages with UTF-8 headers although UTF8 was not given.",
    ),
    fault(
        "pop3-size-counts-stuffing",
        "rfc1939/size-ignores-stuffing",
        "Counts the dots of byte-stuffing in sizes.",
    ),
    fault(
        "pop3-quit-removes-neighbour",
        "rfc1939/quit-keeps-unmarked",
        "Removes at QUIT the message behind a marked one, too.",
    ),
    fault(
        "pop3-list-one-multiline",
        "rfc1939/list-one",
        "Ends the answer to LIST with a number with a dot, as if it were multi-line.",
    ),
    fault(
        "pop3-list-empty-err",
        "rfc1939/list-empty",
        "Refuses LIST when the maildrop is empty.",
    ),
    fault(
        "pop3-list-from-zero",
        "rfc1939/message-numbers-from-one",
        "Numbers the scan listing from 0.",
    ),
    fault(
        "pop3-stat-says-more",
        "rfc1939/stat-nothing-after-size",
        "Says more after the size in STAT.",
    ),
    fault(
        "pop3-in-use-before-password",
        "rfc2449/in-use-means-credentials-good",
        "Says IN-USE of a locked maildrop before it looks at the password.",
    ),
    fault(
        "pop3-noop-answered-twice",
        "rfc1939/one-response-per-command",
        "Answers NOOP twice.",
    ),
    fault(
        "pop3-rset-err-when-unmarked",
        "rfc1939/rset-positive",
        "Refuses RSET when nothing is marked.",
    ),
    fault(
        "pop3-top-counts-header",
        "rfc1939/top-headers-and-lines",
        "Counts the header's lines among the lines that TOP asks for.",
    ),
    fault(
        "pop3-uidl-one-differs",
        "rfc1939/uidl-one",
        "Gives another unique-id to UIDL with a number than in the listing.",
    ),
    fault(
        "pop3-capa-unterminated",
        "rfc2449/capa-terminated",
        "Leaves out the dot after the capabilities.",
    ),
    fault(
        "pop3-base64-lenient",
        "rfc5034/base64-alphabet-strict",
        "Skips what is not of the base64 alphabet in a response.",
    ),
    fault(
        "pop3-lang-without-tag",
        "rfc6856/lang-answers-with-tag",
        "Leaves the tag out of the answer to LANG.",
    ),
    fault(
        "pop3-autologout-deletes",
        "rfc1939/autologout-no-update",
        "Removes the marked messages when the inactivity timer expires.",
    ),
    fault(
        "pop3-top-deletes",
        "rfc1939/top-leaves-message",
        "Marks a message as deleted when TOP sends it.",
    ),
    fault(
        "pop3-uidl-says-more",
        "rfc1939/uidl-listing-format",
        "Says more after the unique-id in the listing.",
    ),
    fault(
        "pop3-stls-after-login-announced",
        "rfc2595/stls-announced-before-login-only",
        "Announces STLS after the login too.",
    ),
    fault(
        "pop3-resp-codes-hidden",
        "rfc2449/resp-codes-announced",
        "Gives response codes and does not announce RESP-CODES.",
    ),
    fault(
        "pop3-top-after-login-only",
        "rfc2449/top-announced-in-both",
        "Announces TOP after the login only.",
    ),
    fault(
        "pop3-sasl-before-login-only",
        "rfc5034/sasl-in-both-states",
        "Announces SASL before the login only.",
    ),
    fault(
        "pop3-auth-unknown-mechanism-ok",
        "rfc5034/auth-unknown-mechanism",
        "Answers AUTH with an unknown mechanism with +OK.",
    ),
    fault(
        "pop3-auth-twice",
        "rfc5034/auth-once",
        "Takes AUTH in the TRANSACTION state.",
    ),
    fault(
        "pop3-auth-initial-response-ignored",
        "rfc5034/initial-response",
        "Asks for a response that is there already.",
    ),
    fault(
        "pop3-auth-equals-is-absent",
        "rfc5034/empty-initial-response",
        "Takes an initial response of = as none.",
    ),
    fault(
        "pop3-auth-cancel-locks-out",
        "rfc5034/session-after-cancel",
        "Takes no AUTH any more after one that was cancelled.",
    ),
    fault(
        "pop3-auth-not-base64-ok",
        "rfc5034/bad-base64-refused",
        "Answers a response that is not base64 with +OK.",
    ),
    fault(
        "pop3-auth-pad-in-front-taken",
        "rfc5034/base64-padding-at-end",
        "Skips pad characters in front of a response.",
    ),
    fault(
        "pop3-auth-response-300-refused",
        "rfc5034/long-responses",
        "Refuses responses of more than 300 octets.",
    ),
    fault(
        "pop3-auth-wrong-password-ok",
        "rfc5034/bad-credentials-refused",
        "Answers AUTH with a wrong password with +OK.",
    ),
    fault(
        "pop3-auth-stays-in-authorization",
        "rfc5034/auth-enters-transaction",
        "Answers AUTH with +OK and opens no maildrop.",
    ),
    fault(
        "pop3-plain-not-over-tls",
        "rfc5034/plain-over-tls",
        "Announces no PLAIN over TLS.",
    ),
    fault(
        "pop3-auth-mechanism-case-sensitive",
        "rfc5034/keyword-case-insensitive",
        "Knows mechanisms in capitals only.",
    ),
    fault(
        "pop3-auth-in-transaction",
        "rfc5034/auth-only-in-authorization",
        "Answers AUTH in the TRANSACTION state with +OK.",
    ),
    fault(
        "pop3-auth-one-attempt",
        "rfc5034/auth-retry",
        "Takes no second AUTH.",
    ),
];
