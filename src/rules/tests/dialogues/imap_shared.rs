//! IMAP: sessions that look at the same mailbox. A message is the same in each, and a change of its flags reaches the
//! others.

use super::imap::SELECTED;
use super::{check, of_session};
use crate::transcript::tree::Protocol;

#[test]
fn sessions_that_share_a_mailbox() {
    let both = |one: &str, two: &str, wanted: &[&str]| {
        let first = of_session(1, &format!("{SELECTED}{one}"));
        let second = of_session(2, &format!("{SELECTED}{two}"));
        check(Protocol::Imap, &format!("{first}{second}"), wanted);
    };
    let fetch = |item: &str| format!("C: b FETCH 1 X\nS: * 1 FETCH (UID 4 {item})\nS: b OK x");
    let other = "imap/message-immutable";
    both(&fetch("BODY[] \"a\""), &fetch("BODY[] \"a\""), &[]);
    both(&fetch("BODY[] \"a\""), &fetch("BODY[] \"b\""), &[other]);
    both(&fetch("RFC822.SIZE 4"), &fetch("RFC822.SIZE 5"), &[other]);
    let date = |date: &str| fetch(&format!("INTERNALDATE \"{date}\""));
    let ten = date("01-Jan-2026 10:00:00 +0000");
    both(&ten, &date("01-Jan-2026 11:00:00 +0100"), &[]);
    both(&ten, &date("01-Jan-2026 11:00:00 +0000"), &[other]);
}

/// Two sessions that know the flags of UID 4, then these lines.
#[track_caller]
fn flags(rest: &str, wanted: &[&str]) {
    let open = format!(
        "{SELECTED}C: f FETCH 1 (UID FLAGS)\nS: * 1 FETCH (UID 4 FLAGS (work))\nS: f OK x\n"
    );
    let (one, two) = (of_session(1, &open), of_session(2, &open));
    check(Protocol::Imap, &format!("{one}{two}{rest}"), wanted);
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
        flags(&format!("{STORE}{rest}"), wanted);
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
        let noop = "2: C: n NOOP\n2: S: n OK x";
        flags(&format!("{permanent}{change}{noop}"), wanted);
    }
    // Whoever stores and wants no answer gets none.
    for store in ["STORE 1", "UID STORE 4"] {
        let own = format!(
            "{permanent}1: C: s {store} +FLAGS.SILENT (\\Seen)\n1: S: s OK x\n1: C: n NOOP\n1: S: n OK x"
        );
        flags(&own, &[]);
    }
    // Without a PERMANENTFLAGS nobody knows what lasts.
    let silent =
        "1: C: s UID STORE 4 +FLAGS.SILENT (\\Seen)\n1: S: s OK x\n2: C: n NOOP\n2: S: n OK x";
    flags(silent, &[]);
    // Begun before the change, and a flag that does not last.
    let before = STORE.replacen("1: S: s OK", "2: C: n NOOP\n1: S: s OK", 1);
    flags(&format!("{before}2: S: n OK x"), &[]);
    let session = "1: S: * OK [PERMANENTFLAGS (\\Deleted)] x\n";
    let noop = "2: C: n NOOP\n2: S: n OK x";
    flags(&format!("{session}{STORE}{noop}"), &[]);
    // A pipeline that selects and stores: nobody knows where.
    let muddle = "1: C: p SELECT other\n1: C: q STORE 1 +FLAGS (\\Seen)\n";
    flags(&format!("{STORE}{muddle}{noop}"), &[]);
}
