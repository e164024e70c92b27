//! PREVIEW (RFC 8970): the first words of a message as plain text.

use crate::mime::{Entity, decode_body, first_field, to_unicode, unfold};

/// Characters of a preview (RFC 8970 §3.3).
const LONGEST: usize = 200;
/// Octets of a part that are looked at.
const MOST: usize = 64 * 1024;

fn is_attachment(octets: &[u8], entity: &Entity) -> bool {
    let header = octets.get(entity.header.clone()).unwrap_or_default();
    first_field(header, "Content-Disposition").is_some_and(|field| {
        unfold(field.value)
            .trim_ascii_start()
            .get(.."attachment".len())
            .is_some_and(|head| head.eq_ignore_ascii_case(b"attachment"))
    })
}

/// Text without tags, comments, scripts and styles; a tag parts words.
fn without_markup(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let lower = after.get(..8.min(after.len())).unwrap_or_default();
        let lower = lower.to_ascii_lowercase();
        let end = if after.starts_with("!--") {
            "-->"
        } else if lower.starts_with("script") {
            "</script>"
        } else if lower.starts_with("style") {
            "</style>"
        } else {
            ">"
        };
        let found = after
            .as_bytes()
            .windows(end.len())
            .position(|window| window.eq_ignore_ascii_case(end.as_bytes()));
        rest = found
            .and_then(|at| after.get(at + end.len()..))
            .unwrap_or_default();
    }
    text.push_str(rest);
    [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text, |text, (name, value)| text.replace(name, value))
}

/// What there is to show; empty when nothing can be shown.
pub(super) fn preview(octets: &[u8], longest: Option<usize>, encoded: bool) -> String {
    let root = Entity::parse(octets);
    let mut leaves = Vec::new();
    root.leaves(&mut leaves);
    leaves.retain(|leaf| !is_attachment(octets, leaf));
    let plain = leaves.iter().find(|leaf| leaf.content.is("text", "plain"));
    let html = || leaves.iter().find(|leaf| leaf.content.is("text", "html"));
    let Some(leaf) = plain.or_else(html) else {
        return String::new();
    };
    let decoded = if encoded {
        octets.get(leaf.body.clone()).map(<[u8]>::to_vec)
    } else {
        decode_body(octets, leaf)
    };
    let Some(body) = decoded else {
        return String::new();
    };
    let charset = match leaf.content.param("charset") {
        Some(charset) if !charset.eq_ignore_ascii_case(b"us-ascii") => charset,
        _ => b"utf-8",
    };
    let body = body.get(..MOST.min(body.len())).unwrap_or_default();
    let Some(mut text) = to_unicode(charset, body) else {
        return String::new();
    };
    if leaf.content.is("text", "html") {
        text = without_markup(&text);
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words
        .join(" ")
        .chars()
        .take(longest.unwrap_or(LONGEST))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::preview;

    #[test]
    fn previews() {
        for (message, expected) in [
            ("Subject: a\r\n\r\nHello,\r\n  world \r\n", "Hello, world"),
            ("\r\n", ""),
            (
                "Content-Type: text/html\r\n\r\n<style>x{}</style><p>Hi &amp; <b>bye</b></p>",
                "Hi & bye",
            ),
            ("Content-Type: image/png\r\n\r\nxx", ""),
            ("Content-Transfer-Encoding: x-none\r\n\r\nxx", ""),
            (
                "Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n=FCber",
                "über",
            ),
        ] {
            assert_eq!(
                preview(message.as_bytes(), None, false),
                expected,
                "{message}"
            );
        }
        let long = format!("\r\n{}", "é".repeat(900));
        assert_eq!(preview(long.as_bytes(), None, false).chars().count(), 200);
    }
}
