//! The deviations in the order in which commands that are sent together are carried out. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const PIPELINES: &[FaultInfo] = &[
    fault(
        "imap-pipeline-select-last",
        "rfc3501/pipelined-in-order",
        "SELECT and EXAMINE are carried out behind the command that was sent with them.",
    ),
    fault(
        "imap-pipeline-store-last",
        "rfc3501/pipelined-in-order",
        "STORE is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-fetch-last",
        "rfc3501/pipelined-in-order",
        "FETCH is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-search-last",
        "rfc3501/pipelined-in-order",
        "SEARCH is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-expunge-last",
        "rfc3501/pipelined-behind-expunge",
        "EXPUNGE is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-create-last",
        "rfc3501/pipelined-in-order",
        "CREATE and DELETE are carried out behind the command that was sent with them.",
    ),
    fault(
        "imap-pipeline-append-last",
        "rfc3501/pipelined-in-order",
        "APPEND is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-login-last",
        "rfc3501/pipelined-in-order",
        "LOGIN is carried out behind the command that was sent with it.",
    ),
    fault(
        "imap-pipeline-noop-forgotten",
        "rfc3501/one-result-per-command",
        "NOOP is put off until the next command is answered, and forgotten if that ends the session.",
    ),
];
