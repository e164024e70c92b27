//! A trouble's text: `[SERVICE/]NAME[:ARGUMENTS][%PERCENT][=REPLY]`. Errors say what was expected.

use super::{Answer, Kind, Trouble};
use crate::Service;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// What can be written, and what it does.
pub const FORMS: &[(&str, &str)] = &[
    (
        "delay:DURATION",
        "everything the server says comes so much later (500ms, 2s)",
    ),
    (
        "dribble[:OCTETS[:DURATION]]",
        "so many octets a write (1), with a pause between two writes",
    ),
    (
        "close-after:OCTETS",
        "the connection ends when the server has said so many octets",
    ),
    (
        "reply:COMMAND[:N]=TEXT",
        "the Nth (or each) such command is not carried out and gets TEXT; \\n parts lines",
    ),
    (
        "silence:COMMAND[:N]",
        "the Nth (or each) such command is not carried out and never answered",
    ),
    (
        "close:COMMAND[:N]",
        "the connection ends when the Nth (or any) such command comes",
    ),
];

/// The longest delay.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Why a text is no trouble.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no trouble: {why}")]
pub struct TroubleError {
    /// As given.
    pub text: String,
    /// What is wrong and what was expected.
    pub why: String,
}

impl FromStr for Trouble {
    type Err = TroubleError;

    fn from_str(text: &str) -> Result<Self, TroubleError> {
        parse(text).map_err(|why| TroubleError {
            text: text.to_owned(),
            why,
        })
    }
}

fn parse(text: &str) -> Result<Trouble, String> {
    let (head, reply) = match text.split_once('=') {
        Some((head, reply)) => (head, Some(reply)),
        None => (text, None),
    };
    let (head, percent) = match head.rsplit_once('%') {
        Some((head, percent)) => (head, self::percent(percent)?),
        None => (head, 100),
    };
    let (name, _) = head.split_once(':').unwrap_or((head, ""));
    let (service, head) = match name.split_once('/') {
        Some((service, _)) => {
            let found = Service::from_name(service).ok_or_else(|| {
                format!("{service:?} is no service: smtp, submission, lmtp, pop2, pop3, imap, …")
            })?;
            (
                Some(found),
                head.get(service.len() + 1..).unwrap_or_default(),
            )
        }
        None => (None, head),
    };
    let (name, arguments) = match head.split_once(':') {
        Some((name, arguments)) => (name, Some(arguments)),
        None => (head, None),
    };
    if reply.is_some() && name != "reply" {
        return Err(format!("only reply has a text after =, {name:?} has none"));
    }
    let wanted = |what: &str| arguments.ok_or_else(|| format!("{name} wants {what} after a colon"));
    let kind = match name {
        "delay" => Kind::Delay(duration(wanted("a duration such as 500ms")?)?),
        "dribble" => {
            let arguments = arguments.unwrap_or("1");
            let (octets, pause) = match arguments.split_once(':') {
                Some((octets, pause)) => (octets, duration(pause)?),
                None => (arguments, Duration::ZERO),
            };
            let octets = number(octets)?;
            if octets == 0 {
                return Err("dribble wants at least one octet a write".to_owned());
            }
            Kind::Dribble {
                octets: usize::try_from(octets).unwrap_or(usize::MAX),
                pause,
            }
        }
        "close-after" => Kind::CloseAfter(number(wanted("a number of octets")?)?),
        "reply" => {
            let reply =
                reply.ok_or("reply wants the answer after =: reply:RCPT:2=451 4.3.0 try again")?;
            if reply.is_empty() {
                return Err("the answer after = is empty; silence:COMMAND gives none".to_owned());
            }
            let lines = reply.replace("\\n", "\r\n");
            command(wanted("a command")?, Answer::Reply(lines))?
        }
        "silence" => command(wanted("a command")?, Answer::Silence)?,
        "close" => command(wanted("a command")?, Answer::Close)?,
        _ => {
            let forms: Vec<&str> = FORMS.iter().map(|(form, _)| *form).collect();
            return Err(format!("{name:?} is none of {}", forms.join(", ")));
        }
    };
    Ok(Trouble {
        service,
        kind,
        percent,
    })
}

fn command(text: &str, answer: Answer) -> Result<Kind, String> {
    // `RCPT TO:<bob@example.test>` has a colon that no number follows.
    let (begins, nth) = match text.rsplit_once(':') {
        Some((begins, nth))
            if !nth.is_empty() && nth.bytes().all(|octet| octet.is_ascii_digit()) =>
        {
            (begins, Some(number(nth)?))
        }
        _ => (text, None),
    };
    if begins.trim().is_empty() {
        return Err("the command is missing".to_owned());
    }
    if nth == Some(0) {
        return Err("uses are counted from 1".to_owned());
    }
    Ok(Kind::Command {
        begins: begins.trim().to_owned(),
        nth,
        answer,
    })
}

fn percent(text: &str) -> Result<u8, String> {
    let found = text
        .parse()
        .ok()
        .filter(|percent| (1..=100).contains(percent));
    found.ok_or_else(|| format!("{text:?} is no probability: % wants a number from 1 to 100"))
}

fn number(text: &str) -> Result<u64, String> {
    let digits = text.bytes().all(|octet| octet.is_ascii_digit());
    let found = text.parse().ok().filter(|_| digits);
    found.ok_or_else(|| format!("{text:?} is no number"))
}

fn duration(text: &str) -> Result<Duration, String> {
    let found = match text.strip_suffix("ms") {
        Some(digits) => number(digits).ok().map(Duration::from_millis),
        None => text
            .strip_suffix('s')
            .and_then(|digits| number(digits).ok())
            .map(Duration::from_secs),
    };
    found
        .filter(|duration| *duration <= LONGEST)
        .ok_or_else(|| format!("{text:?} is no duration of at most a day: 500ms or 2s"))
}

/// The text that [`FromStr`] reads back.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(service) = self.service {
            write!(f, "{service}/")?;
        }
        let mut reply = None;
        match &self.kind {
            Kind::Delay(delay) => write!(f, "delay:{}ms", delay.as_millis())?,
            Kind::Dribble { octets, pause } => {
                write!(f, "dribble:{octets}")?;
                if !pause.is_zero() {
                    write!(f, ":{}ms", pause.as_millis())?;
                }
            }
            Kind::CloseAfter(octets) => write!(f, "close-after:{octets}")?,
            Kind::Command {
                begins,
                nth,
                answer,
            } => {
                let name = match answer {
                    Answer::Reply(text) => {
                        reply = Some(text.replace("\r\n", "\\n"));
                        "reply"
                    }
                    Answer::Silence => "silence",
                    Answer::Close => "close",
                };
                write!(f, "{name}:{begins}")?;
                if let Some(nth) = nth {
                    write!(f, ":{nth}")?;
                }
            }
        }
        if self.percent < 100 {
            write!(f, "%{}", self.percent)?;
        }
        reply.map_or(Ok(()), |reply| write!(f, "={reply}"))
    }
}
