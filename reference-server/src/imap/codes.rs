//! Response codes of RFC 5530 where they do not belong: what the faults about them answer instead.
//! Without a fault nothing here changes a reply.

use super::ImapSession;
use super::command::Command;
use super::reply::{Answer, Reply};

/// What such a fault looks at in a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Append,
    Create,
    Delete,
    Fetch,
    Rename,
    Status,
    Other,
}

impl Kind {
    pub(super) fn of(command: &Command) -> Self {
        match command {
            Command::Append { .. } => Self::Append,
            Command::Create { .. } => Self::Create,
            Command::Delete(_) => Self::Delete,
            Command::Fetch { .. } => Self::Fetch,
            Command::Rename { .. } => Self::Rename,
            Command::Status { .. } => Self::Status,
            _ => Self::Other,
        }
    }
}

impl ImapSession {
    /// The code for a wrong password or an unknown user.
    pub(super) fn wrong_password_code(&self) -> &'static str {
        if self.fault("imap-login-unavailable") {
            "UNAVAILABLE"
        } else if self.fault("imap-login-authorizationfailed") {
            "AUTHORIZATIONFAILED"
        } else if self.fault("imap-login-expired") {
            "EXPIRED"
        } else if self.fault("imap-login-privacyrequired") {
            "PRIVACYREQUIRED"
        } else {
            "AUTHENTICATIONFAILED"
        }
    }

    /// The reply with the code that a fault gives it.
    pub(super) fn faulty_code(&self, kind: Kind, answer: Answer) -> Reply {
        let wrong = match (kind, &answer) {
            (Kind::Append, Err(_)) if self.fault("imap-append-overquota") => "OVERQUOTA",
            (Kind::Create, Err(_)) if self.fault("imap-create-cannot") => "CANNOT",
            (Kind::Create, Err(_)) if self.fault("imap-create-limit") => "LIMIT",
            (Kind::Create, Err(_)) if self.fault("imap-create-nonexistent") => "NONEXISTENT",
            (Kind::Delete, Err(_)) if self.fault("imap-delete-inuse") => "INUSE",
            (Kind::Fetch, Ok(_)) if self.fault("imap-fetch-expungeissued") => "EXPUNGEISSUED",
            (Kind::Rename, Err(_)) if self.fault("imap-rename-alreadyexists") => "ALREADYEXISTS",
            (Kind::Status, Ok(_)) if self.fault("imap-status-clientbug") => "CLIENTBUG",
            _ => return answer.unwrap_or_else(|reply| reply),
        };
        answer.unwrap_or_else(|reply| reply).code(wrong)
    }
}
