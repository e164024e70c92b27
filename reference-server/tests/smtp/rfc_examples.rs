//! Example sessions of the RFCs, replayed as they stand: reply codes as printed there, where the
//! text leaves no other choice.

use crate::lab::{Lab, compare};
use mailspec_reference_server::session::Session;
use mailspec_reference_server::smtp::{Mode, SmtpConfig};

fn lab(mode: Mode, domain: &str, people: &[&str]) -> Lab {
    let mut lab = Lab::new(mode);
    lab.config = SmtpConfig::new(mode, domain, domain);
    for name in people {
        lab.store.add_account(name, "secret");
    }
    lab
}

#[test]
fn rfc5321_typical_and_aborted() {
    let lab = lab(Mode::Mx, "foo.com", &["Jones", "Brown"]);
    let begin = [
        "EHLO bar.com",
        "MAIL FROM:<Smith@bar.com>",
        "RCPT TO:<Jones@foo.com>",
        "RCPT TO:<Green@foo.com>",
    ];
    let mut session = lab.session();
    session.start(None, lab.now);
    let mut output = Vec::new();
    session.take_output(&mut output);
    compare(&output, &["220 foo.com"]);
    lab.check(&mut session, &begin, &["250", "250", "250", "550"]);
    lab.check(
        &mut session,
        &[
            "RCPT TO:<Brown@foo.com>",
            "DATA",
            "Blah blah blah...",
            "...etc. etc. etc.",
            ".",
            "QUIT",
        ],
        &["250", "354", "250", "221 2.0.0 foo.com"],
    );
    for name in ["Jones", "Brown"] {
        // The printed dialogue is read as octets: the leading dot was stuffed.
        let inbox = lab.inbox(name);
        assert!(inbox[0].ends_with("Blah blah blah...\r\n..etc. etc. etc.\r\n"));
    }
    let mut session = lab.open(false);
    lab.check(&mut session, &begin, &["250", "250", "250", "550"]);
    lab.check(&mut session, &["RSET", "QUIT"], &["250", "221"]);
    assert_eq!(lab.inbox("Jones").len(), 1);
}

#[test]
fn rfc2033_lmtp() {
    let lab = lab(Mode::Lmtp, "foo.edu", &["pat"]);
    let mut session = lab.open(false);
    lab.check(
        &mut session,
        &[
            "LHLO foo.edu",
            "MAIL FROM:<chris@bar.com>",
            "RCPT TO:<pat@foo.edu>",
            "RCPT TO:<jones@foo.edu>",
            // The example's green is over quota.
            "RCPT TO:<mailspec-452-data@foo.edu>",
            "DATA",
            "Blah blah blah...",
            "...etc. etc. etc.",
            ".",
            "QUIT",
        ],
        &[
            "250", "250", "250", "550", "250", "354", "250", "452", "221",
        ],
    );
}

#[test]
fn rfc2920_pipelining() {
    let lab = lab(Mode::Mx, "innosoft.com", &["ned", "dan", "kvc"]);
    let mut session = lab.open(false);
    lab.check(&mut session, &["EHLO dbc.mtview.ca.us"], &["250"]);
    lab.check(
        &mut session,
        &[
            "MAIL FROM:<mrose@dbc.mtview.ca.us>",
            "RCPT TO:<ned@innosoft.com>",
            "RCPT TO:<dan@innosoft.com>",
            "RCPT TO:<kvc@innosoft.com>",
            "DATA",
        ],
        &["250", "250", "250", "250", "354"],
    );
    lab.check(&mut session, &["x: y", ".", "QUIT"], &["250", "221"]);
}

#[test]
fn rfc2034_codes() {
    let lab = lab(Mode::Mx, "dbc.mtview.ca.us", &["mrose"]);
    lab.check(
        &mut lab.open(false),
        &[
            "EHLO ymir.claremont.edu",
            "MAIL FROM:<ned@ymir.claremont.edu>",
            "RCPT TO:<mrose@dbc.mtview.ca.us>",
            "RCPT TO:<nosuchuser@dbc.mtview.ca.us>",
            "RCPT TO:<remoteuser@isi.edu>",
            "DATA",
            ".",
            "QUIT",
        ],
        &[
            "250",
            "250 2.1.0",
            "250 2.1.5",
            "550 5.1.1",
            "550 5.7.1",
            "354",
            "250 2.",
            "221 2.0.0",
        ],
    );
}

#[test]
fn rfc3030_chunking_and_binary() {
    let lab = lab(
        Mode::Mx,
        "cnri.reston.va.us",
        &["gvaudre", "jstewart", "Susan"],
    );
    let mut session = lab.open(false);
    let output = lab.say(
        &mut session,
        b"EHLO ymir.claremont.edu\r\nMAIL FROM:<Sam@Random.com>\r\n\
          RCPT TO:<Susan@cnri.reston.va.us>\r\nBDAT 86 LAST\r\n\
          To: Susan@random.com\r\nFrom: Sam@random.com\r\n\
          Subject: This is a bodyless test message\r\n",
    );
    // 22 + 22 + 42 octets are the 86 of the example.
    compare(&output, &["250", "250", "250", "250"]);
    let mut input = b"MAIL FROM:<ned@ymir.claremont.edu> BODY=BINARYMIME\r\n\
        RCPT TO:<gvaudre@cnri.reston.va.us>\r\nRCPT TO:<jstewart@cnri.reston.va.us>\r\n\
        BDAT 100000\r\n"
        .to_vec();
    input.extend(std::iter::repeat_n(b'\n', 100_000));
    input.extend_from_slice(b"BDAT 324\r\n");
    input.extend(std::iter::repeat_n(0xff, 324));
    input.extend_from_slice(b"BDAT 0 LAST\r\nQUIT\r\n");
    let output = lab.say(&mut session, &input);
    compare(&output, &["250", "250", "250", "250", "250", "250", "221"]);
    let stored = lab.store.open_maildrop("gvaudre").unwrap().messages.clone();
    assert!(stored[0].octets.len() > 100_324);
}

#[test]
fn rfc4954_plain_with_and_without_initial_response() {
    let lab = lab(Mode::Submission, "smtp.example.com", &[]);
    lab.store.add_account("test", "1234");
    for lines in [
        &["AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ="][..],
        &["AUTH PLAIN", "dGVzdAB0ZXN0ADEyMzQ="],
    ] {
        let mut session = lab.open(true);
        lab.check(&mut session, &["EHLO client.example.com"], &["250"]);
        let expected = ["334 ", "235 2.7.0"];
        lab.check(&mut session, lines, &expected[2 - lines.len()..]);
    }
}

/// RFC 1985 §7, as far as nodes are in the same relation to the server.
#[test]
fn rfc1985_etrn() {
    let lab = lab(Mode::Mx, "sigurd.innosoft.com", &["ned"]);
    let mut session = lab.open(false);
    lab.check(&mut session, &["EHLO ymir.claremont.edu"], &["250"]);
    lab.check(
        &mut session,
        &["ETRN", "ETRN localname", "ETRN innosoft.com", "QUIT"],
        &["50", "5", "251", "221"],
    );
}
