//! Scope cut (NISC-2008 5.2(2), F05): one engagement becomes two, so that what is critical stays apart.

use domain::{
    calendar::EngagementNumber,
    engagement::{Engagement, Facts, RawFacts, Standing},
    permission::Permission,
    text::Title,
};
use ledger::{action, kind};

use super::{CaseFile, Engagements};
use crate::{Caller, Error, Result, work::Change};

/// The two parts an engagement would become.
#[derive(Debug, Clone)]
pub struct Parts {
    /// What may go on by itself.
    pub rest: RawFacts,
    /// What is split off because it touches critical information.
    pub spared: RawFacts,
}

impl Engagements<'_> {
    /// The scope cut the rules see, if there is one.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found; conflict when no cut is to be had.
    pub async fn parts(&self, caller: &Caller, number: EngagementNumber) -> Result<Parts> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let file = CaseFile::load(&mut tx, &scope, number).await?;
        tx.commit().await?;
        cut(&file, self.0.clock().today(), caller.lang())
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
        (revision, rest, spared): (i64, Title, Title),
    ) -> Result<(Engagement, Engagement)> {
        let scope = caller.may(Permission::EditEngagement)?;
        let mut work = self.0.work(caller).await?;
        let mut file = CaseFile::load(&mut work.tx, &scope, number).await?;
        file.must_be_open(Some(revision))?;
        let mut parts = cut(&file, work.today(), caller.lang())?;
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

fn cut(file: &CaseFile, today: jiff::civil::Date, lang: domain::Lang) -> Result<Parts> {
    let assessment = file.assess(today);
    let cut = assessment.scope_cut.ok_or_else(|| {
        Error::conflict(
            "危機的な情報に触れる作業だけを切り分ける方法が見つかりません",
            "No part can be split off that alone touches critical information",
        )
    })?;
    let (rest, spared) = rules::scope_cut::split(&file.engagement.facts, &cut, lang);
    Ok(Parts { rest, spared })
}
