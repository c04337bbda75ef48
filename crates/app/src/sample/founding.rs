//! The beginning of the sample: organisation, people, roles, contractors.

use domain::{
    id::{PersonId, UnitId},
    permission::Permission,
    person::{Grant, Person, Role},
    unit::UnitTree,
};
use store::sample::Kind;

use super::{Loader, past::Past, script::Script};
use crate::{
    App, Error, Result,
    auth::password,
    operator, organisation,
    organisation::{NewGrant, NewPerson, NewUnit, UnitFields},
    settings,
    setup::FirstSteps,
    work::Author,
};

/// Who keeps the list of contractors.
const CONTRACTORS_BY: &str = "nojima";

/// Notes rows as belonging to the sample, at once, so that they can be removed even if loading stops here.
async fn note(app: &App, rows: &[(Kind, String)]) -> Result<()> {
    let scope = operator::scope(Role::Administrator, Permission::Operate)?;
    let mut tx = app.db().write().await?;
    for (kind, id) in rows {
        store::sample::add(&mut tx, &scope, *kind, id).await?;
    }
    Ok(tx.commit().await?)
}

/// Makes organisation, people and contractors.
pub(super) async fn found(past: &mut Past, script: &Script, loader: Loader<'_>, secret: &str) -> Result<()> {
    administrator(past, script, loader, secret).await?;
    units(past, script).await?;
    people(past, script, secret).await?;
    contractors(past, script).await
}

/// The top of the organisation, made or found, and the sample's administrator there.
async fn administrator(past: &mut Past, script: &Script, loader: Loader<'_>, secret: &str) -> Result<()> {
    let file = &script.organisation;
    let missing = || Error::internal("sample: the administrator or the organisation is missing");
    let line = file.people.iter().find(|p| p.login == file.organisation.administrator).ok_or_else(missing)?;
    let top = file.units.iter().find(|u| u.parent.is_none()).ok_or_else(missing)?;
    let (root, person) = match (loader, past.app.is_initialised().await?) {
        (Loader::Operator(operator), false) => {
            let steps = FirstSteps {
                organisation_ja: file.organisation.ja.clone(),
                organisation_en: file.organisation.en.clone(),
                login: line.login.clone(),
                name: line.name.clone(),
                password: secret.to_owned(),
            };
            let begun = past.app.initialise(operator, &steps).await?;
            let setting = |key: &str| (Kind::Setting, key.to_owned());
            let mut rows = vec![setting(settings::ORGANISATION_JA), setting(settings::ORGANISATION_EN)];
            rows.push((Kind::Unit, begun.root.to_string()));
            rows.push((Kind::Person, begun.administrator.to_string()));
            note(&past.app, &rows).await?;
            (begun.root, begun.administrator)
        }
        (loader, _) => join(past, loader, (&line.login, &line.name), secret).await?,
    };
    past.units.insert(top.key.clone(), root);
    past.people.insert(line.login.clone(), person);
    Ok(())
}

/// Adds the sample's administrator to an organisation that is there already.
async fn join(
    past: &Past,
    loader: Loader<'_>,
    (login, name): (&str, &str),
    secret: &str,
) -> Result<(UnitId, PersonId)> {
    let scope = operator::scope(Role::Administrator, Permission::ManageOrganisation)?;
    let hash = password::hash(&past.app.inner.dice, secret).await?;
    let mut work = past.app.work_as(Author::from(loader)).await?;
    let tree = UnitTree::new(store::org::units(&mut work.tx).await?);
    let root = tree.root().map(|u| u.id).ok_or(Error::NotFound)?;
    let person = Person {
        id: past.app.mint(),
        login: login.parse().map_err(Error::internal)?,
        name: name.parse().map_err(Error::internal)?,
        unit: root,
        lang: domain::Lang::Ja,
        disabled: false,
    };
    organisation::insert_person(&mut work, &scope, &person, Some(&hash)).await?;
    let from = work.today();
    let role = Role::Administrator;
    let grant = Grant { id: past.app.mint(), person: person.id, role, unit: root, from, until: None };
    organisation::insert_grant(&mut work, &scope, &grant).await?;
    store::sample::add(&mut work.tx, &scope, Kind::Person, &person.id.to_string()).await?;
    work.commit().await?;
    Ok((root, person.id))
}

async fn units(past: &mut Past, script: &Script) -> Result<()> {
    let admin = past.caller(&script.organisation.organisation.administrator).await?;
    for (position, line) in (1i64..).zip(&script.organisation.units) {
        let Some(parent) = &line.parent else { continue };
        past.wait(2);
        let fields = UnitFields { name: line.name.clone(), name_en: line.name_en.clone(), position };
        let new = NewUnit { parent: unit(past, parent)?, fields };
        let id = past.app.organisation().create_unit(&admin, &new).await?;
        past.units.insert(line.key.clone(), id);
        note(&past.app, &[(Kind::Unit, id.to_string())]).await?;
    }
    Ok(())
}

fn unit(past: &Past, key: &str) -> Result<UnitId> {
    past.units.get(key).copied().ok_or_else(|| Error::internal(format!("sample: there is no unit {key}")))
}

async fn people(past: &mut Past, script: &Script, secret: &str) -> Result<()> {
    let by = script.organisation.organisation.administrator.as_str();
    for line in script.organisation.people.iter().filter(|p| p.login != by) {
        past.wait(4);
        let admin = past.caller(by).await?;
        let new = NewPerson {
            login: line.login.clone(),
            name: line.name.clone(),
            unit: unit(past, &line.unit)?,
            lang: line.lang,
            password: Some(secret.to_owned()),
        };
        let id = past.app.organisation().create_person(&admin, &new).await?;
        past.people.insert(line.login.clone(), id);
        note(&past.app, &[(Kind::Person, id.to_string())]).await?;
        for role in &line.roles {
            let from = past.app.clock().today();
            let new = NewGrant { person: id, role: role.role, unit: unit(past, &role.unit)?, from, until: None };
            past.wait(1);
            past.app.organisation().grant(&admin, &new).await?;
        }
    }
    Ok(())
}

async fn contractors(past: &mut Past, script: &Script) -> Result<()> {
    past.wait(26 * 60);
    let keeper = past.caller(CONTRACTORS_BY).await?;
    for line in &script.contractors {
        past.wait(7);
        let one = past.app.contractors().create(&keeper, &line.fields(past.today)).await?;
        past.contractors.insert(line.key.clone(), one.id);
        note(&past.app, &[(Kind::Contractor, one.id.to_string())]).await?;
    }
    Ok(())
}
