//! The parameters of MAIL and RCPT (RFC 5321 §4.1.2 esmtp-param) for every extension: syntax,
//! duplicates, ranges. What is unknown or not offered is 555 (§4.1.1.11); a bad value is 501 or
//! what the extension's RFC gives. Keeps no state.

use super::config::Limits;
use super::extensions::Offered;
use super::reply::Reply;
use super::spoilt::spoilt;
use super::syntax;
use crate::faults::Faults;
use jiff::{SignedDuration, Timestamp};

/// The BODY parameter (RFC 6152, RFC 3030).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Body {
    /// `7BIT`, and the default.
    #[default]
    SevenBit,
    /// `8BITMIME`.
    EightBitMime,
    /// `BINARYMIME`: BDAT only.
    BinaryMime,
}

/// The RET parameter (RFC 3461 §4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ret {
    /// The whole message in a failed DSN.
    Full,
    /// Only its header.
    Headers,
}

/// The BY parameter (RFC 2852 §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliverBy {
    /// Seconds from MAIL; zero or less only when not `return_mode`.
    pub seconds: i64,
    /// by-mode `R`; otherwise `N`.
    pub return_mode: bool,
    /// by-trace `T`.
    pub trace: bool,
}

/// What MAIL's parameters said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailParameters {
    /// SIZE, octets.
    pub size: Option<u64>,
    /// BODY.
    pub body: Body,
    /// SMTPUTF8.
    pub smtputf8: bool,
    /// RET.
    pub ret: Option<Ret>,
    /// ENVID as it came (xtext).
    pub envid: Option<String>,
    /// AUTH as it came (xtext of a mailbox, or `<>`).
    pub auth: Option<String>,
    /// BY.
    pub deliver_by: Option<DeliverBy>,
    /// MT-PRIORITY, -9 to 9, as it will be honoured.
    pub priority: Option<i8>,
    /// HOLDFOR or HOLDUNTIL, as a time.
    pub release: Option<Timestamp>,
    /// The same as it was asked for: `for;60`, `until;…` (RFC 4865 §5.1.2).
    pub hold: Option<String>,
    /// REQUIRETLS.
    pub require_tls: bool,
}

/// The NOTIFY parameter (RFC 3461 §4.1). All false is NEVER.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Notify {
    /// SUCCESS.
    pub success: bool,
    /// FAILURE.
    pub failure: bool,
    /// DELAY.
    pub delay: bool,
}

/// What RCPT's parameters said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RcptParameters {
    /// NOTIFY.
    pub notify: Option<Notify>,
    /// ORCPT as it came: `addr-type;xtext`.
    pub orcpt: Option<String>,
    /// RRVS (RFC 7293): the mailbox must have had its owner since then.
    pub valid_since: Option<Timestamp>,
    /// RRVS's no-support action is `C` (continue) and not `R`.
    pub rrvs_continue: bool,
}

fn bad(text: &str) -> Reply {
    Reply::new(501, "5.5.4", text)
}

fn unknown(keyword: &str) -> Reply {
    Reply::new(555, "5.5.4", format!("Parameter {keyword} not recognized"))
}

/// Cuts `*(SP esmtp-param)` into keyword and value. Keywords come back in upper case.
fn split<'a>(text: &'a str, faults: &Faults) -> Result<Vec<(String, Option<&'a str>)>, Reply> {
    let mut found: Vec<(String, Option<&str>)> = Vec::new();
    if text.is_empty() {
        return Ok(found);
    }
    for parameter in text.split(' ') {
        let (keyword, value) = match parameter.split_once('=') {
            Some((keyword, value)) => (keyword, Some(value)),
            None => (parameter, None),
        };
        let keyword_ok = keyword
            .bytes()
            .next()
            .is_some_and(|o| o.is_ascii_alphanumeric())
            && keyword
                .bytes()
                .all(|o| o.is_ascii_alphanumeric() || o == b'-');
        // Non-ASCII is for ORCPT's utf-8-addr-unitext (RFC 6533 §3); ORCPT itself checks.
        let value_ok = value.is_none_or(|value| {
            !value.is_empty()
                && (value.bytes()).all(|o| matches!(o, 33..=60 | 62..=126) || o >= 0x80)
        });
        if !keyword_ok || !value_ok {
            return Err(bad("Syntax error in parameters"));
        }
        let keyword = keyword.to_ascii_uppercase();
        if found.iter().any(|(known, _)| *known == keyword) {
            if faults.on("smtp-parameter-twice") {
                continue;
            }
            return Err(bad("Parameter given twice"));
        }
        found.push((keyword, value));
    }
    Ok(found)
}

