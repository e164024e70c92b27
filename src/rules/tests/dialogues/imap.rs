//! IMAP: one session: what must hold from one response to the next, and how it ends.

use super::check;
use crate::transcript::tree::Protocol;

/// A session that has selected INBOX, of three messages.
pub(super) const SELECTED: &str = "S: * OK hello\nC: a1 LOGIN a b\nS: a1 OK in\nC: a2 SELECT INBOX\nS: * FLAGS (\\Seen \\Deleted work)\n\
    S: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 20] x\nS: a2 OK [READ-WRITE] open\n";

/// A session that has selected INBOX, then these lines.
#[track_caller]
fn selected(rest: &str, wanted: &[&str]) {
    check(Protocol::Imap, &format!("{SELECTED}{rest}"), wanted);
}

#[test]
fn dialogues_without_a_finding() {
    for rest in [
        "C: b NOOP\nS: * 2 EXPUNGE\nS: * 2 EXISTS\nS: b OK x",
        "C: b NOOP\nS: * 5 EXISTS\nS: * 4 EXPUNGE\nS: b OK x",
        "C: b FETCH 1:3 UID\nS: * 1 FETCH (UID 3)\nS: * 3 FETCH (UID 9)\nS: * 2 FETCH (UID 4)\nS: b OK x",
        "C: b UID FETCH 1:* FLAGS\nS: * 2 EXPUNGE\nS: b OK x",
        "C: b FETCH 1 FLAGS\nC: c NOOP\nS: * 1 EXPUNGE\nS: b OK x\nS: c OK x",
        "C: b IDLE\nS: + idling\nS: * 1 EXPUNGE\nS: * 3 EXISTS\nC: DONE\nS: b OK x",
        "C: b NOTIFY SET (selected (MessageNew MessageExpunge))\nS: b OK x\nS: * 1 EXPUNGE",
        "C: b SELECT other\nS: * 1 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: b OK x",
        "C: b SELECT other\nS: * OK [CLOSED] x\nS: * 0 EXISTS\nS: b NO gone",
        "C: b CLOSE\nS: b OK x\nC: c SELECT INBOX\nS: * 1 EXISTS\nS: c OK x",
        "C: b SELECT x\nC: c SELECT y\nS: * 5 EXISTS\nS: b OK x\nS: * 1 EXISTS\nS: c OK x\nC: d NOOP\nS: * 0 EXISTS\nS: d OK x",
        "C: b FETCH 1 (RFC822.SIZE BODY.PEEK[])\nS: * 1 FETCH (RFC822.SIZE 5 BODY[] \"hello\")\nS: b OK x",
        "C: b FETCH 1 BODY.PEEK[]<0.2>\nS: * 1 FETCH (RFC822.SIZE 5 BODY[]<0> \"he\")\nS: b OK x",
        "C: b FETCH 1 FLAGS\nS: * 1 FETCH (FLAGS (\\Recent \\Seen WORK))\nS: b OK x",
        "C: b ENABLE QRESYNC\nS: * ENABLED QRESYNC\nS: b OK x\nC: c NOOP\nS: * VANISHED 3\nS: * 2 EXISTS\nS: c OK x",
        "C: b CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS\nS: b OK x\nC: c STARTTLS\nS: c NO x\nC: d CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: d OK x",
        "C: b COPY 1 INBOX\nS: * 4 EXISTS\nS: b OK [COPYUID 7 3 20] x",
        "C: b MOVE 1 other\nS: * OK [COPYUID 9 3 4] x\nS: * 1 EXPUNGE\nS: b OK x",
        "C: b STATUS INBOX (UIDVALIDITY HIGHESTMODSEQ)\nS: * STATUS INBOX (UIDVALIDITY 7 HIGHESTMODSEQ 5)\nS: b OK x\nC: c STATUS INBOX (UIDVALIDITY HIGHESTMODSEQ)\nS: * STATUS INBOX (UIDVALIDITY 7 HIGHESTMODSEQ 0)\nS: c OK x",
        "C: b UID SEARCH RETURN (UPDATE COUNT) ALL\nS: * ESEARCH (TAG \"b\") UID COUNT 3\nS: b OK x\nC: c NOOP\nS: * ESEARCH (TAG b) UID ADDTO (0 21)\nS: c OK x",
        "C: b ESEARCH IN (personal) RETURN (COUNT) ALL\nS: * ESEARCH (TAG \"b\" MAILBOX INBOX UIDVALIDITY 7) COUNT 3\nS: b OK x",
        "C: b NOOP\nS: * ESEARCH COUNT 3\nS: b OK x",
        "C: b LOGOUT\nS: * BYE x\nS: b OK x",
        "C: b APPEND INBOX {4}\nS: + go\nC: helo\nS: * 4 EXISTS\nS: b OK [APPENDUID 7 20] x",
        "C: b APPEND INBOX {4}\nS: b NO too big\nC: c NOOP\nS: c OK x",
        "C: b STATUS INBOX (UIDNEXT UIDVALIDITY)\nS: * STATUS INBOX (UIDNEXT 20 UIDVALIDITY 7)\nS: b OK x",
        "C: b STORE 1 +FLAGS (\\Seen)\nS: * 1 FETCH (MODSEQ (5) FLAGS (\\Seen))\nS: * 1 FETCH (MODSEQ (6))\nS: b OK x",
        "C: rubbish\nS: * BAD what\nS: x1 BAD what",
        "C: b AUTHENTICATE PLAIN\nS: + \nC: AGEAYg==\nS: b NO already",
        "C: b NOOP\nS: b OK x\nS: * 4 EXISTS\nS: * 1 FETCH (FLAGS ())",
        "C: b STATUS x (UIDVALIDITY)\nC: c DELETE x\nS: c NO gone\nS: * STATUS x (UIDVALIDITY 9)\nS: b OK x",
        "C: b CREATE x\nC: c SELECT x\nS: c NO no\nS: b OK x",
        "C: b CREATE x\nC: c STATUS y (MESSAGES)\nS: * STATUS y (MESSAGES 1)\nS: c OK x\nS: b OK x",
        "C: b CREATE x\nC: c STATUS x (MESSAGES)\nS: * STATUS x (MESSAGES 1)\nS: c OK x\nS: b NO it is there",
        "C: b EXPUNGE\nC: c FETCH 2 UID\nS: * 2 FETCH (UID 9)\nS: c OK x\nS: * 3 EXPUNGE\nS: b OK x",
        "C: b EXPUNGE\nC: c FETCH 2 UID\nS: * 2 FETCH (UID 9)\nS: c OK x\nS: b OK x",
        "C: b UID STORE 77 +FLAGS (\\Seen)\nC: c SEARCH UNSEEN\nS: * SEARCH 1\nS: c OK x\nS: b OK x",
        "C: b FETCH 1 BODY.PEEK[]\nC: c SEARCH UNSEEN\nS: * SEARCH 1\nS: c OK x\nS: * 1 FETCH (FLAGS ())\nS: b OK x",
        "C: c LOGOUT\nC: d NOOP\nS: * BYE x\nS: c OK x",
        "C: b NOOP\nC: c LOGOUT\nS: b OK x\nS: * BYE x\nS: c OK x",
        "C: b ENABLE QRESYNC\nS: * ENABLED QRESYNC\nS: b OK x\nC: c NOOP\nS: * 3 FETCH (UID 9)\nS: * VANISHED 3\nS: * 2 EXISTS\nS: * 1 FETCH (UID 3)\nS: c OK x",
        "C: b FETCH 1 FLAGS\nC: c STORE 1 +FLAGS (\\Seen)\nS: * 1 FETCH (FLAGS (\\Seen))\nS: c OK x\nS: b OK x",
        "C: b STORE 1 +FLAGS (\\Seen)\nC: c FETCH 2 FLAGS\nS: * 2 FETCH (FLAGS ())\nS: c OK x\nS: b OK x",
        "C: b SELECT INBOX\nC: c FETCH 1 FLAGS\nS: * 3 EXISTS\nS: b OK x\nS: c OK x",
        "C: b FETCH 1 (FLAGS MODSEQ)\nS: * 1 FETCH (FLAGS () MODSEQ (5))\nS: * 1 FETCH (FLAGS (\\Recent) MODSEQ (5))\nS: * 1 FETCH (FLAGS (\\Seen) MODSEQ (6))\nS: b OK x",
        "C: b CAPABILITY\nS: * CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN\nS: b OK x\nC: c LOGIN a b\nS: * CAPABILITY IMAP4rev1 IDLE\nS: c OK x\nC: d CAPABILITY\nS: * CAPABILITY IDLE IMAP4rev1\nS: d OK x",
        "C: b ENABLE QRESYNC\nS: * ENABLED CONDSTORE QRESYNC\nS: b OK x",
        "C: b STATUS x (UIDVALIDITY)\nS: * STATUS x (UIDVALIDITY 9)\nS: b OK x\nC: c DELETE x\nS: c OK x\nC: d STATUS x (UIDVALIDITY)\nS: * STATUS x (UIDVALIDITY 8)\nS: d OK x",
    ] {
        selected(rest, &[]);
    }
}

