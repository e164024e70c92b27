//! Messages out of a mailbox again, and how many there are. Knows nothing of cases.

use super::delivery::{Postman, run};
use super::reach::{Hand, imap_quoted};
use super::{Account, Delivery, Emptying, TargetError};
use crate::dialogue::Record;
use crate::transcript::tree::{Protocol, State};
use crate::wire::Shape;
use std::time::Duration;

/// Deletes a mailbox, whose name is as IMAP has it. A case may have taken rights of its own mailbox from the account;
/// then the account gives them back to itself.
pub(super) async fn remove(
    hand: &mut Hand<'_>,
    mailbox: &[u8],
    account: &Account,
) -> Result<(), TargetError> {
    let delete = [b"DELETE ", mailbox].concat();
    if !agrees(hand, &delete).await? {
        let mut grant = [b"SETACL ", mailbox, b" "].concat();
        grant.extend(imap_quoted(&account.user));
        grant.extend(b" lrswipkxtea");
        if agrees(hand, &grant).await? {
            agrees(hand, &delete).await?;
        }
    }
    Ok(())
}

/// Whether the server answers a command with OK.
async fn agrees(hand: &mut Hand<'_>, command: &[u8]) -> Result<bool, TargetError> {
    const TAG: &[u8] = b"gone";
    hand.send(&[TAG, b" ", command, b"\r\n"].concat()).await?;
    loop {
        let unit = hand.unit("the answer to the emptying").await?;
        if matches!(&unit.shape, Shape::Tagged { tag } if tag == TAG) {
            let state = unit.octets.get(TAG.len()..).unwrap_or_default();
            return Ok(state
                .get(..4)
                .is_some_and(|state| state.eq_ignore_ascii_case(b" OK ")));
        }
    }
}

impl Postman {
    /// Empties the account: no message in INBOX, none of the mailboxes whose names begin with `ours`.
    ///
    /// # Errors
    /// When the target refuses, or there is no way.
    pub async fn empty(
        &self,
        account: &Account,
        ours: &str,
        record: &mut Record,
    ) -> Result<(), TargetError> {
        match &self.target.emptying {
            Emptying::Embedded => match &self.store {
                Some(store) => {
                    store.reset(&account.user);
                    Ok(())
                }
                None => Err(TargetError::Unmet(
                    "`embedded` is the embedded server's way of emptying only".into(),
                )),
            },
            Emptying::Imap => self.empty_imap(account, ours, record).await,
            Emptying::Pop3 => self.empty_pop3(account, record).await,
            Emptying::Command(command) => run(command, account, b"").await,
            Emptying::None => Err(TargetError::Unmet(
                "there is no way to empty a mailbox; the profile's `emptying` names one".into(),
            )),
        }
    }

