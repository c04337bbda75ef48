//! The ledger: entries, verification, export, checkpoints.

use std::ops::ControlFlow;

use app::ledgers::Search;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::Words;

use super::{
    actions,
    parts::{Pairs, id, refusal, value},
};
use crate::{
    failure::Result,
    form::{Form, Opt},
    link,
    page::{LedgerState, Nav, Shell},
    pages::stream,
    server::Web,
    show::Pager,
    views::ledger::{Checkpoint, Finding, Show},
    visit::{Page, Rendered, done},
};

/// Entries on a page.
const ROWS: u16 = 50;
/// Findings shown of a damaged ledger; the first tell what happened.
const FINDINGS: usize = 100;

/// Families of actions to choose from: how their codes begin, and what they are about.
const FAMILIES: &[(&str, Words)] = &[
    ("engagement.", Words { ja: "案件", en: "Engagements" }),
    ("gate.", Words { ja: "関", en: "Gates" }),
    ("condition.", Words { ja: "条件の申告", en: "Declarations" }),
    ("attachment.", Words { ja: "添付", en: "Files" }),
    ("approval.", Words { ja: "承認", en: "Approvals" }),
    ("register.", Words { ja: "付録1", en: "Register" }),
    ("contractor.", Words { ja: "委託先", en: "Contractors" }),
    ("consultation.", Words { ja: "相談", en: "Questions" }),
    ("unit.", Words { ja: "組織", en: "Units" }),
    ("person.", Words { ja: "利用者", en: "People" }),
    ("role.", Words { ja: "役割", en: "Roles" }),
    ("substitution.", Words { ja: "代理", en: "Substitutes" }),
    ("session.", Words { ja: "サインイン", en: "Signing in" }),
    ("password.", Words { ja: "パスワード", en: "Passwords" }),
    ("token.", Words { ja: "アクセストークン", en: "Access tokens" }),
    ("setting.", Words { ja: "設定", en: "Settings" }),
    ("ledger.", Words { ja: "台帳", en: "Ledger" }),
    ("backup.", Words { ja: "バックアップ", en: "Backups" }),
    ("sample.", Words { ja: "見本データ", en: "Sample data" }),
];

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/ledger", get(show))
        .route("/ledger/verify", post(verify))
        .route("/ledger/export", post(export))
        .route("/ledger/checkpoint", post(sign))
        .route("/ledger/checkpoints/{seq}", get(checkpoint))
        .route("/ledger/key", get(key))
}

