//! FUZZY (RFC 6203): what is near to what was asked for. Here: every word of a string on its own,
//! without its ending, anywhere in the field. Dates, sizes and flags are matched exactly.

use super::command::SearchKey;

/// Whether a key, or one in it, is to be matched fuzzily.
pub(super) fn is_fuzzy(key: &SearchKey) -> bool {
    match key {
        SearchKey::Fuzzy(_) => true,
        SearchKey::Not(key) => is_fuzzy(key),
        SearchKey::Or(a, b) => is_fuzzy(a) || is_fuzzy(b),
        SearchKey::And(keys) => keys.iter().any(is_fuzzy),
        _ => false,
    }
}

/// A word without its English ending.
fn stem(word: &[u8]) -> &[u8] {
    [&b"ing"[..], b"ed", b"es", b"s"]
        .iter()
        .find_map(|&ending| {
            word.strip_suffix(ending)
                .filter(|stem| stem.len() >= 3 && word.is_ascii())
        })
        .unwrap_or(word)
}

fn words(value: &[u8], key: impl Fn(Vec<u8>) -> SearchKey) -> SearchKey {
    let words = value
        .split(|octet| octet.is_ascii_whitespace())
        .filter(|word| !word.is_empty());
    SearchKey::And(words.map(|word| key(stem(word).to_vec())).collect())
}

/// The key that the messages near to `key` satisfy.
pub(super) fn loosened(key: &SearchKey) -> SearchKey {
    match key {
        SearchKey::Header(name, value) => {
            words(value, |word| SearchKey::Header(name.clone(), word))
        }
        SearchKey::Address(name, value) => {
            words(value, |word| SearchKey::Address(name.clone(), word))
        }
        SearchKey::Body(value) => words(value, SearchKey::Body),
        SearchKey::Text(value) => words(value, SearchKey::Text),
        SearchKey::Not(key) => SearchKey::Not(key.clone()),
        SearchKey::Or(a, b) => SearchKey::Or(Box::new(loosened(a)), Box::new(loosened(b))),
        SearchKey::And(keys) => SearchKey::And(keys.iter().map(loosened).collect()),
        SearchKey::Fuzzy(key) => loosened(key),
        other => other.clone(),
    }
}
