//! Framing: tables of what is cut where, the same however it arrives, in linear time.

use proptest::prelude::*;

use super::buffer::{Cut1, Lines};
use super::*;

fn units(
    protocol: Protocol,
    sent: &[u8],
    received: &[u8],
    piece: usize,
    cap: usize,
) -> (Vec<Unit>, Vec<u8>) {
    let mut framer = framer_with_cap(protocol, cap);
    for octets in sent.chunks(piece) {
        framer.sent(octets);
    }
    let mut units = Vec::new();
    for octets in received.chunks(piece) {
        framer.received(octets);
        while let Some(unit) = framer.next() {
            units.push(unit);
        }
    }
    let pending = framer.pending().to_vec();
    (units, pending)
}

/// Units as `octets[!]`, `!` for a fatal flaw and `?` for a remark, joined by ` / `.
fn cut(protocol: Protocol, sent: &str, received: &str) -> String {
    let (units, pending) = units(
        protocol,
        sent.as_bytes(),
        received.as_bytes(),
        usize::MAX,
        UNIT_CAP,
    );
    let mut out: Vec<String> = units
        .iter()
        .map(|unit| {
            let mark = match unit.flaws.first() {
                None => "",
                Some(_) if unit.fatal_flaw().is_some() => "!",
                Some(_) => "?",
            };
            format!("{}{mark}", visible(&unit.octets))
        })
        .collect();
    if !pending.is_empty() {
        out.push(format!("…{}", visible(&pending)));
    }
    out.join(" / ")
}

#[test]
fn units_are_cut_where_the_protocol_says() {
    use Protocol::{Imap, Pop3, Smtp};
    let table = [
        (
            Smtp,
            "",
            "250-a\r\n250 b\r\n354 c\r\n25",
            "250-a␍␊250 b␍␊ / 354 c␍␊ / …25",
        ),
        (Smtp, "", "250-a\r\n251 b\r\n", "250-a␍␊251 b␍␊!"),
        (
            Smtp,
            "",
            "250 a\n250\r\nhello\r\n250x\r\n",
            "250 a␊! / 250␍␊ / hello␍␊! / 250x␍␊!",
        ),
        (
            Pop3,
            "LIST\r\nLIST 1\r\nNOOP\r\n",
            "+OK hi\r\n+OK\r\n1 2\r\n.\r\n+OK 1 2\r\n-ERR\r\n",
            "+OK hi␍␊ / +OK␍␊1 2␍␊.␍␊ / +OK 1 2␍␊ / -ERR␍␊",
        ),
        (
            Pop3,
            "AUTH PLAIN\r\nUIDL\r\nUIDL\r\n",
            "+OK hi\r\n+ \r\n+OK in\r\n+OK\r\n.\r\n",
            "+OK hi␍␊ / + ␍␊ / +OK in␍␊ / +OK␍␊.␍␊",
        ),
        (
            Pop3,
            "RETR 1\r\n",
            "+OK hi\r\n+OK\r\na\n.\nb\r\n\n.\n.\r\n",
            "+OK hi␍␊ / +OK␍␊a␊.␊!/ ",
        ),
        (
            Pop3,
            "RETR 1\r\n",
            "+OK hi\r\n+OK\r\nh\r\na\n.\nb\r\n.\r\n",
            "+OK hi␍␊ / +OK␍␊h␍␊a␊.␊b␍␊.␍␊?",
        ),
        (
            Imap,
            "",
            "* OK hello {3}\r\na1 OK x {9}\r\n+ {3}\r\n",
            "* OK hello {3}␍␊ / a1 OK x {9}␍␊ / + {3}␍␊",
        ),
        (
            Imap,
            "",
            "* 1 FETCH (BODY[] {4}\r\n\r\n)(X ~{2}\r\n\0\0)\r\n",
            "* 1 FETCH (BODY[] {4}␍␊␍␊)(X ~{2}␍␊\\x00\\x00)␍␊",
        ),
        (
            Imap,
            "",
            "* LIST () \"/\" {3}\r\na\rb\r\n",
            "* LIST () \"/\" {3}␍␊a␍b␍␊",
        ),
        (
            Imap,
            "",
            "* ID (\"a\" \"b {3}\r\n* X\r\n",
            "* ID (\"a\" \"b {3}␍␊ / * X␍␊",
        ),
        (
            Imap,
            "",
            "a NO [BADCHARSET ({2}\r\nxx)] no\r\n",
            "a NO [BADCHARSET ({2}␍␊xx)] no␍␊",
        ),
        (Imap, "", "* 1 EXISTS\n\r\n", "* 1 EXISTS␊! / ␍␊!"),
        (
            Imap,
            "",
            "* X {99999999999999999999}\r\n",
            "* X {99999999999999999999}␍␊!",
        ),
    ];
    for (protocol, sent, received, wanted) in table {
        let came = cut(protocol, sent, received);
        let wanted = wanted.strip_suffix("/ ").unwrap_or(wanted);
        assert!(came.starts_with(wanted), "{received:?}: {came}");
    }
}

