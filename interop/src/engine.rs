//! Whether there is a container engine, and the base image that it needs. Never starts an engine.

use crate::{InteropError, targets};
use std::process::Command;

/// Why no container can be started, or `None` when one can.
pub fn missing() -> Option<String> {
    let output = match Command::new("docker")
        .args(["info", "--format", "{{.ServerVersion}}"])
        .output()
    {
        Ok(output) => output,
        Err(error) => return Some(format!("no container engine (docker: {error})")),
    };
    if output.status.success() {
        return None;
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("docker info failed");
    Some(format!(
        "the container engine does not answer ({})",
        line.trim()
    ))
}

/// Has the base image made where the engine has none and no registry gives it.
///
/// # Errors
/// When the script cannot be run or fails; its last words are in the error.
pub fn base_image() -> Result<(), InteropError> {
    let script = targets().join("base-image");
    let program = || script.display().to_string();
    let output = Command::new(&script)
        .output()
        .map_err(|error| InteropError::Program {
            program: program(),
            reason: error.to_string(),
        })?;
    if output.status.success() {
        Ok(())
    } else {
        let reason = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(InteropError::Program {
            program: program(),
            reason,
        })
    }
}
