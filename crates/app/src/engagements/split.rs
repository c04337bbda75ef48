//! Scope cut (NISC-2008 5.2(2), F05): one engagement becomes two, so that what is critical stays apart.

use std::collections::BTreeSet;

use domain::{
    FieldError, Lang,
    calendar::EngagementNumber,
    engagement::{Activity, Engagement, Facts, RawFacts, Standing},
    permission::Permission,
    text::Title,
};
use jiff::civil::Date;
use ledger::{action, kind};
use rules::{decide::Verdict, scope_cut::ScopeCut};

use super::{CaseFile, Engagements};
use crate::{Caller, Error, Result, work::Change};

/// The two parts an engagement would become.
#[derive(Debug, Clone)]
pub struct Parts {
    /// What may go on by itself.
    pub rest: RawFacts,
    /// What is split off because it touches critical information.
    pub spared: RawFacts,
    /// What the rules would say to each, in the same order; `None` where the facts would contradict themselves.
    pub verdicts: (Option<Verdict>, Option<Verdict>),
}

/// Activities to split off; `None` leaves the choice to the rules.
pub type Chosen = Option<BTreeSet<Activity>>;

impl Engagements<'_> {
    /// The scope cut the rules see, if there is one.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found; conflict when no cut is to be had.
    pub async fn parts(&self, caller: &Caller, number: EngagementNumber, chosen: &Chosen) -> Result<Parts> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let file = CaseFile::load(&mut tx, &scope, number).await?;
        tx.commit().await?;
        cut(&file, chosen, (self.0.clock().today(), caller.lang()))
    }

    /// Splits an engagement: the two parts are entered as engagements of their own, this one ends.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`] at its unit; conflict when there is no cut, it has ended, or
    /// was changed since `revision`.
    pub async fn split(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (revision, chosen): (i64, Chosen),
        (rest, spared): (Title, Title),
    ) -> Result<(Engagement, Engagement)> {
        let scope = caller.may(Permission::EditEngagement)?;
        let mut work = self.0.work(caller).await?;
        let mut file = CaseFile::load(&mut work.tx, &scope, number).await?;
        file.must_be_open(Some(revision))?;
        let mut parts = cut(&file, &chosen, (work.today(), caller.lang()))?;
        parts.rest.title = rest;
        parts.spared.title = spared;
        let before = file.engagement.clone();
        let whose = (before.owner, before.unit);
        let facts = |raw: RawFacts| Facts::try_from(raw).map_err(|e| Error::Invalid(e.0));
        let first = self.enter(&mut work, &scope, whose, (facts(parts.rest)?, Some(before.id))).await?;
        let second = self.enter(&mut work, &scope, whose, (facts(parts.spared)?, Some(before.id))).await?;
        file.engagement.standing = Standing::Split;
        crate::approvals::withdraw_all(&mut work, &scope, &mut file, caller.id()).await?;
        let change = Change::of(action!("engagement.split"), kind!("engagement"), before.id)
            .before(&before)?
            .note("rest", first.number)
            .note("spared", second.number);
        self.save(&mut work, &scope, &mut file, change).await?;
        work.commit().await?;
        Ok((first, second))
    }
}

fn cut(file: &CaseFile, chosen: &Chosen, (today, lang): (Date, Lang)) -> Result<Parts> {
    let none = || {
        Error::conflict(
            "危機的な情報に触れる作業だけを切り分ける方法が見つかりません",
            "No part can be split off that alone touches critical information",
        )
    };
    let cut = match chosen {
        None => file.assess(today).scope_cut.ok_or_else(none)?,
        Some(spared) => by_hand(&file.engagement.facts, spared)?,
    };
    let (rest, spared) = rules::scope_cut::split(&file.engagement.facts, &cut, lang);
    let verdict = |raw: &RawFacts| {
        let facts = Facts::try_from(raw.clone()).ok()?;
        let case = rules::decide::Case { facts: &facts, register: &file.register, approvals: &[], today };
        Some(rules::decide::assess(&case).verdict)
    };
    let verdicts = (verdict(&rest), verdict(&spared));
    Ok(Parts { rest, spared, verdicts })
}

/// A cut of the person's own choosing: some activities, but not all of them.
fn by_hand(facts: &RawFacts, spared: &BTreeSet<Activity>) -> Result<ScopeCut> {
    let rest: BTreeSet<Activity> = facts.activities.difference(spared).copied().collect();
    if spared.is_empty() || rest.is_empty() || !spared.is_subset(&facts.activities) {
        let said = FieldError::rule(
            "activities",
            "切り分ける作業を一つ以上、ただし全部ではなく選んでください",
            "Choose at least one activity to split off, but not all of them",
        );
        return Err(Error::Invalid(vec![said]));
    }
    Ok(ScopeCut { spared: spared.clone(), rest, because: Vec::new() })
}
