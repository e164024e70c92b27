//! What the mechanisms can be made to do wrong, in all protocols alike. Data; the mechanisms ask by
//! name.

use crate::faults::{FaultInfo, fault};

/// The table.
pub const FAULTS: &[FaultInfo] = &[
    fault(
        "sasl-authorizes-anyone",
        "rfc4422/authorization-refused",
        "Lets every user act as every other one.",
    ),
    fault(
        "sasl-names-lower-case",
        "rfc4422/mechanism-names",
        "Announces the names of the mechanisms in lower case.",
    ),
    fault(
        "sasl-first-challenge-not-empty",
        "rfc4422/empty-first-challenge",
        "Asks `Response:` where a client-first mechanism needs an empty challenge.",
    ),
    fault(
        "sasl-cancel-completes",
        "rfc4422/client-aborts",
        "Takes `*` for an empty response.",
    ),
    fault(
        "sasl-initial-response-ignored",
        "rfc4422/no-initial-response-server-first",
        "Drops an initial response to a mechanism in which the server begins, and sends its challenge.",
    ),
    fault(
        "sasl-plain-empty-password",
        "rfc4616/empty-fails",
        "Lets PLAIN in with an empty password.",
    ),
    fault(
        "sasl-plain-third-nul",
        "rfc4616/three-fields",
        "Ignores what follows a third NUL in PLAIN.",
    ),
    fault(
        "sasl-cram-md5-accepts-anything",
        "rfc2195/digest-verified",
        "Lets every digest of CRAM-MD5 in.",
    ),
    fault(
        "sasl-cram-md5-constant",
        "rfc2195/challenge-differs",
        "Gives the same CRAM-MD5 challenge each time.",
    ),
    fault(
        "sasl-cram-md5-no-msg-id",
        "rfc2195/challenge-is-a-msg-id",
        "Sends the CRAM-MD5 challenge without its angle brackets.",
    ),
    fault(
        "sasl-cram-md5-other-key",
        "rfc2195/right-digest",
        "Computes CRAM-MD5 over the challenge without its angle brackets.",
    ),
    fault(
        "sasl-scram-refuses-all",
        "rfc5802/right-proof",
        "Computes SCRAM's proof over the GS2 header too.",
    ),
    fault(
        "sasl-scram-accepts-any-proof",
        "rfc5802/proof-verified",
        "Lets every SCRAM proof in.",
    ),
    fault(
        "sasl-scram-nonce-not-extended",
        "rfc5802/nonce-extended",
        "Gives SCRAM's client its own nonce back and adds nothing.",
    ),
    fault(
        "sasl-scram-nonce-constant",
        "rfc5802/nonce-differs",
        "Adds the same to SCRAM's nonce each time.",
    ),
    fault(
        "sasl-scram-wrong-signature",
        "rfc5802/server-signature",
        "Signs SCRAM's exchange with the client's key.",
    ),
    fault(
        "sasl-scram-binding-not-checked",
        "rfc5802/binding-validated",
        "Does not look at SCRAM's `c=`.",
    ),
    fault(
        "sasl-scram-binding-type-ignored",
        "rfc5802/binding-type-unsupported",
        "Takes SCRAM's `p=` for a binding that it does not have as `n`.",
    ),
    fault(
        "sasl-scram-downgrade-taken",
        "rfc5802/downgrade-refused",
        "Takes SCRAM's `y` although a -PLUS mechanism is announced.",
    ),
    fault(
        "sasl-scram-flag-lenient",
        "rfc5802/first-message-flag",
        "Takes any letter for SCRAM's channel binding flag.",
    ),
    fault(
        "sasl-scram-escapes-lenient",
        "rfc5802/name-escapes",
        "Takes a bare `=` in SCRAM's user name.",
    ),
    fault(
        "sasl-scram-mandatory-extension-ignored",
        "rfc5802/mandatory-extension-fails",
        "Skips SCRAM's `m=`.",
    ),
    fault(
        "sasl-scram-extension-refused",
        "rfc5802/extensions-ignored",
        "Fails SCRAM when the first message has an attribute that it does not know.",
    ),
    fault(
        "sasl-scram-few-iterations",
        "rfc5802/iterations",
        "Announces 1000 iterations for SCRAM.",
    ),
    fault(
        "sasl-oauth-no-reason",
        "rfc7628/error-result",
        "Refuses a bearer token without saying why.",
    ),
    fault(
        "sasl-oauth-no-status",
        "rfc7628/error-status",
        "Leaves `status` out of the reason for refusing a bearer token.",
    ),
    fault(
        "sasl-oauth-dummy-succeeds",
        "rfc7628/fails-after-error",
        "Lets the client in after it has answered the reason.",
    ),
    fault(
        "sasl-oauth-malformed-taken",
        "rfc7628/malformed-fails",
        "Lets a bearer client in whose message has no token.",
    ),
    fault(
        "sasl-success-data-lost",
        "rfc4422/success-data-as-challenge",
        "Leaves SCRAM's last message of the server out and is done.",
    ),
    fault(
        "sasl-empty-authorization-refused",
        "rfc4422/empty-authorization-is-absent",
        "Refuses PLAIN with an empty authorization identity.",
    ),
    fault(
        "sasl-plain-refuses-all",
        "rfc4616/right-password",
        "Refuses every password of PLAIN.",
    ),
    fault(
        "sasl-scram-nonce-optional",
        "rfc5802/first-message-order",
        "Takes SCRAM's first message without a nonce.",
    ),
    fault(
        "sasl-scram-nonce-not-verified",
        "rfc5802/nonce-verified",
        "Does not compare the nonce of SCRAM's final message with its own.",
    ),
    fault(
        "sasl-scram-error-without-e",
        "rfc5802/error-has-e",
        "Tells of a wrong SCRAM proof in a message that does not begin with e=.",
    ),
    fault(
        "sasl-plain-prepared-empty-taken",
        "rfc4616/prepared-empty-fails",
        "Lets PLAIN in with a password of which preparation leaves nothing.",
    ),
    fault(
        "sasl-scram-empty-name-taken",
        "rfc5802/empty-name-fails",
        "Goes on with SCRAM for an empty name.",
    ),
    fault(
        "sasl-oauth-unknown-key-refused",
        "rfc7628/unknown-keys-ignored",
        "Takes a bearer message with a key that it does not know for malformed.",
    ),
];
