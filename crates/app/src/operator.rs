//! The operator of the machine: someone at the command line, who can read and write the files anyway. What they do is
//! recorded under their login on the machine.

use domain::{
    Lang,
    id::{PersonId, UnitId},
    permission::{Permission, Scope},
    person::{Actor, HeldRole, Person, Role},
    text::{Login, Title},
    unit::{Unit, UnitTree},
};
use ledger::{ActorRef, Channel, OperatorLogin};

use crate::{Error, Result, work::Author};

impl From<&OperatorLogin> for Author {
    fn from(login: &OperatorLogin) -> Self {
        Self { actor: ActorRef::Operator(login.clone()), channel: Channel::Cli, request: None }
    }
}

/// The scope of a permission over the whole organisation, as the holder of a role at its top would have it.
///
/// # Errors
/// [`Error::Forbidden`] when the role does not grant the permission.
pub(crate) fn scope(role: Role, permission: Permission) -> Result<Scope> {
    let text = |problem: domain::Problem| Error::internal(problem);
    let name: Title = "operator".parse().map_err(text)?;
    let login: Login = "operator".parse().map_err(text)?;
    let root = UnitId::from_uuid(uuid::Uuid::nil());
    let unit = Unit { id: root, parent: None, name: name.clone(), name_en: None, position: 0, closed: false };
    let id = PersonId::from_uuid(uuid::Uuid::nil());
    let person = Person { id, login, name, unit: root, lang: Lang::Ja, disabled: false };
    let held = vec![HeldRole { role, unit: root, on_behalf_of: None }];
    Ok(Actor::new(person, held, &UnitTree::new(vec![unit])).may(permission)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::permission::Reach;

    #[test]
    fn the_operator_reaches_everything_a_role_grants_and_nothing_else() {
        let scope = scope(Role::Administrator, Permission::ManageOrganisation).unwrap();
        assert_eq!(scope.reach(), &Reach::All);
        assert!(super::scope(Role::Auditor, Permission::ManageOrganisation).is_err());
    }
}
