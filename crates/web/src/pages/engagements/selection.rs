//! The selection of an engagement: overview and comparison, formula, candidates, decision.

mod candidate;
mod formula;
mod lines;
mod look;

use app::{
    approvals::Part,
    selections::{Verdict, View},
};
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{
    FieldError, Problem, calendar::EngagementNumber, id::ContractorId, permission::Permission, problem::Problems,
    selection::SelectionState, text::Ground,
};

use super::{Pairs, number, revision, value, view};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::Nav,
    pages::{
        common,
        parts::{again, refusal, renamed},
    },
    server::Web,
    views::engagement::selection::{DecisionPage, Role, Selection},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements/{number}/selection", get(show).post(begin))
        .route("/engagements/{number}/selection/formula", get(formula::show).post(formula::change))
        .route("/engagements/{number}/selection/formula.json", get(formula::file))
        .route("/engagements/{number}/selection/publish", get(formula::publish_page).post(formula::publish))
        .route("/engagements/{number}/selection/candidates", get(candidate::search).post(candidate::add))
        .route("/engagements/{number}/selection/candidates/{id}", get(candidate::show).post(candidate::change))
        .route("/engagements/{number}/selection/candidates/{id}/lines", get(lines::show).post(lines::change))
        .route("/engagements/{number}/selection/decision", get(decision).post(decide))
        .route("/engagements/{number}/selection/end", post(end))
        .route("/engagements/{number}/selection/comparison.xlsx", get(excel))
}

/// The round an address asks for; nothing for the newest.
fn round(pairs: &Pairs) -> Result<Option<i64>> {
    match value(pairs, "round") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| app::Error::NotFound.into()),
    }
}

/// The address of the selection of an engagement.
fn base(number: EngagementNumber) -> String {
    format!("/engagements/{number}/selection")
}

/// The round's revision; -1 while there is none.
fn seen(view: &View) -> i64 {
    view.selection.as_ref().map_or(-1, |s| s.revision)
}

async fn show(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    Rendered::ok(&overview(&page, &web, (&text, &pairs), Form::new("selection")).await?)
}

async fn overview(page: &Page, web: &Web, (text, pairs): (&str, &Pairs), form: Form) -> Result<Selection> {
    let round = round(pairs)?;
    let found = web.app.selections().show(&page.caller, number(text)?, round).await?;
    let shown = view(page, web, text).await?;
    let ui = page.shell(Nav::Engagements);
    let base = base(number(text)?);
    let rounds = found.rounds.iter().map(|(n, _)| {
        let here = found.selection.as_ref().is_some_and(|s| s.round == *n);
        (ui.tn("selection-round", *n), (!here).then(|| format!("{base}?round={n}")))
    });
    let is_there = found.selection.is_some();
    let declare = (!is_there && found.may_begin && found.case.engagement.stage == domain::engagement::Stage::Select)
        .then(|| crate::show::Link::new(format!("/engagements/{text}/declare/G3-6"), ui.t("selection-elsewhere")));
    Ok(Selection {
        head: common::head(page, &shown),
        rounds: if found.rounds.len() > 1 { rounds.collect() } else { Vec::new() },
        columns: look::columns(&ui, &base, &found),
        groups: look::groups(&ui, web, &found),
        next: look::next(&ui, &base, &found),
        waiting: look::waiting(&ui, page, &found),
        round: found.selection.as_ref().map(|one| look::round(&ui, web, (&found, one))),
        may_edit: found.may_edit,
        may_begin: found.may_begin,
        declare,
        query: round.map(|n| format!("?round={n}")).unwrap_or_default(),
        form,
        revision: seen(&found),
        ui,
    })
}

async fn begin(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    let number = number(&text)?;
    web.app.selections().begin(&page.caller, number).await?;
    Ok(done(&web, &format!("{}/formula", base(number)), "begun"))
}

async fn end(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let number = number(&text)?;
    let view = web.app.selections().show_for(&page.caller, number, Permission::EditSelection).await?;
    let result = match value(&typed, "reason").parse::<Ground>() {
        Ok(reason) => {
            let revision = match value(&typed, "revision") {
                "" => seen(&view),
                _ => revision(&typed),
            };
            refusal(web.app.selections().end(&page.caller, number, (revision, reason)).await)?
        }
        Err(problem) => Err(vec![FieldError::new("reason", problem)]),
    };
    match result {
        Ok(()) => Ok(done(&web, &base(number), "given-up")),
        Err(errors) => {
            let form = Form::new("selection").typed(typed).refused(errors);
            again(&overview(&page, &web, (&text, &Pairs::new()), form).await?)
        }
    }
}

