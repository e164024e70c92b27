//! What a session has been asked to do differently, and UNAUTHENTICATE, which ends all of it
//! (RFC 8437); COMPRESS (RFC 4978).

use super::collation::Collation;
use super::context::Followed;
use super::language::Language;
use super::reply::{Answer, Reply};
use super::{Enabled, ImapSession};
use crate::session::Effect;

/// Choices of the client that last until they are taken back.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub collation: Collation,
    pub language: Language,
    pub followed: Vec<Followed>,
    pub compressed: bool,
    /// A fault has the next command refused.
    pub refuses_next: bool,
    /// The name by which the selected mailbox was opened.
    pub selected: String,
}

impl ImapSession {
    pub(super) fn unauthenticate(&mut self, tag: &str) -> Option<Answer> {
        if self.view.is_some() && self.fault("imap-unauthenticate-no") {
            return Some(Err(Reply::no("Close the mailbox first")));
        }
        if self.fault("imap-unauthenticate-expunges") && self.view.is_some() {
            let _ = self.close(true);
        }
        let saved = std::mem::take(&mut self.saved);
        let followed = std::mem::take(&mut self.options.followed);
        self.close_view();
        let was = std::mem::take(&mut self.options);
        if self.fault("imap-unauthenticate-keeps-saved") {
            self.saved = saved;
        }
        if self.fault("imap-unauthenticate-keeps-contexts") {
            self.options.followed = followed;
        }
        if self.fault("imap-unauthenticate-keeps-comparator") {
            self.options.collation = was.collation;
        }
        self.options.refuses_next = self.fault("imap-unauthenticate-next-refused");
        let condstore = self.enabled.condstore && self.fault("imap-unauthenticate-keeps-condstore");
        if !self.fault("imap-unauthenticate-stays-enabled") {
            self.enabled = Enabled::default();
            self.enabled.condstore = condstore;
        }
        if !self.fault("imap-unauthenticate-stays-logged-in") {
            self.account = None;
        }
        if !self.fault("imap-unauthenticate-keeps-notify") {
            self.notified = None;
        }
        if !self.fault("imap-unauthenticate-keeps-metadata") {
            self.annotations_known = None;
        }
        self.tell_uids = false;
        self.tagged(tag, &Reply::ok("You are nobody again"));
        if self.fault("imap-unauthenticate-closes") {
            self.end();
        }
        if was.compressed {
            self.effects.push_back(Effect::Decompress);
        }
        None
    }

    pub(super) fn compress(&mut self, tag: &str, algorithm: &str) -> Option<Answer> {
        if algorithm == "DEFLATE" && self.fault("imap-compress-refused") {
            return Some(Err(Reply::no("There is no room for a window")));
        }
        if algorithm != "DEFLATE" && self.fault("imap-compress-refused-compresses") {
            self.tagged(tag, &Reply::bad("There is no such algorithm"));
            self.effects.push_back(Effect::Compress);
            return None;
        }
        if algorithm != "DEFLATE" {
            return Some(if self.fault("imap-compress-any-algorithm") {
                Ok(Reply::ok("Compressed"))
            } else {
                Err(Reply::bad("There is no such algorithm"))
            });
        }
        if self.options.compressed {
            return Some(Err(
                Reply::no("This command has switched it on already").code("COMPRESSIONACTIVE")
            ));
        }
        self.tagged(tag, &Reply::ok("DEFLATE from here on"));
        self.options.compressed = true;
        self.effects.push_back(Effect::Compress);
        None
    }
}
