//! Faults of what SMTP sends. Data only.

use super::How::Instead;
use super::{Garbled, garbled};
use crate::Service;

/// More than a line may have.
const LONG: [u8; 600] = [b'x'; 600];

/// All of them.
pub(super) const ROWS: &[Garbled] = &[
    garbled(
        Service::Smtp,
        "smtp-bare-cr-in-text",
        "rfc5321/no-bare-cr-or-lf-sent",
        "Has a CR in a text.",
        &[Instead(b"2.0.0 OK", b"2.0.0 O\rK")],
    ),
    garbled(
        Service::Smtp,
        "smtp-code-of-two-digits",
        "rfc5321/three-digit-codes",
        "Answers RSET and NOOP with a code of two digits.",
        &[Instead(b"250 2.0.0", b"25 2.0.0")],
    ),
    garbled(
        Service::Smtp,
        "smtp-code-650",
        "rfc5321/first-digit-2-to-5",
        "Answers RSET and NOOP with 650.",
        &[Instead(b"250 2.0.0", b"650 2.0.0")],
    ),
    garbled(
        Service::Smtp,
        "smtp-code-260",
        "rfc5321/second-digit-0-to-5",
        "Answers RSET and NOOP with 260.",
        &[Instead(b"250 2.0.0", b"260 2.0.0")],
    ),
    garbled(
        Service::Smtp,
        "smtp-code-with-colon",
        "rfc5321/reply-grammar",
        "Writes a colon behind the code.",
        &[Instead(b"250 2.0.0", b"250:2.0.0")],
    ),
    garbled(
        Service::Smtp,
        "smtp-code-alone",
        "rfc5321/reply-has-text",
        "Answers RSET and NOOP with a code and nothing behind it.",
        &[Instead(b"250 2.0.0 OK\r\n", b"250\r\n")],
    ),
    garbled(
        Service::Smtp,
        "smtp-control-in-text",
        "rfc5321/reply-text-ascii",
        "Has a BEL in a text.",
        &[Instead(b"2.0.0 OK", b"2.0.0 \x07OK")],
    ),
    garbled(
        Service::Smtp,
        "smtp-text-8bit-unasked",
        "rfc6531/replies-ascii",
        "Has octets above 127 in the answer to MAIL.",
        &[Instead(b"Sender OK", b"S\xc3\xa4nder OK")],
    ),
    garbled(
        Service::Smtp,
        "smtp-text-latin-1",
        "rfc6531/replies-ascii",
        "Answers MAIL in Latin-1.",
        &[Instead(b"Sender OK", b"S\xe4nder OK")],
    ),
    garbled(
        Service::Smtp,
        "smtp-long-line",
        "rfc5321/reply-line-512",
        "Answers MAIL with more than 512 octets.",
        &[Instead(b"Sender OK", &LONG)],
    ),
    garbled(
        Service::Smtp,
        "smtp-enhanced-four-digits",
        "rfc2034/code-syntax",
        "Gives an enhanced status code with a subject of four digits.",
        &[Instead(b"250 2.1.0 Sender", b"250 2.1000.0 Sender")],
    ),
    garbled(
        Service::Smtp,
        "smtp-enhanced-changes",
        "rfc2034/codes-on-all-lines",
        "Gives another enhanced status code in the second line.",
        &[Instead(
            b"250 2.1.0 Sender OK",
            b"250-2.1.0 Sender\r\n250 2.1.5 OK",
        )],
    ),
    garbled(
        Service::Smtp,
        "smtp-enhanced-left-out",
        "rfc2034/codes-in-replies",
        "Answers MAIL without an enhanced status code.",
        &[Instead(b"250 2.1.0 Sender", b"250 Sender")],
    ),
    garbled(
        Service::Smtp,
        "smtp-ehlo-domain-stars",
        "rfc5321/ehlo-reply-names-server",
        "Writes stars for the domain in the reply to EHLO.",
        &[Instead(b"250-mail.example.test greets", b"250-*** greets")],
    ),
    garbled(
        Service::Smtp,
        "smtp-ehlo-auth-equals",
        "rfc5321/ehlo-reply-grammar",
        "Writes AUTH= in the reply to EHLO.",
        &[Instead(b"250-AUTH ", b"250-AUTH=")],
    ),
    garbled(
        Service::Smtp,
        "smtp-ehlo-size-with-unit",
        "rfc1870/size-parameter-syntax",
        "Announces SIZE with a unit.",
        &[Instead(b"SIZE 1048576", b"SIZE 1M")],
    ),
    garbled(
        Service::Smtp,
        "smtp-ehlo-mechanism-name",
        "rfc4954/auth-lists-mechanisms",
        "Announces a mechanism with an exclamation mark.",
        &[Instead(b" CRAM-MD5 ", b" CRAM-MD5! ")],
    ),
    garbled(
        Service::Smtp,
        "smtp-ehlo-keyword-twice",
        "rfc5321/ehlo-reply-grammar",
        "Announces EXPN twice.",
        &[Instead(b"250-EXPN\r\n", b"250-EXPN\r\n250-EXPN\r\n")],
    ),
    garbled(
        Service::Smtp,
        "smtp-ehlo-priority-two-policies",
        "rfc6710/profile-announced",
        "Announces MT-PRIORITY with two policies.",
        &[Instead(b"MT-PRIORITY\r\n", b"MT-PRIORITY a b\r\n")],
    ),
    garbled(
        Service::Smtp,
        "smtp-ehlo-auth-hidden",
        "rfc5321/ehlo-lists-optional-commands",
        "Takes AUTH and announces something else.",
        &[Instead(b"250-AUTH ", b"250-XAUTH ")],
    ),
    garbled(
        Service::Smtp,
        "smtp-ehlo-plain-hidden",
        "rfc4954/auth-lists-mechanisms",
        "Takes PLAIN and does not announce it.",
        &[Instead(b" PLAIN ", b" ")],
    ),
    garbled(
        Service::Smtp,
        "smtp-ehlo-smtputf8-hidden",
        "rfc5321/unknown-parameter-555",
        "Takes SMTPUTF8 and does not announce it.",
        &[Instead(b"250-SMTPUTF8\r\n", b"")],
    ),
    garbled(
        Service::Smtp,
        "smtp-reply-before-greeting",
        "rfc5321/greeting-220",
        "Sends a reply before the greeting.",
        &[Instead(
            b"220 mail.example.test",
            b"250 Hello\r\n220 mail.example.test",
        )],
    ),
];
