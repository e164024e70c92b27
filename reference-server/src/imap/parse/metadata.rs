//! GETMETADATA and SETMETADATA (RFC 5464 §5). Its grammar has the options before the mailbox, its
//! examples after: both are taken.

use super::super::command::{Command, Metadata};
use super::{Bad, Cursor, Parsed};
use bytes::Bytes;

enum GetOption {
    MaxSize(u32),
    Depth(usize),
}

impl Cursor<'_> {
    /// `None` when the name is none of theirs.
    pub(super) fn metadata_command(&mut self, name: &str) -> Option<Parsed<Command>> {
        match name {
            "GETMETADATA" => Some(self.get_metadata()),
            "SETMETADATA" => Some(self.set_metadata()),
            _ => None,
        }
    }

    fn get_option(&mut self) -> Parsed<GetOption> {
        let name = self.word()?;
        self.sp()?;
        match name.as_str() {
            "MAXSIZE" => self.number().map(GetOption::MaxSize),
            "DEPTH" => match self.word()?.as_str() {
                "0" => Ok(GetOption::Depth(0)),
                "1" => Ok(GetOption::Depth(1)),
                "INFINITY" => Ok(GetOption::Depth(usize::MAX)),
                _ => Err(Bad("there is no such depth")),
            },
            _ => Err(Bad("there is no such GETMETADATA option")),
        }
    }

    fn get_metadata(&mut self) -> Parsed<Command> {
        let mut options = Vec::new();
        self.sp()?;
        if self.peek() == Some(b'(') {
            options = self.parenthesised(Self::get_option)?;
            self.sp()?;
        }
        let mailbox = self.astring()?;
        self.sp()?;
        let at_options = matches!(self.rest(), [b'(', letter, ..] if letter.is_ascii_alphabetic());
        if options.is_empty() && at_options {
            options = self.parenthesised(Self::get_option)?;
            self.sp()?;
        }
        let entries = if self.peek() == Some(b'(') {
            self.parenthesised(Self::astring)?
        } else {
            vec![self.astring()?]
        };
        let (mut max_size, mut depth) = (None, None);
        for option in options {
            let twice = match option {
                GetOption::MaxSize(most) => max_size.replace(most).is_some(),
                GetOption::Depth(levels) => depth.replace(levels).is_some(),
            };
            if twice {
                return Err(Bad("an option is there twice"));
            }
        }
        Ok(Command::Metadata(Metadata::Get {
            mailbox,
            max_size,
            depth: depth.unwrap_or(0),
            entries,
        }))
    }

    fn set_metadata(&mut self) -> Parsed<Command> {
        let mailbox = self.mailbox()?;
        self.sp()?;
        let values = self.parenthesised(|cursor| {
            let entry = cursor.astring()?;
            cursor.sp()?;
            let value = if cursor.rest().starts_with(b"~{") {
                Some(Bytes::clone(&cursor.any_literal()?.octets))
            } else {
                cursor.nstring()?.map(Bytes::from)
            };
            Ok((entry, value))
        })?;
        Ok(Command::Metadata(Metadata::Set { mailbox, values }))
    }
}
