//! The home page.

use std::collections::BTreeMap;

use app::{
    approvals::Listed,
    engagements::{home::Home, list::Line},
};
use axum::{Router, extract::State, routing::get};
use domain::{
    calendar::BusinessDays,
    engagement::{DueKind, Stage},
    permission::{Permission, Reach},
};
use jiff::civil::Date;

use crate::{
    failure::Result,
    page::{Nav, Shell},
    server::Web,
    show::{Kind, Link, Mark},
    views::home as view,
    visit::{Page, Rendered},
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/", get(show))
}

async fn show(page: Page, State(web): State<Web>) -> Result<Rendered> {
    let home = web.app.engagements().home(&page.caller).await?;
    let ui = page.shell(Nav::Home);
    let may_load_sample = home.empty && page.caller.actor.can(Permission::Operate);
    let todo = todo(&ui, &page, &home);
    let shown = view::Home {
        today: home.today,
        todo_total: u64::try_from(todo.len()).unwrap_or_default(),
        todo,
        waiting: home.waiting.iter().map(|l| waiting(&ui, &page, &home, l)).collect(),
        sent_back: u64::try_from(home.sent_back.len()).unwrap_or_default(),
        overdue: home.due.iter().filter(|l| is_late(l, home.today)).map(|l| due(&ui, l, home.today)).collect(),
        days: days(&ui, &home, &web.app.catalogue().business_days()),
        stages: figures(&ui, &home),
        reach: reach(&ui, &page),
        may_load_sample,
        ui,
    };
    Rendered::ok(&shown)
}

/// What waits for the person's decision longest, own requests that came back, then own engagements by what falls due.
fn todo(ui: &Shell, page: &Page, home: &Home) -> Vec<view::Todo> {
    let decide = home.waiting.iter().take(3).map(|l| view::Todo {
        act: Link::new(
            format!("/approvals/{}", l.approval.id),
            format!("{}: {}", ui.t("todo-decide"), l.approval.request.kind().label(ui.lang)),
        ),
        button: ui.t("todo-decide").into_owned(),
        about: waiting(ui, page, home, l).about,
        due: None,
        urgent: None,
    });
    let mut out: Vec<view::Todo> = decide.collect();
    out.extend(home.sent_back.iter().map(|l| view::Todo {
        act: Link::new(
            format!("/approvals/{}", l.approval.id),
            format!("{}: {}", ui.t("todo-mend"), l.approval.request.kind().label(ui.lang)),
        ),
        button: ui.t("todo-mend").into_owned(),
        about: about(l),
        due: None,
        urgent: None,
    }));
    out.extend(home.next.iter().filter(|l| l.stage < Stage::Close).map(|l| {
        let what = if l.waiting_since.is_some() {
            ui.t("todo-wait").into_owned()
        } else if l.unmet == 0 {
            ui.t("todo-pass").into_owned()
        } else {
            ui.tn("todo-settle", l.unmet)
        };
        view::Todo {
            act: Link::new(format!("/engagements/{}", l.number), format!("{what}: {}", l.title)),
            button: what,
            about: format!("{}　{}", l.number, l.category.label(ui.lang)),
            due: l.due.map(|(on, _)| on),
            urgent: urgent(ui, l, home.today),
        }
    }));
    out.truncate(10);
    out
}

fn about(listed: &Listed) -> String {
    let number = listed.number.map(|n| n.to_string()).unwrap_or_default();
    format!("{number}　{}", listed.title.clone().unwrap_or_default())
}

fn is_late(line: &Line, today: Date) -> bool {
    line.due.is_some_and(|(on, _)| on < today)
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn urgent(ui: &Shell, line: &Line, today: Date) -> Option<Mark> {
    let (on, _) = line.due?;
    match days_between(today, on) {
        late if late < 0 => Some(Mark::new(Kind::Over, ui.tn("todo-late", i64::from(late.unsigned_abs())))),
        0 => Some(Mark::new(Kind::Over, ui.t("todo-today"))),
        1 => Some(Mark::new(Kind::Soon, ui.t("todo-tomorrow"))),
        _ => None,
    }
}

fn waiting(ui: &Shell, page: &Page, home: &Home, listed: &Listed) -> view::Waiting {
    let unit = page.caller.units.get(listed.approval.unit).map(|u| u.label(ui.lang).to_owned()).unwrap_or_default();
    let who = home.names.of(listed.approval.requested_by);
    let asked = app::clock::day_in_japan(listed.approval.requested_at);
    view::Waiting {
        what: Link::new(format!("/approvals/{}", listed.approval.id), listed.approval.request.kind().label(ui.lang)),
        about: format!("{}　{unit} {who}", about(listed)),
        days: u32::try_from(days_between(asked, home.today)).unwrap_or_default(),
    }
}

fn due(ui: &Shell, line: &Line, today: Date) -> view::Due {
    let (on, kind) = line.due.unwrap_or((today, DueKind::Nothing));
    let late = days_between(on, today);
    let heat = if late >= 0 {
        view::Heat::Hot
    } else if matches!(kind, DueKind::PermitEnds | DueKind::WaiverEnds) {
        view::Heat::Warm
    } else {
        view::Heat::Cool
    };
    let late = if late > 0 { format!("{} ", ui.tn("todo-late", i64::from(late))) } else { String::new() };
    view::Due {
        what: Link::new(format!("/engagements/{}", line.number), kind.label(ui.lang)),
        about: format!("{late}{}", line.number),
        heat,
    }
}

/// Fourteen days from today.
fn days(ui: &Shell, home: &Home, worked: &BusinessDays) -> Vec<view::DayCell> {
    let mut by_day: BTreeMap<Date, Vec<view::Due>> = BTreeMap::new();
    for line in &home.due {
        if let Some((on, _)) = line.due.filter(|(on, _)| *on >= home.today) {
            by_day.entry(on).or_default().push(due(ui, line, home.today));
        }
    }
    let mut out = Vec::with_capacity(14);
    let mut day = home.today;
    for _ in 0..14 {
        out.push(view::DayCell { date: day, off: worked.is_off(day), due: by_day.remove(&day).unwrap_or_default() });
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    out
}

fn figures(ui: &Shell, home: &Home) -> Vec<view::Figure> {
    Stage::ALL
        .iter()
        .map(|stage| {
            let (count, stopped) =
                home.stages.iter().find(|(s, ..)| s == stage).map_or((0, 0), |(_, n, stopped)| (*n, *stopped));
            // in service the gate ahead lies far off; being unmet there is no standstill
            let hot = stopped > 0 && *stage < Stage::Run;
            view::Figure {
                stage: *stage,
                count: u64::try_from(count).unwrap_or_default(),
                note: if hot { ui.tn("home-stopped", stopped) } else { String::new() },
                hot,
            }
        })
        .collect()
}

/// Which units the figures count.
fn reach(ui: &Shell, page: &Page) -> String {
    match page.caller.actor.may(Permission::ViewEngagement).map(|s| s.reach().clone()) {
        Ok(Reach::All) => ui.t("home-reach-all").into_owned(),
        Ok(Reach::Units(units)) => {
            let top = page.caller.units.iter().find(|(u, _)| units.contains(&u.id));
            ui.t1("home-reach-unit", "unit", top.map_or("", |(u, _)| u.label(ui.lang)))
        }
        Err(_) => String::new(),
    }
}
