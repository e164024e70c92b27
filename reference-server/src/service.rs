//! What a listener speaks. Names only; nothing here knows a protocol's syntax.

/// A protocol and how it is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    /// SMTP as between hosts (RFC 5321).
    Smtp,
    /// Message submission (RFC 6409), TLS by STARTTLS.
    Submission,
    /// SMTP inside TLS.
    Smtps,
    /// Message submission inside TLS (RFC 8314).
    Submissions,
    /// LMTP (RFC 2033).
    Lmtp,
    /// POP2 (RFC 937).
    Pop2,
    /// POP3 (RFC 1939).
    Pop3,
    /// POP3 inside TLS (RFC 8314).
    Pop3s,
    /// IMAP (RFC 3501, RFC 9051).
    Imap,
    /// IMAP inside TLS (RFC 8314).
    Imaps,
}

impl Service {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 10] = [
        Self::Smtp,
        Self::Submission,
        Self::Lmtp,
        Self::Smtps,
        Self::Submissions,
        Self::Pop3,
        Self::Pop3s,
        Self::Pop2,
        Self::Imap,
        Self::Imaps,
    ];

    /// As on the command line: `imaps`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Smtp => "smtp",
            Self::Submission => "submission",
            Self::Smtps => "smtps",
            Self::Submissions => "submissions",
            Self::Lmtp => "lmtp",
            Self::Pop2 => "pop2",
            Self::Pop3 => "pop3",
            Self::Pop3s => "pop3s",
            Self::Imap => "imap",
            Self::Imaps => "imaps",
        }
    }

    /// The inverse of [`Service::name`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.name() == name)
    }

    /// Whether the TLS handshake comes before the first octet of the protocol.
    pub fn implicit_tls(self) -> bool {
        matches!(
            self,
            Self::Smtps | Self::Submissions | Self::Pop3s | Self::Imaps
        )
    }

    /// What a client is told when there is no room for it.
    pub(crate) fn no_room(self) -> &'static [u8] {
        match self {
            Self::Smtp | Self::Submission | Self::Smtps | Self::Submissions | Self::Lmtp => {
                b"421 4.3.2 Too many connections, try again later\r\n"
            }
            Self::Pop3 | Self::Pop3s => b"-ERR [SYS/TEMP] too many connections\r\n",
            Self::Pop2 => b"- too many connections\r\n",
            Self::Imap | Self::Imaps => b"* BYE [UNAVAILABLE] Too many connections\r\n",
        }
    }
}

impl std::fmt::Display for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
