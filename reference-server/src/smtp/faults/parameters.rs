//! DELIVERBY, MT-PRIORITY, RRVS and REQUIRETLS. Data only.

use super::{FaultInfo, fault};

pub(super) const PARAMETERS: &[FaultInfo] = &[
    fault(
        "smtp-rrvs-ignored",
        "rfc7293/owner-since-checked",
        "Delivers although the mailbox has changed hands since the time in RRVS.",
    ),
    fault(
        "smtp-by-refused",
        "rfc2852/by-accepted",
        "Refuses MAIL with BY.",
    ),
    fault(
        "smtp-by-negative-refused",
        "rfc2852/by-notify-negative",
        "Refuses a BY whose time is over.",
    ),
    fault(
        "smtp-by-any",
        "rfc2852/by-needs-value",
        "Takes a BY that it cannot read.",
    ),
    fault(
        "smtp-by-550",
        "rfc2852/by-syntax-501",
        "Refuses a BY that it cannot read with 550.",
    ),
    fault(
        "smtp-by-other-status",
        "rfc2852/by-status",
        "Refuses a BY that it cannot read with another enhanced code than 5.5.4.",
    ),
    fault(
        "smtp-by-plus-refused",
        "rfc2852/by-accepted",
        "Refuses a BY whose time has a plus sign.",
    ),
    fault(
        "smtp-by-trace-refused",
        "rfc2852/by-accepted",
        "Refuses a BY with the trace flag.",
    ),
    fault(
        "smtp-by-upper-case-only",
        "rfc2852/by-accepted",
        "Refuses a BY whose mode is in lower case.",
    ),
    fault(
        "smtp-by-late-return",
        "rfc2852/by-return-positive",
        "Takes a time of zero or less with mode R.",
    ),
    fault(
        "smtp-by-minimum-ignored",
        "rfc2852/by-below-minimum",
        "Takes a time below the minimum that it announces.",
    ),
    fault(
        "smtp-by-ten-digits",
        "rfc2852/by-range",
        "Takes a time of ten digits.",
    ),
    fault(
        "smtp-by-without-mode",
        "rfc2852/by-syntax-501",
        "Takes a BY that has no mode.",
    ),
    fault(
        "smtp-priority-zero-refused",
        "rfc6710/priority-accepted",
        "Refuses an MT-PRIORITY of 0.",
    ),
    fault(
        "smtp-priority-lowest-refused",
        "rfc6710/priority-accepted",
        "Refuses an MT-PRIORITY of -9.",
    ),
    fault(
        "smtp-priority-plus-sign",
        "rfc6710/priority-invalid-refused",
        "Takes an MT-PRIORITY with a plus sign.",
    ),
    fault(
        "smtp-priority-leading-zero",
        "rfc6710/priority-invalid-refused",
        "Takes an MT-PRIORITY with a leading zero, and one of minus zero.",
    ),
    fault(
        "smtp-received-no-priority",
        "rfc6710/received-priority-clause",
        "Leaves the priority out of the Received field.",
    ),
    fault(
        "smtp-rrvs-action-refused",
        "rfc7293/rrvs-accepted",
        "Refuses an RRVS that says what to do without support.",
    ),
    fault(
        "smtp-rrvs-utc-only",
        "rfc7293/rrvs-accepted",
        "Refuses an RRVS whose time is not in UTC.",
    ),
    fault(
        "smtp-rrvs-any-action",
        "rfc7293/rrvs-invalid-refused",
        "Takes an RRVS with an action that is not C or R.",
    ),
    fault(
        "smtp-rrvs-fraction",
        "rfc7293/rrvs-no-fraction",
        "Takes an RRVS with fractions of a second.",
    ),
    fault(
        "smtp-rrvs-other-code",
        "rfc7293/changed-owner-status",
        "Refuses a mailbox that has changed hands with 553 5.1.3.",
    ),
    fault(
        "smtp-rrvs-first-owner-refused",
        "rfc7293/first-owner-passes",
        "Refuses an RRVS of before 1970 for a mailbox that has always had one owner.",
    ),
    fault(
        "smtp-rrvs-role-checked",
        "rfc7293/role-exempt",
        "Checks the owner of role accounts, too.",
    ),
    fault(
        "smtp-rrvs-field-ignored",
        "rfc7293/field-checked",
        "Does not look at Require-Recipient-Valid-Since.",
    ),
    fault(
        "smtp-rrvs-field-malformed-refused",
        "rfc7293/field-discarded",
        "Refuses a message in which that field has no date.",
    ),
    fault(
        "smtp-rrvs-field-of-others",
        "rfc7293/field-discarded",
        "Checks every recipient against that field, whomever it names.",
    ),
    fault(
        "smtp-requiretls-full-report",
        "rfc8689/report-headers-only",
        "Returns a whole message that had REQUIRETLS when RET=FULL asks for it.",
    ),
    fault(
        "smtp-priority-refused",
        "rfc6710/priority-accepted",
        "Refuses MAIL with MT-PRIORITY.",
    ),
    fault(
        "smtp-priority-any",
        "rfc6710/priority-invalid-refused",
        "Takes any value of MT-PRIORITY.",
    ),
    fault(
        "smtp-requiretls-refused",
        "rfc8689/requiretls-accepted",
        "Refuses MAIL with REQUIRETLS.",
    ),
    fault(
        "smtp-requiretls-with-value",
        "rfc8689/requiretls-no-value",
        "Takes REQUIRETLS with a value.",
    ),
    fault(
        "smtp-rrvs-refused",
        "rfc7293/rrvs-accepted",
        "Refuses RCPT with RRVS.",
    ),
    fault(
        "smtp-rrvs-any",
        "rfc7293/rrvs-invalid-refused",
        "Takes an RRVS that is no time.",
    ),
    fault(
        "smtp-rrvs-field-kept",
        "rfc7293/rrvs-header-removed",
        "Leaves Require-Recipient-Valid-Since in the message.",
    ),
    fault(
        "smtp-requiretls-in-clear",
        "rfc8689/requiretls-only-under-tls",
        "Announces REQUIRETLS without TLS.",
    ),
];
