//! GETMETADATA and SETMETADATA (RFC 5464): annotations of mailboxes and of the server.

use super::ImapSession;
use super::command::Metadata;
use super::names;
use super::output::{astring, string};
use super::reply::{Answer, Reply};
use crate::store::{MailboxId, Rights};
use bytes::Bytes;

/// Octets of a value.
pub(super) const LARGEST: usize = 32 * 1024;
/// Values of one mailbox, or of the server, together.
const MOST: usize = 1000;
/// One of these and `l` is needed for annotations of a mailbox (§3.3).
pub(super) const READERS: Rights = Rights::CHANGE
    .without(Rights::TRASH.with(Rights::EXPUNGE))
    .with(Rights::READ)
    .with(Rights::POST);
/// Set by the server, and told as a URI (§3.2.1.1).
const ADMIN: &str = "/shared/admin";
/// What the mailbox is used for (RFC 6154 §4); it is given by CREATE alone.
const SPECIAL_USE: &str = "/private/specialuse";

/// Whether a name is one that an entry can have (§3.2).
fn possible(entry: &str) -> bool {
    let scoped = |scope: &str| {
        entry
            .strip_prefix(scope)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    (scoped("/private") || scoped("/shared"))
        && !entry.contains("//")
        && !entry.ends_with('/')
        && entry.len() <= 1000
        && entry
            .bytes()
            .all(|octet| (0x1a..0x80).contains(&octet) && !matches!(octet, b'*' | b'%'))
}

/// Whether there is enough of a name for it to have a value (§3.2).
fn complete(entry: &str) -> bool {
    let mut levels = entry.split('/').skip(2);
    match levels.next() {
        Some("vendor") => levels.count() >= 2,
        Some(_) => true,
        None => false,
    }
}

fn bad_entry() -> Reply {
    Reply::bad("No entry can have that name")
}

fn entry_name(written: &[u8], cased: bool) -> Result<String, Reply> {
    let written = std::str::from_utf8(written).ok();
    written
        .map(|entry| match cased {
            true => entry.to_owned(),
            false => entry.to_ascii_lowercase(),
        })
        .filter(|entry| possible(entry))
        .ok_or_else(bad_entry)
}

/// A value, as a `literal8` where it has a NUL.
fn value(line: &mut Vec<u8>, value: Option<&Bytes>, utf8: bool) {
    match value {
        None => line.extend_from_slice(b"NIL"),
        Some(octets) if octets.contains(&0) => {
            line.extend_from_slice(format!("~{{{}}}\r\n", octets.len()).as_bytes());
            line.extend_from_slice(octets);
        }
        Some(octets) => string(line, octets, utf8),
    }
}

impl ImapSession {
    /// What an argument names: the server when it is empty, or a mailbox to which the user has
    /// `l` and one of `rswip` (§3.3).
    fn annotated(&self, argument: &[u8]) -> Result<Option<MailboxId>, Reply> {
        if argument.is_empty() {
            return Ok(None);
        }
        let any = self.fault("imap-metadata-without-rights");
        let needed = if any {
            Rights::default()
        } else {
            Rights::LOOKUP
        };
        let id = self.access(argument, needed)?;
        let rights = self.rights(&self.store.lock(), id);
        if rights.any(READERS) || any {
            Ok(Some(id))
        } else {
            Err(Reply::no_permission())
        }
    }

    pub(super) fn metadata(&mut self, command: Metadata) -> Answer {
        let answer = self.annotate(command);
        match &answer {
            Err(reply) if reply.status == "BAD" && self.fault("imap-metadata-any-entry-name") => {
                Ok(Reply::ok("If you say so"))
            }
            Err(reply)
                if reply.code.as_deref() == Some("NONEXISTENT")
                    && self.fault("imap-metadata-nonexistent-ok") =>
            {
                Ok(Reply::ok("If you say so"))
            }
            _ => answer,
        }
    }

    fn annotate(&mut self, command: Metadata) -> Answer {
        match command {
            Metadata::Get {
                mailbox,
                max_size,
                depth,
                entries,
            } => self.get_metadata(&mailbox, max_size, depth, &entries),
            Metadata::Set { mailbox, values } => self.set_metadata(&mailbox, values),
        }
    }

    fn get_metadata(
        &mut self,
        mailbox: &[u8],
        max_size: Option<u32>,
        depth: usize,
        entries: &[Vec<u8>],
    ) -> Answer {
        let cased = self.fault("imap-metadata-names-cased");
        let entries: Vec<String> = entries
            .iter()
            .map(|entry| entry_name(entry, cased))
            .collect::<Result<_, _>>()?;
        let id = self.annotated(mailbox)?;
        let account = self.account()?.to_owned();
        let depth = if self.fault("imap-metadata-depth-endless") && depth > 0 {
            usize::MAX
        } else if self.fault("imap-metadata-infinity-is-one") {
            depth.min(1)
        } else if self.fault("imap-metadata-depth-at-least-one") {
            depth.max(1)
        } else {
            depth
        };
        let some = if self.fault("imap-metadata-first-entry-only") {
            1
        } else {
            entries.len()
        };
        let scheme = match self.fault("imap-metadata-admin-is-text") {
            true => "ask ",
            false => "mailto:",
        };
        let admin = Bytes::from(format!("{scheme}postmaster@{}", self.config.hostname));
        let state = self.store.lock();
        let tied = !self.faults.on("imap-metadata-special-use-untied");
        let given = id
            .filter(|_| tied)
            .and_then(|id| state.mailbox(id)?.special_use)
            .and_then(|given| {
                names::SPECIAL_USES
                    .iter()
                    .find(|(_, known)| *known == given)
            })
            .map(|(name, _)| Bytes::from_static(name.as_bytes()));
        let annotations = state.annotations(id).ok_or_else(Reply::nonexistent)?;
        let shown = self.faults.on("imap-metadata-private-shown");
        let mailbox_of = id.filter(|_| shown).and_then(|id| state.mailbox(id));
        let owner = mailbox_of.map(|mailbox| mailbox.owner.clone());
        let mut found: Vec<(&str, Option<&Bytes>)> = Vec::new();
        for entry in entries.iter().take(some) {
            let own = if id.is_none() && entry == ADMIN {
                Some(&admin)
            } else if given.is_some() && entry == SPECIAL_USE {
                given.as_ref()
            } else {
                annotations.get(&account, entry).or(owner
                    .as_ref()
                    .and_then(|owner| annotations.get(owner, entry)))
            };
            if own.is_some() || depth == 0 {
                found.push((entry, own));
            }
            if id.is_none() && depth > 0 && entry == "/shared" {
                found.push((ADMIN, Some(&admin)));
            }
            if depth > 0 && entry == "/private" && given.is_some() {
                found.push((SPECIAL_USE, given.as_ref()));
            }
            if depth > 0 {
                let below = annotations.below(&account, entry);
                found.extend(
                    below
                        .filter(|(_, levels, _)| *levels <= depth)
                        .map(|(name, _, value)| (name, Some(value))),
                );
            }
        }
        found.sort_by_key(|(name, _)| *name);
        found.dedup_by_key(|(name, _)| *name);
        let size = |value: &Option<&Bytes>| value.map_or(0, Bytes::len);
        let most = max_size.map_or(usize::MAX, |most| most as usize);
        let longest = found
            .iter()
            .map(|(_, value)| size(value))
            .filter(|size| *size > most)
            .max();
        if !self.faults.on("imap-metadata-maxsize-ignored") {
            found.retain(|(_, value)| size(value) <= most);
        }
        let mut line = b"* METADATA ".to_vec();
        let utf8 = self.enabled.rev2;
        let name = if id.is_some() {
            names::encode(&self.name(mailbox).unwrap_or_default(), utf8)
        } else {
            Vec::new()
        };
        astring(&mut line, &name, utf8);
        for (index, (entry, octets)) in found.iter().enumerate() {
            line.extend_from_slice(if index == 0 { b" (" } else { b" " });
            astring(&mut line, entry.as_bytes(), false);
            line.push(b' ');
            value(&mut line, *octets, utf8);
        }
        line.push(b')');
        let any = !found.is_empty();
        drop(state);
        if any {
            self.out.line(line);
        }
        let reply = Reply::ok("That is all");
        let longest = longest.filter(|_| !self.fault("imap-metadata-longentries-unsaid"));
        Ok(match longest {
            Some(longest) => reply.code(format!("METADATA LONGENTRIES {longest}")),
            None => reply,
        })
    }

    /// All of the values or none (§4.3).
    fn set_metadata(&mut self, mailbox: &[u8], values: Vec<(Vec<u8>, Option<Bytes>)>) -> Answer {
        let mut named = Vec::new();
        for (entry, value) in values {
            let entry = entry_name(&entry, self.fault("imap-metadata-names-cased"))?;
            if !complete(&entry) {
                return Err(bad_entry());
            }
            if mailbox.is_empty()
                && let Some(refusal) = self.filter_refusal(&entry, value.as_ref())
            {
                return Err(refusal);
            }
            named.push((entry, value));
        }
        let id = self.annotated(mailbox)?;
        let shared = |(entry, _): &(String, _)| entry.starts_with("/shared");
        if id.is_none() && named.iter().any(shared) {
            let account = self.account()?.to_owned();
            if self.fault("imap-metadata-set-partly")
                && let Some(annotations) = self.store.lock().annotations_mut(id)
            {
                for (entry, value) in named.into_iter().filter(|one| !shared(one)) {
                    annotations.set(&account, &entry, value);
                }
            }
            if self.fault("imap-metadata-admin-set") {
                return Ok(Reply::ok("Set"));
            }
            return Err(Reply::no("Only the server's owner sets that").code("NOPERM"));
        }
        if id.is_some()
            && named.iter().any(|(entry, _)| entry == SPECIAL_USE)
            && !self.fault("imap-metadata-any-special-use")
        {
            return Err(Reply::no("A special use is given by CREATE").code("USEATTR"));
        }
        let largest = match self.fault("imap-metadata-1000-at-most") {
            true => 1000,
            false => LARGEST,
        };
        let large = |(_, value): &(String, Option<Bytes>)| {
            value.as_ref().is_some_and(|value| value.len() > largest)
        };
        if named.iter().any(large) {
            return Err(Self::annotation_too_large());
        }
        let account = self.account()?.to_owned();
        if self.fault("imap-metadata-set-told")
            && let Some((entry, Some(octets))) = named.first()
        {
            let mut line = b"* METADATA ".to_vec();
            astring(&mut line, mailbox, false);
            line.extend_from_slice(format!(" ({entry} ").as_bytes());
            value(&mut line, Some(octets), false);
            line.push(b')');
            self.out.line(line);
        }
        let keeps = self.fault("imap-metadata-nil-keeps");
        let keeps_nine = self.fault("imap-metadata-nine-at-most");
        let mut state = self.store.lock();
        let annotations = state.annotations_mut(id).ok_or_else(Reply::nonexistent)?;
        let mut new = annotations.clone();
        for (entry, value) in named {
            if value.is_some() || !keeps {
                new.set(&account, &entry, value);
            }
        }
        let most = if keeps_nine { 9 } else { MOST };
        if new.len() > most {
            return Err(Reply::no("There are too many annotations").code("METADATA TOOMANY"));
        }
        if let Some(known) = &mut self.annotations_known {
            known.know(id, &new);
        }
        *annotations = new;
        // RFC 7162 §3.2.
        if let Some(mailbox) = id.and_then(|id| state.mailbox_mut(id))
            && !self.faults.on("imap-setmetadata-keeps-modseq")
        {
            mailbox.next_modseq();
        }
        Ok(Reply::ok("Set"))
    }

    pub(super) fn annotation_too_large() -> Reply {
        Reply::no("The value is too large").code(format!("METADATA MAXSIZE {LARGEST}"))
    }
}
