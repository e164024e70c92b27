//! The mail transaction (RFC 5321 §3.3): MAIL, RCPT, RSET, and who a recipient is. Data
//! is `transfer`'s, and what happens to the message afterwards `delivery`'s.

use super::command::{Request, after_keyword};
use super::config::Mode;
use super::data::Content;
use super::outbox::HoldRefusal;
use super::params::{self, MailParameters, RcptParameters};
use super::reply::Reply;
use super::session::SmtpSession;
use super::special::{self, Special, Stage};
use super::syntax::{self, ForwardPath, Path, PathLimits, ReversePath, SyntaxError};

/// Where a recipient's copy goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A local account.
    Account(String),
    /// A mailing list of ours: the members' addresses.
    List(Vec<String>),
    /// Elsewhere: the outbox.
    Remote,
    /// An address of `special`.
    Special(Special),
}

/// An accepted RCPT.
#[derive(Debug, Clone)]
pub(super) struct Recipient {
    /// The address as it came, without brackets and route.
    pub address: String,
    pub target: Target,
    pub parameters: RcptParameters,
}

/// The buffers of §4.1.1: reverse-path, forward-paths, mail data.
#[derive(Debug, Clone)]
pub(super) struct Transaction {
    pub reverse_path: ReversePath,
    pub parameters: MailParameters,
    pub recipients: Vec<Recipient>,
    /// How many RCPT commands were refused.
    pub rejected: usize,
    /// BDAT chunks so far.
    pub chunks: Option<Content>,
    /// A BDAT failed: only RSET helps.
    pub failed: bool,
}

impl Transaction {
    pub fn push_chunk(&mut self, octets: &[u8]) {
        if let Some(content) = &mut self.chunks {
            content.push(octets);
        }
    }
}

/// 503: out of order.
pub(super) fn bad_order(text: &str) -> Reply {
    Reply::new(503, "5.5.1", text)
}

fn bad_path(error: SyntaxError, status: &str) -> Reply {
    Reply::new(501, status, error.to_string())
}

/// The local-part and domain of a reverse-path that fault or policy may look at.
fn sender(path: &ReversePath) -> Option<&Path> {
    match path {
        ReversePath::Null => None,
        ReversePath::Path(path) => Some(path),
    }
}

impl SmtpSession {
    /// RFC 4954 §6: on the submission port nothing is done for the unauthenticated.
    pub(super) fn authentication(&self) -> Result<(), Reply> {
        let needed = self.config.mode == Mode::Submission
            && self.account.is_none()
            && !self.faults.on("smtp-submission-without-auth");
        if needed && self.faults.on("smtp-auth-required-550") {
            return Err(Reply::new(550, "5.7.1", "Authentication required"));
        }
        if needed {
            return Err(Reply::new(530, "5.7.0", "Authentication required"));
        }
        Ok(())
    }

    fn path_limits(&self) -> PathLimits {
        let mut limits = self.config.limits.path;
        if self.faults.on("smtp-local-part-64-refused") {
            limits.local_part = 32;
        }
        if self.faults.on("smtp-path-256-refused") {
            limits.path = 128;
        }
        limits
    }

    /// Whether a domain's mailboxes are here.
    pub(super) fn is_local(&self, domain: &str) -> bool {
        if self.faults.on("smtp-domain-case-sensitive") {
            return self
                .config
                .local_domains
                .iter()
                .any(|local| local == domain);
        }
        self.config.is_local(domain)
    }

    pub(super) fn mail(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        self.authentication()?;
        if self.greeted.is_none() {
            return Err(bad_order("Say EHLO first"));
        }
        if self.transaction.is_some() && !self.faults.on("smtp-mail-inside-mail-accepted") {
            return Err(bad_order("Sender already given"));
        }
        if self.accepted > 0 && self.faults.on("smtp-second-transaction-refused") {
            return Err(bad_order("One message is enough"));
        }
        let text = after_keyword(request.text()?, "FROM:")?;
        let (path, rest) = syntax::reverse_path(text, &self.path_limits())
            .map_err(|error| bad_path(error, "5.1.7"))?;
        let offered = self.offered();
        let rest = self.without_auth(rest)?;
        let mut parameters = params::mail(&rest, &offered, &self.config.limits, self.now)?;
        let reply = self.check_sender(&path, &mut parameters)?;
        self.transaction = Some(Transaction {
            reverse_path: path,
            parameters,
            recipients: std::mem::take(&mut self.leftover),
            rejected: 0,
            chunks: None,
            failed: false,
        });
        Err(reply)
    }

