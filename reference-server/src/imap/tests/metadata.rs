//! METADATA (RFC 5464).

use super::*;

#[test]
fn values_come_and_go() {
    check(
        &[],
        "C: 1 SETMETADATA INBOX (/shared/comment \"hello\" /PRIVATE/comment {3+}
         C: a\"b /private/vendor/x/y ~{2+}
         C: cd)
         S: 1 OK Set
         C: 2 GETMETADATA INBOX (/shared/comment /private/comment)
         S: * METADATA INBOX (/private/comment \"a\\\"b\" /shared/comment \"hello\")
         S: 2 OK That is all
         C: 3 GETMETADATA INBOX (MAXSIZE 3) (/shared/comment /private/comment)
         S: * METADATA INBOX (/private/comment \"a\\\"b\")
         S: 3 OK [METADATA LONGENTRIES 5] That is all
         C: 4 GETMETADATA (DEPTH infinity) INBOX /private
         S: * METADATA INBOX (/private/comment \"a\\\"b\" /private/vendor/x/y \"cd\")
         S: 4 OK That is all
         C: 5 GETMETADATA (DEPTH 1) INBOX /private
         S: * METADATA INBOX (/private/comment \"a\\\"b\")
         S: 5 OK That is all
         C: 6 SETMETADATA INBOX (/shared/comment NIL)
         S: 6 OK Set
         C: 7 GETMETADATA INBOX /shared/comment
         S: * METADATA INBOX (/shared/comment NIL)
         S: 7 OK That is all
         C: 8 GETMETADATA \"\" /shared/admin
         S: * METADATA \"\" (/shared/admin \"mailto:postmaster@localhost\")
         S: 8 OK That is all
         C: 9 RENAME INBOX old
         S: 9 OK Renamed
         C: 10 GETMETADATA old /private/comment
         S: * METADATA old (/private/comment \"a\\\"b\")
         S: 10 OK That is all",
    );
}

#[test]
fn refusals() {
    check(
        &[],
        "C: 1 GETMETADATA nowhere /shared/comment
         S: 1 NO [NONEXISTENT] There is no such mailbox
         C: 2 GETMETADATA INBOX /shared//comment
         S: 2 BAD No entry can have that name
         C: 3 GETMETADATA INBOX \"/shared/*\"
         S: 3 BAD No entry can have that name
         C: 4 SETMETADATA INBOX (/shared/comment)
         S: 4 BAD a space is expected
         C: 5 SETMETADATA INBOX ()
         S: 5 BAD an astring is expected
         C: 6 SETMETADATA INBOX (/shared/vendor/x a)
         S: 6 BAD a string is expected
         C: 7 SETMETADATA INBOX (/shared/vendor/x \"a\")
         S: 7 BAD No entry can have that name
         C: 8 SETMETADATA \"\" (/shared/comment \"a\")
         S: 8 NO [NOPERM] Only the server's owner sets that
         C: 9 GETMETADATA (DEPTH 2) INBOX /shared/comment
         S: 9 BAD there is no such depth
         C: 10 GETMETADATA (MAXSIZE 1 MAXSIZE 2) INBOX /shared/comment
         S: 10 BAD an option is there twice
         C: 11 GETMETADATA INBOX /private/comment /shared/comment
         S: 11 BAD the command should end here
         C: 12 SETMETADATA INBOX (/shared/comment {99999}
         S: 12 NO [METADATA MAXSIZE 32768] The value is too large",
    );
}
