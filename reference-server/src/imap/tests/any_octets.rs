//! Whatever comes, cut anywhere: no panic, no stuck session, always the same answer.

use super::*;
use proptest::prelude::*;

fn selected() -> (Store, ImapSession) {
    let multipart = "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\none\r\n--a\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\ninner\r\n--a--\r\n";
    let store = store(&[PLAIN, multipart, "\u{fc}\n\n", ""]);
    let mut session = ImapSession::new(store.clone(), config(), Faults::default(), Arc::new(|| {}));
    session.start(None, now());
    session.receive(b"l LOGIN alice secret\r\ns SELECT INBOX\r\n", now());
    take(&mut session);
    (store, session)
}

/// Command-like text, so that more than the first word is reached.
fn commands() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "FETCH",
        "UID ",
        "STORE",
        "SEARCH",
        "COPY",
        "MOVE",
        "LIST",
        "APPEND",
        "SELECT",
        "INBOX",
        "1",
        "1:*",
        "2,4:3",
        "(",
        ")",
        "[",
        "]",
        "<0.5>",
        "\"",
        "\\Seen",
        "FLAGS",
        "+FLAGS",
        "BODY[",
        "BODY.PEEK[1.2",
        "HEADER.FIELDS (A)",
        "ENVELOPE",
        "BODYSTRUCTURE",
        "BINARY[1]",
        "ALL",
        "OR",
        "NOT",
        "FROM",
        "TEXT",
        "RETURN (",
        "COUNT",
        "SAVE",
        "$",
        "{3}",
        "{2+}",
        "~{1+}",
        "\r\n",
        "a ",
        "x",
        " ",
        " ",
        " ",
        "*",
        "%",
        "EXPUNGE",
        "IDLE",
        "DONE",
        "ENABLE IMAP4rev2",
        "CREATE",
        "RENAME",
        "DELETE",
        "STATUS",
        "NIL",
        "\0",
        "\u{fc}",
        "\n",
        "STARTTLS",
        "CHARSET utf-8",
        "AUTHENTICATE PLAIN",
        "&AGE-",
        "a/b",
    ]);
    prop::collection::vec(word, 0..40).prop_map(|words| words.concat())
}

fn answers(session: &mut ImapSession) {
    // Two ends of line finish any line; the longest literal of the vocabulary is three octets.
    session.receive(b"xxx\r\n\r\nDONE\r\n*\r\n", now());
    take(session);
    session.receive(b"zz NOOP\r\n", now());
    let output = take(session);
    assert!(
        output.ends_with("zz OK Nothing done\r\n")
            || matches!(
                session.mode,
                super::super::Mode::Handshake | super::super::Mode::Ended
            ),
        "{output}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_octets_are_answered(octets in prop::collection::vec(any::<u8>(), 0..300)) {
        let (_store, mut session) = selected();
        session.receive(&octets, now());
        session.tick(now());
        take(&mut session);
    }

    #[test]
    fn command_like_text_is_answered_and_cuts_make_no_difference(text in commands(), cuts in prop::collection::vec(0_usize..200, 0..6)) {
        let input = format!("a {text}\r\n");
        let (_one, mut whole) = selected();
        whole.receive(input.as_bytes(), now());
        let expected = take(&mut whole);
        let (_other, mut cut) = selected();
        let mut at = 0;
        let mut output = String::new();
        let mut cuts = cuts;
        cuts.sort_unstable();
        for end in cuts.into_iter().chain([input.len()]) {
            let end = end.min(input.len());
            if end > at {
                cut.receive(&input.as_bytes()[at..end], now());
                output.push_str(&take(&mut cut));
                at = end;
            }
        }
        prop_assert_eq!(expected, output);
        answers(&mut whole);
    }
}
