//! Dialogues of several lines, and of several sessions: the invariants.

use crate::rules::{SessionRules, Shared};
use crate::transcript::tree::Protocol;
use crate::wire::framer;

/// Plays `C: ` and `S: ` lines; `1: ` and `2: ` in front name sessions that share an account.
/// `!tls` starts TLS, `!closed` is the server's close. Gives the rules that are broken, in order.
fn play(protocol: Protocol, dialogue: &str) -> Vec<&'static str> {
    let mut shared = Shared::default();
    let mut sessions = [(); 2].map(|()| (SessionRules::new(protocol), framer(protocol)));
    let mut found = Vec::new();
    for line in dialogue
        .lines()
        .map(str::trim_start)
        .filter(|line| !line.is_empty())
    {
        let (index, line) = match line.split_at_checked(3) {
            Some(("1: ", rest)) => (0, rest),
            Some(("2: ", rest)) => (1, rest),
            _ => (0, line),
        };
        let (rules, framer) = &mut sessions[index];
        if line == "!tls" {
            framer.reset();
            rules.tls_started();
        } else if line == "!closed" {
            found.extend(rules.closed().into_iter().map(|finding| finding.rule.id));
        } else if let Some(text) = line.strip_prefix("C: ") {
            let octets = format!("{text}\r\n");
            framer.sent(octets.as_bytes());
            rules.sent(octets.as_bytes(), &mut shared);
        } else {
            let text = line.strip_prefix("S: ").expect("C: or S:");
            framer.received(format!("{text}\r\n").as_bytes());
            while let Some(unit) = framer.next() {
                found.extend(
                    rules
                        .unit(&unit, &mut shared)
                        .into_iter()
                        .map(|finding| finding.rule.id),
                );
            }
        }
    }
    found
}

const SELECTED: &str = "S: * OK hello\nC: a1 LOGIN a b\nS: a1 OK in\nC: a2 SELECT INBOX\nS: * FLAGS (\\Seen \\Deleted work)\n\
    S: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: * OK [UIDNEXT 20] x\nS: a2 OK [READ-WRITE] open\n";

fn selected(rest: &str) -> Vec<&'static str> {
    play(Protocol::Imap, &format!("{SELECTED}{rest}"))
}

#[test]
fn imap_dialogues_without_a_finding() {
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
        assert_eq!(selected(rest), Vec::<&str>::new(), "{rest}");
    }
}

#[test]
fn imap_invariants_that_are_broken() {
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
            "C: b APPEND INBOX {4}\nS: + go\nC: helo\nS: b OK [APPENDUID 7 19] x",
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
        assert_eq!(selected(rest), [rule], "{rest}");
    }
}

#[test]
fn sessions_that_share_a_mailbox() {
    let both = |one: &str, two: &str| {
        let first: String = format!("{SELECTED}{one}")
            .lines()
            .map(|line| format!("1: {line}\n"))
            .collect();
        let second: String = format!("{SELECTED}{two}")
            .lines()
            .map(|line| format!("2: {line}\n"))
            .collect();
        play(Protocol::Imap, &format!("{first}{second}"))
    };
    let fetch = |item: &str| format!("C: b FETCH 1 X\nS: * 1 FETCH (UID 4 {item})\nS: b OK x");
    assert_eq!(
        both(&fetch("BODY[] \"a\""), &fetch("BODY[] \"a\"")),
        Vec::<&str>::new()
    );
    assert_eq!(
        both(&fetch("BODY[] \"a\""), &fetch("BODY[] \"b\"")),
        ["imap/message-immutable"]
    );
    assert_eq!(
        both(&fetch("RFC822.SIZE 4"), &fetch("RFC822.SIZE 5")),
        ["imap/message-immutable"]
    );
    let date = |date: &str| fetch(&format!("INTERNALDATE \"{date}\""));
    assert_eq!(
        both(
            &date("01-Jan-2026 10:00:00 +0000"),
            &date("01-Jan-2026 11:00:00 +0100")
        ),
        Vec::<&str>::new()
    );
    assert_eq!(
        both(
            &date("01-Jan-2026 10:00:00 +0000"),
            &date("01-Jan-2026 11:00:00 +0000")
        ),
        ["imap/message-immutable"]
    );
}

