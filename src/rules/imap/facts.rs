//! What single responses say, held against what the session has seen: numbers of messages, FETCH, capabilities
//! and flags. Judges no grammar; the commands that end are `model`'s, what outlives a session is `promises`'.

use super::client::{Command, normal};
use super::flags::{Flags, Permanent};
use super::flags_told::Changing;
use super::model::Session;
use super::shared::{Highest, Key, Mailboxes};
use super::{Fact, Fetched, invariants as i};
use crate::rules::RuleInfo;
use crate::rules::info::Bad;

impl Session {
    pub(super) fn fact(
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
                self.view.told.named = true;
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
                modseq,
            } => {
                // A key needs the name as it is, so a name with escapes is left alone.
                if let Some(validity) = uidvalidity.filter(|_| !mailbox.contains(&b'\\')) {
                    let key: Key = (normal(mailbox), validity);
                    self.validity(&key, shared, found);
                    let seen = Highest {
                        uidnext: uidnext.unwrap_or(0),
                        modseq: modseq.unwrap_or(0),
                        ..Highest::default()
                    };
                    if self.client.is_sure() {
                        self.rises(&shared.known(&key, self.known_at), seen, found);
                    }
                    shared.learn(&key, seen);
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
            Fact::Searched(tag, at) => {
                if self.client.is_sure() && !self.client.searched(tag) {
                    let wants = "the tag of a search is wanted here, and none had this one";
                    found.push(Bad::new(&i::ESEARCH_TAG, at, wants));
                }
            }
            Fact::AppendUid(validity, set) => {
                let append = command.filter(|command| command.name == b"APPEND");
                let mailbox = append.and_then(Command::mailbox);
                self.arrived(mailbox.clone(), validity, &set, shared, found);
                if let (Some(append), Some(mailbox), [(uid, last)]) = (append, mailbox, &set[..])
                    && uid == last
                    && self.client.is_sure()
                {
                    shared.came(append, &(mailbox, validity), *uid);
                }
            }
            Fact::CopyUid(validity, set) => {
                // MOVE tells it before it is done (RFC 6851 §4.3).
                let alone = match &self.client.commands[..] {
                    [one] => Some(one),
                    _ => None,
                };
                let copies: [&[u8]; 4] = [b"COPY", b"UID COPY", b"MOVE", b"UID MOVE"];
                let copy = command.or(alone).filter(|command| command.is(&copies));
                let mailbox = copy.and_then(Command::destination);
                self.arrived(mailbox, validity, &set, shared, found);
            }
            Fact::Tagged { .. } => {}
        }
    }

    /// A message went away: the commands in progress remember it.
    fn gone(&mut self, number: u32) {
        for command in &mut self.client.commands {
            let lowest = command
                .seen
                .expunged
                .map_or(number, |known| known.min(number));
            command.seen.expunged = Some(lowest);
        }
    }

    pub(super) fn expunge(&mut self, number: u32, found: &mut Vec<Bad>) {
        self.gone(number);
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

    pub(super) fn fetched(
        &mut self,
        fetched: &Fetched<'_>,
        shared: &mut Mailboxes,
        found: &mut Vec<Bad>,
    ) {
        if fetched.flags.is_some() {
            for command in &mut self.client.commands {
                command.seen.flagged = true;
            }
        }
        if !self.clear() {
            return;
        }
        let mut tell =
            |rule: &'static RuleInfo, wants: String| found.push(Bad::new(rule, fetched.at, wants));
        let uid = self.view.fetched(fetched, &mut tell);
        let (Some(uid), Some(key)) = (uid, self.view.key()) else {
            return;
        };
        let changing = Changing::of(&self.client.commands);
        if let Some(flags) = fetched.flags.as_deref().and_then(Flags::of) {
            self.view.told.fetched(uid, flags, changing, &shared.flags);
            let told = &self.view.told;
            if shared.lacks(
                &key,
                uid,
                flags,
                told.permanent.named(told.named, Flags::SYSTEM),
            ) {
                let wants = "the flags are wanted that APPEND gave the message".to_owned();
                tell(&i::APPEND_FLAGS, wants);
            }
        }
        if fetched
            .sections
            .iter()
            .any(|(_, octets)| !octets.is_empty())
        {
            self.view.told.read(uid, changing);
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
}
