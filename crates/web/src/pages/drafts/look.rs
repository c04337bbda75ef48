//! How a step of the questionnaire looks: its form, the answers so far, and what they lead to.

use app::{Error, drafts};
use domain::{
    FieldError,
    engagement::RawFacts,
    id::{ContractorId, DraftId},
};
use jiff::{Span, Timestamp, civil::Date};

use super::answers::{Answers, LAST, step_of};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::{Nav, Shell},
    pages::{
        common,
        facts_form::{self, Pairs, value},
    },
    server::Web,
    views::{
        drafts::{Lead, Step},
        engagement::Assessment,
    },
    visit::{Page, Rendered},
};

/// Rows of the information list shown at first.
pub(super) const ROWS: usize = 3;

/// A draft on its way to a page.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The draft; `None` before the first step is sent.
    pub(super) draft: Option<DraftId>,
    /// Answers so far.
    pub(super) answers: Answers,
    /// When it was last saved.
    pub(super) saved_at: Option<Timestamp>,
    /// Until when it is kept.
    pub(super) kept_until: Date,
    /// Rows to show in step 4, where more were asked for.
    pub(super) rows: usize,
    /// Why the step was refused, when it was; may be empty when other steps are the reason.
    pub(super) refused: Option<Vec<FieldError>>,
}

impl Sheet {
    /// With nothing on it.
    pub(super) fn fresh(web: &Web) -> Self {
        let kept_until = web.app.clock().today().saturating_add(Span::new().days(drafts::KEPT_DAYS));
        Self { draft: None, answers: Answers::default(), saved_at: None, kept_until, rows: 0, refused: None }
    }

    /// A draft as it is kept.
    pub(super) fn of(kept: drafts::Shown) -> Self {
        let answers = Answers::of(&kept.draft.answers);
        let saved_at = (!answers.typed().is_empty()).then_some(kept.draft.updated_at);
        let draft = Some(kept.draft.id);
        Self { draft, answers, saved_at, kept_until: kept.expires_on, rows: 0, refused: None }
    }

    /// The last part of its address.
    pub(super) fn id(&self) -> String {
        self.draft.map_or_else(|| super::NEW.to_owned(), |id| id.to_string())
    }

    /// One step as a page.
    pub(super) async fn page(&self, page: &Page, web: &Web, step: u8) -> Result<Rendered> {
        let ui = page.shell(Nav::Engagements);
        let counting = self.answers.counting();
        let assessment = assessment(page, web, &counting).await?;
        let chosen = chosen(page, web, &counting).await?;
        let mut answers = self.answers.said(&ui, chosen.as_ref().map_or("", |c| &c.label));
        answers.retain(|one| step == LAST || one.step != step);
        let units = if step == LAST { units(page) } else { Vec::new() };
        let (ask_installation, ask_rights) = self.answers.asked();
        let look = Step {
            id: self.id(),
            step,
            form: self.form(page, step, &units),
            answers,
            leads: assessment.as_ref().map(leads).unwrap_or_default(),
            saved_at: self.saved_at,
            kept_until: self.kept_until,
            systems: if step == 1 { systems(page, web, &counting).await? } else { Vec::new() },
            contractors: if step == 2 { contractors(page, web, chosen).await? } else { Vec::new() },
            rows: facts_form::rows(self.answers.typed(), "items", (ROWS.max(self.rows), RawFacts::MAX_ITEMS), false),
            ask_installation,
            ask_rights,
            missing: if step == LAST { self.missing(&ui) } else { Vec::new() },
            assessment: assessment.filter(|_| step == LAST),
            units,
            ui,
        };
        if self.refused.is_some() { Rendered::refused(&look) } else { Rendered::ok(&look) }
    }

