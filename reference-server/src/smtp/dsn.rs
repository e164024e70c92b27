//! Delivery status notifications: multipart/report (RFC 6522) around message/delivery-status
//! (RFC 3464), or its global form when an address is not ASCII (RFC 6533). Composes; sends
//! nothing.

use super::params::{Body, MailParameters, Ret};
use super::syntax;
use super::trace;
use jiff::Timestamp;

/// The Action field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Failed,
    Delayed,
    Delivered,
    Relayed,
}

impl Action {
    fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Relayed => "relayed",
        }
    }
    fn subject(self) -> &'static str {
        match self {
            Self::Failed => "Undelivered mail",
            Self::Delayed => "Delayed mail",
            Self::Delivered => "Delivered mail",
            Self::Relayed => "Relayed mail",
        }
    }
}

/// One group of per-recipient fields.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub address: String,
    pub orcpt: Option<String>,
    pub action: Action,
    /// RFC 3463.
    pub status: String,
    /// An SMTP reply, if there was one.
    pub diagnostic: Option<String>,
}

/// What a report is made of. The entries share their action.
#[derive(Debug, Clone, Copy)]
pub(super) struct Report<'a> {
    pub id: &'a str,
    pub hostname: &'a str,
    pub client: Option<&'a str>,
    pub sender: &'a str,
    pub parameters: &'a MailParameters,
    pub deliver_by: Option<Timestamp>,
    pub entries: &'a [Entry],
    pub message: &'a [u8],
    /// When the message came, unless a fault keeps it.
    pub arrival: Option<Timestamp>,
    pub now: Timestamp,
}

/// What a report on a message is sent with: it is protected as the message was (RFC 8689 §5), and
/// has its priority (RFC 6710 §4.6).
pub(super) fn carried(original: &MailParameters) -> MailParameters {
    MailParameters {
        priority: original.priority,
        require_tls: original.require_tls,
        ..MailParameters::default()
    }
}

/// `Original-Recipient` from ORCPT: the xtext undone (RFC 3461 §6.3), utf-8 kept as it came.
fn original(orcpt: &str) -> String {
    match orcpt.split_once(';') {
        Some((kind, address)) if !kind.eq_ignore_ascii_case("utf-8") => {
            let address = syntax::xtext(address).unwrap_or_else(|| address.to_owned());
            format!("{kind};{address}")
        }
        _ => orcpt.to_owned(),
    }
}

/// Writes the whole message, CRLF line ends.
pub(super) fn compose(report: &Report<'_>) -> Vec<u8> {
    let action = report.entries.first().map_or(Action::Failed, |e| e.action);
    let global = report.entries.iter().any(|entry| {
        !entry.address.is_ascii() || entry.orcpt.as_ref().is_some_and(|o| !o.is_ascii())
    }) || !report.sender.is_ascii();
    let boundary = format!("report-{}-{}", report.id, report.hostname);
    let date = trace::date(report.now);
    let mut text = String::new();
    let mut line = |content: &str| {
        text.push_str(content);
        text.push_str("\r\n");
    };
    line(&format!(
        "From: Mail Delivery System <postmaster@{}>",
        report.hostname
    ));
    line(&format!("To: <{}>", report.sender));
    line(&format!("Date: {date}"));
    line(&format!("Message-ID: <{}@{}>", report.id, report.hostname));
    line(&format!("Subject: {}", action.subject()));
    line("Auto-Submitted: auto-replied");
    line("MIME-Version: 1.0");
    line("Content-Type: multipart/report; report-type=delivery-status;");
    line(&format!(" boundary=\"{boundary}\""));
    line("");
    line(&format!("--{boundary}"));
    if global {
        line("Content-Type: text/plain; charset=utf-8");
        line("Content-Transfer-Encoding: 8bit");
    } else {
        line("Content-Type: text/plain; charset=us-ascii");
    }
    line("");
    line(&format!("This is the mail system at {}.", report.hostname));
    line("");
    for entry in report.entries {
        line(&format!("<{}>: {}", entry.address, action.word()));
        if let Some(diagnostic) = &entry.diagnostic {
            line(&format!("    {diagnostic}"));
        }
    }
    line("");
    line(&format!("--{boundary}"));
    if global {
        line("Content-Type: message/global-delivery-status");
        line("Content-Transfer-Encoding: 8bit");
    } else {
        line("Content-Type: message/delivery-status");
    }
    line("");
    if let Some(envid) = &report.parameters.envid {
        let envid = syntax::xtext(envid).unwrap_or_else(|| envid.clone());
        line(&format!("Original-Envelope-Id: {envid}"));
    }
    line(&format!("Reporting-MTA: dns; {}", report.hostname));
    if let Some(client) = report.client {
        line(&format!("Received-From-MTA: dns; {client}"));
    }
    if let Some(arrival) = report.arrival {
        line(&format!("Arrival-Date: {}", trace::date(arrival)));
    }
    if let Some(hold) = &report.parameters.hold {
        line(&format!("Future-Release-Request: {hold}"));
    }
    if let Some(by) = report.deliver_by {
        line(&format!("Deliver-By-Date: {}", trace::date(by)));
    }
    for entry in report.entries {
        line("");
        if let Some(orcpt) = &entry.orcpt {
            line(&format!("Original-Recipient: {}", original(orcpt)));
        }
        let kind = if entry.address.is_ascii() {
            "rfc822"
        } else {
            "utf-8"
        };
        line(&format!("Final-Recipient: {kind}; {}", entry.address));
        line(&format!("Action: {}", action.word()));
        line(&format!("Status: {}", entry.status));
        if let Some(diagnostic) = &entry.diagnostic {
            line(&format!("Diagnostic-Code: smtp; {diagnostic}"));
        }
        line(&format!("Last-Attempt-Date: {date}"));
    }
    line("");
    line(&format!("--{boundary}"));
    // RET counts for failures only; a binary message would not survive inside a report, and
    // RFC 8689 §5 keeps the content of a REQUIRETLS message out of it.
    let full = action == Action::Failed
        && report.parameters.ret == Some(Ret::Full)
        && report.parameters.body != Body::BinaryMime
        && !report.parameters.require_tls;
    let eight_bit = !report.message.is_ascii();
    let kind = match (full, report.parameters.smtputf8) {
        (true, false) => "message/rfc822",
        (true, true) => "message/global",
        (false, false) => "text/rfc822-headers",
        (false, true) => "message/global-headers",
    };
    line(&format!("Content-Type: {kind}"));
    if eight_bit {
        line("Content-Transfer-Encoding: 8bit");
    }
    line("");
    let mut octets = text.into_bytes();
    let end = if full {
        report.message.len()
    } else {
        trace::header_end(report.message)
    };
    let returned = report.message.get(..end).unwrap_or_default();
    octets.extend_from_slice(returned);
    if !returned.ends_with(b"\r\n") {
        octets.extend_from_slice(b"\r\n");
    }
    octets.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    octets
}
