//! The chain below an engagement: who is at work, requests to pass work on, what is said of them.

mod look;

use app::chain::{NewSighting, NewSubcontract, Say, Voice};
use axum::{
    Form as Body, Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use domain::{
    FieldError, Problem,
    country::Country,
    engagement::Answer,
    id::{ContractorId, SubcontractId},
    permission::Permission,
    problem::Problems,
    subcontract::LevelProof,
    text::{Ground, Memo, Title},
};

use super::{Pairs, number, revision, value, view, view_for};
use crate::{
    failure::Result,
    form::Form,
    pages::parts::{again, day, id, refusal, values},
    server::Web,
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements/{number}/chain", get(list))
        .route("/engagements/{number}/chain/new", get(blank).post(enter))
        .route("/engagements/{number}/chain/see", post(see))
        .route("/engagements/{number}/chain/leave", post(leave))
        .route("/engagements/{number}/chain/{id}", get(show))
        .route("/engagements/{number}/chain/{id}/say", post(say))
}

async fn list(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    Rendered::ok(&look::chain(&page, &web, &text, Form::new("seen")).await?)
}

async fn blank(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    view_for(&page, &web, &text, Permission::EditEngagement).await?;
    let today = web.app.clock().today().to_string();
    let form = Form::new("chain").with("country", "JP").with("extent", "part").with("asked_on", today);
    Rendered::ok(&look::new(&page, &web, &text, form).await?)
}

/// The one firm a person names by its name or its corporate number.
async fn firm(
    page: &Page,
    web: &Web,
    (field, text): (&str, &str),
) -> Result<std::result::Result<ContractorId, FieldError>> {
    let typed = text.trim();
    if typed.is_empty() {
        return Ok(Err(FieldError::new(field, Problem::Missing)));
    }
    let filter = app::contractors::Filter::named(typed);
    let found = web.app.contractors().list(&page.caller, &filter, None, 20).await?;
    let same = |name: &str| domain::fold::fold(name) == domain::fold::fold(typed);
    let mut named: Vec<ContractorId> =
        found.contractors.iter().filter(|c| same(c.name.as_str())).map(|c| c.id).collect();
    if named.is_empty() {
        named = found.contractors.iter().map(|c| c.id).collect();
    }
    Ok(match named.as_slice() {
        [one] => Ok(*one),
        [] => Err(FieldError::new(field, Problem::Unknown { value: domain::problem::shorten(typed) })),
        many => {
            let (value, n) = (domain::problem::shorten(typed), many.len());
            let ja = format!("「{value}」に当てはまる会社が{n}社あります。名前の全体か法人番号で書いてください");
            let en = format!("{n} firms match \"{value}\". Give the whole name or the corporate number");
            Err(FieldError::new(field, Problem::Said { ja, en }))
        }
    })
}

/// A request as a form says it; the firm it would go to is looked up apart.
fn typed(pairs: &Pairs, to: std::result::Result<ContractorId, FieldError>) -> app::Result<NewSubcontract> {
    let mut problems = Problems::new();
    let applicant = problems.required("applicant", value(pairs, "applicant"));
    let to = match to {
        Ok(id) => Some(id),
        Err(error) => {
            problems.add(error);
            None
        }
    };
    let part: Option<Ground> = problems.required("part", value(pairs, "part"));
    let extent = problems.required("extent", value(pairs, "extent"));
    let country: Option<Country> = problems.required("country", value(pairs, "country"));
    let lines = value(pairs, "sites").lines().map(str::trim).filter(|line| !line.is_empty());
    let sites = lines.filter_map(|line| problems.keep("sites", line.parse::<Title>())).collect();
    let ground = problems.required("ground", value(pairs, "ground"));
    let reason: Option<Memo> = problems.required("reason", value(pairs, "reason"));
    let kinds = values(pairs, "information");
    let information = kinds.into_iter().filter_map(|kind| problems.keep("information", kind.parse())).collect();
    let mut answer = |field: &str| problems.required::<Answer>(field, value(pairs, field));
    let in_our_contract = answer("in_our_contract");
    let between_them = answer("between_them");
    let measures_reported = answer("measures_reported");
    let measures_sufficient = answer("measures_sufficient");
    let verification = problems.optional("verification", value(pairs, "verification"));
    let asked_on = day(&mut problems, pairs, "asked_on");
    problems.finish()?;
    let all = || {
        Some(NewSubcontract {
            applicant: applicant?,
            to: to?,
            part: part?,
            extent: extent?,
            country: country?,
            sites,
            ground: ground?,
            reason: reason?,
            information,
            level: LevelProof {
                between_them: between_them?,
                in_our_contract: in_our_contract?,
                measures_reported: measures_reported?,
                measures_sufficient: measures_sufficient?,
                verification,
            },
            asked_on: asked_on?,
        })
    };
    all().ok_or(app::Error::NotFound)
}

async fn enter(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    view_for(&page, &web, &text, Permission::EditEngagement).await?;
    let to = firm(&page, &web, ("to", value(&pairs, "to"))).await?;
    let entered = match typed(&pairs, to) {
        Ok(new) => web.app.chain().enter(&page.caller, number(&text)?, new).await,
        Err(error) => Err(error),
    };
    match refusal(entered)? {
        Ok(id) => Ok(done(&web, &format!("/engagements/{text}/chain/{id}"), "subcontract-entered")),
        Err(errors) => again(&look::new(&page, &web, &text, Form::new("chain").typed(pairs).refused(errors)).await?),
    }
}

async fn see(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    view_for(&page, &web, &text, Permission::EditEngagement).await?;
    let mut problems = Problems::new();
    let giver = problems.required("giver", value(&pairs, "giver"));
    let firm = match firm(&page, &web, ("firm", value(&pairs, "firm"))).await? {
        Ok(id) => Some(id),
        Err(error) => {
            problems.add(error);
            None
        }
    };
    let on = day(&mut problems, &pairs, "on");
    let note: Memo = problems.keep("note", value(&pairs, "note").parse()).unwrap_or_default();
    let seen = match (giver, firm, on) {
        (Some(giver), Some(firm), Some(on)) if problems.is_empty() => {
            web.app.chain().see(&page.caller, number(&text)?, NewSighting { giver, firm, on, note }).await
        }
        _ => Err(problems.into_vec().into()),
    };
    match refusal(seen)? {
        Ok(()) => Ok(done(&web, &format!("/engagements/{text}/chain"), "firm-seen")),
        Err(errors) => again(&look::chain(&page, &web, &text, Form::new("seen").typed(pairs).refused(errors)).await?),
    }
}

async fn leave(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    view_for(&page, &web, &text, Permission::EditEngagement).await?;
    let gone = (id(value(&pairs, "giver"))?, id(value(&pairs, "firm"))?, web.app.clock().today());
    web.app.chain().leave(&page.caller, number(&text)?, gone).await?;
    Ok(done(&web, &format!("/engagements/{text}/chain"), "firm-left"))
}

async fn show(page: Page, State(web): State<Web>, Path((text, one)): Path<(String, String)>) -> Result<Rendered> {
    Rendered::ok(&look::request(&page, &web, (&text, id(&one)?), Form::new("say")).await?)
}

async fn say(
    page: Page,
    State(web): State<Web>,
    Path((text, one)): Path<(String, String)>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let one: SubcontractId = id(&one)?;
    // an id under another engagement's address is none
    let chain = web.app.chain().of(&page.caller, number(&text)?).await?;
    chain.request(one).ok_or(app::Error::NotFound)?;
    let voice = match value(&pairs, "voice") {
        "owner" => Voice::Owner,
        "officer" => Voice::Officer,
        _ => return Err(app::Error::NotFound.into()),
    };
    let said = match words(&pairs) {
        Ok(say) => web.app.chain().say(&page.caller, one, (voice, say, revision(&pairs))).await,
        Err(error) => {
            // who may not speak here is told that, not what is wrong with the words
            web.app.chain().may_say(&page.caller, chain.engagement.unit, voice)?;
            Err(error)
        }
    };
    match refusal(said)? {
        Ok(()) => Ok(done(&web, &format!("/engagements/{text}/chain/{one}"), "subcontract-said")),
        Err(errors) => {
            let form = Form::new("say").typed(pairs).refused(errors);
            again(&look::request(&page, &web, (&text, one), form).await?)
        }
    }
}

fn words(pairs: &Pairs) -> app::Result<Say> {
    let mut problems = Problems::new();
    let reason: Option<Ground> = problems.required("reason", value(pairs, "reason"));
    let what = value(pairs, "say");
    let (mut conditions, mut until) = (Vec::new(), None);
    if what == "approve" {
        let lines = value(pairs, "conditions").lines().map(str::trim).filter(|line| !line.is_empty());
        conditions = lines.filter_map(|line| problems.keep("conditions", line.parse::<Ground>())).collect();
        until = day(&mut problems, pairs, "until");
    }
    problems.finish()?;
    match (what, reason, until) {
        ("approve", Some(reason), Some(until)) => Ok(Say::Approve { reason, conditions, until }),
        ("refuse", Some(reason), _) => Ok(Say::Refuse { reason }),
        ("revoke", Some(reason), _) => Ok(Say::Revoke { reason }),
        _ => {
            let allowed = vec!["approve", "refuse", "revoke"];
            Err(app::Error::field("say", Problem::NotOneOf { value: domain::problem::shorten(what), allowed }))
        }
    }
}
