//! The names that a case can use: the profile's, and those that its captures bind.

use crate::catalogue::corpus::Fixtures;
use crate::matching::Values;
use crate::target::{Account, Target};
use crate::transcript::tree::Protocol;
use std::collections::HashMap;

/// A case's names.
#[derive(Debug, Clone)]
pub struct CaseValues {
    names: HashMap<String, Vec<u8>>,
    fixtures: Fixtures,
    as_delivered: HashMap<String, Vec<u8>>,
}

impl CaseValues {
    /// The names that stand before the first line.
    pub fn new(
        target: &Target,
        fixtures: &Fixtures,
        account: Option<&Account>,
        other: Option<&Account>,
        mailbox: &str,
        delimiter: &str,
    ) -> Self {
        let mut names = HashMap::new();
        let mut set = |name: &str, value: &str| {
            names.insert(name.to_owned(), value.as_bytes().to_vec());
        };
        set("domain", &target.domain);
        set("client", &target.client);
        set("remote", &target.remote);
        set("nobody", &format!("nobody-of-that-name@{}", target.domain));
        set("wrong", "this-is-not-the-password");
        set("mailbox", mailbox);
        set("mailbox.new", &format!("{mailbox}-new"));
        set("delimiter", delimiter);
        if let Some(endpoint) = target.services.values().next() {
            set("host", &endpoint.host);
            set("port", &endpoint.port.to_string());
        }
        if let Some(host) = url_host(target) {
            set("url.host", &host);
        }
        set("sender", &target.sender);
        if let Some(account) = account {
            set("user", &account.user);
            set("password", &account.password);
            set("address", &account.address);
            set("url.user", &encoded(&account.user));
        }
        if let Some(other) = other {
            set("other.user", &other.user);
            set("other.password", &other.password);
            set("other.address", &other.address);
            set("other.url.user", &encoded(&other.user));
        }
        CaseValues {
            names,
            fixtures: fixtures.clone(),
            as_delivered: HashMap::new(),
        }
    }

    /// These messages lie in the mailbox other than as their fixtures.
    pub fn replace_messages(&mut self, messages: HashMap<String, Vec<u8>>) {
        self.as_delivered = messages;
    }
}

/// What the target's own IMAP URLs call it.
fn url_host(target: &Target) -> Option<String> {
    let connected = || {
        let host = &target.services.get(&Protocol::Imap)?.host;
        Some(if host.contains(':') {
            format!("[{host}]")
        } else {
            host.clone()
        })
    };
    target.url_host.clone().or_else(connected)
}

/// A user's name as `enc-user` of RFC 5092 §11: what is not an `achar` becomes `%XX`.
fn encoded(user: &str) -> String {
    let mut out = String::with_capacity(user.len());
    for octet in user.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~!$'()*+,&=".contains(&octet) {
            out.push(char::from(octet));
        } else {
            out.push_str(&format!("%{octet:02X}"));
        }
    }
    out
}

impl Values for CaseValues {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.names.get(name).cloned()
    }
    fn bind(&mut self, name: &str, value: Vec<u8>) {
        self.names.insert(name.to_owned(), value);
    }
    fn message(&self, name: &str) -> Option<&[u8]> {
        self.as_delivered
            .get(name)
            .map(Vec::as_slice)
            .or_else(|| self.fixtures.get(name))
    }
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_user_s_name_in_a_url_is_percent_encoded() {
        assert_eq!(encoded("tim"), "tim");
        assert_eq!(encoded("tim@example.test"), "tim%40example.test");
        assert_eq!(encoded("a/b;c%d"), "a%2Fb%3Bc%25d");
        assert_eq!(encoded("zo\u{eb}"), "zo%C3%AB");
    }
}
