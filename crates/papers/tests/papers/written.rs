//! Tables: their rows for Excel, and the rows that people write themselves.

use catalogue::paper::{FileKind, Part as Source, RowSource};
use domain::{
    Lang,
    engagement::Category,
    plan::{Plan, PlanRow, RawPlan},
};
use writer::{About, Cell, xlsx};

use crate::{
    engagements::{CATALOGUE, Sample},
    soundness::text,
};

fn row(cells: &[(&str, &str)]) -> PlanRow {
    cells.iter().map(|(key, text)| ((*key).to_owned(), text.parse().expect("a text"))).collect()
}

fn with_rows(sample: &Sample, source: &str, rows: Vec<PlanRow>) -> Sample {
    let mut raw = RawPlan::from(sample.plan.clone());
    raw.rows.insert(source.to_owned(), rows);
    Sample { plan: Plan::try_from(raw).unwrap(), ..sample.clone() }
}

#[test]
fn tables_are_full_rows_and_excel_takes_them() {
    let mut written = 0;
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        for lang in Lang::ALL {
            let order = sample.order(&profile, *lang);
            for source in papers::available(&CATALOGUE, &profile) {
                let tables = papers::tables(&order, &source.id).unwrap();
                assert!(!source.files.contains(&FileKind::Xlsx) || !tables.is_empty(), "{category} {}", source.id);
                for sheet in tables {
                    let place = format!("{category} {} {}", source.id, sheet.table.title);
                    assert!(!sheet.rows.is_empty(), "{place}");
                    assert!(sheet.rows.iter().all(|row| row.len() == sheet.table.columns.len()), "{place}");
                    let make = || {
                        let mut book = xlsx::Writer::new(&sheet.table).unwrap();
                        sheet.rows.iter().for_each(|row| book.row(row).unwrap());
                        book.finish(&About::new("霧沢市", "2026-11-24T00:00:00Z".parse().unwrap())).unwrap().bytes
                    };
                    if source.files.contains(&FileKind::Xlsx) {
                        assert!(make() == make(), "{place}: the same bytes twice");
                        written += 1;
                    }
                }
            }
        }
    }
    assert!(written > 30, "{written}");
}

#[test]
fn every_required_measure_of_the_contractor_stands_in_the_matrix_with_its_owner() {
    let sample = Sample::of(Category::Processing);
    let profile = sample.profile();
    let sheets = papers::tables(&sample.order(&profile, Lang::Ja), &"responsibility-matrix".parse().unwrap()).unwrap();
    let ids: Vec<String> = sheets
        .iter()
        .flat_map(|sheet| &sheet.rows)
        .flat_map(|row| {
            row.iter().filter_map(|cell| if let Cell::Text(text) = cell { Some(text.clone()) } else { None })
        })
        .filter(|text| text.starts_with("CM-"))
        .collect();
    let asked = profile.measures.iter().filter(|line| {
        let measure = CATALOGUE.measure(&line.measure).unwrap();
        line.level == domain::plan::RequirementLevel::Required
            && measure.answered_by == catalogue::measure::AnsweredBy::Contractor
    });
    for line in asked {
        assert!(ids.contains(&line.measure.to_string()), "{}", line.measure);
    }
}

/// Sources of rows of the papers themselves and of their annexes.
fn sources_of(paper: &catalogue::Paper) -> Vec<RowSource> {
    let own = |part: &Source| match part {
        Source::Table { rows, .. } => Some(*rows),
        _ => None,
    };
    paper.parts.iter().filter_map(own).collect()
}

#[test]
fn a_written_row_stands_in_the_paper() {
    let sample = Sample::of(Category::RemoteOperation);
    let written = with_rows(&sample, "targets", vec![row(&[("name", "貸出管理の中間部品"), ("version", "4.2")])]);
    let profile = written.profile();
    let order = written.order(&profile, Lang::Ja);
    let words: String = papers::available(&CATALOGUE, &profile)
        .into_iter()
        .map(|source| text(&papers::compose(&order, &source.id).unwrap()))
        .collect();
    assert!(words.contains("貸出管理の中間部品"));
    assert!(CATALOGUE.papers().iter().flat_map(sources_of).count() > 0);
}

#[test]
fn a_written_row_with_the_id_of_a_derived_one_fills_it() {
    let sample = Sample::of(Category::RemoteOperation);
    let note = "夜間は当直が確かめる";
    let written = with_rows(&sample, "responsibility", vec![row(&[("id", "CM-GV-01"), ("note", note)])]);
    let id = "responsibility-matrix".parse().unwrap();
    let rows = |sample: &Sample| {
        let profile = sample.profile();
        let sheets = papers::tables(&sample.order(&profile, Lang::Ja), &id).unwrap();
        let with_id = |row: &&Vec<Cell>| row.contains(&Cell::Text("CM-GV-01".into()));
        sheets.iter().flat_map(|sheet| &sheet.rows).filter(with_id).cloned().collect::<Vec<_>>()
    };
    let (before, after) = (rows(&sample), rows(&written));
    assert_eq!((before.len(), after.len()), (1, 1), "no second row");
    assert!(after[0].contains(&Cell::Text(note.into())) && !before[0].contains(&Cell::Text(note.into())));
}

#[test]
fn what_people_write_cannot_pass_for_a_mark_of_ours() {
    let sample = Sample::of(Category::Asp);
    let odd = "{client_name}\u{E000}0\u{E001}と{annex:contacts}";
    let written = with_rows(&sample, "targets", vec![row(&[("name", odd)])]);
    let profile = written.profile();
    let order = written.order(&profile, Lang::Ja);
    for source in papers::available(&CATALOGUE, &profile) {
        let paper = papers::compose(&order, &source.id).unwrap();
        paper.each_run(&mut |run| assert!(!format!("{run:?}").contains("霧沢市と別紙"), "{run:?}"));
    }
}
