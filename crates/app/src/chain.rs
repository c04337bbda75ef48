//! The chain below an engagement (NISC-2008 7.5; §5.5 of the requirements): requests to pass work on and what was said of
//! them, firms seen at work, and what rests on a firm across engagements.

mod acts;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use acts::{Say, Voice};
use domain::{
    calendar::EngagementNumber,
    country::Country,
    engagement::{Answer, Engagement, InformationKind, Standing as Stands},
    id::{ContractorId, SubcontractId},
    permission::Permission,
    subcontract::{Extent, LevelProof, SubcontractDecider, SubcontractDecision, SubcontractGround, SubcontractRequest},
    text::{Ground, Memo, Title},
};
use jiff::civil::Date;
use rules::{
    act::ActReport,
    chain::{Chain as Graph, Link, Node, Party, Setting, Standing, examine, parties, standing},
};
use store::Tx;
pub use store::chain::{FirmAtWork, Subcontract, Touched, Weight};

use crate::{App, Caller, Error, Result, engagements::Names, page::cut, settings::Settings};

/// Most rows of a page of engagements that rest on a firm.
pub const MAX_PAGE: u16 = 200;
/// Most firms listed by how much rests on them.
const HEAVIEST: i64 = 100;

/// The use cases of subcontracting.
#[derive(Debug, Clone, Copy)]
pub struct Chains<'a>(pub(crate) &'a App);

impl App {
    /// Subcontracting.
    #[must_use]
    pub const fn chain(&self) -> Chains<'_> {
        Chains(self)
    }
}

/// A request to pass work on, before it is kept.
#[derive(Debug, Clone)]
pub struct NewSubcontract {
    /// Who would pass work on.
    pub applicant: ContractorId,
    /// Who would do it.
    pub to: ContractorId,
    /// Which part.
    pub part: Ground,
    /// How much.
    pub extent: Extent,
    /// Country the work would be done in.
    pub country: Country,
    /// Sites.
    pub sites: BTreeSet<Title>,
    /// Why.
    pub ground: SubcontractGround,
    /// Why, in words.
    pub reason: Memo,
    /// Kinds of information they would touch.
    pub information: BTreeSet<InformationKind>,
    /// The level.
    pub level: LevelProof,
    /// Asked on.
    pub asked_on: Date,
}

/// A firm seen at work, before it is written down.
#[derive(Debug, Clone)]
pub struct NewSighting {
    /// Who gave it work.
    pub giver: ContractorId,
    /// The firm.
    pub firm: ContractorId,
    /// Day it was seen.
    pub on: Date,
    /// How it came to be known.
    pub note: Memo,
}

/// A request with what the rules find.
#[derive(Debug, Clone)]
pub struct RequestView {
    /// As it is kept.
    pub kept: Subcontract,
    /// The conditions for passing work on.
    pub report: ActReport,
    /// How its approval stands today.
    pub standing: Standing,
}

/// The chain of one engagement.
#[derive(Debug, Clone)]
pub struct ChainView {
    /// The engagement.
    pub engagement: Engagement,
    /// Everyone at work, tier by tier; empty before a contractor is chosen.
    pub parties: Vec<Party>,
    /// Requests, oldest first.
    pub requests: Vec<RequestView>,
    /// Firms seen at work, those that left included.
    pub at_work: Vec<FirmAtWork>,
    /// Names of the firms.
    pub firms: BTreeMap<ContractorId, Title>,
    /// Names of the people.
    pub names: Names,
    /// Who decides here.
    pub decider: SubcontractDecider,
    /// Today.
    pub today: Date,
    /// Whether the caller may enter requests, give the owner's word and write down who was seen.
    pub may_edit: bool,
    /// Whether the caller may give the officer's word.
    pub may_approve: bool,
    /// Whether one person may give both words: small-firm mode.
    pub one_person_may: bool,
}

impl ChainView {
    /// Name of a firm.
    #[must_use]
    pub fn firm(&self, id: ContractorId) -> &str {
        self.firms.get(&id).map_or("", Title::as_str)
    }

    /// A request by its id.
    #[must_use]
    pub fn request(&self, id: SubcontractId) -> Option<&RequestView> {
        self.requests.iter().find(|r| r.kept.request.id == id)
    }

