//! Papers of engagements: what fits, how one stands now, making a version, and what a version holds.

use app::{
    documents::{Document, Issued, Preview},
    engagements::Names,
    papers::{Field, Input, OpenPoint},
};
use axum::{Json, extract::State};
use catalogue::PaperId;
use domain::{Lang, calendar::EngagementNumber, id::DocumentId, plan::PlanValue, problem::Problems};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    coded::{Coded, LanguageCode, OpenKindLabel, StageLabel, in_query},
    common::{EngagementRef, Made, PersonRef},
    extract::{Body, Key, Params, checked},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(preview, issue)).routes(routes!(show))
}

/// A file of a version.
#[derive(Debug, Serialize, ToSchema)]
struct PaperFileJson {
    /// docx, xlsx or pdf.
    format: String,
    /// Id of the attachment that holds it; `GET /api/v1/attachments/{id}/content` gives its bytes.
    attachment: String,
    /// SHA-256 in hexadecimal.
    sha256: String,
    /// Length in bytes.
    size: i64,
}

/// A version of a paper.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Document)]
struct DocumentJson {
    /// Id, `doc_…`.
    id: String,
    /// Which paper.
    paper: String,
    /// Language: ja or en.
    lang: &'static str,
    /// Version, from 1.
    version: i64,
    /// Its title.
    title: String,
    /// Edition of the catalogue it was made under.
    edition: String,
    /// Points left open in it.
    open_points: i64,
    /// When it was made.
    made_at: Timestamp,
    /// By whom.
    made_by: PersonRef,
    /// Its files.
    files: Vec<PaperFileJson>,
}

impl DocumentJson {
    fn of(one: &Document, names: &Names) -> Self {
        let file = |file: &app::documents::PaperFile| PaperFileJson {
            format: file.kind.clone(),
            attachment: file.attachment.to_string(),
            sha256: file.sha256.to_string(),
            size: file.size,
        };
        Self {
            id: one.id.to_string(),
            paper: one.paper.clone(),
            lang: one.lang.code(),
            version: one.version,
            title: one.title.clone(),
            edition: one.edition.clone(),
            open_points: one.open_points,
            made_at: one.made_at,
            made_by: PersonRef::of(one.made_by, names),
            files: one.files.iter().map(file).collect(),
        }
    }
}

/// A paper that fits an engagement.
#[derive(Debug, Serialize, ToSchema)]
struct PaperLine {
    /// Id, `outsourcing-contract`.
    paper: String,
    /// Title.
    title: String,
    /// Form number.
    form_number: String,
    /// What it is for.
    purpose: String,
    /// The stage it belongs to.
    stage: StageLabel,
    /// Points that would be open if it were made now.
    open_points: usize,
    /// True while the newest versions still say what facts and plan say.
    current: bool,
    /// The newest version in each language.
    versions: Vec<DocumentJson>,
}

/// Papers.
#[derive(Debug, Serialize, ToSchema)]
struct PaperList {
    /// By stage, in the order they are used.
    items: Vec<PaperLine>,
}

/// List the papers of an engagement.
#[utoipa::path(
    get, path = "/engagements/{number}/papers", operation_id = "listPapers", tag = "papers",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    responses((status = 200, description = "Papers that fit it", body = PaperList)),
)]
async fn list(by: ApiCaller, State(web): State<Web>, Key(number): Key<EngagementNumber>) -> Result<Json<PaperList>> {
    let found = web.app.documents().list(&by.caller, number).await?;
    let names = &found.requirements.names;
    let items = found.papers.iter().filter_map(|row| {
        let known = web.app.catalogue().paper(&row.paper)?;
        Some(PaperLine {
            paper: row.paper.to_string(),
            title: known.title.get(by.lang).to_owned(),
            form_number: known.form_number.get(by.lang).to_owned(),
            purpose: known.purpose.get(by.lang).to_owned(),
            stage: Coded::new(row.stage, by.lang),
            open_points: row.open_points,
            current: !row.issued.is_empty() && row.is_current,
            versions: row.issued.iter().map(|d| DocumentJson::of(d, names)).collect(),
        })
    });
    Ok(Json(PaperList { items: items.collect() }))
}

