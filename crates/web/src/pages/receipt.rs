//! Confirming a receipt by link. No account; the cookie opens the entries meant for one handler and nothing else.

use app::handovers::{Entry, Received, Receiver};
use axum::{
    Form as Body, Router,
    extract::{FromRequestParts, Path, State},
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use domain::{FieldError, Problem, calendar::long_date, id::HandoverId};

use super::parts::{Pairs, refusal, value, values};
use crate::{
    failure::{Failure, Result},
    form::Form,
    page::{Nav, Shell},
    server::{Config, Web},
    views::receipt::{Door, Line, Show},
    visit::{Guest, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/receive/{token}", get(door).post(open)).route("/receipt", get(show).post(confirm))
}

fn cookie_name(config: &Config) -> &'static str {
    if config.is_https() { "__Secure-receipt" } else { "receipt" }
}

/// Whatever is wrong with a link, the page says the same of one that never was.
fn no_link() -> Failure {
    app::Error::conflict(
        "このリンクでは開けません。届いたリンクが最後まで写っているか確かめ、委託元に新しいリンクを頼んでください",
        "This link opens nothing. Make sure it was copied to its end, or ask for a new one",
    )
    .into()
}

fn linked<T>(result: app::Result<T>) -> Result<T> {
    match result {
        Err(app::Error::NotFound | app::Error::Unauthenticated) => Err(no_link()),
        other => Ok(other?),
    }
}

/// Somebody who came by a link, with the frame of their page.
pub(super) struct Receiving {
    guest: Guest,
    by: Receiver,
}

impl FromRequestParts<Web> for Receiving {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let guest = Guest::from_request_parts(parts, web).await?;
        let jar = CookieJar::from_headers(&parts.headers);
        let secret = jar.get(cookie_name(&web.config)).map(|c| c.value().to_owned()).ok_or_else(no_link)?;
        let request = Some(guest.0.request.0.clone());
        let by = linked(web.app.handovers().receiver(&secret, request).await)?;
        Ok(Self { guest, by })
    }
}

async fn door(Guest(visitor): Guest, State(web): State<Web>, Path(token): Path<String>) -> Result<Rendered> {
    let peek = linked(web.app.handovers().peek(&token).await)?;
    Rendered::ok(&Door {
        ui: visitor.shell(Nav::Nowhere).for_guest(),
        action: format!("/receive/{}", crate::link::escape(&token)),
        title: peek.title.to_string(),
        handler: peek.handler.to_string(),
    })
}

async fn open(Guest(visitor): Guest, State(web): State<Web>, Path(token): Path<String>) -> Result<Response> {
    let from = (visitor.address.as_str(), Some(visitor.request.0.clone()));
    let secret = linked(web.app.handovers().open(&token, from).await)?;
    let cookie = Cookie::build((cookie_name(&web.config), secret))
        .path("/receipt")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(web.config.is_https());
    let mut cookie = cookie.build();
    cookie.make_permanent();
    Ok((CookieJar::new().add(cookie), Redirect::to("/receipt")).into_response())
}

fn line(ui: &Shell, entry: &Entry) -> Line {
    let h = &entry.handover;
    let mut rules = Vec::new();
    if let Some(place) = &h.place {
        rules.push(ui.t1("receipt-place", "place", place));
    }
    rules.push(ui.t1("receipt-copying", "copying", h.copying.label(ui.lang)));
    if let Some(due) = h.due_back {
        rules.push(ui.t1("receipt-due", "day", long_date(due, ui.lang)));
    }
    Line {
        id: h.id.to_string(),
        no: entry.no,
        item: h.item.to_string(),
        mark_line: h.marking.line(ui.lang),
        kind: h.kind.label(ui.lang).to_owned(),
        amount: super::engagements::amount(ui.lang, entry),
        at: h.at,
        rules,
        received: h.receipt.as_ref().map(|r| r.at),
        open: Received::is_open(entry),
    }
}

async fn page(receiving: &Receiving, web: &Web, form: Form) -> Result<Show> {
    let found = web.app.handovers().received(&receiving.by).await?;
    let ui = receiving.guest.0.shell(Nav::Nowhere).for_guest();
    Ok(Show {
        title: found.title.to_string(),
        firm: found.firm.to_string(),
        handler: found.handler.name.to_string(),
        lines: found.entries.iter().map(|e| line(&ui, e)).collect(),
        form,
        ui,
    })
}

async fn show(receiving: Receiving, State(web): State<Web>) -> Result<Rendered> {
    Rendered::ok(&page(&receiving, &web, Form::new("receipt")).await?)
}

async fn confirm(receiving: Receiving, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let (mut ids, mut wrong) = (Vec::<HandoverId>::new(), Vec::new());
    for text in values(&pairs, "entries") {
        match text.parse() {
            Ok(id) => ids.push(id),
            Err(_) => {
                let value = domain::problem::shorten(text);
                wrong.push(FieldError::new("entries", Problem::Unknown { value }));
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let said = (value(&pairs, "name"), value(&pairs, "condition"));
    let result = if wrong.is_empty() {
        refusal(linked_keep(web.app.handovers().confirm(&receiving.by, &ids, said).await)?)?.map(drop)
    } else {
        Err(wrong)
    };
    match result {
        Ok(()) => Ok(done(&web, "/receipt", "received")),
        Err(errors) => {
            let form = Form::new("receipt").typed(pairs).refused(errors);
            Ok(Rendered::refused(&page(&receiving, &web, form).await?)?.into_response())
        }
    }
}

/// A link that ended in between opens nothing; every other refusal goes on.
fn linked_keep<T>(result: app::Result<T>) -> Result<app::Result<T>> {
    match result {
        Err(app::Error::Unauthenticated) => Err(no_link()),
        other => Ok(other),
    }
}
