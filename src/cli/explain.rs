//! `mailspec explain`: a requirement with its cases and rules, a case with its requirement and dialogue,
//! a rule with its examples, or a fault.

use super::args::ExplainArgs;
use super::library::Library;
use super::{Environment, Failed, exit, print};
use crate::catalogue::select::closest;
use crate::catalogue::{Case, Catalogue, Corpus, Requirement};
use crate::report::failure::Paint;
use crate::rules::{self, RuleInfo};
use crate::transcript::Colour;
use std::fmt::Write as _;

pub(super) fn explain(args: &ExplainArgs, environment: &Environment) -> Result<u8, Failed> {
    let library =
        Library::load(args.corpus.corpus.as_deref(), Colour::Plain).map_err(Failed::usage)?;
    let paint = if environment.colour {
        Paint::COLOURED
    } else {
        Paint::PLAIN
    };
    let what = args.what.as_str();
    let id = what.strip_suffix(".transcript").unwrap_or(what);
    let id = id.strip_prefix("transcripts/").unwrap_or(id);
    let text = if let Some(requirement) = library.catalogue.get(what) {
        requirement_text(requirement, &library.catalogue, &library.corpus, paint)
    } else if let Some(case) = library.corpus.get(id) {
        case_text(case, &library.catalogue, paint)
    } else if let Some(rule) = rules::find(what) {
        rule_text(rule, &library.catalogue, paint)
    } else if let Some(fault) =
        mailspec_reference_server::faults::all().find(|fault| fault.name == what)
    {
        format!(
            "{}\n  {}\n  breaks {}\n",
            paint.bold(fault.name),
            fault.does,
            fault.requirement
        )
    } else {
        let names = library
            .catalogue
            .iter()
            .map(|requirement| requirement.id.as_str());
        let names = names.chain(library.corpus.cases.iter().map(|case| case.id.as_str()));
        let names = names.chain(rules::all().map(|rule| rule.id));
        let hint = closest(what, names)
            .map(|near| format!("; did you mean {near}?"))
            .unwrap_or_default();
        return Err(Failed::usage(format!(
            "there is no requirement, case, rule or fault called {what:?}{hint}"
        )));
    };
    print(&text);
    Ok(exit::OK)
}

fn requirement_text(
    requirement: &Requirement,
    catalogue: &Catalogue,
    corpus: &Corpus,
    paint: Paint,
) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}  {}  {}",
        paint.bold(&requirement.id),
        requirement.level,
        paint.bold(&requirement.clause())
    );
    let _ = writeln!(out, "  {}", requirement.text);
    if let Some(title) = catalogue.title(requirement.rfc) {
        let _ = writeln!(
            out,
            "  {} RFC {}, {title}, section {}",
            paint.dim("read:"),
            requirement.rfc,
            requirement.section
        );
    }
    if let Some(ruling) = &requirement.ruling {
        let _ = writeln!(out, "  {} {ruling}", paint.dim("as we read it:"));
    }
    if let Some(reason) = &requirement.reason {
        let _ = writeln!(
            out,
            "  {} {}: {reason}",
            paint.dim("checked by:"),
            requirement.check
        );
    }
    for same in catalogue
        .equals(&requirement.id)
        .filter(|id| *id != requirement.id)
    {
        let _ = writeln!(out, "  {} {same}", paint.dim("the same as"));
    }
    let mut none = true;
    for case in corpus.covering(catalogue, &requirement.id) {
        let _ = writeln!(
            out,
            "  {} {}  {}",
            paint.dim("case"),
            case.id,
            paint.dim(case.title())
        );
        none = false;
    }
    for rule in rules::all().filter(|rule| checks(rule, requirement, catalogue)) {
        let _ = writeln!(
            out,
            "  {} {}  {}",
            paint.dim("rule"),
            rule.id,
            paint.dim(rule.what)
        );
        none = false;
    }
    if none {
        let _ = writeln!(out, "  no case covers it, and no rule checks it");
    }
    for fault in
        mailspec_reference_server::faults::all().filter(|fault| fault.requirement == requirement.id)
    {
        let _ = writeln!(
            out,
            "  {} {}  {}",
            paint.dim("fault"),
            fault.name,
            paint.dim(fault.does)
        );
    }
    out
}

/// Whether the rule checks this requirement, or the same one of another document.
fn checks(rule: &RuleInfo, requirement: &Requirement, catalogue: &Catalogue) -> bool {
    rule.requirement == requirement.id
        || catalogue
            .equals(&requirement.id)
            .any(|same| same == rule.requirement)
}

fn rule_text(rule: &RuleInfo, catalogue: &Catalogue, paint: Paint) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}  {}  every {} session, {}",
        paint.bold(rule.id),
        rule.level,
        rule.protocol,
        rule.source()
    );
    let _ = writeln!(out, "  {}", rule.what);
    for (name, example) in [("wrong:", rule.bad), ("right:", rule.good)] {
        let example = example.replace('\n', "\n         ");
        let _ = writeln!(out, "  {} {example}", paint.dim(name));
    }
    if let Some(requirement) = catalogue.get(rule.requirement) {
        let _ = writeln!(
            out,
            "  {} {}  {}  {}",
            paint.dim("checks"),
            requirement.id,
            requirement.level,
            paint.bold(&requirement.clause())
        );
        let _ = writeln!(out, "         {}", requirement.text);
        if let Some(ruling) = &requirement.ruling {
            let _ = writeln!(out, "  {} {ruling}", paint.dim("as we read it:"));
        }
    }
    for fault in mailspec_reference_server::faults::all()
        .filter(|fault| fault.requirement == rule.requirement)
    {
        let _ = writeln!(
            out,
            "  {} {}  {}",
            paint.dim("fault"),
            fault.name,
            paint.dim(fault.does)
        );
    }
    out
}

fn case_text(case: &Case, catalogue: &Catalogue, paint: Paint) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint.bold(&case.id));
    let _ = writeln!(out, "  {}", case.title());
    for id in &case.transcript.header.covers {
        if let Some(requirement) = catalogue.get(&id.value) {
            let clause = requirement.clause();
            let _ = writeln!(
                out,
                "  {} {}  {}  {}",
                paint.dim("covers"),
                requirement.id,
                requirement.level,
                paint.bold(&clause)
            );
            let _ = writeln!(out, "         {}", requirement.text);
        }
    }
    for note in &case.transcript.header.notes {
        let _ = writeln!(out, "  {} {}", paint.dim("note:"), note.value);
    }
    let _ = writeln!(out, "\n{}", case.source.trim_end());
    out
}
