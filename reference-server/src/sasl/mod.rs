//! SASL, the server's side (RFC 4422): small state machines that take a response and give a
//! challenge or an outcome. Knows nothing of the protocol that carries it but what all three have
//! in common: base64, `=` for an empty initial response, `*` to cancel.

mod bearer;
mod dialogue;
mod faults;
mod password;
mod prepare;
mod scram;
#[cfg(test)]
mod tests;

pub use dialogue::{Dialogue, Reply};
pub use faults::FAULTS;
pub use prepare::{prepare, prepare_stored};

use crate::faults::Faults;
use crate::session::TlsInfo;
use crate::store::Store;

/// A mechanism's name and what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mechanism {
    /// RFC 4616.
    Plain,
    /// The one that was never standardised; draft-murchison-sasl-login.
    Login,
    /// RFC 2195.
    CramMd5,
    /// RFC 5802.
    ScramSha1,
    /// RFC 5802, bound to the TLS channel.
    ScramSha1Plus,
    /// RFC 7677.
    ScramSha256,
    /// RFC 7677, bound to the TLS channel.
    ScramSha256Plus,
    /// RFC 4422 appendix A: the TLS client certificate.
    External,
    /// RFC 7628.
    OAuthBearer,
    /// Its forerunner, as Google documents it.
    XOAuth2,
    /// RFC 4505.
    Anonymous,
}

impl Mechanism {
    /// All of them, strongest first.
    pub const ALL: [Self; 11] = [
        Self::ScramSha256Plus,
        Self::ScramSha1Plus,
        Self::ScramSha256,
        Self::ScramSha1,
        Self::CramMd5,
        Self::External,
        Self::Plain,
        Self::Login,
        Self::OAuthBearer,
        Self::XOAuth2,
        Self::Anonymous,
    ];

    /// As announced: `SCRAM-SHA-256-PLUS`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::CramMd5 => "CRAM-MD5",
            Self::ScramSha1 => "SCRAM-SHA-1",
            Self::ScramSha1Plus => "SCRAM-SHA-1-PLUS",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::ScramSha256Plus => "SCRAM-SHA-256-PLUS",
            Self::External => "EXTERNAL",
            Self::OAuthBearer => "OAUTHBEARER",
            Self::XOAuth2 => "XOAUTH2",
            Self::Anonymous => "ANONYMOUS",
        }
    }

    /// As this server announces it.
    pub fn announced(self, faults: &Faults) -> String {
        match faults.on("sasl-names-lower-case") {
            true => self.name().to_ascii_lowercase(),
            false => self.name().to_owned(),
        }
    }

    /// The inverse of [`Mechanism::name`], in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|mechanism| mechanism.name().eq_ignore_ascii_case(name))
    }

    /// Whether the client speaks first, so that an initial response makes sense.
    pub fn client_first(self) -> bool {
        !matches!(self, Self::Login | Self::CramMd5)
    }

    /// Whether an initial response is taken. LOGIN's server speaks first, but no RFC says so, and
    /// its clients (Python's smtplib, for one) send the name along with the command.
    pub fn takes_initial_response(self) -> bool {
        self.client_first() || self == Self::Login
    }

    /// Whether whoever listens learns a password or a token.
    pub fn plaintext(self) -> bool {
        matches!(
            self,
            Self::Plain | Self::Login | Self::OAuthBearer | Self::XOAuth2
        )
    }
}

/// Which mechanisms there are, and who may act for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaslConfig {
    /// Those that may be offered, in the order in which they are announced; all that there are by default.
    pub mechanisms: Vec<Mechanism>,
    /// Whether passwords (POP3's USER and IMAP's LOGIN too) are taken outside TLS, as they are by default.
    pub plaintext_without_tls: bool,
    /// Who may act as whom beside themselves: authentication and authorization identity.
    pub may_act_as: Vec<(String, String)>,
    /// The account that ANONYMOUS opens; it is offered only with one.
    pub anonymous_account: Option<String>,
    /// SCRAM's iteration count (4096 by default).
    pub iterations: u32,
    /// SCRAM's server nonce and CRAM-MD5's challenge, instead of derived ones.
    pub nonce: Option<String>,
    /// SCRAM's salt, instead of one derived from the account's name.
    pub salt: Option<Vec<u8>>,
}

impl Default for SaslConfig {
    fn default() -> Self {
        Self {
            mechanisms: Mechanism::ALL.to_vec(),
            plaintext_without_tls: true,
            may_act_as: Vec::new(),
            anonymous_account: None,
            iterations: 4096,
            nonce: None,
            salt: None,
        }
    }
}

