//! The deviations of FUZZY: relevance of what a search finds. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const FUZZY: &[FaultInfo] = &[
    fault(
        "imap-relevancy-one-score",
        "rfc6203/score-for-each",
        "RELEVANCY returns one score.",
    ),
    fault(
        "imap-relevancy-zero",
        "rfc6203/score-range",
        "Scores are 0.",
    ),
    fault(
        "imap-relevancy-lowest-first",
        "rfc6203/relevancy-order",
        "SORT (RELEVANCY) puts the lowest score first.",
    ),
    fault(
        "imap-fuzzy-spreads",
        "rfc6203/exact-keys-stay",
        "All keys are loosened where one is fuzzy.",
    ),
    fault(
        "imap-fuzzy-refused",
        "rfc6203/fuzzy-taken",
        "FUZZY is refused.",
    ),
    fault(
        "imap-fuzzy-alone-ok",
        "rfc6203/fuzzy-without-key-bad",
        "FUZZY without a key is answered with OK.",
    ),
    fault(
        "imap-sort-relevancy-refused",
        "rfc6203/relevancy-sort",
        "SORT (RELEVANCY) is refused.",
    ),
    fault(
        "imap-relevancy-missing",
        "rfc6203/relevancy-returned",
        "RELEVANCY returns no scores.",
    ),
    fault(
        "imap-esort-without-relevancy",
        "rfc6203/relevancy-with-esort",
        "SORT RETURN (RELEVANCY) returns no scores.",
    ),
    fault(
        "imap-fuzzy-one-key",
        "rfc6203/fuzzy-program",
        "FUZZY takes no keys in parentheses.",
    ),
    fault(
        "imap-relevancy-partial-refused",
        "rfc6203/relevancy-with-partial",
        "PARTIAL is refused in a sort by relevancy.",
    ),
];
