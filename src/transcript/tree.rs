//! The syntax tree of a transcript, every node with its span. Knows nothing of parsing or running.

use std::fmt;

/// A half-open range of octets in the source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// First octet.
    pub start: usize,
    /// One past the last octet.
    pub end: usize,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the source.
    pub span: Span,
}

/// The protocols that a session can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// RFC 5321, as a relay or a mail exchanger.
    Smtp,
    /// RFC 6409.
    Submission,
    /// RFC 2033.
    Lmtp,
    /// RFC 1939.
    Pop3,
    /// RFC 937.
    Pop2,
    /// RFC 3501 and RFC 9051.
    Imap,
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Protocol::Smtp => "smtp",
            Protocol::Submission => "submission",
            Protocol::Lmtp => "lmtp",
            Protocol::Pop3 => "pop3",
            Protocol::Pop2 => "pop2",
            Protocol::Imap => "imap",
        })
    }
}

/// Where a dialogue begins: what the runner has done before the first line of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum State {
    /// Connected; nothing has been read, so the case's first `S:` is the greeting. The default.
    #[default]
    Connected,
    /// The greeting has been read (smtp, submission, lmtp, imap, pop2).
    Greeting,
    /// EHLO (LHLO for lmtp) has been accepted.
    Ehlo,
    /// MAIL has been accepted (submission: after AUTH).
    Mail,
    /// MAIL and one RCPT have been accepted (submission: after AUTH).
    Rcpt,
    /// pop3: greeting read, not logged in.
    Authorization,
    /// pop3: logged in.
    Transaction,
    /// imap: logged in. submission: EHLO and AUTH done.
    Authenticated,
    /// imap: the case's `{{mailbox}}` is selected read-write.
    Selected,
}

/// One transcript: a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// The header.
    pub header: Header,
    /// The dialogue, in order.
    pub steps: Vec<Step>,
}

/// The header's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// What is broken when the case fails.
    pub title: Spanned<String>,
    /// One, or for a case with `Sessions` all that it needs.
    pub protocols: Vec<Spanned<Protocol>>,
    /// Requirement ids, `rfc1939/rset-unmarks`.
    pub covers: Vec<Spanned<String>>,
    /// What the target must announce.
    pub requires: Option<Spanned<Requires>>,
    /// Where the dialogue begins, when there is one session.
    pub state: Spanned<State>,
    /// `Maildrop:` messages in the account's maildrop (INBOX) before it begins.
    pub maildrop: Vec<Preload>,
    /// `Mailbox:` messages in `{{mailbox}}` before it begins.
    pub mailbox: Vec<Preload>,
    /// Named sessions; empty when the case has a single nameless one.
    pub sessions: Vec<SessionDecl>,
    /// Free labels for selection.
    pub tags: Vec<Spanned<String>>,
    /// Prose for `mailspec explain`: why, and which reading of the RFC (`Note:`; may be repeated).
    pub notes: Vec<Spanned<String>>,
    /// Why no server but ours can be shown to pass it (`Only:`).
    pub only: Option<Spanned<String>>,
}

/// A message that is there before the case begins: `plain`, `plain (\Seen \Flagged)`,
/// `plain "17-Jul-1996 02:44:25 -0700"`, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preload {
    /// The fixture's name: `fixtures/messages/<name>.eml`.
    pub fixture: Spanned<String>,
    /// IMAP flags.
    pub flags: Vec<String>,
    /// IMAP date-time, without the quotes.
    pub internal_date: Option<String>,
}

/// `reader = imap selected as other`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionDecl {
    /// Its name in `C[name]:`.
    pub name: Spanned<String>,
    /// What it speaks.
    pub protocol: Spanned<Protocol>,
    /// Where it begins.
    pub state: Spanned<State>,
    /// False: the case's account. True: the second one (`as other`).
    pub other: bool,
}

/// A boolean expression over announced capabilities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requires {
    /// `UIDPLUS`, `AUTH=PLAIN`, `smtp:SIZE` (the protocol defaults to the case's first).
    Capability {
        /// Whose announcement.
        protocol: Option<Protocol>,
        /// The keyword, compared without case.
        name: String,
    },
    /// `!a`
    Not(Box<Requires>),
    /// `a & b`
    And(Box<Requires>, Box<Requires>),
    /// `a | b`
    Or(Box<Requires>, Box<Requires>),
}

/// One line (or for `S:` continuation lines, still one line) of the dialogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which session; `None` is the case's only one.
    pub session: Option<Spanned<String>>,
    /// What it says.
    pub action: Action,
    /// 1-based line in the source.
    pub line: usize,
    /// The whole line without its line ending.
    pub span: Span,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `C:`
    Send(Send),
    /// `S:`, `S?`, `S!`, `S~`, `S=`
    Expect(Expect),
    /// `@…`
    Directive(Directive),
}

/// What the client sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    /// What follows the text.
    pub ending: Ending,
    /// The text is pairs of hexadecimal digits (`hex`), with no ending.
    pub hex: bool,
    /// `\r \n \t \0 \\ \xNN` are escapes (in `lf`, `cr`, `none` and `esc`).
    pub escapes: bool,
    /// Octets per write (`split=1`).
    pub split: Option<usize>,
    /// The text.
    pub text: Template,
}

/// What follows a sent line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ending {
    /// CR LF.
    #[default]
    CrLf,
    /// LF alone.
    Lf,
    /// CR alone.
    Cr,
    /// Nothing.
    None,
}

/// What must, may or must not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// Which of the five.
    pub kind: ExpectKind,
    /// The pattern.
    pub pattern: Template,
}