/// Two sessions that know the flags of UID 4, then these lines.
fn flags(rest: &str) -> Vec<&'static str> {
    let open = format!(
        "{SELECTED}C: f FETCH 1 (UID FLAGS)\nS: * 1 FETCH (UID 4 FLAGS (work))\nS: f OK x\n"
    );
    let named = |which: u32| -> String {
        open.lines()
            .map(|line| format!("{which}: {line}\n"))
            .collect()
    };
    play(Protocol::Imap, &format!("{}{}{rest}", named(1), named(2)))
}

#[test]
fn flag_changes_reach_the_other_session() {
    const STORE: &str = "1: C: s STORE 1 +FLAGS (\\Seen)\n1: S: * 1 FETCH (FLAGS (work \\Seen \\Recent))\n1: S: s OK x\n";
    for (told, rest) in [
        (false, "2: C: n NOOP\n2: S: n OK x"),
        (
            false,
            "2: C: n FETCH 2 UID\n2: S: * 2 FETCH (UID 5)\n2: S: n OK x",
        ),
        (
            false,
            "2: C: n UID SEARCH ALL\n2: S: * SEARCH 4 5 6\n2: S: n OK x",
        ),
        // Told: in the answer, before it, or with flags of a third kind.
        (
            true,
            "2: C: n NOOP\n2: S: * 1 FETCH (FLAGS (\\Seen work))\n2: S: n OK x",
        ),
        (
            true,
            "2: S: * 1 FETCH (FLAGS (\\Seen work))\n2: C: n NOOP\n2: S: n OK x",
        ),
        // Not by these, or not yet.
        (
            true,
            "2: C: n CAPABILITY\n2: S: * CAPABILITY IMAP4rev1\n2: S: n OK x",
        ),
        (true, "2: C: n NOOP\n2: S: n NO x"),
        // Nobody knows any more: the message is gone, or the flags were changed again.
        (true, "2: C: n NOOP\n2: S: * 1 EXPUNGE\n2: S: n OK x"),
        (
            true,
            "1: C: t STORE 1 FLAGS.SILENT (work)\n1: S: t OK x\n2: C: n NOOP\n2: S: n OK x",
        ),
        (
            true,
            "1: C: t STORE 1 FLAGS.SILENT (work)\n2: C: n NOOP\n2: S: n OK x",
        ),
        (true, "1: C: t FETCH 2 BODY[]\n2: C: n NOOP\n2: S: n OK x"),
        (true, "2: C: n STORE 1 FLAGS.SILENT ()\n2: S: n OK x"),
        // It was asked for otherwise.
        (
            true,
            "2: C: m NOTIFY NONE\n2: S: m OK x\n2: C: n NOOP\n2: S: n OK x",
        ),
    ] {
        let wanted: &[&str] = if told {
            &[]
        } else {
            &["imap/flag-change-not-told"]
        };
        assert_eq!(flags(&format!("{STORE}{rest}")), wanted, "{rest}");
    }
    // A STORE that says nothing, of flags that PERMANENTFLAGS names; and a body that is read.
    let permanent = "1: S: * OK [PERMANENTFLAGS (\\Seen)] x\n";
    for (told, change) in [
        (
            false,
            "1: C: s UID STORE 4 +FLAGS.SILENT (\\Seen)\n1: S: s OK x\n",
        ),
        (
            false,
            "1: C: s UID STORE 1:9 FLAGS.SILENT (\\Seen)\n1: S: s OK x\n",
        ),
        (
            false,
            "1: C: s STORE 1 +FLAGS.SILENT (\\Seen)\n1: S: s OK x\n",
        ),
        (
            false,
            "1: C: s FETCH 1 BODY[]\n1: S: * 1 FETCH (BODY[] \"a\")\n1: S: s OK x\n",
        ),
        (
            true,
            "1: C: s STORE 2:9 +FLAGS.SILENT (\\Seen)\n1: S: s OK x\n",
        ),
        (
            true,
            "1: C: s STORE 1 +FLAGS.SILENT (\\Deleted)\n1: S: s OK x\n",
        ),
        (
            true,
            "1: C: e EXPUNGE\n1: S: e OK x\n1: C: s STORE 1 +FLAGS.SILENT (\\Seen)\n1: S: s OK x\n",
        ),
        (
            true,
            "1: C: s UID STORE 4 -FLAGS.SILENT (\\Seen)\n1: S: s OK x\n",
        ),
        (
            true,
            "1: C: s UID STORE 4 +FLAGS.SILENT (\\Deleted)\n1: S: s OK x\n",
        ),
        (
            true,
            "1: C: s UID STORE 4 +FLAGS.SILENT (\\Seen)\n1: S: s NO x\n",
        ),
        (
            true,
            "1: C: s UID STORE 5 +FLAGS.SILENT (\\Seen)\n1: S: s OK x\n",
        ),
        (
            true,
            "1: C: s FETCH 1 BODY.PEEK[]\n1: S: * 1 FETCH (BODY[] \"a\")\n1: S: s OK x\n",
        ),
        // The message may be gone.
        (
            true,
            "1: C: e UID EXPUNGE 4\n1: S: e OK x\n1: C: s UID STORE 4 +FLAGS.SILENT (\\Seen)\n1: S: s OK x\n",
        ),
    ] {
        let wanted: &[&str] = if told {
            &[]
        } else {
            &["imap/flag-change-not-told"]
        };
        let played = flags(&format!("{permanent}{change}2: C: n NOOP\n2: S: n OK x"));
        assert_eq!(played, wanted, "{change}");
    }
    // Whoever stores and wants no answer gets none.
    for store in ["STORE 1", "UID STORE 4"] {
        let own = format!(
            "{permanent}1: C: s {store} +FLAGS.SILENT (\\Seen)\n1: S: s OK x\n1: C: n NOOP\n1: S: n OK x"
        );
        assert_eq!(flags(&own), [] as [&str; 0], "{store}");
    }
    // Without a PERMANENTFLAGS nobody knows what lasts.
    let silent =
        "1: C: s UID STORE 4 +FLAGS.SILENT (\\Seen)\n1: S: s OK x\n2: C: n NOOP\n2: S: n OK x";
    assert_eq!(flags(silent), [] as [&str; 0]);
    // Begun before the change, and a flag that does not last.
    let before = STORE.replacen("1: S: s OK", "2: C: n NOOP\n1: S: s OK", 1);
    assert_eq!(flags(&format!("{before}2: S: n OK x")), [] as [&str; 0]);
    let session = "1: S: * OK [PERMANENTFLAGS (\\Deleted)] x\n";
    let noop = "2: C: n NOOP\n2: S: n OK x";
    assert_eq!(flags(&format!("{session}{STORE}{noop}")), [] as [&str; 0]);
    // A pipeline that selects and stores: nobody knows where.
    let muddle = "1: C: p SELECT other\n1: C: q STORE 1 +FLAGS (\\Seen)\n";
    assert_eq!(flags(&format!("{STORE}{muddle}{noop}")), [] as [&str; 0]);
}

