//! The information ledger of engagements 情報授受台帳: what was handed over, to whom, under what, what came back and what
//! is proven gone; who handles it; which accesses were given.
//!
//! Information goes out only through gate G5 ([`rules::handover::release`]); what is said to be gone counts only with proof;
//! the receiving handler confirms by a link that opens the entries meant for that person and nothing else.

mod around;
mod desk;
mod entering;
mod fields;
mod link;
mod paper;
mod proving;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use domain::{
    calendar::{BusinessDays, EngagementNumber},
    engagement::{Criticality, InformationKind},
    handover::{GivenAccess, Handover, HandoverKind, NamedHandler, Terms},
    id::{AccessId, ContractorId, HandlerId, HandoverId, PersonId},
    permission::Permission,
    text::Title,
};
use jiff::civil::Date;
use rules::{
    handover::NoteState,
    watch::{AccessFlaw, Seen, access_flaws},
};
use std::collections::BTreeSet;
use store::Tx;

pub use around::{RawAccess, RawHandler, RawTerms};
pub(crate) use desk::Desk;
pub use desk::{waivable, waivable_conditions};
pub use fields::RawHandover;
pub use link::{Peek, Received, Receiver};
pub use paper::Paper;
pub use proving::{RawDisposal, RawReceipt};
pub use store::handovers::{Entry, MOST, Still, around::Kept, link::HandlerLink};
pub(crate) use table::Held;
pub use table::{Importing, Line, WrongCell};

use crate::{
    App, Caller, Error, Result,
    attachments::Shown,
    engagements::{CaseFile, Names},
};

/// Entries of one page.
pub const PAGE: i64 = 50;
/// Most entries of one page of the API.
const MAX_PAGE: u16 = 200;
/// Days a link to confirm a receipt holds.
pub const LINK_DAYS: i64 = 14;

/// The use cases of the information ledger.
#[derive(Debug, Clone, Copy)]
pub struct Handovers<'a>(pub(crate) &'a App);

impl App {
    /// The information ledger of engagements.
    #[must_use]
    pub const fn handovers(&self) -> Handovers<'_> {
        Handovers(self)
    }
}

/// What asks for attention, in the order of its weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attention {
    /// A disposal or return is claimed and not proven.
    Unproven(i64, HandoverId, rules::Reason),
    /// The written note after a spoken disclosure is late, or due on the day.
    Note(i64, HandoverId, NoteState),
    /// What was to come back on a day is still held.
    DueBack(i64, HandoverId, Date),
    /// Nobody confirmed the receipt.
    Unreceived(i64, HandoverId),
    /// Something is wrong with an access.
    Access(AccessId, AccessFlaw),
}

/// The ledger of one engagement as a page shows it.
#[derive(Debug, Clone)]
pub struct Book {
    /// Number of the engagement.
    pub number: EngagementNumber,
    /// The contractor and its name; `None` while undecided.
    pub contractor: Option<(ContractorId, String)>,
    /// Entries of the page, the newest first.
    pub entries: Vec<Entry>,
    /// Ask again before this number for more.
    pub next: Option<i64>,
    /// Entries in all.
    pub count: i64,
    /// What is still held.
    pub held: Vec<Still>,
    /// Entries about which something is still to be done.
    pub waiting: Vec<Entry>,
    /// Named handlers.
    pub handlers: Vec<Kept<NamedHandler>>,
    /// Links that were not replaced, by handler.
    pub links: BTreeMap<HandlerId, HandlerLink>,
    /// Accesses given.
    pub accesses: Vec<Kept<GivenAccess>>,
    /// Under what information goes out.
    pub terms: Kept<Terms>,
    /// What asks for attention.
    pub attention: Vec<Attention>,
    /// Names of people.
    pub names: Names,
    /// Names of firms.
    pub firms: BTreeMap<ContractorId, Title>,
    /// The caller may record.
    pub may_keep: bool,
    /// The caller may bear that an access has no second factor.
    pub may_except: bool,
    /// Today in Japan.
    pub today: Date,
}

/// One entry as its page shows it.
#[derive(Debug, Clone)]
pub struct Single {
    /// The ledger around it, without its entries.
    pub book: Book,
    /// The entry.
    pub entry: Entry,
    /// What its disposal or return still lacks.
    pub unproven: Option<rules::Reason>,
    /// Where the written note stands.
    pub note: NoteState,
    /// Files of the engagement, to choose proof from.
    pub files: Vec<Shown>,
}

