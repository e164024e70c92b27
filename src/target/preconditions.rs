//! Verifies a profile before the first case: every service greets, every account can log in, a message
//! gets into a mailbox and out again. What is not as described is said once, here, not by every case.

use super::announced::{self, Announced, AnnouncedAll, Names};
use super::delivery::Postman;
use super::profile::CertificatePolicy;
use super::reach::{Hand, Way, hello, open};
use super::{Account, Target, TargetError};
use crate::dialogue::{Client, Record};
use crate::session::Security;
use crate::session::tls::Tls;
use crate::transcript::tree::{Preload, Protocol, Span, Spanned, State};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What was found out about a target.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    /// What each protocol announces.
    pub announced: AnnouncedAll,
    /// What is not as it should be and does not stop the run: certificates, a lack of accounts.
    pub notes: Vec<String>,
    /// Messages can be put into a mailbox: None, or why not.
    pub no_delivery: Option<String>,
    /// There is a second account.
    pub has_other: bool,
    /// The hierarchy delimiter of IMAP mailbox names; `/` where there is no IMAP.
    pub delimiter: String,
}

impl Verified {
    /// Whether a protocol announces a capability, in clear or on the way that the profile names.
    pub fn has(&self, protocol: Protocol, name: &str, clear: bool) -> bool {
        let Some(announced) = self.announced.get(&protocol) else {
            return false;
        };
        let wanted = if name.chars().any(char::is_lowercase) && announced.ready.contains(name) {
            name.to_owned()
        } else {
            name.to_ascii_uppercase()
        };
        announced.ready.contains(&wanted) || (clear && announced.plain.contains(&wanted))
    }
}

/// The fixture that verification delivers; any small message does.
const PROBE: &[u8] = b"From: mailspec <mailspec@client.example>\r\nSubject: a message that can be deleted\r\n\r\nhello\r\n";

/// Looks at every service in `wanted`; logs every account in where `accounts`; tries delivery where `mail`.
///
/// # Errors
/// At the first thing without which no case can run.
pub async fn verify(
    postman: &Postman,
    wanted: &BTreeSet<Protocol>,
    accounts: bool,
    mail: bool,
) -> Result<Verified, TargetError> {
    let target = &postman.target;
    let mut verified = Verified {
        has_other: target.accounts.len() > 1,
        delimiter: "/".into(),
        ..Verified::default()
    };
    let mut record = Record::hiding(target.secrets());
    let first = target.accounts.first();
    for &protocol in wanted
        .iter()
        .filter(|protocol| target.services.contains_key(protocol))
    {
        let needs_login =
            accounts && !matches!(protocol, Protocol::Smtp | Protocol::Lmtp | Protocol::Pop2);
        let account = first.filter(|_| needs_login).map(|account| &**account);
        let announced = look(postman, protocol, account, &mut verified, &mut record).await?;
        verified.announced.insert(protocol, announced);
        if needs_login {
            for account in target.accounts.iter().skip(1) {
                login(target, &postman.tls, protocol, account, &mut record).await?;
            }
        }
    }
    if let Some(account) = first.filter(|_| accounts) {
        for protocol in [Protocol::Smtp, Protocol::Lmtp] {
            if wanted.contains(&protocol) && target.services.contains_key(&protocol) {
                local(postman, protocol, account, &mut record).await?;
            }
        }
    }
    if accounts && first.is_none() {
        verified.notes.push(
            "no account is known, so every case that logs in or delivers is unmet; give one with \
             --account user:password or in the profile"
                .into(),
        );
    }
    if let Some(account) = first.filter(|_| mail) {
        match deliver(postman, account, &mut record).await {
            Ok(extras) => {
                if let Some(announced) = verified.announced.get_mut(&Protocol::Pop3) {
                    announced.ready.extend(extras);
                }
            }
            Err(error) => verified.no_delivery = Some(error.to_string()),
        }
    }
    Ok(verified)
}

