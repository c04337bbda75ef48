//! `sheet map QUESTIONS.jsonl`.
use std::{fs, process::ExitCode};

use serde::Deserialize;
use sheets::{Vocabulary, map};

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let folder = std::env::var("VOCABULARY").ok();
    let vocabulary = match folder {
        Some(folder) => {
            let read = |n: &str| fs::read_to_string(format!("{folder}/{n}")).unwrap();
            let (a, b) = (read("sheet_vocabulary.toml"), read("sheet_examples.toml"));
            catalogue::SheetVocabulary::load_from(&[("sheet_vocabulary.toml", &a), ("sheet_examples.toml", &b)])
                .map(|v| Vocabulary::new(&v))
        }
        None => Vocabulary::load_embedded(),
    };
    let vocabulary = vocabulary.unwrap_or_else(|p| panic!("{p:#?}"));
    for line in fs::read_to_string(&args[3]).unwrap().lines() {
        let line: Line = serde_json::from_str(line).unwrap();
        println!("{}", serde_json::json!({"id": line.id, "candidates": map(&line.text, &vocabulary)}));
    }
    ExitCode::SUCCESS
}