    async fn empty_imap(
        &self,
        account: &Account,
        ours: &str,
        record: &mut Record,
    ) -> Result<(), TargetError> {
        let mut client = self
            .visit(Protocol::Imap, State::Authenticated, account, record)
            .await?;
        let mut hand = self.hand(&mut client, record);
        let mut pattern = b"LIST \"\" ".to_vec();
        pattern.extend(imap_quoted(&format!("{ours}*")));
        let listed = hand.command("LIST", "list", &pattern).await?;
        let mut names: Vec<Vec<u8>> = listed
            .iter()
            .filter_map(|unit| listed_name(&unit.octets))
            .collect();
        // Inferiors before their superiors.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        for name in names {
            // A name that only exists as a parent (\Noselect) may be refused, and then does no harm.
            remove(&mut hand, &name, account).await?;
        }
        let selected = hand
            .command("SELECT INBOX", "look", b"SELECT INBOX")
            .await?;
        if exists(selected.iter().map(|unit| unit.octets.as_slice())) > 0 {
            hand.command("STORE", "mark", b"STORE 1:* +FLAGS.SILENT (\\Deleted)")
                .await?;
            hand.command("EXPUNGE", "done", b"EXPUNGE").await?;
        }
        hand.command("LOGOUT", "bye", b"LOGOUT").await.ok();
        Ok(())
    }

    async fn empty_pop3(&self, account: &Account, record: &mut Record) -> Result<(), TargetError> {
        let mut client = self
            .visit(Protocol::Pop3, State::Transaction, account, record)
            .await?;
        let mut hand = self.hand(&mut client, record);
        let stat = hand.demand("STAT", "STAT").await?;
        for number in 1..=stat_count(&stat.octets) {
            hand.demand("DELE", &format!("DELE {number}")).await?;
        }
        hand.demand("QUIT", "QUIT").await?;
        Ok(())
    }

    /// How many messages the INBOX holds, seen with a fresh session.
    ///
    /// # Errors
    /// When there is no way to look, or it is refused.
    pub async fn count(&self, account: &Account, record: &mut Record) -> Result<u64, TargetError> {
        if let (Delivery::Embedded, Some(store)) = (&self.target.delivery, &self.store) {
            return Ok(store.messages(&account.user, "INBOX").len() as u64);
        }
        if self.target.services.contains_key(&Protocol::Imap) {
            let mut client = self
                .visit(Protocol::Imap, State::Authenticated, account, record)
                .await?;
            let mut hand = self.hand(&mut client, record);
            let seen = hand
                .command("EXAMINE INBOX", "look", b"EXAMINE INBOX")
                .await?;
            hand.command("LOGOUT", "bye", b"LOGOUT").await.ok();
            return Ok(exists(seen.iter().map(|unit| unit.octets.as_slice())));
        }
        if self.target.services.contains_key(&Protocol::Pop3) {
            let mut client = self
                .visit(Protocol::Pop3, State::Transaction, account, record)
                .await?;
            let mut hand = self.hand(&mut client, record);
            let stat = hand.demand("STAT", "STAT").await?;
            hand.demand("QUIT", "QUIT").await?;
            return Ok(stat_count(&stat.octets));
        }
        Err(TargetError::Unmet(
            "there is no IMAP or POP3 service to look into a mailbox with".into(),
        ))
    }

    /// Waits until the INBOX holds `count` messages.
    ///
    /// # Errors
    /// When it never does in time; the sentence says how many there were.
    pub async fn arrived(
        &self,
        account: &Account,
        count: u64,
        within: Duration,
        record: &mut Record,
    ) -> Result<(), TargetError> {
        let until = tokio::time::Instant::now() + within;
        let mut pause = Duration::from_millis(10);
        loop {
            // Looks that lead nowhere are not part of the dialogue.
            let mut aside = Record::hiding(self.target.secrets());
            let seen = self.count(account, &mut aside).await?;
            if seen >= count {
                record.happened(
                    None,
                    &format!("{seen} in the INBOX of {}", account.user),
                    None,
                );
                return Ok(());
            }
            if tokio::time::Instant::now() + pause > until {
                return Err(TargetError::Unmet(format!(
                    "{seen} of {count} messages were in the INBOX of {} after {within:?}",
                    account.user
                )));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(500));
        }
    }
}

/// The mailbox of `* LIST (…) "/" name`, as it stands (quoted or not).
fn listed_name(octets: &[u8]) -> Option<Vec<u8>> {
    let rest = octets
        .strip_prefix(b"* LIST (")
        .or_else(|| octets.strip_prefix(b"* list ("))?;
    let end = rest.iter().position(|octet| *octet == b')')?;
    let rest = rest.get(end + 2..)?;
    let after = rest.iter().position(|octet| *octet == b' ')?;
    let name = rest.get(after + 1..)?.trim_ascii_end();
    (!name.is_empty()).then(|| name.to_vec())
}

/// The number of `* n EXISTS`.
fn exists<'a>(units: impl Iterator<Item = &'a [u8]>) -> u64 {
    units
        .filter_map(|octets| {
            let text = std::str::from_utf8(octets).ok()?;
            let mut words = text.strip_prefix("* ")?.split_ascii_whitespace();
            let number = words.next()?.parse().ok()?;
            words
                .next()?
                .eq_ignore_ascii_case("EXISTS")
                .then_some(number)
        })
        .last()
        .unwrap_or(0)
}

/// The first number of STAT's answer.
fn stat_count(octets: &[u8]) -> u64 {
    String::from_utf8_lossy(octets)
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|word| word.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_readers() {
        assert_eq!(
            listed_name(b"* LIST (\\HasNoChildren) \"/\" \"a b\"\r\n").as_deref(),
            Some(&b"\"a b\""[..])
        );
        let units = [&b"* 3 EXISTS\r\n"[..], b"* 0 RECENT\r\n"];
        assert_eq!(exists(units.into_iter()), 3);
        assert_eq!(stat_count(b"+OK 2 320\r\n"), 2);
    }
}
