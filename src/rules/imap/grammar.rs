//! The rules of the IMAP grammar, as data. Judges nothing.

use crate::rules::info::rules;

rules! { Imap:
LINE_END = "imap/line-end", "rfc3501/lines-end-with-crlf", Must,
    "A line ends with CR LF, and neither of the two stands anywhere else outside a literal.",
    r"* 3 EXISTS\n", r"* 3 EXISTS\r\n";
NUL = "imap/nul", "rfc3501/no-nul-in-strings", Must,
    "NUL is never sent, but for the octets of a literal8.",
    r"* OK he\0llo\r\n", r"* OK hello\r\n";
SPACE = "imap/space", "rfc3501/response-grammar", Must,
    "Where the grammar has SP there is exactly one space, and nowhere else is one.",
    r"* LIST ()  NIL INBOX\r\n", r"* LIST () NIL INBOX\r\n";
NUMBER = "imap/number", "rfc3501/response-grammar", Must,
    "A number is decimal digits and fits into 32 bits (63 where the grammar says number64).",
    r"* 1 FETCH (RFC822.SIZE x)\r\n",
    r"* 1 FETCH (RFC822.SIZE 44827)\r\n";
NZ_NUMBER = "imap/nz-number", "rfc3501/response-grammar", Must,
    "An nz-number is not zero and does not begin with 0.",
    r"* 0 EXPUNGE\r\n", r"* 1 EXPUNGE\r\n";
QUOTED = "imap/quoted-string", "rfc3501/quoted-string-grammar", Must,
    "A quoted string ends with a quote on its line, and a backslash in it stands before a quote or a backslash only.",
    r#"* LIST () NIL "a\b"\r\n"#, r#"* LIST () NIL "a\\b"\r\n"#;
QUOTED_8BIT = "imap/quoted-8bit", "rfc3501/quoted-string-grammar", Must prose,
    "A quoted string is 7-bit until the client has enabled UTF8=ACCEPT or IMAP4rev2.",
    r#"* LIST () NIL "caf\xc3\xa9"\r\n"#, r#"* LIST () NIL "caf&AOk-"\r\n"#;
QUOTED_UTF8 = "imap/quoted-utf8", "rfc9051/quoted-string-grammar", Must,
    "Octets above 127 in a quoted string are well-formed UTF-8.",
    r#"* ENABLED UTF8=ACCEPT\r\n* LIST () NIL "caf\xe9"\r\n"#,
    r#"* ENABLED UTF8=ACCEPT\r\n* LIST () NIL "caf\xc3\xa9"\r\n"#;
LITERAL = "imap/literal", "rfc3501/literal-count-in-octets", Must,
    "A literal is {octets}, CR LF and exactly so many octets.",
    r"* LIST () NIL {3x}\r\n", r"* LIST () NIL {3}\r\nabc\r\n";
LITERAL_PLUS = "imap/literal-plus", "rfc7888/never-sent-by-server", Must prose,
    "The server never sends a literal with a plus in its count.",
    r"* LIST () NIL {3+}\r\nabc\r\n", r"* LIST () NIL {3}\r\nabc\r\n";
LITERAL8 = "imap/literal8", "rfc3501/response-grammar", Must,
    "A literal8 stands only as the value of BINARY[...] or of a metadata entry.",
    r"* 1 FETCH (BODY[] ~{3}\r\nabc)\r\n", r"* 1 FETCH (BINARY[] ~{3}\r\nabc)\r\n";
NIL = "imap/nil", "rfc3501/response-grammar", Must,
    "NIL does not stand where the grammar wants a string.",
    r#"* 1 FETCH (BODY ("text" NIL NIL NIL NIL "7bit" 1 1))\r\n"#,
    r#"* 1 FETCH (BODY ("text" "plain" NIL NIL NIL "7bit" 1 1))\r\n"#;
STRING = "imap/string", "rfc3501/response-grammar", Must,
    "A string is a quoted string or a literal, never an atom.",
    r#"* ID (name "x")\r\n"#, r#"* ID ("name" "x")\r\n"#;
ATOM = "imap/atom", "rfc3501/response-grammar", Must,
    "An atom is one or more 7-bit characters without spaces, controls, ( ) { % * quotes, backslashes and closing brackets.",
    r"* CAPABILITY IMAP4rev1 X*\r\n", r"* CAPABILITY IMAP4rev1 X\r\n";
TEXT_8BIT = "imap/text-8bit", "rfc3501/response-grammar", Must prose,
    "Human-readable text is 7-bit until the client has enabled IMAP4rev2 or UTF8=ACCEPT, or has asked for a LANGUAGE.",
    r"* OK gr\xc3\xbc\xc3\x9fe\r\n", r"* OK gruesse\r\n";
TEXT_UTF8 = "imap/text-utf8", "rfc9051/response-grammar", Must,
    "Octets above 127 in human-readable text are well-formed UTF-8.",
    r"* ENABLED UTF8=ACCEPT\r\n* OK gr\xfc\xdfe\r\n",
    r"* ENABLED UTF8=ACCEPT\r\n* OK gr\xc3\xbc\xc3\x9fe\r\n";
TEXT_EMPTY = "imap/text-empty", "rfc3501/response-grammar", Should,
    "Human-readable text has at least one character. SHOULD, because RFC 9051 lets it be empty.",
    r"a1 OK \r\n", r"a1 OK done\r\n";
BEGIN = "imap/response-begin", "rfc3501/untagged-data-begins-with-star", Must,
    "A response begins with * and a space, with +, or with a tag and a space.",
    r"*5 EXISTS\r\n", r"* 5 EXISTS\r\n";
GREETING = "imap/greeting", "rfc3501/greeting-is-status", Must,
    "The first response of a connection is an untagged OK, PREAUTH or BYE.",
    r"* NO not now\r\n", r"* BYE not now\r\n";
TAGGED_STATE = "imap/tagged-state", "rfc3501/response-grammar", Must,
    "A tagged response is OK, NO or BAD.",
    r"a1 BYE gone\r\n", r"a1 OK done\r\n";
PREAUTH_LATE = "imap/preauth-late", "rfc3501/response-grammar", Must,
    "PREAUTH is a greeting and nothing else.",
    r"* OK hello\r\n* PREAUTH hello\r\n", r"* PREAUTH hello\r\n";
UNKNOWN_RESPONSE = "imap/unknown-response", "rfc3501/response-grammar", Should prose,
    "An untagged response has a name that a standard defines. SHOULD, because an extension that we do not know may define more.",
    r"* SERCH 2 3\r\n", r"* SEARCH 2 3\r\n";
UNKNOWN_ITEM = "imap/unknown-item", "rfc3501/response-grammar", Should prose,
    "An item of FETCH or STATUS has a name that a standard defines, or begins with X. SHOULD, because an extension that we do not know may define more.",
    r"* STATUS INBOX (MESAGES 3)\r\n", r"* STATUS INBOX (MESSAGES 3)\r\n";
NUMBERED = "imap/numbered-response", "rfc3501/response-grammar", Must,
    "After * and a number comes EXISTS, RECENT, EXPUNGE or FETCH (or what an extension defines: CONVERTED, UIDFETCH), and nothing after the first three.",
    r"* 1 EXPUNGED\r\n", r"* 1 EXPUNGE\r\n";
OBSOLETE = "imap/obsolete-response", "rfc9051/obsolete-responses", Must,
    "SEARCH and RECENT are sent only by a server that announces IMAP4rev1, beside IMAP4rev2 or alone.",
    r"* CAPABILITY IMAP4rev2\r\n* 3 RECENT\r\n", r"* CAPABILITY IMAP4rev1 IMAP4rev2\r\n* 3 RECENT\r\n";
CONTINUATION = "imap/continuation", "rfc3501/continuation-form", Must,
    "A continuation request is a plus, a space, and text or base64.",
    r"+\r\n", r"+ \r\n";
CHALLENGE = "imap/challenge", "rfc3501/authenticate-challenge-base64", Must prose,
    "During AUTHENTICATE a continuation request is base64.",
    "C: a1 AUTHENTICATE PLAIN\nS: + go ahead",
    "C: a1 AUTHENTICATE PLAIN\nS: + Z28gYWhlYWQ=";
CODE = "imap/response-code", "rfc3501/response-code-grammar", Must,
    "A response code that a standard defines has the argument that its definition gives.",
    r"* OK [UIDNEXT x] next\r\n", r"* OK [UIDNEXT 4392] next\r\n";
CODE_SPACE = "imap/response-code-space", "rfc3501/response-code-grammar", Must,
    "A space follows the bracket that closes a response code, even if no text does.",
    r"a1 OK [READ-WRITE]\r\n", r"a1 OK [READ-WRITE] done\r\n";
CODE_FORM = "imap/response-code-form", "rfc3501/response-code-grammar", Should,
    "A bracket at the beginning of the text opens a response code, which begins with an atom and is closed. SHOULD, because the grammar lets text begin with a bracket.",
    r"* OK [ALERT going down\r\n", r"* OK [ALERT] going down\r\n";
CODE_EXTRA = "imap/response-code-extra", "rfc3501/response-code-grammar", Should prose,
    "A response code that is defined without an argument has none. SHOULD, because the grammar gives every atom an argument.",
    r"a1 OK [READ-WRITE yes] done\r\n", r"a1 OK [READ-WRITE] done\r\n";
TRAILING = "imap/trailing", "rfc3501/response-grammar", Must,
    "Nothing follows the end of a response but CR LF.",
    r"* LIST () NIL INBOX)\r\n", r"* LIST () NIL INBOX\r\n";
CAPABILITY_VERSION = "imap/capability-version", "rfc3501/capability-conforms", Must prose,
    "A capability list contains IMAP4rev1 or IMAP4rev2.",
    r"* CAPABILITY IDLE\r\n", r"* CAPABILITY IMAP4rev1 IDLE\r\n";
CAPABILITY_VALUE = "imap/capability-value", "rfc3501/response-grammar", Should prose,
    "A capability with a value has the value that its definition gives. SHOULD, because the grammar takes any atom.",
    r"* CAPABILITY IMAP4rev1 AUTH=\r\n", r"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n";
CAPABILITY_RIGHTS = "imap/capability-rights", "rfc4314/rights-without-old", Must prose,
    "RIGHTS= has none of the rights that are older than it: l r s w i p a c d, and the digits.",
    r"* CAPABILITY IMAP4rev1 ACL RIGHTS=lrkxte\r\n", r"* CAPABILITY IMAP4rev1 ACL RIGHTS=kxte\r\n";
CAPABILITY_TEXK = "imap/capability-rights-texk", "rfc4314/rights-has-texk", Must,
    "RIGHTS= has t, e, x and k.",
    r"* CAPABILITY IMAP4rev1 ACL RIGHTS=te\r\n", r"* CAPABILITY IMAP4rev1 ACL RIGHTS=texk\r\n";
CAPABILITY_LITERALS = "imap/capability-literals", "rfc7888/not-both-announced", Must prose,
    "LITERAL+ and LITERAL- are not announced together.",
    r"* CAPABILITY IMAP4rev1 LITERAL+ LITERAL-\r\n", r"* CAPABILITY IMAP4rev1 LITERAL+\r\n";
FLAG = "imap/flag", "rfc3501/response-grammar", Must,
    "Flags are a list in parentheses of atoms, with or without a backslash in front, and \\* is only among PERMANENTFLAGS.",
    r"* FLAGS (\Seen \*)\r\n", r"* FLAGS (\Seen)\r\n";
FLAG_EXTENSION = "imap/flag-extension", "rfc3501/flag-extension-not-generated", Must prose,
    "A flag with a backslash is one that a standard defines.",
    r"* FLAGS (\Seen \Spam)\r\n", r"* FLAGS (\Seen $Junk)\r\n";
FLAG_RECENT = "imap/flag-recent", "rfc3501/response-grammar", Should,
    "\\Recent stands in FETCH only. SHOULD, because some servers have always listed it among FLAGS, without harm.",
    r"* FLAGS (\Seen \Recent)\r\n", r"* FLAGS (\Seen)\r\n";
LIST = "imap/list", "rfc3501/response-grammar", Must,
    "LIST and LSUB are attributes in parentheses, a delimiter, a mailbox, and extended data in parentheses where there is any.",
    r#"* LIST "/" INBOX\r\n"#, r#"* LIST () "/" INBOX\r\n"#;
LIST_ATTRIBUTE = "imap/list-attribute", "rfc3501/response-grammar", Must,
    "A mailbox attribute is a backslash and an atom.",
    r#"* LIST (Noselect) "/" a\r\n"#, r#"* LIST (\Noselect) "/" a\r\n"#;
LIST_MARKS = "imap/list-marks", "rfc9051/list-one-mark", Must prose,
    "A name is not both \\Marked and \\Unmarked.",
    r#"* LIST (\Marked \Unmarked) "/" a\r\n"#, r#"* LIST (\Unmarked) "/" a\r\n"#;
LIST_NOSELECT = "imap/list-noselect-mark", "rfc3501/list-no-marks-when-unknown", Should prose,
    "A name that cannot be selected has neither \\Marked nor \\Unmarked.",
    r#"* LIST (\Noselect \Marked) "/" a\r\n"#, r#"* LIST (\Noselect) "/" a\r\n"#;
LIST_CHILDREN = "imap/list-children", "rfc5258/children-one-answer", Must prose,
    "A name has at most one of \\HasChildren and \\HasNoChildren.",
    r#"* LIST (\HasChildren \HasNoChildren) "/" a\r\n"#, r#"* LIST (\HasChildren) "/" a\r\n"#;
LIST_DELIMITER = "imap/list-delimiter", "rfc3501/response-grammar", Must,
    "A hierarchy delimiter is one quoted character, or NIL.",
    r#"* LIST () / a\r\n"#, r#"* LIST () "/" a\r\n"#;
MAILBOX_8BIT = "imap/mailbox-8bit", "rfc3501/no-8bit-mailbox-listed", Should prose,
    "A mailbox name is 7-bit until the client has enabled UTF8=ACCEPT or IMAP4rev2.",
    r#"* LIST () "/" {5}\r\ncaf\xc3\xa9\r\n"#, r#"* LIST () "/" caf&AOk-\r\n"#;
MAILBOX_UTF7 = "imap/mailbox-utf7", "rfc3501/utf7-export", Should prose,
    "An ampersand in a mailbox name begins modified base64 that ends with a hyphen, or stands before a hyphen. SHOULD, because old names may lie in the store.",
    r#"* LIST () "/" "a&b"\r\n"#, r#"* LIST () "/" "a&-b"\r\n"#;
EXTENDED = "imap/extended-data", "rfc9051/response-grammar", Must,
    "Extension data is a number, a set, or a list in parentheses that is closed.",
    r#"* LIST () "/" a (CHILDINFO "SUBSCRIBED")\r\n"#, r#"* LIST () "/" a (CHILDINFO ("SUBSCRIBED"))\r\n"#;
STATUS = "imap/status", "rfc3501/response-grammar", Must,
    "STATUS is a mailbox and, in parentheses, item names each with its value.",
    r"* STATUS INBOX (MESSAGES)\r\n", r"* STATUS INBOX (MESSAGES 3)\r\n";
SEARCH = "imap/search", "rfc3501/response-grammar", Must,
    "SEARCH and SORT are numbers, and with them the highest MODSEQ in parentheses where it was asked for.",
    r"* SEARCH 2,3\r\n", r"* SEARCH 2 3\r\n";
ESEARCH = "imap/esearch", "rfc9051/response-grammar", Must,
    "ESEARCH is the correlator, UID for a UID command, and names each with the value that its definition gives.",
    r#"* ESEARCH (TAG "a1") COUNT\r\n"#, r#"* ESEARCH (TAG "a1") COUNT 3\r\n"#;
THREAD = "imap/thread", "rfc5256/thread-grammar", Must,
    "A thread is a list of numbers in parentheses, at its end two or more threads where it splits.",
    r"* THREAD (1 (2))\r\n", r"* THREAD (1 (2)(3))\r\n";
NAMESPACE = "imap/namespace", "rfc2342/namespace-response", Must,
    "NAMESPACE is three namespaces, each NIL or a list of a prefix with its delimiter.",
    r#"* NAMESPACE (("" "/")) NIL\r\n"#, r#"* NAMESPACE (("" "/")) NIL NIL\r\n"#;
NAMESPACE_EXTENSION = "imap/namespace-extension", "rfc2342/extensions-with-x", Should prose,
    "An extension in NAMESPACE is TRANSLATION, or its name begins with X-. SHOULD, because later standards may define more.",
    r#"* NAMESPACE (("" "/" "COLOUR" ("red"))) NIL NIL\r\n"#, r#"* NAMESPACE (("" "/" "X-COLOUR" ("red"))) NIL NIL\r\n"#;
ID = "imap/id", "rfc2971/response-grammar", Must,
    "ID is NIL or a list in parentheses of field names and values.",
    r#"* ID ("name")\r\n"#, r#"* ID ("name" "x")\r\n"#;
ID_LIMITS = "imap/id-limits", "rfc2971/limits", Must prose,
    "ID has at most 30 pairs, names of at most 30 octets, values of at most 1024, and no name twice.",
    r#"* ID ("name" "x" "name" "y")\r\n"#, r#"* ID ("name" "x")\r\n"#;
ACL = "imap/acl", "rfc4314/response-grammar", Must,
    "ACL is a mailbox and pairs of identifier and rights; LISTRIGHTS a mailbox, an identifier and rights; MYRIGHTS a mailbox and rights. Rights are lower-case letters and digits.",
    r"* ACL INBOX fred\r\n", r"* ACL INBOX fred lrs\r\n";
ACL_VIRTUAL = "imap/acl-virtual-rights", "rfc4314/virtual-rights-shown", Must prose,
    "Rights in ACL and MYRIGHTS that have e or t have d too, and those that have k have c.",
    r"* MYRIGHTS INBOX lrwte\r\n", r"* MYRIGHTS INBOX lrwted\r\n";
QUOTA = "imap/quota", "rfc9208/response-grammar", Must,
    "QUOTA is a root and, in parentheses, resources each with usage and limit; QUOTAROOT is a mailbox and its roots.",
    r#"* QUOTA "" (STORAGE 10)\r\n"#, r#"* QUOTA "" (STORAGE 10 512)\r\n"#;
METADATA = "imap/metadata", "rfc5464/response-grammar", Must,
    "METADATA is a mailbox and entries: names each with a value in parentheses, or names alone without.",
    r#"* METADATA "" ("/shared/comment")\r\n"#, r#"* METADATA "" ("/shared/comment" "x")\r\n"#;
METADATA_ENTRY = "imap/metadata-entry", "rfc5464/entry-name-form", Must prose,
    "The name of an entry is a path: / before each component, none of them empty, all of it ASCII without control characters.",
    r#"* METADATA INBOX (/shared//comment "x")\r\n"#, r#"* METADATA INBOX (/shared/comment "x")\r\n"#;
VANISHED = "imap/vanished", "rfc7162/vanished-grammar", Must,
    "VANISHED is (EARLIER) where it applies, and a set of UIDs.",
    r"* VANISHED EARLIER 3:5\r\n", r"* VANISHED (EARLIER) 3:5\r\n";
CONVERTED = "imap/converted", "rfc5259/response-grammar", Must,
    "CONVERTED is the tag of the command and a list of items, UID first, each with a value or an error; CONVERSION is two media types and the names of parameters.",
    r#"* 2 CONVERTED (BINARY[3] "x")\r\n"#, r#"* 2 CONVERTED (TAG "a1") (BINARY[3] "x")\r\n"#;
LANGUAGE = "imap/language", "rfc5255/response-grammar", Must,
    "LANGUAGE is one or more tags, of letters, digits and hyphens, in parentheses; COMPARATOR is the active comparator, and those that match in parentheses.",
    r"* LANGUAGE EN\r\n", r"* LANGUAGE (EN)\r\n";
URL = "imap/urlauth", "rfc4467/response-grammar", Must,
    "GENURLAUTH is one or more URLs with an access token; URLFETCH is one or more URLs each with a string or NIL, or the data of RFC 5524 in parentheses.",
    r#"* GENURLAUTH "imap://a@x/b/;uid=1"\r\n"#,
    r#"* GENURLAUTH "imap://a@x/b/;uid=1;urlauth=anonymous:internal:91354a473744909de610943775f92038"\r\n"#;
SET = "imap/set", "rfc3501/response-grammar", Must,
    "A set is non-zero numbers and ranges of them, with commas between.",
    r"a1 OK [COPYUID 1 2,,3 4:5] done\r\n", r"a1 OK [COPYUID 1 2,3 4:5] done\r\n";
SET_RANGE = "imap/set-range-of-one", "rfc4315/no-range-for-one", Must prose,
    "In APPENDUID and COPYUID a single UID is not written as a range.",
    r"a1 OK [COPYUID 1 2:2 4] done\r\n", r"a1 OK [COPYUID 1 2 4] done\r\n";
FETCH = "imap/fetch", "rfc3501/response-grammar", Must,
    "FETCH is a list in parentheses, not empty, of items each with its value.",
    r"* 1 FETCH ()\r\n", r"* 1 FETCH (UID 7)\r\n";
FETCH_ITEM = "imap/fetch-item", "rfc3501/response-grammar", Must,
    "What begins with BODY, BINARY or RFC822 is one of the items that the standards define; .PEEK is never in a response.",
    r#"* 1 FETCH (BODY.PEEK[] "x")\r\n"#, r#"* 1 FETCH (BODY[] "x")\r\n"#;
SECTION = "imap/section", "rfc3501/response-grammar", Must,
    "A section is a part number, HEADER, HEADER.FIELDS and a list of names, TEXT, or MIME behind a part number.",
    r#"* 1 FETCH (BODY[MIME] "x")\r\n"#, r#"* 1 FETCH (BODY[1.MIME] "x")\r\n"#;
DATE = "imap/date-time", "rfc3501/date-time-grammar", Must,
    "A date-time is a quoted day of two characters, month, year of four digits, time and zone.",
    r#"* 1 FETCH (INTERNALDATE "1-Jan-2026 10:00:00 +0000")\r\n"#, r#"* 1 FETCH (INTERNALDATE " 1-Jan-2026 10:00:00 +0000")\r\n"#;
DATE_VALUE = "imap/date-value", "rfc3501/date-time-grammar", Should prose,
    "Day, hour, minute and second are ones that exist. SHOULD, because the grammar asks for digits only.",
    r#"* 1 FETCH (INTERNALDATE "32-Jan-2026 10:00:00 +0000")\r\n"#, r#"* 1 FETCH (INTERNALDATE "31-Jan-2026 10:00:00 +0000")\r\n"#;
ENVELOPE = "imap/envelope", "rfc3501/envelope-order", Must,
    "An envelope is ten fields in parentheses: date, subject, six address lists, in-reply-to, message-id.",
    r"* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL))\r\n", r"* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL))\r\n";
ADDRESS = "imap/address", "rfc3501/envelope-address", Must,
    "Addresses are NIL or a list of one or more, each four strings or NIL in parentheses, with nothing between them.",
    r#"* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL "a" "b") (NIL NIL "c" "d")) NIL NIL NIL NIL NIL NIL NIL))\r\n"#,
    r#"* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL "a" "b")(NIL NIL "c" "d")) NIL NIL NIL NIL NIL NIL NIL))\r\n"#;
ADDRESS_GROUP = "imap/address-group", "rfc3501/envelope-group", Should prose,
    "A group begins with a name and NIL host and ends with NIL for both, and no address has a host without a mailbox. SHOULD, because the grammar permits every NIL and headers can be broken.",
    r#"* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL NIL "b")) NIL NIL NIL NIL NIL NIL NIL))\r\n"#,
    r#"* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL "a" "b")) NIL NIL NIL NIL NIL NIL NIL))\r\n"#;
BODY = "imap/body-structure", "rfc3501/response-grammar", Must,
    "A body is in parentheses and has the fields of its kind in the defined order.",
    r#"* 1 FETCH (BODY ("image" "png" NIL NIL NIL "base64"))\r\n"#,
    r#"* 1 FETCH (BODY ("image" "png" NIL NIL NIL "base64" 3))\r\n"#;
BODY_PARAM = "imap/body-parameters", "rfc3501/response-grammar", Must,
    "Body parameters are NIL or one or more pairs of strings in parentheses.",
    r#"* 1 FETCH (BODY ("text" "plain" () NIL NIL "7bit" 1 1))\r\n"#,
    r#"* 1 FETCH (BODY ("text" "plain" NIL NIL NIL "7bit" 1 1))\r\n"#;
BODY_TEXT = "imap/body-text", "rfc3501/bodystructure-text", Must,
    "A text part gives its number of lines after its octets.",
    r#"* 1 FETCH (BODY ("text" "plain" NIL NIL NIL "7bit" 12))\r\n"#,
    r#"* 1 FETCH (BODY ("text" "plain" NIL NIL NIL "7bit" 12 1))\r\n"#;
BODY_MESSAGE = "imap/body-message", "rfc3501/bodystructure-message", Must,
    "A message/rfc822 part gives envelope, body structure and lines of the message inside.",
    r#"* 1 FETCH (BODY ("message" "rfc822" NIL NIL NIL "7bit" 300))\r\n"#,
    r#"* 1 FETCH (BODY ("message" "rfc822" NIL NIL NIL "7bit" 300 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" NIL NIL NIL "7bit" 290 8) 9))\r\n"#;
BODY_EXTENSION = "imap/body-extension", "rfc3501/body-no-extension-data", Must,
    "BODY without STRUCTURE has no extension data.",
    r#"* 1 FETCH (BODY ("text" "plain" NIL NIL NIL "7bit" 1 1 NIL))\r\n"#,
    r#"* 1 FETCH (BODY ("text" "plain" NIL NIL NIL "7bit" 1 1))\r\n"#;
BODY_FUTURE = "imap/body-extension-unknown", "rfc3501/bodystructure-extension-order", Should prose,
    "Nothing follows the location in extension data. SHOULD, because the grammar keeps the place for later standards.",
    r#"* 1 FETCH (BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 1 1 NIL NIL NIL NIL 5))\r\n"#,
    r#"* 1 FETCH (BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 1 1 NIL NIL NIL NIL))\r\n"#;
MODSEQ = "imap/mod-sequence", "rfc7162/mod-sequence-grammar", Must,
    "A mod-sequence is a positive number of at most 63 bits, in FETCH in parentheses.",
    r"* 1 FETCH (MODSEQ 5)\r\n", r"* 1 FETCH (MODSEQ (5))\r\n";
OBJECT_ID = "imap/object-id", "rfc8474/objectid-grammar", Must,
    "An object identifier is 1 to 255 letters, digits, hyphens and underscores, in parentheses.",
    r"* 1 FETCH (EMAILID M1)\r\n", r"* 1 FETCH (EMAILID (M1))\r\n";
PREVIEW_UTF8 = "imap/preview-utf8", "rfc8970/utf-8", Must prose,
    "A preview is in UTF-8.",
    r"* 1 FETCH (PREVIEW {1}\r\n\xe9)\r\n", r"* 1 FETCH (PREVIEW {2}\r\n\xc3\xa9)\r\n";
PREVIEW_LENGTH = "imap/preview-length", "rfc8970/longest-256", Must prose,
    "A preview has at most 256 characters.",
    r#"* 1 FETCH (PREVIEW "«300 x»")\r\n"#, r#"* 1 FETCH (PREVIEW "«200 x»")\r\n"#;
}
