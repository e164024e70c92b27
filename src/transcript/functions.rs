//! The functions of holes as data: name, arguments, documentation, example. What a function gives
//! is worked out in `matching`, never here.

/// What an argument must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The name of a fixture message.
    Fixture,
    /// The name of a fixture message, or a quoted string.
    FixtureOrQuoted,
    /// `header`, `text`, `1`, `1.2`, `1.2.mime`, `1.2.header`, `1.2.text`, or a range `0..100`.
    PartOrRange,
    /// A number.
    Number,
    /// A quoted string.
    Quoted,
    /// A quoted string, or the name of a value.
    QuotedOrName,
}

impl Shape {
    /// For a sentence: "expected …".
    pub fn describe(self) -> &'static str {
        match self {
            Shape::Fixture => "the name of a fixture message",
            Shape::FixtureOrQuoted => "the name of a fixture message or a quoted string",
            Shape::PartOrRange => {
                "a part (`header`, `text`, `1.2`, `1.2.mime`) or a range (`0..100`)"
            }
            Shape::Number => "a number",
            Shape::Quoted => "a quoted string",
            Shape::QuotedOrName => "a quoted string or the name of a value",
        }
    }
}

/// How often a parameter may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// Exactly once.
    Once,
    /// Once or not at all; only the last parameter.
    Optional,
    /// Once or more; only the last parameter.
    OneOrMore,
}

/// A parameter.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// What it must be.
    pub shape: Shape,
    /// How often.
    pub times: Times,
}

/// On which lines a function may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Only in `C:` lines.
    Send,
    /// Only in `S` lines.
    Pattern,
    /// In both.
    Both,
}

/// A function and its documentation.
#[derive(Debug, Clone, Copy)]
pub struct FunctionInfo {
    /// What it is called.
    pub name: &'static str,
    /// Its parameters, in order.
    pub parameters: &'static [Parameter],
    /// Where it may stand.
    pub place: Place,
    /// Names that an earlier line must have bound, or that the profile provides.
    pub needs: &'static [&'static str],
    /// What it gives.
    pub doc: &'static str,
    /// A hole that uses it.
    pub example: &'static str,
}

const fn once(shape: Shape) -> Parameter {
    Parameter {
        shape,
        times: Times::Once,
    }
}

const PART: Parameter = Parameter {
    shape: Shape::PartOrRange,
    times: Times::Optional,
};
const PASSWORD: Parameter = Parameter {
    shape: Shape::QuotedOrName,
    times: Times::Optional,
};
const JOINED: Parameter = Parameter {
    shape: Shape::QuotedOrName,
    times: Times::OneOrMore,
};

