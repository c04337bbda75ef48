//! Articles: clauses and ordinary articles worded for this engagement.

use std::collections::BTreeSet;

use catalogue::{
    Clause,
    paper::{ArticleSource, ClauseForm, Part as Source},
    wording::{Alternative, ClauseId, Parameter, ParameterKind, Passage, chosen},
};
use domain::plan::RequirementLevel;
use rules::profile::ClauseTier;
use writer::paper::{Article, Body, Clause as Paragraph, Item, TraceId};

use super::{Composer, Held, Used, UsedKind, clause_trace, title};
use crate::{
    Both, OpenKind, OpenPoint,
    fill::{Missing, Scope},
    setting::has_alternatives,
    words::Style,
};

/// A text with all that it needs: an article before it is worded.
#[derive(Clone)]
pub(super) struct Wording<'a> {
    pub id: &'a str,
    pub title: &'a catalogue::Text,
    pub parameters: &'a [Parameter],
    pub alternatives: &'a [Alternative],
    pub suggested: Option<&'a str>,
    pub passages: &'a [Passage],
    pub trace: Vec<TraceId>,
}

/// A passage that stands, filled.
pub(super) struct Filled {
    pub text: writer::paper::Runs,
    pub items: Vec<Self>,
}

impl<'a> Wording<'a> {
    pub(super) fn clause(clause: &'a Clause, form: ClauseForm) -> Self {
        Self {
            id: clause.id.as_str(),
            title: &clause.title,
            parameters: &clause.parameters,
            alternatives: &clause.alternatives,
            suggested: clause.suggested.as_deref(),
            passages: match form {
                ClauseForm::Specification => &clause.specification,
                ClauseForm::Contract => &clause.contract,
            },
            trace: clause_trace(clause),
        }
    }

    fn article(article: &'a catalogue::Article) -> Self {
        let own = TraceId::from(article.id.as_str());
        let sources = article.source.iter().map(|source| TraceId::from(source.to_string()));
        Self {
            id: article.id.as_str(),
            title: &article.title,
            parameters: &article.parameters,
            alternatives: &article.alternatives,
            suggested: article.suggested.as_deref(),
            passages: &article.contract,
            trace: std::iter::once(own).chain(sources).collect(),
        }
    }

    fn scope(&self) -> Scope<'a> {
        Scope { owner: self.id, title: self.title, parameters: self.parameters, missing: Missing::Open }
    }
}

impl<'a> Composer<'a> {
    /// Finds out which articles the paper will hold, so that references know.
    pub(super) fn hold(&mut self) {
        let held = match self.style {
            Style::Specification => Held::Section,
            _ => Held::Article,
        };
        let parts: &'a [Source] = &self.source.parts;
        for part in parts {
            for wording in self.wordings(part) {
                if self.stands(&wording, forced(part)) {
                    self.held.insert(wording.id.to_owned(), held);
                }
            }
        }
    }

