//! What is shown afterwards: that something arrived, that the written note was given, that a disposal really happened.

use domain::{
    FieldError, Lang, Problem,
    calendar::{EngagementNumber, parse_date},
    handover::{Disposal, DisposalMethod, HandoverKind, Receipt, ReceiptWay, Side},
    id::{AttachmentId, EngagementId, HandoverId},
    permission::{Permission, Scope},
    problem::Problems,
    text::Memo,
};
use ledger::{Action, action, kind};
use store::{Tx, handovers::Entry};

use super::{
    Desk, Handovers,
    fields::{choose, moment},
};
use crate::{
    Caller, Error, Result,
    work::{Change, Work},
};

/// A receipt as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawReceipt {
    /// Day.
    pub on: String,
    /// Time.
    pub time: String,
    /// In what condition.
    pub condition: String,
    /// Id of the signed paper among the engagement's files; needed for what a contractor received.
    pub paper: String,
}

/// The report of a disposal as it was written. Everything may be left empty: what is missing keeps the entry open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawDisposal {
    /// Code or label of the way.
    pub method: String,
    /// What carried it.
    pub media: String,
    /// The medium's serial number.
    pub serial: String,
    /// Program or machine.
    pub tool: String,
    /// Where.
    pub place: String,
    /// By whom.
    pub performer: String,
    /// Who looked on.
    pub witness: String,
    /// When.
    pub performed_on: String,
    /// Number of the report.
    pub report_number: String,
    /// When the report came.
    pub report_received_on: String,
    /// Id of the certificate among the engagement's files.
    pub certificate: String,
    /// Ids of what shows it.
    pub evidence: Vec<String>,
    /// `yes` when the caller has looked at the proof and confirms it.
    pub confirm: String,
}

/// A file that must belong to the engagement; empty for none.
pub(super) async fn file(
    tx: &mut Tx,
    (scope, of): (&Scope, EngagementId),
    p: &mut Problems,
    (field, text): (&str, &str),
) -> Result<Option<AttachmentId>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let unknown = || Problem::Unknown { value: domain::problem::shorten(text) };
    let Some(id) = p.keep(field, text.trim().parse::<AttachmentId>().map_err(|_| unknown())) else { return Ok(None) };
    let found = store::attachments::by_id(tx, scope, id).await?;
    if found.is_some_and(|f| f.attachment.engagement == of) {
        return Ok(Some(id));
    }
    p.add(FieldError::new(field, unknown()));
    Ok(None)
}

fn not_before(p: &mut Problems, field: &str, day: Option<jiff::civil::Date>, bound: jiff::civil::Date) {
    if let Some(day) = day
        && day < bound
    {
        p.add(FieldError::new(field, Problem::Before { value: day.to_string(), bound: bound.to_string() }));
    }
}

