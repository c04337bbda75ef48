//! One line of what is asked: its level, who carries it out, its text, its price.

use app::requirements::RequirementsView;
use axum::{
    Form as Body, Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use catalogue::measure::AnsweredBy;
use domain::{
    FieldError,
    permission::Permission,
    plan::{MeasureOwner, Offer, PricedLine, RawPlan, Refusal, RequirementLevel, Tailoring},
    problem::Problems,
    text::{Ground, Yen, parse_integer},
};

use super::{
    Pairs, number,
    paper_form::put,
    requirements::{Edit, Words},
    revision, value, view, view_for,
};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::Nav,
    pages::common,
    server::Web,
    views::engagement::requirements::{LineKind, ReqLine, Requirement, level_mark},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/engagements/{number}/requirements/{id}", get(show).post(change))
}

/// The line of an id.
struct Found {
    kind: LineKind,
    line: ReqLine,
    derived: RequirementLevel,
    alternatives: Vec<Opt>,
    priced: bool,
}

fn find(words: &Words<'_>, view: &RequirementsView, id: &str) -> Option<Found> {
    let profile = &view.profile;
    let lang = words.ui.lang;
    if let Some(line) = profile.rows.iter().find(|r| r.row.as_str() == id) {
        let (kind, derived) = (LineKind::Row, line.derived);
        return Some(Found { kind, line: words.row(line), derived, alternatives: Vec::new(), priced: false });
    }
    if let Some(line) = profile.measures.iter().find(|m| m.measure.as_str() == id) {
        let known = words.catalogue.measure(&line.measure)?;
        let (kind, derived) = (LineKind::Measure, line.derived);
        let priced = known.answered_by == AnsweredBy::Contractor;
        return Some(Found { kind, line: words.measure(line), derived, alternatives: Vec::new(), priced });
    }
    let line = profile.clauses.iter().find(|c| c.clause.as_str() == id)?;
    let known = words.catalogue.clause(&line.clause)?;
    let choice = |a: &catalogue::wording::Alternative| Opt::new(&a.code, a.label.get(lang)).hint(a.when.get(lang));
    Some(Found {
        kind: LineKind::Clause,
        line: words.clause(line),
        derived: line.derived,
        alternatives: known.alternatives.iter().map(choice).collect(),
        priced: false,
    })
}

/// The form as the plan stands.
fn form(plan: &RawPlan, id: &str) -> Form {
    let mut out = Form::new("line");
    if let Some(set) = plan.tailored.get(id) {
        out = out.with("level", set.level.code()).with("reason", set.reason.to_string());
    }
    if let Some(owner) = plan.owners.get(id) {
        out = out.with("owner", owner.code());
    }
    out = out.with("alternative", plan.alternatives.get(id).cloned().unwrap_or_default());
    let text = |ground: &Option<Ground>| ground.as_ref().map(ToString::to_string).unwrap_or_default();
    if let Some(refusal) = plan.refused.get(id) {
        out = out
            .with("refused", refusal.reason.to_string())
            .with("insurance", text(&refusal.insurance))
            .with("tolerance", text(&refusal.tolerance));
    }
    if let Some(line) = plan.priced.get(id) {
        out = out
            .with("offer", line.offer.code())
            .with("amount", line.amount.map(|yen| yen.to_string()).unwrap_or_default())
            .with("risk", text(&line.risk));
    }
    out
}

async fn line_page(page: &Page, web: &Web, (text, id): (&str, &str), typed: Option<Form>) -> Result<Requirement> {
    let view = view(page, web, text).await?;
    let found = web.app.requirements().show(&page.caller, number(text)?).await?;
    let ui = page.shell(Nav::Engagements);
    let words = Words { ui: &ui, catalogue: web.app.catalogue() };
    let one = find(&words, &found, id).ok_or(app::Error::NotFound)?;
    let form = typed.unwrap_or_else(|| form(&found.case.plan.plan, id));
    Ok(Requirement {
        head: common::head(page, &view),
        kind: one.kind,
        line: one.line,
        derived: level_mark(one.derived, ui.lang),
        alternatives: one.alternatives,
        priced: one.priced,
        form: found.may_edit.then_some(form),
        revision: found.case.plan.revision,
        ui,
    })
}

