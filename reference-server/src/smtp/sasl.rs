//! The SASL exchange as SMTP sees it (RFC 4954): octets in, challenge or outcome out, behind two
//! small traits so that another module can bring more mechanisms. Base64 and replies are the
//! session's; PLAIN (RFC 4616) and LOGIN are here.

use crate::session::TlsInfo;
use crate::store::Store;

/// What a mechanism says to a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaslStep {
    /// Send this challenge (octets before base64) and wait for a response.
    Challenge(Vec<u8>),
    /// The client is this account.
    Success(String),
    /// The credentials are wrong: 535.
    Failure,
}

/// One running exchange.
pub trait SaslExchange: Send {
    /// Takes a response (decoded). A mechanism in which the server begins is first called by
    /// `SaslExchange::first`.
    fn step(&mut self, response: &[u8]) -> SaslStep;
    /// The challenge that goes out before any response; `None` when the client begins.
    fn first(&mut self) -> Option<Vec<u8>> {
        None
    }
    /// Whether an initial response in the AUTH command is allowed.
    fn takes_initial_response(&self) -> bool {
        true
    }
}

/// The mechanisms of a server.
pub trait SaslMechanisms: Send {
    /// Names usable now, best first. `plaintext_allowed` is false on an unprotected connection
    /// that must not carry passwords; `tls` is what the TLS layer knows.
    fn names(&self, tls: Option<&TlsInfo>, plaintext_allowed: bool) -> Vec<String>;
    /// Starts an exchange; `None` for an unknown name (names come in upper case).
    fn start(&self, name: &str, tls: Option<&TlsInfo>) -> Option<Box<dyn SaslExchange>>;
}

/// PLAIN and LOGIN against the store's passwords.
#[derive(Debug, Clone)]
pub struct PasswordMechanisms {
    store: Store,
}

impl PasswordMechanisms {
    /// Mechanisms that check against `store`.
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

impl SaslMechanisms for PasswordMechanisms {
    fn names(&self, _tls: Option<&TlsInfo>, plaintext_allowed: bool) -> Vec<String> {
        if plaintext_allowed {
            vec!["PLAIN".to_owned(), "LOGIN".to_owned()]
        } else {
            Vec::new()
        }
    }
    fn start(&self, name: &str, _tls: Option<&TlsInfo>) -> Option<Box<dyn SaslExchange>> {
        match name {
            "PLAIN" => Some(Box::new(Plain {
                store: self.store.clone(),
            })),
            "LOGIN" => Some(Box::new(Login {
                store: self.store.clone(),
                user: None,
            })),
            _ => None,
        }
    }
}

fn check(store: &Store, user: &str, password: &str) -> SaslStep {
    match store.password(user) {
        Some(known) if known == password => SaslStep::Success(user.to_owned()),
        _ => SaslStep::Failure,
    }
}

struct Plain {
    store: Store,
}

impl SaslExchange for Plain {
    fn step(&mut self, response: &[u8]) -> SaslStep {
        // message = [authzid] NUL authcid NUL passwd
        let Ok(text) = std::str::from_utf8(response) else {
            return SaslStep::Failure;
        };
        let parts: Vec<&str> = text.split('\0').collect();
        match parts.as_slice() {
            [authzid, user, password] if !user.is_empty() && !password.is_empty() => {
                // Nobody may act for somebody else.
                if authzid.is_empty() || authzid == user {
                    check(&self.store, user, password)
                } else {
                    SaslStep::Failure
                }
            }
            _ => SaslStep::Failure,
        }
    }
}

struct Login {
    store: Store,
    user: Option<String>,
}

impl SaslExchange for Login {
    fn step(&mut self, response: &[u8]) -> SaslStep {
        let Ok(text) = std::str::from_utf8(response) else {
            return SaslStep::Failure;
        };
        match self.user.take() {
            None => {
                self.user = Some(text.to_owned());
                SaslStep::Challenge(b"Password:".to_vec())
            }
            Some(user) => check(&self.store, &user, text),
        }
    }
    fn first(&mut self) -> Option<Vec<u8>> {
        Some(b"Username:".to_vec())
    }
}
