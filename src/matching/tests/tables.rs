//! What is met and what is not: a protocol, the `S:` lines of a script, what a server sends. Data only.

use crate::transcript::tree::Protocol;

pub(super) const MET: &[(Protocol, &str, &str)] = &[
    (
        Protocol::Smtp,
        "S: 220 {{domain}} {{:text}}",
        "220 lab.example\n",
    ),
    (Protocol::Smtp, "S: 2yz", "250 2.1.0 fine\n"),
    (Protocol::Smtp, "S: 550 5.y.z", "550 5.1.1 no\n"),
    (Protocol::Smtp, "S: 550 | 553 | 4yz", "451 later\n"),
    (Protocol::Smtp, "S: 250\nS! 550", "250 x\n"),
    (
        Protocol::Smtp,
        "C: EHLO x\nS: 250-SIZE {{n:number > 10}}\nS: 250 pipelining",
        "250-lab.example hi\n250-PIPELINING\n250 SIZE 1000\n",
    ),
    (
        Protocol::Smtp,
        "C: EHLO x\nS: 250-{{domain}} {{:text}}\nS: 250 AUTH PLAIN",
        "250-lab.example\n250-AUTH LOGIN PLAIN\n250 X\n",
    ),
    (
        Protocol::Smtp,
        "C: EHLO x\nS: 250\nS! 250-STARTTLS",
        "250-lab.example\n250 X\n",
    ),
    (
        Protocol::Smtp,
        "S: 250-a\nS: 250 b\nS: 354",
        "250-p\n250-q\n250 q\n354 go\n",
    ),
    (Protocol::Smtp, "S: 334 {{c:base64}}", "334 aGVsbG8=\n"),
    (
        Protocol::Smtp,
        "S: 334 {{challenge:scram-challenge >= 4096}}",
        "334 cj1yT3ByTkdmd0ViZVJXZ2JORWtxTyVodllEcFdVYTJSYVRDQWZ1eEZJbGopaE5sRiRrMCxzPVcyMlphSjBTTlk3c29Fc1VFamI2Z1E9PSxpPTQwOTY=\n",
    ),
    (
        Protocol::Pop3,
        "C: STAT\nS: +OK 2 {{:number}}",
        "+OK 2 320\n",
    ),
    (
        Protocol::Pop3,
        "C: STAT\nS: +OK 2 320",
        "+OK 2 320 octets\n",
    ),
    (Protocol::Pop3, "S! +OK [AUTH]\nS: +OK", "+OK in\n"),
    (
        Protocol::Pop3,
        "C: DELE 1\nS: +OK message 1 deleted",
        "+OK\n",
    ),
    (
        Protocol::Pop3,
        "C: LIST\nS: +OK\nS: 2 200\nS: 1 {{:number}}\nS: .",
        "+OK 2\n1 120\n2 200\n.\n",
    ),
    (
        Protocol::Pop3,
        "C: CAPA\nS: +OK\nS: sasl PLAIN\nS: .",
        "+OK\nTOP\nSASL LOGIN PLAIN\n.\n",
    ),
    (
        Protocol::Pop3,
        "C: RETR 1\nS: +OK\nS: {{message plain}}\nS: .",
        "+OK\nFrom: a@example.org\nSubject: one\n\n..dot\nlast\n.\n",
    ),
    (
        Protocol::Pop3,
        "C: RETR 1\nS: +OK\nS: {{delivered plain}}\nS: .",
        "+OK\nReturn-Path: <>\nReceived: from x\n\tby y; z\nFrom: a@example.org\nSubject: one\n\n..dot\nlast\n.\n",
    ),
    (
        Protocol::Pop3,
        "C: TOP 1 0\nS: +OK\nS: {{:lines}}\nS: ..dot\nS: last\nS: .",
        "+OK\na: b\n\n..dot\nlast\n.\n",
    ),
    (
        Protocol::Pop3,
        "C: RETR 9\nS: -ERR [sys/temp]",
        "-ERR [SYS/TEMP] busy\n",
    ),
    (
        Protocol::Pop3,
        "C: UIDL\nC: QUIT\nS: +OK\nS: 1 {{u:unique-id}}\nS: .\nS: +OK",
        "+OK\n1 abc\n.\n+OK bye\n",
    ),
    (
        Protocol::Pop3,
        "S: +OK {{:text}}{{t:timestamp}}{{:text}}",
        "+OK ready <1.2@x.y> go\n",
    ),
    (
        Protocol::Pop3,
        "C: AUTH CRAM-MD5\nS: + {{challenge:base64}}",
        "+ PDE+\n",
    ),
    (
        Protocol::Imap,
        "C: a1 NOOP\nS: * 3 exists\nS: a1 OK",
        "* FLAGS (\\Seen)\n* 3 EXISTS\na1 OK x\n",
    ),
    (Protocol::Imap, "S: a1 NO | BAD", "a1 BAD huh {3}\n"),
    (Protocol::Imap, "S: * OK | PREAUTH", "* PREAUTH hi\n"),
    (
        Protocol::Imap,
        "S: a1 OK [APPENDUID {{v:nz-number}} 1:3]",
        "a1 OK [APPENDUID 5 1,2:3] done\n",
    ),
    (
        Protocol::Imap,
        "S: a1 OK [COPYUID 1 2:3 7:8]",
        "a1 OK [COPYUID 1 3,2 8,7] done\n",
    ),
    (
        Protocol::Imap,
        "S: a1 OK [READ-WRITE]",
        "a1 ok [read-write]\n",
    ),
    (
        Protocol::Imap,
        "S: * OK [PERMANENTFLAGS (\\Seen)]",
        "* OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] x\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (FLAGS (\\Seen) UID {{u:nz-number > uid}})",
        "* 1 FETCH (UID 42 MODSEQ (3) FLAGS (\\Recent \\seen))\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (FLAGS () UID 3)",
        "* 1 FETCH (FLAGS ())\n* 2 FETCH (UID 4)\n* 1 FETCH (UID 3)\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (FLAGS ())\nS: * 1 FETCH (UID 3)\nS: a OK",
        "* 1 FETCH (FLAGS () UID 3)\na OK\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (BODY[] {{literal plain}})",
        "* 1 FETCH (BODY[] {49}\nFrom: a@example.org\nSubject: one\n\n.dot\nlast\n)\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (BODY[HEADER.FIELDS (DATE FROM)]<0> \"ab\")",
        "* 1 FETCH (BODY[HEADER.FIELDS (\"From\" Date)]<0> {2}\nab)\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (BODY[] {2}\nS: ab FLAGS (\\Seen))",
        "* 1 FETCH (FLAGS (\\Seen) BODY[] \"ab\")\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (INTERNALDATE \"17-Jul-1996 02:44:25 -0700\")",
        "* 1 FETCH (INTERNALDATE \"17-Jul-1996 09:44:25 +0000\")\n",
    ),
    (
        Protocol::Imap,
        "S: * SEARCH 1 2 {{n:number}}",
        "* SEARCH 9 2 1\n",
    ),
    (Protocol::Imap, "S: * SEARCH", "* SEARCH\n"),
    (
        Protocol::Imap,
        "S: * ESEARCH (TAG \"a\") UID COUNT 3 ALL 1:3",
        "* ESEARCH (TAG \"a\") UID ALL 3,1:2 COUNT 3 MAX 3\n",
    ),
    (
        Protocol::Imap,
        "S: * ESEARCH (TAG \"a\" MAILBOX inbox UIDVALIDITY 3) UID COUNT 1",
        "* ESEARCH (UIDVALIDITY 3 MAILBOX \"INBOX\" TAG \"a\") UID COUNT 1\n",
    ),
    (
        Protocol::Imap,
        "S: * LIST (\\NoInferiors) \"/\" inbox",
        "* LIST (\\HasNoChildren \\Noinferiors) \"/\" \"INBOX\"\n",
    ),
    (
        Protocol::Imap,
        "S: * STATUS {{mailbox}} (MESSAGES 1)",
        "* STATUS \"Box 1\" (UIDNEXT 4 MESSAGES 1)\n",
    ),
    (
        Protocol::Imap,
        "S: * METADATA {{mailbox}} (/shared/comment \"x\")",
        "* METADATA \"Box 1\" (\"/private/a\" NIL \"/Shared/comment\" {1}\nx)\n",
    ),
    (
        Protocol::Imap,
        "S: * MYRIGHTS {{mailbox}} lr",
        "* MYRIGHTS \"Box 1\" \"lr\"\n",
    ),
    (
        Protocol::Imap,
        "S: * STATUS {{mailbox}} {{:list}}",
        "* STATUS \"Box 1\" (UIDNEXT 4 MESSAGES 1)\n",
    ),
    (
        Protocol::Imap,
        "S: * CAPABILITY IMAP4rev1 idle",
        "* CAPABILITY IDLE IMAP4rev1 X\n",
    ),
    (
        Protocol::Imap,
        "S: * VANISHED (EARLIER) 1:3",
        "* VANISHED (EARLIER) 1,2,3\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 1))",
        "* 1 FETCH (BODYSTRUCTURE (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 10 1 NIL NIL NIL NIL))\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (BODY ((\"TEXT\" {{:text}})(\"APPLICATION\" {{:text}}) \"MIXED\"))",
        "* 1 FETCH (BODY ((\"text\" \"plain\" NIL NIL NIL \"7BIT\" 2 1)(\"application\" \"x\" NIL NIL NIL \"BASE64\" 2) \"mixed\"))\n",
    ),
    (Protocol::Imap, "S: + {{:text}}", "+ \n"),
    (
        Protocol::Imap,
        "S: * {{n:number}} EXISTS\nS: * 3 EXISTS",
        "* 3 EXISTS\n* 4 EXISTS\n",
    ),
    (
        Protocol::Imap,
        "S: * SEARCH {{n:number}}\nS: * {{n}} EXISTS",
        "* SEARCH 7\n* 7 EXISTS\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (UID {{u:number}} MODSEQ ({{m:number}}))\nS: a OK [HIGHESTMODSEQ {{m}}]",
        "* 1 FETCH (UID 3 MODSEQ (8))\na OK [HIGHESTMODSEQ 8] x\n",
    ),
    (Protocol::Imap, "S: a1 OK", "a1 OK [odd text\n"),
    (
        Protocol::Imap,
        "S: * 1 FETCH (UID 3 {{:text}})",
        "* 1 FETCH (FLAGS () UID 3)\n",
    ),
    (Protocol::Imap, "S: * LIST {{:text}}", "* LIST () NIL x\n"),
    (
        Protocol::Imap,
        "S: * {{:text}}\nS: a1 OK",
        "* OK hi\na1 OK\n",
    ),
    (
        Protocol::Imap,
        "S: * LIST (\\NonExistent {{:text}}) {{:value}} {{mailbox}}",
        "* LIST (\\a \\nonexistent) \"/\" \"Box 1\" (X ())\n",
    ),
    (
        Protocol::Imap,
        "C: a1 NOOP\nS? * 3 EXISTS\nS! * {{:number}} EXPUNGE",
        "a1 OK x\n",
    ),
    (
        Protocol::Imap,
        "S: * THREAD (1 2)(3)",
        "* THREAD (1 2) (3)\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (BODY[1]<0> NIL BINARY[2] ~{2}\nS: ab)",
        "* 1 FETCH (BODY[1]<0> NIL BINARY[2] ~{2}\nab)\n",
    ),
];

