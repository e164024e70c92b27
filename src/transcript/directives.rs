//! The directives as data. Never parses or runs one.

/// Whether a directive names its session in a case that has `Sessions:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfSession {
    /// It must.
    Required,
    /// It may; without a name it is about the next `S` lines, whosever they are.
    Optional,
    /// It must not: it is about no session.
    Never,
}

/// A directive and its documentation.
#[derive(Debug, Clone, Copy)]
pub struct DirectiveInfo {
    /// Its name, without the `@`.
    pub name: &'static str,
    /// Whether it names its session.
    pub session: OfSession,
    /// What follows it.
    pub argument: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// A use of it.
    pub example: &'static str,
}

const fn row(
    name: &'static str,
    session: OfSession,
    argument: &'static str,
    doc: &'static str,
    example: &'static str,
) -> DirectiveInfo {
    DirectiveInfo {
        name,
        session,
        argument,
        doc,
        example,
    }
}

/// All directives, in the order of the reference.
pub const DIRECTIVES: &[DirectiveInfo] = &[
    row(
        "connect",
        OfSession::Required,
        "[STATE]",
        "a new connection for this session, brought to the state",
        "@connect transaction",
    ),
    row(
        "starttls",
        OfSession::Required,
        "",
        "the TLS handshake, now",
        "@starttls",
    ),
    row(
        "close",
        OfSession::Required,
        "",
        "the client closes the connection in order",
        "@close",
    ),
    row(
        "reset",
        OfSession::Required,
        "",
        "the client breaks the connection",
        "@reset",
    ),
    row(
        "closed",
        OfSession::Required,
        "",
        "the server must close the connection",
        "@closed",
    ),
    row(
        "wait",
        OfSession::Never,
        "TIME",
        "the client does nothing for so long",
        "@wait 2s",
    ),
    row(
        "silence",
        OfSession::Required,
        "TIME",
        "nothing may arrive for so long",
        "@silence 300ms",
    ),
    row(
        "within",
        OfSession::Optional,
        "TIME",
        "the deadline of the next exchange",
        "@within 5s",
    ),
    row(
        "ordered",
        OfSession::Optional,
        "",
        "what the next exchange expects arrives in this order",
        "@ordered",
    ),
    row(
        "exact",
        OfSession::Optional,
        "",
        "what the next exchange expects is compared octet by octet",
        "@exact",
    ),
    row(
        "arrived",
        OfSession::Never,
        "N [for other] within TIME",
        "waits until the INBOX holds so many messages, by looking with fresh sessions",
        "@arrived 1 within 10s",
    ),
];

/// The directive of this name (without the `@`).
pub fn find(name: &str) -> Option<&'static DirectiveInfo> {
    DIRECTIVES.iter().find(|info| info.name == name)
}
