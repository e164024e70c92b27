//! The deviations that the IMAP sessions know, in tables by theme. Data only; where each is looked
//! at, its name stands.

mod access;
mod contexts;
mod extensions;
mod filters;
mod fuzzy;
mod languages;
mod lists;
mod mailboxes;
mod messages;
mod modseqs;
mod multisearch;
mod notify;
mod objects;
mod pipelines;
mod reading;
mod results;
mod small;
mod sorting;
mod threads;
mod urls;
mod words;

/// All tables.
pub const TABLES: &[&[FaultInfo]] = &[
    mailboxes::MAILBOXES,
    messages::MESSAGES,
    access::ACCESS,
    notify::NOTIFY,
    small::SMALL,
    extensions::EXTENSIONS,
    lists::LISTS,
    results::RESULTS,
    contexts::CONTEXTS,
    fuzzy::FUZZY,
    multisearch::MULTISEARCH,
    pipelines::PIPELINES,
    sorting::SORTING,
    threads::THREADS,
    languages::LANGUAGES,
    filters::FILTERS,
    urls::URLS,
    words::WORDS,
    objects::OBJECTS,
    reading::READING,
    modseqs::MODSEQS,
];

use crate::faults::{FaultInfo, fault};

#[cfg(test)]
mod tests {
    use super::TABLES;

    #[test]
    fn every_fault_is_looked_at_and_every_name_is_known() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/imap");
        let files = std::fs::read_dir(folder).expect("the sources are there");
        let sources: String = files
            .map(|file| file.expect("readable").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
            .map(|path| std::fs::read_to_string(path).expect("readable"))
            .collect();
        let all = || TABLES.iter().copied().flatten();
        for fault in all() {
            assert!(
                sources.contains(&format!("\"{}\"", fault.name)),
                "{} is looked at nowhere",
                fault.name
            );
        }
        for (at, _) in sources.match_indices("\"imap-") {
            let name = sources[at + 1..].split('"').next().unwrap();
            assert!(
                all().any(|fault| fault.name == name),
                "{name} is not in the table"
            );
        }
    }
}
