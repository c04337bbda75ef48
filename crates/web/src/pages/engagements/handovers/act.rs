//! One entry: its page, its receipt, the written note, the report of a disposal.

use app::{
    engagements::View,
    handovers::{RawDisposal, RawReceipt, Single},
    rules::handover::NoteState,
};
use axum::{
    Form as Body,
    extract::{Multipart, Path, State},
    response::{IntoResponse, Response},
};
use domain::{
    FieldError,
    calendar::EngagementNumber,
    handover::{Carrier, Disposal, DisposalMethod, HandoverKind, Side},
    id::HandoverId,
    permission::Permission,
};

use super::{Pairs, attached, common, id, look, missing, number, refusal, value, values, view, view_for};
use crate::{
    failure::Result,
    form::{Form, Opt, opts},
    page::Nav,
    pages::body::Sent,
    server::Web,
    show::Link,
    views::engagement::handovers as views,
    visit::{Page, Rendered, done},
};

/// Which form of the page was sent, and what was in it.
enum Typed {
    None,
    Receive(Form),
    Note(Form),
    Prove(Form),
}

pub(super) async fn show(
    page: Page,
    State(web): State<Web>,
    Path((text, entry)): Path<(String, String)>,
) -> Result<Rendered> {
    let entry: HandoverId = id(&entry)?;
    let view = view(&page, &web, &text).await?;
    let single = web.app.handovers().entry(&page.caller, view.case.engagement.number, entry).await?;
    Rendered::ok(&shown(&page, &web, &view, (&single, Typed::None)))
}

fn shown(page: &Page, web: &Web, view: &View, (single, typed): (&Single, Typed)) -> views::Show {
    let ui = page.shell(Nav::Engagements);
    let (entry, book) = (&single.entry, &single.book);
    let h = &entry.handover;
    let base = format!("{}/{}", super::base(view), h.id);
    let mut papers = vec![Link::new(format!("{base}/receipt.docx"), ui.t("handover-paper-receipt"))];
    if h.kind.is_disposal() {
        papers = vec![Link::new(format!("{base}/certificate.docx"), ui.t("handover-paper-certificate"))];
    }
    let own = h.to == Side::Client;
    let received = h.kind == HandoverKind::Return || (h.kind.is_release() && h.carrier != Carrier::Spoken);
    let may_receive = book.may_keep && received && h.receipt.is_none();
    let may_note = book.may_keep && matches!(single.note, NoteState::Waiting(_) | NoteState::Late(_));
    let may_prove = book.may_keep && h.kind.is_disposal();
    let (mut receive, mut note, mut prove) = (Form::new("receive"), Form::new("note"), proven(h.disposal.as_ref()));
    receive = receive.with("on", book.today.to_string());
    note = note.with("on", book.today.to_string());
    match typed {
        Typed::None => {}
        Typed::Receive(form) => receive = form,
        Typed::Note(form) => note = form,
        Typed::Prove(form) => prove = form,
    }
    let mut open: Vec<String> = single.unproven.iter().map(|r| r.text(web.app.catalogue(), ui.lang)).collect();
    match single.note {
        NoteState::Late(day) => {
            open.push(ui.t1("handover-note-late", "day", domain::calendar::long_date(day, ui.lang)));
        }
        NoteState::Waiting(day) => {
            open.push(ui.t1("handover-note-due", "day", domain::calendar::long_date(day, ui.lang)));
        }
        _ => {}
    }
    if may_receive && !own {
        open.push(ui.t("handover-unreceived").into_owned());
    }
    let named = |wanted: &domain::id::AttachmentId| {
        let found = single.files.iter().find(|f| f.attachment.id == *wanted);
        let name = found.map_or_else(|| wanted.to_string(), |f| f.attachment.name.to_string());
        Link::new(format!("/engagements/{}/files/{wanted}", book.number), name)
    };
    let disposal = h.disposal.as_ref();
    let proofs = entry
        .receipt_paper
        .iter()
        .chain(disposal.iter().flat_map(|d| d.evidence.iter().chain(&d.certificate)))
        .map(named)
        .collect();
    let mut methods = vec![Opt::new("", ui.t("handover-method-unknown"))];
    methods.extend(opts!(DisposalMethod, &ui, "disposal-hint"));
    views::Show {
        head: common::head(page, view),
        no: format!("{}-H{:04}", book.number, entry.no),
        id: h.id.to_string(),
        item: h.item.to_string(),
        mark_line: h.marking.line(ui.lang),
        state: look::state(&ui, book, entry),
        facts: look::facts(&ui, single),
        open,
        papers,
        proofs,
        receive: may_receive.then_some(receive),
        needs_paper: !own,
        note: may_note.then_some(note),
        prove: may_prove.then_some(prove),
        methods,
        files: single
            .files
            .iter()
            .map(|f| Opt::new(f.attachment.id.to_string(), f.attachment.name.to_string()))
            .collect(),
        entered: (book.names.of(entry.entered_by).to_owned(), entry.entered_at),
        ui,
    }
}

