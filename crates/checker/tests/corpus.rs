//! Labelled contracts: how many concepts are told right. `SHOW=1` prints every difference, `MORE=DIR` adds a directory.
#![cfg(test)]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use checker::{Engine, Options, check};
use reader::{Block, BlockKind, Document, Format, Place};

/// Directories of labelled contracts and the macro-F1 below which something has gone wrong.
const SETS: &[(&str, f64)] =
    &[("tuned", 0.95), ("tuned_c", 0.87), ("tuned_d", 0.93), ("tuned_e", 0.97), ("tuned_f", 0.94), ("tuned_g", 0.96)];

fn document(text: &str) -> Document {
    let blocks = text
        .lines()
        .zip(0..)
        .map(|(line, number)| Block {
            kind: BlockKind::Paragraph,
            label: None,
            text: line.to_owned(),
            place: Place { page: None, paragraph: number, start: 0, end: 0 },
        })
        .collect();
    Document::new(Format::Text, blocks, Vec::new())
}

/// Mean over the concepts of the mean F1 over the statuses that occur.
fn macro_f1(engine: &Engine, folder: &Path) -> f64 {
    let mut pairs: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let labels = std::fs::read_to_string(folder.join("labels.jsonl")).unwrap();
    for line in labels.lines().filter(|line| !line.trim().is_empty()) {
        let label: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = label["doc"].as_str().unwrap();
        let path = folder.join(format!("{name}.txt"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let report = check(&document(&text), engine, &Options::default());
        for (concept, truth) in label["labels"].as_object().unwrap() {
            let wanted = truth["status"].as_str().unwrap().to_owned();
            let mut got = report.finding(concept).unwrap().status.code().to_owned();
            if truth["also_ok"].as_array().is_some_and(|list| list.iter().any(|one| one == got.as_str())) {
                got.clone_from(&wanted);
            }
            if got != wanted && std::env::var("SHOW").is_ok() {
                println!(
                    "{name:26} {concept:26} should be {wanted:8} is {got:8} {} {}",
                    truth["articles"], truth["note"]
                );
            }
            pairs.entry(concept.clone()).or_default().push((wanted, got));
        }
    }
    let known = engine_concepts();
    let lacking: Vec<&String> = known.iter().filter(|concept| !pairs.contains_key(*concept)).collect();
    assert!(lacking.is_empty() && pairs.len() == known.len(), "{}: no figure for {lacking:?}", folder.display());
    let scores: Vec<f64> = pairs.values().map(|pairs| f1(pairs)).collect();
    assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)), "{}: {scores:?}", folder.display());
    #[expect(clippy::cast_precision_loss, reason = "there are 28 concepts")]
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    mean
}

/// Ids of the 28 concepts, each of which must have a figure.
fn engine_concepts() -> BTreeSet<String> {
    let concepts = catalogue::Catalogue::load_concepts().unwrap();
    concepts.concepts().iter().map(|concept| concept.id.clone()).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of documents")]
fn f1(pairs: &[(String, String)]) -> f64 {
    let statuses: BTreeSet<&String> = pairs.iter().map(|(wanted, _)| wanted).collect();
    let of = |status: &String| {
        let both = pairs.iter().filter(|(w, g)| w == status && g == status).count();
        let one = pairs.iter().filter(|(w, g)| (w == status) != (g == status)).count();
        if both == 0 { 0.0 } else { 2.0 * both as f64 / (2 * both + one) as f64 }
    };
    statuses.iter().map(|status| of(status)).sum::<f64>() / statuses.len() as f64
}

/// Figures that are missing or no numbers fail the test; they never pass it.
#[test]
fn figures_that_are_missing_or_no_numbers_fail() {
    let engine = Engine::new(catalogue::Catalogue::load_concepts().unwrap()).unwrap();
    let folder = std::env::temp_dir().join(format!("sekimori-corpus-{}", std::process::id()));
    let tried = |labels: &str, text: Option<&str>| {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("labels.jsonl"), labels).unwrap();
        if let Some(text) = text {
            std::fs::write(folder.join("a.txt"), text).unwrap();
        }
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| macro_f1(&engine, &folder)));
        std::fs::remove_dir_all(&folder).unwrap();
        result
    };
    let one = r#"{"doc":"a","labels":{"damages":{"status":"missing"}}}"#;
    assert!(tried("", None).is_err(), "no label, no figure");
    assert!(tried(one, None).is_err(), "the text is not there");
    assert!(tried(one, Some("第1条（目的）")).is_err(), "one concept of 28");
    let labels: Vec<String> =
        engine_concepts().iter().map(|concept| format!("\"{concept}\":{{\"status\":\"missing\"}}")).collect();
    let whole = format!("{{\"doc\":\"a\",\"labels\":{{{}}}}}", labels.join(","));
    assert!(tried(&whole, Some("第1条（目的）\n甲は乙に委託する。")).is_ok_and(|score| score > 0.9));
}

#[test]
fn the_labelled_contracts_are_told_as_well_as_before() {
    let engine = Engine::new(catalogue::Catalogue::load_concepts().unwrap()).unwrap();
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut sets: Vec<(PathBuf, f64)> = SETS.iter().map(|(name, floor)| (home.join(name), *floor)).collect();
    sets.extend(std::env::var("MORE").into_iter().map(|more| (PathBuf::from(more), 0.0)));
    let mut low = Vec::new();
    for (folder, floor) in sets {
        let score = macro_f1(&engine, &folder);
        println!("{} macro-F1 {score:.3}", folder.display());
        // what is no number is not at or above its floor either
        if score.is_nan() || score < floor {
            low.push(format!("{}: {score:.3} is below {floor:.3}", folder.display()));
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}
