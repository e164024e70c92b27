//! NOTIFY (RFC 5465).

use super::*;

/// `a` and `b` are alice; `b` is not in any mailbox.
fn two() -> Bench {
    let mut bench = Bench::new(store(&[PLAIN]));
    for who in ["a", "b"] {
        let session = bench.session(who);
        session.receive(b"l LOGIN alice secret\r\n", now());
        take(session);
    }
    bench
}

#[test]
fn mailboxes_that_are_not_selected() {
    two().play(
        "C[b]: 1 NOTIFY SET STATUS (personal (MailboxName SubscriptionChange MessageNew MessageExpunge FlagChange MailboxMetadataChange))
         S[b]: * STATUS INBOX (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 1 HIGHESTMODSEQ 2)
         S[b]: 1 OK You will be told
         C[a]: 1 APPEND INBOX {1+}
         C[a]: x
         S[a]: 1 OK [APPENDUID 1 2] Appended
         T[b]
         S[b]: * STATUS INBOX (UIDNEXT 3 MESSAGES 2)
         C[a]: 2 CREATE x/y
         S[a]: 2 OK [MAILBOXID (F3)] Created
         T[b]
         S[b]: * LIST (\\HasChildren) \"/\" x
         S[b]: * LIST (\\HasNoChildren) \"/\" x/y
         C[a]: 3 SUBSCRIBE x/y
         S[a]: 3 OK Subscribed
         T[b]
         S[b]: * LIST (\\Subscribed \\HasNoChildren) \"/\" x/y
         C[a]: 4 RENAME x z
         S[a]: 4 OK Renamed
         T[b]
         S[b]: * LIST (\\HasChildren) \"/\" z (\"OLDNAME\" (x))
         C[a]: 5 DELETE z/y
         S[a]: 5 OK Deleted
         T[b]
         S[b]: * LIST (\\HasNoChildren) \"/\" z
         S[b]: * LIST (\\NonExistent \\HasNoChildren) \"/\" z/y
         C[a]: 6 SETMETADATA z (/shared/comment \"c\")
         S[a]: 6 OK Set
         T[b]
         S[b]: * METADATA z /shared/comment
         C[b]: 2 CREATE own
         S[b]: 2 OK [MAILBOXID (F4)] Created
         T[b]
         C[b]: 3 NOTIFY NONE
         S[b]: 3 OK Nothing will be told
         C[a]: 7 DELETE z
         S[a]: 7 OK Deleted
         T[b]",
    );
}

#[test]
fn the_selected_mailbox() {
    let mut bench = two();
    let session = bench.session("b");
    session.receive(b"s SELECT INBOX\r\n", now());
    take(session);
    bench.play(
        "C[b]: 1 NOTIFY SET (SELECTED-DELAYED (MessageNew (UID FLAGS) MessageExpunge))
         S[b]: 1 OK You will be told
         C[a]: 1 APPEND INBOX (\\Deleted) {1+}
         C[a]: x
         S[a]: 1 OK [APPENDUID 1 2] Appended
         T[b]
         S[b]: * 2 EXISTS
         S[b]: * 2 RECENT
         S[b]: * 2 FETCH (UID 2 FLAGS (\\Deleted \\Recent))
         C[a]: 2 SELECT INBOX
         S[a]: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
         S[a]: * 2 EXISTS
         S[a]: * 0 RECENT
         S[a]: * OK [UNSEEN 1] The first unseen message
         S[a]: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Flags that last
         S[a]: * OK [UIDNEXT 3] The next UID
         S[a]: * OK [UIDVALIDITY 1] UIDs are valid
         S[a]: * OK [HIGHESTMODSEQ 3] The highest mod-sequence
         S[a]: * OK [MAILBOXID (F1)] What it is known by
         S[a]: * OK [URLMECH INTERNAL] How URLs are authorized
         S[a]: 2 OK [READ-WRITE] The mailbox is selected
         C[a]: 3 STORE 1 +FLAGS.SILENT \\Flagged
         S[a]: 3 OK Stored
         C[a]: 4 EXPUNGE
         S[a]: * 2 EXPUNGE
         S[a]: 4 OK Expunged
         T[b]
         C[b]: 2 NOOP
         S[b]: * 2 EXPUNGE
         S[b]: 2 OK Nothing done
         C[b]: 3 NOTIFY SET (SELECTED NONE)
         S[b]: 3 OK You will be told
         C[a]: 5 APPEND INBOX {1+}
         C[a]: x
         S[a]: * 2 EXISTS
         S[a]: * 1 RECENT
         S[a]: 5 OK [APPENDUID 1 3] Appended
         T[b]
         C[b]: 4 NOOP
         S[b]: 4 OK Nothing done
         C[b]: 5 NOTIFY SET (SELECTED (MessageNew MessageExpunge))
         S[b]: * 2 EXISTS
         S[b]: * 1 RECENT
         S[b]: 5 OK You will be told
         C[a]: 6 STORE 1 +FLAGS.SILENT \\Deleted
         S[a]: 6 OK Stored
         C[a]: 7 EXPUNGE
         S[a]: * 1 EXPUNGE
         S[a]: 7 OK Expunged
         T[b]
         S[b]: * 1 EXPUNGE",
    );
}

#[test]
fn refusals() {
    two().play(
        "C[a]: 1 NOTIFY SET (personal (AnnotationChange MessageNew MessageExpunge))
         S[a]: 1 NO [BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange MailboxMetadataChange ServerMetadataChange)] That event is not supported
         C[a]: 2 NOTIFY SET (personal (MessageNew))
         S[a]: 2 BAD MessageNew and MessageExpunge go together
         C[a]: 3 NOTIFY SET (personal (FlagChange))
         S[a]: 3 BAD FlagChange needs MessageNew and MessageExpunge
         C[a]: 4 NOTIFY SET (selected (MailboxName))
         S[a]: 4 BAD only events of messages are for the selected mailbox
         C[a]: 5 NOTIFY SET (selected NONE) (selected-delayed NONE)
         S[a]: 5 BAD the selected mailbox is there twice
         C[a]: 6 NOTIFY SET (personal (MessageNew (UID) MessageExpunge))
         S[a]: 6 BAD data items are for the selected mailbox only
         C[a]: 7 NOTIFY SET (subtree x MessageNew)
         S[a]: 7 BAD events in parentheses or NONE are expected
         C[a]: 8 NOTIFY SET
         S[a]: 8 BAD a space is expected
         C[a]: 9 NOTIFY SET (mailboxes (nowhere other) (MessageNew MessageExpunge))
         S[a]: 9 OK You will be told",
    );
}

