//! `mailspec list`: the cases, or the rules, for people or as JSON.

use super::args::ListArgs;
use super::library::{Library, LibraryError};
use super::{Failed, exit, print};
use crate::catalogue::{Case, Catalogue};
use crate::rules::{self, RuleInfo};
use crate::transcript::Colour;
use serde_json::json;

pub(super) fn list(args: &ListArgs) -> Result<u8, Failed> {
    if args.rules {
        let library =
            Library::load(args.corpus.corpus.as_deref(), Colour::Plain).map_err(Failed::usage)?;
        return list_rules(args, &library.catalogue);
    }
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

fn list_rules(args: &ListArgs, catalogue: &Catalogue) -> Result<u8, Failed> {
    let wanted = &args.select.protocol;
    let rules: Vec<&RuleInfo> = rules::all()
        .filter(|rule| {
            wanted.is_empty() || wanted.iter().any(|protocol| rules::judges(rule, *protocol))
        })
        .collect();
    if rules.is_empty() {
        return Err(Failed {
            message: "nothing is selected".into(),
            code: exit::NOTHING,
        });
    }
    let clause = |rule: &RuleInfo| {
        let requirement = catalogue.get(rule.requirement);
        requirement.map(|requirement| requirement.clause())
    };
    if args.json {
        let as_json = |rule: &&RuleInfo| {
            json!({
                "id": rule.id,
                "what": rule.what,
                "protocol": rule.protocol.to_string(),
                "requirement": rule.requirement,
                "clause": clause(rule),
                "level": rule.level.to_string(),
                "source": rule.source(),
                "bad": rule.bad,
                "good": rule.good,
            })
        };
        let all: Vec<_> = rules.iter().map(as_json).collect();
        print(&format!("{:#}\n", json!(all)));
        return Ok(exit::OK);
    }
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for rule in rules {
        let clause = clause(rule).unwrap_or_default();
        print(&format!(
            "{:<width$}  {:<6}  {clause:<18}  {}\n",
            rule.id, rule.level, rule.what
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
