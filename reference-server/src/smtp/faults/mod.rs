//! The deviations that SMTP, submission and LMTP sessions know, each with the requirement that
//! it breaks, in tables by theme. Data only; where each is looked at, its name stands.

mod announced;
mod auth;
mod data;
mod envelopes;
mod held;
mod parameters;
mod reports;
mod sessions;

use crate::faults::{FaultInfo, fault};

/// All tables.
pub const TABLES: &[&[FaultInfo]] = &[
    announced::ANNOUNCED,
    sessions::SESSIONS,
    auth::AUTH,
    held::HELD,
    reports::REPORTS,
    parameters::PARAMETERS,
    data::DATA,
    envelopes::ENVELOPES,
];

#[cfg(test)]
mod tests {
    use super::TABLES;
    use std::collections::BTreeSet;

    /// Every name that the sources ask for is in the table, and every name in it is asked for.
    #[test]
    fn table_and_hooks_agree() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/smtp");
        let table = || TABLES.iter().copied().flatten();
        let mut asked = BTreeSet::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|e| e != "rs") {
                continue;
            }
            let source = std::fs::read_to_string(path).unwrap();
            for piece in source.split('"').skip(1).step_by(2) {
                let fault = piece.starts_with("smtp-") || piece.starts_with("lmtp-");
                if fault && !piece.contains(' ') {
                    asked.insert(piece.to_owned());
                }
            }
            // Names in a list of their own are found whichever way the quotes fall.
            for word in source.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
                if table().any(|fault| fault.name == word) {
                    asked.insert(word.to_owned());
                }
            }
        }
        let known: BTreeSet<String> = table().map(|f| f.name.to_owned()).collect();
        assert_eq!(asked, known);
        assert_eq!(known.len(), table().count(), "a name stands twice");
    }
}
