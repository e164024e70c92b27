//! What the parser has to be told about the world: requirements, fixtures, capabilities.
//! Never looks anything up itself.

use super::tree::Protocol;

/// What exists outside of the transcript. The catalogue and the runner implement it.
pub trait Context {
    /// Whether the catalogue has this requirement (`rfc1939/rset-unmarks`).
    fn has_requirement(&self, id: &str) -> bool;
    /// Whether `fixtures/messages/<name>.eml` exists.
    fn has_fixture(&self, name: &str) -> bool;
    /// Whether any server of this protocol can announce this capability, compared without case.
    fn knows_capability(&self, protocol: Protocol, name: &str) -> bool;
    /// All requirement ids, for suggestions. None by default.
    fn requirements(&self) -> Vec<String> {
        Vec::new()
    }
    /// All fixture names, for suggestions. None by default.
    fn fixtures(&self) -> Vec<String> {
        Vec::new()
    }
    /// All capabilities of a protocol, for suggestions. None by default.
    fn capabilities(&self, _protocol: Protocol) -> Vec<String> {
        Vec::new()
    }
}

/// A context that has everything: for the formatter, and for looking at syntax alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Permissive;

impl Context for Permissive {
    fn has_requirement(&self, _id: &str) -> bool {
        true
    }

    fn has_fixture(&self, _name: &str) -> bool {
        true
    }

    fn knows_capability(&self, _protocol: Protocol, _name: &str) -> bool {
        true
    }
}
