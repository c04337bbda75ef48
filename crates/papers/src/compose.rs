//! From the parts of a catalogue paper to the parts of a document.

mod article;
mod head;
mod part;
mod section;
mod signature;
mod single;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{
    Annex,
    paper::{ArticleSource, ClauseForm, Orientation as Lies, Pages, Part as Source, RowSource},
    wording::{PaperId, Parameter, Pick, Strength, Trigger},
};
use domain::{Lang, plan::PlanRow};
use writer::paper::{
    Annex as AnnexPart, Begins, Body, Meta, Numbers, Orientation, Paper, Part, Status, Trace, TraceId,
};

use crate::{
    Both, ComposeError, OpenPoint, Order,
    fill::{Missing, Scope, annex_key},
    words::Style,
};

pub use single::{ClauseWording, clause_wordings};
pub(crate) use table::Grid;

/// A paper of the catalogue for one engagement, ready to be written as Word, PDF or HTML.
///
/// # Errors
/// When the catalogue has no such paper, or its texts contradict each other.
pub fn compose(order: &Order<'_>, paper: &PaperId) -> Result<Paper, ComposeError> {
    Ok(Composer::of(order, paper)?.finish()?.paper)
}

/// How an article or clause is held by a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// As an article.
    Article,
    /// As a numbered section.
    Section,
}

/// What a person can set, as it came up in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Used {
    /// Clause, article, annex or paper; `names`.
    pub owner: String,
    /// Title of the owner.
    pub title: Both,
    /// What.
    pub what: UsedKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UsedKind {
    /// The choice between texts.
    Alternative,
    /// A parameter.
    Value(String),
    /// A name every paper uses.
    Name(String),
    /// Who guards an area of a service.
    Owner,
    /// How strictly clauses are worded.
    Strength,
    /// Rows of a table that people may write: its columns with their heads, and the rows that stand until then.
    Rows { source: RowSource, columns: Vec<(String, Both)>, proposed: Vec<PlanRow> },
}

/// A paper with what came up while it was put together.
pub(crate) struct Done {
    pub paper: Paper,
    pub open: Vec<OpenPoint>,
    pub used: Vec<Used>,
}

/// Puts one paper together.
pub(crate) struct Composer<'a> {
    pub(crate) order: &'a Order<'a>,
    pub(crate) source: &'a catalogue::Paper,
    pub(crate) style: Style,
    pub(crate) named_annexes: BTreeSet<String>,
    /// Annexes that the text being filled cites in brackets.
    pub(crate) bare: Vec<String>,
    held: BTreeMap<String, Held>,
    /// Annexes whose contents stand in the paper itself.
    inline: BTreeSet<&'a str>,
    /// Annexes cited so far, in the order of citing.
    annexes: Vec<&'a Annex>,
    /// Whether cited annexes are attached.
    attaches: bool,
    annexes_at: Option<usize>,
    /// The annex being written.
    within: Option<&'a Annex>,
    /// How the annex written last uses its pages.
    last_pages: Option<Pages>,
    parts: Vec<Part>,
    open: Vec<OpenPoint>,
    used: Vec<Used>,
    /// Width of the text in millimetres.
    width: u16,
    /// Level of the last heading.
    depth: u8,
}

/// Width of the text on an A4 page upright and on its side, with margins of 25 mm.
const UPRIGHT: u16 = 160;
const LYING: u16 = 247;

impl<'a> Composer<'a> {
    pub(crate) fn of(order: &'a Order<'a>, id: &PaperId) -> Result<Self, ComposeError> {
        let Some(source) = order.catalogue.paper(id) else {
            let known = order.catalogue.papers().iter().map(|paper| paper.id.to_string()).collect();
            return Err(ComposeError::Unknown { paper: id.clone(), known });
        };
        let inline = section::inline_annexes(&source.parts);
        let mut composer = Self {
            order,
            source,
            style: style_of(source),
            named_annexes: BTreeSet::new(),
            bare: Vec::new(),
            held: BTreeMap::new(),
            inline,
            annexes: Vec::new(),
            attaches: source.parts.iter().any(|part| matches!(part, Source::Annexes {})),
            annexes_at: None,
            within: None,
            last_pages: None,
            parts: Vec::new(),
            open: Vec::new(),
            used: Vec::new(),
            width: width(source.orientation),
            depth: 0,
        };
        composer.hold();
        if !composer.held.is_empty() {
            let title = Both::new("文例の強さ", "Strength of wording");
            composer.note(Used { owner: "strength".to_owned(), title, what: UsedKind::Strength });
        }
        Ok(composer)
    }