    /// MAIL's parameters as they are, but for what faults make of AUTH.
    fn without_auth(&self, parameters: &str) -> Result<String, Reply> {
        let is_auth = |word: &str| word.to_ascii_uppercase().starts_with("AUTH=");
        let mut words: Vec<&str> = parameters.split(' ').collect();
        let null = words
            .iter()
            .any(|word| word.eq_ignore_ascii_case("AUTH=<>"));
        if words.iter().any(|word| is_auth(word))
            && (self.faults.on("smtp-mail-auth-refused")
                || (null && self.faults.on("smtp-mail-auth-null-refused")))
        {
            return Err(Reply::new(501, "5.5.4", "Syntax error in AUTH"));
        }
        if self.faults.on("smtp-mail-auth-any") {
            words.retain(|word| !is_auth(word));
        }
        Ok(words.join(" "))
    }

    /// Policy about MAIL; gives the positive reply.
    fn check_sender(
        &self,
        path: &ReversePath,
        parameters: &mut MailParameters,
    ) -> Result<Reply, Reply> {
        if !path.address().is_ascii() && !parameters.smtputf8 {
            let text = "Non-ASCII address without SMTPUTF8";
            return Err(Reply::new(550, "5.6.7", text));
        }
        if *path == ReversePath::Null && self.faults.on("smtp-null-sender-refused") {
            return Err(Reply::new(550, "5.1.7", "Sender needed"));
        }
        if let Some(path) = sender(path) {
            let mailbox = &path.mailbox;
            self.check_path_faults(path)?;
            if self.config.has_null_mx(&mailbox.domain) {
                return Err(Reply::new(550, "5.7.27", "Sender's domain has a null MX"));
            }
            if self.config.special_addresses
                && self.config.is_local(&mailbox.domain)
                && let Some(Special::Reply(code, Stage::Mail)) = special::parse(&mailbox.local_part)
            {
                return Err(Reply::new(code, special::status(code), "As you asked"));
            }
        }
        if parameters.release.is_some() {
            self.room_to_hold(parameters.size.unwrap_or(0))?;
        }
        let too_large = parameters
            .size
            .is_some_and(|size| size > self.config.limits.message);
        if too_large && !self.faults.on("smtp-declared-size-ignored") {
            return Err(Reply::new(552, "5.3.4", "Message size exceeds the maximum"));
        }
        // RFC 6710 §4.1: raised priorities only from the trusted; others may lower theirs.
        let trusted = self.account.is_some() || self.config.mode == Mode::Lmtp;
        if !trusted && parameters.priority.is_some_and(|priority| priority > 0) {
            parameters.priority = Some(0);
            return Ok(Reply::new(
                250,
                "2.3.6",
                "0 is the priority that is granted",
            ));
        }
        Ok(Reply::new(250, "2.1.0", "Sender OK"))
    }

    /// RFC 4865 §6: the quotas of held messages.
    pub(super) fn room_to_hold(&self, octets: u64) -> Result<(), Reply> {
        let quota = self.config.limits.held;
        match self.outbox.room(self.account.as_deref(), octets, quota) {
            Err(HoldRefusal::User) if self.faults.on("smtp-hold-quota-550") => Err(Reply::new(
                550,
                "5.7.1",
                "No more of your messages are held",
            )),
            Err(HoldRefusal::User) if self.faults.on("smtp-hold-quota-not-named") => Err(
                Reply::new(552, "5.2.2", "No more of your messages are held"),
            ),
            room => room.map_err(HoldRefusal::reply),
        }
    }

