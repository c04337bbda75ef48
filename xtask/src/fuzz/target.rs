//! What is tried, and what must hold of it whatever the bytes.

use std::{fmt::Write as _, str::FromStr, sync::LazyLock};

use answers::{Given, Offer, Said, Standing};
use checker::{Engine, Options, check, explain};
use reader::{Document, Limits, annotate, read, table};
use sheets::{Corrections, Vocabulary};

use super::seeds;

/// A reader of strangers' bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Word documents: read, remarks in and out again.
    Docx,
    /// PDFs.
    Pdf,
    /// Texts in every encoding.
    Text,
    /// Articles, sentences, findings and linter over texts.
    Segmenter,
    /// Workbooks: as tables, and as sheets to fill.
    Xlsx,
}

static ENGINE: LazyLock<Option<Engine>> =
    LazyLock::new(|| Engine::new(catalogue::Catalogue::load_concepts().ok()?).ok());
static VOCABULARY: LazyLock<Option<Vocabulary>> = LazyLock::new(|| Vocabulary::load_embedded().ok());

impl FromStr for Target {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> anyhow::Result<Self> {
        let found = Self::ALL.into_iter().find(|target| target.to_string() == name);
        found.ok_or_else(|| anyhow::anyhow!("{name} is no target; docx, pdf, text, segmenter and xlsx are"))
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Text => "text",
            Self::Segmenter => "segmenter",
            Self::Xlsx => "xlsx",
        })
    }
}

/// What is wrong with the way an input was read.
type Wrong = String;

impl Target {
    /// Every target.
    pub const ALL: [Self; 5] = [Self::Docx, Self::Pdf, Self::Text, Self::Segmenter, Self::Xlsx];

    /// Whether its inputs are parts of an archive.
    pub(super) const fn is_archive(self) -> bool {
        matches!(self, Self::Docx | Self::Xlsx)
    }

    /// What its inputs are made of.
    pub(super) const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Docx => seeds::WORD,
            Self::Pdf => seeds::PDF,
            Self::Text | Self::Segmenter => seeds::CONTRACT,
            Self::Xlsx => seeds::SHEET,
        }
    }

    /// Reads one input; says in which way it ended.
    pub(super) fn try_one(self, bytes: &[u8]) -> Result<String, Wrong> {
        match self {
            Self::Docx => docx(bytes),
            Self::Pdf => one(bytes, "a.pdf").map(|(way, _)| way),
            Self::Text => text(bytes),
            Self::Segmenter => segmenter(bytes),
            Self::Xlsx => xlsx(bytes),
        }
    }
}

fn limits() -> Limits {
    Limits { unpacked: 2 << 20, nodes: 40_000, characters: 120_000, ..Limits::default() }
}

/// About how many, so that not every number is a way of its own.
fn about(count: usize) -> u32 {
    usize::BITS - count.leading_zeros()
}

fn one(bytes: &[u8], name: &str) -> Result<(String, Option<Document>), Wrong> {
    let document = match read(bytes, Some(name), &limits()) {
        Ok(document) => document,
        Err(error) => {
            let said = error.text(domain::Lang::Ja);
            if said.is_empty() {
                return Err(format!("{error} has no Japanese sentence"));
            }
            return Ok((error.code().to_owned(), None));
        }
    };
    let text: Vec<char> = document.text().chars().collect();
    for block in &document.blocks {
        let place = text.get(block.place.start..block.place.end).map(|c| c.iter().collect::<String>());
        if place.as_deref() != Some(block.text.as_str()) {
            return Err(format!("the place of {:?} does not fit", block.text));
        }
    }
    let mut way = format!("{} blocks", about(document.blocks.len()));
    for block in &document.blocks {
        let kind = format!("{:?}", block.kind);
        let kind = kind.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
        if !way.contains(&kind) {
            let _ = write!(way, " {kind}");
        }
    }
    for notice in &document.notices {
        let _ = write!(way, " {}", format!("{notice:?}").split(' ').next().unwrap_or_default());
    }
    Ok((way, Some(document)))
}