async fn show(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Response> {
    let refused = |shown: &Show| if shown.filter.is_refused() { Rendered::refused(shown) } else { Rendered::ok(shown) };
    Ok(refused(&ledger_page(&page, &web, &pairs).await?)?.into_response())
}

async fn ledger_page(page: &Page, web: &Web, pairs: &Pairs) -> Result<Show> {
    let field = |name: &str| value(pairs, name).trim().to_owned();
    let search = Search { action: field("action"), subject: field("subject"), person: field("person") };
    let before = value(pairs, "before").parse().ok();
    let ui = page.shell(Nav::Ledger);
    let kept = ["action", "subject", "person"].map(|name| (name.to_owned(), field(name)));
    let (found, errors) = match refusal(web.app.ledger().find(&page.caller, &search, before, ROWS).await)? {
        Ok(found) => (found, Vec::new()),
        Err(errors) => (app::ledgers::LedgerPage::default(), errors),
    };
    let entries = &found.entries;
    let ends = entries.first().zip(entries.last());
    let shown = ends.map_or_else(String::new, |(a, b)| ui.words().t2("pager-shown", ("from", a.seq), ("to", b.seq)));
    let may_export = web.app.ledger().may_export(&page.caller);
    let checkpoints = if may_export { checkpoints(page, web).await? } else { Vec::new() };
    let filtered = kept.iter().any(|(_, typed)| !typed.is_empty());
    Ok(Show {
        entries: entries.iter().map(|e| actions::entry(&ui, &found, e)).collect(),
        pager: Pager {
            shown,
            newer: before.map(|_: i64| address(&kept, None)),
            older: found.next.map(|seq| address(&kept, Some(seq))),
        },
        filter: Form::new("ledger").typed(kept.to_vec()).refused(errors),
        actions: FAMILIES.iter().map(|(code, words)| Opt::new(*code, words.get(ui.lang))).collect(),
        filtered,
        count: verified_until(page),
        findings: Vec::new(),
        key: (!checkpoints.is_empty()).then_some("/ledger/key"),
        checkpoints,
        may_export,
        ui,
    })
}

fn address(kept: &[(String, String)], before: Option<i64>) -> String {
    let mut pairs = kept.to_vec();
    pairs.extend(before.map(|seq| ("before".to_owned(), seq.to_string())));
    let query = link::query(&pairs);
    if query.is_empty() { "/ledger".to_owned() } else { format!("/ledger?{query}") }
}

/// Entries the last verification saw.
fn verified_until(page: &Page) -> u64 {
    let last = page.visitor.settings.ledger_verified.map_or(0, |v| v.seq);
    u64::try_from(last).unwrap_or_default()
}

async fn checkpoints(page: &Page, web: &Web) -> Result<Vec<Checkpoint>> {
    let hash = |body: &str| {
        let line = body.lines().find_map(|line| line.strip_prefix("hash: ")).unwrap_or_default();
        line.chars().take(16).collect::<String>()
    };
    let issued = web.app.ledger().checkpoints(&page.caller).await?;
    Ok(issued
        .iter()
        .map(|one| Checkpoint {
            seq: one.seq,
            hash: hash(&one.body),
            at: one.at,
            href: format!("/ledger/checkpoints/{}", one.seq),
        })
        .collect())
}

/// Verifies the whole ledger. What is wrong with it is kept nowhere, so the answer itself shows it.
async fn verify(page: Page, State(web): State<Web>) -> Result<Response> {
    let report = web.app.ledger().verify(&page.caller, &mut |_| ControlFlow::Continue(())).await?;
    if report.is_intact() {
        return Ok(done(&web, "/ledger", "verified"));
    }
    let shown = ledger_page(&page, &web, &Pairs::new()).await?;
    let finding = |f: &app::ledgers::Finding| Finding { seq: f.seq(), what: f.text(page.lang()) };
    let ui = Shell { ledger: LedgerState::Broken(web.app.clock().now()), ..shown.ui };
    let shown = Show { findings: report.findings.iter().take(FINDINGS).map(finding).collect(), ui, ..shown };
    Ok(Rendered::ok(&shown)?.into_response())
}

/// The whole ledger as JSON Lines, as it is read from the database.
async fn export(page: Page, State(web): State<Web>) -> Result<Response> {
    let name = file_name(&web, "ledger", "jsonl");
    let (app, caller) = (web.app.clone(), page.caller.clone());
    let body = stream::body(|mut out| async move { app.ledger().export(&caller, &mut out).await.map(drop) }).await?;
    let headers = [(header::CONTENT_TYPE, "application/jsonl"), (header::CONTENT_DISPOSITION, name.as_str())];
    Ok((headers, body).into_response())
}

async fn sign(page: Page, State(web): State<Web>) -> Result<Response> {
    web.app.ledger().checkpoint(&page.caller).await?;
    Ok(done(&web, "/ledger", "checkpoint"))
}

async fn checkpoint(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    let issued = web.app.ledger().issued(&page.caller, id(&text)?).await?;
    Ok(text_file(&file_name(&web, &format!("checkpoint-{}", issued.seq), "txt"), issued.body))
}

async fn key(page: Page, State(web): State<Web>) -> Result<Response> {
    let pem = web.app.ledger().public_key(&page.caller)?;
    Ok(text_file(&file_name(&web, "ledger-public-key", "pem"), pem))
}

fn file_name(web: &Web, stem: &str, extension: &str) -> String {
    let name = app::file_name::safe(&format!("sekimori-{stem}-{}", web.app.clock().today()), extension);
    app::file_name::content_disposition(&name)
}

fn text_file(disposition: &str, text: String) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CONTENT_DISPOSITION, disposition)];
    (headers, text).into_response()
}
