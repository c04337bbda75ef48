//! One engagement with all that bears on its assessment and its gate.

use std::collections::BTreeMap;

use domain::{
    Problem,
    approval::{Approval, ApprovalState},
    calendar::EngagementNumber,
    engagement::{DueKind, Engagement, Stage, Standing},
    gate::{Declaration, Gate, Waiver},
    handover::{GivenAccess, Handover, NamedHandler},
    id::PersonId,
    permission::Scope,
    person::Person,
    register::Register,
};
use jiff::civil::Date;
use ledger::Digest;
use rules::chain::Party;
use rules::gates::{AtWork, Basis, Desk, InService, PaperFact, SelectionFact};
use store::{
    Tx,
    contracts::ContractCheck,
    engagements::Projection,
    papers::{Document, KeptPlan},
};

use crate::{Error, Result};

/// An engagement, the lines of the register for its system, its approvals, waivers and declarations, its plan and papers.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The engagement.
    pub engagement: Engagement,
    /// What lists show of it.
    pub projection: Projection,
    /// Lines of the register for its system, in the version it keeps.
    pub register: Register,
    /// Its approvals, oldest first.
    pub approvals: Vec<Approval>,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
    /// Its declarations.
    pub declarations: Vec<Declaration>,
    /// What people settled about it beyond the facts.
    pub plan: KeptPlan,
    /// Its papers, the newest first, without their texts.
    pub documents: Vec<Document>,
    /// Drafts of its contracts that were checked and kept, the newest first, without their texts.
    pub contracts: Vec<ContractCheck>,
    /// The newest round of its selection; `None` while there is none, or when it was given up.
    pub selection: Option<SelectionFact>,
    /// What the records of its service show; empty before work begins.
    pub service: Service,
}

/// Records of an engagement's service that its later gates look at. Where there is none, the gate asks a person.
#[derive(Debug, Clone, Default)]
pub struct Service {
    /// Its information ledger.
    pub handovers: Vec<Handover>,
    /// Its named handlers.
    pub handlers: Vec<NamedHandler>,
    /// Accesses given for it.
    pub accesses: Vec<GivenAccess>,
    /// Firms at work below its contractor.
    pub below: Option<crate::chain::Below>,
}

impl Service {
    /// Loads them: seven statements, once work has begun; none before.
    async fn load(tx: &mut Tx, scope: &Scope, engagement: &Engagement) -> Result<Self> {
        if engagement.stage < Stage::Run {
            return Ok(Self::default());
        }
        let id = engagement.id;
        let handovers = store::handovers::all(tx, scope, id).await?.into_iter().map(|e| e.handover).collect();
        let handlers = store::handovers::around::handlers(tx, scope, id).await?.into_iter().map(|h| h.value).collect();
        let accesses = store::handovers::around::accesses(tx, scope, id).await?.into_iter().map(|a| a.value).collect();
        let below = crate::chain::Below::load(tx, scope, engagement).await?;
        Ok(Self { handovers, handlers, accesses, below })
    }

    /// As the rules take it: what was never written down says nothing.
    fn facts<'a>(&'a self, at_work: &'a [Party]) -> InService<'a> {
        InService {
            handovers: (!self.handovers.is_empty()).then_some(&self.handovers),
            handlers: (!self.handlers.is_empty()).then_some(&self.handlers),
            accesses: (!self.accesses.is_empty()).then_some(&self.accesses),
            at_work: self.below.as_ref().map(|below| AtWork { parties: at_work, names: &below.names }),
            ..InService::default()
        }
    }
}

/// The newest round of its selection; nobody selects before the work may go out.
async fn selection(tx: &mut Tx, scope: &Scope, engagement: &Engagement) -> Result<Option<SelectionFact>> {
    if engagement.stage < Stage::Procure {
        return Ok(None);
    }
    Ok(store::selections::latest(tx, scope, engagement.id).await?.as_ref().and_then(crate::selections::fact))
}

impl CaseFile {
    /// Loads it: eight statements, one more from the procurement on, seven more once work has begun.
    pub(crate) async fn load(tx: &mut Tx, scope: &Scope, number: EngagementNumber) -> Result<Self> {
        let loaded = store::engagements::by_number(tx, scope, number).await?.ok_or(Error::NotFound)?;
        Self::complete(tx, scope, loaded).await
    }

