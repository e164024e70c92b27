//! Local addresses that give a chosen reply, so that every class of reply can be tried in tests
//! and courses. They exist in every local domain unless the configuration says otherwise.
//!
//! | local-part | effect |
//! | --- | --- |
//! | `mailspec-CODE` | RCPT is answered with CODE, any 4yz or 5yz (`mailspec-450`, `mailspec-550`; `mailspec-421` also closes) |
//! | `mailspec-251` | RCPT is answered 251; the message goes to postmaster |
//! | `mailspec-CODE-data` | RCPT is accepted; the end of the data is answered with CODE (in LMTP for this recipient only) |
//! | `mailspec-CODE-start` | RCPT is accepted; DATA is answered with CODE instead of 354 |
//! | `mailspec-CODE-mail` | as the sender: MAIL is answered with CODE |
//! | `mailspec-bounce` | accepted; delivery then fails and a DSN (5.2.0) is sent (LMTP: 550) |
//! | `mailspec-delay` | accepted; a "delayed" DSN (4.2.0) is sent if NOTIFY asks for it (LMTP: 450) |
//! | `mailspec-sink` | accepted and dropped |
//! | `mailspec-reassigned` | accepted and dropped; it has had its owner since 2001-09-09 (RFC 7293) |
//!
//! Knows nothing of sessions.

/// Where in the transaction the reply comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Mail,
    Rcpt,
    Start,
    Data,
}

/// What an address of the table does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    /// Answer with a code at a stage.
    Reply(u16, Stage),
    /// Accept, then fail.
    Bounce,
    /// Accept, then report a delay.
    Delay,
    /// Accept and drop.
    Sink,
    /// The same, for a mailbox that has changed hands.
    Reassigned,
}

/// Reads a local-part; `None` when it is not one of the table.
pub(super) fn parse(local_part: &str) -> Option<Special> {
    let lower = local_part.to_ascii_lowercase();
    let rest = lower.strip_prefix("mailspec-")?;
    match rest {
        "bounce" => return Some(Special::Bounce),
        "delay" => return Some(Special::Delay),
        "sink" => return Some(Special::Sink),
        "reassigned" => return Some(Special::Reassigned),
        "251" => return Some(Special::Reply(251, Stage::Rcpt)),
        _ => {}
    }
    let (code, stage) = match rest.split_once('-') {
        None => (rest, Stage::Rcpt),
        Some((code, "mail")) => (code, Stage::Mail),
        Some((code, "start")) => (code, Stage::Start),
        Some((code, "data")) => (code, Stage::Data),
        Some(_) => return None,
    };
    let code: u16 = code.parse().ok()?;
    // Reply-code: the second digit is 0 to 5 (RFC 5321 §4.2).
    let valid = (400..600).contains(&code) && code / 10 % 10 <= 5;
    valid.then_some(Special::Reply(code, stage))
}

/// An enhanced status code that suits a reply code.
pub(super) fn status(code: u16) -> &'static str {
    match code {
        251 => "2.1.5",
        421 => "4.3.2",
        450 => "4.2.1",
        451 => "4.3.0",
        452 => "4.2.2",
        455 => "4.5.4",
        550 => "5.2.1",
        551 => "5.1.6",
        552 => "5.2.2",
        553 => "5.1.3",
        556 => "5.1.10",
        400..=499 => "4.0.0",
        _ => "5.0.0",
    }
}
