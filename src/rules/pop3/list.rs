//! The rules for POP3, as data. Judges nothing.

use crate::rules::info::rules;

rules! { Pop3:
LINE_END = "pop3/line-end", "rfc1939/responses-end-in-crlf", Must,
    "A line ends with CR LF, and neither stands inside it (what a message holds is its own affair).", r"+OK\n", r"+OK\r\n";
STATUS = "pop3/status", "rfc1939/status-indicators-upper-case", Must,
    "A response begins with +OK or -ERR, in upper case.", r"+ok hello\r\n", r"+OK hello\r\n";
STATUS_SPACE = "pop3/status-space", "rfc2449/single-line-grammar", Must,
    "A space follows the status indicator if text does.", r"+OKhello\r\n", r"+OK hello\r\n";
LINE_512 = "pop3/line-512", "rfc1939/response-512-octets", Must,
    "The first line of a response has at most 512 octets, CR LF included.", r"+OK xxx… (600 octets)\r\n", r"+OK xxx… (500 octets)\r\n";
TEXT_8BIT = "pop3/text-8bit", "rfc2449/single-line-grammar", Should,
    "The text of a response is ASCII until the client has used UTF8 or LANG. SHOULD, because RFC 1939 does not say so.",
    r"+OK gr\xc3\xbc\xc3\x9fe\r\n", r"+OK gruesse\r\n";
GREETING = "pop3/greeting", "rfc1939/greeting-positive", Should,
    "The greeting is positive. SHOULD, because a server that turns a client away says -ERR, and no text offers it anything better.",
    r"-ERR too many\r\n", r"+OK ready\r\n";
TIMESTAMP = "pop3/greeting-timestamp", "rfc2449/greeting-grammar", Should,
    "A greeting has at most one timestamp in angle brackets, which is a msg-id. SHOULD, because RFC 1939 leaves the text free where APOP is not offered.",
    r"+OK ready <now>\r\n", r"+OK ready <1896.697170952@example.org>\r\n";
RESP_CODE = "pop3/response-code", "rfc2449/resp-codes-bracket", Must,
    "With RESP-CODES, a bracket at the beginning of the text opens a response code that is closed and has no empty level.",
    r"-ERR [IN-USE busy\r\n", r"-ERR [IN-USE] busy\r\n";
SYS = "pop3/sys-levels", "rfc3206/sys-code-levels", Must,
    "SYS has TEMP or PERM as its second level.", r"-ERR [SYS/SOON] busy\r\n", r"-ERR [SYS/TEMP] busy\r\n";
ON_ERROR = "pop3/code-on-error", "rfc3206/sys-on-errors-only", Must,
    "SYS and AUTH are given with -ERR only.", r"+OK [SYS/TEMP] fine\r\n", r"-ERR [SYS/TEMP] busy\r\n";
STUFFING = "pop3/byte-stuffing", "rfc1939/byte-stuffing", Must,
    "A line of a multi-line response that begins with a dot has one more in front.", r".hidden\r\n", r"..hidden\r\n";
SCAN = "pop3/scan-listing", "rfc1939/list-scan-listing", Must,
    "A scan listing is a message number, one space and a size.", r"1  120\r\n", r"1 120\r\n";
SCAN_EXTRA = "pop3/scan-listing-extra", "rfc1939/list-nothing-after-size", Should,
    "Nothing follows the size in a scan listing.", r"1 120 octets\r\n", r"1 120\r\n";
STAT = "pop3/drop-listing", "rfc1939/stat-format", Must,
    "STAT is answered with +OK, a number of messages and a size, one space before each.", r"+OK 2 messages\r\n", r"+OK 2 320\r\n";
STAT_EXTRA = "pop3/drop-listing-extra", "rfc1939/stat-nothing-after-size", Should,
    "Nothing follows the size in a drop listing.", r"+OK 2 320 octets\r\n", r"+OK 2 320\r\n";
UIDL = "pop3/unique-id-listing", "rfc1939/uidl-listing-format", Must,
    "A unique-id listing is a message number, one space and a unique-id, and nothing after it.", r"1 abc def\r\n", r"1 abc\r\n";
UIDL_CHARACTERS = "pop3/unique-id", "rfc1939/uidl-characters", Must,
    "A unique-id is 1 to 70 printable ASCII characters.", r"1 caf\xc3\xa9\r\n", r"1 cafe\r\n";
UIDL_UNIQUE = "pop3/unique-id-twice", "rfc1939/uidl-unique", Must,
    "Messages of different sizes have different unique-ids.", r"1 abc\r\n2 abc\r\n", r"1 abc\r\n2 abd\r\n";
UIDL_STABLE = "pop3/unique-id-stable", "rfc1939/uidl-persists", Must,
    "A message has the same unique-id for the whole session.", r"1 abc\r\n … 1 abd\r\n", r"1 abc\r\n … 1 abc\r\n";
UIDL_REUSED = "pop3/unique-id-reused", "rfc1939/uidl-not-reused", Should,
    "What is behind a unique-id does not change from session to session. SHOULD, as the text says of reuse.",
    r"a message of 120 octets, and later one of 200, as abc", r"a message of 120 octets as abc, always";
CAPA = "pop3/capability", "rfc2449/capability-grammar", Must,
    "A capability is a tag without dots and parameters, printable, each after one space.", r"TOP  x\r\n", r"TOP\r\n";
CAPA_512 = "pop3/capability-512", "rfc2449/capa-line-512-octets", Must,
    "A capability line has at most 512 octets, CR LF included.", r"IMPLEMENTATION xxx… (600 octets)\r\n", r"IMPLEMENTATION x\r\n";
CAPA_ARGUMENT = "pop3/capability-argument", "rfc2449/login-delay-argument", Must,
    "LOGIN-DELAY has a number and perhaps USER, EXPIRE a number or NEVER and perhaps USER, IMPLEMENTATION and SASL at least one word; TOP, USER, UIDL, RESP-CODES, PIPELINING and STLS have none.",
    r"EXPIRE soon\r\n", r"EXPIRE 30\r\n";
STLS = "pop3/stls-under-tls", "rfc2595/stls-not-under-tls", Should,
    "STLS is not announced once TLS is in place. SHOULD, because the text makes it depend on whether it would be refused.",
    r"STLS\r\n", r"TOP\r\n";
UNASKED = "pop3/one-response-each", "rfc1939/one-response-per-command", Must,
    "Every command gets one response; nothing comes without a command but the greeting.", r"+OK\r\n+OK\r\n", r"+OK\r\n";
STAT_LIST = "pop3/stat-agrees-with-list", "rfc1939/stat-size", Must,
    "STAT gives the number and the size of all the messages that LIST gives.", r"+OK 2 320\r\n … 1 120\r\n.\r\n", r"+OK 1 120\r\n … 1 120\r\n.\r\n";
LIST_STABLE = "pop3/size-stable", "rfc1939/numbers-fixed-in-session", Must,
    "A message has the same size for the whole session.", r"1 120\r\n … 1 121\r\n", r"1 120\r\n … 1 120\r\n";
RETR_SIZE = "pop3/size", "rfc1939/list-scan-listing", Must,
    "The size in LIST is the number of octets that RETR sends, stuffing not counted.", r"1 120\r\n … 121 octets", r"1 120\r\n … 120 octets";
}
