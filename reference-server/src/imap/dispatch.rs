//! From a complete command to its handler: parsing, the state it needs, the tagged reply.

use super::codes::Kind;
use super::command::{AppendMessage, Command, Quota, Tagged};
use super::extension::{Extension, State};
use super::framing::Literal;
use super::parse::{self, Cursor, Dialect};
use super::reply::Reply;
use super::{ImapSession, Mode, contrary, lax};

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

/// While these are answered no EXPUNGE may be sent (RFC 9051 §7.5.1).
fn holds_numbers(command: &Command) -> bool {
    matches!(
        command,
        Command::Search { uid: false, .. }
            | Command::Sort { uid: false, .. }
            | Command::Thread { uid: false, .. }
            | Command::Fetch { uid: false, .. }
            | Command::Store { uid: false, .. }
    )
}

/// Every FETCH response that a UID command causes has the UID (RFC 9051 §6.4.9).
fn names_uids(command: &Command) -> bool {
    matches!(
        command,
        Command::Search { uid: true, .. }
            | Command::Sort { uid: true, .. }
            | Command::Thread { uid: true, .. }
            | Command::Fetch { uid: true, .. }
            | Command::Store { uid: true, .. }
            | Command::Copy { uid: true, .. }
            | Command::Expunge(Some(_))
    ) || matches!(command, Command::Extension(extension) if extension.names_uids())
}

/// Whether a command changes something that NOTIFY would tell; its own sessions are not told.
fn changes(command: &Command) -> bool {
    matches!(
        command,
        Command::Append { .. }
            | Command::Copy { .. }
            | Command::Expunge(_)
            | Command::Store { .. }
            | Command::Fetch { .. }
            | Command::Close
            | Command::Create { .. }
            | Command::Delete(_)
            | Command::Rename { .. }
            | Command::Subscribe(_)
            | Command::Unsubscribe(_)
            | Command::Acl(_)
            | Command::Metadata(_)
    ) || matches!(command, Command::Extension(extension) if extension.changes())
}

impl ImapSession {
    /// Whether the client wants to hear of the selected mailbox: always before the first NOTIFY.
    pub(super) fn wants_selected(&self) -> bool {
        self.notified
            .as_ref()
            .is_none_or(|wanted| wanted.selected().is_some_and(|(events, _)| events.messages))
            || self.fault("imap-notify-selected-unasked")
    }

    fn dialect(&self) -> Dialect {
        Dialect {
            utf8: self.utf8() && !self.fault("imap-quoted-utf8-refused"),
        }
    }

    /// The tag of a command that cannot be parsed, or `*`.
    pub(super) fn refuse(&mut self, text: &[u8], reply: &Reply) {
        let tag = Cursor::tag_of(text).unwrap_or_else(|| "*".to_owned());
        self.tagged(&tag, reply);
    }

    pub(super) fn too_large(&mut self, text: &[u8]) {
        let reply = if Cursor::stores(text) {
            Reply::no("The message is too large").code("TOOBIG")
        } else if self.account.is_some()
            && Cursor::first_word(text).is_some_and(|word| word == "SETMETADATA")
        {
            Self::annotation_too_large()
        } else {
            Reply::bad("The literal is too large").code("LIMIT")
        };
        self.refuse(text, &reply);
    }

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

    pub(super) fn command(&mut self, text: &[u8], literals: &[Literal]) {
        if text.windows(2).any(|two| two == b"+}") && self.fault("imap-literal-plus-continued") {
            self.out.line("+ Ready for the literal");
        }
        if std::mem::take(&mut self.options.refuses_next) {
            self.refuse(text, &Reply::bad("Not so soon"));
            return;
        }
        let word = Cursor::first_word(text);
        let logged_in = self.account.is_some();
        if let Some(status) = contrary::answer(&self.faults, word.as_deref(), text, logged_in) {
            let reply = match status {
                "OK" => Reply::ok("If you say so"),
                "NO" => Reply::no("Not here"),
                _ => Reply::bad("Not like that"),
            };
            self.refuse(text, &reply);
            return;
        }
        match parse::parse(text, literals, self.dialect()) {
            Ok(tagged) => self.run(tagged),
            Err((tag, bad)) => {
                if self.fault("imap-search-save-lost-on-bad") {
                    self.saved.clear();
                }
                if self.fault("imap-bad-closes-mailbox") {
                    self.close_view();
                }
                if self.fault("imap-search-bad-empties") {
                    self.saved.clear();
                }
                let word = Cursor::first_word(text);
                if lax::is_taken(&self.faults, word.as_deref(), bad.0)
                    || self.fault("imap-unknown-command-ok")
                {
                    self.tagged(&tag.unwrap_or_default(), &Reply::ok("If you say so"));
                    return;
                }
                let tag = tag.unwrap_or_else(|| "*".to_owned());
                let reply = if self.misread_is_no(text) {
                    Reply::no(bad.0)
                } else {
                    Reply::bad(bad.0)
                };
                self.tagged(&tag, &reply);
            }
        }
    }

