//! Names and nonces that a seed determines. Not secret: the server is for tests, where the same
//! run twice is worth more.

use sha2::{Digest, Sha256};

/// 32 hexadecimal digits that depend on all three and on nothing else.
pub fn token(seed: u64, serial: u64, purpose: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(seed.to_be_bytes());
    hash.update(serial.to_be_bytes());
    hash.update(purpose.as_bytes());
    hash.finalize()
        .iter()
        .take(16)
        .map(|octet| format!("{octet:02x}"))
        .collect()
}

/// A seed for a server that was given none: from the time and the process.
pub(crate) fn seed() -> u64 {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    let nanos = u64::try_from(since.as_nanos() & u128::from(u64::MAX)).unwrap_or_default();
    nanos ^ u64::from(std::process::id()).rotate_left(32)
}
