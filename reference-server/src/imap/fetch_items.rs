//! What FETCH tells of one message (RFC 9051 §7.5.2): a response, item by item. Its octets are
//! `fetch_sections`' and `parts`'.

use super::ImapSession;
use super::command::FetchItem;
use super::envelope::envelope;
use super::misread::misreadings;
use super::output::string;
use super::parts::decodable;
use super::preview::preview;
use super::section::Body;
use super::structure::{self, Form};
use super::sync::{flags_item, shown_modseq};
use crate::mime::{Entity, header_length};
use crate::store::{InternalDate, Message};

/// `" 1-Feb-1994 21:52:25 -0800"`, quotes included.
pub(super) fn date_time(date: &InternalDate) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let civil = date.civil();
    let month = usize::try_from(civil.month())
        .ok()
        .and_then(|month| MONTHS.get(month.wrapping_sub(1)))
        .unwrap_or(&"Jan");
    let minutes = date.zone.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!(
        "\"{:2}-{month}-{:04} {:02}:{:02}:{:02} {sign}{:02}{:02}\"",
        civil.day(),
        civil.year(),
        civil.hour(),
        civil.minute(),
        civil.second(),
        minutes / 60,
        minutes % 60,
    )
}

/// RFC 8474 §5.1.
pub(super) fn email_id(message: &Message) -> String {
    format!("Me{}", message.email_id)
}

/// RFC 8474 §5.2; never the same as an EMAILID.
pub(super) fn thread_id(message: &Message) -> String {
    format!("T{}", message.thread_id)
}

fn needs_structure(item: &FetchItem) -> bool {
    match item {
        FetchItem::Body | FetchItem::BodyStructure => true,
        FetchItem::BodySection { section, .. } => !section.path.is_empty(),
        FetchItem::Binary { path, .. } | FetchItem::BinarySize(path) => !path.is_empty(),
        _ => false,
    }
}

impl ImapSession {
    /// One FETCH response; whether a transfer encoding was not known.
    pub(super) fn fetch_message(
        &mut self,
        message: &Message,
        items: &[FetchItem],
        seen_now: bool,
    ) -> bool {
        let Some(number) = self.view.as_ref().and_then(|view| view.number(message.uid)) else {
            return false;
        };
        let number = if self.tell_uids && self.fault("imap-uid-fetch-numbered-by-uid") {
            message.uid
        } else {
            number
        };
        let seen_now = seen_now && !self.fault("imap-seen-not-reported");
        let entity = items
            .iter()
            .any(needs_structure)
            .then(|| Entity::misread(&message.octets, misreadings(&self.faults)));
        // Of what cannot be decoded there is neither content nor size to tell (RFC 3516 §4.3).
        let sized = self.fault("imap-binary-size-beside-no");
        let taken = self.fault("imap-binary-unknown-encoding-taken");
        let encoded = self.fault("imap-binary-size-encoded");
        let tellable = |item: &&FetchItem| match item {
            FetchItem::BinarySize(path) => {
                sized || encoded || decodable(&message.octets, entity.as_ref(), path)
            }
            FetchItem::Binary { path, .. } => {
                taken || decodable(&message.octets, entity.as_ref(), path)
            }
            _ => true,
        };
        let told: Vec<&FetchItem> = items.iter().filter(tellable).collect();
        let mut unknown = told.len() < items.len();
        if unknown && !seen_now && told.iter().all(|item| **item == FetchItem::Uid) {
            return true;
        }
        let mut line = format!("* {number} FETCH (").into_bytes();
        for (index, item) in told.iter().enumerate() {
            if index > 0 {
                line.push(b' ');
            }
            unknown |= self.fetch_item(&mut line, message, entity.as_ref(), item);
        }
        if seen_now && !items.contains(&FetchItem::Flags) {
            if !told.is_empty() {
                line.push(b' ');
            }
            line.extend_from_slice(self.flags_of(message).as_bytes());
            let uid_too = !self.fault("imap-seen-without-uid");
            if self.enabled.condstore && !items.contains(&FetchItem::Uid) && uid_too {
                line.extend_from_slice(format!(" UID {}", message.uid).as_bytes());
            }
            if self.enabled.condstore && !items.contains(&FetchItem::ModSeq) {
                let modseq = shown_modseq(&self.faults, message.modseq);
                line.extend_from_slice(format!(" MODSEQ ({modseq})").as_bytes());
            }
        }
        line.extend_from_slice(b")\r\n");
        self.out.put(line);
        unknown
    }

    fn flags_of(&self, message: &Message) -> String {
        if self.fault("imap-fetch-flags-empty") {
            return "FLAGS ()".to_owned();
        }
        self.view.as_ref().map_or_else(String::new, |view| {
            flags_item(view, message, self.enabled.rev2)
        })
    }

