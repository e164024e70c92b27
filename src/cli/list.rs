//! `mailspec list`: the cases, for people or as JSON.

use super::args::ListArgs;
use super::library::{Library, LibraryError};
use super::{Failed, exit, print};
use crate::catalogue::Case;
use crate::transcript::Colour;
use serde_json::json;

pub(super) fn list(args: &ListArgs) -> Result<u8, Failed> {
    let load = || -> Result<Vec<Case>, LibraryError> {
        Library::load(args.corpus.corpus.as_deref(), Colour::Plain)?
            .select(&args.select, Colour::Plain)
    };
    let cases = load().map_err(Failed::usage)?;
    if cases.is_empty() {
        return Err(Failed {
            message: "nothing is selected".into(),
            code: exit::NOTHING,
        });
    }
    if args.json {
        let all: Vec<_> = cases.iter().map(as_json).collect();
        print(&format!("{:#}\n", json!(all)));
        return Ok(exit::OK);
    }
    let width = cases.iter().map(|case| case.id.len()).max().unwrap_or(0);
    for case in &cases {
        let clause = case
            .requirement
            .as_ref()
            .map(|requirement| requirement.clause())
            .unwrap_or_default();
        print(&format!(
            "{:<width$}  {:<6}  {clause:<18}  {}\n",
            case.id,
            case.level(),
            case.title()
        ));
    }
    Ok(exit::OK)
}

fn as_json(case: &Case) -> serde_json::Value {
    json!({
        "id": case.id,
        "title": case.title(),
        "path": case.path,
        "protocols": case.protocols().iter().map(ToString::to_string).collect::<Vec<_>>(),
        "requirements": case.transcript.header.covers.iter().map(|id| &id.value).collect::<Vec<_>>(),
        "level": case.level().to_string(),
        "tags": case.tags().collect::<Vec<_>>(),
    })
}
