//! The contracts we draft, as Word files read back: they pass every rule of the linter, L1 to L13 and X1 to X19, and show
//! none of the defects of the 2008 samples (D1 to D10).

use catalogue::{
    paper::{ClauseForm, Part as Source},
    table::CellMark,
};
use checker::{AskedClause, DocumentType, LintInputs, Options, Report, check};
use domain::{Lang, engagement::Category, plan::RequirementLevel};
use rules::profile::{ClauseLine, Profile};
use writer::docx::{self, Face};

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
fn read(sample: &Sample, profile: &Profile, id: &catalogue::PaperId) -> reader::Document {
    let paper = papers::compose(&sample.order(profile, Lang::Ja), id).expect("a paper");
    let bytes = docx::write(&paper, Face::Gothic).expect("a file");
    reader::read(&bytes, Some("contract.docx"), &reader::Limits::default()).expect("a Word file")
}

fn shown(report: &Report) -> Vec<String> {
    let line = |lint: &checker::Lint| {
        let place = lint.place.as_ref().map(|p| format!("{} {} {}", p.article, p.paragraph, p.quote));
        format!("{} {} [{}]", lint.id, lint.ja, place.unwrap_or_default())
    };
    report.lint.iter().map(line).collect()
}

fn holds(paper: &catalogue::Paper, form: ClauseForm) -> bool {
    paper.parts.iter().any(|part| matches!(part, Source::Clauses { form: own } if *own == form))
}

#[test]
fn the_contracts_we_draft_pass_every_rule() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        let available = papers::available(&CATALOGUE, &profile);
        let specification = available.iter().find(|paper| holds(paper, ClauseForm::Specification)).expect("one");
        let options = Options { document_type: Some(DocumentType::Specification), ..Options::default() };
        let specification = check(&read(&sample, &profile, &specification.id), &ENGINE, &options);
        for source in available.into_iter().filter(|paper| holds(paper, ClauseForm::Contract)) {
            let kind = if *category == Category::Build { DocumentType::Development } else { DocumentType::Outsourcing };
            let lint = LintInputs {
                asked: asked(&profile),
                specification: Some(specification.clone()),
                ..LintInputs::default()
            };
            let options = Options { document_type: Some(kind), lint, ..Options::default() };
            let report = check(&read(&sample, &profile, &source.id), &ENGINE, &options);
            wrong.extend(shown(&report).into_iter().map(|line| format!("{category} {}: {line}", source.id)));
            checked += 1;
        }
    }
    assert!(checked >= 18, "{checked}");
    assert!(wrong.is_empty(), "{} remarks\n{}", wrong.len(), wrong.join("\n"));
}

/// D2, D3, D4: every contract for operation or maintenance speaks of subcontracting, and asks for reports on it.
/// D5, D6: incidents and the check of performance are asked for. D7: of software, the union of the functions.
#[test]
fn the_defects_of_the_samples_are_not_ours() {
    for category in Category::ALL {
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
