//! Which service extensions a session offers at the moment, their EHLO lines, and the command
//! lines that they lengthen. Announces nothing that would be refused (RFC 5321 §4.2.4).

use super::config::{Mode, SmtpConfig};
use super::params::later;
use crate::faults::Faults;
use jiff::{SignedDuration, Timestamp};

/// The extensions in force, as EHLO lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Offered {
    /// `KEYWORD` or `KEYWORD parameters`, in the order of the reply.
    pub lines: Vec<String>,
    /// The fault `smtp-unknown-parameter-accepted`.
    pub ignore_unknown: bool,
    /// Those of single parameters.
    pub faults: Faults,
}

/// The faults of a keyword's parameters: the keyword, the fault, and what the line says then.
const SPOILT: &[(&str, &str, &str)] = &[
    ("PIPELINING", "smtp-pipelining-parameter", "PIPELINING 10"),
    ("8BITMIME", "smtp-8bitmime-parameter", "8BITMIME yes"),
    (
        "ENHANCEDSTATUSCODES",
        "smtp-enhancedstatuscodes-parameter",
        "ENHANCEDSTATUSCODES 2.0",
    ),
    ("SMTPUTF8", "smtp-smtputf8-parameter", "SMTPUTF8 yes"),
    ("CHUNKING", "smtp-chunking-parameter", "CHUNKING 65536"),
    ("STARTTLS", "smtp-starttls-parameter", "STARTTLS 1.3"),
    ("DELIVERBY", "smtp-deliverby-not-a-number", "DELIVERBY soon"),
    (
        "FUTURERELEASE",
        "smtp-futurerelease-without-limits",
        "FUTURERELEASE",
    ),
];

fn spoil(lines: &mut [String], faults: &Faults) {
    for (keyword, fault, spoilt) in SPOILT {
        let line = lines
            .iter_mut()
            .find(|line| line.split(' ').next() == Some(keyword));
        if let Some(line) = line.filter(|_| faults.on(fault)) {
            (*spoilt).clone_into(line);
        }
    }
}

/// What the offer depends on besides the configuration.
#[derive(Debug, Clone, Copy)]
pub(super) struct Circumstances<'a> {
    pub tls: bool,
    /// Mechanism names usable now.
    pub mechanisms: &'a [String],
    pub now: Timestamp,
}

impl Offered {
    /// Works out the offer.
    pub fn new(config: &SmtpConfig, faults: &Faults, at: Circumstances<'_>) -> Self {
        let mut lines: Vec<String> = Vec::new();
        for (keyword, fault) in [
            ("PIPELINING", "smtp-ehlo-no-pipelining"),
            ("8BITMIME", "smtp-ehlo-no-8bitmime"),
            ("ENHANCEDSTATUSCODES", "smtp-ehlo-no-enhancedstatuscodes"),
            ("SMTPUTF8", ""),
            ("DSN", "smtp-ehlo-no-dsn"),
            ("CHUNKING", "smtp-ehlo-no-chunking"),
            ("BINARYMIME", ""),
        ] {
            if fault.is_empty() || !faults.on(fault) {
                lines.push(keyword.to_owned());
            }
        }
        lines.push(if faults.on("smtp-ehlo-size-not-a-number") {
            "SIZE=unlimited".to_owned()
        } else {
            format!("SIZE {}", config.limits.message)
        });
        lines.push(format!("DELIVERBY {}", config.limits.deliver_by));
        lines.push("MT-PRIORITY".to_owned());
        lines.push("RRVS".to_owned());
        if config.mode == Mode::Submission || faults.on("smtp-futurerelease-everywhere") {
            let until = later(at.now, config.limits.future_release);
            let until = Timestamp::from_second(until.as_second()).unwrap_or(until);
            lines.push(format!(
                "FUTURERELEASE {} {until}",
                config.limits.future_release
            ));
        }
        if config.mode == Mode::Mx {
            lines.push("ETRN".to_owned());
        }
        if config.tls_available && (!at.tls || faults.on("smtp-starttls-announced-after-tls")) {
            lines.push("STARTTLS".to_owned());
        }
        if at.tls || faults.on("smtp-requiretls-in-clear") {
            lines.push("REQUIRETLS".to_owned());
        }
        if !at.mechanisms.is_empty() {
            lines.push(format!("AUTH {}", at.mechanisms.join(" ")));
        }
        if faults.on("smtp-ehlo-announces-unimplemented") {
            lines.push("TURN".to_owned());
        }
        lines.push("VRFY".to_owned());
        lines.push("EXPN".to_owned());
        lines.push("HELP".to_owned());
        spoil(&mut lines, faults);
        Self {
            lines,
            ignore_unknown: faults.on("smtp-unknown-parameter-accepted"),
            faults: faults.clone(),
        }
    }

    /// After HELO, or before anything: no extension is in force.
    pub fn none(faults: &Faults) -> Self {
        Self {
            lines: Vec::new(),
            ignore_unknown: faults.on("smtp-unknown-parameter-accepted"),
            faults: faults.clone(),
        }
    }

    /// Whether the keyword is in force.
    pub fn has(&self, keyword: &str) -> bool {
        self.lines.iter().any(|line| {
            line.split([' ', '='])
                .next()
                .is_some_and(|known| known == keyword)
        })
    }

    /// Whether MAIL takes the parameter.
    pub fn parameter(&self, keyword: &str) -> bool {
        match keyword {
            "SIZE" => self.has("SIZE"),
            "BODY" => self.has("8BITMIME") || self.has("BINARYMIME"),
            "SMTPUTF8" | "REQUIRETLS" | "MT-PRIORITY" => self.has(keyword),
            "RET" | "ENVID" => self.has("DSN"),
            "BY" => self.has("DELIVERBY"),
            "HOLDFOR" | "HOLDUNTIL" => self.has("FUTURERELEASE"),
            // RFC 4954 §5: also from those who have not authenticated.
            "AUTH" => self.has("AUTH"),
            _ => false,
        }
    }

    /// Whether RCPT takes the parameter.
    pub fn rcpt_parameter(&self, keyword: &str) -> bool {
        match keyword {
            "NOTIFY" | "ORCPT" => self.has("DSN"),
            "RRVS" => self.has("RRVS"),
            _ => false,
        }
    }

    /// How many octets the extensions add to a command line, by verb.
    pub fn longer(&self, verb: &str) -> usize {
        let table: &[(&str, usize)] = match verb {
            "MAIL" => &[
                ("SIZE", 26),
                ("8BITMIME", 17),
                ("BINARYMIME", 16),
                ("SMTPUTF8", 10),
                ("DSN", 117),
                ("AUTH", 500),
                ("DELIVERBY", 17),
                ("MT-PRIORITY", 15),
                ("FUTURERELEASE", 34),
                ("REQUIRETLS", 11),
            ],
            "RCPT" => &[("DSN", 536), ("RRVS", 33)],
            _ => &[],
        };
        let in_force = table.iter().filter(|(keyword, _)| self.has(keyword));
        in_force.map(|(_, octets)| octets).sum()
    }
}

/// The deadline that is `idle` from now.
pub(super) fn deadline(now: Timestamp, idle: SignedDuration) -> Timestamp {
    now.checked_add(idle).unwrap_or(Timestamp::MAX)
}
