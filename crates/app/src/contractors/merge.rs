//! Duplicates: entries that look alike, and merging one into another.

use domain::{
    FieldError,
    contractor::{Contractor, ContractorStanding, Details},
    id::ContractorId,
    permission::{Permission, Scope},
    text::{Ground, Line, Memo},
};
use ledger::{action, kind};

use super::Contractors;
use crate::{
    Caller, Error, Result,
    work::{Change, Work},
};

/// Groups of a page of duplicates.
const GROUPS: i64 = 50;

/// Entries that look alike.
#[derive(Debug, Clone)]
pub struct Alike {
    /// Each group has two or more.
    pub groups: Vec<Vec<Contractor>>,
    /// Ask again after this for more.
    pub next: Option<String>,
}

impl Contractors<'_> {
    /// Groups of entries whose names differ in nothing but spelling and form of company. Two statements.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewContractor`].
    pub async fn alike(&self, caller: &Caller, after: &str) -> Result<Alike> {
        let scope = caller.may(Permission::ViewContractor)?;
        let mut tx = self.0.db().read().await?;
        let (groups, next) = store::contractors::merge::alike(&mut tx, &scope, after, GROUPS).await?;
        tx.commit().await?;
        Ok(Alike { groups, next })
    }

    /// The two that are to become one: which stays, which goes.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditContractor`]; not found, also when both are the same.
    pub async fn to_merge(&self, caller: &Caller, keep: ContractorId, gone: ContractorId) -> Result<[Contractor; 2]> {
        let scope = caller.may(Permission::EditContractor)?;
        let mut tx = self.0.db().read().await?;
        let kept = store::contractors::by_id(&mut tx, &scope, keep).await?;
        let going = store::contractors::by_id(&mut tx, &scope, gone).await?;
        tx.commit().await?;
        match (kept, going) {
            (Some(kept), Some(going)) if keep != gone => Ok([kept, going]),
            _ => Err(Error::NotFound),
        }
    }

    /// Merges an entry into another. The one that stays keeps what it says and takes over what it does not say; names of the
    /// other become further names. Engagements and questionnaires go over. Nothing is deleted: the entry is closed, and its id
    /// leads to the one that stayed.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditContractor`]; not found; invalid without a reason or when both have a corporate
    /// number of their own; conflict when one was changed meanwhile.
    pub async fn merge(
        &self,
        caller: &Caller,
        (keep, revision): (ContractorId, i64),
        (gone, gone_revision): (ContractorId, i64),
        reason: &str,
    ) -> Result<Contractor> {
        let scope = caller.may(Permission::EditContractor)?;
        let reason: Ground = reason.parse().map_err(|p| Error::field("reason", p))?;
        if keep == gone {
            return Err(Error::NotFound);
        }
        let mut work = self.0.work(caller).await?;
        let kept = store::contractors::by_id(&mut work.tx, &scope, keep).await?.ok_or(Error::NotFound)?;
        let going = store::contractors::by_id(&mut work.tx, &scope, gone).await?.ok_or(Error::NotFound)?;
        if kept.revision != revision || going.revision != gone_revision {
            return Err(Error::stale());
        }
        if kept.corporate_number.is_some() && going.corporate_number.is_some() {
            return Err(two_numbers());
        }
        if store::selections::compete(&mut work.tx, &scope, keep, gone).await? {
            return Err(rivals());
        }
        let one = self.joined(caller, (&mut work, &scope), (&kept, &going), &reason).await?;
        work.commit().await?;
        Ok(one)
    }

    async fn joined(
        &self,
        caller: &Caller,
        (work, scope): (&mut Work, &Scope),
        (kept, going): (&Contractor, &Contractor),
        reason: &Ground,
    ) -> Result<Contractor> {
        let mut engaged = Vec::new();
        loop {
            let after = engaged.last().map(|(id, _)| *id);
            let more = store::contractors::merge::engaged(&mut work.tx, scope, going.id, after).await?;
            let done = more.len() < 500;
            engaged.extend(more);
            if done {
                break;
            }
        }
        store::contractors::merge::merge(&mut work.tx, scope, going, kept.id).await?;
        let mut one = together(kept, going)?;
        store::contractors::update(&mut work.tx, scope, &mut one).await?;
        store::contractors::carry_name(&mut work.tx, scope, &one).await?;
        let unit = caller.actor.person().unit;
        let change = Change::of(action!("contractor.merge"), kind!("contractor"), one.id)
            .at(unit)
            .before(kept)?
            .after(&one)?
            .note("name", &one.name)
            .note("merged", &going.name)
            .note("merged_id", going.id)
            .note("engagements", engaged.len())
            .note("reason", reason);
        work.record(change).await?;
        let closed = Change::of(action!("contractor.close"), kind!("contractor"), going.id)
            .at(unit)
            .before(going)?
            .note("name", &going.name)
            .note("merged_into", one.id);
        work.record(closed).await?;
        for (id, unit) in engaged {
            let change = Change::of(action!("engagement.contractor_merged"), kind!("engagement"), id)
                .note("contractor", one.id)
                .note("contractor_before", going.id);
            work.record(change.at(unit)).await?;
        }
        Ok(one)
    }
}

