//! SASLprep (RFC 4013): how names and passwords are brought into one form before they are
//! compared. The tables are those of RFC 3454; no password is kept or looked up here.

use stringprep::tables;
use unicode_normalization::UnicodeNormalization as _;

/// §2.3
fn prohibited(c: char) -> bool {
    tables::non_ascii_space_character(c)
        || tables::ascii_control_character(c)
        || tables::non_ascii_control_character(c)
        || tables::private_use(c)
        || tables::non_character_code_point(c)
        || tables::inappropriate_for_plain_text(c)
        || tables::inappropriate_for_canonical_representation(c)
        || tables::change_display_properties_or_deprecated(c)
        || tables::tagging_character(c)
}

/// RFC 3454 §6: what is written from right to left stands alone, and at both ends.
fn mixes_directions(text: &str) -> bool {
    text.contains(tables::bidi_r_or_al)
        && (text.contains(tables::bidi_l)
            || !text.starts_with(tables::bidi_r_or_al)
            || !text.ends_with(tables::bidi_r_or_al))
}

/// A string that a client sends (a query, which may hold what Unicode 3.2 did not know yet);
/// `None` where it is prohibited.
pub fn prepare(text: &str) -> Option<String> {
    let mapped = text
        .chars()
        .filter(|&c| !tables::commonly_mapped_to_nothing(c))
        .map(|c| match tables::non_ascii_space_character(c) {
            true => ' ',
            false => c,
        });
    let prepared: String = mapped.nfkc().collect();
    let refused = prepared.contains(prohibited) || mixes_directions(&prepared);
    (!refused).then_some(prepared)
}

/// A string that is kept, which must not hold what is unassigned in Unicode 3.2 (§2.5).
pub fn prepare_stored(text: &str) -> Option<String> {
    prepare(text).filter(|prepared| !prepared.contains(tables::unassigned_code_point))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// §3, and the rules one by one.
    #[rstest]
    #[case("I\u{ad}X", Some("IX"))]
    #[case("user", Some("user"))]
    #[case("USER", Some("USER"))]
    #[case("\u{aa}", Some("a"))]
    #[case("\u{2168}", Some("IX"))]
    #[case("\u{7}", None)]
    #[case("\u{627}1", None)]
    #[case("a\u{a0}b\u{3000}c", Some("a b c"))]
    #[case("e\u{301}", Some("\u{e9}"))]
    #[case("\u{fb01}", Some("fi"))]
    #[case("\u{627}1\u{628}", Some("\u{627}1\u{628}"))]
    #[case("\u{627}a\u{628}", None)]
    #[case("\u{e000}", None)]
    #[case("\u{fffe}", None)]
    #[case("\u{fffd}", None)]
    #[case("\u{2ff0}", None)]
    #[case("\u{200e}", None)]
    #[case("\u{e0041}", None)]
    #[case("\u{2028}", None)]
    #[case("", Some(""))]
    fn what_becomes_of_it(#[case] text: &str, #[case] prepared: Option<&str>) {
        assert_eq!(prepare(text).as_deref(), prepared);
        assert_eq!(prepare_stored(text).as_deref(), prepared);
    }

    #[test]
    fn what_was_not_assigned_is_for_queries() {
        assert_eq!(prepare("\u{221}").as_deref(), Some("\u{221}"));
        assert_eq!(prepare_stored("\u{221}"), None);
    }
}
