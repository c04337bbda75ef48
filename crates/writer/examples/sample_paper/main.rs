//! Writes a sample contract in both languages: `cargo run -p writer --example sample_paper -- FOLDER`.

use std::error::Error;
use std::path::PathBuf;

use writer::docx::{self, Face};
use writer::html::{self, Source, Tracing};
use writer::pdf;

mod en;
mod ja;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    for paper in [ja::contract(), en::contract()] {
        let name = format!("sample-{}", paper.lang.code());
        std::fs::write(folder.join(format!("{name}.docx")), docx::write(&paper, Face::Gothic)?)?;
        let show = |id: &writer::paper::TraceId| Source { label: id.as_str().to_owned(), href: None };
        std::fs::write(folder.join(format!("{name}.html")), html::write(&paper, 1, &Tracing::Details(&show))?)?;
        let pdf = pdf::write(&paper)?;
        for missing in &pdf.missing {
            eprintln!("{}", missing.text(paper.lang));
        }
        std::fs::write(folder.join(format!("{name}.pdf")), pdf.bytes)?;
    }
    Ok(())
}
