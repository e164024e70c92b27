//! The ways in which the reader can be made to misread. Plain values, which the callers pass in; what
//! they are called outside, and who asks for them, is not known here.

/// One way to be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misreading {
    /// A part without Content-Type is application/octet-stream.
    DefaultTypeIsOctets,
    /// A part of a digest without Content-Type is a text.
    DigestOfTexts,
    /// A Content-Type that cannot be read is application/octet-stream.
    InvalidTypeIsOctets,
    /// Types are known in small letters only.
    TypeInSmallLetters,
    /// A comment in a MIME field is part of what stands before it.
    FieldCommentsKept,
    /// Quotation marks in a MIME field are part of the value.
    FieldQuotesKept,
    /// Continued parameters are left as they are.
    ContinuationsApart,
    /// What stands before the first delimiter is a part.
    PreambleIsPart,
    /// What stands after the last delimiter is a part.
    EpilogueIsPart,
    /// The line end before a delimiter belongs to the part.
    LineEndIsContent,
    /// A delimiter with white space behind it is a line of text.
    PaddingUnknown,
    /// A delimiter is known in any case.
    DelimiterInAnyCase,
    /// A delimiter of the whole is not looked for within an inner multipart.
    InnerHidesOuter,
    /// A comment in an address is part of it.
    AddressCommentsKept,
    /// Quotation marks in an address are part of it.
    AddressQuotesKept,
    /// A Date has to begin with the day of the week.
    DateNeedsWeekday,
    /// The time in a Date has to have seconds.
    DateNeedsSeconds,
    /// A Date ends with its line.
    DateCutAtFold,
    /// A Date with a comment is none.
    DateCommentUnknown,
    /// Two digits are a year of the last century.
    DateTwoDigitsOld,
    /// Three digits are a year of antiquity.
    DateThreeDigitsAsTheyAre,
    /// Zones with a name are UTC.
    DateZoneNamesUnknown,
}

/// The ways that are on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Misreadings(u32);

impl Misreadings {
    /// These and one more.
    #[must_use]
    pub fn with(self, one: Misreading) -> Self {
        Self(self.0 | 1 << one as u32)
    }

    /// Whether this one is on.
    pub fn has(self, one: Misreading) -> bool {
        self.0 & 1 << one as u32 != 0
    }
}
