//! One engagement: the way, the gate, decisions; its record on paper; its history.

use app::{engagements::View, rules::gates::Status};
use axum::{
    Router,
    extract::{Path, Query, State},
    routing::get,
};
use domain::{
    calendar::short_date,
    engagement::{Stage, Standing},
    gate::Gate,
    permission::Permission,
};
use jiff::civil::Date;

use super::{Pairs, number, value, view};
use crate::{
    failure::Result,
    page::{Nav, Shell},
    pages::{actions, common, facts_form},
    server::Web,
    show::Pager,
    views::{engagement as views, engagement::tabs, requests::Record},
    visit::{Page, Rendered},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements/{number}", get(show))
        .route("/engagements/{number}/record", get(record))
        .route("/engagements/{number}/history", get(history))
}

async fn show(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view(&page, &web, &text).await?;
    let ui = page.shell(Nav::Engagements);
    let open = view.case.engagement.standing == Standing::Open;
    let shown = views::Show {
        head: common::head(&page, &view),
        way: way(&ui, &view),
        gate: open.then(|| panel(&web, &page, &ui, &view)),
        ended: (!open).then(|| ended(&ui, &view)),
        assessment: common::assessment(web.app.catalogue(), ui.lang, &view.assessment),
        decisions: common::decisions(&ui, &view),
        ui,
    };
    Rendered::ok(&shown)
}

/// Seven stages with a word each.
fn way(ui: &Shell, view: &View) -> Vec<views::Step> {
    Stage::ALL.iter().map(|stage| views::Step { stage: *stage, note: note(ui, view, *stage) }).collect()
}

fn note(ui: &Shell, view: &View, stage: Stage) -> String {
    let e = &view.case.engagement;
    let day = |date: Date| short_date(date, ui.lang);
    if stage < e.stage {
        let passed = view.passages.iter().rev().find(|p| p.gate == Gate::leaving(stage));
        return passed.map_or_else(String::new, |p| ui.t1("way-passed", "day", day(app::clock::day_in_japan(p.at))));
    }
    if stage == e.stage {
        let since = e.stage_since.until(view.today).map_or(0, |s| s.get_days());
        return match since {
            n if n > 0 => ui.tn("way-now-days", i64::from(n).saturating_add(1)),
            _ => ui.t("way-now").into_owned(),
        };
    }
    match (stage, e.facts.term) {
        (Stage::Run, Some(term)) => ui.t1("way-starts", "day", day(term.from())),
        (Stage::Close, Some(term)) => ui.t1("way-ends", "day", day(term.to())),
        _ => String::new(),
    }
}

fn panel(web: &Web, page: &Page, ui: &Shell, view: &View) -> views::GatePanel {
    let conditions =
        view.report.conditions.iter().map(|c| common::condition(web.app.catalogue(), page, view, c)).collect();
    let e = &view.case.engagement;
    views::GatePanel {
        gate: view.report.gate,
        conditions,
        who: who(web, ui, view),
        may_pass: page.caller.actor.may_at(Permission::PassGate, e.unit).is_ok(),
    }
}

/// How long there is until the start, and who lets it pass.
fn who(web: &Web, ui: &Shell, view: &View) -> String {
    let e = &view.case.engagement;
    let mut out = String::new();
    if let Some(term) = e.facts.term.filter(|_| e.stage < Stage::Run) {
        let days = view.today.until(term.from()).map_or(0, |s| s.get_days());
        if days >= 0 {
            let business = web.app.catalogue().business_days().between(view.today, term.from());
            out.push_str(&ui.words().t2("gate-starts-in", ("days", days), ("business", business)));
        } else {
            out.push_str(&ui.tn("gate-start-past", i64::from(days.unsigned_abs())));
        }
        out.push(' ');
    }
    out.push_str(&ui.t1("gate-who-passes", "who", view.names.of(e.owner)));
    out
}

fn ended(ui: &Shell, view: &View) -> String {
    let e = &view.case.engagement;
    let day = domain::calendar::long_date(app::clock::day_in_japan(e.updated_at), ui.lang);
    ui.words().t2("ended-since", ("day", day), ("standing", e.standing.label(ui.lang)))
}

/// The decision on paper.
async fn record(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view(&page, &web, &text).await?;
    let ui = page.shell(Nav::Engagements);
    let newest = web.app.engagements().history(&page.caller, number(&text)?, (None, 1)).await?;
    let ledger = newest.entries.first().map_or((0, String::new(), view.case.engagement.updated_at), |e| {
        (e.seq, e.hash.chars().take(16).collect(), view.case.engagement.updated_at)
    });
    let facts = &view.case.engagement.facts;
    let lang = ui.lang;
    let items = facts
        .items
        .iter()
        .map(|i| {
            let needed = i.needed_for.map(|a| a.label(lang).to_owned()).unwrap_or_default();
            [i.name.to_string(), i.access.label(lang).to_owned(), i.criticality.label(lang).to_owned(), needed]
        })
        .collect();
    let mut decisions = common::decisions(&ui, &view);
    decisions.reverse();
    let settled = view.report.conditions.iter().filter(|c| c.status != Status::NotApplicable);
    let shown = Record {
        head: common::head(&page, &view),
        answers: facts_form::answers(&ui, facts, &view.case.projection.contractor_name),
        items,
        assessment: common::assessment(web.app.catalogue(), lang, &view.assessment),
        gate: view.report.gate.label(lang).to_owned(),
        conditions: settled.map(|c| common::condition(web.app.catalogue(), &page, &view, c)).collect(),
        decisions,
        today: view.today,
        ledger,
        edition: web.app.catalogue().edition().to_owned(),
        ui,
    };
    Rendered::ok(&shown)
}

async fn history(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    let view = view(&page, &web, &text).await?;
    let before = value(&pairs, "before").parse().ok();
    let entries = web.app.engagements().history(&page.caller, number(&text)?, (before, 50)).await?;
    let ui = page.shell(Nav::Engagements);
    let base = format!("/engagements/{}/history", view.case.engagement.number);
    let shown = tabs::History {
        head: common::head(&page, &view),
        pager: Pager {
            shown: ui.tn("history-shown", entries.entries.len()),
            newer: before.map(|_| base.clone()),
            older: entries.next.map(|seq| format!("{base}?before={seq}")),
        },
        entries: entries.entries.iter().map(|e| actions::entry(&ui, &entries, e)).collect(),
        ui,
    };
    Rendered::ok(&shown)
}
