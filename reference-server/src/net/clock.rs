//! Where the time comes from: the system, or a test that decides what time it is. Sessions never
//! ask; they are told.

use jiff::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// A source of time, shared by all connections of a server.
pub trait Clock: std::fmt::Debug + Send + Sync {
    /// What time it is.
    fn now(&self) -> Timestamp;

    /// How long to sleep, in real time, until `deadline` may have come. `None`: sleeping doesn't
    /// bring it nearer, wait for [`Clock::moved`].
    fn until(&self, deadline: Timestamp) -> Option<Duration> {
        let wait = deadline.duration_since(self.now());
        Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
    }

    /// Notified whenever the time was changed by hand.
    fn moved(&self) -> Option<Arc<Notify>> {
        None
    }
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is moved. Clones show the same time.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Manual>);

#[derive(Debug)]
struct Manual {
    now: Mutex<Timestamp>,
    moved: Arc<Notify>,
}

impl ManualClock {
    /// A clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(Arc::new(Manual {
            now: Mutex::new(now),
            moved: Arc::new(Notify::new()),
        }))
    }

    /// Moves the time forward; deadlines that have come are acted upon. Stops at the last
    /// representable time.
    pub fn advance(&self, by: Duration) {
        {
            let mut now = self.0.now.lock().unwrap_or_else(PoisonError::into_inner);
            *now = now.checked_add(by).unwrap_or(Timestamp::MAX);
        }
        self.0.moved.notify_waiters();
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn until(&self, _: Timestamp) -> Option<Duration> {
        None
    }
    fn moved(&self) -> Option<Arc<Notify>> {
        Some(Arc::clone(&self.0.moved))
    }
}
