//! Handlers and their links, accesses, terms.

use app::{
    engagements::View,
    handovers::{Book, Kept, RawAccess, RawHandler, RawTerms},
};
use axum::{
    Form as Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::{
    FieldError,
    calendar::long_date,
    handover::{GivenAccess, NamedHandler, Promise, SecondFactor},
    id::{AccessId, HandlerId},
    permission::Permission,
};

use super::{Pairs, common, id, look, number, refusal, value, view, view_for};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::Nav,
    pages::parts::revision,
    server::Web,
    views::engagement::handovers as views,
    visit::{Page, Rendered, done},
};

fn day(day: Option<jiff::civil::Date>) -> String {
    day.map(|d| d.to_string()).unwrap_or_default()
}

/// The ledger without its entries.
async fn book(page: &Page, web: &Web, view: &View) -> Result<Book> {
    Ok(web.app.handovers().show(&page.caller, view.case.engagement.number, (Some(0), None, 1)).await?)
}

/// An id in an address; `new` for one that is still to be.
fn which<T: std::str::FromStr>(text: &str) -> Result<Option<T>> {
    if text == "new" { Ok(None) } else { Ok(Some(id(text)?)) }
}

pub(super) async fn handler(
    page: Page,
    State(web): State<Web>,
    Path((text, which_one)): Path<(String, String)>,
) -> Result<Rendered> {
    let known: Option<HandlerId> = which(&which_one)?;
    let view = view_for(&page, &web, &text, Permission::KeepHandovers).await?;
    Rendered::ok(&handler_page(&page, &view, (&book(&page, &web, &view).await?, known, None))?)
}

fn handler_page(
    page: &Page,
    view: &View,
    (book, known, typed): (&Book, Option<HandlerId>, Option<Form>),
) -> Result<views::HandlerForm> {
    let ui = page.shell(Nav::Engagements);
    let kept = match known {
        None => None,
        Some(id) => Some(book.handlers.iter().find(|h| h.value.id == id).ok_or(app::Error::NotFound)?),
    };
    let last = known.map_or_else(|| "new".to_owned(), |id| id.to_string());
    Ok(views::HandlerForm {
        head: common::head(page, view),
        action: format!("{}/handlers/{last}", super::base(view)),
        name: kept.map(|k| k.value.name.to_string()).unwrap_or_default(),
        form: typed.unwrap_or_else(|| handler_form(book, kept)),
        contractor: book.contractor.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        revision: kept.map_or(0, |k| k.revision),
        ui,
    })
}

fn handler_form(book: &Book, kept: Option<&Kept<NamedHandler>>) -> Form {
    let form = Form::new("handler");
    let Some(h) = kept.map(|k| &k.value) else { return form.with("employer", "") };
    let form = match h.employer {
        None => form.with("employer", ""),
        Some(firm) if firm == h.works_for => form.with("employer", "own"),
        Some(firm) => form
            .with("employer", "other")
            .with("firm", book.firms.get(&firm).map(ToString::to_string).unwrap_or_default()),
    };
    form.with("name", h.name.to_string())
        .with("agreed_on", day(h.agreed_on))
        .with("pledged_on", day(h.pledged_on))
        .with("trained_on", day(h.trained_on))
        .with("until", day(h.until))
}

pub(super) async fn set_handler(
    page: Page,
    State(web): State<Web>,
    Path((text, which_one)): Path<(String, String)>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let known: Option<HandlerId> = which(&which_one)?;
    let number = number(&text)?;
    let field = |name: &str| value(&pairs, name).to_owned();
    let raw = RawHandler {
        name: field("name"),
        employer: field("employer"),
        firm: field("firm"),
        agreed_on: field("agreed_on"),
        pledged_on: field("pledged_on"),
        trained_on: field("trained_on"),
        until: field("until"),
    };
    let at = known.map(|id| (id, revision(&pairs)));
    match refusal(web.app.handovers().set_handler(&page.caller, number, (at, &raw)).await)? {
        Ok(_) => Ok(done(&web, &format!("/engagements/{number}/handovers"), "saved")),
        Err(errors) => {
            let view = view_for(&page, &web, &text, Permission::KeepHandovers).await?;
            let form = Form::new("handler").typed(pairs).refused(errors);
            let shown = handler_page(&page, &view, (&book(&page, &web, &view).await?, known, Some(form)))?;
            Ok(Rendered::refused(&shown)?.into_response())
        }
    }
}

