//! The repository as it stands passes its own checks.

use xtask::{Finding, Repo, glossary, layering, licences, tidy};

fn nothing(findings: &[Finding]) {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} to mend:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn crates_use_only_what_the_architecture_allows() {
    nothing(&layering::check(&Repo::here()).unwrap());
}

#[test]
fn files_are_tidy() {
    nothing(&tidy::check(&Repo::here()).unwrap());
}

#[test]
fn glossary_and_domain_agree() {
    nothing(&glossary::check(&Repo::here()).unwrap());
}

#[test]
fn every_dependency_has_an_allowed_licence() {
    let report = licences::report(&Repo::here()).unwrap();
    nothing(&report.findings);
    assert!(report.by_licence.len() > 3, "cargo metadata listed almost nothing");
}