fn two_numbers() -> Error {
    Error::Invalid(vec![FieldError::rule(
        "reason",
        "どちらにも法人番号があります。別の法人なので、ひとつにできません",
        "Both have a corporate number, so they are two legal persons and stay apart",
    )])
}

fn rivals() -> Error {
    Error::Invalid(vec![FieldError::rule(
        "reason",
        "同じ選定の候補として並んでいます。先に、どちらかを候補から外してください",
        "Both are candidates of the same selection; take one of them off first",
    )])
}

fn first_said<T: Clone>(a: &T, b: &T, said: impl Fn(&T) -> bool) -> T {
    if said(a) { a.clone() } else { b.clone() }
}

/// What the entry that stays says after the other was merged into it.
fn together(kept: &Contractor, going: &Contractor) -> Result<Contractor> {
    let (a, b) = (&kept.details, &going.details);
    let line = |a: &Line, b: &Line| first_said(a, b, |l| !l.as_str().is_empty());
    let mut aliases = a.aliases.clone();
    let name: Line = going.name.as_str().parse().map_err(Error::internal)?;
    for other in std::iter::once(&name).chain(&b.aliases) {
        if other.as_str() != kept.name.as_str() && !aliases.contains(other) {
            aliases.push(other.clone());
        }
    }
    let memo = |a: &Memo, b: &Memo| first_said(a, b, |m| !m.as_str().is_empty());
    // the more careful standing holds, with its reason
    let sterner = a.standing >= b.standing;
    let (standing, standing_reason): (ContractorStanding, _) =
        if sterner { (a.standing, &a.standing_reason) } else { (b.standing, &b.standing_reason) };
    let fair_trade =
        first_said(&a.fair_trade, &b.fair_trade, |f| f.standing != domain::contractor::FairTradeStanding::Unknown);
    let details = Details {
        kana: line(&a.kana, &b.kana),
        name_en: line(&a.name_en, &b.name_en),
        aliases,
        country: a.country.or(b.country),
        standing,
        standing_reason: standing_reason.clone(),
        size: domain::contractor::Size {
            capital: a.size.capital.or(b.size.capital),
            employees: a.size.employees.or(b.size.employees),
        },
        fair_trade,
        addresses: both(&a.addresses, &b.addresses),
        contacts: both(&a.contacts, &b.contacts),
        certificates: both(&a.certificates, &b.certificates),
        connections: both(&a.connections, &b.connections),
        note: memo(&a.note, &b.note),
    };
    let corporate_number = kept.corporate_number.clone().or_else(|| going.corporate_number.clone());
    Ok(Contractor { corporate_number, details, ..kept.clone() })
}

fn both<T: Clone + PartialEq>(a: &[T], b: &[T]) -> Vec<T> {
    let mut out = a.to_vec();
    out.extend(b.iter().filter(|one| !a.contains(one)).cloned());
    out
}
