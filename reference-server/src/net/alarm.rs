//! A timer that stays set. Almost every deadline is moved on before it comes; setting a timer anew for each
//! command would cost more than the command. Knows no clock but the runtime's.

use std::pin::Pin;
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// Rings at some time; whoever waits looks at the deadline again.
#[derive(Debug, Default)]
pub(super) struct Alarm(Option<Pin<Box<Sleep>>>);

impl Alarm {
    /// Waits for so long, or less when an earlier call set the timer to an earlier time.
    pub(super) async fn within(&mut self, wait: Duration) {
        let at = Instant::now() + wait;
        let sleep = self.0.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if sleep.is_elapsed() || sleep.deadline() > at {
            sleep.as_mut().reset(at);
        }
        sleep.as_mut().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn rings_early_after_a_deadline_that_was_moved_on_and_in_time_after_that() {
        let began = Instant::now();
        let mut alarm = Alarm::default();
        let seconds = Duration::from_secs;
        // A deadline in five seconds, given up after two because something was said.
        let given_up = tokio::time::timeout(seconds(2), alarm.within(seconds(5))).await;
        assert!(given_up.is_err());
        // A new one in five seconds: the timer still stands at the old one.
        alarm.within(seconds(5)).await;
        assert_eq!(began.elapsed(), seconds(5));
        // It has rung, and is set anew.
        alarm.within(seconds(2)).await;
        assert_eq!(began.elapsed(), seconds(7));
        // An earlier one counts at once.
        let given_up = tokio::time::timeout(seconds(1), alarm.within(seconds(9))).await;
        assert!(given_up.is_err());
        alarm.within(seconds(1)).await;
        assert_eq!(began.elapsed(), seconds(9));
    }
}
