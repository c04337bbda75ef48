//! The plan 要件の詰め of an engagement: what people settle beyond the facts, so that requirements can be derived and
//! papers written.
//!
//! A plan names things of the catalogue by their ids as text; whether an id exists and a value is within its bounds is
//! checked where the catalogue is known. Source: NISC-2008 6.3, 7.1, 7.2 (tailoring, announcing, confirming), 6.3.3(2)
//! (audit), COLUMN-2025 (must-have and negotiable), IPA-2018 Q12, Q16, Q17 (boundary of responsibility, priced lines).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    FieldError, Problem, Words,
    engagement::Answer,
    text::{Ground, Memo, Yen},
};

codes! {
    /// How far a measure is asked of an engagement.
    pub enum RequirementLevel ("求める度合い", "Requirement level") {
        /// It must be stated and done.
        Required = "required" ("必要", "Required"),
        /// It is asked when someone chooses so, with a reason either way.
        Optional = "optional" ("選択", "Optional"),
        /// A service of this kind normally brings it along.
        Included = "included" ("サービスに含まれる", "Included in the service"),
        /// Not a matter of this work.
        NotApplicable = "not_applicable" ("対象外", "Not applicable"),
    }
}

codes! {
    /// Who carries out a measure (IPA-2018 Q12: boundary of responsibility).
    pub enum MeasureOwner ("分担", "Measure owner") {
        /// The client.
        Client = "client" ("委託元", "Client"),
        /// The contractor.
        Contractor = "contractor" ("委託先", "Contractor"),
        /// Both, each its part.
        Both = "both" ("双方", "Both"),
        /// The provider of a service the contractor uses.
        Provider = "provider" ("サービス事業者", "Provider"),
    }
}

codes! {
    /// How a bidder offers a measure (F41).
    pub enum Offer ("見積りの扱い", "Offer") {
        /// In the price.
        Included = "included" ("価格に含む", "Included"),
        /// For an extra price.
        Extra = "extra" ("別に費用がかかる", "Extra"),
        /// Not offered; someone must accept the risk.
        NotOffered = "not_offered" ("提供しない", "Not offered"),
    }
}

codes! {
    /// A factor that speaks for auditing (NISC-2008 6.3.3(2)).
    pub enum AuditFactor ("監査の要否の観点", "Audit factor") {
        /// Confidentiality or integrity protects people's safety or rights.
        Rights = "rights" ("漏えいや改変が、人の安全や権利に関わる", "Leak or change touches people's safety or rights"),
        /// An outage hits life or industry.
        Lifeline = "lifeline" ("止まると、暮らしや産業に響く", "An outage hits daily life or industry"),
        /// Public trust needs the service.
        PublicTrust = "public_trust" ("公の信頼に関わる", "Public trust depends on it"),
    }
}

/// A value a person set for a parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PlanValue {
    /// Yes or no.
    Switch(bool),
    /// A whole number.
    Number(i64),
    /// A text, a day, the code of a choice.
    Text(Memo),
    /// Several texts.
    List(Vec<Memo>),
}

/// A level set otherwise than derived, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tailoring {
    /// The level.
    pub level: RequirementLevel,
    /// Why.
    pub reason: Ground,
}

/// Whether an audit is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditDecision {
    /// Wanted.
    pub wanted: Answer,
    /// Why, above all where it departs from what the factors suggest.
    #[serde(default)]
    pub reason: Option<Ground>,
}

/// A must-have clause the other side refused (COLUMN-2025; F10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// What the other side said.
    pub reason: Ground,
    /// Insurance the contractor has for it.
    #[serde(default)]
    pub insurance: Option<Ground>,
    /// Why the rest is within what we can bear.
    #[serde(default)]
    pub tolerance: Option<Ground>,
}

/// A measure in a quotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PricedLine {
    /// How it is offered.
    pub offer: Offer,
    /// The extra amount.
    #[serde(default)]
    pub amount: Option<Yen>,
    /// For a measure not offered: who bears the risk, and why.
    #[serde(default)]
    pub risk: Option<Ground>,
}

/// A row a person wrote into a table of a paper: column key → text.
pub type PlanRow = BTreeMap<String, Memo>;

/// The plan. [`RawPlan`] with public fields is for building; this is the checked form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "RawPlan", into = "RawPlan")]
pub struct Plan {
    raw: RawPlan,
}

