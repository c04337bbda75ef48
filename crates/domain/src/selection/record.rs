//! What is kept of a round: publication, proposal, decision, and what a person found of a candidate.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CandidateSheet, Choice, Factor, Formula, SchemeDemand};
use crate::{
    FieldError, Problem,
    contractor::ContractorStanding,
    engagement::Answer,
    id::{PersonId, QuestionnaireId},
    plan::Offer,
    text::{Ground, Memo, Title},
};

/// The formula as it was announced: never changed afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
    /// The formula as JSON, byte for byte as it was announced.
    pub text: String,
    /// SHA-256 of that text in hexadecimal.
    pub digest: String,
}

/// What became of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Who was chosen, why, by whom, when.
    pub choice: Choice,
    /// For whom, when a substitute decided.
    #[serde(default)]
    pub on_behalf_of: Option<PersonId>,
    /// True when one person proposed and decided, which only small-firm mode allows.
    #[serde(default)]
    pub same_person: bool,
    /// Who proposed it, why, when.
    pub proposed: Choice,
    /// What the chosen one was called.
    pub name: Title,
    /// How many candidates were judged.
    pub candidates: usize,
    /// The chosen one's total in hundredths of a point.
    pub total: u32,
    /// The chosen one's score for stability, where the formula has one.
    #[serde(default)]
    pub stability: Option<u8>,
    /// Unclear answers of its self-assessment, where that counted.
    #[serde(default)]
    pub unclear: u8,
    /// Measures it does not offer and whose risk nobody bears.
    #[serde(default)]
    pub unborne: Vec<String>,
}

/// A proposal that did not hold, or a round that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// Why.
    pub reason: Ground,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// How a round went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoundRecord {
    /// The formula was announced.
    pub published: Option<Publication>,
    /// A candidate is proposed; the candidates stand still while it waits.
    pub proposed: Option<Choice>,
    /// The last proposal was sent back.
    pub sent_back: Option<Remark>,
    /// One was chosen.
    pub decided: Option<Decision>,
    /// The round was given up.
    pub ended: Option<Remark>,
}

/// The figure of a questionnaire, as it was when the selection was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionnaireFigure {
    /// Which.
    pub id: QuestionnaireId,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// The figure in tenths; `None` when nothing could be scored.
    pub score: Option<i64>,
    /// Share answered, in tenths of a percent.
    pub coverage: i64,
}

/// What was looked at and may change later, as it was when the selection was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// Whether work could go to it.
    pub standing: ContractorStanding,
    /// The last questionnaire accepted of it.
    #[serde(default)]
    pub questionnaire: Option<QuestionnaireFigure>,
}

/// A candidate as people entered it. Its certificates stay with the register until the decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CandidateRecord {
    /// What it quoted and what people found.
    pub sheet: CandidateSheet,
    /// What the reading of the certificate's scope and sites rests on.
    pub scope_ground: Memo,
    /// What was asked about unclear answers of the self-assessment, and what came back.
    pub benchmark_ground: Memo,
    /// What the reading of the audit report rests on.
    pub audit_ground: Memo,
    /// Who bears the risk of a measure that is not offered, and why, by measure.
    pub risks: BTreeMap<String, Memo>,
    /// What was frozen at the decision.
    pub frozen: Option<Frozen>,
}

/// Most measures a quotation is asked to price.
pub const MAX_MEASURES: usize = 200;

impl CandidateRecord {
    /// What is wrong with what was entered, each at its place. A score or a reading without a reason is none.
    #[must_use]
    pub fn problems(&self, formula: &Formula) -> Vec<FieldError> {
        let mut out = Vec::new();
        for (factor, score) in &self.sheet.scores {
            if *score > 100 {
                let problem = Problem::OutOfRange { value: score.to_string(), min: 0, max: 100 };
                out.push(FieldError::new(format!("scores.{factor}"), problem));
            }
            if self.sheet.grounds.get(factor).is_none_or(|g| g.as_str().is_empty()) {
                out.push(FieldError::new(format!("grounds.{factor}"), Problem::Missing));
            }
        }
        let read = [
            ("scope_ground", self.sheet.scope_covers, &self.scope_ground),
            ("audit_ground", self.sheet.audit_fits, &self.audit_ground),
        ];
        for (field, answer, ground) in read {
            if answer != Answer::Unknown && ground.as_str().is_empty() {
                out.push(FieldError::new(field, Problem::Missing));
            }
        }
        out.extend(self.benchmark_problems(formula));
        out.extend(self.line_problems(formula));
        out
    }