fn docx(bytes: &[u8]) -> Result<String, Wrong> {
    let (way, document) = one(bytes, "a.docx")?;
    let Some(document) = document else { return Ok(way) };
    let remark = |(at, block): (usize, &reader::Block)| annotate::Remark {
        paragraph: block.place.paragraph,
        characters: (at % 3 > 0).then_some(at..at + 2 + at % 5),
        author: "関守".into(),
        lines: vec!["確認".into()],
    };
    let additions = annotate::Additions {
        remarks: document.blocks.iter().enumerate().take(12).map(remark).collect(),
        proposals: vec![annotate::Proposal { heading: "第9条".into(), paragraphs: vec!["甲は".into()] }],
        author: "関守".into(),
        date: jiff::civil::date(2026, 4, 1).at(9, 0, 0, 0),
    };
    match annotate::annotate(bytes, &additions, &limits()) {
        Err(error) => Ok(format!("{way}; {}", error.code())),
        Ok(annotated) => match annotate::strip(&annotated, &limits()) {
            Ok(_) => Ok(format!("{way}; annotated")),
            Err(error) => Err(format!("what was annotated cannot be stripped: {error}")),
        },
    }
}

fn text(bytes: &[u8]) -> Result<String, Wrong> {
    let (plain, _) = one(bytes, "a.txt")?;
    let (marked, _) = one(bytes, "a.md")?;
    Ok(format!("{plain}; {marked}"))
}

fn segmenter(bytes: &[u8]) -> Result<String, Wrong> {
    let Some(engine) = ENGINE.as_ref() else { return Err("the catalogue is not sound".to_owned()) };
    let (way, document) = one(bytes, if bytes.len().is_multiple_of(2) { "a.txt" } else { "a.md" })?;
    let Some(document) = document else { return Ok(way) };
    let options = Options::default();
    let report = check(&document, engine, &options);
    let text: Vec<char> = document.text().chars().collect();
    let linted = report.lint.iter().filter_map(|lint| lint.place.as_ref());
    for place in report.findings.iter().flat_map(|finding| &finding.places).chain(linted) {
        let quote = text.get(place.start..place.end).map(|c| c.iter().collect::<String>());
        if quote.as_deref() != Some(place.quote.as_str()) {
            return Err(format!("the place of {:?} does not fit", place.quote));
        }
    }
    if report.findings.len() != 28 {
        return Err(format!("{} findings", report.findings.len()));
    }
    let _ = explain(&document, engine, &options);
    let mut ids: Vec<&str> = report.lint.iter().map(|lint| lint.id.as_str()).collect();
    ids.dedup();
    let stated = report.findings.iter().filter(|finding| finding.status != checker::Status::Missing).count();
    Ok(format!("{way}; {}; {stated} stated; {ids:?}", report.document_type.code()))
}

fn xlsx(bytes: &[u8]) -> Result<String, Wrong> {
    let mut way = match table::File::open(bytes) {
        Err(error) => format!("{:?}", std::mem::discriminant(&error)),
        Ok(file) => {
            let (mut rows, mut cells) = (0, 0);
            let mut way = String::new();
            for at in 0..file.sheets().len().min(8) {
                let read = file.rows(at, &mut |row| {
                    rows += 1;
                    cells += row.cells.len();
                    cells < 400_000
                });
                let _ = write!(way, " {}", u8::from(read.is_ok()));
            }
            format!("{} rows {} cells{way}", about(rows), about(cells))
        }
    };
    let Some(vocabulary) = VOCABULARY.as_ref() else { return Err("the vocabulary is not sound".to_owned()) };
    let Ok(workbook) = sheets::read(bytes) else { return Ok(way + "; no sheet") };
    let remark = Said { ja: Some("=1+1 を記録".into()), en: None };
    let (measure, standing) = ("CM-LG-01".into(), Standing::Level(3));
    let offer = Offer::plain(vec![Given { measure, standing, remark, evidence: Vec::new(), answered_on: None }]);
    let plan = sheets::plan(&workbook, &offer, vocabulary, &Corrections::default());
    let _ = write!(way, "; {} questions {}", about(workbook.questions().len()), about(plan.answered()));
    match sheets::fill(bytes, &plan) {
        Err(_) => Ok(way + "; not filled"),
        Ok(filled) => match sheets::read(&filled) {
            Ok(_) => Ok(way + "; filled"),
            Err(error) => Err(format!("what was filled cannot be read: {}", error.text(domain::Lang::En))),
        },
    }
}