/// Greets, learns what is announced, and logs the first account in.
async fn look(
    postman: &Postman,
    protocol: Protocol,
    account: Option<&Account>,
    verified: &mut Verified,
    record: &mut Record,
) -> Result<Announced, TargetError> {
    let target = &postman.target;
    let mut announced = Announced::default();
    let clear = target
        .services
        .get(&protocol)
        .is_some_and(|endpoint| endpoint.security != Security::Implicit);
    if clear {
        let mut client = open(target, &postman.tls, protocol, None, Way::Clear, record).await?;
        announced.plain = announcement(target, &mut client, record).await?;
        client.close().await;
    }
    let mut client = open(target, &postman.tls, protocol, None, Way::Profile, record).await?;
    certificate(target, protocol, &client, &mut verified.notes)?;
    announced.ready = announcement(target, &mut client, record).await?;
    let starttls = match protocol {
        Protocol::Pop3 => "STLS",
        _ => "STARTTLS",
    };
    if client.is_tls()
        || announced.plain.contains(starttls)
        || target.tls_services.contains_key(&protocol)
    {
        announced.ready.insert("tls".into());
    }
    if let Some(account) = account {
        let mut hand = Hand {
            client: &mut client,
            record,
            within: target.timeout,
        };
        match protocol {
            Protocol::Imap => {
                let mut units = hand.login_imap(account).await?;
                units.extend(hand.command("CAPABILITY", "capa", b"CAPABILITY").await?);
                let listed = hand.command("LIST", "delim", b"LIST \"\" \"\"").await?;
                if let Some(delimiter) = listed.iter().find_map(|unit| delimiter(&unit.octets)) {
                    verified.delimiter = delimiter;
                }
                // What is announced after login is what holds then.
                let logged_in = announced::after_login(&units);
                let tls = announced.ready.contains("tls");
                announced.ready.extend(logged_in);
                if tls {
                    announced.ready.insert("tls".into());
                }
            }
            Protocol::Pop3 => {
                hand.login_pop3(account).await?;
                let capa = hand.ask("CAPA", "CAPA").await?;
                announced.ready.extend(announced::from_capa(&capa));
                hand.ask("QUIT", "QUIT").await.ok();
            }
            Protocol::Submission => {
                hand.auth_plain(account).await?;
            }
            Protocol::Smtp | Protocol::Lmtp | Protocol::Pop2 => {}
        }
    }
    client.close().await;
    Ok(announced)
}

/// Reads the greeting and asks for the capabilities.
async fn announcement(
    target: &Target,
    client: &mut Client,
    record: &mut Record,
) -> Result<Names, TargetError> {
    let protocol = client.protocol;
    let mut hand = Hand {
        client,
        record,
        within: target.timeout,
    };
    let greeting = hand.unit(&format!("the {protocol} greeting")).await?;
    let greeting = super::reach::positive(&format!("the {protocol} greeting"), greeting)?;
    Ok(match protocol {
        Protocol::Smtp | Protocol::Submission | Protocol::Lmtp => {
            let answer = hand.ask("EHLO", &hello(protocol, target)).await?;
            // A server of RFC 821 knows no EHLO; it announces nothing, and that is no fault.
            announced::from_ehlo(&answer)
        }
        Protocol::Pop3 => {
            let capa = hand.ask("CAPA", "CAPA").await?;
            let mut names = announced::from_capa(&capa);
            if !names.is_empty() && crate::target::reach::positive("CAPA", capa).is_err() {
                names.clear();
            }
            let text = &greeting.octets;
            if text.contains(&b'<') && text.contains(&b'>') {
                names.insert("apop".into());
            }
            names
        }
        Protocol::Imap => {
            let mut units = hand.command("CAPABILITY", "capa", b"CAPABILITY").await?;
            units.push(greeting);
            announced::from_capability(&units)
        }
        Protocol::Pop2 => Names::new(),
    })
}

