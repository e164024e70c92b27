//! Messages into a mailbox and out again, in whatever way the profile names. Knows nothing of cases.

use super::announced::Names;
use super::reach::{Hand, Way, imap_quoted, open, positive};
use super::{Account, Delivery, Target, TargetError};
use crate::dialogue::{Client, Record};
use crate::session::tls::Tls;
use crate::transcript::tree::{Preload, Protocol, State};
use crate::wire::Shape;
use mailspec_reference_server::store::{Flags, InternalDate, Store};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

/// Everything that is needed to prepare an account. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Postman {
    /// The target.
    pub target: Target,
    /// TLS for its connections.
    pub tls: Tls,
    /// The embedded server's store, when that is the target.
    pub store: Option<Store>,
}

impl Postman {
    /// A fresh session, brought to a state.
    ///
    /// # Errors
    /// When there is no connection, or the server refuses on the way.
    pub(super) async fn visit(
        &self,
        protocol: Protocol,
        state: State,
        account: &Account,
        record: &mut Record,
    ) -> Result<Client, TargetError> {
        let target = &self.target;
        let mut client = open(target, &self.tls, protocol, None, Way::Profile, record).await?;
        self.hand(&mut client, record)
            .reach(target, state, Some(account), "")
            .await?;
        Ok(client)
    }

    /// Talks by hand, with the target's patience.
    pub(super) fn hand<'a>(&self, client: &'a mut Client, record: &'a mut Record) -> Hand<'a> {
        let within = self.target.timeout;
        Hand {
            client,
            record,
            within,
        }
    }

    /// Puts messages into `mailbox` (`INBOX` or one that exists), in order.
    ///
    /// # Errors
    /// When the target refuses, or its way of delivery cannot do this.
    pub async fn put(
        &self,
        account: &Account,
        mailbox: &str,
        messages: &[(&Preload, &[u8])],
        record: &mut Record,
    ) -> Result<(), TargetError> {
        if messages.is_empty() {
            return Ok(());
        }
        let inbox = mailbox.eq_ignore_ascii_case("INBOX");
        let has_attributes = messages
            .iter()
            .any(|(preload, _)| !preload.flags.is_empty() || preload.internal_date.is_some());
        match &self.target.delivery {
            Delivery::Embedded => self.put_embedded(account, mailbox, messages),
            Delivery::ImapAppend => self.append(account, mailbox, messages, record).await,
            // Flags, dates and other mailboxes are IMAP's business, whatever the way into the INBOX is.
            _ if !inbox || has_attributes => self.append(account, mailbox, messages, record).await,
            Delivery::Smtp => self.transport(Protocol::Smtp, account, messages, record).await,
            Delivery::Lmtp => self.transport(Protocol::Lmtp, account, messages, record).await,
            Delivery::Command(command) => {
                for (_, octets) in messages {
                    run(command, account, octets).await?;
                }
                Ok(())
            }
            Delivery::None => Err(TargetError::Unmet(
                "there is no way to put a message into a mailbox; the profile's `delivery` names one".into(),
            )),
        }
    }

    fn put_embedded(
        &self,
        account: &Account,
        mailbox: &str,
        messages: &[(&Preload, &[u8])],
    ) -> Result<(), TargetError> {
        let Some(store) = &self.store else {
            return Err(TargetError::Unmet(
                "`embedded` is the embedded server's way of delivery only".into(),
            ));
        };
        let now = jiff::Timestamp::now();
        for (preload, octets) in messages {
            let date = match &preload.internal_date {
                None => InternalDate::utc(now),
                Some(text) => internal_date(text)
                    .ok_or_else(|| TargetError::Unmet(format!("{text:?} is no IMAP date-time")))?,
            };
            let flags = Flags::from_names(preload.flags.iter().map(String::as_str));
            store
                .append(
                    &account.user,
                    mailbox,
                    octets.to_vec().into(),
                    flags,
                    date,
                    now,
                )
                .map_err(|error| TargetError::Unmet(format!("the embedded server: {error}")))?;
        }
        Ok(())
    }

    /// Whether messages keep every octet on their way in.
    pub fn is_exact(&self) -> bool {
        matches!(
            self.target.delivery,
            Delivery::Embedded | Delivery::ImapAppend | Delivery::Command(_)
        )
    }

