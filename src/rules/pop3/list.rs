//! The rules for POP3, as data. Judges nothing.

use crate::rules::info::rules;

rules! { Pop3:
LINE_END = "pop3/line-end", "rfc1939/responses-end-in-crlf", Must prose,
    "A line ends with CR LF, and neither stands inside it (what a message holds is its own affair).", r"+OK\n", r"+OK\r\n";
STATUS = "pop3/status", "rfc1939/status-indicators-upper-case", Must prose,
    "A response begins with +OK or -ERR, in upper case.", r"+ok hello\r\n", r"+OK hello\r\n";
STATUS_SPACE = "pop3/status-space", "rfc2449/single-line-grammar", Must,
    "A space follows the status indicator if text does.", r"+OKhello\r\n", r"+OK hello\r\n";
LINE_512 = "pop3/line-512", "rfc1939/response-512-octets", Must prose,
    "The first line of a response has at most 512 octets, CR LF included.", r"+OK «600 x»\r\n",
    r"+OK «500 x»\r\n";
TEXT_8BIT = "pop3/text-8bit", "rfc2449/single-line-grammar", Should,
    "The text of a response is ASCII until the client has used UTF8 or LANG. SHOULD, because RFC 1939 does not say so.",
    r"+OK gr\xc3\xbc\xc3\x9fe\r\n", r"+OK gruesse\r\n";
NUL = "pop3/nul", "rfc2449/single-line-grammar", Must,
    "NUL stands in no status line (what a message holds is its own affair).", r"+OK he\0llo\r\n", r"+OK hello\r\n";
CHALLENGE = "pop3/challenge", "rfc5034/challenge-format", Must,
    "A challenge is a plus sign, one space, and base64 or nothing.", "C: AUTH CRAM-MD5\nS: + who are you?",
    "C: AUTH CRAM-MD5\nS: + PDEyMzRAZXhhbXBsZS5vcmc+";
GREETING = "pop3/greeting", "rfc1939/greeting-positive", Should prose,
    "The greeting is positive. SHOULD, because a server that turns a client away says -ERR, and no text offers it anything better.",
    r"-ERR too many\r\n", r"+OK ready\r\n";
TIMESTAMP = "pop3/greeting-timestamp", "rfc2449/greeting-grammar", Should,
    "A greeting has at most one timestamp in angle brackets, which is a msg-id. SHOULD, because RFC 1939 leaves the text free where APOP is not offered.",
    r"+OK ready <now>\r\n", r"+OK ready <1896.697170952@example.org>\r\n";
RESP_CODE = "pop3/response-code", "rfc2449/resp-codes-bracket", Must,
    "With RESP-CODES, a bracket at the beginning of the text opens a response code that is closed and has no empty level.",
    "C: CAPA\nS: +OK\nS: RESP-CODES\nS: .\nC: PASS secret\nS: -ERR [IN-USE busy",
    "C: CAPA\nS: +OK\nS: RESP-CODES\nS: .\nC: PASS secret\nS: -ERR [IN-USE] busy";
SYS = "pop3/sys-levels", "rfc3206/sys-code-levels", Must prose,
    "SYS has TEMP or PERM as its second level.", "C: CAPA\nS: +OK\nS: RESP-CODES\nS: .\nC: PASS secret\nS: -ERR [SYS/SOON] busy",
    "C: CAPA\nS: +OK\nS: RESP-CODES\nS: .\nC: PASS secret\nS: -ERR [SYS/TEMP] busy";
ON_ERROR = "pop3/code-on-error", "rfc3206/sys-on-errors-only", Must prose,
    "SYS and AUTH are given with -ERR only.", "C: CAPA\nS: +OK\nS: RESP-CODES\nS: .\nC: PASS secret\nS: +OK [SYS/TEMP] fine",
    "C: CAPA\nS: +OK\nS: RESP-CODES\nS: .\nC: PASS secret\nS: -ERR [SYS/TEMP] busy";
STUFFING = "pop3/byte-stuffing", "rfc1939/byte-stuffing", Must prose,
    "A line of a multi-line response that begins with a dot has one more in front.", "C: RETR 1\nS: +OK\nS: .hidden\nS: .",
    "C: RETR 1\nS: +OK\nS: ..hidden\nS: .";
MULTI_END = "pop3/multi-line-end", "rfc1939/multi-line-terminator", Must prose,
    "A multi-line response ends with a line of a dot alone: before the next response, and before the server closes the connection.",
    "C: LIST\nS: +OK\nS: 1 120\nC: NOOP\nS: +OK\n@closed",
    "C: LIST\nS: +OK\nS: 1 120\nS: .\nC: NOOP\nS: +OK\n@closed";
SCAN = "pop3/scan-listing", "rfc1939/list-scan-listing", Must prose,
    "A scan listing is a message number, one space and a size.", "C: LIST\nS: +OK\nS: 1  120\nS: .",
    "C: LIST\nS: +OK\nS: 1 120\nS: .";
SCAN_EXTRA = "pop3/scan-listing-extra", "rfc1939/list-nothing-after-size", Should prose,
    "Nothing follows the size in a scan listing.", "C: LIST\nS: +OK\nS: 1 120 octets\nS: .",
    "C: LIST\nS: +OK\nS: 1 120\nS: .";
STAT = "pop3/drop-listing", "rfc1939/stat-format", Must prose,
    "STAT is answered with +OK, a number of messages and a size, one space before each.", "C: STAT\nS: +OK two messages",
    "C: STAT\nS: +OK 2 320";
STAT_EXTRA = "pop3/drop-listing-extra", "rfc1939/stat-nothing-after-size", Should prose,
    "Nothing follows the size in a drop listing.", "C: STAT\nS: +OK 2 320 octets",
    "C: STAT\nS: +OK 2 320";
UIDL = "pop3/unique-id-listing", "rfc1939/uidl-listing-format", Must prose,
    "A unique-id listing is a message number, one space and a unique-id, and nothing after it.", "C: UIDL\nS: +OK\nS: 1 abc def\nS: .",
    "C: UIDL\nS: +OK\nS: 1 abc\nS: .";
UIDL_CHARACTERS = "pop3/unique-id", "rfc1939/uidl-characters", Must prose,
    "A unique-id is 1 to 70 printable ASCII characters.", "C: UIDL\nS: +OK\nS(esc): 1 caf\\xc3\\xa9\nS: .",
    "C: UIDL\nS: +OK\nS: 1 cafe\nS: .";
UIDL_UNIQUE = "pop3/unique-id-twice", "rfc1939/uidl-unique", Must prose,
    "Messages of different sizes have different unique-ids.", "C: LIST\nS: +OK\nS: 1 120\nS: 2 200\nS: .\nC: UIDL\nS: +OK\nS: 1 abc\nS: 2 abc\nS: .",
    "C: LIST\nS: +OK\nS: 1 120\nS: 2 200\nS: .\nC: UIDL\nS: +OK\nS: 1 abc\nS: 2 abd\nS: .";
UIDL_STABLE = "pop3/unique-id-stable", "rfc1939/uidl-persists", Must prose,
    "A message has the same unique-id for the whole session.", "C: UIDL 1\nS: +OK 1 abc\nC: UIDL 1\nS: +OK 1 abd",
    "C: UIDL 1\nS: +OK 1 abc\nC: UIDL 1\nS: +OK 1 abc";
UIDL_PERSISTS = "pop3/unique-id-persists", "rfc1939/uidl-persists", Should prose,
    "A message that is fetched in two sessions has the same unique-id in both, as far as all were listed and none was deleted. SHOULD, because a copy may have taken its place, unseen.",
    "C[one]: UIDL\nS[one]: +OK\nS[one]: 1 abc\nS[one]: .\nC[one]: RETR 1\nS[one]: +OK\nS[one]: Subject: hello\nS[one]: .\nC[two]: UIDL\nS[two]: +OK\nS[two]: 1 abd\nS[two]: .\nC[two]: RETR 1\nS[two]: +OK\nS[two]: Subject: hello\nS[two]: .",
    "C[one]: UIDL\nS[one]: +OK\nS[one]: 1 abc\nS[one]: .\nC[one]: RETR 1\nS[one]: +OK\nS[one]: Subject: hello\nS[one]: .\nC[two]: UIDL\nS[two]: +OK\nS[two]: 1 abc\nS[two]: .\nC[two]: RETR 1\nS[two]: +OK\nS[two]: Subject: hello\nS[two]: .";
UIDL_REUSED = "pop3/unique-id-reused", "rfc1939/uidl-not-reused", Should prose,
    "What is behind a unique-id does not change from session to session. SHOULD, as the text says of reuse.",
    "C[one]: LIST 1\nS[one]: +OK 1 120\nC[one]: UIDL 1\nS[one]: +OK 1 abc\nC[two]: LIST 1\nS[two]: +OK 1 200\nC[two]: UIDL 1\nS[two]: +OK 1 abc",
    "C[one]: LIST 1\nS[one]: +OK 1 120\nC[one]: UIDL 1\nS[one]: +OK 1 abc\nC[two]: LIST 1\nS[two]: +OK 1 120\nC[two]: UIDL 1\nS[two]: +OK 1 abc";
CAPA = "pop3/capability", "rfc2449/capability-grammar", Must,
    "A capability is a tag without dots and parameters, printable, each after one space.", "C: CAPA\nS: +OK\nS: TOP  x\nS: .",
    "C: CAPA\nS: +OK\nS: TOP\nS: .";
CAPA_512 = "pop3/capability-512", "rfc2449/capa-line-512-octets", Must prose,
    "A capability line has at most 512 octets, CR LF included.", "C: CAPA\nS: +OK\nS: IMPLEMENTATION «600 x»\nS: .",
    "C: CAPA\nS: +OK\nS: IMPLEMENTATION «400 x»\nS: .";
CAPA_ARGUMENT = "pop3/capability-argument", "rfc2449/login-delay-argument", Must prose,
    "LOGIN-DELAY has a number and perhaps USER, EXPIRE a number or NEVER and perhaps USER, IMPLEMENTATION at least one word, SASL names of mechanisms, UTF8 perhaps USER; TOP, USER, UIDL, RESP-CODES, AUTH-RESP-CODE, PIPELINING, STLS and LANG have none.",
    "C: CAPA\nS: +OK\nS: EXPIRE soon\nS: .",
    "C: CAPA\nS: +OK\nS: EXPIRE 30\nS: .";
STLS = "pop3/stls-under-tls", "rfc2595/stls-not-under-tls", Should prose,
    "STLS is not announced once TLS is in place. SHOULD, because the text makes it depend on whether it would be refused.",
    "@starttls\nC: CAPA\nS: +OK\nS: STLS\nS: .",
    "@starttls\nC: CAPA\nS: +OK\nS: TOP\nS: .";
STLS_LATE = "pop3/stls-after-login", "rfc2595/stls-announced-before-login-only", Must prose,
    "STLS is announced before the login only.", "C: PASS secret\nS: +OK\nC: CAPA\nS: +OK\nS: STLS\nS: .",
    "C: PASS secret\nS: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: .";
CAPA_KEPT = "pop3/capability-kept", "rfc2449/capa-same-in-both-states", Must prose,
    "What is announced before the login is announced after it too, but for STLS.", "C: CAPA\nS: +OK\nS: TOP\nS: X-SPAM\nS: .\nC: PASS secret\nS: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: .",
    "C: CAPA\nS: +OK\nS: TOP\nS: X-SPAM\nS: .\nC: PASS secret\nS: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: X-SPAM\nS: .";
CAPA_NEW = "pop3/capability-new-after-login", "rfc2449/top-announced-in-both", Must prose,
    "TOP, USER, UIDL, RESP-CODES and PIPELINING are announced after the login only where they were before it.", "C: CAPA\nS: +OK\nS: TOP\nS: .\nC: PASS secret\nS: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: UIDL\nS: .",
    "C: CAPA\nS: +OK\nS: TOP\nS: UIDL\nS: .\nC: PASS secret\nS: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: UIDL\nS: .";
RESP_UNANNOUNCED = "pop3/response-code-unannounced", "rfc2449/resp-codes-announced", Must prose,
    "A server that gives the response codes of RFC 2449 and RFC 3206 announces RESP-CODES.", "C: CAPA\nS: +OK\nS: TOP\nS: .\nC: PASS secret\nS: -ERR [IN-USE] busy",
    "C: CAPA\nS: +OK\nS: TOP\nS: RESP-CODES\nS: .\nC: PASS secret\nS: -ERR [IN-USE] busy";
UNANNOUNCED = "pop3/unannounced-command", "rfc2449/capa-lists-what-is-there", Should prose,
    "TOP, UIDL, STLS, and AUTH with a mechanism, succeed only where CAPA lists them. SHOULD, because no sentence says in these words that the list is complete.",
    "C: CAPA\nS: +OK\nS: USER\nS: .\nC: USER alice\nS: +OK\nC: PASS secret\nS: +OK\nC: UIDL 1\nS: +OK 1 abc",
    "C: CAPA\nS: +OK\nS: UIDL\nS: .\nC: USER alice\nS: +OK\nC: PASS secret\nS: +OK\nC: UIDL 1\nS: +OK 1 abc";
UNANSWERED = "pop3/response-missing", "rfc1939/one-response-per-command", Must prose,
    "A server that closes the connection has answered every command. What follows QUIT, or an error, needs no answer.",
    "S: +OK hello\nC: NOOP\n@closed", "S: +OK hello\nC: QUIT\nS: +OK bye\n@closed";
UNASKED = "pop3/one-response-each", "rfc1939/one-response-per-command", Must prose,
    "Every command gets one response; nothing comes without a command but the greeting.", "C: NOOP\nS: +OK\nS: +OK",
    "C: NOOP\nS: +OK";
NUMBER = "pop3/message-number", "rfc1939/message-numbers-from-one", Must prose,
    "Messages are numbered from 1.", "C: LIST\nS: +OK\nS: 0 120\nS: .",
    "C: LIST\nS: +OK\nS: 1 120\nS: .";
LIST_OTHER = "pop3/listing-of-another", "rfc1939/list-one", Must prose,
    "LIST with a number is answered with that number.", "C: LIST 1\nS: +OK 2 120",
    "C: LIST 1\nS: +OK 1 120";
UIDL_OTHER = "pop3/unique-id-of-another", "rfc1939/uidl-one", Must prose,
    "UIDL with a number is answered with that number.", "C: UIDL 1\nS: +OK 2 abc",
    "C: UIDL 1\nS: +OK 1 abc";
STAT_LIST = "pop3/stat-agrees-with-list", "rfc1939/stat-size", Must prose,
    "STAT gives the number and the size of all the messages that LIST gives.", "C: STAT\nS: +OK 2 320\nC: LIST\nS: +OK\nS: 1 120\nS: .",
    "C: STAT\nS: +OK 1 120\nC: LIST\nS: +OK\nS: 1 120\nS: .";
LIST_STABLE = "pop3/size-stable", "rfc1939/numbers-fixed-in-session", Must prose,
    "A message has the same size for the whole session.", "C: LIST 1\nS: +OK 1 120\nC: LIST 1\nS: +OK 1 121",
    "C: LIST 1\nS: +OK 1 120\nC: LIST 1\nS: +OK 1 120";
RETR_SIZE = "pop3/size", "rfc1939/list-scan-listing", Must prose,
    "The size in LIST is the number of octets that RETR sends, stuffing not counted.", "C: LIST 1\nS: +OK 1 7\nC: RETR 1\nS: +OK\nS: abc\nS: .",
    "C: LIST 1\nS: +OK 1 5\nC: RETR 1\nS: +OK\nS: abc\nS: .";
LANG = "pop3/language", "rfc6856/lang-answers-with-tag", Must prose,
    "A LANG that succeeds is answered with +OK, one space and the tag of the language.",
    "C: LANG de\nS: +OK", "C: LANG de\nS: +OK de Los geht es";
LANG_LISTING = "pop3/language-listing", "rfc6856/lang-listing", Must prose,
    "A language listing is the tag of a language, and perhaps a space and a description.",
    "C: LANG\nS: +OK\nS: en_US English\nS: .", "C: LANG\nS: +OK\nS: en-US English\nS: .";
}
