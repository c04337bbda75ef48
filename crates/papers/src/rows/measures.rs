//! Rows from the measures of the requirement profile.

use catalogue::{
    Measure,
    measure::{AnsweredBy, Fact},
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
        RowData::of([
            ("id", measure.id.as_str().into()),
            ("title", self.style.parties(&measure.title, lang).into()),
            ("clause", self.clauses_cell(line).into()),
        ])
        .traced(trace)
    }

    /// Articles of this paper that bind the measure.
    fn clauses_cell(&self, line: &MeasureLine) -> Runs {
        let mut out = Runs::new();
        for id in line.clauses.iter().filter(|id| self.held(id.as_str()).is_some()) {
            if !out.is_empty() {
                out.push(Run::text(comma(self.order.lang)));
            }
            out.extend(self.clause_cell(id.as_str()));
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
    pub(super) fn responsibility(&mut self) -> Vec<RowData> {
        let shown =
            |(measure, line): &Pair<'a>| measure.answered_by == AnsweredBy::Contractor || !line.clauses.is_empty();
        let pairs: Vec<Pair<'a>> = self.pairs().filter(shown).collect();
        let subcontracted = self.order.profile.triggers.contains(&Trigger::Subcontracting);
        let mut out = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let share = Share::of(pair.1.owner, self.order.lang);
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
            let offer = priced.map_or_else(|| boxes(lang), |line| line.offer.label(lang).to_owned());
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
    const fn of(owner: MeasureOwner, lang: Lang) -> Self {
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
}

/// The three offers as boxes to tick.
fn boxes(lang: Lang) -> String {
    let labels: Vec<String> = match lang {
        Lang::Ja => ["含む", "別料金", "提供しない"].iter().map(|label| format!("{BOX}{label}")).collect(),
        Lang::En => ["included", "extra", "not offered"].iter().map(|label| format!("{BOX} {label}")).collect(),
    };
    labels.join(" ")
}
