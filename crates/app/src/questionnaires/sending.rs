//! Sending: to whom, how much, until when. Whatever else there is follows from the requirements.

use std::collections::BTreeSet;

use catalogue::{MeasureId, question::Depth};
use domain::{
    FieldError, Problem,
    calendar::EngagementNumber,
    contractor::Contractor,
    id::{CampaignId, ContractorId, EngagementId, UnitId},
    permission::Permission,
    plan::RequirementLevel,
    problem::Problems,
    questionnaire::QuestionnaireState,
    text::Title,
};
use jiff::{Span, civil::Date};
use ledger::{action, kind};
use questions::{Answers, Asked, Set, depth_for};
use store::{Tx, questionnaires::Questionnaire};

use super::{Link, Questionnaires, rows, stands_for};
use crate::{
    Caller, Error, Result,
    auth::digest,
    clock::japan,
    engagements::CaseFile,
    work::{Change, Work},
};

/// Most contractors of one campaign.
pub const MAX_AT_ONCE: usize = 200;

/// What is decided when a questionnaire is sent.
#[derive(Debug, Clone)]
pub struct NewQuestionnaire {
    /// To whom.
    pub contractors: Vec<ContractorId>,
    /// About which engagement.
    pub engagement: Option<EngagementNumber>,
    /// How much is asked.
    pub depth: Depth,
    /// Wanted by.
    pub due_on: Date,
    /// What it is called; may be empty.
    pub title: String,
}

/// What a form for sending starts from.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The engagement.
    pub engagement: Option<(EngagementNumber, Title)>,
    /// Its contractor.
    pub contractor: Option<ContractorId>,
    /// The depth its requirements suggest.
    pub depth: Depth,
    /// How many questions each depth asks.
    pub sizes: Vec<(Depth, usize)>,
    /// A day to begin with.
    pub due_on: Date,
    /// Contractors that are chosen already.
    pub chosen: Vec<Contractor>,
    /// Others to choose from: the first [`FOUND`] by name.
    pub contractors: Vec<Contractor>,
    /// How many there are to choose from in all.
    pub count: i64,
}

/// Contractors shown to choose from beside those that are chosen.
pub const FOUND: i64 = 50;

/// What a person has chosen and looks for while filling in the form.
#[derive(Debug, Clone, Default)]
pub struct Choosing {
    /// Contractors chosen already; they stay on the page.
    pub chosen: Vec<ContractorId>,
    /// Part of name or number of those that are looked for.
    pub query: String,
}

/// A questionnaire that was sent. The token is shown here and never again.
#[derive(Clone)]
pub struct Sent {
    /// The questionnaire.
    pub questionnaire: Questionnaire,
    /// What the link ends with.
    pub token: String,
}

impl std::fmt::Debug for Sent {
    /// Leaves the token out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sent").field("questionnaire", &self.questionnaire.id).finish_non_exhaustive()
    }
}

/// What is known of the engagement a questionnaire is about.
struct About {
    id: Option<EngagementId>,
    unit: UnitId,
    title: Option<Title>,
    contractor: Option<ContractorId>,
    asked: Asked,
    depth: Depth,
}

