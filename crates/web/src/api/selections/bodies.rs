//! Formula and candidate as JSON: the same members coming in and going out, so that a program can change one and send the
//! rest back.

use std::collections::BTreeMap;

use domain::{
    Problem,
    problem::Problems,
    selection::{CandidateRecord, Factor, FactorRule, Formula, SecurityLine, Triage},
    text::{Memo, Yen},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::coded::{
    AnswerCode, BenchmarkSetCode, Code, CostBearerCode, FactorCode, OfferCode, SchemeDemandCode, ScsDemandCode,
};

/// A factor of a formula.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SelectionFactor)]
pub(super) struct FactorJson {
    /// Which.
    factor: FactorCode,
    /// Its weight in percent.
    weight: i64,
    /// The score below which a candidate is out, 0 to 100.
    minimum: Option<i64>,
}

/// The three questions that say which SCS level to ask for.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SelectionTriage)]
pub(super) struct TriageJson {
    /// Important confidential information is handled on the contractor's systems.
    confidential: AnswerCode,
    /// A stop of the contractor would delay us more than we can bear.
    stoppage: AnswerCode,
    /// The contractor's systems can reach ours.
    access: AnswerCode,
}

/// What candidates are judged by.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SelectionFormula)]
pub(super) struct FormulaJson {
    /// The factors, each once; weights sum to 100 when it is announced.
    factors: Vec<FactorJson>,
    /// Proof of security asked for.
    scheme: SchemeDemandCode,
    /// Set of questions of the self-assessment.
    benchmark_set: BenchmarkSetCode,
    /// Mean the self-assessment must reach, in tenths: 30 for 3.0.
    benchmark_mean: i64,
    /// Place the certificate must cover; empty when it does not matter.
    #[serde(default)]
    site: String,
    /// SCS level asked for.
    scs: ScsDemandCode,
    /// What that rests on.
    triage: Option<TriageJson>,
    /// The highest price that can be taken, in yen.
    ceiling: Option<i64>,
    /// Measures a quotation must price, by their ids.
    #[serde(default)]
    measures: Vec<String>,
}

/// A small whole number.
fn small(problems: &mut Problems, field: &str, value: i64) -> Option<u8> {
    problems.keep(
        field,
        u8::try_from(value).map_err(|_| Problem::OutOfRange { value: value.to_string(), min: 0, max: 100 }),
    )
}

impl FormulaJson {
    /// As it goes out.
    pub(super) fn of(formula: &Formula) -> Self {
        let triage = &formula.triage;
        Self {
            factors: formula
                .factors
                .iter()
                .map(|r| FactorJson {
                    factor: Code::of(r.factor),
                    weight: r.weight.into(),
                    minimum: r.minimum.map(Into::into),
                })
                .collect(),
            scheme: Code::of(formula.scheme),
            benchmark_set: Code::of(formula.benchmark_set),
            benchmark_mean: formula.benchmark_mean.into(),
            site: formula.site.to_string(),
            scs: Code::of(formula.scs),
            triage: Some(TriageJson {
                confidential: Code::of(triage.confidential),
                stoppage: Code::of(triage.stoppage),
                access: Code::of(triage.access),
            }),
            ceiling: formula.ceiling.map(Yen::get),
            measures: formula.measures.iter().map(ToString::to_string).collect(),
        }
    }

    /// Reads every value; what is wrong is noted with its place.
    pub(super) fn read(&self, problems: &mut Problems) -> Option<Formula> {
        let mut factors = Vec::new();
        for (i, one) in self.factors.iter().enumerate() {
            let at = |member: &str| format!("formula.factors[{i}].{member}");
            let factor = one.factor.read(problems, &at("factor"));
            let weight = small(problems, &at("weight"), one.weight);
            let minimum = one.minimum.and_then(|m| small(problems, &at("minimum"), m));
            factors.extend(factor.zip(weight).map(|(factor, weight)| FactorRule { factor, weight, minimum }));
        }
        let mut triage = Triage::default();
        if let Some(said) = &self.triage {
            triage.confidential = said.confidential.read(problems, "formula.triage.confidential")?;
            triage.stoppage = said.stoppage.read(problems, "formula.triage.stoppage")?;
            triage.access = said.access.read(problems, "formula.triage.access")?;
        }
        let scheme = self.scheme.read(problems, "formula.scheme");
        let benchmark_set = self.benchmark_set.read(problems, "formula.benchmark_set");
        let benchmark_mean = small(problems, "formula.benchmark_mean", self.benchmark_mean);
        let site = problems.keep("formula.site", self.site.parse());
        let scs = self.scs.read(problems, "formula.scs");
        let ceiling = self.ceiling.and_then(|yen| problems.keep("formula.ceiling", Yen::try_from(yen)));
        let mut measures = Vec::new();
        for (i, id) in self.measures.iter().enumerate() {
            measures.extend(problems.keep(&format!("formula.measures[{i}]"), id.parse()));
        }
        Some(Formula {
            factors,
            scheme: scheme?,
            benchmark_set: benchmark_set?,
            benchmark_mean: benchmark_mean?,
            site: site?,
            scs: scs?,
            triage,
            ceiling,
            measures,
        })
    }
}

/// A measure in a quotation, and how its cost was settled.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SelectionLine)]
pub(super) struct LineJson {
    /// How it is offered.
    offer: OfferCode,
    /// The extra amount in yen.
    amount: Option<i64>,
    /// Who bears the cost.
    bearer: CostBearerCode,
    /// Why it is asked for.
    #[serde(default)]
    reason: String,
    /// What was talked about: days, who, what each side said.
    #[serde(default)]
    talks: String,
    /// What was agreed.
    #[serde(default)]
    agreed: String,
}

/// What was entered of a candidate.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SelectionRecord)]
pub(super) struct RecordJson {
    /// Quoted price in yen.
    price: Option<i64>,
    /// Scores a person gave, 0 to 100, by factor.
    #[serde(default)]
    scores: BTreeMap<String, i64>,
    /// Why, by factor.
    #[serde(default)]
    grounds: BTreeMap<String, String>,
    /// Whether the scope of the certificate covers this work, as a person read it.
    scope_covers: AnswerCode,
    /// Why it was read so.
    #[serde(default)]
    scope_ground: String,
    /// Levels of the self-assessment, 1 to 5, in the order of the items.
    #[serde(default)]
    benchmark: Vec<i64>,
    /// Answers of it that are still unclear.
    #[serde(default)]
    unclear: i64,
    /// What was asked about them, and what came back.
    #[serde(default)]
    benchmark_ground: String,
    /// Whether the object of the audit report fits this work, as a person read it.
    audit_fits: AnswerCode,
    /// Why it was read so.
    #[serde(default)]
    audit_ground: String,
    /// Measures of the quotation, by id.
    #[serde(default)]
    lines: BTreeMap<String, LineJson>,
    /// Who bears the risk of a measure not offered, by id.
    #[serde(default)]
    risks: BTreeMap<String, String>,
}

/// A candidate as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CandidateBody {
    /// The revision of the candidate that was seen.
    pub(super) revision: i64,
    /// Everything that is known of it.
    pub(super) record: RecordJson,
}

