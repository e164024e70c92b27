//! DATA, BDAT, end of data, transparency, content limits.

use crate::lab::{Lab, compare, replies};
use mailspec_reference_server::smtp::Mode;
use rstest::rstest;

const BEGIN: &str = "EHLO client.example\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\n";

/// Sends data octets (with their end) and gives the last reply and the message's body part.
fn data(lab: &Lab, mail: &str, octets: &[u8]) -> (String, Option<Vec<u8>>) {
    let begin = BEGIN.replace("<>", &format!("<>{mail}"));
    let input = [begin.as_bytes(), b"DATA\r\n", octets].concat();
    let output = lab.raw(&input);
    let replies = replies(&output);
    let stored = lab.store.open_maildrop("alice").unwrap().messages.clone();
    let body = stored.first().map(|message| {
        let marker = b"+0000\r\n";
        let at = message
            .octets
            .windows(marker.len())
            .position(|w| w == marker);
        message.octets[at.unwrap() + marker.len()..].to_vec()
    });
    (replies.last().cloned().unwrap_or_default(), body)
}

#[rstest]
#[case(b".\r\n", b"")]
#[case(b"\r\n.\r\n", b"\r\n")]
#[case(b"a\r\n.\r\n", b"a\r\n")]
#[case(b"..\r\n.\r\n", b".\r\n")]
#[case(b".a\r\n...\r\n.\r\n", b"a\r\n..\r\n")]
#[case(b"a.\r\n .\r\n.\r\n", b"a.\r\n .\r\n")]
#[case(b"\x00\x01\x7f\r\n.\r\n", b"\x00\x01\x7f\r\n")]
fn transparency(#[case] sent: &[u8], #[case] stored: &[u8]) {
    let (reply, body) = data(&Lab::mx(), "", sent);
    assert!(reply.starts_with("250 2.0.0"), "{reply}");
    assert_eq!(body.as_deref(), Some(stored));
}

#[rstest]
#[case::bare_lf(b"a\nb\r\n.\r\n")]
#[case::bare_cr(b"a\rb\r\n.\r\n")]
#[case::lf_dot_lf(b"a\n.\nMAIL FROM:<>\r\n.\r\n")]
#[case::lf_dot_crlf(b"a\n.\r\nQUIT\r\n.\r\n")]
#[case::crlf_dot_lf(b"a\r\n.\nQUIT\r\n.\r\n")]
#[case::crlf_dot_cr(b"a\r\n.\rQUIT\r\n.\r\n")]
#[case::cr_dot_cr(b"a\r.\rQUIT\r\n.\r\n")]
#[case::dot_cr_cr_lf(b"a\r\n.\r\r\n.\r\n")]
fn bare_cr_and_lf_are_refused(#[case] sent: &[u8]) {
    let lab = Lab::mx();
    let (reply, body) = data(&lab, "", sent);
    assert!(reply.starts_with("554 5.6.0"), "{reply}");
    assert_eq!(body, None);
}

#[test]
fn bare_lf_is_kept_where_configured() {
    let mut lab = Lab::mx();
    lab.config.accept_bare_cr_lf = true;
    let (reply, body) = data(&lab, "", b"a\n.\nb\rc\r\n.\r\n");
    assert!(reply.starts_with("250"), "{reply}");
    assert_eq!(body.as_deref(), Some(&b"a\n.\nb\rc\r\n"[..]));
}

#[rstest]
#[case("", "554 5.6.1")]
#[case(" BODY=7BIT", "554 5.6.1")]
#[case(" BODY=8BITMIME", "250 2.0.0")]
#[case(" SMTPUTF8", "250 2.0.0")]
fn eight_bit(#[case] mail: &str, #[case] expected: &str) {
    let (reply, _) = data(&Lab::mx(), mail, b"X: \xff\r\n.\r\n");
    assert!(reply.starts_with(expected), "{reply}");
}

#[test]
fn text_line_limit() {
    for (length, expected) in [(998, "250"), (999, "500 5.6.0")] {
        // The stuffed dot does not count.
        let sent = format!("..{}\r\n.\r\n", "x".repeat(length - 1));
        let (reply, _) = data(&Lab::mx(), "", sent.as_bytes());
        assert!(reply.starts_with(expected), "{reply}");
    }
}

#[test]
fn size_limit() {
    let mut lab = Lab::mx();
    lab.config.limits.message = 10;
    assert!(data(&lab, "", b"..345678\r\n.\r\n").0.starts_with("250"));
    assert!(
        data(&lab, "", b"123456789\r\n.\r\n")
            .0
            .starts_with("552 5.3.4")
    );
    lab.after_ehlo(&["MAIL FROM:<> SIZE=10"], &["250"]);
    lab.after_ehlo(&["MAIL FROM:<> SIZE=11"], &["552 5.3.4"]);
    lab.after_ehlo(&["MAIL FROM:<> SIZE=99999999999999999999"], &["552 5.3.4"]);
    lab.after_ehlo(&["MAIL FROM:<> SIZE=999999999999999999999"], &["501"]);
}

