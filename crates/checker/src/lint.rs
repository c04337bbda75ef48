//! The linter: what is missing, vague, unfilled or at odds with the plan (L), and slips of drafting (X).
//!
//! Every rule is a plain function in [`RULES`]; its sentences stand in `catalogue/lint.toml`. A rule looks at the document
//! once, so that the time grows with the length of the text and not faster.

mod annex;
mod blank;
mod choice;
mod cite;
mod cross;
mod input;
mod map;
mod name;
mod note;
mod overlap;
mod party;
mod plan;
mod reference;
mod subcontract;
mod term;
mod weak;
mod words;

use domain::Lang;

pub use input::{AskedClause, LintInputs};

use crate::{
    lint::map::Map,
    report::{Finding, FoundPlace, Lint, Severity},
    standard::Standard,
    verdict::Case,
};

/// Remarks of one rule on one document beyond which nobody reads.
const MOST: usize = 50;

/// One rule.
pub(crate) struct Rule {
    /// Permanent id.
    pub id: &'static str,
    pub severity: Severity,
    pub find: fn(&View<'_>) -> Vec<Hit>,
}

const fn rule(id: &'static str, severity: Severity, find: fn(&View<'_>) -> Vec<Hit>) -> Rule {
    Rule { id, severity, find }
}

/// Every rule in its fixed order.
pub(crate) const RULES: &[Rule] = &[
    rule("L1", Severity::Error, plan::missing),
    rule("L2", Severity::Warning, weak::words),
    rule("L3", Severity::Error, blank::unfilled),
    rule("L4", Severity::Error, choice::undecided),
    rule("L5", Severity::Warning, party::mixed),
    rule("L6", Severity::Warning, annex::absent),
    rule("L7", Severity::Info, plan::unasked),
    rule("L8", Severity::Warning, plan::unreasoned),
    rule("L9", Severity::Warning, subcontract::unreported),
    rule("L10", Severity::Warning, term::nothing_survives),
    rule("L11", Severity::Error, plan::differs),
    rule("L12", Severity::Error, plan::must),
    rule("L13", Severity::Warning, subcontract::silent),
    rule("X1", Severity::Error, cross::nowhere),
    rule("X2", Severity::Error, cross::elsewhere),
    rule("X3", Severity::Warning, cross::deemed),
    rule("X4", Severity::Warning, cross::other),
    rule("X5", Severity::Warning, name::foreign),
    rule("X6", Severity::Warning, name::mutual),
    rule("X7", Severity::Warning, name::variant),
    rule("X8", Severity::Warning, name::pledge),
    rule("X9", Severity::Error, term::before_after),
    rule("X10", Severity::Warning, overlap::oral),
    rule("X11", Severity::Warning, annex::incomplete),
    rule("X12", Severity::Info, note::marks),
    rule("X13", Severity::Info, note::paragraphs),
    rule("X14", Severity::Info, overlap::roles),
    rule("X15", Severity::Warning, cite::classes),
    rule("X16", Severity::Warning, overlap::cases),
    rule("X17", Severity::Info, overlap::precedence),
    rule("X18", Severity::Warning, term::ends),
    rule("X19", Severity::Info, cite::courts),
];

/// Ids and severities of the rules, in their order.
pub fn lint_rules() -> impl Iterator<Item = (&'static str, Severity)> {
    RULES.iter().map(|rule| (rule.id, rule.severity))
}

/// One remark before it has words.
pub(crate) struct Hit {
    /// Name of the sentence in the catalogue.
    pub say: &'static str,
    pub place: Option<FoundPlace>,
    pub fill: Vec<(&'static str, String)>,
}

impl Hit {
    pub(crate) fn new(say: &'static str, place: Option<FoundPlace>) -> Self {
        Self { say, place, fill: Vec::new() }
    }

    pub(crate) fn with(mut self, hole: &'static str, value: impl Into<String>) -> Self {
        self.fill.push((hole, value.into()));
        self
    }
}

/// What the rules look at.
pub(crate) struct View<'a> {
    pub case: &'a Case<'a>,
    pub findings: &'a [Finding],
    pub inputs: &'a LintInputs,
    pub standard: &'a Standard,
    pub map: Map<'a>,
}

impl View<'_> {
    pub(crate) fn finding(&self, concept: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.concept == concept)
    }

    /// Name of a concept for people; the Japanese one, as it stands in the text.
    pub(crate) fn title(&self, concept: &str, lang: Lang) -> String {
        let known = self.case.engine.concepts.concept(concept);
        known.map_or_else(|| concept.to_owned(), |concept| concept.title.get(lang).to_owned())
    }
}

/// Every remark on one document.
pub(crate) fn run(case: &Case<'_>, findings: &[Finding], given: (&LintInputs, &Standard)) -> Vec<Lint> {
    let view = View { case, findings, inputs: given.0, standard: given.1, map: Map::of(case) };
    let mut out = Vec::new();
    for rule in RULES {
        let words = case.engine.concepts.lint().iter().find(|words| words.id == rule.id);
        for hit in (rule.find)(&view).into_iter().take(MOST) {
            let said = |lang: Lang| {
                let fill: Vec<(&str, String)> =
                    hit.fill.iter().map(|(hole, value)| (*hole, in_language(&view, (hole, value), lang))).collect();
                words.map_or_else(|| rule.id.to_owned(), |words| words.sentence(hit.say, lang, &fill))
            };
            let (ja, en) = (said(Lang::Ja), said(Lang::En));
            out.push(Lint { id: rule.id.to_owned(), severity: rule.severity, place: hit.place, ja, en });
        }
    }
    out
}

/// Concepts are named in the reader's language; everything else stands as in the text.
fn in_language(view: &View<'_>, (hole, value): (&str, &str), lang: Lang) -> String {
    if hole == "concept" { view.title(value, lang) } else { value.to_owned() }
}
