//! Selections 選定: the candidates of an engagement, the formula they are judged by, what each can show, the decision.
//!
//! Sources: NISC-2008 6.1, 6.2 (criteria set beforehand, schemes and their thresholds), IPA-2018 Q16, Q17 (priced lines).

mod record;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use record::{
    CandidateRecord, Decision, Frozen, MAX_MEASURES, Publication, QuestionnaireFigure, Remark, RoundRecord, at_answer,
};

use crate::{
    FieldError, Problem,
    contractor::Certificate,
    engagement::Answer,
    id::{ContractorId, PersonId},
    plan::Offer,
    text::{Ground, Line, Memo, Yen},
};

codes! {
    /// How far a selection is.
    pub enum SelectionState ("選定の状態", "Selection state") {
        /// Formula and candidates are being written.
        Open = "open" ("準備中", "Being prepared"),
        /// The formula is frozen; candidates are judged by it.
        Published = "published" ("式を固定", "Published"),
        /// One was chosen.
        Decided = "decided" ("決定", "Decided"),
        /// Given up; another round may follow.
        Ended = "ended" ("取りやめ", "Given up"),
    }
}

codes! {
    /// What candidates are judged by.
    pub enum Factor ("評価の観点", "Factor") {
        /// Price, against the lowest.
        Price = "price" ("価格", "Price"),
        /// Quality of what is proposed.
        Quality = "quality" ("品質", "Quality"),
        /// What it has done before.
        Record = "record" ("実績", "Track record"),
        /// Stability of the firm.
        Stability = "stability" ("安定性", "Stability"),
        /// Security measures offered.
        Security = "security" ("セキュリティ対策", "Security measures"),
        /// Certificate, self-assessment or audit.
        Scheme = "scheme" ("認証・自己診断", "Scheme result"),
        /// Certified products.
        Product = "product" ("製品の認証", "Product certification"),
    }
}

impl Factor {
    /// Whether a person gives the score; the others are computed.
    #[must_use]
    pub const fn is_judged(self) -> bool {
        matches!(self, Self::Quality | Self::Record | Self::Stability | Self::Product)
    }
}

codes! {
    /// What proof of security candidates must bring.
    pub enum SchemeDemand ("求める証明", "Scheme demand") {
        /// None.
        None = "none" ("求めない", "None"),
        /// An ISMS certificate that covers work and site.
        Isms = "isms" ("ISMS認証", "ISMS certificate"),
        /// A self-assessment by the benchmark.
        Benchmark = "benchmark" ("自己診断（ベンチマーク）", "Self-assessment"),
        /// The certificate, or else the self-assessment with a mean of 4.
        IsmsOrBenchmark = "isms_or_benchmark" ("ISMS認証、なければ自己診断の平均4以上", "ISMS, or self-assessment of 4"),
        /// A report of an audit whose object fits the work.
        Audit = "audit" ("監査の報告書", "Audit report"),
    }
}

codes! {
    /// Which set of questions the self-assessment uses.
    pub enum BenchmarkSet ("自己診断の設問", "Benchmark set") {
        /// 25 items, the spreadsheet of October 2024.
        Items25 = "items25" ("25項目（2024年10月の表）", "25 items (October 2024)"),
        /// 27 items, versions 4.4 to 5.0.
        Items27 = "items27" ("27項目（第4.4–5.0版）", "27 items (versions 4.4 to 5.0)"),
    }
}

impl BenchmarkSet {
    /// How many items it has.
    #[must_use]
    pub const fn items(self) -> usize {
        match self {
            Self::Items25 => 25,
            Self::Items27 => 27,
        }
    }
}

codes! {
    /// Which SCS level is asked for.
    pub enum ScsDemand ("求めるSCSの★", "SCS demand") {
        /// None.
        None = "none" ("求めない", "None"),
        /// Level 3 or more.
        Star3 = "star3" ("★3以上", "★3 or more"),
        /// Level 4.
        Star4 = "star4" ("★4", "★4"),
    }
}

codes! {
    /// Who bears the cost of a measure.
    pub enum CostBearer ("費用の負担", "Cost bearer") {
        /// Nobody has said.
        Open = "open" ("未定", "Open"),
        /// The client.
        Client = "client" ("委託元", "Client"),
        /// The contractor.
        Contractor = "contractor" ("委託先", "Contractor"),
        /// Both, as agreed.
        Shared = "shared" ("双方", "Shared"),
    }
}

/// One factor of the formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct FactorRule {
    /// Which.
    pub factor: Factor,
    /// Its part of the whole, in percent.
    pub weight: u8,
    /// The score below which a candidate is out, 0 to 100.
    #[serde(default)]
    pub minimum: Option<u8>,
}

