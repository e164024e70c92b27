//! The RFCs' own vectors, and what must be refused.

use super::*;
use crate::faults::Faults;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use rstest::rstest;
use std::sync::Arc;

fn context(change: impl FnOnce(&mut SaslConfig)) -> Context {
    let store = Store::default();
    for (name, password) in [
        ("user", "pencil"),
        ("tim", "tanstaaftanstaaf"),
        ("Ursel", "xipj3plmq"),
        ("alice", "secret"),
    ] {
        store.add_account(name, password);
    }
    let mut config = SaslConfig::default();
    change(&mut config);
    Context {
        store,
        config: Arc::new(config),
        tls: None,
        hostname: "mail.example.test".to_owned(),
        nonce: "n0nce".to_owned(),
        faults: Faults::default(),
    }
}

fn done(account: &str) -> Step {
    Step::Done(Identity {
        authenticated: account.to_owned(),
        account: account.to_owned(),
    })
}

fn challenge(text: &str) -> Step {
    Step::Challenge(text.as_bytes().to_vec())
}

#[rstest]
#[case(b"\0tim\0tanstaaftanstaaf", done("tim"))]
#[case(b"tim\0tim\0tanstaaftanstaaf", done("tim"))]
#[case(b"Ursel\0tim\0tanstaaftanstaaf", Step::Failed(Failure::NotAuthorized))]
#[case("\u{ad}\0tim\0tanstaaftanstaaf".as_bytes(), Step::Failed(Failure::NotAuthorized))]
#[case("\u{e000}\0tim\0tanstaaftanstaaf".as_bytes(), Step::Failed(Failure::NotAuthorized))]
#[case(b"\0tim\0wrong", Step::Failed(Failure::Credentials))]
#[case(b"\0nobody\0wrong", Step::Failed(Failure::Credentials))]
#[case(b"tim\0tanstaaftanstaaf", Step::Failed(Failure::Malformed))]
#[case(b"\0tim\0tanstaaftanstaaf\0", Step::Failed(Failure::Malformed))]
#[case(b"\0\0x", Step::Failed(Failure::Malformed))]
#[case(b"\0\xff\0x", Step::Failed(Failure::Malformed))]
fn plain(#[case] response: &[u8], #[case] outcome: Step) {
    let mut exchange = exchange(Mechanism::Plain, context(|_| {}));
    assert_eq!(exchange.step(response), outcome);
}

/// RFC 4616 §4's second example.
#[test]
fn acting_for_another() {
    let pair = ("tim".to_owned(), "Ursel".to_owned());
    let mut exchange = exchange(
        Mechanism::Plain,
        context(|config| config.may_act_as.push(pair)),
    );
    let expected = Step::Done(Identity {
        authenticated: "tim".to_owned(),
        account: "Ursel".to_owned(),
    });
    assert_eq!(exchange.step(b"Ursel\0tim\0tanstaaftanstaaf"), expected);
}

/// RFC 2195 §2.
#[test]
fn cram_md5() {
    let stamp = "<1896.697170952@postoffice.reston.mci.net>";
    let fixed = || context(|config| config.nonce = Some(stamp.to_owned()));
    let mut right = exchange(Mechanism::CramMd5, fixed());
    assert_eq!(right.step(b""), challenge(stamp));
    let response = b"tim b913a602c7eda7a495b4e6e7334d3890";
    assert_eq!(right.step(response), done("tim"));
    for wrong in ["tim b913a602c7eda7a495b4e6e7334d3891", "tim", "tim B913"] {
        let mut exchange = exchange(Mechanism::CramMd5, fixed());
        exchange.step(b"");
        assert!(matches!(exchange.step(wrong.as_bytes()), Step::Failed(_)));
    }
}