/// In which language.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct LangParams {
    /// Language of the paper, ja or en; that of the answer when it is not given.
    lang: Option<String>,
}

/// A point that is open.
#[derive(Debug, Serialize, ToSchema)]
struct PaperOpenPoint {
    /// Clause, article, annex or paper it belongs to; `names` for what every paper uses.
    owner: String,
    /// Name of the value; empty for the owner as a whole.
    name: String,
    /// What has to be settled.
    label: String,
    /// What kind of point.
    kind: OpenKindLabel,
}

/// One of several answers.
#[derive(Debug, Serialize, ToSchema)]
struct PaperChoice {
    /// Code that is stored.
    code: String,
    /// What it is.
    label: String,
    /// When it is the right one; empty for plain options.
    when: String,
}

/// Something a person can set for a paper.
#[derive(Debug, Serialize, ToSchema)]
struct PaperInput {
    /// Place in the plan: `values.KL-15.report_hours`, `alternatives.KL-22`, `names.contract_date`, `owners.RB-1`,
    /// `strength`, `rows.contacts`.
    place: String,
    /// Title of the clause, article, annex or paper.
    owner: String,
    /// What the person is asked.
    label: String,
    /// How to choose.
    help: String,
    /// alternative, owner, strength, rows, or the kind of value: hours, days, months, number, bool, enum, list, ref, date, yen, text, article.
    kind: &'static str,
    /// Unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// Smallest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<i64>,
    /// Largest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<i64>,
    /// Answers to choose from; for rows the columns, which a row holds by their code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<PaperChoice>,
    /// What holds, or is proposed, until a person sets another.
    #[serde(skip_serializing_if = "Value::is_null")]
    default: Value,
    /// What a person set.
    #[serde(skip_serializing_if = "Value::is_null")]
    current: Value,
}

