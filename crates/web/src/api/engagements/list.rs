//! The list of engagements, and the same as a file for Excel.

use app::{
    Caller,
    engagements::{
        Names,
        list::{COUNT_UP_TO, Cursor, Direction, Filter, From, Line, Query, Sort, Stopped},
    },
    export::Format,
};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{Lang, Problem, fold, id::UnitId, problem::Problems};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::show::Due;
use crate::{
    api::{
        ApiCaller,
        coded::{CategoryLabel, Coded, SealLabel, StageLabel, StandingLabel, in_query},
        common::{PersonRef, UnitRef, hex, or_none, unhex},
        extract::{Params, checked, day, limit, maybe},
        requests::not_one_of,
    },
    failure::Result,
    server::Web,
};

/// Which engagements, in which order, from where.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListParams {
    /// Words that must all be found in number, title, system or contractor; spelling variants meet.
    q: Option<String>,
    /// At this stage.
    stage: Option<String>,
    /// Of this category.
    category: Option<String>,
    /// Of this unit and all below it; an id.
    unit: Option<String>,
    /// With this seal.
    seal: Option<String>,
    /// open, in_house, withdrawn or split.
    standing: Option<String>,
    /// Of the fiscal year that begins in this western year.
    year: Option<String>,
    /// Stopped at its gate: unmet or waiting.
    stopped: Option<String>,
    /// Of this owner; an id, or `me`.
    owner: Option<String>,
    /// With this contractor; an id.
    contractor: Option<String>,
    /// Ending on or before this day and not over today.
    ending: Option<String>,
    /// number (default), title, contractor, stage, due or amount.
    sort: Option<String>,
    /// asc or desc; without it, numbers and amounts go down and everything else up.
    direction: Option<String>,
    /// `next` or `previous` of another page.
    cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

impl ListParams {
    fn query(&self, caller: &Caller, today: Date) -> Result<Query> {
        let mut problems = Problems::new();
        let p = &mut problems;
        let sort = maybe(p, "sort", self.sort.as_deref()).unwrap_or_default();
        let filter = self.filter(p, caller, today);
        let from = match self.cursor.as_deref() {
            None => From::Start,
            Some(text) => {
                let unknown = || Problem::Unknown { value: domain::problem::shorten(text) };
                p.keep("cursor", read_cursor(text).ok_or_else(unknown)).unwrap_or_default()
            }
        };
        let query =
            Query { filter, sort, direction: self.direction(p, sort), from, limit: limit(p, self.limit.as_deref()) };
        checked(problems)?;
        Ok(query)
    }

    fn filter(&self, p: &mut Problems, caller: &Caller, today: Date) -> Filter {
        let unit: Option<UnitId> = maybe(p, "unit", self.unit.as_deref());
        let owner = match self.owner.as_deref() {
            Some("me") => Some(caller.id()),
            other => maybe(p, "owner", other),
        };
        let stopped = match self.stopped.as_deref() {
            None => None,
            Some("unmet") => Some(Stopped::Unmet),
            Some("waiting") => Some(Stopped::Waiting),
            Some(other) => {
                p.add(not_one_of("stopped", other, vec!["unmet", "waiting"]));
                None
            }
        };
        Filter {
            words: self.q.as_deref().map(fold::words).unwrap_or_default(),
            stage: in_query(p, "stage", self.stage.as_deref()),
            category: in_query(p, "category", self.category.as_deref()),
            units: unit.map(|unit| caller.units.below(unit)),
            seal: in_query(p, "seal", self.seal.as_deref()),
            standing: in_query(p, "standing", self.standing.as_deref()),
            year: self.year(p),
            stopped,
            owner,
            contractor: maybe(p, "contractor", self.contractor.as_deref()),
            ending: self.ending.as_deref().and_then(|text| day(p, "ending", text)).map(|last| (last, today)),
        }
    }

    fn year(&self, p: &mut Problems) -> Option<i16> {
        let text = self.year.as_deref()?;
        let outside = || Problem::OutOfRange { value: domain::problem::shorten(text), min: 1990, max: 2200 };
        let year = text.parse::<i16>().ok().filter(|y| (1990..=2200).contains(y));
        p.keep("year", year.ok_or_else(outside))
    }

    fn direction(&self, p: &mut Problems, sort: Sort) -> Direction {
        match self.direction.as_deref() {
            Some("asc") => Direction::Ascending,
            Some("desc") => Direction::Descending,
            None if matches!(sort, Sort::Number | Sort::Amount) => Direction::Descending,
            None => Direction::Ascending,
            Some(other) => {
                p.add(not_one_of("direction", other, vec!["asc", "desc"]));
                Direction::Ascending
            }
        }
    }
}

fn write_cursor(place: char, cursor: &Cursor) -> String {
    format!("{place}{}", hex(format!("{}~{}", cursor.seq, cursor.key).as_bytes()))
}

fn read_cursor(text: &str) -> Option<From> {
    let (place, rest) = text.split_at_checked(1)?;
    let inner = String::from_utf8(unhex(rest)?).ok()?;
    let (seq, key) = inner.split_once('~')?;
    let cursor = Cursor { seq: seq.parse().ok()?, key: key.to_owned() };
    match place {
        "a" => Some(From::After(cursor)),
        "b" => Some(From::Before(cursor)),
        _ => None,
    }
}

