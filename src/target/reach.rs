//! Brings a session to the state in which a case begins: protection, greeting, login, envelope, mailbox.
//! Says the least that the protocol allows and accepts whatever leads on; judging is for cases.

use super::announced::{self, Names};
use super::{Account, Target, TargetError};
use crate::dialogue::{Client, Next, Record};
use crate::rules::Shared;
use crate::session::Security;
use crate::session::tls::Tls;
use crate::transcript::tree::{Protocol, State};
use crate::wire::{Shape, Unit, visible};
use base64::Engine as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

/// A client with what is needed to talk by hand.
pub struct Hand<'a> {
    /// The session.
    pub client: &'a mut Client,
    /// Where it is recorded.
    pub record: &'a mut Record,
    /// How long an answer may take.
    pub within: Duration,
}

/// Which of a target's endpoints a session uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As the profile says.
    Profile,
    /// The port in clear, without STARTTLS: the case does that itself.
    Clear,
}

/// Connects and, where the profile says so, upgrades by STARTTLS. The greeting is not consumed.
///
/// # Errors
/// When there is no such service, no connection, or the upgrade is refused.
pub async fn open(
    target: &Target,
    tls: &Tls,
    protocol: Protocol,
    name: Option<String>,
    way: Way,
    record: &mut Record,
) -> Result<Client, TargetError> {
    open_judged(target, tls, protocol, name, way, None, record).await
}

/// As [`open`], and every unit is held to the rules, together with others that share `shared`.
///
/// # Errors
/// As [`open`].
pub async fn open_judged(
    target: &Target,
    tls: &Tls,
    protocol: Protocol,
    name: Option<String>,
    way: Way,
    shared: Option<Arc<Mutex<Shared>>>,
    record: &mut Record,
) -> Result<Client, TargetError> {
    let endpoint = target
        .services
        .get(&protocol)
        .ok_or_else(|| TargetError::Unmet(format!("the target has no {protocol} service")))?;
    if way == Way::Clear && endpoint.security == Security::Implicit {
        return Err(TargetError::Unmet(format!(
            "the target has no {protocol} port in clear"
        )));
    }
    let within = target.timeout;
    let mut client = Client::open(protocol, name, endpoint, tls, within).await?;
    if let Some(shared) = shared {
        client.judge(shared);
    }
    let session = client.name.clone();
    let protected = client
        .tls_version()
        .map(|version| format!(" ({version})"))
        .unwrap_or_default();
    record.happened(
        session.as_deref(),
        &format!("connected to {protocol} at {endpoint}{protected}"),
        None,
    );
    if way == Way::Profile && endpoint.security == Security::StartTls {
        let mut hand = Hand {
            client: &mut client,
            record,
            within,
        };
        let greeting = hand.upgrade(target, tls).await?;
        client.put_back(greeting);
    }
    Ok(client)
}