    /// Firms that may pass work on: the contractor and whoever is approved.
    #[must_use]
    pub fn approved(&self) -> Vec<ContractorId> {
        self.parties.iter().filter(|p| p.standing.is_approved()).map(|p| p.firm).collect()
    }
}

/// Engagements that rest on a firm.
#[derive(Debug, Clone)]
pub struct TouchedPage {
    /// The rows, newest first.
    pub engagements: Vec<Touched>,
    /// Ask again before this number for more.
    pub next: Option<EngagementNumber>,
}

/// What stands in the store of one engagement's chain.
#[derive(Debug, Clone)]
struct Loaded {
    engagement: Engagement,
    requests: Vec<Subcontract>,
    at_work: Vec<FirmAtWork>,
    one_person_may: Answer,
}

/// The chain as gates look at it.
#[derive(Debug, Clone)]
pub struct Below {
    loaded: Loaded,
    /// Names of the firms.
    pub names: Vec<(ContractorId, Title)>,
}

impl Below {
    /// Four statements; `None` where nothing was ever written down.
    pub(crate) async fn load(
        tx: &mut Tx,
        scope: &domain::permission::Scope,
        engagement: &Engagement,
    ) -> Result<Option<Self>> {
        if engagement.facts.contractor.is_none() {
            return Ok(None);
        }
        let settings = crate::settings::load(tx).await?;
        let loaded = Loaded::load(tx, scope, (engagement.clone(), &settings)).await?;
        if loaded.requests.is_empty() && loaded.at_work.is_empty() {
            return Ok(None);
        }
        let firms: Vec<_> = loaded.firms().into_iter().collect();
        let names = store::contractors::names(tx, &firms).await?.into_iter().collect();
        Ok(Some(Self { loaded, names }))
    }

    /// Everyone at work on a day.
    #[must_use]
    pub fn parties(&self, today: Date) -> Vec<Party> {
        self.loaded.parties(today)
    }
}

/// Who decides. The rule and its revision note name different officers (D2); both speak unless the organisation says otherwise.
const DECIDER: SubcontractDecider = SubcontractDecider::OwnerThenOfficer;

impl Loaded {
    async fn load(
        tx: &mut Tx,
        scope: &domain::permission::Scope,
        (engagement, settings): (Engagement, &Settings),
    ) -> Result<Self> {
        let requests = store::chain::of_engagement(tx, scope, engagement.id).await?;
        let at_work = store::chain::at_work(tx, scope, engagement.id).await?;
        let one_person_may = if settings.small_firm { Answer::Yes } else { Answer::No };
        Ok(Self { engagement, requests, at_work, one_person_may })
    }

    /// Everyone at work on a day; nobody before there is a contractor.
    fn parties(&self, today: Date) -> Vec<Party> {
        let asked: Vec<_> = self.requests.iter().map(|s| s.request.clone()).collect();
        let setting = self.setting(&[], Answer::No);
        let contractor = self.engagement.facts.contractor;
        contractor.map(|firm| parties(firm, &self.steps(), &asked, &setting, today)).unwrap_or_default()
    }

    const fn setting<'a>(&self, approved: &'a [ContractorId], circles: Answer) -> Setting<'a> {
        Setting { decider: DECIDER, one_person_may: self.one_person_may, approved, circles }
    }

    /// Who works for whom: what was approved, until it is revoked, and what was seen and has not left.
    fn steps(&self) -> Vec<(ContractorId, ContractorId)> {
        let approved = self.requests.iter().filter_map(|s| match s.request.decision {
            SubcontractDecision::Approved { .. } => Some((s.request.applicant, s.request.to)),
            _ => None,
        });
        let seen = self.at_work.iter().filter(|w| w.left_on.is_none()).map(|w| (w.giver, w.firm));
        approved.chain(seen).collect()
    }

    /// Whether one more step would bring work back to its giver; so it is, too, where the steps already make a circle.
    fn circles(&self, (giver, firm): (ContractorId, ContractorId)) -> Answer {
        let under = Some(self.engagement.id);
        let top = self.engagement.facts.contractor;
        let first = top.map(|to| Link { from: Node::Engagement(self.engagement.id), to, under });
        let links: Vec<Link> = first
            .into_iter()
            .chain(self.steps().into_iter().filter(|step| *step != (giver, firm)).map(|(from, to)| Link {
                from: Node::Firm(from),
                to,
                under,
            }))
            .collect();
        match Graph::build(&links) {
            Ok(graph) if !graph.would_circle(&Link { from: Node::Firm(giver), to: firm, under }) => Answer::No,
            _ => Answer::Yes,
        }
    }

    /// What the rules find of a request.
    fn look(&self, request: &SubcontractRequest, (at_work, today): (&[Party], Date)) -> (ActReport, Standing) {
        let approved: Vec<_> = at_work.iter().filter(|p| p.standing.is_approved()).map(|p| p.firm).collect();
        let setting = self.setting(&approved, self.circles((request.applicant, request.to)));
        (examine(request, &setting), standing(request, &setting, today))
    }

    fn firms(&self) -> BTreeSet<ContractorId> {
        let asked = self.requests.iter().flat_map(|s| [s.request.applicant, s.request.to]);
        let seen = self.at_work.iter().flat_map(|w| [w.giver, w.firm]);
        asked.chain(seen).chain(self.engagement.facts.contractor).collect()
    }
}

