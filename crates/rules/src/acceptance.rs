//! Acceptance: the sheet of measures, weak points left open and the design evaluation (NISC-2008 9(1), 10.1; §5.6).

use domain::oversight::{AcceptanceLine, AcceptanceResult, DesignEvaluation, OpenVulnerability, Picked};
use jiff::civil::Date;

use crate::reason::{Reason, ReasonCode, Value};

fn named<'a>(code: ReasonCode, key: &'static str, names: impl Iterator<Item = &'a str>) -> Option<Reason> {
    let names: Vec<String> = names.map(str::to_owned).collect();
    (!names.is_empty())
        .then(|| Reason::new(code).with("count", Value::Count(names.len())).with(key, Value::Names(names)))
}

/// Judges the acceptance sheet. One measure picked and not done fails the whole; one left out needs a reason; one that was
/// mended counts when something shows it.
///
/// # Errors
/// Everything that stands against passing, in the order of weight.
pub fn acceptance(lines: &[AcceptanceLine]) -> Result<Reason, Vec<Reason>> {
    let result = |line: &AcceptanceLine| match &line.picked {
        Picked::Yes { result, .. } => Some(*result),
        _ => None,
    };
    let of = |want: Option<AcceptanceResult>| {
        lines.iter().filter(move |l| result(l) == Some(want)).map(|l| l.measure.as_str())
    };
    let unreasoned = |l: &&AcceptanceLine| matches!(&l.picked, Picked::Open | Picked::No { reason: None });
    let unproven = |l: &&AcceptanceLine| matches!(&l.picked, Picked::Yes { result: Some(AcceptanceResult::Corrected), proof, .. } if proof.is_empty());
    let picked = lines.iter().filter(|l| result(l).is_some()).count();
    let against: Vec<Reason> = [
        (picked == 0).then(|| Reason::new(ReasonCode::AcceptanceNothing)),
        named(ReasonCode::AcceptanceFailed, "measures", of(Some(AcceptanceResult::Fail))),
        named(ReasonCode::AcceptanceUnproven, "measures", lines.iter().filter(unproven).map(|l| l.measure.as_str())),
        named(ReasonCode::AcceptanceOpen, "measures", of(None)),
        named(
            ReasonCode::AcceptanceUnreasoned,
            "measures",
            lines.iter().filter(unreasoned).map(|l| l.measure.as_str()),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    if against.is_empty() {
        Ok(Reason::new(ReasonCode::AcceptancePassed).with("count", Value::Count(picked)))
    } else {
        Err(against)
    }
}

/// Judges the report on weak points: one that is not mended needs reason, substitute and effect (F27).
///
/// # Errors
/// Which are not explained.
pub fn weak_points(found: &[OpenVulnerability]) -> Result<Reason, Reason> {
    let open = found.iter().filter(|v| !v.is_explained()).map(|v| v.name.as_str());
    match named(ReasonCode::WeakPointsUnexplained, "names", open) {
        Some(reason) => Err(reason),
        None => Ok(Reason::new(ReasonCode::WeakPointsExplained).with("count", Value::Count(found.len()))),
    }
}

/// Judges the design evaluation on a day: confirmed by the delivery, or its delay agreed on before it (F29). What is dated
/// after the day has not happened yet.
///
/// # Errors
/// What is missing.
pub fn design(evaluation: &DesignEvaluation, today: Date) -> Result<Reason, Reason> {
    match evaluation {
        DesignEvaluation::No { .. } => Ok(Reason::new(ReasonCode::DesignNotWanted)),
        DesignEvaluation::Yes { confirmed_on: Some(on), .. } if *on <= today => {
            Ok(Reason::new(ReasonCode::DesignConfirmed).on(*on))
        }
        DesignEvaluation::Yes { delivery, late: None, .. } => Err(Reason::new(ReasonCode::DesignOpen).on(*delivery)),
        DesignEvaluation::Yes { delivery, late: Some(late), .. } => {
            if late.agreed_on > today {
                Err(Reason::new(ReasonCode::DesignOpen).on(*delivery))
            } else if late.agreed_on > *delivery {
                Err(Reason::new(ReasonCode::DesignAgreementLate).on(*delivery))
            } else if today > late.until {
                Err(Reason::new(ReasonCode::DesignAgreementOver).on(late.until))
            } else {
                Ok(Reason::new(ReasonCode::DesignLateAgreed).on(late.until))
            }
        }
    }
}
