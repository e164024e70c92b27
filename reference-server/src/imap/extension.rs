//! The commands of extensions that have no other home: what each needs, and which handler it has.
//! Knows nothing about how they are written.

use super::ImapSession;
use super::command::{AppendMessage, MailboxArg, Search};
use super::reply::Answer;

/// A command that an extension adds.
#[derive(Debug)]
pub(crate) enum Extension {
    /// RFC 8437
    Unauthenticate,
    /// RFC 4978: an algorithm.
    Compress(String),
    /// RFC 5255 §3: language ranges.
    Language(Vec<Vec<u8>>),
    /// RFC 5255 §4.7: comparators, in order of preference.
    Comparator(Vec<Vec<u8>>),
    /// RFC 8508; `None` is `*`.
    Replace {
        uid: bool,
        number: Option<u32>,
        mailbox: MailboxArg,
        message: AppendMessage,
    },
    /// RFC 4467 §7: one mailbox, or all.
    ResetKey {
        mailbox: Option<MailboxArg>,
        mechanisms: Vec<String>,
    },
    /// RFC 4467 §7: URLs with the mechanism for each.
    GenUrlAuth(Vec<(Vec<u8>, String)>),
    /// RFC 4467 §7, RFC 5524.
    UrlFetch(Vec<UrlRequest>),
    /// RFC 5267 §4.3.5: tags of searches.
    CancelUpdate(Vec<Vec<u8>>),
    /// RFC 7377; without sources the selected mailbox is meant.
    MultiSearch {
        sources: Option<Vec<Source>>,
        search: Search,
    },
}

/// One URL of URLFETCH. With none of the three it is asked for as RFC 4467 has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct UrlRequest {
    pub url: Vec<u8>,
    /// Whether it stands in parentheses.
    pub listed: bool,
    pub body: bool,
    pub binary: bool,
    pub structure: bool,
}

/// Mailboxes to be searched (RFC 7377 §2.2).
#[derive(Debug)]
pub(crate) enum Source {
    Selected,
    Inboxes,
    Personal,
    Subscribed,
    /// With all that is below.
    Subtree(Vec<MailboxArg>),
    /// With what is one level below.
    SubtreeOne(Vec<MailboxArg>),
    Mailboxes(Vec<MailboxArg>),
}

/// The states in which a command is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Any,
    Authenticated,
    Selected,
}

impl Extension {
    pub(crate) fn state(&self) -> State {
        match self {
            Self::Language(_) => State::Any,
            Self::Replace { .. } | Self::CancelUpdate(_) => State::Selected,
            Self::MultiSearch { sources, .. } => match sources {
                Some(sources)
                    if !sources
                        .iter()
                        .any(|source| matches!(source, Source::Selected)) =>
                {
                    State::Authenticated
                }
                _ => State::Selected,
            },
            _ => State::Authenticated,
        }
    }

    /// The capability without which the command is not there.
    pub(crate) fn capability(&self) -> &'static str {
        match self {
            Self::Unauthenticate => "UNAUTHENTICATE",
            Self::Compress(_) => "COMPRESS=DEFLATE",
            Self::Language(_) => "LANGUAGE",
            Self::Comparator(_) => "I18NLEVEL=2",
            Self::Replace { message, .. } if message.catenates() => "CATENATE",
            Self::Replace { .. } => "REPLACE",
            Self::ResetKey { .. } | Self::GenUrlAuth(_) => "URLAUTH",
            Self::UrlFetch(requests)
                if requests
                    .iter()
                    .any(|request| request.body || request.binary || request.structure) =>
            {
                "URLAUTH=BINARY"
            }
            Self::UrlFetch(_) => "URLAUTH",
            Self::CancelUpdate(_) => "CONTEXT=SEARCH",
            Self::MultiSearch { .. } => "MULTISEARCH",
        }
    }

    /// Whether it changes something that NOTIFY would tell.
    pub(crate) fn changes(&self) -> bool {
        matches!(self, Self::Replace { .. })
    }

    /// Whether the answer names messages by UID.
    pub(crate) fn names_uids(&self) -> bool {
        matches!(self, Self::Replace { uid: true, .. })
    }
}

impl ImapSession {
    /// `None` when the reply has gone out.
    pub(super) fn extension(&mut self, tag: &str, command: Extension) -> Option<Answer> {
        Some(match command {
            Extension::Unauthenticate => return self.unauthenticate(tag),
            Extension::Compress(algorithm) => return self.compress(tag, &algorithm),
            Extension::Language(ranges) => self.language(&ranges),
            Extension::Comparator(orders) => self.comparator(&orders),
            Extension::Replace {
                uid,
                number,
                mailbox,
                message,
            } => self.replace(uid, number, &mailbox, message),
            Extension::ResetKey {
                mailbox,
                mechanisms,
            } => self.reset_key(mailbox.as_deref(), &mechanisms),
            Extension::GenUrlAuth(pairs) => self.gen_url_auth(&pairs),
            Extension::UrlFetch(requests) => self.url_fetch(&requests),
            Extension::CancelUpdate(tags) => self.cancel_update(&tags),
            Extension::MultiSearch { sources, search } => self
                .with_filters(search)
                .and_then(|search| self.multi_search(tag, sources.as_deref(), &search)),
        })
    }
}