    fn check_path_faults(&self, path: &Path) -> Result<(), Reply> {
        if path.mailbox.quoted && self.faults.on("smtp-quoted-local-part-refused") {
            return Err(Reply::new(501, "5.1.3", "Bad local-part"));
        }
        if !path.route.is_empty() && self.faults.on("smtp-source-route-refused") {
            return Err(Reply::new(501, "5.1.3", "Bad path"));
        }
        if path.mailbox.domain.starts_with('[') && self.faults.on("smtp-address-literal-refused") {
            return Err(Reply::new(501, "5.1.3", "Bad domain"));
        }
        Ok(())
    }

    pub(super) fn rcpt(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        let mut reply = match self.recipient(request) {
            Ok(reply) | Err(reply) => reply,
        };
        if reply.code == 550 && self.faults.on("smtp-refusal-521") {
            reply.code = 521;
        }
        if reply.code == 421 {
            self.reply(&reply);
            self.close();
            return Ok(());
        }
        if reply.code >= 400
            && let Some(transaction) = &mut self.transaction
        {
            transaction.rejected += 1;
        }
        let count = self.transaction.as_ref().map_or(0, |t| t.recipients.len());
        if count > 1 && self.faults.on("smtp-pipelining-loses-reply") {
            return Ok(());
        }
        Err(reply)
    }

    fn recipient(&mut self, request: &Request<'_>) -> Result<Reply, Reply> {
        self.authentication()?;
        if self.transaction.is_none() {
            if !self.faults.on("smtp-rcpt-before-mail-accepted") {
                return Err(bad_order("MAIL first"));
            }
            self.transaction = Some(Transaction {
                reverse_path: ReversePath::Null,
                parameters: MailParameters::default(),
                recipients: Vec::new(),
                rejected: 0,
                chunks: None,
                failed: false,
            });
        }
        let Some(transaction) = &self.transaction else {
            return Err(bad_order("MAIL first"));
        };
        if transaction.chunks.is_some() || transaction.failed {
            return Err(bad_order("Not between BDAT commands"));
        }
        let smtputf8 = transaction.parameters.smtputf8;
        let count = transaction.recipients.len();
        let text = after_keyword(request.text()?, "TO:")?;
        let (path, rest) = syntax::forward_path(text, &self.path_limits())
            .map_err(|error| bad_path(error, "5.1.3"))?;
        let parameters = params::rcpt(rest, &self.offered(), smtputf8)?;
        if !path.address().is_ascii() && !smtputf8 {
            let text = "Non-ASCII address without SMTPUTF8";
            return Err(Reply::new(553, "5.6.7", text));
        }
        let (target, reply) = self.resolve(&path)?;
        self.check_owner(path.address(), &target, &parameters)?;
        let most = if self.faults.on("smtp-fewer-than-100-recipients") {
            50
        } else {
            self.config.limits.recipients
        };
        if count >= most {
            return Err(Reply::new(452, "4.5.3", "Too many recipients"));
        }
        if let Some(transaction) = &mut self.transaction {
            if self.faults.on("smtp-rcpt-replaces") {
                transaction.recipients.clear();
            }
            transaction.recipients.push(Recipient {
                address: path.address().to_owned(),
                target,
                parameters,
            });
        }
        Ok(reply)
    }

    /// The account with this local-part: exactly, or but for the case of letters.
    pub(super) fn account_named(&self, local_part: &str, domain: &str) -> Option<String> {
        let full = format!("{local_part}@{domain}");
        // The common case needs no list of all accounts.
        for name in [local_part, &full] {
            if self.store.password(name).is_some() {
                return Some(name.to_owned());
            }
        }
        let accounts = self.store.accounts();
        accounts
            .into_iter()
            .find(|name| name.eq_ignore_ascii_case(local_part) || name.eq_ignore_ascii_case(&full))
    }

    /// §4.5.1: postmaster always exists, where there is any account at all.
    pub(super) fn postmaster(&self) -> Option<String> {
        let configured = self.config.postmaster.clone();
        configured
            .or_else(|| self.account_named("postmaster", self.config.main_domain()))
            .or_else(|| self.store.accounts().into_iter().next())
    }

