//! Rows from the measures of the requirement profile.

use catalogue::{
    Measure,
    measure::{AnsweredBy, Fact},
    paper::Column,
    wording::{Strength, Trigger},
};
use domain::{
    Lang,
    plan::{MeasureOwner, Offer, PlanValue, RequirementLevel},
};
use rules::profile::MeasureLine;
use writer::paper::{Run, Runs, Trace, TraceId};

use super::{CellData, RowData};
use crate::{
    compose::Composer,
    words::{BOX, comma},
};

/// A measure with its line in the profile.
type Pair<'a> = (&'a Measure, &'a MeasureLine);

impl<'a> Composer<'a> {
    /// Measures that are asked; what only the client does is left to the tables of shares.
    fn asked(&self) -> Vec<Pair<'a>> {
        self.pairs().filter(|(measure, _)| measure.answered_by == AnsweredBy::Contractor).collect()
    }

    fn pairs(&self) -> impl Iterator<Item = Pair<'a>> + use<'a> {
        let order = self.order;
        let wanted =
            |line: &&MeasureLine| matches!(line.level, RequirementLevel::Required | RequirementLevel::Included);
        let lines = order.profile.measures.iter().filter(wanted);
        lines.filter_map(|line| order.catalogue.measure(&line.measure).map(|measure| (measure, line)))
    }

    fn base(&self, (measure, line): Pair<'a>) -> RowData {
        let lang = self.order.lang;
        let trace: Trace = std::iter::once(TraceId::from(measure.id.as_str()))
            .chain(line.clauses.iter().map(|clause| TraceId::from(clause.as_str())))
            .chain(measure.satisfies.iter().map(|item| TraceId::from(item.source().to_string())))
            .collect();
        let clauses = self.clauses_cell(line);
        RowData::of([("id", measure.id.as_str().into()), ("title", self.style.parties(&measure.title, lang).into())])
            .with("clause", Some(clauses).filter(|runs| !runs.is_empty()))
            .traced(trace)
    }

    /// Articles of this paper that bind the measure; the titles of the first two where it has none of them.
    fn clauses_cell(&self, line: &MeasureLine) -> Runs {
        let held: Vec<&str> = line.clauses.iter().map(|id| id.as_str()).filter(|id| self.held(id).is_some()).collect();
        let all: Vec<&str> =
            if held.is_empty() { line.clauses.iter().map(|id| id.as_str()).take(2).collect() } else { held };
        let mut out = Runs::new();
        for id in all {
            if !out.is_empty() {
                out.push(Run::text(comma(self.order.lang)));
            }
            out.extend(self.clause_cell(id));
        }
        out
    }

    pub(super) fn measures(&mut self) -> Vec<RowData> {
        let lang = self.order.lang;
        let row = |(measure, line): Pair<'a>| {
            let why: Vec<String> = line.because.iter().map(|r| r.text(self.order.catalogue, lang)).collect();
            let sources: Vec<String> = measure.satisfies.iter().map(|item| item.source().to_string()).collect();
            self.base((measure, line))
                .with("asked", Some(self.style.parties(&measure.statement, lang)))
                .with("level", Some(self.level(measure, line)))
                .with("evidence", Some(self.style.parties(&measure.examples, lang)))
                .with("owner", Some(self.style.owner(line.owner, lang)))
                .with("why", Some(why.join(if lang == Lang::Ja { "" } else { " " })))
                .with("source", Some(sources.join(comma(lang))))
        };
        self.asked().into_iter().map(row).collect()
    }

    /// The level asked, 1 to 5: what a person set, else "done" or, for critical or strictly worded work, "checked".
    fn level(&self, measure: &Measure, line: &MeasureLine) -> CellData {
        if line.level == RequirementLevel::Included {
            return RequirementLevel::Included.label(self.order.lang).into();
        }
        let set = match self.order.set(measure.id.as_str(), "level") {
            Some(PlanValue::Number(n @ 1..=5)) => Some(*n),
            _ => None,
        };
        let careful = self.order.strength() == Strength::Strict || self.order.profile.facts.contains(&Fact::Critical);
        CellData::Number(set.unwrap_or(if careful { 4 } else { 3 }))
    }

    /// Who does what. A measure of the client alone stands here when a clause binds it.
    pub(super) fn responsibility(&mut self, columns: &[Column]) -> Vec<RowData> {
        // a table of all four sides has marks, which it explains; one of the two parties says it in words
        let marks = columns.iter().any(|column| column.key == "provider");
        let shown =
            |(measure, line): &Pair<'a>| measure.answered_by == AnsweredBy::Contractor || !line.clauses.is_empty();
        let pairs: Vec<Pair<'a>> = self.pairs().filter(shown).collect();
        let subcontracted = self.order.profile.triggers.contains(&Trigger::Subcontracting);
        let mut out = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let share = Share::of(pair.1.owner, self.order.lang, marks);
            let sub = (!subcontracted || pair.1.owner == MeasureOwner::Client).then_some(share.none);
            let row = self.base(pair);
            out.push(
                row.with("client", Some(share.client))
                    .with("contractor", Some(share.contractor))
                    .with("provider", Some(share.provider))
                    .with("subcontractor", sub),
            );
        }
        out
    }

    pub(super) fn priced_lines(&mut self) -> Vec<RowData> {
        let lang = self.order.lang;
        let row = |pair: Pair<'a>| {
            let priced = self.order.plan.priced.get(pair.0.id.as_str());
            let offer = priced.map_or_else(|| CellData::Runs(boxes(lang)), |line| line.offer.label(lang).into());
            let quantity = priced.filter(|line| line.offer == Offer::Extra && line.amount.is_some());
            let amount = priced.and_then(|line| line.amount).map(|yen| CellData::Yen(yen.get()));
            let risk = priced.and_then(|line| line.risk.as_ref()).map(|risk| crate::fill::user_runs(risk.as_str()));
            self.base(pair)
                .with("offer", Some(offer))
                .with("quantity", quantity.map(|_| CellData::Number(1)))
                .with("unit_price", amount.clone().filter(|_| quantity.is_some()))
                .with("amount", amount)
                .with("risk", risk)
        };
        let paid = |(_, line): &Pair<'a>| line.owner != MeasureOwner::Client;
        self.asked().into_iter().filter(paid).map(row).collect()
    }

    pub(super) fn check_items(&mut self) -> Vec<RowData> {
        let lang = self.order.lang;
        let interval = self.clause_amount("KL-17", "check_months").map(|months| match lang {
            Lang::Ja => format!("{months}ごと"),
            Lang::En => format!("every {months}"),
        });
        let row = |(measure, line): Pair<'a>| {
            self.base((measure, line))
                .with("asked", Some(self.style.parties(&measure.question, lang)))
                .with("method", Some(self.style.parties(&measure.confirm, lang)))
                .with("evidence", Some(self.style.parties(&measure.examples, lang)))
                .with("interval", interval.clone())
        };
        self.asked().into_iter().map(row).collect()
    }

    pub(super) fn audit_points(&mut self) -> Vec<RowData> {
        let lang = self.order.lang;
        let row = |(measure, line): Pair<'a>| {
            self.base((measure, line))
                .with("criterion", Some(self.style.parties(&measure.statement, lang)))
                .with("method", Some(self.style.parties(&measure.confirm, lang)))
                .with("evidence", Some(self.style.parties(&measure.examples, lang)))
        };
        self.asked().into_iter().map(row).collect()
    }
}

