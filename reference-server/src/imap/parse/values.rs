//! Numbers, sets, flags and dates of a command. Knows no command.

use super::{Bad, Cursor, Parsed};
use crate::imap::command::{SequenceRange, SequenceSet};
use crate::store::InternalDate;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

impl Cursor<'_> {
    pub(super) fn digits(&mut self) -> Parsed<u64> {
        let run = self.run(|octet| octet.is_ascii_digit());
        std::str::from_utf8(run)
            .ok()
            .and_then(|run| run.parse().ok())
            .ok_or(Bad("a number is expected"))
    }

    pub(super) fn number(&mut self) -> Parsed<u32> {
        u32::try_from(self.digits()?).map_err(|_| Bad("the number is too large"))
    }

    /// RFC 9051's number64 and RFC 7162's mod-sequence value: 63 bits.
    pub(super) fn number64(&mut self) -> Parsed<u64> {
        self.digits().and_then(|n| {
            if n > i64::MAX as u64 {
                Err(Bad("the number is too large"))
            } else {
                Ok(n)
            }
        })
    }

    /// RFC 7162's `mod-sequence-value`: not 0.
    pub(super) fn mod_sequence(&mut self) -> Parsed<u64> {
        match self.number64()? {
            0 => Err(Bad("a mod-sequence is not 0")),
            modseq => Ok(modseq),
        }
    }

    pub(super) fn nz_number(&mut self) -> Parsed<u32> {
        if self.peek() == Some(b'0') {
            return Err(Bad("a number that does not begin with zero is expected"));
        }
        self.number()
    }

    pub(super) fn seq_number(&mut self) -> Parsed<Option<u32>> {
        if self.eat(b'*') {
            Ok(None)
        } else {
            self.nz_number().map(Some)
        }
    }

    pub(super) fn at_sequence_set(&self) -> bool {
        matches!(self.peek(), Some(b'0'..=b'9' | b'*' | b'$'))
    }

    pub(super) fn sequence_set(&mut self) -> Parsed<SequenceSet> {
        if self.eat(b'$') {
            return Ok(SequenceSet::Saved);
        }
        let mut ranges: Vec<SequenceRange> = Vec::new();
        loop {
            let first = self.seq_number()?;
            let last = if self.eat(b':') {
                self.seq_number()?
            } else {
                first
            };
            ranges.push((first, last));
            if !self.eat(b',') {
                return Ok(SequenceSet::Ranges(ranges));
            }
        }
    }

    /// A `uid-set` without `*` (RFC 7162's known-uids).
    pub(super) fn uid_set(&mut self) -> Parsed<SequenceSet> {
        match self.sequence_set()? {
            SequenceSet::Ranges(ranges)
                if ranges
                    .iter()
                    .all(|range| range.0.is_some() && range.1.is_some()) =>
            {
                Ok(SequenceSet::Ranges(ranges))
            }
            _ => Err(Bad("a set of UIDs is expected")),
        }
    }

    /// `\Seen`, `keyword`; `\Recent` and `\*` are not to be set (`flag` of the grammar).
    pub(super) fn flag(&mut self) -> Parsed<String> {
        if !self.eat(b'\\') {
            return self.atom();
        }
        let name = format!("\\{}", self.atom()?);
        if name.eq_ignore_ascii_case("\\Recent") {
            return Err(Bad("\\Recent is not a client's to set"));
        }
        Ok(name)
    }

    pub(super) fn flag_list(&mut self) -> Parsed<Vec<String>> {
        self.open()?;
        let mut flags = Vec::new();
        if self.eat(b')') {
            return Ok(flags);
        }
        loop {
            flags.push(self.flag()?);
            if self.eat(b')') {
                return Ok(flags);
            }
            self.sp()?;
        }
    }

    pub(super) fn two_digits(&mut self) -> Parsed<i8> {
        match self.rest() {
            [a @ b'0'..=b'9', b @ b'0'..=b'9', ..] => {
                self.at += 2;
                Ok(((a - b'0') * 10 + (b - b'0')) as i8)
            }
            _ => Err(Bad("two digits are expected")),
        }
    }

    pub(super) fn month_and_year(&mut self, day: i8) -> Parsed<Date> {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        self.expect(b'-', "a date is malformed")?;
        let month = (1_i8..)
            .zip(MONTHS)
            .find(|(_, name)| self.eat_word(name))
            .ok_or(Bad("a month is expected"))?
            .0;
        self.expect(b'-', "a date is malformed")?;
        let year = i16::from(self.two_digits()?) * 100 + i16::from(self.two_digits()?);
        Date::new(year, month, day).map_err(|_| Bad("there is no such date"))
    }

    /// `date`: `1-Feb-1994`, quoted or not.
    pub(super) fn date(&mut self) -> Parsed<Date> {
        let quoted = self.eat(b'"');
        let run = self.run(|octet| octet.is_ascii_digit());
        let day = match run {
            [_] | [_, _] => std::str::from_utf8(run)
                .ok()
                .and_then(|day| day.parse().ok()),
            _ => None,
        };
        let date = self.month_and_year(day.ok_or(Bad("a date is expected"))?)?;
        if quoted {
            self.expect(b'"', "a date is malformed")?;
        }
        Ok(date)
    }

    /// `date-time`: `" 1-Feb-1994 21:52:25 -0800"`.
    pub(super) fn date_time(&mut self) -> Parsed<InternalDate> {
        const BAD: Bad = Bad("a date-time is malformed");
        self.expect(b'"', "a date-time is expected")?;
        let day = if self.eat(b' ') {
            let run = self.run(|octet| octet.is_ascii_digit());
            match run {
                [digit] => (digit - b'0') as i8,
                _ => return Err(BAD),
            }
        } else {
            self.two_digits()?
        };
        let date = self.month_and_year(day)?;
        self.sp()?;
        let hour = self.two_digits()?;
        self.expect(b':', BAD.0)?;
        let minute = self.two_digits()?;
        self.expect(b':', BAD.0)?;
        let second = self.two_digits()?;
        self.sp()?;
        let sign = match self.peek() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Err(BAD),
        };
        self.at += 1;
        let (hours, minutes) = (i32::from(self.two_digits()?), i32::from(self.two_digits()?));
        self.expect(b'"', BAD.0)?;
        if minutes > 59 {
            return Err(BAD);
        }
        // A leap second is a time, but not one that is stored.
        let second = if second == 60 { 59 } else { second };
        let time = jiff::civil::Time::new(hour, minute, second, 0).map_err(|_| BAD)?;
        let zone = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).map_err(|_| BAD)?;
        let at = zone
            .to_timestamp(DateTime::from_parts(date, time))
            .map_err(|_| BAD)?;
        Ok(InternalDate { at, zone })
    }

    /// `(item SP item …)`, at least one.
    pub(super) fn parenthesised<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        self.open()?;
        let mut items = Vec::new();
        loop {
            items.push(item(self)?);
            if self.eat(b')') {
                return Ok(items);
            }
            self.sp()?;
        }
    }
}
