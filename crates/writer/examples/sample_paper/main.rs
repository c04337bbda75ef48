//! Writes a sample contract in both languages: `cargo run -p writer --example sample_paper -- FOLDER`;
//! with `--time` it says how long one paper takes, with `--template FILE` it fills that Word template, too.

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use writer::docx::{self, Face};
use writer::html::{self, Source, Tracing};
use writer::paper::{Paper, TraceId};
use writer::pdf;

mod en;
mod ja;

/// Papers written for the measurement.
const TIMES: u32 = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    for paper in [ja::contract(), en::contract()] {
        let name = format!("sample-{}", paper.lang.code());
        std::fs::write(folder.join(format!("{name}.docx")), docx::write(&paper, Face::Gothic)?)?;
        let show = |id: &TraceId| Source { label: id.as_str().to_owned(), href: None };
        std::fs::write(folder.join(format!("{name}.html")), html::write(&paper, 1, &Tracing::Details(&show))?)?;
        let pdf = pdf::write(&paper)?;
        for missing in &pdf.missing {
            eprintln!("{}", missing.text(paper.lang));
        }
        std::fs::write(folder.join(format!("{name}.pdf")), pdf.bytes)?;
        if let Some(template) = std::env::args().skip_while(|argument| argument != "--template").nth(1) {
            let filled =
                docx::fill_template(&std::fs::read(template)?, &paper).map_err(|error| error.text(paper.lang))?;
            std::fs::write(folder.join(format!("{name}-filled.docx")), filled)?;
        }
        if std::env::args().any(|argument| argument == "--time") {
            measure(&paper)?;
        }
    }
    Ok(())
}

/// Prints how long one paper takes in each form.
fn measure(paper: &Paper) -> Result<(), Box<dyn Error>> {
    let each = |since: Instant| since.elapsed() / TIMES;
    let start = Instant::now();
    for _ in 0..TIMES {
        docx::write(paper, Face::Gothic)?;
    }
    let word = each(start);
    let start = Instant::now();
    for _ in 0..TIMES {
        pdf::write(paper)?;
    }
    let portable = each(start);
    let start = Instant::now();
    for _ in 0..TIMES {
        html::write(paper, 1, &Tracing::Attributes)?;
    }
    println!("{}: docx {word:?}, pdf {portable:?}, html {:?}", paper.lang.code(), each(start));
    Ok(())
}
