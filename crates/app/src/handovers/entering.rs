//! Recording an entry.

use domain::{calendar::EngagementNumber, handover::Handover, id::HandoverId, permission::Permission};
use ledger::{action, kind};
use store::handovers::Entry;

use super::{Desk, Handovers, MOST, RawHandover};
use crate::{
    Caller, Error, Result,
    work::{Change, Work},
};

impl Handovers<'_> {
    /// Records one entry. A release passes gate G5 first; what leaves more than is held is refused.
    ///
    /// # Errors
    /// Forbidden without [`Permission::KeepHandovers`] at its unit; not found; conflict once the engagement has ended;
    /// invalid with every value that is wrong and every condition of G5 that does not hold.
    pub async fn record(&self, caller: &Caller, number: EngagementNumber, raw: &RawHandover) -> Result<HandoverId> {
        caller.may(Permission::KeepHandovers)?;
        let mut work = self.0.work(caller).await?;
        let mut desk = Desk::load(&mut work.tx, caller, number).await?;
        let id = self.0.mint();
        let handover = raw.check(&desk, id, work.at())?;
        let waived = desk.admit(&handover, self.0.catalogue(), work.today())?;
        desk.fits(&mut work, &handover, self.0.catalogue()).await?;
        let item = handover.item.clone();
        self.enter(&mut work, caller, &desk, (handover, &waived)).await?;
        desk.settle(&mut work, &item, self.0.catalogue()).await?;
        desk.follow(&mut work, self.0.catalogue()).await?;
        work.commit().await?;
        Ok(id)
    }

    /// Writes an entry that was let through, with its number and its line in the audit ledger.
    pub(super) async fn enter(
        &self,
        work: &mut Work,
        caller: &Caller,
        desk: &Desk,
        (handover, waived): (Handover, &[String]),
    ) -> Result<Entry> {
        let engagement = &desk.case.engagement;
        let last = store::handovers::last_no(&mut work.tx, &desk.scope, engagement.id).await?;
        if last >= MOST {
            return Err(Error::conflict(
                format!("この案件の授受台帳は上限の{MOST}件に達しています。案件を分けてください"),
                format!(
                    "The information ledger of this engagement holds {MOST} entries, its most. Split the engagement"
                ),
            ));
        }
        let entry = Entry {
            no: last.saturating_add(1),
            waits: desk.waits(&handover),
            handover,
            receipt_way: None,
            receipt_paper: None,
            entered_at: work.at(),
            entered_by: caller.id(),
            revision: 1,
        };
        store::handovers::insert(&mut work.tx, &desk.scope, &entry).await?;
        let absent = caller.actor.acts_for(Permission::KeepHandovers, engagement.unit, &caller.units);
        let mut change = Change::of(action!("handover.record"), kind!("handover"), entry.handover.id)
            .at(engagement.unit)
            .after(&entry)?
            .for_person(absent)
            .note("number", engagement.number)
            .note("no", entry.no)
            .note("kind", entry.handover.kind)
            .note("item", &entry.handover.item)
            .note("quantity", entry.handover.quantity.get());
        if !waived.is_empty() {
            change = change.note("waived", waived.join(" "));
        }
        work.record(change).await?;
        Ok(entry)
    }
}
