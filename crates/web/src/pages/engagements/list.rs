//! The list of engagements.

use app::engagements::list::{Filter, Line, Page as Lines, Sort};
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    response::Response,
    routing::{get, post},
};
use domain::{
    Lang,
    calendar::FiscalYear,
    engagement::{Category, Seal, Stage, Standing},
};
use jiff::civil::Date;

use super::{
    Pairs,
    query::{Address, VIEWS},
    value,
};
use crate::{
    failure::Result,
    form::Form,
    page::{Nav, Shell},
    server::Web,
    show::{Kind, Link, Mark, Pager},
    views::engagements as view,
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements", get(list))
        .route("/engagements/views", post(save_view))
        .route("/engagements/views/{id}/remove", post(remove_view))
}

async fn list(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Rendered> {
    let address = Address::read(&pairs).map_err(app::Error::from)?;
    render(&page, &web, &address, Form::new("view")).await
}

async fn render(page: &Page, web: &Web, address: &Address, view_form: Form) -> Result<Rendered> {
    let today = web.app.clock().today();
    let query = address.query(&page.caller, today).map_err(app::Error::from)?;
    let lines = web.app.engagements().list(&page.caller, &query).await?;
    let ui = page.shell(Nav::Engagements);
    let nothing = if lines.lines.is_empty() {
        nothing(page, web, address, &query.filter).await?
    } else {
        view::Nothing::default()
    };
    let shown = view::List {
        views: views(page, web, &ui, address).await?,
        q: address.q.clone(),
        kept: address.base().into_iter().filter(|(n, _)| n != "q").collect(),
        chips: chips(page, &ui, address),
        filters: filters(page, &ui, address, today),
        clear: (!address.conditions.is_empty() || !address.q.is_empty()).then(|| cleared(address)),
        count: u64::try_from(lines.count).unwrap_or_default(),
        at_least: lines.more_than_counted,
        order: order(&ui, address),
        heads: heads(address),
        rows: lines.lines.iter().map(|l| row(page, &ui, l, today)).collect(),
        pager: pager(&ui, address, &lines),
        nothing,
        query: crate::link::query(&address.base()),
        view_form,
        ui,
    };
    if shown.view_form.is_refused() { Rendered::refused(&shown) } else { Rendered::ok(&shown) }
}

fn cleared(address: &Address) -> String {
    Address { view: address.view.clone(), sort: address.sort, direction: address.direction, ..Address::default() }
        .href()
}

fn order(ui: &Shell, address: &Address) -> String {
    use app::engagements::list::Direction;
    let key = match address.sort {
        Sort::Number if address.direction == Direction::Descending => return ui.t("order-newest").into_owned(),
        Sort::Number => ui.t("sort-number"),
        Sort::Title => ui.t("sort-title"),
        Sort::Contractor => ui.t("sort-contractor"),
        Sort::Stage => ui.t("sort-stage"),
        Sort::Due => ui.t("sort-due"),
        Sort::Amount => ui.t("sort-amount"),
    };
    match address.direction {
        Direction::Ascending => ui.t1("order-up", "key", key),
        Direction::Descending => ui.t1("order-down", "key", key),
    }
}

fn heads(address: &Address) -> view::Heads {
    use app::engagements::list::Direction;
    let head = |sort: Sort| view::Head {
        href: address.sorted(sort),
        sort: match (address.sort == sort, address.direction) {
            (false, _) => view::Sort::No,
            (true, Direction::Ascending) => view::Sort::Up,
            (true, Direction::Descending) => view::Sort::Down,
        },
    };
    view::Heads {
        number: head(Sort::Number),
        title: head(Sort::Title),
        contractor: head(Sort::Contractor),
        stage: head(Sort::Stage),
        due: head(Sort::Due),
        amount: head(Sort::Amount),
    }
}

/// Built-in views and the person's own. Only the small ones are counted: a number nobody acts on is not worth a count
/// over everything.
async fn views(page: &Page, web: &Web, ui: &Shell, address: &Address) -> Result<Vec<view::View>> {
    let plain = address.conditions.is_empty() && address.q.is_empty();
    let word = |name: &str| match name {
        "all" => ui.t("view-all"),
        "mine" => ui.t("view-mine"),
        "stopped" => ui.t("view-stopped"),
        "personal" => ui.t("view-personal"),
        "ending" => ui.t("view-ending"),
        _ => ui.t("view-open"),
    };
    let mut out: Vec<view::View> = VIEWS
        .iter()
        .map(|name| view::View {
            link: Link::new(Address { view: (*name).to_owned(), ..Address::default() }.href(), word(name)),
            count: None,
            hot: false,
            current: plain && address.view == *name,
            saved: None,
        })
        .collect();
    let mine = crate::link::query(&address.base());
    for saved in web.app.views().list(&page.caller).await? {
        let query = saved.query.split_once('?').map_or("", |(_, q)| q).to_owned();
        out.push(view::View {
            link: Link::new(saved.query, saved.name.to_string()),
            count: None,
            hot: false,
            current: !plain && query == mine,
            saved: Some(saved.id.to_string()),
        });
    }
    Ok(out)
}

fn condition_words(page: &Page, ui: &Shell, name: &str, value: &str) -> (String, String) {
    let lang = ui.lang;
    let (head, text) = match name {
        "stage" => (ui.t("filter-stage"), value.parse::<Stage>().map(|s| s.label(lang).to_owned())),
        "category" => (ui.t("filter-category"), value.parse::<Category>().map(|s| s.label(lang).to_owned())),
        "seal" => (ui.t("filter-seal"), value.parse::<Seal>().map(|s| s.label(lang).to_owned())),
        "standing" => (ui.t("filter-standing"), value.parse::<Standing>().map(|s| s.label(lang).to_owned())),
        "unit" => (
            ui.t("filter-unit"),
            value.parse().map(|id| page.caller.units.get(id).map(|u| u.label(lang).to_owned()).unwrap_or_default()),
        ),
        "year" => {
            (ui.t("filter-year"), Ok(value.parse().map(|y| FiscalYear::from_year(y).short()).unwrap_or_default()))
        }
        "stopped" if value == "waiting" => (ui.t("filter-stopped"), Ok(ui.t("stopped-waiting").into_owned())),
        "stopped" => (ui.t("filter-stopped"), Ok(ui.t("stopped-unmet").into_owned())),
        _ => (ui.t("filter-contractor"), Ok(value.to_owned())),
    };
    (head.into_owned(), text.unwrap_or_else(|_| value.to_owned()))
}

fn chips(page: &Page, ui: &Shell, address: &Address) -> Vec<view::Chip> {
    let mut out = Vec::new();
    for (name, value) in &address.conditions {
        let (head, text) = condition_words(page, ui, name, value);
        out.push(view::Chip { text: format!("{head}: {text}"), without: address.without(name) });
    }
    out
}

fn filters(page: &Page, ui: &Shell, address: &Address, today: Date) -> Vec<view::Filter> {
    let lang = ui.lang;
    let open = |name: &str| address.conditions.iter().all(|(n, _)| *n != name);
    let filter = |name: &'static str, values: Vec<(String, String)>| {
        let (head, _) = condition_words(page, ui, name, "");
        let values = values.into_iter().map(|(value, text)| Link::new(address.with(name, &value), text)).collect();
        view::Filter { name: head, values }
    };
    let codes =
        |all: Vec<(&'static str, &'static str)>| all.into_iter().map(|(c, l)| (c.to_owned(), l.to_owned())).collect();
    let scope = page.caller.actor.may(domain::permission::Permission::ViewEngagement);
    let units = page.caller.units.iter().filter(|(u, _)| scope.as_ref().is_ok_and(|s| s.covers(u.id)));
    let year = FiscalYear::of(today).year();
    let years = (0..5).map(|back| FiscalYear::from_year(year.saturating_sub(back)));
    let all: Vec<(&'static str, Vec<(String, String)>)> = vec![
        ("stage", codes(Stage::ALL.iter().map(|s| (s.code(), s.label(lang))).collect())),
        ("category", codes(Category::ALL.iter().map(|s| (s.code(), s.label(lang))).collect())),
        (
            "unit",
            units.map(|(u, depth)| (u.id.to_string(), format!("{}{}", indent(depth, lang), u.label(lang)))).collect(),
        ),
        ("seal", codes(Seal::ALL.iter().map(|s| (s.code(), s.label(lang))).collect())),
        ("year", years.map(|y| (y.year().to_string(), y.short())).collect()),
        (
            "stopped",
            vec![
                ("unmet".to_owned(), ui.t("stopped-unmet").into_owned()),
                ("waiting".to_owned(), ui.t("stopped-waiting").into_owned()),
            ],
        ),
        ("standing", codes(Standing::ALL.iter().map(|s| (s.code(), s.label(lang))).collect())),
    ];
    all.into_iter().filter(|(name, values)| open(name) && !values.is_empty()).map(|(n, v)| filter(n, v)).collect()
}

