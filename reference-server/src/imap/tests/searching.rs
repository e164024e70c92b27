//! ESORT, CONTEXT, PARTIAL, FUZZY, MULTISEARCH, comparators, SORT=DISPLAY.

use super::*;

fn subject(subject: &str, from: &str) -> String {
    format!("From: {from}\r\nSubject: {subject}\r\n\r\nx\r\n")
}

fn three() -> Vec<String> {
    vec![
        subject("beta", "Zoe <a@x>"),
        subject("=?utf-8?q?=C3=89clair?=", "b@x"),
        subject("alpha", "Adam <c@x>"),
    ]
}

fn check_three(script: &str) {
    let messages = three();
    let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
    check(&messages, script);
}

#[test]
fn extended_sort_and_partial() {
    check_three(
        "C: 1 SORT RETURN () (SUBJECT) UTF-8 ALL
         S: * ESEARCH (TAG \"1\") ALL 3,1:2
         S: 1 OK That is all
         C: 2 UID SORT RETURN (MIN MAX COUNT) (REVERSE SUBJECT) UTF-8 ALL
         S: * ESEARCH (TAG \"2\") UID MIN 2 MAX 3 COUNT 3
         S: 2 OK That is all
         C: 3 SORT RETURN (PARTIAL 1:2) (SUBJECT) UTF-8 ALL
         S: * ESEARCH (TAG \"3\") PARTIAL (1:2 3,1)
         S: 3 OK That is all
         C: 4 SEARCH RETURN (PARTIAL -1:-2) ALL
         S: * ESEARCH (TAG \"4\") PARTIAL (-1:-2 2:3)
         S: 4 OK That is all
         C: 5 SEARCH RETURN (PARTIAL 4:9) ALL
         S: * ESEARCH (TAG \"5\") PARTIAL (4:9 NIL)
         S: 5 OK That is all
         C: 6 SEARCH RETURN (PARTIAL 1:2 ALL) ALL
         S: 6 BAD PARTIAL and ALL exclude each other
         C: 7 SEARCH RETURN (PARTIAL 1:-2) ALL
         S: 7 BAD a range counts from one end
         C: 8 SEARCH RETURN (PARTIAL 1:*) ALL
         S: 8 BAD a number is expected
         C: 9 SEARCH RETURN (SAVE PARTIAL 2:2 MAX) ALL
         S: * ESEARCH (TAG \"9\") MAX 3 PARTIAL (2:2 2)
         S: 9 OK That is all
         C: 10 FETCH $ UID
         S: * 2 FETCH (UID 2)
         S: * 3 FETCH (UID 3)
         S: 10 OK That is all
         C: 11 UID FETCH 1:* (UID) (PARTIAL -1:-1)
         S: * 3 FETCH (UID 3)
         S: 11 OK That is all
         C: 12 FETCH 1:* (UID) (PARTIAL -1:-1)
         S: 12 BAD there is no such FETCH modifier",
    );
}

#[test]
fn comparators_and_display() {
    check_three(
        "C: 1 COMPARATOR
         S: * COMPARATOR i;unicode-casemap
         S: 1 OK That is the comparator
         C: 3 SEARCH CHARSET UTF-8 SUBJECT {7+}
         C: \u{e9}CLAIR
         S: * SEARCH 2
         S: 3 OK That is all
         C: 4 SORT (DISPLAYFROM) UTF-8 ALL
         S: * SORT 3 2 1
         S: 4 OK That is all
         C: 5 COMPARATOR \"i;oct*\" i;ascii-casemap
         S: * COMPARATOR i;octet (i;octet i;ascii-casemap)
         S: 5 OK That is the comparator
         C: 6 SEARCH SUBJECT ALPHA
         S: * SEARCH
         S: 6 OK That is all
         C: 7 COMPARATOR cz
         S: 7 NO [BADCOMPARATOR] There is no such comparator
         C: 8 LANGUAGE fr de-AT
         S: * LANGUAGE (de)
         S: 8 OK Diese Sprache wird nun gesprochen
         C: 9 LANGUAGE fr
         S: 9 NO Keine dieser Sprachen wird gesprochen
         C: 10 LANGUAGE
         S: * LANGUAGE (i-default en de)
         S: 10 OK Das ist alles
         C: 11 LANGUAGE d_e
         S: 11 BAD a language range is malformed",
    );
}

#[test]
fn updates() {
    check_three(
        "C: 1 UID SEARCH RETURN (UPDATE COUNT) FLAGGED
         S: * ESEARCH (TAG \"1\") UID COUNT 0
         S: 1 OK That is all
         C: 2 SORT RETURN (UPDATE) (SUBJECT) UTF-8 NOT DELETED
         S: * ESEARCH (TAG \"2\")
         S: 2 OK That is all
         C: 3 STORE 2 FLAGS (\\Flagged)
         S: * 2 FETCH (FLAGS (\\Flagged \\Recent))
         S: * ESEARCH (TAG \"1\") UID ADDTO (0 2)
         S: 3 OK Stored
         C: 4 STORE 1 +FLAGS.SILENT (\\Deleted)
         S: * ESEARCH (TAG \"2\") REMOVEFROM (2 1)
         S: 4 OK Stored
         C: 5 EXPUNGE
         S: * 1 EXPUNGE
         S: 5 OK Expunged
         C: 6 APPEND INBOX {10+}
         C: Subject: b
         S: * 3 EXISTS
         S: * 3 RECENT
         S: * ESEARCH (TAG \"2\") ADDTO (2 3)
         S: 6 OK [APPENDUID 1 4] Appended
         C: 1 SEARCH RETURN (UPDATE) ALL
         S: 1 BAD The tag is that of another search with UPDATE
         C: 7 CANCELUPDATE \"1\"
         S: 7 OK No further updates
         C: 8 STORE 1 FLAGS.SILENT ()
         S: 8 OK Stored
         C: 9 CANCELUPDATE 2
         S: 9 BAD a quoted string is expected
         C: 10 CANCELUPDATE \"1\"
         S: 10 NO No search with that tag is followed",
    );
}

#[test]
fn fuzzy() {
    check_three(
        "C: 1 SEARCH RETURN (RELEVANCY ALL) FUZZY OR SUBJECT betas SUBJECT alpha
         S: * ESEARCH (TAG \"1\") ALL 1,3 RELEVANCY (50 100)
         S: 1 OK That is all
         C: 2 SORT (RELEVANCY) UTF-8 FUZZY OR SUBJECT betas SUBJECT alpha
         S: * SORT 3 1
         S: 2 OK That is all
         C: 3 SEARCH RETURN (RELEVANCY) ALL
         S: 3 BAD RELEVANCY needs FUZZY
         C: 4 SORT (RELEVANCY) UTF-8 ALL
         S: 4 BAD RELEVANCY needs FUZZY",
    );
}

#[test]
fn several_mailboxes() {
    check_three(
        "C: 1 CREATE a/b
         S: 1 OK [MAILBOXID (F3)] Created
         C: 2 COPY 2 a/b
         S: 2 OK [COPYUID 3 2 1] Copied
         C: 3 ESEARCH IN (personal) SUBJECT \"clair\"
         S: * ESEARCH (TAG \"3\" MAILBOX INBOX UIDVALIDITY 1) UID ALL 2
         S: * ESEARCH (TAG \"3\" MAILBOX a/b UIDVALIDITY 3) UID ALL 1
         S: 3 OK That is all
         C: 4 ESEARCH IN (subtree-one a) RETURN (COUNT) SUBJECT clair
         S: * ESEARCH (TAG \"4\" MAILBOX a/b UIDVALIDITY 3) UID COUNT 1
         S: 4 OK That is all
         C: 5 ESEARCH IN (mailboxes (a nowhere) selected) RETURN (COUNT) SUBJECT alpha
         S: * ESEARCH (TAG \"5\" MAILBOX INBOX UIDVALIDITY 1) UID COUNT 1
         S: 5 OK That is all
         C: 6 ESEARCH IN (personal) RETURN (SAVE) ALL
         S: 6 BAD SAVE is for the selected mailbox alone
         C: 7 ESEARCH 1:99
         S: * ESEARCH (TAG \"7\" MAILBOX INBOX UIDVALIDITY 1) UID ALL 1:3
         S: 7 OK That is all
         C: 8 UNSELECT
         S: 8 OK Closed
         C: 9 ESEARCH ALL
         S: 9 BAD No mailbox is selected
         C: 10 ESEARCH IN (selected-delayed) ALL
         S: 10 BAD there is no such source option",
    );
}

#[test]
fn mod_sequences_of_what_is_returned() {
    check_three(
        "C: 1 STORE 2 +FLAGS.SILENT (\\Flagged)
         S: 1 OK Stored
         C: 2 STORE 1 +FLAGS.SILENT (\\Flagged)
         S: 2 OK Stored
         C: 3 SEARCH MODSEQ 1
         S: * OK [HIGHESTMODSEQ 6] Mod-sequences from here on
         S: * SEARCH 1 2 3 (MODSEQ 6)
         S: 3 OK That is all
         C: 4 SEARCH RETURN (MIN) 2:3 MODSEQ 1
         S: * ESEARCH (TAG \"4\") MIN 2 MODSEQ 5
         S: 4 OK That is all
         C: 5 SEARCH RETURN (MAX) MODSEQ 1
         S: * ESEARCH (TAG \"5\") MAX 3 MODSEQ 4
         S: 5 OK That is all
         C: 6 SEARCH RETURN (MIN MAX) 2:3 MODSEQ 1
         S: * ESEARCH (TAG \"6\") MIN 2 MAX 3 MODSEQ 5
         S: 6 OK That is all
         C: 7 SEARCH RETURN (MAX COUNT) MODSEQ 1
         S: * ESEARCH (TAG \"7\") MAX 3 COUNT 3 MODSEQ 6
         S: 7 OK That is all
         C: 8 SEARCH RETURN (PARTIAL 2:3) MODSEQ 1
         S: * ESEARCH (TAG \"8\") PARTIAL (2:3 2:3) MODSEQ 5
         S: 8 OK That is all
         C: 9 SORT (SUBJECT) UTF-8 MODSEQ 1
         S: * SORT 3 1 2 (MODSEQ 6)
         S: 9 OK That is all
         C: 10 SORT RETURN (MIN) (SUBJECT) UTF-8 MODSEQ 1
         S: * ESEARCH (TAG \"10\") MIN 3 MODSEQ 4
         S: 10 OK That is all
         C: 11 SORT (SUBJECT) UTF-8 MODSEQ 7
         S: * SORT
         S: 11 OK That is all",
    );
}

#[test]
fn addresses_as_the_envelope_has_them() {
    check(
        &[
            "From: (one) joe (two) @ (three) example.org\r\nTo: \"Al \\\"X\\\" B\" <al\r\n @y>\r\n\r\nx\r\n",
        ],
        "C: 1 SEARCH FROM joe@example.org TO \"al \\\"x\\\" b\" TO al@y
         S: * SEARCH 1
         S: 1 OK That is all
         C: 2 SEARCH FROM three
         S: * SEARCH 1
         S: 2 OK That is all
         C: 3 SEARCH HEADER From joe@example.org
         S: * SEARCH
         S: 3 OK That is all
         C: 4 SEARCH FROM joe@example.com
         S: * SEARCH
         S: 4 OK That is all",
    );
}

/// A message of the day `day`, with more fields.
fn dated(day: u8, subject: &str, fields: &str) -> String {
    format!("Date: {day} Jan 2020 00:00:00 +0000\r\nSubject: {subject}\r\n{fields}\r\nx\r\n")
}

fn check_threads(messages: &[String], threads: &str) {
    let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
    check(
        &messages,
        &format!(
            "C: 1 THREAD REFERENCES UTF-8 ALL
             S: * THREAD {threads}
             S: 1 OK That is all"
        ),
    );
}

#[test]
fn a_message_that_refers_to_itself_has_no_parent() {
    let messages = [
        dated(1, "a", "Message-ID: <y@m>\r\nReferences: <p@m> <x@m>\r\n"),
        dated(2, "b", "Message-ID: <x@m>\r\nReferences: <x@m>\r\n"),
        dated(3, "c", "Message-ID: <p@m>\r\n"),
    ];
    check_threads(&messages, "(2 1)(3)");
}

#[test]
fn a_subject_joins_the_replies_to_what_is_not_there() {
    let messages = [
        dated(1, "Re: a", "References: <gone@m>\r\n"),
        dated(2, "Re: a", "References: <gone@m>\r\n"),
        dated(3, "a", ""),
    ];
    check_threads(&messages, "((1)(2)(3))");
}