/// The account's address is one that the target takes mail for.
async fn local(
    postman: &Postman,
    protocol: Protocol,
    account: &Account,
    record: &mut Record,
) -> Result<(), TargetError> {
    let target = &postman.target;
    let mut client = open(target, &postman.tls, protocol, None, Way::Profile, record).await?;
    let mut hand = Hand {
        client: &mut client,
        record,
        within: target.timeout,
    };
    hand.reach(target, State::Mail, Some(account), "").await?;
    let line = format!("RCPT TO:<{}>", account.address);
    if let Err(TargetError::Refused { answer, .. }) = hand.demand("RCPT", &line).await {
        return Err(TargetError::Unmet(format!(
            "{protocol} answers {line} with {answer}: is {} the local domain? `--domain`, or `domain` in the \
             profile, names it",
            target.domain
        )));
    }
    hand.ask("QUIT", "QUIT").await.ok();
    client.close().await;
    Ok(())
}

/// Only that an account gets in.
async fn login(
    target: &Target,
    tls: &Tls,
    protocol: Protocol,
    account: &Account,
    record: &mut Record,
) -> Result<(), TargetError> {
    let mut client = open(target, tls, protocol, None, Way::Profile, record).await?;
    let state = match protocol {
        Protocol::Pop3 => State::Transaction,
        _ => State::Authenticated,
    };
    let mut hand = Hand {
        client: &mut client,
        record,
        within: target.timeout,
    };
    hand.reach(target, state, Some(account), "").await?;
    if protocol == Protocol::Pop3 {
        hand.ask("QUIT", "QUIT").await.ok();
    }
    client.close().await;
    Ok(())
}

/// What a careful client would object to is told, or ends the run, as the profile says.
fn certificate(
    target: &Target,
    protocol: Protocol,
    client: &Client,
    notes: &mut Vec<String>,
) -> Result<(), TargetError> {
    let Some(problem) = client.certificate_problem() else {
        return Ok(());
    };
    let sentence = format!("the certificate of {protocol} is not to be trusted: {problem}");
    match target.certificate {
        CertificatePolicy::Ignore => Ok(()),
        CertificatePolicy::Report => {
            notes.push(sentence);
            Ok(())
        }
        CertificatePolicy::Require => Err(TargetError::Unmet(format!(
            "{sentence}; name its authority with `trust`, or set `certificate = \"report\"`"
        ))),
    }
}

/// A message in, seen, and out again.
async fn deliver(
    postman: &Postman,
    account: &Account,
    record: &mut Record,
) -> Result<Names, TargetError> {
    let preload = Preload {
        fixture: Spanned {
            value: "the probe message".into(),
            span: Span::default(),
        },
        flags: Vec::new(),
        internal_date: None,
    };
    postman
        .empty(account, &prefix(&postman.target), record)
        .await?;
    postman
        .put(account, "INBOX", &[(&preload, PROBE)], record)
        .await?;
    postman
        .arrived(account, 1, Duration::from_secs(30), record)
        .await?;
    let extras = if postman.target.services.contains_key(&Protocol::Pop3) {
        postman.pop3_extras(account, record).await?
    } else {
        Names::new()
    };
    postman
        .empty(account, &prefix(&postman.target), record)
        .await?;
    let left = postman.count(account, record).await?;
    if left != 0 {
        return Err(TargetError::Unmet(format!(
            "{left} messages were left in the INBOX of {} after emptying it",
            account.user
        )));
    }
    Ok(extras)
}

/// What the names of all mailboxes that cases make begin with.
pub fn prefix(target: &Target) -> String {
    format!("{}mailspec", target.mailbox_prefix)
}

/// For `--json`: the announcements by protocol.
pub fn announced_names(verified: &Verified) -> BTreeMap<String, Vec<String>> {
    verified
        .announced
        .iter()
        .map(|(protocol, announced)| {
            (
                protocol.to_string(),
                announced.ready.iter().cloned().collect(),
            )
        })
        .collect()
}

/// The delimiter of `* LIST (\Noselect) "/" ""`.
fn delimiter(octets: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(octets).ok()?;
    let (_, rest) = text.strip_prefix("* LIST (")?.split_once(") ")?;
    let quoted = rest.strip_prefix('"')?;
    let quoted = quoted.strip_prefix('\\').unwrap_or(quoted);
    quoted.chars().next().map(String::from)
}
