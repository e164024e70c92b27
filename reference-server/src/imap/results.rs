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
    /// How many results there are at most.
    fn length(&self) -> usize {
        self.first.abs_diff(self.last) as usize + 1
    }

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
    /// As many as there are numbers, where the response is to have one of them.
    pub modseqs: Vec<u64>,
}

impl Found {
    /// What MODSEQ is in the response: the highest of the messages that it returns (RFC 4731
    /// §3.2), which are not all where only the ends or a range were asked for.
    fn modseq(&self, search: &Search) -> Option<u64> {
        let all = search.all || search.count || search.relevancy;
        if all || !(search.min || search.max || search.partial.is_some()) {
            return self.highest();
        }
        let part = search.partial.map(|range| range.of(&self.modseqs));
        let min = self.modseqs.first().filter(|_| search.min);
        let max = self.modseqs.last().filter(|_| search.max);
        let part = part.unwrap_or_default().iter();
        part.chain(min).chain(max).copied().max()
    }

    /// The highest mod-sequence of all that was found.
    pub(super) fn highest(&self) -> Option<u64> {
        self.modseqs.iter().copied().max()
    }
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
        if search.save && !written && !self.fault("imap-save-returns-all") {
            return None;
        }
        // With UPDATE or CONTEXT alone nothing else has been asked for; an empty response says so.
        let all = search.all || !search.extended || (!written && !search.update && !search.context);
        let numbers = &found.numbers;
        if search.save && self.fault("imap-save-hides-options") {
            return None;
        }
        let on = |name| self.faults.on(name);
        let mut line = b"* ESEARCH (TAG ".to_vec();
        line.extend_from_slice(match on("imap-esearch-tag-empty") {
            true => b"\"\"",
            false => correlator,
        });
        line.push(b')');
        if uid && !on("imap-esearch-uid-missing") {
            line.extend_from_slice(b" UID");
        }
        self.ends_and_all(&mut line, search, all, numbers);
        let zero = on("imap-esearch-min-of-nothing") || on("imap-esort-min-of-nothing");
        if numbers.is_empty() && search.min && zero {
            line.extend_from_slice(b" MIN 0");
        }
        if numbers.is_empty() && search.min && on("imap-esearch-zero-when-empty") {
            line.extend_from_slice(b" MIN 0 MAX 0");
        }
        let untold = search.all && on("imap-esearch-without-count");
        if search.count && !untold {
            let more = on("imap-esearch-count-one-more") || on("imap-esort-count-one-more");
            let times = 1 + usize::from(on("imap-esearch-item-twice"));
            let count = format!(" COUNT {}", numbers.len() + usize::from(more));
            line.extend_from_slice(count.repeat(times).as_bytes());
        }
        line.extend_from_slice(self.partial_item(search, numbers).as_bytes());
        let scored = search.relevancy
            && !on("imap-relevancy-missing")
            && !on("imap-esort-without-relevancy");
        if scored {
            let scores = match search.partial {
                Some(range) => range.of(&found.scores),
                None => &found.scores,
            };
            let mut scores: Vec<String> = scores.iter().map(u8::to_string).collect();
            if self.fault("imap-relevancy-one-score") {
                scores.truncate(1);
            }
            if self.fault("imap-relevancy-zero") {
                scores.fill("0".to_owned());
            }
            line.extend_from_slice(format!(" RELEVANCY ({})", scores.join(" ")).as_bytes());
        }
        let modseq = if self.fault("imap-esearch-modseq-missing")
            || (search.all && self.fault("imap-esearch-without-modseq"))
        {
            None
        } else if self.fault("imap-esearch-modseq-of-all") {
            found.highest()
        } else if self.fault("imap-esearch-modseq-of-first")
            || (search.min && search.max && self.fault("imap-esearch-modseq-of-min"))
        {
            found.modseqs.first().copied()
        } else {
            found.modseq(search)
        };
        if let Some(modseq) = modseq {
            line.extend_from_slice(format!(" MODSEQ {modseq}").as_bytes());
        }
        Some(line)
    }

    /// MIN, MAX and ALL of what was found.
    fn ends_and_all(&self, line: &mut Vec<u8>, search: &Search, all: bool, numbers: &[u32]) {
        let on = |name| self.faults.on(name);
        if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
            let first = if on("imap-esearch-min-is-max") {
                last
            } else {
                first
            };
            let last = match on("imap-esearch-max-is-min") {
                true => first,
                false => last,
            };
            let lowest = numbers
                .iter()
                .min()
                .filter(|_| on("imap-esort-min-is-lowest"));
            let highest = numbers
                .iter()
                .max()
                .filter(|_| on("imap-esort-max-is-highest"));
            let (first, last) = (lowest.unwrap_or(first), highest.unwrap_or(last));
            if search.min {
                line.extend_from_slice(format!(" MIN {first}").as_bytes());
            }
            if search.max {
                line.extend_from_slice(format!(" MAX {last}").as_bytes());
            }
            let empty = on("imap-esearch-empty-options") && !search.min && !search.count;
            if all && !empty {
                let numbers = if on("imap-esearch-all-first-only") {
                    first.to_string()
                } else if on("imap-search-results-reversed") {
                    number_set(numbers.iter().rev().copied())
                } else if on("imap-esort-descending-range") && numbers.is_sorted_by(|a, b| a > b) {
                    format!("{first}:{last}")
                } else {
                    number_set(numbers.iter().copied())
                };
                line.extend_from_slice(format!(" ALL {numbers}").as_bytes());
            }
        }
    }

    /// PARTIAL with the range that was asked for (RFC 9394 §3.1), or nothing.
    fn partial_item(&self, search: &Search, numbers: &[u32]) -> String {
        let on = |name| self.faults.on(name);
        let unsigned = on("imap-partial-from-the-start");
        let shown = search
            .partial
            .filter(|_| !(search.save && on("imap-save-hides-partial")));
        let partial = shown.map(|range| PartialRange {
            from_end: range.from_end && !unsigned,
            ..range
        });
        let Some(range) = partial else {
            return String::new();
        };
        let shifted = on("imap-search-partial-from-zero") && !range.from_end;
        let part = match (range.of(numbers), shifted) {
            (part, false) => part,
            (_, true) => PartialRange {
                first: range.first + 1,
                last: range.last.saturating_add(1),
                ..range
            }
            .of(numbers),
        };
        let reversed = range.first > range.last && on("imap-partial-reversed-empty");
        let short = part.len() < range.length() && on("imap-partial-short-empty");
        let part = match reversed || short {
            true => &[],
            false => part,
        };
        let range = match part.last() {
            Some(_) if on("imap-partial-range-clipped") => PartialRange {
                last: (range.first - 1).saturating_add(u32::try_from(part.len()).unwrap_or(1)),
                ..range
            },
            _ => range,
        };
        let set = match part {
            [] if on("imap-partial-zero-for-nil") => "0".to_owned(),
            [] => "NIL".to_owned(),
            part => number_set(part.iter().copied()),
        };
        format!(" PARTIAL ({range} {set})")
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
        let on = |name| self.faults.on(name);
        let whole = match part {
            Some(_) if on("imap-save-partial-saves-all") => true,
            Some(_) => search.count && !on("imap-save-partial-count-saves-part"),
            None if on("imap-save-min-saves-all") => true,
            None if on("imap-save-count-saves-min") && search.min => false,
            None => search.all || search.count || (!search.min && !search.max),
        };
        let first_wins = on("imap-save-first-wins") && !self.saved.is_empty();
        if (uids.is_empty() && on("imap-save-nothing-keeps"))
            || first_wins
            || on("imap-save-ignored")
        {
            return;
        }
        if whole {
            saved.extend_from_slice(uids);
        } else {
            let both = search.min && search.max && on("imap-save-min-max-without-partial");
            saved.extend_from_slice(part.filter(|_| !both).unwrap_or_default());
            if search.min && !(part.is_some() && on("imap-save-partial-without-min")) {
                saved.extend(uids.first());
            }
            let alone = on("imap-save-min-without-max") && search.min;
            if search.max && !alone && !(part.is_some() && on("imap-save-partial-without-max")) {
                saved.extend(uids.last());
            }
        }
        if on("imap-save-numbers-for-uids") {
            saved = saved.iter().map(|&uid| self.named(false, uid)).collect();
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