/// 1 to `most` digits.
fn digits(value: &str, most: usize) -> Option<u64> {
    let ok = (1..=most).contains(&value.len()) && value.bytes().all(|o| o.is_ascii_digit());
    // Twenty digits may exceed u64; such a size is only ever compared with a limit.
    ok.then(|| value.parse().unwrap_or(u64::MAX))
}

fn deliver_by(value: &str, limits: &Limits) -> Result<DeliverBy, Reply> {
    const BAD: &str = "Syntax error in BY";
    let (time, mode) = value.split_once(';').ok_or_else(|| bad(BAD))?;
    let (negative, number) = match time.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, time.strip_prefix('+').unwrap_or(time)),
    };
    let number = digits(number, 9).ok_or_else(|| bad(BAD))?;
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let seconds = if negative { -number } else { number };
    let mode = mode.to_ascii_uppercase();
    let (mode, trace) = match mode.strip_suffix('T') {
        Some(mode) => (mode.to_owned(), true),
        None => (mode, false),
    };
    let return_mode = match mode.as_str() {
        "R" => true,
        "N" => false,
        _ => return Err(bad(BAD)),
    };
    if return_mode && seconds <= 0 {
        return Err(bad("by-time must be positive with by-mode R"));
    }
    if return_mode && seconds < limits.deliver_by {
        return Err(Reply::new(
            555,
            "5.5.4",
            format!("by-time is less than {} seconds", limits.deliver_by),
        ));
    }
    Ok(DeliverBy {
        seconds,
        return_mode,
        trace,
    })
}

/// `date-time` of RFC 3339 without fractions; with `utc`, only `Z`.
fn date_time(value: &str, utc: bool) -> Option<Timestamp> {
    let octets = value.as_bytes();
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    let shape = octets.len() >= 20
        && separators.iter().all(|(at, sign)| {
            octets
                .get(*at)
                .is_some_and(|o| o.eq_ignore_ascii_case(sign))
        });
    let zone = value.get(19..)?;
    let zone_ok = zone.eq_ignore_ascii_case("Z")
        || (!utc && zone.len() == 6 && zone.starts_with(['+', '-']) && zone.get(3..4) == Some(":"));
    if !shape || !zone_ok {
        return None;
    }
    value.to_ascii_uppercase().parse().ok()
}

/// Reads MAIL's parameters. `now` is the time of the command.
pub(super) fn mail(
    text: &str,
    offered: &Offered,
    limits: &Limits,
    now: Timestamp,
) -> Result<MailParameters, Reply> {
    let mut parsed = MailParameters::default();
    for (keyword, value) in split(text, &offered.faults)? {
        if !offered.parameter(&keyword) {
            if offered.ignore_unknown {
                continue;
            }
            return Err(unknown(&keyword));
        }
        let right = mail_parameter(&mut parsed, &keyword, value, offered, limits, now);
        spoilt(&offered.faults, &keyword, value, right)?;
    }
    // RFC 4865 §5.2.2: released after the time of delivery is a contradiction.
    if let (Some(release), Some(by)) = (parsed.release, parsed.deliver_by)
        && release > later(now, by.seconds)
        && !offered.faults.on("smtp-hold-beyond-deliver-by")
    {
        if offered.faults.on("smtp-hold-beyond-deliver-by-550") {
            return Err(Reply::new(550, "5.7.1", "Held for too long"));
        }
        return Err(bad("Held for longer than the time of delivery"));
    }
    if offered.faults.on("smtp-hold-ignored") {
        parsed.release = None;
    }
    Ok(parsed)
}

