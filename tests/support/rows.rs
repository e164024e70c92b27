//! `tests/rules_faults.txt`, read: which fault breaks which rule, and where it shows. Runs nothing.

use mailspec::catalogue::{Case, Corpus};
use mailspec::cli::Library;

/// Of a folder so many cases are enough.
const CASES: usize = 40;

/// Where a fault shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Cases whose names begin so.
    Cases(&'static str),
    /// A session of `tests/rules/sessions/`.
    Session(&'static str),
}

/// A line of the file.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub rule: &'static str,
    pub fault: &'static str,
    pub place: Place,
}

/// All lines.
pub fn rows() -> Vec<Row> {
    let text = include_str!("../rules_faults.txt");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| row(line).unwrap_or_else(|| panic!("no row: {line}")))
        .collect()
}

fn row(line: &'static str) -> Option<Row> {
    let (rule, rest) = line.split_once(": ")?;
    let (fault, place) = rest.split_once(", ")?;
    let place = match place.strip_prefix("session ") {
        Some(name) => Place::Session(name),
        None => Place::Cases(place),
    };
    Some(Row { rule, fault, place })
}

impl Place {
    /// The cases, but for those that are about this requirement.
    pub fn cases(self, library: &Library, without: Option<&str>) -> Vec<Case> {
        let folder = match self {
            Place::Session(name) => return session(library, name),
            Place::Cases(folder) => folder,
        };
        let about: Vec<&str> = without
            .into_iter()
            .flat_map(|requirement| library.corpus.covering(&library.catalogue, requirement))
            .map(|case| case.id.as_str())
            .collect();
        let cases = library.corpus.cases.iter();
        cases
            .filter(|case| case.id.starts_with(folder) && !about.contains(&case.id.as_str()))
            .filter(|case| !case.tags().any(|tag| tag == "slow"))
            .take(CASES)
            .cloned()
            .collect()
    }
}

fn session(library: &Library, name: &str) -> Vec<Case> {
    let path = format!(
        "{}/tests/rules/sessions/{name}.transcript",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).expect("the session is there");
    let files = [(path, name.to_owned(), text)];
    Corpus::from_files(files, &library.catalogue, &library.fixtures)
        .expect("the session parses")
        .cases
}