    /// Writes one item; whether a transfer encoding was not known.
    fn fetch_item(
        &mut self,
        line: &mut Vec<u8>,
        message: &Message,
        entity: Option<&Entity>,
        item: &FetchItem,
    ) -> bool {
        let octets = &message.octets;
        let utf8 = self.utf8();
        let header = header_length(octets);
        match item {
            FetchItem::Flags => line.extend_from_slice(self.flags_of(message).as_bytes()),
            FetchItem::InternalDate => {
                let date = match self.fault("imap-fetch-internaldate-now") {
                    true => date_time(&InternalDate::utc(self.now)),
                    false => date_time(&message.date),
                };
                line.extend_from_slice(format!("INTERNALDATE {date}").as_bytes());
            }
            FetchItem::Rfc822Size => {
                let crs = if self.fault("imap-size-off-by-crs") {
                    octets.iter().filter(|&&octet| octet == b'\r').count()
                } else {
                    0
                };
                line.extend_from_slice(format!("RFC822.SIZE {}", octets.len() - crs).as_bytes());
            }
            FetchItem::Uid if self.fault("imap-fetch-uid-zero") => {
                line.extend_from_slice(b"UID 0");
            }
            FetchItem::Uid => line.extend_from_slice(format!("UID {}", message.uid).as_bytes()),
            FetchItem::SaveDate => {
                let saved = if self.fault("imap-savedate-is-internaldate") {
                    date_time(&message.date)
                } else if self.fault("imap-savedate-malformed") {
                    "\"yesterday\"".to_owned()
                } else if self.fault("imap-savedate-changes") {
                    date_time(&InternalDate::utc(self.now))
                } else {
                    date_time(&InternalDate::utc(message.save_date))
                };
                line.extend_from_slice(format!("SAVEDATE {saved}").as_bytes());
            }
            FetchItem::EmailId if self.fault("imap-emailid-same") => {
                line.extend_from_slice(b"EMAILID (M0)");
            }
            FetchItem::EmailId if self.fault("imap-emailid-follows-flags") => {
                line.extend_from_slice(format!("EMAILID (M{})", message.modseq).as_bytes());
            }
            FetchItem::EmailId => {
                line.extend_from_slice(format!("EMAILID ({})", email_id(message)).as_bytes())
            }
            FetchItem::ThreadId => {
                let id = self.told_thread_id(message);
                line.extend_from_slice(format!("THREADID ({id})").as_bytes());
            }
            FetchItem::Preview { .. } => self.fetch_preview(line, octets),
            FetchItem::ModSeq => {
                let modseq = shown_modseq(&self.faults, message.modseq);
                let modseq = if self.fault("imap-fetch-modseq-zero") {
                    0
                } else {
                    modseq
                };
                line.extend_from_slice(format!("MODSEQ ({modseq})").as_bytes())
            }
            FetchItem::Envelope => {
                line.extend_from_slice(b"ENVELOPE ");
                let header = octets.get(..header).unwrap_or_default();
                let header = if self.fault("imap-envelope-empty") {
                    b""
                } else {
                    header
                };
                envelope(line, header, utf8, &self.faults);
            }
            FetchItem::Body | FetchItem::BodyStructure => {
                let extended = *item == FetchItem::BodyStructure;
                line.extend_from_slice(if extended {
                    b"BODYSTRUCTURE "
                } else {
                    b"BODY "
                });
                let extended = extended || self.fault("imap-body-has-extension-data");
                if let Some(entity) = entity {
                    let form = Form {
                        extended,
                        utf8,
                        faults: &self.faults,
                    };
                    structure::body(line, octets, entity, form);
                }
            }
            FetchItem::Rfc822 => {
                let from = match self.fault("imap-rfc822-without-header") {
                    true => header,
                    false => 0,
                };
                self.body(
                    line,
                    "RFC822",
                    octets,
                    Body::Range(from..octets.len()),
                    None,
                )
            }
            FetchItem::Rfc822Header => {
                self.body(line, "RFC822.HEADER", octets, Body::Range(0..header), None)
            }
            FetchItem::Rfc822Text => {
                let from = match self.fault("imap-rfc822-text-has-header") {
                    true => 0,
                    false => header,
                };
                let body = Body::Range(from..octets.len());
                self.body(line, "RFC822.TEXT", octets, body, None);
            }
            FetchItem::BodySection {
                section, partial, ..
            } => return self.fetch_section(line, octets, entity, section, *partial),
            FetchItem::Binary { path, partial, .. } => {
                return self.binary(line, octets, entity, path, *partial);
            }
            FetchItem::BinarySize(path) => {
                return self.fetch_binary_size(line, octets, entity, path);
            }
        }
        false
    }

    fn told_thread_id(&self, message: &Message) -> String {
        if self.fault("imap-threadid-malformed") {
            "a.b".to_owned()
        } else if self.fault("imap-threadid-of-uid") {
            format!("T{}", message.uid)
        } else if self.fault("imap-threadid-changes") {
            format!("T{}", message.modseq)
        } else if self.fault("imap-threadid-is-emailid") {
            email_id(message)
        } else if self.fault("imap-threadid-of-mailbox") {
            let mailbox = self.view.as_ref().map_or(0, |view| view.id.0);
            format!("T{mailbox}-{}", message.thread_id)
        } else if self.fault("imap-threadid-of-message") {
            format!("T{}-{}", message.thread_id, message.email_id)
        } else {
            thread_id(message)
        }
    }

    fn fetch_preview(&self, line: &mut Vec<u8>, octets: &[u8]) {
        let mut longest = self.fault("imap-preview-too-long").then_some(300);
        if self.fault("imap-preview-longish") {
            longest = Some(250);
        }
        let mut text = preview(octets, longest, self.fault("imap-preview-encoded"));
        if self.fault("imap-preview-changes") {
            text.push_str(&self.now.subsec_nanosecond().to_string());
        }
        if self.fault("imap-preview-markup") {
            text = format!("<p>{text}</p>");
        }
        if self.fault("imap-preview-latin-1") && !text.is_ascii() {
            let octets: Vec<u8> = text.chars().map(|c| c as u8).collect();
            line.extend_from_slice(format!("PREVIEW {{{}}}\r\n", octets.len()).as_bytes());
            line.extend_from_slice(&octets);
            return;
        }
        if self.fault("imap-preview-nil") && text.is_empty() {
            line.extend_from_slice(b"PREVIEW NIL");
            return;
        }
        line.extend_from_slice(b"PREVIEW ");
        string(line, text.as_bytes(), self.utf8());
    }
}
