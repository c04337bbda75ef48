//! An engagement with all that a release is judged by, and the judgement: gate G5 with its waivers.

use domain::{
    FieldError, Lang, Problem,
    calendar::EngagementNumber,
    gate::ConditionId,
    handover::{Carrier, Handover, NamedHandler, Promise, Terms},
    permission::{Permission, Scope},
    text::Title,
};
use jiff::civil::Date;
use rules::handover::{Balance, End, InForce, ReleaseCase};
use store::{
    Tx,
    handovers::{Entry, Line},
};

use crate::{Caller, Error, Result, engagements::CaseFile, work::Work};

/// Conditions of G5 an officer may waive: what is written beside a release. Who receives, and under which promise, is never
/// waived.
const WAIVABLE: &[&str] = &["G5-1", "G5-2", "G5-8", "G5-9"];

/// True when a condition guards the release of information and may be waived.
#[must_use]
pub fn waivable(condition: &ConditionId) -> bool {
    WAIVABLE.contains(&condition.as_str())
}

/// Conditions that guard the release of information and may be waived, for forms.
pub fn waivable_conditions() -> impl Iterator<Item = ConditionId> {
    WAIVABLE.iter().filter_map(|id| id.parse().ok())
}

/// Conditions of G5 waived today.
pub(super) fn waived(case: &CaseFile, today: Date) -> Vec<String> {
    let holds = |w: &&domain::gate::Waiver| w.granted_on <= today && today <= w.until && waivable(&w.condition);
    case.waivers.iter().filter(holds).map(|w| w.condition.to_string()).collect()
}

/// The field of the form a condition of G5 is settled in.
fn field_of(condition: &str) -> &'static str {
    match condition {
        "G5-1" => "item",
        "G5-2" => "necessity",
        "G5-3" | "G5-4" | "G5-5" => "handler",
        "G5-9" => "method",
        _ => "terms",
    }
}

/// An engagement at which something is recorded.
pub(crate) struct Desk {
    pub(crate) scope: Scope,
    pub(crate) case: CaseFile,
    pub(crate) terms: Terms,
    pub(crate) handlers: Vec<NamedHandler>,
}

impl Desk {
    /// Loads it for a write; the engagement is open and the caller may record at its unit.
    pub(crate) async fn load(tx: &mut Tx, caller: &Caller, number: EngagementNumber) -> Result<Self> {
        let scope = caller.may(Permission::KeepHandovers)?;
        let case = CaseFile::load(tx, &scope, number).await?;
        case.must_be_open(None)?;
        let id = case.engagement.id;
        let terms = store::handovers::around::terms(tx, &scope, id).await?.value;
        let handlers = store::handovers::around::handlers(tx, &scope, id).await?.into_iter().map(|h| h.value).collect();
        Ok(Self { scope, case, terms, handlers })
    }

    /// Lets a release through gate G5, or says which conditions hold it, each with its source; gives the waivers it used.
    pub(crate) fn admit(&self, entry: &Handover, catalogue: &catalogue::Catalogue, today: Date) -> Result<Vec<String>> {
        if !entry.kind.is_release() {
            return Ok(Vec::new());
        }
        let facts = &self.case.engagement.facts;
        let listed: Vec<Title> = facts.items.iter().map(|i| i.name.clone()).collect();
        let force = |p: &Option<Promise>| -> Vec<InForce> {
            p.iter().map(|p| InForce { from: p.from, until: p.until.map_or(End::Open, End::On) }).collect()
        };
        let (secrecy, contracts) = (force(&self.terms.secrecy), force(&self.terms.contract));
        let approved: Vec<_> = facts.contractor.into_iter().collect();
        let report = rules::handover::release(&ReleaseCase {
            entry,
            listed: &listed,
            handlers: &self.handlers,
            secrecy: &secrecy,
            contracts: &contracts,
            rule_accepted_on: self.terms.rule.as_ref().and_then(|r| r.accepted_on),
            approved: &approved,
        });
        let waived = waived(&self.case, today);
        let (mut errors, mut used) = (Vec::new(), Vec::new());
        for (condition, reason) in report.refusals() {
            if waived.iter().any(|id| id == condition.id) {
                used.push(condition.id.to_owned());
                continue;
            }
            let said = |lang: Lang| {
                let (title, why) = (condition.title.get(lang), reason.text(catalogue, lang));
                match lang {
                    Lang::Ja => format!("{} {title}（{}）: {why}", condition.id, condition.source),
                    Lang::En => format!("{} {title} ({}): {why}", condition.id, condition.source),
                }
            };
            let problem = Problem::Said { ja: said(Lang::Ja), en: said(Lang::En) };
            errors.push(FieldError::new(field_of(condition.id), problem));
        }
        if errors.is_empty() { Ok(used) } else { Err(Error::Invalid(errors)) }
    }

