//! May this work go out? (NISC-2008 ch. 5)
//!
//! The register of critical and non-critical work answers for listed work; the security officer for the rest. Whatever
//! is unknown counts as the most careful case, and a sign of critical information is never overlooked because an
//! earlier answer was favourable.

use domain::{
    approval::{Approval, ApprovalKind},
    engagement::{Activity, Answer, Category, Criticality, Facts, InformationItem, InformationKind, RawFacts},
    register::Register,
    risk::Permit,
};
use jiff::civil::Date;
use serde::Serialize;

use crate::{
    fix::Fix,
    listing,
    officer::{self, PermitState},
    reason::{Reason, ReasonCode, Value},
    scope_cut,
};
pub use crate::{
    listing::{ActivityMatch, Listing},
    officer::Judgement,
    scope_cut::ScopeCut,
};

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// What is known of the work.
    pub facts: &'a Facts,
    /// The register in the version the engagement is judged under.
    pub register: &'a Register,
    /// The approvals of the engagement, in any order.
    pub approvals: &'a [Approval],
    /// Today, in Japan.
    pub today: Date,
}

domain::codes! {
    /// The answer to "may this work go out?".
    pub enum Verdict ("委託の可否", "May it go out?") {
        /// It may, under the following stages.
        MayGoOut = "may_go_out" ("委託できます", "May go out"),
        /// The security officer has to decide.
        AskOfficer = "ask_officer" ("責任者の判断が要ります", "The officer must decide"),
        /// Critical work stays in house unless a permit is given.
        NotInPrinciple = "not_in_principle" ("原則として委託できません", "Not in principle"),
        /// Critical work with a permit in force.
        PermittedWithMeasures = "permitted_with_measures" ("指示された対策を条件に委託できます", "Permitted with measures"),
        /// Too little is known.
        Incomplete = "incomplete" ("まだ判断できません", "Cannot be judged yet"),
    }
}

impl Verdict {
    /// True when the work may go out.
    #[must_use]
    pub const fn lets_through(self) -> bool {
        matches!(self, Self::MayGoOut | Self::PermittedWithMeasures)
    }

    /// True when the work is held to be critical.
    #[must_use]
    pub const fn is_critical(self) -> bool {
        matches!(self, Self::NotInPrinciple | Self::PermittedWithMeasures)
    }
}

/// The answer with its reasons and the next steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// The answer.
    pub verdict: Verdict,
    /// Why.
    pub because: Vec<Reason>,
    /// What the register says of each activity.
    pub matched: Vec<ActivityMatch>,
    /// A split that would spare critical information, whatever the verdict.
    pub scope_cut: Option<ScopeCut>,
    /// The permit in force.
    pub permit: Option<Permit>,
    /// The officer's last decision whether the work is critical.
    pub judgement: Option<Judgement>,
    /// What to do next, the most useful first.
    pub next: Vec<Fix>,
}

/// Answers, with all reasons.
#[must_use]
pub fn assess(case: &Case<'_>) -> Assessment {
    let view = View::of(case);
    let verdict = view.verdict();
    let mut because = listing::reasons(case.facts, case.register, &view.matched, case.today);
    let mut next = Vec::new();
    view.explain_decision(verdict, &mut because, &mut next);
    view.explain_information(verdict, &mut because, &mut next);
    view.explain_permit(verdict, &mut because, &mut next);
    if matches!(verdict, Verdict::NotInPrinciple | Verdict::AskOfficer)
        && let Some(cut) = &view.cut
    {
        because.push(cut.reason());
        next.push(Fix::SplitScope);
    }
    if because.iter().any(|r| r.code == ReasonCode::SimilarEntry) {
        next.push(Fix::EditFacts);
    }
    if let Some((reason, fix)) = officer::report(case.approvals, view.judgement) {
        because.push(reason);
        next.extend(fix);
    }
    let permit = match view.permit {
        PermitState::InForce(permit) => Some(permit.clone()),
        _ => None,
    };
    let View { matched, cut: scope_cut, judgement, .. } = view;
    Assessment { verdict, because, matched, scope_cut, permit, judgement, next }
}

