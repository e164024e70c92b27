//! What an IMAP client sends, read as far as the model of a session needs it: which commands are in
//! progress. Judges nothing: a client may send anything, and when it can't be read for certain
//! (`is_sure` is false from then on), nothing is concluded from it.

use super::flag_changes::Writes;
use super::order::{self, Seen};
use std::collections::BTreeSet;

/// A command in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    pub tag: Vec<u8>,
    /// In upper case; `UID FETCH` is one name.
    pub name: Vec<u8>,
    /// What follows the name, literals included, at most [`KEPT`] octets.
    pub arguments: Vec<u8>,
    /// What it may do to flags, and when it began, by the clock of flag changes.
    pub writes: Writes,
    pub begun_at: u64,
    /// What happened while it was in progress.
    pub seen: Seen,
}

const KEPT: usize = 2 * 1024;

impl Command {
    pub(super) fn is(&self, names: &[&[u8]]) -> bool {
        names.iter().any(|name| *name == self.name)
    }

    /// The first argument, as an astring, unquoted.
    pub(super) fn mailbox(&self) -> Option<Vec<u8>> {
        Self::astring(&self.arguments)
    }

    /// The mailbox that COPY and MOVE name behind the messages.
    pub(super) fn destination(&self) -> Option<Vec<u8>> {
        let space = self.arguments.iter().position(|octet| *octet == b' ')?;
        Self::astring(self.arguments.get(space + 1..)?)
    }

    fn astring(rest: &[u8]) -> Option<Vec<u8>> {
        let name = match rest.first()? {
            b'"' => unquote(rest.get(1..)?)?,
            b'{' => {
                let close = rest.iter().position(|octet| *octet == b'}')?;
                let digits = std::str::from_utf8(rest.get(1..close)?).ok()?;
                let size: usize = digits.trim_end_matches('+').parse().ok()?;
                let from = close + 3;
                rest.get(from..from.checked_add(size)?)?.to_vec()
            }
            _ => rest.split(|octet| *octet == b' ').next()?.to_vec(),
        };
        Some(normal(&name))
    }
}

fn unquote(rest: &[u8]) -> Option<Vec<u8>> {
    let mut name = Vec::new();
    let mut octets = rest.iter();
    loop {
        match octets.next()? {
            b'"' => return Some(name),
            b'\\' => name.push(*octets.next()?),
            other => name.push(*other),
        }
    }
}

/// A mailbox name as a key: INBOX in one case.
pub(super) fn normal(name: &[u8]) -> Vec<u8> {
    if name.eq_ignore_ascii_case(b"INBOX") {
        b"INBOX".to_vec()
    } else {
        name.to_vec()
    }
}

/// Follows one client.
#[derive(Debug, Default)]
pub(super) struct Client {
    /// Commands that have no tagged response yet, in the order in which they were sent.
    pub commands: Vec<Command>,
    line: Vec<u8>,
    /// Octets of a literal that are still to come, and whether one has come.
    literal: Option<(usize, bool)>,
    /// The line goes on with the last command.
    continued: bool,
    seen: bool,
    lost: bool,
    /// The last word in a tag's place that is none.
    no_tag: Vec<u8>,
    /// Commands that have begun since the model asked.
    pub begun: usize,
    searches: Searches,
}

/// The tags of a session's searches, as far as they are few enough.
#[derive(Debug, Default)]
struct Searches {
    tags: BTreeSet<Vec<u8>>,
    lost: bool,
}

/// Of the commands in progress so many are looked at for one that another depends on.
const DEPENDENT: usize = 16;
/// More commands at once are not followed.
const MOST: usize = 1_000;

impl Client {
    /// Whether what it sends has been seen and understood from the beginning.
    pub(super) fn is_sure(&self) -> bool {
        self.seen && !self.lost
    }

    /// What it sends will be seen from its first octet.
    pub(super) fn follow(&mut self) {
        self.seen = true;
    }

    /// Whether this response gives back what the client put in a tag's place. That is no tag, and not the
    /// server's doing.
    pub(super) fn is_echo(&self, octets: &[u8]) -> bool {
        !self.no_tag.is_empty()
            && octets
                .strip_prefix(&self.no_tag[..])
                .is_some_and(|rest| rest.starts_with(b" "))
    }

    /// What it sent before is not known; none of it waits for an answer.
    pub(super) fn came_late(&mut self) {
        self.searches.lost = true;
    }

    /// Whether something was sent that cannot be read for certain.
    pub(super) fn is_lost(&self) -> bool {
        self.lost
    }

