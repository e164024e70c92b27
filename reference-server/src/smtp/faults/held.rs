//! FUTURERELEASE (RFC 4865). Data only.

use super::{FaultInfo, fault};

pub(super) const HELD: &[FaultInfo] = &[
    fault(
        "smtp-hold-quota-550",
        "rfc4865/held-quota-552",
        "Refuses with 550 what exceeds the quota of held messages.",
    ),
    fault(
        "smtp-hold-quota-not-named",
        "rfc4865/held-quota-status",
        "Refuses what exceeds the quota of held messages as it refuses mail for a full mailbox.",
    ),
    fault(
        "smtp-hold-until-refused",
        "rfc4865/hold-until-accepted",
        "Knows HOLDFOR only.",
    ),
    fault(
        "smtp-hold-second-kind-ignored",
        "rfc4865/hold-twice-refused",
        "Takes HOLDFOR and HOLDUNTIL in one MAIL.",
    ),
    fault(
        "smtp-hold-not-a-number-ignored",
        "rfc4865/hold-invalid-refused",
        "Takes a hold parameter that it cannot read, and does not hold the message.",
    ),
    fault(
        "smtp-hold-over-limit-accepted",
        "rfc4865/hold-over-limit-refused",
        "Takes messages to be held for longer than it announces.",
    ),
    fault(
        "smtp-hold-refused-550",
        "rfc4865/refusal-501",
        "Refuses hold parameters that it cannot read with 550.",
    ),
    fault(
        "smtp-hold-refused",
        "rfc4865/hold-accepted",
        "Refuses every hold parameter.",
    ),
    fault(
        "smtp-hold-beyond-deliver-by",
        "rfc4865/hold-beyond-deliver-by-refused",
        "Takes a message that is to be delivered before it is released.",
    ),
    fault(
        "smtp-hold-beyond-deliver-by-550",
        "rfc4865/hold-beyond-deliver-by-501",
        "Refuses a message that is to be delivered before it is released with 550.",
    ),
    fault(
        "smtp-dsn-hold-not-told",
        "rfc4865/report-has-future-release-request",
        "Leaves the hold parameter out of reports.",
    ),
    fault(
        "smtp-hold-ignored",
        "rfc4865/not-released-early",
        "Takes hold parameters and delivers at once.",
    ),
];
