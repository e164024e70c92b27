//! Which misreading of messages each fault asks for. The reader (`crate::mime`) knows no faults, and no
//! other file here knows its misreadings.

use crate::faults::Faults;
use crate::mime::{Misreading, Misreadings};

const FAULTS: &[(&str, Misreading)] = &[
    (
        "imap-default-type-is-octets",
        Misreading::DefaultTypeIsOctets,
    ),
    ("imap-digest-of-texts", Misreading::DigestOfTexts),
    (
        "imap-invalid-type-is-octets",
        Misreading::InvalidTypeIsOctets,
    ),
    ("imap-type-in-small-letters", Misreading::TypeInSmallLetters),
    ("imap-field-comments-kept", Misreading::FieldCommentsKept),
    ("imap-field-quotes-kept", Misreading::FieldQuotesKept),
    ("imap-continuations-apart", Misreading::ContinuationsApart),
    ("imap-preamble-is-part", Misreading::PreambleIsPart),
    ("imap-epilogue-is-part", Misreading::EpilogueIsPart),
    ("imap-line-end-is-content", Misreading::LineEndIsContent),
    ("imap-delimiter-padding-unknown", Misreading::PaddingUnknown),
    ("imap-delimiter-in-any-case", Misreading::DelimiterInAnyCase),
    ("imap-inner-hides-outer", Misreading::InnerHidesOuter),
    (
        "imap-address-comments-kept",
        Misreading::AddressCommentsKept,
    ),
    ("imap-address-quotes-kept", Misreading::AddressQuotesKept),
    ("imap-date-needs-weekday", Misreading::DateNeedsWeekday),
    ("imap-date-needs-seconds", Misreading::DateNeedsSeconds),
    ("imap-date-cut-at-fold", Misreading::DateCutAtFold),
    ("imap-date-comment-unknown", Misreading::DateCommentUnknown),
    ("imap-date-two-digits-old", Misreading::DateTwoDigitsOld),
    (
        "imap-date-three-digits-kept",
        Misreading::DateThreeDigitsAsTheyAre,
    ),
    (
        "imap-date-zone-names-unknown",
        Misreading::DateZoneNamesUnknown,
    ),
];

/// What the faults that are on make of the reader.
pub(super) fn misreadings(faults: &Faults) -> Misreadings {
    FAULTS
        .iter()
        .filter(|(name, _)| faults.on(name))
        .fold(Misreadings::default(), |all, &(_, one)| all.with(one))
}