impl Chains<'_> {
    /// The chain of an engagement. Seven statements.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when it is out of reach.
    pub async fn of(&self, caller: &Caller, number: EngagementNumber) -> Result<ChainView> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let today = self.0.clock().today();
        let mut tx = self.0.db().read().await?;
        let found = store::engagements::by_number(&mut tx, &scope, number).await?.ok_or(Error::NotFound)?;
        let settings = crate::settings::load(&mut tx).await?;
        let loaded = Loaded::load(&mut tx, &scope, (found.engagement, &settings)).await?;
        let ids: Vec<_> = loaded.firms().into_iter().collect();
        let firms = store::contractors::names(&mut tx, &ids).await?;
        let mut people: Vec<_> = loaded.requests.iter().map(|s| s.entered_by).collect();
        people.extend(loaded.requests.iter().flat_map(|s| said_by(&s.request.decision)));
        people.extend(loaded.at_work.iter().map(|w| w.seen_by));
        let names = Names::load(&mut tx, &people).await?;
        tx.commit().await?;
        let parties = loaded.parties(today);
        let requests = loaded.requests.iter().map(|kept| {
            let (report, standing) = loaded.look(&kept.request, (&parties, today));
            RequestView { kept: kept.clone(), report, standing }
        });
        let open = loaded.engagement.standing == Stands::Open;
        let may = |permission| open && caller.may_at(permission, loaded.engagement.unit).is_ok();
        Ok(ChainView {
            requests: requests.collect(),
            may_edit: may(Permission::EditEngagement),
            may_approve: may(Permission::ApproveSubcontract),
            one_person_may: settings.small_firm,
            parties,
            at_work: loaded.at_work,
            engagement: loaded.engagement,
            decider: DECIDER,
            firms,
            names,
            today,
        })
    }

    /// Engagements under way within reach that a firm has a part in, at whatever tier.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`].
    pub async fn touched(
        &self,
        caller: &Caller,
        firm: ContractorId,
        (before, limit): (Option<EngagementNumber>, u16),
    ) -> Result<TouchedPage> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let limit = i64::from(limit.clamp(1, MAX_PAGE));
        let mut tx = self.0.db().read().await?;
        let rows = store::chain::touched(&mut tx, &scope, firm, (before, limit.saturating_add(1))).await?;
        tx.commit().await?;
        let (engagements, next) = cut(rows, limit, |row: &Touched| row.number);
        Ok(TouchedPage { engagements, next })
    }

    /// The hundred firms on which most engagements under way within reach rest.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`] and [`Permission::ViewContractor`].
    pub async fn concentration(&self, caller: &Caller) -> Result<Vec<Weight>> {
        caller.may(Permission::ViewContractor)?;
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let found = store::chain::concentration(&mut tx, &scope, HEAVIEST).await?;
        tx.commit().await?;
        Ok(found)
    }
}

/// Who spoke in a decision.
fn said_by(decision: &SubcontractDecision) -> Vec<domain::id::PersonId> {
    match decision {
        SubcontractDecision::Open => Vec::new(),
        SubcontractDecision::Approved { owner, officer, .. } => {
            [owner, officer].into_iter().flatten().map(|say| say.by).collect()
        }
        SubcontractDecision::Refused { say } | SubcontractDecision::Revoked { say } => vec![say.by],
    }
}
