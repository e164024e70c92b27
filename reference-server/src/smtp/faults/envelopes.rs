//! MAIL and RCPT: addresses, their limits, relaying, SIZE. Data only.

use super::{FaultInfo, fault};

pub(super) const ENVELOPES: &[FaultInfo] = &[
    fault(
        "smtp-address-literal-refused",
        "rfc5321/address-literal-accepted",
        "Refuses every mailbox whose domain is an address literal as a syntax error.",
    ),
    fault(
        "smtp-declared-size-ignored",
        "rfc1870/declared-size-over-limit-552",
        "Takes a MAIL whose SIZE exceeds the limit it announced.",
    ),
    fault(
        "smtp-domain-case-sensitive",
        "rfc5321/domain-case-insensitive",
        "Knows its domain only in the case of letters that it is configured with.",
    ),
    fault(
        "smtp-fewer-than-100-recipients",
        "rfc5321/100-recipients",
        "Refuses the 51st recipient.",
    ),
    fault(
        "smtp-local-part-64-refused",
        "rfc5321/local-part-64-octets",
        "Refuses local-parts of more than 32 octets.",
    ),
    fault(
        "smtp-mail-inside-mail-accepted",
        "rfc5321/mail-in-transaction-503",
        "Takes MAIL while a transaction is open.",
    ),
    fault(
        "smtp-null-sender-refused",
        "rfc5321/null-reverse-path-accepted",
        "Refuses `MAIL FROM:<>`.",
    ),
    fault(
        "smtp-path-256-refused",
        "rfc5321/path-256-octets",
        "Refuses paths of more than 128 octets.",
    ),
    fault(
        "smtp-postmaster-refused",
        "rfc5321/postmaster-accepted",
        "Knows no postmaster.",
    ),
    fault(
        "smtp-quoted-local-part-refused",
        "rfc5321/quoted-local-part-accepted",
        "Refuses quoted local-parts as a syntax error.",
    ),
    fault(
        "smtp-rcpt-before-mail-accepted",
        "rfc5321/rcpt-without-mail-503",
        "Takes RCPT without MAIL.",
    ),
    fault(
        "smtp-relay-open",
        "rfc5321/relay-refused",
        "Takes mail from anyone for anywhere.",
    ),
    fault(
        "smtp-second-transaction-refused",
        "rfc5321/several-transactions",
        "Takes one message a session.",
    ),
    fault(
        "smtp-size-ignored",
        "rfc1870/message-over-limit-552",
        "Takes messages larger than the limit that it announced.",
    ),
    fault(
        "smtp-source-route-refused",
        "rfc5321/source-route-accepted",
        "Refuses source routes as a syntax error.",
    ),
    fault(
        "smtp-trailing-space-refused",
        "rfc5321/trailing-space-tolerated",
        "Refuses command lines that end in a space.",
    ),
    fault(
        "smtp-unknown-parameter-accepted",
        "rfc5321/unknown-parameter-555",
        "Ignores parameters that it does not know.",
    ),
    fault(
        "smtp-unknown-recipient-accepted",
        "rfc5321/unknown-mailbox-refused-or-reported",
        "Accepts mail for mailboxes that do not exist, and drops it.",
    ),
    fault(
        "smtp-rcpt-replaces",
        "rfc5321/rcpt-appends",
        "Keeps the last recipient only.",
    ),
    fault(
        "smtp-size-parameter-refused",
        "rfc1870/size-parameter-accepted",
        "Refuses MAIL with SIZE.",
    ),
    fault(
        "smtp-size-any",
        "rfc1870/size-value-syntax",
        "Takes any value of SIZE.",
    ),
    fault(
        "smtp-parameter-twice",
        "rfc6710/priority-twice-refused",
        "Takes a parameter twice, and the first counts.",
    ),
];
