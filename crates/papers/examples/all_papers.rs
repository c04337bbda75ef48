//! Writes every paper of the nine sample engagements, in both languages, into a folder:
//! `cargo run -p papers --example all_papers -- FOLDER [CATEGORY]`.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "an example may stop where it stands")]

#[path = "../tests/papers/engagements.rs"]
mod engagements;

use std::{
    fs,
    path::{Path, PathBuf},
};

use catalogue::paper::FileKind;
use domain::{Lang, engagement::Category};
use engagements::{CATALOGUE, Sample};
use writer::{docx, pdf, xlsx};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "target/papers".to_owned()));
    let only: Option<Category> = arguments.next().map(|text| text.parse().expect("a category"));
    for category in Category::ALL.iter().filter(|c| only.is_none_or(|only| only == **c)) {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        for lang in Lang::ALL {
            let folder = folder.join(&sample.name).join(lang.code());
            fs::create_dir_all(&folder).unwrap();
            let order = sample.order(&profile, *lang);
            for paper in papers::available(&CATALOGUE, &profile) {
                write(&order, paper, &folder);
            }
        }
    }
}

fn write(order: &papers::Order<'_>, paper: &catalogue::Paper, folder: &Path) {
    let composed = papers::compose(order, &paper.id).unwrap_or_else(|e| panic!("{e}"));
    let open = papers::open_points(order, &paper.id).unwrap();
    let file = |kind: &str| folder.join(format!("{}.{kind}", paper.id));
    fs::write(file("docx"), docx::write(&composed, docx::Face::Gothic).unwrap()).unwrap();
    let pdf = pdf::write(&composed).unwrap();
    fs::write(file("pdf"), &pdf.bytes).unwrap();
    if paper.files.contains(&FileKind::Xlsx) {
        for (number, sheet) in (1..).zip(papers::tables(order, &paper.id).unwrap()) {
            let mut book = xlsx::Writer::new(&sheet.table).unwrap();
            sheet.rows.iter().for_each(|row| book.row(row).unwrap());
            let about = writer::About::new("霧沢市", "2026-11-24T00:00:00Z".parse().unwrap());
            let written = book.finish(&about).unwrap();
            fs::write(folder.join(format!("{}-{number}.xlsx", paper.id)), written.bytes).unwrap();
        }
    }
    println!(
        "{}: {} pages, {} open, missing letters {}",
        file("pdf").display(),
        pdf.pages,
        open.len(),
        pdf.missing.len()
    );
    for point in open {
        println!("    open: {} [{}]", point.label.get(order.lang), point.owner);
    }
}