async fn excel(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response> {
    let file = web.app.selections().export(&page.caller, number(&text)?, (round(&pairs)?, page.lang())).await?;
    let headers = [(header::CONTENT_TYPE, file.media_type.to_owned()), (header::CONTENT_DISPOSITION, file.disposition)];
    Ok((headers, axum::body::Body::from(file.bytes)).into_response())
}

async fn decision(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    Rendered::ok(&decision_page(&page, &web, &text, Form::new("decision")).await?)
}

async fn decision_page(page: &Page, web: &Web, text: &str, form: Form) -> Result<DecisionPage> {
    let found = web.app.selections().show(&page.caller, number(text)?, None).await?;
    let shown = view(page, web, text).await?;
    let one = found.selection.as_ref().ok_or(app::Error::NotFound)?;
    let ui = page.shell(Nav::Engagements);
    let (mut role, mut barred, mut same_person) = (Role::Look, None, false);
    match &found.part {
        Part::Decide { same_person: same, .. } => (role, same_person) = (Role::Decide, *same),
        Part::Barred(sentence) => barred = Some(sentence.get(ui.lang).to_owned()),
        Part::Requester => role = Role::Withdraw,
        Part::Reader if one.record.proposed.is_none() && found.may_edit && one.state == SelectionState::Published => {
            role = Role::Propose;
        }
        Part::Reader => {}
    }
    if barred.is_some() && found.may_edit {
        role = Role::Withdraw;
    }
    let choice = |j: &app::selections::Judged| {
        let points = ui.t1("selection-points", "n", app::rules::selection::hundredths(j.evaluation.total));
        Opt::new(j.candidate.contractor.to_string(), j.candidate.name.as_str()).hint(points)
    };
    Ok(DecisionPage {
        head: common::head(page, &shown),
        standings: look::standings(&ui, web, &found),
        choices: found.candidates.iter().filter(|j| j.evaluation.is_eligible()).map(choice).collect(),
        is_single: found.candidates.len() == 1,
        round: look::round(&ui, web, (&found, one)),
        role,
        barred,
        same_person,
        form,
        revision: seen(&found),
        ui,
    })
}

async fn decide(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let number = number(&text)?;
    let selections = web.app.selections();
    let go = value(&typed, "go");
    let permission = match go {
        "choose" | "send_back" => Permission::DecideSelection,
        _ => Permission::EditSelection,
    };
    // who may not do it gets the refusal before what was typed is looked at
    selections.show_for(&page.caller, number, permission).await?;
    if go == "withdraw" {
        selections.withdraw(&page.caller, number, revision(&typed)).await?;
        return Ok(done(&web, &base(number), "withdrawn"));
    }
    let mut problems = Problems::new();
    let reason: Option<Ground> = problems.required("reason", value(&typed, "reason"));
    let verdict = match go {
        "choose" => Some((Verdict::Choose, "chosen")),
        "send_back" => Some((Verdict::SendBack, "sent-back")),
        _ => None,
    };
    let contractor: Option<ContractorId> = match verdict {
        None => problems.required("contractor", value(&typed, "contractor")),
        Some(_) => None,
    };
    let result = match (reason, verdict, contractor, problems.finish()) {
        (Some(reason), Some((verdict, said)), _, Ok(())) => {
            let decided = (revision(&typed), verdict, reason);
            refusal(selections.decide(&page.caller, number, decided).await)?
                .map(|()| said)
                // the form of a decision names no candidate
                .map_err(|errors| renamed(errors, &[("contractor", "reason")]))
        }
        (Some(reason), None, Some(contractor), Ok(())) => {
            let proposed = (revision(&typed), contractor, reason);
            refusal(selections.propose(&page.caller, number, proposed).await)?.map(|()| "proposed")
        }
        (_, _, _, Err(errors)) => Err(errors),
        _ => Err(vec![FieldError::new("reason", Problem::Missing)]),
    };
    match result {
        Ok(said) => Ok(done(&web, &base(number), said)),
        Err(errors) => {
            let form = Form::new("decision").typed(typed).refused(errors);
            again(&decision_page(&page, &web, &text, form).await?)
        }
    }
}