/// A plan before its keys and sizes are checked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawPlan {
    /// Edition of the catalogue it was made under; empty while nothing was settled.
    pub edition: String,
    /// Strength of wording, `strict`, `standard`, `mild`; empty for what each paper proposes.
    pub strength: String,
    /// Chosen alternative by clause or article: `KL-22` → `b`.
    pub alternatives: BTreeMap<String, String>,
    /// Values by the clause, article, paper or annex that asks for them, then by name.
    pub values: BTreeMap<String, BTreeMap<String, PlanValue>>,
    /// Names and dates every paper uses, by the catalogue's known names: `contractor_officer`.
    pub names: BTreeMap<String, Memo>,
    /// Levels set otherwise than derived, by measure or table row.
    pub tailored: BTreeMap<String, Tailoring>,
    /// Who does a measure, where it is not as usual.
    pub owners: BTreeMap<String, MeasureOwner>,
    /// Factors that speak for an audit.
    pub audit_factors: Vec<AuditFactor>,
    /// Whether an audit is asked for.
    pub audit: Option<AuditDecision>,
    /// Must-have clauses that were refused, by clause.
    pub refused: BTreeMap<String, Refusal>,
    /// Quoted lines, by measure.
    pub priced: BTreeMap<String, PricedLine>,
    /// Rows written by hand, by row source: `contacts`, `targets`.
    pub rows: BTreeMap<String, Vec<PlanRow>>,
}

impl RawPlan {
    /// Most entries of each list.
    pub const MAX_ENTRIES: usize = 500;

    fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        let mut key = |field: &str, key: &str| {
            if !is_key(key) {
                out.push(FieldError::new(format!("{field}.{key}"), Problem::form(key, KEY)));
            }
        };
        self.alternatives.iter().for_each(|(k, v)| {
            key("alternatives", k);
            key("alternatives", v);
        });
        self.names.keys().for_each(|k| key("names", k));
        self.tailored.keys().for_each(|k| key("tailored", k));
        self.owners.keys().for_each(|k| key("owners", k));
        self.refused.keys().for_each(|k| key("refused", k));
        self.priced.keys().for_each(|k| key("priced", k));
        for (owner, values) in &self.values {
            key("values", owner);
            values.keys().for_each(|k| key("values", k));
        }
        for (source, rows) in &self.rows {
            key("rows", source);
            rows.iter().flat_map(BTreeMap::keys).for_each(|k| key("rows", k));
        }
        out.extend(self.sizes());
        out
    }

    fn sizes(&self) -> impl Iterator<Item = FieldError> {
        let values = self.values.values().map(BTreeMap::len).max().unwrap_or(0);
        let rows = self.rows.values().map(Vec::len).max().unwrap_or(0);
        let sizes = [
            ("alternatives", self.alternatives.len()),
            ("values", self.values.len().max(values)),
            ("names", self.names.len()),
            ("tailored", self.tailored.len()),
            ("owners", self.owners.len()),
            ("refused", self.refused.len()),
            ("priced", self.priced.len()),
            ("rows", self.rows.len().max(rows)),
        ];
        sizes.into_iter().filter(|(_, n)| *n > Self::MAX_ENTRIES).map(|(field, n)| {
            let max = i64::try_from(Self::MAX_ENTRIES).unwrap_or(i64::MAX);
            FieldError::new(field, Problem::OutOfRange { value: n.to_string(), min: 0, max })
        })
    }
}

const KEY: Words = Words {
    ja: "英数字と - _ : からなる80文字までの番号です",
    en: "an id of letters, digits, - _ and :, at most 80 characters",
};

fn is_key(text: &str) -> bool {
    (1..=80).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
}

impl std::ops::Deref for Plan {
    type Target = RawPlan;
    fn deref(&self) -> &RawPlan {
        &self.raw
    }
}

impl From<Plan> for RawPlan {
    fn from(plan: Plan) -> Self {
        plan.raw
    }
}

impl TryFrom<RawPlan> for Plan {
    type Error = PlanError;
    fn try_from(raw: RawPlan) -> Result<Self, PlanError> {
        let errors = raw.problems();
        if errors.is_empty() { Ok(Self { raw }) } else { Err(PlanError(errors)) }
    }
}

/// Keys or sizes that are not allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(|e| format!("{}: {}", e.field, e.problem)).collect::<Vec<_>>().join("; "))]
pub struct PlanError(pub Vec<FieldError>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_survives_json_and_refuses_what_it_does_not_know() {
        let json = serde_json::json!({
            "edition": "2026-11", "alternatives": {"KL-22": "b"}, "values": {"KL-15": {"report_hours": 24}},
            "tailored": {"CM-AC-06": {"level": "not_applicable", "reason": "端末を貸し出すため"}},
            "owners": {"CM-GV-01": "both"}, "rows": {"contacts": [{"name": "霧沢 一"}]},
        });
        let plan: Plan = serde_json::from_value(json).unwrap();
        assert_eq!(plan.values["KL-15"]["report_hours"], PlanValue::Number(24));
        let again: Plan = serde_json::from_str(&serde_json::to_string(&plan).unwrap()).unwrap();
        assert_eq!(again, plan);
        assert!(serde_json::from_str::<Plan>(r#"{"colour": 1}"#).is_err());
    }

    #[test]
    fn keys_are_ids() {
        let mut raw = RawPlan::default();
        raw.names.insert("client name".into(), "霧沢市".parse().unwrap());
        let errors = Plan::try_from(raw).unwrap_err().0;
        assert_eq!(errors[0].field, "names.client name");
    }
}
