//! Tagged replies.

use crate::store::Condition;

/// `OK`, `NO`, `BAD` with an optional response code (RFC 9051 §7.1, RFC 5530).
#[derive(Debug)]
pub(crate) struct Reply {
    pub status: &'static str,
    pub code: Option<String>,
    pub text: &'static str,
}

impl Reply {
    pub(crate) fn ok(text: &'static str) -> Self {
        Self {
            status: "OK",
            code: None,
            text,
        }
    }
    pub(crate) fn no(text: &'static str) -> Self {
        Self {
            status: "NO",
            code: None,
            text,
        }
    }
    pub(crate) fn bad(text: &'static str) -> Self {
        Self {
            status: "BAD",
            code: None,
            text,
        }
    }
    pub(crate) fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
    /// The mailbox does not exist.
    pub(crate) fn nonexistent() -> Self {
        Self::no("There is no such mailbox").code("NONEXISTENT")
    }
    /// The mailbox does not exist and could be created.
    pub(crate) fn try_create() -> Self {
        Self::no("There is no such mailbox").code("TRYCREATE")
    }
    /// The mailbox can be seen, but the rights do not go as far (RFC 5530 §3).
    pub(crate) fn no_permission() -> Self {
        Self::no("Your rights do not go as far").code("NOPERM")
    }
    /// The quota would be exceeded (RFC 9208 §4.3.1).
    pub(crate) fn over_quota() -> Self {
        Self::no("The quota would be exceeded").code("OVERQUOTA")
    }

    pub(super) fn too_many_keywords() -> Self {
        Self::no("The mailbox has too many keywords").code("LIMIT")
    }
    /// The command is known but the mailbox was opened by EXAMINE.
    pub(crate) fn read_only() -> Self {
        Self::no("The mailbox is open read-only")
    }
    /// A sequence number names no message.
    pub(crate) fn out_of_range() -> Self {
        Self::bad("There is no message with that sequence number")
    }
    /// What is the matter with an account or a mailbox (RFC 5530 §3).
    pub(crate) fn condition(condition: Condition) -> Self {
        let (code, text) = match condition {
            Condition::Expired => ("EXPIRED", "That password is past its time"),
            Condition::ContactAdmin => ("CONTACTADMIN", "Please speak to the administrator"),
            Condition::Unavailable => ("UNAVAILABLE", "What that needs is down for now"),
            Condition::ServerBug => ("SERVERBUG", "That should not have happened here"),
            Condition::InUse => ("INUSE", "Somebody uses the mailbox"),
            Condition::Corrupt => ("CORRUPTION", "The mailbox is damaged"),
        };
        Self::no(text).code(code)
    }
    /// Another session has removed a message that this one has not been told of.
    pub(crate) fn expunge_issued() -> Self {
        Self::no("Some of the messages have been expunged").code("EXPUNGEISSUED")
    }
}

/// A handler's answer: an `Err` is a reply like the other, come to early.
pub(crate) type Answer = Result<Reply, Reply>;