    /// The same by id.
    pub(crate) async fn load_by_id(tx: &mut Tx, scope: &Scope, id: domain::id::EngagementId) -> Result<Self> {
        let loaded = store::engagements::by_id(tx, scope, id).await?.ok_or(Error::NotFound)?;
        Self::complete(tx, scope, loaded).await
    }

    async fn complete(tx: &mut Tx, scope: &Scope, loaded: store::engagements::Loaded) -> Result<Self> {
        let engagement = loaded.engagement;
        let key = domain::fold::fold(engagement.facts.system.as_str());
        Ok(Self {
            register: store::register::for_system(tx, engagement.register_version, &key).await?,
            approvals: store::approvals::of_engagement(tx, scope, engagement.id).await?,
            waivers: store::gates::waivers(tx, scope, engagement.id).await?,
            declarations: store::gates::declarations(tx, scope, engagement.id).await?,
            plan: store::papers::plan(tx, scope, engagement.id).await?,
            documents: store::papers::of_engagement(tx, scope, engagement.id).await?,
            contracts: store::contracts::of_engagement(tx, scope, engagement.id).await?,
            selection: selection(tx, scope, &engagement).await?,
            service: Service::load(tx, scope, &engagement).await?,
            projection: loaded.projection,
            engagement,
        })
    }

    /// A new engagement, with nothing decided yet.
    pub(crate) async fn fresh(tx: &mut Tx, engagement: Engagement) -> Result<Self> {
        let key = domain::fold::fold(engagement.facts.system.as_str());
        let register = store::register::for_system(tx, engagement.register_version, &key).await?;
        let projection = Projection { contractor_name: String::new(), due: None, unmet: 0, waiting_since: None };
        let mut file = Self {
            engagement,
            projection,
            register,
            approvals: Vec::new(),
            waivers: Vec::new(),
            declarations: Vec::new(),
            plan: KeptPlan::default(),
            documents: Vec::new(),
            contracts: Vec::new(),
            selection: None,
            service: Service::default(),
        };
        file.name_contractor(tx).await?;
        Ok(file)
    }

    /// Looks up the contractor's name for the lists.
    pub(crate) async fn name_contractor(&mut self, tx: &mut Tx) -> Result<()> {
        self.projection.contractor_name = match self.engagement.facts.contractor {
            None => String::new(),
            Some(id) => store::engagements::contractor_name(tx, id)
                .await?
                .ok_or_else(|| Error::field("contractor", Problem::Unknown { value: id.to_string() }))?,
        };
        Ok(())
    }

    /// Refuses when it has ended, or was changed since the revision a form saw.
    pub(crate) fn must_be_open(&self, revision: Option<i64>) -> Result<()> {
        if revision.is_some_and(|r| r != self.engagement.revision) {
            return Err(Error::stale());
        }
        if self.engagement.standing == Standing::Open {
            return Ok(());
        }
        let words = self.engagement.standing.words();
        Err(Error::conflict(
            format!("この案件は「{}」になっているため、変更できません", words.ja),
            format!("This engagement stands as \"{}\" and can no longer be changed", words.en),
        ))
    }

    /// May it go out, and why.
    #[must_use]
    pub fn assess(&self, today: Date) -> rules::decide::Assessment {
        rules::decide::assess(&rules::decide::Case {
            facts: &self.engagement.facts,
            register: &self.register,
            approvals: &self.approvals,
            today,
        })
    }

    /// The gate ahead.
    #[must_use]
    pub fn gate(&self, catalogue: &catalogue::Catalogue, today: Date) -> rules::gates::GateReport {
        let papers = self.paper_facts(today);
        let contract = crate::contracts::fact(&self.contracts);
        let plan = (self.plan.revision > 0).then_some(&self.plan.plan);
        let desk = Desk { plan, papers: &papers, contract: contract.as_ref(), selection: self.selection.as_ref() };
        let snapshot = rules::gates::Snapshot {
            engagement: &self.engagement,
            register: &self.register,
            approvals: &self.approvals,
            waivers: &self.waivers,
            declarations: &self.declarations,
            desk,
            today,
        };
        let gate = Gate::leaving(self.engagement.stage);
        let at_work = self.service.below.as_ref().map(|below| below.parties(today)).unwrap_or_default();
        rules::gates::evaluate_in_service(catalogue, gate, &snapshot, &self.service.facts(&at_work))
    }