#[test]
fn invariants_that_are_broken() {
    for (rule, rest) in [
        ("imap/exists-falls", "C: b NOOP\nS: * 2 EXISTS\nS: b OK x"),
        (
            "imap/sequence-number-range",
            "C: b NOOP\nS: * 4 EXPUNGE\nS: b OK x",
        ),
        (
            "imap/sequence-number-range",
            "C: b FETCH 4 UID\nS: * 4 FETCH (UID 9)\nS: b OK x",
        ),
        (
            "imap/sequence-number-range",
            "C: b SEARCH ALL\nS: * SEARCH 1 4\nS: b OK x",
        ),
        (
            "imap/expunge-during-fetch",
            "C: b FETCH 1 FLAGS\nS: * 2 EXPUNGE\nS: b OK x",
        ),
        (
            "imap/expunge-during-fetch",
            "C: b STORE 1 FLAGS ()\nS: * 2 EXPUNGE\nS: b OK x",
        ),
        (
            "imap/expunge-during-fetch",
            "C: b SEARCH ALL\nS: * 2 EXPUNGE\nS: b OK x",
        ),
        ("imap/expunge-without-command", "S: * 2 EXPUNGE"),
        (
            "imap/uid-order",
            "C: b FETCH 1:2 UID\nS: * 1 FETCH (UID 9)\nS: * 2 FETCH (UID 8)\nS: b OK x",
        ),
        (
            "imap/uid-order",
            "C: b FETCH 1:2 UID\nS: * 2 FETCH (UID 9)\nS: * 1 FETCH (UID 9)\nS: b OK x",
        ),
        (
            "imap/uid-constant",
            "C: b FETCH 1 UID\nS: * 1 FETCH (UID 9)\nS: * 1 FETCH (UID 8)\nS: b OK x",
        ),
        (
            "imap/uid-reused",
            "C: b NOOP\nS: * 3 FETCH (UID 9)\nS: * 3 EXPUNGE\nS: * 3 EXISTS\nS: b OK x\nC: c NOOP\nS: * 3 FETCH (UID 9)\nS: c OK x",
        ),
        (
            "imap/size",
            "C: b FETCH 1 RFC822\nS: * 1 FETCH (RFC822.SIZE 4 BODY[] \"hello\")\nS: b OK x",
        ),
        (
            "imap/size",
            "C: b NOOP\nS: * 1 FETCH (RFC822.SIZE 4)\nS: * 1 FETCH (RFC822 \"hello\")\nS: b OK x",
        ),
        (
            "imap/message-immutable",
            "C: b NOOP\nS: * 1 FETCH (UID 1 BODY[1] \"a\")\nS: * 1 FETCH (UID 1 BODY[1] \"b\")\nS: b OK x",
        ),
        (
            "imap/mod-sequence-falls",
            "C: b NOOP\nS: * 1 FETCH (MODSEQ (9))\nS: * 1 FETCH (MODSEQ (8))\nS: b OK x",
        ),
        (
            "imap/flag-not-applicable",
            "C: b FETCH 1 FLAGS\nS: * 1 FETCH (FLAGS (other))\nS: b OK x",
        ),
        ("imap/tag-answered-once", "C: b NOOP\nS: b OK x\nS: b OK x"),
        ("imap/tag-answered-once", "C: b NOOP\nS: c OK x"),
        ("imap/after-bye", "S: * BYE x\nS: * 4 EXISTS"),
        ("imap/logout-bye", "C: b LOGOUT\nS: b OK x"),
        (
            "imap/vanished-not-enabled",
            "C: b NOOP\nS: * VANISHED 3\nS: b OK x",
        ),
        (
            "imap/expunge-after-qresync",
            "C: b ENABLE QRESYNC\nS: * ENABLED QRESYNC\nS: b OK x\nC: c NOOP\nS: * 1 EXPUNGE\nS: c OK x",
        ),
        (
            "imap/uidnext",
            "C: b UID COPY 1 inbox\nS: b OK [COPYUID 7 1 19] x",
        ),
        (
            "imap/uid-reused",
            "C: b NOOP\nS: * 3 FETCH (UID 25)\nS: b OK x\nC: c MOVE 1 INBOX\nS: * OK [COPYUID 7 1 24] x\nS: * 1 EXPUNGE\nS: c OK x",
        ),
        (
            "imap/uidvalidity-kept",
            "C: b APPEND INBOX {4}\nS: + go\nC: helo\nS: b OK [APPENDUID 8 20] x",
        ),
        (
            "imap/mod-sequence-falls",
            "C: b STATUS INBOX (UIDVALIDITY HIGHESTMODSEQ)\nS: * STATUS INBOX (UIDVALIDITY 7 HIGHESTMODSEQ 5)\nS: b OK x\nC: c STATUS INBOX (UIDVALIDITY HIGHESTMODSEQ)\nS: * STATUS INBOX (UIDVALIDITY 7 HIGHESTMODSEQ 4)\nS: c OK x",
        ),
        (
            "imap/capability-changes",
            "C: b CAPABILITY\nS: * CAPABILITY IMAP4rev1 IDLE\nS: b OK x\nC: c LOGIN a b\nS: c NO x\nC: d CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: d OK x",
        ),
        (
            "imap/esearch-tag",
            "C: b NOOP\nS: * ESEARCH (TAG \"a2\") COUNT 3\nS: b OK x",
        ),
        (
            "imap/uidnext",
            "C: b APPEND INBOX {4}\nS: + go\nC: helo\nS: b OK [APPENDUID 7 19] x",
        ),
        (
            "imap/uidnext",
            "C: b STATUS INBOX (UIDNEXT UIDVALIDITY)\nS: * STATUS INBOX (UIDNEXT 19 UIDVALIDITY 7)\nS: b OK x",
        ),
        (
            "imap/uidnext",
            "C: b FETCH 3 UID\nS: * 3 FETCH (UID 30)\nS: b OK x\nC: c SELECT INBOX\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 30] x\nS: c OK x",
        ),
        (
            "imap/pipelined-order",
            "C: b SELECT INBOX\nC: c FETCH 1 FLAGS\nS: c OK x\nS: * 3 EXISTS\nS: b OK x",
        ),
        (
            "imap/pipelined-order",
            "C: b CREATE x\nC: c STATUS x (MESSAGES)\nS: * STATUS x (MESSAGES 0)\nS: c OK x\nS: b OK x",
        ),
        (
            "imap/pipelined-order",
            "C: b APPEND x {2+}\nC: ab\nC: c STATUS x (MESSAGES)\nS: * STATUS x (MESSAGES 0)\nS: c OK x\nS: b OK x",
        ),
        (
            "imap/pipelined-order",
            "C: b FETCH 1 BODY[]\nC: c SEARCH UNSEEN\nS: * SEARCH 1\nS: c OK x\nS: * 1 FETCH (FLAGS (\\Seen) BODY[] \"a\")\nS: b OK x",
        ),
        (
            "imap/pipelined-order",
            "C: b EXPUNGE\nC: c FETCH 2 UID\nS: * 2 FETCH (UID 9)\nS: c OK x\nS: * 1 EXPUNGE\nS: b OK x",
        ),
        (
            "imap/pipelined-order",
            "C: b SEARCH RETURN (SAVE) ALL\nC: c FETCH $ UID\nS: c OK x\nS: b OK x",
        ),
        (
            "imap/pipelined-order",
            "C: b SETACL x u lr\nC: c MYRIGHTS x\nS: c OK x\nS: b OK x",
        ),
        (
            "imap/every-command-answered",
            "C: b NOOP\nC: c LOGOUT\nS: * BYE x\nS: c OK x",
        ),
        (
            "imap/starttls-under-tls",
            "!tls\nC: b CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS\nS: b OK x",
        ),
        (
            "imap/login-disabled",
            "C: b CAPABILITY\nS: * CAPABILITY IMAP4rev1 LOGINDISABLED\nS: b OK x\nC: c LOGIN a b\nS: c OK x",
        ),
    ] {
        selected(rest, &[rule]);
    }
}

