//! Faults show, and nothing else does.

use super::*;

fn with(fault: &'static str, script: &str) {
    let mut bench = Bench::new(store(&[PLAIN, PLAIN]));
    bench.faults.set(vec![fault]);
    bench
        .session("")
        .receive(b"l LOGIN alice secret\r\ns SELECT INBOX\r\n", now());
    take(bench.session(""));
    bench.play(script);
}

#[test]
fn faults_show() {
    with(
        "imap-size-off-by-crs",
        "C: 1 FETCH 1 RFC822.SIZE\nS: * 1 FETCH (RFC822.SIZE 233)\nS: 1 OK That is all",
    );
    with(
        "imap-search-uid-returns-seq",
        "C: 1 STORE 1 +FLAGS.SILENT \\Deleted\nS: 1 OK Stored\nC: 2 EXPUNGE\nS: * 1 EXPUNGE\nS: 2 OK Expunged\nC: 3 UID SEARCH ALL\nS: * SEARCH 1\nS: 3 OK That is all",
    );
    with(
        "imap-partial-off-by-one",
        "C: 1 FETCH 1 BODY.PEEK[TEXT]<0.5>\nS: * 1 FETCH (BODY[TEXT]<0> {5}\nS: ello )\nS: 1 OK That is all",
    );
    with(
        "imap-response-code-without-brackets",
        "C: 1 SELECT nowhere\nS: * OK [CLOSED] The mailbox before it is closed\nS: 1 NO NONEXISTENT There is no such mailbox",
    );
}

/// RFC 5032 §2, in virtual time: the case that shows it is slow.
#[test]
fn within_counts_seconds() {
    let found = |fault: Option<&'static str>, keys: &str| {
        let mut bench = Bench::new(store(&[PLAIN]));
        bench.faults.set(fault.into_iter().collect());
        let session = bench.session("");
        session.receive(b"l LOGIN alice secret\r\ns SELECT INBOX\r\n", now());
        take(session);
        let later = now() + jiff::SignedDuration::from_secs(5);
        session.receive(format!("a SEARCH {keys}\r\n").as_bytes(), later);
        take(session).starts_with("* SEARCH 1\r\n")
    };
    assert!(found(None, "YOUNGER 6") && !found(None, "YOUNGER 4"));
    assert!(found(None, "OLDER 4") && !found(None, "OLDER 6"));
    assert!(found(Some("imap-within-whole-minutes"), "YOUNGER 4"));
}

/// A dialogue in which many faults make a difference.
fn dialogue(fault: Option<&'static str>) -> String {
    let mut bench = Bench::new(store(&[PLAIN, PLAIN, PLAIN]));
    bench.faults.set(fault.into_iter().collect());
    let mut output = String::new();
    for (who, line) in [
        ("a", "1 LOGIN alice wrong"),
        ("a", "2 LOGIN alice secret"),
        ("b", "1 LOGIN alice secret"),
        ("a", "3 SELECT INBOX"),
        ("b", "3 SELECT inbox"),
        ("a", "4 CREATE other"),
        ("a", "5 FETCH 1 (RFC822.SIZE BODY.PEEK[TEXT]<0.5> FLAGS)"),
        ("a", "6 STORE 1 +FLAGS.SILENT (\\Deleted)"),
        ("b", "7 NOOP"),
        ("a", "8 COPY 1 other"),
        ("a", "9 EXPUNGE"),
        ("b", "10 FETCH 2 UID"),
        ("a", "11 UID SEARCH ALL"),
        (
            "a",
            "12 APPEND INBOX (\\Seen) \" 1-Feb-1994 21:52:25 -0800\" {1+}\r\nx",
        ),
        ("a", "13 APPEND INBOX {1+}\r\ny"),
        ("a", "14 UID FETCH 1:* (FLAGS INTERNALDATE)"),
        ("a", "15 STORE 2 +FLAGS.SILENT (\\Deleted)"),
        ("a", "16 CLOSE"),
        ("a", "17 EXAMINE other"),
        ("a", "18 FETCH 1 FLAGS"),
        ("a", "19 STORE 1 FLAGS (\\Seen)"),
        ("a", "20 SELECT nowhere"),
        ("a", "21 FETCH 1 FLAGS"),
        ("a", "22 STATUS INBOX (MESSAGES)"),
    ] {
        let session = bench.session(who);
        session.receive(format!("{line}\r\n").as_bytes(), now());
        output.push_str(&take(session));
    }
    output
}

/// That every fault is noticed is shown with transcripts, by the root crate's `tests/faults.rs`; here
/// those that one dialogue reaches, and that a fault is as repeatable as its absence.
#[test]
fn faults_make_a_difference_and_two_runs_are_the_same() {
    let right = dialogue(None);
    assert_eq!(right, dialogue(None));
    let mut shown = 0;
    for fault in crate::faults::all().filter(|fault| fault.name.starts_with("imap-")) {
        let wrong = dialogue(Some(fault.name));
        assert_eq!(wrong, dialogue(Some(fault.name)), "{}", fault.name);
        shown += usize::from(wrong != right);
    }
    assert!(shown >= 40, "only {shown} show");
}
