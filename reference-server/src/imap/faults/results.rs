//! The deviations in what searches return and save. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const RESULTS: &[FaultInfo] = &[
    fault(
        "imap-save-hides-options",
        "rfc5182/options-still-returned",
        "With SAVE nothing is returned.",
    ),
    fault(
        "imap-save-returns-all",
        "rfc5182/no-response",
        "SAVE alone returns what was found.",
    ),
    fault(
        "imap-save-min-saves-all",
        "rfc5182/save-min",
        "SAVE with MIN saves all messages found.",
    ),
    fault(
        "imap-save-count-saves-min",
        "rfc5182/save-all",
        "SAVE with COUNT and MIN saves the lowest message.",
    ),
    fault(
        "imap-save-min-without-max",
        "rfc5182/save-min-max",
        "SAVE with MIN and MAX saves MIN only.",
    ),
    fault(
        "imap-save-nothing-keeps",
        "rfc5182/found-nothing",
        "SAVE of a search that finds nothing changes nothing.",
    ),
    fault(
        "imap-save-numbers-for-uids",
        "rfc5182/numbers-and-uids",
        "$ holds sequence numbers that are taken for UIDs.",
    ),
    fault(
        "imap-save-refused-keeps",
        "rfc5182/emptied-by-no",
        "A search with SAVE that fails leaves $ as it is.",
    ),
    fault(
        "imap-search-refused-empties",
        "rfc5182/kept-by-no",
        "A search without SAVE that fails empties $.",
    ),
    fault(
        "imap-search-saves-unasked",
        "rfc5182/kept-without-save",
        "Every search sets $.",
    ),
    fault(
        "imap-save-outlives-mailbox",
        "rfc5182/reset-by-examine",
        "$ is kept when another mailbox is opened.",
    ),
    fault(
        "imap-esearch-modseq-missing",
        "rfc4731/modseq",
        "ESEARCH has no MODSEQ.",
    ),
    fault(
        "imap-esearch-modseq-of-all",
        "rfc4731/modseq-min",
        "MODSEQ is the highest of all messages found, whatever is returned.",
    ),
    fault(
        "imap-esearch-modseq-of-min",
        "rfc4731/modseq-min-max",
        "MODSEQ with MIN and MAX is that of MIN.",
    ),
    fault(
        "imap-esearch-modseq-of-first",
        "rfc4731/modseq-all",
        "MODSEQ is that of the first message found.",
    ),
    fault(
        "imap-within-whole-minutes",
        "rfc5032/exact",
        "OLDER and YOUNGER count in whole minutes.",
    ),
    fault(
        "imap-esearch-max-is-min",
        "rfc4731/max",
        "MAX is the lowest number found.",
    ),
    fault(
        "imap-esearch-all-first-only",
        "rfc4731/all",
        "ALL is the first message found.",
    ),
    fault(
        "imap-esearch-count-one-more",
        "rfc4731/count",
        "COUNT is one too high.",
    ),
    fault(
        "imap-esearch-min-of-nothing",
        "rfc4731/none-no-min-max-all",
        "MIN of nothing is 0.",
    ),
    fault(
        "imap-esearch-and-search",
        "rfc4731/one-esearch-no-search",
        "SEARCH comes beside ESEARCH.",
    ),
    fault(
        "imap-esearch-empty-options",
        "rfc4731/empty-options-is-all",
        "RETURN () returns nothing.",
    ),
    fault(
        "imap-esearch-uid-missing",
        "rfc4731/uid-indicator",
        "UID SEARCH RETURN has no UID indicator.",
    ),
    fault(
        "imap-esearch-tag-empty",
        "rfc4731/tag-correlator",
        "The tag in ESEARCH is empty.",
    ),
    fault("imap-save-ignored", "rfc5182/saved", "SAVE saves nothing."),
    fault(
        "imap-save-first-wins",
        "rfc5182/last-wins",
        "A second SAVE changes nothing.",
    ),
    fault(
        "imap-save-nothing-refused",
        "rfc5182/empty-is-valid",
        "FETCH with an empty $ is answered with BAD.",
    ),
    fault(
        "imap-save-no-search-key",
        "rfc5182/as-search-key",
        "$ among search keys finds nothing.",
    ),
    fault(
        "imap-search-bad-empties",
        "rfc5182/kept-by-bad",
        "A command that is BAD empties $.",
    ),
    fault(
        "imap-esearch-not-announced",
        "rfc5182/esearch-too",
        "ESEARCH is not announced.",
    ),
    fault(
        "imap-younger-finds-all",
        "rfc5032/younger",
        "YOUNGER finds all messages.",
    ),
    fault(
        "imap-within-word-ok",
        "rfc5032/number-required",
        "An interval that is no number is answered with OK.",
    ),
    fault(
        "imap-within-zero-ok",
        "rfc5032/zero-bad",
        "An interval of 0 is answered with OK.",
    ),
    fault(
        "imap-esearch-options-in-capitals",
        "rfc4731/options-no-case",
        "RETURN in small letters is not known.",
    ),
    fault(
        "imap-save-in-capitals",
        "rfc5182/case-insensitive",
        "SAVE in small letters is not known.",
    ),
    fault(
        "imap-save-refused-after-expunge",
        "rfc5182/adjusted-by-expunge",
        "$ is refused once a message in it is expunged.",
    ),
];
