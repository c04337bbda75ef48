//! `contract_check contract check --format json FILE`: the check alone, for measuring.

use std::{process::ExitCode, time::Instant};

use checker::{Engine, Options, check, explain};
use reader::{Block, BlockKind, Document, Format, Place};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(path) = args.last() else { return ExitCode::from(2) };
    let repeat: u32 = std::env::var("REPEAT").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let Ok(bytes) = std::fs::read(path) else { return ExitCode::from(2) };
    let text = String::from_utf8_lossy(&bytes);
    let begun = Instant::now();
    let concepts = match catalogue::Catalogue::load_concepts() {
        Ok(concepts) => concepts,
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem:?}");
            }
            return ExitCode::from(2);
        }
    };
    let loaded = begun.elapsed();
    let engine = match Engine::new(concepts) {
        Ok(engine) => engine,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let ready = begun.elapsed();
    let document = plain(&text);
    let options = Options { file: path.clone(), document_type: None, ..Options::default() };
    if args.first().is_some_and(|first| first == "explain") {
        println!("{}", explain(&document, &engine, &options));
        return ExitCode::SUCCESS;
    }
    let mut report = check(&document, &engine, &options);
    for _ in 1..repeat {
        report = check(&document, &engine, &options);
    }
    if repeat > 1 || std::env::var("TIME").is_ok() {
        eprintln!(
            "load {loaded:?} engine {:?} check {:?} x{repeat}",
            ready - loaded,
            (begun.elapsed() - ready) / repeat
        );
    }
    match serde_json::to_string(&report) {
        Ok(json) => println!("{json}"),
        Err(error) => eprintln!("{error}"),
    }
    ExitCode::from(u8::from(report.has_gaps()))
}

fn plain(text: &str) -> Document {
    let blocks = text
        .lines()
        .zip(0..)
        .filter(|(line, _)| !line.is_empty())
        .map(|(line, number)| Block {
            kind: BlockKind::Paragraph,
            label: None,
            text: line.to_owned(),
            place: Place { page: None, paragraph: number, start: 0, end: 0 },
        })
        .collect();
    Document::new(Format::Text, blocks, Vec::new())
}