fn mail_parameter(
    parsed: &mut MailParameters,
    keyword: &str,
    value: Option<&str>,
    offered: &Offered,
    limits: &Limits,
    now: Timestamp,
) -> Result<(), Reply> {
    match (keyword, value) {
        ("SIZE", Some(value)) => {
            parsed.size = Some(digits(value, 20).ok_or_else(|| bad("Syntax error in SIZE"))?);
        }
        ("BODY", Some(value)) => {
            parsed.body = match value.to_ascii_uppercase().as_str() {
                "7BIT" => Body::SevenBit,
                "8BITMIME" => Body::EightBitMime,
                "BINARYMIME" if offered.has("BINARYMIME") => Body::BinaryMime,
                _ => return Err(bad("Unknown body-value")),
            };
        }
        ("SMTPUTF8", None) => parsed.smtputf8 = true,
        ("REQUIRETLS", None) => parsed.require_tls = true,
        ("RET", Some(value)) => {
            parsed.ret = Some(match value.to_ascii_uppercase().as_str() {
                "FULL" => Ret::Full,
                "HDRS" => Ret::Headers,
                _ => return Err(bad("Syntax error in RET")),
            });
        }
        ("ENVID", Some(value)) => {
            if value.len() > 100 || syntax::xtext(value).is_none() {
                return Err(bad("Syntax error in ENVID"));
            }
            parsed.envid = Some(value.to_owned());
        }
        ("AUTH", Some(value)) => {
            let decoded = syntax::xtext(value);
            let ok = decoded.is_some_and(|decoded| {
                decoded == "<>" || syntax::mailbox(&decoded, &limits.path).is_ok()
            });
            if !ok {
                return Err(bad("Syntax error in AUTH"));
            }
            parsed.auth = Some(value.to_owned());
        }
        ("BY", Some(value)) => parsed.deliver_by = Some(deliver_by(value, limits)?),
        ("MT-PRIORITY", Some(value)) => {
            let number = value.strip_prefix('-').unwrap_or(value);
            let ok = value == "0" || matches!(number.as_bytes(), [b'1'..=b'9']);
            let priority = value.parse().ok().filter(|_| ok);
            parsed.priority = Some(
                priority.ok_or_else(|| Reply::new(501, "5.5.2", "Syntax error in MT-PRIORITY"))?,
            );
        }
        ("HOLDFOR" | "HOLDUNTIL", Some(value)) => {
            let second_ignored = offered.faults.on("smtp-hold-second-kind-ignored");
            if parsed.release.is_some() && !second_ignored {
                return Err(bad("Only one of HOLDFOR and HOLDUNTIL"));
            }
            parsed.release = hold(keyword, value, offered, limits, now)?;
            let kind = keyword.trim_start_matches("HOLD").to_ascii_lowercase();
            parsed.hold = Some(format!("{kind};{value}"));
        }
        _ => return Err(bad("Syntax error in parameters")),
    }
    Ok(())
}

