//! ACL and other people's mailboxes (RFC 4314, RFC 2342), QUOTA (RFC 9208).

use super::*;
use crate::store::{Resource, Rights};

/// `alice` and `bob`, each logged in to a session of their name; INBOX of alice has one message.
fn two() -> Bench {
    let store = store(&[PLAIN]);
    store.add_account("bob", "secret");
    let mut bench = Bench::new(store);
    for who in ["alice", "bob"] {
        let session = bench.session(who);
        session.receive(format!("l LOGIN {who} secret\r\n").as_bytes(), now());
        take(session);
    }
    bench
}

#[test]
fn lists_are_read_and_changed() {
    two().play(
        "C[alice]: 1 CREATE box
         S[alice]: 1 OK [MAILBOXID (F3)] Created
         C[alice]: 2 GETACL box
         S[alice]: * ACL box alice lrswipkxteacd
         S[alice]: 2 OK That is all
         C[alice]: 3 SETACL box bob lrd
         S[alice]: 3 OK Set
         C[alice]: 4 SETACL box bob -e
         S[alice]: 4 OK Set
         C[alice]: 5 SETACL box bob +s
         S[alice]: 5 OK Set
         C[alice]: 6 SETACL box bob lq
         S[alice]: 6 BAD There is no such right
         C[alice]: 7 SETACL box bob L
         S[alice]: 7 BAD There is no such right
         C[alice]: 8 SETACL box bob +-l
         S[alice]: 8 BAD There is no such right
         C[alice]: 9 SETACL box \"\" l
         S[alice]: 9 BAD That is no identifier
         C[alice]: 10 GETACL box
         S[alice]: * ACL box alice lrswipkxteacd bob lrstd
         S[alice]: 10 OK That is all
         C[alice]: 11 LISTRIGHTS box alice
         S[alice]: * LISTRIGHTS box alice la r s w i p k x t e c d
         S[alice]: 11 OK That is all
         C[alice]: 12 LISTRIGHTS box bob
         S[alice]: * LISTRIGHTS box bob \"\" l r s w i p k x t e a c d
         S[alice]: 12 OK That is all
         C[bob]: 1 MYRIGHTS Other/alice/box
         S[bob]: * MYRIGHTS Other/alice/box lrstd
         S[bob]: 1 OK That is all
         C[bob]: 2 GETACL Other/alice/box
         S[bob]: 2 NO [NOPERM] Your rights do not go as far
         C[bob]: 3 GETACL Other/alice/INBOX
         S[bob]: 3 NO [NONEXISTENT] There is no such mailbox
         C[bob]: 4 LIST \"\" *
         S[bob]: * LIST (\\HasNoChildren) \"/\" INBOX
         S[bob]: * LIST (\\HasNoChildren) \"/\" Other/alice/box
         S[bob]: 4 OK That is all
         C[bob]: 5 LIST \"\" % RETURN (MYRIGHTS)
         S[bob]: * LIST (\\HasNoChildren) \"/\" INBOX
         S[bob]: * MYRIGHTS INBOX lrswipkxteacd
         S[bob]: * LIST (\\NonExistent \\HasChildren) \"/\" Other
         S[bob]: 5 OK That is all
         C[alice]: 13 DELETEACL box bob
         S[alice]: 13 OK Deleted
         C[bob]: 6 STATUS Other/alice/box (MESSAGES)
         S[bob]: 6 NO [NONEXISTENT] There is no such mailbox
         C[bob]: 7 NAMESPACE
         S[bob]: * NAMESPACE ((\"\" \"/\")) ((\"Other/\" \"/\")) ((\"Shared/\" \"/\"))
         S[bob]: 7 OK That is all
         C[bob]: 8 GETACL
         S[bob]: 8 BAD a space is expected",
    );
}

/// Gives bob these rights to the INBOX of alice.
fn grant(bench: &Bench, letters: &str) {
    let rights = Rights::parse(letters).unwrap();
    bench
        .store
        .set_rights("alice", "INBOX", "bob", rights)
        .unwrap();
}

#[test]
fn rights_are_needed() {
    let mut bench = two();
    grant(&bench, "l");
    bench.play(
        "C[bob]: 1 SELECT Other/alice/INBOX
         S[bob]: 1 NO [NOPERM] Your rights do not go as far
         C[bob]: 2 APPEND Other/alice/INBOX {1+}
         C[bob]: x
         S[bob]: 2 NO [NOPERM] Your rights do not go as far
         C[bob]: 3 CREATE Other/alice/new
         S[bob]: 3 NO [NOPERM] Your rights do not go as far
         C[bob]: 4 APPEND Other/alice/new {1+}
         C[bob]: x
         S[bob]: 4 NO [NONEXISTENT] There is no such mailbox
         C[bob]: 5 CREATE Other/alice/INBOX/new
         S[bob]: 5 NO [NOPERM] Your rights do not go as far
         C[bob]: 6 SUBSCRIBE Other/alice/INBOX
         S[bob]: 6 OK Subscribed",
    );
    grant(&bench, "lr");
    bench.play(
        "C[bob]: 1 SELECT Other/alice/INBOX
         S[bob]: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
         S[bob]: * 1 EXISTS
         S[bob]: * 1 RECENT
         S[bob]: * OK [UNSEEN 1] The first unseen message
         S[bob]: * OK [PERMANENTFLAGS ()] Flags that last
         S[bob]: * OK [UIDNEXT 2] The next UID
         S[bob]: * OK [UIDVALIDITY 1] UIDs are valid
         S[bob]: * OK [HIGHESTMODSEQ 2] The highest mod-sequence
         S[bob]: * OK [MAILBOXID (F1)] What it is known by
         S[bob]: * OK [URLMECH INTERNAL] How URLs are authorized
         S[bob]: 1 OK [READ-ONLY] The mailbox is selected",
    );
    grant(&bench, "lrwi");
    let session = bench.session("bob");
    session.receive(b"s SELECT Other/alice/INBOX\r\n", now());
    assert!(take(session).contains("PERMANENTFLAGS (\\Answered \\Flagged \\Draft \\*)"));
    bench.play(
        "C[bob]: 1 STORE 1 FLAGS (\\Seen \\Flagged \\Deleted)
         S[bob]: * 1 FETCH (FLAGS (\\Flagged \\Recent))
         S[bob]: 1 OK Stored
         C[bob]: 2 STORE 1 +FLAGS (\\Seen)
         S[bob]: 2 NO [NOPERM] Your rights do not go as far
         C[bob]: 3 FETCH 1 BODY[]<0.4>
         S[bob]: * 1 FETCH (BODY[]<0> {4}
         S[bob]: Date)
         S[bob]: 3 OK That is all
         C[bob]: 4 EXPUNGE
         S[bob]: 4 NO [NOPERM] Your rights do not go as far
         C[bob]: 5 MOVE 1 INBOX
         S[bob]: 5 NO [NOPERM] Your rights do not go as far
         C[bob]: 5r REPLACE 1 INBOX {1+}
         C[bob]: x
         S[bob]: 5r NO [NOPERM] Your rights do not go as far
         C[bob]: 6 APPEND Other/alice/INBOX (\\Seen \\Draft) {1+}
         C[bob]: x
         S[bob]: * 2 EXISTS
         S[bob]: * 2 RECENT
         S[bob]: 6 OK [APPENDUID 1 2] Appended
         C[bob]: 7 FETCH 2 FLAGS
         S[bob]: * 2 FETCH (FLAGS (\\Draft \\Recent))
         S[bob]: 7 OK That is all
         C[alice]: 1 SETACL INBOX bob lr
         S[alice]: 1 OK Set
         C[bob]: 8 NOOP
         S[bob]: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
         S[bob]: * OK [PERMANENTFLAGS ()] Flags that last
         S[bob]: 8 OK Nothing done
         C[bob]: 9 CLOSE
         S[bob]: 9 OK Closed",
    );
}

#[test]
fn urls_and_searches_in_several_mailboxes_need_rights() {
    let mut bench = two();
    let script = |found: &str| {
        format!(
            "C[bob]: 1 ESEARCH IN (mailboxes Other/alice/INBOX) RETURN (COUNT) ALL
             {found}S[bob]: 1 OK That is all"
        )
    };
    grant(&bench, "l");
    bench.play(&script(""));
    bench.play(
        "C[bob]: 2 APPEND INBOX CATENATE (URL \"/Other/alice/INBOX/;UID=1\")
         S[bob]: 2 NO [BADURL /Other/alice/INBOX/;UID=1] The URL names nothing here",
    );
    grant(&bench, "lr");
    bench.play(&script(
        "S[bob]: * ESEARCH (TAG \"1\" MAILBOX Other/alice/INBOX UIDVALIDITY 1) UID COUNT 1\n",
    ));
    bench.play(
        "C[bob]: 2 APPEND INBOX CATENATE (URL \"/Other/alice/INBOX/;UID=1\")
         S[bob]: 2 OK [APPENDUID 2 1] Appended",
    );
}

#[test]
fn shared_mailboxes() {
    let mut bench = two();
    bench
        .store
        .create_shared_mailbox("team", &[("anyone", "lrswikxte"), ("-bob", "e")])
        .unwrap();
    assert_eq!(bench.store.accounts(), ["alice", "bob"]);
    bench.play(
        "C[bob]: 1 LIST \"\" Shared/%
         S[bob]: * LIST (\\HasNoChildren) \"/\" Shared/team
         S[bob]: 1 OK That is all
         C[bob]: 2 CREATE Shared/team/sub
         S[bob]: 2 OK [MAILBOXID (F4)] Created
         C[alice]: 1 MYRIGHTS Shared/team/sub
         S[alice]: * MYRIGHTS Shared/team/sub lrswikxtecd
         S[alice]: 1 OK That is all
         C[bob]: 3 MYRIGHTS Shared/team/sub
         S[bob]: * MYRIGHTS Shared/team/sub lrswikxtcd
         S[bob]: 3 OK That is all
         C[bob]: 4 CREATE Shared/other
         S[bob]: 4 NO [NOPERM] Your rights do not go as far
         C[bob]: 5 RENAME Shared/team/sub Shared/team/new
         S[bob]: 5 OK Renamed
         C[bob]: 6 RENAME Shared/team/new mine
         S[bob]: 6 NO [CANNOT] That is not possible with this name
         C[bob]: 7 DELETE Shared/team/new
         S[bob]: 7 OK Deleted",
    );
}

#[test]
fn quota() {
    let mut bench = two();
    bench
        .store
        .set_limit("alice", Resource::Storage, Some(2048));
    bench.store.set_limit("alice", Resource::Message, Some(2));
    bench.play(
        "C[alice]: 1 GETQUOTAROOT nothing
         S[alice]: * QUOTAROOT nothing #user/alice
         S[alice]: * QUOTA #user/alice (STORAGE 1 2 MESSAGE 1 2)
         S[alice]: 1 OK That is all
         C[alice]: 2 APPEND INBOX (\\Deleted) {3+}
         C[alice]: xyz
         S[alice]: 2 OK [APPENDUID 1 2] Appended
         C[alice]: 3 APPEND INBOX {1+}
         C[alice]: x
         S[alice]: 3 NO [OVERQUOTA] The quota would be exceeded
         C[alice]: 4 STATUS INBOX (DELETED DELETED-STORAGE)
         S[alice]: * STATUS INBOX (DELETED 1 DELETED-STORAGE 3)
         S[alice]: 4 OK That is all
         C[alice]: 5 SETQUOTA #user/alice (MAILBOX 1)
         S[alice]: * QUOTA #user/alice (MAILBOX 1 1)
         S[alice]: 5 OK Set
         C[alice]: 6 CREATE new
         S[alice]: 6 NO [OVERQUOTA] The quota would be exceeded
         C[alice]: 7 SETQUOTA #user/alice ()
         S[alice]: * QUOTA #user/alice ()
         S[alice]: 7 OK Set
         C[alice]: 8 SETQUOTA #user/alice (X-NONE 3)
         S[alice]: 8 NO [CANNOT] That resource is not limited here
         C[alice]: 9 SETQUOTA #user/alice (STORAGE)
         S[alice]: 9 BAD a space is expected
         C[alice]: 10 SETQUOTA #user/alice
         S[alice]: 10 BAD a space is expected
         C[bob]: 1 GETQUOTA #user/alice
         S[bob]: 1 NO [NONEXISTENT] There is no such quota root
         C[bob]: 2 GETQUOTAROOT Other/alice/INBOX
         S[bob]: 2 NO [NONEXISTENT] There is no such mailbox
         C[bob]: 3 SETQUOTA #user/alice ()
         S[bob]: 3 NO [NONEXISTENT] There is no such quota root",
    );
    bench.store.reset("alice");
    bench.play(
        "C[alice]: 1 GETQUOTA #user/alice
         S[alice]: * QUOTA #user/alice (STORAGE 0 2 MESSAGE 0 2)
         S[alice]: 1 OK That is all",
    );
}
