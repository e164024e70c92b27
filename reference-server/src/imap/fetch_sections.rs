//! The sections that FETCH gives (RFC 9051 §6.4.5), and what a fault gives in their place. Writes and decodes no octets
//! itself.

use super::ImapSession;
use super::command::{Partial, Section, SectionText};
use super::parts::binary;
use super::section::{Body, section_body, section_name};
use crate::mime::{Entity, header_length};
use bytes::Bytes;

impl ImapSession {
    /// Writes a section; whether its transfer encoding is taken for an error, as a fault does.
    pub(super) fn fetch_section(
        &mut self,
        line: &mut Vec<u8>,
        octets: &Bytes,
        entity: Option<&Entity>,
        section: &Section,
        partial: Partial,
    ) -> bool {
        let header = header_length(octets);
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
            if section.text == Some(SectionText::Text) && self.fault("imap-text-has-header") {
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
        self.body(line, &name, octets, body, partial);
        if section.text.is_none()
            && binary(octets, entity, &section.path).is_none()
            && self.fault("imap-body-unknown-encoding-refused")
        {
            return true;
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
