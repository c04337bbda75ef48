//! People, the roles they hold at units, substitutes, and the acting person.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Lang,
    id::{GrantId, PersonId, SubstitutionId, UnitId},
    permission::{Denied, Permission, Reach, Scope},
    text::{Login, Title},
    unit::UnitTree,
};

codes! {
    /// A role of the regime (NISC-2008 ch. 4; codes G, I, S, L, X of the requirements).
    pub enum Role ("役割", "Role") {
        /// G: owns the rule and the register.
        ChiefSecurityOfficer = "chief_security_officer" ("統括情報セキュリティ責任者", "Chief security officer"),
        /// I: decides on unlisted work, exceptions and waivers.
        SecurityOfficer = "security_officer" ("情報セキュリティ責任者", "Security officer"),
        /// S: owner of an engagement on the system side.
        SystemSecurityOfficer = "system_security_officer" ("情報システムセキュリティ責任者", "System security officer"),
        /// S: owner of an engagement in a section.
        SectionSecurityOfficer = "section_security_officer" ("課室情報セキュリティ責任者", "Section security officer"),
        /// L: procurement and legal.
        ProcurementLegal = "procurement_legal" ("調達・法務", "Procurement and legal"),
        /// X: reads everything, changes nothing.
        Auditor = "auditor" ("監査", "Auditor"),
        /// Keeps units, people and roles.
        Administrator = "administrator" ("管理者", "Administrator"),
    }
}

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// Name to sign in with.
    pub login: Login,
    /// Name as written.
    pub name: Title,
    /// Unit the person belongs to.
    pub unit: UnitId,
    /// Language of pages and messages.
    pub lang: Lang,
    /// A person who left cannot sign in; the records stay.
    pub disabled: bool,
}

/// A role given to a person at a unit for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// Who holds it.
    pub person: PersonId,
    /// The role.
    pub role: Role,
    /// Where; reaches everything below.
    pub unit: UnitId,
    /// First day.
    pub from: Date,
    /// Last day, if it ends.
    pub until: Option<Date>,
}

impl Grant {
    /// True on days it holds.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }
}

/// A person standing in for another, with all of that person's roles, for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Substitution {
    /// Its id.
    pub id: SubstitutionId,
    /// Who is away.
    pub absent: PersonId,
    /// Who stands in.
    pub substitute: PersonId,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// A role the actor may use now, own or as a substitute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// The role.
    pub role: Role,
    /// Where it was given.
    pub unit: UnitId,
    /// For whom, when acting as a substitute.
    pub on_behalf_of: Option<PersonId>,
}

/// The acting person with everything needed to decide what they may do. Made by `app` at the start of a request.
#[derive(Debug, Clone)]
pub struct Actor {
    person: Person,
    held: Vec<HeldRole>,
    reach: Vec<(Permission, Reach)>,
}

impl Actor {
    /// Works out where each permission reaches.
    #[must_use]
    pub fn new(person: Person, held: Vec<HeldRole>, units: &UnitTree) -> Self {
        let root = units.root().map(|u| u.id);
        let mut reach = Vec::new();
        if !person.disabled {
            for permission in Permission::ALL.iter().copied() {
                let mut ids = Vec::new();
                let mut all = false;
                for one in held.iter().filter(|h| h.role.permits(permission)) {
                    all |= Some(one.unit) == root;
                    ids.extend(units.below(one.unit));
                }
                ids.sort_unstable();
                ids.dedup();
                if all {
                    reach.push((permission, Reach::All));
                } else if !ids.is_empty() {
                    reach.push((permission, Reach::Units(ids)));
                }
            }
        }
        Self { person, held, reach }
    }

    /// The person.
    #[must_use]
    pub const fn person(&self) -> &Person {
        &self.person
    }
    /// The person's id.
    #[must_use]
    pub const fn id(&self) -> PersonId {
        self.person.id
    }
    /// Roles usable now.
    #[must_use]
    pub fn held(&self) -> &[HeldRole] {
        &self.held
    }

    /// The permission with its scope.
    ///
    /// # Errors
    /// [`Denied`] when no role grants it anywhere.
    pub fn may(&self, permission: Permission) -> Result<Scope, Denied> {
        self.reach
            .iter()
            .find(|(p, _)| *p == permission)
            .map(|(_, reach)| Scope::new(permission, reach.clone()))
            .ok_or(Denied(permission))
    }

    /// The permission at one unit.
    ///
    /// # Errors
    /// [`Denied`] when it is not held there.
    pub fn may_at(&self, permission: Permission, unit: UnitId) -> Result<Scope, Denied> {
        self.may(permission).and_then(|scope| if scope.covers(unit) { Ok(scope) } else { Err(Denied(permission)) })
    }

    /// True when the permission is held somewhere; for showing or hiding a link, never as the check itself.
    #[must_use]
    pub fn can(&self, permission: Permission) -> bool {
        self.may(permission).is_ok()
    }

    /// For whom the actor would use a permission at a unit: `None` when an own role grants it, otherwise the person
    /// stood in for.
    #[must_use]
    pub fn acts_for(&self, permission: Permission, unit: UnitId, units: &UnitTree) -> Option<PersonId> {
        let above = units.above(unit);
        let mut fitting = self.held.iter().filter(|h| h.role.permits(permission) && above.contains(&h.unit));
        let mut substitute = None;
        for held in fitting.by_ref() {
            match held.on_behalf_of {
                None => return None,
                Some(person) => substitute = substitute.or(Some(person)),
            }
        }
        substitute
    }
}
