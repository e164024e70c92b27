//! IMAP: the grammar of everything that a server may send, and what must hold between one response
//! and the next. Reads octets and judges them; knows no socket and no clock.
//!
//! `cursor` reads characters, `atoms`, `strings` and `extension` tokens, `response` the kinds of response, `code`,
//! `codes` and `code_argument` the response codes, `mailbox`, `results`, `admin`, `fetch`, `convert`, `envelope` and
//! `body` their data; `client` follows what the client sent; `model` holds a session against its own past and that of
//! others, with `facts`, `promises`, `order`, `view`, `structure`, `capabilities`, `ending`, `flags`, `flags_told`,
//! `flag_changes`, `arrivals` and `shared`.

mod admin;
mod arrivals;
mod atoms;
mod body;
mod capabilities;
mod client;
mod code;
mod code_argument;
mod codes;
mod convert;
mod cursor;
mod ending;
mod envelope;
mod extension;
mod facts;
mod fetch;
mod flag_changes;
mod flags;
mod flags_told;
pub(crate) mod grammar;
pub(crate) mod invariants;
mod mailbox;
mod model;
mod order;
mod promises;
mod response;
mod results;
pub(crate) mod shared;
mod strings;
mod structure;
mod tagged;
mod view;

pub(crate) use model::Session;

/// Which of the grammar's variants is spoken, as the session stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// Non-ASCII may stand in quoted strings and text: UTF8=ACCEPT or IMAP4rev2 is enabled, or the
    /// server speaks nothing but IMAP4rev2.
    pub utf8: bool,
    /// The client has asked for a language: text may be UTF-8 (RFC 5255 §3.5).
    pub language: bool,
    /// Text may be empty (RFC 9051): the server announces IMAP4rev2.
    pub empty_text: bool,
    /// The server announces IMAP4rev2 and not IMAP4rev1.
    pub rev2_alone: bool,
    /// The greeting is still to come.
    pub greeting: bool,
    /// The client waits for a SASL challenge and for nothing else.
    pub challenge: bool,
}

/// A set of numbers as a response gives it: ranges, in order.
pub(crate) type Ranges = Vec<(u32, u32)>;

/// What a response says, as far as the model of the session needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fact<'a> {
    Exists(u32),
    Expunge(u32),
    Vanished {
        earlier: bool,
    },
    Fetch(Box<Fetched<'a>>),
    Capability(Vec<&'a [u8]>),
    Enabled(Vec<&'a [u8]>),
    Flags(Vec<&'a [u8]>),
    /// With its place.
    PermanentFlags(Vec<&'a [u8]>, usize),
    /// A name and its hierarchy delimiter, of LIST or LSUB.
    Listed {
        name: &'a [u8],
        delimiter: u8,
        at: usize,
    },
    Search(Vec<u32>),
    Status {
        mailbox: &'a [u8],
        uidnext: Option<u32>,
        uidvalidity: Option<u32>,
        modseq: Option<u64>,
    },
    /// The tag that ESEARCH gives, and its place.
    Searched(&'a [u8], usize),
    Bye,
    /// A response whose name begins with X, and its place.
    Experimental(usize),
    Preauth,
    Closed,
    UidNext(u32),
    UidValidity(u32),
    HighestModseq(u64),
    NoModseq,
    AppendUid(u32, Ranges),
    /// UIDVALIDITY and the UIDs of the copies.
    CopyUid(u32, Ranges),
    Tagged {
        tag: &'a [u8],
        ok: bool,
    },
}

/// One FETCH response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fetched<'a> {
    pub number: u32,
    pub uid: Option<u32>,
    pub size: Option<u64>,
    pub modseq: Option<u64>,
    pub flags: Option<Vec<&'a [u8]>>,
    pub date: Option<&'a [u8]>,
    /// Name with section, and the octets; partial ones and NIL are left out.
    pub sections: Vec<(&'a [u8], &'a [u8])>,
    /// ENVELOPE, BODY and BODYSTRUCTURE, and their values as they stand.
    pub structures: Vec<(&'static [u8], &'a [u8])>,
    /// Parts of the body structure, with their sizes in octets.
    pub parts: Vec<(Vec<u32>, u64)>,
    /// Where each of these stands, for findings.
    pub at: usize,
}