/// Everything the answer rests on.
struct View<'a> {
    facts: &'a RawFacts,
    approvals: &'a [Approval],
    matched: Vec<ActivityMatch>,
    judgement: Option<Judgement>,
    permit: PermitState<'a>,
    cut: Option<ScopeCut>,
    critical: Vec<&'a InformationItem>,
    unjudged: Vec<&'a InformationItem>,
}

impl<'a> View<'a> {
    fn of(case: &Case<'a>) -> Self {
        let facts: &'a RawFacts = case.facts;
        let with = |c| facts.items.iter().filter(|i| i.criticality == c).collect::<Vec<_>>();
        Self {
            facts,
            approvals: case.approvals,
            matched: listing::look_up(facts, case.register),
            judgement: officer::judgement(case.approvals),
            permit: officer::permit(case.approvals, case.today),
            cut: scope_cut::cut(facts, case.register),
            critical: with(Criticality::Critical),
            unjudged: with(Criticality::Unjudged),
        }
    }

    fn verdict(&self) -> Verdict {
        let decided = self.judgement.map(|j| j.criticality);
        if self.listed_critical() || decided == Some(Criticality::Critical) {
            return match self.permit {
                PermitState::InForce(_) => Verdict::PermittedWithMeasures,
                _ => Verdict::NotInPrinciple,
            };
        }
        if !self.unjudged.is_empty() || self.list_missing() || self.installation_open() {
            return Verdict::Incomplete;
        }
        if self.touches_critical() {
            return Verdict::AskOfficer;
        }
        let all_listed = self.matched.iter().all(|m| m.listing != Listing::Unlisted);
        if decided == Some(Criticality::NotCritical) || all_listed { Verdict::MayGoOut } else { Verdict::AskOfficer }
    }

    fn listed_critical(&self) -> bool {
        self.matched.iter().any(|m| m.listing.is_critical())
    }

    /// Nothing is known of the information, not even its kind.
    fn list_missing(&self) -> bool {
        self.facts.items.is_empty() && self.facts.information.contains(&InformationKind::Unknown)
    }

    /// Build work that includes installation, and nobody has said what that opens.
    fn installation_open(&self) -> bool {
        self.facts.category == Category::Build
            && self.facts.activities.contains(&Activity::Installation)
            && self.facts.installation_opens_critical == Answer::Unknown
    }

    /// A sign that the work touches critical information, whatever register or officer say.
    fn touches_critical(&self) -> bool {
        !self.critical.is_empty() || scope_cut::installation_is_critical(self.facts)
    }

    /// Register against signs, and what the officer said or was asked.
    fn explain_decision(&self, verdict: Verdict, because: &mut Vec<Reason>, next: &mut Vec<Fix>) {
        if let Some(judgement) = self.judgement {
            let not = judgement.criticality == Criticality::NotCritical;
            let code = if not { ReasonCode::OfficerNotCritical } else { ReasonCode::OfficerCritical };
            because.push(Reason::new(code).on(judgement.on));
            if not && self.listed_critical() {
                because.push(Reason::new(ReasonCode::OfficerCannotLiftListing));
            }
        }
        let ask = verdict == Verdict::AskOfficer;
        if ask && self.touches_critical() {
            match self.judgement {
                Some(judgement) => {
                    because.push(Reason::new(ReasonCode::CriticalAgainstDecision).on(judgement.on));
                }
                None if self.matched.iter().all(|m| m.listing != Listing::Unlisted) => {
                    because.push(Reason::new(ReasonCode::CriticalAgainstListing));
                }
                None => {}
            }
        }
        let open = officer::open(self.approvals, |a| a.request.kind() == ApprovalKind::Criticality);
        let shown = open.filter(|o| ask || o.is_pending());
        because.extend(shown.as_ref().map(|o| {
            o.reason([ReasonCode::CriticalityWaiting, ReasonCode::CriticalitySentBack, ReasonCode::CriticalityRefused])
        }));
        if ask {
            next.push(shown.map_or(Fix::RequestCriticality, |o| o.fix(Fix::RequestCriticality)));
        }
    }