/// One engagement of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EngagementLine {
    /// Number, `R8-0012`.
    number: String,
    /// Title.
    title: String,
    /// The unit it belongs to.
    unit: UnitRef,
    /// Who answers for it.
    owner: PersonRef,
    /// Where it stands on the way.
    stage: StageLabel,
    /// Moving, or ended otherwise.
    standing: StandingLabel,
    /// Category of the work.
    category: CategoryLabel,
    /// Name of the contractor, once known.
    #[serde(skip_serializing_if = "Option::is_none")]
    contractor: Option<String>,
    /// Amount in yen with tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<i64>,
    /// What makes it delicate.
    seals: Vec<SealLabel>,
    /// What falls due next.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Due>,
    /// Unmet conditions at the gate ahead.
    unmet: i64,
    /// Since when an officer's decision is waited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting_since: Option<Timestamp>,
}

impl EngagementLine {
    pub(crate) fn of(line: &Line, names: &Names, caller: &Caller, lang: Lang) -> Self {
        Self {
            number: line.number.to_string(),
            title: line.title.clone(),
            unit: UnitRef::of(line.unit, caller, lang),
            owner: PersonRef::of(line.owner, names),
            stage: Coded::new(line.stage, lang),
            standing: Coded::new(line.standing, lang),
            category: Coded::new(line.category, lang),
            contractor: or_none(&line.contractor_name),
            amount: line.amount,
            seals: Coded::each(&line.seals, lang),
            due: line.due.map(|(on, kind)| Due { on, kind: Coded::new(kind, lang) }),
            unmet: line.unmet,
            waiting_since: line.waiting_since,
        }
    }
}

/// A page of engagements.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EngagementList {
    /// The rows, in the order asked for.
    items: Vec<EngagementLine>,
    /// Send as `cursor` for the page after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// Send as `cursor` for the page before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
    /// How many there are in all, counted up to 1,000.
    count: i64,
    /// True when there are more than were counted.
    more_than_counted: bool,
}

/// List engagements.
///
/// What is within the caller's reach. The number of statements does not depend on how many there are.
#[utoipa::path(
    get, path = "/engagements", operation_id = "listEngagements", tag = "engagements", params(ListParams),
    responses((status = 200, description = "A page of engagements", body = EngagementList)),
)]
pub(super) async fn list(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<ListParams>,
) -> Result<Json<EngagementList>> {
    let query = params.query(&by.caller, web.app.clock().today())?;
    let page = web.app.engagements().list(&by.caller, &query).await?;
    let last = page.lines.last().filter(|_| page.has_after);
    let first = page.lines.first().filter(|_| page.has_before);
    Ok(Json(EngagementList {
        items: page.lines.iter().map(|l| EngagementLine::of(l, &page.names, &by.caller, by.lang)).collect(),
        next: last.map(|l| write_cursor('a', &l.cursor)),
        previous: first.map(|l| write_cursor('b', &l.cursor)),
        count: page.count.min(COUNT_UP_TO),
        more_than_counted: page.more_than_counted,
    }))
}

/// The same filters, and the kind of file.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportParams {
    /// xlsx (default) or csv.
    format: Option<String>,
    /// Words that must all be found in number, title, system or contractor.
    q: Option<String>,
    /// At this stage.
    stage: Option<String>,
    /// Of this category.
    category: Option<String>,
    /// Of this unit and all below it; an id.
    unit: Option<String>,
    /// With this seal.
    seal: Option<String>,
    /// open, in_house, withdrawn or split.
    standing: Option<String>,
    /// Of the fiscal year that begins in this western year.
    year: Option<String>,
    /// Stopped at its gate: unmet or waiting.
    stopped: Option<String>,
    /// number (default), title, contractor, stage, due or amount.
    sort: Option<String>,
    /// asc or desc.
    direction: Option<String>,
}

/// Export engagements.
///
/// Every engagement the filters find, as a file for Excel; texts never become formulas.
#[utoipa::path(
    get, path = "/engagements/export", operation_id = "exportEngagements", tag = "engagements", params(ExportParams),
    responses((status = 200, description = "The file", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "text/csv"),
    ))),
)]
pub(super) async fn export(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<ExportParams>,
) -> Result<Response> {
    let format = match params.format.as_deref() {
        None | Some("xlsx") => Format::Excel,
        Some("csv") => Format::Csv,
        Some(other) => {
            let error = not_one_of("format", other, vec!["xlsx", "csv"]);
            return Err(app::Error::Invalid(vec![error]).into());
        }
    };
    let filters = said(&params);
    let list = ListParams {
        q: params.q,
        stage: params.stage,
        category: params.category,
        unit: params.unit,
        seal: params.seal,
        standing: params.standing,
        year: params.year,
        stopped: params.stopped,
        sort: params.sort,
        direction: params.direction,
        ..ListParams::default()
    };
    let query = list.query(&by.caller, web.app.clock().today())?;
    let file = web.app.engagements().export(&by.caller, &query, (format, by.lang, filters)).await?;
    let headers = [(header::CONTENT_TYPE, file.media_type.to_owned()), (header::CONTENT_DISPOSITION, file.disposition)];
    Ok((headers, file.bytes).into_response())
}

/// The filters in words, for the sheet that says what the file holds.
fn said(params: &ExportParams) -> Vec<(String, String)> {
    let given = [
        ("q", &params.q),
        ("stage", &params.stage),
        ("category", &params.category),
        ("unit", &params.unit),
        ("seal", &params.seal),
        ("standing", &params.standing),
        ("year", &params.year),
        ("stopped", &params.stopped),
    ];
    given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_read_back_and_nothing_else_does() {
        let cursor = Cursor { key: "霧沢~1".to_owned(), seq: 20_260_000_012 };
        assert_eq!(read_cursor(&write_cursor('a', &cursor)), Some(From::After(cursor.clone())));
        assert_eq!(read_cursor(&write_cursor('b', &cursor)), Some(From::Before(cursor)));
        for text in ["", "a", "zz", "a6", "あ12", "c317e61"] {
            assert_eq!(read_cursor(text), None, "{text}");
        }
    }
}
