//! The numbers that are the server's own, and the printed ones that they stand for.

use std::collections::BTreeMap;

/// The printed numbers, and what they stand for.
#[derive(Default)]
pub(super) struct Numbers {
    pub known: BTreeMap<(&'static str, u64), u64>,
    /// Those of earlier exchanges.
    settled: BTreeMap<(&'static str, u64), u64>,
}

impl Numbers {
    /// Whether ours may stand for what is printed; from then on it does.
    pub(super) fn agree(
        &mut self,
        printed: &[(&'static str, u64)],
        ours: &[(&'static str, u64)],
    ) -> bool {
        let fits = printed.len() == ours.len()
            && printed.iter().zip(ours).all(|(key, (kind, ours))| {
                let ordered = |((of, before), stands): (&(&'static str, u64), &u64)| {
                    *of != "MODSEQ" || of != kind || before.cmp(&key.1) == stands.cmp(ours)
                };
                key.0 == *kind
                    && match self.known.get(key) {
                        Some(known) => known == ours,
                        None => self.settled.iter().all(ordered),
                    }
            });
        if fits {
            let pairs = printed.iter().zip(ours);
            self.known
                .extend(pairs.map(|(key, (_, ours))| (*key, *ours)));
        }
        fits
    }

    /// The numbers that stand for something, wherever a command has them; small ones are no one's.
    pub(super) fn in_command(&mut self, command: &str) -> String {
        self.settled.clone_from(&self.known);
        let mut said = String::new();
        for token in command.split_inclusive(|c: char| !c.is_ascii_digit()) {
            let digits = token.trim_end_matches(|c: char| !c.is_ascii_digit());
            let number = digits.parse::<u64>().ok().filter(|number| *number >= 1000);
            let mut stands = number.into_iter().flat_map(|number| {
                ["MODSEQ", "UIDVALIDITY"].map(|kind| self.known.get(&(kind, number)))
            });
            match stands.find_map(|found| found) {
                Some(ours) => said.push_str(&token.replace(digits, &ours.to_string())),
                None => said.push_str(token),
            }
        }
        said
    }
}
