//! The values that the target's profile provides to every case, as data. Never knows what they are.

/// A provided value and its documentation.
#[derive(Debug, Clone, Copy)]
pub struct ProvidedInfo {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
}

const fn row(name: &'static str, doc: &'static str) -> ProvidedInfo {
    ProvidedInfo { name, doc }
}

/// All provided values.
pub const PROVIDED: &[ProvidedInfo] = &[
    row("user", "the account's login name"),
    row("password", "its password"),
    row("address", "its mail address"),
    row("domain", "the domain of the target's addresses"),
    row(
        "mailbox",
        "a mailbox for this case: fresh, and empty but for `Mailbox:`",
    ),
    row(
        "mailbox.new",
        "a name that no mailbox has; append suffixes for more",
    ),
    row("delimiter", "the target's hierarchy delimiter"),
    row("sender", "a reverse-path address outside of the target"),
    row("client", "our name for EHLO"),
    row(
        "remote",
        "an address that is not local and may not be relayed to",
    ),
    row("nobody", "a local address that does not exist"),
    row("wrong", "a wrong password"),
    row("other.user", "the second account's login name"),
    row("other.password", "the second account's password"),
    row("other.address", "the second account's mail address"),
    row(
        "url.user",
        "the account's login name as IMAP URLs need it (RFC 5092), percent-encoded",
    ),
    row("other.url.user", "the second account's in the same way"),
    row(
        "url.host",
        "what the target's own IMAP URLs call it: the profile's `url-host`, or its host",
    ),
    row("host", "the target's host"),
    row("port", "the target's port"),
];

/// Whether the profile provides this.
pub fn is_provided(name: &str) -> bool {
    PROVIDED.iter().any(|info| info.name == name)
}
