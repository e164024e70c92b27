//! The names that a case can use: the profile's, and those that its captures bind.

use crate::catalogue::corpus::Fixtures;
use crate::matching::Values;
use crate::target::{Account, Target};
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
        set("sender", &target.sender);
        if let Some(account) = account {
            set("user", &account.user);
            set("password", &account.password);
            set("address", &account.address);
        }
        if let Some(other) = other {
            set("other.user", &other.user);
            set("other.password", &other.password);
            set("other.address", &other.address);
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
