//! RFC 5530's codes for what is the matter with an account or a mailbox, and with a client.

use super::*;
use crate::store::Condition;

#[test]
fn an_account_in_a_condition_is_told_why() {
    for (condition, code) in [
        (Condition::Expired, "EXPIRED"),
        (Condition::Unavailable, "UNAVAILABLE"),
        (Condition::ServerBug, "SERVERBUG"),
    ] {
        let mut bench = Bench::new(store(&[]));
        let set = |condition| bench.store.set_account_condition("alice", condition);
        set(Some(condition)).unwrap();
        let session = bench.session("");
        let mut say = |line: &str| {
            session.receive(line.as_bytes(), now());
            take(session)
        };
        // Whoever does not know the password does not learn of it.
        assert!(say("1 LOGIN alice wrong\r\n").starts_with("1 NO [AUTHENTICATIONFAILED] "));
        let code = format!("NO [{code}] ");
        assert!(say("2 LOGIN alice secret\r\n").starts_with(&format!("2 {code}")));
        let plain = say("3 AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==\r\n");
        assert!(plain.starts_with(&format!("3 {code}")), "{plain}");
        bench.store.set_account_condition("alice", None).unwrap();
        bench.selected("");
    }
}

#[test]
fn a_mailbox_in_a_condition_is_not_opened() {
    for (condition, code) in [
        (Condition::Corrupt, "CORRUPTION"),
        (Condition::Unavailable, "UNAVAILABLE"),
        (Condition::ServerBug, "SERVERBUG"),
    ] {
        let mut bench = Bench::new(store(&[]));
        bench
            .store
            .set_mailbox_condition("alice", "inbox", Some(condition))
            .unwrap();
        let session = bench.session("");
        session.receive(
            b"1 LOGIN alice secret\r\n2 SELECT INBOX\r\n3 STATUS INBOX (MESSAGES)\r\n",
            now(),
        );
        let said = take(session);
        for tag in [2, 3] {
            assert!(said.contains(&format!("{tag} NO [{code}] ")), "{said}");
        }
    }
}

#[test]
fn a_mailbox_in_use_keeps_its_name_and_is_read() {
    let mut bench = Bench::new(store(&[]));
    bench
        .session("")
        .receive(b"1 LOGIN alice secret\r\n2 CREATE box\r\n", now());
    let set = |condition| bench.store.set_mailbox_condition("alice", "box", condition);
    set(Some(Condition::InUse)).unwrap();
    bench.session("").receive(
        b"3 DELETE box\r\n4 RENAME box other\r\n5 SELECT box\r\n6 UNSELECT\r\n",
        now(),
    );
    let said = take(bench.session(""));
    for reply in ["3 NO [INUSE] ", "4 NO [INUSE] ", "5 OK [READ-WRITE] "] {
        assert!(said.contains(reply), "{said}");
    }
    bench
        .store
        .set_mailbox_condition("alice", "box", None)
        .unwrap();
    bench.session("").receive(b"7 DELETE box\r\n", now());
    assert!(take(bench.session("")).contains("7 OK "));
}

#[test]
fn status_of_the_selected_mailbox_is_a_clients_bug() {
    let mut bench = Bench::new(store(&[]));
    bench.selected("");
    bench.session("").receive(b"c CREATE box\r\n", now());
    take(bench.session(""));
    bench.play(
        "C: 1 STATUS inbox (MESSAGES)
         S: * STATUS INBOX (MESSAGES 0)
         S: 1 OK [CLIENTBUG] That is all
         C: 2 STATUS inbox (MESSAGES SIZE)
         S: * STATUS INBOX (MESSAGES 0 SIZE 0)
         S: 2 OK That is all
         C: 3 STATUS box (MESSAGES)
         S: * STATUS box (MESSAGES 0)
         S: 3 OK That is all",
    );
}

#[test]
fn conditions_are_of_accounts_or_of_mailboxes() {
    let store = store(&[]);
    assert!(
        store
            .set_account_condition("alice", Some(Condition::InUse))
            .is_err()
    );
    assert!(
        store
            .set_mailbox_condition("alice", "INBOX", Some(Condition::Expired))
            .is_err()
    );
    assert!(store.set_account_condition("nobody", None).is_err());
    assert!("unheard-of".parse::<Condition>().is_err());
}

#[test]
fn whoever_is_to_speak_to_the_administrator_gets_in() {
    let mut bench = Bench::new(store(&[]));
    let admin = Some(Condition::ContactAdmin);
    bench.store.set_account_condition("alice", admin).unwrap();
    bench.play(
        "C: 1 LOGIN alice secret
         S: 1 OK [CONTACTADMIN] Please speak to the administrator
         C: 2 SUBSCRIBE INBOX
         S: 2 OK Subscribed",
    );
}
