//! Which requirements have a case. Derived from the catalogue and the corpus, stored nowhere.

use super::requirement::Check;
use super::{Catalogue, Corpus, Level};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The state of one document.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Document {
    /// Its number.
    pub rfc: u32,
    /// Its title.
    pub title: String,
    /// All requirements.
    pub requirements: usize,
    /// Those that a case or a rule is to check.
    pub checkable: usize,
    /// Those of them that have one.
    pub covered: usize,
    /// MUSTs among the checkable.
    pub must: usize,
    /// MUSTs that are covered.
    pub must_covered: usize,
    /// Ids of the checkable that have none.
    pub uncovered: Vec<String>,
}

/// How the suite measures itself beside its requirements.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Measures {
    /// Deviations that the reference server can be made to show.
    pub faults: usize,
    /// Those whose requirement no case and no rule checks, but for what is slow.
    pub faults_unchecked: Vec<String>,
    /// Cases that pass on a server that is not ours.
    pub witnessed: usize,
    /// Cases that say why no such server can be shown.
    pub excused: usize,
    /// Cases with neither.
    pub alone: Vec<String>,
    /// Known failures by target, each with its clause.
    pub known: BTreeMap<String, usize>,
}

/// Computes the measures. `faults` are names with the requirement that each breaks, `passes` the ids of the cases
/// that pass elsewhere.
pub fn measures<'a>(
    catalogue: &Catalogue,
    corpus: &Corpus,
    ruled: &BTreeSet<&str>,
    faults: impl Iterator<Item = (&'a str, &'a str)>,
    passes: &BTreeSet<&str>,
) -> Measures {
    let mut measures = Measures::default();
    let checked = covered(catalogue, corpus, ruled);
    for (name, requirement) in faults {
        measures.faults += 1;
        let found = catalogue.get(requirement);
        // What needs a timer is shown by the reference server's own tests, in virtual time.
        let slow = found.is_some_and(|requirement| requirement.check == Check::Slow);
        if !slow && !catalogue.equals(requirement).any(|id| checked.contains(id)) {
            measures.faults_unchecked.push(name.to_owned());
        }
    }
    for case in &corpus.cases {
        if passes.contains(case.id.as_str()) {
            measures.witnessed += 1;
        } else if case.transcript.header.only.is_some() {
            measures.excused += 1;
        } else {
            measures.alone.push(case.id.clone());
        }
    }
    measures
}

/// The requirements that a case or a rule checks.
fn covered<'a>(
    catalogue: &'a Catalogue,
    corpus: &'a Corpus,
    ruled: &BTreeSet<&'a str>,
) -> BTreeSet<&'a str> {
    let mut covered = ruled.clone();
    for case in &corpus.cases {
        for id in &case.transcript.header.covers {
            covered.extend(catalogue.equals(&id.value));
        }
    }
    covered
}

/// Computes the state of every document. `ruled` are the requirement ids that a rule checks.
pub fn coverage(catalogue: &Catalogue, corpus: &Corpus, ruled: &BTreeSet<&str>) -> Vec<Document> {
    let covered = covered(catalogue, corpus, ruled);
    let mut documents: BTreeMap<u32, Document> = BTreeMap::new();
    for requirement in catalogue.iter() {
        let document = documents
            .entry(requirement.rfc)
            .or_insert_with(|| Document {
                rfc: requirement.rfc,
                title: catalogue
                    .title(requirement.rfc)
                    .unwrap_or_default()
                    .to_owned(),
                ..Document::default()
            });
        document.requirements += 1;
        if !matches!(requirement.check, Check::Case | Check::Rule) {
            continue;
        }
        let has = catalogue
            .equals(&requirement.id)
            .any(|id| covered.contains(id));
        let must = requirement.level == Level::Must;
        document.checkable += 1;
        document.must += usize::from(must);
        if has {
            document.covered += 1;
            document.must_covered += usize::from(must);
        } else {
            document.uncovered.push(requirement.id.clone());
        }
    }
    documents.into_values().collect()
}
