//! What belongs to the frame of every page: assets, language, theme, signing in and out, and the page for wrong
//! addresses.

use app::Error;
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use axum_extra::extract::cookie::CookieJar;
use domain::Lang;
use serde::Deserialize;

use crate::{
    assets,
    failure::{Failure, Result},
    form::Form,
    link::local,
    page::{Nav, Theme},
    server::Web,
    views::sign_in::{SignIn, Trouble},
    visit::{Guest, Page, Rendered, preference, signed_in, signed_out},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/assets/{file}", get(asset))
        .route("/preferences", post(preferences))
        .route("/sign-in", get(sign_in_form).post(sign_in))
        .route("/sign-out", post(sign_out))
        .fallback(nowhere)
}

async fn asset(Path(file): Path<String>) -> Result<Response> {
    let asset = assets::by_file_name(&file).ok_or(Error::NotFound)?;
    let headers = [(header::CONTENT_TYPE, asset.media_type), (header::CACHE_CONTROL, assets::CACHE_CONTROL)];
    Ok((headers, asset.body).into_response())
}

async fn nowhere(Guest(_): Guest) -> Failure {
    Error::NotFound.into()
}

#[derive(Deserialize)]
struct Switch {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    back: String,
}

/// Language and theme, before signing in too; a person's choice is kept with the person.
async fn preferences(Guest(visitor): Guest, State(web): State<Web>, Body(switch): Body<Switch>) -> Result<Response> {
    let lang = Lang::from_tag(&switch.lang).unwrap_or(visitor.lang);
    let theme = if switch.theme.is_empty() { visitor.theme } else { Theme::from_code(&switch.theme) };
    if let Some(caller) = &visitor.caller {
        web.app.auth().preferences(caller, lang.code(), theme.code()).await?;
    }
    let jar = CookieJar::new()
        .add(preference(&web.config, "lang", lang.code()))
        .add(preference(&web.config, "theme", theme.code()));
    Ok((jar, Redirect::to(local(&switch.back))).into_response())
}

#[derive(Deserialize)]
struct SignInQuery {
    #[serde(default)]
    next: String,
}

async fn sign_in_form(Guest(visitor): Guest, Query(query): Query<SignInQuery>) -> Result<Response> {
    if visitor.caller.is_some() {
        return Ok(Redirect::to(local(&query.next)).into_response());
    }
    let trouble = (!query.next.is_empty()).then_some(Trouble::Ended);
    let page = SignIn {
        ui: visitor.shell(Nav::Nowhere),
        form: Form::new("sign-in"),
        trouble,
        next: local(&query.next).to_owned(),
    };
    Ok(Rendered::ok(&page)?.into_response())
}

#[derive(Deserialize)]
struct Credentials {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(Guest(visitor): Guest, State(web): State<Web>, Body(typed): Body<Credentials>) -> Result<Response> {
    match web.app.auth().sign_in(&typed.login, &typed.password, &visitor.address, &visitor.agent).await {
        Ok(done) => {
            let jar = CookieJar::new().add(signed_in(&web.config, done.secret));
            Ok((jar, Redirect::to(local(&typed.next))).into_response())
        }
        Err(Error::Invalid(_)) => {
            let page = SignIn {
                ui: visitor.shell(Nav::Nowhere),
                form: Form::new("sign-in").with("login", typed.login),
                trouble: Some(Trouble::Wrong),
                next: local(&typed.next).to_owned(),
            };
            let Rendered(_, body) = Rendered::refused(&page)?;
            Ok(Rendered(StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn sign_out(page: Page, State(web): State<Web>) -> Result<Response> {
    if let Some(session) = page.visitor.session {
        web.app.auth().sign_out(&page.caller, session).await?;
    }
    Ok((CookieJar::new().add(signed_out(&web.config)), Redirect::to("/sign-in")).into_response())
}
