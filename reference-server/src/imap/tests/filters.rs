//! FILTERS (RFC 5466).

use super::*;

const SMALL: &str = "From: boss@example.com\r\nSubject: hello\r\n\r\nx\r\n";
const UMLAUT: &str = "Subject: =?utf-8?q?=C3=BCber?=\r\nFrom: a@example.com\r\n\r\nx\r\n";

/// The examples of §3.1 and §3.2.
#[test]
fn a_filter_is_put_in() {
    check(
        &[PLAIN, SMALL],
        "C: a007 SETMETADATA \"\" (\"/private/filters/values/on-the-road\" \"OR SMALLER 100 FROM \\\"boss@example.com\\\"\")
         S: a007 OK Set
         C: a SEARCH UID 1:900 FILTER on-the-road SINCE \"3-Dec-1995\"
         S: * SEARCH 2
         S: a OK That is all
         C: b UID SEARCH NOT FILTER On-The-Road
         S: * SEARCH 1
         S: b OK That is all
         C: c SORT (ARRIVAL) US-ASCII FILTER on-the-road
         S: * SORT 2
         S: c OK That is all
         C: d THREAD REFERENCES UTF-8 FILTER on-the-road
         S: * THREAD (2)
         S: d OK That is all
         C: e ESEARCH IN (inboxes) FILTER on-the-road
         S: * ESEARCH (TAG \"e\" MAILBOX INBOX UIDVALIDITY 1) UID ALL 2
         S: e OK That is all
         C: f GETMETADATA \"\" /private/filters/values/on-the-road
         S: * METADATA \"\" (/private/filters/values/on-the-road \"OR SMALLER 100 FROM \\\"boss@example.com\\\"\")
         S: f OK That is all
         C: g SETMETADATA \"\" (/private/filters/values/on-the-road NIL)
         S: g OK Set
         C: h SEARCH FILTER on-the-road
         S: h NO [UNDEFINED-FILTER on-the-road] There is no such filter",
    );
}

#[test]
fn several_keys_are_put_in_as_they_are_written() {
    check(
        &[PLAIN, SMALL],
        "C: 1 SETMETADATA \"\" (/private/filters/values/two \"SEEN SUBJECT hello\" /private/filters/values/three \"FLAGGED FILTER two\")
         S: 1 OK Set
         C: 2 SEARCH NOT FILTER two
         S: * SEARCH 2
         S: 2 OK That is all
         C: 3 SEARCH NOT (FILTER two)
         S: * SEARCH 1 2
         S: 3 OK That is all
         C: 4 SEARCH OR FILTER two SEEN
         S: * SEARCH
         S: 4 OK That is all
         C: 5 SEARCH OR (FILTER three) FUZZY FROM boss
         S: * SEARCH 2
         S: 5 OK That is all",
    );
}

#[test]
fn names_in_names() {
    check(
        &[PLAIN],
        "C: 1 SETMETADATA \"\" (/private/filters/values/f1 \"FILTER f2\" /private/filters/values/f2 \"FILTER f3\" /private/filters/values/f3 \"UNSEEN\")
         S: 1 OK Set
         C: 2 SEARCH FILTER f1
         S: * SEARCH 1
         S: 2 OK That is all
         C: 3 SETMETADATA \"\" (/private/filters/values/f3 \"NOT FILTER f1\")
         S: 3 OK Set
         C: 4 SEARCH FILTER f1
         S: 4 NO [UNDEFINED-FILTER f1] There is no such filter
         C: 5 SETMETADATA \"\" (/private/filters/values/f3 \"FILTER nowhere\")
         S: 5 OK Set
         C: 6 SEARCH RETURN (SAVE) ALL
         S: 6 OK That is all
         C: 7 SEARCH RETURN (SAVE) FILTER f2
         S: 7 NO [UNDEFINED-FILTER nowhere] There is no such filter
         C: 8 SEARCH $
         S: * SEARCH
         S: 8 OK That is all",
    );
}

#[test]
fn filters_are_utf8() {
    let mut bench = Bench::new(store(&[PLAIN, UMLAUT]));
    bench
        .store
        .set_server_annotation("/shared/filters/values/odd", Some("SUBJECT".into()));
    bench
        .store
        .set_server_annotation("/shared/filters/values/u", Some("SEEN".into()));
    bench
        .store
        .set_server_annotation("/shared/filters/values/all", Some("UNSEEN".into()));
    bench.selected("");
    bench.play(
        "C: 1 SETMETADATA \"\" (/private/filters/values/u {24+}
         C: SUBJECT {5}
         C: über UID 2)
         S: 1 OK Set
         C: 2 SEARCH FILTER u
         S: * SEARCH 2
         S: 2 OK That is all
         C: 3 SEARCH CHARSET US-ASCII FILTER u
         S: * SEARCH 2
         S: 3 OK That is all
         C: 4 SEARCH CHARSET ISO-8859-1 FILTER u
         S: 4 BAD [BADCHARSET (US-ASCII UTF-8)] Filters are UTF-8
         C: 5 SEARCH FILTER all
         S: * SEARCH 1 2
         S: 5 OK That is all
         C: 6 SEARCH FILTER odd
         S: 6 NO The filter is no full search
         C: u UNSELECT
         S: u OK Closed
         C: 7 ENABLE UTF8=ACCEPT
         S: * ENABLED UTF8=ACCEPT
         S: 7 OK Enabled what is there
         C: 8 ESEARCH IN (inboxes) FILTER u
         S: * ESEARCH (TAG \"8\" MAILBOX INBOX UIDVALIDITY 1) UID ALL 2
         S: 8 OK That is all",
    );
}

#[test]
fn refusals() {
    check(
        &[PLAIN],
        "C: 1 SEARCH FILTER
         S: 1 BAD a space is expected
         C: 2 SEARCH FILTER a/b
         S: 2 BAD a filter's name has no slash
         C: 3 SEARCH FILTER \"a\"
         S: 3 BAD an atom is expected
         C: 4 SETMETADATA \"\" (/private/filters/values/a \"OR SMALLER\")
         S: 4 NO [CANNOT] The filter is no full search
         C: 5 SETMETADATA \"\" (/private/filters/values/a \"\")
         S: 5 NO [CANNOT] The filter is no full search
         C: 6 SETMETADATA \"\" (/private/filters/values/a/b \"SEEN\")
         S: 6 BAD No filter can have that name
         C: 7 SETMETADATA \"\" (/shared/filters/values/a \"SEEN\")
         S: 7 NO [NOPERM] Only the server's owner sets that
         C: 8 SEARCH NOT FILTER a
         S: 8 NO [UNDEFINED-FILTER a] There is no such filter",
    );
}

#[test]
fn what_is_put_in_is_bounded() {
    let many = |name: &str| vec![format!("FILTER {name}"); 1000].join(" ");
    let mut bench = Bench::new(store(&[PLAIN]));
    for (name, next) in [("a", "b"), ("b", "c"), ("c", "d")] {
        let entry = format!("/shared/filters/values/{name}");
        bench
            .store
            .set_server_annotation(&entry, Some(many(next).into()));
    }
    bench
        .store
        .set_server_annotation("/shared/filters/values/d", Some("SEEN".into()));
    bench.selected("");
    bench.play(
        "C: 1 SEARCH FILTER b
         S: 1 NO [LIMIT] The filters are too large together
         C: 2 SEARCH FILTER c
         S: * SEARCH
         S: 2 OK That is all",
    );
}
