//! The header's fields as data, in their canonical order. Never parses a value.

/// A header field and its documentation.
#[derive(Debug, Clone, Copy)]
pub struct FieldInfo {
    /// Its name.
    pub name: &'static str,
    /// It must be there.
    pub required: bool,
    /// It may be there more than once.
    pub repeats: bool,
    /// What it says.
    pub doc: &'static str,
    /// A value.
    pub example: &'static str,
}

const fn row(
    name: &'static str,
    required: bool,
    repeats: bool,
    doc: &'static str,
    example: &'static str,
) -> FieldInfo {
    FieldInfo {
        name,
        required,
        repeats,
        doc,
        example,
    }
}

/// All fields, in canonical order.
pub const FIELDS: &[FieldInfo] = &[
    row(
        "Title",
        true,
        false,
        "what is broken when the case fails",
        "RSET does not unmark what DELE marked",
    ),
    row(
        "Protocol",
        true,
        false,
        "what it speaks; more than one only with `Sessions:`",
        "pop3",
    ),
    row(
        "Covers",
        true,
        false,
        "the requirements, the one that a failure breaks first",
        "rfc1939/rset-unmarks",
    ),
    row(
        "Requires",
        false,
        false,
        "capabilities that the target must announce, as a boolean expression",
        "UIDPLUS & (LITERAL+ | LITERAL-)",
    ),
    row(
        "State",
        false,
        false,
        "where the dialogue begins when there is one session",
        "transaction",
    ),
    row(
        "Sessions",
        false,
        false,
        "names for several connections",
        "writer = imap authenticated, reader = imap selected",
    ),
    row(
        "Maildrop",
        false,
        false,
        "messages in the INBOX before it begins",
        "plain, multipart",
    ),
    row(
        "Mailbox",
        false,
        false,
        "messages in `{{mailbox}}` before it begins",
        "plain (\\Seen)",
    ),
    row(
        "Tags",
        false,
        false,
        "labels for selection",
        "security, slow",
    ),
    row(
        "Only",
        false,
        false,
        "why no other server can be shown to pass it",
        "needs a full disk",
    ),
    row(
        "Note",
        false,
        true,
        "prose: why, and which reading of the RFC",
        "RSET is not a new session.",
    ),
];

/// The field of this name.
pub fn find(name: &str) -> Option<&'static FieldInfo> {
    FIELDS.iter().find(|info| info.name == name)
}
