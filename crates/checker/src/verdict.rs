//! From evidence to findings: who is bound, what is covered, what is taken back.

mod definition;
mod english;
mod heading;
mod reference;
pub(crate) mod safeguard;
mod scope;
mod special;
mod survival;

use catalogue::{Concept, Gives};
use serde_json::Map;

use crate::{
    evidence::{Engine, Evidence},
    kind::DocumentType,
    lexicon::Family,
    parameter,
    party::Side,
    report::{Finding, FoundPlace, Status},
    sentence::{Sentence, Text},
    source::Source,
};

/// Everything known about one document.
pub(crate) struct Case<'a> {
    pub engine: &'a Engine,
    pub text: &'a Text<'a>,
    pub kind: DocumentType,
    pub evidence: &'a [Vec<Evidence>],
    pub source: &'a Source,
    /// Terms of the contract that stand for personal data.
    pub personal_terms: Vec<String>,
}

/// What is decided about one concept.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub status: Status,
    /// Sentences that show it, best first.
    pub sentences: Vec<usize>,
    pub reasons: Vec<String>,
    pub vague: bool,
}

impl Verdict {
    pub(crate) const fn missing() -> Self {
        Self { status: Status::Missing, sentences: Vec::new(), reasons: Vec::new(), vague: false }
    }

    pub(crate) fn of(status: Status, sentences: Vec<usize>) -> Self {
        Self { status, sentences, reasons: Vec::new(), vague: false }
    }

    pub(crate) fn because(mut self, reason: &str) -> Self {
        if !self.reasons.iter().any(|r| r == reason) {
            self.reasons.push(reason.to_owned());
        }
        self
    }
}

impl Case<'_> {
    pub(crate) fn family(&self, name: &str) -> Family {
        // a name that the catalogue lacks is no family of any text
        self.engine.lexicon.family(name).unwrap_or(Family::MAX)
    }

    pub(crate) fn of(&self, concept: &str) -> &[Evidence] {
        let at = self.engine.concepts.concepts().iter().position(|c| c.id == concept);
        at.and_then(|at| self.evidence.get(at)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn marks<'e>(&'e self, concept: &str, signal: &'static str) -> impl Iterator<Item = &'e Evidence> {
        self.of(concept).iter().filter(move |e| e.signal == signal)
    }

    pub(crate) fn sentence(&self, at: usize) -> Option<&Sentence> {
        self.text.get(at)
    }

    pub(crate) fn said(&self, at: usize) -> &str {
        self.text.get(at).map_or("", |one| self.text.text(one))
    }

    pub(crate) fn own(&self, at: usize, family: &str) -> bool {
        self.text.get(at).is_some_and(|one| one.own.has(self.family(family)))
    }

    pub(crate) fn bits(&self, at: usize, family: &str) -> bool {
        self.text.get(at).is_some_and(|one| one.bits.has(self.family(family)))
    }

    pub(crate) fn title(&self, at: usize, family: &str) -> bool {
        let article = self.text.get(at).map(|one| one.article);
        article.and_then(|a| self.text.titles.get(a)).is_some_and(|bits| bits.has(self.family(family)))
    }

    pub(crate) fn article(&self, at: usize) -> Option<usize> {
        self.text.get(at).map(|one| one.article)
    }
}

/// One finding per concept, in the order of the catalogue.
pub(crate) fn findings(case: &Case<'_>) -> Vec<Finding> {
    case.engine.concepts.concepts().iter().map(|concept| finding(case, concept)).collect()
}

fn finding(case: &Case<'_>, concept: &Concept) -> Finding {
    let id = concept.id.as_str();
    let mut verdict = if english::is(case) { english::weigh(case, concept) } else { japanese(case, concept) };
    if verdict.status == Status::Missing && verdict.reasons.is_empty() {
        verdict = verdict.because("not_found");
    }
    let parameters =
        if verdict.status == Status::Missing { Map::new() } else { parameter::of(case, id, &verdict.sentences) };
    let verdict = parameter::reasons(id, verdict, &parameters);
    Finding {
        concept: concept.id.clone(),
        status: verdict.status,
        applicable: concept.expected.iter().any(|kind| kind == case.kind.code()),
        clauses: concept.clauses.clone(),
        measures: concept.measures.clone(),
        places: places(case, &verdict),
        parameters,
        bound: verdict.sentences.first().and_then(|at| bound(case, *at)),
        reasons: verdict.reasons,
        vague_only: verdict.vague && verdict.status == Status::Weak,
        suggestion: concept.suggestion.get(domain::Lang::Ja).to_owned(),
        tier: crate::standard::Tier::default(),
    }
}

/// The rules for a text that is Japanese, or mostly so.
fn japanese(case: &Case<'_>, concept: &Concept) -> Verdict {
    let id = concept.id.as_str();
    let weighed = match id {
        "confidential_definition" => definition::weigh(case),
        "survival" => survival::weigh(case),
        "equivalent_level" => safeguard::level(case, weigh(case, concept)),
        "personal_data_safeguards" => safeguard::personal(case, weigh(case, concept)),
        "personal_data_supervision" => special::supervision(case, weigh(case, concept)),
        _ => weigh(case, concept),
    };
    let mut verdict = special::adjust(case, id, weighed);
    if verdict.status == Status::Missing
        && let Some(pointer) = reference::weigh(case, concept)
    {
        verdict = pointer;
    }
    if verdict.status == Status::Missing
        && verdict.reasons.is_empty()
        && let Some(named) = heading::weigh(case, id).or_else(|| hinted(case, concept))
    {
        verdict = named;
    }
    verdict
}

fn bound(case: &Case<'_>, at: usize) -> Option<Side> {
    let end = case.said(at).len();
    case.text.subject(at, end)
}

/// The rule that holds for most concepts.
fn weigh(case: &Case<'_>, concept: &Concept) -> Verdict {
    let evidence = case.of(&concept.id);
    let of = |gives: Gives| evidence.iter().filter(move |e| e.gives == gives);
    let (settled, open) = settled(case, &concept.id, of(Gives::Present).collect());
    let (present, outside) = scope::covered(case, &concept.id, settled);
    let mut sentences: Vec<usize> = present.iter().map(|e| e.sentence).collect();
    sentences.dedup();
    let mut verdict = if !present.is_empty() {
        let verdict = Verdict::of(Status::Present, sentences);
        let cut = of(Gives::Cut).find(|cut| special::cuts(case, &concept.id, cut, &present));
        match cut {
            Some(cut) => {
                let reason = cut.reason.clone().unwrap_or_else(|| "taken_back".to_owned());
                Verdict { status: Status::Weak, ..verdict }.because(&reason)
            }
            None if special::taken_back(case, &present) => {
                Verdict { status: Status::Weak, ..verdict }.because("taken_back")
            }
            None => verdict,
        }
    } else if let Some((reason, found)) = outside {
        Verdict::of(Status::Weak, found).because(reason)
    } else {
        open.unwrap_or_else(|| weak(of(Gives::Weak).collect()))
    };
    if let Some(void) = of(Gives::Void).next()
        && verdict.status == Status::Present
        && !present.iter().any(|e| case.article(e.sentence) != case.article(void.sentence))
    {
        verdict = weak(of(Gives::Weak).collect());
    }
    if verdict.status == Status::Missing {
        let against = of(Gives::Free).chain(of(Gives::Void)).next();
        if let Some(reason) = against.and_then(|e| e.reason.as_deref()) {
            verdict = verdict.because(reason);
        }
    }
    verdict
}

/// What is said in words that are loosely akin, as strong as the words around them make it.
fn hinted(case: &Case<'_>, concept: &Concept) -> Option<Verdict> {
    let found: Vec<&Evidence> = case.of(&concept.id).iter().filter(|e| e.gives == Gives::Hint).collect();
    let (settled, open) = settled(case, &concept.id, found);
    let (present, outside) = scope::covered(case, &concept.id, settled);
    if present.is_empty() {
        return outside.map(|(reason, found)| Verdict::of(Status::Weak, found).because(reason)).or(open);
    }
    let mut sentences: Vec<usize> = present.iter().map(|e| e.sentence).collect();
    sentences.dedup();
    Some(special::adjust(case, &concept.id, Verdict::of(Status::Present, sentences)))
}

/// Evidence that settles something, apart from sentences that point elsewhere or leave it to a later agreement.
fn settled<'e>(case: &Case<'_>, concept: &str, present: Vec<&'e Evidence>) -> (Vec<&'e Evidence>, Option<Verdict>) {
    let exempt = |at: usize| match concept {
        "governing_law_jurisdiction" | "security_officer" => true,
        // a guide of the public may be followed; one that somebody has yet to hand over is not here
        "secure_development" => !["別に", "別途", "後日"].iter().any(|w| case.said(at).contains(w)),
        _ => false,
    };
    let mut kept = Vec::new();
    let mut open: Option<Verdict> = None;
    for one in present {
        let reason = if exempt(one.sentence) {
            None
        } else if reference::postponed(case, one.sentence, one.at) {
            Some("later_agreement")
        } else {
            reference::elsewhere(case, one.sentence, concept)
        };
        match reason {
            None => kept.push(one),
            Some(reason) => {
                let verdict = open.get_or_insert_with(|| Verdict::of(Status::Weak, Vec::new()).because(reason));
                verdict.sentences.push(one.sentence);
            }
        }
    }
    (kept, open)
}

