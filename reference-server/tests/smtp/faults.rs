//! Every fault changes what can be seen, in the dialogue that shows it.

use crate::lab::{Lab, NOW};
use jiff::Timestamp;
use mailspec_reference_server::session::{Effect, Session, TlsInfo};
use mailspec_reference_server::smtp::{FAULTS, Mode};

/// All that can be observed of some dialogues, under some faults.
fn observe(mode: Mode, faults: &[&'static str]) -> Vec<String> {
    let big = format!(
        "MAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n{}.\r\n",
        "x\r\n".repeat(1000)
    );
    let many = format!(
        "MAIL FROM:<>\r\n{}",
        "RCPT TO:<alice@example.org>\r\n".repeat(60)
    );
    let long = format!(
        "NOOP {}\r\nMAIL FROM:<{}@b.example>\r\nRSET\r\nMAIL FROM:<a@{}b>\r\nRSET\r\n\
         MAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n{}\r\n.\r\n",
        "x".repeat(400),
        "l".repeat(60),
        "b.".repeat(100),
        "x".repeat(900)
    );
    let lengths = format!(
        "MAIL FROM:<> ENVID={}\r\nRCPT TO:<alice@example.org> ORCPT=rfc822;{}\r\n",
        "x".repeat(100),
        "x".repeat(493)
    );
    let response = |length: usize| format!("AUTH PLAIN\r\n{}\r\n", "eHh4".repeat(length / 4));
    let begin = "MAIL FROM:<bob@example.org>\r\nRCPT TO:<alice@example.org>\r\n";
    let dialogues: Vec<String> = [
        "noop\r\nNOOP x\r\nRSET \r\nXYZZY\r\nVRFY alice\r\nVRFY nobody\r\nTURN\r\nNOOP\n",
        "HELO x\r\nQUIT\r\nNOOP\r\n",
        "MAIL FROM:<bob@example.org>\r\nMAIL FROM:<>\r\nDATA\r\nx: y\r\n\r\n.\r\nNOOP\r\n",
        "RCPT TO:<alice@example.org>\r\n",
        "MAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nRSET\r\nMAIL FROM:<>\r\nDATA\r\nNOOP\r\n.\r\n",
        "MAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nEHLO x\r\nDATA\r\n",
        "MAIL FROM:<>\r\nEHLO _\r\nRCPT TO:<alice@example.org>\r\n",
        "MAIL FROM:<\"a b\"@b.example>\r\nRSET\r\nMAIL FROM:<@r.example:a@[192.0.2.1]>\r\nRSET\r\n\
         MAIL FROM:<a@[192.0.2.1]>\r\nRCPT TO:<Postmaster>\r\nRCPT TO:<alice@EXAMPLE.ORG>\r\n",
        "MAIL FROM:<> XYZ=1\r\nRSET\r\nMAIL FROM:<> SIZE=2000\r\nRSET\r\nMAIL FROM:<a@b.example>\r\n\
         RCPT TO:<x@elsewhere.example>\r\nRCPT TO:<nobody@example.org>\r\n\
         RCPT TO:<alice@example.org> RRVS=1996-07-17T02:44:24Z\r\nRCPT TO:<alice@example.org>\r\n\
         DATA x\r\n",
        "BEGINDATA\r\na: b\r\n\r\n..\r\n.\r\nDATA\r\n.\r\nBEGIN",
        "BEGINDATA\r\na: b\r\n\r\nx\n.\nNOOP\r\n.\r\nNOOP\r\n",
        "BEGINDATA\r\na: b\r\n\r\nx\n.\r\nNOOP\r\n.\r\nNOOP\r\n",
        "BEGINDATA\r\na: b\r\n\r\nx\r\n.\nNOOP\r\n.\r\nNOOP\r\n",
        "BEGINDATA\r\na: b\r\n\r\nx\r.\rNOOP\r\n.\r\nNOOP\r\n",
        "MAIL FROM:<> BODY=8BITMIME\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n\u{fc}\r\n.\r\n",
        "MAIL FROM:<> BODY=BINARYMIME\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n.\r\n",
        "BEGINBDAT 0\r\nDATA\r\n.\r\nRSET\r\nBDAT 6\r\nNOOP\r\n",
        "MAIL FROM:<bob@example.org>\r\nRCPT TO:<mailspec-bounce@example.org>\r\n\
         RCPT TO:<mailspec-bounce@example.org> NOTIFY=NEVER\r\n\
         RCPT TO:<alice@example.org> NOTIFY=SUCCESS\r\nDATA\r\n.\r\n",
        "AUTH PLAIN AGFsaWNl!AHdvbmRlcmxhbmQ=\r\nAUTH PLAIN\r\n*\r\nMAIL FROM:<>\r\n\
         AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\nRSET\r\nAUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\n\
         AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\n",
        "AUTH\r\nauth plain AGFsaWNlAHdvbmRlcmxhbmQ=\r\nMAIL FROM:<> AUTH=<>\r\nRSET\r\n\
         MAIL FROM:<> AUTH=alice@example.org\r\nRSET\r\nMAIL FROM:<> AUTH=a+2\r\nRSET\r\n",
        "AUTH PLAIN AGFsaWNlAHdyb25n\r\nNOOP\r\nAUTH PLAIN =\r\nNOOP\r\n",
        "AUTH LOGIN\r\nYWxpY2U=\r\nd29uZGVybGFuZA==\r\n",
        "AUTH PLAIN\r\nAGFsaWNlAHdvbmRlcmxhbmQ=AAAA\r\n",
        "BEGINRCPT TO:<nobody@example.org>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n.\r\n",
        "STARTTLS\r\nNOOP\r\n",
        "BEGINHELO x\r\nDATA\r\n.\r\n",
        "BEGINNOOP\r\nDATA\r\n.\r\n",
        "BEGINVRFY alice\r\nDATA\r\n.\r\n",
        "BEGINHELP\r\nDATA\r\n.\r\n",
        "BEGINDATA\r\nReceived: from x\r\na: b\r\n\r\n.\r\n",
        "MAIL FROM:<> SIZE=1\r\nRSET\r\nMAIL FROM:<> SIZE=x\r\nRSET\r\n\
         MAIL FROM:<> SIZE=1 SIZE=2\r\nRSET\r\nMAIL FROM:<> BY=60;R\r\nRSET\r\n\
         MAIL FROM:<> BY=-1;N\r\nRSET\r\nMAIL FROM:<> BY\r\nRSET\r\n\
         MAIL FROM:<> BY=+60;R\r\nRSET\r\nMAIL FROM:<> BY=60;nt\r\nRSET\r\n\
         MAIL FROM:<> BY=0;R\r\nRSET\r\nMAIL FROM:<> BY=9;R\r\nRSET\r\n\
         MAIL FROM:<> BY=1000000000;N\r\nRSET\r\nMAIL FROM:<> BY=60\r\nRSET\r\n\
         MAIL FROM:<> MT-PRIORITY=0\r\nRSET\r\nMAIL FROM:<> MT-PRIORITY=-9\r\nRSET\r\n\
         MAIL FROM:<> MT-PRIORITY=+1\r\nRSET\r\nMAIL FROM:<> MT-PRIORITY=-0\r\nRSET\r\n\
         MAIL FROM:<> MT-PRIORITY=-1\r\nRSET\r\nMAIL FROM:<> MT-PRIORITY=x\r\nRSET\r\n\
         MAIL FROM:<> BODY=BINARYMIME\r\nRSET\r\nMAIL FROM:<> RET=hdrs ENVID=x\r\nRSET\r\n\
         MAIL FROM:<> RET=x\r\nRSET\r\n",
        "BEGINRCPT TO:<bob@example.org> NOTIFY=never\r\nRCPT TO:<bob@example.org> NOTIFY=x\r\n\
         RCPT TO:<bob@example.org> ORCPT=rfc822;a@b.example\r\nRCPT TO:<bob@example.org> ORCPT=x\r\n\
         RCPT TO:<bob@example.org> RRVS=2038-01-19T03:14:07Z\r\n\
         RCPT TO:<bob@example.org> RRVS=x\r\n\
         RCPT TO:<bob@example.org> RRVS=2038-01-19T03:14:07Z;C\r\n\
         RCPT TO:<bob@example.org> RRVS=2038-01-19T03:14:07Z;X\r\n\
         RCPT TO:<bob@example.org> RRVS=2038-01-19T03:14:07.5Z\r\n\
         RCPT TO:<bob@example.org> RRVS=2038-01-19T03:14:07+01:00\r\n\
         RCPT TO:<bob@example.org> RRVS=1969-01-01T00:00:00Z\r\n\
         RCPT TO:<postmaster@example.org> RRVS=2000-01-01T00:00:00Z\r\nDATA\r\n\
         Require-Recipient-Valid-Since: <x@b.example>; Thu, 1 Jan 1970 00:00:00 +0000\r\n.\r\n",
        "MAIL FROM:<bob@example.org> BY=-5;N MT-PRIORITY=-1\r\n\
         RCPT TO:<alice@example.org>\r\nDATA\r\n.\r\n",
        "BEGINDATA\r\n\
         Require-Recipient-Valid-Since: alice@example.org; Thu, 1 Jan 1970 00:00:00 +0000\r\n.\r\n\
         BEGINDATA\r\nRequire-Recipient-Valid-Since: alice@example.org; now\r\n.\r\n\
         BEGINDATA\r\n\
         Require-Recipient-Valid-Since: x@b.example; Thu, 1 Jan 1970 00:00:00 +0000\r\n.\r\n",
        "MAIL FROM:<bob@example.org> ENVID=QQ1\r\n\
         RCPT TO:<alice@example.org> NOTIFY=SUCCESS ORCPT=rfc822;a@b.example\r\nDATA\r\n.\r\n",
        "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\nMAIL FROM:<> HOLDFOR=60 SIZE=1200\r\nRSET\r\n\
         MAIL FROM:<> HOLDUNTIL=1996-07-18T00:00:00Z\r\nRSET\r\n\
         MAIL FROM:<> HOLDFOR=1 HOLDUNTIL=1996-07-18T00:00:00Z\r\nRSET\r\n\
         MAIL FROM:<> HOLDFOR=x\r\nRSET\r\nMAIL FROM:<> HOLDFOR=999999999\r\nRSET\r\n\
         MAIL FROM:<> HOLDFOR=61 BY=60;N\r\nRSET\r\n\
         MAIL FROM:<bob@example.org> HOLDFOR=60\r\nRCPT TO:<alice@example.org> NOTIFY=SUCCESS\r\n\
         DATA\r\n.\r\n",
    ]
    .map(|dialogue| dialogue.replace("BEGIN", begin))
    .into_iter()
    .chain([big, many, long, lengths, response(1200), response(13_000)])
    .collect();
    let mut seen = Vec::new();
    for (plaintext, dialogue) in [false, true]
        .into_iter()
        .flat_map(|p| dialogues.iter().map(move |d| (p, d)))
    {
        let mut lab = Lab::new(mode).with_faults(faults);
        lab.config.allow_plaintext_auth = plaintext;
        lab.config.limits.message = 1500;
        lab.config.limits.held.octets = 1000;
        lab.config.owned_since = Timestamp::from_second(NOW).unwrap();
        (lab.config.account_owned_since).insert("bob".to_owned(), Timestamp::MIN);
        let mut session = lab.session();
        session.start(None, lab.now);
        lab.hello(&mut session);
        session.receive(b"", lab.now);
        let mut output = lab.say(&mut session, b"EHLO x\r\nLHLO x\r\n");
        // In one piece, then again in lines: some faults show in the one, some in the other.
        output.extend(lab.say(&mut session, dialogue.as_bytes()));
        let effect = session.take_effect();
        if effect == Some(Effect::StartTls) {
            session.tls_started(TlsInfo::default(), lab.now);
            output.extend(lab.say(&mut session, b"MAIL FROM:<>\r\nEHLO x\r\nLHLO x\r\n"));
            let required = "MAIL FROM:<> REQUIRETLS\r\nRSET\r\nMAIL FROM:<> REQUIRETLS=1\r\n\
                 MAIL FROM:<bob@example.org> REQUIRETLS RET=FULL\r\n\
                 RCPT TO:<mailspec-bounce@example.org>\r\nDATA\r\n.\r\n";
            let login = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\n";
            output.extend(lab.say(&mut session, format!("{login}{required}").as_bytes()));
        }
        session.tick(lab.later(60));
        let text = String::from_utf8_lossy(&output).into_owned();
        let mut first = Vec::new();
        let mut greeted = lab.session();
        greeted.start(None, lab.now);
        greeted.receive(b"RSET\r\n", lab.now);
        greeted.take_output(&mut first);
        seen.push(format!(
            "{text:?} {effect:?} {first:?} {:?} {:?} {}",
            lab.inbox("alice"),
            lab.inbox("bob"),
            lab.outbox.messages().len()
        ));
    }
    seen
}

#[test]
fn each_fault_is_seen() {
    let modes = [Mode::Mx, Mode::Submission, Mode::Lmtp];
    let right: Vec<Vec<String>> = modes.iter().map(|mode| observe(*mode, &[])).collect();
    let silent: Vec<&str> = FAULTS
        .iter()
        .copied()
        .flatten()
        .map(|fault| fault.name)
        .filter(|name| {
            modes
                .iter()
                .zip(&right)
                .all(|(mode, right)| observe(*mode, &[name]) == *right)
        })
        .collect();
    assert_eq!(silent, [""; 0], "these faults change nothing");
}

#[test]
fn the_table_is_well_formed() {
    let mut names: Vec<&str> = FAULTS
        .iter()
        .copied()
        .flatten()
        .map(|fault| fault.name)
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FAULTS.concat().len());
    for fault in FAULTS.concat() {
        assert!(fault.requirement.starts_with("rfc") && fault.requirement.contains('/'));
        assert!(fault.does.ends_with('.'));
    }
}