    /// The information list and the two plain questions.
    fn explain_information(&self, verdict: Verdict, because: &mut Vec<Reason>, next: &mut Vec<Fix>) {
        let held = |code, items: &[&InformationItem]| {
            Reason::new(code).with("count", Value::Count(items.len())).with("items", names(items))
        };
        if !self.critical.is_empty() {
            because.push(held(ReasonCode::CriticalItems, &self.critical));
        } else if self.listed_critical() && !self.facts.items.is_empty() && self.unjudged.is_empty() {
            because.push(Reason::new(ReasonCode::ListedCriticalItemsNot));
        }
        if !self.unjudged.is_empty() {
            because.push(held(ReasonCode::ItemsUnjudged, &self.unjudged));
        }
        if self.list_missing() {
            because.push(Reason::new(ReasonCode::ItemsMissing));
        } else if self.facts.information.contains(&InformationKind::Unknown) {
            because.push(Reason::new(ReasonCode::InformationUnknown));
        }
        let judge = !self.unjudged.is_empty() || self.list_missing();
        let reconsider = self.judgement.is_some() && !self.critical.is_empty();
        if (verdict == Verdict::Incomplete && judge) || (verdict == Verdict::AskOfficer && reconsider) {
            next.push(Fix::JudgeItems);
        }
        self.explain_questions(verdict, because, next);
    }

    fn explain_questions(&self, verdict: Verdict, because: &mut Vec<Reason>, next: &mut Vec<Fix>) {
        let installs = self.facts.activities.contains(&Activity::Installation);
        match self.facts.installation_opens_critical {
            Answer::Yes if installs => because.push(Reason::new(ReasonCode::InstallationOpensCritical)),
            Answer::Yes => because.push(Reason::new(ReasonCode::InstallationLeftOut)),
            Answer::Unknown if self.installation_open() => {
                because.push(Reason::new(ReasonCode::InstallationUnanswered));
                if verdict == Verdict::Incomplete {
                    next.push(Fix::AnswerQuestions);
                }
            }
            Answer::No | Answer::Unknown => {}
        }
        let reaches = self.facts.category.is_operation() && self.facts.rights_reach_all == Answer::Yes;
        if reaches && matches!(verdict, Verdict::AskOfficer | Verdict::Incomplete) {
            because.push(Reason::new(ReasonCode::RightsReachAll));
        }
    }

    /// The permit and requests for one.
    fn explain_permit(&self, verdict: Verdict, because: &mut Vec<Reason>, next: &mut Vec<Fix>) {
        let refused = verdict == Verdict::NotInPrinciple;
        if verdict.is_critical() {
            because.push(permit_reason(self.permit));
        }
        let open = officer::open(self.approvals, |a| a.request.kind() == ApprovalKind::Exception);
        let shown = open.filter(|o| refused || o.is_pending());
        because.extend(shown.as_ref().map(|o| {
            o.reason([ReasonCode::ExceptionWaiting, ReasonCode::ExceptionSentBack, ReasonCode::ExceptionRefused])
        }));
        if refused {
            next.push(shown.map_or(Fix::RequestException, |o| o.fix(Fix::RequestException)));
        }
    }
}

fn permit_reason(state: PermitState<'_>) -> Reason {
    match state {
        PermitState::Missing => Reason::new(ReasonCode::PermitMissing),
        PermitState::InForce(permit) => {
            Reason::new(ReasonCode::PermitInForce).on(permit.until).with("count", Value::Count(permit.measures.len()))
        }
        PermitState::Expired(permit) => Reason::new(ReasonCode::PermitExpired).on(permit.until),
        PermitState::NotBegun(permit) => Reason::new(ReasonCode::PermitNotBegun).on(permit.granted_on),
    }
}

pub(crate) fn names(items: &[&InformationItem]) -> Value {
    Value::Names(items.iter().map(|i| i.name.to_string()).collect())
}