#[test]
fn pop3_dialogues() {
    let play = |rest: &str| {
        play(
            Protocol::Pop3,
            &format!("S: +OK ready\nC: USER a\nS: +OK\nC: PASS b\nS: +OK\n{rest}"),
        )
    };
    for rest in [
        "C: STAT\nS: +OK 2 3\nC: LIST\nS: +OK\nS: 1 1\nS: 2 2\nS: .",
        "C: STAT\nS: +OK 2 3\nC: DELE 1\nS: +OK\nC: LIST\nS: +OK\nS: 2 2\nS: .\nC: STAT\nS: +OK 1 2",
        "C: LIST 1\nS: +OK 1 7\nC: RETR 1\nS: +OK\nS: ..abc\nS: ",
        "C: LIST 1\nS: +OK 1 6\nC: RETR 1\nS: +OK\nS: ..abc\nS: .",
        "C: UIDL\nS: +OK\nS: 1 a\nS: 2 a\nS: .",
        "C: AUTH PLAIN\nS: + \nC: AGEAYg==\nS: -ERR no\nC: NOOP\nS: +OK",
        "C: NOOP\nC: NOOP\nS: +OK\nS: +OK",
        "C: a NOOP\nS: -ERR what",
        "S: -ERR idle for too long",
    ] {
        assert_eq!(play(rest), Vec::<&str>::new(), "{rest}");
    }
    for (rule, rest) in [
        (
            "pop3/stat-agrees-with-list",
            "C: STAT\nS: +OK 2 4\nC: LIST\nS: +OK\nS: 1 1\nS: 2 2\nS: .",
        ),
        (
            "pop3/stat-agrees-with-list",
            "C: LIST\nS: +OK\nS: 1 1\nS: .\nC: STAT\nS: +OK 2 1",
        ),
        (
            "pop3/size-stable",
            "C: LIST 1\nS: +OK 1 1\nC: LIST 1\nS: +OK 1 2",
        ),
        (
            "pop3/size",
            "C: LIST 1\nS: +OK 1 7\nC: RETR 1\nS: +OK\nS: ..abc\nS: .",
        ),
        (
            "pop3/unique-id-stable",
            "C: UIDL 1\nS: +OK 1 a\nC: UIDL 1\nS: +OK 1 b",
        ),
        (
            "pop3/unique-id-twice",
            "C: LIST\nS: +OK\nS: 1 1\nS: 2 1\nS: 3 9\nS: .\nC: UIDL\nS: +OK\nS: 1 a\nS: 2 a\nS: 3 b\nS: .",
        ),
        ("pop3/one-response-each", "C: NOOP\nS: +OK\nS: +OK"),
    ] {
        let rest = rest.replace("S: 2 1\nS: 3 9", "S: 2 2\nS: 3 9");
        assert_eq!(play(&rest), [rule], "{rest}");
    }
}