/// Marks of the shares in a measure.
struct Share {
    client: &'static str,
    contractor: &'static str,
    provider: &'static str,
    none: &'static str,
}

impl Share {
    const fn of(owner: MeasureOwner, lang: Lang, marks: bool) -> Self {
        if marks { Self::marks(owner, lang) } else { Self::words(owner, lang) }
    }

    const fn marks(owner: MeasureOwner, lang: Lang) -> Self {
        let (lead, help, none) = match lang {
            Lang::Ja => ("主", "副", "－"),
            Lang::En => ("Lead", "help", "-"),
        };
        let (client, contractor, provider) = match owner {
            MeasureOwner::Client => (lead, help, none),
            MeasureOwner::Contractor => (none, lead, none),
            MeasureOwner::Both => (help, lead, none),
            MeasureOwner::Provider => (none, help, lead),
        };
        Self { client, contractor, provider, none }
    }

    const fn words(owner: MeasureOwner, lang: Lang) -> Self {
        let (client, contractor) = match (owner, lang) {
            (MeasureOwner::Client, Lang::Ja) => ("実施する", "求めに応じて協力する"),
            (MeasureOwner::Contractor, Lang::Ja) => ("報告を受けて確かめる", "実施し、記録を残す"),
            (MeasureOwner::Both, Lang::Ja) => ("自らの側を実施する", "自らの側を実施する"),
            (MeasureOwner::Provider, Lang::Ja) => ("報告を受けて確かめる", "事業者に実施させて確かめる"),
            (MeasureOwner::Client, Lang::En) => ("carries it out", "helps on request"),
            (MeasureOwner::Contractor, Lang::En) => ("checks by reports", "carries it out, keeps records"),
            (MeasureOwner::Both, Lang::En) => ("carries out its side", "carries out its side"),
            (MeasureOwner::Provider, Lang::En) => ("checks by reports", "has the provider do it and checks"),
        };
        let none = match lang {
            Lang::Ja => "－",
            Lang::En => "-",
        };
        Self { client, contractor, provider: none, none }
    }
}

/// The three offers as boxes to tick.
fn boxes(lang: Lang) -> Runs {
    let (labels, gap) = match lang {
        Lang::Ja => (["含む", "別料金", "提供しない"], "\u{3000}"),
        Lang::En => (["included", "extra", "not offered"], "  "),
    };
    vec![Run::text(labels.map(|label| format!("{BOX}\u{a0}{}", label.replace(' ', "\u{a0}"))).join(gap))]
}
