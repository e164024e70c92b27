//! Commands that ask and change nothing: VRFY, EXPN, HELP (RFC 5321 §3.5), ETRN (RFC 1985).

use super::command::Request;
use super::config::Mode;
use super::reply::Reply;
use super::session::SmtpSession;
use super::syntax;

impl SmtpSession {
    /// The argument without the SMTPUTF8 parameter of RFC 6531 §3.7.4.2, and whether that was
    /// there. Other parameters are 504: the command does not take them.
    fn inquiry<'a>(&self, request: &Request<'a>) -> Result<(&'a str, bool), Reply> {
        let text = request.text()?;
        let (text, utf8) = match text.rsplit_once(' ') {
            Some((before, last)) if last.eq_ignore_ascii_case("SMTPUTF8") => {
                if !self.offered().has("SMTPUTF8") {
                    return Err(Reply::new(504, "5.5.4", "SMTPUTF8 was not offered"));
                }
                (before, true)
            }
            _ => (text, false),
        };
        if !text.is_ascii() && !utf8 {
            return Err(Reply::new(553, "5.6.7", "Non-ASCII name without SMTPUTF8"));
        }
        Ok((text, utf8))
    }

    /// RFC 6531 §3.7.4.2: no UTF-8 in replies to those who did not ask for it.
    fn address_reply(address: String, utf8: bool) -> Result<String, Reply> {
        if address.is_ascii() || utf8 {
            Ok(address)
        } else {
            let text = "The name cannot be told without SMTPUTF8";
            Err(Reply::new(550, "5.6.8", text))
        }
    }

    /// An account's address: its name, with our domain where it has none.
    fn address_of(&self, account: &str, domain: &str) -> String {
        if account.contains('@') {
            account.to_owned()
        } else {
            format!("{account}@{domain}")
        }
    }

    pub(super) fn vrfy(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        if self.faults.on("smtp-vrfy-clears-transaction") {
            self.transaction = None;
        }
        if self.faults.on("smtp-vrfy-500") {
            return Err(Reply::new(500, "5.5.1", "Command unrecognized"));
        }
        let (text, utf8) = self.inquiry(request)?;
        self.authentication()?;
        if self.faults.on("smtp-vrfy-always-250") {
            let address = format!("{text}@{}", self.config.main_domain());
            return Err(Reply::new(250, "2.1.5", format!("<{address}>")));
        }
        let (local_part, domain) = self.name(text)?;
        if !self.config.is_local(&domain) {
            self.check_relay(&domain)?;
            let text = "Cannot VRFY user, but will take mail for it";
            return Err(Reply::new(252, "2.1.5", text));
        }
        // The answer shows the domain as we write it ourselves.
        let mut ours = self.config.local_domains.iter();
        let domain = ours
            .find(|ours| ours.eq_ignore_ascii_case(&domain))
            .cloned()
            .unwrap_or(domain);
        let postmaster = local_part.eq_ignore_ascii_case("postmaster");
        let address = if postmaster && self.postmaster().is_some() {
            format!("postmaster@{domain}")
        } else if let Some(account) = self.account_named(&local_part, &domain) {
            self.address_of(&account, &domain)
        } else if self.config.lists.contains_key(&local_part) {
            format!("{local_part}@{domain}")
        } else {
            return Err(Reply::new(550, "5.1.1", "No such mailbox here"));
        };
        let address = Self::address_reply(address, utf8)?;
        Err(Reply::new(250, "2.1.5", format!("<{address}>")))
    }

    pub(super) fn expn(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        let (text, utf8) = self.inquiry(request)?;
        self.authentication()?;
        let (local_part, domain) = self.name(text)?;
        let members = self
            .config
            .lists
            .get(&local_part)
            .filter(|members| !members.is_empty() && self.config.is_local(&domain));
        let Some(members) = members else {
            return Err(Reply::new(550, "5.1.1", "No such mailing list here"));
        };
        let lines: Result<Vec<String>, Reply> = members
            .iter()
            .map(|member| Ok(format!("<{}>", Self::address_reply(member.clone(), utf8)?)))
            .collect();
        Err(Reply::multi(250, "2.1.5", lines?))
    }

    /// A user name, or a user name and domain, bare or in angle brackets (§3.5.1).
    fn name(&self, text: &str) -> Result<(String, String), Reply> {
        let bare = text
            .strip_prefix('<')
            .and_then(|text| text.strip_suffix('>'))
            .unwrap_or(text);
        if let Ok(mailbox) = syntax::mailbox(bare, &self.config.limits.path) {
            return Ok((mailbox.local_part, mailbox.domain));
        }
        match syntax::string(bare) {
            Ok(name) => Ok((name, self.config.main_domain().to_owned())),
            Err(error) => Err(Reply::new(501, "5.5.4", error.to_string())),
        }
    }

    pub(super) fn help(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        if request.argument.is_some() {
            request.text()?;
        }
        if self.faults.on("smtp-help-clears-transaction") {
            self.transaction = None;
        }
        let commands = match self.config.mode {
            Mode::Lmtp => "LHLO MAIL RCPT DATA BDAT RSET VRFY EXPN",
            Mode::Submission => "EHLO HELO MAIL RCPT DATA BDAT RSET VRFY EXPN AUTH",
            Mode::Mx => "EHLO HELO MAIL RCPT DATA BDAT RSET VRFY EXPN AUTH ETRN",
        };
        let lines = vec![
            "Commands:".to_owned(),
            commands.to_owned(),
            "STARTTLS HELP NOOP QUIT".to_owned(),
        ];
        Err(Reply::multi(214, "2.0.0", lines))
    }

    pub(super) fn etrn(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        if self.config.mode != Mode::Mx {
            return Err(Reply::new(502, "5.5.1", "ETRN not available"));
        }
        if !self
            .greeted
            .as_ref()
            .is_some_and(|greeted| greeted.extended)
        {
            return Err(Reply::new(503, "5.5.1", "Say EHLO first"));
        }
        if self.transaction.is_some() {
            return Err(Reply::new(503, "5.5.1", "Not during a mail transaction"));
        }
        let text = request.text()?;
        if text.starts_with('#') {
            return Err(Reply::new(458, "4.7.0", "No such queue"));
        }
        let node = text.strip_prefix('@').unwrap_or(text);
        let literal = node.starts_with('[');
        // A fully qualified name has a dot.
        let qualified = node.contains('.');
        if literal || !qualified || syntax::host(node, &self.config.limits.path).is_err() {
            return Err(Reply::new(501, "5.5.4", "ETRN [@]domain"));
        }
        if self.config.is_local(node) {
            let text = format!("Node {node} not allowed: it is here");
            return Err(Reply::new(459, "4.7.1", text));
        }
        Err(match self.outbox.pending(node, text.starts_with('@')) {
            0 => Reply::new(
                251,
                "2.0.0",
                format!("OK, no messages waiting for node {node}"),
            ),
            count => {
                let text = format!("OK, {count} pending messages for node {node} started");
                Reply::new(253, "2.0.0", text)
            }
        })
    }
}