    /// The finished paper.
    pub(crate) fn finish(mut self) -> Result<Done, ComposeError> {
        self.head();
        let parts = &self.source.parts;
        for (index, part) in parts.iter().enumerate() {
            if !head::is_hoisted(parts, index) {
                self.part(part, &self.paper_scope());
            }
        }
        self.close_annexes();
        section::drop_empty_headings(&mut self.parts);
        let (lang, order) = (self.order.lang, self.order);
        let labels: Vec<String> = self.open.iter().map(|point| point.label.get(lang).to_owned()).collect();
        let status = if labels.is_empty() { Status::Final } else { Status::Open(once(labels)) };
        let title = self.source.title.get(lang).to_owned();
        let contract = if self.in_head("{contract_number}") { self.name("contract_number") } else { None };
        let version = order.document.version.as_deref().filter(|_| self.in_head("{document_version}"));
        let mut paper = Paper::new(lang, title.clone());
        paper.meta = Meta {
            title,
            contract,
            number: order.document.number.clone(),
            version: version.map(|v| head::version(v, lang)),
            date: order.document.date.map(|date| crate::day::day(date, lang, order.era)),
            form_number: Some(self.source.form_number.get(lang).to_owned()),
            edition: Some(order.catalogue.edition().to_owned()),
            status,
        };
        paper.orientation = lies(self.source.orientation);
        paper.parts = self.parts;
        if let Err(error) = Numbers::of(&paper) {
            return Err(ComposeError::Contradiction { paper: self.source.id.clone(), error });
        }
        let paper = if lang == Lang::En { paper.with_curved_quotes() } else { paper };
        Ok(Done { paper, open: self.open, used: self.used })
    }

    /// Whether the catalogue wants a place in the running head.
    fn in_head(&self, place: &str) -> bool {
        self.source.header.get(self.order.lang).contains(place)
    }

    /// The scope of the paper's own texts.
    pub(crate) fn paper_scope(&self) -> Scope<'a> {
        Scope {
            owner: self.source.id.as_str(),
            title: &self.source.title,
            parameters: &self.source.inputs,
            missing: Missing::Open,
        }
    }

    /// What holds for texts that have no alternatives.
    pub(crate) fn pick<'p>(&'p self, alternative: Option<&'p str>, off: &'p BTreeSet<String>) -> Pick<'p> {
        Pick {
            strength: self.strength(),
            alternative,
            category: Some(self.order.facts.category),
            facts: &self.order.profile.triggers,
            off,
        }
    }

    fn strength(&self) -> Strength {
        self.order.wording(self.source)
    }

    /// True when one of the facts holds, or none is asked for.
    pub(crate) fn holds(&self, when: &[Trigger]) -> bool {
        when.is_empty() || when.iter().any(|t| *t == Trigger::Always || self.order.profile.triggers.contains(t))
    }

    pub(crate) fn held(&self, id: &str) -> Option<Held> {
        self.held.get(id).copied()
    }

    pub(crate) fn open(&mut self, point: OpenPoint) {
        let same = |p: &OpenPoint| p.owner == point.owner && p.name == point.name && p.kind == point.kind;
        if !self.open.iter().any(same) {
            self.open.push(point);
        }
    }

    pub(crate) fn uses(&mut self, owner: &str, title: &catalogue::Text, name: &str) {
        self.note(Used { owner: owner.to_owned(), title: Both::from(title), what: UsedKind::Value(name.to_owned()) });
    }

    /// A parameter that follows another is not asked for; the other is.
    pub(crate) fn uses_value(&mut self, owner: &str, title: &catalogue::Text, parameter: &Parameter) {
        let order = self.order;
        let leader = order.leader(parameter);
        let clause = leader.and_then(|(id, _)| id.parse().ok()).and_then(|id| order.catalogue.clause(&id));
        match (leader, clause) {
            (Some((owner, leader)), Some(clause)) => self.uses(owner, &clause.title, &leader.name),
            _ => self.uses(owner, title, &parameter.name),
        }
    }

    pub(crate) fn uses_name(&mut self, name: &str) {
        let title = Both::new("名称と日付", "Names and dates");
        self.note(Used { owner: "names".to_owned(), title, what: UsedKind::Name(name.to_owned()) });
    }

    pub(crate) fn note(&mut self, used: Used) {
        if !self.used.contains(&used) {
            self.used.push(used);
        }
    }

    pub(crate) fn open_so_far(&self) -> &[OpenPoint] {
        &self.open
    }

    pub(crate) const fn width(&self) -> u16 {
        self.width
    }

    /// Puts a part; what comes from nothing of its own comes from where the paper does.
    fn push(&mut self, body: Body, trace: Trace) {
        let none = trace.is_empty() && !matches!(body, Body::PageBreak);
        let trace = if none { self.trace() } else { trace };
        self.parts.push(Part { body, trace });
    }

    /// Where the annex or the paper as a whole comes from.
    fn trace(&self) -> Trace {
        let annex = self.within.map(|annex| TraceId::from(annex.id.as_str()));
        let own = TraceId::from(self.source.id.as_str());
        annex
            .into_iter()
            .chain(std::iter::once(own))
            .chain(self.source.source.iter().map(|source| source.to_string().into()))
            .collect()
    }

    /// Attaches an annex and says whether the paper holds it as one.
    pub(crate) fn cite(&mut self, annex: &'a Annex) -> bool {
        if !self.attaches || self.inline.contains(annex.id.as_str()) {
            return false;
        }
        if !self.annexes.iter().any(|held| held.id == annex.id) {
            self.annexes.push(annex);
        }
        true
    }

    /// The annexes, each of which may cite further ones.
    fn close_annexes(&mut self) {
        let Some(at) = self.annexes_at else { return };
        self.cite_directed();
        let rest = self.parts.split_off(at.min(self.parts.len()));
        let mut next = 0;
        while let Some(annex) = self.annexes.get(next).copied() {
            self.annex(annex);
            next = next.saturating_add(1);
        }
        self.parts.extend(rest);
    }

    /// Measures directed by a permit stand in an annex of every contract (N-5.1-5), cited or not.
    fn cite_directed(&mut self) {
        let directs = |annex: &&&Annex| {
            let table = |part: &Source| matches!(part, Source::Table { rows: RowSource::DirectedMeasures, .. });
            annex.parts.iter().any(table)
        };
        let words = |part: &Source| matches!(part, Source::Clauses { form: ClauseForm::Contract, .. });
        if !self.source.parts.iter().any(words) || self.order.about.directed().is_empty() {
            return;
        }
        if self.annexes.iter().any(|annex| directs(&annex)) {
            return;
        }
        if let Some(annex) = self.order.catalogue.annexes().iter().find(|annex| directs(&annex)) {
            self.cite(annex);
        }
    }

    fn annex(&mut self, annex: &'a Annex) {
        let key = annex_key(annex.id.as_str()).into();
        let title = annex.title.get(self.order.lang).to_owned();
        let orientation = lies(annex.orientation);
        let begins = match (self.last_pages.replace(annex.pages), annex.pages) {
            (Some(Pages::Shared), Pages::Shared) => Begins::Below,
            _ => Begins::NewPage,
        };
        self.push(Body::Annex(AnnexPart { key, title, orientation, begins }), vec![annex.id.as_str().into()]);
        let width = std::mem::replace(&mut self.width, width(annex.orientation));
        self.annex_parts(annex);
        self.width = width;
    }

    /// What stands in an annex; within a paper of its own, as wide as the paper.
    pub(crate) fn annex_parts(&mut self, annex: &'a Annex) {
        let scope =
            Scope { owner: annex.id.as_str(), title: &annex.title, parameters: &annex.inputs, missing: Missing::Open };
        let outer = self.within.replace(annex);
        for part in &annex.parts {
            self.part(part, &scope);
        }
        self.within = outer;
    }
}

