//! What can be said against a command before it is carried out: a literal too early, a state in which it is not
//! allowed, an extension that is not there. Carries nothing out.

use super::ImapSession;
use super::command::{AppendMessage, Command, Quota};
use super::extension::{Extension, State};
use super::parse::Cursor;
use super::reply::Reply;

/// The states of RFC 9051 §3 in which a command is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Anything,
    NotAuthenticated,
    Authenticated,
    Selected,
}

fn needs(command: &Command) -> Needs {
    match command {
        Command::Capability | Command::Noop | Command::Logout | Command::Id => Needs::Anything,
        Command::StartTls | Command::Authenticate { .. } | Command::Login { .. } => {
            Needs::NotAuthenticated
        }
        Command::Extension(extension) => match extension.state() {
            State::Any => Needs::Anything,
            State::Authenticated => Needs::Authenticated,
            State::Selected => Needs::Selected,
        },
        Command::Check
        | Command::Close
        | Command::Unselect
        | Command::Expunge(_)
        | Command::Search { .. }
        | Command::Sort { .. }
        | Command::Thread { .. }
        | Command::Fetch { .. }
        | Command::Store { .. }
        | Command::Copy { .. } => Needs::Selected,
        _ => Needs::Authenticated,
    }
}

/// The capability without which a command is not there.
fn capability(command: &Command) -> Option<&'static str> {
    Some(match command {
        Command::Id => "ID",
        Command::Enable(_) => "ENABLE",
        Command::Namespace => "NAMESPACE",
        Command::Acl(_) => "ACL",
        Command::Metadata(_) => "METADATA",
        Command::Notify(_) => "NOTIFY",
        Command::Quota(Quota::Set { .. }) => "QUOTASET",
        Command::Quota(_) => "QUOTA",
        Command::Idle => "IDLE",
        Command::Unselect => "UNSELECT",
        Command::Expunge(Some(_)) => "UIDPLUS",
        Command::Copy { moves: true, .. } => "MOVE",
        Command::Sort { .. } => "SORT",
        Command::Thread {
            references: true, ..
        } => "THREAD=REFERENCES",
        Command::Thread {
            references: false, ..
        } => "THREAD=ORDEREDSUBJECT",
        Command::Extension(extension) => extension.capability(),
        Command::Append { messages, .. } if messages.iter().any(AppendMessage::catenates) => {
            "CATENATE"
        }
        Command::Append { messages, .. } if messages.len() > 1 => "MULTIAPPEND",
        Command::Create { special_use, .. } if !special_use.is_empty() => "CREATE-SPECIAL-USE",
        Command::List(list) if list.return_status.is_some() => "LIST-STATUS",
        Command::List(list) if list.return_rights => "LIST-MYRIGHTS",
        Command::List(list) if list.extended => "LIST-EXTENDED",
        Command::Search { search, .. } if search.extended => "ESEARCH",
        _ => return None,
    })
}

impl ImapSession {
    /// What can be said against a command before its first literal has been asked for.
    pub(super) fn early(&self, text: &[u8]) -> Result<(), Reply> {
        let word = Cursor::first_word(text).ok_or(Reply::bad("A command is expected"))?;
        let without = ["LOGIN", "AUTHENTICATE", "ID", "LANGUAGE"];
        let with = [
            "UID",
            "SEARCH",
            "SORT",
            "THREAD",
            "FETCH",
            "COPY",
            "MOVE",
            "SELECT",
            "EXAMINE",
            "CREATE",
            "DELETE",
            "RENAME",
            "SUBSCRIBE",
            "UNSUBSCRIBE",
            "LIST",
            "LSUB",
            "STATUS",
            "APPEND",
            "NOTIFY",
            "GETMETADATA",
            "SETMETADATA",
            "GETQUOTA",
            "GETQUOTAROOT",
            "SETQUOTA",
            "GETACL",
            "SETACL",
            "DELETEACL",
            "LISTRIGHTS",
            "MYRIGHTS",
            "ID",
            "LANGUAGE",
            "COMPARATOR",
            "REPLACE",
            "RESETKEY",
            "GENURLAUTH",
            "URLFETCH",
            "ESEARCH",
        ];
        let known = if word == "LANGUAGE" && self.fault("imap-language-literal-refused") {
            false
        } else if self.account.is_some() {
            with.contains(&word.as_str())
        } else {
            without.contains(&word.as_str())
        };
        if known {
            Ok(())
        } else {
            Err(Reply::bad("No literal is expected in this command now"))
        }
    }

    /// Commands that faults take in a state in which they are not allowed.
    fn is_misplaced(&self, command: &Command) -> bool {
        match command {
            Command::Extension(Extension::MultiSearch { .. }) if self.account.is_none() => {
                self.fault("imap-multisearch-before-login")
            }
            Command::Extension(Extension::MultiSearch { sources, .. }) if self.view.is_none() => {
                sources.is_some() && self.fault("imap-multisearch-nothing-selected")
            }
            Command::Extension(Extension::Comparator(_)) => {
                self.account.is_none() && self.fault("imap-comparator-before-login")
            }
            _ => false,
        }
    }

    pub(super) fn refusal(&self, command: &Command) -> Option<Reply> {
        if self.is_misplaced(command) {
            return Some(Reply::ok("If you say so"));
        }
        if self.account.is_none()
            && matches!(command, Command::Extension(Extension::Unauthenticate))
            && self.fault("imap-unauthenticate-before-login-ok")
        {
            return Some(Reply::ok("You are nobody anyway"));
        }
        if self.view.is_none()
            && matches!(command, Command::Extension(Extension::Replace { .. }))
            && self.fault("imap-replace-nothing-selected-ok")
        {
            return Some(Reply::ok("Nothing done"));
        }
        if self.view.is_some()
            && matches!(command, Command::Namespace)
            && self.fault("imap-namespace-selected-bad")
        {
            return Some(Reply::bad("Not with a mailbox selected"));
        }
        if self.view.is_none()
            && matches!(command, Command::Idle)
            && self.fault("imap-idle-needs-selected")
        {
            return Some(Reply::bad("No mailbox is selected"));
        }
        if self.account.is_none()
            && matches!(command, Command::Id)
            && self.fault("imap-id-needs-login")
        {
            return Some(Reply::bad("Log in first"));
        }
        if capability(command).is_some_and(|name| !self.has(name)) {
            return Some(Reply::bad("The extension is not there"));
        }
        match needs(command) {
            Needs::NotAuthenticated
                if self.account.is_some() && !self.fault("imap-second-login-ok") =>
            {
                Some(Reply::bad("You have logged in already"))
            }
            Needs::Authenticated
                if matches!(command, Command::Notify(_)) && self.fault("imap-notify-anybody") =>
            {
                None
            }
            Needs::Authenticated | Needs::Selected if self.account.is_none() => {
                Some(Reply::bad("Log in first"))
            }
            Needs::Selected if self.view.is_none() && self.fault("imap-nothing-selected-ok") => {
                Some(Reply::ok("Nothing done"))
            }
            Needs::Selected if self.view.is_none() => Some(Reply::bad("No mailbox is selected")),
            _ => None,
        }
    }
}
