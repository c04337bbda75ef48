//! Giving and ending roles and substitutions.

use app::organisation::{NewGrant, NewSubstitution};
use axum::{
    Form as Body, Router,
    extract::{Path, State},
    response::Response,
    routing::post,
};
use domain::{
    Problem,
    id::{PersonId, UnitId},
    person::Role,
    problem::{Problems, shorten},
};
use jiff::civil::Date;

use super::people::{Forms, refused_page};
use crate::{
    failure::Result,
    form::Form,
    pages::parts::{Pairs, day, day_if_any, id, refusal, value},
    server::Web,
    visit::{Page, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/organisation/people/{id}/grants", post(grant))
        .route("/organisation/people/{id}/grants/{grant}/end", post(end_grant))
        .route("/organisation/people/{id}/substitutions", post(substitute))
        .route("/organisation/people/{id}/substitutions/{substitution}/end", post(end_substitution))
}

fn to_person(web: &Web, person: PersonId, code: &'static str) -> Response {
    done(web, &format!("/organisation/people/{person}"), code)
}

/// The last day of something that ends at once: it no longer holds today.
fn at_once(web: &Web) -> Date {
    let today = web.app.clock().today();
    today.yesterday().unwrap_or(today)
}

fn read_grant(person: PersonId, pairs: &Pairs) -> app::Result<NewGrant> {
    let mut problems = Problems::new();
    let role: Option<Role> = problems.required("role", value(pairs, "role"));
    let chosen = value(pairs, "unit");
    let unit = if chosen.is_empty() {
        Err(Problem::Missing)
    } else {
        chosen.parse::<UnitId>().map_err(|_| Problem::Unknown { value: shorten(chosen) })
    };
    let unit = problems.keep("unit", unit);
    let from = day(&mut problems, pairs, "from");
    let until = day_if_any(&mut problems, pairs, "until");
    match (role, unit, from) {
        (Some(role), Some(unit), Some(from)) if problems.is_empty() => Ok(NewGrant { person, role, unit, from, until }),
        _ => Err(problems.into_vec().into()),
    }
}

async fn grant(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let person: PersonId = id(&text)?;
    let granted = match read_grant(person, &pairs) {
        Ok(new) => web.app.organisation().grant(&page.caller, &new).await,
        Err(error) => Err(error),
    };
    match refusal(granted)? {
        Ok(_) => Ok(to_person(&web, person, "granted")),
        Err(errors) => {
            let form = Form::new("grant").typed(pairs).refused(errors);
            refused_page(&page, &web, person, Forms { grant: Some(form), ..Forms::default() }).await
        }
    }
}

async fn end_grant(
    page: Page,
    State(web): State<Web>,
    Path((person, grant)): Path<(String, String)>,
) -> Result<Response> {
    let person = id(&person)?;
    web.app.organisation().end_grant(&page.caller, id(&grant)?, at_once(&web)).await?;
    Ok(to_person(&web, person, "ended-role"))
}

async fn read_substitution(page: &Page, web: &Web, absent: PersonId, pairs: &Pairs) -> app::Result<NewSubstitution> {
    let mut problems = Problems::new();
    let from = day(&mut problems, pairs, "from");
    let until = day(&mut problems, pairs, "until");
    let substitute = web.app.organisation().named(&page.caller, "substitute", value(pairs, "substitute")).await;
    let substitute = match substitute {
        Ok(person) => Some(person),
        Err(app::Error::Invalid(errors)) => {
            errors.into_iter().for_each(|e| problems.add(e));
            None
        }
        Err(other) => return Err(other),
    };
    match (substitute, from, until) {
        (Some(substitute), Some(from), Some(until)) if problems.is_empty() => {
            Ok(NewSubstitution { absent, substitute, from, until })
        }
        _ => Err(problems.into_vec().into()),
    }
}

async fn substitute(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let absent: PersonId = id(&text)?;
    let made = match read_substitution(&page, &web, absent, &pairs).await {
        Ok(new) => web.app.organisation().substitute(&page.caller, &new).await,
        Err(error) => Err(error),
    };
    match refusal(made)? {
        Ok(_) => Ok(to_person(&web, absent, "saved")),
        Err(errors) => {
            let form = Form::new("substitution").typed(pairs).refused(errors);
            refused_page(&page, &web, absent, Forms { substitution: Some(form), ..Forms::default() }).await
        }
    }
}

async fn end_substitution(
    page: Page,
    State(web): State<Web>,
    Path((person, substitution)): Path<(String, String)>,
) -> Result<Response> {
    let person = id(&person)?;
    web.app.organisation().end_substitution(&page.caller, id(&substitution)?, at_once(&web)).await?;
    Ok(to_person(&web, person, "ended-role"))
}
