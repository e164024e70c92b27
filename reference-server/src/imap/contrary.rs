//! Commands that faults answer at once, against what the server would say: a table and what reads it.
//! What a fault changes in the midst of a command is not here.

use crate::faults::Faults;

/// When a row is for commands of one state only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    BeforeLogin,
}
use When::{Always, BeforeLogin};

struct Contrary {
    fault: &'static str,
    /// The command, in upper case.
    word: &'static str,
    /// What stands in its line, as it is written.
    with: &'static str,
    when: When,
    status: &'static str,
}

const fn row(
    fault: &'static str,
    word: &'static str,
    with: &'static str,
    when: When,
    status: &'static str,
) -> Contrary {
    Contrary {
        fault,
        word,
        with,
        when,
        status,
    }
}

const TABLE: &[Contrary] = &[
    row("imap-id-list-refused", "ID", "(", Always, "BAD"),
    row(
        "imap-utf8-enable-refused",
        "ENABLE",
        "UTF8=ACCEPT",
        Always,
        "NO",
    ),
    row(
        "imap-utf8-enable-before-login",
        "ENABLE",
        "UTF8=ACCEPT",
        BeforeLogin,
        "OK",
    ),
    row(
        "imap-compress-lower-case-refused",
        "COMPRESS",
        "compress",
        Always,
        "BAD",
    ),
    row(
        "imap-appendlimit-lower-case-dropped",
        "STATUS",
        "appendlimit",
        Always,
        "OK",
    ),
    row(
        "imap-appendlimit-dropped",
        "STATUS",
        "APPENDLIMIT",
        Always,
        "OK",
    ),
    row("imap-getquota-without-quota", "GETQUOTA", "", Always, "OK"),
    row("imap-getquotaroot-silent", "GETQUOTAROOT", "", Always, "OK"),
    row("imap-setquota-sets-nothing", "SETQUOTA", "", Always, "OK"),
    row(
        "imap-status-deleted-storage-dropped",
        "STATUS",
        "DELETED-STORAGE",
        Always,
        "OK",
    ),
    row("imap-getmetadata-silent", "GETMETADATA", "", Always, "OK"),
    row(
        "imap-setmetadata-sets-nothing",
        "SETMETADATA",
        "",
        Always,
        "OK",
    ),
    row(
        "imap-metadata-before-login-ok",
        "GETMETADATA",
        "",
        BeforeLogin,
        "OK",
    ),
    row(
        "imap-metadata-shared-refused",
        "SETMETADATA",
        "/shared/comment",
        Always,
        "NO",
    ),
    row(
        "imap-metadata-server-refused",
        "GETMETADATA",
        " \"\" ",
        Always,
        "NO",
    ),
    row(
        "imap-objectid-lower-case-refused",
        "FETCH",
        "emailid",
        Always,
        "BAD",
    ),
    row(
        "imap-list-myrights-dropped",
        "LIST",
        "MYRIGHTS",
        Always,
        "OK",
    ),
    row(
        "imap-esearch-options-in-capitals",
        "SEARCH",
        "return (",
        Always,
        "BAD",
    ),
    row("imap-save-in-capitals", "SEARCH", "(save)", Always, "BAD"),
    row("imap-fuzzy-one-key", "SEARCH", "FUZZY (", Always, "BAD"),
    row("imap-list-remote-unknown", "LIST", "(REMOTE", Always, "BAD"),
    row(
        "imap-list-options-in-one-order",
        "LIST",
        "(RECURSIVEMATCH SUBSCRIBED",
        Always,
        "BAD",
    ),
    row(
        "imap-list-option-twice-refused",
        "LIST",
        "CHILDREN CHILDREN",
        Always,
        "BAD",
    ),
    row(
        "imap-notify-metadata-unsupported",
        "NOTIFY",
        "MailboxMetadataChange",
        Always,
        "BAD",
    ),
    row(
        "imap-notify-server-metadata-unsupported",
        "NOTIFY",
        "ServerMetadataChange",
        Always,
        "BAD",
    ),
];

/// The status with which a fault answers the command.
pub(super) fn answer(
    faults: &Faults,
    word: Option<&str>,
    text: &[u8],
    logged_in: bool,
) -> Option<&'static str> {
    let holds = |row: &&Contrary| {
        word == Some(row.word)
            && (row.when == Always || !logged_in)
            && (row.with.is_empty()
                || text
                    .windows(row.with.len())
                    .any(|part| part == row.with.as_bytes()))
            && faults.on(row.fault)
    };
    TABLE.iter().find(holds).map(|row| row.status)
}
