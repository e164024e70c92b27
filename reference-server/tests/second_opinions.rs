//! Second opinions, from parsers that nobody here wrote: what the IMAP session sends over a broad dialogue is
//! held against imap-codec, and what it says of a message's structure against mail-parser.

use imap_codec::ResponseCodec;
use imap_codec::decode::{Decoder, ResponseDecodeError};
use imap_codec::imap_types::body::{BodyStructure, SpecificFields};
use imap_codec::imap_types::fetch::MessageDataItem;
use imap_codec::imap_types::response::{Data, Response};
use jiff::Timestamp;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use mailspec_reference_server::session::Session;
use mailspec_reference_server::{ReferenceServer, Service};
use std::sync::Arc;

/// Messages of many structures.
const FIXTURES: [(&str, &[u8]); 8] = [
    ("plain", include_bytes!("../../fixtures/messages/plain.eml")),
    (
        "multipart",
        include_bytes!("../../fixtures/messages/multipart.eml"),
    ),
    (
        "zoo-mixed",
        include_bytes!("../../fixtures/messages/zoo-mixed.eml"),
    ),
    (
        "zoo-nested",
        include_bytes!("../../fixtures/messages/zoo-nested.eml"),
    ),
    (
        "zoo-forward",
        include_bytes!("../../fixtures/messages/zoo-forward.eml"),
    ),
    (
        "zoo-typed",
        include_bytes!("../../fixtures/messages/zoo-typed.eml"),
    ),
    (
        "zoo-envelope",
        include_bytes!("../../fixtures/messages/zoo-envelope.eml"),
    ),
    (
        "zoo-encoded",
        include_bytes!("../../fixtures/messages/zoo-encoded.eml"),
    ),
];

fn session() -> Box<dyn Session> {
    let mut builder = ReferenceServer::builder()
        .seed(1)
        .account("alice", "secret");
    for (_, octets) in FIXTURES {
        builder = builder.message("alice", octets);
    }
    let server = builder.build().unwrap();
    let mut session = server.session(Service::Imap, Arc::new(|| {}));
    session.start(None, Timestamp::UNIX_EPOCH);
    session.take_output(&mut Vec::new());
    say(session.as_mut(), "a LOGIN alice secret");
    session
}

fn say(session: &mut dyn Session, line: &str) -> Vec<u8> {
    session.receive(format!("{line}\r\n").as_bytes(), Timestamp::UNIX_EPOCH);
    let mut output = Vec::new();
    session.take_output(&mut output);
    output
}

#[test]
fn imap_codec_reads_what_is_sent() {
    let mut session = session();
    let dialogue = [
        "c01 CAPABILITY",
        "c02 NOOP",
        "c03 ID NIL",
        "c04 NAMESPACE",
        "c05 CREATE \"a b\"",
        "c06 CREATE a/b/&AMQ-",
        "c07 LIST \"\" *",
        "c08 SUBSCRIBE a/b",
        "c09 LSUB \"\" *",
        "c10 STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)",
        "c11 SELECT INBOX",
        "c12 FETCH 1:* FULL",
        "c13 FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)",
        "c14 FETCH 1:* (RFC822.HEADER RFC822.TEXT BODY.PEEK[] BODY.PEEK[HEADER.FIELDS (SUBJECT \"X-None\")])",
        "c15 FETCH 2 (BODY[1] BODY[1.MIME] BODY[2]<3.5> BODY[9])",
        "c16 UID FETCH 1 BODY[TEXT]",
        "c17 SEARCH SUBJECT plain",
        "c18 UID SEARCH NOT SEEN",
        "c19 STORE 1:2 +FLAGS (\\Deleted $Forwarded)",
        "c20 COPY 1:2 \"a b\"",
        "c21 UID STORE 1 FLAGS.SILENT (\\Answered)",
        "c22 EXPUNGE",
        "c23 SELECT missing",
        "c24 nonsense",
        "c25 EXAMINE INBOX",
        "c26 STORE 1 FLAGS (\\Seen)",
        "c27 CLOSE",
        "c28 APPEND \"a b\" {4+}\r\na: b",
        "c29 RENAME \"a b\" c",
        "c30 DELETE c",
        "c31 LOGOUT",
    ];
    let codec = ResponseCodec::default();
    for command in dialogue {
        let output = say(session.as_mut(), command);
        assert!(!output.is_empty(), "no answer to {command}");
        let mut rest = output.as_slice();
        while !rest.is_empty() {
            match codec.decode(rest) {
                Ok((after, _)) => rest = after,
                Err(ResponseDecodeError::Incomplete) => {
                    panic!("{command}: cut short: {}", text(rest))
                }
                Err(why) => panic!("{command}: {why:?}: {}", text(rest)),
            }
        }
    }
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).chars().take(600).collect()
}

/// Types and sizes of the parts that are not multiparts, in order: `text/plain 12`.
fn sent_parts(structure: &BodyStructure<'_>, found: &mut Vec<String>) {
    match structure {
        BodyStructure::Multi { bodies, .. } => {
            bodies
                .as_ref()
                .iter()
                .for_each(|body| sent_parts(body, found));
        }
        BodyStructure::Single { body, .. } => {
            let string = |octets: &[u8]| String::from_utf8_lossy(octets).to_lowercase();
            let kind = match &body.specific {
                SpecificFields::Basic { r#type, subtype } => {
                    format!("{}/{}", string(r#type.as_ref()), string(subtype.as_ref()))
                }
                SpecificFields::Message { .. } => "message/rfc822".to_owned(),
                SpecificFields::Text { subtype, .. } => {
                    format!("text/{}", string(subtype.as_ref()))
                }
            };
            found.push(format!("{kind} {}", body.basic.size));
            if let SpecificFields::Message { body_structure, .. } = &body.specific {
                sent_parts(body_structure, found);
            }
        }
    }
}

/// The same, as mail-parser has it.
fn parsed_parts(message: &Message<'_>, found: &mut Vec<String>) {
    for part in &message.parts {
        if matches!(part.body, PartType::Multipart(_)) {
            continue;
        }
        let kind = part.content_type().map_or("text/plain".to_owned(), |kind| {
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase()
        });
        found.push(format!("{kind} {}", part.offset_end - part.offset_body));
        if let PartType::Message(inner) = &part.body {
            parsed_parts(inner, found);
        }
    }
}

#[test]
fn mail_parser_sees_the_same_parts() {
    let mut session = session();
    say(session.as_mut(), "b SELECT INBOX");
    for (number, (name, octets)) in (1..).zip(FIXTURES) {
        let output = say(
            session.as_mut(),
            &format!("c FETCH {number} (ENVELOPE BODYSTRUCTURE)"),
        );
        let Ok((_, Response::Data(Data::Fetch { items, .. }))) =
            ResponseCodec::default().decode(&output)
        else {
            panic!("{name}: {}", text(&output));
        };
        let message = MessageParser::default().parse(octets).unwrap();
        for item in items.as_ref() {
            match item {
                MessageDataItem::BodyStructure(structure) => {
                    let (mut sent, mut parsed) = (Vec::new(), Vec::new());
                    sent_parts(structure, &mut sent);
                    parsed_parts(&message, &mut parsed);
                    assert_eq!(sent, parsed, "{name}");
                }
                MessageDataItem::Envelope(envelope) => {
                    let id = envelope.message_id.0.as_ref();
                    let id = id.map(|id| String::from_utf8_lossy(id.as_ref()).into_owned());
                    let parsed = message.message_id().map(|id| format!("<{id}>"));
                    assert_eq!(id, parsed, "{name}");
                }
                _ => {}
            }
        }
    }
}