#[test]
fn uidvalidity_and_mod_sequences_of_new_messages() {
    let status = |tag: &str, value: u32| {
        format!(
            "C: {tag} STATUS box (UIDVALIDITY)\nS: * STATUS box (UIDVALIDITY {value})\nS: {tag} OK x\n"
        )
    };
    let kept = "imap/uidvalidity-kept";
    let (one, two) = (status("b", 7), status("d", 8));
    for (between, wanted) in [
        ("", vec![kept]),
        ("C: c DELETE other\nS: c OK x\n", vec![kept]),
        ("C: c DELETE box\nS: c OK x\n", vec![]),
        ("C: c RENAME box new\n", vec![]),
    ] {
        selected(&format!("{one}{between}{two}"), &wanted);
    }
    let new = "imap/mod-sequence-of-new-message";
    let select = "C: b SELECT INBOX\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [HIGHESTMODSEQ 20] x\nS: b OK x\n";
    for (rest, wanted) in [
        ("S: * 3 FETCH (MODSEQ (5))", vec![]),
        ("S: * 4 EXISTS\nS: * 4 FETCH (MODSEQ (20))", vec![new]),
        ("S: * 4 EXISTS\nS: * 4 FETCH (MODSEQ (21))", vec![]),
        (
            "S: * 4 EXISTS\nS: * 1 EXPUNGE\nS: * 2 FETCH (MODSEQ (5))",
            vec![],
        ),
        (
            "S: * 4 EXISTS\nS: * 1 EXPUNGE\nS: * 3 FETCH (MODSEQ (5))",
            vec![new],
        ),
        (
            "S: * VANISHED 3\nS: * 4 EXISTS\nS: * 4 FETCH (MODSEQ (5))",
            vec!["imap/vanished-not-enabled"],
        ),
    ] {
        let dialogue = format!("{select}C: n NOOP\n{rest}\nS: n OK x");
        selected(&dialogue, &wanted);
    }
}

