//! Reply codes by themselves: those that documents list, and the positive ones of each command
//! (RFC 5321 §4.3.2). Judges nothing where a command is unknown: what it brings is its own affair.

use super::client::Waiting;
use super::list as l;
use crate::rules::info::Bad;

/// Whether a document lists the code: RFC 5321 §4.2.3, and what others have added.
fn is_known(code: u16) -> bool {
    matches!(
        code,
        211 | 214 | 220 | 221 | 250..=252 | 354 | 421 | 450..=452 | 455 | 500..=504 | 550..=555
            // AUTH (RFC 4954 §6) and STARTTLS (RFC 3207 §4).
            | 235 | 334 | 432 | 454 | 530 | 534 | 535 | 538
            // ETRN (RFC 1985 §5.1) and ATRN (RFC 2645).
            | 253 | 453 | 458 | 459
            // Hosts that accept no mail (RFC 7504).
            | 521 | 556
            // Those that the registry gives beside enhanced codes (RFC 5248 §2.4).
            | 422 | 430 | 523..=525 | 533
            // Checkpoints (RFC 1845).
            | 355
    )
}

/// The positive codes of a command; None where nobody knows them.
fn positive(waiting: Waiting) -> Option<&'static [u16]> {
    Some(match waiting {
        Waiting::Ehlo
        | Waiting::Helo
        | Waiting::Mail
        | Waiting::Rset
        | Waiting::Bdat
        | Waiting::Turn => &[250],
        // LMTP answers for each recipient here, and one may be forwarded.
        Waiting::Done => &[250, 251],
        Waiting::Rcpt => &[250, 251],
        Waiting::Data => &[354],
        Waiting::Auth | Waiting::Exchange => &[235, 334],
        Waiting::Starttls => &[220],
        Waiting::Etrn => &[250, 251, 252, 253],
        Waiting::Expn => &[250, 252],
        Waiting::Vrfy => &[250, 251, 252],
        Waiting::Help => &[211, 214],
        Waiting::Noop => &[250],
        // They have rules of their own.
        Waiting::Greeting | Waiting::Quit => return None,
        Waiting::Other => return None,
    })
}

/// Judges the code of a reply to a command that was read for certain.
pub(super) fn judge(code: u16, waiting: Waiting, found: &mut Vec<Bad>) {
    // What a wrong second digit breaks is told already.
    if waiting == Waiting::Other || code / 10 % 10 > 5 {
        return;
    }
    // 421 may answer any command (RFC 5321 §3.8).
    if waiting == Waiting::Quit && !matches!(code, 221 | 421) {
        found.push(Bad::new(&l::QUIT, 0, "221 is wanted in answer to QUIT"));
        return;
    }
    if !is_known(code) {
        let wants = "a code that a standard lists is wanted here";
        found.push(Bad::new(&l::KNOWN_CODE, 0, wants));
        return;
    }
    if let Some(positive) = positive(waiting).filter(|_| code < 400)
        && !positive.contains(&code)
    {
        let listed: Vec<String> = positive.iter().map(u16::to_string).collect();
        let wants = format!("{} is wanted here", listed.join(" or "));
        found.push(Bad::new(&l::POSITIVE_CODE, 0, wants));
    }
}