impl Hand<'_> {
    /// Reads one unit.
    ///
    /// # Errors
    /// When none comes.
    pub async fn unit(&mut self, what: &str) -> Result<Unit, TargetError> {
        let until = Instant::now() + self.within;
        let how = match self.client.next(until).await {
            Next::Unit(unit) => {
                self.record
                    .came(self.client.name.as_deref(), &unit.octets, None);
                if unit.octets.ends_with(b"\n") {
                    return Ok(unit);
                }
                let begun = visible(unit.octets.get(..200).unwrap_or(&unit.octets));
                format!("the server closed the connection in the middle of its answer: {begun}")
            }
            Next::Closed => "the server closed the connection".to_owned(),
            Next::Broken(reason) => reason,
            Next::Deadline => {
                let pending = self.client.pending();
                let begun = match pending.len() {
                    0 => String::new(),
                    many => {
                        format!(" (only the beginning of one, {many} octets without a line end)")
                    }
                };
                format!("no answer within {:?}{begun}", self.within)
            }
        };
        Err(TargetError::Silent {
            what: what.to_owned(),
            how,
        })
    }

    /// Sends octets.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn send(&mut self, octets: &[u8]) -> Result<(), TargetError> {
        self.record.sent(self.client.name.as_deref(), octets, None);
        Ok(self
            .client
            .send(octets, Instant::now() + self.within)
            .await?)
    }

    /// Sends a line and reads the answer: for SMTP, LMTP and POP3.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn ask(&mut self, what: &str, line: &str) -> Result<Unit, TargetError> {
        self.send(format!("{line}\r\n").as_bytes()).await?;
        self.unit(what).await
    }

    /// As `ask`, and the answer must be positive.
    ///
    /// # Errors
    /// When it is not, with what came.
    pub async fn demand(&mut self, what: &str, line: &str) -> Result<Unit, TargetError> {
        let unit = self.ask(what, line).await?;
        positive(what, unit)
    }

    /// Sends an IMAP command and reads up to its tagged response. `octets` begins with the tag.
    ///
    /// # Errors
    /// When there is no tagged response, or it is not OK.
    pub async fn command(
        &mut self,
        what: &str,
        tag: &str,
        rest: &[u8],
    ) -> Result<Vec<Unit>, TargetError> {
        let mut octets = format!("{tag} ").into_bytes();
        octets.extend_from_slice(rest);
        octets.extend_from_slice(b"\r\n");
        self.send(&octets).await?;
        self.tagged(what, tag).await
    }

    /// Reads up to a tagged OK; gives all units, the tagged one last.
    ///
    /// # Errors
    /// When there is none, or it is not OK.
    pub async fn tagged(&mut self, what: &str, tag: &str) -> Result<Vec<Unit>, TargetError> {
        let mut units = Vec::new();
        loop {
            let unit = self.unit(what).await?;
            match &unit.shape {
                Shape::Tagged { tag: came } if came == tag.as_bytes() => {
                    let unit = positive(what, unit)?;
                    units.push(unit);
                    return Ok(units);
                }
                Shape::Unknown => return Err(refused(what, &unit)),
                _ => units.push(unit),
            }
        }
    }

    /// STARTTLS or STLS; gives the greeting that came before.
    async fn upgrade(&mut self, target: &Target, tls: &Tls) -> Result<Unit, TargetError> {
        let greeting = self.unit("the greeting").await?;
        match self.client.protocol {
            Protocol::Smtp | Protocol::Submission | Protocol::Lmtp => {
                self.demand("EHLO", &hello(self.client.protocol, target))
                    .await?;
                self.demand("STARTTLS", "STARTTLS").await?;
            }
            Protocol::Pop3 => {
                self.demand("STLS", "STLS").await?;
            }
            Protocol::Imap => {
                self.command("STARTTLS", "tls", b"STARTTLS").await?;
            }
            Protocol::Pop2 => return Err(TargetError::Unmet("POP2 has no STARTTLS".into())),
        }
        self.client
            .start_tls(tls, Instant::now() + self.within)
            .await?;
        self.record
            .happened(self.client.name.as_deref(), "TLS", None);
        Ok(greeting)
    }

    /// Goes from a fresh connection to `state`. Gives what was announced on the way.
    ///
    /// # Errors
    /// At the first thing that the server refuses.
    pub async fn reach(
        &mut self,
        target: &Target,
        state: State,
        account: Option<&Account>,
        mailbox: &str,
    ) -> Result<Names, TargetError> {
        if state == State::Connected {
            return Ok(Names::new());
        }
        let greeting = self.unit("the greeting").await?;
        let greeting = positive("the greeting", greeting)?;
        match self.client.protocol {
            Protocol::Pop2 => Ok(Names::new()),
            Protocol::Smtp | Protocol::Submission | Protocol::Lmtp => {
                self.reach_smtp(target, state, account).await
            }
            Protocol::Pop3 => {
                if state == State::Transaction {
                    self.login_pop3(need(account)?).await?;
                }
                Ok(Names::new())
            }
            Protocol::Imap => {
                let mut seen = vec![greeting];
                if matches!(state, State::Authenticated | State::Selected) {
                    seen.extend(self.login_imap(need(account)?).await?);
                }
                if state == State::Selected {
                    let mut command = b"SELECT ".to_vec();
                    command.extend_from_slice(&imap_quoted(mailbox));
                    self.command(&format!("SELECT {mailbox}"), "select", &command)
                        .await?;
                }
                Ok(announced::from_capability(&seen))
            }
        }
    }

    async fn reach_smtp(
        &mut self,
        target: &Target,
        state: State,
        account: Option<&Account>,
    ) -> Result<Names, TargetError> {
        if state == State::Greeting {
            return Ok(Names::new());
        }
        let protocol = self.client.protocol;
        let names = announced::from_ehlo(&self.demand("EHLO", &hello(protocol, target)).await?);
        if state == State::Ehlo {
            return Ok(names);
        }
        let mut sender = target.sender.as_str();
        if protocol == Protocol::Submission {
            let account = need(account)?;
            self.auth_plain(account).await?;
            sender = &account.address;
        }
        if matches!(state, State::Mail | State::Rcpt) {
            self.demand("MAIL", &format!("MAIL FROM:<{sender}>"))
                .await?;
        }
        if state == State::Rcpt {
            let account = need(account)?;
            self.demand("RCPT", &format!("RCPT TO:<{}>", account.address))
                .await?;
        }
        Ok(names)
    }

    /// A login that is refused without TLS says what may be missing, unless the server says that it is the password.
    fn in_clear(&self, error: TargetError) -> TargetError {
        // RFC 4954 §6, RFC 5530 §3, RFC 3206 §4.
        let password = |answer: &str| {
            answer.starts_with("535")
                || answer.contains("[AUTHENTICATIONFAILED]")
                || answer.contains("[AUTH]")
        };
        match error {
            TargetError::Refused { what, answer }
                if !self.client.is_tls() && !password(&answer) =>
            {
                TargetError::RefusedInClear { what, answer }
            }
            other => other,
        }
    }

    /// AUTH PLAIN with an initial response (RFC 4954 §4).
    ///
    /// # Errors
    /// When it is refused.
    pub async fn auth_plain(&mut self, account: &Account) -> Result<Unit, TargetError> {
        let response = format!("\0{}\0{}", account.user, account.password);
        let response = base64::engine::general_purpose::STANDARD.encode(response);
        self.demand(
            &format!("login as {}", account.user),
            &format!("AUTH PLAIN {response}"),
        )
        .await
        .map_err(|error| self.in_clear(error))
    }

    /// USER and PASS.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn login_pop3(&mut self, account: &Account) -> Result<Unit, TargetError> {
        let what = format!("login as {}", account.user);
        let user = self.demand(&what, &format!("USER {}", account.user)).await;
        user.map_err(|error| self.in_clear(error))?;
        let pass = self
            .demand(&what, &format!("PASS {}", account.password))
            .await;
        pass.map_err(|error| self.in_clear(error))
    }

    /// LOGIN.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn login_imap(&mut self, account: &Account) -> Result<Vec<Unit>, TargetError> {
        let mut command = b"LOGIN ".to_vec();
        command.extend(imap_quoted(&account.user));
        command.push(b' ');
        command.extend(imap_quoted(&account.password));
        self.command(&format!("login as {}", account.user), "login", &command)
            .await
            .map_err(|error| self.in_clear(error))
    }
}