/// RFC 5802 §5 and RFC 7677 §3.
#[rstest]
#[case(
    Mechanism::ScramSha1,
    "QSXCR+Q6sek8bf92",
    "3rfcNHYJY1ZVvWVs7j",
    "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
    "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
    "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    "v=rmF9pqV8S7suAoZWja4dJRkFsKQ="
)]
#[case(
    Mechanism::ScramSha256,
    "W22ZaJ0SNY7soEsUEjb6gQ==",
    "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
    "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
     p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
)]
fn scram(
    #[case] mechanism: Mechanism,
    #[case] salt: &str,
    #[case] nonce: &str,
    #[case] first: &str,
    #[case] server_first: &str,
    #[case] last: &str,
    #[case] server_last: &str,
) {
    let fixed = || {
        context(|config| {
            config.salt = BASE64.decode(salt).ok();
            config.nonce = Some(nonce.to_owned());
        })
    };
    let mut right = exchange(mechanism, fixed());
    assert_eq!(right.step(first.as_bytes()), challenge(server_first));
    assert_eq!(right.step(last.as_bytes()), challenge(server_last));
    assert_eq!(right.step(b""), done("user"));
    assert!(matches!(right.step(b""), Step::Failed(_)));

    let changes = [
        ("p=", "p=AA"),
        ("c=biws", "c=eSws"),
        ("r=", "r=x"),
        (",p=", ","),
    ];
    for (from, to) in changes {
        let mut wrong = exchange(mechanism, fixed());
        wrong.step(first.as_bytes());
        let last = last.replacen(from, to, 1);
        assert!(
            matches!(wrong.step(last.as_bytes()), Step::Failed(_)),
            "{last}"
        );
    }
    let beginnings = [
        "",
        "n,,",
        "n,,n=,r=x",
        "n,,n=user",
        "n,,n=us=er,r=x",
        "n,,m=x,n=user,r=x",
        "n,,n=user,r=x,m=x",
        "p=tls-exporter,,n=user,r=x",
        "n,user,n=user,r=x",
        "n,,n=user,r=",
    ];
    for beginning in beginnings {
        let mut wrong = exchange(mechanism, fixed());
        assert!(
            matches!(wrong.step(beginning.as_bytes()), Step::Failed(_)),
            "{beginning}"
        );
    }
}

fn with_tls() -> Context {
    let mut context = context(|_| {});
    context.tls = Some(TlsInfo {
        client_identity: Some("alice".to_owned()),
        exporter: vec![7; 32],
        server_end_point: vec![8; 32],
    });
    context
}

/// A SCRAM client's last message, made from RFC 5802 §3's formulas.
fn scram_proof(bare: &str, server_first: &str, header: &[u8], password: &str) -> String {
    scram_proof_with(bare, server_first, header, password, "")
}

fn scram_proof_with(
    bare: &str,
    server_first: &str,
    header: &[u8],
    password: &str,
    extension: &str,
) -> String {
    use super::scram::{Hash, Sha256};
    let field = |key: &str| {
        server_first
            .split(',')
            .find_map(|part| part.strip_prefix(key))
    };
    let salt = BASE64.decode(field("s=").expect("a salt")).expect("base64");
    let salted = Sha256::hi(password.as_bytes(), &salt, 4096);
    let key = Sha256::hmac(&salted, b"Client Key");
    let binding = BASE64.encode(header);
    let nonce = field("r=").expect("a nonce");
    let without = format!("c={binding},r={nonce}{extension}");
    let signed = format!("{bare},{server_first},{without}");
    let signature = Sha256::hmac(&Sha256::hash(&key), signed.as_bytes());
    let proof: Vec<u8> = key.iter().zip(&signature).map(|(a, b)| a ^ b).collect();
    format!("{without},p={}", BASE64.encode(proof))
}

