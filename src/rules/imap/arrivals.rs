//! The flags that APPEND gave to new messages, for as long as nothing can have changed them (RFC 3501 §6.3.11).
//! Remembers and compares; reports nothing.

use super::client::Command;
use super::flag_changes::Changes;
use super::flags::{Flags, Permanent};
use super::shared::Key;
use std::collections::BTreeMap;

/// So many messages are remembered.
const MOST: usize = 10_000;

/// Messages that APPEND has brought, by mailbox and UID.
#[derive(Debug, Default)]
pub(super) struct Arrivals(BTreeMap<(Key, u32), Arrival>);

#[derive(Debug)]
struct Arrival {
    /// What had begun to change flags in the mailbox until then.
    begun: u64,
    flags: Flags,
}

/// The flags in the arguments of an APPEND whose mailbox can be told from what follows it.
fn given(command: &Command) -> Option<Flags> {
    let arguments = command.arguments.as_slice();
    let rest = match arguments.first()? {
        b'{' => return None,
        b'"' => {
            let end = arguments.iter().skip(1).position(|octet| *octet == b'"')?;
            let (name, rest) = arguments.split_at_checked(end + 2)?;
            (!name.contains(&b'\\')).then_some(rest)?
        }
        _ => {
            let end = arguments.iter().position(|octet| *octet == b' ')?;
            arguments.get(end..)?
        }
    };
    let list = rest.strip_prefix(b" (")?;
    let end = list.iter().position(|octet| *octet == b')')?;
    let names: Vec<&[u8]> = list.get(..end)?.split(|octet| *octet == b' ').collect();
    Flags::of(&names)
}

impl Arrivals {
    /// APPEND has brought one message, and this is its UID.
    pub(super) fn came(&mut self, command: &Command, key: &Key, uid: u32, changes: &mut Changes) {
        let Some(flags) = given(command) else { return };
        let Some(begun) = changes.quiet_since(key, command.begun_at) else {
            return;
        };
        if self.0.len() < MOST {
            self.0.insert((key.clone(), uid), Arrival { begun, flags });
        }
    }

    pub(super) fn forget(&mut self, name: &[u8]) {
        self.0.retain(|((known, _), _), _| !known.starts_with(name));
    }

    /// The flags of a message are told: whether one is missing that APPEND gave, of those that last. Looked at once.
    pub(super) fn lacks(
        &mut self,
        key: &Key,
        uid: u32,
        flags: Flags,
        permanent: Permanent,
        changes: &Changes,
    ) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let arrival = self.0.remove(&(key.clone(), uid));
        arrival.is_some_and(|arrival| {
            changes.begun(key) == Some(arrival.begun) && flags.lacks(arrival.flags, permanent)
        })
    }
}
