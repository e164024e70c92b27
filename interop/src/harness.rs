//! The mailspec binary: built or found, and run against a target. Never reads its reports: the exit code is the verdict.

use crate::{InteropError, file_error, targets, workspace};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::Duration;

/// How long a whole run may take before it counts as hanging.
const RUN: Duration = Duration::from_secs(900);

/// The binary that `MAILSPEC_BIN` names, or else the workspace's, built now.
///
/// # Errors
/// When it does not build.
pub fn binary() -> Result<PathBuf, InteropError> {
    // Tests side by side build it once.
    static BUILT: OnceLock<Result<PathBuf, (String, String)>> = OnceLock::new();
    BUILT
        .get_or_init(|| match std::env::var_os("MAILSPEC_BIN") {
            Some(path) => Ok(path.into()),
            None => build(),
        })
        .clone()
        .map_err(|(program, reason)| InteropError::Program { program, reason })
}

/// Builds it, and takes the path from what cargo says of it: it knows every way to set the target folder.
fn build() -> Result<PathBuf, (String, String)> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let arguments = [
        "build",
        "--package",
        "mailspec",
        "--bin",
        "mailspec",
        "--message-format",
        "json-render-diagnostics",
    ];
    let program = format!("{cargo} {}", arguments.join(" "));
    let mut command = Command::new(&cargo);
    command.args(arguments).current_dir(workspace());
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    let output = command
        .output()
        .map_err(|error| (program.clone(), error.to_string()))?;
    if !output.status.success() {
        return Err((
            program,
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ));
    }
    // {"reason":"compiler-artifact",…,"executable":"/…/mailspec",…}: a path with a quote or a
    // backslash in it would need a JSON parser, which nothing else here needs: MAILSPEC_BIN helps there.
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.split_once("\"executable\":\""))
        .filter_map(|(_, rest)| rest.split_once('"'))
        .map(|(path, _)| PathBuf::from(path))
        .find(|path| path.file_stem().is_some_and(|stem| stem == "mailspec"))
        .ok_or((program, "it named no executable".into()))
}

/// Runs the whole corpus against the target NAME, and writes profile and JUnit report to a folder.
///
/// # Errors
/// When the binary cannot be had or started, a file not be written, or the run hangs.
pub async fn run(name: &str, profile: &str, folder: &Path) -> Result<Output, InteropError> {
    let binary = tokio::task::block_in_place(binary)?;
    std::fs::create_dir_all(folder).map_err(file_error(folder))?;
    let config = folder.join(format!("{name}.toml"));
    std::fs::write(&config, profile).map_err(file_error(&config))?;
    let program = || format!("{} run --target {name}", binary.display());
    let running = tokio::process::Command::new(&binary)
        .args(["run", "--target", name, "--config"])
        .arg(&config)
        .arg("--known")
        .arg(targets().join(name).join("known.toml"))
        // Postfix delivers after its 250: a message of one case may arrive in the middle of the next on that account.
        .args(["--retries", "1"])
        .arg("--junit")
        .arg(folder.join(format!("{name}.junit.xml")))
        .current_dir(workspace())
        .env("NO_COLOR", "1")
        .kill_on_drop(true)
        .output();
    match tokio::time::timeout(RUN, running).await {
        Ok(output) => output.map_err(|error| InteropError::Program {
            program: program(),
            reason: error.to_string(),
        }),
        Err(_) => {
            let reason = format!("no end after {} seconds", RUN.as_secs());
            Err(InteropError::Program {
                program: program(),
                reason,
            })
        }
    }
}
