//! Duplicates, and merging one entry into another.

use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use domain::{contractor::Contractor, id::ContractorId, permission::Permission};

use crate::{
    failure::Result,
    form::Form,
    page::Nav,
    pages::parts::{Pairs, again, id, refusal, revision, value},
    server::Web,
    views::contractors::{Duplicates, Merge, Twin},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/contractors/duplicates", get(duplicates))
        .route("/contractors/{id}/merge", get(ask).post(merge))
}

/// An entry that looks like another; `into` is the one it could be merged into.
pub(super) fn twin(one: &Contractor, into: Option<ContractorId>) -> Twin {
    Twin {
        href: format!("/contractors/{}", one.id),
        name: one.name.to_string(),
        corporate_number: one.corporate_number.as_ref().map(ToString::to_string),
        merge: into.map(|into| format!("/contractors/{into}/merge?with={}", one.id)),
    }
}

async fn duplicates(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Rendered> {
    let found = web.app.contractors().alike(&page.caller, value(&pairs, "after")).await?;
    let may = page.caller.actor.can(Permission::EditContractor);
    let group = |mut all: Vec<Contractor>| -> Vec<Twin> {
        // the one with a number stays, else the one that was entered first
        all.sort_by_key(|one| (one.corporate_number.is_none(), one.created_at));
        let first = all.first().map(|one| one.id);
        let into = |one: &Contractor| first.filter(|id| may && *id != one.id);
        all.iter().map(|one| twin(one, into(one))).collect()
    };
    Rendered::ok(&Duplicates {
        ui: page.shell(Nav::Contractors),
        groups: found.groups.into_iter().map(group).collect(),
        more: found.next.map(|next| format!("/contractors/duplicates?after={}", crate::link::escape(&next))),
    })
}

async fn ask(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    let (keep, gone) = (id(&text)?, id(value(&pairs, "with"))?);
    Rendered::ok(&merge_page(&page, &web, (keep, gone), Form::new("merge")).await?)
}

async fn merge_page(page: &Page, web: &Web, (keep, gone): (ContractorId, ContractorId), form: Form) -> Result<Merge> {
    let [kept, going] = web.app.contractors().to_merge(&page.caller, keep, gone).await?;
    let number = |c: &Contractor| c.corporate_number.as_ref().map(ToString::to_string).unwrap_or_default();
    Ok(Merge {
        ui: page.shell(Nav::Contractors),
        id: kept.id.to_string(),
        kept: (kept.name.to_string(), number(&kept), kept.revision),
        gone: (going.id.to_string(), going.name.to_string(), number(&going), going.revision),
        form,
    })
}

async fn merge(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(which): Query<Pairs>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let (keep, gone): (ContractorId, ContractorId) = (id(&text)?, id(value(&which, "with"))?);
    let other = value(&pairs, "other").parse().unwrap_or(-1);
    let reason = value(&pairs, "reason").to_owned();
    let merged = web.app.contractors().merge(&page.caller, (keep, revision(&pairs)), (gone, other), &reason).await;
    match refusal(merged)? {
        Ok(one) => Ok(done(&web, &format!("/contractors/{}", one.id), "merged")),
        Err(errors) => {
            let form = Form::new("merge").typed(pairs).refused(errors);
            again(&merge_page(&page, &web, (keep, gone), form).await?)
        }
    }
}