checked_serde!(FactorRule, CandidateSheet);

impl FactorRule {
    /// What in it is out of bounds; nothing when it can stand.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let bound = |field: String, n: u8| {
            let problem = Problem::OutOfRange { value: n.to_string(), min: 0, max: 100 };
            (n > 100).then(|| FieldError::new(field, problem))
        };
        let minimum = self.minimum.and_then(|m| bound(format!("minimum_{}", self.factor), m));
        bound(format!("weight_{}", self.factor), self.weight).into_iter().chain(minimum).collect()
    }
}

/// The three questions that say which SCS level to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Triage {
    /// Important confidential information is handled on the contractor's systems.
    pub confidential: Answer,
    /// A stop of the contractor would delay us more than we can bear.
    pub stoppage: Answer,
    /// The contractor's systems can reach ours.
    pub access: Answer,
}

impl Default for Triage {
    fn default() -> Self {
        Self { confidential: Answer::Unknown, stoppage: Answer::Unknown, access: Answer::Unknown }
    }
}

impl Triage {
    /// The level that follows. What is not known counts as yes.
    #[must_use]
    pub fn level(&self) -> ScsDemand {
        let all_no = [self.confidential, self.stoppage, self.access].iter().all(|a| *a == Answer::No);
        if all_no { ScsDemand::Star3 } else { ScsDemand::Star4 }
    }
}

/// The formula: fixed before anyone is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// The factors, each once, weights summing to 100.
    pub factors: Vec<FactorRule>,
    /// Which proof of security is demanded.
    pub scheme: SchemeDemand,
    /// Set of questions of the self-assessment.
    pub benchmark_set: BenchmarkSet,
    /// Mean it must reach, in tenths: 30 for 3.0.
    pub benchmark_mean: u8,
    /// Place the certificate must cover; empty when the place does not matter.
    #[serde(default)]
    pub site: Line,
    /// Which SCS level is demanded.
    pub scs: ScsDemand,
    /// What that rests on.
    #[serde(default)]
    pub triage: Triage,
    /// The highest price that can be taken.
    #[serde(default)]
    pub ceiling: Option<Yen>,
    /// Measures a quotation must price, by their ids.
    #[serde(default)]
    pub measures: Vec<Line>,
}

impl Default for Formula {
    fn default() -> Self {
        let rule = |factor, weight| FactorRule { factor, weight, minimum: None };
        Self {
            factors: vec![
                rule(Factor::Price, 40),
                rule(Factor::Quality, 20),
                rule(Factor::Record, 10),
                rule(Factor::Stability, 10),
                rule(Factor::Security, 20),
            ],
            scheme: SchemeDemand::None,
            benchmark_set: BenchmarkSet::Items25,
            benchmark_mean: 30,
            site: Line::default(),
            scs: ScsDemand::None,
            triage: Triage::default(),
            ceiling: None,
            measures: Vec::new(),
        }
    }
}

impl Formula {
    /// Lowest and highest mean of the self-assessment, in tenths.
    pub const MEAN: (u8, u8) = (10, 50);

    /// What is wrong with it; nothing when it can be published.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        let sum: u32 = self.factors.iter().map(|f| u32::from(f.weight)).sum();
        if sum != 100 {
            out.push(FieldError::new(
                "weights",
                Problem::Said {
                    ja: format!("重みの合計は100です（いま{sum}）"),
                    en: format!("The weights sum to 100; they are {sum} now"),
                },
            ));
        }
        for (i, rule) in self.factors.iter().enumerate() {
            if self.factors.iter().skip(i.saturating_add(1)).any(|other| other.factor == rule.factor) {
                let value = rule.factor.code().to_owned();
                out.push(FieldError::new("weights", Problem::Taken { value }));
            }
            out.extend(rule.problems());
        }
        let (min, max) = Self::MEAN;
        if !(min..=max).contains(&self.benchmark_mean) {
            let value = self.benchmark_mean.to_string();
            let (min, max) = (i64::from(min), i64::from(max));
            out.push(FieldError::new("benchmark_mean", Problem::OutOfRange { value, min, max }));
        }
        out
    }

    /// The rule of a factor with any weight or minimum.
    #[must_use]
    pub fn rule(&self, factor: Factor) -> Option<&FactorRule> {
        self.factors.iter().find(|f| f.factor == factor)
    }
}

