//! Commands about mailboxes.

use super::*;

#[test]
fn select_tells_what_must_be_told() {
    let mut bench = Bench::new(store(&[PLAIN, PLAIN]));
    bench
        .session("")
        .receive(b"l LOGIN alice secret\r\n", now());
    take(bench.session(""));
    bench.play(
        "C: 1 EXAMINE inbox
         S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
         S: * 2 EXISTS
         S: * 2 RECENT
         S: * OK [UNSEEN 1] The first unseen message
         S: * OK [PERMANENTFLAGS ()] Flags that last
         S: * OK [UIDNEXT 3] The next UID
         S: * OK [UIDVALIDITY 1] UIDs are valid
         S: * OK [HIGHESTMODSEQ 3] The highest mod-sequence
         S: * OK [MAILBOXID (F1)] What it is known by
         S: * OK [URLMECH INTERNAL] How URLs are authorized
         S: 1 OK [READ-ONLY] The mailbox is selected
         C: 2 STORE 1 FLAGS \\Seen
         S: 2 NO The mailbox is open read-only
         C: 3 SELECT nowhere
         S: * OK [CLOSED] The mailbox before it is closed
         S: 3 NO [NONEXISTENT] There is no such mailbox
         C: 4 FETCH 1 FLAGS
         S: 4 BAD No mailbox is selected
         C: 5 STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN SIZE)
         S: * STATUS INBOX (MESSAGES 2 RECENT 2 UIDNEXT 3 UIDVALIDITY 1 UNSEEN 2 SIZE 480)
         S: 5 OK That is all",
    );
}

#[test]
fn create_list_delete_rename() {
    check(
        &[],
        "C: 1 CREATE a/b/c
         S: 1 OK [MAILBOXID (F4)] Created
         C: 2 CREATE a/b
         S: 2 NO [ALREADYEXISTS] The mailbox exists already
         C: 3 CREATE inbox
         S: 3 NO [ALREADYEXISTS] The mailbox exists already
         C: 4 LIST \"\" *
         S: * LIST (\\HasNoChildren) \"/\" INBOX
         S: * LIST (\\HasChildren) \"/\" a
         S: * LIST (\\HasChildren) \"/\" a/b
         S: * LIST (\\HasNoChildren) \"/\" a/b/c
         S: 4 OK That is all
         C: 5 LIST a/ %
         S: * LIST (\\HasChildren) \"/\" a/b
         S: 5 OK That is all
         C: 6 DELETE a/b
         S: 6 OK Deleted
         C: 7 DELETE a/b
         S: 7 NO [HASCHILDREN] The mailbox has inferior names
         C: 8 LIST \"\" a/%
         S: * LIST (\\Noselect \\HasChildren) \"/\" a/b
         S: 8 OK That is all
         C: 9 SELECT a/b
         S: * OK [CLOSED] The mailbox before it is closed
         S: 9 NO [NONEXISTENT] There is no such mailbox
         C: 10 RENAME a \"x y\"
         S: 10 OK Renamed
         C: 11 LIST \"\" \"x*\"
         S: * LIST (\\HasChildren) \"/\" \"x y\"
         S: * LIST (\\Noselect \\HasChildren) \"/\" \"x y/b\"
         S: * LIST (\\HasNoChildren) \"/\" \"x y/b/c\"
         S: 11 OK That is all
         C: 12 LIST \"\" \"\"
         S: * LIST (\\Noselect) \"/\" \"\"
         S: 12 OK That is all
         C: 13 DELETE INBOX
         S: 13 NO [CANNOT] That is not possible with this name
         C: 14 CREATE &!!!-
         S: 14 NO [CANNOT] That is not possible with this name
         C: 15 CREATE &U,BTFw-/
         S: 15 OK [MAILBOXID (F5)] Created
         C: 16 LIST \"\" \"&U,BTFw-\"
         S: * LIST (\\HasNoChildren) \"/\" &U,BTFw-
         S: 16 OK That is all
         C: 17 DELETE nowhere
         S: 17 NO [NONEXISTENT] There is no such mailbox
         C: 18 RENAME nowhere b
         S: 18 NO [NONEXISTENT] There is no such mailbox
         C: 19 RENAME \"x y\" INBOX
         S: 19 NO [ALREADYEXISTS] The mailbox exists already",
    );
}

