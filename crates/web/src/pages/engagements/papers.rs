//! Papers of an engagement: the list, one paper with what can be set for it, making a version.

use app::{
    documents::{PaperRow, Preview},
    engagements::View,
    papers::{OpenKind, OpenPoint},
    rules::Fix,
};
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use catalogue::{Catalogue, wording::PaperId};
use domain::{FieldError, Lang, permission::Permission};

use super::{Pairs, number, paper_form, revision, value, view, view_for};
use crate::{
    failure::Result,
    form::Form,
    page::{Nav, Shell},
    pages::{common, documents::version_mark},
    server::Web,
    show::{Kind, Link, Mark},
    views::engagement::papers::{OpenLine, PaperLine, PaperPage, PaperStage, Papers, VersionLine},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements/{number}/papers", get(list))
        .route("/engagements/{number}/papers/{paper}", get(show).post(save))
        .route("/engagements/{number}/papers/{paper}/issue", post(issue))
}

async fn list(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view(&page, &web, &text).await?;
    let found = web.app.documents().list(&page.caller, number(&text)?).await?;
    let ui = page.shell(Nav::Engagements);
    let catalogue = web.app.catalogue();
    let base = format!("/engagements/{}/papers", view.case.engagement.number);
    let stages = catalogue
        .bundles()
        .iter()
        .map(|bundle| PaperStage {
            stage: bundle.stage,
            title: bundle.title.get(ui.lang).to_owned(),
            papers: found
                .papers
                .iter()
                .filter(|row| bundle.papers.contains(&row.paper))
                .filter_map(|row| line(&ui, catalogue, &base, row))
                .collect(),
        })
        .filter(|stage| !stage.papers.is_empty())
        .collect();
    let next = found.requirements.may_edit.then(|| next(&view, catalogue, ui.lang)).flatten();
    Rendered::ok(&Papers { head: common::head(&page, &view), stages, next, ui })
}

fn line(ui: &Shell, catalogue: &Catalogue, base: &str, row: &PaperRow) -> Option<PaperLine> {
    let known = catalogue.paper(&row.paper)?;
    let open = row.issued.iter().map(|d| d.open_points).max().unwrap_or(0);
    let mark = match (row.issued.is_empty(), row.is_current, open) {
        (true, _, _) => Mark::new(Kind::Off, ui.t("papers-not-made")),
        (_, false, _) => Mark::new(Kind::Soon, ui.t("papers-outdated")),
        (_, true, 0) => Mark::new(Kind::Met, ui.t("papers-current")),
        (_, true, open) => Mark::new(Kind::Weak, ui.tn("paper-open-n", open)),
    };
    let version = |d: &app::documents::Document| {
        let key = if d.lang == Lang::Ja { "papers-version-ja" } else { "papers-version-en" };
        Link::new(format!("/documents/{}", d.id), ui.tn(key, d.version))
    };
    Some(PaperLine {
        href: format!("{base}/{}", row.paper),
        form_number: known.form_number.get(ui.lang).to_owned(),
        title: known.title.get(ui.lang).to_owned(),
        purpose: known.purpose.get(ui.lang).to_owned(),
        mark,
        open: row.open_points,
        versions: row.issued.iter().map(version).collect(),
    })
}

/// The paper the gate ahead asks for first.
fn next(view: &View, catalogue: &Catalogue, lang: Lang) -> Option<Link> {
    view.report.unmet().find_map(|condition| match &condition.fix {
        Some(Fix::WritePaper { paper, .. }) => {
            let known = paper.parse().ok().and_then(|id| catalogue.paper(&id))?;
            let href = format!("/engagements/{}/papers/{paper}", view.case.engagement.number);
            Some(Link::new(href, known.title.get(lang)))
        }
        _ => None,
    })
}

fn paper_id(text: &str) -> Result<PaperId> {
    text.parse().map_err(|_| app::Error::NotFound.into())
}

/// Language of the paper: as asked for, or that of the page.
fn language(page: &Page, pairs: &Pairs) -> Lang {
    Lang::from_tag(value(pairs, "lang")).unwrap_or_else(|| page.lang())
}

async fn show(
    page: Page,
    State(web): State<Web>,
    Path((text, paper)): Path<(String, String)>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    let view = view(&page, &web, &text).await?;
    let (id, lang) = (paper_id(&paper)?, language(&page, &pairs));
    let preview = web.app.documents().preview(&page.caller, number(&text)?, (&id, lang)).await?;
    let ui = page.shell(Nav::Engagements);
    let form = paper_form::form(&preview.inputs, &preview.requirements.case.plan.plan, (&ui, lang));
    let sources = !value(&pairs, "sources").is_empty();
    Rendered::ok(&paper_page(&page, &web, (&view, &preview), (form, lang, sources))?)
}

/// With a large first letter, as a line of its own begins.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Field of an open point, or the page that settles it.
fn settles(ui: &Shell, form: &Form, point: &OpenPoint, number: &str) -> (String, Option<String>) {
    let field = match point.kind {
        OpenKind::Alternative => format!("alternatives.{}", point.owner),
        OpenKind::Value => format!("values.{}.{}", point.owner, point.name),
        OpenKind::Name => format!("names.{}", point.name),
        OpenKind::Owner => format!("owners.{}", point.owner),
        OpenKind::Refused => {
            let href = format!("/engagements/{number}/requirements/{}", point.owner);
            return (String::new(), Some(href));
        }
    };
    let known = !form.label(ui, &field).is_empty();
    let href = known.then(|| format!("#{}", form.id(&field)));
    (field, href)
}