#[test]
fn pop3_unique_ids_over_sessions() {
    let enter = "S: +OK ready\nC: USER a\nS: +OK\nC: PASS b\nS: +OK\n";
    let one = |rest: &str| {
        let all = format!("{enter}{rest}");
        all.lines()
            .map(|line| format!("1: {line}\n"))
            .collect::<String>()
    };
    let two = |rest: &str| {
        let all = format!("{enter}{rest}");
        all.lines()
            .map(|line| format!("2: {line}\n"))
            .collect::<String>()
    };
    let fetched = "C: RETR 1\nS: +OK\nS: Subject: x\nS: .\n";
    let list = |ids: &str| format!("C: UIDL\nS: +OK\n{ids}S: .\n");
    let a = format!("{}{fetched}", list("S: 1 a\n"));
    let b = format!("{fetched}{}", list("S: 1 b\n"));
    let rule = "pop3/unique-id-persists";
    for (first, second, wanted) in [
        (a.clone(), a.clone(), vec![]),
        (a.clone(), b.clone(), vec![rule]),
        // A copy of it came, and the old one is still there.
        (
            a.clone(),
            format!("{fetched}{}", list("S: 1 b\nS: 2 a\n")),
            vec![],
        ),
        // The other copy was fetched before.
        (
            format!("{}{fetched}", list("S: 1 a\nS: 2 b\n")),
            b.clone(),
            vec![],
        ),
        // It may be gone, whatever became of DELE.
        (format!("{a}C: DELE 1\n"), b.clone(), vec![]),
        (format!("{fetched}C: DELE 1\nS: +OK\n"), b.clone(), vec![]),
        // Nobody listed all that was there.
        (
            format!("{fetched}C: UIDL 1\nS: +OK 1 a\n"),
            b.clone(),
            vec![],
        ),
        (
            a.clone(),
            format!("{fetched}C: UIDL 1\nS: +OK 1 b\n"),
            vec![],
        ),
        // Another message.
        (a, b.replace("Subject: x", "Subject: y"), vec![]),
    ] {
        let dialogue = format!("{}{}", one(&first), two(&second));
        assert_eq!(play(Protocol::Pop3, &dialogue), wanted, "{dialogue}");
    }
}

#[test]
fn imap_uidvalidity_and_mod_sequences_of_new_messages() {
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
        assert_eq!(
            selected(&format!("{one}{between}{two}")),
            wanted,
            "{between}"
        );
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
        assert_eq!(selected(&dialogue), wanted, "{rest}");
    }
}

