//! What a target announces, as sets of capability names. Parsing is generous on purpose: whether an
//! announcement is well-formed is for cases and rules to say, here it only decides what can run.

use crate::transcript::tree::{Protocol, Requires};
use crate::wire::Unit;
use std::collections::{BTreeMap, BTreeSet};

/// Capability names in upper case, pseudo-capabilities in lower case.
pub type Names = BTreeSet<String>;

/// What one protocol's service announces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Announced {
    /// On a connection in clear.
    pub plain: Names,
    /// On a connection protected as the profile says, and after login where the protocol has that.
    pub ready: Names,
}

/// By protocol.
pub type AnnouncedAll = BTreeMap<Protocol, Announced>;

/// EHLO's reply: keywords, and `KEYWORD=PARAMETER` for each parameter.
pub fn from_ehlo(unit: &Unit) -> Names {
    let text = String::from_utf8_lossy(&unit.octets);
    let mut names = Names::new();
    for line in text.lines().skip(1) {
        let mut words = line.get(4..).unwrap_or_default().split_ascii_whitespace();
        let Some(keyword) = words.next() else {
            continue;
        };
        let keyword = keyword.to_ascii_uppercase();
        // `AUTH=LOGIN` is an old spelling that some servers announce beside the right one.
        for parameter in words {
            names.insert(format!("{keyword}={}", parameter.to_ascii_uppercase()));
        }
        if keyword == "AUTH" {
            names.insert("auth".into());
        }
        names.insert(keyword);
    }
    names
}

/// CAPA's answer: tags, and `SASL=MECHANISM`.
pub fn from_capa(unit: &Unit) -> Names {
    let text = String::from_utf8_lossy(&unit.octets);
    let mut names = Names::new();
    for line in text.lines().skip(1).filter(|line| *line != ".") {
        let mut words = line.split_ascii_whitespace();
        let Some(tag) = words.next() else { continue };
        let tag = tag.to_ascii_uppercase();
        if tag == "SASL" {
            for mechanism in words {
                names.insert(format!("SASL={}", mechanism.to_ascii_uppercase()));
                names.insert("auth".into());
            }
        }
        names.insert(tag);
    }
    names
}

/// Every `* CAPABILITY …` and `[CAPABILITY …]` in the units.
pub fn from_capability<'a>(units: impl IntoIterator<Item = &'a Unit>) -> Names {
    let mut names = Names::new();
    for unit in units {
        let text = String::from_utf8_lossy(&unit.octets).to_ascii_uppercase();
        let rest = match (
            text.strip_prefix("* CAPABILITY "),
            text.split_once("[CAPABILITY "),
        ) {
            (Some(rest), _) => rest,
            (None, Some((_, rest))) => rest.split(']').next().unwrap_or_default(),
            (None, None) => continue,
        };
        for name in rest.split_ascii_whitespace() {
            if name.starts_with("AUTH=") {
                names.insert("auth".into());
            }
            // The extension is announced with a limit for all mailboxes or without (RFC 7889 §2).
            if name.starts_with("APPENDLIMIT=") {
                names.insert("APPENDLIMIT".into());
            }
            // Which rights there are besides those of RFC 2086; a server of that document names none (RFC 4314 §2).
            if name.starts_with("RIGHTS=") {
                names.insert("RIGHTS".into());
            }
            names.insert(name.to_owned());
        }
    }
    names
}

/// The same of a session that has logged in. What is about logging in is of before: some servers name LOGINDISABLED
/// once there is nobody left to log in, which says nothing of LOGIN (RFC 3501 §6.2.3, §7.2.1).
pub fn after_login<'a>(units: impl IntoIterator<Item = &'a Unit>) -> Names {
    let mut names = from_capability(units);
    names.remove("LOGINDISABLED");
    names.remove("STARTTLS");
    names
}

