//! The rules that hold between one IMAP response and the next, as data. Judges nothing.

use crate::rules::info::rules;

rules! { Imap:
TAG = "imap/tag-answered-once", "rfc3501/result-carries-the-tag", Must prose,
    "A tagged response carries the tag of a command that is in progress, so each command is answered once.",
    "C: a1 NOOP\nS: a1 OK done\nS: a1 OK done",
    "C: a1 NOOP\nS: a1 OK done";
AFTER_BYE = "imap/after-bye", "rfc3501/bye-then-close", Must prose,
    "After BYE nothing comes, but for the answer to LOGOUT.",
    "C: a1 NOOP\nS: * BYE too long\nS: * 3 EXISTS",
    "C: a1 NOOP\nS: * BYE too long";
CLOSED = "imap/closed-without-bye", "rfc3501/no-close-without-bye", Must prose,
    "A server that announces IMAP4rev1 and not IMAP4rev2 sends BYE before it closes the connection on its own account.",
    "S: * OK [CAPABILITY IMAP4rev1] hello\nC: a1 NOOP\nS: a1 OK done\n@closed",
    "S: * OK [CAPABILITY IMAP4rev1] hello\nC: a1 NOOP\nS: * BYE too long\n@closed";
CLOSED_REV2 = "imap/closed-without-bye-rev2", "rfc9051/close-without-bye", Should prose,
    "A server sends BYE before it closes the connection on its own account. SHOULD, where IMAP4rev2 is announced or no capability was told yet.",
    "S: * OK [CAPABILITY IMAP4rev2] hello\nC: a1 NOOP\nS: a1 OK done\n@closed",
    "S: * OK [CAPABILITY IMAP4rev2] hello\nC: a1 NOOP\nS: * BYE too long\n@closed";
EXPERIMENTAL = "imap/experimental-unasked", "rfc3501/x-responses-only-on-request", Should prose,
    "A response whose name begins with X comes only after a command that begins with X, or ENABLE. SHOULD, because what an experiment takes for a request is its own affair.",
    "S: * OK hello\nC: a1 NOOP\nS: * XPIG-LATIN ow-nay\nS: a1 OK done",
    "S: * OK hello\nC: a1 XPIG-LATIN\nS: * XPIG-LATIN ow-nay\nS: a1 OK done";
LOGOUT_BYE = "imap/logout-bye", "rfc3501/logout-bye-then-ok", Must prose,
    "BYE comes before the OK of LOGOUT.",
    "C: a1 LOGOUT\nS: a1 OK bye",
    "C: a1 LOGOUT\nS: * BYE bye\nS: a1 OK bye";
LOGIN_DISABLED = "imap/login-disabled", "rfc3501/logindisabled-refuses", Must prose,
    "While LOGINDISABLED is announced, LOGIN does not succeed.",
    "C: a1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 LOGINDISABLED\nS: a1 OK done\nC: a2 LOGIN alice secret\nS: a2 OK in",
    "C: a1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 LOGINDISABLED\nS: a1 OK done\nC: a2 LOGIN alice secret\nS: a2 NO [PRIVACYREQUIRED] not without TLS";
STARTTLS_TLS = "imap/starttls-under-tls", "rfc3501/starttls-not-twice", Must prose,
    "STARTTLS is not announced once TLS is in place.",
    "@starttls\nS: * CAPABILITY IMAP4rev1 STARTTLS",
    "@starttls\nS: * CAPABILITY IMAP4rev1";
EXISTS_FALLS = "imap/exists-falls", "rfc3501/exists-never-shrinks", Must prose,
    "EXISTS never falls: only EXPUNGE and VANISHED take messages away.",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 2 EXISTS",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 3 EXPUNGE";
RANGE = "imap/sequence-number-range", "rfc3501/sequence-numbers-follow-uids", Must prose,
    "A message sequence number is not above the number of messages.",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 4 EXPUNGE",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 3 EXPUNGE";
EXPUNGE_DURING = "imap/expunge-during-fetch", "rfc3501/expunge-not-in-fetch-store-search", Must prose,
    "EXPUNGE is not sent while nothing but a FETCH, STORE or SEARCH is answered (their UID forms may have it).",
    "C: a1 FETCH 1:3 FLAGS\nS: * 2 EXPUNGE",
    "C: a1 NOOP\nS: * 2 EXPUNGE";
EXPUNGE_IDLE = "imap/expunge-without-command", "rfc3501/expunge-not-without-command", Must prose,
    "EXPUNGE is not sent while no command is in progress (but for NOTIFY).",
    "C: a1 NOOP\nS: a1 OK done\nS: * 2 EXPUNGE",
    "C: a1 NOOP\nS: * 2 EXPUNGE\nS: a1 OK done";
EXPUNGE_QRESYNC = "imap/expunge-after-qresync", "rfc7162/vanished-instead-of-expunge", Must prose,
    "Once QRESYNC is enabled, VANISHED is sent and EXPUNGE is not.",
    "C: a1 ENABLE QRESYNC\nS: * ENABLED QRESYNC\nS: a1 OK done\nC: a2 NOOP\nS: * 2 EXPUNGE",
    "C: a1 ENABLE QRESYNC\nS: * ENABLED QRESYNC\nS: a1 OK done\nC: a2 NOOP\nS: * VANISHED 7";
VANISHED_EARLY = "imap/vanished-not-enabled", "rfc7162/vanished-only-when-enabled", Must prose,
    "VANISHED is sent only when the client has enabled QRESYNC or UIDONLY.",
    "C: a1 NOOP\nS: * VANISHED 7",
    "C: a1 NOOP\nS: * 2 EXPUNGE";
ESEARCH_TAG = "imap/esearch-tag", "rfc4731/tag-correlator", Must prose,
    "The tag in ESEARCH is that of a search that the client has sent.",
    "S: * OK hello\nC: a0 SELECT INBOX\nS: * 3 EXISTS\nS: a0 OK open\nC: a1 SEARCH RETURN (COUNT) ALL\nS: * ESEARCH (TAG \"a2\") COUNT 3",
    "S: * OK hello\nC: a0 SELECT INBOX\nS: * 3 EXISTS\nS: a0 OK open\nC: a1 SEARCH RETURN (COUNT) ALL\nS: * ESEARCH (TAG \"a1\") COUNT 3";
UID_ORDER = "imap/uid-order", "rfc3501/uids-strictly-ascending", Must prose,
    "UIDs ascend strictly with the message sequence numbers.",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 1 FETCH (UID 9)\nS: * 2 FETCH (UID 8)",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 1 FETCH (UID 8)\nS: * 2 FETCH (UID 9)";
UID_CONSTANT = "imap/uid-constant", "rfc3501/uid-constant-in-session", Must prose,
    "A message keeps its UID for the whole session.",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 1 FETCH (UID 9)\nS: * 1 FETCH (UID 8)",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 1 FETCH (UID 9)\nS: * 1 FETCH (UID 9)";
UID_REUSED = "imap/uid-reused", "rfc3501/uid-never-reused", Must prose,
    "A new message has a UID above all that were seen in the mailbox before.",
    "C: a1 NOOP\nS: * 1 EXISTS\nS: * 1 FETCH (UID 9)\nS: * 1 EXPUNGE\nS: * 1 EXISTS\nS: * 1 FETCH (UID 9)",
    "C: a1 NOOP\nS: * 1 EXISTS\nS: * 1 FETCH (UID 9)\nS: * 1 EXPUNGE\nS: * 1 EXISTS\nS: * 1 FETCH (UID 10)";
UIDNEXT = "imap/uidnext", "rfc3501/uidnext-is-lower-bound", Must prose,
    "UIDNEXT is above every UID that was seen before, never falls, and every later message has at least that UID.",
    "C: a1 STATUS INBOX (UIDNEXT UIDVALIDITY)\nS: * STATUS INBOX (UIDNEXT 9 UIDVALIDITY 7)\nS: a1 OK done\nC: a2 APPEND INBOX {1}\nS: + go on\nC: x\nS: a2 OK [APPENDUID 7 8] done",
    "C: a1 STATUS INBOX (UIDNEXT UIDVALIDITY)\nS: * STATUS INBOX (UIDNEXT 9 UIDVALIDITY 7)\nS: a1 OK done\nC: a2 APPEND INBOX {1}\nS: + go on\nC: x\nS: a2 OK [APPENDUID 7 9] done";
IMMUTABLE = "imap/message-immutable", "rfc3501/message-immutable", Must prose,
    "Size, internal date, envelope, body structure and texts behind a mailbox, UIDVALIDITY and UID never change.",
    "C: a1 SELECT INBOX\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] valid\nS: a1 OK selected\nC: a2 NOOP\nS: * 1 FETCH (UID 9 RFC822.SIZE 5)\nS: * 1 FETCH (UID 9 RFC822.SIZE 6)",
    "C: a1 SELECT INBOX\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] valid\nS: a1 OK selected\nC: a2 NOOP\nS: * 1 FETCH (UID 9 RFC822.SIZE 5)\nS: * 1 FETCH (UID 9 RFC822.SIZE 5)";
SIZE = "imap/size", "rfc3501/size-is-octet-count", Must prose,
    "RFC822.SIZE is the number of octets of BODY[].",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 1 FETCH (RFC822.SIZE 4 BODY[] \"hello\")",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 1 FETCH (RFC822.SIZE 5 BODY[] \"hello\")";
PART_SIZE = "imap/part-size", "rfc3501/bodystructure-size-encoded", Must prose,
    "The size of a part in BODY and BODYSTRUCTURE is the number of octets of its section.",
    "C: a1 SELECT INBOX\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] valid\nS: a1 OK selected\nC: a2 NOOP\nS: * 1 FETCH (UID 9 BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 4 1) BODY[1] \"hello\")",
    "C: a1 SELECT INBOX\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] valid\nS: a1 OK selected\nC: a2 NOOP\nS: * 1 FETCH (UID 9 BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 5 1) BODY[1] \"hello\")";
DELIMITER = "imap/one-delimiter", "rfc3501/list-one-delimiter", Must prose,
    "All names below one top-level name have the same hierarchy delimiter.",
    r#"* LIST () "/" a/b\r\n* LIST () "." a.c\r\n"#, r#"* LIST () "/" a/b\r\n* LIST () "/" a/c\r\n"#;
MODSEQ_FALLS = "imap/mod-sequence-falls", "rfc7162/modseq-ascends", Must prose,
    "The mod-sequence of a message, and HIGHESTMODSEQ, never fall.",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 1 FETCH (MODSEQ (9))\nS: * 1 FETCH (MODSEQ (8))",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 1 FETCH (MODSEQ (8))\nS: * 1 FETCH (MODSEQ (9))";
MODSEQ_SAME = "imap/mod-sequence-same", "rfc7162/modseq-updated", Must prose,
    "When flags of a message change, so does its mod-sequence.",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 1 FETCH (MODSEQ (9) FLAGS ())\nS: * 1 FETCH (MODSEQ (9) FLAGS (\\Seen))",
    "C: a1 NOOP\nS: * 3 EXISTS\nS: * 1 FETCH (MODSEQ (9) FLAGS ())\nS: * 1 FETCH (MODSEQ (10) FLAGS (\\Seen))";
MODSEQ_NEW = "imap/mod-sequence-of-new-message", "rfc7162/appended-is-higher", Must prose,
    "A message that comes after SELECT has a mod-sequence above the HIGHESTMODSEQ that SELECT gave.",
    "C: a1 SELECT INBOX\nS: * 3 EXISTS\nS: * OK [HIGHESTMODSEQ 20] highest\nS: a1 OK selected\nC: a2 NOOP\nS: * 4 EXISTS\nS: a2 OK done\nC: a3 FETCH 4 MODSEQ\nS: * 4 FETCH (MODSEQ (20))",
    "C: a1 SELECT INBOX\nS: * 3 EXISTS\nS: * OK [HIGHESTMODSEQ 20] highest\nS: a1 OK selected\nC: a2 NOOP\nS: * 4 EXISTS\nS: a2 OK done\nC: a3 FETCH 4 MODSEQ\nS: * 4 FETCH (MODSEQ (21))";
FLAG_UNTOLD = "imap/flag-change-not-told", "rfc3501/flag-updates-sent", Should prose,
    "A flag that another session has changed is told by the end of the next command. SHOULD, as the text says, which names no time.",
    "C[one]: a1 SELECT INBOX\nS[one]: * 3 EXISTS\nS[one]: * OK [UIDVALIDITY 7] valid\nS[one]: a1 OK selected\nC[one]: a2 FETCH 1 (UID FLAGS)\nS[one]: * 1 FETCH (UID 9 FLAGS ())\nS[one]: a2 OK done\nC[two]: a1 SELECT INBOX\nS[two]: * 3 EXISTS\nS[two]: * OK [UIDVALIDITY 7] valid\nS[two]: a1 OK selected\nC[two]: a2 FETCH 1 (UID FLAGS)\nS[two]: * 1 FETCH (UID 9 FLAGS ())\nS[two]: a2 OK done\nC[one]: a3 STORE 1 +FLAGS (\\Seen)\nS[one]: * 1 FETCH (FLAGS (\\Seen))\nS[one]: a3 OK done\nC[two]: a3 NOOP\nS[two]: a3 OK done",
    "C[one]: a1 SELECT INBOX\nS[one]: * 3 EXISTS\nS[one]: * OK [UIDVALIDITY 7] valid\nS[one]: a1 OK selected\nC[one]: a2 FETCH 1 (UID FLAGS)\nS[one]: * 1 FETCH (UID 9 FLAGS ())\nS[one]: a2 OK done\nC[two]: a1 SELECT INBOX\nS[two]: * 3 EXISTS\nS[two]: * OK [UIDVALIDITY 7] valid\nS[two]: a1 OK selected\nC[two]: a2 FETCH 1 (UID FLAGS)\nS[two]: * 1 FETCH (UID 9 FLAGS ())\nS[two]: a2 OK done\nC[one]: a3 STORE 1 +FLAGS (\\Seen)\nS[one]: * 1 FETCH (FLAGS (\\Seen))\nS[one]: a3 OK done\nC[two]: a3 NOOP\nS[two]: * 1 FETCH (FLAGS (\\Seen))\nS[two]: a3 OK done";
APPEND_FLAGS = "imap/append-flags", "rfc3501/append-flags", Should prose,
    "A message that APPEND has brought has the system flags that APPEND gave it and PERMANENTFLAGS names, as long as no command may have changed them. SHOULD, as the text says.",
    "C: a1 SELECT INBOX\nS: * FLAGS (\\Seen)\nS: * 0 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [PERMANENTFLAGS (\\Seen)] x\nS: a1 OK open\nC: a2 APPEND INBOX (\\Seen) {1}\nS: + go on\nC: x\nS: * 1 EXISTS\nS: a2 OK [APPENDUID 7 20] done\nC: a3 FETCH 1 (UID FLAGS)\nS: * 1 FETCH (UID 20 FLAGS ())",
    "C: a1 SELECT INBOX\nS: * FLAGS (\\Seen)\nS: * 0 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [PERMANENTFLAGS (\\Seen)] x\nS: a1 OK open\nC: a2 APPEND INBOX (\\Seen) {1}\nS: + go on\nC: x\nS: * 1 EXISTS\nS: a2 OK [APPENDUID 7 20] done\nC: a3 FETCH 1 (UID FLAGS)\nS: * 1 FETCH (UID 20 FLAGS (\\Seen))";
PERMANENT_UNKNOWN = "imap/permanentflags-known", "rfc3501/permanentflags-are-known-flags", Should prose,
    "PERMANENTFLAGS names flags of the last FLAGS response, and \\*. SHOULD, because the text only describes it so.",
    "C: a1 SELECT INBOX\nS: * FLAGS (\\Seen)\nS: * OK [PERMANENTFLAGS (\\Seen \\Draft)] kept",
    "C: a1 SELECT INBOX\nS: * FLAGS (\\Seen \\Draft)\nS: * OK [PERMANENTFLAGS (\\Seen \\*)] kept";
VALIDITY_FALLS = "imap/uidvalidity-falls", "rfc3501/uid-change-shows-in-uidvalidity", Should prose,
    "UIDVALIDITY of a mailbox does not fall. SHOULD, because another mailbox may have got the name, unseen.",
    "C: a1 STATUS box (UIDVALIDITY)\nS: * STATUS box (UIDVALIDITY 8)\nS: a1 OK done\nC: a2 STATUS box (UIDVALIDITY)\nS: * STATUS box (UIDVALIDITY 7)",
    "C: a1 STATUS box (UIDVALIDITY)\nS: * STATUS box (UIDVALIDITY 7)\nS: a1 OK done\nC: a2 DELETE box\nS: a2 OK done\nC: a3 CREATE box\nS: a3 OK done\nC: a4 STATUS box (UIDVALIDITY)\nS: * STATUS box (UIDVALIDITY 8)";
VALIDITY_KEPT = "imap/uidvalidity-kept", "rfc3501/uid-kept-between-sessions", Should prose,
    "UIDVALIDITY of a mailbox stays the same, unless the mailbox is deleted or renamed. SHOULD, as the text says of UIDs.",
    "C: a1 STATUS box (UIDVALIDITY)\nS: * STATUS box (UIDVALIDITY 7)\nS: a1 OK done\nC: a2 STATUS box (UIDVALIDITY)\nS: * STATUS box (UIDVALIDITY 8)",
    "C: a1 STATUS box (UIDVALIDITY)\nS: * STATUS box (UIDVALIDITY 7)\nS: a1 OK done\nC: a2 STATUS box (UIDVALIDITY)\nS: * STATUS box (UIDVALIDITY 7)";
ENABLED_UNASKED = "imap/enabled-not-asked", "rfc5161/only-newly-enabled", Should prose,
    "ENABLED lists only what the client has asked for.",
    "C: a1 ENABLE CONDSTORE\nS: * ENABLED CONDSTORE UTF8=ACCEPT",
    "C: a1 ENABLE CONDSTORE\nS: * ENABLED CONDSTORE";
ORDER = "imap/pipelined-order", "rfc3501/pipelined-in-order", Must prose,
    "Of two commands that are sent together, the later is not completed first where its results depend on the earlier: on what is selected, on who is logged in, on a mailbox that is made, taken away or added to, on rights, flags, a saved result, or on numbers that EXPUNGE changes.",
    "C: a1 STORE 1 +FLAGS (\\Seen)\nC: a2 FETCH 1 FLAGS\nS: * 1 FETCH (FLAGS ())\nS: a2 OK done\nS: a1 OK done",
    "C: a1 STORE 1 +FLAGS (\\Seen)\nC: a2 FETCH 1 FLAGS\nS: * 1 FETCH (FLAGS (\\Seen))\nS: a1 OK done\nS: a2 OK done";
UNANSWERED = "imap/every-command-answered", "rfc3501/one-result-per-command", Must prose,
    "Every command that was sent before LOGOUT is answered before LOGOUT is.",
    "C: a1 NOOP\nC: a2 LOGOUT\nS: * BYE bye\nS: a2 OK done",
    "C: a1 NOOP\nC: a2 LOGOUT\nS: a1 OK done\nS: * BYE bye\nS: a2 OK done";
CAPABILITY_CHANGES = "imap/capability-changes", "rfc3501/capability-code-is-the-list", Should prose,
    "Between two changes of state (TLS, login) every list of capabilities is the same, in a response code too. SHOULD, because no sentence says so in these words.",
    "S: * OK [CAPABILITY IMAP4rev1 IDLE] ready\nC: a1 CAPABILITY\nS: * CAPABILITY IMAP4rev1",
    "S: * OK [CAPABILITY IMAP4rev1 IDLE] ready\nC: a1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 IDLE";
CAPABILITY_ENABLE = "imap/capability-after-enable", "rfc5161/capability-unchanged", Must prose,
    "ENABLE does not change the list of capabilities.",
    "C: a1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 ENABLE CONDSTORE\nS: a1 OK done\nC: a2 ENABLE CONDSTORE\nS: * ENABLED CONDSTORE\nS: a2 OK done\nC: a3 CAPABILITY\nS: * CAPABILITY IMAP4rev1 ENABLE",
    "C: a1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 ENABLE CONDSTORE\nS: a1 OK done\nC: a2 ENABLE CONDSTORE\nS: * ENABLED CONDSTORE\nS: a2 OK done\nC: a3 CAPABILITY\nS: * CAPABILITY IMAP4rev1 ENABLE CONDSTORE";
FLAG_UNKNOWN = "imap/flag-not-applicable", "rfc3501/flags-response-minimum", May prose,
    "A message has no keyword that the last FLAGS response lacks. MAY, because the text demands the system flags only.",
    "C: a1 SELECT INBOX\nS: * FLAGS (\\Seen)\nS: * 3 EXISTS\nS: a1 OK selected\nC: a2 FETCH 1 FLAGS\nS: * 1 FETCH (FLAGS (work))",
    "C: a1 SELECT INBOX\nS: * FLAGS (\\Seen work)\nS: * 3 EXISTS\nS: a1 OK selected\nC: a2 FETCH 1 FLAGS\nS: * 1 FETCH (FLAGS (work))";
}