/// When a message is released; nothing only where a fault says so.
fn hold(
    keyword: &str,
    value: &str,
    offered: &Offered,
    limits: &Limits,
    now: Timestamp,
) -> Result<Option<Timestamp>, Reply> {
    let faults = &offered.faults;
    let refused = || {
        if faults.on("smtp-hold-refused-550") {
            return Reply::new(550, "5.7.1", "No such time");
        }
        bad("Not a time for which messages are held")
    };
    let until = keyword == "HOLDUNTIL";
    if faults.on("smtp-hold-refused") || (until && faults.on("smtp-hold-until-refused")) {
        return Err(refused());
    }
    let release = if until {
        date_time(value, true)
    } else {
        digits(value, 9)
            .filter(|_| !value.starts_with('0'))
            .and_then(|seconds| i64::try_from(seconds).ok())
            .map(|seconds| later(now, seconds))
    };
    match release {
        None if faults.on("smtp-hold-not-a-number-ignored") => Ok(None),
        Some(release)
            if release <= later(now, limits.future_release)
                || faults.on("smtp-hold-over-limit-accepted") =>
        {
            Ok(Some(release))
        }
        _ => Err(refused()),
    }
}

/// A time some seconds from now; the latest time there is when that would be too far.
pub(super) fn later(now: Timestamp, seconds: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_secs(seconds))
        .unwrap_or(Timestamp::MAX)
}

fn notify(value: &str) -> Option<Notify> {
    let mut parsed = Notify::default();
    if value.eq_ignore_ascii_case("NEVER") {
        return Some(parsed);
    }
    for element in value.split(',') {
        match element.to_ascii_uppercase().as_str() {
            "SUCCESS" => parsed.success = true,
            "FAILURE" => parsed.failure = true,
            "DELAY" => parsed.delay = true,
            _ => return None,
        }
    }
    Some(parsed)
}

/// `addr-type ";" xtext`, or RFC 6533's `utf-8;` with a Unicode address when SMTPUTF8 is in use.
fn is_orcpt(value: &str, smtputf8: bool) -> bool {
    let Some((kind, address)) = value.split_once(';') else {
        return false;
    };
    let kind_ok = !kind.is_empty()
        && (kind.bytes()).all(|o| o.is_ascii_alphanumeric() || b"!#$%&'*+-/?^_`{|}~".contains(&o));
    let address_ok = if smtputf8 && kind.eq_ignore_ascii_case("utf-8") {
        !address.is_empty()
    } else {
        !address.is_empty() && syntax::xtext(address).is_some()
    };
    value.len() <= 500 && kind_ok && address_ok
}

/// Reads RCPT's parameters. `smtputf8` says whether MAIL had SMTPUTF8.
pub(super) fn rcpt(text: &str, offered: &Offered, smtputf8: bool) -> Result<RcptParameters, Reply> {
    let mut parsed = RcptParameters::default();
    for (keyword, value) in split(text, &offered.faults)? {
        if !offered.rcpt_parameter(&keyword) {
            if offered.ignore_unknown {
                continue;
            }
            return Err(unknown(&keyword));
        }
        let right = rcpt_parameter(&mut parsed, &keyword, value, smtputf8);
        spoilt(&offered.faults, &keyword, value, right)?;
    }
    Ok(parsed)
}

fn rcpt_parameter(
    parsed: &mut RcptParameters,
    keyword: &str,
    value: Option<&str>,
    smtputf8: bool,
) -> Result<(), Reply> {
    match (keyword, value) {
        ("NOTIFY", Some(value)) => {
            parsed.notify = Some(notify(value).ok_or_else(|| bad("Syntax error in NOTIFY"))?);
        }
        ("ORCPT", Some(value)) if is_orcpt(value, smtputf8) => {
            parsed.orcpt = Some(value.to_owned());
        }
        ("RRVS", Some(value)) => {
            let (time, action) = value.split_once(';').unwrap_or((value, "R"));
            let known = action.eq_ignore_ascii_case("R") || action.eq_ignore_ascii_case("C");
            parsed.rrvs_continue = action.eq_ignore_ascii_case("C");
            let time = date_time(time, false).filter(|_| known);
            parsed.valid_since = Some(time.ok_or_else(|| bad("Syntax error in RRVS"))?);
        }
        _ => return Err(bad("Syntax error in parameters")),
    }
    Ok(())
}
