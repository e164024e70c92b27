//! ENABLE, IMAP4rev2, CONDSTORE, BINARY, MULTIAPPEND.

use super::*;

#[test]
fn rev2_after_enable() {
    let mut bench = Bench::new(store(&[PLAIN]));
    bench
        .session("")
        .receive(b"l LOGIN alice secret\r\n", now());
    take(bench.session(""));
    bench.play(
        "C: 1 ENABLE IMAP4rev2 X-NONE
         S: * ENABLED IMAP4rev2
         S: 1 OK Enabled what is there
         C: 2 SELECT INBOX
         S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
         S: * 1 EXISTS
         S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Flags that last
         S: * OK [UIDNEXT 2] The next UID
         S: * OK [UIDVALIDITY 1] UIDs are valid
         S: * OK [HIGHESTMODSEQ 2] The highest mod-sequence
         S: * OK [MAILBOXID (F1)] What it is known by
         S: * OK [URLMECH INTERNAL] How URLs are authorized
         S: * LIST (\\HasNoChildren) \"/\" INBOX
         S: 2 OK [READ-WRITE] The mailbox is selected
         C: 3 SEARCH ALL
         S: * ESEARCH (TAG \"3\") ALL 1
         S: 3 OK That is all
         C: 4 FETCH 1 FLAGS
         S: * 1 FETCH (FLAGS ())
         S: 4 OK That is all
         C: 5 CREATE \"Entwürfe\"
         S: 5 OK [MAILBOXID (F2)] Created
         C: 6 LIST \"\" E*
         S: * LIST (\\HasNoChildren) \"/\" \"Entwürfe\"
         S: 6 OK That is all
         C: 7 SELECT nowhere
         S: * OK [CLOSED] The mailbox before it is closed
         S: 7 NO [NONEXISTENT] There is no such mailbox",
    );
}

#[test]
fn condstore() {
    check(
        &[PLAIN, PLAIN],
        "C: 1 FETCH 1 MODSEQ
         S: * OK [HIGHESTMODSEQ 3] Mod-sequences from here on
         S: * 1 FETCH (MODSEQ (2))
         S: 1 OK That is all
         C: 2 STORE 1:2 (UNCHANGEDSINCE 2) +FLAGS.SILENT (\\Seen)
         S: * 1 FETCH (UID 1 MODSEQ (4))
         S: 2 OK [MODIFIED 2] Some had been modified
         C: 3 SEARCH MODSEQ 4
         S: * SEARCH 1 (MODSEQ 4)
         S: 3 OK That is all
         C: 4 FETCH 1:* FLAGS (CHANGEDSINCE 3)
         S: * 1 FETCH (FLAGS (\\Seen \\Recent) MODSEQ (4))
         S: 4 OK That is all",
    );
}

#[test]
fn binary_and_multiappend() {
    let encoded =
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n";
    check(
        &[encoded],
        "C: 1 FETCH 1 (BINARY.PEEK[1] BINARY.SIZE[1])
         S: * 1 FETCH (BINARY[1] {5}
         S: hello BINARY.SIZE[1] 5)
         S: 1 OK That is all
         C: 2 APPEND INBOX {1+}
         C: a (\\Seen) {1+}
         C: b
         S: * 3 EXISTS
         S: * 3 RECENT
         S: 2 OK [APPENDUID 1 2:3] Appended",
    );
}

fn message(id: &str, subject: &str, day: u8, references: &str) -> String {
    format!(
        "Message-ID: <{id}>\r\nDate: {day} Jan 2000 00:00:00 +0000\r\nSubject: {subject}\r\nReferences: {references}\r\n\r\n{}",
        "x".repeat(usize::from(10 - day))
    )
}

#[test]
fn sort_and_thread() {
    let messages = [
        message("a", "one", 1, ""),
        message("b", "Re: one", 3, "<a>"),
        message("c", "Re: one", 2, "<a>"),
        message("d", "two", 4, "<gone>"),
        message("e", "Re: three", 5, "<b> <a> <e>"),
        message("f", "Re: two", 6, ""),
    ];
    let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
    check(
        &messages,
        "C: 1 SORT (DATE) UTF-8 ALL
         S: * SORT 1 3 2 4 5 6
         S: 1 OK That is all
         C: 2 SORT (SUBJECT REVERSE DATE) US-ASCII ALL
         S: * SORT 2 3 1 5 6 4
         S: 2 OK That is all
         C: 3 THREAD ORDEREDSUBJECT UTF-8 ALL
         S: * THREAD (1 (3)(2))(4 6)(5)
         S: 3 OK That is all
         C: 4 UID THREAD REFERENCES UTF-8 ALL
         S: * THREAD (1 (3)(2))(4 6)(5)
         S: 4 OK That is all
         C: 5 SORT () UTF-8 ALL
         S: 5 BAD an atom is expected",
    );
}

#[test]
fn qresync() {
    let mut bench = Bench::new(store(&[PLAIN, PLAIN, PLAIN]));
    bench.selected("other");
    bench
        .session("")
        .receive(b"l LOGIN alice secret\r\n", now());
    take(bench.session(""));
    bench.play(
        "C[other]: 1 UID STORE 1 FLAGS.SILENT (\\Seen)
         S[other]: 1 OK Stored
         C[other]: 2 STORE 2 +FLAGS.SILENT (\\Deleted)
         S[other]: 2 OK Stored
         C[other]: 3 EXPUNGE
         S[other]: * 2 EXPUNGE
         S[other]: 3 OK Expunged
         C: 1 SELECT INBOX (QRESYNC (1 4))
         S: 1 BAD QRESYNC has not been enabled
         C: 2 ENABLE QRESYNC
         S: * ENABLED QRESYNC
         S: 2 OK Enabled what is there
         C: 3 SELECT INBOX (QRESYNC (1 4 1:10))
         S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
         S: * 2 EXISTS
         S: * 0 RECENT
         S: * OK [UNSEEN 2] The first unseen message
         S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Flags that last
         S: * OK [UIDNEXT 4] The next UID
         S: * OK [UIDVALIDITY 1] UIDs are valid
         S: * OK [HIGHESTMODSEQ 7] The highest mod-sequence
         S: * OK [MAILBOXID (F1)] What it is known by
         S: * OK [URLMECH INTERNAL] How URLs are authorized
         S: * VANISHED (EARLIER) 2
         S: * 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ (5))
         S: 3 OK [READ-WRITE] The mailbox is selected
         C[other]: 4 STORE 1 +FLAGS.SILENT (\\Deleted)
         S[other]: 4 OK Stored
         C[other]: 5 CLOSE
         S[other]: 5 OK Closed
         C: 4 NOOP
         S: * VANISHED 1
         S: 4 OK Nothing done
         C: 5 UID FETCH 1:* FLAGS (CHANGEDSINCE 6 VANISHED)
         S: * VANISHED (EARLIER) 1:2
         S: 5 OK That is all",
    );
}

