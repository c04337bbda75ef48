//! A draft read and compared with what is asked of one engagement. Pure work on bytes, done away from the tasks that
//! answer requests.

use std::{collections::BTreeMap, sync::LazyLock};

use catalogue::{Concepts, table::CellMark};
use checker::{AskedClause, DocumentType, Engine, LintInputs, Options, Report, Standard, Tier};
use domain::{Lang, plan::RequirementLevel};
use reader::{BlockKind, Document, Limits};
use rules::profile::{ClauseLine, ClauseTier, Profile};
use serde::{Deserialize, Serialize};

use super::{Draft, unreadable};
use crate::{Error, Result};

/// What every check uses: the concepts, and the patterns made ready.
pub(super) struct Bench {
    pub(super) concepts: Concepts,
    engine: Engine,
}

static BENCH: LazyLock<Result<Bench, String>> = LazyLock::new(|| {
    let concepts = catalogue::Catalogue::load_concepts()
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let engine = Engine::new(concepts.clone()).map_err(|e| e.to_string())?;
    Ok(Bench { concepts, engine })
});

pub(super) fn bench() -> Result<&'static Bench> {
    BENCH.as_ref().map_err(Error::internal)
}

/// Part that a paragraph has in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PieceKind {
    /// Title of the document or heading of an article.
    Head,
    /// Running text.
    Text,
    /// A cell of a table.
    Cell,
    /// What stands beside the text: heads and feet of pages, notes, remarks.
    Aside,
}

/// One paragraph of the text as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Its part.
    pub kind: PieceKind,
    /// Number and words.
    pub text: String,
    /// First character in the whole text, as places of findings count.
    pub start: usize,
    /// Paragraph of the file, for remarks in it.
    pub paragraph: u32,
}

/// A draft as the check understood it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Examined {
    /// Whether the file is a Word file, into which remarks can be put.
    pub is_word: bool,
    /// The text.
    pub pieces: Vec<Piece>,
    /// What a person should know about the reading: Japanese and English.
    pub notices: Vec<(String, String)>,
    /// What was found.
    pub report: Report,
}

/// What is asked, taken from the engagement before the check runs.
pub(super) struct Order {
    tiers: BTreeMap<String, Option<Tier>>,
    asked: Vec<AskedClause>,
    specification: Option<writer::paper::Paper>,
}

impl Order {
    pub(super) fn of(profile: &Profile, specification: Option<writer::paper::Paper>) -> Self {
        let concepts = bench().map(|bench| bench.concepts.concepts()).unwrap_or_default();
        let tiers = concepts.iter().map(|one| (one.id.clone(), tier(profile, &one.clauses))).collect();
        Self { tiers, asked: profile.clauses.iter().map(asked).collect(), specification }
    }

    /// The registered standard with what this engagement asks. An agreement on secrecy, an annex or a specification need
    /// not state more than its kind does; a contract states all that is asked.
    fn standard(&self, concepts: &Concepts) -> Standard {
        let mut out = Standard::of(concepts);
        for kind in DocumentType::ALL.iter().copied() {
            let whole = matches!(
                kind,
                DocumentType::Outsourcing | DocumentType::Development | DocumentType::CloudTerms | DocumentType::Other
            );
            for (concept, tier) in &self.tiers {
                let Some(tier) = tier else { continue };
                if whole || out.tier(kind, concept) != Tier::NotExpected {
                    out = out.with(kind, concept, *tier);
                }
            }
        }
        out
    }
}

/// How much a concept matters here; `None` where no clause of the catalogue stands for it.
fn tier(profile: &Profile, clauses: &[String]) -> Option<Tier> {
    let lines: Vec<&ClauseLine> = lines(profile, clauses).collect();
    if lines.is_empty() {
        return None;
    }
    let asked = |line: &&&ClauseLine| line.level == RequirementLevel::Required;
    let strictest = lines.iter().filter(asked).map(|line| match line.tier {
        ClauseTier::Must => Tier::Must,
        ClauseTier::Negotiable => Tier::Negotiable,
    });
    Some(strictest.max().unwrap_or(Tier::NotExpected))
}

fn lines<'p>(profile: &'p Profile, clauses: &'p [String]) -> impl Iterator<Item = &'p ClauseLine> {
    profile.clauses.iter().filter(|line| clauses.iter().any(|id| id == line.clause.as_str()))
}

fn asked(line: &ClauseLine) -> AskedClause {
    let refusal = line.refused.as_ref().map(|refused| refused.reason.to_string());
    AskedClause {
        clause: line.clause.to_string(),
        mark: match line.derived {
            RequirementLevel::Required => CellMark::Required,
            RequirementLevel::Optional => CellMark::Optional,
            RequirementLevel::Included => CellMark::Included,
            RequirementLevel::NotApplicable => CellMark::NotApplicable,
        },
        asked: line.level == RequirementLevel::Required,
        reason: line.tailored.as_ref().map(|set| set.reason.to_string()).or(refusal),
    }
}

/// Reads a draft and checks it.
pub(super) fn examine(draft: &Draft, order: Order) -> Result<Examined> {
    let bench = bench()?;
    let document =
        reader::read(&draft.bytes, Some(&draft.name), &Limits::default()).map_err(|error| unreadable(&error))?;
    let options = Options {
        file: draft.name.clone(),
        document_type: draft.kind,
        standard: Some(order.standard(&bench.concepts)),
        lint: LintInputs {
            specification: order.specification.as_ref().and_then(specified),
            asked: order.asked,
            classes: Vec::new(),
        },
    };
    let report = checker::check(&document, &bench.engine, &options);
    Ok(Examined {
        is_word: document.format == reader::Format::Docx,
        notices: document.notices.iter().map(|n| (n.text(Lang::Ja), n.text(Lang::En))).collect(),
        pieces: pieces(&document),
        report,
    })
}

/// The report on our own specification; a paper that cannot be read back says nothing.
fn specified(paper: &writer::paper::Paper) -> Option<Report> {
    let bench = bench().ok()?;
    let bytes = writer::docx::write(paper, writer::docx::Face::Gothic).ok()?;
    let document = reader::read(&bytes, Some("specification.docx"), &Limits::default()).ok()?;
    let options = Options { document_type: Some(DocumentType::Specification), ..Options::default() };
    Some(checker::check(&document, &bench.engine, &options))
}

fn pieces(document: &Document) -> Vec<Piece> {
    let mut at = 0usize;
    let mut out = Vec::with_capacity(document.blocks.len());
    for block in &document.blocks {
        let text = block.printed();
        let start = at;
        at = at.saturating_add(text.chars().count()).saturating_add(1);
        let kind = match block.kind {
            BlockKind::TableCell { .. } => PieceKind::Cell,
            BlockKind::Heading(_) => PieceKind::Head,
            kind if !kind.is_body() => PieceKind::Aside,
            BlockKind::Footnote => PieceKind::Aside,
            _ if is_head(&text) => PieceKind::Head,
            _ => PieceKind::Text,
        };
        out.push(Piece { kind, text, start, paragraph: block.place.paragraph });
    }
    out
}

/// `第12条（事故の報告）`, `Article 12`: a short line that begins an article and does not end like a sentence.
fn is_head(text: &str) -> bool {
    let text = text.trim();
    let short = text.chars().count() <= 40 && !text.ends_with(['。', '．', '.']);
    let numbered = text
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('条'))
        .is_some_and(|(number, _)| !number.is_empty() && number.chars().count() <= 6);
    short && (numbered || text.starts_with("Article "))
}