    /// Whether a fault answers a command that cannot be read with NO.
    fn misread_is_no(&self, text: &[u8]) -> bool {
        match Cursor::first_word(text).as_deref() {
            Some("SELECT" | "EXAMINE") => self.fault("imap-select-unknown-is-no"),
            Some("CREATE") => self.fault("imap-create-unknown-is-no"),
            Some("RENAME") => self.fault("imap-rename-unknown-is-no"),
            Some("FETCH") => self.fault("imap-fetch-unknown-is-no"),
            Some("STORE") => self.fault("imap-store-unknown-is-no"),
            Some("SEARCH") => self.fault("imap-search-unknown-is-no"),
            _ => false,
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

    fn refusal(&self, command: &Command) -> Option<Reply> {
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

    fn run(&mut self, Tagged { tag, command }: Tagged) {
        if let Some(reply) = self.refusal(&command) {
            self.tagged(&tag, &reply);
            return;
        }
        let expunge = !holds_numbers(&command)
            || self.fault("imap-expunge-in-fetch")
            || match &command {
                Command::Sort { .. } => self.fault("imap-expunge-in-sort"),
                Command::Thread { .. } => self.fault("imap-expunge-in-thread"),
                _ => false,
            }
            || (self.enabled.qresync && self.fault("imap-vanished-in-fetch"));
        let silent = match command {
            Command::Noop => self.fault("imap-noop-not-reporting-other-session"),
            Command::Notify(_) => self.fault("imap-notify-set-without-noop"),
            _ => false,
        };
        self.tell_uids = names_uids(&command);
        let changes = changes(&command);
        self.tell_annotations();
        self.tell();
        let kind = Kind::of(&command);
        let twice = matches!(command, Command::Noop) && self.fault("imap-result-twice");
        let Some(answer) = self.handle(&tag, command) else {
            return;
        };
        let reply = self.faulty_code(kind, answer);
        self.own_change = changes;
        if !silent && (changes || self.wants_selected()) {
            self.sync(expunge);
        }
        self.own_change = false;
        if changes && !self.fault("imap-notify-own-changes-told") {
            self.forget_own_changes();
        }
        if twice {
            self.tagged(&tag, &reply);
        }
        self.tagged(&tag, &reply);
        if self.failed_logins > self.config.failed_logins {
            self.bye("Too many failed logins");
        }
    }

    /// `None` when the reply comes later or has gone out.
    fn handle(&mut self, tag: &str, command: Command) -> Option<super::reply::Answer> {
        Some(match command {
            Command::Capability => {
                let line = format!("CAPABILITY {}", self.capabilities());
                self.untagged(line);
                Ok(Reply::ok("That is all"))
            }
            Command::Noop if self.view.is_none() && self.fault("imap-noop-no") => {
                Err(Reply::no("Nothing to be told"))
            }
            Command::Noop => {
                if self.view.is_some() && self.fault("imap-metadata-unasked") {
                    self.untagged("METADATA INBOX /shared/comment");
                }
                Ok(Reply::ok("Nothing done"))
            }
            Command::Check => Ok(Reply::ok("Checked")),
            Command::Logout => {
                if !self.fault("imap-logout-without-bye") {
                    self.untagged("BYE Goodbye");
                }
                self.tagged(tag, &Reply::ok("Logged out"));
                if !self.fault("imap-logout-stays-open") {
                    self.end();
                }
                return None;
            }
            Command::Id => {
                self.untagged("ID (\"name\" \"mailspec reference server\")");
                if self.fault("imap-id-denies-service") {
                    self.account = None;
                }
                Ok(Reply::ok("Pleased to meet you"))
            }
            Command::StartTls => return self.start_tls(tag),
            Command::Authenticate { mechanism, initial } => {
                return self.authenticate(tag, &mechanism, initial.as_deref());
            }
            Command::Login { user, password } => Ok(self.login(&user, &password)),
            Command::Enable(names) => self.enable(&names),
            Command::Select {
                mailbox,
                examine,
                condstore,
                qresync,
            } => self.select(&mailbox, examine, condstore, qresync.as_ref()),
            Command::Create {
                mailbox,
                special_use,
            } => self.create(&mailbox, &special_use),
            Command::Delete(mailbox) => self.delete(&mailbox),
            Command::Rename { from, to } => self.rename(&from, &to),
            Command::Subscribe(mailbox) => self.subscribe(&mailbox, true),
            Command::Unsubscribe(mailbox) => self.subscribe(&mailbox, false),
            Command::List(list) => self.list(&list),
            Command::Lsub { reference, pattern } => self.lsub(&reference, &pattern),
            Command::Namespace => self.namespace(),
            Command::Acl(command) => self.acl(command),
            Command::Notify(command) => self.notify(command),
            Command::Metadata(command) => self.metadata(command),
            Command::Quota(command) => self.quota(command),
            Command::Status { mailbox, items } => self.status(&mailbox, &items),
            Command::Append { mailbox, messages } => self.append(&mailbox, messages),
            Command::Idle => {
                let watch = self
                    .view
                    .as_ref()
                    .map(|view| self.store.watch(view.id, self.waker.clone()));
                self.out.line("+ Idling");
                self.mode = Mode::Idle {
                    tag: tag.to_owned(),
                    _watch: watch,
                };
                if self.wants_selected() {
                    self.sync(true);
                }
                return None;
            }
            Command::Close => self.close(true),
            Command::Unselect => self.close(false),
            Command::Expunge(set) => self.expunge(set.as_ref()),
            Command::Search { uid, search } => self
                .with_filters(search)
                .and_then(|search| self.search(tag, uid, &search)),
            Command::Sort { uid, keys, search } => self
                .with_filters(search)
                .and_then(|search| self.sort(tag, uid, &keys, &search)),
            Command::Thread {
                uid,
                references,
                search,
            } => self
                .with_filters(search)
                .and_then(|search| self.thread(uid, references, &search)),
            Command::Fetch {
                uid,
                set,
                items,
                changed_since,
                vanished,
                partial,
            } => self.fetch(uid, &set, &items, changed_since, vanished, partial),
            Command::Store {
                uid,
                set,
                unchanged_since,
                action,
                silent,
                flags,
            } => self.store_flags(uid, &set, unchanged_since, (action, silent), &flags),
            Command::Copy {
                uid,
                set,
                mailbox,
                moves,
            } => self.copy(uid, &set, &mailbox, moves),
            Command::Extension(extension) => return self.extension(tag, extension),
        })
    }
}
