//! Commands but LIST, FETCH and the searches.

use super::super::command::{Command, Qresync, StoreAction, Tagged};
use super::super::framing::Literal;
use super::{Bad, Cursor, Dialect, Parsed};
use crate::store::SpecialUse;

/// Parses one complete command. With an error comes the tag, if there was one.
pub(crate) fn parse(
    text: &[u8],
    literals: &[Literal],
    dialect: Dialect,
) -> Result<Tagged, (Option<String>, Bad)> {
    let mut cursor = Cursor::new(text, literals, dialect);
    let tag = cursor.tag().map_err(|bad| (None, bad))?;
    let parsed = cursor
        .sp()
        .map_err(|_| Bad("a space is expected after the tag"));
    if parsed.is_err() {
        // Without the space it is not known to be a tag.
        return Err((
            cursor.end().is_ok().then_some(tag),
            Bad("a command is expected after the tag"),
        ));
    }
    match cursor.command() {
        Ok(command) => Ok(Tagged { tag, command }),
        Err(bad) => Err((Some(tag), bad)),
    }
}

impl Cursor<'_> {
    fn command(&mut self) -> Parsed<Command> {
        let name = self.word().map_err(|_| Bad("a command is expected"))?;
        let command = match name.as_str() {
            "UID" => {
                self.sp()?;
                let name = self.word()?;
                self.uid_command(&name)?
            }
            "SEARCH" | "SORT" | "THREAD" | "FETCH" | "STORE" | "COPY" | "MOVE" => {
                self.message_command(&name, false)?
            }
            _ => self.other_command(&name)?,
        };
        self.end()?;
        Ok(command)
    }

    fn uid_command(&mut self, name: &str) -> Parsed<Command> {
        if name == "EXPUNGE" {
            self.sp()?;
            return Ok(Command::Expunge(Some(self.sequence_set()?)));
        }
        if name == "REPLACE" {
            return self.replace(true);
        }
        self.message_command(name, true)
    }

    fn message_command(&mut self, name: &str, uid: bool) -> Parsed<Command> {
        match name {
            "SEARCH" => Ok(Command::Search {
                uid,
                search: self.search()?,
            }),
            "SORT" => self.sort(uid),
            "THREAD" => self.thread(uid),
            "FETCH" => self.fetch(uid),
            "STORE" => self.store(uid),
            "COPY" | "MOVE" => {
                self.sp()?;
                let set = self.sequence_set()?;
                self.sp()?;
                Ok(Command::Copy {
                    uid,
                    set,
                    mailbox: self.astring()?,
                    moves: name == "MOVE",
                })
            }
            _ => Err(Bad("there is no such UID command")),
        }
    }

    fn other_command(&mut self, name: &str) -> Parsed<Command> {
        Ok(match name {
            "CAPABILITY" => Command::Capability,
            "NOOP" => Command::Noop,
            "LOGOUT" => Command::Logout,
            "STARTTLS" => Command::StartTls,
            "NAMESPACE" => Command::Namespace,
            "IDLE" => Command::Idle,
            "CHECK" => Command::Check,
            "CLOSE" => Command::Close,
            "UNSELECT" => Command::Unselect,
            "EXPUNGE" => Command::Expunge(None),
            "ID" => self.id()?,
            "AUTHENTICATE" => self.authenticate()?,
            "LOGIN" => {
                self.sp()?;
                let user = self.astring()?;
                self.sp()?;
                Command::Login {
                    user,
                    password: self.astring()?,
                }
            }
            "ENABLE" => {
                let mut names = Vec::new();
                self.sp()?;
                names.push(self.word()?);
                while self.eat(b' ') {
                    names.push(self.word()?);
                }
                Command::Enable(names)
            }
            "SELECT" => self.select(false)?,
            "EXAMINE" => self.select(true)?,
            "CREATE" => self.create()?,
            "DELETE" => Command::Delete(self.mailbox()?),
            "SUBSCRIBE" => Command::Subscribe(self.mailbox()?),
            "UNSUBSCRIBE" => Command::Unsubscribe(self.mailbox()?),
            "RENAME" => {
                let from = self.mailbox()?;
                Command::Rename {
                    from,
                    to: self.mailbox()?,
                }
            }
            "LIST" => self.list()?,
            "LSUB" => {
                let reference = self.mailbox()?;
                self.sp()?;
                Command::Lsub {
                    reference,
                    pattern: self.list_mailbox()?,
                }
            }
            "STATUS" => {
                let mailbox = self.mailbox()?;
                self.sp()?;
                Command::Status {
                    mailbox,
                    items: self.parenthesised(Self::status_item)?,
                }
            }
            "APPEND" => self.append()?,
            "NOTIFY" => self.notify()?,
            _ => {
                return self
                    .access_command(name)
                    .or_else(|| self.metadata_command(name))
                    .unwrap_or_else(|| self.extension(name));
            }
        })
    }

    pub(super) fn mailbox(&mut self) -> Parsed<Vec<u8>> {
        self.sp()?;
        self.astring()
    }

    fn id(&mut self) -> Parsed<Command> {
        self.sp()?;
        if self.eat_word("NIL") {
            return Ok(Command::Id);
        }
        self.open()?;
        if self.eat(b')') {
            return Ok(Command::Id);
        }
        // RFC 2971 §3.3.
        for _ in 0..30 {
            let field = self.string()?;
            self.sp()?;
            let value = self.nstring()?;
            if field.len() > 30 || value.is_some_and(|value| value.len() > 1024) {
                return Err(Bad("a string in ID is too long"));
            }
            if self.eat(b')') {
                return Ok(Command::Id);
            }
            self.sp()?;
        }
        Err(Bad("there are too many pairs in ID"))
    }

    fn authenticate(&mut self) -> Parsed<Command> {
        self.sp()?;
        let mechanism = self.word()?;
        let initial = if self.eat(b' ') {
            let rest = self.rest().to_vec();
            self.at = self.text.len();
            Some(rest)
        } else {
            None
        };
        Ok(Command::Authenticate { mechanism, initial })
    }

    fn select(&mut self, examine: bool) -> Parsed<Command> {
        let mailbox = self.mailbox()?;
        let (mut condstore, mut qresync) = (false, None);
        if self.eat(b' ') {
            let params = self.parenthesised(|cursor| {
                let word = cursor.word()?;
                match word.as_str() {
                    "CONDSTORE" => Ok(None),
                    "QRESYNC" => cursor.qresync().map(Some),
                    _ => Err(Bad("there is no such SELECT parameter")),
                }
            })?;
            for param in params {
                match param {
                    None => condstore = true,
                    found => qresync = found,
                }
            }
        }
        Ok(Command::Select {
            mailbox,
            examine,
            condstore,
            qresync,
        })
    }

    fn qresync(&mut self) -> Parsed<Qresync> {
        self.sp()?;
        self.open()?;
        let uid_validity = self.nz_number()?;
        self.sp()?;
        let modseq = self.mod_sequence()?;
        let (mut known, mut matched) = (None, None);
        if self.eat(b' ') {
            if self.peek() != Some(b'(') {
                known = Some(self.uid_set()?);
            }
            if known.is_none() || self.eat(b' ') {
                self.open()?;
                let numbers = self.uid_set()?;
                self.sp()?;
                matched = Some((numbers, self.uid_set()?));
                self.close()?;
            }
        }
        self.close()?;
        Ok(Qresync {
            uid_validity,
            modseq,
            known,
            matched,
        })
    }

    fn create(&mut self) -> Parsed<Command> {
        let mailbox = self.mailbox()?;
        let mut special_use = Vec::new();
        if self.eat(b' ') {
            self.open()?;
            if !self.eat_word("USE") {
                return Err(Bad("there is no such CREATE parameter"));
            }
            self.sp()?;
            self.open()?;
            if !self.eat(b')') {
                loop {
                    special_use.push(self.special_use()?);
                    if self.eat(b')') {
                        break;
                    }
                    self.sp()?;
                }
            }
            self.close()?;
        }
        Ok(Command::Create {
            mailbox,
            special_use,
        })
    }

    /// `None`: a use of the future (`use-attr-ext`), which no mailbox can be given.
    fn special_use(&mut self) -> Parsed<Option<SpecialUse>> {
        if self.peek() != Some(b'\\') {
            return Err(Bad("a special use is expected"));
        }
        let name = self.flag()?;
        Ok(super::super::names::SPECIAL_USES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(&name))
            .map(|&(_, special_use)| special_use))
    }

    fn store(&mut self, uid: bool) -> Parsed<Command> {
        self.sp()?;
        let set = self.sequence_set()?;
        self.sp()?;
        let mut unchanged_since = None;
        if self.eat(b'(') {
            if !self.eat_word("UNCHANGEDSINCE ") {
                return Err(Bad("there is no such STORE modifier"));
            }
            unchanged_since = Some(self.number64()?);
            self.close()?;
            self.sp()?;
        }
        let action = match self.peek() {
            Some(b'+') => StoreAction::Add,
            Some(b'-') => StoreAction::Remove,
            _ => StoreAction::Replace,
        };
        if action != StoreAction::Replace {
            self.at += 1;
        }
        let silent = match self.word()?.as_str() {
            "FLAGS" => false,
            "FLAGS.SILENT" => true,
            _ => return Err(Bad("there is no such STORE item")),
        };
        self.sp()?;
        let flags = if self.peek() == Some(b'(') {
            self.flag_list()?
        } else {
            let mut flags = vec![self.flag()?];
            while self.eat(b' ') {
                flags.push(self.flag()?);
            }
            flags
        };
        Ok(Command::Store {
            uid,
            set,
            unchanged_since,
            action,
            silent,
            flags,
        })
    }
}

impl Cursor<'_> {
    /// The tag that a command begins with, whatever follows.
    pub(crate) fn tag_of(text: &[u8]) -> Option<String> {
        let mut cursor = Cursor::new(text, &[], Dialect::default());
        let tag = cursor.tag().ok()?;
        matches!(cursor.peek(), None | Some(b' ' | b'\r' | b'\n')).then_some(tag)
    }

    /// The command's name, upper-case.
    pub(crate) fn first_word(text: &[u8]) -> Option<String> {
        let mut cursor = Cursor::new(text, &[], Dialect::default());
        cursor.tag().ok()?;
        cursor.sp().ok()?;
        cursor.word().ok()
    }
}
