//! Acts that cannot be taken back: passing a gate, splitting, ending. Each is a page of its own before it happens.

use app::engagements::{Ending, View};
use axum::{
    Form as Body, Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    FieldError, Problem,
    engagement::{Activity, RawFacts},
    permission::Permission,
    problem::Problems,
    text::{Ground, Title},
};

use super::{Pairs, number, revision, value, view, view_for};
use crate::{
    failure::Result,
    form::Form,
    page::Nav,
    pages::common,
    server::Web,
    show::{Kind, Mark},
    views::requests::{End, Pass, Portion, Split},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements/{number}/pass", get(pass_page).post(pass))
        .route("/engagements/{number}/end", get(end_page).post(end))
        .route("/engagements/{number}/split", get(split_page).post(split))
}

async fn pass_page(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = web.app.engagements().show_to_pass(&page.caller, number(&text)?).await?;
    let conditions = view.report.conditions.iter().map(|c| common::condition(web.app.catalogue(), &page, &view, c));
    let shown = Pass {
        ui: page.shell(Nav::Engagements),
        head: common::head(&page, &view),
        gate: view.report.gate.label(page.lang()).to_owned(),
        conditions: conditions.collect(),
        revision: view.case.engagement.revision,
    };
    Rendered::ok(&shown)
}

async fn pass(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let e = web.app.engagements().pass_gate(&page.caller, number(&text)?, revision(&typed)).await?;
    Ok(done(&web, &format!("/engagements/{}", e.number), "passed"))
}

fn end_view(page: &Page, view: &View, form: Form) -> End {
    let revision = view.case.engagement.revision;
    End { ui: page.shell(Nav::Engagements), head: common::head(page, view), form, revision }
}

async fn end_page(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view_for(&page, &web, &text, Permission::EditEngagement).await?;
    Rendered::ok(&end_view(&page, &view, Form::new("end")))
}

async fn end(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let mut problems = Problems::new();
    let ending = match value(&typed, "standing") {
        "in_house" => Some(Ending::InHouse),
        "withdrawn" => Some(Ending::Withdrawn),
        "" => {
            problems.add(FieldError::new("standing", Problem::Missing));
            None
        }
        other => {
            let allowed = vec!["in_house", "withdrawn"];
            let value = domain::problem::shorten(other);
            problems.add(FieldError::new("standing", Problem::NotOneOf { value, allowed }));
            None
        }
    };
    let reason: Option<Ground> = problems.required("reason", value(&typed, "reason"));
    let errors = match (ending, reason) {
        (Some(ending), Some(reason)) => {
            let e = web.app.engagements().end(&page.caller, number(&text)?, (ending, reason)).await?;
            return Ok(done(&web, &format!("/engagements/{}", e.number), "ended"));
        }
        _ => problems.into_vec(),
    };
    let view = view(&page, &web, &text).await?;
    let form = Form::new("end").typed(typed).refused(errors);
    Ok(Rendered::refused(&end_view(&page, &view, form))?.into_response())
}

/// Activities chosen in the form; `None` when none is.
fn chosen(typed: &Pairs) -> app::engagements::Chosen {
    let set: std::collections::BTreeSet<Activity> =
        typed.iter().filter(|(n, _)| n == "activities").filter_map(|(_, v)| v.parse().ok()).collect();
    (!set.is_empty()).then_some(set)
}

fn portion(page: &Page, name: &str, facts: &RawFacts, verdict: Option<app::rules::decide::Verdict>) -> Portion {
    let lang = page.lang();
    let ui = page.shell(Nav::Engagements);
    let outcome = verdict.map_or_else(
        || Mark::new(Kind::Weak, "–"),
        |v| {
            let kind = if v.lets_through() { Kind::Met } else { Kind::Unmet };
            Mark::new(kind, ui.t1("verdict-part", "verdict", v.label(lang)))
        },
    );
    Portion {
        name: name.to_owned(),
        activities: facts.activities.iter().map(|a| a.label(lang).to_owned()).collect(),
        items: facts.items.iter().map(|i| i.name.to_string()).collect(),
        outcome,
    }
}

async fn split_view(page: &Page, web: &Web, view: &View, form: Form) -> Result<Split> {
    let ui = page.shell(Nav::Engagements);
    let e = &view.case.engagement;
    let catalogue = web.app.catalogue();
    let activities: Vec<Activity> = e.facts.activities.iter().copied().collect();
    let chosen = Activity::ALL
        .iter()
        .copied()
        .filter(|a| form.has("activities", a.code()))
        .collect::<std::collections::BTreeSet<_>>();
    let chosen = (!chosen.is_empty()).then_some(chosen);
    let advice = match &view.assessment.scope_cut {
        Some(cut) => cut.reason().text(catalogue, ui.lang),
        None => ui.t("split-advice-none").into_owned(),
    };
    let (mut form, mut portions) = (form, None);
    if chosen.is_some() || view.assessment.scope_cut.is_some() {
        match web.app.engagements().parts(&page.caller, e.number, &chosen).await {
            Ok(parts) => {
                if form.value("title_kept").is_empty() {
                    form = form.with("title_kept", parts.rest.title.to_string());
                }
                if form.value("title_split").is_empty() {
                    form = form.with("title_split", parts.spared.title.to_string());
                }
                if chosen.is_none() {
                    form = parts.spared.activities.iter().fold(form, |f, a| f.with("activities", a.code()));
                }
                let (kept, split) = (ui.t("portion-kept"), ui.t("portion-split"));
                portions = Some((
                    portion(page, &kept, &parts.rest, parts.verdicts.0),
                    portion(page, &split, &parts.spared, parts.verdicts.1),
                ));
            }
            Err(app::Error::Invalid(errors)) => form = form.refused(errors),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Split { head: common::head(page, view), advice, activities, portions, form, revision: e.revision, ui })
}

async fn split_page(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view_for(&page, &web, &text, Permission::EditEngagement).await?;
    Rendered::ok(&split_view(&page, &web, &view, Form::new("split")).await?)
}

async fn split(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let view = view_for(&page, &web, &text, Permission::EditEngagement).await?;
    if value(&typed, "go") != "split" {
        let form = Form::new("split").typed(typed);
        let shown = split_view(&page, &web, &view, form).await?;
        let rendered = if shown.form.is_refused() { Rendered::refused(&shown) } else { Rendered::ok(&shown) };
        return Ok(rendered?.into_response());
    }
    let mut problems = Problems::new();
    let kept: Option<Title> = problems.required("title_kept", value(&typed, "title_kept"));
    let spared: Option<Title> = problems.required("title_split", value(&typed, "title_split"));
    let mut errors = problems.into_vec();
    if let (Some(kept), Some(spared)) = (kept, spared) {
        let cut = (revision(&typed), chosen(&typed));
        match web.app.engagements().split(&page.caller, number(&text)?, cut, (kept, spared)).await {
            Ok((first, _)) => return Ok(done(&web, &format!("/engagements/{}", first.number), "split")),
            Err(app::Error::Invalid(found)) => errors.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let form = Form::new("split").typed(typed).refused(errors);
    Ok(Rendered::refused(&split_view(&page, &web, &view, form).await?)?.into_response())
}
