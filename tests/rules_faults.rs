//! Every rule is broken by a fault of the reference server, with no case's help: while sessions run that are about
//! something else, the rule that `rules_faults.txt` names is broken. `no_fault.txt` has the rules that no fault can
//! show, and why.

mod harness;
#[path = "support/rows.rs"]
mod rows;

use mailspec::catalogue::Case;
use mailspec::cli::Library;
use mailspec::rules;
use mailspec_reference_server::faults;
use rows::{Place, Row, rows};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::task::JoinSet;

/// So many servers at a time.
const SIDE_BY_SIDE: usize = 8;

/// Rules that no fault can show: `rule: reason` on each line.
fn excused() -> BTreeMap<&'static str, &'static str> {
    let text = include_str!("no_fault.txt");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split_once(": ").unwrap_or_else(|| panic!("{line}")))
        .collect()
}

#[test]
fn every_rule_has_a_fault_or_a_reason() {
    let rows = rows();
    let excused = excused();
    let shown: BTreeSet<&str> = rows.iter().map(|row| row.rule).collect();
    let known: BTreeSet<&str> = rules::all().map(|rule| rule.id).collect();
    let mut wrong = Vec::new();
    for rule in &known {
        match (shown.contains(rule), excused.contains_key(rule)) {
            (false, false) => wrong.push(format!(
                "{rule}: no fault breaks it, and no reason says why"
            )),
            (true, true) => wrong.push(format!(
                "{rule}: a fault breaks it, and no_fault.txt has it still"
            )),
            _ => {}
        }
    }
    let named = shown.iter().chain(excused.keys());
    wrong.extend(
        named
            .filter(|rule| !known.contains(**rule))
            .map(|rule| format!("{rule} is no rule")),
    );
    let faults: BTreeSet<&str> = faults::all().map(|fault| fault.name).collect();
    let strange = rows.iter().filter(|row| !faults.contains(row.fault));
    wrong.extend(strange.map(|row| format!("{} is no fault", row.fault)));
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Rows with the same fault and place are played once.
fn plays() -> Vec<(&'static str, Place, Vec<&'static str>)> {
    let mut plays: BTreeMap<(&str, Place), Vec<&str>> = BTreeMap::new();
    for Row { rule, fault, place } in rows() {
        plays.entry((fault, place)).or_default().push(rule);
    }
    plays
        .into_iter()
        .map(|((fault, place), rules)| (fault, place, rules))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_rule_is_broken_by_its_fault() {
    let library = Arc::new(harness::library());
    let only = std::env::var("MAILSPEC_FAULT").ok();
    let mut waiting = plays().into_iter().filter(|(fault, _, rules)| {
        only.as_deref()
            .is_none_or(|only| fault.contains(only) || rules.iter().any(|rule| rule.contains(only)))
    });
    let mut running = JoinSet::new();
    let mut missed = Vec::new();
    loop {
        while running.len() < SIDE_BY_SIDE
            && let Some((fault, place, rules)) = waiting.next()
        {
            let library = Arc::clone(&library);
            running.spawn(async move { missed_by(&library, fault, place, &rules).await });
        }
        let Some(done) = running.join_next().await else {
            break;
        };
        missed.extend(done.expect("no case panics"));
    }
    missed.sort();
    assert!(
        missed.is_empty(),
        "{}:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

/// What the rules do not see of the fault.
async fn missed_by(
    library: &Library,
    fault: &'static str,
    place: Place,
    rules: &[&str],
) -> Option<String> {
    let broken = faults::all().find(|known| known.name == fault);
    let cases = place.cases(library, broken.map(|fault| fault.requirement));
    let played = cases.len();
    let found = broken_rules(library, cases, &[fault]).await;
    let missed: Vec<_> = rules.iter().filter(|rule| !found.contains(*rule)).collect();
    (!missed.is_empty())
        .then(|| format!("{fault}: {missed:?} not among {found:?} of {played} cases"))
}

async fn broken_rules(
    library: &Library,
    cases: Vec<Case>,
    faults: &[&str],
) -> BTreeSet<&'static str> {
    let finished = harness::play(library, cases, faults).await;
    let findings = finished.iter().flat_map(|one| &one.findings);
    findings.map(|finding| finding.rule.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_rule_is_broken_in_an_ordinary_session_without_a_fault() {
    let library = harness::library();
    let sessions: BTreeSet<Place> = rows()
        .into_iter()
        .map(|row| row.place)
        .filter(|place| matches!(place, Place::Session(_)))
        .collect();
    let cases = sessions
        .iter()
        .flat_map(|place| place.cases(&library, None))
        .collect();
    let found = broken_rules(&library, cases, &[]).await;
    assert!(found.is_empty(), "{found:?}");
}