const fn width(orientation: Lies) -> u16 {
    match orientation {
        Lies::Portrait => UPRIGHT,
        Lies::Landscape => LYING,
    }
}

const fn lies(orientation: Lies) -> Orientation {
    match orientation {
        Lies::Portrait => Orientation::Portrait,
        Lies::Landscape => Orientation::Landscape,
    }
}

/// Papers with contract articles speak of 甲 and 乙.
fn style_of(paper: &catalogue::Paper) -> Style {
    let any = |found: fn(&Source) -> bool| paper.parts.iter().any(found);
    let contract = |part: &Source| {
        matches!(
            part,
            Source::Article { source: ArticleSource::Article(_) | ArticleSource::Clause(_), .. }
                | Source::Clauses { form: ClauseForm::Contract, .. }
        )
    };
    if any(contract) {
        Style::Contract
    } else if any(|part| matches!(part, Source::Clauses { form: ClauseForm::Specification, .. })) {
        Style::Specification
    } else {
        Style::Form
    }
}

/// Each label once, in order.
fn once(labels: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(labels.len());
    for label in labels {
        if !out.contains(&label) {
            out.push(label);
        }
    }
    out
}

/// A list of ids and sources behind a clause.
pub(crate) fn clause_trace(clause: &catalogue::Clause) -> Trace {
    let own = TraceId::from(clause.id.as_str());
    let measures = clause.measures.iter().map(|measure| TraceId::from(measure.as_str()));
    let sources = clause.source.iter().map(|source| TraceId::from(source.to_string()));
    std::iter::once(own).chain(measures).chain(sources).collect()
}

/// The title of an article in Japanese and English papers alike.
pub(crate) fn title(text: &catalogue::Text, lang: Lang) -> String {
    text.get(lang).to_owned()
}
