//! The crate table of ARCHITECTURE.md against what the manifests and sources say.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::{
    Finding, Repo,
    cargo::{self, Package},
    markdown,
    rust::{code_only, without_tests},
};

const TABLE: &str = "ARCHITECTURE.md";

/// Crates that stand above `store`: values in, values out.
pub const PURE: &[&str] = &["domain", "catalogue", "rules", "ledger", "reader", "writer"];

/// Packages a pure crate must not name: run-times, drivers, clients and sources of randomness.
const NOT_PURE: &[&str] = &["tokio", "futures-util", "sqlx", "axum", "tower", "tower-http", "rand", "tempfile"];

/// What reads or writes the world: nothing of this stands in a pure crate outside its tests.
const WORLD: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "async fn",
    ".await",
];

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Layer {
    name: String,
    line: usize,
    may_use: Vec<String>,
    only_here: Vec<String>,
}

/// Compares the table with the workspace.
///
/// # Errors
/// When a file or cargo cannot be read.
pub fn check(repo: &Repo) -> Result<Vec<Finding>> {
    let layers = layers(repo)?;
    let packages = cargo::workspace(repo)?;
    let mut out = compare(&layers, &packages);
    for name in PURE {
        for file in repo.files(&format!("crates/{name}/src"))? {
            if file.extension() == "rs" && !file.path.ends_with("/tests.rs") && !file.path.contains("/tests/") {
                out.extend(world_in(&file.path, &file.text));
            }
        }
    }
    Ok(out)
}

fn layers(repo: &Repo) -> Result<Vec<Layer>> {
    let file = repo.read(TABLE)?;
    let rows = markdown::tables(&file, &["crate", "one line", "may use (workspace)", "only here"]);
    if rows.is_empty() {
        bail!("{TABLE} has no table with the head: crate | one line | may use (workspace) | only here");
    }
    Ok(rows
        .iter()
        .map(|row| Layer {
            name: row.names(0).into_iter().next().unwrap_or_default(),
            line: row.line,
            may_use: row.names(2),
            only_here: row.names(3),
        })
        .collect())
}

fn compare(layers: &[Layer], packages: &[Package]) -> Vec<Finding> {
    let mut out = Vec::new();
    let own: BTreeSet<&str> = packages.iter().map(|p| p.name.as_str()).collect();
    let guarded: BTreeSet<&str> = layers.iter().flat_map(|l| &l.only_here).map(String::as_str).collect();
    for layer in layers {
        if !own.contains(layer.name.as_str()) {
            out.push(Finding::at(TABLE, layer.line, format!("`{}` is in the table, not in the workspace", layer.name)));
        }
        for used in layer.may_use.iter().filter(|used| !own.contains(used.as_str())) {
            out.push(Finding::at(TABLE, layer.line, format!("`{}` may use `{used}`, which is no crate", layer.name)));
        }
    }
    for package in packages {
        let manifest = manifest(&package.name);
        let Some(layer) = layers.iter().find(|l| l.name == package.name) else {
            out.push(Finding::file(&manifest, format!("`{}` is missing in the table of {TABLE}", package.name)));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|d| !d.only_dev) {
            let name = dependency.name.as_str();
            if own.contains(name) && !layer.may_use.iter().any(|m| m == name) {
                out.push(Finding::file(&manifest, format!("`{}` may not use `{name}` ({TABLE})", package.name)));
            }
            if guarded.contains(name) && !layer.only_here.iter().any(|m| m == name) {
                let homes: Vec<_> = layers.iter().filter(|l| l.only_here.iter().any(|m| m == name)).collect();
                let homes: Vec<_> = homes.iter().map(|l| l.name.as_str()).collect();
                out.push(Finding::file(&manifest, format!("`{name}` belongs only in {}", homes.join(", "))));
            }
            if PURE.contains(&package.name.as_str()) && NOT_PURE.contains(&name) {
                out.push(Finding::file(&manifest, format!("`{}` is pure and must not use `{name}`", package.name)));
            }
        }
    }
    out
}

fn manifest(name: &str) -> String {
    if name == "xtask" { "xtask/Cargo.toml".to_owned() } else { format!("crates/{name}/Cargo.toml") }
}

/// Places where a pure crate reaches for the world.
fn world_in(path: &str, source: &str) -> Vec<Finding> {
    let code = without_tests(&code_only(source));
    let mut out = Vec::new();
    for (line, text) in crate::repo::numbered(&code) {
        for word in WORLD.iter().filter(|word| text.contains(**word)) {
            out.push(Finding::at(path, line, format!("`{word}` in a crate that does no I/O and reads no clock")));
        }
        let grouped = text.split_once("use std::{").map_or("", |(_, names)| names);
        for module in ["fs", "net", "env", "process", "thread"] {
            if crate::rust::has_word(grouped, module) {
                out.push(Finding::at(path, line, format!("`std::{module}` in a crate that does no I/O")));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::Dependency;

    fn package(name: &str, uses: &[(&str, bool)]) -> Package {
        Package {
            name: name.into(),
            version: "0.1.0".into(),
            licence: None,
            own: true,
            dependencies: uses.iter().map(|(n, dev)| Dependency { name: (*n).into(), only_dev: *dev }).collect(),
        }
    }
    fn layer(name: &str, may_use: &[&str], only_here: &[&str]) -> Layer {
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        Layer { name: name.into(), line: 1, may_use: owned(may_use), only_here: owned(only_here) }
    }

    #[test]
    fn what_the_table_does_not_allow_is_found() {
        let layers =
            [layer("store", &["domain"], &["sqlx"]), layer("domain", &[], &[]), layer("web", &["domain"], &[])];
        let packages = [
            package("domain", &[("tokio", false), ("sqlx", true)]),
            package("store", &[("domain", false), ("sqlx", false)]),
            package("web", &[("store", false), ("sqlx", false), ("store", true)]),
            package("stray", &[]),
        ];
        let found: Vec<String> = compare(&layers, &packages).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "crates/domain/Cargo.toml: `domain` is pure and must not use `tokio`",
                "crates/web/Cargo.toml: `web` may not use `store` (ARCHITECTURE.md)",
                "crates/web/Cargo.toml: `sqlx` belongs only in store",
                "crates/stray/Cargo.toml: `stray` is missing in the table of ARCHITECTURE.md",
            ]
        );
    }

    #[test]
    fn a_crate_that_went_away_is_found() {
        let found = compare(&[layer("gone", &["lost"], &[])], &[]);
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn the_world_is_found_outside_tests_only() {
        let source = "use std::{fmt, fs};\n// std::net is fine in a comment\nfn now() { SystemTime::now() }\n\
                      #[cfg(test)]\nmod tests { fn t() { std::fs::read(\"x\") } }\n";
        let lines: Vec<usize> = world_in("x.rs", source).iter().map(|f| f.line).collect();
        assert_eq!(lines, [1, 3]);
    }
}
