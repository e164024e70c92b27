//! Sequence sets as sets of numbers, and date-times as instants. Knows nothing of responses.

/// The ranges of a sequence set, sorted and joined; `*` is the greatest number. None: it is none.
pub(super) fn ranges(text: &[u8]) -> Option<Vec<(u64, u64)>> {
    let mut ranges = raw_ranges(text)?;
    for range in &mut ranges {
        *range = (range.0.min(range.1), range.0.max(range.1));
    }
    ranges.sort_unstable();
    let mut joined: Vec<(u64, u64)> = Vec::new();
    for (from, to) in ranges {
        match joined.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    Some(joined)
}

fn raw_ranges(text: &[u8]) -> Option<Vec<(u64, u64)>> {
    let text = std::str::from_utf8(text).ok()?;
    let number = |word: &str| match word {
        "*" => Some(u64::MAX),
        word if word.bytes().all(|octet| octet.is_ascii_digit()) => word.parse().ok(),
        _ => None,
    };
    text.split(',')
        .map(|item| match item.split_once(':') {
            Some((from, to)) => Some((number(from)?, number(to)?)),
            None => number(item).map(|n| (n, n)),
        })
        .collect()
}

/// The pairs that COPYUID's two sets make, sorted; None when they are too many or do not pair.
pub(super) fn pairs(from: &[u8], to: &[u8]) -> Option<Vec<(u64, u64)>> {
    let (from, to) = (numbers(from)?, numbers(to)?);
    if from.len() != to.len() {
        return None;
    }
    let mut pairs: Vec<(u64, u64)> = from.into_iter().zip(to).collect();
    pairs.sort_unstable();
    Some(pairs)
}

/// RFC 4315 §3: a range stands for its numbers from the least to the greatest.
fn numbers(text: &[u8]) -> Option<Vec<u64>> {
    const LIMIT: u64 = 100_000;
    let mut all = Vec::new();
    for (from, to) in raw_ranges(text)? {
        let (from, to) = (from.min(to), from.max(to));
        if to - from > LIMIT || all.len() > 100_000 {
            return None;
        }
        all.extend(from..=to);
    }
    Some(all)
}

/// `17-Jul-1996 02:44:25 -0700` in seconds; two zones may name one instant.
pub(super) fn instant(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let (date, time, zone) = (words.next()?, words.next()?, words.next()?);
    let mut date = date.split('-');
    let day: i64 = date.next()?.parse().ok()?;
    let month = date.next()?.to_ascii_lowercase();
    let year: i64 = date.next()?.parse().ok()?;
    let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let month = i64::try_from(months.iter().position(|name| *name == month)?).ok()? + 1;
    let mut clock = time.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let sign = match zone.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let offset: i64 = zone.get(1..)?.parse().ok()?;
    let offset = sign * (offset / 100 * 60 + offset % 100);
    if !(1..=9999).contains(&year) {
        return None;
    }
    // Days since 1 March of the year 0, as the civil calendar counts them.
    let y = if month <= 2 { year - 1 } else { year };
    let m = (month + 9) % 12;
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day;
    Some(((days * 24 + hour) * 60 + minute - offset) * 60 + second)
}