    /// Who a recipient is, with the positive reply, or why there is none.
    fn resolve(&self, path: &ForwardPath) -> Result<(Target, Reply), Reply> {
        let accepted = Reply::new(250, "2.1.5", "Recipient OK");
        let postmaster = || match self.postmaster() {
            Some(account) => Target::Account(account),
            None => Target::Special(Special::Sink),
        };
        let path = match path {
            ForwardPath::Postmaster if self.faults.on("smtp-postmaster-refused") => {
                return Err(Reply::new(550, "5.1.1", "No such mailbox here"));
            }
            ForwardPath::Postmaster => return Ok((postmaster(), accepted)),
            ForwardPath::Path(path) => path,
        };
        self.check_path_faults(path)?;
        let mailbox = &path.mailbox;
        let local_part = mailbox.local_part.as_str();
        if !self.is_local(&mailbox.domain) {
            self.check_relay(&mailbox.domain)?;
            return Ok((Target::Remote, accepted));
        }
        if local_part.eq_ignore_ascii_case("postmaster") {
            if self.faults.on("smtp-postmaster-refused") {
                return Err(Reply::new(550, "5.1.1", "No such mailbox here"));
            }
            return Ok((postmaster(), accepted));
        }
        if let Some(account) = self.account_named(local_part, &mailbox.domain) {
            return Ok((Target::Account(account), accepted));
        }
        if let Some(members) = self.config.lists.get(local_part) {
            return Ok((Target::List(members.clone()), accepted));
        }
        let special = special::parse(local_part).filter(|_| self.config.special_addresses);
        match special {
            Some(Special::Reply(251, _)) => {
                let address = format!("postmaster@{}", self.config.main_domain());
                let text = format!("User not local; will forward to <{address}>");
                Ok((postmaster(), Reply::new(251, "2.1.5", text)))
            }
            Some(Special::Reply(code, Stage::Rcpt)) => {
                let text = match code {
                    421 => format!("{} closing transmission channel", self.config.hostname),
                    551 => "User not local; please try <someone@elsewhere.example>".to_owned(),
                    _ => "As you asked".to_owned(),
                };
                Err(Reply::new(code, special::status(code), text))
            }
            Some(special) if !matches!(special, Special::Reply(_, Stage::Mail)) => {
                Ok((Target::Special(special), accepted))
            }
            _ if self.faults.on("smtp-unknown-recipient-accepted") => {
                Ok((Target::Special(Special::Sink), accepted))
            }
            _ => Err(Reply::new(550, "5.1.1", "No such mailbox here")),
        }
    }

    /// Whether mail for another domain is taken.
    pub(super) fn check_relay(&self, domain: &str) -> Result<(), Reply> {
        let trusted = match self.config.mode {
            Mode::Lmtp => false,
            Mode::Mx => self.account.is_some(),
            Mode::Submission => true,
        };
        if !trusted && !self.faults.on("smtp-relay-open") {
            return Err(Reply::new(550, "5.7.1", "Relaying denied"));
        }
        if self.config.has_null_mx(domain) {
            return Err(Reply::new(556, "5.1.10", "Domain does not accept mail"));
        }
        Ok(())
    }

    pub(super) fn rset(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        request.no_argument()?;
        if self.greeted.is_none() && self.faults.on("smtp-rset-needs-ehlo") {
            return Err(bad_order("Say EHLO first"));
        }
        let ended = self.transaction.take();
        if self.faults.on("smtp-rset-keeps-recipients") {
            self.leftover = ended.map(|ended| ended.recipients).unwrap_or_default();
        }
        if self.faults.on("smtp-rset-closes") {
            self.reply(&Reply::new(250, "2.0.0", "OK"));
            self.close();
            return Ok(());
        }
        let code = if self.faults.on("smtp-rset-unlisted-code") {
            259
        } else if self.faults.on("smtp-rset-other-code") {
            252
        } else {
            250
        };
        Err(Reply::new(code, "2.0.0", "OK"))
    }
}
