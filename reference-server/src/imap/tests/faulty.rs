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
        "C: 1 SELECT nowhere\nS: 1 NO NONEXISTENT There is no such mailbox",
    );
}
