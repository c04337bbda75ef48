//! What is asked of an engagement, and what people settle about it: levels, owners, alternatives, values, the audit,
//! prices. The profile is derived anew each time; only the plan is kept.

use domain::{
    FieldError, Problem,
    calendar::EngagementNumber,
    permission::Permission,
    plan::{Plan, RawPlan},
};
use ledger::{action, kind};
use rules::profile::{AuditAdvice, Profile};

use crate::{
    App, Caller, Error, Result,
    engagements::{CaseFile, Names},
    work::Change,
};

/// The use cases of requirements.
#[derive(Debug, Clone, Copy)]
pub struct Requirements<'a>(pub(crate) &'a App);

impl App {
    /// Requirements of engagements.
    #[must_use]
    pub const fn requirements(&self) -> Requirements<'_> {
        Requirements(self)
    }
}

/// What is asked of an engagement.
#[derive(Debug, Clone)]
pub struct RequirementsView {
    /// The engagement with its plan.
    pub case: CaseFile,
    /// What is asked, line by line, and why.
    pub profile: Profile,
    /// What speaks for and against an audit.
    pub advice: AuditAdvice,
    /// Names of those who changed something.
    pub names: Names,
    /// Whether the caller may change the plan.
    pub may_edit: bool,
}

impl Requirements<'_> {
    /// The requirements of one engagement.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when there is none within reach.
    pub async fn show(&self, caller: &Caller, number: EngagementNumber) -> Result<RequirementsView> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let case = CaseFile::load(&mut tx, &scope, number).await?;
        let view = self.view(caller, &mut tx, case).await?;
        tx.commit().await?;
        Ok(view)
    }

    /// The same of an engagement that was loaded within the caller's reach.
    pub(crate) async fn view(&self, caller: &Caller, tx: &mut store::Tx, case: CaseFile) -> Result<RequirementsView> {
        let mut people = case.people();
        people.extend(case.plan.changed.map(|(_, by)| by));
        people.extend(case.documents.iter().map(|d| d.made_by));
        let names = Names::load(tx, &people).await?;
        let facts = &case.engagement.facts;
        let profile = rules::profile::profile(self.0.catalogue(), facts, &case.plan.plan);
        let advice = rules::profile::audit_need(facts, &case.plan.plan);
        let unit = case.engagement.unit;
        let open = case.must_be_open(None).is_ok();
        let may_edit = open && caller.actor.may_at(Permission::EditEngagement, unit).is_ok();
        Ok(RequirementsView { case, profile, advice, names, may_edit })
    }

    /// Keeps another plan. Whatever the plan names exists in the catalogue and every value is within its bounds; the plan
    /// is pinned to the edition it was checked against.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`] at its unit; conflict when the engagement has ended, or somebody
    /// changed the plan since `revision`; invalid with every problem, its place and what is allowed.
    pub async fn save(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (revision, mut plan): (i64, RawPlan),
    ) -> Result<()> {
        let scope = caller.may(Permission::EditEngagement)?;
        self.0.catalogue().edition().clone_into(&mut plan.edition);
        let plan = Plan::try_from(plan).map_err(|e| Error::Invalid(e.0))?;
        let problems = papers::check_plan(self.0.catalogue(), &plan);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let mut work = self.0.work(caller).await?;
        let mut file = CaseFile::load(&mut work.tx, &scope, number).await?;
        file.must_be_open(None)?;
        let id = file.engagement.id;
        let stamp = (work.at(), caller.id());
        if !store::papers::save_plan(&mut work.tx, &scope, id, (&plan, revision), stamp).await? {
            return Err(Error::stale());
        }
        let before = std::mem::replace(&mut file.plan.plan, plan);
        file.plan.revision = revision.saturating_add(1);
        let change = Change::of(action!("plan.change"), kind!("engagement"), id)
            .before(&before)?
            .after(&file.plan.plan)?
            .at(file.engagement.unit)
            .note("number", number);
        work.record(change).await?;
        // the gate ahead may open or shut by it, and lists show that
        file.project(self.0.catalogue(), work.today());
        store::engagements::update(&mut work.tx, &scope, &mut file.engagement, &file.projection).await?;
        work.commit().await
    }

    /// Changes a part of the plan: reads it, lets `edit` change it, and keeps it unless somebody else was quicker.
    ///
    /// # Errors
    /// As [`Requirements::save`].
    pub async fn edit(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        revision: i64,
        edit: impl FnOnce(&mut RawPlan) -> Result<()>,
    ) -> Result<()> {
        let view = self.show(caller, number).await?;
        if view.case.plan.revision != revision {
            return Err(Error::stale());
        }
        let mut raw = RawPlan::from(view.case.plan.plan);
        edit(&mut raw)?;
        self.save(caller, number, (revision, raw)).await
    }
}

/// A refusal at an id of the plan that the catalogue does not know.
#[must_use]
pub fn unknown(field: &str, id: &str) -> Error {
    Error::Invalid(vec![FieldError::new(field, Problem::Unknown { value: id.to_owned() })])
}
