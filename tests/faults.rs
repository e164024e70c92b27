//! The suite is tested by faults: each fault of the reference server breaks one requirement, and a
//! case that covers that requirement notices, or a rule that checks it.

mod harness;
#[path = "support/rows.rs"]
mod rows;

use mailspec::catalogue::Case;
use mailspec::catalogue::requirement::Check;
use mailspec::cli::Library;
use mailspec::rules::{self, RuleInfo};
use mailspec::runner::{Finished, Status};
use mailspec_reference_server::faults::{self, FaultInfo};
use rows::Row;
use std::sync::Arc;
use tokio::task::JoinSet;

#[test]
fn every_fault_names_a_requirement_of_the_catalogue() {
    let library = harness::library();
    let unknown: Vec<String> = faults::all()
        .filter(|fault| library.catalogue.get(fault.requirement).is_none())
        .map(|fault| format!("{} breaks {}", fault.name, fault.requirement))
        .collect();
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

/// So many servers at a time: most of what they do is to wait for what a fault keeps from coming.
const SIDE_BY_SIDE: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_caught_by_a_case_that_covers_what_it_breaks() {
    let library = Arc::new(harness::library());
    let only = std::env::var("MAILSPEC_FAULT").ok();
    let mut waiting =
        faults::all().filter(|fault| only.as_deref().is_none_or(|only| fault.name.contains(only)));
    let mut running = JoinSet::new();
    let mut missed = Vec::new();
    loop {
        while running.len() < SIDE_BY_SIDE
            && let Some(fault) = waiting.next()
        {
            let library = Arc::clone(&library);
            running.spawn(async move { missed_by_all(&library, fault).await });
        }
        let Some(done) = running.join_next().await else {
            break;
        };
        missed.extend(done.expect("no case panics"));
    }
    missed.sort();
    assert!(
        missed.is_empty(),
        "{} faults are not caught:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

/// None when a case or a rule notices the fault; what was tried, otherwise.
async fn missed_by_all(library: &Library, fault: &FaultInfo) -> Option<String> {
    let cases: Vec<Case> = library
        .corpus
        .covering(&library.catalogue, fault.requirement)
        .filter(|case| !case.tags().any(|tag| tag == "slow"))
        .cloned()
        .collect();
    // What needs a timer to expire is shown by the reference server's own tests, in virtual time.
    let found = library.catalogue.get(fault.requirement);
    if cases.is_empty() && found.is_some_and(|requirement| requirement.check == Check::Slow) {
        return None;
    }
    let equals: Vec<&str> = library.catalogue.equals(fault.requirement).collect();
    let ruled = |rule: &&RuleInfo| equals.contains(&rule.requirement);
    // A rule sees what no case is about: where it shows is in rules_faults.txt, or else any session will do.
    let shows =
        |row: &Row| row.fault == fault.name && rules::find(row.rule).as_ref().is_some_and(ruled);
    // A fault of what a session does is for a case to notice, where one is about it.
    let octets = faults::of_octets().any(|known| known.name == fault.name);
    let shown = rows::rows()
        .into_iter()
        .find(|row| (octets || cases.is_empty()) && shows(row));
    let cases = match shown {
        _ if !cases.is_empty() => cases,
        Some(row) => row.place.cases(library, None),
        None if rules::all().any(|rule| ruled(&rule)) => ordinary(library, fault.name),
        None => cases,
    };
    if cases.is_empty() {
        return Some(format!(
            "{}: no case and no rule covers {}",
            fault.name, fault.requirement
        ));
    }
    let noticed = |finished: &[Finished]| {
        finished.iter().any(|one| {
            matches!(
                one.status,
                Status::Failed | Status::NonStrict | Status::Noted
            ) || (one.findings.iter()).any(|finding| equals.contains(&finding.rule.requirement))
        })
    };
    let finished = harness::play(library, cases, &[fault.name]).await;
    if noticed(&finished) {
        return None;
    }
    if let Some(row) = shown {
        let cases = row.place.cases(library, None);
        if noticed(&harness::play(library, cases, &[fault.name]).await) {
            return None;
        }
    }
    let how: Vec<String> = finished
        .iter()
        .map(|one| format!("{} {}", one.case.id, one.status.name()))
        .collect();
    Some(format!(
        "{} ({}): {}",
        fault.name,
        fault.requirement,
        how.join(", ")
    ))
}

/// Some sessions of the protocol that a fault's name begins with.
fn ordinary(library: &Library, fault: &str) -> Vec<Case> {
    let folders: &[&str] = match fault.split('-').next() {
        Some("imap") => &[
            "imap/select/",
            "imap/fetch/",
            "imap/list/",
            "imap/connection/",
            "imap/namespace/",
        ],
        Some("pop3") => &["pop3/transaction/", "pop3/retrieve/", "pop3/capa/"],
        Some("pop2") => &["pop2/session/", "pop2/read/"],
        _ => &["smtp/rset/", "smtp/hello/", "smtp/rcpt/", "lmtp/session/"],
    };
    let some = |folder: &&'static str| {
        let cases = library.corpus.cases.iter();
        cases
            .filter(|case| case.id.starts_with(*folder))
            .take(20)
            .cloned()
            .collect::<Vec<_>>()
    };
    folders.iter().flat_map(some).collect()
}
