//! What has been removed from a mailbox, as far back as it is remembered: bounded, whatever clients do. Knows
//! nothing of sessions.

use std::collections::VecDeque;

/// So many removals are remembered.
const KEPT: usize = 100_000;

/// Removed UIDs with the mod-sequence of their removal, the latest of them.
#[derive(Debug, Default)]
pub(crate) struct Vanished {
    /// How many were forgotten, and the mod-sequence of the last of them.
    forgotten: (usize, u64),
    entries: VecDeque<(u64, u32)>,
}

impl Vanished {
    /// How many there ever were: what has come after so many is news.
    pub(crate) fn count(&self) -> usize {
        self.forgotten.0 + self.entries.len()
    }

    pub(crate) fn push(&mut self, modseq: u64, uid: u32) {
        if self.entries.len() == KEPT
            && let Some((modseq, _)) = self.entries.pop_front()
        {
            self.forgotten = (self.forgotten.0 + 1, modseq);
        }
        self.entries.push_back((modseq, uid));
    }

    /// The UIDs behind the first `known`; None when some of them are forgotten.
    pub(crate) fn behind(&self, known: usize) -> Option<Vec<u32>> {
        let from = known.checked_sub(self.forgotten.0)?;
        let news = self.entries.iter().skip(from);
        Some(news.map(|&(_, uid)| uid).collect())
    }

    /// The UIDs that were removed after `modseq`; None when some of them are forgotten.
    pub(crate) fn after(&self, modseq: u64) -> Option<Vec<u32>> {
        if modseq < self.forgotten.1 {
            return None;
        }
        let from = self.entries.partition_point(|&(at, _)| at <= modseq);
        Some(self.entries.range(from..).map(|&(_, uid)| uid).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_are_remembered_and_it_says_so() {
        let mut vanished = Vanished::default();
        for uid in 1..=u32::try_from(KEPT).unwrap() + 2 {
            vanished.push(u64::from(uid) * 2, uid);
        }
        assert_eq!(vanished.count(), KEPT + 2);
        assert_eq!(vanished.behind(1), None);
        assert_eq!(vanished.behind(2).unwrap().len(), KEPT);
        assert_eq!(vanished.behind(KEPT + 1).unwrap(), [100_002]);
        assert_eq!(vanished.after(3), None);
        assert_eq!(vanished.after(4).unwrap().len(), KEPT);
        assert_eq!(vanished.after(200_002).unwrap(), [100_002]);
        assert!(vanished.after(200_004).unwrap().is_empty());
    }
}
