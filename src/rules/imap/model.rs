//! One IMAP session: judges each response by the grammar, then by what the session and others have
//! seen before. Where two readings are possible (pipelined SELECTs, a client that cannot be read),
//! it says nothing.

use super::capabilities::Capabilities;
use super::client::{Client, Command};
use super::ending::Ending;
use super::flag_changes;
use super::shared::Mailboxes;
use super::structure::Delimiters;
use super::view::View;
use super::{Dialect, Fact, invariants as i};
use crate::rules::info::Bad;

/// Of one response at most so many violations are told.
const MOST: usize = 16;

/// Commands after which another mailbox, or none, is selected.
const SELECTING: [&[u8]; 4] = [b"SELECT", b"EXAMINE", b"CLOSE", b"UNSELECT"];

/// One session.
#[derive(Debug, Default)]
pub(crate) struct Session {
    pub(super) dialect: Dialect,
    pub(super) client: Client,
    pub(super) greeted: bool,
    pub(super) ending: Ending,
    pub(super) tls: bool,
    /// The octets after this are compressed: no response can be read any more.
    pub(super) blind: bool,
    pub(super) login_disabled: bool,
    /// An experimental response may have been asked for.
    pub(super) experiments: bool,
    pub(super) qresync: bool,
    pub(super) qresync_asked: bool,
    pub(super) notify: bool,
    /// UIDONLY: what messages have is told in UIDFETCH (RFC 9586), which is not followed.
    pub(super) uid_only: bool,
    pub(super) view: View,
    pub(super) delimiters: Delimiters,
    pub(super) capabilities: Capabilities,
    /// What the client sends cannot be followed any more, and the others know it.
    pub(super) lost: bool,
    /// Several commands that select were in progress at once.
    pub(super) muddled: bool,
    /// The shared knowledge is at least this old for every command in progress.
    pub(super) known_at: u64,
}

impl Session {
    pub(crate) fn sent(&mut self, octets: &[u8], shared: &mut Mailboxes) {
        self.client.sent(octets);
        if self.client.is_lost() && !std::mem::replace(&mut self.lost, true) {
            shared.flags.lose();
        }
        let begun = std::mem::take(&mut self.client.begun);
        let first = self.client.commands.len().saturating_sub(begun);
        let mut opening = false;
        let selecting = |commands: &[Command]| commands.iter().any(|one| one.is(&SELECTING));
        let clear = !(self.muddled || selecting(&self.client.commands));
        let key = self.view.key();
        for command in self.client.commands.iter_mut().skip(first) {
            (command.writes, command.begun_at) =
                flag_changes::begins(command, key.as_ref(), clear, &mut shared.flags);
        }
        for (at, command) in self.client.commands.iter().enumerate().skip(first) {
            self.capabilities.begun(command);
            if command.is(&[b"DELETE", b"RENAME"])
                && let Some(name) = command.mailbox()
            {
                shared.forget_validity(&name);
            }
            self.ending.begun(command);
            let has = |word: &[u8]| {
                command
                    .arguments
                    .windows(word.len())
                    .any(|part| part.eq_ignore_ascii_case(word))
            };
            match &command.name[..] {
                b"LANGUAGE" => self.dialect.language = true,
                b"NOTIFY" => self.notify = true,
                b"ENABLE" => self.qresync_asked |= has(b"QRESYNC") || has(b"UIDONLY"),
                _ => {}
            }
            self.experiments |= command.name.first() == Some(&b'X') || command.name == b"ENABLE";
            if command.is(&SELECTING) {
                self.muddled = at > 0;
                opening |= command.is(&[b"SELECT", b"EXAMINE"]);
            }
        }
        if opening {
            self.view = View::default();
        }
    }

    pub(crate) fn enable(&mut self, name: &[u8]) {
        match &name.to_ascii_uppercase()[..] {
            b"IMAP4REV2" => {
                self.dialect.utf8 = true;
                self.dialect.empty_text = true;
            }
            b"UTF8=ACCEPT" | b"UTF8=ONLY" => self.dialect.utf8 = true,
            b"UIDONLY" => self.uid_only = true,
            b"QRESYNC" => {
                self.qresync = true;
                self.qresync_asked = true;
            }
            _ => {}
        }
    }

    pub(crate) fn tls_started(&mut self) {
        self.tls = true;
        self.ending.tls_started();
        self.login_disabled = false;
        self.capabilities.state_changes();
    }

    pub(crate) fn follow_client(&mut self) {
        self.client.follow();
    }

    /// The capture begins in the middle of a session.
    pub(crate) fn greeting_missed(&mut self) {
        self.greeted = true;
        self.experiments = true;
        self.client.came_late();
    }

    /// The server has closed the connection in order, and the client has not.
    pub(crate) fn closed(&self) -> Option<Bad> {
        // Before a greeting there is no session, and what was compressed may have been a BYE.
        (self.greeted && !self.blind)
            .then(|| self.ending.closed())
            .flatten()
    }