pub(super) const BROKEN: &[(Protocol, &str, &str)] = &[
    (Protocol::Smtp, "S: 550", "250 ok\n"),
    (Protocol::Smtp, "S: 5yz | 421", "250 ok\n"),
    (Protocol::Smtp, "S: 550 5.1.1", "550 5.7.1 no\n"),
    (Protocol::Smtp, "S: 550 5.y.z", "550 no\n"),
    (Protocol::Smtp, "S: 250", "250-a\n251 b\n"),
    (Protocol::Smtp, "S: 250", ""),
    (Protocol::Smtp, "S= 250", "550 no\n"),
    (Protocol::Smtp, "S: 250\nS~ 5yz", "550 no\n"),
    (
        Protocol::Smtp,
        "C: EHLO x\nS: 250 SIZE",
        "250-lab.example\n250 PIPELINING\n",
    ),
    (
        Protocol::Smtp,
        "C: EHLO x\nS: 250 SIZE {{n:number}}",
        "250-lab.example\n250 SIZE big\n",
    ),
    (Protocol::Smtp, "S! 2yz", "250 ok\n"),
    (Protocol::Pop3, "S! +OK [AUTH]", "+OK [AUTH] in\n"),
    (Protocol::Pop3, "S! -ERR [AUTH]", "-ERR [auth] no\n"),
    (Protocol::Pop3, "S: +OK [AUTH]", "+OK in\n"),
    (
        Protocol::Imap,
        "S: * 1 FETCH (BINARY[1] {{:string}})\nS: a1 OK",
        "* 1 FETCH (BINARY[1] ~{2}\nab)\na1 OK x\n",
    ),
    (Protocol::Pop3, "C: STAT\nS: +OK 2 320", "+OK 2 321\n"),
    (Protocol::Pop3, "C: DELE 1\nS: -ERR", "+OK gone\n"),
    (
        Protocol::Pop3,
        "C: LIST\nS: +OK\nS: 1 120\nS: .",
        "+OK\n1 120\n2 200\n.\n",
    ),
    (
        Protocol::Pop3,
        "C: LIST\nS: +OK\nS: 1 120\nS: .",
        "+OK\n1 121\n.\n",
    ),
    (
        Protocol::Pop3,
        "C: RETR 1\nS: +OK\nS: {{message plain}}\nS: .",
        "+OK\nFrom: a@example.org\nSubject: one\n\n.dot\nlast\n.\n",
    ),
    (
        Protocol::Pop3,
        "C: RETR 1\nS: +OK\nS: {{message plain}}\nS: .",
        "+OK\nFrom: a@example.org\nSubject: two\n\n..dot\nlast\n.\n",
    ),
    (
        Protocol::Pop3,
        "C: RETR 1\nS: +OK\nS: {{delivered plain}}\nS: .",
        "+OK\nEvil: x\nFrom: a@example.org\nSubject: one\n\n..dot\nlast\n.\n",
    ),
    (Protocol::Pop3, "C: PASS x\nS: -ERR [IN-USE]", "-ERR no\n"),
    (Protocol::Imap, "C: a1 X\nS: a1 OK", "a1 NO no\n"),
    (Protocol::Imap, "C: a1 X\nS: + {{:text}}", "a1 NO no\n"),
    (
        Protocol::Imap,
        "S: a1 OK [READ-ONLY]",
        "a1 OK [READ-WRITE] x\n",
    ),
    (Protocol::Imap, "S: a1 OK [READ-ONLY]", "a1 OK x\n"),
    (
        Protocol::Imap,
        "S: * 1 FETCH (FLAGS (\\Seen))",
        "* 1 FETCH (FLAGS (\\Draft))\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (FLAGS ())",
        "* 1 FETCH (FLAGS (\\Draft))\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (RFC822.SIZE {{size plain}})",
        "* 1 FETCH (RFC822.SIZE 50)\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (UID 3)",
        "* 2 FETCH (UID 3)\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (UID {{u:number > uid}})",
        "* 1 FETCH (UID 41)\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (BODY[] {{literal plain}})",
        "* 1 FETCH (BODY[] NIL)\n",
    ),
    (Protocol::Imap, "S: * SEARCH 1 2", "* SEARCH 1 3 2\n"),
    (Protocol::Imap, "S: * SORT 1 2", "* SORT 2 1\n"),
    (
        Protocol::Imap,
        "S: * LIST () \"/\" Box",
        "* LIST () \"/\" box\n",
    ),
    (
        Protocol::Imap,
        "S: * STATUS Box (UNSEEN 1)",
        "* STATUS Box (MESSAGES 1)\n",
    ),
    (
        Protocol::Imap,
        "S: * METADATA Box (/shared/comment \"x\")",
        "* METADATA Box (/private/comment \"x\" \"/shared/comment\" \"y\")\n",
    ),
    (
        Protocol::Imap,
        "S: * OK [UIDVALIDITY {{v:nz-number}}]",
        "* OK UIDVALIDITY 5\n",
    ),
    (
        Protocol::Imap,
        "S! * {{:number}} EXPUNGE\nS: a1 OK",
        "* 1 EXPUNGE\na1 OK\n",
    ),
    (Protocol::Imap, "S: * 3 EXISTS\nS: a1 OK", "a1 OK\n"),
    (Protocol::Imap, "S= a1 OK\nS: * 3 EXISTS", "a1 NO\n"),
    (
        Protocol::Imap,
        "S: * 1 FETCH (BODYSTRUCTURE (\"text\" \"plain\" (\"a\" \"B\")))",
        "* 1 FETCH (BODYSTRUCTURE (\"TEXT\" \"PLAIN\" (\"A\" \"b\") NIL NIL \"7BIT\" 1 1))\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (ENVELOPE (NIL \"x\" {{:text}}))",
        "* 1 FETCH (ENVELOPE (NIL NIL NIL))\n",
    ),
    (
        Protocol::Imap,
        "S: * 1 FETCH (FLAGS ())",
        "* 1 FETCH (FLAGS ()\n",
    ),
    (
        Protocol::Imap,
        "S! * STATUS {{mailbox}} {{:list}}\nS: a1 OK",
        "* STATUS \"Box 1\" (MESSAGES 1)\na1 OK\n",
    ),
    (
        Protocol::Imap,
        "S! * 1 FETCH\nS: a1 OK",
        "* 1 FETCH (FLAGS ())\na1 OK\n",
    ),
    (Protocol::Imap, "S! {{:text}}", "* OK\n"),
    (Protocol::Pop3, "C: NOOP\nS: +OK", "+ok\n"),
];
