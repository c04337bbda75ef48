//! A person's page; entering, changing and disabling people, and giving them a new password.

use app::organisation::{ChangePerson, NewPerson, ShownPerson};
use axum::{
    Form as Body, Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{
    Lang, Problem,
    id::{PersonId, UnitId},
    permission::Permission,
    problem::{Problems, shorten},
};
use jiff::civil::Date;

use super::{choices, person, unit_name};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::Nav,
    pages::parts::{Pairs, again, id, refusal, revision, value},
    server::Web,
    views::organisation::{Grant, PersonNew, PersonPage, Substitute},
    visit::{Page, Rendered, done},
};

/// Suggestions of who could stand in; anyone else's login name can be typed.
const SUGGESTIONS: u16 = 200;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/organisation/people/new", get(blank).post(create))
        .route("/organisation/people/{id}", get(show))
        .route("/organisation/people/{id}/edit", post(change))
        .route("/organisation/people/{id}/disable", post(disable))
        .route("/organisation/people/{id}/enable", post(enable))
        .route("/organisation/people/{id}/password", post(password))
}

/// The forms of a person's page, as far as they were sent.
#[derive(Default)]
pub(super) struct Forms {
    pub(super) edit: Option<Form>,
    pub(super) grant: Option<Form>,
    pub(super) substitution: Option<Form>,
}

async fn show(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    Rendered::ok(&person_page(&page, &web, id(&text)?, Forms::default()).await?)
}

pub(super) async fn person_page(page: &Page, web: &Web, id: PersonId, forms: Forms) -> Result<PersonPage> {
    let shown = web.app.organisation().person(&page.caller, id).await?;
    let today = web.app.clock().today();
    let caller = &page.caller;
    let manages = caller.actor.may_at(Permission::ManageOrganisation, shown.person.unit).is_ok();
    let myself = id == caller.id();
    let may_substitute = manages || myself;
    let places = if manages { web.app.organisation().places(caller)? } else { Vec::new() };
    let people = if may_substitute { suggestions(page, web, id).await? } else { Vec::new() };
    let ui = page.shell(Nav::Organisation);
    let holding: Vec<_> = shown.grants.iter().filter(|g| g.holds_on(today)).cloned().collect();
    let first = today.to_string();
    Ok(PersonPage {
        id: id.to_string(),
        person: person(page, &shown.person, &holding),
        grants: grants(page, &shown, today),
        substitutions: substitutions(page, &shown, (today, manages)),
        edit: manages.then(|| forms.edit.unwrap_or_else(|| filled(&shown))),
        grant: forms.grant.unwrap_or_else(|| Form::new("grant").with("from", &first)),
        substitution: forms.substitution.unwrap_or_else(|| Form::new("substitution").with("from", &first)),
        units: choices(&ui, &places),
        people,
        may_substitute,
        myself,
        new_password: None,
        ui,
    })
}

fn filled(shown: &ShownPerson) -> Form {
    Form::new("person")
        .with("name", shown.person.name.as_str())
        .with("unit", shown.person.unit.to_string())
        .with("lang", shown.person.lang.code())
        .with("revision", shown.revision.to_string())
}

async fn suggestions(page: &Page, web: &Web, absent: PersonId) -> Result<Vec<Opt>> {
    if !page.caller.actor.can(Permission::ViewOrganisation) {
        return Ok(Vec::new());
    }
    let found = web.app.organisation().people(&page.caller, "", None, SUGGESTIONS).await?;
    let others = found.people.iter().filter(|p| p.id != absent && !p.disabled);
    Ok(others.map(|p| Opt::new(p.login.as_str(), p.name.as_str())).collect())
}

fn grants(page: &Page, shown: &ShownPerson, today: Date) -> Vec<Grant> {
    let one = |g: &domain::person::Grant| Grant {
        id: g.id.to_string(),
        role: g.role,
        unit: unit_name(page, g.unit),
        from: g.from,
        until: g.until,
        holds: g.holds_on(today),
        may_end: g.until.is_none_or(|last| last >= today)
            && page.caller.actor.may_at(Permission::ManageOrganisation, g.unit).is_ok(),
    };
    let mut out: Vec<Grant> = shown.grants.iter().map(one).collect();
    out.reverse();
    out
}

fn substitutions(page: &Page, shown: &ShownPerson, (today, manages): (Date, bool)) -> Vec<Substitute> {
    let name = |id: PersonId| shown.names.get(&id).map(|p| p.name.to_string()).unwrap_or_default();
    let mine = |s: &domain::person::Substitution| [s.absent, s.substitute].contains(&page.caller.id());
    let one = |s: &domain::person::Substitution| Substitute {
        id: s.id.to_string(),
        absent: name(s.absent),
        substitute: name(s.substitute),
        from: s.from,
        until: s.until,
        may_end: s.until >= today && (manages || mine(s)),
    };
    shown.substitutions.iter().map(one).collect()
}

