//! Who said what: a bounded record of the octets of all connections, kept only while it is
//! switched on. What went through TLS is recorded in clear, passwords included: it is for tests.

use bytes::Bytes;
use jiff::Timestamp;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Service;

/// The oldest entries are dropped when the entries' octets exceed this.
const CAPACITY: usize = 1024 * 1024;
/// What an entry counts beside its octets, so that many empty ones are bounded too.
const ENTRY_COST: usize = 64;

/// Whose octets an entry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// What the client sent.
    Client,
    /// What the server sent.
    Server,
    /// What happened on the connection, in words: `connected`, `TLS`, `closed`.
    Event,
}

/// One read, one write or one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireEntry {
    /// When, by the server's clock.
    pub at: Timestamp,
    /// The connection's serial number, from 1, over all listeners.
    pub connection: u64,
    /// The listener.
    pub service: Service,
    /// Whose octets.
    pub who: Who,
    /// The octets as the session saw them: after TLS and compression were undone.
    pub octets: Bytes,
}

impl std::fmt::Display for WireEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let who = match self.who {
            Who::Client => 'C',
            Who::Server => 'S',
            Who::Event => '-',
        };
        write!(
            f,
            "{} {} #{} {who}: {}",
            self.at,
            self.service,
            self.connection,
            self.octets.escape_ascii()
        )
    }
}

/// The log. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct WireLog(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    on: AtomicBool,
    entries: Mutex<(VecDeque<WireEntry>, usize)>,
}

impl WireLog {
    /// Starts or stops recording; what is recorded stays.
    pub fn record(&self, on: bool) {
        self.0.on.store(on, Ordering::Relaxed);
    }

    /// Whether it is recording.
    pub fn recording(&self) -> bool {
        self.0.on.load(Ordering::Relaxed)
    }

    /// What is recorded, oldest first.
    pub fn entries(&self) -> Vec<WireEntry> {
        let kept = self
            .0
            .entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        kept.0.iter().cloned().collect()
    }

    /// What is recorded, oldest first; forgets it.
    pub fn take(&self) -> Vec<WireEntry> {
        let mut kept = self
            .0
            .entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *kept).0.into()
    }

    /// Forgets what is recorded.
    pub fn clear(&self) {
        let mut kept = self
            .0
            .entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *kept = Default::default();
    }

    /// Appends, when recording.
    pub(crate) fn push(
        &self,
        at: Timestamp,
        connection: u64,
        service: Service,
        who: Who,
        octets: &[u8],
    ) {
        if !self.0.on.load(Ordering::Relaxed) {
            return;
        }
        let octets = octets.get(..CAPACITY / 4).unwrap_or(octets);
        let mut kept = self
            .0
            .entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let (entries, size) = &mut *kept;
        *size += octets.len() + ENTRY_COST;
        entries.push_back(WireEntry {
            at,
            connection,
            service,
            who,
            octets: Bytes::copy_from_slice(octets),
        });
        while *size > CAPACITY {
            let Some(oldest) = entries.pop_front() else {
                break;
            };
            *size -= oldest.octets.len() + ENTRY_COST;
        }
    }
}