impl Handovers<'_> {
    async fn for_change(
        &self,
        work: &mut Work,
        caller: &Caller,
        (number, id): (EngagementNumber, HandoverId),
    ) -> Result<(Desk, Entry)> {
        let desk = Desk::load(&mut work.tx, caller, number).await?;
        let of = desk.case.engagement.id;
        let entry = store::handovers::by_id(&mut work.tx, &desk.scope, of, id).await?.ok_or(Error::NotFound)?;
        Ok((desk, entry))
    }

    /// Writes a changed entry, what is held of its item, and the line in the audit ledger.
    async fn keep(
        &self,
        mut work: Work,
        caller: &Caller,
        (mut desk, before): (Desk, &Entry),
        (mut entry, what): (Entry, Action),
    ) -> Result<()> {
        entry.waits = desk.waits(&entry.handover);
        store::handovers::update(&mut work.tx, &mut entry).await?;
        let engagement = &desk.case.engagement;
        let absent = caller.actor.acts_for(Permission::KeepHandovers, engagement.unit, &caller.units);
        let change = Change::of(what, kind!("handover"), entry.handover.id)
            .at(engagement.unit)
            .before(before)?
            .after(&entry)?
            .for_person(absent)
            .note("number", engagement.number)
            .note("no", entry.no)
            .note("item", &entry.handover.item);
        work.record(change).await?;
        desk.settle(&mut work, &entry.handover.item, self.0.catalogue()).await?;
        desk.follow(&mut work, self.0.catalogue()).await?;
        work.commit().await
    }

    /// Enters a receipt: what a contractor took, from the signed paper; what came back, as our own.
    ///
    /// # Errors
    /// As recording; conflict when the entry is none that is received, or was received already; invalid at the fields.
    pub async fn receive(
        &self,
        caller: &Caller,
        (number, id): (EngagementNumber, HandoverId),
        raw: &RawReceipt,
    ) -> Result<()> {
        caller.may(Permission::KeepHandovers)?;
        let mut work = self.0.work(caller).await?;
        let (desk, before) = self.for_change(&mut work, caller, (number, id)).await?;
        let handover = &before.handover;
        if !(handover.kind.is_release() || handover.kind == HandoverKind::Return) {
            return Err(Error::conflict(
                "この記録には受領がありません。受領を記録できるのは、提供・閲覧・返却です",
                "There is no receipt of this entry; receipts belong to what was provided, made accessible or returned",
            ));
        }
        if handover.receipt.is_some() {
            return Err(received_already());
        }
        let mut p = Problems::new();
        let at = moment(&mut p, (&raw.on, &raw.time), work.at());
        let condition: Memo = p.keep("condition", raw.condition.parse()).unwrap_or_default();
        let paper = file(&mut work.tx, (&desk.scope, handover.engagement), &mut p, ("paper", &raw.paper)).await?;
        let own = handover.to == Side::Client;
        if !own && paper.is_none() && raw.paper.trim().is_empty() {
            p.add(FieldError::rule(
                "paper",
                "署名のある受領書を添付してください。紙がなければ、受け取った人に確認リンクを送れます",
                "Attach the signed receipt. Without paper, send the handler a link to confirm",
            ));
        }
        let Some(at) = at else { return Err(Error::Invalid(p.into_vec())) };
        p.finish()?;
        let mut entry = before.clone();
        let (handler, person) = if own { (None, Some(caller.id())) } else { (handover.handler, None) };
        entry.handover.receipt = Some(Receipt { handler, person, at, condition });
        entry.receipt_way = Some(if own { ReceiptWay::Own } else { ReceiptWay::Paper });
        entry.receipt_paper = paper;
        self.fits(&desk, &entry)?;
        self.keep(work, caller, (desk, &before), (entry, action!("handover.receive"))).await
    }

    /// A receipt before the hand-over, or by someone else, does not count and is refused with the reason.
    pub(super) fn fits(&self, desk: &Desk, entry: &Entry) -> Result<()> {
        rules::handover::receipt(&entry.handover, &desk.handlers).map_err(|reason| {
            let said = |lang| reason.text(self.0.catalogue(), lang);
            Error::field("on", Problem::Said { ja: said(Lang::Ja), en: said(Lang::En) })
        })
    }

    /// Enters that the written note after a spoken disclosure was given.
    ///
    /// # Errors
    /// As recording; conflict when none is agreed or it was given already; invalid at `on`.
    pub async fn note_given(
        &self,
        caller: &Caller,
        (number, id): (EngagementNumber, HandoverId),
        on: &str,
    ) -> Result<()> {
        caller.may(Permission::KeepHandovers)?;
        let mut work = self.0.work(caller).await?;
        let (desk, before) = self.for_change(&mut work, caller, (number, id)).await?;
        let Some(mut note) = before.handover.note.filter(|n| n.given_on.is_none()) else {
            return Err(Error::conflict(
                "書面の控えを待っている記録ではありません",
                "No written note is awaited for this entry",
            ));
        };
        let day = parse_date(on).map_err(|p| Error::field("on", p))?;
        let mut p = Problems::new();
        not_before(&mut p, "on", Some(day), crate::clock::day_in_japan(before.handover.at));
        not_after(&mut p, "on", Some(day), work.today());
        p.finish()?;
        note.given_on = Some(day);
        let mut entry = before.clone();
        entry.handover.note = Some(note);
        self.keep(work, caller, (desk, &before), (entry, action!("handover.note"))).await
    }

    /// Enters the report, certificate and evidence of a disposal. While anything of it is missing, what was disposed of stays
    /// in the balance.
    ///
    /// # Errors
    /// As recording; conflict when the entry is no disposal; invalid at the fields.
    pub async fn prove(
        &self,
        caller: &Caller,
        (number, id): (EngagementNumber, HandoverId),
        raw: &RawDisposal,
    ) -> Result<()> {
        caller.may(Permission::KeepHandovers)?;
        let mut work = self.0.work(caller).await?;
        let (desk, before) = self.for_change(&mut work, caller, (number, id)).await?;
        if !before.handover.kind.is_disposal() {
            return Err(Error::conflict("廃棄・消去の記録ではありません", "This entry is no disposal"));
        }
        let mut p = Problems::new();
        let made = raw.check(&mut work.tx, (&desk, &before), &mut p).await?;
        for (field, day) in [("performed_on", made.performed_on), ("report_received_on", made.report_received_on)] {
            not_after(&mut p, field, day, work.today());
        }
        if let Some(done) = made.performed_on {
            not_before(&mut p, "report_received_on", made.report_received_on, done);
        }
        p.finish()?;
        let mut entry = before.clone();
        let confirmed = (raw.confirm.trim() == "yes").then(|| (caller.id(), work.today()));
        entry.handover.disposal = Some(Disposal {
            confirmed_by: confirmed.map(|(by, _)| by),
            confirmed_on: confirmed.map(|(_, on)| on),
            ..made
        });
        self.keep(work, caller, (desk, &before), (entry, action!("handover.prove"))).await
    }
}