fn indent(depth: usize, lang: Lang) -> String {
    if lang == Lang::Ja { "　".repeat(depth) } else { "\u{2003}".repeat(depth) }
}

fn row(page: &Page, ui: &Shell, line: &Line, today: Date) -> view::Row {
    let lang = ui.lang;
    view::Row {
        href: format!("/engagements/{}", line.number),
        number: line.number.to_string(),
        title: line.title.clone(),
        category: line.category.label(lang).to_owned(),
        contractor: (!line.contractor_name.is_empty()).then(|| shortened(&line.contractor_name)),
        stage: line.stage,
        ended: (line.standing != Standing::Open).then(|| line.standing.label(lang).to_owned()),
        seals: crate::show::seals_of(&line.seals, lang),
        due: why(ui, line, today),
        next: line
            .due
            .map(|(on, kind)| {
                let day = domain::calendar::short_date(on, lang);
                ui.words().t2("row-due", ("what", kind.label(lang)), ("day", day))
            })
            .unwrap_or_default(),
        amount: line.amount.map(domain::text::group_digits).unwrap_or_default(),
        unit: page.caller.units.get(line.unit).map(|u| u.label(lang).to_owned()).unwrap_or_default(),
    }
}

/// Lists save width; pages and documents carry the full name.
fn shortened(name: &str) -> String {
    name.replace("株式会社", "㈱").replace("有限会社", "㈲")
}