    /// Reads the records of its service anew after one of them was written.
    pub(crate) async fn reload_service(&mut self, tx: &mut Tx, scope: &Scope) -> Result<()> {
        self.service = Service::load(tx, scope, &self.engagement).await?;
        Ok(())
    }

    /// Digest of everything papers are made from: the facts, the plan, and the measures a permit directs.
    #[must_use]
    pub fn basis(&self, today: Date) -> Digest {
        let permit = self.assess(today).permit.map(|p| p.measures.clone());
        let from = (&self.engagement.facts, &self.plan.plan, permit);
        Digest::of_json(&from).unwrap_or_else(|_| Digest::of_bytes(b""))
    }

    /// The newest version of each paper, as gates look at it.
    fn paper_facts(&self, today: Date) -> Vec<PaperFact> {
        let basis = self.basis(today);
        let mut out: Vec<PaperFact> = Vec::new();
        for one in &self.documents {
            if out.iter().any(|fact| fact.paper == one.paper) {
                continue;
            }
            out.push(PaperFact {
                paper: one.paper.clone(),
                version: one.version,
                open_points: one.open_points,
                made_at: one.made_at,
                basis: if one.basis == basis { Basis::Current } else { Basis::Outdated },
            });
        }
        out
    }

    /// Works out what lists show.
    pub(crate) fn project(&mut self, catalogue: &catalogue::Catalogue, today: Date) {
        let open = self.engagement.standing == Standing::Open;
        let report = self.gate(catalogue, today);
        let unmet = report.conditions.iter().filter(|c| c.status == rules::gates::Status::Unmet).count();
        self.projection.unmet = if open { i64::try_from(unmet).unwrap_or(i64::MAX) } else { 0 };
        self.projection.waiting_since =
            self.approvals.iter().filter(|a| a.state == ApprovalState::Pending).map(|a| a.requested_at).min();
        self.projection.due = if open { self.next_due(today) } else { None };
    }

    fn next_due(&self, today: Date) -> Option<(Date, DueKind)> {
        let mut dues = Vec::new();
        if let Some(term) = self.engagement.facts.term {
            if self.engagement.stage < Stage::Run {
                dues.push((term.from(), DueKind::Start));
            } else if self.engagement.stage < Stage::Close {
                dues.push((term.to(), DueKind::End));
            }
        }
        if let Some(permit) = self.assess(today).permit {
            dues.push((permit.until, DueKind::PermitEnds));
        }
        dues.extend(self.waivers.iter().filter(|w| w.until >= today).map(|w| (w.until, DueKind::WaiverEnds)));
        dues.into_iter().min()
    }

    /// Everyone named on it.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        let mut out = vec![self.engagement.owner];
        out.extend(self.approvals.iter().map(|a| a.requested_by));
        out.extend(
            self.approvals
                .iter()
                .filter_map(|a| a.decided.as_ref())
                .flat_map(|d| [Some(d.by), d.on_behalf_of])
                .flatten(),
        );
        out.extend(self.waivers.iter().map(|w| w.granted_by));
        out.extend(self.declarations.iter().map(|d| d.declared_by));
        out
    }
}

/// Names of people.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<PersonId, Person>);

impl Names {
    /// Loads names in one statement.
    pub(crate) async fn load(tx: &mut Tx, ids: &[PersonId]) -> Result<Self> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let people = store::org::names(tx, &ids).await?;
        Ok(Self(people.into_iter().map(|p| (p.id, p)).collect()))
    }

    /// A person's name; `–` when unknown.
    #[must_use]
    pub fn of(&self, id: PersonId) -> &str {
        self.0.get(&id).map_or("–", |p| p.name.as_str())
    }

    /// A person.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.0.get(&id)
    }
}
