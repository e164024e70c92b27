//! Messages into a mailbox and out again, in whatever way the profile names. Knows nothing of cases.

use super::announced::Names;
use super::reach::{Hand, Way, imap_quoted, open, positive};
use super::{Account, Delivery, Emptying, Target, TargetError};
use crate::dialogue::Record;
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
        let within = self.target.timeout;
        let mut client = open(
            &self.target,
            &self.tls,
            Protocol::Imap,
            None,
            Way::Profile,
            record,
        )
        .await?;
        let mut hand = Hand {
            client: &mut client,
            record,
            within,
        };
        hand.reach(&self.target, State::Authenticated, Some(account), mailbox)
            .await?;
        for (preload, octets) in messages {
            let mut command = b"put APPEND ".to_vec();
            command.extend(imap_quoted(mailbox));
            if !preload.flags.is_empty() {
                command.extend(format!(" ({})", preload.flags.join(" ")).into_bytes());
            }
            if let Some(date) = &preload.internal_date {
                command.extend(format!(" \"{date}\"").into_bytes());
            }
            command.extend(format!(" {{{}}}\r\n", octets.len()).into_bytes());
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
            literal.extend_from_slice(b"\r\n");
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
        let within = self.target.timeout;
        let mut client = open(
            &self.target,
            &self.tls,
            protocol,
            None,
            Way::Profile,
            record,
        )
        .await?;
        let mut hand = Hand {
            client: &mut client,
            record,
            within,
        };
        hand.reach(&self.target, State::Ehlo, Some(account), "")
            .await?;
        for (_, octets) in messages {
            hand.demand("MAIL", &format!("MAIL FROM:<{}>", self.target.sender))
                .await?;
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
        let within = self.target.timeout;
        let mut client = open(
            &self.target,
            &self.tls,
            Protocol::Imap,
            None,
            Way::Profile,
            record,
        )
        .await?;
        let mut hand = Hand {
            client: &mut client,
            record,
            within,
        };
        hand.reach(&self.target, State::Authenticated, Some(account), mailbox)
            .await?;
        let mut command = b"CREATE ".to_vec();
        command.extend(imap_quoted(mailbox));
        hand.command(&format!("CREATE {mailbox}"), "make", &command)
            .await?;
        hand.command("LOGOUT", "bye", b"LOGOUT").await.ok();
        Ok(())
    }

    /// Empties the account: no message in INBOX, none of the mailboxes whose names begin with `ours`.
    ///
    /// # Errors
    /// When the target refuses, or there is no way.
    pub async fn empty(
        &self,
        account: &Account,
        ours: &str,
        record: &mut Record,
    ) -> Result<(), TargetError> {
        match &self.target.emptying {
            Emptying::Embedded => match &self.store {
                Some(store) => {
                    store.reset(&account.user);
                    Ok(())
                }
                None => Err(TargetError::Unmet(
                    "`embedded` is the embedded server's way of emptying only".into(),
                )),
            },
            Emptying::Imap => self.empty_imap(account, ours, record).await,
            Emptying::Pop3 => self.empty_pop3(account, record).await,
            Emptying::Command(command) => run(command, account, b"").await,
            Emptying::None => Err(TargetError::Unmet(
                "there is no way to empty a mailbox; the profile's `emptying` names one".into(),
            )),
        }
    }

    async fn empty_imap(
        &self,
        account: &Account,
        ours: &str,
        record: &mut Record,
    ) -> Result<(), TargetError> {
        let within = self.target.timeout;
        let mut client = open(
            &self.target,
            &self.tls,
            Protocol::Imap,
            None,
            Way::Profile,
            record,
        )
        .await?;
        let mut hand = Hand {
            client: &mut client,
            record,
            within,
        };
        hand.reach(&self.target, State::Authenticated, Some(account), "")
            .await?;
        let mut pattern = b"LIST \"\" ".to_vec();
        pattern.extend(imap_quoted(&format!("{ours}*")));
        let listed = hand.command("LIST", "list", &pattern).await?;
        let mut names: Vec<Vec<u8>> = listed
            .iter()
            .filter_map(|unit| listed_name(&unit.octets))
            .collect();
        // Inferiors before their superiors.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        for name in names {
            let mut command = b"DELETE ".to_vec();
            command.extend(&name);
            // A name that only exists as a parent (\Noselect) may be refused, and then does no harm.
            let tag = "gone";
            hand.send(&[tag.as_bytes(), b" ", &command, b"\r\n"].concat())
                .await?;
            loop {
                let unit = hand.unit("DELETE").await?;
                if matches!(&unit.shape, Shape::Tagged { tag: came } if came == tag.as_bytes()) {
                    break;
                }
            }
        }
        let selected = hand
            .command("SELECT INBOX", "look", b"SELECT INBOX")
            .await?;
        if exists(selected.iter().map(|unit| unit.octets.as_slice())) > 0 {
            hand.command("STORE", "mark", b"STORE 1:* +FLAGS.SILENT (\\Deleted)")
                .await?;
            hand.command("EXPUNGE", "done", b"EXPUNGE").await?;
        }
        hand.command("LOGOUT", "bye", b"LOGOUT").await.ok();
        Ok(())
    }

    async fn empty_pop3(&self, account: &Account, record: &mut Record) -> Result<(), TargetError> {
        let within = self.target.timeout;
        let mut client = open(
            &self.target,
            &self.tls,
            Protocol::Pop3,
            None,
            Way::Profile,
            record,
        )
        .await?;
        let mut hand = Hand {
            client: &mut client,
            record,
            within,
        };
        hand.reach(&self.target, State::Transaction, Some(account), "")
            .await?;
        let stat = hand.demand("STAT", "STAT").await?;
        for number in 1..=stat_count(&stat.octets) {
            hand.demand("DELE", &format!("DELE {number}")).await?;
        }
        hand.demand("QUIT", "QUIT").await?;
        Ok(())
    }

    /// How many messages the INBOX holds, seen with a fresh session.
    ///
    /// # Errors
    /// When there is no way to look, or it is refused.
    pub async fn count(&self, account: &Account, record: &mut Record) -> Result<u64, TargetError> {
        if let (Delivery::Embedded, Some(store)) = (&self.target.delivery, &self.store) {
            return Ok(store.messages(&account.user, "INBOX").len() as u64);
        }
        let within = self.target.timeout;
        if self.target.services.contains_key(&Protocol::Imap) {
            let mut client = open(
                &self.target,
                &self.tls,
                Protocol::Imap,
                None,
                Way::Profile,
                record,
            )
            .await?;
            let mut hand = Hand {
                client: &mut client,
                record,
                within,
            };
            hand.reach(&self.target, State::Authenticated, Some(account), "")
                .await?;
            let seen = hand
                .command("EXAMINE INBOX", "look", b"EXAMINE INBOX")
                .await?;
            hand.command("LOGOUT", "bye", b"LOGOUT").await.ok();
            return Ok(exists(seen.iter().map(|unit| unit.octets.as_slice())));
        }
        if self.target.services.contains_key(&Protocol::Pop3) {
            let mut client = open(
                &self.target,
                &self.tls,
                Protocol::Pop3,
                None,
                Way::Profile,
                record,
            )
            .await?;
            let mut hand = Hand {
                client: &mut client,
                record,
                within,
            };
            hand.reach(&self.target, State::Transaction, Some(account), "")
                .await?;
            let stat = hand.demand("STAT", "STAT").await?;
            hand.demand("QUIT", "QUIT").await?;
            return Ok(stat_count(&stat.octets));
        }
        Err(TargetError::Unmet(
            "there is no IMAP or POP3 service to look into a mailbox with".into(),
        ))
    }

    /// Waits until the INBOX holds `count` messages.
    ///
    /// # Errors
    /// When it never does in time; the sentence says how many there were.
    pub async fn arrived(
        &self,
        account: &Account,
        count: u64,
        within: Duration,
        record: &mut Record,
    ) -> Result<(), TargetError> {
        let until = tokio::time::Instant::now() + within;
        let mut pause = Duration::from_millis(10);
        loop {
            // Looks that lead nowhere are not part of the dialogue.
            let mut aside = Record::hiding(self.target.secrets());
            let seen = self.count(account, &mut aside).await?;
            if seen >= count {
                record.happened(
                    None,
                    &format!("{seen} in the INBOX of {}", account.user),
                    None,
                );
                return Ok(());
            }
            if tokio::time::Instant::now() + pause > until {
                return Err(TargetError::Unmet(format!(
                    "{seen} of {count} messages were in the INBOX of {} after {within:?}",
                    account.user
                )));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(500));
        }
    }

    /// What POP3 can do here that CAPA need not say, learnt with one message in the maildrop.
    pub async fn pop3_extras(
        &self,
        account: &Account,
        record: &mut Record,
    ) -> Result<Names, TargetError> {
        let within = self.target.timeout;
        let mut names = Names::new();
        let mut client = open(
            &self.target,
            &self.tls,
            Protocol::Pop3,
            None,
            Way::Profile,
            record,
        )
        .await?;
        let mut hand = Hand {
            client: &mut client,
            record,
            within,
        };
        hand.reach(&self.target, State::Transaction, Some(account), "")
            .await?;
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

/// The mailbox of `* LIST (…) "/" name`, as it stands (quoted or not).
fn listed_name(octets: &[u8]) -> Option<Vec<u8>> {
    let rest = octets
        .strip_prefix(b"* LIST (")
        .or_else(|| octets.strip_prefix(b"* list ("))?;
    let end = rest.iter().position(|octet| *octet == b')')?;
    let rest = rest.get(end + 2..)?;
    let after = rest.iter().position(|octet| *octet == b' ')?;
    let name = rest.get(after + 1..)?.trim_ascii_end();
    (!name.is_empty()).then(|| name.to_vec())
}

/// ` 7-Jul-1996 02:44:25 -0700` (RFC 3501 §9, `date-time`).
fn internal_date(text: &str) -> Option<InternalDate> {
    let time = jiff::fmt::strtime::parse("%d-%b-%Y %H:%M:%S %z", text.trim_start()).ok()?;
    Some(InternalDate {
        at: time.to_timestamp().ok()?,
        zone: time.offset()?,
    })
}

/// The number of `* n EXISTS`.
fn exists<'a>(units: impl Iterator<Item = &'a [u8]>) -> u64 {
    units
        .filter_map(|octets| {
            let text = std::str::from_utf8(octets).ok()?;
            let mut words = text.strip_prefix("* ")?.split_ascii_whitespace();
            let number = words.next()?.parse().ok()?;
            words
                .next()?
                .eq_ignore_ascii_case("EXISTS")
                .then_some(number)
        })
        .last()
        .unwrap_or(0)
}

/// The first number of STAT's answer.
fn stat_count(octets: &[u8]) -> u64 {
    String::from_utf8_lossy(octets)
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|word| word.parse().ok())
        .unwrap_or(0)
}

/// Runs a command of the profile with a message on its standard input.
async fn run(command: &[String], account: &Account, input: &[u8]) -> Result<(), TargetError> {
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
    fn small_readers() {
        let date = internal_date("17-Jul-1996 02:44:25 -0700").unwrap();
        assert_eq!(date.at.to_string(), "1996-07-17T09:44:25Z");
        assert_eq!(
            listed_name(b"* LIST (\\HasNoChildren) \"/\" \"a b\"\r\n").as_deref(),
            Some(&b"\"a b\""[..])
        );
        assert_eq!(
            exists([&b"* 3 EXISTS\r\n"[..], b"* 0 RECENT\r\n"].into_iter()),
            3
        );
        assert_eq!(stat_count(b"+OK 2 320\r\n"), 2);
        assert_eq!(stuffed(b"a\r\n.b"), b"a\r\n..b\r\n.\r\n");
    }
}