#[test]
fn sessions_that_the_server_ends() {
    let rev1 = "S: * OK [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE STARTTLS] hello\n";
    let both = "S: * OK [CAPABILITY IMAP4rev1 IMAP4rev2] hello\n";
    for (greeting, rest, rule) in [
        (rev1, "!closed", Some("imap/closed-without-bye")),
        (rev1, "C: a NOOP\n!closed", Some("imap/closed-without-bye")),
        (
            rev1,
            "C: a STARTTLS\nS: a BAD no\n!closed",
            Some("imap/closed-without-bye"),
        ),
        (both, "!closed", Some("imap/closed-without-bye-rev2")),
        (
            "S: * OK hello\n",
            "C: a NOOP\nS: a OK x\n!closed",
            Some("imap/closed-without-bye-rev2"),
        ),
        ("", "!closed", None),
        ("S: * BYE too busy\n", "!closed", None),
        (rev1, "S: * BYE idle\n!closed", None),
        (rev1, "C: a LOGOUT\n!closed", None),
        (rev1, "C: a LOGOUT\nS: * BYE x\nS: a OK x\n!closed", None),
        (rev1, "C: a STARTTLS\n!closed", None),
        (rev1, "C: a STARTTLS\nS: a OK go\n!closed", None),
        (rev1, "C: a COMPRESS DEFLATE\nS: a OK go\n!closed", None),
    ] {
        let wanted: Vec<&str> = rule.into_iter().collect();
        check(Protocol::Imap, &format!("{greeting}{rest}"), &wanted);
    }
}