/// The report as it is kept, to go on with.
fn proven(kept: Option<&Disposal>) -> Form {
    let form = Form::new("prove").with("file_as", "evidence");
    let Some(d) = kept else { return form };
    let text = |t: &Option<domain::text::Title>| t.as_ref().map(ToString::to_string).unwrap_or_default();
    let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string()).unwrap_or_default();
    let mut form = form
        .with("method", d.method.map_or("", DisposalMethod::code))
        .with("media", text(&d.media))
        .with("serial", text(&d.serial))
        .with("tool", text(&d.tool))
        .with("place", text(&d.place))
        .with("performer", text(&d.performer))
        .with("witness", text(&d.witness))
        .with("performed_on", day(d.performed_on))
        .with("report_number", text(&d.report_number))
        .with("report_received_on", day(d.report_received_on))
        .with("certificate", d.certificate.map(|id| id.to_string()).unwrap_or_default());
    for one in &d.evidence {
        form = form.with("evidence", one.to_string());
    }
    if d.confirmed_by.is_some() { form.with("confirm", "yes") } else { form }
}

/// Back to the entry, or its page again with what is wrong.
async fn after(
    page: &Page,
    web: &Web,
    (view, entry, said): (&View, HandoverId, &'static str),
    (result, typed): (std::result::Result<(), Vec<FieldError>>, impl FnOnce(Vec<FieldError>) -> Typed),
) -> Result<Response> {
    match result {
        Ok(()) => Ok(done(web, &format!("{}/{entry}", super::base(view)), said)),
        Err(errors) => {
            let single = web.app.handovers().entry(&page.caller, view.case.engagement.number, entry).await?;
            Ok(Rendered::refused(&shown(page, web, view, (&single, typed(errors))))?.into_response())
        }
    }
}

/// The entry is there before a file for it is kept.
async fn at(page: &Page, web: &Web, (text, entry): (&str, &str)) -> Result<(View, EngagementNumber, HandoverId)> {
    let entry: HandoverId = id(entry)?;
    let view = view_for(page, web, text, Permission::KeepHandovers).await?;
    let number = number(text)?;
    web.app.handovers().entry(&page.caller, number, entry).await?;
    Ok((view, number, entry))
}

pub(super) async fn receive(
    page: Page,
    State(web): State<Web>,
    Path((text, entry)): Path<(String, String)>,
    body: Multipart,
) -> Result<Response> {
    let (view, number, entry) = at(&page, &web, (&text, &entry)).await?;
    let mut sent = Sent::read(body).await?;
    let result = match refusal(attached(&page, &web, &view, &sent).await)? {
        Ok(kept) => {
            if let Some(kept) = kept {
                sent.pairs.retain(|(name, _)| name != "paper");
                sent.pairs.push(("paper".to_owned(), kept.to_string()));
            }
            let text = |field: &str| value(&sent.pairs, field).to_owned();
            let raw =
                RawReceipt { on: text("on"), time: text("time"), condition: text("condition"), paper: text("paper") };
            refusal(web.app.handovers().receive(&page.caller, (number, entry), &raw).await)?
        }
        Err(errors) => Err(errors),
    };
    let pairs = sent.pairs;
    let typed = |errors| Typed::Receive(Form::new("receive").typed(pairs).refused(errors));
    after(&page, &web, (&view, entry, "received"), (result, typed)).await
}

pub(super) async fn note(
    page: Page,
    State(web): State<Web>,
    Path((text, entry)): Path<(String, String)>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let (view, number, entry) = at(&page, &web, (&text, &entry)).await?;
    let on = value(&pairs, "on").to_owned();
    let result = if on.trim().is_empty() {
        Err(vec![FieldError::new("on", missing())])
    } else {
        refusal(web.app.handovers().note_given(&page.caller, (number, entry), &on).await)?
    };
    let typed = |errors| Typed::Note(Form::new("note").typed(pairs).refused(errors));
    after(&page, &web, (&view, entry, "recorded"), (result, typed)).await
}

pub(super) async fn prove(
    page: Page,
    State(web): State<Web>,
    Path((text, entry)): Path<(String, String)>,
    body: Multipart,
) -> Result<Response> {
    let (view, number, entry) = at(&page, &web, (&text, &entry)).await?;
    let mut sent = Sent::read(body).await?;
    let result = match refusal(attached(&page, &web, &view, &sent).await)? {
        Ok(kept) => {
            if let Some(kept) = kept {
                let field = if value(&sent.pairs, "file_as") == "certificate" { "certificate" } else { "evidence" };
                if field == "certificate" {
                    sent.pairs.retain(|(name, _)| name != "certificate");
                }
                sent.pairs.push((field.to_owned(), kept.to_string()));
            }
            refusal(web.app.handovers().prove(&page.caller, (number, entry), &raw(&sent.pairs)).await)?
        }
        Err(errors) => Err(errors),
    };
    let pairs = sent.pairs;
    let typed = |errors| Typed::Prove(Form::new("prove").typed(pairs).refused(errors));
    after(&page, &web, (&view, entry, "recorded"), (result, typed)).await
}

fn raw(pairs: &Pairs) -> RawDisposal {
    let text = |field: &str| value(pairs, field).to_owned();
    RawDisposal {
        method: text("method"),
        media: text("media"),
        serial: text("serial"),
        tool: text("tool"),
        place: text("place"),
        performer: text("performer"),
        witness: text("witness"),
        performed_on: text("performed_on"),
        report_number: text("report_number"),
        report_received_on: text("report_received_on"),
        certificate: text("certificate"),
        evidence: values(pairs, "evidence").into_iter().map(ToOwned::to_owned).collect(),
        confirm: text("confirm"),
    }
}
