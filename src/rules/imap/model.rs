//! One IMAP session: judges each response by the grammar, then by what the session and others have
//! seen before. Where two readings are possible (pipelined SELECTs, a client that cannot be read),
//! it says nothing.

use super::capabilities::Capabilities;
use super::client::{Client, Command, normal};
use super::ending::Ending;
use super::flags::{self, Permanent};
use super::shared::{Highest, Key, Mailboxes};
use super::structure::Delimiters;
use super::view::View;
use super::{Dialect, Fact, Fetched, invariants as i};
use crate::rules::RuleInfo;
use crate::rules::info::Bad;

/// Of one response at most so many violations are told.
const MOST: usize = 16;

/// Commands after which another mailbox, or none, is selected.
const SELECTING: [&[u8]; 4] = [b"SELECT", b"EXAMINE", b"CLOSE", b"UNSELECT"];

/// One session.
#[derive(Debug, Default)]
pub(crate) struct Session {
    dialect: Dialect,
    client: Client,
    greeted: bool,
    ending: Ending,
    tls: bool,
    /// The octets after this are compressed: no response can be read any more.
    blind: bool,
    login_disabled: bool,
    /// An experimental response may have been asked for.
    experiments: bool,
    qresync: bool,
    qresync_asked: bool,
    notify: bool,
    /// UIDONLY: what messages have is told in UIDFETCH (RFC 9586), which is not followed.
    uid_only: bool,
    view: View,
    delimiters: Delimiters,
    capabilities: Capabilities,
    /// What the client sends cannot be followed any more, and the others know it.
    lost: bool,
    /// Several commands that select were in progress at once.
    muddled: bool,
    /// The shared knowledge is at least this old for every command in progress.
    known_at: u64,
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
                flags::begins(command, key.as_ref(), clear, &mut shared.flags);
        }
        for (at, command) in self.client.commands.iter().enumerate().skip(first) {
            self.capabilities.begun(command);
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

    /// The capture begins in the middle of a session.
    pub(crate) fn greeting_missed(&mut self) {
        self.greeted = true;
        self.experiments = true;
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

    fn selecting(&self) -> bool {
        self.client
            .commands
            .iter()
            .any(|command| command.is(&SELECTING))
    }

    /// Whether the view of the selected mailbox can be relied upon.
    fn clear(&self) -> bool {
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
        let passed = self.client.passed(tag).filter(|_| ok && sure);
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
        if let Some(name) = passed {
            let wants = format!("{name}, which was sent before, is to be completed first");
            found.push(Bad::new(&i::ORDER, 0, wants));
        }
        if ok {
            self.capabilities.completed(&command);
        }
        self.ending.completed(&command, ok);
        self.flags_settle(&command, ok, shared, found);
        match &command.name[..] {
            b"SELECT" | b"EXAMINE" => {
                let name = command.mailbox().filter(|_| ok && !self.muddled);
                if ok && name.is_some() {
                    self.view.opened(name);
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
        shared.flags.ends(command, ok, &mut self.view.told);
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

    /// SELECT has succeeded: its UIDNEXT and HIGHESTMODSEQ are held against what was known.
    fn learn_view(&mut self, shared: &mut Mailboxes, found: &mut Vec<Bad>) {
        let Some(key) = self.view.key() else { return };
        self.validity(&key, shared, found);
        let known = shared.known(&key, self.known_at);
        let (uidnext, modseq) = (
            self.view.uidnext.unwrap_or(0),
            self.view.modseq.unwrap_or(0),
        );
        self.uidnext(&known, uidnext, found);
        if modseq > 0 && modseq < known.modseq {
            found.push(Bad::new(
                &i::MODSEQ_FALLS,
                0,
                format!("HIGHESTMODSEQ was {} and is now {modseq}", known.modseq),
            ));
        }
        shared.learn(
            &key,
            Highest {
                uid: 0,
                uidnext,
                modseq,
            },
        );
    }

    fn validity(&self, key: &Key, shared: &mut Mailboxes, found: &mut Vec<Bad>) {
        if let Some(known) = shared
            .higher_validity(key)
            .filter(|_| self.client.is_sure())
        {
            let wants = format!("UIDVALIDITY was {known} and is now {}", key.1);
            found.push(Bad::new(&i::VALIDITY_FALLS, 0, wants));
        }
    }

    fn uidnext(&self, known: &Highest, uidnext: u32, found: &mut Vec<Bad>) {
        if uidnext == 0 {
            return;
        }
        if uidnext <= known.uid {
            let wants = format!(
                "UIDNEXT is above UID {}, which is already used; it is {uidnext}",
                known.uid
            );
            found.push(Bad::new(&i::UIDNEXT, 0, wants));
        } else if uidnext < known.uidnext {
            found.push(Bad::new(
                &i::UIDNEXT,
                0,
                format!("UIDNEXT was {} and is now {uidnext}", known.uidnext),
            ));
        }
    }

    fn fact(
        &mut self,
        fact: Fact<'_>,
        command: Option<&Command>,
        shared: &mut Mailboxes,
        found: &mut Vec<Bad>,
    ) {
        match fact {
            Fact::Exists(number) => {
                if self.selecting() || !self.client.is_sure() {
                    self.view.restart(number);
                } else if let Some(old) = self.view.exists(number)
                    && self.clear()
                {
                    let wants = format!("there were {old} messages, and no EXPUNGE took one away");
                    found.push(Bad::new(&i::EXISTS_FALLS, 2, wants));
                }
            }
            Fact::Expunge(number) => self.expunge(number, found),
            Fact::Vanished { earlier } => {
                if self.client.is_sure() && !self.qresync_asked {
                    found.push(Bad::new(
                        &i::VANISHED_EARLY,
                        2,
                        "EXPUNGE is wanted here, since nothing enabled QRESYNC",
                    ));
                }
                if !earlier {
                    self.view.unsure();
                }
            }
            Fact::Fetch(fetched) => self.fetched(&fetched, shared, found),
            Fact::Search(numbers) => {
                let alone = matches!(&self.client.commands[..], [one] if one.name == b"SEARCH");
                if let (true, true, Some(count)) = (alone, self.clear(), self.view.count())
                    && let Some(high) = numbers.iter().find(|number| **number > count)
                {
                    found.push(Bad::new(
                        &i::RANGE,
                        2,
                        format!("there are {count} messages, and so no number {high}"),
                    ));
                }
            }
            Fact::Capability(names) => {
                let has = |name: &[u8]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
                self.dialect.empty_text |= has(b"IMAP4rev2");
                // A server of RFC 9051 alone needs no ENABLE.
                self.dialect.rev2_alone = has(b"IMAP4rev2") && !has(b"IMAP4rev1");
                self.dialect.utf8 |= self.dialect.rev2_alone;
                self.ending.listed(&names);
                self.login_disabled = has(b"LOGINDISABLED");
                if let Some((rule, wants)) = self.capabilities.listed(&names, &self.client.commands)
                    && !self.client.is_lost()
                {
                    found.push(Bad::new(rule, 2, wants));
                }
                if self.tls && has(b"STARTTLS") {
                    found.push(Bad::new(
                        &i::STARTTLS_TLS,
                        2,
                        "STARTTLS is not announced under TLS",
                    ));
                }
            }
            Fact::Enabled(names) => {
                if let Some(name) = self.capabilities.unasked(&names)
                    && self.client.is_sure()
                {
                    let name = String::from_utf8_lossy(name).into_owned();
                    found.push(Bad::new(
                        &i::ENABLED_UNASKED,
                        2,
                        format!("nothing has asked for {name}"),
                    ));
                }
                names.iter().for_each(|name| self.enable(name));
            }
            Fact::Flags(flags) => {
                self.view.flags = Some(flags.iter().map(|flag| flag.to_ascii_lowercase()).collect())
            }
            Fact::PermanentFlags(flags, at) => {
                self.view.told.permanent = Permanent::of(&flags);
                if let Some(flag) = self.view.not_applicable(&flags)
                    && !self.muddled
                {
                    let wants = format!("{flag} is not in the last FLAGS response");
                    found.push(Bad::new(&i::PERMANENT_UNKNOWN, at, wants));
                }
            }
            Fact::Listed {
                name,
                delimiter,
                at,
            } => {
                if let Some(known) = self.delimiters.other(name, delimiter) {
                    let known = char::from(known);
                    let wants = format!("a name beside it has {known} as its delimiter");
                    found.push(Bad::new(&i::DELIMITER, at, wants));
                }
            }
            Fact::Status {
                mailbox,
                uidnext,
                uidvalidity,
            } => {
                // A key needs the name as it is, so a name with escapes is left alone.
                if let Some(validity) = uidvalidity.filter(|_| !mailbox.contains(&b'\\')) {
                    let key: Key = (normal(mailbox), validity);
                    self.validity(&key, shared, found);
                    let uidnext = uidnext.unwrap_or(0);
                    if self.client.is_sure() {
                        self.uidnext(&shared.known(&key, self.known_at), uidnext, found);
                    }
                    shared.learn(
                        &key,
                        Highest {
                            uidnext,
                            ..Highest::default()
                        },
                    );
                }
            }
            Fact::Bye => self.ending.bye = true,
            Fact::Experimental(at) => {
                if self.client.is_sure() && !self.experiments {
                    let wants = "no command has asked for an experimental response";
                    found.push(Bad::new(&i::EXPERIMENTAL, at, wants));
                }
            }
            Fact::Preauth => {}
            Fact::Closed => self.view.restart_unknown(),
            Fact::UidNext(number) => self.view.uidnext = Some(number),
            Fact::UidValidity(number) => self.view.validity = Some(number),
            Fact::NoModseq => self.view.no_modseq = true,
            Fact::HighestModseq(number) => self.view.modseq = Some(number),
            Fact::AppendUid(validity, set) => self.appended(command, validity, &set, shared, found),
            Fact::Tagged { .. } => {}
        }
    }

    fn expunge(&mut self, number: u32, found: &mut Vec<Bad>) {
        if self.qresync && self.clear() && !self.view.no_modseq {
            found.push(Bad::new(
                &i::EXPUNGE_QRESYNC,
                2,
                "VANISHED is wanted here, since QRESYNC is enabled",
            ));
        }
        if self.client.is_sure() && !self.notify {
            match &self.client.commands[..] {
                [] => found.push(Bad::new(
                    &i::EXPUNGE_IDLE,
                    2,
                    "no EXPUNGE is wanted while no command is in progress",
                )),
                [one] if one.is(&[b"FETCH", b"STORE", b"SEARCH"]) => {
                    let name = String::from_utf8_lossy(&one.name).into_owned();
                    found.push(Bad::new(
                        &i::EXPUNGE_DURING,
                        2,
                        format!("no EXPUNGE is wanted while {name} is answered"),
                    ));
                }
                _ => {}
            }
        }
        let clear = self.clear();
        if let Some(count) = self.view.expunge(number)
            && clear
        {
            found.push(Bad::new(
                &i::RANGE,
                2,
                format!("there are {count} messages, and so no number {number}"),
            ));
        }
    }

    fn fetched(&mut self, fetched: &Fetched<'_>, shared: &mut Mailboxes, found: &mut Vec<Bad>) {
        if !self.clear() {
            return;
        }
        let mut tell =
            |rule: &'static RuleInfo, wants: String| found.push(Bad::new(rule, fetched.at, wants));
        let uid = self.view.fetched(fetched, &mut tell);
        let (Some(uid), Some(key)) = (uid, self.view.key()) else {
            return;
        };
        if let Some(flags) = fetched.flags.as_deref().and_then(flags::Flags::of) {
            let storing =
                matches!(&self.client.commands[..], [one] if one.is(&[b"STORE", b"UID STORE"]));
            self.view.told.fetched(uid, flags, storing, &shared.flags);
        }
        shared.learn(
            &key,
            Highest {
                uid,
                ..Highest::default()
            },
        );
        let dialect = u8::from(self.dialect.utf8);
        super::structure::held(fetched, uid, &key, dialect, shared, &mut tell);
        // What stands for a message that another session expunged is no message (RFC 2180 §4.1.3).
        if let Some(size) = fetched.size.filter(|size| *size > 0)
            && !shared.same_size(&key, uid, size)
        {
            tell(
                &i::IMMUTABLE,
                format!("RFC822.SIZE of UID {uid} was another"),
            );
        }
        if let Some(date) = fetched.date.filter(|date| !date.starts_with(b"\"00-"))
            && !shared.same_date(&key, uid, date)
        {
            tell(
                &i::IMMUTABLE,
                format!("INTERNALDATE of UID {uid} was another"),
            );
        }
        for (name, octets) in &fetched.sections {
            // Nothing may be all that is left of a message that another session expunged (RFC 2180 §4.1).
            if !octets.is_empty() && !shared.same_section(&key, uid, name, dialect, octets) {
                tell(
                    &i::IMMUTABLE,
                    format!("{} of UID {uid} was another", String::from_utf8_lossy(name)),
                );
            }
        }
    }

    fn appended(
        &mut self,
        command: Option<&Command>,
        validity: u32,
        set: &[(u32, u32)],
        shared: &mut Mailboxes,
        found: &mut Vec<Bad>,
    ) {
        let Some(mailbox) = command
            .filter(|command| command.name == b"APPEND")
            .and_then(Command::mailbox)
        else {
            return;
        };
        let key: Key = (mailbox, validity);
        let known = shared.known(&key, self.known_at);
        let (Some(low), Some(high)) = (
            set.iter().map(|range| range.0).min(),
            set.iter().map(|range| range.1).max(),
        ) else {
            return;
        };
        if self.client.is_sure() && low < known.uidnext {
            let wants = format!(
                "UIDNEXT was {}, and a later message has UID {low}",
                known.uidnext
            );
            found.push(Bad::new(&i::UIDNEXT, 0, wants));
        } else if self.client.is_sure() && low <= known.uid {
            let wants = format!(
                "UID {} was seen before this message came, which has UID {low}",
                known.uid
            );
            found.push(Bad::new(&i::UID_REUSED, 0, wants));
        }
        shared.learn(
            &key,
            Highest {
                uid: high,
                ..Highest::default()
            },
        );
    }
}
