//! The rules for SMTP, submission and LMTP, as data. Judges nothing.

use crate::rules::info::rules;

rules! { Smtp:
LINE_END = "smtp/line-end", "rfc5321/reply-ends-with-crlf", Must,
    "A reply line ends with CR LF.", r"250 OK\n", r"250 OK\r\n";
BARE_CR = "smtp/bare-cr", "rfc5321/no-bare-cr-or-lf-sent", Must,
    "CR stands before LF only.", r"250 O\rK\r\n", r"250 OK\r\n";
DIGITS = "smtp/three-digits", "rfc5321/three-digit-codes", Must,
    "A reply line begins with a code of three digits.", r"25 OK\r\n", r"250 OK\r\n";
FIRST = "smtp/first-digit", "rfc5321/first-digit-2-to-5", Must,
    "The first digit of a reply code is 2 to 5.", r"650 OK\r\n", r"250 OK\r\n";
SECOND = "smtp/second-digit", "rfc5321/second-digit-0-to-5", Must,
    "The second digit of a reply code is 0 to 5.", r"280 OK\r\n", r"250 OK\r\n";
SEPARATOR = "smtp/separator", "rfc5321/reply-grammar", Must,
    "After the code come a space, a hyphen where another line follows, or the end of the line.", r"250=OK\r\n", r"250 OK\r\n";
SAME_CODE = "smtp/same-code", "rfc5321/multiline-same-code", Must,
    "All lines of a reply have the same code.", r"250-one\r\n251 two\r\n", r"250-one\r\n250 two\r\n";
NO_TEXT = "smtp/no-text", "rfc5321/reply-has-text", Should,
    "A reply code is followed by a space and text.", r"250\r\n", r"250 OK\r\n";
CONTROL = "smtp/text-control", "rfc5321/reply-text-ascii", Must,
    "The text of a reply has no control characters but HT.", r"250 O\x07K\r\n", r"250 OK\r\n";
TEXT_8BIT = "smtp/text-8bit", "rfc6531/replies-ascii", Must,
    "The text of a reply is ASCII unless the client has used SMTPUTF8.", r"250 gr\xc3\xbc\xc3\x9fe\r\n", r"250 gruesse\r\n";
TEXT_UTF8 = "smtp/text-utf8", "rfc6531/replies-ascii", Must,
    "Octets above 127 in a reply are well-formed UTF-8.", r"250 gr\xfc\xdfe\r\n", r"250 gr\xc3\xbc\xc3\x9fe\r\n";
LINE_512 = "smtp/line-512", "rfc5321/reply-line-512", Should,
    "A reply line has at most 512 octets, CR LF included. SHOULD, because section 4.5.3.1 says no more of larger objects than that they be avoided.",
    r"250 xxx… (600 octets)\r\n", r"250 xxx… (500 octets)\r\n";
CLASS = "smtp/enhanced-class", "rfc2034/class-matches-reply", Must,
    "The class of an enhanced status code is the first digit of the reply code.", r"550 4.1.1 no\r\n", r"550 5.1.1 no\r\n";
ENHANCED = "smtp/enhanced-code", "rfc2034/code-syntax", Must,
    "An enhanced status code is 2, 4 or 5, a subject and a detail of one to three digits each, without leading zeros, and a space.",
    r"550 5.1111.1 no\r\n", r"550 5.1.1 no\r\n";
ENHANCED_SAME = "smtp/enhanced-same", "rfc2034/codes-on-all-lines", Must,
    "All lines of a reply have the same enhanced status code.", r"550-5.1.1 no\r\n550 5.1.2 no\r\n", r"550-5.1.1 no\r\n550 5.1.1 no\r\n";
ENHANCED_MISSING = "smtp/enhanced-missing", "rfc2034/codes-in-replies", Must,
    "Where ENHANCEDSTATUSCODES is announced, each line of a 2yz, 4yz or 5yz reply begins with a code, but for the greeting and replies to EHLO and HELO.",
    r"250 OK\r\n", r"250 2.0.0 OK\r\n";
GREETING_CODE = "smtp/greeting-code", "rfc5321/greeting-220", Must,
    "The greeting is 220, or an error.", r"250 mx.example.org\r\n", r"220 mx.example.org\r\n";
GREETING = "smtp/greeting", "rfc5321/greeting-grammar", Must,
    "The text of a 220 greeting begins with the server's domain or address literal.", r"220 *** hello\r\n", r"220 mx.example.org hello\r\n";
EHLO_DOMAIN = "smtp/ehlo-domain", "rfc5321/ehlo-reply-names-server", Must,
    "The first line of the reply to EHLO begins with the server's domain or address literal.", r"250-*** hello\r\n", r"250-mx.example.org hello\r\n";
EHLO_LINE = "smtp/ehlo-line", "rfc5321/ehlo-reply-grammar", Must,
    "A line of the reply to EHLO is a keyword of letters, digits and hyphens, and parameters, with single spaces.", r"250-SIZE  1000\r\n", r"250-SIZE 1000\r\n";
EHLO_AUTH = "smtp/ehlo-auth-equals", "rfc5321/ehlo-reply-grammar", Should,
    "AUTH and its mechanisms are separated by spaces. SHOULD, because AUTH= was once announced for old clients, beside AUTH, without harm.",
    r"250-AUTH=PLAIN\r\n", r"250-AUTH PLAIN\r\n";
EHLO_NO_PARAMETER = "smtp/ehlo-no-parameter", "rfc5321/ehlo-reply-grammar", Must,
    "PIPELINING, 8BITMIME, SMTPUTF8, CHUNKING, STARTTLS and ENHANCEDSTATUSCODES have no parameter.", r"250 STARTTLS yes\r\n", r"250 STARTTLS\r\n";
EHLO_SIZE = "smtp/ehlo-size", "rfc1870/size-parameter-syntax", Must,
    "SIZE has no parameter or a number of up to 20 digits.", r"250 SIZE 10M\r\n", r"250 SIZE 10000000\r\n";
EHLO_MECHANISMS = "smtp/ehlo-mechanisms", "rfc4954/auth-lists-mechanisms", Must,
    "AUTH is followed by the names of mechanisms: capitals, digits, hyphens and underscores, at most 20.", r"250 AUTH plain!\r\n", r"250 AUTH PLAIN\r\n";
EHLO_BINARY = "smtp/ehlo-binarymime", "rfc3030/binarymime-needs-chunking", Must,
    "BINARYMIME is announced with CHUNKING only.", r"250-mx.example.org\r\n250 BINARYMIME\r\n", r"250-mx.example.org\r\n250-CHUNKING\r\n250 BINARYMIME\r\n";
EHLO_STARTTLS = "smtp/starttls-under-tls", "rfc3207/starttls-not-announced-under-tls", Must,
    "STARTTLS is not announced once TLS is in place.", r"250 STARTTLS\r\n", r"250 HELP\r\n";
UNASKED = "smtp/one-reply-each", "rfc5321/one-reply-each", Must,
    "Every command gets one reply; nothing comes without a command but the greeting and 421.", r"250 OK\r\n250 OK\r\n", r"250 OK\r\n";
}
