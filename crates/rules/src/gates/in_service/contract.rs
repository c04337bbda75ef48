//! What the record shows of the gate into service: confirmation, contacts, handling rule, day of the design evaluation.

use domain::{
    handover::{HandlingAcceptance, HandlingVersion},
    id::ContractorId,
    oversight::DesignEvaluation,
};
use jiff::civil::Date;

use super::InService;
use crate::{
    act::ActReport,
    confirmation, handover,
    reason::{Reason, ReasonCode},
};

/// The handling rule and who accepted it.
#[derive(Debug, Clone, Copy)]
pub struct Handling<'a> {
    /// The contractor.
    pub contractor: ContractorId,
    /// Versions of the rule.
    pub versions: &'a [HandlingVersion],
    /// Acceptances.
    pub acceptances: &'a [HandlingAcceptance],
}

type Said = Option<Result<Reason, Vec<Reason>>>;

fn report(service: &InService<'_>, today: Date) -> Option<ActReport> {
    let case = service.confirmations.filter(|c| !c.versions.is_empty())?;
    Some(confirmation::confirmation(&case, today))
}

fn refused(report: &ActReport, wanted: impl Fn(&str) -> bool) -> Vec<Reason> {
    report.refusals().filter(|(c, _)| wanted(c.id)).map(|(_, reason)| reason.clone()).collect()
}

pub(super) fn confirmed(service: &InService<'_>, today: Date) -> Said {
    let against = refused(&report(service, today)?, |id| id != "CF-4");
    let binding = service.confirmations.and_then(|case| confirmation::binding(&case, today));
    match binding {
        Some(reason) if against.is_empty() => Some(Ok(reason)),
        _ => Some(Err(against)),
    }
}

pub(super) fn contacts(service: &InService<'_>, today: Date) -> Said {
    let against = refused(&report(service, today)?, |id| id == "CF-4");
    Some(if against.is_empty() { Ok(Reason::new(ReasonCode::ContactsNamed)) } else { Err(against) })
}

pub(super) fn rule(service: &InService<'_>, today: Date) -> Said {
    let handling = service.handling.filter(|h| !h.versions.is_empty())?;
    let found = handover::rule_accepted(handling.versions, handling.acceptances, handling.contractor, today);
    Some(found.map(|on| Reason::new(ReasonCode::RuleAccepted).on(on)).map_err(|reason| vec![reason]))
}

pub(super) fn design_day(service: &InService<'_>, _: Date) -> Said {
    Some(Ok(match service.design? {
        DesignEvaluation::No { .. } => Reason::new(ReasonCode::DesignNotWanted),
        DesignEvaluation::Yes { delivery, .. } => Reason::new(ReasonCode::DesignDaySet).on(*delivery),
    }))
}
