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

/// Computes the state of every document. `ruled` are the requirement ids that a rule checks.
pub fn coverage(catalogue: &Catalogue, corpus: &Corpus, ruled: &BTreeSet<&str>) -> Vec<Document> {
    let mut covered: BTreeSet<&str> = ruled.clone();
    for case in &corpus.cases {
        for id in &case.transcript.header.covers {
            covered.extend(catalogue.equals(&id.value));
        }
    }
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