async fn show(page: Page, State(web): State<Web>, Path((text, id)): Path<(String, String)>) -> Result<Rendered> {
    Rendered::ok(&line_page(&page, &web, (&text, &id), None).await?)
}

async fn change(
    page: Page,
    State(web): State<Web>,
    Path((text, id)): Path<(String, String)>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    view_for(&page, &web, &text, Permission::EditEngagement).await?;
    let number = number(&text)?;
    let before = line_page(&page, &web, (&text, &id), None).await?;
    let errors = match read(&typed, &id, (before.kind, before.priced)) {
        Ok(edit) => match web.app.requirements().edit(&page.caller, number, revision(&typed), edit).await {
            Ok(()) => return Ok(done(&web, &format!("/engagements/{number}/requirements"), "plan-saved")),
            Err(app::Error::Invalid(errors)) => errors.into_iter().map(renamed).collect(),
            Err(error) => return Err(error.into()),
        },
        Err(errors) => errors,
    };
    let form = Form::new("line").typed(typed).refused(errors);
    Ok(Rendered::refused(&line_page(&page, &web, (&text, &id), Some(form)).await?)?.into_response())
}

/// The place in the plan, as the field of the form.
fn renamed(error: FieldError) -> FieldError {
    let list = error.field.split('.').next().unwrap_or_default();
    let field = match list {
        "alternatives" => "alternative",
        "tailored" => "level",
        "owners" => "owner",
        "priced" => "offer",
        other => other,
    };
    FieldError::new(field, error.problem)
}

fn read(typed: &Pairs, id: &str, (kind, priced): (LineKind, bool)) -> Result<Edit, Vec<FieldError>> {
    let mut problems = Problems::new();
    let of = |field: &str| value(typed, field).trim();
    let level: Option<RequirementLevel> = problems.optional("level", of("level"));
    let tailored = level.and_then(|level| {
        let reason: Option<Ground> = problems.required("reason", of("reason"));
        Some(Tailoring { level, reason: reason? })
    });
    let owner: Option<MeasureOwner> = problems.optional("owner", of("owner"));
    let alternative = Some(of("alternative").to_owned()).filter(|code| !code.is_empty());
    let refusal = read_refusal(&mut problems, &of);
    let line = read_priced(&mut problems, &of);
    problems.finish()?;
    let id = id.to_owned();
    Ok(Box::new(move |plan| {
        put(&mut plan.tailored, id.clone(), tailored);
        if kind == LineKind::Measure {
            put(&mut plan.owners, id.clone(), owner);
        }
        if kind == LineKind::Clause {
            put(&mut plan.alternatives, id.clone(), alternative);
            put(&mut plan.refused, id.clone(), refusal);
        }
        if priced {
            put(&mut plan.priced, id, line);
        }
        Ok(())
    }))
}

/// What the other side said of a clause; insurance and tolerance have no meaning without it.
fn read_refusal<'a>(problems: &mut Problems, of: &dyn Fn(&str) -> &'a str) -> Option<Refusal> {
    let insurance: Option<Ground> = problems.optional("insurance", of("insurance"));
    let tolerance: Option<Ground> = problems.optional("tolerance", of("tolerance"));
    let reason: Option<Ground> = if insurance.is_some() || tolerance.is_some() {
        problems.required("refused", of("refused"))
    } else {
        problems.optional("refused", of("refused"))
    };
    reason.map(|reason| Refusal { reason, insurance, tolerance })
}

fn read_priced<'a>(problems: &mut Problems, of: &dyn Fn(&str) -> &'a str) -> Option<PricedLine> {
    let offer: Option<Offer> = match (of("offer"), of("amount"), of("risk")) {
        ("", "", "") => None,
        (offer, _, _) => problems.required("offer", offer),
    };
    let amount: Option<Yen> = match of("amount") {
        "" => None,
        text => problems.keep("amount", parse_integer(text).and_then(Yen::try_from)),
    };
    let risk: Option<Ground> = problems.optional("risk", of("risk"));
    offer.map(|offer| PricedLine { offer, amount, risk })
}
