//! From a complete command to its handler: parsing, the tagged reply. Whether it is allowed is `admission`'s business.

use super::codes::Kind;
use super::command::{Command, Tagged};
use super::framing::Literal;
use super::parse::{self, Cursor, Dialect};
use super::reply::Reply;
use super::{ImapSession, Mode, contrary, lax};

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