    async fn append(
        &self,
        account: &Account,
        mailbox: &str,
        messages: &[(&Preload, &[u8])],
        record: &mut Record,
    ) -> Result<(), TargetError> {
        let mut client = self
            .visit(Protocol::Imap, State::Authenticated, account, record)
            .await?;
        let mut hand = self.hand(&mut client, record);
        let utf8 = messages.iter().any(|(_, octets)| eight_bit_header(octets))
            && enabled_utf8(&mut hand).await?;
        for (preload, octets) in messages {
            // RFC 6855 §4: a message with UTF-8 in its header goes in the data extension, or not at all.
            let (before, after) = match utf8 && eight_bit_header(octets) {
                true => (" UTF8 (~", ")\r\n"),
                false => (" ", "\r\n"),
            };
            let mut command = b"put APPEND ".to_vec();
            command.extend(imap_quoted(mailbox));
            if !preload.flags.is_empty() {
                command.extend(format!(" ({})", preload.flags.join(" ")).into_bytes());
            }
            if let Some(date) = &preload.internal_date {
                command.extend(format!(" \"{date}\"").into_bytes());
            }
            command.extend(format!("{before}{{{}}}\r\n", octets.len()).into_bytes());
            hand.send(&command).await?;
            let what = format!("APPEND of {} to {mailbox}", preload.fixture.value);
            loop {
                let unit = hand.unit(&what).await?;
                match unit.shape {
                    Shape::Continuation => break,
                    Shape::Untagged => {}
                    // A tagged OK before the literal was sent is no way on either.
                    _ => {
                        positive(&what, unit)?;
                        return Err(TargetError::Unmet(format!(
                            "{what}: answered before the message was sent"
                        )));
                    }
                }
            }
            let mut literal = octets.to_vec();
            literal.extend_from_slice(after.as_bytes());
            hand.send(&literal).await?;
            hand.tagged(&what, "put").await?;
        }
        hand.command("LOGOUT", "bye", b"LOGOUT").await.ok();
        Ok(())
    }

    async fn transport(
        &self,
        protocol: Protocol,
        account: &Account,
        messages: &[(&Preload, &[u8])],
        record: &mut Record,
    ) -> Result<(), TargetError> {
        let mut client = self.visit(protocol, State::Ehlo, account, record).await?;
        let mut hand = self.hand(&mut client, record);
        for (_, octets) in messages {
            let plain = format!("MAIL FROM:<{}>", self.target.sender);
            // RFC 6152 §3, RFC 6531 §3.4: what is not ASCII is declared, where the server knows how.
            let declared = match (octets.is_ascii(), eight_bit_header(octets)) {
                (true, _) => None,
                (false, false) => Some(format!("{plain} BODY=8BITMIME")),
                (false, true) => Some(format!("{plain} BODY=8BITMIME SMTPUTF8")),
            };
            let taken = match declared {
                Some(line) => positive("MAIL", hand.ask("MAIL", &line).await?).is_ok(),
                None => false,
            };
            if !taken {
                hand.demand("MAIL", &plain).await?;
            }
            hand.demand("RCPT", &format!("RCPT TO:<{}>", account.address))
                .await?;
            hand.demand("DATA", "DATA").await?;
            hand.send(&stuffed(octets)).await?;
            let answer = hand.unit("the message").await?;
            positive("the message", answer)?;
        }
        hand.ask("QUIT", "QUIT").await.ok();
        Ok(())
    }

    /// Makes a mailbox.
    ///
    /// # Errors
    /// When the target refuses.
    pub async fn create(
        &self,
        account: &Account,
        mailbox: &str,
        record: &mut Record,
    ) -> Result<(), TargetError> {
        if let (Delivery::Embedded, Some(store)) = (&self.target.delivery, &self.store) {
            return store
                .create_mailbox(&account.user, mailbox, None)
                .map_err(|error| TargetError::Unmet(format!("the embedded server: {error}")));
        }
        let mut client = self
            .visit(Protocol::Imap, State::Authenticated, account, record)
            .await?;
        let mut hand = self.hand(&mut client, record);
        let mut command = b"CREATE ".to_vec();
        command.extend(imap_quoted(mailbox));
        hand.command(&format!("CREATE {mailbox}"), "make", &command)
            .await?;
        hand.command("LOGOUT", "bye", b"LOGOUT").await.ok();
        Ok(())
    }

