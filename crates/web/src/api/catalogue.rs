//! What the regime says, as the catalogue in force has it: open to everyone who is signed in.

mod items;

use axum::{Json, extract::State};
use catalogue::{Choice, Options, Waivable};
use domain::{Lang, gate::Gate, problem::Problems};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    assessment::SourceJson,
    coded::{AppliesLabel, CheckLabel, CodeList, Coded, GateLabel, RoleLabel, in_query},
    extract::{Params, checked},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(conditions))
        .routes(routes!(reasons))
        .routes(routes!(choices))
        .routes(routes!(threats))
        .routes(routes!(roles))
        .routes(routes!(sources))
        .routes(routes!(editions))
        .routes(routes!(items::items))
        .routes(routes!(items::item))
}

/// Which conditions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ConditionsParams {
    /// Of this gate.
    gate: Option<String>,
}

/// A condition of a gate.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Condition)]
struct ConditionJson {
    /// Permanent id, `G1-3`.
    id: String,
    /// The gate it belongs to.
    gate: GateLabel,
    /// A short statement that is true when it is met.
    title: String,
    /// Why it is asked and how to settle it.
    help: String,
    /// Where it comes from.
    source: Vec<SourceJson>,
    /// True when an officer may waive it.
    waivable: bool,
    /// Which engagements it is about.
    applies: AppliesLabel,
    /// How it is found to be met.
    check: CheckLabel,
}

/// Conditions.
#[derive(Debug, Serialize, ToSchema)]
struct ConditionList {
    /// In the order of the catalogue.
    items: Vec<ConditionJson>,
}

/// List gate conditions.
#[utoipa::path(
    get, path = "/catalogue/conditions", operation_id = "listConditions", tag = "catalogue", params(ConditionsParams),
    responses((status = 200, description = "Conditions", body = ConditionList)),
)]
async fn conditions(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<ConditionsParams>,
) -> Result<Json<ConditionList>> {
    let mut problems = Problems::new();
    let gate: Option<Gate> = in_query(&mut problems, "gate", params.gate.as_deref());
    checked(problems)?;
    let wanted = web.app.catalogue().conditions().iter().filter(|c| gate.is_none_or(|gate| c.gate == gate));
    let items = wanted.map(|c| ConditionJson {
        id: c.id.to_string(),
        gate: Coded::new(c.gate, by.lang),
        title: c.title.get(by.lang).to_owned(),
        help: c.help.get(by.lang).to_owned(),
        source: SourceJson::each(&c.source),
        waivable: c.waivable == Waivable::Waivable,
        applies: Coded::new(c.applies, by.lang),
        check: Coded::new(c.check, by.lang),
    });
    Ok(Json(ConditionList { items: items.collect() }))
}

/// The sentence of a reason.
#[derive(Debug, Serialize, ToSchema)]
struct ReasonText {
    /// Code of the reason.
    code: String,
    /// The sentence, with placeholders such as `{system}`.
    text: String,
    /// Ids of the rules behind it; empty where the reason stands at a condition, whose source is the rule.
    rules: Vec<String>,
}

/// Reasons.
#[derive(Debug, Serialize, ToSchema)]
struct ReasonList {
    /// In the order of the catalogue.
    items: Vec<ReasonText>,
}

/// List reasons the rules give.
#[utoipa::path(
    get, path = "/catalogue/reasons", operation_id = "listReasons", tag = "catalogue",
    responses((status = 200, description = "Reasons", body = ReasonList)),
)]
async fn reasons(by: ApiCaller, State(web): State<Web>) -> Json<ReasonList> {
    let items = web.app.catalogue().reasons().iter().map(|r| ReasonText {
        code: r.code.clone(),
        text: r.text.get(by.lang).to_owned(),
        rules: r.rules.clone(),
    });
    Json(ReasonList { items: items.collect() })
}

/// A value with its plain words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Choice)]
struct ChoiceJson {
    /// Code of the value.
    code: &'static str,
    /// A label in everyday words.
    label: String,
    /// One line of help.
    hint: String,
}

fn options<T: CodeList + PartialEq>(options: &Options<T>, lang: Lang) -> Vec<ChoiceJson> {
    let one = |choice: &Choice<T>| ChoiceJson {
        code: choice.value.code_of(),
        label: choice.label.get(lang).to_owned(),
        hint: choice.hint.get(lang).to_owned(),
    };
    options.iter().map(one).collect()
}

/// The lists a person chooses from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Choices)]
struct ChoicesJson {
    /// Work categories.
    category: Vec<ChoiceJson>,
    /// What is done.
    activity: Vec<ChoiceJson>,
    /// Kinds of information.
    information: Vec<ChoiceJson>,
    /// Places of work.
    place: Vec<ChoiceJson>,
    /// Ways to connect.
    connection: Vec<ChoiceJson>,
}

