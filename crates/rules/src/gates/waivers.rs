//! Waivers 免除: who may pass although a condition is unmet, and until when.

use catalogue::Waivable;
use domain::{approval::Request, gate::Waiver};

use super::{Context, Settled, Status};
use crate::{
    fix::Fix,
    officer,
    reason::{Reason, ReasonCode},
};

/// Turns what a check found into a status. Only an unmet condition is waived; one that is never waived stays unmet,
/// whatever is on record.
pub(super) fn apply(
    context: &Context<'_>,
    settled: Settled,
    mut because: Vec<Reason>,
    fix: Option<Fix>,
) -> (Status, Vec<Reason>, Option<Fix>) {
    match settled {
        Settled::Met => return (Status::Met, because, None),
        Settled::NotApplicable => return (Status::NotApplicable, because, None),
        Settled::Unmet => {}
    }
    let last = last(context);
    // a must-have is waived only by someone who has seen that it was refused, and the answers on insurance and tolerance
    let blind = because.iter().any(|r| matches!(r.code, ReasonCode::RefusalUnanswered | ReasonCode::ContractLacks));
    if blind || context.condition.waivable == Waivable::Never {
        because.extend(last.map(|_| Reason::new(ReasonCode::WaiverHasNoEffect)));
        return (Status::Unmet, because, fix);
    }
    if let Some(waiver) = last {
        let today = context.snap.today;
        if today > waiver.until {
            because.push(Reason::new(ReasonCode::WaiverExpired).on(waiver.until));
        } else if today < waiver.granted_on {
            because.push(Reason::new(ReasonCode::WaiverNotBegun).on(waiver.granted_on));
        } else {
            because.push(Reason::new(ReasonCode::WaiverInForce).on(waiver.until));
            return (Status::Waived(waiver.clone()), because, None);
        }
    }
    let asked =
        |condition: &Request| matches!(condition, Request::Waiver { condition: c, .. } if *c == context.condition.id);
    let open = officer::open(context.snap.approvals, |a| asked(&a.request));
    because.extend(
        open.as_ref()
            .map(|o| o.reason([ReasonCode::WaiverWaiting, ReasonCode::WaiverSentBack, ReasonCode::WaiverRefused])),
    );
    (Status::Unmet, because, fix)
}

/// The waiver that holds today, or else the one that ran longest.
fn last<'a>(context: &Context<'a>) -> Option<&'a Waiver> {
    let today = context.snap.today;
    context
        .snap
        .waivers
        .iter()
        .filter(|w| w.engagement == context.snap.engagement.id && w.condition == context.condition.id)
        .max_by_key(|w| (w.granted_on <= today && today <= w.until, w.until, w.id))
}
