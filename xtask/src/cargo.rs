//! What cargo knows of the workspace and its dependencies.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::Repo;

/// A package, of the workspace or a dependency.
#[derive(Debug, Clone)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SPDX expression, if it names one.
    pub licence: Option<String>,
    /// True for a crate of this repository.
    pub own: bool,
    /// What it depends on.
    pub dependencies: Vec<Dependency>,
}

/// One dependency as the manifest states it.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// Name of the package, not a local alias.
    pub name: String,
    /// Only for tests, examples and benches.
    pub only_dev: bool,
}

/// The crates of the workspace.
///
/// # Errors
/// When cargo fails.
pub fn workspace(repo: &Repo) -> Result<Vec<Package>> {
    packages(&run(repo, &["metadata", "--format-version", "1", "--no-deps"])?)
}

/// Every package the lock file uses on this platform.
///
/// # Errors
/// When cargo fails.
pub fn everything(repo: &Repo) -> Result<Vec<Package>> {
    let host = host()?;
    packages(&run(repo, &["metadata", "--format-version", "1", "--locked", "--filter-platform", &host])?)
}

fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

fn run(repo: &Repo, arguments: &[&str]) -> Result<Value> {
    let output =
        Command::new(cargo()).args(arguments).current_dir(repo.root()).output().context("cannot run cargo metadata")?;
    if !output.status.success() {
        bail!("cargo {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("cargo metadata is not JSON")
}

fn host() -> Result<String> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let output = Command::new(rustc).arg("-vV").output().context("cannot run rustc")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .context("rustc -vV does not name its host")
}

fn packages(metadata: &Value) -> Result<Vec<Package>> {
    let list = metadata.get("packages").and_then(Value::as_array).context("cargo metadata names no packages")?;
    let mut out: Vec<Package> = list.iter().map(package).collect::<Result<_>>()?;
    out.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Ok(out)
}

fn package(value: &Value) -> Result<Package> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let dependencies = value.get("dependencies").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Ok(Package {
        name: text("name").context("a package without a name")?,
        version: text("version").unwrap_or_default(),
        licence: text("license"),
        own: value.get("source").is_none_or(Value::is_null),
        dependencies: dependencies
            .iter()
            .filter_map(|d| {
                Some(Dependency {
                    name: d.get("name")?.as_str()?.to_owned(),
                    only_dev: d.get("kind").and_then(Value::as_str) == Some("dev"),
                })
            })
            .collect(),
    })
}
