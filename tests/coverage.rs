//! Every requirement is checked as its mark says, or says why it cannot be. Starts no server.

use mailspec::catalogue::coverage::coverage;
use mailspec::catalogue::requirement::Check;
use mailspec::cli::Library;
use mailspec::rules;
use mailspec::transcript::Colour;
use std::collections::BTreeSet;
use std::path::Path;

/// The corpus as it lies in the repository.
fn library() -> Library {
    Library::load(Some(Path::new(env!("CARGO_MANIFEST_DIR"))), Colour::Plain)
        .unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_requirement_marked_case_or_rule_has_one() {
    let library = library();
    let ruled: BTreeSet<&str> = rules::all().map(|rule| rule.requirement).collect();
    let documents = coverage(&library.catalogue, &library.corpus, &ruled);
    let checkable: usize = documents.iter().map(|document| document.checkable).sum();
    let marked = library
        .catalogue
        .iter()
        .filter(|requirement| matches!(requirement.check, Check::Case | Check::Rule))
        .count();
    assert_eq!(checkable, marked, "a document is left out");
    let missing: Vec<&str> = documents
        .iter()
        .flat_map(|document| &document.uncovered)
        .map(String::as_str)
        .collect();
    assert!(
        missing.is_empty(),
        "{} have neither a case nor a rule:\n{}",
        missing.len(),
        missing.join("\n")
    );
}

#[test]
fn what_is_marked_setup_or_unobservable_says_why() {
    let library = library();
    let silent: Vec<&str> = library
        .catalogue
        .iter()
        .filter(|requirement| matches!(requirement.check, Check::Setup | Check::Unobservable))
        .filter(|requirement| {
            let reason = requirement.reason.as_deref().unwrap_or_default();
            reason.trim().is_empty()
        })
        .map(|requirement| requirement.id.as_str())
        .collect();
    assert!(silent.is_empty(), "no reason:\n{}", silent.join("\n"));
}
