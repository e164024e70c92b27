//! Requirements: the normative statements that bind a server, as data. Nothing here judges.

use super::CatalogueError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// How strong a requirement is (RFC 2119; for older texts, the level that the wording gives).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Level {
    /// Leaves a choice: what the server chose is recorded.
    May,
    /// There may be reasons to do otherwise; broken is NON-STRICT.
    Should,
    /// Broken is FAIL.
    Must,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Level::May => "MAY",
            Level::Should => "SHOULD",
            Level::Must => "MUST",
        })
    }
}

/// How a requirement is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// By at least one case.
    Case,
    /// By the checks that every session gets.
    Rule,
    /// By a case that needs minutes (timers).
    Slow,
    /// Only where a target can be put into a certain state.
    Setup,
    /// Not from the outside.
    Unobservable,
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Check::Case => "case",
            Check::Rule => "rule",
            Check::Slow => "slow",
            Check::Setup => "setup",
            Check::Unobservable => "unobservable",
        })
    }
}

/// One normative statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// `rfc1939/rset-unmarks`; never changes.
    pub id: String,
    /// The document's number.
    pub rfc: u32,
    /// `4.1.1.4`
    pub section: String,
    /// How strong it is.
    pub level: Level,
    /// One sentence, ours.
    pub text: String,
    /// How it is checked.
    pub check: Check,
    /// Why it cannot be checked by a case alone (`setup`, `unobservable`).
    pub reason: Option<String>,
    /// How an ambiguous text is read, and why.
    pub ruling: Option<String>,
    /// Ids of the same rule in other documents.
    pub same_as: Vec<String>,
}

impl Requirement {
    /// `RFC 1939 §5`
    pub fn clause(&self) -> String {
        format!("RFC {} §{}", self.rfc, self.section)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rfc: u32,
    title: String,
    #[serde(default)]
    requirement: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    slug: String,
    section: String,
    level: Level,
    text: String,
    check: Check,
    reason: Option<String>,
    ruling: Option<String>,
    #[serde(default)]
    same_as: Vec<String>,
}

/// All requirements.
#[derive(Debug, Default, Clone)]
pub struct Catalogue {
    requirements: BTreeMap<String, Requirement>,
    titles: BTreeMap<u32, String>,
}

impl Catalogue {
    /// Reads the files of `transcripts/requirements/`: (name, text) pairs.
    ///
    /// # Errors
    /// On the first file that is not what it should be, with what to do about it.
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, CatalogueError> {
        let mut catalogue = Catalogue::default();
        for (name, text) in files {
            let file: File = toml::from_str(text).map_err(|error| CatalogueError::Toml {
                file: name.to_owned(),
                reason: error.to_string(),
            })?;
            catalogue.add(name, file)?;
        }
        for requirement in catalogue.requirements.values() {
            if let Some(missing) = requirement
                .same_as
                .iter()
                .find(|id| !catalogue.requirements.contains_key(*id))
            {
                return Err(CatalogueError::Content {
                    file: format!("rfc{}.toml", requirement.rfc),
                    what: format!(
                        "{} is the same as {missing}, which the catalogue lacks",
                        requirement.id
                    ),
                });
            }
        }
        Ok(catalogue)
    }

    fn add(&mut self, name: &str, file: File) -> Result<(), CatalogueError> {
        let wrong = |what: String| CatalogueError::Content {
            file: name.to_owned(),
            what,
        };
        self.titles.insert(file.rfc, file.title);
        for entry in file.requirement {
            let id = format!("rfc{}/{}", file.rfc, entry.slug);
            if matches!(entry.check, Check::Setup | Check::Unobservable) && entry.reason.is_none() {
                return Err(wrong(format!(
                    "{id} is marked `{}` and gives no reason",
                    entry.check
                )));
            }
            let requirement = Requirement {
                id: id.clone(),
                rfc: file.rfc,
                section: entry.section,
                level: entry.level,
                text: entry.text,
                check: entry.check,
                reason: entry.reason,
                ruling: entry.ruling,
                same_as: entry.same_as,
            };
            if self.requirements.insert(id.clone(), requirement).is_some() {
                return Err(wrong(format!(
                    "{id} stands there twice; a slug names one requirement"
                )));
            }
        }
        Ok(())
    }

    /// The requirement with this id.
    pub fn get(&self, id: &str) -> Option<&Requirement> {
        self.requirements.get(id)
    }

    /// All, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Requirement> {
        self.requirements.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.requirements.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.requirements.is_empty()
    }

    /// The document's title.
    pub fn title(&self, rfc: u32) -> Option<&str> {
        self.titles.get(&rfc).map(String::as_str)
    }

    /// This requirement and those that say the same in other documents, in either direction.
    pub fn equals<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self
            .get(id)
            .into_iter()
            .flat_map(|requirement| requirement.same_as.iter().map(String::as_str));
        let naming = self
            .requirements
            .values()
            .filter(move |other| other.same_as.iter().any(|same| same == id))
            .map(|other| other.id.as_str());
        std::iter::once(id).chain(named).chain(naming)
    }
}
