//! Units, people, roles and substitutes.
//!
//! What an administrator of a unit may do ends at that unit: a person whose roles reach further cannot be changed,
//! disabled, given a password or a substitute by them.

mod operated;
mod overview;
mod people;
mod roles;
#[cfg(test)]
mod tests;
mod units;

use domain::{
    id::{PersonId, UnitId},
    permission::{Reach, Scope},
    person::{Grant, Person, Role},
    unit::{Unit, UnitTree},
};
use jiff::civil::Date;
pub use operated::{Entered, Given, Operated, find_unit};
pub use overview::Overview;
pub(crate) use people::insert as insert_person;
pub use people::{ChangePerson, NewPerson, PeoplePage, ShownPerson};
pub(crate) use roles::insert_grant;
pub use roles::{NewGrant, NewSubstitution};
use store::Tx;
pub use units::{ChangeUnit, NewUnit, UnitFields};

use crate::{App, Error, Result};

/// Use cases of the organisation.
#[derive(Debug, Clone, Copy)]
pub struct Organisation<'a> {
    app: &'a App,
}

impl App {
    /// Units, people, roles and substitutes.
    #[must_use]
    pub const fn organisation(&self) -> Organisation<'_> {
        Organisation { app: self }
    }
}

/// A person the holder of a scope may manage: one in reach, whose roles are all in reach too, also those of people
/// stood in for.
///
/// # Errors
/// [`Error::NotFound`] for people out of reach, [`Error::Forbidden`] when their roles reach further.
pub(crate) async fn managed(tx: &mut Tx, scope: &Scope, id: PersonId, today: Date) -> Result<Person> {
    let person = store::org::person(tx, scope, id).await?.ok_or(Error::NotFound)?;
    if *scope.reach() == Reach::All {
        return Ok(person);
    }
    let own = store::org::grants_of(tx, scope, id).await?;
    let held = store::org::held(tx, id, today).await?;
    let beyond = |g: &Grant| g.until.is_none_or(|last| last >= today) && !scope.covers(g.unit);
    if own.iter().chain(held.iter()).any(beyond) {
        return Err(Error::forbidden(
            "この人の役割は、あなたの管理する範囲の外にも及びます。上位の管理者に依頼してください",
            "This person's roles reach beyond the units you manage. Ask an administrator above",
        ));
    }
    Ok(person)
}

/// The tree as it stands in this transaction.
async fn tree(tx: &mut Tx) -> Result<UnitTree> {
    Ok(UnitTree::new(store::org::units(tx).await?))
}

/// An open unit that the scope covers, by the id someone sent.
fn open_unit<'t>(field: &str, tree: &'t UnitTree, scope: &Scope, id: UnitId) -> Result<&'t Unit> {
    let unknown = || Error::field(field, domain::Problem::Unknown { value: id.to_string() });
    let unit = tree.get(id).filter(|_| scope.covers(id)).ok_or_else(unknown)?;
    if unit.closed {
        return Err(vec![domain::FieldError::rule(
            field,
            "この組織単位は閉じられています。開いている組織単位を選んでください",
            "This unit is closed. Choose one that is open",
        )]
        .into());
    }
    Ok(unit)
}

/// Refuses when, without a person or a grant, nobody would be left to manage the whole organisation.
async fn keep_an_administrator(tx: &mut Tx, scope: &Scope, today: Date, goes: impl Fn(&Grant) -> bool) -> Result<()> {
    let root = tree(tx).await?.root().map(|u| u.id);
    let all = store::org::grants_on(tx, scope, today).await?;
    let lasting = |g: &&Grant| g.role == Role::Administrator && Some(g.unit) == root && g.until.is_none();
    let holders: Vec<PersonId> = all.iter().filter(lasting).filter(|g| !goes(g)).map(|g| g.person).collect();
    if store::org::names(tx, &holders).await?.iter().any(|p| !p.disabled) {
        return Ok(());
    }
    Err(Error::conflict(
        "組織全体の管理者がいなくなります。先に、ほかの人に期限のない管理者の役割を付けてください",
        "Nobody would be left to administer the whole organisation. Give someone else that role without an end first",
    ))
}
