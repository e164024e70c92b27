//! `mailspec fmt`: lays transcripts out canonically. Never changes what a transcript means.

use super::args::FmtArgs;
use super::{Environment, Failed, exit, print};
use crate::transcript::{Colour, format, render};
use std::io::Read as _;
use std::path::{Path, PathBuf};

pub(super) fn fmt(args: &FmtArgs, environment: &Environment) -> Result<u8, Failed> {
    let colour = if environment.colour {
        Colour::Ansi
    } else {
        Colour::Plain
    };
    let mut changed = 0;
    for path in expand(&args.files)? {
        let stdin = path.as_os_str() == "-";
        let source = if stdin {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map(|_| text)
        } else {
            std::fs::read_to_string(&path)
        }
        .map_err(|error| Failed::usage(format!("cannot read {}: {error}", path.display())))?;
        let formatted = format(&source).map_err(|diagnostics| {
            Failed::usage(format!(
                "{}\n{}",
                path.display(),
                render(&source, &diagnostics, colour)
            ))
        })?;
        if stdin && !args.check {
            print(&formatted);
        } else if formatted != source {
            changed += 1;
            if args.check {
                print(&format!(
                    "{} is not formatted; `mailspec fmt` lays it out\n",
                    path.display()
                ));
            } else {
                std::fs::write(&path, formatted).map_err(|error| {
                    Failed::usage(format!("cannot write {}: {error}", path.display()))
                })?;
            }
        }
    }
    Ok(if args.check && changed > 0 {
        exit::BROKEN
    } else {
        exit::OK
    })
}

/// Folders become the transcripts in them.
fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failed> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut files)?;
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failed> {
    let failed =
        |error: std::io::Error| Failed::usage(format!("cannot read {}: {error}", folder.display()));
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|ending| ending == "transcript")
        {
            files.push(path);
        }
    }
    Ok(())
}