/// All functions, in the order of the reference.
pub const FUNCTIONS: &[FunctionInfo] = &[
    FunctionInfo {
        name: "message",
        parameters: &[once(Shape::Fixture)],
        place: Place::Both,
        needs: &[],
        doc: "the fixture as SMTP and POP3 carry it, with dots stuffed and without the final dot; \
              in a pattern, whole lines of a multi-line answer whose stuffing is checked",
        example: "{{message plain}}",
    },
    FunctionInfo {
        name: "delivered",
        parameters: &[once(Shape::FixtureOrQuoted)],
        place: Place::Pattern,
        needs: &[],
        doc: "the fixture's octets with whatever trace fields the way has put on top",
        example: "{{delivered plain}}",
    },
    FunctionInfo {
        name: "literal",
        parameters: &[once(Shape::FixtureOrQuoted), PART],
        place: Place::Both,
        needs: &[],
        doc: "an IMAP synchronising literal, whose octets wait for the server's `+`; in a pattern, \
              any nstring with these octets",
        example: "{{literal plain header}}",
    },
    FunctionInfo {
        name: "literal+",
        parameters: &[once(Shape::FixtureOrQuoted), PART],
        place: Place::Send,
        needs: &[],
        doc: "an IMAP non-synchronising literal",
        example: "{{literal+ plain}}",
    },
    FunctionInfo {
        name: "size",
        parameters: &[once(Shape::FixtureOrQuoted), PART],
        place: Place::Both,
        needs: &[],
        doc: "the number of octets of a message, of a part or of a range",
        example: "{{size multipart 1.mime}}",
    },
    FunctionInfo {
        name: "repeat",
        parameters: &[once(Shape::Number), once(Shape::Quoted)],
        place: Place::Both,
        needs: &[],
        doc: "the string so many times",
        example: "{{repeat 1000 \"x\"}}",
    },
    FunctionInfo {
        name: "base64",
        parameters: &[JOINED],
        place: Place::Both,
        needs: &[],
        doc: "its arguments put together, in base64 without line breaks",
        example: "{{base64 \"\\0\" user \"\\0\" password}}",
    },
    FunctionInfo {
        name: "apop",
        parameters: &[],
        place: Place::Send,
        needs: &["timestamp", "password"],
        doc: "APOP's digest of `timestamp`, which the greeting has bound, and the password",
        example: "{{apop}}",
    },
    FunctionInfo {
        name: "cram-md5",
        parameters: &[],
        place: Place::Send,
        needs: &["challenge", "user", "password"],
        doc: "the base64 answer to the CRAM-MD5 `challenge`, which an earlier line has bound as base64",
        example: "{{cram-md5}}",
    },
    FunctionInfo {
        name: "scram-first",
        parameters: &[once(Shape::Quoted)],
        place: Place::Send,
        needs: &["user"],
        doc: "the base64 of SCRAM's first message with this GS2 header, the user's name and a nonce \
              that is always the same",
        example: "{{scram-first \"n,,\"}}",
    },
    FunctionInfo {
        name: "scram-sha-1-final",
        parameters: &[once(Shape::Quoted), PASSWORD],
        place: Place::Send,
        needs: &["challenge", "user", "password"],
        doc: "the base64 of SCRAM's final message with the proof for SCRAM-SHA-1: from this GS2 \
              header, the `challenge`, which an earlier line has bound as `scram-challenge`, and the \
              password, or another one that is named",
        example: "{{scram-sha-1-final \"n,,\"}}",
    },
    FunctionInfo {
        name: "scram-sha-1-verifier",
        parameters: &[once(Shape::Quoted)],
        place: Place::Pattern,
        needs: &["challenge", "user", "password"],
        doc: "the base64 of the server's final message with the signature that answers \
              `scram-sha-1-final`",
        example: "{{scram-sha-1-verifier \"n,,\"}}",
    },
    FunctionInfo {
        name: "scram-sha-256-final",
        parameters: &[once(Shape::Quoted), PASSWORD],
        place: Place::Send,
        needs: &["challenge", "user", "password"],
        doc: "as `scram-sha-1-final`, for SCRAM-SHA-256",
        example: "{{scram-sha-256-final \"n,,\" wrong}}",
    },
    FunctionInfo {
        name: "scram-sha-256-verifier",
        parameters: &[once(Shape::Quoted)],
        place: Place::Pattern,
        needs: &["challenge", "user", "password"],
        doc: "as `scram-sha-1-verifier`, for SCRAM-SHA-256",
        example: "{{scram-sha-256-verifier \"n,,\"}}",
    },
    FunctionInfo {
        name: "scram-sha-256-other-nonce",
        parameters: &[once(Shape::Quoted)],
        place: Place::Send,
        needs: &["challenge", "user", "password"],
        doc: "as `scram-sha-256-final`, with one character more behind the nonce and a proof that is right for that",
        example: "{{scram-sha-256-other-nonce \"n,,\"}}",
    },
    FunctionInfo {
        name: "utf7",
        parameters: &[once(Shape::Quoted)],
        place: Place::Both,
        needs: &[],
        doc: "the string in IMAP's modified UTF-7",
        example: "{{utf7 \"Entwürfe\"}}",
    },
    FunctionInfo {
        name: "upper",
        parameters: &[once(Shape::QuotedOrName)],
        place: Place::Both,
        needs: &[],
        doc: "the value with its ASCII letters in upper case",
        example: "{{upper domain}}",
    },
];

/// The function of this name.
pub fn find(name: &str) -> Option<&'static FunctionInfo> {
    FUNCTIONS.iter().find(|info| info.name == name)
}
