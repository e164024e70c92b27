//! The deviations in what is read out of messages: header fields, dates, parts, and what FETCH makes of
//! them. Data only; `imap/misread.rs` says which of them are the reader's.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const READING: &[FaultInfo] = &[
    fault(
        "imap-default-type-is-octets",
        "rfc3501/bodystructure-default-type",
        "A part without Content-Type is application/octet-stream.",
    ),
    fault(
        "imap-default-encoding-8bit",
        "rfc2045/default-encoding",
        "A part without Content-Transfer-Encoding is 8BIT.",
    ),
    fault(
        "imap-digest-of-texts",
        "rfc2046/digest-default",
        "A part of multipart/digest without Content-Type is text/plain.",
    ),
    fault(
        "imap-type-in-small-letters",
        "rfc2045/type-case-insensitive",
        "A multipart whose type is in capitals is not looked into.",
    ),
    fault(
        "imap-field-comments-kept",
        "rfc2045/comments-are-no-value",
        "A comment in Content-Type is part of the parameter before it.",
    ),
    fault(
        "imap-field-quotes-kept",
        "rfc2045/quotes-are-no-value",
        "The quotation marks around a parameter's value are given with it.",
    ),
    fault(
        "imap-continuations-apart",
        "rfc9051/bodystructure-decodes-rfc2231",
        "A parameter in continuations is given in pieces.",
    ),
    fault(
        "imap-preamble-is-part",
        "rfc2046/preamble-and-epilogue",
        "The preamble of a multipart is its first part.",
    ),
    fault(
        "imap-epilogue-is-part",
        "rfc2046/preamble-and-epilogue",
        "The epilogue of a multipart is its last part.",
    ),
    fault(
        "imap-line-end-is-content",
        "rfc2046/delimiter-takes-its-line-end",
        "The line end before a delimiter belongs to the part.",
    ),
    fault(
        "imap-delimiter-padding-unknown",
        "rfc2046/delimiter-padding",
        "A delimiter with white space behind it is text.",
    ),
    fault(
        "imap-delimiter-in-any-case",
        "rfc2045/boundary-case-sensitive",
        "A delimiter is known in any case.",
    ),
    fault(
        "imap-inner-hides-outer",
        "rfc2046/outer-delimiter-at-any-level",
        "Within an inner multipart only its own delimiters are looked for.",
    ),
    fault(
        "imap-address-comments-kept",
        "rfc5322/comment-in-address",
        "A comment in an address is part of it.",
    ),
    fault(
        "imap-address-quotes-kept",
        "rfc3501/envelope-address",
        "Display names and local parts keep their quotation marks.",
    ),
    fault(
        "imap-envelope-route-lost",
        "rfc3501/envelope-source-route",
        "The source route of an address is left out.",
    ),
    fault(
        "imap-envelope-first-address-only",
        "rfc3501/envelope-address",
        "Of a list of addresses only the first is given.",
    ),
    fault(
        "imap-date-needs-weekday",
        "rfc5322/date-without-weekday",
        "A Date without the day of the week is not read.",
    ),
    fault(
        "imap-date-needs-seconds",
        "rfc5322/date-without-seconds",
        "A Date without seconds is not read.",
    ),
    fault(
        "imap-date-cut-at-fold",
        "rfc5322/date-folded",
        "A Date ends with its first line.",
    ),
    fault(
        "imap-date-comment-unknown",
        "rfc5322/date-comment",
        "A Date with a comment is not read.",
    ),
    fault(
        "imap-date-two-digits-old",
        "rfc5322/date-two-digit-year",
        "Every year of two digits is one of the last century.",
    ),
    fault(
        "imap-date-three-digits-kept",
        "rfc5322/date-three-digit-year",
        "A year of three digits is taken as it is.",
    ),
    fault(
        "imap-date-zone-names-unknown",
        "rfc5322/date-obsolete-zone",
        "A zone with a name counts as UTC.",
    ),
    fault(
        "imap-envelope-absent-empty",
        "rfc3501/envelope-absent-nil",
        "An absent Subject or Date is an empty string in ENVELOPE.",
    ),
    fault(
        "imap-envelope-absent-list-empty",
        "rfc3501/envelope-absent-nil",
        "An absent To, Cc or Bcc is an empty list in ENVELOPE.",
    ),
    fault(
        "imap-envelope-cc-before-to",
        "rfc3501/envelope-order",
        "ENVELOPE gives Cc before To.",
    ),
    fault(
        "imap-envelope-sender-nil",
        "rfc3501/envelope-sender-default",
        "An absent Sender or Reply-To is NIL in ENVELOPE.",
    ),
    fault(
        "imap-envelope-empty-sender-kept",
        "rfc3501/envelope-sender-default",
        "A Sender or Reply-To without an address is NIL in ENVELOPE.",
    ),
    fault(
        "imap-envelope-group-flattened",
        "rfc3501/envelope-group",
        "ENVELOPE gives the members of a group and no group.",
    ),
    fault(
        "imap-envelope-group-without-end",
        "rfc3501/envelope-group",
        "A group in ENVELOPE has no end.",
    ),
    fault(
        "imap-structure-parts-backwards",
        "rfc3501/bodystructure-multipart",
        "The parts of a multipart are given in the opposite order.",
    ),
    fault(
        "imap-structure-flat",
        "rfc3501/fetch-bodystructure",
        "The leaves of nested multiparts are given as parts of the whole.",
    ),
    fault(
        "imap-structure-without-parts",
        "rfc3501/bodystructure-multipart",
        "A multipart without parts is given as its subtype alone.",
    ),
    fault(
        "imap-structure-description-before-id",
        "rfc3501/bodystructure-text",
        "BODYSTRUCTURE gives the description before the id.",
    ),
    fault(
        "imap-structure-size-decoded",
        "rfc3501/bodystructure-size-encoded",
        "BODYSTRUCTURE counts octets after decoding.",
    ),
    fault(
        "imap-structure-lines-of-body",
        "rfc3501/bodystructure-message",
        "The lines of a message part are those of the inner body.",
    ),
    fault(
        "imap-structure-envelope-of-outer",
        "rfc3501/bodystructure-message",
        "The envelope of a message part is that of the whole.",
    ),
    fault(
        "imap-structure-md5-lost",
        "rfc3501/bodystructure-extension-values",
        "Content-MD5 is NIL in BODYSTRUCTURE.",
    ),
    fault(
        "imap-structure-disposition-bare",
        "rfc3501/bodystructure-extension-values",
        "The parameters of Content-Disposition are left out.",
    ),
    fault(
        "imap-structure-first-language-only",
        "rfc3501/bodystructure-extension-values",
        "Of Content-Language only the first tag is given.",
    ),
    fault(
        "imap-structure-location-lost",
        "rfc3501/bodystructure-extension-values",
        "Content-Location is NIL in BODYSTRUCTURE.",
    ),
    fault(
        "imap-all-without-envelope",
        "rfc3501/fetch-macro-all",
        "ALL has no ENVELOPE.",
    ),
    fault(
        "imap-fast-without-size",
        "rfc3501/fetch-macro-fast",
        "FAST has no RFC822.SIZE.",
    ),
    fault(
        "imap-full-without-body",
        "rfc3501/fetch-macro-full",
        "FULL has no BODY.",
    ),
    fault(
        "imap-body-without-header",
        "rfc3501/fetch-body-whole",
        "BODY[] is the body alone.",
    ),
    fault(
        "imap-part-header-is-mime",
        "rfc3501/fetch-body-message-parts",
        "HEADER of a message part is the part's own header.",
    ),
    fault(
        "imap-fields-partial-of-header",
        "rfc3501/fetch-partial-header-fields",
        "A partial of HEADER.FIELDS is taken from the whole header.",
    ),
    fault(
        "imap-fetch-flags-empty",
        "rfc3501/fetch-flags",
        "FLAGS never has a flag.",
    ),
    fault(
        "imap-fetch-internaldate-now",
        "rfc3501/fetch-internaldate",
        "INTERNALDATE is the time of the FETCH.",
    ),
    fault(
        "imap-fetch-uid-zero",
        "rfc3501/fetch-uid",
        "The UID item is 0.",
    ),
    fault(
        "imap-rfc822-without-header",
        "rfc3501/fetch-rfc822",
        "RFC822 is the body alone.",
    ),
    fault(
        "imap-rfc822-text-has-header",
        "rfc3501/fetch-rfc822-text",
        "RFC822.TEXT is the whole message.",
    ),
    fault(
        "imap-macro-in-list-ok",
        "rfc3501/fetch-macro-alone",
        "A macro among other items is taken and gives nothing.",
    ),
    fault(
        "imap-invalid-type-is-octets",
        "rfc2045/invalid-type-default",
        "A Content-Type that cannot be read counts as application/octet-stream.",
    ),
    fault(
        "imap-structure-counts-characters",
        "rfc3501/bodystructure-size-encoded",
        "BODYSTRUCTURE counts characters of UTF-8.",
    ),
    fault(
        "imap-envelope-empty-is-nil",
        "rfc3501/envelope-empty-string",
        "An empty Subject or Date is NIL in ENVELOPE.",
    ),
];
