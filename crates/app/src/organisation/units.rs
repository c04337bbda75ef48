//! The tree of units.

use std::sync::Arc;

use domain::{
    FieldError, Problem,
    id::UnitId,
    permission::{Permission, Scope},
    problem::Problems,
    text::Title,
    unit::{Unit, UnitTree},
};
use ledger::{action, kind};

use super::{Organisation, open_unit, tree};
use crate::{
    Caller, Error, Result,
    work::{Change, Work},
};

/// Deepest tree people can make.
const DEPTH: usize = 16;

/// What a person says of a unit.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitFields {
    /// Its name in Japanese.
    pub name: String,
    /// Its name in English; empty when it has none.
    #[serde(default)]
    pub name_en: String,
    /// Position among its neighbours.
    #[serde(default)]
    pub position: i64,
}

/// A unit to be made.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// The unit above it.
    pub parent: UnitId,
    /// What it is called.
    pub fields: UnitFields,
}

/// A unit as it shall be.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeUnit {
    /// The unit above it; `None` only for the organisation itself.
    pub parent: Option<UnitId>,
    /// What it is called.
    pub fields: UnitFields,
    /// The revision the person saw.
    pub revision: i64,
}

impl UnitFields {
    pub(crate) fn parse(&self) -> Result<(Title, Option<Title>)> {
        let mut problems = Problems::new();
        let name: Option<Title> = problems.required("name", &self.name);
        let name_en: Option<Title> = problems.optional("name_en", &self.name_en);
        if !(-10_000..=10_000).contains(&self.position) {
            let problem = Problem::OutOfRange { value: self.position.to_string(), min: -10_000, max: 10_000 };
            problems.add(FieldError::new("position", problem));
        }
        match name {
            Some(name) if problems.is_empty() => Ok((name, name_en)),
            _ => Err(problems.into_vec().into()),
        }
    }
}

impl Organisation<'_> {
    /// The tree, as the caller's request already loaded it. No statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn units(&self, caller: &Caller) -> Result<Arc<UnitTree>> {
        caller.may(Permission::ViewOrganisation)?;
        Ok(Arc::clone(&caller.units))
    }

    /// One unit with its revision, for a form.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is out of reach.
    pub async fn unit(&self, caller: &Caller, id: UnitId) -> Result<(Unit, i64)> {
        let scope = caller.may(Permission::ViewOrganisation)?;
        let mut tx = self.app.db().read().await?;
        let unit = tree(&mut tx).await?.get(id).filter(|_| scope.covers(id)).cloned().ok_or(Error::NotFound)?;
        let revision = store::org::detail::unit_revision(&mut tx, &scope, id).await?.ok_or(Error::NotFound)?;
        tx.commit().await?;
        Ok((unit, revision))
    }

    /// Makes a unit below another.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `parent`, `name`, `name_en`, `position`.
    pub async fn create_unit(&self, caller: &Caller, new: &NewUnit) -> Result<UnitId> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        let (name, name_en) = new.fields.parse()?;
        let mut work = self.app.work(caller).await?;
        let tree = tree(&mut work.tx).await?;
        open_unit("parent", &tree, &scope, new.parent)?;
        let unit = Unit {
            id: self.app.mint(),
            parent: Some(new.parent),
            name,
            name_en,
            position: new.fields.position,
            closed: false,
        };
        fits(&tree, &unit)?;
        store::org::insert_unit(&mut work.tx, &scope, &unit).await?;
        let change = Change::of(action!("unit.create"), kind!("unit"), unit.id).at(unit.id);
        work.record(change.after(&unit)?.note("name", &unit.name)).await?;
        work.commit().await?;
        Ok(unit.id)
    }

    /// Renames or moves a unit.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] when it changed in between, [`Error::Invalid`] by field.
    pub async fn change_unit(&self, caller: &Caller, id: UnitId, change: &ChangeUnit) -> Result<()> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        let (name, name_en) = change.fields.parse()?;
        let mut work = self.app.work(caller).await?;
        let tree = tree(&mut work.tx).await?;
        let old = seen(&mut work, &scope, (&tree, id), change.revision).await?;
        let unit = Unit { parent: change.parent, name, name_en, position: change.fields.position, ..old.clone() };
        if unit.parent != old.parent {
            may_move(&tree, &scope, &old, change.parent)?;
        }
        fits(&tree, &unit)?;
        self.save(work, &scope, Change::of(action!("unit.change"), kind!("unit"), id), (&old, &unit)).await
    }

    /// Closes a unit: it keeps its records and takes no new ones.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] for the organisation itself or while a unit below is open.
    pub async fn close_unit(&self, caller: &Caller, id: UnitId, revision: i64) -> Result<()> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        let mut work = self.app.work(caller).await?;
        let tree = tree(&mut work.tx).await?;
        let old = seen(&mut work, &scope, (&tree, id), revision).await?;
        if old.parent.is_none() {
            return Err(Error::conflict("組織全体は閉じられません", "The organisation itself cannot be closed"));
        }
        if tree.iter().any(|(u, _)| u.parent == Some(id) && !u.closed) {
            return Err(Error::conflict(
                "下に開いている組織単位があります。先にそれを閉じるか、移してください",
                "There are open units below. Close or move them first",
            ));
        }
        let unit = Unit { closed: true, ..old.clone() };
        self.save(work, &scope, Change::of(action!("unit.close"), kind!("unit"), id), (&old, &unit)).await
    }

    /// Opens a closed unit again.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] while the unit above is closed.
    pub async fn reopen_unit(&self, caller: &Caller, id: UnitId, revision: i64) -> Result<()> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        let mut work = self.app.work(caller).await?;
        let tree = tree(&mut work.tx).await?;
        let old = seen(&mut work, &scope, (&tree, id), revision).await?;
        if old.parent.and_then(|p| tree.get(p)).is_some_and(|p| p.closed) {
            return Err(Error::conflict(
                "上の組織単位が閉じられています。先にそれを開いてください",
                "The unit above is closed. Open that one first",
            ));
        }
        let unit = Unit { closed: false, ..old.clone() };
        self.save(work, &scope, Change::of(action!("unit.reopen"), kind!("unit"), id), (&old, &unit)).await
    }

    async fn save(&self, mut work: Work, scope: &Scope, change: Change, (old, new): (&Unit, &Unit)) -> Result<()> {
        store::org::update_unit(&mut work.tx, scope, new).await?;
        work.record(change.at(new.id).before(old)?.after(new)?.note("name", &new.name)).await?;
        work.commit().await
    }
}

