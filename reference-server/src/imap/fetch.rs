//! FETCH (RFC 9051 §6.4.5, §7.5.2): items, sections, partials, binary.

use super::ImapSession;
use super::command::{FetchItem, Section, SectionText, SequenceSet};
use super::envelope::envelope;
use super::misread::misreadings;
use super::output::{number_set, string};
use super::parts::{binary, decodable};
use super::preview::preview;
use super::reply::{Answer, Reply};
use super::results::PartialRange;
use super::section::{Body, path_name, section_body, section_name};
use super::structure::{self, Form};
use super::sync::flags_item;
use super::sync::shown_modseq;
use crate::mime::{Entity, header_length};
use crate::store::{InternalDate, Message, Rights, system};

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

fn sets_seen(item: &FetchItem) -> bool {
    matches!(
        item,
        FetchItem::Rfc822
            | FetchItem::Rfc822Text
            | FetchItem::BodySection { peek: false, .. }
            | FetchItem::Binary { peek: false, .. }
    )
}

fn needs_structure(item: &FetchItem) -> bool {
    match item {
        FetchItem::Body | FetchItem::BodyStructure => true,
        FetchItem::BodySection { section, .. } => !section.path.is_empty(),
        FetchItem::Binary { path, .. } | FetchItem::BinarySize(path) => !path.is_empty(),
        _ => false,
    }
}

/// Whether what is told of a message is made anew, and not shared with the store.
fn copies(item: &FetchItem) -> bool {
    match item {
        FetchItem::Envelope
        | FetchItem::Body
        | FetchItem::BodyStructure
        | FetchItem::Preview { .. }
        | FetchItem::Binary { .. } => true,
        FetchItem::BodySection { section, .. } => section.text.is_some(),
        _ => false,
    }
}

/// Whether a range of the set ends below its beginning.
fn backwards(set: &SequenceSet) -> bool {
    matches!(set, SequenceSet::Ranges(ranges) if ranges
        .iter()
        .any(|range| matches!(range, (Some(first), Some(last)) if first > last)))
}

/// Whether the set is a range from above all UIDs to `*`.
fn above_all(set: &SequenceSet, uids: &[u32]) -> bool {
    let most = uids.last().copied().unwrap_or_default();
    matches!(set, SequenceSet::Ranges(ranges) if ranges
        .iter()
        .all(|range| matches!(range, (Some(first), None) if *first > most)))
}

impl ImapSession {
    pub(super) fn fetch(
        &mut self,
        uid: bool,
        set: &SequenceSet,
        items: &[FetchItem],
        changed_since: Option<u64>,
        vanished: bool,
        partial: Option<PartialRange>,
    ) -> Answer {
        let hidden = (partial.is_some() && !self.has("PARTIAL"))
            || items
                .iter()
                .any(|item| matches!(item, FetchItem::Preview { .. }) && !self.has("PREVIEW"));
        if hidden {
            return Err(Reply::bad("The extension is not there"));
        }
        if vanished && !self.enabled.qresync && !self.fault("imap-qresync-before-enable") {
            return Err(Reply::bad("QRESYNC has not been enabled"));
        }
        if changed_since.is_some() || items.contains(&FetchItem::ModSeq) {
            self.use_condstore();
        }
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        if self.fault("imap-range-backwards-refused") && backwards(set) {
            return Err(Reply::bad("The range goes backwards"));
        }
        if *set == SequenceSet::Saved
            && self.saved.is_empty()
            && self.fault("imap-save-nothing-refused")
        {
            return Err(Reply::bad("Nothing has been saved"));
        }
        let mut uids = view
            .resolve(set, uid, &self.saved)
            .map_err(|_| Reply::out_of_range())?;
        if uid && self.fault("imap-uid-star-range-empty") && above_all(set, &view.uids) {
            uids.clear();
        }
        if let Some(range) = partial.filter(|_| !self.fault("imap-fetch-partial-ignored")) {
            uids = if self.fault("imap-fetch-partial-of-mailbox") {
                let part = range.of(&view.uids);
                uids.retain(|uid| part.contains(uid));
                uids
            } else {
                range.of(&uids).to_vec()
            };
        }
        if uid && uids.is_empty() && self.fault("imap-uid-nonexistent-no") {
            return Err(Reply::no("There is no such message"));
        }
        let (messages, missing, vanished) =
            self.messages_to_fetch(uids, items, changed_since, vanished.then_some(set))?;
        let last = self.fault("imap-fetch-vanished-last");
        let vanished = (!vanished.is_empty() && !self.fault("imap-fetch-vanished-silent"))
            .then(|| format!("VANISHED (EARLIER) {}", number_set(vanished)));
        if let Some(vanished) = vanished.clone().filter(|_| !last) {
            self.untagged(vanished);
        }
        let mut items = items.to_vec();
        if self.macro_cut_short(&items) {
            items.pop();
        }
        if uid && !items.contains(&FetchItem::Uid) && !self.fault("imap-uid-fetch-without-uid") {
            items.insert(0, FetchItem::Uid);
        }
        if changed_since.is_some()
            && !items.contains(&FetchItem::ModSeq)
            && !self.fault("imap-changedsince-without-modseq")
        {
            items.push(FetchItem::ModSeq);
        }
        let mut unknown_encoding = false;
        for (message, seen_now) in messages {
            let copies = items.iter().filter(|item| copies(item)).count() as u64;
            let most = copies.saturating_mul(message.octets.len() as u64);
            if self.out.own().max(most) > self.answer_octets() {
                return Err(Reply::no("That is too much for one answer").code("LIMIT"));
            }
            unknown_encoding |= self.fetch_message(&message, &items, seen_now);
        }
        if let Some(vanished) = vanished.filter(|_| last) {
            self.untagged(vanished);
        }
        if unknown_encoding {
            return Err(Reply::no("A transfer encoding is not known").code("UNKNOWN-CTE"));
        }
        if missing && !uid {
            return Err(Reply::expunge_issued());
        }
        Ok(Reply::ok("That is all"))
    }

