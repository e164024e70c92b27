//! RFC 7293: whether a mailbox has had its owner since the time that the sender knows of, by the
//! RRVS parameter or the Require-Recipient-Valid-Since field. Knows owners only from the
//! configuration.

use super::params::RcptParameters;
use super::reply::Reply;
use super::session::SmtpSession;
use super::trace;
use super::transaction::{Recipient, Target};
use jiff::Timestamp;

/// The field's name.
pub(super) const FIELD: &str = "Require-Recipient-Valid-Since";

/// The role accounts of RFC 2142, for which ownership means nothing (RFC 7293 §5.1).
const ROLES: &[&str] = &[
    "abuse",
    "ftp",
    "hostmaster",
    "info",
    "marketing",
    "news",
    "noc",
    "postmaster",
    "sales",
    "security",
    "support",
    "usenet",
    "uucp",
    "webmaster",
    "www",
];

fn is_role(address: &str) -> bool {
    let local_part = address.split('@').next().unwrap_or_default();
    ROLES
        .iter()
        .any(|role| role.eq_ignore_ascii_case(local_part))
}

impl SmtpSession {
    /// 550 when the account has changed hands since then.
    fn owned_since(&self, account: &str, since: Timestamp) -> Result<(), Reply> {
        let known = self.config.account_owned_since.get(account);
        let owned = known.copied().unwrap_or(self.config.owned_since);
        if since < owned && !self.faults.on("smtp-rrvs-ignored") {
            return Err(Reply::new(550, "5.7.17", "Mailbox has another owner now"));
        }
        Ok(())
    }

    /// §5.1: the parameter, at RCPT.
    pub(super) fn check_owner(
        &self,
        address: &str,
        target: &Target,
        parameters: &RcptParameters,
    ) -> Result<(), Reply> {
        match (target, parameters.valid_since) {
            (Target::Account(account), Some(since)) if !is_role(address) => {
                self.owned_since(account, since)
            }
            _ => Ok(()),
        }
    }

    /// §5.2: the field, once the message is there, for a recipient without the parameter.
    /// Fields that are malformed or name somebody else are ignored.
    pub(super) fn check_owner_field(
        &self,
        recipient: &Recipient,
        message: &[u8],
    ) -> Result<(), Reply> {
        let Target::Account(account) = &recipient.target else {
            return Ok(());
        };
        if recipient.parameters.valid_since.is_some() || is_role(&recipient.address) {
            return Ok(());
        }
        for value in trace::values(message, FIELD) {
            let Some((address, date)) = value.split_once(';') else {
                continue;
            };
            if !address.trim().eq_ignore_ascii_case(&recipient.address) {
                continue;
            }
            if let Ok(since) = jiff::fmt::rfc2822::parse(date.trim()) {
                self.owned_since(account, since.timestamp())?;
            }
        }
        Ok(())
    }
}
