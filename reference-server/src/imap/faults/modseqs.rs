//! The deviations in mod-sequences, quick resynchronization and what they tell (RFC 7162). Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const MODSEQS: &[FaultInfo] = &[
    fault(
        "imap-append-low-modseq",
        "rfc7162/appended-is-higher",
        "A message that is appended has the mod-sequence 1.",
    ),
    fault(
        "imap-copy-low-modseq",
        "rfc7162/appended-is-higher",
        "A copy has the mod-sequence 1.",
    ),
    fault(
        "imap-select-without-highestmodseq",
        "rfc7162/select-highestmodseq",
        "SELECT does not tell HIGHESTMODSEQ.",
    ),
    fault(
        "imap-unchangedsince-zero-stores",
        "rfc7162/unchangedsince-zero",
        "UNCHANGEDSINCE 0 is taken as no condition.",
    ),
    fault(
        "imap-modified-not-told",
        "rfc7162/modified-code",
        "MODIFIED is not in the answer to a conditional STORE.",
    ),
    fault(
        "imap-conditional-store-silent",
        "rfc7162/silent-sends-modseq",
        "A conditional STORE with .SILENT is silent.",
    ),
    fault(
        "imap-conditional-store-stops",
        "rfc7162/others-still-stored",
        "A conditional STORE stops at the first message that was changed since.",
    ),
    fault(
        "imap-store-named-twice-fails",
        "rfc7162/named-twice",
        "A message that is named in a conditional STORE is stored twice, and fails.",
    ),
    fault(
        "imap-changedsince-ignored",
        "rfc7162/changedsince-filters",
        "FETCH returns messages whatever CHANGEDSINCE says.",
    ),
    fault(
        "imap-changedsince-without-modseq",
        "rfc7162/changedsince-adds-modseq",
        "FETCH with CHANGEDSINCE does not return MODSEQ.",
    ),
    fault(
        "imap-fetch-modseq-zero",
        "rfc7162/modseq-positive",
        "FETCH MODSEQ is 0.",
    ),
    fault(
        "imap-search-modseq-finds-all",
        "rfc7162/search-modseq",
        "SEARCH MODSEQ finds all messages.",
    ),
    fault(
        "imap-search-without-modseq",
        "rfc7162/search-returns-highest",
        "The result of SEARCH MODSEQ has no MODSEQ.",
    ),
    fault(
        "imap-search-modseq-when-empty",
        "rfc7162/search-empty-without-modseq",
        "A SEARCH result without messages has MODSEQ.",
    ),
    fault(
        "imap-status-without-highestmodseq",
        "rfc7162/status-highestmodseq",
        "STATUS leaves HIGHESTMODSEQ out.",
    ),
    fault(
        "imap-expunge-keeps-modseq",
        "rfc7162/expunge-raises",
        "EXPUNGE leaves the mod-sequence of the mailbox as it was.",
    ),
    fault(
        "imap-setmetadata-keeps-modseq",
        "rfc7162/setmetadata-raises",
        "SETMETADATA leaves the mod-sequence of the mailbox as it was.",
    ),
    fault(
        "imap-enable-qresync-silent",
        "rfc7162/enable-answered",
        "ENABLE QRESYNC is not answered with ENABLED.",
    ),
    fault(
        "imap-enable-both-without-qresync",
        "rfc7162/enable-both",
        "ENABLE QRESYNC CONDSTORE does not enable QRESYNC.",
    ),
    fault(
        "imap-qresync-before-enable",
        "rfc7162/enable-first",
        "QRESYNC and VANISHED are taken before ENABLE QRESYNC.",
    ),
    fault(
        "imap-qresync-without-condstore",
        "rfc7162/condstore-announced",
        "QRESYNC is announced without CONDSTORE.",
    ),
    fault(
        "imap-seen-without-uid",
        "rfc7162/uid-and-modseq-together",
        "A FETCH that sets \\Seen tells it without the UID.",
    ),
    fault(
        "imap-qresync-uidvalidity-ignored",
        "rfc7162/uidvalidity-mismatch-ignored",
        "SELECT with QRESYNC does not look at the UIDVALIDITY.",
    ),
    fault(
        "imap-qresync-without-fetch",
        "rfc7162/select-fetches-changes",
        "SELECT with QRESYNC does not tell changes of flags.",
    ),
    fault(
        "imap-qresync-known-uids-ignored",
        "rfc7162/known-uids-restrict",
        "SELECT with QRESYNC does not look at the known UIDs.",
    ),
    fault(
        "imap-sequence-match-ignored",
        "rfc7162/sequence-match",
        "SELECT with QRESYNC does not look at the sequence match data.",
    ),
    fault(
        "imap-sequence-match-unchecked",
        "rfc7162/sequence-mismatch",
        "SELECT with QRESYNC takes any pair of the sequence match data for a match.",
    ),
    fault(
        "imap-fetch-vanished-silent",
        "rfc7162/fetch-vanished",
        "UID FETCH with VANISHED does not tell what was expunged.",
    ),
    fault(
        "imap-fetch-vanished-last",
        "rfc7162/fetch-vanished-first",
        "UID FETCH sends VANISHED after the FETCH responses.",
    ),
    fault(
        "imap-fetch-vanished-beyond-set",
        "rfc7162/fetch-vanished-within-set",
        "UID FETCH with VANISHED tells of UIDs that are not in the set.",
    ),
    fault(
        "imap-expunge-without-highestmodseq",
        "rfc7162/expunge-sends-highestmodseq",
        "EXPUNGE does not return HIGHESTMODSEQ.",
    ),
    fault(
        "imap-close-tells-highestmodseq",
        "rfc7162/close-without-highestmodseq",
        "CLOSE returns HIGHESTMODSEQ.",
    ),
    fault(
        "imap-uid-expunge-forgets",
        "rfc7162/expunged-remembered",
        "What UID EXPUNGE has removed is not remembered.",
    ),
    fault(
        "imap-expunge-in-spite-of-qresync",
        "rfc7162/vanished-for-expunge",
        "EXPUNGE is sent after ENABLE QRESYNC.",
    ),
    fault(
        "imap-vanished-always-earlier",
        "rfc7162/vanished-without-earlier",
        "VANISHED always has EARLIER.",
    ),
    fault(
        "imap-closed-not-told",
        "rfc7162/closed-code",
        "SELECT with another mailbox selected does not say CLOSED.",
    ),
    fault(
        "imap-closed-when-enabled-only",
        "rfc7162/closed-unasked",
        "CLOSED is told only after ENABLE QRESYNC or ENABLE IMAP4rev2.",
    ),
];
