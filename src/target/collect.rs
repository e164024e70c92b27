//! What lies in an INBOX, octet for octet, read with a fresh session. For targets whose way of delivery
//! adds trace fields: a case then speaks of the messages as they were delivered.

use super::announced::from_capa;
use super::delivery::Postman;
use super::{Account, TargetError};
use crate::dialogue::Record;
use crate::transcript::tree::{Protocol, State};
use crate::wire::Unit;

impl Postman {
    /// The messages of the INBOX in order.
    ///
    /// # Errors
    /// When there is no way to look, it is refused, or an answer cannot be read.
    pub async fn collect(
        &self,
        account: &Account,
        count: usize,
        record: &mut Record,
    ) -> Result<Vec<Vec<u8>>, TargetError> {
        let by_imap = self.target.services.contains_key(&Protocol::Imap);
        let (protocol, state) = if by_imap {
            (Protocol::Imap, State::Authenticated)
        } else {
            (Protocol::Pop3, State::Authorization)
        };
        let mut client = self.visit(protocol, state, account, record).await?;
        let mut hand = self.hand(&mut client, record);
        if !by_imap {
            // RFC 6856 §2: outside of the mode a message with UTF-8 headers may be withheld or
            // changed, and the mode is entered before login.
            let capa = hand.ask("CAPA", "CAPA").await?;
            if from_capa(&capa).contains("UTF8") {
                hand.demand("UTF8", "UTF8").await?;
            }
            hand.login_pop3(account).await?;
        }
        let mut messages = Vec::with_capacity(count);
        if by_imap {
            hand.command("EXAMINE INBOX", "look", b"EXAMINE INBOX")
                .await?;
        }
        for number in 1..=count {
            let what = format!("message {number}");
            let octets = if by_imap {
                let command = format!("FETCH {number} BODY.PEEK[]");
                let units = hand.command(&what, "read", command.as_bytes()).await?;
                units.iter().find_map(literal)
            } else {
                Some(unstuffed(
                    &hand.demand(&what, &format!("RETR {number}")).await?,
                ))
            };
            messages
                .push(octets.ok_or_else(|| TargetError::Unmet(format!("{what} cannot be read")))?);
        }
        hand.send(if by_imap {
            b"bye LOGOUT\r\n"
        } else {
            b"QUIT\r\n"
        })
        .await?;
        client.close().await;
        Ok(messages)
    }
}

/// The first literal of a response.
fn literal(unit: &Unit) -> Option<Vec<u8>> {
    let octets = &unit.octets;
    let open = octets
        .windows(2)
        .position(|pair| pair == b"]{" || pair == b" {")?
        + 1;
    let close = open
        + octets
            .get(open..)?
            .iter()
            .position(|octet| *octet == b'}')?;
    let length: usize = std::str::from_utf8(octets.get(open + 1..close)?)
        .ok()?
        .parse()
        .ok()?;
    let start = close + 3;
    octets
        .get(start..start.checked_add(length)?)
        .map(<[u8]>::to_vec)
}

/// The multi-line part of a POP3 answer, byte-stuffing undone (RFC 1939 §3).
fn unstuffed(unit: &Unit) -> Vec<u8> {
    let mut lines = unit.octets.split_inclusive(|octet| *octet == b'\n');
    lines.next();
    let mut out = Vec::with_capacity(unit.octets.len());
    for line in lines.take_while(|line| *line != b".\r\n") {
        out.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
    }
    out
}

/// Whether `came` is `sent` with nothing but header fields on top.
pub fn is_delivered(came: &[u8], sent: &[u8]) -> bool {
    came.strip_suffix(sent).is_some_and(|top| {
        top.is_empty()
            || top.ends_with(b"\r\n")
                && !top.starts_with(b" ")
                && !top.windows(4).any(|four| four == b"\r\n\r\n")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Shape;

    fn unit(octets: &[u8]) -> Unit {
        Unit {
            octets: octets.to_vec(),
            shape: Shape::Untagged,
            flaws: Vec::new(),
        }
    }

    #[test]
    fn messages_are_read_octet_for_octet() {
        assert_eq!(
            literal(&unit(b"* 1 FETCH (BODY[] {3}\r\na)b)\r\n")).as_deref(),
            Some(&b"a)b"[..])
        );
        assert_eq!(literal(&unit(b"* 1 FETCH (BODY[] {9}\r\na)\r\n")), None);
        assert_eq!(unstuffed(&unit(b"+OK\r\na\r\n..\r\n.\r\n")), b"a\r\n.\r\n");
    }

    #[test]
    fn only_header_fields_may_be_on_top() {
        assert!(is_delivered(
            b"Received: x\r\nSubject: y\r\n\r\n",
            b"Subject: y\r\n\r\n"
        ));
        assert!(!is_delivered(
            b"Subject: y\r\n\r\nmore\r\n",
            b"Subject: y\r\n\r\n"
        ));
        assert!(!is_delivered(
            b"Received: x\r\n\r\nSubject: y\r\n\r\n",
            b"Subject: y\r\n\r\n"
        ));
    }
}
