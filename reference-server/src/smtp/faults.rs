//! The deviations that SMTP, submission and LMTP sessions know, each with the requirement that
//! it breaks. Data only.

use crate::faults::FaultInfo;

/// All of them, by name.
pub const FAULTS: &[FaultInfo] = &[];