    /// The messages as they are now, `\Seen` set where it is due; whether one was missing; and
    /// UIDs of the set that have gone since `changed_since`.
    #[expect(clippy::type_complexity, reason = "three answers under one lock")]
    fn messages_to_fetch(
        &mut self,
        uids: Vec<u32>,
        items: &[FetchItem],
        changed_since: Option<u64>,
        vanished: Option<&SequenceSet>,
    ) -> Result<(Vec<(Message, bool)>, bool, Vec<u32>), Reply> {
        let faulty = self.faults.on("imap-body-peek-sets-seen");
        let header = self.faults.on("imap-rfc822-header-sets-seen");
        let binary_peek = self.faults.on("imap-binary-peek-sets-seen");
        let binary_keeps = self.faults.on("imap-binary-keeps-unseen");
        let reads = |item: &FetchItem| {
            let binary = matches!(item, FetchItem::Binary { .. });
            (sets_seen(item) && !(binary && binary_keeps))
                || (binary && binary_peek)
                || (faulty && matches!(item, FetchItem::BodySection { .. }))
                || (header && *item == FetchItem::Rfc822Header)
        };
        let peeks = !items.iter().any(reads) || self.faults.on("imap-body-keeps-unseen");
        let view = self
            .view
            .as_mut()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        let mut state = self.store.lock();
        let may_see = state
            .rights(self.account.as_deref().unwrap_or_default(), view.id)
            .has(Rights::SEEN);
        let mut gone = Vec::new();
        if let (Some(SequenceSet::Ranges(ranges)), Some(since), Some(mailbox)) =
            (vanished, changed_since, state.mailbox(view.id))
        {
            let within = |uid: u32| {
                ranges.iter().any(|&(a, b)| {
                    let (a, b) = (a.unwrap_or(u32::MAX), b.unwrap_or(u32::MAX));
                    (a.min(b)..=a.max(b)).contains(&uid)
                })
            };
            gone = mailbox.vanished_since(since);
            gone.retain(|&uid| within(uid) || self.faults.on("imap-fetch-vanished-beyond-set"));
        }
        let mut found = Vec::with_capacity(uids.len());
        let mut missing = false;
        for uid in uids {
            let Some(message) = state
                .mailbox(view.id)
                .and_then(|mailbox| mailbox.message(uid))
            else {
                missing = true;
                continue;
            };
            if changed_since.is_some_and(|since| message.modseq <= since)
                && !self.faults.on("imap-changedsince-ignored")
            {
                continue;
            }
            if peeks || !may_see || view.read_only || message.flags.has(system::SEEN) {
                found.push((message.clone(), false));
                continue;
            }
            let mut flags = message.flags.clone();
            flags.set(system::SEEN);
            if let Some(mailbox) = state.mailbox_mut(view.id) {
                if let Some(modseq) = mailbox.set_flags(uid, &flags) {
                    view.own.insert(uid, modseq);
                }
                found.extend(mailbox.message(uid).map(|message| (message.clone(), true)));
            }
        }
        Ok((found, missing, gone))
    }

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

