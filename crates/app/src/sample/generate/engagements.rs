//! Writing made-up engagements, some hundreds in a transaction.

use domain::{
    approval::{Approval, ApprovalState},
    calendar::FiscalYear,
    permission::{Permission, Scope},
    person::Role,
};
use ledger::{action, kind};

use super::{
    BATCH, Making, Watch,
    lives::{Firms, Life},
    organisation::Cast,
    words::Luck,
};
use crate::{
    Result,
    clock::day_in_japan,
    sample::script::Script,
    work::{Change, Work},
};

impl Making<'_> {
    /// Makes all engagements; gives how many.
    pub(super) async fn engagements(
        &mut self,
        luck: &mut Luck,
        (cast, firms): (&Cast, &Firms),
        watch: Watch<'_>,
    ) -> Result<u32> {
        let scope = Self::scope(Role::SectionSecurityOfficer, Permission::EditEngagement)?;
        let script = Script::read()?;
        let mut n = 0u32;
        while n < self.order.engagements {
            let last = n.saturating_add(BATCH).min(self.order.engagements);
            self.app.clock().set(self.moment(last.saturating_sub(1))?);
            let mut work = self.app.work_as(self.author()).await?;
            for i in n..last {
                let year = FiscalYear::of(day_in_japan(self.moment(i)?));
                let number = store::engagements::next_number(&mut work.tx, &scope, year).await?;
                let mut life = self.live(luck, (i, number), (cast, firms), &script)?;
                write(&mut work, &scope, &mut life).await?;
            }
            work.commit().await?;
            self.tell(last.saturating_sub(n), watch)?;
            n = last;
        }
        Ok(n)
    }
}

/// Writes one engagement with its papers and its entries in the ledger.
async fn write(work: &mut Work, scope: &Scope, life: &mut Life) -> Result<()> {
    let engagement = &life.file.engagement;
    store::engagements::insert(&mut work.tx, scope, engagement, &life.file.projection).await?;
    let change = Change::of(action!("engagement.create"), kind!("engagement"), engagement.id)
        .at(engagement.unit)
        .after(engagement)?
        .note("number", engagement.number)
        .note("title", &engagement.facts.title);
    work.record(change).await?;
    for approval in &mut life.file.approvals {
        request(work, scope, approval).await?;
    }
    for declaration in &life.file.declarations {
        store::gates::insert_declaration(&mut work.tx, scope, declaration).await?;
    }
    for passage in &life.passages {
        store::gates::insert_passage(&mut work.tx, scope, passage).await?;
        let change = Change::of(action!("gate.pass"), kind!("engagement"), engagement.id)
            .at(engagement.unit)
            .note("gate", passage.gate)
            .note("number", engagement.number);
        work.record(change).await?;
    }
    Ok(())
}

async fn request(work: &mut Work, scope: &Scope, approval: &mut Approval) -> Result<()> {
    store::approvals::insert(&mut work.tx, scope, approval).await?;
    let change = Change::of(action!("approval.request"), kind!("approval"), approval.id).at(approval.unit);
    work.record(change.after(approval)?.note("kind", approval.request.kind())).await?;
    if approval.state != ApprovalState::Pending {
        store::approvals::update(&mut work.tx, scope, approval).await?;
        let change = Change::of(action!("approval.decide"), kind!("approval"), approval.id).at(approval.unit);
        work.record(change.after(approval)?.note("state", approval.state)).await?;
    }
    Ok(())
}
