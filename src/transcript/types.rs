//! The capture types as data: name, where they make sense, documentation. What a type takes is
//! decided in `matching`, never here.

use super::tree::{Protocol, Type};

/// A type and its documentation.
#[derive(Debug, Clone, Copy)]
pub struct TypeInfo {
    /// What it is called in `{{name:type}}`.
    pub name: &'static str,
    /// Its node.
    pub kind: Type,
    /// The protocols whose grammar has it; empty: all.
    pub protocols: &'static [Protocol],
    /// What it takes.
    pub doc: &'static str,
}

const IMAP: &[Protocol] = &[Protocol::Imap];
const POP: &[Protocol] = &[Protocol::Pop3];
const SMTP: &[Protocol] = &[Protocol::Smtp, Protocol::Submission, Protocol::Lmtp];
const POP_AND_IMAP: &[Protocol] = &[Protocol::Pop3, Protocol::Imap];

const fn row(
    name: &'static str,
    kind: Type,
    protocols: &'static [Protocol],
    doc: &'static str,
) -> TypeInfo {
    TypeInfo {
        name,
        kind,
        protocols,
        doc,
    }
}

/// All types, in the order of the reference.
pub const TYPES: &[TypeInfo] = &[
    row("number", Type::Number, &[], "decimal digits"),
    row(
        "nz-number",
        Type::NzNumber,
        &[],
        "decimal digits that do not begin with a zero",
    ),
    row(
        "text",
        Type::Text,
        &[],
        "any octets but CR and LF, possibly none; at a line's end, the rest of it",
    ),
    row(
        "word",
        Type::Word,
        &[],
        "one or more printable ASCII characters other than space",
    ),
    row("atom", Type::Atom, IMAP, "an IMAP atom"),
    row(
        "astring",
        Type::Astring,
        IMAP,
        "an atom, a quoted string or a literal",
    ),
    row("string", Type::String, IMAP, "a quoted string or a literal"),
    row("nstring", Type::Nstring, IMAP, "a string or NIL"),
    row("quoted", Type::Quoted, IMAP, "a quoted string"),
    row(
        "literal",
        Type::Literal,
        IMAP,
        "a literal: its count in braces, CR LF, and its octets",
    ),
    row(
        "date-time",
        Type::DateTime,
        IMAP,
        "a quoted date and time, as INTERNALDATE has it",
    ),
    row("flag-list", Type::FlagList, IMAP, "flags in parentheses"),
    row("list", Type::List, IMAP, "a parenthesised list of anything"),
    row(
        "value",
        Type::Value,
        IMAP,
        "one value of any kind: atom, number, string, NIL or list",
    ),
    row(
        "sequence-set",
        Type::SequenceSet,
        IMAP,
        "numbers and ranges such as `1:3,7`",
    ),
    row(
        "mailbox",
        Type::Mailbox,
        IMAP,
        "a mailbox name in any form of astring",
    ),
    row(
        "base64",
        Type::Base64,
        &[],
        "base64 text with its padding, possibly empty",
    ),
    row(
        "scram-challenge",
        Type::ScramChallenge,
        &[],
        "the base64 of SCRAM's first message of the server, which extends the nonce of \
         `scram-first`; a relation is about its iteration count",
    ),
    row(
        "domain",
        Type::Domain,
        SMTP,
        "a domain or an address literal in brackets",
    ),
    row(
        "unique-id",
        Type::UniqueId,
        POP,
        "1 to 70 characters from 0x21 to 0x7E, as UIDL gives them",
    ),
    row(
        "timestamp",
        Type::Timestamp,
        POP,
        "what stands in angle brackets in a greeting, with the brackets",
    ),
    row(
        "line",
        Type::Line,
        POP_AND_IMAP,
        "one whole line of a multi-line answer",
    ),
    row(
        "lines",
        Type::Lines,
        POP_AND_IMAP,
        "zero or more whole lines of a multi-line answer",
    ),
];

/// The type of this name.
pub fn find(name: &str) -> Option<&'static TypeInfo> {
    TYPES.iter().find(|info| info.name == name)
}

impl Type {
    /// What it is called in `{{name:type}}`.
    pub fn name(self) -> &'static str {
        TYPES
            .iter()
            .find(|info| info.kind == self)
            .map_or("text", |info| info.name)
    }
}
