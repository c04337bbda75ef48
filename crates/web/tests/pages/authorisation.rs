//! Who may do what: the matrix of roles and permissions as it is printed, and every page tried without signing in, as
//! each role, without a role, and from another section.

use std::{collections::BTreeSet, fmt::Write as _, path::Path};

use crate::office::{Browser, Reply};
use crate::scene::Scene;
use axum::http::StatusCode;
use domain::{Lang, permission::Permission, person::Role};

/// The matrix as a page people can read.
fn matrix() -> String {
    let mut out = String::from(
        "# Who may do what 役割と権限\n\n\
         役割は組織単位に付けます。その組織単位と、その下のすべてに及びます。表にないことは、だれにもできません。\n\n\
         A role is given at a unit and reaches that unit and everything below it. What is not in the table nobody may do.\n\
         Beyond it, rules on persons apply: nobody decides what they asked for themselves, unless small-firm mode says so.\n\n\
         This page is generated from `crates/domain/src/permission.rs`; after a change run\n\
         `UPDATE_SNAPSHOTS=1 cargo test -p web --test authorisation`.\n\n| 権限 Permission |",
    );
    for role in Role::ALL {
        write!(out, " {}<br>{} |", role.label(Lang::Ja), role.label(Lang::En)).unwrap();
    }
    out.push_str("\n|---|");
    out.push_str(&":---:|".repeat(Role::ALL.len()));
    for permission in Permission::ALL {
        let (ja, en) = (permission.label(Lang::Ja), permission.label(Lang::En));
        write!(out, "\n| {ja}<br>{en}<br>`{permission}` |").unwrap();
        for role in Role::ALL {
            out.push_str(if role.permits(*permission) { " ✓ |" } else { " – |" });
        }
    }
    out.push('\n');
    out
}

#[test]
fn the_printed_matrix_is_the_one_in_force() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/PERMISSIONS.md");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, matrix()).unwrap();
    }
    let printed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(printed, matrix(), "docs/PERMISSIONS.md is not what holds; see its head for how to print it anew");
}

