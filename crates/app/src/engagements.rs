//! Engagements: entering, changing, asking, passing gates.

pub mod case;
mod form;
mod history;
pub mod home;
pub mod list;
mod preview;
mod split;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;

use domain::{
    FieldError, Problem,
    calendar::{EngagementNumber, FiscalYear},
    engagement::{Engagement, Facts, RawFacts, Stage, Standing},
    gate::{ConditionId, Declaration, Gate, Passage, PassedCondition},
    id::{AttachmentId, EngagementId, PersonId, UnitId},
    permission::{Permission, Scope},
    text::Ground,
};
use jiff::civil::Date;
use ledger::{action, kind};
use rules::gates::Status;

pub use case::{CaseFile, Names};
pub use split::{Chosen, Parts};

use crate::{
    App, Caller, Error, Result,
    work::{Change, Work},
};

/// The use cases of engagements.
#[derive(Debug, Clone, Copy)]
pub struct Engagements<'a>(pub(crate) &'a App);

impl App {
    /// Engagements.
    #[must_use]
    pub const fn engagements(&self) -> Engagements<'_> {
        Engagements(self)
    }
}

/// Everything the page of one engagement shows.
#[derive(Debug, Clone)]
pub struct View {
    /// The engagement with everything that belongs to it.
    pub case: CaseFile,
    /// May it go out, and why.
    pub assessment: rules::decide::Assessment,
    /// The gate ahead.
    pub report: rules::gates::GateReport,
    /// Names of everyone who appears.
    pub names: Names,
    /// The engagement it was split from, as far as it can be seen.
    pub split_from: Option<EngagementNumber>,
    /// Engagements it was split into.
    pub split_into: Vec<EngagementNumber>,
    /// Gates passed.
    pub passages: Vec<Passage>,
    /// Register version in force today, beside the one the engagement keeps.
    pub register_now: i64,
    /// Today in Japan.
    pub today: Date,
    /// The role in which the owner answers for it today.
    pub owner_role: Option<domain::person::Role>,
    /// Files attached.
    pub files: i64,
    /// Entries of the ledger about it.
    pub entries: i64,
}

/// A new engagement.
#[derive(Debug, Clone)]
pub struct NewEngagement {
    /// The unit it belongs to.
    pub unit: UnitId,
    /// What is known.
    pub facts: Facts,
}

/// Ends of an engagement other than the last stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The organisation does the work itself.
    InHouse,
    /// It is no longer wanted.
    Withdrawn,
}