/// The mechanisms that can be offered as things stand.
pub fn mechanisms(config: &SaslConfig, tls: Option<&TlsInfo>) -> Vec<Mechanism> {
    let offered = |mechanism: &Mechanism| match mechanism {
        Mechanism::ScramSha1Plus | Mechanism::ScramSha256Plus => tls.is_some(),
        Mechanism::External => tls.is_some_and(|tls| tls.client_identity.is_some()),
        Mechanism::Anonymous => config.anonymous_account.is_some(),
        other => !other.plaintext() || tls.is_some() || config.plaintext_without_tls,
    };
    config.mechanisms.iter().copied().filter(offered).collect()
}

/// Who was authenticated, and as whom they act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Whose credentials they were.
    pub authenticated: String,
    /// The account that is opened.
    pub account: String,
}

/// Why an exchange failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The credentials are wrong; says not which part.
    #[error("authentication failed")]
    Credentials,
    /// The response is not what the mechanism's grammar allows.
    #[error("the response is malformed")]
    Malformed,
    /// Authenticated, but not entitled to the authorization identity.
    #[error("not authorized to act as this user")]
    NotAuthorized,
    /// The channel binding is not this channel's.
    #[error("the channel binding does not match")]
    ChannelBinding,
    /// The credentials are right, and the account is not to be used as it is.
    #[error("the account cannot be used now")]
    Condition(crate::store::Condition),
}

/// What comes after a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The next challenge, before base64.
    Challenge(Vec<u8>),
    /// Success.
    Done(Identity),
    /// Failure.
    Failed(Failure),
}

/// One mechanism's exchange.
pub trait Exchange: Send + std::fmt::Debug {
    /// Takes the client's response (for a server-first mechanism an empty one to begin with).
    fn step(&mut self, response: &[u8]) -> Step;
}

/// What a mechanism works with.
#[derive(Debug, Clone)]
pub struct Context {
    /// Where the passwords are.
    pub store: Store,
    /// Who may what.
    pub config: std::sync::Arc<SaslConfig>,
    /// The TLS layer beneath, if there is one.
    pub tls: Option<TlsInfo>,
    /// What the server calls itself.
    pub hostname: String,
    /// Unpredictable enough, and not used before: [`crate::random::token`].
    pub nonce: String,
    /// What is to be done wrong.
    pub faults: Faults,
}

impl Context {
    /// Ends an exchange whose credentials were right. An authorization identity that preparation
    /// fails on or empties is refused (RFC 5034 §4).
    fn authorize(&self, authenticated: &str, requested: &str) -> Step {
        let prepared = match prepare(requested) {
            Some(prepared) if prepared.is_empty() == requested.is_empty() => prepared,
            _ => return Step::Failed(Failure::NotAuthorized),
        };
        let account = match prepared.as_str() {
            "" => authenticated,
            requested => requested,
        };
        let entitled = account == authenticated
            || self.faults.on("sasl-authorizes-anyone")
            || (self.config.may_act_as.iter())
                .any(|(who, whom)| who == authenticated && whom == account);
        if !entitled || self.store.password(account).is_none() {
            return Step::Failed(Failure::NotAuthorized);
        }
        if let Some(condition) = self.store.account_condition(account) {
            return Step::Failed(Failure::Condition(condition));
        }
        Step::Done(Identity {
            authenticated: authenticated.to_owned(),
            account: account.to_owned(),
        })
    }

    fn nonce(&self) -> &str {
        self.config.nonce.as_deref().unwrap_or(&self.nonce)
    }
}

/// Begins an exchange.
pub fn exchange(mechanism: Mechanism, context: Context) -> Box<dyn Exchange> {
    match mechanism {
        Mechanism::Plain => Box::new(password::Plain(context)),
        Mechanism::Login => Box::new(password::Login::new(context)),
        Mechanism::CramMd5 => Box::new(password::CramMd5::new(context)),
        Mechanism::ScramSha1 | Mechanism::ScramSha1Plus => {
            Box::new(scram::Scram::<scram::Sha1>::new(context, mechanism))
        }
        Mechanism::ScramSha256 | Mechanism::ScramSha256Plus => {
            Box::new(scram::Scram::<scram::Sha256>::new(context, mechanism))
        }
        Mechanism::External => Box::new(bearer::External(context)),
        Mechanism::OAuthBearer => Box::new(bearer::OAuth::new(context, true)),
        Mechanism::XOAuth2 => Box::new(bearer::OAuth::new(context, false)),
        Mechanism::Anonymous => Box::new(bearer::Anonymous(context)),
    }
}
