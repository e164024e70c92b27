//! The RFCs' own dialogues, replayed from `examples/dialogues`. A file holds the lines as they are printed
//! (a line that the document folds is one line), and before them what the document's text or the dialogue
//! itself presupposes:
//!
//! * `! service imap`, `! domain foo.com`, `! account name password`, `! login name password`: the server, and
//!   who is logged in before the first line (`␠` is a space of an account); `! tls` and `! certificate name`: that TLS stands from the
//!   beginning, and whose certificate it has; `! size 1000`: the largest message;
//!   `! no-plaintext`: no password is taken outside of TLS;
//! * `! condition name expired`: that of an account; `! may-act name other`: who acts for whom;
//! * `! date 13-Feb-2006 00:00:00 +0000`: the internal date of the messages, `! message name 120` one of 120 octets;
//! * `! nonce text`, `! salt base64`: what SASL draws at random elsewhere;
//! * `P:` a command that is carried out first; `X:` one of another session of the same person (`¶` ends a line
//!   inside of it), of which a session in IDLE tells at once;
//! * `M: (flags) header` a message for the INBOX; `M: 10x (flags) header` ten;
//!   `U: INBOX 300` the UID that the next message of a mailbox gets;
//! * `N: 67890007 UIDVALIDITY` (or `HIGHESTMODSEQ`): the printed number stands for what the INBOX has now.
//!
//! `examples/index.txt` lists the examples of all documents: which file replays them, or why none does.
//!
//! * `=:` under a line: what is said instead here, or `-` for nothing, and after ` | ` the reason; `octets 98` for a
//!   command are as many, and the end of the line.
//!
//! What may differ otherwise, and nothing else: the text after a status and its code; a code where none is printed; quotes around what can be an atom;
//! the order of responses in one exchange, and responses beyond those printed; numbers that are the server's
//! own (UIDVALIDITY, mod-sequences), which have to be the same wherever the document has the same, and mod-sequences
//! greater than those of earlier exchanges where it has a greater; capabilities beyond those printed; the order of flags, of rights, of FETCH, STATUS and METADATA items; whether
//! there is a space where a line was folded.

#[path = "dialogues/numbers.rs"]
mod numbers;
#[path = "dialogues/replay.rs"]
mod replay;
#[path = "dialogues/settings.rs"]
mod settings;
#[path = "dialogues/talk.rs"]
mod talk;
#[path = "dialogues/told.rs"]
mod told;

use numbers::Numbers;
use replay::replay;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use told::imap;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples")
}

fn files() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(examples().join("dialogues")).unwrap();
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_dialogue_comes_as_printed() {
    let mut wrong = String::new();
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.lines().any(|line| line.starts_with("S:")), "{path:?}");
        if let Err(why) = replay(&text) {
            wrong.push_str(&format!("{}: {why}\n", path.file_name().unwrap().display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A row of `index.txt`: a document's section, the files that replay its examples, what isn't and why.
struct Listed {
    document: String,
    section: String,
    files: Vec<String>,
    why: String,
}

fn index() -> Vec<Listed> {
    let text = std::fs::read_to_string(examples().join("index.txt")).unwrap();
    let rows = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let mut parts = line.split(" | ").map(str::trim);
        let (place, files) = (parts.next().unwrap(), parts.next());
        let (document, section) = place.split_once(' ').unwrap();
        let files = files.unwrap_or_else(|| panic!("no files: {line}"));
        Listed {
            document: document.to_owned(),
            section: section.to_owned(),
            files: files
                .split(' ')
                .filter(|file| *file != "-")
                .map(str::to_owned)
                .collect(),
            why: parts.next().unwrap_or_default().to_owned(),
        }
    })
    .collect()
}

#[test]
fn the_index_has_every_file_and_no_other() {
    let mut listed = BTreeSet::new();
    let mut places = BTreeSet::new();
    for row in index() {
        let place = format!("{} {}", row.document, row.section);
        assert!(
            !row.files.is_empty() || !row.why.is_empty(),
            "{place}: neither a file nor a reason"
        );
        for file in &row.files {
            assert!(examples().join(file).is_file(), "{place}: no {file}");
            let name = file.rsplit('/').next().unwrap();
            let of_it = name.starts_with(&format!("rfc{}-", row.document));
            assert!(of_it || name.ends_with(".rs"), "{place}: {file}");
        }
        listed.extend(row.files);
        assert!(places.insert(place.clone()), "{place} twice");
    }
    let older = std::fs::read_dir(examples()).unwrap();
    let older = older
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && !path.ends_with("index.txt"));
    for path in files().into_iter().chain(older) {
        let name = path.strip_prefix(examples()).unwrap().to_str().unwrap();
        assert!(listed.contains(name), "{name} is not listed");
    }
}

#[test]
fn what_differs_is_noticed() {
    for (printed, ours) in [
        ("a OK done", "a NO done"),
        ("a OK [MODIFIED 7,9] x", "a OK [MODIFIED 7] x"),
        (
            "* 2 FETCH (UID 6 FLAGS (\\Seen))",
            "* 2 FETCH (UID 7 FLAGS (\\Seen))",
        ),
        ("* LIST (\\Subscribed) \"/\" foo", "* LIST () \"/\" foo"),
        (
            "* ESEARCH (TAG \"a\") COUNT 3",
            "* ESEARCH (TAG \"a\") COUNT 4",
        ),
    ] {
        let (printed, ours) = (imap(printed), imap(ours));
        assert!(printed.words != ours.words || !printed.among.is_subset(&ours.among));
    }
    let mut numbers = Numbers::default();
    assert!(numbers.agree(&[("MODSEQ", 900)], &[("MODSEQ", 3)]));
    assert!(!numbers.agree(&[("MODSEQ", 900)], &[("MODSEQ", 4)]));
    assert_eq!(numbers.in_command("a NOOP"), "a NOOP");
    assert!(!numbers.agree(&[("MODSEQ", 901)], &[("MODSEQ", 2)]));
}
