//! Every case passes on a server that nobody here wrote, or says why none can be shown. Starts no server: the list
//! is what a run against the targets has left (`fixtures/targets/passes` makes it).

use mailspec::catalogue::coverage::measures;
use mailspec::cli::Library;
use mailspec::transcript::Colour;
use std::collections::BTreeSet;
use std::path::Path;

const PASSES: &str = include_str!("../fixtures/targets/passes.txt");

/// The corpus as it lies in the repository.
fn library() -> Library {
    Library::load(Some(Path::new(env!("CARGO_MANIFEST_DIR"))), Colour::Plain)
        .unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_case_has_a_witness_or_says_why_not() {
    let library = library();
    let passes: BTreeSet<&str> = PASSES.lines().collect();
    let measured = measures(
        &library.catalogue,
        &library.corpus,
        &BTreeSet::new(),
        std::iter::empty(),
        &passes,
    );
    let alone = measured.alone;
    assert!(
        alone.is_empty(),
        "no server but ours passes these, and they have no `Only:`:\n{}",
        alone.join("\n")
    );
}

#[test]
fn the_list_names_cases_that_exist_in_order_and_once() {
    let library = library();
    let lines: Vec<&str> = PASSES.lines().collect();
    for pair in lines.windows(2) {
        assert!(pair[0] < pair[1], "{} stands before {}", pair[0], pair[1]);
    }
    let gone: Vec<&&str> = lines
        .iter()
        .filter(|id| library.corpus.get(id).is_none())
        .collect();
    assert!(gone.is_empty(), "no longer cases: {gone:?}");
}