fn json(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

impl PaperInput {
    fn of(input: &Input, lang: Lang) -> Self {
        let choices = |all: &[app::papers::Choice]| {
            let one = |c: &app::papers::Choice| PaperChoice {
                code: c.code.clone(),
                label: c.label.get(lang).to_owned(),
                when: c.when.get(lang).to_owned(),
            };
            all.iter().map(one).collect::<Vec<_>>()
        };
        let (owner, name) = (&input.owner, &input.name);
        let mut out = Self {
            place: String::new(),
            owner: input.owner_title.get(lang).to_owned(),
            label: input.label.get(lang).to_owned(),
            help: input.help.get(lang).to_owned(),
            kind: "",
            unit: None,
            min: None,
            max: None,
            choices: Vec::new(),
            default: Value::Null,
            current: Value::Null,
        };
        match &input.field {
            Field::Alternative { choices: all, suggested, chosen } => {
                (out.place, out.kind) = (format!("alternatives.{owner}"), "alternative");
                (out.choices, out.default, out.current) = (choices(all), json(suggested), json(chosen));
            }
            Field::Value { kind, unit, min, max, choices: all, default, current } => {
                (out.place, out.kind) = (format!("values.{owner}.{name}"), kind.code());
                (out.unit, out.min, out.max) = (unit.as_ref().map(|u| u.get(lang).to_owned()), *min, *max);
                (out.choices, out.default) = (choices(all), json(default));
                out.current = json(current.as_ref().map(|v: &PlanValue| v));
            }
            Field::Name { kind, recorded, current } => {
                (out.place, out.kind) = (format!("names.{name}"), kind.code());
                (out.default, out.current) = (json(recorded), json(current));
            }
            Field::Owner { current } => {
                (out.place, out.kind) = (format!("owners.{owner}"), "owner");
                out.current = json(current.map(domain::plan::MeasureOwner::code));
            }
            Field::Strength { proposed, current } => {
                (out.place, out.kind) = ("strength".to_owned(), "strength");
                let all = catalogue::wording::Strength::ALL.iter();
                let choice = |s: &catalogue::wording::Strength| PaperChoice {
                    code: s.code().to_owned(),
                    label: s.label(lang).to_owned(),
                    when: String::new(),
                };
                out.choices = all.map(choice).collect();
                (out.default, out.current) = (json(proposed), json(current));
            }
            Field::Rows { columns, proposed, current, .. } => {
                (out.place, out.kind) = (owner.clone(), "rows");
                let column = |(key, label): &(String, app::papers::Both)| PaperChoice {
                    code: key.clone(),
                    label: label.get(lang).to_owned(),
                    when: String::new(),
                };
                out.choices = columns.iter().map(column).collect();
                // null while nobody said anything; an empty list when a person said that there are none
                let rows = |rows: &[domain::plan::PlanRow]| if rows.is_empty() { Value::Null } else { json(rows) };
                (out.default, out.current) = (rows(proposed), json(current));
            }
        }
        out
    }
}

/// A paper as it would be made now.
#[derive(Debug, Serialize, ToSchema)]
struct PaperPreview {
    /// Id of the paper.
    paper: String,
    /// Title, in the language of the paper.
    title: String,
    /// Language of the paper.
    lang: &'static str,
    /// Revision of the plan it was put together from.
    revision: i64,
    /// What is open in it.
    open_points: Vec<PaperOpenPoint>,
    /// What a person can set.
    inputs: Vec<PaperInput>,
    /// Versions made of it in this language.
    versions: Vec<DocumentJson>,
    /// The paper as HTML; `data-trace` names the ids each paragraph comes from.
    html: String,
}

fn markup(paper: &app::paper::Paper) -> Result<String> {
    Ok(app::html::write(paper, 1, &app::html::Tracing::Attributes).map_err(app::Error::internal)?)
}

fn previewed(preview: &Preview, lang: (Lang, Lang)) -> Result<PaperPreview> {
    let (of_paper, lang) = lang;
    let point = |p: &OpenPoint| PaperOpenPoint {
        owner: p.owner.clone(),
        name: p.name.clone(),
        label: p.label.get(lang).to_owned(),
        kind: Coded::new(p.kind, lang),
    };
    let names = &preview.requirements.names;
    Ok(PaperPreview {
        paper: preview.id.to_string(),
        title: preview.paper.meta.title.clone(),
        lang: of_paper.code(),
        revision: preview.requirements.case.plan.revision,
        open_points: preview.open_points.iter().map(point).collect(),
        inputs: preview.inputs.iter().map(|i| PaperInput::of(i, lang)).collect(),
        versions: preview.versions.iter().map(|d| DocumentJson::of(d, names)).collect(),
        html: markup(&preview.paper)?,
    })
}

/// Preview a paper.
///
/// As it would be made now, with what is open in it and what can be set for it. Values are set with the plan:
/// `PUT /engagements/{number}/requirements`.
#[utoipa::path(
    get, path = "/engagements/{number}/papers/{paper}", operation_id = "previewPaper", tag = "papers",
    params(("number" = String, Path, description = "Number, `R8-0012`"),
        ("paper" = String, Path, description = "Id of the paper, `outsourcing-contract`"), LangParams),
    responses((status = 200, description = "The paper", body = PaperPreview)),
)]
async fn preview(
    by: ApiCaller,
    State(web): State<Web>,
    Key((number, paper)): Key<(EngagementNumber, PaperId)>,
    Params(params): Params<LangParams>,
) -> Result<Json<PaperPreview>> {
    let mut problems = Problems::new();
    let lang = in_query(&mut problems, "lang", params.lang.as_deref()).unwrap_or(by.lang);
    checked(problems)?;
    let found = web.app.documents().preview(&by.caller, number, (&paper, lang)).await?;
    Ok(Json(previewed(&found, (lang, by.lang))?))
}

/// Which version to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct IssueBody {
    /// Language of the paper.
    lang: LanguageCode,
    /// Revision of the plan that was seen.
    revision: i64,
}