/// List choices in plain words.
#[utoipa::path(
    get, path = "/catalogue/choices", operation_id = "listChoices", tag = "catalogue",
    responses((status = 200, description = "Choices", body = ChoicesJson)),
)]
async fn choices(by: ApiCaller, State(web): State<Web>) -> Json<ChoicesJson> {
    let all = web.app.catalogue().choices();
    Json(ChoicesJson {
        category: options(&all.category, by.lang),
        activity: options(&all.activity, by.lang),
        information: options(&all.information, by.lang),
        place: options(&all.place, by.lang),
        connection: options(&all.connection, by.lang),
    })
}

/// A threat and measures that answer it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Threat)]
struct ThreatJson {
    /// Permanent id, `TH-01`.
    id: String,
    /// What may happen.
    title: String,
    /// When to think of it.
    hint: String,
    /// Measures to consider.
    measures: Vec<String>,
    /// Where the subject is treated.
    source: Vec<SourceJson>,
}

/// Threats.
#[derive(Debug, Serialize, ToSchema)]
struct ThreatList {
    /// In the order of the catalogue.
    items: Vec<ThreatJson>,
}

/// List threats for a risk analysis.
#[utoipa::path(
    get, path = "/catalogue/threats", operation_id = "listThreats", tag = "catalogue",
    responses((status = 200, description = "Threats", body = ThreatList)),
)]
async fn threats(by: ApiCaller, State(web): State<Web>) -> Json<ThreatList> {
    let items = web.app.catalogue().threats().iter().map(|t| ThreatJson {
        id: t.id.to_string(),
        title: t.title.get(by.lang).to_owned(),
        hint: t.hint.get(by.lang).to_owned(),
        measures: t.measures.iter().map(|m| m.get(by.lang).to_owned()).collect(),
        source: SourceJson::each(&t.source),
    });
    Json(ThreatList { items: items.collect() })
}

/// What a role has to do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoleDuties)]
struct RoleJson {
    /// The role.
    role: RoleLabel,
    /// In one sentence.
    summary: String,
    /// Duty by duty.
    duties: Vec<String>,
    /// Where they come from.
    source: Vec<SourceJson>,
}

/// Roles.
#[derive(Debug, Serialize, ToSchema)]
struct RoleList {
    /// In the order of the catalogue.
    items: Vec<RoleJson>,
}

/// List roles and their duties.
#[utoipa::path(
    get, path = "/catalogue/roles", operation_id = "listRoles", tag = "catalogue",
    responses((status = 200, description = "Roles", body = RoleList)),
)]
async fn roles(by: ApiCaller, State(web): State<Web>) -> Json<RoleList> {
    let items = web.app.catalogue().roles().iter().map(|r| RoleJson {
        role: Coded::new(r.role, by.lang),
        summary: r.summary.get(by.lang).to_owned(),
        duties: r.duties.iter().map(|d| d.get(by.lang).to_owned()).collect(),
        source: SourceJson::each(&r.source),
    });
    Json(RoleList { items: items.collect() })
}

/// A source document.
#[derive(Debug, Serialize, ToSchema)]
struct SourceDocument {
    /// Short id, `NISC-2008`.
    id: String,
    /// Full title.
    title: String,
    /// Who published it.
    publisher: String,
    /// Western year of the edition used.
    year: i16,
}

/// Source documents.
#[derive(Debug, Serialize, ToSchema)]
struct SourceList {
    /// In the order of the catalogue.
    items: Vec<SourceDocument>,
}

/// List source documents.
#[utoipa::path(
    get, path = "/catalogue/sources", operation_id = "listSources", tag = "catalogue",
    responses((status = 200, description = "Documents", body = SourceList)),
)]
async fn sources(by: ApiCaller, State(web): State<Web>) -> Json<SourceList> {
    let items = web.app.catalogue().sources().iter().map(|s| SourceDocument {
        id: s.id.to_string(),
        title: s.title.get(by.lang).to_owned(),
        publisher: s.publisher.get(by.lang).to_owned(),
        year: s.year,
    });
    Json(SourceList { items: items.collect() })
}

/// A file of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Edition)]
struct EditionJson {
    /// Name of the file.
    file: String,
    /// Id of the family, the same through all editions.
    id: String,
    /// Edition.
    edition: String,
    /// Day of the edition.
    date: Date,
    /// Short ids of the documents it draws on.
    source: Vec<String>,
    /// Who may use it and how.
    right_to_use: String,
}

/// Files of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
struct EditionList {
    /// The edition in force.
    edition: String,
    /// File by file.
    items: Vec<EditionJson>,
}

/// List editions of the catalogue.
#[utoipa::path(
    get, path = "/catalogue/editions", operation_id = "listEditions", tag = "catalogue",
    responses((status = 200, description = "Editions", body = EditionList)),
)]
async fn editions(by: ApiCaller, State(web): State<Web>) -> Json<EditionList> {
    let catalogue = web.app.catalogue();
    let items = catalogue.envelopes().map(|(file, envelope)| EditionJson {
        file: file.to_owned(),
        id: envelope.id.clone(),
        edition: envelope.edition.clone(),
        date: envelope.date,
        source: envelope.source.iter().map(ToString::to_string).collect(),
        right_to_use: envelope.right_to_use.get(by.lang).to_owned(),
    });
    Json(EditionList { edition: catalogue.edition().to_owned(), items: items.collect() })
}
