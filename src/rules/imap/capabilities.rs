//! Capability lists of one session, held against each other and against what was asked for
//! (RFC 3501 §6.1.1 and §7.1, RFC 5161 §3.1). Judges no grammar.

use super::client::Command;
use super::invariants as i;
use crate::rules::RuleInfo;

/// Longer lists, and names that are asked for beyond this number, are not compared.
const MOST: usize = 200;

/// After these, other capabilities may be announced, and while they are answered too.
const CHANGING: [&[u8]; 5] = [
    b"LOGIN",
    b"AUTHENTICATE",
    b"STARTTLS",
    b"UNAUTHENTICATE",
    b"COMPRESS",
];

/// What was announced since the state last changed, and what the client wanted enabled.
#[derive(Debug, Default)]
pub(super) struct Capabilities {
    /// In upper case, in order.
    known: Option<Vec<Vec<u8>>>,
    /// The same from before a command that may change the state, until it is answered.
    before: Option<(Vec<u8>, Vec<Vec<u8>>, bool)>,
    /// ENABLE has succeeded since.
    enabled: bool,
    asked: Vec<Vec<u8>>,
}

impl Capabilities {
    /// TLS or a login: the lists may be others from here.
    pub(super) fn state_changes(&mut self) {
        self.known = None;
        self.before = None;
        self.enabled = false;
    }

    /// A command has begun.
    pub(super) fn begun(&mut self, command: &Command) {
        if command.is(&CHANGING) {
            let (known, enabled) = (self.known.take(), self.enabled);
            self.state_changes();
            // What a server that has no TLS today goes on to announce is its own affair.
            let known = known.filter(|_| command.is(&[b"LOGIN", b"AUTHENTICATE"]));
            self.before = known.map(|known| (command.tag.clone(), known, enabled));
        } else if command.name == b"ENABLE" {
            let names = command.arguments.split(|octet| *octet == b' ');
            let room = MOST.saturating_sub(self.asked.len());
            self.asked
                .extend(names.take(room).map(<[u8]>::to_ascii_uppercase));
        }
    }

    /// A command was answered with OK, or not.
    pub(super) fn completed(&mut self, command: &Command, ok: bool) {
        if !ok {
            // Nobody has come in: the list is what it was.
            if let Some((_, known, enabled)) = self.before.take_if(|(tag, ..)| *tag == command.tag)
            {
                self.known = Some(known);
                self.enabled = enabled;
            }
        } else if command.is(&CHANGING) {
            self.state_changes();
        } else {
            self.enabled |= command.name == b"ENABLE";
        }
    }

    /// A list has come: the rule that it breaks, and what is wanted.
    pub(super) fn listed(
        &mut self,
        names: &[&[u8]],
        pending: &[Command],
    ) -> Option<(&'static RuleInfo, String)> {
        if names.len() > MOST || pending.iter().any(|command| command.is(&CHANGING)) {
            self.known = None;
            return None;
        }
        let mut list: Vec<Vec<u8>> = names.iter().map(|name| name.to_ascii_uppercase()).collect();
        list.sort_unstable();
        list.dedup();
        let enabled = std::mem::take(&mut self.enabled);
        let known = self.known.replace(list);
        let (known, list) = (known?, self.known.as_ref()?);
        let (name, wants) = match known.iter().find(|name| !list.contains(name)) {
            Some(name) => (name, "is wanted in the list, where it was before"),
            None => (
                list.iter().find(|name| !known.contains(name))?,
                "was not in the list before, and nothing has happened that adds it",
            ),
        };
        let rule = if enabled {
            &i::CAPABILITY_ENABLE
        } else {
            &i::CAPABILITY_CHANGES
        };
        Some((rule, format!("{} {wants}", String::from_utf8_lossy(name))))
    }

    /// ENABLED has come: a name that was never asked for.
    pub(super) fn unasked<'a>(&self, names: &[&'a [u8]]) -> Option<&'a [u8]> {
        let asked = |name: &[u8]| self.asked.iter().any(|known| known == name);
        names.iter().copied().find(|name| {
            let upper = name.to_ascii_uppercase();
            // QRESYNC brings CONDSTORE with it (RFC 7162 §3.2.3).
            !(asked(&upper) || upper == b"CONDSTORE" && asked(b"QRESYNC"))
        })
    }
}