    /// True while something is still to be done about an entry.
    pub(crate) fn waits(&self, entry: &Handover) -> bool {
        let received = || rules::handover::receipt(entry, &self.handlers).is_ok();
        let noted = entry.note.is_none_or(|n| n.given_on.is_some());
        (entry.kind.is_release() && entry.carrier != Carrier::Spoken && !received())
            || !noted
            || (entry.kind.is_release() && entry.due_back.is_some())
            || rules::handover::unproven(entry).is_some()
    }

    /// What is held of an item by its entries as they stand, and with one more.
    async fn balance(
        &self,
        work: &mut Work,
        (item, more): (&Title, Option<&Handover>),
        catalogue: &catalogue::Catalogue,
    ) -> Result<Balance> {
        let of = self.case.engagement.id;
        let entries: Vec<Entry> = store::handovers::of_item(&mut work.tx, &self.scope, of, item).await?;
        let mut plain: Vec<Handover> = entries.into_iter().map(|e| e.handover).collect();
        plain.extend(more.cloned());
        let (balance, refused) = Balance::of(&plain);
        let Some((_, error)) = refused.first() else { return Ok(balance) };
        let reason = error.reason();
        let said = |lang| reason.text(catalogue, lang);
        Err(Error::field("quantity", Problem::Said { ja: said(Lang::Ja), en: said(Lang::En) }))
    }

    /// Refuses an entry by which more would go than is held, before anything is written.
    pub(crate) async fn fits(&self, work: &mut Work, entry: &Handover, catalogue: &catalogue::Catalogue) -> Result<()> {
        self.balance(work, (&entry.item, Some(entry)), catalogue).await.map(drop)
    }

    /// Works out anew what is held of an item and writes it.
    pub(crate) async fn settle(&self, work: &mut Work, item: &Title, catalogue: &catalogue::Catalogue) -> Result<()> {
        let balance = self.balance(work, (item, None), catalogue).await?;
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let lines: Vec<Line> =
            balance.holdings().map(|(k, h)| (k.holder, k.carrier, number(h.held), number(h.claimed))).collect();
        Ok(store::handovers::settle(&mut work.tx, self.case.engagement.id, item, &lines).await?)
    }

    /// Brings the engagement's line in lists up to date after a record of its service was written.
    pub(crate) async fn follow(&mut self, work: &mut Work, catalogue: &catalogue::Catalogue) -> Result<()> {
        if self.case.engagement.stage < domain::engagement::Stage::Run {
            return Ok(());
        }
        self.case.reload_service(&mut work.tx, &self.scope).await?;
        let before = self.case.projection.unmet;
        self.case.project(catalogue, work.today());
        // the row is left alone while nothing in it changes, so that open forms about the engagement stay good
        if self.case.projection.unmet != before {
            self.case.engagement.updated_at = work.at();
            let case = &mut self.case;
            store::engagements::update(&mut work.tx, &self.scope, &mut case.engagement, &case.projection).await?;
        }
        Ok(())
    }
}