    pub(super) fn sent(&mut self, mut octets: &[u8]) {
        self.seen |= !octets.is_empty();
        while !octets.is_empty() && !self.lost {
            if let Some((left, _)) = self.literal {
                let taken = left.min(octets.len());
                let (inside, rest) = octets.split_at(taken);
                self.keep(inside);
                octets = rest;
                self.literal = (taken < left).then_some((left - taken, true));
                continue;
            }
            let to = octets
                .iter()
                .position(|octet| *octet == b'\n')
                .map_or(octets.len(), |at| at + 1);
            let (part, rest) = octets.split_at(to);
            octets = rest;
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                self.whole_line(&line);
            }
            self.lost |= self.line.len() > 1 << 20;
        }
    }

    fn keep(&mut self, octets: &[u8]) {
        if let Some(command) = self.commands.last_mut() {
            let room = KEPT
                .saturating_sub(command.arguments.len())
                .min(octets.len());
            command
                .arguments
                .extend_from_slice(octets.get(..room).unwrap_or_default());
        }
    }

    fn whole_line(&mut self, line: &[u8]) {
        let Some(text) = line.strip_suffix(b"\r\n") else {
            self.lost = true;
            return;
        };
        if text.iter().any(|octet| matches!(octet, b'\r' | 0)) {
            self.lost = true;
            return;
        }
        if std::mem::take(&mut self.continued) {
            self.keep(text);
        } else if !self.is_answer(text) {
            self.command(text);
        }
        if !self.lost
            && let Some(octets) = literal_size(text)
        {
            self.keep(b"\r\n");
            self.literal = (octets > 0).then_some((octets, false));
            self.continued = true;
        }
    }

    /// A line that answers a challenge or ends IDLE is no command.
    fn is_answer(&mut self, text: &[u8]) -> bool {
        match self.commands.last() {
            Some(command) if command.name == b"AUTHENTICATE" => {
                self.lost |= text.contains(&b' ');
                true
            }
            Some(command) if command.name == b"IDLE" => {
                self.lost |= !text.eq_ignore_ascii_case(b"DONE");
                true
            }
            _ => false,
        }
    }

    fn command(&mut self, text: &[u8]) {
        let mut words = text.splitn(3, |octet| *octet == b' ');
        let tag = words.next().unwrap_or_default();
        let mut name = words.next().unwrap_or_default().to_ascii_uppercase();
        let mut rest = words.next().unwrap_or_default();
        let tag_ok = !tag.is_empty()
            && tag
                .iter()
                .all(|o| *o != b'+' && super::atoms::is_astring_char(*o));
        if !tag_ok || name.is_empty() || self.commands.len() >= MOST {
            if !tag_ok && tag.len() <= KEPT {
                self.no_tag = tag.to_vec();
            }
            self.lost = true;
            return;
        }
        if name == b"UID" {
            let mut words = rest.splitn(2, |octet| *octet == b' ');
            name.push(b' ');
            name.extend_from_slice(&words.next().unwrap_or_default().to_ascii_uppercase());
            rest = words.next().unwrap_or_default();
        }
        // The same tag twice at once: nobody can tell the answers apart.
        self.lost |= self.commands.iter().any(|command| command.tag == tag);
        let arguments = rest
            .get(..KEPT.min(rest.len()))
            .unwrap_or_default()
            .to_vec();
        if may_search(&name) {
            self.searches.lost |= self.searches.tags.len() >= MOST;
            if !self.searches.lost {
                self.searches.tags.insert(tag.to_vec());
            }
        }
        self.commands.push(Command {
            tag: tag.to_vec(),
            name,
            arguments,
            writes: Writes::Nothing,
            begun_at: 0,
            seen: Seen::default(),
        });
        self.begun += 1;
    }

    /// The command with this tag has succeeded: those that were sent before it, are not answered, and on which it
    /// depends, remember it.
    pub(super) fn passes(&mut self, tag: &[u8]) {
        let found = self.commands.iter().position(|command| command.tag == tag);
        let Some((before, after)) = found.and_then(|at| self.commands.split_at_mut_checked(at))
        else {
            return;
        };
        let Some(later) = after.first() else { return };
        for earlier in before.iter_mut().take(DEPENDENT) {
            earlier.seen.passed = earlier.seen.passed.or(order::depends(later, earlier));
        }
    }

    /// Whether a search may have been sent with this tag, now or earlier.
    pub(super) fn searched(&self, tag: &[u8]) -> bool {
        self.searches.lost || self.searches.tags.contains(tag)
    }

    /// A tagged response has come: the command that it ends.
    pub(super) fn answered(&mut self, tag: &[u8]) -> Option<Command> {
        let at = self
            .commands
            .iter()
            .position(|command| command.tag == tag)?;
        let last = at + 1 == self.commands.len();
        // A synchronising literal that was refused is never sent.
        if last
            && self.literal.is_none_or(|(_, begun)| !begun)
            && (self.literal.is_some() || self.continued)
        {
            self.literal = None;
            self.continued = false;
            self.line.clear();
        }
        Some(self.commands.remove(at))
    }
}

/// Whether ESEARCH may answer the command: what is an experiment may be answered with anything.
fn may_search(name: &[u8]) -> bool {
    let has = |word: &[u8]| name.windows(word.len()).any(|part| part == word);
    has(b"SEARCH") || has(b"SORT") || has(b"THREAD") || name.first() == Some(&b'X')
}

/// The size of the literal that a client's line announces at its end.
fn literal_size(text: &[u8]) -> Option<usize> {
    let inside = text.strip_suffix(b"}")?;
    let inside = inside
        .strip_suffix(b"+")
        .or_else(|| inside.strip_suffix(b"-"))
        .unwrap_or(inside);
    let open = inside.iter().rposition(|octet| !octet.is_ascii_digit())?;
    let digits = inside.get(open + 1..)?;
    if inside.get(open) != Some(&b'{') || digits.is_empty() {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}
