//! Which messages belong together (RFC 8474 §5.2): those that name each other in Message-ID,
//! In-Reply-To and References, in whatever mailboxes of one owner they are. What a message has
//! been given is never changed: of two threads that a late message would join, each stays.

use crate::mime::{fields, message_ids, plain_message_id};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

/// Identifiers that are remembered of one owner's messages; the oldest are forgotten.
const MOST_KNOWN: usize = 100_000;

/// The longest identifier that is remembered: one fills a line at most (RFC 5322 §2.1.1).
const LONGEST: usize = 998;

/// Identifiers of one message that are looked at, from its own end.
const MOST_REFERENCES: usize = 200;

#[derive(Debug, Default)]
struct Known {
    threads: HashMap<Arc<[u8]>, u64>,
    order: VecDeque<Arc<[u8]>>,
}

impl Known {
    fn remember(&mut self, id: &[u8], thread: u64) {
        if self.threads.contains_key(id) {
            return;
        }
        if self.order.len() == MOST_KNOWN
            && let Some(oldest) = self.order.pop_front()
        {
            self.threads.remove(&oldest);
        }
        let id: Arc<[u8]> = id.into();
        self.threads.insert(Arc::clone(&id), thread);
        self.order.push_back(id);
    }
}

/// The threads of everybody's messages.
#[derive(Debug, Default)]
pub(super) struct Threads {
    last: u64,
    owners: BTreeMap<String, Known>,
}

/// What a message calls itself, and then what it refers to, nearest first.
fn identifiers(octets: &[u8]) -> Vec<Vec<u8>> {
    let of = |name: &str| -> Vec<Vec<u8>> {
        fields(octets)
            .filter(|field| field.name.eq_ignore_ascii_case(name.as_bytes()))
            .flat_map(|field| message_ids(field.value))
            .map(plain_message_id)
            .filter(|id| (1..=LONGEST).contains(&id.len()))
            .collect()
    };
    let own = of("Message-ID").into_iter().take(1);
    let above = of("References").into_iter().rev();
    own.chain(of("In-Reply-To"))
        .chain(above)
        .take(MOST_REFERENCES)
        .collect()
}

impl Threads {
    /// The thread of a message that comes into one of this owner's mailboxes.
    pub(super) fn of(&mut self, owner: &str, octets: &[u8]) -> u64 {
        let ids = identifiers(octets);
        let known = self.owners.entry(owner.to_owned()).or_default();
        let found = ids.iter().find_map(|id| known.threads.get(id.as_slice()));
        let thread = found.copied().unwrap_or_else(|| {
            self.last += 1;
            self.last
        });
        for id in &ids {
            known.remember(id, thread);
        }
        thread
    }

    /// An owner's mailboxes are emptied or gone.
    pub(super) fn forget(&mut self, owner: &str) {
        self.owners.remove(owner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_related() {
        let mut threads = Threads::default();
        let mut thread = |header: &str| threads.of("alice", format!("{header}\r\n\r\n").as_bytes());
        let first = thread("Message-ID: <1@a>");
        assert_eq!(first, thread("Message-ID: <2@a>\r\nIn-Reply-To: <1@a>"));
        assert_eq!(first, thread("References: <0@a>\r\n\t<2@a>"));
        // By the one that only the third named.
        assert_eq!(first, thread("message-id: <0@a>"));
        let other = thread("Message-ID: <3@a>\r\nSubject: <1@a>");
        assert_ne!(first, other);
        // It names both: the nearest counts, and neither changes.
        assert_eq!(
            other,
            thread("Message-ID: <4@a>\r\nReferences: <1@a> <3@a>")
        );
        assert_eq!(first, thread("In-Reply-To: <1@a>"));
        assert_ne!(thread("Subject: none"), thread("Subject: none"));
        assert_ne!(first, threads.of("bob", b"Message-ID: <1@a>\r\n\r\n"));
        let long = format!("Message-ID: <{}@a>\r\n\r\n", "x".repeat(LONGEST));
        let long = || long.as_bytes();
        assert_ne!(threads.of("alice", long()), threads.of("alice", long()));
        threads.forget("alice");
        assert_ne!(first, threads.of("alice", b"Message-ID: <1@a>\r\n\r\n"));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut known = Known::default();
        for n in 0..=MOST_KNOWN {
            known.remember(&n.to_be_bytes(), 1);
        }
        assert_eq!(known.threads.len(), MOST_KNOWN);
        assert!(!known.threads.contains_key(&0_usize.to_be_bytes()[..]));
    }
}
