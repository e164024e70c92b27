//! What is said in answer to EHLO about extensions, and their parameters there. Data only.

use super::{FaultInfo, fault};

pub(super) const ANNOUNCED: &[FaultInfo] = &[
    fault(
        "smtp-pipelining-parameter",
        "rfc2920/no-parameter",
        "Announces PIPELINING with a parameter.",
    ),
    fault(
        "smtp-8bitmime-parameter",
        "rfc6152/no-parameter",
        "Announces 8BITMIME with a parameter.",
    ),
    fault(
        "smtp-enhancedstatuscodes-parameter",
        "rfc2034/no-parameter",
        "Announces ENHANCEDSTATUSCODES with a parameter.",
    ),
    fault(
        "smtp-smtputf8-parameter",
        "rfc6531/no-parameter",
        "Announces SMTPUTF8 with a parameter.",
    ),
    fault(
        "smtp-chunking-parameter",
        "rfc3030/chunking-no-parameter",
        "Announces CHUNKING with a parameter.",
    ),
    fault(
        "smtp-starttls-parameter",
        "rfc3207/no-parameter",
        "Announces STARTTLS with a parameter.",
    ),
    fault(
        "smtp-deliverby-not-a-number",
        "rfc2852/minimum-announced",
        "Announces DELIVERBY with a word for its minimum.",
    ),
    fault(
        "smtp-futurerelease-without-limits",
        "rfc4865/limits-announced",
        "Announces FUTURERELEASE without its limits.",
    ),
    fault(
        "smtp-ehlo-announces-unimplemented",
        "rfc5321/no-keyword-for-unimplemented",
        "Announces TURN, and answers it with 502.",
    ),
    fault(
        "smtp-ehlo-no-8bitmime",
        "rfc6531/8bitmime-announced",
        "Announces SMTPUTF8 without 8BITMIME.",
    ),
    fault(
        "smtp-ehlo-no-chunking",
        "rfc3030/binarymime-needs-chunking",
        "Announces BINARYMIME without CHUNKING, and refuses BDAT.",
    ),
    fault(
        "smtp-ehlo-no-dsn",
        "rfc6409/dsn-supported",
        "Does not announce DSN, and refuses its parameters.",
    ),
    fault(
        "smtp-ehlo-no-enhancedstatuscodes",
        "rfc2033/enhancedstatuscodes-implemented",
        "Does not announce ENHANCEDSTATUSCODES.",
    ),
    fault(
        "smtp-ehlo-no-pipelining",
        "rfc2033/pipelining-implemented",
        "Does not announce PIPELINING.",
    ),
    fault(
        "smtp-ehlo-size-not-a-number",
        "rfc1870/size-parameter-syntax",
        "Announces `SIZE=unlimited`.",
    ),
    fault(
        "smtp-starttls-announced-after-tls",
        "rfc3207/starttls-not-announced-under-tls",
        "Goes on announcing STARTTLS under TLS.",
    ),
    fault(
        "smtp-futurerelease-everywhere",
        "rfc4865/submission-only",
        "Announces FUTURERELEASE on port 25 too.",
    ),
];