    /// What POP3 can do here that CAPA need not say, learnt with one message in the maildrop: some of `last`, `uidl`
    /// and `top`.
    ///
    /// # Errors
    /// When the account cannot be entered, or the connection ends early.
    pub async fn pop3_extras(
        &self,
        account: &Account,
        record: &mut Record,
    ) -> Result<Names, TargetError> {
        let mut names = Names::new();
        let mut client = self
            .visit(Protocol::Pop3, State::Transaction, account, record)
            .await?;
        let mut hand = self.hand(&mut client, record);
        for (name, command) in [("last", "LAST"), ("uidl", "UIDL"), ("top", "TOP 1 0")] {
            let unit = hand.ask(command, command).await?;
            if matches!(unit.shape, Shape::Status { ok: Some(true), .. }) {
                names.insert(name.into());
            }
        }
        hand.ask("QUIT", "QUIT").await.ok();
        Ok(names)
    }
}

/// Whether a message's header is not ASCII.
fn eight_bit_header(octets: &[u8]) -> bool {
    let end = octets.windows(4).position(|four| four == b"\r\n\r\n");
    !octets
        .get(..end.unwrap_or(octets.len()))
        .unwrap_or_default()
        .is_ascii()
}

/// ENABLE UTF8=ACCEPT, where the server takes it.
async fn enabled_utf8(hand: &mut Hand<'_>) -> Result<bool, TargetError> {
    hand.send(b"able ENABLE UTF8=ACCEPT\r\n").await?;
    let mut enabled = false;
    loop {
        let unit = hand.unit("ENABLE UTF8=ACCEPT").await?;
        let said = unit.octets.to_ascii_uppercase();
        if said.starts_with(b"* ENABLED") {
            let mut names = said.split(|octet| b" \r\n".contains(octet));
            enabled |= names.any(|name| name == b"UTF8=ACCEPT");
        }
        if matches!(unit.shape, Shape::Tagged { .. }) {
            return Ok(enabled);
        }
    }
}

/// The octets of a message as DATA wants them, with the final `.`.
fn stuffed(octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(octets.len() + 16);
    let mut line_start = true;
    for &octet in octets {
        if line_start && octet == b'.' {
            out.push(b'.');
        }
        out.push(octet);
        line_start = octet == b'\n';
    }
    if !out.ends_with(b"\r\n") {
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

/// ` 7-Jul-1996 02:44:25 -0700` (RFC 3501 §9, `date-time`).
fn internal_date(text: &str) -> Option<InternalDate> {
    let time = jiff::fmt::strtime::parse("%d-%b-%Y %H:%M:%S %z", text.trim_start()).ok()?;
    Some(InternalDate {
        at: time.to_timestamp().ok()?,
        zone: time.offset()?,
    })
}

/// Runs a command of the profile with a message on its standard input.
pub(super) async fn run(
    command: &[String],
    account: &Account,
    input: &[u8],
) -> Result<(), TargetError> {
    let filled: Vec<String> = command
        .iter()
        .map(|word| {
            word.replace("{user}", &account.user)
                .replace("{address}", &account.address)
        })
        .collect();
    let shown = filled.join(" ");
    let failed = |why: String| TargetError::Unmet(format!("the profile's command `{shown}` {why}"));
    let (program, arguments) = filled
        .split_first()
        .ok_or_else(|| TargetError::Profile("a command in the profile is empty".into()))?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| failed(format!("cannot be started: {error}")))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that does not read its input is its own business; its exit status tells.
        let _ = stdin.write_all(input).await;
    }
    let done = tokio::time::timeout(Duration::from_secs(30), child.wait_with_output())
        .await
        .map_err(|_| failed("did not end within 30s".into()))?
        .map_err(|error| failed(error.to_string()))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    Err(failed(format!(
        "failed ({}): {}",
        done.status,
        said.lines().last().unwrap_or_default()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_time_is_read_with_its_zone() {
        let date = internal_date("17-Jul-1996 02:44:25 -0700").unwrap();
        assert_eq!(date.at.to_string(), "1996-07-17T09:44:25Z");
    }

    #[test]
    fn only_the_header_decides_whether_utf8_is_declared() {
        assert!(eight_bit_header("Subject: ä\r\n\r\na".as_bytes()));
        assert!(eight_bit_header("Subject: ä".as_bytes()));
        assert!(!eight_bit_header("Subject: a\r\n\r\nä".as_bytes()));
    }

    #[test]
    fn a_message_is_stuffed_and_ended() {
        assert_eq!(stuffed(b"a\r\n.b"), b"a\r\n..b\r\n.\r\n");
    }
}
