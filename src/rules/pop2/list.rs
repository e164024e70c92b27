//! The rules for POP2, as data. Judges nothing.

use crate::rules::info::rules;

rules! { Pop2:
LINE_END = "pop2/line-end", "rfc937/replies-end-in-crlf", Must prose,
    "A reply ends with CR LF, and neither stands inside it.", r"+ POP2 mx.example.org\n", r"+ POP2 mx.example.org\r\n";
FIRST = "pop2/first-character", "rfc937/reply-first-character", Must prose,
    "A reply begins with +, -, = or #.", "C: HELO alice secret\nS: OK 13",
    "C: HELO alice secret\nS: #13";
GREETING = "pop2/greeting", "rfc937/greeting-format", Must prose,
    "The greeting is a plus, POP2 and the name of the host, each after a space.",
    r"+ hello\r\n", r"+ POP2 mx.example.org ready\r\n";
NUMBER = "pop2/number", "rfc937/number-behind-the-sign", Must prose,
    "A decimal number stands right behind = and #, and what follows it is parted from it.",
    "C: HELO alice secret\nS: # 13 messages", "C: HELO alice secret\nS: #13 messages";
LINE_512 = "pop2/line-512", "rfc937/reply-512", Must prose,
    "A reply has at most 512 octets, CR LF included.",
    "C: HELO alice secret\nS: #13 «600 x»", "C: HELO alice secret\nS: #13 «400 x»";
SIGN = "pop2/sign", "rfc937/reply-of-the-command", Must prose,
    "HELO and FOLD are answered with #, READ, ACKS, ACKD and NACK with =, QUIT with +, and each with - where it fails.",
    "C: READ 1\nS: #537", "C: READ 1\nS: =537";
UNASKED = "pop2/one-reply-each", "rfc937/reply-of-the-command", Must prose,
    "Every command gets one reply; nothing comes without a command but the greeting and an error.",
    "C: READ 1\nS: =537\nS: =0", "C: READ 1\nS: =537";
NACK = "pop2/nack-same-length", "rfc937/nack-keeps-current", Must prose,
    "NACK is answered with the length of the message that was just sent.",
    "C: READ 1\nS: =5\nC: RETR\nS: abc\nC: NACK\nS: =7",
    "C: READ 1\nS: =5\nC: RETR\nS: abc\nC: NACK\nS: =5";
}
