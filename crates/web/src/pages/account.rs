//! A person's own account: display, password, sessions, tokens.

use app::auth::{MAX_TOKEN_DAYS, Session, Token};
use axum::{
    Form as Body, Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{FieldError, Problem, problem::Problems, text::Title};
use jiff::civil::Date;

use super::parts::{Pairs, again, day_if_any, id, refusal, renamed, value};
use crate::{
    failure::Result,
    form::Form,
    page::Nav,
    server::Web,
    views::account::{self as view, Show},
    visit::{Page, Rendered, done},
};

/// Days a token holds when no last day is given.
const USUAL: i64 = 90;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/account", get(show))
        .route("/account/profile", post(profile))
        .route("/account/password", post(password))
        .route("/account/sessions/{id}/end", post(end_session))
        .route("/account/tokens", post(make_token))
        .route("/account/tokens/{id}/end", post(end_token))
}

/// The three forms of the page, as far as they were sent.
#[derive(Default)]
struct Forms {
    profile: Option<Form>,
    password: Option<Form>,
    token: Option<Form>,
}

async fn show(page: Page, State(web): State<Web>) -> Result<Rendered> {
    Rendered::ok(&account_page(&page, &web, Forms::default()).await?)
}

async fn account_page(page: &Page, web: &Web, forms: Forms) -> Result<Show> {
    let caller = &page.caller;
    let sessions = web.app.auth().sessions(caller).await?;
    let tokens = web.app.auth().tokens(caller).await?;
    let now = web.app.clock().now();
    let mut sessions: Vec<view::Session> = sessions.iter().map(|s| session(page, s)).collect();
    sessions.sort_by_key(|s| !s.this);
    let alive = |t: &&Token| t.revoked_at.is_none() && t.expires_at > now;
    Ok(Show {
        ui: page.shell(Nav::Account),
        login: caller.actor.person().login.to_string(),
        profile: forms
            .profile
            .unwrap_or_else(|| Form::new("profile").with("lang", caller.lang().code()).with("theme", &caller.theme)),
        password: forms.password.unwrap_or_else(|| Form::new("password")),
        sessions,
        tokens: tokens.iter().filter(alive).map(token).collect(),
        token: forms.token.unwrap_or_else(|| Form::new("token")),
        new_token: None,
    })
}

fn session(page: &Page, one: &Session) -> view::Session {
    view::Session {
        id: one.id.to_string(),
        device: device(&one.agent),
        address: one.address.clone(),
        since: one.created_at,
        used: one.last_seen_at,
        this: page.visitor.session == Some(one.id),
    }
}

fn token(one: &Token) -> view::Token {
    view::Token {
        id: one.id.to_string(),
        name: one.name.clone(),
        since: one.created_at,
        used: one.last_used_at,
        until: Some(app::clock::day_in_japan(one.expires_at)),
    }
}

/// Browser and system from what a browser says of itself, in the order that tells them apart.
fn device(agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, n)| *n);
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("Windows", "Windows"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} / {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) if agent.trim().is_empty() => "–".to_owned(),
        (None, None) => agent.chars().take(40).collect(),
    }
}

async fn profile(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let (lang, theme) = (value(&pairs, "lang"), value(&pairs, "theme"));
    match refusal(web.app.auth().preferences(&page.caller, lang, theme).await)? {
        Ok(()) => Ok(done(&web, "/account", "saved")),
        Err(errors) => {
            let form = Form::new("profile").typed(pairs).refused(errors);
            again(&account_page(&page, &web, Forms { profile: Some(form), ..Forms::default() }).await?)
        }
    }
}

async fn password(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let (old, new) = (value(&pairs, "current"), value(&pairs, "new"));
    let changed = match both_typed(&pairs) {
        Ok(()) => web.app.auth().change_password(&page.caller, page.visitor.session, old, new).await,
        Err(errors) => Err(errors.into()),
    };
    match refusal(changed)? {
        Ok(()) => Ok(done(&web, "/account", "password")),
        Err(errors) => {
            let form = Form::new("password").refused(renamed(errors, &[("old", "current")]));
            again(&account_page(&page, &web, Forms { password: Some(form), ..Forms::default() }).await?)
        }
    }
}