    /// Whether the items are those of a macro, and a fault leaves the last one out.
    fn macro_cut_short(&self, items: &[FetchItem]) -> bool {
        use FetchItem::{Body, Envelope, Flags, InternalDate, Rfc822Size};
        match items {
            [Flags, InternalDate, Rfc822Size] => self.fault("imap-fast-without-size"),
            [Flags, InternalDate, Rfc822Size, Envelope] => self.fault("imap-all-without-envelope"),
            [Flags, InternalDate, Rfc822Size, Envelope, Body] => {
                self.fault("imap-full-without-body")
            }
            _ => false,
        }
    }

    fn flags_of(&self, message: &Message) -> String {
        if self.fault("imap-fetch-flags-empty") {
            return "FLAGS ()".to_owned();
        }
        self.view.as_ref().map_or_else(String::new, |view| {
            flags_item(view, message, self.enabled.rev2)
        })
    }

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
                let id = if self.fault("imap-threadid-malformed") {
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
                };
                line.extend_from_slice(format!("THREADID ({id})").as_bytes());
            }
            FetchItem::Preview { .. } => {
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
                    return false;
                }
                if self.fault("imap-preview-nil") && text.is_empty() {
                    line.extend_from_slice(b"PREVIEW NIL");
                    return false;
                }
                line.extend_from_slice(b"PREVIEW ");
                string(line, text.as_bytes(), utf8);
            }
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
            } => {
                let name = section_name(section);
                let faulty = self.faulty_section(section, entity);
                let section = faulty.as_ref().unwrap_or(section);
                let mut body = section_body(octets, entity, section);
                if partial.is_some()
                    && matches!(section.text, Some(SectionText::Fields { .. }))
                    && self.fault("imap-fields-partial-of-header")
                {
                    body = Body::Range(0..header);
                }
                if let Body::Range(range) = &mut body {
                    if section.text == Some(SectionText::Header)
                        && self.fault("imap-header-without-blank-line")
                    {
                        range.end = range.end.saturating_sub(2).max(range.start);
                    }
                    if section.text == Some(SectionText::Text) && self.fault("imap-text-has-header")
                    {
                        range.start = 0;
                    }
                    if section.text.is_none()
                        && section.path.is_empty()
                        && partial.is_none()
                        && self.fault("imap-body-truncated")
                    {
                        range.end = range.end.min(2000);
                    }
                    if section.text.is_none()
                        && section.path.is_empty()
                        && self.fault("imap-body-without-header")
                    {
                        range.start = header;
                    }
                }
                self.body(line, &name, octets, body, *partial);
                if section.text.is_none()
                    && binary(octets, entity, &section.path).is_none()
                    && self.fault("imap-body-unknown-encoding-refused")
                {
                    return true;
                }
            }
            FetchItem::Binary { path, partial, .. } => {
                return self.binary(line, octets, entity, path, *partial);
            }
            FetchItem::BinarySize(path) => {
                let mut decoded = binary(octets, entity, path);
                if self.fault("imap-binary-size-encoded") {
                    let located = entity.and_then(|entity| entity.locate(path));
                    let body = located.and_then(|found| octets.get(found.entity.body.clone()));
                    decoded = Some(body.map(<[u8]>::to_vec));
                }
                let size = decoded
                    .as_ref()
                    .map_or(0, |decoded| decoded.as_ref().map_or(0, Vec::len));
                line.extend_from_slice(
                    format!("BINARY.SIZE[{}] {size}", path_name(path)).as_bytes(),
                );
                return decoded.is_none();
            }
        }
        false
    }

    /// The section that is given in place of the one asked for.
    fn faulty_section(&self, section: &Section, entity: Option<&Entity>) -> Option<Section> {
        let mut other = section.clone();
        let parts = entity.is_some_and(Entity::is_multipart);
        if let [first] = other.path.as_mut_slice() {
            if parts && self.fault("imap-parts-off-by-one") {
                *first += 1;
            }
            if !parts && self.fault("imap-part-one-missing") {
                *first += 1;
            }
        }
        match &mut other.text {
            Some(SectionText::Fields { not, .. }) if self.fault("imap-fields-not-inverted") => {
                *not = false;
            }
            Some(SectionText::Fields { not: false, names })
                if self.fault("imap-fields-case-sensitive") =>
            {
                names.retain(|name| !name.iter().all(|octet| !octet.is_ascii_lowercase()));
            }
            Some(SectionText::Mime) if self.fault("imap-mime-is-body") => other.text = None,
            Some(SectionText::Header)
                if !other.path.is_empty() && self.fault("imap-part-header-is-mime") =>
            {
                other.text = Some(SectionText::Mime);
            }
            _ => {}
        }
        Some(other)
    }
}
