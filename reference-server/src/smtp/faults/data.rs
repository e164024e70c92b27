//! Message data: DATA, BDAT, its end, and what is added to a message. Data only.

use super::{FaultInfo, fault};

pub(super) const DATA: &[FaultInfo] = &[
    fault(
        "smtp-8bit-stripped",
        "rfc6152/all-bits-preserved",
        "Clears the high bit of every octet of the message.",
    ),
    fault(
        "smtp-bare-lf-accepted",
        "rfc5321/only-crlf-ends-a-line",
        "Takes messages with bare CR or LF.",
    ),
    fault(
        "smtp-bdat-failure-not-discarded",
        "rfc3030/failed-bdat-discards-octets",
        "Reads the octets of a refused BDAT chunk as commands.",
    ),
    fault(
        "smtp-bdat-mixed-with-data-accepted",
        "rfc3030/data-after-bdat-503",
        "Takes DATA after BDAT in one transaction.",
    ),
    fault(
        "smtp-binarymime-data-accepted",
        "rfc3030/binarymime-data-503",
        "Takes DATA although MAIL said BODY=BINARYMIME.",
    ),
    fault(
        "smtp-data-keeps-transaction",
        "rfc5321/end-of-data-clears-buffers",
        "Keeps sender and recipients after the end of the data.",
    ),
    fault(
        "smtp-data-with-argument-accepted",
        "rfc5321/data-takes-no-argument",
        "Takes DATA with an argument.",
    ),
    fault(
        "smtp-data-without-rcpt-354",
        "rfc5321/data-without-recipients-refused",
        "Answers DATA with 354 when there are no recipients.",
    ),
    fault(
        "smtp-last-line-bare",
        "rfc5321/empty-last-line-space",
        "Ends a reply of several lines with a bare code.",
    ),
    fault(
        "smtp-received-in-one-line",
        "rfc5322/added-lines-998",
        "Writes a Received field of more than 998 octets in one line.",
    ),
    fault(
        "smtp-end-of-data-cr-dot-cr",
        "rfc5321/end-of-data-only-crlf-dot-crlf",
        "Takes CR.CR for the end of the data.",
    ),
    fault(
        "smtp-end-of-data-crlf-dot-lf",
        "rfc5321/end-of-data-only-crlf-dot-crlf",
        "Takes CRLF.LF for the end of the data.",
    ),
    fault(
        "smtp-end-of-data-lf-dot-crlf",
        "rfc5321/end-of-data-only-crlf-dot-crlf",
        "Takes LF.CRLF for the end of the data.",
    ),
    fault(
        "smtp-end-of-data-lf-dot-lf",
        "rfc5321/end-of-data-only-crlf-dot-crlf",
        "Takes LF.LF for the end of the data.",
    ),
    fault(
        "smtp-final-crlf-added",
        "rfc5321/no-extra-crlf",
        "Adds an empty line to the end of every message.",
    ),
    fault(
        "smtp-no-dot-unstuffing",
        "rfc5321/leading-dot-deleted",
        "Keeps the dots that the client stuffed.",
    ),
    fault(
        "smtp-no-received",
        "rfc5321/received-inserted",
        "Adds no Received field.",
    ),
    fault(
        "smtp-no-return-path",
        "rfc5321/return-path-inserted",
        "Adds no Return-Path field.",
    ),
    fault(
        "smtp-received-below-header",
        "rfc5321/received-prepended",
        "Puts its Received field below the header instead of on top.",
    ),
    fault(
        "smtp-text-line-1000-refused",
        "rfc5321/text-line-1000-octets",
        "Refuses text lines of more than 512 octets.",
    ),
    fault(
        "smtp-message-dropped",
        "rfc5321/success-means-responsibility",
        "Says 250 to a message and drops it.",
    ),
    fault(
        "smtp-return-path-never-null",
        "rfc5321/return-path-null",
        "Writes a name into the Return-Path of mail with the null reverse-path.",
    ),
    fault(
        "smtp-received-replaced",
        "rfc5321/received-never-altered",
        "Removes the Received fields that it finds.",
    ),
    fault(
        "smtp-binarymime-refused",
        "rfc3030/binarymime-accepted",
        "Announces BINARYMIME and refuses it in MAIL.",
    ),
    fault(
        "smtp-bdat-251",
        "rfc3030/bdat-250",
        "Answers a chunk with 251.",
    ),
    fault(
        "smtp-received-date-iso",
        "rfc5322/added-date-grammar",
        "Writes the date in Received as ISO 8601 has it.",
    ),
    fault(
        "smtp-return-path-at-the-end",
        "rfc5322/trace-block-on-top",
        "Adds Return-Path at the end of the header.",
    ),
    fault(
        "smtp-return-path-bare",
        "rfc5322/return-path-grammar",
        "Leaves the angle brackets out of Return-Path.",
    ),
];
