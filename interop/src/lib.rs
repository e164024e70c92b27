//! What the interop tests share: is there a container engine, how is a target's image built and started, what does its
//! profile look like with the ports that the engine has mapped, and what does `mailspec run` say of it.
//! Never judges a server itself: the verdict is mailspec's.

pub mod container;
pub mod engine;
pub mod harness;
pub mod profile;

use std::path::{Path, PathBuf};

/// What can go wrong before mailspec has given its verdict.
#[derive(Debug, thiserror::Error)]
pub enum InteropError {
    /// A program that we need could not be run or did not do its work.
    #[error("{program}: {reason}")]
    Program {
        /// The program and what it was to do.
        program: String,
        /// What it said, or the system about it.
        reason: String,
    },
    /// The container engine refused something.
    #[error("container engine: {0}")]
    Engine(#[from] testcontainers::TestcontainersError),
    /// A file of ours cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A profile beside a Dockerfile is not what it should be.
    #[error("{path}: {reason}")]
    Profile {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A service did not greet in time.
    #[error("{service} at {address} sent no greeting within {seconds} seconds: {last}")]
    NoGreeting {
        /// Its key in the profile.
        service: String,
        /// Host and port.
        address: String,
        /// How long was waited.
        seconds: u64,
        /// What the last attempt came to.
        last: String,
    },
}

/// The root of the workspace.
pub fn workspace() -> &'static Path {
    let interop = Path::new(env!("CARGO_MANIFEST_DIR"));
    interop.parent().unwrap_or(interop)
}

/// The folder that holds the targets' Dockerfiles, configurations, profiles and known failures.
pub fn targets() -> PathBuf {
    workspace().join("fixtures").join("targets")
}

fn file_error(path: &Path) -> impl FnOnce(std::io::Error) -> InteropError + '_ {
    move |source| InteropError::File {
        path: path.to_owned(),
        source,
    }
}