impl Engagements<'_> {
    /// Enters an engagement; it takes the next number of the fiscal year and the register version in force.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`] at the unit; invalid when the contractor is unknown or the unit
    /// is closed.
    pub async fn create(&self, caller: &Caller, new: NewEngagement) -> Result<Engagement> {
        let scope = caller.may_at(Permission::EditEngagement, new.unit)?;
        if caller.units.get(new.unit).is_none_or(|u| u.closed) {
            return Err(Error::field("unit", Problem::Unknown { value: new.unit.to_string() }));
        }
        let mut work = self.0.work(caller).await?;
        let engagement = self.enter(&mut work, &scope, (caller.id(), new.unit), (new.facts, None)).await?;
        work.commit().await?;
        Ok(engagement)
    }

    pub(super) async fn enter(
        &self,
        work: &mut Work,
        scope: &Scope,
        (owner, unit): (PersonId, UnitId),
        (facts, split_from): (Facts, Option<EngagementId>),
    ) -> Result<Engagement> {
        let (at, year) = (work.at(), FiscalYear::of(work.today()));
        let number = store::engagements::next_number(&mut work.tx, scope, year).await?;
        let engagement = Engagement {
            id: self.0.mint(),
            number,
            unit,
            owner,
            stage: Stage::Decide,
            stage_since: work.today(),
            standing: Standing::Open,
            facts,
            register_version: store::register::current_version(&mut work.tx).await?,
            entry: None,
            split_from,
            created_at: at,
            updated_at: at,
            revision: 1,
        };
        let mut file = CaseFile::fresh(&mut work.tx, engagement).await?;
        file.project(self.0.catalogue(), work.today());
        store::engagements::insert(&mut work.tx, scope, &file.engagement, &file.projection).await?;
        let change = Change::of(action!("engagement.create"), kind!("engagement"), file.engagement.id)
            .at(unit)
            .after(&file.engagement)?
            .note("number", number)
            .note("title", &file.engagement.facts.title);
        work.record(change).await?;
        Ok(file.engagement)
    }

    /// One engagement with its assessment and the gate ahead. The number of statements does not depend on how much
    /// there is.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when there is none within reach.
    pub async fn show(&self, caller: &Caller, number: EngagementNumber) -> Result<View> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let case = CaseFile::load(&mut tx, &scope, number).await?;
        let today = self.0.clock().today();
        let passages = store::gates::passages(&mut tx, &scope, case.engagement.id).await?;
        let split_from = match case.engagement.split_from {
            Some(id) => store::engagements::by_id(&mut tx, &scope, id).await?.map(|one| one.engagement.number),
            None => None,
        };
        let split_into = store::engagements::split_into(&mut tx, &scope, case.engagement.id).await?;
        let register_now = store::register::current_version(&mut tx).await?;
        let (files, entries) = store::engagements::beside(&mut tx, &scope, case.engagement.id).await?;
        let held = store::org::held(&mut tx, case.engagement.owner, today).await?;
        let above = caller.units.above(case.engagement.unit);
        let owner_role = held
            .iter()
            .filter(|g| g.person == case.engagement.owner && above.contains(&g.unit))
            .map(|g| g.role)
            .find(|r| r.permits(Permission::EditEngagement));
        let mut people = case.people();
        people.extend(passages.iter().map(|p| p.by));
        let names = Names::load(&mut tx, &people).await?;
        tx.commit().await?;
        let assessment = case.assess(today);
        let report = case.gate(self.0.catalogue(), today);
        Ok(View {
            case,
            assessment,
            report,
            names,
            split_from,
            split_into,
            passages,
            register_now,
            today,
            owner_role,
            files,
            entries,
        })
    }

    /// Changes the facts. What was decided before is weighed anew against them; an officer's decision or permit rests
    /// on what was explained, and lapses when the work outgrows it ([`outgrows`]).
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`] at its unit; conflict when it has ended or was changed by
    /// someone else since `revision`; invalid when the contractor is unknown.
    pub async fn change(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (revision, facts): (i64, RawFacts),
    ) -> Result<Engagement> {
        let scope = caller.may(Permission::EditEngagement)?;
        let facts = Facts::try_from(facts).map_err(|e| Error::Invalid(e.0))?;
        let mut work = self.0.work(caller).await?;
        let mut file = CaseFile::load(&mut work.tx, &scope, number).await?;
        file.must_be_open(Some(revision))?;
        let before = file.engagement.clone();
        file.engagement.facts = facts;
        file.name_contractor(&mut work.tx).await?;
        if outgrows(&before.facts, &file.engagement.facts) {
            crate::approvals::lapse(&mut work, &scope, &mut file, caller.id()).await?;
        }
        let change = Change::of(action!("engagement.change"), kind!("engagement"), before.id);
        self.save(&mut work, &scope, &mut file, change.before(&before)?).await?;
        work.commit().await?;
        Ok(file.engagement)
    }

    /// Passes the gate ahead; how every condition stood is kept.
    ///
    /// # Errors
    /// Forbidden without [`Permission::PassGate`] at its unit; conflict, naming the conditions and their rules, while
    /// one is unmet.
    pub async fn pass_gate(&self, caller: &Caller, number: EngagementNumber, revision: i64) -> Result<Engagement> {
        let scope = caller.may(Permission::PassGate)?;
        let mut work = self.0.work(caller).await?;
        let mut file = CaseFile::load(&mut work.tx, &scope, number).await?;
        file.must_be_open(Some(revision))?;
        let report = file.gate(self.0.catalogue(), work.today());
        if !report.is_passable() {
            return Err(self.unmet(&report));
        }
        let before = file.engagement.clone();
        let gate = Gate::leaving(before.stage);
        let passage = Passage {
            engagement: before.id,
            gate,
            at: work.at(),
            by: caller.id(),
            on_behalf_of: caller.actor.acts_for(Permission::PassGate, before.unit, &caller.units),
            conditions: self.standing_of(&report),
        };
        store::gates::insert_passage(&mut work.tx, &scope, &passage).await?;
        if let Some(next) = before.stage.next() {
            file.engagement.stage = next;
            file.engagement.stage_since = work.today();
        }
        let change = Change::of(action!("gate.pass"), kind!("engagement"), before.id)
            .before(&before)?
            .note("gate", gate)
            .note("conditions", passage.conditions.len())
            .note("waived", passage.conditions.iter().filter(|c| c.status == "waived").count())
            .for_person(passage.on_behalf_of);
        self.save(&mut work, &scope, &mut file, change).await?;
        work.commit().await?;
        Ok(file.engagement)
    }

    /// Ends an engagement before its last stage.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`] at its unit; conflict when it has ended already.
    pub async fn end(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (ending, reason): (Ending, Ground),
    ) -> Result<Engagement> {
        let scope = caller.may(Permission::EditEngagement)?;
        let mut work = self.0.work(caller).await?;
        let mut file = CaseFile::load(&mut work.tx, &scope, number).await?;
        file.must_be_open(None)?;
        let before = file.engagement.clone();
        let (standing, action) = match ending {
            Ending::InHouse => (Standing::InHouse, action!("engagement.in_house")),
            Ending::Withdrawn => (Standing::Withdrawn, action!("engagement.withdraw")),
        };
        file.engagement.standing = standing;
        crate::approvals::withdraw_all(&mut work, &scope, &mut file, caller.id()).await?;
        let change = Change::of(action, kind!("engagement"), before.id).before(&before)?.note("reason", &reason);
        self.save(&mut work, &scope, &mut file, change).await?;
        work.commit().await?;
        Ok(file.engagement)
    }

    /// Declares that a condition the program cannot see for itself is met, or that a scope cut was weighed and declined
    /// (N-5.2-2).
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`] at its unit; invalid when the condition is not one to be
    /// declared at the gate ahead, or the file is not one of this engagement's.
    pub async fn declare(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (condition, note, attachment): (ConditionId, Ground, Option<AttachmentId>),
    ) -> Result<()> {
        let scope = caller.may(Permission::EditEngagement)?;
        let mut work = self.0.work(caller).await?;
        let mut file = CaseFile::load(&mut work.tx, &scope, number).await?;
        file.must_be_open(None)?;
        let report = file.gate(self.0.catalogue(), work.today());
        let open = report.conditions.iter().any(|c| {
            c.id == condition
                && c.fix.as_ref().is_some_and(|f| f.declarable().is_some() || matches!(f, rules::Fix::SplitScope))
                && c.status == Status::Unmet
        });
        if !open {
            return Err(Error::field("condition", Problem::Unknown { value: condition.to_string() }));
        }
        if let Some(attachment) = attachment {
            let known = store::attachments::by_id(&mut work.tx, &scope, attachment).await?;
            if known.is_none_or(|k| k.attachment.engagement != file.engagement.id) {
                return Err(Error::field("attachment", Problem::Unknown { value: attachment.to_string() }));
            }
        }
        let declaration = Declaration {
            id: self.0.mint(),
            engagement: file.engagement.id,
            condition,
            declared_by: caller.id(),
            declared_at: work.at(),
            note,
            attachment,
        };
        store::gates::insert_declaration(&mut work.tx, &scope, &declaration).await?;
        let change = Change::of(action!("condition.declare"), kind!("engagement"), file.engagement.id)
            .note("condition", &declaration.condition);
        file.declarations.push(declaration);
        self.save(&mut work, &scope, &mut file, change).await?;
        work.commit().await
    }

    /// Works out the projection, saves the engagement and records the change.
    pub(crate) async fn save(&self, work: &mut Work, scope: &Scope, file: &mut CaseFile, change: Change) -> Result<()> {
        file.engagement.updated_at = work.at();
        file.project(self.0.catalogue(), work.today());
        store::engagements::update(&mut work.tx, scope, &mut file.engagement, &file.projection).await?;
        let change = change.at(file.engagement.unit).after(&file.engagement)?.note("number", file.engagement.number);
        work.record(change).await
    }

    fn unmet(&self, report: &rules::gates::GateReport) -> Error {
        let titles = |lang| {
            report
                .conditions
                .iter()
                .filter(|c| c.status == Status::Unmet)
                .map(|c| {
                    let known = self.0.catalogue().condition(&c.id);
                    let title = known.map_or("", |k| k.title.get(lang));
                    format!("{} {title}", c.id)
                })
                .collect::<Vec<_>>()
        };
        Error::conflict(
            format!("まだ通せません。満たしていない条件: {}", titles(domain::Lang::Ja).join("、")),
            format!("The gate cannot be passed yet. Unmet: {}", titles(domain::Lang::En).join("; ")),
        )
    }

    fn standing_of(&self, report: &rules::gates::GateReport) -> Vec<PassedCondition> {
        report
            .conditions
            .iter()
            .map(|c| {
                let said =
                    |lang| c.because.iter().map(|r| r.text(self.0.catalogue(), lang)).collect::<Vec<_>>().join(" ");
                PassedCondition {
                    id: c.id.clone(),
                    status: c.status.code().to_owned(),
                    ja: said(domain::Lang::Ja),
                    en: said(domain::Lang::En),
                }
            })
            .collect()
    }
}

/// Units at which a person may enter engagements, in the order of the tree.
#[must_use]
pub fn units_for_new(caller: &Caller) -> Vec<(UnitId, String, usize)> {
    let Ok(scope) = caller.may(Permission::EditEngagement) else { return Vec::new() };
    caller
        .units
        .iter()
        .filter(|(u, _)| !u.closed && scope.covers(u.id))
        .map(|(u, depth)| (u.id, u.label(caller.lang()).to_owned(), depth))
        .collect()
}

/// True when new facts go beyond those a decision was made on: another system, a further activity or kind of
/// information, a place or connection that was not there. Less is never beyond.
#[must_use]
pub fn outgrows(before: &RawFacts, after: &RawFacts) -> bool {
    use domain::engagement::{Connection, InformationKind, Place};
    let other_system = domain::fold::fold(before.system.as_str()) != domain::fold::fold(after.system.as_str());
    // what was not known counted as the most careful case, so knowing it is no growth
    let information = before.information.contains(&InformationKind::Unknown)
        || after.information.iter().all(|k| *k == InformationKind::PublicOnly || before.information.contains(k));
    let places = before.places.contains(&Place::Unknown) || after.places.is_subset(&before.places);
    let connection = before.connection == after.connection
        || before.connection == Connection::Unknown
        || after.connection == Connection::None;
    other_system || !after.activities.is_subset(&before.activities) || !information || !places || !connection
}

/// An error at a field of the facts, under another prefix.
#[must_use]
pub fn prefixed(prefix: &str, errors: Vec<FieldError>) -> Vec<FieldError> {
    errors.into_iter().map(|e| FieldError::new(format!("{prefix}{}", e.field), e.problem)).collect()
}

/// Names of fields of [`RawFacts`], as forms and API bodies use them.
#[must_use]
pub fn fact_fields() -> BTreeSet<&'static str> {
    [
        "title",
        "summary",
        "category",
        "category_fit",
        "system",
        "activities",
        "information",
        "people_count",
        "items",
        "places",
        "connection",
        "installation_opens_critical",
        "rights_reach_all",
        "term",
        "amount",
        "contractor",
        "subcontracting",
        "accounts",
    ]
    .into()
}