#[test]
fn experiments_are_asked_for() {
    let unasked = "imap/experimental-unasked";
    for (rest, wanted) in [
        ("C: b NOOP\nS: * XNEWS 1\nS: b OK x", vec![unasked]),
        ("S: * XNEWS 1", vec![unasked]),
        ("C: b XNEWS\nS: * XNEWS 1\nS: b OK x\nS: * XNEWS 2", vec![]),
        ("C: b ENABLE NEWS\nS: b OK x\nS: * XNEWS 2", vec![]),
        (
            "C: b XLIST \"\" *\nS: * XLIST () \"/\" INBOX\nS: b OK x",
            vec![],
        ),
    ] {
        selected(rest, &wanted);
    }
}

#[test]
fn what_the_client_put_in_a_tags_place_may_come_back() {
    let begin = "imap/response-begin";
    for (rest, wanted) in [
        ("C: a+1 NOOP\nS: a+1 BAD no tag", vec![]),
        ("C: (b NOOP\nS: (b OK x", vec![]),
        ("C: b NOOP\nS: a+1 OK x", vec![begin]),
        ("C: a+1 NOOP\nS: a+2 BAD no tag", vec![begin]),
        ("C: a+1 NOOP\nS: a+12 BAD no tag", vec![begin]),
    ] {
        selected(rest, &wanted);
    }
}