/// §5.9: a right that is lost, and granted again.
#[test]
fn access_that_is_lost() {
    let mut bench = two();
    bench.store.add_account("bob", "secret2");
    let session = bench.session("c");
    session.receive(b"l LOGIN bob secret2\r\n", now());
    take(session);
    bench.play(
        "C[a]: 1 CREATE shown
         S[a]: 1 OK [MAILBOXID (F3)] Created
         C[a]: 2 SETACL shown bob lr
         S[a]: 2 OK Set
         C[c]: 1 NOTIFY SET (subtree \"Other/alice\" (MessageNew MessageExpunge MailboxName))
         S[c]: 1 OK You will be told
         C[a]: 3 SETACL shown bob -r
         S[a]: 3 OK Set
         T[c]
         S[c]: * LIST (\\NoAccess) \"/\" Other/alice/shown
         C[a]: 4 APPEND shown {1+}
         C[a]: x
         S[a]: 4 OK [APPENDUID 3 1] Appended
         T[c]
         C[a]: 5 SETACL shown bob -l
         S[a]: 5 OK Set
         T[c]
         S[c]: * LIST (\\NonExistent \\HasNoChildren) \"/\" Other/alice/shown
         C[a]: 6 SETACL shown bob lr
         S[a]: 6 OK Set
         T[c]
         S[c]: * LIST (\\HasNoChildren) \"/\" Other/alice/shown
         C[a]: 7 APPEND shown {1+}
         C[a]: x
         S[a]: 7 OK [APPENDUID 3 2] Appended
         T[c]
         S[c]: * STATUS Other/alice/shown (UIDNEXT 3 MESSAGES 2)
         C[a]: 8 SETACL shown bob -lr
         S[a]: 8 OK Set
         T[c]
         S[c]: * LIST (\\NonExistent \\NoAccess) \"/\" Other/alice/shown
         C[a]: 9 DELETE shown
         S[a]: 9 OK Deleted
         T[c]",
    );
}

/// §7's example, and the items of NOTIFY and UPDATE in one FETCH (§5.2).
#[test]
fn searches_that_fetch_what_is_new() {
    let mut bench = two();
    let session = bench.session("b");
    session.receive(b"s SELECT INBOX\r\n", now());
    take(session);
    bench.play(
        "C[b]: a00 SEARCH RETURN (COUNT UPDATE (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])) SUBJECT boss
         S[b]: * ESEARCH (TAG \"a00\") COUNT 0
         S[b]: a00 OK That is all
         C[a]: 1 APPEND INBOX {17+}
         C[a]: Subject: boss
         C[a]:
         C[a]:
         S[a]: 1 OK [APPENDUID 1 2] Appended
         C[b]: 1 NOOP
         S[b]: * 2 EXISTS
         S[b]: * 2 RECENT
         S[b]: * 2 FETCH (UID 2 BODY[HEADER.FIELDS (SUBJECT)] {17}
         S[b]: Subject: boss
         S[b]:
         S[b]: )
         S[b]: * ESEARCH (TAG \"a00\") ADDTO (0 2)
         S[b]: 1 OK Nothing done
         C[b]: 2 NOTIFY SET (SELECTED (MessageNew (FLAGS UID) MessageExpunge))
         S[b]: 2 OK You will be told
         C[b]: 3 SEARCH RETURN (UPDATE(UID MODSEQ)) ALL
         S[b]: * ESEARCH (TAG \"3\")
         S[b]: 3 OK That is all
         C[a]: 2 APPEND INBOX {1+}
         C[a]: x
         S[a]: 2 OK [APPENDUID 1 3] Appended
         T[b]
         S[b]: * 3 EXISTS
         S[b]: * 3 RECENT
         S[b]: * 3 FETCH (FLAGS (\\Recent) UID 3 MODSEQ (4))
         S[b]: * ESEARCH (TAG \"3\") ADDTO (0 3)
         C[b]: 4 SEARCH RETURN (UPDATE ()) ALL
         S[b]: 4 BAD there is no such FETCH item",
    );
}