#[test]
fn uidvalidity_is_never_the_same_for_a_name() {
    let mut bench = Bench::new(store(&[]));
    bench.selected("");
    bench.play("C: 1 CREATE a\nS: 1 OK [MAILBOXID (F2)] Created");
    let first = bench.store.mailboxes("alice")[1].uid_validity;
    bench.play("C: 2 DELETE a\nS: 2 OK Deleted\nC: 3 CREATE a\nS: 3 OK [MAILBOXID (F3)] Created");
    assert!(bench.store.mailboxes("alice")[1].uid_validity > first);
}

#[test]
fn rename_of_inbox_moves_its_messages() {
    let mut bench = Bench::new(store(&[PLAIN, PLAIN]));
    bench.selected("");
    bench.play(
        "C: 1 RENAME INBOX old
         S: * 1 EXPUNGE
         S: * 1 EXPUNGE
         S: 1 OK Renamed
         C: 2 STATUS old (MESSAGES)
         S: * STATUS old (MESSAGES 2)
         S: 2 OK That is all",
    );
    assert_eq!(bench.store.messages("alice", "inbox").len(), 0);
}

#[test]
fn inbox_is_one_mailbox_above_others_too() {
    check(
        &[],
        "C: 1 CREATE inbox/a
         S: 1 OK [MAILBOXID (F2)] Created
         C: 2 CREATE INBOX/a
         S: 2 NO [ALREADYEXISTS] The mailbox exists already
         C: 3 LIST \"\" *
         S: * LIST (\\HasChildren) \"/\" INBOX
         S: * LIST (\\HasNoChildren) \"/\" INBOX/a
         S: 3 OK That is all
         C: 4 LIST iNbox/ %
         S: * LIST (\\HasNoChildren) \"/\" INBOX/a
         S: 4 OK That is all
         C: 5 DELETE Inbox/a
         S: 5 OK Deleted",
    );
}

#[test]
fn subscriptions() {
    check(
        &[],
        "C: 1 CREATE a/b
         S: 1 OK [MAILBOXID (F3)] Created
         C: 2 SUBSCRIBE a/b
         S: 2 OK Subscribed
         C: 3 SUBSCRIBE nowhere
         S: 3 NO [NONEXISTENT] There is no such mailbox
         C: 4 LSUB \"\" %
         S: * LSUB () \"/\" INBOX
         S: * LSUB (\\Noselect) \"/\" a
         S: 4 OK That is all
         C: 5 DELETE a/b
         S: 5 OK Deleted
         C: 6 LSUB \"\" *
         S: * LSUB () \"/\" INBOX
         S: * LSUB () \"/\" a/b
         S: 6 OK That is all
         C: 7 LIST (SUBSCRIBED) \"\" *
         S: * LIST (\\Subscribed \\HasNoChildren) \"/\" INBOX
         S: * LIST (\\NonExistent \\Subscribed \\HasNoChildren) \"/\" a/b
         S: 7 OK That is all
         C: 8 LIST (SUBSCRIBED RECURSIVEMATCH) \"\" %
         S: * LIST (\\Subscribed \\HasNoChildren) \"/\" INBOX
         S: * LIST (\\HasNoChildren) \"/\" a (\"CHILDINFO\" (\"SUBSCRIBED\"))
         S: 8 OK That is all
         C: 9 UNSUBSCRIBE a/b
         S: 9 OK Unsubscribed
         C: 10 LIST (RECURSIVEMATCH) \"\" %
         S: 10 BAD RECURSIVEMATCH needs SUBSCRIBED
         C: 11 LIST \"\" (INBOX a) RETURN (SUBSCRIBED STATUS (MESSAGES))
         S: * LIST (\\Subscribed \\HasNoChildren) \"/\" INBOX
         S: * STATUS INBOX (MESSAGES 0)
         S: * LIST (\\HasNoChildren) \"/\" a
         S: * STATUS a (MESSAGES 0)
         S: 11 OK That is all",
    );
}

#[test]
fn special_uses() {
    check(
        &[],
        "C: 1 CREATE Gone (USE (\\Trash))
         S: 1 OK [MAILBOXID (F2)] Created
         C: 2 CREATE All (USE (\\All))
         S: 2 NO [USEATTR] That special use cannot be given
         C: 3 CREATE x (USE (\\None))
         S: 3 NO [USEATTR] That special use cannot be given
         C: 4 LIST (SPECIAL-USE) \"\" *
         S: * LIST (\\HasNoChildren \\Trash) \"/\" Gone
         S: 4 OK That is all",
    );
}
