//! Sessions on one mailbox, in any order: a client that counts EXISTS and EXPUNGE is never wrong.

use super::*;
use proptest::prelude::*;

/// What a client believes of its selected mailbox: UIDs by sequence number, 0 where not yet known.
#[derive(Debug, Default)]
struct Belief {
    messages: Vec<u32>,
}

impl Belief {
    fn hear(&mut self, output: &str, may_expunge: bool) {
        for line in output.lines() {
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            let [_, number, kind, ..] = words.as_slice() else {
                continue;
            };
            let Ok(number) = number.parse::<usize>() else {
                continue;
            };
            match *kind {
                "EXISTS" => {
                    assert!(
                        number >= self.messages.len(),
                        "EXISTS below what is known: {output}"
                    );
                    self.messages.resize(number, 0);
                }
                "EXPUNGE" => {
                    assert!(may_expunge, "EXPUNGE where none may be: {output}");
                    assert!((1..=self.messages.len()).contains(&number), "{output}");
                    self.messages.remove(number - 1);
                }
                "FETCH" => {
                    assert!((1..=self.messages.len()).contains(&number), "{output}");
                    let after = line
                        .split("UID ")
                        .nth(1)
                        .and_then(|rest| rest.split([' ', ')']).next());
                    if let Some(uid) = after.and_then(|uid| uid.parse::<u32>().ok()) {
                        let known = &mut self.messages[number - 1];
                        assert!(
                            *known == 0 || *known == uid,
                            "{known} became {uid}: {output}"
                        );
                        *known = uid;
                    }
                }
                _ => {}
            }
        }
    }
}

const COMMANDS: [&str; 14] = [
    "NOOP",
    "STORE 1 +FLAGS (\\Deleted)",
    "STORE 2:* +FLAGS.SILENT (\\Deleted)",
    "STORE 1:* -FLAGS (\\Deleted)",
    "UID STORE 3:5 +FLAGS (\\Seen)",
    "EXPUNGE",
    "UID EXPUNGE 1:4",
    "FETCH 1:* (UID FLAGS)",
    "UID FETCH 1:* FLAGS",
    "SEARCH ALL",
    "COPY 1 INBOX",
    "MOVE 2 INBOX",
    "APPEND INBOX (\\Deleted) {1+}\r\nx",
    "CHECK",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn counting_clients_are_right(steps in prop::collection::vec((0_usize..3, 0_usize..COMMANDS.len()), 0..60)) {
        let mut bench = Bench::new(store(&["1", "2", "3", "4", "5"]));
        let names = ["a", "b", "c"];
        let mut beliefs = [Belief::default(), Belief::default(), Belief::default()];
        for (name, belief) in names.iter().zip(&mut beliefs) {
            bench.selected(name);
            belief.messages.resize(5, 0);
        }
        for (who, what) in steps {
            let command = COMMANDS[what];
            let session = bench.session(names[who]);
            session.receive(format!("t {command}\r\n").as_bytes(), now());
            let numbered = ["STORE", "FETCH", "SEARCH"].iter().any(|name| command.starts_with(name));
            beliefs[who].hear(&take(session), !numbered);
        }
        let uids: Vec<u32> = bench.store.messages("alice", "INBOX").iter().map(|message| message.uid).collect();
        for (name, belief) in names.iter().zip(&mut beliefs) {
            let session = bench.session(name);
            session.receive(b"t NOOP\r\n", now());
            belief.hear(&take(session), true);
            session.receive(b"t UID FETCH 1:* UID\r\n", now());
            belief.hear(&take(session), true);
            prop_assert_eq!(&belief.messages, &uids);
        }
    }
}