/// The unit, if it is in reach and still as the person saw it.
async fn seen(work: &mut Work, scope: &Scope, (tree, id): (&UnitTree, UnitId), revision: i64) -> Result<Unit> {
    let unit = tree.get(id).filter(|_| scope.covers(id)).cloned().ok_or(Error::NotFound)?;
    match store::org::detail::unit_revision(&mut work.tx, scope, id).await? {
        Some(now) if now == revision => Ok(unit),
        Some(_) => Err(Error::stale()),
        None => Err(Error::NotFound),
    }
}

/// A unit may be moved by who manages both the place it leaves and the one it goes to; never below itself.
fn may_move(tree: &UnitTree, scope: &Scope, old: &Unit, to: Option<UnitId>) -> Result<()> {
    let (Some(from), Some(to)) = (old.parent, to) else {
        return Err(vec![FieldError::rule(
            "parent",
            "組織全体を表す組織単位は、いちばん上に一つだけです",
            "Exactly one unit, the organisation itself, stands at the top",
        )]
        .into());
    };
    open_unit("parent", tree, scope, to)?;
    if !scope.covers(from) {
        return Err(Error::forbidden(
            "この組織単位を移すには、いまの上位の組織単位の管理権限が要ります",
            "Moving this unit needs the right to manage the unit above it",
        ));
    }
    if tree.below(old.id).contains(&to) {
        return Err(vec![FieldError::rule(
            "parent",
            "自分自身か、自分より下の組織単位の下には移せません",
            "A unit cannot be moved below itself",
        )]
        .into());
    }
    Ok(())
}

/// The tree stays shallow, and neighbours have different names.
fn fits(tree: &UnitTree, unit: &Unit) -> Result<()> {
    let taken =
        tree.iter().any(|(u, _)| u.parent == unit.parent && u.id != unit.id && u.name == unit.name && !u.closed);
    if taken {
        return Err(Error::field("name", Problem::Taken { value: unit.name.to_string() }));
    }
    let above = unit.parent.map_or(0, |p| tree.above(p).len());
    let top = tree.above(unit.id).len();
    let deepest = tree.below(unit.id).iter().map(|id| tree.above(*id).len()).max().unwrap_or(top);
    if above.saturating_add(deepest.saturating_sub(top)).saturating_add(1) > DEPTH {
        return Err(
            vec![FieldError::rule("parent", "組織単位は16段までです", "Units can be nested 16 levels deep")].into()
        );
    }
    Ok(())
}
