//! What stands before a case begins: mailboxes emptied, made and filled. Judges nothing.

use super::execute::Setting;
use super::needs::Needs;
use crate::catalogue::Case;
use crate::dialogue::Record;
use crate::target::collect::is_delivered;
use crate::target::preconditions::prefix;
use crate::target::{Account, Target, TargetError};
use crate::transcript::tree::Preload;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Makes mailbox names that no other case of this process uses.
static MAILBOXES: AtomicU64 = AtomicU64::new(0);

/// A name for the case's own mailbox.
pub(super) fn mailbox_name(target: &Target) -> String {
    let number = MAILBOXES.fetch_add(1, Ordering::Relaxed);
    format!("{}-{number}", prefix(target))
}

/// Empties and fills. Gives the messages that lie there other than as their fixtures, by fixture name:
/// with trace fields on top, where the target's way of delivery adds them.
pub(super) async fn prepare(
    setting: &Setting,
    case: &Case,
    needs: &Needs,
    (account, other): (Option<&Account>, Option<&Account>),
    mailbox: &str,
    record: &mut Record,
) -> Result<HashMap<String, Vec<u8>>, TargetError> {
    let postman = &setting.postman;
    let ours = prefix(&postman.target);
    if let Some(other) = other.filter(|_| needs.clean && needs.other) {
        postman.empty(other, &ours, record).await?;
    }
    let Some(account) = account.filter(|_| needs.clean) else {
        return Ok(HashMap::new());
    };
    postman.empty(account, &ours, record).await?;
    if needs.mailbox {
        postman.create(account, mailbox, record).await?;
    }
    let header = &case.transcript.header;
    postman
        .put(
            account,
            mailbox,
            &messages(setting, &header.mailbox)?,
            record,
        )
        .await?;
    let maildrop = messages(setting, &header.maildrop)?;
    if postman.is_exact() || maildrop.is_empty() {
        postman.put(account, "INBOX", &maildrop, record).await?;
        return Ok(HashMap::new());
    }
    // One after the other, or a queue may change their order.
    for (number, message) in (1..).zip(&maildrop) {
        postman
            .put(account, "INBOX", std::slice::from_ref(message), record)
            .await?;
        postman
            .arrived(account, number, Duration::from_secs(30), record)
            .await?;
    }
    let came = postman.collect(account, maildrop.len(), record).await?;
    let mut as_delivered: HashMap<String, Vec<u8>> = HashMap::new();
    for ((preload, sent), came) in maildrop.iter().zip(came) {
        let name = &preload.fixture.value;
        if !is_delivered(&came, sent) {
            return Err(TargetError::Unmet(format!(
                "{name} did not arrive as it was sent but for header fields on top; this target needs a way of \
                 delivery that keeps every octet (`imap-append` or `command`)"
            )));
        }
        if as_delivered
            .get(name)
            .is_some_and(|earlier| *earlier != came)
        {
            return Err(TargetError::Unmet(format!(
                "{name} is in the maildrop twice and got different trace fields; this case needs a way of delivery \
                 that keeps every octet (`imap-append` or `command`)"
            )));
        }
        as_delivered.insert(name.clone(), came);
    }
    Ok(as_delivered)
}

fn messages<'a>(
    setting: &'a Setting,
    preloads: &'a [Preload],
) -> Result<Vec<(&'a Preload, &'a [u8])>, TargetError> {
    preloads
        .iter()
        .map(|preload| {
            let name = &preload.fixture.value;
            let octets = setting
                .fixtures
                .get(name)
                .ok_or_else(|| TargetError::Unmet(format!("there is no fixture {name}")))?;
            Ok((preload, octets))
        })
        .collect()
}
