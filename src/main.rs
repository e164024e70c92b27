//! Arguments, environment and exit code. Nothing else reads the environment.

use mailspec::cli::{Environment, main_with};
use std::io::IsTerminal as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let environment = Environment {
        variable: |name| std::env::var(name).ok(),
        colour: std::io::stdout().is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        interactive: std::io::stderr().is_terminal() && std::env::var_os("CI").is_none(),
    };
    ExitCode::from(main_with(std::env::args_os(), &environment))
}
