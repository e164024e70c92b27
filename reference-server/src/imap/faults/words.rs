//! The deviations in how encoded words are read. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const WORDS: &[FaultInfo] = &[
    fault(
        "imap-words-in-capitals-only",
        "rfc2047/names-case-independent",
        "An encoded word with its charset in small letters is not decoded for THREAD and SORT.",
    ),
    fault(
        "imap-words-b-unknown",
        "rfc2047/b-encoding",
        "The B encoding is not decoded for THREAD and SORT.",
    ),
    fault(
        "imap-words-q-unknown",
        "rfc2047/q-hexadecimal",
        "The Q encoding is not decoded for THREAD and SORT.",
    ),
    fault(
        "imap-words-underscore-kept",
        "rfc2047/q-underscore",
        "The underscore of the Q encoding stays an underscore.",
    ),
    fault(
        "imap-words-gap-kept",
        "rfc2047/adjacent-white-space-ignored",
        "The space between two encoded words stays.",
    ),
    fault(
        "imap-words-gap-lost",
        "rfc2047/white-space-beside-text-kept",
        "Where there is an encoded word, no space stays in the text.",
    ),
    fault(
        "imap-words-anywhere",
        "rfc2047/part-of-a-word-is-text",
        "An encoded word is decoded in the middle of a word, too.",
    ),
    fault(
        "imap-words-latin-1-in-q-only",
        "rfc2047/both-encodings",
        "ISO-8859-1 is decoded in the Q encoding only.",
    ),
    fault(
        "imap-words-malformed-hide",
        "rfc2047/malformed-handled",
        "A message with a malformed encoded word is not found by its body.",
    ),
];
