//! The capabilities that a `Requires:` may name, so that a misspelt one is an error instead of a case
//! that is skipped for ever. From the IANA registries of the three protocols; data only.

use crate::transcript::tree::Protocol;

/// EHLO keywords. `AUTH=…` stands for a parameter of AUTH.
const SMTP: &[&str] = &[
    "8BITMIME",
    "ATRN",
    "AUTH",
    "BINARYMIME",
    "BURL",
    "CHECKPOINT",
    "CHUNKING",
    "CONNEG",
    "CONPERM",
    "DELIVERBY",
    "DSN",
    "ENHANCEDSTATUSCODES",
    "ETRN",
    "EXPN",
    "FUTURERELEASE",
    "HELP",
    "LIMITS",
    "MT-PRIORITY",
    "MTRK",
    "NO-SOLICITING",
    "PIPELINING",
    "REQUIRETLS",
    "RRVS",
    "SAML",
    "SEND",
    "SIZE",
    "SMTPUTF8",
    "SOML",
    "STARTTLS",
    "SUBMITTER",
    "TURN",
    "UTF8SMTP",
    "VERB",
    "VRFY",
    "XCLIENT",
    "XFORWARD",
];

/// CAPA tags, and what the runner finds out by itself (lower case).
const POP3: &[&str] = &[
    "AUTH-RESP-CODE",
    "EXPIRE",
    "IMPLEMENTATION",
    "LANG",
    "LOGIN-DELAY",
    "PIPELINING",
    "RESP-CODES",
    "SASL",
    "STLS",
    "TOP",
    "UIDL",
    "USER",
    "UTF8",
];

/// IMAP capabilities.
const IMAP: &[&str] = &[
    "ACL",
    "ANNOTATE-EXPERIMENT-1",
    "APPENDLIMIT",
    "BINARY",
    "CATENATE",
    "CHILDREN",
    "COMPRESS=DEFLATE",
    "CONDSTORE",
    "CONTEXT=SEARCH",
    "CONTEXT=SORT",
    "CONVERT",
    "CREATE-SPECIAL-USE",
    "ENABLE",
    "ESEARCH",
    "ESORT",
    "FILTERS",
    "I18NLEVEL=1",
    "I18NLEVEL=2",
    "ID",
    "IDLE",
    "IMAP4",
    "IMAP4REV1",
    "IMAP4REV2",
    "INPROGRESS",
    "LANGUAGE",
    "LIST-EXTENDED",
    "LIST-METADATA",
    "LIST-MYRIGHTS",
    "LIST-STATUS",
    "LITERAL+",
    "LITERAL-",
    "LOGIN-REFERRALS",
    "LOGINDISABLED",
    "MAILBOX-REFERRALS",
    "METADATA",
    "METADATA-SERVER",
    "MOVE",
    "MULTIAPPEND",
    "MULTISEARCH",
    "NAMESPACE",
    "NOTIFY",
    "OBJECTID",
    "PARTIAL",
    "PREVIEW",
    "QRESYNC",
    "QUOTA",
    "QUOTA=RES-STORAGE",
    "QUOTA=RES-MESSAGE",
    "QUOTA=RES-MAILBOX",
    "QUOTASET",
    "REPLACE",
    "RIGHTS",
    "SASL-IR",
    "SAVEDATE",
    "SEARCH=FUZZY",
    "SEARCHRES",
    "SORT",
    "SORT=DISPLAY",
    "SPECIAL-USE",
    "STARTTLS",
    "STATUS=SIZE",
    "THREAD=ORDEREDSUBJECT",
    "THREAD=REFERENCES",
    "UIDONLY",
    "UIDPLUS",
    "UNAUTHENTICATE",
    "UNSELECT",
    "URL-PARTIAL",
    "URLAUTH",
    "URLAUTH=BINARY",
    "UTF8=ACCEPT",
    "UTF8=ONLY",
    "WITHIN",
];

/// What the runner establishes itself, whatever the server announces.
pub const PSEUDO: &[(&str, &str)] = &[
    (
        "apop",
        "the POP3 greeting carries a timestamp (RFC 1939 §7)",
    ),
    ("auth", "some SASL mechanism is announced"),
    ("last", "LAST is answered with +OK (RFC 1225)"),
    ("tls", "there is a way to a connection protected by TLS"),
    ("top", "TOP is answered with +OK (RFC 1939 §7)"),
    ("uidl", "UIDL is answered with +OK (RFC 1939 §7)"),
];

/// Whether a `Requires:` may name it.
pub fn known(protocol: Protocol, name: &str) -> bool {
    if PSEUDO.iter().any(|(pseudo, _)| *pseudo == name) {
        return true;
    }
    let upper = name.to_ascii_uppercase();
    let (list, families): (&[&str], &[&str]) = match protocol {
        Protocol::Smtp | Protocol::Submission | Protocol::Lmtp => (SMTP, &["AUTH="]),
        Protocol::Pop3 => (POP3, &["SASL="]),
        Protocol::Pop2 => (&[], &[]),
        Protocol::Imap => (IMAP, &["AUTH=", "RIGHTS=", "QUOTA=RES-", "APPENDLIMIT="]),
    };
    list.contains(&upper.as_str())
        || families
            .iter()
            .any(|family| upper.starts_with(family) && upper != *family)
}

/// All names that may be written for a protocol, for "did you mean".
pub fn names(protocol: Protocol) -> impl Iterator<Item = &'static str> {
    let list = match protocol {
        Protocol::Smtp | Protocol::Submission | Protocol::Lmtp => SMTP,
        Protocol::Pop3 => POP3,
        Protocol::Pop2 => &[],
        Protocol::Imap => IMAP,
    };
    list.iter()
        .copied()
        .chain(PSEUDO.iter().map(|(name, _)| *name))
}
