//! SMTP replies (RFC 5321 §4.2) with enhanced status codes (RFC 2034), from value to octets.
//! Decides nothing about which reply is right.

use crate::faults::Faults;

/// One reply: a code, an optional enhanced status code, and at least one line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Three digits, 200 to 599.
    pub code: u16,
    /// RFC 3463 `class.subject.detail`; empty for greetings, EHLO and 3yz replies.
    pub status: String,
    /// The text lines, without codes.
    pub lines: Vec<String>,
}

/// RFC 5321 §4.5.3.1.5, with code and CRLF.
const REPLY_LINE: usize = 512;

impl Reply {
    /// A reply of one line. `status` may be empty.
    pub fn new(code: u16, status: &str, text: impl Into<String>) -> Self {
        Self::multi(code, status, vec![text.into()])
    }

    /// A reply of several lines.
    pub fn multi(code: u16, status: &str, lines: Vec<String>) -> Self {
        Self {
            code,
            status: status.to_owned(),
            lines,
        }
    }

    /// `550 5.1.1 text`, for diagnostics in reports.
    pub fn one_line(&self) -> String {
        let text = self.lines.first().map_or("", String::as_str);
        if self.status.is_empty() {
            format!("{} {text}", self.code)
        } else {
            format!("{} {} {text}", self.code, self.status)
        }
    }

    /// Appends the octets of the reply.
    pub fn render(&self, faults: &Faults, output: &mut Vec<u8>) {
        let end: &[u8] = if faults.on("smtp-bare-lf-reply") {
            b"\n"
        } else {
            b"\r\n"
        };
        let status = if faults.on("smtp-enhanced-class-differs") && self.code >= 500 {
            self.status.replacen('5', "2", 1)
        } else {
            self.status.clone()
        };
        let last = self.lines.len().saturating_sub(1);
        let bare = last > 0 && faults.on("smtp-last-line-bare");
        for (index, line) in self.lines.iter().enumerate() {
            let separator = if (index < last || bare) && !faults.on("smtp-multiline-no-hyphen") {
                '-'
            } else {
                ' '
            };
            let code = if index > 0 && faults.on("smtp-multiline-code-differs") {
                self.code + 1
            } else {
                self.code
            };
            let mut text = format!("{code}{separator}");
            if !status.is_empty() {
                text.push_str(&status);
                text.push(' ');
            }
            for character in line.chars() {
                // textstring: HT, SP and printable ASCII; RFC 6531 §3.7.4 adds UTF-8 where the
                // caller has made sure that the client takes it.
                let shown = if character.is_control() && character != '\t' {
                    '?'
                } else {
                    character
                };
                if text.len() + shown.len_utf8() + 2 > REPLY_LINE {
                    break;
                }
                text.push(shown);
            }
            output.extend_from_slice(text.as_bytes());
            output.extend_from_slice(end);
        }
        if bare {
            output.extend_from_slice(self.code.to_string().as_bytes());
            output.extend_from_slice(end);
        }
    }
}