/// Weak evidence: concrete before vague, so that the reason says the most.
fn weak(found: Vec<&Evidence>) -> Verdict {
    let Some(best) = found.iter().find(|e| !e.vague).or(found.first()) else { return Verdict::missing() };
    let mut sentences: Vec<usize> = vec![best.sentence];
    sentences.extend(found.iter().map(|e| e.sentence).filter(|s| *s != best.sentence));
    sentences.dedup();
    let vague = found.iter().all(|e| e.vague);
    let mut verdict = Verdict { vague, ..Verdict::of(Status::Weak, sentences) };
    for one in found {
        if let Some(reason) = &one.reason {
            verdict = verdict.because(reason);
        }
    }
    verdict
}

/// Places of the sentences, each once, in the order given.
fn places(case: &Case<'_>, verdict: &Verdict) -> Vec<FoundPlace> {
    let mut out: Vec<FoundPlace> = Vec::new();
    for at in verdict.sentences.iter().take(12) {
        if let Some(place) = place(case, *at)
            && !out.contains(&place)
        {
            out.push(place);
        }
    }
    out
}

pub(crate) fn place(case: &Case<'_>, at: usize) -> Option<FoundPlace> {
    let one = case.sentence(at)?;
    let article = case.text.structure.articles.get(one.article)?;
    let node = article.nodes.get(one.node)?;
    let (start, end) = node.text.original(one.start, one.end);
    let quote: String = case.source.original.get(start as usize..end as usize)?.iter().collect();
    let label = match &node.label {
        Some(label) if article.annex.is_none() || !article.label.contains(' ') => label.clone(),
        Some(label) => format!("{} {label}", article.label),
        None => article.label.clone(),
    };
    Some(FoundPlace { article: label, paragraph: node.paragraph, quote, start: start as usize, end: end as usize })
}
