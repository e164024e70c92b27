//! Releases held mail when its time has come (RFC 4865), whether any session is there or not.
//! Decides nothing: what is due, and what becomes of it, is the outbox's business.

use crate::protocols::Core;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// Runs until the task is aborted.
pub(crate) async fn run(core: Arc<Core>) {
    let held = Arc::new(Notify::new());
    let waker = Arc::clone(&held);
    core.outbox.on_hold(Arc::new(move || waker.notify_one()));
    let clock = Arc::clone(&core.shared.clock);
    let moved = clock.moved();
    loop {
        // Before the clock is looked at, so that no move of it is missed.
        let moved = moved.as_ref().map(|moved| moved.notified());
        core.outbox.release_due(&core.store, clock.now());
        let wait = core
            .outbox
            .next_release()
            .and_then(|release| clock.until(release));
        tokio::select! {
            () = held.notified() => {}
            () = async {
                match moved {
                    Some(moved) => moved.await,
                    None => pending().await,
                }
            } => {}
            () = async {
                match wait {
                    Some(wait) => tokio::time::sleep(wait.max(Duration::from_millis(1))).await,
                    None => pending().await,
                }
            } => {}
        }
    }
}
