//! The server of a dialogue, from the lines with `!` in front. Says nothing to it.

use super::numbers::Numbers;
use super::replay::Replay;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use mailspec_reference_server::sasl::SaslConfig;
use mailspec_reference_server::session::TlsInfo;
use mailspec_reference_server::{Builder, ReferenceServer, Service};

fn service(name: &str) -> Service {
    match name {
        "smtp" => Service::Smtp,
        "submission" => Service::Submission,
        "lmtp" => Service::Lmtp,
        "pop3" => Service::Pop3,
        "pop2" => Service::Pop2,
        _ => Service::Imap,
    }
}

impl Replay {
    pub(super) fn new(text: &str) -> Self {
        let mut builder: Builder = ReferenceServer::builder().seed(1);
        let mut sasl = SaslConfig::default();
        let (mut kind, mut login) = (Service::Imap, None);
        let (mut in_tls, mut tls) = (false, TlsInfo::default());
        let mut accounts = 0;
        let mut date = "17-Jul-1996 02:44:25 -0700".to_owned();
        for line in text.lines().filter_map(|line| line.strip_prefix("! ")) {
            let words: Vec<&str> = line.split(' ').collect();
            builder = match words.as_slice() {
                ["service", name] => {
                    kind = service(name);
                    builder
                }
                ["domain", name] => builder.domain(*name).hostname(*name),
                ["account", name, password] => {
                    accounts += 1;
                    builder.account(name.replace('␠', " "), password.replace('␠', " "))
                }
                ["quota", name, octets] => builder.quota(*name, octets.parse().unwrap()),
                ["login", name, password] => {
                    login = Some(((*name).to_owned(), (*password).to_owned()));
                    builder
                }
                ["nonce", nonce] => {
                    sasl.nonce = Some((*nonce).to_owned());
                    builder
                }
                ["salt", salt] => {
                    sasl.salt = Some(BASE64_STANDARD.decode(salt).unwrap());
                    builder
                }
                ["message", name, octets] => {
                    let body = "x".repeat(octets.parse::<usize>().unwrap() - 4);
                    builder.message(*name, format!("\r\n{body}\r\n"))
                }
                ["tls"] => {
                    in_tls = true;
                    builder
                }
                ["certificate", name] => {
                    tls.client_identity = Some((*name).to_owned());
                    builder
                }
                ["may-act", name, other] => {
                    sasl.may_act_as
                        .push(((*name).to_owned(), (*other).to_owned()));
                    builder
                }
                ["condition", name, condition] => {
                    builder.condition(*name, condition.parse().unwrap())
                }
                ["no-plaintext"] => {
                    sasl.plaintext_without_tls = false;
                    builder
                }
                ["size", octets] => builder.message_size(octets.parse().unwrap()),
                ["date", ..] => {
                    date = line["date ".len()..].to_owned();
                    builder
                }
                odd => panic!("not a setting: {odd:?}"),
            };
        }
        if accounts == 0 {
            builder = builder.account("alice", "secret");
            login = Some(("alice".to_owned(), "secret".to_owned()));
        }
        Self {
            server: builder.sasl(sasl).build().unwrap(),
            service: kind,
            login,
            in_tls,
            tls,
            date,
            talk: None,
            other: None,
            came: Vec::new(),
            numbers: Numbers::default(),
        }
    }
}
