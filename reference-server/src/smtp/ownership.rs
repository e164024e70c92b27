//! RFC 7293: whether a mailbox has had its owner since the time that the sender knows of, by the
//! RRVS parameter or the Require-Recipient-Valid-Since field. Knows owners only from the
//! configuration.

use super::params::RcptParameters;
use super::reply::Reply;
use super::session::SmtpSession;
use super::special::Special;
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

/// Since when [`Special::Reassigned`] has had its owner: 2001-09-09T01:46:40Z.
const REASSIGNED: Timestamp = Timestamp::constant(1_000_000_000, 0);

fn is_role(address: &str) -> bool {
    let local_part = address.split('@').next().unwrap_or_default();
    ROLES
        .iter()
        .any(|role| role.eq_ignore_ascii_case(local_part))
}

impl SmtpSession {
    /// Since when a mailbox has had its owner; nothing where ownership means nothing.
    fn owner_since(&self, address: &str, target: &Target) -> Option<Timestamp> {
        let role = is_role(address);
        if role && self.faults.on("smtp-rrvs-role-checked") {
            return Some(REASSIGNED);
        }
        match target {
            _ if role => None,
            Target::Account(account) => {
                let known = self.config.account_owned_since.get(account);
                let owned = known.copied().unwrap_or(self.config.owned_since);
                let first = self.faults.on("smtp-rrvs-first-owner-refused");
                Some(if first {
                    owned.max(Timestamp::UNIX_EPOCH)
                } else {
                    owned
                })
            }
            Target::Special(Special::Reassigned) => Some(REASSIGNED),
            _ => None,
        }
    }

    /// 550 when the mailbox has changed hands since then.
    fn owned_since(&self, address: &str, target: &Target, since: Timestamp) -> Result<(), Reply> {
        let owned = self.owner_since(address, target);
        if owned.is_none_or(|owned| since >= owned) || self.faults.on("smtp-rrvs-ignored") {
            return Ok(());
        }
        let (code, status) = match self.faults.on("smtp-rrvs-other-code") {
            true => (553, "5.1.3"),
            false => (550, "5.7.17"),
        };
        Err(Reply::new(code, status, "Mailbox has another owner now"))
    }

    /// §5.1: the parameter, at RCPT.
    pub(super) fn check_owner(
        &self,
        address: &str,
        target: &Target,
        parameters: &RcptParameters,
    ) -> Result<(), Reply> {
        parameters
            .valid_since
            .map_or(Ok(()), |since| self.owned_since(address, target, since))
    }

    /// §5.2: the field, once the message is there, for a recipient without the parameter.
    /// Fields that are malformed or name somebody else are ignored.
    pub(super) fn check_owner_field(
        &self,
        recipient: &Recipient,
        message: &[u8],
    ) -> Result<(), Reply> {
        let ignored = self.faults.on("smtp-rrvs-field-ignored");
        if recipient.parameters.valid_since.is_some() || ignored {
            return Ok(());
        }
        let malformed = self.faults.on("smtp-rrvs-field-malformed-refused");
        for value in trace::values(message, FIELD) {
            let Some((address, date)) = value.split_once(';') else {
                continue;
            };
            let others = self.faults.on("smtp-rrvs-field-of-others");
            if !address.trim().eq_ignore_ascii_case(&recipient.address) && !others {
                continue;
            }
            match jiff::fmt::rfc2822::parse(date.trim()) {
                Ok(since) => {
                    let (address, target) = (&recipient.address, &recipient.target);
                    self.owned_since(address, target, since.timestamp())?;
                }
                Err(_) if malformed => {
                    return Err(Reply::new(550, "5.6.0", "Syntax error in the message"));
                }
                Err(_) => {}
            }
        }
        Ok(())
    }
}