    fn benchmark_problems(&self, formula: &Formula) -> Vec<FieldError> {
        let mut out = Vec::new();
        let levels = &self.sheet.benchmark;
        if let Some((at, level)) = levels.iter().enumerate().find(|(_, l)| !(1..=5).contains(*l)) {
            out.push(at_answer(at.saturating_add(1), &level.to_string()));
        }
        let items = formula.benchmark_set.items();
        if levels.len() > items {
            let given = levels.len();
            let problem = Problem::Said {
                ja: format!("{items}項目の表に、{given}個の答えがあります"),
                en: format!("{given} answers for a set of {items} items"),
            };
            out.push(FieldError::new("benchmark", problem));
        }
        if usize::from(self.sheet.unclear) > items {
            let max = i64::try_from(items).unwrap_or(i64::MAX);
            let problem = Problem::OutOfRange { value: self.sheet.unclear.to_string(), min: 0, max };
            out.push(FieldError::new("unclear", problem));
        }
        out
    }

    fn line_problems(&self, formula: &Formula) -> Vec<FieldError> {
        let mut out = Vec::new();
        let asked = |id: &str| formula.measures.iter().any(|m| m.as_str() == id);
        for (measure, line) in &self.sheet.lines {
            if !asked(measure) {
                let problem = Problem::Unknown { value: measure.clone() };
                out.push(FieldError::new(format!("lines.{measure}"), problem));
            }
            if line.amount.is_some() && line.offer != Offer::Extra {
                out.push(FieldError::rule(
                    format!("lines.{measure}.amount"),
                    "金額は「別に費用がかかる」ときに書きます",
                    "An amount goes with an extra cost only",
                ));
            }
        }
        for measure in self.risks.keys().filter(|m| !asked(m)) {
            let problem = Problem::Unknown { value: measure.clone() };
            out.push(FieldError::new(format!("risks.{measure}"), problem));
        }
        out
    }

    /// Measures it does not offer and whose risk nobody bears yet.
    #[must_use]
    pub fn unborne(&self, formula: &Formula) -> Vec<String> {
        let open = |id: &str| {
            let offered = self.sheet.lines.get(id).is_some_and(|l| matches!(l.offer, Offer::Included | Offer::Extra));
            !offered && self.risks.get(id).is_none_or(|r| r.as_str().is_empty())
        };
        formula.measures.iter().map(|m| m.as_str()).filter(|id| open(id)).map(ToOwned::to_owned).collect()
    }

    /// The sum of what it asks for measures on top of its price; silent ones ask nothing.
    #[must_use]
    pub fn extra(&self) -> i64 {
        let extra = |l: &super::SecurityLine| l.amount.filter(|_| l.offer == Offer::Extra).map_or(0, |a| a.get());
        self.sheet.lines.values().map(extra).fold(0, i64::saturating_add)
    }
}

/// An answer of the self-assessment that is no level, with its place.
#[must_use]
pub fn at_answer(position: usize, value: &str) -> FieldError {
    let value = crate::problem::shorten(value);
    let problem = Problem::Said {
        ja: format!("{position}番目の答え「{value}」は1から5ではありません"),
        en: format!("Answer {position}, \"{value}\", is none of 1 to 5"),
    };
    FieldError::new("benchmark", problem)
}

impl Formula {
    /// What is wrong with a draft: all of [`Formula::problems`] but the sum of the weights, which only publication needs.
    #[must_use]
    pub fn draft_problems(&self) -> Vec<FieldError> {
        let mut out = self.problems();
        out.retain(|e| !(e.field == "weights" && matches!(e.problem, Problem::Said { .. })));
        for rule in self.factors.iter().filter(|r| r.weight > 100) {
            let problem = Problem::OutOfRange { value: rule.weight.to_string(), min: 0, max: 100 };
            out.push(FieldError::new(format!("weight_{}", rule.factor), problem));
        }
        if self.measures.len() > MAX_MEASURES {
            let max = i64::try_from(MAX_MEASURES).unwrap_or(i64::MAX);
            let problem = Problem::OutOfRange { value: self.measures.len().to_string(), min: 0, max };
            out.push(FieldError::new("measures", problem));
        }
        out
    }

