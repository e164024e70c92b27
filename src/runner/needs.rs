//! What a case needs of a target before it can begin, derived from its text; and whether that is there.

use crate::catalogue::Case;
use crate::session::Security;
use crate::target::announced::missing;
use crate::target::preconditions::Verified;
use crate::target::{Target, delivery::Postman};
use crate::transcript::tree::{Action, Directive, Hole, Piece, Protocol, State};

/// The tag of cases that name sizes in octets, as the textbooks do.
const EXACT: &str = "exact-octets";

/// What a case needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Its account's name, password or address.
    pub account: bool,
    /// A second account.
    pub other: bool,
    /// An account that holds just what the case says.
    pub clean: bool,
    /// Messages in a mailbox before it begins.
    pub messages: bool,
    /// It names sizes itself, so the messages must be their fixtures octet for octet.
    pub exact: bool,
    /// A mailbox of its own.
    pub mailbox: bool,
    /// It looks into mailboxes.
    pub looks: bool,
    /// Each session's protocol, name, state, whether it is the other person's.
    pub sessions: Vec<Wanted>,
    /// It does STARTTLS itself, so it begins in clear.
    pub clear: bool,
}

/// A session to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub name: Option<String>,
    /// What it speaks.
    pub protocol: Protocol,
    /// Where it begins.
    pub state: State,
    /// The second account.
    pub other: bool,
}

impl Needs {
    /// Reads a case.
    pub fn of(case: &Case) -> Self {
        let header = &case.transcript.header;
        let mut needs = Needs::default();
        if header.sessions.is_empty() {
            needs.sessions = header
                .protocols
                .first()
                .map(|protocol| Wanted {
                    name: None,
                    protocol: protocol.value,
                    state: header.state.value,
                    other: false,
                })
                .into_iter()
                .collect();
        } else {
            needs.sessions = header
                .sessions
                .iter()
                .map(|session| Wanted {
                    name: Some(session.name.value.clone()),
                    protocol: session.protocol.value,
                    state: session.state.value,
                    other: session.other,
                })
                .collect();
        }
        for session in &needs.sessions {
            let logs_in = matches!(
                session.state,
                State::Transaction | State::Authenticated | State::Selected
            ) || session.state == State::Rcpt
                || (session.state == State::Mail && session.protocol == Protocol::Submission);
            needs.other |= session.other;
            needs.account |= logs_in && !session.other;
            needs.clean |= matches!(
                session.protocol,
                Protocol::Pop3 | Protocol::Pop2 | Protocol::Imap
            );
            needs.mailbox |= session.state == State::Selected;
        }
        needs.messages = !header.maildrop.is_empty() || !header.mailbox.is_empty();
        needs.mailbox |= !header.mailbox.is_empty();
        needs.exact = needs.messages && case.tags().any(|tag| tag == EXACT);
        for step in &case.transcript.steps {
            match &step.action {
                Action::Send(send) => needs.names(&send.text.pieces),
                Action::Expect(expect) => needs.names(&expect.pattern.pieces),
                Action::Directive(directive) => match directive {
                    Directive::StartTls => needs.clear = true,
                    Directive::Arrived { other, .. } => {
                        needs.looks = true;
                        needs.clean = true;
                        needs.account |= !other;
                        needs.other |= *other;
                    }
                    Directive::Connect(state) => {
                        needs.mailbox |= *state == State::Selected;
                        needs.account |= matches!(
                            state,
                            State::Transaction
                                | State::Authenticated
                                | State::Selected
                                | State::Rcpt
                        );
                    }
                    _ => {}
                },
            }
        }
        needs.clean |= needs.messages;
        needs.account |= needs.messages || needs.mailbox;
        needs
    }

    fn names(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            let Piece::Hole(hole) = piece else { continue };
            // The debug form names every name inside the hole, wherever it stands; whole words only.
            let mut note = |name: &str| match name {
                "user" | "url.user" | "password" | "address" => self.account = true,
                "other.user" | "other.url.user" | "other.password" | "other.address" => {
                    self.other = true
                }
                "mailbox" => self.mailbox = true,
                _ => {}
            };
            match &hole.value {
                Hole::Insert(expr) => {
                    if let crate::transcript::tree::ExprBase::Name(name) = &expr.base {
                        note(name);
                    }
                }
                Hole::Call {
                    function,
                    arguments,
                } => {
                    if matches!(function.as_str(), "apop" | "cram-md5")
                        || function.starts_with("scram-")
                    {
                        note("password");
                    }
                    for argument in arguments {
                        if let crate::transcript::tree::Argument::Word(word) = &argument.value {
                            note(word);
                        }
                    }
                }
                Hole::Capture { .. } => {}
            }
        }
    }

    /// Why the case does not apply to this target, if it does not: reported as SKIPPED.
    pub fn inapplicable(
        &self,
        case: &Case,
        target: &Target,
        verified: &Verified,
    ) -> Option<String> {
        for session in &self.sessions {
            match target.services.get(&session.protocol) {
                None => return Some(format!("the target has no {} service", session.protocol)),
                Some(endpoint) if self.clear && endpoint.security == Security::Implicit => {
                    return Some(format!(
                        "the target has no {} port in clear",
                        session.protocol
                    ));
                }
                Some(_) => {}
            }
        }
        let requires = case.transcript.header.requires.as_ref()?;
        let first = self.sessions.first()?.protocol;
        let has = |protocol: Protocol, name: &str| verified.has(protocol, name, self.clear);
        let missing = missing(&requires.value, first, &has);
        (!missing.is_empty()).then(|| format!("not announced: {}", missing.join(", ")))
    }

    /// Why the case cannot begin, though it applies: reported as UNMET.
    pub fn unmet(&self, postman: &Postman, verified: &Verified) -> Option<String> {
        let target = &postman.target;
        if self.account && target.accounts.is_empty() {
            return Some("no account is known (--account user:password, or the profile)".into());
        }
        if self.other && !verified.has_other {
            return Some(
                "a second account is needed (--account user:password, or the profile)".into(),
            );
        }
        if let Some(why) = &verified.no_delivery
            && (self.messages || self.clean && self.account)
        {
            return Some(format!(
                "messages cannot be put into a mailbox and taken out: {why}"
            ));
        }
        if self.exact && !postman.is_exact() {
            return Some(
                "the case counts the octets of messages itself, and this target's way of delivery adds trace fields \
                 (use `imap-append` or `command`, or leave such cases out with --not-tag exact-octets)"
                    .into(),
            );
        }
        if self.mailbox && !target.services.contains_key(&Protocol::Imap) {
            return Some("a mailbox has to be made, and the target has no IMAP service".into());
        }
        None
    }
}
