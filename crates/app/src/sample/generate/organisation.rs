//! The organisation of a generated set: divisions, sections, people with roles, the register, contractors.

use std::collections::BTreeSet;

use domain::{
    contractor::Contractor,
    engagement::Activity,
    id::{ContractorId, PersonId, UnitId},
    permission::Permission,
    person::{Grant, Person, Role},
    register::{Entry, Register, RegisterChange, RegisterList},
    text::{Ground, Title},
    unit::{Unit, UnitTree},
};
use ledger::{action, kind};

use super::{BATCH, Making, Watch, words::Luck};
use crate::{
    Error, Result,
    auth::password,
    organisation::{insert_grant, insert_person},
    settings,
    work::{Change, Work},
};

/// Who plays a part in the set.
pub(super) struct Cast {
    pub(super) chief_login: String,
    /// Sections with the people who enter engagements there.
    pub(super) sections: Vec<(UnitId, [PersonId; 2])>,
    pub(super) officers: Vec<PersonId>,
    /// Systems, each with its lines of the register.
    pub(super) systems: Vec<(Title, Register)>,
    pub(super) people: u32,
    pub(super) units: u32,
}

fn title(text: &str) -> Result<Title> {
    text.parse().map_err(|e| Error::internal(format!("sample: {text}: {e}")))
}

impl Making<'_> {
    /// Makes units, people and the register, below the organisation that is there or as a new one.
    pub(super) async fn organise(&mut self, luck: &mut Luck, secret: &str) -> Result<Cast> {
        let hash = password::hash(&self.app.inner.dice, secret).await?;
        let mut work = self.app.work_as(self.author()).await?;
        let scope = Self::scope(Role::Administrator, Permission::ManageOrganisation)?;
        let tree = UnitTree::new(store::org::units(&mut work.tx).await?);
        let root = match tree.root() {
            Some(root) => root.id,
            None => self.top(&mut work).await?,
        };
        let mut making = People { making: self, scope, hash, made: 0, luck };
        let chief = making.person(&mut work, root, Some((Role::ChiefSecurityOfficer, root))).await?;
        let chief_login = making.login(1);
        let mut officers = Vec::new();
        let others =
            [(Role::SecurityOfficer, 2), (Role::Administrator, 2), (Role::Auditor, 3), (Role::ProcurementLegal, 4)];
        for (role, number) in others {
            for _ in 0..number {
                let id = making.person(&mut work, root, Some((role, root))).await?;
                officers.extend((role == Role::SecurityOfficer).then_some(id));
            }
        }
        let (sections, units) = making.sections(&mut work, root).await?;
        let people = making.made;
        let systems = self.register(&mut work, (chief, root)).await?;
        work.commit().await?;
        Ok(Cast { chief_login, sections, officers, systems, people, units })
    }

    /// An organisation where there is none.
    async fn top(&self, work: &mut Work) -> Result<UnitId> {
        let scope = Self::scope(Role::Administrator, Permission::ManageOrganisation)?;
        let name = "計測用の市";
        settings::save_names(work, (name, "City for measuring")).await?;
        let name_en = Some(title("City for measuring")?);
        let unit = Unit { id: self.app.mint(), parent: None, name: title(name)?, name_en, position: 0, closed: false };
        store::org::insert_unit(&mut work.tx, &scope, &unit).await?;
        let change = Change::of(action!("unit.create"), kind!("unit"), unit.id).at(unit.id).after(&unit)?;
        work.record(change).await?;
        Ok(unit.id)
    }

    /// A register in which most systems stand; gives every system with its lines.
    async fn register(&self, work: &mut Work, (chief, root): (PersonId, UnitId)) -> Result<Vec<(Title, Register)>> {
        let reason: Ground = "計測用の一覧".parse().map_err(Error::internal)?;
        let mut out = Vec::new();
        for (n, domain) in self.words.domains.iter().enumerate() {
            for (m, form) in self.words.forms.iter().enumerate() {
                let system = title(&format!("{domain}{form}"))?;
                // one in twenty is critical, one in eight is not listed at all
                let place = n.saturating_mul(2).saturating_add(m);
                let list = if place % 20 == 7 { RegisterList::Critical } else { RegisterList::NonCritical };
                let mut entries = Vec::new();
                if place % 8 != 3 {
                    let entry = self.entry(work, (list, system.clone()), (chief, &reason));
                    let change = RegisterChange::Add(Box::new(entry.clone()));
                    let today = work.today();
                    let version = store::register::apply(&mut work.tx, &change, chief, today, &reason).await?;
                    let change = Change::named(action!("register.update"), kind!("register"), &version.to_string())?;
                    work.record(change.at(root).after(&entry)?.note("system", &entry.system)).await?;
                    entries.push(entry);
                }
                out.push((system, Register { version: 0, entries }));
            }
        }
        let version = store::register::current_version(&mut work.tx).await?;
        for (_, register) in &mut out {
            register.version = version;
        }
        Ok(out)
    }

    fn entry(&self, work: &Work, (list, system): (RegisterList, Title), (chief, reason): (PersonId, &Ground)) -> Entry {
        let activities: BTreeSet<Activity> = Activity::ALL.iter().copied().collect();
        Entry {
            id: self.app.mint(),
            list,
            information: system.clone(),
            system,
            activities,
            reason: reason.clone(),
            decided_by: Some(chief),
            decided_on: work.today(),
            review_on: None,
        }
    }

    /// Makes contractors; gives them with their names.
    pub(super) async fn contractors(
        &mut self,
        luck: &mut Luck,
        watch: Watch<'_>,
    ) -> Result<Vec<(ContractorId, String)>> {
        let scope = Self::scope(Role::ProcurementLegal, Permission::EditContractor)?;
        // a step through all names, begun anywhere, so that a small set does not show one letter only
        let all = self.words.firms().max(1);
        let (begin, step) = (luck.below(all), 7_919u64);
        let mut out = Vec::with_capacity(usize::try_from(self.order.contractors).unwrap_or(0));
        let mut n = 0u32;
        while n < self.order.contractors {
            let mut work = self.app.work_as(self.author()).await?;
            let last = n.saturating_add(BATCH).min(self.order.contractors);
            for i in n..last {
                let place = begin.saturating_add(u64::from(i).saturating_mul(step)) % all;
                let name = self.words.firm(u32::try_from(place).map_err(Error::internal)?)?;
                let one = Contractor {
                    id: self.app.mint(),
                    name: title(&name)?,
                    corporate_number: None,
                    details: domain::contractor::Details::default(),
                    created_at: work.at(),
                    revision: 1,
                };
                store::contractors::insert(&mut work.tx, &scope, &one).await?;
                let change = Change::of(action!("contractor.create"), kind!("contractor"), one.id).after(&one)?;
                work.record(change.note("name", &one.name)).await?;
                out.push((one.id, name));
            }
            work.commit().await?;
            self.tell(last.saturating_sub(n), watch)?;
            n = last;
        }
        Ok(out)
    }
}

