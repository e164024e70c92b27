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

/// The greatest length and depth of an account's names.
fn extent(store: &Store) -> (usize, usize) {
    let state = store.lock();
    let names = &state.accounts["alice"].names;
    let longest = names.keys().map(String::len).max();
    let deepest = names.keys().map(|name| name.split('/').count()).max();
    (longest.unwrap_or(0), deepest.unwrap_or(0))
}

#[test]
fn names_do_not_grow_by_being_moved_again_and_again() {
    let store = store();
    let now = Timestamp::UNIX_EPOCH;
    let mut refused = 0;
    store.lock().create("alice", "a/b", None).unwrap();
    for round in 0..20 {
        // The whole tree goes below a name that is as long and deep as one can be, level by level.
        let deep = vec![format!("{round:02}"); 40].join("/");
        let mut state = store.lock();
        refused += usize::from(state.rename("alice", "a", &deep, now).is_err());
        let _ = state.rename("alice", &format!("{round:02}"), "a", now);
    }
    assert!(refused > 0);
    let (longest, deepest) = extent(&store);
    assert!(longest <= 1000 && deepest <= 50, "{longest} {deepest}");
}

#[test]
fn an_account_has_so_many_names_at_most() {
    let store = store();
    let now = Timestamp::UNIX_EPOCH;
    let mut state = store.lock();
    for number in 1..names::MOST {
        state.create("alice", &number.to_string(), None).unwrap();
    }
    let more = state.create("alice", "more", None);
    assert_eq!(more, Err(NameError::TooMany));
    assert_eq!(
        state.rename("alice", "1", "x/1", now),
        Err(NameError::TooMany)
    );
    state.delete("alice", "1").unwrap();
    assert!(state.create("alice", "more", None).is_ok());
}

#[test]
fn a_list_of_rights_has_so_many_identifiers_at_most() {
    let mut acl = Acl::of_owner("alice");
    let mut number = 0;
    while acl.has_room(&number.to_string()) {
        acl.set(&number.to_string(), Rights::READ);
        number += 1;
    }
    assert_eq!(acl.entries().count(), 1000);
    assert!(acl.has_room("0"));
}

#[test]
fn the_url_keys_of_a_mailbox_go_with_it() {
    let store = store();
    let mut state = store.lock();
    let sizes = |state: &state::State| state.url_keys.sizes();
    for _ in 0..3 {
        let id = state.create("alice", "box", None).unwrap();
        state.url_key("alice", id);
        state.reset_url_keys("alice", Some(id));
        assert_eq!(sizes(&state), (1, 1));
        state.delete("alice", "box").unwrap();
        assert_eq!(sizes(&state), (0, 0));
    }
}
