//! Names in reach while one pattern is compared: those bound before, and those that the pattern has
//! just taken. Binds nothing for good: that is done when the whole pattern matched.

use super::{RenderError, Values};
use crate::transcript::tree::{Expr, ExprBase};

/// The names in reach.
pub(super) struct Scope<'a> {
    pub values: &'a dyn Values,
    /// Taken by the pattern that is being compared, oldest first.
    pub taken: Vec<(String, Vec<u8>)>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(values: &'a dyn Values) -> Self {
        Self {
            values,
            taken: Vec::new(),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.taken
            .iter()
            .rev()
            .find(|(taken, _)| taken == name)
            .map(|(_, value)| value.clone())
            .or_else(|| self.values.get(name))
    }

    pub(super) fn require(&self, name: &str) -> Result<Vec<u8>, RenderError> {
        self.get(name).ok_or_else(|| RenderError::Unbound {
            name: name.to_owned(),
        })
    }

    /// The octets of `uid`, `uid+1`, `7`.
    pub(super) fn expr(&self, expr: &Expr) -> Result<Vec<u8>, RenderError> {
        let base = match &expr.base {
            ExprBase::Name(name) => self.require(name)?,
            ExprBase::Number(number) => number.to_string().into_bytes(),
        };
        if expr.offset == 0 {
            return Ok(base);
        }
        let number = decimal(&base).ok_or_else(|| RenderError::Other {
            what: format!(
                "{:?} is no number, so nothing can be added to it",
                crate::wire::visible(&base)
            ),
        })?;
        Ok((number + i128::from(expr.offset)).to_string().into_bytes())
    }
}

/// A decimal number of at most 30 digits.
pub(super) fn decimal(octets: &[u8]) -> Option<i128> {
    if octets.is_empty() || octets.len() > 30 || !octets.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(octets).ok()?.parse().ok()
}
