//! The Date field (RFC 5322 §3.3, with the obsolete forms).

use super::header::{first_field, unfold};
use super::misreading::{Misreading, Misreadings};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

fn parse(value: &[u8], wrong: Misreadings) -> Option<(Date, Time, Offset)> {
    let wrong = |one| wrong.has(one);
    let text = String::from_utf8_lossy(value).to_lowercase();
    if wrong(Misreading::DateCommentUnknown) && text.contains('(') {
        return None;
    }
    let text = text.split('(').next().unwrap_or_default();
    let mut words = text
        .split([' ', '\t', ','])
        .filter(|word| !word.is_empty())
        .peekable();
    if words.peek()?.starts_with(|c: char| c.is_alphabetic()) {
        words.next();
    } else if wrong(Misreading::DateNeedsWeekday) {
        return None;
    }
    let day: i8 = words.next()?.parse().ok()?;
    let month = words.next()?;
    let month = (1_i8..)
        .zip(MONTHS)
        .find(|(_, name)| month.starts_with(name))?
        .0;
    let year_text = words.next()?;
    let year: i16 = year_text.parse().ok()?;
    let year = match (year_text.len(), year) {
        (..=2, _) if wrong(Misreading::DateTwoDigitsOld) => year + 1900,
        (..=2, 0..=49) => year + 2000,
        (3, _) if wrong(Misreading::DateThreeDigitsAsTheyAre) => year,
        (..=2, _) | (3, _) => year + 1900,
        _ => year,
    };
    let date = Date::new(year, month, day).ok()?;
    let clock = words.next().unwrap_or("0:0");
    if wrong(Misreading::DateNeedsSeconds) && clock.split(':').count() < 3 {
        return None;
    }
    let mut clock = clock.split(':').map(|part| part.parse::<i8>().ok());
    let mut next = || clock.next().flatten();
    let (hour, minute, second) = (
        next().unwrap_or(0),
        next().unwrap_or(0),
        next().unwrap_or(0).min(59),
    );
    let time = Time::new(hour, minute, second, 0).unwrap_or(Time::midnight());
    let numeric =
        |text: &&str| !wrong(Misreading::DateZoneNamesUnknown) || text.starts_with(['+', '-']);
    let zone = words
        .next()
        .filter(numeric)
        .and_then(zone)
        .unwrap_or(Offset::UTC);
    Some((date, time, zone))
}

fn zone(text: &str) -> Option<Offset> {
    let hours = |hours: i32| Offset::from_seconds(hours * 3600).ok();
    if let Some(digits) = text.strip_prefix(['+', '-']) {
        // Four digits, or it is no zone at all.
        if digits.len() != 4 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let number: i32 = digits.parse().ok()?;
        let seconds = (number / 100 * 60 + number % 100) * 60;
        return Offset::from_seconds(if text.starts_with('-') {
            -seconds
        } else {
            seconds
        })
        .ok();
    }
    match text {
        "edt" => hours(-4),
        "est" | "cdt" => hours(-5),
        "cst" | "mdt" => hours(-6),
        "mst" | "pdt" => hours(-7),
        "pst" => hours(-8),
        _ => hours(0),
    }
}

/// The date that the Date field says, in its own zone.
pub fn date_header(header: &[u8], wrong: Misreadings) -> Option<Date> {
    read(header, wrong).map(|(date, _, _)| date)
}

/// The instant that the Date field says.
pub fn instant(header: &[u8], wrong: Misreadings) -> Option<Timestamp> {
    let (date, time, zone) = read(header, wrong)?;
    zone.to_timestamp(DateTime::from_parts(date, time)).ok()
}

fn read(header: &[u8], wrong: Misreadings) -> Option<(Date, Time, Offset)> {
    let mut value = first_field(header, "Date")?.value;
    if wrong.has(Misreading::DateCutAtFold) {
        value = value.split(|&octet| octet == b'\r').next()?;
    }
    parse(&unfold(value), wrong)
}
