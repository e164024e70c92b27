//! The reader by itself: addresses, words, parts, and whatever octets come.

use super::*;
use proptest::prelude::*;

#[test]
fn addresses_groups_routes_and_comments() {
    let read = |text: &str| {
        format!(
            "{:?}",
            addresses(text.as_bytes())
                .iter()
                .map(show)
                .collect::<Vec<_>>()
        )
    };
    fn show(address: &Address) -> String {
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        match address {
            Address::Mailbox {
                name,
                route,
                local,
                domain,
            } => format!(
                "{}|{}|{}|{}",
                name.as_deref().map_or("-".into(), text),
                route.as_deref().map_or("-".into(), text),
                text(local),
                text(domain)
            ),
            Address::Group(name) => format!("{}:", text(name)),
            Address::GroupEnd => ";".into(),
        }
    }
    assert_eq!(
        read("Fred Foobar <f@b.com>, x@y.z (Mr X)"),
        r#"["Fred Foobar|-|f|b.com", "Mr X|-|x|y.z"]"#
    );
    assert_eq!(
        read("A Group: a@b, \"C, D\" <c@d>;, e@f"),
        r#"["A Group:", "-|-|a|b", "C, D|-|c|d", ";", "-|-|e|f"]"#
    );
    assert_eq!(read("<@a,@b:\"x y\"@c.d>"), r#"["-|@a,@b|x y|c.d"]"#);
    assert_eq!(
        read("undisclosed-recipients:;"),
        r#"["undisclosed-recipients:", ";"]"#
    );
    assert_eq!(read("nobody"), r#"["-|-|nobody|"]"#);
}

#[test]
fn continuations_are_joined() {
    let read = ContentType::parse(b"text/plain; name*1=b; NAME*0=a; x*0*=utf-8''%41; x*1=b; y*3=z")
        .unwrap();
    let params: Vec<String> = read
        .params
        .iter()
        .map(|(name, value)| {
            format!(
                "{}={}",
                String::from_utf8_lossy(name),
                String::from_utf8_lossy(value)
            )
        })
        .collect();
    assert_eq!(params, ["NAME=ab", "x*=utf-8''%41b", "y*3=z"]);
}

#[test]
fn words_are_decoded() {
    assert_eq!(
        decode_words(b"=?UTF-8?Q?Entw=C3=BCrfe?= =?utf-8?B?w6Q=?= x"),
        "Entwürfeä x"
    );
    assert_eq!(
        decode_words(b"=?x-unknown?Q?a?= =?broken b"),
        "=?x-unknown?Q?a?= =?broken b"
    );
    assert_eq!(decode_words(b"plain  text"), "plain  text");
}

#[test]
fn parts_are_found() {
    let text = b"Content-Type: multipart/mixed; boundary=a\r\n\r\npre\r\n--a\r\n\r\none\r\n--a\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\ninner\r\n--a--\r\n";
    let root = Entity::parse(text);
    let body = |path: &[u32]| {
        root.locate(path)
            .map(|found| String::from_utf8_lossy(&text[found.entity.body.clone()]).into_owned())
    };
    assert_eq!(body(&[1]).as_deref(), Some("one"));
    assert_eq!(body(&[2]).as_deref(), Some("Subject: in\r\n\r\ninner"));
    assert_eq!(body(&[2, 1]).as_deref(), Some("inner"));
    assert_eq!(body(&[3]), None);
    assert_eq!(body(&[1, 1]), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn any_octets_are_read(text in "(Content-Type: (multipart/mixed; boundary=a|message/rfc822|text/plain)|--a|--a--|From: [<>@,:;a\"(). ]{0,20}|\r\n|\n|=\\?utf-8\\?[QB]\\?[a=]{0,6}\\?=|x){0,40}") {
        let octets = text.as_bytes();
        let root = Entity::parse(octets);
        let mut all = Vec::new();
        root.all(&mut all);
        for entity in all {
            prop_assert!(entity.header.end <= entity.body.start && entity.body.end <= octets.len());
            decode_body(octets, entity);
        }
        addresses(octets);
        decode_words(octets);
        instant(octets, Misreadings::default());
    }
}

/// Found by fuzzing: a zone of many digits overflowed.
#[test]
fn a_zone_that_is_none_counts_as_utc() {
    let instant = |zone: &str| {
        let header = format!("Date: Wed, 17 Jul 1996 02:23:25 {zone}\r\n\r\n");
        super::instant(header.as_bytes(), Misreadings::default()).map(|instant| instant.to_string())
    };
    let utc = Some("1996-07-17T02:23:25Z".to_owned());
    for zone in ["-999990700", "+7", "-07000", "+-700", "", "+0000"] {
        assert_eq!(instant(zone), utc, "{zone}");
    }
    assert_eq!(instant("-0700").as_deref(), Some("1996-07-17T09:23:25Z"));
}
