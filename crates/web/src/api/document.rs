//! The OpenAPI document: put together from the handlers once, with what holds for every operation added by rule.

use std::sync::OnceLock;

use serde_json::Value;
use utoipa::openapi::{
    ContentBuilder, Info, License, OpenApi, PathItem, Ref, RefOr, ResponseBuilder,
    path::{Operation, Parameter, ParameterIn},
    schema::{AdditionalProperties, Schema},
    security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    tag::TagBuilder,
};

/// Where every path begins.
pub(crate) const ROOT: &str = "/api/v1";

/// Name of the way to identify oneself.
const SCHEME: &str = "token";

/// Groups of operations, in the order the document shows them.
const TAGS: &[(&str, &str)] = &[
    ("home", "What is mine to do next, what waits for me, what falls due"),
    ("engagements", "Work to be outsourced: its facts, its assessment, its gates"),
    ("requirements", "What is asked of an engagement, and what people settle about it"),
    ("selections", "Selections: the formula, the candidates as it judges them, the decision"),
    ("handovers", "What was handed to contractors and came back, who handles it, accesses given, terms of release"),
    ("contracts", "Draft contracts checked against an engagement, and the versions that were kept"),
    ("papers", "Specifications, contracts and other papers, and the versions made of them"),
    ("approvals", "Requests to officers and their decisions"),
    ("register", "The register of critical and non-critical work, in versions"),
    ("contractors", "Firms that take on work"),
    ("chain", "Subcontracting: firms at work below an engagement, requests, what rests on a firm"),
    ("questionnaires", "Questions to contractors: sending, answers, their figure, accepting"),
    ("consultations", "Questions to the chief security officer"),
    ("attachments", "Files attached to engagements"),
    ("drafts", "Unfinished questionnaires of one's own"),
    ("views", "Saved views of lists of one's own"),
    ("organisation", "Units, people, roles and substitutes"),
    ("account", "The caller: permissions, sessions, tokens, password, preferences"),
    ("ledger", "The tamper-evident ledger: reading, verifying, exporting, checkpoints"),
    ("settings", "The installation"),
    ("catalogue", "What the regime says: measures, clauses, papers, conditions, reasons, choices, threats, sources"),
];

const ABOUT: &str = "Every use case of Sekimori as JSON. Identify yourself with a personal access token: \
    `Authorization: Bearer skm_…` (made on the page \"My account\" or by `POST /api/v1/account/tokens`). \
    Sentences for people come in the language of `Accept-Language` (`ja`, `en`). Times are RFC 3339 in UTC, days are ISO 8601 \
    days in Japan. Lists give `items` and, where there are more, `next`: send it back as the parameter the operation names. \
    A change sends back the `revision` it saw and is refused with 409 when someone else was first. \
    Every refusal is `application/problem+json` (RFC 9457) and names each refused value with its place.";

/// The document as it stands before the handlers are added.
pub(crate) fn empty() -> OpenApi {
    let mut info = Info::new("Sekimori", "1");
    info.description = Some(ABOUT.to_owned());
    info.license = Some(License::new("Apache-2.0"));
    let mut api = OpenApi::new(info, utoipa::openapi::Paths::new());
    api.tags = Some(
        TAGS.iter().map(|(name, about)| TagBuilder::new().name(*name).description(Some(*about)).build()).collect(),
    );
    api
}

/// Adds what holds by rule: the full paths, who may call, and the problems each operation can answer with.
pub(crate) fn finish(mut api: OpenApi) -> OpenApi {
    let paths = std::mem::take(&mut api.paths.paths);
    for (path, mut item) in paths {
        for (changes, operation) in operations(&mut item) {
            complete(operation, changes);
        }
        api.paths.paths.insert(format!("{ROOT}{path}"), item);
    }
    let mut components = api.components.take().unwrap_or_default();
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("skm_…")
        .description(Some("A personal access token; it acts as the person who made it"));
    components.security_schemes.insert(SCHEME.to_owned(), RefOr::T(SecurityScheme::Http(token.build())));
    let mut found = Vec::new();
    <crate::failure::ProblemBody as utoipa::ToSchema>::schemas(&mut found);
    found.push(("ProblemBody".to_owned(), <crate::failure::ProblemBody as utoipa::PartialSchema>::schema()));
    components.schemas.extend(found);
    for schema in components.schemas.values_mut() {
        close(schema);
    }
    api.components = Some(components);
    api
}

/// Variants of a tagged body refuse unknown members like every other body.
fn close(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::OneOf(one)) = schema else { return };
    for item in &mut one.items {
        if let RefOr::T(Schema::Object(object)) = item
            && !object.properties.is_empty()
        {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
    }
}

/// Operations of a path, and whether each changes anything.
fn operations(item: &mut PathItem) -> Vec<(bool, &mut Operation)> {
    let all = [
        (false, &mut item.get),
        (true, &mut item.post),
        (true, &mut item.put),
        (true, &mut item.patch),
        (true, &mut item.delete),
    ];
    all.into_iter().filter_map(|(changes, operation)| operation.as_mut().map(|one| (changes, one))).collect()
}

fn complete(operation: &mut Operation, changes: bool) {
    operation.security = Some(vec![SecurityRequirement::new(SCHEME, Vec::<String>::new())]);
    let given = |wanted: ParameterIn| {
        let is = |p: &RefOr<Parameter>| matches!(p, RefOr::T(one) if one.parameter_in == wanted);
        operation.parameters.iter().flatten().any(is)
    };
    let (path, query, body) = (given(ParameterIn::Path), given(ParameterIn::Query), operation.request_body.is_some());
    let problems = [
        (true, "401", "No token, or one that no longer holds"),
        (true, "403", "The caller lacks the permission, or a rule on persons forbids it"),
        (path, "404", "There is no such thing, or it is not the caller's to see"),
        (changes, "409", "The state of things does not allow it, or someone else changed it first"),
        (query || body, "422", "Values that were refused, each with its place"),
        (body, "400", "The body is not JSON; line and column are said"),
        (body, "413", "The body is too long"),
        (body, "415", "The body is of another media type"),
    ];
    for (applies, status, words) in problems {
        if applies && !operation.responses.responses.contains_key(status) {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemBody"))).build();
            let response =
                ResponseBuilder::new().description(words).content("application/problem+json", content).build();
            operation.responses.responses.insert(status.to_owned(), RefOr::T(response));
        }
    }
}

/// The finished document as JSON, made once.
pub(crate) fn json() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::to_value(super::parts().1).unwrap_or_default())
}

/// Its schemas by name.
pub(crate) fn schemas() -> &'static Value {
    json().pointer("/components/schemas").unwrap_or(&Value::Null)
}

/// One operation, by the path as routes write it and the method.
pub(crate) fn operation(path: &str, method: &axum::http::Method) -> Option<&'static Value> {
    json().get("paths")?.get(path)?.get(method.as_str().to_ascii_lowercase())
}