/// The people of the set as they are made.
struct People<'m, 'a> {
    making: &'m Making<'a>,
    scope: domain::permission::Scope,
    hash: String,
    made: u32,
    luck: &'m mut Luck,
}

impl People<'_, '_> {
    fn login(&self, n: u32) -> String {
        format!("s{}-{n:03}", self.making.order.seed)
    }

    /// A person of a unit, with a role at one.
    async fn person(&mut self, work: &mut Work, unit: UnitId, role: Option<(Role, UnitId)>) -> Result<PersonId> {
        self.made = self.made.saturating_add(1);
        let name = self.making.words.person(self.luck)?;
        let login = self.login(self.made).parse().map_err(|p| Error::field("seed", p))?;
        let id = self.making.app.mint();
        let person = Person { id, login, name: title(&name)?, unit, lang: domain::Lang::Ja, disabled: false };
        insert_person(work, &self.scope, &person, Some(&self.hash)).await?;
        if let Some((role, unit)) = role {
            let id = self.making.app.mint();
            let grant = Grant { id, person: person.id, role, unit, from: work.today(), until: None };
            insert_grant(work, &self.scope, &grant).await?;
        }
        Ok(person.id)
    }

    async fn unit(&self, work: &mut Work, parent: UnitId, (name, name_en): (&str, Option<&str>)) -> Result<UnitId> {
        let unit = Unit {
            id: self.making.app.mint(),
            parent: Some(parent),
            name: title(name)?,
            name_en: name_en.map(title).transpose()?,
            position: i64::from(self.made),
            closed: false,
        };
        store::org::insert_unit(&mut work.tx, &self.scope, &unit).await?;
        let change = Change::of(action!("unit.create"), kind!("unit"), unit.id).at(unit.id).after(&unit)?;
        work.record(change.note("name", &unit.name)).await?;
        Ok(unit.id)
    }

    /// Divisions and sections, two people in each section; gives them, and how many units there are.
    async fn sections(&mut self, work: &mut Work, root: UnitId) -> Result<(Vec<(UnitId, [PersonId; 2])>, u32)> {
        let mut out = Vec::new();
        let mut units = 1u32;
        let words = &self.making.words;
        for division in &words.divisions {
            let above = self.unit(work, root, (&division.name, Some(&division.name_en))).await?;
            self.person(work, above, Some((Role::SecurityOfficer, above))).await?;
            units = units.saturating_add(1);
            for section in &division.sections {
                let id = self.unit(work, above, (section, None)).await?;
                let role = if section.contains("システム") {
                    Role::SystemSecurityOfficer
                } else {
                    Role::SectionSecurityOfficer
                };
                let first = self.person(work, id, Some((role, id))).await?;
                let second = self.person(work, id, Some((role, id))).await?;
                out.push((id, [first, second]));
                units = units.saturating_add(1);
            }
        }
        Ok((out, units))
    }
}