    /// The articles a part stands for.
    pub(super) fn wordings(&self, part: &'a Source) -> Vec<Wording<'a>> {
        let catalogue = self.order.catalogue;
        match part {
            Source::Article { source, when, .. } if self.holds(when) => match source {
                ArticleSource::Clause(id) => {
                    let clause = catalogue.clause(id).filter(|clause| self.keeps(clause));
                    clause.map(|clause| Wording::clause(clause, ClauseForm::Contract)).into_iter().collect()
                }
                ArticleSource::Article(id) => catalogue.article(id).map(Wording::article).into_iter().collect(),
            },
            Source::Clauses { form } => {
                self.asked_clauses().into_iter().map(|clause| Wording::clause(clause, *form)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The clauses of the profile that the paper does not name itself.
    fn asked_clauses(&self) -> Vec<&'a Clause> {
        let named = |id: &ClauseId| {
            let own = |part: &Source| matches!(part, Source::Article { source: ArticleSource::Clause(named), .. } if named == id);
            self.source.parts.iter().any(own)
        };
        let clauses = self.order.profile.asked_clauses().filter_map(|line| self.order.catalogue.clause(&line.clause));
        clauses.filter(|clause| !named(&clause.id) && self.keeps(clause)).collect()
    }

    /// A refused clause is left out, and one that a person set aside.
    fn keeps(&self, clause: &Clause) -> bool {
        let Some(line) = self.order.profile.clause(&clause.id) else { return true };
        let set_aside = line.tailored.is_some() && line.level == RequirementLevel::NotApplicable;
        line.refused.is_none() && !set_aside
    }

    /// Must-haves that were refused and for which nobody accepted the risk.
    pub(super) fn note_refused(&mut self, form: ClauseForm) {
        let order = self.order;
        let refused = order.profile.clauses.iter().filter(|line| {
            line.refused.is_some() && line.tier == ClauseTier::Must && !order.about.waived.contains(&line.clause)
        });
        for line in refused {
            let Some(clause) = order.catalogue.clause(&line.clause) else { continue };
            let passages = if form == ClauseForm::Contract { &clause.contract } else { &clause.specification };
            if passages.is_empty() {
                continue;
            }
            let label = Both::new(
                format!("必須の条「{}」が外れている（免除の承認が要る）", clause.title.get(domain::Lang::Ja)),
                format!("must-have \"{}\" left out; a waiver is needed", clause.title.get(domain::Lang::En)),
            );
            self.open(OpenPoint {
                owner: clause.id.to_string(),
                owner_title: Both::from(&clause.title),
                name: String::new(),
                label,
                kind: OpenKind::Refused,
            });
        }
    }

    /// The alternative that is set: the paper's own, the person's, or else the suggested one.
    fn alternative(&self, wording: &Wording<'a>, forced: Option<&'a str>) -> Option<&'a str> {
        let chosen = || self.order.chosen(wording.id, wording.alternatives).map(|a| a.code.as_str());
        let first = || wording.alternatives.first().map(|a| a.code.as_str());
        forced.or_else(chosen).or(wording.suggested).or_else(first)
    }

    fn stands(&self, wording: &Wording<'a>, forced: Option<&'a str>) -> bool {
        let off = self.order.off(wording.id, wording.parameters);
        !chosen(wording.passages, &self.pick(self.alternative(wording, forced), &off)).is_empty()
    }

    /// The passages that stand, filled, with what is open noted.
    pub(super) fn filled(&mut self, wording: &Wording<'a>, forced: Option<&'a str>) -> Vec<Filled> {
        if forced.is_none() && !wording.alternatives.is_empty() && has_alternatives(wording.passages) {
            self.note_alternative(wording);
        }
        let off = self.switches(wording.id, wording.title, wording.parameters, wording.passages);
        let code = self.alternative(wording, forced);
        let standing = chosen(wording.passages, &self.pick(code, &off));
        let texts: Vec<Chosen<'_>> = standing.iter().map(|one| Chosen::of(one, self.order.lang)).collect();
        let scope = wording.scope();
        texts.into_iter().map(|one| self.fill_one(&one, &scope)).collect()
    }

    pub(super) fn fill_one(&mut self, one: &Chosen<'_>, scope: &Scope<'_>) -> Filled {
        let text = self.runs(one.text, scope);
        Filled { text, items: one.items.iter().map(|item| self.fill_one(item, scope)).collect() }
    }

    /// Switches that are off; those on which a passage depends can be set.
    pub(super) fn switches(
        &mut self,
        owner: &str,
        title: &catalogue::Text,
        parameters: &[Parameter],
        passages: &[Passage],
    ) -> BTreeSet<String> {
        let named: Vec<&Parameter> = parameters
            .iter()
            .filter(|p| p.kind == ParameterKind::Bool)
            .filter(|p| catalogue::wording::walk(passages).any(|passage| passage.with.as_ref() == Some(&p.name)))
            .collect();
        for parameter in named {
            self.uses(owner, title, &parameter.name);
        }
        self.order.off(owner, parameters)
    }

    fn note_alternative(&mut self, wording: &Wording<'a>) {
        let title = Both::from(wording.title);
        self.note(Used { owner: wording.id.to_owned(), title: title.clone(), what: UsedKind::Alternative });
        if self.order.chosen(wording.id, wording.alternatives).is_some() {
            return;
        }
        let labels = |lang| {
            let all = wording.alternatives.iter().map(|a| a.label.get(lang));
            all.collect::<Vec<_>>().join(if lang == domain::Lang::Ja { "／" } else { " / " })
        };
        let label = Both::new(
            format!("「{}」の案を選ぶ：{}", title.ja, labels(domain::Lang::Ja)),
            format!("choose a text for \"{}\": {}", title.en, labels(domain::Lang::En)),
        );
        self.open(OpenPoint {
            owner: wording.id.to_owned(),
            owner_title: title,
            name: String::new(),
            label,
            kind: OpenKind::Alternative,
        });
    }

    /// One article of a contract.
    pub(super) fn contract_article(&mut self, wording: &Wording<'a>, forced: Option<&'a str>) {
        let filled = self.filled(wording, forced);
        if filled.is_empty() {
            return;
        }
        let trace = &wording.trace;
        let clauses = filled.into_iter().map(|one| paragraph(one, trace)).collect();
        let article = Article { key: wording.id.into(), title: title(wording.title, self.order.lang), clauses };
        self.push(Body::Article(article), trace.clone());
    }
}

/// A passage before it is filled.
pub(super) struct Chosen<'c> {
    text: &'c str,
    items: Vec<Self>,
}

impl<'c> Chosen<'c> {
    pub(super) fn of(chosen: &catalogue::wording::Chosen<'c>, lang: domain::Lang) -> Self {
        let items = chosen.items.iter().map(|item| Self::of(item, lang)).collect();
        Self { text: chosen.text.get(lang), items }
    }
}

fn paragraph(filled: Filled, trace: &[TraceId]) -> Paragraph {
    let items = filled.items.into_iter().map(|one| item(one, trace)).collect();
    Paragraph { key: None, text: filled.text, items, trace: trace.to_vec() }
}

pub(super) fn item(filled: Filled, trace: &[TraceId]) -> Item {
    let items = filled.items.into_iter().map(|one| item(one, trace)).collect();
    Item { key: None, text: filled.text, items, trace: trace.to_vec() }
}

/// The alternative a paper always takes.
pub(super) fn forced(part: &Source) -> Option<&str> {
    match part {
        Source::Article { alternative, .. } => alternative.as_deref(),
        _ => None,
    }
}
