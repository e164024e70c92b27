//! The deviations that SMTP, submission and LMTP sessions know, each with the requirement that
//! it breaks. Data only.

use crate::faults::{FaultInfo, fault};

/// All of them, by name.
pub const FAULTS: &[FaultInfo] = &[
    fault(
        "smtp-pipelining-parameter",
        "rfc2920/no-parameter",
        "Announces PIPELINING with a parameter.",
    ),
    fault(
        "smtp-8bitmime-parameter",
        "rfc6152/no-parameter",
        "Announces 8BITMIME with a parameter.",
    ),
    fault(
        "smtp-enhancedstatuscodes-parameter",
        "rfc2034/no-parameter",
        "Announces ENHANCEDSTATUSCODES with a parameter.",
    ),
    fault(
        "smtp-smtputf8-parameter",
        "rfc6531/no-parameter",
        "Announces SMTPUTF8 with a parameter.",
    ),
    fault(
        "smtp-chunking-parameter",
        "rfc3030/chunking-no-parameter",
        "Announces CHUNKING with a parameter.",
    ),
    fault(
        "smtp-starttls-parameter",
        "rfc3207/no-parameter",
        "Announces STARTTLS with a parameter.",
    ),
    fault(
        "smtp-deliverby-not-a-number",
        "rfc2852/minimum-announced",
        "Announces DELIVERBY with a word for its minimum.",
    ),
    fault(
        "smtp-futurerelease-without-limits",
        "rfc4865/limits-announced",
        "Announces FUTURERELEASE without its limits.",
    ),
    fault(
        "lmtp-ehlo-accepted",
        "rfc2033/ehlo-and-helo-refused",
        "Answers EHLO and HELO with 250 in LMTP.",
    ),
    fault(
        "lmtp-reply-for-rejected-recipients",
        "rfc2033/one-reply-per-accepted-recipient",
        "Sends a reply after the data for recipients too whose RCPT was refused.",
    ),
    fault(
        "lmtp-single-reply",
        "rfc2033/one-reply-per-accepted-recipient",
        "Sends one reply after the data, however many recipients there are.",
    ),
    fault(
        "smtp-8bit-stripped",
        "rfc6152/all-bits-preserved",
        "Clears the high bit of every octet of the message.",
    ),
    fault(
        "smtp-address-literal-refused",
        "rfc5321/address-literal-accepted",
        "Refuses every mailbox whose domain is an address literal as a syntax error.",
    ),
    fault(
        "smtp-auth-cancel-ignored",
        "rfc4954/cancel-501",
        "Answers `*` in an AUTH exchange with another challenge.",
    ),
    fault(
        "smtp-auth-in-clear",
        "rfc4954/no-plaintext-mechanism-in-clear",
        "Offers and takes PLAIN and LOGIN without TLS, whatever the configuration says.",
    ),
    fault(
        "smtp-auth-in-transaction",
        "rfc4954/auth-in-transaction-503",
        "Takes AUTH during a mail transaction.",
    ),
    fault(
        "smtp-auth-lenient-base64",
        "rfc4954/invalid-base64-501",
        "Skips characters outside the base64 alphabet.",
    ),
    fault(
        "smtp-auth-twice",
        "rfc4954/second-auth-503",
        "Takes another AUTH after a successful one.",
    ),
    fault(
        "smtp-bare-lf-accepted",
        "rfc5321/only-crlf-ends-a-line",
        "Takes messages with bare CR or LF.",
    ),
    fault(
        "smtp-bare-lf-command-accepted",
        "rfc5321/only-crlf-ends-a-line",
        "Takes a command line that ends in a bare LF.",
    ),
    fault(
        "smtp-bare-lf-reply",
        "rfc5321/reply-ends-with-crlf",
        "Ends its reply lines with a bare LF.",
    ),
    fault(
        "smtp-bdat-failure-not-discarded",
        "rfc3030/failed-bdat-discards-octets",
        "Reads the octets of a refused BDAT chunk as commands.",
    ),
    fault(
        "smtp-bdat-mixed-with-data-accepted",
        "rfc3030/data-after-bdat-503",
        "Takes DATA after BDAT in one transaction.",
    ),
    fault(
        "smtp-binarymime-data-accepted",
        "rfc3030/binarymime-data-503",
        "Takes DATA although MAIL said BODY=BINARYMIME.",
    ),
    fault(
        "smtp-command-line-512-refused",
        "rfc5321/command-line-512-octets",
        "Refuses command lines of more than 256 octets.",
    ),
    fault(
        "smtp-data-keeps-transaction",
        "rfc5321/end-of-data-clears-buffers",
        "Keeps sender and recipients after the end of the data.",
    ),
    fault(
        "smtp-data-with-argument-accepted",
        "rfc5321/data-takes-no-argument",
        "Takes DATA with an argument.",
    ),
    fault(
        "smtp-data-without-rcpt-354",
        "rfc5321/data-without-recipients-refused",
        "Answers DATA with 354 when there are no recipients.",
    ),
    fault(
        "smtp-declared-size-ignored",
        "rfc1870/declared-size-over-limit-552",
        "Takes a MAIL whose SIZE exceeds the limit it announced.",
    ),
    fault(
        "smtp-domain-case-sensitive",
        "rfc5321/domain-case-insensitive",
        "Knows its domain only in the case of letters that it is configured with.",
    ),
    fault(
        "smtp-dsn-never-sent",
        "rfc3461/failure-reported",
        "Sends no delivery status notification at all.",
    ),
    fault(
        "smtp-dsn-no-success-report",
        "rfc3461/notify-success-reported",
        "Sends no report although NOTIFY=SUCCESS asks for one.",
    ),
    fault(
        "smtp-dsn-notify-ignored",
        "rfc3461/notify-never-no-report",
        "Reports failures although NOTIFY says NEVER or leaves FAILURE out.",
    ),
    fault(
        "smtp-dsn-reverse-path-not-null",
        "rfc5321/notification-has-null-reverse-path",
        "Sends its notifications under postmaster's address.",
    ),
    fault(
        "smtp-dsn-unasked-success-report",
        "rfc3461/no-success-report-unasked",
        "Reports every delivery, asked or not.",
    ),
    fault(
        "smtp-ehlo-domain-8bit",
        "rfc6531/ehlo-domain-ascii",
        "Gives a domain with other characters than ASCII in the reply to EHLO.",
    ),
    fault(
        "smtp-last-line-bare",
        "rfc5321/empty-last-line-space",
        "Ends a reply of several lines with a bare code.",
    ),
    fault(
        "smtp-rset-unlisted-code",
        "rfc5321/listed-codes-only",
        "Answers RSET with 259.",
    ),
    fault(
        "smtp-rset-other-code",
        "rfc5321/reply-codes-of-the-table",
        "Answers RSET with 252.",
    ),
    fault(
        "smtp-received-in-one-line",
        "rfc5322/added-lines-998",
        "Writes a Received field of more than 998 octets in one line.",
    ),
    fault(
        "smtp-ehlo-announces-unimplemented",
        "rfc5321/no-keyword-for-unimplemented",
        "Announces TURN, and answers it with 502.",
    ),
    fault(
        "smtp-ehlo-keeps-transaction",
        "rfc5321/ehlo-resets",
        "Keeps the transaction when EHLO comes in its midst.",
    ),
    fault(
        "smtp-ehlo-no-8bitmime",
        "rfc6531/8bitmime-announced",
        "Announces SMTPUTF8 without 8BITMIME.",
    ),
    fault(
        "smtp-ehlo-no-chunking",
        "rfc3030/binarymime-needs-chunking",
        "Announces BINARYMIME without CHUNKING, and refuses BDAT.",
    ),
    fault(
        "smtp-ehlo-no-dsn",
        "rfc6409/dsn-supported",
        "Does not announce DSN, and refuses its parameters.",
    ),
    fault(
        "smtp-ehlo-no-enhancedstatuscodes",
        "rfc2033/enhancedstatuscodes-implemented",
        "Does not announce ENHANCEDSTATUSCODES.",
    ),
    fault(
        "smtp-ehlo-no-pipelining",
        "rfc2033/pipelining-implemented",
        "Does not announce PIPELINING.",
    ),
    fault(
        "smtp-ehlo-size-not-a-number",
        "rfc1870/size-parameter-syntax",
        "Announces `SIZE=unlimited`.",
    ),
    fault(
        "smtp-end-of-data-cr-dot-cr",
        "rfc5321/end-of-data-only-crlf-dot-crlf",
        "Takes CR.CR for the end of the data.",
    ),
    fault(
        "smtp-end-of-data-crlf-dot-lf",
        "rfc5321/end-of-data-only-crlf-dot-crlf",
        "Takes CRLF.LF for the end of the data.",
    ),
    fault(
        "smtp-end-of-data-lf-dot-crlf",
        "rfc5321/end-of-data-only-crlf-dot-crlf",
        "Takes LF.CRLF for the end of the data.",
    ),
    fault(
        "smtp-end-of-data-lf-dot-lf",
        "rfc5321/end-of-data-only-crlf-dot-crlf",
        "Takes LF.LF for the end of the data.",
    ),
    fault(
        "smtp-enhanced-class-differs",
        "rfc2034/class-matches-reply",
        "Writes class 2 into the enhanced status codes of 5yz replies.",
    ),
    fault(
        "smtp-failed-ehlo-clears-transaction",
        "rfc5321/failed-ehlo-keeps-state",
        "Forgets the transaction at an EHLO that it refuses.",
    ),
    fault(
        "smtp-fewer-than-100-recipients",
        "rfc5321/100-recipients",
        "Refuses the 51st recipient.",
    ),
    fault(
        "smtp-final-crlf-added",
        "rfc5321/no-extra-crlf",
        "Adds an empty line to the end of every message.",
    ),
    fault(
        "smtp-greeting-without-domain",
        "rfc5321/greeting-names-domain",
        "Leaves its domain out of the greeting.",
    ),
    fault(
        "smtp-helo-refused",
        "rfc5321/helo-supported",
        "Answers HELO with 502.",
    ),
    fault(
        "smtp-local-part-64-refused",
        "rfc5321/local-part-64-octets",
        "Refuses local-parts of more than 32 octets.",
    ),
    fault(
        "smtp-lowercase-commands-refused",
        "rfc5321/verbs-case-insensitive",
        "Knows verbs in upper case only.",
    ),
    fault(
        "smtp-mail-inside-mail-accepted",
        "rfc5321/mail-in-transaction-503",
        "Takes MAIL while a transaction is open.",
    ),
    fault(
        "smtp-multiline-code-differs",
        "rfc5321/multiline-same-code",
        "Counts the code up from the second line of a multi-line reply on.",
    ),
    fault(
        "smtp-multiline-no-hyphen",
        "rfc5321/multiline-hyphen",
        "Writes a space behind the code in every line of a multi-line reply.",
    ),
    fault(
        "smtp-no-dot-unstuffing",
        "rfc5321/leading-dot-deleted",
        "Keeps the dots that the client stuffed.",
    ),
    fault(
        "smtp-no-received",
        "rfc5321/received-inserted",
        "Adds no Received field.",
    ),
    fault(
        "smtp-no-return-path",
        "rfc5321/return-path-inserted",
        "Adds no Return-Path field.",
    ),
    fault(
        "smtp-noop-with-argument-refused",
        "rfc5321/noop-argument-ignored",
        "Answers NOOP with an argument with 501.",
    ),
    fault(
        "smtp-null-sender-refused",
        "rfc5321/null-reverse-path-accepted",
        "Refuses `MAIL FROM:<>`.",
    ),
    fault(
        "smtp-path-256-refused",
        "rfc5321/path-256-octets",
        "Refuses paths of more than 128 octets.",
    ),
    fault(
        "smtp-pipelining-loses-reply",
        "rfc2920/no-reply-lost",
        "Answers the first RCPT of a transaction only.",
    ),
    fault(
        "smtp-postmaster-refused",
        "rfc5321/postmaster-accepted",
        "Knows no postmaster.",
    ),
    fault(
        "smtp-quit-no-reply",
        "rfc5321/quit-221",
        "Closes at QUIT without a word.",
    ),
    fault(
        "smtp-quit-stays-open",
        "rfc5321/quit-closes",
        "Answers QUIT and goes on.",
    ),
    fault(
        "smtp-quoted-local-part-refused",
        "rfc5321/quoted-local-part-accepted",
        "Refuses quoted local-parts as a syntax error.",
    ),
    fault(
        "smtp-rcpt-before-mail-accepted",
        "rfc5321/rcpt-without-mail-503",
        "Takes RCPT without MAIL.",
    ),
    fault(
        "smtp-received-below-header",
        "rfc5321/received-prepended",
        "Puts its Received field below the header instead of on top.",
    ),
    fault(
        "smtp-relay-open",
        "rfc5321/relay-refused",
        "Takes mail from anyone for anywhere.",
    ),
    fault(
        "smtp-rrvs-ignored",
        "rfc7293/owner-since-checked",
        "Delivers although the mailbox has changed hands since the time in RRVS.",
    ),
    fault(
        "smtp-rset-closes",
        "rfc5321/rset-stays-open",
        "Closes the connection after RSET.",
    ),
    fault(
        "smtp-rset-keeps-recipients",
        "rfc5321/rset-clears-buffers",
        "Hands the recipients before a RSET on to the next transaction.",
    ),
    fault(
        "smtp-second-transaction-refused",
        "rfc5321/several-transactions",
        "Takes one message a session.",
    ),
    fault(
        "smtp-size-ignored",
        "rfc1870/message-over-limit-552",
        "Takes messages larger than the limit that it announced.",
    ),
    fault(
        "smtp-source-route-refused",
        "rfc5321/source-route-accepted",
        "Refuses source routes as a syntax error.",
    ),
    fault(
        "smtp-starttls-announced-after-tls",
        "rfc3207/starttls-not-announced-under-tls",
        "Goes on announcing STARTTLS under TLS.",
    ),
    fault(
        "smtp-starttls-keeps-ehlo",
        "rfc3207/starttls-forgets-ehlo",
        "Needs no EHLO after the TLS handshake.",
    ),
    fault(
        "smtp-starttls-keeps-pipelined",
        "rfc3207/starttls-discards-pipelined",
        "Carries commands out that were sent in clear behind STARTTLS.",
    ),
    fault(
        "smtp-submission-without-auth",
        "rfc6409/authentication-required",
        "Takes mail on the submission port from anyone.",
    ),
    fault(
        "smtp-text-line-1000-refused",
        "rfc5321/text-line-1000-octets",
        "Refuses text lines of more than 512 octets.",
    ),
    fault(
        "smtp-trailing-space-refused",
        "rfc5321/trailing-space-tolerated",
        "Refuses command lines that end in a space.",
    ),
    fault(
        "smtp-unknown-command-250",
        "rfc5321/unknown-command-500",
        "Answers unknown commands with 250.",
    ),
    fault(
        "smtp-unknown-parameter-accepted",
        "rfc5321/unknown-parameter-555",
        "Ignores parameters that it does not know.",
    ),
    fault(
        "smtp-unknown-recipient-accepted",
        "rfc5321/unknown-mailbox-refused-or-reported",
        "Accepts mail for mailboxes that do not exist, and drops it.",
    ),
    fault("smtp-vrfy-500", "rfc5321/vrfy-supported", "Knows no VRFY."),
    fault(
        "smtp-vrfy-always-250",
        "rfc5321/vrfy-250-only-verified",
        "Confirms every name.",
    ),
    fault(
        "smtp-helo-lists-extensions",
        "rfc5321/helo-reply-not-extended",
        "Answers HELO with the list of extensions.",
    ),
    fault(
        "smtp-helo-keeps-transaction",
        "rfc5321/helo-resets",
        "Keeps the transaction when HELO comes in its midst.",
    ),
    fault(
        "smtp-noop-clears-transaction",
        "rfc5321/noop-keeps-buffers",
        "Forgets the transaction at NOOP.",
    ),
    fault(
        "smtp-noop-answered-twice",
        "rfc5321/one-reply-each",
        "Answers NOOP twice.",
    ),
    fault(
        "smtp-greeting-250",
        "rfc5321/greeting-220",
        "Greets with 250.",
    ),
    fault(
        "smtp-vrfy-clears-transaction",
        "rfc5321/vrfy-keeps-buffers",
        "Forgets the transaction at VRFY.",
    ),
    fault(
        "smtp-help-clears-transaction",
        "rfc5321/help-keeps-buffers",
        "Forgets the transaction at HELP.",
    ),
    fault(
        "smtp-rcpt-replaces",
        "rfc5321/rcpt-appends",
        "Keeps the last recipient only.",
    ),
    fault(
        "smtp-rset-needs-ehlo",
        "rfc5321/rset-any-time",
        "Refuses RSET before EHLO.",
    ),
    fault(
        "smtp-message-dropped",
        "rfc5321/success-means-responsibility",
        "Says 250 to a message and drops it.",
    ),
    fault(
        "smtp-return-path-never-null",
        "rfc5321/return-path-null",
        "Writes a name into the Return-Path of mail with the null reverse-path.",
    ),
    fault(
        "smtp-received-replaced",
        "rfc5321/received-never-altered",
        "Removes the Received fields that it finds.",
    ),
    fault(
        "smtp-unknown-command-closes",
        "rfc5321/unknown-command-keeps-connection",
        "Closes the connection after a command that it does not know.",
    ),
    fault(
        "smtp-size-parameter-refused",
        "rfc1870/size-parameter-accepted",
        "Refuses MAIL with SIZE.",
    ),
    fault(
        "smtp-size-any",
        "rfc1870/size-value-syntax",
        "Takes any value of SIZE.",
    ),
    fault(
        "smtp-parameter-twice",
        "rfc6710/priority-twice-refused",
        "Takes a parameter twice, and the first counts.",
    ),
    fault(
        "smtp-by-refused",
        "rfc2852/by-accepted",
        "Refuses MAIL with BY.",
    ),
    fault(
        "smtp-by-negative-refused",
        "rfc2852/by-notify-negative",
        "Refuses a BY whose time is over.",
    ),
    fault(
        "smtp-by-any",
        "rfc2852/by-needs-value",
        "Takes a BY that it cannot read.",
    ),
    fault(
        "smtp-by-550",
        "rfc2852/by-syntax-501",
        "Refuses a BY that it cannot read with 550.",
    ),
    fault(
        "smtp-by-other-status",
        "rfc2852/by-status",
        "Refuses a BY that it cannot read with another enhanced code than 5.5.4.",
    ),
    fault(
        "smtp-by-plus-refused",
        "rfc2852/by-accepted",
        "Refuses a BY whose time has a plus sign.",
    ),
    fault(
        "smtp-by-trace-refused",
        "rfc2852/by-accepted",
        "Refuses a BY with the trace flag.",
    ),
    fault(
        "smtp-by-upper-case-only",
        "rfc2852/by-accepted",
        "Refuses a BY whose mode is in lower case.",
    ),
    fault(
        "smtp-by-late-return",
        "rfc2852/by-return-positive",
        "Takes a time of zero or less with mode R.",
    ),
    fault(
        "smtp-by-minimum-ignored",
        "rfc2852/by-below-minimum",
        "Takes a time below the minimum that it announces.",
    ),
    fault(
        "smtp-by-ten-digits",
        "rfc2852/by-range",
        "Takes a time of ten digits.",
    ),
    fault(
        "smtp-by-without-mode",
        "rfc2852/by-syntax-501",
        "Takes a BY that has no mode.",
    ),
    fault(
        "smtp-dsn-no-late-report",
        "rfc2852/late-reported",
        "Does not report that a message is late already.",
    ),
    fault(
        "smtp-dsn-no-deliver-by-date",
        "rfc2852/report-dates",
        "Reports on a message with BY without the time that it had to be delivered by.",
    ),
    fault(
        "smtp-priority-zero-refused",
        "rfc6710/priority-accepted",
        "Refuses an MT-PRIORITY of 0.",
    ),
    fault(
        "smtp-priority-lowest-refused",
        "rfc6710/priority-accepted",
        "Refuses an MT-PRIORITY of -9.",
    ),
    fault(
        "smtp-priority-plus-sign",
        "rfc6710/priority-invalid-refused",
        "Takes an MT-PRIORITY with a plus sign.",
    ),
    fault(
        "smtp-priority-leading-zero",
        "rfc6710/priority-invalid-refused",
        "Takes an MT-PRIORITY with a leading zero, and one of minus zero.",
    ),
    fault(
        "smtp-received-no-priority",
        "rfc6710/received-priority-clause",
        "Leaves the priority out of the Received field.",
    ),
    fault(
        "smtp-rrvs-action-refused",
        "rfc7293/rrvs-accepted",
        "Refuses an RRVS that says what to do without support.",
    ),
    fault(
        "smtp-rrvs-utc-only",
        "rfc7293/rrvs-accepted",
        "Refuses an RRVS whose time is not in UTC.",
    ),
    fault(
        "smtp-rrvs-any-action",
        "rfc7293/rrvs-invalid-refused",
        "Takes an RRVS with an action that is not C or R.",
    ),
    fault(
        "smtp-rrvs-fraction",
        "rfc7293/rrvs-no-fraction",
        "Takes an RRVS with fractions of a second.",
    ),
    fault(
        "smtp-rrvs-other-code",
        "rfc7293/changed-owner-status",
        "Refuses a mailbox that has changed hands with 553 5.1.3.",
    ),
    fault(
        "smtp-rrvs-first-owner-refused",
        "rfc7293/first-owner-passes",
        "Refuses an RRVS of before 1970 for a mailbox that has always had one owner.",
    ),
    fault(
        "smtp-rrvs-role-checked",
        "rfc7293/role-exempt",
        "Checks the owner of role accounts, too.",
    ),
    fault(
        "smtp-rrvs-field-ignored",
        "rfc7293/field-checked",
        "Does not look at Require-Recipient-Valid-Since.",
    ),
    fault(
        "smtp-rrvs-field-malformed-refused",
        "rfc7293/field-discarded",
        "Refuses a message in which that field has no date.",
    ),
    fault(
        "smtp-rrvs-field-of-others",
        "rfc7293/field-discarded",
        "Checks every recipient against that field, whomever it names.",
    ),
    fault(
        "smtp-requiretls-full-report",
        "rfc8689/report-headers-only",
        "Returns a whole message that had REQUIRETLS when RET=FULL asks for it.",
    ),
    fault(
        "smtp-priority-refused",
        "rfc6710/priority-accepted",
        "Refuses MAIL with MT-PRIORITY.",
    ),
    fault(
        "smtp-priority-any",
        "rfc6710/priority-invalid-refused",
        "Takes any value of MT-PRIORITY.",
    ),
    fault(
        "smtp-requiretls-refused",
        "rfc8689/requiretls-accepted",
        "Refuses MAIL with REQUIRETLS.",
    ),
    fault(
        "smtp-requiretls-with-value",
        "rfc8689/requiretls-no-value",
        "Takes REQUIRETLS with a value.",
    ),
    fault(
        "smtp-rrvs-refused",
        "rfc7293/rrvs-accepted",
        "Refuses RCPT with RRVS.",
    ),
    fault(
        "smtp-rrvs-any",
        "rfc7293/rrvs-invalid-refused",
        "Takes an RRVS that is no time.",
    ),
    fault(
        "smtp-notify-refused",
        "rfc3461/notify-accepted",
        "Refuses RCPT with NOTIFY.",
    ),
    fault(
        "smtp-notify-upper-case-only",
        "rfc3461/notify-case-insensitive",
        "Knows the keywords of NOTIFY in upper case only.",
    ),
    fault(
        "smtp-notify-any",
        "rfc3461/never-alone",
        "Takes any value of NOTIFY.",
    ),
    fault(
        "smtp-orcpt-refused",
        "rfc3461/orcpt-accepted",
        "Refuses RCPT with ORCPT.",
    ),
    fault(
        "smtp-orcpt-short-only",
        "rfc3461/orcpt-500",
        "Refuses an ORCPT of more than 300 characters.",
    ),
    fault(
        "smtp-orcpt-550",
        "rfc3461/invalid-rcpt-parameter-501",
        "Refuses an ORCPT that it cannot read with 550.",
    ),
    fault(
        "smtp-ret-refused",
        "rfc3461/ret-accepted",
        "Refuses MAIL with RET.",
    ),
    fault(
        "smtp-ret-upper-case-only",
        "rfc3461/ret-case-insensitive",
        "Knows the keywords of RET in upper case only.",
    ),
    fault(
        "smtp-ret-550",
        "rfc3461/invalid-mail-parameter-501",
        "Refuses a RET that it cannot read with 550.",
    ),
    fault(
        "smtp-envid-refused",
        "rfc3461/envid-accepted",
        "Refuses MAIL with ENVID.",
    ),
    fault(
        "smtp-envid-short-only",
        "rfc3461/envid-100",
        "Refuses an ENVID of more than 50 characters.",
    ),
    fault(
        "smtp-binarymime-refused",
        "rfc3030/binarymime-accepted",
        "Announces BINARYMIME and refuses it in MAIL.",
    ),
    fault(
        "smtp-rrvs-field-kept",
        "rfc7293/rrvs-header-removed",
        "Leaves Require-Recipient-Valid-Since in the message.",
    ),
    fault(
        "smtp-refusal-521",
        "rfc7504/no-521-for-addresses",
        "Refuses recipients that do not exist with 521.",
    ),
    fault(
        "smtp-dsn-no-envelope-id",
        "rfc3461/report-has-envelope-id",
        "Leaves Original-Envelope-Id out of reports.",
    ),
    fault(
        "smtp-dsn-no-original-recipient",
        "rfc3461/report-has-original-recipient",
        "Leaves Original-Recipient out of reports.",
    ),
    fault(
        "smtp-bdat-251",
        "rfc3030/bdat-250",
        "Answers a chunk with 251.",
    ),
    fault(
        "smtp-hold-quota-550",
        "rfc4865/held-quota-552",
        "Refuses with 550 what exceeds the quota of held messages.",
    ),
    fault(
        "smtp-hold-quota-not-named",
        "rfc4865/held-quota-status",
        "Refuses what exceeds the quota of held messages as it refuses mail for a full mailbox.",
    ),
    fault(
        "smtp-hold-until-refused",
        "rfc4865/hold-until-accepted",
        "Knows HOLDFOR only.",
    ),
    fault(
        "smtp-hold-second-kind-ignored",
        "rfc4865/hold-twice-refused",
        "Takes HOLDFOR and HOLDUNTIL in one MAIL.",
    ),
    fault(
        "smtp-hold-not-a-number-ignored",
        "rfc4865/hold-invalid-refused",
        "Takes a hold parameter that it cannot read, and does not hold the message.",
    ),
    fault(
        "smtp-hold-over-limit-accepted",
        "rfc4865/hold-over-limit-refused",
        "Takes messages to be held for longer than it announces.",
    ),
    fault(
        "smtp-hold-refused-550",
        "rfc4865/refusal-501",
        "Refuses hold parameters that it cannot read with 550.",
    ),
    fault(
        "smtp-hold-refused",
        "rfc4865/hold-accepted",
        "Refuses every hold parameter.",
    ),
    fault(
        "smtp-hold-beyond-deliver-by",
        "rfc4865/hold-beyond-deliver-by-refused",
        "Takes a message that is to be delivered before it is released.",
    ),
    fault(
        "smtp-hold-beyond-deliver-by-550",
        "rfc4865/hold-beyond-deliver-by-501",
        "Refuses a message that is to be delivered before it is released with 550.",
    ),
    fault(
        "smtp-futurerelease-everywhere",
        "rfc4865/submission-only",
        "Announces FUTURERELEASE on port 25 too.",
    ),
    fault(
        "smtp-dsn-hold-not-told",
        "rfc4865/report-has-future-release-request",
        "Leaves the hold parameter out of reports.",
    ),
    fault(
        "smtp-dsn-no-arrival-date",
        "rfc4865/report-has-arrival-date",
        "Leaves Arrival-Date out of reports.",
    ),
    fault(
        "smtp-hold-ignored",
        "rfc4865/not-released-early",
        "Takes hold parameters and delivers at once.",
    ),
    fault(
        "smtp-requiretls-in-clear",
        "rfc8689/requiretls-only-under-tls",
        "Announces REQUIRETLS without TLS.",
    ),
    fault(
        "smtp-auth-success-250",
        "rfc4954/auth-success-235",
        "Ends a successful AUTH with 250.",
    ),
    fault(
        "smtp-auth-unknown-mechanism-535",
        "rfc4954/unknown-mechanism-504",
        "Answers an unknown mechanism as it does wrong credentials.",
    ),
    fault(
        "smtp-auth-challenge-in-clear",
        "rfc4954/challenge-is-base64",
        "Sends challenges without base64.",
    ),
    fault(
        "smtp-auth-initial-response-needed",
        "rfc4954/initial-response-optional",
        "Refuses AUTH without an initial response.",
    ),
    fault(
        "smtp-auth-equals-is-absent",
        "rfc4954/empty-initial-response",
        "Takes an initial response of = as none.",
    ),
    fault(
        "smtp-auth-pad-ends-response",
        "rfc4954/pad-only-at-end",
        "Drops what stands behind the pad of a response.",
    ),
    fault(
        "smtp-auth-response-1000-refused",
        "rfc4954/long-responses",
        "Refuses responses of more than 1000 octets.",
    ),
    fault(
        "smtp-auth-overlong-asked-again",
        "rfc4954/overlong-response-500",
        "Asks again after a response that is too long.",
    ),
    fault(
        "smtp-auth-failure-554",
        "rfc4954/failure-535",
        "Answers wrong credentials with 554.",
    ),
    fault(
        "smtp-auth-failure-closes",
        "rfc4954/failure-lets-go-on",
        "Closes the connection after a failed AUTH.",
    ),
    fault(
        "smtp-plain-not-over-tls",
        "rfc4954/plain-over-tls",
        "Has no PLAIN over TLS.",
    ),
    fault(
        "smtp-auth-mechanism-case-sensitive",
        "rfc4954/mechanism-case-insensitive",
        "Knows mechanisms in capitals only.",
    ),
    fault(
        "smtp-mail-auth-refused",
        "rfc4954/mail-auth-parameter",
        "Refuses the AUTH parameter of MAIL.",
    ),
    fault(
        "smtp-mail-auth-null-refused",
        "rfc4954/mail-auth-null",
        "Refuses AUTH=<> in MAIL.",
    ),
    fault(
        "smtp-mail-auth-any",
        "rfc4954/mail-auth-xtext",
        "Takes an AUTH parameter of MAIL that is no xtext.",
    ),
    fault(
        "smtp-auth-required-550",
        "rfc4954/auth-required-530",
        "Asks for authentication with 550.",
    ),
    fault(
        "smtp-received-never-authenticated",
        "rfc4954/received-esmtpa",
        "Says ESMTP in Received for authenticated mail.",
    ),
    fault(
        "smtp-auth-failure-status-general",
        "rfc4954/enhanced-codes",
        "Gives wrong credentials the status 5.0.0.",
    ),
    fault(
        "smtp-auth-without-mechanism-taken",
        "rfc4954/auth-without-mechanism",
        "Lets in whoever sends AUTH without a mechanism.",
    ),
    fault(
        "smtp-received-date-iso",
        "rfc5322/added-date-grammar",
        "Writes the date in Received as ISO 8601 has it.",
    ),
    fault(
        "smtp-return-path-at-the-end",
        "rfc5322/trace-block-on-top",
        "Adds Return-Path at the end of the header.",
    ),
    fault(
        "smtp-return-path-bare",
        "rfc5322/return-path-grammar",
        "Leaves the angle brackets out of Return-Path.",
    ),
];

#[cfg(test)]
mod tests {
    use super::FAULTS;
    use std::collections::BTreeSet;

    /// Every name that the sources ask for is in the table, and every name in it is asked for.
    #[test]
    fn table_and_hooks_agree() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/smtp");
        let mut asked = BTreeSet::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("faults.rs") || path.extension().is_none_or(|e| e != "rs") {
                continue;
            }
            let source = std::fs::read_to_string(path).unwrap();
            for piece in source.split('"').skip(1).step_by(2) {
                let fault = piece.starts_with("smtp-") || piece.starts_with("lmtp-");
                if fault && !piece.contains(' ') {
                    asked.insert(piece.to_owned());
                }
            }
            // Names in a list of their own are found whichever way the quotes fall.
            for word in source.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
                if FAULTS.iter().any(|fault| fault.name == word) {
                    asked.insert(word.to_owned());
                }
            }
        }
        let known: BTreeSet<String> = FAULTS.iter().map(|f| f.name.to_owned()).collect();
        assert_eq!(asked, known);
        assert_eq!(known.len(), FAULTS.len(), "a name stands twice");
    }
}
