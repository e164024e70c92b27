//! Arguments, environment and exit code. Nothing else reads the environment.
fn main() {}
