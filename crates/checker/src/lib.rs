//! The contract check: what a contract states, states weakly, or does not state.
//!
//! A document goes through four steps. [`structure`] cuts it into articles, paragraphs and items and leaves out what
//! binds nobody. Sentences get their terms, their predicates and their subjects. Patterns of the catalogue say which
//! sentence speaks for which concept. Rules weigh what was found: who is bound, whether it is owed, whether a later
//! sentence takes it back, whether the main thing is covered.
//!
//! The crate compares with a registered standard. It gives no legal verdict, opens no file and knows no clock; any text
//! at all ends in a report.

mod change;
mod correction;
mod evidence;
mod kind;
mod lexicon;
mod lint;
mod mark;
mod page;
mod parameter;
mod party;
mod pattern;
pub mod remarks;
mod report;
mod sentence;
mod source;
mod standard;
mod stored;
mod structure;
mod text;
mod trace;
mod value;
mod verdict;
mod wording;

pub use change::{Change, Difference, compare};
pub use correction::{Anchor, Corrected, Correction, Corrections};
pub use evidence::Engine;
pub use kind::DocumentType;
pub use lint::{AskedClause, LintInputs, lint_rules};
pub use page::{Sheet, disclaimer, heading, page};
pub use parameter::values;
pub use party::{Parties, Side};
pub use pattern::PatternError;
pub use report::{Finding, FoundPlace, Lint, Report, Severity, Status};
pub use standard::{Standard, StandardProblem, Tier};
pub use wording::{Proposed, Words, of_catalogue, title_of};

use crate::{party::Cast, sentence::Text, source::Source, structure::Structure};

/// What the person who asks says beforehand.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Name of the file, for the report.
    pub file: String,
    /// The kind of document, where the person knows better.
    pub document_type: Option<DocumentType>,
    /// What the organisation expects; without one, what the catalogue says.
    pub standard: Option<Standard>,
    /// What the linter compares the text with.
    pub lint: LintInputs,
}

/// Checks one document.
#[must_use]
pub fn check(document: &reader::Document, engine: &Engine, options: &Options) -> Report {
    read(document, engine, options, |read| {
        let standard = options.standard.clone().unwrap_or_else(|| Standard::of(&engine.concepts));
        let mut findings = verdict::findings(&read.case);
        for finding in &mut findings {
            finding.tier = standard.tier(read.case.kind, &finding.concept);
            finding.applicable = finding.tier != Tier::NotExpected;
        }
        let lint = lint::run(&read.case, &findings, (&options.lint, &standard));
        Report {
            file: options.file.clone(),
            document_type: read.case.kind,
            parties: read.cast.parties.clone(),
            findings,
            lint,
            corrected: Vec::new(),
        }
    })
}

/// Says how a document is understood: articles, sentences, subjects, moods and the patterns that fit. For people who
/// write patterns; the form may change.
#[must_use]
pub fn explain(document: &reader::Document, engine: &Engine, options: &Options) -> String {
    read(document, engine, options, |read| trace::trace(read.case.text, read.cast, read.case.evidence))
}

/// A document that was read, with everything the rules look at.
struct Reading<'a> {
    case: verdict::Case<'a>,
    cast: &'a Cast,
}

fn read<T>(document: &reader::Document, engine: &Engine, options: &Options, then: impl FnOnce(&Reading<'_>) -> T) -> T {
    let source = Source::of(document);
    let structure = Structure::of(&source);
    let body: Vec<&str> = structure.articles.iter().flat_map(|a| a.nodes.iter().map(|n| n.text.text())).collect();
    let head = text::Folded::of_str(&structure.title);
    let kind = options.document_type.unwrap_or_else(|| DocumentType::of(head.text(), &body));
    let preamble = preamble(&source, &structure);
    let cast = Cast::of(&party::Body::of(preamble.text(), &body, kind));
    let text = Text::of(&structure, &cast, &engine.lexicon);
    let evidence = evidence::gather(engine, &text, kind);
    let personal_terms = verdict::safeguard::personal_terms(&text);
    let case = verdict::Case { engine, text: &text, kind, evidence: &evidence, source: &source, personal_terms };
    then(&Reading { case, cast: &cast })
}

/// Lines before the first article, and the first lines behind it where there is little before.
fn preamble(source: &Source, structure: &Structure) -> text::Folded {
    let end = structure.preamble.end.max(structure.preamble.start + 4).min(source.lines.len());
    let lines = source.lines.get(structure.preamble.start..end).unwrap_or_default();
    let runs: Vec<text::Run> = lines.iter().flat_map(|line| line.runs.iter().copied()).collect();
    text::Folded::of(&source.chars, &runs, None)
}
