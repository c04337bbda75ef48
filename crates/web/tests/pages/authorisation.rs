//! Who may do what: the matrix of roles and permissions as it is printed, and every page tried without signing in, as
//! each role, without a role, and from another section.

mod engagements;
mod others;

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
    let tried: BTreeSet<_> = table().map(|row| (row.0.to_owned(), row.1.to_owned())).collect();
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
    for row in table() {
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
    for row in table() {
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

/// In each answer: chief security officer, security officer, system security officer, section security officer (the owner
/// of everything here), procurement and legal, auditor, administrator; then someone without a role, and the owner of
/// engagements of another section. a allowed (also when a value or the state of things is refused), F forbidden, N not
/// found, S sent to sign in.
fn table() -> impl Iterator<Item = &'static Row> {
    engagements::ROWS.iter().chain(others::ROWS)
}