/// A measure in a quotation, and how its cost was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecurityLine {
    /// How it is offered.
    pub offer: Offer,
    /// The extra amount.
    #[serde(default)]
    pub amount: Option<Yen>,
    /// Who bears the cost.
    pub bearer: CostBearer,
    /// Why we ask for it.
    #[serde(default)]
    pub reason: Memo,
    /// What was talked about: days, who, what each side said.
    #[serde(default)]
    pub talks: Memo,
    /// What was agreed.
    #[serde(default)]
    pub agreed: Memo,
}

/// What is known of a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, default)]
pub struct CandidateSheet {
    /// Quoted price.
    pub price: Option<Yen>,
    /// Scores a person gave, 0 to 100.
    pub scores: BTreeMap<Factor, u8>,
    /// Why.
    pub grounds: BTreeMap<Factor, Memo>,
    /// Whether the scope of the certificate covers this work, as a person read it.
    pub scope_covers: Answer,
    /// Levels of the self-assessment, 1 to 5; fewer than the set has items while some are missing.
    pub benchmark: Vec<u8>,
    /// Answers of the self-assessment that are still unclear.
    pub unclear: u8,
    /// Whether the object of the audit report fits this work, as a person read it.
    pub audit_fits: Answer,
    /// Measures of the quotation, by id.
    pub lines: BTreeMap<String, SecurityLine>,
    /// Certificates as they stood when the selection was decided; empty before.
    pub certificates: Vec<Certificate>,
}

impl Default for CandidateSheet {
    fn default() -> Self {
        Self {
            price: None,
            scores: BTreeMap::new(),
            grounds: BTreeMap::new(),
            scope_covers: Answer::Unknown,
            benchmark: Vec::new(),
            unclear: 0,
            audit_fits: Answer::Unknown,
            lines: BTreeMap::new(),
            certificates: Vec::new(),
        }
    }
}

impl CandidateSheet {
    /// What in it is out of bounds; nothing when it can stand.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let off = |field: String, n: u8, (min, max): (u8, u8)| {
            let problem = || Problem::OutOfRange { value: n.to_string(), min: i64::from(min), max: i64::from(max) };
            (!(min..=max).contains(&n)).then(|| FieldError::new(field, problem()))
        };
        let scores = self.scores.iter().filter_map(|(factor, n)| off(format!("score_{factor}"), *n, (0, 100)));
        let levels = (1_usize..).zip(&self.benchmark).filter_map(|(i, n)| off(format!("benchmark_{i}"), *n, (1, 5)));
        scores.chain(levels).collect()
    }
}

/// Who was chosen, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The contractor.
    pub contractor: ContractorId,
    /// Why.
    pub reason: Ground,
    /// Who decided.
    pub by: PersonId,
    /// When.
    pub at: jiff::Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_yes_or_doubt_asks_for_the_higher_level() {
        let triage = |confidential, stoppage, access| Triage { confidential, stoppage, access }.level();
        assert_eq!(triage(Answer::No, Answer::No, Answer::No), ScsDemand::Star3);
        assert_eq!(triage(Answer::No, Answer::Yes, Answer::No), ScsDemand::Star4);
        assert_eq!(triage(Answer::No, Answer::Unknown, Answer::No), ScsDemand::Star4);
    }

    #[test]
    fn scores_and_levels_out_of_bounds_are_not_read() {
        let read = |text: &str| serde_json::from_str::<CandidateSheet>(text).map_err(|e| e.to_string());
        assert!(read(r#"{ "scores": { "quality": 100 }, "benchmark": [1, 5] }"#).is_ok());
        assert!(read(r#"{ "scores": { "quality": 101 } }"#).unwrap_err().contains("score_quality: 101"));
        assert!(read(r#"{ "benchmark": [3, 0] }"#).unwrap_err().contains("benchmark_2: 0"));
        assert!(read(r#"{ "benchmark": [6] }"#).is_err());
        let rule = |text: &str| serde_json::from_str::<FactorRule>(text);
        assert!(rule(r#"{ "factor": "price", "weight": 100 }"#).is_ok());
        assert!(rule(r#"{ "factor": "price", "weight": 101 }"#).is_err());
        assert!(rule(r#"{ "factor": "price", "weight": 1, "minimum": 101 }"#).is_err());
    }

    #[test]
    fn weights_sum_to_a_hundred_and_each_factor_stands_once() {
        assert!(Formula::default().problems().is_empty());
        let mut formula = Formula::default();
        formula.factors.push(FactorRule { factor: Factor::Price, weight: 10, minimum: Some(101) });
        formula.benchmark_mean = 51;
        let fields: Vec<_> = formula.problems().into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["weights", "weights", "minimum_price", "benchmark_mean"]);
    }
}