fn paper_page(
    page: &Page,
    web: &Web,
    (view, preview): (&View, &Preview),
    (form, lang, sources): (Form, Lang, bool),
) -> Result<PaperPage> {
    let ui = page.shell(Nav::Engagements);
    let catalogue = web.app.catalogue();
    let known = catalogue.paper(&preview.id).ok_or(app::Error::NotFound)?;
    let number = view.case.engagement.number.to_string();
    let form = paper_form::labelled(form, &preview.inputs, (&ui, lang));
    let may = preview.requirements.may_edit;
    let (mut open, mut fields) = (Vec::new(), Vec::new());
    for point in &preview.open_points {
        let (field, href) = settles(&ui, &form, point, &number);
        fields.push(field);
        let href = href.filter(|_| may);
        open.push(OpenLine {
            text: capital(point.label.get(ui.lang)),
            kind: point.kind.label(ui.lang).to_owned(),
            href,
        });
    }
    let groups =
        if may { paper_form::groups(&preview.inputs, &form, (&ui, lang), (&fields, catalogue)) } else { Vec::new() };
    Ok(PaperPage {
        head: common::head(page, view),
        id: preview.id.to_string(),
        title: known.title.get(ui.lang).to_owned(),
        form_number: known.form_number.get(ui.lang).to_owned(),
        purpose: known.purpose.get(ui.lang).to_owned(),
        lang,
        sources,
        html: common::paper_html(catalogue, &preview.paper, (ui.lang, sources))?,
        open,
        groups,
        form: may.then_some(form),
        revision: preview.requirements.case.plan.revision,
        versions: versions(&ui, web, preview),
        declare: declare(&ui, view, preview),
        ui,
    })
}

fn versions(ui: &Shell, web: &Web, preview: &Preview) -> Vec<VersionLine> {
    let basis = preview.requirements.case.basis(web.app.clock().today());
    let newest = preview.versions.iter().map(|d| d.version).max();
    let mut all: Vec<_> = preview.versions.iter().collect();
    all.sort_by_key(|d| std::cmp::Reverse(d.version));
    all.into_iter()
        .map(|d| VersionLine {
            link: Link::new(format!("/documents/{}", d.id), ui.tn("version-n", d.version)),
            mark: version_mark(ui, d, (Some(d.version) == newest, d.basis == basis)),
            at: d.made_at,
            by: preview.requirements.names.of(d.made_by).to_owned(),
        })
        .collect()
}

/// Conditions of the gate ahead that this paper would settle, and that another one may be declared for.
fn declare(ui: &Shell, view: &View, preview: &Preview) -> Vec<Link> {
    let number = view.case.engagement.number;
    if !preview.requirements.may_edit {
        return Vec::new();
    }
    view.report
        .unmet()
        .filter_map(|condition| match &condition.fix {
            Some(Fix::WritePaper { paper, .. }) if paper == preview.id.as_str() => {
                let href = format!("/engagements/{number}/declare/{}", condition.id);
                Some(Link::new(href, ui.t1("paper-declare-link", "condition", &condition.id)))
            }
            _ => None,
        })
        .collect()
}

async fn save(
    page: Page,
    State(web): State<Web>,
    Path((text, paper)): Path<(String, String)>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let view = view_for(&page, &web, &text, Permission::EditEngagement).await?;
    let (id, lang, number) = (paper_id(&paper)?, language(&page, &typed), number(&text)?);
    let preview = web.app.documents().preview(&page.caller, number, (&id, lang)).await?;
    let errors = match keep(&page, &web, number, (&preview, &typed)).await? {
        Ok(()) => {
            let sources = if value(&typed, "sources").is_empty() { "" } else { "&sources=1" };
            let to = format!("/engagements/{number}/papers/{id}?lang={}{sources}", lang.code());
            return Ok(done(&web, &to, "plan-saved"));
        }
        Err(errors) => errors,
    };
    let sources = !value(&typed, "sources").is_empty();
    let form = Form::new("paper").typed(typed).refused(errors);
    Ok(Rendered::refused(&paper_page(&page, &web, (&view, &preview), (form, lang, sources))?)?.into_response())
}

/// Keeps what was typed, or gives what is wrong with it.
async fn keep(
    page: &Page,
    web: &Web,
    number: domain::calendar::EngagementNumber,
    (preview, typed): (&Preview, &Pairs),
) -> Result<Result<(), Vec<FieldError>>> {
    let changes = match paper_form::Changes::read(&preview.inputs, typed) {
        Ok(changes) => changes,
        Err(errors) => return Ok(Err(errors)),
    };
    let edit = |plan: &mut domain::plan::RawPlan| {
        changes.apply(plan);
        Ok(())
    };
    match web.app.requirements().edit(&page.caller, number, revision(typed), edit).await {
        Ok(()) => Ok(Ok(())),
        Err(app::Error::Invalid(errors)) => Ok(Err(errors)),
        Err(error) => Err(error.into()),
    }
}

async fn issue(
    page: Page,
    State(web): State<Web>,
    Path((text, paper)): Path<(String, String)>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let (id, lang, number) = (paper_id(&paper)?, language(&page, &typed), number(&text)?);
    let seen = (&id, lang, Some(revision(&typed)));
    let made = web.app.documents().issue(&page.caller, number, seen).await?;
    Ok(done(&web, &format!("/documents/{}", made.id), "issued"))
}
