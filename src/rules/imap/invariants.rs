//! The rules that hold between one IMAP response and the next, as data. Judges nothing.

use crate::rules::info::rules;

rules! { Imap:
TAG = "imap/tag-answered-once", "rfc3501/result-carries-the-tag", Must,
    "A tagged response carries the tag of a command that is in progress, so each command is answered once.",
    r"a1 OK done\r\na1 OK done\r\n", r"a1 OK done\r\n";
AFTER_BYE = "imap/after-bye", "rfc3501/bye-then-close", Must,
    "After BYE nothing comes, but for the answer to LOGOUT.",
    r"* BYE too long\r\n* 3 EXISTS\r\n", r"* BYE too long\r\n";
LOGOUT_BYE = "imap/logout-bye", "rfc3501/logout-bye-then-ok", Must,
    "BYE comes before the OK of LOGOUT.",
    r"a1 OK bye\r\n", r"* BYE\r\na1 OK bye\r\n";
LOGIN_DISABLED = "imap/login-disabled", "rfc3501/logindisabled-refuses", Must,
    "While LOGINDISABLED is announced, LOGIN does not succeed.",
    r"a1 OK in\r\n", r"a1 NO [PRIVACYREQUIRED] not without TLS\r\n";
STARTTLS_TLS = "imap/starttls-under-tls", "rfc3501/starttls-not-twice", Must,
    "STARTTLS is not announced once TLS is in place.",
    r"* CAPABILITY IMAP4rev1 STARTTLS\r\n", r"* CAPABILITY IMAP4rev1\r\n";
EXISTS_FALLS = "imap/exists-falls", "rfc3501/exists-never-shrinks", Must,
    "EXISTS never falls: only EXPUNGE and VANISHED take messages away.",
    r"* 3 EXISTS\r\n* 2 EXISTS\r\n", r"* 3 EXISTS\r\n* 3 EXPUNGE\r\n";
RANGE = "imap/sequence-number-range", "rfc3501/sequence-numbers-follow-uids", Must,
    "A message sequence number is not above the number of messages.",
    r"* 3 EXISTS\r\n* 4 EXPUNGE\r\n", r"* 3 EXISTS\r\n* 3 EXPUNGE\r\n";
EXPUNGE_DURING = "imap/expunge-during-fetch", "rfc3501/expunge-not-in-fetch-store-search", Must,
    "EXPUNGE is not sent while nothing but a FETCH, STORE or SEARCH is answered (their UID forms may have it).",
    r"C: a1 FETCH 1:3 FLAGS / S: * 2 EXPUNGE\r\n", r"C: a1 NOOP / S: * 2 EXPUNGE\r\n";
EXPUNGE_IDLE = "imap/expunge-without-command", "rfc3501/expunge-not-without-command", Must,
    "EXPUNGE is not sent while no command is in progress (but for NOTIFY).",
    r"a1 OK done\r\n* 2 EXPUNGE\r\n", r"* 2 EXPUNGE\r\na1 OK done\r\n";
EXPUNGE_QRESYNC = "imap/expunge-after-qresync", "rfc7162/vanished-instead-of-expunge", Must,
    "Once QRESYNC is enabled, VANISHED is sent and EXPUNGE is not.",
    r"* ENABLED QRESYNC\r\n* 2 EXPUNGE\r\n", r"* ENABLED QRESYNC\r\n* VANISHED 7\r\n";
VANISHED_EARLY = "imap/vanished-not-enabled", "rfc7162/vanished-only-when-enabled", Must,
    "VANISHED is sent only when the client has enabled QRESYNC or UIDONLY.",
    r"* VANISHED 7\r\n", r"* 2 EXPUNGE\r\n";
UID_ORDER = "imap/uid-order", "rfc3501/uids-strictly-ascending", Must,
    "UIDs ascend strictly with the message sequence numbers.",
    r"* 1 FETCH (UID 9)\r\n* 2 FETCH (UID 8)\r\n", r"* 1 FETCH (UID 8)\r\n* 2 FETCH (UID 9)\r\n";
UID_CONSTANT = "imap/uid-constant", "rfc3501/uid-constant-in-session", Must,
    "A message keeps its UID for the whole session.",
    r"* 1 FETCH (UID 9)\r\n* 1 FETCH (UID 8)\r\n", r"* 1 FETCH (UID 9)\r\n* 1 FETCH (UID 9)\r\n";
UID_REUSED = "imap/uid-reused", "rfc3501/uid-never-reused", Must,
    "A new message has a UID above all that were seen in the mailbox before.",
    r"* 1 FETCH (UID 9)\r\n* 1 EXPUNGE\r\n* 1 EXISTS\r\n* 1 FETCH (UID 9)\r\n",
    r"* 1 FETCH (UID 9)\r\n* 1 EXPUNGE\r\n* 1 EXISTS\r\n* 1 FETCH (UID 10)\r\n";
UIDNEXT = "imap/uidnext", "rfc3501/uidnext-is-lower-bound", Must,
    "UIDNEXT is above every UID that was seen before, never falls, and every later message has at least that UID.",
    r"* OK [UIDNEXT 9] next\r\na1 OK [APPENDUID 1 8] done\r\n", r"* OK [UIDNEXT 9] next\r\na1 OK [APPENDUID 1 9] done\r\n";
IMMUTABLE = "imap/message-immutable", "rfc3501/message-immutable", Must,
    "Size, internal date, envelope, body structure and texts behind a mailbox, UIDVALIDITY and UID never change.",
    r"* 1 FETCH (UID 9 RFC822.SIZE 5)\r\n* 1 FETCH (UID 9 RFC822.SIZE 6)\r\n",
    r"* 1 FETCH (UID 9 RFC822.SIZE 5)\r\n* 1 FETCH (UID 9 RFC822.SIZE 5)\r\n";
SIZE = "imap/size", "rfc3501/size-is-octet-count", Must,
    "RFC822.SIZE is the number of octets of BODY[].",
    r#"* 1 FETCH (RFC822.SIZE 4 BODY[] "hello")\r\n"#, r#"* 1 FETCH (RFC822.SIZE 5 BODY[] "hello")\r\n"#;
PART_SIZE = "imap/part-size", "rfc3501/bodystructure-size-encoded", Must,
    "The size of a part in BODY and BODYSTRUCTURE is the number of octets of its section.",
    r#"* 1 FETCH (UID 9 BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 4 1) BODY[1] "hello")\r\n"#,
    r#"* 1 FETCH (UID 9 BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 5 1) BODY[1] "hello")\r\n"#;
DELIMITER = "imap/one-delimiter", "rfc3501/list-one-delimiter", Must,
    "All names below one top-level name have the same hierarchy delimiter.",
    r#"* LIST () "/" a/b\r\n* LIST () "." a.c\r\n"#, r#"* LIST () "/" a/b\r\n* LIST () "/" a/c\r\n"#;
MODSEQ_FALLS = "imap/mod-sequence-falls", "rfc7162/modseq-ascends", Must,
    "The mod-sequence of a message, and HIGHESTMODSEQ, never fall.",
    r"* 1 FETCH (MODSEQ (9))\r\n* 1 FETCH (MODSEQ (8))\r\n", r"* 1 FETCH (MODSEQ (8))\r\n* 1 FETCH (MODSEQ (9))\r\n";
FLAG_UNKNOWN = "imap/flag-not-applicable", "rfc3501/flags-response-minimum", May,
    "A message has no keyword that the last FLAGS response lacks. MAY, because the text demands the system flags only.",
    r"* FLAGS (\Seen)\r\n* 1 FETCH (FLAGS (work))\r\n", r"* FLAGS (\Seen work)\r\n* 1 FETCH (FLAGS (work))\r\n";
}