#[rstest]
#[case("tls-exporter", 7, true)]
#[case("tls-server-end-point", 8, true)]
#[case("tls-exporter", 8, false)]
fn scram_bound_to_the_channel(#[case] kind: &str, #[case] octet: u8, #[case] right: bool) {
    let header = format!("p={kind},,");
    let mut exchange = exchange(Mechanism::ScramSha256Plus, with_tls());
    let bare = "n=alice,r=abc";
    let Step::Challenge(server_first) = exchange.step(format!("{header}{bare}").as_bytes()) else {
        panic!("no challenge");
    };
    let server_first = String::from_utf8(server_first).expect("text");
    let bound = [header.as_bytes(), &[octet; 32]].concat();
    let last = scram_proof(bare, &server_first, &bound, "secret");
    let step = exchange.step(last.as_bytes());
    assert_eq!(matches!(step, Step::Challenge(_)), right, "{step:?}");
    if !right {
        assert_eq!(step, Step::Failed(Failure::ChannelBinding));
    }
}

/// RFC 5802 §5.1: what is optional is ignored, `m` is not.
#[rstest]
#[case(",x=1", true)]
#[case(",m=1", false)]
#[case(",x=1,m=1", false)]
fn scram_extension_of_the_last_message(#[case] extension: &str, #[case] right: bool) {
    let mut exchange = exchange(Mechanism::ScramSha256, context(|_| {}));
    let bare = "n=alice,r=abc";
    let Step::Challenge(server_first) = exchange.step(format!("n,,{bare}").as_bytes()) else {
        panic!("no challenge");
    };
    let server_first = String::from_utf8(server_first).expect("text");
    let last = scram_proof_with(bare, &server_first, b"n,,", "secret", extension);
    let step = exchange.step(last.as_bytes());
    assert_eq!(matches!(step, Step::Challenge(_)), right, "{step:?}");
}

/// RFC 5802 §6: a client that could bind and was told that the server can't was lied to.
#[test]
fn a_downgrade_is_noticed() {
    let mut exchange = exchange(Mechanism::ScramSha256, with_tls());
    let step = exchange.step(b"y,,n=alice,r=abc");
    assert_eq!(step, Step::Failed(Failure::ChannelBinding));
    let mut exchange = super::exchange(Mechanism::ScramSha256, context(|_| {}));
    assert!(matches!(
        exchange.step(b"y,,n=alice,r=abc"),
        Step::Challenge(_)
    ));
}

#[test]
fn external() {
    let mut exchange = exchange(Mechanism::External, with_tls());
    assert_eq!(exchange.step(b""), done("alice"));
    assert_eq!(exchange.step(b"alice"), done("alice"));
    assert_eq!(exchange.step(b"tim"), Step::Failed(Failure::NotAuthorized));
    let mut without = super::exchange(Mechanism::External, context(|_| {}));
    assert_eq!(without.step(b""), Step::Failed(Failure::Credentials));
}

