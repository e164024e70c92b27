//! `mailspec schema`: the JSON schemas that docs/schema/ publishes.

use super::args::{SchemaArg, SchemaArgs};
use super::{Failed, exit, print};
use crate::report::json::Report;
use crate::target::profile::File;

pub(super) fn schema(args: &SchemaArgs) -> Result<u8, Failed> {
    print(&schema_text(args.format).map_err(Failed::usage)?);
    Ok(exit::OK)
}

/// The schema as it is published.
fn schema_text(format: SchemaArg) -> Result<String, serde_json::Error> {
    let schema = match format {
        SchemaArg::Profile => schemars::schema_for!(File),
        SchemaArg::Report => schemars::schema_for!(Report),
    };
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schemas_are_those_of_the_code() {
        for (format, file) in [
            (SchemaArg::Profile, "mailspec.schema.json"),
            (SchemaArg::Report, "report.schema.json"),
        ] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("docs/schema")
                .join(file);
            let published = std::fs::read_to_string(&path).unwrap_or_default();
            // Both texts are long; which file to write anew is all that there is to say.
            assert!(
                published == schema_text(format).unwrap(),
                "write it anew: mailspec schema … > docs/schema/{file}"
            );
        }
    }
}
