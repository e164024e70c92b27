//! `mailspec coverage`: which requirements have a case or a rule, by document; which faults there are, which cases
//! pass elsewhere, and what is known of real servers. Runs nothing: `cargo test` holds the measures.

use super::args::CoverageArgs;
use super::library::Library;
use super::{Failed, exit, print};
use crate::catalogue::coverage::{Document, Measures, coverage as compute, measures};
use crate::catalogue::known::KnownFailures;
use crate::transcript::Colour;
use mailspec_reference_server::faults;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

const PASSES: &str = include_str!("../../fixtures/targets/passes.txt");
/// The servers that nobody here wrote, and what is known of them.
const TARGETS: [(&str, &str); 2] = [
    (
        "dovecot",
        include_str!("../../fixtures/targets/dovecot/known.toml"),
    ),
    (
        "postfix",
        include_str!("../../fixtures/targets/postfix/known.toml"),
    ),
];

#[derive(Serialize)]
struct Report {
    documents: Vec<Document>,
    measures: Measures,
}

/// A file below fixtures/targets: of the corpus's folder where one is given, else the built-in one.
fn target_file(folder: Option<&Path>, path: &str, built_in: &str) -> String {
    let read = |folder: &Path| std::fs::read_to_string(folder.join("fixtures/targets").join(path));
    match folder {
        // A corpus of one's own need not have them.
        Some(folder) => read(folder).unwrap_or_default(),
        None => built_in.to_owned(),
    }
}

pub(super) fn coverage(args: &CoverageArgs) -> Result<u8, Failed> {
    let library =
        Library::load(args.corpus.corpus.as_deref(), Colour::Plain).map_err(Failed::usage)?;
    let ruled: BTreeSet<&str> = crate::rules::all().map(|rule| rule.requirement).collect();
    let documents = compute(&library.catalogue, &library.corpus, &ruled);
    let folder = args.corpus.corpus.as_deref().map(Path::new);
    let passes = target_file(folder, "passes.txt", PASSES);
    let mut measures = measures(
        &library.catalogue,
        &library.corpus,
        &ruled,
        faults::all().map(|fault| (fault.name, fault.requirement)),
        &passes.lines().collect(),
    );
    for (name, built_in) in TARGETS {
        let path = format!("{name}/known.toml");
        let text = target_file(folder, &path, built_in);
        let known = KnownFailures::parse(&path, &text, &library.corpus).map_err(Failed::usage)?;
        measures.known.insert(name.to_owned(), known.count());
    }
    if args.json {
        let report = Report {
            documents,
            measures,
        };
        let text = serde_json::to_string_pretty(&report).map_err(Failed::usage)?;
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
    let known: Vec<String> = measures
        .known
        .iter()
        .map(|(name, count)| format!("{count} of {name}"))
        .collect();
    print(&format!(
        "{} faults, {} of them without a case or a rule\n\
         {} cases pass on a server that is not ours, {} say why they cannot, {} do neither\n\
         known failures, each with its clause: {}\n",
        measures.faults,
        measures.faults_unchecked.len(),
        measures.witnessed,
        measures.excused,
        measures.alone.len(),
        known.join(", ")
    ));
    if args.missing {
        for name in &measures.faults_unchecked {
            print(&format!("    without a case or a rule: {name}\n"));
        }
        for id in &measures.alone {
            print(&format!(
                "    passes nowhere else and does not say why: {id}\n"
            ));
        }
    }
    Ok(exit::OK)
}