fn sources(folder: &Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else {
            out.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// Method and path of each `.route(…)` in the sources of the pages.
fn routed() -> BTreeSet<(String, String)> {
    let mut text = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages"), &mut text);
    let mut out = BTreeSet::new();
    for part in text.split(".route(\"").skip(1) {
        let (path, rest) = part.split_once('"').unwrap();
        let mut depth = 1;
        let call = rest.find(|c| {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            depth == 0
        });
        let call = &rest[..call.unwrap()];
        for method in ["get", "post", "put", "delete", "patch", "any"] {
            let named = call
                .match_indices(&format!("{method}("))
                .any(|(at, _)| !call[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
            if named {
                out.insert((method.to_uppercase(), path.to_owned()));
            }
        }
    }
    out
}

fn listed() -> BTreeSet<(String, String)> {
    web::pages::ROUTES.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned())).collect()
}

#[test]
fn the_list_of_pages_is_complete() {
    let (routed, listed) = (routed(), listed());
    assert_eq!(routed.difference(&listed).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "not in ROUTES");
    assert_eq!(listed.difference(&routed).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "no such route");
    assert_eq!(listed.len(), web::pages::ROUTES.len(), "a route is listed twice");
    let tried: BTreeSet<_> = TABLE.iter().map(|row| (row.0.to_owned(), row.1.to_owned())).collect();
    assert_eq!(
        listed.difference(&tried).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "not in the table below"
    );
    assert_eq!(
        tried.difference(&listed).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "only in the table below"
    );
}

async fn ask(browser: &Browser, scene: &Scene, row: &Row) -> Reply {
    let address = scene.address(row.2);
    match (row.0, row.1) {
        ("GET", _) => browser.get(&address).await,
        (
            _,
            "/contractors/import"
            | "/engagements/{number}/files"
            | "/engagements/{number}/contract"
            | "/engagements/{number}/handovers/import"
            | "/engagements/{number}/handovers/{id}/receive"
            | "/engagements/{number}/handovers/{id}/prove"
            | "/engagements/{number}/declare/{condition}"
            | "/questionnaires/{id}/import"
            | "/answer/excel"
            | "/answer/book"
            | "/answer/files"
            | "/book/import"
            | "/sheets",
        ) => browser.upload(&address, row.3).await,
        _ => browser.post(&address, row.3).await,
    }
}

#[tokio::test]
async fn without_signing_in_there_is_nothing_but_the_door() {
    let scene = Scene::new().await;
    for row in TABLE {
        let reply = ask(&scene.office.stranger(), &scene, row).await;
        let (what, status) = (format!("{} {}", row.0, row.1), reply.status);
        assert_ne!(status, StatusCode::NOT_FOUND, "{what} leads nowhere");
        assert_ne!(status, StatusCode::METHOD_NOT_ALLOWED, "{what}");
        match row.1 {
            "/assets/{file}" => assert_eq!(status, StatusCode::OK),
            "/sign-in" if row.0 == "GET" => assert_eq!(status, StatusCode::OK),
            "/sign-in" => assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY),
            "/preferences" => assert_eq!(reply.to(), "/"),
            // whoever answers has no account; without a link that holds nothing opens
            path if ["/answer", "/reply", "/receive", "/receipt"].iter().any(|own| path.starts_with(own)) => {
                assert_eq!(status, StatusCode::CONFLICT)
            }
            _ => assert!(reply.to().starts_with("/sign-in"), "{what} leads to {}", reply.to()),
        }
    }
}

/// Allowed, forbidden, or not there for this visitor.
fn class(reply: &Reply) -> char {
    match reply.status {
        StatusCode::FORBIDDEN => 'F',
        StatusCode::NOT_FOUND => 'N',
        StatusCode::SEE_OTHER if reply.header("location").starts_with("/sign-in") => 'S',
        status if status.is_success() || status == StatusCode::SEE_OTHER => 'a',
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => 'a',
        _ => '!',
    }
}

#[tokio::test]
async fn each_page_answers_each_role_as_the_table_says() {
    let scene = Scene::new().await;
    let visitors = scene.visitors().await;
    let mut wrong = Vec::new();
    for row in TABLE {
        let mut found = String::new();
        for visitor in &visitors {
            found.push(class(&ask(visitor, &scene, row).await));
        }
        if found != row.4 {
            wrong.push(format!("{} {}: {found}, not {}", row.0, row.1, row.4));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Method, route, an address of it, what is sent, and the answers.
type Row = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)], &'static str);

const FACTS: &[(&str, &str)] = &[
    ("title", "窓口システムの運用"),
    ("category", "remote_operation"),
    ("category_fit", "direct"),
    ("system", "窓口システム"),
    ("activities", "operation"),
    ("information", "personal"),
    ("places", "contractor_premises"),
    ("connection", "remote"),
    ("rights_reach_all", "no"),
    ("subcontracting", "no"),
    ("accounts", "no"),
];
const ANALYSIS: &[(&str, &str)] = &[
    ("necessity", "ほかに方法がない"),
    ("lines[0].threat", "持ち出し"),
    ("lines[0].before", "high"),
    ("lines[0].measures", "立ち会う"),
    ("lines[0].residual", "low"),
    ("grounds", "残る危険は小さい"),
];

// In each answer: chief security officer, security officer, system security officer, section security officer (the owner
// of everything here), procurement and legal, auditor, administrator; then someone without a role, and the owner of
// engagements of another section. a allowed (also when a value or the state of things is refused), F forbidden, N not
// found, S sent to sign in.
const TABLE: &[Row] = &[
    ("GET", "/", "/", &[], "aaaaaaaaa"),
    ("GET", "/assets/{file}", "/assets/{style}", &[], "aaaaaaaaa"),
    ("POST", "/preferences", "/preferences", &[], "aaaaaaaaa"),
    ("GET", "/sign-in", "/sign-in", &[], "aaaaaaaaa"),
    ("POST", "/sign-in", "/sign-in", &[], "aaaaaaaaa"),
    ("GET", "/engagements", "/engagements", &[], "aaaaaaFFa"),
    ("GET", "/engagements/new", "/engagements/new", &[], "FFaaFFFFa"),
    ("GET", "/engagements/export.xlsx", "/engagements/export.xlsx", &[], "aaaaaaFFa"),
    ("GET", "/engagements/export.csv", "/engagements/export.csv", &[], "aaaaaaFFa"),
    ("POST", "/engagements/views", "/engagements/views", &[("name", "年度"), ("query", "")], "aaaaaaFFa"),
    ("POST", "/engagements/views/{id}/remove", "/engagements/views/{view}/remove", &[], "NNNaNNNNN"),
    ("GET", "/engagements/{number}", "/engagements/{engagement}", &[], "aaaaaaFFN"),
    ("GET", "/engagements/{number}/record", "/engagements/{engagement}/record", &[], "aaaaaaFFN"),
    ("GET", "/engagements/{number}/history", "/engagements/{engagement}/history", &[], "aaaaaaFFN"),
    ("GET", "/engagements/{number}/facts", "/engagements/{engagement}/facts", &[], "aaaaaaFFN"),
    ("POST", "/engagements/{number}/facts", "/engagements/{engagement}/facts", FACTS, "FFaaFFFFN"),
    ("GET", "/engagements/{number}/information", "/engagements/{engagement}/information", &[], "aaaaaaFFN"),
    ("POST", "/engagements/{number}/information", "/engagements/{engagement}/information", &[], "FFaaFFFFN"),
    ("GET", "/engagements/{number}/requirements", "/engagements/{engagement}/requirements", &[], "aaaaaaFFN"),
    (
        "POST",
        "/engagements/{number}/requirements",
        "/engagements/{engagement}/requirements",
        &[("part", "audit"), ("revision", "0"), ("wanted", "no"), ("reason", "短い")],
        "FFaaFFFFN",
    ),
    (
        "GET",
        "/engagements/{number}/requirements/{id}",
        "/engagements/{engagement}/requirements/KL-15",
        &[],
        "aaaaaaFFN",
    ),
    (
        "POST",
        "/engagements/{number}/requirements/{id}",
        "/engagements/{engagement}/requirements/CM-GV-01",
        &[("owner", "both"), ("revision", "1")],
        "FFaaFFFFN",
    ),
    ("GET", "/engagements/{number}/papers", "/engagements/{engagement}/papers", &[], "aaaaaaFFN"),
    ("GET", "/engagements/{number}/papers/{paper}", "/engagements/{engagement}/papers/pledge", &[], "aaaaaaFFN"),
    (
        "POST",
        "/engagements/{number}/papers/{paper}",
        "/engagements/{engagement}/papers/pledge",
        &[("lang", "ja"), ("revision", "1")],
        "FFaaFFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/papers/{paper}/issue",
        "/engagements/{engagement}/papers/pledge/issue",
        &[("lang", "ja"), ("revision", "0")],
        "FFaaFFFFN",
    ),
    ("GET", "/engagements/{number}/chain", "/engagements/{chained}/chain", &[], "aaaaaaFFN"),
    ("GET", "/engagements/{number}/chain/new", "/engagements/{chained}/chain/new", &[], "FFaaFFFFN"),
    ("POST", "/engagements/{number}/chain/new", "/engagements/{chained}/chain/new", &[], "FFaaFFFFN"),
    ("POST", "/engagements/{number}/chain/see", "/engagements/{chained}/chain/see", &[], "FFaaFFFFN"),
    (
        "POST",
        "/engagements/{number}/chain/leave",
        "/engagements/{chained}/chain/leave",
        &[("giver", "{contractor}"), ("firm", "{twin}")],
        "FFNNFFFFN",
    ),
    ("GET", "/engagements/{number}/chain/{id}", "/engagements/{chained}/chain/{subcontract}", &[], "aaaaaaFFN"),
    (
        "POST",
        "/engagements/{number}/chain/{id}/say",
        "/engagements/{chained}/chain/{subcontract}/say",
        &[("voice", "owner"), ("say", "refuse")],
        "FFaaFFFFN",
    ),
    ("GET", "/contractors/{id}/touched", "/contractors/{contractor}/touched", &[], "aaaaaaFFa"),
    ("GET", "/contractors/concentration", "/contractors/concentration", &[], "aaaaaaFFa"),
    ("GET", "/engagements/{number}/contract", "/engagements/{engagement}/contract", &[], "aaaaaaFFN"),
    ("POST", "/engagements/{number}/contract", "/engagements/{engagement}/contract", &[("go", "check")], "FFaaaFFFN"),
    (
        "POST",
        "/engagements/{number}/contract/carried",
        "/engagements/{engagement}/contract/carried",
        &[("go", "html")],
        "FFaaaFFFN",
    ),
    ("GET", "/engagements/{number}/contract/{id}", "/engagements/{engagement}/contract/{check}", &[], "aaaaaaFFN"),
    (
        "GET",
        "/engagements/{number}/contract/{id}/changes",
        "/engagements/{engagement}/contract/{check}/changes",
        &[],
        "aaaaaaFFN",
    ),
    (
        "GET",
        "/engagements/{number}/contract/{id}/{format}",
        "/engagements/{engagement}/contract/{check}/html",
        &[],
        "aaaaaaFFN",
    ),
    (
        "POST",
        "/engagements/{number}/contract/{id}/correct",
        "/engagements/{engagement}/contract/{check}/correct",
        &[("concept", "audit_right"), ("status", "present")],
        "FFaaaFFFN",
    ),
    ("GET", "/engagements/{number}/selection", "/engagements/{engagement}/selection", &[], "aaaaaaFFN"),
    ("POST", "/engagements/{number}/selection", "/engagements/{engagement}/selection", &[], "FFaaaFFFN"),
    // nothing was begun: whoever may learns that there is nothing, or that the stage is another
    ("GET", "/engagements/{number}/selection/formula", "/engagements/{engagement}/selection/formula", &[], "FFaaaFFFN"),
    (
        "POST",
        "/engagements/{number}/selection/formula",
        "/engagements/{engagement}/selection/formula",
        &[("scheme", "none"), ("benchmark_set", "items25"), ("benchmark_mean", "3.0"), ("revision", "1")],
        "FFaaaFFFN",
    ),
    (
        "GET",
        "/engagements/{number}/selection/formula.json",
        "/engagements/{engagement}/selection/formula.json",
        &[],
        "NNNNNNFFN",
    ),
    ("GET", "/engagements/{number}/selection/publish", "/engagements/{engagement}/selection/publish", &[], "FFaaaFFFN"),
    (
        "POST",
        "/engagements/{number}/selection/publish",
        "/engagements/{engagement}/selection/publish",
        &[("revision", "1")],
        "FFaaaFFFN",
    ),
    (
        "GET",
        "/engagements/{number}/selection/candidates",
        "/engagements/{engagement}/selection/candidates",
        &[],
        "FFaaaFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/selection/candidates",
        "/engagements/{engagement}/selection/candidates",
        &[("contractor", "con_1")],
        "FFaaaFFFN",
    ),
    (
        "GET",
        "/engagements/{number}/selection/candidates/{id}",
        "/engagements/{engagement}/selection/candidates/{contractor}",
        &[],
        "FFaaaFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/selection/candidates/{id}",
        "/engagements/{engagement}/selection/candidates/{contractor}",
        &[("price", "1000"), ("revision", "1")],
        "FFaaaFFFN",
    ),
    (
        "GET",
        "/engagements/{number}/selection/candidates/{id}/lines",
        "/engagements/{engagement}/selection/candidates/{contractor}/lines",
        &[],
        "FFaaaFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/selection/candidates/{id}/lines",
        "/engagements/{engagement}/selection/candidates/{contractor}/lines",
        &[("revision", "1")],
        "FFaaaFFFN",
    ),
    (
        "GET",
        "/engagements/{number}/selection/decision",
        "/engagements/{engagement}/selection/decision",
        &[],
        "NNNNNNFFN",
    ),
    (
        "POST",
        "/engagements/{number}/selection/decision",
        "/engagements/{engagement}/selection/decision",
        &[("go", "choose"), ("reason", "提案のとおり"), ("revision", "1")],
        "aaaaFFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/selection/end",
        "/engagements/{engagement}/selection/end",
        &[("reason", "やめる"), ("revision", "1")],
        "FFaaaFFFN",
    ),
    (
        "GET",
        "/engagements/{number}/selection/comparison.xlsx",
        "/engagements/{engagement}/selection/comparison.xlsx",
        &[],
        "NNNNNNFFN",
    ),
    ("GET", "/engagements/{number}/handovers", "/engagements/{handed}/handovers", &[], "aaaaaaFFN"),
    ("GET", "/engagements/{number}/handovers/new", "/engagements/{handed}/handovers/new", &[], "FFaaFFFFN"),
    ("POST", "/engagements/{number}/handovers/new", "/engagements/{handed}/handovers/new", &[], "FFaaFFFFN"),
    (
        "GET",
        "/engagements/{number}/handovers/export.xlsx",
        "/engagements/{handed}/handovers/export.xlsx",
        &[],
        "aaaaaaFFN",
    ),
    (
        "GET",
        "/engagements/{number}/handovers/record.docx",
        "/engagements/{handed}/handovers/record.docx",
        &[],
        "aaaaaaFFN",
    ),
    ("POST", "/engagements/{number}/handovers/import", "/engagements/{handed}/handovers/import", &[], "FFaaFFFFN"),
    (
        "POST",
        "/engagements/{number}/handovers/imports/{id}",
        "/engagements/{handed}/handovers/imports/{handed_import}",
        &[],
        "FFNaFFFFN",
    ),
    ("GET", "/engagements/{number}/handovers/terms", "/engagements/{handed}/handovers/terms", &[], "FFaaFFFFN"),
    ("POST", "/engagements/{number}/handovers/terms", "/engagements/{handed}/handovers/terms", &[], "FFaaFFFFN"),
    (
        "GET",
        "/engagements/{number}/handovers/handlers/{id}",
        "/engagements/{handed}/handovers/handlers/{handler}",
        &[],
        "FFaaFFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/handovers/handlers/{id}",
        "/engagements/{handed}/handovers/handlers/{handler}",
        &[],
        "FFaaFFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/handovers/handlers/{id}/link",
        "/engagements/{handed}/handovers/handlers/{handler}/link",
        &[],
        "FFaaFFFFN",
    ),
    (
        "GET",
        "/engagements/{number}/handovers/accesses/{id}",
        "/engagements/{handed}/handovers/accesses/{access}",
        &[],
        "aaaaaaFFN",
    ),
    (
        "POST",
        "/engagements/{number}/handovers/accesses/{id}",
        "/engagements/{handed}/handovers/accesses/{access}",
        &[],
        "FFaaFFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/handovers/accesses/{id}/review",
        "/engagements/{handed}/handovers/accesses/{access}/review",
        &[],
        "FFaaFFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/handovers/accesses/{id}/revoke",
        "/engagements/{handed}/handovers/accesses/{access}/revoke",
        &[],
        "FFaaFFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/handovers/accesses/{id}/except",
        "/engagements/{handed}/handovers/accesses/{access}/except",
        &[],
        "aaFFFFFFF",
    ),
    ("GET", "/engagements/{number}/handovers/{id}", "/engagements/{handed}/handovers/{entry_handed}", &[], "aaaaaaFFN"),
    (
        "POST",
        "/engagements/{number}/handovers/{id}/receive",
        "/engagements/{handed}/handovers/{entry_handed}/receive",
        &[],
        "FFaaFFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/handovers/{id}/note",
        "/engagements/{handed}/handovers/{entry_handed}/note",
        &[],
        "FFaaFFFFN",
    ),
    (
        "POST",
        "/engagements/{number}/handovers/{id}/prove",
        "/engagements/{handed}/handovers/{entry_handed}/prove",
        &[],
        "FFaaFFFFN",
    ),
    (
        "GET",
        "/engagements/{number}/handovers/{id}/receipt.docx",
        "/engagements/{handed}/handovers/{entry_handed}/receipt.docx",
        &[],
        "aaaaaaFFN",
    ),
    (
        "GET",
        "/engagements/{number}/handovers/{id}/certificate.docx",
        "/engagements/{handed}/handovers/{entry_handed}/certificate.docx",
        &[],
        "aaaaaaFFN",
    ),
    ("GET", "/receive/{token}", "/receive/guessed", &[], "aaaaaaaaa"),
    ("POST", "/receive/{token}", "/receive/guessed", &[], "aaaaaaaaa"),
    ("GET", "/receipt", "/receipt", &[], "aaaaaaaaa"),
    ("POST", "/receipt", "/receipt", &[], "aaaaaaaaa"),
    ("GET", "/documents/{id}", "/documents/{document}", &[], "aaaaaaFFN"),
    ("GET", "/catalogue", "/catalogue?list=measure", &[], "aaaaaaaaa"),
    ("GET", "/catalogue/{id}", "/catalogue/KL-15", &[], "aaaaaaaaa"),
    ("GET", "/engagements/{number}/files", "/engagements/{engagement}/files", &[], "aaaaaaFFN"),
    ("POST", "/engagements/{number}/files", "/engagements/{engagement}/files", &[], "FFaaFFFFN"),
    ("GET", "/engagements/{number}/files/{id}", "/engagements/{engagement}/files/{file}", &[], "aaaaaaFFN"),
    ("GET", "/engagements/{number}/declare/{condition}", "/engagements/{engagement}/declare/G1-9", &[], "FFaaFFFFN"),
    (
        "POST",
        "/engagements/{number}/declare/{condition}",
        "/engagements/{engagement}/declare/G1-9",
        &[("note", "確かめた")],
        "FFaaFFFFN",
    ),
    ("GET", "/engagements/{number}/criticality", "/engagements/{engagement}/criticality", &[], "FFaaFFFFN"),
    (
        "POST",
        "/engagements/{number}/criticality",
        "/engagements/{engagement}/criticality",
        &[("explanation", "住民記録に触れるため")],
        "FFaaFFFFN",
    ),
    ("GET", "/engagements/{number}/exception", "/engagements/{engagement}/exception", &[], "FFaaFFFFN"),
    ("POST", "/engagements/{number}/exception", "/engagements/{engagement}/exception", ANALYSIS, "FFaaFFFFN"),
    ("GET", "/engagements/{number}/waiver", "/engagements/{engagement}/waiver", &[], "FFaaFFFFN"),
    (
        "POST",
        "/engagements/{number}/waiver",
        "/engagements/{engagement}/waiver",
        &[("condition", "G1-9"), ("reason", "急ぐため"), ("until", "2026-12-31")],
        "FFaaFFFFN",
    ),
    ("GET", "/engagements/{number}/split", "/engagements/{engagement}/split", &[], "FFaaFFFFN"),
    ("POST", "/engagements/{number}/split", "/engagements/{engagement}/split", &[], "FFaaFFFFN"),
    ("GET", "/engagements/{number}/pass", "/engagements/{engagement}/pass", &[], "FFaaFFFFN"),
    ("POST", "/engagements/{number}/pass", "/engagements/{engagement}/pass", &[], "FFaaFFFFN"),
    ("GET", "/engagements/{number}/end", "/engagements/{engagement}/end", &[], "FFaaFFFFN"),
    ("GET", "/drafts", "/drafts", &[], "FFaaFFFFa"),
    ("POST", "/drafts", "/drafts", &[], "FFaaFFFFa"),
    ("GET", "/drafts/{id}/{step}", "/drafts/{draft}/1", &[], "FFNaFFFFN"),
    ("POST", "/drafts/{id}/{step}", "/drafts/{draft}/1", &[], "FFNaFFFFN"),
    ("POST", "/drafts/{id}/remove", "/drafts/{draft}/remove", &[], "FFNaFFFFN"),
    ("GET", "/approvals", "/approvals", &[], "aaaaaaaaa"),
    ("GET", "/approvals/{id}", "/approvals/{approval}", &[], "aaaaaaNNN"),
    (
        "POST",
        "/approvals/{id}/decide",
        "/approvals/{approval}/decide",
        &[("criticality", "not_critical"), ("reason", "触れない")],
        "aaFFFFNNN",
    ),
    ("POST", "/approvals/{id}/send-back", "/approvals/{approval}/send-back", &[("reason", "足りない")], "aaFFFFNNN"),
    ("POST", "/approvals/{id}/refuse", "/approvals/{approval}/refuse", &[("reason", "足りない")], "aaFFFFNNN"),
    ("POST", "/approvals/{id}/withdraw", "/approvals/{approval}/withdraw", &[("reason", "やめる")], "FFFaFFNNN"),
    ("GET", "/approvals/{id}/mend", "/approvals/{approval}/mend", &[], "FFFaFFNNN"),
    ("POST", "/approvals/{id}/mend", "/approvals/{approval}/mend", &[], "FFFaFFNNN"),
    ("GET", "/register", "/register", &[], "aaaaaaaFa"),
    ("GET", "/register/versions/{version}", "/register/versions/1", &[], "aaaaaaaFa"),
    ("GET", "/register/entries/new", "/register/entries/new", &[], "aFFFFFFFF"),
    ("POST", "/register/entries/new", "/register/entries/new", &[], "aFFFFFFFF"),
    ("GET", "/register/entries/{id}", "/register/entries/{entry}", &[], "aFFFFFFFF"),
    ("POST", "/register/entries/{id}", "/register/entries/{entry}", &[], "aFFFFFFFF"),
    ("GET", "/contractors", "/contractors", &[], "aaaaaaFFa"),
    ("GET", "/contractors/new", "/contractors/new", &[], "FFaaaFFFa"),
    ("POST", "/contractors/new", "/contractors/new", &[], "FFaaaFFFa"),
    ("GET", "/contractors/{id}", "/contractors/{contractor}", &[], "aaaaaaFFa"),
    ("GET", "/contractors/{id}/edit", "/contractors/{contractor}/edit", &[], "FFaaaFFFa"),
    ("POST", "/contractors/{id}/edit", "/contractors/{contractor}/edit", &[], "FFaaaFFFa"),
    ("GET", "/questionnaires", "/questionnaires", &[], "aaaaaaFFa"),
    ("GET", "/questionnaires/new", "/questionnaires/new", &[], "FFaaaFFFa"),
    ("POST", "/questionnaires/new", "/questionnaires/new", &[], "FFaaaFFFa"),
    ("GET", "/questionnaires/{id}", "/questionnaires/{questionnaire}", &[], "aaaaaaFFN"),
    ("GET", "/questionnaires/{id}/answers.xlsx", "/questionnaires/{questionnaire}/answers.xlsx", &[], "aaaaaaFFN"),
    ("POST", "/questionnaires/{id}/import", "/questionnaires/{questionnaire}/import", &[], "FFaaaFFFN"),
    (
        "GET",
        "/questionnaires/{id}/files/{file}",
        "/questionnaires/{questionnaire}/files/{answer_file}",
        &[],
        "aaaaaaFFN",
    ),
    ("POST", "/questionnaires/{id}/link", "/questionnaires/{questionnaire}/link", &[], "FFaaaFFFN"),
    ("POST", "/questionnaires/{id}/note", "/questionnaires/{questionnaire}/note", &[], "FFaaaFFFN"),
    ("POST", "/questionnaires/{id}/send-back", "/questionnaires/{questionnaire}/send-back", &[], "FFaaaFFFN"),
    ("POST", "/questionnaires/{id}/extend", "/questionnaires/{questionnaire}/extend", &[], "FFaaaFFFN"),
    ("POST", "/questionnaires/{id}/accept", "/questionnaires/{questionnaire}/accept", &[], "FFaaaFFFN"),
    ("POST", "/questionnaires/{id}/withdraw", "/questionnaires/{questionnaire}/withdraw", &[], "FFaaaFFFN"),
    ("GET", "/reply/{token}", "/reply/guessed", &[], "aaaaaaaaa"),
    ("POST", "/reply/{token}", "/reply/guessed", &[], "aaaaaaaaa"),
    ("GET", "/answer", "/answer", &[], "aaaaaaaaa"),
    ("POST", "/answer", "/answer", &[], "aaaaaaaaa"),
    ("POST", "/answer/field", "/answer/field", &[], "aaaaaaaaa"),
    ("GET", "/answer/answers.xlsx", "/answer/answers.xlsx", &[], "aaaaaaaaa"),
    ("POST", "/answer/excel", "/answer/excel", &[], "aaaaaaaaa"),
    ("POST", "/answer/book", "/answer/book", &[], "aaaaaaaaa"),
    ("POST", "/answer/files", "/answer/files", &[], "aaaaaaaaa"),
    ("POST", "/answer/take", "/answer/take", &[], "aaaaaaaaa"),
    ("POST", "/answer/note", "/answer/note", &[], "aaaaaaaaa"),
    ("POST", "/answer/submit", "/answer/submit", &[], "aaaaaaaaa"),
    ("POST", "/answer/end", "/answer/end", &[], "aaaaaaaaa"),
    ("GET", "/book", "/book", &[], "FFaaaFFFa"),
    ("POST", "/book", "/book", &[], "FFaaaFFFa"),
    ("POST", "/book/import", "/book/import", &[], "FFaaaFFFa"),
    ("POST", "/sheets", "/sheets", &[], "FFaaaFFFa"),
    ("GET", "/sheets/{id}", "/sheets/{sheet}", &[], "FFNaNFFFN"),
    ("POST", "/sheets/{id}", "/sheets/{sheet}", &[], "FFNaNFFFN"),
    ("GET", "/sheets/{id}/file", "/sheets/{sheet}/file", &[], "FFNaNFFFN"),
    ("GET", "/contractors/import", "/contractors/import", &[], "FFaaaFFFa"),
    ("POST", "/contractors/import", "/contractors/import", &[], "FFaaaFFFa"),
    ("GET", "/contractors/imports/{id}", "/contractors/imports/{import}", &[], "FFaNNFFFN"),
    ("POST", "/contractors/imports/{id}", "/contractors/imports/{import}", &[], "FFaNNFFFN"),
    ("POST", "/contractors/imports/{id}/run", "/contractors/imports/{import}/run", &[], "FFaNNFFFN"),
    ("GET", "/contractors/export.xlsx", "/contractors/export.xlsx", &[], "aaaaaaFFa"),
    ("GET", "/contractors/export.csv", "/contractors/export.csv", &[], "aaaaaaFFa"),
    ("GET", "/contractors/duplicates", "/contractors/duplicates", &[], "aaaaaaFFa"),
    ("GET", "/contractors/{id}/merge", "/contractors/{contractor}/merge?with={twin}", &[], "FFaaaFFFa"),
    ("POST", "/contractors/{id}/merge", "/contractors/{contractor}/merge?with={twin}", &[], "FFaaaFFFa"),
    ("GET", "/consultations", "/consultations", &[], "aaaaFaFFa"),
    ("GET", "/consultations/new", "/consultations/new", &[], "aaaaFFFFa"),
    ("POST", "/consultations/new", "/consultations/new", &[], "aaaaFFFFa"),
    ("GET", "/consultations/{id}", "/consultations/{question}", &[], "aaaaFaFFN"),
    ("POST", "/consultations/{id}/answer", "/consultations/{question}/answer", &[], "aFFFFFFFF"),
    ("GET", "/organisation", "/organisation", &[], "aaaaaaaFa"),
    ("GET", "/organisation/units/new", "/organisation/units/new", &[], "FFFFFFaFF"),
    ("POST", "/organisation/units/new", "/organisation/units/new", &[], "FFFFFFaFF"),
    ("GET", "/organisation/units/{id}", "/organisation/units/{unit}", &[], "FFFFFFaFF"),
    ("POST", "/organisation/units/{id}", "/organisation/units/{unit}", &[], "FFFFFFaFF"),
    ("POST", "/organisation/units/{id}/close", "/organisation/units/{unit}/close", &[], "FFFFFFaFF"),
    ("POST", "/organisation/units/{id}/reopen", "/organisation/units/{unit}/reopen", &[], "FFFFFFaFF"),
    ("GET", "/organisation/people/new", "/organisation/people/new", &[], "FFFFFFaFF"),
    ("POST", "/organisation/people/new", "/organisation/people/new", &[], "FFFFFFaFF"),
    ("GET", "/organisation/people/{id}", "/organisation/people/{person}", &[], "aaaaaaaFN"),
    ("POST", "/organisation/people/{id}/edit", "/organisation/people/{person}/edit", &[], "FFFFFFaFF"),
    ("POST", "/organisation/people/{id}/disable", "/organisation/people/{person}/disable", &[], "FFFFFFaFF"),
    ("POST", "/organisation/people/{id}/enable", "/organisation/people/{person}/enable", &[], "FFFFFFaFF"),
    ("POST", "/organisation/people/{id}/password", "/organisation/people/{person}/password", &[], "FFFFFFaFF"),
    ("POST", "/organisation/people/{id}/grants", "/organisation/people/{person}/grants", &[], "FFFFFFaFF"),
    (
        "POST",
        "/organisation/people/{id}/grants/{grant}/end",
        "/organisation/people/{person}/grants/{grant}/end",
        &[],
        "FFFFFFaFF",
    ),
    (
        "POST",
        "/organisation/people/{id}/substitutions",
        "/organisation/people/{person}/substitutions",
        &[],
        "FFFFFFaFF",
    ),
    (
        "POST",
        "/organisation/people/{id}/substitutions/{substitution}/end",
        "/organisation/people/{person}/substitutions/{substitution}/end",
        &[],
        "FFFFFaaFF",
    ),
    ("GET", "/ledger", "/ledger", &[], "aaFFFaaFF"),
    ("POST", "/ledger/verify", "/ledger/verify", &[], "aaFFFaaFF"),
    ("POST", "/ledger/export", "/ledger/export", &[], "aFFFFaFFF"),
    ("POST", "/ledger/checkpoint", "/ledger/checkpoint", &[], "aFFFFaFFF"),
    ("GET", "/ledger/checkpoints/{seq}", "/ledger/checkpoints/{seq}", &[], "aFFFFaFFF"),
    ("GET", "/ledger/key", "/ledger/key", &[], "aFFFFaFFF"),
    ("GET", "/account", "/account", &[], "aaaaaaaaa"),
    ("POST", "/account/profile", "/account/profile", &[], "aaaaaaaaa"),
    ("POST", "/account/password", "/account/password", &[], "aaaaaaaaa"),
    ("POST", "/account/tokens", "/account/tokens", &[], "aaaaaaaaa"),
    ("POST", "/account/tokens/{id}/end", "/account/tokens/{token}/end", &[], "NNNaNNNNN"),
    ("GET", "/settings", "/settings", &[], "FFFFFFaFF"),
    ("POST", "/settings", "/settings", &[], "FFFFFFaFF"),
    ("POST", "/settings/sample/load", "/settings/sample/load", &[], "FFFFFFaFF"),
    ("POST", "/settings/sample/remove", "/settings/sample/remove", &[], "FFFFFFaFF"),
    (
        "POST",
        "/engagements/{number}/end",
        "/engagements/{engagement}/end",
        &[("standing", "withdrawn"), ("reason", "取りやめ")],
        "FFaaFFFFN",
    ),
    ("POST", "/account/sessions/{id}/end", "/account/sessions/{session}/end", &[], "NNNaNNNNN"),
    ("POST", "/sign-out", "/sign-out", &[], "SSSSSSSSS"),
];
