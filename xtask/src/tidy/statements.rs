//! Every file of `store` that declares SQL is in the registry, so that the test that prepares all statements on both
//! databases misses none.

use crate::{Finding, repo::TextFile, rust::code_only};

const SOURCES: &str = "crates/store/src/";
const REGISTRY: &str = "crates/store/src/statements.rs";

/// Compares the declaring files with the registry.
pub(super) fn check(files: &[TextFile]) -> Vec<Finding> {
    let registry = files.iter().find(|f| f.path == REGISTRY).map(|f| code_only(&f.text));
    let mut out = Vec::new();
    for file in files.iter().filter(|f| f.path.starts_with(SOURCES) && f.extension() == "rs") {
        if file.path == REGISTRY || !declares(&file.text) {
            continue;
        }
        let path = file.path.trim_start_matches(SOURCES).trim_end_matches(".rs").replace('/', "::");
        let entry = format!("{path}::STATEMENTS");
        match &registry {
            None => out.push(Finding::file(&file.path, format!("declares SQL, and {REGISTRY} is missing"))),
            Some(registry) if !registry.contains(&entry) => {
                out.push(Finding::file(&file.path, format!("declares SQL; add {entry} to {REGISTRY}")));
            }
            Some(_) => {}
        }
    }
    out
}

fn declares(source: &str) -> bool {
    code_only(source).lines().any(|line| {
        let line = line.trim_start().trim_start_matches("crate::");
        line.starts_with("sql!")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_registered_is_found() {
        let file = |path: &str, text: &str| TextFile { path: path.into(), text: text.into() };
        let files = [
            file("crates/store/src/a/list.rs", "sql! {\n LIST = \"select 1\";\n}\n"),
            file("crates/store/src/b.rs", "sql! {\n ONE = \"select 1\";\n}\n"),
            file("crates/store/src/c.rs", "// sql! { in a comment }\nmacro_rules! sql { () => {} }\n"),
            file(REGISTRY, "pub const ALL: &[&[S]] = &[crate::a::list::STATEMENTS];"),
        ];
        let found: Vec<String> = check(&files).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["crates/store/src/b.rs: declares SQL; add b::STATEMENTS to crates/store/src/statements.rs"]);
    }
}
