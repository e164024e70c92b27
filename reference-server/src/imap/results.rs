//! What a search returns: the ESEARCH response with its return options (RFC 4731, 5267, 9394,
//! 6203), and what `$` is afterwards (RFC 5182, RFC 9394 §3.2).

use super::ImapSession;
use super::command::Search;
use super::output::{number_set, string};

/// `PARTIAL 1:100`, `PARTIAL -1:-100`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PartialRange {
    pub first: u32,
    pub last: u32,
    /// Counted from the last result.
    pub from_end: bool,
}

impl std::fmt::Display for PartialRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.from_end { "-" } else { "" };
        write!(f, "{sign}{}:{sign}{}", self.first, self.last)
    }
}

impl PartialRange {
    /// The results in the range, in their order.
    pub(crate) fn of<'a, T>(&self, results: &'a [T]) -> &'a [T] {
        let low = self.first.min(self.last) as usize;
        let high = (self.first.max(self.last) as usize).min(results.len());
        if low > high {
            return &[];
        }
        if self.from_end {
            let from = results.len() - high;
            results.get(from..=results.len() - low).unwrap_or_default()
        } else {
            results.get(low - 1..high).unwrap_or_default()
        }
    }
}

/// Messages found, in the order in which they are returned.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub uids: Vec<u32>,
    /// As the response names them.
    pub numbers: Vec<u32>,
    /// RFC 6203; as many as there are numbers.
    pub scores: Vec<u8>,
    /// Highest mod-sequence, where the response is to have one.
    pub modseq: Option<u64>,
}

impl ImapSession {
    /// The correlator and the data of an ESEARCH response; `None` where only `$` was asked for.
    pub(super) fn esearch_line(
        &self,
        correlator: &[u8],
        uid: bool,
        search: &Search,
        found: &Found,
    ) -> Option<Vec<u8>> {
        let written = search.min
            || search.max
            || search.count
            || search.all
            || search.partial.is_some()
            || search.relevancy;
        if search.save && !written {
            return None;
        }
        // With UPDATE or CONTEXT alone nothing else has been asked for; an empty response says so.
        let all = search.all || !search.extended || (!written && !search.update && !search.context);
        let numbers = &found.numbers;
        let mut line = b"* ESEARCH (TAG ".to_vec();
        line.extend_from_slice(correlator);
        line.push(b')');
        if uid {
            line.extend_from_slice(b" UID");
        }
        if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
            let first = if self.fault("imap-esearch-min-is-max") {
                last
            } else {
                first
            };
            if search.min {
                line.extend_from_slice(format!(" MIN {first}").as_bytes());
            }
            if search.max {
                line.extend_from_slice(format!(" MAX {last}").as_bytes());
            }
            if all {
                let numbers = number_set(numbers.iter().copied());
                line.extend_from_slice(format!(" ALL {numbers}").as_bytes());
            }
        }
        if search.count {
            let times = 1 + usize::from(self.fault("imap-esearch-item-twice"));
            let count = format!(" COUNT {}", numbers.len()).repeat(times);
            line.extend_from_slice(count.as_bytes());
        }
        if let Some(range) = search.partial {
            let shifted = self.fault("imap-search-partial-from-zero") && !range.from_end;
            let part = match (range.of(numbers), shifted) {
                (part, false) => part,
                (_, true) => PartialRange {
                    first: range.first + 1,
                    last: range.last.saturating_add(1),
                    ..range
                }
                .of(numbers),
            };
            let set = match part {
                [] => "NIL".to_owned(),
                part => number_set(part.iter().copied()),
            };
            line.extend_from_slice(format!(" PARTIAL ({range} {set})").as_bytes());
        }
        if search.relevancy {
            let scores = match search.partial {
                Some(range) => range.of(&found.scores),
                None => &found.scores,
            };
            let scores: Vec<String> = scores.iter().map(u8::to_string).collect();
            line.extend_from_slice(format!(" RELEVANCY ({})", scores.join(" ")).as_bytes());
        }
        if let Some(modseq) = found.modseq {
            line.extend_from_slice(format!(" MODSEQ {modseq}").as_bytes());
        }
        Some(line)
    }

    /// A tag as the correlator has it.
    pub(super) fn correlator(&self, tag: &str) -> Vec<u8> {
        let mut correlator = Vec::new();
        string(&mut correlator, tag.as_bytes(), false);
        correlator
    }

    /// `$` after a search with SAVE.
    pub(super) fn save(&mut self, search: &Search, uids: &[u32]) {
        let mut saved: Vec<u32> = Vec::new();
        let part = search.partial.map(|range| range.of(uids));
        if search.all || search.count || (part.is_none() && !search.min && !search.max) {
            saved.extend_from_slice(uids);
        } else {
            saved.extend_from_slice(part.unwrap_or_default());
            if search.min {
                saved.extend(uids.first());
            }
            if search.max {
                saved.extend(uids.last());
            }
        }
        saved.sort_unstable();
        saved.dedup();
        self.saved = saved;
    }
}

#[cfg(test)]
mod tests {
    use super::PartialRange;

    #[test]
    fn ranges_of_results() {
        let results = [1, 2, 3, 4, 5];
        for (first, last, from_end, expected) in [
            (1, 2, false, &[1, 2][..]),
            (2, 1, false, &[1, 2]),
            (4, 9, false, &[4, 5]),
            (6, 9, false, &[]),
            (1, 2, true, &[4, 5]),
            (9, 4, true, &[1, 2]),
            (6, 7, true, &[]),
            (1, u32::MAX, true, &[1, 2, 3, 4, 5]),
        ] {
            let range = PartialRange {
                first,
                last,
                from_end,
            };
            assert_eq!(range.of(&results), expected, "{range}");
        }
    }
}