/// Make a version of a paper.
///
/// With its files, which are kept among the attachments. What is open is marked in it.
#[utoipa::path(
    post, path = "/engagements/{number}/papers/{paper}", operation_id = "issuePaper", tag = "papers",
    params(("number" = String, Path, description = "Number, `R8-0012`"),
        ("paper" = String, Path, description = "Id of the paper, `outsourcing-contract`")),
    request_body = IssueBody,
    responses((status = 201, description = "Made; its address is in Location", body = DocumentJson,
        headers(("Location" = String, description = "Address of the version")))),
)]
async fn issue(
    by: ApiCaller,
    State(web): State<Web>,
    Key((number, paper)): Key<(EngagementNumber, PaperId)>,
    Body(body): Body<IssueBody>,
) -> Result<Made<DocumentJson>> {
    let mut problems = Problems::new();
    let lang = body.lang.read(&mut problems, "lang");
    checked(problems)?;
    let seen = (&paper, lang.unwrap_or(by.lang), Some(body.revision));
    let made = web.app.documents().issue(&by.caller, number, seen).await?;
    let issued = web.app.documents().issued(&by.caller, made.id).await?;
    Ok(Made(format!("/documents/{}", made.id), DocumentJson::of(&issued.document, &issued.names)))
}

/// A stretch of a changed paragraph.
#[derive(Debug, Serialize, ToSchema)]
struct ChangedStretch {
    /// same, inserted or deleted.
    kind: &'static str,
    /// Its words.
    text: String,
}

/// A changed paragraph.
#[derive(Debug, Serialize, ToSchema)]
struct ChangedParagraph {
    /// Where it stands.
    place: String,
    /// added, removed or changed.
    kind: &'static str,
    /// Its words.
    text: Vec<ChangedStretch>,
}

/// What changed since the version before.
#[derive(Debug, Serialize, ToSchema)]
struct ChangesSince {
    /// Id of the version before.
    before: String,
    /// Paragraph by paragraph; empty when the text is the same.
    paragraphs: Vec<ChangedParagraph>,
}

/// A version with its text.
#[derive(Debug, Serialize, ToSchema)]
struct IssuedDocument {
    /// The engagement.
    engagement: EngagementRef,
    /// The version.
    document: DocumentJson,
    /// True while it still says what facts and plan say.
    current: bool,
    /// What changed since the version before, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<ChangesSince>,
    /// The paper as HTML.
    html: String,
}

fn changes(issued: &Issued) -> Result<Option<ChangesSince>> {
    use app::paper::{ChangeKind, Stretch};
    let Some((before, old)) = &issued.before else { return Ok(None) };
    let found = app::paper::changes(old, &issued.paper).map_err(app::Error::internal)?;
    let stretch = |one: &Stretch| match one {
        Stretch::Same(text) => ChangedStretch { kind: "same", text: text.clone() },
        Stretch::Inserted(text) => ChangedStretch { kind: "inserted", text: text.clone() },
        Stretch::Deleted(text) => ChangedStretch { kind: "deleted", text: text.clone() },
    };
    let paragraphs = found.iter().map(|change| ChangedParagraph {
        place: change.place.clone(),
        kind: match change.kind {
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            ChangeKind::Changed => "changed",
        },
        text: change.text.iter().map(stretch).collect(),
    });
    Ok(Some(ChangesSince { before: before.id.to_string(), paragraphs: paragraphs.collect() }))
}

/// Show a version of a paper.
#[utoipa::path(
    get, path = "/documents/{id}", operation_id = "showDocument", tag = "papers",
    params(("id" = String, Path, description = "Id, `doc_…`")),
    responses((status = 200, description = "The version", body = IssuedDocument)),
)]
async fn show(by: ApiCaller, State(web): State<Web>, Key(id): Key<DocumentId>) -> Result<Json<IssuedDocument>> {
    let issued = web.app.documents().issued(&by.caller, id).await?;
    let engagement = &issued.case.engagement;
    Ok(Json(IssuedDocument {
        engagement: EngagementRef { number: engagement.number.to_string(), title: engagement.facts.title.to_string() },
        document: DocumentJson::of(&issued.document, &issued.names),
        current: issued.case.basis(web.app.clock().today()) == issued.document.basis,
        changes: changes(&issued)?,
        html: markup(&issued.paper)?,
    }))
}
