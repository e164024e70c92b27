//! AUTH in SMTP (RFC 4954); what the mechanisms do wrong is with SASL. Data only.

use super::{FaultInfo, fault};

pub(super) const AUTH: &[FaultInfo] = &[
    fault(
        "smtp-auth-cancel-ignored",
        "rfc4954/cancel-501",
        "Answers `*` in an AUTH exchange with another challenge.",
    ),
    fault(
        "smtp-auth-in-clear",
        "rfc4954/no-plaintext-mechanism-in-clear",
        "Offers and takes PLAIN and LOGIN without TLS, whatever the configuration says.",
    ),
    fault(
        "smtp-auth-in-transaction",
        "rfc4954/auth-in-transaction-503",
        "Takes AUTH during a mail transaction.",
    ),
    fault(
        "smtp-auth-lenient-base64",
        "rfc4954/invalid-base64-501",
        "Skips characters outside the base64 alphabet.",
    ),
    fault(
        "smtp-auth-twice",
        "rfc4954/second-auth-503",
        "Takes another AUTH after a successful one.",
    ),
    fault(
        "smtp-submission-without-auth",
        "rfc6409/authentication-required",
        "Takes mail on the submission port from anyone.",
    ),
    fault(
        "smtp-auth-success-250",
        "rfc4954/auth-success-235",
        "Ends a successful AUTH with 250.",
    ),
    fault(
        "smtp-auth-unknown-mechanism-535",
        "rfc4954/unknown-mechanism-504",
        "Answers an unknown mechanism as it does wrong credentials.",
    ),
    fault(
        "smtp-auth-challenge-in-clear",
        "rfc4954/challenge-is-base64",
        "Sends challenges without base64.",
    ),
    fault(
        "smtp-auth-initial-response-needed",
        "rfc4954/initial-response-optional",
        "Refuses AUTH without an initial response.",
    ),
    fault(
        "smtp-auth-equals-is-absent",
        "rfc4954/empty-initial-response",
        "Takes an initial response of = as none.",
    ),
    fault(
        "smtp-auth-pad-ends-response",
        "rfc4954/pad-only-at-end",
        "Drops what stands behind the pad of a response.",
    ),
    fault(
        "smtp-auth-response-1000-refused",
        "rfc4954/long-responses",
        "Refuses responses of more than 1000 octets.",
    ),
    fault(
        "smtp-auth-overlong-asked-again",
        "rfc4954/overlong-response-500",
        "Asks again after a response that is too long.",
    ),
    fault(
        "smtp-auth-failure-554",
        "rfc4954/failure-535",
        "Answers wrong credentials with 554.",
    ),
    fault(
        "smtp-auth-failure-closes",
        "rfc4954/failure-lets-go-on",
        "Closes the connection after a failed AUTH.",
    ),
    fault(
        "smtp-plain-not-over-tls",
        "rfc4954/plain-over-tls",
        "Has no PLAIN over TLS.",
    ),
    fault(
        "smtp-auth-mechanism-case-sensitive",
        "rfc4954/mechanism-case-insensitive",
        "Knows mechanisms in capitals only.",
    ),
    fault(
        "smtp-mail-auth-refused",
        "rfc4954/mail-auth-parameter",
        "Refuses the AUTH parameter of MAIL.",
    ),
    fault(
        "smtp-mail-auth-null-refused",
        "rfc4954/mail-auth-null",
        "Refuses AUTH=<> in MAIL.",
    ),
    fault(
        "smtp-mail-auth-any",
        "rfc4954/mail-auth-xtext",
        "Takes an AUTH parameter of MAIL that is no xtext.",
    ),
    fault(
        "smtp-auth-required-550",
        "rfc4954/auth-required-530",
        "Asks for authentication with 550.",
    ),
    fault(
        "smtp-received-never-authenticated",
        "rfc4954/received-esmtpa",
        "Says ESMTP in Received for authenticated mail.",
    ),
    fault(
        "smtp-auth-failure-status-general",
        "rfc4954/enhanced-codes",
        "Gives wrong credentials the status 5.0.0.",
    ),
    fault(
        "smtp-auth-without-mechanism-taken",
        "rfc4954/auth-without-mechanism",
        "Lets in whoever sends AUTH without a mechanism.",
    ),
];
