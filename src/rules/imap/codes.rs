//! The response codes that a standard defines, and the kind of argument that each has. Reads nothing.

/// What stands behind the name of a code.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// No argument.
    Nothing,
    /// Anything.
    Free,
    Nz,
    Number,
    BadCharset,
    Capability,
    PermanentFlags,
    AppendUid,
    CopyUid,
    Modseq,
    Set,
    ObjectId,
    Metadata,
    Annotations,
    Quoted,
    /// TOOBIG or TOOMANY.
    Annotate,
    Progress,
    /// An atom without a slash (RFC 5466 §4).
    Filter,
    /// Text of at least one character.
    Something,
    /// Names in parentheses (RFC 5465 §8).
    Events,
    /// INTERNAL and more (RFC 4467 §9).
    Mechanisms,
}

/// The kind of argument that the code of this name, in upper case, has; None if no standard defines it.
pub(super) fn known(name: &[u8]) -> Option<Kind> {
    Some(match name {
        b"ALERT"
        | b"PARSE"
        | b"READ-ONLY"
        | b"READ-WRITE"
        | b"TRYCREATE"
        | b"UIDNOTSTICKY"
        | b"UNAVAILABLE"
        | b"AUTHENTICATIONFAILED"
        | b"AUTHORIZATIONFAILED"
        | b"EXPIRED"
        | b"PRIVACYREQUIRED"
        | b"CONTACTADMIN"
        | b"NOPERM"
        | b"INUSE"
        | b"EXPUNGEISSUED"
        | b"CORRUPTION"
        | b"SERVERBUG"
        | b"CLIENTBUG"
        | b"CANNOT"
        | b"LIMIT"
        | b"OVERQUOTA"
        | b"ALREADYEXISTS"
        | b"NONEXISTENT"
        | b"NOTSAVED"
        | b"HASCHILDREN"
        | b"CLOSED"
        | b"UNKNOWN-CTE"
        | b"NOMODSEQ"
        | b"COMPRESSIONACTIVE"
        | b"USEATTR"
        | b"BADCOMPARATOR"
        | b"NOTIFICATIONOVERFLOW"
        | b"TOOBIG"
        | b"TEMPFAIL" => Kind::Nothing,
        b"UIDNEXT" | b"UIDVALIDITY" | b"UNSEEN" | b"MAXCONVERTMESSAGES" | b"MAXCONVERTPARTS" => {
            Kind::Nz
        }
        b"HIGHESTMODSEQ" => Kind::Modseq,
        b"MODIFIED" => Kind::Set,
        b"BADCHARSET" => Kind::BadCharset,
        b"CAPABILITY" => Kind::Capability,
        b"PERMANENTFLAGS" => Kind::PermanentFlags,
        b"APPENDUID" => Kind::AppendUid,
        b"COPYUID" => Kind::CopyUid,
        b"MAILBOXID" => Kind::ObjectId,
        b"METADATA" => Kind::Metadata,
        b"ANNOTATIONS" => Kind::Annotations,
        b"ANNOTATE" => Kind::Annotate,
        b"NOUPDATE" => Kind::Quoted,
        b"MESSAGELIMIT" => Kind::Number,
        // Defined outside the catalogue: any value that the grammar of values has.
        b"INPROGRESS" => Kind::Progress,
        b"BADURL" | b"REFERRAL" => Kind::Something,
        b"UNDEFINED-FILTER" => Kind::Filter,
        b"BADEVENT" => Kind::Events,
        b"URLMECH" => Kind::Mechanisms,
        // RFC 2060; later texts only keep the name.
        b"NEWNAME" => Kind::Free,
        _ => return None,
    })
}
