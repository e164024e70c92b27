//! Greeting, order of commands, replies and their form, STARTTLS, LMTP. Data only.

use super::{FaultInfo, fault};

pub(super) const SESSIONS: &[FaultInfo] = &[
    fault(
        "lmtp-ehlo-accepted",
        "rfc2033/ehlo-and-helo-refused",
        "Answers EHLO and HELO with 250 in LMTP.",
    ),
    fault(
        "lmtp-reply-for-rejected-recipients",
        "rfc2033/one-reply-per-accepted-recipient",
        "Sends a reply after the data for recipients too whose RCPT was refused.",
    ),
    fault(
        "lmtp-single-reply",
        "rfc2033/one-reply-per-accepted-recipient",
        "Sends one reply after the data, however many recipients there are.",
    ),
    fault(
        "smtp-bare-lf-command-accepted",
        "rfc5321/only-crlf-ends-a-line",
        "Takes a command line that ends in a bare LF.",
    ),
    fault(
        "smtp-bare-lf-reply",
        "rfc5321/reply-ends-with-crlf",
        "Ends its reply lines with a bare LF.",
    ),
    fault(
        "smtp-command-line-512-refused",
        "rfc5321/command-line-512-octets",
        "Refuses command lines of more than 256 octets.",
    ),
    fault(
        "smtp-ehlo-domain-8bit",
        "rfc6531/ehlo-domain-ascii",
        "Gives a domain with other characters than ASCII in the reply to EHLO.",
    ),
    fault(
        "smtp-rset-unlisted-code",
        "rfc5321/listed-codes-only",
        "Answers RSET with 259.",
    ),
    fault(
        "smtp-rset-other-code",
        "rfc5321/reply-codes-of-the-table",
        "Answers RSET with 252.",
    ),
    fault(
        "smtp-ehlo-keeps-transaction",
        "rfc5321/ehlo-resets",
        "Keeps the transaction when EHLO comes in its midst.",
    ),
    fault(
        "smtp-enhanced-class-differs",
        "rfc2034/class-matches-reply",
        "Writes class 2 into the enhanced status codes of 5yz replies.",
    ),
    fault(
        "smtp-failed-ehlo-clears-transaction",
        "rfc5321/failed-ehlo-keeps-state",
        "Forgets the transaction at an EHLO that it refuses.",
    ),
    fault(
        "smtp-greeting-without-domain",
        "rfc5321/greeting-names-domain",
        "Leaves its domain out of the greeting.",
    ),
    fault(
        "smtp-helo-refused",
        "rfc5321/helo-supported",
        "Answers HELO with 502.",
    ),
    fault(
        "smtp-lowercase-commands-refused",
        "rfc5321/verbs-case-insensitive",
        "Knows verbs in upper case only.",
    ),
    fault(
        "smtp-multiline-code-differs",
        "rfc5321/multiline-same-code",
        "Counts the code up from the second line of a multi-line reply on.",
    ),
    fault(
        "smtp-multiline-no-hyphen",
        "rfc5321/multiline-hyphen",
        "Writes a space behind the code in every line of a multi-line reply.",
    ),
    fault(
        "smtp-noop-with-argument-refused",
        "rfc5321/noop-argument-ignored",
        "Answers NOOP with an argument with 501.",
    ),
    fault(
        "smtp-pipelining-loses-reply",
        "rfc2920/no-reply-lost",
        "Answers the first RCPT of a transaction only.",
    ),
    fault(
        "smtp-quit-250",
        "rfc5321/quit-221",
        "Answers QUIT with 250.",
    ),
    fault(
        "smtp-quit-no-reply",
        "rfc5321/quit-221",
        "Closes at QUIT without a word.",
    ),
    fault(
        "smtp-quit-stays-open",
        "rfc5321/quit-closes",
        "Answers QUIT and goes on.",
    ),
    fault(
        "smtp-rset-closes",
        "rfc5321/rset-stays-open",
        "Closes the connection after RSET.",
    ),
    fault(
        "smtp-rset-keeps-recipients",
        "rfc5321/rset-clears-buffers",
        "Hands the recipients before a RSET on to the next transaction.",
    ),
    fault(
        "smtp-starttls-keeps-ehlo",
        "rfc3207/starttls-forgets-ehlo",
        "Needs no EHLO after the TLS handshake.",
    ),
    fault(
        "smtp-starttls-keeps-pipelined",
        "rfc3207/starttls-discards-pipelined",
        "Carries commands out that were sent in clear behind STARTTLS.",
    ),
    fault(
        "smtp-unknown-command-250",
        "rfc5321/unknown-command-500",
        "Answers unknown commands with 250.",
    ),
    fault("smtp-vrfy-500", "rfc5321/vrfy-supported", "Knows no VRFY."),
    fault(
        "smtp-vrfy-always-250",
        "rfc5321/vrfy-250-only-verified",
        "Confirms every name.",
    ),
    fault(
        "smtp-helo-lists-extensions",
        "rfc5321/helo-reply-not-extended",
        "Answers HELO with the list of extensions.",
    ),
    fault(
        "smtp-helo-keeps-transaction",
        "rfc5321/helo-resets",
        "Keeps the transaction when HELO comes in its midst.",
    ),
    fault(
        "smtp-noop-clears-transaction",
        "rfc5321/noop-keeps-buffers",
        "Forgets the transaction at NOOP.",
    ),
    fault(
        "smtp-noop-answered-twice",
        "rfc5321/one-reply-each",
        "Answers NOOP twice.",
    ),
    fault(
        "smtp-greeting-250",
        "rfc5321/greeting-220",
        "Greets with 250.",
    ),
    fault(
        "smtp-greeting-twice",
        "rfc5321/one-reply-each",
        "Greets twice.",
    ),
    fault(
        "smtp-vrfy-clears-transaction",
        "rfc5321/vrfy-keeps-buffers",
        "Forgets the transaction at VRFY.",
    ),
    fault(
        "smtp-help-clears-transaction",
        "rfc5321/help-keeps-buffers",
        "Forgets the transaction at HELP.",
    ),
    fault(
        "smtp-rset-needs-ehlo",
        "rfc5321/rset-any-time",
        "Refuses RSET before EHLO.",
    ),
    fault(
        "smtp-unknown-command-closes",
        "rfc5321/unknown-command-keeps-connection",
        "Closes the connection after a command that it does not know.",
    ),
    fault(
        "smtp-refusal-521",
        "rfc7504/no-521-for-addresses",
        "Refuses recipients that do not exist with 521.",
    ),
];
