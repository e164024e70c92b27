//! Checks that every session gets for free: the grammar of what a server may send, and what must
//! hold between one response and the next. Never touches a socket, a clock, a file or the
//! environment; never panics, whatever the octets; takes time linear in them.
//!
//! One [`SessionRules`] for each connection is told everything that the client sends and is given
//! every [`Unit`] that the server sends; [`Shared`] joins sessions that look at the same account.

mod base64;
mod imap;
pub mod info;
mod language;
mod lines;
mod pop2;
mod pop3;
mod smtp;
#[cfg(test)]
mod tests;

pub use info::{Finding, RuleInfo};

use crate::transcript::tree::Protocol;
use crate::wire::Unit;
use info::Bad;

/// All rules, by protocol.
pub fn all() -> impl Iterator<Item = &'static RuleInfo> {
    [
        imap::grammar::ALL,
        imap::invariants::ALL,
        pop3::list::ALL,
        pop2::list::ALL,
        smtp::list::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static RuleInfo> {
    all().find(|rule| rule.id == id)
}

/// Whether sessions of this protocol are held to the rule: those of SMTP are for submission and LMTP too.
pub fn judges(rule: &RuleInfo, protocol: Protocol) -> bool {
    match protocol {
        Protocol::Smtp | Protocol::Submission | Protocol::Lmtp => rule.protocol == Protocol::Smtp,
        other => rule.protocol == other,
    }
}

/// What several sessions on the same account share: UIDs, sizes and texts of its messages.
/// Sessions on different accounts must not share one.
#[derive(Debug, Default)]
pub struct Shared {
    mailboxes: imap::shared::Mailboxes,
    maildrop: pop3::Maildrop,
}

impl Shared {
    /// Sessions on another account may change the same mailboxes, unseen: nothing is concluded from flags that
    /// nobody here has changed, nor from messages that are there under other unique-ids than before.
    pub fn others_too(&mut self) {
        self.mailboxes.others_too();
        self.maildrop.others_too();
    }
}

#[derive(Debug)]
enum Dialogue {
    Imap(Box<imap::Session>),
    Pop3(Box<pop3::Session>),
    Pop2(Box<pop2::Session>),
    Smtp(Box<smtp::Session>),
}

/// Judges one connection.
#[derive(Debug)]
pub struct SessionRules {
    dialogue: Dialogue,
}

impl SessionRules {
    /// A connection that begins: the first unit is the greeting.
    pub fn new(protocol: Protocol) -> Self {
        let dialogue = match protocol {
            Protocol::Imap => Dialogue::Imap(Box::default()),
            Protocol::Pop3 => Dialogue::Pop3(Box::default()),
            Protocol::Smtp | Protocol::Submission => {
                Dialogue::Smtp(Box::new(smtp::Session::new(false)))
            }
            Protocol::Lmtp => Dialogue::Smtp(Box::new(smtp::Session::new(true))),
            Protocol::Pop2 => Dialogue::Pop2(Box::default()),
        };
        SessionRules { dialogue }
    }

    /// A connection whose beginning was not seen, and where nothing that was sent before is
    /// unanswered: the first unit need not be a greeting.
    pub fn midway(protocol: Protocol) -> Self {
        let mut rules = Self::new(protocol);
        match &mut rules.dialogue {
            Dialogue::Imap(session) => session.greeting_missed(),
            Dialogue::Pop3(session) => session.greeting_missed(),
            Dialogue::Smtp(session) => session.greeting_missed(),
            Dialogue::Pop2(session) => session.greeting_missed(),
        }
        rules
    }

    /// Promises that all the client sends will be told by [`SessionRules::sent`], from its first octet: what the
    /// server says before that was asked for by nobody. Not for captures of the server's side alone.
    pub fn follow_client(&mut self) {
        match &mut self.dialogue {
            Dialogue::Imap(session) => session.follow_client(),
            Dialogue::Pop3(session) => session.follow_client(),
            Dialogue::Smtp(session) => session.follow_client(),
            Dialogue::Pop2(session) => session.follow_client(),
        }
    }

    /// Octets that the client has sent. Call it before the units that answer them.
    pub fn sent(&mut self, octets: &[u8], shared: &mut Shared) {
        match &mut self.dialogue {
            Dialogue::Imap(session) => {
                session.sent(octets, &mut shared.mailboxes);
                // The maildrop may be a mailbox.
                shared.maildrop.others_too();
            }
            Dialogue::Pop3(session) => session.sent(octets, &mut shared.maildrop),
            Dialogue::Smtp(session) => session.sent(octets),
            Dialogue::Pop2(session) => {
                session.sent(octets);
                shared.maildrop.others_too();
            }
        }
    }

    /// A unit that the server has sent: what it breaks, in the order of the octets.
    pub fn unit(&mut self, unit: &Unit, shared: &mut Shared) -> Vec<Finding> {
        let mut found: Vec<Bad> = match &mut self.dialogue {
            Dialogue::Imap(session) => session.unit(&unit.octets, &mut shared.mailboxes),
            Dialogue::Pop3(session) => session.unit(unit, &mut shared.maildrop),
            Dialogue::Smtp(session) => session.unit(&unit.octets),
            Dialogue::Pop2(session) => session.unit(&unit.octets),
        };
        found.sort_by_key(|bad| bad.at);
        found
            .into_iter()
            .map(|bad| Finding::new(bad, &unit.octets))
            .collect()
    }

    /// The TLS handshake is done; both sides begin anew where their protocol says so.
    pub fn tls_started(&mut self) {
        match &mut self.dialogue {
            Dialogue::Imap(session) => session.tls_started(),
            Dialogue::Pop3(session) => session.tls_started(),
            Dialogue::Smtp(session) => session.tls_started(),
            Dialogue::Pop2(_) => {}
        }
    }

    /// The server has closed the connection in order, and was the first to do so. Not to be called where
    /// the client has left, or where the connection broke: an answer may be lost with it.
    pub fn closed(&mut self) -> Vec<Finding> {
        match &mut self.dialogue {
            Dialogue::Imap(session) => session.closed(),
            Dialogue::Pop3(session) => session.closed(),
            Dialogue::Smtp(session) => session.closed(),
            Dialogue::Pop2(_) => None,
        }
        .into_iter()
        .map(|bad| Finding::new(bad, b""))
        .collect()
    }

    /// Extensions that count as enabled although the session does not show it, in any case: of IMAP `IMAP4rev2`,
    /// `UTF8=ACCEPT`, `UTF8=ONLY`, `UIDONLY` and `QRESYNC`; of POP3 `UTF8`, `LANG` and `RESP-CODES`; of SMTP
    /// `SMTPUTF8` and `ENHANCEDSTATUSCODES`. Others change nothing.
    pub fn enable<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        for name in names {
            match &mut self.dialogue {
                Dialogue::Imap(session) => session.enable(name.as_bytes()),
                Dialogue::Pop3(session) => session.enable(name),
                Dialogue::Smtp(session) => session.enable(name),
                Dialogue::Pop2(_) => {}
            }
        }
    }
}
