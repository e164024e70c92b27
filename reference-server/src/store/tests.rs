//! The store by itself.

use super::*;

fn store() -> Store {
    let store = Store::default();
    store.add_account("alice", "secret");
    store
}

fn octets(text: &'static str) -> Bytes {
    Bytes::from_static(text.as_bytes())
}

#[test]
fn deliver_gives_rising_uids_and_tells_watchers() {
    let store = store();
    let woken = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = Arc::clone(&woken);
    let waker: crate::session::Waker = Arc::new(move || {
        count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    });
    let watch = store.watch_inbox("alice", waker);
    let now = Timestamp::UNIX_EPOCH;
    assert_eq!(store.deliver("alice", octets("a\r\n"), now), Ok(1));
    assert_eq!(store.deliver("alice", octets("b\r\n"), now), Ok(2));
    drop(watch);
    assert_eq!(store.deliver("alice", octets("c\r\n"), now), Ok(3));
    assert_eq!(woken.load(std::sync::atomic::Ordering::SeqCst), 2);
    assert_eq!(
        store.deliver("bob", octets(""), now),
        Err(StoreError::NoSuchAccount("bob".into()))
    );
}

#[test]
fn the_maildrop_is_exclusive_until_dropped() {
    let store = store();
    store
        .deliver("alice", octets("a\r\n"), Timestamp::UNIX_EPOCH)
        .unwrap();
    let first = store.open_maildrop("alice").unwrap();
    assert_eq!(
        store.open_maildrop("alice").unwrap_err(),
        StoreError::Locked
    );
    first.mark_retrieved(1);
    drop(first);
    let again = store.open_maildrop("alice").unwrap();
    assert!(again.messages[0].seen);
    again.remove(&[1], Timestamp::UNIX_EPOCH);
    drop(again);
    assert!(store.open_maildrop("alice").unwrap().messages.is_empty());
    assert_eq!(
        store.deliver("alice", octets("b\r\n"), Timestamp::UNIX_EPOCH),
        Ok(2),
        "UIDs are not reused"
    );
}

#[test]
fn reset_gives_a_new_uidvalidity_and_quota_is_kept() {
    let store = store();
    let before = store.mailboxes("alice")[0].uid_validity;
    store.create_mailbox("alice", "a/b/c", None).unwrap();
    assert_eq!(store.mailboxes("alice").len(), 4);
    store.reset("alice");
    let after = store.mailboxes("alice");
    assert_eq!(after.len(), 1);
    assert!(after[0].uid_validity > before);
    store.set_quota("alice", Some(4));
    assert_eq!(
        store.deliver("alice", octets("12345"), Timestamp::UNIX_EPOCH),
        Err(StoreError::OverQuota)
    );
    assert_eq!(
        store.deliver("alice", octets("1234"), Timestamp::UNIX_EPOCH),
        Ok(1)
    );
}
