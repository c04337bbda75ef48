//! What belongs to the frame of every page: assets, language, theme, signing in and out, and the page for wrong
//! addresses.

use app::Error;
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    http::header,
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
    server::{DemoAccount, Web},
    views::sign_in::{Offer, SignIn, Trouble},
    visit::{Guest, Page, Rendered, Visitor, preference, said, signed_in, signed_out},
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
    let jar = CookieJar::new().add(preference(&web.config, "lang", lang.code())).add(preference(
        &web.config,
        "theme",
        theme.code(),
    ));
    Ok((jar, Redirect::to(local(&switch.back))).into_response())
}

#[derive(Deserialize)]
struct SignInQuery {
    #[serde(default)]
    next: String,
}

/// The page for signing in; `next` is shown only where it leads to more than the home page.
fn door(visitor: &Visitor, web: &Web, (form, trouble): (Form, Option<Trouble>), next: &str) -> SignIn {
    let next = match local(next) {
        "/" => String::new(),
        path => path.to_owned(),
    };
    let offer = |one: &DemoAccount| Offer {
        login: one.login.clone(),
        password: one.password.clone(),
        who: match visitor.lang {
            Lang::Ja => one.words.0.clone(),
            Lang::En => one.words.1.clone(),
        },
    };
    let offers = web.config.demo.iter().map(offer).collect();
    SignIn { ui: visitor.shell(Nav::Nowhere), form, trouble, next, offers }
}

async fn sign_in_form(
    Guest(visitor): Guest,
    State(web): State<Web>,
    Query(query): Query<SignInQuery>,
) -> Result<Response> {
    if visitor.caller.is_some() {
        return Ok(Redirect::to(local(&query.next)).into_response());
    }
    let trouble = visitor.expired.then_some(Trouble::Ended);
    Ok(Rendered::ok(&door(&visitor, &web, (Form::new("sign-in"), trouble), &query.next))?.into_response())
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
            let form = Form::new("sign-in").with("login", typed.login);
            let page = door(&visitor, &web, (form, Some(Trouble::Wrong)), &typed.next);
            Ok(Rendered::refused(&page)?.into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn sign_out(page: Page, State(web): State<Web>) -> Result<Response> {
    if let Some(session) = page.visitor.session {
        web.app.auth().sign_out(&page.caller, session).await?;
    }
    let jar = CookieJar::new().add(signed_out(&web.config)).add(said(&web.config, "signed-out"));
    Ok((jar, Redirect::to("/sign-in")).into_response())
}