async fn blank(page: Page, State(web): State<Web>) -> Result<Rendered> {
    let own = page.caller.actor.person().unit.to_string();
    Rendered::ok(&new_page(&page, &web, Form::new("person").with("unit", own).with("lang", "ja"))?)
}

fn new_page(page: &Page, web: &Web, form: Form) -> Result<PersonNew> {
    let places = web.app.organisation().places(&page.caller)?;
    let ui = page.shell(Nav::Organisation);
    let units = choices(&ui, &places);
    Ok(PersonNew { ui, form, units })
}

/// Unit and language of a form.
fn unit_and_lang(problems: &mut Problems, pairs: &Pairs) -> (Option<UnitId>, Lang) {
    let chosen = value(pairs, "unit");
    let unit = if chosen.is_empty() {
        Err(Problem::Missing)
    } else {
        chosen.parse::<UnitId>().map_err(|_| Problem::Unknown { value: shorten(chosen) })
    };
    let typed = value(pairs, "lang");
    let lang = Lang::ALL.iter().copied().find(|l| l.code() == typed);
    let unknown = || Problem::NotOneOf { value: shorten(typed), allowed: vec!["ja", "en"] };
    let lang = if typed.is_empty() { Ok(Lang::Ja) } else { lang.ok_or_else(unknown) };
    (problems.keep("unit", unit), problems.keep("lang", lang).unwrap_or_default())
}

/// Enters a person with a first password. It is kept nowhere, so the answer itself shows it.
async fn create(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let mut problems = Problems::new();
    let (unit, lang) = unit_and_lang(&mut problems, &pairs);
    let (login, name) = (value(&pairs, "login").to_owned(), value(&pairs, "name").to_owned());
    let secret = web.app.auth().fresh_password();
    let made = match unit {
        Some(unit) if problems.is_empty() => {
            let new = NewPerson { login, name, unit, lang, password: Some(secret.clone()) };
            web.app.organisation().create_person(&page.caller, &new).await
        }
        _ => {
            let _: Option<domain::text::Login> = problems.required("login", &login);
            let _: Option<domain::text::Title> = problems.required("name", &name);
            Err(problems.into_vec().into())
        }
    };
    match refusal(made)? {
        Ok(id) => with_password(&page, &web, id, secret).await,
        Err(errors) => again(&new_page(&page, &web, Form::new("person").typed(pairs).refused(errors))?),
    }
}

async fn with_password(page: &Page, web: &Web, id: PersonId, secret: String) -> Result<Response> {
    let shown = person_page(page, web, id, Forms::default()).await?;
    Ok(Rendered::ok(&PersonPage { new_password: Some(secret), ..shown })?.into_response())
}

fn to_person(web: &Web, id: PersonId, code: &'static str) -> Response {
    done(web, &format!("/organisation/people/{id}"), code)
}

async fn change(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id: PersonId = id(&text)?;
    let mut problems = Problems::new();
    let (unit, lang) = unit_and_lang(&mut problems, &pairs);
    let name = value(&pairs, "name").to_owned();
    let changed = match unit {
        Some(unit) if problems.is_empty() => {
            let change = ChangePerson { name, unit, lang, revision: revision(&pairs) };
            web.app.organisation().change_person(&page.caller, id, &change).await
        }
        _ => {
            let _: Option<domain::text::Title> = problems.required("name", &name);
            Err(problems.into_vec().into())
        }
    };
    match refusal(changed)? {
        Ok(()) => Ok(to_person(&web, id, "saved")),
        Err(errors) => {
            let form = Form::new("person").typed(pairs).refused(errors);
            refused_page(&page, &web, id, Forms { edit: Some(form), ..Forms::default() }).await
        }
    }
}

/// The page with a refused form, for those who may send it at all.
pub(super) async fn refused_page(page: &Page, web: &Web, id: PersonId, forms: Forms) -> Result<Response> {
    // one's own substitutes need no role; everything else needs the right to manage
    if forms.substitution.is_none() || id != page.caller.id() {
        web.app.organisation().places(&page.caller)?;
    }
    again(&person_page(page, web, id, forms).await?)
}

async fn disable(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id = id(&text)?;
    web.app.organisation().disable_person(&page.caller, id, revision(&pairs)).await?;
    Ok(to_person(&web, id, "saved"))
}

async fn enable(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id = id(&text)?;
    web.app.organisation().enable_person(&page.caller, id, revision(&pairs)).await?;
    Ok(to_person(&web, id, "saved"))
}

/// Gives a person a new password, shown once.
async fn password(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    let id = id(&text)?;
    let secret = web.app.auth().fresh_password();
    web.app.auth().set_password(&page.caller, id, &secret).await?;
    with_password(&page, &web, id, secret).await
}