#[test]
fn flags_that_append_gives_are_there_until_something_changes_them() {
    let open = "C: p NOOP\nS: * OK [PERMANENTFLAGS (\\Seen \\Deleted)] x\nS: p OK x\n\
        C: b APPEND INBOX (\\Seen \\Flagged) {1}\nS: + go\nC: x\nS: * 4 EXISTS\nS: b OK [APPENDUID 7 20] x\n";
    for (told, rest) in [
        (
            false,
            "C: c FETCH 4 (UID FLAGS)\nS: * 4 FETCH (UID 20 FLAGS ())\nS: c OK x",
        ),
        (
            true,
            "C: c FETCH 4 (UID FLAGS)\nS: * 4 FETCH (UID 20 FLAGS (\\Seen))\nS: c OK x",
        ),
        (
            true,
            "C: c STORE 4 -FLAGS (\\Seen)\nS: * 4 FETCH (UID 20 FLAGS ())\nS: c OK x",
        ),
        (
            true,
            "C: c UID STORE 20 FLAGS.SILENT ()\nS: c OK x\nC: d FETCH 4 (UID FLAGS)\nS: * 4 FETCH (UID 20 FLAGS ())\nS: d OK x",
        ),
        (
            true,
            "C: c EXAMINE INBOX\nS: * FLAGS (\\Seen)\nS: * 4 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [PERMANENTFLAGS ()] x\nS: c OK x\nC: d FETCH 4 (UID FLAGS)\nS: * 4 FETCH (UID 20 FLAGS ())\nS: d OK x",
        ),
    ] {
        let wanted: &[&str] = if told { &[] } else { &["imap/append-flags"] };
        selected(&format!("{open}{rest}"), wanted);
    }
}
