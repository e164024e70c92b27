//! The types of captures: what a transcript calls them, and what they take on one line. Knows no value.

use crate::transcript::tree::Type;

/// The name that a transcript gives the type.
pub(super) fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Number => "number",
        Type::NzNumber => "nz-number",
        Type::Text => "text",
        Type::Word => "word",
        Type::Atom => "atom",
        Type::Astring => "astring",
        Type::String => "string",
        Type::Nstring => "nstring",
        Type::Quoted => "quoted",
        Type::Literal => "literal",
        Type::DateTime => "date-time",
        Type::FlagList => "flag-list",
        Type::List => "list",
        Type::Value => "value",
        Type::SequenceSet => "sequence-set",
        Type::Mailbox => "mailbox",
        Type::Base64 => "base64",
        Type::ScramChallenge => "scram-challenge",
        Type::Domain => "domain",
        Type::UniqueId => "unique-id",
        Type::Timestamp => "timestamp",
        Type::Line => "line",
        Type::Lines => "lines",
    }
}

/// The regular expression of what the type takes.
pub(super) fn type_regex(kind: Type) -> &'static str {
    const ATOM: &str = r#"[^\x00-\x20\x7f-\xff(){%*"\\\]]+"#;
    match kind {
        Type::Number => "[0-9]+",
        Type::NzNumber => "[1-9][0-9]*",
        Type::Text | Type::Line | Type::Value | Type::List => r"[^\r\n]*",
        Type::Word => r"[\x21-\x7e]+",
        Type::Atom => ATOM,
        Type::Astring | Type::Mailbox => {
            r#"(?:[^\x00-\x20\x7f-\xff(){%*"\\]+|"(?:[^"\\\r\n]|\\["\\])*")"#
        }
        Type::String | Type::Quoted | Type::Literal => r#""(?:[^"\\\r\n]|\\["\\])*""#,
        Type::Nstring => r#"(?:"(?:[^"\\\r\n]|\\["\\])*"|(?i:NIL))"#,
        Type::DateTime => {
            r#""[ 0-3][0-9]-[A-Za-z]{3}-[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}""#
        }
        Type::FlagList => r"\([^()\r\n]*\)",
        Type::SequenceSet => r"(?:[0-9]+|\*)(?:[:,](?:[0-9]+|\*))*",
        Type::Base64 | Type::ScramChallenge => "(?:[A-Za-z0-9+/]*={0,2})",
        Type::Domain => r"(?:\[[^\]\r\n]*\]|[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?)",
        Type::UniqueId => r"[\x21-\x7e]{1,70}",
        Type::Timestamp => r"<[^<>\r\n]+@[^<>\r\n]+>",
        Type::Lines => r"(?:[^\n]*\n)*",
    }
}
