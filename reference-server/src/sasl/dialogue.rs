//! What the three protocols have in common when they carry an exchange: base64, an initial
//! response or an empty challenge, `=` and `*` (RFC 4954 §4, RFC 5034 §4, RFC 9051 §6.2.2). How a
//! challenge is framed as a line is the protocol's own.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::faults::Faults;

use super::{Context, Exchange, Failure, Identity, Mechanism, Step, exchange};

/// RFC 4648 §4 as RFC 5034 wants it: padding required, nothing ignored.
const STRICT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
);

/// What the protocol says next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A challenge, in base64; the empty one is the empty string.
    Challenge(String),
    /// Success.
    Done(Identity),
    /// Failure.
    Failed(Failure),
    /// The client cancelled with `*`.
    Cancelled,
    /// Not base64.
    NotBase64,
    /// The mechanism takes no initial response.
    NoInitialResponse,
}

/// An exchange and its base64.
#[derive(Debug)]
pub struct Dialogue {
    mechanism: Mechanism,
    exchange: Box<dyn Exchange>,
    faults: Faults,
}

impl Dialogue {
    /// Begins an exchange.
    pub fn new(mechanism: Mechanism, context: Context) -> Self {
        Self {
            mechanism,
            faults: context.faults.clone(),
            exchange: exchange(mechanism, context),
        }
    }

    /// The command's initial response as it stands in the line, if there is one.
    pub fn start(&mut self, initial: Option<&[u8]>) -> Reply {
        let client_first = self.mechanism.client_first();
        let Some(text) = initial else {
            return if client_first && self.faults.on("sasl-first-challenge-not-empty") {
                Reply::Challenge(STRICT.encode("Response:"))
            } else if client_first {
                Reply::Challenge(String::new())
            } else {
                self.step(b"")
            };
        };
        if !self.mechanism.takes_initial_response() {
            if self.faults.on("sasl-initial-response-ignored") {
                return self.step(b"");
            }
            return Reply::NoInitialResponse;
        }
        if !client_first {
            // What would have been asked for first is here already.
            self.step(b"");
        }
        match text {
            b"=" => self.step(b""),
            b"" => Reply::NotBase64,
            text => self.decode(text),
        }
    }

    /// A line in answer to a challenge, without its CRLF.
    pub fn line(&mut self, line: &[u8]) -> Reply {
        match line {
            b"*" if self.faults.on("sasl-cancel-completes") => self.step(b""),
            b"*" => Reply::Cancelled,
            text => self.decode(text),
        }
    }

    fn decode(&mut self, text: &[u8]) -> Reply {
        match STRICT.decode(text) {
            Ok(response) => self.step(&response),
            Err(_) => Reply::NotBase64,
        }
    }

    fn step(&mut self, response: &[u8]) -> Reply {
        match self.exchange.step(response) {
            Step::Challenge(challenge) => Reply::Challenge(STRICT.encode(challenge)),
            Step::Done(identity) => Reply::Done(identity),
            Step::Failed(why) => Reply::Failed(why),
        }
    }
}
