//! Names and states of the protocols as data. Never brings a session anywhere.

use super::tree::{Protocol, State};

/// All protocols, in the order of the reference.
pub const PROTOCOLS: &[Protocol] = &[
    Protocol::Smtp,
    Protocol::Submission,
    Protocol::Lmtp,
    Protocol::Pop3,
    Protocol::Pop2,
    Protocol::Imap,
];

/// The protocol of this name.
pub fn protocol(name: &str) -> Option<Protocol> {
    Some(match name {
        "smtp" => Protocol::Smtp,
        "submission" => Protocol::Submission,
        "lmtp" => Protocol::Lmtp,
        "pop3" => Protocol::Pop3,
        "pop2" => Protocol::Pop2,
        "imap" => Protocol::Imap,
        _ => return None,
    })
}

/// The states in which a dialogue of this protocol can begin, besides `Connected`.
pub fn states(protocol: Protocol) -> &'static [State] {
    use State::{Authenticated, Authorization, Ehlo, Greeting, Mail, Rcpt, Selected, Transaction};
    match protocol {
        Protocol::Smtp | Protocol::Lmtp => &[Greeting, Ehlo, Mail, Rcpt],
        Protocol::Submission => &[Greeting, Ehlo, Authenticated, Mail, Rcpt],
        Protocol::Pop3 => &[Authorization, Transaction],
        Protocol::Pop2 => &[Greeting],
        Protocol::Imap => &[Greeting, Authenticated, Selected],
    }
}

impl State {
    /// What it is called in a transcript; empty for `Connected`, which is not written.
    pub fn name(self) -> &'static str {
        match self {
            State::Connected => "",
            State::Greeting => "greeting",
            State::Ehlo => "ehlo",
            State::Mail => "mail",
            State::Rcpt => "rcpt",
            State::Authorization => "authorization",
            State::Transaction => "transaction",
            State::Authenticated => "authenticated",
            State::Selected => "selected",
        }
    }
}
