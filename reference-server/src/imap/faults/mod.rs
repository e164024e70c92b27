//! The deviations that the IMAP sessions know, in tables by theme. Data only; where each is looked
//! at, its name stands.

mod access;
mod extensions;
mod mailboxes;
mod messages;
mod objects;

pub use access::ACCESS;
pub use extensions::EXTENSIONS;
pub use mailboxes::MAILBOXES;
pub use messages::MESSAGES;
pub use objects::OBJECTS;

use crate::faults::FaultInfo;

const fn fault(name: &'static str, requirement: &'static str, does: &'static str) -> FaultInfo {
    FaultInfo {
        name,
        requirement,
        does,
    }
}

#[cfg(test)]
mod tests {
    use super::{ACCESS, EXTENSIONS, MAILBOXES, MESSAGES, OBJECTS};

    #[test]
    fn every_fault_is_looked_at_and_every_name_is_known() {
        let sources = [
            include_str!("../append.rs"),
            include_str!("../auth.rs"),
            include_str!("../authenticate.rs"),
            include_str!("../collation.rs"),
            include_str!("../compose.rs"),
            include_str!("../context.rs"),
            include_str!("../dispatch.rs"),
            include_str!("../fetch.rs"),
            include_str!("../language.rs"),
            include_str!("../list.rs"),
            include_str!("../mailbox.rs"),
            include_str!("../messages.rs"),
            include_str!("../metadata.rs"),
            include_str!("../mod.rs"),
            include_str!("../multisearch.rs"),
            include_str!("../notify.rs"),
            include_str!("../options.rs"),
            include_str!("../quota.rs"),
            include_str!("../results.rs"),
            include_str!("../rights.rs"),
            include_str!("../search.rs"),
            include_str!("../sort.rs"),
            include_str!("../sync.rs"),
            include_str!("../urlauth.rs"),
        ]
        .concat();
        let all = || {
            [MAILBOXES, MESSAGES, ACCESS, EXTENSIONS, OBJECTS]
                .into_iter()
                .flatten()
        };
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