#[test]
fn smtp_sessions_that_the_server_ends_behind_an_error() {
    let begin = "S: 220 mx.example.org\n";
    for (rest, wanted) in [
        (
            "C: X\nS: 500 what\nC: NOOP\n!closed",
            vec!["smtp/closed-without-421"],
        ),
        (
            "C: NOOP\nS: 250 x\nC: NOOP\n!closed",
            vec!["smtp/reply-missing"],
        ),
        ("C: X\nS: 500 what\n!closed", vec![]),
        ("C: X\nS: 500 what\nC: QUIT\n!closed", vec![]),
        (
            "C: NOOP\nS: 421 mx.example.org no\nC: NOOP\n!closed",
            vec![],
        ),
        (
            "C: NOOP\nS: 521 mx.example.org no\nC: NOOP\n!closed",
            vec![],
        ),
    ] {
        let found = play(Protocol::Smtp, &format!("{begin}{rest}"));
        assert_eq!(found, wanted, "{rest}");
    }
    let reply = |lines: &str| play(Protocol::Smtp, &format!("{begin}C: EHLO c\n{lines}"));
    let twice = ["smtp/ehlo-keyword-twice"];
    assert_eq!(
        reply("S: 250-mx.example.org\nS: 250-DSN\nS: 250 dsn"),
        twice
    );
    assert_eq!(
        reply("S: 250-mx.example.org\nS: 250 AUTH PLAIN PLAIN"),
        twice
    );
    let none: [&str; 0] = [];
    assert_eq!(
        reply("S: 250-mx.example.org\nS: 250-AUTH A B\nS: 250 B"),
        none
    );
}

#[test]
fn smtp_dialogues() {
    let play = |protocol, rest: &str| {
        play(
            protocol,
            &format!(
                "S: 220 mx.example.org\nC: LHLO c\nS: 250-mx.example.org\nS: 250-PIPELINING\nS: 250-CHUNKING\nS: 250 AUTH LOGIN\n{rest}"
            ),
        )
    };
    let data = "C: MAIL FROM:<>\nC: RCPT TO:<a@b>\nC: RCPT TO:<c@b>\nC: DATA\nS: 250 x\nS: 250 x\nS: 250 x\nS: 354 go\nC: Subject: x\nC: \nC: RSET\nC: .\nS: 250 x\n";
    assert_eq!(
        play(Protocol::Smtp, &format!("{data}C: QUIT\nS: 221 bye")),
        Vec::<&str>::new()
    );
    assert_eq!(
        play(Protocol::Smtp, &format!("{data}S: 250 x")),
        ["smtp/one-reply-each"]
    );
    assert_eq!(
        play(
            Protocol::Lmtp,
            &format!("{data}S: 250 x\nC: QUIT\nS: 221 bye")
        ),
        Vec::<&str>::new()
    );
    assert_eq!(
        play(Protocol::Lmtp, &format!("{data}S: 250 x\nS: 250 x")),
        ["smtp/one-reply-each"]
    );
    assert_eq!(
        play(
            Protocol::Smtp,
            "C: BDAT 4 LAST\nC: ab\nS: 250 x\nC: NOOP\nS: 250 x"
        ),
        Vec::<&str>::new()
    );
    assert_eq!(
        play(
            Protocol::Smtp,
            "C: AUTH LOGIN\nS: 334 eA==\nC: eA==\nS: 334 eQ==\nC: eQ==\nS: 235 in"
        ),
        Vec::<&str>::new()
    );
    assert_eq!(
        play(Protocol::Smtp, "C: NOOP\nS: 250 x\nS: 250 x"),
        ["smtp/one-reply-each"]
    );
    assert_eq!(
        play(Protocol::Smtp, "S: 421 mx.example.org shutting down"),
        Vec::<&str>::new()
    );
    assert_eq!(
        play(Protocol::Smtp, "C: NOOP\nC: NOOP\nS: 250 x\nS: 250 x"),
        Vec::<&str>::new()
    );
}

#[test]
fn imap_sessions_that_the_server_ends() {
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
        let found = play(Protocol::Imap, &format!("{greeting}{rest}"));
        let wanted: Vec<&str> = rule.into_iter().collect();
        assert_eq!(found, wanted, "{greeting}{rest}");
    }
}

#[test]
fn imap_experiments_are_asked_for() {
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
        assert_eq!(selected(rest), wanted, "{rest}");
    }
}

