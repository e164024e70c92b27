//! The rules for SMTP, submission and LMTP, as data. Judges nothing.

use crate::rules::info::rules;

rules! { Smtp:
LINE_END = "smtp/line-end", "rfc5321/reply-ends-with-crlf", Must prose,
    "A reply line ends with CR LF.", r"250 OK\n", r"250 OK\r\n";
BARE_CR = "smtp/bare-cr", "rfc5321/no-bare-cr-or-lf-sent", Must prose,
    "CR stands before LF only.", r"250 O\rK\r\n", r"250 OK\r\n";
DIGITS = "smtp/three-digits", "rfc5321/three-digit-codes", Must,
    "A reply line begins with a code of three digits.", r"25 OK\r\n", r"250 OK\r\n";
FIRST = "smtp/first-digit", "rfc5321/first-digit-2-to-5", Must,
    "The first digit of a reply code is 2 to 5.", r"650 OK\r\n", r"250 OK\r\n";
SECOND = "smtp/second-digit", "rfc5321/second-digit-0-to-5", Must,
    "The second digit of a reply code is 0 to 5.", r"280 OK\r\n", r"250 OK\r\n";
SEPARATOR = "smtp/separator", "rfc5321/reply-grammar", Must,
    "After the code come a space, a hyphen where another line follows, or the end of the line.", r"250=OK\r\n", r"250 OK\r\n";
SAME_CODE = "smtp/same-code", "rfc5321/multiline-same-code", Must prose,
    "All lines of a reply have the same code.", r"250-one\r\n251 two\r\n", r"250-one\r\n250 two\r\n";
NO_TEXT = "smtp/no-text", "rfc5321/reply-has-text", Should,
    "A reply code is followed by a space and text.", r"250\r\n", r"250 OK\r\n";
LAST_SPACE = "smtp/last-line-space", "rfc5321/empty-last-line-space", Should prose,
    "The last line of a reply of several lines has its space, even if no text follows.", r"550-one\r\n550\r\n", r"550-one\r\n550 \r\n";
KNOWN_CODE = "smtp/known-code", "rfc5321/listed-codes-only", Should prose,
    "The reply to a command that a standard defines has a code that a standard lists. SHOULD, because later standards may list more.",
    "C: NOOP\nS: 259 fine", "C: NOOP\nS: 250 fine";
POSITIVE_CODE = "smtp/positive-code", "rfc5321/reply-codes-of-the-table", Should prose,
    "A command that succeeds is answered with a positive code that its definition gives it. SHOULD, because that is what the text asks for; of negative codes nothing is said, because other documents and local policy add to them.",
    "C: NOOP\nS: 251 fine", "C: NOOP\nS: 250 fine";
QUIT = "smtp/quit-reply", "rfc5321/quit-221", Must prose,
    "QUIT is answered with 221, whatever went before; a server that shuts down answers 421.",
    "C: QUIT\nS: 250 bye", "C: QUIT\nS: 221 bye";
CONTROL = "smtp/text-control", "rfc5321/reply-text-ascii", Must,
    "The text of a reply has no control characters but HT.", r"250 O\x07K\r\n", r"250 OK\r\n";
TEXT_8BIT = "smtp/text-8bit", "rfc6531/replies-ascii", Must prose,
    "The text of a reply is ASCII unless the client has used SMTPUTF8.", r"250 gr\xc3\xbc\xc3\x9fe\r\n", r"250 gruesse\r\n";
TEXT_UTF8 = "smtp/text-utf8", "rfc6531/replies-ascii", Must,
    "Octets above 127 in a reply are well-formed UTF-8.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250-8BITMIME\nS: 250 SMTPUTF8\nC: MAIL FROM:<> SMTPUTF8\nS(esc): 250 gr\\xfc\\xdfe",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250-8BITMIME\nS: 250 SMTPUTF8\nC: MAIL FROM:<> SMTPUTF8\nS(esc): 250 gr\\xc3\\xbc\\xc3\\x9fe";
LINE_512 = "smtp/line-512", "rfc5321/reply-line-512", Should prose,
    "A reply line has at most 512 octets, CR LF included. SHOULD, because section 4.5.3.1 says no more of larger objects than that they be avoided.",
    r"250 «600 x»\r\n",
    r"250 «500 x»\r\n";
CLASS = "smtp/enhanced-class", "rfc2034/class-matches-reply", Must prose,
    "The class of an enhanced status code is the first digit of the reply code.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<>\nS: 550 4.1.1 no",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<>\nS: 550 5.1.1 no";
ENHANCED = "smtp/enhanced-code", "rfc2034/code-syntax", Must,
    "An enhanced status code is 2, 4 or 5, a subject and a detail of one to three digits each, without leading zeros, and a space.",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<>\nS: 550 5.1111.1 no",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<>\nS: 550 5.1.1 no";
ENHANCED_SAME = "smtp/enhanced-same", "rfc2034/codes-on-all-lines", Must prose,
    "All lines of a reply have the same enhanced status code.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<>\nS: 550-5.1.1 no\nS: 550 5.1.2 no",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<>\nS: 550-5.1.1 no\nS: 550 5.1.1 no";
ENHANCED_MISSING = "smtp/enhanced-missing", "rfc2034/codes-in-replies", Must prose,
    "Where ENHANCEDSTATUSCODES is announced, each line of a 2yz, 4yz or 5yz reply begins with a code, but for the greeting and replies to EHLO and HELO.",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<>\nS: 250 OK",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<>\nS: 250 2.0.0 OK";
GREETING_CODE = "smtp/greeting-code", "rfc5321/greeting-220", Must prose,
    "The greeting is 220, or an error.", "S: 250 mx.example.org\nC: EHLO client.example",
    "S: 220 mx.example.org\nC: EHLO client.example";
GREETING = "smtp/greeting", "rfc5321/greeting-grammar", Must,
    "The text of a 220 greeting begins with the server's domain or address literal.", r"220 *** hello\r\n", r"220 mx.example.org hello\r\n";
EHLO_DOMAIN = "smtp/ehlo-domain", "rfc5321/ehlo-reply-names-server", Must,
    "The first line of the reply to EHLO begins with the server's domain or address literal.", "C: EHLO client.example\nS: 250 *** hello",
    "C: EHLO client.example\nS: 250 mx.example.org hello";
EHLO_ASCII = "smtp/ehlo-domain-ascii", "rfc6531/ehlo-domain-ascii", Must prose,
    "A server that announces SMTPUTF8 gives its domain in the reply to EHLO in ASCII.",
    "C: EHLO client.example\nS(esc): 250-b\\xc3\\xbccher.example\nS: 250-8BITMIME\nS: 250 SMTPUTF8",
    "C: EHLO client.example\nS: 250-xn--bcher-kva.example\nS: 250-8BITMIME\nS: 250 SMTPUTF8";
EHLO_LINE = "smtp/ehlo-line", "rfc5321/ehlo-reply-grammar", Must,
    "A line of the reply to EHLO is a keyword of letters, digits and hyphens, and parameters, with single spaces.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 SIZE  1000",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 SIZE 1000";
EHLO_AUTH = "smtp/ehlo-auth-equals", "rfc5321/ehlo-reply-grammar", Should prose,
    "AUTH and its mechanisms are separated by spaces. SHOULD, because AUTH= was once announced for old clients, beside AUTH, without harm.",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 AUTH=PLAIN",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 AUTH PLAIN";
EHLO_NO_PARAMETER = "smtp/ehlo-no-parameter", "rfc5321/ehlo-reply-grammar", Must prose,
    "PIPELINING, 8BITMIME, SMTPUTF8, CHUNKING, BINARYMIME, REQUIRETLS, STARTTLS, ENHANCEDSTATUSCODES, DSN, ETRN and MTRK have no parameter.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 STARTTLS yes",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 STARTTLS";
EHLO_SIZE = "smtp/ehlo-size", "rfc1870/size-parameter-syntax", Must,
    "SIZE has no parameter or a decimal number.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 SIZE 10M",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 SIZE 10000000";
EHLO_MECHANISMS = "smtp/ehlo-mechanisms", "rfc4954/auth-lists-mechanisms", Must prose,
    "AUTH is followed by the names of mechanisms: capitals, digits, hyphens and underscores, at most 20.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 AUTH plain!",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 AUTH PLAIN";
EHLO_BINARY = "smtp/ehlo-binarymime", "rfc3030/binarymime-needs-chunking", Must prose,
    "BINARYMIME is announced with CHUNKING only.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 BINARYMIME",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250-CHUNKING\nS: 250 BINARYMIME";
EHLO_STARTTLS = "smtp/starttls-under-tls", "rfc3207/starttls-not-announced-under-tls", Must prose,
    "STARTTLS is not announced once TLS is in place.", "@starttls\nC: EHLO client.example\nS: 250-mx.example.org\nS: 250 STARTTLS",
    "@starttls\nC: EHLO client.example\nS: 250-mx.example.org\nS: 250 HELP";
EHLO_SMTPUTF8 = "smtp/ehlo-smtputf8", "rfc6531/8bitmime-announced", Must prose,
    "SMTPUTF8 is announced with 8BITMIME only.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 SMTPUTF8",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250-8BITMIME\nS: 250 SMTPUTF8";
EHLO_REQUIRETLS = "smtp/ehlo-requiretls", "rfc8689/requiretls-only-under-tls", Should prose,
    "REQUIRETLS is announced once TLS is in place only. SHOULD, because it is the option that the text binds to TLS, and not the keyword.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 REQUIRETLS",
    "@starttls\nC: EHLO client.example\nS: 250-mx.example.org\nS: 250 REQUIRETLS";
EHLO_TWICE = "smtp/ehlo-keyword-twice", "rfc5321/ehlo-reply-grammar", May prose,
    "The reply to EHLO has every keyword once, and AUTH every mechanism. MAY, because no sentence says so.",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 AUTH PLAIN LOGIN PLAIN",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 AUTH PLAIN LOGIN";
LHLO_PIPELINING = "smtp/lhlo-pipelining", "rfc2033/pipelining-implemented", Must prose,
    "The reply to LHLO announces PIPELINING.",
    "C: LHLO client.example\nS: 250-mx.example.org\nS: 250-ENHANCEDSTATUSCODES\nS: 250 8BITMIME",
    "C: LHLO client.example\nS: 250-mx.example.org\nS: 250-ENHANCEDSTATUSCODES\nS: 250-8BITMIME\nS: 250 PIPELINING";
LHLO_ENHANCED = "smtp/lhlo-enhancedstatuscodes", "rfc2033/enhancedstatuscodes-implemented", Must prose,
    "The reply to LHLO announces ENHANCEDSTATUSCODES.",
    "C: LHLO client.example\nS: 250-mx.example.org\nS: 250-PIPELINING\nS: 250 8BITMIME",
    "C: LHLO client.example\nS: 250-mx.example.org\nS: 250-PIPELINING\nS: 250-8BITMIME\nS: 250 ENHANCEDSTATUSCODES";
LHLO_8BITMIME = "smtp/lhlo-8bitmime", "rfc2033/eightbitmime", Should prose,
    "The reply to LHLO announces 8BITMIME.",
    "C: LHLO client.example\nS: 250-mx.example.org\nS: 250-PIPELINING\nS: 250 ENHANCEDSTATUSCODES",
    "C: LHLO client.example\nS: 250-mx.example.org\nS: 250-PIPELINING\nS: 250-ENHANCEDSTATUSCODES\nS: 250 8BITMIME";
REFUSED = "smtp/announced-and-refused", "rfc5321/no-keyword-for-unimplemented", Must prose,
    "What the reply to EHLO announces is not answered with 500 or 502.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 ETRN\nC: ETRN example.org\nS: 502 not here",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 ETRN\nC: ETRN example.org\nS: 459 not you";
RCPT_ALONE = "smtp/rcpt-without-mail", "rfc5321/rcpt-without-mail-503", Must prose,
    "RCPT is not accepted outside a mail transaction.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 HELP\nC: RCPT TO:<bob@example.org>\nS: 250 OK",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 HELP\nC: RCPT TO:<bob@example.org>\nS: 503 MAIL first";
MAIL_TWICE = "smtp/mail-in-transaction", "rfc5321/mail-in-transaction-503", Should prose,
    "MAIL is not accepted inside a mail transaction. SHOULD, because another sentence lets MAIL reset all state.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 HELP\nC: MAIL FROM:<>\nS: 250 OK\nC: MAIL FROM:<>\nS: 250 OK",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 HELP\nC: MAIL FROM:<>\nS: 250 OK\nC: MAIL FROM:<>\nS: 503 no";
AUTH_TWICE = "smtp/auth-twice", "rfc4954/second-auth-503", Must prose,
    "AUTH does not succeed twice in a session.", "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 AUTH PLAIN\nC: AUTH PLAIN AGEAYg==\nS: 235 in\nC: AUTH PLAIN AGEAYg==\nS: 235 in",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 AUTH PLAIN\nC: AUTH PLAIN AGEAYg==\nS: 235 in\nC: AUTH PLAIN AGEAYg==\nS: 503 no";
EHLO_DELIVERBY = "smtp/ehlo-deliverby", "rfc2852/minimum-announced", Must prose,
    "DELIVERBY has no parameter, or one that begins with a number of up to nine digits.",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 DELIVERBY soon",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 DELIVERBY 240";
EHLO_FUTURERELEASE = "smtp/ehlo-futurerelease", "rfc4865/limits-announced", Must prose,
    "FUTURERELEASE is followed by an interval of 1 to 999999999 seconds and by a time as in RFC 3339.",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 FUTURERELEASE",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 FUTURERELEASE 86400 2026-12-01T00:00:00Z";
EHLO_PRIORITY = "smtp/ehlo-mt-priority", "rfc6710/profile-announced", Must prose,
    "MT-PRIORITY has no parameter, or the name of a policy: up to 20 letters, digits, hyphens, underscores and dots.",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 MT-PRIORITY a b",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 MT-PRIORITY MIXER";
UNANNOUNCED = "smtp/unannounced-command", "rfc5321/ehlo-lists-optional-commands", Must prose,
    "AUTH, STARTTLS, ETRN, EXPN and BDAT succeed only where the reply to EHLO announces them.",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 SIZE\nC: ETRN example.org\nS: 250 queued",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 ETRN\nC: ETRN example.org\nS: 250 queued";
MECHANISM = "smtp/unannounced-mechanism", "rfc4954/auth-lists-mechanisms", Should prose,
    "AUTH succeeds with a mechanism that is announced only. SHOULD, because the text says what the list is for, and not that it is complete.",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 AUTH PLAIN\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 AUTH PLAIN\nC: AUTH LOGIN\nS: 504 no";
PARAMETER = "smtp/unannounced-parameter", "rfc5321/unknown-parameter-555", Should prose,
    "A parameter of MAIL or RCPT is taken only where the extension that defines it is announced. SHOULD, because the text binds a server that does not know the parameter, and one may know what it does not announce.",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 SIZE\nC: MAIL FROM:<> SMTPUTF8\nS: 250 OK",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 SIZE\nC: MAIL FROM:<> SMTPUTF8\nS: 555 no";
DATA_AFTER_BDAT = "smtp/data-after-bdat", "rfc3030/data-after-bdat-503", Must prose,
    "DATA is not accepted in a transaction in which a chunk was.",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 CHUNKING\nC: MAIL FROM:<>\nS: 250 OK\nC: RCPT TO:<bob@example.org>\nS: 250 OK\nC: BDAT 2\nC: \nS: 250 OK\nC: DATA\nS: 354 go on",
    "C: EHLO client.example\nS: 250-mx.example.org\nS: 250 CHUNKING\nC: MAIL FROM:<>\nS: 250 OK\nC: RCPT TO:<bob@example.org>\nS: 250 OK\nC: BDAT 2\nC: \nS: 250 OK\nC: DATA\nS: 503 5.5.1 no";
LMTP_NOBODY = "smtp/lmtp-data-without-recipient", "rfc2033/data-without-recipients-503", Must prose,
    "In LMTP, DATA is not accepted before a recipient was.",
    "C: LHLO client.example\nS: 250-mx.example.org\nS: 250-PIPELINING\nS: 250-8BITMIME\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<>\nS: 250 2.1.0 OK\nC: DATA\nS: 354 go on",
    "C: LHLO client.example\nS: 250-mx.example.org\nS: 250-PIPELINING\nS: 250-8BITMIME\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<>\nS: 250 2.1.0 OK\nC: DATA\nS: 503 5.5.1 no";
UNANSWERED = "smtp/reply-missing", "rfc5321/one-reply-each", Must prose,
    "A server that closes the connection has answered every command, or has sent 421. What follows QUIT needs no answer.",
    "S: 220 mx.example.org\nC: NOOP\n@closed",
    "S: 220 mx.example.org\nC: NOOP\nS: 421 mx.example.org no more\n@closed";
CHALLENGE = "smtp/challenge", "rfc4954/challenge-is-base64", Must,
    "A challenge is one line: 334, a space, and base64 or nothing.", "C: AUTH PLAIN\nS: 334 go ahead",
    "C: AUTH PLAIN\nS(esc): 334 ";
CLOSED = "smtp/closed-without-421", "rfc5321/no-close-without-reason", Should prose,
    "A server does not answer with an error and then close the connection on what is sent next, without 421. 521 says it too. SHOULD, because section 7.8 lets a server defend itself; a close that no command waits for is not judged, since it may be a timeout.",
    "S: 220 mx.example.org\nC: FROBNICATE\nS: 500 what\nC: NOOP\n@closed",
    "S: 220 mx.example.org\nC: FROBNICATE\nS: 500 what\nC: NOOP\nS: 421 mx.example.org no more\n@closed";
UNASKED = "smtp/one-reply-each", "rfc5321/one-reply-each", Must prose,
    "Every command gets one reply; nothing comes without a command but the greeting and 421.", "C: NOOP\nS: 250 OK\nS: 250 OK",
    "C: NOOP\nS: 250 OK";
}
