//! Risk analysis for an exception permit (NISC-2008 5.1(5)): threats, feasible measures, what remains.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    FieldError, Problem,
    id::PersonId,
    text::{Ground, Statement, Title},
};

codes! {
    /// A level of risk.
    pub enum Level ("程度", "Level") {
        /// Can be borne.
        Low = "low" ("低い", "Low"),
        /// Can be borne with care.
        Medium = "medium" ("中くらい", "Medium"),
        /// Cannot be borne.
        High = "high" ("高い", "High"),
    }
}

/// One threat with its measures and what remains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskLine {
    /// The threat: an id of the catalogue or own words.
    pub threat: Title,
    /// Level before measures.
    pub before: Level,
    /// Feasible measures and their effect.
    pub measures: Statement,
    /// Level that remains.
    pub residual: Level,
}

/// The analysis as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRiskAnalysis", into = "RawRiskAnalysis")]
pub struct RiskAnalysis(RawRiskAnalysis);

/// The same with public fields, for building.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRiskAnalysis {
    /// Why the work should go out although it is critical.
    pub necessity: Statement,
    /// One line a threat; at least one.
    pub lines: Vec<RiskLine>,
    /// Grounds for holding what remains to be low enough.
    pub grounds: Statement,
}

impl std::ops::Deref for RiskAnalysis {
    type Target = RawRiskAnalysis;
    fn deref(&self) -> &RawRiskAnalysis {
        &self.0
    }
}
impl From<RiskAnalysis> for RawRiskAnalysis {
    fn from(value: RiskAnalysis) -> Self {
        value.0
    }
}
impl TryFrom<RawRiskAnalysis> for RiskAnalysis {
    type Error = RiskError;
    fn try_from(raw: RawRiskAnalysis) -> Result<Self, RiskError> {
        let mut out = Vec::new();
        if raw.lines.is_empty() {
            out.push(FieldError::new("lines", Problem::Missing));
        }
        if raw.lines.len() > 50 {
            out.push(FieldError::new(
                "lines",
                Problem::OutOfRange { value: raw.lines.len().to_string(), min: 1, max: 50 },
            ));
        }
        for (i, line) in raw.lines.iter().enumerate() {
            if line.residual > line.before {
                out.push(FieldError::rule(
                    format!("lines[{i}].residual"),
                    "対策の後の程度が、対策の前より高くなっています",
                    "What remains after the measures is higher than before them",
                ));
            }
            if line.residual == Level::High {
                out.push(FieldError::rule(
                    format!("lines[{i}].residual"),
                    "残るリスクが「高い」ままでは許可を求められません。対策を加えるか、業務の範囲を分けてください",
                    "A permit cannot be asked for while a high risk remains; add measures or cut the scope",
                ));
            }
        }
        if out.is_empty() { Ok(Self(raw)) } else { Err(RiskError(out)) }
    }
}

/// What is wrong with an analysis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(|e| format!("{}: {}", e.field, e.problem)).collect::<Vec<_>>().join("; "))]
pub struct RiskError(pub Vec<FieldError>);

/// A measure the officer directs as a condition of the permit; it must stand in the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectedMeasure {
    /// What must be done.
    pub text: Ground,
}

/// An exception permit. It cannot be made without directed measures (F04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawPermit", into = "RawPermit")]
pub struct Permit(RawPermit);

/// The same with public fields, for building.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPermit {
    /// Measures directed; at least one.
    pub measures: Vec<DirectedMeasure>,
    /// Why it was granted.
    pub reason: Ground,
    /// Who granted it.
    pub granted_by: PersonId,
    /// When.
    pub granted_on: Date,
    /// Last day it holds.
    pub until: Date,
}

impl std::ops::Deref for Permit {
    type Target = RawPermit;
    fn deref(&self) -> &RawPermit {
        &self.0
    }
}
impl From<Permit> for RawPermit {
    fn from(value: Permit) -> Self {
        value.0
    }
}
impl TryFrom<RawPermit> for Permit {
    type Error = RiskError;
    fn try_from(raw: RawPermit) -> Result<Self, RiskError> {
        let mut out = Vec::new();
        if raw.measures.is_empty() {
            out.push(FieldError::rule(
                "measures",
                "指示する対策を一つ以上書いてください。対策のない許可は出せません",
                "Direct at least one measure; a permit without measures cannot be issued",
            ));
        }
        if raw.until < raw.granted_on {
            out.push(FieldError::new(
                "until",
                Problem::Before { value: raw.until.to_string(), bound: raw.granted_on.to_string() },
            ));
        }
        if out.is_empty() { Ok(Self(raw)) } else { Err(RiskError(out)) }
    }
}