#[test]
fn commands_that_the_server_leaves_unanswered() {
    let smtp = "S: 220 mx.example.org\n";
    let pop3 = "S: +OK hello\n";
    for (protocol, rest, wanted) in [
        (
            Protocol::Smtp,
            format!("{smtp}C: NOOP\n!closed"),
            vec!["smtp/reply-missing"],
        ),
        (
            Protocol::Smtp,
            format!("{smtp}C: NOOP\nC: QUIT\nS: 221 bye\n!closed"),
            vec![],
        ),
        (
            Protocol::Smtp,
            format!("{smtp}C: NOOP\nS: 421 mx.example.org bye\n!closed"),
            vec![],
        ),
        (
            Protocol::Smtp,
            format!("{smtp}C: FOO\nC: NOOP\nS: 500 what\n!closed"),
            vec!["smtp/closed-without-421"],
        ),
        (
            Protocol::Smtp,
            format!("{smtp}C: STARTTLS\n!closed"),
            vec![],
        ),
        (Protocol::Smtp, "!closed".to_owned(), vec![]),
        (
            Protocol::Pop3,
            format!("{pop3}C: CAPA\n!closed"),
            vec!["pop3/response-missing"],
        ),
        (
            Protocol::Pop3,
            format!("{pop3}C: CAPA\nC: QUIT\nS: -ERR no\n!closed"),
            vec![],
        ),
        (
            Protocol::Pop3,
            format!("{pop3}C: USER a\nC: NOOP\nS: -ERR no\n!closed"),
            vec![],
        ),
        (Protocol::Pop3, format!("{pop3}C: STLS\n!closed"), vec![]),
    ] {
        assert_eq!(play(protocol, &rest), wanted, "{rest}");
    }
}

#[test]
fn what_is_taken_without_being_announced() {
    let smtp = |rest: &str| {
        let begin = "S: 220 mx.example.org\nC: EHLO c\nS: 250-mx.example.org\nS: 250-SIZE\nS: 250 AUTH PLAIN\n";
        play(Protocol::Smtp, &format!("{begin}{rest}"))
    };
    for (rest, wanted) in [
        (
            "C: ETRN example.org\nS: 250 x",
            vec!["smtp/unannounced-command"],
        ),
        ("C: ETRN example.org\nS: 502 x", vec![]),
        ("C: STARTTLS\nS: 220 x", vec!["smtp/unannounced-command"]),
        (
            "C: AUTH LOGIN\nS: 334 eA==",
            vec!["smtp/unannounced-mechanism"],
        ),
        ("C: AUTH plain AGEAYg==\nS: 235 x", vec![]),
        (
            "C: AUTH PLAIN AGEAYg==\nS: 235 x\nC: ETRN example.org\nS: 250 x",
            vec![],
        ),
        ("C: MAIL FROM:<a@b> size=10\nS: 250 x", vec![]),
        (
            "C: MAIL FROM:<a@b> BODY=8BITMIME\nS: 250 x",
            vec!["smtp/unannounced-parameter"],
        ),
        ("C: MAIL FROM:<a@b> BODY=8BITMIME\nS: 555 x", vec![]),
        ("C: HELP\nS: 214 x", vec![]),
    ] {
        assert_eq!(smtp(rest), wanted, "{rest}");
    }
    let pop3 = |rest: &str| {
        let begin = "S: +OK ready\nC: CAPA\nS: +OK\nS: USER\nS: SASL PLAIN\nS: .\n";
        play(Protocol::Pop3, &format!("{begin}{rest}"))
    };
    for (rest, wanted) in [
        ("C: STLS\nS: +OK", vec!["pop3/unannounced-command"]),
        ("C: STLS\nS: -ERR", vec![]),
        ("C: AUTH PLAIN AGEAYg==\nS: +OK", vec![]),
        (
            "C: AUTH CRAM-MD5\nS: + eA==",
            vec!["pop3/unannounced-command"],
        ),
        ("C: AUTH CRAM-MD5\nS: -ERR", vec![]),
    ] {
        assert_eq!(pop3(rest), wanted, "{rest}");
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
        assert_eq!(selected(&format!("{open}{rest}")), wanted, "{rest}");
    }
}