#[test]
fn mail_loops_end() {
    let received = "Received: from a by b; Wed, 17 Jul 1996 02:44:25 +0000\r\n";
    let message = format!("{}\r\n.\r\n", received.repeat(101));
    let (reply, _) = data(&Lab::mx(), "", message.as_bytes());
    assert!(reply.starts_with("554 5.4.6"), "{reply}");
}

#[test]
fn chunks() {
    let lab = Lab::mx();
    let input = format!("{BEGIN}BDAT 8\r\n..\r\nQUITBDAT 4 LAST\r\n\r\n.\rQUIT\r\n");
    // The last chunk ends in a bare CR: refused, and nothing of it was read as a command.
    let output = lab.raw(input.as_bytes());
    compare(
        &output,
        &["250", "250", "250", "250 2.0.0", "554 5.6.0", "221"],
    );
    let input = format!("{BEGIN}BDAT 8\r\n..\r\nQUITBDAT 2 last\r\n\r\nBDAT 0 LAST\r\n");
    let output = lab.raw(input.as_bytes());
    compare(
        &output,
        &["250", "250", "250", "250 2.0.0", "250 2.0.0", "503"],
    );
    assert!(lab.inbox("alice")[0].ends_with("+0000\r\n..\r\nQUIT\r\n"));
}

#[test]
fn failed_chunks_are_discarded() {
    let lab = Lab::mx();
    // No transaction; no recipients; a second time; bad marker.
    let output = lab.raw(b"EHLO x\r\nBDAT 6\r\nQUIT\r\nMAIL FROM:<>\r\nBDAT 6\r\nQUIT\r\nBDAT 6 LAST\r\nQUIT\r\nRSET\r\nBDAT 6 FIRST\r\nQUIT\r\nBDAT\r\nBDAT x\r\n");
    compare(
        &output,
        &[
            "250", "503", "250", "503", "503", "250", "501", "501", "501",
        ],
    );
    let mut lab = Lab::mx();
    lab.config.limits.message = 4;
    let input = format!("{BEGIN}BDAT 6\r\nQUIT\r\nBDAT 6 LAST\r\nQUIT\r\nDATA\r\nRSET\r\n");
    let output = lab.raw(input.as_bytes());
    compare(
        &output,
        &["250", "250", "250", "552 5.3.4", "503", "503", "250"],
    );
}

#[test]
fn binary() {
    let lab = Lab::mx();
    let begin = BEGIN.replace("<>", "<> BODY=BINARYMIME");
    let input = [begin.as_bytes(), b"DATA\r\nBDAT 5 LAST\r\n\x00\n\r\xff."].concat();
    compare(&lab.raw(&input), &["250", "250", "250", "503", "250"]);
    let stored = lab.store.open_maildrop("alice").unwrap().messages.clone();
    assert!(stored[0].octets.ends_with(b"\x00\n\r\xff."));
    // DATA after BDAT.
    let input = format!("{BEGIN}BDAT 0\r\nDATA\r\nRCPT TO:<bob@example.org>\r\nRSET\r\n");
    compare(
        &lab.raw(input.as_bytes()),
        &["250", "250", "250", "250", "503", "503", "250"],
    );
}

#[test]
fn lmtp_replies_for_each_recipient() {
    let lab = Lab::new(Mode::Lmtp);
    let begin = [
        "MAIL FROM:<a@b.example>",
        "RCPT TO:<alice@example.org>",
        "RCPT TO:<nobody@example.org>",
        "RCPT TO:<mailspec-452-data@example.org>",
        "RCPT TO:<alice@example.org>",
        "DATA",
    ];
    let replies = ["250", "250", "550", "250", "250", "354"];
    let mut session = lab.after_ehlo(&begin, &replies);
    lab.check(
        &mut session,
        &["x: y", "", "."],
        &["250", "452 4.2.2", "250"],
    );
    // A refused message is refused for each.
    lab.check(&mut session, &begin, &replies);
    lab.check(&mut session, &["\n", "."], &["554", "554", "554"]);
    // BDAT LAST likewise; none for none.
    let output = lab.say(
        &mut session,
        b"MAIL FROM:<>\r\nBDAT 2 LAST\r\n\r\nNOOP\r\nRSET\r\nMAIL FROM:<>\r\n\
          RCPT TO:<alice@example.org>\r\nRCPT TO:<bob@example.org>\r\nBDAT 2\r\n\r\n\
          BDAT 0 LAST\r\n",
    );
    compare(
        &output,
        &[
            "250", "250", "250", "250", "250", "250", "250", "250", "250",
        ],
    );
}

#[test]
fn replies_by_address_at_each_stage() {
    let lab = Lab::mx();
    lab.after_ehlo(
        &[
            "MAIL FROM:<>",
            "RCPT TO:<mailspec-451-start@example.org>",
            "DATA",
        ],
        &["250", "250", "451 4.3.0"],
    );
    lab.after_ehlo(
        &[
            "MAIL FROM:<>",
            "RCPT TO:<mailspec-554-data@example.org>",
            "DATA",
            "",
            ".",
            "DATA",
        ],
        &["250", "250", "354", "554 5.0.0", "503"],
    );
}
