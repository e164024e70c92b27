//! Known failures of a target: cases (or findings) that fail there, each with its clause and reason.
//! They are reported and do not fail a run; one that no longer fails does.

use super::{CatalogueError, Corpus};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One accepted failure.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The case's id; empty for a rule.
    #[serde(default)]
    pub case: String,
    /// The id of a rule that every session is held to; empty for a case.
    #[serde(default)]
    pub rule: String,
    /// The clause that the target breaks: `RFC 3501 §6.4.8`.
    pub clause: String,
    /// Why it does, and why that is accepted.
    pub reason: String,
    /// A piece of what comes, or of what is said of it, by which this failure is known; when it is there and
    /// the case fails without it, it fails in another way, and that is news.
    #[serde(default)]
    pub shows: Option<String>,
    /// Some targets fail only now and then; such a case may pass without becoming news.
    #[serde(default)]
    pub sometimes: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    known: Vec<Known>,
}

/// A known-failures file.
#[derive(Debug, Clone, Default)]
pub struct KnownFailures(BTreeMap<String, Known>);

impl KnownFailures {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// When it is not TOML of the right shape, or names a case twice or one that does not exist.
    pub fn parse(name: &str, text: &str, corpus: &Corpus) -> Result<Self, CatalogueError> {
        let file: File = toml::from_str(text).map_err(|error| CatalogueError::Toml {
            file: name.to_owned(),
            reason: error.to_string(),
        })?;
        let wrong = |what: String| CatalogueError::Content {
            file: name.to_owned(),
            what,
        };
        let mut all = BTreeMap::new();
        for known in file.known {
            if known.case.is_empty() == known.rule.is_empty() {
                return Err(wrong("an entry names either a `case` or a `rule`".into()));
            }
            if !known.rule.is_empty() {
                if crate::rules::find(&known.rule).is_none() {
                    let wants = match corpus.get(&known.rule) {
                        Some(_) => "it is a case: write `case =`",
                        None => "`mailspec list --rules` shows them",
                    };
                    return Err(wrong(format!("there is no rule {:?}; {wants}", known.rule)));
                }
                if let Some(twice) = all.insert(known.rule.clone(), known) {
                    return Err(wrong(format!("{} stands there twice", twice.rule)));
                }
                continue;
            }
            if corpus.get(&known.case).is_none() {
                let wants = match crate::rules::find(&known.case) {
                    Some(_) => "it is a rule: write `rule =`",
                    None => "`mailspec list` shows them",
                };
                return Err(wrong(format!("there is no case {:?}; {wants}", known.case)));
            }
            if let Some(twice) = all.insert(known.case.clone(), known) {
                return Err(wrong(format!("{} stands there twice", twice.case)));
            }
        }
        Ok(KnownFailures(all))
    }

    /// How many entries there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The entry for a rule.
    pub fn rule(&self, rule: &str) -> Option<&Known> {
        self.0.get(rule).filter(|known| known.rule == rule)
    }

    /// The entry for a case.
    pub fn get(&self, case: &str) -> Option<&Known> {
        self.0.get(case).filter(|known| known.case == case)
    }
}