    fn form(&self, page: &Page, step: u8, units: &[Opt]) -> Form {
        let mut typed = self.answers.with_defaults();
        let own = page.caller.actor.person().unit.to_string();
        if step == LAST && value(&typed, "unit").is_empty() && units.iter().any(|unit| unit.value == own) {
            typed.push(("unit".to_owned(), own));
        }
        let here = |error: &&FieldError| error.field.is_empty() || step_of(&error.field) == step;
        let errors = self.refused.iter().flatten().filter(here).cloned().collect();
        Form::new(if step == 4 { "items" } else { "facts" }).typed(typed).refused(errors)
    }

    /// What must be answered before it can be entered, with the step that asks it.
    fn missing(&self, ui: &Shell) -> Vec<(String, u8)> {
        let mut errors = super::everything(&self.answers).err().unwrap_or_default();
        let elsewhere = |error: &&FieldError| !error.field.is_empty() && step_of(&error.field) != LAST;
        errors.extend(self.refused.iter().flatten().filter(elsewhere).cloned());
        let say = |error: &FieldError| {
            let (step, said) = (step_of(&error.field), error.problem.text(ui.lang));
            let label = match error.field.as_str() {
                "items" => ui.t("items-title").into_owned(),
                field => Form::new(if step == 4 { "items" } else { "facts" }).label(ui, field),
            };
            (ui.words().t2("form-error-line", ("label", label), ("said", said)), step)
        };
        errors.iter().map(say).collect()
    }
}

/// What the rules would say to the answers so far, once there are enough of them.
async fn assessment(page: &Page, web: &Web, answers: &Pairs) -> Result<Option<Assessment>> {
    let Some(facts) = facts_form::partial(answers) else { return Ok(None) };
    match web.app.engagements().preview(&page.caller, &facts).await {
        Ok(found) => Ok(Some(common::assessment(web.app.catalogue(), page.lang(), &found))),
        // answers that contradict each other are named where they are asked
        Err(Error::Invalid(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn leads(assessment: &Assessment) -> Vec<Lead> {
    let first = Lead { text: assessment.headline.clone(), because: assessment.text.clone() };
    let reasons = assessment.reasons.iter().map(|r| Lead { text: r.text.clone(), because: r.rule.clone() });
    std::iter::once(first).chain(reasons).collect()
}

async fn systems(page: &Page, web: &Web, answers: &Pairs) -> Result<Vec<String>> {
    let found = web.app.register().systems(&page.caller, value(answers, "system")).await?;
    Ok(found.into_iter().map(|name| name.to_string()).collect())
}

/// The contractor chosen so far; none when the answer names nobody.
async fn chosen(page: &Page, web: &Web, answers: &Pairs) -> Result<Option<Opt>> {
    let Ok(id) = value(answers, "contractor").parse::<ContractorId>() else { return Ok(None) };
    match web.app.contractors().show(&page.caller, id).await {
        Ok(one) => Ok(Some(Opt::new(id.to_string(), one.name.to_string()))),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn contractors(page: &Page, web: &Web, chosen: Option<Opt>) -> Result<Vec<Opt>> {
    let all = app::contractors::Filter::default();
    let found = web.app.contractors().list(&page.caller, &all, None, app::contractors::MAX_PAGE).await?;
    let mut out: Vec<Opt> =
        found.contractors.iter().map(|one| Opt::new(one.id.to_string(), one.name.to_string())).collect();
    if let Some(chosen) = chosen.filter(|chosen| !out.contains(chosen)) {
        out.insert(0, chosen);
    }
    Ok(out)
}

/// Units the engagement may belong to, set in by their depth.
fn units(page: &Page) -> Vec<Opt> {
    let found = app::engagements::units_for_new(&page.caller);
    let top = found.iter().map(|(_, _, depth)| *depth).min().unwrap_or_default();
    let indented = |name: &str, depth: usize| format!("{}{name}", "　".repeat(depth.saturating_sub(top)));
    found.into_iter().map(|(id, name, depth)| Opt::new(id.to_string(), indented(&name, depth))).collect()
}
