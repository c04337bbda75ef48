//! Licences of all dependencies, and packages that must not be among them, against the lists in `deny.toml`, which
//! cargo-deny reads as well.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::{Context, Result};

use crate::{
    Finding, Repo,
    cargo::{self, Package},
    spdx,
};

const LIST: &str = "deny.toml";

/// What was found, and every dependency by licence.
#[derive(Debug, Default)]
pub struct Report {
    /// Dependencies that are banned or whose licence is not on the list, and exceptions nobody needs.
    pub findings: Vec<Finding>,
    /// Licence expression → `name version`.
    pub by_licence: BTreeMap<String, Vec<String>>,
}

impl Report {
    /// One line a licence, then its packages.
    #[must_use]
    pub fn listing(&self) -> String {
        let mut out = String::new();
        for (licence, packages) in &self.by_licence {
            // writing to a String cannot fail
            let _ = writeln!(out, "{licence} ({})\n    {}", packages.len(), packages.join(", "));
        }
        out
    }
}

#[derive(Debug, Default)]
struct Allowed {
    licences: Vec<String>,
    /// Package → licences allowed for it alone.
    exceptions: BTreeMap<String, Vec<String>>,
    /// Packages that must not be used.
    banned: Vec<String>,
}

/// Reads the list and every dependency.
///
/// # Errors
/// When `deny.toml` or cargo cannot be read.
pub fn report(repo: &Repo) -> Result<Report> {
    Ok(judge(&allowed(&repo.read(LIST)?.text)?, &cargo::everything(repo)?))
}

fn allowed(text: &str) -> Result<Allowed> {
    let file: toml::Table = text.parse().context(LIST)?;
    let licences = file.get("licenses").and_then(toml::Value::as_table).context("deny.toml has no [licenses]")?;
    let exceptions = licences.get("exceptions").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let exceptions = exceptions
        .iter()
        .filter_map(|one| Some((one.get("crate")?.as_str()?.to_owned(), strings(one.get("allow")?))))
        .collect();
    let banned = file.get("bans").and_then(|bans| bans.get("deny")).and_then(toml::Value::as_array);
    let banned = banned.map(Vec::as_slice).unwrap_or_default();
    let banned = banned.iter().filter_map(|one| Some(one.get("crate")?.as_str()?.to_owned())).collect();
    Ok(Allowed { licences: licences.get("allow").map(strings).unwrap_or_default(), exceptions, banned })
}

fn strings(value: &toml::Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect()
}

fn judge(allowed: &Allowed, packages: &[Package]) -> Report {
    let mut report = Report::default();
    for package in packages.iter().filter(|p| !p.own) {
        let label = format!("{} {}", package.name, package.version);
        if allowed.banned.contains(&package.name) {
            report.findings.push(Finding::file("Cargo.lock", format!("{label} is banned in {LIST}")));
        }
        let Some(licence) = &package.licence else {
            report.findings.push(Finding::file("Cargo.lock", format!("{label} names no licence")));
            continue;
        };
        report.by_licence.entry(licence.clone()).or_default().push(label.clone());
        let own = allowed.exceptions.get(&package.name);
        let ok = |name: &str| allowed.licences.iter().chain(own.into_iter().flatten()).any(|one| one == name);
        if !spdx::allows(licence, &ok) {
            let text = format!("{label} is under {licence}, which {LIST} does not allow");
            report.findings.push(Finding::file("Cargo.lock", text));
        }
    }
    for name in allowed.exceptions.keys().filter(|name| !packages.iter().any(|p| p.name == **name)) {
        report.findings.push(Finding::file(LIST, format!("exception for `{name}`, which is no dependency here")));
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, licence: Option<&str>) -> Package {
        Package {
            name: name.into(),
            version: "1.0.0".into(),
            licence: licence.map(str::to_owned),
            own: false,
            dependencies: Vec::new(),
        }
    }

    #[test]
    fn what_is_not_on_the_list_is_found() {
        let list = "[licenses]\nallow = [\"MIT\"]\nexceptions = [\n  { allow = [\"MPL-2.0\"], crate = \"b\" },\n  \
                    { allow = [\"MPL-2.0\"], crate = \"gone\" },\n]\n[bans]\ndeny = [{ crate = \"e\" }]\n";
        let packages = [
            package("a", Some("MIT OR GPL-3.0")),
            package("b", Some("MPL-2.0")),
            package("c", Some("MPL-2.0")),
            package("d", None),
            package("e", Some("MIT")),
        ];
        let report = judge(&allowed(list).unwrap(), &packages);
        let texts: Vec<_> = report.findings.iter().map(|f| f.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "c 1.0.0 is under MPL-2.0, which deny.toml does not allow",
                "d 1.0.0 names no licence",
                "e 1.0.0 is banned in deny.toml",
                "exception for `gone`, which is no dependency here",
            ]
        );
        assert!(report.listing().contains("MPL-2.0 (2)\n    b 1.0.0, c 1.0.0"));
    }
}