/// The link is shown once, on the answer to the form itself; it is in no address, cookie or log.
pub(super) async fn link(
    page: Page,
    State(web): State<Web>,
    Path((text, handler)): Path<(String, String)>,
) -> Result<Response> {
    let handler: HandlerId = id(&handler)?;
    let (named, token) = web.app.handovers().link(&page.caller, number(&text)?, handler).await?;
    let view = view(&page, &web, &text).await?;
    let base = web.config.public_address.clone().unwrap_or_default();
    let shown = views::LinkPage {
        ui: page.shell(Nav::Engagements),
        head: common::head(&page, &view),
        handler: named.name.to_string(),
        link: format!("{}/receive/{token}", base.trim_end_matches('/')),
    };
    Ok(Rendered::ok(&shown)?.into_response())
}

/// Forms of the page of an access.
#[derive(Default)]
struct Forms {
    form: Option<Form>,
    revoke: Option<Form>,
    except: Option<Form>,
}

pub(super) async fn access(
    page: Page,
    State(web): State<Web>,
    Path((text, which_one)): Path<(String, String)>,
) -> Result<Rendered> {
    let known: Option<AccessId> = which(&which_one)?;
    let view = match known {
        Some(_) => view(&page, &web, &text).await?,
        None => view_for(&page, &web, &text, Permission::KeepHandovers).await?,
    };
    Rendered::ok(&access_page(&page, &web, &view, (known, Forms::default())).await?)
}

async fn access_page(
    page: &Page,
    web: &Web,
    view: &View,
    (known, forms): (Option<AccessId>, Forms),
) -> Result<views::AccessForm> {
    let ui = page.shell(Nav::Engagements);
    let book = book(page, web, view).await?;
    let kept = match known {
        None => None,
        Some(id) => Some(book.accesses.iter().find(|a| a.value.id == id).ok_or(app::Error::NotFound)?),
    };
    let last = known.map_or_else(|| "new".to_owned(), |id| id.to_string());
    let live = kept.is_some_and(|k| k.value.revoked_on.is_none());
    let excepted = kept.is_some_and(|k| matches!(k.value.second_factor, SecondFactor::Excepted { .. }));
    let lacking = kept.is_some_and(|k| k.value.second_factor != SecondFactor::On && k.value.kind.signs_in());
    let may_form = book.may_keep && (kept.is_none() || live);
    let mut factors = vec![Opt::new("on", ui.t("access-factor-on")), Opt::new("off", ui.t("access-factor-off"))];
    if excepted {
        factors.push(Opt::new("excepted", ui.t("access-factor-kept")));
    }
    let mut handlers = vec![Opt::new("", ui.t("access-shared"))];
    handlers.extend(look::handler_options(&ui, &book).into_iter().skip(1));
    let facts = kept.map(|k| access_facts(&ui, &book, &k.value)).unwrap_or_default();
    Ok(views::AccessForm {
        head: common::head(page, view),
        action: format!("{}/accesses/{last}", super::base(view)),
        name: kept.map(|k| k.value.name.to_string()).unwrap_or_default(),
        marks: kept.map(|k| look::access_marks(&ui, &book, &k.value)).unwrap_or_default(),
        form: may_form.then(|| forms.form.unwrap_or_else(|| access_form(kept, book.today))),
        except: (book.may_except && live && lacking).then(|| forms.except.unwrap_or_else(|| Form::new("except"))),
        kinds: look::kinds(&ui),
        handlers,
        factors,
        facts,
        may_act: book.may_keep && live,
        revoke: forms.revoke.unwrap_or_else(|| Form::new("revoke").with("on", book.today.to_string())),
        revision: kept.map_or(0, |k| k.revision),
        ui,
    })
}