impl RecordJson {
    /// As it goes out.
    pub(super) fn of(record: &CandidateRecord) -> Self {
        let sheet = &record.sheet;
        Self {
            price: sheet.price.map(Yen::get),
            scores: sheet.scores.iter().map(|(f, n)| (f.to_string(), (*n).into())).collect(),
            grounds: sheet.grounds.iter().map(|(f, text)| (f.to_string(), text.to_string())).collect(),
            scope_covers: Code::of(sheet.scope_covers),
            scope_ground: record.scope_ground.to_string(),
            benchmark: sheet.benchmark.iter().map(|l| (*l).into()).collect(),
            unclear: sheet.unclear.into(),
            benchmark_ground: record.benchmark_ground.to_string(),
            audit_fits: Code::of(sheet.audit_fits),
            audit_ground: record.audit_ground.to_string(),
            lines: sheet
                .lines
                .iter()
                .map(|(id, line)| {
                    let json = LineJson {
                        offer: Code::of(line.offer),
                        amount: line.amount.map(Yen::get),
                        bearer: Code::of(line.bearer),
                        reason: line.reason.to_string(),
                        talks: line.talks.to_string(),
                        agreed: line.agreed.to_string(),
                    };
                    (id.clone(), json)
                })
                .collect(),
            risks: record.risks.iter().map(|(id, text)| (id.clone(), text.to_string())).collect(),
        }
    }

    /// Reads every value; what is wrong is noted with its place.
    pub(super) fn read(&self, problems: &mut Problems) -> CandidateRecord {
        let mut out = CandidateRecord::default();
        out.sheet.price = self.price.and_then(|yen| problems.keep("record.price", Yen::try_from(yen)));
        for (code, score) in &self.scores {
            let at = format!("record.scores.{code}");
            let factor = problems.keep(&at, code.parse::<Factor>());
            let score = small(problems, &at, *score);
            out.sheet.scores.extend(factor.zip(score));
        }
        for (code, text) in &self.grounds {
            let at = format!("record.grounds.{code}");
            let factor = problems.keep(&at, code.parse::<Factor>());
            let text = problems.keep(&at, text.parse::<Memo>());
            out.sheet.grounds.extend(factor.zip(text));
        }
        let memo = |problems: &mut Problems, member: &str, text: &str| {
            problems.keep(&format!("record.{member}"), text.parse::<Memo>()).unwrap_or_default()
        };
        out.scope_ground = memo(problems, "scope_ground", &self.scope_ground);
        out.benchmark_ground = memo(problems, "benchmark_ground", &self.benchmark_ground);
        out.audit_ground = memo(problems, "audit_ground", &self.audit_ground);
        let before = out.sheet.scope_covers;
        out.sheet.scope_covers = self.scope_covers.read(problems, "record.scope_covers").unwrap_or(before);
        out.sheet.audit_fits = self.audit_fits.read(problems, "record.audit_fits").unwrap_or(before);
        for (i, level) in self.benchmark.iter().enumerate() {
            out.sheet.benchmark.extend(small(problems, &format!("record.benchmark[{i}]"), *level));
        }
        out.sheet.unclear = small(problems, "record.unclear", self.unclear).unwrap_or_default();
        for (id, line) in &self.lines {
            let at = |member: &str| format!("record.lines.{id}.{member}");
            let offer = line.offer.read(problems, &at("offer"));
            let bearer = line.bearer.read(problems, &at("bearer"));
            let amount = line.amount.and_then(|yen| problems.keep(&at("amount"), Yen::try_from(yen)));
            let text = |problems: &mut Problems, member: &str, text: &str| {
                problems.keep(&at(member), text.parse::<Memo>()).unwrap_or_default()
            };
            let reason = text(problems, "reason", &line.reason);
            let talks = text(problems, "talks", &line.talks);
            let agreed = text(problems, "agreed", &line.agreed);
            if let (Some(offer), Some(bearer)) = (offer, bearer) {
                let line = SecurityLine { offer, amount, bearer, reason, talks, agreed };
                out.sheet.lines.insert(id.clone(), line);
            }
        }
        for (id, text) in &self.risks {
            let text = problems.keep(&format!("record.risks.{id}"), text.parse::<Memo>());
            out.risks.extend(text.map(|text| (id.clone(), text)));
        }
        out
    }
}