    pub(crate) fn unit(&mut self, octets: &[u8], shared: &mut Mailboxes) -> Vec<Bad> {
        if self.blind {
            return Vec::new();
        }
        let mut dialect = self.dialect.clone();
        dialect.greeting = !self.greeted;
        dialect.challenge = self.client.is_sure()
            && matches!(&self.client.commands[..], [one] if one.name == b"AUTHENTICATE");
        self.greeted = true;
        let judged = super::response::judge(octets, &dialect);
        let mut found = judged.found;
        if self.client.is_echo(octets) {
            found.retain(|bad| bad.rule.id != super::grammar::BEGIN.id);
        }
        let sure = self.client.is_sure();
        let logout = self
            .client
            .commands
            .iter()
            .any(|command| command.name == b"LOGOUT");
        if self.ending.bye && !logout && sure && !octets.is_empty() {
            found.push(Bad::new(
                &i::AFTER_BYE,
                0,
                "after BYE the server closes the connection",
            ));
        }
        let mut command = None;
        for fact in judged.facts {
            if let Fact::Tagged { tag, ok } = fact {
                command = self.tagged(tag, ok, shared, &mut found);
            } else {
                self.fact(fact, command.as_ref(), shared, &mut found);
            }
        }
        if self.client.commands.is_empty() {
            self.known_at = shared.now();
        }
        found.truncate(MOST);
        found
    }

    pub(super) fn selecting(&self) -> bool {
        self.client
            .commands
            .iter()
            .any(|command| command.is(&SELECTING))
    }

    /// Whether the view of the selected mailbox can be relied upon.
    pub(super) fn clear(&self) -> bool {
        self.client.is_sure() && !self.muddled && !self.selecting()
    }

    fn tagged(
        &mut self,
        tag: &[u8],
        ok: bool,
        shared: &mut Mailboxes,
        found: &mut Vec<Bad>,
    ) -> Option<Command> {
        let sure = self.client.is_sure();
        if ok && sure {
            self.client.passes(tag);
        }
        let first = self.client.commands.first();
        let before = first.filter(|one| one.tag != tag);
        let before = before.map(|one| String::from_utf8_lossy(&one.name).into_owned());
        let Some(command) = self.client.answered(tag) else {
            if sure {
                found.push(Bad::new(
                    &i::TAG,
                    0,
                    "no command with this tag is in progress",
                ));
            }
            return None;
        };
        if ok && sure && command.seen.is_wrong() {
            let name = String::from_utf8_lossy(&command.name).into_owned();
            let wants = format!(
                "{name} is to be completed before what was sent behind it and depends on it"
            );
            found.push(Bad::new(&i::ORDER, 0, wants));
        }
        self.capabilities.completed(&command, ok);
        self.ending.completed(&command, ok);
        self.flags_settle(&command, ok, shared, found);
        match &command.name[..] {
            b"SELECT" | b"EXAMINE" => {
                let name = command.mailbox().filter(|_| ok && !self.muddled);
                if ok && name.is_some() {
                    self.view.opened(name);
                    self.view.told.opened = command.begun_at;
                    self.view.told.read_only = command.name == b"EXAMINE";
                    self.learn_view(shared, found);
                } else {
                    self.view = View::default();
                }
            }
            b"CLOSE" | b"UNSELECT" if ok => self.view = View::default(),
            b"DELETE" | b"RENAME" => {
                if let Some(name) = command.mailbox() {
                    shared.forget(&name);
                }
            }
            b"LOGOUT" if ok && sure && !self.ending.bye => {
                found.push(Bad::new(
                    &i::LOGOUT_BYE,
                    0,
                    "an untagged BYE comes before the OK of LOGOUT",
                ));
            }
            b"LOGOUT" if ok && sure => {
                if let Some(name) = before {
                    let wants = format!("{name} is answered before LOGOUT ends the session");
                    found.push(Bad::new(&i::UNANSWERED, 0, wants));
                }
            }
            b"LOGIN" if ok && sure && self.login_disabled => {
                found.push(Bad::new(
                    &i::LOGIN_DISABLED,
                    0,
                    "LOGIN is refused while LOGINDISABLED is announced",
                ));
            }
            b"COMPRESS" if ok => self.blind = true,
            _ => {}
        }
        Some(command)
    }

    /// A command has ended: what it did to flags, and whether the session knows what others did.
    fn flags_settle(
        &mut self,
        command: &Command,
        ok: bool,
        shared: &mut Mailboxes,
        found: &mut Vec<Bad>,
    ) {
        let silent = self.view.silent(command);
        shared.flags.ends(command, ok, silent, &mut self.view.told);
        let told = !(self.notify || self.uid_only);
        if let (true, true, Some(key)) = (ok && self.clear(), told, self.view.key())
            && let Some(uid) = shared.flags.untold(command, &key, &mut self.view.told)
        {
            let name = String::from_utf8_lossy(&command.name).into_owned();
            let wants = format!(
                "another session has changed the flags of UID {uid}, and they are told by the end of {name}"
            );
            found.push(Bad::new(&i::FLAG_UNTOLD, 0, wants));
        }
    }
}