fn access_form(kept: Option<&Kept<GivenAccess>>, today: jiff::civil::Date) -> Form {
    let form = Form::new("access");
    let Some(a) = kept.map(|k| &k.value) else {
        return form.with("kind", "account").with("second_factor", "on").with("given_on", today.to_string());
    };
    let factor = match a.second_factor {
        SecondFactor::On => "on",
        SecondFactor::Off => "off",
        SecondFactor::Excepted { .. } => "excepted",
    };
    form.with("name", a.name.to_string())
        .with("kind", a.kind.code())
        .with("handler", a.handler.map(|id| id.to_string()).unwrap_or_default())
        .with("second_factor", factor)
        .with("given_on", a.given_on.to_string())
        .with("reviewed_on", day(a.reviewed_on))
        .with("until", day(a.until))
}

fn access_facts(ui: &crate::page::Shell, book: &Book, a: &GivenAccess) -> Vec<(String, String)> {
    let long = |day: Option<jiff::civil::Date>| day.map(|d| long_date(d, ui.lang)).unwrap_or_default();
    let user = a.handler.and_then(|id| book.handlers.iter().find(|h| h.value.id == id));
    let user = user.map_or_else(|| ui.t("access-shared").into_owned(), |h| h.value.name.to_string());
    let mut out = vec![
        ("f-access-kind", a.kind.label(ui.lang).to_owned()),
        ("f-access-handler", user),
        ("f-access-owner", book.names.of(a.owner).to_owned()),
        ("f-access-second_factor", look::factor(ui, a).text),
        ("f-access-given_on", long(Some(a.given_on))),
        ("f-access-reviewed_on", long(a.reviewed_on)),
        ("f-access-until", long(a.until)),
    ];
    if let SecondFactor::Excepted { reason, .. } = &a.second_factor {
        out.push(("f-except-reason", reason.to_string()));
    }
    out.into_iter().filter(|(_, t)| !t.is_empty()).map(|(key, t)| (ui.t(key).into_owned(), t)).collect()
}

