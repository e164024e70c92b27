//! The commands, parsed: what RFC 3501 §9, RFC 9051 §9 and the announced extensions allow, and
//! nothing about how they were written.

use super::extension::Extension;
use super::results::PartialRange;
use crate::store::{InternalDate, SpecialUse};
use bytes::Bytes;
use jiff::civil::Date;

/// One command with its tag.
#[derive(Debug)]
pub(crate) struct Tagged {
    pub tag: String,
    pub command: Command,
}

/// A mailbox name as it came, in the session's mailbox encoding.
pub(crate) type MailboxArg = Vec<u8>;

#[derive(Debug)]
pub(crate) enum Command {
    Capability,
    Noop,
    Logout,
    Id,
    StartTls,
    Authenticate {
        mechanism: String,
        /// As it stands in the line: base64 or `=`.
        initial: Option<Vec<u8>>,
    },
    Login {
        user: Vec<u8>,
        password: Vec<u8>,
    },
    Enable(Vec<String>),
    Select {
        mailbox: MailboxArg,
        examine: bool,
        condstore: bool,
        qresync: Option<Qresync>,
    },
    Create {
        mailbox: MailboxArg,
        special_use: Vec<Option<SpecialUse>>,
    },
    Delete(MailboxArg),
    Rename {
        from: MailboxArg,
        to: MailboxArg,
    },
    Subscribe(MailboxArg),
    Unsubscribe(MailboxArg),
    List(List),
    Lsub {
        reference: MailboxArg,
        pattern: Vec<u8>,
    },
    Namespace,
    Status {
        mailbox: MailboxArg,
        items: Vec<StatusItem>,
    },
    Append {
        mailbox: MailboxArg,
        messages: Vec<AppendMessage>,
    },
    Acl(Acl),
    Quota(Quota),
    Metadata(Metadata),
    Notify(Notify),
    Idle,
    Check,
    Close,
    Unselect,
    Expunge(Option<SequenceSet>),
    Search {
        uid: bool,
        search: Search,
    },
    Sort {
        uid: bool,
        keys: Vec<(bool, SortKey)>,
        search: Search,
    },
    Thread {
        uid: bool,
        references: bool,
        search: Search,
    },
    Fetch {
        uid: bool,
        set: SequenceSet,
        items: Vec<FetchItem>,
        changed_since: Option<u64>,
        vanished: bool,
        partial: Option<PartialRange>,
    },
    Store {
        uid: bool,
        set: SequenceSet,
        unchanged_since: Option<u64>,
        action: StoreAction,
        silent: bool,
        flags: Vec<String>,
    },
    Copy {
        uid: bool,
        set: SequenceSet,
        mailbox: MailboxArg,
        moves: bool,
    },
    Extension(Extension),
}

/// RFC 4314.
#[derive(Debug)]
pub(crate) enum Acl {
    Get(MailboxArg),
    Mine(MailboxArg),
    Set {
        mailbox: MailboxArg,
        identifier: Vec<u8>,
        rights: Vec<u8>,
    },
    Delete {
        mailbox: MailboxArg,
        identifier: Vec<u8>,
    },
    List {
        mailbox: MailboxArg,
        identifier: Vec<u8>,
    },
}

/// RFC 5464. An empty mailbox is the server.
#[derive(Debug)]
pub(crate) enum Metadata {
    Get {
        mailbox: MailboxArg,
        max_size: Option<u32>,
        /// Levels below each entry.
        depth: usize,
        entries: Vec<Vec<u8>>,
    },
    Set {
        mailbox: MailboxArg,
        values: Vec<(Vec<u8>, Option<Bytes>)>,
    },
}

/// RFC 5465. Not `set` is NONE.
#[derive(Debug, Default)]
pub(crate) struct Notify {
    pub set: bool,
    pub status: bool,
    pub groups: Vec<Group>,
}

#[derive(Debug)]
pub(crate) struct Group {
    pub filter: Filter,
    pub events: Events,
}

#[derive(Debug)]
pub(crate) enum Filter {
    Selected { delayed: bool },
    Inboxes,
    Personal,
    Subscribed,
    Subtree(Vec<MailboxArg>),
    Mailboxes(Vec<MailboxArg>),
}

#[derive(Debug, Default, Clone)]
pub(crate) struct Events {
    /// MessageNew and MessageExpunge, which go together.
    pub messages: bool,
    /// What is fetched of new messages.
    pub items: Vec<FetchItem>,
    pub flags: bool,
    pub annotations: bool,
    pub names: bool,
    pub subscriptions: bool,
    pub metadata: bool,
    pub server_metadata: bool,
    /// One was named that is not supported.
    pub unknown: bool,
}

impl Events {
    /// What either asks for.
    pub(crate) fn add(&mut self, other: &Self) {
        self.messages |= other.messages;
        self.flags |= other.flags;
        self.names |= other.names;
        self.subscriptions |= other.subscriptions;
        self.metadata |= other.metadata;
        self.server_metadata |= other.server_metadata;
    }
}