/// All three were typed, and the new one twice the same.
fn both_typed(pairs: &Pairs) -> std::result::Result<(), Vec<FieldError>> {
    let mut problems = Problems::new();
    for field in ["current", "new"] {
        if value(pairs, field).is_empty() {
            problems.add(FieldError::new(field, Problem::Missing));
        }
    }
    if value(pairs, "again") != value(pairs, "new") {
        let ja = "上の新しいパスワードと違います。同じものを入力してください";
        problems.add(FieldError::rule("again", ja, "This differs from the new password above. Type the same"));
    }
    problems.finish()
}

async fn end_session(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    web.app.auth().revoke(&page.caller, id(&text)?).await?;
    Ok(done(&web, "/account", "session-ended"))
}

/// Name of a token and the days it holds, from the last day that was typed.
fn wanted_token(pairs: &Pairs, today: Date) -> app::Result<(Title, i64)> {
    let mut problems = Problems::new();
    let name = problems.required("name", value(pairs, "name"));
    let days = match day_if_any(&mut problems, pairs, "until") {
        Some(until) => held_days(&mut problems, today, until),
        None => USUAL,
    };
    match name {
        Some(name) if problems.is_empty() => Ok((name, days)),
        _ => Err(problems.into_vec().into()),
    }
}

fn held_days(problems: &mut Problems, today: Date, until: Date) -> i64 {
    let days = today.until(until).map_or(i64::MAX, |span| i64::from(span.get_days()));
    if days < 1 {
        let bound = today.saturating_add(jiff::Span::new().days(1)).to_string();
        problems.add(FieldError::new("until", Problem::Before { value: until.to_string(), bound }));
    } else if days > MAX_TOKEN_DAYS {
        let ja = "期限は366日後までです。もっと近い日にしてください";
        problems.add(FieldError::rule("until", ja, "A token holds 366 days at most. Choose an earlier day"));
    }
    days
}

/// Makes a token. Its text is kept nowhere, so the answer itself shows it.
async fn make_token(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let made = match wanted_token(&pairs, web.app.clock().today()) {
        Ok((name, days)) => web.app.auth().create_token(&page.caller, name.as_str(), days).await,
        Err(error) => Err(error),
    };
    match refusal(made)? {
        Ok((_, text)) => {
            let shown = account_page(&page, &web, Forms::default()).await?;
            Ok(Rendered::ok(&Show { new_token: Some(text), ..shown })?.into_response())
        }
        Err(errors) => {
            let form = Form::new("token").typed(pairs).refused(renamed(errors, &[("days", "until")]));
            again(&account_page(&page, &web, Forms { token: Some(form), ..Forms::default() }).await?)
        }
    }
}

async fn end_token(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    web.app.auth().revoke_token(&page.caller, id(&text)?).await?;
    Ok(done(&web, "/account", "token-ended"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_have_short_names() {
        let edge =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0";
        assert_eq!(device(edge), "Edge / Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Safari/604.1";
        assert_eq!(device(phone), "Safari / iPhone");
        assert_eq!(device("curl/8.9"), "curl");
        assert_eq!(device(""), "–");
    }

    #[test]
    fn the_last_day_of_a_token_becomes_days() {
        let today = jiff::civil::date(2026, 6, 11);
        let of = |until: &str| {
            let pairs = [("name", "月次"), ("until", until)].map(|(n, v)| (n.to_owned(), v.to_owned()));
            wanted_token(&pairs.to_vec(), today).map(|(_, days)| days)
        };
        assert_eq!(of("").unwrap(), 90);
        assert_eq!(of("令和8年6月12日").unwrap(), 1);
        assert_eq!(of("2027-06-12").unwrap(), 366);
        for bad in ["2026-06-11", "2027-06-13", "あした"] {
            assert!(matches!(of(bad), Err(app::Error::Invalid(_))), "{bad}");
        }
    }
}
