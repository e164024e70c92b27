//! DSN (RFC 3461): its parameters and the reports themselves. Data only.

use super::{FaultInfo, fault};

pub(super) const REPORTS: &[FaultInfo] = &[
    fault(
        "smtp-dsn-never-sent",
        "rfc3461/failure-reported",
        "Sends no delivery status notification at all.",
    ),
    fault(
        "smtp-dsn-no-success-report",
        "rfc3461/notify-success-reported",
        "Sends no report although NOTIFY=SUCCESS asks for one.",
    ),
    fault(
        "smtp-dsn-notify-ignored",
        "rfc3461/notify-never-no-report",
        "Reports failures although NOTIFY says NEVER or leaves FAILURE out.",
    ),
    fault(
        "smtp-dsn-reverse-path-not-null",
        "rfc5321/notification-has-null-reverse-path",
        "Sends its notifications under postmaster's address.",
    ),
    fault(
        "smtp-dsn-unasked-success-report",
        "rfc3461/no-success-report-unasked",
        "Reports every delivery, asked or not.",
    ),
    fault(
        "smtp-dsn-no-late-report",
        "rfc2852/late-reported",
        "Does not report that a message is late already.",
    ),
    fault(
        "smtp-dsn-no-deliver-by-date",
        "rfc2852/report-dates",
        "Reports on a message with BY without the time that it had to be delivered by.",
    ),
    fault(
        "smtp-notify-refused",
        "rfc3461/notify-accepted",
        "Refuses RCPT with NOTIFY.",
    ),
    fault(
        "smtp-notify-upper-case-only",
        "rfc3461/notify-case-insensitive",
        "Knows the keywords of NOTIFY in upper case only.",
    ),
    fault(
        "smtp-notify-any",
        "rfc3461/never-alone",
        "Takes any value of NOTIFY.",
    ),
    fault(
        "smtp-orcpt-refused",
        "rfc3461/orcpt-accepted",
        "Refuses RCPT with ORCPT.",
    ),
    fault(
        "smtp-orcpt-short-only",
        "rfc3461/orcpt-500",
        "Refuses an ORCPT of more than 300 characters.",
    ),
    fault(
        "smtp-orcpt-550",
        "rfc3461/invalid-rcpt-parameter-501",
        "Refuses an ORCPT that it cannot read with 550.",
    ),
    fault(
        "smtp-ret-refused",
        "rfc3461/ret-accepted",
        "Refuses MAIL with RET.",
    ),
    fault(
        "smtp-ret-upper-case-only",
        "rfc3461/ret-case-insensitive",
        "Knows the keywords of RET in upper case only.",
    ),
    fault(
        "smtp-ret-550",
        "rfc3461/invalid-mail-parameter-501",
        "Refuses a RET that it cannot read with 550.",
    ),
    fault(
        "smtp-envid-refused",
        "rfc3461/envid-accepted",
        "Refuses MAIL with ENVID.",
    ),
    fault(
        "smtp-envid-short-only",
        "rfc3461/envid-100",
        "Refuses an ENVID of more than 50 characters.",
    ),
    fault(
        "smtp-dsn-no-envelope-id",
        "rfc3461/report-has-envelope-id",
        "Leaves Original-Envelope-Id out of reports.",
    ),
    fault(
        "smtp-dsn-no-original-recipient",
        "rfc3461/report-has-original-recipient",
        "Leaves Original-Recipient out of reports.",
    ),
    fault(
        "smtp-dsn-no-arrival-date",
        "rfc4865/report-has-arrival-date",
        "Leaves Arrival-Date out of reports.",
    ),
];