    /// Unclear answers of a self-assessment that counts.
    #[must_use]
    pub fn unclear(&self, sheet: &CandidateSheet) -> u8 {
        if self.uses_benchmark() && !sheet.benchmark.is_empty() { sheet.unclear } else { 0 }
    }

    /// True when a self-assessment can decide.
    #[must_use]
    pub const fn uses_benchmark(&self) -> bool {
        matches!(self.scheme, SchemeDemand::Benchmark | SchemeDemand::IsmsOrBenchmark)
    }

    /// True when a certificate's scope can decide.
    #[must_use]
    pub fn uses_isms(&self) -> bool {
        matches!(self.scheme, SchemeDemand::Isms | SchemeDemand::IsmsOrBenchmark)
            || self.rule(Factor::Scheme).is_some_and(|r| r.weight > 0)
    }

    /// Factors a person scores, in the order of the formula: those that are always judged, and security while no measures
    /// are priced.
    pub fn judged(&self) -> impl Iterator<Item = Factor> {
        let security = self.measures.is_empty();
        let counts = |rule: &&super::FactorRule| rule.weight > 0 || rule.minimum.is_some();
        let judged = move |f: &Factor| f.is_judged() || (*f == Factor::Security && security);
        self.factors.iter().filter(counts).map(|r| r.factor).filter(judged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::{CostBearer, FactorRule, SecurityLine};

    fn fields(record: &CandidateRecord, formula: &Formula) -> Vec<String> {
        record.problems(formula).into_iter().map(|e| e.field).collect()
    }

    #[test]
    fn a_score_or_a_reading_without_a_reason_is_refused() {
        let formula = Formula::default();
        let mut record = CandidateRecord::default();
        assert_eq!(fields(&record, &formula), [""; 0]);
        record.sheet.scores.insert(Factor::Quality, 101);
        record.sheet.scope_covers = Answer::Yes;
        record.sheet.audit_fits = Answer::No;
        assert_eq!(fields(&record, &formula), ["scores.quality", "grounds.quality", "scope_ground", "audit_ground"]);
    }

    #[test]
    fn answers_are_levels_and_not_more_than_the_set_has() {
        let formula = Formula::default();
        let mut record = CandidateRecord::default();
        record.sheet.benchmark = [vec![3; 12], vec![7], vec![3; 13]].concat();
        record.sheet.unclear = 26;
        let problems = record.problems(&formula);
        assert_eq!(problems.len(), 3);
        assert!(problems[0].problem.text(crate::Lang::Ja).contains("13番目の答え「7」"));
        assert!(problems[1].problem.text(crate::Lang::En).starts_with("26 answers"));
    }

    #[test]
    fn a_measure_nobody_offers_is_open_until_someone_bears_the_risk() {
        let measures = vec!["CM-AC-01".parse().unwrap(), "CM-AC-02".parse().unwrap()];
        let formula = Formula { measures, ..Formula::default() };
        let line = |offer| SecurityLine {
            offer,
            amount: Some(5_i64.try_into().unwrap()),
            bearer: CostBearer::Client,
            reason: Memo::default(),
            talks: Memo::default(),
            agreed: Memo::default(),
        };
        let mut record = CandidateRecord::default();
        assert_eq!(record.unborne(&formula), ["CM-AC-01", "CM-AC-02"], "silence offers nothing");
        record.sheet.lines.insert("CM-AC-01".into(), line(Offer::Extra));
        assert_eq!((record.unborne(&formula).len(), record.extra()), (1, 5));
        record.risks.insert("CM-AC-02".into(), "課長が月ごとに確かめる".parse().unwrap());
        assert!(record.unborne(&formula).is_empty());
        record.sheet.lines.insert("CM-XX-01".into(), line(Offer::Included));
        assert_eq!(fields(&record, &formula), ["lines.CM-XX-01", "lines.CM-XX-01.amount"]);
    }

    #[test]
    fn a_draft_may_not_add_up_yet_but_its_figures_are_in_bounds() {
        let mut formula = Formula::default();
        formula.factors[0].weight = 30;
        assert_eq!(formula.problems().len(), 1);
        assert!(formula.draft_problems().is_empty());
        formula.factors.push(FactorRule { factor: Factor::Scheme, weight: 120, minimum: None });
        assert_eq!(formula.draft_problems()[0].field, "weight_scheme");
        assert!(formula.uses_isms() && !formula.uses_benchmark());
    }
}
