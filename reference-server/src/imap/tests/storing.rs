//! REPLACE, CATENATE, URLAUTH, UTF8=ACCEPT, PREVIEW, binary content, UNAUTHENTICATE, COMPRESS.

use super::*;
use crate::session::Effect;

#[test]
fn replace() {
    check(
        &[PLAIN, PLAIN],
        "C: 1 REPLACE 1 INBOX (\\Seen) {1+}
         C: x
         S: * OK [APPENDUID 1 3] The message that replaces the other
         S: * 1 EXPUNGE
         S: * 2 EXISTS
         S: * 2 RECENT
         S: 1 OK Replaced
         C: 2 UID REPLACE 1 INBOX {1+}
         C: x
         S: 2 NO There is no message with that UID
         C: 3 REPLACE 1 nowhere {1+}
         C: x
         S: 3 NO [TRYCREATE] There is no such mailbox
         C: 4 REPLACE 1:2 INBOX {1+}
         C: x
         S: 4 BAD a space is expected
         C: 5 UID REPLACE 2 INBOX CATENATE (URL \";UID=2/;SECTION=HEADER\" TEXT {2+}
         C: hi)
         S: * OK [APPENDUID 1 4] The message that replaces the other
         S: * 1 EXPUNGE
         S: * 2 EXISTS
         S: * 2 RECENT
         S: 5 OK Replaced
         C: 6 FETCH 2 (BODY.PEEK[TEXT] PREVIEW)
         S: * 2 FETCH (BODY[TEXT] {2}
         S: hi PREVIEW \"hi\")
         S: 6 OK That is all
         C: 7 FETCH 2 PREVIEW (LAZY)
         S: * 2 FETCH (PREVIEW \"hi\")
         S: 7 OK That is all
         C: 8 FETCH 2 PREVIEW (EAGER)
         S: 8 BAD there is no such FETCH modifier",
    );
}

#[test]
fn catenate() {
    check(
        &[PLAIN],
        "C: 1 APPEND INBOX CATENATE (URL \"/INBOX/;UID=9\")
         S: 1 NO [BADURL /INBOX/;UID=9] The URL names nothing here
         C: 2 APPEND INBOX CATENATE (URL \"imap://alice@localhost/INBOX/;UID=1\")
         S: 2 NO [BADURL imap://alice@localhost/INBOX/;UID=1] The URL names nothing here
         C: 3 APPEND INBOX CATENATE (TEXT {3+}
         C: a:
         C:  URL \"/INBOX;UIDVALIDITY=1/;UID=1/;SECTION=TEXT/;PARTIAL=0.5\")
         S: 3 BAD a literal is expected
         C: 4 APPEND INBOX CATENATE ()
         S: 4 BAD an atom is expected
         C: 5 APPEND INBOX CATENATE (TEXT {2+}
         C: a: URL \"/INBOX;UIDVALIDITY=1/;UID=1/;SECTION=TEXT/;PARTIAL=0.5\")
         S: * 2 EXISTS
         S: * 2 RECENT
         S: 5 OK [APPENDUID 1 2] Appended
         C: 6 FETCH 2 RFC822
         S: * 2 FETCH (RFC822 {7}
         S: a:Hello FLAGS (\\Seen \\Recent))
         S: 6 OK That is all"
            .replace(
                "TEXT {3+}\n         C: a:\n         C:  URL",
                "TEXT \"a\" URL",
            )
            .as_str(),
    );
}

#[test]
fn authorized_urls() {
    let mut bench = Bench::new(store(&[PLAIN]));
    bench.store.add_account("bob", "secret");
    bench.selected("");
    let session = bench.session("");
    session.receive(
        b"1 GENURLAUTH \"imap://alice@localhost/INBOX/;UID=1/;SECTION=TEXT/;PARTIAL=0.5;URLAUTH=user+bob\" INTERNAL\r\n",
        now(),
    );
    let output = take(session);
    let url = output.split('"').nth(1).unwrap().to_owned();
    assert!(output.ends_with("1 OK That is all\r\n"), "{output}");
    let other = bench.session("bob");
    other.receive(b"l LOGIN bob secret\r\n", now());
    take(other);
    let wrong = format!("{}0000", &url[..url.len() - 4]);
    bench.play(&format!(
        "C[bob]: 1 URLFETCH \"{url}\"
         S[bob]: * URLFETCH {url} {{5}}
         S[bob]: Hello
         S[bob]: 1 OK That is all
         C[bob]: 2 URLFETCH (\"{url}\" BINARY BODYPARTSTRUCTURE) {wrong}
         S[bob]: * URLFETCH {url} (BODYPARTSTRUCTURE (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 55 1)) (BINARY {{5}}
         S[bob]: Hello) {wrong} NIL
         S[bob]: 2 OK That is all
         C: 2 URLFETCH {url}
         S: * URLFETCH {url} NIL
         S: 2 OK That is all
         C: 3 GENURLAUTH \"imap://alice@localhost/INBOX/;UID=1\" INTERNAL
         S: 3 BAD The URL cannot be authorized
         C: 4 GENURLAUTH \"imap://bob@localhost/INBOX/;UID=1;URLAUTH=authuser\" INTERNAL
         S: 4 BAD The URL must name you as its owner
         C: 5 RESETKEY INBOX
         S: * OK [URLMECH INTERNAL] The access key is another
         S: 5 OK [URLMECH INTERNAL] The keys are others
         C[bob]: 3 URLFETCH {url}
         S[bob]: * URLFETCH {url} NIL
         S[bob]: 3 OK That is all"
    ));
}

#[test]
fn structure_of_an_authorized_message() {
    let message =
        "MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nx\r\n";
    let mut bench = Bench::new(store(&[message]));
    bench.selected("");
    let session = bench.session("");
    session.receive(
        b"1 GENURLAUTH \"imap://alice@localhost/INBOX/;UID=1/;SECTION=1;URLAUTH=authuser\" INTERNAL\r\n",
        now(),
    );
    let url = take(session).split('"').nth(1).unwrap().to_owned();
    bench.play(&format!(
        "C: 2 URLFETCH (\"{url}\" BINARY BODYPARTSTRUCTURE)
         S: * URLFETCH {url} (BODYPARTSTRUCTURE (\"message\" \"rfc822\" NIL NIL NIL \"7BIT\" 18 (NIL \"in\" NIL NIL NIL NIL NIL NIL NIL NIL) (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 3 1) 3)) (BINARY {{18}}
         S: Subject: in
         S:
         S: x
         S: )
         S: 2 OK That is all"
    ));
}

#[test]
fn leap_seconds() {
    check(
        &[],
        "C: 1 APPEND INBOX \"31-Dec-2016 23:59:60 +0000\" {6+}
         C: a: b
         C:
         S: * 1 EXISTS
         S: * 1 RECENT
         S: 1 OK [APPENDUID 1 1] Appended
         C: 2 FETCH 1 INTERNALDATE
         S: * 1 FETCH (INTERNALDATE \"31-Dec-2016 23:59:59 +0000\")
         S: 2 OK That is all
         C: 3 APPEND INBOX \"31-Dec-2016 23:59:61 +0000\" {6+}
         C: a: b
         C:
         S: 3 BAD a date-time is malformed",
    );
}

#[test]
fn utf8_accept() {
    let mut bench = Bench::new(store(&[PLAIN]));
    bench
        .session("")
        .receive(b"l LOGIN alice secret\r\n", now());
    take(bench.session(""));
    bench.play(
        "C: 1 APPEND INBOX {11+}
         C: Subject: \u{fc}
         S: 1 NO UTF-8 in header fields needs ENABLE UTF8=ACCEPT
         C: 2 ENABLE UTF8=ACCEPT
         S: * ENABLED UTF8=ACCEPT
         S: 2 OK Enabled what is there
         C: 3 APPEND INBOX UTF8 (~{13+}
         C: Subject: \u{fc}
         C: )
         S: 3 OK [APPENDUID 1 2] Appended
         C: 4 CREATE \"B\u{fc}cher\"
         S: 4 OK [MAILBOXID (F2)] Created
         C: 5 LIST \"\" B*
         S: * LIST (\\HasNoChildren) \"/\" \"B\u{fc}cher\"
         S: 5 OK That is all
         C: 6 APPEND INBOX UTF8 ({1+}
         C: x)
         S: 6 BAD UTF8 needs a binary literal
         C: 7 UNAUTHENTICATE
         S: 7 OK You are nobody again",
    );
}

#[test]
fn unauthenticate_and_compress() {
    let mut bench = Bench::new(store(&[PLAIN]));
    bench.selected("");
    bench.play(
        "C: 1 COMPRESS LZW
         S: 1 BAD There is no such algorithm
         C: 2 COMPRESS DEFLATE
         S: 2 OK DEFLATE from here on",
    );
    assert_eq!(bench.session("").take_effect(), Some(Effect::Compress));
    bench.play(
        "C: 3 COMPRESS DEFLATE
         S: 3 NO [COMPRESSIONACTIVE] This command has switched it on already
         C: 4 STORE 1 +FLAGS.SILENT (\\Deleted)
         S: 4 OK Stored
         C: 5 UNAUTHENTICATE
         S: 5 OK You are nobody again",
    );
    assert_eq!(bench.session("").take_effect(), Some(Effect::Decompress));
    bench.play(
        "C: 6 NOOP
         S: 6 OK Nothing done
         C: 7 SELECT INBOX
         S: 7 BAD Log in first
         C: 8 UNAUTHENTICATE
         S: 8 BAD Log in first",
    );
    bench.selected("");
    bench.play(
        "C: 9 SEARCH DELETED
         S: * SEARCH 1
         S: 9 OK That is all",
    );
}
