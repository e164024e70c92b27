//! LANGUAGE (RFC 5255 §3): in which language the text of replies is.

use super::ImapSession;
use super::reply::{Answer, Reply};

/// Languages that are spoken; `i-default` is English for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    #[default]
    Default,
    English,
    German,
}

const ALL: [(Language, &str); 3] = [
    (Language::Default, "i-default"),
    (Language::English, "en"),
    (Language::German, "de"),
];

/// The texts that clients see most; what is not here stays English.
const GERMAN: [(&str, &str); 36] = [
    ("That is all", "Das ist alles"),
    ("Nothing done", "Nichts zu tun"),
    ("Checked", "Geprüft"),
    ("Logged out", "Abgemeldet"),
    ("Logged in", "Angemeldet"),
    ("Pleased to meet you", "Sehr erfreut"),
    ("Stored", "Gespeichert"),
    ("Copied", "Kopiert"),
    ("Moved", "Verschoben"),
    ("Done", "Erledigt"),
    ("Expunged", "Gelöscht"),
    ("Appended", "Angehängt"),
    ("Replaced", "Ersetzt"),
    ("Created", "Angelegt"),
    ("Deleted", "Gelöscht"),
    ("Renamed", "Umbenannt"),
    ("Subscribed", "Abonniert"),
    ("Unsubscribed", "Abbestellt"),
    ("Closed", "Geschlossen"),
    ("IDLE is over", "Das Warten ist zu Ende"),
    ("The mailbox is selected", "Das Postfach ist gewählt"),
    (
        "This language is spoken now",
        "Diese Sprache wird nun gesprochen",
    ),
    (
        "None of these languages is spoken",
        "Keine dieser Sprachen wird gesprochen",
    ),
    ("There is no such mailbox", "Dieses Postfach gibt es nicht"),
    ("The mailbox exists already", "Das Postfach gibt es schon"),
    (
        "The mailbox is open read-only",
        "Das Postfach ist nur zum Lesen geöffnet",
    ),
    ("No mailbox is selected", "Kein Postfach ist gewählt"),
    ("Log in first", "Zuerst anmelden"),
    ("You have logged in already", "Schon angemeldet"),
    (
        "The name or the password is wrong",
        "Name oder Passwort ist falsch",
    ),
    (
        "The quota would be exceeded",
        "Der Speicherplatz reicht nicht",
    ),
    ("The message is too large", "Die Nachricht ist zu groß"),
    ("there is no such command", "diesen Befehl gibt es nicht"),
    (
        "there is no such search key",
        "dieses Suchwort gibt es nicht",
    ),
    (
        "the command should end here",
        "der Befehl sollte hier enden",
    ),
    ("a space is expected", "ein Leerzeichen wird erwartet"),
];

impl Language {
    /// A reply's text in this language.
    pub(crate) fn say(self, text: &'static str) -> &'static str {
        match self {
            Self::Default | Self::English => text,
            Self::German => GERMAN
                .iter()
                .find(|(english, _)| *english == text)
                .map_or(text, |(_, german)| german),
        }
    }

    /// The language that a range asks for: lookup of RFC 4647 §3.4, subtags cut off one by one.
    fn lookup(range: &str) -> Option<(Self, &'static str)> {
        let range = range.to_ascii_lowercase();
        if range == "default" || range == "*" {
            return ALL.first().copied();
        }
        let mut range = range.as_str();
        loop {
            if let Some(found) = ALL.iter().find(|(_, tag)| *tag == range) {
                return Some(*found);
            }
            let (shorter, _) = range.rsplit_once('-')?;
            range = match shorter.rsplit_once('-') {
                // A single letter goes with what it introduced.
                Some((before, letter)) if letter.len() == 1 => before,
                _ => shorter,
            };
        }
    }
}

impl ImapSession {
    pub(super) fn language(&mut self, ranges: &[Vec<u8>]) -> Answer {
        if self.account.is_none() && self.fault("imap-language-needs-login") {
            return Err(Reply::bad("Log in first"));
        }
        if ranges.is_empty() && self.fault("imap-language-list-missing") {
            return Ok(Reply::ok("That is all"));
        }
        if ranges.is_empty() && self.fault("imap-language-only-default") {
            self.untagged("LANGUAGE (i-default)");
            return Ok(Reply::ok("That is all"));
        }
        if ranges.is_empty() {
            let tags: Vec<&str> = ALL.iter().map(|(_, tag)| *tag).collect();
            self.untagged(format!("LANGUAGE ({})", tags.join(" ")));
            return Ok(Reply::ok("That is all"));
        }
        let without = self.fault("imap-language-without-i-default");
        let preferred = self.fault("imap-language-default-unknown");
        let unknown = |range: &&str| match *range {
            "i-default" => without,
            "default" => preferred,
            _ => false,
        };
        let mut spoken = ranges
            .iter()
            .filter_map(|range| std::str::from_utf8(range).ok())
            .filter(|range| !unknown(range))
            .filter_map(|range| Language::lookup(range).map(|found| (range, found)));
        let found = match self.fault("imap-language-last-range") {
            true => spoken.next_back(),
            false => spoken.next(),
        };
        if found.is_none() && self.fault("imap-language-any") {
            return Ok(Reply::ok("This language is spoken now"));
        }
        let Some((range, (language, tag))) = found else {
            return Err(Reply::no("None of these languages is spoken"));
        };
        self.options.language = language;
        let other = !range.eq_ignore_ascii_case(tag) && self.fault("imap-language-range-silent");
        if !self.fault("imap-language-response-missing") && !other {
            let more = match self.fault("imap-language-two-tags") {
                true => " en",
                false => "",
            };
            self.untagged(format!("LANGUAGE ({tag}{more})"));
        }
        Ok(Reply::ok("This language is spoken now"))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn ranges() {
        for (range, tag) in [
            ("de-AT", Some("de")),
            ("EN", Some("en")),
            ("default", Some("i-default")),
            ("fr-CA", None),
            ("de-x-private", Some("de")),
        ] {
            assert_eq!(Language::lookup(range).map(|(_, tag)| tag), tag, "{range}");
        }
    }
}
