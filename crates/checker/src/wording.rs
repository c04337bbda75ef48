//! Wording that is proposed for a gap. Where it comes from differs: the catalogue's own sentence, or the clauses of an
//! engagement with its figures.

use catalogue::Concepts;
use domain::Lang;

use crate::report::Finding;

/// What is proposed for a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// What it is counted under: findings that share it share one proposal.
    pub key: Vec<String>,
    /// Heading of the article.
    pub heading: String,
    /// Its lines.
    pub lines: Vec<String>,
}

/// What is proposed for a finding, if anything.
pub type Words<'a> = &'a dyn Fn(&Finding) -> Option<Proposed>;

/// The catalogue's own sentence.
#[must_use]
pub fn of_catalogue(finding: &Finding, concepts: &Concepts, lang: Lang) -> Option<Proposed> {
    let concept = concepts.concept(&finding.concept)?;
    Some(Proposed {
        key: vec![finding.concept.clone()],
        heading: concept.title.get(lang).to_owned(),
        lines: concept.suggestion.get(lang).lines().map(str::to_owned).collect(),
    })
}

/// The name of what a finding is on.
#[must_use]
pub fn title_of<'a>(finding: &'a Finding, concepts: &'a Concepts, lang: Lang) -> &'a str {
    concepts.concept(&finding.concept).map_or(finding.concept.as_str(), |c| c.title.get(lang))
}
