//! LANG (RFC 6856 §3): which languages the text of replies is in, and the text in them. Response
//! codes and arguments are nobody's language and stay.

/// Languages that are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Language {
    #[default]
    English,
    German,
    /// English for everybody (RFC 2277 §4.5).
    Default,
}

/// Each with its tag, what it calls itself, and how it says that it is spoken.
const ALL: [(Language, &str, &str, &str); 3] = [
    (
        Language::English,
        "en",
        "English",
        "The language is English",
    ),
    (Language::German, "de", "Deutsch", "Die Sprache ist Deutsch"),
    (
        Language::Default,
        "i-default",
        "English for everybody",
        "The language is English",
    ),
];

/// `#` stands for a number.
const GERMAN: [(&str, &str); 45] = [
    ("# octets", "# Oktette"),
    ("# messages", "# Nachrichten"),
    ("# messages (# octets)", "# Nachrichten (# Oktette)"),
    (
        "maildrop has # messages (# octets)",
        "im Postfach sind # Nachrichten (# Oktette)",
    ),
    ("message # deleted", "Nachricht # ist gelöscht"),
    (
        "message # is deleted already",
        "Nachricht # ist schon gelöscht",
    ),
    ("no such message", "diese Nachricht gibt es nicht"),
    ("no messages", "keine Nachrichten"),
    (
        "unique-id listing follows",
        "es folgen die eindeutigen Kennungen",
    ),
    (
        "top of message follows",
        "es folgt der Anfang der Nachricht",
    ),
    ("capability list follows", "es folgen die Fähigkeiten"),
    ("language listing follows", "es folgen die Sprachen"),
    ("no such language", "diese Sprache wird nicht gesprochen"),
    ("this message needs UTF8", "diese Nachricht braucht UTF8"),
    ("nothing is marked", "nichts ist zum Löschen vorgemerkt"),
    ("logged in already", "schon angemeldet"),
    ("not in this state", "nicht in diesem Zustand"),
    ("bye", "auf Wiedersehen"),
    ("password, please", "das Passwort, bitte"),
    ("no name can be like this", "so kann kein Name sein"),
    ("USER first", "zuerst USER"),
    ("STLS first", "zuerst STLS"),
    ("log in first", "zuerst anmelden"),
    ("UTF-8 it is", "von nun an UTF-8"),
    ("authentication failed", "die Anmeldung ist misslungen"),
    (
        "not authorized to act as this user",
        "nicht berechtigt, für diesen Benutzer zu handeln",
    ),
    (
        "the response is malformed",
        "die Antwort hat nicht die rechte Form",
    ),
    (
        "the channel binding does not match",
        "die Kanalbindung passt nicht",
    ),
    ("the maildrop is locked", "das Postfach ist gesperrt"),
    (
        "too soon after the last login",
        "zu früh nach der letzten Anmeldung",
    ),
    ("no such mechanism", "dieses Verfahren gibt es nicht"),
    ("cancelled", "abgebrochen"),
    ("not base64", "kein Base64"),
    (
        "this mechanism takes no initial response",
        "dieses Verfahren nimmt keine erste Antwort",
    ),
    ("TLS is active already", "TLS ist schon da"),
    ("STLS comes before UTF8", "STLS kommt vor UTF8"),
    ("begin TLS negotiation", "TLS kann beginnen"),
    ("no such command", "diesen Befehl gibt es nicht"),
    ("wrong number of arguments", "falsche Zahl von Argumenten"),
    (
        "malformed argument",
        "ein Argument hat nicht die rechte Form",
    ),
    (
        "octets that no command may contain",
        "Oktette, die kein Befehl enthalten darf",
    ),
    ("a line ends in CRLF", "eine Zeile endet mit CRLF"),
    ("line too long", "die Zeile ist zu lang"),
    ("not now", "jetzt nicht"),
    ("nothing doing", "daraus wird nichts"),
];

impl Language {
    /// Basic filtering (RFC 4647 §3.3.1) of what is spoken: `en` matches `en`, `en-GB` doesn't.
    /// `*` is what the administrator prefers.
    pub(super) fn find(range: &str) -> Option<(Self, &'static str, &'static str)> {
        let wanted = if range == "*" { "en" } else { range };
        ALL.iter()
            .find(|(_, tag, _, _)| {
                tag.get(..wanted.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(wanted))
                    && matches!(tag.as_bytes().get(wanted.len()), None | Some(b'-'))
            })
            .map(|(language, tag, _, said)| (*language, *tag, *said))
    }

    /// The language listings.
    pub(super) fn listings() -> impl Iterator<Item = String> {
        ALL.iter()
            .map(|(_, tag, itself, _)| format!("{tag} {itself}"))
    }

    /// A reply's text in this language; what it has no words for stays.
    pub(super) fn say(self, text: &str) -> String {
        if self != Self::German {
            return text.to_owned();
        }
        let (code, said) = match text
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("] "))
        {
            Some((code, said)) => (format!("[{code}] "), said),
            None => (String::new(), text),
        };
        let (pattern, numbers) = numbered(said);
        let Some((_, german)) = GERMAN.iter().find(|(english, _)| *english == pattern) else {
            return text.to_owned();
        };
        let mut numbers = numbers.iter();
        let mut translated = code;
        for c in german.chars() {
            match (c, c == '#') {
                (_, true) => translated.push_str(numbers.next().map_or("", String::as_str)),
                (c, false) => translated.push(c),
            }
        }
        translated
    }
}

/// A text with `#` for each of its numbers, and the numbers.
fn numbered(text: &str) -> (String, Vec<String>) {
    let (mut pattern, mut numbers): (String, Vec<String>) = (String::new(), Vec::new());
    let mut inside = false;
    for c in text.chars() {
        if !c.is_ascii_digit() {
            pattern.push(c);
        } else if let Some(number) = numbers.last_mut().filter(|_| inside) {
            number.push(c);
        } else {
            pattern.push('#');
            numbers.push(c.to_string());
        }
        inside = c.is_ascii_digit();
    }
    (pattern, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (range, tag) in [
            ("de", Some("de")),
            ("DE", Some("de")),
            ("de-AT", None),
            ("*", Some("en")),
            ("i", Some("i-default")),
            ("I-Default", Some("i-default")),
            ("d", None),
            ("tlh", None),
        ] {
            assert_eq!(Language::find(range).map(|found| found.1), tag, "{range}");
        }
    }

    #[test]
    fn texts() {
        for (english, german) in [
            (
                "maildrop has 12 messages (320 octets)",
                "im Postfach sind 12 Nachrichten (320 Oktette)",
            ),
            (
                "[IN-USE] the maildrop is locked",
                "[IN-USE] das Postfach ist gesperrt",
            ),
            ("2 320", "2 320"),
            ("", ""),
            ("bye", "auf Wiedersehen"),
        ] {
            assert_eq!(Language::German.say(english), german);
            assert_eq!(Language::Default.say(english), english);
        }
    }
}
