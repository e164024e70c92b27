//! docs/rulings.md holds every ruling of the catalogue. With MAILSPEC_WRITE=1 the test writes the page instead.

use mailspec::cli::Library;
use mailspec::transcript::Colour;
use std::fmt::Write as _;
use std::path::Path;

const INTRODUCTION: &str = "\
# How mailspec reads ambiguous text

Where a document can be read in two ways, the catalogue says which reading a case takes and why. A disputed reading
is never a broken MUST. `mailspec explain ID` shows the same, and so does a failure.

This page is made from `transcripts/requirements/`: `MAILSPEC_WRITE=1 cargo test --test rulings` writes it anew.
";

/// The corpus as it lies in the repository.
fn library() -> Library {
    Library::load(Some(Path::new(env!("CARGO_MANIFEST_DIR"))), Colour::Plain)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The page as it has to be.
fn page() -> String {
    let library = library();
    let mut page = INTRODUCTION.to_owned();
    for requirement in library.catalogue.iter() {
        let Some(ruling) = &requirement.ruling else {
            continue;
        };
        let written = write!(
            page,
            "\n## {}\n\n{}, {}: {}\n\n{ruling}\n",
            requirement.id,
            requirement.clause(),
            requirement.level,
            requirement.text,
        );
        written.expect("a string takes everything");
    }
    page
}

#[test]
fn every_ruling_of_the_catalogue_is_in_the_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rulings.md");
    let page = page();
    if std::env::var_os("MAILSPEC_WRITE").is_some() {
        std::fs::write(&path, &page).expect("docs/rulings.md can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == page,
        "docs/rulings.md is out of date; MAILSPEC_WRITE=1 cargo test --test rulings writes it"
    );
}
