//! Transferring the message: DATA (RFC 5321 §4.1.1.4) and BDAT (RFC 3030), when they are allowed
//! and what ends them. Takes no octets itself (`data` does) and delivers nothing.

use super::command::Request;
use super::config::Mode;
use super::data::{Allowed, Content, DataReader};
use super::params::{Body, MailParameters};
use super::reply::Reply;
use super::session::{Phase, SmtpSession};
use super::special::{self, Special, Stage};
use super::transaction::{Target, bad_order};

impl SmtpSession {
    pub(super) fn data(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        if !self.faults.on("smtp-data-with-argument-accepted") {
            request.no_argument()?;
        }
        self.authentication()?;
        let Some(transaction) = &self.transaction else {
            return Err(bad_order("MAIL first"));
        };
        let mixed = transaction.chunks.is_some() || transaction.failed;
        if mixed && !self.faults.on("smtp-bdat-mixed-with-data-accepted") {
            return Err(bad_order("DATA and BDAT do not mix"));
        }
        if transaction.parameters.body == Body::BinaryMime
            && !self.faults.on("smtp-binarymime-data-accepted")
        {
            return Err(bad_order("BODY=BINARYMIME needs BDAT"));
        }
        if transaction.recipients.is_empty() && !self.faults.on("smtp-data-without-rcpt-354") {
            return Err(bad_order("No valid recipients"));
        }
        let refused = transaction.recipients.iter().find_map(|r| match r.target {
            Target::Special(Special::Reply(code, Stage::Start)) => Some(code),
            _ => None,
        });
        if let Some(code) = refused {
            return Err(Reply::new(code, special::status(code), "As you asked"));
        }
        let reader = DataReader::new(&self.config.limits, &self.faults);
        self.reply(&Reply::new(
            354,
            "",
            "Start mail input; end with <CRLF>.<CRLF>",
        ));
        self.phase = Phase::Data(Box::new(reader));
        Ok(())
    }

    /// What the transaction in hand allows its content to hold.
    fn allowed(&self, parameters: &MailParameters, lenient: bool) -> Allowed {
        let binary = parameters.body == Body::BinaryMime;
        Allowed {
            bare: binary
                || lenient
                || self.config.accept_bare_cr_lf
                || self.faults.on("smtp-bare-lf-accepted"),
            eight_bit: parameters.body != Body::SevenBit
                || parameters.smtputf8
                || self.config.accept_undeclared_8bit
                || self.faults.on("smtp-8bit-stripped"),
            any_line: binary,
        }
    }

    pub(super) fn end_of_data(&mut self, content: Content, lenient: bool) {
        let Some(transaction) = self.transaction.take() else {
            self.reply(&bad_order("No transaction"));
            return;
        };
        if self.faults.on("smtp-data-keeps-transaction") {
            self.transaction = Some(transaction.clone());
        }
        let allowed = self.allowed(&transaction.parameters, lenient);
        let message = content.finish(allowed, &self.faults);
        let replies = self.accept(transaction, message);
        for reply in &replies {
            self.reply(reply);
        }
    }

    /// RFC 3030 §2. Whatever is wrong, the octets of the chunk are taken first.
    pub(super) fn bdat(&mut self, request: &Request<'_>) -> Result<(), Reply> {
        let syntax = || Reply::new(501, "5.5.4", "BDAT size [LAST]");
        let text = request.text().map_err(|_| syntax())?;
        let (size, marker) = match text.split_once(' ') {
            Some((size, marker)) => (size, Some(marker)),
            None => (text, None),
        };
        if size.is_empty() || !size.bytes().all(|octet| octet.is_ascii_digit()) {
            return Err(syntax());
        }
        let left: u64 = size.parse().map_err(|_| syntax())?;
        let last = marker.is_some_and(|marker| marker.eq_ignore_ascii_case("LAST"));
        let refusal = if marker.is_some() && !last {
            Some(vec![syntax()])
        } else {
            self.bdat_refusal(last)
        };
        if refusal.is_some() {
            if let Some(transaction) = &mut self.transaction {
                transaction.failed = true;
            }
            if self.faults.on("smtp-bdat-failure-not-discarded") {
                self.end_of_chunk(last, refusal);
                return Ok(());
            }
        } else if let Some(transaction) = &mut self.transaction {
            let content = || Content::new(&self.config.limits, &self.faults);
            transaction.chunks.get_or_insert_with(content);
        }
        self.phase = Phase::Chunk {
            left,
            last,
            refusal,
        };
        Ok(())
    }

    fn bdat_refusal(&self, last: bool) -> Option<Vec<Reply>> {
        if let Err(reply) = self.authentication() {
            return Some(vec![reply]);
        }
        let Some(transaction) = &self.transaction else {
            return Some(vec![bad_order("MAIL first")]);
        };
        let lmtp_last = last && self.config.mode == Mode::Lmtp;
        let refusal = |reply: Reply| {
            // RFC 2033 §4.3: BDAT LAST has one reply per recipient, good or bad, none included.
            if lmtp_last {
                Some(vec![reply; transaction.recipients.len()])
            } else {
                Some(vec![reply])
            }
        };
        if transaction.failed {
            return refusal(bad_order("A BDAT failed: RSET first"));
        }
        if !self.offered().has("CHUNKING") {
            return refusal(bad_order("CHUNKING was not offered"));
        }
        if transaction.recipients.is_empty() {
            return refusal(bad_order("No valid recipients"));
        }
        None
    }

    pub(super) fn end_of_chunk(&mut self, last: bool, refusal: Option<Vec<Reply>>) {
        let replies = match refusal {
            Some(replies) => replies,
            None if last => self.end_of_chunks(),
            None => {
                let large = self.transaction.as_mut().is_some_and(|transaction| {
                    let large = transaction.chunks.as_ref().is_some_and(Content::too_large);
                    transaction.failed |= large;
                    large
                });
                vec![if large {
                    Reply::new(552, "5.3.4", "Message exceeds the maximum size")
                } else {
                    let spoilt = self.faults.on("smtp-bdat-251");
                    Reply::new(if spoilt { 251 } else { 250 }, "2.0.0", "Chunk received")
                }]
            }
        };
        for reply in &replies {
            self.reply(reply);
        }
    }

    fn end_of_chunks(&mut self) -> Vec<Reply> {
        let Some(mut transaction) = self.transaction.take() else {
            return vec![bad_order("No transaction")];
        };
        let allowed = self.allowed(&transaction.parameters, false);
        let content = transaction.chunks.take();
        let content = content.unwrap_or_else(|| Content::new(&self.config.limits, &self.faults));
        let message = content.finish(allowed, &self.faults);
        self.accept(transaction, message)
    }
}
