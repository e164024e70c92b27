//! The corpus: every case with its id, source and tree, and the fixture messages. Never reads a file.

use super::{Catalogue, Level, Requirement};
use crate::transcript::tree::{Protocol, Transcript};
use crate::transcript::{Context, Diagnostic, parse};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One case.
#[derive(Debug, Clone)]
pub struct Case {
    /// The path below `transcripts/` without the ending.
    pub id: String,
    /// The path as a person finds the file.
    pub path: String,
    /// The source text.
    pub source: Arc<str>,
    /// The tree.
    pub transcript: Arc<Transcript>,
    /// The requirement that a failure breaks (the first that it covers), if the catalogue has it.
    pub requirement: Option<Arc<Requirement>>,
}

impl Case {
    /// What is broken when it fails.
    pub fn title(&self) -> &str {
        &self.transcript.header.title.value
    }

    /// The level of the requirement; MUST for a file that stands outside the catalogue.
    pub fn level(&self) -> Level {
        self.requirement
            .as_ref()
            .map_or(Level::Must, |requirement| requirement.level)
    }

    /// Every protocol that it speaks.
    pub fn protocols(&self) -> Vec<Protocol> {
        let header = &self.transcript.header;
        let mut all: Vec<Protocol> = header
            .protocols
            .iter()
            .map(|protocol| protocol.value)
            .chain(header.sessions.iter().map(|session| session.protocol.value))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// `smtp`, `pop3`, `mailflow`, …: the folder it stands in.
    pub fn group(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// The source line with this 1-based number.
    pub fn line(&self, number: usize) -> &str {
        self.source
            .lines()
            .nth(number.saturating_sub(1))
            .unwrap_or_default()
    }

    /// Its labels.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.transcript
            .header
            .tags
            .iter()
            .map(|tag| tag.value.as_str())
    }
}

/// Fixture messages by name.
#[derive(Debug, Clone, Default)]
pub struct Fixtures(pub Arc<BTreeMap<String, Vec<u8>>>);

impl Fixtures {
    /// The exact octets.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(Vec::as_slice)
    }
}

/// What the parser asks the catalogue about.
#[derive(Debug)]
pub struct CorpusContext<'a> {
    /// The requirements.
    pub catalogue: &'a Catalogue,
    /// The fixture messages.
    pub fixtures: &'a Fixtures,
}

/// All cases, sorted by id.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// The cases.
    pub cases: Vec<Case>,
}

/// A file that does not parse.
#[derive(Debug)]
pub struct BadFile {
    /// Its path.
    pub path: String,
    /// Its text.
    pub source: String,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Corpus {
    /// Parses files: (path as shown, id, text).
    ///
    /// # Errors
    /// Every file that does not parse, with its diagnostics.
    pub fn from_files(
        files: impl IntoIterator<Item = (String, String, String)>,
        catalogue: &Catalogue,
        fixtures: &Fixtures,
    ) -> Result<Self, Vec<BadFile>> {
        let context = CorpusContext {
            catalogue,
            fixtures,
        };
        let mut cases = Vec::new();
        let mut bad = Vec::new();
        for (path, id, source) in files {
            match parse(&path, &source, &context) {
                Ok(transcript) => {
                    let requirement = transcript
                        .header
                        .covers
                        .first()
                        .and_then(|id| catalogue.get(&id.value))
                        .map(|requirement| Arc::new(requirement.clone()));
                    cases.push(Case {
                        id,
                        path,
                        source: source.into(),
                        transcript: Arc::new(transcript),
                        requirement,
                    });
                }
                Err(diagnostics) => bad.push(BadFile {
                    path,
                    source,
                    diagnostics,
                }),
            }
        }
        if !bad.is_empty() {
            return Err(bad);
        }
        cases.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Corpus { cases })
    }

    /// The case with this id.
    pub fn get(&self, id: &str) -> Option<&Case> {
        self.cases.iter().find(|case| case.id == id)
    }

    /// The cases that cover a requirement, or one that says the same.
    pub fn covering<'a>(
        &'a self,
        catalogue: &'a Catalogue,
        id: &'a str,
    ) -> impl Iterator<Item = &'a Case> {
        let equals: Vec<&str> = catalogue.equals(id).collect();
        self.cases.iter().filter(move |case| {
            case.transcript
                .header
                .covers
                .iter()
                .any(|covered| equals.contains(&covered.value.as_str()))
        })
    }
}

impl Context for CorpusContext<'_> {
    fn has_requirement(&self, id: &str) -> bool {
        self.catalogue.get(id).is_some()
    }
    fn has_fixture(&self, name: &str) -> bool {
        self.fixtures.get(name).is_some()
    }
    fn knows_capability(&self, protocol: Protocol, name: &str) -> bool {
        super::capability::known(protocol, name)
    }
    fn requirements(&self) -> Vec<String> {
        self.catalogue
            .iter()
            .map(|requirement| requirement.id.clone())
            .collect()
    }
    fn fixtures(&self) -> Vec<String> {
        self.fixtures.0.keys().cloned().collect()
    }
}
