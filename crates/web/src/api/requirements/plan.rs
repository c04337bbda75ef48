//! The plan as JSON: the same members coming in and going out, so that a program can change one and send the rest back.

use std::collections::BTreeMap;

use domain::{
    Problem, Words,
    plan::{AuditDecision, PlanRow, PlanValue, PricedLine, RawPlan, Refusal, Tailoring},
    problem::Problems,
    text::{Ground, Memo, Yen},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::api::coded::{AnswerCode, AuditFactorCode, Code, MeasureOwnerCode, OfferCode, RequirementLevelCode};

/// A level set otherwise than derived.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Tailoring)]
pub(super) struct TailoringJson {
    /// The level.
    level: RequirementLevelCode,
    /// Why.
    reason: String,
}

/// Whether an audit is asked for.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AuditDecision)]
pub(super) struct AuditJson {
    /// yes, no, or unknown while it is not decided.
    wanted: AnswerCode,
    /// Why; needed where it departs from what is suggested.
    reason: Option<String>,
}

/// What the other side said of a must-have clause.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Refusal)]
pub(super) struct RefusalJson {
    /// What they said.
    reason: String,
    /// Insurance the contractor has for it.
    insurance: Option<String>,
    /// Why the rest can be borne.
    tolerance: Option<String>,
}

/// A measure in a quotation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PricedLine)]
pub(super) struct PricedJson {
    /// How it is offered.
    offer: OfferCode,
    /// The extra amount in yen.
    amount: Option<i64>,
    /// For a measure not offered: who bears the risk, and why.
    risk: Option<String>,
}

/// What people settle about an engagement beyond its facts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Plan)]
pub(crate) struct PlanJson {
    /// Edition of the catalogue it was made under; set by the program.
    #[serde(default)]
    edition: String,
    /// Strength of wording: strict, standard, mild; empty for what each paper proposes.
    #[serde(default)]
    strength: String,
    /// Chosen text by clause or article: `{"KL-22": "b"}`.
    #[serde(default)]
    alternatives: BTreeMap<String, String>,
    /// Values by the clause, article, paper or annex that asks for them, then by name: true or false, a whole number, a text
    /// (also days and codes), or a list of texts.
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, Value>>,
    /// Names and dates every paper uses.
    #[serde(default)]
    names: BTreeMap<String, String>,
    /// Levels set otherwise than derived, by row, measure or clause.
    #[serde(default)]
    tailored: BTreeMap<String, TailoringJson>,
    /// Who carries a measure out, or guards an area of a service (`RB-1`).
    #[serde(default)]
    owners: BTreeMap<String, MeasureOwnerCode>,
    /// Factors that speak for an audit.
    #[serde(default)]
    audit_factors: Vec<AuditFactorCode>,
    /// Whether an audit is asked for.
    audit: Option<AuditJson>,
    /// Must-have clauses that were refused, by clause.
    #[serde(default)]
    refused: BTreeMap<String, RefusalJson>,
    /// Quoted lines, by measure.
    #[serde(default)]
    priced: BTreeMap<String, PricedJson>,
    /// Rows written by hand, by where they stand: `contacts`, `targets`; column by column.
    #[serde(default)]
    rows: BTreeMap<String, Vec<BTreeMap<String, String>>>,
}

const VALUE: Words = Words {
    ja: "true・false、整数、文字、または文字の列挙です",
    en: "true or false, a whole number, a text, or a list of texts",
};

impl PlanJson {
    /// As it goes out.
    pub(super) fn of(plan: &RawPlan) -> Self {
        let text = |ground: &Option<Ground>| ground.as_ref().map(ToString::to_string);
        let value = |value: &PlanValue| serde_json::to_value(value).unwrap_or_default();
        Self {
            edition: plan.edition.clone(),
            strength: plan.strength.clone(),
            alternatives: plan.alternatives.clone(),
            values: each(&plan.values, |values| each(values, value)),
            names: each(&plan.names, ToString::to_string),
            tailored: each(&plan.tailored, |t| TailoringJson {
                level: Code::of(t.level),
                reason: t.reason.to_string(),
            }),
            owners: each(&plan.owners, |owner| Code::of(*owner)),
            audit_factors: plan.audit_factors.iter().map(|f| Code::of(*f)).collect(),
            audit: plan.audit.as_ref().map(|a| AuditJson { wanted: Code::of(a.wanted), reason: text(&a.reason) }),
            refused: each(&plan.refused, |r| RefusalJson {
                reason: r.reason.to_string(),
                insurance: text(&r.insurance),
                tolerance: text(&r.tolerance),
            }),
            priced: each(&plan.priced, |p| PricedJson {
                offer: Code::of(p.offer),
                amount: p.amount.map(Yen::get),
                risk: text(&p.risk),
            }),
            rows: each(&plan.rows, |rows| rows.iter().map(|row| each(row, ToString::to_string)).collect()),
        }
    }

    /// Reads every value; what is wrong is noted with its place.
    pub(super) fn read(&self, problems: &mut Problems, prefix: &str) -> RawPlan {
        let at = |list: &str, key: &str, rest: &str| format!("{prefix}{list}.{key}{rest}");
        let mut plan =
            RawPlan { strength: self.strength.clone(), alternatives: self.alternatives.clone(), ..RawPlan::default() };
        for (owner, values) in &self.values {
            for (name, value) in values {
                let read = problems.keep(&at("values", owner, &format!(".{name}")), value_of(value));
                if let Some(value) = read {
                    plan.values.entry(owner.clone()).or_default().insert(name.clone(), value);
                }
            }
        }
        for (name, text) in &self.names {
            let read = problems.keep(&at("names", name, ""), text.parse::<Memo>());
            plan.names.extend(read.map(|text| (name.clone(), text)));
        }
        for (id, one) in &self.tailored {
            let level = one.level.read(problems, &at("tailored", id, ".level"));
            let reason: Option<Ground> = problems.required(&at("tailored", id, ".reason"), &one.reason);
            let both = level.zip(reason);
            plan.tailored.extend(both.map(|(level, reason)| (id.clone(), Tailoring { level, reason })));
        }
        for (id, code) in &self.owners {
            let read = code.read(problems, &at("owners", id, ""));
            plan.owners.extend(read.map(|owner| (id.clone(), owner)));
        }
        let factors = self.audit_factors.iter().enumerate();
        plan.audit_factors =
            factors.filter_map(|(i, code)| code.read(problems, &format!("{prefix}audit_factors[{i}]"))).collect();
        if let Some(one) = &self.audit {
            let wanted = one.wanted.read(problems, &format!("{prefix}audit.wanted"));
            let reason = ground(problems, &format!("{prefix}audit.reason"), one.reason.as_deref());
            plan.audit = wanted.map(|wanted| AuditDecision { wanted, reason });
        }
        self.read_talks(problems, prefix, &mut plan);
        plan
    }

    /// Refusals, prices and rows written by hand.
    fn read_talks(&self, problems: &mut Problems, prefix: &str, plan: &mut RawPlan) {
        let at = |list: &str, key: &str, rest: &str| format!("{prefix}{list}.{key}{rest}");
        for (id, one) in &self.refused {
            let reason: Option<Ground> = problems.required(&at("refused", id, ".reason"), &one.reason);
            let insurance = ground(problems, &at("refused", id, ".insurance"), one.insurance.as_deref());
            let tolerance = ground(problems, &at("refused", id, ".tolerance"), one.tolerance.as_deref());
            plan.refused.extend(reason.map(|reason| (id.clone(), Refusal { reason, insurance, tolerance })));
        }
        for (id, one) in &self.priced {
            let offer = one.offer.read(problems, &at("priced", id, ".offer"));
            let amount = one.amount.and_then(|yen| problems.keep(&at("priced", id, ".amount"), Yen::try_from(yen)));
            let risk = ground(problems, &at("priced", id, ".risk"), one.risk.as_deref());
            plan.priced.extend(offer.map(|offer| (id.clone(), PricedLine { offer, amount, risk })));
        }
        for (source, rows) in &self.rows {
            let mut read = Vec::new();
            for (i, row) in rows.iter().enumerate() {
                let cell = |problems: &mut Problems, (key, text): (&String, &String)| {
                    let text = problems.keep(&at("rows", source, &format!("[{i}].{key}")), text.parse::<Memo>())?;
                    Some((key.clone(), text))
                };
                read.push(row.iter().filter_map(|pair| cell(problems, pair)).collect::<PlanRow>());
            }
            plan.rows.insert(source.clone(), read);
        }
    }
}

fn each<A, B>(map: &BTreeMap<String, A>, make: impl Fn(&A) -> B) -> BTreeMap<String, B> {
    map.iter().map(|(key, one)| (key.clone(), make(one))).collect()
}

fn ground(problems: &mut Problems, field: &str, text: Option<&str>) -> Option<Ground> {
    text.and_then(|text| problems.optional(field, text))
}

fn value_of(value: &Value) -> Result<PlanValue, Problem> {
    let wrong = || Problem::form(&value.to_string(), VALUE);
    match value {
        Value::Bool(on) => Ok(PlanValue::Switch(*on)),
        Value::Number(n) => n.as_i64().map(PlanValue::Number).ok_or_else(wrong),
        Value::String(text) => text.parse().map(PlanValue::Text),
        Value::Array(items) => {
            let text = |item: &Value| item.as_str().ok_or_else(wrong)?.parse::<Memo>();
            items.iter().map(text).collect::<Result<Vec<_>, _>>().map(PlanValue::List)
        }
        Value::Null | Value::Object(_) => Err(wrong()),
    }
}
