//! The handling rule accepted before anything is released (NISC-2008 8.1(6); F22).

use domain::{
    handover::{HandlingAcceptance, HandlingVersion},
    id::ContractorId,
};
use jiff::civil::Date;

use crate::reason::{Reason, ReasonCode};

/// When a firm accepted the version of the handling rule that holds on a day. An acceptance of an older version does not
/// reach a newer one.
///
/// # Errors
/// That it has not, or that there is no rule.
pub fn rule_accepted(
    versions: &[HandlingVersion],
    acceptances: &[HandlingAcceptance],
    firm: ContractorId,
    day: Date,
) -> Result<Date, Reason> {
    let refused = || Reason::new(ReasonCode::RuleNotAccepted).on(day);
    let held = versions.iter().filter(|v| v.from <= day).max_by_key(|v| v.version).ok_or_else(refused)?;
    acceptances
        .iter()
        .filter(|a| a.engagement == held.engagement && a.contractor == firm && a.version == held.version)
        .map(|a| a.on)
        .filter(|on| *on <= day)
        .min()
        .ok_or_else(refused)
}
