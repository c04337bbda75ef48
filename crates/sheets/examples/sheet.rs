//! The command line of sheets, without the rest of the program:
//!
//! `sheet sheet map QUESTIONS.jsonl` and
//! `sheet sheet fill SHEET.xlsx --answers BOOK --on DAY [--out FILE] [--format json]`.
//!
//! `VOCABULARY=FOLDER` takes the vocabulary from files instead of the embedded ones, for working on it.
use std::{env, error::Error, fs, path::Path};

use answers::{AnswerBook, Asked};
use catalogue::{Catalogue, SheetVocabulary};
use domain::Lang;
use serde::Deserialize;
use sheets::{Corrections, Vocabulary, fill, map, plan, read};

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["sheet", "map", file] => map_lines(file),
        ["sheet", "fill", file, options @ ..] => fill_file(file, options),
        _ => {
            Err("sheet map QUESTIONS.jsonl | sheet fill SHEET.xlsx --answers BOOK [--out FILE] [--format json]".into())
        }
    }
}

fn vocabulary() -> Result<Vocabulary, Box<dyn Error>> {
    let loaded = match env::var("VOCABULARY") {
        Ok(folder) => {
            let read = |name: &str| fs::read_to_string(Path::new(&folder).join(name));
            let (words, examples) = (read("sheet_vocabulary.toml")?, read("sheet_examples.toml")?);
            let files = [("sheet_vocabulary.toml", words.as_str()), ("sheet_examples.toml", examples.as_str())];
            SheetVocabulary::load_from(&files)
                .and_then(|v| Ok(Vocabulary::new(&v, Catalogue::load_embedded()?.measures())))
        }
        Err(_) => Vocabulary::load_embedded(),
    };
    loaded.map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n").into())
}

fn map_lines(file: &str) -> Result<(), Box<dyn Error>> {
    let vocabulary = vocabulary()?;
    for line in fs::read_to_string(file)?.lines().filter(|l| !l.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)?;
        println!("{}", serde_json::json!({ "id": line.id, "candidates": map(&line.text, &vocabulary) }));
    }
    Ok(())
}

fn option<'a>(options: &[&'a str], name: &str) -> Option<&'a str> {
    options.iter().position(|o| *o == name).and_then(|at| options.get(at.saturating_add(1))).copied()
}

fn fill_file(file: &str, options: &[&str]) -> Result<(), Box<dyn Error>> {
    let bytes = fs::read(file)?;
    let book = fs::read_to_string(option(options, "--answers").ok_or("--answers is missing")?)?;
    let book = AnswerBook::parse(&book)
        .map_err(|problems| problems.iter().map(|p| p.text(Lang::Ja)).collect::<Vec<_>>().join("\n"))?;
    let corrections = match option(options, "--corrections") {
        Some(file) => Corrections::from_json(&fs::read_to_string(file)?)?,
        None => Corrections::default(),
    };
    let day = option(options, "--on").ok_or("--on is missing")?.parse()?;
    let offer = book.offer(&Asked::on(day));
    let workbook = read(&bytes).map_err(|e| e.text(Lang::Ja))?;
    let plan = plan(&workbook, &offer, &vocabulary()?, &corrections);
    let filled = fill(&bytes, &plan).map_err(|e| e.text(Lang::Ja))?;
    if let Some(out) = option(options, "--out") {
        fs::write(out, filled)?;
    }
    let name = Path::new(file).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if option(options, "--format") == Some("json") {
        println!("{}", serde_json::to_string_pretty(&plan.report(&name, Lang::Ja))?);
    } else {
        println!("{name}: {} questions, {} answered", plan.rows.len(), plan.answered());
    }
    Ok(())
}
