//! The deviations in FILTERS. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const FILTERS: &[FaultInfo] = &[
    fault(
        "imap-filter-undefined-finds-nothing",
        "rfc5466/undefined-refused",
        "A search with a filter that is not there finds nothing and is OK.",
    ),
    fault(
        "imap-filter-undefined-without-code",
        "rfc5466/undefined-code",
        "A search with a filter that is not there is refused without UNDEFINED-FILTER.",
    ),
    fault(
        "imap-filter-first-key-only",
        "rfc5466/inserted-verbatim",
        "Of a filter's keys the first alone counts.",
    ),
    fault(
        "imap-filter-one-pass",
        "rfc5466/three-passes",
        "A filter that a filter names is not found.",
    ),
    fault(
        "imap-filter-any-charset",
        "rfc5466/foreign-charset-bad",
        "A search with FILTER may name any charset.",
    ),
    fault(
        "imap-filter-ascii",
        "rfc5466/implies-utf8",
        "A search with FILTER is US-ASCII.",
    ),
    fault(
        "imap-filter-stored-unchecked",
        "rfc5466/stored-checked",
        "A filter may be anything when it is stored.",
    ),
];