/// What a form for a new entry is made from.
#[derive(Debug, Clone)]
pub struct Blank {
    /// The ledger around it.
    pub book: Book,
    /// Items of the engagement's list with their judgement.
    pub items: Vec<(Title, Criticality)>,
    /// Kinds of information of the engagement.
    pub information: BTreeSet<InformationKind>,
    /// Conditions of G5 that are waived today.
    pub waived: Vec<String>,
    /// Files of the engagement.
    pub files: Vec<Shown>,
    /// Now in Japan: day and time.
    pub now: (Date, String),
}

/// What a contractor still holds and may still enter, over all engagements within reach.
#[derive(Debug, Clone, Default)]
pub struct OfContractor {
    /// What is still held.
    pub held: Vec<Still>,
    /// Accesses that were not taken away, with the key each engagement's number sorts by.
    pub accesses: Vec<(i64, GivenAccess)>,
    /// What is wrong with them.
    pub flaws: Vec<(AccessId, AccessFlaw)>,
}

impl Handovers<'_> {
    /// The ledger of an engagement, one page of its entries. The number of statements does not depend on how much there is.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when there is none within reach.
    pub async fn show(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (before, kind, limit): (Option<i64>, Option<HandoverKind>, u16),
    ) -> Result<Book> {
        let mut tx = self.0.db().read().await?;
        let book = self.book(&mut tx, caller, number, (before, kind, limit)).await?;
        tx.commit().await?;
        Ok(book)
    }

    async fn book(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        number: EngagementNumber,
        (before, kind, limit): (Option<i64>, Option<HandoverKind>, u16),
    ) -> Result<Book> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let found = store::engagements::by_number(tx, &scope, number).await?.ok_or(Error::NotFound)?;
        let (of, unit) = (found.engagement.id, found.engagement.unit);
        let limit = i64::from(limit.clamp(1, MAX_PAGE));
        let rows = store::handovers::page(tx, &scope, of, (before, kind), limit.saturating_add(1)).await?;
        let (entries, next) = crate::page::cut(rows, limit, |e| e.no);
        let count = store::handovers::count(tx, &scope, of).await?;
        let held = store::handovers::held(tx, &scope, of).await?;
        let waiting = store::handovers::waiting(tx, &scope, of).await?;
        let handlers = store::handovers::around::handlers(tx, &scope, of).await?;
        let accesses = store::handovers::around::accesses(tx, &scope, of).await?;
        let terms = store::handovers::around::terms(tx, &scope, of).await?;
        let links = store::handovers::link::standing(tx, &scope, of).await?;
        let mut people: Vec<PersonId> = accesses.iter().map(|a| a.value.owner).collect();
        people.extend(entries.iter().chain(&waiting).map(|e| e.entered_by));
        people.extend(entries.iter().filter_map(|e| e.handover.receipt.as_ref()?.person));
        people.extend(entries.iter().filter_map(|e| e.handover.disposal.as_ref()?.confirmed_by));
        let names = Names::load(tx, &people).await?;
        let contractor = found.engagement.facts.contractor.map(|id| (id, found.projection.contractor_name.clone()));
        let mut firms: BTreeSet<ContractorId> = handlers.iter().filter_map(|h| h.value.employer).collect();
        firms.extend(contractor.iter().map(|(id, _)| *id));
        firms.extend(held.iter().map(|s| s.holder));
        let firms = store::contractors::names(tx, &firms.into_iter().collect::<Vec<_>>()).await?;
        let today = self.0.clock().today();
        let mut book = Book {
            number,
            contractor,
            entries,
            next,
            count,
            held,
            waiting,
            links: links.into_iter().map(|l| (l.handler, l)).collect(),
            handlers,
            accesses,
            terms,
            attention: Vec::new(),
            names,
            firms,
            may_keep: caller.actor.may_at(Permission::KeepHandovers, unit).is_ok()
                && found.engagement.standing == domain::engagement::Standing::Open,
            may_except: caller.actor.may_at(Permission::ApproveWaiver, unit).is_ok(),
            today,
        };
        book.attention = attention(&book);
        Ok(book)
    }

    /// One entry with everything its page shows.
    ///
    /// # Errors
    /// As [`Self::show`]; not found when there is no such entry.
    pub async fn entry(&self, caller: &Caller, number: EngagementNumber, id: HandoverId) -> Result<Single> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let (of, _) = store::consultations::engagement(&mut tx, &scope, number).await?.ok_or(Error::NotFound)?;
        let entry = store::handovers::by_id(&mut tx, &scope, of, id).await?.ok_or(Error::NotFound)?;
        let before = Some(entry.no.saturating_add(1));
        let book = self.book(&mut tx, caller, number, (before, None, 1)).await?;
        let files = store::attachments::page(&mut tx, &scope, of, None, FILES).await?;
        tx.commit().await?;
        Ok(Single {
            unproven: rules::handover::unproven(&entry.handover),
            note: rules::handover::note_state(&entry.handover, &BusinessDays::by_rule(), book.today),
            book,
            entry,
            files,
        })
    }

    /// What a form for an entry, a handler, an access or the terms is made from.
    ///
    /// # Errors
    /// As [`Self::show`]; forbidden without [`Permission::KeepHandovers`] at its unit; conflict once it has ended.
    pub async fn blank(&self, caller: &Caller, number: EngagementNumber) -> Result<Blank> {
        let scope = caller.may(Permission::KeepHandovers)?;
        let mut tx = self.0.db().read().await?;
        let case = CaseFile::load(&mut tx, &scope, number).await?;
        case.must_be_open(None)?;
        let book = self.book(&mut tx, caller, number, (Some(0), None, 1)).await?;
        let files = store::attachments::page(&mut tx, &scope, case.engagement.id, None, FILES).await?;
        tx.commit().await?;
        let now = self.0.clock().now().to_zoned(crate::clock::japan());
        let facts = &case.engagement.facts;
        Ok(Blank {
            waived: desk::waived(&case, book.today),
            items: facts.items.iter().map(|i| (i.name.clone(), i.criticality)).collect(),
            information: facts.information.clone(),
            files,
            now: (now.date(), format!("{:02}:{:02}", now.hour(), now.minute())),
            book,
        })
    }

    /// What a contractor still holds and may still enter, for engagements within reach: two statements.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`].
    pub async fn of_contractor(&self, caller: &Caller, id: ContractorId) -> Result<OfContractor> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let held = store::handovers::held_by(&mut tx, &scope, id).await?;
        let accesses = store::handovers::around::accesses_of(&mut tx, &scope, id).await?;
        tx.commit().await?;
        let today = self.0.clock().today();
        let live = |a: &GivenAccess| a.revoked_on.is_none_or(|on| on > today);
        let accesses: Vec<(i64, GivenAccess)> =
            accesses.into_iter().map(|(seq, a)| (seq, a.value)).filter(|(_, a)| live(a)).collect();
        let plain: Vec<GivenAccess> = accesses.iter().map(|(_, a)| a.clone()).collect();
        let seen = Seen { contract_until: None, handlers: &[], review_months: rules::gates::REVIEW_MONTHS, today };
        Ok(OfContractor { flaws: access_flaws(&plain, &seen), held, accesses })
    }
}

