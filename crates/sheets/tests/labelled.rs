//! Runs over labelled workbooks: with `SEKIMORI_SHEETS` naming a folder of `*.xlsx`, each with a `*.json` beside it that
//! says where the questions stand and where their answers go.
#![cfg(test)]

use std::{collections::BTreeSet, env, fs, path::Path};

use answers::{Given, Offer, Said, Standing};
use serde_json::Value;
use sheets::{Answer, Corrections, Question, Vocabulary, fill, plan, read};

#[test]
fn labelled_workbooks_are_read_and_filled() {
    let Ok(folder) = env::var("SEKIMORI_SHEETS") else {
        eprintln!("SKIPPED: labelled workbooks. Set SEKIMORI_SHEETS to a folder of them to run this test.");
        return;
    };
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "xlsx"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no workbook in {folder}");
    let mut wrong = Vec::new();
    for file in files {
        check(&file, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A book that answers everything with yes.
fn book(vocabulary: &Vocabulary) -> Offer {
    let mut answers = Vec::new();
    for family in ["GV", "HR", "IN", "AC", "PH", "TE", "LG", "VU", "DV", "SL", "IC", "SB", "MO", "CL", "EX"] {
        for number in 1..=12 {
            let measure = format!("CM-{family}-{number:02}");
            if vocabulary.knows(&measure) {
                let remark = Said { ja: Some(format!("{measure} の説明")), en: None };
                answers.push(Given {
                    measure,
                    standing: Standing::Level(3),
                    remark,
                    evidence: Vec::new(),
                    answered_on: None,
                });
            }
        }
    }
    Offer::plain(answers)
}

fn check(file: &Path, wrong: &mut Vec<String>) {
    let labels: Value = serde_json::from_str(&fs::read_to_string(file.with_extension("json")).unwrap()).unwrap();
    let bytes = fs::read(file).unwrap();
    let workbook = read(&bytes).unwrap();
    let vocabulary = Vocabulary::load_embedded().unwrap();
    let plan = plan(&workbook, &book(&vocabulary), &vocabulary, &Corrections::default());
    let filled = read(&fill(&bytes, &plan).unwrap()).unwrap();
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let mut seen = BTreeSet::new();
    let labelled = labels["questions"].as_array().unwrap();
    for label in labelled {
        let text = |key: &str| label[key].as_str().map(str::to_owned);
        let (sheet, cell) = (text("sheet").unwrap(), text("question_cell").unwrap());
        let place = format!("{name} {sheet}!{cell}");
        let cells: Vec<String> = label["question_cells"]
            .as_array()
            .map_or_else(|| vec![cell.clone()], |c| c.iter().map(|c| c.as_str().unwrap().to_owned()).collect());
        let row = plan.rows.iter().find(|r| r.question.sheet == sheet && cells.contains(&r.question.cell.to_string()));
        let Some(row) = row else {
            wrong.push(format!("{place}: not found"));
            continue;
        };
        seen.insert((sheet.clone(), row.question.cell));
        let answer = &label["answer"];
        if answer["kind"] == "choice" {
            let expected = answer["cell"].as_str().unwrap().to_owned();
            if row.answer_cell.map(|c| c.to_string()).as_deref() != Some(&expected) {
                wrong.push(format!("{place}: answer in {:?}, not {expected}", row.answer_cell));
            }
            if let Some(written) = &row.written {
                let value = answer["allowed"].as_array().unwrap().iter().find(|a| a["value"] == written.as_str());
                if value.is_none_or(|v| v["means"] != "yes") {
                    wrong.push(format!("{place}: wrote {written}"));
                }
                assert_eq!(filled.text(&sheet, expected.parse().unwrap()), written);
            }
        } else {
            marks(&row.question, answer, &place, wrong);
        }
        for (key, found) in [("remark_cell", row.question.remark), ("evidence_cell", row.question.evidence)] {
            if text(key) != found.map(|c| c.to_string()) {
                wrong.push(format!("{place}: {key} {found:?}, not {:?}", text(key)));
            }
        }
    }
    for row in &plan.rows {
        if !seen.contains(&(row.question.sheet.clone(), row.question.cell)) {
            wrong.push(format!(
                "{name} {}!{}: is no question: {}",
                row.question.sheet, row.question.cell, row.question.text
            ));
        }
    }
    println!("{name}: {} of {} questions, {} answered", seen.len(), labelled.len(), plan.answered());
}

fn marks(question: &Question, answer: &Value, place: &str, wrong: &mut Vec<String>) {
    let found: Vec<(String, String)> = match &question.answer {
        Answer::Marks { options, .. } => {
            options.iter().map(|(c, p)| (p.to_string(), format!("{:?}", c.meaning).to_lowercase())).collect()
        }
        _ => Vec::new(),
    };
    for option in answer["options"].as_array().unwrap() {
        let cell = option["cell"].as_str().unwrap();
        let means = option["means"].as_str().unwrap().replace("na", "notapplicable");
        if !found.contains(&(cell.to_owned(), means)) {
            wrong.push(format!("{place}: {cell} is not among {found:?}"));
        }
    }
}
