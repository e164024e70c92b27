//! Which cases run. A selector that matches nothing is told, so that a misspelt one is not silence.

use super::{Case, Corpus, Level};
use crate::transcript::tree::Protocol;
use globset::{Glob, GlobMatcher};

/// What a run was asked for. Empty lists select everything.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Ids or globs (`pop3/*`, `**/dele-*`).
    pub cases: Vec<String>,
    /// Labels; any of them.
    pub tags: Vec<String>,
    /// Labels that exclude.
    pub not_tags: Vec<String>,
    /// Protocols; any of them.
    pub protocols: Vec<Protocol>,
    /// RFC numbers of covered requirements; any of them.
    pub rfcs: Vec<u32>,
    /// Requirement levels; any of them.
    pub levels: Vec<Level>,
    /// Cases tagged [`SLOW`] too; without it they run only when named, or asked for by that tag.
    pub slow: bool,
    /// `K/N`: the Kth of N shares, from 1.
    pub shard: Option<(usize, usize)>,
}

/// The tag of cases that take minutes.
pub const SLOW: &str = "slow";

/// A selector that cannot be right.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SelectError {
    /// Not a glob.
    #[error("{0:?} is not a pattern: {1}")]
    Glob(String, String),
    /// Matches nothing.
    #[error("no case is called {0:?}{1}")]
    Nothing(String, String),
    /// Names an unknown label.
    #[error("no case has the tag {0:?}; `mailspec list --json` shows the tags")]
    Tag(String),
    /// Names a document that no case stands on.
    #[error("no case stands on RFC {0}; `mailspec coverage` shows which do")]
    Rfc(u32),
}

enum Pattern {
    Exact(String),
    Glob(GlobMatcher),
}

impl Selection {
    /// The selected cases, in the corpus's order.
    ///
    /// # Errors
    /// When a selector is malformed or, by itself, can match nothing.
    pub fn apply<'a>(&self, corpus: &'a Corpus) -> Result<Vec<&'a Case>, SelectError> {
        let mut patterns = Vec::new();
        for text in &self.cases {
            let text = normalise(text);
            let pattern = if text.contains(['*', '?', '[', '{']) {
                let glob = Glob::new(&text)
                    .map_err(|error| SelectError::Glob(text.clone(), error.kind().to_string()))?;
                Pattern::Glob(glob.compile_matcher())
            } else {
                Pattern::Exact(text.clone())
            };
            if !corpus.cases.iter().any(|case| matches(&pattern, &case.id)) {
                return Err(SelectError::Nothing(text.clone(), hint(corpus, &text)));
            }
            patterns.push(pattern);
        }
        for tag in self.tags.iter().chain(&self.not_tags) {
            if !corpus
                .cases
                .iter()
                .any(|case| case.tags().any(|has| has == tag))
            {
                return Err(SelectError::Tag(tag.clone()));
            }
        }
        for rfc in &self.rfcs {
            if !corpus.cases.iter().any(|case| stands_on(case, *rfc)) {
                return Err(SelectError::Rfc(*rfc));
            }
        }
        let slow = self.slow || self.tags.iter().any(|tag| tag == SLOW);
        let chosen = corpus.cases.iter().filter(|case| {
            (patterns.is_empty() || patterns.iter().any(|pattern| matches(pattern, &case.id)))
                && (self.tags.is_empty()
                    || case
                        .tags()
                        .any(|tag| self.tags.iter().any(|wanted| wanted == tag)))
                && !case
                    .tags()
                    .any(|tag| self.not_tags.iter().any(|unwanted| unwanted == tag))
                && (slow || !case.tags().any(|tag| tag == SLOW) || self.cases.contains(&case.id))
                && (self.protocols.is_empty()
                    || case
                        .protocols()
                        .iter()
                        .any(|one| self.protocols.contains(one)))
                && (self.rfcs.is_empty() || self.rfcs.iter().any(|rfc| stands_on(case, *rfc)))
                && (self.levels.is_empty() || self.levels.contains(&case.level()))
        });
        Ok(match self.shard {
            None => chosen.collect(),
            Some((k, n)) => chosen
                .enumerate()
                .filter(|(at, _)| at % n == k - 1)
                .map(|(_, case)| case)
                .collect(),
        })
    }
}

/// A path of a file is as good as its id.
fn normalise(text: &str) -> String {
    let text = text.strip_suffix(".transcript").unwrap_or(text);
    let text = text.strip_prefix("./").unwrap_or(text);
    text.strip_prefix("transcripts/")
        .unwrap_or(text)
        .trim_end_matches('/')
        .to_owned()
}

fn matches(pattern: &Pattern, id: &str) -> bool {
    match pattern {
        // A folder's name selects what is in it.
        Pattern::Exact(text) => {
            id == text
                || id
                    .strip_prefix(text.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        }
        Pattern::Glob(glob) => glob.is_match(id),
    }
}

fn stands_on(case: &Case, rfc: u32) -> bool {
    let prefix = format!("rfc{rfc}/");
    case.transcript
        .header
        .covers
        .iter()
        .any(|id| id.value.starts_with(&prefix))
}

fn hint(corpus: &Corpus, text: &str) -> String {
    closest(text, corpus.cases.iter().map(|case| case.id.as_str())).map_or_else(
        || "; `mailspec list` shows them all".to_owned(),
        |near| format!("; did you mean {near}?"),
    )
}

/// The candidate most like `text`, if any is like it at all.
pub fn closest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (similarity(text, candidate), candidate))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(score, _)| *score > 0.6)
        .map(|(_, candidate)| candidate)
}

fn similarity(a: &str, b: &str) -> f32 {
    similar::TextDiff::from_chars(a, b).ratio()
}