impl Questionnaires<'_> {
    /// What the form for sending shows.
    ///
    /// # Errors
    /// Forbidden without [`Permission::SendQuestionnaire`]; not found when the engagement is out of sight.
    pub async fn prepare(
        &self,
        caller: &Caller,
        engagement: Option<EngagementNumber>,
        choosing: &Choosing,
    ) -> Result<Prepared> {
        caller.may(Permission::SendQuestionnaire)?;
        let scope = caller.may(Permission::ViewContractor)?;
        let mut tx = self.0.db().read().await?;
        let about = self.about(&mut tx, caller, engagement).await?;
        let mut chosen = choosing.chosen.clone();
        chosen.extend(about.contractor);
        chosen.truncate(MAX_AT_ONCE);
        let chosen = store::contractors::of_ids(&mut tx, &scope, &chosen).await?;
        let filter = store::contractors::Filter { query: choosing.query.clone(), ..Default::default() };
        let most = i64::try_from(chosen.len()).unwrap_or(0).saturating_add(FOUND);
        let mut contractors = store::contractors::page(&mut tx, &scope, &filter, None, most).await?;
        let count = store::contractors::count(&mut tx, &scope, &filter).await?;
        tx.commit().await?;
        contractors.retain(|one| chosen.iter().all(|c| c.id != one.id));
        contractors.truncate(usize::try_from(FOUND).unwrap_or(0));
        let size =
            |depth: &Depth| (*depth, Set::from_catalogue(self.0.catalogue(), *depth, &about.asked).questions.len());
        Ok(Prepared {
            sizes: Depth::ALL.iter().map(size).collect(),
            engagement: engagement.zip(about.title),
            contractor: about.contractor,
            depth: about.depth,
            due_on: self.0.clock().today().saturating_add(Span::new().days(21)),
            chosen,
            contractors,
            count,
        })
    }

    async fn about(&self, tx: &mut Tx, caller: &Caller, number: Option<EngagementNumber>) -> Result<About> {
        let Some(number) = number else {
            let unit = caller.actor.person().unit;
            let (id, title, contractor) = (None, None, None);
            return Ok(About { id, unit, title, contractor, asked: Asked::default(), depth: Depth::Standard });
        };
        let scope = caller.may(Permission::ViewEngagement)?;
        let case = CaseFile::load(tx, &scope, number).await?;
        let facts = &case.engagement.facts;
        let profile = rules::profile::profile(self.0.catalogue(), facts, &case.plan.plan);
        let at = |level: RequirementLevel| -> BTreeSet<MeasureId> {
            profile.measures.iter().filter(|m| m.level == level).map(|m| m.measure.clone()).collect()
        };
        Ok(About {
            id: Some(case.engagement.id),
            unit: case.engagement.unit,
            title: Some(facts.title.clone()),
            contractor: facts.contractor,
            asked: Asked { required: Some(at(RequirementLevel::Required)), off: at(RequirementLevel::NotApplicable) },
            depth: depth_for(&profile.facts),
        })
    }

    /// Freezes the text and sends it to each contractor, all or none. The links are in the result and nowhere else.
    ///
    /// # Errors
    /// Forbidden without [`Permission::SendQuestionnaire`] at the unit; invalid with every refused value.
    pub async fn send(&self, caller: &Caller, new: &NewQuestionnaire) -> Result<Vec<Sent>> {
        caller.may(Permission::SendQuestionnaire)?;
        let contractors = caller.may(Permission::ViewContractor)?;
        let mut work = self.0.work(caller).await?;
        let about = self.about(&mut work.tx, caller, new.engagement).await?;
        let scope = caller.may_at(Permission::SendQuestionnaire, about.unit)?;
        let title = checked(new, work.today(), about.title.as_ref())?;
        let set = Set::from_catalogue(self.0.catalogue(), new.depth, &about.asked);
        let body = serde_json::to_string(&set).map_err(Error::internal)?;
        let several = new.contractors.len() > 1;
        let campaign: Option<CampaignId> = several.then(|| self.0.mint());
        let mut out = Vec::with_capacity(new.contractors.len());
        for id in &new.contractors {
            let unknown = || Error::field("contractors", Problem::Unknown { value: id.to_string() });
            let to = store::contractors::by_id(&mut work.tx, &contractors, *id).await?.ok_or_else(unknown)?;
            let asked = set.questions.iter().filter(|q| questions::asked(q, &Answers::default(), work.today())).count();
            let questionnaire = Questionnaire {
                id: self.0.mint(),
                campaign,
                contractor: to.id,
                contractor_name: to.name,
                engagement: about.id,
                unit: about.unit,
                title: title.clone(),
                depth: new.depth.code().to_owned(),
                body: body.clone(),
                state: QuestionnaireState::Sent,
                due_on: new.due_on,
                sent_at: work.at(),
                sent_by: caller.id(),
                opened_at: None,
                begun_at: None,
                submitted_at: None,
                submitted_by: None,
                decided_at: None,
                decided_by: None,
                score: None,
                coverage: 0,
                answered: 0,
                asked: i64::try_from(asked).unwrap_or(0),
                kept: false,
                revision: 1,
            };
            store::questionnaires::insert(&mut work.tx, &scope, &questionnaire).await?;
            let token = self.link(&mut work, &questionnaire).await?;
            let change = Change::of(action!("questionnaire.send"), kind!("questionnaire"), questionnaire.id)
                .at(about.unit)
                .for_person(stands_for(caller, &questionnaire))
                .after(&questionnaire)?
                .note("contractor", &questionnaire.contractor_name)
                .note("set", set.digest())
                .note("due_on", new.due_on);
            work.record(change).await?;
            out.push(Sent { questionnaire, token });
        }
        work.commit().await?;
        Ok(out)
    }

    /// Makes a link and ends those before it; gives the token.
    pub(super) async fn link(&self, work: &mut Work, of: &Questionnaire) -> Result<String> {
        let token = self.0.secret();
        let now = work.at();
        let expires_at = link_end(of.due_on, work.today(), now);
        let link = Link {
            id: self.0.mint(),
            questionnaire: of.id,
            created_at: now,
            expires_at,
            opened_at: None,
            ended_at: None,
        };
        rows::insert_link(&mut work.tx, of, &link, &digest(&token)).await?;
        Ok(token)
    }
}

/// When a link ends by itself: some days after the answer is wanted, counted from today where that day has passed.
pub(super) fn link_end(due_on: Date, today: Date, now: jiff::Timestamp) -> jiff::Timestamp {
    let last = due_on.max(today).saturating_add(Span::new().days(super::LINK_DAYS.saturating_add(1)));
    last.to_zoned(japan()).map_or(now, |zoned| zoned.timestamp())
}

fn checked(new: &NewQuestionnaire, today: Date, about: Option<&Title>) -> Result<Title> {
    let mut problems = Problems::new();
    let mut seen = BTreeSet::new();
    if new.contractors.is_empty() {
        problems.add(FieldError::new("contractors", Problem::Missing));
    } else if new.contractors.len() > MAX_AT_ONCE {
        let value = new.contractors.len().to_string();
        let max = i64::try_from(MAX_AT_ONCE).unwrap_or(i64::MAX);
        problems.add(FieldError::new("contractors", Problem::OutOfRange { value, min: 1, max }));
    } else if !new.contractors.iter().all(|id| seen.insert(*id)) {
        problems.add(FieldError::rule("contractors", "同じ委託先が二度選ばれています", "A contractor is chosen twice"));
    }
    if new.due_on < today {
        let (value, bound) = (new.due_on.to_string(), today.to_string());
        problems.add(FieldError::new("due_on", Problem::Before { value, bound }));
    }
    let usual = about.map_or_else(|| "情報セキュリティの質問票".to_owned(), ToString::to_string);
    let title = if new.title.trim().is_empty() { usual } else { new.title.clone() };
    let title: Option<Title> = problems.required("title", &title);
    match (title, problems.is_empty()) {
        (Some(title), true) => Ok(title),
        _ => Err(problems.into_vec().into()),
    }
}