#[rstest]
#[case(
    Mechanism::OAuthBearer,
    "n,a=alice,\x01host=h\x01port=1\x01auth=Bearer secret\x01\x01",
    true
)]
#[case(Mechanism::OAuthBearer, "n,,\x01auth=bearer secret\x01\x01", true)]
#[case(
    Mechanism::OAuthBearer,
    "n,a=alice,\x01auth=Bearer wrong\x01\x01",
    false
)]
#[case(Mechanism::OAuthBearer, "n,a=alice,\x01auth=\x01\x01", false)]
#[case(Mechanism::XOAuth2, "user=alice\x01auth=Bearer secret\x01\x01", true)]
#[case(Mechanism::XOAuth2, "user=tim\x01auth=Bearer secret\x01\x01", false)]
fn bearer(#[case] mechanism: Mechanism, #[case] response: &str, #[case] right: bool) {
    let mut exchange = exchange(mechanism, context(|_| {}));
    let step = exchange.step(response.as_bytes());
    if right {
        assert_eq!(step, done("alice"));
    } else {
        assert_eq!(step, challenge(r#"{"status":"invalid_token"}"#));
        assert_eq!(exchange.step(b"\x01"), Step::Failed(Failure::Credentials));
    }
    for wrong in [
        "",
        "\x01\x01",
        "n,,\x01auth=Bearer\x01\x01",
        "n,,\x01auth=Bearer secret",
    ] {
        let mut exchange = super::exchange(mechanism, context(|_| {}));
        assert_eq!(
            exchange.step(wrong.as_bytes()),
            Step::Failed(Failure::Malformed)
        );
    }
}

#[test]
fn anonymous() {
    let open = || context(|config| config.anonymous_account = Some("alice".to_owned()));
    let mut exchange = exchange(Mechanism::Anonymous, open());
    assert!(matches!(exchange.step(b"sirhc"), Step::Done(identity) if identity.account == "alice"));
    let mut exchange = super::exchange(Mechanism::Anonymous, open());
    assert_eq!(
        exchange.step(&[b'x'; 256]),
        Step::Failed(Failure::Malformed)
    );
}

#[test]
fn what_is_offered_depends_on_tls() {
    let mut config = SaslConfig::default();
    let names = |config: &SaslConfig, tls: Option<&TlsInfo>| -> Vec<_> {
        mechanisms(config, tls)
            .into_iter()
            .map(Mechanism::name)
            .collect()
    };
    assert!(names(&config, None).contains(&"PLAIN"));
    assert!(
        !names(&config, None)
            .iter()
            .any(|name| name.ends_with("-PLUS"))
    );
    config.plaintext_without_tls = false;
    assert_eq!(
        names(&config, None),
        ["SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5"]
    );
    let tls = with_tls().tls;
    assert!(names(&config, tls.as_ref()).contains(&"EXTERNAL"));
    assert!(names(&config, tls.as_ref()).contains(&"SCRAM-SHA-256-PLUS"));
}

#[test]
fn base64_is_strict() {
    let mut dialogue = Dialogue::new(Mechanism::Plain, context(|_| {}));
    for wrong in [
        "AHRpbQB",
        "AHRp bQ==",
        "=AAA",
        "AAA=BBB",
        "AAAA=",
        "AB==",
        "A",
    ] {
        assert_eq!(dialogue.line(wrong.as_bytes()), Reply::NotBase64, "{wrong}");
    }
    assert_eq!(dialogue.line(b"*"), Reply::Cancelled);
}

#[test]
fn names_go_both_ways() {
    for mechanism in Mechanism::ALL {
        assert_eq!(
            Mechanism::from_name(&mechanism.name().to_lowercase()),
            Some(mechanism)
        );
    }
}

/// The same name and password in other code points (RFC 4013, RFC 4616 §2, RFC 5802 §5.1).
#[test]
fn names_and_passwords_are_prepared() {
    let prepared = || {
        let context = context(|_| {});
        context
            .store
            .add_account("J\u{fc}rgen", "\u{2168} \u{e9}t\u{e9}");
        context.store.add_account("odd", "\u{7}");
        context
    };
    let mut plain = exchange(Mechanism::Plain, prepared());
    let said = "\0Ju\u{308}rgen\0I\u{ad}X\u{a0}e\u{301}te\u{301}";
    assert_eq!(plain.step(said.as_bytes()), done("J\u{fc}rgen"));
    let mut plain = exchange(Mechanism::Plain, prepared());
    assert_eq!(
        plain.step("\0\u{627}1\0x".as_bytes()),
        Step::Failed(Failure::Malformed)
    );
    let mut plain = exchange(Mechanism::Plain, prepared());
    assert_eq!(
        plain.step("\0odd\0\u{7}".as_bytes()),
        Step::Failed(Failure::Credentials)
    );
    let mut scram = exchange(Mechanism::ScramSha256, prepared());
    let bare = "n=Ju\u{308}rgen,r=abc";
    let Step::Challenge(server_first) = scram.step(format!("n,,{bare}").as_bytes()) else {
        panic!("no challenge");
    };
    let server_first = String::from_utf8(server_first).expect("text");
    let last = scram_proof(bare, &server_first, b"n,,", "IX \u{e9}t\u{e9}");
    assert!(matches!(scram.step(last.as_bytes()), Step::Challenge(_)));
    assert_eq!(scram.step(b""), done("J\u{fc}rgen"));
}
