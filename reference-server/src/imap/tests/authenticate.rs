//! AUTHENTICATE with mechanisms of one, two and three steps.

use super::*;
use crate::sasl::{Mechanism, SaslConfig};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;

fn bench(change: impl FnOnce(&mut SaslConfig)) -> Bench {
    let mut bench = Bench::new(store(&[]));
    bench.store.add_account("tim", "tanstaaftanstaaf");
    let mut config = SaslConfig::default();
    change(&mut config);
    bench.config.sasl = Arc::new(config);
    bench
}

fn say(bench: &mut Bench, line: &str) -> String {
    let session = bench.session("");
    session.receive(format!("{line}\r\n").as_bytes(), now());
    take(session)
}

#[test]
fn server_first_and_several_steps() {
    // RFC 2195 §2.
    let stamp = "<1896.697170952@postoffice.reston.mci.net>";
    let mut cram = bench(|config| config.nonce = Some(stamp.to_owned()));
    assert_eq!(
        say(&mut cram, "1 AUTHENTICATE CRAM-MD5 dGlt"),
        "1 BAD The mechanism takes no initial response\r\n"
    );
    assert_eq!(
        say(&mut cram, "2 authenticate cram-md5"),
        format!("+ {}\r\n", BASE64.encode(stamp))
    );
    let answer = BASE64.encode("tim b913a602c7eda7a495b4e6e7334d3890");
    assert!(say(&mut cram, &answer).starts_with("2 OK [CAPABILITY "));
    let mut login = bench(|_| {});
    assert!(say(&mut login, "1 AUTHENTICATE LOGIN").starts_with("+ "));
    assert!(say(&mut login, &BASE64.encode("tim")).starts_with("+ "));
    let password = BASE64.encode("tanstaaftanstaaf");
    assert!(say(&mut login, &password).starts_with("1 OK "));
}

#[test]
fn whom_one_may_act_for() {
    let mut other = bench(|config| config.may_act_as.push(("tim".into(), "alice".into())));
    let response = BASE64.encode("alice\0tim\0tanstaaftanstaaf");
    assert!(say(&mut other, &format!("1 AUTHENTICATE PLAIN {response}")).starts_with("1 OK"));
    let mut refused = bench(|_| {});
    assert_eq!(
        say(&mut refused, &format!("1 AUTHENTICATE PLAIN {response}")),
        "1 NO [AUTHORIZATIONFAILED] You may not act for this user\r\n"
    );
}

#[test]
fn only_what_is_offered() {
    let mut few = bench(|config| {
        config.mechanisms = vec![Mechanism::Plain, Mechanism::Anonymous];
        config.anonymous_account = Some("tim".into());
    });
    few.config.allow_plaintext_login = false;
    few.play(
        "C: 1 CAPABILITY
         S: * CAPABILITY IMAP4rev1 IMAP4rev2 SASL-IR LITERAL+ ENABLE ID LANGUAGE STARTTLS LOGINDISABLED AUTH=ANONYMOUS
         S: 1 OK That is all
         C: 2 AUTHENTICATE PLAIN =
         S: 2 NO [PRIVACYREQUIRED] Passwords are taken under TLS only
         C: 3 AUTHENTICATE CRAM-MD5
         S: 3 NO The mechanism is not there now
         C: 4 AUTHENTICATE PLAIN
         S: 4 NO [PRIVACYREQUIRED] Passwords are taken under TLS only
         C: 5 AUTHENTICATE ANONYMOUS AA
         S: 5 BAD The response is not base64
         C: 6 AUTHENTICATE ANONYMOUS =AAA
         S: 6 BAD The response is not base64
         C: 7 AUTHENTICATE ANONYMOUS AAAA =
         S: 7 BAD The response is not base64",
    );
    assert!(say(&mut few, "8 AUTHENTICATE ANONYMOUS =").starts_with("8 OK "));
}