#[test]
fn an_endless_unit_is_given_out_flawed() {
    for protocol in [Protocol::Smtp, Protocol::Pop3, Protocol::Imap] {
        let (units, _) = units(protocol, b"", &[b'x'; 100], 7, 50);
        assert_eq!(units.len(), 2, "{protocol}");
        assert!(
            units
                .iter()
                .all(|unit| unit.octets.len() == 50 && unit.fatal_flaw().is_some())
        );
    }
}

#[test]
fn an_octet_is_looked_at_once() {
    let data = [b'x'; 5000];
    let mut lines = Lines::default();
    for end in 0..data.len() {
        assert_eq!(lines.next(&data[..end]), None);
    }
    assert!(lines.looked_at <= 5000);
    let mut cutter = smtp::Cutter::default();
    assert!(cutter.cut(&data).is_none());
}

#[test]
fn the_end_of_the_stream_gives_the_rest() {
    let mut framer = framer(Protocol::Imap);
    framer.received(b"* BYE now");
    assert!(framer.next().is_none());
    let unit = framer.finish().expect("the rest");
    assert_eq!(
        (unit.shape.clone(), unit.octets.len()),
        (Shape::Untagged, 9)
    );
    assert!(unit.fatal_flaw().is_some());
    assert!(framer.finish().is_none());
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    let words = prop_oneof![
        Just(b"\r\n".to_vec()),
        Just(b"\n".to_vec()),
        Just(b".\r\n".to_vec()),
        Just(b"250-".to_vec()),
        Just(b"250 ".to_vec()),
        Just(b"+OK".to_vec()),
        Just(b"+ ".to_vec()),
        Just(b"* ".to_vec()),
        Just(b"OK [".to_vec()),
        Just(b"{3}\r\n".to_vec()),
        Just(b" ~{2}\r\n".to_vec()),
        Just(b"\"".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..4),
    ];
    proptest::collection::vec(words, 0..30).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn it_does_not_matter_where_the_stream_is_cut(received in stream(), piece in 1usize..9, cap in 5usize..90) {
        let sent = b"RETR 1\r\nAUTH PLAIN\r\nLIST\r\nUIDL\r\nCAPA\r\n";
        for protocol in [Protocol::Smtp, Protocol::Pop3, Protocol::Pop2, Protocol::Imap] {
            let whole = units(protocol, sent, &received, usize::MAX, cap);
            let pieces = units(protocol, sent, &received, piece, cap);
            prop_assert_eq!(&whole, &pieces);
            let mut joined: Vec<u8> = whole.0.iter().flat_map(|unit| unit.octets.clone()).collect();
            joined.extend(&whole.1);
            prop_assert_eq!(&joined, &received);
        }
    }
}