/// RFC 9208.
#[derive(Debug)]
pub(crate) enum Quota {
    Get(Vec<u8>),
    Roots(MailboxArg),
    Set {
        root: Vec<u8>,
        /// Resources as they were written, upper-case, and their limits.
        limits: Vec<(String, u64)>,
    },
}

#[derive(Debug)]
pub(crate) struct Qresync {
    pub uid_validity: u32,
    pub modseq: u64,
    pub known: Option<SequenceSet>,
    /// Sequence numbers and the UIDs that the client knows them by.
    pub matched: Option<(SequenceSet, SequenceSet)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoreAction {
    Replace,
    Add,
    Remove,
}

/// `None` in a pair is `*`.
pub(crate) type SequenceRange = (Option<u32>, Option<u32>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SequenceSet {
    Ranges(Vec<SequenceRange>),
    /// `$` (RFC 5182)
    Saved,
}

#[derive(Debug)]
pub(crate) struct AppendMessage {
    pub flags: Vec<String>,
    pub date: Option<InternalDate>,
    pub data: AppendData,
}

impl AppendMessage {
    /// Whether it is put together by the server (RFC 4469).
    pub(crate) fn catenates(&self) -> bool {
        matches!(self.data, AppendData::Catenate(_))
    }
}

#[derive(Debug)]
pub(crate) enum AppendData {
    Octets(Bytes),
    /// RFC 6855 §4
    Utf8(Bytes),
    /// RFC 4469
    Catenate(Vec<CatPart>),
}

#[derive(Debug)]
pub(crate) enum CatPart {
    Text(Bytes),
    Utf8(Bytes),
    Url(Vec<u8>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatusItem {
    Messages,
    Recent,
    UidNext,
    UidValidity,
    Unseen,
    Deleted,
    Size,
    HighestModSeq,
    DeletedStorage,
    AppendLimit,
    MailboxId,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct List {
    pub extended: bool,
    pub reference: MailboxArg,
    pub patterns: Vec<Vec<u8>>,
    pub subscribed: bool,
    pub recursive: bool,
    pub remote: bool,
    pub special_use: bool,
    pub return_subscribed: bool,
    pub return_rights: bool,
    pub return_status: Option<Vec<StatusItem>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SectionText {
    Header,
    Fields { not: bool, names: Vec<Vec<u8>> },
    Text,
    Mime,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Section {
    pub path: Vec<u32>,
    pub text: Option<SectionText>,
}

/// First octet and greatest count.
pub(crate) type Partial = Option<(u64, u64)>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FetchItem {
    Flags,
    InternalDate,
    Rfc822,
    Rfc822Header,
    Rfc822Size,
    Rfc822Text,
    Envelope,
    Body,
    BodyStructure,
    Uid,
    ModSeq,
    SaveDate,
    EmailId,
    ThreadId,
    Preview {
        lazy: bool,
    },
    BodySection {
        peek: bool,
        section: Section,
        partial: Partial,
    },
    Binary {
        peek: bool,
        path: Vec<u32>,
        partial: Partial,
    },
    BinarySize(Vec<u32>),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Search {
    /// `RETURN (…)` was written.
    pub extended: bool,
    pub min: bool,
    pub max: bool,
    pub all: bool,
    pub count: bool,
    pub save: bool,
    /// RFC 9394, RFC 5267 §4.4
    pub partial: Option<PartialRange>,
    /// RFC 5267 §4.3
    pub update: bool,
    /// What is fetched of messages that come into the results (RFC 5465 §7).
    pub update_items: Vec<FetchItem>,
    /// The other return options of RFC 5267.
    pub context: bool,
    /// RFC 6203 §4
    pub relevancy: bool,
    pub charset: Option<String>,
    pub keys: Vec<SearchKey>,
}

#[derive(Debug, Clone)]
pub(crate) enum SearchKey {
    All,
    /// System flag bits, and whether they are to be set.
    Flag(u8, bool),
    Keyword(String, bool),
    New,
    Old,
    Recent,
    Header(Vec<u8>, Vec<u8>),
    /// An address field, as the envelope has it.
    Address(Vec<u8>, Vec<u8>),
    Body(Vec<u8>),
    Text(Vec<u8>),
    Before(Date),
    On(Date),
    Since(Date),
    SavedBefore(Date),
    SavedOn(Date),
    SavedSince(Date),
    EmailId(String),
    ThreadId(String),
    SentBefore(Date),
    SentOn(Date),
    SentSince(Date),
    Larger(u64),
    Smaller(u64),
    Older(u32),
    Younger(u32),
    ModSeq(u64),
    Set(SequenceSet),
    Uid(SequenceSet),
    Not(Box<SearchKey>),
    Or(Box<SearchKey>, Box<SearchKey>),
    And(Vec<SearchKey>),
    /// RFC 5466: the name of a stored search.
    Filter(String),
    /// RFC 6203
    Fuzzy(Box<SearchKey>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SortKey {
    Arrival,
    Cc,
    Date,
    From,
    Size,
    Subject,
    To,
    /// RFC 5957
    DisplayFrom,
    DisplayTo,
    /// RFC 6203 §6
    Relevancy,
}