/// The example of RFC 8474 §5.3 and §6.
#[test]
fn threads_across_mailboxes() {
    check(
        &[
            "Subject: Message A\r\nMessage-ID: <fake.1521475657.54797@example.com>\r\n\r\n",
            "Subject: Re: Message A\r\nMessage-ID: <fake.1521475657.21213@example.org>\r\nReferences: <fake.1521475657.54797@example.com>\r\n\r\n",
            "Subject: Message C\r\nMessage-ID: <fake.1521475657.60280@example.com>\r\n\r\n",
        ],
        "C: 22 fetch 1:* (emailid threadid)
         S: * 1 FETCH (EMAILID (Me1) THREADID (T1))
         S: * 2 FETCH (EMAILID (Me2) THREADID (T1))
         S: * 3 FETCH (EMAILID (Me3) THREADID (T2))
         S: 22 OK That is all
         C: 27 search emailid Me1
         S: * SEARCH 1
         S: 27 OK That is all
         C: 28 search threadid T1
         S: * SEARCH 1 2
         S: 28 OK That is all
         C: 29 search threadid t1
         S: * SEARCH
         S: 29 OK That is all
         C: c CREATE foo
         S: c OK [MAILBOXID (F2)] Created
         C: 23 move 2 foo
         S: * OK [COPYUID 2 2 1] The new UIDs
         S: * 2 EXPUNGE
         S: 23 OK Moved
         C: 24 fetch 1:* (emailid threadid)
         S: * 1 FETCH (EMAILID (Me1) THREADID (T1))
         S: * 2 FETCH (EMAILID (Me3) THREADID (T2))
         S: 24 OK That is all
         C: u UNSELECT
         S: u OK Closed
         C: e ESEARCH IN (mailboxes foo) threadid T1
         S: * ESEARCH (TAG \"e\" MAILBOX foo UIDVALIDITY 2) UID ALL 1
         S: e OK That is all",
    );
}

#[test]
fn save_dates_and_object_identifiers() {
    check(
        &[PLAIN],
        "C: 1 COPY 1 INBOX
         S: * 2 EXISTS
         S: * 2 RECENT
         S: 1 OK [COPYUID 1 1 2] Copied
         C: 2 FETCH 1:2 (EMAILID THREADID SAVEDATE)
         S: * 1 FETCH (EMAILID (Me1) THREADID (T1) SAVEDATE \"17-Jul-1996 09:44:25 +0000\")
         S: * 2 FETCH (EMAILID (Me1) THREADID (T1) SAVEDATE \"17-Jul-1996 09:44:25 +0000\")
         S: 2 OK That is all
         C: 3 SEARCH EMAILID Me1 SAVEDON 17-Jul-1996 SAVEDATESUPPORTED
         S: * SEARCH 1 2
         S: 3 OK That is all
         C: 4 SEARCH OR EMAILID M2 SAVEDBEFORE 17-Jul-1996
         S: * SEARCH
         S: 4 OK That is all
         C: 5 STATUS INBOX (MAILBOXID APPENDLIMIT)
         S: * STATUS INBOX (MAILBOXID (F1) APPENDLIMIT 67108864)
         S: 5 OK That is all",
    );
}
