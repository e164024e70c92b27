//! `mailspec coverage`: which requirements have a case or a rule, by document.

use super::args::CoverageArgs;
use super::library::Library;
use super::{Failed, exit, print};
use crate::catalogue::coverage::coverage as compute;
use crate::transcript::Colour;
use std::collections::BTreeSet;

pub(super) fn coverage(args: &CoverageArgs) -> Result<u8, Failed> {
    let library =
        Library::load(args.corpus.corpus.as_deref(), Colour::Plain).map_err(Failed::usage)?;
    let ruled: BTreeSet<&str> = crate::rules::all().map(|rule| rule.requirement).collect();
    let documents = compute(&library.catalogue, &library.corpus, &ruled);
    if args.json {
        let text = serde_json::to_string_pretty(&documents).map_err(Failed::usage)?;
        print(&format!("{text}\n"));
        return Ok(exit::OK);
    }
    print("document   requirements  checkable  covered  MUST covered  title\n");
    let (mut all, mut covered, mut checkable) = (0, 0, 0);
    for document in &documents {
        all += document.requirements;
        covered += document.covered;
        checkable += document.checkable;
        print(&format!(
            "RFC {:<6} {:>12}  {:>9}  {:>7}  {:>5} of {:>4}  {}\n",
            document.rfc,
            document.requirements,
            document.checkable,
            document.covered,
            document.must_covered,
            document.must,
            document.title
        ));
        if args.missing {
            for id in &document.uncovered {
                print(&format!("    without a case: {id}\n"));
            }
        }
    }
    print(&format!(
        "{all} requirements; {covered} of {checkable} that can be checked have a case; {} cases\n",
        library.corpus.cases.len()
    ));
    Ok(exit::OK)
}