/// Back to the ledger, or the page of the access again with what is wrong.
async fn after(
    page: &Page,
    web: &Web,
    (text, known, said): (&str, Option<AccessId>, &'static str),
    (result, forms): (std::result::Result<(), Vec<FieldError>>, impl FnOnce(Vec<FieldError>) -> Forms),
) -> Result<Response> {
    let number = number(text)?;
    match result {
        Ok(()) => Ok(done(web, &format!("/engagements/{number}/handovers"), said)),
        Err(errors) => {
            let view = view(page, web, text).await?;
            Ok(Rendered::refused(&access_page(page, web, &view, (known, forms(errors))).await?)?.into_response())
        }
    }
}

pub(super) async fn set_access(
    page: Page,
    State(web): State<Web>,
    Path((text, which_one)): Path<(String, String)>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let known: Option<AccessId> = which(&which_one)?;
    let field = |name: &str| value(&pairs, name).to_owned();
    let raw = RawAccess {
        name: field("name"),
        kind: field("kind"),
        handler: field("handler"),
        owner: field("owner"),
        second_factor: field("second_factor"),
        given_on: field("given_on"),
        reviewed_on: field("reviewed_on"),
        until: field("until"),
    };
    let at = known.map(|id| (id, revision(&pairs)));
    let result = refusal(web.app.handovers().set_access(&page.caller, number(&text)?, (at, &raw)).await)?.map(drop);
    let forms = |errors| Forms { form: Some(Form::new("access").typed(pairs).refused(errors)), ..Forms::default() };
    after(&page, &web, (&text, known, "saved"), (result, forms)).await
}

pub(super) async fn review(
    page: Page,
    State(web): State<Web>,
    Path((text, access)): Path<(String, String)>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let access: AccessId = id(&access)?;
    web.app.handovers().review_access(&page.caller, number(&text)?, (access, revision(&pairs))).await?;
    Ok(done(&web, &format!("/engagements/{}/handovers", number(&text)?), "reviewed"))
}

pub(super) async fn revoke(
    page: Page,
    State(web): State<Web>,
    Path((text, access)): Path<(String, String)>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let access: AccessId = id(&access)?;
    let what = (access, revision(&pairs), value(&pairs, "on"));
    let result = refusal(web.app.handovers().revoke_access(&page.caller, number(&text)?, what).await)?;
    let forms =
        |errors| Forms { revoke: Some(Form::new("revoke").typed(pairs.clone()).refused(errors)), ..Forms::default() };
    after(&page, &web, (&text, Some(access), "revoked"), (result, forms)).await
}

pub(super) async fn except(
    page: Page,
    State(web): State<Web>,
    Path((text, access)): Path<(String, String)>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let access: AccessId = id(&access)?;
    let which = (access, revision(&pairs));
    let said = (value(&pairs, "reason"), value(&pairs, "until"));
    let result = refusal(web.app.handovers().except_access(&page.caller, number(&text)?, which, said).await)?;
    let forms =
        |errors| Forms { except: Some(Form::new("except").typed(pairs.clone()).refused(errors)), ..Forms::default() };
    after(&page, &web, (&text, Some(access), "saved"), (result, forms)).await
}

pub(super) async fn terms(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view_for(&page, &web, &text, Permission::KeepHandovers).await?;
    Rendered::ok(&terms_page(&page, &web, &view, None).await?)
}

async fn terms_page(page: &Page, web: &Web, view: &View, typed: Option<Form>) -> Result<views::TermsForm> {
    let blank = web.app.handovers().blank(&page.caller, view.case.engagement.number).await?;
    let ui = page.shell(Nav::Engagements);
    let mut files = vec![Opt::new("", ui.t("handover-file-none"))];
    files.extend(blank.files.iter().map(|f| Opt::new(f.attachment.id.to_string(), f.attachment.name.to_string())));
    let revision = match &typed {
        Some(form) => form.value("revision").parse().unwrap_or(-1),
        None => blank.book.terms.revision,
    };
    Ok(views::TermsForm {
        head: common::head(page, view),
        form: typed.unwrap_or_else(|| terms_form(&blank.book)),
        files,
        revision,
        ui,
    })
}

fn terms_form(book: &Book) -> Form {
    let t = &book.terms.value;
    let mut form = Form::new("terms").with("note", t.note.to_string());
    let promises: [(&str, &Option<Promise>); 2] = [("secrecy", &t.secrecy), ("contract", &t.contract)];
    for (name, promise) in promises {
        if let Some(p) = promise {
            form = form
                .with(format!("{name}_from"), p.from.to_string())
                .with(format!("{name}_until"), day(p.until))
                .with(format!("{name}_paper"), p.paper.map(|id| id.to_string()).unwrap_or_default());
        }
    }
    let Some(rule) = &t.rule else { return form };
    form.with("rule_version", rule.version.to_string())
        .with("rule_accepted_on", day(rule.accepted_on))
        .with("rule_accepted_by", rule.accepted_by.as_ref().map(ToString::to_string).unwrap_or_default())
        .with("rule_paper", rule.paper.map(|id| id.to_string()).unwrap_or_default())
}

pub(super) async fn set_terms(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let number = number(&text)?;
    let field = |name: &str| value(&pairs, name).to_owned();
    let raw = RawTerms {
        secrecy_from: field("secrecy_from"),
        secrecy_until: field("secrecy_until"),
        secrecy_paper: field("secrecy_paper"),
        contract_from: field("contract_from"),
        contract_until: field("contract_until"),
        contract_paper: field("contract_paper"),
        rule_version: field("rule_version"),
        rule_accepted_on: field("rule_accepted_on"),
        rule_accepted_by: field("rule_accepted_by"),
        rule_paper: field("rule_paper"),
        note: field("note"),
    };
    let at = (revision(&pairs), &raw);
    match refusal(web.app.handovers().set_terms(&page.caller, number, at).await)? {
        Ok(()) => Ok(done(&web, &format!("/engagements/{number}/handovers"), "saved")),
        Err(errors) => {
            let view = view_for(&page, &web, &text, Permission::KeepHandovers).await?;
            let form = Form::new("terms").typed(pairs).refused(errors);
            Ok(Rendered::refused(&terms_page(&page, &web, &view, Some(form)).await?)?.into_response())
        }
    }
}