/// Files offered to choose proof from.
const FILES: i64 = 100;

/// What asks for attention in a ledger, the weightiest first.
fn attention(book: &Book) -> Vec<Attention> {
    let days = BusinessDays::by_rule();
    let mut out = Vec::new();
    let waiting = || book.waiting.iter().map(|e| (e.no, e.handover.id, &e.handover));
    out.extend(waiting().filter_map(|(no, id, h)| Some(Attention::Unproven(no, id, rules::handover::unproven(h)?))));
    out.extend(waiting().filter_map(|(no, id, h)| match rules::handover::note_state(h, &days, book.today) {
        state @ (NoteState::Waiting(_) | NoteState::Late(_)) => Some(Attention::Note(no, id, state)),
        _ => None,
    }));
    let held = |h: &Handover| {
        let holder = match h.to {
            domain::handover::Side::Contractor(id) => Some(id),
            domain::handover::Side::Client => None,
        };
        book.held.iter().any(|s| Some(s.holder) == holder && s.item == h.item && s.carrier == h.carrier)
    };
    out.extend(waiting().filter_map(|(no, id, h)| {
        let due = h.due_back.filter(|due| h.kind.is_release() && *due < book.today)?;
        held(h).then_some(Attention::DueBack(no, id, due))
    }));
    let handlers: Vec<NamedHandler> = book.handlers.iter().map(|h| h.value.clone()).collect();
    let unreceived = |h: &&Handover| {
        h.kind.is_release()
            && h.carrier != domain::handover::Carrier::Spoken
            && rules::handover::receipt(h, &handlers).is_err()
    };
    out.extend(
        book.waiting.iter().filter(|e| unreceived(&&e.handover)).map(|e| Attention::Unreceived(e.no, e.handover.id)),
    );
    let accesses: Vec<GivenAccess> = book.accesses.iter().map(|a| a.value.clone()).collect();
    let seen = Seen {
        contract_until: book.terms.value.contract.as_ref().and_then(|c| c.until),
        handlers: &handlers,
        review_months: rules::gates::REVIEW_MONTHS,
        today: book.today,
    };
    out.extend(access_flaws(&accesses, &seen).into_iter().map(|(id, flaw)| Attention::Access(id, flaw)));
    out
}
