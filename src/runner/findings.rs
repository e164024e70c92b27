//! What broke a rule, once a target with a count and the first dialogue, not once a line.

use super::event::{FindingSummary, Finished, Status};
use crate::catalogue::known::KnownFailures;
use crate::catalogue::{Catalogue, Level};
use crate::dialogue::Line;
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
            let last = lines
                .iter()
                .position(|line| {
                    !finding.octets.is_empty() && line.octets.starts_with(&finding.octets)
                })
                .map_or(lines.len(), |at| at + 1);
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
