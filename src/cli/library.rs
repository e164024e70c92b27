//! The corpus as it is used: built into the program, or from a folder. The only place that reads
//! transcripts, requirements and fixtures from disk.

use super::Failed;
use super::args::SelectArgs;
use crate::catalogue::corpus::{BadFile, Fixtures};
use crate::catalogue::known::KnownFailures;
use crate::catalogue::select::{SelectError, Selection};
use crate::catalogue::{Case, Catalogue, CatalogueError, Corpus};
use crate::report::plural;
use crate::transcript::{Colour, render};
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

static TRANSCRIPTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/transcripts");
static MESSAGES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/messages");

/// Catalogue, fixtures and corpus.
#[derive(Debug, Clone)]
pub struct Library {
    /// The requirements.
    pub catalogue: Arc<Catalogue>,
    /// The fixture messages.
    pub fixtures: Fixtures,
    /// The cases.
    pub corpus: Corpus,
}

/// Why there is no library.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The requirements are wrong.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// Transcripts do not parse; rendered with carets.
    #[error("{0}")]
    Transcripts(String),
    /// The selection is wrong.
    #[error(transparent)]
    Select(#[from] SelectError),
}

/// A relative path with `/`, and the octets.
type Files = Vec<(String, Vec<u8>)>;

/// A file of known failures; none when none is given.
pub(super) fn known_failures(
    path: Option<&Path>,
    corpus: &Corpus,
) -> Result<KnownFailures, Failed> {
    let Some(path) = path else {
        return Ok(KnownFailures::default());
    };
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failed::usage(format!("cannot read {name}: {error}")))?;
    KnownFailures::parse(&name, &text, corpus).map_err(Failed::usage)
}

impl Library {
    /// The built-in corpus, or the one in `folder` (which holds `transcripts/` and `fixtures/messages/`).
    ///
    /// # Errors
    /// When a file cannot be read or does not parse.
    pub fn load(folder: Option<&Path>, colour: Colour) -> Result<Self, LibraryError> {
        let (transcripts, messages) = match folder {
            None => (built_in(&TRANSCRIPTS), built_in(&MESSAGES)),
            Some(folder) => (
                on_disk(&folder.join("transcripts"))?,
                on_disk(&folder.join("fixtures/messages"))?,
            ),
        };
        let shown = folder.map_or_else(String::new, |folder| format!("{}/", folder.display()));
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        let requirements: Vec<(String, String)> = transcripts
            .iter()
            .filter(|(path, _)| path.starts_with("requirements/") && path.ends_with(".toml"))
            .map(|(path, octets)| (format!("{shown}transcripts/{path}"), text(octets)))
            .collect();
        let catalogue = Catalogue::from_files(
            requirements
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str())),
        )?;
        let fixtures = Fixtures(Arc::new(
            messages
                .into_iter()
                .filter_map(|(path, octets)| Some((path.strip_suffix(".eml")?.to_owned(), octets)))
                .collect::<BTreeMap<_, _>>(),
        ));
        let cases = transcripts.iter().filter_map(|(path, octets)| {
            let id = path.strip_suffix(".transcript")?;
            Some((
                format!("{shown}transcripts/{path}"),
                id.to_owned(),
                text(octets),
            ))
        });
        let corpus = Corpus::from_files(cases, &catalogue, &fixtures)
            .map_err(|bad| LibraryError::Transcripts(show_bad(&bad, colour)))?;
        Ok(Library {
            catalogue: Arc::new(catalogue),
            fixtures,
            corpus,
        })
    }

    /// The cases that were asked for. Transcript files on disk that are no part of the corpus join it.
    ///
    /// # Errors
    /// When a selector matches nothing, or a file does not parse.
    pub fn select(&mut self, args: &SelectArgs, colour: Colour) -> Result<Vec<Case>, LibraryError> {
        let mut selection = Selection {
            tags: args.tag.clone(),
            not_tags: args.not_tag.clone(),
            protocols: args.protocol.clone(),
            rfcs: args.rfc.clone(),
            levels: args.only.iter().map(|level| (*level).into()).collect(),
            slow: args.slow,
            shard: args.shard,
            ..Selection::default()
        };
        let mut extra = Vec::new();
        for text in &args.cases {
            let path = Path::new(text);
            if text.ends_with(".transcript") && path.is_file() {
                let source = std::fs::read(path).map_err(|source| LibraryError::Read {
                    path: path.into(),
                    source,
                })?;
                let id = text
                    .trim_end_matches(".transcript")
                    .trim_start_matches("./");
                let id = id.strip_prefix("transcripts/").unwrap_or(id).to_owned();
                selection.cases.push(id.clone());
                // The file on disk wins over the built-in one of the same name.
                self.corpus.cases.retain(|case| case.id != id);
                extra.push((
                    text.clone(),
                    id,
                    String::from_utf8_lossy(&source).into_owned(),
                ));
            } else {
                selection.cases.push(text.clone());
            }
        }
        if !extra.is_empty() {
            let more = Corpus::from_files(extra, &self.catalogue, &self.fixtures)
                .map_err(|bad| LibraryError::Transcripts(show_bad(&bad, colour)))?;
            self.corpus.cases.extend(more.cases);
            self.corpus.cases.sort_by(|a, b| a.id.cmp(&b.id));
        }
        Ok(selection
            .apply(&self.corpus)?
            .into_iter()
            .cloned()
            .collect())
    }
}

fn show_bad(bad: &[BadFile], colour: Colour) -> String {
    let mut out = String::new();
    for file in bad {
        out += &render(&file.source, &file.diagnostics, colour);
        out.push('\n');
    }
    let count: usize = bad.iter().map(|file| file.diagnostics.len()).sum();
    let (files, errors) = (plural(bad.len(), "file"), plural(count, "error"));
    format!("{errors} in {files}\n{out}")
}

fn built_in(dir: &Dir<'_>) -> Files {
    let mut files: Files = dir
        .files()
        .map(|file| {
            (
                file.path().to_string_lossy().replace('\\', "/"),
                file.contents().to_vec(),
            )
        })
        .collect();
    for inner in dir.dirs() {
        files.extend(built_in(inner));
    }
    files
}

fn on_disk(root: &Path) -> Result<Files, LibraryError> {
    let mut files = Files::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |source| LibraryError::Read {
            path: folder.clone(),
            source,
        };
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let octets = std::fs::read(&path).map_err(|source| LibraryError::Read {
                    path: path.clone(),
                    source,
                })?;
                let relative = path
                    .strip_prefix(root)
                    .unwrap_or(&path)
                    .to_string_lossy()
                    .replace('\\', "/");
                files.push((relative, octets));
            }
        }
    }
    files.sort();
    Ok(files)
}
