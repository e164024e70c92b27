//! Commands about messages, and several sessions on one mailbox.

use super::*;

#[test]
fn append_fetch_and_flags() {
    check(
        &[],
        "C: 1 APPEND INBOX (\\Seen $Work) \" 1-Feb-1994 21:52:25 -0800\" {7+}
         C: abc
         C: de
         S: * 1 EXISTS
         S: * 1 RECENT
         S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)
         S: 1 OK [APPENDUID 1 1] Appended
         C: 2 FETCH 1 (UID FLAGS INTERNALDATE RFC822.SIZE BODY[])
         S: * 1 FETCH (UID 1 FLAGS (\\Seen $Work \\Recent) INTERNALDATE \" 1-Feb-1994 21:52:25 -0800\" RFC822.SIZE 7 BODY[] {7}
         S: abc
         S: de)
         S: 2 OK That is all
         C: 3 APPEND nowhere {1+}
         C: x
         S: 3 NO [TRYCREATE] There is no such mailbox",
    );
}

#[test]
fn envelope_structure_and_sections() {
    check(
        &[PLAIN],
        "C: 1 FETCH 1 (ENVELOPE BODY)
         S: * 1 FETCH (ENVELOPE (\"Mon, 7 Feb 1994 21:52:25 -0800\" \"afternoon meeting\" ((\"Fred Foobar\" NIL \"foobar\" \"blurdybloop.example\")) ((\"Fred Foobar\" NIL \"foobar\" \"blurdybloop.example\")) ((\"Fred Foobar\" NIL \"foobar\" \"blurdybloop.example\")) ((NIL NIL \"mooch\" \"owatagu.example\")) NIL NIL NIL \"<B27397@blurdybloop.example>\") BODY (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 55 1))
         S: 1 OK That is all
         C: 2 FETCH 1 BODY.PEEK[HEADER.FIELDS (subject \"To\")]
         S: * 1 FETCH (BODY[HEADER.FIELDS (subject To)] {57}
         S: Subject: afternoon meeting
         S: To: mooch@owatagu.example
         S:
         S: )
         S: 2 OK That is all
         C: 3 FETCH 1 (BODY[TEXT]<6.3> BODY[2])
         S: * 1 FETCH (BODY[TEXT]<6> {3}
         S: Joe BODY[2] NIL FLAGS (\\Seen \\Recent))
         S: 3 OK That is all
         C: 4 FETCH 1 BODY[1]<1000.5>
         S: * 1 FETCH (BODY[1]<1000> {0}
         S: )
         S: 4 OK That is all
         C: 5 UID FETCH 7:* FLAGS
         S: * 1 FETCH (UID 1 FLAGS (\\Seen \\Recent))
         S: 5 OK That is all
         C: 6 FETCH 2 FLAGS
         S: 6 BAD There is no message with that sequence number",
    );
}

#[test]
fn sessions_see_each_other_when_they_may() {
    let mut bench = Bench::new(store(&[PLAIN, PLAIN, PLAIN]));
    bench.selected("a");
    bench.selected("b");
    bench.play(
        "C[a]: 1 STORE 2 +FLAGS.SILENT (\\Deleted)
         S[a]: 1 OK Stored
         C[b]: 1 FETCH 1 UID
         S[b]: * 1 FETCH (UID 1)
         S[b]: * 2 FETCH (FLAGS (\\Deleted))
         S[b]: 1 OK That is all
         C[a]: 2 EXPUNGE
         S[a]: * 2 EXPUNGE
         S[a]: 2 OK Expunged
         C[b]: 2 FETCH 3 UID
         S[b]: * 3 FETCH (UID 3)
         S[b]: 2 OK That is all
         C[b]: 3 FETCH 2 UID
         S[b]: 3 NO [EXPUNGEISSUED] Some of the messages have been expunged
         C[b]: 4 SEARCH ALL
         S[b]: * SEARCH 1 3
         S[b]: 4 OK That is all
         C[b]: 5 NOOP
         S[b]: * 2 EXPUNGE
         S[b]: 5 OK Nothing done
         C[b]: 6 FETCH 2 UID
         S[b]: * 2 FETCH (UID 3)
         S[b]: 6 OK That is all
         C[b]: 7 IDLE
         S[b]: + Idling
         C[a]: 3 STORE 1 FLAGS (\\Seen)
         S[a]: * 1 FETCH (FLAGS (\\Seen \\Recent))
         S[a]: 3 OK Stored
         C[a]: 4 COPY 1 INBOX
         S[a]: * 3 EXISTS
         S[a]: * 3 RECENT
         S[a]: 4 OK [COPYUID 1 1 4] Copied
         T[b]
         S[b]: * 3 EXISTS
         S[b]: * 0 RECENT
         S[b]: * 1 FETCH (FLAGS (\\Seen))
         C[b]: done
         S[b]: 7 OK IDLE is over",
    );
}

#[test]
fn idle_wakes() {
    let woken = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = Arc::clone(&woken);
    let waker: crate::session::Waker = Arc::new(move || {
        count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    });
    let store = store(&[]);
    let mut session = ImapSession::new(store.clone(), config(), Faults::default(), waker);
    session.start(None, now());
    session.receive(
        b"l LOGIN alice secret\r\ns SELECT INBOX\r\ni IDLE\r\n",
        now(),
    );
    store
        .deliver("alice", Bytes::from_static(b"x"), now())
        .unwrap();
    assert_eq!(woken.load(std::sync::atomic::Ordering::SeqCst), 1);
    session.receive(b"DONE\r\n", now());
    store
        .deliver("alice", Bytes::from_static(b"x"), now())
        .unwrap();
    assert_eq!(woken.load(std::sync::atomic::Ordering::SeqCst), 1);
}

#[test]
fn copy_move_close() {
    let mut bench = Bench::new(store(&[PLAIN, PLAIN, PLAIN]));
    bench.selected("");
    bench.play(
        "C: 1 COPY 1:2 there
         S: 1 NO [TRYCREATE] There is no such mailbox
         C: 2 CREATE there
         S: 2 OK [MAILBOXID (F2)] Created
         C: 3 STORE 1 +FLAGS (\\Flagged)
         S: * 1 FETCH (FLAGS (\\Flagged \\Recent))
         S: 3 OK Stored
         C: 4 COPY 1:2 there
         S: 4 OK [COPYUID 2 1:2 1:2] Copied
         C: 5 UID MOVE 3 there
         S: * OK [COPYUID 2 3 3] The new UIDs
         S: * 3 EXPUNGE
         S: 5 OK Moved
         C: 6 STORE 1:2 +FLAGS.SILENT \\Deleted
         S: 6 OK Stored
         C: 7 UID EXPUNGE 2
         S: * 2 EXPUNGE
         S: 7 OK Expunged
         C: 8 CLOSE
         S: 8 OK Closed",
    );
    assert_eq!(bench.store.messages("alice", "INBOX").len(), 0);
    assert_eq!(
        bench.store.messages("alice", "there")[0].flags,
        ["\\Flagged"]
    );
}

#[test]
fn search_keys() {
    let other = "Date: Tue, 1 Mar 1994 10:00:00 +0000\r\nFrom: x@y.z\r\nSubject: =?utf-8?Q?Entw=C3=BCrfe?=\r\n\r\nnothing\r\n";
    let mut bench = Bench::new(store(&[PLAIN, other]));
    bench.selected("");
    bench.play("C: 0 STORE 2 FLAGS.SILENT (\\Flagged $Work)\nS: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)\nS: 0 OK Stored");
    for (keys, expected) in [
        ("ALL", " 1 2"),
        ("FLAGGED", " 2"),
        ("UNFLAGGED", " 1"),
        ("KEYWORD $work", " 2"),
        ("UNKEYWORD $work", " 1"),
        ("FROM fred", " 1"),
        ("SUBJECT MEETING", " 1"),
        ("CHARSET UTF-8 SUBJECT {9+}\r\nentwürfe", " 2"),
        ("HEADER Message-ID \"\"", " 1"),
        ("BODY tomorrow", " 1"),
        ("TEXT foobar", " 1"),
        ("SENTBEFORE 1-Mar-1994", " 1"),
        ("SENTON 1-Mar-1994", " 2"),
        ("SENTSINCE 1-Mar-1994", " 2"),
        ("SINCE 17-Jul-1996 BEFORE \"18-Jul-1996\"", " 1 2"),
        ("ON 16-Jul-1996", ""),
        ("LARGER 200", " 1"),
        ("SMALLER 200", " 2"),
        ("2:* NOT UID 1", " 2"),
        ("OR (FLAGGED SEEN) FROM fred", " 1"),
        ("NEW", " 1 2"),
        ("OLD", ""),
        ("YOUNGER 3600", " 1 2"),
        ("OLDER 3600", ""),
    ] {
        let session = bench.session("");
        session.receive(format!("s SEARCH {keys}\r\n").as_bytes(), now());
        assert_eq!(
            take(session),
            format!("* SEARCH{expected}\r\ns OK That is all\r\n"),
            "{keys}"
        );
    }
    bench.play(
        "C: 1 SEARCH CHARSET X-NONE ALL
         S: 1 NO [BADCHARSET (US-ASCII UTF-8)] The charset is not known
         C: 2 UID SEARCH RETURN (MIN MAX COUNT ALL) ALL
         S: * ESEARCH (TAG \"2\") UID MIN 1 MAX 2 ALL 1:2 COUNT 2
         S: 2 OK That is all
         C: 3 SEARCH RETURN (SAVE) FLAGGED
         S: 3 OK That is all
         C: 4 FETCH $ UID
         S: * 2 FETCH (UID 2)
         S: 4 OK That is all
         C: 5 SEARCH RETURN () SEEN
         S: * ESEARCH (TAG \"5\")
         S: 5 OK That is all",
    );
}

#[test]
fn what_others_changed_is_told_in_spite_of_silent() {
    let mut bench = Bench::new(store(&[PLAIN]));
    bench.selected("a");
    bench.selected("b");
    bench.play(
        "C[a]: 1 STORE 1 +FLAGS.SILENT (\\Flagged)
         S[a]: 1 OK Stored
         C[b]: 1 STORE 1 +FLAGS.SILENT (\\Seen)
         S[b]: * 1 FETCH (FLAGS (\\Flagged \\Seen))
         S[b]: 1 OK Stored
         C[b]: 2 STORE 1 +FLAGS.SILENT (\\Draft)
         S[b]: 2 OK Stored",
    );
}
