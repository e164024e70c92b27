//! What is known of an account's maildrop over all sessions: what is behind each unique-id, and under which
//! unique-id a message was fetched before (RFC 1939 §7). Remembers and compares; reports nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// So many unique-ids and messages are remembered.
const MOST: usize = 200_000;

/// The maildrop.
#[derive(Debug, Default)]
pub(in crate::rules) struct Maildrop {
    sizes: BTreeMap<Vec<u8>, u64>,
    /// Of each message that was fetched (by its octets' hash) the session and the unique-id that it had there.
    fetched: BTreeMap<u64, (u64, Vec<u8>)>,
    /// Every unique-id that was told, and in which session; 0 where it was more than one.
    ids: BTreeMap<Vec<u8>, u64>,
    sessions: u64,
    /// Others change what is in it, and are not seen.
    others: bool,
}

/// What one session knows for the comparison with others.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Its number; 0 before it needs one.
    session: u64,
    /// The unique-ids of all messages, once they were listed.
    listed: Option<BTreeSet<Vec<u8>>>,
    /// The octets' hash of messages that were fetched, by number.
    texts: BTreeMap<u64, u64>,
    /// Messages for which DELE was sent, whatever the answer.
    deleted: BTreeSet<u64>,
}

/// The hash of a message's octets.
fn text(octets: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    octets.hash(&mut hasher);
    hasher.finish()
}

impl Maildrop {
    /// Messages may come and go without being seen here.
    pub(in crate::rules) fn others_too(&mut self) {
        self.others = true;
        self.fetched.clear();
    }

    /// Some message goes, and nobody knows which.
    pub(super) fn unsure(&mut self) {
        self.fetched.clear();
    }

    /// The message with this unique-id goes: one like it that comes later is another.
    fn forget(&mut self, id: &[u8]) {
        self.fetched.retain(|_, (_, known)| known != id);
    }

    /// Whether the size is the one known behind this unique-id, if one is.
    pub(super) fn same_size(&mut self, id: &[u8], size: u64) -> bool {
        if self.sizes.len() >= MOST && !self.sizes.contains_key(id) {
            return true;
        }
        *self.sizes.entry(id.to_vec()).or_insert(size) == size
    }

    /// The unique-id that this message had in an earlier session, if it is not there any more and the one that
    /// the message has now was never seen before. Copies of one message tell nothing, so both sessions must have
    /// listed all that there is.
    pub(super) fn other_id(
        &mut self,
        known: &mut Known,
        number: u64,
        id: &[u8],
    ) -> Option<Vec<u8>> {
        if self.others || known.deleted.contains(&number) {
            return None;
        }
        let session = self.number(known);
        let (text, listed) = (known.texts.get(&number)?, known.listed.as_ref()?);
        let elsewhere = self.ids.get(id).is_some_and(|seen| *seen != session);
        let before = self.fetched.get(text).filter(|(earlier, old)| {
            *earlier < session && !elsewhere && old != id && !listed.contains(old)
        });
        let before = before.map(|(_, old)| old.clone());
        if self.fetched.len() < MOST || self.fetched.contains_key(text) {
            self.fetched.insert(*text, (session, id.to_vec()));
        }
        before
    }

    fn number(&mut self, known: &mut Known) -> u64 {
        if known.session == 0 {
            self.sessions += 1;
            known.session = self.sessions;
        }
        known.session
    }

    /// A unique-id was told.
    pub(super) fn told(&mut self, known: &mut Known, id: &[u8]) {
        let session = self.number(known);
        if self.ids.len() < MOST {
            let first = *self.ids.entry(id.to_vec()).or_insert(session);
            if first != session {
                self.ids.insert(id.to_vec(), 0);
            }
        } else {
            self.unsure();
        }
    }
}

impl Known {
    /// DELE was sent, for a message whose unique-id may be known.
    pub(super) fn delete(&mut self, number: Option<u64>, id: Option<&[u8]>, all: &mut Maildrop) {
        match id {
            Some(id) => all.forget(id),
            None => all.unsure(),
        }
        self.deleted.extend(number);
    }

    /// All unique-ids were listed.
    pub(super) fn listed<'a>(&mut self, ids: impl Iterator<Item = &'a [u8]>) {
        // After DELE a list is not whole.
        if self.deleted.is_empty() && self.listed.is_none() {
            self.listed = Some(ids.map(<[u8]>::to_vec).collect());
        }
    }

    /// A message was fetched.
    pub(super) fn fetched(&mut self, number: u64, octets: &[u8]) {
        if self.texts.len() < MOST {
            self.texts.insert(number, text(octets));
        }
    }
}