/// Why it waits, stands still or is late.
fn why(ui: &Shell, line: &Line, today: Date) -> Option<Mark> {
    let days = |from: Date, to: Date| from.until(to).map_or(0, |s| i64::from(s.get_days()));
    if let Some(since) = line.waiting_since {
        return Some(match days(app::clock::day_in_japan(since), today) {
            0 => Mark::new(Kind::Soon, ui.t("row-waiting-today")),
            n => Mark::new(Kind::Soon, ui.tn("row-waiting", n)),
        });
    }
    if let Some((on, kind)) = line.due.filter(|(on, _)| *on < today) {
        let late = days(on, today).to_string();
        return Some(Mark::new(Kind::Over, ui.words().t2("row-late", ("what", kind.label(ui.lang)), ("n", late))));
    }
    // in service the gate ahead is far off
    let stopped = line.unmet > 0 && line.stage < Stage::Run;
    stopped.then(|| Mark::new(Kind::Over, ui.tn("row-stopped", line.unmet)))
}

fn pager(ui: &Shell, address: &Address, lines: &Lines) -> Pager {
    let (Some(first), Some(last)) = (lines.lines.first(), lines.lines.last()) else { return Pager::default() };
    Pager {
        shown: ui.words().t2("pager-shown", ("from", first.number), ("to", last.number)),
        newer: lines.has_before.then(|| address.going("before", &first.cursor)),
        older: lines.has_after.then(|| address.going("after", &last.cursor)),
    }
}

/// Ways out of an empty list: each word alone, with its figure, and the list without conditions.
async fn nothing(page: &Page, web: &Web, address: &Address, filter: &Filter) -> Result<view::Nothing> {
    let ui = page.shell(Nav::Engagements);
    let mut ways = Vec::new();
    let typed: Vec<&str> = address.q.split_whitespace().take(3).collect();
    if typed.len() > 1 {
        for word in typed {
            let alone = Filter { words: domain::fold::words(word), ..filter.clone() };
            let n = web.app.engagements().count(&page.caller, &alone).await?;
            if n > 0 {
                let href = Address { q: word.to_owned(), ..address.clone() }.href();
                ways.push(Link::new(href, ui.words().t2("nothing-word-only", ("word", word), ("n", n))));
            }
        }
    }
    if !address.conditions.is_empty() {
        let href = Address { conditions: Vec::new(), ..address.clone() }.href();
        ways.push(Link::new(href, ui.t("nothing-clear")));
    }
    Ok(view::Nothing { text: ui.t("nothing-words").into_owned(), ways })
}

async fn save_view(page: Page, State(web): State<Web>, Body(typed): Body<Pairs>) -> Result<Response> {
    use axum::response::IntoResponse as _;
    let query = value(&typed, "query");
    let path = if query.is_empty() { "/engagements".to_owned() } else { format!("/engagements?{query}") };
    match web.app.views().save(&page.caller, value(&typed, "name"), &path).await {
        Ok(_) => Ok(done(&web, &path, "view-saved")),
        Err(app::Error::Invalid(errors)) => {
            let pairs: Pairs = Query::try_from_uri(&path.parse().map_err(app::Error::internal)?)
                .map(|Query(pairs)| pairs)
                .map_err(app::Error::internal)?;
            let address = Address::read(&pairs).map_err(app::Error::from)?;
            let form = Form::new("view").typed(typed).refused(errors);
            Ok(render(&page, &web, &address, form).await?.into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn remove_view(page: Page, State(web): State<Web>, Path(id): Path<String>) -> Result<Response> {
    let id = id.parse().map_err(|_| app::Error::NotFound)?;
    web.app.views().delete(&page.caller, id).await?;
    Ok(done(&web, "/engagements", "view-removed"))
}