/// Evaluates a `Requires:`. Gives the capabilities that are missing, as a person reads them; empty when it holds.
pub fn missing(
    requires: &Requires,
    first: Protocol,
    has: &dyn Fn(Protocol, &str) -> bool,
) -> Vec<String> {
    match requires {
        Requires::Capability { protocol, name } => {
            if has(protocol.unwrap_or(first), name) {
                Vec::new()
            } else {
                vec![protocol.map_or_else(|| name.clone(), |protocol| format!("{protocol}:{name}"))]
            }
        }
        Requires::Not(inner) => {
            if missing(inner, first, has).is_empty() {
                vec![format!("not {}", show(inner))]
            } else {
                Vec::new()
            }
        }
        Requires::And(left, right) => {
            let mut all = missing(left, first, has);
            all.extend(missing(right, first, has));
            all
        }
        Requires::Or(left, right) => {
            let (left, right) = (missing(left, first, has), missing(right, first, has));
            if left.is_empty() || right.is_empty() {
                Vec::new()
            } else {
                vec![format!("{} or {}", left.join(" and "), right.join(" and "))]
            }
        }
    }
}

/// The expression as it is written.
fn show(requires: &Requires) -> String {
    match requires {
        Requires::Capability {
            protocol: None,
            name,
        } => name.clone(),
        Requires::Capability {
            protocol: Some(protocol),
            name,
        } => format!("{protocol}:{name}"),
        Requires::Not(inner) => format!("!{}", show(inner)),
        Requires::And(left, right) => format!("({} & {})", show(left), show(right)),
        Requires::Or(left, right) => format!("({} | {})", show(left), show(right)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Shape;

    fn unit(text: &str) -> Unit {
        Unit {
            octets: text.as_bytes().to_vec(),
            shape: Shape::Unknown,
            flaws: Vec::new(),
        }
    }

    fn set(names: &[&str]) -> Names {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn announcements_become_names() {
        assert_eq!(
            from_ehlo(&unit(
                "250-mx greets\r\n250-SIZE 1000\r\n250-auth PLAIN\r\n250 HELP\r\n"
            )),
            set(&["AUTH", "AUTH=PLAIN", "HELP", "SIZE", "SIZE=1000", "auth"])
        );
        assert_eq!(
            from_capa(&unit("+OK\r\nTOP\r\nSASL PLAIN\r\n.\r\n")),
            set(&["SASL", "SASL=PLAIN", "TOP", "auth"])
        );
        assert_eq!(
            from_capability(&[
                unit("* CAPABILITY IMAP4rev1 IDLE\r\n"),
                unit("a OK [CAPABILITY MOVE] done\r\n")
            ]),
            set(&["IDLE", "IMAP4REV1", "MOVE"])
        );
        assert_eq!(
            from_capability(&[unit("* CAPABILITY IMAP4rev1 APPENDLIMIT=257890\r\n")]),
            set(&["APPENDLIMIT", "APPENDLIMIT=257890", "IMAP4REV1"])
        );
        assert_eq!(
            from_capability(&[unit("* CAPABILITY IMAP4rev1 ACL RIGHTS=texk\r\n")]),
            set(&["ACL", "IMAP4REV1", "RIGHTS", "RIGHTS=TEXK"])
        );
    }

    #[test]
    fn what_is_about_logging_in_is_of_before() {
        assert_eq!(
            after_login(&[unit(
                "a OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED MOVE] welcome\r\n"
            )]),
            set(&["IMAP4REV1", "MOVE"])
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let atom = |name: &str| {
            Box::new(Requires::Capability {
                protocol: None,
                name: name.into(),
            })
        };
        let has = |_: Protocol, name: &str| name == "A";
        let either = Requires::Or(atom("B"), atom("C"));
        assert_eq!(missing(&either, Protocol::Imap, &has), ["B or C"]);
        let both = Requires::And(atom("A"), Box::new(Requires::Not(atom("A"))));
        assert_eq!(missing(&both, Protocol::Imap, &has), ["not A"]);
    }
}