/// The five kinds of `S` lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectKind {
    /// `S:` must arrive.
    Must,
    /// `S?` may arrive.
    May,
    /// `S!` must not arrive in this exchange.
    MustNot,
    /// `S~` accepted in place of the `S:` before it, but NON-STRICT.
    Lesser,
    /// `S=` an assumption: anything else makes the case SKIPPED.
    Assume,
}

/// Text with holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// In order; two `Text` pieces never follow each other.
    pub pieces: Vec<Piece>,
    /// The text's place in the source.
    pub span: Span,
}

/// Literal octets or a hole. Escapes are already undone in `Text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Exactly these octets.
    Text(Vec<u8>),
    /// `{{ … }}`
    Hole(Spanned<Hole>),
}

/// What stands between `{{` and `}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hole {
    /// `{{name:type}}`, `{{:type}}`, `{{name:/regex/}}`, `{{m2:number > m1}}`. Only in patterns.
    Capture {
        /// What it binds.
        name: Option<String>,
        /// What it takes.
        kind: CaptureKind,
        /// A relation that the value must satisfy.
        relation: Option<(Relation, Expr)>,
    },
    /// `{{name}}`, `{{uid+1}}`, `{{other.user}}`, `{{42}}`.
    Insert(Expr),
    /// `{{message plain}}`, `{{repeat 1000 "x"}}`, …: a function of `functions.rs`.
    Call {
        /// The function's name.
        function: String,
        /// Its arguments.
        arguments: Vec<Spanned<Argument>>,
    },
}

/// What a capture takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaptureKind {
    /// A named type, from `types.rs`.
    Type(Type),
    /// A regular expression over octets, anchored at both ends.
    Regex(String),
}

/// The named types, after the RFCs' ABNF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// Decimal digits.
    Number,
    /// Decimal digits, not zero, no leading zero.
    NzNumber,
    /// Anything but CR and LF, possibly empty; at the end of a line: the rest.
    Text,
    /// One or more printable ASCII characters other than space: a POP3 or SMTP word.
    Word,
    /// IMAP atom.
    Atom,
    /// IMAP astring: atom, quoted or literal.
    Astring,
    /// IMAP string: quoted or literal.
    String,
    /// IMAP nstring: string or NIL.
    Nstring,
    /// IMAP quoted string.
    Quoted,
    /// IMAP literal.
    Literal,
    /// IMAP date-time, quoted.
    DateTime,
    /// IMAP parenthesised flag list.
    FlagList,
    /// IMAP parenthesised list of anything.
    List,
    /// One IMAP value of any kind.
    Value,
    /// IMAP sequence-set.
    SequenceSet,
    /// IMAP mailbox name.
    Mailbox,
    /// base64 text.
    Base64,
    /// base64 of a SCRAM server-first-message.
    ScramChallenge,
    /// RFC 5321 Domain or address-literal.
    Domain,
    /// RFC 1939 unique-id: 1 to 70 characters from 0x21 to 0x7E.
    UniqueId,
    /// RFC 1939 timestamp, with its angle brackets (`msg-id`).
    Timestamp,
    /// One whole line of a multi-line answer.
    Line,
    /// Zero or more whole lines of a multi-line answer.
    Lines,
}

/// `>`, `<`, `>=`, `<=`, `=`, `!=`: by number when both are decimal, else (only `=`, `!=`) by octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Relation {
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    Equal,
    NotEqual,
}

impl Relation {
    /// As it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Relation::Greater => ">",
            Relation::Less => "<",
            Relation::GreaterOrEqual => ">=",
            Relation::LessOrEqual => "<=",
            Relation::Equal => "=",
            Relation::NotEqual => "!=",
        }
    }
}

/// A name or number, with an offset: `uid`, `uid+1`, `n-1`, `other.user`, `7`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// What is looked up.
    pub base: ExprBase,
    /// Added to it; zero leaves the octets as they are.
    pub offset: i64,
}

/// A name or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprBase {
    /// A bound name or one of the profile's.
    Name(String),
    /// A number.
    Number(u64),
}

/// An argument of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A bare word: a fixture, a part (`header`, `text`, `1.2`, `1.2.mime`), a name.
    Word(String),
    /// A number.
    Number(u64),
    /// `0..100`: from, and one past the last.
    Range(u64, u64),
    /// `"…"` with the escapes `\" \\ \r \n \t \0 \xNN`.
    Quoted(Vec<u8>),
}

/// `@…`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    /// `@connect STATE`: a new connection for this session, brought to the state (default Connected).
    Connect(State),
    /// `@starttls`: the TLS handshake, now.
    StartTls,
    /// `@close`: the client closes the connection in order (FIN).
    Close,
    /// `@reset`: the client breaks the connection (RST).
    Reset,
    /// `@closed`: the server must close the connection.
    Closed,
    /// `@wait 2s`.
    Wait(Millis),
    /// `@silence 1s`: nothing may arrive for so long.
    Silence(Millis),
    /// `@within 5s`: the deadline of the expectations that follow, up to the next `C:`.
    Within(Millis),
    /// `@ordered`: the expectations that follow, up to the next `C:`, arrive in this order.
    Ordered,
    /// `@exact`: the expectations that follow, up to the next `C:`, are compared octet by octet.
    Exact,
    /// `@arrived 1 within 10s`, `@arrived 1 for other within 10s`.
    Arrived {
        /// How many messages the INBOX must hold.
        count: u64,
        /// The second account's INBOX.
        other: bool,
        /// How long to look.
        within: Millis,
    },
}

/// A length of time in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub u64);