/// `EHLO client.example`, or LHLO.
pub fn hello(protocol: Protocol, target: &Target) -> String {
    let verb = if protocol == Protocol::Lmtp {
        "LHLO"
    } else {
        "EHLO"
    };
    format!("{verb} {}", target.client)
}

/// An IMAP quoted string (RFC 3501 §9, `quoted`).
pub fn imap_quoted(text: &str) -> Vec<u8> {
    let mut out = vec![b'"'];
    for octet in text
        .bytes()
        .filter(|octet| !matches!(octet, b'\r' | b'\n' | 0))
    {
        if matches!(octet, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(octet);
    }
    out.push(b'"');
    out
}

fn need(account: Option<&Account>) -> Result<&Account, TargetError> {
    account.ok_or_else(|| {
        TargetError::Unmet(
            "no account is known; give one with --account user:password or in the profile".into(),
        )
    })
}

/// The unit, when it says yes; `what` was asked for.
///
/// # Errors
/// [`TargetError::Refused`] when it says anything else.
pub fn positive(what: &str, unit: Unit) -> Result<Unit, TargetError> {
    let text = unit.octets.as_slice();
    let yes = match &unit.shape {
        Shape::Reply { code } => matches!(code, Some(200..=399)),
        Shape::Status { ok, .. } => *ok == Some(true),
        Shape::Untagged => text.starts_with(b"* OK") || text.starts_with(b"* PREAUTH"),
        Shape::Tagged { tag } => text
            .get(tag.len() + 1..tag.len() + 3)
            .is_some_and(|status| status.eq_ignore_ascii_case(b"OK")),
        Shape::Continuation | Shape::Challenge => true,
        Shape::Unknown => false,
    };
    if yes {
        Ok(unit)
    } else {
        Err(refused(what, &unit))
    }
}

fn refused(what: &str, unit: &Unit) -> TargetError {
    TargetError::Refused {
        what: what.to_owned(),
        answer: visible(unit.octets.get(..400).unwrap_or(&unit.octets)),
    }
}
