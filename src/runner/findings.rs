//! What broke a rule, once a target with a count and the first dialogue, not once a line.

use super::event::{FindingSummary, Finished, Status};
use crate::catalogue::known::KnownFailures;
use crate::catalogue::{Catalogue, Level};
use crate::dialogue::Line;
use crate::dialogue::record::said_last;
use crate::rules::Finding;
use std::collections::BTreeMap;

/// Of the dialogue before a finding so many entries are kept.
const KEPT: usize = 12;

/// What was found so far, by rule.
#[derive(Debug, Default)]
pub(super) struct Findings(BTreeMap<&'static str, Found>);

#[derive(Debug)]
struct Found {
    finding: Finding,
    count: usize,
    case: String,
    dialogue: Vec<Line>,
}

impl Findings {
    /// Counts what was found in a case.
    pub(super) fn add(&mut self, finished: &mut Finished) {
        for finding in &finished.findings {
            if let Some(found) = self.0.get_mut(finding.rule.id) {
                found.count += 1;
                continue;
            }
            let lines = &finished.all_lines;
            let last = behind(lines, finished.dropped, finding);
            let first = last.saturating_sub(KEPT);
            self.0.insert(
                finding.rule.id,
                Found {
                    finding: finding.clone(),
                    count: 1,
                    case: finished.case.id.clone(),
                    dialogue: lines.get(first..last).unwrap_or_default().to_vec(),
                },
            );
        }
        finished.all_lines = Vec::new();
    }

    /// What it comes to: a status each, by the rule's level and the known failures.
    pub(super) fn sum_up(
        self,
        catalogue: &Catalogue,
        known: &KnownFailures,
    ) -> Vec<FindingSummary> {
        self.0
            .into_values()
            .map(|found| {
                let rule = found.finding.rule;
                let accepted = known.rule(rule.id);
                let status = match (accepted, rule.level) {
                    (Some(_), _) => Status::KnownFailure,
                    (None, Level::Must) => Status::Failed,
                    (None, Level::Should) => Status::NonStrict,
                    (None, Level::May) => Status::Noted,
                };
                FindingSummary {
                    clause: catalogue
                        .get(rule.requirement)
                        .map(|requirement| requirement.clause()),
                    status,
                    known: accepted.cloned(),
                    count: found.count,
                    case: found.case,
                    dialogue: found.dialogue,
                    finding: found.finding,
                }
            })
            .collect()
    }
}

/// How many entries there are up to the finding's own, and with it. The same may have been said before, where it was
/// right: the last of what was there when it was found is meant.
fn behind(lines: &[Line], dropped: usize, finding: &Finding) -> usize {
    let there = finding.entries.map_or(lines.len(), |entries| {
        entries.saturating_sub(dropped).min(lines.len())
    });
    let then = lines.get(..there).unwrap_or(lines);
    said_last(then, &finding.octets).map_or(there, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::Record;

    #[test]
    fn the_answer_that_broke_the_rule_is_shown_and_not_its_like() {
        let mut record = Record::default();
        let finding = Finding {
            rule: crate::rules::all().next().unwrap(),
            at: 0,
            octets: b"220 go on\r\n".to_vec(),
            from: 0,
            wants: String::new(),
            entries: None,
        };
        for nth in 0..3 {
            record.sent(None, b"STARTTLS\r\n", None);
            record.came(None, b"220 go on\r\n", None);
            if nth == 1 {
                record.found(vec![finding.clone()]);
            }
        }
        let found = record.findings.clone();
        assert_eq!(behind(&record.into_lines(), 0, &found[0]), 4);
    }
}
