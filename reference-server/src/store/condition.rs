//! What may be the matter with an account or a mailbox, so that the replies for it can be seen: a
//! password past its time, a damaged mailbox. Set from outside any protocol; what a protocol says to
//! it is the protocol's own. Mail is delivered all the same.

use super::{MailboxId, State, Store, StoreError, canonical};
use std::str::FromStr;

/// What is the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// The right password no longer gives access. Of an account.
    Expired,
    /// The user gets in, and is to speak to the administrator. Of an account.
    ContactAdmin,
    /// What is needed for it is down for the time being. Of an account or a mailbox.
    Unavailable,
    /// The server meets a fault of its own. Of an account or a mailbox.
    ServerBug,
    /// Somebody uses it, so that it can't be deleted or renamed. Of a mailbox.
    InUse,
    /// Its data is damaged. Of a mailbox.
    Corrupt,
}

/// Their names, in the control API and the configuration.
const NAMES: [(&str, Condition); 6] = [
    ("expired", Condition::Expired),
    ("contact-admin", Condition::ContactAdmin),
    ("unavailable", Condition::Unavailable),
    ("server-bug", Condition::ServerBug),
    ("in-use", Condition::InUse),
    ("corrupt", Condition::Corrupt),
];

/// A condition that is none, or not one of this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionError {
    /// The name is not known.
    #[error(
        "no condition {0:?}; there are expired, contact-admin, unavailable, server-bug, in-use and corrupt"
    )]
    Unknown(String),
    /// An account cannot be in it.
    #[error("that is a condition of mailboxes")]
    OfMailboxes,
    /// A mailbox cannot be in it.
    #[error("that is a condition of accounts")]
    OfAccounts,
    /// There is no such account or mailbox.
    #[error(transparent)]
    Missing(#[from] StoreError),
}

impl FromStr for Condition {
    type Err = ConditionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = NAMES.iter().find(|(name, _)| *name == text);
        found
            .map(|(_, condition)| *condition)
            .ok_or_else(|| ConditionError::Unknown(text.to_owned()))
    }
}

impl Condition {
    fn of_account(self) -> bool {
        !matches!(self, Self::InUse | Self::Corrupt)
    }

    fn of_mailbox(self) -> bool {
        !matches!(self, Self::Expired | Self::ContactAdmin)
    }
}

impl Store {
    /// Puts an account into a condition; `None` ends it. Sessions that are logged in stay so.
    ///
    /// # Errors
    /// When the condition is one of mailboxes only, or there is no such account.
    pub fn set_account_condition(
        &self,
        account: &str,
        condition: Option<Condition>,
    ) -> Result<(), ConditionError> {
        if condition.is_some_and(|condition| !condition.of_account()) {
            return Err(ConditionError::OfMailboxes);
        }
        let mut state = self.lock();
        let missing = || StoreError::NoSuchAccount(account.to_owned());
        state
            .accounts
            .get_mut(account)
            .ok_or_else(missing)?
            .condition = condition;
        Ok(())
    }

    /// Puts a mailbox into a condition; `None` ends it. It goes with the mailbox's messages.
    ///
    /// # Errors
    /// When the condition is one of accounts only, or there is no such account or mailbox.
    pub fn set_mailbox_condition(
        &self,
        account: &str,
        mailbox: &str,
        condition: Option<Condition>,
    ) -> Result<(), ConditionError> {
        if condition.is_some_and(|condition| !condition.of_mailbox()) {
            return Err(ConditionError::OfAccounts);
        }
        let mut state = self.lock();
        let id = state.find(account, &canonical(mailbox));
        let found = id.and_then(|id| state.mailbox_mut(id));
        let missing = || StoreError::NoSuchMailbox(mailbox.to_owned());
        found.ok_or_else(missing)?.condition = condition;
        Ok(())
    }

    /// Why somebody whose credentials are right does not get in.
    pub(crate) fn account_condition(&self, account: &str) -> Option<Condition> {
        let condition = self.lock().accounts.get(account)?.condition;
        condition.filter(|condition| *condition != Condition::ContactAdmin)
    }

    /// Whether somebody who gets in is to speak to the administrator.
    pub(crate) fn wants_to_be_asked(&self, account: &str) -> bool {
        let state = self.lock();
        let found = state.accounts.get(account);
        found.is_some_and(|found| found.condition == Some(Condition::ContactAdmin))
    }
}

impl State {
    /// What is the matter with a mailbox.
    pub(crate) fn mailbox_condition(&self, id: MailboxId) -> Option<Condition> {
        self.mailbox(id)?.condition
    }
}
