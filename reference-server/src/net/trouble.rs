//! How what the server says gets onto the wire when there is trouble: a plan of pauses and writes.
//! Sleeps and writes nothing itself.

use std::time::Duration;

use crate::trouble::{Dice, Kind, Trouble};

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Wait.
    Pause(Duration),
    /// Write these octets of the output, at once.
    Write(std::ops::Range<usize>),
    /// Close the connection.
    Close,
}

/// One connection's troubles.
#[derive(Debug)]
pub(super) struct Trickle {
    delays: Vec<(Duration, u8)>,
    dribble: Option<(usize, Duration)>,
    /// How much more may be said.
    left: Option<u64>,
    dice: Dice,
}

impl Trickle {
    /// `None` when none of the troubles is with the wire.
    pub(super) fn new(troubles: &[Trouble], mut dice: Dice) -> Option<Box<Self>> {
        let mut delays = Vec::new();
        let mut dribble = None;
        let mut left: Option<u64> = None;
        for trouble in troubles {
            match trouble.kind {
                Kind::Delay(delay) => delays.push((delay, trouble.percent)),
                Kind::Dribble { octets, pause } if dice.happens(trouble.percent) => {
                    dribble = Some((octets, pause));
                }
                Kind::CloseAfter(octets) if dice.happens(trouble.percent) => {
                    left = Some(left.map_or(octets, |left| left.min(octets)));
                }
                _ => {}
            }
        }
        if delays.is_empty() && dribble.is_none() && left.is_none() {
            return None;
        }
        Some(Box::new(Self {
            delays,
            dribble,
            left,
            dice,
        }))
    }

    /// What to do with so many octets of output.
    pub(super) fn plan(&mut self, octets: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        for (delay, percent) in &self.delays {
            if self.dice.happens(*percent) {
                steps.push(Step::Pause(*delay));
            }
        }
        let allowed = self.left.map_or(octets, |left| {
            usize::try_from(left).unwrap_or(usize::MAX).min(octets)
        });
        let (size, pause) = self.dribble.unwrap_or((octets, Duration::ZERO));
        let mut from = 0;
        while from < allowed {
            if from > 0 && !pause.is_zero() {
                steps.push(Step::Pause(pause));
            }
            let to = from.saturating_add(size.max(1)).min(allowed);
            steps.push(Step::Write(from..to));
            from = to;
        }
        if let Some(left) = &mut self.left {
            *left -= allowed as u64;
            if *left == 0 {
                steps.push(Step::Close);
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trickle(texts: &[&str]) -> Box<Trickle> {
        let troubles: Vec<Trouble> = texts
            .iter()
            .map(|text| text.parse().expect("a trouble"))
            .collect();
        let dice = Dice {
            seed: 1,
            serial: 1,
            thrown: 0,
        };
        Trickle::new(&troubles, dice).expect("trouble with the wire")
    }

    #[test]
    fn a_delay_comes_before_each_answer() {
        let mut trickle = trickle(&["delay:2s"]);
        let wanted = [Step::Pause(Duration::from_secs(2)), Step::Write(0..5)];
        assert_eq!(trickle.plan(5), wanted);
        assert_eq!(trickle.plan(5), wanted);
    }

    #[test]
    fn dribbling_cuts_and_waits_between() {
        let mut trickle = trickle(&["dribble:2:10ms"]);
        let pause = Step::Pause(Duration::from_millis(10));
        let wanted = [
            Step::Write(0..2),
            pause.clone(),
            Step::Write(2..4),
            pause,
            Step::Write(4..5),
        ];
        assert_eq!(trickle.plan(5), wanted);
    }

    #[test]
    fn the_end_comes_after_exactly_so_many_octets() {
        let mut trickle = trickle(&["close-after:7"]);
        assert_eq!(trickle.plan(5), [Step::Write(0..5)]);
        assert_eq!(trickle.plan(5), [Step::Write(0..2), Step::Close]);
    }

    #[test]
    fn a_probability_is_the_seeds() {
        let often = |seed| {
            let troubles = ["delay:1s%20".parse().expect("a trouble")];
            let dice = Dice {
                seed,
                serial: 1,
                thrown: 0,
            };
            let mut trickle = Trickle::new(&troubles, dice).expect("trouble");
            (0..1000).filter(|_| trickle.plan(1).len() == 2).count()
        };
        assert_eq!(often(7), often(7));
        assert!((120..280).contains(&often(7)), "{}", often(7));
    }
}