fn not_after(p: &mut Problems, field: &str, day: Option<jiff::civil::Date>, today: jiff::civil::Date) {
    if day.is_some_and(|day| day > today) {
        p.add(FieldError::rule(field, "まだ来ていない日です", "This day has not come yet"));
    }
}

pub(super) fn received_already() -> Error {
    Error::conflict("受領はすでに記録されています", "The receipt is recorded already")
}

impl RawDisposal {
    async fn check(&self, tx: &mut Tx, (desk, entry): (&Desk, &Entry), p: &mut Problems) -> Result<Disposal> {
        let within = (&desk.scope, entry.handover.engagement);
        let day = |p: &mut Problems, field: &str, text: &str| {
            if text.trim().is_empty() { None } else { p.keep(field, parse_date(text)) }
        };
        let certificate = file(tx, within, p, ("certificate", &self.certificate)).await?;
        let mut evidence = Vec::new();
        for text in &self.evidence {
            evidence.extend(file(tx, within, p, ("evidence", text)).await?);
        }
        evidence.sort_unstable();
        evidence.dedup();
        Ok(Disposal {
            method: match self.method.trim() {
                "" => None,
                text => p.keep("method", choose!(DisposalMethod, text)),
            },
            media: p.optional("media", &self.media),
            serial: p.optional("serial", &self.serial),
            tool: p.optional("tool", &self.tool),
            place: p.optional("place", &self.place),
            performer: p.optional("performer", &self.performer),
            witness: p.optional("witness", &self.witness),
            performed_on: day(p, "performed_on", &self.performed_on),
            report_number: p.optional("report_number", &self.report_number),
            report_received_on: day(p, "report_received_on", &self.report_received_on),
            certificate,
            evidence,
            confirmed_by: None,
            confirmed_on: None,
        })
    }
}
