//! The contracts we draft, as Word files read back by the linter beside their own specification: no remark of any
//! rule, L7 and L11 included, but those that [`is_expected`] names.

use std::collections::BTreeMap;

use catalogue::{
    paper::{ClauseForm, Part as Source},
    table::CellMark,
};
use checker::{AskedClause, DocumentType, Lint, LintInputs, Options, check};
use domain::{Lang, engagement::Category, plan::RequirementLevel};
use rules::profile::{ClauseLine, Profile};
use writer::{
    docx::{self, Face},
    paper::Paper,
};

use crate::{
    engagements::{CATALOGUE, Sample},
    support::ENGINE,
};

/// Clauses of the engagement as the contract check of an engagement would be told of them.
fn asked(profile: &Profile) -> Vec<AskedClause> {
    let one = |line: &ClauseLine| {
        let clause = CATALOGUE.clause(&line.clause).expect("a clause");
        let cell = |row: &String| CATALOGUE.cell(&row.parse().ok()?, profile.category).map(|cell| cell.mark);
        let mark = clause.rows.iter().filter(|row| row.starts_with("T2-")).find_map(cell);
        let reasons = line.because.iter().map(|reason| reason.text(&CATALOGUE, Lang::Ja));
        AskedClause {
            clause: line.clause.to_string(),
            mark: mark.unwrap_or(CellMark::Required),
            asked: line.level == RequirementLevel::Required,
            reason: Some(reasons.collect::<Vec<_>>().join("")),
        }
    };
    profile.clauses.iter().map(one).collect()
}

/// A paper as a Word file, read as any contract that comes in.
fn read(paper: &Paper) -> reader::Document {
    let bytes = docx::write(paper, Face::Gothic).expect("a file");
    reader::read(&bytes, Some("contract.docx"), &reader::Limits::default()).expect("a Word file")
}

fn compose(sample: &Sample, profile: &Profile, id: &catalogue::PaperId) -> Paper {
    papers::compose(&sample.order(profile, Lang::Ja), id).expect("a paper")
}

fn shown(lint: &Lint) -> String {
    let place = lint.place.as_ref().map(|p| format!("{} {} {}", p.article, p.paragraph, p.quote));
    format!("{} {} [{}]", lint.id, lint.ja, place.unwrap_or_default())
}

/// What the linter rightly says of a draft: of a paper that says itself that it is not settled, that something is
/// unfilled; of words people wrote, that they name the parties otherwise.
fn is_expected(lint: &Lint, paper: &Paper, sample: &Sample) -> bool {
    let quote = lint.place.as_ref().map_or("", |place| place.quote.as_str());
    match lint.id.as_str() {
        "L3" => paper.is_open(),
        "L5" => sample.about.directed().iter().any(|directed| directed.measure.contains(quote)),
        _ => false,
    }
}

fn holds(paper: &catalogue::Paper, form: ClauseForm) -> bool {
    paper.parts.iter().any(|part| matches!(part, Source::Clauses { form: own } if *own == form))
}

#[test]
fn the_contracts_we_draft_pass_the_linter() {
    let (mut wrong, mut counts) = (Vec::new(), BTreeMap::<String, usize>::new());
    let mut checked = 0;
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        let available = papers::available(&CATALOGUE, &profile);
        let specification = available.iter().find(|paper| holds(paper, ClauseForm::Specification)).expect("one");
        let options = Options { document_type: Some(DocumentType::Specification), ..Options::default() };
        let specification = check(&read(&compose(&sample, &profile, &specification.id)), &ENGINE, &options);
        for source in available.into_iter().filter(|paper| holds(paper, ClauseForm::Contract)) {
            let kind = if *category == Category::Build { DocumentType::Development } else { DocumentType::Outsourcing };
            let lint = LintInputs {
                asked: asked(&profile),
                specification: Some(specification.clone()),
                ..LintInputs::default()
            };
            let options = Options { document_type: Some(kind), lint, ..Options::default() };
            let paper = compose(&sample, &profile, &source.id);
            let report = check(&read(&paper), &ENGINE, &options);
            for lint in &report.lint {
                *counts.entry(lint.id.clone()).or_default() += 1;
                if !is_expected(lint, &paper, &sample) {
                    wrong.push(format!("{category} {}: {}", source.id, shown(lint)));
                }
            }
            checked += 1;
        }
    }
    assert!(checked >= 18, "{checked}");
    assert!(wrong.is_empty(), "{} remarks\n{}", wrong.len(), wrong.join("\n"));
    // an open place and a person's own words are the only remarks; every other rule has exactly none
    let rules: Vec<&str> = counts.keys().map(String::as_str).filter(|id| !matches!(*id, "L3" | "L5")).collect();
    assert!(rules.is_empty(), "{counts:?}");
    println!("{checked} contracts: {counts:?}");
}

/// D2, D3, D4: every contract for operation or maintenance speaks of subcontracting, and asks for reports on it.
/// D5, D6: incidents and the check of performance are asked for. Storage and transport, where the tables leave both to
/// the terms of the service, are set apart.
#[test]
fn the_defects_of_the_samples_are_not_ours() {
    for category in Category::ALL.iter().filter(|category| **category != Category::StorageTransport) {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        let on = |id: &str| {
            let line = profile.clauses.iter().find(|line| line.clause.as_str() == id);
            line.is_some_and(|line| line.level == RequirementLevel::Required)
        };
        for id in ["KL-15", "KL-17", "KL-22"] {
            assert!(on(id), "{category}: {id}");
        }
    }
}
