//! The deviations of THREAD. Data only.

use super::fault;
use crate::faults::FaultInfo;

/// All of them.
pub const THREADS: &[FaultInfo] = &[
    fault(
        "imap-expunge-in-thread",
        "rfc5256/thread-no-expunge",
        "EXPUNGE is sent while THREAD is answered.",
    ),
    fault(
        "imap-thread-everything",
        "rfc5256/thread-searches",
        "THREAD threads all messages, whatever is searched for.",
    ),
    fault(
        "imap-thread-silent-when-empty",
        "rfc5256/thread-empty",
        "THREAD that finds nothing sends no THREAD response.",
    ),
    fault(
        "imap-uid-thread-numbers",
        "rfc5256/uid-thread",
        "UID THREAD returns sequence numbers.",
    ),
    fault(
        "imap-thread-subject-apart",
        "rfc5256/subject-threads",
        "ORDEREDSUBJECT makes a thread of each message.",
    ),
    fault(
        "imap-thread-subject-nested",
        "rfc5256/subject-no-grandchildren",
        "ORDEREDSUBJECT puts each message below the one before.",
    ),
    fault(
        "imap-thread-subject-by-number",
        "rfc5256/subject-dates",
        "ORDEREDSUBJECT leaves messages in mailbox order.",
    ),
    fault(
        "imap-thread-subject-by-subject",
        "rfc5256/subject-order",
        "Threads of ORDEREDSUBJECT are in order of their subjects.",
    ),
    fault(
        "imap-thread-references-ignored",
        "rfc5256/references-parent",
        "REFERENCES does not look at references.",
    ),
    fault(
        "imap-thread-ancestors-ignored",
        "rfc5256/references-chain",
        "REFERENCES looks at the last reference only.",
    ),
    fault(
        "imap-thread-ids-as-written",
        "rfc5256/message-id-quoting",
        "Message IDs are compared with their quoting.",
    ),
    fault(
        "imap-thread-ids-without-case",
        "rfc5256/message-id-case",
        "Message IDs are compared without regard to case.",
    ),
    fault(
        "imap-thread-in-reply-to-ignored",
        "rfc5256/in-reply-to",
        "In-Reply-To is never looked at.",
    ),
    fault(
        "imap-thread-in-reply-to-first",
        "rfc5256/references-before-in-reply-to",
        "In-Reply-To counts where References is there, too.",
    ),
    fault(
        "imap-thread-invalid-references",
        "rfc5256/references-invalid",
        "References without a Message ID hides In-Reply-To.",
    ),
    fault(
        "imap-thread-last-id-counts",
        "rfc5256/message-id-twice",
        "The last message with a Message ID has it.",
    ),
    fault(
        "imap-thread-relinks",
        "rfc5256/link-kept",
        "References of others change a parent.",
    ),
    fault(
        "imap-thread-first-parent-stays",
        "rfc5256/link-own-wins",
        "A parent that others gave a message stays.",
    ),
    fault(
        "imap-thread-loses-loops",
        "rfc5256/no-loop",
        "A message that closes a loop is left out.",
    ),
    fault(
        "imap-thread-missing-cuts",
        "rfc5256/dummy-pruned",
        "The children of a missing message begin threads.",
    ),
    fault(
        "imap-thread-missing-head-splits",
        "rfc5256/dummy-at-root",
        "The children of a missing head are threads of their own.",
    ),
    fault(
        "imap-thread-roots-by-number",
        "rfc5256/threads-by-date",
        "Threads are in mailbox order.",
    ),
    fault(
        "imap-thread-subjects-not-gathered",
        "rfc5256/gather-reply",
        "REFERENCES does not look at subjects.",
    ),
    fault(
        "imap-thread-equals-below",
        "rfc5256/gather-equals",
        "Of two equal subjects the second message is below the first.",
    ),
    fault(
        "imap-thread-missing-not-joined",
        "rfc5256/gather-into-dummy",
        "A message does not join the thread of a missing one.",
    ),
    fault(
        "imap-thread-missing-apart",
        "rfc5256/gather-dummies",
        "Threads of missing messages stay apart.",
    ),
    fault(
        "imap-thread-empty-gathered",
        "rfc5256/gather-not-empty",
        "Messages with an empty subject are brought together.",
    ),
    fault(
        "imap-thread-siblings-by-number",
        "rfc5256/siblings-by-date",
        "Siblings are in mailbox order.",
    ),
    fault(
        "imap-thread-without-charset-ok",
        "rfc5256/thread-charset-required",
        "THREAD without a charset is answered with OK.",
    ),
    fault(
        "imap-thread-unknown-ok",
        "rfc5256/thread-unknown-refused",
        "A threading algorithm that does not exist is answered with OK.",
    ),
    fault(
        "imap-thread-charset-bad",
        "rfc5256/thread-charset-unknown-no",
        "THREAD with an unknown charset is answered with BAD.",
    ),
    fault(
        "imap-thread-without-id-together",
        "rfc5256/message-id-missing",
        "All messages without a Message ID refer to one message.",
    ),
];
